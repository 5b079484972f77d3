//! PostgreSQL: a batch of submissions by `COPY … BINARY`, looked up and changed by arrays of keys.

use super::WriteTx;
use super::postgres::{PostgresServer, begin_write};
use super::postgres_codes::Codes;
use super::postgres_copy::{CopyIn, RowBuffer};
use super::postgres_few::{self, FEW_ROWS};
use super::postgres_inbox;
use super::postgres_revisions::{Inserts, SecondConnection, remove_debris};
use crate::error::StoreError;
use crate::record::aside::Aside;
use crate::record::batch::Batch;
use crate::record::by_key::FactsByKey;
use crate::record::filter::Filter;
use crate::record::hash::{KeyMap, KeySet};
use crate::record::households::{
    Claim, Counted, Holder, claims_of, counts_of, judged_again, plan_households,
};
use crate::record::plan::{KnownFact, KnownRevision, Revisions, plan_revisions};
use crate::record::seen::Seen;
use crate::record::{Arrival, Cell};
use crate::retention::tombstones;
use crate::run::{RowOutcome, Run, RunKind};
use crate::sealing::Sealer;
use crate::{meta, quarantine};
use domain::audit::Action;
use sqlx::PgConnection;

/// The PostgreSQL half of a [`crate::Recorder`]: what it remembers between batches.
#[derive(Debug)]
pub(crate) struct PostgresRecorder {
    server: PostgresServer,
    seen: Seen,
    codes: Codes,
    second: SecondConnection,
}

impl PostgresRecorder {
    pub(crate) fn new(server: PostgresServer) -> PostgresRecorder {
        PostgresRecorder {
            second: SecondConnection::new(server.url()),
            server,
            seen: Seen::default(),
            codes: Codes::default(),
        }
    }

    /// The version that the last batch made, if it changed anything.
    pub(crate) fn made_version(&self) -> Option<i64> {
        self.seen.made()
    }

    /// Records a batch; on an error nothing of it is written.
    pub(crate) async fn record(
        &mut self,
        run: &mut Run,
        batch: &Batch,
        parcels: &[i64],
    ) -> Result<Vec<RowOutcome>, StoreError> {
        // What is remembered is given back only by a commit: a batch that fails, or is dropped half way, forgets it.
        let mut seen = std::mem::take(&mut self.seen);
        let mut codes = std::mem::take(&mut self.codes);
        let second = &mut self.second;
        let memory = (&mut seen, &mut codes);
        let outcomes = record_batch(&self.server, second, memory, run, batch, parcels).await?;
        self.seen = seen;
        self.codes = codes;
        Ok(outcomes)
    }
}

