//! Accounts at the command line, and what a server needs to start.

use crate::support::served::Served;
use crate::support::{Place, Said};
use std::io::Write;
use std::process::Stdio;

fn with_input(place: &Place, arguments: &[&str], input: &str) -> Said {
    let mut child = place
        .command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    // A program that refuses before it reads has closed the pipe.
    let _ = writeln!(pipe, "{input}");
    drop(pipe);
    child.wait_with_output().expect("it ends").into()
}

fn add(place: &Place, name: &str, passphrase: &str, more: &[&str]) -> Said {
    let first = [
        "user",
        "add",
        name,
        "--role",
        "administrator",
        "--scope",
        "P",
    ];
    with_input(place, &[&first, more].concat(), passphrase)
}

#[tokio::test]
async fn the_first_administrator_chooses_a_passphrase_by_the_rules() {
    let place = Place::sqlite();
    place.small_survey().await;
    let list = place.file(
        "known.txt",
        "seven lamps over water\nmonsoon over the canal\n",
    );
    let list = list.display().to_string();
    for (passphrase, said) in [
        ("fourteen chars", "at least 15 characters"),
        ("the root user's own words", "holds your user name"),
        ("Seven Lamps over Water", "become known"),
    ] {
        let refused = add(&place, "root", passphrase, &["--breached-passwords", &list]);
        assert_eq!(refused.code, 1, "{}", refused.all());
        assert!(
            refused.err.contains(said) && refused.err.contains("Nothing was added"),
            "{}",
            refused.all()
        );
    }
    let added = add(
        &place,
        "root",
        "violet harbour lantern",
        &["--breached-passwords", &list],
    );
    assert_eq!(added.code, 0, "{}", added.all());
    let disabled = place.run(&["user", "disable", "root"]);
    assert!(
        disabled.err.contains("last administrator"),
        "{}",
        disabled.all()
    );
}

#[tokio::test]
async fn links_sessions_and_second_factors_are_managed_without_a_page() {
    for place in Place::both().await {
        place.small_survey().await;
        let invite = [
            "user",
            "invite",
            "amina",
            "--role",
            "tehsil_monitor",
            "--area",
            "T1",
        ];
        let invited = place.must(&[&invite[..], &["--address", "https://fw.example/"]].concat());
        let link = invited.out.trim();
        assert!(
            link.starts_with("https://fw.example/invitation/") && link.len() == 30 + 64,
            "{link}"
        );
        assert!(invited.err.contains("opens once"), "{}", invited.err);
        let twice = place.run(&invite);
        assert!(twice.err.contains("already a user"), "{}", twice.all());
        let reset = place.must(&["user", "reset", "amina"]);
        assert!(reset.out.starts_with("/invitation/"), "{}", reset.out);
        assert_eq!(place.must(&["user", "sessions", "amina"]).out, "");
        let ended = place.must(&["user", "sessions", "amina", "--end"]);
        assert_eq!(ended.out, "ended 0 sessions of amina\n");
        let factor = place.must(&["user", "second-factor", "amina", "--remove"]);
        assert_eq!(factor.out, "amina has no second factor\n");
        place.must(&["user", "disable", "amina"]);
        let refused = place.run(&["user", "reset", "amina"]);
        assert!(
            refused.err.contains("user enable amina"),
            "{}",
            refused.all()
        );
        place.must(&["user", "enable", "amina"]);
        let bad = place.run(&[
            "user",
            "invite",
            "Amina Khan",
            "--role",
            "csu",
            "--area",
            "P",
        ]);
        assert!(bad.err.contains("cannot be a user name"), "{}", bad.all());
        let trail = place.must(&["audit", "verify"]);
        assert_eq!(trail.code, 0, "{}", trail.all());
    }
}

#[tokio::test]
async fn a_server_that_demands_second_factors_does_not_start_without_a_key() {
    let place = Place::sqlite().kept_plain();
    place.small_survey().await;
    let site = place.site().display().to_string();
    let serve = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--site",
        &site,
        "--second-factor",
        "required",
    ];
    let refused = place.run(&serve);
    assert_eq!(refused.code, 1, "{}", refused.all());
    for said in [
        "fieldwatch key new",
        "--secrets-key-file",
        "--second-factor optional",
    ] {
        assert!(refused.err.contains(said), "{}", refused.err);
    }
    let key = place.path("secrets.key").display().to_string();
    place.must(&["key", "new", &key]);
    let again = place.run(&["key", "new", &key]);
    assert!(again.err.contains("is there already"), "{}", again.all());
    let before = std::fs::read_to_string(&key).expect("the key");
    place.must(&["key", "rotate", &key]);
    let after = std::fs::read_to_string(&key).expect("the keys");
    assert!(
        after.ends_with(&before) && after.lines().count() == 2,
        "{after}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&key)
            .expect("the file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let served = Served::new(
        &place,
        &["--second-factor", "required", "--secrets-key-file", &key],
    );
    assert!(
        served
            .get("/sign-in", "Accept: text/html\r\n")
            .contains(" 200 ")
    );
}
