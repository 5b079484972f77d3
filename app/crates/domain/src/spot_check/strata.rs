//! Every interview of the frame in one stratum, and how many of each stratum are drawn.
//!
//! The layers stand above one another: an interview belongs to the first that takes it. What capacity takes from a layer falls to the next
//! and in the end to the random one, so that nothing is without a chance.

use super::frame::{Frame, FrameEnumerator};
use super::{Design, FrameProblem};
use crate::mix::mixed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why an interview is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// It is among those with the highest risk.
    Risk,
    /// Its enumerator is new and was never checked.
    New,
    /// A check of its enumerator was confirmed before.
    Confirmed,
    /// By chance.
    Random,
}

impl Layer {
    /// Every layer, from the first to take an interview to the last.
    pub const ALL: [Layer; 4] = [Layer::Risk, Layer::New, Layer::Confirmed, Layer::Random];

    /// The word in addresses and files.
    pub fn code(self) -> &'static str {
        match self {
            Layer::Risk => "risk",
            Layer::New => "new",
            Layer::Confirmed => "confirmed",
            Layer::Random => "random",
        }
    }

    /// Reads [`Layer::code`] back.
    pub fn from_code(code: &str) -> Option<Layer> {
        Layer::ALL.into_iter().find(|layer| layer.code() == code)
    }
}

/// A stratum while it is made: whose, which of the frame's interviews (by place), and how many are drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Making {
    pub layer: Layer,
    pub enumerator: Option<i32>,
    pub members: Vec<usize>,
    pub size: u32,
}

/// What the layers want and get, in the order of [`Layer::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shares {
    pub wanted: [u32; 4],
    pub got: [u32; 4],
}

/// The part that each gets of so many, when nobody gets more than they want and what one does not want is shared among the others (max-min
/// fair): one each in their order, round after round, until nothing is left or nobody wants more.
pub(super) fn fair_shares(wants: &[u32], total: u32) -> Vec<u32> {
    let mut got = vec![0; wants.len()];
    let mut left = total;
    loop {
        let before = left;
        for (got, want) in got.iter_mut().zip(wants) {
            if left > 0 && *got < *want {
                *got += 1;
                left -= 1;
            }
        }
        if left == before {
            return got;
        }
    }
}

/// The part of so many, rounded up; a hair above a whole number is the rounding of binary fractions.
fn part(share: f64, of: usize) -> u32 {
    (share * of as f64 - 1e-9).ceil().max(0.0) as u32
}

/// Where the interviews that an enumerator has in the frame stand, by enumerator.
fn by_enumerator(frame: &Frame, places: impl Iterator<Item = usize>) -> BTreeMap<i32, Vec<usize>> {
    let mut by: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for at in places {
        by.entry(frame.interviews[at].enumerator)
            .or_default()
            .push(at);
    }
    by
}

/// Places of the interviews with a risk, the highest first. Of equal risks it is by a number made of the key: as good as any order, and
/// known before the draw.
fn riskiest(frame: &Frame) -> Vec<usize> {
    let risk = |at: &usize| frame.interviews[*at].risk;
    let mut places: Vec<usize> = (0..frame.interviews.len())
        .filter(|at| risk(at).is_finite() && risk(at) > 0.0)
        .collect();
    places.sort_by(|a, b| {
        let key = |at: &usize| {
            let key = frame.interviews[*at].key;
            (mixed([key]), key)
        };
        risk(b)
            .total_cmp(&risk(a))
            .then_with(|| key(a).cmp(&key(b)))
    });
    places
}

fn is_new(one: &FrameEnumerator, design: &Design) -> bool {
    !one.was_checked && !one.was_confirmed && one.weeks_in_field <= design.new_weeks
}

/// The layers that an interview belongs to by itself, whatever capacity leaves: those that a monitor is told.
pub(super) fn reasons_of(
    stratum: Layer,
    is_risky: bool,
    enumerator: Option<&FrameEnumerator>,
    design: &Design,
) -> Vec<Layer> {
    let belongs = |layer: Layer| match layer {
        Layer::Risk => is_risky,
        Layer::New => enumerator.is_some_and(|one| is_new(one, design)),
        Layer::Confirmed => enumerator.is_some_and(|one| one.was_confirmed),
        Layer::Random => false,
    };
    let others = Layer::ALL.into_iter();
    others
        .filter(|layer| *layer == stratum || belongs(*layer))
        .collect()
}

/// The frame in strata, what the layers wanted and got, and the places of the top by risk before capacity cut it.
pub(super) struct Stratified {
    pub strata: Vec<Making>,
    pub shares: Shares,
    pub top: Vec<usize>,
}

