//! The use cases of quality: the measures of an area, and one measure by area and by enumerator.

use super::people::{People, worst_first};
use super::pictures;
use super::{QualityNow, figures};
use crate::coverage::{visible_area, visible_path};
use crate::disclosure::{Block, Disclosure};
use crate::site::{Site, Survey};
use crate::spot_checks::results::Drawn;
use api::coverage::AreaRef;
use api::flags::CheckCount;
use api::quality::{
    AreaLine, Chosen, Column, MeasureLine, MeasureView, PEOPLE_A_PAGE, QualityQuery, QualityView,
    SpotRates,
};
use api::{ApiError, Session};
use domain::area::AreaId;
use domain::checks::{Check, Severity};
use domain::cube::{Cube, Period};
use domain::flag::Status;
use domain::measures::{Figures, Measure, Reader};
use domain::permission::Permission;
use std::sync::Arc;

/// See [`api::Backend::quality`].
pub async fn quality(
    site: &Site,
    session: &Session,
    query: QualityQuery,
    problems: Vec<&'static str>,
) -> Result<QualityView, ApiError> {
    let (survey, now) = (site.survey(), site.quality_now().now);
    let (mut chosen, area, period) = choose(site, session, &survey, query, problems)?;
    let here = figures(&survey, &now, area, &period);
    let disclosure = Disclosure::of(site, session, &survey, &now, &period);
    let there = other(session, &survey.cube, &mut chosen, area, &period);
    let of_there = there.as_ref().map(|(_, area, period)| {
        let disclosure = Disclosure::of(site, session, &survey, &now, period);
        (disclosure, *area, figures(&survey, &now, *area, period))
    });
    let part = pictures::Part {
        now: &now,
        area,
        period: &period,
        figures: &here,
        disclosure: &disclosure,
    };
    let measures =
        Measure::of(Reader::Quality).chain([Measure::SevereOpen, Measure::GpsExceptions]);
    Ok(QualityView {
        measures: measures
            .map(|measure| MeasureLine {
                measure,
                value: disclosure.value(measure, area, &here),
                other: of_there
                    .as_ref()
                    .and_then(|(disclosure, area, there)| disclosure.value(measure, *area, there)),
            })
            .collect(),
        checks: (!disclosure.withholds(Block::Checks, area)).then(|| by_check(&here)),
        figures: pictures::of_area(session.lang, part)?,
        spot_checks: spot_rates(site, session, area, period.wave).await,
        other: there.map(|(column, ..)| column),
        chosen,
    })
}

/// What spot checks say. They are read from the database: where it does not answer, all that is in memory is shown all the same.
async fn spot_rates(site: &Site, session: &Session, area: AreaId, wave: Option<i32>) -> SpotRates {
    if !session.may(Permission::SeeSpotChecks) {
        return SpotRates::NotSeen;
    }
    // An unknown wave shows nothing rather than everything.
    let wave = wave.map(|wave| if wave < 0 { i32::MAX } else { wave });
    // The rest is in memory and ready: it does not wait until the whole page is given up.
    let patience = site.answer_within() / 2;
    let read = match tokio::time::timeout(patience, Drawn::read(site, area, wave)).await {
        Ok(read) => read.map_err(|error| error.to_string()),
        Err(late) => Err(late.to_string()),
    };
    match read {
        Ok(drawn) => SpotRates::Known(Box::new(drawn.figures())),
        Err(error) => {
            tracing::warn!(%error, "the rates of spot checks cannot be shown");
            SpotRates::Failed
        }
    }
}

/// See [`api::Backend::measure`].
pub async fn measure(
    site: &Site,
    session: &Session,
    measure: Measure,
    query: QualityQuery,
    problems: Vec<&'static str>,
) -> Result<MeasureView, ApiError> {
    let (survey, now) = (site.survey(), site.quality_now().now);
    let after = query.after;
    let (mut chosen, area, period) = choose(site, session, &survey, query, problems)?;
    let disclosure = Disclosure::of(site, session, &survey, &now, &period);
    chosen.sees_people &= disclosure.tells_people(measure);
    let here = figures(&survey, &now, area, &period);
    let areas = area_lines(&survey, &now, &disclosure, measure, area, &period);
    let people = match chosen.sees_people {
        true => now.people_of(&survey.cube, measure, area, &period),
        false => Arc::new(People::default()),
    };
    let part = pictures::Part {
        now: &now,
        area,
        period: &period,
        figures: &here,
        disclosure: &disclosure,
    };
    let figures = pictures::of_measure(session.lang, measure, part, &areas, &people)?;
    let people_count = people.lines.len();
    let next = (people_count > after + PEOPLE_A_PAGE).then(|| QualityQuery {
        after: after + PEOPLE_A_PAGE,
        ..chosen.query.clone()
    });
    Ok(MeasureView {
        measure,
        value: disclosure.value(measure, area, &here),
        areas,
        people: people
            .lines
            .iter()
            .skip(after)
            .take(PEOPLE_A_PAGE)
            .map(|person| person.shown(site, session))
            .collect(),
        people_count,
        next,
        figures,
        chosen,
    })
}

