//! Interviews on an old version of the form, after a newer one had come into use in the tehsil.
//!
//! Fires: an interview begun on version 3 on Thursday, where on Monday the second enumerator of the tehsil had used version 4.
//! Nearly fires: the same on Tuesday morning, within a day; or where one person alone tries version 4 out. Known false alarms: a
//! tablet without a network; a version that was withdrawn again. Of two versions whose first uses in the wave are less than that
//! day apart it cannot be told which is the newer one, and nothing is said. It is only noted, once a day.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::among::Among;
use super::catalogue::{self, Check};
use super::field::Field;
use super::finding::{Finding, Says, Subject};
use super::limits::Limits;
use super::measured::Measured;
use super::words::{correction, duration};
use crate::area::AreaId;
use crate::lang::Lang;
use crate::number::grouped;
use crate::peers::{MOST_FIRST_USES, NewerForm};
use crate::text::Text;
use crate::time::{EpochMs, SurveyDay};
use crate::visit::{FormVersion, Timed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Enumerators who must have used the newer version, in the thresholds.
const LEAST_ENUMERATORS: usize = 0;
/// Hours, in the thresholds.
const GRACE_H: usize = 1;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Identity,
    title: Text {
        en: "Old version of the form",
        ur: "فارم کا پرانا نسخہ",
    },
    rule: Text {
        en: "An interview was begun on an old version of the form, longer than the limit after a newer one had come into use in the \
             tehsil.",
        ur: "انٹرویو فارم کے پرانے نسخے پر شروع ہوا، جبکہ تحصیل میں نیا نسخہ مقررہ حد سے زیادہ عرصہ پہلے استعمال میں آ چکا تھا۔",
    },
    innocent: &[
        Text {
            en: "The tablet was offline and could not fetch the newer version.",
            ur: "ٹیبلٹ آف لائن تھا اور نیا نسخہ حاصل نہیں کر سکا۔",
        },
        Text {
            en: "The newer version was withdrawn, or only some were meant to use it.",
            ur: "نیا نسخہ واپس لے لیا گیا، یا وہ صرف بعض شمار کنندگان کے لیے تھا۔",
        },
    ],
    thresholds: &[
        Threshold {
            name: "least_enumerators",
            unit: Unit::Count,
            default: 2.0,
            least: 2.0,
            most: MOST_FIRST_USES as f64,
            about: Text {
                en: "How many enumerators of the tehsil must have used the newer version for it to be in use",
                ur: "نیا نسخہ زیرِ استعمال سمجھنے کے لیے تحصیل کے کتنے شمار کنندگان اسے استعمال کر چکے ہوں",
            },
        },
        Threshold {
            name: "grace_h",
            unit: Unit::Hours,
            default: 24.0,
            least: 0.0,
            most: 2_000.0,
            about: Text {
                en: "How long after that the old version may still be used",
                ur: "اس کے بعد کتنی دیر تک پرانا نسخہ استعمال ہو سکتا ہے",
            },
        },
    ],
    source: "CHECKS.md",
};

/// How many, and which version instead of which.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Complete interviews of the day on an old version.
    pub interviews: u32,
    /// Devices that they were recorded on, as far as known.
    pub devices: u32,
    /// The version of the first of them.
    pub form: FormVersion,
    /// The newer version that had come into use first.
    pub against: Against,
    /// The clock's offset that times were corrected by, in milliseconds.
    pub offset_ms: i64,
}

/// What it was judged against: the version that others had gone over to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Against {
    /// The statistics' version.
    pub version: i64,
    /// The tehsil.
    pub tehsil: AreaId,
    /// The newer version's key; the form is the same.
    pub form_version: i32,
    /// When it had come into use in the tehsil.
    pub in_use_since: EpochMs,
    /// From then to the start of the day's first interview on the old version, in milliseconds.
    pub in_use_ms: i64,
}

