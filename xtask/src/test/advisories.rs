//! Known weaknesses of what the product is built of, by cargo-deny and RustSec's database, by the rules of `deny.toml`.
//!
//! The database is a git repository that not every machine reaches, and cargo-deny is not installed by set-up: it takes longer to build
//! than the product's tests to run. Where it could not be asked, nothing was found out, and the step counts for nothing and says so.

use std::time::Duration;

use anyhow::Result;

use super::counts::Counts;
use crate::command;
use crate::workspace::Workspace;

/// The whole database has some megabytes.
const SILENCE: Duration = Duration::from_secs(60);

/// How far the step came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Came {
    /// There is no cargo-deny here.
    NoProgram,
    /// The database could not be fetched.
    NoDatabase,
    /// It was asked, and found nothing or something.
    Asked { is_clean: bool },
}

/// Asks, where that is possible.
pub fn run(workspace: &Workspace) -> Result<Counts> {
    Ok(counted(asked(workspace)?))
}

fn asked(workspace: &Workspace) -> Result<Came> {
    let deny = |arguments: &[&str]| {
        let mut cargo = command::cargo(&workspace.root);
        cargo.arg("deny").args(arguments);
        cargo
    };
    if command::output_of(&mut deny(&["--version"])).is_none() {
        return Ok(Came::NoProgram);
    }
    if !command::run_unless_silent(&mut deny(&["fetch", "db"]), SILENCE)? {
        return Ok(Came::NoDatabase);
    }
    let check = ["check", "--disable-fetch", "advisories"];
    let status = command::status(&mut deny(&check))?;
    Ok(Came::Asked {
        is_clean: status.success(),
    })
}

fn counted(came: Came) -> Counts {
    const NOT_HAD: &str = "the advisories database could not be had";
    let nothing = |why: &str| Counts {
        notes: vec![format!("{NOT_HAD}: {why}; nothing was found out")],
        ..Counts::default()
    };
    match came {
        Came::NoProgram => {
            nothing("there is no cargo-deny here (cargo install cargo-deny --locked)")
        }
        Came::NoDatabase => nothing("`cargo deny fetch db` did not end well"),
        Came::Asked { is_clean: true } => Counts {
            passed: 1,
            ..Counts::default()
        },
        Came::Asked { is_clean: false } => Counts::not_run(
            "an advisory tells of something that the product is built of, see above: take a version without it, or write into \
             deny.toml why it does not matter here ([advisories] ignore)",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_fails_and_what_could_not_be_asked_counts_for_nothing() {
        for came in [Came::NoProgram, Came::NoDatabase] {
            let counts = counted(came);
            assert_eq!((counts.passed, counts.failed), (0, 0), "{came:?}");
            assert_eq!(counts.notes.len(), 1);
            assert!(
                counts.notes[0].starts_with("the advisories database could not be had"),
                "{counts:?}"
            );
        }
        let clean = counted(Came::Asked { is_clean: true });
        assert_eq!((clean.passed, clean.failed), (1, 0));
        let found = counted(Came::Asked { is_clean: false });
        assert_eq!((found.passed, found.failed), (0, 1));
    }
}
