//! The main file of a Survey Solutions export: what it gives for every questionnaire.

use super::fields::Fields;
use super::row::ForeignRow;
use domain::outcome::Outcome;
use domain::submission::Column;

/// Fills in id, review and, where the interview is not finished, the outcome. The main file tells neither times nor who
/// interviewed: they are questions of the form, or stand in the files beside it.
///
/// An unfinished interview has a row like any other. A mapping that says `outcome = "complete"` for the whole file must not
/// count it: it is `partial`, unless the mapping names a field for the outcome and that field says something else.
pub fn read<'a>(fields: &Fields<'a>, row: &mut ForeignRow<'a>) {
    row.set(Column::SubmissionId, fields.get("interview__id"));
    match status(fields.get("interview__status")) {
        Status::Unfinished => row.set(Column::Outcome, Outcome::Partial.code()),
        Status::Review(word) => row.set(Column::ReviewState, word),
    }
}

enum Status<'a> {
    /// Assigned, begun or begun again.
    Unfinished,
    /// Finished; what the reviewers say, in our words.
    Review(&'a str),
}

/// The codes of Survey Solutions' `interview__status`, or its words. One that nobody knows is handed on and becomes a
/// problem. An interview that was sent back counts again when it has been completed again.
fn status(text: &str) -> Status<'_> {
    match text.to_lowercase().as_str() {
        "0"
        | "restored"
        | "20"
        | "created"
        | "40"
        | "supervisorassigned"
        | "60"
        | "interviewerassigned"
        | "80"
        | "readyforinterview"
        | "85"
        | "senttocapi"
        | "95"
        | "restarted" => Status::Unfinished,
        "100" | "completed" => Status::Review("received"),
        "120" | "approvedbysupervisor" | "130" | "approvedbyheadquarters" => {
            Status::Review("approved")
        }
        "65" | "rejectedbysupervisor" | "125" | "rejectedbyheadquarters" | "-1" | "deleted" => {
            Status::Review("rejected")
        }
        _ => Status::Review(text),
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::check;
    use super::*;

    #[test]
    fn id_and_review_are_taken_in_codes_and_in_words() {
        for (code, word, ours) in [
            ("100", "Completed", "received"),
            ("120", "ApprovedBySupervisor", "approved"),
            ("130", "ApprovedByHeadquarters", "approved"),
            ("65", "RejectedBySupervisor", "rejected"),
            ("125", "RejectedByHeadquarters", "rejected"),
            ("999", "999", "999"),
        ] {
            for text in [code, word] {
                check(
                    read,
                    &[("interview__id", "i1"), ("interview__status", text)],
                    &["submission_id=i1", &format!("review_state={ours}")],
                );
            }
        }
    }

    #[test]
    fn an_interview_that_is_not_finished_is_partial() {
        for text in ["60", "InterviewerAssigned", "95", "Restarted"] {
            check(
                read,
                &[("interview__id", "i1"), ("interview__status", text)],
                &["submission_id=i1", "outcome=partial"],
            );
        }
    }
}