async fn record_batch(
    server: &PostgresServer,
    second: &mut SecondConnection,
    (seen, codes): (&mut Seen, &mut Codes),
    run: &mut Run,
    batch: &Batch,
    parcels: &[i64],
) -> Result<Vec<RowOutcome>, StoreError> {
    remove_debris(server).await?;
    let mut tx = WriteTx::Postgres(begin_write(server).await?);
    let sealer = Sealer::in_tx(&mut tx, &server.keys).await?;
    let pg = tx.postgres()?;
    look_up_by_index(pg).await?;
    postgres_inbox::forget(pg, parcels).await?;
    let (record_version, last_raw_id) = read_version(pg).await?;
    if seen.begin(record_version, last_raw_id) {
        load_seen(pg, seen).await?;
    }
    let known = find_revisions(pg, seen, batch.arrivals()).await?;
    let revisions = plan_revisions(batch.arrivals(), batch.by_id(), &known, last_raw_id + 1);
    let new = revisions.new_facts(batch);
    let batch = batch.arrivals();
    let told = || {
        let each = new.iter();
        each.map(|fact| (fact.arrival.submission_id.as_str(), fact.input))
    };
    let aside = Aside::find(pg, told().map(|(id, _)| id)).await?;
    let claims = claims_of(told(), &aside);
    let holders = find_holders(pg, seen, &claims, &revisions.superseded).await?;
    let counted = plan_households(&claims, &revisions.superseded, &holders);
    let counts = counts_of(told(), &aside, &counted);
    let coded = new.iter().map(|fact| (fact.symbols, fact.input));
    let numbers = codes.numbers(pg, coded).await?;
    let resolved = new
        .iter()
        .zip(counts)
        .map(|(fact, counts)| fact.resolved(&numbers, counts, &aside));
    let facts = resolved.collect::<Result<Vec<_>, _>>()?;

    let mut summary = run.summary;
    summary.add(&revisions.outcomes);
    let released = release(&mut tx, batch, &revisions).await?;
    let rejected = revisions
        .quarantined
        .iter()
        .filter_map(|index| {
            let arrival = &batch[*index];
            Some(quarantine::Quarantined {
                row_number: arrival.row_number,
                body: &arrival.body,
                body_hash: &arrival.quarantine_hash,
                format: arrival.format,
                rejected: arrival.content.as_ref().err()?,
            })
        })
        .collect();
    let kind = RunKind::Submissions;
    let rejected = quarantine::sort_out(&mut tx, &sealer, kind, run, rejected).await?;
    let changed = !revisions.inserts.is_empty();
    if changed || released || !rejected.new.is_empty() {
        let traces = run
            .traces
            .with(revisions.inserted_ids(), rejected.new.len());
        let run_id = crate::run::write_run(&mut tx, run, summary, traces).await?;
        quarantine::insert(&mut tx, &sealer, kind, run_id, run.seen_at, &rejected.new).await?;
        let pg = tx.postgres()?;
        let by_key = FactsByKey::of(facts, &sealer)?;
        let inserts = Inserts {
            run_id,
            batch,
            revisions: &revisions,
            facts: &new,
            numbers: &numbers,
            sealer: &sealer,
        };
        let superseded = &revisions.superseded;
        if revisions.inserts.len() < FEW_ROWS {
            postgres_few::insert_revisions(pg, inserts).await?;
            demote(pg, superseded).await?;
            let dirty = change_facts(pg, superseded, &counted, &by_key).await?;
            mark_dirty(pg, &dirty).await?;
            mark_unjudged(pg, &judged_again(&dirty, &holders)).await?;
        } else {
            tokio::try_join!(second.insert_revisions(inserts), async {
                demote(pg, superseded).await?;
                let dirty = change_facts(pg, superseded, &counted, &by_key).await?;
                mark_dirty(pg, &dirty).await?;
                mark_unjudged(pg, &judged_again(&dirty, &holders)).await
            })?;
        }
        raise_meta(pg, meta::RECORD_VERSION, record_version + 1).await?;
        raise_meta(pg, meta::LAST_RAW_ID, revisions.last_raw_id(last_raw_id)).await?;
        if let Some(latest) = by_key.latest_received_ms() {
            raise_meta(pg, meta::LATEST_RECEIVED_MS, latest).await?;
        }
        tx.commit_noted(&[run.batch_entry(Action::SubmissionsRecorded, run_id, summary)])
            .await?;
        run.run_id = Some(run_id);
        run.traces = traces;
        seen.committed(
            record_version + 1,
            revisions
                .inserts
                .iter()
                .map(|insert| batch[insert.arrival].id_hash),
            claims.iter().map(|claim| claim.household_key),
        );
    } else {
        if rejected.noted || !parcels.is_empty() {
            tx.commit_derived().await?;
        }
        seen.committed(record_version, [].into_iter(), [].into_iter());
    }
    run.summary = summary;
    Ok(revisions.outcomes)
}

/// For the rest of the transaction: arrays of keys are looked up one by one through the indexes. While a first import
/// runs there are no statistics yet, and without them the planner would read whole tables to find a few rows. What is switched off counts
/// as very dear, and dear statements are compiled (`jit`), each time for longer than they run.
pub(super) async fn look_up_by_index(pg: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query(
        "SELECT set_config('enable_seqscan', 'off', TRUE), set_config('enable_hashjoin', 'off', TRUE), \
         set_config('enable_mergejoin', 'off', TRUE), set_config('jit', 'off', TRUE)",
    )
    .execute(&mut *pg)
    .await?;
    Ok(())
}

