//! Just enough geometry to put people inside polygons.

/// Longitude and latitude in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    pub lon: f64,
    pub lat: f64,
}

/// Metres in a degree of latitude, near enough for Punjab (WGS 84 at 31° N: 110,862 m).
pub(crate) const METRES_PER_DEGREE: f64 = 110_862.0;

impl Point {
    /// The point this many metres to the east and north.
    pub fn moved(self, east_m: f64, north_m: f64) -> Point {
        Point {
            lon: self.lon + east_m / (METRES_PER_DEGREE * shrink(self.lat)),
            lat: self.lat + north_m / METRES_PER_DEGREE,
        }
    }

    /// Latitude and longitude in whole millionths of a degree.
    pub fn rounded(self) -> (i32, i32) {
        (
            (self.lat * 1e6).round() as i32,
            (self.lon * 1e6).round() as i32,
        )
    }

    /// Metres to another point, on a flat sheet: right within 1 % over a tehsil.
    pub fn distance_m(self, other: Point) -> f64 {
        let east = (self.lon - other.lon) * METRES_PER_DEGREE * shrink(self.lat);
        let north = (self.lat - other.lat) * METRES_PER_DEGREE;
        (east * east + north * north).sqrt()
    }
}

/// A degree of longitude ÷ a degree of latitude: the cosine of the latitude as a series
/// (exact to 1e-6 below 40°), because the library's cosine may differ between systems in its last digit.
fn shrink(lat: f64) -> f64 {
    let x = lat * (std::f64::consts::PI / 180.0);
    let x2 = x * x;
    1.0 - x2 / 2.0 * (1.0 - x2 / 12.0 * (1.0 - x2 / 30.0 * (1.0 - x2 / 56.0)))
}

/// A polygon: the outer ring, then holes. Rings are closed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Polygon(pub Vec<Vec<Point>>);

impl Polygon {
    /// Whether the point lies inside, by crossing parity over all rings.
    pub fn contains(&self, point: Point) -> bool {
        let mut inside = false;
        for ring in &self.0 {
            for edge in ring.windows(2) {
                let (a, b) = (edge[0], edge[1]);
                if (a.lat > point.lat) != (b.lat > point.lat)
                    && point.lon < (b.lon - a.lon) * (point.lat - a.lat) / (b.lat - a.lat) + a.lon
                {
                    inside = !inside;
                }
            }
        }
        inside
    }

    /// South-west and north-east corners of the box around the outer ring.
    pub fn bounds(&self) -> (Point, Point) {
        let start = Point {
            lon: f64::MAX,
            lat: f64::MAX,
        };
        let end = Point {
            lon: f64::MIN,
            lat: f64::MIN,
        };
        self.0
            .first()
            .into_iter()
            .flatten()
            .fold((start, end), |(low, high), p| {
                (
                    Point {
                        lon: low.lon.min(p.lon),
                        lat: low.lat.min(p.lat),
                    },
                    Point {
                        lon: high.lon.max(p.lon),
                        lat: high.lat.max(p.lat),
                    },
                )
            })
    }

    /// Area of the outer ring in square metres, on a flat sheet.
    pub fn area_m2(&self) -> f64 {
        let Some(ring) = self.0.first() else {
            return 0.0;
        };
        let doubled: f64 = ring
            .windows(2)
            .map(|e| e[0].lon * e[1].lat - e[1].lon * e[0].lat)
            .sum();
        let lat = ring.first().map_or(0.0, |p| p.lat);
        doubled.abs() / 2.0 * METRES_PER_DEGREE * METRES_PER_DEGREE * shrink(lat)
    }

    /// The middle of the outer ring's corners.
    pub fn middle(&self) -> Point {
        let ring = self.0.first().map_or(&[][..], Vec::as_slice);
        let n = ring.len().max(1) as f64;
        Point {
            lon: ring.iter().map(|p| p.lon).sum::<f64>() / n,
            lat: ring.iter().map(|p| p.lat).sum::<f64>() / n,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> Polygon {
        let ring = |low: f64, high: f64| {
            [
                (low, low),
                (high, low),
                (high, high),
                (low, high),
                (low, low),
            ]
            .map(|(lon, lat)| Point { lon, lat })
            .to_vec()
        };
        Polygon(vec![ring(30.0, 31.0), ring(30.4, 30.6)])
    }

    #[test]
    fn a_point_in_the_hole_is_not_inside() {
        let inside = |lon, lat| square().contains(Point { lon, lat });
        assert!(inside(30.1, 30.1) && inside(30.9, 30.5));
        assert!(!inside(30.5, 30.5) && !inside(29.9, 30.5) && !inside(30.5, 31.1));
    }

    #[test]
    fn moving_and_measuring_agree() {
        let start = Point {
            lon: 74.3,
            lat: 31.5,
        };
        let there = start.moved(300.0, -400.0);
        assert!((start.distance_m(there) - 500.0).abs() < 0.1);
        assert!((shrink(31.5) - 31.5_f64.to_radians().cos()).abs() < 1e-6);
    }
}
