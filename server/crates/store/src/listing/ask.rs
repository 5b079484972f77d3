//! What pages and files ask of listings.

use super::Body;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use crate::sealing::Sealer;
use domain::area::AreaId;
use domain::listing::{ListingKind, Progress, Reached};
use domain::place::ListingPoint;
use domain::time::EpochMs;

/// A listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingRow {
    /// Surrogate key.
    pub listing_id: i32,
    /// Its name.
    pub name: String,
    /// What it lists.
    pub kind: ListingKind,
    /// Its wave.
    pub wave_id: i32,
    /// The wave's code; empty: the interviews that name none.
    pub wave: String,
    /// The file that was read last.
    pub source_name: String,
    /// When that began.
    pub begun_at: EpochMs,
    /// When it ended; `None`: it is being read, or reading was cut short.
    pub finished_at: Option<EpochMs>,
    /// Rows of the file that were not taken.
    pub refused: u64,
    /// Whether some of it waits to be counted again.
    pub is_due: bool,
}

/// Which households of a union council are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HouseholdFilter {
    /// How far somebody has come with them.
    pub reached: Option<Reached>,
    /// The code of the enumerator whom they are given to; `Some(None)`: given to nobody.
    pub enumerator: Option<Option<String>>,
}

/// A household of a listing.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedRow {
    /// Its number: in the order of the file.
    pub household_id: i64,
    /// Its reference.
    pub reference: String,
    /// How it is found.
    pub address: Option<String>,
    /// Where it is.
    pub point: Option<ListingPoint>,
    /// The code of the enumerator whom it is given to.
    pub enumerator: Option<String>,
    /// How far somebody has come with it.
    pub reached: Reached,
}

/// Households that one enumerator was given in a union council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignedRow {
    /// Their code; `None`: given to nobody.
    pub enumerator: Option<String>,
    /// How far they have come. Of interviews off the list it says nothing.
    pub progress: Progress,
}

pub(super) type HouseholdColumns = (i64, Vec<u8>, Option<f64>, Option<f64>, Option<String>, i16);

pub(super) fn read_household(
    sealer: &Sealer,
    row: HouseholdColumns,
) -> Result<ListedRow, StoreError> {
    let body = Body::open(sealer, row.0, row.1)?;
    Ok(ListedRow {
        household_id: row.0,
        reference: body.reference,
        address: body.address,
        point: row
            .2
            .zip(row.3)
            .and_then(|(latitude, longitude)| ListingPoint::at(latitude, longitude)),
        enumerator: row.4,
        reached: reached(row.5)?,
    })
}

fn reached(rank: i16) -> Result<Reached, StoreError> {
    Reached::from_rank(rank)
        .ok_or_else(|| StoreError::other("a listed household of a later program"))
}

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

