//! Words of the page that takes the helpline's requests from a file.

use super::{Text, coordination, texts};
use api::coordination::{FileProblem, LineProblem};
use domain::coordination::CaseProblem;

texts! {
    /// A link and title.
    IMPORT: "Helpline requests from a CSV file", "CSV فائل سے ہیلپ لائن کی درخواستیں";
    /// The page's lead.
    IMPORT_LEAD: "The helpline's requests as a CSV file, UTF-8, at most 1 MB and 5,000 lines. All of it is taken or none. The same file again changes nothing; a request that nobody has begun is updated.", "ہیلپ لائن کی درخواستیں بطور CSV فائل، UTF-8، زیادہ سے زیادہ 1 MB اور 5,000 سطریں۔ پوری فائل لی جاتی ہے یا کچھ نہیں۔ وہی فائل دوبارہ دینے سے کچھ نہیں بدلتا؛ جس درخواست پر کام شروع نہیں ہوا وہ تازہ ہو جاتی ہے۔";
    /// A heading.
    COLUMNS: "Columns", "کالم";
    /// A column of the file.
    COLUMN_REFERENCE: "The helpline's own number; needed, each once.", "ہیلپ لائن کا اپنا نمبر؛ ضروری، ہر ایک صرف ایک بار۔";
    /// A column of the file.
    COLUMN_AREA: "Code of a union council, tehsil or district in your area; needed.", "آپ کے علاقے کی یونین کونسل، تحصیل یا ضلع کا کوڈ؛ ضروری۔";
    /// A column of the file.
    COLUMN_RECEIVED: "A day like 2026-11-21, not in the future; needed.", "تاریخ 2026-11-21 کی طرح، مستقبل کی نہیں؛ ضروری۔";
    /// A column of the file.
    COLUMN_TITLE: "What it is about, in at most 200 characters; needed.", "معاملہ کیا ہے، 200 حروف تک؛ ضروری۔";
    /// A column of the file.
    COLUMN_DETAIL: "More, in at most 1,000 characters; may be missing.", "مزید، 1,000 حروف تک؛ ضروری نہیں۔";
    /// A column of the file.
    COLUMN_AGENCY: "pspa, bos, pitb, urban_unit, district_administration or p_and_d; may be missing.", "pspa، bos، pitb، urban_unit، district_administration یا p_and_d؛ ضروری نہیں۔";
    /// A column of the file.
    COLUMN_DUE: "A day like 2026-11-30, not before the day it was received; may be missing.", "تاریخ 2026-11-30 کی طرح، موصول ہونے سے پہلے کی نہیں؛ ضروری نہیں۔";
    /// A link.
    SAMPLE: "A sample file", "نمونہ فائل";
    /// A field.
    FILE: "File", "فائل";
    /// A button.
    UPLOAD: "Take the file", "فائل لیں";
    /// After a file.
    FILE_TAKEN: "The file was taken: {accepted} new, {unchanged} unchanged, {updated} updated.", "فائل لے لی گئی: {accepted} نئی، {unchanged} بغیر تبدیلی، {updated} تازہ۔";
    /// After a file.
    FILE_NOT_TAKEN: "Nothing of the file was taken. Mend these lines and send it again:", "فائل میں سے کچھ نہیں لیا گیا۔ یہ سطریں درست کر کے دوبارہ بھیجیں:";
    /// After a file.
    FILE_IN_WORK: "These lines differ from requests that somebody is already at; nothing of these was changed:", "یہ سطریں ان درخواستوں سے مختلف ہیں جن پر کام شروع ہو چکا ہے؛ ان میں کچھ نہیں بدلا گیا:";
    /// A line.
    LINE: "Line {line}: {problem}", "سطر {line}: {problem}";
    /// How many more.
    LINES_MORE: "… and {count} more lines.", "… اور {count} مزید سطریں۔";
    /// What is wrong with a file.
    FILE_EMPTY: "Nothing was taken: choose a file with at least one request.", "کچھ نہیں لیا گیا: ایسی فائل منتخب کریں جس میں کم از کم ایک درخواست ہو۔";
    /// What is wrong with a file.
    FILE_TOO_LARGE: "Nothing was taken: the file is larger than 1 MB or has more than 5,000 lines. Cut it into several.", "کچھ نہیں لیا گیا: فائل 1 MB سے بڑی ہے یا اس میں 5,000 سے زیادہ سطریں ہیں۔ اسے کئی حصوں میں کریں۔";
    /// What is wrong with a file.
    FILE_NOT_TEXT: "Nothing was taken: the file is no CSV text in UTF-8. In a spreadsheet, save it as \"CSV UTF-8\".", "کچھ نہیں لیا گیا: فائل UTF-8 میں CSV متن نہیں۔ اسپریڈشیٹ میں \"CSV UTF-8\" کے طور پر محفوظ کریں۔";
    /// What is wrong with a file.
    FILE_COLUMNS: "Nothing was taken: the first line must name reference, area_code, received_on and title, and may name detail, agency and due_on; each once, and no others.", "کچھ نہیں لیا گیا: پہلی سطر میں reference، area_code، received_on اور title ہونا ضروری ہے، اور detail، agency اور due_on ہو سکتے ہیں؛ ہر ایک ایک بار، اور کوئی اور نہیں۔";
    /// What is wrong with a line.
    LINE_CELLS: "another number of cells than the first line.", "خانوں کی تعداد پہلی سطر سے مختلف ہے۔";
    /// What is wrong with a line.
    LINE_REFERENCE: "reference is needed, with at most 100 characters.", "reference ضروری ہے، 100 حروف تک۔";
    /// What is wrong with a line.
    LINE_REPEATED: "an earlier line has the same reference.", "پہلے کی کسی سطر میں یہی reference ہے۔";
    /// What is wrong with a line.
    LINE_TAKEN: "the reference belongs to a request outside your area.", "یہ reference آپ کے علاقے سے باہر کی درخواست کا ہے۔";
    /// What is wrong with a line.
    LINE_AGENCY: "agency must be pspa, bos, pitb, urban_unit, district_administration, p_and_d or blank.", "agency یہ ہو: pspa، bos، pitb، urban_unit، district_administration، p_and_d یا خالی۔";
    /// What is wrong with a line.
    LINE_RECEIVED: "received_on must be a day like 2026-11-21.", "received_on تاریخ ہو، 2026-11-21 کی طرح۔";
    /// What is wrong with a line.
    LINE_FUTURE: "received_on lies in the future.", "received_on مستقبل کی تاریخ ہے۔";
    /// What is wrong with a line.
    LINE_AREA: "area_code is the code of no area in your area.", "area_code آپ کے علاقے کے کسی علاقے کا کوڈ نہیں۔";
    /// What is wrong with a line.
    LINE_TITLE: "title is needed: one line of at most 200 characters.", "title ضروری ہے: ایک سطر، 200 حروف تک۔";
    /// What is wrong with a line.
    LINE_DETAIL: "detail may have 1,000 characters.", "detail میں 1,000 حروف تک ہو سکتے ہیں۔";
    /// What is wrong with a line.
    LINE_DUE: "due_on must be a day like 2026-11-30 or blank.", "due_on تاریخ ہو، 2026-11-30 کی طرح، یا خالی۔";
    /// What is wrong with a line.
    LINE_DUE_BEFORE: "due_on lies before received_on.", "due_on، received_on سے پہلے ہے۔";
    /// What is wrong with a line.
    LINE_IN_WORK: "somebody is already at this request.", "اس درخواست پر کام شروع ہو چکا ہے۔";
}

