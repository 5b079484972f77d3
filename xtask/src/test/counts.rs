//! How many tests passed and failed, read from what the test runners print.

use std::ops::AddAssign;

use serde_json::Value;

/// Tests that ran, and those that should have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Ended well.
    pub passed: u64,
    /// Ended badly, or could not be run, or were left out.
    pub failed: u64,
    /// Why something counts as failed that no runner listed, or counts for nothing.
    pub notes: Vec<String>,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.notes.extend(other.notes);
    }
}

impl Counts {
    /// Something that had to run and did not: one failure with its reason.
    pub fn not_run(reason: impl Into<String>) -> Self {
        Self {
            passed: 0,
            failed: 1,
            notes: vec![reason.into()],
        }
    }

    /// A runner that ended badly must leave at least one failure, even if it could not say which (it did not
    /// compile, it crashed).
    pub fn with_exit(mut self, success: bool, runner: &str) -> Self {
        if !success && self.failed == 0 {
            self += Self::not_run(format!("{runner} failed without naming a test"));
        }
        self
    }

    /// Left-out tests are failures here: nothing may be skipped in silence.
    fn with_skipped(mut self, skipped: u64, runner: &str) -> Self {
        if skipped > 0 {
            self.failed += skipped;
            self.notes.push(format!("{runner} left out {skipped}"));
        }
        self
    }
}

/// Reads nextest's last line: `Summary [ 1.2s] 12 tests run: 11 passed (1 slow), 1 failed, 0 skipped`.
pub fn of_nextest(output: &str) -> Counts {
    let plain = without_colours(output);
    let mut counts = Counts::default();
    let mut skipped = 0;
    if let Some(line) = plain
        .lines()
        .rfind(|line| line.trim_start().starts_with("Summary ["))
    {
        let results = line.split_once("run:").map_or("", |(_, results)| results);
        for part in results.split(',') {
            match number_and_word(part) {
                Some((n, "passed")) => counts.passed += n,
                Some((n, "skipped")) => skipped += n,
                // "failed", "timed out", "exec failed", "not run"
                Some((n, _)) => counts.failed += n,
                None => {}
            }
        }
    }
    counts.with_skipped(skipped, "nextest")
}

/// Reads cargo's own harness: one `test result: ok. 3 passed; 0 failed; 0 ignored; …` for each program.
pub fn of_cargo_test(output: &str) -> Counts {
    let plain = without_colours(output);
    let mut counts = Counts::default();
    let mut skipped = 0;
    for line in plain.lines() {
        let Some(results) = line.trim_start().strip_prefix("test result: ") else {
            continue;
        };
        let results = results
            .split_once(". ")
            .map_or(results, |(_, results)| results);
        for part in results.split(';') {
            match number_and_word(part) {
                Some((n, "passed")) => counts.passed += n,
                Some((n, "failed")) => counts.failed += n,
                Some((n, "ignored")) => skipped += n,
                _ => {}
            }
        }
    }
    counts.with_skipped(skipped, "cargo test")
}

/// Reads Playwright's JSON report.
pub fn of_playwright(report: &Value) -> Counts {
    let stat = |name: &str| report["stats"][name].as_u64().unwrap_or(0);
    let mut counts = Counts {
        passed: stat("expected"),
        failed: stat("unexpected") + stat("flaky"),
        notes: Vec::new(),
    };
    // Errors outside a test: a file that does not load, a set-up that fails.
    for error in report["errors"].as_array().into_iter().flatten() {
        let message = error["message"]
            .as_str()
            .unwrap_or("an error outside the tests");
        counts += Counts::not_run(without_colours(message));
    }
    counts.with_skipped(stat("skipped"), "Playwright")
}

fn number_and_word(part: &str) -> Option<(u64, &str)> {
    let mut words = part.split_whitespace();
    let number = words.next()?.parse().ok()?;
    Some((number, words.next()?))
}

fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64) -> (u64, u64) {
        (passed, failed)
    }

    fn pair(found: &Counts) -> (u64, u64) {
        (found.passed, found.failed)
    }

    #[test]
    fn nextest_summaries_are_read_with_and_without_colours() {
        let all_well = "     Summary [   0.012s] 12 tests run: 12 passed (1 slow), 0 skipped";
        assert_eq!(pair(&of_nextest(all_well)), counts(12, 0));
        let mixed = "Summary [ 1.2s] 14/15 tests run: 10 passed, 2 failed, 1 timed out, 1 exec failed, 0 skipped";
        assert_eq!(pair(&of_nextest(mixed)), counts(10, 4));
        let coloured = "\u{1b}[31;1m     Summary\u{1b}[0m [ 1.2s] \u{1b}[1m3\u{1b}[0m tests run: \u{1b}[1m2\u{1b}[0m \u{1b}[32mpassed\u{1b}[0m, \u{1b}[1m1\u{1b}[0m failed, 0 skipped";
        assert_eq!(pair(&of_nextest(coloured)), counts(2, 1));
    }

    #[test]
    fn a_test_that_was_left_out_counts_as_failed() {
        let found = of_nextest("Summary [ 1s] 3 tests run: 3 passed, 2 skipped");
        assert_eq!(pair(&found), counts(3, 2));
        assert_eq!(found.notes, ["nextest left out 2"]);
        let ignored = "test result: ok. 1 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s";
        assert_eq!(pair(&of_cargo_test(ignored)), counts(1, 1));
    }

    #[test]
    fn every_program_of_cargo_test_is_added_up() {
        let output = "\
test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
running 2 tests
test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(pair(&of_cargo_test(output)), counts(4, 1));
    }

    #[test]
    fn a_runner_that_fails_without_a_word_is_a_failure() {
        assert_eq!(
            pair(&of_nextest("error: could not compile").with_exit(false, "nextest")),
            counts(0, 1)
        );
        assert_eq!(
            pair(&of_nextest("").with_exit(true, "nextest")),
            counts(0, 0)
        );
    }

    #[test]
    fn playwright_counts_flaky_skipped_and_loading_errors_as_failed() {
        let report = serde_json::json!({
            "stats": {"expected": 5, "unexpected": 1, "flaky": 1, "skipped": 1},
            "errors": [{"message": "cannot load"}],
        });
        assert_eq!(pair(&of_playwright(&report)), counts(5, 4));
    }
}
