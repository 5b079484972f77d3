//! Trails come before, with and after their submissions.

use crate::common::{NOON_MS, arrival, fact, fnv, fnv16, record, run};
use domain::reason::Reason;
use domain::time::EpochMs;
use domain::trail::{TrailFacts, TrailSource};
use std::collections::BTreeMap;
use store::{Db, FactInput, Line, Rejected, Run, RunKind, RunSummary, StoredPart, TrailPart};

fn part(id: &str, source: TrailSource, body: &str) -> TrailPart {
    TrailPart {
        id_hash: fnv(id.as_bytes()),
        submission_id: id.to_owned(),
        source,
        content_hash: fnv16(body.as_bytes()),
        row_number: 2,
        length_bytes: body.len() as u64,
        body: body.as_bytes().to_vec(),
    }
}

/// Every byte of every part is a second; one that begins with `?` cannot be read.
fn derive(parts: &[StoredPart<'_>]) -> Result<TrailFacts, String> {
    if parts.iter().any(|part| part.body.starts_with(b"?")) {
        return Err("it begins with a question mark".to_owned());
    }
    let bytes: usize = parts.iter().map(|part| part.body.len()).sum();
    Ok(TrailFacts {
        active_s: Some(bytes as u32),
        pauses: Some(parts.len() as u32),
        paused_s: None,
        clock_back_s: Some(0),
        location_refused: Some(true),
        mock_location: None,
        question_ms: BTreeMap::from([("a \"question\"\u{0}".to_owned(), 5)]),
    })
}

fn counts(read: u64, accepted: u64, unchanged: u64, updated: u64, quarantined: u64) -> RunSummary {
    RunSummary {
        read,
        accepted,
        unchanged,
        updated,
        quarantined,
    }
}

pub async fn tell(db: &Db) {
    let id = "trail-1";
    let bad = Line {
        row_number: 9,
        body: b"nonsense".to_vec(),
        body_hash: fnv16(b"nonsense"),
        format: 0,
        content: Err(Rejected {
            code: Reason::NotATime,
            reason: "start is “soon”.".to_owned(),
        }),
    };
    let mut first = Run::new(run(RunKind::Trails));
    let batch = [
        part(id, TrailSource::OdkAudit, "four"),
        part(id, TrailSource::OdkAudit, "four"),
        part("trail-2", TrailSource::TextAudit, "three"),
    ];
    let said = db
        .record_trails(&mut first, &batch, std::slice::from_ref(&bad), &derive)
        .await
        .unwrap();
    assert_eq!(said.waiting, 3, "no submission is there yet");
    let summary = db.finish_run(&first, EpochMs(NOON_MS)).await.unwrap();
    assert_eq!(summary, counts(4, 2, 1, 0, 1));
    assert_eq!(db.active_s(fnv(id.as_bytes()), id).await.unwrap(), None);
    let facts = db.trail_facts(fnv(id.as_bytes()), id).await.unwrap();
    assert_eq!(facts, Some(derive(&[stored("four")]).unwrap()));

    // The submissions arrive: one without a time of its own, one with.
    let blank = FactInput {
        active_s: None,
        ..fact()
    };
    record(
        db,
        vec![
            arrival(id, "1", 0, blank),
            arrival("trail-2", "1", 0, fact()),
        ],
    )
    .await;
    assert_eq!(db.active_s(fnv(id.as_bytes()), id).await.unwrap(), Some(4));
    let own = db.active_s(fnv(b"trail-2"), "trail-2").await.unwrap();
    assert_eq!(own, fact().active_s, "its own column counts");

    // The same again writes nothing; another content is another part beside the first.
    let before = db.dump_content().await.unwrap();
    let mut again = Run::new(run(RunKind::Trails));
    let said = db
        .record_trails(&mut again, &batch, std::slice::from_ref(&bad), &derive)
        .await
        .unwrap();
    assert_eq!((said.waiting, again.run_id()), (0, None));
    assert_eq!(again.summary(), counts(4, 0, 3, 0, 1));
    assert_eq!(db.dump_content().await.unwrap(), before);
    let mut more = Run::new(run(RunKind::Trails));
    let longer = [part(id, TrailSource::OdkAudit, "and five")];
    db.record_trails(&mut more, &longer, &[], &derive)
        .await
        .unwrap();
    assert_eq!(more.summary(), counts(1, 0, 0, 1, 0));
    assert_eq!(db.active_s(fnv(id.as_bytes()), id).await.unwrap(), Some(12));

    // Derived again, page by page, it is the same; what cannot be read keeps its facts.
    let before = db.dump_content().await.unwrap();
    let mut after = None;
    let mut pages = 0;
    loop {
        let (last, unreadable) = db.derive_trails_again(after, 1, &derive).await.unwrap();
        assert_eq!(unreadable, []);
        after = last;
        if after.is_none() {
            break;
        }
        pages += 1;
    }
    assert_eq!(pages, 2);
    assert_eq!(db.dump_content().await.unwrap(), before);
    let (_, unreadable) = db
        .derive_trails_again(None, 10, &|_| Err("no".to_owned()))
        .await
        .unwrap();
    assert_eq!(unreadable.len(), 2);
    assert_eq!(db.dump_content().await.unwrap(), before);

    // A part that cannot be derived from is not taken at all.
    let mut broken = Run::new(run(RunKind::Trails));
    let wrong = [part("trail-3", TrailSource::OdkAudit, "?")];
    db.record_trails(&mut broken, &wrong, &[], &derive)
        .await
        .unwrap_err();
    assert_eq!(db.dump_content().await.unwrap(), before);
}

/// More submissions than one statement takes, some of which share a hash, some of which are so long that few are read at once.
pub async fn tell_of_many(db: &Db) {
    const SUBMISSIONS: usize = 1_050;
    let parts_of = |body: &str| {
        let each = (0..SUBMISSIONS).map(|number| {
            let body = format!("{body}{}", "+".repeat(number % 7));
            TrailPart {
                id_hash: (number / 2) as i64,
                length_bytes: if number % 100 == 0 { 9 << 20 } else { 9 },
                ..part(&format!("many-{number}"), TrailSource::OdkAudit, &body)
            }
        });
        each.collect::<Vec<_>>()
    };
    let mut run = Run::new(self::run(RunKind::Trails));
    for (body, taken) in [
        ("one", counts(1_050, 1_050, 0, 0, 0)),
        ("one", counts(2_100, 1_050, 1_050, 0, 0)),
        ("and two", counts(3_150, 1_050, 1_050, 1_050, 0)),
    ] {
        let batch = parts_of(body);
        let said = db
            .record_trails(&mut run, &batch, &[], &derive)
            .await
            .unwrap();
        assert_eq!(said.waiting, 1_050);
        assert_eq!(run.summary(), taken);
    }
    db.finish_run(&run, EpochMs(NOON_MS)).await.unwrap();
    let before = db.dump_content().await.unwrap();
    for number in 0..SUBMISSIONS {
        let facts = db
            .trail_facts((number / 2) as i64, &format!("many-{number}"))
            .await
            .unwrap()
            .unwrap();
        let bytes = "oneand two".len() + 2 * (number % 7);
        assert_eq!(
            (facts.active_s, facts.pauses),
            (Some(bytes as u32), Some(2))
        );
    }
    let (last, unreadable) = db.derive_trails_again(None, 5_000, &derive).await.unwrap();
    assert_eq!((last.is_some(), unreadable), (true, vec![]));
    assert_eq!(db.dump_content().await.unwrap(), before);
}

fn stored(body: &str) -> StoredPart<'_> {
    StoredPart {
        source: TrailSource::OdkAudit,
        body: body.as_bytes().into(),
    }
}
