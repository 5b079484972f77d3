//! What is usual in a tehsil and wave, so that an enumerator is compared with those who work in the same streets and never with
//! a fixed share.
//!
//! [`tallies_of`] sums each enumerator's work exactly; [`Peers::of`] makes the statistics of every tehsil from the tallies. The
//! same tallies in any order give the same statistics, to the bit. Sizes are bounded: durations are counted by the minute.
//!
//! An enumerator's own work is part of the figures that it is compared with. Leaving it out would need other figures for everybody,
//! and findings that nobody can look up; instead all figures are such that one enumerator can hardly move them: medians, and means of
//! which the outermost are drawn in.

mod alike;
mod answered;
pub(crate) mod dice;
mod forms;
mod funnel;
mod minutes;
pub(crate) mod normal;
mod spots;
mod spread;
mod tally;
mod variety;

#[cfg(test)]
mod tests;

pub use alike::{Alikeness, Pair};
pub use answered::Answered;
pub use forms::{FormUse, MOST_FIRST_USES, NewerForm};
pub use funnel::{
    Between, DEVIATIONS_95, DEVIATIONS_998, LEAST_ENUMERATORS, LEAST_TO_COUNT, MeanFunnel,
    ShareFunnel, Standing, Sums,
};
pub use minutes::Minutes;
pub use spots::OneSpot;
pub use spread::{Spread, count_at, stabilised};
pub use tally::{
    Answers, Basis, Durations, SizeClass, Tally, dated, duration_s, shares_of, tallies_of,
};
pub use variety::{LEAST_VARIED, Variety, VarietyStanding};

use crate::area::AreaId;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The fewest interviews whose median is called usual.
pub const LEAST_INTERVIEWS: u64 = 30;

/// The fewest enumerator-days whose spread says which day is an odd one.
pub const LEAST_DAYS: u32 = 30;

/// The fewest days with which an enumerator says what is usual on a day: a week is only six days long.
pub const LEAST_DAYS_TO_COUNT: u64 = 3;

/// The fewest starts from which usual working hours are told.
pub const LEAST_STARTS: u64 = 200;

/// What a finding was judged against. With the version the statistics can be looked up again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Against {
    /// The statistics' version.
    pub version: i64,
    /// The tehsil; `None` for the whole wave.
    pub tehsil: Option<AreaId>,
    /// Enumerators with a complete interview in it.
    pub enumerators: u32,
    /// Their complete interviews.
    pub interviews: u64,
}

/// The shares in which enumerators are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareKind {
    /// Complete interviews without a fix, of complete interviews.
    WithoutFix,
    /// Days on which the households lie closer together than their positions are accurate, of days with enough households.
    Clustered,
    /// Visits without a complete interview, of visits to homes in which somebody lives (AAPOR's response rate turned round; a
    /// second visit to the same home counts again).
    Nonresponse,
    /// "Don't know", of items asked in complete interviews.
    DontKnow,
    /// Refused answers, of items asked in complete interviews.
    Refused,
    /// Interviews nearly the same as another of the same enumerator, of interviews with answers enough to be compared.
    NearDuplicate,
}

impl ShareKind {
    /// Every share, in the order in which statistics are kept: new ones come last.
    pub const ALL: [ShareKind; 6] = [
        ShareKind::WithoutFix,
        ShareKind::Clustered,
        ShareKind::Nonresponse,
        ShareKind::DontKnow,
        ShareKind::Refused,
        ShareKind::NearDuplicate,
    ];

    /// From how many cases on an enumerator says how enumerators differ.
    fn least_to_count(self) -> u64 {
        match self {
            ShareKind::Clustered => LEAST_DAYS_TO_COUNT,
            _ => LEAST_TO_COUNT,
        }
    }
}

/// The statistics of one tehsil in one wave, or of the whole wave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// The wave.
    pub wave: i32,
    /// The tehsil; `None` for the whole wave.
    pub tehsil: Option<AreaId>,
    /// Enumerators with a complete interview.
    pub enumerators: u32,
    /// Complete interviews.
    pub interviews: u64,
    /// Durations of complete interviews.
    pub durations: Durations,
    /// Complete interviews on an enumerator's day with any, over all such days, on the scale of [`stabilised`].
    pub interviews_a_day: Option<Spread>,
    /// Enumerators' median durations in seconds, over enumerators with [`LEAST_TO_COUNT`]; by active time, then by elapsed.
    pub median_durations_s: [Option<Spread>; 2],
    /// By kind, in the order of [`ShareKind::ALL`].
    #[serde(deserialize_with = "read_shares")]
    pub shares: [ShareFunnel; ShareKind::ALL.len()],
    /// Sizes of the households interviewed.
    pub household_size: MeanFunnel,
    /// Visits by the hour of their corrected start, local time: 24 numbers.
    pub starts_by_hour: Vec<u64>,
    /// Bits a question of enumerators' answers.
    #[serde(default)]
    pub variety_bits: Option<Spread>,
    /// Use of the versions of forms, by form and version.
    #[serde(default)]
    pub forms: Vec<FormUse>,
}

