//! Areas with their figures as GeoJSON (RFC 7946): the areas that a page lists, each with its boundary as it was imported. An area
//! without a boundary has a null geometry, and its figures all the same.

use super::coverage::{COLUMNS, cells};
use crate::ground::GroundError;
use crate::quality::QualityNow;
use crate::quality::page::by_check;
use crate::site::Survey;
use api::coverage::CoverageView;
use api::quality::Chosen;
use domain::area::Area;
use domain::cube::Period;
use domain::measures::Figures;
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json, json};
use spatial::to_geojson_multipolygon;

/// A feature that is being written: the geometry is text already.
#[derive(serde::Serialize)]
struct Feature {
    r#type: &'static str,
    id: String,
    geometry: Option<Box<RawValue>>,
    properties: Map<String, Json>,
}

#[derive(serde::Serialize)]
struct Collection {
    r#type: &'static str,
    /// What the figures were chosen by, and as of when: a foreign member, which readers pass over.
    about: Json,
    features: Vec<Feature>,
}

/// The areas of a coverage page, in the columns of FORMATS.md's coverage.csv.
pub async fn coverage(survey: &Survey, view: &CoverageView) -> Result<Vec<u8>, GroundError> {
    let as_of = view
        .as_of
        .and_then(|at| at.to_rfc3339())
        .unwrap_or_default();
    let mut features = Vec::new();
    for row in &view.rows {
        let Some(area) = survey.cube.by_code(&row.area.code) else {
            continue;
        };
        let names = [
            row.area.code.as_str(),
            row.area.level.code(),
            &row.area.name,
            &view.area.code,
        ];
        let cells = cells(names, &row.summary, &row.splits, &as_of);
        let properties = COLUMNS
            .iter()
            .zip(&cells)
            .map(|(column, cell)| ((*column).to_owned(), cell.json()))
            .collect();
        features.push(feature(survey, area, properties).await?);
    }
    let about = json!({
        "area": view.area.code,
        "wave": view.query.wave,
        "from": view.query.from.map(|day| day.to_string()),
        "to": view.to.to_string(),
        "as_of": view.as_of_local,
        "zone": view.zone,
        "boundaries": view.boundary_source.as_ref().map(|source| &source.source),
    });
    Ok(written(about, features))
}

/// The areas below the chosen one with their flags by check. Flags are told by area: where a household is stands in no file.
pub async fn flags(
    survey: &Survey,
    now: &QualityNow,
    chosen: &Chosen,
    period: &Period,
) -> Result<Vec<u8>, GroundError> {
    let mut features = Vec::new();
    for listed in &chosen.areas {
        let Some(area) = survey.cube.by_code(&listed.code) else {
            continue;
        };
        let figures = Figures {
            sums: now.quality.area(area.id, period),
            ..Figures::default()
        };
        let counts = by_check(&figures);
        let sum = |of: fn(&api::flags::CheckCount) -> u64| counts.iter().map(of).sum::<u64>();
        let of_check = counts.iter().map(|count| {
            let all = count.waiting + count.confirmed + count.dismissed;
            (count.check.code().to_owned(), json!(all))
        });
        let properties = json!({
            "area_code": listed.code,
            "level": listed.level.code(),
            "name": listed.name,
            "open": sum(|count| count.waiting),
            "severe_open": sum(|count| count.severe),
            "confirmed": sum(|count| count.confirmed),
            "dismissed": sum(|count| count.dismissed),
            "by_check": Json::Object(of_check.collect()),
        });
        let properties = properties.as_object().cloned().unwrap_or_default();
        features.push(feature(survey, area, properties).await?);
    }
    let about = json!({
        "area": chosen.area.code,
        "wave": chosen.query.wave,
        "from": chosen.query.from.map(|day| day.to_string()),
        "to": chosen.to.to_string(),
        "as_of": chosen.as_of,
        "zone": chosen.zone,
    });
    Ok(written(about, features))
}

async fn feature(
    survey: &Survey,
    area: &Area,
    properties: Map<String, Json>,
) -> Result<Feature, GroundError> {
    let boundaries = survey.shapes.level(area.level).await?;
    let geometry = boundaries.get(&area.id).map(to_geojson_multipolygon);
    Ok(Feature {
        r#type: "Feature",
        id: area.code.clone(),
        // What this program writes as JSON it can read as JSON.
        geometry: geometry.and_then(|text| RawValue::from_string(text).ok()),
        properties,
    })
}

fn written(about: Json, features: Vec<Feature>) -> Vec<u8> {
    let collection = Collection {
        r#type: "FeatureCollection",
        about,
        features,
    };
    // Texts, numbers and maps of them: nothing in it can fail to be written.
    serde_json::to_vec(&collection).unwrap_or_default()
}
