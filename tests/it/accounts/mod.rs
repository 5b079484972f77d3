//! Accounts over HTTP: links, second factors, waits, sessions, and who may give what.

mod cli;
mod factor;
mod links;
mod managing;
mod own;
mod waiting;

use crate::support::Place;
use crate::support::web::{Answer, Web};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::account::{SecondFactor, code_at, step_at};
use domain::people::Role;
use domain::time::EpochMs;
use server::accounts::Accounts;
use server::vault::{Vault, new_key};
use store::{FirstGrant, NewUser};

/// A passphrase that may be chosen.
pub const GOOD: &str = "violet harbour lantern";
/// The one that the people of the seeded survey have.
pub const SEEDED: &str = "a demo password";

/// A seeded survey whose server keeps second factors.
pub async fn web(second_factor: SecondFactor) -> Web {
    let vault = Vault::read(&new_key().expect("a key")).expect("a key");
    Web::with(
        Place::sqlite(),
        Accounts::new(Some(std::sync::Arc::new(vault)), None, second_factor),
    )
    .await
}

pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// A form of fields.
pub fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    pairs.join("&")
}

/// A browser that keeps its cookies.
#[derive(Default)]
pub struct Browser {
    cookies: Vec<(String, String)>,
}

impl Browser {
    fn header(&self) -> String {
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(n, v)| format!("{n}={v}"))
            .collect();
        pairs.join("; ")
    }

    fn keep(&mut self, answer: &Answer) {
        for value in answer.headers.get_all(header::SET_COOKIE) {
            let text = value.to_str().expect("a text");
            let (name, rest) = text.split_once('=').expect("a pair");
            let value = rest.split(';').next().unwrap_or("");
            self.cookies.retain(|(kept, _)| kept != name);
            if !text.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    pub fn has(&self, name: &str) -> bool {
        self.cookies.iter().any(|(kept, _)| kept == name)
    }

    /// Forgets all but the cookie by which the browser is known.
    pub fn leave(&mut self) {
        self.cookies.retain(|(name, _)| name == "fieldwatch_device");
    }

    pub async fn get(&mut self, web: &Web, path: &str) -> Answer {
        let answer = web.get(path, &self.header()).await;
        self.keep(&answer);
        answer
    }

    pub async fn post(&mut self, web: &Web, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::HOST, "fw.example")
            .header(
                header::USER_AGENT,
                "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0",
            )
            .header(header::COOKIE, self.header())
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = request.body(Body::from(form(fields))).expect("a request");
        let answer = web.ask(request).await;
        self.keep(&answer);
        answer
    }

    /// The first step of signing in; answers where it leads.
    pub async fn sign_in(&mut self, web: &Web, username: &str, passphrase: &str) -> String {
        let fields = [("username", username), ("password", passphrase)];
        let answer = self.post(web, "/sign-in", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        answer.header(header::LOCATION).to_owned()
    }

    /// A browser in which somebody of the seeded survey has signed in.
    pub async fn of(web: &Web, username: &str) -> Browser {
        let mut browser = Browser::default();
        assert_eq!(browser.sign_in(web, username, SEEDED).await, "/");
        browser
    }
}

/// Somebody more, with the passphrase of the seeded survey.
pub async fn add(web: &Web, username: &str, first: FirstGrant) -> i32 {
    let user = NewUser {
        username: username.to_owned(),
        display_name: format!("{username} by name"),
        first,
        password_hash: server::secret::hash_password(SEEDED).expect("a hash"),
    };
    let by = crate::support::by();
    let db = web.site.db();
    db.create_user(&user, now(web), &by).await.expect("a user")
}

pub fn area(web: &Web, code: &str) -> domain::area::AreaId {
    crate::permissions::area(web, code)
}

pub fn whole(web: &Web, role: Role, code: &str) -> FirstGrant {
    FirstGrant::whole(role, area(web, code))
}

pub fn now(web: &Web) -> EpochMs {
    web.site.clock().now()
}

/// What stands between two texts of a page.
pub fn between<'p>(page: &'p str, before: &str, after: &str) -> &'p str {
    let (_, rest) = page
        .split_once(before)
        .unwrap_or_else(|| panic!("{before} in {page}"));
    rest.split_once(after).expect("the end").0
}

/// The secret that a page of a second factor shows, as an app reads it.
pub fn secret_of(page: &str) -> Vec<u8> {
    let shown = between(page, "id=\"secret\"", "</p>");
    let text = shown.split('>').nth(1).expect("a text");
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in text.bytes().filter(|byte| *byte != b' ') {
        let five = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => panic!("{} is no letter of base 32", char::from(letter)),
        };
        held = (held << 5) | u32::from(five);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).expect("a byte"));
            held &= (1 << bits) - 1;
        }
    }
    bytes
}

/// The code that an app shows so many steps from now.
pub fn code(web: &Web, secret: &[u8], steps: i64) -> String {
    code_at(secret, step_at(now(web)) + steps)
}
