//! Secrets and people's names stand in no log and in no list of processes.

mod forms;
mod walk;

use crate::push::token;
use crate::support::Place;
use crate::support::served::{Served, header_of};
use std::io::{Read, Write};
use std::process::Stdio;

const PASSPHRASE: &str = "violet-harbour-lantern-42";
const WRONG: &str = "crimson-meadow-anchor-77";

/// Adds somebody whose passphrase is read from standard input.
fn add_user(place: &Place) {
    let mut add = place
        .command(&["user", "add", "qa", "--role", "bos_qa", "--scope", "P"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    let input = add.stdin.take().expect("a pipe");
    writeln!(&input, "{PASSPHRASE}").expect("the program reads");
    drop(input);
    assert!(add.wait().expect("it ends").success());
}

#[tokio::test]
async fn a_whole_story_leaves_no_secret_and_nobodys_name_in_the_log() {
    for place in Place::both().await {
        place.small_survey().await;
        add_user(&place);
        let roster = place.file(
            "roster.csv",
            "enumerator_code,name,tehsil_code\nE-7731,Zarghona Mastorabad,T1\n",
        );
        place.must(&["import", "roster", &roster.display().to_string()]);
        let sends = token(&place, "tablets", "P");
        let reads = place.must(&["token", "add", "board", "--read-as", "qa"]);
        let reads = reads.out.trim().to_owned();
        let mut served = Served::logging(&place, &[], "debug");

        served.post("/sign-in", "", &format!("username=qa&password={WRONG}"));
        let signed_in = served.post(
            "/sign-in",
            "",
            &format!("username=qa&password={PASSPHRASE}"),
        );
        let cookie = header_of(&signed_in, "set-cookie").expect("a cookie");
        let session = cookie.split(';').next().expect("a pair").to_owned();
        let (_, session_token) = session.split_once('=').expect("a value");
        assert_eq!(session_token.len(), 64, "{signed_in}");
        let who = format!("Cookie: {session}\r\nAccept: text/html\r\n");
        for path in [
            "/coverage?q=Zarghona+Mastorabad",
            "/flags?enumerator=Zarghona",
            "/enumerators/E-7731",
            "/nowhere?name=Zarghona",
        ] {
            served.get(path, &who);
        }
        let bearer = format!("Authorization: Bearer {reads}\r\n");
        assert!(served.get("/api/v1/coverage", &bearer).contains(" 200 "));
        served.get(
            "/api/v1/coverage",
            "Authorization: Bearer made-up-secret-9917\r\n",
        );
        let rows = "{\"submission_id\":\"s1\",\"enumerator_code\":\"E-7731\",\"area_code\":\"U1\",\"outcome\":\"complete\",\
            \"started_at\":\"2026-11-20T09:00:00+05:00\",\"household_ref\":\"HH-PRIVATE-5521\",\"respondent\":\"Mehrunisa Bibi\"}\n\
            {\"submission_id\":\"s2\",\"household_ref\":\"HH-PRIVATE-5521\",\"respondent\":\"Mehrunisa Bibi\"}\n";
        let mut push = served.connect();
        let (address, length) = (&served.address, rows.len());
        write!(
            push,
            "POST /api/v1/submissions HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {sends}\r\nConnection: close\r\n\
             Content-Type: application/x-ndjson\r\nContent-Length: {length}\r\n\r\n{rows}"
        )
        .expect("the server reads");
        let mut answer = String::new();
        push.read_to_string(&mut answer)
            .expect("the server answers");
        assert!(answer.contains("\"accepted\":1"), "{answer}");
        served.post("/sign-out", &who, "");

        // What everybody on the machine can read of a process.
        let command_line = std::fs::read(format!("/proc/{}/cmdline", served.id()));
        let command_line = String::from_utf8_lossy(&command_line.expect("it runs")).into_owned();
        served.ask_to_stop();
        assert_eq!(
            served.ends_within(std::time::Duration::from_secs(60)),
            Some(0)
        );
        let log = served.log();
        assert!(log.contains("asked to stop"), "the log is one: {log}");
        for secret in [
            PASSPHRASE,
            WRONG,
            session_token,
            &sends,
            &reads,
            "made-up-secret-9917",
            "HH-PRIVATE-5521",
            "Mehrunisa",
            "Zarghona",
            "Mastorabad",
        ] {
            assert!(!log.contains(secret), "{secret} stands in the log:\n{log}");
            assert!(!command_line.contains(secret), "{command_line}");
        }
    }
}

#[tokio::test]
async fn a_password_on_the_command_line_is_pointed_out_and_never_repeated() {
    let place = Place::sqlite();
    let address = "postgres://fieldwatch:opal-quarry-1187@127.0.0.1:9/fieldwatch";
    let program = crate::support::program();
    let run = |arguments: &[&str], variable: Option<&str>| {
        let mut command = std::process::Command::new(&program);
        command
            .args(arguments)
            .arg("check")
            .env_remove("FIELDWATCH_DATABASE_URL");
        if let Some(value) = variable {
            command.env("FIELDWATCH_DATABASE_URL", value);
        }
        let output = command.output().expect("the program starts");
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    };
    let seen = run(&["--database", address], None);
    assert!(
        seen.contains("FIELDWATCH_DATABASE_URL") && seen.contains("--database-file"),
        "{seen}"
    );
    let file = place
        .file("address", format!("{address}\n"))
        .display()
        .to_string();
    let by_file = run(&["--database-file", &file], None);
    let by_variable = run(&[], Some(address));
    let help = run(&["--help"], Some(address));
    for said in [&by_file, &by_variable, &help] {
        assert!(!said.contains("command line, where"), "{said}");
    }
    for said in [seen, by_file, by_variable, help] {
        assert!(!said.contains("opal-quarry"), "{said}");
    }
    let none = run(&["--database-file", "/nowhere"], None);
    assert!(none.contains("/nowhere cannot be read"), "{none}");
}
