//! Work where or when the enumerator was not deployed.
//!
//! Fires: visits in another tehsil than the roster's, or after the last day of deployment; one finding a day. Nearly
//! fires: the last day itself. Known false alarms: a roster that came late, and teams that help out next door.

use super::about::{About, Family, Severity};
use super::catalogue;
use super::field::{Field, Work};
use super::finding::{Finding, Says, Subject};
use super::roster::{Deployment, Roster};
use crate::lang::Lang;
use crate::number::grouped;
use crate::text::Text;
use crate::time::SurveyDay;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Identity,
    title: Text {
        en: "Outside the deployment",
        ur: "تعیناتی سے باہر",
    },
    rule: Text {
        en: "The enumerator worked in another tehsil, or on another day, than the roster says.",
        ur: "شمار کنندہ نے فہرستِ عملہ سے ہٹ کر کسی اور تحصیل میں یا کسی اور دن کام کیا۔",
    },
    innocent: &[
        Text {
            en: "The roster is late: the enumerator was sent elsewhere since.",
            ur: "فہرست پرانی ہے: شمار کنندہ کو بعد میں کہیں اور بھیجا گیا۔",
        },
        Text {
            en: "The team helped out in the neighbouring tehsil.",
            ur: "ٹیم نے پڑوسی تحصیل میں مدد کی۔",
        },
    ],
    thresholds: &[],
    source: "CHECKS.md",
};

/// What does not agree.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Visits of the day in another tehsil.
    pub elsewhere: u32,
    /// Visits of the day.
    pub visits: u32,
    /// The first day of deployment, if the day is before it.
    pub before: Option<SurveyDay>,
    /// The last day of deployment, if the day is after it.
    pub after: Option<SurveyDay>,
}

const ELSEWHERE: Text = Text {
    en: "{elsewhere} of {visits} visits of the day are in another tehsil.",
    ur: "دن کے {visits} میں سے {elsewhere} دورے کسی اور تحصیل میں ہیں۔",
};
const BEFORE: Text = Text {
    en: "Deployed from {day} on.",
    ur: "تعیناتی {day} سے ہے۔",
};
const AFTER: Text = Text {
    en: "Deployed until {day}.",
    ur: "تعیناتی {day} تک تھی۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let number = |n: u32| grouped(u64::from(n));
        let mut said: Vec<String> = Vec::new();
        if self.elsewhere > 0 {
            let values = [
                ("elsewhere", number(self.elsewhere)),
                ("visits", number(self.visits)),
            ];
            said.push(
                ELSEWHERE.fill(
                    lang,
                    &values
                        .each_ref()
                        .map(|(name, value)| (*name, value.as_str())),
                ),
            );
        }
        let day = |text: Text, day: SurveyDay| text.fill(lang, &[("day", &day.to_string())]);
        said.extend(self.before.map(|first| day(BEFORE, first)));
        said.extend(self.after.map(|last| day(AFTER, last)));
        said.join(" ")
    }
}

/// Looks at one day's visits.
pub fn judge(
    day: SurveyDay,
    visits: &[Timed],
    work: &Work<'_>,
    field: &Field<'_>,
    found: &mut Vec<Finding>,
) {
    let Roster::On(deployment) = work.roster else {
        return;
    };
    let known = day != SurveyDay::UNKNOWN;
    let before = deployment.active_from.filter(|first| known && day < *first);
    let after = deployment.active_to.filter(|last| known && day > *last);
    // A day by an uncertain clock may be another one.
    let judged = visits
        .iter()
        .filter(|visit| !visit.visit.is_rejected() && visit.clock.tells_hours());
    let elsewhere = |visit: &&Timed| is_elsewhere(visit, &deployment, field);
    let off_days = before.is_some() || after.is_some();
    let Some(first) = judged.clone().find(|visit| off_days || elsewhere(visit)) else {
        return;
    };
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let evidence = catalogue::Evidence::OutsideDeployment(Evidence {
        elsewhere: count(judged.clone().filter(elsewhere).count()),
        visits: count(judged.count()),
        before,
        after,
    });
    found.push(Finding::filed_under(
        first,
        day,
        Severity::Review,
        Subject::Day { day },
        evidence,
    ));
}

fn is_elsewhere(visit: &Timed, deployment: &Deployment, field: &Field<'_>) -> bool {
    let Some(tehsil) = deployment.tehsil else {
        return false;
    };
    let own = (field.areas)(visit.visit.area).tehsil;
    own != 0 && own != tehsil
}
