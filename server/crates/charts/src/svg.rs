//! The backend of plotters that writes classes instead of colours, and whole pixels.

use crate::ink::{Ink, Mark};
use crate::words::has_urdu;
use domain::coverage::Class;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use std::fmt::{self, Write};

/// Why a drawing step was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SvgError {
    /// The colour is no [`Ink`].
    NotAnInk,
    /// Charts are lines, shapes, dots and words; nothing else can be drawn.
    NotSupported,
}

impl fmt::Display for SvgError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SvgError::NotAnInk => {
                "something was drawn in a colour that is not one of the chart's inks"
            }
            SvgError::NotSupported => {
                "something was drawn that is neither a line, a shape, a dot nor a word"
            }
        })
    }
}

impl std::error::Error for SvgError {}

type Drawn = Result<(), DrawingErrorKind<SvgError>>;

/// Appends elements to a text; the caller writes the `<svg>` around them. Rectangles and points of one ink that follow each
/// other are one path: a heat map is seven elements, five thousand points are three.
pub(crate) struct SvgBackend<'a> {
    out: &'a mut String,
    size: (u32, u32),
    /// What the ids of patterns begin with.
    patterns: &'a str,
    /// The ink of the path that is not closed yet.
    open: Option<Ink>,
}

impl<'a> SvgBackend<'a> {
    pub fn new(out: &'a mut String, size: (u32, u32), patterns: &'a str) -> SvgBackend<'a> {
        SvgBackend {
            out,
            size,
            patterns,
            open: None,
        }
    }

    /// Begins an element, after closing the one that is open.
    fn begin(&mut self, tag: &str, ink: Ink, plain: &str) {
        self.close();
        push(
            self.out,
            format_args!(
                "<{tag} class=\"{}\"{plain}{}",
                ink.class(),
                ink.attributes()
            ),
        );
    }

    /// Goes on with the path of this ink, or begins it.
    fn extend(&mut self, ink: Ink) {
        if self.open == Some(ink) {
            return;
        }
        match (ink.pattern(), ink.mark()) {
            (Some(class), _) => {
                self.begin("path", ink, " stroke=\"currentColor\"");
                push(
                    self.out,
                    format_args!(" fill=\"url(#{}-{})\"", self.patterns, class.code()),
                );
            }
            (_, Some(Mark::Dot)) => self.begin(
                "path",
                ink,
                " fill=\"none\" stroke=\"currentColor\" stroke-width=\"5\" stroke-linecap=\"round\"",
            ),
            (_, Some(Mark::Diamond)) => self.begin(
                "path",
                ink,
                " fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"",
            ),
            _ => self.begin("path", ink, " fill=\"currentColor\""),
        }
        self.out.push_str(" d=\"");
        self.open = Some(ink);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.out.push_str("\"/>");
        }
    }

    /// Appends a path's way; the pen is where the last way ended.
    fn way(&mut self, points: &[BackendCoord], is_closed: bool) {
        let Some((first, rest)) = points.split_first() else {
            return;
        };
        push(self.out, format_args!("M{} {}", first.0, first.1));
        let mut pen = *first;
        for &(x, y) in rest {
            match (x - pen.0, y - pen.1) {
                (dx, 0) => push(self.out, format_args!("h{dx}")),
                (0, dy) => push(self.out, format_args!("v{dy}")),
                (dx, dy) => push(self.out, format_args!("l{dx} {dy}")),
            }
            pen = (x, y);
        }
        if is_closed {
            self.out.push('z');
        }
    }
}

impl Drop for SvgBackend<'_> {
    fn drop(&mut self) {
        self.close();
    }
}

fn ink(color: BackendColor) -> Result<Ink, DrawingErrorKind<SvgError>> {
    Ink::of(color).ok_or(DrawingErrorKind::DrawingError(SvgError::NotAnInk))
}

const UNSUPPORTED: Drawn = Err(DrawingErrorKind::DrawingError(SvgError::NotSupported));

impl DrawingBackend for SvgBackend<'_> {
    type ErrorType = SvgError;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        self.close();
        Ok(())
    }

    fn draw_pixel(&mut self, _at: BackendCoord, _color: BackendColor) -> Drawn {
        UNSUPPORTED
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        if !fill {
            return UNSUPPORTED;
        }
        self.extend(ink(style.color())?);
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        self.way(&corners, true);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        self.extend(ink(style.color())?);
        self.way(&without_needless(corners), true);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let ink = ink(style.color())?;
        let points = without_needless(path);
        if points.is_empty() {
            return Ok(());
        }
        self.begin("path", ink, " fill=\"none\" stroke=\"currentColor\"");
        self.out.push_str(" d=\"");
        self.way(&points, false);
        self.out.push_str("\"/>");
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        let ink = ink(style.color())?;
        let Some(mark) = ink.mark() else {
            self.begin("circle", ink, " fill=\"currentColor\"");
            push(
                self.out,
                format_args!(" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"),
            );
            return Ok(());
        };
        self.extend(ink);
        match mark {
            Mark::Dot => push(self.out, format_args!("M{x} {y}h0")),
            Mark::Diamond => push(self.out, format_args!("M{x} {}l5 5-5 5-5-5z", y - 5)),
            Mark::Triangle => push(self.out, format_args!("M{x} {}l6 10h-12z", y - 6)),
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let ink = ink(style.color())?;
        self.begin("text", ink, " fill=\"currentColor\"");
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        // A third of the letters' height below the point centres a line of digits on it. Nastaliq hangs from above.
        let down = match (style.anchor().v_pos, has_urdu(text)) {
            (VPos::Top, false) => " dy=\".8em\"",
            (VPos::Top, true) => " dy=\"1.35em\"",
            (VPos::Center, false) => " dy=\".33em\"",
            (VPos::Center, true) => " dy=\".2em\"",
            (VPos::Bottom, _) => "",
        };
        push(
            self.out,
            format_args!(" x=\"{}\" y=\"{}\"{anchor}{down}>", at.0, at.1),
        );
        push_escaped(self.out, text);
        self.out.push_str("</text>");
        Ok(())
    }
}

