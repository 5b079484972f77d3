//! What is usual among peers: made anew when a day has passed or the survey has grown, and kept by version.

use super::kept::json;
use domain::checks::Check;
use domain::peers::{Peers, Tally};
use domain::time::EpochMs;
use store::flags::PeersRow;
use store::thresholds::ChangeRow;
use store::{Db, StoreError};

/// Statistics are made anew once they are a day old …
const OLD_MS: i64 = 24 * 3_600_000;
/// … or once the survey has a tenth more interviews than they were made from: early in a wave that is every few hours.
const GROWN: f64 = 1.1;

/// The newest statistics, if there are any that this program can read.
pub async fn newest(db: &Db) -> Result<Option<Peers>, StoreError> {
    let row = db.newest_peers().await?;
    Ok(row.and_then(|row| read(&row)))
}

fn read(row: &PeersRow) -> Option<Peers> {
    serde_json::from_str(&row.peers).ok()
}

/// Makes new statistics if they are due, and has everybody judged by them. Says whether they were. `changes` are the changes of
/// thresholds that everybody's sums follow.
pub(super) async fn refresh_if_due(
    db: &Db,
    now: EpochMs,
    changes: &[ChangeRow],
) -> Result<bool, StoreError> {
    let newest = db.newest_peers().await?;
    let interviews = db.tallied_interviews().await?;
    // Those that another version of the program wrote in another form cannot be judged by.
    let is_readable = newest.as_ref().is_none_or(|row| read(row).is_some());
    let checks = Check::all_versions();
    let shaped = last_shaping(changes);
    if is_readable && !is_due(newest.as_ref(), interviews, shaped, checks, now) {
        return Ok(false);
    }
    let tallies: Vec<Tally> = db
        .all_tallies()
        .await?
        .iter()
        // Sums of another version of the program are written anew when their enumerator is judged.
        .filter_map(|row| serde_json::from_str(&row.sums).ok())
        .collect();
    let version = newest.map_or(0, |row| row.version) + 1;
    db.keep_peers(&PeersRow {
        version,
        made_at: now,
        interviews,
        last_change: changes.last().map_or(0, |change| change.change_id),
        checks,
        peers: json(&Peers::of(version, &tallies)),
    })
    .await
}

/// The last change of a threshold by which work is summed; 0 without any.
fn last_shaping(changes: &[ChangeRow]) -> i32 {
    let shapes = |change: &&ChangeRow| change.id().is_some_and(|id| id.shapes_peers());
    let last = changes.iter().rev().find(shapes);
    last.map_or(0, |change| change.change_id)
}

/// `shaped` is the last change of a threshold by which work is summed, `checks` stand for those that sum it.
fn is_due(
    newest: Option<&PeersRow>,
    interviews: i64,
    shaped: i32,
    checks: i64,
    now: EpochMs,
) -> bool {
    match newest {
        None => interviews > 0,
        Some(row) if row.last_change < shaped || row.checks != checks => true,
        Some(row) if row.interviews == interviews => false,
        Some(row) => {
            now.0.saturating_sub(row.made_at.0) >= OLD_MS
                || interviews as f64 >= row.interviews as f64 * GROWN
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_are_due_after_a_day_or_a_tenth_more_interviews_and_never_for_nothing_new() {
        let made = |interviews| PeersRow {
            version: 1,
            made_at: EpochMs(0),
            interviews,
            last_change: 3,
            checks: 7,
            peers: String::new(),
        };
        let due = |interviews, ms| is_due(Some(&made(1_000)), interviews, 3, 7, EpochMs(ms));
        assert!(!is_due(None, 0, 0, 7, EpochMs(0)));
        assert!(is_due(None, 1, 0, 7, EpochMs(0)));
        assert!(!due(1_000, 10 * OLD_MS));
        assert!(!due(1_001, OLD_MS - 1));
        assert!(due(1_001, OLD_MS));
        assert!(!due(1_099, 1));
        assert!(due(1_100, 1));
        // Sums follow a threshold that has been changed since.
        assert!(is_due(Some(&made(1_000)), 1_000, 4, 7, EpochMs(0)));
        // Other checks sum other things.
        assert!(is_due(Some(&made(1_000)), 1_000, 3, 8, EpochMs(0)));
    }
}
