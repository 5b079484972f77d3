//! The use cases, of coverage pages in full: scope first, then numbers, then pictures.

use crate::below;
use crate::disclosure::{Block, Disclosure};
use crate::secret;
use crate::site::{Site, Survey};
use api::audit::{AuditQuery, AuditView};
use api::coverage::{AreaRef, CoverageRow, CoverageView};
use api::days::{DayValues, DaysHead, pack};
use api::flags::{
    CheckCount, CheckView, EnumeratorView, FlagKey, FlagQuery, FlagView, FlagsView, RiskQuery,
    RisksView,
};
use api::intake::{ImportsView, QuarantineQuery, QuarantineView};
use api::one_import::ImportView;
use api::overview::OverviewView;
use api::quality::{MeasureView, QualityQuery, QualityView};
use api::query::{CoverageQuery, QueryProblem, SortKey};
use api::thresholds::{PreviewView, ThresholdDraft};
use api::{ApiError, Backend, Session};
use async_trait::async_trait;
use domain::area::{Area, AreaId};
use domain::checks::Check;
use domain::coverage::{Counts, Measure as MapMeasure, Summary};
use domain::cube::{Cube, Period, Progress};
use domain::lang::Lang;
use domain::measures::Measure;
use domain::number::permille;
use domain::time::SurveyDay;
use std::cmp::Ordering;
use store::resurveys::MadeAgain;

/// The most days that a chart or the map's slider shows: two years. A clock that is wrong by decades must not make a
/// page of ten thousand days.
const MOST_DAYS: i32 = 731;

#[async_trait]
impl Backend for Site {
    async fn overview(&self, session: &Session) -> Result<OverviewView, ApiError> {
        crate::quality::overview::overview(self, session).await
    }

    async fn coverage(
        &self,
        session: &Session,
        area: Option<&str>,
        query: CoverageQuery,
        query_problems: Vec<QueryProblem>,
    ) -> Result<CoverageView, ApiError> {
        let survey = self.survey();
        let (mut view, area, period) =
            view(self, &survey, session, area, query, query_problems).await?;
        view.below = below::figure(session.lang, &survey.cube, area, &period, &view)?;
        Ok(view)
    }

    async fn quality(
        &self,
        session: &Session,
        query: QualityQuery,
        problems: Vec<&'static str>,
    ) -> Result<QualityView, ApiError> {
        crate::quality::page::quality(self, session, query, problems).await
    }

    async fn measure(
        &self,
        session: &Session,
        measure: Measure,
        query: QualityQuery,
        problems: Vec<&'static str>,
    ) -> Result<MeasureView, ApiError> {
        crate::quality::page::measure(self, session, measure, query, problems).await
    }

    async fn days(
        &self,
        session: &Session,
        area: &str,
        query: CoverageQuery,
    ) -> Result<DayValues, ApiError> {
        let survey: std::sync::Arc<Survey> = self.survey();
        let cube = &survey.cube;
        let area = visible_area(cube, session, Some(area))?;
        let (period, _) = period_of(cube, &query, Vec::new(), self.clock().today());
        let listed = cube.listed_below(area.id);
        let days: Vec<SurveyDay> = match shown_days(cube, area.id, &period, period.to) {
            Some((first, last)) => (first.0..=last.0).map(SurveyDay).collect(),
            None => Vec::new(),
        };
        let now = self.quality_now().now;
        let mut values = Vec::with_capacity(days.len() * listed.len());
        for day in &days {
            let until = Period { to: *day, ..period };
            let disclosure = Disclosure::of(self, session, &survey, &now, &until);
            for area in &listed {
                let is_held = query.measure == MapMeasure::Inside
                    && disclosure.withholds(Block::Fixes, area.id);
                let (part, whole) = match is_held {
                    true => (0, None),
                    false => cube.ratio(area.id, query.measure, &until),
                };
                values.push(pack(query.measure, part, whole));
            }
        }
        let head = DaysHead {
            measure: query.measure.code().to_owned(),
            days: days.iter().map(ToString::to_string).collect(),
            areas: listed.iter().map(|area| area.code.clone()).collect(),
        };
        Ok(DayValues { head, values })
    }

