//! The use cases, one method each. The server implements them; pages and endpoints call them.

use crate::audit::{AuditQuery, AuditView};
use crate::coordination::CoordinationBackend;
use crate::coverage::{AreaRef, CoverageView};
use crate::days::DayValues;
use crate::error::ApiError;
use crate::flags::{
    CheckCount, CheckView, EnumeratorView, FlagKey, FlagQuery, FlagView, FlagsView, RiskQuery,
    RisksView,
};
use crate::intake::{ImportsView, QuarantineQuery, QuarantineView};
use crate::one_import::ImportView;
use crate::overview::OverviewView;
use crate::quality::{MeasureView, QualityQuery, QualityView};
use crate::query::{CoverageQuery, QueryProblem};
use crate::thresholds::{PreviewView, ThresholdDraft};
use async_trait::async_trait;
use domain::audit::By;
use domain::checks::Check;
use domain::lang::Lang;
use domain::measures::Measure;
use domain::people::{Caller, Role};
use domain::permission::{Permission, PermissionSet};
use domain::time::SurveyDay;

/// Who is asking, and how they read. Put into the context of every page behind sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who has signed in.
    pub caller: Caller,
    /// The same, as the audit trail names them, with where they ask from.
    pub by: By,
    /// The language of the page.
    pub lang: Lang,
    /// What may be offered to them where they stand: see [`domain::permission::Grants::held`].
    pub held: PermissionSet,
    /// Every grant that they can stand on.
    pub seats: Vec<Seat>,
}

/// A grant in force, as the person who has it chooses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Which.
    pub grant_id: i32,
    /// What they are there.
    pub role: Role,
    /// Where.
    pub area: AreaRef,
    /// Whether they also act there.
    pub acts: bool,
    /// When it ends, in the survey's zone, to the minute.
    pub until_local: Option<String>,
}

impl Session {
    /// Whether a permission may be offered to them where they stand: to see, in all of it; to act, somewhere in it.
    pub fn may(&self, permission: Permission) -> bool {
        self.held.has(permission)
    }

    /// The same for use cases: what someone may not see or do answers as if it did not exist.
    pub fn require(&self, permission: Permission) -> Result<(), ApiError> {
        match self.may(permission) {
            true => Ok(()),
            false => Err(ApiError::NotFound),
        }
    }
}

/// What the server can do for a page. Every method takes the caller and answers only what their scope holds.
#[async_trait]
pub trait Backend: CoordinationBackend + Send + Sync + 'static {
    /// The state of the top of the caller's scope.
    async fn overview(&self, session: &Session) -> Result<OverviewView, ApiError>;

    /// The coverage page of an area; `None` is the top of the caller's scope.
    async fn coverage(
        &self,
        session: &Session,
        area: Option<&str>,
        query: CoverageQuery,
        query_problems: Vec<QueryProblem>,
    ) -> Result<CoverageView, ApiError>;

    /// Quality of an area. `problems` are the parameters that could not be understood.
    async fn quality(
        &self,
        session: &Session,
        query: QualityQuery,
        problems: Vec<&'static str>,
    ) -> Result<QualityView, ApiError>;

    /// One measure, by area and by enumerator.
    async fn measure(
        &self,
        session: &Session,
        measure: Measure,
        query: QualityQuery,
        problems: Vec<&'static str>,
    ) -> Result<MeasureView, ApiError>;

    /// The map's values of the areas that the page lists, day by day.
    async fn days(
        &self,
        session: &Session,
        area: &str,
        query: CoverageQuery,
    ) -> Result<DayValues, ApiError>;

    /// The imports that began before run `before`, newest first; without it the newest.
    async fn imports(
        &self,
        session: &Session,
        before: Option<i32>,
    ) -> Result<ImportsView, ApiError>;

    /// One import, by its number.
    async fn import(&self, session: &Session, run_id: i32) -> Result<ImportView, ApiError>;

    /// The audit trail. `problems` are the parameters that could not be understood.
    async fn audit(
        &self,
        session: &Session,
        query: AuditQuery,
        problems: Vec<&'static str>,
    ) -> Result<AuditView, ApiError>;

    /// Rows that could not be taken.
    async fn quarantine(
        &self,
        session: &Session,
        query: QuarantineQuery,
    ) -> Result<QuarantineView, ApiError>;

    /// The flags that an address asks for. `problems` are the parameters that could not be understood.
    async fn flags(
        &self,
        session: &Session,
        query: FlagQuery,
        problems: Vec<&'static str>,
    ) -> Result<FlagsView, ApiError>;

    /// One flag.
    async fn flag(&self, session: &Session, key: FlagKey) -> Result<FlagView, ApiError>;

    /// Every check with its counts in the caller's scope.
    async fn checks(&self, session: &Session) -> Result<Vec<CheckCount>, ApiError>;

    /// One check. `draft` is a change of a threshold that was typed and is not right yet.
    async fn check(
        &self,
        session: &Session,
        check: Check,
        draft: Option<ThresholdDraft>,
    ) -> Result<CheckView, ApiError>;

    /// What a change of a check's threshold would do.
    async fn threshold_preview(
        &self,
        session: &Session,
        check: Check,
        preview_id: i32,
    ) -> Result<PreviewView, ApiError>;

    /// Enumerators by how much speaks for a second look at their work.
    async fn risks(&self, session: &Session, query: RiskQuery) -> Result<RisksView, ApiError>;

    /// An enumerator's work, with one day of it: the one that is asked for, or the last.
    async fn enumerator(
        &self,
        session: &Session,
        code: &str,
        day: Option<SurveyDay>,
    ) -> Result<EnumeratorView, ApiError>;
}
