//! `/coordination/cases/new`: the form for a new case, filled in as far as the address says.

use super::parts::{self, Part};
use crate::components::Page;
use crate::pages::failed::Failed;
use crate::request::{self, Answer};
use crate::texts::coordination as words;
use api::ApiError;
use api::coordination::{CaseForm, NewCaseView};
use api::query::decoded_pairs;
use domain::coordination::{CaseKind, CaseProblem, LONGEST_DETAIL, LONGEST_TITLE, Subject};
use domain::lang::Lang;
use leptos::prelude::*;

/// The page.
#[component]
pub fn NewCase() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let pairs = decoded_pairs(&request::raw_query());
    let form = CaseForm::parse(parts::told(&pairs));
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        match backend.new_case(&session, form).await {
            Ok(view) => page(&view),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &NewCaseView) -> AnyView {
    let lang = request::lang();
    let title = words::new_case(view.form.kind).say(lang);
    let part = match view.form.kind {
        CaseKind::Refusals => Part::Refusals,
        _ => Part::Cases,
    };
    let problem = view
        .form
        .problem
        .map(|problem| parts::notice(lang, "case-problem", words::problem(problem), true));
    let (nav, form) = (parts::nav(lang, part), form(lang, view));
    view! {
        <Page title=title.to_owned()>
            <div class="coordination">
                {nav}
                <div class="page-title"><h1>{title}</h1></div>
                {problem}
                {form}
            </div>
        </Page>
    }
    .into_any()
}

fn form(lang: Lang, view: &NewCaseView) -> AnyView {
    let (typed, kind) = (&view.form.draft, view.form.kind);
    let wrong = |problems: &[CaseProblem]| {
        let is_wrong = view.form.problem.is_some_and(|is| problems.contains(&is));
        is_wrong.then_some("true")
    };
    use CaseProblem as P;
    let bad_area = wrong(&[P::NoArea, P::NotUnionCouncil, P::OwnedAlready]);
    let bad_title = wrong(&[P::NoTitle, P::BadTitle]);
    let bad_detail = wrong(&[P::LongDetail]);
    let bad_agency = wrong(&[P::NoAgency]);
    let bad_due = wrong(&[P::BadDay, P::DueBefore]);
    let bad_opened = wrong(&[P::BadDay, P::FutureDay]);
    let bad_reference = wrong(&[P::BadReference]);
    let described = |wrong: Option<&str>| wrong.map(|_| "case-problem");
    let area_label = match kind {
        CaseKind::Refusals => words::COUNCIL_FIELD,
        _ => words::AREA_FIELD,
    };
    let found = view.area.as_ref().map(|area| {
        let name = area.name_in(lang).to_owned();
        view! { <p class="hint" id="area-found"><bdi>{name}</bdi></p> }
    });
    let areas = view
        .areas
        .iter()
        .map(|(code, name)| view! { <option value=code.clone()>{name.clone()}</option> })
        .collect_view();
    let needs_agency = kind.needs_agency();
    let reference = (kind == CaseKind::Dispatch).then(|| {
        view! {
            <div class="field">
                <label for="reference">{words::REFERENCE_FIELD.say(lang)}</label>
                <input
                    id="reference" name="reference" type="text" dir="auto" autocomplete="off" maxlength="100"
                    value=typed.reference.clone() aria-invalid=bad_reference aria-describedby=described(bad_reference)
                />
            </div>
        }
    });
    // It comes from the page that leads here and is not typed; what it says is shown, so that nobody opens a case about somebody unseen.
    let subject = (!view.form.subject.is_empty()).then(|| {
        let said = Subject::parse(&view.form.subject).map(|subject| parts::subject(lang, &subject));
        view! {
            <input type="hidden" name="subject" value=view.form.subject.clone() />
            <p id="subject">{words::ABOUT.say(lang)} ": " {said}</p>
        }
    });
    let opened_on = match typed.opened_on.is_empty() {
        true => view.today.to_string(),
        false => typed.opened_on.clone(),
    };
    view! {
        <form id="new-case" class="step wide" method="post" action="/coordination/cases">
            <input type="hidden" name="kind" value=kind.code() />
            {subject}
            <div class="field">
                <label for="title">{words::TITLE_FIELD.say(lang)}</label>
                <input
                    id="title" name="title" type="text" dir="auto" autocomplete="off" required
                    maxlength=LONGEST_TITLE.to_string() value=typed.title.clone()
                    aria-invalid=bad_title aria-describedby=described(bad_title)
                />
            </div>
            <div class="field">
                <label for="detail">{words::DETAIL_FIELD.say(lang)}</label>
                <input
                    id="detail" name="detail" type="text" dir="auto" autocomplete="off"
                    maxlength=LONGEST_DETAIL.to_string() value=typed.detail.clone()
                    aria-invalid=bad_detail aria-describedby=bad_detail.map_or("privacy", |_| "case-problem")
                />
                <p class="hint" id="privacy">{words::PRIVACY.say(lang)}</p>
            </div>
            <div class="field">
                <label for="area">{area_label.say(lang)}</label>
                <input
                    id="area" name="area" type="text" dir="auto" autocomplete="off" required maxlength="200" list="areas"
                    value=view.form.area.clone() aria-invalid=bad_area aria-describedby=described(bad_area)
                />
                <datalist id="areas">{areas}</datalist>
                {found}
            </div>
            <div class="field">
                <label for="agency">{words::AGENCY_FIELD.say(lang)}</label>
                <select
                    id="agency" name="agency" required=needs_agency aria-invalid=bad_agency
                    aria-describedby=described(bad_agency)
                >
                    <option value="">{words::CHOOSE.say(lang)}</option>
                    {parts::agencies(lang, typed.agency)}
                </select>
            </div>
            <div class="field">
                <label for="due-on">{words::DUE_FIELD.say(lang)}</label>
                <input
                    id="due-on" name="due_on" type="date" value=typed.due_on.clone()
                    aria-invalid=bad_due aria-describedby=described(bad_due)
                />
            </div>
            <div class="field">
                <label for="opened-on">{words::OPENED_FIELD.say(lang)}</label>
                <input
                    id="opened-on" name="opened_on" type="date" max=view.today.to_string() value=opened_on
                    aria-invalid=bad_opened aria-describedby=described(bad_opened)
                />
            </div>
            {reference}
            <p><button type="submit" class="button">{words::OPEN_CASE.say(lang)}</button></p>
        </form>
    }
    .into_any()
}
