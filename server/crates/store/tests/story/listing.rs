//! A listing is read in, read again, corrected, and counted against the visits.

use crate::common::{NOON_MS, arrival, fact, record, stamp};
use domain::audit::Entry;
use domain::listing::{ListingKind, Progress, Reached};
use domain::outcome::Outcome as Ended;
use domain::place::ListingPoint;
use domain::time::EpochMs;
use store::listing::{
    HouseholdFilter, ListedInput, ListedToErase, ListingRefusal, NewListing, Outcome, Reading,
    Taken,
};
use store::subject::ToDelete;
use store::{Db, FactInput};

/// Two union councils of the story.
const HERE: i32 = 4;
const THERE: i32 = 5;

pub async fn tell(db: &Db) {
    let listing_id = a_file_is_read_in_and_again(db).await;
    visits_are_counted_against_it(db, listing_id).await;
    a_corrected_file_replaces_by_reference(db, listing_id).await;
    reading_that_was_cut_short_goes_on(db).await;
    a_household_that_asked_goes_and_stays_away(db, listing_id).await;
    a_listing_is_removed(db).await;
}

fn new(name: &str, file: u8) -> NewListing {
    NewListing {
        name: name.to_owned(),
        kind: ListingKind::Census,
        wave: "LW".to_owned(),
        source_name: format!("{file}.csv"),
        file_hash: [file; 32],
    }
}

/// A household whose key is its number.
fn household(key: i64, area_id: i32, address: &str) -> ListedInput {
    ListedInput {
        household_key: key,
        area_id,
        area_code: format!("code of {area_id}"),
        reference: format!("H-{key}"),
        point: ListingPoint::at(31.0 + key as f64 / 1_000.0, 74.0),
        address: (!address.is_empty()).then(|| address.to_owned()),
        enumerator_id: (key % 2 == 0).then_some(1),
    }
}

async fn begun(db: &Db, new: NewListing) -> Reading {
    db.begin_listing(new, &stamp()).await.unwrap().unwrap()
}

async fn read(db: &Db, new: NewListing, rows: &[ListedInput]) -> (Vec<Outcome>, Taken) {
    let reading = begun(db, new).await;
    let outcomes = db.take_listed(&reading, rows).await.unwrap();
    let mut taken = Taken::default();
    taken.add(&outcomes);
    let removes = taken.refused == 0;
    let ended = db.finish_listing(&reading, taken, removes, &stamp()).await;
    (outcomes, ended.unwrap())
}

fn first_file() -> Vec<ListedInput> {
    vec![
        household(90_001, HERE, "House 1, Street 4"),
        household(90_002, HERE, ""),
        household(90_003, HERE, "House 3"),
        household(90_004, THERE, "House 4"),
    ]
}

async fn a_file_is_read_in_and_again(db: &Db) -> i32 {
    let (outcomes, taken) = read(db, new("households", 1), &first_file()).await;
    assert_eq!(outcomes, [Outcome::New; 4]);
    assert_eq!((taken.new, taken.gone), (4, 0));
    let listings = db.list_listings().await.unwrap();
    let listing = listings
        .iter()
        .find(|one| one.name == "households")
        .unwrap();
    assert_eq!((listing.wave.as_str(), listing.refused), ("LW", 0));
    assert!(listing.finished_at.is_some() && listing.is_due);
    // The very same file has nothing to do; the same rows from another file change nothing.
    assert!(begun(db, new("households", 1)).await.is_known);
    let before = db.dump_content().await.unwrap();
    let (outcomes, taken) = read(
        db,
        NewListing {
            source_name: "1.csv".to_owned(),
            ..new("households", 2)
        },
        &first_file(),
    )
    .await;
    assert_eq!(outcomes, [Outcome::Unchanged; 4]);
    assert_eq!((taken.unchanged, taken.gone), (4, 0));
    assert_eq!(db.dump_content().await.unwrap(), before);
    // A name is that of one kind and wave.
    let other = NewListing {
        kind: ListingKind::Sample,
        ..new("households", 3)
    };
    let refused = db.begin_listing(other, &stamp()).await.unwrap();
    assert!(matches!(
        refused,
        Err(ListingRefusal::Other {
            kind: ListingKind::Census,
            ..
        })
    ));
    listing.listing_id
}

async fn visits_are_counted_against_it(db: &Db, listing_id: i32) {
    let visit = |key: Option<i64>, area_id: i32, outcome: Ended| FactInput {
        wave_code: Some("LW".to_owned()),
        area_id,
        located_area_id: Some(area_id),
        household_key: key,
        outcome,
        ..fact()
    };
    let visits = [
        visit(Some(90_001), HERE, Ended::Refused),
        visit(Some(90_001), HERE, Ended::Complete),
        visit(Some(90_002), HERE, Ended::NotAtHome),
        visit(Some(90_099), HERE, Ended::Complete),
        visit(None, THERE, Ended::Complete),
    ];
    for (n, visit) in visits.into_iter().enumerate() {
        record(db, vec![arrival(&format!("listed-{n}"), "1", 0, visit)]).await;
    }
    db.roll_up().await.unwrap();
    db.count_listings(u64::MAX).await.unwrap();
    assert_eq!(
        db.count_listings(u64::MAX).await.unwrap(),
        0,
        "nothing waits"
    );
    let counts = db.listing_progress(listing_id).await.unwrap();
    let here = Progress {
        listed: 3,
        interviewed: 1,
        attempted: 1,
        not_listed: 1,
        unnamed: 0,
    };
    let there = Progress {
        listed: 1,
        unnamed: 1,
        ..Progress::default()
    };
    assert_eq!(counts, [(HERE, here), (THERE, there)]);
    let nobody = HouseholdFilter {
        reached: Some(Reached::Nobody),
        enumerator: None,
    };
    let rows = db
        .listed_households((listing_id, HERE), &nobody, 0, 10)
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].reference.as_str(), rows[0].address.as_deref()),
        ("H-90003", Some("House 3"))
    );
    let by = db.listing_by_enumerator(listing_id, HERE).await.unwrap();
    let listed: Vec<(bool, u64, u64)> = by
        .iter()
        .map(|row| {
            (
                row.enumerator.is_some(),
                row.progress.listed,
                row.progress.nobody(),
            )
        })
        .collect();
    assert_eq!(listed, [(true, 1, 0), (false, 2, 1)]);
}

