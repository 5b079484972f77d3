//! Workbooks, by rust_xlsxwriter.

use super::{Cell, FileKind, Form, Table, attachment};
use axum::body::to_bytes;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// Rows of a sheet, the head included: what spreadsheets open.
const MOST_ROWS: usize = 1_048_576;
/// The largest CSV that is turned into a workbook; what is larger is taken as CSV.
const LARGEST_CSV: usize = 64 << 20;

/// A workbook of two sheets: the table, and what it was chosen by.
pub fn workbook(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let sheet = workbook.add_worksheet();
    sheet.set_name("data")?;
    sheet.set_freeze_panes(1, 0)?;
    for (at, name) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(0, at, name, &bold)?;
        sheet.set_column_width(at, name.len().clamp(8, 40) as f64 + 2.0)?;
    }
    for (line, row) in (1..).zip(&table.rows) {
        for (at, cell) in (0..).zip(row) {
            match cell {
                Cell::Number(value) | Cell::Fixed(value, _) => {
                    sheet.write_number(line, at, *value)?
                }
                // A string is never a formula in a workbook: it needs no apostrophe.
                Cell::Text(text) | Cell::Json(text) => sheet.write_string(line, at, text)?,
                Cell::Held(held) => sheet.write_string(line, at, held.code())?,
                Cell::Blank => continue,
            };
        }
    }
    let about = workbook.add_worksheet();
    about.set_name("about")?;
    about.set_column_width(0, 20.0)?;
    about.set_column_width(1, 60.0)?;
    for (line, (name, value)) in (0..).zip(&table.about) {
        about.write_string_with_format(line, 0, *name, &bold)?;
        about.write_string(line, 1, value)?;
    }
    workbook.save_to_buffer()
}

/// A CSV answer as a workbook: the columns named in `numbers` become numbers, everything else stays text. An answer that is no
/// success stays as it is; one too large for a spreadsheet says so.
pub async fn xlsx_of(
    answer: Response,
    name: &str,
    numbers: &[&str],
    about: Vec<(&'static str, String)>,
) -> Response {
    let is_csv = answer
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/csv"));
    if answer.status() != StatusCode::OK || !is_csv {
        return answer;
    }
    let Ok(body) = to_bytes(answer.into_body(), LARGEST_CSV).await else {
        return too_large();
    };
    match table_of(&body, name, numbers, about) {
        Ok(table) if table.rows.len() < MOST_ROWS => match workbook(&table) {
            Ok(body) => attachment(name, FileKind::Table(Form::Xlsx), body),
            Err(error) => crate::web::failed(&error),
        },
        Ok(_) => too_large(),
        Err(error) => crate::web::failed(&error),
    }
}

fn too_large() -> Response {
    let sentence = "This table is too large for a spreadsheet. Choose a smaller part with the filter, or take it as CSV.\n";
    (StatusCode::UNPROCESSABLE_ENTITY, sentence).into_response()
}

fn table_of(
    bytes: &[u8],
    name: &str,
    numbers: &[&str],
    about: Vec<(&'static str, String)>,
) -> Result<Table, csv::Error> {
    let mut reader = csv::Reader::from_reader(bytes);
    let columns: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let is_number: Vec<bool> = columns
        .iter()
        .map(|column| numbers.contains(&column.as_str()))
        .collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let cells = record?;
        let row = cells.iter().zip(&is_number).map(|(text, is_number)| {
            match (text, is_number, text.parse::<f64>()) {
                ("", ..) => Cell::Blank,
                (_, true, Ok(value)) => Cell::Number(value),
                // Guarded against formulas on the way into the CSV; a workbook's text needs no guard.
                (text, ..) => Cell::Text(text.strip_prefix('\'').unwrap_or(text).to_owned()),
            }
        });
        rows.push(row.collect());
    }
    Ok(Table {
        name: name.to_owned(),
        about,
        columns,
        rows,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::Read as _;

    /// A part of a workbook, which is an archive.
    pub fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive
            .by_name(name)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    #[test]
    fn of_a_csv_only_the_named_columns_become_numbers() {
        let csv = b"area_code,complete,name\n0101,12,'=x\n0102,,7\n";
        let table = table_of(csv, "made", &["complete"], Vec::new()).unwrap();
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(
            table.rows,
            [
                [text("0101"), Cell::Number(12.0), text("=x")],
                [text("0102"), Cell::Blank, text("7")],
            ]
        );
    }
}
