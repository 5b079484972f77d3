//! More complete interviews on a day than anybody around completes.
//!
//! Fires: 26 on one day where eight are usual. Nearly fires: 14 on a day where four are usual, because 14 can be done; and 16
//! where twelve are usual. Known false alarms: small households, a helper who carries on with the same tablet.
//!
//! Counts are compared on the scale of [`stabilised`], where chance spreads them alike whatever their size; and the limit is that
//! of one day, widened by how many days the enumerator worked. Otherwise one honest enumerator in a hundred would pass it on the
//! busiest of thirty.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::among::{Among, say_against};
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says, Subject};
use super::limits::Limits;
use super::measured::Measured;
use crate::area::AreaId;
use crate::lang::Lang;
use crate::number::grouped;
use crate::peers::{Against, count_at, dated, stabilised};
use crate::text::Text;
use crate::time::SurveyDay;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Interviews that are never too many, in the thresholds.
const LEAST: usize = 0;
/// Robust deviations above the peers' days, in the thresholds.
const HIGH_SD: usize = 1;

/// Half of the spread that independent chance gives a count. Days are more alike than that, for all have as many hours; where the
/// peers' are so alike that their deviation is 0, this stands in.
const LEAST_SD: f64 = 0.5;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Pace,
    title: Text {
        en: "Too many on one day",
        ur: "ایک دن میں بہت زیادہ",
    },
    rule: Text {
        en: "The complete interviews of one day are far more than the tehsil's enumerators complete on a day.",
        ur: "ایک دن کے مکمل انٹرویو اس سے بہت زیادہ ہیں جتنے تحصیل کے شمار کنندگان ایک دن میں مکمل کرتے ہیں۔",
    },
    innocent: &[
        Text {
            en: "The households were small and next door to each other.",
            ur: "گھرانے چھوٹے اور ساتھ ساتھ تھے۔",
        },
        Text {
            en: "A helper carried on with the same tablet or under the same name.",
            ur: "کسی مددگار نے اسی ٹیبلٹ پر یا اسی نام سے کام جاری رکھا۔",
        },
        Text {
            en: "Interviews of several days were finished on one, where the form had been left open for an answer.",
            ur: "کئی دنوں کے انٹرویو ایک ہی دن مکمل کیے گئے، کیونکہ فارم کسی جواب کے انتظار میں کھلے تھے۔",
        },
    ],
    thresholds: &[
        Threshold {
            name: "least_interviews",
            unit: Unit::Count,
            default: 15.0,
            least: 2.0,
            most: 200.0,
            about: Text {
                en: "The fewest interviews of a day that can be too many",
                ur: "ایک دن کے کم از کم انٹرویو جو بہت زیادہ سمجھے جا سکیں",
            },
        },
        Threshold {
            name: "high_sd",
            unit: Unit::Deviations,
            default: 3.5,
            least: 2.0,
            most: 10.0,
            about: Text {
                en: "How far above the peers' days a single day is odd, in robust deviations; for the busiest of many days it is more",
                ur: "ایک اکیلا دن دوسروں کے دنوں سے کتنا اوپر غیر معمولی ہے (مستحکم معیاری انحراف)؛ کئی دنوں میں سے مصروف ترین دن کے لیے حد زیادہ ہے",
            },
        },
    ],
    source: "CHECKS.md; Iglewicz and Hoaglin 1993, How to detect and handle outliers; Anscombe 1948",
};

/// The day beside the peers' days.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Complete interviews of the day.
    pub interviews: u32,
    /// The median over the peers' days.
    pub usual: f64,
    /// What the limit in deviations is in interviews.
    pub limit: f64,
    /// Robust deviations above the median, on the scale of [`stabilised`].
    pub deviations: f64,
    /// The peers' days, that is enumerators times days with an interview.
    pub days: u32,
    /// What it was judged against.
    pub against: Against,
}

const SAID: Text = Text {
    en: "{interviews} complete interviews on one day; in this tehsil {usual} are usual on an enumerator's day ({days} days). Up to \
         {limit} would not be odd.",
    ur: "ایک دن میں {interviews} مکمل انٹرویو؛ اس تحصیل میں شمار کنندہ کے ایک دن میں {usual} معمول ہیں ({days} دن)۔ {limit} تک غیر معمولی نہ ہوتے۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let whole = |value: f64| grouped(value.max(0.0) as u64);
        let said = SAID.fill(
            lang,
            &[
                ("interviews", &grouped(u64::from(self.interviews))),
                ("usual", &whole(self.usual.round())),
                ("days", &grouped(u64::from(self.days))),
                ("limit", &whole(self.limit.floor())),
            ],
        );
        format!("{said} {}", say_against(&self.against, lang))
    }

    fn measured(&self, _limits: &Limits) -> Option<Measured> {
        Some(Measured {
            value: f64::from(self.interviews),
            unit: Unit::Count,
            threshold: self.limit,
        })
    }
}

