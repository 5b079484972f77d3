//! `/coordination/silent`: union councils, enumerators and tablets that nothing was heard of.

use super::parts::{self, Part};
use crate::components::{Page, also_xlsx};
use crate::pages::failed::Failed;
use crate::request::{self, Answer};
use crate::texts::coordination as words;
use api::ApiError;
use api::coordination::{CaseForm, Silent, SilentItem, SilentQuery, SilentView, case_href};
use api::flags::enumerator_href;
use api::query::decoded_pairs;
use domain::coordination::{Agency, CaseKind};
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;

/// The page.
#[component]
pub fn SilentPage() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let pairs = decoded_pairs(&request::raw_query());
    let (query, problems) = SilentQuery::parse(parts::told(&pairs));
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        match backend.silent(&session, query, problems).await {
            Ok(view) => page(&view),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &SilentView) -> AnyView {
    let lang = request::lang();
    let nav = parts::nav(lang, Part::Silent);
    let fresh = parts::freshness(lang, &view.freshness);
    let (filter, list) = (filter(lang, view), list(lang, view));
    let title = format!(
        "{}: {}",
        words::SILENT.say(lang),
        words::silent(view.query.what).say(lang)
    );
    view! {
        <Page title=title.clone()>
            <div class="coordination">
                <div class="page-title"><h1>{title}</h1></div>
                <p class="lead">{words::SILENT_LEAD.say(lang)}</p>
                {nav}
                {fresh}
                {filter}
                {list}
            </div>
        </Page>
    }
    .into_any()
}

