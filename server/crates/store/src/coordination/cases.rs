//! Reading cases: lists, sums, one.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use domain::area::AreaId;
use domain::coordination::{Agency, CaseKind, CaseStatus, Subject, SubjectKind};
use domain::time::SurveyDay;

/// Which cases are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFilter {
    /// Of this area or one below it: never wider than what the caller may see.
    pub area: AreaId,
    /// Of one kind.
    pub kind: Option<CaseKind>,
    /// Of one agency; `Some(None)`: those that nobody was given.
    pub agency: Option<Option<Agency>>,
    /// Of one status.
    pub status: Option<CaseStatus>,
    /// Only those that are not closed.
    pub waiting: bool,
    /// Only those that are not closed and were due before this day.
    pub overdue_on: Option<SurveyDay>,
}

impl CaseFilter {
    /// Every case of an area.
    pub fn of_area(area: AreaId) -> CaseFilter {
        CaseFilter {
            area,
            kind: None,
            agency: None,
            status: None,
            waiting: false,
            overdue_on: None,
        }
    }
}

/// A case as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// Its number.
    pub case_id: i32,
    /// What it is about.
    pub kind: CaseKind,
    /// Where.
    pub area_id: AreaId,
    /// Whom or what it is about there; `None`: the area itself.
    pub subject: Option<Subject>,
    /// In a line.
    pub title: String,
    /// More about it.
    pub detail: Option<String>,
    /// Its number elsewhere.
    pub reference: Option<String>,
    /// The day it came in.
    pub opened_on: SurveyDay,
    /// Who is to act.
    pub agency: Option<Agency>,
    /// By when.
    pub due_on: Option<SurveyDay>,
    /// Where it stands.
    pub status: CaseStatus,
    /// Steps in its history.
    pub steps: i32,
}

/// How many cases share what boards ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseSum {
    /// Where.
    pub area_id: AreaId,
    /// Their kind.
    pub kind: CaseKind,
    /// Who is to act.
    pub agency: Option<Agency>,
    /// Where they stand.
    pub status: CaseStatus,
    /// Whether they are not closed and were due before the day that was asked for.
    pub is_overdue: bool,
    /// How many.
    pub cases: u64,
}

/// The cases that a filter means. Unset parts are -1, an agency of -2 is nobody; 5 is "closed".
macro_rules! filtered {
    () => {
        " FROM coordination_case c WHERE c.area_id IN (WITH RECURSIVE down (area_id) AS (SELECT area_id FROM area \
         WHERE area_id = $1 UNION ALL SELECT a.area_id FROM area a JOIN down d ON a.parent_id = d.area_id) \
         SELECT area_id FROM down) AND ($2 < 0 OR c.kind = $2) AND ($3 = -1 OR c.agency = $3 OR ($3 = -2 AND c.agency IS NULL)) AND ($4 < 0 OR c.status = $4) \
         AND ($5 = 0 OR c.status <> 5) AND ($6 = -2147483648 OR (c.status <> 5 AND c.due_on < $6))"
    };
}

macro_rules! bind_filter {
    ($query:expr, $filter:expr) => {
        $query
            .bind($filter.area)
            .bind($filter.kind.map_or(-1, CaseKind::rank))
            .bind(
                $filter
                    .agency
                    .map_or(-1, |agency| agency.map_or(-2, Agency::rank)),
            )
            .bind($filter.status.map_or(-1, CaseStatus::rank))
            .bind(i32::from($filter.waiting))
            .bind($filter.overdue_on.map_or(i32::MIN, |day| day.0))
    };
}

/// What a query for cases selects.
macro_rules! case_columns {
    () => {
        "SELECT c.case_id, c.kind, c.area_id, c.title, c.detail, c.reference, c.opened_on, c.agency, c.due_on, c.status, \
         c.steps, c.subject_kind, c.subject_code"
    };
}
pub(super) use case_columns;

