//! The trail: appended to, found whole, and every kind of change behind the program's back found.

use domain::audit::{Action, By, Entry};
use domain::people::Role;
use domain::time::EpochMs;
use store::{AuditFault, AuditFilter, Db, Fault, NewToken, TokenUse};

/// What the chapters before did, each of it committed with its entry.
const DONE: [Action; 23] = [
    Action::UserAdded,
    Action::UserChanged,
    Action::GrantGiven,
    Action::GrantRevoked,
    Action::SignIn,
    Action::SignOut,
    Action::StandingChosen,
    Action::AreasImported,
    Action::TargetsImported,
    Action::RosterImported,
    Action::SubmissionsRecorded,
    Action::SubmissionsPushed,
    Action::TrailsRecorded,
    Action::ImportEnded,
    Action::TokenMade,
    Action::TokenRevoked,
    Action::FlagStep,
    Action::ThresholdsChanged,
    Action::Preview,
    Action::StagesSet,
    Action::CaseOpened,
    Action::CaseStep,
    Action::CasesImported,
];

pub async fn tell(db: &Db) {
    for action in DONE {
        let filter = AuditFilter {
            actions: vec![action],
            ..AuditFilter::default()
        };
        let rows = db.list_audit(&filter, i64::MAX, 9).await.unwrap();
        assert!(!rows.is_empty(), "{} left no entry", action.code());
    }
    let (before, _) = db.audit_head().await.unwrap();
    let qa = By::person("qa", Some(Role::BosQa)).from(Some("10.1.2.3".to_owned()));
    let seen = |at, page: &str| {
        Entry::new(EpochMs(at), &qa, Action::PageSeen)
            .about(page)
            .in_area(Some("PK301".to_owned()))
    };
    let last = db
        .note(&[seen(1_000, "/flags/1"), seen(2_000, "/flags/2")])
        .await
        .unwrap();
    assert_eq!(last, before + 2);
    let refused = Entry::new(EpochMs(3_000), &By::machine("tablets"), Action::Refused)
        .about("/imports")
        .saying("403");
    db.note(&[refused]).await.unwrap();

    let list = |filter: AuditFilter, limit| {
        let db = db.clone();
        async move {
            let rows = db.list_audit(&filter, i64::MAX, limit).await.unwrap();
            rows.into_iter()
                .map(|row| row.seq - before)
                .collect::<Vec<_>>()
        }
    };
    let by_who = AuditFilter {
        who: Some("qa".to_owned()),
        from: Some(EpochMs(1_000)),
        until: Some(EpochMs(2_001)),
        ..AuditFilter::default()
    };
    assert_eq!(list(by_who.clone(), 9).await, [2, 1]);
    assert_eq!(list(by_who.clone(), 1).await, [2]);
    let elsewhere = AuditFilter {
        address: Some("10.1.2.4".to_owned()),
        ..by_who.clone()
    };
    assert_eq!(list(elsewhere, 9).await, [0_i64; 0]);
    let until = AuditFilter {
        until: Some(EpochMs(2_000)),
        ..by_who
    };
    assert_eq!(list(until, 9).await, [1]);
    let refused = AuditFilter {
        actions: vec![Action::Refused, Action::SignInFailed],
        subject: Some("/imports".to_owned()),
        ..AuditFilter::default()
    };
    assert_eq!(list(refused, 9).await, [3]);
    let there = AuditFilter {
        area: Some("PK301".to_owned()),
        ..AuditFilter::default()
    };
    assert_eq!(list(there, 9).await, [2, 1]);
    let row = db
        .list_audit(&AuditFilter::default(), before + 2, 1)
        .await
        .unwrap()
        .swap_remove(0);
    assert_eq!(
        (row.seq, row.role.as_deref(), row.at),
        (before + 1, Some("bos_qa"), EpochMs(1_000))
    );

    let verdict = db.verify_audit(&[]).await.unwrap();
    assert_eq!(
        (verdict.faults, verdict.entries),
        (vec![], u64::try_from(before).unwrap() + 3)
    );
}

