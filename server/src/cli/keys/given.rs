//! Whence keys come, whatever they are for: a file that is its owner's alone, or its text in the environment.

use super::super::{Failure, others_may_read};
use std::path::Path;

/// How keys of one kind are given, and spoken of.
pub(super) struct Given {
    /// What their file is called in a sentence.
    pub(super) file: &'static str,
    /// What whoever has the file can read.
    pub(super) opens: &'static str,
    /// The environment's variable with a key file's text.
    pub(super) variable: &'static str,
}

impl Given {
    /// The keys of a file, by how its text is read; or a sentence that says what is wrong and what to do.
    pub(super) fn of_file<K>(
        &self,
        path: &Path,
        keys_of: impl FnOnce(&str) -> Result<K, String>,
    ) -> Result<K, String> {
        let (file, shown) = (self.file, path.display());
        let text = std::fs::read_to_string(path).map_err(|error| {
            format!("The {file} {shown} cannot be read: {error}. `fieldwatch key new {shown}` makes one.")
        })?;
        if others_may_read(path) {
            return Err(format!(
                "The {file} {shown} can be read by others than its owner; whoever has it reads {}. chmod 600 {shown}",
                self.opens
            ));
        }
        keys_of(&text).map_err(|what| format!("The {file} {shown}: {what}."))
    }

    /// What the environment has, if anything.
    pub(super) fn text(&self) -> Option<String> {
        let text = std::env::var(self.variable).unwrap_or_default();
        (!text.trim().is_empty()).then_some(text)
    }

    /// The keys of the file that is named, otherwise of the environment; `None` where there are neither.
    pub(super) fn open<K>(
        &self,
        path: Option<&Path>,
        keys_of: impl FnOnce(&str) -> Result<K, String>,
    ) -> Result<Option<K>, Failure> {
        if let Some(path) = path {
            return self.of_file(path, keys_of).map(Some).map_err(Failure::new);
        }
        let Some(text) = self.text() else {
            return Ok(None);
        };
        let keys = keys_of(&text);
        keys.map(Some)
            .map_err(|what| Failure::new(format!("{}: {what}.", self.variable)))
    }
}
