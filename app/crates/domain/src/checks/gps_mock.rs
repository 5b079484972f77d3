//! A position that was made, not measured.
//!
//! Fires: the tablet says that an app supplied the position, or the accuracy is exactly 0, which no receiver states.
//! Nearly fires: an accuracy that is blank, which is unknown and not 0. Known false alarms: external GNSS receivers reach
//! the tablet as a mock provider, and a point that was placed on the map by hand has the accuracy 0.
//!
//! A position that cannot exist is gps_invalid's to report: exports write 0 for its accuracy as well.

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
        en: "Position not measured",
        ur: "مقام ناپا نہیں گیا",
    },
    rule: Text {
        en: "The tablet says that the position was supplied by an app, or its accuracy is exactly 0.",
        ur: "ٹیبلٹ کے مطابق مقام کسی ایپ نے فراہم کیا، یا درستی بالکل صفر ہے۔",
    },
    innocent: &[
        Text {
            en: "An external GNSS receiver was in use; tablets take it for a mock provider.",
            ur: "بیرونی جی این ایس ایس ریسیور استعمال ہو رہا تھا؛ ٹیبلٹ اسے فرضی ذریعہ سمجھتے ہیں۔",
        },
        Text {
            en: "The point was placed on the map by hand, as the form allowed.",
            ur: "نقطہ نقشے پر ہاتھ سے لگایا گیا، جیسا کہ فارم میں اجازت تھی۔",
        },
    ],
    thresholds: &[],
    source: "CHECKS.md",
};

/// Which of the two signs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The tablet says that an app supplied it.
    pub flagged: bool,
    /// The accuracy is exactly 0.
    pub accuracy_zero: bool,
}

const FLAGGED: Text = Text {
    en: "The tablet says that an app supplied the position.",
    ur: "ٹیبلٹ کے مطابق مقام کسی ایپ نے فراہم کیا۔",
};
const ZERO: Text = Text {
    en: "The accuracy is exactly 0 m, which no receiver measures.",
    ur: "درستی بالکل 0 میٹر ہے، جو کوئی ریسیور نہیں ناپتا۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        match (self.flagged, self.accuracy_zero) {
            (true, true) => format!("{} {}", FLAGGED.say(lang), ZERO.say(lang)),
            (true, false) => FLAGGED.say(lang).to_owned(),
            _ => ZERO.say(lang).to_owned(),
        }
    }
}

/// Looks at one visit.
pub fn judge(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    let Some(fix) = visit.visit.possible_fix() else {
        return;
    };
    let flagged = visit.visit.mock_location == Some(true);
    let accuracy_zero = fix.accuracy_m == Some(0.0);
    if flagged || accuracy_zero {
        let evidence = catalogue::Evidence::GpsMock(Evidence {
            flagged,
            accuracy_zero,
        });
        found.push(Finding::of_visit(
            visit,
            field.day(visit),
            Severity::Review,
            evidence,
        ));
    }
}
