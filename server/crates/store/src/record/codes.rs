//! The codes of rows, told apart before a database is asked for their numbers.
//!
//! Five codes stand in a row, and few are different. To compare their texts takes a tenth of the time of recording: it is done where rows are
//! read (decision 0125), and each different code is looked up once a batch.

use super::FactInput;
use crate::error::StoreError;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::num::NonZeroU32;

/// One thing for each kind of code: enumerators, waves, devices, forms, versions of forms.
pub(crate) type EachKind<T> = [T; 5];

/// Numbers by code.
pub(crate) type CodeMap = HashMap<String, i32, RandomState>;

/// Stands for a code within some rows; the first different one is 1.
pub(crate) type Symbol = NonZeroU32;

/// Stand for the codes that a row has.
pub(crate) type RowSymbols = EachKind<Option<Symbol>>;

/// The codes of a row.
fn codes_of(input: &FactInput) -> EachKind<Option<&str>> {
    [
        Some(&input.enumerator_code),
        input.wave_code.as_deref(),
        input.device_code.as_deref(),
        input.form_code.as_deref(),
        input.form_version.as_deref(),
    ]
}

/// What stands for the codes of each row. A row that cannot be read has none.
pub(crate) fn symbols_of<'a>(rows: impl Iterator<Item = Option<&'a FactInput>>) -> Vec<RowSymbols> {
    let mut known: EachKind<HashMap<&str, Symbol, RandomState>> = Default::default();
    rows.map(|row| {
        let mut kinds = known.iter_mut();
        row.map_or([None; 5], codes_of).map(|code| {
            let (known, code) = (kinds.next()?, code?);
            let so_far = u32::try_from(known.len()).unwrap_or(u32::MAX);
            let next = Symbol::MIN.saturating_add(so_far);
            Some(*known.entry(code).or_insert(next))
        })
    })
    .collect()
}

/// The numbers of codes, by what stands for them.
#[derive(Debug, Default)]
pub(crate) struct Numbers(EachKind<Vec<Option<i32>>>);

impl Numbers {
    /// What has to be looked up for these rows: each different code, in order of first appearance, with what stands for it.
    pub(crate) fn wanted<'a>(
        rows: impl Iterator<Item = (RowSymbols, &'a FactInput)>,
    ) -> EachKind<Vec<(Symbol, &'a str)>> {
        let mut seen = Numbers::default();
        let mut wanted: EachKind<Vec<(Symbol, &str)>> = Default::default();
        for (symbols, input) in rows {
            for (kind, symbol) in symbols.into_iter().enumerate() {
                if let Some(symbol) = symbol
                    && seen.get(kind, symbol).is_none()
                    && let Some(code) = codes_of(input)[kind]
                {
                    seen.set(kind, symbol, 0);
                    wanted[kind].push((symbol, code));
                }
            }
        }
        wanted
    }

    fn get(&self, kind: usize, symbol: Symbol) -> Option<i32> {
        *self.0[kind].get(symbol.get() as usize)?
    }

    /// Takes note of a number that was looked up.
    pub(crate) fn set(&mut self, kind: usize, symbol: Symbol, number: i32) {
        let (numbers, at) = (&mut self.0[kind], symbol.get() as usize);
        if numbers.len() <= at {
            numbers.resize(at + 1, None);
        }
        numbers[at] = Some(number);
    }

    /// The numbers of a row's codes, which were looked up.
    pub(crate) fn of(&self, symbols: RowSymbols) -> Result<EachKind<Option<i32>>, StoreError> {
        let mut numbers = [None; 5];
        for (kind, symbol) in symbols.into_iter().enumerate() {
            numbers[kind] = symbol
                .map(|symbol| self.looked_up(kind, symbol))
                .transpose()?;
        }
        Ok(numbers)
    }

    /// That of a row's enumerator, whom every row has that can be read.
    pub(crate) fn enumerator(&self, [symbol, ..]: RowSymbols) -> Result<i32, StoreError> {
        let symbol = symbol.ok_or_else(|| StoreError::other("a fact without an enumerator"))?;
        self.looked_up(0, symbol)
    }

    fn looked_up(&self, kind: usize, symbol: Symbol) -> Result<i32, StoreError> {
        self.get(kind, symbol)
            .ok_or_else(|| StoreError::other("a code that was not looked up"))
    }
}
