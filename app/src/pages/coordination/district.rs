//! `/coordination/districts/CODE`: the seven stages with who set them, the form to set one, the history, and the open cases.

use super::cases_table;
use super::listing::History;
use super::parts::{self, Part};
use crate::components::Page;
use crate::pages::failed::Failed;
use crate::request::{self, Answer};
use crate::texts::{coordination as words, isolated};
use api::ApiError;
use api::coordination::{CaseQuery, DistrictView, SetBy, StageForm, Standing, district_href};
use api::query::{decoded_pairs, percent_encoded};
use domain::coordination::{LONGEST_COMMENT, Stage, StageDates, StageProblem, StageWarning};
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn OneDistrict() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let code = use_params_map()
        .with(|params| params.get("code"))
        .unwrap_or_default();
    let pairs = decoded_pairs(&request::raw_query());
    let draft = StageForm::problem(parts::told(&pairs))
        .map(|problem| (StageForm::parse(parts::told(&pairs)), problem));
    let chosen = StageForm::parse(parts::told(&pairs)).stage;
    let is_done = pairs
        .iter()
        .any(|(name, value)| name == "done" && value == "1");
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        match backend.district(&session, &code, draft).await {
            Ok(view) => page(&view, chosen, is_done),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &DistrictView, chosen: Option<Stage>, is_done: bool) -> AnyView {
    let lang = request::lang();
    let name = view.area.name_in(lang).to_owned();
    let title = words::DISTRICT_TITLE.fill(lang, &[("name", &name)]);
    let coverage = format!("/coverage/{}", percent_encoded(&view.area.code));
    let notice = is_done.then(|| parts::notice(lang, "stage-notice", words::DONE, false));
    let present = parts::stage_tag(lang, view.stages.present());
    let late = view.late_days.map(|days| {
        let said = words::LATE_BY.fill(lang, &[("days", &words::days(lang, days))]);
        view! { <p id="late" class="notice notice-late">{said}</p> }
    });
    let (warnings, stages) = (warnings(lang, view), stages(lang, view));
    let (form, history) = (form(lang, view, chosen), history(lang, view));
    let (cases, nav) = (cases(lang, view), parts::nav(lang, Part::Board));
    view! {
        <Page title=title.clone()>
            <div class="coordination">
                {nav}
                <div class="page-title"><h1>{title}</h1> {present}</div>
                <p><a href=coverage>{crate::texts::common::COVERAGE.say(lang)}</a></p>
                {notice}
                {late}
                {warnings}
                {stages}
                {form}
                {cases}
                {history}
            </div>
        </Page>
    }
    .into_any()
}

fn warnings(lang: Lang, view: &DistrictView) -> Option<AnyView> {
    if view.warnings.is_empty() {
        return None;
    }
    let name = |stage: Stage| words::stage(Some(stage)).say(lang);
    let lines = view
        .warnings
        .iter()
        .map(|warning| match *warning {
            StageWarning::BeganBefore { later, earlier } => words::BEGAN_BEFORE
                .fill(lang, &[("later", name(later)), ("earlier", name(earlier))]),
            StageWarning::PlannedBefore { later, earlier } => words::PLANNED_BEFORE
                .fill(lang, &[("later", name(later)), ("earlier", name(earlier))]),
            StageWarning::Skipped(stage) => words::SKIPPED.fill(lang, &[("stage", name(stage))]),
        })
        .map(|said| view! { <li>{said}</li> })
        .collect_view();
    Some(
        view! {
            <div id="stage-warnings" class="notice notice-late">
                <p>{words::WARNINGS.say(lang)}</p>
                <ul>{lines}</ul>
            </div>
        }
        .into_any(),
    )
}

