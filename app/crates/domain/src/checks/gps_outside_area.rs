//! Interviewed outside the union council that was claimed.
//!
//! Fires: a fix 150 m beyond the edge, accurate to 10 m, where the boundary is good to 100 m. Nearly fires: the same with
//! a boundary that may be 150 m off. Known false alarms: boundaries that are out of date, and interviews held at an
//! office. A fix that was taken at another time than the interview is never severe: it says where the tablet was then.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says};
use super::limits::Limits;
use super::measured::Measured;
use super::words::whole;
use crate::lang::Lang;
use crate::place::Place;
use crate::text::Text;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// Metres beyond the edge, in the thresholds.
const SEVERE_M: usize = 0;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Place,
    title: Text {
        en: "Outside the claimed area",
        ur: "درج کردہ علاقے سے باہر",
    },
    rule: Text {
        en: "The position lies beyond the edge of the claimed union council by more than its accuracy and \
             the boundary's tolerance.",
        ur: "مقام درج کردہ یونین کونسل کی حد سے اپنی درستی اور حد بندی کی گنجائش سے زیادہ باہر ہے۔",
    },
    innocent: &[
        Text {
            en: "The boundary on file is out of date or only approximate.",
            ur: "فائل میں موجود حد بندی پرانی یا محض اندازاً ہے۔",
        },
        Text {
            en: "The interview took place at an office or a meeting point.",
            ur: "انٹرویو دفتر یا کسی مشترکہ مقام پر ہوا۔",
        },
        Text {
            en: "The household was looked up at its old address.",
            ur: "گھرانے کو اس کے پرانے پتے پر تلاش کیا گیا۔",
        },
    ],
    thresholds: &[Threshold {
        name: "severe_m",
        unit: Unit::Metres,
        default: 2_000.0,
        least: 10.0,
        most: 1_000_000.0,
        about: Text {
            en: "Further beyond the edge than this should be looked at first",
            ur: "حد سے اس سے زیادہ دور ہو تو پہلے دیکھا جائے",
        },
    }],
    source: "CHECKS.md",
};

/// How far outside.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Metres from the edge of the claimed area, where measured.
    pub edge_distance_m: Option<f64>,
    /// The accuracy that the tablet stated, in metres.
    pub accuracy_m: Option<f64>,
    /// How far the boundary may be off, in metres.
    pub tolerance_m: f64,
    /// Metres beyond the edge that neither of them explains.
    pub beyond_m: Option<f64>,
    /// The fix was taken at another time than the interview.
    pub foreign_fix: bool,
}

const SAID: Text = Text {
    en: "{distance} m outside the claimed area; {beyond} m of it are more than accuracy and boundary \
             explain.",
    ur: "درج کردہ علاقے سے {distance} میٹر باہر؛ ان میں سے {beyond} میٹر کی وضاحت درستی اور حد بندی سے نہیں ہوتی۔",
};
const SAID_UNMEASURED: Text = Text {
    en: "Outside the claimed area.",
    ur: "درج کردہ علاقے سے باہر۔",
};
const SAID_FOREIGN: Text = Text {
    en: " The fix was taken at another time than the interview.",
    ur: " یہ مقام انٹرویو کے بجائے کسی اور وقت لیا گیا تھا۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let mut said = match self.edge_distance_m.zip(self.beyond_m) {
            Some((distance, beyond)) => SAID.fill(
                lang,
                &[("distance", &whole(distance)), ("beyond", &whole(beyond))],
            ),
            None => SAID_UNMEASURED.say(lang).to_owned(),
        };
        if self.foreign_fix {
            said.push_str(SAID_FOREIGN.say(lang));
        }
        said
    }

    fn measured(&self, _limits: &Limits) -> Option<Measured> {
        // What accuracy and boundary allow decides; the threshold only says how much it weighs.
        Some(Measured {
            value: self.edge_distance_m?,
            unit: Unit::Metres,
            threshold: self.accuracy_m.unwrap_or(0.0) + self.tolerance_m,
        })
    }
}

/// Looks at one visit.
pub fn judge(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    if visit.visit.place != Place::OutsideClaimed {
        return;
    }
    let accuracy_m = visit
        .visit
        .fix
        .and_then(|fix| fix.accuracy_m)
        .filter(|m| m.is_finite() && *m > 0.0);
    let tolerance_m = (field.areas)(visit.visit.area).tolerance_m;
    let edge_distance_m = visit.visit.edge_distance_m;
    let beyond_m = edge_distance_m
        .map(|distance| (distance - accuracy_m.unwrap_or(0.0) - tolerance_m).max(0.0));
    let foreign_fix = visit.has_foreign_fix();
    let far = beyond_m.is_some_and(|beyond| {
        beyond
            > field
                .limits_at(visit.visit.area)
                .get(Check::GpsOutsideArea, SEVERE_M)
    });
    let severity = if far && !foreign_fix {
        Severity::Severe
    } else {
        Severity::Review
    };
    let evidence = catalogue::Evidence::GpsOutsideArea(Evidence {
        edge_distance_m,
        accuracy_m,
        tolerance_m,
        beyond_m,
        foreign_fix,
    });
    found.push(Finding::of_visit(
        visit,
        field.day(visit),
        severity,
        evidence,
    ));
}
