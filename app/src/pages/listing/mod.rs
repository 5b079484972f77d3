//! Pages of household listings. The server hands each over whole: what they show of households stands in no cache (docs/decisions/0115).

mod areas;
mod households;
mod parts;

use api::listing::ListingPage;
use leptos::prelude::*;

/// The page.
pub fn show(page: ListingPage) -> AnyView {
    match page {
        ListingPage::Areas(view) => areas::page(*view),
        ListingPage::Households(view) => households::page(*view),
    }
}