/// The version of the recorded rows, and the number of the last revision.
pub(super) async fn read_version(pg: &mut PgConnection) -> Result<(i64, i64), StoreError> {
    let of = "SELECT version.value, last.value FROM meta version, meta last WHERE version.key = $1 AND last.key = $2";
    Ok(sqlx::query_as(of)
        .bind(meta::RECORD_VERSION)
        .bind(meta::LAST_RAW_ID)
        .fetch_one(&mut *pg)
        .await?)
}

async fn raise_meta(pg: &mut PgConnection, key: &str, value: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE meta SET value = GREATEST(value, $1) WHERE key = $2")
        .bind(value)
        .bind(key)
        .execute(&mut *pg)
        .await?;
    Ok(())
}

/// Keys read at a time when all are read.
const KEYS_A_PAGE: i64 = 500_000;

/// Reads every key on file, page by page.
pub(super) async fn load_seen(pg: &mut PgConnection, seen: &mut Seen) -> Result<(), StoreError> {
    let mut submissions = Filter::default();
    let mut after = i64::MIN;
    loop {
        let page: Vec<i64> = sqlx::query_scalar(
            "SELECT id_hash FROM raw_submission WHERE id_hash > $1 ORDER BY id_hash LIMIT $2",
        )
        .bind(after)
        .bind(KEYS_A_PAGE)
        .fetch_all(&mut *pg)
        .await?;
        page.iter().for_each(|key| submissions.insert(*key));
        match page.last() {
            Some(last) => after = *last,
            None => break,
        }
    }
    // The page condition skips this one key.
    submissions.insert(i64::MIN);
    let mut households = Filter::default();
    let mut after = i64::MIN;
    loop {
        // Repeats share their key with a counted one.
        let page: Vec<i64> = sqlx::query_scalar(
            "SELECT household_key FROM fact WHERE counted AND household_key IS NOT NULL AND household_key > $1 \
             ORDER BY household_key LIMIT $2",
        )
        .bind(after)
        .bind(KEYS_A_PAGE)
        .fetch_all(&mut *pg)
        .await?;
        page.iter().for_each(|key| households.insert(*key));
        match page.last() {
            Some(last) => after = *last,
            None => break,
        }
    }
    households.insert(i64::MIN);
    seen.load(submissions, households);
    Ok(())
}

/// What a query for a fact selects first, in the order of [`read_fact`].
type FactColumns = (i32, i32, i64, i32, i32, Option<i64>, bool);

pub(super) fn read_fact(row: FactColumns) -> KnownFact {
    KnownFact {
        enumerator_id: row.0,
        survey_day: row.1,
        raw_id: row.2,
        area_id: row.3,
        wave_id: row.4,
        household_key: row.5,
        counted: row.6,
    }
}

/// A revision, and the fact of a current one.
type RevisionColumns = (
    i64,
    String,
    Vec<u8>,
    i64,
    bool,
    i64,
    Option<i32>,
    Option<i32>,
    Option<i32>,
    Option<i32>,
    Option<i64>,
    Option<bool>,
);

fn read_revision(row: RevisionColumns) -> Result<(i64, KnownRevision), StoreError> {
    let (id_hash, submission_id, content_hash, received_at_ms, is_current, raw_id, ..) = row;
    let fact = || {
        Some(read_fact((
            row.6?, row.7?, raw_id, row.8?, row.9?, row.10, row.11?,
        )))
    };
    // A current revision without a fact would be counted by nobody and replaced by nothing: better to stop.
    let current = match (is_current, fact()) {
        (false, _) => None,
        (true, Some(fact)) => Some(fact),
        (true, None) => {
            return Err(StoreError::Corrupt {
                detail: format!("revision {raw_id} is current and has no fact"),
            });
        }
    };
    let revision = KnownRevision {
        submission_id,
        content_hash: content_hash
            .try_into()
            .map_err(|_| StoreError::other("a content hash that is not 16 bytes"))?,
        received_at_ms,
        current,
    };
    Ok((id_hash, revision))
}

