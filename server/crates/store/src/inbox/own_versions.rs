//! Which versions of the recorded rows this process has made.

use std::sync::Arc;
use tokio::sync::{Mutex, MutexGuard};

/// The versions that this process's recordings have made, and that have not been heard of where rows are taken in.
///
/// Whoever takes rows in holds it for as long as that takes; whoever records holds it from before his commit until his version stands
/// here. A version that is on file and was not told of here is therefore somebody else's.
#[derive(Clone, Debug, Default)]
pub(crate) struct OwnVersions(Arc<Mutex<Vec<i64>>>);

impl OwnVersions {
    /// Waits until nobody else holds it.
    pub(crate) async fn hold(&self) -> MutexGuard<'_, Vec<i64>> {
        self.0.lock().await
    }
}
