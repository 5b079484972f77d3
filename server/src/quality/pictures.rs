//! The charts of quality, in the reader's language: how values are spread, and who stands out.

use super::people::People;
use super::{QualityNow, durations};
use crate::chart::for_every_screen;
use crate::coverage::internal;
use crate::disclosure::{Block, Disclosure};
use api::ApiError;
use api::figure::Figure;
use api::quality::AreaLine;
use app::texts::{flags, quality as texts};
use charts::{
    Bar, BarChart, BarTexts, Bin, Chart, ChartError, ChartSize, FunnelChart, FunnelLimit,
    FunnelPoint, FunnelTexts, HeatMap, HeatRow, HeatTexts, Histogram, HistogramMark,
    HistogramTexts, bar_chart, funnel_chart, heat_map, histogram,
};
use domain::area::AreaId;
use domain::cube::Period;
use domain::disclosure::Disclosed;
use domain::lang::Lang;
use domain::measures::{AreaDay, Binned, Figures, Measure, Quality, Value, quantile};
use domain::number::grouped;
use domain::peers::{Basis, DEVIATIONS_998, SizeClass};
use std::cmp::Ordering;

/// What charts are drawn of: an area in a period.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    /// Quality, with the names of forms.
    pub now: &'a QualityNow,
    /// The area.
    pub area: AreaId,
    /// The period.
    pub period: &'a Period,
    /// Its figures.
    pub figures: &'a Figures,
    /// What of them is told.
    pub disclosure: &'a Disclosure,
}

impl Part<'_> {
    /// Whether a spread of so many values is told. Days of work and decisions are of enumerators and of flags.
    fn tells(self, binned: Binned, bins: &[u64]) -> bool {
        match binned {
            Binned::DaySize => true,
            Binned::TimeToClose => !self.disclosure.withholds(Block::Decisions, self.area),
            _ => !self.disclosure.are_few(bins.iter().sum()),
        }
    }
}

/// The spreads of an area: when visits begin, how many interviews a day, accuracy, arrival, duration.
pub fn of_area(lang: Lang, part: Part<'_>) -> Result<Vec<Figure>, ApiError> {
    let figures = part.figures;
    // Of all visits: less the interviews they would say how many doors stayed closed.
    let mut all = match part.disclosure.withholds(Block::Outcomes, part.area) {
        true => vec![held(lang, "hours", texts::HOURS.say(lang).to_owned())],
        false => vec![hours(lang, &part.now.quality, part.area, part.period)?],
    };
    for (id, binned) in [
        ("day-size", Binned::DaySize),
        ("accuracy", Binned::Accuracy),
        ("lag", Binned::Lag),
    ] {
        all.push(told_spread(
            lang,
            part,
            id,
            binned,
            figures.sums.bins(binned),
        )?);
    }
    all.push(durations(lang, part)?);
    all.extend(durations::tables(lang, part));
    Ok(all)
}

/// The charts of one measure: who stands out, the areas, and how its values are spread.
pub fn of_measure(
    lang: Lang,
    measure: Measure,
    part: Part<'_>,
    areas: &[AreaLine],
    people: &People,
) -> Result<Vec<Figure>, ApiError> {
    let figures = part.figures;
    let mut all = Vec::new();
    if people.funnel.is_some() {
        all.push(funnel(lang, measure, people)?);
    }
    if areas
        .iter()
        .any(|line| line.value.and_then(Disclosed::told).is_some())
    {
        all.push(area_bars(lang, measure, areas)?);
    }
    let spread_of = match measure {
        Measure::AccuracyMedian | Measure::AccuracyP90 => Some(("accuracy", Binned::Accuracy)),
        Measure::LagMedian | Measure::LagP90 => Some(("lag", Binned::Lag)),
        Measure::InterviewsADay => Some(("day-size", Binned::DaySize)),
        Measure::TimeToClose => Some(("time-to-close", Binned::TimeToClose)),
        _ => None,
    };
    if let Some((id, binned)) = spread_of {
        all.push(told_spread(
            lang,
            part,
            id,
            binned,
            figures.sums.bins(binned),
        )?);
    }
    if matches!(measure, Measure::DurationMedian | Measure::DurationIqr) {
        all.push(durations(lang, part)?);
        all.extend(durations::tables(lang, part));
    }
    Ok(all)
}