const SAID: Text = Text {
    en: "Interviews on an old version of the form that day: {interviews}. A newer one had been in use in the tehsil for {long}.",
    ur: "اس دن فارم کے پرانے نسخے پر انٹرویو: {interviews}۔ تحصیل میں نیا نسخہ {long} سے استعمال میں تھا۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        SAID.fill(
            lang,
            &[
                ("interviews", &grouped(u64::from(self.interviews))),
                ("long", &duration(lang, self.against.in_use_ms)),
            ],
        ) + &correction(lang, self.offset_ms)
    }

    fn measured(&self, limits: &Limits) -> Option<Measured> {
        Some(Measured::lasting(
            limits,
            Check::FormOutdated,
            GRACE_H,
            self.against.in_use_ms,
        ))
    }
}

/// Looks at every day.
pub fn judge(among: &Among<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    let mut newer_forms = NewerForms::new(among, field);
    for (day, visits) in among.work.days(field) {
        let old = visits.iter().filter_map(|timed| {
            let against = newer_forms.in_use_before(timed)?;
            Some((timed, against))
        });
        let old: Vec<(&Timed, Against)> = old.collect();
        if day != SurveyDay::UNKNOWN {
            found.extend(finding(day, &old));
        }
    }
}

fn finding(day: SurveyDay, old: &[(&Timed, Against)]) -> Option<Finding> {
    let (first, against) = *old.first()?;
    let devices: BTreeSet<i32> = old.iter().filter_map(|(t, _)| t.visit.device).collect();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let evidence = catalogue::Evidence::FormOutdated(Evidence {
        interviews: count(old.len()),
        devices: count(devices.len()),
        form: first.visit.form?,
        against,
        offset_ms: first.clock.offset_ms,
    });
    let subject = Subject::Day { day };
    let finding = Finding::filed_under(first, day, Severity::Info, subject, evidence);
    Some(finding)
}

/// Looks up what is newer than the version of a visit. Nearly always the same as for the visit before.
struct NewerForms<'a> {
    among: &'a Among<'a>,
    field: &'a Field<'a>,
    last: Option<((AreaId, FormVersion), Option<InTehsil>)>,
}

/// The tehsil, and what is newer there.
type InTehsil = (AreaId, NewerForm);

impl<'a> NewerForms<'a> {
    fn new(among: &'a Among<'a>, field: &'a Field<'a>) -> NewerForms<'a> {
        NewerForms {
            among,
            field,
            last: None,
        }
    }

    /// The newer version that had been in use for longer than the limit when a complete interview began.
    fn in_use_before(&mut self, timed: &Timed) -> Option<Against> {
        let form = timed.visit.form?;
        if !timed.visit.is_valid_complete() || !timed.clock.tells_hours() {
            return None;
        }
        let (tehsil, newer) = self.newer(timed.visit.area, form)?;
        let in_use_ms = timed.start()?.0.saturating_sub(newer.in_use_since.0);
        (in_use_ms > self.grace_ms(timed.visit.area)).then_some(Against {
            version: self.among.peers.version,
            tehsil,
            form_version: newer.version,
            in_use_since: newer.in_use_since,
            in_use_ms,
        })
    }

    /// How long the newer version must have been in use in an area.
    fn grace_ms(&self, area: AreaId) -> i64 {
        (self.field.limits_at(area).get(Check::FormOutdated, GRACE_H) * 3_600_000.0) as i64
    }

    fn newer(&mut self, area: AreaId, form: FormVersion) -> Option<InTehsil> {
        if let Some((key, newer)) = self.last
            && key == (area, form)
        {
            return newer;
        }
        let (wave, tehsil) = (self.among.work.wave, (self.field.areas)(area).tehsil);
        let limits = self.field.limits_at(area);
        let least = limits.get(Check::FormOutdated, LEAST_ENUMERATORS) as usize;
        let grace_ms = self.grace_ms(area);
        let newer = self
            .among
            .peers
            .newer_form(wave, tehsil, form, least, grace_ms);
        let newer = newer.map(|newer| (tehsil, newer));
        self.last = Some(((area, form), newer));
        newer
    }
}
