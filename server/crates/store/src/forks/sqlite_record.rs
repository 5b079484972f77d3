//! SQLite: a batch of submissions through prepared statements on a connection of its own (decision 0031).

use super::sqlite::SqliteFile;
use super::sqlite_bulk::insert_all;
use super::sqlite_codes::Codes;
use super::sqlite_fold::Folder;
use super::sqlite_inbox;
use super::sqlite_insert::{Bodies, bodies, insert_facts, insert_revisions, seal_bodies};
use super::sqlite_quarantine::{insert_rejects, release, sort_out_rejects};
use super::sqlite_turns::begin_long_here;
use crate::audit::append::append_bulk;
use crate::beside::both;
use crate::error::StoreError;
use crate::meta;
use crate::record::aside::Aside;
use crate::record::batch::Batch;
use crate::record::by_key::FactsByKey;
use crate::record::codes::Numbers;
use crate::record::filter::Filter;
use crate::record::hash::{KeyMap, KeySet};
use crate::record::households::{
    Claim, Counted, Holder, claims_of, counts_of, households_to_find, judged_again, plan_households,
};
use crate::record::plan::{KnownFact, KnownRevision, NewFact, Revisions, plan_revisions};
use crate::record::seen::Seen;
use crate::record::{Arrival, Cell, ResolvedFact};
use crate::retention::tombstones;
use crate::run::{RowOutcome, Run, RunSummary, Traces};
use crate::sealing::Sealer;
use domain::audit::Action;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// From so many rows on a part of the work is done on a thread of its own.
const WORTH_A_THREAD: usize = 1_000;

/// What is committed is on the disk.
const SYNCED: &str = "PRAGMA synchronous = FULL";
/// What is committed gets there when the log is folded ([`Folder::begin`]), or with the next that is synced, and never without what was
/// committed before it. Nobody relies on a recording sooner: pushed rows stand in the inbox until it is there, and a run is told of when it
/// has ended, which is synced.
const SYNCED_SOON: &str = "PRAGMA synchronous = NORMAL";

/// The SQLite half of a [`crate::Recorder`]: its connection, and what it remembers between batches.
#[derive(Debug)]
pub(crate) struct SqliteRecorder {
    file: SqliteFile,
    connection: Option<Connection>,
    folder: Folder,
    seen: Seen,
    codes: Codes,
    held: Option<Duration>,
}

impl SqliteRecorder {
    /// One that is there, or else a new one.
    pub(crate) fn or_new(
        recorder: Option<Box<SqliteRecorder>>,
        file: &SqliteFile,
    ) -> Box<SqliteRecorder> {
        let new = || SqliteRecorder {
            file: file.clone(),
            connection: None,
            folder: Folder::default(),
            seen: Seen::default(),
            codes: Codes::default(),
            held: None,
        };
        recorder.unwrap_or_else(|| Box::new(new()))
    }

    /// The file, and the connection through which it is written; what it commits is on the disk then.
    pub(crate) fn connection(&mut self) -> Result<(&SqliteFile, &mut Connection), StoreError> {
        let connection = self.file.connect_once(&mut self.connection)?;
        connection.execute_batch(SYNCED)?;
        Ok((&self.file, connection))
    }

    /// For how long the last batch had others wait.
    pub(crate) fn held(&self) -> Option<Duration> {
        self.held
    }

    /// The version that the last batch made, if it changed anything.
    pub(crate) fn made_version(&self) -> Option<i64> {
        self.seen.made()
    }

    /// Records a batch; on an error nothing of it is written.
    pub(crate) fn record(
        &mut self,
        run: &mut Run,
        batch: &Batch,
        parcels: &[i64],
    ) -> Result<Vec<RowOutcome>, StoreError> {
        self.folder.before_a_turn(&self.file);
        let connection = self.file.connect_once(&mut self.connection)?;
        let is_large = is_large(batch.len());
        connection.execute_batch(if is_large { SYNCED_SOON } else { SYNCED })?;
        let memory = (&mut self.seen, &mut self.codes);
        let (tx, turn) = begin_long_here(&self.file, connection)?;
        let sealer = Sealer::in_bulk(&tx, &self.file.keys)?;
        let result = record_batch(tx, &sealer, memory, run, batch, parcels);
        self.held = Some(turn.held());
        if is_large {
            self.folder.begin(&self.file);
        }
        if result.is_err() {
            // What was added in the transaction is gone, and with it the numbers remembered from it.
            self.seen = Seen::default();
            self.codes = Codes::default();
        }
        result
    }
}

