//! The people whom somebody manages: those with a grant in what they may manage. Others do not exist for them.

use super::{failed, own};
use crate::coordination::{choices, typed_area};
use crate::permission::may_in;
use crate::site::{Site, Survey};
use api::accounts::{
    GrantChoices, GrantForm, GrantItem, GrantState, InviteForm, InviteView, PeopleProblem,
    PeopleQuery, PeopleView, PersonDone, PersonItem, PersonState, PersonView,
};
use api::coverage::AreaRef;
use api::{ApiError, Session};
use domain::area::Area;
use domain::permission::{Gift, Permission};
use domain::time::{EpochMs, SurveyDay};
use std::collections::HashMap;
use std::sync::Arc;
use store::{GrantRow, LinkRow, UserRow};

/// People on a page.
const ON_A_PAGE: usize = 50;

/// What the views of people are made of.
struct Context<'a> {
    site: &'a Site,
    session: &'a Session,
    survey: Arc<Survey>,
    now: EpochMs,
}

impl<'a> Context<'a> {
    fn new(site: &'a Site, session: &'a Session) -> Context<'a> {
        Context {
            site,
            session,
            survey: site.survey(),
            now: site.clock().now(),
        }
    }

    fn local(&self, at: EpochMs) -> String {
        at.to_minute_in(self.site.clock().zone())
    }

    /// Whether a grant lies in what the caller may manage where they stand.
    fn sees(&self, row: &GrantRow) -> bool {
        may_in(
            self.site,
            self.session,
            Permission::ManagePeople,
            row.grant.area,
        )
    }

    fn grant(&self, row: &GrantRow) -> Option<GrantItem> {
        let cube = &self.survey.cube;
        let grant = &row.grant;
        let state = match (grant.holds(self.now), grant.until) {
            (true, _) => GrantState::InForce,
            (false, Some(until)) if until <= self.now => GrantState::Over,
            (false, _) => GrantState::ToCome,
        };
        let can_give = self
            .session
            .caller
            .grants
            .can_give(Gift::from(grant), self.now, cube);
        let told = |(at, by): &(EpochMs, String)| (self.local(*at), by.clone());
        Some(GrantItem {
            grant_id: grant.grant_id,
            role: grant.role,
            area: AreaRef::from(cube.by_id(grant.area)?),
            acts: grant.acts,
            from_local: grant.from.map(|at| self.local(at)),
            until_local: grant.until.map(|at| self.local(at)),
            state,
            given: row.given.as_ref().map(told),
            reason: row.reason.clone(),
            revoked: row.revoked.as_ref().map(told),
            revoked_reason: row.revoked_reason.clone(),
            can_revoke: state != GrantState::Over && can_give,
        })
    }

    fn person(
        &self,
        user: &UserRow,
        grants: &[GrantItem],
        signed_in: Option<EpochMs>,
        link: Option<&LinkRow>,
    ) -> PersonItem {
        let state = match (user.disabled, user.password_hash.is_empty(), link) {
            (true, _, _) => PersonState::Disabled,
            (false, true, Some(link)) => PersonState::Invited(self.local(link.expires_at)),
            (false, true, None) => PersonState::NoPassphrase,
            (false, false, _) => PersonState::Active,
        };
        let must = domain::account::must_have_second_factor(&user.grants, self.now);
        let present = grants
            .iter()
            .filter(|grant| grant.state != GrantState::Over);
        PersonItem {
            username: user.username.clone(),
            display_name: user.display_name.clone(),
            grants: present.cloned().collect(),
            signed_in_local: signed_in.map(|at| self.local(at)),
            second_factor: user.second_factor,
            lacks_factor: must && !user.second_factor,
            state,
        }
    }
}

/// The list.
pub async fn list(
    site: &Site,
    session: &Session,
    query: PeopleQuery,
) -> Result<PeopleView, ApiError> {
    session.require(Permission::ManagePeople)?;
    let context = Context::new(site, session);
    let db = site.db();
    let users = db.list_users().await.map_err(failed)?;
    let signed_in = db.last_sign_ins().await.map_err(failed)?;
    let links = db.open_links(None, context.now).await.map_err(failed)?;
    let links: HashMap<i32, LinkRow> = links.into_iter().map(|link| (link.user_id, link)).collect();
    let mut grants: HashMap<i32, Vec<GrantItem>> = HashMap::new();
    for row in db.list_grants(None).await.map_err(failed)? {
        if context.sees(&row) {
            let item = context.grant(&row);
            grants.entry(row.user_id).or_default().extend(item);
        }
    }
    let text = query.text.to_lowercase();
    let fits = |person: &PersonItem| {
        let named = |name: &str| name.to_lowercase().contains(&text);
        let mut in_force = person
            .grants
            .iter()
            .filter(|grant| grant.state == GrantState::InForce);
        (named(&person.username) || named(&person.display_name))
            && query
                .role
                .is_none_or(|role| in_force.any(|grant| grant.role == role))
            && query.state.is_none_or(|state| state.takes(&person.state))
    };
    let people: Vec<PersonItem> = users
        .iter()
        .filter_map(|user| {
            let theirs = grants.get(&user.user_id)?;
            let at = signed_in.get(&user.user_id).copied();
            Some(context.person(user, theirs, at, links.get(&user.user_id)))
        })
        .filter(fits)
        .collect();
    let (count, pages) = (people.len(), people.len().div_ceil(ON_A_PAGE).max(1));
    let page = query.page.clamp(1, pages);
    let people = people
        .into_iter()
        .skip((page - 1) * ON_A_PAGE)
        .take(ON_A_PAGE);
    Ok(PeopleView {
        people: people.collect(),
        query: PeopleQuery { page, ..query },
        count,
        pages,
        zone: site.clock().zone_name().to_owned(),
    })
}

