//! `fieldwatch check`: what has to be right before the server runs, a line each. `serve` asks the same when it starts.

use super::config::others_may_read;
use super::{Database, Outcome, about, check_keys, serve};
use crate::accounts::Accounts;
use crate::clock::{self, Clock};
use crate::disk;
use crate::listener::expiry::Expiry;
use domain::account::SecondFactor;
use domain::number::grouped;
use std::fmt;
use std::path::{Path, PathBuf};
use store::Db;

/// Below so much free space nothing that matters should be written any more: an import's batch may need it.
const LEAST_FREE_BYTES: u64 = 256 << 20;
/// A clock that is so far behind the newest receipt, which another clock wrote, is wrong or the other was.
const CLOCK_APART_MS: i64 = 10 * 60 * 1_000;
/// No clock can be before this program was written: 2026-01-01.
const EARLIEST_MS: i64 = 1_767_225_600_000;

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Ok,
    Warning,
    Failed,
}

/// One thing that was looked at.
pub(super) struct Finding {
    status: Status,
    what: String,
    /// A sentence; what to do where it is not well.
    words: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = match self.status {
            Status::Ok => "ok",
            Status::Warning => "warning",
            Status::Failed => "failed",
        };
        write!(f, "{status:<8}{:<15} {}", self.what, self.words)
    }
}

/// What was given to the program, besides the options that it reads itself.
pub struct Given {
    /// The configuration file, and how many options it sets.
    pub config: Option<(PathBuf, usize)>,
    /// The file with the database's address.
    pub database_file: Option<PathBuf>,
    /// Files and folders that the server's options name, by option.
    pub paths: Vec<(String, PathBuf)>,
}

pub async fn run(
    database: &Database,
    zone: &str,
    given: &Given,
    arguments: serve::Arguments,
) -> Outcome {
    let mut findings = vec![configuration(given)];
    findings.push(match Clock::running(zone) {
        Ok(clock) => ok("zone", format!("{zone}; today is {}", clock.today())),
        Err(sentence) => failed("zone", sentence),
    });
    findings.push(the_clock());
    findings.extend(of_database(database).await);
    findings.push(match serve::assets(&arguments.site) {
        Ok(_) => ok("site", arguments.site.display().to_string()),
        Err(failure) => failed("site", failure.0),
    });
    findings.extend(files(given));
    findings.push(match of_accounts(database, &arguments) {
        Ok(accounts) => ok("accounts", accounts.words()),
        Err(failure) => failed("accounts", failure.0),
    });
    if let Err(failure) = arguments.pulls() {
        findings.push(failed("pulls", failure.0));
    }
    findings.extend(space(database));
    for finding in &findings {
        println!("{finding}");
    }
    let count = |status| findings.iter().filter(|one| one.status == status).count();
    let (warnings, failures) = (count(Status::Warning), count(Status::Failed));
    println!("{failures} failed, {warnings} warnings");
    Ok(u8::from(failures > 0))
}

/// What `serve` asks before it opens the database and reads the site: a warning goes to the log, a file that cannot be used ends it.
pub fn at_start(database: &Database, given: &Given) -> Result<(), super::Failure> {
    let files = files(given);
    let fatal: Vec<&str> = files
        .iter()
        .filter(|finding| finding.status == Status::Failed)
        .map(|finding| finding.words.as_str())
        .collect();
    if !fatal.is_empty() {
        return Err(super::Failure::new(fatal.join("\n")));
    }
    let others = [configuration(given), the_clock()];
    let all = others.into_iter().chain(files).chain(space(database));
    for finding in all.filter(|finding| finding.status != Status::Ok) {
        tracing::warn!(of = finding.what, "{}", finding.words);
    }
    Ok(())
}

fn finding(status: Status, what: &str, words: String) -> Finding {
    Finding {
        status,
        what: what.to_owned(),
        words,
    }
}

pub(super) fn ok(what: &str, words: String) -> Finding {
    finding(Status::Ok, what, words)
}

pub(super) fn warning(what: &str, words: String) -> Finding {
    finding(Status::Warning, what, words)
}

pub(super) fn failed(what: &str, words: String) -> Finding {
    finding(Status::Failed, what, words)
}

