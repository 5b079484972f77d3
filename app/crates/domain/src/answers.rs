//! The answers of an interview, made small enough to be compared with those of every other.
//!
//! An answer becomes 32 bits: 16 of its question's code, 16 of its value. Two answers are taken for the same when the bits are;
//! of 65,536 pairs of different answers to one question one is. What people wrote cannot be read from them.

/// Interviews with fewer answers are compared with nothing: by chance too many would be alike (CHECKS.md, `near_duplicate`).
pub const LEAST_ANSWERS: usize = 12;

/// At most so many answers of an interview are kept, those of the same questions in each.
pub const MOST_ANSWERS: usize = 256;

/// The non-empty answers of one interview, at least [`LEAST_ANSWERS`], at most [`MOST_ANSWERS`], by question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet(Box<[u32]>);

impl Sheet {
    /// From question codes and values as text. `None` where there are too few.
    pub fn of<'a>(answers: impl Iterator<Item = (&'a str, &'a str)>) -> Option<Sheet> {
        let mut marks: Vec<u32> = answers
            .filter(|(_, value)| !value.trim().is_empty())
            .map(|(question, value)| {
                u32::from(mark_of(question)) << 16 | u32::from(mark_of(value.trim()))
            })
            .collect();
        marks.sort_unstable();
        // Lowest first by a hash of the question: the same questions are kept of every interview.
        marks.truncate(MOST_ANSWERS);
        (marks.len() >= LEAST_ANSWERS).then(|| Sheet(marks.into()))
    }

    /// Reads [`Sheet::to_bytes`] back; `None` if they are something else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Sheet> {
        let (marks, rest) = bytes.as_chunks::<4>();
        let marks: Box<[u32]> = marks.iter().map(|mark| u32::from_be_bytes(*mark)).collect();
        let is_one = rest.is_empty()
            && (LEAST_ANSWERS..=MOST_ANSWERS).contains(&marks.len())
            && marks.is_sorted();
        is_one.then_some(Sheet(marks))
    }

    /// Four bytes an answer: the question's, then the value's.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|mark| mark.to_be_bytes()).collect()
    }

    /// The answers in the order of their questions: the question in the upper half, the value in the lower.
    pub fn marks(&self) -> &[u32] {
        &self.0
    }
}

/// 16 bits of a text: FNV-1a of 64 bits, folded. Kept with every interview, so it may never become another.
fn mark_of(text: &str) -> u16 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    (hash ^ hash >> 16 ^ hash >> 32 ^ hash >> 48) as u16
}

/// The sheets of some visits, by the visit's key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheets(Vec<(i64, Sheet)>);

impl Sheets {
    /// None.
    pub const NONE: &'static Sheets = &Sheets(Vec::new());

    /// That of a visit, if it has enough answers.
    pub fn get(&self, key: i64) -> Option<&Sheet> {
        let at = self.0.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        Some(&self.0[at].1)
    }
}

impl FromIterator<(i64, Sheet)> for Sheets {
    fn from_iter<I: IntoIterator<Item = (i64, Sheet)>>(sheets: I) -> Sheets {
        let mut sheets: Vec<(i64, Sheet)> = sheets.into_iter().collect();
        sheets.sort_by_key(|(key, _)| *key);
        Sheets(sheets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(answers: &[(&str, &str)]) -> Option<Sheet> {
        Sheet::of(answers.iter().copied())
    }

    fn twelve() -> Vec<(&'static str, &'static str)> {
        vec![
            ("a", "1"),
            ("b", "1"),
            ("c", "2"),
            ("d", "x"),
            ("e", "y"),
            ("f", "z"),
            ("g", "1"),
            ("h", "1"),
            ("i", "1"),
            ("j", "1"),
            ("k", "1"),
            ("l", "1"),
        ]
    }

    #[test]
    fn blanks_are_no_answers_and_too_few_are_no_sheet() {
        let mut answers = twelve();
        assert!(sheet(&answers).is_some());
        answers[3].1 = " ";
        assert_eq!(sheet(&answers), None);
        answers.push(("m", "2"));
        assert_eq!(sheet(&answers).map(|sheet| sheet.marks().len()), Some(12));
    }

    #[test]
    fn the_order_of_questions_does_not_matter_and_bytes_are_read_back() {
        let mut answers = twelve();
        let first = sheet(&answers);
        answers.reverse();
        assert_eq!(first, sheet(&answers));
        let bytes = first.as_ref().map(Sheet::to_bytes).unwrap_or_default();
        assert_eq!(bytes.len(), 48);
        assert_eq!(Sheet::from_bytes(&bytes), first);
        assert_eq!(Sheet::from_bytes(&bytes[..47]), None);
        assert_eq!(Sheet::from_bytes(&bytes[..44]), None);
        let reversed: Vec<u8> = bytes.chunks(4).rev().flatten().copied().collect();
        assert_eq!(Sheet::from_bytes(&reversed), None);
    }

    /// Sheets on disk are compared with sheets made now.
    #[test]
    fn marks_stay_what_they_are() {
        assert_eq!(mark_of(""), 0xf011);
        assert_eq!(mark_of("rooms"), 0xe18c);
        assert_eq!(mark_of("1"), 0x1fd2);
    }

    #[test]
    fn of_a_long_form_the_same_questions_are_kept() {
        let codes: Vec<String> = (0..400).map(|number| format!("q{number}")).collect();
        let of = |value: &'static str| Sheet::of(codes.iter().map(|code| (code.as_str(), value)));
        let questions = |sheet: Option<Sheet>| -> Vec<u32> {
            let sheet = sheet.map(|sheet| sheet.0).unwrap_or_default();
            sheet.iter().map(|mark| mark >> 16).collect()
        };
        assert_eq!(questions(of("1")).len(), MOST_ANSWERS);
        assert_eq!(questions(of("1")), questions(of("2")));
    }
}
