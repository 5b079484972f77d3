//! Live sessions, kept in memory for two seconds.
//!
//! Every request of a signed-in person asks who they are. In the database that costs several times what a page that is kept
//! ready costs, most of it the way to the database's own thread and back. What was read is used again while
//!
//! - it is younger than [`FRESH_MS`]: what another process did to a session counts after that time at the latest;
//! - this process has ended no session and changed no user since ([`store::people_version`]): what it did itself, signing out
//!   above all, counts at once;
//! - the session has not expired, and was used not too long ago.
//!
//! While the database does not answer, what was read holds for reading for [`FAILING_FRESH_MS`]: pages in memory and the last good ones
//! can still be shown to who has seen them. The second and third point hold all the same.
//!
//! A token that opens nothing is never kept: it is looked up every time.

use domain::account::{IDLE_MS, SEEN_EVERY_MS, SecondFactor, must_have_second_factor};
use domain::people::Caller;
use domain::time::EpochMs;
use store::{Db, LiveSession, StoreError, people_version};

/// How long what was read may be used again, in milliseconds. As long as pages may lag behind the data.
pub const FRESH_MS: i64 = 2_000;

/// How long what was read holds for reading while the database does not answer, in milliseconds.
pub const FAILING_FRESH_MS: i64 = 600_000;

/// More than sign in to one server within two seconds; beyond that, sessions that are seldom used are looked up again.
const MOST_SESSIONS: usize = 10_000;

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asking {
    /// Nobody who has signed in: there is no such session, it has ended, its holder may no longer sign in, or they must have a second factor
    /// by now and have none: signing in again leads there.
    Nobody,
    /// Someone who has signed in, and to whom nothing is granted now.
    Nothing,
    /// Someone, standing on a grant.
    Caller(Caller),
}

/// Sessions by the hash of their token.
pub struct Sessions {
    known: quick_cache::sync::Cache<Vec<u8>, Known>,
    second_factor: SecondFactor,
}

#[derive(Clone)]
struct Known {
    session: LiveSession,
    read_at: EpochMs,
    people_version: u64,
}

impl Default for Sessions {
    fn default() -> Sessions {
        Sessions::demanding(SecondFactor::Optional)
    }
}

impl Sessions {
    /// None known yet. Where a second factor is required, whoever must have one and has none is nobody.
    pub fn demanding(second_factor: SecondFactor) -> Sessions {
        Sessions {
            known: quick_cache::sync::Cache::new(MOST_SESSIONS),
            second_factor,
        }
    }

    /// Who holds the session.
    pub async fn caller(
        &self,
        db: &Db,
        token_hash: &[u8],
        now: EpochMs,
    ) -> Result<Asking, StoreError> {
        // Before anything is read: a change in the meantime makes what was read old at once.
        let people_version = people_version();
        if let Some(known) = self.known.get(token_hash)
            && known.holds(FRESH_MS, now, people_version)
        {
            return Ok(self.asking(&known.session, now));
        }
        let Some(session) = db.find_session(token_hash, now).await? else {
            self.known.remove(token_hash);
            return Ok(Asking::Nobody);
        };
        let asking = self.asking(&session, now);
        if now.0 - session.seen_at.0 >= SEEN_EVERY_MS {
            note_use(db.clone(), token_hash.to_vec(), now);
        }
        let known = Known {
            session,
            read_at: now,
            people_version,
        };
        self.known.insert(token_hash.to_vec(), known);
        Ok(asking)
    }

    /// Who held the session when it was last read, within [`FAILING_FRESH_MS`].
    pub fn last_known(&self, token_hash: &[u8], now: EpochMs) -> Option<Asking> {
        let known = self.known.get(token_hash)?;
        known
            .holds(FAILING_FRESH_MS, now, people_version())
            .then(|| self.asking(&known.session, now))
    }

    /// Grants begin and end by themselves, so that who is asking is told anew every time.
    fn asking(&self, session: &LiveSession, now: EpochMs) -> Asking {
        let user = &session.user;
        if self.second_factor == SecondFactor::Required
            && !user.second_factor
            && must_have_second_factor(&user.grants, now)
        {
            return Asking::Nobody;
        }
        match session.caller(now) {
            Some(caller) => Asking::Caller(caller),
            None => Asking::Nothing,
        }
    }
}

/// Notes that a session is in use, beside the answer: a page does not wait for a write.
fn note_use(db: Db, token_hash: Vec<u8>, now: EpochMs) {
    tokio::spawn(async move {
        if let Err(error) = db.touch_session(&token_hash, now).await {
            tracing::warn!(%error, "a session's use could not be noted; the next one will be");
        }
    });
}

impl Known {
    fn holds(&self, fresh_ms: i64, now: EpochMs, people_version: u64) -> bool {
        // A clock that was set back makes an age negative: that is no young age.
        (0..fresh_ms).contains(&(now.0 - self.read_at.0))
            && now < self.session.expires_at
            && now.0 - self.session.seen_at.0 < IDLE_MS
            && people_version == self.people_version
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::permission::Grants;
    use store::UserRow;

    #[test]
    fn what_was_read_holds_up_to_its_age_its_end_and_the_next_change() {
        let user = UserRow {
            user_id: 1,
            username: "qa".to_owned(),
            display_name: "QA".to_owned(),
            grants: Grants::default(),
            password_hash: "x".to_owned(),
            disabled: false,
            second_factor: false,
        };
        let known = |expires_at| Known {
            session: LiveSession {
                user: user.clone(),
                grant_id: None,
                expires_at: EpochMs(expires_at),
                seen_at: EpochMs(10_000),
            },
            read_at: EpochMs(10_000),
            people_version: 7,
        };
        for (expires_at, now, version, holds) in [
            (90_000, 10_000, 7, true),
            (90_000, 11_999, 7, true),
            (90_000, 12_000, 7, false),
            (90_000, 9_999, 7, false),
            (90_000, 10_000, 8, false),
            (11_000, 10_999, 7, true),
            (11_000, 11_000, 7, false),
        ] {
            // While the database does not answer it holds for longer, and ends and changes count all the same.
            let past_age = now == 12_000;
            assert_eq!(
                known(expires_at).holds(FAILING_FRESH_MS, EpochMs(now), version),
                holds || past_age,
                "ends {expires_at}, now {now}, version {version}, without the database"
            );
            assert_eq!(
                known(expires_at).holds(FRESH_MS, EpochMs(now), version),
                holds,
                "ends {expires_at}, now {now}, version {version}"
            );
        }
    }
}
