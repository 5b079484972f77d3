//! PostgreSQL: few rows by `INSERT … SELECT … FROM unnest(…)`, one message to the server for each table.
//!
//! `COPY` needs two, data and end. Over TCP the second waits until the first is acknowledged, which the other side puts off
//! for up to 40 ms (Nagle's algorithm and delayed acknowledgements; `sqlx` leaves the former on): more than a small batch takes
//! in all.

use super::column;
use super::postgres_revisions::Inserts;
use crate::error::StoreError;
use crate::record::ResolvedFact;
use crate::record::by_key::FactsByKey;
use sqlx::PgConnection;

/// Below this many rows the wait outweighs what `COPY` is quicker by.
pub(super) const FEW_ROWS: usize = 5_000;

/// Inserts revisions in the order of the plan.
pub(super) async fn insert_revisions(
    pg: &mut PgConnection,
    inserts: Inserts<'_>,
) -> Result<(), StoreError> {
    let rows = inserts.rows()?;
    let bodies = rows.iter().map(|row| row.body(inserts.sealer));
    let bodies = bodies.collect::<Result<Vec<_>, _>>()?;
    let bodies: Vec<&[u8]> = bodies.iter().map(|body| &**body).collect();
    sqlx::query(
        "INSERT INTO raw_submission (raw_id, id_hash, content_hash, submission_id, received_at_ms, received_assumed, \
         is_current, enumerator_id, survey_day, format, run_id, row_number, body) \
         SELECT raw_id, id_hash, content_hash, submission_id, received_at_ms, received_assumed, is_current, \
         enumerator_id, survey_day, format, $1, row_number, body \
         FROM unnest($2::BIGINT[], $3::BIGINT[], $4::BYTEA[], $5::TEXT[], $6::BIGINT[], $7::BOOLEAN[], $8::BOOLEAN[], \
         $9::INTEGER[], $10::INTEGER[], $11::SMALLINT[], $12::BIGINT[], $13::BYTEA[]) \
         AS new (raw_id, id_hash, content_hash, submission_id, received_at_ms, received_assumed, is_current, \
         enumerator_id, survey_day, format, row_number, body)",
    )
    .bind(inserts.run_id)
    .bind(column!(rows, row => row.revision.raw_id))
    .bind(column!(rows, row => row.arrival.id_hash))
    .bind(column!(rows, row => &row.arrival.content_hash[..]))
    .bind(column!(rows, row => row.arrival.submission_id.as_str()))
    .bind(column!(rows, row => row.arrival.received_at.0))
    .bind(column!(rows, row => row.arrival.received_assumed))
    .bind(column!(rows, row => row.revision.is_current))
    .bind(column!(rows, row => row.stands_at.map(|at| at.0)))
    .bind(column!(rows, row => row.stands_at.map(|at| at.1)))
    .bind(column!(rows, row => row.arrival.format))
    .bind(column!(rows, row => i64::try_from(row.arrival.row_number).unwrap_or(i64::MAX)))
    .bind(bodies)
    .execute(&mut *pg)
    .await?;
    Ok(())
}

