//! What the pages of checks and previews show of thresholds.

use super::{draft, may_change, place_of};
use crate::coverage::internal;
use crate::judging::preview::Effect;
use crate::site::Site;
use api::coverage::AreaRef;
use api::thresholds::{
    ChangeForm, ChangeItem, EffectView, FlagsChanged, Outdated, PreviewStage, PreviewView,
    SetValue, ThresholdDraft,
};
use api::{ApiError, Session};
use domain::checks::{Check, Extent, LimitsBook};
use std::collections::HashMap;
use store::StoreError;
use store::thresholds::{ChangeRow, PreviewRow, PreviewState};

/// A preview looks back over two weeks unless somebody says otherwise.
const DAYS: i32 = 14;

/// What a check's page shows of its thresholds.
pub struct OfCheck {
    /// The values that hold where nothing else is set.
    pub values: Vec<f64>,
    /// What is set for waves and settings.
    pub set: Vec<SetValue>,
    /// What was changed, newest first.
    pub changes: Vec<ChangeItem>,
    /// The form.
    pub form: Option<ChangeForm>,
}

/// Reads what a check's page shows of its thresholds.
pub async fn of_check(
    site: &Site,
    session: &Session,
    check: Check,
    typed: Option<ThresholdDraft>,
) -> Result<OfCheck, ApiError> {
    let failed = |error: StoreError| internal(&error);
    let all = site.db().threshold_changes(None).await.map_err(failed)?;
    let (book, _) = store::thresholds::book(&all);
    let waves = site.db().waves().await.map_err(failed)?;
    let by_code: HashMap<String, i32> = waves.iter().cloned().map(|(k, c)| (c, k)).collect();
    let codes: HashMap<i32, String> = waves.into_iter().collect();
    let everywhere = book.everywhere();
    let set = book
        .all()
        .filter(|(id, extent, _)| id.check() == check && *extent != Extent::EVERYWHERE)
        .map(|(id, extent, value)| SetValue {
            id,
            place: place_of(extent, &codes),
            value,
        })
        .collect();
    let number = check.about().thresholds.len();
    let typed = match typed.as_ref().and_then(|typed| typed.of_preview) {
        Some(preview_id) => match preview(site, session, check, preview_id).await {
            Ok(view) => Some(view.draft()),
            // Whoever has no right to the preview has no form either.
            Err(ApiError::NotFound) => None,
            Err(error) => return Err(error),
        },
        None => typed,
    };
    let form =
        (number > 0 && may_change(session)).then(|| form(site, check, typed, &book, &by_code));
    Ok(OfCheck {
        values: (0..number)
            .map(|index| everywhere.get(check, index))
            .collect(),
        set,
        changes: all
            .iter()
            .rev()
            .filter(|change| change.check_number == check.rank())
            .filter_map(|change| item(site, change, &codes))
            .collect(),
        form,
    })
}

fn form(
    site: &Site,
    check: Check,
    typed: Option<ThresholdDraft>,
    book: &LimitsBook,
    by_code: &HashMap<String, i32>,
) -> ChangeForm {
    let mut waves: Vec<String> = by_code
        .keys()
        .filter(|code| !code.is_empty())
        .cloned()
        .collect();
    waves.sort_unstable();
    let today = site.clock().today();
    let problem = typed
        .as_ref()
        .and_then(|typed| draft::read(check, typed, book, by_code).err());
    let draft = typed.unwrap_or_else(|| ThresholdDraft {
        from: today.plus(1 - DAYS).to_string(),
        to: today.to_string(),
        ..ThresholdDraft::default()
    });
    ChangeForm {
        waves,
        draft,
        problem,
    }
}

fn item(site: &Site, change: &ChangeRow, codes: &HashMap<i32, String>) -> Option<ChangeItem> {
    Some(ChangeItem {
        at_local: change.at.to_minute_in(site.clock().zone()),
        by: change.actor.clone(),
        reason: change.reason.clone(),
        id: change.id()?,
        place: place_of(change.extent, codes),
        before: change.before,
        value: change.value,
    })
}

