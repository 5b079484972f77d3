//! `fieldwatch export`

use super::Outcome;
use crate::clock::Clock;
use crate::coverage_csv::{COLUMNS, cells};
use crate::site::load_cube;
use domain::cube::Period;
use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use store::Db;

#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// The file to write; standard output where absent.
    #[arg(long)]
    output: Option<PathBuf>,
}

#[derive(clap::Args)]
#[group(skip)]
pub struct CoverageArguments {
    #[command(flatten)]
    to: Arguments,
}

impl Arguments {
    fn writer(&self) -> io::Result<csv::Writer<Box<dyn Write>>> {
        let out: Box<dyn Write> = match &self.output {
            Some(path) => Box::new(File::create(path)?),
            None => Box::new(io::stdout()),
        };
        Ok(csv::Writer::from_writer(out))
    }
}

/// Every area, in the columns of FORMATS.md.
pub async fn coverage(db: &Db, clock: &Clock, arguments: CoverageArguments) -> Outcome {
    let cube = load_cube(db).await?;
    let as_of = cube
        .as_of()
        .and_then(|at| at.to_rfc3339())
        .unwrap_or_default();
    let period = Period {
        wave: None,
        from: None,
        to: clock.today(),
    };
    let mut out = arguments.to.writer()?;
    out.write_record(COLUMNS)?;
    let mut areas = db.load_areas().await?;
    areas.sort_by(|a, b| (a.level, &a.code).cmp(&(b.level, &b.code)));
    for area in &areas {
        let summary = cube.summary(area.id, &period);
        let parent = area
            .parent
            .and_then(|parent| cube.by_id(parent))
            .map_or("", |parent| parent.code.as_str());
        let names = [&area.code, area.level.code(), &area.name, parent].map(str::to_owned);
        out.write_record(names.into_iter().chain(cells(&summary, &as_of)))?;
    }
    out.flush()?;
    Ok(0)
}

/// Every quarantined row: what it was, why it was not taken, and the row itself.
pub async fn quarantine(db: &Db, arguments: Arguments) -> Outcome {
    const PAGE: u32 = 1_000;
    let mut out = arguments.writer()?;
    out.write_record([
        "kind",
        "source",
        "row_number",
        "reason_code",
        "reason",
        "first_seen_at",
        "row",
    ])?;
    let mut after = 0;
    loop {
        let rows = db.list_quarantine(None, after, PAGE).await?;
        let Some(last) = rows.last() else { break };
        after = last.quarantine_id;
        for row in &rows {
            out.write_record([
                row.kind.code(),
                &row.source_name,
                &row.row_number.to_string(),
                &row.reason_code,
                &row.reason,
                &row.first_seen_at.to_rfc3339().unwrap_or_default(),
                &String::from_utf8_lossy(&row.body),
            ])?;
        }
    }
    out.flush()?;
    Ok(0)
}
