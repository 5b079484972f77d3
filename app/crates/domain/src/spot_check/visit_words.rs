//! What cannot be taken, in sentences: what, where, and what to do.

use super::visit::{LARGEST_HOUSEHOLD, LONGEST_ANSWER, LONGEST_NOTE, VisitProblem};
use crate::lang::Lang;
use crate::number::grouped;
use crate::text::Text;

impl VisitProblem {
    /// The sentence.
    pub fn say(&self, lang: Lang) -> String {
        let text = |en, ur, values: &[(&str, &str)]| Text { en, ur }.fill(lang, values);
        match self {
            VisitProblem::NoCame => text(
                "Was an enumerator here? Choose yes, no or not known.",
                "کیا کوئی شمار کنندہ یہاں آیا تھا؟ ہاں، نہیں یا معلوم نہیں چنیں۔",
                &[],
            ),
            VisitProblem::NoSize => text(
                "Enter how many people live in the household.",
                "درج کریں کہ گھرانے میں کتنے افراد رہتے ہیں۔",
                &[],
            ),
            VisitProblem::Size { size } => text(
                "A household of {size} cannot be: enter 1 to {most}.",
                "{size} افراد کا گھرانہ ممکن نہیں: 1 سے {most} تک درج کریں۔",
                &[
                    ("size", &grouped(u64::from(*size))),
                    ("most", &LARGEST_HOUSEHOLD.to_string()),
                ],
            ),
            VisitProblem::CameLater { day } => text(
                "The enumerator cannot have come on {day}, after this visit: correct the day or leave it empty.",
                "شمار کنندہ {day} کو، اس دورے کے بعد، نہیں آ سکتا: تاریخ درست کریں یا خالی چھوڑیں۔",
                &[("day", &day.to_string())],
            ),
            VisitProblem::CameNotAndWhen => text(
                "No enumerator came, and yet there is a day: choose yes, or empty the day.",
                "کوئی شمار کنندہ نہیں آیا، پھر بھی تاریخ درج ہے: ہاں چنیں یا تاریخ خالی کریں۔",
                &[],
            ),
            VisitProblem::AnswersOfNobody => text(
                "Nobody of the household was spoken with, and yet there are answers: choose found, or empty the answers.",
                "گھرانے کے کسی فرد سے بات نہیں ہوئی، پھر بھی جوابات درج ہیں: ملا چنیں یا جوابات خالی کریں۔",
                &[],
            ),
            VisitProblem::InFuture { minutes } => text(
                "The phone's clock is {minutes} minutes ahead: set it, then send again.",
                "فون کی گھڑی {minutes} منٹ آگے ہے: اسے درست کریں اور دوبارہ بھیجیں۔",
                &[("minutes", &grouped(*minutes))],
            ),
            VisitProblem::BeforeInterview { interview } => text(
                "The visit lies before the interview of {day}: set the phone's date, then send again.",
                "دورہ {day} کے انٹرویو سے پہلے کا ہے: فون کی تاریخ درست کریں اور دوبارہ بھیجیں۔",
                &[("day", &interview.to_string())],
            ),
            VisitProblem::Position => text(
                "The phone's position cannot be: take it again, or send without it.",
                "فون کا مقام ممکن نہیں: دوبارہ لیں یا اس کے بغیر بھیجیں۔",
                &[],
            ),
            VisitProblem::UnknownQuestion { code } => text(
                "The question {code} is not asked in this wave: open the form again.",
                "سوال {code} اس مرحلے میں نہیں پوچھا جاتا: فارم دوبارہ کھولیں۔",
                &[("code", code)],
            ),
            VisitProblem::TwiceAnswered { code } => text(
                "The question {code} is answered twice: leave one answer.",
                "سوال {code} کا جواب دو بار ہے: ایک جواب رہنے دیں۔",
                &[("code", code)],
            ),
            VisitProblem::LongAnswer { code } => text(
                "The answer to {code} is longer than {most} characters: shorten it.",
                "سوال {code} کا جواب {most} حروف سے لمبا ہے: اسے مختصر کریں۔",
                &[("code", code), ("most", &LONGEST_ANSWER.to_string())],
            ),
            VisitProblem::Unreadable { code } => text(
                "The answer to {code} is not a number or one of the choices: enter it again, or leave it empty.",
                "سوال {code} کا جواب عدد یا دیے گئے جوابات میں سے نہیں: دوبارہ درج کریں یا خالی چھوڑیں۔",
                &[("code", code)],
            ),
            VisitProblem::LongNote => text(
                "The note is longer than {most} characters: shorten it.",
                "نوٹ {most} حروف سے لمبا ہے: اسے مختصر کریں۔",
                &[("most", &grouped(LONGEST_NOTE as u64))],
            ),
        }
    }
}
