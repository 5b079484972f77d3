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
    SET_ASIDE: "This import put {count} rows into the quarantine. {left} have left since, {still} still wait.", "اس درآمد سے {count} قطاریں قرنطینہ میں گئیں۔ {left} نکل چکیں، {still} اب بھی منتظر ہیں۔";
    /// The same where it is not on record how many there were.
    STILL: "{still} rows of this import wait in the quarantine. How many have left is not on record.", "اس درآمد کی {still} قطاریں قرنطینہ میں منتظر ہیں۔ کتنی نکل چکیں، یہ محفوظ نہیں۔";
    /// Rows that stood there already.
    KNOWN_BAD: "{count} rows were known to be bad already, or came twice; they are with the import that brought them first.", "{count} قطاروں کی خرابی پہلے سے معلوم تھی یا وہ دو بار آئیں؛ وہ اس درآمد کے ساتھ ہیں جو انہیں پہلے لائی۔";
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
    AS_BROUGHT: "Count as this import brought them", "اسی درآمد کے مطابق شمار ہوتے ہیں";
    /// A line of the table.
    BY_OTHER: "Count by a revision of import {number}", "درآمد {number} کی نئی شکل سے شمار ہوتے ہیں";
    /// The line of the rest.
    BY_FURTHER: "Count by revisions of {count} further imports", "مزید {count} درآمدات کی نئی شکلوں سے شمار ہوتے ہیں";
    /// The last line.
    EVERY_SUBMISSION: "All that this import brought", "اس درآمد کے تمام اندراجات";
    /// The caption.
    SINCE_CAPTION: "Submissions of this import, each once, by whose revision of them counts now", "اس درآمد کے اندراجات، ہر ایک ایک بار، اس لحاظ سے کہ اب کس کی شکل شمار ہوتی ہے";
    /// A column.
    STATE: "Now", "اب";
    /// A column.
    SUBMISSIONS: "Submissions", "اندراجات";
    /// A column.
    REJECTED: "Of these rejected or deleted", "ان میں سے مسترد یا حذف شدہ";
    /// Under the table.
    REJECTED_HINT: "Rejected or deleted in the collection system: not counted in any coverage. Which revision counts is decided by the time of receipt.", "جمع کرنے والے نظام میں مسترد یا حذف شدہ: کسی کوریج میں شمار نہیں ہوتے۔ کون سی شکل شمار ہو گی، یہ موصولی کے وقت سے طے ہوتا ہے۔";
    /// What came after it.
    LATER: "Later imports of the same kind: {imports}. They brought {accepted} new and {updated} changed rows and set {quarantined} aside.", "اسی قسم کی بعد کی درآمدات: {imports}۔ ان میں {accepted} نئی اور {updated} بدلی ہوئی قطاریں آئیں اور {quarantined} الگ رکھی گئیں۔";
    /// When nothing came.
    NO_LATER: "No import of the same kind has changed anything since.", "اس کے بعد اسی قسم کی کسی درآمد سے کچھ نہیں بدلا۔";
}
