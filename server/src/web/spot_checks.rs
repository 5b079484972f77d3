//! Spot checks: pages that are handed over whole, and the forms on them (docs/decisions/0112).

use super::account::{Said, refuse, see_other};
use super::doors::{Door, Doors};
use super::pages;
use crate::export::Form;
use crate::site::Site;
use crate::spot_checks::one::Says;
use crate::spot_checks::visiting::NotRecorded;
use crate::spot_checks::{drawing, giving, lists, one, table, today, visiting};
use api::spot_checks::{
    Done, DrawForm, DrawsQuery, SpotPage, StepForm, VisitForm, check_href, draw_href,
};
use api::{ApiError, Session};
use app::Instead;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, RawForm, RawQuery, Request, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
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
        .on(Method::GET, "/spot-checks.csv", SEE, file(Form::Csv))
        .on(Method::GET, "/spot-checks.xlsx", SEE, file(Form::Xlsx))
        .get("/spot-checks/draw", DRAW, preview)
        .post("/spot-checks/draw", DRAW, draw)
        .get("/spot-checks/{draw}", SEE, one_draw)
        .post(
            "/spot-checks/{draw}",
            Door::Needs(P::AssignSpotChecks),
            give,
        )
        .get("/today", VISIT, todays)
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

/// What every one of them asks with.
type Asker = (State<Arc<Site>>, Extension<Session>, Uri, HeaderMap);

/// A page or what stands in its place.
async fn answer(asker: Asker, page: Result<SpotPage, ApiError>) -> Response {
    let (State(site), Extension(session), uri, headers) = asker;
    let page = match page {
        Ok(page) => page,
        Err(error) => return refuse(site, Some(session), &uri, &headers, error).await,
    };
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    pages::instead(site, Some(session), request, Instead::SpotChecks(page)).await
}

fn query(raw: Option<String>) -> Said {
    Said::of(raw.unwrap_or_default().as_bytes())
}

impl Said {
    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }
}

/// A number in an address.
fn number(text: &str) -> Result<i32, ApiError> {
    text.parse().map_err(|_| ApiError::NotFound)
}

/// `GET /spot-checks`
async fn draws(
    site: State<Arc<Site>>,
    session: Extension<Session>,
    uri: Uri,
    headers: HeaderMap,
    RawQuery(raw): RawQuery,
) -> Response {
    let asked = DrawsQuery::parse(query(raw).pairs());
    let view = lists::draws(&site, &session, asked).await;
    let page = view.map(|view| SpotPage::Draws(Box::new(view)));
    answer((site, session, uri, headers), page).await
}

/// `GET /spot-checks.csv`, `.xlsx`
fn file(form: Form) -> MethodRouter<Arc<Site>> {
    get(
        async move |State(site): State<Arc<Site>>,
                    Extension(session): Extension<Session>,
                    RawQuery(raw): RawQuery| {
            let about = super::tables::chosen(&site, raw.as_deref());
            let asked = DrawsQuery::parse(query(raw).pairs());
            match table::draws(&site, &session, asked).await {
                Ok(table) => table.answer_with(form, about),
                Err(error) => super::api_failed(&error),
            }
        },
    )
}

/// `GET /spot-checks/draw`: what would be drawn. Nothing is written.
async fn preview(
    site: State<Arc<Site>>,
    session: Extension<Session>,
    uri: Uri,
    headers: HeaderMap,
    RawQuery(raw): RawQuery,
) -> Response {
    let form = DrawForm::parse(query(raw).pairs());
    let view = drawing::preview(&site, &session, form).await;
    let page = view.map(|view| SpotPage::Preview(Box::new(view)));
    answer((site, session, uri, headers), page).await
}

/// `POST /spot-checks/draw`
async fn draw(
    site: State<Arc<Site>>,
    session: Extension<Session>,
    uri: Uri,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let form = DrawForm::parse(Said::of(&form).pairs());
    let page = match drawing::draw(&site, &session, form).await {
        Ok(Ok(draw_id)) => return see_other(&format!("{}?done=1", draw_href(draw_id)), &[]),
        Ok(Err(view)) => Ok(SpotPage::Preview(Box::new(view))),
        Err(error) => Err(error),
    };
    answer((site, session, uri, headers), page).await
}

/// `GET /spot-checks/{draw}`
async fn one_draw(
    site: State<Arc<Site>>,
    session: Extension<Session>,
    uri: Uri,
    headers: HeaderMap,
    Path(draw): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let is_done = query(raw).value("done") == "1";
    let page = match number(&draw) {
        Ok(draw) => lists::draw(&site, &session, draw, is_done, None).await,
        Err(error) => Err(error),
    };
    let page = page.map(|view| SpotPage::Draw(Box::new(view)));
    answer((site, session, uri, headers), page).await
}

