//! One area: its plan, and a day of its work.

use super::days::REGIONS;
use super::{MOST_LAG, Traits, districts_of};
use crate::draw::{Draw, Purpose};
use crate::gazetteer::Gazetteer;

/// Households that somebody completes on a good day.
pub(crate) const A_DAY: f64 = 9.0;

/// An area at work.
#[derive(Debug)]
pub(crate) struct Field {
    pub tehsil: usize,
    pub district: usize,
    pub region: usize,
    pub target: u32,
    /// Planned days, and the day on which work can begin; days after the course's first.
    pub starts: usize,
    pub ends: usize,
    pub begins: usize,
    /// People that the plan needs, and those at hand.
    pub planned: f64,
    pub people: u32,
    /// People who arrive on later days.
    pub coming: Vec<(usize, u32)>,
    pub done: u32,
    pub closed: bool,
    /// Work against the others.
    pace: f64,
    /// From this share of the target on it gets slower, down to `slowest` at the whole.
    slows_from: f64,
    slowest: f64,
    /// What can be completed at all.
    ceiling: u32,
    /// Nobody works from the first to before the second.
    stop: (usize, usize),
    /// Tablets find no network.
    silent: (usize, usize),
    pub arrivals: Vec<[u32; MOST_LAG + 1]>,
}

/// The areas of a survey before its first day.
pub(crate) fn plan(seed: u64, all: &Gazetteer, traits: &Traits) -> Vec<Field> {
    let mut fields = Vec::new();
    for (order, district) in districts_of(seed, all, traits).into_iter().enumerate() {
        let wave = order as u32 % traits.waves;
        for tehsil in &all.districts[district].tehsils {
            let tehsil = usize::from(*tehsil);
            let mut draw = Draw::keyed(seed, Purpose::Course, 4 << 32, tehsil as u64);
            let target = (f64::from(all.tehsils[tehsil].households) / traits.one_in) as u32;
            if target < 30 {
                continue;
            }
            let starts = (wave * traits.wave_gap + draw.below(4)) as usize;
            let days = (f64::from(traits.wave_days) * (0.85 + 0.3 * draw.unit())) as usize;
            let late = if draw.chance(traits.late) {
                draw.between(2, traits.most_late)
            } else {
                0
            };
            let planned = f64::from(target) / (days as f64 * 6.0 / 7.0 * A_DAY * 0.93);
            let whole = if draw.chance(0.004) {
                0.85 + 0.09 * draw.unit()
            } else {
                0.965 + 0.06 * draw.unit()
            };
            let mut spell = |share: f64, least: u32, most: u32| {
                if !draw.chance(share) {
                    return (0, 0);
                }
                let first = starts + draw.between(5, 60) as usize;
                (first, first + draw.between(least, most) as usize)
            };
            let (stop, silent) = (spell(0.04, 4, 24), spell(0.15, 2, 7));
            let people = planned * traits.deployed * (0.85 + 0.3 * draw.unit());
            fields.push(Field {
                tehsil,
                district,
                region: district % REGIONS,
                target,
                starts,
                ends: starts + days - 1,
                begins: starts + late as usize,
                planned,
                people: people.round().max(1.0) as u32,
                coming: Vec::new(),
                done: 0,
                closed: false,
                pace: traits.pace * draw.skewed(0.18),
                slows_from: 0.78 + 0.17 * draw.unit(),
                slowest: 0.25 + 0.4 * draw.unit(),
                ceiling: (f64::from(target) * whole) as u32,
                stop,
                silent,
                arrivals: Vec::new(),
            });
        }
    }
    fields.sort_by_key(|field| field.tehsil);
    fields
}

impl Field {
    pub fn is_over(&self) -> bool {
        self.closed
    }

    pub fn covered(&self) -> f64 {
        f64::from(self.done) / f64::from(self.target)
    }

    /// The share of the target that should be done.
    pub fn expected(&self, day: usize) -> f64 {
        let days = (self.ends - self.starts + 1) as f64;
        ((day + 1).saturating_sub(self.starts) as f64 / days).min(1.0)
    }

    /// One day, on which `outside` of a good day's work is possible.
    pub fn work(&mut self, day: usize, outside: f64, traits: &Traits, draw: &mut Draw) {
        let mut arrivals = [0; MOST_LAG + 1];
        let arriving = self.coming.iter().filter(|(on, _)| *on == day);
        self.people += arriving.map(|(_, people)| people).sum::<u32>();
        let stopped = (self.stop.0..self.stop.1).contains(&day);
        if self.closed || day < self.begins || stopped {
            self.arrivals.push(arrivals);
            return;
        }
        let learnt = ((day - self.begins + 3) as f64 / 8.0).min(1.0);
        let slow = ((self.covered() - self.slows_from) / (1.0 - self.slows_from)).clamp(0.0, 1.0);
        let area_day = draw.skewed(0.12);
        let here = outside * self.pace * learnt * (1.0 - slow * (1.0 - self.slowest)) * area_day;
        for _ in 0..self.people {
            if draw.chance(traits.absent) {
                continue;
            }
            let completes = A_DAY * here * (0.7 + 0.6 * draw.unit());
            let completes = (completes + draw.unit()) as u32;
            let completes = completes.min(self.ceiling.saturating_sub(self.done));
            self.done += completes;
            arrivals[self.lag(day, traits, draw)] += completes;
        }
        // The last few are not waited for.
        if f64::from(self.done) >= f64::from(self.ceiling) * 0.997 {
            self.closed = true;
        }
        self.arrivals.push(arrivals);
    }

    fn lag(&self, day: usize, traits: &Traits, draw: &mut Draw) -> usize {
        let u = draw.unit();
        let lag = if u < traits.same_day {
            0
        } else if u < traits.same_day + traits.next_day {
            1
        } else {
            draw.between(2, 6) as usize
        };
        let silent = (self.silent.0..self.silent.1).contains(&day);
        let until = if silent { self.silent.1 - day } else { 0 };
        lag.max(until).min(MOST_LAG)
    }
}
