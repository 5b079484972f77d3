//! Far more, or far fewer, visits without an interview than the enumerator's peers have.
//!
//! Fires: 2 of 150 visits to homes ended without an interview where the tehsil has one in six, as invented interviews never meet
//! a closed door. Nearly fires: none of 15, for so few say nothing. Known false alarms: a quarter where both parents work, or a
//! market town whose houses are never empty; somebody who was given the second visits of others.

use super::about::{About, Family, Threshold, Unit};
use super::among::{Among, Compared, HIGH_SD, LOW_SD, OTHER_STREETS};
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
        en: "Non-response unlike peers'",
        ur: "عدم جواب دوسروں سے مختلف",
    },
    rule: Text {
        en: "The share of visits to homes that ended without a complete interview is far from the tehsil's, in either direction.",
        ur: "گھروں کے جن دوروں میں انٹرویو مکمل نہیں ہوا ان کی شرح تحصیل کی شرح سے بہت مختلف ہے، زیادہ یا کم۔",
    },
    innocent: &[
        OTHER_STREETS,
        Text {
            en: "The enumerator was given the homes at which others had met nobody, or goes by appointment.",
            ur: "شمار کنندہ کو وہ گھر دیے گئے جہاں دوسروں کو کوئی نہیں ملا تھا، یا وہ وقت طے کر کے جاتا ہے۔",
        },
        Text {
            en: "Visits without an interview are not recorded, out of habit.",
            ur: "عادتاً ایسے دورے درج ہی نہیں کیے جاتے جن میں انٹرویو نہ ہو۔",
        },
    ],
    thresholds: &[
        Threshold {
            name: "least_visits",
            unit: Unit::Count,
            default: 30.0,
            least: 10.0,
            most: 10_000.0,
            about: Text {
                en: "The fewest visits to homes of an enumerator who is judged",
                ur: "جانچ کے لیے شمار کنندہ کے گھروں کے کم از کم دورے",
            },
        },
        HIGH_SD,
        LOW_SD,
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
    en: "{cases} of {of} visits to homes ended without an interview ({share}); in this tehsil {tehsil}. Up to {limit} would be usual.",
    ur: "گھروں کے {of} دوروں میں سے {cases} میں انٹرویو نہیں ہوا ({share})؛ اس تحصیل میں {tehsil}۔ {limit} تک معمول ہوتا۔",
};
const SAID_FEW: Text = Text {
    en: "Only {cases} of {of} visits to homes ended without an interview ({share}); in this tehsil {tehsil}. Down to {limit} would be usual.",
    ur: "گھروں کے {of} دوروں میں سے صرف {cases} میں انٹرویو نہیں ہوا ({share})؛ اس تحصیل میں {tehsil}۔ {limit} تک کم ہونا معمول ہوتا۔",
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
    let number = |tally: &Tally| tally.visits_to_homes();
    if let Some((tally, compared)) =
        among.unlike_peers(Check::Nonresponse, ShareKind::Nonresponse, field, number)
    {
        let evidence = catalogue::Evidence::Nonresponse(Evidence { compared });
        found.push(among.finding(tally, field, evidence));
    }
}
