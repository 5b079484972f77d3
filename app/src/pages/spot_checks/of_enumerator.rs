//! What an enumerator's page says of their spot checks.

use super::{parts, rates};
use crate::pages::coordination::listing::{Head, Listing};
use crate::texts::{spot_checks as words, spot_results};
use api::spot_checks::{CheckItem, SpotChecksOf, check_href};
use domain::lang::Lang;
use leptos::prelude::*;

/// The section.
pub fn section(lang: Lang, of: &SpotChecksOf) -> AnyView {
    let figures = &of.figures;
    let said = match (figures.drawn, rates::nothing(lang, figures)) {
        (0, _) => spot_results::NONE_OF_ENUMERATOR.say(lang).to_owned(),
        (_, Some(said)) => said,
        (_, None) => String::new(),
    };
    let summary = match said.is_empty() {
        true => {
            let caption = spot_results::OF_ENUMERATOR.say(lang).to_owned();
            rates::summary(lang, "spot-rates", caption, figures)
        }
        false => view! { <p id="no-spot-rates" class="hint">{said}</p> }.into_any(),
    };
    let checks = (!of.checks.is_empty()).then(|| {
        let listing = Listing {
            id: "spot-checks",
            caption: spot_results::CHECKS_OF_ENUMERATOR,
            heads: vec![
                Head::words(words::CHECK),
                Head::words(words::COUNCIL),
                Head::words(words::STATE),
            ],
            rows: of
                .checks
                .iter()
                .map(|check| row(lang, check))
                .collect_view()
                .into_any(),
        };
        listing.view(lang)
    });
    view! {
        <section aria-labelledby="spot-title">
            <h2 id="spot-title">{spot_results::OF_ENUMERATOR.say(lang)}</h2>
            {summary}
            {checks}
        </section>
    }
    .into_any()
}

fn row(lang: Lang, check: &CheckItem) -> AnyView {
    view! {
        <tr>
            <th scope="row"><a href=check_href(check.check_id)>{check.check_id}</a></th>
            <td><bdi>{check.area.name_in(lang).to_owned()}</bdi></td>
            <td>{parts::state(lang, check)}</td>
        </tr>
    }
    .into_any()
}