fn configuration(given: &Given) -> Finding {
    let what = "configuration";
    let Some((file, options)) = &given.config else {
        let words = "no file: command line, environment and defaults";
        return ok(what, words.to_owned());
    };
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let shown = file.display();
    if others_may_read(file) && text.lines().any(holds_a_password) {
        return warning(
            what,
            format!(
                "{shown} holds a password and others may read it: chmod 600 {shown}, or put the address into a file of its own (database-file)"
            ),
        );
    }
    ok(what, format!("{shown}: {options} options"))
}

/// Whether a line sets an address with `user:password@`.
fn holds_a_password(line: &str) -> bool {
    let is_comment = line.trim_start().starts_with('#');
    let credentials = line
        .split_once("://")
        .and_then(|(_, rest)| rest.split_once('@'))
        .map(|(credentials, _)| credentials);
    !is_comment && credentials.is_some_and(|credentials| credentials.contains(':'))
}

fn the_clock() -> Finding {
    let now = clock::now();
    let shown = now.to_rfc3339().unwrap_or_default();
    match now.0 < EARLIEST_MS {
        true => failed(
            "clock",
            format!(
                "{shown} is before this program was written: set the clock, and keep it set (NTP)"
            ),
        ),
        false => ok("clock", shown),
    }
}

fn of_accounts(
    database: &Database,
    arguments: &serve::Arguments,
) -> Result<Accounts, super::Failure> {
    arguments
        .accounts
        .open(database.keys()?, SecondFactor::Required)
}

async fn of_database(database: &Database) -> Vec<Finding> {
    let what = "database";
    let db = match database.open().await {
        Ok(db) => db,
        Err(failure) => return vec![failed(what, failure.0)],
    };
    let version = match db.schema_version().await {
        Ok(version) => version,
        Err(error) => return vec![failed(what, about(&database.url, &error).0)],
    };
    let name = db.name();
    if !version.is_current() {
        let words = format!(
            "{name}: schema version {}, and this program has {}: fieldwatch migrate --try, then fieldwatch migrate",
            version.found, version.known
        );
        return vec![warning(what, words)];
    }
    let mut findings = vec![ok(
        what,
        format!("{name}: schema version {}", version.found),
    )];
    findings.extend(check_keys::file(database, &db));
    findings.push(check_keys::answers(database, &db).await);
    match holds(&db).await {
        Ok(more) => findings.extend(more),
        Err(error) => findings.push(failed(what, error.to_string())),
    }
    db.close().await;
    findings
}

/// What the database holds, and what waits in it.
async fn holds(db: &Db) -> Result<Vec<Finding>, store::StoreError> {
    let figures = db.figures().await?;
    let areas = db.load_areas().await?.len() as u64;
    let mut findings = vec![match areas {
        0 => warning(
            "areas",
            "none: import them first (fieldwatch import areas)".to_owned(),
        ),
        areas => ok("areas", grouped(areas)),
    }];
    findings.push(ok("submissions", grouped(figures.facts)));
    let people = db.list_users().await?;
    if people.iter().all(|user| user.disabled) {
        let words =
            "nobody can sign in: fieldwatch user add NAME --role administrator --scope CODE";
        findings.push(warning("people", words.to_owned()));
    }
    findings.push(ok(
        "quarantine",
        format!("{} rows", grouped(figures.quarantine_rows)),
    ));
    let waiting = [
        (figures.inbox_parcels, "pushes to be recorded"),
        (figures.dirty_cells, "cells to be rolled up"),
        (figures.unjudged, "enumerators to be judged"),
    ];
    let waiting: Vec<String> = waiting
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, of)| format!("{} {of}", grouped(*count)))
        .collect();
    if !waiting.is_empty() {
        let words = format!(
            "{}; the server does it, or: fieldwatch reprocess",
            waiting.join(", ")
        );
        findings.push(ok("waiting", words));
    }
    let newest = figures.newest_receipt;
    findings.push(match newest.and_then(|at| Some((at, at.to_rfc3339()?))) {
        None => ok("newest receipt", "nothing received yet".to_owned()),
        Some((at, shown)) if at.0 > clock::now().0 + CLOCK_APART_MS => warning(
            "newest receipt",
            format!(
                "{shown} has not come yet: this clock is behind, or the one that wrote it was ahead"
            ),
        ),
        Some((_, shown)) => ok("newest receipt", shown),
    });
    Ok(findings)
}

