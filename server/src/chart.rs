//! The progress chart of a coverage page, in the reader's language.

use api::coverage::AreaRef;
use app::texts::chart as texts;
use charts::{ChartError, ChartIds, ChartSize, ChartTexts, ProgressChart, progress_chart};
use domain::cube::Progress;
use domain::lang::Lang;
use domain::time::SurveyDay;

/// Draws complete against expected as SVG. `described` are the days that the words speak of, to the last that counts;
/// `drawn` may go on to the end of the plan.
pub fn progress(
    lang: Lang,
    area: &AreaRef,
    described: &[Progress],
    drawn: &[Progress],
    last: SurveyDay,
) -> Result<String, ChartError> {
    let chart = progress_chart(&ProgressChart {
        ids: ChartIds {
            title: "chart-picture-title",
            description: "chart-description",
        },
        title: &texts::title(lang, area.name_in(lang)),
        description: &texts::description(lang, described),
        points: drawn,
        today: last,
        forecast: None,
        texts: ChartTexts {
            complete: texts::complete(lang),
            plan: texts::plan(lang),
            today: texts::today(lang),
            counts: texts::households(lang),
            days: texts::day(lang),
        },
        lang,
        size: ChartSize::default(),
    })?;
    Ok(chart.svg)
}
