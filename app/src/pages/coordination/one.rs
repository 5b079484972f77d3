//! `/coordination/cases/ID`: one case, its history, and what can be done with it.

use super::cases_table::due;
use super::listing::History;
use super::parts::{self, Part};
use crate::components::Page;
use crate::pages::failed::Failed;
use crate::request::{self, Answer};
use crate::texts::{coordination as words, isolated};
use api::ApiError;
use api::coordination::{CaseNotice, CaseStepItem, CaseView, StepForm, case_href};
use api::query::decoded_pairs;
use domain::coordination::{CaseAction, CaseProblem, CaseStatus, LONGEST_COMMENT};
use domain::lang::Lang;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn OneCase() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let number = use_params_map().with(|params| params.get("id")?.parse::<i32>().ok());
    let pairs = decoded_pairs(&request::raw_query());
    let notice = CaseNotice::parse(parts::told(&pairs));
    let typed = match notice {
        Some(CaseNotice::Problem(_)) => StepForm::parse(parts::told(&pairs)),
        _ => StepForm::default(),
    };
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        let found = match number {
            Some(number) => backend.case(&session, number).await,
            None => Err(ApiError::NotFound),
        };
        match found {
            Ok(view) => page(&view, notice, &typed),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &CaseView, notice: Option<CaseNotice>, typed: &StepForm) -> AnyView {
    let lang = request::lang();
    let case = &view.case;
    let number = case.case_id.to_string();
    let kind = words::kind(case.kind).say(lang);
    let title = format!(
        "{kind} {}: {}",
        isolated(lang, &number),
        isolated(lang, &case.title)
    );
    let problem = match notice {
        Some(CaseNotice::Problem(problem)) => Some(problem),
        _ => None,
    };
    let notice = notice.map(|notice| match notice {
        CaseNotice::Done => parts::notice(lang, "step-notice", words::DONE, false),
        CaseNotice::Problem(problem) => {
            parts::notice(lang, "step-notice", words::problem(problem), true)
        }
    });
    let (nav, tag) = (
        parts::nav(lang, Part::Cases),
        parts::status_tag(lang, case.status),
    );
    let (facts, history) = (facts(lang, view), history(lang, view));
    let actions = view.can_write.then(|| actions(lang, view, typed, problem));
    view! {
        <Page title=title.clone()>
            <div class="coordination">
                {nav}
                <div class="page-title"><h1>{title}</h1> {tag}</div>
                {notice}
                {facts}
                {actions}
                {history}
            </div>
        </Page>
    }
    .into_any()
}

fn facts(lang: Lang, view: &CaseView) -> AnyView {
    let case = &view.case;
    let day = case.opened_on.to_string();
    let received = match case.age_days {
        0 => words::TODAY.fill(lang, &[("day", &day)]),
        days => {
            let days = words::days(lang, days);
            words::AGO.fill(lang, &[("day", &day), ("days", &days)])
        }
    };
    let reference = case.reference.clone().map(|reference| {
        view! {
            <div><dt>{words::REFERENCE.say(lang)}</dt><dd><bdi>{reference}</bdi></dd></div>
        }
    });
    let subject = view.subject.as_ref().map(|subject| {
        let said = parts::subject(lang, subject);
        view! { <div><dt>{words::ABOUT.say(lang)}</dt><dd>{said}</dd></div> }
    });
    let detail = match (&view.detail, view.sees_details) {
        (Some(detail), true) => Some(view! { <bdi>{detail.clone()}</bdi> }.into_any()),
        (None, true) => None,
        (_, false) => {
            Some(view! { <span class="hint">{words::NOT_FOR_YOU.say(lang)}</span> }.into_any())
        }
    };
    let detail = detail.map(|detail| {
        view! { <div><dt>{words::DETAIL.say(lang)}</dt><dd class="breakable">{detail}</dd></div> }
    });
    view! {
        <dl class="facts" id="case-facts">
            <div><dt>{words::AREA.say(lang)}</dt><dd>{parts::area(lang, &case.area, case.district.as_ref())}</dd></div>
            <div><dt>{words::AGENCY.say(lang)}</dt><dd>{words::agency(case.agency).say(lang)}</dd></div>
            <div><dt>{words::DUE.say(lang)}</dt><dd>{due(lang, case)}</dd></div>
            <div><dt>{words::RECEIVED.say(lang)}</dt><dd>{received}</dd></div>
            {reference}
            {subject}
            {detail}
        </dl>
    }
    .into_any()
}

