//! The questions of spot checks as a CSV file: what the page and the command line take and hand out.

use crate::export::{Cell, Table};
use crate::ingest::cells::{Header, HeaderError, as_text};
use crate::ingest::file::{Form, recognise};
use crate::ingest::interpret::fit;
use crate::ingest::records::Records;
use domain::spot_check::{
    AskedQuestion, LineProblem, ListProblem, QUESTION_COLUMNS, QuestionRow, read_questions,
    write_questions,
};

/// A file of questions is a few kilobytes: more is another file.
pub const LARGEST_FILE: usize = 256 * 1024;

fn whole(problem: ListProblem) -> Vec<LineProblem> {
    vec![LineProblem {
        line: None,
        problem,
    }]
}

/// Reads a file. Answers the questions in their order, or everything that is wrong with it.
pub fn read(bytes: &[u8]) -> Result<Vec<AskedQuestion>, Vec<LineProblem>> {
    if bytes.len() > LARGEST_FILE {
        return Err(whole(ListProblem::NotAFile));
    }
    let not_a_file = || whole(ListProblem::NotAFile);
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Ok(Form::Csv { separator }) = recognise(bytes) else {
        return Err(not_a_file());
    };
    let mut records = Records::new(bytes);
    let first = records.next_record().map_err(|_| not_a_file())?;
    let first = first.ok_or_else(not_a_file)?;
    let header = match Header::read(first.bytes, separator, &QUESTION_COLUMNS) {
        Ok(header) => header,
        Err(HeaderError::Missing { missing, .. }) => {
            let missing = missing.join(", ");
            return Err(whole(ListProblem::Columns { missing }));
        }
        Err(HeaderError::Twice(_) | HeaderError::NotUtf8) => return Err(not_a_file()),
    };
    let mut splitter = header.splitter();
    let (mut rows, mut wrong): (Vec<QuestionRow>, Vec<LineProblem>) = (Vec::new(), Vec::new());
    while let Some(record) = records.next_record().map_err(|_| not_a_file())? {
        let line = record.line;
        let Ok(text) = as_text(record.bytes) else {
            return Err(not_a_file());
        };
        let mut cells: Vec<&str> = splitter.split(text).collect();
        if fit(&mut cells, &header).is_err() {
            wrong.push(LineProblem {
                line: Some(line),
                problem: ListProblem::Cells,
            });
            continue;
        }
        // A spreadsheet leaves lines of commas behind.
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cell = |name: &str| header.position(name).map_or("", |at| plain(cells[at]));
        rows.push((line, QUESTION_COLUMNS.map(|name| cell(name).to_owned())));
    }
    match wrong.is_empty() {
        true => read_questions(&rows),
        false => Err(wrong),
    }
}

/// Without the apostrophe that a file for spreadsheets has before what looks like a formula.
fn plain(cell: &str) -> &str {
    let cell = cell.trim();
    let bare = cell.strip_prefix('\'');
    let formula = bare.filter(|bare| bare.starts_with(['=', '+', '-', '@']));
    formula.unwrap_or(cell)
}

/// Questions as such a file.
pub fn table(name: &str, questions: &[AskedQuestion]) -> Table {
    let rows = write_questions(questions).into_iter();
    let rows = rows.map(|cells| cells.iter().map(Cell::filled).collect());
    Table::of(name, QUESTION_COLUMNS, rows.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::lang::Lang;
    use domain::spot_check::usual_questions;

    fn written(questions: &[AskedQuestion]) -> Vec<u8> {
        table("questions", questions).csv().unwrap()
    }

    #[test]
    fn what_is_handed_out_is_taken_again_whatever_stands_in_it() {
        let mut questions = usual_questions();
        questions[0].choices[0].code = "-1".to_owned();
        questions[0].choices[1].words.en = "=girders, \"long\"".to_owned();
        questions[1].words.en = "'Quoted', and; more".to_owned();
        assert_eq!(read(&written(&questions)), Ok(questions.clone()));
        let with_mark = [b"\xef\xbb\xbf".as_slice(), &written(&questions)].concat();
        assert_eq!(read(&with_mark), Ok(questions));
        let spaced = "question;type;tolerance;question_en;question_ur;choice;choice_en;choice_ur\n\
                      rooms;2;1;Rooms?;;;;\n;;;;;;;\n";
        assert_eq!(read(spaced.as_bytes()).map(|read| read.len()), Ok(1));
    }

    #[test]
    fn another_file_is_refused_with_what_is_missing_and_a_wrong_line_with_its_number() {
        let header = QUESTION_COLUMNS.join(",");
        for (file, says) in [
            (
                "question,type\nroof,1\n".to_owned(),
                "tolerance, question_en",
            ),
            ("[{\"question\":\"roof\"}]".to_owned(), "no CSV file"),
            (String::new(), "no CSV file"),
            ("x".repeat(LARGEST_FILE + 1), "no CSV file"),
            (
                format!("{header}\nroof,7,,Roof?,,,,\n"),
                "Line 2: \"7\" is no type",
            ),
            (
                format!("{header}\n\nroof,1,,Roof?,,,,\nland,1\n"),
                "Line 4: ",
            ),
            (format!("{header}\n"), "There is no question"),
        ] {
            let wrong = read(file.as_bytes()).unwrap_err();
            let said = wrong[0].say(Lang::En);
            assert!(said.contains(says), "{said}");
        }
        assert!(read(b"question\xff,type\n").is_err());
    }
}
