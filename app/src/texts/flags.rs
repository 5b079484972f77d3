//! Words of the flag pages and of the pages of checks.

use super::{Text, texts};
use domain::checks::{Family, Severity};
use domain::flag::{Action, Reason, Status, StepProblem};
use domain::outcome::Outcome;

texts! {
    /// What was found at doors.
    FABRICATED: "{found} of {told} interviews that were checked at the door were found to be fabricated.", "گھر جا کر جانچے گئے {told} میں سے {found} انٹرویو من گھڑت پائے گئے۔";
    /// The same for one.
    FABRICATED_ONE: "1 of {told} interviews that were checked at the door was found to be fabricated.", "گھر جا کر جانچے گئے {told} میں سے 1 انٹرویو من گھڑت پایا گیا۔";
    /// What it did to the score.
    SCORE_ROSE: "The score rose from {before} by the flags to {after}.", "اشاروں کے {before} سے اسکور بڑھ کر {after} ہو گیا۔";
    /// Title, heading and link.
    FLAGS: "Flags", "نشان زد کام";
    /// Under the heading.
    LEAD: "A flag asks for a second look. It proves nothing: each one says what else could explain it.", "نشان دوسری نظر مانگتا ہے۔ یہ کچھ ثابت نہیں کرتا: ہر نشان بتاتا ہے کہ اس کی اور کیا وجہ ہو سکتی ہے۔";
    /// In place of the table.
    NONE: "No flags. Either nothing stood out, or nothing has been judged yet.", "کوئی نشان نہیں۔ یا تو کچھ نمایاں نہیں ہوا، یا ابھی کچھ جانچا نہیں گیا۔";
    /// In place of the table, under a filter.
    NONE_CHOSEN: "No flag fits this filter.", "اس فلٹر پر کوئی نشان پورا نہیں اترتا۔";
    /// Above the list.
    UNJUDGED: "The work of {count} enumerators waits to be judged; their flags may change in a moment.", "{count} شمار کنندگان کا کام جانچ کا منتظر ہے؛ ان کے نشان ابھی بدل سکتے ہیں۔";
    /// Above the list.
    TOTAL: "{count} flags", "{count} نشان";
    /// Above the list.
    TOTAL_ONE: "1 flag", "1 نشان";
    /// The link to the file.
    DOWNLOAD: "Download these flags as CSV", "یہ نشان بطور CSV ڈاؤن لوڈ کریں";
    /// The table's caption.
    CAPTION: "Flags, the most severe first, then the newest", "نشان، سب سے سنگین پہلے، پھر تازہ ترین";
    /// A column.
    WHAT: "What stood out", "کیا نمایاں ہوا";
    /// A column.
    SEVERITY: "Severity", "شدت";
    /// A column.
    STATUS: "Status", "حالت";
    /// A column.
    DAY: "Day", "دن";
    /// A column.
    ENUMERATOR: "Enumerator", "شمار کنندہ";
    /// A column.
    AREA: "Union council", "یونین کونسل";
    /// A field.
    AREA_FIELD: "Area", "علاقہ";
    /// A column.
    ASSIGNEE: "Assigned to", "کس کے سپرد";
    /// A field.
    DEVICE: "Tablet", "ٹیبلٹ";
    /// In place of a day.
    NO_DAY: "no one day", "کوئی ایک دن نہیں";
    /// A field.
    CHECK: "Check", "جانچ";
    /// An option.
    ANY: "Any", "کوئی بھی";
    /// An option.
    MINE: "Me", "میں";
    /// A field of the filter.
    ASSIGNED_ME: "Assigned to me", "میرے سپرد";
    /// The filter's heading.
    FILTER: "Filter", "فلٹر";
    /// The filter's button.
    APPLY: "Show", "دکھائیں";
    /// The filter's link.
    RESET: "Show all flags", "تمام نشان دکھائیں";
    /// Over what is wrong with the filter.
    PROBLEMS: "Part of the filter could not be understood and was left out:", "فلٹر کا کچھ حصہ سمجھ نہیں آیا اور چھوڑ دیا گیا:";
    /// The link to the next page.
    MORE: "More flags", "مزید نشان";
    /// The counts' caption.
    COUNTS: "Flags by check", "جانچ کے لحاظ سے نشان";
    /// A column.
    WAITING: "Waiting", "منتظر";
    /// A column.
    SEVERE: "… severe", "… سنگین";
    /// A column.
    CONFIRMED: "Confirmed", "درست ثابت";
    /// A column.
    DISMISSED: "Dismissed", "خارج";
    /// A column.
    CONFIRM_RATE: "Confirm rate", "تصدیق کی شرح";
    /// In place of a rate.
    NONE_DECIDED: "none decided yet", "ابھی کوئی فیصلہ نہیں";
    /// A rate with its number.
    RATE: "{rate} of {count} decided", "{count} فیصلوں میں سے {rate}";
    /// The heading over the bulk form.
    TRIAGE: "Decide about all {count} flags of this filter at once", "اس فلٹر کے تمام {count} نشانوں کا ایک ساتھ فیصلہ کریں";
    /// Under it.
    TRIAGE_HINT: "It touches all {count} flags of the filter, not only those on this page. Each gets its own entry in the history.", "یہ فلٹر کے تمام {count} نشانوں پر لاگو ہوگا، صرف اس صفحے والوں پر نہیں۔ ہر ایک کی تاریخ میں الگ اندراج ہوگا۔";
    /// In its place.
    TRIAGE_TOO_MANY: "These are too many flags to decide about at once; narrow the filter to 10,000 or fewer.", "ایک ساتھ فیصلے کے لیے یہ نشان بہت زیادہ ہیں؛ فلٹر کو 10,000 یا کم تک محدود کریں۔";
    /// The heading over the forms.
    ACTIONS: "What to do", "کیا کرنا ہے";
    /// A field.
    REASON: "Reason", "وجہ";
    /// An option.
    CHOOSE: "Choose…", "منتخب کریں…";
    /// A field.
    NOTE: "Note", "نوٹ";
    /// Under it.
    NOTE_HINT: "Needed if the reason is \"something else\".", "وجہ \"کچھ اور\" ہو تو ضروری ہے۔";
    /// A field.
    GIVE_TO: "Give to", "سپرد کریں";
    /// After a step.
    DONE: "Done with {count} flags.", "{count} نشانوں پر عمل ہو گیا۔";
    /// After a step.
    DONE_ONE: "Done.", "ہو گیا۔";
    /// After a step that was not taken.
    OTHER_NUMBER: "Nothing was done: the flags of this filter are no longer as many as the page had said. Look again.", "کچھ نہیں کیا گیا: اس فلٹر کے نشان اب اتنے نہیں جتنے صفحے نے بتائے تھے۔ دوبارہ دیکھیں۔";
    /// The heading over the innocent causes.
    INNOCENT: "What else could explain it", "اس کی اور کیا وجہ ہو سکتی ہے";
    /// The heading over the history.
    HISTORY: "History", "تاریخ";
    /// In place of the history.
    NO_HISTORY: "Nobody has done anything about this flag.", "کسی نے اس نشان پر ابھی کچھ نہیں کیا۔";
    /// A column.
    AT: "When ({zone})", "کب ({zone})";
    /// A column.
    BY: "By", "کس نے";
    /// A column.
    STEP: "Step", "قدم";
    /// In the history.
    SAW: "They saw: {said}", "انہوں نے دیکھا: {said}";
    /// The heading over the day.
    THE_DAY: "The day, {day}", "دن، {day}";
    /// The heading over the most alike interviews.
    ALIKE: "The most alike interviews", "سب سے ملتے جلتے انٹرویوز";
    /// A column.
    OTHER_SUBMISSION: "The other submission", "دوسرا اندراج";
    /// In place of a submission's id.
    GONE: "no longer on file", "اب ریکارڈ میں نہیں";
    /// In place of a submission's id.
    OUTSIDE: "outside your area", "آپ کے علاقے سے باہر";
    /// Under what a flag is about.
    AND_OUTSIDE: "And {count} others outside your area: they count and are not named.", "اور {count} دیگر آپ کے علاقے سے باہر: یہ گنے گئے ہیں مگر ان کا نام نہیں بتایا جاتا۔";
    /// The same for one.
    AND_OUTSIDE_ONE: "And 1 other outside your area: it counts and is not named.", "اور 1 دیگر آپ کے علاقے سے باہر: یہ گنا گیا ہے مگر اس کا نام نہیں بتایا جاتا۔";
    /// A column.
    SAME_ANSWERS: "Same answers", "یکساں جوابات";
    /// In the column.
    ALIKE_OF: "{alike} of {of}", "{of} میں سے {alike}";
    /// Under it.
    DAY_LEAD: "Each visit in the order of work, at corrected times. The outlined ones are what the flag is about.", "ہر دورہ کام کی ترتیب میں، درست کیے گئے اوقات کے مطابق۔ حاشیے والے وہ ہیں جن کے بارے میں نشان ہے۔";
    /// The table's caption.
    VISITS: "Visits of the day", "دن کے دورے";
    /// A column.
    NUMBER: "No.", "نمبر";
    /// A column.
    FROM_TO: "From – to", "سے – تک";
    /// A column.
    RECORDED: "As recorded", "جیسا درج ہوا";
    /// A column.
    OUTCOME: "Outcome", "نتیجہ";
    /// A column.
    ACCURACY: "Accuracy", "درستی";
    /// A column.
    SUBMISSION: "Submission", "اندراج";
    /// In a cell.
    METRES: "{count} m", "{count} میٹر";
    /// In place of a time or a position.
    MISSING: "not recorded", "درج نہیں";
    /// In place of the evidence.
    UNREADABLE: "Another version of the program found this; it will be judged again.", "یہ پروگرام کے کسی اور ورژن نے پایا؛ اسے دوبارہ جانچا جائے گا۔";
    /// Title, heading and link.
    CHECKS: "Checks", "جانچیں";
    /// Under the heading.
    CHECKS_LEAD: "What is looked at, how often it led to a flag in your area, and how often a flag was right.", "کیا دیکھا جاتا ہے، آپ کے علاقے میں کتنی بار نشان لگا، اور نشان کتنی بار درست نکلا۔";
    /// A heading.
    RULE: "When it fires", "کب نشان لگتا ہے";
    /// A heading.
    THRESHOLDS: "Thresholds", "حدیں";
    /// A column.
    VALUE: "Value", "قدر";
    /// A column.
    DEFAULT: "Default", "طے شدہ";
    /// In place of thresholds.
    NO_THRESHOLDS: "It has none.", "اس کی کوئی حد نہیں۔";
    /// A heading.
    PRECISION: "How often it was right", "کتنی بار درست نکلی";
    /// A sentence.
    PRECISION_SAID: "Of {count} flags that were decided, {confirmed} were confirmed ({rate}).", "جن {count} نشانوں کا فیصلہ ہوا ان میں سے {confirmed} درست نکلے ({rate})۔";
    /// A sentence.
    PRECISION_NONE: "No flag of this check has been decided yet.", "اس جانچ کے کسی نشان کا ابھی فیصلہ نہیں ہوا۔";
    /// A link.
    SEE_FLAGS: "See its {count} waiting flags", "اس کے {count} منتظر نشان دیکھیں";
    /// The family's label.
    FAMILY: "Family", "قسم";
    /// The version's label.
    VERSION: "Version {count}", "ورژن {count}";

    /// Title, heading and link.
    RISK: "Second look", "دوسری نظر";
    /// Under the heading.
    RISK_LEAD: "Whose work to look at first, and why. It orders the visits; it says nothing about guilt.", "کس کا کام پہلے دیکھا جائے، اور کیوں۔ یہ دوروں کی ترتیب بتاتا ہے؛ قصور کے بارے میں کچھ نہیں کہتا۔";
    /// In place of the table.
    NO_RISKS: "Nothing to rank yet: too little work has been judged.", "ابھی ترتیب دینے کو کچھ نہیں: بہت کم کام جانچا گیا ہے۔";
    /// The table's caption.
    RISK_CAPTION: "Enumerators, the first to look at first", "شمار کنندگان، جنہیں پہلے دیکھنا ہے وہ پہلے";
    /// A column.
    TEHSIL: "Tehsil", "تحصیل";
    /// A column.
    PLACE_IN_TEHSIL: "Place in tehsil", "تحصیل میں درجہ";
    /// In a cell.
    PLACE_OF: "{place} of {among}", "{among} میں سے {place}";
    /// A column.
    INTERVIEWS: "Interviews", "انٹرویوز";
    /// A column.
    SCORE: "Score", "اسکور";
    /// A column.
    WHY: "Why", "کیوں";
    /// In place of reasons.
    NO_REASONS: "Nothing stands out.", "کچھ نمایاں نہیں۔";
    /// The link to the file.
    DOWNLOAD_RISK: "Download this list as CSV", "یہ فہرست بطور CSV ڈاؤن لوڈ کریں";
    /// The link to the next page.
    MORE_RISKS: "More enumerators", "مزید شمار کنندگان";

    /// Under the name.
    AGENCY: "Agency", "ادارہ";
    /// Under the name.
    SUPERVISOR: "Supervisor", "نگران";
    /// A heading.
    CALENDAR: "Days of work", "کام کے دن";
    /// The table's caption.
    CALENDAR_CAPTION: "Visits a day; under them complete interviews, and flags where there are any", "فی دن دورے؛ ان کے نیچے مکمل انٹرویو، اور جہاں ہوں وہاں نشان";
    /// A column.
    WEEK: "Week from", "ہفتہ از";
    /// In a cell.
    DAY_COMPLETE: "{count} complete", "{count} مکمل";
    /// In a cell.
    DAY_FLAGS: "{count} flags", "{count} نشان";
    /// In a cell.
    DAY_FLAG: "1 flag", "1 نشان";
    /// A heading.
    FLAGS_OF_DAY: "Flags of the day", "دن کے نشان";
    /// In place of the list.
    NO_FLAGS_OF_DAY: "No flag is about this day.", "اس دن کے بارے میں کوئی نشان نہیں۔";
    /// A link.
    ALL_FLAGS: "All {count} flags of this enumerator", "اس شمار کنندہ کے تمام {count} نشان";
    /// A heading.
    DEVICES: "Tablets and their clocks", "ٹیبلٹ اور ان کی گھڑیاں";
    /// A column.
    VISITS_COLUMN: "Visits", "دورے";
    /// A column.
    CLOCK_COLUMN: "Clock", "گھڑی";
    /// A clock.
    CLOCK_UNKNOWN: "taken as it stands ({count} visits)", "جوں کی توں مانی گئی ({count} دورے)";
    /// A clock.
    CLOCK_RIGHT: "right ({count} visits)", "درست ({count} دورے)";
    /// A clock.
    CLOCK_FAST: "{minutes} min fast, corrected ({count} visits)", "{minutes} منٹ تیز، درست کی گئی ({count} دورے)";
    /// A clock.
    CLOCK_SLOW: "{minutes} min slow, corrected ({count} visits)", "{minutes} منٹ سست، درست کی گئی ({count} دورے)";
    /// A clock.
    CLOCK_UNCERTAIN: "uncertain, hours are not judged ({count} visits)", "غیر یقینی، اوقات نہیں جانچے گئے ({count} دورے)";
    /// A heading.
    WHY_LOOK: "Why to look", "کیوں دیکھیں";
    /// A day of the week.
    MONDAY: "Mon", "پیر";
    /// A day of the week.
    TUESDAY: "Tue", "منگل";
    /// A day of the week.
    WEDNESDAY: "Wed", "بدھ";
    /// A day of the week.
    THURSDAY: "Thu", "جمعرات";
    /// A day of the week.
    FRIDAY: "Fri", "جمعہ";
    /// A day of the week.
    SATURDAY: "Sat", "ہفتہ";
    /// A day of the week.
    SUNDAY: "Sun", "اتوار";

    /// A severity.
    INFO: "For information", "اطلاع";
    /// A severity.
    REVIEW: "To review", "قابلِ جائزہ";
    /// A severity.
    SEVERE_TAG: "Severe", "سنگین";

    /// A status.
    OPEN: "Open", "کھلا";
    /// A status.
    ASSIGNED: "Assigned", "سپرد";
    /// A status.
    EXPLAINED: "Explained", "وضاحت شدہ";
    /// A status.
    CHANGED: "Facts changed", "حقائق بدل گئے";

    /// An action.
    REOPEN: "Reopen", "دوبارہ کھولیں";
    /// An action.
    ASSIGN: "Assign", "سپرد کریں";
    /// An action.
    EXPLAIN: "Explain", "وضاحت کریں";
    /// An action.
    CONFIRM: "Confirm: something was wrong", "تصدیق: کچھ غلط تھا";
    /// An action.
    DISMISS: "Dismiss: nothing was wrong", "خارج: کچھ غلط نہیں تھا";
    /// What was done.
    REOPENED: "Reopened", "دوبارہ کھولا";

    /// A reason.
    INNOCENT_CAUSE: "One of the innocent causes", "بے ضرر وجوہات میں سے ایک";
    /// A reason.
    DEVICE_FAULT: "Fault of the tablet", "ٹیبلٹ کی خرابی";
    /// A reason.
    BOUNDARY_OUT_OF_DATE: "Boundary or listing out of date", "حد بندی یا فہرست پرانی ہے";
    /// A reason.
    WRITTEN_LATE: "Form finished or corrected later", "فارم بعد میں مکمل یا درست کیا گیا";
    /// A reason.
    VISITED_AND_FOUND: "Visited again: the household confirms", "دوبارہ دورہ: گھرانہ تصدیق کرتا ہے";
    /// A reason.
    CORRECTED_AT_SOURCE: "Corrected in the collection system", "اصل نظام میں درست کر دیا گیا";
    /// A reason.
    HOUSEHOLD_NOT_VISITED: "The household was not visited", "گھرانے کا دورہ نہیں ہوا";
    /// A reason.
    ANSWERS_INVENTED: "Answers were invented", "جوابات گھڑے گئے";
    /// A reason.
    WRONG_PLACE: "Interviewed in another place", "انٹرویو کسی اور جگہ ہوا";
    /// A reason.
    CARELESS_WORK: "Careless work", "لاپروائی";
    /// A reason.
    SOMETHING_ELSE: "Something else", "کچھ اور";

    /// A problem.
    NO_REASON: "Nothing was done: choose a reason that fits the action.", "کچھ نہیں کیا گیا: عمل کے مطابق وجہ منتخب کریں۔";
    /// A problem.
    NO_NOTE: "Nothing was done: say in a note what the other reason is.", "کچھ نہیں کیا گیا: نوٹ میں بتائیں کہ دوسری وجہ کیا ہے۔";
    /// A problem.
    LONG_NOTE: "Nothing was done: the note may have 2,000 characters at most.", "کچھ نہیں کیا گیا: نوٹ زیادہ سے زیادہ 2,000 حروف کا ہو سکتا ہے۔";
    /// A problem.
    NO_ASSIGNEE: "Nothing was done: choose somebody who may see these flags.", "کچھ نہیں کیا گیا: کسی ایسے شخص کو منتخب کریں جو یہ نشان دیکھ سکتا ہو۔";

    /// An outcome.
    COMPLETE: "Complete", "مکمل";
    /// An outcome.
    PARTIAL: "Partial", "نامکمل";
    /// An outcome.
    REFUSED: "Refused", "انکار";
    /// An outcome.
    NOT_AT_HOME: "Not at home", "گھر پر نہیں";
    /// An outcome.
    VACANT: "Vacant", "خالی";
    /// An outcome.
    NOT_FOUND: "Not found", "نہیں ملا";
    /// An outcome.
    OTHER_OUTCOME: "Other", "دیگر";

    /// A family.
    CLOCK: "Clock", "گھڑی";
    /// A family.
    PLACE: "Place", "مقام";
    /// A family.
    PACE: "Pace", "رفتار";
    /// A family.
    CONTENT: "Content", "مواد";
    /// A family.
    IDENTITY: "Identity", "شناخت";
}

