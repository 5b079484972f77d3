//! The risk score: whose work a monitor should visit first. It orders the work and convicts nobody; every point of it can be
//! said in words with its numbers.
//!
//! ```text
//! score        = Σ over families of  min(most of the family, Σ over its checks of  min(0.6 · most of the family, check))
//! check        = weight · strength(deviations) · interviews / (interviews + 15)      (review findings, or a peer measure)
//!              + weight of severe · strength(deviations of severe findings) · the same
//! strength(d)  = 0 up to 1 deviation, 1 from 5 on, in between ((d − 1) / 4)²
//! ```
//!
//! *Deviations* are those of the funnel ([`ShareFunnel`]): how far the enumerator's findings per interview lie above those of the
//! enumerators of the same tehsil, in terms of chance and of how much honest enumerators differ there. A check that fires on
//! everybody therefore counts against nobody, whether the tablets or the streets are to blame. Up to one deviation nothing
//! counts, because among thirty measures everybody is above the mean in a dozen; from five on, more certainty changes nothing. In
//! between it is the square that counts, as it does in likelihoods: one measure at four deviations says far more than four at one.
//!
//! *Shrinking*: with few interviews chance explains nearly everything, and what is left is shrunk by `n / (n + 15)` towards the
//! tehsil's mean, which is no points; three odd interviews of a first morning bring nobody to the top.
//!
//! *Caps*: one check gives at most six tenths of its family, and one family at most 30 of 100 points ([`most_of_family`]); more
//! takes signs of different kinds, which honest causes seldom give together.
//!
//! The weights and their reasons are in `weights.rs`. Sources: CHECKS.md; Spiegelhalter 2005 for the deviations; the additive
//! form with caps instead of a learned one (such as RISSK's, World Bank) because a monitor has to be told why.

mod person;
#[cfg(test)]
mod raise_tests;
mod say;
#[cfg(test)]
mod tests;
mod weights;

pub use person::{Fired, Person};
pub use weights::{MOST_OF_ONE_CHECK, Weight, most_of_family, weight_of};

use crate::area::AreaId;
use crate::checks::{Check, Family};
use crate::peers::{
    Group, LEAST_DAYS_TO_COUNT, LEAST_ENUMERATORS, LEAST_TO_COUNT, Peers, ShareFunnel, ShareKind,
    shares_of,
};
use crate::spot_check::{History, risk_after};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Interviews at which half of what is odd counts.
pub const HALF_WEIGHT_INTERVIEWS: f64 = 15.0;

/// Deviations up to which nothing counts.
const FROM_SD: f64 = 1.0;

/// Deviations from which all of the weight counts.
const FULL_SD: f64 = 5.0;

/// Fewer points than this are not worth a sentence, and do not count.
const LEAST_POINTS: f64 = 0.05;

/// How likely it is that a visit to an enumerator's households is worth it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Risk {
    /// Whose work.
    pub enumerator: i32,
    /// The wave.
    pub wave: i32,
    /// The tehsil with most of the interviews; 0 where none is known.
    pub tehsil: AreaId,
    /// Complete interviews in the wave.
    pub interviews: u64,
    /// 0 to 100: the sum of the contributions' points, raised by what was found at doors ([`raise`]).
    pub score: f64,
    /// What it is by the flags alone: the sum of the contributions' points.
    pub flags_score: f64,
    /// What the closed spot checks of the wave told of their interviews.
    pub history: History,
    /// 1 for the highest score of the tehsil and wave. Of equal scores the enumerator with the lower key comes first.
    pub rank: u32,
    /// Enumerators ranked in the tehsil and wave.
    pub ranked: u32,
    /// What the score is made of, the most first.
    pub contributions: Vec<Contribution>,
}

/// What one measure adds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// The family it counts for.
    pub family: Family,
    /// The check whose measure it is.
    pub check: Check,
    /// Points, after all caps.
    pub points: f64,
    /// Deviations from the peers' figure, signed.
    pub deviations: f64,
    /// What was measured.
    pub measure: Measure,
}

