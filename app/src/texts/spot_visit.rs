//! Words of a monitor's day: the list, the form, the interview beside the visit.

use super::{Text, texts};
use api::spot_checks::{Done, VisitFormProblem};
use domain::lang::Lang;
use domain::spot_check::{Because, Came, Comparison, Found, QuestionType, VisitProblem};

texts! {
    /// Before the words of a listing.
    LISTED_AS: "Listed as:", "فہرست میں درج پتا:";
    /// Title, heading and link.
    TODAY: "My visits", "میرے دورے";
    /// What is due.
    DUE_TODAY: "{day}: {count} doors, about {distance} on foot in straight lines.", "{day}: {count} دروازے، سیدھی لکیر میں تقریباً {distance} پیدل۔";
    /// Nothing is due.
    NONE: "Nothing is due today.", "آج کوئی دورہ باقی نہیں۔";
    /// A link.
    LATER: "Show {count} more that are due later", "بعد کے {count} مزید دکھائیں";
    /// A distance.
    METRES: "{count} m", "{count} میٹر";
    /// A distance.
    KILOMETRES: "{count} km", "{count} کلومیٹر";
    /// Before a distance.
    FROM_BEFORE: "{distance} from the door before", "پچھلے دروازے سے {distance}";
    /// A link.
    WAY: "Way there", "راستہ";
    /// A link.
    MAP: "Map", "نقشہ";
    /// Where it is is not known.
    NO_PLACE: "The place is not known: ask in the union council.", "مقام معلوم نہیں: یونین کونسل میں پوچھیں۔";
    /// Before reasons.
    WHY: "Why: {reasons}", "وجہ: {reasons}";
    /// Attempts.
    ATTEMPTS: "nobody at home on {count} of 3 days", "3 میں سے {count} دن گھر پر کوئی نہیں";
    /// Attempts of today.
    TRIED_TODAY: "tried today: come again another day", "آج کوشش ہو چکی: کسی اور دن آئیں";
    /// Which attempt it is.
    ATTEMPT: "Attempt {next} of 3, on another day than before. Come at another hour too.", "3 میں سے کوشش {next}، پہلے سے مختلف دن۔ وقت بھی مختلف رکھیں۔";
    /// Tried today.
    ATTEMPT_TOMORROW: "Nobody was at home today: come again another day, at another hour. That is attempt {next} of 3. What you record today counts as the same attempt.", "آج گھر پر کوئی نہیں تھا: کسی اور دن، کسی اور وقت آئیں۔ وہ 3 میں سے کوشش {next} ہوگی۔ آج کا مزید اندراج اسی کوشش میں گنا جائے گا۔";
    /// A link.
    OPEN: "Record visit {number}", "دورہ {number} درج کریں";
    /// On paper.
    ON_PAPER: "Tick what you found: {boxes}. On the line: {lines}.", "جو ملا اُس پر نشان لگائیں: {boxes}۔ سطر پر: {lines}۔";
    /// A heading.
    TO_DECIDE: "Visited, to be decided", "دورہ ہو گیا، فیصلہ باقی";
    /// Title and heading.
    CHECK_TITLE: "Visit {number} in {area}", "دورہ {number}، {area}";
    /// A heading.
    FORM: "What you found", "آپ نے کیا پایا";
    /// Above the form.
    BLIND: "The interview's answers are shown after yours are recorded.", "انٹرویو کے جوابات آپ کے جوابات درج ہونے کے بعد دکھائے جاتے ہیں۔";
    /// A field.
    FOUND: "At the door", "دروازے پر";
    /// A field.
    CAME: "Was an enumerator here?", "کیا کوئی شمار کنندہ یہاں آیا تھا؟";
    /// A field.
    CAME_ON: "When, if they know", "کب، اگر معلوم ہو";
    /// A field.
    SIZE: "People in the household", "گھرانے کے افراد";
    /// A group of fields.
    QUESTIONS: "Ask again", "دوبارہ پوچھیں";
    /// A group of fields.
    PLACE_AND_TIME: "Place and time of your phone, if you have them", "آپ کے فون کا مقام اور وقت، اگر موجود ہو";
    /// A field.
    LATITUDE: "Latitude", "عرض بلد";
    /// A field.
    LONGITUDE: "Longitude", "طول بلد";
    /// A field.
    AT: "Time of the visit", "دورے کا وقت";
    /// A field.
    NOTE: "Note, without names", "نوٹ، ناموں کے بغیر";
    /// An option.
    NOT_ASKED: "not asked", "نہیں پوچھا";
    /// A button.
    RECORD: "Record the visit", "دورہ درج کریں";
    /// Above problems.
    PROBLEMS: "The visit is not recorded yet:", "دورہ ابھی درج نہیں ہوا:";
    /// What was at the door.
    FOUND_FOUND: "found, and somebody answered", "گھرانہ ملا اور کسی نے جواب دیا";
    /// What was at the door.
    FOUND_NOT_AT_HOME: "nobody at home", "گھر پر کوئی نہیں";
    /// What was at the door.
    FOUND_NOT_FOUND: "no such house or household", "ایسا گھر یا گھرانہ نہیں";
    /// What was at the door.
    FOUND_REFUSED: "refused to answer", "جواب دینے سے انکار";
    /// What was at the door.
    FOUND_MOVED: "moved away", "منتقل ہو گئے";
    /// What was at the door.
    FOUND_DEMOLISHED: "pulled down", "گھر گرا دیا گیا";
    /// Whether somebody came.
    CAME_YES: "yes", "ہاں";
    /// Whether somebody came.
    CAME_NO: "no", "نہیں";
    /// Whether somebody came.
    CAME_UNKNOWN: "does not know", "معلوم نہیں";
    /// A heading and caption.
    BESIDE: "The interview beside the visit", "انٹرویو اور دورہ ساتھ ساتھ";
    /// A column.
    QUESTION: "Question", "سوال";
    /// A column.
    INTERVIEW: "Interview", "انٹرویو";
    /// A column.
    VISIT: "Visit", "دورہ";
    /// A column.
    COMPARED: "Compared", "موازنہ";
    /// A row.
    DAY: "Day of the interview", "انٹرویو کا دن";
    /// No answer.
    NO_ANSWER: "no answer", "جواب نہیں";
    /// How they compare.
    SAME: "the same", "ایک جیسا";
    /// How they compare.
    WITHIN: "within what is tolerated", "قابل قبول فرق";
    /// How they compare.
    NOT_COMPARED: "not compared", "موازنہ نہیں";
    /// A difference of type 1.
    DIFFERS_ONE: "differs, and should never: the interview is in doubt", "فرق ہے جو کبھی نہیں ہونا چاہیے: انٹرویو مشکوک ہے";
    /// A difference of type 2.
    DIFFERS_TWO: "differs: it depends on how it is asked, train the enumerator", "فرق ہے: پوچھنے کے طریقے پر منحصر، شمار کنندہ کو تربیت دیں";
    /// A difference of type 3.
    DIFFERS_THREE: "differs: it may honestly have changed since", "فرق ہے: ممکن ہے اس دوران واقعی بدل گیا ہو";
    /// Distance of the two places.
    APART: "The two positions surely lie {distance} apart.", "دونوں مقامات کے درمیان یقیناً {distance} کا فاصلہ ہے۔";
    /// What is proposed.
    PROPOSED: "Proposed: {outcome}. You decide.", "تجویز: {outcome}۔ فیصلہ آپ کا ہے۔";
    /// Why.
    B_NOBODY_CAME: "the household says that nobody came", "گھرانہ کہتا ہے کوئی نہیں آیا";
    /// Why.
    B_ALIKE: "the household says that nobody came, but its answers are those of the interview: ask who was at home then", "گھرانہ کہتا ہے کوئی نہیں آیا، مگر جوابات انٹرویو جیسے ہیں: پوچھیں اُس وقت گھر پر کون تھا";
    /// Why.
    B_DIFFER: "of {of} answers of type {kind} {differ} differ", "قسم {kind} کے {of} جوابات میں سے {differ} مختلف ہیں";
    /// Why.
    B_SIZE: "{interview} people in the interview, {visit} at the visit", "انٹرویو میں {interview} افراد، دورے پر {visit}";
    /// Why.
    B_NOT_SPOKEN: "nobody was spoken with", "کسی سے بات نہیں ہوئی";
    /// Why.
    B_NOT_FOUND_THERE: "there is no such household within {metres} m of where the interview was made", "انٹرویو کے مقام سے {metres} میٹر کے اندر ایسا کوئی گھرانہ نہیں";
    /// Why.
    B_NOT_FOUND_ELSEWHERE: "no such household was found, and nothing shows that you stood where the interview was made", "ایسا گھرانہ نہیں ملا، اور یہ ثابت نہیں کہ آپ انٹرویو کے مقام پر تھے";
    /// Why.
    B_NOTHING_COMPARED: "nothing was compared and nobody knows whether an enumerator came", "کچھ موازنہ نہیں ہوا اور کسی کو معلوم نہیں کہ شمار کنندہ آیا تھا";
    /// Why.
    B_NOTHING_DIFFERS: "nothing differs that may not", "کوئی ناقابل قبول فرق نہیں";
    /// A heading.
    VISITS: "Visits", "دورے";
    /// A heading.
    ACTIONS: "What can be done", "کیا کیا جا سکتا ہے";
    /// A field.
    OUTCOME: "Outcome", "نتیجہ";
    /// A field.
    REASON: "Reason", "وجہ";
    /// A link.
    BACK: "Back to my visits", "میرے دوروں پر واپس";
    /// A link.
    TO_DRAW: "To the draw", "قرعے پر";
    /// A notice.
    DONE_VISITED: "The visit is recorded.", "دورہ درج ہو گیا۔";
    /// A notice.
    DONE_BEFORE: "This visit was recorded before. It counts once.", "یہ دورہ پہلے درج ہو چکا ہے۔ یہ ایک بار گنا جاتا ہے۔";
    /// A notice.
    DONE_ANOTHER_DAY: "Recorded. Come again another day, at another hour.", "درج ہو گیا۔ کسی اور دن، کسی اور وقت آئیں۔";
    /// A notice.
    DONE_SAME_DAY: "Recorded. It had been tried on that day before, so it counts as one attempt: come again another day.", "درج ہو گیا۔ اُس دن پہلے کوشش ہو چکی تھی، اس لیے یہ ایک ہی کوشش ہے: کسی اور دن آئیں۔";
    /// A notice.
    DONE_REPLACED: "Recorded. Nobody was at home on three days: another household is visited instead.", "درج ہو گیا۔ تین دن گھر پر کوئی نہیں تھا: اس کے بدلے دوسرا گھرانہ دیکھا جائے گا۔";
    /// A notice.
    DONE_NOTHING_LEFT: "Recorded. Nobody was at home on three days, and nobody is left to be visited instead: tell your coordinator.", "درج ہو گیا۔ تین دن گھر پر کوئی نہیں تھا اور کوئی متبادل باقی نہیں: اپنے رابطہ کار کو بتائیں۔";
    /// A problem.
    NO_FOUND: "Say what was at the door.", "بتائیں کہ دروازے پر کیا تھا۔";
    /// A problem.
    BAD_SIZE: "The number of people is a whole number.", "افراد کی تعداد پورا عدد ہوتی ہے۔";
    /// A problem.
    BAD_DAY: "The enumerator's day is like 2026-11-20, or empty.", "شمار کنندہ کا دن 2026-11-20 کی طرح ہو، یا خالی۔";
    /// A problem.
    BAD_TIME: "The time is like 2026-11-20T10:30, or empty.", "وقت 2026-11-20T10:30 کی طرح ہو، یا خالی۔";
    /// A problem.
    BAD_PLACE: "Latitude and longitude are numbers like 31.5204 and 74.3587, or both empty.", "عرض بلد اور طول بلد 31.5204 اور 74.3587 کی طرح عدد ہوں، یا دونوں خالی۔";
    /// A problem.
    NOT_YOURS: "This visit is not on your list any more: it was given to somebody else, or your access has changed. Show what you entered to your coordinator before you remove it.", "یہ دورہ اب آپ کی فہرست میں نہیں: کسی اور کو دیا گیا یا آپ کی رسائی بدل گئی۔ ہٹانے سے پہلے اپنا اندراج رابطہ کار کو دکھائیں۔";
    /// A problem: without the interview's day, which would tell when the enumerator says to have come.
    BEFORE_INTERVIEW: "The visit lies before the interview: correct the time of the visit, then send again.", "دورہ انٹرویو سے پہلے کا ہے: دورے کا وقت درست کریں اور دوبارہ بھیجیں۔";
}

