//! One flag, one check.

use super::told::{Eyes, Told};
use super::{actions, day, list, shown};
use crate::coverage::internal;
use crate::judging::evidence_of;
use crate::positions::Precision;
use crate::site::Site;
use crate::spot_checks::results;
use crate::thresholds::page;
use api::flags::{AlikeItem, CheckCount, CheckView, Compared, FlagKey, FlagView, StepItem};
use api::thresholds::ThresholdDraft;
use api::{ApiError, Session};
use domain::checks::{Check, Evidence};
use domain::flag::Action;
use domain::permission::Permission;
use store::flags::{FlagFilter, StepRow};
use store::{StoreError, UserRow};

/// See [`api::Backend::flag`].
pub async fn flag(site: &Site, session: &Session, key: FlagKey) -> Result<FlagView, ApiError> {
    session.require(Permission::SeeFlags)?;
    let failed = |error: StoreError| internal(&error);
    let scope = session.caller.scope;
    let row = site
        .db()
        .find_flag(scope, key.enumerator_id, key.identity)
        .await
        .map_err(failed)?
        .ok_or(ApiError::NotFound)?;
    let steps = site
        .db()
        .flag_steps(key.enumerator_id, key.identity)
        .await
        .map_err(failed)?;
    let evidence_now = row.finding.evidence.clone();
    let eyes = Eyes::of(site, session);
    let told = eyes.told(site.db(), std::iter::once(&row.finding)).await;
    let told = told.map_err(failed)?;
    let pairs = alike(evidence_of(&evidence_now), &told);
    let outside = told.count_outside(&row.finding);
    let day = day::of_flag(site, session, &row).await?;
    let actions = actions(site, session, row.finding.area_id);
    let assignable = if actions.contains(&Action::Assign) {
        let users = site.db().list_users().await.map_err(failed)?;
        assignable(site, &users, row.finding.area_id)
    } else {
        Vec::new()
    };
    Ok(FlagView {
        flag: shown(site, session, row),
        steps: steps
            .into_iter()
            .map(|step| shown_step(site, session, step, &evidence_now))
            .collect(),
        actions,
        assignable,
        pairs,
        outside,
        day,
        zone: site.clock().zone_name().to_owned(),
    })
}

/// The most alike interviews of a finding about answers, without pairs that lie outside altogether.
fn alike(evidence: Option<Evidence>, told: &Told) -> Vec<AlikeItem> {
    let Some(Evidence::NearDuplicate(found)) = evidence else {
        return Vec::new();
    };
    let compared = |key: i64| match told.id(key) {
        Some(id) => Compared::Id(id.to_owned()),
        None if told.is_outside(key) => Compared::Outside,
        None => Compared::Gone,
    };
    let pairs = found.pairs.iter().map(|pair| AlikeItem {
        submissions: [compared(pair.first), compared(pair.second)],
        alike: pair.alike,
        of: pair.of,
    });
    let is_here = |pair: &AlikeItem| pair.submissions.iter().any(|one| *one != Compared::Outside);
    pairs.filter(is_here).collect()
}

/// The users who may see flags of an area: user name and name.
pub fn assignable(site: &Site, users: &[UserRow], area: i32) -> Vec<(String, String)> {
    let survey = site.survey();
    let now = site.clock().now();
    let sees = |user: &&UserRow| {
        let grants = &user.grants;
        !user.disabled && grants.may(Permission::SeeFlags, area, now, &survey.cube)
    };
    users
        .iter()
        .filter(sees)
        .map(|user| (user.username.clone(), user.display_name.clone()))
        .collect()
}

fn shown_step(site: &Site, session: &Session, step: StepRow, evidence_now: &str) -> StepItem {
    StepItem {
        at_local: step.at.to_minute_in(site.clock().zone()),
        by: step.by,
        action: step.action,
        reason: step.reason,
        note: step.note,
        assignee: step.assignee,
        saw: (step.evidence != evidence_now)
            .then(|| evidence_of(&step.evidence))
            .flatten()
            .map(|evidence| Precision::of(session).evidence(evidence)),
    }
}

/// See [`api::Backend::checks`]: every check, those without flags too.
pub async fn checks(site: &Site, session: &Session) -> Result<Vec<CheckCount>, ApiError> {
    session.require(Permission::SeeChecks)?;
    let filter = FlagFilter::of_area(session.caller.scope);
    let counted = site.db().count_flags(&filter).await;
    let counted = list::by_check(&counted.map_err(|error| internal(&error))?);
    Ok(Check::ALL
        .iter()
        .map(|check| {
            let found = counted.iter().find(|count| count.check == *check);
            found.copied().unwrap_or(CheckCount {
                check: *check,
                waiting: 0,
                severe: 0,
                confirmed: 0,
                dismissed: 0,
            })
        })
        .collect())
}

/// See [`api::Backend::check`].
pub async fn check(
    site: &Site,
    session: &Session,
    check: Check,
    draft: Option<ThresholdDraft>,
) -> Result<CheckView, ApiError> {
    let counts = checks(site, session).await?;
    let count = counts.into_iter().find(|count| count.check == check);
    let thresholds = page::of_check(site, session, check, draft).await?;
    Ok(CheckView {
        check,
        count: count.ok_or(ApiError::NotFound)?,
        values: thresholds.values,
        set: thresholds.set,
        changes: thresholds.changes,
        form: thresholds.form,
        spot_checks: results::of_check(site, session, check).await?,
    })
}
