//! A PostgreSQL of a test's own, which may be told how large a file can grow: what a test does to it, no other notices.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// PostgreSQL refuses to run as root; Debian's package makes this user.
const SERVER_USER: &str = "postgres";
const START_LIMIT: Duration = Duration::from_secs(60);

/// The files of a cluster that does not run.
pub struct Cluster {
    folder: TempDir,
    programs: PathBuf,
    /// The user to run as, where the tests run as root.
    user: Option<&'static str>,
}

/// A cluster that runs. Dropping it stops it; its files stay.
pub struct Running {
    server: Child,
    port: u16,
}

impl Cluster {
    /// Makes a cluster. Its log is cut into files of 1 MB, so that a limit for files can be far below a real disk's.
    pub fn make() -> Cluster {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let is_root = std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
        let user = is_root.then_some(SERVER_USER);
        if let Some(user) = user {
            let mut chown = Command::new("chown");
            let done = chown.arg(user).arg(folder.path()).status();
            assert!(done.is_ok_and(|status| status.success()), "no user {user}");
        }
        let cluster = Cluster {
            folder,
            programs: programs(),
            user,
        };
        let made = cluster
            .command("exec \"$0\" \"$@\"", "initdb")
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8"])
            .args(["--locale=C.UTF-8", "--no-sync", "--wal-segsize=1"])
            .arg(cluster.data())
            .output()
            .expect("initdb starts");
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        cluster
    }

    /// Starts it and waits until it answers. No file may grow beyond `largest_file_kb`, as on a disk that is full then.
    pub async fn start(&self, largest_file_kb: Option<u32>) -> Running {
        let limit = largest_file_kb.map_or("unlimited".to_owned(), |kb| kb.to_string());
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a free port")
            .port();
        let server = self
            .command(
                &format!("ulimit -S -f {limit}; exec \"$0\" \"$@\""),
                "postgres",
            )
            .arg("-D")
            .arg(self.data())
            .args(["-p", &port.to_string()])
            .args(["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"])
            .arg("-k")
            .arg(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("postgres starts");
        let mut running = Running { server, port };
        let began = Instant::now();
        while sqlx::PgPool::connect(&running.url()).await.is_err() {
            let ended = running.server.try_wait().expect("it can be asked");
            assert!(ended.is_none(), "PostgreSQL ended with {ended:?}");
            assert!(began.elapsed() < START_LIMIT, "PostgreSQL does not answer");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        running
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// One of PostgreSQL's programs, started by a line of bash; it ends with the test.
    fn command(&self, line: &str, program: &str) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "INT"]);
        if let Some(user) = self.user {
            command.args(["--reuid", user, "--regid", user, "--init-groups"]);
        }
        command
            .args(["--", "bash", "-c", line])
            .arg(self.programs.join(program))
            .current_dir(self.folder.path());
        command
    }
}

impl Running {
    /// Its database for administrators.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // INT sends clients away and leaves sound files.
        let process = self.server.id().to_string();
        let _ = Command::new("kill").args(["-INT", &process]).status();
        let _ = self.server.wait();
    }
}

/// The folder of PostgreSQL's programs: the newest of Debian's, else that of `initdb` in `PATH`.
fn programs() -> PathBuf {
    let mut of_debian: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, bin)| bin.join("initdb").is_file())
        .collect();
    of_debian.sort();
    let in_path = || {
        let folders = std::env::var_os("PATH")?;
        std::env::split_paths(&folders)
            .map(|folder| folder.join("initdb"))
            .find_map(|initdb| Some(initdb.canonicalize().ok()?.parent()?.to_owned()))
    };
    of_debian
        .pop()
        .map(|(_, bin)| bin)
        .or_else(in_path)
        .filter(|bin| Path::new(bin).join("postgres").is_file())
        .expect("initdb and postgres are not on this machine: install Debian's package postgresql")
}
