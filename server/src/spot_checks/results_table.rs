//! What the spot checks say as a file: a line a tehsil, an enumerator or a check. Shares are in per cent.

use crate::export::{Cell, Table};
use api::spot_checks::{ResultLines, ResultsView};
use domain::spot_check::{Figures, Verdict, WeightedRate};

/// The rates of a line, by the words their columns begin with.
const RATES: [&str; 7] = [
    "found",
    "concordant",
    "grave",
    "fabricated",
    "errors_type_1",
    "errors_type_2",
    "errors_type_3",
];

/// What stands of a rate: the estimate, its 95 % interval, and how many interviews it was told from.
const OF_RATE: [&str; 4] = ["", "_low", "_high", "_told_from"];

fn rates_of(figures: &Figures) -> [Option<WeightedRate>; 7] {
    let [one, two, three] = figures.errors;
    [
        figures.found,
        figures.concordant,
        figures.grave,
        figures.fabricated,
        one,
        two,
        three,
    ]
}

fn rate_cells(rate: Option<WeightedRate>) -> [Cell; 4] {
    let share = |read: fn(WeightedRate) -> f64| Cell::number(rate.map(|rate| 100.0 * read(rate)));
    [
        share(|rate| rate.rate),
        share(|rate| rate.low),
        share(|rate| rate.high),
        Cell::counted(rate.map(|rate| rate.answered)),
    ]
}

/// The columns of figures.
fn figures_columns() -> Vec<String> {
    let counts = ["completed", "drawn", "visited", "decided"];
    let verdicts = Verdict::ALL.map(|verdict| format!("decided_{}", verdict.code()));
    let rates = RATES
        .iter()
        .flat_map(|rate| OF_RATE.iter().map(move |part| format!("{rate}{part}")));
    let told = ["stands_for", "of_frame"].map(str::to_owned);
    let counts = counts.into_iter().map(str::to_owned);
    counts.chain(verdicts).chain(rates).chain(told).collect()
}

fn figures_cells(figures: &Figures) -> Vec<Cell> {
    let mut cells = vec![
        Cell::count(figures.checked.of),
        Cell::count(figures.drawn),
        Cell::count(figures.visited),
        Cell::count(figures.checked.part),
    ];
    cells.extend(figures.verdicts.map(Cell::count));
    for rate in rates_of(figures) {
        cells.extend(rate_cells(rate));
    }
    cells.push(Cell::counted(figures.grave.map(|rate| rate.stands_for)));
    cells.push(Cell::counted(figures.grave.map(|rate| rate.of_frame)));
    cells
}

fn with_figures(names: &[&str]) -> Vec<String> {
    let names = names.iter().map(|name| (*name).to_owned());
    names.chain(figures_columns()).collect()
}

/// The table of `/spot-checks/results`.
pub fn table(view: &ResultsView) -> Table {
    let (columns, rows) = match &view.lines {
        ResultLines::Tehsils(lines) => {
            let row = |(area, figures): &(api::coverage::AreaRef, Figures)| {
                let names = [&area.code, &area.name].map(Cell::filled);
                names.into_iter().chain(figures_cells(figures)).collect()
            };
            (
                with_figures(&["area_code", "area"]),
                lines.iter().map(row).collect(),
            )
        }
        ResultLines::Enumerators(lines) => {
            let row = |(code, figures): &(String, Figures)| {
                let name = std::iter::once(Cell::filled(code));
                name.chain(figures_cells(figures)).collect()
            };
            (
                with_figures(&["enumerator_code"]),
                lines.iter().map(row).collect(),
            )
        }
        ResultLines::Checks(lines) => {
            let columns = [
                "check",
                "name",
                "drawn_fired",
                "told",
                "grave",
                "grave_of_told",
                "grave_of_fired",
                "grave_of_fired_low",
                "grave_of_fired_high",
                "stands_for",
                "of_frame",
            ];
            let row = |line: &domain::spot_check::Precision| {
                let [rate, low, high, _] = rate_cells(line.of_all);
                vec![
                    Cell::filled(line.check.code()),
                    Cell::filled(line.check.about().title.en),
                    Cell::count(line.drawn),
                    Cell::count(line.of_drawn.of),
                    Cell::count(line.of_drawn.part),
                    Cell::number(line.of_drawn.share().map(|share| 100.0 * share)),
                    rate,
                    low,
                    high,
                    Cell::counted(line.of_all.map(|rate| rate.stands_for)),
                    Cell::counted(line.of_all.map(|rate| rate.of_frame)),
                ]
            };
            (
                columns.map(str::to_owned).to_vec(),
                lines.iter().map(row).collect(),
            )
        }
    };
    Table {
        name: format!("spot-checks-by-{}", view.query.by.code()),
        about: Vec::new(),
        columns,
        rows,
    }
}