/// A chart as pages show it. What has nothing to draw is shown in words.
pub(crate) fn shown(
    id: &'static str,
    title: String,
    description: String,
    drawn: Result<Chart, ChartError>,
) -> Result<Figure, ApiError> {
    let chart = match drawn {
        Ok(chart) => Some(chart),
        Err(ChartError::Empty) => None,
        Err(error) => return Err(internal(&error)),
    };
    let (svg, table) = chart.map_or_else(Default::default, |chart| (Some(chart.svg), chart.table));
    let cell = |cell: Option<String>| cell.unwrap_or_else(|| "–".to_owned());
    let rows = table.rows.into_iter();
    Ok(Figure {
        id,
        title,
        description,
        svg,
        columns: table.columns,
        rows: rows
            .map(|row| row.into_iter().map(cell).collect())
            .collect(),
        links: Vec::new(),
        runs_as_read: false,
    })
}

fn nothing(lang: Lang, id: &'static str, title: String) -> Figure {
    in_words(id, title, texts::NO_CHART.say(lang))
}

/// In place of a chart that could point to a household.
pub(super) fn held(lang: Lang, id: &'static str, title: String) -> Figure {
    in_words(id, title, texts::CHART_HELD.say(lang))
}

fn in_words(id: &'static str, title: String, words: &str) -> Figure {
    Figure {
        id,
        title,
        description: words.to_owned(),
        svg: None,
        columns: Vec::new(),
        rows: Vec::new(),
        links: Vec::new(),
        runs_as_read: false,
    }
}

/// The hours of usual work, for the words alone: CHECKS.md, `odd_hours`.
const USUAL: std::ops::Range<usize> = 7..20;

fn hours(lang: Lang, quality: &Quality, area: AreaId, period: &Period) -> Result<Figure, ApiError> {
    let mut by_day = [[0_u64; 24]; 7];
    let first = Binned::Hour.first_slot();
    for AreaDay { day, sums, .. } in quality.days_of(area, period) {
        let slots = sums.slots().skip_while(|(slot, _)| *slot < first);
        for (slot, number) in slots.take_while(|(slot, _)| *slot < first + 24) {
            by_day[day.weekday()][usize::from(slot - first)] += u64::from(number);
        }
    }
    let all: u64 = by_day.iter().flatten().sum();
    let title = texts::HOURS.say(lang).to_owned();
    if all == 0 {
        return Ok(nothing(lang, "hours", title));
    }
    let fields = (0..7).flat_map(|day| (0..24).map(move |hour| (day, hour)));
    let (day, hour) = fields
        .max_by_key(|(day, hour)| (by_day[*day][*hour], std::cmp::Reverse((*day, *hour))))
        .unwrap_or_default();
    let odd: u64 = by_day
        .iter()
        .flat_map(|hours| hours.iter().enumerate())
        .filter(|(hour, _)| !USUAL.contains(hour))
        .map(|(_, number)| number)
        .sum();
    let clock = |hour: usize| format!("{hour:02}:00");
    let description = texts::HOURS_SAID.fill(
        lang,
        &[
            ("all", &grouped(all)),
            ("weekday", flags::WEEKDAYS[day].say(lang)),
            ("hour", &clock(hour)),
            ("next", &clock(hour + 1)),
            ("most", &grouped(by_day[day][hour])),
            ("odd", &grouped(odd)),
        ],
    );
    // Hours without any visit on either end are left out.
    let worked = |hour: &usize| by_day.iter().any(|hours| hours[*hour] > 0);
    let from = (0..24).find(worked).unwrap_or(0);
    let to = (0..24).rfind(worked).unwrap_or(23);
    let names: Vec<String> = (from..=to).map(|hour| format!("{hour:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let values = by_day.map(|hours| {
        hours[from..=to]
            .iter()
            .map(|n| Some(*n))
            .collect::<Vec<_>>()
    });
    let rows: Vec<HeatRow<'_>> = flags::WEEKDAYS
        .iter()
        .zip(&values)
        .map(|(name, values)| HeatRow {
            name: name.say(lang),
            values,
        })
        .collect();
    let drawn = for_every_screen("hours", |ids, screen| {
        heat_map(&HeatMap {
            ids,
            title: &title,
            description: &description,
            columns: &names,
            rows: &rows,
            texts: HeatTexts {
                rows: texts::WEEKDAY.say(lang),
                columns: texts::HOUR.say(lang),
                empty: texts::NO_VISITS.say(lang),
            },
            lang,
            width: screen.width(760),
        })
    });
    shown("hours", title, description, drawn)
}

fn told_spread(
    lang: Lang,
    part: Part<'_>,
    id: &'static str,
    binned: Binned,
    bins: &[u64],
) -> Result<Figure, ApiError> {
    match part.tells(binned, bins) {
        true => spread(lang, id, binned, bins),
        false => Ok(held(lang, id, texts::binned(binned).0.say(lang).to_owned())),
    }
}

