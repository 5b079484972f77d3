//! Tables as files: the same table as CSV and as XLSX, numbers as numbers, with what it was chosen by and as of when.

pub mod coverage;
pub mod geojson;
mod page;
mod xlsx;

pub use page::{areas, enumerators, overview, quality};
pub use xlsx::xlsx_of;

use crate::spreadsheet::for_spreadsheet;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::disclosure::{Disclosed, Held};
use serde_json::{Map, Value as Json};

/// The form of a table's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Comma-separated values, UTF-8.
    Csv,
    /// A workbook: the table on one sheet, what it was chosen by on another.
    Xlsx,
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
}

/// What a file to be kept is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A table.
    Table(Form),
    /// Areas with their boundaries.
    GeoJson,
}

impl FileKind {
    fn ending(self) -> &'static str {
        match self {
            FileKind::Table(Form::Csv) => "csv",
            FileKind::Table(Form::Xlsx) => "xlsx",
            FileKind::GeoJson => "geojson",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            FileKind::Table(Form::Csv) => "text/csv; charset=utf-8",
            FileKind::Table(Form::Xlsx) => {
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
            FileKind::GeoJson => "application/geo+json",
        }
    }
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A number, with four decimals at most.
    Number(f64),
    /// A number that is always written with so many decimals.
    Fixed(f64, usize),
    /// Something with parts, as JSON.
    Json(String),
    /// A number that is held back: a word in a column of numbers, so that nobody takes it for nothing.
    Held(Held),
    /// No value: blank, never 0.
    Blank,
}

impl Cell {
    /// A number, or nothing.
    pub fn number(value: Option<f64>) -> Cell {
        value.map_or(Cell::Blank, Cell::Number)
    }

    /// How many there are.
    pub fn count(count: impl Into<u64>) -> Cell {
        Cell::Number(count.into() as f64)
    }

    /// How many there are, or nothing.
    pub fn counted(count: Option<impl Into<u64>>) -> Cell {
        count.map_or(Cell::Blank, Cell::count)
    }

    /// How many there are, if it is told.
    pub fn disclosed(count: Disclosed<impl Into<u64>>) -> Cell {
        match count {
            Disclosed::Told(count) => Cell::count(count),
            Disclosed::Held(held) => Cell::Held(held),
        }
    }

    /// A text; nothing if it is empty.
    pub fn filled(text: impl AsRef<str>) -> Cell {
        Cell::text(Some(text.as_ref()).filter(|text| !text.is_empty()))
    }

    /// A text, or nothing.
    pub fn text(value: Option<&str>) -> Cell {
        value.map_or(Cell::Blank, |text| Cell::Text(text.to_owned()))
    }

    /// As it stands in a CSV file.
    pub fn csv(&self) -> String {
        match self {
            Cell::Text(text) => for_spreadsheet(text),
            // Four decimals at most, without trailing zeros: a share in per cent to a millionth.
            Cell::Number(value) => {
                let text = format!("{value:.4}");
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
            Cell::Fixed(value, decimals) => format!("{value:.decimals$}"),
            Cell::Json(text) => text.clone(),
            Cell::Held(held) => held.code().to_owned(),
            Cell::Blank => String::new(),
        }
    }

    /// As it stands in JSON: a number is the one of the CSV file, to the same decimals; what has no value is null.
    pub fn json(&self) -> Json {
        match self {
            Cell::Text(text) => Json::from(text.as_str()),
            Cell::Held(held) => Json::from(held.code()),
            Cell::Number(_) | Cell::Fixed(..) => {
                let text = self.csv();
                let whole = text.parse::<i64>().map(Json::from);
                whole.unwrap_or_else(|_| text.parse::<f64>().map_or(Json::Null, Json::from))
            }
            // What this program wrote as JSON; what it did not, another version did, and it stays a text.
            Cell::Json(text) => {
                serde_json::from_str(text).unwrap_or_else(|_| Json::from(text.as_str()))
            }
            Cell::Blank => Json::Null,
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
    /// A table of some columns. What it was chosen by stands in them, or nowhere.
    pub fn of<'n>(
        name: impl Into<String>,
        columns: impl IntoIterator<Item = &'n str>,
        rows: Vec<Vec<Cell>>,
    ) -> Table {
        Table {
            name: name.into(),
            about: Vec::new(),
            columns: columns.into_iter().map(str::to_owned).collect(),
            rows,
        }
    }

    /// The table as CSV.
    pub fn csv(&self) -> Result<Vec<u8>, csv::Error> {
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

    /// The rows as JSON objects: a member a column.
    pub fn json_rows(&self) -> Vec<Map<String, Json>> {
        let object = |row: &Vec<Cell>| {
            let members = self.columns.iter().cloned();
            members.zip(row.iter().map(Cell::json)).collect()
        };
        self.rows.iter().map(object).collect()
    }

    /// The table as the answer to a request.
    pub fn answer(&self, form: Form) -> Response {
        let made = match form {
            Form::Xlsx => xlsx::workbook(self).map_err(|error| error.to_string()),
            Form::Csv => self.csv().map_err(|error| error.to_string()),
        };
        match made {
            Ok(body) => attachment(&self.name, FileKind::Table(form), body),
            Err(error) => crate::web::failed(&std::io::Error::other(error)),
        }
    }

    /// The same where the columns say already what the table was chosen by: `about` is for a workbook's second sheet alone.
    pub fn answer_with(mut self, form: Form, about: Vec<(&'static str, String)>) -> Response {
        if form == Form::Xlsx {
            self.about = about;
        }
        self.answer(form)
    }
}

/// A file to be kept.
pub fn attachment(name: &str, kind: FileKind, body: Vec<u8>) -> Response {
    let name = file_name(name);
    let disposition = format!("attachment; filename=\"{name}.{}\"", kind.ending());
    let headers = [
        (header::CONTENT_TYPE, kind.media_type().to_owned()),
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
    use serde_json::json;

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
    fn json_has_the_numbers_of_the_csv_and_null_for_what_has_no_value() {
        let cells = [
            (Cell::Number(33.0 + 1.0 / 3.0), "33.3333", json!(33.3333)),
            (Cell::Number(-12.0), "-12", json!(-12)),
            (Cell::count(1_200_u32), "1200", json!(1200)),
            (Cell::Fixed(63.0, 1), "63.0", json!(63.0)),
            (Cell::Fixed(7.126, 2), "7.13", json!(7.13)),
            (Cell::Text("=1".to_owned()), "'=1", json!("=1")),
            (Cell::Text("0101".to_owned()), "0101", json!("0101")),
            (
                Cell::Json("{\"a\":1}".to_owned()),
                "{\"a\":1}",
                json!({"a": 1}),
            ),
            (
                Cell::Json("not JSON".to_owned()),
                "not JSON",
                json!("not JSON"),
            ),
            (Cell::Number(f64::NAN), "NaN", Json::Null),
            (Cell::Held(Held::Few), "<5", json!("<5")),
            (Cell::Held(Held::Withheld), "withheld", json!("withheld")),
            (Cell::Blank, "", Json::Null),
        ];
        for (cell, csv, json) in cells {
            assert_eq!((cell.csv().as_str(), cell.json()), (csv, json), "{cell:?}");
        }
        let rows = table().json_rows();
        assert_eq!(
            Json::from(rows),
            json!([{"area_code": "007", "value": 33.3333}, {"area_code": "=1+1", "value": null}])
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