/// A figure of the enumerator beside that of the others.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "measure", rename_all = "snake_case")]
pub enum Measure {
    /// Findings, of interviews.
    Interviews(Portions),
    /// Severe findings, of interviews.
    SevereInterviews(Portions),
    /// Days found, of days with an interview.
    Days(Portions),
    /// One of the shares that are compared with peers.
    Share {
        /// Which.
        kind: ShareKind,
        /// The figures.
        portions: Portions,
    },
    /// The mean size of households.
    HouseholdSize {
        /// Persons a household, of the enumerator.
        mean_persons: f64,
        /// Households of the enumerator.
        households: u64,
        /// Persons a household, in the tehsil.
        tehsil_mean_persons: f64,
        /// Whether `tehsil_mean_persons` is that of the whole wave, because the tehsil has too few enumerators.
        is_whole_wave: bool,
    },
    /// How much answers vary from household to household.
    Variety {
        /// Bits a question on average, of the enumerator.
        bits: f64,
        /// Interviews of the enumerator that were compared.
        interviews: u32,
        /// The median over the tehsil's enumerators, in bits a question.
        tehsil_bits: f64,
        /// Whether `tehsil_bits` is that of the whole wave, because the tehsil has too few enumerators.
        is_whole_wave: bool,
    },
}

/// Cases and what they are of, of the enumerator and of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portions {
    /// The enumerator's cases.
    pub cases: u64,
    /// … of so many.
    pub of: u64,
    /// The other enumerators' cases.
    pub others_cases: u64,
    /// … of so many.
    pub others_of: u64,
    /// Whether the others are those of the whole wave, because the tehsil has too few enumerators.
    pub is_whole_wave: bool,
}

/// The risk of everybody, by wave, tehsil and rank. `people` are all enumerators that `peers` was made from, one an enumerator and
/// wave, in any order.
pub fn risks(people: &[Person], peers: &Peers) -> Vec<Risk> {
    let mut sorted: Vec<&Person> = people.iter().collect();
    sorted.sort_by_key(|person| (person.group(), person.enumerator()));
    let mut risks = Vec::new();
    for wave in sorted.chunk_by(|a, b| a.tally.wave == b.tally.wave) {
        let whole = Company::new(wave, peers, None);
        for tehsil in wave.chunk_by(|a, b| a.group() == b.group()) {
            let own = Company::new(tehsil, peers, Some(tehsil[0].tally.tehsil));
            // Too few to tell the usual from the odd: the wave stands in, which is coarser and better than no order at all.
            let is_enough = own.is_enough() && tehsil[0].tally.tehsil != 0;
            let company = if is_enough { &own } else { &whole };
            let mut ranked: Vec<Risk> = tehsil.iter().map(|person| risk(person, company)).collect();
            rank(&mut ranked);
            risks.extend(ranked);
        }
    }
    risks
}

/// Raises the scores of those of whom interviews were found to be fabricated ([`risk_after`]), and ranks anew. `histories` are by wave and
/// enumerator; `risks` as [`risks`] answers them.
pub fn raise(risks: &mut [Risk], histories: &BTreeMap<(i32, i32), History>) {
    for risk in risks.iter_mut() {
        let history = histories.get(&(risk.wave, risk.enumerator));
        risk.history = history.copied().unwrap_or_default();
        risk.score = risk_after(risk.flags_score, &risk.history);
    }
    for of_tehsil in risks.chunk_by_mut(|a, b| (a.wave, a.tehsil) == (b.wave, b.tehsil)) {
        rank(of_tehsil);
    }
}

/// Orders and ranks the risks of one tehsil and wave.
fn rank(risks: &mut [Risk]) {
    risks.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then(a.enumerator.cmp(&b.enumerator))
    });
    let number = u32::try_from(risks.len()).unwrap_or(u32::MAX);
    for (rank, risk) in (1..).zip(risks) {
        (risk.rank, risk.ranked) = (rank, number);
    }
}

/// The part of each tehsil's enumerators with the highest risk, for example 0.1, rounded up; without those of whom there is
/// nothing to say.
pub fn top_share(risks: &[Risk], share: f64) -> Vec<&Risk> {
    let is_top = |risk: &&Risk| {
        risk.score > 0.0 && f64::from(risk.rank) < f64::from(risk.ranked) * share + 1.0
    };
    risks.iter().filter(is_top).collect()
}

/// Those with whom an enumerator is compared.
struct Company<'a> {
    group: Option<&'a Group>,
    is_whole_wave: bool,
    /// By check: findings of interviews (or days), and severe findings.
    funnels: BTreeMap<Check, [ShareFunnel; 2]>,
}

