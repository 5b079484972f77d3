//! PostgreSQL: a batch of submissions by `COPY … BINARY`, looked up and changed by arrays of keys.

use super::WriteTx;
use super::postgres::{PostgresServer, begin_write_by_index};
use super::postgres_codes::Codes;
use super::postgres_copy::{CopyIn, RowBuffer};
use super::postgres_few::{self, FEW_ROWS};
use super::postgres_inbox;
use super::postgres_look_up::{find_holders, find_revisions, load_seen, read_version};
use super::postgres_revisions::{Inserts, SecondConnection, remove_debris};
use crate::error::StoreError;
use crate::inbox::OwnVersions;
use crate::record::aside::Aside;
use crate::record::batch::Batch;
use crate::record::by_key::FactsByKey;
use crate::record::hash::KeySet;
use crate::record::households::{Counted, claims_of, counts_of, judged_again, plan_households};
use crate::record::plan::{KnownFact, Revisions, plan_revisions};
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

    /// Records a batch, and tells of the version that it makes; on an error nothing of it is written.
    pub(crate) async fn record(
        &mut self,
        run: &mut Run,
        batch: &Batch,
        parcels: &[i64],
        told: Option<&OwnVersions>,
    ) -> Result<Vec<RowOutcome>, StoreError> {
        // What is remembered is given back only by a commit: a batch that fails, or is dropped half way, forgets it.
        let mut seen = std::mem::take(&mut self.seen);
        let mut codes = std::mem::take(&mut self.codes);
        let second = &mut self.second;
        let memory = (&mut seen, &mut codes);
        let batch = (batch, parcels);
        let outcomes = record_batch(&self.server, second, memory, run, batch, told).await?;
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
    (batch, parcels): (&Batch, &[i64]),
    own_versions: Option<&OwnVersions>,
) -> Result<Vec<RowOutcome>, StoreError> {
    remove_debris(server).await?;
    let mut tx = WriteTx::Postgres(begin_write_by_index(server).await?);
    let sealer = Sealer::in_tx(&mut tx, &server.keys).await?;
    let pg = tx.postgres()?;
    postgres_inbox::forget(pg, parcels).await?;
    let (record_version, last_raw_id) = read_version(pg).await?;
    if seen.begin(record_version, last_raw_id) {
        load_seen(pg, seen).await?;
    }
    let mut known = find_revisions(pg, seen, batch.arrivals()).await?;
    let secret = tombstones::secret(pg).await?;
    tombstones::pass_over(pg, secret, batch.arrivals(), &mut known).await?;
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
        let mut own_versions = match own_versions {
            Some(own_versions) => Some(own_versions.hold().await),
            None => None,
        };
        tx.commit_noted(&[run.batch_entry(Action::SubmissionsRecorded, run_id, summary)])
            .await?;
        if let Some(own_versions) = &mut own_versions {
            own_versions.push(record_version + 1);
        }
        drop(own_versions);
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

async fn raise_meta(pg: &mut PgConnection, key: &str, value: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE meta SET value = GREATEST(value, $1) WHERE key = $2")
        .bind(value)
        .bind(key)
        .execute(&mut *pg)
        .await?;
    Ok(())
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
