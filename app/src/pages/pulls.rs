//! How the pulls stand: a line for each form, on the imports page.

use crate::request;
use crate::texts::{Text, pulls};
use api::pulls::{PullLine, PullState};
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;

/// The lines; nothing where nothing is pulled.
#[component]
pub fn Pulls(
    /// The forms.
    lines: Vec<PullLine>,
) -> impl IntoView {
    let lang = request::lang();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="pulls" aria-labelledby="pulls-title">
                <h2 id="pulls-title">{pulls::PULLS.say(lang)}</h2>
                <ul id="pulls">
                    {lines.iter().map(|line| shown(lang, line)).collect_view()}
                </ul>
            </section>
        }
    })
}

fn shown(lang: Lang, line: &PullLine) -> impl IntoView + use<> {
    let form = pulls::FORM.fill(
        lang,
        &[
            ("url", &line.url),
            ("project", &line.project.to_string()),
            ("form", &line.form_id),
        ],
    );
    let (state, style) = match &line.state {
        PullState::Failed { .. } => (pulls::FAILED, "tag tag-behind"),
        PullState::Interrupted { .. } => (pulls::INTERRUPTED, "tag tag-behind"),
        _ if line.is_overdue => (pulls::OVERDUE, "tag tag-behind"),
        PullState::Running { .. } => (pulls::RUNNING, "tag tag-plain"),
        PullState::Complete { .. } => (pulls::COMPLETE, "tag tag-on-plan"),
    };
    let schedule = match line.every_minutes {
        Some(minutes) => pulls::EVERY.fill(lang, &[("minutes", &grouped(minutes))]),
        None => pulls::BY_HAND.say(lang).to_owned(),
    };
    // The program's sentences are English: an Urdu line says before them what they are about.
    let sentence = |about: Text, said: &str| {
        let about = (lang != Lang::En).then(|| view! { <p>{about.say(lang)}</p> });
        view! {
            {about}
            <p class="as-stored" lang="en" dir="ltr">{said.to_owned()}</p>
        }
        .into_any()
    };
    let detail = match &line.state {
        PullState::Complete {
            read,
            accepted,
            updated,
            quarantined,
            remark,
        } => {
            let brought = pulls::BROUGHT.fill(
                lang,
                &[
                    ("time", line.complete_local.as_deref().unwrap_or("?")),
                    ("read", &grouped(*read)),
                    ("accepted", &grouped(*accepted)),
                    ("updated", &grouped(*updated)),
                    ("quarantined", &grouped(*quarantined)),
                ],
            );
            let remark = remark
                .as_deref()
                .map(|remark| sentence(pulls::REMARK, remark));
            view! {
                <p>{brought}</p>
                {remark}
            }
            .into_any()
        }
        PullState::Failed { said, .. } => {
            let said = sentence(pulls::WHY, said);
            view! {
                {said}
                <p>{last_complete(lang, line)}</p>
            }
            .into_any()
        }
        PullState::Running { .. } | PullState::Interrupted { .. } => {
            view! { <p>{last_complete(lang, line)}</p> }.into_any()
        }
    };
    let since = match &line.state {
        PullState::Complete { .. } => None,
        PullState::Running { since_local }
        | PullState::Interrupted { since_local }
        | PullState::Failed { since_local, .. } => {
            Some(pulls::SINCE.fill(lang, &[("time", since_local)]))
        }
    };
    view! {
        <li>
            <p>
                <strong class="breakable">{form}</strong>
                " "
                <span class=style>{state.say(lang)}</span>
                " "
                {since}
            </p>
            {detail}
            <p class="as-of">{schedule}</p>
        </li>
    }
}

fn last_complete(lang: Lang, line: &PullLine) -> String {
    match &line.complete_local {
        Some(time) => pulls::LAST_COMPLETE.fill(lang, &[("time", time)]),
        None => pulls::NEVER_COMPLETE.say(lang).to_owned(),
    }
}
