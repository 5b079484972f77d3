//! What people type. It stands in the address while it is not right, so that nothing has to be typed twice.

use super::address;
use crate::query::percent_encoded;
use domain::coordination::{Agency, CaseStatus, Stage};
use domain::coordination::{CaseDraft, CaseKind, CaseProblem, StageProblem, Step};

/// The address of a district's page.
pub fn district_href(code: &str) -> String {
    format!("/coordination/districts/{}", percent_encoded(code))
}

/// The address of a case's page.
pub fn case_href(case_id: i32) -> String {
    format!("/coordination/cases/{case_id}")
}

/// Dates of a stage as they are typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StageForm {
    /// The stage.
    pub stage: Option<Stage>,
    /// The planned day.
    pub planned: String,
    /// The actual day.
    pub actual: String,
    /// Why.
    pub note: String,
    /// The number of the district's last change that the page had shown.
    pub seen: Option<i32>,
}

impl StageForm {
    /// Reads a form's or an address's fields.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> StageForm {
        let mut form = StageForm::default();
        for (name, value) in pairs {
            let text = value.trim().to_owned();
            match name {
                "stage" => form.stage = Stage::from_code(value),
                "planned" => form.planned = text,
                "actual" => form.actual = text,
                "note" => form.note = text,
                "seen" => form.seen = value.parse().ok(),
                _ => {}
            }
        }
        form
    }

    /// The problem that an address tells of what is typed in it.
    pub fn problem<'a>(
        mut pairs: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Option<StageProblem> {
        let (_, code) = pairs.find(|(name, _)| *name == "problem")?;
        StageProblem::from_code(code)
    }

    /// The address of the district's page with this in its form, and why it was not taken.
    pub fn href(&self, district: &str, problem: StageProblem) -> String {
        let pairs = [
            ("problem", problem.code().to_owned()),
            ("stage", self.stage.map_or("", Stage::code).to_owned()),
            ("planned", self.planned.clone()),
            ("actual", self.actual.clone()),
            ("note", self.note.clone()),
        ];
        format!("{}#set-stage", address(&district_href(district), &pairs))
    }

    /// The same without what somebody wrote in their own words, which must stand in no address.
    pub fn without_words(&self) -> StageForm {
        StageForm {
            note: String::new(),
            ..self.clone()
        }
    }
}

/// A new case as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseForm {
    /// Its kind.
    pub kind: CaseKind,
    /// The area's code, or its name if no other has it.
    pub area: String,
    /// The enumerator or tablet that it is about, as [`domain::coordination::Subject::written`] writes it; blank if it is about none.
    pub subject: String,
    /// The rest.
    pub draft: CaseDraft,
    /// Why it was not taken.
    pub problem: Option<CaseProblem>,
}

impl CaseForm {
    /// A form of a kind.
    pub fn new(kind: CaseKind) -> CaseForm {
        CaseForm {
            kind,
            area: String::new(),
            subject: String::new(),
            draft: CaseDraft::default(),
            problem: None,
        }
    }

    /// Reads a form's or an address's fields; without a kind it is an escalation.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> CaseForm {
        let mut form = CaseForm::new(CaseKind::Escalation);
        for (name, value) in pairs {
            let text = value.trim().to_owned();
            match name {
                "kind" => form.kind = CaseKind::from_code(value).unwrap_or(form.kind),
                "area" => form.area = text,
                "subject" => form.subject = text,
                "title" => form.draft.title = text,
                "detail" => form.draft.detail = text,
                "agency" => form.draft.agency = Agency::from_code(value),
                "due_on" => form.draft.due_on = text,
                "opened_on" => form.draft.opened_on = text,
                "reference" => form.draft.reference = text,
                "problem" => form.problem = CaseProblem::from_code(value),
                _ => {}
            }
        }
        form
    }

    /// The address of the form with this in it.
    pub fn href(&self) -> String {
        let draft = &self.draft;
        let mut pairs = vec![("kind", self.kind.code().to_owned())];
        let mut add = |name, value: &str| {
            if !value.is_empty() {
                pairs.push((name, value.to_owned()));
            }
        };
        add("area", &self.area);
        add("subject", &self.subject);
        add("title", &draft.title);
        add("detail", &draft.detail);
        add("agency", draft.agency.map_or("", Agency::code));
        add("due_on", &draft.due_on);
        add("opened_on", &draft.opened_on);
        add("reference", &draft.reference);
        add("problem", self.problem.map_or("", CaseProblem::code));
        address("/coordination/cases/new", &pairs)
    }

    /// The same without what somebody wrote in their own words, which must stand in no address.
    pub fn without_words(&self) -> CaseForm {
        CaseForm {
            area: String::new(),
            draft: CaseDraft {
                agency: self.draft.agency,
                ..CaseDraft::default()
            },
            ..self.clone()
        }
    }
}

