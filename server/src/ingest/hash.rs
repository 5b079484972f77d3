//! Fingerprints: of ids, of contents, of households.

use domain::time::EpochMs;

/// 64 bits of a submission id, for the index. The id itself is compared as well: a collision costs a look, not a row.
pub fn id_hash(submission_id: &str) -> i64 {
    first_8(blake3::hash(submission_id.as_bytes()))
}

/// 64 bits that stand for one household of an area and wave. A reference is taken as unique within a union council
/// and wave only, because some tools number households afresh in each.
pub fn household_key(wave_code: Option<&str>, area_code: &str, household_ref: &str) -> i64 {
    let mut hasher = blake3::Hasher::new();
    for part in [wave_code.unwrap_or(""), area_code, household_ref] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let within_area = first_8(hasher.finalize()).cast_unsigned() >> 16;
    (u64::from(neighbourhood(area_code)) << 48 | within_area).cast_signed()
}

/// 16 bits of an area's code (FNV-1a, folded). Households of an area stand side by side in the index, as an enumerator
/// visits them: over a whole province, keys without such an order would have each import touch every page of it.
fn neighbourhood(area_code: &str) -> u16 {
    let hash = area_code.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash >> 16) as u16 ^ hash as u16
}

/// 128 bits of a row's content: its non-blank cells by name, in the order of the names. The order of columns, their
/// case, blank cells, quoting and the file's form make no difference; an unknown column does.
pub fn content_hash<'a>(
    cells_by_name: impl IntoIterator<Item = (&'a str, &'a str)>,
    scratch: &mut Vec<u8>,
) -> [u8; 16] {
    scratch.clear();
    for (name, value) in cells_by_name {
        if value.is_empty() {
            continue;
        }
        // Lengths first, so that no two different rows can spell the same bytes.
        scratch.extend_from_slice(&(name.len() as u32).to_le_bytes());
        scratch.extend_from_slice(name.as_bytes());
        scratch.extend_from_slice(&(value.len() as u32).to_le_bytes());
        scratch.extend_from_slice(value.as_bytes());
    }
    first_16(blake3::hash(scratch))
}

/// 128 bits of a row as it came, for rows that cannot be read.
pub fn body_hash(body: &[u8]) -> [u8; 16] {
    first_16(blake3::hash(body))
}

/// The [`body_hash`] of bytes that stand in several pieces.
pub fn hash_of_pieces<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    for piece in pieces {
        hasher.update(piece);
    }
    first_16(hasher.finalize())
}

/// 128 bits that stand for a row which was deleted in the collection system and is there again as it was: the same row, said
/// once more. By its own hash it would be known, and the deletion would go on counting.
pub fn restored_hash(content_hash: &[u8; 16], deleted_at: EpochMs) -> [u8; 16] {
    let parts = [&content_hash[..], b"restored", &deleted_at.0.to_be_bytes()];
    first_16(blake3::hash(&parts.concat()))
}

fn first_8(hash: blake3::Hash) -> i64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hash.as_bytes()[..8]);
    i64::from_le_bytes(bytes)
}

fn first_16(hash: blake3::Hash) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.as_bytes()[..16]);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_cells_do_not_matter_and_shifted_text_does() {
        let hash = |cells: &[(&str, &str)]| content_hash(cells.iter().copied(), &mut Vec::new());
        assert_eq!(
            hash(&[("a", "1"), ("b", ""), ("c", "2")]),
            hash(&[("a", "1"), ("c", "2")])
        );
        assert_ne!(
            hash(&[("a", "12"), ("b", "3")]),
            hash(&[("a", "1"), ("b", "23")])
        );
        assert_ne!(
            hash(&[("a", "1"), ("b", "2")]),
            hash(&[("a", "2"), ("b", "1")])
        );
    }

    #[test]
    fn the_same_reference_in_another_union_council_or_wave_is_another_household() {
        let key = household_key(Some("W1"), "PB0101-001", "H7");
        assert_eq!(key, household_key(Some("W1"), "PB0101-001", "H7"));
        assert_ne!(key, household_key(Some("W1"), "PB0101-002", "H7"));
        assert_ne!(key, household_key(Some("W2"), "PB0101-001", "H7"));
        assert_ne!(key, household_key(None, "PB0101-001", "H7"));
    }
}