/// What was at the door, in words.
pub fn found(found: Found) -> Text {
    match found {
        Found::Found => FOUND_FOUND,
        Found::NotAtHome => FOUND_NOT_AT_HOME,
        Found::NotFound => FOUND_NOT_FOUND,
        Found::Refused => FOUND_REFUSED,
        Found::Moved => FOUND_MOVED,
        Found::Demolished => FOUND_DEMOLISHED,
    }
}

/// Whether somebody came, in words.
pub fn came(came: Came) -> Text {
    match came {
        Came::Yes => CAME_YES,
        Came::No => CAME_NO,
        Came::Unknown => CAME_UNKNOWN,
    }
}

/// How two answers compare, with what a difference says by its type.
pub fn compared(comparison: Comparison, kind: QuestionType) -> Text {
    match (comparison, kind) {
        (Comparison::Same, _) => SAME,
        (Comparison::Within, _) => WITHIN,
        (Comparison::Differs, QuestionType::One) => DIFFERS_ONE,
        (Comparison::Differs, QuestionType::Two) => DIFFERS_TWO,
        (Comparison::Differs, QuestionType::Three) => DIFFERS_THREE,
        (Comparison::NotAsked | Comparison::NotInInterview | Comparison::Unreadable, _) => {
            NOT_COMPARED
        }
    }
}

