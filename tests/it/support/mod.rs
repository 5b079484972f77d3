//! What the integration tests share: the program, empty databases, a small survey.

pub mod central;
pub mod cluster;
pub mod databases;
pub mod memory;
pub mod seeds;
pub mod served;
pub mod spot;
pub mod web;

use databases::Databases;
use domain::audit::By;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use store::{Db, StoreError};
use tempfile::TempDir;

/// The built program. `cargo xtask test` says where it is; otherwise it stands beside the tests.
pub fn program() -> PathBuf {
    if let Some(path) = std::env::var_os("FIELDWATCH_BIN") {
        return PathBuf::from(path);
    }
    let tests = std::env::current_exe().expect("the tests know their own path");
    let beside = tests
        .parent()
        .and_then(Path::parent)
        .expect("target/debug/deps")
        .join("fieldwatch");
    assert!(
        beside.exists(),
        "{} is not built; run: cargo build -p server",
        beside.display()
    );
    beside
}

/// The key under which the tests' databases are sealed: as the text of a key file.
pub const KEY: &str =
    "fieldwatch-key:7e577e577e577e577e577e577e577e577e577e577e577e577e577e577e577e57";

/// A key of that text.
pub fn keys_of(text: &str) -> Option<Arc<store::Vault>> {
    Some(Arc::new(store::Vault::read(text).expect("a key")))
}

/// Opens a database with the tests' key.
pub async fn open(url: &str) -> Result<Db, StoreError> {
    Ok(Db::open(url).await?.with_keys(keys_of(KEY)))
}

/// The same, making the file.
pub async fn open_or_create(url: &str) -> Result<Db, StoreError> {
    Ok(Db::open_or_create(url).await?.with_keys(keys_of(KEY)))
}

/// The file of a place on SQLite.
const SQLITE_FILE: &str = "test.db";

/// A database of its own for one test, in a folder that goes with it.
pub struct Place {
    folder: TempDir,
    url: String,
    key: Option<String>,
    /// The server of PostgreSQL that it is on.
    databases: Option<Databases>,
}

/// What a run of the program said.
pub struct Said {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Said {
    /// The exit code and both texts, for messages of failed tests.
    pub fn all(&self) -> String {
        format!("exit {}\n{}\n{}", self.code, self.out, self.err)
    }

    /// The last line of standard output: an import's summary, without its seconds.
    pub fn summary(&self) -> &str {
        let line = self.out.lines().last().unwrap_or_default();
        line.rsplit_once(" · ")
            .map_or(line, |(counts, _seconds)| counts)
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Said {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said {
            code: output.status.code().unwrap_or(-1),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }
}

impl Place {
    /// An empty SQLite database.
    pub fn sqlite() -> Place {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join(SQLITE_FILE).display());
        Place {
            folder,
            url,
            key: Some(KEY.to_owned()),
            databases: None,
        }
    }

    /// An empty PostgreSQL database.
    pub async fn postgres() -> Place {
        Place::on_postgres(Databases::of_the_tests()).await
    }

    /// An empty database on that server.
    pub async fn on_postgres(databases: Databases) -> Place {
        Place {
            folder: tempfile::tempdir().expect("a temporary folder"),
            url: databases.url(&databases.make().await),
            key: Some(KEY.to_owned()),
            databases: Some(databases),
        }
    }

    /// The same place, where a new database keeps answers plain and the program is given no key.
    pub fn kept_plain(self) -> Place {
        Place { key: None, ..self }
    }

    /// The text of the key file that the program is given from now on.
    pub fn has_key(&mut self, text: &str) {
        self.key = Some(text.to_owned());
    }

    /// One of each kind.
    pub async fn both() -> [Place; 2] {
        [Place::sqlite(), Place::postgres().await]
    }

    /// The same database on a server that answers elsewhere now.
    pub fn moved_to(&mut self, databases: Databases) {
        self.url = databases.url(&self.database());
        self.databases = Some(databases);
    }

    /// The name of the database on its server.
    fn database(&self) -> String {
        let (_, named) = self.url.rsplit_once('/').expect("an address has a name");
        named.split('?').next().unwrap_or_default().to_owned()
    }

    /// The database's address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A path in the test's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the test's folder.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).expect("the test's folder can be written");
        path
    }

    /// A folder that `serve` takes for a built site, where pages are not looked at.
    pub fn site(&self) -> PathBuf {
        let pkg = self.path("site").join("pkg");
        std::fs::create_dir_all(&pkg).expect("the test's folder can be written");
        for name in ["fieldwatch.css", "fieldwatch.js", "fieldwatch_bg.wasm"] {
            std::fs::write(pkg.join(name), "").expect("the test's folder can be written");
        }
        let islands = self.path("site").join("islands.js");
        std::fs::write(islands, "").expect("the test's folder can be written");
        self.path("site")
    }

