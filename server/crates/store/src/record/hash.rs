//! Maps of a batch, keyed by numbers. Several are looked up for every row: the standard library's hasher would take a tenth of all the time of
//! recording.

use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};

/// By numbers that are hashes already: nobody can choose them.
pub(crate) type KeyMap<K, V> = HashMap<K, V, FixedState>;
pub(crate) type KeySet<K> = HashSet<K, FixedState>;
