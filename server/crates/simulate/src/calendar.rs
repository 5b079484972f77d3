//! Wall-clock seconds, and how they are written.
//!
//! The simulator counts in seconds of the survey zone's wall clock since 1970-01-01T00:00 there. A day's offset is taken
//! at its noon: nobody interviews while clocks change.

use domain::time::{EpochMs, SurveyDay};
use jiff::{civil, tz::TimeZone};

pub(crate) const DAY_S: i64 = 86_400;

/// The days of a survey, ready to be written.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    first: i32,
    days: Vec<WrittenDay>,
}

#[derive(Clone, Debug)]
struct WrittenDay {
    date: String,
    offset: String,
    offset_s: i32,
}

impl Calendar {
    /// The days from `first` to `last`.
    pub fn new(first: SurveyDay, last: SurveyDay, zone: &TimeZone) -> Calendar {
        let days = (first.0..=last.0)
            .map(|day| written(SurveyDay(day), zone))
            .collect();
        Calendar {
            first: first.0,
            days,
        }
    }

    fn day(&self, wall_s: i64) -> Option<&WrittenDay> {
        let index = wall_s.div_euclid(DAY_S) - i64::from(self.first);
        let last = self.days.len().saturating_sub(1) as i64;
        self.days.get(index.clamp(0, last) as usize)
    }

    /// Writes `2026-11-20T09:30:05+05:00` at the end of `text`.
    pub fn write(&self, wall_s: i64, text: &mut String) {
        let Some(day) = self.day(wall_s) else { return };
        let second = wall_s.rem_euclid(DAY_S) as u32;
        text.push_str(&day.date);
        text.push('T');
        two(second / 3_600, text);
        text.push(':');
        two(second / 60 % 60, text);
        text.push(':');
        two(second % 60, text);
        text.push_str(&day.offset);
    }

    /// The instant of a wall-clock second.
    pub fn instant(&self, wall_s: i64) -> EpochMs {
        let offset_s = self.day(wall_s).map_or(0, |day| day.offset_s);
        EpochMs((wall_s - i64::from(offset_s)) * 1_000)
    }
}

fn written(day: SurveyDay, zone: &TimeZone) -> WrittenDay {
    let noon = day.date().unwrap_or(civil::Date::ZERO).at(12, 0, 0, 0);
    let offset_s = zone
        .to_timestamp(noon)
        .map_or(0, |at| zone.to_offset(at).seconds());
    // Offsets with seconds cannot be written in RFC 3339; no zone has had one in a survey's lifetime.
    let offset_s = offset_s / 60 * 60;
    let (sign, minutes) = (if offset_s < 0 { '-' } else { '+' }, offset_s.abs() / 60);
    WrittenDay {
        date: day.to_string(),
        offset: format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60),
        offset_s,
    }
}

fn two(value: u32, text: &mut String) {
    text.push((b'0' + (value / 10 % 10) as u8) as char);
    text.push((b'0' + (value % 10) as u8) as char);
}

/// Days of the week that matter to the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weekday {
    Working,
    /// Work pauses for the midday prayer.
    Friday,
    /// Nobody works.
    Sunday,
}

/// Which day of the week `day` is. 1970-01-01 was a Thursday.
pub(crate) fn weekday(day: i32) -> Weekday {
    match (i64::from(day) + 4).rem_euclid(7) {
        0 => Weekday::Sunday,
        5 => Weekday::Friday,
        _ => Weekday::Working,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::parse_instant;
    use jiff::tz::offset;

    #[test]
    fn what_is_written_reads_back_as_the_same_instant() {
        let day = SurveyDay::parse("2026-11-20").unwrap();
        for hours in [5, -3, 0] {
            let zone = offset(hours).to_time_zone();
            let calendar = Calendar::new(day.plus(-2), day, &zone);
            for wall_s in [0, 34_205, 86_399].map(|s| i64::from(day.0) * DAY_S + s) {
                let mut text = String::new();
                calendar.write(wall_s, &mut text);
                assert_eq!(
                    parse_instant(&text, None),
                    Ok(calendar.instant(wall_s)),
                    "{text}"
                );
                assert_eq!(SurveyDay::of(calendar.instant(wall_s), &zone), day);
            }
        }
    }

    #[test]
    fn fridays_and_sundays_are_known() {
        let day = |text| weekday(SurveyDay::parse(text).unwrap().0);
        assert_eq!(day("2026-11-20"), Weekday::Friday);
        assert_eq!(day("2026-11-21"), Weekday::Working);
        assert_eq!(day("2026-11-22"), Weekday::Sunday);
        assert_eq!(day("1969-12-28"), Weekday::Sunday);
    }
}
