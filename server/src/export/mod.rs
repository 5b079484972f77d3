//! Tables as files: the same table as CSV and as XLSX, numbers as numbers, with what it was chosen by and as of when.

pub mod geojson;
mod page;
mod xlsx;

pub use page::{areas, enumerators, overview, quality};
pub use xlsx::xlsx_of;

use crate::spreadsheet::for_spreadsheet;
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Comma-separated values, UTF-8.
    Csv,
    /// A workbook: the table on one sheet, what it was chosen by on another.
    Xlsx,
    /// Areas with their boundaries.
    GeoJson,
}

impl Form {
    /// By the ending of a file's name.
    pub fn of(ending: &str) -> Option<Form> {
        match ending {
            "csv" => Some(Form::Csv),
            "xlsx" => Some(Form::Xlsx),
            _ => None,
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Form::Csv => "csv",
            Form::Xlsx => "xlsx",
            Form::GeoJson => "geojson",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Form::Csv => "text/csv; charset=utf-8",
            Form::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Form::GeoJson => "application/geo+json",
        }
    }
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// No value: blank, never 0.
    Blank,
}

impl Cell {
    /// A number, or nothing.
    pub fn number(value: Option<f64>) -> Cell {
        value.map_or(Cell::Blank, Cell::Number)
    }

    /// A text, or nothing.
    pub fn text(value: Option<&str>) -> Cell {
        value.map_or(Cell::Blank, |text| Cell::Text(text.to_owned()))
    }

    fn csv(&self) -> String {
        match self {
            Cell::Text(text) => for_spreadsheet(text),
            // Four decimals at most, without trailing zeros: a share in per cent to a millionth.
            Cell::Number(value) => {
                let text = format!("{value:.4}");
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
            Cell::Blank => String::new(),
        }
    }
}

/// A table on its way into a file.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The file's name, without its ending.
    pub name: String,
    /// What it was chosen by, and as of when: columns at the end of every row of a CSV, a sheet of its own in a workbook.
    pub about: Vec<(&'static str, String)>,
    /// The columns.
    pub columns: Vec<String>,
    /// The rows, as many cells as columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut out = csv::Writer::from_writer(Vec::new());
        let about = self.about.iter();
        let names = about.clone().map(|(name, _)| *name);
        out.write_record(self.columns.iter().map(String::as_str).chain(names))?;
        let tail: Vec<String> = about.map(|(_, value)| for_spreadsheet(value)).collect();
        for row in &self.rows {
            out.write_record(row.iter().map(Cell::csv).chain(tail.iter().cloned()))?;
        }
        out.into_inner()
            .map_err(|error| csv::Error::from(error.into_error()))
    }

    /// The table as the answer to a request: a workbook if that is asked for, else CSV.
    pub fn answer(&self, form: Form) -> Response {
        let made = match form {
            Form::Xlsx => xlsx::workbook(self).map_err(|error| error.to_string()),
            Form::Csv | Form::GeoJson => self.csv().map_err(|error| error.to_string()),
        };
        match made {
            Ok(body) => attachment(&self.name, form, body),
            Err(error) => crate::web::failed(&std::io::Error::other(error)),
        }
    }
}

/// A file to be kept.
pub fn attachment(name: &str, form: Form, body: Vec<u8>) -> Response {
    let name = file_name(name);
    let disposition = format!("attachment; filename=\"{name}.{}\"", form.ending());
    let headers = [
        (header::CONTENT_TYPE, form.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, body).into_response()
}

/// A name that neither a disk nor a header misreads.
fn file_name(code: &str) -> String {
    code.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '-' {
                c
            } else {
                '_'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_without_what_a_disk_or_a_header_could_misread() {
        assert_eq!(file_name("PB01/..\""), "PB01____");
    }

    fn table() -> Table {
        Table {
            name: "made".to_owned(),
            about: vec![
                ("as_of", "2026-11-21 18:05".to_owned()),
                ("wave", "=W1".to_owned()),
            ],
            columns: vec!["area_code".to_owned(), "value".to_owned()],
            rows: vec![
                vec![Cell::Text("007".to_owned()), Cell::Number(33.0 + 1.0 / 3.0)],
                vec![Cell::Text("=1+1".to_owned()), Cell::Blank],
            ],
        }
    }

    #[test]
    fn a_csv_says_what_it_was_chosen_by_in_every_row_and_leaves_blank_what_has_no_value() {
        let csv = String::from_utf8(table().csv().unwrap()).unwrap();
        assert_eq!(
            csv,
            "area_code,value,as_of,wave\n007,33.3333,2026-11-21 18:05,'=W1\n'=1+1,,2026-11-21 18:05,'=W1\n"
        );
    }

    #[test]
    fn a_workbook_keeps_codes_as_texts_and_numbers_as_numbers() {
        let bytes = xlsx::workbook(&table()).unwrap();
        let sheet = xlsx::tests::part(&bytes, "xl/worksheets/sheet1.xml");
        // A number has its value in the cell; a text refers to the shared strings.
        assert!(sheet.contains("<v>33.333333333333336</v>"), "{sheet}");
        let texts = xlsx::tests::part(&bytes, "xl/sharedStrings.xml");
        for text in ["007", "=1+1"] {
            assert!(
                texts.contains(&format!("<t>{text}</t>")),
                "{text} in {texts}"
            );
        }
        assert!(!sheet.contains("<f>"), "no text became a formula: {sheet}");
        let about = xlsx::tests::part(&bytes, "xl/worksheets/sheet2.xml");
        assert!(about.contains("t=\"s\""), "{about}");
    }
}
