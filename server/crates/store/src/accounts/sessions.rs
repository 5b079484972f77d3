//! Sessions, from the first step of signing in to their end.

use crate::audit;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::people::{Changing, LiveSession, UserRow};
use domain::account::{DEVICE_KNOWN_MS, HALF_SIGNED_IN_MS, IDLE_MS};
use domain::audit::{Action, By, Entry, Who};
use domain::time::EpochMs;

/// A session to be.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// The hash of its token, never the token.
    pub token_hash: Vec<u8>,
    /// Whose.
    pub user_id: i32,
    /// When it begins.
    pub created_at: EpochMs,
    /// When it ends by itself; at that instant it has.
    pub expires_at: EpochMs,
    /// What the browser says of itself, shortened.
    pub user_agent: Option<String>,
    /// The hash of the token by which the browser is known from now on.
    pub device_hash: Option<Vec<u8>>,
}

impl NewSession {
    /// One of a browser of which nothing is known.
    pub fn new(
        token_hash: &[u8],
        user_id: i32,
        created_at: EpochMs,
        expires_at: EpochMs,
    ) -> NewSession {
        NewSession {
            token_hash: token_hash.to_vec(),
            user_id,
            created_at,
            expires_at,
            user_agent: None,
            device_hash: None,
        }
    }
}

/// A session as its holder sees it in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// By which it is named: see [`session_mark`].
    pub mark: String,
    /// When it began.
    pub created_at: EpochMs,
    /// When it was last used, to five minutes.
    pub seen_at: EpochMs,
    /// When it ends by itself.
    pub expires_at: EpochMs,
    /// Where it was begun from.
    pub address: Option<String>,
    /// What the browser said of itself.
    pub user_agent: Option<String>,
}

/// Somebody whose passphrase was right and who has yet to prove more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfSession {
    /// Who.
    pub user: UserRow,
    /// Wrong codes so far.
    pub tries: u32,
}

