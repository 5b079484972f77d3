//! Cookies: the one place that reads and makes them.
//!
//! Endpoints know a cookie by its plain name. Over HTTPS the browser knows it as `__Host-NAME`, which it takes only from us (not from
//! another host below the same domain), only over HTTPS and only for the whole site; over plain HTTP on this very machine, where browsers
//! refuse that prefix, by the plain name. The layer [`disguise`] translates, so that no endpoint can forget any of it.

use super::client::Encrypted;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// What browsers hold to (RFC 6265bis, 4.1.3.2).
const PREFIX: &str = "__Host-";

/// The value of a cookie.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    pairs(headers)
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

fn pairs(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
}

/// A `Set-Cookie` value. Not readable by scripts and not sent with other sites' forms. `Lax`, not `Strict`: who follows a link to a case
/// out of a message is signed in. [`disguise`] adds what belongs to HTTPS.
pub fn set_cookie(name: &str, value: &str, max_age_s: i64) -> String {
    format!("{name}={value}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Lax")
}

/// Over HTTPS: hands on what the browser sent as `__Host-NAME` under its plain name, and nothing else; sends what endpoints set as
/// `__Host-NAME`, marked Secure.
pub async fn disguise(mut request: Request, next: Next) -> Response {
    if request.extensions().get() != Some(&Encrypted(true)) {
        return next.run(request).await;
    }
    take_off(request.headers_mut());
    let mut response = next.run(request).await;
    put_on(response.headers_mut());
    response
}

fn take_off(headers: &mut HeaderMap) {
    let ours: Vec<String> = pairs(headers)
        .filter_map(|(name, value)| Some(format!("{}={value}", name.strip_prefix(PREFIX)?)))
        .collect();
    headers.remove(header::COOKIE);
    if let Ok(ours) = HeaderValue::from_str(&ours.join("; "))
        && !ours.is_empty()
    {
        headers.insert(header::COOKIE, ours);
    }
}

fn put_on(headers: &mut HeaderMap) {
    let header::Entry::Occupied(mut set) = headers.entry(header::SET_COOKIE) else {
        return;
    };
    for value in set.iter_mut() {
        let disguised = value
            .to_str()
            .ok()
            .and_then(|plain| HeaderValue::from_str(&format!("{PREFIX}{plain}; Secure")).ok());
        if let Some(disguised) = disguised {
            *value = disguised;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        let mut map = HeaderMap::new();
        map.insert(name, value.parse().unwrap());
        map
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let map = headers(
            header::COOKIE,
            "xfieldwatch_lang=en; fieldwatch_lang=ur;a=b",
        );
        assert_eq!(cookie(&map, "fieldwatch_lang"), Some("ur"));
        assert_eq!(cookie(&map, "b"), None);
    }

    #[test]
    fn over_https_only_cookies_of_this_host_are_handed_on() {
        // The plain one may come from anybody who serves something below the same domain, or from a line that was tapped.
        let mut map = headers(
            header::COOKIE,
            "fieldwatch_session=forged; __Host-fieldwatch_session=ours; __Host-a=b; x=y",
        );
        take_off(&mut map);
        assert_eq!(cookie(&map, "fieldwatch_session"), Some("ours"));
        assert_eq!(map[header::COOKIE], "fieldwatch_session=ours; a=b");
        let mut foreign = headers(header::COOKIE, "fieldwatch_session=forged");
        take_off(&mut foreign);
        assert!(foreign.get(header::COOKIE).is_none());
    }

    #[test]
    fn over_https_every_cookie_that_is_set_is_of_this_host_and_secure() {
        let mut map = HeaderMap::new();
        for name in ["a", "b"] {
            map.append(
                header::SET_COOKIE,
                set_cookie(name, "1", 60).parse().unwrap(),
            );
        }
        put_on(&mut map);
        let set: Vec<_> = map.get_all(header::SET_COOKIE).iter().collect();
        assert_eq!(
            set,
            [
                "__Host-a=1; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure",
                "__Host-b=1; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"
            ]
        );
    }
}
