//! The interview ended before it started.
//!
//! Fires: from 09:30 to 09:10. Nearly fires: a form that was opened and closed in the same second. Known false alarms:
//! the clock was set right while the form was open.
//!
//! A correction moves both times alike and changes nothing here. A clock that went back within a form is found here, not
//! by clock_moved_back.

use super::about::{About, Family, Severity};
use super::catalogue;
use super::field::Field;
use super::finding::{Finding, Says};
use super::words::duration;
use crate::lang::Lang;
use crate::text::Text;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Clock,
    title: Text {
        en: "Ended before it started",
        ur: "شروع ہونے سے پہلے ختم",
    },
    rule: Text {
        en: "The end of the interview is earlier than its start.",
        ur: "انٹرویو کا اختتام اس کے آغاز سے پہلے کا ہے۔",
    },
    innocent: &[Text {
        en: "The tablet's clock was changed, or corrected itself, while the form was open.",
        ur: "فارم کھلا ہونے کے دوران ٹیبلٹ کی گھڑی بدلی گئی یا خود درست ہو گئی۔",
    }],
    thresholds: &[],
    source: "CHECKS.md",
};

/// By how much.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// From the end to the start, in milliseconds.
    pub back_ms: i64,
}

const SAID: Text = Text {
    en: "The end is {by} before the start.",
    ur: "اختتام آغاز سے {by} پہلے ہے۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        SAID.fill(lang, &[("by", &duration(lang, self.back_ms))])
    }
}

/// Looks at one visit.
pub fn judge(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    let (Some(start), Some(end)) = (visit.visit.started_at, visit.visit.ended_at) else {
        return;
    };
    if end < start {
        let evidence = catalogue::Evidence::TimeOrder(Evidence {
            back_ms: start.0.saturating_sub(end.0),
        });
        found.push(Finding::of_visit(
            visit,
            field.day(visit),
            Severity::Review,
            evidence,
        ));
    }
}
