//! The command line. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with rows quarantined.

mod accounts;
mod areas;
mod audit;
mod backup;
mod check;
mod check_keys;
mod config;
mod demo;
mod demo_coordination;
mod demo_key;
mod evaluate;
mod export;
mod import;
mod import_trails;
mod import_zip;
mod keys;
mod listing;
mod maintain;
mod mapping;
mod opening;
mod progress;
mod pull;
mod quarantine;
mod retention;
mod serve;
mod spot_checks;
mod subject;
mod thresholds;
mod tokens;
mod upgrade;
mod users;

use crate::clock::Clock;
use crate::ingest::left_over;
use crate::judging::{judge_waiting, risks};
use crate::log;
use clap::{FromArgMatches, Parser, Subcommand};
pub(crate) use config::others_may_read;
use domain::area::AreaId;
use domain::audit::{By, Stamp};
use domain::checks::Check;
use domain::number::grouped;
use domain::time::EpochMs;
use opening::{open, open_as_it_is, open_judged, open_or_create, open_settled};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use store::{Db, StoreError};

/// What a command answers: an exit code, or a sentence for the person at the terminal.
type Outcome = Result<u8, Failure>;

/// Why a command failed, as a sentence: what, where, what to do.
#[derive(Debug)]
pub struct Failure(String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure(error.to_string())
    }
}

impl Failure {
    fn new(sentence: impl Into<String>) -> Failure {
        Failure(sentence.into())
    }
}

/// Watches a door-to-door household survey while it happens.
#[derive(Parser)]
#[command(name = "fieldwatch", version)]
struct Arguments {
    /// A file with options (TOML), by the names that they have here. An example: fieldwatch config example
    #[arg(long, global = true, env = "FIELDWATCH_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// The database: sqlite:FILE or postgres://… An address with a password belongs into the environment or into --database-file: a
    /// command line can be read by everybody on the machine.
    #[arg(
        long,
        global = true,
        env = "FIELDWATCH_DATABASE_URL",
        hide_env_values = true,
        default_value = "sqlite:fieldwatch.db"
    )]
    database: String,
    /// A file that holds the database's address and nothing else, where it has a password.
    #[arg(
        long,
        global = true,
        env = "FIELDWATCH_DATABASE_FILE",
        value_name = "FILE",
        conflicts_with = "database"
    )]
    database_file: Option<PathBuf>,
    /// How lines of the log on standard error are written.
    #[arg(
        long,
        global = true,
        env = "FIELDWATCH_LOG_FORMAT",
        value_enum,
        default_value_t = log::Format::Text
    )]
    log_format: log::Format,
    /// From which importance on lines are written to the log. RUST_LOG goes before it, for parts of the program.
    #[arg(
        long,
        global = true,
        env = "FIELDWATCH_LOG_LEVEL",
        value_enum,
        default_value_t = log::Level::Info
    )]
    log_level: log::Level,
    /// Where backups made before an upgrade go: by default beside the SQLite file, or into the working folder.
    #[arg(long, global = true, env = "FIELDWATCH_BACKUPS", value_name = "FOLDER")]
    backups: Option<PathBuf>,
    /// The survey's time zone: decides where its days begin.
    #[arg(
        long,
        global = true,
        env = "FIELDWATCH_ZONE",
        default_value = "Asia/Karachi"
    )]
    survey_zone: String,
    #[command(flatten)]
    keys: keys::Arguments,
    #[command(subcommand)]
    command: Command,
}

/// Which database, and where it is backed up before it is changed by an upgrade.
pub struct Database {
    url: String,
    backups: Option<PathBuf>,
    keys: keys::Arguments,
}

impl Database {
    /// The file, of SQLite.
    fn file(&self) -> Option<PathBuf> {
        let address = self.url.strip_prefix("sqlite:")?;
        let path = address.split('?').next().unwrap_or_default();
        Some(PathBuf::from(path.strip_prefix("//").unwrap_or(path)))
    }

    /// The address for people: without a password.
    fn shown(&self) -> String {
        shown(&self.url)
    }

    /// The folder for backups.
    fn backup_folder(&self, db: &Db) -> PathBuf {
        let beside = match db {
            Db::Sqlite(file) => file.path().parent().map(Path::to_owned),
            Db::Postgres(_) => None,
        };
        self.backups.clone().or(beside).unwrap_or_default()
    }
}