/// A spread as a histogram, with its median and the value that nine in ten stay below.
fn spread(lang: Lang, id: &'static str, binned: Binned, bins: &[u64]) -> Result<Figure, ApiError> {
    let (title, of) = texts::binned(binned);
    let title = title.say(lang).to_owned();
    let all: u64 = bins.iter().sum();
    let (Some(median), Some(p90)) = (quantile(binned, bins, 0.5), quantile(binned, bins, 0.9))
    else {
        return Ok(nothing(lang, id, title));
    };
    let written = |value: f64, at_least: bool| {
        let value = Value::Amount {
            value,
            at_least,
            of: all,
        };
        value.written()
    };
    let (of_median, of_p90) = (
        written(median.value, median.at_least),
        written(p90.value, p90.at_least),
    );
    let (_, last) = binned.bars();
    let mut description = texts::SPREAD_SAID.fill(
        lang,
        &[
            ("all", &grouped(all)),
            ("of", of.say(lang)),
            ("median", &of_median),
            ("p90", &of_p90),
        ],
    );
    description.push(' ');
    description.push_str(&texts::LAST_BAR.fill(lang, &[("from", &grouped(u64::from(last)))]));
    let words = [
        texts::MEDIAN.fill(lang, &[("value", &of_median)]),
        texts::P90.fill(lang, &[("value", &of_p90)]),
    ];
    let mark = |at: f64, words| Some(HistogramMark { at, words });
    let drawn = for_every_screen(id, |ids, screen| {
        histogram(&Histogram {
            ids,
            title: &title,
            description: &description,
            bins: &bars(binned, bins),
            last_is_open: true,
            median: mark(median.value, &words[0]),
            p90: mark(p90.value, &words[1]),
            threshold: None,
            texts: HistogramTexts {
                value: of.say(lang),
                counts: texts::NUMBER.say(lang),
            },
            lang,
            size: screen.size(ChartSize::default()),
        })
    });
    shown(id, title, description, drawn)
}

/// Bins of one width; the last holds everything from its lower edge on.
fn bars(binned: Binned, bins: &[u64]) -> Vec<Bin> {
    let (width, last) = binned.bars();
    let edges = binned.edges();
    let mut from = edges[0];
    let mut bars = Vec::new();
    loop {
        let is_last = from >= last;
        let within = edges
            .iter()
            .zip(bins)
            .filter(|(edge, _)| **edge >= from && (is_last || **edge < from + width));
        bars.push(Bin {
            from: f64::from(from),
            to: f64::from(from + width),
            count: within.map(|(_, count)| count).sum(),
        });
        if is_last {
            return bars;
        }
        from += width;
    }
}

fn durations(lang: Lang, part: Part<'_>) -> Result<Figure, ApiError> {
    let (basis, bins) = part.figures.durations(&SizeClass::ALL);
    told_spread(lang, part, "duration", of_basis(basis), &bins)
}

fn of_basis(basis: Basis) -> Binned {
    match basis {
        Basis::Active => Binned::Active(SizeClass::Unknown),
        Basis::Elapsed => Binned::Elapsed(SizeClass::Unknown),
    }
}

/// Durations by household size: a table without a picture.
/// Most points that a funnel draws; those of the fewest are left out, which limits say the least of.
const MOST_POINTS: usize = 5_000;

