//! All submissions in order of receipt, a day at a time.

use crate::enumerator::Progress;
use crate::row::{CanonicalRow, Codes};
use crate::survey::Survey;
use crate::workday::{Visit, work};
use std::collections::VecDeque;

/// Yields the submissions of a survey in order of receipt, ties by enumerator and visit.
///
/// At any time it holds the submissions received on one day and those of earlier work that come in within the next six.
#[derive(Debug)]
pub struct Submissions<'a> {
    survey: &'a Survey,
    codes: Codes,
    progress: Vec<Progress>,
    /// The next day to be worked.
    day: i32,
    /// Visits by day of receipt; the front is `day`'s.
    waiting: VecDeque<Vec<Visit>>,
    /// The day's visits in order, and how many are out.
    today: Vec<Visit>,
    out: usize,
}

impl<'a> Submissions<'a> {
    pub(crate) fn new(survey: &'a Survey) -> Submissions<'a> {
        Submissions {
            survey,
            codes: Codes::new(survey),
            progress: vec![Progress::default(); survey.enumerators.len()],
            day: survey.first_day(),
            waiting: VecDeque::new(),
            today: Vec::new(),
            out: 0,
        }
    }

    /// Writes the next submission into `row`, whose old content is dropped; `false` at the end. Allocates nothing
    /// for the row: the quick way for large surveys.
    pub fn next_into(&mut self, row: &mut CanonicalRow) -> bool {
        while self.out == self.today.len() {
            if self.day > self.survey.scenario.today.0 {
                return false;
            }
            self.work_a_day();
        }
        row.fill(self.survey, &self.codes, &self.today[self.out]);
        self.out += 1;
        true
    }

    fn work_a_day(&mut self) {
        let mut made = Vec::new();
        for (index, enumerator) in self.survey.enumerators.iter().enumerate() {
            if enumerator.visits == 0 {
                continue;
            }
            let range = self.progress[index].advance(
                self.survey.scenario.seed,
                index,
                enumerator,
                self.day,
            );
            work(self.survey, index, self.day, range, &mut made);
            // Emptied at once: the visits of one enumerator's day stay in the processor's cache.
            for visit in made.drain(..) {
                let received = visit.received_s.div_euclid(crate::calendar::DAY_S) as i32;
                let later = (received - self.day).max(0) as usize;
                if self.waiting.len() <= later {
                    self.waiting.resize_with(later + 1, Vec::new);
                }
                self.waiting[later].push(visit);
            }
        }
        let mut spent = std::mem::replace(
            &mut self.today,
            self.waiting.pop_front().unwrap_or_default(),
        );
        // Tomorrow's visits go where yesterday's were: the room is there already.
        spent.clear();
        match self.waiting.front_mut() {
            Some(tomorrow) => {
                spent.append(tomorrow);
                *tomorrow = spent;
            }
            None => self.waiting.push_back(spent),
        }
        self.today
            .sort_unstable_by_key(|v| (v.received_s, v.enumerator, v.number));
        self.out = 0;
        self.day += 1;
    }
}

impl Iterator for Submissions<'_> {
    type Item = CanonicalRow;

    fn next(&mut self) -> Option<CanonicalRow> {
        let mut row = CanonicalRow::default();
        self.next_into(&mut row).then_some(row)
    }
}
