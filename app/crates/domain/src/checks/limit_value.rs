//! A threshold's value as people write it: a number and its unit.

use super::about::{Threshold, Unit};
use super::catalogue::Check;
use super::limit_problem::LimitProblem;

/// Reads a value. Where its unit `is_beside`, as on a page, the number alone will do; else the unit has to be written, so that minutes
/// are never taken for hours. Times of day may be written as `07:00`.
pub fn read_value(
    check: Check,
    threshold: &'static Threshold,
    text: &str,
    is_beside: bool,
) -> Result<f64, LimitProblem> {
    let text = text.trim();
    let out_of_range = LimitProblem::OutOfRange(check, threshold);
    if let (Unit::MinuteOfDay, Some((hour, minute))) = (threshold.unit, text.split_once(':')) {
        let (hour, minute) = (hour.parse::<u8>(), minute.parse::<u8>());
        return match (hour, minute) {
            (Ok(hour @ 0..=24), Ok(minute @ 0..=59)) => {
                let value = f64::from(hour) * 60.0 + f64::from(minute);
                within(check, threshold, value)
            }
            _ => Err(out_of_range),
        };
    }
    let digits = text
        .find(|c: char| !c.is_ascii_digit() && !"+-.".contains(c))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = unit.trim_start();
    // `1e3`, `1,000` and `NaN` are not what people mean by a number here.
    let value: f64 = match number.parse() {
        Ok(value) => value,
        Err(_) => return Err(out_of_range),
    };
    if unit.starts_with(',') {
        return Err(out_of_range);
    }
    if !unit.is_empty() && unit != threshold.unit.symbol() {
        return Err(LimitProblem::OtherUnit(check, threshold, unit.to_owned()));
    }
    if unit.is_empty() && !is_beside && !threshold.unit.symbol().is_empty() {
        return Err(LimitProblem::NoUnit(check, threshold));
    }
    within(check, threshold, value)
}

/// The value, if it makes sense.
pub(super) fn within(
    check: Check,
    threshold: &'static Threshold,
    value: f64,
) -> Result<f64, LimitProblem> {
    let makes_sense = (threshold.least..=threshold.most).contains(&value)
        && (!threshold.unit.is_whole() || value.fract() == 0.0);
    if makes_sense {
        // Of two zeros one is enough.
        Ok(value + 0.0)
    } else {
        Err(LimitProblem::OutOfRange(check, threshold))
    }
}

/// A value with its unit: `120 km/h`; a time of day as `07:00`.
pub fn write_value(value: f64, unit: Unit) -> String {
    if unit == Unit::MinuteOfDay {
        return format!("{:02}:{:02}", (value / 60.0).floor(), value % 60.0);
    }
    format!("{value} {}", unit.symbol()).trim_end().to_owned()
}
