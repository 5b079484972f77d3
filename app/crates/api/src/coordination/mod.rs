//! Coordination: the district board, cases, who is silent, refusals and who sees to them.

mod forms;
mod query;
mod views;

pub use forms::{
    CaseForm, CaseNotice, FileProblem, FileReport, LineProblem, MOST_LINES, StageForm, StepForm,
    case_href, district_href,
};
pub use query::{
    BoardQuery, CASES_A_PAGE, CaseQuery, NOBODY, RefusalsQuery, Silent, SilentQuery, StageIs,
    Standing, agency_code,
};
pub use views::{
    BoardCounts, BoardRow, BoardView, CaseItem, CaseStepItem, CaseView, CasesView, DistrictView,
    Freshness, NewCaseView, OpenOf, RefusalItem, RefusalsView, SetBy, SilentItem, SilentView,
    StageChangeItem,
};

use crate::backend::Session;
use crate::error::ApiError;
use async_trait::async_trait;
use domain::coordination::StageProblem;

/// The use cases of coordination. What lies outside the caller's scope, and all of it for those who may not see it, answers as if it did
/// not exist.
#[async_trait]
pub trait CoordinationBackend: Send + Sync {
    /// The district board. `problems` are the parameters that could not be understood.
    async fn board(
        &self,
        session: &Session,
        query: BoardQuery,
        problems: Vec<&'static str>,
    ) -> Result<BoardView, ApiError>;

    /// A district's stages and cases. `draft` are dates that were typed and not taken.
    async fn district(
        &self,
        session: &Session,
        code: &str,
        draft: Option<(StageForm, StageProblem)>,
    ) -> Result<DistrictView, ApiError>;

    /// The cases that an address asks for.
    async fn cases(
        &self,
        session: &Session,
        query: CaseQuery,
        problems: Vec<&'static str>,
    ) -> Result<CasesView, ApiError>;

    /// One case.
    async fn case(&self, session: &Session, case_id: i32) -> Result<CaseView, ApiError>;

    /// The form for a new case, for those who may open one.
    async fn new_case(&self, session: &Session, form: CaseForm) -> Result<NewCaseView, ApiError>;

    /// Union councils, enumerators or devices that nothing was heard of.
    async fn silent(
        &self,
        session: &Session,
        query: SilentQuery,
        problems: Vec<&'static str>,
    ) -> Result<SilentView, ApiError>;

    /// Union councils with refusals, and who sees to them.
    async fn refusals(
        &self,
        session: &Session,
        query: RefusalsQuery,
    ) -> Result<RefusalsView, ApiError>;
}

/// An address with its parameters.
fn address(path: &str, pairs: &[(&str, String)]) -> String {
    if pairs.is_empty() {
        return path.to_owned();
    }
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", crate::query::percent_encoded(value)))
        .collect();
    format!("{path}?{}", pairs.join("&"))
}

#[cfg(test)]
mod tests;