    async fn imports(
        &self,
        session: &Session,
        before: Option<i32>,
    ) -> Result<ImportsView, ApiError> {
        crate::intake::imports(self, session, before).await
    }

    async fn import(&self, session: &Session, run_id: i32) -> Result<ImportView, ApiError> {
        crate::one_import::import(self, session, run_id).await
    }

    async fn flags(
        &self,
        session: &Session,
        query: FlagQuery,
        problems: Vec<&'static str>,
    ) -> Result<FlagsView, ApiError> {
        crate::flags::list::flags(self, session, query, problems).await
    }

    async fn flag(&self, session: &Session, key: FlagKey) -> Result<FlagView, ApiError> {
        crate::flags::flag(self, session, key).await
    }

    async fn risks(&self, session: &Session, query: RiskQuery) -> Result<RisksView, ApiError> {
        crate::flags::risks::risks(self, session, query).await
    }

    async fn enumerator(
        &self,
        session: &Session,
        code: &str,
        day: Option<SurveyDay>,
    ) -> Result<EnumeratorView, ApiError> {
        crate::flags::enumerator::enumerator(self, session, code, day).await
    }

    async fn checks(&self, session: &Session) -> Result<Vec<CheckCount>, ApiError> {
        crate::flags::checks(self, session).await
    }

    async fn check(
        &self,
        session: &Session,
        check: Check,
        draft: Option<ThresholdDraft>,
    ) -> Result<CheckView, ApiError> {
        crate::flags::check(self, session, check, draft).await
    }

    async fn threshold_preview(
        &self,
        session: &Session,
        check: Check,
        preview_id: i32,
    ) -> Result<PreviewView, ApiError> {
        crate::thresholds::page::preview(self, session, check, preview_id).await
    }

    async fn audit(
        &self,
        session: &Session,
        query: AuditQuery,
        problems: Vec<&'static str>,
    ) -> Result<AuditView, ApiError> {
        crate::audit::page::audit(self, session, query, problems).await
    }

    async fn quarantine(
        &self,
        session: &Session,
        query: QuarantineQuery,
    ) -> Result<QuarantineView, ApiError> {
        crate::intake::quarantine(self, session, query).await
    }
}

/// The view as files and machines need it: without the areas below it drawn, which they do not show.
pub async fn for_files(
    site: &Site,
    session: &Session,
    area: Option<&str>,
    query: CoverageQuery,
    query_problems: Vec<QueryProblem>,
) -> Result<CoverageView, ApiError> {
    let survey = site.survey();
    let view = view(site, &survey, session, area, query, query_problems).await;
    view.map(|(view, ..)| view)
}

