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
    if has_nextest() {
        cargo.args(["nextest", "run", "--workspace", "--no-tests=pass"]);
        return run_nextest(&mut cargo);
    }
    cargo.args(["test", "--workspace", "--lib", "--bins", "--tests"]);
    run_cargo_test(&mut cargo)
}

/// The tests of a SQLite file that is encrypted as a whole: the store once more, with SQLCipher in the place of SQLite, and of its tests
/// only these. Features are chosen for the whole workspace, so that all other libraries are those of the tests before.
pub fn run_encrypted(workspace: &Workspace) -> Result<Counts> {
    let chosen = [
        "--workspace",
        "--features",
        "store/sqlcipher",
        "--test",
        "encrypted",
    ];
    let mut cargo = command::cargo(&workspace.root);
    if has_nextest() {
        cargo.args(["nextest", "run"]).args(chosen);
        return run_nextest(&mut cargo);
    }
    cargo.arg("test").args(chosen);
    run_cargo_test(&mut cargo)
}

fn has_nextest() -> bool {
    output_of(Command::new("cargo").args(["nextest", "--version"])).is_some()
}

fn run_nextest(cargo: &mut Command) -> Result<Counts> {
    // In a pipe the bar is a line a second; the summary is what counts.
    cargo
        .arg("--no-fail-fast")
        .env("NEXTEST_HIDE_PROGRESS_BAR", "1")
        .env("NEXTEST_STATUS_LEVEL", "slow");
    let (status, text) = command::run_and_copy(cargo)?;
    Ok(counts::of_nextest(&text).with_exit(status.success(), "nextest"))
}

fn run_cargo_test(cargo: &mut Command) -> Result<Counts> {
    let (status, text) = command::run_and_copy(cargo.arg("--no-fail-fast"))?;
    Ok(counts::of_cargo_test(&text).with_exit(status.success(), "cargo test"))
}

/// The examples in docstrings, which nextest does not run.
pub fn run_doc_tests(workspace: &Workspace) -> Result<Counts> {
    let mut cargo = command::cargo(&workspace.root);
    let (status, text) =
        command::run_and_copy(cargo.args(["test", "--workspace", "--doc", "--no-fail-fast"]))?;
    Ok(counts::of_cargo_test(&text).with_exit(status.success(), "cargo test --doc"))
}
