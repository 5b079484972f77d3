//! The tablet's clock was moved back between two forms.
//!
//! Fires: satellite times say that the form of 08:00 was filled after that of 11:00, which was open at its own satellite
//! time. Nearly fires: an old fix, repeated from memory, in the form of 11:00. Known false alarms: a tablet that
//! corrected its own clock.
//!
//! The order in which forms were received is no evidence, for tablets send in any order. Either both clocks were
//! corrected, and the corrections turn the order of the two forms round; or a satellite time from after the end of a
//! form, which cannot be an old one, lies after that of the next form. A clock that went back within a form is found by
//! time_order.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::catalogue::{self, Check};
use super::field::{Field, Work};
use super::finding::{Finding, Says, Subject};
use super::limits::Limits;
use super::measured::Measured;
use super::words::duration;
use crate::lang::Lang;
use crate::text::Text;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// Seconds, in the thresholds.
const BACK_S: usize = 0;
/// A satellite time further after the form than this is an error, not a clock moved back.
const MOST_MS: i64 = 3 * 86_400_000;

/// What a correction that is only likely may be off by: two hours on either side.
const LIKELY_OFF_MS: u64 = 4 * 3_600_000;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Clock,
    title: Text {
        en: "Clock moved back",
        ur: "گھڑی پیچھے کی گئی",
    },
    rule: Text {
        en: "Between two forms of a tablet its clock went back by more than the limit, as satellite times or \
             corrections tell.",
        ur: "ایک ہی ٹیبلٹ کے دو فارموں کے درمیان گھڑی مقررہ حد سے زیادہ پیچھے گئی، جیسا کہ سیٹلائٹ اوقات یا درستیاں بتاتی ہیں۔",
    },
    innocent: &[
        Text {
            en: "The tablet corrected its clock automatically.",
            ur: "ٹیبلٹ نے گھڑی خود بخود درست کی۔",
        },
        Text {
            en: "Somebody set a wrong clock right.",
            ur: "کسی نے غلط گھڑی درست کر دی۔",
        },
    ],
    thresholds: &[Threshold {
        name: "back_s",
        unit: Unit::Seconds,
        default: 180.0,
        least: 10.0,
        most: 86_400.0,
        about: Text {
            en: "Further back than this",
            ur: "اس سے زیادہ پیچھے",
        },
    }],
    source: "CHECKS.md",
};

/// How far back.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// By how much the second form starts before the first one's end, by the tablet's own clock, in milliseconds.
    pub back_ms: i64,
    /// The corrected clocks tell it; else the two satellite times do.
    pub by_correction: bool,
}

const SAID: Text = Text {
    en: "The second form was filled after the first, but its recorded start is {by} before the first \
             one's end.",
    ur: "دوسرا فارم پہلے کے بعد بھرا گیا، مگر اس کا درج شدہ آغاز پہلے کے اختتام سے {by} پہلے کا ہے۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        SAID.fill(lang, &[("by", &duration(lang, self.back_ms))])
    }

    fn measured(&self, limits: &Limits) -> Option<Measured> {
        Some(Measured::lasting(
            limits,
            Check::ClockMovedBack,
            BACK_S,
            self.back_ms,
        ))
    }
}

/// Looks at every step from one visit to the next.
pub fn judge(work: &Work<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    for (before, after) in work.steps() {
        if before.visit.device.is_none() || before.visit.device != after.visit.device {
            continue;
        }
        let limits = field.limits_at(after.visit.area);
        let limit_ms = (limits.get(Check::ClockMovedBack, BACK_S) * 1_000.0) as i64;
        let moved = if before.clock == after.clock {
            by_satellites(before, after, limit_ms).map(|ms| (after, before, ms, false))
        } else {
            by_corrections(before, after, limit_ms).map(|ms| (before, after, ms, true))
        };
        let Some((first, second, back_ms, by_correction)) = moved else {
            continue;
        };
        let evidence = catalogue::Evidence::ClockMovedBack(Evidence {
            back_ms,
            by_correction,
        });
        let subject = Subject::Visits {
            first: first.visit.key,
            second: second.visit.key,
        };
        found.push(Finding::filed_under(
            second,
            field.day(second),
            Severity::Review,
            subject,
            evidence,
        ));
    }
}

/// How far the clock went back between two forms whose order the corrections turned round. A correction that is only likely
/// is believed where the clocks differ by more than it may be off.
fn by_corrections(before: &Timed, after: &Timed, limit_ms: i64) -> Option<i64> {
    let ((_, end), (start, _)) = (before.interval_ms()?, after.interval_ms()?);
    let (a, b) = (before.clock, after.clock);
    let sure = a.tells_minutes() && b.tells_minutes();
    let large = a.offset_ms.abs_diff(b.offset_ms) > LIKELY_OFF_MS;
    if start < end || !a.tells_hours() || !b.tells_hours() || !(sure || large) {
        return None;
    }
    let back_ms = before
        .visit
        .ended_at?
        .0
        .saturating_sub(after.visit.started_at?.0);
    (back_ms > limit_ms).then_some(back_ms)
}

/// How far the clock went back, if of two forms in the order of the device's clock the earlier has the later satellite time,
/// from after its own end, and the later one's lies inside it.
fn by_satellites(before: &Timed, after: &Timed, limit_ms: i64) -> Option<i64> {
    let away_ms = before.fix_away_ms()?;
    let (early_fix, late_fix) = (after.visit.fix_at?, before.visit.fix_at?);
    let received_first = before.visit.received_at.is_some_and(|at| at < late_fix);
    if after.fix_away_ms()? != 0
        || late_fix <= early_fix
        || received_first
        || !(limit_ms..=MOST_MS).contains(&away_ms)
    {
        return None;
    }
    let back_ms = after
        .visit
        .ended_at?
        .0
        .saturating_sub(before.visit.started_at?.0);
    let apart_ms = after
        .visit
        .started_at?
        .0
        .saturating_sub(before.visit.ended_at?.0);
    (back_ms > limit_ms && apart_ms >= 0).then_some(back_ms)
}
