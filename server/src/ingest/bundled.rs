//! The areas that come with the simulator.

use super::areas::read_file;
use domain::area::{BoundarySource, Level};
use domain::audit::Stamp;
use simulate::bundle;
use spatial::AreaProperties;
use store::Db;

/// Imports the bundled areas, facts for all and schematic boundaries where there are any; answers how many areas there
/// are, or a sentence.
pub async fn import(db: &Db, stamp: &Stamp) -> Result<usize, String> {
    let from_csv = |level| AreaProperties {
        code: "code".to_owned(),
        name: "name".to_owned(),
        name_ur: Some("name_ur".to_owned()),
        parent: Some("parent_code".to_owned()),
        // Of other levels nothing is known; union councils inherit their tehsil's.
        setting: (level == Level::Tehsil).then(|| "setting".to_owned()),
    };
    let mut total = 0;
    for level in Level::ALL {
        let facts = read_file(bundle::areas_csv(level).as_bytes(), &from_csv(level))
            .map_err(|refused| refused.to_string())?;
        db.import_areas(level, &facts.areas, None, stamp)
            .await
            .map_err(|error| error.to_string())?;
        total += facts.areas.len();
    }
    for boundaries in bundle::boundaries() {
        let properties = AreaProperties {
            code: boundaries.code.to_owned(),
            name: boundaries.name.to_owned(),
            name_ur: None,
            parent: Some(boundaries.parent.to_owned()),
            setting: None,
        };
        let file =
            read_file(boundaries.geojson, &properties).map_err(|refused| refused.to_string())?;
        let source = BoundarySource {
            level: boundaries.level,
            source: bundle::boundary_source_text(boundaries.level).to_owned(),
            dated: Some(bundle::BOUNDARY_DATE.to_owned()),
            tolerance_m: bundle::boundary_tolerance_m(boundaries.level),
            licence: Some(bundle::boundary_licence(boundaries.level).to_owned()),
            approximate: true,
        };
        db.import_areas(boundaries.level, &file.areas, Some(&source), stamp)
            .await
            .map_err(|error| error.to_string())?;
    }
    Ok(total)
}
