//! A contribution in words with its numbers.

use super::{Contribution, Measure, Portions};
use crate::lang::Lang;
use crate::number::grouped;
use crate::peers::ShareKind;
use crate::text::Text;

const INTERVIEWS: Text = Text {
    en: "in {cases} of {of} interviews",
    ur: "{of} انٹرویوز میں سے {cases} میں",
};
const SEVERE_INTERVIEWS: Text = Text {
    en: "severe in {cases} of {of} interviews",
    ur: "{of} انٹرویوز میں سے {cases} میں سنگین",
};
const DAYS: Text = Text {
    en: "on {cases} of {of} days",
    ur: "{of} دنوں میں سے {cases} پر",
};
const OF_INTERVIEWS: Text = Text {
    en: "{cases} of {of} interviews",
    ur: "{of} انٹرویوز میں سے {cases}",
};
const VISITS: Text = Text {
    en: "{cases} of {of} visits to homes ended without an interview",
    ur: "گھروں کے {of} دوروں میں سے {cases} میں انٹرویو نہیں ہوا",
};
const ITEMS: Text = Text {
    en: "{cases} of {of} items",
    ur: "{of} سوالات میں سے {cases}",
};
const OTHERS_OF_TEHSIL: Text = Text {
    en: "{title}: {own}; among the others of this tehsil {cases} of {of}.",
    ur: "{title}: {own}؛ اس تحصیل کے باقی شمار کنندگان کے ہاں {of} میں سے {cases}۔",
};
const OTHERS_OF_WAVE: Text = Text {
    en: "{title}: {own}; among the others of the whole wave {cases} of {of}.",
    ur: "{title}: {own}؛ پورے مرحلے کے باقی شمار کنندگان کے ہاں {of} میں سے {cases}۔",
};
const SIZE_IN_TEHSIL: Text = Text {
    en: "{title}: {own} persons on average in {households} households; in this tehsil {all}.",
    ur: "{title}: {households} گھرانوں میں اوسطاً {own} افراد؛ اس تحصیل میں {all}۔",
};
const SIZE_IN_WAVE: Text = Text {
    en: "{title}: {own} persons on average in {households} households; in the whole wave {all}.",
    ur: "{title}: {households} گھرانوں میں اوسطاً {own} افراد؛ پورے مرحلے میں {all}۔",
};
const VARIETY_IN_TEHSIL: Text = Text {
    en: "{title}: {own} bits a question in {interviews} interviews; in this tehsil {all} are usual.",
    ur: "{title}: {interviews} انٹرویوز میں فی سوال {own} بٹ؛ اس تحصیل میں {all} معمول ہیں۔",
};
const VARIETY_IN_WAVE: Text = Text {
    en: "{title}: {own} bits a question in {interviews} interviews; in the whole wave {all} are usual.",
    ur: "{title}: {interviews} انٹرویوز میں فی سوال {own} بٹ؛ پورے مرحلے میں {all} معمول ہیں۔",
};
const POINTS: Text = Text {
    en: "{points} points.",
    ur: "{points} پوائنٹ۔",
};

impl Contribution {
    /// What it is and how it compares, in a sentence, with its points: "Too short: in 40 of 120 interviews; among the others of
    /// this tehsil 12 of 4,000. 9.4 points."
    pub fn say(&self, lang: Lang) -> String {
        let points = format!("{:.1}", self.points);
        let points = POINTS.fill(lang, &[("points", &points)]);
        format!("{} {points}", self.say_without_points(lang))
    }

    /// The same for those who are told the reason and not the formula.
    pub fn say_without_points(&self, lang: Lang) -> String {
        let title = self.check.about().title.say(lang);
        match &self.measure {
            Measure::Interviews(portions) => say_portions(lang, title, &INTERVIEWS, portions),
            Measure::SevereInterviews(portions) => {
                say_portions(lang, title, &SEVERE_INTERVIEWS, portions)
            }
            Measure::Days(portions) => say_portions(lang, title, &DAYS, portions),
            Measure::Share { kind, portions } => {
                let text = match kind {
                    ShareKind::WithoutFix | ShareKind::NearDuplicate => &OF_INTERVIEWS,
                    ShareKind::Clustered => &DAYS,
                    ShareKind::Nonresponse => &VISITS,
                    ShareKind::DontKnow | ShareKind::Refused => &ITEMS,
                };
                say_portions(lang, title, text, portions)
            }
            Measure::HouseholdSize {
                mean_persons,
                households,
                tehsil_mean_persons,
                is_whole_wave,
            } => {
                let text = if *is_whole_wave {
                    SIZE_IN_WAVE
                } else {
                    SIZE_IN_TEHSIL
                };
                let values = [
                    ("title", title),
                    ("own", &format!("{mean_persons:.1}")),
                    ("households", &grouped(*households)),
                    ("all", &format!("{tehsil_mean_persons:.1}")),
                ];
                text.fill(lang, &values)
            }
            Measure::Variety {
                bits,
                interviews,
                tehsil_bits,
                is_whole_wave,
            } => {
                let text = if *is_whole_wave {
                    VARIETY_IN_WAVE
                } else {
                    VARIETY_IN_TEHSIL
                };
                let values = [
                    ("title", title),
                    ("own", &format!("{bits:.2}")),
                    ("interviews", &grouped(u64::from(*interviews))),
                    ("all", &format!("{tehsil_bits:.2}")),
                ];
                text.fill(lang, &values)
            }
        }
    }
}

fn say_portions(lang: Lang, title: &str, own: &Text, portions: &Portions) -> String {
    let own = own.fill(
        lang,
        &[
            ("cases", &grouped(portions.cases)),
            ("of", &grouped(portions.of)),
        ],
    );
    let text = if portions.is_whole_wave {
        OTHERS_OF_WAVE
    } else {
        OTHERS_OF_TEHSIL
    };
    text.fill(
        lang,
        &[
            ("title", title),
            ("own", &own),
            ("cases", &grouped(portions.others_cases)),
            ("of", &grouped(portions.others_of)),
        ],
    )
}
