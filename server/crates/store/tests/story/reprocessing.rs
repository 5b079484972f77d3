//! Facts derived again from what arrived.

use crate::common::{arrival, fact, record};
use domain::place::Place;
use domain::time::SurveyDay;
use std::collections::HashMap;
use store::{Db, FactInput, Replaced};

pub async fn tell(db: &Db) {
    let paged = pages(db).await;
    assert_eq!(paged, db.raw_current(0, 1_000).await.unwrap());

    // What was recorded is what is derived again: nothing changes, not a byte.
    let household = |key: i64, at: i64| FactInput {
        household_key: Some(key),
        completed_at: domain::time::EpochMs(at),
        survey_day: SurveyDay(20_600),
        ..fact()
    };
    let originals: HashMap<&str, FactInput> = [
        ("r1", household(600, 1)),
        ("r2", household(600, 2)),
        ("r3", household(601, 3)),
    ]
    .into();
    let mut batch: Vec<_> = originals
        .iter()
        .map(|(id, input)| arrival(id, "1", 0, input.clone()))
        .collect();
    batch.sort_by(|a, b| a.submission_id.cmp(&b.submission_id));
    record(db, batch).await;
    db.roll_up().await.unwrap();
    let before = db.dump_content().await.unwrap();
    let before_rows = db.raw_current(0, 1_000).await.unwrap();
    let of = |change: &dyn Fn(&str, FactInput) -> FactInput| {
        let rows: Vec<(i64, FactInput)> = paged_of(&before_rows)
            .iter()
            .filter_map(|(raw_id, id)| {
                let original = originals.get(id.as_str())?;
                Some((*raw_id, change(id, original.clone())))
            })
            .collect();
        rows
    };
    let replaced = db.replace_facts(of(&|_, input| input)).await.unwrap();
    assert_eq!(
        replaced,
        Replaced {
            facts: 3,
            skipped: 0
        }
    );
    db.roll_up().await.unwrap();
    assert_eq!(db.dump_content().await.unwrap(), before);

    // Boundaries have changed, households are told apart otherwise, a day and an enumerator are read otherwise.
    let changed = of(&|id, input| match id {
        "r1" => FactInput {
            household_key: Some(601),
            place: Place::OutsideClaimed,
            ..input
        },
        "r2" => FactInput {
            survey_day: SurveyDay(20_601),
            enumerator_code: "E-new".to_owned(),
            ..input
        },
        _ => input,
    });
    db.replace_facts(changed).await.unwrap();
    db.roll_up().await.unwrap();
    let after = db.dump_content().await.unwrap();
    let counted = |id: &str| {
        let fact = after
            .iter()
            .find(|line| line.starts_with(&format!("fact|{id}|")))
            .unwrap();
        fact.contains("|counted|")
    };
    assert_eq!(["r1", "r2", "r3"].map(counted), [true, true, false]);
    db.roll_up_all().await.unwrap();
    assert_eq!(db.dump_content().await.unwrap(), after);

    // … and back.
    db.replace_facts(of(&|_, input| input)).await.unwrap();
    db.roll_up().await.unwrap();
    assert_eq!(db.dump_content().await.unwrap(), before);

    // A revision superseded meanwhile is left alone.
    let stale = of(&|_, input| input);
    record(db, vec![arrival("r3", "2", 9, household(602, 9))]).await;
    assert_eq!(
        db.replace_facts(stale).await.unwrap(),
        Replaced {
            facts: 2,
            skipped: 1
        }
    );
    db.roll_up().await.unwrap();
}

fn paged_of(rows: &[store::RawRow]) -> Vec<(i64, String)> {
    rows.iter()
        .map(|row| (row.raw_id, row.submission_id.clone()))
        .collect()
}

async fn pages(db: &Db) -> Vec<store::RawRow> {
    let mut all: Vec<store::RawRow> = Vec::new();
    loop {
        let after = all.last().map_or(0, |row| row.raw_id);
        let page = db.raw_current(after, 3).await.unwrap();
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}