#[derive(Subcommand)]
enum Command {
    /// Seeds a database with a simulated survey of Punjab and serves it.
    Demo(demo::Arguments),
    /// Serves the pages.
    Serve(serve::Arguments),
    /// Brings the database to this program's version, after a backup; or tries that on a copy.
    Migrate(upgrade::Arguments),
    /// Writes the whole database to a file while others go on working.
    Backup(backup::BackupArguments),
    /// Puts a backup in the place of the database, which must not exist or be empty.
    Restore(backup::RestoreArguments),
    /// Says whether everything is there that the server needs, and what the database holds. Changes nothing; takes the options of serve.
    Check(serve::Arguments),
    /// Helps with the configuration file.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Brings data in.
    #[command(subcommand)]
    Import(ImportCommand),
    /// Handles household listings: which households there are, or which were drawn.
    #[command(subcommand)]
    Listing(listing::Command),
    /// Brings submissions in from a collection system, by its own interface.
    #[command(subcommand)]
    Pull(pull::Command),
    /// Helps with mapping files, which say what the fields of another tool's form are.
    #[command(subcommand)]
    Mapping(mapping::Command),
    /// Writes data out as CSV.
    #[command(subcommand)]
    Export(ExportCommand),
    /// Handles rows that could not be taken.
    #[command(subcommand)]
    Quarantine(quarantine::Command),
    /// Derives facts and rollups again from the raw submissions.
    Reprocess(maintain::Arguments),
    /// What is held about people, for how long, and what is done when the time is over.
    #[command(subcommand)]
    Retention(retention::Command),
    /// Answers what one household asks about its data: finds, exports, corrects, deletes.
    #[command(subcommand)]
    Subject(subject::Command),
    /// Manages the people who may sign in.
    #[command(subcommand)]
    User(users::Command),
    /// Makes the key under which secrets are kept.
    #[command(subcommand)]
    Key(keys::KeyCommand),
    /// Manages the machines that may send submissions over HTTP.
    #[command(subcommand)]
    Token(tokens::Command),
    /// Looks the audit trail through: who saw or did what.
    #[command(subcommand)]
    Audit(audit::Command),
    /// Writes the thresholds that hold as CSV, or sets them.
    Thresholds(thresholds::Arguments),
    /// Sets what spot checks ask, and days without field work.
    #[command(subcommand)]
    SpotChecks(spot_checks::Command),
    /// Writes what every check says of itself, as Markdown: rule, thresholds, innocent causes.
    Checks,
    /// Writes what every measure says of itself, as Markdown: formula, denominator, how it is summed.
    Measures,
    /// Writes who may see and do what, and what each address needs, as Markdown.
    Permissions,
    /// Says how good the checks are: simulates surveys with planted behaviour, judges them, and compares with the truth.
    Evaluate(evaluate::Arguments),
    /// Writes a simulated survey as files in the canonical formats, with the planted truth.
    Simulate(demo::SimulateArguments),
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Writes a file with every option explained and nothing set.
    Example,
}

#[derive(Subcommand)]
enum ImportCommand {
    /// Areas of one level: GeoJSON with boundaries, or CSV without.
    Areas(areas::Arguments),
    /// Targets by area and wave, as CSV.
    Targets(import::SmallArguments),
    /// The roster of enumerators, as CSV.
    Roster(import::SmallArguments),
    /// Submissions: canonical CSV, NDJSON or JSON array, or the export of ODK, SurveyCTO, KoboToolbox or Survey Solutions with a mapping.
    Submissions(import::SubmissionsArguments),
}

#[derive(Subcommand)]
enum ExportCommand {
    /// Coverage of every area.
    Coverage(export::CoverageArguments),
    /// Flags, with where they stand.
    Flags(export::Arguments),
    /// Enumerators by how much speaks for a second look at their work.
    Risk(export::Arguments),
    /// Rows that could not be taken, with their reasons.
    Quarantine(export::Arguments),
}

/// Runs the command of this process and answers its exit code.
pub fn main() -> ExitCode {
    let asked = match config::ask(std::env::args_os()) {
        Ok(asked) => asked,
        Err(config::Refused::Usage(error)) => error.exit(),
        Err(config::Refused::File(sentence)) => {
            eprintln!("fieldwatch: {sentence}");
            return ExitCode::from(2);
        }
    };
    let arguments = match Arguments::from_arg_matches(&asked.matches) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    let given = check::Given {
        paths: asked
            .paths_of_serve()
            .into_iter()
            .chain(
                arguments
                    .keys
                    .secrets_key_file
                    .iter()
                    .map(|path| ("secrets-key-file".to_owned(), path.clone())),
            )
            .chain(
                arguments
                    .keys
                    .database_key_file
                    .iter()
                    .map(|path| ("database-key-file".to_owned(), path.clone())),
            )
            .collect(),
        config: asked.file,
        database_file: arguments.database_file.clone(),
    };
    log::begin(arguments.log_format, arguments.log_level);
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("fieldwatch: cannot start: {error}");
            return ExitCode::from(1);
        }
    };
    let outcome = runtime.block_on(run(arguments, given));
    // A page of another server's that is still on its way does not hold up the end.
    runtime.shutdown_timeout(std::time::Duration::from_secs(5));
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(Failure(sentence)) => {
            eprintln!("fieldwatch: {sentence}");
            ExitCode::from(1)
        }
    }
}