fn actions(lang: Lang, view: &CaseView, typed: &StepForm, problem: Option<CaseProblem>) -> AnyView {
    let is_closed = view.case.status == CaseStatus::Closed;
    let assign = (!is_closed).then(|| assign(lang, view, typed, problem));
    let moves = view
        .ways
        .iter()
        // Giving it to somebody is what assigns a request.
        .filter(|to| !(view.case.status == CaseStatus::Created && **to == CaseStatus::Assigned))
        .map(|to| bring(lang, view, *to, typed, problem))
        .collect_view();
    let comment = form(
        lang,
        view,
        "comment",
        view! { <input type="hidden" name="step" value="comment" /> }.into_any(),
        comment_field(
            lang,
            "comment",
            true,
            typed,
            typed.step == "comment",
            problem,
        ),
        words::ADD_COMMENT.say(lang),
    );
    view! {
        <section class="no-print" aria-labelledby="actions-title">
            <h2 id="actions-title">{words::ACTIONS.say(lang)}</h2>
            <div class="steps">{assign} {moves} {comment}</div>
        </section>
    }
    .into_any()
}

/// A form with what every one has.
fn form(
    _lang: Lang,
    view: &CaseView,
    id: &str,
    hidden: AnyView,
    fields: AnyView,
    button: &'static str,
) -> AnyView {
    view! {
        <form class="step" id=format!("step-{id}") method="post" action=case_href(view.case.case_id)>
            <input type="hidden" name="seen" value=view.seen.to_string() />
            {hidden}
            {fields}
            <p><button type="submit" class="button">{button}</button></p>
        </form>
    }
    .into_any()
}

fn comment_field(
    lang: Lang,
    id: &str,
    is_needed: bool,
    typed: &StepForm,
    is_typed: bool,
    problem: Option<CaseProblem>,
) -> AnyView {
    let id = format!("{id}-comment");
    let label = match is_needed {
        true => words::COMMENT_NEEDED,
        false => words::COMMENT,
    };
    let value = if is_typed {
        typed.comment.clone()
    } else {
        String::new()
    };
    let is_wrong = is_typed
        && matches!(
            problem,
            Some(CaseProblem::NoComment | CaseProblem::LongComment)
        );
    let wrong = is_wrong.then_some("true");
    let described = is_wrong.then_some("step-notice");
    view! {
        <div class="field">
            <label for=id.clone()>{label.say(lang)}</label>
            <input
                id=id name="comment" type="text" dir="auto" autocomplete="off" value=value required=is_needed
                maxlength=LONGEST_COMMENT.to_string() aria-invalid=wrong aria-describedby=described
            />
        </div>
    }
    .into_any()
}

