//! Free space.

use std::path::Path;

/// Bytes that may still be written where `path` is or will be; `None` where the system does not say.
pub fn free_bytes(path: &Path) -> Option<u64> {
    let there = path
        .ancestors()
        .map(|folder| match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        })
        .find(|folder| folder.exists())?;
    let said = rustix::fs::statvfs(there).ok()?;
    said.f_frsize.checked_mul(said.f_bavail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_space_of_a_folder_to_be_made_is_that_of_the_one_above() {
        let folder = std::env::temp_dir();
        let space = |path: &Path| free_bytes(path).map(|bytes| bytes >> 30);
        assert_eq!(space(&folder.join("not/yet/there")), space(&folder));
        assert!(free_bytes(Path::new("neither_this")).is_some());
    }
}
