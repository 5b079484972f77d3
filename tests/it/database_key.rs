//! A key for the database's file, given to a program that was built without encryption of files: refused, never passed over. What the
//! other program does stands in server/crates/store/tests/encrypted/.

use crate::support::Place;

const VARIABLE: &str = "FIELDWATCH_DATABASE_KEY";
const DIGITS: &str = "5ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2";

#[test]
fn a_program_without_encryption_refuses_a_database_key_at_its_start() {
    let place = Place::sqlite();
    place.must(&["migrate"]);
    let site = place.site().display().to_string();
    let file = place.file("database.key", format!("fieldwatch-key:{DIGITS}\n"));
    let file = file.display().to_string();
    let by_file = ["--database-key-file", file.as_str()];
    for command in [
        &["serve", "--listen", "127.0.0.1:0", "--site", &site][..],
        &["check", "--site", &site],
        &["backup", "copy"],
        &["key", "encrypt-database"],
        &["user", "list"],
    ] {
        let mut in_environment = place.command(command);
        in_environment.env(VARIABLE, format!("fieldwatch-key:{DIGITS}"));
        let in_file = place.command(&[&by_file[..], command].concat());
        for mut program in [in_environment, in_file] {
            let said: crate::support::Said = program.output().expect("the program starts").into();
            assert_eq!(said.code, 1, "{command:?}: {}", said.all());
            assert!(
                said.err
                    .contains("built without encryption of database files"),
                "{command:?}: {}",
                said.all()
            );
            assert!(!said.all().contains(DIGITS), "{}", said.all());
        }
    }
    assert!(!place.path("copy").exists());
    place.must(&["user", "list"]);
}

#[test]
fn a_file_that_may_be_encrypted_is_said_to_be_that_or_no_database() {
    let place = Place::sqlite();
    let bytes: Vec<u8> = (0..8_192_u32).map(|at| (at * at / 7 % 251) as u8).collect();
    let file = place.file("test.db", &bytes);
    let said = place.run(&["user", "list"]);
    assert_eq!(said.code, 1, "{}", said.all());
    for part in [
        "test.db",
        "it is encrypted, or no database at all",
        "built with the feature sqlcipher",
    ] {
        assert!(said.err.contains(part), "{}", said.all());
    }
    assert!(std::fs::read(file).expect("it can be read") == bytes);
}

#[test]
fn commands_for_the_key_of_a_file_ask_for_one_and_check_says_how_the_file_is() {
    let place = Place::sqlite();
    place.must(&["migrate"]);
    for command in ["encrypt-database", "decrypt-database", "rekey-database"] {
        let said = place.run(&["key", command]);
        assert_eq!(said.code, 1, "{}", said.all());
        assert!(
            said.err.contains("No database key was given"),
            "{}",
            said.all()
        );
    }
    let said = place.must(&["check", "--site", &place.site().display().to_string()]);
    let line = said.out.lines().find(|line| line.contains(" encryption "));
    let line = line.expect("a line about encryption");
    assert!(
        line.starts_with("ok") && line.contains("not encrypted as a whole"),
        "{line}"
    );
}
