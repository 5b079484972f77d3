//! Cases in a table, as the list and a district's page show them.

use super::listing::{Head, Listing};
use super::parts;
use crate::texts::Text;
use crate::texts::coordination as words;
use api::coordination::{CaseForm, CaseItem, case_href};
use domain::coordination::CaseKind;
use domain::lang::Lang;
use leptos::prelude::*;

/// The table.
pub fn table(lang: Lang, cases: &[CaseItem], caption: Text) -> AnyView {
    let rows = cases.iter().map(|case| row(lang, case)).collect_view();
    let table = Listing {
        id: "cases-table",
        caption,
        heads: vec![
            Head::words(words::CASE),
            Head::words(words::STATUS),
            Head::words(words::AGENCY),
            Head::words(words::DUE),
            Head::words(words::AREA),
            Head::numbers(words::AGE),
        ],
        rows: rows.into_any(),
    };
    table.view(lang)
}

fn row(lang: Lang, case: &CaseItem) -> AnyView {
    let kind = words::kind(case.kind).say(lang);
    let reference = case.reference.clone().map(|reference| {
        view! { " · " <bdi>{reference}</bdi> }
    });
    view! {
        <tr>
            <th scope="row" class="case-what">
                <a href=case_href(case.case_id)><bdi>{case.title.clone()}</bdi></a>
                <p class="hint">{kind} " " <bdi>{case.case_id.to_string()}</bdi> {reference}</p>
            </th>
            <td>{parts::status_tag(lang, case.status)}</td>
            <td>{words::agency(case.agency).say(lang)}</td>
            <td class="dates">{due(lang, case)}</td>
            <td>{parts::area(lang, &case.area, case.district.as_ref())}</td>
            <td class="num">{words::days(lang, case.age_days)}</td>
        </tr>
    }
    .into_any()
}

/// The day it is due, and by how many days that is past.
pub fn due(lang: Lang, case: &CaseItem) -> AnyView {
    let Some(due_on) = case.due_on else {
        return view! { <span class="hint">{words::NO_DUE.say(lang)}</span> }.into_any();
    };
    let overdue = case.overdue_days.map(|days| {
        let said = words::OVERDUE_BY.fill(lang, &[("days", &words::days(lang, days))]);
        view! { " " <span class="tag tag-late">{said}</span> }
    });
    view! { <bdi class="day">{due_on.to_string()}</bdi> {overdue} }.into_any()
}

/// The ways to the forms for new cases; `area` is filled in.
pub fn new_links(lang: Lang, area: Option<&str>) -> AnyView {
    let links = [CaseKind::Escalation, CaseKind::Dispatch]
        .map(|kind| {
            let form = CaseForm {
                area: area.unwrap_or_default().to_owned(),
                ..CaseForm::new(kind)
            };
            view! {
                <a class="button button-second" href=form.href()>{words::new_case(kind).say(lang)}</a>
            }
        })
        .into_iter()
        .collect_view();
    let import = area.is_none().then(|| {
        let title = crate::texts::dispatch::IMPORT.say(lang);
        view! { <a href="/coordination/dispatch/import">{title}</a> }
    });
    view! { <p class="new-links no-print">{links} {import}</p> }.into_any()
}