    /// The program, to be run on this database.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command
            .arg("--database")
            .arg(&self.url)
            .args(arguments)
            .env("RUST_LOG", "warn")
            // What demands more is tested where it says so.
            .env("FIELDWATCH_SECOND_FACTOR", "optional")
            .env_remove("FIELDWATCH_SECRETS_KEY_FILE")
            .env_remove("FIELDWATCH_KEEP_ANSWERS")
            .env_remove("FIELDWATCH_DATABASE_KEY")
            .env_remove("FIELDWATCH_DATABASE_KEY_FILE")
            .env_remove("RUST_BACKTRACE");
        match &self.key {
            Some(key) => command.env("FIELDWATCH_SECRETS_KEY", key),
            None => command
                .env_remove("FIELDWATCH_SECRETS_KEY")
                .env("FIELDWATCH_KEEP_ANSWERS", "plain"),
        };
        command
    }

    /// Runs the program on this database.
    pub fn run(&self, arguments: &[&str]) -> Said {
        self.command(arguments)
            .output()
            .expect("the program starts")
            .into()
    }

    /// Runs it and expects success.
    pub fn must(&self, arguments: &[&str]) -> Said {
        let said = self.run(arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {}", said.all());
        said
    }

    /// The names of the files in the test's folder.
    pub fn files(&self) -> Vec<String> {
        let folder = std::fs::read_dir(self.folder.path()).expect("the test's folder can be read");
        let mut names: Vec<String> = folder
            .map(|entry| {
                entry
                    .expect("a file")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    /// Imports submissions from a file in the test's folder.
    pub fn import(&self, file: &Path) -> Said {
        self.run(&["import", "submissions", &file.display().to_string()])
    }

    /// Everything in the database, in natural keys and a fixed order.
    pub async fn content(&self) -> Vec<String> {
        let db = Db::open(&self.url).await.expect("the database opens");
        let db = db.with_keys(self.key.as_deref().and_then(keys_of));
        let content = db.dump_content().await.expect("the database can be read");
        db.close().await;
        content
    }

    /// Changes the database behind the program's back.
    pub async fn execute(&self, statement: &'static str) {
        let gone = "the statement is executed";
        if self.url.starts_with("sqlite:") {
            let pool = sqlx::SqlitePool::connect(&self.url).await.expect(gone);
            sqlx::query(statement).execute(&pool).await.expect(gone);
            pool.close().await;
        } else {
            let pool = sqlx::PgPool::connect(&self.url).await.expect(gone);
            sqlx::query(statement).execute(&pool).await.expect(gone);
            pool.close().await;
        }
    }

    /// Imports areas without boundaries: a CSV file with the columns code, name and parent.
    pub fn add_areas(&self, level: &str, csv: &str) {
        self.import_areas(level, &self.file(&format!("{level}.csv"), csv));
    }

    /// Imports areas from a file that names them by code, name and parent.
    fn import_areas(&self, level: &str, file: &Path) {
        let file = file.display().to_string();
        self.must(&[
            "import", "areas", "--level", level, "--code", "code", "--name", "name", "--parent",
            "parent", &file,
        ]);
    }

    /// What was imported is imported again and derived again from its raw rows, and nothing changes.
    pub async fn nothing_changes(&self, again: impl Fn() -> Vec<Said>) {
        let content = self.content().await;
        for said in again() {
            assert!(
                said.summary().contains(" · accepted 0 · "),
                "{}",
                said.all()
            );
            assert!(said.summary().contains(" · updated 0 · "), "{}", said.all());
        }
        assert_eq!(self.content().await, content, "imported again");
        let said = self.must(&["reprocess", "--all"]);
        assert!(said.out.contains("kept as they were 0"), "{}", said.all());
        assert_eq!(self.content().await, content, "derived again");
    }
}

/// A simulated survey as files, the same in every run.
pub fn simulated(place: &Place, visits: u64) -> PathBuf {
    let out = place.path("simulated");
    let (visits, folder) = (visits.to_string(), out.display().to_string());
    place.must(&[
        "simulate",
        "--interviews",
        &visits,
        "--seed",
        "7",
        "--today",
        "2026-11-20",
        "--out",
        &folder,
    ]);
    out
}

/// Whoever tests.
pub fn by() -> By {
    By::command("test")
}
