//! Tries to sign in that were wrong, by whatever they are counted by, for all servers and across restarts.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_tx};
use domain::account::{Allowance, Tries};
use domain::time::EpochMs;

/// What tries are counted by, and how many it allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedBy {
    /// A hash: names that were typed stand nowhere.
    pub key: Vec<u8>,
    /// How many it allows.
    pub allowance: Allowance,
}

async fn read(tx: &mut WriteTx, key: &[u8]) -> Result<Option<Tries>, StoreError> {
    let row: Option<(i32, i64)> = each_tx!(tx, conn => sqlx::query_as(
        "SELECT tries, last_at_ms FROM sign_in_try WHERE counted_by = $1"
    ).bind(key).fetch_optional(&mut *conn).await?);
    Ok(row.map(|(tries, last)| Tries {
        count: u32::try_from(tries).unwrap_or(u32::MAX),
        last: EpochMs(last),
    }))
}

impl Db {
    /// Counts a try before it is made, so that many at once are as many; or answers how long to wait, in milliseconds, and counts nothing.
    pub async fn begin_try(
        &self,
        counted_by: &[CountedBy],
        now: EpochMs,
    ) -> Result<Result<(), i64>, StoreError> {
        let mut tx = self.begin_write().await?;
        let longest = [Allowance::DEVICE, Allowance::ACCOUNT, Allowance::ADDRESS]
            .map(|allowance| allowance.forgotten_ms)
            .into_iter()
            .max()
            .unwrap_or(0);
        each_tx!(&mut tx, conn => {
            sqlx::query("DELETE FROM sign_in_try WHERE last_at_ms <= $1")
                .bind(now.0 - longest)
                .execute(&mut *conn)
                .await?;
        });
        let mut counts = Vec::new();
        let mut wait_ms = 0;
        for one in counted_by {
            let tries = read(&mut tx, &one.key).await?.unwrap_or_default();
            wait_ms = wait_ms.max(tries.wait_ms(one.allowance, now));
            counts.push((&one.key, tries.remembered(one.allowance, now).count));
        }
        if wait_ms > 0 {
            return Ok(Err(wait_ms));
        }
        for (key, count) in counts {
            let count = i32::try_from(count.saturating_add(1)).unwrap_or(i32::MAX);
            each_tx!(&mut tx, conn => {
                sqlx::query(
                    "INSERT INTO sign_in_try (counted_by, tries, last_at_ms) VALUES ($1, $2, $3) \
                     ON CONFLICT (counted_by) DO UPDATE SET tries = excluded.tries, last_at_ms = excluded.last_at_ms",
                )
                .bind(key)
                .bind(count)
                .bind(now.0)
                .execute(&mut *conn)
                .await?;
            });
        }
        tx.commit_derived().await?;
        Ok(Ok(()))
    }

    /// The try was right: what is `forgotten` begins anew, from what is `lowered` this one try is taken back.
    pub async fn end_try(
        &self,
        forgotten: &[Vec<u8>],
        lowered: &[Vec<u8>],
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            for key in forgotten {
                sqlx::query("DELETE FROM sign_in_try WHERE counted_by = $1").bind(key).execute(&mut *conn).await?;
            }
            for key in lowered {
                sqlx::query("UPDATE sign_in_try SET tries = tries - 1 WHERE counted_by = $1 AND tries > 0")
                    .bind(key)
                    .execute(&mut *conn)
                    .await?;
            }
        });
        tx.commit_derived().await
    }
}
