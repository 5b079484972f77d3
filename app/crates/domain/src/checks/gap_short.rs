//! No time to walk to the next door.
//!
//! Fires: 40 seconds between two interviews 300 m apart. Nearly fires: a minute, or a neighbour. Known false alarms: a
//! form that was closed only on the way. What would have taken the speed of a car is travel_speed's to report, and is not
//! reported twice.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::catalogue::{self, Check};
use super::field::{Field, Work};
use super::finding::{Finding, Says, Subject};
use super::limits::Limits;
use super::measured::Measured;
use super::travel_speed;
use super::words::whole;
use crate::geo::certain_distance_m;
use crate::lang::Lang;
use crate::number::grouped;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Seconds, in the thresholds.
const GAP_S: usize = 0;
/// Metres, in the thresholds.
const APART_M: usize = 1;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Pace,
    title: Text {
        en: "Next door too soon",
        ur: "اگلا گھر بہت جلد",
    },
    rule: Text {
        en: "The next interview began so soon after the last one that there was no time for the way.",
        ur: "اگلا انٹرویو پچھلے کے اتنی جلدی بعد شروع ہوا کہ راستے کا وقت ہی نہیں تھا۔",
    },
    innocent: &[
        Text {
            en: "The first form was ended late, on the way to the next door.",
            ur: "پہلا فارم دیر سے، اگلے دروازے کی طرف جاتے ہوئے بند کیا گیا۔",
        },
        Text {
            en: "One of the fixes is an old one that the tablet repeated.",
            ur: "کوئی ایک مقام پرانا ہے جسے ٹیبلٹ نے دہرا دیا۔",
        },
    ],
    thresholds: &[
        Threshold {
            name: "gap_s",
            unit: Unit::Seconds,
            default: 60.0,
            least: 1.0,
            most: 3_600.0,
            about: Text {
                en: "Less than this between end and start",
                ur: "اختتام اور آغاز کے درمیان اس سے کم وقت",
            },
        },
        Threshold {
            name: "apart_m",
            unit: Unit::Metres,
            default: 100.0,
            least: 10.0,
            most: 100_000.0,
            about: Text {
                en: "With more than this between the two",
                ur: "دونوں کے درمیان اس سے زیادہ فاصلہ",
            },
        },
    ],
    source: "CHECKS.md",
};

/// The way and the time for it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// From the end of the first to the start of the second, in milliseconds.
    pub gap_ms: i64,
    /// Metres between them that the fixes' accuracies cannot explain.
    pub distance_m: f64,
}

const SAID: Text = Text {
    en: "{gap} s after the last interview ended, {distance} m away.",
    ur: "پچھلا انٹرویو ختم ہونے کے {gap} سیکنڈ بعد، {distance} میٹر دور۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let gap = grouped(self.gap_ms.unsigned_abs() / 1_000);
        SAID.fill(
            lang,
            &[("gap", &gap), ("distance", &whole(self.distance_m))],
        )
    }

    fn measured(&self, limits: &Limits) -> Option<Measured> {
        Some(Measured::lasting(
            limits,
            Check::GapShort,
            GAP_S,
            self.gap_ms,
        ))
    }
}

/// Looks at every step from one visit to the next.
pub fn judge(work: &Work<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    for (first, second) in work.steps() {
        let (Some((_, end)), Some((start, _))) = (first.interval_ms(), second.interval_ms()) else {
            continue;
        };
        let limits = field.limits_at(second.visit.area);
        let limit = |index| limits.get(Check::GapShort, index);
        let soon_ms = (limit(GAP_S) * 1_000.0) as i64;
        let gap_ms = start.saturating_sub(end);
        if !(0..soon_ms).contains(&gap_ms) || !first.is_comparable(second) {
            continue;
        }
        let (Some(from), Some(to)) = (first.visit.possible_fix(), second.visit.possible_fix())
        else {
            continue;
        };
        let distance_m = certain_distance_m(&from, &to);
        let own = || work.has_own_fix(first) && work.has_own_fix(second);
        if distance_m <= limit(APART_M)
            || travel_speed::too_fast(distance_m, gap_ms, limits).is_some()
            || !own()
        {
            continue;
        }
        let evidence = catalogue::Evidence::GapShort(Evidence { gap_ms, distance_m });
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
