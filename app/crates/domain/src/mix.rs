//! Numbers made one number, the same on every machine and in every version.

/// 64 bits that stand for some numbers in their order. Not for secrets.
pub fn mixed(parts: impl IntoIterator<Item = i64>) -> u64 {
    parts
        .into_iter()
        .fold(0, |state, part| mix(state ^ part.cast_unsigned()))
}

/// One step of SplitMix64 (Steele, Lea and Flood 2014): a bijection that spreads every bit.
fn mix(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// They stand in databases.
    #[test]
    fn what_stands_for_numbers_stays_what_it_is_and_minds_their_order() {
        assert_eq!(mixed([]), 0);
        assert_eq!(mixed([0]), 0xe220_a839_7b1d_cdaf);
        assert_ne!(mixed([1, 2]), mixed([2, 1]));
    }
}
