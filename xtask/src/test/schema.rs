//! Schemathesis over `docs/openapi.json`: requests that follow the description and requests that break it. No answer may be
//! the server's fault, and none may be one that the description does not have.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::counts::Counts;
use super::served::{self, Server};
use crate::command;
use crate::setup::python;
use crate::workspace::Workspace;

/// What is asked of every answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_schema_conformance,response_headers_conformance,missing_required_header,unsupported_method,\
    allow_header_conformance,ignored_auth";
/// … and where it is read: that what the description forbids is refused. A row that cannot be taken is answered with 200 and
/// its problem, and kept.
const REFUSES: &str = "negative_data_rejection";
/// The address for sending; the others are for reading, and a token is for one of the two.
const SENDING: &str = "/api/v1/submissions";
/// Requests of each kind for an address: a minute for all of them together.
const EXAMPLES: &str = "40";

/// Serves a demo and asks it everything, once with a token for reading and once with one for sending.
pub fn run(workspace: &Workspace) -> Result<Counts> {
    let work = workspace.target.join("schemathesis");
    served::clear(&work)?;
    let server = command::step("demo server for Schemathesis", || {
        served::seed(workspace, &work)?;
        Server::start(workspace, &work)
    })?;
    let token = |name, how, of| served::said(workspace, &work, &["token", "add", name, how, of]);
    let hooks = workspace.root.join("tests/schema/hooks.py");
    let mut counts = Counts::default();
    let reading = format!("{CHECKS},{REFUSES}");
    for (which, checks, secret) in [
        (
            "--exclude-path",
            &*reading,
            token("reads", "--read-as", "qa")?,
        ),
        ("--include-path", CHECKS, token("sends", "--scope", "PB")?),
    ] {
        let report = work.join(format!("{}.xml", which.trim_start_matches('-')));
        let status = command::status(
            Command::new(python::program(workspace, "schemathesis"))
                .arg("run")
                .arg(workspace.root.join("docs/openapi.json"))
                .args(["--url", &format!("http://127.0.0.1:{}", server.port)])
                .args(["--header", &format!("Authorization: Bearer {secret}")])
                .args([which, SENDING])
                .args(["--phases", "examples,coverage,fuzzing"])
                .args(["--checks", checks])
                .args(["--max-examples", EXAMPLES, "--workers", "2"])
                // The same requests in every run, and nothing kept from one to the next.
                .arg("--generation-deterministic")
                .args(["--report", "junit", "--report-junit-path"])
                .arg(&report)
                .env("SCHEMATHESIS_HOOKS", &hooks)
                .current_dir(&work)
                .stdin(Stdio::null()),
        )?;
        let text = std::fs::read_to_string(&report).context("Schemathesis left no report")?;
        counts += of_junit(&text)?.with_exit(status.success(), "Schemathesis");
    }
    if counts.failed > 0 {
        eprintln!(
            "The server's last lines ({}):\n{}",
            server.log.display(),
            server.last_lines()
        );
    }
    Ok(counts)
}

/// Reads the totals of a JUnit report: `<testsuites … tests="6" failures="1" errors="0" …>`.
fn of_junit(text: &str) -> Result<Counts> {
    let number = |name: &str| -> Option<u64> {
        let (_, rest) = text.split_once(&format!(" {name}=\""))?;
        rest.split('"').next()?.parse().ok()
    };
    let (Some(tests), Some(failures), Some(errors)) =
        (number("tests"), number("failures"), number("errors"))
    else {
        bail!("Schemathesis left a report that cannot be read");
    };
    let failed = failures + errors;
    if tests == 0 {
        bail!("Schemathesis tested nothing");
    }
    Ok(Counts {
        passed: tests.saturating_sub(failed),
        failed,
        notes: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_totals_of_a_report_are_read() {
        let report = r#"<?xml version="1.0" ?><testsuites disabled="0" errors="1" failures="2" tests="7" time="1">"#;
        let counts = of_junit(report).unwrap();
        assert_eq!((counts.passed, counts.failed), (4, 3));
        assert!(of_junit(r#"<testsuites errors="0" failures="0" tests="0">"#).is_err());
        assert!(of_junit("").is_err());
    }
}
