//! What keeps questions from being set, in words.

use super::asked::{LONGEST_CODE, LONGEST_WORDS, MOST_CHOICES, MOST_QUESTIONS};
use crate::lang::Lang;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Why a list of questions cannot be set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum ListProblem {
    /// It is no text of lines with these columns.
    NotAFile,
    /// It lacks columns.
    Columns {
        /// Which.
        missing: String,
    },
    /// A line has other cells than the header has names.
    Cells,
    /// It has no question.
    Empty,
    /// It has more than [`MOST_QUESTIONS`].
    TooMany,
    /// A code that cannot be.
    BadCode {
        /// As written.
        code: String,
    },
    /// A question stands there twice.
    Twice {
        /// Its code.
        code: String,
    },
    /// A question has no English words.
    NoWords {
        /// Its code.
        code: String,
    },
    /// Words are longer than [`LONGEST_WORDS`].
    LongWords {
        /// The question's code.
        code: String,
    },
    /// The type is not 1, 2 or 3.
    BadType {
        /// As written.
        text: String,
    },
    /// The tolerance cannot be.
    BadTolerance {
        /// As written.
        text: String,
    },
    /// One choice alone, one twice, or one that cannot be.
    BadChoices {
        /// The question's code.
        code: String,
    },
    /// More than [`MOST_CHOICES`].
    TooManyChoices {
        /// The question's code.
        code: String,
    },
    /// Steps are tolerated, and there are no choices.
    StepsWithoutChoices {
        /// The question's code.
        code: String,
    },
    /// A difference of numbers is tolerated, and there are choices.
    NumberWithChoices {
        /// The question's code.
        code: String,
    },
    /// A further line of a question says something else of it than its first.
    SaysOtherwise {
        /// The question's code.
        code: String,
    },
}

