//! SQLite: facts written anew.

use super::sqlite::SqliteFile;
use super::sqlite_codes::Codes;
use super::sqlite_record::{
    FACT, change_facts, find_holders, mark_dirty, mark_unjudged, read_fact,
};
use super::sqlite_turns::begin_long_here;
use crate::error::StoreError;
use crate::record::aside::Aside;
use crate::record::by_key::FactsByKey;
use crate::record::codes::symbols_of;
use crate::record::households::{claims_of, counts_of, judged_again, plan_households};
use crate::record::seen::Seen;
use crate::record::{FactInput, Origin, ResolvedFact};
use crate::reprocess::Replaced;
use crate::sealing::Sealer;
use rusqlite::{Connection, OptionalExtension};

pub(crate) fn replace_facts(
    file: &SqliteFile,
    connection: &mut Connection,
    facts: &[(i64, FactInput)],
) -> Result<Replaced, StoreError> {
    let (tx, _turn) = begin_long_here(file, connection)?;
    let sealer = Sealer::in_bulk(&tx, &file.keys)?;
    let mut removed = Vec::with_capacity(facts.len());
    let mut current = Vec::with_capacity(facts.len());
    {
        let mut find = tx.prepare(&format!(
            "SELECT {FACT}, r.id_hash, r.received_at_ms, r.received_assumed, r.submission_id FROM raw_submission r CROSS JOIN fact f \
             ON f.enumerator_id = r.enumerator_id AND f.survey_day = r.survey_day AND f.raw_id = r.raw_id \
             WHERE r.raw_id = ?1"
        ))?;
        for (raw_id, input) in facts {
            let row = find
                .query_row([raw_id], |row| {
                    let origin = Origin {
                        raw_id: *raw_id,
                        id_hash: row.get(7)?,
                        received_at_ms: row.get(8)?,
                        received_assumed: row.get(9)?,
                    };
                    Ok((read_fact(row)?, origin, row.get::<_, String>(10)?))
                })
                .optional()?;
            if let Some((fact, origin, submission_id)) = row {
                removed.push(fact);
                current.push((origin, submission_id, input));
            }
        }
    }
    let told = || {
        let each = current.iter();
        each.map(|(_, submission_id, input)| (submission_id.as_str(), *input))
    };
    let aside = Aside::find_bulk(&tx, told().map(|(id, _)| id))?;
    let claims = claims_of(told(), &aside);
    let holders = find_holders(&tx, &mut Seen::default(), &claims, &removed)?;
    let counted = plan_households(&claims, &removed, &holders);
    let symbols = symbols_of(told().map(|(_, input)| Some(input)));
    let coded = symbols.iter().copied().zip(told().map(|(_, input)| input));
    let numbers = Codes::default().numbers(&tx, coded)?;
    let counts = counts_of(told(), &aside, &counted);
    let mut resolved = Vec::with_capacity(current.len());
    for (((origin, submission_id, input), counts), symbols) in
        current.iter().zip(counts).zip(symbols)
    {
        let codes = (symbols, &numbers);
        let aside = aside.of(submission_id);
        resolved.push(ResolvedFact::of(*origin, codes, counts, aside, input)?);
    }
    {
        let mut point = tx.prepare(
            "UPDATE raw_submission SET enumerator_id = ?2, survey_day = ?3 \
             WHERE raw_id = ?1 AND (enumerator_id <> ?2 OR survey_day <> ?3)",
        )?;
        for fact in &resolved {
            point.execute((
                fact.origin.raw_id,
                fact.enumerator_id,
                fact.input.survey_day.0,
            ))?;
        }
    }
    let by_key = FactsByKey::of(resolved, &sealer)?;
    let dirty = change_facts(&tx, &removed, &counted, &by_key)?;
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
