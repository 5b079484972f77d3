//! Derives everything again from the raw rows: parse, locate, record the facts anew, roll up.

use super::cells::{Header, as_text, json_cells, json_members};
use super::formats::Foreign;
use super::formats::fields::{Fields, flatten};
use super::formats::mapping::Mapping;
use super::interpret::{Context, FACTS_VERSION, RowFormat, fit};
use super::opening::ReadAs;
use super::trails::derive::derive;
use domain::parse::parse_submission;
use domain::problem::Problem;
use domain::spot_check::Interviewed;
use domain::submission::Cells;
use domain::time::SurveyDay;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Db, FactInput, RawRow, StoreError};

/// Raw rows read at a time.
const PAGE: u32 = 10_000;

/// Submissions whose trails are derived from in one transaction: pages can be read and rows recorded in between.
const TRAIL_PAGE: u32 = 500;

/// What a reprocess did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reprocessed {
    /// Current raw rows read.
    pub read: u64,
    /// Rows that can no longer be read, with the reason; their facts stay as they were.
    pub kept_as_they_were: Vec<(String, String)>,
}

/// Reads every current raw row again and replaces its facts; then recomputes all rollups.
pub async fn reprocess_all(
    db: &Db,
    context: &Context,
    done: &AtomicU64,
) -> Result<Reprocessed, StoreError> {
    let mut headers: HashMap<i32, HowToRead> = HashMap::new();
    let mut result = Reprocessed::default();
    let mut after = 0;
    loop {
        let rows = db.raw_current(after, PAGE).await?;
        let Some(last) = rows.last() else { break };
        after = last.raw_id;
        let mut facts = Vec::with_capacity(rows.len());
        for row in &rows {
            if let std::collections::hash_map::Entry::Vacant(unknown) = headers.entry(row.run_id) {
                unknown.insert(how_to_read(db, row).await?);
            }
            match read_again(row, &headers[&row.run_id], context) {
                Ok(fact) => facts.push((row.raw_id, fact)),
                Err(reason) => result
                    .kept_as_they_were
                    .push((row.submission_id.clone(), reason)),
            }
        }
        result.read += rows.len() as u64;
        done.fetch_add(rows.len() as u64, Ordering::Relaxed);
        db.replace_facts(facts).await?;
    }
    derive_trails_again(db, &mut result, done).await?;
    db.roll_up_all().await?;
    if result.kept_as_they_were.is_empty() {
        db.facts_now_follow(FACTS_VERSION).await?;
    }
    Ok(result)
}

/// What the current revision with a number says, read again; or why it cannot be read. `None`: it is current no longer.
pub async fn read_one(
    db: &Db,
    context: &Context,
    raw_id: i64,
) -> Result<Option<Result<FactInput, String>>, StoreError> {
    let row = db.raw_current(raw_id - 1, 1).await?.pop();
    let Some(row) = row.filter(|row| row.raw_id == raw_id) else {
        return Ok(None);
    };
    let how = how_to_read(db, &row).await?;
    Ok(Some(read_again(&row, &how, context)))
}

/// Derives the facts of every trail again.
async fn derive_trails_again(
    db: &Db,
    result: &mut Reprocessed,
    done: &AtomicU64,
) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let (last, unreadable) = db.derive_trails_again(after, TRAIL_PAGE, &derive).await?;
        result.kept_as_they_were.extend(unreadable);
        done.fetch_add(u64::from(TRAIL_PAGE), Ordering::Relaxed);
        after = last;
        if after.is_none() {
            return Ok(());
        }
    }
}

/// What a run's rows are read by.
#[derive(Default)]
pub(super) struct HowToRead {
    pub(super) header: Option<Header>,
    pub(super) zone: Option<jiff::tz::TimeZone>,
    /// Of another tool's file: how its rows become canonical, or why they no longer do.
    pub(super) foreign: Option<Result<Foreign, String>>,
}

async fn how_to_read(db: &Db, row: &RawRow) -> Result<HowToRead, StoreError> {
    let stored = db.run_header(row.run_id).await?;
    let read_as = stored.and_then(|text| serde_json::from_str::<ReadAs>(&text).ok());
    Ok(read_as.map_or_else(HowToRead::default, |read_as| {
        HowToRead::of(read_as, row.format)
    }))
}

