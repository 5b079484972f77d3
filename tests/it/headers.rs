//! The headers of every kind of answer, as scanners of the baseline kind (ZAP) ask for them, and cookies over HTTPS and without it.

use crate::support::Place;
use crate::support::web::{Answer, Web};
use axum::body::Body;
use axum::http::{HeaderName, Request, StatusCode, header};
use server::web::client::Peer;

/// What every answer says, whatever it is. In ZAP's numbers: 10021, 10020, 10063, 90004 (three), 10105 and the referrer's policy.
const EVERYWHERE: [(&str, &str); 7] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-permitted-cross-domain-policies", "none"),
];

/// An answer of each kind: what it is, the request, the status.
fn kinds(session: &str, secret: &str) -> Vec<(&'static str, Request<Body>, StatusCode)> {
    let get = |path: &str, accept: &str| {
        Request::get(path)
            .header(header::COOKIE, session)
            .header(header::ACCEPT, accept)
            .body(Body::empty())
            .expect("a request")
    };
    let post = |path: &str, site: &str, form: &'static str| {
        Request::post(path)
            .header("sec-fetch-site", site)
            .header(header::COOKIE, session)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .expect("a request")
    };
    let reading = Request::get("/api/v1/coverage").header(header::AUTHORIZATION, secret);
    let pushing = Request::post("/api/v1/submissions").body(Body::empty());
    vec![
        (
            "page from memory",
            get("/coverage", "text/html"),
            StatusCode::OK,
        ),
        ("page of now", get("/flags", "text/html"), StatusCode::OK),
        ("sign-in", get("/sign-in", "text/html"), StatusCode::OK),
        (
            "no page",
            get("/nowhere", "text/html"),
            StatusCode::NOT_FOUND,
        ),
        (
            "file",
            get("/coverage/PB01/coverage.csv", "*/*"),
            StatusCode::OK,
        ),
        ("workbook", get("/flags.xlsx", "*/*"), StatusCode::OK),
        ("text", get("/healthz", "*/*"), StatusCode::OK),
        (
            "contact",
            get("/.well-known/security.txt", "*/*"),
            StatusCode::OK,
        ),
        (
            "visit",
            get("/today/9999", "text/html"),
            StatusCode::NOT_FOUND,
        ),
        (
            "form",
            post("/language", "same-origin", "lang=ur"),
            StatusCode::SEE_OTHER,
        ),
        (
            "foreign form",
            post("/language", "cross-site", "lang=ur"),
            StatusCode::FORBIDDEN,
        ),
        (
            "bad form",
            post("/language", "same-origin", "lang=xx"),
            StatusCode::BAD_REQUEST,
        ),
        (
            "machine",
            reading.body(Body::empty()).expect("a request"),
            StatusCode::OK,
        ),
        (
            "machine refused",
            pushing.expect("a request"),
            StatusCode::UNAUTHORIZED,
        ),
        (
            "no address of machines",
            get("/api/v1/nothing", "*/*"),
            StatusCode::NOT_FOUND,
        ),
    ]
}

fn of<'a>(answer: &'a Answer, name: &'static str) -> &'a str {
    answer.header(HeaderName::from_static(name))
}

#[tokio::test]
async fn every_kind_of_answer_carries_the_headers_that_scanners_ask_for() {
    let web = Web::new(Place::sqlite()).await;
    let session = web.sign_in("qa").await;
    let secret = web
        .place
        .must(&["token", "add", "board", "--read-as", "qa"]);
    let secret = format!("Bearer {}", secret.out.trim());
    for (kind, request, status) in kinds(&session, &secret) {
        let answer = web.ask(request).await;
        assert_eq!(answer.status, status, "{kind}: {}", answer.text);
        for (name, value) in EVERYWHERE {
            assert_eq!(of(&answer, name), value, "{name} of {kind}");
        }
        let policy = of(&answer, "content-security-policy");
        for part in [
            "default-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action ",
        ] {
            assert!(policy.contains(part), "{part} of {kind}: {policy}");
        }
        for hole in [
            "unsafe-inline",
            "'unsafe-eval'",
            "*",
            "http:",
            "https:",
            "data:",
            "blob:",
        ] {
            assert!(!policy.contains(hole), "{hole} of {kind}: {policy}");
        }
        let devices = of(&answer, "permissions-policy");
        // Only the form of a visit may ask where the phone is.
        let place = match kind {
            "visit" => "geolocation=(self)",
            _ => "geolocation=()",
        };
        for device in ["camera=()", place, "microphone=()", "usb=()"] {
            assert!(devices.contains(device), "{device} of {kind}: {devices}");
        }
        if answer.header(header::CONTENT_TYPE).starts_with("text/html") {
            let page = &answer.text;
            assert!(page.ends_with("</html>"), "{kind}");
            for script in page.split("<script").skip(1) {
                let (tag, behind) = script.split_once('>').expect("the end of a tag");
                assert!(tag.contains(" src=\"/"), "{tag} in {kind}");
                assert!(behind.starts_with("</script>"), "{tag} in {kind}");
            }
            for inline in [
                "<style",
                " style=\"",
                " onclick=",
                " onload=",
                "javascript:",
                " nonce=",
            ] {
                assert!(!page.contains(inline), "{inline} in {kind}");
            }
        }
        let kept = of(&answer, "cache-control");
        let may_be_kept = kind == "page from memory";
        let expected = if may_be_kept {
            "private, no-cache"
        } else {
            "private, no-store"
        };
        assert_eq!(kept, expected, "{kind}");
        // 10036, 10037, 10061, 10098: who made it, and who else may read it, is nobody's business.
        for name in [
            "server",
            "x-powered-by",
            "x-aspnet-version",
            "access-control-allow-origin",
        ] {
            assert_eq!(of(&answer, name), "", "{name} of {kind}");
        }
        // Over plain HTTP it would mean nothing.
        assert_eq!(of(&answer, "strict-transport-security"), "", "{kind}");
    }
}

