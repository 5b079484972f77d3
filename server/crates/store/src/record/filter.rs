//! What a recorder surely need not look up.
//!
//! A first import of a province would ask the database a million times for a submission that is not there. A Bloom
//! filter over the keys on file answers "surely not" from memory; "perhaps" is then looked up.

/// Bits a key: with eight bits set a key, about one look-up in 150 is in vain.
const BITS_A_KEY: usize = 12;

/// Eight odd multipliers, one for each word of a block (the split block Bloom filter of the Parquet format).
const SALTS: [u32; 8] = [
    0x47b6_137b,
    0x4497_4d91,
    0x8824_ad5b,
    0xa2b7_289d,
    0x7054_95c7,
    0x2df1_424b,
    0x9efc_4947,
    0x5c6b_fb31,
];

/// A set of keys that forgets none and imagines few. It grows by whole layers, each twice as large as the last.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    layers: Vec<Layer>,
}

#[derive(Clone, Debug)]
struct Layer {
    blocks: Vec<[u32; 8]>,
    room: usize,
}

impl Filter {
    /// Keys in the first layer: 1.5 MB.
    const FIRST_LAYER: usize = 1 << 20;

    pub(crate) fn insert(&mut self, key: i64) {
        if self.layers.last().is_none_or(|layer| layer.room == 0) {
            self.layers
                .push(Layer::with_room(Filter::FIRST_LAYER << self.layers.len()));
        }
        if let Some(layer) = self.layers.last_mut() {
            layer.insert(mix(key));
        }
    }

    /// `false`: the key was never inserted. `true`: perhaps it was.
    pub(crate) fn may_contain(&self, key: i64) -> bool {
        let hash = mix(key);
        self.layers.iter().any(|layer| layer.may_contain(hash))
    }
}

impl Layer {
    fn with_room(keys: usize) -> Layer {
        Layer {
            blocks: vec![[0; 8]; (keys * BITS_A_KEY).div_ceil(256)],
            room: keys,
        }
    }

    /// The block of a hash, by its upper half; the bits in it come from the lower half.
    fn block(&self, hash: u64) -> usize {
        let wide = u128::from(hash >> 32) * self.blocks.len() as u128;
        (wide >> 32) as usize
    }

    fn insert(&mut self, hash: u64) {
        let block = self.block(hash);
        for (word, bit) in self.blocks[block].iter_mut().zip(bits(hash)) {
            *word |= bit;
        }
        self.room = self.room.saturating_sub(1);
    }

    fn may_contain(&self, hash: u64) -> bool {
        let block = &self.blocks[self.block(hash)];
        block
            .iter()
            .zip(bits(hash))
            .all(|(word, bit)| word & bit != 0)
    }
}

fn bits(hash: u64) -> [u32; 8] {
    SALTS.map(|salt| 1 << ((hash as u32).wrapping_mul(salt) >> 27))
}

/// Spreads keys that are close together (the finaliser of MurmurHash3).
fn mix(key: i64) -> u64 {
    let mut hash = key.cast_unsigned();
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_ever_forgotten_even_across_layers() {
        let mut filter = Filter::default();
        let keys = (Filter::FIRST_LAYER + 1_000) as i64;
        (0..keys).for_each(|key| filter.insert(key));
        assert_eq!(filter.layers.len(), 2);
        assert!((0..keys).all(|key| filter.may_contain(key)));
    }

    #[test]
    fn a_full_layer_imagines_fewer_than_one_key_in_fifty() {
        let mut filter = Filter::default();
        let keys = Filter::FIRST_LAYER as i64;
        (0..keys).for_each(|key| filter.insert(key));
        let imagined = (keys..2 * keys)
            .filter(|key| filter.may_contain(*key))
            .count();
        assert!(imagined < Filter::FIRST_LAYER / 50, "{imagined}");
    }

    #[test]
    fn an_empty_filter_contains_nothing() {
        assert!(!Filter::default().may_contain(7));
    }
}
