//! An interview at an hour at which nobody is visited.
//!
//! Fires: a start at 05:40, by a clock that is right or was corrected. Nearly fires: 07:00, or 20:00. Known false alarms:
//! appointments, and summer evenings. It once flagged 43 interviews that were all one tablet's with a slow clock: where
//! the clock is uncertain it is silent, and where a correction is only likely it allows two hours more on either side.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says};
use super::limits::Limits;
use super::measured::Measured;
use super::words::{clock, correction};
use crate::clock::Certainty;
use crate::lang::Lang;
use crate::text::Text;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// The first minute, in the thresholds.
const FROM_MIN: usize = 0;
/// The last minute, in the thresholds.
const TO_MIN: usize = 1;
/// What a correction that is only likely may be off by, in minutes.
const LIKELY_OFF_MIN: i32 = 120;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Clock,
    title: Text {
        en: "Odd hour",
        ur: "غیر معمولی وقت",
    },
    rule: Text {
        en: "The interview started outside the hours of work, by the corrected clock.",
        ur: "درست کی گئی گھڑی کے مطابق انٹرویو اوقاتِ کار سے باہر شروع ہوا۔",
    },
    innocent: &[
        Text {
            en: "The household asked for an appointment at that hour.",
            ur: "گھرانے نے خود اس وقت ملنے کو کہا۔",
        },
        Text {
            en: "On summer evenings people are visited later.",
            ur: "گرمیوں کی شاموں میں لوگوں سے دیر سے ملا جاتا ہے۔",
        },
        Text {
            en: "The tablet's clock was wrong in a way that could not be told.",
            ur: "ٹیبلٹ کی گھڑی اس طرح غلط تھی کہ معلوم نہ ہو سکا۔",
        },
    ],
    thresholds: &[
        Threshold {
            name: "from_min",
            unit: Unit::MinuteOfDay,
            default: 420.0,
            least: 0.0,
            most: 1_439.0,
            about: Text {
                en: "The first usual minute",
                ur: "پہلا معمول کا منٹ",
            },
        },
        Threshold {
            name: "to_min",
            unit: Unit::MinuteOfDay,
            default: 1_200.0,
            least: 0.0,
            most: 1_439.0,
            about: Text {
                en: "The last usual minute",
                ur: "آخری معمول کا منٹ",
            },
        },
    ],
    source: "CHECKS.md",
};

/// When.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Minutes after local midnight, by the corrected clock.
    pub minute_of_day: i32,
    /// The clock's offset that times were corrected by, in milliseconds.
    pub offset_ms: i64,
}

const SAID: Text = Text {
    en: "It started at {time}.",
    ur: "یہ {time} بجے شروع ہوا۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        SAID.fill(lang, &[("time", &clock(self.minute_of_day))]) + &correction(lang, self.offset_ms)
    }

    fn measured(&self, limits: &Limits) -> Option<Measured> {
        let by = |index| {
            let minute = f64::from(self.minute_of_day);
            Measured::by(limits, Check::OddHours, index, minute)
        };
        let latest = by(TO_MIN);
        Some(if latest.is_above() {
            latest
        } else {
            by(FROM_MIN)
        })
    }
}

/// Looks at one visit.
pub fn judge(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    let Some(start) = visit.start().filter(|_| visit.clock.tells_hours()) else {
        return;
    };
    let limit = |index| {
        field
            .limits_at(visit.visit.area)
            .get(Check::OddHours, index) as i32
    };
    let only_likely = visit.clock.corrects() && visit.clock.certainty == Certainty::Likely;
    let off_min = if only_likely { LIKELY_OFF_MIN } else { 0 };
    let minute_of_day = field.minute_of_day(start);
    if (limit(FROM_MIN) - off_min..=limit(TO_MIN) + off_min).contains(&minute_of_day) {
        return;
    }
    let evidence = catalogue::Evidence::OddHours(Evidence {
        minute_of_day,
        offset_ms: visit.clock.offset_ms,
    });
    found.push(Finding::of_visit(
        visit,
        field.day(visit),
        Severity::Review,
        evidence,
    ));
}
