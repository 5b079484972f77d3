//! Tokens: machines that send submissions.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{each_db, each_tx};
use domain::area::AreaId;
use domain::time::EpochMs;

/// A token to be.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What people call it; unique for ever, because runs bear it.
    pub name: String,
    /// The hash of the secret, never the secret.
    pub token_hash: Vec<u8>,
    /// The root of the area subtree it may send for.
    pub scope: AreaId,
    /// When it was made.
    pub created_at: EpochMs,
}

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    /// Surrogate key.
    pub token_id: i32,
    /// What people call it.
    pub name: String,
    /// The root of the area subtree it may send for.
    pub scope: AreaId,
    /// When it was made.
    pub created_at: EpochMs,
    /// When it was last used, to the minute.
    pub last_used: Option<EpochMs>,
    /// Since when it may not be used any more.
    pub revoked_at: Option<EpochMs>,
}

type TokenColumns = (i32, String, i32, i64, Option<i64>, Option<i64>);

fn read_token(row: TokenColumns) -> TokenRow {
    TokenRow {
        token_id: row.0,
        name: row.1,
        scope: row.2,
        created_at: EpochMs(row.3),
        last_used: row.4.map(EpochMs),
        revoked_at: row.5.map(EpochMs),
    }
}

/// How exactly the last use is known: a token in use does not write at every request.
const USE_NOTED_EVERY_MS: i64 = 60_000;

impl Db {
    /// Makes a token. Answers `false`, and makes none, if there is or was one of that name.
    pub async fn create_token(&self, token: &NewToken) -> Result<bool, StoreError> {
        let mut tx = self.begin_write().await?;
        let made = each_tx!(&mut tx, conn => sqlx::query(
            "INSERT INTO token (token_id, name, token_hash, scope_area_id, created_at_ms) \
             SELECT COALESCE(MAX(token_id), 0) + 1, $1, $2, $3, $4 FROM token WHERE TRUE ON CONFLICT (name) DO NOTHING"
        )
        .bind(&token.name)
        .bind(&token.token_hash)
        .bind(token.scope)
        .bind(token.created_at.0)
        .execute(&mut *conn)
        .await?
        .rows_affected());
        tx.commit().await?;
        Ok(made > 0)
    }

    /// Every token, by name, the revoked ones too.
    pub async fn list_tokens(&self) -> Result<Vec<TokenRow>, StoreError> {
        let rows: Vec<TokenColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT token_id, name, scope_area_id, created_at_ms, last_used_ms, revoked_at_ms FROM token ORDER BY name"
        ).fetch_all(pool).await?);
        Ok(rows.into_iter().map(read_token).collect())
    }

    /// The area that the token of this name may send for, whether or not it was revoked since. Runs bear the name, and no
    /// two tokens ever have one.
    pub async fn token_scope(&self, name: &str) -> Result<Option<AreaId>, StoreError> {
        Ok(each_db!(self, pool => sqlx::query_scalar(
            "SELECT scope_area_id FROM token WHERE name = $1"
        ).bind(name).fetch_optional(pool).await?))
    }

    /// The token of a secret, unless it was revoked; notes that it is being used.
    pub async fn use_token(
        &self,
        token_hash: &[u8],
        now: EpochMs,
    ) -> Result<Option<TokenRow>, StoreError> {
        let row: Option<TokenColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT token_id, name, scope_area_id, created_at_ms, last_used_ms, revoked_at_ms FROM token \
             WHERE token_hash = $1 AND revoked_at_ms IS NULL"
        ).bind(token_hash).fetch_optional(pool).await?);
        let Some(token) = row.map(read_token) else {
            return Ok(None);
        };
        let noted = token.last_used.unwrap_or(EpochMs(i64::MIN / 2));
        if now.0 - noted.0 >= USE_NOTED_EVERY_MS {
            let mut tx = self.begin_write().await?;
            each_tx!(&mut tx, conn => {
                sqlx::query("UPDATE token SET last_used_ms = $1 WHERE token_id = $2")
                    .bind(now.0)
                    .bind(token.token_id)
                    .execute(&mut *conn)
                    .await?;
            });
            tx.commit().await?;
        }
        Ok(Some(token))
    }

    /// Revokes a token for good. Answers whether there was one of that name that could still be used.
    pub async fn revoke_token(&self, name: &str, now: EpochMs) -> Result<bool, StoreError> {
        let mut tx = self.begin_write().await?;
        let revoked = each_tx!(&mut tx, conn => sqlx::query(
            "UPDATE token SET revoked_at_ms = $1 WHERE name = $2 AND revoked_at_ms IS NULL"
        ).bind(now.0).bind(name).execute(&mut *conn).await?.rows_affected());
        tx.commit().await?;
        Ok(revoked > 0)
    }
}
