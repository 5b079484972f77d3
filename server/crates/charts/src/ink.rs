//! What things are drawn in. plotters thinks these are colours; the backend knows them for classes.

use plotters::style::Color;
use plotters_backend::BackendColor;

/// An ink: the role of a mark in the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Grid,
    Axis,
    Today,
    Plan,
    Complete,
    PlanDot,
    CompleteDot,
    Label,
    TodayLabel,
    PlanLabel,
    CompleteLabel,
}

impl Ink {
    const ALL: [Ink; 11] = [
        Ink::Grid,
        Ink::Axis,
        Ink::Today,
        Ink::Plan,
        Ink::Complete,
        Ink::PlanDot,
        Ink::CompleteDot,
        Ink::Label,
        Ink::TodayLabel,
        Ink::PlanLabel,
        Ink::CompleteLabel,
    ];

    /// The CSS class.
    pub fn class(self) -> &'static str {
        match self {
            Ink::Grid => "chart-grid",
            Ink::Axis => "chart-axis",
            Ink::Today => "chart-today",
            Ink::Plan => "chart-plan",
            Ink::Complete => "chart-complete",
            Ink::PlanDot => "chart-plan-dot",
            Ink::CompleteDot => "chart-complete-dot",
            Ink::Label => "chart-label",
            Ink::TodayLabel => "chart-today-label",
            Ink::PlanLabel => "chart-plan-label",
            Ink::CompleteLabel => "chart-complete-label",
        }
    }

    /// What tells it from the others where colour does not: in print, without a style sheet, for the colour-blind.
    pub fn attributes(self) -> &'static str {
        match self {
            Ink::Grid => " stroke-opacity=\".2\"",
            Ink::Axis | Ink::Today => " stroke-opacity=\".6\"",
            Ink::Plan => " stroke-width=\"2\" stroke-dasharray=\"7 5\"",
            Ink::Complete => " stroke-width=\"3\" stroke-linejoin=\"round\"",
            _ => "",
        }
    }

    /// Reads back what [`Ink::to_backend_color`] made; `None` for a real colour.
    pub fn of(color: BackendColor) -> Option<Ink> {
        match color.rgb {
            (index, 0, 0) => Ink::ALL.get(usize::from(index)).copied(),
            _ => None,
        }
    }
}

impl Color for Ink {
    fn to_backend_color(&self) -> BackendColor {
        BackendColor {
            alpha: 1.0,
            rgb: (*self as u8, 0, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::style::{BLUE, WHITE};
    use std::collections::HashSet;

    #[test]
    fn every_ink_is_read_back_and_no_real_colour_is_an_ink() {
        for ink in Ink::ALL {
            assert_eq!(Ink::of(ink.to_backend_color()), Some(ink));
        }
        assert_eq!(Ink::of(WHITE.to_backend_color()), None);
        assert_eq!(Ink::of(BLUE.to_backend_color()), None);
        let classes: HashSet<&str> = Ink::ALL.map(Ink::class).into();
        assert_eq!(classes.len(), Ink::ALL.len());
    }
}
