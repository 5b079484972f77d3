//! Words of the coverage pages.

use super::texts;
use domain::lang::Lang;
use domain::number::grouped;

texts! {
    /// The page's title.
    TITLE: "Coverage: {area}", "کوریج: {area}";
    /// When the latest record arrived.
    AS_OF: "Data as of {time} ({zone}).", "ڈیٹا کا وقت: {time} ({zone})۔";
    /// When nothing has arrived for a day or more.
    LATE: "Late data: nothing has arrived since {time} ({zone}), {days} days ago. What was collected since then is not in these numbers.", "ڈیٹا تاخیر کا شکار ہے: {time} ({zone}) کے بعد، یعنی {days} دن سے، کچھ موصول نہیں ہوا۔ اس کے بعد کا کام ان اعداد میں شامل نہیں۔";
    /// When nothing arrived today, but yesterday.
    LATE_ONE: "Late data: nothing has arrived since {time} ({zone}), yesterday. What was collected since then is not in these numbers.", "ڈیٹا تاخیر کا شکار ہے: کل {time} ({zone}) کے بعد کچھ موصول نہیں ہوا۔ اس کے بعد کا کام ان اعداد میں شامل نہیں۔";
    /// When nothing ever arrived.
    NO_SUBMISSIONS: "No interview has arrived yet. Import a file on the server:", "ابھی کوئی انٹرویو موصول نہیں ہوا۔ سرور پر فائل درآمد کریں:";
    /// The period that counts.
    PERIOD: "Counted from {from} to {to}.", "{from} سے {to} تک شمار کیا گیا۔";
    /// The period that counts, from the beginning.
    PERIOD_TO: "Counted from the beginning to {to}.", "آغاز سے {to} تک شمار کیا گیا۔";
    /// The heading of the headline numbers.
    HEADLINE: "Headline", "خلاصہ";
    /// A card.
    TARGET: "Target", "ہدف";
    /// A card.
    COMPLETE: "Complete", "مکمل";
    /// A card.
    SHARE: "Complete of target", "ہدف میں سے مکمل";
    /// A card.
    EXPECTED_TODAY: "Expected by today", "آج تک متوقع";
    /// A card, where the period ends on another day.
    EXPECTED_BY: "Expected by {day}", "{day} تک متوقع";
    /// A card.
    SCHEDULE: "Against plan", "منصوبے کے مقابلے میں";
    /// A card.
    ACTIVE_TODAY: "Enumerators active today", "آج فعال شمار کنندگان";
    /// A card, where the period ends on another day.
    ACTIVE_ON: "Enumerators active on {day}", "{day} کو فعال شمار کنندگان";
    /// The unit.
    HOUSEHOLDS: "households", "گھرانے";
    /// A numerator with its denominator.
    OF: "{part} of {whole}", "{whole} میں سے {part}";
    /// Active enumerators of those deployed.
    OF_DEPLOYED: "of {whole} deployed", "{whole} تعینات میں سے";
    /// Where there is no roster.
    NO_ROSTER: "no roster on file", "فہرستِ عملہ دستیاب نہیں";
    /// No target.
    NO_TARGET: "no target", "ہدف مقرر نہیں";
    /// Nothing is expected, because there is no target.
    NO_EXPECTATION: "no plan", "منصوبہ نہیں";
    /// Under "no target".
    NO_TARGET_HINT: "An area without a target is not at 0 %.", "جس علاقے کا ہدف نہ ہو وہ صفر فیصد پر نہیں ہوتا۔";
    /// In words.
    BEHIND: "{count} households behind", "{count} گھرانے پیچھے";
    /// In words.
    AHEAD: "{count} households ahead", "{count} گھرانے آگے";
    /// In words, for one.
    BEHIND_ONE: "{count} household behind", "{count} گھرانہ پیچھے";
    /// In words, for one.
    AHEAD_ONE: "{count} household ahead", "{count} گھرانہ آگے";
    /// In words.
    ON_PLAN: "exactly on plan", "عین منصوبے کے مطابق";
    /// The tag.
    TAG_BEHIND: "behind", "پیچھے";
    /// The tag.
    TAG_AHEAD: "ahead", "آگے";
    /// The tag.
    TAG_ON_PLAN: "on plan", "بروقت";
    /// The tag of an area without boundary.
    TAG_NO_BOUNDARY: "no boundary", "حدود نہیں";
    /// One line about what does not count.
    REJECTED: "{count} submissions rejected or deleted in the collection system are not counted.", "جمع کرنے والے نظام میں مسترد یا حذف شدہ {count} اندراجات شمار نہیں کیے گئے۔";
    /// The same for one.
    REJECTED_ONE: "1 submission rejected or deleted in the collection system is not counted.", "جمع کرنے والے نظام میں مسترد یا حذف شدہ 1 اندراج شمار نہیں کیا گیا۔";
    /// One line about what does not count.
    MADE_AGAIN: "{count} interviews do not count because their re-survey was accepted: their households are to be interviewed again.", "{count} انٹرویو شمار نہیں ہوتے کیونکہ ان کا دوبارہ سروے منظور ہو چکا ہے: ان گھرانوں کا انٹرویو پھر سے ہونا ہے۔";
    /// The same for one.
    MADE_AGAIN_ONE: "1 interview does not count because its re-survey was accepted: the household is to be interviewed again.", "1 انٹرویو شمار نہیں ہوتا کیونکہ اس کا دوبارہ سروے منظور ہو چکا ہے: اس گھرانے کا انٹرویو پھر سے ہونا ہے۔";
    /// One line about what does not count.
    REPEATED: "{count} interviews repeat a household that was already counted; each household counts once.", "{count} انٹرویو ایسے گھرانوں کے ہیں جو پہلے گنے جا چکے؛ ہر گھرانہ ایک ہی بار گنا جاتا ہے۔";
    /// The same for one.
    REPEATED_ONE: "1 interview repeats a household that was already counted; each household counts once.", "1 انٹرویو ایسے گھرانے کا ہے جو پہلے گنا جا چکا؛ ہر گھرانہ ایک ہی بار گنا جاتا ہے۔";
    /// One line about what is missing.
    WITHOUT_TARGET: "{part} of {whole} union councils have no target: their households are complete, but not in the target.", "{whole} میں سے {part} یونین کونسلوں کا ہدف مقرر نہیں: ان کے گھرانے مکمل میں شامل ہیں، ہدف میں نہیں۔";
    /// One line about what is suspicious.
    OVER: "Over 105 % is more than can be right: look for a wrong target or for duplicates.", "105 فیصد سے زائد درست نہیں ہو سکتا: غلط ہدف یا دہرے اندراج تلاش کریں۔";
    /// One line about fixes that cannot be judged.
    INSIDE_NOTE: "Inside: GPS fixes inside the claimed area, of those that can be judged (the area has a boundary), allowing for the fix's accuracy and the boundary's tolerance.", "اندر: بتائے گئے علاقے کے اندر GPS مقامات، ان میں سے جنہیں جانچا جا سکتا ہے (علاقے کی حدود موجود ہیں)، مقام کی درستی اور حدود کی گنجائش کے ساتھ۔";
    /// The heading of the filter.
    FILTER: "Filter", "چھانٹیں";
    /// A field.
    WAVE: "Wave", "مرحلہ";
    /// A choice.
    ALL_WAVES: "All waves", "تمام مراحل";
    /// A field.
    FROM: "First day", "پہلا دن";
    /// A field.
    TO: "Last day", "آخری دن";
    /// A field.
    MEASURE: "Status and map show", "حالت اور نقشے کا پیمانہ";
    /// The button.
    APPLY: "Apply", "لاگو کریں";
    /// The link to the page without filter.
    RESET: "Reset", "ابتدائی حالت";
    /// A problem of the query.
    PROBLEM_FROM: "The first day was not understood and has been left out. Write it as 2026-11-20.", "پہلا دن سمجھ میں نہیں آیا اور چھوڑ دیا گیا۔ اسے یوں لکھیں: 2026-11-20";
    /// A problem of the query.
    PROBLEM_TO: "The last day was not understood and has been left out. Write it as 2026-11-20.", "آخری دن سمجھ میں نہیں آیا اور چھوڑ دیا گیا۔ اسے یوں لکھیں: 2026-11-20";
    /// A problem of the query.
    PROBLEM_MEASURE: "There is no such measure. Complete ÷ target is shown.", "ایسا کوئی پیمانہ نہیں۔ مکمل ÷ ہدف دکھایا گیا ہے۔";
    /// A problem of the query.
    PROBLEM_SORT: "The order of the table was not understood. The usual order is shown.", "جدول کی ترتیب سمجھ میں نہیں آئی۔ معمول کی ترتیب دکھائی گئی ہے۔";
    /// A problem of the query.
    PROBLEM_WAVE: "There is no wave of that name here, so nothing is counted. Choose one from the list.", "یہاں اس نام کا کوئی مرحلہ نہیں، اس لیے کچھ شمار نہیں ہوا۔ فہرست میں سے چنیں۔";
    /// A problem of the query.
    PROBLEM_ORDER: "The first day lies after the last day, so nothing is counted.", "پہلا دن آخری دن کے بعد ہے، اس لیے کچھ شمار نہیں ہوا۔";
    /// A period without data.
    BEFORE_DATA: "This period ends before the first interview ({day}), so nothing is counted.", "یہ مدت پہلے انٹرویو ({day}) سے پہلے ختم ہو جاتی ہے، اس لیے کچھ شمار نہیں ہوا۔";
    /// A period without data.
    AFTER_DATA: "This period begins after the last interview ({day}), so nothing is counted.", "یہ مدت آخری انٹرویو ({day}) کے بعد شروع ہوتی ہے، اس لیے کچھ شمار نہیں ہوا۔";
    /// Before the problems.
    PROBLEMS: "Please check the filter", "براہِ کرم فلٹر دیکھیں";
    /// The caption of the table.
    CAPTION: "{areas} of {area}, {count}: households complete of target", "{area}، {areas} ({count}): ہدف میں سے مکمل گھرانے";
    /// How to sort.
    SORT_HINT: "Choose a column's heading to sort by it.", "ترتیب دینے کے لیے کالم کا عنوان چنیں۔";
    /// A column.
    COLUMN_STATUS: "Status", "حالت";
    /// A column.
    COLUMN_SHARE: "Complete ÷ target", "مکمل ÷ ہدف";
    /// A column.
    COLUMN_EXPECTED: "Expected", "متوقع";
    /// A column.
    COLUMN_AHEAD: "Ahead (+) or behind (−)", "آگے (+) یا پیچھے (−)";
    /// A column.
    COLUMN_ACTIVE: "Active of deployed", "تعینات میں سے فعال";
    /// A column.
    COLUMN_INSIDE: "Inside the claimed area", "بتائے گئے علاقے کے اندر";
    /// Said to screen readers.
    SORTED_UP: "sorted, smallest first", "ترتیب: چھوٹے سے بڑا";
    /// Said to screen readers.
    SORTED_DOWN: "sorted, largest first", "ترتیب: بڑے سے چھوٹا";
    /// Deployed is not known.
    NO_ROSTER_CELL: "no roster", "فہرستِ عملہ نہیں";
    /// A row.
    ELSEWHERE: "Named only by the larger area", "صرف بڑے علاقے کے نام سے درج";
    /// The explanation of that row.
    ELSEWHERE_HINT: "interviews that name no smaller area", "وہ انٹرویو جن میں چھوٹا علاقہ درج نہیں";
    /// The last row.
    TOTAL: "Total", "کل";
    /// A cell that has no denominator.
    NOTHING_JUDGED: "no fix to judge", "جانچ کے لیے مقام نہیں";
    /// The link to the same as CSV.
    CSV: "Download this table (CSV)", "یہ جدول ڈاؤن لوڈ کریں (CSV)";
    /// Where the page's area has no areas below it.
    NO_ROWS: "No smaller areas are on file here. Import them on the server:", "یہاں کوئی چھوٹا علاقہ درج نہیں۔ سرور پر درآمد کریں:";
    /// The heading on the page of a union council.
    PARENTS: "Where it lies", "یہ کہاں واقع ہے";
}

/// `12 of 40`, grouped.
pub fn of(lang: Lang, part: u64, whole: u64) -> String {
    OF.fill(
        lang,
        &[("part", &grouped(part)), ("whole", &grouped(whole))],
    )
}

/// Ahead of or behind the plan in households, in words.
pub fn schedule(lang: Lang, ahead: i64) -> String {
    let count = grouped(ahead.unsigned_abs());
    let text = match ahead {
        0 => ON_PLAN,
        -1 => BEHIND_ONE,
        1 => AHEAD_ONE,
        behind if behind < 0 => BEHIND,
        _ => AHEAD,
    };
    text.fill(lang, &[("count", &count)])
}
