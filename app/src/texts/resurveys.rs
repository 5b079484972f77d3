//! Words of what is surveyed again because fabrications were found.

use super::{Text, texts};
use api::spot_checks::{ResurveyAction, ResurveyProblem};
use domain::spot_check::Scope;

texts! {
    /// Title, heading and link.
    TITLE: "Re-surveys", "دوبارہ سروے";
    /// The page's lead.
    LEAD: "Work that should be surveyed again because interviews were found to be fabricated at the door. Coverage changes when a proposal is accepted, not before.", "وہ کام جس کا دوبارہ سروے ہونا چاہیے کیونکہ گھر جا کر کچھ انٹرویو من گھڑت پائے گئے۔ کوریج تب بدلتی ہے جب تجویز منظور ہو، اس سے پہلے نہیں۔";
    /// A heading.
    PROPOSED: "Proposed", "تجاویز";
    /// In place of proposals.
    NONE_PROPOSED: "Nothing is proposed here: no closed spot check found a fabricated interview that is not decided about.", "یہاں کوئی تجویز نہیں: کسی بند جانچ میں ایسا من گھڑت انٹرویو نہیں ملا جس پر فیصلہ باقی ہو۔";
    /// A heading.
    DECIDED: "Decided, the newest first", "فیصلے، تازہ ترین پہلے";
    /// In place of decisions.
    NONE_DECIDED: "Nothing was decided here yet.", "یہاں ابھی کوئی فیصلہ نہیں ہوا۔";
    /// A proposal's heading.
    WORK: "{enumerator} in {council}", "{council} میں {enumerator}";
    /// Behind it.
    OF_WAVE: "wave {wave}", "مرحلہ {wave}";
    /// What is meant.
    INTERVIEWS: "Interviews to make again", "دوبارہ ہونے والے انٹرویو";
    /// How many of them count.
    COUNTED: "{interviews}, of them {counted} counted for coverage", "{interviews}، ان میں سے {counted} کوریج میں شمار";
    /// What it costs.
    FALL: "Coverage of {area}", "{area} کی کوریج";
    /// By how much, where there is a target.
    FALLS: "falls by at most {falls} of {complete} households, {points} percentage points of a target of {target}", "زیادہ سے زیادہ {complete} میں سے {falls} گھرانے کم، یعنی {target} کے ہدف کے {points} فیصد پوائنٹ";
    /// By how much, where there is none.
    FALLS_NO_TARGET: "falls by at most {falls} of {complete} households; there is no target", "زیادہ سے زیادہ {complete} میں سے {falls} گھرانے کم؛ کوئی ہدف مقرر نہیں";
    /// Why.
    WHY: "Why", "کیوں";
    /// Why the work of one union council is meant.
    OF_COUNCIL: "One interview was found to be fabricated here: all of the enumerator's work in this union council is in doubt.", "یہاں ایک انٹرویو من گھڑت پایا گیا: اس یونین کونسل میں شمار کنندہ کا تمام کام مشکوک ہے۔";
    /// Why all work is meant.
    OF_EVERYTHING: "{part} of {of} checked interviews were found to be fabricated: all of the enumerator's work in the wave is in doubt.", "جانچے گئے {of} میں سے {part} انٹرویو من گھڑت پائے گئے: اس مرحلے میں شمار کنندہ کا تمام کام مشکوک ہے۔";
    /// Of a union council.
    HERE: "In this union council {part} of {of}.", "اس یونین کونسل میں {of} میں سے {part}۔";
    /// The ways to checks.
    CHECKS: "The checks", "متعلقہ جانچیں";
    /// A link to a check.
    CHECK: "check {number}", "جانچ {number}";
    /// Above the links to files.
    LIST: "The interviews, as a file:", "انٹرویوز کی فائل:";
    /// A button.
    ACCEPT: "Accept: these no longer count", "منظور: یہ اب شمار نہیں ہوں گے";
    /// A button.
    DECLINE: "Decline", "نامنظور";
    /// A button.
    TAKE_BACK: "Take back", "منظوری واپس لیں";
    /// A field.
    REASON: "Reason", "وجہ";
    /// A column.
    WHAT: "Work", "کام";
    /// A column.
    STATE: "Decision", "فیصلہ";
    /// A column.
    COUNTS: "Interviews", "انٹرویو";
    /// A column.
    FOUND: "Fabricated of checked", "جانچے گئے میں سے من گھڑت";
    /// A column.
    BY: "Who, when, why", "کس نے، کب، کیوں";
    /// A column.
    ACTION: "Take back, list", "واپسی، فہرست";
    /// A state.
    ACCEPTED: "accepted", "منظور";
    /// A state.
    DECLINED: "declined", "نامنظور";
    /// A state.
    TAKEN_BACK: "taken back", "منظوری واپس";
    /// What became of some.
    GONE: "{count} of its interviews were deleted since; they stay out.", "اس کے {count} انٹرویو تب سے حذف ہو چکے؛ وہ باہر ہی رہیں گے۔";
    /// A part of a whole.
    PART_OF: "{part} of {of}", "{of} میں سے {part}";
    /// Said after an acceptance.
    DONE_ACCEPTED: "Accepted: the listed interviews no longer count for coverage.", "منظور: فہرست کے انٹرویو اب کوریج میں شمار نہیں ہوتے۔";
    /// Said after declining.
    DONE_DECLINED: "Declined: nothing has changed.", "نامنظور: کچھ نہیں بدلا۔";
    /// Said after taking back.
    DONE_TAKEN_BACK: "Taken back: the listed interviews count again as before.", "منظوری واپس: فہرست کے انٹرویو پھر پہلے کی طرح شمار ہوتے ہیں۔";
    /// A problem.
    NO_REASON: "Nothing was done: say why, in the field for the reason.", "کچھ نہیں ہوا: وجہ کے خانے میں لکھیں کہ کیوں۔";
    /// A problem.
    LONG_REASON: "Nothing was done: the reason is longer than 1,000 characters. Shorten it.", "کچھ نہیں ہوا: وجہ 1,000 حروف سے لمبی ہے۔ اسے مختصر کریں۔";
    /// A problem.
    NOT_PROPOSED: "Nothing was done: this is not proposed any more, or somebody has decided about it meanwhile. Look at the list again.", "کچھ نہیں ہوا: یہ تجویز اب موجود نہیں یا کوئی اس پر فیصلہ کر چکا ہے۔ فہرست دوبارہ دیکھیں۔";
    /// A problem.
    CHANGED: "Nothing was done: interviews have come or changed since you looked. Look at the new numbers and decide again.", "کچھ نہیں ہوا: آپ کے دیکھنے کے بعد انٹرویو آئے یا بدلے ہیں۔ نئے اعداد دیکھ کر دوبارہ فیصلہ کریں۔";
    /// A problem.
    NOT_STANDING: "Nothing was done: this acceptance was taken back already.", "کچھ نہیں ہوا: یہ منظوری پہلے ہی واپس لی جا چکی ہے۔";
}

/// A button's words.
pub fn action(action: ResurveyAction) -> Text {
    match action {
        ResurveyAction::Accept => ACCEPT,
        ResurveyAction::Decline => DECLINE,
        ResurveyAction::TakeBack => TAKE_BACK,
    }
}

/// What was done.
pub fn done(action: ResurveyAction) -> Text {
    match action {
        ResurveyAction::Accept => DONE_ACCEPTED,
        ResurveyAction::Decline => DONE_DECLINED,
        ResurveyAction::TakeBack => DONE_TAKEN_BACK,
    }
}

/// Why so much is meant.
pub fn scope(scope: Scope) -> Text {
    match scope {
        Scope::UnionCouncil => OF_COUNCIL,
        Scope::Everything => OF_EVERYTHING,
    }
}

/// Why nothing was done, and what to do.
pub fn problem(problem: ResurveyProblem) -> Text {
    match problem {
        ResurveyProblem::NoReason => NO_REASON,
        ResurveyProblem::LongReason => LONG_REASON,
        ResurveyProblem::NotProposed => NOT_PROPOSED,
        ResurveyProblem::Changed => CHANGED,
        ResurveyProblem::NotStanding => NOT_STANDING,
    }
}
