//! Which interviews of an enumerator are nearly the same as another of theirs (percent match: Kuriakose and Robbins 2016, "Don't
//! get duped: fraud through duplication in public opinion surveys").
//!
//! Exact, without comparing every pair. Two interviews that differ in at most `d` questions agree wholly in one of any `d + 1`
//! blocks that the questions are dealt into (the pigeonhole principle), so that only those are compared which agree in a block.
//! Questions whose answers tell households apart are dealt first, one to each block: a block of questions to which everybody
//! answers the same would hold everybody. Where everybody answers everything the same, each has soon found another.

use super::answered::{Answered, Question};
use serde::{Deserialize, Serialize};

/// What is nearly the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alikeness {
    /// From this share of equal answers on, in per cent of the questions answered in either interview; at least 50.
    pub least_pct: f64,
    /// Interviews with fewer answers are compared with nothing.
    pub least_answers: f64,
}

/// How alike two interviews are: an answer that is given in one and left out in the other is a difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Likeness {
    /// Answers that are the same.
    alike: u32,
    /// Questions answered in either.
    of: u32,
}

/// Two interviews that are nearly the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// The visit with the lower key.
    pub first: i64,
    /// The other.
    pub second: i64,
    /// Answers that are the same.
    pub alike: u32,
    /// Questions answered in either.
    pub of: u32,
}

/// Rounding may only ever make more pairs be compared.
const ROUNDING: f64 = 1e-9;

impl Alikeness {
    fn takes(&self, marks: &[u32]) -> bool {
        marks.len() as f64 >= self.least_answers
    }

    fn is_met(&self, likeness: Likeness) -> bool {
        f64::from(likeness.alike) * 100.0 >= self.least_pct * f64::from(likeness.of)
    }

    /// How alike two sheets are that are nearly the same; `None` of others.
    fn likeness(&self, a: &[u32], b: &[u32]) -> Option<Likeness> {
        let most = self.most_differing(a.len().min(b.len()));
        likeness(a, b, most as u32).filter(|likeness| self.is_met(*likeness))
    }

    fn share(&self) -> f64 {
        (self.least_pct / 100.0).clamp(0.5, 1.0)
    }

    /// In how many questions near duplicates may differ, of which one has so many answers: `of` is at most all of these as a part
    /// of the share that must be alike.
    fn most_differing(&self, answers: usize) -> usize {
        ((1.0 - self.share()) / self.share() * answers as f64 + ROUNDING) as usize
    }

    /// The most answers that a near duplicate of one with so many can have.
    fn most_answers(&self, answers: usize) -> usize {
        (answers as f64 / self.share() + ROUNDING) as usize
    }
}

/// How alike two sheets are. Where a question was answered more than once, the answers are compared in the order of their marks.
/// `None` as soon as they differ in more than `most` questions.
fn likeness(a: &[u32], b: &[u32], most: u32) -> Option<Likeness> {
    if let Some(likeness) = of_the_same_questions(a, b) {
        return Some(likeness);
    }
    let (mut at_a, mut at_b) = (0, 0);
    let (mut alike, mut of) = (0, 0);
    while let (Some(mine), Some(theirs)) = (a.get(at_a), b.get(at_b)) {
        let (my_question, their_question) = (mine >> 16, theirs >> 16);
        at_a += usize::from(my_question <= their_question);
        at_b += usize::from(their_question <= my_question);
        alike += u32::from(mine == theirs);
        of += 1;
        if of - alike > most {
            return None;
        }
    }
    let rest = a.len() - at_a + b.len() - at_b;
    Some(Likeness {
        alike,
        of: of + rest as u32,
    })
}

/// The same where both answered the same questions, several at a time; `None` where they did not.
fn of_the_same_questions(a: &[u32], b: &[u32]) -> Option<Likeness> {
    if a.len() != b.len() {
        return None;
    }
    let (mut alike, mut differing_bits) = (0, 0);
    for (mine, theirs) in a.iter().zip(b) {
        alike += u32::from(mine == theirs);
        differing_bits |= mine ^ theirs;
    }
    (differing_bits >> 16 == 0).then_some(Likeness {
        alike,
        of: a.len() as u32,
    })
}

