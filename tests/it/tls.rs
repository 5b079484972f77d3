//! TLS by the server itself: which versions, renewed certificates, and what is refused.

use crate::support::Place;
use crate::support::served::Served;
use domain::time::SurveyDay;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};

/// A certificate and its key, and the files that hold them.
struct Pair {
    certificate: CertificateDer<'static>,
    certificate_pem: String,
    key_pem: String,
}

impl Pair {
    fn new() -> Pair {
        let names = vec!["localhost".to_owned()];
        let made = rcgen::generate_simple_self_signed(names).expect("a certificate");
        Pair {
            certificate: made.cert.der().clone(),
            certificate_pem: made.cert.pem(),
            key_pem: made.signing_key.serialize_pem(),
        }
    }

    fn written(&self, place: &Place) -> (PathBuf, PathBuf) {
        let certificate = place.file("certificate.pem", &self.certificate_pem);
        (certificate, place.file("key.pem", &self.key_pem))
    }
}

/// Asks over TLS, trusting one certificate alone.
async fn ask(
    served: &Served,
    trusted: &Pair,
    versions: &[&'static SupportedProtocolVersion],
    headers: &str,
) -> Result<String, String> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.certificate.clone()).expect("a root");
    let client = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(versions)
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(&served.address).await;
    let name = ServerName::try_from("localhost").expect("a name");
    let connector = TlsConnector::from(Arc::new(client));
    let connected = connector.connect(name, stream.map_err(|error| error.to_string())?);
    let mut stream = connected.await.map_err(|error| error.to_string())?;
    let question = format!(
        "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n{headers}\r\n"
    );
    let said = stream.write_all(question.as_bytes()).await;
    said.map_err(|error| error.to_string())?;
    let mut answer = Vec::new();
    // Servers may end without saying so; what came is what counts.
    let _ = stream.read_to_end(&mut answer).await;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_renewed_certificate_is_taken_over_and_a_broken_one_is_not() {
    let place = Place::sqlite();
    place.small_survey().await;
    let (old, new) = (Pair::new(), Pair::new());
    let (certificate, key) = old.written(&place);
    let (certificate, key) = (certificate.display().to_string(), key.display().to_string());
    let served = Served::new(&place, &["--tls-cert", &certificate, "--tls-key", &key]);
    for versions in [&[&TLS12], &[&TLS13]] {
        let answer = ask(&served, &old, versions, "").await.expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(
            answer.contains("strict-transport-security: max-age="),
            "{answer}"
        );
    }
    // What a client says of itself counts for nothing.
    let spoofed = "X-Forwarded-Proto: http\r\nX-Forwarded-For: 10.0.0.1\r\n";
    let answer = ask(&served, &old, &[&TLS13], spoofed)
        .await
        .expect("an answer");
    assert!(
        answer.contains("strict-transport-security: max-age="),
        "{answer}"
    );
    // Plain HTTP gets no page.
    let plain = tokio::task::block_in_place(|| served.get("/sign-in", ""));
    assert!(!plain.contains("HTTP/1.1 200"), "{plain}");

    // Half a renewal: the key of another certificate.
    place.file("key.pem", &new.key_pem);
    wait_for(&served, "stays in use").await;
    assert!(ask(&served, &old, &[&TLS13], "").await.is_ok());
    place.file("certificate.pem", &new.certificate_pem);
    let begun = Instant::now();
    while ask(&served, &new, &[&TLS13], "").await.is_err() {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "{}",
            served.log()
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert!(
        ask(&served, &old, &[&TLS13], "").await.is_err(),
        "the old one is gone"
    );
    // The files are taken away: what was read stays.
    std::fs::remove_file(place.path("key.pem")).expect("it can be removed");
    wait_for(&served, "cannot be read").await;
    assert!(ask(&served, &new, &[&TLS13], "").await.is_ok());
}

async fn wait_for(served: &Served, words: &str) {
    let begun = Instant::now();
    while !served.log().contains(words) {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "{}",
            served.log()
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test]
async fn what_cannot_be_served_safely_is_refused_with_what_to_do() {
    let place = Place::sqlite();
    place.small_survey().await;
    let site = place.site().display().to_string();
    let serve = |arguments: &[&str]| {
        let all = [&["serve", "--site", &site], arguments].concat();
        place.run(&all)
    };
    let open = serve(&["--listen", "0.0.0.0:0"]);
    assert_eq!(open.code, 1, "{}", open.all());
    for word in [
        "--tls-cert",
        "--trusted-proxy",
        "--insecure-http",
        "unencrypted",
    ] {
        assert!(open.err.contains(word), "{word}: {}", open.all());
    }
    let (one, other) = (Pair::new(), Pair::new());
    let certificate = place.file("certificate.pem", &one.certificate_pem);
    let foreign = place.file("foreign.pem", &other.key_pem);
    let nothing = place.file("nothing.pem", "nothing");
    let nowhere = place.path("nowhere.pem");
    for (key, words) in [
        (&foreign, "cannot be used together"),
        (&nothing, "holds no PEM block"),
        (&nowhere, "cannot be read"),
    ] {
        let (certificate, key) = (certificate.display().to_string(), key.display().to_string());
        let said = serve(&["--tls-cert", &certificate, "--tls-key", &key]);
        assert!(said.code == 1 && said.err.contains(words), "{}", said.all());
    }
    let half = serve(&["--tls-cert", "certificate.pem"]);
    assert_eq!(half.code, 2, "{}", half.all());
    let slip = serve(&["--trusted-proxy", "10.0.0.7/8"]);
    assert!(
        slip.code == 2 && slip.err.contains("10.0.0.7"),
        "{}",
        slip.all()
    );
}

/// Behind a proxy, who comes directly is sent away, and what a proxy says decides about cookies.
#[tokio::test]
async fn behind_a_proxy_its_word_counts() {
    let place = Place::sqlite();
    place.small_survey().await;
    let served = Served::new(&place, &["--trusted-proxy", "127.0.0.1"]);
    let https = "X-Forwarded-Proto: https\r\nX-Forwarded-For: 203.0.113.9\r\n";
    let form = |headers| served.post("/language", headers, "lang=ur");
    let secure = form(https);
    assert!(
        secure.contains("set-cookie: __Host-fieldwatch_lang=ur;"),
        "{secure}"
    );
    assert!(secure.contains("strict-transport-security:"), "{secure}");
    let plain = form("X-Forwarded-Proto: http\r\n");
    assert!(plain.contains("set-cookie: fieldwatch_lang=ur;"), "{plain}");

    let elsewhere = Served::new(&place, &["--trusted-proxy", "10.0.0.7"]);
    let spoofed = elsewhere.post("/language", https, "lang=ur");
    assert!(
        spoofed.contains("set-cookie: fieldwatch_lang=ur;"),
        "{spoofed}"
    );
}

/// One that ends so many days from now.
fn ending_in(days: i32) -> Pair {
    let zone = server::clock::zone("UTC").expect("a zone");
    let ends = SurveyDay::of(server::clock::now(), &zone)
        .plus(days)
        .to_string();
    let mut parts = ends.split('-').map(|part| part.parse::<i32>());
    let mut next = || parts.next().expect("a part").expect("a number");
    let (year, month, day) = (next(), next() as u8, next() as u8);
    let key = rcgen::KeyPair::generate().expect("a key");
    let names = vec!["localhost".to_owned()];
    let mut about = rcgen::CertificateParams::new(names).expect("names");
    about.not_after = rcgen::date_time_ymd(year, month, day);
    let made = about.self_signed(&key).expect("a certificate");
    Pair {
        certificate: made.der().clone(),
        certificate_pem: made.pem(),
        key_pem: key.serialize_pem(),
    }
}

/// The seconds that the metric shows.
fn seconds_left(served: &Served) -> f64 {
    let log = served.log();
    let (_, rest) = log
        .lines()
        .find(|line| line.contains("metrics can be asked for"))
        .and_then(|line| line.split_once("127.0.0.1:"))
        .expect("the address of the metrics");
    let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let text = crate::support::served::get(&format!("127.0.0.1:{port}"), "/metrics");
    let line = text
        .lines()
        .find(|line| line.starts_with("fieldwatch_tls_certificate_expiry_seconds"))
        .unwrap_or_else(|| panic!("{text}"));
    let (_, seconds) = line.rsplit_once(' ').expect("a figure");
    seconds.parse().expect("a number")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_that_ends_soon_is_announced() {
    let place = Place::sqlite();
    place.small_survey().await;
    let (certificate, key) = ending_in(5).written(&place);
    let (certificate, key) = (certificate.display().to_string(), key.display().to_string());
    std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600))
        .expect("rights");
    let site = place.site().display().to_string();
    let check = |certificate: &str| {
        let files = ["--tls-cert", certificate, "--tls-key", &key];
        place.run(&[&["check", "--site", &site], &files[..]].concat())
    };
    let said = check(&certificate).out;
    let line = said.lines().find(|line| line.contains("tls-cert"));
    let line = line.unwrap_or_else(|| panic!("{said}"));
    assert!(line.starts_with("warning"), "{line}");
    assert!(line.contains("in 4 days") || line.contains("in 5 days"));
    let late = place.file("late.pem", &ending_in(-3).certificate_pem);
    let said = check(&late.display().to_string()).out;
    assert!(said.contains("browsers refuse it"), "{said}");
    let fine = place.file("fine.pem", &ending_in(90).certificate_pem);
    let said = check(&fine.display().to_string()).out;
    let line = said.lines().find(|line| line.contains("tls-cert"));
    assert!(line.is_some_and(|line| line.starts_with("ok")), "{said}");

    let options = [
        "--tls-cert",
        &certificate,
        "--tls-key",
        &key,
        "--metrics-listen",
        "127.0.0.1:0",
    ];
    let served = Served::logging(&place, &options, "info");
    wait_for(&served, "see why it has not been renewed").await;
    let day_s = 86_400.0;
    let left = tokio::task::block_in_place(|| seconds_left(&served));
    assert!((3.9..5.1).contains(&(left / day_s)), "{left}");

    // A renewed one is taken over: the metric follows, and what ends soon again is said again.
    let renewed = ending_in(10);
    place.file("key.pem", &renewed.key_pem);
    place.file("certificate.pem", &renewed.certificate_pem);
    wait_for(&served, "the certificate was read again").await;
    let begun = Instant::now();
    loop {
        let said = served.log();
        if said.contains("in 9 days: see why") || said.contains("in 10 days: see why") {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{said}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let left = tokio::task::block_in_place(|| seconds_left(&served));
    assert!((8.9..10.1).contains(&(left / day_s)), "{left}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_comes_without_tls_is_sent_to_the_configured_origin() {
    let place = Place::sqlite();
    place.small_survey().await;
    let pair = Pair::new();
    let (certificate, key) = pair.written(&place);
    let (certificate, key) = (certificate.display().to_string(), key.display().to_string());
    let options = [
        "--tls-cert",
        &certificate,
        "--tls-key",
        &key,
        "--redirect-http",
        "127.0.0.1:0",
        "--public-origin",
        "https://fw.example.org",
        "--header-within",
        "2",
    ];
    let mut served = Served::logging(&place, &options, "info");
    let log = served.log();
    let (_, rest) = log
        .lines()
        .find(|line| line.contains("is sent to HTTPS"))
        .and_then(|line| line.split_once("127.0.0.1:"))
        .unwrap_or_else(|| panic!("{log}"));
    let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let plain = format!("127.0.0.1:{port}");
    let ask = |request: &str| {
        let asked = crate::support::served::ask(&plain, request);
        asked.expect("an answer")
    };
    let answers = tokio::task::block_in_place(|| {
        [
            ask("GET /flags?day=2026-11-20 HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
            ask("GET http://evil.example/healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
            ask(
                "POST /sign-in HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 100000\r\n\r\nusername=",
            ),
        ]
    });
    for (answer, path) in answers
        .iter()
        .zip(["/flags?day=2026-11-20", "/healthz", "/sign-in"])
    {
        assert!(answer.starts_with("HTTP/1.1 308 "), "{answer}");
        let to = format!("location: https://fw.example.org{path}\r\n");
        assert!(answer.contains(&to), "{answer}");
        assert!(!answer.contains("evil.example"), "{answer}");
        assert!(!answer.contains("set-cookie"), "{answer}");
    }
    // The limits of the pages' listener: a head that is too large, and one that never ends.
    let large = format!("GET / HTTP/1.1\r\nX-Large: {}\r\n\r\n", "x".repeat(20_000));
    let refused = tokio::task::block_in_place(|| crate::support::served::ask(&plain, &large));
    assert!(
        !refused.unwrap_or_default().contains(" 308 "),
        "too large a head"
    );
    let begun = Instant::now();
    let mut stream = TcpStream::connect(&plain).await.expect("it is taken");
    let half = stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").await;
    half.expect("it can be written");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(
        begun.elapsed() < Duration::from_secs(30),
        "it was given up after {:?}",
        begun.elapsed()
    );
    assert!(!String::from_utf8_lossy(&answer).contains(" 308 "));
    // It ends with the server.
    served.ask_to_stop();
    let ended = tokio::task::block_in_place(|| served.ends_within(Duration::from_secs(60)));
    assert_eq!(ended, Some(0));
}

#[tokio::test]
async fn where_to_send_people_must_be_said_and_be_https() {
    let place = Place::sqlite();
    place.small_survey().await;
    let site = place.site().display().to_string();
    for (options, words) in [
        (
            &["--redirect-http", "127.0.0.1:0"][..],
            "--public-origin <ORIGIN>",
        ),
        (
            &["--public-origin", "https://fw.example.org"],
            "--redirect-http <ADDRESS>",
        ),
        (
            &[
                "--redirect-http",
                "127.0.0.1:0",
                "--public-origin",
                "http://fw.example.org",
            ],
            "https://fieldwatch.example.org",
        ),
    ] {
        let said = place.run(&[&["serve", "--site", &site], options].concat());
        assert!(said.code == 2 && said.err.contains(words), "{}", said.all());
    }
}
