//! A compiler for the browser half, in two ways (docs/decisions/0020).
//!
//! The usual way is `rustup target add`. Where rustup cannot download, Debian's `rustc-web` and its standard
//! library's sources do the same: cargo then builds the standard library itself.

use std::fmt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use super::debian;
use crate::command::{self, on_path, output_of};

/// The target that browsers run.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's packages for the second way, with the linker.
const DEBIAN_PACKAGES: &[&str] = &[
    "rustc-web",
    "cargo-web",
    "libstd-rust-web-dev",
    "rust-web-src",
    "lld-22",
];

/// What the second way consists of once it is installed.
const DEBIAN_FILES: &[&str] = &[
    "/usr/bin/cargo",
    "/usr/bin/rustc",
    DEBIAN_LINKER,
    "/usr/lib/rustlib/src/rust/library/std/Cargo.toml",
];
const DEBIAN_LINKER: &str = "/usr/bin/wasm-ld-22";

/// rustup tells of progress all the time; so long without a word means that nothing comes.
const RUSTUP_SILENCE: Duration = Duration::from_secs(60);

/// A way to compile for the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WasmToolchain {
    /// The toolchain in use has a standard library for WebAssembly.
    Usual,
    /// Debian's toolchain builds the standard library from its sources.
    Debian,
}

impl fmt::Display for WasmToolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Usual => "the toolchain in use",
            Self::Debian => "Debian's toolchain (standard library from source)",
        })
    }
}

impl WasmToolchain {
    /// Cargo, prepared to build for [`TARGET`]; `build` and the arguments are the caller's.
    pub fn cargo_build(self, root: &Path) -> Command {
        let mut command = match self {
            Self::Usual => Command::new("cargo"),
            Self::Debian => Command::new("/usr/bin/cargo"),
        };
        command.current_dir(root).arg("build");
        if self == Self::Debian {
            let path = std::env::var("PATH").unwrap_or_default();
            command
                .args(["-Z", "build-std=std,panic_abort"])
                .env("PATH", format!("/usr/bin:{path}"))
                // The switch to build the standard library is not yet a stable one.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER)
                // Left by the cargo that started this program: they would lead back to the other toolchain.
                .env_remove("RUSTUP_TOOLCHAIN")
                .env_remove("RUSTC")
                .env_remove("CARGO");
        }
        command
    }

    /// The compiler's own description: another compiler means another build.
    pub fn version(self) -> String {
        let rustc = match self {
            Self::Usual => "rustc",
            Self::Debian => "/usr/bin/rustc",
        };
        output_of(Command::new(rustc).arg("-vV")).unwrap_or_default()
    }

    fn is_there(self) -> bool {
        match self {
            Self::Usual => usual_std_is_there(),
            Self::Debian => DEBIAN_FILES.iter().all(|file| Path::new(file).exists()),
        }
    }

    fn install(self) -> Result<()> {
        match self {
            Self::Usual => add_with_rustup(),
            Self::Debian => {
                debian::install(DEBIAN_PACKAGES, "a Rust standard library for WebAssembly")
            }
        }
    }
}

/// Finds a way to compile for the browser; where there is none, makes one.
pub fn ensure() -> Result<WasmToolchain> {
    choose(
        &ways(std::env::var("FIELDWATCH_WASM_TOOLCHAIN").ok().as_deref())?,
        WasmToolchain::is_there,
        |way| way.install(),
    )
}

/// The ways to try, in order.
fn ways(insisted: Option<&str>) -> Result<Vec<WasmToolchain>> {
    match insisted {
        None | Some("") => Ok(vec![WasmToolchain::Usual, WasmToolchain::Debian]),
        Some("rustup") => Ok(vec![WasmToolchain::Usual]),
        Some("debian") => Ok(vec![WasmToolchain::Debian]),
        Some(other) => {
            bail!("FIELDWATCH_WASM_TOOLCHAIN is `{other}`; it can be `rustup` or `debian`")
        }
    }
}

/// What is there already wins over what would have to be installed; then each way's installation is tried.
fn choose(
    ways: &[WasmToolchain],
    is_there: impl Fn(WasmToolchain) -> bool,
    install: impl Fn(WasmToolchain) -> Result<()>,
) -> Result<WasmToolchain> {
    if let Some(way) = ways.iter().copied().find(|&way| is_there(way)) {
        return Ok(way);
    }
    let mut reasons = Vec::new();
    for &way in ways {
        match install(way) {
            Ok(()) if is_there(way) => return Ok(way),
            Ok(()) => reasons.push(format!("{way}: installed, but its files are not found")),
            Err(error) => {
                eprintln!("WebAssembly by {way} is not to be had: {error:#}");
                reasons.push(format!("{way}: {error:#}"));
            }
        }
    }
    bail!("no way to compile for the browser.\n{}", reasons.join("\n"))
}

fn usual_std_is_there() -> bool {
    output_of(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))
        .is_some_and(|dir| holds_std(Path::new(&dir)))
}

/// An interrupted download leaves an empty folder, so the folder alone is not enough.
fn holds_std(dir: &Path) -> bool {
    std::fs::read_dir(dir).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    })
}

fn add_with_rustup() -> Result<()> {
    if on_path("rustup").is_none() {
        bail!("rustup is not installed");
    }
    command::step(&format!("rustup target add {TARGET}"), || {
        let mut rustup = Command::new("rustup");
        rustup.args(["target", "add", TARGET]);
        if command::run_unless_silent(&mut rustup, RUSTUP_SILENCE)? {
            Ok(())
        } else {
            bail!("rustup could not download it (offline?)")
        }
    })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn what_is_there_is_used_without_installing() {
        let ways = ways(None).unwrap();
        let chosen = choose(
            &ways,
            |way| way == WasmToolchain::Debian,
            |_| bail!("must not install"),
        )
        .unwrap();
        assert_eq!(chosen, WasmToolchain::Debian);
    }

    #[test]
    fn debian_is_the_way_when_rustup_cannot_download() {
        let installed = Cell::new(false);
        let chosen = choose(
            &ways(None).unwrap(),
            |way| way == WasmToolchain::Debian && installed.get(),
            |way| match way {
                WasmToolchain::Usual => bail!("offline"),
                WasmToolchain::Debian => {
                    installed.set(true);
                    Ok(())
                }
            },
        );
        assert_eq!(chosen.unwrap(), WasmToolchain::Debian);
    }

    #[test]
    fn when_both_fail_both_reasons_are_told() {
        let error = choose(&ways(None).unwrap(), |_| false, |way| bail!("no {way}"))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("toolchain in use") && error.contains("Debian"),
            "{error}"
        );
    }

    #[test]
    fn an_unknown_wish_is_refused() {
        assert!(ways(Some("nix")).is_err());
    }

    #[test]
    fn an_empty_folder_holds_no_standard_library() {
        let dir = std::env::temp_dir().join(format!("xtask-std-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        assert!(!holds_std(&dir));
        std::fs::write(dir.join("libstd-0.rlib"), b"").unwrap();
        assert!(holds_std(&dir));
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
