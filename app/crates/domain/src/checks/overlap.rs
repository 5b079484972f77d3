//! Two interviews of one enumerator at the same time.
//!
//! Fires: from 09:00 to 09:30 and from 09:20 to 09:50 at the next door, for review; severe where they were recorded on
//! two devices or more than 200 m apart, for nobody is in two places. Nearly fires: less than a minute in common. Known
//! false alarms: a form left open and finished later. Where one of the two was left open (duration_long, or hardly
//! active) nothing but that is said, once for all interviews that began inside it.
//!
//! It never fires for a re-opened form of the same household on the same device, nor between clocks that cannot be compared.
//! A position that was taken at another time, or repeated from memory, puts nobody anywhere; and where the two satellite
//! times leave time for the way, distance alone is for review.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::catalogue::{self, Check};
use super::duration_long::was_left_open;
use super::field::{Field, Work};
use super::finding::{Finding, Says, Subject};
use super::limits::Limits;
use super::measured::Measured;
use super::travel_speed::satellites_leave_time;
use super::words::{corrections, duration, whole};
use crate::geo::certain_distance_m;
use crate::lang::Lang;
use crate::number::grouped;
use crate::text::Text;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// Seconds in common that count, in the thresholds.
pub(super) const LEAST_S: usize = 0;
/// Share of the shorter one, in the thresholds.
const REVIEW_PCT: usize = 1;
/// Metres apart, in the thresholds.
const APART_M: usize = 2;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Pace,
    title: Text {
        en: "Interviews overlap",
        ur: "انٹرویوز کا ٹکراؤ",
    },
    rule: Text {
        en: "Two interviews of one enumerator overlap in time; severe when on two devices or too far apart.",
        ur: "ایک ہی شمار کنندہ کے دو انٹرویوز ایک ہی وقت میں ہوئے؛ دو ٹیبلٹس پر یا بہت دور ہوں تو سنگین۔",
    },
    innocent: &[
        Text {
            en: "A form was left open and finished later.",
            ur: "فارم کھلا رہ گیا اور بعد میں مکمل کیا گیا۔",
        },
        Text {
            en: "A form was closed only at the next door.",
            ur: "فارم اگلے دروازے پر جا کر بند کیا گیا۔",
        },
        Text {
            en: "A colleague used the enumerator's account on another tablet.",
            ur: "کسی ساتھی نے دوسرے ٹیبلٹ پر اسی شمار کنندہ کا اکاؤنٹ استعمال کیا۔",
        },
    ],
    thresholds: &[
        Threshold {
            name: "least_s",
            unit: Unit::Seconds,
            default: 60.0,
            least: 1.0,
            most: 3_600.0,
            about: Text {
                en: "Shorter overlaps are nothing",
                ur: "اس سے کم ٹکراؤ نظر انداز",
            },
        },
        Threshold {
            name: "review_pct",
            unit: Unit::Percent,
            default: 25.0,
            least: 1.0,
            most: 100.0,
            about: Text {
                en: "From this share of the shorter interview on it should be looked at",
                ur: "چھوٹے انٹرویو کے اتنے حصے سے اسے دیکھا جائے",
            },
        },
        Threshold {
            name: "apart_m",
            unit: Unit::Metres,
            default: 200.0,
            least: 10.0,
            most: 100_000.0,
            about: Text {
                en: "Further apart than this nobody interviews at the same time",
                ur: "اس سے زیادہ دور کوئی ایک ہی وقت میں انٹرویو نہیں کرتا",
            },
        },
    ],
    source: "CHECKS.md",
};

/// How two interviews overlap.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What they have in common, in milliseconds.
    pub overlap_ms: i64,
    /// The same as a share of the shorter one, in per cent.
    pub share_pct: u32,
    /// Metres between them that the fixes' accuracies cannot explain; `None` where a position is missing or of another time.
    pub distance_m: Option<f64>,
    /// They were recorded on two devices.
    pub two_devices: bool,
    /// One of them was left open: this many interviews began inside it, or it inside one.
    pub left_open: Option<u32>,
    /// The offset of the first one's clock that times were corrected by, in milliseconds.
    pub first_offset_ms: i64,
    /// The same of the second one's.
    pub second_offset_ms: i64,
}

const SAID: Text = Text {
    en: "They overlap by {overlap}, {share} % of the shorter one.",
    ur: "دونوں میں {overlap} مشترک ہے، چھوٹے انٹرویو کا {share} فیصد۔",
};
const SAID_DEVICES: Text = Text {
    en: " They were recorded on two tablets.",
    ur: " یہ دو ٹیبلٹس پر درج ہوئے۔",
};
const SAID_APART: Text = Text {
    en: " They are {distance} m apart.",
    ur: " دونوں میں {distance} میٹر کا فاصلہ ہے۔",
};
const SAID_LEFT_OPEN: Text = Text {
    en: " A form was left open; interviews begun meanwhile: {inside}.",
    ur: " ایک فارم کھلا رہ گیا؛ اس دوران شروع ہونے والے انٹرویوز: {inside}۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let mut said = SAID.fill(
            lang,
            &[
                ("overlap", &duration(lang, self.overlap_ms)),
                ("share", &self.share_pct.to_string()),
            ],
        );
        if self.two_devices {
            said.push_str(SAID_DEVICES.say(lang));
        }
        if let Some(distance_m) = self.distance_m.filter(|m| *m >= 1.0) {
            said.push_str(&SAID_APART.fill(lang, &[("distance", &whole(distance_m))]));
        }
        if let Some(inside) = self.left_open {
            said.push_str(&SAID_LEFT_OPEN.fill(lang, &[("inside", &grouped(u64::from(inside)))]));
        }
        said + &corrections(lang, self.first_offset_ms, self.second_offset_ms)
    }

    fn measured(&self, limits: &Limits) -> Option<Measured> {
        Some(Measured::lasting(
            limits,
            Check::Overlap,
            LEAST_S,
            self.overlap_ms,
        ))
    }
}

