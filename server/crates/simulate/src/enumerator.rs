//! An enumerator: which visits are theirs, and how many they make on a day.

use crate::behaviour::Behaviour;
use crate::calendar::{Weekday, weekday};
use crate::draw::{Draw, Purpose};
use crate::plant::Planted;

/// One enumerator.
#[derive(Clone, Debug)]
pub(crate) struct Enumerator {
    /// Position in the gazetteer.
    pub tehsil: u16,
    /// Number within the tehsil, from 1.
    pub number: u16,
    /// The first of their visits among the tehsil's.
    pub first_visit: u32,
    /// How many visits they make until the present; 0 for those who have not begun.
    pub visits: u32,
    /// First and last survey day of their work.
    pub first_day: i32,
    pub last_day: i32,
    /// Share of working days on which they work at all; below 1 only in small simulations.
    pub attendance: f64,
    /// Whether the tablet sends each interview when it is done, rather than the day's in the evening.
    pub online: bool,
    /// From this visit on they carry a replacement tablet; `u32::MAX` if never.
    pub second_device_from: u32,
    /// Length of their interviews; 1 is usual.
    pub pace: f64,
    /// Chance of each of three "don't know" and of a refused item in an interview: the tehsil's and their own.
    pub dont_know: f64,
    pub item_refused: f64,
    /// What they do that others do not.
    pub planted: Option<Planted>,
    /// Sum of [`Enumerator::weight`] over their days.
    pub weights: u32,
}

impl Enumerator {
    /// How much they work on a day, 100 being usual; 0 on days off. `index` is their place in the survey.
    pub fn weight(&self, seed: u64, index: usize, day: i32) -> u32 {
        let usual = self.usual_weight(seed, index, day);
        match self.padder() {
            Some(planted) if usual > 0 => planted.padded(seed, index, day, usual),
            _ => usual,
        }
    }

    fn padder(&self) -> Option<&Planted> {
        self.planted
            .as_ref()
            .filter(|planted| planted.behaviour == Behaviour::PaddedDays)
    }

    fn usual_weight(&self, seed: u64, index: usize, day: i32) -> u32 {
        if day < self.first_day || day > self.last_day || self.visits == 0 {
            return 0;
        }
        let kind = weekday(day);
        let mut draw = Draw::keyed(seed, Purpose::Attendance, index as u64, day as u64);
        // Those with little to do come on evenly spaced days rather than on drawn ones: a full day each time.
        let due = |days: i32| (f64::from(days) * self.attendance) as i32;
        let since = day - self.first_day;
        let comes = due(since + 1) > due(since);
        if kind == Weekday::Sunday || !comes || draw.chance(0.04) {
            return 0;
        }
        let usual = draw.between(75, 125);
        if kind == Weekday::Friday {
            usual * 4 / 5
        } else {
            usual
        }
    }

    /// Sums the weights. Where the sum is 0, all work falls on the last day (see [`Enumerator::visits_by`]).
    pub fn settle(&mut self, seed: u64, index: usize) {
        if self.padder().is_some() {
            let working = |day: &i32| self.usual_weight(seed, index, *day) > 0;
            let middle = self.first_day + (self.last_day - self.first_day) / 2;
            let sure_day = (middle..=self.last_day)
                .find(working)
                .or_else(|| (self.first_day..middle).rev().find(working))
                .unwrap_or(self.last_day);
            if let Some(planted) = &mut self.planted {
                planted.sure_day = sure_day;
            }
        }
        self.weights = (self.first_day..=self.last_day)
            .map(|day| self.weight(seed, index, day))
            .sum();
    }

    /// Visits made once `weight` of the sum is worked off, by the end of `day`.
    pub fn visits_by(&self, weight: u32, day: i32) -> u32 {
        if self.weights == 0 {
            return if day >= self.last_day { self.visits } else { 0 };
        }
        (u64::from(self.visits) * u64::from(weight) / u64::from(self.weights)) as u32
    }
}

/// Runs through an enumerator's days in order.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Progress {
    weight: u32,
    done: u32,
}

impl Progress {
    /// The visits of the next day: a range of the enumerator's own numbers. Days must come in order, none left out.
    pub fn advance(
        &mut self,
        seed: u64,
        index: usize,
        enumerator: &Enumerator,
        day: i32,
    ) -> std::ops::Range<u32> {
        self.weight += enumerator.weight(seed, index, day);
        let from = self.done;
        self.done = enumerator.visits_by(self.weight, day);
        from..self.done
    }
}
