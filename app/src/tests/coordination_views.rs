//! Made views of coordination, and the backend that hands them out.

use super::fixture::{Fake, area, day};
use api::coordination::{
    BoardCounts, BoardQuery, BoardRow, BoardView, CaseForm, CaseItem, CaseQuery, CaseStepItem,
    CaseView, CasesView, CoordinationBackend, DistrictView, Freshness, NewCaseView, OpenOf,
    RefusalItem, RefusalsQuery, RefusalsView, SetBy, Silent, SilentItem, SilentQuery, SilentView,
    StageChangeItem, StageForm, StageIs,
};
use api::{ApiError, Session};
use domain::area::Level;
use domain::coordination::{
    Agency, CaseAction, CaseKind, CaseStatus, Silence, SilenceState, Stage, StageDates,
    StageProblem, Stages, Subject, SubjectKind,
};
use domain::disclosure::Disclosed;
use domain::permission::Permission;

#[async_trait::async_trait]
impl CoordinationBackend for Fake {
    async fn board(
        &self,
        session: &Session,
        query: BoardQuery,
        problems: Vec<&'static str>,
    ) -> Result<BoardView, ApiError> {
        let rows = if query.late { Vec::new() } else { vec![row()] };
        Ok(BoardView {
            query,
            problems,
            counts: BoardCounts {
                overdue: (3, 12),
                dispatch: (1_234, 7),
                silent_councils: (9, 400),
                never_began: 4,
                silent_people: Some((5, 90)),
                unowned_refusals: (2, 6),
            },
            rows,
            districts: 41,
            in_stage: vec![
                (StageIs::Unset, 1),
                (StageIs::NotBegun, 1),
                (StageIs::At(Stage::Training), 40),
            ],
            sees_details: session.may(Permission::SeeCoordinationDetails),
            can_write: session.may(Permission::WriteCases),
            freshness: fresh(),
        })
    }

    async fn district(
        &self,
        session: &Session,
        code: &str,
        draft: Option<(StageForm, StageProblem)>,
    ) -> Result<DistrictView, ApiError> {
        if code != "D1" {
            return Err(ApiError::NotFound);
        }
        let stages = stages();
        Ok(DistrictView {
            area: area("D1", Level::District, "Attock <1>"),
            set: Stage::ALL
                .map(|stage| (stage == Stage::Training).then(set))
                .to_vec(),
            late_days: stages.late_days(day("2026-11-21")),
            warnings: stages.warnings(),
            changes: vec![StageChangeItem {
                set: set(),
                stage: Stage::Training,
                before: StageDates {
                    planned_on: Some(day("2026-11-01")),
                    actual_on: None,
                },
                dates: stages.of(Stage::Training),
                note: Some("<b>rain</b>".to_owned()),
            }],
            stages,
            seen: 17,
            cases: vec![case(CaseKind::Escalation, CaseStatus::InProgress)],
            open_cases: 1,
            can_write: session.may(Permission::WriteCases),
            draft,
            freshness: fresh(),
            zone: "Asia/Karachi".to_owned(),
        })
    }

    async fn cases(
        &self,
        session: &Session,
        query: CaseQuery,
        problems: Vec<&'static str>,
    ) -> Result<CasesView, ApiError> {
        let is_empty = query.area.as_deref() == Some("EMPTY");
        let next = CaseQuery {
            from: 50,
            ..query.clone()
        };
        Ok(CasesView {
            items: match is_empty {
                true => Vec::new(),
                false => vec![case(CaseKind::Dispatch, CaseStatus::Created)],
            },
            total: 51,
            by_agency: vec![open(Some(Agency::Pitb), 4, 1), open(None, 47, 0)],
            next: Some(next),
            areas: vec![("D1".to_owned(), "Attock".to_owned())],
            can_write: session.may(Permission::WriteCases),
            query,
            problems,
        })
    }

    async fn case(&self, session: &Session, case_id: i32) -> Result<CaseView, ApiError> {
        let (kind, status) = match case_id {
            7 => (CaseKind::Dispatch, CaseStatus::Created),
            8 => (CaseKind::Escalation, CaseStatus::Closed),
            _ => return Err(ApiError::NotFound),
        };
        let (details, writes) = (
            session.may(Permission::SeeCoordinationDetails),
            session.may(Permission::WriteCases),
        );
        let step = |action, status, comment: Option<&str>| CaseStepItem {
            set: set(),
            action: Some(action),
            status: Some(status),
            agency: Some(Agency::UrbanUnit),
            due_on: Some(day("2026-11-18")),
            comment: comment.filter(|_| details).map(str::to_owned),
            said: None,
        };
        Ok(CaseView {
            case: case(kind, status),
            detail: details.then(|| "They <i>called</i>".to_owned()),
            subject: details.then(|| Subject {
                kind: SubjectKind::Enumerator,
                code: "E-<7>".to_owned(),
            }),
            sees_details: details,
            steps: vec![
                step(CaseAction::Assigned, CaseStatus::Assigned, None),
                step(CaseAction::Moved, status, Some("<script>words</script>")),
            ],
            seen: 2,
            ways: match writes {
                true => kind.ways(status),
                false => Vec::new(),
            },
            can_write: writes,
            zone: "Asia/Karachi".to_owned(),
        })
    }

