//! Users. Their sessions, links and second factors: [`crate::accounts`].

use crate::accounts::{end_all, withdraw_all};
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::grants::{NewGrant, write_grant};
use domain::area::AreaId;
use domain::audit::{Action, By, Entry};
use domain::people::{Caller, Role};
use domain::permission::Grants;
use domain::time::EpochMs;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// A user to be.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// What they sign in with; compared exactly.
    pub username: String,
    /// Their name in pages.
    pub display_name: String,
    /// What they are given at first.
    pub first: FirstGrant,
    /// The hash of their passphrase, never the passphrase; empty while they have chosen none: then nothing fits it.
    pub password_hash: String,
}

/// The grant that a user is made with.
#[derive(Clone, Debug)]
pub struct FirstGrant {
    /// What they are.
    pub role: Role,
    /// The root of the subtree.
    pub area: AreaId,
    /// Whether they also act there.
    pub acts: bool,
    /// When it begins; absent: at once.
    pub from: Option<EpochMs>,
    /// When it ends; absent: it does not.
    pub until: Option<EpochMs>,
    /// Why.
    pub reason: Option<String>,
}

impl FirstGrant {
    /// To see and to act, at once and for good.
    pub fn whole(role: Role, area: AreaId) -> FirstGrant {
        FirstGrant {
            role,
            area,
            acts: true,
            from: None,
            until: None,
            reason: None,
        }
    }
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
    /// Whether they have a second factor.
    pub second_factor: bool,
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
    /// When it was last used, to five minutes.
    pub seen_at: EpochMs,
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

type UserColumns = (i32, String, String, String, bool, bool);

const USERS: &str = "SELECT user_id, username, display_name, password_hash, disabled, \
     EXISTS (SELECT 1 FROM second_factor f WHERE f.user_id = app_user.user_id AND f.secret IS NOT NULL) FROM app_user";

fn read_user(row: UserColumns, grants: Grants) -> UserRow {
    UserRow {
        user_id: row.0,
        username: row.1,
        display_name: row.2,
        grants,
        password_hash: row.3,
        disabled: row.4,
        second_factor: row.5,
    }
}

/// Writes a user with a first grant; answers their key and what is to be noted.
pub(crate) async fn write_user(
    tx: &mut WriteTx,
    user: &NewUser,
    now: EpochMs,
    by: &By,
) -> Result<(i32, Vec<Entry>), StoreError> {
    let taken: bool = each_tx!(&mut *tx, conn => sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM app_user WHERE username = $1)"
    ).bind(&user.username).fetch_one(&mut *conn).await?);
    if taken {
        return Err(StoreError::UsernameTaken {
            username: user.username.clone(),
        });
    }
    let user_id: i32 = each_tx!(&mut *tx, conn => sqlx::query_scalar(
        "SELECT COALESCE(MAX(user_id), 0) + 1 FROM app_user"
    ).fetch_one(&mut *conn).await?);
    each_tx!(&mut *tx, conn => {
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
    let added = Entry::new(now, by, Action::UserAdded).about(&user.username);
    let first = &user.first;
    let grant = NewGrant {
        user_id,
        role: first.role,
        area: first.area,
        acts: first.acts,
        from: first.from,
        until: first.until,
        given_at: now,
        reason: first.reason.clone(),
    };
    let (_, given) = write_grant(tx, &grant, by).await?;
    Ok((user_id, vec![added, given]))
}

/// Whether somebody runs the whole survey for good: may sign in, and has a grant as administrator of the root that acts and does not end.
const RUNS_THE_WHOLE: &str = "SELECT EXISTS (SELECT 1 FROM app_user u JOIN access_grant g ON g.user_id = u.user_id \
     JOIN area a ON a.area_id = g.area_id WHERE NOT u.disabled AND u.password_hash <> '' AND g.role = 'administrator' AND g.acts \
     AND a.parent_id IS NULL AND g.ends_at_ms IS NULL AND (g.begins_at_ms IS NULL OR g.begins_at_ms <= $1))";

/// Whether anybody runs the whole survey: see [`RUNS_THE_WHOLE`].
pub(crate) async fn is_run(tx: &mut WriteTx, now: EpochMs) -> Result<bool, StoreError> {
    // NOT and AND take numbers on SQLite and truth values on PostgreSQL; the columns are what each wants.
    Ok(
        each_tx!(tx, conn => sqlx::query_scalar(RUNS_THE_WHOLE).bind(now.0).fetch_one(&mut *conn).await?),
    )
}

impl Db {
    /// Makes a user with a first grant; answers their key. Error: [`StoreError::UsernameTaken`].
    pub async fn create_user(
        &self,
        user: &NewUser,
        now: EpochMs,
        by: &By,
    ) -> Result<i32, StoreError> {
        let mut tx = self.begin_write().await?;
        let (user_id, entries) = write_user(&mut tx, user, now, by).await?;
        tx.commit_noted(&entries).await?;
        Ok(user_id)
    }

    /// Writes what a user is by now; the username and what they were given stay. Whoever is disabled, or gets another passphrase, is signed
    /// out everywhere; whoever is disabled has no link either. Answers whether there is such a user. Error: [`StoreError::LastAdministrator`].
    pub async fn update_user(
        &self,
        user: &UserRow,
        now: EpochMs,
        by: &By,
    ) -> Result<bool, StoreError> {
        let _raises_the_version_last = Changing;
        let mut tx = self.begin_write().await?;
        let before: Option<(String, String, bool)> = each_tx!(&mut tx, conn => sqlx::query_as(
            "SELECT display_name, password_hash, disabled FROM app_user WHERE user_id = $1"
        ).bind(user.user_id).fetch_optional(&mut *conn).await?);
        let Some((display_name, password_hash, disabled)) = before else {
            return Ok(false);
        };
        let was_run = is_run(&mut tx, now).await?;
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
        if was_run && !is_run(&mut tx, now).await? {
            return Err(StoreError::LastAdministrator);
        }
        if user.disabled {
            withdraw_all(&mut tx, user.user_id, now).await?;
        }
        if user.disabled || password_hash != user.password_hash {
            end_all(&mut tx, user.user_id).await?;
        }
        let changes = [
            (display_name != user.display_name, "name"),
            (password_hash != user.password_hash, "passphrase"),
            (!disabled && user.disabled, "disabled"),
            (disabled && !user.disabled, "enabled"),
        ];
        let said: Vec<&str> = changes
            .iter()
            .filter(|(is, _)| *is)
            .map(|(_, said)| *said)
            .collect();
        let entry = Entry::new(now, by, Action::UserChanged)
            .about(&user.username)
            .saying(said.join(" "));
        tx.commit_noted(&[entry]).await?;
        Ok(true)
    }

    /// Changes somebody's own passphrase: every other session of theirs ends, the one of `kept` goes on.
    pub async fn change_passphrase(
        &self,
        user_id: i32,
        password_hash: &str,
        kept: &[u8],
        now: EpochMs,
        by: &By,
    ) -> Result<(), StoreError> {
        let _raises_the_version_last = Changing;
        let mut tx = self.begin_write().await?;
        withdraw_all(&mut tx, user_id, now).await?;
        each_tx!(&mut tx, conn => {
            sqlx::query("UPDATE app_user SET password_hash = $1 WHERE user_id = $2")
                .bind(password_hash)
                .bind(user_id)
                .execute(&mut *conn)
                .await?;
            sqlx::query("DELETE FROM half_session WHERE user_id = $1").bind(user_id).execute(&mut *conn).await?;
            sqlx::query("DELETE FROM session WHERE user_id = $1 AND token_hash <> $2")
                .bind(user_id)
                .bind(kept)
                .execute(&mut *conn)
                .await?;
        });
        let username = crate::accounts::username_of(&mut tx, user_id).await?;
        let entry = Entry::new(now, by, Action::UserChanged)
            .about(username)
            .saying("passphrase");
        tx.commit_noted(&[entry]).await
    }

    /// The user of that name, disabled or not.
    pub async fn find_user(&self, username: &str) -> Result<Option<UserRow>, StoreError> {
        let sql = format!("{USERS} WHERE username = $1");
        let row: Option<UserColumns> = each_db!(self, pool => sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(username).fetch_optional(pool).await?);
        let Some(row) = row else {
            return Ok(None);
        };
        let grants = self.grants_of(row.0).await?;
        Ok(Some(read_user(row, grants)))
    }

    /// The user with this key, disabled or not.
    pub async fn user(&self, user_id: i32) -> Result<Option<UserRow>, StoreError> {
        let sql = format!("{USERS} WHERE user_id = $1");
        let row: Option<UserColumns> = each_db!(self, pool => sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(user_id).fetch_optional(pool).await?);
        let Some(row) = row else {
            return Ok(None);
        };
        let grants = self.grants_of(user_id).await?;
        Ok(Some(read_user(row, grants)))
    }

    /// Every user, by name.
    pub async fn list_users(&self) -> Result<Vec<UserRow>, StoreError> {
        let sql = format!("{USERS} ORDER BY username");
        let rows: Vec<UserColumns> =
            each_db!(self, pool => sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(pool).await?);
        let mut grants = self.grants_by_user(None).await?;
        let users = rows.into_iter().map(|row| {
            let grants = grants.remove(&row.0).unwrap_or_default();
            read_user(row, grants)
        });
        Ok(users.collect())
    }

    /// When each user signed in last, for those who ever did.
    pub async fn last_sign_ins(&self) -> Result<HashMap<i32, EpochMs>, StoreError> {
        let rows: Vec<(i32, i64)> = each_db!(self, pool => sqlx::query_as(
            "SELECT user_id, signed_in_at_ms FROM app_user WHERE signed_in_at_ms IS NOT NULL"
        ).fetch_all(pool).await?);
        let read = |(user_id, at)| (user_id, EpochMs(at));
        Ok(rows.into_iter().map(read).collect())
    }

    async fn grants_of(&self, user_id: i32) -> Result<Grants, StoreError> {
        let mut grants = self.grants_by_user(Some(user_id)).await?;
        Ok(grants.remove(&user_id).unwrap_or_default())
    }
}
