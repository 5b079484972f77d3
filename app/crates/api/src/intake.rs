//! What came in: the imports page and the quarantine page.

use crate::pulls::PullLine;
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
    /// SHA-256 of the file's bytes in hexadecimal digits; `None`: there was no file, it was not read to its end, or the
    /// import is older than this record.
    pub file_hash: Option<String>,
}

impl ImportRun {
    /// The address of its page.
    pub fn href(&self) -> String {
        import_href(self.run_id)
    }
}

/// The address of an import's page.
pub fn import_href(run_id: i32) -> String {
    format!("/imports/{run_id}")
}

/// The imports page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportsView {
    /// How the pulls stand; on the newest page only.
    pub pulls: Vec<PullLine>,
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
    /// Of one import: those that it brought first.
    pub import: Option<i32>,
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
                "import" => query.import = value.parse().ok(),
                "after" => query.after = value.parse().unwrap_or(0).max(0),
                _ => {}
            }
        }
        query
    }

    /// The address of the page.
    pub fn href(&self) -> String {
        self.href_after(None)
    }

    /// Whether it asks for some rows and not for all.
    pub fn is_chosen(&self) -> bool {
        self.kind.is_some() || self.reason.is_some() || self.import.is_some()
    }

    /// The address of the same rows, all of them and whole, as a file.
    pub fn csv_href(&self) -> String {
        let whole = QuarantineQuery {
            after: 0,
            ..self.clone()
        };
        whole.address("/quarantine.csv", None)
    }

    /// The address of the page after a replay.
    pub fn href_after(&self, replay: Option<ReplayNotice>) -> String {
        self.address("/quarantine", replay)
    }

    fn address(&self, path: &str, replay: Option<ReplayNotice>) -> String {
        let mut pairs = Vec::new();
        if let Some(kind) = self.kind {
            pairs.push(format!("kind={}", kind.code()));
        }
        if let Some(reason) = &self.reason {
            pairs.push(format!("reason={}", percent_encoded(reason)));
        }
        if let Some(import) = self.import {
            pairs.push(format!("import={import}"));
        }
        if self.after > 0 {
            pairs.push(format!("after={}", self.after));
        }
        pairs.extend(replay.map(ReplayNotice::to_pairs));
        if pairs.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", pairs.join("&"))
        }
    }
}

/// What a replay did, as the page that follows it says. It travels in the address: numbers only, so that whoever makes up
/// such an address can make the page say no words of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplayNotice {
    /// It ended.
    Done {
        /// Rows that left the quarantine with something new.
        accepted: u64,
        /// Rows that left it because their content was on file.
        unchanged: u64,
        /// Rows that stand there still.
        still: u64,
        /// Of these, rows that could not even be tried, because what their file was read by is not on record or can no
        /// longer be used.
        untried: u64,
    },
    /// Another replay was under way, and nothing was done.
    Busy,
    /// The facts on file follow an older program's rules, and nothing was done.
    OlderFacts,
}

impl ReplayNotice {
    /// Reads an address's parameters; `None` if they tell of no replay.
    pub fn parse<'a>(mut pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Option<ReplayNotice> {
        let (_, value) = pairs.find(|(name, _)| *name == "replayed")?;
        match value {
            "busy" => Some(ReplayNotice::Busy),
            "older-facts" => Some(ReplayNotice::OlderFacts),
            numbers => {
                let mut numbers = numbers.splitn(4, '-').map(|number| number.parse().ok());
                Some(ReplayNotice::Done {
                    accepted: numbers.next()??,
                    unchanged: numbers.next()??,
                    still: numbers.next()??,
                    untried: numbers.next()??,
                })
            }
        }
    }

    fn to_pairs(self) -> String {
        match self {
            ReplayNotice::Done {
                accepted,
                unchanged,
                still,
                untried,
            } => format!("replayed={accepted}-{unchanged}-{still}-{untried}"),
            ReplayNotice::Busy => "replayed=busy".to_owned(),
            ReplayNotice::OlderFacts => "replayed=older-facts".to_owned(),
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
    /// The reason's code; one that a later program wrote may stand there.
    pub reason_code: String,
    /// What is wrong, in English sentences with all details, which quote the row; `None` for who may not see it.
    pub reason: Option<String>,
    /// The row as it came; what is no text stands as �, and a long row is cut. `None` for who may not see names and households: a row that
    /// cannot be read may hold either, anywhere.
    pub text: Option<String>,
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
    /// The import that the rows are of, if one is asked for and on file.
    pub import_name: Option<String>,
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
            import: Some(3),
            after: 7,
        };
        assert_eq!(
            query.href(),
            "/quarantine?kind=targets&reason=unknown_area&import=3&after=7"
        );
        let pairs = [
            ("kind", "targets"),
            ("reason", "unknown_area"),
            ("import", "3"),
            ("after", "7"),
        ];
        assert_eq!(QuarantineQuery::parse(pairs.into_iter()), query);
        assert_eq!(
            query.csv_href(),
            "/quarantine.csv?kind=targets&reason=unknown_area&import=3"
        );
        let nonsense = [("kind", "x"), ("after", "-3"), ("z", "1")];
        assert_eq!(
            QuarantineQuery::parse(nonsense.into_iter()),
            QuarantineQuery::default()
        );
        assert_eq!(QuarantineQuery::default().href(), "/quarantine");
    }

    #[test]
    fn what_a_replay_did_reads_back_and_nothing_else_does() {
        let done = ReplayNotice::Done {
            accepted: 3,
            unchanged: 0,
            still: 12,
            untried: 2,
        };
        let query = QuarantineQuery {
            import: Some(3),
            ..QuarantineQuery::default()
        };
        assert_eq!(
            query.href_after(Some(done)),
            "/quarantine?import=3&replayed=3-0-12-2"
        );
        let parse = |value| ReplayNotice::parse([("import", "3"), ("replayed", value)].into_iter());
        assert_eq!(parse("3-0-12-2"), Some(done));
        assert_eq!(parse("busy"), Some(ReplayNotice::Busy));
        assert_eq!(parse("older-facts"), Some(ReplayNotice::OlderFacts));
        for made_up in [
            "",
            "3",
            "3-0-12",
            "3-0-12-2-1",
            "3-0-x-0",
            "<b>-0-1-0",
            "-1-0-0-0",
        ] {
            assert_eq!(parse(made_up), None, "{made_up}");
        }
        assert_eq!(ReplayNotice::parse([("kind", "x")].into_iter()), None);
    }
}
