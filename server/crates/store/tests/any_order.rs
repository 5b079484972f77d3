//! Whatever the order and the batching, the content is the same; twice is once.

// A failed unwrap in a helper is a failed test.
#![allow(clippy::unwrap_used)]

mod common;

use common::orders::{batches_of, made, shuffled_submissions};
use common::{new_sqlite, record, with_areas};
use proptest::prelude::*;
use store::{Arrival, RowOutcome};

async fn content_of(batches: Vec<Vec<Arrival>>, roll_up_each: bool) -> Vec<String> {
    let (_directory, db) = new_sqlite().await;
    with_areas(&db).await;
    for batch in batches {
        record(&db, batch).await;
        if roll_up_each {
            db.roll_up().await.unwrap();
        }
    }
    db.roll_up().await.unwrap();
    let rolled_up = db.dump_content().await.unwrap();
    db.roll_up_all().await.unwrap();
    assert_eq!(
        db.dump_content().await.unwrap(),
        rolled_up,
        "dirty cells were all that had changed"
    );
    rolled_up
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_and_any_batching_leave_the_same_content(order in any::<u64>(), cuts in any::<u64>(), each in any::<bool>()) {
        let (left, right) = block_on(async {
            let one_batch = content_of(vec![shuffled_submissions(1)], false).await;
            let many = content_of(batches_of(shuffled_submissions(order), cuts), each).await;
            (one_batch, many)
        });
        prop_assert_eq!(left, right);
    }

    #[test]
    fn a_second_import_of_everything_writes_nothing(order in any::<u64>(), cuts in any::<u64>()) {
        block_on(async {
            let (_directory, db) = new_sqlite().await;
            with_areas(&db).await;
            for batch in batches_of(shuffled_submissions(order), cuts) {
                record(&db, batch).await;
            }
            db.roll_up().await.unwrap();
            let before = (db.dump_content().await.unwrap(), db.list_runs(1_000).await.unwrap());
            for batch in batches_of(shuffled_submissions(order + 1), cuts + 1) {
                let outcomes = record(&db, batch).await;
                assert!(outcomes.iter().all(|outcome| matches!(outcome, RowOutcome::Unchanged | RowOutcome::Quarantined)));
            }
            assert_eq!(db.roll_up().await.unwrap().cells, 0);
            assert_eq!((db.dump_content().await.unwrap(), db.list_runs(1_000).await.unwrap()), before);
        });
    }
}

/// The same facts by the definition instead of by increments: group, sort, take the first.
#[test]
fn the_current_revision_and_the_counted_interview_are_those_of_the_definition() {
    use std::collections::BTreeMap;
    let all: Vec<Arrival> = (0..60)
        .flat_map(|id| (0..1 + id % 3).map(move |revision| made(id, revision)))
        .collect();
    let mut current: BTreeMap<&str, &Arrival> = BTreeMap::new();
    for arrival in all.iter().filter(|arrival| arrival.content.is_ok()) {
        let latest = current.entry(&arrival.submission_id).or_insert(arrival);
        if arrival.received_at > latest.received_at {
            *latest = arrival;
        }
    }
    let mut first: BTreeMap<i64, (i64, &str)> = BTreeMap::new();
    for (id, arrival) in &current {
        let fact = arrival.content.as_ref().unwrap();
        if let (true, Some(key)) = (fact.is_valid_complete(), fact.household_key) {
            let rank = (fact.completed_at.0, *id);
            let best = first.entry(key).or_insert(rank);
            *best = rank.min(*best);
        }
    }
    let expected: Vec<(String, bool)> = current
        .iter()
        .map(|(id, arrival)| {
            let fact = arrival.content.as_ref().unwrap();
            let counted = fact.is_valid_complete()
                && fact
                    .household_key
                    .is_none_or(|key| first[&key] == (fact.completed_at.0, *id));
            ((*id).to_owned(), counted)
        })
        .collect();
    let content = block_on(content_of(batches_of(shuffled_submissions(5), 5), true));
    let mut found: Vec<(String, bool)> = content
        .iter()
        .filter_map(|line| line.strip_prefix("fact|"))
        .map(|line| {
            let id = line.split('|').next().unwrap().to_owned();
            (id, line.contains("|counted|"))
        })
        .collect();
    found.sort();
    assert!(found.iter().any(|(_, counted)| !counted));
    assert_eq!(found, expected);
}
