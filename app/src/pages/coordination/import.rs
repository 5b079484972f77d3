//! `/coordination/dispatch/import`: the helpline's requests from a file, and what became of the last one.

use super::parts::{self, Part};
use crate::components::Page;
use crate::pages::failed::Failed;
use crate::request::{self, Answer};
use crate::texts::dispatch as words;
use api::ApiError;
use api::coordination::{CaseQuery, FileReport};
use api::query::decoded_pairs;
use domain::coordination::CaseKind;
use domain::lang::Lang;
use domain::number::grouped;
use domain::permission::Permission;
use leptos::prelude::*;

/// The page.
#[component]
pub fn ImportDispatch() -> impl IntoView {
    let answer = Answer::current();
    let pairs = decoded_pairs(&request::raw_query());
    let report = FileReport::parse(parts::told(&pairs));
    let Some(session) = request::session() else {
        return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
    };
    match session.may(Permission::WriteCases) {
        true => page(report.as_ref()),
        false => view! { <Failed error=ApiError::NotFound answer /> }.into_any(),
    }
}

fn page(report: Option<&FileReport>) -> AnyView {
    let lang = request::lang();
    let title = words::IMPORT.say(lang);
    let told = report.map(|report| told(lang, report));
    let (nav, columns) = (parts::nav(lang, Part::Cases), columns(lang));
    view! {
        <Page title=title.to_owned()>
            <div class="coordination">
                {nav}
                <div class="page-title"><h1>{title}</h1></div>
                <p class="lead">{words::IMPORT_LEAD.say(lang)}</p>
                {told}
                <form
                    id="import" class="step wide no-print" method="post" action="/coordination/dispatch/import"
                    enctype="multipart/form-data"
                >
                    <div class="field">
                        <label for="file">{words::FILE.say(lang)}</label>
                        <input id="file" name="file" type="file" accept=".csv,text/csv" required />
                    </div>
                    <p><button type="submit" class="button">{words::UPLOAD.say(lang)}</button></p>
                </form>
                {columns}
                <p>
                    <a href="/coordination/dispatch/sample.csv" download="dispatch-sample.csv">
                        {words::SAMPLE.say(lang)}
                    </a>
                </p>
            </div>
        </Page>
    }
    .into_any()
}

fn told(lang: Lang, report: &FileReport) -> AnyView {
    if let Some(problem) = report.file {
        return parts::notice(lang, "import-report", words::file_problem(problem), true);
    }
    let lines = report
        .lines
        .iter()
        .map(|(line, problem)| {
            let problem = words::line_problem(*problem).say(lang);
            let said = words::LINE.fill(lang, &[("line", &line.to_string()), ("problem", problem)]);
            view! { <li>{said}</li> }
        })
        .collect_view();
    let more = (report.more > 0).then(|| {
        let said = words::LINES_MORE.fill(lang, &[("count", &grouped(report.more))]);
        view! { <li>{said}</li> }
    });
    if !report.is_taken() {
        return view! {
            <div id="import-report" class="notice notice-error" role="alert">
                <p>{words::FILE_NOT_TAKEN.say(lang)}</p>
                <ul>{lines} {more}</ul>
            </div>
        }
        .into_any();
    }
    let taken = words::FILE_TAKEN.fill(
        lang,
        &[
            ("accepted", &grouped(report.accepted)),
            ("unchanged", &grouped(report.unchanged)),
            ("updated", &grouped(report.updated)),
        ],
    );
    let in_work = (!report.lines.is_empty()).then(|| {
        view! { <p>{words::FILE_IN_WORK.say(lang)}</p> <ul>{lines} {more}</ul> }
    });
    let list = CaseQuery::waiting(CaseKind::Dispatch).href();
    view! {
        <div id="import-report" class="notice" role="status">
            <p>{taken} " " <a href=list>{crate::texts::coordination::DISPATCH_WAITING.say(lang)}</a></p>
            {in_work}
        </div>
    }
    .into_any()
}

fn columns(lang: Lang) -> AnyView {
    let rows = [
        ("reference", words::COLUMN_REFERENCE),
        ("area_code", words::COLUMN_AREA),
        ("received_on", words::COLUMN_RECEIVED),
        ("title", words::COLUMN_TITLE),
        ("detail", words::COLUMN_DETAIL),
        ("agency", words::COLUMN_AGENCY),
        ("due_on", words::COLUMN_DUE),
    ]
    .map(|(name, text)| {
        view! { <div><dt><code dir="ltr">{name}</code></dt><dd>{text.say(lang)}</dd></div> }
    })
    .into_iter()
    .collect_view();
    view! { <h2>{words::COLUMNS.say(lang)}</h2> <dl class="facts" id="columns">{rows}</dl> }
        .into_any()
}
