//! What a measure says of itself: everything that a page, a file and `docs/measures.md` need to know.

use crate::text::Text;

/// What a measure is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Households.
    Households,
    /// Enumerators.
    Enumerators,
    /// Tablets or people.
    Silent,
    /// Flags.
    Flags,
    /// Per cent.
    Percent,
    /// Metres.
    Metres,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Interviews.
    Interviews,
}

impl Unit {
    /// The word for machines.
    pub fn code(self) -> &'static str {
        match self {
            Unit::Households => "households",
            Unit::Enumerators => "enumerators",
            Unit::Silent => "enumerators_and_tablets",
            Unit::Flags => "flags",
            Unit::Percent => "percent",
            Unit::Metres => "metres",
            Unit::Minutes => "minutes",
            Unit::Hours => "hours",
            Unit::Days => "days",
            Unit::Interviews => "interviews",
        }
    }

    /// Its name behind a number. Per cent is part of the number.
    pub fn name(self) -> Text {
        let (en, ur) = match self {
            Unit::Households => ("households", "گھرانے"),
            Unit::Enumerators => ("enumerators", "شمار کنندگان"),
            Unit::Silent => ("enumerators and tablets", "شمار کنندگان اور ٹیبلٹ"),
            Unit::Flags => ("flags", "نشان"),
            Unit::Percent => ("%", "%"),
            Unit::Metres => ("m", "میٹر"),
            Unit::Minutes => ("min", "منٹ"),
            Unit::Hours => ("h", "گھنٹے"),
            Unit::Days => ("days", "دن"),
            Unit::Interviews => ("interviews", "انٹرویو"),
        };
        Text { en, ur }
    }
}

/// How a measure goes together over areas and over days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Adds {
    /// Counts: the sum over areas and over days is the whole.
    Counts,
    /// Shares and means: numerators and denominators are added each by itself, and divided last.
    Shares,
    /// Quantiles: what was counted by size is added size by size, and the quantile taken last.
    Sizes,
    /// As things stand on the last day: added over areas, never over days.
    Standing,
    /// People and tablets counted once, wherever they appear: not added at all.
    Once,
}

impl Adds {
    /// The word for machines.
    pub fn code(self) -> &'static str {
        match self {
            Adds::Counts => "counts",
            Adds::Shares => "shares",
            Adds::Sizes => "sizes",
            Adds::Standing => "standing",
            Adds::Once => "once",
        }
    }

    /// In a sentence.
    pub fn say(self) -> Text {
        let (en, ur) = match self {
            Adds::Counts => (
                "Added over areas and days.",
                "علاقوں اور دنوں پر جمع ہوتا ہے۔",
            ),
            Adds::Shares => (
                "Numerators and denominators are added over areas and days, and divided last.",
                "شمار کنندہ اور نسب نما علاقوں اور دنوں پر الگ الگ جمع ہوتے ہیں، اور آخر میں تقسیم ہوتے ہیں۔",
            ),
            Adds::Sizes => (
                "Counts by size are added over areas and days, and the value is taken last.",
                "مقدار کے لحاظ سے گنتیاں علاقوں اور دنوں پر جمع ہوتی ہیں، اور قدر آخر میں لی جاتی ہے۔",
            ),
            Adds::Standing => (
                "As it stands on the last day: added over areas, not over days.",
                "آخری دن کی صورتحال: علاقوں پر جمع ہوتا ہے، دنوں پر نہیں۔",
            ),
            Adds::Once => (
                "Each person and tablet once: not added over areas or days.",
                "ہر شخص اور ٹیبلٹ ایک بار: علاقوں یا دنوں پر جمع نہیں ہوتا۔",
            ),
        };
        Text { en, ur }
    }
}

/// For whom a measure is first of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reader {
    /// How far the survey is.
    Progress,
    /// What needs attention now.
    Attention,
    /// Which data to trust.
    Quality,
}

impl Reader {
    /// Every reader, in the order of the document.
    pub const ALL: [Reader; 3] = [Reader::Progress, Reader::Attention, Reader::Quality];

    /// The word for machines.
    pub fn code(self) -> &'static str {
        match self {
            Reader::Progress => "progress",
            Reader::Attention => "attention",
            Reader::Quality => "quality",
        }
    }

    /// The heading.
    pub fn say(self) -> Text {
        let (en, ur) = match self {
            Reader::Progress => ("Progress", "پیش رفت"),
            Reader::Attention => ("Needs attention", "توجہ طلب"),
            Reader::Quality => ("Quality", "معیار"),
        };
        Text { en, ur }
    }
}

/// What a measure says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// The word in addresses and files.
    pub code: &'static str,
    /// What it is called.
    pub name: Text,
    /// For whom.
    pub reader: Reader,
    /// What it is measured in.
    pub unit: Unit,
    /// How it is worked out.
    pub formula: Text,
    /// What it is measured of; empty for counts.
    pub of: Text,
    /// What it tells, and what it does not.
    pub help: Text,
    /// How it is summed.
    pub adds: Adds,
}
