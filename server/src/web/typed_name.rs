//! The name that was typed when a sign-in failed, kept for the form in a cookie of a few minutes.
//!
//! Not in the address: anybody can write one that puts a name into the form, and addresses stay in histories and in the logs
//! of proxies, where a password that was typed into the wrong field must never stand.

use super::cookies::{cookie, set_cookie};
use api::query::{form_decoded, percent_encoded};
use axum::http::HeaderMap;

const NAME_COOKIE: &str = "fieldwatch_typed_name";
/// Long enough to look the password up, short enough not to greet the next person at a shared device.
const MAX_AGE_S: i64 = 5 * 60;
/// As long as the form's field allows.
const MOST_CHARS: usize = 200;

/// A `Set-Cookie` value that keeps a name.
pub fn keep(name: &str) -> String {
    let name: String = name.chars().take(MOST_CHARS).collect();
    set_cookie(NAME_COOKIE, &percent_encoded(&name), MAX_AGE_S)
}

/// A `Set-Cookie` value that forgets it.
pub fn forget() -> String {
    set_cookie(NAME_COOKIE, "", 0)
}

/// The name that was kept.
pub fn of(headers: &HeaderMap) -> Option<String> {
    let name = form_decoded(cookie(headers, NAME_COOKIE)?);
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header;

    #[test]
    fn a_name_comes_back_as_it_was_typed_and_cannot_leave_its_cookie() {
        for name in ["qa", "no body&;=%+", "آمنہ", "a\r\nSet-Cookie: b=c"] {
            let kept = keep(name);
            let (pair, rest) = kept.split_once(';').unwrap();
            assert!(
                rest.starts_with(" Path=/; Max-Age=300; HttpOnly;") && pair.is_ascii(),
                "{kept}"
            );
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, pair.parse().unwrap());
            assert_eq!(of(&headers).as_deref(), Some(name));
        }
    }

    #[test]
    fn a_name_without_end_is_cut_and_an_empty_one_is_none() {
        assert!(keep(&"ش".repeat(1_000)).len() < 2_000);
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "fieldwatch_typed_name=".parse().unwrap());
        assert_eq!(of(&headers), None);
    }
}
