//! The forms of the page: plain POSTs to the page itself. What they are about travels in hidden fields, never in an address.

use crate::texts::subject as words;
use api::subject::{SubjectForm, SubjectFound};
use domain::lang::Lang;
use domain::submission::Column;
use leptos::prelude::*;

/// The form that finds.
pub fn find(lang: Lang, form: &SubjectForm) -> AnyView {
    view! {
        <form id="find" class="step wide no-print" method="post" action="/subject" autocomplete="off">
            <h2>{words::FIND.say(lang)}</h2>
            <input type="hidden" name="action" value="find" />
            <div class="field">
                <label for="area">{words::AREA.say(lang)}</label>
                <input id="area" name="area" type="text" dir="ltr" required=true maxlength="100" value=form.area.clone() />
            </div>
            <div class="field">
                <label for="reference">{words::REFERENCE.say(lang)}</label>
                <input
                    id="reference" name="reference" type="text" dir="ltr" autocomplete="off" spellcheck="false" required=true
                    maxlength="200" value=form.reference.clone() aria-describedby="reference-hint"
                />
                <p id="reference-hint" class="hint">{words::REFERENCE_HINT.say(lang)}</p>
            </div>
            <p><button type="submit" class="button">{words::FIND_SUBMIT.say(lang)}</button></p>
        </form>
    }
    .into_any()
}

/// What can be done with what was found.
pub fn actions(lang: Lang, form: &SubjectForm, found: &SubjectFound) -> AnyView {
    let correct = (!found.submissions.is_empty()).then(|| correct(lang, form, found));
    view! {
        <form id="export" class="step wide no-print" method="post" action="/subject">
            {about(form, "export")}
            <p><button type="submit" class="button">{words::EXPORT.say(lang)}</button></p>
            <p class="hint">{words::EXPORT_HINT.say(lang)}</p>
        </form>
        {correct}
        <form id="delete" class="step wide no-print" method="post" action="/subject" autocomplete="off">
            <h2>{words::DELETE.say(lang)}</h2>
            <p>{words::DELETE_LEAD.say(lang)}</p>
            {about(form, "delete")}
            {sure(lang, "delete")}
            <p><button type="submit" class="button">{words::DELETE_SUBMIT.say(lang)}</button></p>
        </form>
    }
    .into_any()
}

fn correct(lang: Lang, form: &SubjectForm, found: &SubjectFound) -> impl IntoView + use<> {
    let submissions = found
        .submissions
        .iter()
        .map(|one| {
            let chosen = one.id == form.submission;
            view! { <option value=one.id.clone() selected=chosen>{one.id.clone()}</option> }
        })
        .collect_view();
    let fields = Column::CORRECTABLE
        .into_iter()
        .map(|column| {
            let chosen = column.name() == form.field;
            view! { <option value=column.name() selected=chosen>{column.name()}</option> }
        })
        .collect_view();
    view! {
        <form id="correct" class="step wide no-print" method="post" action="/subject" autocomplete="off">
            <h2>{words::CORRECT.say(lang)}</h2>
            {about(form, "correct")}
            <div class="field">
                <label for="submission">{words::WHICH_INTERVIEW.say(lang)}</label>
                <select id="submission" name="submission">{submissions}</select>
            </div>
            <div class="field">
                <label for="field">{words::FIELD.say(lang)}</label>
                <select id="field" name="field" dir="ltr">{fields}</select>
            </div>
            <div class="field">
                <label for="value">{words::NEW_VALUE.say(lang)}</label>
                <input id="value" name="value" type="text" dir="auto" maxlength="10000" value=form.value.clone() />
            </div>
            <div class="field">
                <label for="take-back">
                    <input id="take-back" name="take_back" type="checkbox" value="yes" />
                    {words::TAKE_BACK.say(lang)}
                </label>
            </div>
            {sure(lang, "correct")}
            <p><button type="submit" class="button">{words::CORRECT_SUBMIT.say(lang)}</button></p>
        </form>
    }
}

/// What a form is about.
fn about(form: &SubjectForm, action: &'static str) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="action" value=action />
        <input type="hidden" name="area" value=form.area.clone() />
        <input type="hidden" name="reference" value=form.reference.clone() />
    }
}

/// Reason and confirmation: what was typed into them is typed anew each time.
fn sure(lang: Lang, form: &'static str) -> impl IntoView {
    let (reason, confirm) = (format!("{form}-reason"), format!("{form}-confirm"));
    view! {
        <div class="field">
            <label for=reason.clone()>{words::REASON.say(lang)}</label>
            <input id=reason name="reason" type="text" dir="auto" required=true maxlength="500" />
        </div>
        <div class="field">
            <label for=confirm.clone()>{words::CONFIRM.say(lang)}</label>
            <input
                id=confirm name="confirm" type="text" dir="ltr" autocomplete="off" spellcheck="false" required=true maxlength="200"
            />
        </div>
    }
}
