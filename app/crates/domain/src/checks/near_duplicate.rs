//! Far more of the enumerator's interviews nearly the same as another of theirs than the peers' are.
//!
//! Fires: 40 of 120 interviews with 85 per cent and more of their answers in common with another, where the tehsil has one in
//! fifty. Nearly fires: the same in a tehsil of villages where everybody's are; the threshold is sensitive to how alike people
//! live (Simmons, Mercer, Schwarzer and Kennedy 2016, for the Pew Research Center), which is why shares are compared and no pair
//! is flagged by itself. Known false alarms: one village of one trade in an otherwise mixed tehsil. A household interviewed twice
//! counts once: it answers alike.

use super::about::{About, Family, Threshold, Unit};
use super::among::{Among, Compared, HIGH_SD, LEAST_INTERVIEWS, Sides};
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says};
use super::limits::Limits;
use super::measured::Measured;
use crate::answers::LEAST_ANSWERS;
use crate::lang::Lang;
use crate::number::grouped;
use crate::peers::{Alikeness, Answered, Pair, ShareKind, Tally};
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Number that is enough to judge by, in the thresholds.
const LEAST: usize = 0;
/// Deviations above the tehsil, in the thresholds.
const ABOVE_SD: usize = 1;
/// Per cent of equal answers, in the thresholds.
const ALIKE_PCT: usize = 2;
/// Answers of an interview that is compared, in the thresholds.
const ANSWERS: usize = 3;

/// Pairs that a finding shows.
const MOST_PAIRS: usize = 5;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Content,
    title: Text {
        en: "Nearly the same answers",
        ur: "تقریباً ایک جیسے جوابات",
    },
    rule: Text {
        en: "The share of the enumerator's interviews whose answers are nearly the same as those of another of theirs is far above \
             the tehsil's.",
        ur: "شمار کنندہ کے جن انٹرویوز کے جوابات اس کے کسی دوسرے انٹرویو سے تقریباً یکساں ہیں، ان کی شرح تحصیل کی شرح سے بہت زیادہ ہے۔",
    },
    innocent: &[
        Text {
            en: "The households of these streets live alike: the same work, the same houses, the same services.",
            ur: "ان محلوں کے گھرانے ایک جیسی زندگی گزارتے ہیں: ایک جیسا کام، ایک جیسے مکان، ایک جیسی سہولتیں۔",
        },
        Text {
            en: "Families of one compound were interviewed together.",
            ur: "ایک ہی احاطے کے خاندانوں سے ایک ساتھ انٹرویو لیا گیا۔",
        },
        Text {
            en: "An interview was entered again under another household's number after a fault of the tablet.",
            ur: "ٹیبلٹ کی خرابی کے بعد انٹرویو کسی دوسرے گھرانے کے نمبر سے دوبارہ درج ہوا۔",
        },
    ],
    thresholds: &[
        LEAST_INTERVIEWS,
        HIGH_SD,
        Threshold {
            name: "alike_pct",
            unit: Unit::Percent,
            default: 85.0,
            least: 70.0,
            most: 100.0,
            about: Text {
                en: "From which share of equal answers on two interviews are nearly the same",
                ur: "یکساں جوابات کی کس شرح سے دو انٹرویو تقریباً ایک جیسے سمجھے جائیں",
            },
        },
        Threshold {
            name: "least_answers",
            unit: Unit::Count,
            default: LEAST_ANSWERS as f64,
            least: LEAST_ANSWERS as f64,
            most: 256.0,
            about: Text {
                en: "The fewest answers of an interview that is compared",
                ur: "موازنے کے لیے ایک انٹرویو کے کم از کم جوابات",
            },
        },
    ],
    source: "CHECKS.md; Kuriakose and Robbins 2016, Don't get duped: fraud through duplication in public opinion surveys",
};

/// The enumerator's share beside the tehsil's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Both, and the limit between them.
    pub compared: Compared,
    /// Per cent of equal answers from which on two interviews are nearly the same.
    pub alike_pct: f64,
    /// The most alike of them.
    pub pairs: Pairs,
}

