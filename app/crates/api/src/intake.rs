//! What came in: the imports page and the quarantine page.

use crate::query::percent_encoded;
use domain::intake::RunKind;

/// Runs a page of imports shows.
pub const RUNS_A_PAGE: u32 = 50;
/// Rows a page of the quarantine shows.
pub const ROWS_A_PAGE: u32 = 50;

/// One import, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRun {
    /// Its number.
    pub run_id: i32,
    /// What it brought.
    pub kind: RunKind,
    /// The file's name, or the address that was posted to.
    pub source_name: String,
    /// Who: a user of the command line, a token, or the simulator.
    pub actor: String,
    /// When it began, to the minute in the survey's zone.
    pub started_local: String,
    /// How long it took, in seconds; `None`: still running, or killed.
    pub duration_s: Option<u64>,
    /// Rows read: the sum of the others.
    pub read: u64,
    /// New rows.
    pub accepted: u64,
    /// Rows known with the same content.
    pub unchanged: u64,
    /// Rows known with other content.
    pub updated: u64,
    /// Rows set aside.
    pub quarantined: u64,
}

/// The imports page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportsView {
    /// Those that changed something, newest first.
    pub runs: Vec<ImportRun>,
    /// The `before` of the page of older ones, if there are any.
    pub older: Option<i32>,
    /// Rows that stand in the quarantine now.
    pub in_quarantine: u64,
    /// The survey's zone.
    pub zone: String,
}

/// What of the quarantine a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuarantineQuery {
    /// Of one kind.
    pub kind: Option<RunKind>,
    /// For one reason.
    pub reason: Option<String>,
    /// Rows that arrived after this one.
    pub after: i64,
}

impl QuarantineQuery {
    /// Reads an address's parameters; what cannot be read is left out.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> QuarantineQuery {
        let mut query = QuarantineQuery::default();
        for (name, value) in pairs {
            match name {
                "kind" => query.kind = RunKind::from_code(value),
                "reason" => query.reason = Some(value.to_owned()).filter(|code| !code.is_empty()),
                "after" => query.after = value.parse().unwrap_or(0).max(0),
                _ => {}
            }
        }
        query
    }

    /// The address of the page.
    pub fn href(&self) -> String {
        let mut pairs = Vec::new();
        if let Some(kind) = self.kind {
            pairs.push(format!("kind={}", kind.code()));
        }
        if let Some(reason) = &self.reason {
            pairs.push(format!("reason={}", percent_encoded(reason)));
        }
        if self.after > 0 {
            pairs.push(format!("after={}", self.after));
        }
        if pairs.is_empty() {
            "/quarantine".to_owned()
        } else {
            format!("/quarantine?{}", pairs.join("&"))
        }
    }
}

/// How many rows stand in the quarantine for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantineGroup {
    /// What they were meant to be.
    pub kind: RunKind,
    /// The reason's code.
    pub reason_code: String,
    /// How many.
    pub rows: u64,
}

/// A row that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantineItem {
    /// What it was meant to be.
    pub kind: RunKind,
    /// The file that brought it first.
    pub source_name: String,
    /// Its number in that file.
    pub row_number: u64,
    /// What is wrong, in sentences.
    pub reason: String,
    /// The row as it came; what is no text stands as �, and a long row is cut.
    pub text: String,
    /// Whether `text` was cut: the download has it whole.
    pub is_cut: bool,
    /// When it arrived first, to the minute in the survey's zone.
    pub first_seen_local: String,
    /// When it was last found bad, likewise.
    pub last_seen_local: String,
}

/// The quarantine page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantineView {
    /// What was asked for.
    pub query: QuarantineQuery,
    /// All reasons, most rows first.
    pub groups: Vec<QuarantineGroup>,
    /// The rows of the page, in order of arrival.
    pub rows: Vec<QuarantineItem>,
    /// The page that follows.
    pub next: Option<QuarantineQuery>,
    /// The survey's zone.
    pub zone: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_quarantine_reads_back_as_it_was_written() {
        let query = QuarantineQuery {
            kind: Some(RunKind::Targets),
            reason: Some("unknown_area".to_owned()),
            after: 7,
        };
        assert_eq!(
            query.href(),
            "/quarantine?kind=targets&reason=unknown_area&after=7"
        );
        let pairs = [
            ("kind", "targets"),
            ("reason", "unknown_area"),
            ("after", "7"),
        ];
        assert_eq!(QuarantineQuery::parse(pairs.into_iter()), query);
        let nonsense = [("kind", "x"), ("after", "-3"), ("z", "1")];
        assert_eq!(
            QuarantineQuery::parse(nonsense.into_iter()),
            QuarantineQuery::default()
        );
        assert_eq!(QuarantineQuery::default().href(), "/quarantine");
    }
}
