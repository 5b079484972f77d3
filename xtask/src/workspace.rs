//! Where things are: the checkout and what is built from it.

use std::path::{Path, PathBuf};

/// The folders that every task works in.
pub struct Workspace {
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's target directory; everything generated goes below it.
    pub target: PathBuf,
}

impl Workspace {
    /// Finds the checkout that holds this program, whatever folder it was called from.
    pub fn find() -> Self {
        let manifest_dir = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest_dir
            .parent()
            .unwrap_or(Path::new("."))
            .to_path_buf();
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => std::path::absolute(&dir).unwrap_or_else(|_| PathBuf::from(dir)),
            None => root.join("target"),
        };
        Self { root, target }
    }

    /// What the server hands out as files: `pkg/`, and a copy of `public/`.
    pub fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// The browser half's own target directory: other profile, other standard library.
    pub fn wasm_target(&self) -> PathBuf {
        self.target.join("wasm")
    }

    /// npm's tools of the build (wasm-opt).
    pub fn npm_tools(&self) -> PathBuf {
        self.root.join("xtask").join("npm")
    }

    /// The browser tests.
    pub fn e2e(&self) -> PathBuf {
        self.root.join("tests").join("e2e")
    }

    /// The server program of a profile (`debug` or `release`).
    pub fn server_binary(&self, profile: &str) -> PathBuf {
        self.target.join(profile).join("fieldwatch")
    }
}
