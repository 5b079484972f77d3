//! A foreign row on its way to the canonical cells.

use domain::problem::Problem;
use domain::submission::{Cells, Column};
use std::borrow::Cow;

/// The canonical cells of a foreign row, some borrowed from it and some made, and what is already known to be wrong.
#[derive(Clone, Debug, Default)]
pub struct ForeignRow<'a> {
    texts: [Cow<'a, str>; Column::COUNT],
    /// Problems that only the foreign format knows words for.
    pub problems: Vec<Problem>,
}

impl<'a> ForeignRow<'a> {
    /// Puts a text into a column. A blank leaves what is there.
    pub fn set(&mut self, column: Column, text: impl Into<Cow<'a, str>>) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.texts[column as usize] = text;
        }
    }

    /// The text of a column.
    pub fn get(&self, column: Column) -> &str {
        &self.texts[column as usize]
    }

    /// All cells.
    pub fn cells(&self) -> Cells<'_> {
        let mut cells = Cells::blank();
        for column in Column::ALL {
            cells.set(column, self.get(column));
        }
        cells
    }

    /// The cells by name, for the fingerprint: with another mapping, a row that comes to something else is another row.
    pub fn named(&self) -> impl Iterator<Item = (&str, &str)> {
        Column::ALL
            .into_iter()
            .map(|column| (column.name(), self.get(column)))
    }
}

#[cfg(test)]
pub mod tests {
    //! For the adapters' tests.

    use super::*;
    use crate::ingest::formats::fields::{Fields, flatten};

    /// The same for a JSON object.
    pub fn check_json(
        read: impl for<'a> Fn(&Fields<'a>, &mut ForeignRow<'a>),
        json: &str,
        expected: &[&str],
    ) {
        let members = flatten(json.as_bytes()).unwrap();
        let fields: Vec<(&str, &str)> = members
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        check(read, &fields, expected);
    }

    /// Reads made fields with an adapter and compares all cells that are not blank.
    pub fn check(
        read: impl for<'a> Fn(&Fields<'a>, &mut ForeignRow<'a>),
        fields: &[(&str, &str)],
        expected: &[&str],
    ) {
        let mut members: Vec<(String, String)> = fields
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        members.sort();
        let mut row = ForeignRow::default();
        read(&Fields::of(&members), &mut row);
        let found: Vec<String> = row
            .named()
            .filter(|(_, text)| !text.is_empty())
            .map(|(name, text)| format!("{name}={text}"))
            .collect();
        assert_eq!(found, expected);
        assert_eq!(row.problems, []);
    }
}
