//! `fieldwatch import submissions FILE.zip`: the archive that a collection tool exports, as it is.

use super::Failure;
use super::import::{job, named};
use super::progress::Progress;
use crate::clock::Clock;
use crate::ingest::archive::plan::Plan;
use crate::ingest::archive::{Archive, Entry};
use crate::ingest::interpret::Context;
use crate::ingest::opening::{self, Told};
use crate::ingest::submissions::{self, ImportError, Job};
use crate::ingest::summary::ImportSummary;
use crate::ingest::trails::import::{self as trails, TrailImport};
use domain::number::grouped;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::Db;

/// Imports the main file first, so that trails find their submissions, and then the trails. `only_trails` leaves the main file
/// aside.
pub async fn archive(
    db: &Db,
    clock: &Clock,
    path: &Path,
    context: &Arc<Context>,
    told: &Told,
    only_trails: bool,
) -> Result<ImportSummary, Failure> {
    let failed = |sentence: String| Failure::new(format!("{}: {sentence}", path.display()));
    let archive = Archive::open(path).map_err(|error| failed(error.to_string()))?;
    let mut plan = Plan::of(&archive, told.format).map_err(|error| failed(format!("{error}.")))?;
    if only_trails {
        for (entry, _) in std::mem::take(&mut plan.main) {
            plan.aside.push((entry, "--format says ODK audit log"));
        }
    }
    say(path, &plan);
    if plan.is_empty() {
        return Err(failed(
            "Nothing in the archive is a file of submissions or a trail. Export the data as CSV, or give the files one by one."
                .to_owned(),
        ));
    }
    if let [first, second, ..] = plan.main.as_slice() {
        return Err(failed(format!(
            "The archive holds several files of submissions ({}, {}), and one mapping cannot be right for all. Unpack it and import \
             them one by one. Nothing was imported.",
            first.0.shown(),
            second.0.shown()
        )));
    }
    let mut total = ImportSummary::default();
    if let Some((entry, _)) = plan.main.first() {
        super::import::need_areas(context)?;
        let inside = inside(path, entry);
        let opened =
            opening::open_as(archive.stream(entry), told).map_err(|error| named(&inside, error))?;
        let progress = Progress::begin(&inside.display().to_string(), Some(entry.stated_bytes));
        let job = Job {
            source_name: format!("{}/{}", job(path, clock).source_name, entry.shown()),
            ..job(path, clock)
        };
        let imported =
            submissions::import(db, context.clone(), opened, job, progress.counter()).await;
        drop(progress);
        total.add(&imported.map_err(|error| named(&inside, error))?);
    }
    if !plan.trails.is_empty() || !plan.single_trails.is_empty() {
        let mut run = TrailImport::new(db, job(path, clock));
        let read = read_trails(&mut run, path, &archive, &plan).await;
        // What was read before a fault is recorded: importing again goes on from there.
        let finished = run.finish().await.map_err(|error| named(path, error));
        read?;
        total.add(&finished?);
    }
    Ok(total)
}

/// Where an entry stands, for sentences only: no file is ever opened there.
fn inside(path: &Path, entry: &Entry) -> PathBuf {
    PathBuf::from(format!("{}/{}", path.display(), entry.shown()))
}

async fn read_trails(
    run: &mut TrailImport,
    path: &Path,
    archive: &Archive,
    plan: &Plan,
) -> Result<(), Failure> {
    let merged = plan.trails.iter().map(|(entry, ..)| entry);
    let stated_bytes = merged
        .clone()
        .chain(&plan.single_trails)
        .map(|entry| entry.stated_bytes)
        .fold(0, u64::saturating_add);
    let progress = Progress::begin(&format!("{}: trails", path.display()), Some(stated_bytes));
    for entry in merged.chain(&plan.single_trails) {
        let fault = |error: ImportError| named(&inside(path, entry), error);
        let (start, source) = trails::peek(archive.stream(entry)).map_err(fault)?;
        let Some(columns) = trails::columns_of(&start) else {
            println!(
                "{}: left aside {} (named like a trail, without its columns)",
                path.display(),
                entry.shown()
            );
            continue;
        };
        let trail = trails::open(source, columns, &entry.name).map_err(fault)?;
        run.add(trail, progress.counter()).await.map_err(fault)?;
    }
    Ok(())
}

/// Says which entries are what, and what is left aside and why.
fn say(path: &Path, plan: &Plan) {
    let name = path.display();
    for (entry, recognised) in &plan.main {
        let title = recognised.format.title();
        println!(
            "{name}: recognised {} as {title} ({})",
            entry.shown(),
            recognised.because
        );
    }
    for (entry, source, because) in &plan.trails {
        println!(
            "{name}: recognised {} as {} ({because})",
            entry.shown(),
            source.title()
        );
    }
    if let Some(first) = plan.single_trails.first() {
        println!(
            "{name}: found {} by their names",
            several(
                "trail of one submission",
                "trails of one submission each",
                &plan.single_trails,
                first
            )
        );
    }
    for (entry, reason) in &plan.aside {
        println!("{name}: left aside {} ({reason})", entry.shown());
    }
    if let Some(first) = plan.other.first() {
        println!(
            "{name}: left aside {}",
            several(
                "file that is no table",
                "files that are no tables",
                &plan.other,
                first
            )
        );
    }
}

fn several(one: &str, many: &str, entries: &[Entry], first: &Entry) -> String {
    if entries.len() == 1 {
        format!("1 {one} ({})", first.shown())
    } else {
        format!(
            "{} {many} (such as {})",
            grouped(entries.len() as u64),
            first.shown()
        )
    }
}
