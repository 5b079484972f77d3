//! Work that was not done, or not as it says.

use crate::sample::*;
use simulate::Behaviour;
use std::collections::{HashMap, HashSet};

#[test]
fn an_inventor_sits_at_home_and_is_quick() {
    for (_, rows) in sample().truths_of(Behaviour::InventorAtHome) {
        assert!(rows.iter().all(|row| row.duration() <= 900));
        let at_home: Vec<&Row> = rows
            .iter()
            .copied()
            .filter(|row| row.fix.is_some_and(|fix| fix.2 < 13.0))
            .collect();
        assert!(spread(&at_home) < 100.0, "{}", spread(&at_home));
    }
}

#[test]
fn a_half_faked_form_is_short_small_and_full_of_holes() {
    let sample = sample();
    for (_, rows) in sample.truths_of(Behaviour::HalfFaked) {
        for row in &rows {
            assert!(row.complete() && row.size.unwrap() <= 3);
            let holes = row.items[2] + row.items[3];
            assert!(holes * 100 >= row.items[0] * 10, "{:?}", row.items);
            assert_eq!(row.items[1] + holes, row.items[0]);
            assert!(row.active.unwrap() < row.duration());
        }
        assert!(median(complete_durations(&rows)) < 480);
    }
}

#[test]
fn copied_answers_are_nearly_those_of_an_earlier_interview_of_theirs_and_honest_ones_hardly_ever() {
    let sample = sample();
    let alike = |a: &Row, b: &Row| {
        let equal = a.answers.iter().zip(&b.answers).filter(|(a, b)| a == b);
        equal.count() as f64 / 24.0
    };
    for (truth, rows) in sample.truths_of(Behaviour::CopiedAnswers) {
        let own: Vec<&Row> = sample
            .rows
            .iter()
            .filter(|(id, row)| {
                row.enumerator == truth.enumerator_code
                    && row.complete()
                    && !sample.planted.contains_key(*id)
            })
            .map(|(_, row)| row)
            .collect();
        let mut likeness = 0.0;
        for row in &rows {
            // A household that was interviewed twice answered alike, but not in as many items.
            let source = own
                .iter()
                .filter(|own| (own.size, own.items) == (row.size, row.items))
                .max_by(|a, b| alike(row, a).total_cmp(&alike(row, b)))
                .unwrap();
            assert!(alike(row, source) > 0.6);
            likeness += alike(row, source);
            assert_ne!(row.household, source.household);
        }
        assert!(likeness / rows.len() as f64 > 0.85);
    }
    let honest = sample.honest();
    let complete: Vec<&&Row> = honest.iter().filter(|row| row.complete()).collect();
    let (mut pairs, mut twins) = (0, 0);
    for a_few in complete.windows(40).step_by(20) {
        for (i, a) in a_few.iter().enumerate() {
            for b in &a_few[i + 1..] {
                if a.household != b.household {
                    pairs += 1;
                    twins += u32::from(alike(a, b) >= 0.85);
                }
            }
        }
    }
    // In villages that are all alike a few pairs of neighbours are: innocent, and not to be mistaken.
    assert!(pairs > 1_000_000, "{pairs}");
    assert!((1..pairs / 10_000).contains(&twins), "{twins} of {pairs}");
}

#[test]
fn one_spot_is_a_point_for_a_whole_day_that_lasts_hours() {
    let mut long_days = 0;
    for (_, rows) in sample().truths_of(Behaviour::OneSpot) {
        for a_day in by_day(&rows).values() {
            assert!(spread(a_day) < 20.0, "{}", spread(a_day));
            let households: HashSet<_> = a_day.iter().map(|row| &row.household).collect();
            assert!(a_day.len() < 4 || households.len() > a_day.len() / 2);
            let first = a_day.iter().map(|row| row.started).min().unwrap();
            let last = a_day.iter().map(|row| row.ended).max().unwrap();
            long_days += i64::from(a_day.len() >= 8 && last - first > 4 * HOUR_S);
        }
    }
    assert!(long_days > 10);
}

#[test]
fn a_mock_location_says_so_or_is_impossibly_accurate() {
    let sample = sample();
    let mocked = |row: &Row| row.mock == Some(true) || row.fix.is_some_and(|fix| fix.2 == 0.0);
    for (id, row) in &sample.rows {
        let planted = sample.planted.get(id) == Some(&Behaviour::MockLocation);
        assert_eq!(mocked(row), planted);
    }
}

#[test]
fn an_impossible_tour_jumps_tens_of_kilometres_within_minutes() {
    for (_, rows) in sample().truths_of(Behaviour::ImpossibleTour) {
        for a_day in by_day(&rows).into_values().filter(|day| day.len() >= 10) {
            let mut a_day: Vec<&Row> = a_day.into_iter().filter(|row| row.fix.is_some()).collect();
            a_day.sort_by_key(|row| row.started);
            let jumps = a_day.windows(2).filter(|pair| {
                let far = metres(pair[0].fix.unwrap(), pair[1].fix.unwrap());
                far > 10_000.0 && pair[1].started - pair[0].ended < 5_400
            });
            assert!(jumps.count() >= 1);
        }
    }
}

#[test]
fn a_padded_day_has_far_more_and_shorter_interviews_than_any_honest_one() {
    let sample = sample();
    let honest = sample.honest();
    let mut per_day: HashMap<(&String, i64), usize> = HashMap::new();
    for row in &honest {
        *per_day.entry((&row.enumerator, row.day())).or_default() += 1;
    }
    let mut counts: Vec<usize> = per_day.into_values().collect();
    counts.sort_unstable();
    let most = counts[counts.len() * 99 / 100];
    let usual = median(complete_durations(&honest));
    for (truth, rows) in sample.truths_of(Behaviour::PaddedDays) {
        let days = by_day(&rows);
        let mean = rows.len() / days.len();
        assert!(
            mean > most,
            "{mean} a day, honest people up to {most}: {}",
            truth.enumerator_code
        );
        assert!(median(complete_durations(&rows)) * 10 < usual * 8);
    }
}
