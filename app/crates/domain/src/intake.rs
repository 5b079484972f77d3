//! What comes in.

use serde::{Deserialize, Serialize};

/// What a run imports; also what a quarantined row was meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RunKind {
    /// Submissions.
    Submissions,
    /// Targets.
    Targets,
    /// The roster.
    Roster,
    /// What a collection tool recorded while forms were filled in.
    Trails,
}

impl RunKind {
    /// Every kind, in the order of the database's numbers.
    pub const ALL: [RunKind; 4] = [
        RunKind::Submissions,
        RunKind::Targets,
        RunKind::Roster,
        RunKind::Trails,
    ];

    /// The number that stands for it in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`RunKind::rank`] back.
    pub fn from_rank(rank: i16) -> Option<RunKind> {
        RunKind::ALL.into_iter().find(|kind| kind.rank() == rank)
    }

    /// The word on the command line, in addresses and in exports.
    pub fn code(self) -> &'static str {
        match self {
            RunKind::Submissions => "submissions",
            RunKind::Targets => "targets",
            RunKind::Roster => "roster",
            RunKind::Trails => "trails",
        }
    }

    /// Reads [`RunKind::code`] back.
    pub fn from_code(code: &str) -> Option<RunKind> {
        RunKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
