//! The tablet itself says that the position may be far off.
//!
//! Fires: an accuracy of 60 m. Nearly fires: exactly 50 m. Known false alarms: the first fix of a cold start, and houses
//! where few satellites are seen.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says};
use super::limits::Limits;
use super::measured::Measured;
use super::words::whole;
use crate::lang::Lang;
use crate::text::Text;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// Metres that are noted, in the thresholds.
const INFO_M: usize = 0;
/// Metres that should be looked at, in the thresholds.
const REVIEW_M: usize = 1;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Place,
    title: Text {
        en: "Poor accuracy",
        ur: "مقام کی کم درستی",
    },
    rule: Text {
        en: "The stated accuracy of the position is worse than the limit.",
        ur: "مقام کی بتائی گئی درستی مقررہ حد سے خراب ہے۔",
    },
    innocent: &[
        Text {
            en: "The form took the first fix, before the tablet had found its satellites.",
            ur: "فارم نے پہلا ہی مقام لے لیا جب ٹیبلٹ کو ابھی سیٹلائٹ نہیں ملے تھے۔",
        },
        Text {
            en: "The interview took place indoors.",
            ur: "انٹرویو گھر کے اندر ہوا۔",
        },
    ],
    thresholds: &[
        Threshold {
            name: "info_m",
            unit: Unit::Metres,
            default: 50.0,
            least: 5.0,
            most: 10_000.0,
            about: Text {
                en: "Worse than this is noted",
                ur: "اس سے خراب درستی نوٹ کی جاتی ہے",
            },
        },
        Threshold {
            name: "review_m",
            unit: Unit::Metres,
            default: 100.0,
            least: 5.0,
            most: 10_000.0,
            about: Text {
                en: "Worse than this should be looked at",
                ur: "اس سے خراب درستی کو دیکھا جائے",
            },
        },
    ],
    source: "CHECKS.md",
};

/// What the tablet said.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The radius in metres.
    pub accuracy_m: f64,
}

const SAID: Text = Text {
    en: "The tablet gave an accuracy of {accuracy} m.",
    ur: "ٹیبلٹ نے {accuracy} میٹر کی درستی بتائی۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        SAID.fill(lang, &[("accuracy", &whole(self.accuracy_m))])
    }

    fn measured(&self, limits: &Limits) -> Option<Measured> {
        let by = |index| Measured::by(limits, Check::GpsPoorAccuracy, index, self.accuracy_m);
        let review = by(REVIEW_M);
        Some(if review.is_above() {
            review
        } else {
            by(INFO_M)
        })
    }
}

/// Looks at one visit.
pub fn judge(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    let limit = |index| {
        field
            .limits_at(visit.visit.area)
            .get(Check::GpsPoorAccuracy, index)
    };
    let Some(accuracy_m) = visit.visit.possible_fix().and_then(|fix| fix.accuracy_m) else {
        return;
    };
    let severity = if accuracy_m.is_finite() && accuracy_m > limit(REVIEW_M) {
        Severity::Review
    } else if accuracy_m.is_finite() && accuracy_m > limit(INFO_M) {
        Severity::Info
    } else {
        return;
    };
    let evidence = catalogue::Evidence::GpsPoorAccuracy(Evidence { accuracy_m });
    found.push(Finding::of_visit(
        visit,
        field.day(visit),
        severity,
        evidence,
    ));
}
