//! What is done with people's accounts, from pages and from the command line.

use super::failed;
use super::people::{covers, managed_area, visible};
use crate::clock::Clock;
use crate::secret::{Token, token_hash};
use crate::site::Site;
use api::accounts::{
    GrantForm, InviteForm, LONGEST_NAME, LONGEST_REASON, PeopleProblem, PersonDone,
};
use api::{ApiError, Session};
use domain::account::is_username;
use domain::permission::{Gift, Permission};
use domain::time::{EpochMs, SurveyDay, day_ends_at};
use store::{FirstGrant, NewGrant, NewLink, NewUser, StoreError, UserRow, WhichSessions};

/// A use case that may be refused in words.
type Asked<T> = Result<Result<T, PeopleProblem>, ApiError>;

/// A link that was made: its secret, shown once.
pub struct Made {
    /// Whose.
    pub user: UserRow,
    /// The secret.
    pub secret: Token,
    /// When the link ends.
    pub until: EpochMs,
}

/// From the first instant of the first day to the first after the last day, of the survey's zone.
pub fn period(
    clock: &Clock,
    from: Option<SurveyDay>,
    until: Option<SurveyDay>,
) -> Result<(Option<EpochMs>, Option<EpochMs>), PeopleProblem> {
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        return Err(PeopleProblem::EndsBefore);
    }
    let end_of = |day: SurveyDay| day_ends_at(day, clock.zone()).ok_or(PeopleProblem::BadDay);
    let from = from.map(|day| end_of(day.plus(-1))).transpose()?;
    let until = until.map(end_of).transpose()?;
    match until.is_some_and(|until| until <= clock.now()) {
        true => Err(PeopleProblem::Over),
        false => Ok((from, until)),
    }
}

fn day(text: &str) -> Result<Option<SurveyDay>, PeopleProblem> {
    if text.is_empty() {
        return Ok(None);
    }
    let day = SurveyDay::parse(text);
    day.map(Some).ok_or(PeopleProblem::BadDay)
}

fn reason(text: &str) -> Result<String, PeopleProblem> {
    match text.chars().count() {
        0 => Err(PeopleProblem::NoReason),
        length if length > LONGEST_REASON => Err(PeopleProblem::LongReason),
        _ => Ok(text.to_owned()),
    }
}

/// What is asked to be given, if the caller may give it.
fn gift(site: &Site, session: &Session, form: &GrantForm) -> Result<FirstGrant, PeopleProblem> {
    let role = form.role.ok_or(PeopleProblem::NoRole)?;
    let area = managed_area(site, session, &form.area).ok_or(PeopleProblem::NoArea)?;
    let (from, until) = period(site.clock(), day(&form.from)?, day(&form.until)?)?;
    let reason = reason(&form.reason)?;
    let gift = Gift {
        role,
        area: area.id,
        until,
    };
    let (survey, now) = (site.survey(), site.clock().now());
    if !session.caller.grants.can_give(gift, now, &survey.cube) {
        return Err(PeopleProblem::TooMuch);
    }
    Ok(FirstGrant {
        role,
        area: area.id,
        acts: !form.sees_only,
        from,
        until,
        reason: Some(reason),
    })
}

fn draw_link(now: EpochMs) -> Result<(Token, NewLink), ApiError> {
    let secret = Token::draw().map_err(failed)?;
    let link = NewLink {
        secret_hash: token_hash(secret.as_str()),
        made_at: now,
    };
    Ok((secret, link))
}

fn until(now: EpochMs) -> EpochMs {
    EpochMs(now.0 + domain::account::INVITATION_MS)
}

/// Invites somebody.
pub async fn invite(site: &Site, session: &Session, form: &InviteForm) -> Asked<Made> {
    session.require(Permission::ManagePeople)?;
    if !is_username(&form.username) {
        return Ok(Err(PeopleProblem::BadUsername));
    }
    let name = form.display_name.as_str();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Ok(Err(PeopleProblem::NoName));
    }
    let first = match gift(site, session, &form.grant) {
        Ok(first) => first,
        Err(problem) => return Ok(Err(problem)),
    };
    let user = NewUser {
        username: form.username.clone(),
        display_name: name.to_owned(),
        first,
        password_hash: String::new(),
    };
    let now = site.clock().now();
    let (secret, link) = draw_link(now)?;
    match site.db().invite(&user, &link, &session.by).await {
        Ok(user_id) => {
            let user = site.db().user(user_id).await.map_err(failed)?;
            let user = user.ok_or(ApiError::NotFound)?;
            let until = until(now);
            Ok(Ok(Made {
                user,
                secret,
                until,
            }))
        }
        Err(StoreError::UsernameTaken { .. }) => Ok(Err(PeopleProblem::Taken)),
        Err(error) => Err(failed(error)),
    }
}

