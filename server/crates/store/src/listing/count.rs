//! Counting how far the interviews have come with listings: whole union councils, never by increments.

use super::VALUES;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use domain::area::AreaId;
use domain::listing::{Progress, Reached, Seen, progress};

/// Union councils that are counted in one transaction: with 5,000 households each some tenths of a second, for which nobody else writes.
const A_BATCH: i64 = 16;

/// Union councils that wait. A listing that is being read is counted when it was; one whose households are gone, because their time is
/// over, keeps its counts.
macro_rules! waiting {
    () => {
        "FROM listing_due d JOIN listing l ON l.listing_id = d.listing_id WHERE l.finished_at_ms IS NOT NULL \
         AND EXISTS (SELECT 1 FROM listing_household h WHERE h.listing_id = d.listing_id)"
    };
}

/// All visits of a wave ($2) in a union council ($1): by the days of the enumerators who worked there, because facts are in no index by area.
const VISITS: &str = "SELECT f.household_key, f.counted FROM \
     (SELECT enumerator_id, survey_day FROM rollup_enumerator_day WHERE area_id = $1 AND wave_id = $2 \
     UNION SELECT enumerator_id, survey_day FROM dirty_cell WHERE area_id = $1 AND wave_id = $2) c \
     JOIN fact f ON f.enumerator_id = c.enumerator_id AND f.survey_day = c.survey_day \
     WHERE f.area_id = $1 AND f.wave_id = $2 AND f.kept";

impl Db {
    /// Counts the union councils that wait, `most` of them at most; answers how many were counted.
    pub async fn count_listings(&self, most: u64) -> Result<u64, StoreError> {
        let mut counted = 0;
        while counted < most {
            let some = self.count_some().await?;
            if some == 0 {
                break;
            }
            counted += some;
        }
        Ok(counted)
    }

    async fn count_some(&self) -> Result<u64, StoreError> {
        const ANY: &str = concat!("SELECT EXISTS (SELECT 1 ", waiting!(), ")");
        const SOME: &str = concat!(
            "SELECT d.listing_id, d.area_id, l.wave_id ",
            waiting!(),
            " ORDER BY d.listing_id, d.area_id LIMIT $1"
        );
        // Asked every few seconds: without the lock.
        let any: bool = each_db!(self, pool => sqlx::query_scalar(ANY).fetch_one(pool).await?);
        if !any {
            return Ok(0);
        }
        let mut tx = self.begin_write().await?;
        let due: Vec<(i32, AreaId, i32)> = each_tx!(&mut tx, conn => sqlx::query_as(SOME)
            .bind(A_BATCH)
            .fetch_all(&mut *conn)
            .await?);
        for (listing_id, area_id, wave_id) in &due {
            count_area(&mut tx, *listing_id, *area_id, *wave_id).await?;
        }
        tx.commit_derived().await?;
        Ok(due.len() as u64)
    }
}

async fn count_area(
    tx: &mut WriteTx,
    listing_id: i32,
    area_id: AreaId,
    wave_id: i32,
) -> Result<(), StoreError> {
    let households: Vec<(i64, i64, i16)> = each_tx!(&mut *tx, conn => sqlx::query_as(
        "SELECT household_id, household_key, reached FROM listing_household WHERE listing_id = $1 AND area_id = $2"
    ).bind(listing_id).bind(area_id).fetch_all(&mut *conn).await?);
    let visits: Vec<(Option<i64>, bool)> = each_tx!(&mut *tx, conn => sqlx::query_as(VISITS)
        .bind(area_id)
        .bind(wave_id)
        .fetch_all(&mut *conn)
        .await?);
    let keys: Vec<i64> = households.iter().map(|row| row.1).collect();
    let seen: Vec<Seen> = visits
        .into_iter()
        .map(|(household, counts)| Seen { household, counts })
        .collect();
    let (mut sums, each) = progress(&keys, &seen);
    if keys.is_empty() {
        // Where nobody is listed the listing says nothing: it may be one of another district.
        sums = Progress::default();
    }
    for reached in Reached::ALL {
        let now = households.iter().zip(&each);
        let moved: Vec<i64> = now
            .filter(|(row, now)| **now == reached && row.2 != reached.rank())
            .map(|(row, _)| row.0)
            .collect();
        for some in moved.chunks(VALUES) {
            each_tx!(&mut *tx, conn => {
                let mut query = sqlx::QueryBuilder::new("UPDATE listing_household SET reached = ");
                query.push_bind(reached.rank()).push(" WHERE household_id IN (");
                let mut list = query.separated(", ");
                for id in some {
                    list.push_bind(*id);
                }
                query.push(")");
                query.build().execute(&mut *conn).await?;
            });
        }
    }
    keep(tx, listing_id, area_id, &sums).await
}

async fn keep(
    tx: &mut WriteTx,
    listing_id: i32,
    area_id: AreaId,
    sums: &Progress,
) -> Result<(), StoreError> {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    each_tx!(&mut *tx, conn => {
        for statement in [
            "DELETE FROM listing_progress WHERE listing_id = $1 AND area_id = $2",
            "DELETE FROM listing_due WHERE listing_id = $1 AND area_id = $2",
        ] {
            sqlx::query(statement).bind(listing_id).bind(area_id).execute(&mut *conn).await?;
        }
    });
    if *sums == Progress::default() {
        return Ok(());
    }
    each_tx!(&mut *tx, conn => {
        sqlx::query(
            "INSERT INTO listing_progress (listing_id, area_id, listed, interviewed, attempted, not_listed, unnamed) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(listing_id)
        .bind(area_id)
        .bind(number(sums.listed))
        .bind(number(sums.interviewed))
        .bind(number(sums.attempted))
        .bind(number(sums.not_listed))
        .bind(number(sums.unnamed))
        .execute(&mut *conn)
        .await?;
    });
    Ok(())
}
