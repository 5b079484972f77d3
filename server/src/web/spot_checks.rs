//! Spot checks: pages that are handed over whole, and the forms on them (docs/decisions/0112).

use super::account::{Said, see_other};
use super::asker::Asker;
use super::doors::{Door, Doors};
use super::phone;
use super::taker::Taker;
use crate::site::Site;
use crate::spot_checks::one::Says;
use crate::spot_checks::visiting::NotRecorded;
use crate::spot_checks::{
    drawing, giving, lists, one, results, results_table, resurveys, table, today, visiting,
};
use api::ApiError;
use api::spot_checks::{
    Done, DrawForm, DrawsQuery, RESURVEYS, ResultsQuery, ResurveyAction, ResurveyForm,
    ResurveyProblem, SpotPage, StepForm, StepProblem, VisitForm, check_href, draw_href,
};
use app::Instead;
use axum::extract::{Path, RawForm, RawQuery};
use axum::http::Method;
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use domain::permission::Permission;
use std::sync::Arc;

/// Every address of them.
pub fn doors() -> Doors {
    use Permission as P;
    const SEE: Door = Door::Needs(P::SeeSpotChecks);
    const DRAW: Door = Door::Needs(P::DrawSpotChecks);
    const VISIT: Door = Door::Needs(P::VisitSpotChecks);
    Doors::new()
        .get("/spot-checks", SEE, draws)
        .files(["/spot-checks.csv", "/spot-checks.xlsx"], SEE, draws_file)
        .get("/spot-checks/results", SEE, results)
        .files(
            ["/spot-checks/results.csv", "/spot-checks/results.xlsx"],
            SEE,
            results_file,
        )
        .get("/spot-checks/draw", DRAW, preview)
        .post("/spot-checks/draw", DRAW, draw)
        .get("/spot-checks/{draw}", SEE, one_draw)
        .post(
            "/spot-checks/{draw}",
            Door::Needs(P::AssignSpotChecks),
            give,
        )
        .get(RESURVEYS, SEE, resurveys_page)
        .post(RESURVEYS, Door::Needs(P::DecideResurveys), decide_resurvey)
        .files(["/re-surveys.csv", "/re-surveys.xlsx"], SEE, resurveys_file)
        .files(
            ["/re-surveys/interviews.csv", "/re-surveys/interviews.xlsx"],
            SEE,
            interviews_file,
        )
        .files(
            [
                "/spot-checks/{draw}/checks.csv",
                "/spot-checks/{draw}/checks.xlsx",
            ],
            SEE,
            file_of_draw,
        )
        .get("/today", VISIT, todays)
        .get("/today/phone", VISIT, phone::kept)
        .get("/today/{check}", SEE, check)
        .post("/today/{check}", VISIT, visit)
        // One form an address: who decides, who gives and who closes are not the same people. The table asks for what each step takes.
        .on(
            Method::POST,
            "/today/{check}/decision",
            Door::Needs(P::DecideSpotChecks),
            step_by(P::DecideSpotChecks),
        )
        .on(
            Method::POST,
            "/today/{check}/assignment",
            Door::Needs(P::AssignSpotChecks),
            step_by(P::AssignSpotChecks),
        )
        .on(
            Method::POST,
            "/today/{check}/closing",
            Door::Needs(P::CloseSpotChecks),
            step_by(P::CloseSpotChecks),
        )
}

/// The page, or what stands in its place.
async fn answer(asker: Asker, page: Result<SpotPage, ApiError>) -> Response {
    asker.answer(page.map(Instead::SpotChecks)).await
}

fn query(raw: Option<String>) -> Said {
    Said::of(raw.unwrap_or_default().as_bytes())
}

/// `GET /spot-checks`
async fn draws(asker: Asker, RawQuery(raw): RawQuery) -> Response {
    let asked = DrawsQuery::parse(query(raw).pairs());
    let view = lists::draws(&asker.site, &asker.session, asked).await;
    let page = view.map(|view| SpotPage::Draws(Box::new(view)));
    answer(asker, page).await
}

/// `GET /spot-checks.csv`, `.xlsx`
async fn draws_file(taker: Taker) -> Response {
    let asked = DrawsQuery::parse(taker.said().pairs());
    let table = table::draws(&taker.site, &taker.session, asked).await;
    taker.answer(table, taker.about())
}

