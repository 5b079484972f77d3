//! What somebody who answers a household's request sees, and what their forms say.

/// The page. The server hands it over whole, in answer to a form: a reference never stands in an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubjectView {
    /// What was typed.
    pub form: SubjectForm,
    /// What was wrong with it.
    pub problem: Option<SubjectProblem>,
    /// Why a corrected row cannot be read, in sentences.
    pub unreadable: Option<String>,
    /// What was done.
    pub done: Option<SubjectDone>,
    /// What is held about the household.
    pub found: Option<SubjectFound>,
}

/// A form of the page. Each has area and reference; the others stand in the one that they belong to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubjectForm {
    /// The code of the union council.
    pub area: String,
    /// The household's reference there.
    pub reference: String,
    /// The reference again.
    pub confirm: String,
    /// Why.
    pub reason: String,
    /// In which submission.
    pub submission: String,
    /// Which column.
    pub field: String,
    /// What it should read.
    pub value: String,
    /// Whether the correction before is taken back.
    pub take_back: bool,
}

impl SubjectForm {
    /// From the pairs of a form.
    pub fn parse(pairs: &[(String, String)]) -> SubjectForm {
        let value = |name: &str| {
            let found = pairs.iter().find(|(field, _)| field == name);
            found.map_or(String::new(), |(_, value)| value.trim().to_owned())
        };
        SubjectForm {
            area: value("area"),
            reference: value("reference"),
            confirm: value("confirm"),
            reason: value("reason"),
            submission: value("submission"),
            field: value("field"),
            value: value("value"),
            take_back: value("take_back") == "yes",
        }
    }
}

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectProblem {
    /// No reference, or no area.
    Missing,
    /// The area is none.
    UnknownArea,
    /// The reference was typed otherwise the second time.
    NotConfirmed,
    /// No reason.
    NoReason,
    /// Nothing is held.
    NothingHeld,
    /// The submission is none of the household's.
    OtherSubmission,
    /// The column cannot be corrected.
    UnknownField,
    /// With the correction the row cannot be read.
    Unreadable,
    /// Something came in at the same time.
    Changing,
}

impl SubjectProblem {
    /// Every problem.
    pub const ALL: [SubjectProblem; 9] = [
        SubjectProblem::Missing,
        SubjectProblem::UnknownArea,
        SubjectProblem::NotConfirmed,
        SubjectProblem::NoReason,
        SubjectProblem::NothingHeld,
        SubjectProblem::OtherSubmission,
        SubjectProblem::UnknownField,
        SubjectProblem::Unreadable,
        SubjectProblem::Changing,
    ];
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectDone {
    /// A correction was recorded.
    Corrected,
    /// Everything was deleted: how many submissions and quarantined rows.
    Deleted {
        /// Submissions.
        submissions: u64,
        /// Rows of the quarantine.
        quarantined: u64,
        /// Rows of listings.
        listed: u64,
    },
}

/// What is held about a household.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubjectFound {
    /// Its submissions, in order of arrival.
    pub submissions: Vec<SubjectSubmission>,
    /// What listings say of it: the listing, and names and values.
    pub listed: Vec<(String, Vec<(String, String)>)>,
    /// Rows that could not be taken: why, and the row.
    pub quarantined: Vec<(String, String)>,
    /// Rows that hold the reference and not the area.
    pub perhaps: u64,
    /// Pushed rows that wait to be recorded.
    pub waiting: u64,
    /// Entries of the audit trail: when, who, what.
    pub entries: Vec<(String, String, String)>,
}

/// A submission.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubjectSubmission {
    /// Its id.
    pub id: String,
    /// What its fact says: names of the canonical format, and values.
    pub fact: Vec<(String, String)>,
    /// Its revisions: when received, and the row as it came.
    pub revisions: Vec<(String, String)>,
    /// Lines of its trail.
    pub trails: Vec<String>,
    /// What was corrected: field, value (`None`: taken back), reason, who and when.
    pub corrections: Vec<(String, Option<String>, String, String)>,
    /// The checks whose flags are about it.
    pub flags: Vec<String>,
    /// Its spot checks: the number, and lines of a name and a value.
    pub spot_checks: Vec<(i32, Vec<(String, String)>)>,
}
