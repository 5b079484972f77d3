//! Household listings: reading them in, counting how far the interviews have come, and what pages ask of them (docs/decisions/0115).
//!
//! A household's standing and the sums by union council follow from facts: roll-up marks the union councils whose visits changed
//! (`listing_due`), [`Db::count_listings`](crate::Db::count_listings) counts them again, whole ones, never by increments.

mod ask;
mod count;
mod import;
mod of_household;
mod remove;

pub use ask::{AssignedRow, HouseholdFilter, ListedRow, ListingRow};
pub use import::{ListedInput, ListingRefusal, NewListing, Outcome, Reading, Taken};
pub use of_household::{ListedAt, ListedSubject};
pub use remove::ListedToErase;
pub(crate) use remove::erase_listed;

use crate::error::StoreError;
use crate::sealing::{Column, Sealer};
use serde::{Deserialize, Serialize};

/// Values that one statement takes: SQLite binds 32,766, and far fewer are quicker.
const VALUES: usize = 500;
/// Rows of ten values that one statement writes.
const ROWS: usize = 200;

/// What of a household is kept sealed, as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Body {
    reference: String,
    address: Option<String>,
}

impl Body {
    fn close(&self, sealer: &Sealer, household_id: i64) -> Result<Vec<u8>, StoreError> {
        let plain = serde_json::to_vec(self).map_err(StoreError::other)?;
        Ok(sealer
            .close(Column::ListingBody, household_id, &plain)?
            .into_owned())
    }

    fn open(sealer: &Sealer, household_id: i64, body: Vec<u8>) -> Result<Body, StoreError> {
        let plain = sealer.open(Column::ListingBody, household_id, body)?;
        serde_json::from_slice(&plain).map_err(|_| StoreError::Corrupt {
            detail: format!("listed household {household_id} is not read"),
        })
    }
}

/// `head` and a list of values in brackets.
macro_rules! with_list {
    ($head:expr, $values:expr) => {{
        let mut query = sqlx::QueryBuilder::new($head);
        query.push(" (");
        let mut list = query.separated(", ");
        for value in $values {
            list.push_bind(value);
        }
        query.push(")");
        query
    }};
}
use with_list;
