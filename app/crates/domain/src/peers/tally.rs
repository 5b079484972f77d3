//! What one enumerator did in one tehsil and wave, in sums that add exactly: the one thing that peers are computed from.

use super::ShareKind;
use super::answered::Answered;
use super::funnel::Sums;
use super::minutes::Minutes;
use super::spots::OneSpot;
use super::variety::Variety;
use crate::area::AreaId;
use crate::checks::{Field, Work, gps_clustered, near_duplicate};
use crate::outcome::{Outcome, ReviewState};
use crate::place::Fix;
use crate::time::{EpochMs, SurveyDay};
use crate::visit::{FormVersion, Timed, Visit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a duration was measured by. The two are never mixed: elapsed time holds every tea that active time leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Time in which the form was worked on, from the tablet's trail.
    Active,
    /// From the start to the end.
    Elapsed,
}

/// Household sizes that take about as long to interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SizeClass {
    /// One person.
    One,
    /// Two or three.
    TwoToThree,
    /// Four to six.
    FourToSix,
    /// Seven to nine.
    SevenToNine,
    /// Ten and more.
    TenAndMore,
    /// Not stated, or nobody.
    Unknown,
}

impl SizeClass {
    /// Every class.
    pub const ALL: [SizeClass; 6] = [
        SizeClass::One,
        SizeClass::TwoToThree,
        SizeClass::FourToSix,
        SizeClass::SevenToNine,
        SizeClass::TenAndMore,
        SizeClass::Unknown,
    ];

    /// The class of a household of so many persons.
    pub fn of(persons: Option<u32>) -> SizeClass {
        match persons {
            None | Some(0) => SizeClass::Unknown,
            Some(1) => SizeClass::One,
            Some(2..=3) => SizeClass::TwoToThree,
            Some(4..=6) => SizeClass::FourToSix,
            Some(7..=9) => SizeClass::SevenToNine,
            Some(_) => SizeClass::TenAndMore,
        }
    }
}

/// Durations by basis, then by size class.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Durations {
    active: [Minutes; SizeClass::ALL.len()],
    elapsed: [Minutes; SizeClass::ALL.len()],
}

impl Durations {
    fn by_class(&self, basis: Basis) -> &[Minutes; SizeClass::ALL.len()] {
        match basis {
            Basis::Active => &self.active,
            Basis::Elapsed => &self.elapsed,
        }
    }

    /// Those of one class.
    pub fn of(&self, basis: Basis, class: SizeClass) -> &Minutes {
        &self.by_class(basis)[class as usize]
    }

    /// Those of every household, of whatever size.
    pub fn of_all(&self, basis: Basis) -> Minutes {
        let mut all = Minutes::default();
        for minutes in self.by_class(basis) {
            all.add(minutes);
        }
        all
    }

    fn count(&mut self, basis: Basis, class: SizeClass, duration_s: u32) {
        let classes = match basis {
            Basis::Active => &mut self.active,
            Basis::Elapsed => &mut self.elapsed,
        };
        classes[class as usize].add_s(duration_s);
    }

    /// Adds what another has counted.
    pub fn add(&mut self, other: &Durations) {
        let mine = self.active.iter_mut().chain(&mut self.elapsed);
        for (mine, theirs) in mine.zip(other.active.iter().chain(&other.elapsed)) {
            mine.add(theirs);
        }
    }
}

/// Answers of one kind among the items asked, with what is needed to tell how they clump within interviews.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Interviews that say how many there were.
    pub interviews: u64,
    /// Answers of the kind.
    pub answers: u64,
    /// Items asked.
    pub items: u64,
    /// Σ answers² over interviews.
    pub answers_squared: u64,
    /// Σ answers · items over interviews.
    pub products: u64,
    /// Σ items² over interviews.
    pub items_squared: u64,
}