/// The view of an area without the areas below it drawn each against its plan, and which area and period it is of.
pub async fn view(
    site: &Site,
    survey: &Survey,
    session: &Session,
    area: Option<&str>,
    query: CoverageQuery,
    query_problems: Vec<QueryProblem>,
) -> Result<(CoverageView, AreaId, Period), ApiError> {
    let cube = &survey.cube;
    let area = visible_area(cube, session, area)?;
    let (period, query_problems) = period_of(cube, &query, query_problems, site.clock().today());
    let now = site.quality_now().now;
    let disclosure = Disclosure::of(site, session, survey, &now, &period);
    let (summary, splits) = disclosure.coverage(area.id, cube.summary(area.id, &period));
    let listed = cube.listed_below(area.id);
    let rows_level = listed
        .first()
        .map(|area| area.level)
        .or(area.level.listed_below());
    let mut rows: Vec<CoverageRow> = listed
        .iter()
        .map(|area| {
            let (summary, splits) = disclosure.coverage(area.id, cube.summary(area.id, &period));
            CoverageRow {
                area: AreaRef::from(*area),
                summary,
                splits,
            }
        })
        .collect();
    sort_rows(&mut rows, &query, session.lang);
    let elsewhere = cube.elsewhere(area.id, &period);
    let progress = progress_of(cube, area.id, &period, period.to);
    let plan_ends = cube
        .planned_days(area.id, period.wave)
        .map_or(period.to, |(_, ends)| ends);
    let drawn = progress_of(cube, area.id, &period, plan_ends.max(period.to));
    let area_ref = AreaRef::from(area);
    let chart_svg = crate::chart::progress(session.lang, &area_ref, &progress, &drawn, period.to)
        .map_err(|error| internal(&error))?;
    let map = survey
        .shapes
        .of(cube, area.id)
        .await
        .map_err(|error| internal(&error))?;
    let boundary_source = map
        .is_some()
        .then(|| {
            survey
                .sources
                .iter()
                .find(|source| Some(source.level) == rows_level)
                .cloned()
        })
        .flatten();
    let as_of_local = cube.as_of().map(|at| at.to_minute_in(site.clock().zone()));
    let view = CoverageView {
        path: visible_path(cube, session, area.id),
        area: area_ref,
        query,
        query_problems,
        waves: cube.waves().iter().map(|(_, code)| code.clone()).collect(),
        today: site.clock().today(),
        to: period.to,
        days: cube.days(area.id),
        made_again: made_again(survey, area.id, &period).min(summary.counts.rejected),
        summary,
        splits,
        rows_level,
        rows,
        elsewhere: (elsewhere != Counts::default()).then(|| {
            let rest = Summary {
                counts: elsewhere,
                ..Summary::default()
            };
            disclosure.elsewhere(area.id, rest)
        }),
        map,
        boundary_source,
        chart_svg,
        below: None,
        progress,
        as_of: cube.as_of(),
        as_of_local,
        zone: site.clock().zone_name().to_owned(),
    };
    Ok((view, area.id, period))
}

/// Interviews of an area and period that do not count because they are made again.
fn made_again(survey: &Survey, area: AreaId, period: &Period) -> u32 {
    let is_meant = |one: &&MadeAgain| {
        period.wave.is_none_or(|wave| wave == one.wave_id)
            && period.from.is_none_or(|from| one.day >= from)
            && one.day <= period.to
            && survey.cube.is_within(one.area_id, area)
    };
    let meant = survey.made_again.iter().filter(is_meant);
    meant.map(|one| one.interviews).sum()
}

/// What a use case answers when something inside failed: the details go to the log.
pub fn internal(error: &dyn std::error::Error) -> ApiError {
    let reference = secret::reference();
    tracing::error!(%error, reference, "a page failed");
    ApiError::Internal { reference }
}

/// The area asked for, if the caller may see it. One that lies outside their scope answers as one that does not exist.
pub fn visible_area<'c>(
    cube: &'c Cube,
    session: &Session,
    code: Option<&str>,
) -> Result<&'c Area, ApiError> {
    let scope = session.caller.scope;
    let area = match code {
        Some(code) => cube.by_code(code),
        None => cube.by_id(scope),
    };
    area.filter(|area| cube.is_within(area.id, scope))
        .ok_or(ApiError::NotFound)
}

/// The way from the top of the caller's scope to an area.
pub fn visible_path(cube: &Cube, session: &Session, area: AreaId) -> Vec<AreaRef> {
    let within = |a: &&&Area| cube.is_within(a.id, session.caller.scope);
    cube.path(area)
        .iter()
        .filter(within)
        .map(|area| AreaRef::from(*area))
        .collect()
}

/// The period a query asks for. An unknown wave is reported and shows nothing rather than everything.
fn period_of(
    cube: &Cube,
    query: &CoverageQuery,
    mut problems: Vec<QueryProblem>,
    today: SurveyDay,
) -> (Period, Vec<QueryProblem>) {
    let wave = query
        .wave
        .as_ref()
        .map(|code| match cube.waves().iter().find(|(_, c)| c == code) {
            Some((id, _)) => *id,
            None => {
                problems.push(QueryProblem {
                    parameter: "wave",
                    value: code.clone(),
                });
                i32::MIN
            }
        });
    (
        Period {
            wave,
            from: query.from,
            to: query.to.unwrap_or(today),
        },
        problems,
    )
}

