//! Instants in UTC milliseconds, and days in the survey's own zone.
//!
//! A day boundary is the survey's (Asia/Karachi by default), never UTC's; a sync time is never an interview time.

use jiff::{Timestamp, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::fmt;

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EpochMs(pub i64);

impl EpochMs {
    /// The instant as RFC 3339 in UTC, or `None` if no calendar reaches that far.
    pub fn to_rfc3339(self) -> Option<String> {
        Timestamp::from_millisecond(self.0)
            .ok()
            .map(|instant| instant.to_string())
    }

    /// The civil date and time in `zone` to the second, `YYYY-MM-DD HH:MM:SS`.
    pub fn to_second_in(self, zone: &TimeZone) -> String {
        match Timestamp::from_millisecond(self.0) {
            Ok(instant) => {
                let second = zone.to_datetime(instant).second();
                format!("{}:{second:02}", self.to_minute_in(zone))
            }
            Err(_) => self.to_minute_in(zone),
        }
    }

    /// The civil date and time in `zone` to the minute, `YYYY-MM-DD HH:MM`, for people.
    pub fn to_minute_in(self, zone: &TimeZone) -> String {
        match Timestamp::from_millisecond(self.0) {
            Ok(instant) => {
                let at = zone.to_datetime(instant);
                format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())
            }
            Err(_) => format!("{} ms", self.0),
        }
    }
}

/// Milliseconds of a day.
pub const MS_PER_DAY: i64 = 86_400_000;

/// The instant at which a survey day is over in a zone; `None` of [`SurveyDay::UNKNOWN`] and days beyond the calendar.
pub fn day_ends_at(day: SurveyDay, zone: &TimeZone) -> Option<EpochMs> {
    let midnight = day.plus(1).date()?.to_zoned(zone.clone()).ok()?;
    Some(EpochMs(midnight.timestamp().as_millisecond()))
}

/// What a clock on the wall in `zone` shows, as milliseconds since its 1970-01-01T00:00; `None` if no calendar reaches it.
pub fn local_ms(instant: EpochMs, zone: &TimeZone) -> Option<i64> {
    let stamp = Timestamp::from_millisecond(instant.0).ok()?;
    Some(instant.0 + i64::from(zone.to_offset(stamp).seconds()) * 1_000)
}

/// A day of the survey in the survey's zone: days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SurveyDay(pub i32);

impl SurveyDay {
    /// The day of a record that carries no usable time. It sorts before every day, so that a period with a
    /// first day leaves it out and an open period counts it.
    pub const UNKNOWN: SurveyDay = SurveyDay(i32::MIN);

    /// The day on which `instant` falls in `zone`, or [`SurveyDay::UNKNOWN`] if no calendar reaches it.
    pub fn of(instant: EpochMs, zone: &TimeZone) -> SurveyDay {
        local_ms(instant, zone)
            .and_then(|local| i32::try_from(local.div_euclid(MS_PER_DAY)).ok())
            .map_or(SurveyDay::UNKNOWN, SurveyDay)
    }

    /// Its place in the week, 0 being Monday. Day 0, 1970-01-01, was a Thursday.
    pub fn weekday(self) -> usize {
        (i64::from(self.0) + 3).rem_euclid(7) as usize
    }

    /// The calendar date, or `None` for [`SurveyDay::UNKNOWN`] and days beyond the calendar.
    pub fn date(self) -> Option<civil::Date> {
        let span = jiff::Span::new().try_days(self.0).ok()?;
        civil::date(1970, 1, 1).checked_add(span).ok()
    }

    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<SurveyDay> {
        let date: civil::Date = text.trim().parse().ok()?;
        let since = date.since(civil::date(1970, 1, 1)).ok()?;
        Some(SurveyDay(since.get_days()))
    }

    /// The day `days` later (earlier if negative); stays put at the ends of the range and when unknown.
    pub fn plus(self, days: i32) -> SurveyDay {
        if self == SurveyDay::UNKNOWN {
            self
        } else {
            SurveyDay(self.0.saturating_add(days))
        }
    }
}

impl fmt::Display for SurveyDay {
    /// `YYYY-MM-DD`, or `unknown`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date() {
            Some(date) => write!(f, "{date}"),
            None => f.write_str("unknown"),
        }
    }
}

/// Why a text is not an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstantError {
    /// It reads as a date and time but says no zone, and none was given for the file.
    NoZone,
    /// It does not read as RFC 3339.
    Unreadable,
}

/// Reads an RFC 3339 instant (`2025-02-04T12:45:02.5+05:00`, `…Z`, offsets without minutes such as `+05`, a space for
/// the `T`). A text without an offset is an error unless `assumed` says in which zone its clock stood.
pub fn parse_instant(text: &str, assumed: Option<&TimeZone>) -> Result<EpochMs, InstantError> {
    if let Some(instant) = parse_plain_rfc3339(text.as_bytes()) {
        return Ok(instant);
    }
    if let Ok(stamp) = text.parse::<Timestamp>() {
        return Ok(EpochMs(stamp.as_millisecond()));
    }
    let at: civil::DateTime = text.parse().map_err(|_| InstantError::Unreadable)?;
    let zone = assumed.ok_or(InstantError::NoZone)?;
    // An hour that a clock change skipped or repeated is read as jiff's "compatible" rule reads it (RFC 5545).
    let stamp = zone
        .to_timestamp(at)
        .map_err(|_| InstantError::Unreadable)?;
    Ok(EpochMs(stamp.as_millisecond()))
}

