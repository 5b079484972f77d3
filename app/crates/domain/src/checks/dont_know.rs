//! Far more, or far fewer, answers "don't know" than the enumerator's peers get.
//!
//! Fires: 900 of 3,000 items answered "don't know" where the tehsil has one in twenty, as when half of a form is clicked through.
//! Nearly fires: 60 of 200 in five interviews, for five households say nothing. Known false alarms: respondents who are not the
//! head of the household; a form in a language that the street does not speak.

use super::about::{About, Family, Threshold, Unit};
use super::among::{Among, Compared, Sides};
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says};
use crate::lang::Lang;
use crate::peers::{ShareKind, Tally};
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Number that is enough to judge by, in the thresholds.
const LEAST: usize = 0;
/// Deviations above the tehsil, in the thresholds.
const HIGH_SD: usize = 1;
/// Deviations below it, in the thresholds.
const LOW_SD: usize = 2;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Content,
    title: Text {
        en: "\"Don't know\" unlike peers'",
        ur: "”معلوم نہیں“ دوسروں سے مختلف",
    },
    rule: Text {
        en: "The share of items answered \"don't know\" is far from the tehsil's, in either direction.",
        ur: "جن سوالات کا جواب ”معلوم نہیں“ ہے ان کی شرح تحصیل کی شرح سے بہت مختلف ہے، زیادہ یا کم۔",
    },
    innocent: &[
        Text {
            en: "The streets are easier or harder than the rest of the tehsil.",
            ur: "یہ محلے باقی تحصیل سے آسان یا مشکل ہیں۔",
        },
        Text {
            en: "At the time of the visits somebody else than the head of the household is usually at home.",
            ur: "دورے کے وقت عموماً سربراہ کے بجائے کوئی اور گھر پر ہوتا ہے۔",
        },
        Text {
            en: "The enumerator asks again with patience, or was trained to accept a first \"don't know\".",
            ur: "شمار کنندہ صبر سے دوبارہ پوچھتا ہے، یا اسے پہلے ”معلوم نہیں“ کو قبول کرنا سکھایا گیا۔",
        },
    ],
    thresholds: &[
        Threshold {
            name: "least_interviews",
            unit: Unit::Count,
            default: 30.0,
            least: 10.0,
            most: 10_000.0,
            about: Text {
                en: "The fewest complete interviews of an enumerator who is judged",
                ur: "جانچ کے لیے شمار کنندہ کے کم از کم مکمل انٹرویو",
            },
        },
        Threshold {
            name: "high_sd",
            unit: Unit::Deviations,
            default: 3.0,
            least: 2.0,
            most: 10.0,
            about: Text {
                en: "How far above the tehsil's share is odd",
                ur: "تحصیل کی شرح سے کتنا اوپر غیر معمولی ہے",
            },
        },
        Threshold {
            name: "low_sd",
            unit: Unit::Deviations,
            default: 3.0,
            least: 2.0,
            most: 10.0,
            about: Text {
                en: "How far below the tehsil's share is odd",
                ur: "تحصیل کی شرح سے کتنا نیچے غیر معمولی ہے",
            },
        },
    ],
    source: "METRICS.md; Spiegelhalter 2005, Funnel plots for comparing institutional performance",
};

/// The enumerator's share beside the tehsil's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Both, and the limit between them.
    pub compared: Compared,
}

const SAID_MANY: Text = Text {
    en: "{cases} of {of} items were answered \"don't know\" ({share}); in this tehsil {tehsil}. Up to {limit} would be usual.",
    ur: "{of} سوالات میں سے {cases} کا جواب ”معلوم نہیں“ تھا ({share})؛ اس تحصیل میں {tehsil}۔ {limit} تک معمول ہوتا۔",
};
const SAID_FEW: Text = Text {
    en: "Only {cases} of {of} items were answered \"don't know\" ({share}); in this tehsil {tehsil}. Down to {limit} would be usual.",
    ur: "{of} سوالات میں سے صرف {cases} کا جواب ”معلوم نہیں“ تھا ({share})؛ اس تحصیل میں {tehsil}۔ {limit} تک کم ہونا معمول ہوتا۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let text = if self.compared.is_high() {
            &SAID_MANY
        } else {
            &SAID_FEW
        };
        self.compared.say(lang, text)
    }
}

/// Looks at the enumerator's wave.
pub fn judge(among: &Among<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    let limit = |index| field.limits.get(Check::DontKnow, index);
    let sides = Sides {
        high_sd: Some(limit(HIGH_SD)),
        low_sd: Some(limit(LOW_SD)),
    };
    let is_enough = |tally: &Tally| tally.dont_know.interviews as f64 >= limit(LEAST);
    if let Some((tally, compared)) = among.farthest(ShareKind::DontKnow, &sides, is_enough) {
        let evidence = catalogue::Evidence::DontKnow(Evidence { compared });
        found.push(among.finding(tally, field, evidence));
    }
}
