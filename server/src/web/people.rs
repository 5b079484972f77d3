//! The people who may sign in: their list, each of them, and inviting somebody.

use super::account::{Said, see_other};
use super::asker::Asker;
use super::client::Encrypted;
use super::doors::{Door, Doors};
use crate::accounts::link::path_of;
use crate::accounts::people::{self, CameBack};
use crate::accounts::person::{self, Act, Made};
use crate::site::Site;
use api::ApiError;
use api::accounts::{
    AccountPage, GrantForm, InviteForm, LinkMadeView, PeopleQuery, PersonDone, person_href,
};
use app::Instead;
use axum::Extension;
use axum::extract::{Path, RawForm, RawQuery};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use domain::permission::Permission;

/// Every address of them.
pub fn doors() -> Doors {
    const MANAGE: Door = Door::Needs(Permission::ManagePeople);
    Doors::new()
        .get("/people", MANAGE, list)
        .post("/people", MANAGE, search)
        .get("/people/invite", MANAGE, invite_page)
        .post("/people/invite", MANAGE, invite)
        .get("/people/{username}", MANAGE, person_page)
        .post("/people/{username}", MANAGE, person_form)
}

/// The page, or what stands in its place.
async fn answer(asker: Asker, page: Result<AccountPage, ApiError>) -> Response {
    let page = page.map(|page| Instead::Account(Box::new(page)));
    asker.answer(page).await
}

/// `GET /people`
async fn list(asker: Asker, RawQuery(query): RawQuery) -> Response {
    let said = Said::of(query.unwrap_or_default().as_bytes());
    let asked = PeopleQuery {
        // Whatever an address says of names is not read: none is to be made that does.
        text: String::new(),
        ..PeopleQuery::parse(said.pairs())
    };
    listed(asker, asked).await
}

/// `POST /people`: what is searched for stands in the form, and in no address.
async fn search(asker: Asker, RawForm(form): RawForm) -> Response {
    let asked = PeopleQuery::parse(Said::of(&form).pairs());
    match asked.text.is_empty() {
        true => see_other(&asked.href(asked.page), &[]),
        false => listed(asker, asked).await,
    }
}

async fn listed(asker: Asker, asked: PeopleQuery) -> Response {
    let view = people::list(&asker.site, &asker.session, asked).await;
    answer(asker, view.map(AccountPage::People)).await
}

/// `GET /people/invite`
async fn invite_page(asker: Asker) -> Response {
    let view = people::invite_page(&asker.site, &asker.session, InviteForm::default(), None);
    answer(asker, view.map(AccountPage::Invite)).await
}

/// `POST /people/invite`
async fn invite(
    asker: Asker,
    Extension(encrypted): Extension<Encrypted>,
    RawForm(form): RawForm,
) -> Response {
    let form = InviteForm::parse(&Said::of(&form).0);
    let page = match person::invite(&asker.site, &asker.session, &form).await {
        Ok(Ok(made)) => Ok(made_page(&asker.site, &asker.headers, encrypted, made)),
        Ok(Err(problem)) => people::invite_page(&asker.site, &asker.session, form, Some(problem))
            .map(AccountPage::Invite),
        Err(error) => Err(error),
    };
    answer(asker, page).await
}

/// The page with a link, shown in answer to the form that made it and never again.
fn made_page(site: &Site, headers: &HeaderMap, encrypted: Encrypted, made: Made) -> AccountPage {
    let scheme = if encrypted.0 { "https" } else { "http" };
    let host = headers.get(header::HOST);
    let host = host
        .and_then(|host| host.to_str().ok())
        .unwrap_or("localhost");
    AccountPage::LinkMade(LinkMadeView {
        address: format!("{scheme}://{host}{}", path_of(made.secret.as_str())),
        until_local: made.until.to_minute_in(site.clock().zone()),
        zone: site.clock().zone_name().to_owned(),
        is_new: made.user.password_hash.is_empty(),
        username: made.user.username,
        display_name: made.user.display_name,
    })
}

/// `GET /people/{username}`
async fn person_page(
    asker: Asker,
    Path(username): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let said = Said::of(query.unwrap_or_default().as_bytes());
    let back = CameBack {
        done: PersonDone::from_code(said.value("done")),
        ..CameBack::default()
    };
    let view = people::person(&asker.site, &asker.session, &username, back).await;
    let page = view.map(|view| AccountPage::Person(Box::new(view)));
    answer(asker, page).await
}

/// `POST /people/{username}`
async fn person_form(
    asker: Asker,
    Extension(encrypted): Extension<Encrypted>,
    Path(username): Path<String>,
    RawForm(form): RawForm,
) -> Response {
    let said = Said::of(&form);
    let act = |act| person::act(&asker.site, &asker.session, &username, act);
    let mut back = CameBack::default();
    let asked = match said.value("action") {
        "give" => {
            back.form = GrantForm::parse(&said.0);
            person::give(&asker.site, &asker.session, &username, &back.form).await
        }
        "revoke" => match said.value("grant").parse() {
            Ok(grant_id) => {
                let why = said.value("reason").trim();
                person::revoke(&asker.site, &asker.session, &username, grant_id, why).await
            }
            Err(_) => Err(ApiError::NotFound),
        },
        "disable" => act(Act::Disable).await,
        "enable" => act(Act::Enable).await,
        "withdraw" => act(Act::Withdraw).await,
        "end" => act(Act::End).await,
        "remove_factor" => act(Act::RemoveFactor).await,
        "link" => {
            let made = person::make_link(&asker.site, &asker.session, &username).await;
            let page = made.map(|made| made_page(&asker.site, &asker.headers, encrypted, made));
            return answer(asker, page).await;
        }
        _ => Err(ApiError::NotFound),
    };
    let page = match asked {
        Ok(Ok(done)) => {
            let to = format!("{}?done={}", person_href(&username), done.code());
            return see_other(&to, &[]);
        }
        Ok(Err(problem)) => {
            back.problem = Some(problem);
            let view = people::person(&asker.site, &asker.session, &username, back).await;
            view.map(|view| AccountPage::Person(Box::new(view)))
        }
        Err(error) => Err(error),
    };
    answer(asker, page).await
}
