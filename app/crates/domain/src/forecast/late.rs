//! When areas that have not begun will begin: as late against their plans as others were.

use super::AreaWork;
use crate::peers::dice::Dice;
use crate::time::SurveyDay;

/// Delays in days that count beside those seen, so that a few punctual areas do not promise that all will be.
const SUPPOSED: [i32; 5] = [0, 0, 0, 3, 10];

/// An area that is later than any before it begins within as many days again, and within a week at least.
const LEAST_AGAIN: i32 = 7;

/// How late areas began, in days, in order.
#[derive(Debug)]
pub(super) struct Delays(Vec<i32>);

impl Delays {
    /// The delays of the areas that have begun; who begins early is not late.
    pub fn of(areas: &[AreaWork]) -> Delays {
        let mut days: Vec<i32> = areas
            .iter()
            .filter_map(|a| Some(a.begun_on?.0.saturating_sub(a.starts_on.0).max(0)))
            .chain(SUPPOSED)
            .collect();
        days.sort_unstable();
        Delays(days)
    }

    /// The day on which an area begins that has not begun before `today`, as the dice fall.
    pub fn begins_on(&self, starts_on: SurveyDay, today: SurveyDay, dice: &mut Dice) -> SurveyDay {
        let late = today.0.saturating_sub(starts_on.0).max(0);
        let longer = &self.0[self.0.partition_point(|delay| *delay < late)..];
        let delay = if longer.is_empty() {
            let again = late.max(LEAST_AGAIN);
            late.saturating_add(dice.place(again as usize) as i32)
        } else {
            longer[dice.place(longer.len())]
        };
        starts_on.plus(delay).max(today)
    }
}
