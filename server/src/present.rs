//! What is shown now: read by many at once, never changed, only replaced.

use std::sync::{PoisonError, RwLock};

/// Something of which there is a present one. What is cloned by every reader is to be cheap to clone.
#[derive(Debug)]
pub struct Present<T>(RwLock<T>);

// The lock guards one assignment; a panic elsewhere while it was held cannot have left it half done.
impl<T: Clone> Present<T> {
    /// The first one.
    pub fn new(first: T) -> Present<T> {
        Present(RwLock::new(first))
    }

    /// The present one.
    pub fn get(&self) -> T {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Puts another in its place.
    pub fn replace(&self, by: T) {
        self.replace_if(by, |_| true);
    }

    /// Puts another in its place if the one that is there says so: who works one out beside others may be the later and have less.
    pub fn replace_if(&self, by: T, is_to_go: impl FnOnce(&T) -> bool) {
        let mut present = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if is_to_go(&present) {
            *present = by;
        }
    }
}
