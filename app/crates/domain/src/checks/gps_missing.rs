//! No fix on a complete interview.
//!
//! Fires: an interview that was finished without any position. Nearly fires: a refusal without one, for the enumerator never
//! stood long enough. Known false alarms: concrete houses and basements, where a tablet sees no satellite.
//!
//! One without a fix is worth knowing; somebody who lacks it far more often than peers in the same streets is worth a look:
//! 60 of 120 where the tehsil has one in twenty. Nearly: 3 of 120, or 20 of 40 where half of the tehsil's tablets see nothing.

use super::about::{About, Family, Severity};
use super::among::{self, Among, Compared, Sides};
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says};
use super::limits::Limits;
use super::measured::Measured;
use crate::lang::Lang;
use crate::peers::{ShareKind, Tally};
use crate::text::Text;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// Number that is enough to judge by, in the thresholds.
const LEAST: usize = 0;
/// Deviations above the tehsil, in the thresholds.
const HIGH_SD: usize = 1;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 2,
    family: Family::Place,
    title: Text {
        en: "No position",
        ur: "مقام درج نہیں",
    },
    rule: Text {
        en: "A complete interview carries no GPS fix; or the enumerator's share of such interviews is far above the tehsil's.",
        ur: "مکمل انٹرویو کے ساتھ جی پی ایس مقام درج نہیں؛ یا شمار کنندہ کے ایسے انٹرویوز کی شرح تحصیل کی شرح سے بہت زیادہ ہے۔",
    },
    innocent: &[
        Text {
            en: "The interview took place indoors or in a basement, where the tablet sees no satellites.",
            ur: "انٹرویو گھر کے اندر یا تہہ خانے میں ہوا، جہاں ٹیبلٹ کو سیٹلائٹ نظر نہیں آتے۔",
        },
        Text {
            en: "The tablet's location service was switched off, perhaps to save the battery.",
            ur: "ٹیبلٹ کی لوکیشن سروس بند تھی، شاید بیٹری بچانے کے لیے۔",
        },
    ],
    thresholds: &[among::LEAST_INTERVIEWS, among::HIGH_SD],
    source: "CHECKS.md",
};

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Evidence {
    /// The fix of one interview. There is nothing more to tell: what is missing is missing.
    Interview {},
    /// The fixes of too many.
    Wave {
        /// The enumerator's share beside the tehsil's.
        compared: Compared,
    },
}

const SAID_INTERVIEW: Text = Text {
    en: "The complete interview carries no GPS fix.",
    ur: "مکمل انٹرویو کے ساتھ جی پی ایس مقام درج نہیں۔",
};
const SAID_WAVE: Text = Text {
    en: "{cases} of {of} complete interviews carry no GPS fix ({share}); in this tehsil {tehsil}. Up to {limit} would be usual.",
    ur: "{of} مکمل انٹرویوز میں سے {cases} کے ساتھ جی پی ایس مقام درج نہیں ({share})؛ اس تحصیل میں {tehsil}۔ {limit} تک معمول ہوتا۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        match self {
            Evidence::Interview {} => SAID_INTERVIEW.say(lang).to_owned(),
            Evidence::Wave { compared } => compared.say(lang, &SAID_WAVE),
        }
    }

    fn measured(&self, _limits: &Limits) -> Option<Measured> {
        match self {
            Evidence::Interview {} => None,
            Evidence::Wave { compared } => Some(compared.measured()),
        }
    }
}

/// Looks at one visit.
pub fn judge(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    if visit.visit.is_valid_complete() && visit.visit.fix.is_none() {
        let evidence = catalogue::Evidence::GpsMissing(Evidence::Interview {});
        found.push(Finding::of_visit(
            visit,
            field.day(visit),
            Severity::Info,
            evidence,
        ));
    }
}

/// Looks at the enumerator's wave.
pub fn judge_wave(among: &Among<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    let limit = |tally: &Tally, index| field.limits_at(tally.tehsil).get(Check::GpsMissing, index);
    // To have more fixes than others is what is asked for.
    let sides = |tally: &Tally| Sides {
        high_sd: Some(limit(tally, HIGH_SD)),
        low_sd: None,
    };
    let is_enough = |tally: &Tally| tally.interviews() as f64 >= limit(tally, LEAST);
    if let Some((tally, compared)) = among.farthest(ShareKind::WithoutFix, sides, is_enough) {
        let evidence = catalogue::Evidence::GpsMissing(Evidence::Wave { compared });
        found.push(among.finding(tally, field, evidence));
    }
}
