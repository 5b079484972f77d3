//! The use case of the overview: how an area stands, and the areas below it, the one furthest behind first.

use super::{QualityNow, figures, recent};
use crate::chart;
use crate::coverage::{self, internal};
use crate::disclosure::Disclosure;
use crate::site::{Site, Survey};
use api::coverage::AreaRef;
use api::overview::{CARD, OverviewView, RANKED_MEASURES, Ranked};
use api::query::CoverageQuery;
use api::{ApiError, Session};
use domain::area::{Area, AreaId};
use domain::coverage::Measure as MapMeasure;
use domain::cube::Period;
use domain::forecast::{Forecast, WhyNot, forecast};
use domain::standing::{Recent, Standing, lag_reasons};
use domain::time::SurveyDay;

/// The overview of the top of the caller's scope.
pub async fn overview(site: &Site, session: &Session) -> Result<OverviewView, ApiError> {
    let query = CoverageQuery {
        measure: MapMeasure::Schedule,
        ..CoverageQuery::default()
    };
    let survey = site.survey();
    let (mut coverage, area, period) =
        coverage::view(site, &survey, session, None, query, Vec::new()).await?;
    let shown = site.quality_now();
    let now = &shown.now;
    let figures = figures(&survey, now, area, &period);
    let disclosure = Disclosure::of(site, session, &survey, now, &period);
    let (forecast, forecast_of_rest) = forecasts(site, &survey, area, coverage.to);
    if let Forecast::Finishes(finishes) = &forecast {
        coverage.chart_svg =
            chart::with_forecast(session.lang, &survey.cube, area, &coverage, finishes)
                .map_err(|error| internal(&error))?;
    }
    let all = recent(&survey, now, area, &period, figures.silent);
    let ranked = ranked(&survey, now, &disclosure, area, &period, &all);
    let standings = Standing::ALL.map(|standing| {
        let number = ranked.iter().filter(|row| row.standing == standing).count();
        (standing, u32::try_from(number).unwrap_or(u32::MAX))
    });
    let local = |at: domain::time::EpochMs| at.to_minute_in(site.clock().zone());
    Ok(OverviewView {
        card: CARD
            .map(|measure| (measure, disclosure.value(measure, area, &figures)))
            .to_vec(),
        standings: standings
            .into_iter()
            .filter(|(_, number)| *number > 0)
            .collect(),
        days_ahead: figures.days_ahead,
        forecast,
        forecast_of_rest,
        ranked,
        holds_back: !disclosure.is_open(),
        failing_since: shown.failing_since.map(local),
        quality_as_of: now.quality.as_of().map(local),
        coverage,
    })
}

/// When an area will be finished, as known before its last day of data began: what has not arrived must not be read as not done. Where
/// too much has stopped for a day, also when the rest will be finished.
fn forecasts(
    site: &Site,
    survey: &Survey,
    area: AreaId,
    today: SurveyDay,
) -> (Forecast, Option<Forecast>) {
    let received = survey
        .cube
        .as_of()
        .map(|at| SurveyDay::of(at, site.clock().zone()));
    let day = received.map_or(today, |received| received.min(today));
    let mut works = survey.cube.works(area, day);
    let all = forecast(&works, day);
    let has_stopped = matches!(all, Forecast::CannotBeTold(WhyNot::Stopped(_)));
    let rest = has_stopped.then(|| {
        works.retain(|work| !work.has_stopped());
        forecast(&works, day)
    });
    (all, rest)
}

/// The areas below: first those that have not begun, then those furthest behind by days, then the rest.
fn ranked(
    survey: &Survey,
    now: &QualityNow,
    disclosure: &Disclosure,
    area: AreaId,
    period: &Period,
    all: &Recent,
) -> Vec<Ranked> {
    let mut rows: Vec<Ranked> = survey
        .cube
        .listed_below(area)
        .into_iter()
        .map(|area| row(survey, now, disclosure, area, period, all))
        .collect();
    rows.sort_by_key(|row| {
        let behind = row.days_ahead.unwrap_or(i32::MAX);
        let missing = row.summary.ahead().unwrap_or(i64::MAX);
        (row.standing, behind, missing, row.area.code.clone())
    });
    rows
}

fn row(
    survey: &Survey,
    now: &QualityNow,
    disclosure: &Disclosure,
    area: &Area,
    period: &Period,
    all: &Recent,
) -> Ranked {
    let figures = figures(survey, now, area.id, period);
    let standing = Standing::of(&figures.summary);
    let reasons = match standing.lags() {
        true => {
            let here = recent(survey, now, area.id, period, figures.silent);
            let reasons = lag_reasons(standing, &here, all, period.to);
            let told = |reason| disclosure.reason(reason);
            reasons.into_iter().map(told).collect()
        }
        false => Vec::new(),
    };
    Ranked {
        area: AreaRef::from(area),
        summary: disclosure.coverage(area.id, figures.summary).0,
        standing,
        days_ahead: figures.days_ahead,
        reasons,
        measured: RANKED_MEASURES
            .map(|measure| disclosure.value(measure, area.id, &figures))
            .to_vec(),
    }
}
