//! Words of the page that answers a household's request.

use super::{Text, texts};
use api::subject::SubjectProblem;

texts! {
    /// Title, heading and link.
    SUBJECT: "A household's data", "گھرانے کا ڈیٹا";
    /// Under the heading.
    LEAD: "Answers what a household asks about its data: what is held, a copy of it, a correction, a deletion. Every step is noted in the audit trail, without the reference.", "گھرانہ اپنے ڈیٹا کے بارے میں جو پوچھے اس کا جواب: کیا محفوظ ہے، اس کی نقل، درستی، یا حذف۔ ہر قدم آڈٹ ریکارڈ میں حوالے کے بغیر درج ہوتا ہے۔";
    /// A heading.
    FIND: "Find a household", "گھرانہ تلاش کریں";
    /// A field.
    AREA: "Code of the union council", "یونین کونسل کا کوڈ";
    /// A field.
    REFERENCE: "Household reference", "گھرانے کا حوالہ";
    /// Under the field.
    REFERENCE_HINT: "As the form has it. References are unique in their union council only.", "جیسا فارم میں ہے۔ حوالے صرف اپنی یونین کونسل میں منفرد ہوتے ہیں۔";
    /// A button.
    FIND_SUBMIT: "Find", "تلاش کریں";
    /// Above what is wrong.
    PROBLEM: "There is a problem", "ایک مسئلہ ہے";
    /// A problem.
    MISSING: "Give the reference and the code of its union council.", "حوالہ اور یونین کونسل کا کوڈ دیں۔";
    /// A problem.
    UNKNOWN_AREA: "No area has that code. The coverage page lists the codes.", "اس کوڈ کا کوئی علاقہ نہیں۔ کوڈ کوریج کے صفحے پر ہیں۔";
    /// A problem.
    NOT_CONFIRMED: "What was typed to confirm is another reference. Nothing was changed.", "تصدیق کے لیے لکھا گیا حوالہ مختلف ہے۔ کچھ تبدیل نہیں ہوا۔";
    /// A problem.
    NO_REASON: "A reason is needed: who asked, and where it is on file. Nothing was changed.", "وجہ ضروری ہے: کس نے کہا اور کہاں درج ہے۔ کچھ تبدیل نہیں ہوا۔";
    /// A problem.
    NOTHING_HELD: "Nothing is held about a household of this reference in this area.", "اس علاقے میں اس حوالے کے گھرانے کے بارے میں کچھ محفوظ نہیں۔";
    /// A problem.
    OTHER_SUBMISSION: "The interview is none of this household's. Nothing was changed.", "یہ انٹرویو اس گھرانے کا نہیں۔ کچھ تبدیل نہیں ہوا۔";
    /// A problem.
    UNKNOWN_FIELD: "That cannot be corrected here. Nothing was changed.", "یہ یہاں درست نہیں کیا جا سکتا۔ کچھ تبدیل نہیں ہوا۔";
    /// A problem.
    UNREADABLE: "With this correction the interview cannot be read. Nothing was changed.", "اس درستی کے ساتھ انٹرویو پڑھا نہیں جا سکتا۔ کچھ تبدیل نہیں ہوا۔";
    /// A problem.
    CHANGING: "Something about the household came in at the same time. Try again.", "اسی وقت گھرانے کے بارے میں کچھ موصول ہوا۔ دوبارہ کوشش کریں۔";
    /// What was done.
    CORRECTED: "The correction is recorded beside the row as it came, and the interview is read with it from now on.", "درستی اصل سطر کے ساتھ درج ہو گئی، اور اب انٹرویو اسی کے ساتھ پڑھا جائے گا۔";
    /// What was done.
    DELETED: "Deleted: {submissions} interviews, {listed} rows of listings and {quarantined} rows that could not be taken. Counts of coverage stay, and what was deleted does not come back.", "حذف: {submissions} انٹرویو، فہرستوں کی {listed} سطریں اور {quarantined} سطریں جو نہیں لی جا سکیں۔ کوریج کی گنتی برقرار ہے، اور حذف شدہ واپس نہیں آئے گا۔";
    /// A heading.
    HELD: "What is held", "کیا محفوظ ہے";
    /// Numbers.
    NUMBERS: "{submissions} interviews, {listed} rows of listings, {quarantined} rows that could not be taken, {waiting} rows that wait to be recorded", "{submissions} انٹرویو، فہرستوں کی {listed} سطریں، {quarantined} سطریں جو نہیں لی جا سکیں، {waiting} سطریں جو اندراج کی منتظر ہیں";
    /// A heading.
    LISTED_IN: "In the listing {name}", "فہرست {name} میں";
    /// A hint.
    PERHAPS: "{count} rows that could not be taken hold the reference and not the area: look at them by hand.", "{count} سطروں میں حوالہ ہے مگر علاقہ نہیں: انہیں خود دیکھیں۔";
    /// A heading.
    INTERVIEW: "Interview {id}", "انٹرویو {id}";
    /// A heading.
    AS_READ: "As it is read", "جیسا پڑھا گیا";
    /// A heading.
    AS_IT_CAME: "Received {at}, as it came", "موصول {at}، جیسا آیا";
    /// A heading.
    TRAIL: "Log of the tablet", "ٹیبلٹ کا لاگ";
    /// A heading.
    CORRECTIONS: "Corrections", "درستیاں";
    /// A heading.
    SPOT_CHECK: "Spot check {number}: what was said and written at the second visit", "موقع کی جانچ {number}: دوسرے دورے پر کیا کہا اور لکھا گیا";
    /// A correction.
    CORRECTION: "{field}: {value} ({reason}; {who})", "{field}: {value} ({reason}؛ {who})";
    /// In place of a value.
    TAKEN_BACK: "taken back", "واپس لی گئی";
    /// Flags about an interview.
    FLAGS: "Flags: {names}", "فلیگ: {names}";
    /// A heading.
    QUARANTINED: "Rows that could not be taken", "سطریں جو نہیں لی جا سکیں";
    /// A heading.
    ENTRIES: "In the audit trail", "آڈٹ ریکارڈ میں";
    /// A column.
    WHEN: "When", "کب";
    /// A column.
    WHO: "Who", "کون";
    /// A column.
    WHAT: "What", "کیا";
    /// A column.
    FIELD: "Field", "خانہ";
    /// A column.
    VALUE: "Value", "قدر";
    /// A heading and button.
    EXPORT: "Take a copy (JSON)", "نقل لیں (JSON)";
    /// A hint.
    EXPORT_HINT: "To hand over on paper, print this page.", "کاغذ پر دینے کے لیے یہ صفحہ پرنٹ کریں۔";
    /// A heading.
    CORRECT: "Correct", "درست کریں";
    /// A field.
    WHICH_INTERVIEW: "Interview", "انٹرویو";
    /// A field.
    NEW_VALUE: "What it should read", "کیا ہونا چاہیے";
    /// A checkbox.
    TAKE_BACK: "Take the correction before back", "پچھلی درستی واپس لیں";
    /// A field.
    REASON: "Reason: who asked, and where it is on file", "وجہ: کس نے کہا اور کہاں درج ہے";
    /// A field.
    CONFIRM: "Type the household reference again", "گھرانے کا حوالہ دوبارہ لکھیں";
    /// A button.
    CORRECT_SUBMIT: "Record the correction", "درستی درج کریں";
    /// A heading.
    DELETE: "Delete", "حذف کریں";
    /// What goes and what stays.
    DELETE_LEAD: "Interviews with all revisions, logs, corrections and flags go, and rows that could not be taken. Counts of coverage stay, a keyed hash that keeps the interviews from coming back, the entries of the audit trail, and backups for their time. This cannot be undone.", "تمام نظرثانیوں، لاگ، درستیوں اور فلیگ سمیت انٹرویو اور وہ سطریں جو نہیں لی جا سکیں حذف ہو جائیں گی۔ کوریج کی گنتی، واپسی روکنے والا خفیہ نشان، آڈٹ ریکارڈ کے اندراج اور اپنے وقت تک بیک اپ برقرار رہیں گے۔ یہ واپس نہیں ہو سکتا۔";
    /// A button.
    DELETE_SUBMIT: "Delete everything about this household", "اس گھرانے کا سب کچھ حذف کریں";
}

/// What was wrong.
pub fn problem(problem: SubjectProblem) -> Text {
    match problem {
        SubjectProblem::Missing => MISSING,
        SubjectProblem::UnknownArea => UNKNOWN_AREA,
        SubjectProblem::NotConfirmed => NOT_CONFIRMED,
        SubjectProblem::NoReason => NO_REASON,
        SubjectProblem::NothingHeld => NOTHING_HELD,
        SubjectProblem::OtherSubmission => OTHER_SUBMISSION,
        SubjectProblem::UnknownField => UNKNOWN_FIELD,
        SubjectProblem::Unreadable => UNREADABLE,
        SubjectProblem::Changing => CHANGING,
    }
}
