//! Users sign in and out.

use domain::people::Role;
use domain::time::EpochMs;
use store::{Db, NewUser, StoreError, UserRow, people_version};

pub async fn tell(db: &Db) {
    let new = NewUser {
        username: "monitor".to_owned(),
        display_name: "Tehsil monitor".to_owned(),
        role: Role::TehsilMonitor,
        scope: 3,
        password_hash: "$argon2id$one".to_owned(),
    };
    let user_id = db.create_user(&new).await.unwrap();
    let error = db.create_user(&new).await.unwrap_err();
    assert!(matches!(error, StoreError::UsernameTaken { ref username } if username == "monitor"));
    let user = db.find_user("monitor").await.unwrap().unwrap();
    assert_eq!(
        (user.user_id, user.role, user.scope),
        (user_id, Role::TehsilMonitor, 3)
    );
    assert_eq!(db.find_user("Monitor").await.unwrap(), None);

    // A session lives up to its expiry, exclusively.
    let (now, then) = (EpochMs(1_000), EpochMs(2_000));
    db.create_session(b"token-1", user_id, now, then)
        .await
        .unwrap();
    db.create_session(b"token-2", user_id, now, EpochMs(9_000))
        .await
        .unwrap();
    let session = db
        .find_session(b"token-1", EpochMs(1_999))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((session.caller, session.expires_at), (user.caller(), then));
    assert_eq!(db.find_session(b"token-1", then).await.unwrap(), None);
    assert_eq!(db.find_session(b"token-3", now).await.unwrap(), None);
    assert_eq!(db.delete_expired_sessions(then).await.unwrap(), 1);
    assert!(!db.delete_session(b"token-1").await.unwrap());
    let version = people_version();
    assert!(db.delete_session(b"token-2").await.unwrap());
    assert!(people_version() > version);

    // Another name keeps the session; another password, or disabling, ends it.
    db.create_session(b"token-4", user_id, now, then)
        .await
        .unwrap();
    let renamed = UserRow {
        display_name: "Monitor of T".to_owned(),
        ..user.clone()
    };
    let version = people_version();
    assert!(db.update_user(&renamed).await.unwrap());
    assert!(people_version() > version);
    assert!(db.find_session(b"token-4", now).await.unwrap().is_some());
    let disabled = UserRow {
        disabled: true,
        ..renamed
    };
    assert!(db.update_user(&disabled).await.unwrap());
    assert_eq!(db.find_session(b"token-4", now).await.unwrap(), None);
    assert_eq!(
        db.list_users().await.unwrap(),
        std::slice::from_ref(&disabled)
    );
    let nobody = UserRow {
        user_id: 999,
        ..disabled
    };
    assert!(!db.update_user(&nobody).await.unwrap());
}
