//! The browser tests: a demo with little data on a free port, and Playwright in front of it.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::counts::{self, Counts};
use super::served::{self, PASSWORD, Server};
use crate::command;
use crate::setup::debian;
use crate::workspace::Workspace;

/// The real boundaries, for the integration tests as well. A line each: level, file, properties that hold code, name and the
/// parent's code, number of areas.
const REAL_FILES: &str = include_str!("../../../tests/fixtures/real_boundaries.txt");

/// The boundaries under the pages.
#[derive(Clone, Copy)]
enum Boundaries<'a> {
    /// The schematic ones that the product bundles.
    Bundled,
    /// Real ones, in a folder beside the checkout that is no part of the product.
    Real(&'a Path),
}

/// What boundaries make a difference to: the map, and the pages that draw or list areas. Asked of the real boundaries as well.
const OF_BOUNDARIES: [&str; 3] = [
    "everywhere/coverage.spec.ts",
    "everywhere/overview.spec.ts",
    "with-javascript/map",
];

/// Serves, tests, counts: everything over the bundled boundaries, and what boundaries make a difference to over the real ones
/// where they are to be had.
pub fn run(workspace: &Workspace) -> Result<Counts> {
    let mut counts = run_over(workspace, Boundaries::Bundled)?;
    let real = workspace.root.join("../shared/data/punjab");
    if real.is_dir() {
        counts += run_over(workspace, Boundaries::Real(&real))?;
    } else {
        println!(
            "the real boundaries do not stand beside this checkout; the browser tests over them did not run"
        );
    }
    Ok(counts)
}

fn run_over(workspace: &Workspace, boundaries: Boundaries<'_>) -> Result<Counts> {
    let chromium = debian::chromium().context("Chromium is not installed")?;
    let name = match boundaries {
        Boundaries::Bundled => "bundled boundaries",
        Boundaries::Real(_) => "real boundaries",
    };
    let work = workspace.target.join("e2e").join(name.replace(' ', "-"));
    served::clear(&work)?;
    let server = command::step(&format!("demo server for the browser, {name}"), || {
        seed(workspace, &work, boundaries)?;
        Server::start(workspace, &work)
    })?;
    let report = work.join("report.json");
    let status = command::status(
        Command::new(workspace.e2e().join("node_modules/.bin/playwright"))
            .arg("test")
            .args(match boundaries {
                Boundaries::Bundled => &[][..],
                Boundaries::Real(_) => &OF_BOUNDARIES[..],
            })
            .current_dir(workspace.e2e())
            .env("BASE_URL", format!("http://127.0.0.1:{}", server.port))
            .env("DEMO_PASSWORD", PASSWORD)
            .env("CHROMIUM", chromium)
            .env("FIELDWATCH", workspace.server_binary("debug"))
            .env("SITE", workspace.site())
            .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)
            .stdin(Stdio::null()),
    )?;
    let text = std::fs::read_to_string(&report).context("Playwright left no report")?;
    let found = counts::of_playwright(
        &serde_json::from_str(&text).context("Playwright's report is not JSON")?,
    );
    if found.failed > 0 {
        eprintln!(
            "The server's last lines ({}):\n{}",
            server.log.display(),
            server.last_lines()
        );
    }
    Ok(found.with_exit(status.success(), "Playwright"))
}

/// Rows that cannot be taken, for the pages about them.
const BROKEN_ROWS: &str = "submission_id,enumerator_code,area_code,outcome\n\
    broken-1,E-1,NOWHERE,complete\n\
    broken-2,E-1,NOWHERE,complete\n\
    broken-3,E-1,PB0101-001,perhaps\n";

/// Imports [`BROKEN_ROWS`]: the program must say that it set rows aside.
fn set_rows_aside(workspace: &Workspace, work: &Path) -> Result<()> {
    let file = work.join("broken.csv");
    std::fs::write(&file, BROKEN_ROWS).context("cannot write a file of broken rows")?;
    let path = file.display().to_string();
    let mut import = served::command_of(workspace, work, &["import", "submissions", &path]);
    let code = command::status(&mut import)?.code();
    if code != Some(3) {
        bail!("the import of broken rows ended with {code:?} instead of 3");
    }
    Ok(())
}

/// Seeds the demo, then lays the real boundaries under it if those are asked for.
fn seed(workspace: &Workspace, work: &Path, boundaries: Boundaries<'_>) -> Result<()> {
    served::seed(workspace, work)?;
    set_rows_aside(workspace, work)?;
    let Boundaries::Real(folder) = boundaries else {
        return Ok(());
    };
    for line in REAL_FILES.lines() {
        let cells: Vec<&str> = line.split(' ').collect();
        let [level, file, code, name, parent, _count] = cells[..] else {
            bail!("six cells a line in the list of real boundaries: {line}");
        };
        let path = folder.join(file).display().to_string();
        served::fieldwatch(
            workspace,
            work,
            &[
                "import",
                "areas",
                "--level",
                level,
                "--code",
                code,
                "--name",
                name,
                "--parent",
                parent,
                "--source",
                "OCHA/WFP COD-AB Pakistan",
                "--dated",
                "2022-09-02",
                "--tolerance-m",
                "500",
                "--approximate",
                &path,
            ],
        )?;
    }
    Ok(())
}
