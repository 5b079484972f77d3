//! The tables of pages as files: overview, quality, and one measure by area and by enumerator.

use super::{Cell, Table};
use crate::disclosure::Disclosure;
use crate::quality::page::choose;
use crate::site::Site;
use api::overview::{OverviewView, RANKED_MEASURES};
use api::quality::{MeasureView, QualityQuery, QualityView};
use api::{ApiError, Session};
use domain::disclosure::{Disclosed, Held};
use domain::measures::{Measure, Value};
use domain::time::SurveyDay;

/// What a table was chosen by.
fn about(
    query: &QualityQuery,
    area: &str,
    to: SurveyDay,
    as_of: Option<&String>,
) -> Vec<(&'static str, String)> {
    vec![
        ("area", area.to_owned()),
        ("wave", query.wave.clone().unwrap_or_default()),
        (
            "from",
            query.from.map(|day| day.to_string()).unwrap_or_default(),
        ),
        ("to", to.to_string()),
        ("as_of", as_of.cloned().unwrap_or_default()),
    ]
}

/// A value in three columns: the number, its numerator, its denominator. One that is held back is so with what it was measured of, from which
/// it could be worked out.
fn cells(value: Option<Disclosed<Value>>) -> [Cell; 3] {
    let value = match value {
        Some(Disclosed::Held(held)) => {
            return [
                Cell::Held(held),
                Cell::Held(held),
                Cell::Held(Held::Withheld),
            ];
        }
        Some(Disclosed::Told(value)) => Some(value),
        None => None,
    };
    let part = match value {
        Some(Value::Share { part, .. } | Value::Mean { part, .. }) => Some(part as f64),
        _ => None,
    };
    let of = value.and_then(|value| value.of()).map(|of| of as f64);
    [
        Cell::number(value.map(|value| value.number())),
        Cell::number(part),
        Cell::number(of),
    ]
}

fn columns(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Every measure of quality of an area; with its second column, if there is one.
pub fn quality(view: &QualityView) -> Table {
    let chosen = &view.chosen;
    let mut table = Table {
        name: format!("quality-{}", chosen.area.code),
        about: about(
            &chosen.query,
            &chosen.area.code,
            chosen.to,
            chosen.as_of.as_ref(),
        ),
        columns: columns(&["measure", "name", "unit", "value", "part", "of"]),
        rows: Vec::new(),
    };
    if let Some(other) = &view.other {
        table
            .columns
            .extend(columns(&["other_value", "other_part", "other_of"]));
        let from = other.from.map(|day| day.to_string()).unwrap_or_default();
        table.about.extend([
            ("other_area", other.area.code.clone()),
            ("other_from", from),
            ("other_to", other.to.to_string()),
        ]);
    }
    for line in &view.measures {
        let about = line.measure.about();
        let names = [about.code, about.name.en, about.unit.name().en];
        let mut row = names.map(|name| Cell::text(Some(name))).to_vec();
        row.extend(cells(line.value));
        if view.other.is_some() {
            row.extend(cells(line.other));
        }
        table.rows.push(row);
    }
    table
}

/// One measure by the areas below.
pub fn areas(view: &MeasureView) -> Table {
    let chosen = &view.chosen;
    let code = view.measure.code();
    Table {
        name: format!("{code}-by-area-{}", chosen.area.code),
        about: about(
            &chosen.query,
            &chosen.area.code,
            chosen.to,
            chosen.as_of.as_ref(),
        ),
        columns: columns(&["area_code", "level", "name", code, "part", "of"]),
        rows: view
            .areas
            .iter()
            .map(|line| {
                let names = [&line.area.code, line.area.level.code(), &line.area.name];
                let mut row = names.map(|name| Cell::text(Some(name))).to_vec();
                row.extend(cells(line.value));
                row
            })
            .collect(),
    }
}

/// One measure by enumerator: everybody, not one page.
pub fn enumerators(
    site: &Site,
    session: &Session,
    measure: Measure,
    query: QualityQuery,
) -> Result<Table, ApiError> {
    let (survey, now) = (site.survey(), site.quality_now().now);
    let (chosen, area, period) = choose(site, session, &survey, query, Vec::new())?;
    let disclosure = Disclosure::of(site, session, &survey, &now, &period);
    if !chosen.sees_people || !disclosure.tells_people(measure) {
        return Err(ApiError::NotFound);
    }
    let code = measure.code();
    let people = now.people_of(&survey.cube, measure, area, &period);
    Ok(Table {
        name: format!("{code}-by-enumerator-{}", chosen.area.code),
        about: about(
            &chosen.query,
            &chosen.area.code,
            chosen.to,
            chosen.as_of.as_ref(),
        ),
        columns: columns(&[
            "enumerator_code",
            "name",
            "agency",
            code,
            "part",
            "of",
            "deviations",
        ]),
        rows: people
            .lines
            .iter()
            .map(|person| {
                let line = person.shown(site, session);
                let mut row = vec![
                    Cell::text(Some(&line.code)),
                    Cell::text(line.name.as_deref()),
                    Cell::text(line.agency.as_deref()),
                ];
                row.extend(cells(Some(Disclosed::Told(line.value))));
                row.push(Cell::number(line.deviations));
                row
            })
            .collect(),
    })
}

/// The areas of the overview, the one furthest behind first.
pub fn overview(view: &OverviewView) -> Table {
    let coverage = &view.coverage;
    let mut names = columns(&[
        "area_code",
        "level",
        "name",
        "standing",
        "days_ahead",
        "target",
        "complete",
        "expected_by_today",
    ]);
    names.extend(RANKED_MEASURES.map(|measure| measure.code().to_owned()));
    Table {
        name: format!("overview-{}", coverage.area.code),
        about: vec![
            ("area", coverage.area.code.clone()),
            ("to", coverage.to.to_string()),
            ("as_of", coverage.as_of_local.clone().unwrap_or_default()),
        ],
        columns: names,
        rows: view
            .ranked
            .iter()
            .map(|row| {
                let number = |value: Option<u64>| Cell::number(value.map(|value| value as f64));
                let mut cells = vec![
                    Cell::text(Some(&row.area.code)),
                    Cell::text(Some(row.area.level.code())),
                    Cell::text(Some(&row.area.name)),
                    Cell::text(Some(row.standing.code())),
                    Cell::number(row.days_ahead.map(f64::from)),
                    number(row.summary.target),
                    number(Some(u64::from(row.summary.counts.complete))),
                    number(row.summary.expected),
                ];
                let measured = row.measured.iter();
                cells.extend(measured.map(|value| match value {
                    Some(Disclosed::Held(held)) => Cell::Held(*held),
                    Some(Disclosed::Told(value)) => Cell::Number(value.number()),
                    None => Cell::Blank,
                }));
                cells
            })
            .collect(),
    }
}