/// The days of the chart and of the slider: from the first planned or worked day to `last`.
pub fn shown_days(
    cube: &Cube,
    area: AreaId,
    period: &Period,
    last: SurveyDay,
) -> Option<(SurveyDay, SurveyDay)> {
    // Where there is a plan it sets the scale: a device whose clock stands in 1970 must not stretch it.
    let first = cube.planned_days(area, period.wave).or(cube.days(area))?.0;
    let first = period.from.map_or(first, |from| from.max(first));
    (first <= last).then(|| {
        (
            first.max(SurveyDay(last.0.saturating_sub(MOST_DAYS - 1))),
            last,
        )
    })
}

/// The points of the progress chart, to `last`.
pub fn progress_of(cube: &Cube, area: AreaId, period: &Period, last: SurveyDay) -> Vec<Progress> {
    match shown_days(cube, area, period, last) {
        Some((first, last)) => cube.progress(area, period, first, last),
        None => Vec::new(),
    }
}

/// Sorts as asked. What has no value stands last, whichever way; equal values stand by name, equal names by code.
fn sort_rows(rows: &mut [CoverageRow], query: &CoverageQuery, lang: Lang) {
    let value = |row: &CoverageRow| -> Option<i64> {
        let s = &row.summary;
        match query.sort {
            SortKey::Name => None,
            SortKey::Target => s.target.and_then(|n| i64::try_from(n).ok()),
            SortKey::Complete => Some(i64::from(s.counts.complete)),
            SortKey::Coverage => s.coverage_permille().map(i64::from),
            SortKey::Expected => s.expected.and_then(|n| i64::try_from(n).ok()),
            SortKey::Ahead => s.ahead(),
            SortKey::Active => Some(i64::from(s.active_enumerators)),
            SortKey::Inside => permille(
                u64::from(s.counts.inside_claimed),
                u64::from(s.counts.judged_fix),
            )
            .map(i64::from),
        }
    };
    let by_name = |a: &CoverageRow, b: &CoverageRow| {
        a.area
            .name_in(lang)
            .cmp(b.area.name_in(lang))
            .then_with(|| a.area.code.cmp(&b.area.code))
    };
    let turned = |order: Ordering| {
        if query.descending {
            order.reverse()
        } else {
            order
        }
    };
    rows.sort_by(|a, b| match (query.sort, value(a), value(b)) {
        (SortKey::Name, ..) => turned(by_name(a, b)),
        (_, Some(x), Some(y)) => turned(x.cmp(&y)).then_with(|| by_name(a, b)),
        (_, Some(_), None) => Ordering::Less,
        (_, None, Some(_)) => Ordering::Greater,
        (_, None, None) => by_name(a, b),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::area::Level;

    fn row(name: &str, complete: u32, target: Option<u64>) -> CoverageRow {
        let area = AreaRef {
            code: name.to_owned(),
            level: Level::UnionCouncil,
            name: name.to_owned(),
            name_ur: None,
            has_boundary: true,
        };
        let counts = Counts {
            complete,
            ..Counts::default()
        };
        CoverageRow {
            area,
            summary: Summary {
                counts,
                target,
                ..Summary::default()
            },
            splits: api::coverage::Splits::default(),
        }
    }

    fn sorted(key: SortKey, descending: bool) -> String {
        let mut rows = vec![
            row("c", 5, Some(10)),
            row("a", 9, None),
            row("b", 5, Some(5)),
            row("d", 0, None),
        ];
        let query = CoverageQuery {
            sort: key,
            descending,
            ..CoverageQuery::default()
        };
        sort_rows(&mut rows, &query, Lang::En);
        rows.iter().map(|row| row.area.name.as_str()).collect()
    }

    #[test]
    fn rows_without_a_value_stand_last_whichever_way_and_equal_ones_by_name() {
        assert_eq!(sorted(SortKey::Name, false), "abcd");
        assert_eq!(sorted(SortKey::Name, true), "dcba");
        assert_eq!(sorted(SortKey::Complete, true), "abcd");
        assert_eq!(sorted(SortKey::Complete, false), "dbca");
        assert_eq!(sorted(SortKey::Coverage, false), "cbad");
        assert_eq!(sorted(SortKey::Coverage, true), "bcad");
    }
}
