//! Thresholds that people have set: every change kept, what holds derived from them, and what a change would do.

mod changes;
mod previews;

pub(crate) use changes::last_change;
pub use changes::{ChangeRow, NewChange, Proposed, SaveError, book};
pub use previews::{NewPreview, PreviewRow, PreviewState};