/// See [`api::Backend::threshold_preview`].
pub async fn preview(
    site: &Site,
    session: &Session,
    check: Check,
    preview_id: i32,
) -> Result<PreviewView, ApiError> {
    if !may_change(session) {
        return Err(ApiError::NotFound);
    }
    let failed = |error: StoreError| internal(&error);
    let row = site.db().preview(preview_id).await.map_err(failed)?;
    let row = row.filter(|row| row.check_number == check.rank());
    let row = row.ok_or(ApiError::NotFound)?;
    let proposed = row.proposed().ok_or(ApiError::NotFound)?;
    let (book, last) = site.db().limits().await.map_err(failed)?;
    let waves = site.db().waves().await.map_err(failed)?;
    let outdated = outdated(site, &row, last).await.map_err(failed)?;
    Ok(PreviewView {
        preview_id,
        id: proposed.id,
        place: place_of(proposed.extent, &waves.into_iter().collect()),
        before: book.set_at(proposed.id, proposed.extent),
        holds: book.holds_at(proposed.id, proposed.extent),
        value: proposed.value,
        reason: row.reason.clone(),
        asked_local: row.at.to_minute_in(site.clock().zone()),
        days: row.days,
        stage: stage(site, session, &row, outdated),
    })
}

/// Whether a preview still says what saving would do.
pub async fn outdated(
    site: &Site,
    row: &PreviewRow,
    last_change: i32,
) -> Result<Option<Outdated>, StoreError> {
    if row.last_change != last_change {
        return Ok(Some(Outdated::Thresholds));
    }
    if row.checks != Check::all_versions() {
        return Ok(Some(Outdated::Checks));
    }
    let peers = site.db().newest_peers().await?;
    let version = peers.map_or(0, |peers| peers.version);
    Ok((version != row.peers_version).then_some(Outdated::Peers))
}

fn stage(
    site: &Site,
    session: &Session,
    row: &PreviewRow,
    outdated: Option<Outdated>,
) -> PreviewStage {
    let number = |count: i32| u64::try_from(count).unwrap_or(0);
    let effect = || -> Option<EffectView> {
        let effect = serde_json::from_str(row.result.as_deref()?).ok()?;
        Some(shown(site, session, &effect))
    };
    match row.state {
        PreviewState::Waits => PreviewStage::Waits,
        PreviewState::Runs => PreviewStage::Runs(number(row.judged), number(row.enumerators)),
        PreviewState::Failed => PreviewStage::Failed,
        PreviewState::Discarded => PreviewStage::Discarded,
        PreviewState::Done => effect().map_or(PreviewStage::Failed, |effect| {
            PreviewStage::Done(effect, outdated)
        }),
        PreviewState::Saved => PreviewStage::Saved(effect().unwrap_or_default()),
    }
}

fn shown(site: &Site, session: &Session, effect: &Effect) -> EffectView {
    let survey = site.survey();
    let mut tehsils: Vec<(Option<String>, FlagsChanged)> = effect
        .by_tehsil
        .iter()
        .map(|(area, changed)| {
            let area = survey.cube.by_id(*area);
            let name = area.map(|area| AreaRef::from(area).name_in(session.lang).to_owned());
            (name, *changed)
        })
        .collect();
    // Where most changes first; those that stay as they are last.
    tehsils.sort_by(|(a_name, a), (b_name, b)| {
        let changes = |of: &FlagsChanged| of.added + of.removed + of.reweighed;
        changes(b).cmp(&changes(a)).then_with(|| a_name.cmp(b_name))
    });
    let mut total = FlagsChanged::default();
    for (_, changed) in &tehsils {
        total.add(changed);
    }
    EffectView {
        tehsils,
        total,
        of_others: effect
            .of_others
            .iter()
            .filter_map(|(number, changed)| Some((Check::from_rank(*number)?, *changed)))
            .collect(),
        enumerators: u64::from(effect.enumerators),
    }
}