/// Appends the pattern of a class of coverage: the map's colour and marks, under an id of this picture, so that it is there
/// on a page without a map too.
pub(crate) fn push_pattern(out: &mut String, prefix: &str, class: Class) {
    let code = class.code();
    let marks = match class {
        Class::None => "M6 6h1",
        Class::Low => "M2 2h1M8 8h1",
        Class::Middle => "M0 6h12",
        Class::High => "M0 3h12M0 9h12",
        Class::Full => "",
        Class::Over => "M0 12L12 0M0 0l12 12",
        Class::Unknown => "M0 12L12 0M-3 3l6-6M9 15l6-6",
    };
    push(
        out,
        format_args!(
            "<pattern id=\"{prefix}-{code}\" class=\"p p-{code}\" width=\"12\" height=\"12\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"scale(.6)\"><rect width=\"12\" height=\"12\" fill=\"none\"/><path d=\"{marks}\" \
             stroke=\"currentColor\"/></pattern>"
        ),
    );
}

/// Writing into a `String` cannot fail.
fn push(out: &mut String, what: fmt::Arguments<'_>) {
    let _ = out.write_fmt(what);
}

/// Appends text so that it can be nothing but text, in elements and in attributes.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // XML knows no control characters but these.
            c if c.is_control() && !matches!(c, '\t' | '\n') => {}
            c => out.push(c),
        }
    }
}

/// Leaves out points that change nothing: repeated ones, and those on the straight line between their neighbours.
fn without_needless(path: impl IntoIterator<Item = BackendCoord>) -> Vec<BackendCoord> {
    let mut kept: Vec<BackendCoord> = Vec::new();
    for point in path {
        if kept.last() == Some(&point) {
            continue;
        }
        if let [.., a, b] = kept[..] {
            let (first, second) = ((b.0 - a.0, b.1 - a.1), (point.0 - b.0, point.1 - b.1));
            let straight = i64::from(first.0) * i64::from(second.1)
                == i64::from(first.1) * i64::from(second.0);
            let onwards = i64::from(first.0) * i64::from(second.0)
                + i64::from(first.1) * i64::from(second.1)
                > 0;
            if straight && onwards {
                kept.pop();
            }
        }
        kept.push(point);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::style::{Color, RED};

    fn drawn(draw: impl FnOnce(&mut SvgBackend<'_>)) -> String {
        let mut out = String::new();
        draw(&mut SvgBackend::new(&mut out, (100, 100), "t"));
        out
    }

    #[test]
    fn a_real_colour_is_refused() {
        let out = drawn(|backend| {
            let line = backend.draw_line((0, 0), (1, 1), &RED.to_backend_color());
            assert!(matches!(
                line,
                Err(DrawingErrorKind::DrawingError(SvgError::NotAnInk))
            ));
            assert!(
                backend
                    .draw_rect((0, 0), (1, 1), &RED.to_backend_color(), true)
                    .is_err()
            );
        });
        assert_eq!(out, "");
    }

    #[test]
    fn points_on_a_straight_line_are_left_out_and_turns_are_kept() {
        let path = [
            (0, 0),
            (1, 1),
            (2, 2),
            (2, 2),
            (3, 3),
            (3, 9),
            (3, 5),
            (9, 5),
        ];
        assert_eq!(
            without_needless(path),
            [(0, 0), (3, 3), (3, 9), (3, 5), (9, 5)]
        );
        let out = drawn(|backend| {
            let complete = Ink::Complete.to_backend_color();
            backend.draw_path(path, &complete).unwrap();
        });
        assert!(out.contains("d=\"M0 0l3 3v6v-4h6\""), "{out}");
    }

    #[test]
    fn shapes_of_one_ink_that_follow_each_other_are_one_path() {
        let out = drawn(|backend| {
            for x in [1, 4] {
                let ink = Ink::Inside.to_backend_color();
                backend.draw_circle((x, 2), 3, &ink, true).unwrap();
            }
            for x in [0, 20] {
                let ink = Ink::BarLow.to_backend_color();
                backend.draw_rect((x, 0), (x + 9, 5), &ink, true).unwrap();
            }
        });
        assert!(out.contains("d=\"M1 2h0M4 2h0\"/>"), "{out}");
        assert!(
            out.ends_with(" fill=\"url(#t-low)\" d=\"M0 0h9v5h-9zM20 0h9v5h-9z\"/>"),
            "{out}"
        );
    }

    #[test]
    fn text_cannot_become_markup() {
        let mut out = String::new();
        push_escaped(&mut out, "</title><script a=\"b\" c='d'>&\u{0}");
        assert_eq!(
            out,
            "&lt;/title&gt;&lt;script a=&quot;b&quot; c=&#39;d&#39;&gt;&amp;"
        );
    }
}