fn record_batch(
    tx: Transaction<'_>,
    sealer: &Sealer,
    (seen, codes): (&mut Seen, &mut Codes),
    run: &mut Run,
    batch: &Batch,
    parcels: &[i64],
) -> Result<Vec<RowOutcome>, StoreError> {
    sqlite_inbox::forget(&tx, parcels)?;
    let record_version = read_meta(&tx, meta::RECORD_VERSION)?;
    let last_raw_id = read_meta(&tx, meta::LAST_RAW_ID)?;
    if seen.begin(record_version, last_raw_id) {
        load_seen(&tx, seen)?;
    }
    let known = find_revisions(&tx, seen, batch.arrivals())?;
    let revisions = plan_revisions(batch.arrivals(), batch.by_id(), &known, last_raw_id + 1);
    let (outlet, bodies) = bodies();
    let planned = Planned {
        batch: batch.arrivals(),
        parcels,
        record_version,
        last_raw_id,
        revisions: &revisions,
        bodies,
    };
    // Bodies are sealed while the rest is worked out and written.
    let ((), written) = both(
        is_large(batch.len()),
        || seal_bodies(sealer, batch.arrivals(), &revisions, &outlet),
        || {
            let worked_out = work_out(&tx, seen, codes, batch, &revisions)?;
            write_batch(tx, sealer, seen, run, &planned, &worked_out)
        },
    );
    written?;
    Ok(revisions.outcomes)
}

/// A batch, what was there before it, and what becomes of its rows.
struct Planned<'p> {
    batch: &'p [Arrival],
    parcels: &'p [i64],
    record_version: i64,
    last_raw_id: i64,
    revisions: &'p Revisions,
    bodies: Bodies,
}

/// Whether threads beside, and a sync and a folding apart, are worth it.
fn is_large(rows: usize) -> bool {
    rows >= WORTH_A_THREAD
}

/// Writes everything and commits it.
fn write_batch(
    tx: Transaction<'_>,
    sealer: &Sealer,
    seen: &mut Seen,
    run: &mut Run,
    planned: &Planned<'_>,
    worked_out: &WorkedOut<'_>,
) -> Result<(), StoreError> {
    let Planned {
        batch, revisions, ..
    } = planned;
    let mut summary = run.summary;
    summary.add(&revisions.outcomes);
    let released = release(&tx, batch, revisions)?;
    let (rejected, noted) = sort_out_rejects(&tx, sealer, run, batch, revisions)?;
    let changed = !revisions.inserts.is_empty();
    if changed || released || !rejected.is_empty() {
        let traces = run.traces.with(revisions.inserted_ids(), rejected.len());
        let run_id = write_run(&tx, run, summary, traces)?;
        insert_rejects(&tx, sealer, run, run_id, batch, &rejected)?;
        let (by_key, inserted) = both(
            is_large(batch.len()),
            || FactsByKey::of(worked_out.facts()?, sealer),
            || {
                let facts = (&worked_out.new[..], &worked_out.numbers);
                insert_revisions(&tx, run_id, batch, (revisions, &planned.bodies), facts)
            },
        );
        inserted?;
        demote(&tx, &revisions.superseded)?;
        let by_key = by_key?;
        let counted = &worked_out.counted;
        let dirty = change_facts(&tx, &revisions.superseded, counted, &by_key)?;
        mark_dirty(&tx, &dirty)?;
        mark_unjudged(&tx, &judged_again(&dirty, &worked_out.holders))?;
        let latest = by_key.latest_received_ms();
        let last_raw_id = revisions.last_raw_id(planned.last_raw_id);
        let record_version = planned.record_version + 1;
        write_meta(&tx, record_version, last_raw_id, latest)?;
        let entry = run.batch_entry(Action::SubmissionsRecorded, run_id, summary);
        append_bulk(&tx, &[entry])?;
        // Whoever called forgets what is remembered of a batch that could not be committed.
        let seen = Mutex::new(seen);
        let remember = || {
            let inserts = revisions.inserts.iter();
            seen.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .committed(
                    record_version,
                    inserts.map(|insert| batch[insert.arrival].id_hash),
                    worked_out.claims.iter().map(|claim| claim.household_key),
                );
        };
        let ((), committed) = both(is_large(batch.len()), remember, || tx.commit());
        committed?;
        run.run_id = Some(run_id);
        run.traces = traces;
    } else {
        if noted || !planned.parcels.is_empty() {
            tx.commit()?;
        } else {
            drop(tx);
        }
        seen.committed(planned.record_version, [].into_iter(), [].into_iter());
    }
    run.summary = summary;
    Ok(())
}