async fn run(arguments: Arguments, given: check::Given) -> Outcome {
    arguments.keys.refuse_a_key_in_vain()?;
    let database = Database {
        url: address(arguments.database, given.database_file.as_deref())?,
        backups: arguments.backups,
        keys: arguments.keys,
    };
    warn_if_seen(&database.url);
    let clock = Clock::running(&arguments.survey_zone).map_err(Failure::new)?;
    match arguments.command {
        Command::Demo(arguments) => demo::run(database, clock, arguments).await,
        Command::Serve(arguments) => {
            check::at_start(&database, &given)?;
            serve::run(&database, clock, arguments).await
        }
        Command::Migrate(how) => upgrade::migrate(&database, how).await,
        Command::Backup(to) => backup::back_up(&database, to).await,
        Command::Restore(from) => backup::restore(&database, from).await,
        Command::Check(of_serve) => {
            check::run(&database, clock.zone_name(), &given, of_serve).await
        }
        Command::Config(ConfigCommand::Example) => {
            print!("{}", config::example());
            Ok(0)
        }
        Command::Import(ImportCommand::Areas(arguments)) => {
            areas::run(&open_or_create(&database).await?, &clock, arguments).await
        }
        Command::Import(ImportCommand::Targets(targets)) => {
            import::small(
                &open_or_create(&database).await?,
                &clock,
                import::Small::Targets,
                targets,
            )
            .await
        }
        Command::Import(ImportCommand::Roster(roster)) => {
            import::small(
                &open_or_create(&database).await?,
                &clock,
                import::Small::Roster,
                roster,
            )
            .await
        }
        Command::Import(ImportCommand::Submissions(submissions)) => {
            let db = open_or_create(&database).await?;
            record_left_over(&db, &clock).await?;
            import::submissions(&db, &clock, submissions).await
        }
        Command::Listing(command) => {
            listing::run(&open_or_create(&database).await?, &clock, command).await
        }
        Command::Pull(pull::Command::Odk(arguments)) => {
            pull::odk(&open_or_create(&database).await?, &clock, arguments).await
        }
        Command::Mapping(command) => mapping::run(&command),
        Command::Export(ExportCommand::Coverage(to)) => {
            export::coverage(&open_settled(&database, &clock).await?, &clock, to).await
        }
        Command::Export(ExportCommand::Flags(to)) => {
            export::flags(&open_judged(&database, &clock).await?, to).await
        }
        Command::Export(ExportCommand::Risk(to)) => {
            export::risk(&open_judged(&database, &clock).await?, to).await
        }
        Command::Export(ExportCommand::Quarantine(to)) => {
            export::quarantine(&open_settled(&database, &clock).await?, to).await
        }
        Command::Quarantine(command) => {
            quarantine::run(&open_settled(&database, &clock).await?, &clock, command).await
        }
        Command::Reprocess(how) => maintain::reprocess(&open(&database).await?, &clock, how).await,
        Command::Retention(command) => retention::run(&database, &clock, command).await,
        Command::Subject(command) => {
            subject::run(&open_settled(&database, &clock).await?, &clock, command).await
        }
        Command::User(command) => {
            users::run(&open_as_it_is(&database).await?, &clock, command).await
        }
        Command::Key(command) => keys::run(&database, command).await,
        Command::Audit(command) => {
            audit::run(&open_as_it_is(&database).await?, &clock, command).await
        }
        Command::Token(command) => {
            tokens::run(&open_as_it_is(&database).await?, &clock, command).await
        }
        Command::Thresholds(arguments) => {
            thresholds::run(&open(&database).await?, &clock, arguments).await
        }
        Command::SpotChecks(command) => {
            spot_checks::run(&open(&database).await?, &clock, command).await
        }
        Command::Checks => {
            print!("{}", domain::checks::document());
            Ok(0)
        }
        Command::Permissions => {
            print!("{}", crate::web::document());
            Ok(0)
        }
        Command::Measures => {
            print!("{}", domain::measures::document());
            Ok(0)
        }
        Command::Evaluate(arguments) => evaluate::run(&clock, &arguments).await,
        Command::Simulate(simulate) => demo::simulate_files(&clock, &simulate),
    }
}

