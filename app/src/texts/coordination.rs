//! Words of the pages of coordination.

use super::{Text, texts};
use api::coordination::StageIs;
use domain::coordination::{
    Agency, CaseAction, CaseKind, CaseProblem, CaseStatus, Stage, StageProblem,
};
use domain::lang::Lang;
use domain::number::grouped;

texts! {
    /// Title, heading and link.
    COORDINATION: "Coordination", "رابطہ کاری";
    /// Under the heading.
    LEAD: "Which stage each district has reached, what waits for whom, and where nothing is heard of.", "ہر ضلع کس مرحلے پر ہے، کس کا کیا کام باقی ہے، اور کہاں سے کوئی خبر نہیں۔";
    /// The name of the navigation between these pages.
    PARTS: "Coordination pages", "رابطہ کاری کے صفحات";
    /// A link.
    BOARD: "Districts", "اضلاع";
    /// A link and heading.
    CASES: "Cases", "معاملات";
    /// A link and heading.
    SILENT: "Silent", "خاموش";
    /// A link and heading.
    REFUSALS: "Refusals", "انکار";
    /// The heading over what needs action.
    FIRST: "What needs action first", "پہلے کس پر عمل درکار ہے";
    /// A count.
    OVERDUE_ESCALATIONS: "Overdue escalations", "میعاد سے گزرے معاملات";
    /// Under it.
    OF_OPEN: "of {count} open", "{count} کھلے معاملات میں سے";
    /// A count.
    DISPATCH_WAITING: "Helpline requests waiting", "ہیلپ لائن کی منتظر درخواستیں";
    /// Under it.
    OF_THEM_CREATED: "{count} given to nobody yet", "{count} ابھی کسی کے سپرد نہیں";
    /// A count.
    SILENT_COUNCILS: "Silent union councils", "خاموش یونین کونسلیں";
    /// Under it.
    OF_COUNCILS: "of {count} where work is due; nothing for more than 3 days; {never} never began", "جن {count} میں کام ہونا چاہیے ان میں سے؛ 3 دن سے زیادہ کچھ نہیں؛ {never} میں کبھی شروع نہیں ہوا";
    /// A count.
    SILENT_PEOPLE: "Silent enumerators", "خاموش شمار کنندگان";
    /// Under it.
    OF_PEOPLE: "of {count} deployed; not synced for more than 3 days", "تعینات {count} میں سے؛ 3 دن سے زیادہ ہم آہنگ نہیں";
    /// In place of a count.
    NO_ROSTER: "no roster", "فہرستِ عملہ نہیں";
    /// A count.
    UNOWNED_REFUSALS: "Refusals without owner", "انکار جن کا کوئی ذمہ دار نہیں";
    /// Under it.
    OF_REFUSALS: "of {count} union councils with refusals in 14 days", "14 دن میں انکار والی {count} یونین کونسلوں میں سے";
    /// How many districts are in which stage.
    IN_STAGES: "Of {count} districts:", "{count} اضلاع میں سے:";
    /// The filter's heading.
    FILTER: "Filter", "فلٹر";
    /// The filter's button.
    APPLY: "Show", "دکھائیں";
    /// The filter's link.
    RESET: "Show all", "سب دکھائیں";
    /// An option.
    ANY: "Any", "کوئی بھی";
    /// An option.
    CHOOSE: "Choose…", "منتخب کریں…";
    /// Over what is wrong with a filter.
    PROBLEMS: "Part of the filter could not be understood and was left out:", "فلٹر کا کچھ حصہ سمجھ نہیں آیا اور چھوڑ دیا گیا:";
    /// A box of the filter.
    LATE_ONLY: "Late only", "صرف تاخیر والے";
    /// A box of the filter.
    OVERDUE_ONLY: "Overdue only", "صرف میعاد سے گزرے";
    /// A box of the filter.
    UNOWNED_ONLY: "Without owner only", "صرف بغیر ذمہ دار";
    /// The table's caption.
    BOARD_CAPTION: "Districts, the latest first", "اضلاع، سب سے زیادہ تاخیر والا پہلے";
    /// In place of the table.
    NO_DISTRICTS: "No district lies in your area.", "آپ کے علاقے میں کوئی ضلع نہیں۔";
    /// In place of the table, under a filter.
    NO_DISTRICTS_CHOSEN: "No district fits this filter.", "اس فلٹر پر کوئی ضلع پورا نہیں اترتا۔";
    /// The link to a file.
    DOWNLOAD: "Download as CSV", "بطور CSV ڈاؤن لوڈ کریں";
    /// A column.
    DISTRICT: "District", "ضلع";
    /// A column.
    STAGE: "Stage", "مرحلہ";
    /// A column.
    PRESENT_DATES: "Began (planned)", "آغاز (منصوبہ)";
    /// A column.
    NEXT: "Next stage", "اگلا مرحلہ";
    /// A column.
    LATE: "Late", "تاخیر";
    /// A column.
    OPEN_CASES: "Open cases", "کھلے معاملات";
    /// A column.
    SILENT_OF: "Silent enumerators", "خاموش شمار کنندگان";
    /// In a cell.
    PLANNED_ON: "planned {day}", "منصوبہ {day}";
    /// In a cell.
    NOT_PLANNED: "no date planned", "کوئی تاریخ طے نہیں";
    /// In a cell.
    NOTHING_LEFT: "nothing left", "کچھ باقی نہیں";
    /// In a cell.
    OF_NUMBER: "{part} of {whole}", "{whole} میں سے {part}";
    /// Days.
    DAYS: "{count} days", "{count} دن";
    /// A day.
    ONE_DAY: "1 day", "1 دن";
    /// A stage.
    STAGE_NONE: "not begun", "شروع نہیں";
    /// A choice: nobody has set a date of any stage.
    STAGE_UNSET: "nobody has set a date yet", "ابھی کسی نے کوئی تاریخ درج نہیں کی";
    /// A stage.
    STAGE_AREA_MAPPING: "area mapping", "علاقے کی نقشہ بندی";
    /// A stage.
    STAGE_NOTIFICATION: "notification campaign", "اطلاعی مہم";
    /// A stage.
    STAGE_TRAINING: "training", "تربیت";
    /// A stage.
    STAGE_DEPLOYMENT: "deployment", "تعیناتی";
    /// A stage.
    STAGE_ENUMERATION: "enumeration", "شمار کاری";
    /// A stage.
    STAGE_MOP_UP: "mop-up", "رہ جانے والوں کا شمار";
    /// A stage.
    STAGE_CLOSED: "closed", "مکمل";
    /// An agency.
    PSPA: "PSPA", "پی ایس پی اے";
    /// An agency.
    BOS: "BoS", "ادارہ شماریات";
    /// An agency.
    PITB: "PITB", "پی آئی ٹی بی";
    /// An agency.
    URBAN_UNIT: "Urban Unit", "اربن یونٹ";
    /// An agency.
    DISTRICT_ADMINISTRATION: "District Administration", "ضلعی انتظامیہ";
    /// An agency.
    P_AND_D: "P&D Board", "منصوبہ بندی و ترقیات بورڈ";
    /// In place of an agency.
    NO_AGENCY: "nobody", "کوئی نہیں";
    /// The title of a district's page.
    DISTRICT_TITLE: "Coordination: {name}", "رابطہ کاری: {name}";
    /// A heading.
    STAGES: "Stages", "مراحل";
    /// The table's caption.
    STAGES_CAPTION: "The seven stages, with the day each was to begin and the day it did", "سات مراحل، ہر ایک کے آغاز کی طے شدہ اور اصل تاریخ کے ساتھ";
    /// A column.
    PLANNED: "Planned", "منصوبہ";
    /// A column.
    ACTUAL: "Actual", "اصل";
    /// A column.
    SET_BY: "Last set by", "آخری بار کس نے درج کیا";
    /// In a cell.
    NOT_SET: "not set", "درج نہیں";
    /// A sentence.
    LATE_BY: "What comes next is late by {days}.", "اگلے مرحلے میں {days} کی تاخیر ہے۔";
    /// The heading over warnings.
    WARNINGS: "Please check these dates:", "براہِ کرم یہ تاریخیں دیکھ لیں:";
    /// A warning.
    BEGAN_BEFORE: "{later} began before {earlier}.", "{later} کا آغاز {earlier} سے پہلے ہوا۔";
    /// A warning.
    PLANNED_BEFORE: "{later} is planned before {earlier}.", "{later} کا منصوبہ {earlier} سے پہلے کا ہے۔";
    /// A warning.
    SKIPPED: "{stage} has no actual day, although a later stage has begun.", "{stage} کی اصل تاریخ درج نہیں، حالانکہ بعد کا مرحلہ شروع ہو چکا ہے۔";
    /// A heading.
    SET_STAGE: "Set the dates of {stage}", "{stage} کی تاریخیں درج کریں";
    /// A link.
    SET: "Set dates", "تاریخیں درج کریں";
    /// Under it.
    SET_STAGE_HINT: "Both dates are saved as you type them here; leave one empty to take it back. What stood before stays in the history.", "دونوں تاریخیں یہاں جیسی لکھی ہوں ویسی محفوظ ہوں گی؛ خالی چھوڑنے سے تاریخ واپس لی جائے گی۔ جو پہلے درج تھا وہ تاریخ میں رہے گا۔";
    /// A field.
    PLANNED_FIELD: "Planned first day", "آغاز کی طے شدہ تاریخ";
    /// A field.
    ACTUAL_FIELD: "Actual first day", "آغاز کی اصل تاریخ";
    /// A field.
    NOTE: "Note", "نوٹ";
    /// A button.
    SAVE: "Save", "محفوظ کریں";
    /// After a form.
    DONE: "Saved.", "محفوظ ہو گیا۔";
    /// A heading.
    HISTORY: "History", "تاریخ";
    /// In place of the history.
    NO_HISTORY: "Nobody has set a date yet.", "ابھی کسی نے کوئی تاریخ درج نہیں کی۔";
    /// A column.
    AT: "When ({zone})", "کب ({zone})";
    /// A column.
    BY: "By", "کس نے";
    /// Why dates were not taken.
    STAGE_BAD_DAY: "Nothing was saved: write a day like 2026-11-21, not more than ten years from today.", "کچھ محفوظ نہیں ہوا: تاریخ 2026-11-21 کی طرح لکھیں، آج سے دس سال کے اندر۔";
    /// Why dates were not taken.
    STAGE_FUTURE: "Nothing was saved: the actual day lies in the future.", "کچھ محفوظ نہیں ہوا: اصل تاریخ مستقبل کی ہے۔";
    /// Why dates were not taken.
    STAGE_LONG_NOTE: "Nothing was saved: the note may have 1,000 characters.", "کچھ محفوظ نہیں ہوا: نوٹ میں 1,000 حروف تک ہو سکتے ہیں۔";
    /// Why dates were not taken.
    STAGE_SAME: "Nothing was saved: these dates are on file already.", "کچھ محفوظ نہیں ہوا: یہ تاریخیں پہلے سے درج ہیں۔";
    /// Why dates were not taken.
    STAGE_CHANGED: "Nothing was saved: somebody else has changed the stages since you opened this page. Look at them and save again.", "کچھ محفوظ نہیں ہوا: آپ کے صفحہ کھولنے کے بعد کسی اور نے مراحل بدل دیے۔ دیکھ کر دوبارہ محفوظ کریں۔";
    /// A kind.
    ESCALATION: "Escalation", "بالا سطح کا معاملہ";
    /// A kind.
    DISPATCH: "Helpline request", "ہیلپ لائن کی درخواست";
    /// A kind.
    REFUSALS_KIND: "Refusals", "انکار";
    /// A status.
    CREATED: "created", "درج شدہ";
    /// A status.
    ASSIGNED: "assigned", "سپرد";
    /// A status.
    VISITED: "visited", "دورہ ہو گیا";
    /// A status.
    OPEN: "open", "کھلا";
    /// A status.
    IN_PROGRESS: "in progress", "جاری";
    /// A status.
    CLOSED: "closed", "بند";
    /// An option.
    WAITING: "not closed", "بند نہیں";
    /// The list's lead.
    CASES_LEAD: "Escalations, helpline requests and owners of refusals: who has to act, and by when.", "بالا سطح کے معاملات، ہیلپ لائن کی درخواستیں اور انکار کے ذمہ دار: کسے عمل کرنا ہے، اور کب تک۔";
    /// The table's caption.
    CASES_CAPTION: "Cases, those that wait first, by the day they are due", "معاملات، منتظر پہلے، میعاد کی تاریخ کے لحاظ سے";
    /// In place of the table.
    NO_CASES: "There are no cases.", "کوئی معاملہ نہیں۔";
    /// In place of the table, under a filter.
    NO_CASES_CHOSEN: "No case fits this filter.", "اس فلٹر پر کوئی معاملہ پورا نہیں اترتا۔";
    /// Above the list.
    TOTAL: "{count} cases", "{count} معاملات";
    /// Above the list.
    TOTAL_ONE: "1 case", "1 معاملہ";
    /// The link to the next page.
    MORE: "More", "مزید";
    /// A column.
    KIND: "Kind", "قسم";
    /// A column.
    CASE: "Case", "معاملہ";
    /// A column.
    STATUS: "Status", "حالت";
    /// A column.
    AREA: "Area", "علاقہ";
    /// A column.
    AGENCY: "Agency", "ادارہ";
    /// A column.
    AGE: "Age", "کتنے دن سے";
    /// A column.
    DUE: "Due", "میعاد";
    /// In a cell.
    OVERDUE_BY: "overdue by {days}", "میعاد سے {days} گزر گئے";
    /// In a cell.
    NO_DUE: "no day set", "کوئی دن طے نہیں";
    /// The counts' caption.
    BY_AGENCY: "Open cases by agency", "ادارے کے لحاظ سے کھلے معاملات";
    /// A column.
    OPEN_NUMBER: "Open", "کھلے";
    /// A column.
    OVERDUE_NUMBER: "Overdue", "میعاد سے گزرے";
    /// A link and title.
    NEW_ESCALATION: "New escalation", "نیا معاملہ";
    /// A link and title.
    NEW_DISPATCH: "New helpline request", "ہیلپ لائن کی نئی درخواست";
    /// A link and title.
    NEW_REFUSALS: "Give refusals an owner", "انکار کا ذمہ دار مقرر کریں";
    /// A field.
    AREA_FIELD: "Area: its code, or its name if no other has it", "علاقہ: کوڈ، یا نام اگر کسی اور کا نہ ہو";
    /// A field.
    COUNCIL_FIELD: "Union council: its code, or its name if no other has it", "یونین کونسل: کوڈ، یا نام اگر کسی اور کا نہ ہو";
    /// A field.
    TITLE_FIELD: "What it is about, in a line", "ایک سطر میں، معاملہ کیا ہے";
    /// A field.
    DETAIL_FIELD: "More about it", "مزید تفصیل";
    /// Under the fields.
    PRIVACY: "No names of households and no phone numbers: what is written here is read by several agencies.", "گھرانوں کے نام اور فون نمبر نہ لکھیں: یہاں لکھا ہوا کئی ادارے پڑھتے ہیں۔";
    /// A field.
    AGENCY_FIELD: "Agency that has to act", "کس ادارے کو عمل کرنا ہے";
    /// A field.
    DUE_FIELD: "Due", "کب تک";
    /// A field.
    OPENED_FIELD: "Received", "کب موصول ہوا";
    /// A field.
    REFERENCE_FIELD: "Its number elsewhere, if it has one", "کسی اور نظام میں نمبر، اگر ہو";
    /// A button.
    OPEN_CASE: "Open the case", "معاملہ کھولیں";
    /// A fact.
    RECEIVED: "Received", "موصول";
    /// In a cell.
    AGO: "{day}, {days} ago", "{day}، {days} پہلے";
    /// In a cell.
    TODAY: "{day}, today", "{day}، آج";
    /// A fact.
    REFERENCE: "Number elsewhere", "کہیں اور نمبر";
    /// A fact.
    DETAIL: "About it", "تفصیل";
    /// In place of what was written.
    NOT_FOR_YOU: "What was written about it is shown to those who work on it.", "جو کچھ لکھا گیا وہ اس پر کام کرنے والوں کو دکھایا جاتا ہے۔";
    /// A heading.
    ACTIONS: "What to do", "کیا کرنا ہے";
    /// A field.
    COMMENT: "Comment", "تبصرہ";
    /// A field.
    COMMENT_NEEDED: "Comment (needed)", "تبصرہ (ضروری)";
    /// A button.
    ADD_COMMENT: "Comment", "تبصرہ کریں";
    /// A button.
    ASSIGN: "Give to an agency", "ادارے کے سپرد کریں";
    /// A button.
    ASSIGN_AGAIN: "Change agency or due day", "ادارہ یا میعاد بدلیں";
    /// A button.
    TO_CREATED: "Take back: created", "واپس لیں: درج شدہ";
    /// A button.
    TO_ASSIGNED: "Mark as assigned", "سپرد شدہ قرار دیں";
    /// A button.
    TO_VISITED: "Mark as visited", "دورہ شدہ قرار دیں";
    /// A button.
    TO_OPEN: "Open again", "دوبارہ کھولیں";
    /// A button.
    TO_IN_PROGRESS: "Mark as in progress", "جاری قرار دیں";
    /// A button.
    TO_CLOSED: "Close", "بند کریں";
    /// In the history.
    OPENED_BY_FORM: "Opened", "کھولا";
    /// In the history.
    IMPORTED: "Came in by a file", "فائل سے آیا";
    /// In the history.
    UPDATED: "Changed by a file", "فائل سے بدلا";
    /// In the history.
    COMMENTED: "Commented", "تبصرہ کیا";
    /// In the history.
    WAS_ASSIGNED: "Given to {agency}", "{agency} کے سپرد";
    /// In the history.
    MOVED: "Now {status}", "اب {status}";
    /// In the history.
    ANOTHER_VERSION: "A step of another version of the program", "پروگرام کے کسی اور ورژن کا قدم";
    /// In the history.
    DUE_ON: "due {day}", "میعاد {day}";
    /// A column.
    STEP: "Step", "قدم";
    /// A column.
    WORDS: "In their words", "ان کے الفاظ میں";
    /// Why it was not done.
    PROBLEM_NO_TITLE: "Nothing was saved: say in a line what it is about.", "کچھ محفوظ نہیں ہوا: ایک سطر میں لکھیں معاملہ کیا ہے۔";
    /// Why it was not done.
    PROBLEM_BAD_TITLE: "Nothing was saved: what it is about is one line of at most 200 characters.", "کچھ محفوظ نہیں ہوا: معاملہ ایک سطر میں ہو، 200 حروف تک۔";
    /// Why it was not done.
    PROBLEM_LONG_DETAIL: "Nothing was saved: more about it may have 1,000 characters.", "کچھ محفوظ نہیں ہوا: تفصیل میں 1,000 حروف تک ہو سکتے ہیں۔";
    /// Why it was not done.
    PROBLEM_NO_AREA: "Nothing was saved: no area, or not exactly one, of that code or name lies in your area.", "کچھ محفوظ نہیں ہوا: آپ کے علاقے میں اس کوڈ یا نام کا کوئی ایک علاقہ نہیں۔";
    /// Why it was not done.
    PROBLEM_NOT_COUNCIL: "Nothing was saved: refusals have an owner by union council. Name a union council.", "کچھ محفوظ نہیں ہوا: انکار کا ذمہ دار یونین کونسل کے لحاظ سے ہوتا ہے۔ یونین کونسل لکھیں۔";
    /// Why it was not done.
    PROBLEM_NO_AGENCY: "Nothing was saved: choose the agency that has to act.", "کچھ محفوظ نہیں ہوا: وہ ادارہ منتخب کریں جسے عمل کرنا ہے۔";
    /// Why it was not done.
    PROBLEM_FUTURE_DAY: "Nothing was saved: the day it was received lies in the future.", "کچھ محفوظ نہیں ہوا: موصول ہونے کی تاریخ مستقبل کی ہے۔";
    /// Why it was not done.
    PROBLEM_DUE_BEFORE: "Nothing was saved: it would be due before it was received.", "کچھ محفوظ نہیں ہوا: میعاد موصول ہونے سے پہلے کی ہے۔";
    /// Why it was not done.
    PROBLEM_BAD_REFERENCE: "Nothing was saved: another case has that number already, or it is longer than 100 characters.", "کچھ محفوظ نہیں ہوا: یہ نمبر کسی اور معاملے کا ہے، یا 100 حروف سے لمبا ہے۔";
    /// Why it was not done.
    PROBLEM_OWNED: "Nothing was saved: the refusals of that union council have an owner already.", "کچھ محفوظ نہیں ہوا: اس یونین کونسل کے انکار کا ذمہ دار پہلے سے ہے۔";
    /// Why it was not done.
    PROBLEM_NO_COMMENT: "Nothing was done: say why in a comment.", "کچھ نہیں کیا گیا: تبصرے میں وجہ لکھیں۔";
    /// Why it was not done.
    PROBLEM_LONG_COMMENT: "Nothing was done: the comment may have 1,000 characters.", "کچھ نہیں کیا گیا: تبصرے میں 1,000 حروف تک ہو سکتے ہیں۔";
    /// Why it was not done.
    PROBLEM_NOT_FROM_HERE: "Nothing was done: the case does not go there from where it stands.", "کچھ نہیں کیا گیا: معاملہ اپنی حالت سے وہاں نہیں جاتا۔";
    /// Why it was not done.
    PROBLEM_CLOSED: "Nothing was done: the case is closed. Open it again first.", "کچھ نہیں کیا گیا: معاملہ بند ہے۔ پہلے دوبارہ کھولیں۔";
    /// Why it was not done.
    PROBLEM_CHANGED: "Nothing was done: somebody else has taken a step since you opened this page. Look at the history and try again.", "کچھ نہیں کیا گیا: آپ کے صفحہ کھولنے کے بعد کسی اور نے قدم اٹھایا۔ تاریخ دیکھ کر دوبارہ کریں۔";
    /// A column.
    UNION_COUNCIL: "Union council", "یونین کونسل";
    /// A column.
    ENUMERATOR: "Enumerator", "شمار کنندہ";
    /// A column.
    DEVICE: "Tablet", "ٹیبلٹ";
    /// A column.
    LAST_USER: "Last used by", "آخری بار کس نے استعمال کیا";
    /// A column.
    TEHSIL: "Tehsil", "تحصیل";
    /// A fact of a case.
    ABOUT: "About", "کس کے بارے میں";
    /// Why it was not done.
    PROBLEM_NO_SUBJECT: "Nothing was saved: no such enumerator or tablet is deployed in your area. Open the case again from the list of the silent.", "کچھ محفوظ نہیں ہوا: آپ کے علاقے میں ایسا کوئی شمار کنندہ یا ٹیبلٹ تعینات نہیں۔ معاملہ خاموش افراد کی فہرست سے دوبارہ کھولیں۔";
    /// A column.
    OWNER: "Owner", "ذمہ دار";
    /// A link.
    ESCALATE: "Escalate", "بالا سطح پر بھیجیں";
    /// A link.
    ESCALATE_NAMED: "Escalate {name}", "{name} کو بالا سطح پر بھیجیں";
    /// A link.
    ESCALATED: "Escalated: case {number}", "بھیجا گیا: معاملہ {number}";
    /// A prefilled title.
    TITLE_REFUSALS: "Refusals in union council {code}", "یونین کونسل {code} میں انکار";
    /// The page's lead.
    REFUSALS_LEAD: "Union councils where visits to homes were declined from {from} to {to}, and who sees to it.", "وہ یونین کونسلیں جہاں {from} سے {to} تک گھروں کے دوروں میں انکار ہوا، اور کون دیکھ رہا ہے۔";
    /// Above the list.
    REFUSALS_TOTAL: "{part} of {whole} union councils with refusals have no owner.", "انکار والی {whole} یونین کونسلوں میں سے {part} کا کوئی ذمہ دار نہیں۔";
    /// In place of the table.
    NO_REFUSALS: "No refusals in these days, and none that somebody still sees to.", "ان دنوں کوئی انکار نہیں، اور نہ کوئی جس پر کام باقی ہو۔";
    /// In place of the table, under a filter.
    NO_REFUSALS_CHOSEN: "All refusals have an owner.", "ہر انکار کا ذمہ دار ہے۔";
    /// The table's caption.
    REFUSALS_CAPTION: "Those without owner first, then the most refusals", "بغیر ذمہ دار پہلے، پھر سب سے زیادہ انکار";
    /// A column.
    DECLINED: "Declined", "انکار";
    /// A column.
    HOMES: "Visits to homes", "گھروں کے دورے";
    /// A column.
    SHARE: "Share", "حصہ";
    /// In a cell.
    NO_OWNER: "no owner", "کوئی ذمہ دار نہیں";
    /// A link.
    GIVE_OWNER: "Give an owner", "ذمہ دار مقرر کریں";
    /// A link.
    GIVE_OWNER_NAMED: "Give the refusals of {name} an owner", "{name} کے انکار کا ذمہ دار مقرر کریں";
}

