//! A position that cannot exist.
//!
//! Fires: latitude 0 and longitude 0, a longitude of −199.06, a tool's −999999999. Nearly fires: a real place on the
//! wrong side of the Earth, which is outside the survey but possible. Known false alarms: an export that lost the
//! position and wrote a number in its place.

use super::about::{About, Family, Severity};
use super::catalogue;
use super::field::Field;
use super::finding::{Finding, Says};
use crate::lang::Lang;
use crate::text::Text;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Place,
    title: Text {
        en: "Impossible position",
        ur: "ناممکن مقام",
    },
    rule: Text {
        en: "The coordinates are no place on Earth: out of range, exactly 0 and 0, or a number that stands \
             for nothing.",
        ur: "درج کوآرڈینیٹس زمین پر کوئی جگہ نہیں: حد سے باہر، بالکل صفر اور صفر، یا محض خالی جگہ کا عدد۔",
    },
    innocent: &[Text {
        en: "The export wrote a number where there was no position.",
        ur: "ایکسپورٹ نے مقام نہ ہونے پر اس کی جگہ کوئی عدد لکھ دیا۔",
    }],
    thresholds: &[],
    source: "CHECKS.md",
};

/// What was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Degrees north as recorded; `None` where it is no number.
    pub latitude: Option<f64>,
    /// Degrees east as recorded; `None` where it is no number.
    pub longitude: Option<f64>,
}

const SAID: Text = Text {
    en: "Recorded as latitude {latitude}, longitude {longitude}.",
    ur: "درج شدہ عرض بلد {latitude}، طول بلد {longitude}۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        let shown = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| v.to_string());
        SAID.fill(
            lang,
            &[
                ("latitude", &shown(self.latitude)),
                ("longitude", &shown(self.longitude)),
            ],
        )
    }
}

/// Looks at one visit.
pub fn judge(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    let Some(fix) = visit.visit.fix.filter(|fix| !fix.is_possible()) else {
        return;
    };
    let number = |value: f64| Some(value).filter(|v| v.is_finite());
    let evidence = catalogue::Evidence::GpsInvalid(Evidence {
        latitude: number(fix.latitude),
        longitude: number(fix.longitude),
    });
    found.push(Finding::of_visit(
        visit,
        field.day(visit),
        Severity::Review,
        evidence,
    ));
}
