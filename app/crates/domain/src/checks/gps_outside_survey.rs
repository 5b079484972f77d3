//! Interviewed outside every area of the survey.
//!
//! Fires: a fix in the Arabian Sea, or one whose latitude and longitude were exchanged. Nearly fires: a fix just across
//! the survey's border, within the accuracy. Known false alarms: exchanged coordinates and a lost minus sign; the finding
//! says when that would mend it.

use super::about::{About, Family, Severity};
use super::catalogue;
use super::field::Field;
use super::finding::{Finding, Says};
use crate::lang::Lang;
use crate::place::{Fix, Place};
use crate::text::Text;
use crate::visit::Timed;
use serde::{Deserialize, Serialize};

/// What would bring the position into the survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mend {
    /// Latitude and longitude exchanged.
    Exchange,
    /// The other sign of the latitude.
    OtherLatitudeSign,
    /// The other sign of the longitude.
    OtherLongitudeSign,
}

/// What the check says of itself.
pub const ABOUT: About = About {
    version: 1,
    family: Family::Place,
    title: Text {
        en: "Outside the survey",
        ur: "سروے کے علاقے سے باہر",
    },
    rule: Text {
        en: "The position lies in no area of the survey.",
        ur: "مقام سروے کے کسی علاقے میں نہیں۔",
    },
    innocent: &[
        Text {
            en: "Latitude and longitude were exchanged on the way.",
            ur: "راستے میں عرض بلد اور طول بلد آپس میں بدل گئے۔",
        },
        Text {
            en: "A sign was lost or added: the wrong hemisphere.",
            ur: "منفی کا نشان گر گیا یا لگ گیا: غلط نصف کرہ۔",
        },
        Text {
            en: "The boundaries on file do not cover the whole survey.",
            ur: "فائل میں موجود حد بندیاں پورے سروے پر محیط نہیں۔",
        },
    ],
    thresholds: &[],
    source: "CHECKS.md",
};

/// What would mend it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The first change of the coordinates that brings the position into the survey, if one does.
    pub mend: Option<Mend>,
}

const EXCHANGE: Text = Text {
    en: "Latitude and longitude seem to be exchanged: the other way round the position lies in the \
             survey.",
    ur: "لگتا ہے عرض بلد اور طول بلد آپس میں بدل گئے ہیں: الٹ کر پڑھیں تو مقام سروے کے علاقے میں ہے۔",
};
const SIGN: Text = Text {
    en: "A sign seems to be wrong: with the other one the position lies in the survey.",
    ur: "لگتا ہے مثبت یا منفی کا نشان غلط ہے: دوسرے نشان کے ساتھ مقام سروے کے علاقے میں ہے۔",
};

impl Says for Evidence {
    fn say(&self, lang: Lang) -> String {
        match self.mend {
            None => ABOUT.rule.say(lang).to_owned(),
            Some(Mend::Exchange) => EXCHANGE.say(lang).to_owned(),
            Some(Mend::OtherLatitudeSign | Mend::OtherLongitudeSign) => SIGN.say(lang).to_owned(),
        }
    }
}

/// Looks at one visit.
pub fn judge(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    if visit.visit.place != Place::OutsideSurvey {
        return;
    }
    let mend = visit.visit.fix.and_then(|fix| mend(fix, field));
    let evidence = catalogue::Evidence::GpsOutsideSurvey(Evidence { mend });
    found.push(Finding::of_visit(
        visit,
        field.day(visit),
        Severity::Severe,
        evidence,
    ));
}

fn mend(fix: Fix, field: &Field<'_>) -> Option<Mend> {
    let other_latitude = Fix {
        latitude: -fix.latitude,
        ..fix
    };
    let other_longitude = Fix {
        longitude: -fix.longitude,
        ..fix
    };
    [
        (Mend::Exchange, fix.swapped()),
        (Mend::OtherLatitudeSign, other_latitude),
        (Mend::OtherLongitudeSign, other_longitude),
    ]
    .into_iter()
    .find(|(_, mended)| mended.is_possible() && (field.in_survey)(mended))
    .map(|(mend, _)| mend)
}