#[tokio::test]
async fn over_https_browsers_are_told_to_stay_there_and_cookies_are_of_this_host_alone() {
    let web = Web::new(Place::sqlite()).await;
    let here = "203.0.113.9".parse().expect("an address");
    let peer = Peer {
        address: here,
        encrypted: true,
    };
    let ask = |mut request: Request<Body>| {
        request.extensions_mut().insert(peer);
        web.ask(request)
    };
    let form = Request::post("/sign-in")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("username=qa&password=a+demo+password"));
    let signed_in = ask(form.expect("a request")).await;
    assert_eq!(
        of(&signed_in, "strict-transport-security"),
        "max-age=63072000"
    );
    let set: Vec<&str> = signed_in
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    assert!(set.len() >= 2, "{set:?}");
    for cookie in &set {
        assert!(cookie.starts_with("__Host-fieldwatch_"), "{cookie}");
        for part in ["; Path=/;", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
            assert!(cookie.contains(part), "{part}: {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
    let session = set[0].split(';').next().expect("a pair");
    let page = |cookie: String| {
        let request = Request::get("/coverage")
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT, "text/html");
        ask(request.body(Body::empty()).expect("a request"))
    };
    assert_eq!(page(session.to_owned()).await.status, StatusCode::OK);
    // By the name that anybody below the same domain could set, it is worth nothing.
    let plain = session.replace("__Host-", "");
    assert_eq!(page(plain).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn whom_to_tell_about_a_weakness_is_said_as_rfc_9116_has_it() {
    let web = Web::new(Place::sqlite()).await;
    let answer = web.get("/.well-known/security.txt", "").await;
    assert_eq!(
        answer.header(header::CONTENT_TYPE),
        "text/plain; charset=utf-8"
    );
    assert_eq!(
        answer.text,
        "Contact: mailto:security@example.org\nExpires: 2027-06-30T19:00:00Z\nPreferred-Languages: en, ur\n"
    );
    for wrong in [
        "security@example.org",
        "http://example.org",
        "mailto:",
        "mailto:a\nExpires: x",
    ] {
        let said = web.place.run(&[
            "serve",
            "--security-contact",
            wrong,
            "--security-until",
            "2027-06-30",
        ]);
        assert!(
            said.code == 2 && said.err.contains("mailto:security@example.org"),
            "{}",
            said.all()
        );
    }
}

/// Who asks too often is told so, in the way they asked, and everybody else goes on.
#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_again() {
    use server::web::front::Front;
    use server::web::rates::{Rate, Rates};
    let few = |per_second, at_once| Rate {
        per_second,
        at_once,
    };
    let rates = Rates {
        account: few(1, 5),
        address: few(1, 100),
        sign_in: few(1, 3),
        ..Rates::default()
    };
    let front = Front {
        rates: Some(rates),
        ..Front::default()
    };
    let web = Web::behind(Place::sqlite(), front).await;
    let qa = web.sign_in("qa").await;
    let csu = web.sign_in("csu").await;
    // An address whose answer costs nothing: the test must ask faster than the bucket fills.
    let page = until_refused(|| web.get("/standing", &qa)).await;
    assert!(page.text.contains("id=\"too-many\"") && page.text.contains("Wait a minute"));
    let wait: u64 = page.header(header::RETRY_AFTER).parse().expect("seconds");
    assert!((1..=2).contains(&wait), "{wait}");
    let file = until_refused(|| {
        let request = Request::get("/standing").header(header::COOKIE, &qa);
        web.ask(request.body(Body::empty()).expect("a request"))
    });
    let file = file.await;
    assert!(file.text.ends_with("Wait a minute.\n"), "{}", file.text);
    let api = until_refused(|| web.get("/api/v1/measures", &qa)).await;
    assert!(api.text.contains("\"too_many_requests\""), "{}", api.text);
    let others = web.get("/flags", &csu).await;
    assert_eq!(others.status, StatusCode::OK, "others go on");

    let wrong = "username=qa&password=wrong";
    until_refused(|| web.post("/sign-in", "", wrong)).await;
    // Looking at the form is no trying of passwords.
    assert_eq!(web.get("/sign-in", "").await.status, StatusCode::OK);
    let page = until_refused(|| web.get("/sign-in", "")).await;
    assert!(page.text.contains("id=\"too-many\""), "{}", page.text);
    assert_eq!(web.get("/healthz", "").await.status, StatusCode::OK);
}

/// Asks until it is too often.
async fn until_refused<F: Future<Output = Answer>>(ask: impl Fn() -> F) -> Answer {
    for _ in 0..400 {
        let answer = ask().await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            return answer;
        }
    }
    panic!("nobody is ever refused");
}
