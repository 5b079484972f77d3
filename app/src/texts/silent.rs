//! Words of the page of who is silent.

use super::{Text, texts};
use api::coordination::Silent;
use domain::coordination::SilenceState;

texts! {
    /// The page's lead.
    SILENT_LEAD: "Where nothing was heard of for days although work should be going on. The figures may be late, not the work: a tablet without network keeps its interviews.", "جہاں کام جاری ہونا چاہیے مگر کئی دن سے کوئی خبر نہیں۔ شاید اعداد کو دیر ہے، کام کو نہیں: نیٹ ورک کے بغیر ٹیبلٹ انٹرویو اپنے پاس رکھتا ہے۔";
    /// A choice.
    COUNCILS: "Union councils", "یونین کونسلیں";
    /// A choice.
    ENUMERATORS: "Enumerators", "شمار کنندگان";
    /// A choice.
    DEVICES: "Tablets", "ٹیبلٹ";
    /// A field.
    WHAT_FIELD: "Who", "کون";
    /// A field.
    DAYS_FIELD: "For more than … days", "… دن سے زیادہ";
    /// Above the list.
    SILENT_TOTAL: "{part} of {whole} have been silent for more than {days}.", "{whole} میں سے {part} ایسے ہیں جو {days} سے زیادہ خاموش ہیں۔";
    /// In place of the table.
    NONE_SILENT: "Nobody has been silent for so long.", "کوئی اتنے دن سے خاموش نہیں۔";
    /// In place of the table.
    NOBODY_EXPECTED: "Nobody from whom something should be heard today: nothing is planned, all is done, or the roster is empty.", "آج کسی سے خبر متوقع نہیں: کچھ طے نہیں، سب مکمل ہے، یا عملے کی فہرست خالی ہے۔";
    /// The table's caption.
    SILENT_CAPTION: "The longest silent first", "سب سے زیادہ خاموش پہلے";
    /// A field and a column.
    STATE_FIELD: "State", "حالت";
    /// A state of a union council.
    NEVER_BEGAN: "never began", "کبھی شروع نہیں ہوا";
    /// A state.
    FELL_SILENT: "fell silent", "خاموش ہو گیا";
    /// A state of a union council.
    NOT_PLANNED_STATE: "never began, no start planned", "کبھی شروع نہیں ہوا، آغاز طے نہیں";
    /// A state of an enumerator or a tablet.
    NEVER_SYNCED: "never synced", "کبھی ہم آہنگ نہیں ہوا";
    /// A state of an enumerator or a tablet.
    NEVER_SYNCED_NO_START: "never synced, no first day on the roster", "کبھی ہم آہنگ نہیں ہوا، فہرست میں پہلا دن نہیں";
    /// In a cell.
    LAST_ON: "last heard of {day}", "آخری خبر {day}";
    /// In a cell.
    LAST_UNKNOWN: "last heard of on an unknown day", "آخری خبر کا دن معلوم نہیں";
    /// In a cell.
    START_OVERDUE: "planned {day}, overdue by {days}", "منصوبہ {day}، {days} کی تاخیر";
    /// In place of the table, under a choice of a state.
    NONE_SILENT_CHOSEN: "Nobody is silent in this way; look at the counts above.", "اس حالت میں کوئی خاموش نہیں؛ اوپر کی گنتی دیکھیں۔";
    /// In a cell.
    NEVER: "never", "کبھی نہیں";
    /// A column.
    SILENT_FOR: "Silent for", "کب سے خاموش";
    /// In a cell.
    SINCE: "since {day}", "{day} سے";
    /// A prefilled title.
    TITLE_COUNCIL: "No submission from union council {code} since {day}", "یونین کونسل {code} سے {day} سے کوئی اندراج نہیں";
    /// A prefilled title.
    TITLE_ENUMERATOR: "An enumerator has not synced since {day}", "ایک شمار کنندہ {day} سے ہم آہنگ نہیں";
    /// A prefilled title.
    TITLE_DEVICE: "A tablet has not synced since {day}", "ایک ٹیبلٹ {day} سے ہم آہنگ نہیں";
    /// A prefilled detail.
    DETAIL_ENUMERATOR: "Enumerator {code}.", "شمار کنندہ {code}۔";
    /// A prefilled detail.
    DETAIL_DEVICE: "Tablet {code}, last used by enumerator {user}.", "ٹیبلٹ {code}، آخری بار شمار کنندہ {user} نے استعمال کیا۔";
}

/// Who or what is silent.
pub fn silent(what: Silent) -> Text {
    match what {
        Silent::UnionCouncils => COUNCILS,
        Silent::Enumerators => ENUMERATORS,
        Silent::Devices => DEVICES,
    }
}

/// In which way somebody or something is silent.
pub fn silence(what: Silent, state: SilenceState) -> Text {
    match (state, what) {
        (SilenceState::FellSilent, _) => FELL_SILENT,
        (SilenceState::NeverBegan, Silent::UnionCouncils) => NEVER_BEGAN,
        (SilenceState::NotPlanned, Silent::UnionCouncils) => NOT_PLANNED_STATE,
        (SilenceState::NeverBegan, _) => NEVER_SYNCED,
        (SilenceState::NotPlanned, _) => NEVER_SYNCED_NO_START,
    }
}
