//! `POST /quarantine/replay`: the button of the quarantine page.

use crate::ingest::replay::{Mended, ReplayError, Replayed, replay};
use crate::site::{AnyError, Site};
use api::Session;
use api::intake::{QuarantineQuery, ReplayNotice};
use axum::Extension;
use axum::extract::{RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::audit::{By, Stamp};
use domain::permission::Permission;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;
use store::QuarantineFilter;

/// How long whoever comes second waits for the first.
const WAITS: Duration = Duration::from_secs(3);

/// Replays the rows that the page was asked for and answers with the page that says what became of them. Once is as good
/// as twice: what is gone from the quarantine is not replayed.
pub async fn start(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    RawForm(form): RawForm,
) -> Response {
    if let Err(error) = session.require(Permission::ReplayQuarantine) {
        return super::api_failed(&error);
    }
    let form = String::from_utf8_lossy(&form);
    let pairs = api::query::decoded_pairs(&form);
    let query = QuarantineQuery::parse(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    let query = QuarantineQuery { after: 0, ..query };
    // A replay goes on when its reader does not wait for it: it is then done when they look again.
    let (filter, by) = (crate::intake::filter(&query), session.by);
    match tokio::spawn(run(site, filter, by)).await {
        Ok(Ok(notice)) => Redirect::to(&query.href_after(Some(notice))).into_response(),
        Ok(Err(error)) => super::failed(&*error),
        Err(error) => super::failed(&error),
    }
}

/// `GET /quarantine/replay`: where somebody ends who had to sign in first. Nothing is done by looking.
pub async fn back() -> Response {
    Redirect::to(&QuarantineQuery::default().href()).into_response()
}

async fn run(site: Arc<Site>, filter: QuarantineFilter, by: By) -> Result<ReplayNotice, AnyError> {
    // One at a time: two would do no harm, and the same work twice. A short one is waited for.
    let Ok(_turn) = tokio::time::timeout(WAITS, site.replaying().lock()).await else {
        return Ok(ReplayNotice::Busy);
    };
    let Some(reading) = site.reading().await? else {
        return Ok(ReplayNotice::OlderFacts);
    };
    let by = Stamp {
        by,
        at: site.clock().now(),
    };
    let (mended, done) = (Mended::default(), AtomicU64::new(0));
    let replayed = match replay(site.db(), reading, &filter, &mended, &by, &done).await {
        Ok(replayed) => replayed,
        Err(ReplayError::OlderFacts) => return Ok(ReplayNotice::OlderFacts),
        Err(error) => return Err(error.into()),
    };
    site.refresh().await?;
    Ok(notice(&replayed))
}

fn notice(replayed: &Replayed) -> ReplayNotice {
    for left in &replayed.left_alone {
        tracing::warn!(
            import = left.run_id,
            rows = left.rows,
            reason = left.reason,
            "rows could not be replayed"
        );
    }
    ReplayNotice::Done {
        accepted: replayed.accepted(),
        unchanged: replayed.rows.unchanged,
        still: replayed.still(),
        untried: replayed.still() - replayed.rows.quarantined,
    }
}
