//! `cargo xtask setup`: detect first, install second, and say in one line what was found.
//!
//! Four sources, each in its own file: the Rust standard library for WebAssembly ([`wasm`]), Debian's packages
//! ([`debian`]), npm's ([`npm`]) and PyPI's ([`python`]).

pub mod debian;
mod npm;
pub mod python;
pub mod wasm;

use std::process::ExitCode;

use anyhow::Result;

use crate::workspace::Workspace;
use wasm::WasmToolchain;

/// How much a task needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// To build the product: WebAssembly, and Node for wasm-opt.
    Build,
    /// To test it too: a browser, PostgreSQL, fonts for Urdu, Python, OpenSSL's headers.
    Test,
    /// To build it and measure it beside its peers: PostgreSQL, the sqlite3 program.
    Bench,
}

/// Sets up everything, for those who want it done before they go offline.
pub fn run(workspace: &Workspace) -> Result<ExitCode> {
    ensure(workspace, Needs::Test)?;
    Ok(ExitCode::SUCCESS)
}

/// Makes sure that everything needed is there, and tells which way to WebAssembly was taken.
///
/// # Errors
/// When something is missing and cannot be installed by this user: the message names the packages and the command.
pub fn ensure(workspace: &Workspace, needs: Needs) -> Result<WasmToolchain> {
    let toolchain = wasm::ensure()?;
    let mut tools = vec![debian::NODE];
    match needs {
        Needs::Build => {}
        Needs::Test => tools.extend([
            debian::CHROMIUM,
            debian::POSTGRESQL,
            debian::URDU_FONT,
            debian::PYTHON,
            debian::LIBCRYPTO,
        ]),
        Needs::Bench => tools.extend([debian::POSTGRESQL, debian::SQLITE]),
    }
    let installed = debian::ensure(&tools)?;
    let mut fetched = Vec::new();
    if npm::ensure(&workspace.npm_tools())? {
        fetched.push("binaryen");
    }
    if needs == Needs::Test && npm::ensure(&workspace.e2e())? {
        fetched.push("Playwright and axe");
    }
    let mut from_pypi = Vec::new();
    if needs == Needs::Test && python::ensure(workspace)? {
        from_pypi.push("Schemathesis");
    }
    eprintln!(
        "set-up: WebAssembly by {toolchain}; from Debian: {}; from npm: {}; from PyPI: {}",
        listed(&installed),
        listed(&fetched),
        listed(&from_pypi),
    );
    Ok(toolchain)
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() {
        "nothing to install".to_owned()
    } else {
        format!("installed {}", names.join(", "))
    }
}
