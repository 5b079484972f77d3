//! Days without field work, as people enter them: holidays of the survey or of a district, and days on which a monitor is away.

use super::FieldCalendar;
use super::asked::{LONGEST_WORDS, Words};
use crate::area::AreaId;
use crate::time::SurveyDay;
use serde::{Deserialize, Serialize};

/// Days that one absence can last at most: whoever is away for longer no longer has the role.
pub const LONGEST_ABSENCE_DAYS: i32 = 366;

/// A day without field work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// Its number.
    pub id: i32,
    /// Where; `None`: in the whole survey.
    pub area: Option<AreaId>,
    /// The day.
    pub day: SurveyDay,
    /// What it is called.
    pub words: Words,
}

/// Why a holiday or an absence cannot be entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOffProblem {
    /// It is no day, or has no last one.
    BadDay,
    /// The last day lies before the first.
    EndsBefore,
    /// It lasts longer than [`LONGEST_ABSENCE_DAYS`].
    Long,
    /// It has no name, or one that is longer than [`LONGEST_WORDS`].
    BadName,
}

/// Whether a holiday can be called so.
pub fn check_holiday(words: &Words) -> Result<(), DayOffProblem> {
    let fits = |text: &str| text.chars().count() <= LONGEST_WORDS && !text.contains(['\n', '\r']);
    match !words.en.trim().is_empty() && fits(&words.en) && fits(&words.ur) {
        true => Ok(()),
        false => Err(DayOffProblem::BadName),
    }
}

/// Days on which a monitor does not go to doors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// Its number.
    pub id: i32,
    /// Whose.
    pub monitor: i32,
    /// The first day.
    pub from: SurveyDay,
    /// The last day, included.
    pub to: SurveyDay,
}

impl Absence {
    /// Whether these can be the days of one.
    pub fn check(from: SurveyDay, to: SurveyDay) -> Result<(), DayOffProblem> {
        let days = i64::from(to.0) - i64::from(from.0);
        if days < 0 {
            return Err(DayOffProblem::EndsBefore);
        }
        match days < i64::from(LONGEST_ABSENCE_DAYS) {
            true => Ok(()),
            false => Err(DayOffProblem::Long),
        }
    }

    /// Whether a day is one of them.
    pub fn covers(&self, day: SurveyDay) -> bool {
        self.from <= day && day <= self.to
    }
}

/// What keeps a monitor from a visit that is due on a day, or at once: that they are away then. What is late would be visited today.
pub fn away_when_due(
    absences: &[Absence],
    monitor: i32,
    due: Option<SurveyDay>,
    today: SurveyDay,
) -> Option<Absence> {
    let day = due.map_or(today, |due| due.max(today));
    let mut theirs = absences.iter().filter(|one| one.monitor == monitor);
    theirs.find(|one| one.covers(day)).copied()
}

impl Holiday {
    /// Whether it holds in an area, given the way from the top to it.
    pub fn holds_in(&self, path: &[AreaId]) -> bool {
        self.area.is_none_or(|area| path.contains(&area))
    }
}

impl FieldCalendar {
    /// Every day but Sunday and the holidays that hold in an area, given the way from the top to it.
    pub fn of_area(holidays: &[Holiday], path: &[AreaId]) -> FieldCalendar {
        let days = holidays.iter().filter(|one| one.holds_in(path));
        FieldCalendar::usual().without(days.map(|one| one.day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-20, a Friday.
    const FRIDAY: SurveyDay = SurveyDay(20_777);

    fn holiday(area: Option<AreaId>, day: SurveyDay) -> Holiday {
        Holiday {
            id: 1,
            area,
            day,
            words: Words::default(),
        }
    }

    #[test]
    fn a_holiday_of_a_district_holds_there_alone_and_one_of_the_survey_everywhere() {
        let holidays = [
            holiday(None, FRIDAY.plus(1)),
            holiday(Some(7), FRIDAY.plus(3)),
        ];
        let here = FieldCalendar::of_area(&holidays, &[1, 7, 70]);
        let there = FieldCalendar::of_area(&holidays, &[1, 8, 80]);
        // Saturday is a holiday everywhere, then comes Sunday, then the Monday of the district.
        assert_eq!(here.next(FRIDAY), FRIDAY.plus(4));
        assert_eq!(there.next(FRIDAY), FRIDAY.plus(3));
        assert_eq!(here.late_by(FRIDAY, FRIDAY.plus(3)), 0);
        assert_eq!(there.late_by(FRIDAY, FRIDAY.plus(3)), 1);
        assert_eq!(here.after(FRIDAY, 2), FRIDAY.plus(5));
    }

    #[test]
    fn whoever_is_away_on_the_day_it_is_due_cannot_visit_it() {
        let away = Absence {
            id: 1,
            monitor: 3,
            from: FRIDAY,
            to: FRIDAY.plus(2),
        };
        let found = |monitor, due: Option<i32>, today: i32| {
            let due = due.map(|days| FRIDAY.plus(days));
            away_when_due(&[away], monitor, due, FRIDAY.plus(today)).is_some()
        };
        let at_due: Vec<bool> = (-1..4).map(|due| found(3, Some(due), -9)).collect();
        assert_eq!(at_due, [false, true, true, true, false]);
        assert!(!found(4, Some(1), -9), "somebody else");
        // What is late, and what has no day, would be visited today.
        assert!(found(3, Some(-5), 0) && found(3, None, 2));
        assert!(!found(3, Some(-5), 3) && !found(3, None, -1));
        assert!(!found(3, Some(4), 1), "due when they are back");
    }

    #[test]
    fn what_cannot_be_a_day_off_is_refused() {
        let check = |days| Absence::check(FRIDAY, FRIDAY.plus(days));
        assert_eq!(check(0), Ok(()));
        assert_eq!(check(LONGEST_ABSENCE_DAYS - 1), Ok(()));
        assert_eq!(check(LONGEST_ABSENCE_DAYS), Err(DayOffProblem::Long));
        assert_eq!(check(-1), Err(DayOffProblem::EndsBefore));
        let words = |en: &str, ur: &str| Words {
            en: en.to_owned(),
            ur: ur.to_owned(),
        };
        assert_eq!(check_holiday(&words("Eid", "")), Ok(()));
        let long = "x".repeat(LONGEST_WORDS + 1);
        for wrong in [words(" ", "عید"), words("Eid", &long), words("a\nb", "")] {
            assert_eq!(check_holiday(&wrong), Err(DayOffProblem::BadName));
        }
    }
}
