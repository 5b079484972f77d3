//! What boards show of coordination, read at once: what waits, and where the districts stand.

use super::cases::{CaseColumns, CaseRow, CaseSum, case_columns, case_order, read};
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use crate::meta;
use domain::area::AreaId;
use domain::coordination::{CaseKind, CaseStatus, Stages};
use domain::time::SurveyDay;
use std::collections::{BTreeMap, HashMap};

/// Every case that waits, and the stages of every district.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoordinationNow {
    /// As of which [`Db::coordination_version`] at least.
    pub version: i64,
    /// The cases that are not closed, in the order of [`Db::list_cases`].
    pub waiting: Vec<CaseRow>,
    /// What holds, by district; districts of which nothing was ever set are not among them.
    pub stages: HashMap<AreaId, Stages>,
}

impl CoordinationNow {
    /// How many cases wait in areas of which `is_within` says so, by what boards ask for: what [`Db::sum_cases`] says of the same.
    pub fn sums(&self, today: SurveyDay, is_within: impl Fn(AreaId) -> bool) -> Vec<CaseSum> {
        let mut sums: BTreeMap<_, CaseSum> = BTreeMap::new();
        for case in self.waiting.iter().filter(|case| is_within(case.area_id)) {
            let is_overdue = case.due_on.is_some_and(|due_on| due_on < today);
            let (kind, agency) = (case.kind.rank(), case.agency.map(|agency| agency.rank()));
            let key = (case.area_id, kind, agency, case.status.rank(), is_overdue);
            let sum = sums.entry(key).or_insert(CaseSum {
                area_id: case.area_id,
                kind: case.kind,
                agency: case.agency,
                status: case.status,
                is_overdue,
                cases: 0,
            });
            sum.cases += 1;
        }
        sums.into_values().collect()
    }

    /// The cases of a kind that wait.
    pub fn waiting_of(&self, kind: CaseKind) -> impl DoubleEndedIterator<Item = &CaseRow> {
        self.waiting.iter().filter(move |case| case.kind == kind)
    }
}

impl Db {
    /// A number that rises with every change of a stage or a case.
    pub async fn coordination_version(&self) -> Result<i64, StoreError> {
        self.number(meta::COORDINATION_VERSION).await
    }

    /// Reads what waits and where the districts stand.
    pub async fn load_coordination(&self) -> Result<CoordinationNow, StoreError> {
        const QUERY: &str = concat!(
            case_columns!(),
            " FROM coordination_case c WHERE c.status <> $1",
            case_order!()
        );
        // First: what changes meanwhile is read again.
        let version = self.coordination_version().await?;
        let rows: Vec<CaseColumns> = each_db!(self, pool => sqlx::query_as(QUERY)
            .bind(CaseStatus::Closed.rank())
            .fetch_all(pool)
            .await?);
        Ok(CoordinationNow {
            version,
            waiting: rows.into_iter().map(read).collect::<Result<_, _>>()?,
            stages: self.all_stages().await?,
        })
    }
}
