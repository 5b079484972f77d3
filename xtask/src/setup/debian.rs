//! Programs and fonts that Debian packages. As root they are installed; otherwise the reader is told the command.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::command::{self, on_path};

/// Something that may be on the machine, and the packages that bring it.
#[derive(Clone, Copy)]
pub struct Tool {
    /// What a person calls it.
    pub name: &'static str,
    /// Whether it is there.
    pub found: fn() -> bool,
    /// What to install when it is not.
    pub packages: &'static [&'static str],
}

/// Node and npm: they run wasm-opt and Playwright.
pub const NODE: Tool = Tool {
    name: "Node",
    found: || on_path("npm").is_some() && node_is_recent(),
    packages: &["nodejs", "npm"],
};

/// The browser of the browser tests.
pub const CHROMIUM: Tool = Tool {
    name: "Chromium",
    found: || chromium().is_some(),
    packages: &["chromium"],
};

/// The second database.
pub const POSTGRESQL: Tool = Tool {
    name: "PostgreSQL",
    found: || postgresql_programs().is_some(),
    packages: &["postgresql"],
};

/// SQLite's own program: the peer of a benchmark.
pub const SQLITE: Tool = Tool {
    name: "the sqlite3 program",
    found: || on_path("sqlite3").is_some(),
    packages: &["sqlite3"],
};

/// OpenSSL's libcrypto with its headers: what SQLCipher encrypts with, in the tests of an encrypted database.
pub const LIBCRYPTO: Tool = Tool {
    name: "OpenSSL's libcrypto with its headers",
    found: || {
        command::output_of(Command::new("pkg-config").args(["--exists", "libcrypto"])).is_some()
    },
    packages: &["libssl-dev", "pkg-config"],
};

/// Python with what makes an environment: it runs Schemathesis.
pub const PYTHON: Tool = Tool {
    name: "Python with venv",
    found: || {
        command::output_of(Command::new("python3").args(["-c", "import venv, ensurepip"])).is_some()
    },
    packages: &["python3", "python3-venv"],
};

/// Noto Nastaliq Urdu: without it the Urdu screenshots show another script's shapes.
pub const URDU_FONT: Tool = Tool {
    name: "a font for Urdu",
    found: || {
        ["/usr/share/fonts", "/usr/local/share/fonts"]
            .iter()
            .any(|dir| holds_file(Path::new(dir), "NotoNastaliqUrdu", 4))
    },
    packages: &["fonts-noto-core"],
};

/// Debian 12's Node, which the pinned npm packages still run on.
const OLDEST_NODE: u32 = 18;

fn node_is_recent() -> bool {
    command::output_of(Command::new("node").arg("--version"))
        .and_then(|version| major_version(&version))
        .is_some_and(|major| major >= OLDEST_NODE)
}

/// `v18.20.4` → 18
fn major_version(text: &str) -> Option<u32> {
    text.trim_start_matches('v').split('.').next()?.parse().ok()
}

/// The browser's program.
pub fn chromium() -> Option<PathBuf> {
    on_path("chromium")
}

/// The folder with PostgreSQL's programs. Debian keeps them off the `PATH`, one folder a version: the newest wins.
pub fn postgresql_programs() -> Option<PathBuf> {
    let of_debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    newest(
        of_debian
            .map(|entry| entry.path().join("bin"))
            .filter(|bin| is_complete(bin)),
    )
    .or_else(|| {
        // A lone `initdb` may be a link into such a folder.
        let initdb = on_path("initdb")?.canonicalize().ok()?;
        initdb
            .parent()
            .filter(|bin| is_complete(bin))
            .map(Path::to_path_buf)
    })
}

fn is_complete(bin: &Path) -> bool {
    ["initdb", "postgres", "pg_isready", "createdb"]
        .iter()
        .all(|program| bin.join(program).is_file())
}

fn newest(folders: impl Iterator<Item = PathBuf>) -> Option<PathBuf> {
    folders.max_by_key(|bin| {
        bin.parent()
            .and_then(Path::file_name)
            .and_then(|version| version.to_str()?.parse::<u32>().ok())
            .unwrap_or(0)
    })
}

/// Installs what is missing among `tools` in one go and hands back their names.
///
/// # Errors
/// When something is missing and this user is not root or has no apt-get.
pub fn ensure(tools: &[Tool]) -> Result<Vec<&'static str>> {
    let missing: Vec<Tool> = tools
        .iter()
        .copied()
        .filter(|tool| !(tool.found)())
        .collect();
    let names: Vec<&str> = missing.iter().map(|tool| tool.name).collect();
    let packages: Vec<&str> = missing
        .iter()
        .flat_map(|tool| tool.packages)
        .copied()
        .collect();
    if packages.is_empty() {
        return Ok(names);
    }
    install(&packages, &names.join(", "))?;
    for tool in &missing {
        if !(tool.found)() {
            bail!(
                "{} was installed from {} but is still not found",
                tool.name,
                tool.packages.join(", ")
            );
        }
    }
    Ok(names)
}

/// Installs packages, or says what would have to be done and by whom.
pub fn install(packages: &[&str], what_for: &str) -> Result<()> {
    if on_path("apt-get").is_none() || !is_root() {
        bail!(
            "{}",
            how_to_install(packages, what_for, on_path("apt-get").is_some())
        );
    }
    command::step(&format!("Debian packages {}", packages.join(" ")), || {
        command::run(apt_get().args(["update", "-q"]))?;
        command::run(
            apt_get()
                .args(["install", "-q", "-y", "--no-install-recommends"])
                .args(packages),
        )
    })
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    // Nobody is there to answer a question.
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(std::process::Stdio::null());
    command
}

fn how_to_install(packages: &[&str], what_for: &str, has_apt: bool) -> String {
    let list = packages.join(" ");
    if has_apt {
        format!(
            "missing: {what_for} (Debian packages: {list}). Only root can install them. Run:\n  \
             sudo apt-get update && sudo apt-get install -y --no-install-recommends {list}"
        )
    } else {
        format!(
            "missing: {what_for}. On Debian the packages are {list}; install the like of them and run this again"
        )
    }
}

/// Whether this process may install packages and must drop rights for PostgreSQL.
pub fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|meta| meta.uid() == 0)
}

fn holds_file(dir: &Path, name_start: &str, depth: u32) -> bool {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return false;
    };
    entries.flatten().any(|entry| {
        entry.file_name().to_string_lossy().starts_with(name_start)
            || (depth > 0
                && entry.path().is_dir()
                && holds_file(&entry.path(), name_start, depth - 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_not_install_is_told_the_exact_command() {
        let text = how_to_install(&["chromium", "postgresql"], "Chromium, PostgreSQL", true);
        assert!(
            text.contains("apt-get install -y --no-install-recommends chromium postgresql"),
            "{text}"
        );
    }

    #[test]
    fn the_version_of_node_is_read() {
        assert_eq!(major_version("v18.20.4"), Some(18));
        assert_eq!(major_version("node"), None);
    }

    #[test]
    fn nothing_missing_installs_nothing() {
        let there = Tool {
            name: "a shell",
            found: || on_path("sh").is_some(),
            packages: &["no-such-package"],
        };
        assert!(ensure(&[there]).unwrap().is_empty());
    }

    #[test]
    fn the_newest_postgresql_wins_by_number_not_by_letter() {
        let folders =
            ["/usr/lib/postgresql/9/bin", "/usr/lib/postgresql/15/bin"].map(PathBuf::from);
        assert_eq!(
            newest(folders.into_iter()),
            Some(PathBuf::from("/usr/lib/postgresql/15/bin"))
        );
    }
}
