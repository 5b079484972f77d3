//! How the pulls stand, for the imports page.

use api::pulls::{PullLine, PullState};
use domain::time::EpochMs;
use jiff::tz::TimeZone;
use store::PullRow;

/// A form's line at a moment, with times in the survey's zone.
pub fn line(row: PullRow, now: EpochMs, zone: &TimeZone) -> PullLine {
    let local = |at: EpochMs| at.to_minute_in(zone);
    let since = |at: Option<EpochMs>| at.map(local).unwrap_or_default();
    let state = match (row.ended_at, row.held_until, row.failure) {
        (None, Some(until), _) if until > now => PullState::Running {
            since_local: since(row.started_at),
        },
        (None, ..) => PullState::Interrupted {
            since_local: since(row.started_at),
        },
        (Some(_), _, Some(said)) => PullState::Failed {
            since_local: since(row.failing_since),
            said,
        },
        (Some(_), _, None) => PullState::Complete {
            read: row.summary.read,
            accepted: row.summary.accepted,
            updated: row.summary.updated,
            quarantined: row.summary.quarantined,
            remark: row.remark,
        },
    };
    let is_overdue = row.every_ms.is_some_and(|every| {
        row.complete_at
            .is_none_or(|complete| now.0.saturating_sub(complete.0) > every.saturating_mul(3))
    });
    PullLine {
        url: row.form.url,
        project: row.form.project,
        form_id: row.form.form_id,
        every_minutes: row.every_ms.and_then(|ms| u64::try_from(ms / 60_000).ok()),
        state,
        complete_local: row.complete_at.map(local),
        is_overdue,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::{PullForm, RunSummary};

    const MINUTE: i64 = 60_000;

    fn row() -> PullRow {
        PullRow {
            form: PullForm {
                url: "https://central.example.org".to_owned(),
                project: 7,
                form_id: "visit".to_owned(),
            },
            every_ms: Some(15 * MINUTE),
            held_until: None,
            started_at: Some(EpochMs(0)),
            ended_at: Some(EpochMs(MINUTE)),
            complete_at: Some(EpochMs(MINUTE)),
            failing_since: None,
            failure: None,
            remark: None,
            summary: RunSummary::default(),
        }
    }

    fn at(minutes: i64, row: PullRow) -> PullLine {
        line(row, EpochMs(minutes * MINUTE), &TimeZone::UTC)
    }

    #[test]
    fn a_form_is_up_to_date_until_three_schedules_have_passed() {
        let fresh = at(46, row());
        assert!(matches!(fresh.state, PullState::Complete { .. }) && !fresh.is_overdue);
        assert_eq!(fresh.complete_local.as_deref(), Some("1970-01-01 00:01"));
        assert!(at(47, row()).is_overdue);
        let by_hand = PullRow {
            every_ms: None,
            ..row()
        };
        assert!(!at(1_000_000, by_hand).is_overdue);
    }

    #[test]
    fn an_attempt_runs_while_its_right_lasts_and_was_killed_after() {
        let running = PullRow {
            ended_at: None,
            held_until: Some(EpochMs(10 * MINUTE)),
            ..row()
        };
        assert!(matches!(
            at(9, running.clone()).state,
            PullState::Running { .. }
        ));
        assert!(matches!(
            at(10, running).state,
            PullState::Interrupted { .. }
        ));
    }

    #[test]
    fn a_failure_says_why_and_since_when() {
        let failed = PullRow {
            failing_since: Some(EpochMs(5 * MINUTE)),
            failure: Some("Why.".to_owned()),
            ..row()
        };
        assert_eq!(
            at(9, failed).state,
            PullState::Failed {
                since_local: "1970-01-01 00:05".to_owned(),
                said: "Why.".to_owned()
            }
        );
    }
}
