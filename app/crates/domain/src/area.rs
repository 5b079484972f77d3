//! Areas: the province, its divisions, districts, tehsils and union councils.

use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A level of the administrative hierarchy, from the whole survey down to the smallest mapped area.
///
/// Divisions group districts in tables and filters; pages drill province → district → tehsil → union council.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The whole survey.
    Province,
    /// A group of districts.
    Division,
    /// A district.
    District,
    /// A tehsil.
    Tehsil,
    /// A union council, the smallest area that carries a target.
    UnionCouncil,
}

impl Level {
    /// Every level, from the top down.
    pub const ALL: [Level; 5] = [
        Level::Province,
        Level::Division,
        Level::District,
        Level::Tehsil,
        Level::UnionCouncil,
    ];

    /// The name used on the command line and in files.
    pub fn code(self) -> &'static str {
        match self {
            Level::Province => "province",
            Level::Division => "division",
            Level::District => "district",
            Level::Tehsil => "tehsil",
            Level::UnionCouncil => "uc",
        }
    }

    /// Reads [`Level::code`] back; `union_council` is accepted for `uc`. Case does not matter.
    pub fn from_code(text: &str) -> Option<Level> {
        let text = text.trim().to_ascii_lowercase();
        if text == "union_council" {
            return Some(Level::UnionCouncil);
        }
        Level::ALL.into_iter().find(|level| level.code() == text)
    }

    /// The number that stands for the level in the database (0 = province … 4 = union council).
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`Level::rank`] back.
    pub fn from_rank(rank: i16) -> Option<Level> {
        usize::try_from(rank)
            .ok()
            .and_then(|rank| Level::ALL.get(rank).copied())
    }

    /// The level whose areas a page of this level lists, or `None` for a union council.
    pub fn listed_below(self) -> Option<Level> {
        match self {
            Level::Province | Level::Division => Some(Level::District),
            Level::District => Some(Level::Tehsil),
            Level::Tehsil => Some(Level::UnionCouncil),
            Level::UnionCouncil => None,
        }
    }
}

/// The surrogate key of an area in the database.
pub type AreaId = i32;

/// Something of areas, looked up many times a page. Their keys are numbers of our own: nobody chooses them to make look-ups slow.
pub type ByArea<T> = HashMap<AreaId, T, FixedState>;

/// One administrative area as the database knows it, without its boundary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Surrogate key.
    pub id: AreaId,
    /// The code that joins areas, targets and submissions. Matched exactly; names never decide.
    pub code: String,
    /// Where it stands in the hierarchy.
    pub level: Level,
    /// Its name in English.
    pub name: String,
    /// Its name in Urdu, where known.
    pub name_ur: Option<String>,
    /// The area it lies in; only the province has none.
    pub parent: Option<AreaId>,
    /// Whether a boundary is on file. An area without one exists all the same.
    pub has_boundary: bool,
}

/// Where a level's boundaries come from: shown wherever they are drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoundarySource {
    /// The level the file was imported for.
    pub level: Level,
    /// Who made the boundaries, in words.
    pub source: String,
    /// The date of the boundaries (not of the import), as given, `YYYY-MM-DD`.
    pub dated: Option<String>,
    /// How far a line may be from the truth, in metres. Wide for schematic or approximate boundaries.
    pub tolerance_m: Option<u32>,
    /// The licence's text or name.
    pub licence: Option<String>,
    /// Whether the lines are only schematic or approximate, and must be labelled so.
    pub approximate: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_reads_its_own_code_and_rank_back() {
        for level in Level::ALL {
            assert_eq!(Level::from_code(level.code()), Some(level));
            assert_eq!(Level::from_rank(level.rank()), Some(level));
        }
        assert_eq!(
            Level::from_code(" Union_Council "),
            Some(Level::UnionCouncil)
        );
        assert_eq!(Level::from_code("village"), None);
        assert_eq!(Level::from_rank(-1), None);
        assert_eq!(Level::from_rank(5), None);
    }
}