impl HowToRead {
    /// Of rows of one format in a file.
    pub(super) fn of(read_as: ReadAs, format: i16) -> HowToRead {
        let separator = RowFormat::from_rank(format)
            .and_then(RowFormat::separator)
            .unwrap_or(b',');
        let header = read_as
            .header
            .and_then(|line| Header::read(line.as_bytes(), separator, &[]).ok());
        let foreign = read_as.format.map(|format| {
            let mapping = Mapping::parse(&read_as.mapping.unwrap_or_default())?;
            Foreign::new(format, Arc::new(mapping), header.as_ref())
        });
        HowToRead {
            header,
            foreign,
            zone: read_as.zone.and_then(|name| crate::clock::zone(&name).ok()),
        }
    }
}

fn read_again(row: &RawRow, how: &HowToRead, context: &Context) -> Result<FactInput, String> {
    let facts = |cells: &Cells<'_>, found: Vec<Problem>| {
        // What stood in for a missing time of receipt then stands in now.
        context
            .facts(cells, found, how.zone.as_ref(), row.received_at)
            .map(|(fact, ..)| fact)
            .map_err(said)
    };
    with_cells(row, how, Some(context), facts)
}

/// A revision as it says what the household answered, current or not; `None` if it is on file no longer, or can no longer be read.
pub async fn interviewed(db: &Db, raw_id: i64) -> Result<Option<Interviewed>, StoreError> {
    let Some(row) = db.raw_revision(raw_id).await? else {
        return Ok(None);
    };
    let how = how_to_read(db, &row).await?;
    let read = |cells: &Cells<'_>, _: Vec<Problem>| {
        let (submission, problems) = parse_submission(cells, how.zone.as_ref());
        let submission = submission.ok_or_else(|| said(problems))?;
        let members = json_members(submission.answers.unwrap_or("{}").as_bytes());
        let members = members.unwrap_or_default();
        let answers = members
            .iter()
            .map(|(question, value)| (question.to_string(), value.to_string()));
        Ok(Interviewed {
            // The day by corrected time is the fact's.
            day: SurveyDay::UNKNOWN,
            household_size: submission.household_size,
            answers: answers.collect(),
            fix: submission.fix,
        })
    };
    match with_cells(&row, &how, None, read) {
        Ok(interviewed) => Ok(Some(interviewed)),
        Err(reason) => {
            tracing::warn!(raw_id, %reason, "an interview can no longer be read");
            Ok(None)
        }
    }
}

/// Hands the cells of a raw row on, with what was found while they were named. Areas of other tools' rows are placed if there is a context.
fn with_cells<T>(
    row: &RawRow,
    how: &HowToRead,
    context: Option<&Context>,
    read: impl Fn(&Cells<'_>, Vec<Problem>) -> Result<T, String>,
) -> Result<T, String> {
    let foreign = match &how.foreign {
        Some(Err(reason)) => {
            return Err(format!(
                "the mapping of its file can no longer be used: {reason}"
            ));
        }
        Some(Ok(foreign)) => Some(foreign),
        None => None,
    };
    let placed = |foreign: &Foreign, fields: &Fields<'_>| {
        let mut row = foreign.read(fields);
        if let Some(context) = context {
            foreign.place(fields, &mut row, context);
        }
        let found = std::mem::take(&mut row.problems);
        read(&row.cells(), found)
    };
    match (RowFormat::from_rank(row.format), &how.header) {
        (Some(RowFormat::Json), _) => match foreign {
            Some(foreign) => {
                let members = flatten(&row.body).map_err(|problem| said(vec![problem]))?;
                placed(foreign, &Fields::of(&members))
            }
            None => {
                let members = json_members(&row.body).map_err(|problem| said(vec![problem]))?;
                read(&json_cells(&members), Vec::new())
            }
        },
        (Some(_), Some(header)) => {
            let text = as_text(&row.body).map_err(|problem| said(vec![problem]))?;
            let mut splitter = header.splitter();
            let mut cells: Vec<&str> = splitter.split(text).collect();
            fit(&mut cells, header).map_err(|problem| said(vec![problem]))?;
            match foreign {
                Some(foreign) => placed(foreign, &foreign.csv_fields(&cells)),
                None => read(&header.cells(&cells), Vec::new()),
            }
        }
        _ => Err("the header of its file is not on record".to_owned()),
    }
}

fn said(problems: Vec<Problem>) -> String {
    problems
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}
