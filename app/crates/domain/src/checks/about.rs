//! What a check says of itself: everything that a page, a setting and `docs/checks.md` need to know.

use crate::text::Text;
use serde::{Deserialize, Serialize};

/// What a check looks at, and a part of the risk score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// When the device says it was.
    Clock,
    /// Where.
    Place,
    /// How fast, how long, how many.
    Pace,
    /// What was answered.
    Content,
    /// Who, with which device, which household.
    Identity,
}

impl Family {
    /// Every family.
    pub const ALL: [Family; 5] = [
        Family::Clock,
        Family::Place,
        Family::Pace,
        Family::Content,
        Family::Identity,
    ];

    /// The word in addresses and files.
    pub fn code(self) -> &'static str {
        match self {
            Family::Clock => "clock",
            Family::Place => "place",
            Family::Pace => "pace",
            Family::Content => "content",
            Family::Identity => "identity",
        }
    }
}

/// How much a finding weighs. It orders the work; it never convicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know beside others.
    Info,
    /// Somebody should look.
    Review,
    /// Somebody should look first.
    Severe,
}

impl Severity {
    /// Every severity, from the least.
    pub const ALL: [Severity; 3] = [Severity::Info, Severity::Review, Severity::Severe];

    /// The word in addresses and files.
    pub fn code(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Review => "review",
            Severity::Severe => "severe",
        }
    }

    /// Reads [`Severity::code`] back.
    pub fn from_code(code: &str) -> Option<Severity> {
        Severity::ALL
            .into_iter()
            .find(|severity| severity.code() == code)
    }

    /// The number in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`Severity::rank`] back.
    pub fn from_rank(rank: i16) -> Option<Severity> {
        usize::try_from(rank)
            .ok()
            .and_then(|rank| Severity::ALL.get(rank).copied())
    }
}

/// What a threshold is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Metres.
    Metres,
    /// Kilometres an hour.
    KmPerHour,
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Minutes after midnight, local time.
    MinuteOfDay,
    /// Per cent.
    Percent,
    /// Things counted.
    Count,
    /// Robust or plain standard deviations.
    Deviations,
    /// Decimals of a coordinate.
    Decimals,
}

impl Unit {
    /// How it is written behind a number, in settings and documents.
    pub fn symbol(self) -> &'static str {
        match self {
            Unit::Metres => "m",
            Unit::KmPerHour => "km/h",
            Unit::Seconds => "s",
            Unit::Minutes => "min",
            Unit::Hours => "h",
            Unit::MinuteOfDay => "min after midnight",
            Unit::Percent => "%",
            Unit::Count => "",
            Unit::Deviations => "SD",
            Unit::Decimals => "decimals",
        }
    }

    /// Whether only whole numbers make sense.
    pub fn is_whole(self) -> bool {
        matches!(self, Unit::Count | Unit::Decimals)
    }
}

/// A number that a check compares with, which people may change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    /// Its name in settings, unit last, for example `review_m`.
    pub name: &'static str,
    /// What it is measured in.
    pub unit: Unit,
    /// The value that holds until somebody changes it.
    pub default: f64,
    /// The least that makes sense.
    pub least: f64,
    /// The most that makes sense.
    pub most: f64,
    /// What it decides.
    pub about: Text,
}

/// A check.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct About {
    /// Raised whenever the same facts would give another finding.
    pub version: u16,
    /// What it looks at.
    pub family: Family,
    /// Its name for people, a few words.
    pub title: Text,
    /// When it fires, in a sentence.
    pub rule: Text,
    /// What else could explain it; shown beside every flag. Never empty.
    pub innocent: &'static [Text],
    /// What it compares with.
    pub thresholds: &'static [Threshold],
    /// Where rule and defaults come from.
    pub source: &'static str,
}
