//! Speaks with ODK Central: a session, pages, and what its refusals mean.

use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, http};

/// Bytes of a page at most, unpacked: what bounds memory.
const LONGEST_PAGE: u64 = 128 << 20;
/// Time for one page, from the question to its last byte.
const PAGE_TIME: Duration = Duration::from_secs(180);
/// Time for reaching the server.
const CONNECT_TIME: Duration = Duration::from_secs(20);

/// Who pulls.
#[derive(Clone)]
pub struct Account {
    /// The email address of a user of Central.
    pub email: String,
    /// The user's password.
    pub password: String,
}

/// Why a page did not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It may come later; `wait` is what Central asked for.
    Passing {
        /// What happened, in a sentence.
        said: String,
        /// How long to wait at least.
        wait: Option<Duration>,
    },
    /// It will not come by asking again; the sentence says what to do.
    Lasting(String),
    /// Central does not understand the question: it may be older than the question.
    NotUnderstood(String),
}

/// A Central server, and a session there while one is open.
pub struct Central {
    agent: Agent,
    url: String,
    account: Arc<Account>,
    session: Option<String>,
}

impl Central {
    /// Prepares speaking with the server at `url`, which ends without a slash; nothing is sent yet. Answers a sentence if the address cannot be used.
    pub fn new(url: &str, account: Arc<Account>) -> Result<Central, String> {
        check_address(url)?;
        let agent = Agent::config_builder()
            .timeout_connect(Some(CONNECT_TIME))
            .timeout_global(Some(PAGE_TIME))
            // A password or a session goes to the address that was told and to no other.
            .max_redirects(0)
            .http_status_as_error(false)
            // The system's certificates: a bureau's own authority counts.
            .tls_config(
                TlsConfig::builder()
                    .root_certs(RootCerts::PlatformVerifier)
                    .build(),
            )
            .user_agent(concat!("FieldWatch/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Ok(Central {
            agent,
            url: url.to_owned(),
            account,
            session: None,
        })
    }

    /// Asks for a page; signs in first where no session is open. Blocks.
    pub fn page(&mut self, path: &str) -> Result<Vec<u8>, Trouble> {
        let session = match &self.session {
            Some(session) => session.clone(),
            None => self.sign_in()?,
        };
        let answer = self
            .agent
            .get(format!("{}{path}", self.url))
            .header("Authorization", format!("Bearer {session}"))
            .call();
        let mut answer = answer.map_err(|error| self.unreachable(&error))?;
        if answer.status() == 200 {
            return self.whole(&mut answer);
        }
        let said = message(&mut answer);
        match answer.status().as_u16() {
            401 => {
                // The session ended; the next attempt signs in again.
                self.session = None;
                Err(Trouble::Passing {
                    said: "Central ended the session.".to_owned(),
                    wait: Some(Duration::ZERO),
                })
            }
            403 => Err(Trouble::Lasting(format!(
                "Central does not let {} read the submissions of this form{said} Give the account the role of a project viewer \
                 there.",
                self.account.email
            ))),
            404 => Err(Trouble::Lasting(format!(
                "Central knows no such project or form{said} Check --project and --form."
            ))),
            400 | 501 => Err(Trouble::NotUnderstood(format!(
                "Central does not understand the question{said}"
            ))),
            _ => Err(self.refused(&answer, &said)),
        }
    }

    /// Ends the session, if there is one. It would end by itself after a day, so a failure does not matter. Blocks.
    pub fn sign_out(&mut self) {
        if let Some(session) = self.session.take() {
            let _ = self
                .agent
                .delete(format!("{}/v1/sessions/current", self.url))
                .header("Authorization", format!("Bearer {session}"))
                .call();
        }
    }

    fn sign_in(&mut self) -> Result<String, Trouble> {
        let body = serde_json::json!({
            "email": self.account.email,
            "password": self.account.password,
        });
        let answer = self
            .agent
            .post(format!("{}/v1/sessions", self.url))
            .header("Content-Type", "application/json")
            .send(body.to_string());
        let mut answer = answer.map_err(|error| self.unreachable(&error))?;
        if answer.status() == 200 {
            let bytes = self.whole(&mut answer)?;
            let token = serde_json::from_slice::<serde_json::Value>(&bytes)
                .ok()
                .and_then(|session| session.get("token")?.as_str().map(str::to_owned));
            let token = token.ok_or_else(|| {
                Trouble::Lasting(format!(
                    "{} does not answer like ODK Central. Check --url.",
                    self.url
                ))
            })?;
            self.session = Some(token.clone());
            return Ok(token);
        }
        let said = message(&mut answer);
        match answer.status().as_u16() {
            400 | 401 | 403 => Err(Trouble::Lasting(format!(
                "Central does not accept the email address {} with this password{said}",
                self.account.email
            ))),
            404 => Err(Trouble::Lasting(format!(
                "{} does not answer like ODK Central. Check --url.",
                self.url
            ))),
            _ => Err(self.refused(&answer, &said)),
        }
    }

