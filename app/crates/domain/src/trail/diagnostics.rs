//! Survey Solutions' `interview__diagnostics`: the tool's own measure of the active time.

use super::{LineProblem, TrailFacts};

/// Facts of `interview__duration`, `DD.HH:MM:SS` (days may be missing, a fraction of a second is dropped); none if it is blank.
pub fn facts(duration: &str) -> Result<TrailFacts, LineProblem> {
    if duration.is_empty() {
        return Ok(TrailFacts::default());
    }
    let active_s = seconds(duration)
        .ok_or_else(|| LineProblem::NotANumber("interview__duration", duration.to_owned()))?;
    Ok(TrailFacts {
        active_s: Some(active_s),
        ..TrailFacts::default()
    })
}

fn seconds(duration: &str) -> Option<u32> {
    let mut parts = duration.trim().splitn(3, ':');
    let (first, minutes, last) = (parts.next()?, parts.next()?, parts.next()?);
    let (days, hours) = first.split_once('.').unwrap_or(("0", first));
    let whole = last.split_once('.').map_or(last, |(whole, _)| whole);
    let number = |text: &str, below: u32| {
        (text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<u32>().ok())
            .flatten()
            .filter(|number| *number < below)
    };
    Some(
        number(days, 10_000)? * 86_400
            + number(hours, 24)? * 3_600
            + number(minutes, 60)? * 60
            + number(whole, 60)?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_days_hours_minutes_and_seconds() {
        for (text, s) in [
            ("00.00:41:07", 2_467),
            ("01.02:03:04", 93_784),
            ("00:41:07", 2_467),
            ("00.00:41:07.1234567", 2_467),
        ] {
            assert_eq!(facts(text).unwrap().active_s, Some(s), "{text}");
        }
        for text in ["41", "00.00:61:00", "-1.00:00:01", "a.b:c:d", "00:00:"] {
            assert!(facts(text).is_err(), "{text}");
        }
        assert_eq!(facts(""), Ok(TrailFacts::default()));
    }
}
