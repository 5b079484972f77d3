//! What the roster says of an enumerator, as far as checks ask.

use crate::area::AreaId;
use crate::time::SurveyDay;

/// What the roster says of the enumerator whose work is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Roster {
    /// No roster was imported: nobody can be missing from it.
    #[default]
    NoneOnFile,
    /// There is a roster, and the enumerator is not on it.
    NotOnIt,
    /// The enumerator is on it.
    On(Deployment),
}

/// Where and when an enumerator was sent, and whether they passed; what is unknown accuses nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deployment {
    /// Whether they passed the training.
    pub certified: Option<bool>,
    /// The tehsil they were sent to.
    pub tehsil: Option<AreaId>,
    /// The first day.
    pub active_from: Option<SurveyDay>,
    /// The last one.
    pub active_to: Option<SurveyDay>,
}
