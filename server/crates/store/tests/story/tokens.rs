//! Machines get tokens, for sending or for reading.

use domain::audit::By;
use domain::people::Role;
use domain::time::EpochMs;
use store::{Db, FirstGrant, NewToken, NewUser, TokenUse};

pub async fn tell(db: &Db) {
    let user_id = db
        .create_user(
            &NewUser {
                username: "statistics".to_owned(),
                display_name: "Statistics".to_owned(),
                first: FirstGrant::whole(Role::BosQa, 1),
                password_hash: "$argon2id$two".to_owned(),
            },
            EpochMs(1),
            &By::command("root"),
        )
        .await
        .unwrap();
    let found = db.user(user_id).await.unwrap().unwrap();
    assert_eq!(
        (found.username.as_str(), found.disabled),
        ("statistics", false)
    );
    assert_eq!(db.user(999).await.unwrap(), None);

    let by = By::command("tester");
    let token = |name: &str, is_for| NewToken {
        name: name.to_owned(),
        token_hash: format!("hash of {name}").into_bytes(),
        is_for,
        created_at: EpochMs(1_000),
    };
    let sends = TokenUse::Send { scope: 3 };
    let reads = TokenUse::Read { user_id };
    assert!(
        db.create_token(&token("tablets", sends), &by)
            .await
            .unwrap()
    );
    assert!(
        db.create_token(&token("dashboard", reads), &by)
            .await
            .unwrap()
    );
    assert!(
        !db.create_token(&token("tablets", reads), &by)
            .await
            .unwrap(),
        "a name is given once, whatever for"
    );
    assert_eq!(db.token_scope("tablets").await.unwrap(), Some(3));
    assert_eq!(db.token_scope("dashboard").await.unwrap(), None);
    assert_eq!(db.token_scope("nobody").await.unwrap(), None);

    // The last use is noted to the minute.
    let use_at = |at| db.use_token(b"hash of dashboard", EpochMs(at));
    assert_eq!(use_at(2_000).await.unwrap().unwrap().is_for, reads);
    use_at(61_999).await.unwrap();
    let used = |tokens: Vec<store::TokenRow>| -> Vec<(String, TokenUse, Option<EpochMs>)> {
        let told = tokens.into_iter();
        told.map(|token| (token.name, token.is_for, token.last_used))
            .collect()
    };
    assert_eq!(
        used(db.list_tokens().await.unwrap()),
        [
            ("dashboard".to_owned(), reads, Some(EpochMs(2_000))),
            ("tablets".to_owned(), sends, None),
        ]
    );
    assert!(
        db.use_token(b"another", EpochMs(3_000))
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        db.revoke_token("dashboard", EpochMs(70_000), &by)
            .await
            .unwrap()
    );
    assert_eq!(use_at(70_001).await.unwrap(), None);
}
