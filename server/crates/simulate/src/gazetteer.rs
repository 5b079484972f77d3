//! The bundle, read once: districts, tehsils and union councils with what the simulator needs of each.

use crate::bundle;
use crate::plane::{Point, Polygon};
use domain::area::Level;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A district.
#[derive(Debug)]
pub(crate) struct District {
    pub code: String,
    /// Tehsils, as positions in [`Gazetteer::tehsils`].
    pub tehsils: Vec<u16>,
}

/// A tehsil.
#[derive(Debug)]
pub(crate) struct Tehsil {
    pub code: String,
    pub district: u16,
    /// Households by the census of 2023.
    pub households: u32,
    /// Mean household size by the census of 2023.
    pub household_size: f64,
    /// Its union councils, as positions in [`Gazetteer::ucs`]; none for Rajanpur Tribal Area.
    pub ucs: Vec<u16>,
}

/// A union council.
#[derive(Debug)]
pub(crate) struct UnionCouncil {
    pub code: String,
    pub tehsil: u16,
    /// Where its people live: its own largest polygon, or without a boundary its tehsil's.
    pub ground: Polygon,
}

/// Everything.
#[derive(Debug)]
pub(crate) struct Gazetteer {
    pub districts: Vec<District>,
    pub tehsils: Vec<Tehsil>,
    pub ucs: Vec<UnionCouncil>,
}

/// The bundle as the simulator reads it.
pub(crate) fn gazetteer() -> &'static Gazetteer {
    static READ: OnceLock<Gazetteer> = OnceLock::new();
    READ.get_or_init(read)
}

// The files are part of the program and covered by the tests of `bundle`: what they lack reads as nothing, not as a panic.
fn read() -> Gazetteer {
    let mut districts = Vec::new();
    let mut district_at = HashMap::new();
    for [code, ..] in rows(bundle::areas_csv(Level::District)) {
        district_at.insert(code.clone(), districts.len());
        districts.push(District {
            code,
            tehsils: Vec::new(),
        });
    }
    let census: HashMap<String, (u32, f64)> = rows(bundle::households_csv())
        .map(|[code, households, size, _]| {
            (
                code,
                (households.parse().unwrap_or(0), size.parse().unwrap_or(6.4)),
            )
        })
        .collect();
    let mut tehsils = Vec::new();
    let mut tehsil_at = HashMap::new();
    for [code, _, _, parent] in rows(bundle::areas_csv(Level::Tehsil)) {
        let Some(&district) = district_at.get(&parent) else {
            continue;
        };
        let (households, household_size) = census.get(&code).copied().unwrap_or((0, 6.4));
        tehsil_at.insert(code.clone(), tehsils.len());
        districts[district].tehsils.push(tehsils.len() as u16);
        tehsils.push(Tehsil {
            code,
            district: district as u16,
            households,
            household_size,
            ucs: Vec::new(),
        });
    }
    let tehsil_grounds = polygons(bundle::tehsils_geojson(), bundle::TEHSIL_CODE);
    let mut uc_grounds = polygons(bundle::union_councils_geojson(), bundle::UNION_COUNCIL_CODE);
    let mut ucs = Vec::new();
    for [code, _, _, parent] in rows(bundle::areas_csv(Level::UnionCouncil)) {
        let Some(&tehsil) = tehsil_at.get(&parent) else {
            continue;
        };
        let own = uc_grounds.remove(&code);
        tehsils[tehsil].ucs.push(ucs.len() as u16);
        ucs.push(UnionCouncil {
            code,
            tehsil: tehsil as u16,
            ground: own
                .or_else(|| tehsil_grounds.get(&parent).cloned())
                .unwrap_or_default(),
        });
    }
    Gazetteer {
        districts,
        tehsils,
        ucs,
    }
}

/// The first four cells of every row; missing ones are blank.
fn rows(file: &'static str) -> impl Iterator<Item = [String; 4]> {
    csv::Reader::from_reader(file.as_bytes())
        .into_records()
        .map_while(Result::ok)
        .map(|record| std::array::from_fn(|i| record.get(i).unwrap_or("").to_owned()))
}

/// Each feature's largest polygon by code.
fn polygons(geojson: &[u8], code: &str) -> HashMap<String, Polygon> {
    let file: Value = serde_json::from_slice(geojson).unwrap_or_default();
    let features = file["features"].as_array().cloned().unwrap_or_default();
    let mut found = HashMap::new();
    for feature in &features {
        let geometry = &feature["geometry"];
        let parts = match geometry["type"].as_str() {
            Some("Polygon") => vec![polygon(&geometry["coordinates"])],
            _ => list(&geometry["coordinates"]).iter().map(polygon).collect(),
        };
        let largest = parts
            .into_iter()
            .max_by(|a, b| a.area_m2().total_cmp(&b.area_m2()));
        if let (Some(code), Some(largest)) = (feature["properties"][code].as_str(), largest) {
            found.insert(code.to_owned(), largest);
        }
    }
    found
}

fn polygon(rings: &Value) -> Polygon {
    let point = |pair: &Value| Point {
        lon: pair[0].as_f64().unwrap_or(0.0),
        lat: pair[1].as_f64().unwrap_or(0.0),
    };
    Polygon(
        list(rings)
            .iter()
            .map(|ring| list(ring).iter().map(point).collect())
            .collect(),
    )
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundle_reads_whole() {
        let all = gazetteer();
        assert_eq!(
            (all.districts.len(), all.tehsils.len(), all.ucs.len()),
            (41, 146, 4_015)
        );
        let households: u64 = all.tehsils.iter().map(|t| u64::from(t.households)).sum();
        assert_eq!(households, 19_839_980);
        assert!(all.ucs.iter().all(|uc| uc.ground.area_m2() > 0.0));
        let empty: Vec<&str> = all
            .tehsils
            .iter()
            .filter(|t| t.ucs.is_empty())
            .map(|t| t.code.as_str())
            .collect();
        assert_eq!(empty, ["PB3103"]);
    }
}
