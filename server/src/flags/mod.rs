//! The use cases behind the flag pages.

pub mod csv;
mod day;
pub mod enumerator;
pub mod list;
mod one;
mod picture;
pub mod risk_csv;
pub mod risks;
pub mod steps;
pub mod told;
mod usual;

pub use one::{check, checks, flag};

use crate::coverage::{internal, visible_area};
use crate::judging::evidence_of;
use crate::permission::{may_in, name_for};
use crate::positions::Precision;
use crate::site::Site;
use api::coverage::AreaRef;
use api::flags::{FlagItem, FlagKey, FlagQuery, ME};
use api::{ApiError, Session};
use domain::area::AreaId;
use domain::checks::{Check, Severity};
use domain::flag::Action;
use domain::permission::Permission;
use domain::time::SurveyDay;
use store::flags::{After, FlagFilter, FlagRow};

/// No enumerator and no user has this number: a filter by somebody who is not on file finds nothing.
const NOBODY: i32 = 0;

/// What the caller may do with every flag of an area.
fn actions(site: &Site, session: &Session, area: AreaId) -> Vec<Action> {
    Action::ALL
        .into_iter()
        .filter(|action| may_in(site, session, action.permission(), area))
        .collect()
}

/// The flags that an address asks for, never wider than what the caller may see.
pub async fn filter_of(
    site: &Site,
    session: &Session,
    query: &FlagQuery,
) -> Result<FlagFilter, ApiError> {
    session.require(Permission::SeeFlags)?;
    let area = visible_area(&site.survey().cube, session, query.area.as_deref())?.id;
    let failed = |error| internal(&error);
    let enumerator = match &query.enumerator {
        Some(code) => {
            let found = site.db().enumerator(code).await.map_err(failed)?;
            Some(found.map_or(NOBODY, |who| who.enumerator_id))
        }
        None => None,
    };
    let assignee = match query.assignee.as_deref() {
        Some(ME) => Some(session.caller.user_id),
        Some(name) => {
            let found = site.db().find_user(name).await.map_err(failed)?;
            Some(found.map_or(NOBODY, |user| user.user_id))
        }
        None => None,
    };
    Ok(FlagFilter {
        area,
        check: query.check.map(Check::rank),
        severity: query.severity.map(Severity::rank),
        status: query.status,
        enumerator,
        day: query.day,
        assignee,
    })
}

/// A place in the list as addresses have it: severity, day, enumerator and identity.
pub fn place_text(after: After) -> String {
    format!(
        "{}.{}.{}.{:x}",
        after.severity, after.day.0, after.enumerator_id, after.identity
    )
}

/// Reads [`place_text`] back.
pub fn place_of(text: &str) -> Option<After> {
    let mut parts = text.split('.');
    let after = After {
        severity: parts.next()?.parse().ok()?,
        day: SurveyDay(parts.next()?.parse().ok()?),
        enumerator_id: parts.next()?.parse().ok()?,
        identity: i64::from_str_radix(parts.next()?, 16).ok()?,
    };
    parts.next().is_none().then_some(after)
}

/// A flag as pages show it.
fn shown(site: &Site, session: &Session, row: FlagRow) -> FlagItem {
    let survey = site.survey();
    let area_name = survey
        .cube
        .by_id(row.finding.area_id)
        .map_or_else(String::new, |area| {
            AreaRef::from(area).name_in(session.lang).to_owned()
        });
    FlagItem {
        key: FlagKey {
            enumerator_id: row.finding.enumerator_id,
            identity: row.finding.identity,
        },
        check: Check::from_rank(row.finding.check_number),
        severity: Severity::from_rank(row.finding.severity).unwrap_or(Severity::Info),
        status: row.status,
        day: row.finding.survey_day,
        enumerator_code: row.enumerator_code,
        enumerator_name: name_for(site, session, &row.enumerator_name),
        area_code: row.area_code,
        area_name,
        device_code: row.device_code,
        evidence: evidence_of(&row.finding.evidence)
            .map(|evidence| Precision::of(session).evidence(evidence)),
        assignee: row.assignee.map(|(_, name)| name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_list_reads_back_and_a_made_up_one_does_not() {
        let after = After {
            severity: 2,
            day: SurveyDay(i32::MIN),
            enumerator_id: 7,
            identity: i64::MAX,
        };
        assert_eq!(place_of(&place_text(after)), Some(after));
        for text in ["", "1", "1.2.3", "1.2.3.4.5", "x.2.3.4"] {
            assert_eq!(place_of(text), None, "{text}");
        }
    }
}
