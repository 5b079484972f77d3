//! Received long after the interview.
//!
//! Fires: two days and an hour later. Nearly fires: 48 hours exactly. Known false alarms: places without a network. It is
//! only noted.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says};
use super::limits::Limits;
use super::measured::Measured;
use super::words::{correction, duration};
use crate::lang::Lang;
use crate::text::Text;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// Hours, in the thresholds.
const LATE_H: usize = 0;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Clock,
    title: Text {
        en: "Sent late",
        ur: "دیر سے بھیجا گیا",
    },
    rule: Text {
        en: "The interview was received later than the limit after its end.",
        ur: "انٹرویو ختم ہونے کے بعد مقررہ حد سے زیادہ دیر میں موصول ہوا۔",
    },
    innocent: &[Text {
        en: "There was no network where the enumerator worked.",
        ur: "جہاں شمار کنندہ کام کر رہا تھا وہاں نیٹ ورک نہیں تھا۔",
    }],
    thresholds: &[Threshold {
        name: "late_h",
        unit: Unit::Hours,
        default: 48.0,
        least: 1.0,
        most: 2_000.0,
        about: Text {
            en: "Later than this after the end",
            ur: "اختتام کے بعد اس سے زیادہ دیر",
        },
    }],
    source: "CHECKS.md",
};

/// How late.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// From the end to the receipt, in milliseconds.
    pub lag_ms: i64,
    /// The clock's offset that times were corrected by, in milliseconds.
    pub offset_ms: i64,
}

const SAID: Text = Text {
    en: "Received {lag} after its end.",
    ur: "اختتام کے {lag} بعد موصول ہوا۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        SAID.fill(lang, &[("lag", &duration(lang, self.lag_ms))])
            + &correction(lang, self.offset_ms)
    }

    fn measured(&self, limits: &Limits) -> Option<Measured> {
        Some(Measured::lasting(
            limits,
            Check::SyncLag,
            LATE_H,
            self.lag_ms,
        ))
    }
}

/// Looks at one visit.
pub fn judge(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    let (Some(end), Some(received)) = (visit.end(), visit.visit.received_at) else {
        return;
    };
    let lag_ms = received.0.saturating_sub(end.0);
    let late_ms = field
        .limits_at(visit.visit.area)
        .get(Check::SyncLag, LATE_H)
        * 3_600_000.0;
    if lag_ms as f64 <= late_ms || !visit.clock.tells_hours() {
        return;
    }
    let evidence = catalogue::Evidence::SyncLag(Evidence {
        lag_ms,
        offset_ms: visit.clock.offset_ms,
    });
    found.push(Finding::of_visit(
        visit,
        field.day(visit),
        Severity::Info,
        evidence,
    ));
}
