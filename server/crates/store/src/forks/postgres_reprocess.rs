//! Reprocessing on PostgreSQL: the facts of current revisions replaced by new ones.

use super::WriteTx;
use super::postgres::{PostgresServer, begin_write_by_index};
use super::postgres_codes::Codes;
use super::postgres_look_up::{find_holders, read_fact};
use super::postgres_record::{change_facts, mark_dirty, mark_unjudged};
use crate::error::StoreError;
use crate::meta;
use crate::record::aside::Aside;
use crate::record::by_key::FactsByKey;
use crate::record::codes::symbols_of;
use crate::record::hash::KeyMap;
use crate::record::households::{claims_of, counts_of, judged_again, plan_households};
use crate::record::seen::Seen;
use crate::record::{FactInput, Origin, ResolvedFact};
use crate::reprocess::Replaced;
use crate::sealing::Sealer;

/// Replaces the facts of current revisions (see [`crate::Db::replace_facts`]).
pub(crate) async fn replace_facts(
    server: &PostgresServer,
    facts: &[(i64, FactInput)],
) -> Result<Replaced, StoreError> {
    type Columns = (
        i32,
        i32,
        i64,
        i32,
        i32,
        Option<i64>,
        bool,
        i64,
        i64,
        bool,
        String,
    );
    let mut tx = WriteTx::Postgres(begin_write_by_index(server).await?);
    let sealer = Sealer::in_tx(&mut tx, &server.keys).await?;
    let pg = tx.postgres()?;
    let raw_ids: Vec<i64> = facts.iter().map(|(raw_id, _)| *raw_id).collect();
    let rows: Vec<Columns> = sqlx::query_as(
        "SELECT f.enumerator_id, f.survey_day, f.raw_id, f.area_id, f.wave_id, \
         CASE WHEN f.outcome = 0 AND f.review_state <> 3 THEN f.household_key END AS household_key, f.counted, \
         r.id_hash, r.received_at_ms, r.received_assumed, r.submission_id FROM raw_submission r JOIN fact f ON f.enumerator_id = r.enumerator_id \
         AND f.survey_day = r.survey_day AND f.raw_id = r.raw_id WHERE r.raw_id = ANY($1)",
    )
    .bind(&raw_ids)
    .fetch_all(&mut *pg)
    .await?;
    let on_file: KeyMap<i64, Columns> = rows.into_iter().map(|row| (row.2, row)).collect();
    let mut removed = Vec::with_capacity(facts.len());
    let mut current: Vec<(Origin, &str, &FactInput)> = Vec::with_capacity(facts.len());
    for (raw_id, input) in facts {
        if let Some(row) = on_file.get(raw_id) {
            removed.push(read_fact((row.0, row.1, row.2, row.3, row.4, row.5, row.6)));
            let origin = Origin {
                raw_id: *raw_id,
                id_hash: row.7,
                received_at_ms: row.8,
                received_assumed: row.9,
            };
            current.push((origin, row.10.as_str(), input));
        }
    }
    let told = || current.iter().map(|(_, id, input)| (*id, *input));
    let aside = Aside::find(pg, told().map(|(id, _)| id)).await?;
    let claims = claims_of(told(), &aside);
    let holders = find_holders(pg, &mut Seen::default(), &claims, &removed).await?;
    let counted = plan_households(&claims, &removed, &holders);
    let counts = counts_of(told(), &aside, &counted);
    let symbols = symbols_of(told().map(|(_, input)| Some(input)));
    let coded = symbols.iter().copied().zip(told().map(|(_, input)| input));
    let numbers = Codes::default().numbers(pg, coded).await?;
    let mut resolved = Vec::with_capacity(current.len());
    for (((origin, submission_id, input), counts), symbols) in
        current.iter().zip(counts).zip(symbols)
    {
        let codes = (symbols, &numbers);
        let aside = aside.of(submission_id);
        resolved.push(ResolvedFact::of(*origin, codes, counts, aside, input)?);
    }
    let moved: Vec<&ResolvedFact<'_>> = resolved
        .iter()
        .zip(&removed)
        .filter(|(new, old)| {
            (new.enumerator_id, new.input.survey_day.0) != (old.enumerator_id, old.survey_day)
        })
        .map(|(new, _)| new)
        .collect();
    if !moved.is_empty() {
        sqlx::query(
            "UPDATE raw_submission r SET enumerator_id = new.enumerator_id, survey_day = new.survey_day \
             FROM unnest($1::BIGINT[], $2::INTEGER[], $3::INTEGER[]) AS new (raw_id, enumerator_id, survey_day) \
             WHERE r.raw_id = new.raw_id",
        )
        .bind(moved.iter().map(|fact| fact.origin.raw_id).collect::<Vec<_>>())
        .bind(moved.iter().map(|fact| fact.enumerator_id).collect::<Vec<_>>())
        .bind(
            moved
                .iter()
                .map(|fact| fact.input.survey_day.0)
                .collect::<Vec<_>>(),
        )
        .execute(&mut *pg)
        .await?;
    }
    let by_key = FactsByKey::of(resolved, &sealer)?;
    let dirty = change_facts(pg, &removed, &counted, &by_key).await?;
    mark_dirty(pg, &dirty).await?;
    mark_unjudged(pg, &judged_again(&dirty, &holders)).await?;
    // Recorders elsewhere remember household keys; these may be new.
    sqlx::query("UPDATE meta SET value = value + 1 WHERE key = $1")
        .bind(meta::RECORD_VERSION)
        .execute(&mut *pg)
        .await?;
    tx.commit().await?;
    Ok(Replaced {
        facts: current.len() as u64,
        skipped: (facts.len() - current.len()) as u64,
    })
}
