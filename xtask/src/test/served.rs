//! A demo with little data on a free port, for tests that ask it from outside.

use std::fs::File;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::command::{self, dies_with_us};
use crate::postgres::free_port;
use crate::workspace::Workspace;

/// Enough for every page to have something on it, few enough for an unoptimised server to seed in seconds.
const INTERVIEWS: &str = "4000";
const SEED: &str = "7";
/// The simulated present: the same survey whatever day the tests run.
const TODAY: &str = "2026-11-21";
/// Of a database that lives for minutes on this machine only.
pub const PASSWORD: &str = "demo password of the browser tests";
const START_LIMIT: Duration = Duration::from_secs(300);

/// Makes the folder of a run, empty.
pub fn clear(work: &Path) -> Result<()> {
    if work.exists() {
        std::fs::remove_dir_all(work).context("cannot clear the last run")?;
    }
    std::fs::create_dir_all(work).context("cannot make the folder of a run")
}

/// The database of a run.
pub fn database(work: &Path) -> String {
    format!("sqlite:{}", work.join("fieldwatch.db").display())
}

/// Runs the program on the database of a run.
pub fn fieldwatch(workspace: &Workspace, work: &Path, arguments: &[&str]) -> Result<()> {
    if !command::status(&mut command_of(workspace, work, arguments))?.success() {
        bail!("`fieldwatch {}` failed", arguments.join(" "));
    }
    Ok(())
}

/// … and answers what it prints.
pub fn said(workspace: &Workspace, work: &Path, arguments: &[&str]) -> Result<String> {
    command::output_of(&mut command_of(workspace, work, arguments))
        .with_context(|| format!("`fieldwatch {}` failed", arguments.join(" ")))
}

/// The program on the database of a run, with the key of the run.
pub fn command_of(workspace: &Workspace, work: &Path, arguments: &[&str]) -> Command {
    let mut program = Command::new(workspace.server_binary("debug"));
    program
        .env("FIELDWATCH_SECRETS_KEY", SECRETS_KEY)
        .args(["--database", &database(work)])
        .args(arguments)
        .stdin(Stdio::null());
    program
}

/// The key of answers and of second factors in tests; it is worth nothing.
const SECRETS_KEY: &str =
    "fieldwatch-key:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// Seeds the demo.
pub fn seed(workspace: &Workspace, work: &Path) -> Result<()> {
    fieldwatch(
        workspace,
        work,
        &[
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
        ],
    )
}

/// A demo server. Dropping it stops it.
pub struct Server {
    process: Child,
    /// Where it listens, on this machine.
    pub port: u16,
    /// Its log.
    pub log: PathBuf,
}

impl Server {
    /// Starts it over the database of [`seed`] and waits until it answers.
    pub fn start(workspace: &Workspace, work: &Path) -> Result<Self> {
        let port = free_port()?;
        let log = work.join("server.log");
        let output = File::create(&log).context("cannot make the server's log")?;
        let process = dies_with_us(workspace.server_binary("debug"), "TERM", None)
            .args(["demo", "--password", PASSWORD])
            .args(["--listen", &format!("127.0.0.1:{port}")])
            // It is unoptimised, and shares two cores with two browsers: only what never ends is given up.
            .args(["--answer-within", "60"])
            .env("FIELDWATCH_SECRETS_KEY", SECRETS_KEY)
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

    /// The end of its log.
    pub fn last_lines(&self) -> String {
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