/// Files that options name: they are there, certificates and keys are PEM, and what is secret is kept so.
fn files(given: &Given) -> Vec<Finding> {
    let address = given.database_file.iter();
    let address = address.map(|path| ("database-file".to_owned(), path.clone()));
    let others = given.paths.iter().cloned();
    address
        .chain(others)
        .filter(|(name, _)| name != "site")
        .map(|(name, path)| file(&name, &path))
        .collect()
}

/// What a file begins with: lists of breached passwords have tens of gigabytes.
fn head_of(path: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Read;
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path)?;
    file.take(1 << 16).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn file(name: &str, path: &Path) -> Finding {
    let shown = path.display();
    let read = match path.is_dir() {
        true => std::fs::read_dir(path).map(|_| Vec::new()),
        false => head_of(path),
    };
    let bytes = match read {
        Ok(bytes) => bytes,
        Err(error) => {
            let words = format!(
                "--{name} {shown} cannot be read: {error}. Correct the name, or the file's rights."
            );
            return failed(name, words);
        }
    };
    let has = |part: &str| name.contains(part);
    let is_pem = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains("-----BEGIN ");
    if !path.is_dir() && (has("tls") || has("cert")) && !is_pem(&bytes) {
        let words = format!(
            "--{name} {shown} holds no PEM block (-----BEGIN …): is it another file, or in another format?"
        );
        return failed(name, words);
    }
    let is_secret = ["key", "secret", "password", "database-file"];
    let is_public = has("breached");
    if !is_public && is_secret.iter().any(|part| has(part)) && others_may_read(path) {
        let words =
            format!("--{name} {shown} is secret, and others may read it: chmod 600 {shown}");
        return warning(name, words);
    }
    if has("cert") && !path.is_dir() {
        return certificate(name, path);
    }
    ok(name, shown.to_string())
}

/// When a certificate ends. One that has ended is no reason not to start: whoever reads a warning in the browser at least reads something.
fn certificate(name: &str, path: &Path) -> Finding {
    let shown = path.display();
    match Expiry::of_file(path).map(|expiry| expiry.at(clock::now())) {
        Some(standing) if standing.is_soon() => warning(name, format!("{shown} {standing}")),
        Some(standing) => ok(name, format!("{shown} {standing}")),
        None => warning(
            name,
            format!("{shown}: when the certificate ends cannot be read"),
        ),
    }
}

/// Free space where the database grows and where backups go.
fn space(database: &Database) -> Vec<Finding> {
    let file = database.file();
    let size = file
        .as_ref()
        .and_then(|file| std::fs::metadata(file).ok())
        .map_or(0, |file| file.len());
    let backups = database.backups.iter().cloned();
    let folders = file.into_iter().chain(backups);
    folders
        .filter_map(|folder| {
            let free = disk::free_bytes(&folder)?;
            let words = format!("{} MB free at {}", grouped(free >> 20), folder.display());
            Some(match free {
                free if free < LEAST_FREE_BYTES => failed(
                    "space",
                    format!("{words}: writing will soon fail; free some, or enlarge the disk"),
                ),
                free if free < size => warning(
                    "space",
                    format!("{words}: less than the database has, so that no backup and no trial of an upgrade fits there"),
                ),
                _ => ok("space", words),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_told_from_an_address_without_one() {
        assert!(holds_a_password(
            "database = 'postgres://me:secret@host/db'"
        ));
        assert!(!holds_a_password("database = 'postgres://me@host/db'"));
        assert!(!holds_a_password(
            "# database = 'postgres://me:secret@host/db'"
        ));
        assert!(!holds_a_password("database = 'sqlite:fieldwatch.db'"));
    }

    #[test]
    fn a_key_must_be_pem_and_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.pem");
        assert_eq!(file("tls-key", &path).status, Status::Failed);
        std::fs::write(&path, "nothing").unwrap();
        assert!(file("tls-key", &path).words.contains("no PEM block"));
        std::fs::write(&path, "-----BEGIN PRIVATE KEY-----\n").unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let rights =
                |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode));
            rights(0o644).unwrap();
            assert!(file("tls-key", &path).words.contains("chmod 600"));
            rights(0o600).unwrap();
        }
        assert_eq!(file("tls-key", &path).status, Status::Ok);
    }
}
