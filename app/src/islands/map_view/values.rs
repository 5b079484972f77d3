//! The values that colour the map, day by day, as they come from the server.

use api::days::{DayValues, DaysHead, MOST_PERMILLE};
use domain::coverage::Class;
use leptos::serde_json;

/// Reads a body of [`api::days`]; `None` if it is anything else.
pub fn read(body: &[u8]) -> Option<DayValues> {
    let end = body.iter().position(|byte| *byte == b'\n')?;
    let head: DaysHead = serde_json::from_slice(&body[..end]).ok()?;
    DayValues::from_parts(head, &body[end + 1..])
}

/// The address of the values of a measure: the page's, with the parameter `measure` replaced.
pub fn address(days_url: &str, measure: &str) -> String {
    let (path, query) = days_url.split_once('?').unwrap_or((days_url, ""));
    let mut out = format!("{path}?");
    for pair in query.split('&') {
        if !pair.is_empty() && !pair.starts_with("measure=") {
            out.push_str(pair);
            out.push('&');
        }
    }
    out.push_str("measure=");
    out.push_str(measure);
    out
}

/// An area as the map says it on a day: `Lahore: 63.2 %, 20 to 75 %`. A share that was cut on the way says so.
pub fn words(name: &str, permille: Option<u32>, class: &str) -> String {
    match permille {
        Some(permille) => {
            let more = if permille >= u32::from(MOST_PERMILLE) {
                "> "
            } else {
                ""
            };
            let share = domain::number::percent(permille);
            format!("\u{2068}{name}\u{2069}: \u{2068}{more}{share}\u{2069}, {class}")
        }
        None => format!("\u{2068}{name}\u{2069}: {class}"),
    }
}

/// How many of the areas that are `shown` each class has on a day, in the order of [`Class::ALL`].
pub fn counts(values: &DayValues, day: usize, shown: impl Fn(&String) -> bool) -> [usize; 7] {
    let mut counts = [0; 7];
    for (area, code) in values.head.areas.iter().enumerate() {
        if let Some((class, _)) = values.get(day, area).filter(|_| shown(code)) {
            for (count, of) in counts.iter_mut().zip(Class::ALL) {
                *count += usize::from(of == class);
            }
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::days::pack;
    use domain::coverage::Measure;

    fn sample() -> DayValues {
        DayValues {
            head: DaysHead {
                measure: "coverage".to_owned(),
                days: vec!["2026-11-01".to_owned(), "2026-11-02".to_owned()],
                areas: vec!["A".to_owned(), "B".to_owned()],
            },
            values: vec![
                pack(Measure::Coverage, 0, Some(10)),
                pack(Measure::Coverage, 1, None),
                pack(Measure::Coverage, 3, Some(10)),
                pack(Measure::Coverage, 1, None),
            ],
        }
    }

    #[test]
    fn a_body_is_read_and_anything_else_is_refused() {
        let mut body = serde_json::to_vec(&sample().head).unwrap();
        body.push(b'\n');
        body.extend(sample().body());
        assert_eq!(read(&body), Some(sample()));
        assert_eq!(read(&body[..body.len() - 1]), None);
        assert_eq!(read(b"<!DOCTYPE html>\n<html>"), None);
        assert_eq!(read(b""), None);
    }

    #[test]
    fn another_measure_is_the_same_address_with_one_parameter_replaced() {
        let cases = [
            ("/coverage/1/days", "/coverage/1/days?measure=inside"),
            (
                "/c/days?wave=W1&measure=schedule&to=x",
                "/c/days?wave=W1&to=x&measure=inside",
            ),
        ];
        for (from, to) in cases {
            assert_eq!(address(from, "inside"), to);
        }
    }

    #[test]
    fn no_share_is_not_zero_and_a_cut_share_says_so() {
        assert_eq!(
            words("A", None, "no target"),
            "\u{2068}A\u{2069}: no target"
        );
        assert!(words("A", Some(632), "x").contains("63.2\u{a0}%"));
        assert!(words("A", Some(8_190), "x").contains("> 819.0"));
    }

    #[test]
    fn areas_are_counted_by_class() {
        let counted = |day| counts(&sample(), day, |_| true);
        assert_eq!(counted(0), [1, 0, 0, 0, 0, 0, 1]);
        assert_eq!(counted(1), [0, 0, 1, 0, 0, 0, 1]);
        assert_eq!(counted(2), [0; 7]);
        assert_eq!(
            counts(&sample(), 1, |code| code == "B"),
            [0, 0, 0, 0, 0, 0, 1]
        );
    }
}
