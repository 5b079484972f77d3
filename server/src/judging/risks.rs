//! How much speaks for a second look at each enumerator's work: made from all sums and findings, and replaced as a whole.

use super::kept::{evidence_of, json, subject_of};
use super::peers;
use domain::checks::{Finding, Severity};
use domain::peers::Tally;
use domain::risk::{Person, Risk, raise, risks};
use domain::spot_check::{History, histories};
use std::collections::BTreeMap;
use store::flags::{FindingRow, RiskRow};
use store::{Db, StoreError};

/// Enumerators whose findings are read at a time.
const AT_A_TIME: u32 = 500;

/// Makes all risks anew and keeps them. Answers them; nothing where there are no statistics of peers yet.
pub async fn refresh(db: &Db) -> Result<Vec<Risk>, StoreError> {
    let Some(peers) = peers::newest(db).await? else {
        return Ok(Vec::new());
    };
    let mut work: BTreeMap<(i32, i32), (Vec<Tally>, Vec<Finding>)> = BTreeMap::new();
    for row in db.all_tallies().await? {
        if let Ok(tally) = serde_json::from_str::<Tally>(&row.sums) {
            let key = (row.enumerator_id, row.wave_id);
            work.entry(key).or_default().0.push(tally);
        }
    }
    let mut from = i32::MIN;
    loop {
        let rows = db.findings_from(from, AT_A_TIME).await?;
        let Some(last) = rows.last() else { break };
        from = last.enumerator_id.saturating_add(1);
        for row in &rows {
            if let Some(finding) = finding_of(row)
                && let Some(person) = work.get_mut(&(row.enumerator_id, row.wave_id))
            {
                person.1.push(finding);
            }
        }
    }
    let people: Vec<Person> = work
        .values()
        .filter_map(|(tallies, findings)| Person::of(tallies, findings))
        .collect();
    let mut risks = risks(&people, &peers);
    raise(&mut risks, &histories_by_wave(db).await?);
    let rows: Vec<RiskRow> = risks.iter().map(row).collect();
    db.keep_risks(&rows).await?;
    Ok(risks)
}

/// What the closed spot checks told, by wave and enumerator.
async fn histories_by_wave(db: &Db) -> Result<BTreeMap<(i32, i32), History>, StoreError> {
    let mut told = db.told_checks(None).await?;
    told.sort_by_key(|check| check.wave_id);
    let mut by = BTreeMap::new();
    for of_wave in told.chunk_by(|a, b| a.wave_id == b.wave_id) {
        let of_each = histories(of_wave);
        by.extend(
            of_each
                .into_iter()
                .map(|(enumerator, history)| ((of_wave[0].wave_id, enumerator), history)),
        );
    }
    Ok(by)
}

/// A finding as the checks made it; `None` if another version of the program wrote it.
pub(crate) fn finding_of(row: &FindingRow) -> Option<Finding> {
    Some(Finding {
        severity: Severity::from_rank(row.severity)?,
        enumerator: row.enumerator_id,
        day: row.survey_day,
        area: row.area_id,
        wave: row.wave_id,
        device: row.device_id,
        subject: subject_of(&row.subject)?,
        evidence: evidence_of(&row.evidence)?,
    })
}

fn row(risk: &Risk) -> RiskRow {
    let count = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    RiskRow {
        enumerator_id: risk.enumerator,
        wave_id: risk.wave,
        tehsil_id: risk.tehsil,
        interviews: i64::try_from(risk.interviews).unwrap_or(i64::MAX),
        score: risk.score,
        flags_score: risk.flags_score,
        told: count(risk.history.told),
        fabricated: count(risk.history.fabricated),
        place: count(risk.rank),
        among: count(risk.ranked),
        reasons: json(&risk.contributions),
    }
}