/// What is worked out of a batch before anything of it is written.
struct WorkedOut<'b> {
    claims: Vec<Claim<'b>>,
    holders: Vec<Holder>,
    counted: Counted,
    /// Of the revisions that are current, in their order; and for each whether it counts.
    new: Vec<NewFact<'b>>,
    counts: Vec<bool>,
    numbers: Numbers,
    aside: Aside,
}

impl<'b> WorkedOut<'b> {
    /// The facts as they are loaded.
    fn facts(&self) -> Result<Vec<ResolvedFact<'b>>, StoreError> {
        let each = self.new.iter().zip(&self.counts);
        each.map(|(fact, counts)| fact.resolved(&self.numbers, *counts, &self.aside))
            .collect()
    }
}

fn work_out<'b>(
    tx: &Transaction<'_>,
    seen: &mut Seen,
    codes: &mut Codes,
    batch: &'b Batch,
    revisions: &Revisions,
) -> Result<WorkedOut<'b>, StoreError> {
    let new = revisions.new_facts(batch);
    let told = || {
        let each = new.iter();
        each.map(|fact| (fact.arrival.submission_id.as_str(), fact.input))
    };
    let aside = Aside::find_bulk(tx, told().map(|(id, _)| id))?;
    let claims = claims_of(told(), &aside);
    let holders = find_holders(tx, seen, &claims, &revisions.superseded)?;
    let counted = plan_households(&claims, &revisions.superseded, &holders);
    let counts = counts_of(told(), &aside, &counted);
    let numbers = codes.numbers(tx, new.iter().map(|fact| (fact.symbols, fact.input)))?;
    Ok(WorkedOut {
        claims,
        holders,
        counted,
        new,
        counts,
        numbers,
        aside,
    })
}

pub(super) fn read_meta(tx: &Transaction<'_>, key: &str) -> Result<i64, StoreError> {
    Ok(tx
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([key], |row| row.get(0))?)
}

fn write_meta(
    tx: &Transaction<'_>,
    record_version: i64,
    last_raw_id: i64,
    latest_received_ms: Option<i64>,
) -> Result<(), StoreError> {
    let mut update = tx.prepare_cached("UPDATE meta SET value = MAX(value, ?1) WHERE key = ?2")?;
    update.execute(params![record_version, meta::RECORD_VERSION])?;
    update.execute(params![last_raw_id, meta::LAST_RAW_ID])?;
    if let Some(latest) = latest_received_ms {
        update.execute(params![latest, meta::LATEST_RECEIVED_MS])?;
    }
    Ok(())
}

/// Reads every key on file, each index once from end to end.
pub(super) fn load_seen(tx: &Transaction<'_>, seen: &mut Seen) -> Result<(), StoreError> {
    let fill = |sql: &str| -> Result<Filter, StoreError> {
        let mut filter = Filter::default();
        let mut statement = tx.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            filter.insert(row.get(0)?);
        }
        Ok(filter)
    };
    // Repeats share their key with a counted one.
    seen.load(
        fill("SELECT id_hash FROM raw_submission")?,
        fill("SELECT household_key FROM fact WHERE counted = 1 AND household_key IS NOT NULL")?,
    );
    Ok(())
}

/// What a query for a fact selects, in the order of [`read_fact`].
pub(crate) const FACT: &str = "f.enumerator_id, f.survey_day, f.raw_id, f.area_id, f.wave_id, \
     CASE WHEN f.outcome = 0 AND f.review_state <> 3 THEN f.household_key END, f.counted";

pub(crate) fn read_fact(row: &Row<'_>) -> rusqlite::Result<KnownFact> {
    Ok(KnownFact {
        enumerator_id: row.get(0)?,
        survey_day: row.get(1)?,
        raw_id: row.get(2)?,
        area_id: row.get(3)?,
        wave_id: row.get(4)?,
        household_key: row.get(5)?,
        counted: row.get(6)?,
    })
}

