//! A day as pages draw it: visits, the outlines of the areas they claim, and what is usual there.

use super::day::Sent;
use super::usual;
use crate::coverage::internal;
use crate::disclosure;
use crate::ground::load_boundary;
use crate::judging::minutes_into;
use crate::positions::Precision;
use crate::site::Site;
use api::coverage::AreaRef;
use api::day::{DayArea, DayView, DayVisit};
use api::{ApiError, Session};
use domain::area::{Area, AreaId};
use domain::geo::offset_m;
use domain::place::Fix;
use domain::time::{EpochMs, SurveyDay};
use domain::visit::Timed;
use geo::MultiPolygon;
use std::collections::BTreeMap;

/// Visits of a day that a page shows at most: more than anybody makes.
const MOST_VISITS: usize = 120;

/// Areas of a day that are drawn at most.
const MOST_AREAS: usize = 12;

/// The day of an enumerator in the caller's scope; `subjects` are the visits that the page is about.
pub async fn picture(
    site: &Site,
    session: &Session,
    sent: &Sent,
    day: SurveyDay,
    subjects: &[i64],
) -> Result<DayView, ApiError> {
    let zone = site.clock().zone();
    let (survey, scope) = (site.survey(), session.caller.scope);
    let of_day: Vec<&Timed> = sent
        .timed
        .iter()
        .filter(|visit| visit.day(zone) == day && survey.cube.is_within(visit.visit.area, scope))
        .filter(|visit| disclosure::shows_visit(session, visit))
        .take(MOST_VISITS)
        .collect();
    let precision = Precision::of(session);
    let place = |timed: &&Timed| precision.shown(timed.visit.possible_fix()?);
    let base = of_day.iter().find_map(place);
    let visits = (1..)
        .zip(&of_day)
        .map(|(number, timed)| {
            let of_minutes = |at: EpochMs| minutes_into(day, at, zone);
            let span = |(start, end): (EpochMs, EpochMs)| (of_minutes(start), of_minutes(end));
            let visit = &timed.visit;
            let recorded = visit.started_at.zip(visit.ended_at);
            DayVisit {
                number,
                is_subject: subjects.contains(&visit.key),
                minutes: timed.start().zip(timed.end()).map(span),
                minutes_recorded: recorded.filter(|_| timed.clock.offset_ms != 0).map(span),
                metres: base
                    .zip(place(timed))
                    .map(|(base, fix)| offset_m(&base, &fix)),
                accuracy_m: visit.fix.and_then(|fix| fix.accuracy_m),
                outcome: visit.outcome,
                submission_id: sent.ids.get(&visit.key).cloned().unwrap_or_default(),
            }
        })
        .collect();
    Ok(DayView {
        visits,
        is_rounded: precision.is_rounded(),
        areas: areas(site, session, &of_day, base).await?,
        usual: usual::usual(site, session, &of_day, day)
            .await
            .map_err(|error| internal(&error))?,
    })
}

/// The areas that visits claim, most visits first.
async fn areas(
    site: &Site,
    session: &Session,
    of_day: &[&Timed],
    base: Option<Fix>,
) -> Result<Vec<DayArea>, ApiError> {
    let survey = site.survey();
    let mut drawn = Vec::new();
    for id in claimed(of_day).into_iter().take(MOST_AREAS) {
        let Some(area) = survey.cube.by_id(id) else {
            continue;
        };
        let boundary = load_boundary(site.db(), area.id).await;
        let boundary = boundary.map_err(|error| internal(&error))?;
        let source = survey
            .sources
            .iter()
            .find(|source| source.level == area.level);
        drawn.push(DayArea {
            code: area.code.clone(),
            name: name_in(area, session),
            rings: base
                .zip(boundary)
                .map_or_else(Vec::new, |(base, boundary)| rings(&base, &boundary)),
            has_boundary: area.has_boundary,
            tolerance_m: source.and_then(|source| source.tolerance_m),
        });
    }
    Ok(drawn)
}

fn claimed(of_day: &[&Timed]) -> Vec<AreaId> {
    let mut visits: BTreeMap<AreaId, usize> = BTreeMap::new();
    for timed in of_day {
        *visits.entry(timed.visit.area).or_default() += 1;
    }
    let mut most: Vec<(AreaId, usize)> = visits.into_iter().collect();
    most.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    most.into_iter().map(|(area, _)| area).collect()
}

/// An area's name as the reader writes it.
pub(super) fn name_in(area: &Area, session: &Session) -> String {
    AreaRef::from(area).name_in(session.lang).to_owned()
}

fn rings(base: &Fix, boundary: &MultiPolygon<f64>) -> Vec<Vec<(f64, f64)>> {
    let rings = boundary
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    rings
        .map(|ring| {
            ring.coords()
                .map(|at| {
                    let corner = Fix {
                        latitude: at.y,
                        longitude: at.x,
                        accuracy_m: None,
                    };
                    offset_m(base, &corner)
                })
                .collect()
        })
        .collect()
}
