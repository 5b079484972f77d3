//! What things are drawn in. plotters thinks these are colours; the backend knows them for classes.

use domain::coverage::Class;
use plotters::style::Color;
use plotters_backend::BackendColor;

/// Each ink with its CSS class, and with what tells it from the others where colour does not: in print, without a style
/// sheet, for the colour-blind.
macro_rules! inks {
    ($($name:ident $class:literal $attributes:literal;)*) => {
        /// An ink: the role of a mark in the chart.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Ink { $($name,)* }

        impl Ink {
            pub const ALL: &'static [Ink] = &[$(Ink::$name,)*];

            /// The CSS class.
            pub fn class(self) -> &'static str {
                match self { $(Ink::$name => $class,)* }
            }

            /// Presentation attributes; the style sheet is stronger.
            pub fn attributes(self) -> &'static str {
                match self { $(Ink::$name => $attributes,)* }
            }
        }
    };
}

inks! {
    // Lines.
    Grid "chart-grid" " stroke-opacity=\".2\"";
    Axis "chart-axis" " stroke-opacity=\".6\"";
    Today "chart-today" " stroke-opacity=\".6\" stroke-dasharray=\"2 3\"";
    Plan "chart-plan" " stroke-width=\"2\" stroke-dasharray=\"7 5\"";
    Complete "chart-complete" " stroke-width=\"3\" stroke-linejoin=\"round\"";
    Likely "chart-likely" " stroke-width=\"2.5\" stroke-dasharray=\"1 5\" stroke-linecap=\"round\"";
    Finish "chart-finish" " stroke-width=\"3\"";
    Halo "chart-halo" " stroke-width=\"7\" stroke-opacity=\"0\"";
    Reference "chart-reference" " stroke-width=\"3\"";
    Overall "chart-overall" " stroke-width=\"2\"";
    Limit95 "chart-limit-95" " stroke-width=\"1.5\" stroke-dasharray=\"6 4\"";
    Limit998 "chart-limit-998" " stroke-width=\"1.5\"";
    Median "chart-median" " stroke-width=\"2.5\"";
    P90 "chart-p90" " stroke-width=\"2.5\" stroke-dasharray=\"8 4\"";
    Threshold "chart-threshold" " stroke-width=\"2.5\" stroke-dasharray=\"2 3\"";
    Trend "chart-trend" " stroke-width=\"2\" stroke-linejoin=\"round\"";
    TrendPlan "chart-trend-plan" " stroke-width=\"1.5\" stroke-dasharray=\"4 3\"";
    // Filled shapes.
    Band "chart-band" " fill-opacity=\".15\"";
    PlanDot "chart-plan-dot" "";
    CompleteDot "chart-complete-dot" "";
    LikelyDot "chart-likely-dot" "";
    TrendDot "chart-trend-dot" "";
    Bar "chart-bar" " fill-opacity=\".5\"";
    BarNone "chart-bar-none" "";
    BarLow "chart-bar-low" "";
    BarMiddle "chart-bar-middle" "";
    BarHigh "chart-bar-high" "";
    BarFull "chart-bar-full" "";
    BarOver "chart-bar-over" "";
    BarUnknown "chart-bar-unknown" "";
    Bin "chart-bin" " fill-opacity=\".5\"";
    Tone1 "chart-tone-1" " fill-opacity=\".1\"";
    Tone2 "chart-tone-2" " fill-opacity=\".2\"";
    Tone3 "chart-tone-3" " fill-opacity=\".3\"";
    Tone4 "chart-tone-4" " fill-opacity=\".4\"";
    Tone5 "chart-tone-5" " fill-opacity=\".5\"";
    Zero "chart-zero" " fill-opacity=\"0\"";
    Empty "chart-empty" " stroke-opacity=\".6\"";
    // Points of a funnel, told apart by shape.
    Inside "chart-inside" "";
    Beyond95 "chart-beyond-95" "";
    Beyond998 "chart-beyond-998" "";
    // Words.
    Label "chart-label" "";
    Name "chart-name" "";
    Value "chart-value" "";
    TodayLabel "chart-today-label" "";
    PlanLabel "chart-plan-label" "";
    CompleteLabel "chart-complete-label" "";
    LikelyLabel "chart-likely-label" "";
    BeyondLabel "chart-beyond-label" "";
    MedianLabel "chart-median-label" "";
    P90Label "chart-p90-label" "";
    ThresholdLabel "chart-threshold-label" "";
    OnLow "chart-on-low" "";
    OnHigh "chart-on-high" "";
}

/// How a point of a funnel is drawn: many of them are one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A round dot: a line of no length with round ends.
    Dot,
    /// Standing on its corner, hollow.
    Diamond,
    /// Pointing upwards, filled.
    Triangle,
}

/// The tones of a heat map, from least to most.
pub(crate) const TONES: [Ink; 5] = [Ink::Tone1, Ink::Tone2, Ink::Tone3, Ink::Tone4, Ink::Tone5];

impl Ink {
    /// The ink of a bar of a class of coverage.
    pub fn of_class(class: Class) -> Ink {
        match class {
            Class::Unknown => Ink::BarUnknown,
            Class::None => Ink::BarNone,
            Class::Low => Ink::BarLow,
            Class::Middle => Ink::BarMiddle,
            Class::High => Ink::BarHigh,
            Class::Full => Ink::BarFull,
            Class::Over => Ink::BarOver,
        }
    }

    /// The class of coverage whose pattern fills the shape.
    pub fn pattern(self) -> Option<Class> {
        Class::ALL
            .into_iter()
            .find(|class| Ink::of_class(*class) == self)
    }

    /// The shape of a point, for the inks of points.
    pub fn mark(self) -> Option<Mark> {
        match self {
            Ink::Inside => Some(Mark::Dot),
            Ink::Beyond95 => Some(Mark::Diamond),
            Ink::Beyond998 => Some(Mark::Triangle),
            _ => None,
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
            assert_eq!(Ink::of(ink.to_backend_color()), Some(*ink));
        }
        assert_eq!(Ink::of(WHITE.to_backend_color()), None);
        assert_eq!(Ink::of(BLUE.to_backend_color()), None);
        let classes: HashSet<&str> = Ink::ALL.iter().map(|ink| ink.class()).collect();
        assert_eq!(classes.len(), Ink::ALL.len());
    }
}