impl<'a> Company<'a> {
    fn new(people: &[&Person], peers: &'a Peers, tehsil: Option<AreaId>) -> Company<'a> {
        let wave = people.first().map_or(0, |person| person.tally.wave);
        let funnel = |check: Check, portion: fn(&Person, Check) -> (u64, u64)| {
            let portions = people.iter().map(|person| portion(person, check));
            let portions: Vec<(u64, u64)> = portions.collect();
            let least = if is_by_day(check) {
                LEAST_DAYS_TO_COUNT
            } else {
                LEAST_TO_COUNT
            };
            ShareFunnel::of_least(&portions, 1.0, least)
        };
        let by_findings = Check::ALL
            .iter()
            .filter(|check| peer_measure(**check).is_none());
        let funnels = by_findings.map(|check| {
            let review = funnel(*check, portion_of);
            let severe = funnel(*check, severe_portion_of);
            (*check, [review, severe])
        });
        Company {
            group: peers.group(wave, tehsil),
            is_whole_wave: tehsil.is_none(),
            funnels: funnels.collect(),
        }
    }

    fn is_enough(&self) -> bool {
        let counted = |funnels: &[ShareFunnel; 2]| funnels[0].between.enumerators;
        // Every check but that of days counts the same enumerators: those with ten interviews and more.
        self.funnels.values().map(counted).max().unwrap_or(0) >= LEAST_ENUMERATORS
    }
}

/// What a check's findings about the whole wave are made from. The figure itself counts instead of the finding, because it says
/// more than whether a limit was passed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum PeerMeasure {
    High(ShareKind),
    Either(ShareKind),
    SmallHouseholds,
    LowVariety,
}

fn peer_measure(check: Check) -> Option<PeerMeasure> {
    match check {
        Check::GpsMissing => Some(PeerMeasure::High(ShareKind::WithoutFix)),
        Check::GpsClustered => Some(PeerMeasure::High(ShareKind::Clustered)),
        Check::Nonresponse => Some(PeerMeasure::Either(ShareKind::Nonresponse)),
        Check::DontKnow => Some(PeerMeasure::Either(ShareKind::DontKnow)),
        Check::Refusal => Some(PeerMeasure::Either(ShareKind::Refused)),
        Check::NearDuplicate => Some(PeerMeasure::High(ShareKind::NearDuplicate)),
        Check::HouseholdSizeLow => Some(PeerMeasure::SmallHouseholds),
        Check::LowVariety => Some(PeerMeasure::LowVariety),
        _ => None,
    }
}

/// Days are compared with days, everything else with interviews.
fn is_by_day(check: Check) -> bool {
    check == Check::TooManyADay
}

fn portion_of(person: &Person, check: Check) -> (u64, u64) {
    let of = if is_by_day(check) {
        person.days()
    } else {
        person.tally.interviews()
    };
    // Findings about visits without an interview may be more than the interviews.
    (u64::from(person.fired(check).review).min(of), of)
}

fn severe_portion_of(person: &Person, check: Check) -> (u64, u64) {
    let (_, of) = portion_of(person, check);
    (u64::from(person.fired(check).severe).min(of), of)
}

/// How much of a weight counts, 0 to 1.
fn strength(deviations: f64) -> f64 {
    ((deviations - FROM_SD) / (FULL_SD - FROM_SD))
        .clamp(0.0, 1.0)
        .powi(2)
}

fn risk(person: &Person, company: &Company<'_>) -> Risk {
    let mut contributions: Vec<Contribution> = Vec::new();
    for family in Family::ALL {
        contributions.extend(of_family(person, company, family));
    }
    contributions.sort_by(|a, b| {
        b.points
            .total_cmp(&a.points)
            .then(a.check.rank().cmp(&b.check.rank()))
    });
    let (wave, tehsil) = person.group();
    // From nothing, and not from the "−0" that a sum of nothing is.
    let flags_score = contributions.iter().fold(0.0, |sum, c| sum + c.points);
    Risk {
        enumerator: person.enumerator(),
        wave,
        tehsil,
        interviews: person.tally.interviews(),
        score: flags_score,
        flags_score,
        history: History::default(),
        rank: 0,
        ranked: 0,
        contributions,
    }
}

fn of_family(person: &Person, company: &Company<'_>, family: Family) -> Vec<Contribution> {
    let most = most_of_family(family);
    let checks = Check::ALL.iter().copied();
    let mut found: Vec<Contribution> = checks
        .filter(|check| check.about().family == family)
        .flat_map(|check| {
            let mut of_check = of_check(person, company, check);
            cap(&mut of_check, most * MOST_OF_ONE_CHECK);
            of_check
        })
        .collect();
    cap(&mut found, most);
    found.retain(|contribution| contribution.points >= LEAST_POINTS);
    found
}

