//! One's own account.

use super::failed;
use crate::secret::token_hash;
use crate::site::Site;
use api::accounts::{OwnDone, OwnProblem, OwnView, SessionItem};
use api::{ApiError, Session};
use domain::account::{Device, PassphraseProblem};
use store::{SessionRow, UserRow, WhichSessions, session_mark};

/// What became of a form that changes something.
pub enum Changed {
    /// Done.
    Done(OwnDone),
    /// A second factor is to be set up.
    SetUp,
    /// Recovery codes to be shown once.
    Codes(Vec<String>),
    /// Not so.
    Problem(OwnProblem),
}

/// What is asked for of one's second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorWish {
    /// To set one up, or another.
    Begin,
    /// To do without.
    Remove,
    /// New recovery codes.
    Codes,
}

/// A session as it is shown.
pub fn item(site: &Site, row: SessionRow, own: &str) -> SessionItem {
    let local = |at: domain::time::EpochMs| at.to_minute_in(site.clock().zone());
    SessionItem {
        device: Device::read(row.user_agent.as_deref().unwrap_or("")),
        since_local: local(row.created_at),
        seen_local: local(row.seen_at),
        address: row.address,
        is_this: row.mark == own,
        mark: row.mark,
    }
}

/// The user who has signed in, as they are on file.
pub async fn user_of(site: &Site, session: &Session) -> Result<UserRow, ApiError> {
    let user = site.db().user(session.caller.user_id).await;
    let user = user.map_err(failed)?;
    user.ok_or(ApiError::SignInNeeded)
}

/// The page. `token` is of the session that asks.
pub async fn page(
    site: &Site,
    session: &Session,
    token: &str,
    done: Option<OwnDone>,
    problem: Option<OwnProblem>,
) -> Result<OwnView, ApiError> {
    let (db, now) = (site.db(), site.clock().now());
    let user_id = session.caller.user_id;
    let own = session_mark(&token_hash(token));
    let sessions = db.sessions_of(user_id, now).await.map_err(failed)?;
    let factor = db.second_factor(user_id).await.map_err(failed)?;
    let since = factor.filter(|factor| factor.secret.is_some());
    let since = since.map(|factor| {
        let at = factor.confirmed_at.unwrap_or(now);
        at.to_minute_in(site.clock().zone())
    });
    Ok(OwnView {
        username: session.caller.username.clone(),
        sessions: sessions
            .into_iter()
            .map(|row| item(site, row, &own))
            .collect(),
        second_factor: since,
        codes_left: db.recovery_codes_left(user_id).await.map_err(failed)?,
        can_have: site.accounts().vault().is_some(),
        must_have: site
            .accounts()
            .demands_second_factor(&session.caller.grants, now),
        done,
        problem,
        zone: site.clock().zone_name().to_owned(),
    })
}

/// Changes the passphrase; every other session ends.
pub async fn change_passphrase(
    site: &Site,
    session: &Session,
    token: &str,
    present: &str,
    (typed, again): (&str, &str),
) -> Result<Changed, ApiError> {
    let user = user_of(site, session).await?;
    let hash = token_hash(token);
    let problem = |problem| Ok(Changed::Problem(OwnProblem::Passphrase(problem)));
    match site.proves(&hash, &user, present).await.map_err(failed)? {
        Ok(true) => {}
        Ok(false) => return problem(PassphraseProblem::NotYours),
        Err(wait) => return Ok(Changed::Problem(OwnProblem::Wait(wait))),
    }
    let chosen = site.accounts().new_passphrase(typed, again, &user.username);
    let new = match chosen.await.map_err(failed)? {
        Ok(new) => new,
        Err(why) => return problem(why),
    };
    let now = site.clock().now();
    let changed = site
        .db()
        .change_passphrase(user.user_id, &new, &hash, now, &session.by);
    changed.await.map_err(failed)?;
    Ok(Changed::Done(OwnDone::Passphrase))
}

/// Ends one of one's sessions, or all others.
pub async fn end_sessions(
    site: &Site,
    session: &Session,
    token: &str,
    mark: Option<&str>,
) -> Result<Changed, ApiError> {
    let hash = token_hash(token);
    let which = match mark {
        Some(mark) => WhichSessions::One(mark),
        None => WhichSessions::AllBut(&hash),
    };
    let now = site.clock().now();
    let ended = site
        .db()
        .end_sessions(session.caller.user_id, which, now, &session.by);
    ended.await.map_err(failed)?;
    Ok(Changed::Done(OwnDone::Sessions))
}

/// Sets up, removes, or renews what belongs to the second factor.
pub async fn wish(
    site: &Site,
    session: &Session,
    token: &str,
    passphrase: &str,
    wish: FactorWish,
) -> Result<Changed, ApiError> {
    let user = user_of(site, session).await?;
    match site
        .proves(&token_hash(token), &user, passphrase)
        .await
        .map_err(failed)?
    {
        Ok(true) => {}
        Ok(false) => return Ok(Changed::Problem(OwnProblem::Factor)),
        Err(wait) => return Ok(Changed::Problem(OwnProblem::Wait(wait))),
    }
    let now = site.clock().now();
    match wish {
        FactorWish::Begin => match site
            .begin_second_factor(user.user_id)
            .await
            .map_err(failed)?
        {
            true => Ok(Changed::SetUp),
            // The page does not offer it.
            false => Err(ApiError::NotFound),
        },
        FactorWish::Codes if user.second_factor => {
            let codes = site
                .renew_codes(user.user_id, &session.by)
                .await
                .map_err(failed)?;
            Ok(Changed::Codes(codes))
        }
        FactorWish::Remove if !site.accounts().demands_second_factor(&user.grants, now) => {
            site.db()
                .remove_second_factor(user.user_id, now, &session.by)
                .await
                .map_err(failed)?;
            Ok(Changed::Done(OwnDone::FactorRemoved))
        }
        // Neither does it offer these.
        FactorWish::Codes | FactorWish::Remove => Err(ApiError::NotFound),
    }
}
