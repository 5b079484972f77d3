//! The run: what is due moves into archives that are whole and synced, is put on record, and only then leaves the database, batch by batch.
//!
//! Stopped at any moment, the next run goes on: an archive without a record is written again, one on record is emptied to its end. Rows that
//! are counted go last, so that no repeated interview takes the place of one that is gone.

use super::archive::{self, ArchiveError, Manifest, Writer};
use super::fresh_key;
use super::json;
use super::plan::{Item, Task, plan};
use crate::ingest::hash::id_hash;
use domain::audit::{Action, Entry, Stamp};
use domain::hex::{from_hex, hex};
use domain::retention::{YEARS_ARCHIVED, anniversary, deleted_from};
use domain::time::{EpochMs, SurveyDay};
use jiff::tz::TimeZone;
use serde_json::{Value, json as value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use store::retention::archives::{ArchiveRow, NewArchive};
use store::retention::{FactKey, LooseTable, ToErase, WaveRow};
use store::{Db, StoreError, Vault};

/// Rows read at a time.
const PAGE: u32 = 200;
/// Rows deleted in one transaction.
const BATCH: usize = 200;

/// Why a run did not come to its end. What was done before stays done.
#[derive(Debug, thiserror::Error)]
pub enum RetentionError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file could not be written or read.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The system gives no random bytes.
    #[error("The system gives no random bytes; nothing was deleted.")]
    NoRandomness,
    /// The archive on record is not the file in the folder.
    #[error(
        "{0} is not the file that was put on record: it is not there, or its SHA-256 differs. Nothing was deleted by it. Name its folder \
         with --archive, or put the file back from a copy."
    )]
    NotTheFile(String),
}

/// What became of one thing that was due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// What it was.
    pub item: Item,
    /// The archive it is in now, by its file's name.
    pub archive: Option<String>,
    /// Rows that went from the database.
    pub deleted: u64,
    /// Submissions that had changed since they were archived: the next run archives them again.
    pub changed: u64,
    /// An archive's file that was not in the folder.
    pub not_found: bool,
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// One by one.
    pub done: Vec<Done>,
}

impl Report {
    /// The report as it is kept: numbers and names of files, and nothing of anybody.
    pub fn to_json(&self, at: EpochMs) -> Value {
        let done = self.done.iter().map(|done| {
            let due = &done.item.due;
            value!({
                "table": due.table,
                "which": due.which,
                "rule": due.keep.words(),
                "due_since": due.since.to_string(),
                "rows": due.rows,
                "archive": done.archive,
                "deleted": done.deleted,
                "changed_since": done.changed,
                "file_not_found": done.not_found,
            })
        });
        value!({"at": json::instant(at), "done": done.collect::<Vec<_>>()})
    }
}

/// Where a run works, and who runs it.
pub struct Place<'a> {
    /// The database.
    pub db: &'a Db,
    /// The folder of archives.
    pub folder: &'a Path,
    /// Who, and when.
    pub by: &'a Stamp,
    /// The survey's zone.
    pub zone: &'a TimeZone,
    /// The keys: the first seals archives, all open them. Without one they are plain.
    pub keys: Option<&'a Vault>,
    /// Rows done so far.
    pub progress: &'a AtomicU64,
}

impl Place<'_> {
    fn today(&self) -> SurveyDay {
        SurveyDay::of(self.by.at, self.zone)
    }
}

/// Does everything that is due. Whatever waits to be judged should be judged before: what was found then stands.
pub async fn run(place: &Place<'_>) -> Result<Report, RetentionError> {
    archive::prepare(place.folder)?;
    let mut report = Report::default();
    for item in plan(place.db, place.today(), place.zone).await? {
        let mut done = Done {
            item,
            archive: None,
            deleted: 0,
            changed: 0,
            not_found: false,
        };
        match done.item.task.clone() {
            Task::Finish(row) => empty(place, &row, &mut done).await?,
            Task::Wave(wave) => {
                let row = archive_wave(place, &wave).await?;
                if let Some(row) = row {
                    empty(place, &row, &mut done).await?;
                }
            }
            Task::Loose(table, before) => {
                let row = archive_loose(place, table, before).await?;
                if let Some(row) = row {
                    empty(place, &row, &mut done).await?;
                }
            }
            Task::Plain(plain) => done.deleted = place.db.delete_plain(plain, place.by).await?,
            Task::File(row) => {
                let path = place.folder.join(&row.archive.name);
                done.archive = Some(row.archive.name.clone());
                if path.exists() && archive::is_whole(&path, &row.archive.sha256)? {
                    archive::delete(&path)?;
                    place.db.archive_deleted(row.archive_id, place.by).await?;
                } else {
                    done.not_found = true;
                }
            }
        }
        report.done.push(done);
    }
    Ok(report)
}

