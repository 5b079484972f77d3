//! Positions rounded to a grid of about a kilometre: enough to see where in a district somebody worked, too coarse to find a door.

use crate::place::Fix;

/// The height of a row of cells, in degrees of latitude: 1,000.75 m on the mean sphere (111,195 m a degree). 20,000 rows reach from pole
/// to pole without a rest.
pub const ROW_DEGREES: f64 = 0.009;
const ROWS: f64 = 20_000.0;

/// The furthest that a rounded position lies from the true one, in metres: half the diagonal of a cell of 1,001 × 1,001 m is 708 m; beside
/// the poles, where cells are wedges of a circle, it is at most this.
pub const FURTHEST_M: f64 = 1_000.0;

/// The middle of the cell that a position lies in, without an accuracy; `None` where the position cannot be.
///
/// Row `r` = ⌊(latitude + 90) ÷ 0.009⌋ has its middle at φ = (r + ½) × 0.009 − 90. It is cut into n = max(1, round(360 × cos φ ÷ 0.009))
/// cells of 360 ÷ n degrees of longitude, which begin at −180°: as wide as they are high, whatever the latitude. Every position of a cell
/// has the same middle, and the middle has itself.
pub fn to_the_kilometre(fix: &Fix) -> Option<Fix> {
    let is_on_earth = fix.latitude.abs() <= 90.0 && fix.longitude.abs() <= 180.0;
    if !is_on_earth {
        return None;
    }
    // The pole itself lies in the last row.
    let row = ((fix.latitude + 90.0) / ROW_DEGREES)
        .floor()
        .clamp(0.0, ROWS - 1.0);
    let latitude = (row + 0.5) * ROW_DEGREES - 90.0;
    let cells = (360.0 * latitude.to_radians().cos() / ROW_DEGREES)
        .round()
        .max(1.0);
    let width = 360.0 / cells;
    // The 180th meridian is both ends of a row: it belongs to the first cell.
    let cell = ((fix.longitude + 180.0) / width).floor() % cells;
    Some(Fix {
        latitude,
        longitude: (cell + 0.5) * width - 180.0,
        accuracy_m: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(latitude: f64, longitude: f64) -> Fix {
        Fix {
            latitude,
            longitude,
            accuracy_m: Some(4.0),
        }
    }

    fn rounded(latitude: f64, longitude: f64) -> (f64, f64) {
        let fix = to_the_kilometre(&at(latitude, longitude)).expect("on earth");
        (fix.latitude, fix.longitude)
    }

    /// Metres along the great circle (haversine), which is right at the poles and across the date line too.
    fn metres((a_lat, a_lon): (f64, f64), (b_lat, b_lon): (f64, f64)) -> f64 {
        let (north, east) = (
            (b_lat - a_lat).to_radians() / 2.0,
            (b_lon - a_lon).to_radians() / 2.0,
        );
        let chord = north.sin().powi(2)
            + a_lat.to_radians().cos() * b_lat.to_radians().cos() * east.sin().powi(2);
        2.0 * 6_371_008.8 * chord.sqrt().min(1.0).asin()
    }

    #[test]
    fn a_cell_is_as_wide_as_it_is_high_at_any_latitude() {
        for latitude in [0.0, 31.5, -47.3, 60.0, 80.0] {
            let (middle, east) = rounded(latitude, 74.3);
            let cells = (360.0 * middle.to_radians().cos() / ROW_DEGREES).round();
            let (_, beside) = rounded(latitude, east + 360.0 / cells);
            let width = metres((middle, east), (middle, beside));
            assert!((width - 1_000.75).abs() < 1.0, "{latitude}: {width}");
            let (above, _) = rounded(middle + ROW_DEGREES, 74.3);
            assert!((above - middle - ROW_DEGREES).abs() < 1e-9);
        }
    }

    #[test]
    fn doors_of_one_street_have_one_position_and_the_next_village_has_another() {
        let door = rounded(31.5204, 74.3587);
        assert_eq!(rounded(31.5206, 74.3589), door);
        assert_ne!(rounded(31.5404, 74.3587), door);
        assert!(
            to_the_kilometre(&at(31.5204, 74.3587)).is_some_and(|fix| fix.accuracy_m.is_none())
        );
    }

    #[test]
    fn the_poles_and_the_date_line_have_cells_and_what_cannot_be_has_none() {
        for (latitude, longitude) in [
            (90.0, 0.0),
            (-90.0, 180.0),
            (90.0, -180.0),
            (0.0, 180.0),
            (0.0, -180.0),
            (-89.999, 12.0),
        ] {
            let middle = rounded(latitude, longitude);
            assert!(
                metres((latitude, longitude), middle) <= FURTHEST_M,
                "{middle:?}"
            );
            assert!(
                middle.0.abs() < 90.0 && middle.1.abs() < 180.0,
                "{middle:?}"
            );
        }
        assert_eq!(rounded(10.0, 180.0), rounded(10.0, -180.0));
        for (latitude, longitude) in [
            (90.1, 0.0),
            (0.0, 180.1),
            (f64::NAN, 0.0),
            (0.0, f64::INFINITY),
            (-999_999_999.0, 74.0),
        ] {
            assert_eq!(to_the_kilometre(&at(latitude, longitude)), None);
        }
    }

    proptest! {
        #[test]
        fn nothing_moves_further_than_half_a_diagonal(latitude in -80.0..=80.0_f64, longitude in -180.0..=180.0_f64) {
            let moved = metres((latitude, longitude), rounded(latitude, longitude));
            // 708 m; where a row is wider at its edge than in its middle a little more.
            prop_assert!(moved <= 709.0, "{moved}");
        }

        #[test]
        fn beside_the_poles_it_is_a_kilometre_at_most(latitude in 80.0..=90.0_f64, longitude in -180.0..=180.0_f64, south: bool) {
            let latitude = if south { -latitude } else { latitude };
            let moved = metres((latitude, longitude), rounded(latitude, longitude));
            prop_assert!(moved <= FURTHEST_M, "{moved}");
        }

        #[test]
        fn the_middle_of_a_cell_is_its_own(latitude in -90.0..=90.0_f64, longitude in -180.0..=180.0_f64) {
            let middle = rounded(latitude, longitude);
            prop_assert_eq!(rounded(middle.0, middle.1), middle);
            prop_assert_eq!(rounded(latitude, longitude), middle, "the same every time");
        }
    }
}