impl Answers {
    fn count(&mut self, answers: Option<u32>, items: Option<u32>) {
        let (Some(answers), Some(items)) = (answers, items) else {
            return;
        };
        // More "don't know" than items is a fault of the form, not of the enumerator.
        let (answers, items) = (u64::from(answers.min(items)), u64::from(items));
        self.interviews += 1;
        self.answers += answers;
        self.items += items;
        self.answers_squared += answers * answers;
        self.products += answers * items;
        self.items_squared += items * items;
    }

    fn add(&mut self, other: &Answers) {
        self.interviews += other.interviews;
        self.answers += other.answers;
        self.items += other.items;
        self.answers_squared += other.answers_squared;
        self.products += other.products;
        self.items_squared += other.items_squared;
    }

    /// Σ (answers − share · items)² over interviews, with the enumerator's own share.
    pub fn clumped_variance(&self) -> f64 {
        let share = self.answers as f64 / self.items.max(1) as f64;
        let squares = self.answers_squared as f64 - 2.0 * share * self.products as f64
            + share * share * self.items_squared as f64;
        squares.max(0.0)
    }
}

/// One enumerator's work in one tehsil and wave. Visits that the collection system rejected are in nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Whose.
    pub enumerator: i32,
    /// The wave.
    pub wave: i32,
    /// The tehsil; 0 where it is not known.
    pub tehsil: AreaId,
    /// Visits by outcome, in the order of [`Outcome::ALL`].
    pub outcomes: [u32; Outcome::ALL.len()],
    /// Complete interviews without a fix.
    pub without_fix: u32,
    /// Complete interviews by corrected survey day, in order. Without those whose day is not known or whose clock is uncertain.
    pub days: Vec<(SurveyDay, u32)>,
    /// Durations of complete interviews.
    pub durations: Durations,
    /// Sizes of the households interviewed.
    pub household_size: Sums,
    /// "Don't know" among the items asked in complete interviews.
    pub dont_know: Answers,
    /// Refused answers among them.
    pub refused: Answers,
    /// Days with so many households of complete interviews with good fixes that it can be told whether they are one spot.
    pub days_placed: u32,
    /// … of them on one spot.
    pub days_on_one_spot: u32,
    /// Visits by the hour of their corrected start, local time.
    pub starts_by_hour: Vec<u32>,
    /// Complete interviews with answers enough to be compared, one a household.
    #[serde(default)]
    pub interviews_compared: u32,
    /// … of them nearly the same as another of the same enumerator.
    #[serde(default)]
    pub near_duplicates: u32,
    /// How much the answers vary.
    #[serde(default)]
    pub variety: Variety,
    /// The first corrected start of a visit on each version of a form, by form and version. Without those whose clock is
    /// uncertain.
    #[serde(default)]
    pub forms: Vec<(FormVersion, EpochMs)>,
}

impl Tally {
    /// Complete interviews.
    pub fn interviews(&self) -> u64 {
        u64::from(self.outcomes[Outcome::Complete as usize])
    }

    /// Visits to a door behind which somebody lives: all but vacant homes and those not found.
    pub fn visits_to_homes(&self) -> u64 {
        let of = |outcome: Outcome| u64::from(self.outcomes[outcome as usize]);
        let all: u64 = self.outcomes.iter().map(|number| u64::from(*number)).sum();
        all - of(Outcome::Vacant) - of(Outcome::NotFound)
    }

    /// … of them without a complete interview.
    pub fn visits_without_interview(&self) -> u64 {
        self.visits_to_homes() - self.interviews()
    }

