//! Something about each of some submissions.

use super::Key;
use std::collections::HashMap;

/// A value for each submission, in the order in which they were first named.
pub(super) struct BySubmission<'a, T> {
    at: HashMap<Key<'a>, usize>,
    all: Vec<(Key<'a>, T)>,
}

impl<'a, T: Default> BySubmission<'a, T> {
    /// The beginning of a value for each submission that is named, however often it is.
    pub(super) fn of(keys: impl Iterator<Item = Key<'a>>) -> BySubmission<'a, T> {
        let mut at = HashMap::new();
        let mut all = Vec::new();
        for key in keys {
            at.entry(key).or_insert_with(|| {
                all.push((key, T::default()));
                all.len() - 1
            });
        }
        BySubmission { at, all }
    }

    /// The hashes to look up, each once: two submissions may share one.
    pub(super) fn hashes(&self) -> Vec<i64> {
        let mut hashes: Vec<i64> = self.all.iter().map(|((id_hash, _), _)| *id_hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    }

    /// The value of a submission, if it was named.
    pub(super) fn get_mut(&mut self, key: Key<'_>) -> Option<&mut T> {
        let at = *self.at.get(&key)?;
        self.all.get_mut(at).map(|(_, value)| value)
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &(Key<'a>, T)> {
        self.all.iter()
    }

    /// All of them.
    pub(super) fn into_iter(self) -> impl Iterator<Item = (Key<'a>, T)> {
        self.all.into_iter()
    }
}
