//! Pages of spot checks. The server hands each over whole, in answer to a look or to a form (docs/decisions/0112).

mod check;
mod draw;
mod draws;
mod fields;
pub mod of_enumerator;
mod parts;
mod preview;
pub mod rates;
mod results;
mod resurveys;
mod side_by_side;
mod steps;
mod today;
mod visit_form;

use api::spot_checks::SpotPage;
use leptos::prelude::*;

/// The page.
pub fn show(page: SpotPage) -> AnyView {
    match page {
        SpotPage::Draws(view) => draws::page(*view),
        SpotPage::Preview(view) => preview::page(*view),
        SpotPage::Draw(view) => draw::page(*view),
        SpotPage::Today(view) => today::page(*view),
        SpotPage::Check(view) => check::page(*view),
        SpotPage::Resurveys(view) => resurveys::page(*view),
        SpotPage::Results(view) => results::page(*view),
    }
}
