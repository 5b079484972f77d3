//! Faster from one door to the next than anybody travels.
//!
//! Fires: 30 km between two interviews with ten minutes between them. Nearly fires: the same distance with a fix that says it
//! may be 25 km off. Known false alarms: forms that were opened in another order than the doors were visited, and a form left
//! open while the enumerator went on.
//!
//! Interviews that overlap for longer than overlap lets pass are that check's to report, and are not reported twice: what is
//! left to this one with no time at all between them is the second that begins as the first ends. A position that was taken
//! at another time than the interview, or that the tablet repeated from memory, puts nobody anywhere. Satellite times
//! that leave time for the way make it a case for review.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::catalogue::{self, Check};
use super::duration_long::was_left_open;
use super::field::{Field, Work};
use super::finding::{Finding, Says, Subject};
use super::limits::Limits;
use super::measured::Measured;
use super::overlap;
use crate::geo::certain_distance_m;
use crate::lang::Lang;
use crate::number::grouped;
use crate::text::Text;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// Kilometres an hour, in the thresholds.
const FASTEST_KMH: usize = 0;
/// Metres that nobody is apart at the same moment, in the thresholds.
const APART_M: usize = 1;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 2,
    family: Family::Pace,
    title: Text {
        en: "Travelled too fast",
        ur: "بہت تیز سفر",
    },
    rule: Text {
        en: "The way between two interviews that follow each other would have taken a speed beyond the limit; or the second \
             began before the first ended, too far away.",
        ur: "یکے بعد دیگرے دو انٹرویوز کے درمیان سفر حد سے زیادہ رفتار مانگتا ہے؛ یا دوسرا انٹرویو پہلے کے ختم ہونے سے پہلے بہت دور شروع ہوا۔",
    },
    innocent: &[
        Text {
            en: "The forms were filled in another order than the doors were visited.",
            ur: "فارم اس ترتیب میں نہیں بھرے گئے جس ترتیب میں گھروں کا دورہ ہوا۔",
        },
        Text {
            en: "The first form was left open and closed later, at the next door.",
            ur: "پہلا فارم کھلا رہ گیا اور بعد میں اگلے دروازے پر بند کیا گیا۔",
        },
        Text {
            en: "One of the fixes is an old one that the tablet repeated.",
            ur: "کوئی ایک مقام پرانا ہے جسے ٹیبلٹ نے دہرا دیا۔",
        },
    ],
    thresholds: &[
        Threshold {
            name: "fastest_kmh",
            unit: Unit::KmPerHour,
            default: 120.0,
            least: 20.0,
            most: 1_000.0,
            about: Text {
                en: "The fastest that anybody travels between two doors",
                ur: "دو گھروں کے درمیان زیادہ سے زیادہ ممکن رفتار",
            },
        },
        Threshold {
            name: "apart_m",
            unit: Unit::Metres,
            default: 200.0,
            least: 10.0,
            most: 100_000.0,
            about: Text {
                en: "How far apart two interviews at the same moment may be",
                ur: "ایک ہی وقت میں دو انٹرویوز کے درمیان زیادہ سے زیادہ فاصلہ",
            },
        },
    ],
    source: "CHECKS.md",
};

/// The way between two interviews.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Metres between them that the fixes' accuracies cannot explain.
    pub distance_m: f64,
    /// From the end of the first to the start of the second, in seconds; not above 0 if they overlap.
    pub gap_s: i64,
    /// The speed that it would take; `None` where there is no time for it at all.
    pub speed_kmh: Option<f64>,
}

