//! ODK Central's CSV export: what it gives for every form.

use super::fields::Fields;
use super::row::ForeignRow;
use domain::problem::Problem;
use domain::submission::Column;

/// Fills in id, receipt, times, device, version and review. `SubmissionDate` is when the tablet synced: the receipt, never
/// the interview's time.
pub fn read<'a>(fields: &Fields<'a>, row: &mut ForeignRow<'a>) {
    row.set(Column::SubmissionId, fields.get("key"));
    row.set(Column::ReceivedAt, fields.get("submissiondate"));
    row.set(Column::FormVersion, fields.get("formversion"));
    row.set(Column::DeviceId, fields.get("deviceid"));
    form_times(fields, row);
    row.set(Column::ReviewState, review(fields.get("reviewstate")));
    if is_encrypted(fields.get("status")) {
        row.problems.push(Problem::Encrypted);
    }
}

/// `start` and `end` are ODK's own metadata questions; forms call them so, or with `time` behind. A form that calls them
/// otherwise says so in its mapping.
pub fn form_times<'a>(fields: &Fields<'a>, row: &mut ForeignRow<'a>) {
    row.set(
        Column::StartedAt,
        fields.first(&["start", "starttime", "meta/start"]),
    );
    row.set(
        Column::EndedAt,
        fields.first(&["end", "endtime", "meta/end"]),
    );
}

/// Central's word for a review in ours; a word nobody knows is handed on and becomes a problem.
pub fn review(word: &str) -> &str {
    match word {
        "hasIssues" => "has_issues",
        other => other,
    }
}

/// Whether Central could not decrypt the row. The CSV writes it with spaces, OData without.
pub fn is_encrypted(status: &str) -> bool {
    let letters: String = status
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    matches!(
        letters.as_str(),
        "notdecrypted" | "missingencryptedformdata"
    )
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::check;
    use super::*;

    #[test]
    fn what_central_gives_for_every_form_is_taken() {
        check(
            read,
            &[
                ("submissiondate", "2026-11-20T09:12:44.120Z"),
                ("start", "2026-11-20T09:00:00.000+05:00"),
                ("end", "2026-11-20T09:31:10.000+05:00"),
                ("key", "uuid:1"),
                ("submitterid", "12"),
                ("status", ""),
                ("reviewstate", "hasIssues"),
                ("deviceid", "collect:a"),
                ("formversion", "3"),
            ],
            &[
                "submission_id=uuid:1",
                "form_version=3",
                "device_id=collect:a",
                "started_at=2026-11-20T09:00:00.000+05:00",
                "ended_at=2026-11-20T09:31:10.000+05:00",
                "received_at=2026-11-20T09:12:44.120Z",
                "review_state=has_issues",
            ],
        );
    }

    #[test]
    fn the_day_of_the_sync_never_stands_in_for_a_blank_start_and_end() {
        check(
            read,
            &[
                ("submissiondate", "2026-11-20T09:12:44Z"),
                ("start", ""),
                ("end", ""),
            ],
            &["received_at=2026-11-20T09:12:44Z"],
        );
    }

    #[test]
    fn an_encrypted_row_is_a_problem_in_words() {
        for status in [
            "not decrypted",
            "notDecrypted",
            "missing encrypted form data",
        ] {
            let members = [("status".to_owned(), status.to_owned())];
            let mut row = ForeignRow::default();
            read(&Fields::of(&members), &mut row);
            assert_eq!(row.problems, [Problem::Encrypted], "{status}");
        }
    }
}
