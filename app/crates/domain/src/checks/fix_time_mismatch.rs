//! The position was taken at another time than the interview.
//!
//! Fires: a satellite time of 08:40 in an interview from 09:00 to 09:30, by a clock that is right. Nearly fires: 08:50
//! exactly. Known false alarms: a tablet that repeats an old fix indoors. It is only noted, and the checks of distance
//! take such a fix for no position of the interview.

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

/// Minutes outside, in the thresholds.
const AWAY_MIN: usize = 0;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Clock,
    title: Text {
        en: "Position from another time",
        ur: "مقام کسی اور وقت کا",
    },
    rule: Text {
        en: "The satellite time of the position lies outside the interview by more than the limit, after the \
             clock's correction.",
        ur: "گھڑی کی درستی کے بعد بھی مقام کا سیٹلائٹ وقت انٹرویو سے مقررہ حد سے زیادہ باہر ہے۔",
    },
    innocent: &[
        Text {
            en: "The tablet repeated an older fix from memory.",
            ur: "ٹیبلٹ نے پرانا مقام یادداشت سے دہرا دیا۔",
        },
        Text {
            en: "The position was asked for before or after the interview itself.",
            ur: "مقام انٹرویو سے پہلے یا بعد میں لیا گیا۔",
        },
    ],
    thresholds: &[Threshold {
        name: "away_min",
        unit: Unit::Minutes,
        default: 10.0,
        least: 1.0,
        most: 1_440.0,
        about: Text {
            en: "Further outside the interview than this",
            ur: "انٹرویو سے اس سے زیادہ باہر",
        },
    }],
    source: "CHECKS.md",
};

/// How far outside.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Milliseconds from the interview to the fix: negative before its start, positive after its end.
    pub away_ms: i64,
    /// The clock's offset that times were corrected by, in milliseconds.
    pub offset_ms: i64,
}

const BEFORE: Text = Text {
    en: "The position was taken {by} before the interview started.",
    ur: "مقام انٹرویو شروع ہونے سے {by} پہلے لیا گیا۔",
};
const AFTER: Text = Text {
    en: "The position was taken {by} after the interview ended.",
    ur: "مقام انٹرویو ختم ہونے کے {by} بعد لیا گیا۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let text = if self.away_ms < 0 { BEFORE } else { AFTER };
        text.fill(lang, &[("by", &duration(lang, self.away_ms))])
            + &correction(lang, self.offset_ms)
    }

    fn measured(&self, limits: &Limits) -> Option<Measured> {
        Some(Measured::lasting(
            limits,
            Check::FixTimeMismatch,
            AWAY_MIN,
            self.away_ms.saturating_abs(),
        ))
    }
}

/// Looks at one visit.
pub fn judge(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    let limit_ms = (field
        .limits_at(visit.visit.area)
        .get(Check::FixTimeMismatch, AWAY_MIN)
        * 60_000.0) as u64;
    let Some(away_ms) = visit
        .fix_away_ms()
        .filter(|away| away.unsigned_abs() > limit_ms)
    else {
        return;
    };
    let evidence = catalogue::Evidence::FixTimeMismatch(Evidence {
        away_ms,
        offset_ms: visit.clock.offset_ms,
    });
    found.push(Finding::of_visit(
        visit,
        field.day(visit),
        Severity::Info,
        evidence,
    ));
}