/// Inserts facts.
pub(super) async fn insert_facts(
    pg: &mut PgConnection,
    by_key: &FactsByKey<'_>,
) -> Result<(), StoreError> {
    let (facts, answers): (Vec<&ResolvedFact<'_>>, Vec<_>) = by_key.rows().into_iter().unzip();
    let count = |value: Option<u32>| value.map(|value| i32::try_from(value).unwrap_or(i32::MAX));
    sqlx::query(
        "INSERT INTO fact (enumerator_id, survey_day, raw_id, area_id, wave_id, outcome, review_state, place, counted, \
         edge_distance_m, started_at_ms, ended_at_ms, household_key, completed_at_ms, device_id, located_area_id, \
         received_at_ms, latitude, longitude, accuracy_m, fix_at_ms, mock_location, active_s, household_size, \
         items_required, items_answered, items_dont_know, items_refused, listing_latitude, listing_longitude, \
         form_id, form_version_id, id_hash, received_assumed, answers, resurvey_id) \
         SELECT * FROM unnest($1::INTEGER[], $2::INTEGER[], $3::BIGINT[], $4::INTEGER[], $5::INTEGER[], $6::SMALLINT[], \
         $7::SMALLINT[], $8::SMALLINT[], $9::BOOLEAN[], $10::DOUBLE PRECISION[], $11::BIGINT[], $12::BIGINT[], \
         $13::BIGINT[], $14::BIGINT[], $15::INTEGER[], $16::INTEGER[], $17::BIGINT[], $18::DOUBLE PRECISION[], \
         $19::DOUBLE PRECISION[], $20::DOUBLE PRECISION[], $21::BIGINT[], $22::BOOLEAN[], $23::INTEGER[], \
         $24::INTEGER[], $25::INTEGER[], $26::INTEGER[], $27::INTEGER[], $28::INTEGER[], $29::DOUBLE PRECISION[], \
         $30::DOUBLE PRECISION[], $31::INTEGER[], $32::INTEGER[], $33::BIGINT[], $34::BOOLEAN[], $35::BYTEA[], $36::INTEGER[])",
    )
    .bind(column!(facts, fact => fact.enumerator_id))
    .bind(column!(facts, fact => fact.input.survey_day.0))
    .bind(column!(facts, fact => fact.origin.raw_id))
    .bind(column!(facts, fact => fact.input.area_id))
    .bind(column!(facts, fact => fact.wave_id))
    .bind(column!(facts, fact => fact.input.outcome.rank()))
    .bind(column!(facts, fact => fact.input.review_state.rank()))
    .bind(column!(facts, fact => fact.input.place.rank()))
    .bind(column!(facts, fact => fact.counted))
    .bind(column!(facts, fact => fact.input.edge_distance_m))
    .bind(column!(facts, fact => fact.input.started_at.map(|at| at.0)))
    .bind(column!(facts, fact => fact.input.ended_at.map(|at| at.0)))
    .bind(column!(facts, fact => fact.input.household_key))
    .bind(column!(facts, fact => fact.input.completed_at.0))
    .bind(column!(facts, fact => fact.device_id))
    .bind(column!(facts, fact => fact.input.located_area_id))
    .bind(column!(facts, fact => fact.origin.received_at_ms))
    .bind(column!(facts, fact => fact.input.fix.map(|fix| fix.latitude)))
    .bind(column!(facts, fact => fact.input.fix.map(|fix| fix.longitude)))
    .bind(column!(facts, fact => fact.input.fix.and_then(|fix| fix.accuracy_m)))
    .bind(column!(facts, fact => fact.input.fix_at.map(|at| at.0)))
    .bind(column!(facts, fact => fact.input.mock_location))
    .bind(column!(facts, fact => count(fact.input.active_s)))
    .bind(column!(facts, fact => count(fact.input.household_size)))
    .bind(column!(facts, fact => count(fact.input.items_required)))
    .bind(column!(facts, fact => count(fact.input.items_answered)))
    .bind(column!(facts, fact => count(fact.input.items_dont_know)))
    .bind(column!(facts, fact => count(fact.input.items_refused)))
    .bind(column!(facts, fact => fact.input.listing_point.map(|point| point.latitude)))
    .bind(column!(facts, fact => fact.input.listing_point.map(|point| point.longitude)))
    .bind(column!(facts, fact => fact.form_id))
    .bind(column!(facts, fact => fact.form_version_id))
    .bind(column!(facts, fact => fact.origin.id_hash))
    .bind(column!(facts, fact => fact.origin.received_assumed))
    .bind(answers)
    .bind(column!(facts, fact => fact.resurvey_id))
    .execute(&mut *pg)
    .await?;
    Ok(())
}
