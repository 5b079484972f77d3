//! Words of the page of one import.

use super::texts;

texts! {
    /// The page's title.
    TITLE: "Import {number}: {source}", "درآمد {number}: {source}";
    /// Under the heading.
    NUMBER: "Import {number}", "درآمد {number}";
    /// The link back to the list.
    ALL_IMPORTS: "All imports", "تمام درآمدات";
    /// The caption of the first table, with the zone of its times.
    FACTS: "The import, times in {zone}", "درآمد، اوقات {zone} کے مطابق";
    /// A line.
    FILE_HASH: "SHA-256 of the file", "فائل کا SHA-256";
    /// Under the hash.
    FILE_HASH_HINT: "To see whether a file is this one, run: sha256sum FILE", "یہ دیکھنے کے لیے کہ فائل یہی ہے، یہ کمانڈ چلائیں: sha256sum FILE";
    /// In place of the hash.
    NO_FILE_HASH: "Not on record: there was no file, or it was not read to its end.", "محفوظ نہیں: فائل نہیں تھی، یا آخر تک نہیں پڑھی گئی۔";
    /// A line.
    RECOGNISED: "Recognised as", "کس شکل میں پہچانی گئی";
    /// Of pushed rows, after the format.
    PUSHED: "{format}, pushed over HTTP", "{format}، HTTP سے بھیجی گئی";
    /// A line.
    TOLD_ZONE: "Zone of times without one", "بغیر ٹائم زون اوقات کا زون";
    /// In place of the zone.
    NO_TOLD_ZONE: "none was told", "نہیں بتایا گیا";
    /// What opens the text of the mapping.
    MAPPING: "The mapping its rows were read by", "وہ میپنگ جس سے قطاریں پڑھی گئیں";
    /// A heading.
    PROBLEMS: "Problems", "مسائل";
    /// When no row was ever set aside.
    NO_PROBLEMS: "This import put no row into the quarantine.", "اس درآمد سے کوئی قطار قرنطینہ میں نہیں گئی۔";
    /// What became of the rows set aside.
    SET_ASIDE: "Rows that this import put into the quarantine: {count}. Left since: {left}. Still waiting: {still}.", "اس درآمد سے قرنطینہ میں گئی قطاریں: {count}۔ اس کے بعد نکلیں: {left}۔ اب بھی منتظر: {still}۔";
    /// The same where it is not on record how many there were.
    STILL: "Rows of this import that wait in the quarantine: {still}. How many have left is not on record.", "اس درآمد کی قرنطینہ میں منتظر قطاریں: {still}۔ کتنی نکل چکیں، یہ محفوظ نہیں۔";
    /// Rows that stood there already.
    KNOWN_BAD: "Rows that were known to be bad already, or came twice: {count}. They are with the import that brought them first.", "وہ قطاریں جن کی خرابی پہلے سے معلوم تھی یا جو دو بار آئیں: {count}۔ وہ اس درآمد کے ساتھ ہیں جو انہیں پہلے لائی۔";
    /// The caption of the table of reasons.
    WAITING: "Rows that still wait, by reason", "اب بھی منتظر قطاریں، سبب کے لحاظ سے";
    /// The link to the rows as a file.
    DOWNLOAD: "Download these rows as CSV", "یہ قطاریں بطور CSV ڈاؤن لوڈ کریں";
    /// A heading.
    SINCE: "What has changed since", "اس کے بعد کیا بدلا";
    /// When it brought none.
    NO_SUBMISSIONS: "This import brought no submissions.", "اس درآمد میں کوئی اندراج نہیں آیا۔";
    /// Of targets and rosters.
    NOT_KEPT: "Of targets and rosters it is not kept which import a line came from.", "اہداف اور عملے کی فہرست میں یہ محفوظ نہیں ہوتا کہ سطر کس درآمد سے آئی۔";
    /// The first line of the table.
    AS_BROUGHT: "Current revision from this import", "موجودہ شکل اسی درآمد کی";
    /// A line of the table.
    BY_OTHER: "Current revision from import {number}", "موجودہ شکل درآمد {number} کی";
    /// The line of the rest.
    BY_FURTHER: "Current revision from further imports ({count})", "موجودہ شکل مزید درآمدات کی ({count})";
    /// The last line.
    EVERY_SUBMISSION: "All that this import brought", "اس درآمد کے تمام اندراجات";
    /// The caption.
    SINCE_CAPTION: "Submissions of this import, each once, by where their current revision came from", "اس درآمد کے اندراجات، ہر ایک ایک بار، اس لحاظ سے کہ ان کی موجودہ شکل کہاں سے آئی";
    /// A column.
    STATE: "Now", "اب";
    /// A column.
    SUBMISSIONS: "Submissions", "اندراجات";
    /// A column.
    REJECTED: "Of these rejected or deleted", "ان میں سے مسترد یا حذف شدہ";
    /// Under the table.
    REJECTED_HINT: "Rejected or deleted in the collection system: not counted in any coverage. The revision received last is current, whichever import brought it.", "جمع کرنے والے نظام میں مسترد یا حذف شدہ: کسی کوریج میں شمار نہیں ہوتے۔ جو شکل سب سے آخر میں موصول ہوئی وہی موجودہ ہے، چاہے کوئی بھی درآمد اسے لائی ہو۔";
    /// What came after it.
    LATER: "Later imports of the same kind: {imports}. New rows: {accepted}. Changed: {updated}. Set aside: {quarantined}.", "اسی قسم کی بعد کی درآمدات: {imports}۔ نئی قطاریں: {accepted}۔ بدلی ہوئی: {updated}۔ الگ رکھی گئیں: {quarantined}۔";
    /// When nothing came.
    NO_LATER: "No import of the same kind has changed anything since.", "اس کے بعد اسی قسم کی کسی درآمد سے کچھ نہیں بدلا۔";
}
