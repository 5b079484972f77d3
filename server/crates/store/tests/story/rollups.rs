//! Sums, recomputed for what changed; the cube's rows.

use crate::common::{NOON_MS, arrival, fact, record};
use domain::outcome::{Outcome, ReviewState};
use domain::place::Place;
use domain::time::{EpochMs, SurveyDay};
use store::{Db, FactInput, RollUp};

const DAY: SurveyDay = SurveyDay(20_500);

fn other_day() -> FactInput {
    FactInput {
        survey_day: DAY,
        area_id: 6,
        ..fact()
    }
}

/// The twelve counts of area 6 on the day, or zeros.
async fn counts(db: &Db) -> [u32; 12] {
    db.load_cube()
        .await
        .unwrap()
        .cells
        .iter()
        .filter(|(area, _, day, _)| (*area, *day) == (6, DAY))
        .map(|cell| cell.3.to_array())
        .next()
        .unwrap_or_default()
}

pub async fn tell(db: &Db) {
    assert!(db.has_dirty_cells().await.unwrap());
    assert!(db.roll_up().await.unwrap().cells > 0);
    assert!(!db.has_dirty_cells().await.unwrap());
    let version = db.data_version().await.unwrap();
    assert_eq!(db.roll_up().await.unwrap(), RollUp::default());
    assert_eq!(db.data_version().await.unwrap(), version);

    every_outcome_has_its_column(db).await;
    a_submission_that_moves_leaves_nothing_behind(db).await;
    recomputing_everything_changes_nothing(db).await;
    the_cube_is_complete(db).await;
}

async fn every_outcome_has_its_column(db: &Db) {
    let with = |outcome: Outcome, place: Place, edge: Option<f64>| FactInput {
        outcome,
        place,
        edge_distance_m: edge,
        ..other_day()
    };
    let batch = vec![
        arrival(
            "o1",
            "1",
            0,
            with(Outcome::Complete, Place::InsideClaimed, Some(3.0)),
        ),
        arrival(
            "o2",
            "1",
            0,
            with(Outcome::Partial, Place::OutsideClaimed, Some(900.0)),
        ),
        arrival(
            "o3",
            "1",
            0,
            with(Outcome::Refused, Place::OutsideSurvey, Some(9_000.0)),
        ),
        arrival(
            "o4",
            "1",
            0,
            with(Outcome::NotAtHome, Place::OutsideSurvey, None),
        ),
        arrival("o5", "1", 0, with(Outcome::Vacant, Place::NoBoundary, None)),
        arrival("o6", "1", 0, with(Outcome::NotFound, Place::NoFix, None)),
        arrival("o7", "1", 0, with(Outcome::Other, Place::InvalidFix, None)),
        arrival(
            "o8",
            "1",
            0,
            FactInput {
                review_state: ReviewState::Rejected,
                ..other_day()
            },
        ),
        arrival(
            "o9",
            "1",
            0,
            FactInput {
                household_key: Some(500),
                ..other_day()
            },
        ),
        arrival(
            "p1",
            "1",
            0,
            FactInput {
                household_key: Some(500),
                completed_at: EpochMs(NOON_MS + 9_000_000),
                ..other_day()
            },
        ),
    ];
    record(db, batch).await;
    assert_eq!(
        counts(db).await,
        [0; 12],
        "pages change with the roll-up, not before"
    );
    assert_eq!(db.roll_up().await.unwrap().cells, 1);
    // complete, repeated, partial, refused, not at home, vacant, not found, other, rejected; fixes 1 inside (o1, o8,
    // o9, p1), 1 outside, 2 outside the survey of which 1 judged, 1 without a boundary.
    assert_eq!(counts(db).await, [2, 1, 1, 1, 1, 1, 1, 1, 1, 8, 6, 4]);
}

async fn a_submission_that_moves_leaves_nothing_behind(db: &Db) {
    let moved = FactInput {
        survey_day: SurveyDay(20_501),
        ..other_day()
    };
    record(db, vec![arrival("o1", "2", 60_000, moved)]).await;
    assert_eq!(db.roll_up().await.unwrap().cells, 2);
    assert_eq!(counts(db).await[0], 1);
}

async fn recomputing_everything_changes_nothing(db: &Db) {
    let before = db.dump_content().await.unwrap();
    db.roll_up_all().await.unwrap();
    assert_eq!(db.dump_content().await.unwrap(), before);
}

async fn the_cube_is_complete(db: &Db) {
    let cube = db.load_cube().await.unwrap();
    assert_eq!(cube.data_version, db.data_version().await.unwrap());
    assert_eq!(cube.as_of, Some(EpochMs(NOON_MS + 60_000)));
    assert_eq!(cube.areas.len(), 7);
    assert_eq!(cube.waves, [(0, String::new()), (1, "W1".to_owned())]);
    assert_eq!(cube.plans.len(), 2);
    assert!(cube.presence.contains(&(DAY, 6, 1, 1)));
    let facts = db
        .dump_content()
        .await
        .unwrap()
        .iter()
        .filter(|line| line.starts_with("fact|"))
        .count();
    let sum: u32 = cube.cells.iter().map(|cell| cell.3.submissions()).sum();
    assert_eq!(sum as usize, facts, "every submission is in one cell");
}
