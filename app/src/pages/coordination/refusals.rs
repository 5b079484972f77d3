//! `/coordination/refusals`: union councils where visits were declined, and who sees to it.

use super::cases_table::due;
use super::listing::{self, Filter, Head, Listing};
use super::parts::{self, Part};
use super::silent::plain;
use crate::components::Page;
use crate::pages::failed::Failed;
use crate::request::{self, Answer};
use crate::texts::coordination as words;
use api::ApiError;
use api::coordination::{CaseForm, RefusalItem, RefusalsQuery, RefusalsView, case_href};
use api::query::decoded_pairs;
use domain::coordination::CaseKind;
use domain::disclosure::Disclosed;
use domain::lang::Lang;
use domain::number::{grouped, percent, permille};
use leptos::prelude::*;

/// The page.
#[component]
pub fn Refusals() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let pairs = decoded_pairs(&request::raw_query());
    let query = RefusalsQuery::parse(parts::told(&pairs));
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        match backend.refusals(&session, query).await {
            Ok(view) => page(&view),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &RefusalsView) -> AnyView {
    let lang = request::lang();
    let nav = parts::nav(lang, Part::Refusals);
    let fresh = parts::freshness(lang, &view.freshness);
    let days = [view.days.0.to_string(), view.days.1.to_string()];
    let lead = words::REFUSALS_LEAD.fill(lang, &[("from", &days[0]), ("to", &days[1])]);
    let (filter, list) = (filter(lang, view), list(lang, view));
    view! {
        <Page title=words::REFUSALS.say(lang).to_owned()>
            <div class="coordination">
                <div class="page-title"><h1>{words::REFUSALS.say(lang)}</h1></div>
                <p class="lead">{lead}</p>
                {nav}
                {fresh}
                {filter}
                {list}
            </div>
        </Page>
    }
    .into_any()
}

fn filter(lang: Lang, view: &RefusalsView) -> AnyView {
    let query = &view.query;
    let areas = parts::area_field(lang, &view.areas, query.area.as_deref());
    let unowned = parts::tick("unowned", words::UNOWNED_ONLY.say(lang), query.unowned);
    let filter = Filter {
        action: "/coordination/refusals",
        reset: RefusalsQuery::default().href(),
        problems: None,
        fields: view! { {areas} {unowned} }.into_any(),
    };
    filter.view(lang)
}

fn list(lang: Lang, view: &RefusalsView) -> AnyView {
    if view.items.is_empty() {
        let said = match view.query.unowned && view.counts.0 > 0 {
            true => words::NO_REFUSALS_CHOSEN,
            false => words::NO_REFUSALS,
        };
        return view! { <p id="no-refusals" class="notice">{said.say(lang)}</p> }.into_any();
    }
    let total = words::REFUSALS_TOTAL.fill(
        lang,
        &[
            ("part", &grouped(view.counts.1)),
            ("whole", &grouped(view.counts.0)),
        ],
    );
    let rows = view
        .items
        .iter()
        .map(|item| row(lang, view.can_write, item))
        .collect_view();
    let heads = vec![
        Head::words(words::UNION_COUNCIL),
        Head::numbers(words::DECLINED),
        Head::numbers(words::HOMES),
        Head::numbers(words::SHARE),
        Head::words(words::OWNER),
        Head::words(words::DUE),
        Head::numbers(words::AGE),
    ];
    let table = Listing {
        id: "refusals-table",
        caption: words::REFUSALS_CAPTION,
        heads,
        rows: rows.into_any(),
    };
    let next = view.next.as_ref().map(RefusalsQuery::href);
    let held = view.holds_back.then(|| {
        let words = crate::texts::common::HELD_LATELY.say(lang);
        view! { <p id="held-lately" class="hint">{words}</p> }
    });
    view! {
        {listing::total(lang, Some(total), &view.query.csv_href(), "refusals.csv")}
        {held}
        {table.view(lang)}
        {listing::next(lang, next)}
    }
    .into_any()
}

fn row(lang: Lang, can_write: bool, item: &RefusalItem) -> AnyView {
    let told = item.declined.told().zip(item.homes.told());
    let share = told
        .and_then(|(declined, homes)| permille(declined, homes))
        .map(percent);
    let number = |number: Disclosed<u64>| match number {
        Disclosed::Told(number) => grouped(number),
        Disclosed::Held(held) => held.say().say(lang).to_owned(),
    };
    let owner = match &item.owner {
        Some(case) => {
            let name = words::agency(case.agency).say(lang);
            view! { <a href=case_href(case.case_id)>{name}</a> }.into_any()
        }
        None => no_owner(lang, can_write, item),
    };
    let due = item.owner.as_ref().map(|case| due(lang, case));
    let age = item
        .owner
        .as_ref()
        .map(|case| words::days(lang, case.age_days));
    view! {
        <tr>
            <th scope="row">{parts::area(lang, &item.area, item.district.as_ref())}</th>
            <td class="num">{number(item.declined)}</td>
            <td class="num">{number(item.homes)}</td>
            <td class="num">{share}</td>
            <td>{owner}</td>
            <td class="dates">{due}</td>
            <td class="num">{age}</td>
        </tr>
    }
    .into_any()
}

/// That nobody sees to them, and the way to the form that is filled in.
fn no_owner(lang: Lang, can_write: bool, item: &RefusalItem) -> AnyView {
    let give = can_write.then(|| {
        let mut form = CaseForm::new(CaseKind::Refusals);
        form.area = item.area.code.clone();
        let title = words::TITLE_REFUSALS.fill(lang, &[("code", &item.area.code)]);
        form.draft.title = plain(&title);
        let name = item.area.name_in(lang);
        let label = words::GIVE_OWNER_NAMED.fill(lang, &[("name", name)]);
        view! {
            " " <a class="no-print" href=form.href() aria-label=label>{words::GIVE_OWNER.say(lang)}</a>
        }
    });
    view! { <span class="tag tag-late">{words::NO_OWNER.say(lang)}</span> {give} }.into_any()
}