/// What a stage is called; `None`: before the first.
pub fn stage(stage: Option<Stage>) -> Text {
    match stage {
        None => STAGE_NONE,
        Some(Stage::AreaMapping) => STAGE_AREA_MAPPING,
        Some(Stage::Notification) => STAGE_NOTIFICATION,
        Some(Stage::Training) => STAGE_TRAINING,
        Some(Stage::Deployment) => STAGE_DEPLOYMENT,
        Some(Stage::Enumeration) => STAGE_ENUMERATION,
        Some(Stage::MopUp) => STAGE_MOP_UP,
        Some(Stage::Closed) => STAGE_CLOSED,
    }
}

/// Where a district's stages stand, as a choice.
pub fn stage_is(is: StageIs) -> Text {
    match is {
        StageIs::Unset => STAGE_UNSET,
        StageIs::NotBegun => STAGE_NONE,
        StageIs::At(at) => stage(Some(at)),
    }
}

/// What an agency is called; `None`: nobody.
pub fn agency(agency: Option<Agency>) -> Text {
    match agency {
        None => NO_AGENCY,
        Some(Agency::Pspa) => PSPA,
        Some(Agency::Bos) => BOS,
        Some(Agency::Pitb) => PITB,
        Some(Agency::UrbanUnit) => URBAN_UNIT,
        Some(Agency::DistrictAdministration) => DISTRICT_ADMINISTRATION,
        Some(Agency::PAndD) => P_AND_D,
    }
}

