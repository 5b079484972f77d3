//! The backend of plotters that writes classes instead of colours, and whole pixels.

use crate::ink::Ink;
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
    /// Charts are lines, dots and words; nothing else can be drawn.
    NotSupported,
}

impl fmt::Display for SvgError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SvgError::NotAnInk => {
                "something was drawn in a colour that is not one of the chart's inks"
            }
            SvgError::NotSupported => {
                "something was drawn that is neither a line, a dot nor a word"
            }
        })
    }
}

impl std::error::Error for SvgError {}

type Drawn = Result<(), DrawingErrorKind<SvgError>>;

/// Appends elements to a text; the caller writes the `<svg>` around them.
pub(crate) struct SvgBackend<'a> {
    pub out: &'a mut String,
    pub size: (u32, u32),
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
        Ok(())
    }

    fn draw_pixel(&mut self, _at: BackendCoord, _color: BackendColor) -> Drawn {
        UNSUPPORTED
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        _upper_left: BackendCoord,
        _bottom_right: BackendCoord,
        _style: &S,
        _fill: bool,
    ) -> Drawn {
        UNSUPPORTED
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        _corners: I,
        _style: &S,
    ) -> Drawn {
        UNSUPPORTED
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
        let Some((first, rest)) = points.split_first() else {
            return Ok(());
        };
        self.open("path", ink, " fill=\"none\" stroke=\"currentColor\"");
        push(self.out, format_args!(" d=\"M{} {}", first.0, first.1));
        let mut pen = *first;
        for &(x, y) in rest {
            match (x - pen.0, y - pen.1) {
                (dx, 0) => push(self.out, format_args!("h{dx}")),
                (0, dy) => push(self.out, format_args!("v{dy}")),
                (dx, dy) => push(self.out, format_args!("l{dx} {dy}")),
            }
            pen = (x, y);
        }
        self.out.push_str("\"/>");
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        let ink = ink(style.color())?;
        self.open("circle", ink, " fill=\"currentColor\"");
        push(
            self.out,
            format_args!(" cx=\"{}\" cy=\"{}\" r=\"{radius}\"/>", centre.0, centre.1),
        );
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let ink = ink(style.color())?;
        self.open("text", ink, " fill=\"currentColor\"");
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        // A third of the letters' height below the point centres a line of digits on it.
        let down = match style.anchor().v_pos {
            VPos::Top => " dy=\".8em\"",
            VPos::Center => " dy=\".33em\"",
            VPos::Bottom => "",
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

impl SvgBackend<'_> {
    fn open(&mut self, tag: &str, ink: Ink, plain: &str) {
        push(
            self.out,
            format_args!(
                "<{tag} class=\"{}\"{plain}{}",
                ink.class(),
                ink.attributes()
            ),
        );
    }
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

    fn backend(out: &mut String) -> SvgBackend<'_> {
        SvgBackend {
            out,
            size: (100, 100),
        }
    }

    #[test]
    fn a_real_colour_is_refused() {
        let mut out = String::new();
        let drawn = backend(&mut out).draw_line((0, 0), (1, 1), &RED.to_backend_color());
        assert!(matches!(
            drawn,
            Err(DrawingErrorKind::DrawingError(SvgError::NotAnInk))
        ));
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
        let mut out = String::new();
        backend(&mut out)
            .draw_path(path, &Ink::Complete.to_backend_color())
            .unwrap();
        assert!(out.contains("d=\"M0 0l3 3v6v-4h6\""), "{out}");
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
