//! The answers that an enumerator's interviews in one tehsil are compared by: one interview a household, and how often each answer
//! was given.

use crate::answers::Sheets;
use crate::visit::Visit;

/// More interviews of one enumerator in one wave and tehsil than anybody conducts. Beyond, the code stands for several people,
/// and those with the lowest keys are compared, so that nobody's code takes minutes.
const MOST_COMPARED: usize = 2_000;

/// Complete interviews with a sheet, one a household: the one with the lowest key. A household that was visited twice answers
/// alike, and is another check's matter.
pub struct Answered<'a> {
    /// Keys of the visits and the marks of their sheets, by household and key: in whatever order the visits came.
    pub interviews: Vec<(i64, &'a [u32])>,
    /// Every question that was answered, in the order of marks.
    pub questions: Vec<Question>,
}

/// How a question was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The upper half of its marks.
    pub question: u32,
    /// How often each of its values was given, in the order of marks.
    pub counts: Vec<u32>,
}

impl<'a> Answered<'a> {
    /// Those of some visits, which may be of any outcome.
    pub fn of<'v>(visits: impl Iterator<Item = &'v Visit>, sheets: &'a Sheets) -> Answered<'a> {
        let mut found: Vec<(Option<i64>, i64, &[u32])> = visits
            .filter(|visit| visit.is_valid_complete())
            .filter_map(|visit| {
                let sheet = sheets.get(visit.key)?;
                Some((visit.household, visit.key, sheet.marks()))
            })
            .collect();
        found.sort_unstable();
        found.dedup_by_key(|(household, key, _)| (household.is_none().then_some(*key), *household));
        if found.len() > MOST_COMPARED {
            found.sort_unstable_by_key(|(_, key, _)| *key);
            found.truncate(MOST_COMPARED);
        }
        let interviews: Vec<(i64, &[u32])> = found
            .into_iter()
            .map(|(_, key, marks)| (key, marks))
            .collect();
        Answered::of_marks(interviews)
    }

    pub(super) fn of_marks(interviews: Vec<(i64, &'a [u32])>) -> Answered<'a> {
        let questions = questions(&interviews);
        Answered {
            interviews,
            questions,
        }
    }
}

fn questions(interviews: &[(i64, &[u32])]) -> Vec<Question> {
    let mut counts = Counts::default();
    for mark in interviews.iter().flat_map(|(_, marks)| marks.iter()) {
        counts.add(*mark);
    }
    counts
        .sorted()
        .chunk_by(|(a, _), (b, _)| a >> 16 == b >> 16)
        .map(|of_question| Question {
            question: of_question[0].0 >> 16,
            counts: of_question.iter().map(|(_, count)| *count).collect(),
        })
        .collect()
}

/// How often each mark was added. Many marks of few kinds: a table with one place for each kind is several times as fast as
/// sorting them.
struct Counts {
    /// Mark and count, at the first free place from that of the mark's hash on; a power of two of them, at most half in use.
    places: Vec<(u32, u32)>,
    used: usize,
}

impl Default for Counts {
    fn default() -> Counts {
        Counts {
            places: vec![(0, 0); 512],
            used: 0,
        }
    }
}

impl Counts {
    fn add(&mut self, mark: u32) {
        let at = self.place_of(mark);
        let (known, count) = &mut self.places[at];
        *known = mark;
        *count += 1;
        if *count == 1 {
            self.used += 1;
            if self.used * 2 > self.places.len() {
                self.grow();
            }
        }
    }

    fn place_of(&self, mark: u32) -> usize {
        let within = self.places.len() - 1;
        // Fibonacci hashing (Knuth): the upper half of the product is spread best.
        let hash = u64::from(mark).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut at = (hash >> 32) as usize & within;
        while self.places[at].1 > 0 && self.places[at].0 != mark {
            at = (at + 1) & within;
        }
        at
    }

    fn grow(&mut self) {
        let more = vec![(0, 0); self.places.len() * 2];
        for (mark, count) in std::mem::replace(&mut self.places, more) {
            if count > 0 {
                let at = self.place_of(mark);
                self.places[at] = (mark, count);
            }
        }
    }

    /// Marks and their counts, in the order of marks.
    fn sorted(self) -> Vec<(u32, u32)> {
        let mut counts: Vec<(u32, u32)> = self.places;
        counts.retain(|(_, count)| *count > 0);
        counts.sort_unstable();
        counts
    }
}

impl Question {
    /// How often it was answered.
    pub fn answers(&self) -> u32 {
        self.counts.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Sheet;
    use crate::testing::plain_visit;

    fn sheet(rooms: &str) -> Sheet {
        let codes: Vec<String> = (0..12).map(|number| format!("q{number}")).collect();
        let same = codes.iter().map(|code| (code.as_str(), "1"));
        Sheet::of(same.chain([("rooms", rooms)])).unwrap()
    }

    #[test]
    fn one_interview_a_household_is_compared_and_those_without_a_household_each() {
        let sheets: Sheets = (1..=6).map(|key| (key, sheet("2"))).collect();
        let mut visits: Vec<Visit> = (1..=7).map(plain_visit).collect();
        visits[1].household = Some(1);
        visits[2].household = None;
        visits[3].household = None;
        visits[4].outcome = crate::outcome::Outcome::Partial;
        let keys = |visits: &[Visit]| -> Vec<i64> {
            let answered = Answered::of(visits.iter(), &sheets);
            answered.interviews.iter().map(|(key, _)| *key).collect()
        };
        // The seventh has no sheet.
        assert_eq!(keys(&visits), [3, 4, 1, 6]);
        visits.reverse();
        assert_eq!(keys(&visits), [3, 4, 1, 6]);
    }

    #[test]
    fn a_code_that_stands_for_several_people_is_compared_in_part() {
        let one = sheet("2");
        let sheets: Sheets = (1..=2_100).map(|key| (key, one.clone())).collect();
        let visits: Vec<Visit> = (1..=2_100).rev().map(plain_visit).collect();
        let answered = Answered::of(visits.iter(), &sheets);
        let keys: Vec<i64> = answered.interviews.iter().map(|(key, _)| *key).collect();
        assert_eq!(keys, (1..=2_000).collect::<Vec<i64>>());
    }

    #[test]
    fn answers_are_counted_by_question() {
        let sheets: Sheets = (1..=3)
            .map(|key| (key, sheet(if key == 1 { "5" } else { "2" })))
            .collect();
        let visits: Vec<Visit> = (1..=3).map(plain_visit).collect();
        let answered = Answered::of(visits.iter(), &sheets);
        assert_eq!(answered.questions.len(), 13);
        let varied: Vec<&Question> = answered
            .questions
            .iter()
            .filter(|question| question.counts.len() > 1)
            .collect();
        assert_eq!(varied.len(), 1);
        assert_eq!(varied[0].answers(), 3);
    }
}
