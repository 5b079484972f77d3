//! The questions that are asked again while a wave has none of its own: one table, with their types (docs/decisions/0110), tolerances, choices
//! and words.
//!
//! They are questions of a poverty score card. The code is the name of the answer in the submission; where a survey's form does not have it, the
//! interview has no answer, and nothing is compared.

use super::asked::{AskedChoice, AskedQuestion, Words};
use super::question::{Question, QuestionType, Tolerance};
use QuestionType::{One, Three, Two};

/// A code with its words.
struct Named(&'static str, &'static str, &'static str);

/// A question of the table.
struct Usual {
    named: Named,
    kind: QuestionType,
    /// The choices; none: a number is entered.
    choices: &'static [Named],
    /// Numbers may lie so far apart.
    within: f64,
}

/// The one table, in the order in which a monitor asks.
#[rustfmt::skip]
const TABLE: [Usual; 6] = [
    // What a house is made of, and whose land is farmed, does not change within weeks.
    Usual {
        named: Named("roof", "What is the roof made of?", "چھت کس چیز کی ہے؟"), kind: One, within: 0.0,
        choices: &[Named("rcc", "concrete", "کنکریٹ"), Named("girder", "girders", "گارڈر"), Named("wood", "wood", "لکڑی"), Named("other", "other", "دیگر")],
    },
    Usual {
        named: Named("land", "Do they farm land, and whose?", "کیا کھیتی کرتے ہیں، اور کس کی زمین پر؟"), kind: One, within: 0.0,
        choices: &[Named("none", "none", "کوئی نہیں"), Named("own", "own", "اپنی"), Named("rent", "rented", "کرائے کی"), Named("share", "sharecropping", "بٹائی")],
    },
    // What counts as a room, or as the household's own toilet, depends on how it is asked.
    Usual { named: Named("rooms", "How many rooms?", "کتنے کمرے ہیں؟"), kind: Two, within: 1.0, choices: &[] },
    Usual {
        named: Named("toilet", "What kind of toilet?", "بیت الخلا کیسا ہے؟"), kind: Two, within: 0.0,
        choices: &[Named("flush", "flush", "فلش"), Named("pit", "pit", "گڑھا"), Named("shared", "shared", "مشترکہ"), Named("none", "none", "کوئی نہیں")],
    },
    // What is drunk and burnt changes with the season.
    Usual {
        named: Named("water", "Where does drinking water come from?", "پینے کا پانی کہاں سے آتا ہے؟"), kind: Three, within: 0.0,
        choices: &[Named("pump", "hand pump", "ہینڈ پمپ"), Named("motor", "motor pump", "موٹر پمپ"), Named("piped", "piped", "نل"), Named("canal", "canal", "نہر")],
    },
    Usual {
        named: Named("fuel", "What do they cook with?", "کس ایندھن پر پکاتے ہیں؟"), kind: Three, within: 0.0,
        choices: &[Named("wood", "wood", "لکڑی"), Named("gas", "piped gas", "گیس"), Named("dung", "dung", "اپلے"), Named("lpg", "gas cylinder", "گیس سلنڈر")],
    },
];

impl Named {
    fn words(&self) -> Words {
        Words {
            en: self.1.to_owned(),
            ur: self.2.to_owned(),
        }
    }
}

/// The questions that are asked again while a wave has none of its own.
pub fn usual_questions() -> Vec<AskedQuestion> {
    let asked = TABLE.iter().map(|usual| AskedQuestion {
        question: Question {
            code: usual.named.0.to_owned(),
            kind: usual.kind,
            tolerance: match usual.choices.is_empty() {
                true => Tolerance::Absolute { by: usual.within },
                // An interview of another form may have other words: they differ, which a person sees, and are not unreadable.
                false => Tolerance::Exact,
            },
        },
        words: usual.named.words(),
        choices: usual
            .choices
            .iter()
            .map(|choice| AskedChoice {
                code: choice.0.to_owned(),
                words: choice.words(),
            })
            .collect(),
    });
    asked.collect()
}