impl Group {
    /// From the tallies of its enumerators. Must be in the order of enumerators, so that sums come out the same to the bit.
    fn of(wave: i32, tehsil: Option<AreaId>, tallies: &[&Tally]) -> Group {
        let mut durations = Durations::default();
        let mut days: BTreeMap<u32, u64> = BTreeMap::new();
        let mut starts_by_hour = vec![0; 24];
        for tally in tallies {
            durations.add(&tally.durations);
            for (_, number) in &tally.days {
                *days.entry(*number).or_default() += 1;
            }
            for (all, own) in starts_by_hour.iter_mut().zip(&tally.starts_by_hour) {
                *all += u64::from(*own);
            }
        }
        let working = tallies.iter().filter(|tally| tally.interviews() > 0);
        let enumerators: BTreeSet<i32> = working.map(|tally| tally.enumerator).collect();
        let uses = tallies.iter().flat_map(|tally| {
            let first_uses = tally.forms.iter();
            first_uses.map(|(form, at)| (tally.enumerator, *form, *at))
        });
        let bits = tallies.iter().filter_map(|tally| tally.variety.mean_bits());
        let sizes: Vec<Sums> = tallies.iter().map(|tally| tally.household_size).collect();
        Group {
            wave,
            tehsil,
            enumerators: u32::try_from(enumerators.len()).unwrap_or(u32::MAX),
            interviews: tallies.iter().map(|tally| tally.interviews()).sum(),
            durations,
            interviews_a_day: Spread::of_counts(&days),
            median_durations_s: [Basis::Active, Basis::Elapsed].map(|basis| {
                let own = tallies.iter().map(|tally| tally.durations.of_all(basis));
                let own = own.filter(|minutes| minutes.n() >= LEAST_TO_COUNT);
                Spread::of(own.filter_map(|minutes| minutes.median_s()).collect())
            }),
            shares: ShareKind::ALL.map(|kind| {
                let portions: Vec<(u64, u64)> =
                    tallies.iter().map(|tally| shares_of(tally, kind)).collect();
                ShareFunnel::of_least(
                    &portions,
                    design_effect(kind, tallies),
                    kind.least_to_count(),
                )
            }),
            household_size: MeanFunnel::of(&sizes),
            starts_by_hour,
            variety_bits: Spread::of(bits.collect()),
            forms: forms::form_uses(uses),
        }
    }

    /// The funnel of a share.
    pub fn share(&self, kind: ShareKind) -> &ShareFunnel {
        &self.shares[kind as usize]
    }

    /// The part of the visits that began in an hour of the day (0 to 23); `None` below [`LEAST_STARTS`].
    pub fn share_of_starts(&self, hour: usize) -> Option<f64> {
        let all: u64 = self.starts_by_hour.iter().sum();
        let own = *self.starts_by_hour.get(hour)?;
        (all >= LEAST_STARTS).then(|| own as f64 / all as f64)
    }

    /// The hours of the day between which nine of ten visits begin: the first, and the one after the last. `None` below
    /// [`LEAST_STARTS`].
    pub fn usual_hours(&self) -> Option<(u8, u8)> {
        let all: u64 = self.starts_by_hour.iter().sum();
        if all < LEAST_STARTS {
            return None;
        }
        // A twentieth lies before, and a twentieth after.
        let tail = all / 20;
        let within = |hours: &mut dyn Iterator<Item = &u64>| {
            let mut seen = 0;
            hours
                .take_while(|starts| {
                    seen += **starts;
                    seen <= tail
                })
                .count() as u8
        };
        let first = within(&mut self.starts_by_hour.iter());
        let after = 24 - within(&mut self.starts_by_hour.iter().rev());
        Some((first, after))
    }

    /// How well somebody's starts by hour of the day fit the usual working hours: the mean of the logarithm of each start's usual
    /// share, at most 0, higher is better; an hour in which nobody starts counts as half a start. For comparing the same starts
    /// under two clocks. `None` of no starts, and below [`LEAST_STARTS`] of the peers.
    pub fn hours_fit(&self, starts_by_hour: &[u32; 24]) -> Option<f64> {
        let all: u64 = self.starts_by_hour.iter().sum();
        let own: u64 = starts_by_hour.iter().map(|starts| u64::from(*starts)).sum();
        if all < LEAST_STARTS || own == 0 {
            return None;
        }
        let usual = self.starts_by_hour.iter().zip(starts_by_hour);
        let sum: f64 = usual
            .map(|(usual, starts)| {
                let share = (*usual as f64 + 0.5) / (all as f64 + 12.0);
                f64::from(*starts) * share.ln()
            })
            .sum();
        Some(sum / own as f64)
    }

    /// Whether there are enough enumerators for anybody to be compared with them.
    pub fn is_enough(&self) -> bool {
        self.enumerators >= LEAST_ENUMERATORS
    }

    /// How the spread of days tells an odd one; `None` where there are too few.
    pub fn usual_day(&self) -> Option<Spread> {
        self.interviews_a_day
            .filter(|days| self.is_enough() && days.n >= LEAST_DAYS)
    }
}