fn stages(lang: Lang, view: &DistrictView) -> AnyView {
    let present = view.stages.present();
    let rows = Stage::ALL
        .into_iter()
        .zip(&view.set)
        .map(|(stage, set)| {
            let dates = view.stages.of(stage);
            let is_present = (present == Some(stage)).then_some("true");
            let set = match set {
                Some(set) => set_by(set),
                None => view! { <span class="hint">{words::NOT_SET.say(lang)}</span> }.into_any(),
            };
            let set_dates = view.can_write.then(|| {
                let href = format!(
                    "{}?stage={}#set-stage",
                    district_href(&view.area.code),
                    stage.code()
                );
                let name = words::stage(Some(stage)).say(lang);
                let label = words::SET_STAGE.fill(lang, &[("stage", name)]);
                view! {
                    <td class="no-print"><a href=href aria-label=label>{words::SET.say(lang)}</a></td>
                }
            });
            view! {
                <tr aria-current=is_present>
                    <th scope="row">{words::stage(Some(stage)).say(lang)}</th>
                    <td class="dates">{parts::day(lang, dates.planned_on)}</td>
                    <td class="dates">{parts::day(lang, dates.actual_on)}</td>
                    <td class="dates">{set}</td>
                    {set_dates}
                </tr>
            }
        })
        .collect_view();
    let set_head = view
        .can_write
        .then(|| view! { <th scope="col" class="no-print">{words::SET.say(lang)}</th> });
    view! {
        <div class="scroll" id="stages" role="region" aria-labelledby="stages-title" tabindex="0">
            <table id="stages-table">
                <caption id="stages-title">{words::STAGES_CAPTION.say(lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words::STAGE.say(lang)}</th>
                        <th scope="col">{words::PLANNED.say(lang)}</th>
                        <th scope="col">{words::ACTUAL.say(lang)}</th>
                        <th scope="col">{words::SET_BY.say(lang)}</th>
                        {set_head}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn set_by(set: &SetBy) -> AnyView {
    view! {
        <bdi>{set.by.clone()}</bdi>
        " "
        <span class="hint"><bdi>{set.at_local.clone()}</bdi></span>
    }
    .into_any()
}

/// The form of one stage, with its own dates in it: the one that was chosen in the table, else the one that comes next. A list of stages
/// in the form would leave one stage's dates standing when another is chosen.
fn form(lang: Lang, view: &DistrictView, chosen: Option<Stage>) -> Option<AnyView> {
    if !view.can_write {
        return None;
    }
    let draft = view.draft.as_ref();
    let notice = draft.map(|(_, problem)| {
        parts::notice(lang, "stage-problem", words::stage_problem(*problem), true)
    });
    let next = view.stages.next().unwrap_or(Stage::Closed);
    let stage = chosen.unwrap_or(next);
    let typed = draft.map(|(form, _)| form.clone()).unwrap_or_else(|| {
        let dates = view.stages.of(stage);
        let text = |day: Option<domain::time::SurveyDay>| day.map(|day| day.to_string());
        StageForm {
            planned: text(dates.planned_on).unwrap_or_default(),
            actual: text(dates.actual_on).unwrap_or_default(),
            ..StageForm::default()
        }
    });
    let wrong = |problem: StageProblem| {
        draft
            .is_some_and(|(_, is)| *is == problem)
            .then_some("true")
    };
    let bad_day = wrong(StageProblem::BadDay);
    let bad_actual = bad_day.or(wrong(StageProblem::FutureActual));
    let bad_note = wrong(StageProblem::LongNote);
    let describes = |wrong: Option<&str>| wrong.map(|_| "stage-problem");
    let name = words::stage(Some(stage)).say(lang);
    let title = words::SET_STAGE.fill(lang, &[("stage", name)]);
    let latest = view.freshness.today.map(|day| day.to_string());
    Some(
        view! {
            <section id="set-stage" class="no-print" aria-labelledby="set-stage-title">
                <h2 id="set-stage-title">{title}</h2>
                <p class="hint" id="set-stage-hint">{words::SET_STAGE_HINT.say(lang)}</p>
                {notice}
                <form class="step wide" method="post" action=district_href(&view.area.code)>
                    <input type="hidden" name="seen" value=view.seen.to_string() />
                    <input type="hidden" name="stage" value=stage.code() />
                    <div class="field">
                        <label for="planned">{words::PLANNED_FIELD.say(lang)}</label>
                        <input
                            id="planned" name="planned" type="date" value=typed.planned
                            aria-invalid=bad_day aria-describedby=describes(bad_day)
                        />
                    </div>
                    <div class="field">
                        <label for="actual">{words::ACTUAL_FIELD.say(lang)}</label>
                        <input
                            id="actual" name="actual" type="date" max=latest value=typed.actual
                            aria-invalid=bad_actual aria-describedby=describes(bad_actual)
                        />
                    </div>
                    <div class="field">
                        <label for="note">{words::NOTE.say(lang)}</label>
                        <input
                            id="note" name="note" type="text" dir="auto" autocomplete="off" value=typed.note
                            maxlength=LONGEST_COMMENT.to_string()
                            aria-invalid=bad_note aria-describedby=describes(bad_note)
                        />
                    </div>
                    <p><button type="submit" class="button">{words::SAVE.say(lang)}</button></p>
                </form>
            </section>
        }
        .into_any(),
    )
}

fn cases(lang: Lang, view: &DistrictView) -> AnyView {
    let query = CaseQuery {
        area: Some(view.area.code.clone()),
        status: Some(Standing::Waiting),
        ..CaseQuery::default()
    };
    let table = match view.cases.is_empty() {
        true => view! { <p class="hint">{words::NO_CASES.say(lang)}</p> }.into_any(),
        false => cases_table::table(lang, &view.cases, words::OPEN_CASES),
    };
    let all = (view.open_cases > view.cases.len() as u64).then(|| {
        let said = words::TOTAL.fill(lang, &[("count", &grouped(view.open_cases))]);
        view! { <p class="under-table"><a href=query.href()>{said}</a></p> }
    });
    let new = view
        .can_write
        .then(|| cases_table::new_links(lang, Some(&view.area.code)));
    view! {
        <section id="district-cases">
            <h2>{words::OPEN_CASES.say(lang)}</h2>
            {new}
            {table}
            {all}
        </section>
    }
    .into_any()
}

fn history(lang: Lang, view: &DistrictView) -> AnyView {
    if view.changes.is_empty() {
        return view! {
            <section>
                <h2>{words::HISTORY.say(lang)}</h2>
                <p class="hint">{words::NO_HISTORY.say(lang)}</p>
            </section>
        }
        .into_any();
    }
    let rows = view
        .changes
        .iter()
        .map(|change| {
            let planned = changed(lang, change.before, change.dates, |dates| dates.planned_on);
            let actual = changed(lang, change.before, change.dates, |dates| dates.actual_on);
            view! {
                <tr>
                    <td class="at-minute"><bdi>{change.set.at_local.clone()}</bdi></td>
                    <td><bdi>{change.set.by.clone()}</bdi></td>
                    <th scope="row">{words::stage(Some(change.stage)).say(lang)}</th>
                    <td class="dates">{planned}</td>
                    <td class="dates">{actual}</td>
                    <td class="breakable"><bdi>{change.note.clone()}</bdi></td>
                </tr>
            }
        })
        .collect_view();
    let csv = format!("{}/stages.csv", district_href(&view.area.code));
    let history = History {
        id: "stage-history",
        file: (csv, "stages.csv"),
        zone: view.zone.clone(),
        heads: vec![words::STAGE, words::PLANNED, words::ACTUAL, words::NOTE],
        rows: rows.into_any(),
    };
    history.view(lang)
}

/// A date, with the one before where it is another.
fn changed(
    lang: Lang,
    before: StageDates,
    after: StageDates,
    of: impl Fn(StageDates) -> Option<domain::time::SurveyDay>,
) -> String {
    let said = |dates| match of(dates) {
        Some(day) => day.to_string(),
        None => words::NOT_SET.say(lang).to_owned(),
    };
    match of(before) == of(after) {
        true if of(after).is_none() => String::new(),
        true => said(after),
        false if of(before).is_none() => said(after),
        false => {
            let [before, after] = [before, after].map(|dates| isolated(lang, &said(dates)));
            let arrow = match lang {
                Lang::En => "→",
                Lang::Ur => "←",
            };
            format!("{before} {arrow} {after}")
        }
    }
}
