//! Words of what spot checks say: rates with their doubt.

use super::{Text, texts};
use domain::spot_check::{QuestionType, Verdict};

texts! {
    /// Title, heading and link.
    RESULTS: "Results of spot checks", "موقع کی جانچ کے نتائج";
    /// A link between the pages.
    RESULTS_LINK: "Results", "نتائج";
    /// The page's lead.
    LEAD: "What the second visits say of all completed interviews of the drawn weeks. Every rate is weighted by how likely an interview was drawn, and stands with the range in which it lies with 95 % confidence.", "دوبارہ دوروں سے قرعے والے ہفتوں کے تمام مکمل انٹرویوز کے بارے میں کیا معلوم ہوتا ہے۔ ہر شرح اس امکان کے وزن سے ہے جس سے انٹرویو چنا گیا، اور اس حد کے ساتھ ہے جس میں وہ 95 فیصد اعتماد سے ہے۔";
    /// When the figures are from.
    AS_OF: "Completed interviews as of {time} ({zone}); visits and decisions as of this moment.", "مکمل انٹرویوز {time} تک ({zone})؛ دورے اور فیصلے اس لمحے تک۔";
    /// When the figures are from: nothing came in.
    AS_OF_NOTHING: "No interview was received yet.", "ابھی کوئی انٹرویو نہیں ملا۔";
    /// A field.
    BY: "One line for each", "ہر ایک کی ایک سطر";
    /// A field.
    WAVE: "Wave", "مرحلہ";
    /// An option.
    ALL_WAVES: "all waves", "تمام مراحل";
    /// An option and column.
    TEHSIL: "Tehsil", "تحصیل";
    /// An option and column.
    ENUMERATOR: "Enumerator", "شمار کنندہ";
    /// An option and column.
    CHECK: "Check", "جانچ";
    /// In place of everything.
    NOTHING_DRAWN: "Nothing was drawn here yet, so that nothing is known.", "یہاں ابھی کوئی قرعہ نہیں نکلا، اس لیے کچھ معلوم نہیں۔";
    /// In place of rates.
    NONE_DECIDED: "No spot check was decided here yet: there is no rate to show. {drawn} were drawn, {visited} of them visited.", "یہاں ابھی کسی جانچ کا فیصلہ نہیں ہوا: دکھانے کو کوئی شرح نہیں۔ {drawn} چنے گئے، ان میں سے {visited} کا دورہ ہوا۔";
    /// A heading and caption.
    SUMMARY: "All of {area}", "پورا {area}";
    /// A column.
    MEASURE: "Rate", "شرح";
    /// A column.
    VALUE: "Share (95 % range)", "حصہ (95 فیصد حد)";
    /// A column.
    DOUBT: "What is not known", "کیا معلوم نہیں";
    /// A rate.
    CHECKED: "Spot checks decided", "جن جانچوں کا فیصلہ ہوا";
    /// What it is of.
    CHECKED_OF: "{part} of {whole} completed interviews", "{whole} مکمل انٹرویوز میں سے {part}";
    /// What else there is.
    CHECKED_MORE: "{drawn} were drawn, {visited} visited.", "{drawn} چنے گئے، {visited} کا دورہ ہوا۔";
    /// A rate.
    FOUND: "Households found where they should be", "گھرانے جو اپنی جگہ ملے";
    /// A rate.
    CONCORDANT: "Concordant interviews", "مطابق انٹرویوز";
    /// A rate.
    GRAVE: "Serious or fabricated interviews", "سنگین یا من گھڑت انٹرویوز";
    /// A rate.
    FABRICATED: "Fabricated interviews", "من گھڑت انٹرویوز";
    /// A rate.
    ERRORS_ONE: "Answers of type 1 that differ (should never)", "قسم 1 کے مختلف جوابات (کبھی نہیں ہونے چاہییں)";
    /// A rate.
    ERRORS_TWO: "Answers of type 2 that differ (by skill)", "قسم 2 کے مختلف جوابات (مہارت سے)";
    /// A rate.
    ERRORS_THREE: "Answers of type 3 that differ (may have changed)", "قسم 3 کے مختلف جوابات (بدل سکتے ہیں)";
    /// A column.
    FOUND_SHORT: "Found", "ملے";
    /// A column.
    CONCORDANT_SHORT: "Concordant", "مطابق";
    /// A column.
    GRAVE_SHORT: "Serious or fabricated", "سنگین یا من گھڑت";
    /// A column.
    FABRICATED_SHORT: "Fabricated", "من گھڑت";
    /// A column.
    ERRORS_ONE_SHORT: "Type 1 differs", "قسم 1 مختلف";
    /// A column.
    ERRORS_TWO_SHORT: "Type 2 differs", "قسم 2 مختلف";
    /// A column.
    ERRORS_THREE_SHORT: "Type 3 differs", "قسم 3 مختلف";
    /// A column.
    DRAWN: "Drawn", "چنے گئے";
    /// A column.
    DECIDED: "Decided of completed", "مکمل میں سے فیصلہ شدہ";
    /// What a rate was told from.
    FROM: "from {count}", "{count} سے";
    /// No rate: nobody was there.
    NOT_VISITED: "nobody was at a door yet", "ابھی کسی دروازے پر نہیں گئے";
    /// No rate: nothing was decided that tells.
    NOT_TOLD: "none told yet", "ابھی کچھ معلوم نہیں";
    /// No rate: no answer was compared.
    NOT_COMPARED: "nothing compared yet", "ابھی کوئی جواب نہیں ملایا گیا";
    /// A doubt.
    FEW: "Told from {count} alone.", "صرف {count} سے معلوم۔";
    /// A doubt.
    CANNOT_TELL: "Of {count} it cannot be told: {none} if none of them were so, {all} if all were.", "{count} کا معلوم نہیں ہو سکتا: کوئی بھی ایسا نہ ہو تو {none}، سب ہوں تو {all}۔";
    /// A doubt.
    STANDS_FOR: "Stands for {part} of {whole} interviews of the drawn weeks: of the others none was told.", "قرعے والے ہفتوں کے {whole} انٹرویوز میں سے {part} کی نمائندگی: باقی میں سے کسی کا معلوم نہیں۔";
    /// No doubt.
    ALL_KNOWN: "Nothing beyond the range.", "حد کے سوا کچھ نہیں۔";
    /// Verdicts, counted.
    VERDICTS: "Decided so far, unweighted: {list}.", "اب تک کے فیصلے، بغیر وزن: {list}۔";
    /// A verdict in a word.
    VERDICT_CONCORDANT: "concordant", "مطابق";
    /// A verdict in a word.
    VERDICT_MINOR: "minor", "معمولی";
    /// A verdict in a word.
    VERDICT_SERIOUS: "serious", "سنگین";
    /// A verdict in a word.
    VERDICT_FABRICATED: "fabricated", "من گھڑت";
    /// A verdict in a word.
    VERDICT_CANNOT_TELL: "cannot be told", "معلوم نہیں";
    /// A caption.
    BY_TEHSIL: "By tehsil, those first of which it is surest that much is serious or fabricated", "تحصیل کے لحاظ سے، پہلے وہ جہاں زیادہ سنگین یا من گھڑت ہونا سب سے یقینی ہے";
    /// A caption.
    BY_ENUMERATOR: "By enumerator of whom something was drawn, those first of whom it is surest that much is serious or fabricated", "شمار کنندہ کے لحاظ سے جن کا کچھ چنا گیا، پہلے وہ جن کا زیادہ سنگین یا من گھڑت ہونا سب سے یقینی ہے";
    /// A caption.
    BY_CHECK: "By check that had fired on something that was drawn, the most precise first", "جانچ کے لحاظ سے جو چنے گئے کسی انٹرویو پر نشان لگا چکی تھی، سب سے درست پہلے";
    /// Above a table.
    LINES: "{count} lines", "{count} سطریں";
    /// Above a table.
    ONE_LINE: "1 line", "1 سطر";
    /// In place of the rates of a line.
    NONE_OF_LINE: "nothing was drawn here yet", "یہاں ابھی کوئی قرعہ نہیں نکلا";
    /// In place of a table.
    NO_LINES: "Nothing to list: no check had fired on what was drawn.", "دکھانے کو کچھ نہیں: چنے گئے انٹرویوز پر کسی جانچ نے نشان نہیں لگایا تھا۔";
    /// A column.
    DRAWN_FIRED: "Drawn interviews it had fired on", "چنے گئے انٹرویوز جن پر نشان تھا";
    /// A column.
    OF_DRAWN: "Serious or fabricated of those told", "معلوم میں سے سنگین یا من گھڑت";
    /// A column.
    OF_ALL: "Of all it had fired on (95 % range)", "نشان والے تمام میں سے (95 فیصد حد)";
    /// A part of a whole.
    PART_OF: "{part} of {whole}", "{whole} میں سے {part}";
    /// What stands under the table of checks.
    CHECKS_HINT: "What was drawn is mostly what looked worst; the weighted share is of every interview of the drawn weeks on which the check had fired when it was drawn. A finding about a day or a wave counts for all its interviews.", "چنے گئے زیادہ تر وہ ہیں جو سب سے مشکوک لگے؛ وزنی حصہ قرعے والے ہفتوں کے ہر اس انٹرویو کا ہے جس پر چنے جانے کے وقت نشان تھا۔ دن یا مرحلے کا نشان اس کے تمام انٹرویوز کا شمار ہوتا ہے۔";
    /// On a check's page.
    PRECISION: "By spot checks: of {told} drawn interviews on which it had fired and that could be told, {grave} were serious or fabricated.", "موقع کی جانچ سے: چنے گئے جن {told} انٹرویوز پر نشان تھا اور معلوم ہو سکا، ان میں سے {grave} سنگین یا من گھڑت نکلے۔";
    /// On a check's page.
    PRECISION_ALL: "Of all interviews of the drawn weeks on which it had fired that is {rate}, weighted.", "قرعے والے ہفتوں کے نشان والے تمام انٹرویوز میں یہ وزن کے ساتھ {rate} ہے۔";
    /// On a check's page.
    PRECISION_NONE: "By spot checks nothing is known of it yet: it had fired on {drawn} drawn interviews, none of which could be told.", "موقع کی جانچ سے اس کا ابھی کچھ معلوم نہیں: چنے گئے {drawn} انٹرویوز پر نشان تھا، کسی کا معلوم نہ ہو سکا۔";
    /// A link.
    SEE_RESULTS: "See the results of spot checks", "موقع کی جانچ کے نتائج دیکھیں";
    /// On an enumerator's page.
    OF_ENUMERATOR: "Spot checks", "موقع کی جانچ";
    /// On an enumerator's page.
    NONE_OF_ENUMERATOR: "No interview of theirs was drawn for a spot check yet.", "ان کا ابھی کوئی انٹرویو موقع کی جانچ کے لیے نہیں چنا گیا۔";
    /// On an enumerator's page: a table's caption.
    CHECKS_OF_ENUMERATOR: "Their interviews that were drawn, the last first", "ان کے چنے گئے انٹرویوز، آخری پہلے";
    /// On the page of quality.
    WHATEVER_PERIOD: "Of all drawn weeks, whatever the period above: a draw is of one week and is decided later.", "اوپر کی مدت سے قطع نظر تمام قرعے والے ہفتوں کا: قرعہ ایک ہفتے کا ہوتا ہے اور فیصلہ بعد میں۔";
    /// On the page of quality.
    NOT_SEEN: "Rates of spot checks are shown to those who see spot checks.", "موقع کی جانچ کی شرحیں انہیں دکھائی جاتی ہیں جو جانچ دیکھ سکتے ہیں۔";
    /// On the page of quality.
    FAILED: "The rates of spot checks cannot be read at the moment. Try again soon.", "موقع کی جانچ کی شرحیں اس وقت پڑھی نہیں جا سکتیں۔ تھوڑی دیر میں دوبارہ کوشش کریں۔";
}

/// A verdict in a word; what it means stands where it is chosen.
pub fn verdict(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Concordant => VERDICT_CONCORDANT,
        Verdict::Minor => VERDICT_MINOR,
        Verdict::Serious => VERDICT_SERIOUS,
        Verdict::Fabricated => VERDICT_FABRICATED,
        Verdict::CannotTell => VERDICT_CANNOT_TELL,
    }
}

/// The rate of answers of a type that differ.
pub fn errors(kind: QuestionType) -> Text {
    match kind {
        QuestionType::One => ERRORS_ONE,
        QuestionType::Two => ERRORS_TWO,
        QuestionType::Three => ERRORS_THREE,
    }
}