/// The order of cases: those that wait first, by the day they are due, then by the day they came in.
macro_rules! case_order {
    () => {
        " ORDER BY CASE WHEN c.status = 5 THEN 1 ELSE 0 END, COALESCE(c.due_on, 2147483647), c.opened_on, c.case_id"
    };
}
pub(super) use case_order;

pub(super) type CaseColumns = (
    i32,
    i16,
    i32,
    String,
    Option<String>,
    Option<String>,
    i32,
    Option<i16>,
    Option<i32>,
    i16,
    i32,
    Option<i16>,
    Option<String>,
);

pub(super) fn read(row: CaseColumns) -> Result<CaseRow, StoreError> {
    let unknown = |what| StoreError::other(format!("a case of a later program: {what}"));
    Ok(CaseRow {
        case_id: row.0,
        kind: CaseKind::from_rank(row.1).ok_or_else(|| unknown("its kind"))?,
        area_id: row.2,
        subject: subject_of(row.11, row.12)?,
        title: row.3,
        detail: row.4,
        reference: row.5,
        opened_on: SurveyDay(row.6),
        agency: row.7.and_then(Agency::from_rank),
        due_on: row.8.map(SurveyDay),
        status: CaseStatus::from_rank(row.9).ok_or_else(|| unknown("its status"))?,
        steps: row.10,
    })
}

/// Both columns are set or neither is.
fn subject_of(kind: Option<i16>, code: Option<String>) -> Result<Option<Subject>, StoreError> {
    let (Some(kind), Some(code)) = (kind, code) else {
        return Ok(None);
    };
    let kind = SubjectKind::from_rank(kind)
        .ok_or_else(|| StoreError::other("a case of a later program: whom it is about"))?;
    Ok(Some(Subject { kind, code }))
}

impl Db {
    /// The cases that are meant from `from` on: those that wait first, by the day they are due, then by the day they came in.
    pub async fn list_cases(
        &self,
        filter: &CaseFilter,
        from: u32,
        most: u32,
    ) -> Result<Vec<CaseRow>, StoreError> {
        const QUERY: &str = concat!(
            case_columns!(),
            filtered!(),
            case_order!(),
            " LIMIT $7 OFFSET $8"
        );
        let rows: Vec<CaseColumns> = each_db!(self, pool => bind_filter!(sqlx::query_as(QUERY), filter)
                .bind(i64::from(most))
                .bind(i64::from(from))
                .fetch_all(pool)
                .await?);
        rows.into_iter().map(read).collect()
    }

    /// How many cases are meant, by what boards ask for. `today` decides what is overdue.
    pub async fn sum_cases(
        &self,
        filter: &CaseFilter,
        today: SurveyDay,
    ) -> Result<Vec<CaseSum>, StoreError> {
        const QUERY: &str = concat!(
            "SELECT c.area_id, c.kind, c.agency, c.status, CASE WHEN c.status <> 5 AND c.due_on < $7 THEN 1 ELSE 0 END, COUNT(*)",
            filtered!(),
            " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"
        );
        let rows: Vec<(i32, i16, Option<i16>, i16, i32, i64)> = each_db!(self, pool => bind_filter!(sqlx::query_as(QUERY), filter)
                .bind(today.0)
                .fetch_all(pool)
                .await?);
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                Some(CaseSum {
                    area_id: row.0,
                    kind: CaseKind::from_rank(row.1)?,
                    agency: row.2.and_then(Agency::from_rank),
                    status: CaseStatus::from_rank(row.3)?,
                    is_overdue: row.4 == 1,
                    cases: u64::try_from(row.5).unwrap_or(0),
                })
            })
            .collect())
    }

    /// A case, whatever its area.
    pub async fn find_case(&self, case_id: i32) -> Result<Option<CaseRow>, StoreError> {
        const QUERY: &str = concat!(
            case_columns!(),
            " FROM coordination_case c WHERE c.case_id = $1"
        );
        let row: Option<CaseColumns> = each_db!(self, pool => sqlx::query_as(QUERY)
            .bind(case_id)
            .fetch_optional(pool)
            .await?);
        row.map(read).transpose()
    }
}