/// Every revision on file of the submissions of the batch, by the hash of their id; what was deleted is known with whatever content it comes.
pub(super) fn find_revisions(
    tx: &Transaction<'_>,
    seen: &mut Seen,
    batch: &[Arrival],
) -> Result<KeyMap<i64, Vec<KnownRevision>>, StoreError> {
    let mut arrivals: Vec<&Arrival> = batch
        .iter()
        .filter(|arrival| seen.may_know_submission(arrival.id_hash))
        .collect();
    // In the order of the index: neighbours are on the same page.
    arrivals.sort_by_key(|arrival| arrival.id_hash);
    seen.looked_up(arrivals.len());
    let mut find = tx.prepare_cached(
        "SELECT submission_id, content_hash, received_at_ms, is_current, raw_id, enumerator_id, survey_day \
         FROM raw_submission WHERE id_hash = ?1 ORDER BY raw_id",
    )?;
    let mut find_fact = tx.prepare_cached(&format!(
        "SELECT {FACT} FROM fact f WHERE f.enumerator_id = ?1 AND f.survey_day = ?2 AND f.raw_id = ?3"
    ))?;
    let mut known = KeyMap::default();
    for same_hash in arrivals.chunk_by(|a, b| a.id_hash == b.id_hash) {
        let id_hash = same_hash[0].id_hash;
        let mut revisions = Vec::new();
        let mut current = Vec::new();
        let mut rows = find.query([id_hash])?;
        while let Some(row) = rows.next()? {
            if row.get(3)? {
                let fact: (i32, i32, i64) = (row.get(5)?, row.get(6)?, row.get(4)?);
                current.push((revisions.len(), fact));
            }
            revisions.push(KnownRevision {
                submission_id: row.get(0)?,
                content_hash: row.get(1)?,
                received_at_ms: row.get(2)?,
                current: None,
            });
        }
        if revisions.is_empty() {
            continue;
        }
        // A file imported again is known through and through: nobody will ask for its facts.
        let is_known = |arrival: &&Arrival| {
            revisions
                .iter()
                .any(|revision| revision.content_hash == arrival.content_hash)
        };
        if !same_hash.iter().all(is_known) {
            for (index, key) in current {
                revisions[index].current = Some(find_fact.query_row(key, read_fact)?);
            }
        }
        known.insert(id_hash, revisions);
    }
    tombstones::pass_over_bulk(tx, batch, &mut known)?;
    Ok(known)
}

