//! Users and their sessions.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{each_db, each_tx};
use crate::grants::{NewGrant, given, write_grant};
use domain::area::AreaId;
use domain::audit::{Action, By, Entry, Stamp};
use domain::people::{Caller, Role};
use domain::permission::Grants;
use domain::time::EpochMs;
use std::sync::atomic::{AtomicU64, Ordering};

/// A user to be.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// What they sign in with; compared exactly.
    pub username: String,
    /// Their name in pages.
    pub display_name: String,
    /// What they are: the role of their first grant, which begins at once, does not end, and acts.
    pub role: Role,
    /// The area of that grant.
    pub scope: AreaId,
    /// The hash of their password, never the password.
    pub password_hash: String,
}

/// A user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRow {
    /// Surrogate key.
    pub user_id: i32,
    /// What they sign in with.
    pub username: String,
    /// Their name in pages.
    pub display_name: String,
    /// Everything they were ever given.
    pub grants: Grants,
    /// The hash of their password.
    pub password_hash: String,
    /// Whether they may no longer sign in.
    pub disabled: bool,
}

impl UserRow {
    /// The user as callers of use cases, standing on their first grant in force; `None` if there is none.
    pub fn caller(&self, now: EpochMs) -> Option<Caller> {
        self.standing_on(None, now)
    }

    fn standing_on(&self, chosen: Option<i32>, now: EpochMs) -> Option<Caller> {
        Caller::of(
            self.user_id,
            self.username.clone(),
            self.display_name.clone(),
            self.grants.clone(),
            chosen,
            now,
        )
    }
}

/// A session that has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveSession {
    /// Who holds it.
    pub user: UserRow,
    /// The grant that they have chosen to stand on.
    pub grant_id: Option<i32>,
    /// When it ends by itself; at that instant it has.
    pub expires_at: EpochMs,
}

impl LiveSession {
    /// Who is asking; `None` if they have no grant in force.
    pub fn caller(&self, now: EpochMs) -> Option<Caller> {
        self.user.standing_on(self.grant_id, now)
    }
}

/// Rises when this process has ended a session or changed a user, in whatever database. What was read before it rose may be
/// wrong now.
static PEOPLE_VERSION: AtomicU64 = AtomicU64::new(0);

/// How often this process has ended a session or changed a user: ask before looking a session up, and what was found
/// holds for this process as long as the number is the same. Of other processes it knows nothing.
pub fn people_version() -> u64 {
    PEOPLE_VERSION.load(Ordering::SeqCst)
}

/// Raises [`people_version`] when it goes: after the commit, and also if that failed or was not waited for.
pub(crate) struct Changing;

impl Drop for Changing {
    fn drop(&mut self) {
        PEOPLE_VERSION.fetch_add(1, Ordering::SeqCst);
    }
}

type UserColumns = (i32, String, String, String, bool);

fn read_user(row: UserColumns, grants: Grants) -> UserRow {
    UserRow {
        user_id: row.0,
        username: row.1,
        display_name: row.2,
        grants,
        password_hash: row.3,
        disabled: row.4,
    }
}

