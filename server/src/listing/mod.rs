//! The use cases of household listings: scope first, then the counts by union council, then households for those who may see them.

mod areas;
mod households;
pub mod table;

pub use areas::areas;
pub use households::households;

use crate::coverage::internal;
use crate::site::Site;
use api::listing::{ListingItem, Told};
use api::{ApiError, Session};
use domain::disclosure::{Disclosed, Held};
use domain::listing::Progress;
use domain::permission::Permission;
use store::listing::ListingRow;

/// The listings there are, and the one that is asked for: the first, by name, where none is named.
async fn chosen(
    site: &Site,
    asked: Option<&str>,
) -> Result<(Vec<ListingRow>, Option<ListingRow>), ApiError> {
    let all = site.db().list_listings().await.map_err(failed)?;
    let one = match asked {
        // Of several the first that is whole.
        None => all
            .iter()
            .find(|row| row.finished_at.is_some())
            .or(all.first()),
        Some(name) => Some(
            all.iter()
                .find(|row| row.name == name)
                .ok_or(ApiError::NotFound)?,
        ),
    };
    let one = one.cloned();
    Ok((all, one))
}

fn item(site: &Site, row: &ListingRow) -> ListingItem {
    let zone = site.clock().zone();
    ListingItem {
        name: row.name.clone(),
        kind: row.kind,
        wave: row.wave.clone(),
        read_at_local: row.finished_at.map(|at| at.to_minute_in(zone)),
        refused: row.refused,
        is_due: row.is_due,
    }
}

fn items(site: &Site, rows: &[ListingRow]) -> Vec<ListingItem> {
    rows.iter().map(|row| item(site, row)).collect()
}

/// What is told of counts. How many are on a list and how many interviews there are is said of targets too; how doors were answered splits
/// households (docs/decisions/0103), and nobody visited is what the attempted leave.
fn told(session: &Session, counts: &Progress) -> Told {
    let split = |count: u64| match session.may(Permission::SeeHouseholds) {
        true => Disclosed::Told(count),
        false => Disclosed::Held(Held::Withheld),
    };
    Told {
        listed: counts.listed,
        interviewed: counts.interviewed,
        attempted: split(counts.attempted),
        nobody: split(counts.nobody()),
        not_listed: counts.not_listed,
        unnamed: counts.unnamed,
    }
}

fn failed(error: store::StoreError) -> ApiError {
    internal(&error)
}