    fn whole(&self, answer: &mut http::Response<Body>) -> Result<Vec<u8>, Trouble> {
        let mut bytes = Vec::new();
        let read = answer
            .body_mut()
            .as_reader()
            .take(LONGEST_PAGE + 1)
            .read_to_end(&mut bytes);
        match read {
            Err(error) => Err(Trouble::Passing {
                said: format!("The answer of {} broke off: {error}.", self.url),
                wait: None,
            }),
            Ok(read) if read as u64 > LONGEST_PAGE => Err(Trouble::Lasting(
                "A page is longer than 128 MiB. Ask for fewer rows a page with --page-rows."
                    .to_owned(),
            )),
            Ok(_) => Ok(bytes),
        }
    }

    fn refused(&self, answer: &http::Response<Body>, said: &str) -> Trouble {
        let status = answer.status();
        if status.is_redirection() {
            let target = header(answer, "location").unwrap_or("another address");
            return Trouble::Lasting(format!(
                "{} sends on to {target}. Passwords are not sent on: give the right address with --url.",
                self.url
            ));
        }
        if status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429) {
            return Trouble::Passing {
                said: format!("{} answers {status}{said}", self.url),
                wait: header(answer, "retry-after").and_then(retry_after),
            };
        }
        Trouble::Lasting(format!("{} answers {status}{said}", self.url))
    }

    fn unreachable(&self, error: &ureq::Error) -> Trouble {
        let said = format!("{} cannot be reached: {error}.", self.url);
        match error {
            ureq::Error::Tls(_) | ureq::Error::Rustls(_) => Trouble::Lasting(format!(
                "{said} Its certificate must be one that this machine trusts."
            )),
            _ => Trouble::Passing { said, wait: None },
        }
    }
}

fn header<'a>(answer: &'a http::Response<Body>, name: &str) -> Option<&'a str> {
    answer.headers().get(name)?.to_str().ok()
}

/// Seconds; a date is not used by Central or the proxies in front of it, and is then no wish at all.
fn retry_after(text: &str) -> Option<Duration> {
    text.trim().parse().ok().map(Duration::from_secs)
}

/// What Central says about a refusal, as the end of a sentence: `: Could not …`, or a full stop.
fn message(answer: &mut http::Response<Body>) -> String {
    let mut bytes = Vec::new();
    let _ = answer
        .body_mut()
        .as_reader()
        .take(16 << 10)
        .read_to_end(&mut bytes);
    let message = serde_json::from_slice::<serde_json::Value>(&bytes)
        .ok()
        .and_then(|problem| problem.get("message")?.as_str().map(str::to_owned));
    match message.as_deref().map(str::trim) {
        None | Some("") => ".".to_owned(),
        Some(message) => {
            let short: String = message
                .chars()
                .filter(|letter| !letter.is_control())
                .take(300)
                .collect();
            format!(": {}.", short.trim_end_matches('.'))
        }
    }
}

/// A password must not cross a network readable.
fn check_address(url: &str) -> Result<(), String> {
    let wrong = || {
        format!(
            "“{url}” is no address of a collection system; use one such as https://central.example.org"
        )
    };
    let uri: http::Uri = url.parse().map_err(|_| wrong())?;
    let host = uri.host().ok_or_else(wrong)?;
    if uri.query().is_some() || url.contains('#') || url.contains('@') {
        return Err(wrong());
    }
    match uri.scheme_str() {
        Some("https") => Ok(()),
        Some("http") if is_this_machine(host) => Ok(()),
        Some("http") => Err(format!(
            "{url} would send the password readable through the network. Use https://"
        )),
        _ => Err(wrong()),
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_sent_by_https_or_inside_this_machine() {
        for url in [
            "https://central.example.org",
            "https://central.example.org:8443/",
            "http://127.0.0.1:8383",
            "http://localhost",
            "http://[::1]:80",
        ] {
            assert_eq!(check_address(url), Ok(()), "{url}");
        }
        for (url, said) in [
            ("http://central.example.org", "readable"),
            ("http://127.0.0.1.example.org", "readable"),
            ("ftp://central.example.org", "no address"),
            ("central.example.org", "no address"),
            ("https://user@central.example.org", "no address"),
            ("https://central.example.org/?a", "no address"),
            ("", "no address"),
        ] {
            assert!(check_address(url).unwrap_err().contains(said), "{url}");
        }
    }

    #[test]
    fn only_a_number_of_seconds_is_a_wish_to_wait() {
        assert_eq!(retry_after(" 7 "), Some(Duration::from_secs(7)));
        assert_eq!(retry_after("Fri, 20 Nov 2026 09:00:00 GMT"), None);
        assert_eq!(retry_after("-1"), None);
    }
}
