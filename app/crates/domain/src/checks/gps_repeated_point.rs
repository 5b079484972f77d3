//! Different households at one and the same spot, to the last decimal.
//!
//! Fires: three households with identical coordinates. Nearly fires: two of them, or three a few metres apart, as true
//! fixes are. Known false alarms: a tablet that repeats its last fix, told by the satellite time, which is repeated as
//! well, and then only noted; networks that place a whole compound at one point.
//!
//! What others have recorded on the same tablet counts with it: a tablet that stays where it is may change hands.
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
    version: 2,
    family: Family::Place,
    title: Text {
        en: "Same point for many households",
        ur: "کئی گھرانوں کا ایک ہی نقطہ",
    },
    rule: Text {
        en: "Several different households have exactly the same coordinates: the enumerator's, and others' on the same tablet.",
        ur: "کئی مختلف گھرانوں کے کوآرڈینیٹس بالکل ایک جیسے ہیں: اس شمار کنندہ کے، اور اسی ٹیبلٹ پر دوسروں کے۔",
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
    /// … of them by others on the same tablet.
    #[serde(default, skip_serializing_if = "is_nobody")]
    pub by_others: u32,
    /// All of them carry the same satellite time: it is one fix, repeated from memory.
    pub one_fix: bool,
}

const SAID: Text = Text {
    en: "{households} households in {visits} visits have exactly the same coordinates.",
    ur: "{visits} دوروں میں {households} گھرانوں کے کوآرڈینیٹس بالکل ایک جیسے ہیں۔",
};
const SAID_OTHERS: Text = Text {
    en: " Others made {by_others} of the visits, on the same tablet.",
    ur: " ان میں سے {by_others} دورے دوسروں نے اسی ٹیبلٹ پر کیے۔",
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
        if self.by_others > 0 {
            let by_others = grouped(u64::from(self.by_others));
            said.push_str(&SAID_OTHERS.fill(lang, &[("by_others", &by_others)]));
        }
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

/// Looks at all of the enumerator's visits together, and at others' on the same tablets.
pub fn judge(work: &Work<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    let own = points(work.judged());
    let beside = points(work.beside.iter().filter(|v| !v.visit.is_rejected()));
    for spot in own.chunk_by(|a, b| a.place() == b.place()) {
        let first = spot[0];
        let limits = field.limits_at(first.visit.visit.area);
        let least = limits.get(Check::GpsRepeatedPoint, HOUSEHOLDS) as usize;
        let others = others_there(spot, &beside);
        if spot.len() + others.len() < least {
            continue;
        }
        let households = households(spot.iter().chain(&others));
        if households < least {
            continue;
        }
        let fix_at = first.visit.visit.fix_at;
        let mut everybody = spot.iter().chain(&others);
        let one_fix = fix_at.is_some() && everybody.all(|p| p.visit.visit.fix_at == fix_at);
        let severity = if one_fix {
            Severity::Info
        } else {
            Severity::Review
        };
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let evidence = catalogue::Evidence::GpsRepeatedPoint(Evidence {
            households: count(households),
            visits: count(spot.len() + others.len()),
            by_others: count(others.len()),
            one_fix,
        });
        let subject = Subject::Spot {
            first: first.visit.visit.key,
        };
        found.push(Finding::filed_under(
            first.visit,
            field.day(first.visit),
            severity,
            subject,
            evidence,
        ));
    }
}

/// A visit at a place, to the last decimal.
#[derive(Clone, Copy)]
struct Point<'a> {
    north: u64,
    east: u64,
    visit: &'a Timed,
}

impl Point<'_> {
    fn place(&self) -> (u64, u64) {
        (self.north, self.east)
    }
}

/// The visits that count, by place; in the order of work within a place, so that the first one names it.
fn points<'a>(visits: impl Iterator<Item = &'a Timed>) -> Vec<Point<'a>> {
    let mut points: Vec<Point<'_>> = visits
        .filter(|visit| visit.visit.household.is_some() || visit.visit.is_valid_complete())
        .filter_map(|visit| {
            let fix = visit.visit.possible_fix()?;
            Some(Point {
                north: fix.latitude.to_bits(),
                east: fix.longitude.to_bits(),
                visit,
            })
        })
        .collect();
    // `sort` would ask for memory again.
    points.sort_unstable_by_key(|p| (p.north, p.east, p.visit.at(), p.visit.visit.key));
    points
}

/// What others recorded at a spot, on the tablets that the enumerator's own visits there were recorded on.
fn others_there<'a>(spot: &[Point<'_>], beside: &[Point<'a>]) -> Vec<Point<'a>> {
    let place = spot[0].place();
    let from = beside.partition_point(|point| point.place() < place);
    let there = beside[from..].iter().take_while(|p| p.place() == place);
    let same_tablet = |other: &&Point<'_>| {
        let device = other.visit.visit.device;
        device.is_some() && spot.iter().any(|own| own.visit.visit.device == device)
    };
    there.filter(same_tablet).copied().collect()
}

fn households<'a>(visits: impl Iterator<Item = &'a Point<'a>>) -> usize {
    let (mut known, mut unknown) = (Vec::new(), 0);
    for point in visits {
        match point.visit.visit.household {
            Some(household) => known.push(household),
            None => unknown += 1,
        }
    }
    known.sort_unstable();
    known.dedup();
    known.len() + unknown
}

/// Then nothing is written, as before others were counted: what was decided then must not read as decided of other facts.
fn is_nobody(by_others: &u32) -> bool {
    *by_others == 0
}
