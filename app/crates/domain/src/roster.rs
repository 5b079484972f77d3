//! The roster: who was sent where, and when.

use crate::time::SurveyDay;

/// One line of the roster file (FORMATS.md), codes not yet looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterRow {
    /// The enumerator's code.
    pub enumerator_code: String,
    /// Their name.
    pub name: Option<String>,
    /// Their supervisor's code.
    pub supervisor_code: Option<String>,
    /// Their team.
    pub team: Option<String>,
    /// The agency that employs them.
    pub agency: Option<String>,
    /// The tehsil they are deployed in.
    pub tehsil_code: Option<String>,
    /// The day of their training.
    pub trained_on: Option<SurveyDay>,
    /// Whether they passed; unknown is not "no".
    pub certified: Option<bool>,
    /// First day of deployment.
    pub active_from: Option<SurveyDay>,
    /// Last day of deployment.
    pub active_to: Option<SurveyDay>,
}
