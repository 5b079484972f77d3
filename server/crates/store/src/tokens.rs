//! Tokens: machines that send submissions, and machines that read.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{each_db, each_tx};
use domain::area::AreaId;
use domain::audit::{Action, By, Entry};
use domain::time::EpochMs;

/// What a token is for. No token is for both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenUse {
    /// Sends submissions.
    Send {
        /// The root of the area subtree it may send for.
        scope: AreaId,
    },
    /// Reads what a user may see, as that user is when it asks.
    Read {
        /// The user.
        user_id: i32,
    },
}

/// A token to be.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What people call it; unique for ever, because runs bear it.
    pub name: String,
    /// The hash of the secret, never the secret.
    pub token_hash: Vec<u8>,
    /// What it is for.
    pub is_for: TokenUse,
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
    /// What it is for.
    pub is_for: TokenUse,
    /// When it was made.
    pub created_at: EpochMs,
    /// When it was last used, to the minute.
    pub last_used: Option<EpochMs>,
    /// Since when it may not be used any more.
    pub revoked_at: Option<EpochMs>,
}

type TokenColumns = (
    i32,
    String,
    Option<i32>,
    Option<i32>,
    i64,
    Option<i64>,
    Option<i64>,
);

fn read_token(row: TokenColumns) -> Result<TokenRow, StoreError> {
    let is_for = match (row.2, row.3) {
        (Some(scope), None) => TokenUse::Send { scope },
        (None, Some(user_id)) => TokenUse::Read { user_id },
        _ => {
            let said = format!("the token {} is for sending and reading, or neither", row.1);
            return Err(StoreError::other(said));
        }
    };
    Ok(TokenRow {
        token_id: row.0,
        name: row.1,
        is_for,
        created_at: EpochMs(row.4),
        last_used: row.5.map(EpochMs),
        revoked_at: row.6.map(EpochMs),
    })
}

/// How exactly the last use is known: a token in use does not write at every request.
const USE_NOTED_EVERY_MS: i64 = 60_000;

impl Db {
    /// Makes a token. Answers `false`, and makes none, if there is or was one of that name.
    pub async fn create_token(&self, token: &NewToken, by: &By) -> Result<bool, StoreError> {
        let (scope, reads_as) = match token.is_for {
            TokenUse::Send { scope } => (Some(scope), None),
            TokenUse::Read { user_id } => (None, Some(user_id)),
        };
        let mut tx = self.begin_write().await?;
        let made = each_tx!(&mut tx, conn => sqlx::query(
            "INSERT INTO token (token_id, name, token_hash, scope_area_id, reads_as_user_id, created_at_ms) \
             SELECT COALESCE(MAX(token_id), 0) + 1, $1, $2, $3, $4, $5 FROM token WHERE TRUE ON CONFLICT (name) DO NOTHING"
        )
        .bind(&token.name)
        .bind(&token.token_hash)
        .bind(scope)
        .bind(reads_as)
        .bind(token.created_at.0)
        .execute(&mut *conn)
        .await?
        .rows_affected());
        if made == 0 {
            return Ok(false);
        }
        let is_for = match token.is_for {
            TokenUse::Send { scope } => format!("sends for area {scope}"),
            TokenUse::Read { user_id } => format!("reads as user {user_id}"),
        };
        let entry = Entry::new(token.created_at, by, Action::TokenMade)
            .about(&token.name)
            .saying(is_for);
        tx.commit_noted(&[entry]).await?;
        Ok(true)
    }

    /// Every token, by name, the revoked ones too.
    pub async fn list_tokens(&self) -> Result<Vec<TokenRow>, StoreError> {
        let rows: Vec<TokenColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT token_id, name, scope_area_id, reads_as_user_id, created_at_ms, last_used_ms, revoked_at_ms \
             FROM token ORDER BY name"
        ).fetch_all(pool).await?);
        rows.into_iter().map(read_token).collect()
    }

    /// The area that the token of this name may send for, whether or not it was revoked since; `None` if it may send for none. Runs
    /// bear the name, and no two tokens ever have one.
    pub async fn token_scope(&self, name: &str) -> Result<Option<AreaId>, StoreError> {
        let scope: Option<Option<AreaId>> = each_db!(self, pool => sqlx::query_scalar(
            "SELECT scope_area_id FROM token WHERE name = $1"
        ).bind(name).fetch_optional(pool).await?);
        Ok(scope.flatten())
    }

    /// The token of a secret, unless it was revoked; notes that it is being used.
    pub async fn use_token(
        &self,
        token_hash: &[u8],
        now: EpochMs,
    ) -> Result<Option<TokenRow>, StoreError> {
        let row: Option<TokenColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT token_id, name, scope_area_id, reads_as_user_id, created_at_ms, last_used_ms, revoked_at_ms \
             FROM token WHERE token_hash = $1 AND revoked_at_ms IS NULL"
        ).bind(token_hash).fetch_optional(pool).await?);
        let Some(token) = row.map(read_token).transpose()? else {
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
            tx.commit_derived().await?;
        }
        Ok(Some(token))
    }

    /// Revokes a token for good. Answers whether there was one of that name that could still be used.
    pub async fn revoke_token(
        &self,
        name: &str,
        now: EpochMs,
        by: &By,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin_write().await?;
        let revoked = each_tx!(&mut tx, conn => sqlx::query(
            "UPDATE token SET revoked_at_ms = $1 WHERE name = $2 AND revoked_at_ms IS NULL"
        ).bind(now.0).bind(name).execute(&mut *conn).await?.rows_affected());
        if revoked == 0 {
            return Ok(false);
        }
        let entry = Entry::new(now, by, Action::TokenRevoked).about(name);
        tx.commit_noted(&[entry]).await?;
        Ok(true)
    }
}
