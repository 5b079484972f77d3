//! PostgreSQL: backups by its own programs, `pg_dump` and `pg_restore`, which know every kind of object and every version.

use super::postgres::PostgresServer;
use super::sqlite::off_the_executor;
use crate::backup::manifest::{Content, Manifest};
use crate::backup::{BackupError, free_stamp};
use crate::db::without_password;
use crate::error::StoreError;
use domain::time::EpochMs;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// The schemas that [`restore`] moves databases into; they are no part of a backup.
const MOVED_ASIDE: &str = "before_restore_";

/// Dumps the database as it is at one moment, and says what it holds at the same moment: the dump reads the snapshot of the
/// transaction that counts.
pub(crate) async fn dump(from: &PostgresServer, to: &Path) -> Result<Content, BackupError> {
    let mut tx = from
        .pool
        .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        .await?;
    let snapshot: String = sqlx::query_scalar("SELECT pg_export_snapshot()")
        .fetch_one(&mut *tx)
        .await?;
    let content = content(&mut tx).await?;
    let arguments = [
        "--format=custom".into(),
        "--no-owner".into(),
        "--no-privileges".into(),
        format!("--exclude-schema={MOVED_ASIDE}*").into(),
        format!("--snapshot={snapshot}").into(),
        "--file".into(),
        to.into(),
    ];
    run("pg_dump", from.url(), arguments.to_vec()).await?;
    tx.commit().await?;
    Ok(content)
}

/// Puts a verified backup into the database at `url`.
pub(crate) async fn restore(
    backup: &Path,
    manifest: &Manifest,
    url: &str,
    replace: bool,
    now: EpochMs,
) -> Result<Option<String>, BackupError> {
    let database = without_password(url);
    let mut pg = PgConnection::connect(url).await?;
    let has_tables = !table_names(&mut pg).await?.is_empty();
    if has_tables && !replace {
        return Err(BackupError::NotEmpty { database });
    }
    let others: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
         AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
    )
    .fetch_one(&mut pg)
    .await?;
    if others > 0 {
        return Err(BackupError::InUse { database });
    }
    let schema: String = sqlx::query_scalar("SELECT current_schema()")
        .fetch_one(&mut pg)
        .await?;
    let schemas: Vec<String> = sqlx::query_scalar("SELECT nspname::text FROM pg_namespace")
        .fetch_all(&mut pg)
        .await?;
    let aside_at = |stamp: &str| format!("{MOVED_ASIDE}{}", stamp.to_lowercase());
    let aside = aside_at(&free_stamp(now, |stamp| schemas.contains(&aside_at(stamp))));
    if has_tables {
        swap(
            &mut pg,
            &[
                &format!("ALTER SCHEMA {schema} RENAME TO {aside}"),
                &format!("CREATE SCHEMA {schema}"),
            ],
        )
        .await?;
    }
    match load(&mut pg, backup, manifest, url).await {
        Ok(()) => Ok(has_tables.then(|| format!("schema {aside} of {database}"))),
        Err(error) => {
            // Back to how it was: an empty schema, or the one that was moved aside.
            let mut back = vec![
                format!("DROP SCHEMA {schema} CASCADE"),
                format!("CREATE SCHEMA {schema}"),
            ];
            if has_tables {
                back = vec![
                    format!("DROP SCHEMA {schema} CASCADE"),
                    format!("ALTER SCHEMA {aside} RENAME TO {schema}"),
                ];
            }
            let back: Vec<&str> = back.iter().map(String::as_str).collect();
            swap(&mut pg, &back).await?;
            Err(error)
        }
    }
}

async fn load(
    pg: &mut PgConnection,
    backup: &Path,
    manifest: &Manifest,
    url: &str,
) -> Result<(), BackupError> {
    let arguments = [
        "--single-transaction".into(),
        "--exit-on-error".into(),
        "--no-owner".into(),
        "--no-privileges".into(),
        backup.into(),
    ];
    run("pg_restore", url, arguments.to_vec()).await?;
    let content = content(pg).await?;
    manifest
        .agrees_with(&content)
        .map_err(|detail| BackupError::damaged(backup, detail))
}

/// Reads every table once.
pub(crate) async fn examine(server: &PostgresServer) -> Result<Result<(), String>, StoreError> {
    let mut pg = server.pool.acquire().await?;
    match content(&mut pg).await {
        Ok(_) => Ok(Ok(())),
        Err(BackupError::Store(StoreError::Corrupt { detail })) => Ok(Err(detail)),
        Err(BackupError::Store(error)) => Err(error),
        Err(error) => Err(StoreError::other(error)),
    }
}

