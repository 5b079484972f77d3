//! From what was typed to a preview, and from a preview to a change.

use super::{draft, may_change, page};
use crate::coverage::internal;
use crate::site::Site;
use api::thresholds::{DraftProblem, ThresholdDraft};
use api::{ApiError, Session};
use domain::checks::Check;
use std::collections::HashMap;
use std::time::Duration;
use store::StoreError;
use store::thresholds::{NewPreview, PreviewState, SaveError};

/// How long whoever asked is held, so that a short preview is there when its page opens.
const WAITS: Duration = Duration::from_secs(3);
/// How often it is looked at meanwhile.
const LOOKS: Duration = Duration::from_millis(100);

/// Asks for a preview of what was typed. Answers its number, or what is wrong.
pub async fn ask(
    site: &Site,
    session: &Session,
    check: Check,
    typed: &ThresholdDraft,
) -> Result<Result<i32, DraftProblem>, ApiError> {
    if !may_change(session) {
        return Err(ApiError::NotFound);
    }
    let failed = |error: StoreError| internal(&error);
    let (book, _) = site.db().limits().await.map_err(failed)?;
    let waves = site.db().waves().await.map_err(failed)?;
    let waves: HashMap<String, i32> = waves.into_iter().map(|(key, code)| (code, key)).collect();
    let sound = match draft::read(check, typed, &book, &waves) {
        Ok(sound) => sound,
        Err(problem) => return Ok(Err(problem)),
    };
    let asked = NewPreview {
        at: site.clock().now(),
        user_id: session.caller.user_id,
        reason: sound.reason,
        proposed: sound.proposed,
        days: sound.days,
        checks: Check::all_versions(),
    };
    let preview_id = site
        .db()
        .ask_preview(&asked, &session.by)
        .await
        .map_err(failed)?;
    site.previews_wait();
    let waited = tokio::time::timeout(WAITS, async {
        loop {
            tokio::time::sleep(LOOKS).await;
            let row = site.db().preview(preview_id).await?;
            let is_open = |state| matches!(state, PreviewState::Waits | PreviewState::Runs);
            if !row.is_some_and(|row| is_open(row.state)) {
                return Ok::<(), StoreError>(());
            }
        }
    });
    if let Ok(ended) = waited.await {
        ended.map_err(failed)?;
    }
    Ok(Ok(preview_id))
}

/// What became of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// The change holds.
    Saved,
    /// Nothing was changed: the preview's page says why.
    NotSaved,
    /// The preview is gone.
    Discarded,
}

/// Saves the change that a preview is about, or discards it.
pub async fn decide(
    site: &Site,
    session: &Session,
    check: Check,
    preview_id: i32,
    save: bool,
) -> Result<Decided, ApiError> {
    if !may_change(session) {
        return Err(ApiError::NotFound);
    }
    let failed = |error: StoreError| internal(&error);
    let db = site.db();
    let row = db.preview(preview_id).await.map_err(failed)?;
    let row = row.filter(|row| row.check_number == check.rank());
    let row = row.ok_or(ApiError::NotFound)?;
    if !save {
        db.discard_preview(preview_id, site.clock().now(), &session.by)
            .await
            .map_err(failed)?;
        return Ok(Decided::Discarded);
    }
    let (_, last) = db.limits().await.map_err(failed)?;
    let outdated = page::outdated(site, &row, last).await.map_err(failed)?;
    if outdated.is_some() {
        return Ok(Decided::NotSaved);
    }
    let caller = &session.caller;
    let saved = db
        .save_preview(
            preview_id,
            site.clock().now(),
            &caller.display_name,
            caller.user_id,
            &session.by,
        )
        .await;
    match saved {
        Ok(true) => Ok(Decided::Saved),
        // Decided by somebody else, or changed, between the look and the lock.
        Ok(false) | Err(SaveError::ChangedSince | SaveError::Refused { .. }) => {
            Ok(Decided::NotSaved)
        }
        Err(SaveError::Store(error)) => Err(failed(error)),
    }
}
