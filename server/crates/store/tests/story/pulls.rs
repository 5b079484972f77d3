//! What a pull saw deleted in the collection system is remembered until it is there again or purged.

use domain::time::EpochMs;
use store::{Db, DeletedThere, PullForm};

fn deleted(id: &str, deleted_at: i64) -> DeletedThere {
    DeletedThere {
        submission_id: id.to_owned(),
        sent_at: EpochMs(7),
        deleted_at: EpochMs(deleted_at),
    }
}

pub async fn tell(db: &Db) {
    let form = PullForm::new("https://central.example.org/", 7, "visit".to_owned());
    let claim = db
        .claim_pull(&form, None, 1, EpochMs(0), 1_000)
        .await
        .unwrap()
        .unwrap();
    let ids = async || {
        let rows = db.list_deleted_there(&claim).await.unwrap();
        rows.into_iter()
            .map(|row| row.submission_id)
            .collect::<Vec<_>>()
    };
    let three = [deleted("a", 10), deleted("b", 20), deleted("c", 30)];
    db.note_deleted_there(&claim, &three, &[]).await.unwrap();
    assert_eq!(ids().await, ["c", "b", "a"], "the newest first");

    // Who was asked for waits until the others were.
    db.note_asked_there(&claim, &three[1..], EpochMs(99))
        .await
        .unwrap();
    assert_eq!(ids().await, ["a", "c", "b"]);
    // Deleted again, it keeps its turn.
    let again = [deleted("b", 40)];
    db.note_deleted_there(&claim, &again, &["a".to_owned()])
        .await
        .unwrap();
    let rows = db.list_deleted_there(&claim).await.unwrap();
    assert_eq!(rows, [deleted("b", 40), deleted("c", 30)]);

    db.forget_purged_there(&claim, EpochMs(40)).await.unwrap();
    assert_eq!(ids().await, ["b"]);
}