/// Runs statements about schemas, all or none.
async fn swap(pg: &mut PgConnection, statements: &[&str]) -> Result<(), BackupError> {
    let mut tx = pg.begin().await?;
    for statement in statements {
        sqlx::raw_sql(AssertSqlSafe((*statement).to_owned()))
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Makes an empty database on the server of `url` and answers its address.
pub(crate) async fn create_database(url: &str, name: &str) -> Result<String, BackupError> {
    let mut pg = PgConnection::connect(url).await?;
    sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&mut pg)
        .await?;
    let (address, parameters) = match url.split_once('?') {
        Some((address, parameters)) => (address, format!("?{parameters}")),
        None => (url, String::new()),
    };
    let server = address
        .rsplit_once('/')
        .map_or(address, |(server, _)| server);
    Ok(format!("{server}/{name}{parameters}"))
}

/// Removes a database that [`create_database`] made.
pub(crate) async fn drop_database(url: &str, name: &str) -> Result<(), BackupError> {
    let mut pg = PgConnection::connect(url).await?;
    sqlx::raw_sql(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)")))
        .execute(&mut pg)
        .await?;
    Ok(())
}

async fn table_names(pg: &mut PgConnection) -> Result<Vec<String>, BackupError> {
    let names = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.tables \
         WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name",
    )
    .fetch_all(pg)
    .await?;
    Ok(names)
}

async fn content(pg: &mut PgConnection) -> Result<Content, BackupError> {
    let mut tables = BTreeMap::new();
    for name in table_names(pg).await? {
        let sql = format!("SELECT COUNT(*) FROM \"{name}\"");
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_one(&mut *pg)
            .await?;
        tables.insert(name, u64::try_from(rows).unwrap_or(0));
    }
    let mut keys = Vec::new();
    for question in Content::asks_for_keys(&tables) {
        let rows: Vec<(Option<String>, Option<Vec<u8>>)> =
            sqlx::query_as(question).fetch_all(&mut *pg).await?;
        keys.extend(rows);
    }
    let number = "SELECT MAX(version) FROM schema_version";
    let schema_version = sqlx::query_scalar(number).fetch_one(&mut *pg).await?;
    let number = "SELECT value FROM meta WHERE key = 'data_version'";
    let data_version = sqlx::query_scalar(number).fetch_one(&mut *pg).await?;
    Ok(Content {
        schema_version,
        data_version,
        tables,
        keys: Content::keys_of(keys),
    })
}

/// Runs one of PostgreSQL's programs on a database. The password goes by the environment, where other users cannot read it.
async fn run(
    program: &'static str,
    url: &str,
    arguments: Vec<OsString>,
) -> Result<(), BackupError> {
    let (address, password) = for_libpq(url);
    let mut command = Command::new(program);
    command
        .arg("--no-password")
        .arg(format!("--dbname={address}"))
        .args(arguments);
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    let output = off_the_executor(move || Ok(command.output())).await?;
    match output {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let last = said.lines().map(str::trim).rfind(|line| !line.is_empty());
            Err(BackupError::ProgramFailed {
                program,
                detail: last.unwrap_or("it said nothing").to_owned(),
            })
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(BackupError::NoProgram { program })
        }
        Err(error) => Err(BackupError::ProgramFailed {
            program,
            detail: error.to_string(),
        }),
    }
}

/// The parameters of addresses that PostgreSQL's programs know too; the others are for this program's driver.
const SHARED: [&str; 8] = [
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "host",
    "port",
    "user",
    "dbname",
];

/// An address for PostgreSQL's programs, and the password that stood in it.
fn for_libpq(url: &str) -> (String, Option<String>) {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let mut password = None;
    let mut address = address.to_owned();
    if let Some((scheme, rest)) = address.clone().split_once("://")
        && let Some((credentials, host)) = rest.rsplit_once('@')
        && let Some((user, secret)) = credentials.split_once(':')
    {
        password = Some(decoded(secret));
        address = format!("{scheme}://{user}@{host}");
    }
    let mut kept = Vec::new();
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some(("password", secret)) => password = Some(decoded(secret)),
            Some((name, _)) if SHARED.contains(&name) => kept.push(pair),
            _ => {}
        }
    }
    if !kept.is_empty() {
        address = format!("{address}?{}", kept.join("&"));
    }
    (address, password)
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_an_argument_that_others_can_read() {
        assert_eq!(
            for_libpq(
                "postgres://me:s%40cret@host:5/db?sslmode=require&statement-cache-capacity=5"
            ),
            (
                "postgres://me@host:5/db?sslmode=require".to_owned(),
                Some("s@cret".to_owned())
            )
        );
        assert_eq!(
            for_libpq("postgres:///db?host=/run&password=x"),
            ("postgres:///db?host=/run".to_owned(), Some("x".to_owned()))
        );
    }
}
