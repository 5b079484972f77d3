//! A made-up tehsil for tests: enumerators who invent interviews, a risk that tells something of it, and union councils on a grid.

use super::{Frame, FrameEnumerator, FrameInterview};
use crate::peers::dice::Dice;
use crate::place::Fix;
use crate::time::SurveyDay;
use std::collections::BTreeSet;

/// A week of the tehsil, and what is true of it.
pub(super) struct Week {
    pub frame: Frame,
    /// Keys of the interviews that were invented.
    pub fabricated: BTreeSet<i64>,
}

/// What the tehsil is like.
#[derive(Clone, Copy)]
pub(super) struct Tehsil {
    pub enumerators: i32,
    pub interviews_each: u64,
    /// One enumerator in so many invents half of what they send.
    pub one_inventor_in: i32,
    /// What part the others invent.
    pub others: f64,
    pub councils: i32,
}

pub(super) const SMALL: Tehsil = Tehsil {
    enumerators: 12,
    interviews_each: 14,
    one_inventor_in: 6,
    others: 0.01,
    councils: 5,
};

/// Week `week` (from 1) of the tehsil. `confirmed` and `checked` are enumerators' keys.
pub(super) fn week(
    tehsil: Tehsil,
    week: u32,
    checked: &BTreeSet<i32>,
    confirmed: &BTreeSet<i32>,
    dice: &mut Dice,
) -> Week {
    let starts_on = SurveyDay(20_000 + 7 * week as i32);
    let mut fabricated = BTreeSet::new();
    let mut interviews = Vec::new();
    for enumerator in 1..=tehsil.enumerators {
        let invents = enumerator % tehsil.one_inventor_in == 0;
        let n = tehsil.interviews_each - 3 + dice.below(7);
        let council = 100 + enumerator % tehsil.councils;
        for i in 0..n {
            let key = i64::from(week) * 1_000_000 + i64::from(enumerator) * 1_000 + i as i64;
            let is_fabricated = dice.happens(if invents { 0.5 } else { tehsil.others });
            if is_fabricated {
                fabricated.insert(key);
            }
            let signal = if is_fabricated { 1.8 } else { 0.0 };
            interviews.push(FrameInterview {
                key,
                enumerator,
                union_council: council,
                day: starts_on.plus((i % 6) as i32),
                risk: 20.0 + 10.0 * (dice.normal() + signal),
                point: dice.happens(0.9).then(|| Fix {
                    latitude: 31.0 + f64::from(council - 100) / 20.0 + dice.uniform() / 30.0,
                    longitude: 74.0 + dice.uniform() / 30.0,
                    accuracy_m: None,
                }),
            });
        }
    }
    let enumerators = (1..=tehsil.enumerators)
        .map(|enumerator| FrameEnumerator {
            enumerator,
            weeks_in_field: week,
            was_checked: checked.contains(&enumerator),
            was_confirmed: confirmed.contains(&enumerator),
        })
        .collect();
    Week {
        frame: Frame {
            tehsil: 7,
            wave: 1,
            starts_on,
            interviews,
            enumerators,
        },
        fabricated,
    }
}
