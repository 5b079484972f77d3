//! What the pages of listings have in common.

use crate::texts::common;
use crate::texts::listing as words;
use api::coverage::AreaRef;
use api::listing::{AreasQuery, ListingItem, Told};
use domain::disclosure::Disclosed;
use domain::lang::Lang;
use domain::number::{grouped, percent, permille};
use leptos::prelude::*;

/// What the listing is, and what is to be known of its numbers.
pub fn about(lang: Lang, item: &ListingItem, told: &Told) -> AnyView {
    let wave = match item.wave.as_str() {
        "" => words::OF_NO_WAVE.say(lang).to_owned(),
        code => words::OF_WAVE.fill(lang, &[("wave", code)]),
    };
    let values = [
        ("name", item.name.as_str()),
        ("kind", words::kind(item.kind).say(lang)),
        ("wave", wave.as_str()),
        ("at", item.read_at_local.as_deref().unwrap_or_default()),
    ];
    let said = match item.read_at_local {
        Some(_) => words::ABOUT.fill(lang, &values),
        None => words::ABOUT_UNREAD.fill(lang, &values[..3]),
    };
    let style = match item.read_at_local {
        Some(_) => "hint",
        None => "notice notice-late",
    };
    let counted = |count: u64, text: crate::texts::Text| {
        (count > 0).then(|| {
            let said = text.fill(lang, &[("count", &grouped(count))]);
            view! { <p class="notice">{said}</p> }
        })
    };
    let due = item
        .is_due
        .then(|| view! { <p class="notice notice-late">{words::DUE.say(lang)}</p> });
    view! {
        <p id="about-listing" class=style>{said}</p>
        {counted(item.refused, words::REFUSED)}
        {counted(told.unnamed, words::UNNAMED)}
        {due}
    }
    .into_any()
}

/// The field that chooses a listing, where there are several.
pub fn choice(lang: Lang, all: &[ListingItem], chosen: Option<&ListingItem>) -> Option<AnyView> {
    if all.len() < 2 {
        return None;
    }
    let chosen = chosen.map(|item| item.name.as_str());
    let options = all
        .iter()
        .map(|item| {
            let is_chosen = chosen == Some(item.name.as_str());
            let name = item.name.clone();
            view! { <option value=name selected=is_chosen>{item.name.clone()}</option> }
        })
        .collect_view();
    Some(
        view! {
            <div class="field">
                <label for="listing">{words::CHOOSE.say(lang)}</label>
                <select id="listing" name="listing">{options}</select>
            </div>
        }
        .into_any(),
    )
}

/// The way down to the area. The last is a link where something smaller is shown.
pub fn path(lang: Lang, listing: Option<&str>, path: &[AreaRef]) -> AnyView {
    let last = path.len().saturating_sub(1);
    let steps = path
        .iter()
        .enumerate()
        .map(|(at, area)| {
            let name = area.name_in(lang).to_owned();
            if at == last {
                return view! { <li aria-current="page"><bdi>{name}</bdi></li> }.into_any();
            }
            let query = AreasQuery {
                listing: listing.map(str::to_owned),
                area: Some(area.code.clone()),
                from: 0,
            };
            view! { <li><a href=query.href()><bdi>{name}</bdi></a></li> }.into_any()
        })
        .collect_view();
    view! {
        <nav class="breadcrumb" aria-label=common::BREADCRUMB.say(lang)>
            <ol>{steps}</ol>
        </nav>
    }
    .into_any()
}

/// A count with its share of what is listed.
pub fn part(count: u64, listed: u64) -> AnyView {
    let share = permille(count, listed).map(percent);
    let share = share.map(|share| view! { " " <span class="hint">{share}</span> });
    view! { <td class="num">{grouped(count)} {share}</td> }.into_any()
}

/// The same, if it is told.
fn told_part(lang: Lang, count: Disclosed<u64>, listed: u64) -> AnyView {
    match count {
        Disclosed::Told(count) => part(count, listed),
        Disclosed::Held(held) => view! { <td class="num">{held.say().say(lang)}</td> }.into_any(),
    }
}

/// The cells of a line.
pub fn cells(lang: Lang, told: &Told) -> AnyView {
    view! {
        <td class="num">{grouped(told.listed)}</td>
        {part(told.interviewed, told.listed)}
        {told_part(lang, told.attempted, told.listed)}
        {told_part(lang, told.nobody, told.listed)}
        <td class="num">{grouped(told.not_listed)}</td>
    }
    .into_any()
}
