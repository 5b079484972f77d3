//! Lines over evenly spaced points, with gaps where nothing is known.

use crate::axis::Plane;
use crate::chart::ChartError;
use crate::frame::{At, Canvas};
use crate::ink::Ink;

/// Draws a line in pieces, one from gap to gap, of `most` points or a few more: others would not be seen. A point alone
/// between gaps has no line. Answers where it ends.
pub(crate) fn line(
    canvas: &Canvas<'_>,
    plane: &Plane,
    values: &[Option<f64>],
    most: usize,
    ink: Ink,
) -> Result<Option<At>, ChartError> {
    let step = values.len().div_ceil(most).max(1);
    let mut end = None;
    let mut start = 0;
    while start < values.len() {
        let piece = values[start..].iter().map_while(|value| *value);
        let length = piece.clone().count();
        let points: Vec<At> = piece
            .enumerate()
            .filter(|(n, _)| n % step == 0 || *n + 1 == length)
            .map(|(n, value)| plane.at((start + n) as f64, value))
            .collect();
        end = points.last().copied().or(end);
        canvas.line(points, ink)?;
        start += length + 1;
    }
    Ok(end)
}
