//! More tablets on one day than anybody carries.
//!
//! Fires: three tablets on one day. Nearly fires: two, for a tablet breaks. Known false alarms: a replacement for the
//! replacement; an account that colleagues use.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::catalogue::{self, Check};
use super::devices::Devices;
use super::field::{Field, Work};
use super::finding::{Finding, Says, Subject};
use super::limits::Limits;
use super::measured::Measured;
use crate::lang::Lang;
use crate::number::grouped;
use crate::text::Text;
use crate::time::SurveyDay;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// Devices, in the thresholds.
const MOST: usize = 0;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Identity,
    title: Text {
        en: "Many tablets",
        ur: "کئی ٹیبلٹ",
    },
    rule: Text {
        en: "The enumerator used more tablets on one day than the limit.",
        ur: "شمار کنندہ نے ایک دن میں مقررہ حد سے زیادہ ٹیبلٹ استعمال کیے۔",
    },
    innocent: &[
        Text {
            en: "A tablet was replaced, and the replacement as well.",
            ur: "ٹیبلٹ بدلا گیا، اور بدلا ہوا ٹیبلٹ بھی۔",
        },
        Text {
            en: "Colleagues used the same account while theirs did not work.",
            ur: "ساتھیوں نے اپنا اکاؤنٹ نہ چلنے پر یہی اکاؤنٹ استعمال کیا۔",
        },
    ],
    thresholds: &[Threshold {
        name: "most",
        unit: Unit::Count,
        default: 2.0,
        least: 1.0,
        most: 20.0,
        about: Text {
            en: "So many on one day are nothing",
            ur: "ایک دن میں اتنے معمول کے ہیں",
        },
    }],
    source: "CHECKS.md",
};

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Different devices on that day.
    pub devices: u32,
}

const SAID: Text = Text {
    en: "{devices} tablets on one day.",
    ur: "ایک دن میں {devices} ٹیبلٹ۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        SAID.fill(lang, &[("devices", &grouped(u64::from(self.devices)))])
    }

    fn measured(&self, limits: &Limits) -> Option<Measured> {
        Some(Measured::by(
            limits,
            Check::EnumeratorDevices,
            MOST,
            f64::from(self.devices),
        ))
    }
}

/// Looks at one day's visits.
pub fn judge(
    day: SurveyDay,
    visits: &[Timed],
    _work: &Work<'_>,
    field: &Field<'_>,
    found: &mut Vec<Finding>,
) {
    let devices = Devices::of(visits);
    let count = devices.iter().count();
    if count
        <= field
            .limits_of_day(visits)
            .get(Check::EnumeratorDevices, MOST) as usize
        || day == SurveyDay::UNKNOWN
    {
        return;
    }
    let last = devices.iter().last();
    let Some(visit) = visits.iter().find(|visit| visit.visit.device == last) else {
        return;
    };
    let evidence = Evidence {
        devices: u32::try_from(count).unwrap_or(u32::MAX),
    };
    let evidence = catalogue::Evidence::EnumeratorDevices(evidence);
    found.push(Finding::filed_under(
        visit,
        day,
        Severity::Review,
        Subject::Day { day },
        evidence,
    ));
}
