//! The browser tests: a demo with little data on a free port, and Playwright in front of it.

use std::fs::File;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::counts::{self, Counts};
use crate::command::{self, dies_with_us};
use crate::postgres::free_port;
use crate::setup::debian;
use crate::workspace::Workspace;

/// Enough for every page to have something on it, few enough for an unoptimised server to seed in seconds.
const INTERVIEWS: &str = "4000";
const SEED: &str = "7";
/// The simulated present: the same survey whatever day the tests run.
const TODAY: &str = "2026-11-21";
/// Of a database that lives for minutes on this machine only.
const PASSWORD: &str = "demo password of the browser tests";
const START_LIMIT: Duration = Duration::from_secs(300);

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
    if work.exists() {
        std::fs::remove_dir_all(&work).context("cannot clear the last run")?;
    }
    std::fs::create_dir_all(&work).context("cannot make the folder of the browser tests")?;
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

/// The database of a run.
fn database(work: &Path) -> String {
    format!("sqlite:{}", work.join("fieldwatch.db").display())
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
    let mut import = Command::new(workspace.server_binary("debug"));
    import
        .args(["--database", &database(work), "import", "submissions"])
        .arg(&file)
        .stdin(Stdio::null());
    let code = command::status(&mut import)?.code();
    if code != Some(3) {
        bail!("the import of broken rows ended with {code:?} instead of 3");
    }
    Ok(())
}

/// Seeds the demo, then lays the real boundaries under it if those are asked for.
fn seed(workspace: &Workspace, work: &Path, boundaries: Boundaries<'_>) -> Result<()> {
    let fieldwatch = |arguments: &[&str]| -> Result<()> {
        let mut program = Command::new(workspace.server_binary("debug"));
        program
            .args(["--database", &database(work)])
            .args(arguments)
            .stdin(Stdio::null());
        if !command::status(&mut program)?.success() {
            bail!("`fieldwatch {}` failed", arguments.join(" "));
        }
        Ok(())
    };
    fieldwatch(&[
        "demo",
        "--seed-only",
        "--interviews",
        INTERVIEWS,
        "--seed",
        SEED,
        "--today",
        TODAY,
        "--password",
        PASSWORD,
        "--listen",
        "127.0.0.1:0",
    ])?;
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
        fieldwatch(&[
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
        ])?;
    }
    Ok(())
}

/// A demo server. Dropping it stops it.
struct Server {
    process: Child,
    port: u16,
    log: PathBuf,
}

impl Server {
    fn start(workspace: &Workspace, work: &Path) -> Result<Self> {
        let port = free_port()?;
        let log = work.join("server.log");
        let output = File::create(&log).context("cannot make the server's log")?;
        let process = dies_with_us(workspace.server_binary("debug"), "TERM", None)
            .args(["demo", "--password", PASSWORD])
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .arg("--site")
            .arg(workspace.site())
            .arg("--database")
            .arg(database(work))
            .current_dir(work)
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .context("cannot start the demo server")?;
        let mut server = Self { process, port, log };
        server.wait_until_it_answers()?;
        Ok(server)
    }

    fn wait_until_it_answers(&mut self) -> Result<()> {
        let began = Instant::now();
        loop {
            if answers(self.port) {
                return Ok(());
            }
            if let Some(status) = self.process.try_wait()? {
                bail!(
                    "the demo server ended with {status}:\n{}",
                    self.last_lines()
                );
            }
            if began.elapsed() > START_LIMIT {
                bail!("the demo server does not answer:\n{}", self.last_lines());
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    fn last_lines(&self) -> String {
        let text = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        command::stop(&mut self.process, "TERM");
    }
}

/// Whether the server says that it is ready to serve.
fn answers(port: u16) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream
            .write_all(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}
