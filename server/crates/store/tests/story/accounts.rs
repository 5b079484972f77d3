//! Chapter: links, sessions that are seen and ended, second factors, wrong tries.

use domain::account::{Allowance, IDLE_MS, INVITATION_MS};
use domain::audit::{Action, By};
use domain::people::Role;
use domain::time::EpochMs;
use store::{
    AuditFilter, CountedBy, Db, FirstGrant, NewLink, NewSession, NewUser, StoreError, UserRow,
    WhichSessions, session_mark,
};

const NOW: EpochMs = EpochMs(1_000_000_000);

fn by() -> By {
    By::person("admin", Some(Role::Administrator))
}

fn at(later_ms: i64) -> EpochMs {
    EpochMs(NOW.0 + later_ms)
}

fn link(secret: &[u8], made_at: EpochMs) -> NewLink {
    NewLink {
        secret_hash: secret.to_vec(),
        made_at,
    }
}

async fn the_user(db: &Db, username: &str) -> UserRow {
    db.find_user(username).await.unwrap().expect("the user")
}

pub async fn tell(db: &Db) {
    let user_id = links(db).await;
    sessions(db, user_id).await;
    second_factor(db, user_id).await;
    tries(db).await;
    last_administrator(db).await;
    trail(db).await;
    // As it was, for what follows.
    let user = UserRow {
        disabled: true,
        ..the_user(db, "amina").await
    };
    assert!(db.update_user(&user, NOW, &by()).await.unwrap());
}

/// A link opens once, up to its end, unless it is withdrawn or another is made.
async fn links(db: &Db) -> i32 {
    let user = NewUser {
        username: "amina".to_owned(),
        display_name: "Amina Khan".to_owned(),
        first: FirstGrant {
            acts: false,
            until: Some(at(10 * INVITATION_MS)),
            reason: Some("the holidays".to_owned()),
            ..FirstGrant::whole(Role::TehsilMonitor, 3)
        },
        password_hash: String::new(),
    };
    let user_id = db.invite(&user, &link(b"one", NOW), &by()).await.unwrap();
    let error = db.invite(&user, &link(b"two", NOW), &by()).await;
    assert!(matches!(error, Err(StoreError::UsernameTaken { .. })));
    assert_eq!(
        db.find_link(b"two", NOW).await.unwrap(),
        None,
        "all or nothing"
    );
    let grant = the_user(db, "amina").await.grants.0[0];
    assert_eq!(
        (grant.acts, grant.until),
        (false, Some(at(10 * INVITATION_MS)))
    );
    let open = db.find_link(b"one", at(INVITATION_MS - 1)).await.unwrap();
    let open = open.expect("still open");
    assert_eq!((open.user_id, open.made_by.as_str()), (user_id, "admin"));
    assert_eq!(db.find_link(b"one", at(INVITATION_MS)).await.unwrap(), None);
    let late = db.use_link(b"one", "hash", at(INVITATION_MS), None).await;
    assert_eq!(late.unwrap(), None);

    db.make_link(user_id, &link(b"three", at(1)), &by())
        .await
        .unwrap();
    assert_eq!(
        db.find_link(b"one", at(1)).await.unwrap(),
        None,
        "the newest alone"
    );
    assert_eq!(db.open_links(Some(user_id), at(1)).await.unwrap().len(), 1);
    assert_eq!(db.open_links(None, at(1)).await.unwrap().len(), 1);
    assert!(db.withdraw_links(user_id, at(2), &by()).await.unwrap());
    assert!(!db.withdraw_links(user_id, at(2), &by()).await.unwrap());
    assert_eq!(
        db.use_link(b"three", "hash", at(2), None).await.unwrap(),
        None
    );
    assert_eq!(the_user(db, "amina").await.password_hash, "");

    db.make_link(user_id, &link(b"four", at(3)), &by())
        .await
        .unwrap();
    let session = NewSession::new(b"before the link", user_id, at(3), at(90_000));
    db.create_session(&session, &by()).await.unwrap();
    let used = db.use_link(b"four", "$argon2id$new", at(4), None).await;
    assert_eq!(used.unwrap(), Some(user_id));
    assert_eq!(the_user(db, "amina").await.password_hash, "$argon2id$new");
    let ended = db.find_session(b"before the link", at(4)).await.unwrap();
    assert_eq!(ended, None, "whoever had the old passphrase is out");
    assert_eq!(
        db.use_link(b"four", "again", at(5), None).await.unwrap(),
        None
    );
    user_id
}