/// What a kind of cases is called.
pub fn kind(kind: CaseKind) -> Text {
    match kind {
        CaseKind::Escalation => ESCALATION,
        CaseKind::Dispatch => DISPATCH,
        CaseKind::Refusals => REFUSALS_KIND,
    }
}

/// The link to the form for a new case, and its title.
pub fn new_case(kind: CaseKind) -> Text {
    match kind {
        CaseKind::Escalation => NEW_ESCALATION,
        CaseKind::Dispatch => NEW_DISPATCH,
        CaseKind::Refusals => NEW_REFUSALS,
    }
}

/// What a status is called.
pub fn status(status: CaseStatus) -> Text {
    match status {
        CaseStatus::Created => CREATED,
        CaseStatus::Assigned => ASSIGNED,
        CaseStatus::Visited => VISITED,
        CaseStatus::Open => OPEN,
        CaseStatus::InProgress => IN_PROGRESS,
        CaseStatus::Closed => CLOSED,
    }
}

/// The button that brings a case to a status.
pub fn bring_to(status: CaseStatus) -> Text {
    match status {
        CaseStatus::Created => TO_CREATED,
        CaseStatus::Assigned => TO_ASSIGNED,
        CaseStatus::Visited => TO_VISITED,
        CaseStatus::Open => TO_OPEN,
        CaseStatus::InProgress => TO_IN_PROGRESS,
        CaseStatus::Closed => TO_CLOSED,
    }
}

