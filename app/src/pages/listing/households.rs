//! `/listing/CODE`: the households of one area that nobody visited, or those that stand otherwise.

use super::parts;
use crate::components::{Page, also_xlsx};
use crate::pages::coordination::listing::{Head, Listing, next};
use crate::pages::coordination::parts::freshness;
use crate::request;
use crate::texts::coordination;
use crate::texts::listing as words;
use api::listing::{EnumeratorLine, HouseholdLine, HouseholdsQuery, HouseholdsView};
use domain::lang::Lang;
use domain::listing::Reached;
use domain::number::grouped;
use domain::place::ListingPoint;
use leptos::prelude::*;

/// The page.
pub fn page(view: HouseholdsView) -> AnyView {
    let lang = request::lang();
    let title = words::OF_AREA.fill(lang, &[("area", view.area.name_in(lang))]);
    let csv = view.query.csv_href(&view.area.code);
    let more = view.next.map(|after| {
        let query = HouseholdsQuery {
            after,
            ..view.query.clone()
        };
        query.href(&view.area.code)
    });
    let sums = Listing {
        id: "sums",
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
            <tr>
                <th scope="row"><bdi>{view.area.name_in(lang).to_owned()}</bdi></th>
                {parts::cells(lang, &view.told)}
            </tr>
        }
        .into_any(),
    };
    let (fresh, path) = (
        freshness(lang, &view.freshness),
        parts::path(lang, Some(&view.listing.name), &view.path),
    );
    let about = parts::about(lang, &view.listing, &view.told);
    let (enumerators, ways) = (enumerators(lang, &view), ways(lang, &view));
    let (xlsx, households) = (also_xlsx(lang, &csv), households(lang, &view));
    view! {
        <Page title=title.clone()>
            <div class="page-title"><h1>{title}</h1></div>
            {fresh}
            {path}
            {about}
            {sums.view(lang)}
            {enumerators}
            {ways}
            <p class="downloads no-print">
                <a href=csv download="households.csv">{coordination::DOWNLOAD.say(lang)}</a>
                {xlsx}
            </p>
            {households}
            {next(lang, more)}
        </Page>
    }
    .into_any()
}

/// The ways to the households that stand otherwise, of everybody again, and to other listings.
fn ways(lang: Lang, view: &HouseholdsView) -> AnyView {
    let of = |query: HouseholdsQuery, is_shown: bool, said: String| {
        let (href, current) = (query.href(&view.area.code), is_shown.then_some("true"));
        view! { <li><a href=href aria-current=current>{said}</a></li> }.into_any()
    };
    let query = HouseholdsQuery {
        after: 0,
        ..view.query.clone()
    };
    let reached = Reached::ALL.into_iter().map(Some).chain([None]);
    let standings = reached.map(|reached| {
        let text = reached.map_or(words::ALL_OF_THEM, words::reached);
        let to = HouseholdsQuery {
            reached,
            ..query.clone()
        };
        of(to, query.reached == reached, text.say(lang).to_owned())
    });
    let others = view
        .listings
        .iter()
        .filter(|item| item.name != view.listing.name)
        .map(|item| {
            let to = HouseholdsQuery {
                listing: Some(item.name.clone()),
                ..query.clone()
            };
            of(to, false, item.name.clone())
        });
    let ways: Vec<AnyView> = standings.chain(others).collect();
    let of_one = view.query.enumerator.as_ref().map(|enumerator| {
        let nobody = words::GIVEN_TO_NOBODY.say(lang);
        let code = enumerator.as_deref().unwrap_or(nobody);
        let said = words::ONLY_OF.fill(lang, &[("enumerator", code)]);
        let all = HouseholdsQuery {
            enumerator: None,
            ..query.clone()
        };
        let href = all.href(&view.area.code);
        view! { <p>{said} " " <a class="no-print" href=href>{words::OF_EVERYBODY.say(lang)}</a></p> }
    });
    view! {
        <nav class="parts no-print" aria-label=words::REACHED.say(lang)>
            <ul id="standings">{ways}</ul>
        </nav>
        {of_one}
    }
    .into_any()
}

fn enumerators(lang: Lang, view: &HouseholdsView) -> Option<AnyView> {
    if view.enumerators.is_empty() {
        return None;
    }
    let rows = view
        .enumerators
        .iter()
        .map(|line| enumerator(lang, view, line))
        .collect_view();
    let table = Listing {
        id: "by-enumerator",
        caption: words::BY_ENUMERATOR,
        heads: vec![
            Head::words(words::ENUMERATOR),
            Head::numbers(words::LISTED),
            Head::numbers(words::INTERVIEWED),
            Head::numbers(words::ATTEMPTED),
            Head::numbers(words::NOBODY),
        ],
        rows: rows.into_any(),
    };
    Some(table.view(lang))
}

fn enumerator(lang: Lang, view: &HouseholdsView, line: &EnumeratorLine) -> AnyView {
    let query = HouseholdsQuery {
        enumerator: Some(line.enumerator.clone()),
        after: 0,
        ..view.query.clone()
    };
    let name = match &line.enumerator {
        Some(code) => view! { <bdi>{code.clone()}</bdi> }.into_any(),
        None => words::GIVEN_TO_NOBODY.say(lang).into_any(),
    };
    view! {
        <tr>
            <th scope="row"><a href=query.href(&view.area.code)>{name}</a></th>
            <td class="num">{grouped(line.listed)}</td>
            {parts::part(line.interviewed, line.listed)}
            {parts::part(line.attempted, line.listed)}
            {parts::part(line.nobody, line.listed)}
        </tr>
    }
    .into_any()
}

fn households(lang: Lang, view: &HouseholdsView) -> AnyView {
    if view.households.is_empty() {
        let said = words::NO_SUCH.say(lang);
        return view! { <p id="no-households" class="notice">{said}</p> }.into_any();
    }
    let rows = view
        .households
        .iter()
        .map(|one| household(lang, one))
        .collect_view();
    let caption = match view.query.reached {
        Some(reached) => words::reached(reached),
        None => words::ALL_OF_THEM,
    };
    let table = Listing {
        id: "households",
        caption,
        heads: vec![
            Head::words(words::REFERENCE),
            Head::words(words::ADDRESS),
            Head::words(words::PLACE),
            Head::words(words::ENUMERATOR),
            Head::words(words::STANDING),
        ],
        rows: rows.into_any(),
    };
    table.view(lang)
}

fn household(lang: Lang, one: &HouseholdLine) -> AnyView {
    let enumerator = one.enumerator.clone();
    view! {
        <tr>
            <th scope="row"><bdi>{one.reference.clone()}</bdi></th>
            <td class="breakable"><bdi dir="auto">{one.address.clone()}</bdi></td>
            <td>{one.point.map(|point| place(lang, point, &one.reference))}</td>
            <td><bdi>{enumerator}</bdi></td>
            <td>{words::reached(one.reached).say(lang)}</td>
        </tr>
    }
    .into_any()
}

/// The way there, for the phone's own maps: no request tells anybody else where it is.
fn place(lang: Lang, point: ListingPoint, reference: &str) -> AnyView {
    let (latitude, longitude) = (
        format!("{:.6}", point.latitude),
        format!("{:.6}", point.longitude),
    );
    let geo = format!("geo:{latitude},{longitude}?q={latitude},{longitude}");
    let label = format!("{} {reference}", words::MAP.say(lang));
    view! {
        <a href=geo aria-label=label>{words::MAP.say(lang)}</a>
        " "
        <bdi class="hint">{latitude.clone()} ", " {longitude.clone()}</bdi>
    }
    .into_any()
}
