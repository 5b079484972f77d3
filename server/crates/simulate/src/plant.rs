//! Who does what, from when, how strongly: the parameters of planted behaviour.

use crate::behaviour::Behaviour;
use crate::draw::{Draw, Purpose};
use crate::enumerator::Enumerator;
use crate::mix::Mix;
use std::ops::Range;

const HOUR_S: u32 = 3_600;

/// A behaviour of one enumerator.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Planted {
    pub behaviour: Behaviour,
    /// It lasts from this of the enumerator's visits …
    pub from: u32,
    /// … to the one before this.
    pub to: u32,
    /// From 0, careful, to below 1, brazen.
    pub strength: f64,
    /// Share of the days between on which they do it.
    pub days: f64,
    /// What is added to the tablet's clock.
    pub clock_s: i32,
    /// A day that is padded in any case.
    pub sure_day: i32,
}

impl Planted {
    /// Whether the enumerator's visit of this number lies in the stretch.
    pub fn covers(&self, number: u32) -> bool {
        (self.from..self.to).contains(&number)
    }

    /// Whether the enumerator does it on a day with these visits. `index` is their place in the survey.
    pub fn on_day(&self, seed: u64, index: usize, day: i32, visits: &Range<u32>) -> bool {
        match self.behaviour {
            Behaviour::PaddedDays => return self.pads(seed, index, day),
            // A house of flats stands there every day, until its last household is done: whoever comes back finds the same door.
            Behaviour::ApartmentBlock => return true,
            _ => {}
        }
        let within = visits.start < self.to && visits.end > self.from;
        // The day on which it begins counts always: nobody is planted in vain.
        within && (visits.contains(&self.from) || self.chosen(seed, index, day))
    }

    fn chosen(&self, seed: u64, index: usize, day: i32) -> bool {
        Draw::keyed(seed, Purpose::Chosen, index as u64, day as u64).chance(self.days)
    }

    fn pads(&self, seed: u64, index: usize, day: i32) -> bool {
        day == self.sure_day || self.chosen(seed, index, day)
    }

    /// The weight of a padder's day that would weigh `usual`. What is padded is missing on other days, on which they do
    /// not come: otherwise their ordinary days would be poorer than anyone's.
    pub fn padded(&self, seed: u64, index: usize, day: i32, usual: u32) -> u32 {
        let factor = 1.8 + 1.4 * self.strength;
        if self.pads(seed, index, day) {
            return (f64::from(usual) * factor) as u32;
        }
        let kept = (1.0 - self.days * factor) / (1.0 - self.days);
        let mut draw = Draw::keyed(seed, Purpose::Chosen, index as u64, 1 << 32 | day as u64);
        if draw.chance(kept) { usual } else { 0 }
    }

    /// How many days in a row a tablet is offline, the day on which it sends counted in.
    pub fn batch_days(&self) -> i32 {
        4 + (self.strength * 4.0) as i32
    }
}

/// Gives each kind to its share of the working enumerators. Nobody has two.
pub(crate) fn plant(seed: u64, mix: &Mix, enumerators: &mut [Enumerator]) {
    let working: Vec<usize> = (0..enumerators.len())
        .filter(|&i| enumerators[i].visits > 0)
        .collect();
    let counts = mix.counts(working.len());
    for (kind, count) in Behaviour::ALL.into_iter().zip(counts) {
        let mut draw = Draw::keyed(seed, Purpose::Planting, kind as u64, 0);
        let step = working.len() as f64 / count as f64;
        for nth in 0..count {
            let start = ((nth as f64 + draw.unit()) * step) as usize;
            let Some(index) = free(enumerators, &working, start) else {
                return;
            };
            let enumerator = &mut enumerators[index];
            let planted = parameters(kind, enumerator.visits, &mut draw);
            // Receipt tells of a clock that is a little fast only where interviews are sent at once.
            if kind == Behaviour::FastClock {
                enumerator.online |= planted.clock_s < 2 * HOUR_S as i32 || draw.chance(0.5);
            }
            // A replaced tablet would make the device in the truth ambiguous.
            enumerator.second_device_from = u32::MAX;
            enumerator.planted = Some(planted);
        }
    }
}