/// Every revision on file of the submissions of the batch, by the hash of their id. Revisions beyond the last whole batch
/// are not on file: whoever does not hold the write lock may meet those of a batch whose facts are still to come. What was deleted is
/// known with whatever content it comes.
pub(super) async fn find_revisions(
    pg: &mut PgConnection,
    seen: &mut Seen,
    batch: &[Arrival],
) -> Result<KeyMap<i64, Vec<KnownRevision>>, StoreError> {
    let mut hashes: Vec<i64> = batch
        .iter()
        .map(|arrival| arrival.id_hash)
        .filter(|hash| seen.may_know_submission(*hash))
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    seen.looked_up(hashes.len());
    let mut known: KeyMap<i64, Vec<KnownRevision>> = KeyMap::default();
    if hashes.is_empty() {
        tombstones::pass_over(pg, batch, &mut known).await?;
        return Ok(known);
    }
    let rows: Vec<RevisionColumns> = sqlx::query_as(
        "SELECT r.id_hash, r.submission_id, r.content_hash, r.received_at_ms, r.is_current, r.raw_id, \
         f.enumerator_id, f.survey_day, f.area_id, f.wave_id, \
         CASE WHEN f.outcome = 0 AND f.review_state <> 3 THEN f.household_key END AS household_key, f.counted \
         FROM raw_submission r LEFT JOIN fact f ON r.is_current AND f.enumerator_id = r.enumerator_id \
         AND f.survey_day = r.survey_day AND f.raw_id = r.raw_id WHERE r.id_hash = ANY($1) \
         AND r.raw_id <= (SELECT value FROM meta WHERE key = $2) ORDER BY r.raw_id",
    )
    .bind(&hashes)
    .bind(meta::LAST_RAW_ID)
    .fetch_all(&mut *pg)
    .await?;
    for row in rows {
        let (id_hash, revision) = read_revision(row)?;
        known.entry(id_hash).or_default().push(revision);
    }
    tombstones::pass_over(pg, batch, &mut known).await?;
    Ok(known)
}

type HolderColumns = (i32, i32, i64, i32, i32, Option<i64>, bool, i64, String);

/// All valid completes on file of the households that the claims or the removed facts name, without those that stand aside.
pub(super) async fn find_holders(
    pg: &mut PgConnection,
    seen: &mut Seen,
    claims: &[Claim<'_>],
    removed: &[KnownFact],
) -> Result<Vec<Holder>, StoreError> {
    let mut keys: Vec<i64> = claims
        .iter()
        .map(|claim| claim.household_key)
        .filter(|key| seen.may_know_household(*key))
        .chain(removed.iter().filter_map(|fact| fact.household_key))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    seen.looked_up(keys.len());
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    // One arm for each partial index.
    let rows: Vec<HolderColumns> = sqlx::query_as(
        "SELECT f.enumerator_id, f.survey_day, f.raw_id, f.area_id, f.wave_id, f.household_key, f.counted, \
         f.completed_at_ms, r.submission_id FROM fact f JOIN raw_submission r ON r.raw_id = f.raw_id \
         WHERE f.household_key = ANY($1) AND f.counted AND f.household_key IS NOT NULL \
         UNION ALL \
         SELECT f.enumerator_id, f.survey_day, f.raw_id, f.area_id, f.wave_id, f.household_key, f.counted, \
         f.completed_at_ms, r.submission_id FROM fact f JOIN raw_submission r ON r.raw_id = f.raw_id \
         WHERE f.household_key = ANY($1) AND NOT f.counted AND f.household_key IS NOT NULL \
         AND f.outcome = 0 AND f.review_state <> 3 AND f.resurvey_id IS NULL",
    )
    .bind(&keys)
    .fetch_all(&mut *pg)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Holder {
                fact: read_fact((row.0, row.1, row.2, row.3, row.4, row.5, row.6)),
                household_key: row
                    .5
                    .ok_or_else(|| StoreError::other("a household without a key"))?,
                completed_at_ms: row.7,
                submission_id: row.8,
            })
        })
        .collect()
}

