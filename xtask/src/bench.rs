//! `cargo xtask bench`: the benchmarks of PERFORMANCE, each beside a peer in the same run.
//!
//! A benchmark prints its own Markdown table on standard output. Nothing here or there names the machine.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::command::{self, output_of};
use crate::workspace::Workspace;

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
        title: "Pages",
        package: "server",
        name: "pages",
    },
];

/// Runs all benchmarks, or those named.
pub fn run(workspace: &Workspace, wanted: &[String]) -> Result<ExitCode> {
    if let Some(unknown) = wanted
        .iter()
        .find(|name| BENCHES.iter().all(|bench| bench.name != **name))
    {
        let known: Vec<&str> = BENCHES.iter().map(|bench| bench.name).collect();
        bail!("no benchmark `{unknown}`; there are {}", known.join(", "));
    }
    let present = bench_targets(workspace)?;
    let mut failed = 0;
    for bench in BENCHES
        .iter()
        .filter(|bench| wanted.is_empty() || wanted.iter().any(|name| name == bench.name))
    {
        if !present.contains(&(bench.package.to_owned(), bench.name.to_owned())) {
            // Said on the same stream as the tables, so that a table is not missed by those who read only them.
            println!(
                "\n## {}\n\nNot written yet (`{}`, `{}`).",
                bench.title, bench.package, bench.name
            );
            continue;
        }
        println!("\n## {}\n", bench.title);
        let args = [
            "bench",
            "--quiet",
            "-p",
            bench.package,
            "--bench",
            bench.name,
        ];
        if !command::status(command::cargo(&workspace.root).args(args))?.success() {
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

/// (package, bench) of the whole workspace.
fn bench_targets(workspace: &Workspace) -> Result<Vec<(String, String)>> {
    let text = output_of(
        Command::new("cargo")
            .args(["metadata", "--no-deps", "--format-version=1"])
            .current_dir(&workspace.root),
    )
    .context("`cargo metadata` failed")?;
    Ok(benches_in(
        &serde_json::from_str(&text).context("`cargo metadata` is not JSON")?,
    ))
}

fn benches_in(metadata: &Value) -> Vec<(String, String)> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut found = Vec::new();
    for package in list(&metadata["packages"]) {
        for target in list(&package["targets"]) {
            if list(&target["kind"]).iter().any(|kind| kind == "bench") {
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                found.push((text(&package["name"]), text(&target["name"])));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn benches_are_found_among_the_targets() {
        let metadata = serde_json::json!({"packages": [{"name": "spatial", "targets": [
            {"kind": ["lib"], "name": "spatial"}, {"kind": ["bench"], "name": "locate"}]}]});
        assert_eq!(
            benches_in(&metadata),
            [("spatial".to_owned(), "locate".to_owned())]
        );
    }
}
