//! What households said is kept sealed: found by nobody who has the database, lost to nobody who has the key.

mod backup;
mod key_seal;
mod refused;

use crate::support::Place;
use std::path::PathBuf;

/// An answer that can be looked for. Nothing else in a database has it.
const MARK: &str = "a-marked-answer-7f3";

/// Another key than the tests' own.
const OTHER_KEY: &str =
    "fieldwatch-key:0ddba110ddba110ddba110ddba110ddba110ddba110ddba110ddba110ddba110";

/// Three rows that are taken, the last with a line of trail, and two that are not: the reason quotes what stands in one of them.
fn marked(place: &Place) -> PathBuf {
    let mut csv = "submission_id,enumerator_code,area_code,outcome,started_at,household_ref,crop\n"
        .to_owned();
    for (id, area) in [("m1", "U1"), ("m2", "U1"), ("m3", "U2"), ("m4", MARK)] {
        csv += &format!("{id},E1,{area},complete,2026-11-19T09:00:00+05:00,h{id},{MARK}\n");
    }
    csv += &format!("m5,E1,U1,complete,2026-11-19T09:00:00+05:00,h5,{MARK},one cell too many\n");
    place.file("marked.csv", csv)
}

/// The same small survey with the marked rows in it.
async fn with_marks(place: &Place) {
    place.small_survey().await;
    let said = place.import(&marked(place));
    assert_eq!(said.code, 3, "{}", said.all());
    assert!(said.summary().contains("accepted 3"), "{}", said.all());
    assert!(said.summary().contains("quarantined 2"), "{}", said.all());
}

/// Everything that stands in the database's files, or of PostgreSQL in its tables, as somebody finds it who has no key.
async fn as_it_lies(place: &Place) -> Vec<u8> {
    if let Some(path) = place.url().strip_prefix("sqlite:") {
        let mut all = std::fs::read(path).expect("the file");
        for ending in ["-wal", "-shm"] {
            all.extend(std::fs::read(format!("{path}{ending}")).unwrap_or_default());
        }
        return all;
    }
    let pool = sqlx::PgPool::connect(place.url()).await.expect("it opens");
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    )
    .fetch_all(&pool)
    .await
    .expect("the tables");
    assert!(tables.len() > 30, "{tables:?}");
    let mut all = Vec::new();
    for table in tables {
        let rows: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
            "SELECT replace(encode(convert_to(t::text, 'UTF8'), 'escape'), '\\\\', '\\') FROM \"{table}\" t"
        )))
        .fetch_all(&pool)
        .await
        .expect("the rows");
        for row in rows {
            all.extend(unhexed(&row));
            all.extend(row.into_bytes());
        }
    }
    pool.close().await;
    all
}

/// The bytes of every `\x…` in a row's text.
fn unhexed(row: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in row.split("\\x").skip(1) {
        let digits: Vec<u8> = part.bytes().take_while(u8::is_ascii_hexdigit).collect();
        for pair in digits.chunks_exact(2) {
            let pair = std::str::from_utf8(pair).expect("digits");
            bytes.push(u8::from_str_radix(pair, 16).expect("digits"));
        }
        bytes.push(b' ');
    }
    bytes
}

async fn holds_the_mark(place: &Place) -> bool {
    let all = as_it_lies(place).await;
    assert!(all.len() > 1_000, "nothing was read");
    all.windows(MARK.len()).any(|part| part == MARK.as_bytes())
}

#[tokio::test]
async fn nothing_that_a_household_said_is_found_without_the_key() {
    for place in Place::both().await {
        with_marks(&place).await;
        assert!(!holds_the_mark(&place).await, "{}", place.url());
        // Whoever has the key has all of it.
        let content = place.content().await.join("\n");
        assert_eq!(content.matches(MARK).count(), 3 + 2 + 1 + 1, "{content}");
        let quarantine = place.path("quarantine.csv").display().to_string();
        place.must(&["export", "quarantine", "--output", &quarantine]);
        let written = std::fs::read_to_string(quarantine).expect("the file");
        assert!(written.contains(MARK), "{written}");
        place.must(&["reprocess", "--all"]);
        assert!(!holds_the_mark(&place).await, "{}", place.url());
    }
    // What is looked for can be found where answers are plain.
    for place in Place::both().await {
        let place = place.kept_plain();
        with_marks(&place).await;
        assert!(holds_the_mark(&place).await, "{}", place.url());
    }
}

#[tokio::test]
async fn answers_and_rows_of_a_large_import_are_sealed_in_every_row() {
    for place in Place::both().await {
        place.demonstration(3_000).await;
        let plain = count(
            &place,
            "SELECT (SELECT COUNT(*) FROM raw_submission WHERE substr(body, 1, 4) <> $1) \
             + (SELECT COUNT(*) FROM fact WHERE answers IS NOT NULL AND substr(answers, 1, 4) <> $1) \
             + (SELECT COUNT(*) FROM raw_trail WHERE substr(body, 1, 4) <> $1)",
        );
        assert_eq!(plain.await, 0, "{}", place.url());
        let sealed = count(
            &place,
            "SELECT COUNT(*) FROM fact WHERE substr(answers, 1, 4) = $1",
        );
        assert!(sealed.await > 500, "the demonstration has answers");
    }
}

/// A number that a question with the mark of sealed values answers.
async fn count(place: &Place, question: &'static str) -> i64 {
    let mark = &b"\xf5FWS"[..];
    let said = "the question is answered";
    match place.url().starts_with("sqlite:") {
        true => {
            let pool = sqlx::SqlitePool::connect(place.url()).await.expect(said);
            let number = sqlx::query_scalar(question).bind(mark);
            number.fetch_one(&pool).await.expect(said)
        }
        false => {
            let pool = sqlx::PgPool::connect(place.url()).await.expect(said);
            let number = sqlx::query_scalar(question).bind(mark);
            number.fetch_one(&pool).await.expect(said)
        }
    }
}

#[tokio::test]
async fn a_demonstration_makes_a_key_of_its_own_beside_the_database() {
    let place = Place::sqlite();
    let arguments = [
        "demo",
        "--seed-only",
        "--interviews",
        "0",
        "--listen",
        "127.0.0.1:0",
    ];
    let demo = || {
        let mut command = place.command(&arguments);
        let output = command.env_remove("FIELDWATCH_SECRETS_KEY").output();
        crate::support::Said::from(output.expect("the program starts"))
    };
    let said = demo();
    assert_eq!(said.code, 0, "{}", said.all());
    let key = place.path("test.db.key");
    assert!(said.out.contains("test.db.key"), "{}", said.all());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&key)
            .expect("the key")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // It is found again, and other commands take it.
    let said = demo();
    assert_eq!(said.code, 0, "{}", said.all());
    place.must(&[
        "reprocess",
        "--all",
        "--secrets-key-file",
        &key.display().to_string(),
    ]);
    let said = place.run(&["reprocess", "--all"]);
    assert!(
        said.err.contains("cannot be read without"),
        "{}",
        said.all()
    );
}
