//! `cargo xtask test`: everything that must hold before a change lands, in one command.
//!
//! A step that fails does not stop the steps that do not depend on it. The last line counts everything:
//! `N passed, N failed`. Nothing is skipped in silence: what could not be run counts as failed, with its reason. Advisories alone need
//! something that may be out of reach: then that is said, and nothing is counted.

mod advisories;
mod browser;
mod counts;
mod report;
mod rust;
mod schema;
mod served;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::setup::{self, Needs, wasm::WasmToolchain};
use crate::workspace::Workspace;
use crate::{build, command};
use counts::Counts;
use report::Report;

/// Runs all steps and prints the report.
pub fn run(workspace: &Workspace) -> Result<ExitCode> {
    let mut report = Report::default();
    let Some(toolchain) = report.check_with("set-up", || setup::ensure(workspace, Needs::Test))
    else {
        return Ok(report.close());
    };
    report.check("formatting", || {
        command::run(command::cargo(&workspace.root).args(["fmt", "--all", "--check"]))
    });
    report.count("advisories about dependencies", || {
        advisories::run(workspace)
    });
    report.check("clippy, whole workspace", || clippy_workspace(workspace));
    report.check("clippy, browser half", || {
        clippy_browser_half(workspace, toolchain)
    });
    let site = report.check_with("browser half: build and size", || {
        let sizes = build::browser_half(workspace, toolchain)?;
        if !sizes.within_budget() {
            bail!("WebAssembly + JavaScript are over their budget");
        }
        Ok(())
    });
    let server = report.check_with("server and tests: build", || {
        rust::build_server_and_tests(workspace)
    });
    report.count("Rust tests", || rust::run_tests(workspace));
    report.count("embedded database encrypted", || {
        rust::run_encrypted(workspace)
    });
    report.count("Rust examples in the documentation", || {
        rust::run_doc_tests(workspace)
    });
    report.count("interface for machines: Schemathesis", || {
        match (site, server) {
            (Some(()), Some(())) => schema::run(workspace),
            _ => Ok(Counts::not_run("the site or the server was not built")),
        }
    });
    report.count("browser tests", || match (site, server) {
        (Some(()), Some(())) => browser::run(workspace),
        _ => Ok(Counts::not_run("the site or the server was not built")),
    });
    Ok(report.close())
}

fn clippy_workspace(workspace: &Workspace) -> Result<()> {
    command::run(command::cargo(&workspace.root).args([
        "clippy",
        "--workspace",
        "--all-targets",
        // One package's warnings must not hide another's.
        "--keep-going",
        "--",
        "-D",
        "warnings",
    ]))
}

/// The islands compile from other `cfg`s than the server's pages, so they are looked at on their own.
fn clippy_browser_half(workspace: &Workspace, toolchain: WasmToolchain) -> Result<()> {
    let mut cargo = command::cargo(&workspace.root);
    cargo.args([
        "clippy",
        "-p",
        "app",
        "--no-default-features",
        "--features",
        "hydrate",
    ]);
    match toolchain {
        WasmToolchain::Usual => {
            cargo.args(["--target", setup::wasm::TARGET]);
        }
        // Clippy is not part of that toolchain. The same code is read for this machine instead; only what
        // stands behind `cfg(target_arch = "wasm32")` escapes.
        WasmToolchain::Debian => {
            eprintln!("  clippy has no WebAssembly standard library here: reading for this machine")
        }
    }
    command::run(cargo.args(["--", "-D", "warnings"]))
}