    /// Adds another tally's sums and keeps its own names: exact wherever the two share no household (other tehsils, other
    /// enumerators). Parts of one enumerator's work in one tehsil must be tallied together instead, because a day of one part may
    /// go on in the other, and answers of one may be the same in the other.
    pub fn add(&mut self, other: &Tally) {
        for (mine, theirs) in self.outcomes.iter_mut().zip(other.outcomes) {
            *mine += theirs;
        }
        self.without_fix += other.without_fix;
        let mut days: BTreeMap<SurveyDay, u32> = self.days.iter().copied().collect();
        for (day, number) in &other.days {
            *days.entry(*day).or_default() += number;
        }
        self.days = days.into_iter().collect();
        self.durations.add(&other.durations);
        self.household_size.add(&other.household_size);
        self.dont_know.add(&other.dont_know);
        self.refused.add(&other.refused);
        self.days_placed += other.days_placed;
        self.days_on_one_spot += other.days_on_one_spot;
        self.interviews_compared += other.interviews_compared;
        self.near_duplicates += other.near_duplicates;
        self.variety.add(&other.variety);
        for (form, at) in &other.forms {
            self.first_use(*form, *at);
        }
        self.starts_by_hour
            .resize(self.starts_by_hour.len().max(24), 0);
        for (mine, theirs) in self.starts_by_hour.iter_mut().zip(&other.starts_by_hour) {
            *mine += theirs;
        }
    }

    /// Notes a use of a version of a form.
    fn first_use(&mut self, form: FormVersion, at: EpochMs) {
        match self.forms.binary_search_by_key(&form, |(form, _)| *form) {
            Ok(known) => self.forms[known].1 = at.min(self.forms[known].1),
            Err(place) => self.forms.insert(place, (form, at)),
        }
    }
}

/// Cases and their number in one of the shares that are compared.
pub fn shares_of(tally: &Tally, kind: ShareKind) -> (u64, u64) {
    match kind {
        ShareKind::WithoutFix => (u64::from(tally.without_fix), tally.interviews()),
        ShareKind::Clustered => (
            u64::from(tally.days_on_one_spot),
            u64::from(tally.days_placed),
        ),
        ShareKind::Nonresponse => (tally.visits_without_interview(), tally.visits_to_homes()),
        ShareKind::DontKnow => (tally.dont_know.answers, tally.dont_know.items),
        ShareKind::Refused => (tally.refused.answers, tally.refused.items),
        ShareKind::NearDuplicate => (
            u64::from(tally.near_duplicates),
            u64::from(tally.interviews_compared),
        ),
    }
}

/// The tallies of some work, one an enumerator, wave and tehsil, in that order. All visits of an enumerator in a wave must be
/// given at once; in which order does not matter.
pub fn tallies_of(work: &Work<'_>, field: &Field<'_>) -> Vec<Tally> {
    let mut groups: BTreeMap<(i32, i32, AreaId), Vec<&Timed>> = BTreeMap::new();
    for timed in work.visits {
        let visit = &timed.visit;
        let tehsil = (field.areas)(visit.area).tehsil;
        groups
            .entry((visit.enumerator, visit.wave, tehsil))
            .or_default()
            .push(timed);
    }
    groups
        .into_iter()
        .map(|((enumerator, wave, tehsil), visits)| {
            let mut tally = Tally {
                enumerator,
                wave,
                tehsil,
                starts_by_hour: vec![0; 24],
                ..Tally::default()
            };
            let limits = field.limits_at(tehsil);
            let one_spot = gps_clustered::one_spot(limits);
            let mut dated = Vec::with_capacity(visits.len());
            for visit in &visits {
                count_visit(&mut tally, visit, field, &mut dated);
            }
            dated.sort_unstable_by_key(|(day, visit)| (*day, visit.household, visit.key));
            for of_day in dated.chunk_by(|a, b| a.0 == b.0) {
                let number = u32::try_from(of_day.len()).unwrap_or(u32::MAX);
                tally.days.push((of_day[0].0, number));
                count_spot(&mut tally, of_day, &one_spot);
            }
            let answered = Answered::of(visits.iter().map(|timed| &timed.visit), work.sheets);
            (tally.interviews_compared, tally.near_duplicates) =
                answered.near_duplicates(&near_duplicate::alikeness(limits));
            tally.variety = Variety::of(&answered);
            tally
        })
        .collect()
}

