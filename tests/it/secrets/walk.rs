//! A walk over every address as everybody, with errors provoked on the way: nobody's name, answer, household or position stands in the log, in an
//! address that one is sent to, or in what an error says.

use super::PASSPHRASE;
use crate::push::token;
use crate::support::Place;
use crate::support::served::{Served, header_of};
use axum::http::Method;
use std::io::{Read, Write};
use std::process::Stdio;

/// What stands in the survey's data, and in nothing that was typed into an address.
const MARKS: [&str; 10] = [
    "LISTED-PRIVATE-77",
    "zz-behind-the-mill",
    "Zarghona",
    "Mastorabad",
    "HH-PRIVATE-8812",
    "Mehrunisa",
    "31.0512",
    "74.0512",
    "31.0634",
    "ANSWER-PRIVATE-31",
];

const ROLES: [&str; 6] = [
    "tehsil_monitor",
    "district_coordinator",
    "bos_qa",
    "csu",
    "leadership",
    "administrator",
];

/// A small survey with somebody of every role, and rows that can be read and rows that cannot.
async fn survey(place: &Place) {
    place.small_survey().await;
    for role in ROLES {
        let mut add = place
            .command(&["user", "add", role, "--role", role, "--scope", "P"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("the program starts");
        let input = add.stdin.take().expect("a pipe");
        writeln!(&input, "{PASSPHRASE}").expect("the program reads");
        drop(input);
        assert!(add.wait().expect("it ends").success());
    }
    let roster = place.file(
        "roster.csv",
        "enumerator_code,name,tehsil_code\nE-1,Zarghona Mastorabad,T1\n,Zarghona Unread,T1\n",
    );
    let said = place.run(&["import", "roster", &roster.display().to_string()]);
    for mark in MARKS {
        assert!(!said.all().contains(mark), "{}", said.all());
    }
    let listing = place.file(
        "listing.csv",
        "household_ref,area_code,address,enumerator_code\nLISTED-PRIVATE-77,U1,zz-behind-the-mill,E-1\n\
         LISTED-PRIVATE-77,Mastorabad,zz-behind-the-mill,\nLISTED-PRIVATE-77,U1,zz-behind-the-mill,Zarghona\n",
    );
    let listing = listing.display().to_string();
    let said = place.run(&["listing", "import", "--name", "households", &listing]);
    assert_eq!(said.code, 3, "rows are refused: {}", said.all());
    for mark in MARKS {
        assert!(!said.all().contains(mark), "{}", said.all());
    }
    let rows = "submission_id,enumerator_code,area_code,outcome,started_at,ended_at,latitude,longitude,household_ref,respondent,answers\n\
        m1,E-1,U1,complete,2026-11-20T09:00:00+05:00,2026-11-20T09:30:00+05:00,31.0512345,74.0512345,HH-PRIVATE-8812,Mehrunisa Bibi,\n\
        m2,E-1,U1,complete,2026-11-20T09:10:00+05:00,2026-11-20T09:12:00+05:00,31.0512345,74.0512345,HH-PRIVATE-8812,Mehrunisa Bibi,\n\
        m3,E-1,U1,refused,2026-11-20T11:00:00+05:00,2026-11-20T11:02:00+05:00,31.0634567,-274.0512345,HH-PRIVATE-8812,Mehrunisa Bibi,\n\
        m4,E-1,U1,Mehrunisa Bibi,2026-11-20T11:00:00+05:00,,31.0634567,74.0512345,HH-PRIVATE-8812,Mehrunisa Bibi,ANSWER-PRIVATE-31\n\
        m5,E-1,Mastorabad,complete,2026-11-20T11:00:00+05:00,,31.0634567x,74.0512345,HH-PRIVATE-8812,Mehrunisa Bibi,ANSWER-PRIVATE-31\n";
    let said = place.import(&place.file("interviews.csv", rows));
    assert_eq!(said.code, 3, "rows are in quarantine: {}", said.all());
    for mark in MARKS {
        assert!(!said.all().contains(mark), "{}", said.all());
    }
}

/// Addresses with something in place of what their braces stand for.
fn addresses(method: Method) -> Vec<String> {
    let entries = server::web::doors().entries().into_iter();
    let of_method = entries.filter(|entry| entry.method == method);
    of_method
        .map(|entry| {
            entry
                .path
                .replace("/coverage/{code}", "/coverage/U1")
                .replace("/areas/{code}", "/areas/U1")
                .replace("/listing/{code}", "/listing/U1")
                .replace("/districts/{code}", "/districts/D1")
                .replace("/enumerators/{code}", "/enumerators/E-1")
                .replace("/checks/{code}", "/checks/travel_speed")
                .replace("/measures/{code}", "/measures/declined")
                .replace("{measure}", "declined")
                .replace("{file}", "enumerators.csv")
                .replace("{username}", "bos_qa")
                .replace("{run_id}", "1")
                .replace("{id}", "1")
                .replace("{key}", "1-0000000000000001")
                .replace("{secret}", "made-up")
        })
        .collect()
}

/// Parameters that are understood and ones that are not.
const QUERIES: [&str; 3] = [
    "",
    "?area=U1&from=2026-11-20&to=2026-11-20",
    "?area=%FF&from=x&after=zz&wave=%00&limit=-1&problem=x",
];

struct Walk<'s> {
    served: &'s Served,
    answers: u32,
    entered: u32,
    errors: u32,
}

impl Walk<'_> {
    /// An answer: where it sends to, and what an error says, tell nothing.
    fn look(&mut self, who: &str, asked: &str, answer: &str) {
        let status = answer.split(' ').nth(1).unwrap_or("");
        self.answers += 1;
        self.entered += u32::from(status == "200");
        let to = header_of(answer, "location").unwrap_or("");
        let is_error = status.starts_with('4') || status.starts_with('5');
        self.errors += u32::from(is_error);
        for mark in MARKS {
            assert!(!to.contains(mark), "{who} {asked} sends to {to}");
            assert!(
                !is_error || !answer.contains(mark),
                "{who} {asked}: {answer}"
            );
        }
    }

    fn everywhere(&mut self, who: &str, cookie: &str) {
        for path in addresses(Method::GET) {
            for query in QUERIES {
                let path = format!("{path}{query}");
                let answer = self.served.get(&path, cookie);
                self.look(who, &path, &answer);
            }
        }
        for path in addresses(Method::POST) {
            // The last that is done: it ends the session.
            if path == "/sign-out" || path == "/api/v1/submissions" {
                continue;
            }
            for form in [
                "",
                "action=%FF&title=&step=move&to=nowhere&kind=&seen=x&file=%00",
            ] {
                let answer = self.served.post(&path, cookie, form);
                self.look(who, &format!("POST {path}"), &answer);
            }
        }
    }
}

