//! `fieldwatch key seal`: from plain to sealed, and from one key to the next.

use super::{OTHER_KEY, count, holds_the_mark, with_marks};
use crate::support::{KEY, Place, simulated};
use std::process::Stdio;
use std::time::Duration;

/// How many rows are sealed.
const SEALED: &str = "SELECT COUNT(*) FROM raw_submission WHERE substr(body, 1, 4) = $1";

fn check(place: &Place) -> String {
    let site = place.site().display().to_string();
    place.run(&["check", "--site", &site]).out
}

#[tokio::test]
async fn a_plain_database_is_sealed_and_nothing_plain_stays_behind() {
    for place in Place::both().await {
        let mut place = place.kept_plain();
        with_marks(&place).await;
        assert!(holds_the_mark(&place).await);
        let content = place.content().await;
        place.has_key(KEY);
        // A key alone changes nothing.
        place.must(&["reprocess", "--all"]);
        assert!(
            check(&place).contains("plain: whoever"),
            "{}",
            check(&place)
        );
        let said = place.must(&["key", "seal"]);
        assert!(said.out.contains("5 rows written anew"), "{}", said.all());
        assert!(!holds_the_mark(&place).await, "{}", place.url());
        assert_eq!(place.content().await, content);
        assert!(check(&place).contains("ok      answers         sealed; keys needed: "));
        // Again: nothing is left to do.
        let said = place.must(&["key", "seal", "--write-anew"]);
        assert!(said.out.contains("0 rows written anew"), "{}", said.all());
        let db = crate::support::open(place.url()).await.expect("it opens");
        let filter = store::AuditFilter {
            actions: vec![domain::audit::Action::KeyRotated],
            ..store::AuditFilter::default()
        };
        let noted = db
            .list_audit(&filter, i64::MAX, 9)
            .await
            .expect("the trail");
        let noted: Vec<String> = noted.iter().map(|row| format!("{row:?}")).collect();
        let noted = noted.join("\n");
        for words in [
            "answers are kept plain",
            "answers were plain and are being sealed, under key ",
            "5 rows sealed under key ",
        ] {
            assert!(noted.contains(words), "{noted}");
        }
        db.close().await;
        place.must(&["audit", "verify"]);
    }
}

#[tokio::test]
async fn after_a_rotation_the_old_key_can_be_taken_out() {
    for mut place in Place::both().await {
        with_marks(&place).await;
        let content = place.content().await;
        // The new key in front: it seals what comes, the old one opens what is there.
        place.has_key(&format!("{OTHER_KEY}\n{KEY}"));
        place.must(&["reprocess", "--all"]);
        let needed = check(&place);
        let numbers = |of: &str| -> Vec<String> {
            let line = of.lines().find(|line| line.contains(" answers "));
            let line = line.unwrap_or_else(|| panic!("{of}"));
            let (_, numbers) = line.split_once("keys needed: ").expect("the keys");
            numbers
                .split(", ")
                .map(|number| number[..8].to_owned())
                .collect()
        };
        assert!(!numbers(&needed).is_empty(), "{needed}");
        let said = place.must(&["key", "seal", "--write-anew"]);
        assert!(
            said.out.contains("is needed by this database no longer"),
            "{}",
            said.all()
        );
        let after = check(&place);
        assert_eq!(numbers(&after).len(), 1, "{after}");
        assert!(
            after.contains("; no longer needed by this database: "),
            "{after}"
        );
        place.has_key(OTHER_KEY);
        assert_eq!(place.content().await, content);
        place.must(&["reprocess", "--all"]);
        assert_eq!(place.content().await, content);
        place.has_key(KEY);
        let said = place.run(&["reprocess", "--all"]);
        assert!(
            said.err.contains("cannot be read without the key"),
            "{}",
            said.all()
        );
    }
}

#[tokio::test]
async fn a_key_seal_that_is_killed_is_taken_up_where_it_stopped() {
    for place in Place::both().await {
        let mut place = place.kept_plain();
        place.demonstration(0).await;
        let folder = simulated(&place, 3_000);
        let said = place.import(&folder.join("submissions.csv"));
        assert_eq!(said.code, 0, "{}", said.all());
        let content = place.content().await;
        place.has_key(KEY);
        let mut in_the_middle = 0;
        // A batch has 500 rows: there is time between two of them, and more than one try.
        for _ in 0..5 {
            let before = count(&place, SEALED).await;
            let mut sealing = place
                .command(&["key", "seal"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the program starts");
            while count(&place, SEALED).await == before
                && sealing.try_wait().expect("it can be asked").is_none()
            {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            // It may have ended.
            let _ = sealing.kill();
            sealing.wait().expect("it has ended");
            if check(&place).contains("some are plain still") {
                in_the_middle += 1;
                // What is there is read, sealed or not.
                assert!(place.content().await == content, "the content differs");
                break;
            }
        }
        assert!(in_the_middle > 0, "it was never killed in the middle");
        place.must(&["key", "seal"]);
        assert!(check(&place).contains("answers         sealed; "));
        assert!(place.content().await == content, "the content differs");
        place.must(&["reprocess", "--all"]);
    }
}
