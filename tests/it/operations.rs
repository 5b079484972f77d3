//! What whoever runs the server sees: checks before it starts, its log, its metrics.

use crate::support::served::{ask, get, push, serve_with, stop};
use crate::support::{Place, Said};
use serde_json::Value;
use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

/// The lines of `check` about one thing.
fn lines<'a>(said: &'a Said, what: &str) -> Vec<&'a str> {
    let of = |line: &&str| line.split_whitespace().nth(1) == Some(what);
    said.out.lines().filter(of).collect()
}

#[tokio::test]
async fn check_says_what_is_ready_and_what_is_not() {
    for place in Place::both().await {
        let site = place.site().display().to_string();
        if place.url().starts_with("sqlite:") {
            let said = place.run(&["check", "--site", &site]);
            assert_eq!(said.code, 1, "{}", said.all());
            assert!(
                lines(&said, "database")[0].contains("Create one with"),
                "{}",
                said.all()
            );
            assert!(!place.path("test.db").exists(), "check makes nothing");
        }
        place.must(&["migrate"]);
        let said = place.must(&["check", "--site", &site]);
        assert!(
            lines(&said, "areas")[0].starts_with("warning"),
            "{}",
            said.all()
        );
        assert!(
            lines(&said, "people")[0].contains("user add"),
            "{}",
            said.all()
        );
        crate::support::seeds::add_small_survey(&place);
        let said = place.must(&["check", "--site", &site]);
        assert_eq!(lines(&said, "areas"), ["ok      areas           5"]);
        for ok in [
            "configuration",
            "zone",
            "clock",
            "database",
            "site",
            "quarantine",
        ] {
            assert!(
                lines(&said, ok)[0].starts_with("ok"),
                "{ok}: {}",
                said.all()
            );
        }
        let said = place.run(&["check", "--site", "nowhere", "--pulls", "nowhere.toml"]);
        assert_eq!(said.code, 1, "{}", said.all());
        for failed in ["site", "pulls"] {
            assert!(
                lines(&said, failed)[0].starts_with("failed"),
                "{failed}: {}",
                said.all()
            );
        }
    }
}

#[tokio::test]
async fn a_configuration_file_serves_and_a_mistake_in_it_is_said_with_its_line() {
    let place = Place::sqlite();
    place.small_survey().await;
    let secret = place.file("address", format!("{}\n", place.url()));
    let config = place.file(
        "fieldwatch.toml",
        format!(
            "# A survey.\ndatabase-file = {:?}\nsite = {:?}\nanswer-within = 20\nsecond-factor = 'optional'\n",
            secret,
            place.site()
        ),
    );
    let run = |arguments: &[&str]| -> Said {
        let mut command = std::process::Command::new(crate::support::program());
        command.arg("--config").arg(&config).args(arguments);
        command.env("FIELDWATCH_SECRETS_KEY", crate::support::KEY);
        command.output().expect("the program starts").into()
    };
    let rights = |mode| {
        let rights = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(&secret, rights).expect("the rights can be set");
    };
    rights(0o644);
    let said = run(&["check"]);
    assert_eq!(said.code, 0, "{}", said.all());
    assert!(
        lines(&said, "database-file")[0].contains("chmod 600"),
        "{}",
        said.all()
    );
    rights(0o600);
    let said = run(&["check"]);
    assert!(
        said.out.contains("4 options") && said.out.contains("0 failed"),
        "{}",
        said.all()
    );
    place.file("fieldwatch.toml", "# A survey.\nanswer_within = 20\n");
    let said = run(&["serve"]);
    assert_eq!(said.code, 2, "{}", said.all());
    assert!(
        said.err.contains("fieldwatch.toml, line 2: there is no option “answer_within”; did you mean “answer-within”?"),
        "{}",
        said.all()
    );
}

#[test]
fn a_password_is_never_shown() {
    let place = Place::sqlite();
    let address = "postgres://me:s3cret@127.0.0.1:1/nothing";
    let file = place.file("address", address).display().to_string();
    let config = place.file("fieldwatch.toml", format!("database = {address:?}\n"));
    let config = config.display().to_string();
    for arguments in [
        &["--database-file", &file, "check"][..],
        &["--config", &config, "check"],
        &["--config", &config, "serve", "--help"],
        &["--config", &config, "serve"],
        &["--database-file", &file, "backup", "x"],
    ] {
        let said: Said = std::process::Command::new(crate::support::program())
            .args(arguments)
            .env("FIELDWATCH_BACKUPS", place.path(""))
            .output()
            .expect("the program starts")
            .into();
        assert!(
            !said.all().contains("s3cret"),
            "{arguments:?}: {}",
            said.all()
        );
        assert!(
            said.code == 1 || arguments.contains(&"--help"),
            "{}",
            said.all()
        );
    }
}

