//! What is planted, as a reader of the files sees it: each kind in the rows that the truth names and in no others.

#![allow(clippy::unwrap_used)] // A failed unwrap here is a failed test.

mod dishonest;
mod honest;
mod plain;
mod sample;

use sample::*;
use simulate::{Behaviour, Mix, Survey};
use std::collections::{HashMap, HashSet};

#[test]
fn an_evaluation_has_one_dishonest_enumerator_in_twenty_and_a_few_of_every_look_alike() {
    let sample = sample();
    let working: HashSet<&String> = sample.rows.values().map(|row| &row.enumerator).collect();
    let mut by_kind: HashMap<Behaviour, usize> = HashMap::new();
    let mut enumerators = HashSet::new();
    for truth in &sample.truths {
        *by_kind.entry(truth.behaviour).or_default() += 1;
        assert!(enumerators.insert(&truth.enumerator_code), "nobody has two");
    }
    let share = |count: usize| count as f64 / working.len() as f64;
    let dishonest: usize = by_kind
        .iter()
        .filter(|(kind, _)| kind.is_dishonest())
        .map(|(_, count)| count)
        .sum();
    assert!(
        (0.045..0.055).contains(&share(dishonest)),
        "{}",
        share(dishonest)
    );
    for kind in Behaviour::ALL {
        let share = share(by_kind.get(&kind).copied().unwrap_or(0));
        let wanted = if kind.is_dishonest() {
            0.003..0.012
        } else {
            0.007..0.025
        };
        assert!(wanted.contains(&share), "{kind:?} {share}");
    }
}

#[test]
fn nothing_is_planted_where_nothing_is_asked_for() {
    let mut scenario = scenario(3, 3_000);
    scenario.mix = Mix::none();
    assert_eq!(Survey::new(&scenario).truth().count(), 0);
    scenario.mix = Mix::none().with(Behaviour::OneSpot, 0.2);
    let survey = Survey::new(&scenario);
    assert!(survey.truth().count() > 10);
    assert!(survey.truth().all(|t| t.behaviour == Behaviour::OneSpot));
}

#[test]
fn the_truth_is_the_enumerators_own_and_every_kind_is_there() {
    let sample = sample();
    let mut kinds = HashSet::new();
    for truth in &sample.truths {
        kinds.insert(truth.behaviour);
        assert!(truth.first_day <= truth.last_day && !truth.submission_ids.is_empty());
        for row in sample.rows_of(truth) {
            assert_eq!(row.enumerator, truth.enumerator_code);
            assert_eq!(row.device, truth.device_id);
        }
    }
    assert_eq!(kinds.len(), Behaviour::COUNT);
}

#[test]
fn an_evaluation_is_the_same_every_time() {
    let files = |seed| {
        let survey = Survey::new(&scenario(seed, 4_000));
        let mut file = Vec::new();
        survey.write_submissions_csv(&mut file).unwrap();
        survey.write_truth_csv(&mut file).unwrap();
        file
    };
    assert_eq!(files(1), files(1));
    assert_ne!(files(1), files(2));
}
