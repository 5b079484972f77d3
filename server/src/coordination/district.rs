//! A district: its stages with who set them, and its open cases.

use super::{cases, failed, freshness, may_see, set_by};
use crate::coverage::visible_area;
use crate::permission::may_in;
use crate::site::Site;
use api::coordination::{CASES_A_PAGE, DistrictView, StageChangeItem, StageForm};
use api::coverage::AreaRef;
use api::{ApiError, Session};
use domain::area::{Area, Level};
use domain::coordination::{Stage, StageProblem, Stages};
use domain::cube::Cube;
use domain::permission::Permission;
use store::coordination::{CaseRow, StageChange};

/// The district of a code, if the caller may see it.
pub(super) fn visible_district<'c>(
    cube: &'c Cube,
    session: &Session,
    code: &str,
) -> Result<&'c Area, ApiError> {
    may_see(session)?;
    let area = visible_area(cube, session, Some(code))?;
    match area.level {
        Level::District => Ok(area),
        _ => Err(ApiError::NotFound),
    }
}

/// See [`api::coordination::CoordinationBackend::district`].
pub async fn district(
    site: &Site,
    session: &Session,
    code: &str,
    draft: Option<(StageForm, StageProblem)>,
) -> Result<DistrictView, ApiError> {
    let (survey, today) = (site.survey(), site.clock().today());
    let area = visible_district(&survey.cube, session, code)?;
    let rows = site.db().stage_changes(area.id).await.map_err(failed)?;
    let now = site.coordination().await.map_err(failed)?;
    let cases: Vec<&CaseRow> = now
        .waiting
        .iter()
        .filter(|case| survey.cube.is_within(case.area_id, area.id))
        .collect();
    let (stages, changes) = told(site, rows);
    let can_write = may_in(site, session, Permission::SetStages, area.id);
    Ok(DistrictView {
        area: AreaRef::from(area),
        set: Stage::ALL
            .map(|stage| {
                let last = changes.iter().find(|change| change.1.stage == stage);
                last.map(|(_, change)| change.set.clone())
            })
            .to_vec(),
        late_days: stages.late_days(today),
        warnings: stages.warnings(),
        stages,
        seen: changes.first().map_or(0, |(number, _)| *number),
        changes: changes.into_iter().map(|(_, change)| change).collect(),
        cases: cases
            .iter()
            .take(CASES_A_PAGE as usize)
            .map(|row| cases::item(&survey.cube, (*row).clone(), today))
            .collect(),
        open_cases: cases.len() as u64,
        can_write,
        draft: draft.filter(|_| can_write),
        freshness: freshness(site),
        zone: site.clock().zone_name().to_owned(),
    })
}

/// What holds after all changes, and each of them with its number and what it changed, newest first.
fn told(site: &Site, rows: Vec<StageChange>) -> (Stages, Vec<(i32, StageChangeItem)>) {
    let mut stages = Stages::default();
    let mut changes: Vec<(i32, StageChangeItem)> = rows
        .into_iter()
        .map(|row| {
            let before = stages.of(row.stage);
            stages.set(row.stage, row.dates);
            let item = StageChangeItem {
                set: set_by(site, row.at, row.by),
                stage: row.stage,
                before,
                dates: row.dates,
                note: row.note,
            };
            (row.change_id, item)
        })
        .collect();
    changes.reverse();
    (stages, changes)
}
