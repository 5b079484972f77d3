//! Maps of a batch: keyed by numbers, or by short codes. Several are looked up for every row: the standard library's hasher would
//! take a tenth of all the time of recording.

use foldhash::fast::{FixedState, RandomState};
use std::collections::{HashMap, HashSet};

/// By numbers that are hashes already: nobody can choose them.
pub(crate) type KeyMap<K, V> = HashMap<K, V, FixedState>;
pub(crate) type KeySet<K> = HashSet<K, FixedState>;

/// Numbers by code.
pub(crate) type CodeMap = HashMap<String, i32, RandomState>;
