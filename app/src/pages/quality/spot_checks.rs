//! What the page of quality says of spot checks.

use crate::pages::spot_checks::rates;
use crate::texts::spot_results;
use api::quality::{QualityView, SpotRates};
use api::spot_checks::{RESULTS, ResultsQuery};
use domain::lang::Lang;
use leptos::prelude::*;

/// What spot checks say of the area and wave. They are estimates from draws of whole weeks: no measures of the period (docs/decisions/0113).
pub fn section(lang: Lang, view: &QualityView) -> AnyView {
    let chosen = &view.chosen;
    let query = ResultsQuery {
        area: chosen.query.area.clone(),
        wave: chosen.query.wave.clone(),
        ..ResultsQuery::default()
    };
    let said = match &view.spot_checks {
        SpotRates::NotSeen => {
            view! { <p id="spot-rates-held">{spot_results::NOT_SEEN.say(lang)}</p> }.into_any()
        }
        SpotRates::Failed => {
            view! { <p id="spot-rates-failed" class="notice notice-late">{spot_results::FAILED.say(lang)}</p> }
                .into_any()
        }
        SpotRates::Known(figures) => {
            let found = match rates::nothing(lang, figures) {
                Some(said) => view! { <p id="no-spot-rates">{said}</p> }.into_any(),
                None => {
                    let area = chosen.area.name_in(lang);
                    let caption = spot_results::SUMMARY.fill(lang, &[("area", area)]);
                    rates::summary(lang, "spot-rates", caption, figures)
                }
            };
            view! {
                {found}
                <p class="hint">{spot_results::WHATEVER_PERIOD.say(lang)}</p>
                <p class="no-print">
                    <a href=query.href(RESULTS)>{spot_results::SEE_RESULTS.say(lang)}</a>
                </p>
            }
            .into_any()
        }
    };
    view! {
        <section aria-labelledby="spot-checks-title">
            <h2 id="spot-checks-title">{spot_results::RESULTS.say(lang)}</h2>
            {said}
        </section>
    }
    .into_any()
}