/// All valid completes on file of the households that the claims or the removed facts name, without those that stand aside.
pub(crate) fn find_holders(
    tx: &Transaction<'_>,
    seen: &mut Seen,
    claims: &[Claim<'_>],
    removed: &[KnownFact],
) -> Result<Vec<Holder>, StoreError> {
    let keys = households_to_find(seen, claims, removed);
    let mut holders = Vec::new();
    if keys.is_empty() {
        return Ok(holders);
    }
    let find_where = |index: &str, condition: &str| {
        tx.prepare_cached(&format!(
            "SELECT {FACT}, f.completed_at_ms, r.submission_id \
             FROM fact f INDEXED BY {index} CROSS JOIN raw_submission r ON r.raw_id = f.raw_id \
             WHERE f.household_key = ?1 AND f.household_key IS NOT NULL AND {condition}"
        ))
    };
    let mut find_counted = find_where("fact_household_counted", "f.counted = 1")?;
    let mut find_repeated = find_where(
        "fact_household_repeated",
        "f.counted = 0 AND f.outcome = 0 AND f.review_state <> 3 AND f.resurvey_id IS NULL",
    )?;
    for key in keys {
        let before = holders.len();
        for find in [&mut find_counted, &mut find_repeated] {
            let mut rows = find.query([key])?;
            while let Some(row) = rows.next()? {
                holders.push(Holder {
                    fact: read_fact(row)?,
                    household_key: key,
                    completed_at_ms: row.get(7)?,
                    submission_id: row.get(8)?,
                });
            }
            // Of a household's valid completes one is counted: where none is, there are no others.
            if holders.len() == before {
                break;
            }
        }
    }
    Ok(holders)
}

/// Marks revisions as no longer current.
fn demote(tx: &Transaction<'_>, superseded: &[KnownFact]) -> Result<(), StoreError> {
    let mut update = tx.prepare_cached(
        "UPDATE raw_submission SET is_current = 0, enumerator_id = NULL, survey_day = NULL WHERE raw_id = ?1",
    )?;
    for fact in superseded {
        update.execute([fact.raw_id])?;
    }
    Ok(())
}

/// Removes, recounts and inserts facts, in the order that never counts a household twice. Answers the dirty cells,
/// sorted, each once.
pub(crate) fn change_facts(
    tx: &Transaction<'_>,
    removed: &[KnownFact],
    counted: &Counted,
    by_key: &FactsByKey<'_>,
) -> Result<Vec<Cell>, StoreError> {
    let mut dirty: KeySet<Cell> = KeySet::default();
    let mut delete = tx.prepare_cached(
        "DELETE FROM fact WHERE enumerator_id = ?1 AND survey_day = ?2 AND raw_id = ?3",
    )?;
    for fact in removed {
        delete.execute(params![fact.enumerator_id, fact.survey_day, fact.raw_id])?;
        dirty.insert(fact.cell());
    }
    let mut recount = tx.prepare_cached(
        "UPDATE fact SET counted = ?4 WHERE enumerator_id = ?1 AND survey_day = ?2 AND raw_id = ?3",
    )?;
    for (facts, counts) in [(&counted.dethroned, false), (&counted.promoted, true)] {
        for fact in facts {
            recount.execute(params![
                fact.enumerator_id,
                fact.survey_day,
                fact.raw_id,
                counts
            ])?;
            dirty.insert(fact.cell());
        }
    }
    insert_facts(tx, by_key)?;
    dirty.extend(by_key.cells());
    let mut dirty: Vec<Cell> = dirty.into_iter().collect();
    dirty.sort_unstable();
    Ok(dirty)
}

pub(crate) fn mark_dirty(tx: &Transaction<'_>, cells: &[Cell]) -> Result<(), StoreError> {
    let statement = (
        "INSERT INTO dirty_cell (enumerator_id, survey_day, area_id, wave_id) VALUES ",
        4,
        " ON CONFLICT DO NOTHING",
    );
    insert_all(tx, statement, cells, |row, cell| {
        row.push(cell.enumerator_id)?;
        row.push(cell.survey_day)?;
        row.push(cell.area_id)?;
        row.push(cell.wave_id)?;
        Ok(())
    })
}

/// Makes enumerators wait to be judged.
pub(crate) fn mark_unjudged(tx: &Transaction<'_>, enumerators: &[i32]) -> Result<(), StoreError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO unjudged (enumerator_id) VALUES (?1) ON CONFLICT DO NOTHING",
    )?;
    for enumerator_id in enumerators {
        insert.execute([enumerator_id])?;
    }
    Ok(())
}

/// The run's row: made on first need, its sums brought up to date. Answers its number.
fn write_run(
    tx: &Transaction<'_>,
    run: &Run,
    summary: RunSummary,
    traces: Traces,
) -> Result<i32, StoreError> {
    let [read, accepted, unchanged, updated, quarantined] = summary.to_columns();
    let (first_raw_id, last_raw_id, set_aside) = traces.to_columns();
    if let Some(run_id) = run.run_id {
        tx.prepare_cached(
            "UPDATE import_run SET rows_read = ?1, accepted = ?2, unchanged = ?3, updated = ?4, quarantined = ?5, \
             first_raw_id = ?7, last_raw_id = ?8, set_aside = ?9 WHERE run_id = ?6",
        )?
        .execute(params![
            read,
            accepted,
            unchanged,
            updated,
            quarantined,
            run_id,
            first_raw_id,
            last_raw_id,
            set_aside
        ])?;
        return Ok(run_id);
    }
    let last: Option<i32> = tx
        .query_row("SELECT MAX(run_id) FROM import_run", [], |row| row.get(0))
        .optional()?
        .flatten();
    let run_id = last.unwrap_or(0) + 1;
    tx.execute(
        "INSERT INTO import_run (run_id, kind, source_name, header, started_at_ms, finished_at_ms, actor, rows_read, \
         accepted, unchanged, updated, quarantined, first_raw_id, last_raw_id, set_aside) \
         VALUES (?1, ?2, ?3, ?4, ?5, NULL, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            run_id,
            run.info.kind.rank(),
            run.info.source_name,
            run.info.header,
            run.info.started_at.0,
            run.info.by.word(),
            read,
            accepted,
            unchanged,
            updated,
            quarantined,
            first_raw_id,
            last_raw_id,
            set_aside
        ],
    )?;
    Ok(run_id)
}
