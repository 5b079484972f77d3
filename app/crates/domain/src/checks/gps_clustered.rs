//! Days whose households all lie on one spot: closer together than the positions' own accuracies let different doors lie.
//!
//! Fires: 14 of 30 days whose households lie within a metre or two of each other, at an accuracy of six, where nobody else in
//! the tehsil has such days. Nearly fires: as many days in blocks of flats or a dense bazaar, where positions that are taken one
//! by one scatter as widely as their accuracies say ([`crate::peers::OneSpot`] says why); and a tehsil in which everybody has
//! such days. Known false alarms: a position that is taken at the gate of a compound for everybody in it, and tablets that state
//! far worse accuracies than they have. A fix that the tablet repeated (same place, same satellite time) counts once.
//!
//! Days are counted and not households, because a day is what is decided on: the households of a day share their place.

use super::about::{About, Family, Threshold, Unit};
use super::among::{Among, Compared, Sides};
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says};
use super::limits::Limits;
use super::measured::Measured;
use crate::lang::Lang;
use crate::number::grouped;
use crate::peers::{OneSpot, ShareKind, Tally};
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Days that are enough to judge by, in the thresholds.
const LEAST_DAYS: usize = 0;
/// Deviations above the tehsil, in the thresholds.
const HIGH_SD: usize = 1;
/// Households of a day that are enough to tell, in the thresholds.
const LEAST_HOUSEHOLDS: usize = 2;
/// Per cent of the accuracy, in the thresholds.
const OF_ACCURACY_PCT: usize = 3;
/// Metres of accuracy beyond which a fix is left out, in the thresholds.
const WORST_ACCURACY_M: usize = 4;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 2,
    family: Family::Place,
    title: Text {
        en: "Days on one spot",
        ur: "پورا دن ایک ہی جگہ",
    },
    rule: Text {
        en: "On far more of the enumerator's days than of the tehsil's, the households lie closer together than the accuracies \
             of their positions allow for different doors.",
        ur: "تحصیل کے مقابلے میں شمار کنندہ کے بہت زیادہ دنوں میں گھرانے ایک دوسرے سے اتنے قریب ہیں کہ مقامات کی درستی کے لحاظ سے الگ الگ دروازے نہیں ہو سکتے۔",
    },
    innocent: &[
        Text {
            en: "The households live in one compound or block, and the position was taken at its gate.",
            ur: "گھرانے ایک ہی احاطے یا عمارت میں رہتے ہیں اور مقام اس کے دروازے پر لیا گیا۔",
        },
        Text {
            en: "Interviews were held in one place that people came to, by agreement.",
            ur: "طے شدہ طور پر لوگ انٹرویو کے لیے ایک ہی جگہ آئے۔",
        },
        Text {
            en: "The tablet states worse accuracies than its positions have.",
            ur: "ٹیبلٹ مقامات کی درستی اصل سے خراب بتاتا ہے۔",
        },
    ],
    thresholds: &[
        Threshold {
            name: "least_days",
            unit: Unit::Count,
            default: 5.0,
            least: 2.0,
            most: 1_000.0,
            about: Text {
                en: "The fewest days with enough households of an enumerator who is judged",
                ur: "جانچ کے لیے شمار کنندہ کے کم از کم دن جن میں کافی گھرانے ہوں",
            },
        },
        Threshold {
            name: "high_sd",
            unit: Unit::Deviations,
            default: 3.0,
            least: 2.0,
            most: 10.0,
            about: Text {
                en: "How far above the tehsil's share is odd",
                ur: "تحصیل کی شرح سے کتنا اوپر غیر معمولی ہے",
            },
        },
        Threshold {
            name: "least_households",
            unit: Unit::Count,
            default: 5.0,
            least: 3.0,
            most: 100.0,
            about: Text {
                en: "The fewest households with a good position that make a day one that can be told",
                ur: "دن کی جانچ کے لیے درست مقام والے کم از کم گھرانے",
            },
        },
        Threshold {
            name: "of_accuracy_pct",
            unit: Unit::Percent,
            default: 35.0,
            least: 5.0,
            most: 90.0,
            about: Text {
                en: "Up to which part of their accuracies households lie from the day's middle on one spot",
                ur: "ایک جگہ والے دن گھرانے دن کے مرکز سے اپنی درستی کے کتنے حصے تک دور ہوتے ہیں",
            },
        },
        Threshold {
            name: "worst_accuracy_m",
            unit: Unit::Metres,
            default: 50.0,
            least: 1.0,
            most: 500.0,
            about: Text {
                en: "The worst accuracy of a position that counts",
                ur: "شمار ہونے والے مقام کی کم سے کم درستی",
            },
        },
    ],
    source: "CHECKS.md; Ranacher and others 2016, Why GPS makes distances bigger than they are",
};

/// The enumerator's share beside the tehsil's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Days on one spot, of days that can be told; and the limit.
    pub compared: Compared,
    /// The fewest households of a day that can be told.
    pub least_households: u32,
}

const SAID: Text = Text {
    en: "On {cases} of {of} days the households, or most of them, lie closer together than their positions are accurate \
         ({share}); in this tehsil {tehsil}. Up to {limit} would be usual.",
    ur: "{of} دنوں میں سے {cases} میں سب یا اکثر گھرانے اپنے مقامات کی درستی سے بھی زیادہ قریب ہیں ({share})؛ اس تحصیل میں {tehsil}۔ {limit} تک معمول ہوتا۔",
};
const SAID_WHICH_DAYS: Text = Text {
    en: " Days with fewer than {least} households are left out.",
    ur: " {least} سے کم گھرانوں والے دن شامل نہیں۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let least = grouped(u64::from(self.least_households));
        self.compared.say(lang, &SAID) + &SAID_WHICH_DAYS.fill(lang, &[("least", &least)])
    }

    fn measured(&self, _limits: &Limits) -> Option<Measured> {
        Some(self.compared.measured())
    }
}

/// What makes a day's positions one spot, by the thresholds that hold.
pub fn one_spot(limits: &Limits) -> OneSpot {
    let limit = |index| limits.get(Check::GpsClustered, index);
    OneSpot {
        least: limit(LEAST_HOUSEHOLDS) as usize,
        of_accuracy: limit(OF_ACCURACY_PCT) / 100.0,
        worst_accuracy_m: limit(WORST_ACCURACY_M),
    }
}

/// Whether a threshold decides what is one spot, and not only when that is too much.
pub(super) fn shapes_peers(index: usize) -> bool {
    matches!(index, LEAST_HOUSEHOLDS | OF_ACCURACY_PCT | WORST_ACCURACY_M)
}

/// Looks at the enumerator's wave.
pub fn judge(among: &Among<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    let limit = |tally: &Tally, index| {
        let limits = field.limits_at(tally.tehsil);
        limits.get(Check::GpsClustered, index)
    };
    // Days that take one from door to door are what is asked for.
    let sides = |tally: &Tally| Sides {
        high_sd: Some(limit(tally, HIGH_SD)),
        low_sd: None,
    };
    let is_enough = |tally: &Tally| f64::from(tally.days_placed) >= limit(tally, LEAST_DAYS);
    if let Some((tally, compared)) = among.farthest(ShareKind::Clustered, sides, is_enough) {
        let least_households = limit(tally, LEAST_HOUSEHOLDS) as u32;
        let evidence = catalogue::Evidence::GpsClustered(Evidence {
            compared,
            least_households,
        });
        found.push(among.finding(tally, field, evidence));
    }
}