/// The trail cannot be written to: then nothing can be done that it would tell of.
async fn no_entry_no_write(db: &Db, sql: &impl AsyncFn(&str)) {
    let head = db.audit_head().await.unwrap();
    let token = NewToken {
        name: "never".to_owned(),
        token_hash: b"never".to_vec(),
        is_for: TokenUse::Send { scope: 1 },
        created_at: EpochMs(1),
    };
    let by = By::command("root");
    sql("ALTER TABLE audit_entry RENAME TO audit_entry_away").await;
    assert!(db.create_token(&token, &by).await.is_err());
    sql("ALTER TABLE audit_entry_away RENAME TO audit_entry").await;
    assert_eq!(db.token_scope("never").await.unwrap(), None);
    assert_eq!(db.audit_head().await.unwrap(), head);
}

pub fn an_entry() -> Entry {
    Entry::new(EpochMs(1), &By::command("root"), Action::UserAdded).about("qa")
}

/// Each kind of change, one at a time, in a trail of its own.
pub async fn tell_of_changes(db: &Db, sql: &impl AsyncFn(&str)) {
    let (before, _) = db.audit_head().await.unwrap();
    for number in 1..=6 {
        let entry = Entry::new(EpochMs(number), &By::program(), Action::PageSeen).about(number);
        db.note(&[entry]).await.unwrap();
    }
    let noted: Vec<(i64, Vec<u8>)> = {
        let rows = db
            .list_audit(&AuditFilter::default(), i64::MAX, 3)
            .await
            .unwrap();
        rows.into_iter().map(|row| (row.seq, row.hash)).collect()
    };
    let faults = async |noted: &[(i64, Vec<u8>)]| -> Vec<(i64, AuditFault)> {
        let verdict = db.verify_audit(noted).await.unwrap();
        verdict
            .faults
            .into_iter()
            .map(|Fault { seq, what }| (seq - before, what))
            .collect()
    };
    assert_eq!(faults(&noted).await, []);
    no_entry_no_write(db, sql).await;
    let copy = "CREATE TABLE audit_copy AS SELECT * FROM audit_entry";
    sql(copy).await;
    let undo = async || {
        sql("DELETE FROM audit_entry").await;
        sql("INSERT INTO audit_entry SELECT * FROM audit_copy").await;
    };
    let at = |number: i64| before + number;

    sql(&format!(
        "UPDATE audit_entry SET subject = '9' WHERE seq = {}",
        at(2)
    ))
    .await;
    assert_eq!(faults(&[]).await, [(2, AuditFault::Changed)]);
    undo().await;

    sql(&format!("DELETE FROM audit_entry WHERE seq = {}", at(3))).await;
    assert_eq!(
        faults(&[]).await,
        [(4, AuditFault::MissingBefore), (4, AuditFault::Displaced)]
    );
    undo().await;

    // Two change places, whole.
    sql(&format!(
        "UPDATE audit_entry SET seq = -1 WHERE seq = {}",
        at(2)
    ))
    .await;
    sql(&format!(
        "UPDATE audit_entry SET seq = {} WHERE seq = {}",
        at(2),
        at(5)
    ))
    .await;
    sql(&format!(
        "UPDATE audit_entry SET seq = {} WHERE seq = -1",
        at(5)
    ))
    .await;
    assert_eq!(
        faults(&[]).await,
        [2, 3, 5, 6].map(|number| (number, AuditFault::Displaced))
    );
    undo().await;

    sql(&format!("DELETE FROM audit_entry WHERE seq = {}", at(6))).await;
    assert_eq!(faults(&[]).await, [(5, AuditFault::MissingAtTheEnd)]);
    undo().await;

    // The end is cut off, and the head with it: only what was noted elsewhere tells.
    sql(&format!("DELETE FROM audit_entry WHERE seq > {}", at(4))).await;
    sql(&format!(
        "UPDATE audit_head SET seq = {0}, hash = (SELECT hash FROM audit_entry WHERE seq = {0})",
        at(4)
    ))
    .await;
    assert_eq!(faults(&[]).await, []);
    assert_eq!(
        faults(&noted).await,
        [(6, AuditFault::NotAsNoted), (5, AuditFault::NotAsNoted)]
    );
    undo().await;
    // The head stands before the end.
    assert_eq!(faults(&[]).await, [(4, AuditFault::TooMany)]);
}
