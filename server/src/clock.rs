//! The one place where the program reads a clock. Everything else is told the time.

use domain::time::{EpochMs, SurveyDay};
use jiff::tz::TimeZone;

/// Tells the time, and which day it is for the survey.
#[derive(Clone, Debug)]
pub struct Clock {
    zone: TimeZone,
    zone_name: String,
    /// A demonstration's simulated present: pages speak as if it were then. Sessions always use the real time.
    standing_at: Option<EpochMs>,
}

impl Clock {
    /// A running clock in the survey's zone (an IANA name such as `Asia/Karachi`), or a sentence saying why not.
    pub fn running(zone_name: &str) -> Result<Clock, String> {
        let zone = zone(zone_name)?;
        Ok(Clock {
            zone,
            zone_name: zone_name.to_owned(),
            standing_at: None,
        })
    }

    /// The same clock, standing at an instant.
    pub fn standing_at(self, instant: Option<EpochMs>) -> Clock {
        Clock {
            standing_at: instant,
            ..self
        }
    }

    /// The real time.
    pub fn now(&self) -> EpochMs {
        now()
    }

    /// The survey's present: the real time, except in a demonstration.
    pub fn survey_now(&self) -> EpochMs {
        self.standing_at.unwrap_or_else(|| self.now())
    }

    /// The survey's present day.
    pub fn today(&self) -> SurveyDay {
        SurveyDay::of(self.survey_now(), &self.zone)
    }

    /// The survey's zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Its name.
    pub fn zone_name(&self) -> &str {
        &self.zone_name
    }
}

/// The real time.
pub fn now() -> EpochMs {
    EpochMs(jiff::Timestamp::now().as_millisecond())
}

/// Looks a time zone up by its IANA name.
pub fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|_| {
        format!(
            "“{name}” is no time zone; use a name such as Asia/Karachi (IANA time zone database)."
        )
    })
}
