//! Two enumerators on one tablet on one day.
//!
//! Fires: a colleague recorded on the same tablet on that day. Nearly fires: on the day after. Known false alarms: a
//! tablet that replaced a broken one. It is only noted, for each of them.

use super::about::{About, Family, Severity};
use super::catalogue;
use super::devices::Devices;
use super::field::{Field, Work};
use super::finding::{Finding, Says, Subject};
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
        en: "Shared tablet",
        ur: "مشترکہ ٹیبلٹ",
    },
    rule: Text {
        en: "Another enumerator used the same tablet on the same day.",
        ur: "اسی دن کسی دوسرے شمار کنندہ نے بھی یہی ٹیبلٹ استعمال کیا۔",
    },
    innocent: &[
        Text {
            en: "A tablet was handed on to replace a broken one.",
            ur: "خراب ٹیبلٹ کی جگہ دوسرے ساتھی کا ٹیبلٹ دیا گیا۔",
        },
        Text {
            en: "The enumerators work as a team.",
            ur: "شمار کنندگان ایک ٹیم کے طور پر کام کرتے ہیں۔",
        },
    ],
    thresholds: &[],
    source: "CHECKS.md",
};

/// Who else.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The first device that was shared.
    pub device: i32,
    /// Devices of that day that were shared.
    pub devices: u32,
    /// One of the others.
    pub other: i32,
    /// Other enumerators on these devices.
    pub others: u32,
}

const SAID: Text = Text {
    en: "Other enumerators on the same tablet that day: {others}.",
    ur: "اسی دن اسی ٹیبلٹ پر دوسرے شمار کنندگان: {others}۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        SAID.fill(lang, &[("others", &grouped(u64::from(self.others)))])
    }
}

/// Looks at one day's visits.
pub fn judge(
    day: SurveyDay,
    visits: &[Timed],
    work: &Work<'_>,
    _field: &Field<'_>,
    found: &mut Vec<Finding>,
) {
    if work.device_uses.is_empty() || day == SurveyDay::UNKNOWN {
        return;
    }
    let mut shared: Option<Evidence> = None;
    for device in Devices::of(visits).iter() {
        let uses = &work.device_uses[work
            .device_uses
            .partition_point(|used| (used.device, used.day) < (device, day))..];
        let others = uses
            .iter()
            .take_while(|used| (used.device, used.day) == (device, day))
            .filter(|used| used.enumerator != work.enumerator);
        let count = u32::try_from(others.clone().count()).unwrap_or(u32::MAX);
        let Some(first) = others.clone().next() else {
            continue;
        };
        let evidence = shared.get_or_insert(Evidence {
            device,
            devices: 0,
            other: first.enumerator,
            others: 0,
        });
        evidence.devices += 1;
        evidence.others = evidence.others.saturating_add(count);
    }
    let first = |evidence: &Evidence| {
        visits
            .iter()
            .find(|visit| visit.visit.device == Some(evidence.device))
    };
    if let Some((evidence, first)) = shared.and_then(|evidence| Some((evidence, first(&evidence)?)))
    {
        let evidence = catalogue::Evidence::DeviceShared(evidence);
        found.push(Finding::filed_under(
            first,
            day,
            Severity::Info,
            Subject::Day { day },
            evidence,
        ));
    }
}
