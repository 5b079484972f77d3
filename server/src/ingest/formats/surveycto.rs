//! SurveyCTO's wide CSV export: what it gives for every form.

use super::fields::Fields;
use super::row::ForeignRow;
use domain::submission::Column;

/// Fills in id, receipt, times, device, version, duration and review. Times are in the server's zone and do not say so: the
/// import needs `--zone`, and without it they are a problem like every time without a zone.
///
/// `starttime` can be blank throughout; then `duration` (seconds) is the only thing known of the time, and the day stays
/// unknown: `SubmissionDate` is when the tablet synced.
pub fn read<'a>(fields: &Fields<'a>, row: &mut ForeignRow<'a>) {
    row.set(Column::SubmissionId, fields.first(&["key", "instanceid"]));
    row.set(Column::ReceivedAt, fields.get("submissiondate"));
    row.set(Column::StartedAt, fields.first(&["starttime", "start"]));
    row.set(Column::EndedAt, fields.first(&["endtime", "end"]));
    row.set(Column::FormVersion, fields.get("formdef_version"));
    row.set(Column::ActiveS, fields.get("duration"));
    // A browser is no tablet: as a device it would make one of all who use one.
    let device = fields.get("deviceid");
    if device != "(web)" {
        row.set(Column::DeviceId, device);
    }
    row.set(Column::ReviewState, review(fields.get("review_status")));
}

/// SurveyCTO's word for a review in ours; a word nobody knows is handed on and becomes a problem.
fn review(word: &str) -> &str {
    match word.to_lowercase().as_str() {
        "none" | "pending" | "unreviewed" => "received",
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::check;
    use super::*;

    #[test]
    fn what_surveycto_gives_for_every_form_is_taken() {
        check(
            read,
            &[
                ("submissiondate", "2026-11-20 14:12:44"),
                ("starttime", "2026-11-20 09:00:00"),
                ("endtime", "2026-11-20 09:31:10"),
                ("deviceid", "862"),
                ("duration", "1870"),
                ("formdef_version", "2611010900"),
                ("review_status", "APPROVED"),
                ("key", "uuid:1"),
            ],
            &[
                "submission_id=uuid:1",
                "form_version=2611010900",
                "device_id=862",
                "started_at=2026-11-20 09:00:00",
                "ended_at=2026-11-20 09:31:10",
                "received_at=2026-11-20 14:12:44",
                "active_s=1870",
                "review_state=APPROVED",
            ],
        );
    }

    #[test]
    fn a_blank_start_leaves_the_duration_and_a_browser_is_no_device() {
        check(
            read,
            &[
                ("submissiondate", "2026-11-20 14:12:44"),
                ("starttime", ""),
                ("duration", "1870"),
                ("deviceid", "(web)"),
                ("key", "uuid:1"),
            ],
            &[
                "submission_id=uuid:1",
                "received_at=2026-11-20 14:12:44",
                "active_s=1870",
            ],
        );
    }
}