fn filter(lang: Lang, view: &SilentView) -> AnyView {
    let query = &view.query;
    let whats = Silent::ALL
        .into_iter()
        .filter(|what| view.sees_details || *what == Silent::UnionCouncils)
        .map(|what| {
            let name = words::silent(what).say(lang);
            view! { <option value=what.code() selected=query.what == what>{name}</option> }
        })
        .collect_view();
    let areas = parts::area_field(lang, &view.areas, query.area.as_deref());
    let problems = parts::problems(lang, &view.problems);
    let bad_days = view.problems.contains(&"days");
    view! {
        <section class="filter no-print" aria-labelledby="filter-title">
            <h2 id="filter-title">{words::FILTER.say(lang)}</h2>
            {problems}
            <form id="filters" method="get" action="/coordination/silent">
                <div class="field">
                    <label for="what">{words::WHAT_FIELD.say(lang)}</label>
                    <select id="what" name="what">{whats}</select>
                </div>
                <div class="field">
                    <label for="days">{words::DAYS_FIELD.say(lang)}</label>
                    <input
                        id="days" name="days" type="number" min="1" max="365" value=query.days.to_string()
                        aria-invalid=bad_days.then_some("true")
                        aria-describedby=bad_days.then_some("filter-problems")
                    />
                </div>
                {areas}
                <div class="field field-actions">
                    <button type="submit" class="button">{words::APPLY.say(lang)}</button>
                    <a id="filter-reset" href=SilentQuery::default().href()>{words::RESET.say(lang)}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn list(lang: Lang, view: &SilentView) -> AnyView {
    if view.items.is_empty() {
        let said = match view.of {
            0 => words::NOBODY_EXPECTED,
            _ => words::NONE_SILENT,
        };
        return view! { <p id="none-silent" class="notice">{said.say(lang)}</p> }.into_any();
    }
    let days = words::days(lang, view.query.days.unsigned_abs());
    let total = words::SILENT_TOTAL.fill(
        lang,
        &[
            ("part", &grouped(view.total)),
            ("whole", &grouped(view.of)),
            ("days", &days),
        ],
    );
    let what = view.query.what;
    let heads = match what {
        Silent::UnionCouncils => vec![words::UNION_COUNCIL],
        Silent::Enumerators => vec![words::ENUMERATOR, words::TEHSIL],
        Silent::Devices => vec![words::DEVICE, words::LAST_USER, words::TEHSIL],
    };
    let heads = heads
        .into_iter()
        .map(|head| view! { <th scope="col">{head.say(lang)}</th> })
        .collect_view();
    let escalate = view
        .can_write
        .then(|| view! { <th scope="col" class="no-print">{words::ESCALATE.say(lang)}</th> });
    let rows = view
        .items
        .iter()
        .map(|item| row(lang, view, item))
        .collect_view();
    let next = view.next.as_ref().map(|next| {
        view! {
            <p class="under-table no-print"><a rel="next" href=next.href()>{words::MORE.say(lang)}</a></p>
        }
    });
    view! {
        <p id="total">
            <strong>{total}</strong>
            " "
            <a class="no-print" href=view.query.csv_href() download="silent.csv">{words::DOWNLOAD.say(lang)}</a>
            <span class="no-print">{also_xlsx(lang, &view.query.csv_href())}</span>
        </p>
        <div class="scroll" role="region" aria-labelledby="silent-title" tabindex="0">
            <table id="silent-table">
                <caption id="silent-title">{words::SILENT_CAPTION.say(lang)}</caption>
                <thead>
                    <tr>
                        {heads}
                        <th scope="col">{words::LAST_HEARD.say(lang)}</th>
                        <th scope="col">{words::SILENT_FOR.say(lang)}</th>
                        <th scope="col">{words::OWNER.say(lang)}</th>
                        {escalate}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {next}
    }
    .into_any()
}

fn row(lang: Lang, view: &SilentView, item: &SilentItem) -> AnyView {
    let area = parts::area(lang, &item.area, item.district.as_ref());
    let person = |code: &str| {
        let href = enumerator_href(code, None);
        view! { <a href=href><bdi>{code.to_owned()}</bdi></a> }.into_any()
    };
    let first = match view.query.what {
        Silent::UnionCouncils => view! { <th scope="row">{area}</th> }.into_any(),
        Silent::Enumerators => {
            let name = item.name.clone().map(|name| {
                view! { " " <span class="hint"><bdi>{name}</bdi></span> }
            });
            view! { <th scope="row">{person(&item.code)} {name}</th> <td>{area}</td> }.into_any()
        }
        Silent::Devices => {
            let user = item.user.as_deref().map(person);
            view! {
                <th scope="row"><bdi>{item.code.clone()}</bdi></th>
                <td>{user}</td>
                <td>{area}</td>
            }
            .into_any()
        }
    };
    let last = match item.last_on {
        Some(day) => view! { <bdi class="day">{day.to_string()}</bdi> }.into_any(),
        None => view! { <span class="hint">{words::NEVER.say(lang)}</span> }.into_any(),
    };
    let days = item.days.map(|days| words::days(lang, days));
    // Where something was heard, the day since then stands beside it already.
    let since = item.since.filter(|since| item.last_on != Some(*since));
    let since = since.map(|day| {
        let said = words::SINCE.fill(lang, &[("day", &day.to_string())]);
        view! { " " <span class="hint">{said}</span> }
    });
    let known = item.owner.as_deref().and_then(Agency::from_code);
    let owner = match (known, &item.owner) {
        (Some(agency), _) => words::agency(Some(agency)).say(lang).to_owned(),
        (None, Some(owner)) => owner.clone(),
        (None, None) => words::NO_AGENCY.say(lang).to_owned(),
    };
    let escalate = escalate(lang, view, item, known);
    view! {
        <tr>
            {first}
            <td class="dates">{last}</td>
            <td class="dates">{days} {since}</td>
            <td><bdi>{owner}</bdi></td>
            {escalate}
        </tr>
    }
    .into_any()
}

/// The way to a new case about it that is filled in, or to the one there is. Who is named stands only where details are seen.
fn escalate(
    lang: Lang,
    view: &SilentView,
    item: &SilentItem,
    agency: Option<Agency>,
) -> Option<AnyView> {
    let cell = |inner: AnyView| view! { <td class="no-print">{inner}</td> }.into_any();
    if !view.can_write {
        return None;
    }
    if let Some((case_id, _)) = item.escalated {
        let said = words::ESCALATED.fill(lang, &[("number", &case_id.to_string())]);
        return Some(cell(
            view! { <a href=case_href(case_id)>{said}</a> }.into_any(),
        ));
    }
    let day = item
        .since
        .map_or_else(|| words::NEVER.say(lang).to_owned(), |day| day.to_string());
    let user = item.user.clone().unwrap_or_default();
    let values = [("code", item.code.as_str()), ("day", &day), ("user", &user)];
    let (title, detail) = match view.query.what {
        Silent::UnionCouncils => (words::TITLE_COUNCIL, None),
        Silent::Enumerators => (words::TITLE_ENUMERATOR, Some(words::DETAIL_ENUMERATOR)),
        Silent::Devices => (words::TITLE_DEVICE, Some(words::DETAIL_DEVICE)),
    };
    let mut form = CaseForm::new(CaseKind::Escalation);
    form.area = item.area.code.clone();
    form.draft.title = plain(&title.fill(lang, &values));
    form.draft.detail = detail
        .map(|text| plain(&text.fill(lang, &values)))
        .unwrap_or_default();
    form.draft.agency = agency;
    let name = match view.query.what {
        Silent::UnionCouncils => item.area.name_in(lang).to_owned(),
        _ => item.code.clone(),
    };
    let label = words::ESCALATE_NAMED.fill(lang, &[("name", &name)]);
    Some(cell(
        view! { <a href=form.href() aria-label=label>{words::ESCALATE.say(lang)}</a> }.into_any(),
    ))
}

/// A sentence as somebody would type it: without the marks that keep numbers in their order on a page.
pub(super) fn plain(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}
