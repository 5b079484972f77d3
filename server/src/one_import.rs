//! The use case behind the page of one import.

use crate::coverage::internal;
use crate::ingest::formats::Format;
use crate::ingest::opening::ReadAs;
use crate::intake::{shown_group, shown_run};
use crate::site::Site;
use api::one_import::{Counting, ImportView, Later, MOST_OTHERS, OtherImport, Since};
use api::{ApiError, Session};
use domain::permission::Permission;
use store::{CountingRun, Db, RunKind, RunRow, StoreError};

/// See [`api::Backend::import`].
pub async fn import(site: &Site, session: &Session, run_id: i32) -> Result<ImportView, ApiError> {
    session.require(Permission::SeeIntake)?;
    let run = site
        .db()
        .find_run(run_id)
        .await
        .map_err(|error| internal(&error))?
        .ok_or(ApiError::NotFound)?;
    let on_file = read(site.db(), &run)
        .await
        .map_err(|error| internal(&error))?;
    let is_pushed = run.kind == RunKind::Submissions && on_file.header.is_none();
    let read_as = on_file
        .header
        .filter(|_| run.kind == RunKind::Submissions)
        .and_then(|text| serde_json::from_str::<ReadAs>(&text).ok());
    let format = match (&read_as, is_pushed) {
        (Some(read_as), _) => Some(read_as.format.unwrap_or(Format::Canonical)),
        (None, true) => Some(Format::Canonical),
        (None, false) => None,
    };
    let read_as = read_as.unwrap_or_default();
    Ok(ImportView {
        is_pushed,
        format: format.map(|format| format.title().to_owned()),
        told_zone: read_as.zone,
        mapping: read_as.mapping,
        waiting: on_file.waiting.into_iter().map(shown_group).collect(),
        set_aside: run.set_aside,
        since: (run.kind == RunKind::Submissions).then(|| since(run.run_id, on_file.counting)),
        later: Later {
            imports: on_file.later.runs,
            accepted: on_file.later.accepted,
            updated: on_file.later.updated,
            quarantined: on_file.later.quarantined,
        },
        zone: site.clock().zone_name().to_owned(),
        run: shown_run(site, run),
    })
}

struct OnFile {
    header: Option<String>,
    waiting: Vec<store::QuarantineCount>,
    counting: Vec<CountingRun>,
    later: store::LaterRuns,
}

async fn read(db: &Db, run: &RunRow) -> Result<OnFile, StoreError> {
    Ok(OnFile {
        header: db.run_header(run.run_id).await?,
        waiting: db.count_quarantine_of(Some(run.run_id)).await?,
        counting: match run.kind {
            RunKind::Submissions => db.counting_runs(run).await?,
            _ => Vec::new(),
        },
        later: db.later_runs(run).await?,
    })
}

/// Sorts the runs whose revisions count into this one, those that are named, and the rest.
fn since(run_id: i32, counting: Vec<CountingRun>) -> Since {
    let mut since = Since::default();
    for run in counting {
        let counting = Counting {
            submissions: run.submissions,
            rejected: run.rejected,
        };
        if run.run_id == run_id {
            since.own = counting;
        } else if since.others.len() < MOST_OTHERS {
            since.others.push(OtherImport {
                run_id: run.run_id,
                source_name: run.source_name,
                counting,
            });
        } else {
            since.further.0 = since.further.0.plus(counting);
            since.further.1 += 1;
        }
    }
    since
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_submission_is_in_one_of_the_parts() {
        let runs = (1..=25).map(|run_id| CountingRun {
            run_id,
            source_name: format!("{run_id}.csv"),
            submissions: 100 - u64::from(run_id.cast_unsigned()),
            rejected: 1,
        });
        let since = since(3, runs.collect());
        assert_eq!(
            since.own,
            Counting {
                submissions: 97,
                rejected: 1
            }
        );
        assert_eq!((since.others.len(), since.further.1), (20, 4));
        assert!(since.others.iter().all(|other| other.run_id != 3));
        assert_eq!(
            since.all(),
            Counting {
                submissions: (75..100).sum(),
                rejected: 25
            }
        );
    }
}
