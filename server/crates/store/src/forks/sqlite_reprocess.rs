//! SQLite: facts written anew.

use super::sqlite_codes::Codes;
use super::sqlite_record::{
    FACT, change_facts, find_holders, mark_dirty, mark_unjudged, read_fact,
};
use crate::error::StoreError;
use crate::record::FactInput;
use crate::record::households::{claims_of, counts_of, judged_again, plan_households};
use crate::record::seen::Seen;
use crate::reprocess::Replaced;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

pub(crate) fn replace_facts(
    connection: &mut Connection,
    facts: &[(i64, FactInput)],
) -> Result<Replaced, StoreError> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut removed = Vec::with_capacity(facts.len());
    let mut current = Vec::with_capacity(facts.len());
    {
        let mut find = tx.prepare(&format!(
            "SELECT {FACT}, r.received_at_ms, r.submission_id FROM raw_submission r CROSS JOIN fact f \
             ON f.enumerator_id = r.enumerator_id AND f.survey_day = r.survey_day AND f.raw_id = r.raw_id \
             WHERE r.raw_id = ?1"
        ))?;
        for (raw_id, input) in facts {
            let row = find
                .query_row([raw_id], |row| {
                    Ok((
                        read_fact(row)?,
                        row.get::<_, i64>(7)?,
                        row.get::<_, String>(8)?,
                    ))
                })
                .optional()?;
            if let Some((fact, received_at_ms, submission_id)) = row {
                removed.push(fact);
                current.push((*raw_id, received_at_ms, submission_id, input));
            }
        }
    }
    let claims = claims_of(
        current
            .iter()
            .map(|(_, _, submission_id, input)| (submission_id.as_str(), *input)),
    );
    let holders = find_holders(&tx, &mut Seen::default(), &claims, &removed)?;
    let counted = plan_households(&claims, &removed, &holders);
    let mut codes = Codes::default();
    let counts = counts_of(current.iter().map(|(_, _, _, input)| *input), &counted);
    let mut resolved = Vec::with_capacity(current.len());
    for ((raw_id, received_at_ms, _, input), counts) in current.iter().zip(counts) {
        resolved.push(codes.resolve(&tx, *raw_id, *received_at_ms, counts, input)?);
    }
    {
        let mut point = tx.prepare(
            "UPDATE raw_submission SET enumerator_id = ?2, survey_day = ?3 \
             WHERE raw_id = ?1 AND (enumerator_id <> ?2 OR survey_day <> ?3)",
        )?;
        for fact in &resolved {
            point.execute((fact.raw_id, fact.enumerator_id, fact.input.survey_day.0))?;
        }
    }
    let dirty = change_facts(&tx, &removed, &counted, &mut resolved)?;
    mark_dirty(&tx, &dirty)?;
    mark_unjudged(&tx, &judged_again(&dirty, &holders))?;
    // Recorders elsewhere remember household keys; these may be new.
    tx.execute(
        "UPDATE meta SET value = value + 1 WHERE key = ?1",
        [crate::meta::RECORD_VERSION],
    )?;
    tx.commit()?;
    Ok(Replaced {
        facts: current.len() as u64,
        skipped: (facts.len() - current.len()) as u64,
    })
}
