//! Words for why rows wait in the quarantine: a name for each reason, and a sentence in general terms.
//!
//! The sentence that is stored with a row has the details, and is English. The Urdu pages say the general one before it; on the
//! English pages it would say the same again, and stands here as what the Urdu is a translation of.

use super::{Text, texts};
use domain::reason::Reason;

texts! {
    /// A name.
    MISSING: "A required value is missing", "لازمی قدر موجود نہیں";
    /// Its sentence.
    MISSING_SAID: "A value that every row needs is blank.", "ایک ایسی قدر خالی ہے جو ہر قطار میں لازمی ہے۔";
    /// A name.
    ID_TOO_LONG: "The id is too long", "شناخت بہت لمبی ہے";
    /// Its sentence.
    ID_TOO_LONG_SAID: "The submission's id has more than 128 characters.", "اندراج کی شناخت 128 حروف سے لمبی ہے۔";
    /// A name.
    UNKNOWN_OUTCOME: "Unknown outcome", "نامعلوم نتیجہ";
    /// Its sentence.
    UNKNOWN_OUTCOME_SAID: "The outcome is none of the seven words that it can be.", "نتیجہ مقررہ سات الفاظ میں سے کوئی نہیں۔";
    /// A name.
    UNKNOWN_REVIEW_STATE: "Unknown review state", "نامعلوم جائزہ حالت";
    /// Its sentence.
    UNKNOWN_REVIEW_STATE_SAID: "The review state is none of the words that it can be.", "جائزے کی حالت مقررہ الفاظ میں سے کوئی نہیں۔";
    /// A name.
    NOT_A_TIME: "Not a date and time", "تاریخ اور وقت نہیں";
    /// Its sentence.
    NOT_A_TIME_SAID: "A value is not a date and time.", "ایک قدر تاریخ اور وقت کی شکل میں نہیں۔";
    /// A name.
    NO_ZONE: "A time without a zone", "وقت بغیر ٹائم زون";
    /// Its sentence.
    NO_ZONE_SAID: "A time names no zone; write its offset, or name the zone at the import.", "ایک وقت کے ساتھ ٹائم زون نہیں؛ وقت کے ساتھ فرق لکھیں یا درآمد کرتے ہوئے زون بتائیں۔";
    /// A name.
    NOT_A_NUMBER: "Not a number", "عدد نہیں";
    /// Its sentence.
    NOT_A_NUMBER_SAID: "A value is not a number.", "ایک قدر عدد نہیں۔";
    /// A name.
    OUT_OF_RANGE: "A number that cannot be", "ناممکن عدد";
    /// Its sentence.
    OUT_OF_RANGE_SAID: "A number lies outside of what is possible.", "ایک عدد ممکن حد سے باہر ہے۔";
    /// A name.
    NOT_A_BOOLEAN: "Neither true nor false", "نہ ہاں نہ نہیں";
    /// Its sentence.
    NOT_A_BOOLEAN_SAID: "A value is neither true nor false.", "ایک قدر نہ ہاں ہے نہ نہیں۔";
    /// A name.
    NOT_A_DAY: "Not a calendar day", "کیلنڈر کا دن نہیں";
    /// Its sentence.
    NOT_A_DAY_SAID: "A value is not a calendar day.", "ایک قدر کیلنڈر کا کوئی دن نہیں۔";
    /// A name.
    HALF_A_FIX: "Half a position", "نامکمل مقام";
    /// Its sentence.
    HALF_A_FIX_SAID: "A position has a latitude or a longitude only; give both, or leave both blank.", "مقام کا صرف عرض بلد یا صرف طول بلد دیا گیا ہے؛ دونوں لکھیں یا دونوں خالی چھوڑیں۔";
    /// A name.
    IMPOSSIBLE_LISTING_POINT: "A listing point that cannot be", "فہرست میں درج ناممکن مقام";
    /// Its sentence.
    IMPOSSIBLE_LISTING_POINT_SAID: "The point where the household was listed lies nowhere on earth; correct it, or leave both coordinates blank.", "گھرانے کی فہرست میں درج مقام ممکن نہیں؛ اسے درست کریں یا عرض بلد اور طول بلد دونوں خالی چھوڑیں۔";
    /// A name.
    UNKNOWN_AREA: "Unknown area", "نامعلوم علاقہ";
    /// Its sentence.
    UNKNOWN_AREA_SAID: "No area on file has this code; import the areas, or correct the code.", "محفوظ علاقوں میں سے کسی کا یہ کوڈ نہیں؛ علاقے درآمد کریں یا کوڈ درست کریں۔";
    /// A name.
    UNKNOWN_AREA_NAME: "Unknown area name", "علاقے کا نامعلوم نام";
    /// Its sentence.
    UNKNOWN_AREA_NAME_SAID: "No area has the name that the row gives; correct the name, or give the code.", "قطار میں دیے گئے نام کا کوئی علاقہ نہیں ملا؛ نام درست کریں یا کوڈ لکھیں۔";
    /// A name.
    AMBIGUOUS_AREA_NAME: "An area name that several areas have", "علاقے کا نام جو ایک سے زیادہ علاقوں کا ہے";
    /// Its sentence.
    AMBIGUOUS_AREA_NAME_SAID: "Several areas have this name; give the code.", "اس نام کے ایک سے زیادہ علاقے ہیں؛ کوڈ لکھیں۔";
    /// A name.
    OUTCOME_NOT_MAPPED: "An outcome that the mapping does not name", "نتیجہ جو میپنگ میں درج نہیں";
    /// Its sentence.
    OUTCOME_NOT_MAPPED_SAID: "The mapping does not name the form's word for the outcome; add a line for it.", "فارم میں نتیجے کا جو لفظ ہے وہ میپنگ میں درج نہیں؛ اس کے لیے سطر شامل کریں۔";
    /// A name.
    ENCRYPTED: "An encrypted row", "خفیہ کردہ قطار";
    /// Its sentence.
    ENCRYPTED_SAID: "The row is encrypted; decrypt it in the collection system, and export again.", "قطار خفیہ کردہ ہے؛ اسے جمع کرنے والے نظام میں کھول کر دوبارہ برآمد کریں۔";
    /// A name.
    NOT_A_POSITION: "Not a position", "مقام نہیں";
    /// Its sentence.
    NOT_A_POSITION_SAID: "A value is not a GPS position.", "ایک قدر GPS مقام کی شکل میں نہیں۔";
    /// A name.
    POSITION_NOT_MAPPED: "A position that the mapping does not name", "مقام جو میپنگ میں درج نہیں";
    /// Its sentence.
    POSITION_NOT_MAPPED_SAID: "The row has a GPS position, and the mapping does not say whether it is the interview's.", "قطار میں GPS مقام ہے مگر میپنگ نہیں بتاتی کہ یہ انٹرویو کا مقام ہے یا نہیں۔";
    /// A name.
    ANSWERS: "Answers that are no object", "جوابات درست شکل میں نہیں";
    /// Its sentence.
    ANSWERS_SAID: "The answers are not a JSON object.", "جوابات JSON آبجیکٹ کی شکل میں نہیں۔";
    /// A name.
    MALFORMED: "A row that cannot be read", "ناقابلِ خواندگی قطار";
    /// Its sentence.
    MALFORMED_SAID: "The row cannot be read.", "قطار پڑھی نہیں جا سکتی۔";
    /// A name.
    RAGGED: "Too many or too few cells", "خانے کم یا زیادہ";
    /// Its sentence.
    RAGGED_SAID: "The row has more or fewer cells than the header; it was cut, or a separator is not quoted.", "قطار کے خانے عنوان کی سطر سے کم یا زیادہ ہیں؛ قطار کٹ گئی ہے یا کوئی جداکار واوین کے بغیر ہے۔";
    /// A name.
    NOT_UTF8: "Bytes that are no text (UTF-8)", "متن نہیں (UTF-8)";
    /// Its sentence.
    NOT_UTF8_SAID: "The row is not UTF-8 text; save the file as UTF-8.", "قطار UTF-8 متن نہیں؛ فائل UTF-8 میں محفوظ کریں۔";
    /// A name.
    NUL: "A NUL character in a code", "کوڈ میں NUL حرف";
    /// Its sentence.
    NUL_SAID: "The id or a code holds a NUL character, which no code can have.", "شناخت یا کسی کوڈ میں NUL حرف ہے، جو کسی کوڈ میں نہیں ہو سکتا۔";
    /// A name.
    OUTSIDE_SCOPE: "Outside the token's areas", "ٹوکن کے علاقوں سے باہر";
    /// Its sentence.
    OUTSIDE_SCOPE_SAID: "The token that sent the row may not send for this area.", "جس ٹوکن نے قطار بھیجی اسے اس علاقے کی قطاریں بھیجنے کی اجازت نہیں۔";
    /// A name.
    OVERRULED: "Another row says something else", "کوئی اور قطار کچھ اور کہتی ہے";
    /// Its sentence.
    OVERRULED_SAID: "Another row says something else of the same subject, and was taken.", "اسی چیز کے بارے میں ایک اور قطار کچھ اور کہتی ہے، اور وہی لی گئی ہے۔";
    /// A name.
    TARGETS: "A line that cannot be read", "ناقابلِ خواندگی سطر";
    /// Its sentence.
    TARGETS_SAID: "Something in this line of the targets is wrong.", "اہداف کی اس سطر میں کچھ غلط ہے۔";
    /// A name.
    ROSTER: "A line that cannot be read", "ناقابلِ خواندگی سطر";
    /// Its sentence.
    ROSTER_SAID: "Something in this line of the roster is wrong.", "عملے کی فہرست کی اس سطر میں کچھ غلط ہے۔";
}