/// The area and period of a query, scope first, and everything that can be chosen beside them.
pub fn choose(
    site: &Site,
    session: &Session,
    survey: &Survey,
    query: QualityQuery,
    mut problems: Vec<&'static str>,
) -> Result<(Chosen, AreaId, Period), ApiError> {
    let cube = &survey.cube;
    let area = visible_area(cube, session, query.area.as_deref())?;
    let wave = query.wave.as_ref().map(|code| {
        let known = cube.waves().iter().find(|(_, known)| known == code);
        known.map_or_else(
            || {
                problems.push("wave");
                // An unknown wave shows nothing rather than everything.
                i32::MIN
            },
            |(id, _)| *id,
        )
    });
    let period = Period {
        wave,
        from: query.from,
        to: query.to.unwrap_or(site.clock().today()),
    };
    let shown = site.quality_now();
    let local = |at: domain::time::EpochMs| at.to_minute_in(site.clock().zone());
    let chosen = Chosen {
        problems,
        area: AreaRef::from(area),
        path: visible_path(cube, session, area.id),
        areas: cube
            .listed_below(area.id)
            .into_iter()
            .map(AreaRef::from)
            .collect(),
        waves: cube.waves().iter().map(|(_, code)| code.clone()).collect(),
        to: period.to,
        as_of: shown.now.quality.as_of().map(local),
        failing_since: shown.failing_since.map(local),
        zone: site.clock().zone_name().to_owned(),
        sees_people: session.may(Permission::SeePeopleOfMeasures),
        holds_back: !session.may(Permission::SeeHouseholds),
        query,
    };
    Ok((chosen, area.id, period))
}

/// What the second column is of. An area that the caller may not see is a problem of the query, as one that does not exist.
fn other(
    session: &Session,
    cube: &Cube,
    chosen: &mut Chosen,
    area: AreaId,
    period: &Period,
) -> Option<(Column, AreaId, Period)> {
    let query = &chosen.query;
    if !query.compares() {
        return None;
    }
    let area = match &query.with_area {
        None => cube.by_id(area),
        Some(code) => match visible_area(cube, session, Some(code)) {
            Ok(area) => Some(area),
            Err(_) => {
                chosen.problems.push("with_area");
                None
            }
        },
    }?;
    let other = match (query.with_from, query.with_to) {
        (None, None) => *period,
        (from, to) => Period {
            from,
            to: to.unwrap_or(period.to),
            ..*period
        },
    };
    let column = Column {
        area: AreaRef::from(area),
        from: other.from,
        to: other.to,
    };
    Some((column, area.id, other))
}

/// Counts of flags by check, of those that have any, in the order of the catalogue.
pub fn by_check(figures: &Figures) -> Vec<CheckCount> {
    let counts = Check::ALL.iter().map(|check| {
        let of = |wanted: &dyn Fn(Severity, Status) -> bool| {
            figures.flags(|other, severity, status| other == *check && wanted(severity, status))
        };
        CheckCount {
            check: *check,
            waiting: of(&|_, status| status.is_waiting()),
            severe: of(&|severity, status| severity == Severity::Severe && status.is_waiting()),
            confirmed: of(&|_, status| status == Status::Confirmed),
            dismissed: of(&|_, status| status == Status::Dismissed),
        }
    });
    counts
        .filter(|count| count.waiting + count.confirmed + count.dismissed > 0)
        .collect()
}

fn area_lines(
    survey: &Survey,
    now: &QualityNow,
    disclosure: &Disclosure,
    measure: Measure,
    area: AreaId,
    period: &Period,
) -> Vec<AreaLine> {
    let mut lines: Vec<AreaLine> = survey
        .cube
        .listed_below(area)
        .into_iter()
        .map(|area| AreaLine {
            area: AreaRef::from(area),
            value: disclosure.value(
                measure,
                area.id,
                &figures_for(measure, survey, now, area.id, period),
            ),
        })
        .collect();
    lines.sort_by(|a, b| {
        // What is held back stands last: its place would tell of it.
        let number = |line: &AreaLine| Some(line.value?.told()?.number());
        worst_first(measure, number(a), number(b)).then_with(|| a.area.code.cmp(&b.area.code))
    });
    lines
}

/// The figures that a measure asks for: those of quality are told from what was counted alone.
fn figures_for(
    measure: Measure,
    survey: &Survey,
    now: &QualityNow,
    area: AreaId,
    period: &Period,
) -> Figures {
    match measure.about().reader {
        Reader::Quality => Figures {
            sums: now.quality.area_up_to(area, period, measure.last_slot()),
            ..Figures::default()
        },
        Reader::Progress | Reader::Attention => figures(survey, now, area, period),
    }
}
