//! Small multiples of a coverage page: the areas below one, each against its own plan day by day, the furthest behind first. A flat line
//! is an area where work has stopped, a growing gap one that is too slow.

use crate::chart::for_every_screen;
use crate::coverage::shown_days;
use crate::quality::pictures::shown;
use api::ApiError;
use api::coverage::{AreaRef, CoverageView};
use api::figure::Figure;
use app::texts::{below as texts, chart, levels};
use charts::{MultiplesTexts, Panel, SmallMultiples, small_multiples};
use domain::area::AreaId;
use domain::cube::{Cube, Period};
use domain::lang::Lang;
use domain::number::{grouped, percent, permille};
use domain::time::SurveyDay;

/// Most panels: more would be a page of their own on a phone. The table has every area.
const MOST_PANELS: usize = 12;
/// Most days of a line: a panel is about 150 pixels wide, and every point is sent over slow networks.
const MOST_POINTS: i32 = 24;
/// The days that say how work goes lately.
const LATELY_DAYS: i32 = 7;

/// What a line goes through, in per cent of the target; `None` leaves a gap.
type Points = Vec<Option<f64>>;

/// An area with a target.
struct Line {
    area: AreaRef,
    id: AreaId,
    target: u64,
    complete: u64,
    expected: Option<u64>,
    /// Completed and planned in the last days.
    lately: (u64, Option<u64>),
}

impl Line {
    fn of(&self, part: u64) -> f64 {
        part as f64 * 100.0 / self.target as f64
    }

    fn written(&self, part: u64) -> String {
        permille(part, self.target).map(percent).unwrap_or_default()
    }

    /// How much of its target the area is behind its plan, in per mille; below 0 where it is ahead of it.
    fn behind(&self) -> i64 {
        let of = |part: u64| i64::from(permille(part, self.target).unwrap_or(0));
        self.expected
            .map_or(i64::MIN, |expected| of(expected) - of(self.complete))
    }

    fn has_stopped(&self) -> bool {
        self.lately.0 == 0 && self.lately.1.is_some_and(|planned| planned > 0) && self.behind() > 0
    }
}

/// The figure of a page's areas. `None` where fewer than two of them have a target: one alone is the page's chart again.
///
/// # Errors
/// If the chart cannot be drawn, which is logged.
pub fn figure(
    lang: Lang,
    cube: &Cube,
    area: AreaId,
    period: &Period,
    view: &CoverageView,
) -> Result<Option<Figure>, ApiError> {
    let Some(level) = view.rows_level else {
        return Ok(None);
    };
    let lines = lines(cube, area, period);
    let Some((first, last)) = shown_days(cube, area, period, period.to) else {
        return Ok(None);
    };
    if lines.len() < 2 {
        return Ok(None);
    }
    let days = sampled(first, last);
    let drawn = &lines[..lines.len().min(MOST_PANELS)];
    let values: Vec<(Points, Points)> = drawn
        .iter()
        .map(|line| {
            days.iter()
                .flat_map(|day| cube.progress(line.id, period, *day, *day))
                .map(|point| {
                    (
                        Some(line.of(point.complete)),
                        point.expected.map(|n| line.of(n)),
                    )
                })
                .unzip()
        })
        .collect();
    let written: Vec<(String, String)> = lines
        .iter()
        .map(|line| {
            let plan = line.expected.map(|expected| line.written(expected));
            (line.written(line.complete), plan.unwrap_or_default())
        })
        .collect();
    let panels: Vec<Panel<'_>> = drawn
        .iter()
        .zip(&values)
        .zip(&written)
        .map(|((line, (values, plan)), (last, last_plan))| Panel {
            name: line.area.name_in(lang),
            values,
            plan,
            last,
            last_plan,
        })
        .collect();
    let areas = levels::many(level).say(lang);
    let title = texts::TITLE.fill(lang, &[("areas", areas)]);
    let description = description(lang, &lines, (first, last), view.rows.len());
    let top = top(values
        .iter()
        .flat_map(|(values, plan)| values.iter().chain(plan)));
    let (scale, first, last) = (format!("{top}\u{a0}%"), short(first), short(last));
    let made = for_every_screen("below", |ids, screen| {
        small_multiples(&SmallMultiples {
            ids,
            title: &title,
            description: &description,
            panels: &panels,
            top: (f64::from(top), &scale),
            texts: MultiplesTexts {
                name: levels::one(level).say(lang),
                value: chart::complete(lang),
                plan: chart::plan(lang),
                first: &first,
                last: &last,
            },
            lang,
            width: screen.width(760),
        })
    });
    let mut figure = shown("below", title, description, made)?;
    figure.runs_as_read = true;
    let columns = [
        levels::one(level),
        texts::COMPLETE,
        texts::PLAN,
        texts::LATELY,
        texts::LATELY_PLAN,
    ];
    figure.columns = columns.map(|column| column.say(lang).to_owned()).to_vec();
    let or_no_plan =
        |text: Option<String>| text.unwrap_or_else(|| texts::NO_PLAN.say(lang).to_owned());
    figure.rows = lines
        .iter()
        .zip(written)
        .map(|(line, (complete, plan))| {
            vec![
                line.area.name_in(lang).to_owned(),
                complete,
                or_no_plan(Some(plan).filter(|plan| !plan.is_empty())),
                grouped(line.lately.0),
                or_no_plan(line.lately.1.map(grouped)),
            ]
        })
        .collect();
    figure.links = lines
        .iter()
        .map(|line| view.href(&line.area.code))
        .collect();
    Ok(Some(figure))
}

