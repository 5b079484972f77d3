//! A tablet's clock is off.
//!
//! Fires: satellite times show that a tablet was 12 minutes fast, once for all its visits of that time. Nearly fires:
//! five minutes, or a tablet that sends late but keeps usual hours. Known false alarms: none that matter, for it is about
//! the tablet: a wrong zone, a battery replaced. A clock that something speaks against, without being measured, is only
//! noted: hour checks are silent on it, and somebody should know that they are.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::catalogue::{self, Check};
use super::field::{Field, Work};
use super::finding::{Finding, Says, Subject};
use super::limits::Limits;
use super::measured::Measured;
use super::words::duration;
use crate::clock::{Certainty, Rules, Run, RunEvidence, UsualHours};
use crate::lang::Lang;
use crate::number::grouped;
use crate::text::Text;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// Minutes that are noted, in the thresholds.
const INFO_MIN: usize = 0;
/// Minutes that should be looked at, in the thresholds.
const REVIEW_MIN: usize = 1;
/// Visits that have to agree, in the thresholds.
const LEAST_VISITS: usize = 2;
/// Hours that are late, in the thresholds.
const SLOW_LAG_H: usize = 3;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Clock,
    title: Text {
        en: "Clock is off",
        ur: "گھڑی غلط ہے",
    },
    rule: Text {
        en: "The tablet's clock was off by more than the limit, through a stretch of its visits.",
        ur: "ٹیبلٹ کی گھڑی اپنے دوروں کے ایک سلسلے میں مقررہ حد سے زیادہ غلط رہی۔",
    },
    innocent: &[
        Text {
            en: "The tablet was set to a wrong time zone.",
            ur: "ٹیبلٹ غلط ٹائم زون پر تھا۔",
        },
        Text {
            en: "The battery was replaced, and the clock with it began anew.",
            ur: "بیٹری بدلی گئی اور گھڑی نئے سرے سے چلی۔",
        },
    ],
    thresholds: &[
        Threshold {
            name: "info_min",
            unit: Unit::Minutes,
            default: 5.0,
            least: 1.0,
            most: 1_440.0,
            about: Text {
                en: "Further off than this is noted",
                ur: "اس سے زیادہ فرق نوٹ کیا جاتا ہے",
            },
        },
        Threshold {
            name: "review_min",
            unit: Unit::Minutes,
            default: 60.0,
            least: 1.0,
            most: 100_000.0,
            about: Text {
                en: "Further off than this should be looked at",
                ur: "اس سے زیادہ فرق کو دیکھا جائے",
            },
        },
        Threshold {
            name: "least_visits",
            unit: Unit::Count,
            default: 5.0,
            least: 3.0,
            most: 100.0,
            about: Text {
                en: "So many visits have to agree before a clock is called off",
                ur: "گھڑی کو غلط کہنے سے پہلے اتنے دوروں کا متفق ہونا ضروری ہے",
            },
        },
        Threshold {
            name: "slow_lag_h",
            unit: Unit::Hours,
            default: 3.0,
            least: 0.5,
            most: 72.0,
            about: Text {
                en: "A receipt this long after the end counts as late",
                ur: "اختتام کے اتنی دیر بعد وصولی کو دیر سمجھا جاتا ہے",
            },
        },
    ],
    source: "CHECKS.md",
};

/// The run and what its offset rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The tablet's clock less the true time, in milliseconds: positive is fast. What is suspected where it is uncertain.
    pub offset_ms: i64,
    /// How sure that is.
    pub certainty: Certainty,
    /// How many visits the run has.
    pub visits: u32,
    /// Why.
    pub run: RunEvidence,
}