/// The form nearly every row has, `YYYY-MM-DDTHH:MM:SS[.fff](Z|±HH:MM)`, read without the general parser:
/// a province's file has three such times a row. Anything unusual answers `None` and goes the general way.
fn parse_plain_rfc3339(text: &[u8]) -> Option<EpochMs> {
    let digits = |from: usize, to: usize| -> Option<i64> {
        let mut value = 0_i64;
        for byte in text.get(from..to)? {
            if !byte.is_ascii_digit() {
                return None;
            }
            value = value * 10 + i64::from(byte - b'0');
        }
        Some(value)
    };
    let is = |at: usize, byte: u8| text.get(at) == Some(&byte);
    if !(is(4, b'-')
        && is(7, b'-')
        && (is(10, b'T') || is(10, b' '))
        && is(13, b':')
        && is(16, b':'))
    {
        return None;
    }
    let (year, month, day) = (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?);
    let (hour, minute, second) = (digits(11, 13)?, digits(14, 16)?, digits(17, 19)?);
    if !(1..=12).contains(&month)
        || day < 1
        || day > days_in_month(year, month)
        || hour > 23
        || minute > 59
        || second > 59
    {
        return None;
    }
    let mut at = 19;
    let mut millis = 0;
    if is(at, b'.') {
        millis = digits(at + 1, at + 4)?;
        at += 4;
    }
    let offset_s = match (text.get(at)?, text.len() - at) {
        (b'Z', 1) => 0,
        (sign @ (b'+' | b'-'), 6) if is(at + 3, b':') => {
            let (hours, minutes) = (digits(at + 1, at + 3)?, digits(at + 4, at + 6)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let seconds = hours * 3_600 + minutes * 60;
            if *sign == b'-' { -seconds } else { seconds }
        }
        _ => return None,
    };
    let seconds =
        days_from_civil(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset_s;
    Some(EpochMs(seconds * 1_000 + millis))
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar, counting years from March so that the leap day is last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
        - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::offset;

    fn karachi() -> TimeZone {
        offset(5).to_time_zone()
    }

    #[test]
    fn a_day_ends_at_midnight_in_the_surveys_zone() {
        let before = parse_instant("2026-03-01T23:59:59.999+05:00", None).unwrap();
        let after = parse_instant("2026-03-02T00:00:00+05:00", None).unwrap();
        assert_eq!(SurveyDay::of(before, &karachi()).to_string(), "2026-03-01");
        assert_eq!(SurveyDay::of(after, &karachi()).to_string(), "2026-03-02");
        assert_eq!(after.0 - before.0, 1);
    }

    #[test]
    fn the_quick_way_and_the_general_way_read_the_same_instant() {
        for text in [
            "1970-01-01T00:00:00Z",
            "1969-12-31T23:59:59.250Z",
            "2000-02-29T12:00:00+05:00",
            "2024-02-29T23:59:59-03:30",
            "2026-11-21 08:05:09.123+05:00",
            "1900-03-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
        ] {
            let general: Timestamp = text.parse().unwrap();
            assert_eq!(
                parse_plain_rfc3339(text.as_bytes()),
                Some(EpochMs(general.as_millisecond())),
                "{text}"
            );
        }
    }

    #[test]
    fn odd_but_honest_texts_take_the_general_way() {
        assert_eq!(
            parse_instant("2025-02-04T12:45:02+05", None),
            parse_instant("2025-02-04T07:45:02Z", None)
        );
        assert!(parse_instant("2025-02-04T12:45:02.123456+05:00", None).is_ok());
        assert_eq!(
            parse_instant("2025-02-30T12:45:02Z", None),
            Err(InstantError::Unreadable)
        );
        assert_eq!(
            parse_instant("yesterday", None),
            Err(InstantError::Unreadable)
        );
        assert_eq!(parse_instant("", None), Err(InstantError::Unreadable));
    }

    #[test]
    fn a_time_without_a_zone_is_refused_unless_the_zone_is_told() {
        assert_eq!(
            parse_instant("2025-02-04 12:45:02", None),
            Err(InstantError::NoZone)
        );
        assert_eq!(
            parse_instant("2025-02-04 12:45:02", Some(&karachi())),
            parse_instant("2025-02-04T12:45:02+05:00", None)
        );
    }

    #[test]
    fn days_read_their_own_text_back() {
        for text in ["1969-12-31", "1970-01-01", "2026-11-21", "2024-02-29"] {
            assert_eq!(SurveyDay::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(SurveyDay::parse("21.11.2026"), None);
        assert_eq!(SurveyDay::UNKNOWN.to_string(), "unknown");
        assert_eq!(SurveyDay::UNKNOWN.plus(1), SurveyDay::UNKNOWN);
        // A Friday.
        assert_eq!(SurveyDay::parse("2026-11-20").unwrap().weekday(), 4);
        assert_eq!(day_ends_at(SurveyDay::UNKNOWN, &TimeZone::UTC), None);
        let karachi = jiff::tz::offset(5).to_time_zone();
        let day = SurveyDay::parse("2026-11-20").unwrap();
        let over = day_ends_at(day, &karachi).unwrap();
        assert_eq!(over.to_rfc3339().as_deref(), Some("2026-11-20T19:00:00Z"));
    }
}
