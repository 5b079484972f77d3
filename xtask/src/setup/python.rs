//! Python packages, exactly those of `tests/schema/requirements.txt`, in an environment of their own below the target directory.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::command;
use crate::workspace::Workspace;

/// The environment's folder.
fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target.join("python")
}

/// The program of an installed package.
pub fn program(workspace: &Workspace, name: &str) -> PathBuf {
    folder(workspace).join("bin").join(name)
}

/// Makes the environment agree with the list; `true` if it had to be installed.
pub fn ensure(workspace: &Workspace) -> Result<bool> {
    let list = workspace.root.join("tests/schema/requirements.txt");
    let wanted = std::fs::read_to_string(&list)
        .with_context(|| format!("cannot read {}", list.display()))?;
    let folder = folder(workspace);
    // Kept last: an installation that was broken off is made anew.
    let installed = folder.join(".installed-requirements");
    if std::fs::read_to_string(&installed).is_ok_and(|text| text == wanted) {
        return Ok(false);
    }
    command::step("Python packages for the tests", || {
        install(&folder, &list)?;
        std::fs::write(&installed, &wanted).context("cannot note what was installed")
    })?;
    Ok(true)
}

fn install(folder: &Path, list: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).context("cannot clear the old Python environment")?;
    }
    command::run(
        Command::new("python3")
            .args(["-m", "venv"])
            .arg(folder)
            .stdin(Stdio::null()),
    )?;
    command::run(
        Command::new(folder.join("bin/pip"))
            .args(["install", "--quiet", "--no-input"])
            // Everything is in the list; a package that is not is a mistake there.
            .args(["--no-deps", "--disable-pip-version-check", "--requirement"])
            .arg(list)
            .stdin(Stdio::null()),
    )
}
