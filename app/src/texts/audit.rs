//! Words of the audit trail's page.

use super::{Text, texts};
use domain::audit::{Action, Kind, WhoKind};

texts! {
    /// Title, heading and link.
    AUDIT: "Audit trail", "آڈٹ ریکارڈ";
    /// Under the heading.
    LEAD: "Who saw or did what, when, and from where. Entries are never changed and never removed; each carries the hash of the one before it.", "کس نے کیا دیکھا یا کیا، کب اور کہاں سے۔ اندراج نہ بدلتے ہیں نہ مٹتے ہیں؛ ہر ایک میں پچھلے کا ہیش درج ہے۔";
    /// Heading of the filter.
    FILTER: "Choose entries", "اندراج چنیں";
    /// A field.
    WHO: "Who", "کون";
    /// A field and column.
    ACTION: "What", "کیا";
    /// A field.
    KIND: "Seen, done or refused", "دیکھا، کیا یا رد ہوا";
    /// A field and column.
    SUBJECT: "About", "کس بارے میں";
    /// A field and column.
    AREA: "Area code", "علاقے کا کوڈ";
    /// A field and column.
    ADDRESS: "From address", "کس پتے سے";
    /// A field.
    FROM: "From day", "اس دن سے";
    /// A field.
    TO: "To day", "اس دن تک";
    /// A choice.
    ANY: "Any", "کوئی بھی";
    /// The button.
    APPLY: "Show", "دکھائیں";
    /// The link that clears the filter.
    RESET: "All entries", "تمام اندراج";
    /// What could not be understood.
    PROBLEMS: "These fields could not be understood and were left out:", "یہ خانے سمجھ نہیں آئے اور چھوڑ دیے گئے:";
    /// The caption, with the zone.
    CAPTION: "Entries, newest first, times in {zone}", "اندراج، تازہ ترین پہلے، اوقات {zone} کے مطابق";
    /// A column.
    NUMBER: "No.", "نمبر";
    /// A column.
    TIME: "Time", "وقت";
    /// A column.
    DETAIL: "More", "مزید";
    /// In place of the table.
    NONE: "No entry is as chosen.", "چناؤ کے مطابق کوئی اندراج نہیں۔";
    /// The link to older ones.
    OLDER: "Older entries", "پرانے اندراج";
    /// The link back.
    NEWEST: "Newest entries", "تازہ ترین اندراج";
    /// The link to the file.
    DOWNLOAD: "Download all these entries as CSV", "یہ تمام اندراج بطور CSV ڈاؤن لوڈ کریں";
    /// Under the table.
    HEAD: "Newest entry: {number}, its hash {hash}. Write both down elsewhere from time to time: then even a trail that was written anew from its beginning is found out. To look the trail through, run on the server:", "تازہ ترین اندراج: {number}، ہیش {hash}۔ دونوں کو وقتاً فوقتاً کہیں اور لکھ لیں: پھر شروع سے دوبارہ لکھا گیا ریکارڈ بھی پکڑا جائے گا۔ پورا ریکارڈ جانچنے کے لیے سرور پر چلائیں:";
    /// A kind of actor.
    MACHINE: "machine", "مشین";
    /// A kind of actor.
    COMMAND: "command line", "کمانڈ لائن";
    /// A kind of actor.
    PROGRAM: "the program", "پروگرام";
    /// A kind of actor.
    STRANGER: "not signed in", "سائن اِن نہیں";
    /// A kind of action.
    KIND_SEEN: "seen", "دیکھا";
    /// A kind of action.
    KIND_DONE: "done", "کیا";
    /// A kind of action.
    KIND_REFUSED: "refused", "رد ہوا";
    /// An action.
    PAGE_SEEN: "Page opened", "صفحہ کھولا";
    /// An action.
    FILE_TAKEN: "File taken", "فائل لی";
    /// An action.
    API_READ: "Read by a program", "پروگرام نے پڑھا";
    /// An action.
    REFUSED: "Asked for what may not be seen", "بلا اجازت چیز مانگی";
    /// An action.
    SIGN_IN: "Signed in", "سائن اِن کیا";
    /// An action.
    SIGN_IN_FAILED: "Sign-in refused", "سائن اِن رد ہوا";
    /// An action.
    SIGN_OUT: "Signed out", "سائن آؤٹ کیا";
    /// An action.
    SESSIONS_ENDED: "Sessions ended", "سیشن ختم کیے";
    /// An action.
    STANDING: "Chose a role and area", "کردار اور علاقہ چنا";
    /// An action.
    USER_ADDED: "User added", "صارف شامل کیا";
    /// An action.
    USER_CHANGED: "User changed", "صارف بدلا";
    /// An action.
    INVITATION: "Invitation or reset", "دعوت یا نئی ترتیب";
    /// An action.
    GRANT_GIVEN: "Grant given", "اختیار دیا";
    /// An action.
    GRANT_REVOKED: "Grant taken away", "اختیار واپس لیا";
    /// An action.
    TOKEN_MADE: "Machine token made", "مشین کا ٹوکن بنایا";
    /// An action.
    TOKEN_REVOKED: "Machine token revoked", "مشین کا ٹوکن منسوخ کیا";
    /// An action.
    FLAG_STEP: "Flag: a step", "نشان: ایک قدم";
    /// An action.
    THRESHOLDS: "Thresholds changed", "حدیں بدلیں";
    /// An action.
    PREVIEW: "Preview of thresholds", "حدوں کا پیش نظارہ";
    /// An action.
    STAGES: "Stage dates set", "مراحل کی تاریخیں طے کیں";
    /// An action.
    CASE_OPENED: "Case opened", "معاملہ کھولا";
    /// An action.
    CASE_STEP: "Case: a step", "معاملہ: ایک قدم";
    /// An action.
    CASES_IMPORTED: "Cases imported", "معاملات درآمد کیے";
    /// An action.
    SPOT_CHECKS_DRAWN: "Spot checks drawn", "موقع کی جانچ کے لیے قرعہ نکالا";
    /// An action.
    SPOT_CHECK_STEP: "Spot check: a step", "موقع کی جانچ: ایک قدم";
    /// An action.
    SPOT_CHECK_VISIT: "Spot check: a visit", "موقع کی جانچ: ایک دورہ";
    /// An action.
    RESURVEY_DECIDED: "Re-survey: decided or taken back", "دوبارہ سروے: فیصلہ یا واپسی";
    /// An action.
    SPOT_CHECKS_SET: "Spot checks: a setting", "موقع کی جانچ: ایک ترتیب";
    /// An action.
    AREAS_IMPORTED: "Areas imported", "علاقے درآمد کیے";
    /// An action.
    TARGETS_IMPORTED: "Targets imported", "اہداف درآمد کیے";
    /// An action.
    ROSTER_IMPORTED: "Roster imported", "عملے کی فہرست درآمد کی";
    /// An action.
    RECORDED: "Submissions recorded", "فارم درج کیے";
    /// An action.
    PUSHED: "Submissions received", "فارم موصول ہوئے";
    /// An action.
    TRAILS: "Audit logs of tablets recorded", "ٹیبلٹ کے لاگ درج کیے";
    /// An action.
    IMPORT_ENDED: "Import ended", "درآمد مکمل ہوئی";
    /// An action.
    PULL: "Pulled from a collection system", "جمع کرنے والے نظام سے لیا";
    /// An action.
    REPROCESSED: "Everything derived again", "سب کچھ دوبارہ اخذ کیا";
    /// An action.
    MIGRATED: "Schema brought up to date", "ڈیٹا بیس کا ڈھانچا تازہ کیا";
    /// An action.
    VERIFIED: "Audit trail verified", "آڈٹ ریکارڈ جانچا";
    /// An action.
    RETENTION: "Retention", "محفوظ رکھنے کی میعاد";
    /// An action.
    DATA_SUBJECT: "Request about a household", "گھرانے کے بارے میں درخواست";
    /// An action.
    KEY_ROTATED: "Key changed", "کلید بدلی";
    /// An action.
    LISTING_IMPORTED: "Household listing imported", "گھرانوں کی فہرست درآمد کی";
    /// An action.
    LISTING_REMOVED: "Household listing removed", "گھرانوں کی فہرست ہٹائی";
    /// An action.
    BACKUP: "Backup or restore", "بیک اپ یا بحالی";
}

