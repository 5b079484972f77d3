//! npm packages, exactly those of a folder's lock file.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;

/// Makes `node_modules` agree with `package-lock.json`; `true` if it had to be installed.
pub fn ensure(folder: &Path) -> Result<bool> {
    let lock = std::fs::read_to_string(folder.join("package-lock.json"))
        .with_context(|| format!("cannot read {}", folder.join("package-lock.json").display()))?;
    // npm keeps no record that is cheap to compare, so the lock file that was installed is kept beside it.
    let installed = folder.join("node_modules").join(".installed-lock");
    if std::fs::read_to_string(&installed).is_ok_and(|text| text == lock) {
        return Ok(false);
    }
    command::step(&format!("npm packages of {}", folder.display()), || {
        command::run(
            Command::new("npm")
                .args(["ci", "--no-audit", "--no-fund", "--no-progress"])
                .current_dir(folder)
                // Debian's Chromium is used; Playwright must not fetch its own.
                .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
                .stdin(std::process::Stdio::null()),
        )?;
        std::fs::write(&installed, &lock).context("cannot note what was installed")
    })?;
    Ok(true)
}
