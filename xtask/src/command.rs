//! Running other programs: with a line before and the seconds after, with an end to silence, or with a copy of
//! what they say.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Says what begins, does it, says how long it took.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("▸ {name}");
    let began = Instant::now();
    let result = work();
    let verdict = if result.is_ok() { "done" } else { "failed" };
    eprintln!(
        "  {name}: {verdict} in {:.1} s",
        began.elapsed().as_secs_f64()
    );
    result
}

/// Runs a command to its end with its output passed through; an unsuccessful end is an error that names it.
pub fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if !status.success() {
        bail!("`{}` ended with {status}", describe(command));
    }
    Ok(())
}

/// Runs a command to its end with its output passed through.
pub fn status(command: &mut Command) -> Result<ExitStatus> {
    command
        .status()
        .with_context(|| format!("cannot start `{}`", describe(command)))
}

/// What a command prints, or nothing if it fails or is not there.
pub fn output_of(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a command with its output passed through, and hands back a copy of it (both streams, by line).
pub fn run_and_copy(command: &mut Command) -> Result<(ExitStatus, String)> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{}`", describe(command)))?;
    let stdout = child
        .stdout
        .take()
        .map(|pipe| copy_lines(pipe, std::io::stdout()));
    let stderr = child
        .stderr
        .take()
        .map(|pipe| copy_lines(pipe, std::io::stderr()));
    let status = child.wait()?;
    let mut text = String::new();
    for copier in [stdout, stderr].into_iter().flatten() {
        text.push_str(&copier.join().unwrap_or_default());
    }
    Ok((status, text))
}

fn copy_lines(
    from: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut copy = String::new();
        let mut reader = BufReader::new(from);
        let mut line = Vec::new();
        while matches!(reader.read_until(b'\n', &mut line), Ok(n) if n > 0) {
            // A closed terminal must not stop the count.
            let _ = to.write_all(&line);
            copy.push_str(&String::from_utf8_lossy(&line));
            line.clear();
        }
        copy
    })
}

/// Runs a command that may hang for ever (a download): ends it after `silence` without a byte of output.
/// `Ok(true)` only if it ended well by itself.
pub fn run_unless_silent(command: &mut Command, silence: Duration) -> Result<bool> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{}`", describe(command)))?;
    let began = Instant::now();
    let last_byte_ms = Arc::new(AtomicU64::new(0));
    if let Some(pipe) = child.stdout.take() {
        watch(pipe, Arc::clone(&last_byte_ms), began);
    }
    if let Some(pipe) = child.stderr.take() {
        watch(pipe, Arc::clone(&last_byte_ms), began);
    }
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        let quiet_since = Duration::from_millis(last_byte_ms.load(Ordering::Relaxed));
        if began.elapsed().saturating_sub(quiet_since) > silence {
            end(&mut child);
            return Ok(false);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn watch(mut pipe: impl Read + Send + 'static, last_byte_ms: Arc<AtomicU64>, began: Instant) {
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(n) = pipe.read(&mut buffer) {
            if n == 0 {
                return;
            }
            let _ = std::io::stderr().write_all(&buffer[..n]);
            let now_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
            last_byte_ms.store(now_ms, Ordering::Relaxed);
        }
    });
}

/// Ends a child at once and waits for it, so that nothing stays behind.
pub fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// Asks a helper process to end in good order, gives it ten seconds, then ends it.
pub fn stop(child: &mut Child, signal: &str) {
    let asked = Command::new("kill")
        .args(["-s", signal, &child.id().to_string()])
        .status();
    let began = Instant::now();
    while asked.as_ref().is_ok_and(ExitStatus::success) && began.elapsed() < Duration::from_secs(10)
    {
        if matches!(child.try_wait(), Ok(Some(_))) {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    end(child);
}

/// A command for a helper process that must not outlive this one, even when this one is killed:
/// util-linux's `setpriv` asks the kernel to send it `signal` then. Where that is missing, the helper is started
/// plainly.
pub fn dies_with_us(program: impl AsRef<OsStr>, signal: &str, as_user: Option<&str>) -> Command {
    match (on_path("setpriv"), as_user) {
        (Some(setpriv), _) => {
            let mut command = Command::new(setpriv);
            command.args(["--pdeathsig", signal]);
            if let Some(user) = as_user {
                command.args([
                    "--reuid",
                    user,
                    "--regid",
                    user,
                    "--init-groups",
                    "--reset-env",
                ]);
            }
            command.arg("--").arg(program);
            command
        }
        (None, Some(user)) => {
            let mut command = Command::new("runuser");
            command.args(["-u", user, "--"]).arg(program);
            command
        }
        (None, None) => Command::new(program),
    }
}

/// The first file of that name in `PATH`.
pub fn on_path(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|dir| dir.join(program))
        .find(|candidate| candidate.is_file())
}

/// Cargo, in the checkout, told whether colours are wanted by its own rules.
pub fn cargo(root: &Path) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(root);
    command
}

fn describe(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|arg| arg.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_command_is_ended() {
        let mut command = Command::new("sleep");
        command.arg("1000");
        assert!(!run_unless_silent(&mut command, Duration::from_millis(10)).unwrap());
    }

    #[test]
    fn a_command_that_ends_well_is_reported_as_such() {
        assert!(run_unless_silent(&mut Command::new("true"), Duration::from_secs(60)).unwrap());
        assert!(!run_unless_silent(&mut Command::new("false"), Duration::from_secs(60)).unwrap());
    }

    #[test]
    fn the_copy_holds_both_streams() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo out; echo err >&2; exit 3"]);
        let (status, text) = run_and_copy(&mut command).unwrap();
        assert_eq!(status.code(), Some(3));
        assert!(text.contains("out\n") && text.contains("err\n"), "{text:?}");
    }

    #[test]
    fn an_unsuccessful_command_is_named_in_the_error() {
        let error = run(Command::new("sh").args(["-c", "exit 4"]))
            .unwrap_err()
            .to_string();
        assert!(error.contains("sh -c exit 4"), "{error}");
    }
}