/// What a reason is called.
pub fn name(reason: Reason) -> Text {
    match reason {
        Reason::Missing => MISSING,
        Reason::IdTooLong => ID_TOO_LONG,
        Reason::UnknownOutcome => UNKNOWN_OUTCOME,
        Reason::UnknownReviewState => UNKNOWN_REVIEW_STATE,
        Reason::NotATime => NOT_A_TIME,
        Reason::NoZone => NO_ZONE,
        Reason::NotANumber => NOT_A_NUMBER,
        Reason::OutOfRange => OUT_OF_RANGE,
        Reason::NotABoolean => NOT_A_BOOLEAN,
        Reason::NotADay => NOT_A_DAY,
        Reason::HalfAFix => HALF_A_FIX,
        Reason::ImpossibleListingPoint => IMPOSSIBLE_LISTING_POINT,
        Reason::UnknownArea => UNKNOWN_AREA,
        Reason::UnknownAreaName => UNKNOWN_AREA_NAME,
        Reason::AmbiguousAreaName => AMBIGUOUS_AREA_NAME,
        Reason::OutcomeNotMapped => OUTCOME_NOT_MAPPED,
        Reason::Encrypted => ENCRYPTED,
        Reason::NotAPosition => NOT_A_POSITION,
        Reason::PositionNotMapped => POSITION_NOT_MAPPED,
        Reason::AnswersNotAnObject => ANSWERS,
        Reason::Malformed => MALFORMED,
        Reason::Ragged => RAGGED,
        Reason::NotUtf8 => NOT_UTF8,
        Reason::NulCharacter => NUL,
        Reason::OutsideScope => OUTSIDE_SCOPE,
        Reason::Overruled => OVERRULED,
        Reason::Targets => TARGETS,
        Reason::Roster => ROSTER,
    }
}

