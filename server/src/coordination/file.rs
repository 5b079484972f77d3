//! Requests of the helpline from a CSV file: all or none, each reference once.

use super::{failed, may_write};
use crate::coverage::visible_area;
use crate::permission::may_in;
use crate::site::Site;
use api::coordination::{FileProblem, FileReport, LineProblem, MOST_LINES};
use api::{ApiError, Session};
use csv::StringRecord;
use domain::area::AreaId;
use domain::coordination::{Agency, CaseDraft, CaseKind, CaseProblem, NotADay, typed_day};
use domain::permission::Permission;
use domain::time::SurveyDay;
use std::collections::HashSet;
use store::coordination::{LineOutcome, NewCase};

/// The largest file that is read.
pub const LARGEST_FILE: usize = 1 << 20;

/// A file as it should look. Its areas are made up.
pub const SAMPLE: &str = "reference,area_code,received_on,title,detail,agency,due_on\n\
    EXAMPLE-1,PB0101-001,2026-11-18,Household not visited,Neighbours were visited on 12 November.,bos,2026-11-25\n\
    EXAMPLE-2,PB0101-002,2026-11-19,Wrong number of members recorded,,,\n";

/// The columns that must be there.
const NEEDED: [&str; 4] = ["reference", "area_code", "received_on", "title"];
/// The columns that may be there.
const MORE: [&str; 3] = ["detail", "agency", "due_on"];

/// Takes a file, and says what became of it.
pub async fn import(site: &Site, session: &Session, bytes: &[u8]) -> Result<FileReport, ApiError> {
    may_write(session)?;
    let survey = site.survey();
    let area = |code: &str| {
        let area = visible_area(&survey.cube, session, Some(code)).ok()?.id;
        may_in(site, session, Permission::WriteCases, area).then_some(area)
    };
    let lines = match read(bytes, site.clock().today(), area) {
        Ok(lines) => lines,
        Err(report) => return Ok(report),
    };
    let within = survey.cube.below(session.caller.scope);
    let within = within
        .filter(|area| may_in(site, session, Permission::WriteCases, *area))
        .collect();
    let (numbers, cases): (Vec<u32>, Vec<NewCase>) = lines.into_iter().unzip();
    let outcomes = site
        .db()
        .import_cases(
            &cases,
            &within,
            session.caller.user_id,
            site.clock().now(),
            &session.by,
        )
        .await
        .map_err(failed)?;
    Ok(report(&numbers, &outcomes))
}

fn report(numbers: &[u32], outcomes: &[LineOutcome]) -> FileReport {
    let told = |wanted: LineOutcome, problem: LineProblem| -> Vec<(u32, LineProblem)> {
        let lines = numbers.iter().zip(outcomes);
        lines
            .filter(|(_, outcome)| **outcome == wanted)
            .map(|(number, _)| (*number, problem))
            .collect()
    };
    let taken = told(LineOutcome::Taken, LineProblem::Taken);
    if !taken.is_empty() {
        return FileReport::default().with_lines(taken);
    }
    let number = |wanted| outcomes.iter().filter(|is| **is == wanted).count() as u64;
    let report = FileReport {
        accepted: number(LineOutcome::Accepted),
        unchanged: number(LineOutcome::Unchanged),
        updated: number(LineOutcome::Updated),
        ..FileReport::default()
    };
    report.with_lines(told(LineOutcome::InWork, LineProblem::InWork))
}