/// The areas with a target, the furthest behind first; of equals by code.
fn lines(cube: &Cube, area: AreaId, period: &Period) -> Vec<Line> {
    let since = period.to.plus(1 - LATELY_DAYS);
    let lately = Period {
        from: Some(period.from.map_or(since, |from| from.max(since))),
        ..*period
    };
    let mut lines: Vec<Line> = cube
        .listed_below(area)
        .into_iter()
        .filter_map(|area| {
            let summary = cube.summary(area.id, period);
            let lately = cube.summary(area.id, &lately);
            Some(Line {
                area: AreaRef::from(area),
                id: area.id,
                target: summary.target.filter(|target| *target > 0)?,
                complete: u64::from(summary.counts.complete),
                expected: summary.expected,
                lately: (u64::from(lately.counts.complete), lately.expected),
            })
        })
        .collect();
    lines.sort_by_key(|line| (std::cmp::Reverse(line.behind()), line.area.code.clone()));
    lines
}

/// Days from the first to the last, both among them, evenly apart.
fn sampled(first: SurveyDay, last: SurveyDay) -> Vec<SurveyDay> {
    let steps = (last.0 - first.0).clamp(1, MOST_POINTS - 1);
    let at = |step: i32| first.plus((last.0 - first.0) * step / steps);
    let mut days: Vec<SurveyDay> = (0..=steps).map(at).collect();
    days.dedup();
    days
}

/// The top of the common scale, in per cent: the next quarter above every value, so that the first weeks are not all at the bottom; what is
/// over its target goes over it.
fn top<'v>(values: impl Iterator<Item = &'v Option<f64>>) -> u32 {
    let most = values.flatten().copied().fold(0.0, f64::max);
    let quarters = (1_u32..=4).map(|quarter| quarter * 25);
    quarters
        .into_iter()
        .find(|top| most <= f64::from(*top))
        .unwrap_or(100)
}

/// A day as a panel has room for: the words have it whole.
fn short(day: SurveyDay) -> String {
    day.to_string().chars().skip(5).collect()
}