/// What was done with a case.
pub fn action(action: Option<CaseAction>) -> Text {
    match action {
        None => ANOTHER_VERSION,
        Some(CaseAction::Opened) => OPENED_BY_FORM,
        Some(CaseAction::Imported) => IMPORTED,
        Some(CaseAction::Updated) => UPDATED,
        Some(CaseAction::Commented) => COMMENTED,
        Some(CaseAction::Assigned) => WAS_ASSIGNED,
        Some(CaseAction::Moved) => MOVED,
    }
}

/// So many days.
pub fn days(lang: Lang, days: u32) -> String {
    match days {
        1 => ONE_DAY.say(lang).to_owned(),
        days => DAYS.fill(lang, &[("count", &grouped(u64::from(days)))]),
    }
}

/// Why dates were not taken.
pub fn stage_problem(problem: StageProblem) -> Text {
    match problem {
        StageProblem::BadDay => STAGE_BAD_DAY,
        StageProblem::FutureActual => STAGE_FUTURE,
        StageProblem::LongNote => STAGE_LONG_NOTE,
        StageProblem::Same => STAGE_SAME,
        StageProblem::ChangedSince => STAGE_CHANGED,
    }
}

/// Why a case was not opened, or a step not taken.
pub fn problem(problem: CaseProblem) -> Text {
    match problem {
        CaseProblem::NoTitle => PROBLEM_NO_TITLE,
        CaseProblem::BadTitle => PROBLEM_BAD_TITLE,
        CaseProblem::LongDetail => PROBLEM_LONG_DETAIL,
        CaseProblem::NoArea => PROBLEM_NO_AREA,
        CaseProblem::NotUnionCouncil => PROBLEM_NOT_COUNCIL,
        CaseProblem::NoAgency => PROBLEM_NO_AGENCY,
        CaseProblem::BadDay => STAGE_BAD_DAY,
        CaseProblem::FutureDay => PROBLEM_FUTURE_DAY,
        CaseProblem::DueBefore => PROBLEM_DUE_BEFORE,
        CaseProblem::BadReference => PROBLEM_BAD_REFERENCE,
        CaseProblem::OwnedAlready => PROBLEM_OWNED,
        CaseProblem::NoSubject => PROBLEM_NO_SUBJECT,
        CaseProblem::NoComment => PROBLEM_NO_COMMENT,
        CaseProblem::LongComment => PROBLEM_LONG_COMMENT,
        CaseProblem::NotFromHere => PROBLEM_NOT_FROM_HERE,
        CaseProblem::IsClosed => PROBLEM_CLOSED,
        CaseProblem::ChangedSince => PROBLEM_CHANGED,
    }
}
