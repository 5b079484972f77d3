//! Where the map stands in its window: moved and scaled as a whole, never redrawn.

/// A position: `window = map × scale + (x, y)`, in CSS pixels, origin at the window's upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Motion {
    /// 1 shows the whole map.
    pub scale: f64,
    /// Shift to the right.
    pub x: f64,
    /// Shift down.
    pub y: f64,
}

/// No closer than this: beyond it the simplified lines say nothing more.
pub const MOST_SCALE: f64 = 16.0;

impl Motion {
    /// The whole map.
    pub const WHOLE: Motion = Motion {
        scale: 1.0,
        x: 0.0,
        y: 0.0,
    };

    /// Scaled by `factor` while the map's point under `at` stays where it is. `size` is the window's.
    pub fn zoomed(self, factor: f64, at: (f64, f64), size: (f64, f64)) -> Motion {
        let scale = (self.scale * factor).clamp(1.0, MOST_SCALE);
        let by = scale / self.scale;
        Motion {
            scale,
            x: at.0 - (at.0 - self.x) * by,
            y: at.1 - (at.1 - self.y) * by,
        }
        .kept_inside(size)
    }

    /// Shifted, no further than the map's edge.
    pub fn moved(self, dx: f64, dy: f64, size: (f64, f64)) -> Motion {
        Motion {
            x: self.x + dx,
            y: self.y + dy,
            ..self
        }
        .kept_inside(size)
    }

    /// Shifted so that `point` of the window lies inside it, away from the edge by a tenth where it was outside.
    pub fn showing(self, point: (f64, f64), size: (f64, f64)) -> Motion {
        let shift = |at: f64, size: f64| match at {
            at if at < 0.0 => size * 0.1 - at,
            at if at > size => size * 0.9 - at,
            _ => 0.0,
        };
        self.moved(shift(point.0, size.0), shift(point.1, size.1), size)
    }

    fn kept_inside(self, size: (f64, f64)) -> Motion {
        let keep = |at: f64, size: f64| at.clamp(size * (1.0 - self.scale), 0.0);
        Motion {
            x: keep(self.x, size.0),
            y: keep(self.y, size.1),
            ..self
        }
    }

    /// The CSS transform, in whole pixels and thousandths (formatting of floats would weigh more than all this).
    pub fn css(self) -> String {
        let thousandths = (self.scale * 1_000.0) as u32;
        format!(
            "translate({}px,{}px) scale({}.{:03})",
            self.x as i32,
            self.y as i32,
            thousandths / 1_000,
            thousandths % 1_000
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (f64, f64) = (400.0, 300.0);

    #[test]
    fn the_point_under_the_finger_stays_under_it() {
        let at = (100.0, 200.0);
        let once = Motion::WHOLE.zoomed(2.0, at, SIZE);
        let map_point = |m: Motion| ((at.0 - m.x) / m.scale, (at.1 - m.y) / m.scale);
        assert_eq!(map_point(once), at);
        let twice = once.zoomed(1.5, at, SIZE);
        assert!((map_point(twice).0 - at.0).abs() < 1e-9);
        assert!((map_point(twice).1 - at.1).abs() < 1e-9);
    }

    #[test]
    fn the_map_never_leaves_its_window() {
        assert_eq!(Motion::WHOLE.moved(50.0, -50.0, SIZE), Motion::WHOLE);
        let near = Motion::WHOLE.zoomed(2.0, (0.0, 0.0), SIZE);
        let far = near.moved(-10_000.0, 10_000.0, SIZE);
        assert_eq!((far.x, far.y), (-400.0, 0.0));
        assert_eq!(near.zoomed(0.001, (9.0, 9.0), SIZE), Motion::WHOLE);
        assert_eq!(near.zoomed(1e9, (0.0, 0.0), SIZE).scale, MOST_SCALE);
    }

    #[test]
    fn what_has_the_focus_is_brought_into_the_window_and_nothing_moves_otherwise() {
        let near = Motion::WHOLE.zoomed(4.0, (0.0, 0.0), SIZE);
        assert_eq!(near.showing((10.0, 10.0), SIZE), near);
        assert_eq!(near.showing((500.0, 10.0), SIZE).x, -140.0);
        assert_eq!(near.showing((10.0, 900.0), SIZE).y, -630.0);
    }

    #[test]
    fn a_transform_is_whole_pixels() {
        let motion = Motion {
            scale: 2.25,
            x: -10.7,
            y: 0.0,
        };
        assert_eq!(motion.css(), "translate(-10px,0px) scale(2.250)");
    }
}
