//! Made submissions for the store's tests: small, explained, the same on every run.

#![allow(dead_code)]

pub mod orders;

use domain::answers::Sheet;
use domain::area::{AreaId, Level};
use domain::audit::{By, Stamp};
use domain::outcome::{Outcome, ReviewState};
use domain::place::{Fix, ListingPoint, Place};
use domain::reason::Reason;
use domain::time::{EpochMs, SurveyDay};
use std::sync::Arc;
use store::{AreaInput, Arrival, BoundaryChange, Db, FactInput, Rejected, RunInfo, RunKind, Vault};

/// Noon of the first survey day, UTC.
pub const NOON_MS: i64 = 1_767_268_800_000;

pub fn run(kind: RunKind) -> RunInfo {
    RunInfo {
        kind,
        source_name: "made.csv".to_owned(),
        header: Some("submission_id,outcome".to_owned()),
        started_at: EpochMs(NOON_MS),
        by: By::command("tester"),
    }
}

/// The tester.
pub fn by() -> By {
    By::command("tester")
}

/// The tester, at noon.
pub fn stamp() -> Stamp {
    Stamp {
        by: by(),
        at: EpochMs(NOON_MS),
    }
}

/// 64 and 128 bits of FNV-1a: enough for tests, which want to see what they hash.
pub fn fnv(bytes: &[u8]) -> i64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in bytes {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash.cast_signed()
}

pub fn fnv16(bytes: &[u8]) -> [u8; 16] {
    let mut hash = [0; 16];
    hash[..8].copy_from_slice(&fnv(bytes).to_be_bytes());
    let reversed: Vec<u8> = bytes.iter().rev().copied().collect();
    hash[8..].copy_from_slice(&fnv(&reversed).to_be_bytes());
    hash
}

/// A complete interview of enumerator E1 on day 20,454 in area 3, inside.
pub fn fact() -> FactInput {
    FactInput {
        enumerator_code: "E1".to_owned(),
        wave_code: Some("W1".to_owned()),
        device_code: Some("D1".to_owned()),
        area_id: 4,
        located_area_id: Some(4),
        survey_day: SurveyDay(20_454),
        outcome: Outcome::Complete,
        review_state: ReviewState::Received,
        place: Place::InsideClaimed,
        edge_distance_m: Some(120.5),
        household_key: None,
        started_at: Some(EpochMs(NOON_MS)),
        ended_at: Some(EpochMs(NOON_MS + 1_800_000)),
        completed_at: EpochMs(NOON_MS + 1_800_000),
        fix: Some(Fix {
            latitude: 31.5,
            longitude: 74.3,
            accuracy_m: Some(4.5),
        }),
        fix_at: Some(EpochMs(NOON_MS + 60_000)),
        mock_location: Some(false),
        active_s: Some(1_500),
        household_size: Some(6),
        items_required: Some(40),
        items_answered: Some(38),
        items_dont_know: Some(1),
        items_refused: Some(1),
        listing_point: ListingPoint::at(31.501, 74.301),
        form_code: Some("visit".to_owned()),
        form_version: Some("3".to_owned()),
        sheet: Sheet::of(ANSWERS.iter().map(|question| (*question, "yes"))),
    }
}

/// Questions of a form, as many as make a sheet.
const ANSWERS: [&str; 12] = [
    "roof", "walls", "floor", "water", "toilet", "light", "fuel", "cooking", "tenure", "phone",
    "debt", "savings",
];

/// A submission whose content is told apart by `content`, received `received_ms` after noon.
pub fn arrival(id: &str, content: &str, received_ms: i64, fact: FactInput) -> Arrival {
    let body = format!("{id},{content}").into_bytes();
    Arrival {
        id_hash: fnv(id.as_bytes()),
        submission_id: id.to_owned(),
        content_hash: fnv16(&body),
        quarantine_hash: fnv16(&body),
        body,
        row_number: 2,
        format: 1,
        received_at: EpochMs(NOON_MS + received_ms),
        received_assumed: false,
        content: Ok(fact),
    }
}

/// A row that could not be read.
pub fn broken(id: &str, content: &str, code: &str) -> Arrival {
    Arrival {
        content: Err(Rejected {
            code: Reason::from_code(code).unwrap(),
            reason: format!("The row is {code}."),
        }),
        ..arrival(id, content, 0, fact())
    }
}

pub fn area(code: &str, parent: Option<&str>) -> AreaInput {
    AreaInput {
        code: code.to_owned(),
        name: format!("Area {code}"),
        name_ur: None,
        parent_code: parent.map(str::to_owned),
        setting: None,
        boundary: BoundaryChange::Keep,
    }
}

/// Province P (1), district D (2), tehsil T (3), union councils U1 (4), U2 (5), U3 (6).
pub async fn with_areas(db: &Db) -> Vec<AreaId> {
    db.import_areas(Level::Province, &[area("P", None)], None, &stamp())
        .await
        .unwrap();
    db.import_areas(Level::District, &[area("D", Some("P"))], None, &stamp())
        .await
        .unwrap();
    db.import_areas(Level::Tehsil, &[area("T", Some("D"))], None, &stamp())
        .await
        .unwrap();
    let councils = ["U1", "U2", "U3"].map(|code| area(code, Some("T")));
    db.import_areas(Level::UnionCouncil, &councils, None, &stamp())
        .await
        .unwrap();
    let mut areas = db.load_areas().await.unwrap();
    areas.sort_by_key(|area| area.id);
    areas.iter().map(|area| area.id).collect()
}

/// A new SQLite database; it lives as long as the directory.
pub async fn new_sqlite() -> (tempfile::TempDir, Db) {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", directory.path().join("test.db").display());
    let db = Db::open_or_create(&url).await.unwrap().with_keys(keys());
    db.migrate().await.unwrap();
    (directory, db)
}

/// The key under which the tests' answers are sealed.
pub fn keys() -> Option<Arc<Vault>> {
    let text = format!("fieldwatch-key:{}", "7e57".repeat(16));
    Some(Arc::new(Vault::read(&text).unwrap()))
}

pub async fn record(db: &Db, batch: Vec<Arrival>) -> Vec<store::RowOutcome> {
    let mut recorder = db.recorder(run(RunKind::Submissions));
    let result = recorder.record(batch).await.unwrap();
    recorder.finish(EpochMs(NOON_MS + 1)).await.unwrap();
    result.outcomes
}

/// Records what waits of sender 1, as the desk does.
pub async fn record_waiting(inbox: &mut store::Inbox, recorder: &mut store::Recorder) {
    let mut leaving = inbox.hand_out(1).unwrap();
    let recorded = leaving.record(recorder).await;
    inbox.take_back(leaving);
    recorded.unwrap();
}