/// `GET /spot-checks/results`
async fn results(asker: Asker, RawQuery(raw): RawQuery) -> Response {
    let (asked, problems) = ResultsQuery::parse(query(raw).pairs());
    let view = results::page(&asker.site, &asker.session, asked, problems).await;
    let page = view.map(|view| SpotPage::Results(Box::new(view)));
    answer(asker, page).await
}

/// `GET /spot-checks/results.csv`, `.xlsx`: every line.
async fn results_file(taker: Taker) -> Response {
    let (asked, problems) = ResultsQuery::parse(taker.said().pairs());
    let view = results::all(&taker.site, &taker.session, asked, problems).await;
    let table = view.map(|view| results_table::table(&view));
    taker.answer(table, taker.about())
}

/// `GET /spot-checks/{draw}/checks.csv`, `.xlsx`
async fn file_of_draw(taker: Taker, Path(draw): Path<String>) -> Response {
    let table = match draw.parse() {
        Ok(draw) => table::draw(&taker.site, &taker.session, draw).await,
        Err(_) => Err(ApiError::NotFound),
    };
    taker.answer(table, taker.about_all())
}

/// `GET /spot-checks/draw`: what would be drawn. Nothing is written.
async fn preview(asker: Asker, RawQuery(raw): RawQuery) -> Response {
    let form = DrawForm::parse(query(raw).pairs());
    let view = drawing::preview(&asker.site, &asker.session, form).await;
    let page = view.map(|view| SpotPage::Preview(Box::new(view)));
    answer(asker, page).await
}

/// `POST /spot-checks/draw`
async fn draw(asker: Asker, RawForm(form): RawForm) -> Response {
    let form = DrawForm::parse(Said::of(&form).pairs());
    let page = match drawing::draw(&asker.site, &asker.session, form).await {
        Ok(Ok(draw_id)) => return see_other(&format!("{}?done=1", draw_href(draw_id)), &[]),
        Ok(Err(view)) => Ok(SpotPage::Preview(Box::new(view))),
        Err(error) => Err(error),
    };
    answer(asker, page).await
}

/// `GET /spot-checks/{draw}`
async fn one_draw(asker: Asker, Path(draw): Path<String>, RawQuery(raw): RawQuery) -> Response {
    let Ok(draw) = draw.parse() else {
        return answer(asker, Err(ApiError::NotFound)).await;
    };
    let is_done = query(raw).value("done") == "1";
    draw_shown(asker, draw, is_done, None).await
}

/// The page of a draw.
async fn draw_shown(
    asker: Asker,
    draw: i32,
    is_done: bool,
    problem: Option<(StepForm, StepProblem)>,
) -> Response {
    let view = lists::draw(&asker.site, &asker.session, draw, is_done, problem).await;
    let page = view.map(|view| SpotPage::Draw(Box::new(view)));
    answer(asker, page).await
}

/// `POST /spot-checks/{draw}`: a walk is given to a monitor.
async fn give(asker: Asker, Path(draw): Path<String>, RawForm(form): RawForm) -> Response {
    let Ok(draw) = draw.parse() else {
        return answer(asker, Err(ApiError::NotFound)).await;
    };
    let form = StepForm::parse(Said::of(&form).pairs());
    match giving::give_walk(&asker.site, &asker.session, draw, &form).await {
        Ok(Ok(())) => see_other(&format!("{}?done=1", draw_href(draw)), &[]),
        Ok(Err(problem)) => draw_shown(asker, draw, false, Some((form, problem))).await,
        Err(error) => answer(asker, Err(error)).await,
    }
}

/// `GET /re-surveys`
async fn resurveys_page(asker: Asker, RawQuery(raw): RawQuery) -> Response {
    let said = query(raw);
    let done = ResurveyAction::from_code(said.value("done"));
    let asked = DrawsQuery::parse(said.pairs());
    resurveys_shown(asker, asked, done, None).await
}

async fn resurveys_shown(
    asker: Asker,
    asked: DrawsQuery,
    done: Option<ResurveyAction>,
    problem: Option<(ResurveyForm, ResurveyProblem)>,
) -> Response {
    let view = resurveys::page(&asker.site, &asker.session, asked, done, problem).await;
    let page = view.map(|view| SpotPage::Resurveys(Box::new(view)));
    answer(asker, page).await
}

