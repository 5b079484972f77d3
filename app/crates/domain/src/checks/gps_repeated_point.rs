//! Different households at one and the same spot, to the last decimal.
//!
//! Fires: three households with identical coordinates. Nearly fires: two of them, or three a few metres apart, as true
//! fixes are. Known false alarms: a tablet that repeats its last fix, told by the satellite time, which is repeated as
//! well, and then only noted; networks that place a whole compound at one point.
//!
//! A household without a reference counts if its interview is complete, because nobody completes one household twice
//! unknowingly.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::catalogue::{self, Check};
use super::field::{Field, Work};
use super::finding::{Finding, Says, Subject};
use super::limits::Limits;
use super::measured::Measured;
use crate::lang::Lang;
use crate::number::grouped;
use crate::text::Text;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// Households, in the thresholds.
const HOUSEHOLDS: usize = 0;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Place,
    title: Text {
        en: "Same point for many households",
        ur: "کئی گھرانوں کا ایک ہی نقطہ",
    },
    rule: Text {
        en: "Several different households of the enumerator have exactly the same coordinates.",
        ur: "ایک ہی شمار کنندہ کے کئی مختلف گھرانوں کے کوآرڈینیٹس بالکل ایک جیسے ہیں۔",
    },
    innocent: &[
        Text {
            en: "The tablet repeated its last fix from memory.",
            ur: "ٹیبلٹ نے اپنا پچھلا مقام یادداشت سے دہرا دیا۔",
        },
        Text {
            en: "The households live in one compound, and the position came from the network.",
            ur: "گھرانے ایک ہی احاطے میں رہتے ہیں اور مقام نیٹ ورک سے لیا گیا۔",
        },
        Text {
            en: "It is an apartment block whose position was taken once, at the entrance.",
            ur: "یہ فلیٹوں کی عمارت ہے جس کا مقام داخلی دروازے پر ایک ہی بار لیا گیا۔",
        },
    ],
    thresholds: &[Threshold {
        name: "households",
        unit: Unit::Count,
        default: 3.0,
        least: 2.0,
        most: 1_000.0,
        about: Text {
            en: "So many different households at one point",
            ur: "ایک نقطے پر اتنے مختلف گھرانے",
        },
    }],
    source: "CHECKS.md",
};

/// Who is at the spot.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Different households there.
    pub households: u32,
    /// Visits there.
    pub visits: u32,
    /// All of them carry the same satellite time: it is one fix, repeated from memory.
    pub one_fix: bool,
}

const SAID: Text = Text {
    en: "{households} households in {visits} visits have exactly the same coordinates.",
    ur: "{visits} دوروں میں {households} گھرانوں کے کوآرڈینیٹس بالکل ایک جیسے ہیں۔",
};
const SAID_ONE_FIX: Text = Text {
    en: " They share one satellite time: the tablet repeated one fix.",
    ur: " سب کا سیٹلائٹ وقت ایک ہے: ٹیبلٹ نے ایک ہی مقام دہرایا۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let mut said = SAID.fill(
            lang,
            &[
                ("households", &grouped(u64::from(self.households))),
                ("visits", &grouped(u64::from(self.visits))),
            ],
        );
        if self.one_fix {
            said.push_str(SAID_ONE_FIX.say(lang));
        }
        said
    }

    fn measured(&self, limits: &Limits) -> Option<Measured> {
        Some(Measured::by(
            limits,
            Check::GpsRepeatedPoint,
            HOUSEHOLDS,
            f64::from(self.households),
        ))
    }
}

/// Looks at all of the enumerator's visits together.
pub fn judge(work: &Work<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    let mut points: Vec<(u64, u64, &Timed)> = work
        .judged()
        .filter(|visit| visit.visit.household.is_some() || visit.visit.is_valid_complete())
        .filter_map(|visit| {
            let fix = visit.visit.possible_fix()?;
            Some((fix.latitude.to_bits(), fix.longitude.to_bits(), visit))
        })
        .collect();
    // Visits keep the order of work within a spot, so that the first one names it. `sort` would ask for memory again.
    points
        .sort_unstable_by_key(|(north, east, visit)| (*north, *east, visit.at(), visit.visit.key));
    for spot in points.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let limits = field.limits_at(spot[0].2.visit.area);
        let least = limits.get(Check::GpsRepeatedPoint, HOUSEHOLDS) as usize;
        let households = if spot.len() < least {
            0
        } else {
            households(spot)
        };
        let Some((_, _, first)) = spot.first().filter(|_| households >= least) else {
            continue;
        };
        let one_fix = first.visit.fix_at.is_some()
            && spot
                .iter()
                .all(|(_, _, visit)| visit.visit.fix_at == first.visit.fix_at);
        let severity = if one_fix {
            Severity::Info
        } else {
            Severity::Review
        };
        let evidence = catalogue::Evidence::GpsRepeatedPoint(Evidence {
            households: u32::try_from(households).unwrap_or(u32::MAX),
            visits: u32::try_from(spot.len()).unwrap_or(u32::MAX),
            one_fix,
        });
        let subject = Subject::Spot {
            first: first.visit.key,
        };
        found.push(Finding::filed_under(
            first,
            field.day(first),
            severity,
            subject,
            evidence,
        ));
    }
}

fn households(spot: &[(u64, u64, &Timed)]) -> usize {
    let mut known: Vec<i64> = spot
        .iter()
        .filter_map(|(_, _, visit)| visit.visit.household)
        .collect();
    let unknown = spot.len() - known.len();
    known.sort_unstable();
    known.dedup();
    known.len() + unknown
}
