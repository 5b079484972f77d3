//! Trails: what a collection tool recorded while a form was filled in (audit logs, paradata, text audits), and the facts
//! of the submission that follow from it.
//!
//! Each tool's rows become [`Event`]s ([`odk`], [`paradata`], [`text_audit`]); [`facts`] adds them up, the same for all.

pub mod diagnostics;
mod line;
pub mod odk;
pub mod paradata;
mod sitting;
pub mod text_audit;

pub use line::LineProblem;
pub use sitting::facts;

use std::collections::BTreeMap;

/// A stretch without any event that is longer than this is a pause, and no active time: 30 minutes, as ODK's own
/// evaluation scripts and the survey's rules have it.
pub const LONGEST_STRETCH_MS: i64 = 30 * 60 * 1_000;

/// Bytes of one log of one submission that count for its facts. An interview with 10,000 events has about 1 MB; what lies
/// beyond is kept and not counted, so that one broken log cannot fill the memory.
pub const MOST_COUNTED_BYTES: u64 = 16 << 20;

/// Whose trail it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrailSource {
    /// ODK's `audit.csv`, of one submission or merged. A log: an export holds all of it so far.
    OdkAudit,
    /// Survey Solutions' `paradata.tab`. A log.
    Paradata,
    /// Survey Solutions' `interview__diagnostics.tab`: a line an interview.
    Diagnostics,
    /// SurveyCTO's text audit: sums by field, a file a submission.
    TextAudit,
}

impl TrailSource {
    /// Every source, in the order of the database's numbers.
    pub const ALL: [TrailSource; 4] = [
        TrailSource::OdkAudit,
        TrailSource::Paradata,
        TrailSource::Diagnostics,
        TrailSource::TextAudit,
    ];

    /// The number that stands for it in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`TrailSource::rank`] back.
    pub fn from_rank(rank: i16) -> Option<TrailSource> {
        TrailSource::ALL
            .into_iter()
            .find(|source| source.rank() == rank)
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            TrailSource::OdkAudit => "ODK audit log",
            TrailSource::Paradata => "Survey Solutions paradata",
            TrailSource::Diagnostics => "Survey Solutions diagnostics",
            TrailSource::TextAudit => "SurveyCTO text audit",
        }
    }

    /// Whether lines are only ever added to it. Of a log that came in several parts all lines count, each once; of
    /// anything else the part that came last stands for the whole.
    pub fn is_log(self) -> bool {
        matches!(self, TrailSource::OdkAudit | TrailSource::Paradata)
    }
}

/// One thing that happened while a form was filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event<'a> {
    /// When it began: UTC milliseconds by the device's clock, or milliseconds into the form where no clock is told.
    pub start_ms: i64,
    /// When it ended; `None` for an instant, and for an end that lies before the start.
    pub end_ms: Option<i64>,
    /// The question; blank if it is about none.
    pub node: &'a str,
    /// What it says beyond its times.
    pub mark: Mark,
}

/// What an event says beyond its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    None,
    /// The form is opened, or opened again: the device's clock was read.
    Opens,
    /// The form is left.
    Closes,
    /// The person or the device gives no position.
    LocationRefused,
    /// Positions are given.
    LocationGranted,
    /// A position came from a program that makes positions up.
    Mocked,
    /// A position came from the device.
    NotMocked,
}

/// What follows from a submission's trail. `None` is "the trail cannot tell", which is neither 0 nor "no".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrailFacts {
    /// Time in which the form was worked on, in seconds, without pauses.
    pub active_s: Option<u32>,
    /// Stretches of more than 30 minutes without an event, while the form was open or between its being left and opened.
    pub pauses: Option<u32>,
    /// Their sum in seconds.
    pub paused_s: Option<u32>,
    /// The largest step by which the device's clock went back, in seconds; 0 is never.
    pub clock_back_s: Option<u32>,
    /// Whether the permission to locate was refused, or the device's location was switched off.
    pub location_refused: Option<bool>,
    /// Whether a position was made up by a program.
    pub mock_location: Option<bool>,
    /// Milliseconds by question, without pauses. Two questions on one screen have the screen's time each.
    pub question_ms: BTreeMap<String, u64>,
}

impl TrailFacts {
    /// Facts of another trail of the same submission beside these: what these do not tell is taken from there; what
    /// either says happened, happened.
    #[must_use]
    pub fn and(mut self, other: TrailFacts) -> TrailFacts {
        self.active_s = self.active_s.or(other.active_s);
        if self.pauses.is_none() {
            (self.pauses, self.paused_s) = (other.pauses, other.paused_s);
        }
        self.clock_back_s = self.clock_back_s.max(other.clock_back_s);
        self.location_refused = self.location_refused.max(other.location_refused);
        self.mock_location = self.mock_location.max(other.mock_location);
        for (question, ms) in other.question_ms {
            self.question_ms.entry(question).or_insert(ms);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_databases_numbers_read_back() {
        for source in TrailSource::ALL {
            assert_eq!(TrailSource::from_rank(source.rank()), Some(source));
        }
        assert_eq!(TrailSource::from_rank(4), None);
    }

    #[test]
    fn of_two_trails_the_first_tells_and_what_happened_happened() {
        let diagnostics = TrailFacts {
            active_s: Some(600),
            ..TrailFacts::default()
        };
        let paradata = TrailFacts {
            active_s: Some(580),
            pauses: Some(1),
            paused_s: Some(3_600),
            clock_back_s: Some(0),
            location_refused: Some(false),
            mock_location: Some(true),
            question_ms: BTreeMap::from([("age".to_owned(), 1_500)]),
        };
        let both = diagnostics.and(paradata.clone());
        let expected = TrailFacts {
            active_s: Some(600),
            ..paradata
        };
        assert_eq!(both, expected);
    }
}
