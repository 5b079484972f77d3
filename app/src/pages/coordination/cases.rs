//! `/coordination/cases`: who has to act on what, filtered by the address.

use super::cases_table;
use super::listing::{self, Filter};
use super::parts::{self, Part};
use crate::components::Page;
use crate::pages::failed::Failed;
use crate::request::{self, Answer};
use crate::texts::coordination as words;
use api::ApiError;
use api::coordination::{CaseQuery, CasesView, Standing};
use api::query::decoded_pairs;
use domain::coordination::{CaseKind, CaseStatus};
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;

/// The page.
#[component]
pub fn Cases() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let pairs = decoded_pairs(&request::raw_query());
    let (query, problems) = CaseQuery::parse(parts::told(&pairs));
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        match backend.cases(&session, query, problems).await {
            Ok(view) => page(&view),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &CasesView) -> AnyView {
    let lang = request::lang();
    let nav = parts::nav(lang, Part::Cases);
    let new = view.can_write.then(|| cases_table::new_links(lang, None));
    let (filter, counts, list) = (filter(lang, view), counts(lang, view), list(lang, view));
    view! {
        <Page title=words::CASES.say(lang).to_owned()>
            <div class="coordination">
                <div class="page-title"><h1>{words::CASES.say(lang)}</h1></div>
                <p class="lead">{words::CASES_LEAD.say(lang)}</p>
                {nav}
                {new}
                {filter}
                {counts}
                {list}
            </div>
        </Page>
    }
    .into_any()
}

fn filter(lang: Lang, view: &CasesView) -> AnyView {
    let query = &view.query;
    let any = Some(words::ANY.say(lang));
    let kinds = CaseKind::ALL.map(|kind| {
        let said = words::kind(kind).say(lang);
        (kind.code(), said, query.kind == Some(kind))
    });
    let standings = std::iter::once(Standing::Waiting).chain(CaseStatus::ALL.map(Standing::At));
    let standings = standings.map(|standing| {
        let name = match standing {
            Standing::Waiting => words::WAITING,
            Standing::At(status) => words::status(status),
        };
        let is_chosen = query.status == Some(standing);
        (standing.code(), name.say(lang), is_chosen)
    });
    let kind = listing::choice("kind", words::KIND.say(lang), any, kinds);
    let agency = parts::agency_choice(lang, words::AGENCY, query.agency);
    let status = listing::choice("status", words::STATUS.say(lang), any, standings);
    let areas = parts::area_field(lang, &view.areas, query.area.as_deref());
    let overdue = parts::tick("overdue", words::OVERDUE_ONLY.say(lang), query.overdue);
    let filter = Filter {
        action: "/coordination/cases",
        reset: CaseQuery::default().href(),
        problems: parts::problems(lang, &view.problems),
        fields: view! { {kind} {agency} {status} {areas} {overdue} }.into_any(),
    };
    filter.view(lang)
}

/// Open cases by agency, each a way to its own.
fn counts(lang: Lang, view: &CasesView) -> Option<AnyView> {
    if view.by_agency.is_empty() {
        return None;
    }
    let rows = view
        .by_agency
        .iter()
        .map(|of| {
            let name = words::agency(of.agency).say(lang);
            let query = CaseQuery {
                agency: Some(of.agency),
                from: 0,
                ..view.query.clone()
            };
            let current = (view.query.agency == Some(of.agency)).then_some("true");
            let name = view! { <a href=query.href() aria-current=current>{name}</a> };
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="num">{grouped(of.open)}</td>
                    <td class="num">{grouped(of.overdue)}</td>
                </tr>
            }
        })
        .collect_view();
    Some(
        view! {
            <details class="counts" open=view.query.agency.is_none()>
                <summary>{words::BY_AGENCY.say(lang)}</summary>
                <div class="scroll" role="region" aria-labelledby="by-agency-title" tabindex="0">
                    <table id="by-agency">
                        <caption id="by-agency-title" class="visually-hidden">{words::BY_AGENCY.say(lang)}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{words::AGENCY.say(lang)}</th>
                                <th scope="col" class="num">{words::OPEN_NUMBER.say(lang)}</th>
                                <th scope="col" class="num">{words::OVERDUE_NUMBER.say(lang)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        }
        .into_any(),
    )
}

fn list(lang: Lang, view: &CasesView) -> AnyView {
    if view.items.is_empty() {
        let said = match view.query.is_chosen() {
            true => words::NO_CASES_CHOSEN,
            false => words::NO_CASES,
        };
        return view! { <p id="no-cases" class="notice">{said.say(lang)}</p> }.into_any();
    }
    let total = match view.total {
        1 => words::TOTAL_ONE.say(lang).to_owned(),
        total => words::TOTAL.fill(lang, &[("count", &grouped(total))]),
    };
    let table = cases_table::table(lang, &view.items, words::CASES_CAPTION);
    let next = view.next.as_ref().map(CaseQuery::href);
    view! {
        {listing::total(lang, Some(total), &view.query.csv_href(), "cases.csv")}
        {table}
        {listing::next(lang, next)}
    }
    .into_any()
}
