//! The program as a server of its own process, raw questions to it, and clients that push.

use super::Place;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

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
        .strip_prefix("FieldWatch serves ")
        .and_then(|address| address.split_once("://"))
        .unwrap_or_else(|| panic!("the server did not start: {line:?}"))
        .1;
    (server, address.trim_end_matches('/').to_owned())
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

/// A server that ends with its test.
pub struct Served {
    process: Child,
    /// Where it listens, such as `127.0.0.1:41234`.
    pub address: String,
    log: PathBuf,
}

impl Served {
    /// Serves a place on a free port of this machine.
    pub fn new(place: &Place, arguments: &[&str]) -> Served {
        Served::logging(place, arguments, "warn")
    }

    /// … and writes so much to its log.
    pub fn logging(place: &Place, arguments: &[&str], level: &str) -> Served {
        let log = place.path("serve.log");
        let site = place.site().display().to_string();
        let mut command = place.command(&["serve", "--listen", "127.0.0.1:0", "--site", &site]);
        command
            .args(arguments)
            .env("RUST_LOG", level)
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(&log).expect("the test's folder can be written"));
        let (process, address) = started(command);
        Served {
            process,
            address,
            log,
        }
    }

    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Asks the process to stop, as a supervisor does.
    pub fn ask_to_stop(&self) {
        let number = self.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &number]).status();
        assert!(asked.expect("kill can be run").success());
    }

    /// Waits for the end of the process, and answers its exit code; `None` if it was killed, or goes on for longer than that.
    pub fn ends_within(&mut self, limit: Duration) -> Option<i32> {
        let begun = Instant::now();
        while begun.elapsed() < limit {
            if let Some(status) = self.process.try_wait().expect("the program can be asked") {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }

    /// What the server has written to its log.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).expect("the log can be read")
    }

    /// A connection, on which nobody waits for ever.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("the server takes connections");
        let limit = Some(Duration::from_secs(60));
        stream.set_read_timeout(limit).expect("a limit can be set");
        stream
    }

    /// Asks for an address with more header lines, and answers everything that came.
    pub fn get(&self, path: &str, headers: &str) -> String {
        let address = &self.address;
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n"
        ))
    }

    /// Sends a form from a page of the server's own.
    pub fn post(&self, path: &str, headers: &str, form: &str) -> String {
        let (address, length) = (&self.address, form.len());
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n{headers}\r\n{form}"
        ))
    }

    fn ask(&self, question: &str) -> String {
        let mut stream = self.connect();
        stream
            .write_all(question.as_bytes())
            .expect("the server reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the server answers");
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It has mostly ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The value of a header line of an answer.
pub fn header_of<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next()?;
    head.lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}