/// The most alike pairs, the most alike first; no interview in two of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<Pair>", into = "Vec<Pair>")]
pub struct Pairs([Option<Pair>; MOST_PAIRS]);

impl Pairs {
    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Pair> + '_ {
        self.0.iter().flatten().copied()
    }
}

impl From<Vec<Pair>> for Pairs {
    fn from(pairs: Vec<Pair>) -> Pairs {
        let mut kept = Pairs::default();
        for (place, pair) in kept.0.iter_mut().zip(pairs) {
            *place = Some(pair);
        }
        kept
    }
}

impl From<Pairs> for Vec<Pair> {
    fn from(pairs: Pairs) -> Vec<Pair> {
        pairs.iter().collect()
    }
}

const SAID: Text = Text {
    en: "{cases} of {of} interviews have nearly the same answers as another of the same enumerator ({share}); in this tehsil \
         {tehsil}. Up to {limit} would be usual.",
    ur: "{of} انٹرویوز میں سے {cases} کے جوابات اسی شمار کنندہ کے کسی دوسرے انٹرویو سے تقریباً یکساں ہیں ({share})؛ اس تحصیل میں {tehsil}۔ {limit} تک معمول ہوتا۔",
};
const MOST_ALIKE: Text = Text {
    en: " Nearly the same means {pct}\u{a0}% of the answers and more; of the most alike two, {alike} of {of} are equal.",
    ur: " تقریباً یکساں سے مراد {pct}\u{a0}% یا زیادہ جوابات ہیں؛ سب سے ملتے جلتے دو انٹرویوز میں {of} میں سے {alike} برابر ہیں۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let mut said = self.compared.say(lang, &SAID);
        if let Some(pair) = self.pairs.iter().next() {
            let pct = self.alike_pct.to_string();
            let values = [
                ("pct", pct.as_str()),
                ("alike", &grouped(u64::from(pair.alike))),
                ("of", &grouped(u64::from(pair.of))),
            ];
            said.push_str(&MOST_ALIKE.fill(lang, &values));
        }
        said
    }

    fn measured(&self, _limits: &Limits) -> Option<Measured> {
        Some(self.compared.measured())
    }
}

/// Whether a threshold, by its place, decides about what the tallies count.
pub(super) fn shapes_peers(index: usize) -> bool {
    matches!(index, ALIKE_PCT | ANSWERS)
}

/// What is nearly the same, by the thresholds that hold.
pub fn alikeness(limits: &Limits) -> Alikeness {
    Alikeness {
        least_pct: limits.get(Check::NearDuplicate, ALIKE_PCT),
        least_answers: limits.get(Check::NearDuplicate, ANSWERS),
    }
}

/// Looks at the enumerator's wave.
pub fn judge(among: &Among<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    let limit = |tally: &Tally, index| {
        let limits = field.limits_at(tally.tehsil);
        limits.get(Check::NearDuplicate, index)
    };
    // Interviews that differ are what is asked for.
    let sides = |tally: &Tally| Sides {
        high_sd: Some(limit(tally, ABOVE_SD)),
        low_sd: None,
    };
    let is_enough = |tally: &Tally| f64::from(tally.interviews_compared) >= limit(tally, LEAST);
    if let Some((tally, compared)) = among.farthest(ShareKind::NearDuplicate, sides, is_enough) {
        let evidence = catalogue::Evidence::NearDuplicate(Evidence {
            compared,
            alike_pct: limit(tally, ALIKE_PCT),
            pairs: pairs(among, tally, field),
        });
        found.push(among.finding(tally, field, evidence));
    }
}

/// Looked for again, because sums do not say which: only a few enumerators come here.
fn pairs(among: &Among<'_>, tally: &Tally, field: &Field<'_>) -> Pairs {
    let visits = among.work.visits.iter().map(|timed| &timed.visit);
    let of_tehsil = visits.filter(|visit| (field.areas)(visit.area).tehsil == tally.tehsil);
    let answered = Answered::of(of_tehsil, among.work.sheets);
    let rule = alikeness(field.limits_at(tally.tehsil));
    Pairs::from(answered.most_alike(&rule, MOST_PAIRS))
}
