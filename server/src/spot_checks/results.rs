//! What the spot checks of an area say. Rates are weighted by whole strata, which are of one tehsil: what is read reaches no further than that, and
//! what is told no further than the area.

use super::days_off::DaysOff;
use super::{area_ref, failed, item};
use crate::coverage::{internal, visible_area};
use crate::flags::list::districts;
use crate::site::{Site, Survey};
use api::spot_checks::{
    CheckItem, RESULTS_A_PAGE, ResultLines, ResultsBy, ResultsQuery, ResultsView, SpotChecksOf,
};
use api::{ApiError, Session};
use domain::area::{Area, AreaId, Level};
use domain::checks::Check;
use domain::cube::{Cube, Period};
use domain::permission::Permission;
use domain::spot_check::{
    Checked, Figures, Precision, WeightedRate, figures, figures_by, precision, precision_of,
};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use store::StoreError;
use store::spot_checks::{SpotFilter, SpotResultsOf};

/// Spot checks of one enumerator that their page lists.
const MOST_OF_ENUMERATOR: u32 = 500;
/// A wave that there is not: nothing is of it.
const NO_WAVE: i32 = i32::MAX;

/// A part of the survey, with everything that was drawn of it and of the strata around it.
pub struct Drawn {
    survey: Arc<Survey>,
    area: AreaId,
    period: Period,
    rows: Vec<Checked>,
}

/// The draws whose strata reach into an area: those of tehsils below it, or of the tehsil that it lies in.
fn draws_of(cube: &Cube, area: AreaId, wave: Option<i32>) -> SpotResultsOf {
    let path = cube.path(area);
    let tehsil = path.iter().find(|area| area.level == Level::Tehsil);
    SpotResultsOf {
        wave,
        area: Some(tehsil.map_or(area, |tehsil| tehsil.id)),
    }
}

impl Drawn {
    /// Reads what was drawn of an area and a wave.
    pub async fn read(site: &Site, area: AreaId, wave: Option<i32>) -> Result<Drawn, StoreError> {
        let survey = site.survey();
        let of = draws_of(&survey.cube, area, wave);
        let rows = site.db().spot_results(of).await?;
        let period = Period {
            wave,
            from: None,
            to: site.clock().today(),
        };
        Ok(Drawn {
            survey,
            area,
            period,
            rows,
        })
    }

    fn is_inside(&self, row: &Checked) -> bool {
        self.survey.cube.is_within(row.union_council, self.area)
    }

    /// Completed interviews of an area.
    fn completed(&self, area: AreaId) -> u64 {
        let summary = self.survey.cube.summary(area, &self.period);
        u64::from(summary.counts.complete)
    }

    /// The figures of all of it.
    pub fn figures(&self) -> Figures {
        figures(&self.rows, self.completed(self.area), |row| {
            self.is_inside(row)
        })
    }

    /// Rows by which checks are told: what fired outside is not of the area.
    fn fired(&self) -> Vec<Checked> {
        let rows = self.rows.iter().cloned();
        rows.map(|row| match self.is_inside(&row) {
            true => row,
            false => Checked {
                fired: row.fired.map(|_| Vec::new()),
                ..row
            },
        })
        .collect()
    }

    /// How good a check is.
    pub fn precision_of(&self, check: Check) -> Precision {
        precision_of(&self.fired(), check)
    }

    /// Tehsils below, or the area itself where it is one or lies in one.
    fn tehsils(&self) -> ResultLines {
        let cube = &self.survey.cube;
        let is_tehsil = |area: &&Area| area.level == Level::Tehsil;
        let below = cube.below(self.area).filter_map(|area| cube.by_id(area));
        let mut shown: Vec<AreaId> = below.filter(is_tehsil).map(|area| area.id).collect();
        let is_small = shown.is_empty() || shown.contains(&self.area);
        if is_small {
            shown = vec![self.area];
        }
        let of = |row: &Checked| match is_small {
            true => self.is_inside(row).then_some(self.area),
            false => self.is_inside(row).then_some(row.tehsil),
        };
        let completed: BTreeMap<AreaId, u64> = shown
            .into_iter()
            .map(|area| (area, self.completed(area)))
            .collect();
        let lines = figures_by(&self.rows, &completed, of).into_iter();
        let mut lines: Vec<_> = lines
            .map(|(area, figures)| (area_ref(cube, area), figures))
            .collect();
        lines.sort_by(|a, b| gravest_first(&a.1, &b.1).then_with(|| a.0.code.cmp(&b.0.code)));
        ResultLines::Tehsils(lines)
    }

