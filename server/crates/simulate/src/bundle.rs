//! Punjab as the product ships it: schematic boundaries and the list of areas. `data/README.md` says where each comes from.

use domain::area::Level;

/// The property with the district's code in [`districts_geojson`].
pub const DISTRICT_CODE: &str = "district_code";
/// The property with the district's name.
pub const DISTRICT_NAME: &str = "district";
/// The property with the code of the division that a district belongs to.
pub const DISTRICT_PARENT: &str = "division_code";
/// The property with the tehsil's code in [`tehsils_geojson`].
pub const TEHSIL_CODE: &str = "tehsil_code";
/// The property with the tehsil's name.
pub const TEHSIL_NAME: &str = "tehsil";
/// The property with the code of the district that a tehsil belongs to.
pub const TEHSIL_PARENT: &str = "district_code";
/// The property with the union council's code in [`union_councils_geojson`].
pub const UNION_COUNCIL_CODE: &str = "uc_code";
/// The property with the union council's name.
pub const UNION_COUNCIL_NAME: &str = "uc";
/// The property with the code of the tehsil that a union council belongs to.
pub const UNION_COUNCIL_PARENT: &str = "tehsil_code";

/// 41 districts as a GeoJSON FeatureCollection, schematic.
pub fn districts_geojson() -> &'static [u8] {
    include_bytes!("../data/districts_schematic.geojson")
}

/// 146 tehsils as a GeoJSON FeatureCollection, schematic.
pub fn tehsils_geojson() -> &'static [u8] {
    include_bytes!("../data/tehsils_schematic.geojson")
}

/// 3,460 of the 4,015 union councils as a GeoJSON FeatureCollection, schematic. The other 555 have no boundary here.
pub fn union_councils_geojson() -> &'static [u8] {
    include_bytes!("../data/union_councils_schematic.geojson")
}

/// Every area of a level as CSV with the header `code,name,name_ur,parent_code`; an unknown Urdu name is blank.
///
/// 1 province (`PB`, no parent), 10 divisions, 41 districts (parent: division), 146 tehsils (parent: district) and
/// 4,015 union councils (parent: tehsil), whether or not a boundary is on file. Parents come before children.
pub fn areas_csv(level: Level) -> &'static str {
    match level {
        Level::Province => include_str!("../data/province.csv"),
        Level::Division => include_str!("../data/divisions.csv"),
        Level::District => include_str!("../data/districts.csv"),
        Level::Tehsil => include_str!("../data/tehsils.csv"),
        Level::UnionCouncil => include_str!("../data/union_councils.csv"),
    }
}

/// Households and mean household size of every tehsil by the census of 2023: `tehsil_code,households,mean_household_size`.
pub fn households_csv() -> &'static str {
    include_str!("../data/households_2023.csv")
}

/// The boundaries of a level that has any: the file, and the properties that hold code, name and parent's code.
#[derive(Clone, Copy, Debug)]
pub struct Boundaries {
    /// The level.
    pub level: Level,
    /// The GeoJSON file.
    pub geojson: &'static [u8],
    /// The property that holds the code.
    pub code: &'static str,
    /// The property that holds the name.
    pub name: &'static str,
    /// The property that holds the parent's code.
    pub parent: &'static str,
}

/// The three levels that have boundaries, from the top down.
pub fn boundaries() -> [Boundaries; 3] {
    [
        Boundaries {
            level: Level::District,
            geojson: districts_geojson(),
            code: DISTRICT_CODE,
            name: DISTRICT_NAME,
            parent: DISTRICT_PARENT,
        },
        Boundaries {
            level: Level::Tehsil,
            geojson: tehsils_geojson(),
            code: TEHSIL_CODE,
            name: TEHSIL_NAME,
            parent: TEHSIL_PARENT,
        },
        Boundaries {
            level: Level::UnionCouncil,
            geojson: union_councils_geojson(),
            code: UNION_COUNCIL_CODE,
            name: UNION_COUNCIL_NAME,
            parent: UNION_COUNCIL_PARENT,
        },
    ]
}

/// Where a level's boundaries come from, in words for the page.
pub fn boundary_source_text(level: Level) -> &'static str {
    match level {
        Level::UnionCouncil => {
            "Schematic, not legal boundaries: cells around the union council offices of the Government of Punjab's list of 14 March 2023, inside an outline after the public-domain map Pakistan_Districts.svg by Schajee (Wikimedia), package @svg-maps/pakistan.districts 2.0.0"
        }
        _ => {
            "Schematic, not official lines: outline after the public-domain map Pakistan_Districts.svg by Schajee (Wikimedia), package @svg-maps/pakistan.districts 2.0.0, filled with cells around union council offices"
        }
    }
}

/// The licence of a level's boundaries.
pub fn boundary_licence(_level: Level) -> &'static str {
    "Unlicense (public domain)"
}

/// The day of the facts behind the boundaries: the union council list's.
pub const BOUNDARY_DATE: &str = "2023-03-14";

/// How far a schematic line may be from the true one, in metres; `None` for levels without boundaries.
///
/// 19 of 20 points of the drawn lines lie within this of the published lines, which may not be shipped (half lie within
/// 2 km; see `data/README.md`). Wide on purpose:
/// a drawing must not accuse anyone. The cells of union councils are no better than the tehsils that hold them.
pub fn boundary_tolerance_m(level: Level) -> Option<u32> {
    match level {
        Level::District | Level::Tehsil | Level::UnionCouncil => Some(12_000),
        Level::Province | Level::Division => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn codes(level: Level, column: usize) -> Vec<String> {
        csv::Reader::from_reader(areas_csv(level).as_bytes())
            .records()
            .map(|record| record.unwrap()[column].to_owned())
            .collect()
    }

    #[test]
    fn every_area_of_the_province_is_listed_once_under_a_parent_that_exists() {
        let mut parents: HashSet<String> = HashSet::from([String::new()]);
        for (level, count) in Level::ALL.into_iter().zip([1, 10, 41, 146, 4_015]) {
            let own = codes(level, 0);
            assert_eq!(own.len(), count, "{level:?}");
            assert!(
                codes(level, 3)
                    .iter()
                    .all(|parent| parents.contains(parent))
            );
            parents = own.into_iter().collect();
            assert_eq!(parents.len(), count, "{level:?} has a code twice");
        }
    }

    #[test]
    fn every_division_and_district_has_an_urdu_name() {
        for level in [Level::Province, Level::Division, Level::District] {
            assert!(codes(level, 2).iter().all(|name| !name.is_empty()));
        }
    }

    #[test]
    fn every_boundary_belongs_to_a_listed_area_and_agrees_with_its_parent() {
        for (bounds, count) in boundaries().into_iter().zip([41, 146, 3_460]) {
            let listed: std::collections::HashMap<String, String> = codes(bounds.level, 0)
                .into_iter()
                .zip(codes(bounds.level, 3))
                .collect();
            let file: serde_json::Value = serde_json::from_slice(bounds.geojson).unwrap();
            let features = file["features"].as_array().unwrap();
            assert_eq!(features.len(), count);
            for feature in features {
                let text = |name: &str| feature["properties"][name].as_str().unwrap();
                assert_eq!(listed[text(bounds.code)], text(bounds.parent));
                assert!(!text(bounds.name).is_empty());
            }
        }
    }
}