fn funnel(lang: Lang, measure: Measure, people: &People) -> Result<Figure, ApiError> {
    let title = texts::funnel_title(lang, measure);
    let Some(funnel) = &people.funnel else {
        return Ok(nothing(lang, "funnel", title));
    };
    let mut points: Vec<FunnelPoint<'_>> = people
        .lines
        .iter()
        .filter_map(|line| match line.value {
            Value::Share { part, whole } => Some(FunnelPoint {
                name: line.code(),
                cases: part,
                of: whole,
                deviations: line.deviations,
            }),
            _ => None,
        })
        .collect();
    if points.len() > MOST_POINTS {
        points.sort_by_key(|point| std::cmp::Reverse(point.of));
        points.truncate(MOST_POINTS);
    }
    let compared = points.iter().filter_map(|point| point.deviations);
    let beyond = compared.filter(|deviations| deviations.abs() > DEVIATIONS_998);
    let sum = |of: fn(&FunnelPoint<'_>) -> u64| points.iter().map(of).sum::<u64>();
    let description = texts::funnel(
        lang,
        points.len(),
        beyond.count(),
        sum(|point| point.cases),
        sum(|point| point.of),
    );
    let most = points.iter().map(|point| point.of).max().unwrap_or(1);
    let are_compared = points.iter().any(|point| point.deviations.is_some());
    let limits = match are_compared {
        true => FunnelLimit::of_shares(funnel, most),
        false => Vec::new(),
    };
    let about = measure.about();
    let drawn = for_every_screen("funnel", |ids, screen| {
        funnel_chart(&FunnelChart {
            ids,
            title: &title,
            description: &description,
            points: &points,
            overall: funnel.share,
            limits: &limits,
            texts: FunnelTexts {
                name: texts::ENUMERATOR.say(lang),
                cases: texts::CASES.say(lang),
                of: about.of.say(lang),
                share: about.name.say(lang),
                overall: texts::OVERALL.say(lang),
                standing: texts::STANDS.say(lang),
                inside: texts::WITHIN.say(lang),
                beyond_95: texts::BEYOND_95.say(lang),
                beyond_998: texts::BEYOND_998.say(lang),
            },
            lang,
            size: screen.size(ChartSize {
                width: 760,
                height: 380,
            }),
            // The page lists everybody with more beside the picture.
            is_tabled: false,
        })
    });
    let mut figure = shown("funnel", title, description, drawn)?;
    if !are_compared {
        figure.description = format!("{} {}", figure.description, texts::FUNNEL_FEW.say(lang));
    }
    Ok(figure)
}

/// Most bars of a picture; a page of so many areas has its table all the same.
const MOST_BARS: usize = 60;

fn area_bars(lang: Lang, measure: Measure, areas: &[AreaLine]) -> Result<Figure, ApiError> {
    let name = measure.about().name.say(lang);
    let title = texts::AREA_BARS.fill(lang, &[("measure", name)]);
    let with: Vec<(&AreaLine, Value)> = areas
        .iter()
        .filter_map(|line| Some((line, line.value?.told()?)))
        .collect();
    let by_number = |a: &&(&AreaLine, Value), b: &&(&AreaLine, Value)| -> Ordering {
        a.1.number().total_cmp(&b.1.number())
    };
    let (Some(low), Some(high)) = (with.iter().min_by(by_number), with.iter().max_by(by_number))
    else {
        return Ok(nothing(lang, "areas", title));
    };
    let description = texts::AREA_BARS_SAID.fill(
        lang,
        &[
            ("low", &low.1.written()),
            ("lowest", low.0.area.name_in(lang)),
            ("high", &high.1.written()),
            ("highest", high.0.area.name_in(lang)),
        ],
    );
    let written: Vec<String> = with.iter().map(|(_, value)| value.written()).collect();
    let bars: Vec<Bar<'_>> = with
        .iter()
        .zip(&written)
        .take(MOST_BARS)
        .map(|((line, value), written)| Bar {
            name: line.area.name_in(lang),
            value: Some(value.number().max(0.0)),
            value_text: written,
            reference: None,
            class: None,
        })
        .collect();
    let drawn = for_every_screen("areas", |ids, screen| {
        bar_chart(&BarChart {
            ids,
            title: &title,
            description: &description,
            bars: &bars,
            texts: BarTexts {
                name: texts::AREA.say(lang),
                value: name,
                reference: "",
            },
            lang,
            width: screen.width(640),
        })
    });
    let mut figure = shown("areas", title, description, drawn)?;
    figure.runs_as_read = true;
    // The page's own table has the same and more.
    figure.rows.clear();
    figure.columns.clear();
    Ok(figure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::measures::Sums;

    #[test]
    fn bars_are_of_one_width_and_the_last_holds_the_rest() {
        let mut sums = Sums::default();
        for minutes in [0.5, 4.9, 5.0, 62.0, 64.0, 119.0, 120.0, 500.0] {
            sums.add_slot(Binned::Elapsed(SizeClass::One).slot(minutes), 1);
        }
        let bars = bars(
            Binned::Elapsed(SizeClass::One),
            sums.bins(Binned::Elapsed(SizeClass::One)),
        );
        let of = |from: f64| {
            bars.iter()
                .find(|bar| bar.from == from)
                .map(|bar| bar.count)
        };
        assert_eq!(bars.len(), 25);
        assert_eq!(
            [0.0, 5.0, 60.0, 115.0, 120.0].map(of),
            [2, 1, 2, 1, 2].map(Some)
        );
        assert_eq!(bars.iter().map(|bar| bar.count).sum::<u64>(), 8);
    }
}
