//! What `fieldwatch check` says of how answers are kept, and of keys.

use super::Database;
use super::check::{Finding, failed, ok, warning};
use store::{AnswersKept, Db, KeyNumber, StoreError};

const WHAT: &str = "answers";

/// Whether the database's file is encrypted as a whole, and which keys are given that it does not need. PostgreSQL has no file of ours.
pub fn file(database: &Database, db: &Db) -> Option<Finding> {
    let what = "encryption";
    let Db::Sqlite(_) = db else {
        return None;
    };
    let Some(key) = db.encrypted_under() else {
        let how = match store::database_key::BUILT_IN {
            true => "or the file (fieldwatch key encrypt-database)",
            false => "or the file (by a program that was built with the feature sqlcipher)",
        };
        let words =
            format!("the database's file is not encrypted as a whole: encrypt its disk, {how}");
        return Some(ok(what, words));
    };
    let given = match database.database_keys() {
        Ok(given) => given,
        Err(failure) => return Some(failed(what, failure.0)),
    };
    let given = given.iter().flat_map(|keys| keys.all());
    let given: Vec<KeyNumber> = given.map(store::DatabaseKey::number).collect();
    let words = format!("the database's file is encrypted as a whole under the key {key}");
    let others: Vec<String> = given
        .iter()
        .filter(|other| **other != key)
        .map(ToString::to_string)
        .collect();
    Some(match given.first() {
        Some(first) if *first != key => warning(
            what,
            format!(
                "{words}, and the first one given is {first}: stop the server and run fieldwatch key rekey-database"
            ),
        ),
        _ if others.is_empty() => ok(what, words),
        _ => ok(
            what,
            format!(
                "{words}; needed by older backups alone: {}",
                others.join(", ")
            ),
        ),
    })
}

/// How answers are kept, which keys are needed, and which are not.
pub async fn answers(database: &Database, db: &Db) -> Finding {
    let keys = match database.keys() {
        Ok(keys) => keys,
        Err(failure) => return failed(WHAT, failure.0),
    };
    let db = db.clone().with_keys(keys.clone());
    let given: Vec<KeyNumber> = keys.iter().flat_map(|vault| vault.numbers()).collect();
    match of(database, &db, &given).await {
        Ok(finding) => finding,
        Err(error) => failed(WHAT, error.to_string()),
    }
}

async fn of(database: &Database, db: &Db, given: &[KeyNumber]) -> Result<Finding, StoreError> {
    let kept = db.answers_kept().await?;
    let needed = db.keys_needed().await?;
    let numbers = |numbers: Vec<KeyNumber>| {
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        numbers.join(", ")
    };
    let missing = needed.iter().filter(|key| !key.held);
    let missing: Vec<KeyNumber> = missing.map(|key| key.number).collect();
    if !missing.is_empty() {
        let words = format!(
            "the keys {} are needed and not given: without them nothing that is sealed can be read (--secrets-key-file)",
            numbers(missing)
        );
        return Ok(failed(WHAT, words));
    }
    db.unlock().await?;
    let needs = match needed.is_empty() {
        true => "no key is needed yet".to_owned(),
        false => format!(
            "keys needed: {}",
            numbers(needed.iter().map(|key| key.number).collect())
        ),
    };
    let is_spare = |number: &&KeyNumber| needed.iter().all(|key| key.number != **number);
    // The first seals whatever comes next.
    let spare: Vec<KeyNumber> = given.iter().skip(1).filter(is_spare).copied().collect();
    let spare = match spare.is_empty() {
        true => String::new(),
        false => format!("; no longer needed by this database: {}", numbers(spare)),
    };
    Ok(match kept {
        AnswersKept::NotChosen if database.keeps_plain() => {
            warning(WHAT, "will be kept plain (--keep-answers plain)".to_owned())
        }
        AnswersKept::NotChosen if given.is_empty() => failed(
            WHAT,
            "will be sealed, and there is no key: `fieldwatch key new FILE`, then --secrets-key-file FILE"
                .to_owned(),
        ),
        AnswersKept::NotChosen => ok(WHAT, format!("will be sealed{spare}")),
        AnswersKept::Plain => warning(
            WHAT,
            format!(
                "plain: whoever gets hold of the database or of a backup reads them. To seal them: fieldwatch key seal; {needs}{spare}"
            ),
        ),
        AnswersKept::BeingSealed => warning(
            WHAT,
            format!("some are plain still: run fieldwatch key seal to its end; {needs}{spare}"),
        ),
        AnswersKept::Sealed => ok(WHAT, format!("sealed; {needs}{spare}")),
    })
}