/// What is wrong with a file.
pub fn file_problem(problem: FileProblem) -> Text {
    match problem {
        FileProblem::Empty => FILE_EMPTY,
        FileProblem::TooLarge => FILE_TOO_LARGE,
        FileProblem::NotText => FILE_NOT_TEXT,
        FileProblem::Columns => FILE_COLUMNS,
    }
}

/// What is wrong with a line of a file.
pub fn line_problem(problem: LineProblem) -> Text {
    match problem {
        LineProblem::Cells => LINE_CELLS,
        LineProblem::Reference => LINE_REFERENCE,
        LineProblem::Repeated => LINE_REPEATED,
        LineProblem::Taken => LINE_TAKEN,
        LineProblem::Agency => LINE_AGENCY,
        LineProblem::ReceivedOn => LINE_RECEIVED,
        LineProblem::InWork => LINE_IN_WORK,
        LineProblem::Case(problem) => match problem {
            CaseProblem::NoArea | CaseProblem::NotUnionCouncil => LINE_AREA,
            CaseProblem::NoTitle | CaseProblem::BadTitle => LINE_TITLE,
            CaseProblem::LongDetail => LINE_DETAIL,
            CaseProblem::FutureDay => LINE_FUTURE,
            CaseProblem::BadDay => LINE_DUE,
            CaseProblem::DueBefore => LINE_DUE_BEFORE,
            // No other can come of a line.
            problem => coordination::problem(problem),
        },
    }
}
