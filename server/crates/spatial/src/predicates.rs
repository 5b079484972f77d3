//! The exact questions that every answer of this crate rests on.
//!
//! **Who owns a point on an edge.** A point is judged as if it stood an infinitesimal step to the
//! east, and a far smaller step to the north, of where it is. So it never lies on an edge or a
//! vertex, and of the areas that meet there it belongs to the one immediately to the east (on an
//! edge that runs exactly east–west: to the one immediately to the north). This is a rule about
//! places, not about vertex order: neighbours may list their vertices in any order and direction,
//! and one may have more vertices on the common line than the other, as long as they are on it.

use geo::Coord;

/// Above this multiple of the permanent's size, the sign of the plain determinant is right
/// (Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997, the A bound of ORIENT2D).
const CERTAIN: f64 = 3.330_669_073_875_471_6e-16;

/// Positive when `c` lies left of the line from `a` to `b`, negative when right, zero when on it:
/// the sign is exact.
#[inline]
pub(crate) fn orientation(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> f64 {
    let left = (a.x - c.x) * (b.y - c.y);
    let right = (a.y - c.y) * (b.x - c.x);
    let determinant = left - right;
    if determinant.abs() > CERTAIN * (left.abs() + right.abs()) {
        return determinant;
    }
    exact_orientation(a, b, c)
}

#[cold]
fn exact_orientation(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> f64 {
    let point = |p: Coord<f64>| robust::Coord { x: p.x, y: p.y };
    robust::orient2d(point(a), point(b), point(c))
}

/// Whether a ray from `point` to the east crosses the edge from `a` to `b`, under the rule above.
/// The direction of the edge makes no difference.
#[inline]
pub(crate) fn ray_crosses(a: Coord<f64>, b: Coord<f64>, point: Coord<f64>) -> bool {
    let upward = b.y > point.y;
    if (a.y > point.y) == upward {
        return false;
    }
    let side = orientation(a, b, point);
    if upward { side > 0.0 } else { side < 0.0 }
}

/// Whether a ring (closed, first point repeated at the end) contains a point, by counting crossings.
pub(crate) fn ring_contains(ring: &[Coord<f64>], point: Coord<f64>) -> bool {
    ring.windows(2)
        .filter(|edge| ray_crosses(edge[0], edge[1], point))
        .count()
        % 2
        == 1
}
