//! A day beside what is usual in its tehsil.

use super::picture::name_in;
use crate::judging::{minutes_into, newest_peers};
use crate::site::Site;
use api::Session;
use api::day::UsualDay;
use domain::area::{AreaId, Level};
use domain::peers::{Basis, Spread, count_at, duration_s};
use domain::time::SurveyDay;
use domain::visit::Timed;
use std::collections::BTreeMap;
use store::StoreError;

/// What is usual where most of the day's visits were made; `None` where too few work there to say.
pub async fn usual(
    site: &Site,
    session: &Session,
    of_day: &[&Timed],
    day: SurveyDay,
) -> Result<Option<UsualDay>, StoreError> {
    let survey = site.survey();
    let mut visits: BTreeMap<(AreaId, i32), usize> = BTreeMap::new();
    for timed in of_day {
        let path = survey.cube.path(timed.visit.area);
        if let Some(tehsil) = path.iter().find(|area| area.level == Level::Tehsil) {
            *visits.entry((tehsil.id, timed.visit.wave)).or_default() += 1;
        }
    }
    let most = visits.into_iter().rev().max_by_key(|(_, number)| *number);
    let Some(((tehsil, wave), _)) = most else {
        return Ok(None);
    };
    let Some(peers) = newest_peers(site.db()).await? else {
        return Ok(None);
    };
    let group = peers
        .group(wave, Some(tehsil))
        .filter(|group| group.is_enough());
    let Some((group, tehsil)) = group.zip(survey.cube.by_id(tehsil)) else {
        return Ok(None);
    };
    let complete = || {
        let all = of_day.iter().copied();
        all.filter(|timed| timed.visit.is_valid_complete())
    };
    let minutes = [Basis::Active, Basis::Elapsed]
        .into_iter()
        .find_map(|basis| {
            let theirs = group.median_durations_s[basis as usize]?.median;
            let own = complete().filter_map(duration_s);
            let own = own.filter(|(measured, _)| *measured == basis);
            let own = Spread::of(own.map(|(_, seconds)| f64::from(seconds)).collect())?.median;
            Some((basis, own / 60.0, theirs / 60.0))
        });
    let starts = || of_day.iter().filter_map(|timed| timed.start());
    let hour = |at| minutes_into(day, at, site.clock().zone()) / 60.0;
    let own_hours = starts().min().map(hour).zip(starts().max().map(hour));
    Ok(Some(UsualDay {
        tehsil_name: name_in(tehsil, session),
        enumerators: group.enumerators,
        interviews: (
            u32::try_from(complete().count()).unwrap_or(u32::MAX),
            group.usual_day().map(|days| count_at(days.median)),
        ),
        minutes,
        hours: own_hours.zip(group.usual_hours()),
    }))
}
