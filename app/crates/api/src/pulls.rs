//! How the pulls from collection systems stand: lines on the imports page.

/// A form that submissions are pulled from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PullLine {
    /// The collection system's address.
    pub url: String,
    /// The number of the project there.
    pub project: i32,
    /// The form's id there.
    pub form_id: String,
    /// Minutes between pulls; `None`: by hand.
    pub every_minutes: Option<u64>,
    /// How the last attempt stands.
    pub state: PullState,
    /// When it was last read to the end, to the minute in the survey's zone; `None`: never yet.
    pub complete_local: Option<String>,
    /// Whether it was not read to the end for longer than three times its schedule.
    pub is_overdue: bool,
}

/// How the last attempt at a form stands. Times are to the minute in the survey's zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PullState {
    /// It is being read.
    Running {
        /// Since when.
        since_local: String,
    },
    /// It began and never ended: its program was killed.
    Interrupted {
        /// When it began.
        since_local: String,
    },
    /// It was read to the end.
    Complete {
        /// Rows that came.
        read: u64,
        /// … new ones.
        accepted: u64,
        /// … changed ones.
        updated: u64,
        /// … set aside.
        quarantined: u64,
        /// What could not be done, in a sentence.
        remark: Option<String>,
    },
    /// It was not read to the end.
    Failed {
        /// Since when attempts fail.
        since_local: String,
        /// Why, in a sentence.
        said: String,
    },
}
