//! A form that was open for hours.
//!
//! Fires: from 09:00 to 12:01. Nearly fires: three hours exactly. Known false alarms: none that matter: a form was left
//! open and finished later, which is good to know beside what else is found about it.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says};
use super::limits::Limits;
use super::measured::Measured;
use super::words::duration;
use crate::lang::Lang;
use crate::text::Text;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// Minutes, in the thresholds.
const LONG_MIN: usize = 0;
/// An interview of which less than half was active time was left open, if it took this long.
const WORTH_A_LOOK_MS: i64 = 60 * 60_000;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Pace,
    title: Text {
        en: "Very long interview",
        ur: "بہت لمبا انٹرویو",
    },
    rule: Text {
        en: "The form was open for longer than the limit.",
        ur: "فارم مقررہ حد سے زیادہ دیر کھلا رہا۔",
    },
    innocent: &[Text {
        en: "A form was left open and finished later.",
        ur: "فارم کھلا رہ گیا اور بعد میں مکمل کیا گیا۔",
    }],
    thresholds: &[Threshold {
        name: "long_min",
        unit: Unit::Minutes,
        default: 180.0,
        least: 30.0,
        most: 10_000.0,
        about: Text {
            en: "Open for longer than this",
            ur: "اس سے زیادہ دیر کھلا",
        },
    }],
    source: "CHECKS.md",
};

/// How long.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// From start to end, in milliseconds.
    pub duration_ms: i64,
    /// Active time, where the collection tool measures it, in seconds.
    pub active_s: Option<u32>,
}

const SAID: Text = Text {
    en: "Open for {duration}.",
    ur: "{duration} تک کھلا رہا۔",
};
const SAID_ACTIVE: Text = Text {
    en: " Active for {active} of it.",
    ur: " اس میں سے {active} کام ہوا۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let mut said = SAID.fill(lang, &[("duration", &duration(lang, self.duration_ms))]);
        if let Some(active_s) = self.active_s {
            let active = duration(lang, i64::from(active_s) * 1_000);
            said.push_str(&SAID_ACTIVE.fill(lang, &[("active", &active)]));
        }
        said
    }

    fn measured(&self, limits: &Limits) -> Option<Measured> {
        Some(Measured::lasting(
            limits,
            Check::DurationLong,
            LONG_MIN,
            self.duration_ms,
        ))
    }
}

/// Looks at one visit.
pub fn judge(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    let Some(duration_ms) = visit.duration_ms().filter(|ms| *ms > long_ms(visit, field)) else {
        return;
    };
    let evidence = catalogue::Evidence::DurationLong(Evidence {
        duration_ms,
        active_s: visit.visit.active_s,
    });
    found.push(Finding::of_visit(
        visit,
        field.day(visit),
        Severity::Info,
        evidence,
    ));
}

fn long_ms(visit: &Timed, field: &Field<'_>) -> i64 {
    (field
        .limits_at(visit.visit.area)
        .get(Check::DurationLong, LONG_MIN)
        * 60_000.0) as i64
}

/// Whether a form was left open while the enumerator did something else: too long for an interview, or active for less
/// than half of an hour or more.
pub(super) fn was_left_open(visit: &Timed, field: &Field<'_>) -> bool {
    let Some(duration_ms) = visit.duration_ms() else {
        return false;
    };
    let active_ms = visit.visit.active_s.map(|s| i64::from(s) * 1_000);
    let hardly_active = active_ms.is_some_and(|ms| ms < duration_ms / 2);
    duration_ms > long_ms(visit, field) || (hardly_active && duration_ms >= WORTH_A_LOOK_MS)
}
