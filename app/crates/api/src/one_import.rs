//! The page of one import: what it was, what it brought, and what has become of that since.

use crate::intake::{ImportRun, QuarantineGroup};

/// Other imports that the page names one by one; the rest are summed.
pub const MOST_OTHERS: usize = 20;

/// Everything on the page of one import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportView {
    /// The import with its counts.
    pub run: ImportRun,
    /// Whether its rows were pushed over HTTP: there was no file.
    pub is_pushed: bool,
    /// The tool whose rows they are, as people call it; `None` where files of the kind have one format only, and for
    /// imports of which it is not on record.
    pub format: Option<String>,
    /// The zone that was told for times that name none.
    pub told_zone: Option<String>,
    /// The text of the mapping that its rows were read by.
    pub mapping: Option<String>,
    /// Its rows that wait in the quarantine now, by reason.
    pub waiting: Vec<QuarantineGroup>,
    /// Rows that it put into the quarantine and that did not stand there; `None`: not on record.
    pub set_aside: Option<u64>,
    /// What has become of its submissions; `None`: an import of something else.
    pub since: Option<Since>,
    /// What came after it.
    pub later: Later,
    /// The survey's zone.
    pub zone: String,
}

impl ImportView {
    /// Rows of this import that wait in the quarantine now.
    pub fn still_waiting(&self) -> u64 {
        self.waiting.iter().map(|group| group.rows).sum()
    }

    /// Rows of this import that waited and have left; `None`: not on record.
    pub fn left(&self) -> Option<u64> {
        let still = self.still_waiting();
        self.set_aside
            .map(|set_aside| set_aside.saturating_sub(still))
    }
}

/// The submissions that an import brought, each once, by whose revision of them counts now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// Those that count as this import brought them.
    pub own: Counting,
    /// Those that count by another import's revision, by that import, most first; at most [`MOST_OTHERS`].
    pub others: Vec<OtherImport>,
    /// Those of further imports, and how many imports these are.
    pub further: (Counting, u64),
}

impl Since {
    /// Those that count by any other import's revision.
    pub fn elsewhere(&self) -> Counting {
        self.others
            .iter()
            .map(|other| other.counting)
            .fold(self.further.0, Counting::plus)
    }

    /// All that the import brought.
    pub fn all(&self) -> Counting {
        self.own.plus(self.elsewhere())
    }
}

/// A number of submissions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counting {
    /// How many.
    pub submissions: u64,
    /// Of these, those that are rejected or deleted in the collection system.
    pub rejected: u64,
}

impl Counting {
    /// Both together.
    pub fn plus(self, other: Counting) -> Counting {
        Counting {
            submissions: self.submissions + other.submissions,
            rejected: self.rejected + other.rejected,
        }
    }
}

/// Another import whose revisions count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherImport {
    /// Its number.
    pub run_id: i32,
    /// Its file.
    pub source_name: String,
    /// How many of the submissions count by it.
    pub counting: Counting,
}

/// The imports of the same kind that came after one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Later {
    /// How many.
    pub imports: u64,
    /// New rows that they brought.
    pub accepted: u64,
    /// Rows that they changed.
    pub updated: u64,
    /// Rows that they set aside.
    pub quarantined: u64,
}