/// Looks at each visit beside the one before it, and beside the one that was open longest.
pub fn judge(work: &Work<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    let mut open: Option<(&Timed, i64)> = None;
    let mut before: Option<&Timed> = None;
    // The form left open that was told of last, so that it is told of once.
    let mut told: Option<i64> = None;
    let mut visits = work.judged();
    while let Some(second) = visits.next() {
        let Some((_, end)) = second.interval_ms() else {
            continue;
        };
        let longest = open.map(|(visit, _)| visit);
        let nearest =
            before.filter(|visit| longest.is_none_or(|other| other.visit.key != visit.visit.key));
        for first in longest.into_iter().chain(nearest) {
            if told == Some(first.visit.key) {
                continue;
            }
            let Some(mut overlap) = overlap_of(first, second, work, field) else {
                continue;
            };
            if let Some(inside) = overlap
                .evidence
                .left_open
                .as_mut()
                .filter(|_| was_left_open(first, field))
            {
                told = Some(first.visit.key);
                *inside += begun_inside(first, visits.clone());
            }
            found.push(overlap.finding(first, second, field));
        }
        if open.is_none_or(|(_, latest)| end > latest) {
            open = Some((second, end));
        }
        before = Some(second);
    }
}

/// An overlap that counts.
struct Overlap {
    severity: Severity,
    evidence: Evidence,
}

impl Overlap {
    fn finding(self, first: &Timed, second: &Timed, field: &Field<'_>) -> Finding {
        let subject = Subject::Visits {
            first: first.visit.key,
            second: second.visit.key,
        };
        let evidence = catalogue::Evidence::Overlap(self.evidence);
        Finding::filed_under(second, field.day(second), self.severity, subject, evidence)
    }
}

fn overlap_of(
    first: &Timed,
    second: &Timed,
    work: &Work<'_>,
    field: &Field<'_>,
) -> Option<Overlap> {
    let limits = field.limits_at(second.visit.area);
    let limit = |index| limits.get(Check::Overlap, index);
    let ((from, until), (start, end)) = (first.interval_ms()?, second.interval_ms()?);
    let overlap_ms = until.min(end).saturating_sub(start.max(from));
    if (overlap_ms as f64) < limit(LEAST_S) * 1_000.0 || !first.is_comparable(second) {
        return None;
    }
    let devices = first.visit.device.zip(second.visit.device);
    let two_devices = devices.is_some_and(|(a, b)| a != b);
    let same_household =
        first.visit.household.is_some() && first.visit.household == second.visit.household;
    if same_household && !two_devices {
        return None;
    }
    let left_open = was_left_open(first, field) || was_left_open(second, field);
    let shorter_ms = until
        .saturating_sub(from)
        .min(end.saturating_sub(start))
        .max(1);
    let share_pct = overlap_ms as f64 * 100.0 / shorter_ms as f64;
    let distance_m = distance_of(first, second, work);
    let apart = distance_m.is_some_and(|distance| distance > limit(APART_M));
    let there_in_time =
        distance_m.is_some_and(|distance| satellites_leave_time(first, second, distance, limits));
    let severity = if left_open {
        Severity::Info
    } else if two_devices || (apart && !there_in_time) {
        Severity::Severe
    } else if apart || share_pct >= limit(REVIEW_PCT) {
        Severity::Review
    } else {
        Severity::Info
    };
    let evidence = Evidence {
        overlap_ms,
        share_pct: share_pct as u32,
        distance_m,
        two_devices,
        left_open: left_open.then_some(1),
        first_offset_ms: first.clock.offset_ms,
        second_offset_ms: second.clock.offset_ms,
    };
    Some(Overlap { severity, evidence })
}

fn distance_of(first: &Timed, second: &Timed, work: &Work<'_>) -> Option<f64> {
    let (a, b) = (first.visit.possible_fix()?, second.visit.possible_fix()?);
    (work.has_own_fix(first) && work.has_own_fix(second)).then(|| certain_distance_m(&a, &b))
}

/// How many of the visits that follow began while a form was open.
fn begun_inside<'a>(open: &Timed, visits: impl Iterator<Item = &'a Timed>) -> u32 {
    let end = open.end();
    let inside = visits
        .take_while(|visit| visit.at() < end)
        .filter(|visit| visit.start().is_some());
    u32::try_from(inside.count()).unwrap_or(u32::MAX)
}
