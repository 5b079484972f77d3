//! Axes: from figures to pixels, lines at round numbers with their labels, and the names of what is counted.

use crate::chart::ChartError;
use crate::frame::{At, Canvas};
use crate::ink::Ink;
use crate::words::Letters;
use plotters::coord::CoordTranslate;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::style::text_anchor::{HPos, VPos};
use std::ops::Range;

/// Between an axis and its labels.
const GAP_PX: i32 = 8;

/// The part of the picture between the axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Inner {
    pub left: i32,
    pub top: i32,
    pub right: i32,
    pub bottom: i32,
}

/// Figures on that part.
pub(crate) struct Plane {
    map: Cartesian2d<RangedCoordf64, RangedCoordf64>,
    pub inner: Inner,
}

impl Plane {
    pub fn new(inner: Inner, x: Range<f64>, y: Range<f64>) -> Plane {
        Plane {
            map: Cartesian2d::new(x, y, (inner.left..inner.right, inner.bottom..inner.top)),
            inner,
        }
    }

    /// Where a pair of figures is.
    pub fn at(&self, x: f64, y: f64) -> At {
        self.map.translate(&(x, y))
    }
}

/// A place on an axis with what it is called.
pub(crate) struct Tick {
    pub value: f64,
    pub text: String,
}

/// The room for the labels of an upright axis.
pub(crate) fn room_px(letters: Letters, ticks: &[Tick]) -> i32 {
    let widest = ticks.iter().map(|tick| letters.width(&tick.text)).max();
    widest.unwrap_or(0) + GAP_PX + 2
}

/// The room under the plane: the labels, and the axis's name under them.
pub(crate) fn foot_px(letters: Letters) -> i32 {
    GAP_PX + 16 + letters.line_px
}

/// The room over the plane: the name of the upright axis.
pub(crate) fn head_px(letters: Letters) -> i32 {
    letters.line_px + GAP_PX + 2
}

/// Level lines at round numbers, with labels to the left; the line at 0 is the axis.
pub(crate) fn level_lines(
    canvas: &Canvas<'_>,
    plane: &Plane,
    ticks: &[Tick],
) -> Result<(), ChartError> {
    let Inner { left, right, .. } = plane.inner;
    for tick in ticks {
        let ink = if tick.value == 0.0 {
            Ink::Axis
        } else {
            Ink::Grid
        };
        let (_, y) = plane.at(0.0, tick.value);
        canvas.line(vec![(left, y), (right, y)], ink)?;
        let at = (left - GAP_PX, y);
        canvas.word(&tick.text, Ink::Label, at, HPos::Right, VPos::Center)?;
    }
    Ok(())
}

/// Labels under the plane. Those that would lie on the one before are left out; the last is always there.
pub(crate) fn labels_below(
    canvas: &Canvas<'_>,
    inner: Inner,
    labels: &[(i32, String)],
) -> Result<(), ChartError> {
    let letters = canvas.letters;
    let Some(last) = labels.len().checked_sub(1) else {
        return Ok(());
    };
    let span = |(x, text): &(i32, String)| {
        let width = letters.width(text);
        // Words stay within the picture.
        let middle = (*x).clamp(
            width / 2 + 1,
            (canvas.width - width / 2 - 1).max(width / 2 + 1),
        );
        (middle, middle - width / 2, middle + width / 2)
    };
    let last_from = span(&labels[last]).1;
    let mut free_from = i32::MIN;
    for (index, label) in labels.iter().enumerate() {
        let (middle, from, to) = span(label);
        if index == last || (from > free_from && to + GAP_PX < last_from) {
            let at = (middle, inner.bottom + GAP_PX);
            canvas.word(&label.1, Ink::Label, at, HPos::Center, VPos::Top)?;
            free_from = to + GAP_PX;
        }
    }
    Ok(())
}

/// The names of the axes: over the upright one, and at the right under the level one.
pub(crate) fn names(
    canvas: &Canvas<'_>,
    inner: Inner,
    upright: &str,
    level: &str,
) -> Result<(), ChartError> {
    let letters = canvas.letters;
    canvas.word(
        &letters.fit(upright, canvas.width - 4),
        Ink::Label,
        (2, inner.top - GAP_PX - letters.below_px),
        HPos::Left,
        VPos::Bottom,
    )?;
    canvas.word(
        &letters.fit(level, canvas.width - 4),
        Ink::Label,
        (
            canvas.width - 2,
            inner.bottom + GAP_PX + 16 + letters.above_px,
        ),
        HPos::Right,
        VPos::Bottom,
    )
}

/// Moves places apart, as little downwards as need be and then upwards from `bottom`; in the order given.
pub(crate) fn spread(wanted: &[i32], apart: i32, bottom: i32) -> Vec<i32> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|index| wanted[*index]);
    let mut places = wanted.to_vec();
    for pair in order.windows(2) {
        places[pair[1]] = places[pair[1]].max(places[pair[0]] + apart);
    }
    let mut lowest = bottom;
    for index in order.iter().rev() {
        places[*index] = places[*index].min(lowest);
        lowest = places[*index] - apart;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn names_keep_apart_and_above_the_bottom() {
        assert_eq!(spread(&[50, 10], 18, 100), [50, 10]);
        assert_eq!(spread(&[50, 52, 51], 18, 200), [50, 86, 68]);
        assert_eq!(spread(&[95, 96], 18, 100), [82, 100]);
        assert_eq!(spread(&[], 18, 100), [0; 0]);
    }
}