/// Looks at every day. A day in two tehsils counts whole, and is judged against the one with more of its interviews.
pub fn judge(among: &Among<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    let mut days: BTreeMap<SurveyDay, Vec<&Timed>> = BTreeMap::new();
    let complete = among.work.visits.iter();
    for timed in complete.filter(|timed| timed.visit.is_valid_complete()) {
        if let Some(day) = dated(timed, field) {
            days.entry(day).or_default().push(timed);
        }
    }
    let number_of_days = days.len();
    for (day, interviews) in days {
        let limits = field.limits_at(interviews[0].visit.area);
        let limit = |index| limits.get(Check::TooManyADay, index);
        let limit_sd = of_busiest(limit(HIGH_SD), number_of_days);
        let number = u32::try_from(interviews.len()).unwrap_or(u32::MAX);
        if f64::from(number) < limit(LEAST) {
            continue;
        }
        let tehsil = tehsil_of_most(&interviews, field);
        let Some(group) = among.peers.group(among.work.wave, Some(tehsil)) else {
            continue;
        };
        let Some(usual_day) = group.usual_day() else {
            continue;
        };
        let deviations = usual_day.robust_z(stabilised(number), LEAST_SD);
        if deviations <= limit_sd {
            continue;
        }
        let evidence = catalogue::Evidence::TooManyADay(Evidence {
            interviews: number,
            usual: count_at(usual_day.median),
            limit: count_at(usual_day.value_at(limit_sd, LEAST_SD)),
            deviations,
            days: usual_day.n,
            against: among.peers.against(group),
        });
        found.push(Finding::filed_under(
            interviews[0],
            day,
            Severity::Review,
            Subject::Day { day },
            evidence,
        ));
    }
}

/// The limit that the busiest of so many days passes about as seldom as a single day passes `limit_sd`: the tail of a normal
/// distribution falls with exp(−z² / 2), so that dividing it by the days adds twice their logarithm to z².
fn of_busiest(limit_sd: f64, days: usize) -> f64 {
    (limit_sd * limit_sd + 2.0 * (days.max(1) as f64).ln()).sqrt()
}

/// Reads [`of_busiest`] back: how far out a day would be on its own that is as seldom as one so far out is as the busiest of
/// `days`.
pub fn as_single_day(deviations: f64, days: usize) -> f64 {
    (deviations * deviations - 2.0 * (days.max(1) as f64).ln())
        .max(0.0)
        .sqrt()
}

/// Of two tehsils with as many, the one with the lower key.
fn tehsil_of_most(interviews: &[&Timed], field: &Field<'_>) -> AreaId {
    let mut tehsils: BTreeMap<AreaId, u32> = BTreeMap::new();
    for timed in interviews {
        *tehsils
            .entry((field.areas)(timed.visit.area).tehsil)
            .or_default() += 1;
    }
    let most = tehsils.into_iter().rev().max_by_key(|(_, number)| *number);
    most.map_or(0, |(tehsil, _)| tehsil)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peers::Spread;
    use crate::peers::dice::Dice;

    #[test]
    fn the_busiest_of_thirty_days_is_odd_from_four_and_a_third_deviations_on() {
        assert_eq!(of_busiest(3.5, 1), 3.5);
        // √(12.25 + 2 ln 30); the tail at 3.5 divided by thirty is that at 4.32.
        assert!((of_busiest(3.5, 30) - 4.364).abs() < 0.001);
        assert!((as_single_day(of_busiest(3.5, 30), 30) - 3.5).abs() < 1e-9);
    }

    /// Complete interviews of a working day: one after the other, with a way and a wait between them, until the day is over.
    fn honest_day(dice: &mut Dice, slowness: f64) -> u32 {
        let mut left_min = 450.0 + 70.0 * dice.normal();
        let mut number = 0;
        loop {
            let interview_min = 28.0 * (0.4 * dice.normal()).exp();
            let between_min = -18.0 * dice.uniform().ln();
            left_min -= (interview_min + between_min) * slowness;
            if left_min < 0.0 {
                return number.max(1);
            }
            number += 1;
        }
    }

    #[test]
    fn about_one_in_a_thousand_honest_enumerators_who_differ_by_an_eighth_has_too_many_on_any_of_thirty_days()
     {
        let mut dice = Dice(31);
        let (mut flagged, mut judged) = (0, 0);
        for _ in 0..50 {
            let counts: Vec<Vec<u32>> = (0..40)
                .map(|_| {
                    let slowness = (0.12 * dice.normal()).exp();
                    (0..30).map(|_| honest_day(&mut dice, slowness)).collect()
                })
                .collect();
            let mut days = BTreeMap::new();
            for count in counts.iter().flatten() {
                *days.entry(*count).or_default() += 1;
            }
            let spread = Spread::of_counts(&days).unwrap();
            for own in &counts {
                let is_odd = |count: &u32| {
                    *count >= 15
                        && spread.robust_z(stabilised(*count), LEAST_SD)
                            > of_busiest(3.5, own.len())
                };
                judged += 1;
                flagged += u32::from(own.iter().any(is_odd));
            }
        }
        assert!(flagged * 500 <= judged, "{flagged} of {judged}");
    }
}
