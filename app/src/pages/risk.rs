//! `/risk`: whose work to look at first, with the reasons in words.

use super::failed::Failed;
use crate::components::{Page, also_xlsx};
use crate::request::{self, Answer};
use crate::texts::flags;
use api::ApiError;
use api::flags::{RiskItem, RiskQuery, RisksView, enumerator_href};
use api::query::{decoded_pairs, percent_encoded};
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;

/// The page. `?area=…` chooses, `&from=N` turns the page.
#[component]
pub fn Risks() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let pairs = decoded_pairs(&request::raw_query());
    let query = RiskQuery::parse(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        match backend.risks(&session, query).await {
            Ok(view) => page(&view).into_any(),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &RisksView) -> impl IntoView + use<> {
    let lang = request::lang();
    let list = if view.items.is_empty() {
        view! { <p class="notice" id="no-risks">{flags::NO_RISKS.say(lang)}</p> }.into_any()
    } else {
        table(lang, view)
    };
    let filter = filter(lang, view);
    view! {
        <Page title=flags::RISK.say(lang).to_owned()>
            <div class="page-title">
                <h1>{flags::RISK.say(lang)}</h1>
            </div>
            <p class="lead">{flags::RISK_LEAD.say(lang)}</p>
            {filter}
            {list}
        </Page>
    }
}

fn filter(lang: Lang, view: &RisksView) -> AnyView {
    let options = view
        .areas
        .iter()
        .cloned()
        .map(|(code, name)| {
            let chosen = view.query.area.as_ref() == Some(&code);
            view! { <option value=code selected=chosen>{name}</option> }
        })
        .collect_view();
    view! {
        <section class="filter no-print" aria-labelledby="filter-title">
            <h2 id="filter-title">{flags::FILTER.say(lang)}</h2>
            <form id="filters" method="get" action="/risk">
                <div class="field">
                    <label for="area">{flags::AREA_FIELD.say(lang)}</label>
                    <select id="area" name="area">
                        <option value="">{flags::ANY.say(lang)}</option>
                        {options}
                    </select>
                </div>
                <div class="field field-actions">
                    <button type="submit" class="button">{flags::APPLY.say(lang)}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn table(lang: Lang, view: &RisksView) -> AnyView {
    let scored = view.items.iter().any(|item| item.score.is_some());
    let head = scored.then(|| view! { <th scope="col" class="num">{flags::SCORE.say(lang)}</th> });
    let download = scored.then(|| {
        view! {
            <p class="no-print">
                <a href=view.query.csv_href() download="risk.csv">{flags::DOWNLOAD_RISK.say(lang)}</a>
                {also_xlsx(lang, &view.query.csv_href())}
            </p>
        }
    });
    let lines = view.items.iter().map(|item| row(lang, item)).collect_view();
    let next = view.next.as_ref().map(|next| {
        view! {
            <p class="under-table no-print">
                <a rel="next" href=next.href()>{flags::MORE_RISKS.say(lang)}</a>
            </p>
        }
    });
    view! {
        {download}
        <div class="scroll" role="region" aria-labelledby="risk-title" tabindex="0">
            <table id="risk-table">
                <caption id="risk-title">{flags::RISK_CAPTION.say(lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{flags::ENUMERATOR.say(lang)}</th>
                        <th scope="col">{flags::TEHSIL.say(lang)}</th>
                        <th scope="col" class="num">{flags::PLACE_IN_TEHSIL.say(lang)}</th>
                        <th scope="col" class="num">{flags::INTERVIEWS.say(lang)}</th>
                        {head}
                        <th scope="col">{flags::WHY.say(lang)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        {next}
    }
    .into_any()
}

fn row(lang: Lang, item: &RiskItem) -> AnyView {
    let of_enumerator = enumerator_href(&item.enumerator_code, None);
    let tehsil = format!("/coverage/{}", percent_encoded(&item.tehsil_code));
    let name = item
        .enumerator_name
        .clone()
        .map(|name| view! { <br /> <bdi>{name}</bdi> });
    let (place, among) = item.place;
    let place = flags::PLACE_OF.fill(
        lang,
        &[
            ("place", &grouped(u64::from(place))),
            ("among", &grouped(u64::from(among))),
        ],
    );
    let score = item
        .score
        .map(|score| view! { <td class="num">{format!("{score:.1}")}</td> });
    let reasons = reasons(lang, item);
    view! {
        <tr>
            <th scope="row" class="breakable">
                <a href=of_enumerator><bdi>{item.enumerator_code.clone()}</bdi></a>
                {name}
            </th>
            <td><a href=tehsil><bdi>{item.tehsil_name.clone()}</bdi></a></td>
            <td class="num">{place}</td>
            <td class="num">{grouped(item.interviews)}</td>
            {score}
            <td>{reasons}</td>
        </tr>
    }
    .into_any()
}

/// Why somebody's work is to be looked at; with points for those who are told them.
pub fn reasons(lang: Lang, item: &RiskItem) -> AnyView {
    let at_the_door = (item.fabricated.0 > 0).then(|| at_the_door(lang, item));
    let by_flags = by_flags(lang, item);
    view! {
        {at_the_door}
        {by_flags}
    }
    .into_any()
}

/// What was found at doors, and what it did to the score for those who are told scores.
fn at_the_door(lang: Lang, item: &RiskItem) -> AnyView {
    let (found, told) = item.fabricated;
    let (found_said, told) = (grouped(u64::from(found)), grouped(u64::from(told)));
    let values = [("found", found_said.as_str()), ("told", told.as_str())];
    let found = match found {
        1 => flags::FABRICATED_ONE.fill(lang, &values),
        _ => flags::FABRICATED.fill(lang, &values),
    };
    let raised = item.flags_score.zip(item.score).map(|(before, after)| {
        let (before, after) = (format!("{before:.1}"), format!("{after:.1}"));
        flags::SCORE_ROSE.fill(lang, &[("before", &before), ("after", &after)])
    });
    view! { <p class="at-the-door">{found} " " {raised}</p> }.into_any()
}

/// What the flags say.
fn by_flags(lang: Lang, item: &RiskItem) -> AnyView {
    if item.reasons.is_empty() {
        view! { <span class="hint">{flags::NO_REASONS.say(lang)}</span> }.into_any()
    } else {
        let with_points = item.score.is_some();
        let lines = item
            .reasons
            .iter()
            .map(|reason| {
                let words = match with_points {
                    true => reason.say(lang),
                    false => reason.say_without_points(lang),
                };
                view! { <li>{words}</li> }
            })
            .collect_view();
        view! { <ul class="reasons">{lines}</ul> }.into_any()
    }
}
