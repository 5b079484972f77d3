//! What the use cases ask of permissions: the table and the grants are the domain's, the areas and the time are the site's.

use crate::site::Site;
use api::coverage::AreaRef;
use api::{ApiError, Seat, Session};
use domain::area::AreaId;
use domain::audit::By;
use domain::lang::Lang;
use domain::people::Caller;
use domain::permission::{self, HeldName, Permission};

/// Whether a permission holds in an area, within what the caller stands on.
pub fn may_in(site: &Site, session: &Session, permission: Permission, area: AreaId) -> bool {
    let (survey, now) = (site.survey(), site.clock().now());
    session.caller.may(permission, area, now, &survey.cube)
}

/// The same, for use cases that cannot go on without: what someone may not do answers as if it did not exist.
pub fn require_in(
    site: &Site,
    session: &Session,
    permission: Permission,
    area: AreaId,
) -> Result<(), ApiError> {
    match may_in(site, session, permission, area) {
        true => Ok(()),
        false => Err(ApiError::NotFound),
    }
}

/// An enumerator's name, if the caller may see it: every name that is shown or sent goes through here.
pub fn name_for(site: &Site, session: &Session, held: &HeldName) -> Option<String> {
    let (survey, now) = (site.survey(), site.clock().now());
    permission::name_for(held, &session.caller, now, &survey.cube)
}

/// The session of somebody who asks: what may be offered to them, and between which grants they can choose.
pub fn session_of(site: &Site, caller: Caller, by: By, lang: Lang) -> Session {
    let (survey, now) = (site.survey(), site.clock().now());
    let cube = &survey.cube;
    let seats = caller.grants.in_force(now).filter_map(|grant| {
        Some(Seat {
            grant_id: grant.grant_id,
            role: grant.role,
            area: AreaRef::from(cube.by_id(grant.area)?),
            acts: grant.acts,
            until_local: grant.until.map(|at| at.to_minute_in(site.clock().zone())),
        })
    });
    Session {
        seats: seats.collect(),
        held: caller.grants.held(caller.scope, now, cube),
        caller,
        by,
        lang,
    }
}
