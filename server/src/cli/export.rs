//! `fieldwatch export`

use super::Outcome;
use crate::clock::Clock;
use crate::site::load_cube;
use domain::cube::Period;
use domain::number::permille;
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
    out.write_record([
        "area_code",
        "level",
        "name",
        "parent_code",
        "target",
        "complete",
        "refused",
        "not_at_home",
        "other",
        "expected_by_today",
        "as_of",
        "coverage_pct",
    ])?;
    let mut areas = db.load_areas().await?;
    areas.sort_by(|a, b| (a.level, &a.code).cmp(&(b.level, &b.code)));
    for area in &areas {
        let summary = cube.summary(area.id, &period);
        let c = &summary.counts;
        let parent = area
            .parent
            .and_then(|parent| cube.by_id(parent))
            .map_or("", |parent| parent.code.as_str());
        let share = summary
            .target
            .and_then(|target| permille(u64::from(c.complete), target));
        out.write_record([
            area.code.clone(),
            area.level.code().to_owned(),
            area.name.clone(),
            parent.to_owned(),
            summary.target.map(|n| n.to_string()).unwrap_or_default(),
            c.complete.to_string(),
            c.refused.to_string(),
            c.not_at_home.to_string(),
            (c.partial + c.vacant + c.not_found + c.other).to_string(),
            summary.expected.map(|n| n.to_string()).unwrap_or_default(),
            as_of.clone(),
            share
                .map(|p| format!("{}.{}", p / 10, p % 10))
                .unwrap_or_default(),
        ])?;
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
