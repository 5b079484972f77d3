//! Maps of a batch: keyed by numbers that are hashes already, or by short codes.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Spreads a 64-bit key by one multiplication. The keys come from a hash function with a good spread; a general
/// hasher on top of it would cost more than everything else in the plan.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        // The golden ratio in 64 bits (Knuth, The Art of Computer Programming 3, section 6.4).
        self.0 = (self.0.rotate_left(23) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 32;
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_i32(&mut self, value: i32) {
        self.write_u32(value.cast_unsigned());
    }

    fn write_i64(&mut self, value: i64) {
        self.write_u64(value.cast_unsigned());
    }
}

pub(crate) type KeyMap<K, V> = HashMap<K, V, BuildHasherDefault<Spread>>;
pub(crate) type KeySet<K> = HashSet<K, BuildHasherDefault<Spread>>;

/// Numbers by code. Three are looked up for every row: the standard library's hasher would take a tenth of all the time
/// of recording.
pub(crate) type CodeMap = HashMap<String, i32, foldhash::fast::RandomState>;
