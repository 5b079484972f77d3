//! Work by somebody who did not pass the training.
//!
//! Fires: the roster says that the enumerator is not certified. Nearly fires: it says nothing about it. Known false
//! alarms: a roster that came late.

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
        en: "Not certified",
        ur: "غیر مصدقہ",
    },
    rule: Text {
        en: "The roster says that the enumerator is not certified.",
        ur: "فہرستِ عملہ کے مطابق شمار کنندہ مصدقہ نہیں۔",
    },
    innocent: &[Text {
        en: "The roster is late: the enumerator has passed since.",
        ur: "فہرست پرانی ہے: شمار کنندہ بعد میں کامیاب ہو چکا ہے۔",
    }],
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
    en: "Not certified; visits in the wave: {visits}.",
    ur: "مصدقہ نہیں؛ اس مرحلے میں دورے: {visits}۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        SAID.fill(lang, &[("visits", &grouped(u64::from(self.visits)))])
    }
}

/// Looks at the enumerator; filed under the area of the first visit.
pub fn judge(work: &Work<'_>, _field: &Field<'_>, found: &mut Vec<Finding>) {
    let Roster::On(deployment) = work.roster else {
        return;
    };
    if deployment.certified != Some(false) {
        return;
    }
    let Some(first) = work.judged().next() else {
        return;
    };
    let visits = u32::try_from(work.judged().count()).unwrap_or(u32::MAX);
    let evidence = catalogue::Evidence::NotCertified(Evidence { visits });
    let subject = Subject::Wave { wave: work.wave };
    found.push(Finding::filed_under(
        first,
        SurveyDay::UNKNOWN,
        Severity::Review,
        subject,
        evidence,
    ));
}
