//! One household, visited twice by the same enumerator, at two places far apart.
//!
//! A household is where it is: whoever comes back to it stands at the same door. Fires: a closed door on Monday, and the
//! interview of that household on Tuesday 400 m away. Nearly fires: the same in an apartment block or a lane of huts, however
//! dense, because both visits lead there; and a fix that is coarse, or that the tablet repeated from memory. Known false alarms:
//! the reference of another household, or a person who was met in the field or at work.

use super::about::{About, Family, Severity, Threshold, Unit};
use super::catalogue::{self, Check};
use super::field::{Field, Work};
use super::finding::{Finding, Says, Subject};
use super::words::whole;
use crate::geo::{certain_distance_m, distance_m};
use crate::lang::Lang;
use crate::text::Text;
use crate::visit::{Timed, Visit};
use serde::{Deserialize, Serialize};

/// Metres, in the thresholds.
const APART_M: usize = 0;
/// Metres of accuracy beyond which a fix is left out, in the thresholds.
const WORST_ACCURACY_M: usize = 1;

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Place,
    title: Text {
        en: "One household, two places",
        ur: "ایک گھرانہ، دو مقام",
    },
    rule: Text {
        en: "Two visits of the enumerator to the same household lie further apart than the limit and both accuracies allow.",
        ur: "ایک ہی گھرانے کے ہاں شمار کنندہ کے دو دورے مقررہ حد اور دونوں مقامات کی درستی سے زیادہ فاصلے پر ہیں۔",
    },
    innocent: &[
        Text {
            en: "The reference of another household was typed by mistake in one of the visits.",
            ur: "کسی ایک دورے میں غلطی سے دوسرے گھرانے کا حوالہ لکھ دیا گیا۔",
        },
        Text {
            en: "Somebody of the household was met elsewhere: in the field, in a shop, at a relative's.",
            ur: "گھرانے کا فرد کہیں اور ملا: کھیت میں، دکان پر یا کسی رشتہ دار کے ہاں۔",
        },
        Text {
            en: "The household has moved between the visits.",
            ur: "دونوں دوروں کے درمیان گھرانہ منتقل ہو گیا۔",
        },
    ],
    thresholds: &[
        Threshold {
            name: "apart_m",
            unit: Unit::Metres,
            default: 100.0,
            least: 10.0,
            most: 100_000.0,
            about: Text {
                en: "Further than this, both accuracies taken off",
                ur: "دونوں مقامات کی درستی منہا کر کے اس سے زیادہ فاصلہ",
            },
        },
        Threshold {
            name: "worst_accuracy_m",
            unit: Unit::Metres,
            default: 50.0,
            least: 1.0,
            most: 500.0,
            about: Text {
                en: "The worst accuracy of a position that counts: one fix in three is further off than it says",
                ur: "شمار ہونے والے مقام کی کم سے کم درستی: ہر تیسرا مقام اپنی بتائی گئی درستی سے زیادہ غلط ہوتا ہے",
            },
        },
    ],
    source: "The same distance as in gps_far_from_listing, where a listing says where the household is (CHECKS.md)",
};

/// How far apart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Metres between the two positions.
    pub distance_m: f64,
    /// … less both accuracies.
    pub certain_m: f64,
}

const SAID: Text = Text {
    en: "The two visits to this household are {distance} m apart, {certain} m of it beyond both accuracies.",
    ur: "اس گھرانے کے دونوں دورے {distance} میٹر دور ہیں، جن میں سے {certain} میٹر دونوں مقامات کی درستی سے زیادہ ہیں۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        SAID.fill(
            lang,
            &[
                ("distance", &whole(self.distance_m)),
                ("certain", &whole(self.certain_m)),
            ],
        )
    }
}

/// Looks at each visit and the one before it to the same household, among those whose fix is their own: a fix from elsewhere
/// says nothing of the door.
pub fn judge(work: &Work<'_>, field: &Field<'_>, found: &mut Vec<Finding>) {
    let limit = |index| field.limits.get(Check::GpsTwoPlaces, index);
    let (apart_m, worst_m) = (limit(APART_M), limit(WORST_ACCURACY_M));
    let tells = |visit: &Visit| {
        let fix = visit.possible_fix();
        fix.is_some_and(|fix| fix.accuracy_m.is_none_or(|m| m <= worst_m))
    };
    // The place in the order of work stands for the visit: sorting moves less that way.
    let mut places: Vec<(i64, usize)> = work
        .visits
        .iter()
        .enumerate()
        .filter(|(_, timed)| !timed.visit.is_rejected() && tells(&timed.visit))
        .filter_map(|(at, timed)| Some((timed.visit.household?, at)))
        .collect();
    places.sort_unstable();
    let repeated = places.chunk_by(|a, b| a.0 == b.0);
    for of_household in repeated.filter(|places| places.len() > 1) {
        let visits = of_household.iter().map(|(_, at)| &work.visits[*at]);
        let mut before: Option<&Timed> = None;
        for visit in visits.filter(|visit| work.has_own_fix(visit)) {
            if let Some(first) = before.replace(visit) {
                judge_pair(first, visit, apart_m, field, found);
            }
        }
    }
}

fn judge_pair(
    first: &Timed,
    second: &Timed,
    apart_m: f64,
    field: &Field<'_>,
    found: &mut Vec<Finding>,
) {
    let (Some(from), Some(to)) = (first.visit.possible_fix(), second.visit.possible_fix()) else {
        return;
    };
    let certain_m = certain_distance_m(&from, &to);
    if certain_m <= apart_m {
        return;
    }
    let evidence = catalogue::Evidence::GpsTwoPlaces(Evidence {
        distance_m: distance_m(&from, &to),
        certain_m,
    });
    let subject = Subject::Visits {
        first: first.visit.key,
        second: second.visit.key,
    };
    found.push(Finding::filed_under(
        second,
        field.day(second),
        Severity::Review,
        subject,
        evidence,
    ));
}
