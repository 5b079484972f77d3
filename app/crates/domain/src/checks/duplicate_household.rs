//! A household interviewed to the end more than once.
//!
//! Fires: a second complete interview of a household, whoever held it. Nearly fires: a refusal that was followed by an
//! interview, or an interview that the collection system rejected and that was repeated. Known false alarms: a
//! re-assignment while a tablet was offline: both finished it honestly. It is filed under the one that is not counted,
//! because it came second, not because it is the worse.

use super::about::{About, Family, Severity};
use super::catalogue;
use super::field::{Counted, Field, Work};
use super::finding::{Finding, Says};
use super::words::clock;
use crate::lang::Lang;
use crate::text::Text;
use crate::time::SurveyDay;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Identity,
    title: Text {
        en: "Household repeated",
        ur: "گھرانہ دوبارہ",
    },
    rule: Text {
        en: "The household already has a complete interview that is counted.",
        ur: "گھرانے کا ایک مکمل انٹرویو پہلے ہی شمار ہو چکا ہے۔",
    },
    innocent: &[
        Text {
            en: "The household was re-assigned while the first tablet was offline: both finished it honestly.",
            ur: "پہلا ٹیبلٹ آف لائن تھا کہ گھرانہ کسی اور کو دے دیا گیا: دونوں نے ایمانداری سے انٹرویو مکمل کیا۔",
        },
        Text {
            en: "The reference of another household was typed by mistake.",
            ur: "غلطی سے کسی دوسرے گھرانے کا حوالہ لکھ دیا گیا۔",
        },
    ],
    thresholds: &[],
    source: "CHECKS.md",
};

/// The interview that is counted instead.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its key.
    pub counted: Option<i64>,
    /// Who held it.
    pub counted_enumerator: Option<i32>,
    /// Whether that is the same enumerator.
    pub same_enumerator: bool,
    /// On which tablet.
    pub counted_device: Option<i32>,
    /// The day on which it ended, by corrected time.
    pub counted_day: Option<SurveyDay>,
    /// The minute of that day.
    pub counted_minute: Option<i32>,
}

const SAME: Text = Text {
    en: "The enumerator's own interview of the household, ended on {day} at {time}, is counted.",
    ur: "اسی شمار کنندہ کا {day} کو {time} بجے ختم ہونے والا انٹرویو شمار ہوتا ہے۔",
};
const OTHER: Text = Text {
    en: "Another enumerator's interview of the household, ended on {day} at {time}, is counted.",
    ur: "دوسرے شمار کنندہ کا {day} کو {time} بجے ختم ہونے والا انٹرویو شمار ہوتا ہے۔",
};
const UNKNOWN: Text = Text {
    en: "Another complete interview of the household is counted.",
    ur: "گھرانے کا کوئی دوسرا مکمل انٹرویو شمار ہوتا ہے۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let (Some(day), Some(minute)) = (self.counted_day, self.counted_minute) else {
            return UNKNOWN.say(lang).to_owned();
        };
        let text = if self.same_enumerator { SAME } else { OTHER };
        text.fill(lang, &[("day", &day.to_string()), ("time", &clock(minute))])
    }
}

/// Looks at one visit, and at the counted interview of its household.
pub fn judge(visit: &Timed, work: &Work<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    let Some(household) = visit.visit.household else {
        return;
    };
    if visit.visit.counted || !visit.visit.is_valid_complete() {
        return;
    }
    let counted = counted_of(household, work);
    let ended_at = counted.and_then(|counted| counted.ended_at);
    let evidence = catalogue::Evidence::DuplicateHousehold(Evidence {
        counted: counted.map(|counted| counted.key),
        counted_enumerator: counted.map(|counted| counted.enumerator),
        same_enumerator: counted.is_some_and(|counted| counted.enumerator == work.enumerator),
        counted_device: counted.and_then(|counted| counted.device),
        counted_day: ended_at.map(|at| SurveyDay::of(at, field.zone)),
        counted_minute: ended_at.map(|at| field.minute_of_day(at)),
    });
    found.push(Finding::of_visit(
        visit,
        field.day(visit),
        Severity::Review,
        evidence,
    ));
}

/// The counted interview of a household: among those told, else among the enumerator's own.
fn counted_of(household: i64, work: &Work<'_>) -> Option<Counted> {
    if let Ok(at) = work
        .counted
        .binary_search_by_key(&household, |counted| counted.household)
    {
        return work.counted.get(at).copied();
    }
    let own = work.judged().find(|other| {
        other.visit.household == Some(household)
            && other.visit.counted
            && other.visit.is_valid_complete()
    })?;
    Some(Counted {
        household,
        key: own.visit.key,
        enumerator: own.visit.enumerator,
        device: own.visit.device,
        ended_at: own.end().or(own.at()),
    })
}