async fn sessions(db: &Db, user_id: i32) {
    let new = |token: &[u8]| NewSession {
        user_agent: Some("Firefox".to_owned()),
        device_hash: Some(b"device".to_vec()),
        ..NewSession::new(token, user_id, NOW, at(10 * IDLE_MS))
    };
    let from_office = by().from(Some("203.0.113.9".to_owned()));
    for token in [b"session one..", b"session two..", b"third session"] {
        db.create_session(&new(token), &from_office).await.unwrap();
    }
    assert_eq!(db.last_sign_ins().await.unwrap().get(&user_id), Some(&NOW));
    let knows = |user| db.knows_device(b"device", user, NOW);
    assert_eq!(knows(Some(user_id)).await.unwrap(), (true, true));
    assert_eq!(knows(Some(user_id + 1)).await.unwrap(), (false, true));
    assert_eq!(
        db.knows_device(b"other", None, NOW).await.unwrap(),
        (false, false)
    );

    // Used, it goes on; unused, it ends.
    let used = at(IDLE_MS - 1);
    assert!(
        db.find_session(b"session one..", used)
            .await
            .unwrap()
            .is_some()
    );
    db.touch_session(b"session one..", used).await.unwrap();
    db.touch_session(b"session one..", NOW).await.unwrap();
    let found = db
        .find_session(b"session one..", at(IDLE_MS))
        .await
        .unwrap();
    assert_eq!(found.expect("in use").seen_at, used);
    assert_eq!(
        db.find_session(b"session two..", at(IDLE_MS))
            .await
            .unwrap(),
        None
    );
    let list = db.sessions_of(user_id, at(IDLE_MS - 1)).await.unwrap();
    assert_eq!(list.len(), 3);
    assert_eq!(list[0].mark, session_mark(b"session one.."));
    assert_eq!(list[0].address.as_deref(), Some("203.0.113.9"));
    assert_eq!(list[0].user_agent.as_deref(), Some("Firefox"));
    assert_eq!((list[0].seen_at, list[1].seen_at), (used, NOW));
    assert_eq!(db.sessions_of(user_id, at(IDLE_MS)).await.unwrap().len(), 1);

    // One is named by its mark, and only by its holder.
    let mark = session_mark(b"third session");
    let end = |user, which| db.end_sessions(user, which, NOW, &from_office);
    assert_eq!(
        end(user_id + 1, WhichSessions::One(&mark)).await.unwrap(),
        0
    );
    assert_eq!(end(user_id, WhichSessions::One(&mark)).await.unwrap(), 1);
    assert_eq!(
        end(user_id, WhichSessions::AllBut(b"session two.."))
            .await
            .unwrap(),
        1
    );
    assert!(
        db.find_session(b"session two..", NOW)
            .await
            .unwrap()
            .is_some()
    );
    db.change_passphrase(user_id, "$argon2id$newer", b"session two..", NOW, &by())
        .await
        .unwrap();
    assert!(
        db.find_session(b"session two..", NOW)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(end(user_id, WhichSessions::All).await.unwrap(), 1);

    // Half of a session is none, and bears so many wrong codes.
    db.create_half_session(b"half", user_id, NOW).await.unwrap();
    assert_eq!(db.find_session(b"half", NOW).await.unwrap(), None);
    let half = db
        .find_half_session(b"half", NOW)
        .await
        .unwrap()
        .expect("half");
    assert_eq!((half.user.user_id, half.tries), (user_id, 0));
    assert!(db.count_code(b"half", 2).await.unwrap());
    assert!(db.count_code(b"half", 2).await.unwrap());
    assert!(!db.count_code(b"half", 2).await.unwrap());
    assert!(!db.count_code(b"none", 2).await.unwrap());
    db.delete_half_session(b"half").await.unwrap();
    assert_eq!(db.find_half_session(b"half", NOW).await.unwrap(), None);
}

async fn second_factor(db: &Db, user_id: i32) {
    let codes = [b"code one".to_vec(), b"code two".to_vec()];
    assert_eq!(db.second_factor(user_id).await.unwrap(), None);
    db.begin_second_factor(user_id, b"sealed").await.unwrap();
    assert!(!the_user(db, "amina").await.second_factor, "not confirmed");
    let confirm = |sealed: &'static [u8], step| {
        let codes = codes.clone();
        async move {
            let by = by();
            let confirmed = db.confirm_second_factor(user_id, sealed, step, &codes, NOW, &by);
            confirmed.await.unwrap()
        }
    };
    assert!(!confirm(b"another", 7).await);
    assert!(confirm(b"sealed", 7).await);
    assert!(!confirm(b"sealed", 8).await, "once");
    assert!(the_user(db, "amina").await.second_factor);
    let kept = db.second_factor(user_id).await.unwrap().expect("one");
    assert_eq!(
        (kept.secret.as_deref(), kept.last_step),
        (Some(&b"sealed"[..]), Some(7))
    );
    // A code is taken once, and none before it.
    assert!(!db.take_code(user_id, 7).await.unwrap());
    assert!(db.take_code(user_id, 8).await.unwrap());
    assert!(!db.take_code(user_id, 8).await.unwrap());
    assert_eq!(db.recovery_codes_left(user_id).await.unwrap(), 2);
    let take = |user, code: &'static [u8]| async move {
        db.take_recovery_code(user, code, NOW, &by()).await.unwrap()
    };
    assert!(!take(user_id + 1, b"code one").await);
    assert!(take(user_id, b"code one").await);
    assert!(!take(user_id, b"code one").await);
    assert_eq!(db.recovery_codes_left(user_id).await.unwrap(), 1);
    // The present one goes on while the next is set up.
    db.begin_second_factor(user_id, b"next").await.unwrap();
    assert!(db.take_code(user_id, 9).await.unwrap());
    assert!(confirm(b"next", 10).await);
    assert_eq!(db.recovery_codes_left(user_id).await.unwrap(), 2);
    db.replace_recovery_codes(user_id, &[b"new".to_vec()], NOW, &by())
        .await
        .unwrap();
    assert!(!take(user_id, b"code two").await);
    let session = NewSession::new(b"with it", user_id, NOW, at(90_000));
    db.create_session(&session, &by()).await.unwrap();
    assert!(db.remove_second_factor(user_id, NOW, &by()).await.unwrap());
    assert!(!db.remove_second_factor(user_id, NOW, &by()).await.unwrap());
    assert!(!the_user(db, "amina").await.second_factor);
    assert_eq!(db.find_session(b"with it", NOW).await.unwrap(), None);
}

