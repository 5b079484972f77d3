//! Work by somebody who is not on the roster.
//!
//! Fires: visits under a code that the roster does not have. Nearly fires: no roster on file at all. Known false alarms:
//! a roster that came late.

use super::about::{About, Family, Severity};
use super::catalogue;
use super::field::{Field, Work};
use super::finding::{Finding, Says, Subject};
use super::roster::Roster;
use crate::lang::Lang;
use crate::number::grouped;
use crate::text::Text;
use crate::time::SurveyDay;
use serde::{Deserialize, Serialize};

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Identity,
    title: Text {
        en: "Not on the roster",
        ur: "فہرستِ عملہ میں نہیں",
    },
    rule: Text {
        en: "There is a roster, and the enumerator is not on it.",
        ur: "عملے کی فہرست موجود ہے اور شمار کنندہ اس میں نہیں۔",
    },
    innocent: &[
        Text {
            en: "The roster is late: the enumerator joined after it was made.",
            ur: "فہرست پرانی ہے: شمار کنندہ اس کے بننے کے بعد شامل ہوا۔",
        },
        Text {
            en: "The enumerator's code was typed differently.",
            ur: "شمار کنندہ کا کوڈ مختلف طریقے سے لکھا گیا۔",
        },
    ],
    thresholds: &[],
    source: "CHECKS.md",
};

/// How much work.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Visits of the enumerator in the wave.
    pub visits: u32,
}

const SAID: Text = Text {
    en: "Not on the roster; visits in the wave: {visits}.",
    ur: "فہرستِ عملہ میں نہیں؛ اس مرحلے میں دورے: {visits}۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        SAID.fill(lang, &[("visits", &grouped(u64::from(self.visits)))])
    }
}

/// Looks at the enumerator; filed under the area of the first visit.
pub fn judge(work: &Work<'_>, _field: &Field<'_>, found: &mut Vec<Finding>) {
    if work.roster != Roster::NotOnIt {
        return;
    }
    let Some(first) = work.judged().next() else {
        return;
    };
    let visits = u32::try_from(work.judged().count()).unwrap_or(u32::MAX);
    let evidence = catalogue::Evidence::NotOnRoster(Evidence { visits });
    let subject = Subject::Wave { wave: work.wave };
    found.push(Finding::filed_under(
        first,
        SurveyDay::UNKNOWN,
        Severity::Review,
        subject,
        evidence,
    ));
}
