//! Keys over a picture: how a mark looks and what it means, in as many lines as they need.

use crate::chart::ChartError;
use crate::frame::{At, Canvas};
use crate::ink::Ink;
use crate::words::Letters;
use plotters::style::text_anchor::VPos;

/// The width of a mark in a key.
const MARK_PX: i32 = 22;
/// Between mark and word.
const GAP_PX: i32 = 6;
/// Between keys.
const APART_PX: i32 = 18;

/// How a key's mark is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// A level line.
    Line(Ink),
    /// An upright line, as tall as a bar.
    Upright(Ink),
    /// A point.
    Point(Ink),
    /// A filled field.
    Field(Ink),
    /// The short dash of a field without a figure.
    Dash(Ink),
    /// A level line with upright ends.
    Bracket(Ink),
}

/// A key with its place: line, and distance from where reading begins.
struct Placed<'k> {
    sign: Sign,
    word: std::borrow::Cow<'k, str>,
    line: i32,
    start: i32,
}

/// Keys, laid out for a width.
pub(crate) struct Legend<'k> {
    placed: Vec<Placed<'k>>,
    lines: i32,
}

impl<'k> Legend<'k> {
    /// Lays the keys out. Keys without a word are left out.
    pub fn new(letters: Letters, width: i32, keys: &[(Sign, &'k str)]) -> Legend<'k> {
        let mut placed = Vec::new();
        let (mut line, mut start) = (0, 2);
        for (sign, word) in keys.iter().filter(|(_, word)| !word.is_empty()) {
            let word = letters.fit(word, width - MARK_PX - GAP_PX - 4);
            let needed = MARK_PX + GAP_PX + letters.width(&word);
            if start > 2 && start + needed > width - 2 {
                (line, start) = (line + 1, 2);
            }
            placed.push(Placed {
                sign: *sign,
                word,
                line,
                start,
            });
            start += needed + APART_PX;
        }
        let lines = if placed.is_empty() { 0 } else { line + 1 };
        Legend { placed, lines }
    }

    /// The room it takes.
    pub fn height_px(&self, letters: Letters) -> i32 {
        self.lines * (letters.line_px + 2)
    }

    /// Draws it from `top` downwards.
    pub fn draw(&self, canvas: &Canvas<'_>, top: i32) -> Result<(), ChartError> {
        let letters = canvas.letters;
        for key in &self.placed {
            let base = top + key.line * (letters.line_px + 2) + letters.above_px + 1;
            let middle = base - 4;
            let ends = [key.start, key.start + MARK_PX].map(|x| canvas.start_at(x).0);
            let (left, right) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
            let centre = (left + right) / 2;
            match key.sign {
                Sign::Line(ink) => canvas.line(vec![(left, middle), (right, middle)], ink)?,
                Sign::Upright(ink) => {
                    canvas.line(vec![(centre, middle - 7), (centre, middle + 7)], ink)?;
                }
                Sign::Point(ink) => canvas.dot((centre, middle), 3, ink)?,
                Sign::Field(ink) => {
                    canvas.rectangle((left, middle - 7), (right, middle + 7), ink)?;
                }
                Sign::Dash(ink) => {
                    canvas.rectangle((centre - 3, middle), (centre + 3, middle + 1), ink)?;
                }
                Sign::Bracket(ink) => canvas.line(bracket((left, middle), right, true), ink)?,
            }
            let (x, side) = canvas.start_at(key.start + MARK_PX + GAP_PX);
            canvas.word(&key.word, Ink::Label, (x, base), side, VPos::Bottom)?;
        }
        Ok(())
    }
}

/// The way of a level line with an upright end, or two.
pub(crate) fn bracket((left, y): At, right: i32, is_closed: bool) -> Vec<At> {
    const END_PX: i32 = 6;
    let mut way = vec![
        (left, y - END_PX),
        (left, y + END_PX),
        (left, y),
        (right, y),
    ];
    if is_closed {
        way.extend([(right, y - END_PX), (right, y + END_PX)]);
    }
    way
}