/// Starts a server that writes its log to a file, as JSON.
fn logging(place: &Place, options: &[&str]) -> (std::process::Child, String, std::path::PathBuf) {
    let log = place.path("log");
    let out = std::fs::File::create(&log).expect("the test's folder can be written");
    let mut command = place.command(&["--log-format", "json", "serve", "--listen", "127.0.0.1:0"]);
    command
        .arg("--site")
        .arg(place.site())
        .args(options)
        .env_remove("RUST_LOG")
        .stdout(Stdio::piped())
        .stderr(out);
    let (server, address) = crate::support::served::started(command);
    (server, address, log)
}

fn log(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).expect("the log can be read");
    let line =
        |line: &str| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
    text.lines().map(line).collect()
}

#[tokio::test]
async fn each_request_is_a_line_without_what_was_asked_for_and_a_failure_quotes_its_number() {
    let place = Place::sqlite();
    place.small_survey().await;
    let token = place.must(&["token", "add", "tablets", "--scope", "P"]).out;
    let (server, address, path) = logging(&place, &[]);
    push(&address, token.trim(), 0..5).expect("the server is there");
    // A code that no number of a request, which is hexadecimal, can hold.
    get(&address, "/enumerators/ZQ7?day=2026-11-19");
    get(&address, "/nothing/here");
    // The next look at the database fails.
    place.execute("ALTER TABLE token RENAME TO gone").await;
    let request = format!(
        "POST /api/v1/submissions HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer other\r\nContent-Type: application/x-ndjson\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    let failed = ask(&address, &request).expect("the server answers");
    assert!(failed.starts_with("HTTP/1.1 500"), "{failed}");
    let number = failed
        .lines()
        .find_map(|line| line.strip_prefix("x-request-id: "))
        .expect("a number")
        .to_owned();
    let (_, body) = failed.split_once("\r\n\r\n").expect("a body");
    assert!(body.contains(&number), "{failed}");
    stop(server);
    let lines = log(&path);
    let requests: Vec<&Value> = lines
        .iter()
        .filter(|line| line["message"] == "answered")
        .collect();
    let seen: Vec<(&str, &str, u64)> = requests
        .iter()
        .map(|line| {
            // A page that says what there is not is sent while it is made.
            let has_bytes = line["bytes"].is_u64() || line["route"] == "other";
            assert!(line["ms"].is_u64() && has_bytes, "{line}");
            let text = |name: &str| line[name].as_str().unwrap_or("?");
            (
                text("method"),
                text("route"),
                line["status"].as_u64().unwrap_or(0),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("POST", "/api/v1/submissions", 200),
            ("GET", "/enumerators/{code}", 401),
            ("GET", "other", 404),
            ("POST", "/api/v1/submissions", 500),
        ]
    );
    let ids: BTreeSet<&str> = requests
        .iter()
        .filter_map(|line| line["id"].as_str())
        .collect();
    assert_eq!(ids.len(), 4);
    let said = lines
        .iter()
        .find(|line| line["message"] == "a request failed");
    assert_eq!(said.expect("the failure")["reference"], number.as_str());
    let all = std::fs::read_to_string(&path).expect("the log can be read");
    for secret in ["ZQ7", "2026-11-19T", token.trim(), "nothing/here", "day="] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
}

#[tokio::test]
async fn metrics_count_what_happens_and_are_for_prometheus_alone() {
    for place in Place::both().await {
        place.small_survey().await;
        let token = place.must(&["token", "add", "tablets", "--scope", "P"]).out;
        let (server, address, path) = logging(&place, &["--metrics-listen", "127.0.0.1:0"]);
        let metrics = log(&path)
            .iter()
            .find_map(|line| Some(line["address"].as_str()?.to_owned()))
            .expect("the address of the metrics");
        push(&address, token.trim(), 0..5).expect("the server is there");
        push(&address, token.trim(), 3..6).expect("the server is there");
        get(&address, "/flags");
        assert!(
            !get(&address, "/metrics").contains("# TYPE"),
            "pages have no metrics"
        );
        let value = |name: &str| -> Option<f64> {
            let text = get(&metrics, "/metrics");
            let line = text
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
            line?.trim().parse().ok()
        };
        let text = get(&metrics, "/metrics");
        assert!(
            text.ends_with("# EOF\n") || text.contains("# EOF"),
            "{text}"
        );
        // Rows are recorded a moment later, and the first rounds of work begin after two seconds.
        let mut waits = 0;
        while value("fieldwatch_rows_total{result=\"accepted\"}") != Some(6.0)
            || value("fieldwatch_job_failures_total{job=\"quality\"}").is_none()
        {
            waits += 1;
            assert!(waits < 300, "{}", get(&metrics, "/metrics"));
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        for (name, expected) in [
            ("fieldwatch_rows_total{result=\"quarantined\"}", 0.0),
            ("fieldwatch_database_up", 1.0),
            ("fieldwatch_inbox_parcels", 0.0),
            ("fieldwatch_quarantine_rows", 0.0),
            ("fieldwatch_sessions", 0.0),
            (
                "fieldwatch_http_requests_total{method=\"POST\",route=\"/api/v1/submissions\",status=\"2xx\"}",
                2.0,
            ),
            (
                "fieldwatch_http_requests_total{method=\"GET\",route=\"/flags\",status=\"4xx\"}",
                1.0,
            ),
            (
                "fieldwatch_http_request_duration_seconds_count{route=\"/flags\"}",
                1.0,
            ),
        ] {
            assert_eq!(value(name), Some(expected), "{name}");
        }
        assert!(value("fieldwatch_database_size_bytes") > Some(10_000.0));
        // What the runbook tells people to watch is there.
        let runbook = include_str!("../../docs/operations.md");
        let text = get(&metrics, "/metrics");
        let mut named = 0;
        for name in runbook.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
            if name.starts_with("fieldwatch_") && !name.starts_with("fieldwatch_try") {
                assert!(
                    text.contains(&format!("\n{name}")),
                    "{name} is in the runbook alone"
                );
                named += 1;
            }
        }
        assert!(named > 15, "{named}");
        for line in text.lines().filter_map(|line| line.strip_prefix("# TYPE ")) {
            let name = line.split(' ').next().unwrap_or_default();
            assert!(runbook.contains(name), "{name} is not in the runbook");
        }
        stop(server);
    }
}

#[tokio::test]
async fn metrics_that_others_could_reach_need_a_secret() {
    let place = Place::sqlite();
    place.small_survey().await;
    let site = place.site().display().to_string();
    let serve = |options: &[&str]| {
        place.run(
            &[
                &["serve", "--listen", "127.0.0.1:0", "--site", &site][..],
                options,
            ]
            .concat(),
        )
    };
    let said = serve(&["--metrics-listen", "0.0.0.0:0"]);
    assert!(
        said.code == 1 && said.err.contains("give --metrics-secret"),
        "{}",
        said.all()
    );
    let short = place.file("short", "0123456789\n").display().to_string();
    let said = serve(&["--metrics-listen", "0.0.0.0:0", "--metrics-secret", &short]);
    assert!(
        said.code == 1 && said.err.contains("fewer than 20"),
        "{}",
        said.all()
    );
    let secret = "0123456789abcdef0123";
    let file = place.file("secret", secret).display().to_string();
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port();
    let metrics = format!("127.0.0.1:{port}");
    let options = ["--metrics-listen", &metrics, "--metrics-secret", &file];
    let (server, _) = serve_with(&place, &place.site(), &options);
    assert!(get(&metrics, "/metrics").starts_with("HTTP/1.1 401"));
    let request = |secret: &str| {
        let request = format!(
            "GET /metrics HTTP/1.1\r\nHost: {metrics}\r\nAuthorization: Bearer {secret}\r\nConnection: close\r\n\r\n"
        );
        ask(&metrics, &request).expect("the server answers")
    };
    assert!(request("0123456789abcdef0124").starts_with("HTTP/1.1 401"));
    assert!(request(secret).starts_with("HTTP/1.1 200"));
    stop(server);
}
