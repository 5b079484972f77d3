//! What was found, as JSON: what is handed to the household.

use super::find::Found;
use super::spot_checks;
use crate::retention::json;
use domain::checks::Check;
use serde_json::{Value, json as value};

/// Everything that was found. Stable: the same data give the same bytes.
pub fn to_json(found: &Found) -> Value {
    let submissions = found.submissions.iter().map(|(held, flags)| {
        let mut one = json::held(held);
        let flags = flags.iter().map(|flag| {
            let evidence: Value = serde_json::from_str(&flag.evidence).unwrap_or_default();
            value!({
                "check": Check::from_rank(flag.check_number).map(|check| check.code()),
                "severity": flag.severity,
                "survey_day": flag.survey_day.to_string(),
                "evidence": evidence,
                "decisions": flag.steps,
            })
        });
        one["flags"] = flags.collect();
        one
    });
    let quarantined = found.quarantined.iter().map(|row| {
        let mut one = value!({
            "source": row.source_name, "row": row.row_number, "reason": row.reason, "last_seen_at": json::instant(row.last_seen_at),
        });
        json::put_body(&mut one, &row.body);
        one
    });
    let entries = found.entries.iter().map(|entry| {
        value!({
            "number": entry.seq, "at": json::instant(entry.at), "who": entry.who, "action": entry.action, "detail": entry.detail,
        })
    });
    let listed = found.listed.iter().map(|one| {
        let row = &one.row;
        value!({
            "listing": one.listing, "wave": one.wave, "address": row.address,
            "latitude": row.point.map(|point| point.latitude), "longitude": row.point.map(|point| point.longitude),
            "enumerator_code": row.enumerator, "reached": row.reached.code(),
        })
    });
    value!({
        "reference": found.household.reference,
        "area_code": found.household.area_code,
        "submissions": submissions.collect::<Vec<_>>(),
        "listed": listed.collect::<Vec<_>>(),
        "spot_checks": found.spot_checks.iter().map(spot_checks::check).collect::<Vec<_>>(),
        "held_ready_for_spot_checks": found.held_ready,
        "quarantined": quarantined.collect::<Vec<_>>(),
        "perhaps_quarantined": found.perhaps,
        "waiting_to_be_recorded": found.waiting,
        "audit": entries.collect::<Vec<_>>(),
    })
}
