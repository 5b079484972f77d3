//! `cargo xtask build`: the browser half into `target/site`, then the server.
//!
//! [`wasm`] compiles and shrinks the islands, [`css`] bundles the style sheets, [`site`] puts the files together
//! and compresses them, [`stamp`] tells when all that can be skipped, [`sizes`] watches the budget.

pub mod css;
pub mod site;
pub mod sizes;
mod stamp;
pub mod wasm;

use std::process::ExitCode;

use anyhow::Result;

use crate::setup::{self, Needs};
use crate::workspace::Workspace;
use crate::{command, setup::wasm::WasmToolchain};

/// Builds everything that runs.
pub fn run(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let release = match args {
        [] => true,
        [only] if only == "--debug-server" => false,
        _ => anyhow::bail!("`cargo xtask build` understands --debug-server and nothing else"),
    };
    let toolchain = setup::ensure(workspace, Needs::Build)?;
    browser_half(workspace, toolchain)?;
    server(workspace, release)?;
    Ok(ExitCode::SUCCESS)
}

/// Builds `target/site` and prints its sizes. Does nothing where no input has changed.
pub fn browser_half(workspace: &Workspace, toolchain: WasmToolchain) -> Result<sizes::Sizes> {
    let pkg = wasm::ensure(workspace, toolchain)?;
    site::ensure(workspace, &pkg)?;
    let sizes = sizes::of_site(&workspace.site())?;
    eprint!("{sizes}");
    Ok(sizes)
}

/// Builds the program `fieldwatch`.
pub fn server(workspace: &Workspace, release: bool) -> Result<()> {
    let profile = if release { "release" } else { "dev" };
    command::step(&format!("server ({profile})"), || {
        command::run(
            command::cargo(&workspace.root)
                .args([
                    "build",
                    "-p",
                    "server",
                    "--bin",
                    "fieldwatch",
                    "--profile",
                    profile,
                ])
                .arg("--target-dir")
                .arg(&workspace.target),
        )
    })
}
