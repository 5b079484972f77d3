//! Interviewed far from where the household was listed.
//!
//! Fires: 180 m from the listed point with an accuracy of 10 m. Nearly fires: the same with an accuracy of 90 m. Known
//! false alarms: a household that has moved.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says};
use super::limits::Limits;
use super::measured::Measured;
use super::words::whole;
use crate::geo::distance_m;
use crate::lang::Lang;
use crate::place::Fix;
use crate::text::Text;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// Metres, in the thresholds.
const APART_M: usize = 0;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Place,
    title: Text {
        en: "Far from the listed point",
        ur: "فہرست کے مقام سے دور",
    },
    rule: Text {
        en: "The position lies further from where the household was listed than the limit and the accuracy \
             allow.",
        ur: "مقام اس جگہ سے مقررہ حد اور درستی سے زیادہ دور ہے جہاں گھرانے کی فہرست بنی تھی۔",
    },
    innocent: &[
        Text {
            en: "The household has moved since the listing.",
            ur: "فہرست بننے کے بعد گھرانہ منتقل ہو گیا۔",
        },
        Text {
            en: "The listing itself was placed inaccurately.",
            ur: "فہرست میں مقام ہی درست نہیں لگایا گیا تھا۔",
        },
    ],
    thresholds: &[Threshold {
        name: "apart_m",
        unit: Unit::Metres,
        default: 100.0,
        least: 10.0,
        most: 100_000.0,
        about: Text {
            en: "Further than this, the accuracy taken off",
            ur: "درستی منہا کر کے اس سے زیادہ فاصلہ",
        },
    }],
    source: "CHECKS.md",
};

/// How far.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Metres between the fix and the listed point.
    pub distance_m: f64,
    /// The accuracy that the tablet stated, in metres.
    pub accuracy_m: Option<f64>,
}

const SAID: Text = Text {
    en: "{distance} m from where the household was listed.",
    ur: "گھرانے کی فہرست والے مقام سے {distance} میٹر دور۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        SAID.fill(lang, &[("distance", &whole(self.distance_m))])
    }

    fn measured(&self, limits: &Limits) -> Option<Measured> {
        let beyond_m = self.distance_m - self.accuracy_m.unwrap_or(0.0);
        Some(Measured::by(
            limits,
            Check::GpsFarFromListing,
            APART_M,
            beyond_m,
        ))
    }
}

/// Looks at one visit.
pub fn judge(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    let (Some(listed), Some(fix)) = (visit.visit.listing_point, visit.visit.possible_fix()) else {
        return;
    };
    let listed = Fix {
        latitude: listed.latitude,
        longitude: listed.longitude,
        accuracy_m: None,
    };
    let accuracy_m = fix.accuracy_m.filter(|m| m.is_finite() && *m > 0.0);
    let distance_m = distance_m(&fix, &listed);
    if distance_m - accuracy_m.unwrap_or(0.0)
        <= field
            .limits_at(visit.visit.area)
            .get(Check::GpsFarFromListing, APART_M)
    {
        return;
    }
    let evidence = catalogue::Evidence::GpsFarFromListing(Evidence {
        distance_m,
        accuracy_m,
    });
    found.push(Finding::of_visit(
        visit,
        field.day(visit),
        Severity::Review,
        evidence,
    ));
}
