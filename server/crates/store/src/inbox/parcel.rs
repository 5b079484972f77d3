//! Parcels: the rows of one request, as the inbox keeps them.

use crate::record::Arrival;
use crate::run::RowOutcome;
use domain::time::EpochMs;

/// Bytes of a key: a hash of the id and one of the content.
const KEY_BYTES: usize = 8 + 16;

/// Rows that wait to be recorded, as they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Its number, in order of arrival.
    pub inbox_id: i64,
    /// Whose token it came with.
    pub token_id: i32,
    /// When it came.
    pub seen_at: EpochMs,
    /// Number in the request and bytes of each row.
    pub rows: Vec<(u64, Vec<u8>)>,
}

/// A parcel to be inserted.
#[derive(Debug)]
pub(crate) struct NewParcel {
    pub(crate) token_id: i32,
    pub(crate) keys: Vec<u8>,
    pub(crate) body: Vec<u8>,
}

/// Packs one delivery; `None` if nothing of it must wait.
pub(crate) fn pack(token_id: i32, rows: &[Arrival], outcomes: &[RowOutcome]) -> Option<NewParcel> {
    let waits = || {
        rows.iter()
            .zip(outcomes)
            .filter(|(_, outcome)| **outcome != RowOutcome::Unchanged)
    };
    waits().next()?;
    let bytes = waits().map(|(row, _)| row.body.len() + 12).sum();
    let (mut keys, mut body) = (Vec::new(), Vec::with_capacity(bytes));
    for (row, outcome) in waits() {
        if *outcome != RowOutcome::Quarantined {
            keys.extend_from_slice(&row.id_hash.to_le_bytes());
            keys.extend_from_slice(&row.content_hash);
        }
        body.extend_from_slice(&row.row_number.to_le_bytes());
        // A row of a request has at most a few megabytes.
        body.extend_from_slice(
            &u32::try_from(row.body.len())
                .unwrap_or(u32::MAX)
                .to_le_bytes(),
        );
        body.extend_from_slice(&row.body);
    }
    Some(NewParcel {
        token_id,
        keys,
        body: lz4_flex::block::compress_prepend_size(&body),
    })
}

/// Number and bytes of each row of a body; `None` if it is damaged.
pub(crate) fn unpack(packed: &[u8]) -> Option<Vec<(u64, Vec<u8>)>> {
    let unpacked = lz4_flex::block::decompress_size_prepended(packed).ok()?;
    let mut body = unpacked.as_slice();
    let mut rows = Vec::new();
    while !body.is_empty() {
        let (number, rest) = body.split_first_chunk::<8>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (row, rest) = rest.split_at_checked(length)?;
        rows.push((u64::from_le_bytes(*number), row.to_vec()));
        body = rest;
    }
    Some(rows)
}

/// The hashes of id and content in a parcel's keys.
pub(crate) fn keys_of(keys: &[u8]) -> impl Iterator<Item = (i64, [u8; 16])> {
    keys.chunks_exact(KEY_BYTES).filter_map(|key| {
        let (id, content) = key.split_first_chunk::<8>()?;
        Some((i64::from_le_bytes(*id), content.try_into().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::Rejected;
    use domain::reason::Reason;

    fn row(number: u64, body: &str, hash: u8) -> Arrival {
        Arrival {
            id_hash: i64::from(hash),
            submission_id: body.to_owned(),
            content_hash: [hash; 16],
            quarantine_hash: [hash; 16],
            body: body.as_bytes().to_vec(),
            row_number: number,
            format: 2,
            received_at: EpochMs(0),
            received_assumed: true,
            content: Err(Rejected {
                code: Reason::UnknownArea,
                reason: String::new(),
            }),
        }
    }

    #[test]
    fn what_is_packed_comes_out_as_it_was_and_only_what_counts_has_a_key() {
        let rows = [row(1, "a", 7), row(2, "b", 8), row(9, "", 9)];
        let outcomes = [
            RowOutcome::Accepted,
            RowOutcome::Unchanged,
            RowOutcome::Quarantined,
        ];
        let parcel = pack(3, &rows, &outcomes).unwrap();
        assert_eq!(parcel.token_id, 3);
        assert_eq!(
            unpack(&parcel.body).unwrap(),
            [(1, b"a".to_vec()), (9, Vec::new())]
        );
        let keys: Vec<_> = keys_of(&parcel.keys).collect();
        assert_eq!(keys, [(7, [7; 16])]);
        assert!(pack(3, &rows[1..2], &outcomes[1..2]).is_none());
    }

    #[test]
    fn a_parcel_that_was_cut_is_not_read_as_a_shorter_one() {
        let rows = [row(1, "some bytes", 7), row(2, "and some more of them", 8)];
        let parcel = pack(3, &rows, &[RowOutcome::Accepted; 2]).unwrap();
        for length in 0..parcel.body.len() {
            assert!(unpack(&parcel.body[..length]).is_none(), "{length}");
        }
    }
}
