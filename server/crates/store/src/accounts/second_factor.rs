//! Second factors: the sealed secret, the last code that was taken, and the hashes of recovery codes.

use super::sessions::{end_all, is_own, username_of};
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::people::Changing;
use domain::audit::{Action, By, Entry};
use domain::time::EpochMs;

/// What the secret of a user's second factor is sealed for.
pub fn purpose_of_second_factor(user_id: i32) -> String {
    format!("second factor of user {user_id}")
}

/// Somebody's second factor. Secrets are sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactorRow {
    /// The secret; `None` while none is confirmed.
    pub secret: Option<Vec<u8>>,
    /// Since when.
    pub confirmed_at: Option<EpochMs>,
    /// The step of the code that was taken last.
    pub last_step: Option<i64>,
    /// The secret that is being set up.
    pub next_secret: Option<Vec<u8>>,
}

async fn write_codes(tx: &mut WriteTx, user_id: i32, hashes: &[Vec<u8>]) -> Result<(), StoreError> {
    each_tx!(tx, conn => {
        sqlx::query("DELETE FROM recovery_code WHERE user_id = $1").bind(user_id).execute(&mut *conn).await?;
        for hash in hashes {
            sqlx::query("INSERT INTO recovery_code (code_hash, user_id) VALUES ($1, $2)")
                .bind(hash)
                .bind(user_id)
                .execute(&mut *conn)
                .await?;
        }
    });
    Ok(())
}

async fn changed(
    tx: &mut WriteTx,
    user_id: i32,
    now: EpochMs,
    by: &By,
    detail: &str,
) -> Result<Entry, StoreError> {
    let username = username_of(tx, user_id).await?;
    let entry = Entry::new(now, by, Action::UserChanged).about(username);
    Ok(entry.saying(detail))
}

impl Db {
    /// A user's second factor, if there is one or one is being set up.
    pub async fn second_factor(&self, user_id: i32) -> Result<Option<SecondFactorRow>, StoreError> {
        type Columns = (Option<Vec<u8>>, Option<i64>, Option<i64>, Option<Vec<u8>>);
        let row: Option<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT secret, confirmed_at_ms, last_step, next_secret FROM second_factor WHERE user_id = $1"
        ).bind(user_id).fetch_optional(pool).await?);
        Ok(row.map(|row| SecondFactorRow {
            secret: row.0,
            confirmed_at: row.1.map(EpochMs),
            last_step: row.2,
            next_secret: row.3,
        }))
    }

    /// Keeps the sealed secret that is being set up. The present one goes on until the new one is confirmed.
    pub async fn begin_second_factor(&self, user_id: i32, sealed: &[u8]) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "INSERT INTO second_factor (user_id, next_secret) VALUES ($1, $2) \
                 ON CONFLICT (user_id) DO UPDATE SET next_secret = excluded.next_secret",
            )
            .bind(user_id)
            .bind(sealed)
            .execute(&mut *conn)
            .await?;
        });
        // Nothing is decided before a code has confirmed it.
        tx.commit_derived().await
    }

    /// The secret that was being set up is the one from now on: a code of `step` was right. With it go new recovery codes. Answers whether
    /// `sealed` was being set up.
    pub async fn confirm_second_factor(
        &self,
        user_id: i32,
        sealed: &[u8],
        step: i64,
        recovery_hashes: &[Vec<u8>],
        now: EpochMs,
        by: &By,
    ) -> Result<bool, StoreError> {
        let _raises_the_version_last = Changing;
        let mut tx = self.begin_write().await?;
        let confirmed = each_tx!(&mut tx, conn => sqlx::query(
            "UPDATE second_factor SET secret = next_secret, next_secret = NULL, last_step = $1, confirmed_at_ms = $2 \
             WHERE user_id = $3 AND next_secret = $4"
        ).bind(step).bind(now.0).bind(user_id).bind(sealed).execute(&mut *conn).await?.rows_affected());
        if confirmed == 0 {
            return Ok(false);
        }
        write_codes(&mut tx, user_id, recovery_hashes).await?;
        let entry = changed(&mut tx, user_id, now, by, "second factor set up").await?;
        tx.commit_noted(&[entry]).await?;
        Ok(true)
    }

    /// Takes the code of a step, unless one of that step or a later one was taken. Answers whether it was.
    pub async fn take_code(&self, user_id: i32, step: i64) -> Result<bool, StoreError> {
        let mut tx = self.begin_write().await?;
        let taken = each_tx!(&mut tx, conn => sqlx::query(
            "UPDATE second_factor SET last_step = $1 WHERE user_id = $2 AND secret IS NOT NULL AND (last_step IS NULL OR last_step < $1)"
        ).bind(step).bind(user_id).execute(&mut *conn).await?.rows_affected());
        // The session that follows has an entry.
        tx.commit_derived().await?;
        Ok(taken > 0)
    }

    /// Takes a recovery code, unless it was taken. Answers whether it was.
    pub async fn take_recovery_code(
        &self,
        user_id: i32,
        code_hash: &[u8],
        now: EpochMs,
        by: &By,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin_write().await?;
        let taken = each_tx!(&mut tx, conn => sqlx::query(
            "UPDATE recovery_code SET used_at_ms = $1 WHERE code_hash = $2 AND user_id = $3 AND used_at_ms IS NULL"
        ).bind(now.0).bind(code_hash).bind(user_id).execute(&mut *conn).await?.rows_affected());
        if taken == 0 {
            return Ok(false);
        }
        let entry = changed(&mut tx, user_id, now, by, "recovery code used").await?;
        tx.commit_noted(&[entry]).await?;
        Ok(true)
    }

    /// Puts new recovery codes in the place of the old ones.
    pub async fn replace_recovery_codes(
        &self,
        user_id: i32,
        hashes: &[Vec<u8>],
        now: EpochMs,
        by: &By,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        write_codes(&mut tx, user_id, hashes).await?;
        let entry = changed(&mut tx, user_id, now, by, "recovery codes renewed").await?;
        tx.commit_noted(&[entry]).await
    }

    /// How many recovery codes are left.
    pub async fn recovery_codes_left(&self, user_id: i32) -> Result<u32, StoreError> {
        let left: i64 = each_db!(self, pool => sqlx::query_scalar(
            "SELECT COUNT(*) FROM recovery_code WHERE user_id = $1 AND used_at_ms IS NULL"
        ).bind(user_id).fetch_one(pool).await?);
        Ok(u32::try_from(left).unwrap_or(0))
    }

    /// Takes a user's second factor away, with its recovery codes, and signs them out everywhere unless it is their own doing. Answers
    /// whether there was one.
    pub async fn remove_second_factor(
        &self,
        user_id: i32,
        now: EpochMs,
        by: &By,
    ) -> Result<bool, StoreError> {
        let _raises_the_version_last = Changing;
        let mut tx = self.begin_write().await?;
        let removed = each_tx!(&mut tx, conn => {
            sqlx::query("DELETE FROM recovery_code WHERE user_id = $1").bind(user_id).execute(&mut *conn).await?;
            sqlx::query("DELETE FROM second_factor WHERE user_id = $1").bind(user_id).execute(&mut *conn).await?.rows_affected()
        });
        if removed == 0 {
            return Ok(false);
        }
        let username = username_of(&mut tx, user_id).await?;
        if !is_own(by, &username) {
            end_all(&mut tx, user_id).await?;
        }
        let entry = changed(&mut tx, user_id, now, by, "second factor removed").await?;
        tx.commit_noted(&[entry]).await?;
        Ok(true)
    }
}
