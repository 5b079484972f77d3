//! The district board: what needs action first, then every district with its stage.

use super::{can_write, failed, freshness, may_see, of_level, refusals, sees_details, silent};
use crate::site::{Site, Survey};
use api::coordination::{BoardCounts, BoardQuery, BoardRow, BoardView, OpenOf, StageIs};
use api::coverage::AreaRef;
use api::{ApiError, Session};
use domain::area::{AreaId, Level};
use domain::coordination::{Agency, CaseKind, CaseStatus, SILENT_DAYS};
use store::coordination::{CaseSum, CoordinationNow};

/// See [`api::coordination::CoordinationBackend::board`].
pub async fn board(
    site: &Site,
    session: &Session,
    query: BoardQuery,
    problems: Vec<&'static str>,
) -> Result<BoardView, ApiError> {
    may_see(session)?;
    let (survey, today) = (site.survey(), site.clock().today());
    let (cube, scope) = (&survey.cube, session.caller.scope);
    let now = site.coordination().await.map_err(failed)?;
    let open = now.sums(today, |area| cube.is_within(area, scope));
    let quality = site.quality_now().now;
    let all: Vec<BoardRow> = of_level(cube, scope, Level::District)
        .map(|district| {
            let stages = now.stages.get(&district.id).copied().unwrap_or_default();
            BoardRow {
                area: AreaRef::from(district),
                stages,
                late_days: stages.late_days(today),
                open: by_agency(
                    open.iter()
                        .filter(|sum| cube.is_within(sum.area_id, district.id)),
                ),
                silent: quality.silent(cube, district.id, today),
            }
        })
        .collect();
    let in_stage = StageIs::all()
        .map(|is| {
            let there = all.iter().filter(|row| is.fits(&row.stages));
            (is, there.count() as u64)
        })
        .collect();
    let districts = all.len() as u64;
    let mut rows: Vec<BoardRow> = all.into_iter().filter(|row| is_in(&query, row)).collect();
    rows.sort_by(|a, b| {
        let key = |row: &BoardRow| (std::cmp::Reverse(row.late_days), row.area.code.clone());
        key(a).cmp(&key(b))
    });
    Ok(BoardView {
        query,
        problems,
        counts: counts(site, session, (&survey, &now), scope, &open)?,
        rows,
        districts,
        in_stage,
        sees_details: sees_details(session),
        can_write: can_write(session),
        freshness: freshness(site),
    })
}

fn is_in(query: &BoardQuery, row: &BoardRow) -> bool {
    query.stage.is_none_or(|is| is.fits(&row.stages))
        && query
            .agency
            .is_none_or(|agency| row.open.iter().any(|open| open.agency == agency))
        && (!query.late || row.late_days.is_some())
}

/// Open cases by agency, those that nobody was given last.
pub(super) fn by_agency<'s>(sums: impl Iterator<Item = &'s CaseSum>) -> Vec<OpenOf> {
    let sums: Vec<&CaseSum> = sums
        .filter(|sum| sum.status != CaseStatus::Closed)
        .collect();
    Agency::ALL
        .map(Some)
        .into_iter()
        .chain([None])
        .map(|agency| {
            let of = || sums.iter().filter(|sum| sum.agency == agency);
            OpenOf {
                agency,
                open: of().map(|sum| sum.cases).sum(),
                overdue: of().filter(|sum| sum.is_overdue).map(|sum| sum.cases).sum(),
            }
        })
        .filter(|of| of.open > 0)
        .collect()
}

fn counts(
    site: &Site,
    session: &Session,
    (survey, now): (&Survey, &CoordinationNow),
    scope: AreaId,
    open: &[CaseSum],
) -> Result<BoardCounts, ApiError> {
    let of = |kind: CaseKind, wanted: &dyn Fn(&CaseSum) -> bool| {
        open.iter()
            .filter(|sum| sum.kind == kind && wanted(sum))
            .map(|sum| sum.cases)
            .sum()
    };
    let today = site.clock().today();
    let councils = silent::councils(survey, scope, SILENT_DAYS, today);
    let refusals = refusals::found(site, session, (&survey.cube, now), scope)?;
    Ok(BoardCounts {
        overdue: (
            of(CaseKind::Escalation, &|sum| sum.is_overdue),
            of(CaseKind::Escalation, &|_| true),
        ),
        dispatch: (
            of(CaseKind::Dispatch, &|_| true),
            of(CaseKind::Dispatch, &|sum| sum.status == CaseStatus::Created),
        ),
        silent_councils: (councils.silent.len() as u64, councils.of),
        never_began: councils.never_began(),
        silent_people: site.quality_now().now.silent(&survey.cube, scope, today),
        unowned_refusals: (
            refusals.iter().filter(|item| item.owner.is_none()).count() as u64,
            refusals.len() as u64,
        ),
    })
}
