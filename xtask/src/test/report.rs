//! The steps of a test run: where the time went, what failed, and the one line at the end.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::counts::Counts;

/// Collects the steps as they end.
#[derive(Default)]
pub struct Report {
    steps: Vec<Step>,
}

struct Step {
    name: &'static str,
    took: Duration,
    counts: Counts,
}

impl Report {
    /// A step that is one check: it holds or it does not.
    pub fn check(&mut self, name: &'static str, work: impl FnOnce() -> Result<()>) {
        self.check_with(name, work);
    }

    /// The same, handing on what the step found or built.
    pub fn check_with<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<T>,
    ) -> Option<T> {
        let mut made = None;
        self.count(name, || {
            made = Some(work()?);
            Ok(Counts {
                passed: 1,
                ..Counts::default()
            })
        });
        made
    }

    /// A step of many tests.
    pub fn count(&mut self, name: &'static str, work: impl FnOnce() -> Result<Counts>) {
        open_group(name);
        let began = Instant::now();
        let counts = work().unwrap_or_else(|error| Counts::not_run(format!("{error:#}")));
        let took = began.elapsed();
        let (passed, failed) = (counts.passed, counts.failed);
        let kind = if failed > 0 { "error" } else { "warning" };
        for note in &counts.notes {
            eprintln!("{kind}: {name}: {note}");
        }
        eprintln!(
            "■ {name}: {passed} passed, {failed} failed, {:.0} s",
            took.as_secs_f64()
        );
        self.steps.push(Step { name, took, counts });
    }

    /// Prints the table and the last line.
    pub fn close(self) -> ExitCode {
        let mut total = Counts::default();
        let mut took = Duration::ZERO;
        eprintln!(
            "\n{:<40}{:>8}{:>8}{:>9}",
            "step", "passed", "failed", "seconds"
        );
        for step in self.steps {
            let (passed, failed) = (step.counts.passed, step.counts.failed);
            eprintln!(
                "{:<40}{passed:>8}{failed:>8}{:>9.1}",
                step.name,
                step.took.as_secs_f64()
            );
            for note in &step.counts.notes {
                eprintln!("    {note}");
            }
            took += step.took;
            total += step.counts;
        }
        eprintln!(
            "{:<40}{:>8}{:>8}{:>9.1}",
            "",
            total.passed,
            total.failed,
            took.as_secs_f64()
        );
        println!("{} passed, {} failed", total.passed, total.failed);
        if total.failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

/// A heading that is found again in a long log.
fn open_group(name: &str) {
    eprintln!("\n═══ {name} ═══");
}