/// Makes contributions smaller, each by the same part, until they are no more than `most` together.
fn cap(contributions: &mut [Contribution], most: f64) {
    let sum: f64 = contributions.iter().map(|c| c.points).sum();
    if sum > most {
        for contribution in contributions {
            contribution.points *= most / sum;
        }
    }
}

fn of_check(person: &Person, company: &Company<'_>, check: Check) -> Vec<Contribution> {
    let Some(weight) = weight_of(check.code()) else {
        return Vec::new();
    };
    let n = person.tally.interviews() as f64;
    let shrunk = n / (n + HALF_WEIGHT_INTERVIEWS);
    let counted = |weight: f64, deviations: f64, measure: Measure| Contribution {
        family: check.about().family,
        check,
        points: weight * strength(deviations.abs()) * shrunk,
        deviations,
        measure,
    };
    if let Some(measure) = peer_measure(check) {
        let found = of_peer_measure(person, company, measure);
        let found = found.map(|(deviations, measure)| counted(weight.review, deviations, measure));
        return found.into_iter().collect();
    }
    let Some([review, severe]) = company.funnels.get(&check) else {
        return Vec::new();
    };
    let portions = |(cases, of): (u64, u64), funnel: &ShareFunnel| {
        beside_others(company, (cases, of), (funnel.cases, funnel.of))
    };
    let own = portion_of(person, check);
    let own_severe = severe_portion_of(person, check);
    let high = |funnel: &ShareFunnel, (cases, of): (u64, u64)| {
        if cases == 0 {
            return None;
        }
        let mut deviations = funnel.standing(cases, of)?.deviations;
        if let Some(single_day) = person.busiest_day_sd.filter(|_| is_by_day(check)) {
            // Twenty-six interviews on one day say what they say, on however few days.
            deviations = deviations.max(single_day);
        }
        (deviations > 0.0).then_some(deviations)
    };
    let measure = if is_by_day(check) {
        Measure::Days
    } else {
        Measure::Interviews
    };
    let of_review = high(review, own)
        .map(|deviations| counted(weight.review, deviations, measure(portions(own, review))));
    let of_severe = high(severe, own_severe).map(|deviations| {
        let measure = Measure::SevereInterviews(portions(own_severe, severe));
        counted(weight.severe, deviations, measure)
    });
    of_review.into_iter().chain(of_severe).collect()
}

fn of_peer_measure(
    person: &Person,
    company: &Company<'_>,
    measure: PeerMeasure,
) -> Option<(f64, Measure)> {
    let group = company.group?;
    let (kind, is_either) = match measure {
        PeerMeasure::High(kind) => (kind, false),
        PeerMeasure::Either(kind) => (kind, true),
        PeerMeasure::SmallHouseholds => {
            let own = &person.tally.household_size;
            let standing = group.household_size.standing(own)?;
            let measure = Measure::HouseholdSize {
                mean_persons: standing.own,
                households: own.n,
                tehsil_mean_persons: standing.peers,
                is_whole_wave: company.is_whole_wave,
            };
            return (standing.deviations < 0.0).then_some((standing.deviations, measure));
        }
        PeerMeasure::LowVariety => {
            let own = &person.tally.variety;
            let standing = group.variety_standing(own)?;
            let measure = Measure::Variety {
                bits: standing.own_bits,
                interviews: own.interviews,
                tehsil_bits: standing.usual_bits,
                is_whole_wave: company.is_whole_wave,
            };
            return (standing.deviations < 0.0).then_some((standing.deviations, measure));
        }
    };
    let own = shares_of(&person.tally, kind);
    let funnel = group.share(kind);
    let deviations = funnel.standing(own.0, own.1)?.deviations;
    let portions = beside_others(company, own, (funnel.cases, funnel.of));
    (deviations > 0.0 || is_either).then_some((deviations, Measure::Share { kind, portions }))
}

/// The others' figures are everybody's without the enumerator's own. Saturating: whoever worked in two tehsils may have more than
/// the one.
fn beside_others(company: &Company<'_>, own: (u64, u64), all: (u64, u64)) -> Portions {
    Portions {
        cases: own.0,
        of: own.1,
        others_cases: all.0.saturating_sub(own.0),
        others_of: all.1.saturating_sub(own.1),
        is_whole_wave: company.is_whole_wave,
    }
}