/// Why an outcome is proposed.
pub fn because(because: Because, lang: Lang) -> String {
    let number = |number: u32| number.to_string();
    match because {
        Because::NobodyCame => B_NOBODY_CAME.say(lang).to_owned(),
        Because::NobodyCameButAlike => B_ALIKE.say(lang).to_owned(),
        Because::Differ { kind, differ, of } => B_DIFFER.fill(
            lang,
            &[
                ("kind", &kind.number().to_string()),
                ("differ", &number(differ)),
                ("of", &number(of)),
            ],
        ),
        Because::Size { interview, visit } => B_SIZE.fill(
            lang,
            &[("interview", &number(interview)), ("visit", &number(visit))],
        ),
        Because::NotSpoken { found: what } => {
            format!("{}: {}", B_NOT_SPOKEN.say(lang), found(what).say(lang))
        }
        Because::NotFoundThere { metres } => {
            B_NOT_FOUND_THERE.fill(lang, &[("metres", &number(metres))])
        }
        Because::NotFoundElsewhere => B_NOT_FOUND_ELSEWHERE.say(lang).to_owned(),
        Because::NothingCompared => B_NOTHING_COMPARED.say(lang).to_owned(),
        Because::NothingDiffers => B_NOTHING_DIFFERS.say(lang).to_owned(),
    }
}