/// The database's address: that of a file, if one is named.
fn address(url: String, file: Option<&Path>) -> Result<String, Failure> {
    let Some(file) = file else {
        return Ok(url);
    };
    let shown = file.display();
    let text = std::fs::read_to_string(file).map_err(|error| {
        Failure::new(format!("--database-file {shown} cannot be read: {error}."))
    })?;
    match text.trim() {
        "" => Err(Failure::new(format!(
            "--database-file {shown} is empty; write the address into it: postgres://USER:PASSWORD@HOST/DATABASE"
        ))),
        address => Ok(address.to_owned()),
    }
}

/// Says so when a password stands where every user of the machine can read it.
fn warn_if_seen(database: &str) {
    let is_seen = std::env::args().any(|argument| argument.contains(database));
    if is_seen && holds_a_password(database) {
        eprintln!(
            "fieldwatch: the database's password stands on the command line, where every user of this machine can read it (ps). Give the \
             address in the environment as FIELDWATCH_DATABASE_URL, or in a file with --database-file."
        );
    }
}

fn holds_a_password(address: &str) -> bool {
    let in_front = address
        .split_once("://")
        .and_then(|(_, rest)| rest.split(['/', '?']).next())
        .and_then(|server| server.rsplit_once('@'))
        .is_some_and(|(user, _)| user.contains(':'));
    in_front || address.contains("password=")
}

/// Records pushed rows that were acknowledged and are not recorded: a server left them behind when it was killed, or is about
/// to record them itself, and then finds it done.
async fn record_left_over(db: &Db, clock: &Clock) -> Result<(), Failure> {
    let rows = left_over::record_left_over(db, clock, EpochMs(i64::MAX)).await?;
    if rows > 0 {
        eprintln!(
            "Recorded {} pushed rows that had been acknowledged and waited to be recorded.",
            grouped(rows)
        );
    }
    Ok(())
}

/// Brings everything that is derived up to date: rolls up, and judges whoever waits.
async fn derive(db: &Db, clock: &Clock) -> Result<(), Failure> {
    db.roll_up().await?;
    db.count_listings(u64::MAX).await?;
    db.judged_by(Check::all_versions()).await?;
    let waiting = db.count_unjudged().await?;
    if waiting > 0 {
        let context = import::context(db, clock).await?;
        let progress = progress::Progress::of_things("judging enumerators", waiting);
        let counter = progress.counter();
        judge_waiting(db, &context, clock.now(), |done| {
            counter.store(done.enumerators, Ordering::Relaxed);
        })
        .await?;
        risks::refresh(db).await?;
    }
    Ok(())
}

/// Whoever works at the command line, by the names that the system gives: it is the machine's own accounts that are trusted here.
pub(crate) fn by() -> By {
    let name = |key| std::env::var(key).ok().filter(|name| !name.is_empty());
    let account = name("USER")
        .or_else(|| name("LOGNAME"))
        .unwrap_or_else(|| "unknown".to_owned());
    By::command(match name("SUDO_USER") {
        Some(person) => format!("{account} (by sudo: {person})"),
        None => account,
    })
}

/// The same, now.
pub(crate) fn stamp(clock: &Clock) -> Stamp {
    Stamp {
        by: by(),
        at: clock.now(),
    }
}

/// The area that a person named by its code.
async fn area_with_code(db: &Db, code: &str) -> Result<AreaId, Failure> {
    let areas = db.load_areas().await?;
    let area = areas.iter().find(|area| area.code == code);
    area.map(|area| area.id).ok_or_else(|| {
        Failure::new(format!(
            "No area has the code {code}. Import the areas first, or correct the code."
        ))
    })
}

/// An address without its password.
fn shown(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, server))) => format!("{scheme}://{server}"),
        _ => url.to_owned(),
    }
}

/// A sentence about a database, without the password in its address.
fn about(url: &str, error: &StoreError) -> Failure {
    Failure::new(format!("{}: {error}", shown(url)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn a_password_in_an_address_is_never_shown() {
        let Failure(said) = about("postgres://fw:s3cret@db.example/fw", &StoreError::Busy);
        assert!(
            said.starts_with("postgres://db.example/fw: ") && !said.contains("s3cret"),
            "{said}"
        );
    }

    #[test]
    fn an_address_with_a_password_is_told_from_one_without() {
        for with in [
            "postgres://fw:s3cret@db.example/fw",
            "postgres://fw:p@ss@db.example:5432/fw",
            "postgres://db.example/fw?user=fw&password=s3cret",
        ] {
            assert!(holds_a_password(with), "{with}");
        }
        for without in [
            "postgres://fw@db.example:5432/fw",
            "postgres://db.example:5432/fw?x=a:b@c",
            "sqlite:a:b@c.db",
        ] {
            assert!(!holds_a_password(without), "{without}");
        }
    }

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
