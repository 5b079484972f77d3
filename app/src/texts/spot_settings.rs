//! Words of the settings of spot checks: questions, days off, where walks begin.

use super::{Text, texts};
use api::spot_checks::SettingsProblem;
use domain::lang::Lang;
use domain::spot_check::{DayOffProblem, QuestionType, Tolerance};

texts! {
    /// Title, heading and link.
    SETTINGS: "Settings of spot checks", "موقع کی جانچ کی ترتیبات";
    /// Below the heading.
    SETTINGS_LEAD: "What monitors ask again, and days without field work. They hold for the whole survey.", "مانیٹر کیا دوبارہ پوچھتے ہیں، اور کن دنوں میں میدانی کام نہیں ہوتا۔ یہ پورے سروے کے لیے ہیں۔";
    /// A heading.
    QUESTIONS: "Questions of wave {wave}", "مرحلہ {wave} کے سوالات";
    /// A heading: of the wave without a code.
    QUESTIONS_NO_WAVE: "Questions of submissions that name no wave", "ان فارموں کے سوالات جن میں مرحلے کا نام نہیں";
    /// A button.
    SHOW_WAVE: "Show this wave", "یہ مرحلہ دکھائیں";
    /// What holds.
    OWN: "List {number} of this wave's own questions holds. The next draw asks these; draws that were made keep theirs.", "اس مرحلے کے اپنے سوالات کی فہرست {number} لاگو ہے۔ اگلا قرعہ یہی پوچھے گا؛ پہلے کے قرعے اپنے سوالات رکھتے ہیں۔";
    /// What holds.
    USUAL: "The usual questions hold, as this wave has none of its own. The next draw asks these.", "معمول کے سوالات لاگو ہیں کیونکہ اس مرحلے کے اپنے سوالات نہیں۔ اگلا قرعہ یہی پوچھے گا۔";
    /// A caption.
    ASKED: "What is asked, in this order", "کیا پوچھا جاتا ہے، اسی ترتیب سے";
    /// A column.
    CODE: "Name in submissions", "فارم میں نام";
    /// A column.
    QUESTION: "Question", "سوال";
    /// A column.
    TYPE: "Type", "قسم";
    /// A column.
    TOLERANCE: "Tolerated", "رعایت";
    /// A column.
    CHOICES: "Choices", "جوابات";
    /// A type.
    TYPE_ONE: "1: never differs", "1: کبھی نہیں بدلتا";
    /// A type.
    TYPE_TWO: "2: depends on how it is asked", "2: پوچھنے کے طریقے پر منحصر";
    /// A type.
    TYPE_THREE: "3: may have changed", "3: بدل سکتا ہے";
    /// A tolerance.
    EXACT: "nothing", "کچھ نہیں";
    /// A tolerance.
    ABSOLUTE: "a difference of {by}", "{by} کا فرق";
    /// A tolerance.
    RELATIVE: "{share} % of the larger", "بڑے عدد کا {share} فیصد";
    /// A tolerance.
    STEPS: "{steps} steps among the choices", "جوابات کے درمیان {steps} قدم";
    /// No choices.
    TYPED: "typed", "لکھا جاتا ہے";
    /// A warning.
    UNANSWERED: "Of the newest {count} interviews of this wave none answers: {codes}. Nothing can be compared there; look at how the names are written.", "اس مرحلے کے تازہ ترین {count} انٹرویوز میں سے کسی میں ان کا جواب نہیں: {codes}۔ ان کا موازنہ نہیں ہو سکتا؛ نام کے ہجے دیکھیں۔";
    /// A hint.
    NOTHING_LOOKED_AT: "This wave has no interview yet: whether its form answers these questions cannot be said.", "اس مرحلے کا ابھی کوئی انٹرویو نہیں: نہیں کہا جا سکتا کہ اس کا فارم ان سوالات کا جواب دیتا ہے یا نہیں۔";
    /// A link.
    FILE_OF_THESE: "These questions as CSV", "یہ سوالات CSV میں";
    /// A link.
    FILE_OF_USUAL: "The usual questions as CSV", "معمول کے سوالات CSV میں";
    /// A heading.
    SET: "Set other questions", "دوسرے سوالات مقرر کریں";
    /// Above the form.
    SET_LEAD: "Take one of the files, change it, and hand it in. A line a question; further choices of it in further lines. Type: 1, 2 or 3. Tolerance: none, 2, 10 %, 1 step.", "ایک فائل لیں، بدلیں اور جمع کرائیں۔ ہر سطر میں ایک سوال؛ مزید جوابات اگلی سطروں میں۔ قسم: 1، 2 یا 3۔ رعایت: none، 2، 10 %، 1 step۔";
    /// A field.
    FILE: "File of questions (CSV)", "سوالات کی فائل (CSV)";
    /// A field.
    REASON: "Reason, for the history", "وجہ، ریکارڈ کے لیے";
    /// A button.
    SET_BUTTON: "Set these questions", "یہ سوالات مقرر کریں";
    /// A button.
    USUAL_BUTTON: "Take the usual questions again", "معمول کے سوالات دوبارہ لیں";
    /// A caption.
    SETS: "Lists that were set, the newest first", "مقرر کردہ فہرستیں، تازہ ترین پہلے";
    /// A column.
    NUMBER: "List", "فہرست";
    /// A column.
    COUNT: "Questions", "سوالات";
    /// In a list.
    THE_USUAL: "the usual ones", "معمول کے";
    /// A heading and caption.
    HOLIDAYS: "Days without field work", "بغیر میدانی کام کے دن";
    /// Below it.
    HOLIDAYS_LEAD: "Sundays, and these. They are left out where field days are counted: no visit becomes late by them.", "اتوار اور یہ دن۔ کام کے دن گنتے وقت یہ شامل نہیں ہوتے: ان کی وجہ سے کوئی دورہ مؤخر نہیں ہوتا۔";
    /// A column and field.
    DAY: "Day", "دن";
    /// A column.
    NAME: "Name", "نام";
    /// A field.
    NAME_EN: "Name in English", "انگریزی نام";
    /// A field.
    NAME_UR: "Name in Urdu", "اردو نام";
    /// A column and field.
    WHERE: "Where", "کہاں";
    /// Everywhere.
    EVERYWHERE: "the whole survey", "پورا سروے";
    /// A button.
    ADD_HOLIDAY: "Add this day", "یہ دن شامل کریں";
    /// A button.
    REMOVE: "Take out", "نکالیں";
    /// A column.
    CHANGE: "Change", "تبدیلی";
    /// No holiday.
    NO_HOLIDAYS: "Only Sundays so far.", "ابھی صرف اتوار۔";
    /// Today is one.
    HOLIDAY_TODAY: "Holiday today: {name}. No visit becomes late by it.", "آج چھٹی: {name}۔ اس کی وجہ سے کوئی دورہ مؤخر نہیں ہوتا۔";
    /// In a list.
    HOLIDAY: "holiday: {name}", "چھٹی: {name}";
    /// Holidays to come.
    HOLIDAYS_SOON: "Within two weeks:", "دو ہفتوں کے اندر:";
    /// Title, heading and link.
    MONITORS: "Monitors' days and ways", "مانیٹر کے دن اور راستے";
    /// Below the heading.
    MONITORS_LEAD: "Who is away, what has to be given to somebody else, and where walks begin.", "کون غیر حاضر ہے، کیا کسی اور کو دینا ہے، اور دورے کہاں سے شروع ہوتے ہیں۔";
    /// A heading and caption.
    AWAY: "Days away", "غیر حاضری کے دن";
    /// A hint.
    AWAY_LEAD: "Enter the days, never the cause.", "دن درج کریں، وجہ نہیں۔";
    /// A column.
    AWAY_DAYS: "Away", "غیر حاضر";
    /// A stretch of days.
    FROM_TO: "{from} to {to}", "{from} سے {to}";
    /// A column.
    TO_REASSIGN: "To be given to another", "کسی اور کو دینا ہے";
    /// In a list.
    AWAY_THEN: "away then: give it to another", "تب غیر حاضر: کسی اور کو دیں";
    /// Behind a monitor's name.
    AWAY_FROM_TO: "away {from} to {to}", "{from} سے {to} غیر حاضر";
    /// In a choice of monitors.
    AWAY_OPTION: "{name} (away {from} to {to})", "{name} ({from} سے {to} غیر حاضر)";
    /// A problem.
    AWAY_WHEN_DUE: "{name} is away from {from} to {to}: choose somebody else or another day, or tick that you give it anyway.", "{name} {from} سے {to} تک غیر حاضر ہے: کسی اور کو یا دوسرا دن چنیں، یا نشان لگائیں کہ پھر بھی دیتے ہیں۔";
    /// A field.
    ANYWAY: "Give it anyway", "پھر بھی دیں";
    /// A field.
    FIRST_DAY: "First day", "پہلا دن";
    /// A field.
    LAST_DAY: "Last day", "آخری دن";
    /// A button.
    ADD_AWAY: "Enter these days", "یہ دن درج کریں";
    /// A heading and caption.
    STARTS: "Where walks begin", "دورے کہاں سے شروع ہوتے ہیں";
    /// A hint.
    STARTS_LEAD: "The place of the tehsil's office, not of anybody's home. Without it a walk begins at a door.", "تحصیل دفتر کا مقام، کسی کے گھر کا نہیں۔ اس کے بغیر دورہ کسی دروازے سے شروع ہوتا ہے۔";
    /// A field and column.
    TEHSIL: "Tehsil", "تحصیل";
    /// A field.
    LATITUDE: "Latitude", "عرض بلد";
    /// A field.
    LONGITUDE: "Longitude", "طول بلد";
    /// A column.
    BEGINS: "Begins at", "آغاز";
    /// No start.
    AT_DOORS: "In every tehsil at a door so far.", "ابھی ہر تحصیل میں کسی دروازے سے۔";
    /// A button.
    SET_START: "Set where walks begin", "آغاز مقرر کریں";
    /// A hint.
    START_EMPTY: "Both empty: at a door again.", "دونوں خالی: پھر کسی دروازے سے۔";
    /// No monitors.
    NO_MONITORS: "Nobody goes to doors here yet.", "یہاں ابھی کوئی مانیٹر نہیں۔";
    /// Before problems of a file.
    FILE_WRONG: "Nothing was changed:", "کچھ نہیں بدلا:";
    /// More of them.
    AND_MORE: "and {count} more", "اور {count} مزید";
    /// A problem.
    NO_REASON: "Say why, in at most 500 characters. Choose the file again.", "وجہ لکھیں، زیادہ سے زیادہ 500 حروف۔ فائل دوبارہ چنیں۔";
    /// A problem.
    CHANGED_SINCE: "Somebody has set other questions since you opened the page: look at them, then choose the file again. Nothing was changed.", "صفحہ کھلنے کے بعد کسی نے دوسرے سوالات مقرر کیے: انہیں دیکھیں، پھر فائل دوبارہ چنیں۔ کچھ نہیں بدلا۔";
    /// A problem.
    UNCHANGED: "These questions hold already: nothing was changed.", "یہی سوالات پہلے سے لاگو ہیں: کچھ نہیں بدلا۔";
    /// A problem.
    BAD_DAY: "Enter days like 2026-11-30.", "تاریخ 2026-11-30 کی طرح درج کریں۔";
    /// A problem.
    ENDS_BEFORE: "The last day lies before the first: correct one of them.", "آخری دن پہلے دن سے پہلے ہے: ایک درست کریں۔";
    /// A problem.
    LONG: "That is more than a year: take their access back instead.", "یہ ایک سال سے زیادہ ہے: اس کے بجائے ان کا اختیار واپس لیں۔";
    /// A problem.
    BAD_NAME: "Enter the holiday's name in English, in at most 200 characters.", "چھٹی کا انگریزی نام درج کریں، زیادہ سے زیادہ 200 حروف۔";
    /// A problem.
    HOLIDAY_THERE: "That day is a holiday there already.", "وہاں وہ دن پہلے ہی چھٹی ہے۔";
    /// A problem.
    NO_DISTRICT: "Choose a district, or the whole survey.", "ضلع یا پورا سروے چنیں۔";
    /// A problem.
    NO_MONITOR: "Choose a monitor who goes to doors where you give checks.", "ایسا مانیٹر چنیں جو آپ کے علاقے میں دورے کرتا ہو۔";
    /// A problem.
    NO_PLACE: "Latitude and longitude are numbers like 31.5204 and 74.3587, or both empty.", "عرض بلد اور طول بلد 31.5204 اور 74.3587 کی طرح عدد ہوں، یا دونوں خالی۔";
    /// A problem.
    GONE: "It is no longer there: somebody took it out before.", "یہ اب موجود نہیں: کوئی پہلے نکال چکا۔";
}

