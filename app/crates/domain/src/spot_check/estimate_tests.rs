//! Rates worked by hand.

use super::*;

fn key(stratum: u32) -> StratumKey {
    StratumKey { draw: 1, stratum }
}

/// Units of one stratum: `y` was so, `n` was not, `?` cannot be told, `.` is open, `-` is outside.
fn units(stratum: u32, layer: Layer, all: u32, answers: &str) -> Vec<Unit> {
    answers
        .chars()
        .map(|answer| Unit {
            stratum: key(stratum),
            layer,
            stratum_interviews: all,
            answer: match answer {
                'y' => Answer::yes_no(true),
                'n' => Answer::yes_no(false),
                '?' => Answer::CannotTell,
                '-' => Answer::Outside,
                _ => Answer::Open,
            },
        })
        .collect()
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} for {expected}");
}

#[test]
fn a_simple_random_sample_is_that_of_the_textbook() {
    let found = weighted_rate(&units(0, Layer::Random, 100, "yynnnnnnnn")).unwrap();
    near(found.rate, 0.2);
    // (1 − 10/100) · s² / 10, s² = 10/9 · 0.2 · 0.8.
    near(found.standard_error.powi(2), 0.9 * (1.6 / 9.0) / 10.0);
    near(found.effective_n.unwrap(), 0.16 / 0.016);
    assert_eq!(
        (found.answered, found.stands_for, found.of_frame),
        (10, 100, 100)
    );
    // Nine degrees of freedom: t = 2.262; Wilson's of 0.2 and n = 10.
    let (low, high) = crate::interval::wilson(0.2, 10.0, 2.262);
    assert!((found.low - low).abs() < 0.002 && (found.high - high).abs() < 0.002);
}

#[test]
fn strata_are_weighted_by_what_they_stand_for() {
    let mut all = units(0, Layer::Risk, 4, "yyyn");
    all.extend(units(1, Layer::Random, 40, "ynnn"));
    let found = weighted_rate(&all).unwrap();
    // 3 of the 4 and a quarter of the 40: 13 of 44.
    near(found.rate, 13.0 / 44.0);
    // The first was taken whole and adds nothing: 40² (1 − 4/40) · 0.25 / 4 / 44².
    near(
        found.standard_error.powi(2),
        1600.0 * 0.9 * 0.25 / 4.0 / 1936.0,
    );
}

#[test]
fn everything_checked_is_a_rate_without_doubt() {
    let found = weighted_rate(&units(0, Layer::Risk, 4, "yynn")).unwrap();
    assert_eq!((found.rate, found.low, found.high), (0.5, 0.5, 0.5));
    assert_eq!((found.standard_error, found.effective_n), (0.0, None));
    let none = weighted_rate(&units(0, Layer::Risk, 3, "nnn")).unwrap();
    assert_eq!((none.rate, none.low, none.high), (0.0, 0.0, 0.0));
}

#[test]
fn nothing_found_is_not_nothing_there() {
    let found = weighted_rate(&units(0, Layer::Random, 400, &"n".repeat(20))).unwrap();
    assert_eq!((found.rate, found.low), (0.0, 0.0));
    // Of 20 Wilson's upper end is 16.1 %; a little wider by Student's t, a little narrower by the correction.
    assert!((0.15..0.20).contains(&found.high), "{}", found.high);
    // Found in the certain stratum alone: the other one still has its doubt.
    let mut all = units(1, Layer::Risk, 4, "yyyn");
    all.extend(units(0, Layer::Random, 400, &"n".repeat(20)));
    let found = weighted_rate(&all).unwrap();
    near(found.rate, 3.0 / 404.0);
    assert!(found.high > 0.05, "{}", found.high);
}

#[test]
fn one_answer_of_a_stratum_is_spread_enough() {
    let found =
        weighted_rate(&[units(0, Layer::New, 10, "y"), units(1, Layer::New, 10, "n")].concat());
    let found = found.unwrap();
    near(found.rate, 0.5);
    // 10² · 0.9 · 0.25, twice, of 20².
    near(
        found.standard_error.powi(2),
        2.0 * 100.0 * 0.9 * 0.25 / 400.0,
    );
}

#[test]
fn what_cannot_be_told_is_counted_and_has_its_two_ends() {
    let found = weighted_rate(&units(0, Layer::Random, 100, "ynnnn?..")).unwrap();
    near(found.rate, 0.2);
    assert_eq!((found.answered, found.cannot_tell), (5, 1));
    near(found.if_none, 1.0 / 6.0);
    near(found.if_all, 2.0 / 6.0);
    assert_eq!(weighted_rate(&units(0, Layer::Random, 100, "??.")), None);
    assert_eq!(weighted_rate(&[]), None);
}

#[test]
fn a_stratum_without_an_answer_is_not_guessed_at() {
    let mut all = units(0, Layer::Random, 100, "ynnnn");
    all.extend(units(1, Layer::New, 20, "?"));
    let found = weighted_rate(&all).unwrap();
    near(found.rate, 0.2);
    assert_eq!((found.stands_for, found.of_frame), (100, 120));
    near(found.if_none, 20.0 / 120.0);
    near(found.if_all, 40.0 / 120.0);
}

#[test]
fn those_outside_show_how_uncertain_the_denominator_is() {
    let found = weighted_rate(&units(0, Layer::Random, 80, "ynnn----")).unwrap();
    near(found.rate, 0.25);
    assert_eq!(found.answered, 4);
    // Residuals 0.75, −0.25 three times, 0 four times: s² = 0.75 / 7; 80² · 0.9 / 8 · s² of 40².
    near(
        found.standard_error.powi(2),
        6400.0 * 0.9 / 8.0 * (0.75 / 7.0) / 1600.0,
    );
    assert_eq!(weighted_rate(&units(0, Layer::Random, 80, "----")), None);
}

#[test]
fn an_error_rate_is_of_answers_in_visits() {
    let unit = |part, of| Unit {
        stratum: key(0),
        layer: Layer::Random,
        stratum_interviews: 30,
        answer: Answer::Known { part, of },
    };
    let found = weighted_ratio(&[unit(1.0, 4.0), unit(0.0, 2.0), unit(2.0, 4.0)]).unwrap();
    near(found.rate, 0.3);
    // Residuals −0.2, −0.6, 0.8: s² = 1.04 / 2; (1 − 3/30) · s² / 3 of a mean of (10/3)².
    near(
        found.standard_error.powi(2),
        0.9 * 0.52 / 3.0 / (100.0 / 9.0),
    );
}
