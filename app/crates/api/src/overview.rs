//! The page that leadership decides from: the state of an area, and of the areas below it.

use crate::coverage::{AreaRef, CoverageView};
use domain::coverage::Summary;
use domain::disclosure::Disclosed;
use domain::forecast::Forecast;
use domain::measures::{Measure, Value};
use domain::standing::{LagReason, Standing};

/// A measure with its value; `None` where there is nothing to measure it of.
pub type Measured = (Measure, Option<Disclosed<Value>>);

/// The state of an area.
#[derive(Clone, Debug)]
pub struct OverviewView {
    /// Coverage of the same area: numbers, map and chart.
    pub coverage: CoverageView,
    /// The card, in its order.
    pub card: Vec<Measured>,
    /// Days of the plan ahead; negative is behind.
    pub days_ahead: Option<i32>,
    /// When it will be finished.
    pub forecast: Forecast,
    /// Where work has stopped in so much that no day can be told: when the rest will be finished.
    pub forecast_of_rest: Option<Forecast>,
    /// How many of the areas below stand how, the worst first; those with none left out.
    pub standings: Vec<(Standing, u32)>,
    /// The areas below, the one that is furthest behind first.
    pub ranked: Vec<Ranked>,
    /// Whether small numbers are held back from the caller.
    pub holds_back: bool,
    /// Since when newer figures of quality cannot be read, in the survey's zone, if they cannot.
    pub failing_since: Option<String>,
    /// The latest receipt in the figures of quality, in the survey's zone.
    pub quality_as_of: Option<String>,
}

/// An area below, as it stands.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// The area.
    pub area: AreaRef,
    /// Its numbers.
    pub summary: Summary,
    /// How it stands.
    pub standing: Standing,
    /// Days of the plan ahead; negative is behind.
    pub days_ahead: Option<i32>,
    /// What in the numbers could be why it lags; empty where it does not.
    pub reasons: Vec<LagReason>,
    /// Further measures, in the order of [`RANKED_MEASURES`].
    pub measured: Vec<Option<Disclosed<Value>>>,
}

/// The measures that stand beside each area below.
pub const RANKED_MEASURES: [Measure; 3] =
    [Measure::WeekChange, Measure::Silent, Measure::SevereOpen];

/// The measures of the card, in its order.
pub const CARD: [Measure; 9] = [
    Measure::Target,
    Measure::Complete,
    Measure::Expected,
    Measure::Schedule,
    Measure::Active,
    Measure::SevereOpen,
    Measure::GpsExceptions,
    Measure::Silent,
    Measure::WeekChange,
];
