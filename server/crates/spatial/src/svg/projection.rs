//! Longitude and latitude → pixels.

use geo::{Coord, Rect};

/// Metres of a degree of latitude on a sphere with the Earth's mean radius (6,371,008.8 m).
const METRES_PER_DEGREE: f64 = 111_195.080_233_532_9;

/// Equirectangular with the scale true along the middle latitude: x grows with longitude × cosine of
/// the middle latitude, y with latitude downwards. Over Punjab (27.7° to 34.0° north) distances to
/// the east are up to 3.6 % wrong at the northern and southern ends, and nothing else is.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    west: f64,
    north: f64,
    pixels_per_degree: Coord<f64>,
    width: u32,
    height: u32,
}

impl Projection {
    /// The box `bounds` (degrees), `width` pixels wide. No box, or one without width: a square of
    /// a degree. At most 30,000 pixels each way.
    pub fn fit(bounds: Option<Rect<f64>>, width: u32) -> Self {
        const MOST_PIXELS: u32 = 30_000;
        let width = width.clamp(1, MOST_PIXELS);
        let bounds = bounds
            .filter(|bounds| bounds.width() > 0.0)
            .unwrap_or_else(|| Rect::new(Coord { x: 0.0, y: 0.0 }, Coord { x: 1.0, y: 1.0 }));
        let middle = f64::midpoint(bounds.min().y, bounds.max().y);
        let across = f64::from(width) / bounds.width();
        let up = across / middle.to_radians().cos().max(1e-3);
        Self {
            west: bounds.min().x,
            north: bounds.max().y,
            pixels_per_degree: Coord { x: across, y: up },
            width,
            height: ((bounds.height() * up).ceil() as u32).clamp(1, MOST_PIXELS),
        }
    }

    /// Width of the view box in pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height of the view box in pixels.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Where a place is, in pixels from the north-west corner.
    pub fn project(&self, lon: f64, lat: f64) -> (f64, f64) {
        (
            (lon - self.west) * self.pixels_per_degree.x,
            (self.north - lat) * self.pixels_per_degree.y,
        )
    }

    /// Size of a pixel in metres: a good tolerance for [`crate::Topology::simplify`].
    pub fn metres_per_pixel(&self) -> f64 {
        METRES_PER_DEGREE / self.pixels_per_degree.y
    }

    pub(super) fn pixel(&self, at: Coord<f64>) -> (i32, i32) {
        let (x, y) = self.project(at.x, at.y);
        // Far outside the box is far enough: differences must stay whole numbers of 32 bits.
        let whole = |value: f64| value.clamp(-1e8, 1e8).round() as i32;
        (whole(x), whole(y))
    }
}