/// Draws one enumerator's way of doing it.
fn parameters(behaviour: Behaviour, visits: u32, draw: &mut Draw) -> Planted {
    let [earliest, latest, first_end, last_end] = span(behaviour);
    let at = |share: f64| (share * f64::from(visits)) as u32;
    let from = at(earliest + (latest - earliest) * draw.unit()).min(visits - 1);
    let to = at(first_end + (last_end - first_end) * draw.unit()).clamp(from + 1, visits);
    // A quarter take care: weaker, and on fewer days.
    let careful = draw.chance(0.25);
    let (strength, days) = if careful {
        (0.35 * draw.unit(), 0.35 + 0.25 * draw.unit())
    } else {
        (0.35 + 0.65 * draw.unit(), 0.6 + 0.4 * draw.unit())
    };
    let days = match behaviour {
        Behaviour::FormLeftOpen => 0.2 + 0.3 * draw.unit(),
        // Less than a third, or nothing would be left for other days.
        Behaviour::PaddedDays => 0.10 + 0.18 * draw.unit(),
        _ => days,
    };
    let to = match behaviour {
        // Half of the clocks are put right again.
        Behaviour::ChangedClock if draw.chance(0.5) => visits,
        _ => to,
    };
    let hours =
        |draw: &mut Draw, from: u32, to: u32| draw.between(from * HOUR_S, to * HOUR_S) as i32;
    let clock_s = match behaviour {
        // Morning for afternoon is the commonest mistake when a clock is set by hand.
        Behaviour::SlowClock if draw.chance(0.6) => -12 * HOUR_S as i32,
        Behaviour::SlowClock => -(draw.between(2_400, 5 * HOUR_S) as i32),
        Behaviour::FastClock if draw.chance(0.5) => draw.between(2_400, 5_400) as i32,
        Behaviour::FastClock => hours(draw, 2, 4),
        Behaviour::ChangedClock if draw.chance(0.5) => -hours(draw, 2, 12),
        // Not past midnight: no work starts after 20:00.
        Behaviour::ChangedClock => hours(draw, 1, 4),
        _ => 0,
    };
    Planted {
        behaviour,
        from,
        to,
        strength,
        days,
        clock_s,
        sure_day: i32::MIN,
    }
}

/// Earliest and latest beginning, earliest and latest end, as shares of the enumerator's visits.
fn span(behaviour: Behaviour) -> [f64; 4] {
    match behaviour {
        Behaviour::SlowClock => [0.2, 0.5, 1.0, 1.0],
        Behaviour::FastClock => [0.0, 0.3, 1.0, 1.0],
        Behaviour::ChangedClock => [0.2, 0.5, 0.6, 0.8],
        Behaviour::CachedFix => [0.2, 0.4, 0.5, 0.7],
        // From the first visit on, so that the first block is whole.
        Behaviour::ApartmentBlock => [0.0, 0.0, 0.3, 1.0],
        Behaviour::BatchSync => [0.1, 0.4, 0.6, 0.9],
        Behaviour::FormLeftOpen => [0.0, 0.2, 0.8, 1.0],
        Behaviour::InventorAtHome => [0.1, 0.3, 0.7, 1.0],
        Behaviour::HalfFaked => [0.0, 0.3, 0.7, 1.0],
        Behaviour::CopiedAnswers => [0.2, 0.3, 0.7, 1.0],
        Behaviour::OneSpot => [0.0, 0.3, 0.6, 1.0],
        Behaviour::MockLocation => [0.2, 0.4, 0.6, 0.9],
        Behaviour::ImpossibleTour => [0.0, 0.3, 0.6, 1.0],
        Behaviour::PaddedDays => [0.0, 0.0, 1.0, 1.0],
    }
}

/// The first enumerator from `start` on who has nothing yet: one with enough visits for a pattern to show, or any.
fn free(enumerators: &[Enumerator], working: &[usize], start: usize) -> Option<usize> {
    let circle = || (0..working.len()).map(|i| working[(start + i) % working.len()]);
    let unplanted = |index: &usize| enumerators[*index].planted.is_none();
    circle()
        .filter(unplanted)
        .find(|&index| enumerators[index].visits >= 12)
        .or_else(|| circle().find(unplanted))
}
