//! `/listing`: how far the interviews have come with the listed households, area by area.

use super::parts;
use crate::components::{Page, also_xlsx, held_help};
use crate::pages::coordination::listing::{Filter, Head, Listing, next};
use crate::pages::coordination::parts::freshness;
use crate::request;
use crate::texts::coordination;
use crate::texts::listing as words;
use api::listing::{AreaLine, AreasQuery, AreasView, HouseholdsQuery, ListingItem};
use domain::lang::Lang;
use domain::listing::Reached;
use leptos::prelude::*;

/// The page.
pub fn page(view: AreasView) -> AnyView {
    let lang = request::lang();
    let title = words::LISTING.say(lang);
    let body = match &view.chosen {
        None => none(lang),
        Some(chosen) => shown(lang, &view, chosen),
    };
    view! {
        <Page title=title.to_owned()>
            <div class="page-title"><h1>{title}</h1></div>
            <p class="lead">{words::LEAD.say(lang)}</p>
            {body}
        </Page>
    }
    .into_any()
}

/// Nothing was read in: how it is.
fn none(lang: Lang) -> AnyView {
    view! {
        <p id="no-listing" class="notice">{words::NONE.say(lang)}</p>
        <p class="hint">{words::HOW.say(lang)}</p>
    }
    .into_any()
}

fn shown(lang: Lang, view: &AreasView, chosen: &ListingItem) -> AnyView {
    let name = Some(chosen.name.as_str());
    let filter = parts::choice(lang, &view.listings, Some(chosen)).map(|listing| {
        let area = view.query.area.clone().unwrap_or_default();
        let fields = view! { {listing} <input type="hidden" name="area" value=area /> };
        let filter = Filter {
            action: "/listing",
            reset: "/listing".to_owned(),
            problems: None,
            fields: fields.into_any(),
        };
        filter.view(lang)
    });
    let total = words::ALL_HERE.fill(lang, &[("area", view.area.name_in(lang))]);
    let households = households(lang, view, chosen);
    let rows = view.rows.iter().map(|line| row(lang, view, line));
    let itself = view.itself.as_ref().map(|told| {
        let said = words::ITSELF.fill(lang, &[("area", view.area.name_in(lang))]);
        view! { <tr><th scope="row">{said}</th> {parts::cells(lang, told)}</tr> }.into_any()
    });
    let rows: Vec<AnyView> = rows.chain(itself).collect();
    let table = Listing {
        id: "by-area",
        caption: words::BY_AREA,
        heads: vec![
            Head::words(words::AREA),
            Head::numbers(words::LISTED),
            Head::numbers(words::INTERVIEWED),
            Head::numbers(words::ATTEMPTED),
            Head::numbers(words::NOBODY),
            Head::numbers(words::NOT_LISTED),
        ],
        rows: view! {
            <tr class="total"><th scope="row">{total}</th> {parts::cells(lang, &view.total)}</tr>
            {rows}
        }
        .into_any(),
    };
    let csv = view.query.csv_href();
    let held = (!view.sees_households).then(|| held_help(lang));
    let more = view.next.map(|from| {
        let query = AreasQuery {
            from,
            ..view.query.clone()
        };
        query.href()
    });
    view! {
        {freshness(lang, &view.freshness)}
        {parts::path(lang, name, &view.path)}
        {filter}
        {parts::about(lang, chosen, &view.total)}
        {households}
        <p class="downloads no-print">
            <a href=csv.clone() download="listing.csv">{coordination::DOWNLOAD.say(lang)}</a>
            {also_xlsx(lang, &csv)}
        </p>
        {held}
        {table.view(lang)}
        {next(lang, more)}
    }
    .into_any()
}

/// The way to the households of the area that is shown, where some are listed for it itself.
fn households(lang: Lang, view: &AreasView, chosen: &ListingItem) -> Option<AnyView> {
    let has_some = view.rows.is_empty() || view.itself.is_some();
    if !has_some || !view.sees_households {
        return None;
    }
    let said = words::HOUSEHOLDS_OF.fill(lang, &[("area", view.area.name_in(lang))]);
    let href = of_area(chosen, &view.area.code);
    Some(view! { <p><a id="households" href=href>{said}</a></p> }.into_any())
}

fn of_area(chosen: &ListingItem, code: &str) -> String {
    let query = HouseholdsQuery {
        listing: Some(chosen.name.clone()),
        reached: Some(Reached::Nobody),
        ..HouseholdsQuery::default()
    };
    query.href(code)
}

fn row(lang: Lang, view: &AreasView, line: &AreaLine) -> AnyView {
    let listing = view.chosen.as_ref();
    let name = line.area.name_in(lang).to_owned();
    let href = match (line.has_below, view.sees_households, listing) {
        (false, true, Some(chosen)) => of_area(chosen, &line.area.code),
        _ => {
            let query = AreasQuery {
                listing: listing.map(|item| item.name.clone()),
                area: Some(line.area.code.clone()),
                from: 0,
            };
            query.href()
        }
    };
    view! {
        <tr>
            <th scope="row"><a href=href><bdi>{name}</bdi></a></th>
            {parts::cells(lang, &line.told)}
        </tr>
    }
    .into_any()
}