/// The days of the week, from Monday.
pub const WEEKDAYS: [Text; 7] = [
    MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY,
];

/// A severity.
pub fn severity(severity: Severity) -> Text {
    match severity {
        Severity::Info => INFO,
        Severity::Review => REVIEW,
        Severity::Severe => SEVERE_TAG,
    }
}

/// A status.
pub fn status(status: Status) -> Text {
    match status {
        Status::Open => OPEN,
        Status::Assigned => ASSIGNED,
        Status::Explained => EXPLAINED,
        Status::Confirmed => CONFIRMED,
        Status::Dismissed => DISMISSED,
        Status::Changed => CHANGED,
    }
}

/// An action, on a button.
pub fn action(action: Action) -> Text {
    match action {
        Action::Reopen => REOPEN,
        Action::Assign => ASSIGN,
        Action::Explain => EXPLAIN,
        Action::Confirm => CONFIRM,
        Action::Dismiss => DISMISS,
    }
}

/// An action that was taken.
pub fn took(action: Action) -> Text {
    match action {
        Action::Reopen => REOPENED,
        taken => status(taken.leads_to()),
    }
}

/// A reason.
pub fn reason(reason: Reason) -> Text {
    match reason {
        Reason::InnocentCause => INNOCENT_CAUSE,
        Reason::DeviceFault => DEVICE_FAULT,
        Reason::BoundaryOutOfDate => BOUNDARY_OUT_OF_DATE,
        Reason::WrittenLate => WRITTEN_LATE,
        Reason::VisitedAndFound => VISITED_AND_FOUND,
        Reason::CorrectedAtSource => CORRECTED_AT_SOURCE,
        Reason::HouseholdNotVisited => HOUSEHOLD_NOT_VISITED,
        Reason::AnswersInvented => ANSWERS_INVENTED,
        Reason::WrongPlace => WRONG_PLACE,
        Reason::CarelessWork => CARELESS_WORK,
        Reason::Other => SOMETHING_ELSE,
    }
}

/// Why a step was not taken.
pub fn problem(problem: StepProblem) -> Text {
    match problem {
        StepProblem::NoReason => NO_REASON,
        StepProblem::NoNote => NO_NOTE,
        StepProblem::LongNote => LONG_NOTE,
        StepProblem::NoAssignee => NO_ASSIGNEE,
    }
}

/// How a visit ended.
pub fn outcome(outcome: Outcome) -> Text {
    match outcome {
        Outcome::Complete => COMPLETE,
        Outcome::Partial => PARTIAL,
        Outcome::Refused => REFUSED,
        Outcome::NotAtHome => NOT_AT_HOME,
        Outcome::Vacant => VACANT,
        Outcome::NotFound => NOT_FOUND,
        Outcome::Other => OTHER_OUTCOME,
    }
}

/// A family of checks.
pub fn family(family: Family) -> Text {
    match family {
        Family::Clock => CLOCK,
        Family::Place => PLACE,
        Family::Pace => PACE,
        Family::Content => CONTENT,
        Family::Identity => IDENTITY,
    }
}
