//! The rules, and the days that follow from them.

use crate::time::SurveyDay;

/// Years for which an archive is kept after the enrolment has ended.
pub const YEARS_ARCHIVED: i16 = 7;

/// From when a time is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Since {
    /// The last day of the wave's enrolment.
    Enrolment,
    /// When it was last seen, or came in.
    LastSeen,
    /// The last step that was taken with it.
    LastStep,
    /// The last day on which somebody worked.
    LastWork,
    /// When it ran out.
    Expiry,
}

impl Since {
    /// The words in the document.
    pub fn words(self) -> &'static str {
        match self {
            Since::Enrolment => "the end of the wave's enrolment",
            Since::LastSeen => "it was last seen",
            Since::LastStep => "the last step with it",
            Since::LastWork => "the last day of work on the roster",
            Since::Expiry => "it ran out",
        }
    }
}

/// How long something is kept, and what becomes of it then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Keep {
    /// While the household is enrolled; then it moves into an archive, which is deleted 7 years later.
    Enrolled,
    /// So many years; then it moves into an archive, which is deleted 7 years later.
    ThenArchived(i16, Since),
    /// So many years; then it is deleted.
    Years(i16, Since),
    /// As long as what it belongs to, a table by its name.
    With(&'static str),
    /// Until the program has no more use for it, which it sees to as it works.
    Passing,
    /// As long as the database.
    Always,
    /// By hand: a person must see to it.
    ByHand,
}

impl Keep {
    /// The rule in a sentence.
    pub fn words(self) -> String {
        let years = |years: i16| match years {
            1 => "1 year".to_owned(),
            years => format!("{years} years"),
        };
        match self {
            Keep::Enrolled => format!(
                "while enrolled, then archived; the archive is deleted {} after",
                years(YEARS_ARCHIVED)
            ),
            Keep::ThenArchived(kept, since) => format!(
                "{} after {}, then archived; the archive is deleted {} after",
                years(kept),
                since.words(),
                years(YEARS_ARCHIVED)
            ),
            Keep::Years(kept, since) => {
                format!("{} after {}, then deleted", years(kept), since.words())
            }
            Keep::With(table) => format!("as long as its row of `{table}`"),
            Keep::Passing => "until it has served; the program deletes it as it works".to_owned(),
            Keep::Always => "as long as the database".to_owned(),
            Keep::ByHand => "by hand".to_owned(),
        }
    }
}

/// Something that a run of retention finds to be done: how many rows of what, by which rule, since which day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The table, as [`super::HOLDINGS`] has it.
    pub table: &'static str,
    /// Which of it, in words: a wave, an archive.
    pub which: String,
    /// Its rows.
    pub rows: u64,
    /// The rule.
    pub keep: Keep,
    /// The first day on which it is due.
    pub since: SurveyDay,
}

/// The same day so many years later; where that year has none (29 February), the day after it would be, so that nothing goes early.
/// A day that no calendar reaches stays as it is.
pub fn anniversary(day: SurveyDay, years: i16) -> SurveyDay {
    let Some(date) = day.date() else { return day };
    let year = date.year().saturating_add(years);
    let same = jiff::civil::Date::new(year, date.month(), date.day());
    let later = same.or_else(|_| jiff::civil::Date::new(year, 3, 1));
    later.map_or(day, |date| {
        SurveyDay::parse(&date.to_string()).unwrap_or(day)
    })
}

/// The first day on which the contents of a wave are due to move into an archive: the one after its last day of enrolment.
pub fn removed_from(enrolled_until: SurveyDay) -> SurveyDay {
    enrolled_until.plus(1)
}

/// The first day on which the archive of a wave is due to be deleted: 7 years after the day on which it was due to be made.
pub fn deleted_from(enrolled_until: SurveyDay) -> SurveyDay {
    anniversary(removed_from(enrolled_until), YEARS_ARCHIVED)
}

/// What was last touched before this day has been kept for so many whole years today, the day after it being the first that counts.
pub fn kept_from(today: SurveyDay, years: i16) -> SurveyDay {
    let Some(date) = today.date() else {
        return today;
    };
    let year = date.year().saturating_sub(years);
    // 29 February is a year after 28 February.
    let same = jiff::civil::Date::new(year, date.month(), date.day());
    let earlier = same.or_else(|_| jiff::civil::Date::new(year, 2, 28));
    earlier.map_or(today, |date| {
        SurveyDay::parse(&date.to_string()).unwrap_or(today)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_back_agrees_with_looking_forward_on_every_day_of_twelve_years() {
        let first = day("2023-01-01");
        for years in [1, 7] {
            for offset in 0..12 * 366 {
                let today = first.plus(offset);
                let from = kept_from(today, years);
                assert!(anniversary(from, years) <= today, "{today}");
                assert!(anniversary(from.plus(1), years) > today, "{today}");
            }
        }
    }

    fn day(text: &str) -> SurveyDay {
        SurveyDay::parse(text).unwrap()
    }

    #[test]
    fn an_archive_is_due_when_seven_whole_years_have_passed_and_not_a_day_before() {
        for (enrolled_until, removed, deleted) in [
            ("2026-11-27", "2026-11-28", "2033-11-28"),
            ("2026-12-31", "2027-01-01", "2034-01-01"),
            // The year 2028 has a 29 February, 2035 has none.
            ("2028-02-27", "2028-02-28", "2035-02-28"),
            ("2028-02-28", "2028-02-29", "2035-03-01"),
            ("2028-02-29", "2028-03-01", "2035-03-01"),
            // 2029 has none, 2036 has one.
            ("2029-02-28", "2029-03-01", "2036-03-01"),
            ("2029-02-27", "2029-02-28", "2036-02-28"),
        ] {
            let end = day(enrolled_until);
            assert_eq!(removed_from(end), day(removed), "{enrolled_until}");
            assert_eq!(deleted_from(end), day(deleted), "{enrolled_until}");
        }
    }

    #[test]
    fn a_day_that_no_calendar_reaches_stays_where_it_is() {
        assert_eq!(anniversary(SurveyDay::UNKNOWN, 7), SurveyDay::UNKNOWN);
        assert_eq!(anniversary(SurveyDay(i32::MAX), 7), SurveyDay(i32::MAX));
        let last = day("9999-06-01");
        assert_eq!(anniversary(last, 7), last);
    }

    #[test]
    fn a_rule_reads_as_a_sentence() {
        assert_eq!(
            Keep::Enrolled.words(),
            "while enrolled, then archived; the archive is deleted 7 years after"
        );
        assert_eq!(
            Keep::Years(1, Since::Expiry).words(),
            "1 year after it ran out, then deleted"
        );
    }
}