/// A person whom the caller manages, with their grants there; 404 for anybody else.
pub(super) async fn visible(
    site: &Site,
    session: &Session,
    username: &str,
) -> Result<(UserRow, Vec<GrantRow>), ApiError> {
    session.require(Permission::ManagePeople)?;
    let user = site.db().find_user(username).await.map_err(failed)?;
    let user = user.ok_or(ApiError::NotFound)?;
    let rows = site
        .db()
        .list_grants(Some(user.user_id))
        .await
        .map_err(failed)?;
    let context = Context::new(site, session);
    let seen: Vec<GrantRow> = rows.into_iter().filter(|row| context.sees(row)).collect();
    match seen.is_empty() {
        true => Err(ApiError::NotFound),
        false => Ok((user, seen)),
    }
}

/// Whether the caller may act on a whole account: everything that it has could be given by them.
pub(super) fn covers(site: &Site, session: &Session, user: &UserRow) -> bool {
    let (survey, now) = (site.survey(), site.clock().now());
    session.caller.grants.cover(&user.grants, now, &survey.cube)
}

/// What came back to the page with a form.
#[derive(Clone, Debug, Default)]
pub struct CameBack {
    /// What was typed into the form for a grant.
    pub form: GrantForm,
    /// What was wrong.
    pub problem: Option<PeopleProblem>,
    /// What was done.
    pub done: Option<PersonDone>,
}

/// A person's page.
pub async fn person(
    site: &Site,
    session: &Session,
    username: &str,
    back: CameBack,
) -> Result<PersonView, ApiError> {
    let (user, rows) = visible(site, session, username).await?;
    let context = Context::new(site, session);
    let db = site.db();
    let grants: Vec<GrantItem> = rows.iter().filter_map(|row| context.grant(row)).collect();
    let signed_in = db.last_sign_ins().await.map_err(failed)?;
    let links = db
        .open_links(Some(user.user_id), context.now)
        .await
        .map_err(failed)?;
    let is_covered = covers(site, session, &user);
    let sessions = match is_covered {
        true => db
            .sessions_of(user.user_id, context.now)
            .await
            .map_err(failed)?,
        false => Vec::new(),
    };
    let signed_in = signed_in.get(&user.user_id).copied();
    Ok(PersonView {
        person: context.person(&user, &grants, signed_in, links.first()),
        grants,
        is_covered,
        is_own: user.user_id == session.caller.user_id,
        sessions: sessions
            .into_iter()
            .map(|row| own::item(site, row, ""))
            .collect(),
        link: links
            .first()
            .map(|link| (link.made_by.clone(), context.local(link.expires_at))),
        form: back.form,
        problem: back.problem,
        done: back.done,
        choices: offered(site, session),
        zone: site.clock().zone_name().to_owned(),
    })
}

/// The page for inviting somebody.
pub fn invite_page(
    site: &Site,
    session: &Session,
    form: InviteForm,
    problem: Option<PeopleProblem>,
) -> Result<InviteView, ApiError> {
    session.require(Permission::ManagePeople)?;
    Ok(InviteView {
        form,
        problem,
        choices: offered(site, session),
    })
}

fn offered(site: &Site, session: &Session) -> GrantChoices {
    let survey = site.survey();
    let manages = |area: &&Area| may_in(site, session, Permission::ManagePeople, area.id);
    GrantChoices {
        areas: choices(&survey.cube, session, manages),
        today: SurveyDay::of(site.clock().now(), site.clock().zone()).to_string(),
    }
}

/// The area that was typed, if the caller may manage people there.
pub(super) fn managed_area(site: &Site, session: &Session, text: &str) -> Option<Area> {
    let survey = site.survey();
    let area = typed_area(&survey.cube, session, text)?;
    may_in(site, session, Permission::ManagePeople, area.id).then(|| area.clone())
}
