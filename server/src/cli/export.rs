//! `fieldwatch export`

use super::Outcome;
use crate::clock::Clock;
use crate::export::Cell;
use crate::export::coverage::{COLUMNS, cells};
use crate::flags;
use crate::flags::told::Eyes;
use crate::quarantine_csv;
use crate::site::load_cube;
use api::coverage::Splits;
use domain::cube::Period;
use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use store::flags::FlagFilter;
use store::{Db, QuarantineFilter};

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
    fn target(&self) -> io::Result<Box<dyn Write>> {
        Ok(match &self.output {
            Some(path) => Box::new(File::create(path)?),
            None => Box::new(io::stdout()),
        })
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
    let mut out = csv::Writer::from_writer(arguments.to.target()?);
    out.write_record(COLUMNS)?;
    let mut areas = db.load_areas().await?;
    areas.sort_by(|a, b| (a.level, &a.code).cmp(&(b.level, &b.code)));
    for area in &areas {
        let summary = cube.summary(area.id, &period);
        let parent = area
            .parent
            .and_then(|parent| cube.by_id(parent))
            .map_or("", |parent| parent.code.as_str());
        let names = [&area.code, area.level.code(), &area.name, parent];
        out.write_record(
            cells(names, &summary, &Splits::told(&summary.counts), &as_of)
                .iter()
                .map(Cell::csv),
        )?;
    }
    out.flush()?;
    Ok(0)
}

/// Every quarantined row: what it was, why it was not taken, and the row itself.
pub async fn quarantine(db: &Db, arguments: Arguments) -> Outcome {
    let mut out = arguments.target()?;
    out.write_all(quarantine_csv::HEADER.as_bytes())?;
    let (all, mut after) = (QuarantineFilter::default(), 0);
    while let Some((lines, last)) = quarantine_csv::piece(db, &all, after, true).await? {
        out.write_all(&lines)?;
        after = last;
    }
    out.flush()?;
    Ok(0)
}

/// Every flag, in the columns of FORMATS.md.
pub async fn flags(db: &Db, arguments: Arguments) -> Outcome {
    let mut out = arguments.target()?;
    out.write_all(flags::csv::HEADER.as_bytes())?;
    if let Some(root) = load_cube(db).await?.root() {
        let (all, mut after) = (FlagFilter::of_area(root.id), None);
        let eyes = Eyes::everything();
        while let Some((lines, last)) = flags::csv::piece(db, &all, after, &eyes).await? {
            out.write_all(&lines)?;
            after = last;
        }
    }
    out.flush()?;
    Ok(0)
}

/// Every enumerator's risk, in the columns of FORMATS.md.
pub async fn risk(db: &Db, arguments: Arguments) -> Outcome {
    let mut out = arguments.target()?;
    out.write_all(flags::risk_csv::HEADER.as_bytes())?;
    let cube = load_cube(db).await?;
    if let Some(root) = cube.root() {
        let mut offset = 0;
        while let Some((lines, next)) = flags::risk_csv::piece(db, &cube, root.id, offset).await? {
            out.write_all(&lines)?;
            offset = next;
        }
    }
    out.flush()?;
    Ok(0)
}
