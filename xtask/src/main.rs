//! `cargo xtask …`: set-up, build, demo, tests and benchmarks of FieldWatch in one program.
//!
//! Each subcommand is one module with a `run` function. They all begin with [`setup`], which finds or
//! installs what they need; the second time it finds everything and takes no time.

mod bench;
mod build;
mod command;
mod demo;
mod postgres;
mod setup;
mod test;
mod workspace;

use std::process::ExitCode;

use workspace::Workspace;

const USAGE: &str = "\
cargo xtask setup                    find or install everything the other commands need
cargo xtask build [--debug-server]   the browser half into target/site, then the server
cargo xtask demo [ARGS…]             set up, build, then `fieldwatch demo ARGS…` (try `demo --help`)
cargo xtask test                     formatting, clippy, unit, integration and browser tests
cargo xtask bench [NAME…]            the benchmarks, as Markdown tables

FIELDWATCH_WASM_TOOLCHAIN=rustup|debian   insist on one way to compile WebAssembly (docs/decisions/0020)";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (name, rest) = match args.split_first() {
        Some((name, rest)) => (name.as_str(), rest),
        None => ("help", &[][..]),
    };
    let workspace = Workspace::find();
    let outcome = match name {
        "setup" => no_arguments(rest).and_then(|()| setup::run(&workspace)),
        "build" => build::run(&workspace, rest),
        "demo" => demo::run(&workspace, rest),
        "test" => no_arguments(rest).and_then(|()| test::run(&workspace)),
        "bench" => bench::run(&workspace, rest),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        other => {
            eprintln!("xtask has no command `{other}`.\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn no_arguments(rest: &[String]) -> anyhow::Result<()> {
    match rest.first() {
        Some(extra) => anyhow::bail!("`{extra}` is not understood here.\n\n{USAGE}"),
        None => Ok(()),
    }
}
