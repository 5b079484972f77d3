//! The list of flags.

use super::{actions, filter_of, place_of, place_text, shown};
use crate::coverage::internal;
use crate::site::Site;
use api::coverage::AreaRef;
use api::flags::{CheckCount, FLAGS_A_PAGE, FlagQuery, FlagsView};
use api::{ApiError, Session};
use domain::area::{AreaId, Level};
use domain::checks::{Check, Severity};
use domain::flag::Status;
use store::StoreError;
use store::flags::{FlagCount, FlagFilter};

/// See [`api::Backend::flags`].
pub async fn flags(
    site: &Site,
    session: &Session,
    query: FlagQuery,
    problems: Vec<&'static str>,
) -> Result<FlagsView, ApiError> {
    let filter = filter_of(site, session, &query).await?;
    let failed = |error| internal(&error);
    let after = query.after.as_deref().and_then(place_of);
    let rows = site
        .db()
        .list_flags(&filter, after, FLAGS_A_PAGE)
        .await
        .map_err(failed)?;
    let every_check = FlagFilter {
        check: None,
        ..filter.clone()
    };
    let counted = site.db().count_flags(&every_check).await.map_err(failed)?;
    let next = (rows.len() == FLAGS_A_PAGE as usize)
        .then(|| rows.last())
        .flatten()
        .map(|last| FlagQuery {
            after: Some(place_text(last.place())),
            ..query.clone()
        });
    Ok(FlagsView {
        total: counted
            .iter()
            .filter(|count| filter.check.is_none_or(|check| check == count.check))
            .map(|count| count.flags)
            .sum(),
        counts: by_check(&counted),
        flags: rows
            .into_iter()
            .map(|row| shown(site, session, row))
            .collect(),
        next,
        actions: actions(site, session, filter.area),
        unjudged: unjudged(site, filter.area).await.map_err(failed)?,
        areas: districts(site, session),
        query,
        problems,
    })
}

/// How many enumerators with work in an area wait to be judged.
async fn unjudged(site: &Site, area: AreaId) -> Result<u64, StoreError> {
    match site.survey().cube.root() {
        // Everybody's work is in the whole, also what is not summed up yet.
        Some(root) if root.id == area => site.db().count_unjudged().await,
        _ => site.db().count_unjudged_in(area).await,
    }
}

/// Counts by check, of those that have any, in the order of the catalogue.
pub fn by_check(counted: &[FlagCount]) -> Vec<CheckCount> {
    Check::ALL
        .iter()
        .map(|check| {
            let of = |wanted: &dyn Fn(&FlagCount) -> bool| {
                counted
                    .iter()
                    .filter(|count| count.check == check.rank() && wanted(count))
                    .map(|count| count.flags)
                    .sum()
            };
            CheckCount {
                check: *check,
                waiting: of(&|count| count.status.is_waiting()),
                severe: of(&|count| {
                    count.status.is_waiting() && count.severity == Severity::Severe.rank()
                }),
                confirmed: of(&|count| count.status == Status::Confirmed),
                dismissed: of(&|count| count.status == Status::Dismissed),
            }
        })
        .filter(|count| count.waiting + count.confirmed + count.dismissed > 0)
        .collect()
}

/// The districts, or within one the tehsils, that the caller can choose between.
pub fn districts(site: &Site, session: &Session) -> Vec<(String, String)> {
    let survey = site.survey();
    let cube = &survey.cube;
    let within = cube.listed_below(session.caller.scope);
    within
        .into_iter()
        .filter(|area| area.level <= Level::UnionCouncil)
        .map(|area| {
            (
                area.code.clone(),
                AreaRef::from(area).name_in(session.lang).to_owned(),
            )
        })
        .collect()
}
