//! What was worked out of one version of the data, for whoever asks the same again.

use std::hash::Hash;
use std::sync::Arc;

/// Answers by their questions, the least asked of them forgotten first. It belongs to the version of the data that the answers were worked
/// out of, and goes with it.
pub struct Kept<Question, Answer>(quick_cache::sync::Cache<Question, Arc<Answer>, Weigh<Answer>>);

/// What an answer weighs.
type Weight<Answer> = fn(&Answer) -> u64;

struct Weigh<Answer>(Weight<Answer>);

impl<Answer> Clone for Weigh<Answer> {
    fn clone(&self) -> Self {
        Weigh(self.0)
    }
}

impl<Question, Answer> quick_cache::Weighter<Question, Arc<Answer>> for Weigh<Answer> {
    fn weight(&self, _: &Question, answer: &Arc<Answer>) -> u64 {
        (self.0)(answer)
    }
}

impl<Question: Eq + Hash + Clone, Answer> Kept<Question, Answer> {
    /// Room for `most` answers.
    pub fn most(most: usize) -> Kept<Question, Answer> {
        Kept::weighing(most, most as u64, |_| 1)
    }

    /// Room for about `answers`, which together weigh `most` at most. An answer that weighs nothing is never forgotten.
    pub fn weighing(answers: usize, most: u64, weight: Weight<Answer>) -> Kept<Question, Answer> {
        Kept(quick_cache::sync::Cache::with_weighter(
            answers,
            most,
            Weigh(weight),
        ))
    }

    /// The answer, worked out if nobody has asked before. Two who ask at once work it out twice: nobody waits for somebody else's
    /// question.
    pub fn or_make(&self, question: Question, make: impl FnOnce() -> Answer) -> Arc<Answer> {
        if let Some(answer) = self.0.get(&question) {
            return answer;
        }
        let answer = Arc::new(make());
        self.0.insert(question, answer.clone());
        answer
    }
}

/// Room for a few answers.
impl<Question: Eq + Hash + Clone, Answer> Default for Kept<Question, Answer> {
    fn default() -> Self {
        Kept::most(8)
    }
}

impl<Question: Eq + Hash, Answer> std::fmt::Debug for Kept<Question, Answer> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kept({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_worked_out_once_and_the_room_is_bounded() {
        let kept = Kept::most(3);
        let mut made = 0;
        for _ in 0..2 {
            let answer = kept.or_make(7, || {
                made += 1;
                "seven"
            });
            assert_eq!(*answer, "seven");
        }
        assert_eq!(made, 1);
        for number in 0..100 {
            kept.or_make(number, || "another");
        }
        assert!(kept.0.len() <= 3, "{kept:?}");
    }
}
