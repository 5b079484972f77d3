//! The progress charts of the coverage pages and the overview, in the reader's language, and how every chart is drawn for both kinds of
//! screens.

use crate::coverage::progress_of;
use api::coverage::{AreaRef, CoverageView};
use app::texts::{chart as texts, overview};
use charts::{
    Chart, ChartError, ChartIds, ChartSize, ChartTexts, Finish, Forecast, ForecastDay,
    ProgressChart, progress_chart,
};
use domain::area::AreaId;
use domain::cube::{Cube, Period, Progress};
use domain::forecast::{Finishes, REACHED_PERMILLE};
use domain::lang::Lang;
use domain::time::SurveyDay;

/// The screens that a chart is drawn for: shrunk to a phone, the letters of the wide one could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// A phone.
    Narrow,
    /// Everything else, and paper.
    Wide,
}

impl Screen {
    /// The width to draw for, in user units. A phone of 360 px leaves about 290 px to a picture: letters of 13 units are 12 px there.
    pub fn width(self, wide: u32) -> u32 {
        match self {
            Screen::Narrow => 320,
            Screen::Wide => wide,
        }
    }

    /// The shape to draw for.
    pub fn size(self, wide: ChartSize) -> ChartSize {
        match self {
            Screen::Narrow => ChartSize {
                width: self.width(wide.width),
                height: 260,
            },
            Screen::Wide => wide,
        }
    }
}

/// A chart drawn for a phone and then for everything else, to stand in one `chart-svg`, where the style sheet shows one of them. `id` is
/// unique on the page. The table is the same of both.
///
/// # Errors
/// Whatever `draw` answers.
pub fn for_every_screen(
    id: &str,
    draw: impl Fn(ChartIds<'_>, Screen) -> Result<Chart, ChartError>,
) -> Result<Chart, ChartError> {
    let drawn = |id: &str, screen| {
        let (title, description) = (format!("{id}-title"), format!("{id}-description"));
        let ids = ChartIds {
            title: &title,
            description: &description,
        };
        draw(ids, screen)
    };
    let narrow = drawn(&format!("{id}-narrow"), Screen::Narrow)?;
    let mut wide = drawn(id, Screen::Wide)?;
    wide.svg.insert_str(0, &narrow.svg);
    Ok(wide)
}

/// Draws complete against expected as SVG. `described` are the days that the words speak of, to the last that counts;
/// `drawn` may go on to the end of the plan.
pub fn progress(
    lang: Lang,
    area: &AreaRef,
    described: &[Progress],
    drawn: &[Progress],
    last: SurveyDay,
) -> Result<String, ChartError> {
    let description = texts::description(lang, described);
    draw(lang, area, &description, drawn, last, None)
}

/// The same with where it is likely to go from the last day that counts.
pub fn with_forecast(
    lang: Lang,
    cube: &Cube,
    area: AreaId,
    view: &CoverageView,
    finishes: &Finishes,
) -> Result<String, ChartError> {
    let period = Period {
        wave: None,
        from: None,
        to: view.to,
    };
    let ends = cube
        .planned_days(area, None)
        .map_or(view.to, |(_, ends)| ends);
    let drawn = progress_of(cube, area, &period, ends.max(view.to));
    let target = view.summary.target.unwrap_or(0) * REACHED_PERMILLE / 1_000;
    let days = band(
        view.to,
        u64::from(view.summary.counts.complete),
        target,
        finishes,
    );
    let words = overview::finish_in_chart(lang, finishes);
    let forecast = Forecast {
        days: &days,
        finish: Some(Finish {
            target,
            earliest: finishes.earliest,
            latest: Some(finishes.latest),
            words: &words,
        }),
        likely: overview::LIKELY.say(lang),
        low: overview::LOW.say(lang),
        high: overview::HIGH.say(lang),
    };
    let description = format!(
        "{} {}",
        texts::description(lang, &view.progress),
        overview::finishes(lang, finishes)
    );
    draw(
        lang,
        &view.area,
        &description,
        &drawn,
        view.to,
        Some(forecast),
    )
}

/// Straight from what is complete to what has to be, by the earliest day, the likely one and the latest.
fn band(today: SurveyDay, complete: u64, target: u64, finishes: &Finishes) -> Vec<ForecastDay> {
    let missing = target.saturating_sub(complete);
    let by = |day: SurveyDay, end: SurveyDay| {
        let all = i64::from(end.0 - today.0).max(1);
        let gone = i64::from(day.0 - today.0).clamp(0, all);
        complete + missing * gone.unsigned_abs() / all.unsigned_abs()
    };
    let mut days = vec![today, finishes.earliest, finishes.likely, finishes.latest];
    days.retain(|day| *day >= today);
    days.dedup();
    let of = |day| ForecastDay {
        day,
        low: by(day, finishes.latest),
        likely: by(day, finishes.likely),
        high: by(day, finishes.earliest),
    };
    days.into_iter().map(of).collect()
}

fn draw(
    lang: Lang,
    area: &AreaRef,
    description: &str,
    drawn: &[Progress],
    last: SurveyDay,
    forecast: Option<Forecast<'_>>,
) -> Result<String, ChartError> {
    let title = texts::title(lang, area.name_in(lang));
    // The page's heading has the plain id.
    let chart = for_every_screen("chart-picture", |ids, screen| {
        progress_chart(&ProgressChart {
            ids,
            title: &title,
            description,
            points: drawn,
            today: last,
            forecast,
            texts: ChartTexts {
                complete: texts::complete(lang),
                plan: texts::plan(lang),
                today: texts::today(lang),
                counts: texts::households(lang),
                days: texts::day(lang),
            },
            lang,
            size: screen.size(ChartSize::default()),
        })
    })?;
    Ok(chart.svg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::forecast::Standing;

    #[test]
    fn a_chart_is_drawn_for_a_phone_and_then_wide_with_ids_of_their_own() {
        let chart = for_every_screen("x", |ids, screen| {
            Ok(Chart {
                svg: format!("<{} {} {}>", ids.title, ids.description, screen.width(640)),
                table: Default::default(),
            })
        });
        let expected = "<x-narrow-title x-narrow-description 320><x-title x-description 640>";
        assert_eq!(chart.map(|chart| chart.svg), Ok(expected.to_owned()));
        let nothing = for_every_screen("x", |_, _| Err(ChartError::Empty));
        assert_eq!(nothing, Err(ChartError::Empty));
    }

    #[test]
    fn the_band_opens_from_what_is_complete_to_the_days_of_the_forecast() {
        let finishes = Finishes {
            earliest: SurveyDay(110),
            likely: SurveyDay(120),
            latest: SurveyDay(140),
            stopped: Standing::default(),
            not_begun: Standing::default(),
            overdue: Standing::default(),
        };
        let days = band(SurveyDay(100), 500, 900, &finishes);
        let seen: Vec<_> = days
            .iter()
            .map(|d| (d.day.0, d.low, d.likely, d.high))
            .collect();
        assert_eq!(
            seen,
            [
                (100, 500, 500, 500),
                (110, 600, 700, 900),
                (120, 700, 900, 900),
                (140, 900, 900, 900)
            ]
        );
    }
}
