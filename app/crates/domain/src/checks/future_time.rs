//! Started after it was received.
//!
//! Fires: a start at 14:00 of a form that the server had at 13:00, by a clock that nothing corrects. Nearly fires: a
//! start a few minutes after receipt, for clocks differ by as much. Known false alarms: the clock.
//!
//! Where several visits show it the clock is corrected (clock_offset) and nothing is left of it; where one or two do, the
//! clock is uncertain and this is silent. What remains is one odd record among many.

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

/// Minutes, in the thresholds.
const SLACK_MIN: usize = 0;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Clock,
    title: Text {
        en: "Time in the future",
        ur: "مستقبل کا وقت",
    },
    rule: Text {
        en: "The interview started after it was received, by the corrected clock.",
        ur: "درست کی گئی گھڑی کے مطابق انٹرویو موصول ہونے کے بعد شروع ہوا۔",
    },
    innocent: &[Text {
        en: "The tablet's clock was wrong for a short time.",
        ur: "ٹیبلٹ کی گھڑی کچھ دیر کے لیے غلط تھی۔",
    }],
    thresholds: &[Threshold {
        name: "slack_min",
        unit: Unit::Minutes,
        default: 5.0,
        least: 0.0,
        most: 1_440.0,
        about: Text {
            en: "Clocks may differ by this",
            ur: "گھڑیوں میں اتنا فرق ہو سکتا ہے",
        },
    }],
    source: "CHECKS.md",
};

/// By how much.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// From receipt to start, in milliseconds.
    pub ahead_ms: i64,
    /// The clock's offset that times were corrected by, in milliseconds.
    pub offset_ms: i64,
}

const SAID: Text = Text {
    en: "It starts {by} after it was received.",
    ur: "یہ موصول ہونے کے {by} بعد شروع ہوتا ہے۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        SAID.fill(lang, &[("by", &duration(lang, self.ahead_ms))])
            + &correction(lang, self.offset_ms)
    }

    fn measured(&self, limits: &Limits) -> Option<Measured> {
        Some(Measured::lasting(
            limits,
            Check::FutureTime,
            SLACK_MIN,
            self.ahead_ms,
        ))
    }
}

/// Looks at one visit.
pub fn judge(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    let (Some(start), Some(received)) = (visit.start(), visit.visit.received_at) else {
        return;
    };
    let ahead_ms = start.0.saturating_sub(received.0);
    let slack_ms = field
        .limits_at(visit.visit.area)
        .get(Check::FutureTime, SLACK_MIN)
        * 60_000.0;
    if !visit.clock.tells_hours() || ahead_ms as f64 <= slack_ms || ahead_ms <= 0 {
        return;
    }
    let evidence = catalogue::Evidence::FutureTime(Evidence {
        ahead_ms,
        offset_ms: visit.clock.offset_ms,
    });
    found.push(Finding::of_visit(
        visit,
        field.day(visit),
        Severity::Review,
        evidence,
    ));
}
