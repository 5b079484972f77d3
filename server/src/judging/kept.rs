//! Findings as they are kept: subject and evidence as JSON.

use domain::checks::{Evidence, Finding, Subject};
use store::flags::FindingRow;

/// A finding as a row.
pub(super) fn row(finding: &Finding) -> FindingRow {
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
        facts_hash: facts_hash(finding.severity.rank(), &evidence),
        subject,
        evidence,
    }
}

/// Numbers and words only: nothing in them can fail to be written.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

/// 64 bits of what a person saw when they decided.
fn facts_hash(severity: i16, evidence: &str) -> i64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&severity.to_le_bytes());
    hasher.update(evidence.as_bytes());
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    i64::from_le_bytes(bytes)
}

/// Reads evidence back; `None` if an older or later program wrote it in another form.
pub fn evidence_of(text: &str) -> Option<Evidence> {
    serde_json::from_str(text).ok()
}

/// Reads a subject back; `None` if an older or later program wrote it in another form.
pub fn subject_of(text: &str) -> Option<Subject> {
    serde_json::from_str(text).ok()
}