/// A step with a case as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepForm {
    /// `comment`, `assign` or `move`.
    pub step: String,
    /// Who is to act.
    pub agency: Option<Agency>,
    /// By when.
    pub due_on: String,
    /// Where it is to go.
    pub to: Option<CaseStatus>,
    /// In their words.
    pub comment: String,
    /// How many steps of the history the page had shown.
    pub seen: Option<i32>,
}

impl StepForm {
    /// Reads a form's or an address's fields.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> StepForm {
        let mut form = StepForm::default();
        for (name, value) in pairs {
            let text = value.trim().to_owned();
            match name {
                "step" => form.step = text,
                "agency" => form.agency = Agency::from_code(value),
                "due_on" => form.due_on = text,
                "to" => form.to = CaseStatus::from_code(value),
                "comment" => form.comment = text,
                "seen" => form.seen = value.parse().ok(),
                _ => {}
            }
        }
        form
    }

    /// What it asks for; `None` if it is no step. The day is read already.
    pub fn wanted(&self, due_on: Option<domain::time::SurveyDay>) -> Option<Step> {
        match self.step.as_str() {
            "comment" => Some(Step::Comment),
            "assign" => Some(Step::Assign {
                agency: self.agency,
                due_on,
            }),
            "move" => self.to.map(Step::Move),
            _ => None,
        }
    }

    /// The address of the case's page with this in its forms, and why it was not taken.
    pub fn href(&self, case_id: i32, problem: CaseProblem) -> String {
        let pairs = [
            ("problem", problem.code().to_owned()),
            ("step", self.step.clone()),
            ("agency", self.agency.map_or("", Agency::code).to_owned()),
            ("due_on", self.due_on.clone()),
            ("to", self.to.map_or("", CaseStatus::code).to_owned()),
            ("comment", self.comment.clone()),
        ];
        format!("{}#step-notice", address(&case_href(case_id), &pairs))
    }

    /// The same without what somebody wrote in their own words, which must stand in no address.
    pub fn without_words(&self) -> StepForm {
        StepForm {
            comment: String::new(),
            due_on: String::new(),
            ..self.clone()
        }
    }
}

/// What became of a form, for the page after it. Only known words: nothing of the address is ever shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseNotice {
    /// It was done.
    Done,
    /// It was not.
    Problem(CaseProblem),
}

impl CaseNotice {
    /// Reads it from an address.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Option<CaseNotice> {
        for (name, value) in pairs {
            match (name, value) {
                ("done", "1") => return Some(CaseNotice::Done),
                ("problem", code) => {
                    return CaseProblem::from_code(code).map(CaseNotice::Problem);
                }
                _ => {}
            }
        }
        None
    }
}

/// The most lines that a file of requests may have.
pub const MOST_LINES: u32 = 5_000;

/// What is wrong with a whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// None was chosen, or it is empty.
    Empty,
    /// It is larger than may be sent, or has more than [`MOST_LINES`] lines.
    TooLarge,
    /// It is not UTF-8 text.
    NotText,
    /// Its first line does not name the columns that are needed, each once.
    Columns,
}

/// What is wrong with a line of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineProblem {
    /// It has another number of cells than the first line.
    Cells,
    /// No reference, or one that is too long.
    Reference,
    /// An earlier line has the same reference.
    Repeated,
    /// The reference belongs to a case elsewhere.
    Taken,
    /// The agency is none of the six.
    Agency,
    /// The day it was received is none.
    ReceivedOn,
    /// As a form would say.
    Case(CaseProblem),
    /// It differs from a case that somebody is already at. The others were taken.
    InWork,
}

