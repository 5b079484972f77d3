//! `/subject`: what one household asks about its data. The server hands the page over whole (docs/decisions/0093, 0108).

mod forms;
mod held;

use crate::components::Page;
use crate::request;
use crate::texts::subject as words;
use api::subject::{SubjectDone, SubjectView};
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;

/// The page.
pub fn show(view: SubjectView) -> AnyView {
    let lang = request::lang();
    let title = words::SUBJECT.say(lang);
    let problem = view.problem.map(|problem| {
        let why = view
            .unreadable
            .clone()
            .map(|why| view! { <p dir="ltr">{why}</p> });
        view! {
            <div class="notice notice-error" role="alert">
                <h2>{words::PROBLEM.say(lang)}</h2>
                <p id="problem">{words::problem(problem).say(lang)}</p>
                {why}
            </div>
        }
    });
    let done = view.done.map(|done| {
        let said = said(lang, done);
        view! { <p id="done" class="notice" role="status">{said}</p> }
    });
    let found = view.found.as_ref().map(|found| {
        let held = held::held(lang, found);
        let actions = (!found.submissions.is_empty()
            || !found.listed.is_empty()
            || !found.quarantined.is_empty())
        .then(|| forms::actions(lang, &view.form, found));
        view! {
            {held}
            {actions}
        }
    });
    view! {
        <Page title=title.to_owned()>
            <div class="page-title"><h1>{title}</h1></div>
            <p class="lead no-print">{words::LEAD.say(lang)}</p>
            {problem}
            {done}
            {forms::find(lang, &view.form)}
            {found}
        </Page>
    }
    .into_any()
}

fn said(lang: Lang, done: SubjectDone) -> String {
    match done {
        SubjectDone::Corrected => words::CORRECTED.say(lang).to_owned(),
        SubjectDone::Deleted {
            submissions,
            quarantined,
            listed,
        } => words::DELETED.fill(
            lang,
            &[
                ("submissions", &grouped(submissions)),
                ("quarantined", &grouped(quarantined)),
                ("listed", &grouped(listed)),
            ],
        ),
    }
}
