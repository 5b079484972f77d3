//! CSV files that are made and sent piece by piece: they may be longer than memory.

use futures_util::stream::{Stream, try_unfold};
use store::StoreError;

/// Why a piece could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PieceError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A line cannot be written.
    #[error(transparent)]
    Csv(#[from] csv::Error),
}

/// Lines, and where the next piece begins; `None` at the end.
pub type Piece<At> = Result<Option<(Vec<u8>, At)>, PieceError>;

/// The lines of some records.
pub fn lines<Cell: AsRef<[u8]>, const N: usize>(
    records: impl Iterator<Item = [Cell; N]>,
) -> Result<Vec<u8>, PieceError> {
    let mut out = csv::Writer::from_writer(Vec::new());
    for record in records {
        out.write_record(record)?;
    }
    let lines = out
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(lines)
}

/// A whole file: its header line, and then one piece after another from `start` on.
pub fn file<At, Making>(
    header: &str,
    start: At,
    mut piece: impl FnMut(At) -> Making,
) -> impl Stream<Item = Result<Vec<u8>, PieceError>>
where
    Making: Future<Output = Piece<At>>,
{
    let first = (header.as_bytes().to_vec(), start);
    try_unfold(Some(first), move |present| {
        let next = present.map(|(lines, at)| (lines, piece(at)));
        async move {
            match next {
                Some((lines, next)) => Ok(Some((lines, next.await?))),
                None => Ok(None),
            }
        }
    })
}
