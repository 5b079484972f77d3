//! A PostgreSQL of one's own for the length of a run: made in a temporary folder, gone afterwards.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::command::{self, dies_with_us};
use crate::setup::debian::{is_root, postgresql_programs};

/// PostgreSQL refuses to run as root; Debian's package makes this user.
const SERVER_USER: &str = "postgres";
/// To PostgreSQL, TERM means to wait until every client has left; INT, to send them away.
const FAST_SHUTDOWN: &str = "INT";
const START_LIMIT: Duration = Duration::from_secs(60);

/// What a power cut may take.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Everything: for tests, which are quicker so.
    Forgetful,
    /// Nothing that was committed: PostgreSQL as it is delivered, for benchmarks.
    Durable,
}

/// A running cluster. Dropping it stops it and removes its files.
pub struct Postgres {
    server: Child,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes a cluster and waits until it answers.
    pub fn start(durability: Durability) -> Result<Self> {
        let programs = postgresql_programs().context("PostgreSQL is not installed")?;
        let folder =
            std::env::temp_dir().join(format!("fieldwatch-postgres-{}", std::process::id()));
        if folder.exists() {
            // Left by a run that was killed, under a process number that has come round again.
            std::fs::remove_dir_all(&folder).context("cannot clear an old PostgreSQL folder")?;
        }
        std::fs::create_dir_all(&folder).context("cannot make a folder for PostgreSQL")?;
        let user = is_root().then_some(SERVER_USER);
        if let Some(user) = user {
            command::run(Command::new("chown").arg(user).arg(&folder))?;
        }
        let data = folder.join("data");
        command::run(
            dies_with_us(programs.join("initdb"), FAST_SHUTDOWN, user)
                .args([
                    "--username=postgres",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--no-sync",
                ])
                .arg("--pgdata")
                .arg(&data)
                .current_dir(&folder)
                .stdout(Stdio::null()),
        )
        .context("cannot make a PostgreSQL cluster")?;
        let port = free_port()?;
        let log =
            std::fs::File::create(folder.join("log")).context("cannot make PostgreSQL's log")?;
        let server = dies_with_us(programs.join("postgres"), FAST_SHUTDOWN, user)
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string()])
            .args([
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "max_connections=200",
            ])
            .args(match durability {
                Durability::Forgetful => &[
                    "-c",
                    "fsync=off",
                    "-c",
                    "synchronous_commit=off",
                    "-c",
                    "full_page_writes=off",
                ][..],
                Durability::Durable => &[],
            })
            .arg("-k")
            .arg(&folder)
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("cannot start PostgreSQL")?;
        let mut postgres = Self {
            server,
            folder,
            port,
        };
        postgres.wait_until_it_answers(&programs)?;
        postgres.create_database(&programs)?;
        Ok(postgres)
    }

    /// Where it answers: an empty database, on this machine only.
    pub fn url(&self) -> String {
        format!(
            "postgres://postgres@127.0.0.1:{}/fieldwatch_test",
            self.port
        )
    }

    fn wait_until_it_answers(&mut self, programs: &Path) -> Result<()> {
        let began = Instant::now();
        loop {
            if command::status(self.client(programs, "pg_isready").arg("-q"))?.success() {
                return Ok(());
            }
            if let Some(status) = self.server.try_wait()? {
                bail!("PostgreSQL ended with {status}:\n{}", self.log());
            }
            if began.elapsed() > START_LIMIT {
                bail!("PostgreSQL does not answer:\n{}", self.log());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn create_database(&self, programs: &Path) -> Result<()> {
        command::run(self.client(programs, "createdb").arg("fieldwatch_test"))
    }

    fn client(&self, programs: &Path, program: &str) -> Command {
        let mut command = Command::new(programs.join(program));
        command
            .args([
                "-h",
                "127.0.0.1",
                "-U",
                "postgres",
                "-p",
                &self.port.to_string(),
            ])
            .current_dir(&self.folder);
        command
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        command::stop(&mut self.server, FAST_SHUTDOWN);
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("warning: {} stays behind: {error}", self.folder.display());
        }
    }
}

/// A port of this machine that nobody listens on.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")
        .context("no free port")?
        .local_addr()?
        .port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_while_it_lives_and_leaves_nothing() {
        let programs = postgresql_programs().expect("`cargo xtask setup` installs PostgreSQL");
        let postgres = Postgres::start(Durability::Forgetful).unwrap();
        let (port, folder) = (postgres.port, postgres.folder.clone());
        let answer = command::output_of(postgres.client(&programs, "psql").args([
            "-d",
            "fieldwatch_test",
            "-Atc",
            "select 6 * 7",
        ]));
        assert_eq!(answer.as_deref(), Some("42"));
        drop(postgres);
        assert!(!folder.exists());
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}