/// Puts every interview into a stratum and fixes the strata's sizes. Of `capacity` visits at most.
pub(super) fn stratify(
    frame: &Frame,
    design: &Design,
    capacity: u32,
) -> Result<Stratified, FrameProblem> {
    let enumerators = frame.enumerators()?;
    let n = frame.interviews.len();
    let mut top = riskiest(frame);
    top.truncate(part(design.risk_share, n) as usize);

    let all = by_enumerator(frame, 0..n);
    let wants_of = |own: &BTreeMap<i32, Vec<usize>>, confirmed: bool| -> Vec<(i32, u32)> {
        let mut wants: Vec<(&FrameEnumerator, u32)> = own
            .iter()
            .filter_map(|(key, places)| {
                let one = &enumerators[key];
                let random = part(design.random_share, places.len());
                let want = match confirmed {
                    true => one
                        .was_confirmed
                        .then(|| random.saturating_add(design.extra_of_confirmed)),
                    false => is_new(one, design).then(|| random.max(1)),
                };
                Some((one, want?.min(places.len() as u32)))
            })
            .collect();
        // Who is in the field longest has no later week left; among equals by a number made of the key.
        wants.sort_by_key(|(one, _)| {
            let key = i64::from(one.enumerator);
            (
                std::cmp::Reverse(one.weeks_in_field),
                mixed([key, i64::from(frame.starts_on.0)]),
                key,
            )
        });
        wants
            .iter()
            .map(|(one, want)| (one.enumerator, *want))
            .collect()
    };
    let sum = |wants: &[(i32, u32)]| wants.iter().map(|(_, want)| *want).sum::<u32>();
    let wanted = [
        top.len() as u32,
        sum(&wants_of(&all, false)),
        sum(&wants_of(&all, true)),
        part(design.random_share, n),
    ];
    // The odd ones go to chance first: without it no rate can be told.
    let fair = fair_shares(&[wanted[3], wanted[1], wanted[2], wanted[0]], capacity);
    let most = [fair[3], fair[1], fair[2], fair[0]];

    let certain: Vec<usize> = top.iter().copied().take(most[0] as usize).collect();
    let mut is_taken = vec![false; n];
    for at in &certain {
        is_taken[*at] = true;
    }
    let mut strata = vec![Making {
        layer: Layer::Risk,
        enumerator: None,
        size: certain.len() as u32,
        members: certain,
    }];
    let is_covered: Vec<i32> = strata[0]
        .members
        .iter()
        .map(|at| frame.interviews[*at].enumerator)
        .collect();
    for (layer, place) in [(Layer::New, 1), (Layer::Confirmed, 2)] {
        let mut own = by_enumerator(frame, (0..n).filter(|at| !is_taken[*at]));
        if layer == Layer::New {
            own.retain(|enumerator, _| !is_covered.contains(enumerator));
        }
        let wants = wants_of(&own, layer == Layer::Confirmed);
        let sizes: Vec<u32> = wants.iter().map(|(_, want)| *want).collect();
        let sizes = fair_shares(&sizes, most[place]);
        for ((enumerator, _), size) in wants.iter().zip(sizes).filter(|(_, size)| *size > 0) {
            let members = own.remove(enumerator).unwrap_or_default();
            for at in &members {
                is_taken[*at] = true;
            }
            strata.push(Making {
                layer,
                enumerator: Some(*enumerator),
                members,
                size,
            });
        }
    }
    let members: Vec<usize> = (0..n).filter(|at| !is_taken[*at]).collect();
    let used: u32 = strata.iter().map(|stratum| stratum.size).sum();
    // Two at least: of one no spread can be seen. Where the layers were cut, what one of them did not need after all is drawn by chance.
    let is_cut = wanted.iter().map(|want| u64::from(*want)).sum::<u64>() > u64::from(capacity);
    let want = match is_cut {
        true => members.len() as u32,
        false => part(design.random_share, members.len())
            .max(2)
            .min(members.len() as u32),
    };
    strata.push(Making {
        layer: Layer::Random,
        enumerator: None,
        size: want.min(capacity.saturating_sub(used)),
        members,
    });
    let mut shares = Shares {
        wanted,
        got: [0; 4],
    };
    for stratum in &strata {
        shares.got[stratum.layer as usize] += stratum.size;
    }
    strata.retain(|stratum| !stratum.members.is_empty());
    Ok(Stratified {
        strata,
        shares,
        top,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_gets_more_than_they_want_and_nothing_is_left_over() {
        assert_eq!(fair_shares(&[10, 2, 3, 10], 100), [10, 2, 3, 10]);
        assert_eq!(fair_shares(&[10, 2, 3, 10], 15), [5, 2, 3, 5]);
        assert_eq!(fair_shares(&[10, 2, 3, 10], 16), [6, 2, 3, 5]);
        assert_eq!(fair_shares(&[9, 9, 9, 9], 1), [1, 0, 0, 0]);
        assert_eq!(fair_shares(&[], 4), [0; 0]);
    }

    #[test]
    fn when_there_is_not_one_for_each_the_first_ones_have_it() {
        assert_eq!(fair_shares(&[1, 3, 2], 2), [1, 1, 0]);
        assert_eq!(fair_shares(&[3, 1, 2], 4), [2, 1, 1]);
        assert_eq!(fair_shares(&[3, 1], 0), [0, 0]);
        for total in 0..12 {
            let got = fair_shares(&[4, 1, 2, 3], total);
            assert_eq!(got.iter().sum::<u32>(), total.min(10), "{got:?}");
        }
    }

    #[test]
    fn a_part_is_rounded_up_and_not_by_the_last_bit() {
        assert_eq!(part(0.05, 100), 5);
        assert_eq!(part(0.05, 101), 6);
        assert_eq!(part(0.1, 30), 3);
        assert_eq!(part(0.1, 0), 0);
    }
}