const SAID: Text = Text {
    en: "{distance} m in {gap} s: {speed} km/h.",
    ur: "{gap} سیکنڈ میں {distance} میٹر: {speed} کلومیٹر فی گھنٹہ۔",
};
const SAID_OVERLAPPING: Text = Text {
    en: "The second interview began {gap} s before the first ended, {distance} m away.",
    ur: "دوسرا انٹرویو پہلے کے ختم ہونے سے {gap} سیکنڈ پہلے، {distance} میٹر دور شروع ہوا۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let whole = |value: f64| grouped(value.max(0.0).round() as u64);
        let gap = grouped(self.gap_s.unsigned_abs());
        let distance = whole(self.distance_m);
        match self.speed_kmh {
            Some(speed) => {
                let speed = whole(speed);
                SAID.fill(
                    lang,
                    &[("distance", &distance), ("gap", &gap), ("speed", &speed)],
                )
            }
            None => SAID_OVERLAPPING.fill(lang, &[("gap", &gap), ("distance", &distance)]),
        }
    }

    fn measured(&self, limits: &Limits) -> Option<Measured> {
        Some(match self.speed_kmh {
            Some(speed_kmh) => Measured::by(limits, Check::TravelSpeed, FASTEST_KMH, speed_kmh),
            None => Measured::by(limits, Check::TravelSpeed, APART_M, self.distance_m),
        })
    }
}

/// Looks at every step from one visit to the next.
pub fn judge(work: &Work<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    for (first, second) in work.steps() {
        let (Some(from), Some(to)) = (first.visit.possible_fix(), second.visit.possible_fix())
        else {
            continue;
        };
        let (Some((_, end)), Some((start, _))) = (first.interval_ms(), second.interval_ms()) else {
            continue;
        };
        let limits = field.limits_at(second.visit.area);
        let overlap_ms = (limits.get(Check::Overlap, overlap::LEAST_S) * 1_000.0) as i64;
        let gap_ms = start.saturating_sub(end);
        if gap_ms <= -overlap_ms || !first.is_comparable(second) {
            continue;
        }
        let distance_m = certain_distance_m(&from, &to);
        let Some(mut severity) = too_fast(distance_m, gap_ms, limits) else {
            continue;
        };
        if satellites_leave_time(first, second, distance_m, limits) {
            severity = Severity::Review;
        }
        let own = work.has_own_fix(first) && work.has_own_fix(second);
        if !own || (gap_ms <= 0 && was_left_open(first, field)) {
            continue;
        }
        let evidence = catalogue::Evidence::TravelSpeed(Evidence {
            distance_m,
            gap_s: gap_ms / 1_000,
            speed_kmh: speed_kmh(distance_m, gap_ms),
        });
        let subject = Subject::Visits {
            first: first.visit.key,
            second: second.visit.key,
        };
        found.push(Finding::filed_under(
            second,
            field.day(second),
            severity,
            subject,
            evidence,
        ));
    }
}

/// The speed that a way takes; `None` where there is no time for it.
fn speed_kmh(distance_m: f64, gap_ms: i64) -> Option<f64> {
    // Metres in a millisecond are 3,600 km/h.
    (gap_ms > 0).then(|| distance_m / gap_ms as f64 * 3_600.0)
}

/// How much a way of that length in that time weighs, if anything.
pub(super) fn too_fast(distance_m: f64, gap_ms: i64, limits: &Limits) -> Option<Severity> {
    let limit = |index| limits.get(Check::TravelSpeed, index);
    match speed_kmh(distance_m, gap_ms) {
        Some(speed_kmh) => (speed_kmh > limit(FASTEST_KMH)).then_some(Severity::Review),
        None => (distance_m > limit(APART_M)).then_some(Severity::Severe),
    }
}

/// Whether the two fixes' own times leave enough of it for the way between them: then nobody was in two places, and a form
/// was ended late or begun early.
pub(super) fn satellites_leave_time(
    first: &Timed,
    second: &Timed,
    distance_m: f64,
    limits: &Limits,
) -> bool {
    let took_ms = first
        .visit
        .fix_at
        .zip(second.visit.fix_at)
        .map(|(a, b)| b.0.saturating_sub(a.0));
    took_ms.is_some_and(|ms| ms > 0 && too_fast(distance_m, ms, limits).is_none())
}