/// `POST /spot-checks/{draw}`: a walk is given to a monitor.
async fn give(
    site: State<Arc<Site>>,
    session: Extension<Session>,
    uri: Uri,
    headers: HeaderMap,
    Path(draw): Path<String>,
    RawForm(form): RawForm,
) -> Response {
    let form = StepForm::parse(Said::of(&form).pairs());
    let given = match number(&draw) {
        Ok(draw) => giving::give_walk(&site, &session, draw, &form)
            .await
            .map(|given| (draw, given)),
        Err(error) => Err(error),
    };
    let page = match given {
        Ok((draw, Ok(()))) => return see_other(&format!("{}?done=1", draw_href(draw)), &[]),
        Ok((draw, Err(problem))) => {
            let problem = Some((form, problem));
            let view = lists::draw(&site, &session, draw, false, problem).await;
            view.map(|view| SpotPage::Draw(Box::new(view)))
        }
        Err(error) => Err(error),
    };
    answer((site, session, uri, headers), page).await
}

/// `GET /today`
async fn todays(
    site: State<Arc<Site>>,
    session: Extension<Session>,
    uri: Uri,
    headers: HeaderMap,
    RawQuery(raw): RawQuery,
) -> Response {
    let shows_later = query(raw).value("later") == "1";
    let view = today::today(&site, &session, shows_later).await;
    let page = view.map(|view| SpotPage::Today(Box::new(view)));
    answer((site, session, uri, headers), page).await
}

/// The page of a check.
async fn shown(asker: Asker, check: Result<i32, ApiError>, says: Says) -> Response {
    let page = match check {
        Ok(check) => one::check(&asker.0, &asker.1, check, says).await,
        Err(error) => Err(error),
    };
    let page = page.map(|view| SpotPage::Check(Box::new(view)));
    answer(asker, page).await
}

/// `GET /today/{check}`
async fn check(
    site: State<Arc<Site>>,
    session: Extension<Session>,
    uri: Uri,
    headers: HeaderMap,
    Path(check): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let says = Says {
        done: Done::from_code(query(raw).value("done")),
        ..Says::default()
    };
    shown((site, session, uri, headers), number(&check), says).await
}

/// `POST /today/{check}`: what was found at the door.
async fn visit(
    site: State<Arc<Site>>,
    session: Extension<Session>,
    uri: Uri,
    headers: HeaderMap,
    Path(check): Path<String>,
    RawForm(form): RawForm,
) -> Response {
    let form = VisitForm::parse(Said::of(&form).pairs());
    let check = number(&check);
    let recorded = match &check {
        Ok(check) => visiting::record(&site, &session, *check, &form).await,
        Err(error) => Err(error.clone()),
    };
    let (check, says) = match (check, recorded) {
        (Ok(check), Ok(Ok(done))) => {
            let to = format!("{}?done={}", check_href(check), done.code());
            return see_other(&to, &[]);
        }
        (check, Ok(Err(NotRecorded::Typed(problems)))) => {
            let typed = Some((form, problems));
            let says = Says {
                typed,
                ..Says::default()
            };
            (check, says)
        }
        (check, Ok(Err(NotRecorded::Refused(problem)))) => {
            let says = Says {
                typed: Some((form, Vec::new())),
                problem: Some((StepForm::default(), problem)),
                ..Says::default()
            };
            (check, says)
        }
        (_, Err(error)) => (Err(error), Says::default()),
        (Err(error), _) => (Err(error), Says::default()),
    };
    shown((site, session, uri, headers), check, says).await
}

/// `POST /today/{check}/…`: a step with a check, for those who have the permission.
fn step_by(needs: Permission) -> MethodRouter<Arc<Site>> {
    post(
        async move |site: State<Arc<Site>>,
                    session: Extension<Session>,
                    uri: Uri,
                    headers: HeaderMap,
                    Path(check): Path<String>,
                    RawForm(form): RawForm| {
            let form = StepForm::parse(Said::of(&form).pairs());
            let check = number(&check);
            let taken = match &check {
                Ok(check) => one::step(&site, &session, *check, needs, &form).await,
                Err(error) => Err(error.clone()),
            };
            let (check, says) = match (check, taken) {
                (Ok(check), Ok(Ok(()))) => {
                    let to = format!("{}?done={}", check_href(check), Done::Step.code());
                    return see_other(&to, &[]);
                }
                (check, Ok(Err(problem))) => {
                    let says = Says {
                        problem: Some((form, problem)),
                        ..Says::default()
                    };
                    (check, says)
                }
                (_, Err(error)) => (Err(error), Says::default()),
                (Err(error), _) => (Err(error), Says::default()),
            };
            shown((site, session, uri, headers), check, says).await
        },
    )
}
