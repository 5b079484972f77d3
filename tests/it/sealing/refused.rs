//! What is refused: a new database without a key, a wrong key, values that are not where they belong.

use super::{OTHER_KEY, with_marks};
use crate::support::{Place, Said};

fn without_a_key(place: &Place, arguments: &[&str]) -> Said {
    let mut command = place.command(arguments);
    command.env_remove("FIELDWATCH_SECRETS_KEY");
    command.output().expect("the program starts").into()
}

#[tokio::test]
async fn a_new_database_without_a_key_is_not_made_unless_answers_are_to_be_plain() {
    for place in Place::both().await {
        for command in [
            &["migrate"][..],
            &["import", "targets", "none.csv"],
            &["check"],
        ] {
            let said = without_a_key(&place, command);
            assert_eq!(said.code, 1, "{}", said.all());
            if command == ["check"] {
                continue;
            }
            for words in [
                "fieldwatch key new",
                "--secrets-key-file",
                "--keep-answers plain",
            ] {
                assert!(said.err.contains(words), "{}", said.all());
            }
            assert!(!place.path("test.db").exists(), "{command:?} made a file");
        }
        let said = without_a_key(&place, &["migrate", "--keep-answers", "plain"]);
        assert_eq!(said.code, 0, "{}", said.all());
        // It was said once, and is kept.
        let site = place.site().display().to_string();
        let said = without_a_key(
            &place,
            &["check", "--second-factor", "optional", "--site", &site],
        );
        assert!(
            said.out.contains("warning answers         plain: "),
            "{}",
            said.all()
        );
        assert_eq!(said.code, 0, "{}", said.all());
        assert_eq!(without_a_key(&place, &["reprocess"]).code, 0);
    }
}

#[tokio::test]
async fn a_missing_or_wrong_key_is_told_at_once_and_changes_nothing() {
    for mut place in Place::both().await {
        with_marks(&place).await;
        let content = place.content().await;
        let file = place.path("marked.csv").display().to_string();
        let site = place.site().display().to_string();
        let commands = [
            &["reprocess", "--all"][..],
            &["import", "submissions", &file],
            &["serve", "--listen", "127.0.0.1:0", "--site", &site],
            &["check", "--site", &site],
        ];
        for command in commands {
            let missing = without_a_key(&place, command);
            place.has_key(OTHER_KEY);
            let wrong = place.run(command);
            place.has_key(crate::support::KEY);
            for said in [missing, wrong] {
                assert_eq!(said.code, 1, "{command:?}: {}", said.all());
                let all = said.all();
                assert!(all.contains("--secrets-key-file"), "{command:?}: {all}");
                assert!(all.contains("the key"), "{command:?}: {all}");
            }
        }
        assert_eq!(place.content().await, content);
        // Whoever reads no answers needs no key.
        assert_eq!(without_a_key(&place, &["audit", "verify"]).code, 0);
    }
}

#[tokio::test]
async fn a_sealed_value_in_another_row_is_not_taken_for_that_rows_own() {
    for place in Place::both().await {
        with_marks(&place).await;
        place
            .execute(
                "UPDATE raw_submission SET body = (SELECT o.body FROM raw_submission o WHERE o.raw_id = 1) WHERE raw_id = 2",
            )
            .await;
        let said = place.run(&["reprocess", "--all"]);
        assert_eq!(said.code, 1, "{}", said.all());
        assert!(
            said.err
                .contains("raw_submission.body of 2 cannot be opened"),
            "{}",
            said.all()
        );
    }
}

#[tokio::test]
async fn a_plain_value_among_sealed_ones_is_not_believed() {
    for place in Place::both().await {
        with_marks(&place).await;
        place
            .execute("UPDATE raw_submission SET body = content_hash WHERE raw_id = 3")
            .await;
        let said = place.run(&["reprocess", "--all"]);
        assert_eq!(said.code, 1, "{}", said.all());
        assert!(
            said.err.contains("raw_submission.body of 3") && said.err.contains("is not sealed"),
            "{}",
            said.all()
        );
    }
}