/// Counts everything but days, and adds complete interviews with their days to `days`.
fn count_visit<'a>(
    tally: &mut Tally,
    timed: &'a Timed,
    field: &Field<'_>,
    days: &mut Vec<(SurveyDay, &'a Visit)>,
) {
    let visit = &timed.visit;
    if visit.review_state == ReviewState::Rejected {
        return;
    }
    tally.outcomes[visit.outcome as usize] += 1;
    if let Some(start) = timed.start().filter(|_| timed.clock.tells_hours()) {
        tally.starts_by_hour[(field.minute_of_day(start) / 60) as usize] += 1;
        if let Some(form) = visit.form {
            tally.first_use(form, start);
        }
    }
    if !visit.is_valid_complete() {
        return;
    }
    tally.without_fix += u32::from(visit.fix.is_none());
    if let Some(day) = dated(timed, field) {
        days.push((day, visit));
    }
    if let Some((basis, duration_s)) = duration_s(timed) {
        let class = SizeClass::of(visit.household_size);
        tally.durations.count(basis, class, duration_s);
    }
    if let Some(persons) = visit.household_size.filter(|persons| *persons > 0) {
        tally.household_size.count(persons);
    }
    tally
        .dont_know
        .count(visit.items_dont_know, visit.items_required);
    tally
        .refused
        .count(visit.items_refused, visit.items_required);
}

/// The day that a visit counts for; `None` where the clock cannot be trusted with it.
pub fn dated(timed: &Timed, field: &Field<'_>) -> Option<SurveyDay> {
    let day = field.day(timed);
    (day != SurveyDay::UNKNOWN && timed.clock.tells_hours()).then_some(day)
}

/// How long an interview took, in seconds: its active time where that is known, else the time from start to end. An active time
/// of 0 is what tools write that have none. `None` where it cannot be told; an end before the start is another check's matter.
pub fn duration_s(timed: &Timed) -> Option<(Basis, u32)> {
    if let Some(active_s) = timed.visit.active_s.filter(|active_s| *active_s > 0) {
        return Some((Basis::Active, active_s));
    }
    // Both by one clock, so that its offset does not matter.
    let elapsed_ms = timed.end()?.0.saturating_sub(timed.start()?.0);
    let elapsed_s = u32::try_from(elapsed_ms / 1_000).ok()?;
    (elapsed_ms > 0).then_some((Basis::Elapsed, elapsed_s))
}

/// Counts a day whose interviews, sorted by household and key, have enough good fixes. One place a household: that of its
/// interview with the lowest key. The very same fix under several households (same place, same satellite time) is one that the
/// tablet repeated: it says where one of them is at most, and counts once.
fn count_spot(tally: &mut Tally, of_day: &[(SurveyDay, &Visit)], one_spot: &OneSpot) {
    if !one_spot.is_enough(of_day.len()) {
        return;
    }
    let placed = of_day.iter().filter_map(|(_, visit)| {
        let fix = visit.fix.filter(|fix| one_spot.takes(fix))?;
        Some((visit.household, visit.fix_at, fix))
    });
    let mut placed: Vec<_> = placed.collect();
    placed.dedup_by(|next, first| next.0.is_some() && next.0 == first.0);
    let point = |fix: &Fix| (fix.latitude.to_bits(), fix.longitude.to_bits());
    placed.sort_unstable_by_key(|(_, fix_at, fix)| {
        let accuracy = fix.accuracy_m.map(f64::to_bits);
        (*fix_at, point(fix), accuracy)
    });
    placed.dedup_by(|next, first| {
        next.1.is_some() && next.1 == first.1 && point(&next.2) == point(&first.2)
    });
    let fixes: Vec<Fix> = placed.into_iter().map(|(_, _, fix)| fix).collect();
    if one_spot.is_enough(fixes.len()) {
        tally.days_placed += 1;
        tally.days_on_one_spot += u32::from(one_spot.holds(&fixes));
    }
}
