//! `/quarantine`: rows that could not be taken, by reason, as they came.

use super::failed::Failed;
use crate::components::Page;
use crate::request::{self, Answer};
use crate::texts::{Text, intake};
use api::ApiError;
use api::intake::{QuarantineGroup, QuarantineItem, QuarantineQuery, QuarantineView};
use api::query::decoded_pairs;
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;

/// The page. `?kind=…&reason=…` chooses, `&after=N` turns the page.
#[component]
pub fn Quarantine() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let pairs = decoded_pairs(&request::raw_query());
    let query = QuarantineQuery::parse(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        match backend.quarantine(&session, query).await {
            Ok(view) => page(&view).into_any(),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &QuarantineView) -> impl IntoView + use<> {
    let lang = request::lang();
    let say = move |text: Text| text.say(lang);
    let content = if view.groups.is_empty() {
        view! { <p class="notice" id="quarantine-empty">{say(intake::QUARANTINE_EMPTY)}</p> }
            .into_any()
    } else {
        view! {
            <p class="no-print">
                <a href="/quarantine.csv" download="quarantine.csv">{say(intake::DOWNLOAD)}</a>
            </p>
            {reasons(lang, view)}
            {rows(lang, view)}
        }
        .into_any()
    };
    view! {
        <Page title=say(intake::QUARANTINE).to_owned()>
            <div class="page-title">
                <h1>{say(intake::QUARANTINE)}</h1>
            </div>
            <p class="lead">{say(intake::QUARANTINE_LEAD)}</p>
            {content}
        </Page>
    }
}

/// A reason in words, or its code.
fn words(lang: Lang, code: &str) -> String {
    intake::reason(code).map_or_else(|| code.to_owned(), |text| text.say(lang).to_owned())
}

fn reasons(lang: Lang, view: &QuarantineView) -> AnyView {
    let chosen = (view.query.kind, view.query.reason.as_deref());
    let lines = view
        .groups
        .iter()
        .map(|group| {
            let is_chosen = chosen == (Some(group.kind), Some(group.reason_code.as_str()));
            reason(lang, group, is_chosen)
        })
        .collect_view();
    let all = (chosen != (None, None)).then(|| {
        view! { <p class="no-print"><a href="/quarantine">{intake::ALL_REASONS.say(lang)}</a></p> }
    });
    view! {
        <div class="scroll" role="region" aria-labelledby="reasons-title" tabindex="0">
            <table id="reasons-table">
                <caption id="reasons-title">{intake::REASONS_CAPTION.say(lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{intake::REASON.say(lang)}</th>
                        <th scope="col">{intake::WHAT.say(lang)}</th>
                        <th scope="col" class="num">{intake::ROWS.say(lang)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        {all}
    }
    .into_any()
}

fn reason(lang: Lang, group: &QuarantineGroup, is_chosen: bool) -> AnyView {
    let href = QuarantineQuery {
        kind: Some(group.kind),
        reason: Some(group.reason_code.clone()),
        after: 0,
    }
    .href();
    let current = is_chosen.then_some("true");
    view! {
        <tr>
            <th scope="row">
                <a href=href aria-current=current>{words(lang, &group.reason_code)}</a>
            </th>
            <td>{intake::kind(group.kind).say(lang)}</td>
            <td class="num">{grouped(group.rows)}</td>
        </tr>
    }
    .into_any()
}

fn rows(lang: Lang, view: &QuarantineView) -> AnyView {
    if view.rows.is_empty() {
        return view! { <p id="no-rows">{intake::NO_ROWS.say(lang)}</p> }.into_any();
    }
    let lines = view.rows.iter().map(|item| row(lang, item)).collect_view();
    let next = view.next.as_ref().map(|next| {
        view! {
            <p class="no-print"><a rel="next" href=next.href()>{intake::MORE_ROWS.say(lang)}</a></p>
        }
    });
    view! {
        <div class="scroll" role="region" aria-labelledby="rows-title" tabindex="0">
            <table id="rows-table">
                <caption id="rows-title">
                    {intake::ROWS_CAPTION.fill(lang, &[("zone", &view.zone)])}
                </caption>
                <thead>
                    <tr>
                        <th scope="col">{intake::PROBLEM.say(lang)}</th>
                        <th scope="col">{intake::ROW_TEXT.say(lang)}</th>
                        <th scope="col">{intake::SOURCE.say(lang)}</th>
                        <th scope="col" class="num">{intake::ROW_NUMBER.say(lang)}</th>
                        <th scope="col">{intake::FIRST_SEEN.say(lang)}</th>
                        <th scope="col">{intake::LAST_SEEN.say(lang)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        {next}
    }
    .into_any()
}

fn row(lang: Lang, item: &QuarantineItem) -> AnyView {
    let cut = item
        .is_cut
        .then(|| view! { <span class="hint">{intake::ROW_CUT.say(lang)}</span> });
    view! {
        <tr>
            <th scope="row" class="reason" lang="en" dir="ltr">
                {item.reason.clone()}
            </th>
            <td class="raw-row"><code dir="ltr">{item.text.clone()}</code> {cut}</td>
            <td class="breakable"><bdi>{item.source_name.clone()}</bdi></td>
            <td class="num">{grouped(item.row_number)}</td>
            <td class="at-minute"><bdi>{item.first_seen_local.clone()}</bdi></td>
            <td class="at-minute"><bdi>{item.last_seen_local.clone()}</bdi></td>
        </tr>
    }
    .into_any()
}
