//! The days on which there is field work: when a visit is due, and by how much it is late.

use crate::time::SurveyDay;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Which days are field days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldCalendar {
    /// Weekdays without field work, as of [`SurveyDay::weekday`]: Monday first.
    off: [bool; 7],
    holidays: BTreeSet<SurveyDay>,
}

/// A calendar whose every weekday is off has no field day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoFieldDay;

/// After so many days on end without field work the next day counts as one: no holidays are so long, and a list of them can be wrong.
const LONGEST_BREAK_DAYS: i32 = 60;

impl FieldCalendar {
    /// A calendar with weekdays off (Monday first) and holidays.
    pub fn of(
        off: [bool; 7],
        holidays: impl IntoIterator<Item = SurveyDay>,
    ) -> Result<FieldCalendar, NoFieldDay> {
        match off.iter().all(|off| *off) {
            true => Err(NoFieldDay),
            false => Ok(FieldCalendar {
                off,
                holidays: holidays.into_iter().collect(),
            }),
        }
    }

    /// Every day but Sunday.
    pub fn usual() -> FieldCalendar {
        let mut off = [false; 7];
        off[6] = true;
        FieldCalendar {
            off,
            holidays: BTreeSet::new(),
        }
    }

    /// The same with further holidays.
    pub fn without(mut self, holidays: impl IntoIterator<Item = SurveyDay>) -> FieldCalendar {
        self.holidays.extend(holidays);
        self
    }

    /// Whether there is field work on a day.
    pub fn is_field_day(&self, day: SurveyDay) -> bool {
        !self.off[day.weekday()] && !self.holidays.contains(&day)
    }

    /// The first field day after a day.
    pub fn next(&self, day: SurveyDay) -> SurveyDay {
        let days = (1..=LONGEST_BREAK_DAYS).map(|later| day.plus(later));
        days.into_iter()
            .find(|day| self.is_field_day(*day))
            .unwrap_or(day.plus(LONGEST_BREAK_DAYS + 1))
    }

    /// So many field days after a day; itself after none.
    pub fn after(&self, day: SurveyDay, field_days: u32) -> SurveyDay {
        (0..field_days.min(1_000)).fold(day, |day, _| self.next(day))
    }

    /// Field days after `due` that are over or begun on `today`: by so many a visit that was due then is late. 0 if it is not.
    pub fn late_by(&self, due: SurveyDay, today: SurveyDay) -> u32 {
        if due == SurveyDay::UNKNOWN || today <= due {
            return 0;
        }
        // Nobody reads beyond some years.
        let days = today.0.saturating_sub(due.0).min(3_660);
        let later = (1..=days).map(|later| due.plus(later));
        later.filter(|day| self.is_field_day(*day)).count() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-20, a Friday.
    const FRIDAY: SurveyDay = SurveyDay(20_777);

    #[test]
    fn sundays_and_holidays_make_nothing_late() {
        assert_eq!(FRIDAY.to_string(), "2026-11-20");
        let usual = FieldCalendar::usual();
        assert_eq!(usual.after(FRIDAY, 0), FRIDAY);
        assert_eq!(usual.after(FRIDAY, 1), FRIDAY.plus(1));
        assert_eq!(usual.after(FRIDAY, 2), FRIDAY.plus(3), "over Sunday");
        let late: Vec<u32> = (-1..5)
            .map(|d| usual.late_by(FRIDAY, FRIDAY.plus(d)))
            .collect();
        assert_eq!(late, [0, 0, 1, 1, 2, 3]);
        let eid = FieldCalendar::of(
            [false, false, false, false, false, false, true],
            [FRIDAY.plus(1), FRIDAY.plus(3)],
        );
        let eid = eid.unwrap();
        assert_eq!(eid.next(FRIDAY), FRIDAY.plus(4));
        assert_eq!(eid.late_by(FRIDAY, FRIDAY.plus(4)), 1);
    }

    #[test]
    fn a_calendar_without_a_field_day_is_refused_and_endless_holidays_end() {
        assert_eq!(FieldCalendar::of([true; 7], []), Err(NoFieldDay));
        let endless = FieldCalendar::of([false; 7], (1..200).map(|d| FRIDAY.plus(d))).unwrap();
        assert_eq!(endless.next(FRIDAY), FRIDAY.plus(61));
        assert_eq!(
            FieldCalendar::usual().late_by(SurveyDay::UNKNOWN, FRIDAY),
            0
        );
    }
}