/// The figures that matter, in words.
fn description(lang: Lang, lines: &[Line], days: (SurveyDay, SurveyDay), rows: usize) -> String {
    let number = |number: usize| grouped(number as u64);
    let count = number(lines.len());
    let behind = lines.iter().filter(|line| line.behind() > 0).count();
    let mut said = vec![match lines.first() {
        Some(worst) if behind > 0 => texts::BEHIND.fill(
            lang,
            &[
                ("behind", &number(behind)),
                ("count", &count),
                ("area", worst.area.name_in(lang)),
                ("complete", &worst.written(worst.complete)),
                ("plan", &worst.written(worst.expected.unwrap_or(0))),
            ],
        ),
        _ => texts::NONE_BEHIND.fill(lang, &[("count", &count)]),
    }];
    let stopped = lines.iter().filter(|line| line.has_stopped()).count();
    if stopped > 0 {
        said.push(texts::STOPPED.fill(lang, &[("stopped", &number(stopped))]));
    }
    let (first, last) = (days.0.to_string(), days.1.to_string());
    said.push(texts::LINES.fill(lang, &[("first", &first), ("last", &last)]));
    if MOST_PANELS < lines.len() {
        let values = [("drawn", number(MOST_PANELS)), ("count", count)];
        let values = values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        said.push(texts::DRAWN.fill(lang, &values));
    }
    let without = rows.saturating_sub(lines.len());
    if without > 0 {
        said.push(texts::WITHOUT.fill(lang, &[("count", &number(without))]));
    }
    said.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::area::{Area, Level};
    use domain::coverage::Counts;
    use domain::cube::CubeRows;
    use domain::target::Plan;

    fn area(area_id: AreaId, code: &str, level: Level, parent: Option<AreaId>) -> Area {
        Area {
            id: area_id,
            code: code.to_owned(),
            name: format!("Area {code}"),
            name_ur: None,
            level,
            parent,
            has_boundary: false,
        }
    }

    /// A province of four districts with plans from day 101 to 110 of 100 households: one that stopped, one ahead, one slow, one without.
    fn cube() -> Cube {
        let plan = Plan {
            target_households: 100,
            starts_on: SurveyDay(101),
            ends_on: SurveyDay(110),
        };
        let done = |area, day, complete| {
            let counts = Counts {
                complete,
                ..Counts::default()
            };
            (area, 1, SurveyDay(day), counts)
        };
        Cube::build(CubeRows {
            areas: vec![
                area(1, "P", Level::Province, None),
                area(2, "A", Level::District, Some(1)),
                area(3, "B", Level::District, Some(1)),
                area(4, "C", Level::District, Some(1)),
                area(5, "D", Level::District, Some(1)),
            ],
            waves: vec![(1, "W1".to_owned())],
            plans: vec![(2, 1, plan), (3, 1, plan), (4, 1, plan)],
            cells: vec![
                done(2, 101, 5),
                done(3, 108, 90),
                done(4, 109, 60),
                done(5, 108, 3),
            ],
            ..CubeRows::default()
        })
    }

    fn until(day: i32) -> Period {
        Period {
            wave: None,
            from: None,
            to: SurveyDay(day),
        }
    }

    #[test]
    fn the_furthest_behind_stand_first_and_what_stopped_is_told_from_what_is_slow() {
        let lines = lines(&cube(), 1, &until(109));
        let told: Vec<_> = lines
            .iter()
            .map(|line| (line.area.code.as_str(), line.behind(), line.has_stopped()))
            .collect();
        // 90 of 100 were planned by day 109: A has 5, C has 60, B has 90. Days 103 to 109 planned 70.
        assert_eq!(told, [("A", 850, true), ("C", 300, false), ("B", 0, false)]);
        assert_eq!(lines[0].lately, (0, Some(70)));
        assert_eq!(lines[1].lately, (60, Some(70)));
        let days = (SurveyDay(20_000), SurveyDay(20_008));
        let said = description(Lang::En, &lines, days, 4);
        assert_eq!(
            said,
            "Behind their plan: 2 of 3. Furthest behind: Area A, with 5.0\u{a0}% of its target where the plan has 90.0\u{a0}%. \
             Nothing completed in the last 7 days although the plan asks for it: 1. Each line runs from 2024-10-04 to \
             2024-10-12, in per cent of the area's own target, so that large and small ones compare. Without a target, and not \
             shown: 1."
        );
    }

    #[test]
    fn the_scale_ends_at_the_next_quarter_and_never_above_the_target() {
        let of = |value: f64| top([None, Some(value), Some(0.0)].iter());
        assert_eq!(
            [0.0, 25.0, 25.1, 75.0, 99.0, 140.0].map(of),
            [25, 25, 50, 75, 100, 100]
        );
        assert_eq!(short(SurveyDay(20_000)), "10-04");
    }

    #[test]
    fn days_are_sampled_with_both_ends() {
        let of = |first, last| -> Vec<i32> {
            let days = sampled(SurveyDay(first), SurveyDay(last));
            days.into_iter().map(|day| day.0).collect()
        };
        assert_eq!(of(5, 5), [5]);
        assert_eq!(of(5, 8), [5, 6, 7, 8]);
        let many = of(0, 365);
        assert_eq!((many.len(), many[0], many[23]), (24, 0, 365));
        assert!(many.is_sorted());
    }
}
