//! The form for what was found at a door. It needs no script: what the phone knows of place and time is typed, or left out.

use super::fields::{Field, select};
use super::phone;
use crate::texts::spot_visit as words;
use api::spot_checks::{VisitForm, VisitFormProblem, check_href};
use domain::lang::Lang;
use domain::spot_check::{AskedQuestion, Came, Found, LONGEST_ANSWER, LONGEST_NOTE};
use leptos::prelude::*;

/// The form, with what was typed and what is wrong with it.
pub fn form(
    lang: Lang,
    check_id: i32,
    questions: &[AskedQuestion],
    form: &VisitForm,
    problems: &[VisitFormProblem],
) -> AnyView {
    let wrong = (!problems.is_empty()).then(|| {
        let lines = problems
            .iter()
            .map(|problem| view! { <li>{words::problem(problem, lang)}</li> })
            .collect_view();
        view! {
            <div id="visit-problems" class="notice notice-error" role="alert">
                <p>{words::PROBLEMS.say(lang)}</p>
                <ul>{lines}</ul>
            </div>
        }
    });
    let found = Found::ALL
        .map(|found| {
            let said = words::found(found).say(lang).to_owned();
            (found.code().to_owned(), said, form.found == Some(found))
        })
        .to_vec();
    let came = Came::ALL
        .map(|came| {
            let said = words::came(came).say(lang).to_owned();
            (came.code().to_owned(), said, form.came == Some(came))
        })
        .to_vec();
    let choose = Some(crate::texts::spot_checks::CHOOSE.say(lang));
    let questions = questions
        .iter()
        .map(|question| asked(lang, question, form.answer(question.code())))
        .collect_view();
    let text = |name: &'static str, label, mode, value: &str, most: usize| {
        let field = Field {
            id: name,
            name,
            label,
            kind: "text",
            mode,
            value: value.to_owned(),
            required: false,
            most: u32::try_from(most).unwrap_or(u32::MAX),
        };
        field.view(lang)
    };
    view! {
        <section aria-labelledby="visit-title">
            <h2 id="visit-title">{words::FORM.say(lang)}</h2>
            <p class="hint">{words::BLIND.say(lang)}</p>
            {phone::again(lang)}
            {wrong}
            <form id="visit" class="step wide" method="post" action=check_href(check_id)>
                <input type="hidden" name="visit_id" value=form.visit_id.clone() />
                {select(("found", "found"), words::FOUND.say(lang).to_owned(), choose, found, true)}
                {select(("came", "came"), words::CAME.say(lang).to_owned(), choose, came, false)}
                <div class="field">
                    <label for="came_on">{words::CAME_ON.say(lang)}</label>
                    <input id="came_on" name="came_on" type="date" value=form.came_on.clone() />
                </div>
                {text("household_size", words::SIZE, Some("numeric"), &form.household_size, 3)}
                <fieldset>
                    <legend>{words::QUESTIONS.say(lang)}</legend>
                    {questions}
                </fieldset>
                <fieldset>
                    <legend>{words::PLACE_AND_TIME.say(lang)}</legend>
                    {phone::place(lang)}
                    <input type="hidden" id="accuracy_m" name="accuracy_m" value=form.accuracy_m.clone() />
                    {text("latitude", words::LATITUDE, Some("decimal"), &form.latitude, 20)}
                    {text("longitude", words::LONGITUDE, Some("decimal"), &form.longitude, 20)}
                    <div class="field">
                        <label for="at">{words::AT.say(lang)}</label>
                        <input id="at" name="at" type="datetime-local" value=form.at.clone() />
                    </div>
                </fieldset>
                {text("note", words::NOTE, None, &form.note, LONGEST_NOTE)}
                <p><button type="submit" class="button">{words::RECORD.say(lang)}</button></p>
            </form>
        </section>
    }
    .into_any()
}

fn asked(lang: Lang, question: &AskedQuestion, typed: &str) -> AnyView {
    let name = VisitForm::field(question.code());
    let label = question.words.say(lang).to_owned();
    if question.choices.is_empty() {
        let mode = question.is_number().then_some("decimal");
        return view! {
            <div class="field">
                <label for=name.clone()><bdi>{label}</bdi></label>
                <input
                    id=name.clone() name=name type="text" inputmode=mode dir="auto" autocomplete="off" value=typed.to_owned()
                    maxlength=LONGEST_ANSWER.to_string()
                />
            </div>
        }
        .into_any();
    }
    let options = question
        .choices
        .iter()
        .map(|choice| {
            let said = choice.words.say(lang).to_owned();
            (choice.code.clone(), said, typed == choice.code)
        })
        .collect();
    let none = Some(words::NOT_ASKED.say(lang));
    select((&name, &name), label, none, options, false)
}
