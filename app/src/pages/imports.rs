//! `/imports`: what came in, newest first.

pub mod one;

use super::failed::Failed;
use super::pulls::Pulls;
use crate::components::{Commands, Page, also_xlsx};
use crate::request::{self, Answer};
use crate::texts::{Text, intake};
use api::ApiError;
use api::intake::{ImportRun, ImportsView};
use api::query::decoded_pairs;
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;

const IMPORT: &[&str] = &["fieldwatch import submissions FILE.csv"];

/// Digits of a file's hash that the list shows: enough to tell files apart at a glance. The import's page has all 64.
const SHOWN_DIGITS: usize = 12;

/// The page. `?before=N` shows the imports that began before import N.
#[component]
pub fn Imports() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let before = decoded_pairs(&request::raw_query())
        .into_iter()
        .find(|(name, _)| name == "before")
        .and_then(|(_, value)| value.parse().ok());
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        match backend.imports(&session, before).await {
            Ok(view) => page(&view, before.is_some()).into_any(),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &ImportsView, is_older: bool) -> impl IntoView + use<> {
    let lang = request::lang();
    let say = move |text: Text| text.say(lang);
    let quarantine = if view.in_quarantine == 0 {
        view! { <p>{say(intake::NONE_IN_QUARANTINE)}</p> }.into_any()
    } else {
        let count = grouped(view.in_quarantine);
        view! {
            <p>
                <a href="/quarantine">{intake::IN_QUARANTINE.fill(lang, &[("count", &count)])}</a>
            </p>
        }
        .into_any()
    };
    let table = if view.runs.is_empty() {
        view! {
            <section class="notice" id="no-imports">
                <p>{say(intake::NO_IMPORTS)}</p>
                <Commands lines=IMPORT />
            </section>
        }
        .into_any()
    } else {
        table(lang, view)
    };
    let pulls = view! { <Pulls lines=view.pulls.clone() /> };
    let download = (!view.runs.is_empty()).then(|| {
        view! {
            <p class="no-print">
                <a href="/imports.csv" download="imports.csv">{say(intake::DOWNLOAD_IMPORTS)}</a>
                {also_xlsx(lang, "/imports.csv")}
            </p>
        }
    });
    let older = view.older.map(|before| {
        view! {
            <a rel="next" href=format!("/imports?before={before}")>
                {say(intake::OLDER)}
            </a>
        }
    });
    let newest = is_older.then(|| view! { <a href="/imports">{say(intake::NEWEST)}</a> });
    view! {
        <Page title=say(intake::IMPORTS).to_owned()>
            <div class="page-title">
                <h1>{say(intake::IMPORTS)}</h1>
            </div>
            <p class="lead">{say(intake::IMPORTS_LEAD)}</p>
            {quarantine}
            {pulls}
            {download}
            {table}
            <p class="pages no-print">{newest} " " {older}</p>
        </Page>
    }
}

fn table(lang: Lang, view: &ImportsView) -> AnyView {
    let rows = view.runs.iter().map(|run| row(lang, run)).collect_view();
    let numbers = [
        intake::READ,
        intake::ACCEPTED,
        intake::UNCHANGED,
        intake::UPDATED,
        intake::SET_ASIDE,
        intake::TOOK,
    ]
    .map(|text| view! { <th scope="col" class="num">{text.say(lang)}</th> });
    view! {
        <div class="scroll" role="region" aria-labelledby="imports-title" tabindex="0">
            <table id="imports-table">
                <caption>
                    <span id="imports-title">
                        {intake::IMPORTS_CAPTION.fill(lang, &[("zone", &view.zone)])}
                    </span>
                </caption>
                <thead>
                    <tr>
                        <th scope="col">{intake::STARTED.say(lang)}</th>
                        <th scope="col">{intake::WHAT.say(lang)}</th>
                        <th scope="col">{intake::SOURCE.say(lang)}</th>
                        <th scope="col">{intake::WHO.say(lang)}</th>
                        {numbers}
                        <th scope="col">"SHA-256"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(lang: Lang, run: &ImportRun) -> AnyView {
    let numbers = [
        run.read,
        run.accepted,
        run.unchanged,
        run.updated,
        run.quarantined,
    ]
    .map(|count| view! { <td class="num">{grouped(count)}</td> });
    let hash = run.file_hash.as_deref().map(|hash| {
        let short = format!("{}…", hash.get(..SHOWN_DIGITS).unwrap_or(hash));
        view! { <code dir="ltr">{short}</code> }
    });
    view! {
        <tr>
            <th scope="row" class="at-minute"><bdi>{run.started_local.clone()}</bdi></th>
            <td>{intake::kind(run.kind).say(lang)}</td>
            <td class="breakable">
                <a href=run.href()><bdi>{run.source_name.clone()}</bdi></a>
            </td>
            <td><bdi>{run.actor.clone()}</bdi></td>
            {numbers}
            <td class="num">{took(lang, run.duration_s)}</td>
            <td>{hash}</td>
        </tr>
    }
    .into_any()
}

/// How long an import took, in words.
fn took(lang: Lang, duration_s: Option<u64>) -> String {
    match duration_s {
        Some(seconds) => intake::SECONDS.fill(lang, &[("count", &grouped(seconds))]),
        None => intake::NOT_ENDED.say(lang).to_owned(),
    }
}
