//! Rows on their way into the database, with what can be worked out of them before it is asked (decision 0125).

use super::codes::{RowSymbols, symbols_of};
use super::{Arrival, refuse_nul};
use std::sync::OnceLock;

/// Rows that are recorded together. To make one takes a part of the time that recording would take, for whose end everybody else waits: whoever
/// reads rows makes it beside the recording of those before.
#[derive(Clone, Debug)]
pub struct Batch {
    arrivals: Vec<Arrival>,
    sorted: OnceLock<Sorted>,
}

#[derive(Clone, Debug)]
struct Sorted {
    by_id: Vec<ById>,
    symbols: Vec<RowSymbols>,
}

/// A row's place among others behind the hash of its id: in order, those of one submission stand together, as they arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ById {
    pub(crate) id_hash: i64,
    place: u32,
}

impl ById {
    pub(crate) fn place(self) -> usize {
        self.place as usize
    }
}

/// The places of rows, in order.
pub(crate) fn by_id(arrivals: &[Arrival]) -> Vec<ById> {
    let mut by_id: Vec<ById> = arrivals
        .iter()
        .zip(0..)
        .map(|(arrival, place)| ById {
            id_hash: arrival.id_hash,
            place,
        })
        .collect();
    by_id.sort_unstable();
    by_id
}

impl Batch {
    /// Of rows in order of arrival. One that holds a NUL character will be quarantined: PostgreSQL's text has none.
    pub fn of(mut arrivals: Vec<Arrival>) -> Batch {
        arrivals.iter_mut().for_each(refuse_nul);
        let batch = Batch::not_sorted(arrivals);
        batch.sorted();
        batch
    }

    /// Of rows that have no NUL character. They are sorted by whoever records them: here it would hold up others.
    pub(crate) fn not_sorted(arrivals: Vec<Arrival>) -> Batch {
        Batch {
            arrivals,
            sorted: OnceLock::new(),
        }
    }

    fn sorted(&self) -> &Sorted {
        let contents = || self.arrivals.iter().map(|row| row.content.as_ref().ok());
        self.sorted.get_or_init(|| Sorted {
            by_id: by_id(&self.arrivals),
            symbols: symbols_of(contents()),
        })
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.arrivals.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.arrivals.is_empty()
    }

    /// The rows, in order of arrival.
    pub(crate) fn arrivals(&self) -> &[Arrival] {
        &self.arrivals
    }

    /// The rows alone.
    pub(crate) fn into_arrivals(self) -> Vec<Arrival> {
        self.arrivals
    }

    /// Their places, by id.
    pub(crate) fn by_id(&self) -> &[ById] {
        &self.sorted().by_id
    }

    /// What stands for a row's codes.
    pub(crate) fn symbols(&self, place: usize) -> RowSymbols {
        self.sorted().symbols[place]
    }
}

impl From<Vec<Arrival>> for Batch {
    fn from(arrivals: Vec<Arrival>) -> Batch {
        Batch::of(arrivals)
    }
}
