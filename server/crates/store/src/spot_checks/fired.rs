//! Which checks had fired on interviews when they were drawn. It is kept then: what is judged later may be the visit's own doing.

use crate::error::StoreError;
use crate::forks::{WriteTx, each_tx};
use domain::checks::{Check, Severity, Subject};
use domain::time::SurveyDay;
use std::collections::{BTreeMap, BTreeSet};

/// Codes of checks as they are kept: with spaces between.
fn write_fired(checks: &BTreeSet<Check>) -> String {
    let codes: Vec<&str> = checks.iter().map(|check| check.code()).collect();
    codes.join(" ")
}

/// Reads [`write_fired`] back; those of a later program are passed over.
pub(super) fn read_fired(text: &str) -> Vec<Check> {
    text.split(' ').filter_map(Check::from_code).collect()
}

/// The checks that have fired by now on interviews of a week, as they are kept, by the interviews' keys. `interviews` are keys and enumerators.
/// Whatever was decided about a flag, it has fired. An interview that was sent anew since it was read is not among the answers.
pub(super) async fn fired_on(
    tx: &mut WriteTx,
    starts_on: SurveyDay,
    interviews: impl Iterator<Item = (i64, i32)>,
) -> Result<BTreeMap<i64, String>, StoreError> {
    let mut by: BTreeMap<i32, BTreeSet<i64>> = BTreeMap::new();
    for (key, enumerator) in interviews {
        by.entry(enumerator).or_default().insert(key);
    }
    let mut fired = BTreeMap::new();
    for (enumerator, keys) in by {
        let findings: Vec<(i16, String)> = each_tx!(&mut *tx, conn => sqlx::query_as(
            "SELECT check_number, subject FROM finding WHERE enumerator_id = $1 AND severity >= $2"
        ).bind(enumerator).bind(Severity::Review.rank()).fetch_all(&mut *conn).await?);
        // A check or a subject of a later program says nothing here.
        let findings: Vec<(Check, Subject)> = findings
            .iter()
            .filter_map(|(check, subject)| {
                Some((
                    Check::from_rank(*check)?,
                    serde_json::from_str(subject).ok()?,
                ))
            })
            .collect();
        // Findings are about submissions through all their revisions, by `id_hash`.
        let made: Vec<(i64, i64, i32, i32)> = each_tx!(&mut *tx, conn => sqlx::query_as(
            "SELECT raw_id, id_hash, survey_day, wave_id FROM fact \
             WHERE enumerator_id = $1 AND survey_day >= $2 AND survey_day < $2 + 7"
        ).bind(enumerator).bind(starts_on.0).fetch_all(&mut *conn).await?);
        for (key, submission, day, wave) in made {
            if !keys.contains(&key) {
                continue;
            }
            let on_it = findings
                .iter()
                .filter(|(_, subject)| subject.is_about(submission, SurveyDay(day), wave));
            fired.insert(key, write_fired(&on_it.map(|(check, _)| *check).collect()));
        }
    }
    Ok(fired)
}
