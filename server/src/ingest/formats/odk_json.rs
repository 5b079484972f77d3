//! ODK Central's OData answer: what it gives for every form.

use super::fields::Fields;
use super::odk_csv::{form_times, is_encrypted, review};
use super::row::ForeignRow;
use domain::problem::Problem;
use domain::submission::Column;

/// Fills in id, receipt, times, device, version and review. A row with `deletedAt` was thrown out in the collection system: it
/// is taken as rejected, so that it no longer counts, and with no other change.
pub fn read<'a>(fields: &Fields<'a>, row: &mut ForeignRow<'a>) {
    row.set(Column::SubmissionId, fields.get("__id"));
    row.set(Column::ReceivedAt, fields.get("__system/submissiondate"));
    row.set(Column::FormVersion, fields.get("__system/formversion"));
    row.set(Column::DeviceId, fields.get("__system/deviceid"));
    form_times(fields, row);
    row.set(
        Column::ReviewState,
        review(fields.get("__system/reviewstate")),
    );
    if !fields.get("__system/deletedat").is_empty() {
        row.set(Column::ReviewState, "rejected");
    }
    if is_encrypted(fields.get("__system/status")) || has_nothing_but_its_id(fields) {
        row.problems.push(Problem::Encrypted);
    }
}

/// An encrypted row has only `__id` and `__system`, whatever its status says.
fn has_nothing_but_its_id(fields: &Fields<'_>) -> bool {
    fields
        .all()
        .all(|(name, _)| name == "__id" || name.starts_with("__system"))
}

#[cfg(test)]
mod tests {
    use super::super::fields::flatten;
    use super::super::row::tests::check_json;
    use super::*;

    fn cells_of(json: &str, expected: &[&str]) {
        check_json(read, json, expected);
    }

    #[test]
    fn what_central_gives_for_every_form_is_taken() {
        cells_of(
            r#"{"__id":"uuid:1","start":"2026-11-20T09:00:00+05:00","__system":{"submissionDate":"2026-11-20T09:12:44.120Z",
                "submitterId":"12","reviewState":"approved","deviceId":"collect:a","formVersion":"3","status":null,"deletedAt":null}}"#,
            &[
                "submission_id=uuid:1",
                "form_version=3",
                "device_id=collect:a",
                "started_at=2026-11-20T09:00:00+05:00",
                "received_at=2026-11-20T09:12:44.120Z",
                "review_state=approved",
            ],
        );
    }

    #[test]
    fn a_deleted_row_is_rejected_whatever_its_review_said() {
        cells_of(
            r#"{"__id":"uuid:1","q":"x","__system":{"reviewState":"approved","deletedAt":"2026-11-21T00:00:00Z"}}"#,
            &["submission_id=uuid:1", "review_state=rejected"],
        );
    }

    #[test]
    fn a_row_of_only_its_id_is_encrypted() {
        for json in [
            r#"{"__id":"uuid:1","__system":{"status":null}}"#,
            r#"{"__id":"uuid:1","q":"x","__system":{"status":"missingEncryptedFormData"}}"#,
        ] {
            let members = flatten(json.as_bytes()).unwrap();
            let mut row = ForeignRow::default();
            read(&Fields::of(&members), &mut row);
            assert_eq!(row.problems, [Problem::Encrypted], "{json}");
        }
    }
}