/// A reason in general terms, in a sentence.
pub fn sentence(reason: Reason) -> Text {
    match reason {
        Reason::Missing => MISSING_SAID,
        Reason::IdTooLong => ID_TOO_LONG_SAID,
        Reason::UnknownOutcome => UNKNOWN_OUTCOME_SAID,
        Reason::UnknownReviewState => UNKNOWN_REVIEW_STATE_SAID,
        Reason::NotATime => NOT_A_TIME_SAID,
        Reason::NoZone => NO_ZONE_SAID,
        Reason::NotANumber => NOT_A_NUMBER_SAID,
        Reason::OutOfRange => OUT_OF_RANGE_SAID,
        Reason::NotABoolean => NOT_A_BOOLEAN_SAID,
        Reason::NotADay => NOT_A_DAY_SAID,
        Reason::HalfAFix => HALF_A_FIX_SAID,
        Reason::ImpossibleListingPoint => IMPOSSIBLE_LISTING_POINT_SAID,
        Reason::UnknownArea => UNKNOWN_AREA_SAID,
        Reason::UnknownAreaName => UNKNOWN_AREA_NAME_SAID,
        Reason::AmbiguousAreaName => AMBIGUOUS_AREA_NAME_SAID,
        Reason::OutcomeNotMapped => OUTCOME_NOT_MAPPED_SAID,
        Reason::Encrypted => ENCRYPTED_SAID,
        Reason::NotAPosition => NOT_A_POSITION_SAID,
        Reason::PositionNotMapped => POSITION_NOT_MAPPED_SAID,
        Reason::AnswersNotAnObject => ANSWERS_SAID,
        Reason::Malformed => MALFORMED_SAID,
        Reason::Ragged => RAGGED_SAID,
        Reason::NotUtf8 => NOT_UTF8_SAID,
        Reason::NulCharacter => NUL_SAID,
        Reason::OutsideScope => OUTSIDE_SCOPE_SAID,
        Reason::Overruled => OVERRULED_SAID,
        Reason::Targets => TARGETS_SAID,
        Reason::Roster => ROSTER_SAID,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_that_a_row_can_have_is_a_sentence_of_its_own_in_both_languages() {
        for (index, reason) in Reason::ALL.iter().enumerate() {
            let said = sentence(*reason);
            let code = reason.code();
            assert!(said.ur.ends_with('۔'), "{code}: {}", said.ur);
            assert!(said.en.ends_with('.'), "{code}: {}", said.en);
            for other in &Reason::ALL[..index] {
                assert_ne!(said.ur, sentence(*other).ur, "{code}");
            }
            assert!(!name(*reason).ur.contains(['۔', '.']), "{code} is a name");
        }
    }
}
