//! `cargo xtask demo`: from a clone to Punjab being surveyed, in one command.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{build, command};

/// Builds everything, then hands over to `fieldwatch demo` with the arguments as given.
pub fn run(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    build::run(workspace, &[])?;
    let data = workspace.target.join("demo");
    std::fs::create_dir_all(&data)?;
    let mut demo = Command::new(workspace.server_binary("release"));
    demo.arg("demo").arg("--site").arg(workspace.site());
    if !args
        .iter()
        .any(|arg| arg == "--database" || arg.starts_with("--database="))
    {
        demo.arg("--database")
            .arg(format!("sqlite:{}", data.join("fieldwatch.db").display()));
    }
    let status = command::status(demo.args(args))?;
    // Stopped by Ctrl-C there is no code; that is the usual end of a demo.
    Ok(status.code().map_or(ExitCode::SUCCESS, |code| {
        ExitCode::from(u8::try_from(code).unwrap_or(1))
    }))
}
