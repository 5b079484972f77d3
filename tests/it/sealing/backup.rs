//! Backups name the keys that they need, and are not put back without them.

use super::{OTHER_KEY, holds_the_mark, with_marks};
use crate::support::{KEY, Place};

#[tokio::test]
async fn a_backup_is_made_without_a_key_and_not_restored_without_it() {
    let pairs = [
        (Place::sqlite(), Place::sqlite()),
        (Place::postgres().await, Place::postgres().await),
    ];
    for (place, mut other) in pairs {
        with_marks(&place).await;
        let content = place.content().await;
        let backup = place.path("a.backup").display().to_string();
        let made = place
            .command(&["backup", &backup])
            .env_remove("FIELDWATCH_SECRETS_KEY")
            .output();
        assert!(made.expect("the program starts").status.success());
        let manifest = std::fs::read_to_string(format!("{backup}.manifest.json"));
        let manifest: serde_json::Value =
            serde_json::from_str(&manifest.expect("the manifest")).expect("JSON");
        let keys = manifest["keys"].as_array().expect("keys");
        assert_eq!(keys.len(), 1, "{manifest}");
        let number = keys[0].as_str().expect("a number").to_owned();
        if place.url().starts_with("sqlite:") {
            let bytes = std::fs::read(&backup).expect("the backup");
            let mark = super::MARK.as_bytes();
            assert!(!bytes.windows(mark.len()).any(|part| part == mark));
        }

        other.has_key(OTHER_KEY);
        let said = other.run(&["restore", &backup]);
        assert_eq!(said.code, 1, "{}", said.all());
        assert!(
            said.err
                .contains(&format!("needs keys that were not given: {number}")),
            "{}",
            said.all()
        );
        assert!(!other.path("test.db").exists());
        other.has_key(&format!("{OTHER_KEY}\n{KEY}"));
        other.must(&["restore", &backup]);
        assert!(!holds_the_mark(&other).await);
        assert_eq!(other.content().await, content);
    }
}
