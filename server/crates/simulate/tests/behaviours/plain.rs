//! Plain work: what the rest do, who are the peers of those who do not.

use crate::sample::*;
use domain::outcome::Outcome;
use std::collections::HashMap;

#[test]
fn plain_work_has_no_overlaps_no_flights_no_nights_no_haste_and_no_repeated_points() {
    let sample = sample();
    let honest = sample.honest();
    for pair in honest.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if a.enumerator != b.enumerator || a.day() != b.day() {
            continue;
        }
        assert!(b.started > a.ended, "{a:?} overlaps {b:?}");
        if let (Some(from), Some(to)) = (a.fix, b.fix) {
            let certain_m = (metres(from, to) - from.2 - to.2).max(0.0);
            let speed_kmh = certain_m / (b.started - a.ended) as f64 * 3.6;
            assert!(speed_kmh <= 100.0, "{speed_kmh} km/h: {a:?} {b:?}");
        }
    }
    let mut points: HashMap<&[String; 3], &String> = HashMap::new();
    let mut repeated = 0;
    for row in &honest {
        let minute = ((row.started + 5 * HOUR_S) / 60).rem_euclid(1_440);
        assert!(
            (7 * 60..20 * 60).contains(&minute),
            "starts at minute {minute}"
        );
        assert!(!row.complete() || row.duration() >= 300, "{row:?}");
        if row.fix.is_some()
            && let Some(before) = points.insert(&row.written, &row.household)
        {
            repeated += u32::from(*before != row.household);
        }
    }
    assert!(repeated as usize * 1_000 < honest.len(), "{repeated}");
}

#[test]
fn peers_differ_by_tehsil_in_refusals_and_in_what_respondents_know() {
    let sample = sample();
    let mut tehsils: HashMap<&str, [u32; 4]> = HashMap::new();
    for row in sample.honest() {
        let sums = tehsils.entry(&row.uc[..6]).or_default();
        sums[0] += 1;
        sums[1] += u32::from(row.outcome == Outcome::Refused);
        if row.complete() {
            sums[2] += row.items[0];
            sums[3] += row.items[2];
        }
    }
    let rates = |over: usize, part: usize| {
        let mut rates: Vec<f64> = tehsils
            .values()
            .filter(|sums| sums[0] > 600)
            .map(|sums| f64::from(sums[part]) / f64::from(sums[over]))
            .collect();
        rates.sort_by(f64::total_cmp);
        (rates[rates.len() / 10], rates[rates.len() * 9 / 10])
    };
    let (few, many) = rates(0, 1);
    assert!(
        few > 0.005 && many < 0.12 && many > 1.5 * few,
        "{few} {many}"
    );
    let (few, many) = rates(2, 3);
    assert!(
        few > 0.008 && many < 0.05 && many > 1.4 * few,
        "{few} {many}"
    );
}

#[test]
fn some_days_begin_early_and_some_have_a_long_lunch() {
    let honest = sample().honest();
    let (mut days, mut early, mut long_lunch) = (0, 0, 0);
    for pair in honest.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if (&a.enumerator, a.day()) != (&b.enumerator, b.day()) {
            days += 1;
            early += u32::from((b.started + 5 * HOUR_S).rem_euclid(86_400) < 8 * HOUR_S);
        } else {
            long_lunch += u32::from(b.started - a.ended > 9_000);
        }
    }
    assert!((days / 100..days / 8).contains(&early), "{early} of {days}");
    assert!(
        (days / 100..days / 10).contains(&long_lunch),
        "{long_lunch} of {days}"
    );
}

#[test]
fn larger_households_take_longer() {
    let honest = sample().honest();
    let of_size = |sizes: std::ops::RangeInclusive<u8>| {
        median(
            honest
                .iter()
                .filter(|row| row.complete() && sizes.contains(&row.size.unwrap()))
                .map(|row| row.duration())
                .collect(),
        )
    };
    assert!(of_size(1..=2) < of_size(5..=6) && of_size(5..=6) < of_size(10..=12));
}