/// `POST /re-surveys`: a proposal is accepted or declined, or an acceptance taken back.
async fn decide_resurvey(asker: Asker, RawForm(form): RawForm) -> Response {
    let form = ResurveyForm::parse(Said::of(&form).pairs());
    match resurveys::decide(&asker.site, &asker.session, &form).await {
        Ok(Ok(action)) => see_other(&format!("{RESURVEYS}?done={}", action.code()), &[]),
        Ok(Err(problem)) => {
            let asked = DrawsQuery::default();
            resurveys_shown(asker, asked, None, Some((form, problem))).await
        }
        Err(error) => answer(asker, Err(error)).await,
    }
}

/// `GET /re-surveys.csv`, `.xlsx`
async fn resurveys_file(taker: Taker) -> Response {
    let asked = DrawsQuery::parse(taker.said().pairs());
    let table = resurveys::table(&taker.site, &taker.session, asked).await;
    taker.answer(table, taker.about())
}

/// `GET /re-surveys/interviews.csv`, `.xlsx`: those of the proposal or of the decision that the address names.
async fn interviews_file(taker: Taker) -> Response {
    let asked = ResurveyForm::parse(taker.said().pairs());
    let table = resurveys::interviews(&taker.site, &taker.session, &asked).await;
    taker.answer(table, taker.about())
}

/// `GET /today`
async fn todays(asker: Asker, RawQuery(raw): RawQuery) -> Response {
    let shows_later = query(raw).value("later") == "1";
    let view = today::today(&asker.site, &asker.session, shows_later).await;
    let page = view.map(|view| SpotPage::Today(Box::new(view)));
    answer(asker, page).await
}

/// The page of a check.
async fn shown(asker: Asker, check: i32, says: Says) -> Response {
    let view = one::check(&asker.site, &asker.session, check, says).await;
    let page = view.map(|view| SpotPage::Check(Box::new(view)));
    answer(asker, page).await
}

/// `GET /today/{check}`
async fn check(asker: Asker, Path(check): Path<String>, RawQuery(raw): RawQuery) -> Response {
    let Ok(check) = check.parse() else {
        return answer(asker, Err(ApiError::NotFound)).await;
    };
    let says = Says {
        done: Done::from_code(query(raw).value("done")),
        ..Says::default()
    };
    shown(asker, check, says).await
}

/// `POST /today/{check}`: what was found at the door.
async fn visit(asker: Asker, Path(check): Path<String>, RawForm(form): RawForm) -> Response {
    let Ok(check) = check.parse() else {
        return answer(asker, Err(ApiError::NotFound)).await;
    };
    let form = VisitForm::parse(Said::of(&form).pairs());
    if phone::is_asking(&asker.headers) {
        return phone::sent(asker, check, &form).await;
    }
    let says = match visiting::record(&asker.site, &asker.session, check, &form).await {
        Ok(Ok(done)) => return done_with(check, done),
        Ok(Err(NotRecorded::Typed(problems))) => Says {
            typed: Some((form, problems)),
            ..Says::default()
        },
        Ok(Err(NotRecorded::Refused(problem))) => Says {
            typed: Some((form, Vec::new())),
            problem: Some((StepForm::default(), problem)),
            ..Says::default()
        },
        Err(error) => return answer(asker, Err(error)).await,
    };
    shown(asker, check, says).await
}

/// `POST /today/{check}/…`: a step with a check, for those who have the permission.
fn step_by(needs: Permission) -> MethodRouter<Arc<Site>> {
    post(
        async move |asker: Asker, Path(check): Path<String>, RawForm(form): RawForm| {
            let Ok(check) = check.parse() else {
                return answer(asker, Err(ApiError::NotFound)).await;
            };
            let form = StepForm::parse(Said::of(&form).pairs());
            match one::step(&asker.site, &asker.session, check, needs, &form).await {
                Ok(Ok(())) => done_with(check, Done::Step),
                Ok(Err(problem)) => {
                    let says = Says {
                        problem: Some((form, problem)),
                        ..Says::default()
                    };
                    shown(asker, check, says).await
                }
                Err(error) => answer(asker, Err(error)).await,
            }
        },
    )
}

/// Back to the check, which says what was done.
fn done_with(check: i32, done: Done) -> Response {
    see_other(&format!("{}?done={}", check_href(check), done.code()), &[])
}
