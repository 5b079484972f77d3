//! Thresholds change: every change stays, what holds follows from them, and nobody keeps flags of the old ones.

use crate::common::{NOON_MS, by};
use domain::checks::{Check, Extent, ThresholdId};
use domain::setting::Setting;
use domain::time::{EpochMs, SurveyDay};
use store::Db;
use store::flags::Judged;
use store::thresholds::{NewChange, NewPreview, PreviewState, Proposed, SaveError};

const URBAN: Extent = Extent {
    wave: None,
    setting: Some(Setting::Urban),
};

fn speed(extent: Extent, value: Option<f64>) -> Proposed {
    Proposed {
        id: ThresholdId::find("travel_speed", "fastest_kmh").unwrap(),
        extent,
        value,
    }
}

fn change(proposed: &[Proposed]) -> NewChange {
    NewChange {
        at: EpochMs(NOON_MS),
        actor: "Ayesha".to_owned(),
        user_id: None,
        reason: "Buses are slow in town.".to_owned(),
        proposed: proposed.to_vec(),
    }
}

async fn save(db: &Db, proposed: &[Proposed]) -> u64 {
    db.save_thresholds(&change(proposed), None, &by())
        .await
        .unwrap()
}

async fn held(db: &Db, wave: i32, setting: Option<Setting>) -> f64 {
    let (book, _) = db.limits().await.unwrap();
    book.in_wave(wave).at(setting).get(Check::TravelSpeed, 0)
}

async fn judge_all(db: &Db) {
    let (_, last) = db.limits().await.unwrap();
    let nothing = |some: &[_]| vec![Judged::default(); some.len()];
    while db
        .judge_waiting(50, last, &nothing)
        .await
        .unwrap()
        .unwrap()
        .enumerators
        > 0
    {}
}

pub async fn tell(db: &Db) {
    judge_all(db).await;
    what_is_saved_holds_and_stays_in_the_history(db).await;
    nothing_is_saved_by_halves(db).await;
    nobody_is_judged_by_thresholds_that_were_changed_meanwhile(db).await;
    a_preview_is_asked_for_worked_on_and_saved(db).await;
}

async fn what_is_saved_holds_and_stays_in_the_history(db: &Db) {
    assert_eq!(held(db, 1, Some(Setting::Urban)).await, 120.0);
    assert_eq!(save(db, &[speed(URBAN, Some(60.0))]).await, 1);
    assert!(
        db.count_unjudged().await.unwrap() > 0,
        "everybody waits to be judged by it"
    );
    let wave = Extent {
        wave: Some(1),
        setting: None,
    };
    assert_eq!(save(db, &[speed(wave, Some(90.0))]).await, 1);
    assert_eq!(held(db, 1, Some(Setting::Urban)).await, 90.0);
    assert_eq!(held(db, 2, Some(Setting::Urban)).await, 60.0);
    assert_eq!(held(db, 2, None).await, 120.0);
    judge_all(db).await;
    assert_eq!(save(db, &[speed(wave, Some(90.0))]).await, 0, "as it is");
    assert_eq!(db.count_unjudged().await.unwrap(), 0);
    assert_eq!(save(db, &[speed(wave, None)]).await, 1);
    assert_eq!(held(db, 1, Some(Setting::Urban)).await, 60.0);
    let changes = db
        .threshold_changes(Some(Check::TravelSpeed))
        .await
        .unwrap();
    let told: Vec<_> = changes
        .iter()
        .map(|change| (change.change_id, change.extent, change.before, change.value))
        .collect();
    assert_eq!(
        told,
        [
            (1, URBAN, None, Some(60.0)),
            (2, wave, None, Some(90.0)),
            (3, wave, Some(90.0), None),
        ]
    );
    assert_eq!(changes[0].actor, "Ayesha");
    assert_eq!(changes[0].reason, "Buses are slow in town.");
    assert_eq!(changes[0].at, EpochMs(NOON_MS));
    assert_eq!(
        db.threshold_changes(Some(Check::GapShort)).await.unwrap(),
        []
    );
}

