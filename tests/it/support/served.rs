//! The program as a server of its own process, and clients that push to it.

use super::Place;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::ops::Range;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Starts a server and waits until it says where it is; answers its address, `127.0.0.1:PORT`.
pub fn serve(place: &Place, site: &Path) -> (Child, String) {
    serve_with(place, site, &[])
}

/// … with more options.
pub fn serve_with(place: &Place, site: &Path, options: &[&str]) -> (Child, String) {
    let site = site.display().to_string();
    let usual = ["serve", "--listen", "127.0.0.1:0", "--site", &site];
    let mut command = place.command(&[&usual[..], options].concat());
    command.stdout(Stdio::piped());
    started(command)
}

/// Starts a server whose standard output is piped, and waits until it says where it is.
pub fn started(mut command: Command) -> (Child, String) {
    let mut server = command.spawn().expect("the program starts");
    let mut line = String::new();
    BufReader::new(server.stdout.take().expect("a pipe"))
        .read_line(&mut line)
        .expect("the server says where it is");
    let address = line
        .trim()
        .strip_prefix("FieldWatch serves http://")
        .unwrap_or_else(|| panic!("the server did not start: {line:?}"))
        .trim_end_matches('/')
        .to_owned();
    (server, address)
}

/// Asks a server to stop and waits until it has.
pub fn stop(mut server: Child) {
    let process = server.id().to_string();
    let asked = Command::new("kill").args(["-TERM", &process]).status();
    assert!(asked.is_ok_and(|status| status.success()), "no such server");
    let status = server.wait().expect("the server has ended");
    assert!(status.success(), "{status}");
}

/// Rows as NDJSON: `p0`, `p1`, … of a few enumerators, three of them a household.
pub fn rows(ids: Range<u64>) -> String {
    ids.map(|id| {
        format!(
            "{{\"submission_id\":\"p{id}\",\"enumerator_code\":\"E{}\",\"area_code\":\"U1\",\"outcome\":\"complete\",\
             \"started_at\":\"2026-11-19T09:00:00+05:00\",\"household_ref\":\"h{}\"}}\n",
            id % 50,
            id / 3
        )
    })
    .collect()
}

/// Pushes rows; answers the ids that were acknowledged, or `None` if the server went away.
pub fn push(address: &str, secret: &str, ids: Range<u64>) -> Option<Vec<String>> {
    let body = rows(ids);
    let answer = ask(
        address,
        &format!(
            "POST /api/v1/submissions HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {secret}\r\n\
             Content-Type: application/x-ndjson\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ),
    )?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let answer: Value = serde_json::from_str(body).ok()?;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}\n{body}");
    let results = answer["results"].as_array().expect("results");
    Some(
        results
            .iter()
            .map(|row| {
                assert_ne!(row["result"], "quarantined", "{row}");
                row["submission_id"].as_str().expect("an id").to_owned()
            })
            .collect(),
    )
}

/// Sends a request as it is and reads the answer to its end; `None` if the server went away.
pub fn ask(address: &str, request: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

/// Asks for an address.
pub fn get(address: &str, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    ask(address, &request).expect("the server answers")
}
