//! Facts as they are loaded.

use super::{Cell, ResolvedFact};
use crate::error::StoreError;
use crate::sealing::{Column, Sealer, Values};

/// Facts in the order of their key, so that they land side by side, each with its answers as they are written.
pub(crate) struct FactsByKey<'b> {
    facts: Vec<ResolvedFact<'b>>,
    answers: Values,
}

impl<'b> FactsByKey<'b> {
    pub(crate) fn of(
        mut facts: Vec<ResolvedFact<'b>>,
        sealer: &Sealer,
    ) -> Result<FactsByKey<'b>, StoreError> {
        facts.sort_by_cached_key(|fact| fact.order());
        let mut answers = Values::with_room(facts.len(), 0);
        for fact in &facts {
            match &fact.input.sheet {
                Some(sheet) => {
                    let (raw_id, sheet) = (fact.origin.raw_id, sheet.to_bytes());
                    sealer.close_next(Column::Answers, raw_id, &sheet, &mut answers)?;
                }
                None => answers.leave_out(),
            }
        }
        Ok(FactsByKey { facts, answers })
    }

    /// How many they are.
    pub(crate) fn len(&self) -> usize {
        self.facts.len()
    }

    /// The facts and their answers.
    pub(crate) fn rows(&self) -> Vec<(&ResolvedFact<'b>, Option<&[u8]>)> {
        self.facts.iter().zip(self.answers.iter()).collect()
    }

    /// When the latest of them was received.
    pub(crate) fn latest_received_ms(&self) -> Option<i64> {
        self.facts
            .iter()
            .map(|fact| fact.origin.received_at_ms)
            .max()
    }

    /// The cells in which they stand.
    pub(crate) fn cells(&self) -> impl Iterator<Item = Cell> {
        self.facts.iter().map(|fact| fact.cell())
    }
}
