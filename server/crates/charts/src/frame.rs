//! The `<svg>` around a chart, and what is drawn on: lines, shapes, dots and words by pixel.

use crate::chart::{ChartError, ChartIds};
use crate::ink::Ink;
use crate::svg::{SvgBackend, push_escaped, push_pattern};
use crate::words::Letters;
use domain::coverage::Class;
use domain::lang::Lang;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoTextStyle, ShapeStyle, TextStyle};

/// A point of the picture, in pixels from the upper left.
pub(crate) type At = (i32, i32);

/// A picture up to this wide is drawn for a phone.
const NARROW_PX: u32 = 420;

/// What every picture says of itself.
pub(crate) struct Frame<'a> {
    pub ids: ChartIds<'a>,
    pub title: &'a str,
    pub description: &'a str,
    pub lang: Lang,
    pub size: (u32, u32),
    /// The classes of coverage whose patterns are used.
    pub patterns: Vec<Class>,
}

impl Frame<'_> {
    /// Draws into the frame and answers the whole `<svg>`.
    pub fn draw(
        &self,
        draw: impl FnOnce(&Canvas<'_>) -> Result<(), ChartError>,
    ) -> Result<String, ChartError> {
        let letters = Letters::of(self.lang);
        let prefix = self.pattern_prefix();
        let mut svg = self.opening(letters, &prefix);
        let canvas = Canvas {
            area: SvgBackend::new(&mut svg, self.size, &prefix).into_drawing_area(),
            letters,
            is_mirrored: self.lang == Lang::Ur,
            width: self.size.0 as i32,
        };
        let drawn = draw(&canvas);
        drop(canvas);
        drawn?;
        svg.push_str("</svg>");
        Ok(svg)
    }

    /// Nothing that could end the address of a pattern.
    fn pattern_prefix(&self) -> String {
        self.ids
            .title
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect()
    }

    fn opening(&self, letters: Letters, prefix: &str) -> String {
        let (width, height) = self.size;
        let narrow = if width <= NARROW_PX {
            " chart-narrow"
        } else {
            ""
        };
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart{narrow}\" role=\"img\" aria-labelledby=\""
        );
        push_escaped(&mut svg, self.ids.title);
        svg.push(' ');
        push_escaped(&mut svg, self.ids.description);
        // The picture runs left to right on a page that does not, or `text-anchor` would turn round and clip the words.
        svg.push_str(&format!(
            "\" lang=\"{}\" direction=\"ltr\" viewBox=\"0 0 {width} {height}\" font-size=\"{}\"><title id=\"",
            self.lang.code(),
            letters.font_px
        ));
        push_escaped(&mut svg, self.ids.title);
        svg.push_str("\">");
        push_escaped(&mut svg, self.title);
        svg.push_str("</title><desc id=\"");
        push_escaped(&mut svg, self.ids.description);
        svg.push_str("\">");
        push_escaped(&mut svg, self.description);
        svg.push_str("</desc>");
        if !self.patterns.is_empty() {
            svg.push_str("<defs>");
            for class in Class::ALL {
                if self.patterns.contains(&class) {
                    push_pattern(&mut svg, prefix, class);
                }
            }
            svg.push_str("</defs>");
        }
        svg
    }
}

/// What is drawn on.
pub(crate) struct Canvas<'a> {
    area: DrawingArea<SvgBackend<'a>, Shift>,
    pub letters: Letters,
    /// Whether keys and ranks are read from the right. Time never is.
    pub is_mirrored: bool,
    pub width: i32,
}

fn style(ink: Ink, filled: bool) -> ShapeStyle {
    ShapeStyle {
        color: ink.to_rgba(),
        filled,
        stroke_width: 1,
    }
}

impl Canvas<'_> {
    /// A line through points; nothing for fewer than two.
    pub fn line(&self, points: Vec<At>, ink: Ink) -> Result<(), ChartError> {
        if points.len() > 1 {
            self.area
                .draw(&PathElement::new(points, style(ink, false)))?;
        }
        Ok(())
    }

    /// A filled rectangle.
    pub fn rectangle(&self, upper_left: At, lower_right: At, ink: Ink) -> Result<(), ChartError> {
        self.area
            .draw(&Rectangle::new([upper_left, lower_right], style(ink, true)))?;
        Ok(())
    }

    /// A filled shape.
    pub fn shape(&self, corners: Vec<At>, ink: Ink) -> Result<(), ChartError> {
        self.area.draw(&Polygon::new(corners, style(ink, true)))?;
        Ok(())
    }

    /// A dot, or the mark of an ink of points.
    pub fn dot(&self, at: At, radius: u32, ink: Ink) -> Result<(), ChartError> {
        self.area.draw(&Circle::new(at, radius, style(ink, true)))?;
        Ok(())
    }

    /// Words, in one line.
    pub fn word(&self, text: &str, ink: Ink, at: At, h: HPos, v: VPos) -> Result<(), ChartError> {
        if text.is_empty() {
            return Ok(());
        }
        let style: TextStyle<'_> = ("sans-serif", self.letters.font_px)
            .into_text_style(&self.area)
            .color(&ink)
            .pos(Pos::new(h, v));
        Ok(self.area.draw_text(text, &style, at)?)
    }

    /// Where `x`, counted from where reading begins, is; and the side on which a word begins there.
    pub fn start_at(&self, x: i32) -> (i32, HPos) {
        if self.is_mirrored {
            (self.width - x, HPos::Right)
        } else {
            (x, HPos::Left)
        }
    }

    /// The side on which a word ends.
    pub fn end_side(&self) -> HPos {
        if self.is_mirrored {
            HPos::Left
        } else {
            HPos::Right
        }
    }
}
