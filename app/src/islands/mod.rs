//! What the browser adds to a page that is already complete: a closed list.

pub mod map_view;