#[tokio::test]
async fn a_walk_over_every_address_leaves_nobody_in_the_log_nor_in_an_address_nor_in_an_error() {
    for place in Place::both().await {
        survey(&place).await;
        let sends = token(&place, "tablets", "P");
        let options = ["--requests-by-account", "0", "--requests-by-address", "0"];
        let mut served = Served::logging(&place, &options, "debug");
        let mut walk = Walk {
            served: &served,
            answers: 0,
            entered: 0,
            errors: 0,
        };
        walk.everywhere("nobody", "Accept: text/html\r\n");
        for role in ROLES {
            let signed_in = served.post(
                "/sign-in",
                "",
                &format!("username={role}&password={PASSPHRASE}"),
            );
            let cookie =
                header_of(&signed_in, "set-cookie").unwrap_or_else(|| panic!("{signed_in}"));
            let session = cookie.split(';').next().expect("a pair");
            let who = format!("Cookie: {session}\r\nAccept: text/html\r\n");
            walk.everywhere(role, &who);
        }
        // Rows that break in every way.
        for (kind, body) in [
            (
                "application/x-ndjson",
                "{\"submission_id\":\"m9\",\"outcome\":\"Mehrunisa Bibi\",\"household_ref\":\"HH-PRIVATE-8812\"",
            ),
            (
                "application/json",
                "[{\"latitude\":\"31.0512345 N\",\"answers\":\"ANSWER-PRIVATE-31\"},7,\"Zarghona\"]",
            ),
            ("text/plain", "Zarghona Mastorabad"),
            (
                "application/x-ndjson",
                "{\"submission_id\":\"m1\",\"enumerator_code\":\"E-1\",\"area_code\":\"Mastorabad\",\"outcome\":\"complete\"}",
            ),
        ] {
            let mut push = served.connect();
            let (address, length) = (&served.address, body.len());
            write!(
                push,
                "POST /api/v1/submissions HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {sends}\r\nConnection: close\r\n\
                 Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}"
            )
            .expect("the server reads");
            let mut answer = String::new();
            push.read_to_string(&mut answer)
                .expect("the server answers");
        }
        assert!(
            walk.answers > 1_000 && walk.entered > 200 && walk.errors > 300,
            "{} {} {}",
            walk.answers,
            walk.entered,
            walk.errors
        );
        // What the database says of a statement that fails goes to the log. A page that was asked before would be shown as it was.
        place
            .execute("ALTER TABLE quarantine RENAME TO quarantine_gone")
            .await;
        let signed_in = served.post(
            "/sign-in",
            "",
            &format!("username=bos_qa&password={PASSPHRASE}"),
        );
        let cookie = header_of(&signed_in, "set-cookie").expect("a cookie");
        let who = format!(
            "Cookie: {}\r\nAccept: text/html\r\n",
            cookie.split(';').next().expect("a pair")
        );
        let failed = served.get("/quarantine?reason=never-asked", &who);
        assert!(failed.contains(" 500 "), "{failed}");

        served.ask_to_stop();
        assert_eq!(
            served.ends_within(std::time::Duration::from_secs(60)),
            Some(0)
        );
        let log = served.log();
        assert!(
            log.contains("a page failed") && log.contains("asked to stop"),
            "{log}"
        );
        for mark in MARKS {
            let line = log.lines().find(|line| said(line).contains(mark));
            assert!(line.is_none(), "{mark} stands in the log: {line:?}");
        }
    }
}

/// A line of the log without its time: seconds and their fractions read like a latitude now and then.
fn said(line: &str) -> &str {
    match line.split_once(' ') {
        Some((time, said)) if time.starts_with("20") && time.ends_with('Z') => said,
        _ => line,
    }
}