async fn a_corrected_file_replaces_by_reference(db: &Db, listing_id: i32) {
    let rows = [
        household(90_001, HERE, "House 1, Street 4"),
        household(90_002, HERE, "The blue gate"),
        household(90_005, THERE, ""),
        // Said twice: alike once, otherwise once.
        household(90_005, THERE, ""),
        household(90_001, HERE, "Somewhere else"),
    ];
    // A row of it is refused, so nothing is removed.
    let (outcomes, taken) = read(db, new("households", 4), &rows).await;
    use Outcome::{Changed, New, Twice, Unchanged};
    assert_eq!(outcomes, [Unchanged, Changed, New, Unchanged, Twice]);
    assert_eq!((taken.refused, taken.gone), (1, 0));
    let (_, taken) = read(db, new("households", 5), &rows[..4]).await;
    assert_eq!((taken.unchanged, taken.gone), (4, 2));
    db.count_listings(u64::MAX).await.unwrap();
    let counts = db.listing_progress(listing_id).await.unwrap();
    let listed: Vec<(u64, u64)> = counts
        .iter()
        .map(|(_, one)| (one.listed, one.interviewed))
        .collect();
    assert_eq!(
        listed,
        [(2, 1), (1, 0)],
        "who was interviewed stays interviewed"
    );
}

async fn reading_that_was_cut_short_goes_on(db: &Db) {
    let rows = first_file();
    let reading = begun(db, new("cut short", 6)).await;
    db.take_listed(&reading, &rows[..2]).await.unwrap();
    // Killed here. Nothing is counted of it, and what it has not read yet is not gone.
    assert_eq!(db.count_listings(u64::MAX).await.unwrap(), 0);
    let (outcomes, taken) = read(db, new("cut short", 6), &rows).await;
    assert_eq!(outcomes[..2], [Outcome::Unchanged; 2]);
    assert_eq!((taken.new, taken.unchanged, taken.gone), (2, 2, 0));
    let once = new("whole", 6);
    read(db, once, &rows).await;
    db.count_listings(u64::MAX).await.unwrap();
    let lines = db.dump_content().await.unwrap();
    let of = |name: &str| -> Vec<String> {
        let named = lines
            .iter()
            .filter(|line| line.contains(&format!("|{name}|")));
        named.map(|line| line.replace(name, "")).collect()
    };
    assert_eq!(
        of("cut short"),
        of("whole"),
        "as if it had never been cut short"
    );
}

async fn a_household_that_asked_goes_and_stays_away(db: &Db, listing_id: i32) {
    let found = db.listed_subject(&[90_002]).await.unwrap();
    let here: Vec<_> = found
        .iter()
        .filter(|one| one.listing_id == listing_id)
        .collect();
    assert_eq!(here[0].row.address.as_deref(), Some("The blue gate"));
    let what = ToDelete {
        household: (format!("code of {HERE}"), "H-90002".to_owned()),
        listed: found
            .iter()
            .map(|one| ListedToErase {
                listing_id: one.listing_id,
                wave: one.wave.clone(),
                area_id: one.area_id,
                household_id: one.row.household_id,
            })
            .collect(),
        ..ToDelete::default()
    };
    let note = |_: &store::subject::Deleted| {
        Entry::new(
            EpochMs(NOON_MS),
            &stamp().by,
            domain::audit::Action::DataSubject,
        )
    };
    let deleted = db
        .delete_household(&what, &[7; 32], EpochMs(NOON_MS), note)
        .await
        .unwrap();
    assert_eq!(deleted.listed, 3);
    assert!(db.listed_subject(&[90_002]).await.unwrap().is_empty());
    let (outcomes, _) = read(
        db,
        new("households", 7),
        &[
            household(90_002, HERE, "The blue gate"),
            household(90_001, HERE, ""),
        ],
    )
    .await;
    assert_eq!(outcomes, [Outcome::Deleted, Outcome::Changed]);
    db.count_listings(u64::MAX).await.unwrap();
    let counts = db.listing_progress(listing_id).await.unwrap();
    assert_eq!(counts[0].1.listed, 1);
}

async fn a_listing_is_removed(db: &Db) {
    let removed = db
        .remove_listing("whole", "drawn anew", &stamp())
        .await
        .unwrap();
    assert_eq!(removed, Some(3));
    assert_eq!(
        db.remove_listing("whole", "again", &stamp()).await.unwrap(),
        None
    );
    let names: Vec<String> = db
        .list_listings()
        .await
        .unwrap()
        .into_iter()
        .map(|one| one.name)
        .collect();
    assert_eq!(names, ["cut short", "households"]);
}
