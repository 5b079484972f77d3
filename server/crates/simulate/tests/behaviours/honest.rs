//! Honest work that may look otherwise.

use crate::sample::*;
use simulate::Behaviour;
use std::collections::{HashMap, HashSet};

#[test]
fn a_wrong_clock_is_wrong_by_the_same_in_all_its_interviews_and_right_in_all_others() {
    let sample = sample();
    for (kind, offsets) in [
        (Behaviour::SlowClock, -12 * HOUR_S..=-2_400),
        (Behaviour::FastClock, 2_400..=4 * HOUR_S),
        (Behaviour::ChangedClock, -12 * HOUR_S..=4 * HOUR_S),
    ] {
        let (mut early, mut all) = (0, 0);
        for (truth, rows) in sample.truths_of(kind) {
            all += 1;
            let offset = median(rows.iter().filter_map(|row| ahead(row)).collect());
            assert!(offsets.contains(&(offset + 20)), "{kind:?} {offset}");
            assert!(offset.abs() > 2_300, "{kind:?} {offset}");
            for row in &rows {
                assert!(ahead(row).is_none_or(|by| (by - offset).abs() < 90));
            }
            early += usize::from(rows.iter().any(|row| row.received < row.ended));
            if kind == Behaviour::ChangedClock {
                let others = sample.rows.iter().filter(|(id, row)| {
                    row.enumerator == truth.enumerator_code && !sample.planted.contains_key(*id)
                });
                assert!(others.count() > 0, "the clock was right before");
            }
        }
        if kind == Behaviour::FastClock {
            assert!(2 * early >= all, "received before ended: {early} of {all}");
        }
    }
    for row in sample.rows.iter().filter_map(|(id, row)| {
        let clock = matches!(
            sample.planted.get(id),
            Some(
                Behaviour::SlowClock
                    | Behaviour::FastClock
                    | Behaviour::ChangedClock
                    | Behaviour::CachedFix
            )
        );
        (!clock).then_some(row)
    }) {
        assert!(ahead(row).is_none_or(|by| by.abs() <= 60));
        assert!(row.received >= row.ended);
    }
}

#[test]
fn a_cached_fix_does_not_change_all_day() {
    for (_, rows) in sample().truths_of(Behaviour::CachedFix) {
        for a_day in by_day(&rows).values() {
            let fixes: HashSet<_> = a_day.iter().map(|row| &row.written).collect();
            assert_eq!(fixes.len(), 1);
        }
    }
}

#[test]
fn an_apartment_block_holds_many_true_households_within_a_few_metres() {
    let sample = sample();
    let honest_median = median(complete_durations(&sample.honest()));
    for (_, rows) in sample.truths_of(Behaviour::ApartmentBlock) {
        let mut blocks: HashMap<&String, Vec<&Row>> = HashMap::new();
        for &row in rows
            .iter()
            .filter(|row| row.fix.is_some_and(|fix| fix.2 < 13.0))
        {
            blocks.entry(&row.uc).or_default().push(row);
        }
        for block in blocks.values().filter(|block| block.len() >= 10) {
            let households: HashSet<_> = block.iter().map(|row| &row.household).collect();
            assert!(households.len() * 10 >= block.len() * 8);
            // Several blocks of one union council may be far apart, so each household is compared with its nearest; the
            // fixes of two neighbours are a few metres of noise apart.
            let neighbours = |row: &Row| {
                block
                    .iter()
                    .filter(|other| other.household != row.household)
                    .filter(|other| metres(row.fix.unwrap(), other.fix.unwrap()) < 40.0)
                    .count()
            };
            let close = block.iter().filter(|row| neighbours(row) >= 3).count();
            assert!(close * 10 >= block.len() * 8, "{close} of {}", block.len());
        }
        let durations = complete_durations(&rows);
        if durations.len() > 30 {
            let ratio = median(durations) as f64 / honest_median as f64;
            assert!(
                (0.65..1.5).contains(&ratio),
                "interviews are good ones: {ratio}"
            );
        }
    }
}

#[test]
fn a_household_in_an_apartment_block_has_the_same_door_at_every_visit() {
    let sample = sample();
    let mut again = 0;
    for (truth, _) in sample.truths_of(Behaviour::ApartmentBlock) {
        let mut doors: HashMap<(&String, &String), (f64, f64, f64)> = HashMap::new();
        for row in sample.rows.values() {
            if row.enumerator != truth.enumerator_code {
                continue;
            }
            let Some(fix) = row.fix else { continue };
            let Some(before) = doors.insert((&row.uc, &row.household), fix) else {
                continue;
            };
            again += 1;
            // No fix is further off than 3.46 deviations along each axis, and its accuracy is 1.51 of them.
            let most_m = 3.3 * (before.2 + fix.2) + 1.0;
            let apart_m = metres(before, fix);
            assert!(apart_m <= most_m, "{}: {apart_m} m", row.household);
        }
    }
    assert!(again > 20, "{again} households were visited again");
}

#[test]
fn a_batch_of_three_to_six_days_arrives_at_once() {
    let sample = sample();
    let mut longest_days = HashSet::new();
    for (_, rows) in sample.truths_of(Behaviour::BatchSync) {
        let mut batches: HashMap<i64, Vec<&Row>> = HashMap::new();
        for row in rows {
            assert!(
                ahead(row).is_none_or(|by| by.abs() <= 60),
                "the clock is right"
            );
            let day = (row.received + 5 * HOUR_S).div_euclid(86_400);
            batches.entry(day).or_default().push(row);
        }
        let mut longest = 0;
        for batch in batches.values() {
            let received = batch.iter().map(|row| row.received);
            assert!(received.clone().max().unwrap() - received.clone().min().unwrap() < HOUR_S);
            let oldest = batch
                .iter()
                .map(|row| row.received - row.ended)
                .max()
                .unwrap();
            longest = longest.max(oldest / 86_400);
        }
        assert!((2..=6).contains(&longest), "offline for {longest} days");
        longest_days.insert(longest);
    }
    assert!(longest_days.len() > 1, "tablets differ");
}

#[test]
fn a_form_left_open_ends_hours_later_with_others_in_between_and_was_worked_on_as_long_as_any() {
    let sample = sample();
    let mut next_morning = 0;
    for (truth, rows) in sample.truths_of(Behaviour::FormLeftOpen) {
        for row in rows {
            assert!(row.complete() && row.received >= row.ended);
            assert!(row.active.unwrap() < row.duration());
            assert!((300..9_001).contains(&row.active.unwrap()));
            let between = sample.rows.values().filter(|other| {
                other.enumerator == truth.enumerator_code
                    && other.started > row.started
                    && other.ended < row.ended
            });
            assert!(between.count() > 0);
            next_morning += u32::from((row.ended + 5 * HOUR_S).div_euclid(86_400) > row.day());
        }
    }
    assert!(next_morning > 0);
}
