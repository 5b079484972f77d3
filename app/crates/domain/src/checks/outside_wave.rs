//! Interviewed before the area's wave opened or after it closed.
//!
//! Fires: a visit on the day after the last. Nearly fires: one on the last day. Known false alarms: pilots, and late
//! mop-up. Areas without planned days accuse nobody.

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
        en: "Outside the wave",
        ur: "سروے کی مدت سے باہر",
    },
    rule: Text {
        en: "The visit's day lies before the wave opens in its area, or after it closes.",
        ur: "دورے کا دن علاقے میں مرحلہ شروع ہونے سے پہلے یا ختم ہونے کے بعد کا ہے۔",
    },
    innocent: &[
        Text {
            en: "It belongs to a pilot or to training.",
            ur: "یہ پائلٹ یا تربیت کا حصہ ہے۔",
        },
        Text {
            en: "It is a late mop-up that was agreed on.",
            ur: "یہ طے شدہ تاخیری تکمیل کا دورہ ہے۔",
        },
    ],
    thresholds: &[],
    source: "CHECKS.md",
};

/// When, and when it should have been.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The day, by corrected time.
    pub day: SurveyDay,
    /// The day on which the wave opens in the area.
    pub opens: Option<SurveyDay>,
    /// The last day of the wave in the area.
    pub closes: Option<SurveyDay>,
    /// The clock's offset that times were corrected by, in milliseconds.
    pub offset_ms: i64,
}

const EARLY: Text = Text {
    en: "On {day}; the wave opens on {limit}.",
    ur: "{day} کو؛ مرحلہ {limit} کو شروع ہوتا ہے۔",
};
const LATE: Text = Text {
    en: "On {day}; the wave closed on {limit}.",
    ur: "{day} کو؛ مرحلہ {limit} کو ختم ہوا۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let early = self.opens.filter(|opens| self.day < *opens);
        let (text, limit) = match early {
            Some(opens) => (EARLY, Some(opens)),
            None => (LATE, self.closes),
        };
        let limit = limit.unwrap_or(SurveyDay::UNKNOWN).to_string();
        text.fill(lang, &[("day", &self.day.to_string()), ("limit", &limit)])
            + &correction(lang, self.offset_ms)
    }
}

/// Looks at one visit.
pub fn judge(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    let area = (field.areas)(visit.visit.area);
    if (area.opens.is_none() && area.closes.is_none()) || !visit.clock.tells_hours() {
        return;
    }
    let day = field.day(visit);
    let early = area.opens.is_some_and(|opens| day < opens);
    let late = area.closes.is_some_and(|closes| day > closes);
    if day == SurveyDay::UNKNOWN || !(early || late) {
        return;
    }
    let evidence = Evidence {
        day,
        opens: area.opens,
        closes: area.closes,
        offset_ms: visit.clock.offset_ms,
    };
    found.push(Finding::of_visit(
        visit,
        day,
        Severity::Review,
        catalogue::Evidence::OutsideWave(evidence),
    ));
}
