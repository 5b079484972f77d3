//! Coordinates with so few decimals that no receiver wrote them.
//!
//! Fires: 31.52 north, 74.358 east. Nearly fires: 31.5 north, 74.35872 east, for one of a hundred true coordinates with
//! five decimals ends in two zeros, and hardly ever both. Known false alarms: positions typed from a paper list.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says};
use super::limits::Limits;
use super::measured::Measured;
use crate::lang::Lang;
use crate::text::Text;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// Decimals, in the thresholds.
const MOST_DECIMALS: usize = 0;
/// How near to a rounded number a coordinate has to be, in units of its last decimal: binary numbers miss it by less.
const NEAR: f64 = 1e-6;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Place,
    title: Text {
        en: "Rounded coordinates",
        ur: "گول کیے گئے کوآرڈینیٹس",
    },
    rule: Text {
        en: "Latitude and longitude both have so few decimals that they were not measured at the door.",
        ur: "عرض بلد اور طول بلد دونوں میں اتنے کم اعشاریے ہیں کہ یہ دروازے پر نہیں ناپے گئے۔",
    },
    innocent: &[
        Text {
            en: "The position was typed from a paper form or list.",
            ur: "مقام کاغذی فارم یا فہرست سے ٹائپ کیا گیا۔",
        },
        Text {
            en: "The export rounded the coordinates to protect the household.",
            ur: "ایکسپورٹ نے گھرانے کی رازداری کے لیے کوآرڈینیٹس گول کر دیے۔",
        },
    ],
    thresholds: &[Threshold {
        name: "most_decimals",
        unit: Unit::Decimals,
        default: 3.0,
        least: 0.0,
        most: 5.0,
        about: Text {
            en: "Both coordinates have this many decimals or fewer",
            ur: "دونوں کوآرڈینیٹس میں زیادہ سے زیادہ اتنے اعشاریے",
        },
    }],
    source: "CHECKS.md",
};

/// How round they are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Decimals of the less round of the two coordinates.
    pub decimals: u8,
}

const SAID: Text = Text {
    en: "Latitude and longitude have no more than {decimals} decimals.",
    ur: "عرض بلد اور طول بلد میں {decimals} سے زیادہ اعشاریے نہیں۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        SAID.fill(lang, &[("decimals", &self.decimals.to_string())])
    }

    fn measured(&self, limits: &Limits) -> Option<Measured> {
        Some(Measured::by(
            limits,
            Check::GpsRounded,
            MOST_DECIMALS,
            f64::from(self.decimals),
        ))
    }
}

/// Looks at one visit.
pub fn judge(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    let most = field
        .limits_at(visit.visit.area)
        .get(Check::GpsRounded, MOST_DECIMALS) as u8;
    let Some(fix) = visit.visit.possible_fix() else {
        return;
    };
    let Some(decimals) = decimals(fix.longitude, most)
        .and_then(|east| Some(east.max(decimals(fix.latitude, most)?)))
    else {
        return;
    };
    let evidence = catalogue::Evidence::GpsRounded(Evidence { decimals });
    found.push(Finding::of_visit(
        visit,
        field.day(visit),
        Severity::Review,
        evidence,
    ));
}

/// The decimals that write a coordinate, if `most` are enough.
fn decimals(degrees: f64, most: u8) -> Option<u8> {
    (0..=most).find(|decimals| {
        let scaled = degrees * 10_f64.powi(i32::from(*decimals));
        (scaled - scaled.round()).abs() < NEAR
    })
}