/// Writes the submissions of a wave into an archive and puts it on record; `None` if there are none. Deletes nothing.
pub async fn archive_wave(
    place: &Place<'_>,
    wave: &WaveRow,
) -> Result<Option<ArchiveRow>, RetentionError> {
    let until = wave.enrolled_until.unwrap_or(place.today());
    let mut archive = Begun::new(place, "raw_submission", Some(wave)).await?;
    let mut after = FactKey::FIRST;
    loop {
        let page = place
            .db
            .submissions_of_wave(wave.wave_id, after, PAGE)
            .await?;
        let Some(last) = page.last() else { break };
        after = last.0;
        for (_, hash, id) in &page {
            let held = place.db.held(*hash, id).await?;
            let runs = held.revisions.iter().map(|one| one.run_id);
            archive
                .runs
                .extend(runs.chain(held.trails.iter().map(|one| one.run_id)));
            archive.writer.line(&json::held(&held))?;
            place.progress.fetch_add(1, Ordering::Relaxed);
        }
    }
    archive.record(place, deleted_from(until)).await
}

/// The same of rows that belong to no wave and were last seen before an instant.
pub async fn archive_loose(
    place: &Place<'_>,
    table: LooseTable,
    before: EpochMs,
) -> Result<Option<ArchiveRow>, RetentionError> {
    let mut archive = Begun::new(place, table.table(), None).await?;
    let mut after = i64::MIN;
    loop {
        let page = place.db.loose_rows(table, before, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.number;
        for row in &page {
            let mut line = value!({
                "number": row.number, "hash": hex(&row.hash), "run": row.run_id, "row": row.row_number, "about": row.about,
            });
            match table {
                LooseTable::Quarantine => json::put_body(&mut line, &row.body),
                LooseTable::Trails => json::put_body(&mut line, &json::unpacked(&row.body)),
            }
            archive.runs.insert(row.run_id);
            archive.writer.line(&line)?;
            place.progress.fetch_add(1, Ordering::Relaxed);
        }
    }
    archive
        .record(place, anniversary(place.today(), YEARS_ARCHIVED))
        .await
}

/// An archive that is being written.
struct Begun {
    writer: Writer,
    name: String,
    holding: &'static str,
    wave: Option<WaveRow>,
    runs: BTreeSet<i32>,
}

impl Begun {
    async fn new(
        place: &Place<'_>,
        holding: &'static str,
        wave: Option<&WaveRow>,
    ) -> Result<Begun, RetentionError> {
        let last = place
            .db
            .list_archives()
            .await?
            .last()
            .map(|row| row.archive_id);
        let code = wave.map(|wave| wave.code.as_str());
        let name = |is_sealed| archive::name_of(last.unwrap_or(0) + 1, holding, code, is_sealed);
        // The run that was killed may have had a key, or none.
        for is_sealed in [false, true] {
            archive::make_room(&place.folder.join(name(is_sealed)), &place.db.name())?;
        }
        let name = name(place.keys.is_some());
        let writer = Writer::begin(&place.folder.join(&name), place.keys)?;
        Ok(Begun {
            writer,
            name,
            holding,
            wave: wave.cloned(),
            runs: BTreeSet::new(),
        })
    }

    async fn record(
        self,
        place: &Place<'_>,
        delete_on: SurveyDay,
    ) -> Result<Option<ArchiveRow>, RetentionError> {
        if self.writer.is_empty() {
            self.writer.give_up()?;
            return Ok(None);
        }
        let mut runs = BTreeMap::new();
        for run_id in self.runs {
            runs.insert(run_id, place.db.run_header(run_id).await?);
        }
        let written = self.writer.finish(Manifest {
            format: if place.keys.is_some() { 2 } else { 1 },
            program: env!("CARGO_PKG_VERSION").to_owned(),
            database: place.db.name(),
            holding: self.holding.to_owned(),
            wave: self.wave.as_ref().map(|wave| wave.code.clone()),
            made_at: place.by.at.to_rfc3339().unwrap_or_default(),
            delete_on: delete_on.to_string(),
            rows: 0,
            bytes: 0,
            sha256: String::new(),
            sealed_under: place
                .keys
                .and_then(Vault::sealing_key)
                .map(|number| number.to_string()),
            runs,
        })?;
        let archive = NewArchive {
            name: self.name,
            holding: self.holding.to_owned(),
            wave_id: self.wave.map(|wave| wave.wave_id),
            rows: written.rows,
            bytes: written.bytes,
            sha256: written.sha256,
            delete_on,
        };
        let archive_id = place
            .db
            .add_archive(&archive, place.today(), place.by)
            .await?;
        Ok(Some(ArchiveRow {
            archive_id,
            archive,
            made_at: place.by.at,
            emptied: false,
            deleted: false,
        }))
    }
}

/// Deletes from the database what an archive holds, after its file was found to be whole.
async fn empty(place: &Place<'_>, row: &ArchiveRow, done: &mut Done) -> Result<(), RetentionError> {
    let path = place.folder.join(&row.archive.name);
    if !path.exists() || !archive::is_whole(&path, &row.archive.sha256)? {
        return Err(RetentionError::NotTheFile(path.display().to_string()));
    }
    done.archive = Some(row.archive.name.clone());
    match LooseTable::from_table(&row.archive.holding) {
        Some(table) => empty_loose(place, table, row, &path, done).await?,
        // Those that are counted last.
        None => {
            empty_submissions(place, row, &path, false, done).await?;
            empty_submissions(place, row, &path, true, done).await?;
        }
    }
    place.db.archive_emptied(row.archive_id, place.by).await?;
    Ok(())
}

async fn empty_submissions(
    place: &Place<'_>,
    row: &ArchiveRow,
    path: &Path,
    counted: bool,
    done: &mut Done,
) -> Result<(), RetentionError> {
    let mut batch = Vec::with_capacity(BATCH);
    for line in archive::lines(path, place.keys)? {
        let line = line?;
        if (line["fact"]["counted"] == Value::Bool(true)) != counted {
            continue;
        }
        batch.extend(to_erase(&line));
        if batch.len() == BATCH {
            erase(place, row, &batch, done).await?;
            batch.clear();
        }
    }
    erase(place, row, &batch, done).await
}

/// What a line is of.
fn to_erase(line: &Value) -> Option<ToErase> {
    let submission_id = line["submission_id"].as_str()?.to_owned();
    let revisions = line["revisions"].as_array()?;
    let numbers = revisions.iter().map(|one| one["raw_id"].as_i64());
    Some(ToErase {
        id_hash: id_hash(&submission_id),
        revisions: numbers.collect::<Option<_>>()?,
        submission_id,
    })
}

async fn erase(
    place: &Place<'_>,
    row: &ArchiveRow,
    batch: &[ToErase],
    done: &mut Done,
) -> Result<(), RetentionError> {
    if batch.is_empty() {
        return Ok(());
    }
    let fresh = fresh_key().map_err(|_| RetentionError::NoRandomness)?;
    let erased = place
        .db
        .erase_submissions(batch, &fresh, place.by.at, |erased| {
            Entry::new(place.by.at, &place.by.by, Action::Retention)
                .about(format!("archive {}", row.archive_id))
                .saying(format!(
                    "deleted: submissions={} revisions={} trails={} spot_visits={}",
                    erased.submissions, erased.revisions, erased.trails, erased.spot_visits
                ))
        })
        .await?;
    done.deleted += erased.submissions;
    done.changed += erased.changed;
    Ok(())
}

async fn empty_loose(
    place: &Place<'_>,
    table: LooseTable,
    row: &ArchiveRow,
    path: &Path,
    done: &mut Done,
) -> Result<(), RetentionError> {
    let about = format!("archive {}", row.archive_id);
    let mut batch = Vec::with_capacity(BATCH);
    for line in archive::lines(path, place.keys)? {
        let line = line?;
        let hash = line["hash"].as_str().and_then(from_hex);
        batch.extend(line["number"].as_i64().zip(hash));
        if batch.len() == BATCH {
            done.deleted += place
                .db
                .delete_loose(table, &batch, &about, place.by)
                .await?;
            batch.clear();
        }
    }
    done.deleted += place
        .db
        .delete_loose(table, &batch, &about, place.by)
        .await?;
    Ok(())
}