async fn tries(db: &Db) {
    let counted = |key: &[u8], allowance| CountedBy {
        key: key.to_vec(),
        allowance,
    };
    let both = [
        counted(b"account", Allowance::ACCOUNT),
        counted(b"address", Allowance::ADDRESS),
    ];
    let begin = |now| db.begin_try(&both, now);
    for _ in 0..Allowance::ACCOUNT.free {
        assert_eq!(begin(NOW).await.unwrap(), Ok(()));
    }
    assert_eq!(begin(NOW).await.unwrap(), Err(30_000));
    assert_eq!(begin(at(29_999)).await.unwrap(), Err(1));
    let device = [counted(b"device", Allowance::DEVICE)];
    assert_eq!(db.begin_try(&device, NOW).await.unwrap(), Ok(()));
    assert_eq!(begin(at(30_000)).await.unwrap(), Ok(()));
    assert_eq!(begin(at(30_000)).await.unwrap(), Err(60_000));
    // A right one: the account begins anew, at the address it is taken back.
    db.end_try(&[b"account".to_vec()], &[b"address".to_vec()])
        .await
        .unwrap();
    assert_eq!(begin(at(30_000)).await.unwrap(), Ok(()));
    // All is forgotten after a day.
    let day = Allowance::ACCOUNT.forgotten_ms;
    for _ in 0..Allowance::ACCOUNT.free {
        assert_eq!(begin(at(30_000 + day)).await.unwrap(), Ok(()));
    }
}

