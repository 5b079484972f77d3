//! Links to a new passphrase: for a new account, and for one that lost its own. Only the hash of a link's secret is kept.

use super::sessions::{end_all, username_of};
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::people::{Changing, NewUser, write_user};
use domain::account::INVITATION_MS;
use domain::audit::{Action, By, Entry};
use domain::time::EpochMs;

/// A link to be.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// The hash of its secret, never the secret.
    pub secret_hash: Vec<u8>,
    /// When it is made; it holds for [`INVITATION_MS`].
    pub made_at: EpochMs,
}

/// A link that can still be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRow {
    /// Surrogate key.
    pub invitation_id: i32,
    /// Whose passphrase it is for.
    pub user_id: i32,
    /// When it was made.
    pub made_at: EpochMs,
    /// By whom.
    pub made_by: String,
    /// When it ends; at that instant it has.
    pub expires_at: EpochMs,
}

type Columns = (i32, i32, i64, String, i64);

const SELECT: &str =
    "SELECT invitation_id, user_id, made_at_ms, made_by, expires_at_ms FROM invitation";

fn read(row: Columns) -> LinkRow {
    LinkRow {
        invitation_id: row.0,
        user_id: row.1,
        made_at: EpochMs(row.2),
        made_by: row.3,
        expires_at: EpochMs(row.4),
    }
}

const OPEN: &str = "used_at_ms IS NULL AND withdrawn_at_ms IS NULL";

/// Writes a link; those that the user had before open nothing any more.
async fn write_link(
    tx: &mut WriteTx,
    user_id: i32,
    link: &NewLink,
    by: &By,
) -> Result<i32, StoreError> {
    let number: i32 = each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT COALESCE(MAX(invitation_id), 0) + 1 FROM invitation"
    ).fetch_one(&mut *conn).await?);
    withdraw_all(tx, user_id, link.made_at).await?;
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO invitation (invitation_id, secret_hash, user_id, made_at_ms, made_by, expires_at_ms) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(number)
        .bind(&link.secret_hash)
        .bind(user_id)
        .bind(link.made_at.0)
        .bind(by.word())
        .bind(link.made_at.0 + INVITATION_MS)
        .execute(&mut *conn)
        .await?;
    });
    Ok(number)
}

/// Withdraws a user's open links; answers how many.
pub(crate) async fn withdraw_all(
    tx: &mut WriteTx,
    user_id: i32,
    now: EpochMs,
) -> Result<u64, StoreError> {
    let sql = format!("UPDATE invitation SET withdrawn_at_ms = $1 WHERE user_id = $2 AND {OPEN}");
    each_tx!(tx, conn => Ok(sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(now.0).bind(user_id).execute(&mut *conn).await?.rows_affected()))
}

impl Db {
    /// Makes a user without a passphrase, with a first grant and a link to choose one; answers their key. Error:
    /// [`StoreError::UsernameTaken`].
    pub async fn invite(&self, user: &NewUser, link: &NewLink, by: &By) -> Result<i32, StoreError> {
        let mut tx = self.begin_write().await?;
        let (user_id, mut entries) = write_user(&mut tx, user, link.made_at, by).await?;
        let number = write_link(&mut tx, user_id, link, by).await?;
        entries.push(noted(
            link.made_at,
            by,
            &user.username,
            format!("made={number}"),
        ));
        tx.commit_noted(&entries).await?;
        Ok(user_id)
    }

    /// Makes a link for a user who is there. Their passphrase and sessions go on until it is used.
    pub async fn make_link(&self, user_id: i32, link: &NewLink, by: &By) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        let number = write_link(&mut tx, user_id, link, by).await?;
        let username = username_of(&mut tx, user_id).await?;
        let entry = noted(link.made_at, by, &username, format!("made={number}"));
        tx.commit_noted(&[entry]).await
    }

    /// The link of a secret, if it can still be used.
    pub async fn find_link(
        &self,
        secret_hash: &[u8],
        now: EpochMs,
    ) -> Result<Option<LinkRow>, StoreError> {
        let sql = format!("{SELECT} WHERE secret_hash = $1 AND expires_at_ms > $2 AND {OPEN}");
        let row: Option<Columns> = each_db!(self, pool => sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(secret_hash).bind(now.0).fetch_optional(pool).await?);
        Ok(row.map(read))
    }

    /// Links that can still be used; of one user, or of all. The newest first.
    pub async fn open_links(
        &self,
        user_id: Option<i32>,
        now: EpochMs,
    ) -> Result<Vec<LinkRow>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE (CAST($1 AS INTEGER) IS NULL OR user_id = $1) AND expires_at_ms > $2 AND {OPEN} ORDER BY invitation_id DESC"
        );
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(user_id).bind(now.0).fetch_all(pool).await?);
        Ok(rows.into_iter().map(read).collect())
    }

    /// Uses a link: its user has this passphrase from now on, is signed out everywhere, and no browser is known any more. Answers who it
    /// was, `None` if the link cannot be used: then nothing was changed.
    pub async fn use_link(
        &self,
        secret_hash: &[u8],
        password_hash: &str,
        now: EpochMs,
        address: Option<String>,
    ) -> Result<Option<i32>, StoreError> {
        let _raises_the_version_last = Changing;
        let mut tx = self.begin_write().await?;
        let sql = format!(
            "SELECT i.invitation_id, i.user_id, u.username FROM invitation i JOIN app_user u ON u.user_id = i.user_id \
             WHERE i.secret_hash = $1 AND i.expires_at_ms > $2 AND {OPEN}"
        );
        let found: Option<(i32, i32, String)> = each_tx!(&mut tx, conn => sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(secret_hash).bind(now.0).fetch_optional(&mut *conn).await?);
        let Some((number, user_id, username)) = found else {
            return Ok(None);
        };
        end_all(&mut tx, user_id).await?;
        each_tx!(&mut tx, conn => {
            sqlx::query("UPDATE invitation SET used_at_ms = $1 WHERE invitation_id = $2")
                .bind(now.0)
                .bind(number)
                .execute(&mut *conn)
                .await?;
            sqlx::query("UPDATE app_user SET password_hash = $1 WHERE user_id = $2")
                .bind(password_hash)
                .bind(user_id)
                .execute(&mut *conn)
                .await?;
            sqlx::query("DELETE FROM known_device WHERE user_id = $1").bind(user_id).execute(&mut *conn).await?;
        });
        let by = By::person(&username, None).from(address);
        let entry = noted(now, &by, &username, format!("used={number}"));
        tx.commit_noted(&[entry]).await?;
        Ok(Some(user_id))
    }

    /// Withdraws a user's open links; answers whether there were any.
    pub async fn withdraw_links(
        &self,
        user_id: i32,
        now: EpochMs,
        by: &By,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin_write().await?;
        if withdraw_all(&mut tx, user_id, now).await? == 0 {
            return Ok(false);
        }
        let username = username_of(&mut tx, user_id).await?;
        tx.commit_noted(&[noted(now, by, &username, "withdrawn".to_owned())])
            .await?;
        Ok(true)
    }
}

fn noted(now: EpochMs, by: &By, username: &str, detail: String) -> Entry {
    Entry::new(now, by, Action::Invitation)
        .about(username)
        .saying(detail)
}
