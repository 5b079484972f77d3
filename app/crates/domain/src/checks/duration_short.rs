//! An interview that was over far sooner than the form takes with a household of that size.
//!
//! Fires: nine minutes with a household of five, where the median is 31. Nearly fires: nine minutes with somebody who lives
//! alone, where the median is 14. Known false alarms: a form that was opened again, of which only the second sitting was timed.
//! Of 47 interviews that such a check once found, 11 were thrown out: it asks for a look and no more.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::among::{Among, say_against};
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says};
use super::limits::Limits;
use super::measured::Measured;
use crate::area::AreaId;
use crate::lang::Lang;
use crate::number::grouped;
use crate::peers::{Against, Basis, SizeClass, duration_s};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Minutes below which every interview is short, in the thresholds.
const FLOOR_MIN: usize = 0;
/// Per cent of the median, in the thresholds.
const OF_MEDIAN_PCT: usize = 1;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Pace,
    title: Text {
        en: "Too short",
        ur: "بہت مختصر",
    },
    rule: Text {
        en: "A complete interview took less than the least that a form takes, or less than a part of the median for households \
             of that size. Active time is compared where it is known, else the time from start to end, each with its own kind.",
        ur: "مکمل انٹرویو فارم کے کم از کم وقت سے، یا اتنے بڑے گھرانوں کے درمیانی وقت کے ایک حصے سے بھی کم میں ختم ہوا۔ جہاں معلوم ہو وہاں فعال وقت کا موازنہ ہوتا ہے، ورنہ شروع سے آخر تک کے وقت کا، ہر ایک اپنی قسم سے۔",
    },
    innocent: &[
        Text {
            en: "The household is small, or had little of what the form asks for.",
            ur: "گھرانہ چھوٹا ہے، یا فارم میں پوچھی گئی چیزیں اس کے پاس کم تھیں۔",
        },
        Text {
            en: "The form was opened again to correct something, and only that was timed.",
            ur: "فارم کچھ درست کرنے کے لیے دوبارہ کھولا گیا اور صرف وہی وقت گنا گیا۔",
        },
        Text {
            en: "Answers were noted on paper, because the battery was empty, and typed in later.",
            ur: "بیٹری ختم ہونے کی وجہ سے جوابات کاغذ پر لکھے گئے اور بعد میں درج کیے گئے۔",
        },
    ],
    thresholds: &[
        Threshold {
            name: "floor_min",
            unit: Unit::Minutes,
            default: 5.0,
            least: 0.0,
            most: 120.0,
            about: Text {
                en: "The least that any interview takes",
                ur: "کسی بھی انٹرویو کا کم از کم وقت",
            },
        },
        Threshold {
            name: "of_median_pct",
            unit: Unit::Percent,
            default: 40.0,
            least: 0.0,
            most: 90.0,
            about: Text {
                en: "The part of the median for that household size below which an interview is short",
                ur: "اتنے بڑے گھرانے کے درمیانی وقت کا وہ حصہ جس سے کم وقت مختصر ہے",
            },
        },
    ],
    source: "CHECKS.md",
};

/// The interview beside the usual one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// How long it took, in seconds.
    pub duration_s: u32,
    /// By which measure.
    pub basis: Basis,
    /// Below how many seconds it is short.
    pub limit_s: f64,
    /// Persons in the household, where stated.
    pub household_size: Option<u32>,
    /// What is usual; `None` where too few interviews say, and the floor alone holds.
    pub usual: Option<Usual>,
}

/// The median that an interview was compared with.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Usual {
    /// The median in seconds.
    pub median_s: f64,
    /// Of so many interviews.
    pub interviews: u64,
    /// With households of this size; `None` for all sizes.
    pub class: Option<SizeClass>,
    /// Where.
    pub against: Against,
}

const SAID: Text = Text {
    en: "{duration} min, less than {limit} min.",
    ur: "{duration} منٹ، یعنی {limit} منٹ سے کم۔",
};
const SAID_SIZE: Text = Text {
    en: "{duration} min with a household of {size}, less than {limit} min.",
    ur: "{size} افراد کے گھرانے کے ساتھ {duration} منٹ، یعنی {limit} منٹ سے کم۔",
};
const USUAL_FOR_SIZE: Text = Text {
    en: "The median with households of about that size is {median} min in {n} interviews.",
    ur: "تقریباً اتنے بڑے گھرانوں کے {n} انٹرویوز کا درمیانی وقت {median} منٹ ہے۔",
};
const USUAL_FOR_ALL: Text = Text {
    en: "The median with households of all sizes is {median} min in {n} interviews.",
    ur: "ہر طرح کے گھرانوں کے {n} انٹرویوز کا درمیانی وقت {median} منٹ ہے۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let minutes = |seconds: f64| format!("{:.1}", seconds / 60.0);
        let duration = minutes(f64::from(self.duration_s));
        let limit = minutes(self.limit_s);
        let size = self.household_size.map(|size| grouped(u64::from(size)));
        let mut said = match &size {
            Some(size) => SAID_SIZE.fill(
                lang,
                &[("duration", &duration), ("size", size), ("limit", &limit)],
            ),
            None => SAID.fill(lang, &[("duration", &duration), ("limit", &limit)]),
        };
        if let Some(usual) = &self.usual {
            let text = match usual.class {
                Some(_) => USUAL_FOR_SIZE,
                None => USUAL_FOR_ALL,
            };
            let median = minutes(usual.median_s);
            let n = grouped(usual.interviews);
            said.push(' ');
            said.push_str(&text.fill(lang, &[("median", &median), ("n", &n)]));
            said.push(' ');
            said.push_str(&say_against(&usual.against, lang));
        }
        said
    }

    fn measured(&self, _limits: &Limits) -> Option<Measured> {
        Some(Measured {
            value: f64::from(self.duration_s) / 60.0,
            unit: Unit::Minutes,
            threshold: self.limit_s / 60.0,
        })
    }
}

/// Looks at every complete interview.
pub fn judge(among: &Among<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    let mut usual_by_kind = BTreeMap::new();
    for timed in among.work.visits {
        let visit = &timed.visit;
        let Some((basis, duration_s)) = duration_s(timed).filter(|_| visit.is_valid_complete())
        else {
            continue;
        };
        let limits = field.limits_at(visit.area);
        let limit = |index| limits.get(Check::DurationShort, index);
        let (floor_s, part) = (limit(FLOOR_MIN) * 60.0, limit(OF_MEDIAN_PCT) / 100.0);
        let tehsil = (field.areas)(visit.area).tehsil;
        let class = SizeClass::of(visit.household_size);
        let usual = *usual_by_kind
            .entry((tehsil, basis, class))
            .or_insert_with(|| usual_for(among, tehsil, basis, class));
        let limit_s = usual.map_or(floor_s, |usual| floor_s.max(part * usual.median_s));
        if f64::from(duration_s) >= limit_s {
            continue;
        }
        let evidence = catalogue::Evidence::DurationShort(Evidence {
            duration_s,
            basis,
            limit_s,
            household_size: visit.household_size,
            usual,
        });
        let day = field.day(timed);
        found.push(Finding::of_visit(timed, day, Severity::Review, evidence));
    }
}

fn usual_for(among: &Among<'_>, tehsil: AreaId, basis: Basis, class: SizeClass) -> Option<Usual> {
    let usual = among
        .peers
        .usual_duration(among.work.wave, tehsil, basis, class)?;
    Some(Usual {
        median_s: usual.median_s,
        interviews: usual.n,
        class: usual.class,
        against: usual.against,
    })
}