impl Answered<'_> {
    /// Interviews with enough answers, and how many of them are nearly the same as another.
    pub fn near_duplicates(&self, rule: &Alikeness) -> (u32, u32) {
        let compared = self.compared(rule);
        let mut is_near = vec![false; compared.len()];
        let mut found_none = Vec::new();
        each_bucket(&compared, &self.questions, rule, |bucket| {
            found_none.clear();
            found_none.resize(bucket.len(), false);
            for (n, at) in bucket.iter().copied().enumerate() {
                if is_near[at] {
                    continue;
                }
                // Whoever looked through the whole bucket and found none is not like this one.
                let others = bucket.iter().zip(&found_none);
                let mut others = others.filter(|(other, none)| !**none && **other != at);
                let found = others.find(|(other, _)| {
                    let likeness = rule.likeness(compared[at].1, compared[**other].1);
                    likeness.is_some()
                });
                match found {
                    Some((other, _)) => {
                        is_near[at] = true;
                        is_near[*other] = true;
                    }
                    None => found_none[n] = true,
                }
            }
        });
        let near = is_near.iter().filter(|is_near| **is_near).count();
        (compared.len() as u32, near as u32)
    }

    /// The most alike pairs of near duplicates, the most alike first, at most `most`, and no interview in two of them: five
    /// copies of one interview are ten pairs that show nothing new. Of pairs as alike, those with the lowest keys.
    ///
    /// Compares every pair: for the few whose share is far above their peers'.
    pub fn most_alike(&self, rule: &Alikeness, most: usize) -> Vec<Pair> {
        let compared = self.compared(rule);
        let mut best: Vec<Option<Pair>> = vec![None; compared.len()];
        for (at, (key, marks)) in compared.iter().enumerate() {
            for (other, (other_key, theirs)) in compared.iter().enumerate().skip(at + 1) {
                let Some(likeness) = rule.likeness(marks, theirs) else {
                    continue;
                };
                let pair = Pair::of(*key, *other_key, likeness);
                for one in [at, other] {
                    if best[one].is_none_or(|known| pair.order(&known).is_lt()) {
                        best[one] = Some(pair);
                    }
                }
            }
        }
        let mut best: Vec<Pair> = best.into_iter().flatten().collect();
        best.sort_unstable_by(Pair::order);
        let mut pairs: Vec<Pair> = Vec::new();
        for pair in best {
            if pairs.len() < most && pairs.iter().all(|taken| !taken.shares_one(&pair)) {
                pairs.push(pair);
            }
        }
        pairs
    }

    fn compared(&self, rule: &Alikeness) -> Vec<(i64, &[u32])> {
        let interviews = self.interviews.iter().copied();
        interviews.filter(|(_, marks)| rule.takes(marks)).collect()
    }
}

impl Pair {
    fn of(a: i64, b: i64, likeness: Likeness) -> Pair {
        Pair {
            first: a.min(b),
            second: a.max(b),
            alike: likeness.alike,
            of: likeness.of,
        }
    }

    /// By share, the most alike first; then by more answers, then by keys.
    fn order(&self, other: &Pair) -> std::cmp::Ordering {
        let mine = u64::from(self.alike) * u64::from(other.of);
        let theirs = u64::from(other.alike) * u64::from(self.of);
        theirs
            .cmp(&mine)
            .then(other.of.cmp(&self.of))
            .then((self.first, self.second).cmp(&(other.first, other.second)))
    }

    fn shares_one(&self, other: &Pair) -> bool {
        [other.first, other.second]
            .iter()
            .any(|key| *key == self.first || *key == self.second)
    }
}

/// Shows every set of interviews that agree wholly in a block: any two near duplicates are together in one of them.
///
/// How many blocks there must be depends on the length of the shorter interview; one long form among short ones would tear
/// these into single questions. So the interviews are taken in bands of length: in each those that may be the shorter of a
/// pair, and the longer ones that they may be paired with.
fn each_bucket(
    compared: &[(i64, &[u32])],
    questions: &[Question],
    rule: &Alikeness,
    mut look: impl FnMut(&[usize]),
) {
    let dealt = by_how_they_tell_apart(questions, compared.len());
    let length = |at: &usize| compared[*at].1.len();
    let mut by_length: Vec<usize> = (0..compared.len()).collect();
    by_length.sort_by_key(length);
    let mut rest = by_length.as_slice();
    let mut hashes: Vec<u64> = Vec::new();
    let mut bucket: Vec<usize> = Vec::new();
    while let Some(shortest) = rest.first().map(length) {
        let band = rest.partition_point(|at| length(at) <= rule.most_answers(shortest));
        let longest = rest[..band].last().map_or(0, length);
        let reach = rest.partition_point(|at| length(at) <= rule.most_answers(longest));
        let blocks = rule.most_differing(longest) + 1;
        let block_of = deal(questions, &dealt, blocks);
        let members = &rest[..reach];
        hashes.clear();
        hashes.resize(blocks * reach, 0);
        for (n, at) in members.iter().enumerate() {
            hash_blocks(compared[*at].1, questions, &block_of, n, reach, &mut hashes);
        }
        for of_block in hashes.chunks_mut(reach) {
            of_block.sort_unstable();
            for same in of_block.chunk_by(|a, b| a >> PLACE_BITS == b >> PLACE_BITS) {
                if same.len() > 1 {
                    bucket.clear();
                    bucket.extend(same.iter().map(|hash| members[(hash & PLACE) as usize]));
                    look(&bucket);
                }
            }
        }
        rest = &rest[band..];
    }
}

