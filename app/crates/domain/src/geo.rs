//! Distances between two positions on the ground.

use crate::place::Fix;

/// Metres of a degree of latitude on a sphere of 6,371,008.8 m (the mean radius, IUGG).
const METRES_PER_DEGREE: f64 = 6_371_008.8 * std::f64::consts::PI / 180.0;

/// Metres east and north from `base` to another position, on the plane that touches the Earth between them.
pub fn offset_m(base: &Fix, other: &Fix) -> (f64, f64) {
    let middle = (base.latitude + other.latitude) / 2.0;
    let east_m = (other.longitude - base.longitude) * METRES_PER_DEGREE * middle.to_radians().cos();
    (east_m, (other.latitude - base.latitude) * METRES_PER_DEGREE)
}

/// Metres between two positions, on the plane that touches the Earth between them. For positions a survey day apart (below
/// 200 km) it is off by less than one in a thousand; the accuracy of a fix is coarser.
pub fn distance_m(a: &Fix, b: &Fix) -> f64 {
    let (east_m, north_m) = offset_m(a, b);
    // Metres on the earth: nothing that `hypot` would guard against.
    (north_m * north_m + east_m * east_m).sqrt()
}

/// The part of a distance that the two fixes' own accuracies cannot explain: at least 0.
pub fn certain_distance_m(a: &Fix, b: &Fix) -> f64 {
    let accuracy_m = |fix: &Fix| {
        fix.accuracy_m
            .filter(|m| m.is_finite() && *m > 0.0)
            .unwrap_or(0.0)
    };
    (distance_m(a, b) - accuracy_m(a) - accuracy_m(b)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_of_latitude_is_a_nautical_mile_and_of_longitude_half_of_it_at_60_degrees() {
        let at = |latitude, longitude| Fix {
            latitude,
            longitude,
            accuracy_m: None,
        };
        let north = distance_m(&at(31.0, 74.0), &at(31.0 + 1.0 / 60.0, 74.0));
        assert!((north - 1_853.25).abs() < 0.5, "{north}");
        let east = distance_m(&at(60.0, 74.0), &at(60.0, 74.0 + 1.0 / 60.0));
        assert!((east - 926.6).abs() < 0.5, "{east}");
    }

    #[test]
    fn accuracies_are_taken_off_and_never_make_a_distance_negative() {
        let at = |latitude, accuracy_m| Fix {
            latitude,
            longitude: 74.0,
            accuracy_m,
        };
        let far = certain_distance_m(&at(31.0, Some(100.0)), &at(31.01, Some(12.0)));
        assert!((far - (1_111.95 - 112.0)).abs() < 0.5, "{far}");
        assert_eq!(
            certain_distance_m(&at(31.0, Some(5.0)), &at(31.0, None)),
            0.0
        );
    }
}
