//! The answers of the enumerator's interviews vary far less from household to household than the tehsil's.
//!
//! Fires: 0.9 bits a question in 120 interviews where 1.7 are usual, for invented households are all like the one that their
//! inventor has in mind. Nearly fires: 1.5 bits, as in one village of one trade, which is odd statistically and yet within what
//! villages differ. Known false alarms: somebody who worked in one such village and nowhere else. Answers that are more varied
//! than usual are never odd.

use super::about::{About, Family, Threshold, Unit};
use super::among::{Among, LEAST_INTERVIEWS, say_against};
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says};
use super::limits::Limits;
use super::measured::Measured;
use crate::lang::Lang;
use crate::number::grouped;
use crate::peers::Against;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Number that is enough to judge by, in the thresholds.
const LEAST: usize = 0;
/// Robust deviations below the tehsil, in the thresholds.
const LOW_SD: usize = 1;
/// Per cent below the tehsil, in the thresholds.
const BELOW_PCT: usize = 2;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Content,
    title: Text {
        en: "Answers that hardly vary",
        ur: "جوابات میں بہت کم فرق",
    },
    rule: Text {
        en: "The answers of the enumerator's interviews vary far less from household to household than those of the tehsil's other \
             enumerators (entropy in bits a question).",
        ur: "شمار کنندہ کے انٹرویوز میں گھرانوں کے جوابات آپس میں اس سے بہت کم مختلف ہیں جتنے تحصیل کے دوسرے شمار کنندگان کے ہوتے ہیں (فی سوال اینٹروپی، بٹ میں)۔",
    },
    innocent: &[
        Text {
            en: "The enumerator worked in a homogeneous area: one village or colony whose households live alike.",
            ur: "شمار کنندہ نے ایک ہی جیسے علاقے میں کام کیا: ایک گاؤں یا کالونی جس کے گھرانے ایک جیسی زندگی گزارتے ہیں۔",
        },
        Text {
            en: "The enumerator worked with another form, or with other parts of it, than most.",
            ur: "شمار کنندہ کا فارم یا اس کے حصے اکثر دوسروں سے مختلف تھے۔",
        },
        Text {
            en: "The enumerator puts rare answers under the nearest usual one, where others write them out.",
            ur: "شمار کنندہ کم ملنے والے جواب کو قریب ترین عام جواب میں درج کرتا ہے جبکہ دوسرے اسے الگ لکھتے ہیں۔",
        },
    ],
    thresholds: &[
        LEAST_INTERVIEWS,
        Threshold {
            name: "low_sd",
            unit: Unit::Deviations,
            default: 3.5,
            least: 2.0,
            most: 10.0,
            about: Text {
                en: "How far below the tehsil's median is odd, in robust deviations",
                ur: "تحصیل کے وسطانیہ سے کتنا نیچے غیر معمولی ہے (مستحکم معیاری انحراف)",
            },
        },
        Threshold {
            name: "below_pct",
            unit: Unit::Percent,
            default: 20.0,
            least: 0.0,
            most: 90.0,
            about: Text {
                en: "How much less than the tehsil's the variety must be at least",
                ur: "جوابات کا فرق تحصیل کے معمول سے کم از کم کتنا کم ہو",
            },
        },
    ],
    source: "CHECKS.md; Shannon 1948; Miller 1955, Note on the bias of information estimates; Iglewicz and Hoaglin 1993, How to detect \
             and handle outliers",
};

/// The enumerator's variety beside the tehsil's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Interviews that were compared, one a household.
    pub interviews: u32,
    /// Questions that enough of them answered.
    pub questions: u32,
    /// The mean entropy of these questions' answers, in bits.
    pub bits: f64,
    /// The median of the tehsil's enumerators, in bits.
    pub usual: f64,
    /// What the limit is in bits.
    pub limit: f64,
    /// Signed robust deviations from the median.
    pub deviations: f64,
    /// What it was judged against.
    pub against: Against,
}

const SAID: Text = Text {
    en: "The answers of {interviews} interviews hardly vary: {bits} bits a question on average over {questions} questions; in this \
         tehsil {usual} are usual. Down to {limit} would not be odd.",
    ur: "{interviews} انٹرویوز کے جوابات میں بہت کم فرق ہے: {questions} سوالات میں فی سوال اوسطاً {bits} بٹ؛ اس تحصیل میں {usual} معمول ہیں۔ {limit} تک کم ہونا غیر معمولی نہ ہوتا۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let bits = |bits: f64| format!("{bits:.2}");
        let said = SAID.fill(
            lang,
            &[
                ("interviews", &grouped(u64::from(self.interviews))),
                ("bits", &bits(self.bits)),
                ("questions", &grouped(u64::from(self.questions))),
                ("usual", &bits(self.usual)),
                ("limit", &bits(self.limit)),
            ],
        );
        format!("{said} {}", say_against(&self.against, lang))
    }

    fn measured(&self, _limits: &Limits) -> Option<Measured> {
        Measured::below(self.usual, self.bits, self.limit)
    }
}

/// Looks at the enumerator's wave; where more than one tehsil is odd, at the oddest.
pub fn judge(among: &Among<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    let low = among.groups().filter_map(|(tally, group)| {
        let limits = field.limits_at(tally.tehsil);
        let limit = |index| limits.get(Check::LowVariety, index);
        let own = &tally.variety;
        let standing = group.variety_standing(own)?;
        // Below both limits: far from the others, and by so much that it matters.
        let most_of_usual = standing.usual_bits * (1.0 - limit(BELOW_PCT) / 100.0);
        let is_low = f64::from(own.interviews) >= limit(LEAST)
            && standing.deviations < -limit(LOW_SD)
            && standing.own_bits <= most_of_usual;
        let evidence = Evidence {
            interviews: own.interviews,
            questions: own.questions,
            bits: standing.own_bits,
            usual: standing.usual_bits,
            limit: group.variety_limit_bits(-limit(LOW_SD)).min(most_of_usual),
            deviations: standing.deviations,
            against: among.peers.against(group),
        };
        is_low.then_some((tally, evidence))
    });
    if let Some((tally, evidence)) =
        low.min_by(|(_, a), (_, b)| a.deviations.total_cmp(&b.deviations))
    {
        let evidence = catalogue::Evidence::LowVariety(evidence);
        found.push(among.finding(tally, field, evidence));
    }
}
