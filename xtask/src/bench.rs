//! `cargo xtask bench`: the benchmarks of PERFORMANCE, each beside a peer in the same run.
//!
//! A benchmark prints its own Markdown table on standard output. Nothing here or there names the machine.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::postgres::{Durability, Postgres};
use crate::setup::{self, Needs};
use crate::workspace::Workspace;
use crate::{build, command};

/// One benchmark program.
struct Bench {
    /// What it answers, printed above its table.
    title: &'static str,
    package: &'static str,
    name: &'static str,
}

/// Every benchmark: a new one is one line here.
const BENCHES: &[Bench] = &[
    Bench {
        title: "Point to union council",
        package: "spatial",
        name: "locate",
    },
    Bench {
        title: "Import of submissions",
        package: "server",
        name: "import",
    },
    Bench {
        title: "Push over HTTP",
        package: "server",
        name: "push",
    },
    Bench {
        title: "Judging",
        package: "server",
        name: "judge",
    },
    Bench {
        title: "Measures",
        package: "server",
        name: "measures",
    },
    Bench {
        title: "Pages",
        package: "server",
        name: "pages",
    },
    Bench {
        title: "Many people during an import",
        package: "server",
        name: "load",
    },
];

/// Runs all benchmarks, or those named. The peers are installed where they are missing; the sizes printed are those of
/// the browser half as it is now.
pub fn run(workspace: &Workspace, wanted: &[String]) -> Result<ExitCode> {
    if let Some(unknown) = wanted
        .iter()
        .find(|name| BENCHES.iter().all(|bench| bench.name != **name))
    {
        let known: Vec<&str> = BENCHES.iter().map(|bench| bench.name).collect();
        bail!("no benchmark `{unknown}`; there are {}", known.join(", "));
    }
    let toolchain = setup::ensure(workspace, Needs::Bench)?;
    build::browser_half(workspace, toolchain)?;
    let postgres = Postgres::start(Durability::Durable)?;
    let mut failed = 0;
    for bench in BENCHES
        .iter()
        .filter(|bench| wanted.is_empty() || wanted.iter().any(|name| name == bench.name))
    {
        println!("\n## {}\n", bench.title);
        let args = [
            "bench",
            "--quiet",
            "-p",
            bench.package,
            "--bench",
            bench.name,
        ];
        let mut cargo = command::cargo(&workspace.root);
        cargo
            .args(args)
            .env("FIELDWATCH_TEST_POSTGRES_URL", postgres.url());
        if !command::status(&mut cargo)?.success() {
            eprintln!("benchmark {} failed", bench.name);
            failed += 1;
        }
    }
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
