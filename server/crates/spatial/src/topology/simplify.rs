//! All arcs with fewer points, and nothing on another side than before.

use super::check::Checker;
use super::thin::{Scale, thin};
use super::{METRES_PER_DEGREE, QUANTUM_DEGREES, Topology};

/// Times a tolerance is halved before an arc is kept whole.
const HALVINGS: u32 = 6;

pub(super) fn simplify(original: &Topology, tolerance_m: f64) -> Topology {
    let scale = scale_of(original);
    let mut simplified = original.clone();
    for points in &mut simplified.arcs {
        *points = thin(points, tolerance_m, scale);
    }
    let checker = Checker::new(original);
    let mut halvings = vec![0; original.arcs.len()];
    loop {
        let offenders = checker.offenders(&simplified);
        if offenders.is_empty() {
            return simplified;
        }
        for arc in offenders {
            halvings[arc] += 1;
            let tolerance_m = if halvings[arc] > HALVINGS {
                0.0
            } else {
                tolerance_m / f64::from(1 << halvings[arc])
            };
            simplified.arcs[arc] = thin(&original.arcs[arc], tolerance_m, scale);
        }
    }
}

/// Metres of a quantum at the middle latitude.
fn scale_of(topology: &Topology) -> Scale {
    let middle = topology
        .bounds()
        .map_or(0.0, |bounds| f64::midpoint(bounds.min().y, bounds.max().y));
    let north = METRES_PER_DEGREE * QUANTUM_DEGREES;
    Scale {
        x: north * middle.to_radians().cos(),
        y: north,
    }
}
