//! Words of the imports page and of the quarantine page.

use super::{Text, texts};
use domain::intake::RunKind;

texts! {
    /// Title, heading and link.
    IMPORTS: "Imports", "درآمدات";
    /// Under the heading.
    IMPORTS_LEAD: "What came in, newest first. An import that changed nothing is not listed.", "کیا کچھ آیا، تازہ ترین پہلے۔ جس درآمد سے کچھ نہیں بدلا وہ فہرست میں نہیں۔";
    /// In place of the table.
    NO_IMPORTS: "Nothing has been imported yet. On the server run:", "ابھی کچھ درآمد نہیں ہوا۔ سرور پر یہ کمانڈ چلائیں:";
    /// The link to the file.
    DOWNLOAD_IMPORTS: "Download all imports as CSV", "تمام درآمدات بطور CSV ڈاؤن لوڈ کریں";
    /// The table's caption, with the zone of its times.
    IMPORTS_CAPTION: "Imports, times in {zone}", "درآمدات، اوقات {zone} کے مطابق";
    /// A column.
    STARTED: "Started", "آغاز";
    /// A column.
    WHAT: "What", "کیا";
    /// A column.
    SOURCE: "File or address", "فائل یا پتا";
    /// A column.
    WHO: "By", "کس نے";
    /// A column.
    READ: "Read", "پڑھی گئیں";
    /// A column.
    ACCEPTED: "New", "نئی";
    /// A column.
    UNCHANGED: "Unchanged", "جوں کی توں";
    /// A column.
    UPDATED: "Changed", "بدلی ہوئی";
    /// A column.
    SET_ASIDE: "Set aside", "الگ رکھی گئیں";
    /// A column.
    TOOK: "Took", "دورانیہ";
    /// A duration.
    SECONDS: "{count} s", "{count} سیکنڈ";
    /// In place of a duration.
    NOT_ENDED: "Running or interrupted", "جاری ہے یا رک گئی";
    /// The link to older imports.
    OLDER: "Older imports", "پرانی درآمدات";
    /// The link back to the newest.
    NEWEST: "Newest imports", "تازہ ترین درآمدات";
    /// Above the table, with a link.
    IN_QUARANTINE: "{count} rows could not be taken and wait in the quarantine.", "{count} قطاریں نہیں لی جا سکیں اور قرنطینہ میں منتظر ہیں۔";
    /// Above the table.
    NONE_IN_QUARANTINE: "No row waits in the quarantine.", "قرنطینہ میں کوئی قطار منتظر نہیں۔";
    /// Title, heading and link.
    QUARANTINE: "Quarantine", "قرنطینہ";
    /// Under the heading.
    QUARANTINE_LEAD: "Rows that could not be taken, kept as they came. Mend the cause and replay them, or import the same file again: what is taken then leaves this page.", "وہ قطاریں جو نہیں لی جا سکیں، جیسی آئیں ویسی محفوظ ہیں۔ سبب دور کر کے انہیں دوبارہ پڑھیں یا وہی فائل دوبارہ درآمد کریں: جو قطار لی جائے گی وہ یہاں سے ہٹ جائے گی۔";
    /// The button that replays every row.
    REPLAY_ALL: "Replay all rows", "تمام قطاریں دوبارہ پڑھیں";
    /// The button that replays the rows of the chosen reason or import.
    REPLAY_CHOSEN: "Replay the rows chosen here", "یہاں چنی گئی قطاریں دوبارہ پڑھیں";
    /// Beside the button.
    REPLAY_HINT: "Each row is read again as it came, with today's areas. Rows outside a token's areas stay. For a mended mapping, run on the server:", "ہر قطار جیسی آئی ویسی ہی، آج کے علاقوں کے ساتھ دوبارہ پڑھی جاتی ہے۔ ٹوکن کے علاقوں سے باہر کی قطاریں یہیں رہتی ہیں۔ درست کی گئی میپنگ کے لیے سرور پر یہ کمانڈ چلائیں:";
    /// What a replay did.
    REPLAYED: "{count} rows replayed: {accepted} accepted, {unchanged} unchanged, {still} still quarantined.", "{count} قطاریں دوبارہ پڑھی گئیں: {accepted} لی گئیں، {unchanged} جوں کی توں، {still} اب بھی قرنطینہ میں۔";
    /// What a replay did, for one row.
    REPLAYED_ONE: "1 row replayed: {accepted} accepted, {unchanged} unchanged, {still} still quarantined.", "1 قطار دوبارہ پڑھی گئی: {accepted} لی گئی، {unchanged} جوں کی توں، {still} اب بھی قرنطینہ میں۔";
    /// After what a replay did, if rows could not be tried.
    REPLAY_UNTRIED: "Rows that could not be tried: {count}. How their file was read is not on record, or its mapping can no longer be used. Import the file again, or replay on the server with a mended mapping.", "جو قطاریں پڑھی نہ جا سکیں: {count}۔ ان کی فائل کیسے پڑھی گئی تھی یہ محفوظ نہیں، یا اس کی میپنگ اب قابلِ استعمال نہیں۔ فائل دوبارہ درآمد کریں، یا سرور پر درست میپنگ کے ساتھ دوبارہ پڑھیں۔";
    /// After the button, when somebody else was first.
    REPLAY_BUSY: "A replay is under way. Look again in a minute.", "قطاریں اس وقت دوبارہ پڑھی جا رہی ہیں۔ ایک منٹ بعد پھر دیکھیں۔";
    /// After the button, when nothing may be added.
    REPLAY_OLDER_FACTS: "Nothing was replayed: the data must be brought up to date first. On the server run:", "کچھ دوبارہ نہیں پڑھا گیا: پہلے ڈیٹا کو تازہ کرنا ہو گا۔ سرور پر یہ کمانڈ چلائیں:";
    /// The link from the rows of one import to those of all.
    ALL_IMPORTS: "Rows of all imports", "تمام درآمدات کی قطاریں";
    /// Above the rows of one import.
    OF_IMPORT: "Rows of import {number}: {source}", "درآمد {number} کی قطاریں: {source}";
    /// In place of the tables.
    QUARANTINE_EMPTY: "Nothing stands in the quarantine. Every row that came in was taken.", "قرنطینہ خالی ہے۔ جو قطار آئی وہ لے لی گئی۔";
    /// In place of the tables of one import's rows.
    NO_ROWS_OF_IMPORT: "No row of this import stands in the quarantine.", "اس درآمد کی کوئی قطار قرنطینہ میں نہیں۔";
    /// The caption of the first table.
    REASONS_CAPTION: "Reasons, most rows first", "اسباب، زیادہ قطاروں والے پہلے";
    /// A column.
    REASON: "Reason", "سبب";
    /// A column.
    ROWS: "Rows", "قطاریں";
    /// The caption of the second table.
    ROWS_CAPTION: "Rows in the order they came, times in {zone}", "قطاریں آنے کی ترتیب میں، اوقات {zone} کے مطابق";
    /// A column.
    FIRST_SEEN: "First seen", "پہلی بار";
    /// A column.
    LAST_SEEN: "Last seen", "آخری بار";
    /// A column.
    ROW_NUMBER: "Line", "سطر";
    /// A column.
    PROBLEM: "What is wrong", "کیا غلط ہے";
    /// A column.
    ROW_TEXT: "The row as it came", "قطار جیسی آئی";
    /// After a row that was cut.
    ROW_CUT: "The row is longer; the download has it whole.", "قطار اس سے لمبی ہے؛ ڈاؤن لوڈ میں پوری ہے۔";
    /// In place of a row, for who may not see it.
    ROW_HELD: "Not shown: a row that could not be read may hold names or answers. Whoever may see names and households sees it.", "نہیں دکھائی جاتی: جو قطار پڑھی نہ جا سکی اس میں نام یا جوابات ہو سکتے ہیں۔ جسے نام اور گھرانے دیکھنے کی اجازت ہے وہ اسے دیکھتا ہے۔";
    /// The link that takes a choice back.
    ALL_REASONS: "All reasons", "تمام اسباب";
    /// The link to the next page.
    MORE_ROWS: "More rows", "مزید قطاریں";
    /// In place of the second table.
    NO_ROWS: "No rows here any more.", "یہاں اب کوئی قطار نہیں۔";
    /// The link to the file.
    DOWNLOAD: "Download all rows as CSV", "تمام قطاریں بطور CSV ڈاؤن لوڈ کریں";
    /// The link to the file of the rows of the chosen reason or import.
    DOWNLOAD_CHOSEN: "Download the rows chosen here as CSV", "یہاں چنی گئی قطاریں بطور CSV ڈاؤن لوڈ کریں";
    /// A kind of rows.
    SUBMISSIONS: "Submissions", "اندراجات";
    /// A kind of rows.
    TARGETS: "Targets", "اہداف";
    /// A kind of rows.
    ROSTER: "Roster", "عملے کی فہرست";
    /// A kind of rows.
    TRAILS: "Audit trails", "فارم بھرنے کے ریکارڈ";
}

/// What a kind of rows is called.
pub fn kind(kind: RunKind) -> Text {
    match kind {
        RunKind::Submissions => SUBMISSIONS,
        RunKind::Targets => TARGETS,
        RunKind::Roster => ROSTER,
        RunKind::Trails => TRAILS,
    }
}
