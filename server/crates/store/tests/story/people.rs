//! Users sign in and out.

use domain::audit::By;
use domain::people::Role;
use domain::time::EpochMs;
use store::{Db, FirstGrant, NewGrant, NewSession, NewUser, StoreError, UserRow, people_version};

fn by() -> By {
    By::person("admin", Some(Role::Administrator))
}

pub async fn tell(db: &Db) {
    let new = NewUser {
        username: "monitor".to_owned(),
        display_name: "Tehsil monitor".to_owned(),
        first: FirstGrant::whole(Role::TehsilMonitor, 3),
        password_hash: "$argon2id$one".to_owned(),
    };
    let user_id = db.create_user(&new, EpochMs(500), &by()).await.unwrap();
    let error = db.create_user(&new, EpochMs(500), &by()).await.unwrap_err();
    assert!(matches!(error, StoreError::UsernameTaken { ref username } if username == "monitor"));
    let user = db.find_user("monitor").await.unwrap().unwrap();
    let first = *user.grants.0.first().expect("the grant of the beginning");
    assert_eq!(
        (
            user.user_id,
            user.grants.0.len(),
            first.role,
            first.area,
            first.acts
        ),
        (user_id, 1, Role::TehsilMonitor, 3, true)
    );
    assert_eq!((first.from, first.until), (None, None));
    assert_eq!(db.find_user("Monitor").await.unwrap(), None);

    // A session lives up to its expiry, exclusively.
    let (now, then) = (EpochMs(1_000), EpochMs(2_000));
    db.create_session(&NewSession::new(b"token-1", user_id, now, then), &by())
        .await
        .unwrap();
    db.create_session(
        &NewSession::new(b"token-2", user_id, now, EpochMs(9_000)),
        &by(),
    )
    .await
    .unwrap();
    let session = db
        .find_session(b"token-1", EpochMs(1_999))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((&session.user, session.expires_at), (&user, then));
    assert_eq!(session.caller(now), user.caller(now));
    assert_eq!(db.find_session(b"token-1", then).await.unwrap(), None);
    assert_eq!(db.find_session(b"token-3", now).await.unwrap(), None);
    assert_eq!(db.delete_expired_sessions(then).await.unwrap(), 1);
    assert!(
        !db.delete_session(b"token-1", EpochMs(3_000), None)
            .await
            .unwrap()
    );
    let version = people_version();
    assert!(
        db.delete_session(b"token-2", EpochMs(3_000), None)
            .await
            .unwrap()
    );
    assert!(people_version() > version);

    // Another name keeps the session; another password, or disabling, ends it.
    db.create_session(&NewSession::new(b"token-4", user_id, now, then), &by())
        .await
        .unwrap();
    let renamed = UserRow {
        display_name: "Monitor of T".to_owned(),
        ..user.clone()
    };
    let version = people_version();
    assert!(
        db.update_user(&renamed, EpochMs(3_000), &by())
            .await
            .unwrap()
    );
    assert!(people_version() > version);
    assert!(db.find_session(b"token-4", now).await.unwrap().is_some());
    let disabled = UserRow {
        disabled: true,
        ..renamed
    };
    assert!(
        db.update_user(&disabled, EpochMs(3_000), &by())
            .await
            .unwrap()
    );
    assert_eq!(db.find_session(b"token-4", now).await.unwrap(), None);
    assert_eq!(
        db.list_users().await.unwrap(),
        std::slice::from_ref(&disabled)
    );
    let nobody = UserRow {
        user_id: 999,
        ..disabled
    };
    assert!(
        !db.update_user(&nobody, EpochMs(3_000), &by())
            .await
            .unwrap()
    );
    let enabled = UserRow {
        user_id,
        disabled: false,
        ..nobody.clone()
    };
    assert!(
        db.update_user(&enabled, EpochMs(3_000), &by())
            .await
            .unwrap()
    );
    grants(db, user_id, first.grant_id).await;
    // As it was, for what follows.
    let disabled = UserRow { user_id, ..nobody };
    assert!(
        db.update_user(&disabled, EpochMs(3_000), &by())
            .await
            .unwrap()
    );
}

/// More is given and taken, and a session stands on what it chose.
async fn grants(db: &Db, user_id: i32, first: i32) {
    let (now, then) = (EpochMs(10_000), EpochMs(20_000));
    let new = NewGrant {
        user_id,
        role: Role::Csu,
        area: 2,
        acts: false,
        from: Some(now),
        until: Some(then),
        given_at: EpochMs(9_000),
        reason: Some("the holidays".to_owned()),
    };
    let version = people_version();
    let second = db.give_grant(&new, &by()).await.unwrap();
    assert!(second > first && people_version() > version);
    db.create_session(
        &NewSession::new(b"token-5", user_id, now, EpochMs(90_000)),
        &by(),
    )
    .await
    .unwrap();
    let stands = async |now| {
        let session = db.find_session(b"token-5", EpochMs(now)).await.unwrap();
        let caller = session.and_then(|session| session.caller(EpochMs(now)));
        caller.map(|caller| (caller.role, caller.scope, caller.grants.0.len()))
    };
    assert_eq!(stands(9_999).await, Some((Role::TehsilMonitor, 3, 1)));
    assert_eq!(stands(10_000).await, Some((Role::TehsilMonitor, 3, 2)));
    assert!(
        db.stand_on(b"token-5", second, EpochMs(11_000), &by())
            .await
            .unwrap()
    );
    assert_eq!(stands(10_000).await, Some((Role::Csu, 2, 2)));
    assert!(
        !db.stand_on(b"token-5", 999, EpochMs(11_000), &by())
            .await
            .unwrap()
    );
    assert!(
        !db.stand_on(b"token-6", second, EpochMs(11_000), &by())
            .await
            .unwrap()
    );
    // It ends by itself, and the session goes on with what is left.
    assert_eq!(stands(20_000).await, Some((Role::TehsilMonitor, 3, 1)));
    // What is taken away is gone at once, and stays on file with who did it.
    let at = EpochMs(15_000);
    assert!(
        db.revoke_grant(first, at, &by(), Some("moved"))
            .await
            .unwrap()
    );
    assert!(!db.revoke_grant(first, at, &by(), None).await.unwrap());
    assert!(!db.revoke_grant(999, at, &by(), None).await.unwrap());
    assert_eq!(stands(15_000).await, Some((Role::Csu, 2, 1)));
    assert_eq!(stands(20_000).await, None);
    let rows = db.list_grants(Some(user_id)).await.unwrap();
    let [old, new] = rows.as_slice() else {
        panic!("two grants: {rows:?}");
    };
    assert_eq!(old.grant.until, Some(at));
    assert_eq!(old.revoked, Some((at, "admin".to_owned())));
    assert_eq!(old.revoked_reason.as_deref(), Some("moved"));
    assert_eq!(old.given, Some((EpochMs(500), "admin".to_owned())));
    assert_eq!(new.given, Some((EpochMs(9_000), "admin".to_owned())));
    assert_eq!(new.reason.as_deref(), Some("the holidays"));
    assert_eq!(db.list_grants(None).await.unwrap().len(), 2);
    assert!(
        db.delete_session(b"token-5", EpochMs(3_000), None)
            .await
            .unwrap()
    );
}