/// The lines of a file with their numbers, or all that is wrong with it. `area` answers the area of a code.
fn read(
    bytes: &[u8],
    today: SurveyDay,
    area: impl Fn(&str) -> Option<AreaId>,
) -> Result<Vec<(u32, NewCase)>, FileReport> {
    let of_file = |problem| Err(FileReport::of_file(problem));
    if bytes.len() > LARGEST_FILE {
        return of_file(FileProblem::TooLarge);
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return of_file(FileProblem::NotText);
    };
    // Spreadsheets begin a file with a byte-order mark.
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return of_file(FileProblem::Empty);
    }
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let Some(columns) = reader.headers().ok().and_then(Columns::of) else {
        return of_file(FileProblem::Columns);
    };
    let (mut lines, mut problems) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    let mut line_at = Lines {
        rest: text.as_bytes(),
        behind: 0,
        line: 1,
    };
    for record in reader.records() {
        // A text is cut into records whatever it is, as the reader is told to be flexible.
        let Ok(record) = record else {
            return of_file(FileProblem::NotText);
        };
        if lines.len() + problems.len() == MOST_LINES as usize {
            return of_file(FileProblem::TooLarge);
        }
        let number = line_at.of(record.position().map_or(0, csv::Position::byte));
        match columns.case(&record, today, &area) {
            Ok(case) if !seen.insert(case.reference.clone()) => {
                problems.push((number, LineProblem::Repeated));
            }
            Ok(case) => lines.push((number, case)),
            Err(problem) => problems.push((number, problem)),
        }
    }
    match (problems.is_empty(), lines.is_empty()) {
        (false, _) => Err(FileReport::default().with_lines(problems)),
        (true, true) => of_file(FileProblem::Empty),
        (true, false) => Ok(lines),
    }
}

/// Numbers of lines as an editor shows them. The reader's own count is behind by one where lines end as on Windows.
struct Lines<'t> {
    rest: &'t [u8],
    /// Bytes that were counted.
    behind: u64,
    line: u32,
}

impl Lines<'_> {
    /// The line of a record that begins at a byte, or behind the line ends there. Records come in order.
    fn of(&mut self, byte: u64) -> u32 {
        while let Some((first, rest)) = self.rest.split_first() {
            if self.behind >= byte && !matches!(first, b'\r' | b'\n') {
                break;
            }
            self.line += u32::from(*first == b'\n');
            self.behind += 1;
            self.rest = rest;
        }
        self.line
    }
}

/// Where each column stands.
struct Columns {
    number: usize,
    needed: [usize; NEEDED.len()],
    more: [Option<usize>; MORE.len()],
}

impl Columns {
    /// `None` if one that is needed is missing, one is there twice, or one is unknown: what is misspelt would be lost.
    fn of(header: &StringRecord) -> Option<Columns> {
        let names: Vec<String> = header.iter().map(str::to_ascii_lowercase).collect();
        let is_known =
            |name: &String| NEEDED.contains(&name.as_str()) || MORE.contains(&name.as_str());
        let distinct: HashSet<&String> = names.iter().collect();
        if distinct.len() != names.len() || !names.iter().all(is_known) {
            return None;
        }
        let place = |wanted: &str| names.iter().position(|name| name == wanted);
        let mut needed = [0; NEEDED.len()];
        for (at, name) in NEEDED.into_iter().enumerate() {
            needed[at] = place(name)?;
        }
        Some(Columns {
            number: names.len(),
            needed,
            more: MORE.map(place),
        })
    }