/// An action in words.
pub fn action(action: Action) -> Text {
    match action {
        Action::PageSeen => PAGE_SEEN,
        Action::FileTaken => FILE_TAKEN,
        Action::ApiRead => API_READ,
        Action::Refused => REFUSED,
        Action::SignIn => SIGN_IN,
        Action::SignInFailed => SIGN_IN_FAILED,
        Action::SignOut => SIGN_OUT,
        Action::SessionsEnded => SESSIONS_ENDED,
        Action::StandingChosen => STANDING,
        Action::UserAdded => USER_ADDED,
        Action::UserChanged => USER_CHANGED,
        Action::Invitation => INVITATION,
        Action::GrantGiven => GRANT_GIVEN,
        Action::GrantRevoked => GRANT_REVOKED,
        Action::TokenMade => TOKEN_MADE,
        Action::TokenRevoked => TOKEN_REVOKED,
        Action::FlagStep => FLAG_STEP,
        Action::ThresholdsChanged => THRESHOLDS,
        Action::Preview => PREVIEW,
        Action::StagesSet => STAGES,
        Action::CaseOpened => CASE_OPENED,
        Action::CaseStep => CASE_STEP,
        Action::CasesImported => CASES_IMPORTED,
        Action::SpotChecksDrawn => SPOT_CHECKS_DRAWN,
        Action::SpotCheckStep => SPOT_CHECK_STEP,
        Action::SpotCheckVisit => SPOT_CHECK_VISIT,
        Action::ResurveyDecided => RESURVEY_DECIDED,
        Action::SpotChecksSet => SPOT_CHECKS_SET,
        Action::AreasImported => AREAS_IMPORTED,
        Action::TargetsImported => TARGETS_IMPORTED,
        Action::RosterImported => ROSTER_IMPORTED,
        Action::SubmissionsRecorded => RECORDED,
        Action::SubmissionsPushed => PUSHED,
        Action::TrailsRecorded => TRAILS,
        Action::ImportEnded => IMPORT_ENDED,
        Action::Pull => PULL,
        Action::Reprocessed => REPROCESSED,
        Action::Migrated => MIGRATED,
        Action::AuditVerified => VERIFIED,
        Action::Retention => RETENTION,
        Action::DataSubject => DATA_SUBJECT,
        Action::KeyRotated => KEY_ROTATED,
        Action::Backup => BACKUP,
        Action::ListingImported => LISTING_IMPORTED,
        Action::ListingRemoved => LISTING_REMOVED,
    }
}

/// A kind of action in words.
pub fn kind(kind: Kind) -> Text {
    match kind {
        Kind::Seen => KIND_SEEN,
        Kind::Done => KIND_DONE,
        Kind::Refused => KIND_REFUSED,
    }
}

/// What kind of actor it is, where the name alone does not tell; people are told by theirs.
pub fn who_kind(kind: WhoKind) -> Option<Text> {
    match kind {
        WhoKind::Person => None,
        WhoKind::Machine => Some(MACHINE),
        WhoKind::Command => Some(COMMAND),
        WhoKind::Program => Some(PROGRAM),
        WhoKind::Stranger => Some(STRANGER),
    }
}
