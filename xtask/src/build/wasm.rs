//! The islands: Rust → WebAssembly → its JavaScript → as small as it gets.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::stamp::{self, Inputs};
use crate::command;
use crate::setup::wasm::{TARGET, WasmToolchain};
use crate::workspace::Workspace;

/// The name that the page's script tag asks for.
const NAME: &str = "fieldwatch";

/// The WebAssembly features that browsers of 2022 know and rustc emits. Never `--all-features`: wasm-opt then
/// writes forms that browsers refuse, and every island is dead without a word.
const WASM_OPT_FLAGS: &[&str] = &[
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Builds `fieldwatch.js` and `fieldwatch_bg.wasm` where an input has changed; hands back their folder.
pub fn ensure(workspace: &Workspace, toolchain: WasmToolchain) -> Result<PathBuf> {
    let pkg = workspace.wasm_target().join("pkg");
    let stamp_file = workspace.wasm_target().join("pkg.stamp");
    let mut inputs = Inputs::default()
        .word(&toolchain.version())
        .word(&WASM_OPT_FLAGS.join(" "));
    for input in [
        "app",
        "Cargo.toml",
        "Cargo.lock",
        ".cargo",
        "xtask/npm/package-lock.json",
        "xtask/src/build/wasm.rs",
    ] {
        inputs = inputs.path(&workspace.root, input)?;
    }
    let stamp = inputs.stamp();
    if stamp::is_fresh(&stamp_file, &stamp) {
        return Ok(pkg);
    }
    let compiled = command::step("WebAssembly: compile (minutes the first time)", || {
        compile(workspace, toolchain)
    })?;
    command::step("WebAssembly: JavaScript bindings", || bind(&compiled, &pkg))?;
    command::step("WebAssembly: wasm-opt", || shrink(workspace, &pkg))?;
    std::fs::write(&stamp_file, stamp).context("cannot note what was built")?;
    Ok(pkg)
}

fn compile(workspace: &Workspace, toolchain: WasmToolchain) -> Result<PathBuf> {
    // Each toolchain has a folder of its own: the one would throw away what the other built.
    let target_dir = workspace.wasm_target().join(match toolchain {
        WasmToolchain::Usual => "usual",
        WasmToolchain::Debian => "debian",
    });
    command::run(
        toolchain
            .cargo_build(&workspace.root)
            .args([
                "-p",
                "app",
                "--lib",
                "--no-default-features",
                "--features",
                "hydrate",
            ])
            .args([
                "--profile",
                "wasm-release",
                "--target",
                TARGET,
                "--target-dir",
            ])
            .arg(&target_dir)
            .env_remove("CARGO_TARGET_DIR"),
    )?;
    Ok(target_dir
        .join(TARGET)
        .join("wasm-release")
        .join("app.wasm"))
}

fn bind(compiled: &Path, pkg: &Path) -> Result<()> {
    if pkg.exists() {
        std::fs::remove_dir_all(pkg).with_context(|| format!("cannot empty {}", pkg.display()))?;
    }
    Bindgen::new()
        .input_path(compiled)
        .web(true)?
        .out_name(NAME)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(pkg)
}

fn shrink(workspace: &Workspace, pkg: &Path) -> Result<()> {
    let wasm = pkg.join(format!("{NAME}_bg.wasm"));
    let small = pkg.join("small.wasm");
    command::run(
        Command::new(workspace.npm_tools().join("node_modules/.bin/wasm-opt"))
            .args(WASM_OPT_FLAGS)
            .arg(&wasm)
            .arg("-o")
            .arg(&small),
    )?;
    std::fs::rename(&small, &wasm).context("cannot put the small WebAssembly in its place")
}
