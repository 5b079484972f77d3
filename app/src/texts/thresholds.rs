//! Words of changing thresholds: the form, the preview, the history.

use super::{Text, texts};
use api::thresholds::Outdated;
use domain::checks::Unit;
use domain::setting::Setting;

texts! {
    /// A column.
    WAVE: "Wave", "مرحلہ";
    /// A column.
    SETTING: "Areas", "علاقے";
    /// In place of a wave.
    ALL_WAVES: "all waves", "تمام مرحلے";
    /// In place of a setting.
    ALL_AREAS: "urban and rural", "شہری اور دیہی";
    /// A setting.
    URBAN: "urban", "شہری";
    /// A setting.
    RURAL: "rural", "دیہی";
    /// Under the table of values.
    PRECEDENCE: "Where several values are set, the most specific holds: for the wave and kind of area, then for the wave, then for the kind of area, then everywhere.", "جہاں کئی قدریں مقرر ہوں وہاں سب سے مخصوص لاگو ہوتی ہے: پہلے مرحلے اور علاقے کی قسم کی، پھر مرحلے کی، پھر علاقے کی قسم کی، پھر ہر جگہ کی۔";
    /// A heading.
    HISTORY: "Changes of thresholds", "حدوں میں تبدیلیاں";
    /// In place of the history.
    NO_HISTORY: "None of its thresholds has been changed.", "اس کی کوئی حد تبدیل نہیں کی گئی۔";
    /// A column.
    WHEN: "When", "کب";
    /// A column.
    WHO: "Who", "کس نے";
    /// A column.
    WHY: "Why", "کیوں";
    /// A column.
    THRESHOLD: "Threshold", "حد";
    /// A column.
    FROM_TO: "From → to", "پہلے ← بعد";
    /// In place of a value.
    NOT_SET: "not set", "مقرر نہیں";
    /// A heading.
    CHANGE: "Change a threshold", "حد تبدیل کریں";
    /// Under the heading.
    CHANGE_HINT: "Nothing is saved yet: first you see how many flags the new value would add and remove.", "ابھی کچھ محفوظ نہیں ہوتا: پہلے آپ دیکھیں گے کہ نئی قدر سے کتنے نشان بڑھیں گے اور کتنے ہٹیں گے۔";
    /// A field.
    NEW_VALUE: "New value, in {unit}", "نئی قدر، اکائی {unit}";
    /// A field.
    NEW_NUMBER: "New value", "نئی قدر";
    /// Under the field.
    ALLOWED: "Allowed: {allowed}. Now {now} holds everywhere.", "اجازت: {allowed}۔ اس وقت ہر جگہ {now} لاگو ہے۔";
    /// Under the field of a time.
    OR_TIME: "Times may be written as 07:00.", "وقت 07:00 کی طرح بھی لکھا جا سکتا ہے۔";
    /// A box to tick.
    TAKE_BACK: "Take back what is set there instead", "اس کے بجائے وہاں مقرر قدر واپس لیں";
    /// A field.
    REASON: "Reason: it stands in the history", "وجہ: یہ تاریخ میں درج رہے گی";
    /// A field.
    FIRST_DAY: "Preview from", "جائزہ کب سے";
    /// A field.
    LAST_DAY: "to", "کب تک";
    /// A button.
    PREVIEW: "Preview", "جائزہ دیکھیں";
    /// Instead of the fields of wave and areas.
    ONLY_EVERYWHERE: "Its thresholds hold everywhere: a tablet's clock runs on through waves and from town to village.", "اس کی حدیں ہر جگہ لاگو ہیں: ٹیبلٹ کی گھڑی مرحلوں اور شہر سے گاؤں تک چلتی رہتی ہے۔";
    /// A problem.
    PROBLEM_THRESHOLD: "Choose one of the check's thresholds.", "جانچ کی حدوں میں سے ایک منتخب کریں۔";
    /// A problem.
    PROBLEM_WAVE: "There is no such wave: choose one of the list.", "ایسا کوئی مرحلہ نہیں: فہرست میں سے منتخب کریں۔";
    /// A problem.
    PROBLEM_SETTING: "Choose urban, rural, or both.", "شہری، دیہی یا دونوں منتخب کریں۔";
    /// A problem.
    PROBLEM_RANGE: "The value must be a number {allowed}.", "قدر ایک عدد ہونی چاہیے: {allowed}۔";
    /// A problem.
    PROBLEM_WHOLE: "The value must be a whole number {allowed}.", "قدر ایک پورا عدد ہونی چاہیے: {allowed}۔";
    /// A problem.
    PROBLEM_UNIT: "The value is in another unit: this threshold is measured in {unit}.", "قدر کسی اور اکائی میں ہے: یہ حد {unit} میں ناپی جاتی ہے۔";
    /// A problem.
    PROBLEM_COUNT: "The value has a unit: this threshold counts things, and has none.", "قدر کے ساتھ اکائی ہے: یہ حد گنتی ہے اور اس کی کوئی اکائی نہیں۔";
    /// A problem.
    PROBLEM_NOTHING_SET: "Nothing is set there that could be taken back.", "وہاں کچھ مقرر نہیں جو واپس لیا جا سکے۔";
    /// A problem.
    PROBLEM_SAME: "This value is set there already.", "یہ قدر وہاں پہلے سے مقرر ہے۔";
    /// A problem.
    PROBLEM_NO_REASON: "Say why: a change without a reason is refused.", "وجہ بتائیں: وجہ کے بغیر تبدیلی قبول نہیں ہوتی۔";
    /// A problem.
    PROBLEM_LONG_REASON: "The reason is too long: 500 characters at most.", "وجہ بہت لمبی ہے: زیادہ سے زیادہ 500 حروف۔";
    /// A problem.
    PROBLEM_DAYS: "The preview needs two days in order, a year apart at most.", "جائزے کے لیے ترتیب سے دو دن درکار ہیں، زیادہ سے زیادہ ایک سال کے فرق سے۔";
    /// After a save.
    SAVED: "Saved. Everybody's work is judged again by it; the flags follow in a moment.", "محفوظ ہو گیا۔ سب کا کام اس کے مطابق دوبارہ جانچا جا رہا ہے؛ نشان کچھ دیر میں بدل جائیں گے۔";
    /// After a preview was discarded.
    DISCARDED: "Discarded. Nothing was changed.", "رد کر دیا گیا۔ کچھ تبدیل نہیں ہوا۔";
    /// The preview's title.
    PREVIEW_TITLE: "What the change would do", "تبدیلی سے کیا ہوگا";
    /// A sentence.
    PREVIEW_OF: "{threshold}: from {from} to {to}, in {wave}, {setting} areas.", "{threshold}: {from} سے {to}، {wave}، {setting} علاقوں میں۔";
    /// In place of a new value.
    BACK_TO: "what holds otherwise", "وہ جو ورنہ لاگو ہوتی ہے";
    /// A label.
    PERIOD: "Flags of {from} to {to}; asked for on {asked}.", "{from} سے {to} تک کے نشان؛ {asked} کو پوچھا گیا۔";
    /// While nobody works on it.
    WAITS: "It waits to be worked out. Nothing is lost if you leave this page.", "حساب کا انتظار ہے۔ یہ صفحہ چھوڑنے سے کچھ ضائع نہیں ہوتا۔";
    /// While it runs.
    RUNS: "{judged} of {count} enumerators are judged. Nothing is lost if you leave this page.", "{count} میں سے {judged} شمار کنندگان جانچے جا چکے ہیں۔ یہ صفحہ چھوڑنے سے کچھ ضائع نہیں ہوتا۔";
    /// A link.
    LOOK_AGAIN: "See how far it is", "دیکھیں کہاں تک پہنچا";
    /// When it failed.
    FAILED: "It could not be worked out; the reason is in the server's log. Preview it again.", "حساب نہیں ہو سکا؛ وجہ سرور کے لاگ میں ہے۔ دوبارہ جائزہ لیں۔";
    /// When the change was saved.
    IS_SAVED: "This change was saved.", "یہ تبدیلی محفوظ ہو چکی ہے۔";
    /// When it was discarded.
    IS_DISCARDED: "This preview was discarded.", "یہ جائزہ رد ہو چکا ہے۔";
    /// When it says nothing any more.
    OUTDATED_THRESHOLDS: "A threshold has been changed since, so that this may be wrong. Preview it again.", "اس کے بعد کوئی حد تبدیل ہوئی، اس لیے یہ غلط ہو سکتا ہے۔ دوبارہ جائزہ لیں۔";
    /// When it says nothing any more.
    OUTDATED_CHECKS: "The checks have changed since, so that this may be wrong. Preview it again.", "اس کے بعد جانچیں تبدیل ہوئیں، اس لیے یہ غلط ہو سکتا ہے۔ دوبارہ جائزہ لیں۔";
    /// When it says nothing any more.
    OUTDATED_PEERS: "What is usual among peers has been worked out anew since, so that this may be wrong. Preview it again.", "اس کے بعد ساتھیوں کا معمول نئے سرے سے نکالا گیا، اس لیے یہ غلط ہو سکتا ہے۔ دوبارہ جائزہ لیں۔";
    /// A link.
    PREVIEW_AGAIN: "Preview it again", "دوبارہ جائزہ لیں";
    /// A sentence over the table.
    TOTAL: "Of {now} flags now: {added} more, {removed} fewer, {reweighed} with another severity.", "اس وقت {now} نشانوں میں: {added} بڑھیں گے، {removed} ہٹیں گے، {reweighed} کی شدت بدلے گی۔";
    /// A sentence over the table.
    TOTAL_DECIDED: "{count} of those that would go have been decided by people; their decisions stay on file.", "ہٹنے والوں میں سے {count} کا فیصلہ لوگ کر چکے ہیں؛ ان کے فیصلے محفوظ رہیں گے۔";
    /// A sentence over the table.
    JUDGED: "Worked out from the work of {count} enumerators, by the same figures of peers for both sides unless the threshold shapes them.", "{count} شمار کنندگان کے کام سے حساب کیا گیا، دونوں طرف ساتھیوں کے ایک ہی اعداد سے، سوائے اس کے کہ حد خود انہیں بناتی ہو۔";
    /// The table's caption.
    BY_TEHSIL: "Flags by tehsil", "تحصیل کے لحاظ سے نشان";
    /// A column.
    TEHSIL: "Tehsil", "تحصیل";
    /// In place of a tehsil.
    NO_TEHSIL: "not known", "معلوم نہیں";
    /// A column.
    NOW: "Now", "ابھی";
    /// A column.
    ADDED: "Would add", "بڑھیں گے";
    /// A column.
    REMOVED: "Would remove", "ہٹیں گے";
    /// A column.
    DECIDED: "… decided", "… فیصلہ شدہ";
    /// A column.
    REWEIGHED: "Other severity", "شدت بدلے گی";
    /// In place of the table.
    NO_FLAGS: "No flag of this check in the period, by either value.", "اس مدت میں اس جانچ کا کوئی نشان نہیں، کسی بھی قدر سے۔";
    /// The second table's caption.
    OF_OTHERS: "Flags of other checks that go by the same threshold", "دوسری جانچوں کے نشان جو اسی حد پر چلتے ہیں";
    /// A button.
    SAVE: "Save this value", "یہ قدر محفوظ کریں";
    /// A button.
    DISCARD: "Discard", "رد کریں";
}

/// Urban, rural or both.
pub fn setting(setting: Option<Setting>) -> Text {
    match setting {
        None => ALL_AREAS,
        Some(Setting::Urban) => URBAN,
        Some(Setting::Rural) => RURAL,
    }
}

/// Why a preview says nothing any more.
pub fn outdated(outdated: Outdated) -> Text {
    match outdated {
        Outdated::Thresholds => OUTDATED_THRESHOLDS,
        Outdated::Checks => OUTDATED_CHECKS,
        Outdated::Peers => OUTDATED_PEERS,
    }
}

/// Whether a value of the unit may be written as a time of day.
pub fn is_time(unit: Unit) -> bool {
    unit == Unit::MinuteOfDay
}
