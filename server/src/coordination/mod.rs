//! The use cases of coordination: scope first, then what is on file, then what is in memory.

mod board;
mod cases;
pub mod csv;
mod district;
mod file;
mod refusals;
pub mod silent;
pub mod steps;

pub(crate) use cases::{choices, typed_area};
pub use file::{LARGEST_FILE, SAMPLE, import};

use crate::coverage::internal;
use crate::site::Site;
use api::coordination::{
    BoardQuery, BoardView, CaseForm, CaseQuery, CaseView, CasesView, CoordinationBackend,
    DistrictView, Freshness, NewCaseView, RefusalsQuery, RefusalsView, SetBy, SilentQuery,
    SilentView, StageForm,
};
use api::coverage::AreaRef;
use api::{ApiError, Session};
use async_trait::async_trait;
use domain::area::{Area, AreaId, Level};
use domain::coordination::StageProblem;
use domain::cube::Cube;
use domain::permission::Permission;
use domain::time::{EpochMs, SurveyDay};

#[async_trait]
impl CoordinationBackend for Site {
    async fn board(
        &self,
        session: &Session,
        query: BoardQuery,
        problems: Vec<&'static str>,
    ) -> Result<BoardView, ApiError> {
        board::board(self, session, query, problems).await
    }

    async fn district(
        &self,
        session: &Session,
        code: &str,
        draft: Option<(StageForm, StageProblem)>,
    ) -> Result<DistrictView, ApiError> {
        district::district(self, session, code, draft).await
    }

    async fn cases(
        &self,
        session: &Session,
        query: CaseQuery,
        problems: Vec<&'static str>,
    ) -> Result<CasesView, ApiError> {
        cases::cases(self, session, query, problems).await
    }

    async fn case(&self, session: &Session, case_id: i32) -> Result<CaseView, ApiError> {
        cases::case(self, session, case_id).await
    }

    async fn new_case(&self, session: &Session, form: CaseForm) -> Result<NewCaseView, ApiError> {
        may_write(session)?;
        Ok(cases::new_case(self, session, form))
    }

    async fn silent(
        &self,
        session: &Session,
        query: SilentQuery,
        problems: Vec<&'static str>,
    ) -> Result<SilentView, ApiError> {
        silent::page(self, session, query, problems).await
    }

    async fn refusals(
        &self,
        session: &Session,
        query: RefusalsQuery,
    ) -> Result<RefusalsView, ApiError> {
        refusals::page(self, session, query).await
    }
}

/// What someone may not see answers as if it did not exist.
fn may_see(session: &Session) -> Result<(), ApiError> {
    session.require(Permission::SeeCoordination)
}

/// Whether forms of cases are offered.
fn can_write(session: &Session) -> bool {
    session.may(Permission::WriteCases)
}

/// Who may not write is not told that there is a form.
fn may_write(session: &Session) -> Result<(), ApiError> {
    session.require(Permission::WriteCases)
}

fn sees_details(session: &Session) -> bool {
    session.may(Permission::SeeCoordinationDetails)
}

/// The areas of a level in an area, itself among them.
fn of_level(cube: &Cube, area: AreaId, level: Level) -> impl Iterator<Item = &Area> {
    cube.below(area)
        .filter_map(|id| cube.by_id(id))
        .filter(move |area| area.level == level)
}

/// The district that a smaller area lies in.
fn district_of(cube: &Cube, area: AreaId) -> Option<AreaRef> {
    let path = cube.path(area);
    let district = path.iter().find(|area| area.level == Level::District)?;
    (district.id != area).then(|| AreaRef::from(*district))
}

/// An area that is on file; its number where it no longer is, which the database's keys make impossible.
fn area_ref(cube: &Cube, area: AreaId) -> AreaRef {
    match cube.by_id(area) {
        Some(area) => AreaRef::from(area),
        None => AreaRef {
            code: area.to_string(),
            level: Level::UnionCouncil,
            name: area.to_string(),
            name_ur: None,
            has_boundary: false,
        },
    }
}

/// Days from one day to another, none if it is later.
fn days_between(from: SurveyDay, to: SurveyDay) -> u32 {
    u32::try_from(to.0.saturating_sub(from.0)).unwrap_or(0)
}

fn set_by(site: &Site, at: EpochMs, by: String) -> SetBy {
    SetBy {
        at_local: at.to_minute_in(site.clock().zone()),
        by,
    }
}

/// How old the figures in memory are.
pub(crate) fn freshness(site: &Site) -> Freshness {
    let (zone, today) = (site.clock().zone(), site.clock().today());
    let local = |at: EpochMs| at.to_minute_in(zone);
    let as_of = site.survey().cube.as_of();
    Freshness {
        today: Some(today),
        as_of_local: as_of.map(local),
        late_days: as_of.map_or(0, |at| days_between(SurveyDay::of(at, zone), today)),
        zone: site.clock().zone_name().to_owned(),
        failing_since: site.quality_now().failing_since.map(local),
    }
}

/// One page of a list that is in memory, and where the next begins.
fn page_of<T>(mut all: Vec<T>, from: u32, a_page: u32) -> (Vec<T>, Option<u32>) {
    let (from_at, length) = (from as usize, all.len());
    let next = from.saturating_add(a_page);
    let items = all
        .drain(from_at.min(length)..(next as usize).min(length))
        .collect();
    (items, ((next as usize) < length).then_some(next))
}

fn failed(error: store::StoreError) -> ApiError {
    internal(&error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_a_list_follow_each_other_to_its_end() {
        let of = |from| page_of((1..=5).collect::<Vec<_>>(), from, 2);
        assert_eq!(of(0), (vec![1, 2], Some(2)));
        assert_eq!(of(2), (vec![3, 4], Some(4)));
        assert_eq!(of(4), (vec![5], None));
        assert_eq!(of(9), (vec![], None));
        assert_eq!(of(u32::MAX), (vec![], None));
    }
}
