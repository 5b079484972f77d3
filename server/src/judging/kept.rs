//! Findings as they are kept: subject and evidence as JSON.

use domain::checks::{Evidence, Finding, Subject};
use domain::clock::Run;
use domain::measures::{DayCell, write_cells};
use domain::mix::mixed;
use domain::peers::Tally;
use domain::place::Fix;
use domain::time::EpochMs;
use domain::visit::Visit;
use std::collections::{BTreeMap, HashMap};
use store::flags::{ClockRunRow, FindingRow, TallyRow, ToJudge, WorkRow};

/// A finding as a row.
pub(super) fn finding(finding: &Finding) -> FindingRow {
    let subject = json(&finding.subject);
    let evidence = json(&finding.evidence);
    FindingRow {
        enumerator_id: finding.enumerator,
        identity: finding.identity(),
        check_number: finding.check().rank(),
        check_version: i16::try_from(finding.check().about().version).unwrap_or(i16::MAX),
        severity: finding.severity.rank(),
        survey_day: finding.day,
        area_id: finding.area,
        wave_id: finding.wave,
        device_id: finding.device,
        facts_hash: facts_hash(finding.severity.rank(), &finding.evidence),
        subject,
        evidence,
    }
}

/// Numbers and words only: nothing in them can fail to be written.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

/// What statistics say of peers, in evidence: it moves with every refresh, and is no fact of the work that was judged.
const OF_PEERS: [&str; 10] = [
    "against",
    "tehsil_share",
    "limit_share",
    "deviations",
    "usual",
    "limit",
    "days",
    "limit_s",
    "tehsil_mean_persons",
    "limit_persons",
];

/// 64 bits of the facts that a person saw when they decided: severity and evidence, without what is said of peers.
fn facts_hash(severity: i16, evidence: &Evidence) -> i64 {
    let mut value = serde_json::to_value(evidence).unwrap_or_default();
    forget_peers(&mut value);
    let mut hasher = blake3::Hasher::new();
    hasher.update(&severity.to_le_bytes());
    hasher.update(value.to_string().as_bytes());
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    i64::from_le_bytes(bytes)
}

fn forget_peers(value: &mut serde_json::Value) {
    if let Some(object) = value.as_object_mut() {
        object.retain(|name, _| !OF_PEERS.contains(&name.as_str()));
        object.values_mut().for_each(forget_peers);
    }
}

/// An enumerator's sums as a row.
pub(super) fn tally(tally: &Tally) -> TallyRow {
    TallyRow {
        enumerator_id: tally.enumerator,
        wave_id: tally.wave,
        tehsil_id: tally.tehsil,
        interviews: i64::try_from(tally.interviews()).unwrap_or(i64::MAX),
        sums: json(tally),
    }
}

/// An enumerator's days as a row, with when they and their devices were last heard of.
pub(super) fn work(facts: &ToJudge, days: &[DayCell]) -> WorkRow {
    let heard = |visit: &Visit| visit.received_at.or(visit.ended_at);
    let mut devices: BTreeMap<i32, EpochMs> = BTreeMap::new();
    for visit in &facts.visits {
        if let (Some(device), Some(at)) = (visit.device, heard(visit)) {
            let last = devices.entry(device).or_insert(at);
            *last = at.max(*last);
        }
    }
    WorkRow {
        last_heard: facts.visits.iter().filter_map(heard).max(),
        devices: devices.into_iter().collect(),
        days: write_cells(days),
    }
}

/// What a device's other users are judged by beside its clock, in a number a device: whether its visits were thrown out, when they
/// were and where. The order of the visits does not matter.
pub(super) fn digests(facts: &ToJudge) -> HashMap<i32, i64> {
    let mut digests: HashMap<i32, i64> = HashMap::new();
    for visit in facts.visits.iter().chain(&facts.beside) {
        let Some(device) = visit.device else { continue };
        let at = |at: Option<EpochMs>| at.map_or(i64::MIN, |at| at.0);
        let bits = |side: fn(&Fix) -> f64| visit.fix.as_ref().map_or(0, |fix| side(fix).to_bits());
        let of_visit = mixed([
            visit.key,
            i64::from(visit.enumerator),
            i64::from(visit.wave),
            i64::from(visit.outcome.rank()),
            i64::from(visit.review_state.rank()),
            visit.household.unwrap_or_default(),
            at(visit.started_at),
            at(visit.ended_at),
            at(visit.fix_at),
            bits(|fix| fix.latitude).cast_signed(),
            bits(|fix| fix.longitude).cast_signed(),
        ]);
        let digest = digests.entry(device).or_default();
        *digest = digest.wrapping_add(of_visit.cast_signed());
    }
    digests
}

/// A run of a device's clock as a row; `digests` are those of the devices.
pub(super) fn run(number: i32, run: &Run, digests: &HashMap<i32, i64>) -> ClockRunRow {
    ClockRunRow {
        digest: digests.get(&run.device).copied().unwrap_or_default(),
        device_id: run.device,
        run: number,
        visits: i32::try_from(run.visits).unwrap_or(i32::MAX),
        offset_ms: run.offset_ms,
        certainty: run.certainty as i16,
        evidence: json(&run.evidence),
    }
}

/// Reads evidence back; `None` if an older or later program wrote it in another form.
pub fn evidence_of(text: &str) -> Option<Evidence> {
    serde_json::from_str(text).ok()
}

/// Reads a subject back; `None` if an older or later program wrote it in another form.
pub fn subject_of(text: &str) -> Option<Subject> {
    serde_json::from_str(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::checks::gps_repeated_point;

    #[test]
    fn what_a_check_learned_to_count_is_not_written_where_there_is_none_of_it() {
        let alone = gps_repeated_point::Evidence {
            households: 3,
            visits: 4,
            by_others: 0,
            one_fix: false,
        };
        let written = r#"{"households":3,"visits":4,"one_fix":false}"#;
        assert_eq!(json(&alone), written);
        assert_eq!(serde_json::from_str(written).ok(), Some(alone));
    }
}
