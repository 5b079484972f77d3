//! What a check found: whose it is, what it is about, and the evidence.

use super::about::Severity;
use super::catalogue::{Check, Evidence};
use super::limits::Limits;
use super::measured::Measured;
use crate::area::AreaId;
use crate::lang::Lang;
use crate::mix::mixed;
use crate::time::SurveyDay;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// Evidence that can be put into words, and mostly into a figure.
pub trait Says {
    /// What happened, in a sentence or two, with the numbers that matter and their units.
    fn say(&self, lang: Lang) -> String;

    /// The figure that the check compared, and the limit that held; `limits` are those that hold where the finding is filed.
    /// `None` where the check compares with nothing.
    fn measured(&self, _limits: &Limits) -> Option<Measured> {
        None
    }
}

/// What a finding is about. With the check and the enumerator it makes the flag's identity, which is the same whenever the
/// same thing is found again, whatever the numbers in the evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Subject {
    /// One visit.
    Visit {
        /// Its key.
        key: i64,
    },
    /// Two visits, in the order of work.
    Visits {
        /// The first one's key.
        first: i64,
        /// The second one's.
        second: i64,
    },
    /// The enumerator's day.
    Day {
        /// Which.
        day: SurveyDay,
    },
    /// Everything of the enumerator in the wave.
    Wave {
        /// Which.
        wave: i32,
    },
    /// A run of a device's records, from one visit on.
    DeviceRun {
        /// The device.
        device: i32,
        /// The key of the run's first visit.
        first: i64,
    },
    /// A place, by the first visit there.
    Spot {
        /// The key of the first visit.
        first: i64,
    },
}

impl Subject {
    /// Whether it is about the interview of this key, made on this day in this wave. Of a run of a tablet and of a place the first visit alone
    /// is known: it stands for them.
    pub fn is_about(&self, interview: i64, on: SurveyDay, in_wave: i32) -> bool {
        match *self {
            Subject::Visit { key } => key == interview,
            Subject::Visits { first, second } => first == interview || second == interview,
            Subject::Spot { first } | Subject::DeviceRun { first, .. } => first == interview,
            Subject::Day { day } => day == on,
            Subject::Wave { wave } => wave == in_wave,
        }
    }

    /// The word in exports.
    pub fn kind(&self) -> &'static str {
        match self {
            Subject::Visit { .. } => "visit",
            Subject::Visits { .. } => "visits",
            Subject::Day { .. } => "day",
            Subject::Wave { .. } => "wave",
            Subject::DeviceRun { .. } => "device_run",
            Subject::Spot { .. } => "spot",
        }
    }
}

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// Whose work it is about.
    pub enumerator: i32,
    /// The day, by corrected time; [`SurveyDay::UNKNOWN`] where it is about no one day.
    pub day: SurveyDay,
    /// The union council it is filed under: that of the visit, or of most visits.
    pub area: AreaId,
    /// The wave.
    pub wave: i32,
    /// The device, where it is about one.
    pub device: Option<i32>,
    /// What it is about.
    pub subject: Subject,
    /// Why.
    pub evidence: Evidence,
}

impl Finding {
    /// A finding about one visit.
    pub fn of_visit(
        visit: &Timed,
        day: SurveyDay,
        severity: Severity,
        evidence: Evidence,
    ) -> Finding {
        let subject = Subject::Visit {
            key: visit.visit.key,
        };
        Finding::filed_under(visit, day, severity, subject, evidence)
    }

    /// A finding about more than one visit, filed under the area, the device and the wave of `visit`.
    pub fn filed_under(
        visit: &Timed,
        day: SurveyDay,
        severity: Severity,
        subject: Subject,
        evidence: Evidence,
    ) -> Finding {
        Finding {
            severity,
            enumerator: visit.visit.enumerator,
            day,
            area: visit.visit.area,
            wave: visit.visit.wave,
            device: visit.visit.device,
            subject,
            evidence,
        }
    }

    /// Which check found it.
    pub fn check(&self) -> Check {
        self.evidence.check()
    }

    /// 64 bits that are the same for the same check and subject, on every machine and in every version.
    pub fn identity(&self) -> i64 {
        let (kind, a, b) = match self.subject {
            Subject::Visit { key } => (1, key, 0),
            Subject::Visits { first, second } => (2, first, second),
            Subject::Day { day } => (3, i64::from(day.0), 0),
            Subject::Wave { wave } => (4, i64::from(wave), 0),
            Subject::DeviceRun { device, first } => (5, i64::from(device), first),
            Subject::Spot { first } => (6, first, 0),
        };
        let parts = [
            i64::from(self.check().rank()),
            kind,
            i64::from(self.enumerator),
            a,
            b,
        ];
        // Without the sign, so that it is written alike everywhere.
        (mixed(parts) >> 1).cast_signed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_about_the_interviews_it_names() {
        let (day, wave) = (SurveyDay(100), 3);
        let about = |subject: Subject| {
            let is_about = |key| subject.is_about(key, day, wave);
            [1, 2, 3].map(is_about)
        };
        let first = 1;
        assert_eq!(about(Subject::Visit { key: 2 }), [false, true, false]);
        assert_eq!(
            about(Subject::Visits { first, second: 3 }),
            [true, false, true]
        );
        assert_eq!(about(Subject::Spot { first }), [true, false, false]);
        let run = Subject::DeviceRun { device: 2, first };
        assert_eq!(about(run), [true, false, false]);
        assert_eq!(about(Subject::Day { day }), [true; 3]);
        assert_eq!(about(Subject::Day { day: day.plus(1) }), [false; 3]);
        assert_eq!(about(Subject::Wave { wave }), [true; 3]);
        assert_eq!(about(Subject::Wave { wave: 2 }), [false; 3]);
    }
}
