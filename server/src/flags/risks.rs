//! The risk list.

use super::list;
use crate::coverage::{internal, visible_area};
use crate::permission::name_for;
use crate::site::Site;
use api::coverage::AreaRef;
use api::flags::{RISKS_A_PAGE, RiskItem, RiskQuery, RisksView};
use api::{ApiError, Session};
use domain::area::AreaId;
use domain::permission::Permission;
use store::flags::RiskLine;

/// See [`api::Backend::risks`].
pub async fn risks(
    site: &Site,
    session: &Session,
    query: RiskQuery,
) -> Result<RisksView, ApiError> {
    session.require(Permission::SeeRisks)?;
    let area = visible_area(&site.survey().cube, session, query.area.as_deref())?.id;
    let rows = site
        .db()
        .list_risks(area, query.from, RISKS_A_PAGE)
        .await
        .map_err(|error| internal(&error))?;
    let next = (rows.len() == RISKS_A_PAGE as usize).then(|| RiskQuery {
        from: query.from.saturating_add(RISKS_A_PAGE),
        ..query.clone()
    });
    Ok(RisksView {
        items: rows
            .into_iter()
            .map(|row| shown(site, session, row))
            .collect(),
        next,
        areas: list::districts(site, session),
        query,
    })
}

/// The area of a risk list with scores, which are not for those who see reasons only.
pub fn scored_area(site: &Site, session: &Session, area: Option<&str>) -> Result<AreaId, ApiError> {
    session.require(Permission::SeeRiskScores)?;
    Ok(visible_area(&site.survey().cube, session, area)?.id)
}

/// A line as pages show it.
pub fn shown(site: &Site, session: &Session, row: RiskLine) -> RiskItem {
    let survey = site.survey();
    let tehsil = survey.cube.by_id(row.risk.tehsil_id);
    let count = |number: i32| u32::try_from(number).unwrap_or(0);
    // Whoever walks to the doors is told why, not how it is summed: a formula that is known is a formula to be got round.
    let sees_score = session.may(Permission::SeeRiskScores);
    RiskItem {
        enumerator_code: row.enumerator_code,
        enumerator_name: name_for(site, session, &row.enumerator_name),
        tehsil_code: tehsil.map_or_else(String::new, |area| area.code.clone()),
        tehsil_name: tehsil.map_or_else(String::new, |area| {
            AreaRef::from(area).name_in(session.lang).to_owned()
        }),
        interviews: u64::try_from(row.risk.interviews).unwrap_or(0),
        place: (count(row.risk.place), count(row.risk.among)),
        score: sees_score.then_some(row.risk.score),
        flags_score: sees_score.then_some(row.risk.flags_score),
        fabricated: (count(row.risk.fabricated), count(row.risk.told)),
        // Their points would be the formula again.
        reasons: serde_json::from_str(&row.risk.reasons).unwrap_or_default(),
    }
}