    fn case(
        &self,
        record: &StringRecord,
        today: SurveyDay,
        area: impl Fn(&str) -> Option<AreaId>,
    ) -> Result<NewCase, LineProblem> {
        if record.len() != self.number {
            return Err(LineProblem::Cells);
        }
        let cell = |at: usize| record.get(at).unwrap_or("");
        let [reference, code, received, title] = self.needed.map(cell);
        let [detail, agency, due_on] = self.more.map(|at| at.map_or("", cell));
        let agency_read = Agency::from_code(agency);
        if !agency.is_empty() && agency_read.is_none() {
            return Err(LineProblem::Agency);
        }
        let day = match typed_day(received, today) {
            Ok(Some(day)) => day,
            Ok(None) | Err(NotADay) => return Err(LineProblem::ReceivedOn),
        };
        if reference.is_empty() {
            return Err(LineProblem::Reference);
        }
        let draft = CaseDraft {
            title: title.to_owned(),
            detail: detail.to_owned(),
            agency: agency_read,
            due_on: due_on.to_owned(),
            opened_on: day.to_string(),
            reference: reference.to_owned(),
        };
        let (opened_on, due_on) =
            draft
                .check(CaseKind::Dispatch, today)
                .map_err(|problem| match problem {
                    CaseProblem::BadReference => LineProblem::Reference,
                    problem => LineProblem::Case(problem),
                })?;
        Ok(NewCase {
            kind: CaseKind::Dispatch,
            area_id: area(code).ok_or(LineProblem::Case(CaseProblem::NoArea))?,
            subject: None,
            title: draft.title,
            detail: Some(draft.detail).filter(|detail| !detail.is_empty()),
            reference: Some(draft.reference),
            opened_on,
            agency: agency_read,
            due_on,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: impl AsRef<[u8]>) -> Result<Vec<(u32, NewCase)>, FileReport> {
        let today = SurveyDay::parse("2026-11-21").unwrap();
        read(text.as_ref(), today, |code| {
            code.strip_prefix("PB").map(|_| 7)
        })
    }

    #[test]
    fn the_sample_is_taken_as_it_is_also_with_what_spreadsheets_add() {
        let lines = told(SAMPLE).unwrap();
        assert_eq!(lines.iter().map(|line| line.0).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(lines[0].1.agency, Some(Agency::Bos));
        assert_eq!(
            lines[0].1.due_on.map(|day| day.to_string()).as_deref(),
            Some("2026-11-25")
        );
        assert_eq!((lines[1].1.agency, &lines[1].1.detail), (None, &None));
        let from_spreadsheet = format!("\u{feff}{}", SAMPLE.replace('\n', "\r\n"));
        assert_eq!(told(from_spreadsheet), Ok(lines));
        // As an editor counts them, with an empty line between.
        let gap = SAMPLE.replace("\nEXAMPLE-2", "\r\n\r\nEXAMPLE-2");
        assert_eq!(told(gap).unwrap()[1].0, 4);
        // Columns in another order, and without those that may be missing.
        let few = "Title, area_code,received_on,reference\nNobody came,PB1,2026-11-20,H1\n";
        assert_eq!(told(few).unwrap()[0].1.title, "Nobody came");
    }

    #[test]
    fn a_file_that_is_none_is_refused_as_a_whole() {
        for (text, problem) in [
            ("", FileProblem::Empty),
            ("\u{feff}\n", FileProblem::Empty),
            (
                "reference,area_code,received_on,title\n",
                FileProblem::Empty,
            ),
            ("reference,area_code,title\nH,PB1,x\n", FileProblem::Columns),
            (
                "reference,area_code,received_on,title,due\n",
                FileProblem::Columns,
            ),
            (
                "title,reference,area_code,received_on,title\n",
                FileProblem::Columns,
            ),
        ] {
            assert_eq!(told(text), Err(FileReport::of_file(problem)), "{text}");
        }
        let not_text = Err(FileReport::of_file(FileProblem::NotText));
        assert_eq!(told(b"PK\x03\x04\xff\xfe"), not_text);
        let too_large = Err(FileReport::of_file(FileProblem::TooLarge));
        assert_eq!(told(vec![b'a'; LARGEST_FILE + 1]), too_large);
    }

    #[test]
    fn every_line_with_something_wrong_is_named_with_what_it_is() {
        let text = "reference,area_code,received_on,title,agency,due_on\n\
            H1,PB1,2026-11-20,fine,PSPA,\n\
            H1,PB1,2026-11-20,twice,,\n\
            ,PB1,2026-11-20,no reference,,\n\
            H2,XX,2026-11-20,elsewhere,,\n\
            H3,PB1,20.11.2026,no day,,\n\
            H4,PB1,,no day at all,,\n\
            H5,PB1,2026-11-22,tomorrow,,\n\
            H6,PB1,2026-11-20,,,\n\
            H7,PB1,2026-11-20,who?,police,\n\
            H8,PB1,2026-11-20,due before,,2026-11-19\n\
            H9,PB1,2026-11-20,due when?,,soon\n\
            H10,PB1,2026-11-20\n";
        let report = told(text).unwrap_err();
        use LineProblem::{Agency, Case, Cells, ReceivedOn, Reference, Repeated};
        assert_eq!(
            report.lines,
            [
                (3, Repeated),
                (4, Reference),
                (5, Case(CaseProblem::NoArea)),
                (6, ReceivedOn),
                (7, ReceivedOn),
                (8, Case(CaseProblem::FutureDay)),
                (9, Case(CaseProblem::NoTitle)),
                (10, Agency),
                (11, Case(CaseProblem::DueBefore)),
                (12, Case(CaseProblem::BadDay)),
                (13, Cells),
            ]
        );
    }
}