/// A type in words.
pub fn kind(kind: QuestionType) -> Text {
    match kind {
        QuestionType::One => TYPE_ONE,
        QuestionType::Two => TYPE_TWO,
        QuestionType::Three => TYPE_THREE,
    }
}

/// A tolerance in words.
pub fn tolerance(tolerance: &Tolerance, lang: Lang) -> String {
    match tolerance {
        Tolerance::Exact => EXACT.say(lang).to_owned(),
        Tolerance::Absolute { by } => ABSOLUTE.fill(lang, &[("by", &by.to_string())]),
        Tolerance::Relative { share } => {
            let share = (share * 10_000.0).round() / 100.0;
            RELATIVE.fill(lang, &[("share", &share.to_string())])
        }
        Tolerance::Choices { steps, .. } => STEPS.fill(lang, &[("steps", &steps.to_string())]),
    }
}

/// Why a setting was not taken, in a sentence; the lines of a file are said beside it.
pub fn problem(problem: &SettingsProblem) -> Text {
    match problem {
        SettingsProblem::File(..) => FILE_WRONG,
        SettingsProblem::Reason => NO_REASON,
        SettingsProblem::ChangedSince => CHANGED_SINCE,
        SettingsProblem::Unchanged => UNCHANGED,
        SettingsProblem::DayOff(DayOffProblem::BadDay) => BAD_DAY,
        SettingsProblem::DayOff(DayOffProblem::EndsBefore) => ENDS_BEFORE,
        SettingsProblem::DayOff(DayOffProblem::Long) => LONG,
        SettingsProblem::DayOff(DayOffProblem::BadName) => BAD_NAME,
        SettingsProblem::HolidayThere => HOLIDAY_THERE,
        SettingsProblem::District => NO_DISTRICT,
        SettingsProblem::Monitor => NO_MONITOR,
        SettingsProblem::Place => NO_PLACE,
        SettingsProblem::Gone => GONE,
    }
}