fn assign(lang: Lang, view: &CaseView, typed: &StepForm, problem: Option<CaseProblem>) -> AnyView {
    let is_typed = typed.step == "assign";
    let due_on = match is_typed {
        true => typed.due_on.clone(),
        false => view
            .case
            .due_on
            .map(|day| day.to_string())
            .unwrap_or_default(),
    };
    let agency = if is_typed {
        typed.agency
    } else {
        view.case.agency
    };
    let wrong = |is_wrong: bool| (is_typed && is_wrong).then_some("true");
    let bad_agency = wrong(problem == Some(CaseProblem::NoAgency));
    let bad_due = wrong(matches!(
        problem,
        Some(CaseProblem::BadDay | CaseProblem::DueBefore)
    ));
    let described = |wrong: Option<&str>| wrong.map(|_| "step-notice");
    let comment = comment_field(lang, "assign", false, typed, is_typed, problem);
    let fields = view! {
        <div class="field">
            <label for="agency">{words::AGENCY_FIELD.say(lang)}</label>
            <select id="agency" name="agency" required aria-invalid=bad_agency aria-describedby=described(bad_agency)>
                <option value="">{words::CHOOSE.say(lang)}</option>
                {parts::agencies(lang, agency)}
            </select>
        </div>
        <div class="field">
            <label for="due-on">{words::DUE_FIELD.say(lang)}</label>
            <input
                id="due-on" name="due_on" type="date" value=due_on
                aria-invalid=bad_due aria-describedby=described(bad_due)
            />
        </div>
        {comment}
    }
    .into_any();
    let button = match view.case.agency {
        Some(_) if view.case.status != CaseStatus::Created => words::ASSIGN_AGAIN,
        _ => words::ASSIGN,
    };
    let hidden = view! { <input type="hidden" name="step" value="assign" /> }.into_any();
    form(lang, view, "assign", hidden, fields, button.say(lang))
}

fn bring(
    lang: Lang,
    view: &CaseView,
    to: CaseStatus,
    typed: &StepForm,
    problem: Option<CaseProblem>,
) -> AnyView {
    let is_typed = typed.step == "move" && typed.to == Some(to);
    let hidden = view! {
        <input type="hidden" name="step" value="move" />
        <input type="hidden" name="to" value=to.code() />
    }
    .into_any();
    // Forward needs no words; closing, and going back, do.
    let place = |status| {
        let all = view.case.kind.statuses();
        all.iter().position(|known| *known == status)
    };
    let is_needed = to == CaseStatus::Closed || place(to) < place(view.case.status);
    let fields = comment_field(lang, to.code(), is_needed, typed, is_typed, problem);
    let button = words::bring_to(to).say(lang);
    form(lang, view, to.code(), hidden, fields, button)
}

fn history(lang: Lang, view: &CaseView) -> AnyView {
    let rows = view.steps.iter().map(|step| row(lang, step)).collect_view();
    let csv = format!("{}/history.csv", case_href(view.case.case_id));
    let history = History {
        id: "case-history",
        file: (csv, "history.csv"),
        zone: view.zone.clone(),
        heads: vec![words::STEP, words::WORDS],
        rows: rows.into_any(),
    };
    history.view(lang)
}

fn row(lang: Lang, step: &CaseStepItem) -> AnyView {
    let agency = words::agency(step.agency).say(lang);
    let status = step
        .status
        .map_or("", |status| words::status(status).say(lang));
    let said = words::action(step.action).fill(lang, &[("agency", agency), ("status", status)]);
    let sets_due = matches!(
        step.action,
        Some(
            CaseAction::Opened | CaseAction::Imported | CaseAction::Updated | CaseAction::Assigned
        )
    );
    let due = step.due_on.filter(|_| sets_due).map(|day| {
        let said = words::DUE_ON.fill(lang, &[("day", &day.to_string())]);
        view! { " " <span class="hint">{said}</span> }
    });
    let words = match (&step.comment, &step.said) {
        (Some(comment), _) => view! { <bdi>{comment.clone()}</bdi> }.into_any(),
        (None, Some((title, detail))) => {
            let detail = detail
                .clone()
                .map(|detail| view! { <br /> <bdi>{detail}</bdi> });
            view! { <bdi>{title.clone()}</bdi> {detail} }.into_any()
        }
        (None, None) => ().into_any(),
    };
    view! {
        <tr>
            <td class="at-minute"><bdi>{step.set.at_local.clone()}</bdi></td>
            <td><bdi>{step.set.by.clone()}</bdi></td>
            <th scope="row">{said} {due}</th>
            <td class="breakable">{words}</td>
        </tr>
    }
    .into_any()
}
