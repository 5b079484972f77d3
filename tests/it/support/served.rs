//! The program serving, in a process of its own, and raw questions to it.

use super::Place;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

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
        let mut process = place
            .command(&["serve", "--listen", "127.0.0.1:0", "--site", &site])
            .args(arguments)
            .env("RUST_LOG", level)
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(&log).expect("the test's folder can be written"))
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("a pipe"))
            .read_line(&mut line)
            .expect("the server says where it is");
        let address = line.trim().strip_prefix("FieldWatch serves ");
        let address = address.unwrap_or_else(|| panic!("the server did not start: {line:?}"));
        let (_scheme, address) = address.split_once("://").expect("an address");
        Served {
            process,
            address: address.trim_end_matches('/').to_owned(),
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

    /// Kills the process, as a failing machine does.
    pub fn kill(&mut self) {
        self.process.kill().expect("the program can be killed");
        self.process.wait().expect("the program has ended");
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
