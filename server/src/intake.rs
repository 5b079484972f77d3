//! The use cases behind the imports page and the quarantine page.

use crate::pull::lines;
use crate::site::Site;
use api::intake::{
    ImportRun, ImportsView, QuarantineGroup, QuarantineItem, QuarantineQuery, QuarantineView,
    ROWS_A_PAGE, RUNS_A_PAGE,
};
use api::{ApiError, Session};
use domain::permission::Permission;
use store::{PullRow, QuarantineFilter, QuarantineRow, RunRow, StoreError};

/// Characters of a row that a page shows.
const SHOWN_CHARACTERS: usize = 2_000;

/// See [`api::Backend::imports`].
pub async fn imports(
    site: &Site,
    session: &Session,
    before: Option<i32>,
) -> Result<ImportsView, ApiError> {
    session.require(Permission::SeeIntake)?;
    site.settle().await;
    let (runs, in_quarantine, pulls) = read_imports(site, before)
        .await
        .map_err(|error| crate::coverage::internal(&error))?;
    let line = |row| lines::line(row, site.clock().now(), site.clock().zone());
    let older = (runs.len() == RUNS_A_PAGE as usize)
        .then(|| runs.last().map(|run| run.run_id))
        .flatten()
        .filter(|last| *last > 1);
    Ok(ImportsView {
        older,
        in_quarantine,
        pulls: pulls.into_iter().map(line).collect(),
        runs: runs.into_iter().map(|run| shown_run(site, run)).collect(),
        zone: site.clock().zone_name().to_owned(),
    })
}

async fn read_imports(
    site: &Site,
    before: Option<i32>,
) -> Result<(Vec<RunRow>, u64, Vec<PullRow>), StoreError> {
    let runs = site
        .db()
        .list_runs_before(before.unwrap_or(i32::MAX), RUNS_A_PAGE)
        .await?;
    let counts = site.db().count_quarantine().await?;
    let pulls = match before {
        None => site.db().list_pulls().await?,
        Some(_) => Vec::new(),
    };
    Ok((runs, counts.iter().map(|count| count.rows).sum(), pulls))
}

/// A run as pages show it.
pub fn shown_run(site: &Site, run: RunRow) -> ImportRun {
    let duration_ms = run
        .finished_at
        .map(|finished| finished.0 - run.started_at.0);
    let file_hash = run.hash_in_digits();
    ImportRun {
        run_id: run.run_id,
        kind: run.kind,
        source_name: run.source_name,
        actor: run.actor,
        started_local: run.started_at.to_minute_in(site.clock().zone()),
        duration_s: duration_ms.map(|ms| u64::try_from(ms / 1_000).unwrap_or(0)),
        read: run.summary.read,
        accepted: run.summary.accepted,
        unchanged: run.summary.unchanged,
        updated: run.summary.updated,
        quarantined: run.summary.quarantined,
        file_hash,
    }
}

/// See [`api::Backend::quarantine`].
pub async fn quarantine(
    site: &Site,
    session: &Session,
    query: QuarantineQuery,
) -> Result<QuarantineView, ApiError> {
    session.require(Permission::SeeIntake)?;
    site.settle().await;
    let (rows, counts) = read_quarantine(site, &query)
        .await
        .map_err(|error| crate::coverage::internal(&error))?;
    let import_name = match query.import {
        Some(run_id) => site
            .db()
            .find_run(run_id)
            .await
            .map_err(|error| crate::coverage::internal(&error))?
            .map(|run| run.source_name),
        None => None,
    };
    let next = (rows.len() == ROWS_A_PAGE as usize)
        .then(|| rows.last())
        .flatten()
        .map(|last| QuarantineQuery {
            after: last.quarantine_id,
            ..query.clone()
        });
    Ok(QuarantineView {
        next,
        groups: counts.into_iter().map(shown_group).collect(),
        rows: rows
            .into_iter()
            .map(|row| shown_row(site, row, sees_rows(session)))
            .collect(),
        zone: site.clock().zone_name().to_owned(),
        import_name,
        query,
    })
}

/// The rows that an address asks for.
pub fn filter(query: &QuarantineQuery) -> QuarantineFilter {
    QuarantineFilter {
        kind: query.kind,
        reason_code: query.reason.clone(),
        run_id: query.import,
    }
}

async fn read_quarantine(
    site: &Site,
    query: &QuarantineQuery,
) -> Result<(Vec<QuarantineRow>, Vec<store::QuarantineCount>), StoreError> {
    let filter = filter(query);
    let rows = site
        .db()
        .list_quarantine_for(&filter, query.after, ROWS_A_PAGE)
        .await?;
    Ok((rows, site.db().count_quarantine_of(query.import).await?))
}

/// A reason's count as pages show it.
pub fn shown_group(count: store::QuarantineCount) -> QuarantineGroup {
    QuarantineGroup {
        kind: count.kind,
        reason_code: count.reason_code,
        rows: count.rows,
    }
}

/// Whether somebody may see rows as they came: nobody can say where in a row that cannot be read a name or a household stands.
pub fn sees_rows(session: &Session) -> bool {
    session.may(Permission::SeeNames) && session.may(Permission::SeeHouseholds)
}

fn shown_row(site: &Site, row: QuarantineRow, sees_rows: bool) -> QuarantineItem {
    let whole = String::from_utf8_lossy(&row.body);
    let text: String = whole.chars().take(SHOWN_CHARACTERS).collect();
    QuarantineItem {
        kind: row.kind,
        source_name: row.source_name,
        row_number: row.row_number,
        reason_code: row.reason_code,
        reason: Some(row.reason).filter(|_| sees_rows),
        is_cut: sees_rows && text.len() < whole.len(),
        text: Some(text).filter(|_| sees_rows),
        first_seen_local: row.first_seen_at.to_minute_in(site.clock().zone()),
        last_seen_local: row.last_seen_at.to_minute_in(site.clock().zone()),
    }
}