/// Marks revisions as no longer current.
async fn demote(pg: &mut PgConnection, superseded: &[KnownFact]) -> Result<(), StoreError> {
    if superseded.is_empty() {
        return Ok(());
    }
    let raw_ids: Vec<i64> = superseded.iter().map(|fact| fact.raw_id).collect();
    sqlx::query(
        "UPDATE raw_submission SET is_current = FALSE, enumerator_id = NULL, survey_day = NULL WHERE raw_id = ANY($1)",
    )
    .bind(&raw_ids)
    .execute(&mut *pg)
    .await?;
    Ok(())
}

/// The primary keys of facts, as three arrays.
fn keys_of(facts: &[KnownFact]) -> (Vec<i32>, Vec<i32>, Vec<i64>) {
    (
        facts.iter().map(|fact| fact.enumerator_id).collect(),
        facts.iter().map(|fact| fact.survey_day).collect(),
        facts.iter().map(|fact| fact.raw_id).collect(),
    )
}

/// Removes, recounts and inserts facts, in the order that never counts a household twice. Answers the dirty cells,
/// sorted, each once.
pub(super) async fn change_facts(
    pg: &mut PgConnection,
    removed: &[KnownFact],
    counted: &Counted,
    by_key: &FactsByKey<'_>,
) -> Result<Vec<Cell>, StoreError> {
    if !removed.is_empty() {
        let (enumerators, days, raw_ids) = keys_of(removed);
        sqlx::query(
            "DELETE FROM fact f USING unnest($1::INTEGER[], $2::INTEGER[], $3::BIGINT[]) \
             AS gone (enumerator_id, survey_day, raw_id) WHERE f.enumerator_id = gone.enumerator_id \
             AND f.survey_day = gone.survey_day AND f.raw_id = gone.raw_id",
        )
        .bind(&enumerators)
        .bind(&days)
        .bind(&raw_ids)
        .execute(&mut *pg)
        .await?;
    }
    for (facts, counts) in [(&counted.dethroned, false), (&counted.promoted, true)] {
        if facts.is_empty() {
            continue;
        }
        let (enumerators, days, raw_ids) = keys_of(facts);
        sqlx::query(
            "UPDATE fact f SET counted = $4 FROM unnest($1::INTEGER[], $2::INTEGER[], $3::BIGINT[]) \
             AS other (enumerator_id, survey_day, raw_id) WHERE f.enumerator_id = other.enumerator_id \
             AND f.survey_day = other.survey_day AND f.raw_id = other.raw_id",
        )
        .bind(&enumerators)
        .bind(&days)
        .bind(&raw_ids)
        .bind(counts)
        .execute(&mut *pg)
        .await?;
    }
    insert_facts(pg, by_key).await?;
    let mut dirty: KeySet<Cell> = by_key.cells().collect();
    for known in [removed, &counted.dethroned, &counted.promoted] {
        dirty.extend(known.iter().map(KnownFact::cell));
    }
    let mut dirty: Vec<Cell> = dirty.into_iter().collect();
    dirty.sort_unstable();
    Ok(dirty)
}

