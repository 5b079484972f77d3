//! Files that are to be there after a power cut.

use std::fs::File;
use std::io;
use std::path::Path;

/// Waits until a file, or what a folder lists, is on the disk.
pub fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// The folder of a file. A file's name is on the disk when its folder is.
pub fn folder_of(file: &Path) -> &Path {
    file.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}
