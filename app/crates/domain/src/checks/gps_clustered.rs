//! Far more of the enumerator's households within a few steps of each other than the peers' are.
//!
//! Fires: 110 of 120 households closer to another than the fixes can tell apart, where the tehsil has one in four. Nearly fires:
//! the same in a tehsil of blocks of flats, where everybody's are. Known false alarms: one apartment block or a dense bazaar in
//! an otherwise rural tehsil. A fix that the tablet repeated (same place, same satellite time) counts once, and a coarse one not
//! at all, for it would be near everything.

use super::about::{About, Family, Threshold, Unit};
use super::among::{Among, Compared, Sides};
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says};
use super::limits::Limits;
use super::measured::Measured;
use crate::lang::Lang;
use crate::peers::{Reach, ShareKind, Tally};
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Number that is enough to judge by, in the thresholds.
const LEAST: usize = 0;
/// Deviations above the tehsil, in the thresholds.
const HIGH_SD: usize = 1;
/// Metres beyond the accuracies, in the thresholds.
const NEAR_M: usize = 2;
/// Metres of accuracy beyond which a fix is left out, in the thresholds.
const WORST_ACCURACY_M: usize = 3;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Place,
    title: Text {
        en: "Households on one spot",
        ur: "گھرانے ایک ہی جگہ پر",
    },
    rule: Text {
        en: "The share of the enumerator's households that lie within a few metres and both accuracies of another of theirs is \
             far above the tehsil's.",
        ur: "شمار کنندہ کے جو گھرانے اس کے کسی دوسرے گھرانے سے چند میٹر (اور دونوں مقامات کی درستی) کے اندر ہیں، ان کی شرح تحصیل کی شرح سے بہت زیادہ ہے۔",
    },
    innocent: &[
        Text {
            en: "The households live in an apartment block or one compound.",
            ur: "گھرانے فلیٹوں کی عمارت یا ایک ہی احاطے میں رہتے ہیں۔",
        },
        Text {
            en: "It is a dense bazaar in an otherwise thinly settled tehsil.",
            ur: "یہ کم آبادی والی تحصیل کا گنجان بازار ہے۔",
        },
        Text {
            en: "The tablet's positions are less accurate than those of others.",
            ur: "اس ٹیبلٹ کے مقامات دوسروں سے کم درست ہیں۔",
        },
    ],
    thresholds: &[
        Threshold {
            name: "least_households",
            unit: Unit::Count,
            default: 30.0,
            least: 10.0,
            most: 10_000.0,
            about: Text {
                en: "The fewest households with a good fix of an enumerator who is judged",
                ur: "جانچ کے لیے شمار کنندہ کے درست مقام والے کم از کم گھرانے",
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
            name: "near_m",
            unit: Unit::Metres,
            default: 10.0,
            least: 0.0,
            most: 100.0,
            about: Text {
                en: "How close two households are one spot, beyond both accuracies",
                ur: "دونوں مقامات کی درستی کے علاوہ کتنے فاصلے تک دو گھرانے ایک جگہ شمار ہوں",
            },
        },
        Threshold {
            name: "worst_accuracy_m",
            unit: Unit::Metres,
            default: 50.0,
            least: 1.0,
            most: 500.0,
            about: Text {
                en: "The worst accuracy of a fix that says where a household is",
                ur: "گھرانے کا مقام ماننے کے لیے کم سے کم درستی",
            },
        },
    ],
    source: "CHECKS.md",
};

/// The enumerator's share beside the tehsil's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Both, and the limit between them.
    pub compared: Compared,
    /// Metres, beyond both accuracies, within which two households are one spot.
    pub near_m: f64,
}

const SAID: Text = Text {
    en: "{cases} of {of} households lie too close to another to be told apart ({share}); in this tehsil {tehsil}. Up to {limit} \
         would be usual.",
    ur: "{of} گھرانوں میں سے {cases} کسی دوسرے گھرانے سے اتنے قریب ہیں کہ الگ نہیں پہچانے جاتے ({share})؛ اس تحصیل میں {tehsil}۔ {limit} تک معمول ہوتا۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        self.compared.say(lang, &SAID)
    }

    fn measured(&self, _limits: &Limits) -> Option<Measured> {
        Some(self.compared.measured())
    }
}

/// How close households are one spot, by the thresholds that hold.
pub fn reach(limits: &Limits) -> Reach {
    Reach {
        near_m: limits.get(Check::GpsClustered, NEAR_M),
        worst_accuracy_m: limits.get(Check::GpsClustered, WORST_ACCURACY_M),
    }
}

/// Whether a threshold decides what is counted as near, and not only when that is too much.
pub(super) fn shapes_peers(index: usize) -> bool {
    index == NEAR_M || index == WORST_ACCURACY_M
}

/// Looks at the enumerator's wave.
pub fn judge(among: &Among<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    let limit = |tally: &Tally, index| {
        field
            .limits_at(tally.tehsil)
            .get(Check::GpsClustered, index)
    };
    // Households that keep their distance are what is asked for.
    let sides = |tally: &Tally| Sides {
        high_sd: Some(limit(tally, HIGH_SD)),
        low_sd: None,
    };
    let is_enough = |tally: &Tally| f64::from(tally.households_placed) >= limit(tally, LEAST);
    if let Some((tally, compared)) = among.farthest(ShareKind::Clustered, sides, is_enough) {
        let near_m = limit(tally, NEAR_M);
        let evidence = catalogue::Evidence::GpsClustered(Evidence { compared, near_m });
        found.push(among.finding(tally, field, evidence));
    }
}