async fn insert_facts(pg: &mut PgConnection, by_key: &FactsByKey<'_>) -> Result<(), StoreError> {
    if by_key.len() < FEW_ROWS {
        return postgres_few::insert_facts(pg, by_key).await;
    }
    let mut copy = CopyIn::begin(
        pg,
        "COPY fact (enumerator_id, survey_day, raw_id, area_id, wave_id, outcome, review_state, place, counted, \
         edge_distance_m, started_at_ms, ended_at_ms, household_key, completed_at_ms, device_id, located_area_id, \
         received_at_ms, latitude, longitude, accuracy_m, fix_at_ms, mock_location, active_s, household_size, \
         items_required, items_answered, items_dont_know, items_refused, listing_latitude, listing_longitude, \
         form_id, form_version_id, id_hash, received_assumed, answers, resurvey_id) FROM STDIN (FORMAT binary)",
        36,
    )
    .await?;
    for (fact, answers) in by_key.rows() {
        let input = fact.input;
        copy.row(|row| {
            row.i32(fact.enumerator_id);
            row.i32(input.survey_day.0);
            row.i64(fact.origin.raw_id);
            row.i32(input.area_id);
            row.i32(fact.wave_id);
            row.i16(input.outcome.rank());
            row.i16(input.review_state.rank());
            row.i16(input.place.rank());
            row.bool(fact.counted);
            row.some(input.edge_distance_m, RowBuffer::f64);
            row.some(input.started_at.map(|at| at.0), RowBuffer::i64);
            row.some(input.ended_at.map(|at| at.0), RowBuffer::i64);
            row.some(input.household_key, RowBuffer::i64);
            row.i64(input.completed_at.0);
            row.some(fact.device_id, RowBuffer::i32);
            row.some(input.located_area_id, RowBuffer::i32);
            row.i64(fact.origin.received_at_ms);
            row.some(input.fix.map(|fix| fix.latitude), RowBuffer::f64);
            row.some(input.fix.map(|fix| fix.longitude), RowBuffer::f64);
            row.some(input.fix.and_then(|fix| fix.accuracy_m), RowBuffer::f64);
            row.some(input.fix_at.map(|at| at.0), RowBuffer::i64);
            row.some(input.mock_location, RowBuffer::bool);
            row.count(input.active_s);
            row.count(input.household_size);
            row.count(input.items_required);
            row.count(input.items_answered);
            row.count(input.items_dont_know);
            row.count(input.items_refused);
            row.some(input.listing_point.map(|at| at.latitude), RowBuffer::f64);
            row.some(input.listing_point.map(|at| at.longitude), RowBuffer::f64);
            row.some(fact.form_id, RowBuffer::i32);
            row.some(fact.form_version_id, RowBuffer::i32);
            row.i64(fact.origin.id_hash);
            row.bool(fact.origin.received_assumed);
            row.some(answers, RowBuffer::bytes);
            row.some(fact.resurvey_id, RowBuffer::i32);
        })
        .await?;
    }
    copy.finish().await?;
    Ok(())
}

pub(super) async fn mark_dirty(pg: &mut PgConnection, cells: &[Cell]) -> Result<(), StoreError> {
    if cells.is_empty() {
        return Ok(());
    }
    let column = |read: fn(&Cell) -> i32| -> Vec<i32> { cells.iter().map(read).collect() };
    sqlx::query(
        "INSERT INTO dirty_cell (enumerator_id, survey_day, area_id, wave_id) \
         SELECT * FROM unnest($1::INTEGER[], $2::INTEGER[], $3::INTEGER[], $4::INTEGER[]) ON CONFLICT DO NOTHING",
    )
    .bind(column(|cell| cell.enumerator_id))
    .bind(column(|cell| cell.survey_day))
    .bind(column(|cell| cell.area_id))
    .bind(column(|cell| cell.wave_id))
    .execute(&mut *pg)
    .await?;
    Ok(())
}

/// Makes enumerators wait to be judged.
pub(super) async fn mark_unjudged(
    pg: &mut PgConnection,
    enumerators: &[i32],
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO unjudged (enumerator_id) SELECT * FROM unnest($1::INTEGER[]) ON CONFLICT DO NOTHING",
    )
    .bind(enumerators)
    .execute(&mut *pg)
    .await?;
    Ok(())
}

/// Takes the rows whose content is on file out of the quarantine; answers whether any stood there.
async fn release(
    tx: &mut WriteTx,
    batch: &[Arrival],
    revisions: &Revisions,
) -> Result<bool, StoreError> {
    if quarantine::is_empty(tx, RunKind::Submissions).await? {
        return Ok(false);
    }
    let hashes: Vec<&[u8]> = revisions.on_file(batch).map(|hash| &hash[..]).collect();
    let released = sqlx::query("DELETE FROM quarantine WHERE kind = $1 AND body_hash = ANY($2)")
        .bind(RunKind::Submissions.rank())
        .bind(&hashes)
        .execute(tx.postgres()?)
        .await?
        .rows_affected();
    Ok(released > 0)
}