async fn nothing_is_saved_by_halves(db: &Db) {
    let before = db.threshold_changes(None).await.unwrap();
    let refused = db
        .save_thresholds(
            &change(&[speed(URBAN, Some(70.0)), speed(URBAN, Some(-1.0))]),
            None,
            &by(),
        )
        .await
        .unwrap_err();
    assert!(
        matches!(&refused, SaveError::Refused { index: 1, .. }),
        "{refused}"
    );
    assert_eq!(
        refused.to_string(),
        "travel_speed.fastest_kmh must be a number from 20 to 1000 km/h."
    );
    let late = db
        .save_thresholds(&change(&[speed(URBAN, Some(70.0))]), Some(1), &by())
        .await;
    assert!(matches!(late, Err(SaveError::ChangedSince)));
    assert_eq!(db.threshold_changes(None).await.unwrap(), before);
}

async fn nobody_is_judged_by_thresholds_that_were_changed_meanwhile(db: &Db) {
    let (_, last) = db.limits().await.unwrap();
    save(db, &[speed(URBAN, Some(50.0))]).await;
    let waiting = db.count_unjudged().await.unwrap();
    let nothing = |some: &[_]| vec![Judged::default(); some.len()];
    assert_eq!(db.judge_waiting(50, last, &nothing).await.unwrap(), None);
    assert_eq!(db.count_unjudged().await.unwrap(), waiting);
    judge_all(db).await;
}

async fn a_preview_is_asked_for_worked_on_and_saved(db: &Db) {
    let now = EpochMs(NOON_MS);
    let later = |seconds: i64| EpochMs(NOON_MS + seconds * 1_000);
    let asked = NewPreview {
        at: now,
        user_id: 1,
        reason: "New roads.".to_owned(),
        proposed: speed(URBAN, Some(65.0)),
        days: (SurveyDay(20_600), SurveyDay(20_613)),
        checks: 7,
    };
    let id = db.ask_preview(&asked, &by()).await.unwrap();
    let other = db.ask_preview(&asked, &by()).await.unwrap();
    let row = db.claim_preview(now, later(-60)).await.unwrap().unwrap();
    assert_eq!((row.preview_id, row.state), (id, PreviewState::Waits));
    assert_eq!(row.proposed(), Some(asked.proposed));
    assert_eq!((row.days, row.reason.as_str()), (asked.days, "New roads."));

    db.discard_preview(other, EpochMs(0), &by()).await.unwrap();
    assert!(db.claim_preview(now, later(-60)).await.unwrap().is_none());
    assert!(!db.note_preview(other, now, 1, 2).await.unwrap());
    assert!(db.note_preview(id, later(1), 3, 9).await.unwrap());
    let row = db.preview(id).await.unwrap().unwrap();
    assert_eq!((row.judged, row.enumerators), (3, 9));
    // Whoever worked on it has fallen silent.
    let again = db.claim_preview(later(90), later(30)).await.unwrap();
    assert_eq!(again.map(|row| row.preview_id), Some(id));

    let tester = by();
    let save = || db.save_preview(id, now, "Ayesha", 1, &tester);
    assert!(!save().await.unwrap(), "it is not done");
    let (_, last) = db.limits().await.unwrap();
    db.end_preview(id, last - 1, 4, Some("{}")).await.unwrap();
    assert!(matches!(save().await, Err(SaveError::ChangedSince)));
    let id = db.ask_preview(&asked, &by()).await.unwrap();
    db.claim_preview(now, later(-60)).await.unwrap();
    db.end_preview(id, last, 4, Some("{}")).await.unwrap();
    assert!(db.save_preview(id, now, "Ayesha", 1, &by()).await.unwrap());
    assert!(
        !db.save_preview(id, now, "Ayesha", 1, &by()).await.unwrap(),
        "once"
    );
    db.discard_preview(id, EpochMs(0), &by()).await.unwrap();
    let row = db.preview(id).await.unwrap().unwrap();
    assert_eq!(
        (row.state, row.result.as_deref(), row.peers_version),
        (PreviewState::Saved, Some("{}"), 4)
    );
    let changes = db.threshold_changes(None).await.unwrap();
    let last = changes.last().unwrap();
    assert_eq!(
        (last.before, last.value, last.reason.as_str()),
        (Some(50.0), Some(65.0), "New roads.")
    );
    judge_all(db).await;
}
