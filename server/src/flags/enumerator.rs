//! An enumerator's page.

use super::picture::picture;
use super::{day, risks, shown};
use crate::coverage::internal;
use crate::disclosure;
use crate::permission::name_for;
use crate::site::Site;
use crate::spot_checks::results;
use api::day::DayView;
use api::flags::{CalendarDay, ClockLine, DeviceLine, EnumeratorView};
use api::{ApiError, Session};
use domain::checks::Severity;
use domain::permission::Permission;
use domain::time::SurveyDay;
use domain::visit::Timed;
use std::collections::BTreeMap;
use store::StoreError;
use store::flags::{FlagFilter, FlagRow, RiskLine};

/// Flags of one enumerator that are read at most: more than anybody has.
const MOST_FLAGS: u32 = 5_000;

/// See [`api::Backend::enumerator`]. Whoever has no work in the caller's scope does not exist for them.
pub async fn enumerator(
    site: &Site,
    session: &Session,
    code: &str,
    day: Option<SurveyDay>,
) -> Result<EnumeratorView, ApiError> {
    session.require(Permission::SeeEnumerators)?;
    let failed = |error: StoreError| internal(&error);
    let who = site.db().enumerator(code).await.map_err(failed)?;
    let who = who.ok_or(ApiError::NotFound)?;
    let sent = day::sent(site, who.enumerator_id).await.map_err(failed)?;
    let survey = site.survey();
    let scope = session.caller.scope;
    let may_see = |visit: &Timed| survey.cube.is_within(visit.visit.area, scope);
    if !sent.timed.iter().any(may_see) {
        return Err(ApiError::NotFound);
    }
    let shown_alone = |visit: &Timed| may_see(visit) && disclosure::shows_visit(session, visit);
    let filter = FlagFilter {
        enumerator: Some(who.enumerator_id),
        ..FlagFilter::of_area(scope)
    };
    let flags = site.db().list_flags(&filter, None, MOST_FLAGS).await;
    let flags = flags.map_err(failed)?;
    let calendar = calendar(
        site,
        sent.timed.iter().filter(|visit| shown_alone(visit)),
        &flags,
    );
    let known = |day: &SurveyDay| calendar.iter().any(|line| line.day == *day);
    let day = day
        .filter(known)
        .or_else(|| calendar.last().map(|line| line.day));
    let risks = site
        .db()
        .risks_of(who.enumerator_id)
        .await
        .map_err(failed)?;
    let risks = risks
        .into_iter()
        .filter(|risk| survey.cube.is_within(risk.tehsil_id, scope))
        .map(|risk| RiskLine {
            risk,
            enumerator_code: code.to_owned(),
            enumerator_name: who.name.clone(),
        });
    let completed = sent
        .timed
        .iter()
        .filter(|visit| visit.visit.counted && visit.visit.is_valid_complete() && may_see(visit));
    let completed = completed.count() as u64;
    let spot_checks = results::of_enumerator(site, session, who.enumerator_id, completed).await?;
    Ok(EnumeratorView {
        spot_checks,
        code: code.to_owned(),
        name: name_for(site, session, &who.name),
        agency: who.agency.clone(),
        supervisor_code: who.supervisor_code.clone(),
        shown: match day {
            Some(day) => picture(site, session, &sent, day, &[]).await?,
            None => DayView::default(),
        },
        all_flags: flags.len() as u64,
        flags: flags
            .into_iter()
            .filter(|flag| Some(flag.finding.survey_day) == day)
            .map(|flag| shown(site, session, flag))
            .collect(),
        day,
        calendar,
        devices: devices(site, &sent, shown_alone).await.map_err(failed)?,
        risks: risks
            .map(|line| risks::shown(site, session, line))
            .collect(),
    })
}

fn calendar<'a>(
    site: &Site,
    visits: impl Iterator<Item = &'a Timed>,
    flags: &[FlagRow],
) -> Vec<CalendarDay> {
    let mut days: BTreeMap<SurveyDay, CalendarDay> = BTreeMap::new();
    for visit in visits {
        let day = visit.day(site.clock().zone());
        if day == SurveyDay::UNKNOWN {
            continue;
        }
        let line = days.entry(day).or_insert(CalendarDay {
            day,
            visits: 0,
            complete: 0,
            flags: 0,
            severe: 0,
        });
        line.visits += 1;
        line.complete += u32::from(visit.visit.is_valid_complete());
    }
    for flag in flags {
        if let Some(line) = days.get_mut(&flag.finding.survey_day) {
            line.flags += 1;
            line.severe += u32::from(flag.finding.severity == Severity::Severe.rank());
        }
    }
    days.into_values().collect()
}

async fn devices(
    site: &Site,
    sent: &day::Sent,
    may_see: impl Fn(&Timed) -> bool,
) -> Result<Vec<DeviceLine>, StoreError> {
    // Counted of the visits that the caller may see: a run of a clock goes on in other areas, and its length would tell of them.
    let mut by_device: BTreeMap<i32, (u32, Vec<ClockLine>)> = BTreeMap::new();
    for visit in sent.timed.iter().filter(|visit| may_see(visit)) {
        let Some(device) = visit.visit.device else {
            continue;
        };
        let (visits, clock) = by_device.entry(device).or_default();
        *visits += 1;
        let reading = visit.clock;
        let goes_on = |line: &&mut ClockLine| {
            (line.offset_ms, line.certainty) == (reading.offset_ms, reading.certainty)
        };
        match clock.last_mut().filter(goes_on) {
            Some(line) => line.visits += 1,
            None => clock.push(ClockLine {
                visits: 1,
                offset_ms: reading.offset_ms,
                certainty: reading.certainty,
            }),
        }
    }
    let mut lines = Vec::with_capacity(by_device.len());
    for (device, (visits, clock)) in by_device {
        lines.push(DeviceLine {
            code: site.db().device_code(device).await?.unwrap_or_default(),
            visits,
            clock,
        });
    }
    Ok(lines)
}
