//! What hits many areas on the same day: days of the week, holidays, rain, and a turn in everybody's pace.

use super::{MOST_DAYS, Traits};
use crate::calendar::{Weekday, weekday};
use crate::draw::{Draw, Purpose};
use domain::time::SurveyDay;

/// Regions that rain apart from each other. Districts are in them by turns.
pub(crate) const REGIONS: usize = 9;

/// Work that is possible, day by day.
#[derive(Debug)]
pub(crate) struct Days {
    friday: f64,
    sunday: f64,
    holiday: Vec<bool>,
    /// By region and day.
    dry: Vec<Vec<f64>>,
    turn: usize,
    turned: f64,
}

impl Days {
    pub fn draw(seed: u64, traits: &Traits) -> Days {
        let mut draw = Draw::keyed(seed, Purpose::Course, 0, 2);
        let mut holiday = vec![false; MOST_DAYS];
        for _ in 0..traits.holidays {
            let first = draw.between(5, 150) as usize;
            let last = first + draw.between(1, 4) as usize;
            holiday[first..last].fill(true);
        }
        let dry = (0..REGIONS as u64)
            .map(|region| {
                let mut draw = Draw::keyed(seed, Purpose::Course, 3 << 32, region);
                let mut left = 0;
                let mut wet = 1.0;
                let day = |_| {
                    if left == 0 && draw.chance(traits.rain) {
                        left = draw.between(1, 4);
                        wet = 0.1 + 0.6 * draw.unit();
                    }
                    if left == 0 {
                        return 1.0;
                    }
                    left -= 1;
                    wet
                };
                (0..MOST_DAYS).map(day).collect()
            })
            .collect();
        Days {
            friday: traits.friday,
            sunday: traits.sunday,
            holiday,
            dry,
            turn: traits.turn,
            turned: traits.turned,
        }
    }

    /// The share of a good day's work that is possible.
    pub fn at(&self, day: usize, date: SurveyDay, region: usize) -> f64 {
        let usual = match weekday(date.0) {
            Weekday::Working => 1.0,
            Weekday::Friday => self.friday,
            Weekday::Sunday => self.sunday,
        };
        let holiday = if self.holiday[day] { 0.02 } else { 1.0 };
        // Over four weeks, not overnight.
        let turned = (day.saturating_sub(self.turn) as f64 / 28.0).min(1.0);
        usual * holiday * self.dry[region][day] * (1.0 + (self.turned - 1.0) * turned)
    }
}
