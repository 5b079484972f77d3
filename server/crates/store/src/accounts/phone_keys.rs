//! The keys by which phones lock what was entered without a network (docs/decisions/0117).

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{each_db, each_tx};
use crate::sealing::{Column, Sealer};
use domain::time::EpochMs;

impl Db {
    /// The key of a person's phones, 32 bytes. It stays the same as long as the account exists: what was locked with it can be opened by them
    /// alone, after any sign-out and on any day. The first time it is asked for, `drawn` becomes it.
    pub async fn phone_key(
        &self,
        user_id: i32,
        drawn: &[u8; 32],
        now: EpochMs,
    ) -> Result<Vec<u8>, StoreError> {
        if let Some(key) = self.kept_phone_key(user_id).await? {
            return Ok(key);
        }
        let mut tx = self.begin_write().await?;
        let sealer = Sealer::in_tx(&mut tx, self.keys()).await?;
        let body = sealer.close(Column::PhoneKey, user_id, drawn)?;
        // Two phones may ask at once: the first one's stays.
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "INSERT INTO phone_key (user_id, made_at_ms, body) VALUES ($1, $2, $3) ON CONFLICT (user_id) DO NOTHING",
            )
            .bind(user_id)
            .bind(now.0)
            .bind(&body[..])
            .execute(&mut *conn)
            .await?;
        });
        // Nothing is decided by it.
        tx.commit_derived().await?;
        self.kept_phone_key(user_id).await?.ok_or_else(|| {
            StoreError::other("a phone's key was written and is not there".to_owned())
        })
    }

    /// The key, if it was asked for before.
    pub async fn kept_phone_key(&self, user_id: i32) -> Result<Option<Vec<u8>>, StoreError> {
        let body: Option<Vec<u8>> = each_db!(self, pool => sqlx::query_scalar(
            "SELECT body FROM phone_key WHERE user_id = $1"
        ).bind(user_id).fetch_optional(pool).await?);
        let sealer = Sealer::reading(self).await?;
        let open = |body: Vec<u8>| sealer.open(Column::PhoneKey, user_id, body);
        body.map(open).transpose()
    }
}