/// What is wrong with a visit as it was typed.
pub fn problem(problem: &VisitFormProblem, lang: Lang) -> String {
    match problem {
        VisitFormProblem::NoFound => NO_FOUND.say(lang).to_owned(),
        VisitFormProblem::Size => BAD_SIZE.say(lang).to_owned(),
        VisitFormProblem::Day => BAD_DAY.say(lang).to_owned(),
        VisitFormProblem::Time => BAD_TIME.say(lang).to_owned(),
        VisitFormProblem::Position => BAD_PLACE.say(lang).to_owned(),
        VisitFormProblem::Visit(VisitProblem::BeforeInterview { .. }) => {
            BEFORE_INTERVIEW.say(lang).to_owned()
        }
        VisitFormProblem::Visit(problem) => problem.say(lang),
    }
}

/// What was done; `None`: a step, which has words of its own.
pub fn done(done: Done) -> Option<Text> {
    match done {
        Done::Visited => Some(DONE_VISITED),
        Done::Before => Some(DONE_BEFORE),
        Done::Replaced => Some(DONE_REPLACED),
        Done::NothingLeft => Some(DONE_NOTHING_LEFT),
        Done::AnotherDay => Some(DONE_ANOTHER_DAY),
        Done::SameDay => Some(DONE_SAME_DAY),
        Done::Step => None,
    }
}

/// A distance: metres to ten, from a kilometre on kilometres to a tenth.
pub fn distance(metres: f64, lang: Lang) -> String {
    if metres < 995.0 {
        let count = ((metres / 10.0).round() * 10.0).max(0.0);
        return METRES.fill(lang, &[("count", &format!("{count:.0}"))]);
    }
    KILOMETRES.fill(lang, &[("count", &format!("{:.1}", metres / 1_000.0))])
}