const FAST: Text = Text {
    en: "The tablet's clock was {by} fast through {visits} visits.",
    ur: "{visits} دوروں کے دوران ٹیبلٹ کی گھڑی {by} آگے رہی۔",
};
const SLOW: Text = Text {
    en: "The tablet's clock was {by} slow through {visits} visits.",
    ur: "{visits} دوروں کے دوران ٹیبلٹ کی گھڑی {by} پیچھے رہی۔",
};
const FAST_MAYBE: Text = Text {
    en: "The tablet's clock may have been {by} fast through {visits} visits; it is too uncertain to \
             correct, so their hours were not judged.",
    ur: "{visits} دوروں کے دوران ٹیبلٹ کی گھڑی شاید {by} آگے تھی؛ درست کرنے کے لیے یقین کافی نہیں، اس لیے ان کے اوقات نہیں پرکھے گئے۔",
};
const SLOW_MAYBE: Text = Text {
    en: "The tablet's clock may have been {by} slow through {visits} visits; it is too uncertain to \
             correct, so their hours were not judged.",
    ur: "{visits} دوروں کے دوران ٹیبلٹ کی گھڑی شاید {by} پیچھے تھی؛ درست کرنے کے لیے یقین کافی نہیں، اس لیے ان کے اوقات نہیں پرکھے گئے۔",
};
const SATELLITE: Text = Text {
    en: " {agree} of {all} satellite times agree.",
    ur: " {all} میں سے {agree} سیٹلائٹ اوقات متفق ہیں۔",
};
const EARLY: Text = Text {
    en: " {early} of {all} were received before they ended.",
    ur: " {all} میں سے {early} ختم ہونے سے پہلے موصول ہوئے۔",
};
const LATE: Text = Text {
    en: " None was received less than {least} after its end; {usual} of {all} started in usual hours as \
             recorded, {corrected} as corrected.",
    ur: " کوئی بھی اختتام کے {least} سے پہلے موصول نہیں ہوا؛ {all} میں سے {usual} درج شدہ وقت کے مطابق معمول کے اوقات میں شروع ہوئے، درستی کے بعد {corrected}۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let uncertain = self.certainty == Certainty::Uncertain;
        let text = match (self.offset_ms > 0, uncertain) {
            (true, false) => FAST,
            (false, false) => SLOW,
            (true, true) => FAST_MAYBE,
            (false, true) => SLOW_MAYBE,
        };
        let number = |n: u32| grouped(u64::from(n));
        let by = duration(lang, self.offset_ms);
        let mut said = text.fill(lang, &[("by", &by), ("visits", &number(self.visits))]);
        if self.run.satellite_agree > 0 {
            let (agree, all) = (
                number(self.run.satellite_agree),
                number(self.run.satellite_times),
            );
            said.push_str(&SATELLITE.fill(lang, &[("agree", &agree), ("all", &all)]));
        } else if self.run.lags_negative > 0 {
            let (early, all) = (number(self.run.lags_negative), number(self.run.lags));
            said.push_str(&EARLY.fill(lang, &[("early", &early), ("all", &all)]));
        } else if let Some(least_ms) = self.run.lag_smallest_ms {
            let (usual, corrected) = (
                number(self.run.starts_usual),
                number(self.run.starts_usual_corrected),
            );
            let (least, all) = (duration(lang, least_ms), number(self.run.starts));
            said.push_str(&LATE.fill(
                lang,
                &[
                    ("least", &least),
                    ("usual", &usual),
                    ("corrected", &corrected),
                    ("all", &all),
                ],
            ));
        }
        said
    }

    fn measured(&self, limits: &Limits) -> Option<Measured> {
        let off_ms = self.offset_ms.saturating_abs();
        let by = |index| Measured::lasting(limits, Check::ClockOffset, index, off_ms);
        let review = by(REVIEW_MIN);
        let certain = self.certainty != Certainty::Uncertain;
        Some(if certain && review.is_above() {
            review
        } else {
            by(INFO_MIN)
        })
    }
}

/// What the stage `correct` goes by, where these thresholds hold.
pub fn rules<'a>(limits: &Limits, zone: &'a TimeZone, usual: UsualHours) -> Rules<'a> {
    Rules {
        zone,
        usual,
        least_visits: limits.get(Check::ClockOffset, LEAST_VISITS) as usize,
        slow_lag_ms: (limits.get(Check::ClockOffset, SLOW_LAG_H) * 3_600_000.0) as i64,
    }
}

/// Looks at every run that begins with a visit of this work: each run is filed under the enumerator of its first visit.
pub fn judge(work: &Work<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    for run in work.runs {
        let Some((severity, offset_ms)) = weigh(run, field) else {
            continue;
        };
        let Some(first) = work
            .visits
            .iter()
            .find(|visit| visit.visit.key == run.first)
        else {
            continue;
        };
        let evidence = Evidence {
            offset_ms,
            certainty: run.certainty,
            visits: run.visits,
            run: run.evidence,
        };
        let subject = Subject::DeviceRun {
            device: run.device,
            first: run.first,
        };
        let evidence = catalogue::Evidence::ClockOffset(evidence);
        found.push(Finding::filed_under(
            first,
            field.day(first),
            severity,
            subject,
            evidence,
        ));
    }
}

fn weigh(run: &Run, field: &Field<'_>) -> Option<(Severity, i64)> {
    let uncertain = run.certainty == Certainty::Uncertain;
    let offset_ms = if uncertain {
        run.evidence.suspected_ms?
    } else {
        run.offset_ms
    };
    let beyond = |index| {
        offset_ms.unsigned_abs() as f64
            > field.limits.everywhere().get(Check::ClockOffset, index) * 60_000.0
    };
    if beyond(REVIEW_MIN) && !uncertain {
        Some((Severity::Review, offset_ms))
    } else {
        (beyond(INFO_MIN)).then_some((Severity::Info, offset_ms))
    }
}
