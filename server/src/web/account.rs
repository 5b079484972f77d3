//! Signing in, links to new passphrases, and one's own account: pages that are handed over whole, and the forms on them.

use super::cookies::{cookie, set_cookie};
use super::doors::{Door, Doors};
use super::session::SESSION_COOKIE;
use super::{pages, typed_name};
use crate::accounts::link::Chosen;
use crate::accounts::own::{self, Changed, FactorWish};
use crate::accounts::second_factor::SetUp;
use crate::accounts::sign_in::{Begun, FirstStep, SecondStep, Visitor};
use crate::site::Site;
use crate::web::client::ClientAddress;
use api::accounts::{AccountPage, CodeView, CodesView, OwnDone, OwnProblem};
use api::query::{decoded_pairs, local_path, percent_encoded};
use api::{ApiError, Session};
use app::Instead;
use axum::Extension;
use axum::extract::{FromRequestParts, Path, RawForm, RawQuery, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::account::{CodeProblem, DEVICE_KNOWN_MS, Device, HALF_SIGNED_IN_MS, SESSION_MS};
use std::convert::Infallible;
use std::sync::Arc;

/// The cookie of a browser that somebody signed in with before.
const DEVICE_COOKIE: &str = "fieldwatch_device";
/// The cookie of somebody who has done the first step of signing in.
const HALF_COOKIE: &str = "fieldwatch_half";

const CODE: &str = "/sign-in/code";
const SET_UP: &str = "/sign-in/second-factor";
const OWN: &str = "/account";
const OWN_SET_UP: &str = "/account/second-factor";

/// Every address of them.
pub fn doors() -> Doors {
    Doors::new()
        .get(CODE, Door::Open, code_page)
        .post(CODE, Door::Open, code)
        .get(SET_UP, Door::Open, set_up_page)
        .post(SET_UP, Door::Open, set_up)
        .get("/invitation/{secret}", Door::Open, link_page)
        .post("/invitation/{secret}", Door::Open, link)
        .get(OWN, Door::SignedIn, own_page)
        .post(OWN, Door::SignedIn, own_form)
        .get(OWN_SET_UP, Door::SignedIn, own_set_up_page)
        .post(OWN_SET_UP, Door::SignedIn, own_set_up)
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Visitor, Infallible> {
        let agent = parts.headers.get(header::USER_AGENT);
        let agent = agent.map(|agent| String::from_utf8_lossy(agent.as_bytes()));
        Ok(Visitor {
            address: parts
                .extensions
                .get::<ClientAddress>()
                .map(|client| client.0),
            device: cookie(&parts.headers, DEVICE_COOKIE).map(str::to_owned),
            user_agent: agent.map(|agent| Device::shortened(&agent)),
        })
    }
}

/// What a form says.
pub(super) struct Said(pub(super) Vec<(String, String)>);

impl Said {
    pub(super) fn of(form: &[u8]) -> Said {
        Said(decoded_pairs(&String::from_utf8_lossy(form)))
    }

    /// The value of a field; nothing if it is not there.
    pub(super) fn value(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Field by field.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }

    /// Where to go afterwards.
    pub(super) fn next(&self) -> &str {
        local_path(self.value("next")).unwrap_or("/")
    }
}

/// The page, at the address that was asked.
pub(super) async fn show(
    site: Arc<Site>,
    session: Option<Session>,
    uri: &Uri,
    headers: &HeaderMap,
    page: AccountPage,
) -> Response {
    let request = pages::asked_again(uri, headers);
    pages::instead(site, session, request, Instead::Account(Box::new(page))).await
}

/// What a use case refuses, as a page.
pub(super) async fn refuse(
    site: Arc<Site>,
    session: Option<Session>,
    uri: &Uri,
    headers: &HeaderMap,
    error: ApiError,
) -> Response {
    if !super::wants_page(headers) {
        return super::api_failed(&error);
    }
    let request = pages::asked_again(uri, headers);
    pages::instead(site, session, request, Instead::Failed(error)).await
}

/// Goes elsewhere, with cookies.
pub(super) fn see_other(to: &str, cookies: &[String]) -> Response {
    let response = (StatusCode::SEE_OTHER, [(header::LOCATION, to.to_owned())]).into_response();
    with_cookies(response, cookies)
}

fn with_cookies(mut response: Response, cookies: &[String]) -> Response {
    for cookie in cookies {
        if let Ok(value) = HeaderValue::from_str(cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// The cookies of a session that has begun.
fn begun_cookies(begun: &Begun) -> Vec<String> {
    let session = set_cookie(SESSION_COOKIE, begun.token.as_str(), SESSION_MS / 1_000);
    let mut cookies = vec![
        session,
        set_cookie(HALF_COOKIE, "", 0),
        typed_name::forget(),
    ];
    cookies.extend(begun.device.as_ref().map(|device| {
        let known_s = DEVICE_KNOWN_MS / 1_000;
        set_cookie(DEVICE_COOKIE, device.as_str(), known_s)
    }));
    cookies
}

/// `POST /sign-in`: name and passphrase.
pub async fn sign_in(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    RawForm(form): RawForm,
) -> Response {
    let said = Said::of(&form);
    let (username, next) = (said.value("username").trim(), said.next());
    let with_next = |path: &str| format!("{path}?next={}", percent_encoded(next));
    let again = |why: String| {
        let to = format!("/sign-in?{why}&next={}", percent_encoded(next));
        see_other(&to, &[typed_name::keep(username)])
    };
    let half = |token: &str| {
        let lasts_s = HALF_SIGNED_IN_MS / 1_000;
        [
            set_cookie(HALF_COOKIE, token, lasts_s),
            typed_name::forget(),
        ]
    };
    match site
        .sign_in(&visitor, username, said.value("password"))
        .await
    {
        Ok(FirstStep::Begun(begun)) => see_other(next, &begun_cookies(&begun)),
        Ok(FirstStep::Code(token)) => see_other(&with_next(CODE), &half(token.as_str())),
        Ok(FirstStep::SetUp(token)) => see_other(&with_next(SET_UP), &half(token.as_str())),
        Ok(FirstStep::Refused) => again("failed=1".to_owned()),
        Ok(FirstStep::Wait(seconds)) => again(format!("wait={seconds}")),
        Err(error) => super::failed(&*error),
    }
}

fn next_of(query: Option<&str>) -> String {
    let said = Said::of(query.unwrap_or("").as_bytes());
    said.next().to_owned()
}

/// `GET /sign-in/code`
async fn code_page(
    State(site): State<Arc<Site>>,
    uri: Uri,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let view = CodeView {
        next: next_of(query.as_deref()),
        ..CodeView::default()
    };
    match half_of(&site, &headers).await {
        Ok(Some(half)) if half.user.second_factor => {
            show(site, None, &uri, &headers, AccountPage::Code(view)).await
        }
        Ok(_) => see_other("/sign-in", &[]),
        Err(error) => super::failed(&*error),
    }
}

async fn half_of(
    site: &Site,
    headers: &HeaderMap,
) -> Result<Option<store::HalfSession>, crate::site::AnyError> {
    match cookie(headers, HALF_COOKIE) {
        Some(token) => site.half_signed_in(token).await,
        None => Ok(None),
    }
}

/// `POST /sign-in/code`
async fn code(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    uri: Uri,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let said = Said::of(&form);
    let (problem, wait_s) = match second_step(&site, &visitor, &uri, &headers, &said).await {
        Ok(response) => return response,
        Err(unfinished) => unfinished,
    };
    let view = CodeView {
        next: said.next().to_owned(),
        problem,
        wait_s,
    };
    show(site, None, &uri, &headers, AccountPage::Code(view)).await
}

/// What both second steps do; or what is wrong with the code, and how many seconds to wait.
async fn second_step(
    site: &Arc<Site>,
    visitor: &Visitor,
    uri: &Uri,
    headers: &HeaderMap,
    said: &Said,
) -> Result<Response, (Option<CodeProblem>, Option<u32>)> {
    let Some(token) = cookie(headers, HALF_COOKIE) else {
        return Ok(see_other("/sign-in", &[]));
    };
    match site.second_step(visitor, token, said.value("code")).await {
        Ok(SecondStep::Begun(begun)) => Ok(see_other(said.next(), &begun_cookies(&begun))),
        Ok(SecondStep::BegunWithCodes(begun, codes)) => {
            let next = said.next().to_owned();
            let page = AccountPage::Codes(CodesView { codes, next });
            let shown = show(site.clone(), None, uri, headers, page).await;
            Ok(with_cookies(shown, &begun_cookies(&begun)))
        }
        Ok(SecondStep::Problem(problem)) => Err((Some(problem), None)),
        Ok(SecondStep::Wait(seconds)) => Err((None, Some(seconds))),
        Ok(SecondStep::FromTheStart) => {
            let forget = set_cookie(HALF_COOKIE, "", 0);
            Ok(see_other("/sign-in?again=1", &[forget]))
        }
        Err(error) => Ok(super::failed(&*error)),
    }
}

/// `GET /sign-in/second-factor`
async fn set_up_page(
    State(site): State<Arc<Site>>,
    uri: Uri,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let next = next_of(query.as_deref());
    signing_in_set_up(site, &uri, &headers, &next, None).await
}

async fn signing_in_set_up(
    site: Arc<Site>,
    uri: &Uri,
    headers: &HeaderMap,
    next: &str,
    problem: Option<CodeProblem>,
) -> Response {
    let half = match half_of(&site, headers).await {
        Ok(Some(half)) if !half.user.second_factor => half,
        Ok(_) => return see_other("/sign-in", &[]),
        Err(error) => return super::failed(&*error),
    };
    match site
        .second_factor_page(&half.user, SET_UP, next, problem)
        .await
    {
        Ok(Some(view)) => show(site, None, uri, headers, AccountPage::SetUp(view)).await,
        Ok(None) => see_other("/sign-in", &[]),
        Err(error) => super::failed(&*error),
    }
}

/// `POST /sign-in/second-factor`
async fn set_up(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    uri: Uri,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let said = Said::of(&form);
    match second_step(&site, &visitor, &uri, &headers, &said).await {
        Ok(response) => response,
        Err((problem, None)) => signing_in_set_up(site, &uri, &headers, said.next(), problem).await,
        Err((_, Some(seconds))) => see_other(&format!("/sign-in?wait={seconds}"), &[]),
    }
}

/// `GET /invitation/{secret}`. Nothing is done by looking: programs that look at links in messages use none of them up.
async fn link_page(
    State(site): State<Arc<Site>>,
    Path(secret): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    match site.link_page(&secret).await {
        Ok(Some(view)) => show(site, None, &uri, &headers, AccountPage::Link(view)).await,
        Ok(None) => closed(site, &uri, &headers).await,
        Err(error) => super::failed(&*error),
    }
}

async fn closed(site: Arc<Site>, uri: &Uri, headers: &HeaderMap) -> Response {
    show(site, None, uri, headers, AccountPage::LinkClosed).await
}

/// `POST /invitation/{secret}`
async fn link(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(secret): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let said = Said::of(&form);
    let (typed, again) = (said.value("new"), said.value("again"));
    match site.choose_by_link(&visitor, &secret, typed, again).await {
        // The browser is known by no account before somebody has signed in with it.
        Ok(Chosen::Done) => see_other("/sign-in?chosen=1", &[set_cookie(SESSION_COOKIE, "", 0)]),
        Ok(Chosen::Problem(view)) => {
            show(site, None, &uri, &headers, AccountPage::Link(view)).await
        }
        Ok(Chosen::Closed) => closed(site, &uri, &headers).await,
        Err(error) => super::failed(&*error),
    }
}

/// `GET /account`
async fn own_page(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    uri: Uri,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let said = Said::of(query.unwrap_or_default().as_bytes());
    let done = OwnDone::from_code(said.value("done"));
    own_shown(site, session, &uri, &headers, done, None).await
}

async fn own_shown(
    site: Arc<Site>,
    session: Session,
    uri: &Uri,
    headers: &HeaderMap,
    done: Option<OwnDone>,
    problem: Option<OwnProblem>,
) -> Response {
    let token = cookie(headers, SESSION_COOKIE).unwrap_or_default();
    match own::page(&site, &session, token, done, problem).await {
        Ok(view) => show(site, Some(session), uri, headers, AccountPage::Own(view)).await,
        Err(error) => refuse(site, Some(session), uri, headers, error).await,
    }
}

/// `POST /account`
async fn own_form(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    uri: Uri,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let said = Said::of(&form);
    let token = cookie(&headers, SESSION_COOKIE).unwrap_or_default();
    let present = said.value("password");
    let wish = |wish| own::wish(&site, &session, token, present, wish);
    let changed = match said.value("action") {
        "passphrase" => {
            let new = (said.value("new"), said.value("again"));
            own::change_passphrase(&site, &session, token, present, new).await
        }
        "end" => {
            let mark = Some(said.value("session"));
            own::end_sessions(&site, &session, token, mark).await
        }
        "end_others" => own::end_sessions(&site, &session, token, None).await,
        "set_up" => wish(FactorWish::Begin).await,
        "remove" => wish(FactorWish::Remove).await,
        "codes" => wish(FactorWish::Codes).await,
        _ => Err(ApiError::NotFound),
    };
    match changed {
        Ok(Changed::Done(done)) => see_other(&format!("{OWN}?done={}", done.code()), &[]),
        Ok(Changed::SetUp) => see_other(OWN_SET_UP, &[]),
        Ok(Changed::Codes(codes)) => {
            let next = OWN.to_owned();
            let page = AccountPage::Codes(CodesView { codes, next });
            show(site, Some(session), &uri, &headers, page).await
        }
        Ok(Changed::Problem(problem)) => {
            own_shown(site, session, &uri, &headers, None, Some(problem)).await
        }
        Err(error) => refuse(site, Some(session), &uri, &headers, error).await,
    }
}

/// `GET /account/second-factor`
async fn own_set_up_page(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    own_set_up_shown(site, session, &uri, &headers, None).await
}

async fn own_set_up_shown(
    site: Arc<Site>,
    session: Session,
    uri: &Uri,
    headers: &HeaderMap,
    problem: Option<CodeProblem>,
) -> Response {
    let user = match own::user_of(&site, &session).await {
        Ok(user) => user,
        Err(error) => return refuse(site, Some(session), uri, headers, error).await,
    };
    match site
        .second_factor_page(&user, OWN_SET_UP, OWN, problem)
        .await
    {
        Ok(Some(view)) => show(site, Some(session), uri, headers, AccountPage::SetUp(view)).await,
        // None is being set up: that begins on the page of one's account.
        Ok(None) => see_other(OWN, &[]),
        Err(error) => super::failed(&*error),
    }
}

/// `POST /account/second-factor`
async fn own_set_up(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    uri: Uri,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let said = Said::of(&form);
    let user_id = session.caller.user_id;
    let confirmed = site.confirm_second_factor(user_id, said.value("code"), &session.by);
    match confirmed.await {
        Ok(SetUp::Done(codes)) => {
            let next = OWN.to_owned();
            let page = AccountPage::Codes(CodesView { codes, next });
            show(site, Some(session), &uri, &headers, page).await
        }
        Ok(SetUp::Problem(problem)) => {
            own_set_up_shown(site, session, &uri, &headers, Some(problem)).await
        }
        Ok(SetUp::NotBegun) => see_other(OWN, &[]),
        Err(error) => super::failed(&*error),
    }
}
