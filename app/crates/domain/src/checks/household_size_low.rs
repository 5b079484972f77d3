//! The enumerator's households are far smaller than those of the tehsil.
//!
//! Fires: a mean of 3.1 persons in 120 households where the tehsil has 6.2, for every person left out saves a page. Nearly fires:
//! a mean of 5.4, which is statistically odd with as many interviews and yet within what streets differ. Known false alarms: an
//! inner city of small flats in a tehsil of villages.

use super::about::{About, Family, Threshold, Unit};
use super::among::{Among, say_against};
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says};
use super::limits::Limits;
use super::measured::Measured;
use crate::lang::Lang;
use crate::number::grouped;
use crate::peers::Against;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Number that is enough to judge by, in the thresholds.
const LEAST: usize = 0;
/// Deviations below the tehsil, in the thresholds.
const LOW_SD: usize = 1;
/// Per cent below the tehsil, in the thresholds.
const BELOW_PCT: usize = 2;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Content,
    title: Text {
        en: "Small households",
        ur: "چھوٹے گھرانے",
    },
    rule: Text {
        en: "The mean size of the enumerator's households is far below the tehsil's.",
        ur: "شمار کنندہ کے گھرانوں کے افراد کی اوسط تحصیل کی اوسط سے بہت کم ہے۔",
    },
    innocent: &[
        Text {
            en: "The streets are inner-city: small flats, students, workers without their families.",
            ur: "یہ اندرونِ شہر کے محلے ہیں: چھوٹے فلیٹ، طلبہ، اور وہ مزدور جن کے خاندان ساتھ نہیں۔",
        },
        Text {
            en: "Joint families are listed as the households into which they have divided.",
            ur: "مشترکہ خاندان ان الگ گھرانوں کے طور پر درج ہوئے جن میں وہ بٹ چکے ہیں۔",
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
                en: "The fewest households of an enumerator who is judged",
                ur: "جانچ کے لیے شمار کنندہ کے کم از کم گھرانے",
            },
        },
        Threshold {
            name: "low_sd",
            unit: Unit::Deviations,
            default: 3.0,
            least: 2.0,
            most: 10.0,
            about: Text {
                en: "How far below the tehsil's mean is odd",
                ur: "تحصیل کی اوسط سے کتنا نیچے غیر معمولی ہے",
            },
        },
        Threshold {
            name: "below_pct",
            unit: Unit::Percent,
            default: 15.0,
            least: 0.0,
            most: 90.0,
            about: Text {
                en: "How much smaller than the tehsil's the mean must be at least",
                ur: "اوسط تحصیل کی اوسط سے کم از کم کتنی چھوٹی ہو",
            },
        },
    ],
    source: "CHECKS.md; Spiegelhalter 2005, Funnel plots for comparing institutional performance",
};

/// The enumerator's mean beside the tehsil's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Households counted.
    pub households: u64,
    /// Persons a household, of the enumerator.
    pub mean_persons: f64,
    /// Persons a household, in the tehsil.
    pub tehsil_mean_persons: f64,
    /// The mean that chance and the usual differences between enumerators explain.
    pub limit_persons: f64,
    /// Signed standard deviations from the tehsil's mean, as of a normal distribution.
    pub deviations: f64,
    /// What it was judged against.
    pub against: Against,
}

const SAID: Text = Text {
    en: "{mean} persons a household on average in {households} households; in this tehsil {tehsil}. Down to {limit} would be usual.",
    ur: "{households} گھرانوں میں فی گھرانہ اوسطاً {mean} افراد؛ اس تحصیل میں {tehsil}۔ {limit} تک کم ہونا معمول ہوتا۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let persons = |mean: f64| format!("{mean:.1}");
        let said = SAID.fill(
            lang,
            &[
                ("mean", &persons(self.mean_persons)),
                ("households", &grouped(self.households)),
                ("tehsil", &persons(self.tehsil_mean_persons)),
                ("limit", &persons(self.limit_persons)),
            ],
        );
        format!("{said} {}", say_against(&self.against, lang))
    }

    fn measured(&self, limits: &Limits) -> Option<Measured> {
        // Below both limits: the lower one held.
        let least_below = 1.0 - limits.get(Check::HouseholdSizeLow, BELOW_PCT) / 100.0;
        let limit = self
            .limit_persons
            .min(least_below * self.tehsil_mean_persons);
        Measured::below(self.tehsil_mean_persons, self.mean_persons, limit)
    }
}

/// Looks at the enumerator's wave; where more than one tehsil is odd, at the oddest.
pub fn judge(among: &Among<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    let low = among.groups().filter_map(|(tally, group)| {
        let limits = field.limits_at(tally.tehsil);
        let limit = |index| limits.get(Check::HouseholdSizeLow, index);
        let most_of_tehsil = 1.0 - limit(BELOW_PCT) / 100.0;
        let own = &tally.household_size;
        let standing = group.household_size.standing(own)?;
        let is_low = own.n as f64 >= limit(LEAST)
            && standing.deviations < -limit(LOW_SD)
            && standing.own <= most_of_tehsil * standing.peers;
        let limit_persons = group.household_size.limit(-limit(LOW_SD), own.n);
        let evidence = Evidence {
            households: own.n,
            mean_persons: standing.own,
            tehsil_mean_persons: standing.peers,
            limit_persons: limit_persons.max(1.0),
            deviations: standing.deviations,
            against: among.peers.against(group),
        };
        is_low.then_some((tally, evidence))
    });
    if let Some((tally, evidence)) =
        low.min_by(|(_, a), (_, b)| a.deviations.total_cmp(&b.deviations))
    {
        let evidence = catalogue::Evidence::HouseholdSizeLow(evidence);
        found.push(among.finding(tally, field, evidence));
    }
}
