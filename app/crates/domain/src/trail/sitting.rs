//! Events → facts. A **sitting** is what happened between opening a form and leaving it.
//!
//! Only where a sitting begins does the device's clock speak: within one, tools count on from there by a clock that
//! cannot be set. So a clock that was moved back shows between two sittings and nowhere else, and sittings are added up each for
//! itself: after a step back they overlap, and one union of all would lose time.

use super::{Event, LONGEST_STRETCH_MS, Mark, TrailFacts};
use std::collections::BTreeMap;

/// The facts of a trail whose events stand in the order in which they were recorded.
///
/// - **Active time** is the time that lies within some event's span, each moment once however many events it lies in (questions
///   of one screen have the same span), without stretches longer than [`LONGEST_STRETCH_MS`] in which nothing happened.
/// - A new sitting begins with [`Mark::Opens`], and with whatever follows [`Mark::Closes`]: the row that says so is missing in
///   some logs. What stands before the first `Opens` belongs to the first sitting: tools write its row late.
pub fn facts<'a>(events: impl IntoIterator<Item = Event<'a>>) -> TrailFacts {
    let mut sums = Sums::default();
    let mut sitting = Sitting::default();
    for event in events {
        let begins = match event.mark {
            Mark::Opens => sitting.opened || sitting.closed,
            Mark::Closes => false,
            _ => sitting.closed,
        };
        if begins {
            sums.between(sitting.last_ms, event.start_ms);
            sums.add(std::mem::take(&mut sitting));
        }
        sums.mark(event.mark);
        sitting.take(event);
    }
    sums.add(sitting);
    sums.facts()
}

#[derive(Default)]
struct Sitting<'a> {
    opened: bool,
    closed: bool,
    /// Its latest instant.
    last_ms: Option<i64>,
    instants: Vec<i64>,
    spans: Vec<(i64, i64, &'a str)>,
}

impl<'a> Sitting<'a> {
    fn take(&mut self, event: Event<'a>) {
        self.opened |= event.mark == Mark::Opens;
        self.closed |= event.mark == Mark::Closes;
        self.instants.push(event.start_ms);
        self.last_ms = self.last_ms.max(Some(event.start_ms));
        if let Some(end_ms) = event.end_ms.filter(|end_ms| *end_ms >= event.start_ms) {
            self.instants.push(end_ms);
            self.last_ms = self.last_ms.max(Some(end_ms));
            self.spans.push((event.start_ms, end_ms, event.node));
        }
    }
}

#[derive(Default)]
struct Sums {
    sittings: u64,
    spans: u64,
    active_ms: i64,
    pauses: u32,
    paused_ms: i64,
    back_ms: i64,
    refused: Option<bool>,
    mocked: Option<bool>,
    question_ms: BTreeMap<String, u64>,
}

impl Sums {
    fn mark(&mut self, mark: Mark) {
        match mark {
            Mark::LocationRefused => self.refused = Some(true),
            Mark::LocationGranted => self.refused = self.refused.or(Some(false)),
            Mark::Mocked => self.mocked = Some(true),
            Mark::NotMocked => self.mocked = self.mocked.or(Some(false)),
            Mark::None | Mark::Opens | Mark::Closes => {}
        }
    }

    /// From the end of one sitting to the beginning of the next.
    fn between(&mut self, last_ms: Option<i64>, begins_ms: i64) {
        let Some(last_ms) = last_ms else { return };
        let gap_ms = begins_ms.saturating_sub(last_ms);
        self.back_ms = self.back_ms.max(gap_ms.saturating_neg());
        if gap_ms > LONGEST_STRETCH_MS {
            self.pause(gap_ms);
        }
    }

    fn pause(&mut self, ms: i64) {
        self.pauses = self.pauses.saturating_add(1);
        self.paused_ms = self.paused_ms.saturating_add(ms);
    }

    fn add(&mut self, sitting: Sitting<'_>) {
        let Sitting {
            mut instants,
            mut spans,
            ..
        } = sitting;
        if instants.is_empty() {
            return;
        }
        self.sittings += 1;
        self.spans += spans.len() as u64;
        instants.sort_unstable();
        instants.dedup();
        spans.sort_unstable();
        // Between two instants next to each other nothing happened: such a stretch lies in a span wholly or not at all.
        let mut without_pauses = Vec::with_capacity(instants.len());
        without_pauses.push(0_i64);
        let (mut next, mut reach) = (0, i64::MIN);
        for pair in instants.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            while next < spans.len() && spans[next].0 <= from {
                reach = reach.max(spans[next].1);
                next += 1;
            }
            let ms = to.saturating_sub(from);
            let is_pause = ms > LONGEST_STRETCH_MS;
            if is_pause {
                self.pause(ms);
            } else if reach >= to {
                self.active_ms = self.active_ms.saturating_add(ms);
            }
            let so_far = without_pauses.last().copied().unwrap_or(0);
            without_pauses.push(so_far.saturating_add(if is_pause { 0 } else { ms }));
        }
        let until = |instant: i64| {
            let at = instants.partition_point(|own| *own < instant);
            without_pauses.get(at).copied().unwrap_or(0)
        };
        for (start, end, node) in spans {
            if node.is_empty() {
                continue;
            }
            let ms = until(end).saturating_sub(until(start)).unsigned_abs();
            match self.question_ms.get_mut(node) {
                Some(sum) => *sum = sum.saturating_add(ms),
                None => {
                    self.question_ms.insert(node.to_owned(), ms);
                }
            }
        }
    }

    fn facts(self) -> TrailFacts {
        let happened = self.sittings > 0;
        TrailFacts {
            active_s: (self.spans > 0).then(|| seconds(self.active_ms)),
            pauses: happened.then_some(self.pauses),
            paused_s: happened.then(|| seconds(self.paused_ms)),
            // Below a second two clocks of one device differ by themselves.
            clock_back_s: happened.then(|| clamp(self.back_ms / 1_000)),
            location_refused: self.refused,
            mock_location: self.mocked,
            question_ms: self.question_ms,
        }
    }
}

/// To the nearest second.
fn seconds(ms: i64) -> u32 {
    clamp(ms.saturating_add(500) / 1_000)
}

fn clamp(seconds: i64) -> u32 {
    u32::try_from(seconds.clamp(0, i64::from(i32::MAX))).unwrap_or(0)
}

#[cfg(test)]
mod tests;
