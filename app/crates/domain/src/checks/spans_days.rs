//! Started on one survey day and ended on another.
//!
//! Fires: from 18:00 to 09:00 on the next day. Nearly fires: ended at 23:59. Known false alarms: a form left open over
//! night. It is only noted.

use super::about::{About, Family, Severity};
use super::catalogue;
use super::field::Field;
use super::finding::{Finding, Says};
use super::words::correction;
use crate::lang::Lang;
use crate::text::Text;
use crate::time::SurveyDay;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Clock,
    title: Text {
        en: "Over two days",
        ur: "دو دنوں پر محیط",
    },
    rule: Text {
        en: "The interview started and ended on different survey days.",
        ur: "انٹرویو ایک دن شروع ہوا اور دوسرے دن ختم ہوا۔",
    },
    innocent: &[Text {
        en: "A form was left open and finished later.",
        ur: "فارم کھلا رہ گیا اور بعد میں مکمل کیا گیا۔",
    }],
    thresholds: &[],
    source: "CHECKS.md",
};

/// Which days.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The day on which it started, by corrected time.
    pub first: SurveyDay,
    /// The day on which it ended.
    pub last: SurveyDay,
    /// The clock's offset that times were corrected by, in milliseconds.
    pub offset_ms: i64,
}

const SAID: Text = Text {
    en: "Started on {first}, ended on {last}.",
    ur: "{first} کو شروع ہوا، {last} کو ختم ہوا۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let (first, last) = (self.first.to_string(), self.last.to_string());
        SAID.fill(lang, &[("first", &first), ("last", &last)]) + &correction(lang, self.offset_ms)
    }
}

/// Looks at one visit.
pub fn judge(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    let (Some(start), Some(end)) = (visit.start(), visit.end()) else {
        return;
    };
    if end < start || !visit.clock.tells_hours() {
        return;
    }
    let (first, last) = (
        SurveyDay::of(start, field.zone),
        SurveyDay::of(end, field.zone),
    );
    if first != last {
        let evidence = Evidence {
            first,
            last,
            offset_ms: visit.clock.offset_ms,
        };
        found.push(Finding::of_visit(
            visit,
            first,
            Severity::Info,
            catalogue::Evidence::SpansDays(evidence),
        ));
    }
}
