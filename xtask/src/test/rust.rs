//! Unit, integration and documentation tests of all packages, on both databases.

use std::process::Command;

use anyhow::Result;

use super::counts::{self, Counts};
use crate::command::{self, output_of};
use crate::postgres::{Durability, Postgres};
use crate::workspace::Workspace;

/// Builds the server that the browser tests talk to, and all tests with it: asked for together, cargo gives their
/// libraries the same features and compiles them once.
pub fn build_server_and_tests(workspace: &Workspace) -> Result<()> {
    command::run(command::cargo(&workspace.root).args([
        "build",
        "--workspace",
        "--bins",
        "--tests",
    ]))
}

/// Runs the tests with nextest where it is installed, with cargo's own runner otherwise.
pub fn run_tests(workspace: &Workspace) -> Result<Counts> {
    let postgres = Postgres::start(Durability::Forgetful)?;
    let mut cargo = command::cargo(&workspace.root);
    cargo
        .env("FIELDWATCH_TEST_POSTGRES_URL", postgres.url())
        .env("FIELDWATCH_BIN", workspace.server_binary("debug"));
    let has_nextest = output_of(Command::new("cargo").args(["nextest", "--version"])).is_some();
    let found = if has_nextest {
        cargo.args([
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
            "--no-tests=pass",
        ]);
        // In a pipe the bar is a line a second; the summary is what counts.
        cargo
            .env("NEXTEST_HIDE_PROGRESS_BAR", "1")
            .env("NEXTEST_STATUS_LEVEL", "slow");
        let (status, text) = command::run_and_copy(&mut cargo)?;
        counts::of_nextest(&text).with_exit(status.success(), "nextest")
    } else {
        cargo.args([
            "test",
            "--workspace",
            "--no-fail-fast",
            "--lib",
            "--bins",
            "--tests",
        ]);
        let (status, text) = command::run_and_copy(&mut cargo)?;
        counts::of_cargo_test(&text).with_exit(status.success(), "cargo test")
    };
    Ok(found)
}

/// The examples in docstrings, which nextest does not run.
pub fn run_doc_tests(workspace: &Workspace) -> Result<Counts> {
    let mut cargo = command::cargo(&workspace.root);
    let (status, text) =
        command::run_and_copy(cargo.args(["test", "--workspace", "--doc", "--no-fail-fast"]))?;
    Ok(counts::of_cargo_test(&text).with_exit(status.success(), "cargo test --doc"))
}