    /// Enumerators of whom something was drawn. `completed` is by their keys, as are their codes.
    fn enumerators(
        &self,
        completed: &BTreeMap<i32, u64>,
        codes: &HashMap<i32, String>,
    ) -> ResultLines {
        let of = |row: &Checked| self.is_inside(row).then_some(row.enumerator);
        let lines = figures_by(&self.rows, completed, of).into_iter();
        let mut lines: Vec<(String, Figures)> = lines
            .filter(|(_, figures)| figures.drawn > 0)
            .filter_map(|(key, figures)| Some((codes.get(&key)?.clone(), figures)))
            .collect();
        lines.sort_by(|a, b| gravest_first(&a.1, &b.1).then_with(|| a.0.cmp(&b.0)));
        ResultLines::Enumerators(lines)
    }

    fn checks(&self) -> ResultLines {
        let mut lines = precision(&self.fired());
        lines.sort_by(|a, b| {
            let share = |one: &Precision| one.of_drawn.share();
            higher_first(a.of_all, b.of_all)
                .then_with(|| number_first(share(a), share(b)))
                .then_with(|| a.check.cmp(&b.check))
        });
        ResultLines::Checks(lines)
    }
}

fn number_first(a: Option<f64>, b: Option<f64>) -> Ordering {
    let number = |value: Option<f64>| value.unwrap_or(-1.0);
    number(b).total_cmp(&number(a))
}

/// Rates by the lower ends of their intervals: what is surely high stands before what may be high by chance.
fn higher_first(a: Option<WeightedRate>, b: Option<WeightedRate>) -> Ordering {
    let of = |read: fn(WeightedRate) -> f64| number_first(a.map(read), b.map(read));
    of(|rate| rate.low).then_with(|| of(|rate| rate.rate))
}

fn gravest_first(a: &Figures, b: &Figures) -> Ordering {
    higher_first(a.grave, b.grave).then_with(|| b.drawn.cmp(&a.drawn))
}

/// All lines of what is asked for: for files. The page cuts them.
pub async fn all(
    site: &Site,
    session: &Session,
    query: ResultsQuery,
    mut problems: Vec<&'static str>,
) -> Result<ResultsView, ApiError> {
    session.require(Permission::SeeSpotChecks)?;
    let sees_people = session.may(Permission::SeePeopleOfMeasures);
    if query.by == ResultsBy::Enumerator && !sees_people {
        return Err(ApiError::NotFound);
    }
    let survey = site.survey();
    let cube = &survey.cube;
    let area = visible_area(cube, session, query.area.as_deref())?;
    let known = |code: &String| cube.waves().iter().find(|(_, other)| other == code);
    let wave = query.wave.as_ref().map(|code| match known(code) {
        Some((id, _)) => *id,
        None => {
            problems.push("wave");
            NO_WAVE
        }
    });
    let waves = waves(site, area.id, &query, wave).await?;
    let drawn = Drawn::read(site, area.id, wave).await.map_err(failed)?;
    let (completed, codes) = match query.by {
        ResultsBy::Enumerator => people(site, cube, area.id, wave).await.map_err(failed)?,
        _ => Default::default(),
    };
    let by = query.by;
    // Of all enumerators of a province it takes a second: nobody else is to wait for it.
    let made = tokio::task::spawn_blocking(move || {
        let lines = match by {
            ResultsBy::Tehsil => drawn.tehsils(),
            ResultsBy::Enumerator => drawn.enumerators(&completed, &codes),
            ResultsBy::Check => drawn.checks(),
        };
        (drawn.figures(), lines)
    });
    let (figures, lines) = made.await.map_err(|error| internal(&error))?;
    let as_of = cube.as_of();
    Ok(ResultsView {
        problems,
        area: area_ref(cube, area.id),
        areas: districts(site, session),
        waves,
        figures,
        line_count: lines.len(),
        lines,
        next: None,
        sees_people,
        sees_checks: session.may(Permission::SeeChecks),
        as_of: as_of.map(|at| at.to_minute_in(site.clock().zone())),
        zone: site.clock().zone_name().to_owned(),
        query,
    })
}