impl Db {
    /// Makes a user with a first grant; answers their key. Error: [`StoreError::UsernameTaken`].
    pub async fn create_user(&self, user: &NewUser, stamp: &Stamp) -> Result<i32, StoreError> {
        let mut tx = self.begin_write().await?;
        let taken: bool = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM app_user WHERE username = $1)"
        ).bind(&user.username).fetch_one(&mut *conn).await?);
        if taken {
            return Err(StoreError::UsernameTaken {
                username: user.username.clone(),
            });
        }
        let user_id: i32 = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT COALESCE(MAX(user_id), 0) + 1 FROM app_user"
        ).fetch_one(&mut *conn).await?);
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "INSERT INTO app_user (user_id, username, display_name, password_hash, disabled) \
                 VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(user_id)
            .bind(&user.username)
            .bind(&user.display_name)
            .bind(&user.password_hash)
            .bind(false)
            .execute(&mut *conn)
            .await?;
        });
        let first = NewGrant {
            user_id,
            role: user.role,
            area: user.scope,
            acts: true,
            from: None,
            until: None,
            given_at: stamp.at,
            given_by: stamp.by.word().to_owned(),
            reason: None,
        };
        let grant_id = write_grant(&mut tx, &first).await?;
        let added = Entry::new(stamp.at, &stamp.by, Action::UserAdded).about(&user.username);
        let granted = given(&mut tx, &first, grant_id, &stamp.by).await?;
        tx.commit_noted(&[added, granted]).await?;
        Ok(user_id)
    }

    /// Writes what a user is by now; the username and what they were given stay. Whoever is disabled, or gets another password, is signed out
    /// everywhere. Answers whether there is such a user.
    pub async fn update_user(&self, user: &UserRow, stamp: &Stamp) -> Result<bool, StoreError> {
        let _raises_the_version_last = Changing;
        let mut tx = self.begin_write().await?;
        let password_hash: Option<String> = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT password_hash FROM app_user WHERE user_id = $1"
        ).bind(user.user_id).fetch_optional(&mut *conn).await?);
        let Some(password_hash) = password_hash else {
            return Ok(false);
        };
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "UPDATE app_user SET display_name = $1, password_hash = $2, disabled = $3 WHERE user_id = $4",
            )
            .bind(&user.display_name)
            .bind(&user.password_hash)
            .bind(user.disabled)
            .bind(user.user_id)
            .execute(&mut *conn)
            .await?;
        });
        if user.disabled || password_hash != user.password_hash {
            each_tx!(&mut tx, conn => {
                sqlx::query("DELETE FROM session WHERE user_id = $1")
                    .bind(user.user_id)
                    .execute(&mut *conn)
                    .await?;
            });
        }
        let mut said = Vec::new();
        if password_hash != user.password_hash {
            said.push("passphrase changed");
        }
        said.push(if user.disabled { "disabled" } else { "enabled" });
        let entry = Entry::new(stamp.at, &stamp.by, Action::UserChanged)
            .about(&user.username)
            .saying(said.join(", "));
        tx.commit_noted(&[entry]).await?;
        Ok(true)
    }

    /// The user of that name, disabled or not.
    pub async fn find_user(&self, username: &str) -> Result<Option<UserRow>, StoreError> {
        let row: Option<UserColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT user_id, username, display_name, password_hash, disabled FROM app_user WHERE username = $1"
        ).bind(username).fetch_optional(pool).await?);
        let Some(row) = row else {
            return Ok(None);
        };
        let grants = self.grants_of(row.0).await?;
        Ok(Some(read_user(row, grants)))
    }

    /// The user with this key, disabled or not.
    pub async fn user(&self, user_id: i32) -> Result<Option<UserRow>, StoreError> {
        let row: Option<UserColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT user_id, username, display_name, password_hash, disabled FROM app_user WHERE user_id = $1"
        ).bind(user_id).fetch_optional(pool).await?);
        let Some(row) = row else {
            return Ok(None);
        };
        let grants = self.grants_of(user_id).await?;
        Ok(Some(read_user(row, grants)))
    }

    /// Every user, by name.
    pub async fn list_users(&self) -> Result<Vec<UserRow>, StoreError> {
        let rows: Vec<UserColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT user_id, username, display_name, password_hash, disabled FROM app_user ORDER BY username"
        ).fetch_all(pool).await?);
        let mut grants = self.grants_by_user(None).await?;
        let users = rows.into_iter().map(|row| {
            let grants = grants.remove(&row.0).unwrap_or_default();
            read_user(row, grants)
        });
        Ok(users.collect())
    }

    /// Signs a user in: notes a session under the hash of its token (the token itself is never stored).
    pub async fn create_session(
        &self,
        token_hash: &[u8],
        user_id: i32,
        created_at: EpochMs,
        expires_at: EpochMs,
        by: &By,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "INSERT INTO session (token_hash, user_id, created_at_ms, expires_at_ms) VALUES ($1, $2, $3, $4)",
            )
            .bind(token_hash)
            .bind(user_id)
            .bind(created_at.0)
            .bind(expires_at.0)
            .execute(&mut *conn)
            .await?;
        });
        tx.commit_noted(&[Entry::new(created_at, by, Action::SignIn)])
            .await
    }

    /// The session and who holds it, unless it has expired (at `expires_at` it has) or the user is disabled.
    pub async fn find_session(
        &self,
        token_hash: &[u8],
        now: EpochMs,
    ) -> Result<Option<LiveSession>, StoreError> {
        type Columns = (i32, String, String, String, bool, Option<i32>, i64);
        let row: Option<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT u.user_id, u.username, u.display_name, u.password_hash, u.disabled, s.grant_id, s.expires_at_ms \
             FROM session s JOIN app_user u ON u.user_id = s.user_id \
             WHERE s.token_hash = $1 AND s.expires_at_ms > $2"
        ).bind(token_hash).bind(now.0).fetch_optional(pool).await?);
        let Some((id, username, display_name, password, disabled, grant_id, expires_at)) = row
        else {
            return Ok(None);
        };
        if disabled {
            return Ok(None);
        }
        let grants = self.grants_of(id).await?;
        Ok(Some(LiveSession {
            user: read_user((id, username, display_name, password, disabled), grants),
            grant_id,
            expires_at: EpochMs(expires_at),
        }))
    }

    async fn grants_of(&self, user_id: i32) -> Result<Grants, StoreError> {
        let mut grants = self.grants_by_user(Some(user_id)).await?;
        Ok(grants.remove(&user_id).unwrap_or_default())
    }

    /// Signs out. Answers whether there was such a session.
    pub async fn delete_session(
        &self,
        token_hash: &[u8],
        at: EpochMs,
        address: Option<String>,
    ) -> Result<bool, StoreError> {
        let _raises_the_version_last = Changing;
        let mut tx = self.begin_write().await?;
        let whose: Option<String> = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT u.username FROM session s JOIN app_user u ON u.user_id = s.user_id WHERE s.token_hash = $1"
        ).bind(token_hash).fetch_optional(&mut *conn).await?);
        let Some(whose) = whose else {
            return Ok(false);
        };
        each_tx!(&mut tx, conn => {
            sqlx::query("DELETE FROM session WHERE token_hash = $1")
                .bind(token_hash)
                .execute(&mut *conn)
                .await?;
        });
        let by = By::person(whose, None).from(address);
        tx.commit_noted(&[Entry::new(at, &by, Action::SignOut)])
            .await?;
        Ok(true)
    }

    /// Removes the sessions that have expired; answers how many.
    pub async fn delete_expired_sessions(&self, now: EpochMs) -> Result<u64, StoreError> {
        let mut tx = self.begin_write().await?;
        let deleted = each_tx!(&mut tx, conn => sqlx::query(
            "DELETE FROM session WHERE expires_at_ms <= $1"
        ).bind(now.0).execute(&mut *conn).await?.rows_affected());
        tx.commit_derived().await?;
        Ok(deleted)
    }
}