/// Reads statistics of an earlier version of the program, too: of a share that it did not know, it knows no enumerators.
fn read_shares<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<[ShareFunnel; ShareKind::ALL.len()], D::Error> {
    Vec::deserialize(from).map(as_many_as_there_are)
}

fn as_many_as_there_are(kept: Vec<ShareFunnel>) -> [ShareFunnel; ShareKind::ALL.len()] {
    ShareKind::ALL.map(|kind| kept.get(kind as usize).copied().unwrap_or_default())
}

/// How many times the variance of independent items a share of items has, by how they clump within interviews (the design
/// effect of a ratio, Kish 1965). Near duplicates come in twos at least. Visits and days are taken as they come.
fn design_effect(kind: ShareKind, tallies: &[&Tally]) -> f64 {
    let answers_of = |tally: &Tally| match kind {
        ShareKind::DontKnow => Some(tally.dont_know),
        ShareKind::Refused => Some(tally.refused),
        ShareKind::WithoutFix
        | ShareKind::Clustered
        | ShareKind::Nonresponse
        | ShareKind::NearDuplicate => None,
    };
    if kind == ShareKind::NearDuplicate {
        return 2.0;
    }
    let (mut found, mut independent) = (0.0, 0.0);
    for answers in tallies.iter().filter_map(|tally| answers_of(tally)) {
        if answers.interviews < 2 {
            continue;
        }
        let n = answers.interviews as f64;
        let share = answers.answers as f64 / answers.items.max(1) as f64;
        found += answers.clumped_variance() * n / (n - 1.0);
        independent += answers.items as f64 * share * (1.0 - share);
    }
    if independent > 0.0 {
        found / independent
    } else {
        1.0
    }
}

/// How long an interview usually takes, and from where that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UsualDuration {
    /// The median in seconds.
    pub median_s: f64,
    /// Of so many interviews.
    pub n: u64,
    /// With households of this size; `None` for all sizes.
    pub class: Option<SizeClass>,
    /// Where.
    pub against: Against,
}

/// The statistics of every tehsil and wave.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Peers {
    /// Which statistics these are: written into every finding that was judged against them.
    pub version: i64,
    /// By wave, then the whole wave before its tehsils.
    groups: Vec<Group>,
}

impl Peers {
    /// From the tallies of everybody, in any order; one an enumerator, wave and tehsil.
    pub fn of(version: i64, tallies: &[Tally]) -> Peers {
        let mut sorted: Vec<&Tally> = tallies.iter().collect();
        sorted.sort_by_key(|tally| (tally.wave, tally.tehsil, tally.enumerator));
        let mut groups = Vec::new();
        for wave in sorted.chunk_by(|a, b| a.wave == b.wave) {
            groups.push(Group::of(wave[0].wave, None, wave));
            let tehsils = wave.chunk_by(|a, b| a.tehsil == b.tehsil);
            // Tehsil 0 is not a place whose enumerators have anything in common.
            for tehsil in tehsils.filter(|tallies| tallies[0].tehsil != 0) {
                groups.push(Group::of(wave[0].wave, Some(tehsil[0].tehsil), tehsil));
            }
        }
        Peers { version, groups }
    }

    /// Every group, by wave and tehsil.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// A tehsil's statistics in a wave; the whole wave's for `None`.
    pub fn group(&self, wave: i32, tehsil: Option<AreaId>) -> Option<&Group> {
        self.groups
            .binary_search_by_key(&(wave, tehsil), |group| (group.wave, group.tehsil))
            .ok()
            .map(|at| &self.groups[at])
    }

    /// What a finding judged against a group says of it.
    pub fn against(&self, group: &Group) -> Against {
        Against {
            version: self.version,
            tehsil: group.tehsil,
            enumerators: group.enumerators,
            interviews: group.interviews,
        }
    }

    /// How long an interview usually takes with a household of that size: in the tehsil; else in the wave; else with households
    /// of any size, in the tehsil, then in the wave. Size comes before place, because a household of one takes half as long as
    /// one of eight and tehsils differ less. `None` where nowhere are [`LEAST_INTERVIEWS`] by [`LEAST_ENUMERATORS`].
    pub fn usual_duration(
        &self,
        wave: i32,
        tehsil: AreaId,
        basis: Basis,
        class: SizeClass,
    ) -> Option<UsualDuration> {
        let own = (class != SizeClass::Unknown).then_some(class);
        let classes = own.map(Some).into_iter().chain([None]);
        let places = [Some(tehsil).filter(|tehsil| *tehsil != 0), None];
        for class in classes {
            let groups = places
                .iter()
                .filter_map(|tehsil| self.group(wave, *tehsil))
                .filter(|group| group.is_enough());
            for group in groups {
                let all;
                let minutes = match class {
                    Some(class) => group.durations.of(basis, class),
                    None => {
                        all = group.durations.of_all(basis);
                        &all
                    }
                };
                let n = minutes.n();
                if let Some(median_s) = minutes.median_s().filter(|_| n >= LEAST_INTERVIEWS) {
                    let against = self.against(group);
                    return Some(UsualDuration {
                        median_s,
                        n,
                        class,
                        against,
                    });
                }
            }
        }
        None
    }
}