    async fn new_case(&self, session: &Session, form: CaseForm) -> Result<NewCaseView, ApiError> {
        if !session.may(Permission::WriteCases) {
            return Err(ApiError::NotFound);
        }
        Ok(NewCaseView {
            area: (form.area == "U1").then(|| area("U1", Level::UnionCouncil, "Chak <7>")),
            areas: vec![("D1".to_owned(), "Attock <1>".to_owned())],
            today: day("2026-11-21"),
            form,
        })
    }

    async fn silent(
        &self,
        session: &Session,
        query: SilentQuery,
        problems: Vec<&'static str>,
    ) -> Result<SilentView, ApiError> {
        let item = SilentItem {
            code: "E-<7>".to_owned(),
            name: Some("Bilal <b>x".to_owned()),
            area: area("T1", Level::Tehsil, "Hazro <2>"),
            district: Some(area("D1", Level::District, "Attock <1>")),
            user: Some("E9".to_owned()),
            silence: match query.what {
                Silent::Devices => Silence::FellSilent {
                    last_on: Some(day("2026-11-10")),
                },
                _ => Silence::NeverBegan {
                    planned_on: Some(day("2026-11-10")),
                },
            },
            since: Some(day("2026-11-10")),
            days: Some(11),
            owner: Some("Bureau of Statistics".to_owned()),
            escalated: (query.what != Silent::Enumerators).then_some(7),
        };
        let is_empty = query.area.as_deref() == Some("EMPTY");
        Ok(SilentView {
            items: if is_empty { Vec::new() } else { vec![item] },
            total: 1,
            silent: 1,
            of: 90,
            by_state: vec![
                (SilenceState::NeverBegan, 1),
                (SilenceState::FellSilent, 0),
                (SilenceState::NotPlanned, 5),
            ],
            next: None,
            areas: Vec::new(),
            sees_details: session.may(Permission::SeeCoordinationDetails),
            can_write: session.may(Permission::WriteCases),
            freshness: fresh(),
            query,
            problems,
        })
    }

    async fn refusals(
        &self,
        session: &Session,
        query: RefusalsQuery,
    ) -> Result<RefusalsView, ApiError> {
        let item = |owner| RefusalItem {
            area: area("U1", Level::UnionCouncil, "Chak <7>"),
            district: None,
            declined: Disclosed::Told(25),
            homes: Disclosed::Told(100),
            owner,
        };
        let owned = case(CaseKind::Refusals, CaseStatus::Open);
        Ok(RefusalsView {
            items: vec![item(None), item(Some(owned))],
            total: 2,
            counts: (2, 1),
            holds_back: false,
            days: (day("2026-11-08"), day("2026-11-21")),
            next: None,
            areas: Vec::new(),
            can_write: session.may(Permission::WriteCases),
            freshness: fresh(),
            query,
        })
    }
}

fn fresh() -> Freshness {
    Freshness {
        today: Some(day("2026-11-21")),
        as_of_local: Some("2026-11-18 18:05".to_owned()),
        late_days: 3,
        zone: "Asia/Karachi".to_owned(),
        failing_since: None,
    }
}

fn set() -> SetBy {
    SetBy {
        at_local: "2026-11-05 10:00".to_owned(),
        by: "Ayesha <b>Khan</b>".to_owned(),
    }
}

fn open(agency: Option<Agency>, open: u64, overdue: u64) -> OpenOf {
    OpenOf {
        agency,
        open,
        overdue,
    }
}

fn stages() -> Stages {
    let mut stages = Stages::default();
    let dates = |planned, actual: Option<&str>| StageDates {
        planned_on: Some(day(planned)),
        actual_on: actual.map(day),
    };
    stages.set(Stage::Notification, dates("2026-10-20", None));
    stages.set(Stage::Training, dates("2026-11-01", Some("2026-11-05")));
    stages.set(Stage::Deployment, dates("2026-11-11", None));
    stages
}

fn row() -> BoardRow {
    let stages = stages();
    BoardRow {
        area: area("D1", Level::District, "Attock <1>"),
        stages,
        late_days: stages.late_days(day("2026-11-21")),
        open: vec![open(Some(Agency::Pspa), 2, 1), open(None, 3, 0)],
        silent: Some((5, 90)),
    }
}

fn case(kind: CaseKind, status: CaseStatus) -> CaseItem {
    CaseItem {
        case_id: 7,
        kind,
        area: area("U1", Level::UnionCouncil, "Chak <7>"),
        district: Some(area("D1", Level::District, "Attock <1>")),
        title: "Nobody <u>came</u>".to_owned(),
        reference: Some("H-<1>".to_owned()),
        agency: match status {
            CaseStatus::Created => None,
            _ => Some(Agency::UrbanUnit),
        },
        due_on: Some(day("2026-11-18")),
        status,
        opened_on: day("2026-11-10"),
        age_days: 11,
        overdue_days: (status != CaseStatus::Closed).then_some(3),
    }
}
