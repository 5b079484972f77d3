//! What cannot be read waits, with its reason, until it can.

use crate::common::{NOON_MS, arrival, broken, fact, record, run};
use domain::time::EpochMs;
use store::RowOutcome::{Accepted, Quarantined, Unchanged};
use store::{Db, Run, RunKind};

pub async fn tell(db: &Db) {
    let rows = || async {
        db.list_quarantine(Some(RunKind::Submissions), 0, 100)
            .await
            .unwrap()
    };
    let batch = vec![
        broken("q1", "1", "unknown_area"),
        broken("", "cut in the mid", "ragged"),
        broken("q1", "1", "unknown_area"),
    ];
    assert_eq!(
        record(db, batch.clone()).await,
        [Quarantined, Quarantined, Quarantined]
    );
    let waiting = rows().await;
    assert_eq!(waiting.len(), 2, "the same bad row is kept once");
    assert_eq!(waiting[0].reason_code, "unknown_area");
    assert_eq!(waiting[0].reason, "The row is unknown_area.");
    assert_eq!(waiting[0].body, b"q1,1");
    assert_eq!(waiting[0].source_name, "made.csv");
    assert_eq!(
        db.list_quarantine(None, waiting[0].quarantine_id, 1)
            .await
            .unwrap(),
        waiting[1..]
    );

    // Again: still quarantined, nothing added, no run.
    let runs = db.list_runs(100).await.unwrap().len();
    assert_eq!(
        record(db, batch).await,
        [Quarantined, Quarantined, Quarantined]
    );
    assert_eq!(rows().await, waiting);
    assert_eq!(db.list_runs(100).await.unwrap().len(), runs);

    // Soon again: nothing to note. For another reason, or a minute later: noted at the row, and still no run.
    for (later_ms, code, noted) in [
        (30_000, "unknown_area", false),
        (30_000, "no_zone", true),
        (120_000, "no_zone", true),
        (30_000, "unknown_area", true),
    ] {
        let mut recorder = db.recorder(run(RunKind::Submissions));
        recorder.arriving_at(EpochMs(NOON_MS + later_ms));
        recorder
            .record(vec![broken("q1", "1", code)])
            .await
            .unwrap();
        let before = waiting[0].last_seen_at;
        let now = rows().await.swap_remove(0);
        let expected = if noted { code } else { "unknown_area" };
        assert_eq!(now.reason_code, expected);
        assert_eq!(now.reason, format!("The row is {expected}."));
        let seen_ms = match (noted, later_ms) {
            (false, _) => before.0,
            // It never goes back.
            (true, 30_000) if code == "unknown_area" => NOON_MS + 120_000,
            (true, later_ms) => NOON_MS + later_ms,
        };
        assert_eq!(now.last_seen_at, EpochMs(seen_ms));
        assert_eq!((now.first_seen_at, now.format), (before, Some(1)));
    }
    assert_eq!(db.list_runs(100).await.unwrap().len(), runs);
    let all = rows().await;
    let waiting = [all[0].clone(), waiting[1].clone()];

    // The area has been imported meanwhile: the same row is accepted and leaves the quarantine.
    assert_eq!(
        record(db, vec![arrival("q1", "1", 0, fact())]).await,
        [Accepted]
    );
    assert_eq!(rows().await, waiting[1..]);

    // A revision that cannot be read leaves the current one as it is; content once taken stays taken.
    assert_eq!(
        record(
            db,
            vec![
                broken("q1", "2", "not_a_time"),
                broken("q1", "1", "no_zone")
            ]
        )
        .await,
        [Quarantined, Unchanged]
    );
    assert_eq!(
        db.raw_current(0, 1_000)
            .await
            .unwrap()
            .iter()
            .filter(|row| row.submission_id == "q1")
            .map(|row| row.body.clone())
            .collect::<Vec<_>>(),
        [b"q1,1".to_vec()]
    );
    let counts = db.count_quarantine().await.unwrap();
    let of = |code: &str| {
        counts
            .iter()
            .filter(|count| count.kind == RunKind::Submissions && count.reason_code == code)
            .map(|count| count.rows)
            .collect::<Vec<_>>()
    };
    assert_eq!(of("ragged"), [1]);
    assert_eq!(of("not_a_time"), [1]);
    assert!(of("unknown_area").is_empty());

    // A replay's row that somebody else took meanwhile is not put back, whatever the replay makes of it.
    let waiting = rows().await;
    let mut replay = db.recorder_of(Run::replay(run(RunKind::Submissions)));
    let result = replay
        .record(vec![broken("taken", "1", "no_zone")])
        .await
        .unwrap();
    assert_eq!(result.outcomes, [Quarantined]);
    assert_eq!((replay.run_id(), rows().await), (None, waiting));

    // A row that was put aside under another fingerprint, as other tools' rows are, and whose content turns out to be on
    // file: it waits for nothing any more.
    let other = |content| store::Arrival {
        quarantine_hash: [7; 16],
        ..content
    };
    record(db, vec![other(broken("q1", "3", "no_zone"))]).await;
    assert!(rows().await.iter().any(|row| row.body_hash == [7; 16]));
    assert_eq!(
        record(db, vec![other(arrival("q1", "1", 0, fact()))]).await,
        [Unchanged]
    );
    assert!(rows().await.iter().all(|row| row.body_hash != [7; 16]));

    // A NUL character, which PostgreSQL's text cannot hold, fails its row and not its batch.
    assert_eq!(
        record(
            db,
            vec![
                arrival("nul\0", "1", 0, fact()),
                arrival("after", "1", 0, fact())
            ]
        )
        .await,
        [Quarantined, Accepted]
    );
}