/// Somebody must be left who runs the whole.
async fn last_administrator(db: &Db) {
    let areas = db.load_areas().await.unwrap();
    let root = areas
        .iter()
        .find(|area| area.parent.is_none())
        .expect("a root");
    let new = |username: &str, first| NewUser {
        username: username.to_owned(),
        display_name: username.to_owned(),
        first,
        password_hash: "$argon2id$x".to_owned(),
    };
    let whole = || FirstGrant::whole(Role::Administrator, root.id);
    db.create_user(&new("first-admin", whole()), NOW, &by())
        .await
        .unwrap();
    // Neither for a time, nor invited, nor of a part, is to run the whole.
    let short = FirstGrant {
        until: Some(at(1_000)),
        ..whole()
    };
    db.create_user(&new("for-a-time", short), NOW, &by())
        .await
        .unwrap();
    db.invite(
        &NewUser {
            password_hash: String::new(),
            ..new("invited", whole())
        },
        &link(b"five", NOW),
        &by(),
    )
    .await
    .unwrap();
    db.create_user(
        &new("of-a-part", FirstGrant::whole(Role::Administrator, 2)),
        NOW,
        &by(),
    )
    .await
    .unwrap();
    let first = the_user(db, "first-admin").await;
    let grant = first.grants.0[0].grant_id;
    let disabled = UserRow {
        disabled: true,
        ..first
    };
    let last =
        |result: Result<bool, StoreError>| matches!(result, Err(StoreError::LastAdministrator));
    assert!(last(db.update_user(&disabled, NOW, &by()).await));
    assert!(last(db.revoke_grant(grant, NOW, &by(), None).await));
    let still = the_user(db, "first-admin").await;
    assert!(!still.disabled && still.grants.0[0].until.is_none());
    db.create_user(&new("second-admin", whole()), NOW, &by())
        .await
        .unwrap();
    assert!(db.revoke_grant(grant, NOW, &by(), None).await.unwrap());
    assert!(db.update_user(&disabled, NOW, &by()).await.unwrap());
    // Others are nobody's last.
    let invited = the_user(db, "invited").await;
    assert!(
        db.update_user(
            &UserRow {
                disabled: true,
                ..invited
            },
            NOW,
            &by()
        )
        .await
        .unwrap()
    );
    assert_eq!(
        db.open_links(None, NOW).await.unwrap(),
        [],
        "whoever is disabled has no link"
    );
}

/// Whatever was decided above has its entry.
async fn trail(db: &Db) {
    for (action, most) in [
        (Action::Invitation, 6),
        (Action::SessionsEnded, 3),
        (Action::SignIn, 5),
        (Action::GrantGiven, 6),
        (Action::GrantRevoked, 1),
    ] {
        let filter = AuditFilter {
            actions: vec![action],
            from: Some(NOW),
            until: Some(at(1_000)),
            ..AuditFilter::default()
        };
        let entries = db.list_audit(&filter, i64::MAX, 100).await.unwrap();
        assert_eq!(entries.len(), most, "{action:?}: {entries:?}");
    }
}