/// The lowest bits of a block's hash are the interview's place, so that both are sorted as one number.
const PLACE_BITS: u32 = 16;
const PLACE: u64 = (1 << PLACE_BITS) - 1;

/// Puts a hash of what the interview in place `place` of `places` answers in each block into `hashes`, block by block.
fn hash_blocks(
    marks: &[u32],
    questions: &[Question],
    block_of: &[usize],
    place: usize,
    places: usize,
    hashes: &mut [u64],
) {
    // Both are in the order of questions, and every mark's question is among them.
    let mut question = 0;
    for mark in marks {
        while questions[question].question < mark >> 16 {
            question += 1;
        }
        let hash = &mut hashes[block_of[question] * places + place];
        *hash = hash.wrapping_add(mixed(*mark));
    }
    for hash in hashes[place..].iter_mut().step_by(places) {
        *hash = (*hash & !PLACE) | place as u64;
    }
}

/// Spreads a mark over 64 bits, the higher ones best.
fn mixed(mark: u32) -> u64 {
    let product = (u64::from(mark) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (product ^ product >> 32).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// The questions by the pairs of interviews that they do not tell apart, fewest first. No answer is one too.
fn by_how_they_tell_apart(questions: &[Question], interviews: usize) -> Vec<usize> {
    let alike = |at: &usize| {
        let question = &questions[*at];
        let square = |count: u64| count * count;
        let answered = u64::from(question.answers());
        let blank = (interviews as u64).saturating_sub(answered);
        let counts = question.counts.iter();
        square(blank) + counts.map(|count| square(u64::from(*count))).sum::<u64>()
    };
    let mut order: Vec<usize> = (0..questions.len()).collect();
    order.sort_by_cached_key(alike);
    order
}

/// The block of every question: dealt in turn, every other time in the other direction, so that blocks are about as good.
fn deal(questions: &[Question], order: &[usize], blocks: usize) -> Vec<usize> {
    let mut block_of = vec![0; questions.len()];
    for (turn, question) in order.iter().enumerate() {
        let (round, place) = (turn / blocks, turn % blocks);
        block_of[*question] = if round.is_multiple_of(2) {
            place
        } else {
            blocks - 1 - place
        };
    }
    block_of
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RULE: Alikeness = Alikeness {
        least_pct: 85.0,
        least_answers: 12.0,
    };

    /// Marks of questions 1, 2, … with these values; 0 is no answer.
    fn marks(values: &[u32]) -> Vec<u32> {
        let answered = (1..).zip(values).filter(|(_, value)| **value > 0);
        answered
            .map(|(question, value)| question << 16 | value)
            .collect()
    }

    fn answered(interviews: &[Vec<u32>]) -> Answered<'_> {
        let keyed = (1..).zip(interviews.iter().map(Vec::as_slice));
        Answered::of_marks(keyed.collect())
    }

    /// `alike` of `of` questions answered alike.
    fn two(alike: usize, of: usize) -> [Vec<u32>; 2] {
        let other: Vec<u32> = (0..of).map(|n| if n < alike { 7 } else { 8 }).collect();
        [marks(&vec![7; of]), marks(&other)]
    }

    #[test]
    fn two_interviews_are_near_duplicates_from_85_per_cent_and_12_answers_on() {
        let near = |alike, of| answered(&two(alike, of)).near_duplicates(&RULE);
        // 17 of 20 are 85 per cent exactly; 16 of 19 are 84.2, 18 of 21 85.7.
        assert_eq!(
            [near(16, 19), near(17, 20), near(18, 21)],
            [(2, 0), (2, 2), (2, 2)]
        );
        assert_eq!(
            [near(11, 11), near(12, 12), near(13, 13)],
            [(0, 0), (2, 2), (2, 2)]
        );
    }

    #[test]
    fn an_answer_that_only_one_has_is_a_difference() {
        let mut interviews = two(20, 20);
        interviews[1].truncate(17);
        assert_eq!(answered(&interviews).near_duplicates(&RULE), (2, 2));
        interviews[1].truncate(16);
        assert_eq!(answered(&interviews).near_duplicates(&RULE), (2, 0));
    }

    #[test]
    fn pairs_are_the_most_alike_ones_and_share_no_interview() {
        let base = vec![7; 20];
        let but = |differing: usize, value: u32| {
            let mut values = base.clone();
            values[..differing].fill(value);
            marks(&values)
        };
        // Keys 1 to 5: the first and the fourth are the same, the others differ from them in one, two and ten questions.
        let interviews = [but(0, 7), but(2, 5), but(1, 4), but(0, 7), but(10, 9)];
        let pairs = answered(&interviews).most_alike(&RULE, 5);
        let shown: Vec<(i64, i64, u32, u32)> = pairs
            .iter()
            .map(|pair| (pair.first, pair.second, pair.alike, pair.of))
            .collect();
        assert_eq!(shown, [(1, 4, 20, 20)]);
        let pairs = answered(&interviews[1..4]).most_alike(&RULE, 5);
        assert_eq!((pairs[0].alike, pairs[0].of, pairs.len()), (19, 20, 1));
        assert!(answered(&interviews[4..]).most_alike(&RULE, 5).is_empty());
    }

    #[test]
    fn the_pairs_do_not_depend_on_the_order_of_interviews() {
        let interviews: Vec<Vec<u32>> = (0..40_u32)
            .map(|n| {
                marks(
                    &(0..24)
                        .map(|q| 1 + (n / 10 + u32::from(q == n % 5)))
                        .collect::<Vec<_>>(),
                )
            })
            .collect();
        let keyed = |turned: usize| {
            let mut keyed: Vec<(i64, &[u32])> =
                (1..).zip(interviews.iter().map(Vec::as_slice)).collect();
            keyed.rotate_left(turned);
            Answered::of_marks(keyed).most_alike(&RULE, 5)
        };
        assert_eq!(keyed(0).len(), 5);
        for turned in [1, 13, 39] {
            assert_eq!(keyed(turned), keyed(0));
        }
    }

    /// By the definition: each question with the answers in order.
    fn alike_of(a: &[u32], b: &[u32]) -> (usize, usize) {
        let of = |marks: &[u32], question: u32| -> Vec<u32> {
            let own = marks.iter().filter(|mark| **mark >> 16 == question);
            own.copied().collect()
        };
        let mut questions: Vec<u32> = a.iter().chain(b).map(|mark| mark >> 16).collect();
        questions.sort_unstable();
        questions.dedup();
        let (mut alike, mut all) = (0, 0);
        for question in questions {
            let (mine, theirs) = (of(a, question), of(b, question));
            all += mine.len().max(theirs.len());
            alike += mine.iter().zip(&theirs).filter(|(a, b)| a == b).count();
        }
        (alike, all)
    }

    /// Copies of some interviews with answers changed and left out, of forms of any length.
    fn any_interviews() -> impl Strategy<Value = Vec<Vec<u32>>> {
        let changes = prop::collection::vec((0_usize..60, 0_u32..4), 0..9);
        let one = (0_u32..4, 12_usize..60, changes);
        let interviews = prop::collection::vec(one, 0..40);
        interviews.prop_map(|interviews| {
            let made = |(form, questions, changes): (u32, usize, Vec<(usize, u32)>)| {
                let mut values: Vec<u32> =
                    (0..questions as u32).map(|q| 1 + q % (form + 1)).collect();
                for (question, value) in changes {
                    if let Some(changed) = values.get_mut(question) {
                        *changed = value;
                    }
                }
                marks(&values)
            };
            interviews.into_iter().map(made).collect()
        })
    }

    proptest! {
        #[test]
        fn buckets_find_what_comparing_every_pair_finds(
            interviews in any_interviews(),
            least_pct in 70_u32..=100,
            repeats in any::<bool>(),
        ) {
            let mut interviews = interviews;
            if repeats {
                // Every third question is asked twice.
                for mark in interviews.iter_mut().flatten() {
                    let question = *mark >> 16;
                    *mark = (question - question / 3) << 16 | (*mark & 0xffff);
                }
                interviews.iter_mut().for_each(|marks| marks.sort_unstable());
            }
            let rule = Alikeness { least_pct: f64::from(least_pct), least_answers: 12.0 };
            let long: Vec<&Vec<u32>> = interviews.iter().filter(|marks| marks.len() >= 12).collect();
            let is_near = |at: usize| long.iter().enumerate().any(|(other, theirs)| {
                let (alike, of) = alike_of(long[at], theirs);
                other != at && alike * 100 >= least_pct as usize * of
            });
            let near = (0..long.len()).filter(|at| is_near(*at)).count();
            let found = answered(&interviews).near_duplicates(&rule);
            prop_assert_eq!((found.0 as usize, found.1 as usize), (long.len(), near));
            let pairs = answered(&interviews).most_alike(&rule, 5);
            prop_assert_eq!(pairs.is_empty(), near == 0);
        }
    }
}