impl Db {
    /// Every listing, by name.
    pub async fn list_listings(&self) -> Result<Vec<ListingRow>, StoreError> {
        type Row = (
            i32,
            String,
            i16,
            i32,
            String,
            String,
            i64,
            Option<i64>,
            i64,
            bool,
        );
        let rows: Vec<Row> = each_db!(self, pool => sqlx::query_as(
            "SELECT l.listing_id, l.name, l.kind, l.wave_id, w.code, l.source_name, l.begun_at_ms, l.finished_at_ms, \
             CAST(l.refused AS BIGINT), EXISTS (SELECT 1 FROM listing_due d WHERE d.listing_id = l.listing_id) \
             AND EXISTS (SELECT 1 FROM listing_household h WHERE h.listing_id = l.listing_id) \
             FROM listing l JOIN wave w ON w.wave_id = l.wave_id ORDER BY l.name"
        ).fetch_all(pool).await?);
        let read = |row: Row| {
            Ok(ListingRow {
                listing_id: row.0,
                name: row.1,
                kind: ListingKind::from_rank(row.2)
                    .ok_or_else(|| StoreError::other("a listing of a later program"))?,
                wave_id: row.3,
                wave: row.4,
                source_name: row.5,
                begun_at: EpochMs(row.6),
                finished_at: row.7.map(EpochMs),
                refused: count(row.8),
                is_due: row.9,
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// How far the interviews have come with a listing, by union council: those with a number that is not 0, by key.
    pub async fn listing_progress(
        &self,
        listing_id: i32,
    ) -> Result<Vec<(AreaId, Progress)>, StoreError> {
        type Row = (AreaId, i64, i64, i64, i64, i64);
        let rows: Vec<Row> = each_db!(self, pool => sqlx::query_as(
            "SELECT area_id, CAST(listed AS BIGINT), CAST(interviewed AS BIGINT), CAST(attempted AS BIGINT), \
             CAST(not_listed AS BIGINT), CAST(unnamed AS BIGINT) FROM listing_progress WHERE listing_id = $1 ORDER BY area_id"
        ).bind(listing_id).fetch_all(pool).await?);
        let read = |row: Row| {
            let progress = Progress {
                listed: count(row.1),
                interviewed: count(row.2),
                attempted: count(row.3),
                not_listed: count(row.4),
                unnamed: count(row.5),
            };
            (row.0, progress)
        };
        Ok(rows.into_iter().map(read).collect())
    }

    /// Households of a union council behind the number `after`, in the order of the file: `most` at most.
    pub async fn listed_households(
        &self,
        (listing_id, area_id): (i32, AreaId),
        filter: &HouseholdFilter,
        after: i64,
        most: u32,
    ) -> Result<Vec<ListedRow>, StoreError> {
        let reached = filter.reached.map_or(-1, Reached::rank);
        // '' is no enumerator's code.
        let (any, code) = match &filter.enumerator {
            None => (1_i16, String::new()),
            Some(code) => (0, code.clone().unwrap_or_default()),
        };
        let rows: Vec<HouseholdColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT h.household_id, h.body, h.latitude, h.longitude, e.code, h.reached FROM listing_household h \
             LEFT JOIN enumerator e ON e.enumerator_id = h.enumerator_id WHERE h.listing_id = $1 AND h.area_id = $2 \
             AND ($3 < 0 OR h.reached = $3) AND ($4 = 1 OR COALESCE(e.code, '') = $5) AND h.household_id > $6 \
             ORDER BY h.household_id LIMIT $7"
        ).bind(listing_id).bind(area_id).bind(reached).bind(any).bind(&code).bind(after).bind(i64::from(most))
            .fetch_all(pool).await?);
        let sealer = Sealer::reading(self).await?;
        rows.into_iter()
            .map(|row| read_household(&sealer, row))
            .collect()
    }

    /// Households of a union council by the enumerator whom they were given to, by code; those of nobody last.
    pub async fn listing_by_enumerator(
        &self,
        listing_id: i32,
        area_id: AreaId,
    ) -> Result<Vec<AssignedRow>, StoreError> {
        let rows: Vec<(Option<String>, i16, i64)> = each_db!(self, pool => sqlx::query_as(
            "SELECT e.code, h.reached, COUNT(*) FROM listing_household h \
             LEFT JOIN enumerator e ON e.enumerator_id = h.enumerator_id WHERE h.listing_id = $1 AND h.area_id = $2 \
             GROUP BY e.code, h.reached"
        ).bind(listing_id).bind(area_id).fetch_all(pool).await?);
        let mut all: Vec<AssignedRow> = Vec::new();
        for (enumerator, rank, households) in rows {
            let mut progress = Progress {
                listed: count(households),
                ..Progress::default()
            };
            match reached(rank)? {
                Reached::Nobody => {}
                Reached::Attempted => progress.attempted = progress.listed,
                Reached::Interviewed => progress.interviewed = progress.listed,
            }
            match all.iter_mut().find(|row| row.enumerator == enumerator) {
                Some(row) => row.progress = row.progress.plus(progress),
                None => all.push(AssignedRow {
                    enumerator,
                    progress,
                }),
            }
        }
        all.sort_by(|a, b| {
            let key = |row: &AssignedRow| (row.enumerator.is_none(), row.enumerator.clone());
            key(a).cmp(&key(b))
        });
        Ok(all)
    }
}
