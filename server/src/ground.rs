//! The ground: every boundary on file, ready to say where a fix lies. The stage `locate`.

use domain::area::{Area, AreaId, BoundarySource, Level};
use domain::place::{ClaimedEdge, Fix, Place, place_of};
use geo::MultiPolygon;
use spatial::{AreaIndex, BoundaryError, decode_boundary};
use std::collections::HashSet;
use store::{Db, StoreError};

/// Boundaries of all levels, indexed.
pub struct Ground {
    /// From the union councils up: the finest level that holds a point names it.
    levels: Vec<GroundLevel>,
}

struct GroundLevel {
    level: Level,
    index: AreaIndex,
    bounded: HashSet<AreaId>,
    tolerance_m: f64,
}

/// Where a submission's fix lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Located {
    /// How it stands to the claimed area.
    pub place: Place,
    /// The smallest area on file that contains it.
    pub area: Option<AreaId>,
    /// Metres to the claimed area's edge: negative inside, positive outside; `None` where that cannot be told.
    pub edge_distance_m: Option<f64>,
    /// It lies outside the survey, and would lie inside with latitude and longitude exchanged.
    pub looks_swapped: bool,
}

/// Why the ground could not be prepared.
#[derive(Debug, thiserror::Error)]
pub enum GroundError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A boundary on file cannot be read.
    #[error(
        "The boundary of area {area} in the database is damaged ({source}). Import the areas again."
    )]
    Boundary {
        /// The area's key.
        area: AreaId,
        /// What is wrong.
        source: BoundaryError,
    },
}

/// Reads the boundaries of a level.
pub async fn load_level(
    db: &Db,
    level: Level,
) -> Result<Vec<(AreaId, MultiPolygon<f64>)>, GroundError> {
    let rows = db.load_boundaries(level).await?;
    rows.into_iter()
        .map(|(area, bytes)| match decode_boundary(&bytes) {
            Ok(boundary) => Ok((area, boundary)),
            Err(source) => Err(GroundError::Boundary { area, source }),
        })
        .collect()
}

/// Reads the boundary of one area, if it has one.
pub async fn load_boundary(
    db: &Db,
    area: AreaId,
) -> Result<Option<MultiPolygon<f64>>, GroundError> {
    let bytes = db.load_boundary(area).await?;
    bytes
        .map(|bytes| {
            decode_boundary(&bytes).map_err(|source| GroundError::Boundary { area, source })
        })
        .transpose()
}

impl Ground {
    /// Reads and indexes every boundary.
    pub async fn load(db: &Db) -> Result<Ground, GroundError> {
        let sources = db.boundary_sources().await?;
        let mut levels = Vec::new();
        for level in Level::ALL.into_iter().rev() {
            let areas = load_level(db, level).await?;
            if !areas.is_empty() {
                levels.push(GroundLevel::new(level, &areas, &sources));
            }
        }
        Ok(Ground { levels })
    }

    /// Finds the place of a fix.
    pub fn locate(&self, claimed: &Area, fix: Option<&Fix>) -> Located {
        let Some(fix) = fix else {
            return Located::nowhere(Place::NoFix);
        };
        if !fix.is_possible() {
            let looks_swapped =
                fix.swapped().is_possible() && self.area_at(&fix.swapped()).is_some();
            return Located {
                looks_swapped,
                ..Located::nowhere(Place::InvalidFix)
            };
        }
        let area = self.area_at(fix);
        let level = self
            .levels
            .iter()
            .find(|level| level.level == claimed.level);
        let edge = level
            .filter(|level| level.bounded.contains(&claimed.id))
            .and_then(|level| {
                level
                    .index
                    .distance_to_edge_m(key(claimed.id)?, fix.longitude, fix.latitude)
            });
        let (claimed_edge, edge_distance_m) = match edge {
            Some(edge) if edge.inside => {
                (ClaimedEdge::Inside(edge.distance_m), Some(-edge.distance_m))
            }
            Some(edge) => (ClaimedEdge::Outside(edge.distance_m), Some(edge.distance_m)),
            None => (ClaimedEdge::NoBoundary, None),
        };
        let tolerance_m = level.map_or(0.0, |level| level.tolerance_m);
        let place = place_of(Some(fix), claimed_edge, area.is_some(), tolerance_m);
        let looks_swapped = place == Place::OutsideSurvey
            && fix.swapped().is_possible()
            && self.area_at(&fix.swapped()).is_some();
        Located {
            place,
            area,
            edge_distance_m,
            looks_swapped,
        }
    }

    /// Whether a position lies in any area on file.
    pub fn is_in_survey(&self, fix: &Fix) -> bool {
        fix.is_possible() && self.area_at(fix).is_some()
    }

    fn area_at(&self, fix: &Fix) -> Option<AreaId> {
        let found = self
            .levels
            .iter()
            .find_map(|level| level.index.locate(fix.longitude, fix.latitude))?;
        AreaId::try_from(found).ok()
    }
}

impl GroundLevel {
    fn new(
        level: Level,
        areas: &[(AreaId, MultiPolygon<f64>)],
        sources: &[BoundarySource],
    ) -> GroundLevel {
        let index = AreaIndex::build(
            areas
                .iter()
                .filter_map(|(area, boundary)| Some((key(*area)?, boundary))),
        );
        let source = sources.iter().find(|source| source.level == level);
        let tolerance_m = source
            .and_then(|source| source.tolerance_m)
            .map_or(0.0, f64::from);
        let bounded = areas.iter().map(|(area, _)| *area).collect();
        GroundLevel {
            level,
            index,
            bounded,
            tolerance_m,
        }
    }
}

impl Located {
    fn nowhere(place: Place) -> Located {
        Located {
            place,
            area: None,
            edge_distance_m: None,
            looks_swapped: false,
        }
    }
}

fn key(area: AreaId) -> Option<u32> {
    u32::try_from(area).ok()
}
