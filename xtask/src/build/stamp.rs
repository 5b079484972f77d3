//! Has anything changed since the last build? A stamp is the hash of all inputs of a step, kept beside its output.
//!
//! Contents count, not times: a fresh checkout or another branch and back costs nothing.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Collects the inputs of a step.
#[derive(Default)]
pub struct Inputs(DefaultHasher);

impl Inputs {
    /// Adds a word: a version, a list of flags.
    pub fn word(mut self, word: &str) -> Self {
        word.hash(&mut self.0);
        self
    }

    /// Adds a file, or every file below a folder, by path and content. What is not there counts as not there.
    pub fn path(mut self, root: &Path, relative: &str) -> Result<Self> {
        let start = root.join(relative);
        for file in files_below(&start)? {
            file.strip_prefix(root).unwrap_or(&file).hash(&mut self.0);
            std::fs::read(&file)
                .with_context(|| format!("cannot read {}", file.display()))?
                .hash(&mut self.0);
        }
        Ok(self)
    }

    /// The stamp: equal inputs, equal text.
    pub fn stamp(self) -> String {
        format!("{:016x}", self.0.finish())
    }
}

/// Whether the step that keeps its stamp in `file` was last done with these inputs.
pub fn is_fresh(file: &Path, stamp: &str) -> bool {
    std::fs::read_to_string(file).is_ok_and(|text| text == stamp)
}

/// Every file at or below `start`, in an order that does not depend on the file system.
pub fn files_below(start: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![start.to_path_buf()];
    while let Some(next) = folders.pop() {
        if next.is_file() {
            files.push(next);
        } else if next.is_dir() {
            let entries = std::fs::read_dir(&next)
                .with_context(|| format!("cannot list {}", next.display()))?;
            for entry in entries {
                folders.push(entry?.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp_of(dir: &Path) -> String {
        Inputs::default()
            .word("v1")
            .path(dir, "src")
            .unwrap()
            .stamp()
    }

    #[test]
    fn a_stamp_changes_with_content_and_name_and_with_nothing_else() {
        let dir = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        std::fs::create_dir_all(dir.join("src")).unwrap();
        std::fs::write(dir.join("src/a"), "one").unwrap();
        let first = stamp_of(&dir);

        std::fs::write(dir.join("src/a"), "one").unwrap();
        std::fs::write(dir.join("elsewhere"), "x").unwrap();
        assert_eq!(
            stamp_of(&dir),
            first,
            "same content, and a file that is no input"
        );

        std::fs::write(dir.join("src/a"), "two").unwrap();
        assert_ne!(stamp_of(&dir), first, "other content");

        std::fs::write(dir.join("src/a"), "one").unwrap();
        std::fs::rename(dir.join("src/a"), dir.join("src/b")).unwrap();
        assert_ne!(stamp_of(&dir), first, "other name");
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
