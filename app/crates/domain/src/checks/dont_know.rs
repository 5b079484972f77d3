//! Far more, or far fewer, answers "don't know" than the enumerator's peers get.
//!
//! Fires: 900 of 3,000 items answered "don't know" where the tehsil has one in twenty, as when half of a form is clicked through.
//! Nearly fires: 60 of 200 in five interviews, for five households say nothing. Known false alarms: respondents who are not the
//! head of the household; a form in a language that the street does not speak.

use super::about::{About, Family};
use super::among::{Among, Compared, HIGH_SD, LEAST_INTERVIEWS, LOW_SD, OTHER_STREETS};
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says};
use super::limits::Limits;
use super::measured::Measured;
use crate::lang::Lang;
use crate::peers::{ShareKind, Tally};
use crate::text::Text;
use serde::{Deserialize, Serialize};

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
        OTHER_STREETS,
        Text {
            en: "At the time of the visits somebody else than the head of the household is usually at home.",
            ur: "دورے کے وقت عموماً سربراہ کے بجائے کوئی اور گھر پر ہوتا ہے۔",
        },
        Text {
            en: "The enumerator asks again with patience, or was trained to accept a first \"don't know\".",
            ur: "شمار کنندہ صبر سے دوبارہ پوچھتا ہے، یا اسے پہلے ”معلوم نہیں“ کو قبول کرنا سکھایا گیا۔",
        },
    ],
    thresholds: &[LEAST_INTERVIEWS, HIGH_SD, LOW_SD],
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
        self.compared.say_either(lang, &SAID_MANY, &SAID_FEW)
    }

    fn measured(&self, _limits: &Limits) -> Option<Measured> {
        Some(self.compared.measured())
    }
}

/// Looks at the enumerator's wave.
pub fn judge(among: &Among<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    let number = |tally: &Tally| tally.dont_know.interviews;
    if let Some((tally, compared)) =
        among.unlike_peers(Check::DontKnow, ShareKind::DontKnow, field, number)
    {
        let evidence = catalogue::Evidence::DontKnow(Evidence { compared });
        found.push(among.finding(tally, field, evidence));
    }
}