const FILE_PROBLEMS: [(FileProblem, &str); 4] = [
    (FileProblem::Empty, "empty"),
    (FileProblem::TooLarge, "too_large"),
    (FileProblem::NotText, "not_text"),
    (FileProblem::Columns, "columns"),
];

const LINE_PROBLEMS: [(LineProblem, &str); 7] = [
    (LineProblem::Cells, "cells"),
    (LineProblem::Reference, "reference"),
    (LineProblem::Repeated, "repeated"),
    (LineProblem::Taken, "taken"),
    (LineProblem::Agency, "agency"),
    (LineProblem::ReceivedOn, "received_on"),
    (LineProblem::InWork, "in_work"),
];

/// What became of a file. It stands in the address after it, as numbers and known words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileReport {
    /// New cases.
    pub accepted: u64,
    /// Lines that said nothing new.
    pub unchanged: u64,
    /// Cases that say something else now.
    pub updated: u64,
    /// What is wrong with the whole.
    pub file: Option<FileProblem>,
    /// What is wrong with which line, the first [`FileReport::MOST`].
    pub lines: Vec<(u32, LineProblem)>,
    /// How many more lines have something wrong.
    pub more: u64,
}

impl FileReport {
    /// Lines that are told at most.
    pub const MOST: usize = 30;

    /// A file that is not taken as a whole.
    pub fn of_file(problem: FileProblem) -> FileReport {
        FileReport {
            file: Some(problem),
            ..FileReport::default()
        }
    }

    /// Tells what is wrong with lines.
    pub fn with_lines(mut self, mut lines: Vec<(u32, LineProblem)>) -> FileReport {
        self.more = lines.len().saturating_sub(FileReport::MOST) as u64;
        lines.truncate(FileReport::MOST);
        self.lines = lines;
        self
    }

    /// Whether the file was taken.
    pub fn is_taken(&self) -> bool {
        let only_in_work = |(_, problem): &(u32, LineProblem)| *problem == LineProblem::InWork;
        self.file.is_none() && self.lines.iter().all(only_in_work)
    }

    /// The address of the page that shows it.
    pub fn href(&self) -> String {
        let mut pairs = vec![
            ("accepted", self.accepted.to_string()),
            ("unchanged", self.unchanged.to_string()),
            ("updated", self.updated.to_string()),
        ];
        let of_file = FILE_PROBLEMS
            .iter()
            .find(|(problem, _)| Some(*problem) == self.file);
        pairs.extend(of_file.map(|(_, code)| ("file", (*code).to_owned())));
        for (line, problem) in &self.lines {
            let known = LINE_PROBLEMS.iter().find(|(known, _)| known == problem);
            let code = match (known, problem) {
                (Some((_, code)), _) => *code,
                (None, LineProblem::Case(problem)) => problem.code(),
                (None, _) => continue,
            };
            pairs.push(("line", format!("{line}-{code}")));
        }
        if self.more > 0 {
            pairs.push(("more", self.more.to_string()));
        }
        address("/coordination/dispatch/import", &pairs)
    }

    /// Reads an address; `None` if it tells of no file.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Option<FileReport> {
        let mut report = FileReport::default();
        let mut is_any = false;
        for (name, value) in pairs {
            let number = || value.parse().unwrap_or(0);
            match name {
                "accepted" => report.accepted = number(),
                "unchanged" => report.unchanged = number(),
                "updated" => report.updated = number(),
                "more" => report.more = number(),
                "file" => {
                    let known = FILE_PROBLEMS.iter().find(|(_, code)| *code == value);
                    report.file = known.map(|(problem, _)| *problem);
                }
                "line" => report.lines.extend(line_problem(value)),
                _ => continue,
            }
            is_any = true;
        }
        report.lines.truncate(FileReport::MOST);
        is_any.then_some(report)
    }
}

fn line_problem(text: &str) -> Option<(u32, LineProblem)> {
    let (line, code) = text.split_once('-')?;
    let known = LINE_PROBLEMS.iter().find(|(_, known)| *known == code);
    let problem = match known {
        Some((problem, _)) => *problem,
        None => LineProblem::Case(CaseProblem::from_code(code)?),
    };
    Some((line.parse().ok()?, problem))
}
