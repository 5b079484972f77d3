//! What listings say of single households: of those that are checked, and of one that asks.

use super::ask::{HouseholdColumns, ListedRow, read_household};
use super::{VALUES, with_list};
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use crate::sealing::Sealer;
use domain::area::AreaId;
use domain::place::ListingPoint;
use std::collections::HashMap;

/// Where a household was listed.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedAt {
    /// How it is found, in the words of whoever listed it.
    pub address: Option<String>,
    /// Where it is.
    pub point: Option<ListingPoint>,
}

/// A household of a listing, for whoever answers its request.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedSubject {
    /// The listing.
    pub listing_id: i32,
    /// Its name.
    pub listing: String,
    /// The wave's code.
    pub wave: String,
    /// The union council.
    pub area_id: AreaId,
    /// What it says.
    pub row: ListedRow,
}

impl Db {
    /// Where the households of spot checks were listed, by the numbers of the checks; those that no listing knows are left out. Of several
    /// listings of a wave the newest counts.
    pub async fn listed_at(&self, checks: &[i32]) -> Result<HashMap<i32, ListedAt>, StoreError> {
        type Row = (i32, i64, Vec<u8>, Option<f64>, Option<f64>);
        let mut rows: Vec<Row> = Vec::new();
        for some in checks.chunks(VALUES) {
            // By the submission's present revision: the one that was drawn may have been replaced.
            let found: Vec<Row> = each_db!(self, pool => {
                let mut query = with_list!(
                    "SELECT c.check_id, h.household_id, h.body, h.latitude, h.longitude FROM spot_check c \
                     JOIN raw_submission o ON o.raw_id = c.raw_id \
                     JOIN raw_submission r ON r.id_hash = o.id_hash AND r.submission_id = o.submission_id AND r.is_current \
                     JOIN fact f ON f.enumerator_id = r.enumerator_id AND f.survey_day = r.survey_day AND f.raw_id = r.raw_id \
                     JOIN listing_household h ON h.household_key = f.household_key \
                     JOIN listing l ON l.listing_id = h.listing_id AND l.wave_id = f.wave_id WHERE c.check_id IN",
                    some.iter().copied()
                );
                query.push(" ORDER BY h.household_id");
                query.build_query_as().fetch_all(pool).await?
            });
            rows.extend(found);
        }
        if rows.is_empty() {
            return Ok(HashMap::new());
        }
        let sealer = Sealer::reading(self).await?;
        let read = |row: Row| {
            let columns: HouseholdColumns = (row.1, row.2, row.3, row.4, None, 0);
            let listed = read_household(&sealer, columns)?;
            let at = ListedAt {
                address: listed.address,
                point: listed.point,
            };
            Ok((row.0, at))
        };
        rows.into_iter().map(read).collect()
    }

    /// What listings say of a household, by its keys in the waves.
    pub async fn listed_subject(&self, keys: &[i64]) -> Result<Vec<ListedSubject>, StoreError> {
        type Row = (
            i32,
            String,
            String,
            AreaId,
            i64,
            Vec<u8>,
            Option<f64>,
            Option<f64>,
            Option<String>,
            i16,
        );
        let mut rows: Vec<Row> = Vec::new();
        for some in keys.chunks(VALUES) {
            let found: Vec<Row> = each_db!(self, pool => {
                let mut query = with_list!(
                    "SELECT l.listing_id, l.name, w.code, h.area_id, h.household_id, h.body, h.latitude, h.longitude, e.code, h.reached \
                     FROM listing_household h JOIN listing l ON l.listing_id = h.listing_id JOIN wave w ON w.wave_id = l.wave_id \
                     LEFT JOIN enumerator e ON e.enumerator_id = h.enumerator_id WHERE h.household_key IN",
                    some.iter().copied()
                );
                query.push(" ORDER BY l.listing_id, h.household_id");
                query.build_query_as().fetch_all(pool).await?
            });
            rows.extend(found);
        }
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let sealer = Sealer::reading(self).await?;
        let read = |row: Row| {
            Ok(ListedSubject {
                listing_id: row.0,
                listing: row.1,
                wave: row.2,
                area_id: row.3,
                row: read_household(&sealer, (row.4, row.5, row.6, row.7, row.8, row.9))?,
            })
        };
        rows.into_iter().map(read).collect()
    }
}
