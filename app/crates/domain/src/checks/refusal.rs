//! Far more, or far fewer, refused answers than the enumerator's peers get. Households that refuse altogether are non-response.
//!
//! Fires: 300 of 3,000 items refused where the tehsil has one in a hundred. Nearly fires: 20 of 200 in five interviews. Known
//! false alarms: a quarter that fears the tax office; an enumerator whom the women of a house will not answer.

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
        en: "Refused answers unlike peers'",
        ur: "جواب سے انکار دوسروں سے مختلف",
    },
    rule: Text {
        en: "The share of items that respondents refused to answer is far from the tehsil's, in either direction.",
        ur: "جن سوالات کے جواب سے انکار کیا گیا ان کی شرح تحصیل کی شرح سے بہت مختلف ہے، زیادہ یا کم۔",
    },
    innocent: &[
        OTHER_STREETS,
        Text {
            en: "Respondents do not tell this enumerator what they would tell another: a man asks women, or a neighbour asks neighbours.",
            ur: "جواب دینے والے اس شمار کنندہ کو وہ نہیں بتاتے جو کسی اور کو بتا دیتے: مرد خواتین سے پوچھتا ہے یا پڑوسی پڑوسیوں سے۔",
        },
        Text {
            en: "The enumerator records a refusal where others record \"don't know\".",
            ur: "شمار کنندہ وہاں انکار درج کرتا ہے جہاں دوسرے ”معلوم نہیں“ لکھتے ہیں۔",
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
    en: "{cases} of {of} items were refused ({share}); in this tehsil {tehsil}. Up to {limit} would be usual.",
    ur: "{of} سوالات میں سے {cases} کے جواب سے انکار ہوا ({share})؛ اس تحصیل میں {tehsil}۔ {limit} تک معمول ہوتا۔",
};
const SAID_FEW: Text = Text {
    en: "Only {cases} of {of} items were refused ({share}); in this tehsil {tehsil}. Down to {limit} would be usual.",
    ur: "{of} سوالات میں سے صرف {cases} کے جواب سے انکار ہوا ({share})؛ اس تحصیل میں {tehsil}۔ {limit} تک کم ہونا معمول ہوتا۔",
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
    let number = |tally: &Tally| tally.refused.interviews;
    if let Some((tally, compared)) =
        among.unlike_peers(Check::Refusal, ShareKind::Refused, field, number)
    {
        let evidence = catalogue::Evidence::Refusal(Evidence { compared });
        found.push(among.finding(tally, field, evidence));
    }
}