/// Gives a person a grant.
pub async fn give(
    site: &Site,
    session: &Session,
    username: &str,
    form: &GrantForm,
) -> Asked<PersonDone> {
    let (user, _) = visible(site, session, username).await?;
    let first = match gift(site, session, form) {
        Ok(first) => first,
        Err(problem) => return Ok(Err(problem)),
    };
    let grant = NewGrant {
        user_id: user.user_id,
        role: first.role,
        area: first.area,
        acts: first.acts,
        from: first.from,
        until: first.until,
        given_at: site.clock().now(),
        reason: first.reason,
    };
    site.db()
        .give_grant(&grant, &session.by)
        .await
        .map_err(failed)?;
    Ok(Ok(PersonDone::Given))
}

/// Takes one of a person's grants away.
pub async fn revoke(
    site: &Site,
    session: &Session,
    username: &str,
    grant_id: i32,
    why: &str,
) -> Asked<PersonDone> {
    let (_, rows) = visible(site, session, username).await?;
    let row = rows.iter().find(|row| row.grant.grant_id == grant_id);
    let grant = row.ok_or(ApiError::NotFound)?.grant;
    let (survey, now) = (site.survey(), site.clock().now());
    if grant.until.is_some_and(|until| until <= now) {
        return Ok(Err(PeopleProblem::EndedAlready));
    }
    let grants = &session.caller.grants;
    if !grants.can_give(Gift::from(&grant), now, &survey.cube) {
        return Ok(Err(PeopleProblem::TooMuch));
    }
    let why = match reason(why) {
        Ok(why) => why,
        Err(problem) => return Ok(Err(problem)),
    };
    let revoked = site
        .db()
        .revoke_grant(grant_id, now, &session.by, Some(&why));
    match revoked.await {
        Ok(true) => Ok(Ok(PersonDone::Revoked)),
        Ok(false) => Ok(Err(PeopleProblem::EndedAlready)),
        Err(StoreError::LastAdministrator) => Ok(Err(PeopleProblem::LastAdministrator)),
        Err(error) => Err(failed(error)),
    }
}

/// What is done with a whole account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// They may not sign in any more.
    Disable,
    /// They may again.
    Enable,
    /// Their link is withdrawn.
    Withdraw,
    /// Their sessions are ended.
    End,
    /// Their second factor is taken away.
    RemoveFactor,
}

/// A person on whose whole account the caller may act; 404 for anybody else, themselves among them: that is what `/account` is for.
async fn covered(site: &Site, session: &Session, username: &str) -> Result<UserRow, ApiError> {
    let (user, _) = visible(site, session, username).await?;
    let is_own = user.user_id == session.caller.user_id;
    match covers(site, session, &user) && !is_own {
        true => Ok(user),
        false => Err(ApiError::NotFound),
    }
}

/// Does it.
pub async fn act(site: &Site, session: &Session, username: &str, act: Act) -> Asked<PersonDone> {
    let user = covered(site, session, username).await?;
    let (db, now, by) = (site.db(), site.clock().now(), &session.by);
    let user_id = user.user_id;
    let done = match act {
        Act::Disable | Act::Enable => {
            let disabled = act == Act::Disable;
            let changed = UserRow { disabled, ..user };
            match db.update_user(&changed, now, by).await {
                Ok(_) if disabled => PersonDone::Disabled,
                Ok(_) => PersonDone::Enabled,
                Err(StoreError::LastAdministrator) => {
                    return Ok(Err(PeopleProblem::LastAdministrator));
                }
                Err(error) => return Err(failed(error)),
            }
        }
        Act::Withdraw => {
            db.withdraw_links(user_id, now, by).await.map_err(failed)?;
            PersonDone::Withdrawn
        }
        Act::End => {
            let ended = db.end_sessions(user_id, WhichSessions::All, now, by);
            ended.await.map_err(failed)?;
            PersonDone::Ended
        }
        Act::RemoveFactor => {
            db.remove_second_factor(user_id, now, by)
                .await
                .map_err(failed)?;
            PersonDone::FactorRemoved
        }
    };
    Ok(Ok(done))
}

/// Makes a link to a new passphrase.
pub async fn make_link(site: &Site, session: &Session, username: &str) -> Result<Made, ApiError> {
    let user = covered(site, session, username).await?;
    if user.disabled {
        return Err(ApiError::NotFound);
    }
    let now = site.clock().now();
    let (secret, link) = draw_link(now)?;
    let made = site.db().make_link(user.user_id, &link, &session.by);
    made.await.map_err(failed)?;
    let until = until(now);
    Ok(Made {
        user,
        secret,
        until,
    })
}