/// Some of a user's sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichSessions<'a> {
    /// All of them.
    All,
    /// All but that of this token's hash.
    AllBut(&'a [u8]),
    /// The one of this mark.
    One(&'a str),
}

/// The name of a session in lists and forms: the first half of its token's hash. It opens nothing.
pub fn session_mark(token_hash: &[u8]) -> String {
    domain::hex::hex(&token_hash[..token_hash.len().min(8)])
}

/// Ends sessions, and what was half begun; answers how many sessions.
pub(crate) async fn end_all(tx: &mut WriteTx, user_id: i32) -> Result<u64, StoreError> {
    each_tx!(tx, conn => {
        sqlx::query("DELETE FROM half_session WHERE user_id = $1").bind(user_id).execute(&mut *conn).await?;
        Ok(sqlx::query("DELETE FROM session WHERE user_id = $1").bind(user_id).execute(&mut *conn).await?.rows_affected())
    })
}

impl Db {
    /// Signs a user in: notes a session under the hash of its token (the token itself is never stored), and the browser.
    pub async fn create_session(&self, session: &NewSession, by: &By) -> Result<(), StoreError> {
        let now = session.created_at;
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "INSERT INTO session (token_hash, user_id, created_at_ms, expires_at_ms, seen_at_ms, address, user_agent) \
                 VALUES ($1, $2, $3, $4, $3, $5, $6)",
            )
            .bind(&session.token_hash)
            .bind(session.user_id)
            .bind(now.0)
            .bind(session.expires_at.0)
            .bind(&by.address)
            .bind(&session.user_agent)
            .execute(&mut *conn)
            .await?;
            sqlx::query("UPDATE app_user SET signed_in_at_ms = $1 WHERE user_id = $2")
                .bind(now.0)
                .bind(session.user_id)
                .execute(&mut *conn)
                .await?;
            if let Some(device) = &session.device_hash {
                sqlx::query(
                    "INSERT INTO known_device (token_hash, user_id, used_at_ms) VALUES ($1, $2, $3) \
                     ON CONFLICT (token_hash, user_id) DO UPDATE SET used_at_ms = excluded.used_at_ms",
                )
                .bind(device)
                .bind(session.user_id)
                .bind(now.0)
                .execute(&mut *conn)
                .await?;
            }
            sqlx::query("DELETE FROM known_device WHERE used_at_ms <= $1")
                .bind(now.0 - DEVICE_KNOWN_MS)
                .execute(&mut *conn)
                .await?;
        });
        let entry = Entry::new(now, by, Action::SignIn).about(session_mark(&session.token_hash));
        tx.commit_noted(&[entry]).await
    }

    /// The session and who holds it, unless it has expired (at `expires_at` it has), was not used for [`IDLE_MS`], or the user is disabled.
    pub async fn find_session(
        &self,
        token_hash: &[u8],
        now: EpochMs,
    ) -> Result<Option<LiveSession>, StoreError> {
        type Columns = (i32, Option<i32>, i64, i64);
        let row: Option<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT user_id, grant_id, expires_at_ms, COALESCE(seen_at_ms, created_at_ms) FROM session \
             WHERE token_hash = $1 AND expires_at_ms > $2 AND COALESCE(seen_at_ms, created_at_ms) > $3"
        ).bind(token_hash).bind(now.0).bind(now.0 - IDLE_MS).fetch_optional(pool).await?);
        let Some((user_id, grant_id, expires_at, seen_at)) = row else {
            return Ok(None);
        };
        let user = self.user(user_id).await?.filter(|user| !user.disabled);
        Ok(user.map(|user| LiveSession {
            user,
            grant_id,
            expires_at: EpochMs(expires_at),
            seen_at: EpochMs(seen_at),
        }))
    }

    /// Notes that a session is in use.
    pub async fn touch_session(&self, token_hash: &[u8], now: EpochMs) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            sqlx::query("UPDATE session SET seen_at_ms = $1 WHERE token_hash = $2 AND COALESCE(seen_at_ms, created_at_ms) < $1")
                .bind(now.0)
                .bind(token_hash)
                .execute(&mut *conn)
                .await?;
        });
        tx.commit_derived().await
    }

    /// A user's sessions that have not ended, the one used last first.
    pub async fn sessions_of(
        &self,
        user_id: i32,
        now: EpochMs,
    ) -> Result<Vec<SessionRow>, StoreError> {
        type Columns = (Vec<u8>, i64, i64, i64, Option<String>, Option<String>);
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT token_hash, created_at_ms, COALESCE(seen_at_ms, created_at_ms), expires_at_ms, address, user_agent FROM session \
             WHERE user_id = $1 AND expires_at_ms > $2 AND COALESCE(seen_at_ms, created_at_ms) > $3 \
             ORDER BY COALESCE(seen_at_ms, created_at_ms) DESC, token_hash"
        ).bind(user_id).bind(now.0).bind(now.0 - IDLE_MS).fetch_all(pool).await?);
        let read = |row: Columns| SessionRow {
            mark: session_mark(&row.0),
            created_at: EpochMs(row.1),
            seen_at: EpochMs(row.2),
            expires_at: EpochMs(row.3),
            address: row.4,
            user_agent: row.5,
        };
        Ok(rows.into_iter().map(read).collect())
    }

    /// Ends sessions of a user; answers how many.
    pub async fn end_sessions(
        &self,
        user_id: i32,
        which: WhichSessions<'_>,
        now: EpochMs,
        by: &By,
    ) -> Result<u64, StoreError> {
        let _raises_the_version_last = Changing;
        let mut tx = self.begin_write().await?;
        let hashes: Vec<Vec<u8>> = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT token_hash FROM session WHERE user_id = $1"
        ).bind(user_id).fetch_all(&mut *conn).await?);
        let meant = |hash: &&Vec<u8>| match which {
            WhichSessions::All => true,
            WhichSessions::AllBut(kept) => hash.as_slice() != kept,
            WhichSessions::One(mark) => session_mark(hash) == mark,
        };
        let meant: Vec<&Vec<u8>> = hashes.iter().filter(meant).collect();
        for hash in &meant {
            each_tx!(&mut tx, conn => {
                sqlx::query("DELETE FROM session WHERE token_hash = $1").bind(*hash).execute(&mut *conn).await?;
            });
        }
        if meant.is_empty() {
            return Ok(0);
        }
        let username = username_of(&mut tx, user_id).await?;
        let marks: Vec<String> = meant.iter().map(|hash| session_mark(hash)).collect();
        let entry = Entry::new(now, by, Action::SessionsEnded)
            .about(username)
            .saying(marks.join(" "));
        tx.commit_noted(&[entry]).await?;
        Ok(marks.len() as u64)
    }

    /// Signs out, from `address`. Answers whether there was such a session.
    pub async fn delete_session(
        &self,
        token_hash: &[u8],
        now: EpochMs,
        address: Option<String>,
    ) -> Result<bool, StoreError> {
        let _raises_the_version_last = Changing;
        let mut tx = self.begin_write().await?;
        let username: Option<String> = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT u.username FROM session s JOIN app_user u ON u.user_id = s.user_id WHERE s.token_hash = $1"
        ).bind(token_hash).fetch_optional(&mut *conn).await?);
        let Some(username) = username else {
            return Ok(false);
        };
        each_tx!(&mut tx, conn => {
            sqlx::query("DELETE FROM session WHERE token_hash = $1").bind(token_hash).execute(&mut *conn).await?;
        });
        let by = By::person(username, None).from(address);
        let entry = Entry::new(now, &by, Action::SignOut).about(session_mark(token_hash));
        tx.commit_noted(&[entry]).await?;
        Ok(true)
    }

    /// Removes the sessions that have ended by themselves, and what was half begun; answers how many sessions.
    pub async fn delete_expired_sessions(&self, now: EpochMs) -> Result<u64, StoreError> {
        let mut tx = self.begin_write().await?;
        let deleted = each_tx!(&mut tx, conn => {
            sqlx::query("DELETE FROM half_session WHERE expires_at_ms <= $1").bind(now.0).execute(&mut *conn).await?;
            sqlx::query("DELETE FROM session WHERE expires_at_ms <= $1 OR COALESCE(seen_at_ms, created_at_ms) <= $2")
                .bind(now.0)
                .bind(now.0 - IDLE_MS)
                .execute(&mut *conn)
                .await?
                .rows_affected()
        });
        tx.commit_derived().await?;
        Ok(deleted)
    }

    /// Notes that the first step of signing in is done, under the hash of a token.
    pub async fn create_half_session(
        &self,
        token_hash: &[u8],
        user_id: i32,
        now: EpochMs,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            sqlx::query("INSERT INTO half_session (token_hash, user_id, expires_at_ms, tries) VALUES ($1, $2, $3, 0)")
                .bind(token_hash)
                .bind(user_id)
                .bind(now.0 + HALF_SIGNED_IN_MS)
                .execute(&mut *conn)
                .await?;
        });
        tx.commit_derived().await
    }

    /// Who has done the first step, if that still holds.
    pub async fn find_half_session(
        &self,
        token_hash: &[u8],
        now: EpochMs,
    ) -> Result<Option<HalfSession>, StoreError> {
        let row: Option<(i32, i32)> = each_db!(self, pool => sqlx::query_as(
            "SELECT user_id, tries FROM half_session WHERE token_hash = $1 AND expires_at_ms > $2"
        ).bind(token_hash).bind(now.0).fetch_optional(pool).await?);
        let Some((user_id, tries)) = row else {
            return Ok(None);
        };
        let user = self.user(user_id).await?.filter(|user| !user.disabled);
        Ok(user.map(|user| HalfSession {
            user,
            tries: u32::try_from(tries).unwrap_or(u32::MAX),
        }))
    }

    /// Counts a code that is about to be looked at; answers whether there was such a half session with fewer than `most` of them.
    pub async fn count_code(&self, token_hash: &[u8], most: u32) -> Result<bool, StoreError> {
        let most = i32::try_from(most).unwrap_or(i32::MAX);
        let mut tx = self.begin_write().await?;
        let counted = each_tx!(&mut tx, conn => sqlx::query(
            "UPDATE half_session SET tries = tries + 1 WHERE token_hash = $1 AND tries < $2"
        ).bind(token_hash).bind(most).execute(&mut *conn).await?.rows_affected());
        tx.commit_derived().await?;
        Ok(counted > 0)
    }

    /// Gives up what was half begun.
    pub async fn delete_half_session(&self, token_hash: &[u8]) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            sqlx::query("DELETE FROM half_session WHERE token_hash = $1").bind(token_hash).execute(&mut *conn).await?;
        });
        tx.commit_derived().await
    }

    /// Whether somebody signed in with this browser before: this user, and anybody.
    pub async fn knows_device(
        &self,
        device_hash: &[u8],
        user_id: Option<i32>,
        now: EpochMs,
    ) -> Result<(bool, bool), StoreError> {
        let users: Vec<i32> = each_db!(self, pool => sqlx::query_scalar(
            "SELECT user_id FROM known_device WHERE token_hash = $1 AND used_at_ms > $2"
        ).bind(device_hash).bind(now.0 - DEVICE_KNOWN_MS).fetch_all(pool).await?);
        let theirs = user_id.is_some_and(|user_id| users.contains(&user_id));
        Ok((theirs, !users.is_empty()))
    }

    /// Stands a session on one of its user's grants. Answers whether there is such a session and it is their grant; whether that is
    /// in force is seen when it is used.
    pub async fn stand_on(
        &self,
        token_hash: &[u8],
        grant_id: i32,
        now: EpochMs,
        by: &By,
    ) -> Result<bool, StoreError> {
        let _raises_the_version_last = Changing;
        let mut tx = self.begin_write().await?;
        let stands = each_tx!(&mut tx, conn => sqlx::query(
            "UPDATE session SET grant_id = $1 WHERE token_hash = $2 AND EXISTS \
             (SELECT 1 FROM access_grant g WHERE g.grant_id = $1 AND g.user_id = session.user_id)"
        ).bind(grant_id).bind(token_hash).execute(&mut *conn).await?.rows_affected());
        if stands == 0 {
            return Ok(false);
        }
        let area: i32 = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT area_id FROM access_grant WHERE grant_id = $1"
        ).bind(grant_id).fetch_one(&mut *conn).await?);
        let area = audit::area_code(&mut tx, area).await?;
        let entry = Entry::new(now, by, Action::StandingChosen)
            .about(grant_id)
            .in_area(area);
        tx.commit_noted(&[entry]).await?;
        Ok(true)
    }
}

/// The name of a user, for entries.
pub(crate) async fn username_of(tx: &mut WriteTx, user_id: i32) -> Result<String, StoreError> {
    let username: Option<String> = each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT username FROM app_user WHERE user_id = $1"
    ).bind(user_id).fetch_optional(&mut *conn).await?);
    Ok(username.unwrap_or_default())
}

/// Whether somebody acts for their own account.
pub(crate) fn is_own(by: &By, username: &str) -> bool {
    matches!(&by.who, Who::Person { username: own, .. } if own == username)
}
