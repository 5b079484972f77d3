//! Where an interview's GPS fix lies, as far as the boundaries can tell.

use serde::{Deserialize, Serialize};

/// How a fix stands to the area the enumerator claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// No fix was recorded.
    NoFix,
    /// Coordinates that cannot be: beyond ±90/±180, exactly (0, 0), or a tool's sentinel.
    InvalidFix,
    /// Inside the claimed area, or beyond its edge by no more than the accuracy and the boundary's tolerance.
    InsideClaimed,
    /// Beyond the claimed area's edge by more than the accuracy and the boundary's tolerance explain.
    OutsideClaimed,
    /// Inside no area on file.
    OutsideSurvey,
    /// The claimed area has no boundary: inside or outside cannot be told.
    NoBoundary,
}

impl Place {
    /// Every place, in the order of the database's numbers.
    pub const ALL: [Place; 6] = [
        Place::NoFix,
        Place::InvalidFix,
        Place::InsideClaimed,
        Place::OutsideClaimed,
        Place::OutsideSurvey,
        Place::NoBoundary,
    ];

    /// The number that stands for it in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`Place::rank`] back.
    pub fn from_rank(rank: i16) -> Option<Place> {
        usize::try_from(rank)
            .ok()
            .and_then(|rank| Place::ALL.get(rank).copied())
    }

    /// The word in exports.
    pub fn code(self) -> &'static str {
        match self {
            Place::NoFix => "no_fix",
            Place::InvalidFix => "invalid_fix",
            Place::InsideClaimed => "inside_claimed",
            Place::OutsideClaimed => "outside_claimed",
            Place::OutsideSurvey => "outside_survey",
            Place::NoBoundary => "no_boundary",
        }
    }
}

/// A position in decimal degrees, WGS 84, as recorded; not yet known to be possible.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fix {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// The radius the device states, in metres; unknown is not 0.
    pub accuracy_m: Option<f64>,
}

impl Fix {
    /// Whether the position can exist at all: finite, in range, not (0, 0) and not a sentinel.
    /// A longitude of -199 is refused, never wrapped (FORMATS.md, traps).
    pub fn is_possible(&self) -> bool {
        is_possible(self.latitude, self.longitude)
    }

    /// The same position with latitude and longitude exchanged: a common export fault.
    pub fn swapped(&self) -> Fix {
        Fix {
            latitude: self.longitude,
            longitude: self.latitude,
            accuracy_m: self.accuracy_m,
        }
    }
}

fn is_possible(latitude: f64, longitude: f64) -> bool {
    latitude.is_finite()
        && longitude.is_finite()
        && latitude.abs() <= 90.0
        && longitude.abs() <= 180.0
        && !(latitude == 0.0 && longitude == 0.0)
}

/// Where the household listing recorded a household, in decimal degrees, WGS 84. Unlike a [`Fix`] it is possible, and has no
/// accuracy: forms hand on the place of a listed household, seldom how well it was known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ListingPoint {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl ListingPoint {
    /// The point, or `None` if there is no such place; (0, 0) is what tools write for none.
    pub fn at(latitude: f64, longitude: f64) -> Option<ListingPoint> {
        is_possible(latitude, longitude).then_some(ListingPoint {
            latitude,
            longitude,
        })
    }
}

/// What is known of the claimed area when a fix is judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ClaimedEdge {
    /// The claimed area has no boundary on file.
    NoBoundary,
    /// The fix lies inside, this far from the edge (metres).
    Inside(f64),
    /// The fix lies outside, this far from the edge (metres).
    Outside(f64),
}

/// Decides the place of a fix: the pure half of the stage `locate`.
///
/// `in_survey` says whether the point lies in any area on file; `tolerance_m` is the boundary's own
/// (an approximate boundary has a wide one); an unknown accuracy explains nothing and counts as 0 m.
pub fn place_of(
    fix: Option<&Fix>,
    claimed: ClaimedEdge,
    in_survey: bool,
    tolerance_m: f64,
) -> Place {
    let Some(fix) = fix else { return Place::NoFix };
    if !fix.is_possible() {
        return Place::InvalidFix;
    }
    let slack_m = fix
        .accuracy_m
        .filter(|m| m.is_finite() && *m > 0.0)
        .unwrap_or(0.0)
        + tolerance_m;
    match claimed {
        ClaimedEdge::Inside(_) => Place::InsideClaimed,
        ClaimedEdge::Outside(distance_m) if distance_m <= slack_m => Place::InsideClaimed,
        _ if !in_survey => Place::OutsideSurvey,
        ClaimedEdge::Outside(_) => Place::OutsideClaimed,
        ClaimedEdge::NoBoundary => Place::NoBoundary,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(accuracy_m: f64) -> Fix {
        Fix {
            latitude: 31.5,
            longitude: 74.3,
            accuracy_m: Some(accuracy_m),
        }
    }

    #[test]
    fn a_fix_just_within_accuracy_and_tolerance_is_inside_and_just_beyond_is_outside() {
        let judge = |distance_m| {
            place_of(
                Some(&fix(20.0)),
                ClaimedEdge::Outside(distance_m),
                true,
                100.0,
            )
        };
        assert_eq!(judge(119.9), Place::InsideClaimed);
        assert_eq!(judge(120.0), Place::InsideClaimed);
        assert_eq!(judge(120.1), Place::OutsideClaimed);
    }

    #[test]
    fn an_impossible_longitude_is_refused_and_not_wrapped() {
        let fix = Fix {
            latitude: 31.5,
            longitude: -199.06,
            accuracy_m: None,
        };
        assert_eq!(
            place_of(Some(&fix), ClaimedEdge::Inside(3.0), true, 0.0),
            Place::InvalidFix
        );
        let null_island = Fix {
            latitude: 0.0,
            longitude: 0.0,
            accuracy_m: None,
        };
        assert!(!null_island.is_possible());
        assert!(
            !Fix {
                latitude: -999_999_999.0,
                ..null_island
            }
            .is_possible()
        );
    }

    #[test]
    fn an_area_without_a_boundary_cannot_convict() {
        assert_eq!(
            place_of(Some(&fix(5.0)), ClaimedEdge::NoBoundary, true, 0.0),
            Place::NoBoundary
        );
        assert_eq!(
            place_of(Some(&fix(5.0)), ClaimedEdge::NoBoundary, false, 0.0),
            Place::OutsideSurvey
        );
        assert_eq!(
            place_of(None, ClaimedEdge::NoBoundary, false, 0.0),
            Place::NoFix
        );
    }

    #[test]
    fn every_place_reads_its_own_rank_back() {
        for place in Place::ALL {
            assert_eq!(Place::from_rank(place.rank()), Some(place));
        }
    }
}