/// See [`api::spot_checks::SpotPage::Results`].
pub async fn page(
    site: &Site,
    session: &Session,
    query: ResultsQuery,
    problems: Vec<&'static str>,
) -> Result<ResultsView, ApiError> {
    let view = all(site, session, query, problems).await?;
    let after = view.query.after;
    let end = after.saturating_add(RESULTS_A_PAGE);
    Ok(ResultsView {
        lines: view.lines.cut(after, RESULTS_A_PAGE),
        next: (view.line_count > end).then(|| ResultsQuery {
            after: end,
            ..view.query.clone()
        }),
        ..view
    })
}

/// Codes of the waves of which something was drawn, and of the one that is chosen.
async fn waves(
    site: &Site,
    area: AreaId,
    query: &ResultsQuery,
    wave: Option<i32>,
) -> Result<Vec<String>, ApiError> {
    let survey = site.survey();
    let Some(top) = draws_of(&survey.cube, area, None).area else {
        return Ok(Vec::new());
    };
    let drawn = site.db().spot_waves_drawn(top).await.map_err(failed)?;
    let chosen = query.wave.iter().filter(|_| wave != Some(NO_WAVE)).cloned();
    let mut codes: Vec<String> = drawn.into_iter().map(|wave| wave.code).collect();
    codes.extend(chosen);
    // The wave of submissions that name none is in the totals and cannot be chosen.
    codes.retain(|code| !code.is_empty());
    codes.sort_unstable();
    codes.dedup();
    Ok(codes)
}

/// What enumerators have completed in an area, and their codes, by their keys.
async fn people(
    site: &Site,
    cube: &Cube,
    area: AreaId,
    wave: Option<i32>,
) -> Result<(BTreeMap<i32, u64>, HashMap<i32, String>), StoreError> {
    let of = draws_of(cube, area, wave);
    let mut completed: BTreeMap<i32, u64> = BTreeMap::new();
    for one in site.db().spot_completed(of).await? {
        if cube.is_within(one.area_id, area) {
            *completed.entry(one.enumerator_id).or_default() += one.counted;
        }
    }
    let codes = site.db().enumerator_codes().await?;
    Ok((completed, codes.into_iter().collect()))
}

/// What spot checks say of an enumerator in the caller's scope, where they have completed so many interviews. `None`: the caller may not see it.
pub async fn of_enumerator(
    site: &Site,
    session: &Session,
    enumerator_id: i32,
    completed: u64,
) -> Result<Option<SpotChecksOf>, ApiError> {
    if !session.may(Permission::SeeSpotChecks) {
        return Ok(None);
    }
    let survey = site.survey();
    let scope = session.caller.scope;
    let of = draws_of(&survey.cube, scope, None);
    let rows = site.db().spot_results_beside(of, enumerator_id).await;
    let filter = SpotFilter {
        area: Some(scope),
        enumerator: Some(enumerator_id),
        ..SpotFilter::default()
    };
    let checks = site
        .db()
        .list_spot_checks(&filter, MOST_OF_ENUMERATOR)
        .await;
    let days = DaysOff::load(site, session).await?;
    let mut checks: Vec<CheckItem> = checks
        .map_err(failed)?
        .iter()
        .map(|check| item(site, &days, check))
        .collect();
    checks.sort_by_key(|check| std::cmp::Reverse(check.check_id));
    let is_theirs = |row: &Checked| {
        row.enumerator == enumerator_id && survey.cube.is_within(row.union_council, scope)
    };
    Ok(Some(SpotChecksOf {
        figures: figures(&rows.map_err(failed)?, completed, is_theirs),
        checks,
    }))
}

/// How good a check is by the spot checks of the caller's scope. `None`: they may not see them.
pub async fn of_check(
    site: &Site,
    session: &Session,
    check: Check,
) -> Result<Option<Precision>, ApiError> {
    if !session.may(Permission::SeeSpotChecks) {
        return Ok(None);
    }
    let drawn = Drawn::read(site, session.caller.scope, None).await;
    Ok(Some(drawn.map_err(failed)?.precision_of(check)))
}
