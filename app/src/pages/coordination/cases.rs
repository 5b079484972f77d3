//! `/coordination/cases`: who has to act on what, filtered by the address.

use super::cases_table;
use super::parts::{self, Part};
use crate::components::{Page, also_xlsx};
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
    let kinds = CaseKind::ALL
        .map(|kind| {
            let chosen = query.kind == Some(kind);
            view! { <option value=kind.code() selected=chosen>{words::kind(kind).say(lang)}</option> }
        })
        .into_iter()
        .collect_view();
    let statuses = std::iter::once(Standing::Waiting)
        .chain(CaseStatus::ALL.map(Standing::At))
        .map(|standing| {
            let name = match standing {
                Standing::Waiting => words::WAITING,
                Standing::At(status) => words::status(status),
            };
            let chosen = query.status == Some(standing);
            view! { <option value=standing.code() selected=chosen>{name.say(lang)}</option> }
        })
        .collect_view();
    let agencies = parts::agencies(lang, query.agency);
    let areas = parts::area_field(lang, &view.areas, query.area.as_deref());
    let problems = parts::problems(lang, &view.problems);
    let any = words::ANY.say(lang);
    view! {
        <section class="filter no-print" aria-labelledby="filter-title">
            <h2 id="filter-title">{words::FILTER.say(lang)}</h2>
            {problems}
            <form id="filters" method="get" action="/coordination/cases">
                <div class="field">
                    <label for="kind">{words::KIND.say(lang)}</label>
                    <select id="kind" name="kind"><option value="">{any}</option> {kinds}</select>
                </div>
                <div class="field">
                    <label for="agency">{words::AGENCY.say(lang)}</label>
                    <select id="agency" name="agency"><option value="">{any}</option> {agencies}</select>
                </div>
                <div class="field">
                    <label for="status">{words::STATUS.say(lang)}</label>
                    <select id="status" name="status"><option value="">{any}</option> {statuses}</select>
                </div>
                {areas}
                {parts::tick("overdue", words::OVERDUE_ONLY.say(lang), query.overdue)}
                <div class="field field-actions">
                    <button type="submit" class="button">{words::APPLY.say(lang)}</button>
                    <a id="filter-reset" href=CaseQuery::default().href()>{words::RESET.say(lang)}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
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
            let name = match of.agency {
                Some(agency) => {
                    let query = CaseQuery {
                        agency: Some(agency),
                        from: 0,
                        ..view.query.clone()
                    };
                    let current = (view.query.agency == Some(agency)).then_some("true");
                    view! { <a href=query.href() aria-current=current>{name}</a> }.into_any()
                }
                None => view! { {name} }.into_any(),
            };
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
    let next = view.next.as_ref().map(|next| {
        view! {
            <p class="under-table no-print"><a rel="next" href=next.href()>{words::MORE.say(lang)}</a></p>
        }
    });
    let table = cases_table::table(lang, &view.items, words::CASES_CAPTION);
    view! {
        <p id="total">
            <strong>{total}</strong>
            " "
            <a class="no-print" href=view.query.csv_href() download="cases.csv">{words::DOWNLOAD.say(lang)}</a>
            <span class="no-print">{also_xlsx(lang, &view.query.csv_href())}</span>
        </p>
        {table}
        {next}
    }
    .into_any()
}
