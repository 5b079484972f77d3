//! Sessions kept in memory: whoever is out is out, at once in one process and soon in all of them.

use crate::support::{Place, by};
use domain::area::AreaId;
use domain::people::{Caller, Role};
use domain::time::EpochMs;
use server::sessions::{Asking, FRESH_MS, Sessions};
use store::{Db, FirstGrant, NewGrant, NewSession, NewUser, UserRow};

const TOKEN: &[u8] = b"the hash of a token";
const NOW: EpochMs = EpochMs(1_000_000);
const EXPIRES: EpochMs = EpochMs(1_001_000);

/// A survey with one user, who has signed in and was asked for once.
struct SignedIn {
    db: Db,
    sessions: Sessions,
    user: UserRow,
}

impl SignedIn {
    async fn at(place: &Place, expires: EpochMs) -> SignedIn {
        place.small_survey().await;
        let db = crate::support::open(place.url())
            .await
            .expect("the database opens");
        let new = NewUser {
            username: "qa".to_owned(),
            display_name: "Quality assurance".to_owned(),
            first: FirstGrant::whole(Role::BosQa, area(&db, "P").await),
            password_hash: "x".to_owned(),
        };
        let user_id = db.create_user(&new, NOW, &by()).await.expect("a user");
        db.create_session(&NewSession::new(TOKEN, user_id, NOW, expires), &by())
            .await
            .expect("a session");
        let user = db.find_user("qa").await.expect("users can be read");
        let signed_in = SignedIn {
            db,
            sessions: Sessions::default(),
            user: user.expect("the user"),
        };
        assert_eq!(signed_in.caller(NOW).await, signed_in.user.caller(NOW));
        assert!(signed_in.caller(NOW).await.is_some());
        signed_in
    }

    async fn asking(&self, now: EpochMs) -> Asking {
        self.sessions
            .caller(&self.db, TOKEN, now)
            .await
            .expect("sessions can be read")
    }

    async fn caller(&self, now: EpochMs) -> Option<Caller> {
        match self.asking(now).await {
            Asking::Caller(caller) => Some(caller),
            Asking::Nobody | Asking::Nothing => None,
        }
    }

    /// As another part of this process would: through connections of its own.
    async fn update(&self, place: &Place, user: &UserRow) {
        let elsewhere = crate::support::open(place.url())
            .await
            .expect("the database opens");
        assert!(
            elsewhere
                .update_user(user, NOW, &by())
                .await
                .expect("users can change")
        );
        elsewhere.close().await;
    }
}

async fn area(db: &Db, code: &str) -> AreaId {
    let areas = db.load_areas().await.expect("areas can be read");
    let found = areas.iter().find(|area| area.code == code);
    found.expect("the area").id
}

#[tokio::test]
async fn who_signs_out_is_out_at_once() {
    for place in Place::both().await {
        let signed_in = SignedIn::at(&place, EXPIRES).await;
        assert!(
            signed_in
                .db
                .delete_session(TOKEN, NOW, None)
                .await
                .expect("sign-out")
        );
        assert_eq!(signed_in.caller(NOW).await, None, "{}", place.url());
    }
}

#[tokio::test]
async fn who_is_disabled_is_out_at_once() {
    for place in Place::both().await {
        let signed_in = SignedIn::at(&place, EXPIRES).await;
        let disabled = UserRow {
            disabled: true,
            ..signed_in.user.clone()
        };
        signed_in.update(&place, &disabled).await;
        assert_eq!(signed_in.caller(NOW).await, None, "{}", place.url());
    }
}

#[tokio::test]
async fn what_is_taken_away_is_gone_at_once_and_another_grant_counts_at_once() {
    for place in Place::both().await {
        let signed_in = SignedIn::at(&place, EXPIRES).await;
        let elsewhere = crate::support::open(place.url())
            .await
            .expect("the database opens");
        let first = signed_in.user.grants.0[0].grant_id;
        let taken = elsewhere.revoke_grant(first, NOW, &by(), None).await;
        assert!(taken.expect("grants can end"));
        // Signed in all the same: with nothing.
        assert_eq!(signed_in.asking(NOW).await, Asking::Nothing);
        let smaller = NewGrant {
            user_id: signed_in.user.user_id,
            role: Role::TehsilMonitor,
            area: area(&signed_in.db, "T1").await,
            acts: true,
            from: None,
            until: Some(EpochMs(NOW.0 + 500)),
            given_at: NOW,
            reason: None,
        };
        elsewhere
            .give_grant(&smaller, &by())
            .await
            .expect("a grant");
        let caller = signed_in.caller(NOW).await.expect("a grant in force");
        assert_eq!(caller.scope, smaller.area, "{}", place.url());
        // A grant ends at its instant, though the session was read just before.
        assert!(signed_in.caller(EpochMs(NOW.0 + 499)).await.is_some());
        let then = EpochMs(NOW.0 + 500);
        assert_eq!(signed_in.asking(then).await, Asking::Nothing);
        elsewhere.close().await;
    }
}

#[tokio::test]
async fn what_another_process_did_counts_two_seconds_later_at_the_latest() {
    for place in Place::both().await {
        let signed_in = SignedIn::at(&place, EpochMs(NOW.0 + 60_000)).await;
        place
            .execute("UPDATE access_grant SET role = 'tehsil_monitor'")
            .await;
        let later = EpochMs(NOW.0 + FRESH_MS);
        let caller = signed_in.caller(later).await.expect("still signed in");
        assert_eq!(caller.role, Role::TehsilMonitor, "{}", place.url());
        place.execute("DELETE FROM session").await;
        let later = EpochMs(later.0 + FRESH_MS);
        assert_eq!(signed_in.caller(later).await, None, "{}", place.url());
    }
}

#[tokio::test]
async fn a_session_ends_at_its_time_though_it_was_read_just_before() {
    for place in Place::both().await {
        let signed_in = SignedIn::at(&place, EXPIRES).await;
        assert!(signed_in.caller(EpochMs(EXPIRES.0 - 1)).await.is_some());
        assert_eq!(signed_in.caller(EXPIRES).await, None, "{}", place.url());
    }
}
