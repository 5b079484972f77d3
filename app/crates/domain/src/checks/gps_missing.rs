//! No fix on a complete interview.
//!
//! Fires: an interview that was finished without any position. Nearly fires: a refusal without one, for the enumerator never
//! stood long enough. Known false alarms: concrete houses and basements, where a tablet sees no satellite.

use super::about::{About, Family, Severity};
use super::catalogue;
use super::field::Field;
use super::finding::{Finding, Says};
use crate::lang::Lang;
use crate::text::Text;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Place,
    title: Text {
        en: "No position",
        ur: "مقام درج نہیں",
    },
    rule: Text {
        en: "A complete interview carries no GPS fix.",
        ur: "مکمل انٹرویو کے ساتھ جی پی ایس مقام درج نہیں۔",
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
    thresholds: &[],
    source: "CHECKS.md",
};

/// Nothing to tell: what is missing is missing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {}

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        ABOUT.rule.say(lang).to_owned()
    }
}

/// Looks at one visit.
pub fn judge(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    if visit.visit.is_valid_complete() && visit.visit.fix.is_none() {
        let evidence = catalogue::Evidence::GpsMissing(Evidence {});
        found.push(Finding::of_visit(
            visit,
            field.day(visit),
            Severity::Info,
            evidence,
        ));
    }
}