impl ListProblem {
    /// As a sentence: what is wrong and what to do.
    pub fn say(&self, lang: Lang) -> String {
        let text = |en, ur, values: &[(&str, &str)]| Text { en, ur }.fill(lang, values);
        match self {
            ListProblem::NotAFile => text(
                "This is no CSV file in UTF-8: take the file of the usual questions and change that.",
                "یہ UTF-8 کی CSV فائل نہیں: معمول کے سوالات کی فائل لیں اور اسی میں تبدیلی کریں۔",
                &[],
            ),
            ListProblem::Columns { missing } => text(
                "The columns {missing} are missing: take the file of the usual questions and change that.",
                "یہ کالم موجود نہیں: {missing}۔ معمول کے سوالات کی فائل لیں اور اسی میں تبدیلی کریں۔",
                &[("missing", missing)],
            ),
            ListProblem::Cells => text(
                "The line does not have as many cells as the header: put cells with commas into quotation marks.",
                "اس سطر کے خانے سرخی کے برابر نہیں: کوما والے خانے واوین میں لکھیں۔",
                &[],
            ),
            ListProblem::Empty => text(
                "There is no question: write one a line at least.",
                "کوئی سوال نہیں: کم از کم ایک سوال لکھیں۔",
                &[],
            ),
            ListProblem::TooMany => text(
                "There are more than {most} questions: a visit takes two minutes, leave some out.",
                "سوالات {most} سے زیادہ ہیں: دورہ دو منٹ کا ہوتا ہے، کچھ نکال دیں۔",
                &[("most", &MOST_QUESTIONS.to_string())],
            ),
            ListProblem::BadCode { code } => text(
                "\"{code}\" cannot be a question's code: write the name of its answer in the submissions, at most {most} characters, without < > & and quotation marks.",
                "\"{code}\" سوال کا کوڈ نہیں ہو سکتا: جمع شدہ فارم میں جواب کا نام لکھیں، زیادہ سے زیادہ {most} حروف، < > & اور واوین کے بغیر۔",
                &[("code", code), ("most", &LONGEST_CODE.to_string())],
            ),
            ListProblem::Twice { code } => text(
                "The question {code} stands there twice: lines of one question stand together, and each choice once.",
                "سوال {code} دو بار ہے: ایک سوال کی سطریں ساتھ ہوں اور ہر جواب ایک بار۔",
                &[("code", code)],
            ),
            ListProblem::NoWords { code } => text(
                "The question {code} has no English words: write what the monitor asks into question_en.",
                "سوال {code} کے انگریزی الفاظ نہیں: question_en میں لکھیں کہ مانیٹر کیا پوچھے۔",
                &[("code", code)],
            ),
            ListProblem::LongWords { code } => text(
                "Words of the question {code} are longer than {most} characters: shorten them.",
                "سوال {code} کے الفاظ {most} حروف سے لمبے ہیں: مختصر کریں۔",
                &[("code", code), ("most", &LONGEST_WORDS.to_string())],
            ),
            ListProblem::BadType { text: typed } => text(
                "\"{typed}\" is no type: write 1 (never differs), 2 (depends on how it is asked) or 3 (may have changed).",
                "\"{typed}\" قسم نہیں: 1 (کبھی نہیں بدلتا)، 2 (پوچھنے پر منحصر) یا 3 (بدل سکتا ہے) لکھیں۔",
                &[("typed", typed)],
            ),
            ListProblem::BadTolerance { text: typed } => text(
                "\"{typed}\" is no tolerance: write none, a difference such as 2, a share such as 10 %, or steps among the choices such as 1 step.",
                "\"{typed}\" رعایت نہیں: none، فرق جیسے 2، حصہ جیسے 10 %، یا جوابات کے درمیان قدم جیسے 1 step لکھیں۔",
                &[("typed", typed)],
            ),
            ListProblem::BadChoices { code } => text(
                "The choices of {code} cannot be: two at least, each once, without < > & and quotation marks.",
                "سوال {code} کے جوابات درست نہیں: کم از کم دو، ہر ایک ایک بار، < > & اور واوین کے بغیر۔",
                &[("code", code)],
            ),
            ListProblem::TooManyChoices { code } => text(
                "The question {code} has more than {most} choices: leave some out.",
                "سوال {code} کے جوابات {most} سے زیادہ ہیں: کچھ نکال دیں۔",
                &[("code", code), ("most", &MOST_CHOICES.to_string())],
            ),
            ListProblem::StepsWithoutChoices { code } => text(
                "The question {code} tolerates steps among its choices and has none: write the choices in their order, a line each.",
                "سوال {code} میں جوابات کے درمیان قدم کی رعایت ہے مگر جوابات نہیں: جوابات ترتیب سے، ہر سطر میں ایک، لکھیں۔",
                &[("code", code)],
            ),
            ListProblem::NumberWithChoices { code } => text(
                "The question {code} tolerates a difference of numbers and has choices: leave the choices out, or write none or steps.",
                "سوال {code} میں عددی فرق کی رعایت ہے اور جوابات بھی ہیں: جوابات نکال دیں، یا none یا step لکھیں۔",
                &[("code", code)],
            ),
            ListProblem::SaysOtherwise { code } => text(
                "This line says another type, tolerance or other words of {code} than its first: leave them empty in further lines.",
                "یہ سطر سوال {code} کی قسم، رعایت یا الفاظ پہلی سطر سے مختلف بتاتی ہے: اگلی سطروں میں انہیں خالی چھوڑیں۔",
                &[("code", code)],
            ),
        }
    }
}

/// What is wrong with a file of questions, and in which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineProblem {
    /// The line, from 1; `None`: the file as a whole.
    pub line: Option<u64>,
    /// What is wrong.
    pub problem: ListProblem,
}

impl LineProblem {
    /// As a sentence.
    pub fn say(&self, lang: Lang) -> String {
        let said = self.problem.say(lang);
        let Some(line) = self.line else {
            return said;
        };
        let text = Text {
            en: "Line {line}: ",
            ur: "سطر {line}: ",
        };
        format!("{}{said}", text.fill(lang, &[("line", &line.to_string())]))
    }
}
