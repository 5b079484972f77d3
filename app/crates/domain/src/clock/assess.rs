//! A run's offset, from the evidence of its own visits.

use super::levels::{median, peak, smallest_supported, within};
use super::signal::Signal;
use super::{Certainty, Rules, RunEvidence, SLACK_MS};

const HOUR_MS: i64 = 3_600_000;
/// Runs that differ by less are one.
const SAME_MS: i64 = 5 * 60_000;
/// Receipts further from each other than this came in different batches.
const BATCH_MS: i64 = 6 * HOUR_MS;
/// So many batches have to have been late before a slow clock is likely.
const LEAST_BATCHES: usize = 3;

/// A tablet that was online less often than this is no measure of how slow its clock was.
const MOST_SLOW_MS: i64 = 20 * HOUR_MS;

/// A run's offset and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub offset_ms: i64,
    pub certainty: Certainty,
    pub evidence: RunEvidence,
}

/// Judges each stretch, and joins neighbours that turn out to have had the same clock.
pub(super) fn runs(
    signals: &[Signal],
    stretches: Vec<Vec<usize>>,
    rules: &Rules<'_>,
) -> Vec<(Vec<usize>, Verdict)> {
    let mut runs: Vec<(Vec<usize>, Verdict)> = Vec::new();
    for members in stretches {
        let verdict = assess(signals, &members, rules);
        match runs.last_mut() {
            Some((before, last)) if same_clock(last, &verdict) => {
                before.extend(members);
                before.sort_unstable();
                *last = assess(signals, before, rules);
            }
            _ => runs.push((members, verdict)),
        }
    }
    runs
}

fn same_clock(a: &Verdict, b: &Verdict) -> bool {
    let near = a.offset_ms.abs_diff(b.offset_ms) <= SAME_MS.unsigned_abs();
    near && (a.certainty == b.certainty || (a.certainty.corrects() && b.certainty.corrects()))
        && a.evidence.suspected_ms.is_some() == b.evidence.suspected_ms.is_some()
}

impl Certainty {
    fn corrects(self) -> bool {
        matches!(self, Certainty::Likely | Certainty::Measured)
    }
}

/// What a run's visits say together, sorted for medians.
struct Gathered<'a> {
    of: Vec<&'a Signal>,
    fixes: Vec<(i64, i64)>,
    lags: Vec<i64>,
    rules: &'a Rules<'a>,
}

fn assess(signals: &[Signal], members: &[usize], rules: &Rules<'_>) -> Verdict {
    let of: Vec<&Signal> = members.iter().filter_map(|at| signals.get(*at)).collect();
    let mut lags: Vec<i64> = of.iter().filter_map(|signal| signal.lag_ms).collect();
    lags.sort_unstable();
    let gathered = Gathered {
        fixes: of.iter().filter_map(|signal| signal.fix).collect(),
        of,
        lags,
        rules,
    };
    let found = gathered
        .by_satellite()
        .or_else(|| gathered.by_early_receipt())
        .or_else(|| gathered.by_lateness())
        .or_else(|| gathered.by_hours())
        .unwrap_or_default();
    gathered.verdict(found)
}

/// What one kind of evidence says.
#[derive(Clone, Copy, Default)]
struct Found {
    certainty: Certainty,
    /// The offset, or while uncertain the suspected one.
    offset_ms: Option<i64>,
}

impl Found {
    fn new(certainty: Certainty, offset_ms: i64) -> Option<Found> {
        Some(Found {
            certainty,
            offset_ms: Some(offset_ms),
        })
    }
}

impl Gathered<'_> {
    /// Direct evidence: several satellite times, more than half of which agree on one offset.
    fn by_satellite(&self) -> Option<Found> {
        let all = self.fixes.len();
        let fit = self.fitting(0);
        let enough = fit >= self.rules.least_visits && fit * 2 > all;
        // No offset can have more support than all: most clocks are right, and need no peak to tell.
        if enough && fit * 10 >= all * 8 {
            return self.right_by_satellite();
        }
        let best = peak(&self.fixes)?;
        if enough && fit * 10 >= best.support * 8 {
            return self.right_by_satellite();
        }
        let offset_ms = within(&self.fixes, best);
        if best.support >= self.rules.least_visits && best.support * 2 > all {
            return self.measured(offset_ms);
        }
        if all >= self.rules.least_visits {
            // Old fixes lie before their interviews by any amount and prove nothing. A fix from after the end cannot be old.
            let after_end = self
                .fixes
                .iter()
                .filter(|(_, most)| *most < -SLACK_MS)
                .count();
            return (after_end * 2 > all).then_some(Found {
                certainty: Certainty::Uncertain,
                offset_ms: Some(offset_ms),
            });
        }
        self.by_few_satellite_times(best.support, fit, offset_ms)
    }

    /// What satellite times measured, made sharper by the receipts: nothing is received before it ended. Where that asks for
    /// more than an interview's length the two clocks contradict each other, and neither is believed.
    fn measured(&self, offset_ms: i64) -> Option<Found> {
        let least_ms = smallest_supported(&self.lags).map_or(i64::MIN, |lag| -lag);
        if least_ms <= offset_ms.saturating_add(SLACK_MS) {
            return Found::new(Certainty::Measured, offset_ms);
        }
        let near = least_ms.saturating_sub(offset_ms) <= HOUR_MS;
        if near {
            Found::new(Certainty::Measured, least_ms)
        } else {
            Found::new(Certainty::Uncertain, offset_ms)
        }
    }

    /// The clock keeps to the satellites', unless the hours and every receipt say that those were the tablet's own.
    fn right_by_satellite(&self) -> Option<Found> {
        match self.by_lateness() {
            Some(slow) if slow.certainty == Certainty::Likely => Some(Found {
                certainty: Certainty::Uncertain,
                ..slow
            }),
            _ => Found::new(Certainty::Measured, 0),
        }
    }

    /// Two to four satellite times that all say the same are the second sign that a late or an early receipt asks for.
    fn by_few_satellite_times(&self, support: usize, fit: usize, offset_ms: i64) -> Option<Found> {
        if support < 2 || support < self.fixes.len() || fit > 0 {
            return None;
        }
        let smallest = self.lags.first().copied();
        let slow = offset_ms < 0
            && smallest
                .is_some_and(|lag| lag > self.rules.slow_lag_ms && lag + offset_ms >= -SLACK_MS);
        let fast = offset_ms > 0
            && smallest.is_some_and(|lag| lag < -SLACK_MS && lag + offset_ms >= -SLACK_MS);
        if slow || fast {
            return Found::new(Certainty::Likely, offset_ms);
        }
        let cannot_be_old = offset_ms < -SAME_MS;
        cannot_be_old.then_some(Found {
            certainty: Certainty::Uncertain,
            offset_ms: Some(offset_ms),
        })
    }

    /// A fast clock: received before the end, by several visits. It is off by at least the most of that; if the hours of the
    /// day do not come right with it, it is off by more, and nobody knows by how much.
    fn by_early_receipt(&self) -> Option<Found> {
        let early = self.early();
        if early >= 3 {
            let lag = smallest_supported(&self.lags).filter(|lag| *lag < -SLACK_MS)?;
            let fits = self.starts_usual(-lag) * 10 >= self.starts() * 8;
            let certainty = if fits {
                Certainty::Likely
            } else {
                Certainty::Uncertain
            };
            return Found::new(certainty, -lag);
        }
        // One or two among many are odd records; among few they may be the clock.
        (early > 0 && early * 10 >= self.lags.len())
            .then(|| self.lags.first())
            .flatten()
            .and_then(|lag| Found::new(Certainty::Uncertain, -lag))
    }

    /// A slow clock: every receipt late, batch after batch, and the hours of the day come right when the least lag is taken
    /// off. A tablet that is never online promptly has right hours already.
    fn by_lateness(&self) -> Option<Found> {
        let smallest = self.lags.first().copied()?;
        let starts = self.starts();
        let enough = self.lags.len().min(starts) >= self.rules.least_visits;
        if smallest <= self.rules.slow_lag_ms || !enough {
            return None;
        }
        let (usual, corrected) = (self.starts_usual(0), self.starts_usual(-smallest));
        if usual * 10 >= starts * 8 {
            return None;
        }
        let fits = usual * 2 <= starts && corrected * 10 >= starts * 8;
        // The hour of the day says nothing of whole days.
        if fits && self.comes_down_to(smallest) {
            return Found::new(Certainty::Likely, -smallest);
        }
        (fits || corrected * 5 > usual * 5 + starts)
            .then_some(())
            .and_then(|()| Found::new(Certainty::Uncertain, -smallest))
    }

    /// Many starts at odd hours, and no prompt receipt that would vouch for the clock: the clock may be the reason, so the
    /// hours accuse nobody.
    fn by_hours(&self) -> Option<Found> {
        let starts = self.starts();
        let enough = starts >= 2 * self.rules.least_visits;
        let odd = self.starts_usual(0) * 4 < starts * 3;
        let prompt = self
            .lags
            .iter()
            .filter(|lag| (-SLACK_MS..=HOUR_MS).contains(*lag))
            .count();
        let vouched = prompt * 10 >= self.lags.len().max(1) * 3;
        (enough && odd && !vouched).then_some(Found {
            certainty: Certainty::Uncertain,
            offset_ms: None,
        })
    }

    fn verdict(&self, found: Found) -> Verdict {
        let uncertain = found.certainty == Certainty::Uncertain;
        let offset_ms = found.offset_ms.unwrap_or_default();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut ahead: Vec<i64> = self
            .fixes
            .iter()
            .map(|(least, most)| 0.clamp(*least, *most))
            .collect();
        ahead.sort_unstable();
        Verdict {
            offset_ms: if uncertain { 0 } else { offset_ms },
            certainty: found.certainty,
            evidence: RunEvidence {
                satellite_times: count(self.fixes.len()),
                satellite_agree: count(self.fitting(offset_ms)),
                satellite_median_ms: median(&ahead),
                lags: count(self.lags.len()),
                lags_negative: count(self.early()),
                lag_smallest_ms: self.lags.first().copied(),
                lag_median_ms: median(&self.lags),
                starts: count(self.starts()),
                starts_usual: count(self.starts_usual(0)),
                starts_usual_corrected: count(self.starts_usual(offset_ms)),
                suspected_ms: found.offset_ms.filter(|_| uncertain),
            },
        }
    }

    fn fitting(&self, offset_ms: i64) -> usize {
        self.of
            .iter()
            .filter(|signal| signal.fix_fits(offset_ms) == Some(true))
            .count()
    }

    fn early(&self) -> usize {
        self.lags.iter().filter(|lag| **lag < -SLACK_MS).count()
    }

    fn starts(&self) -> usize {
        self.of
            .iter()
            .filter(|signal| signal.local_start_ms.is_some())
            .count()
    }

    fn starts_usual(&self, offset_ms: i64) -> usize {
        self.of
            .iter()
            .filter(|signal| signal.starts_usual(offset_ms, self.rules) == Some(true))
            .count()
    }

    /// The smallest lag of each batch of receipts.
    fn batches(&self) -> Vec<i64> {
        let mut received: Vec<(i64, i64)> = self
            .of
            .iter()
            .filter_map(|signal| signal.received_ms.zip(signal.lag_ms))
            .collect();
        received.sort_unstable();
        received
            .chunk_by(|a, b| b.0.saturating_sub(a.0) <= BATCH_MS)
            .filter_map(|batch| batch.iter().map(|(_, lag)| *lag).min())
            .collect()
    }

    /// Whether the smallest lag is what the tablet's lags usually come down to, and so measures its clock: true of one that is
    /// online every evening, not of one that is online now and then.
    fn comes_down_to(&self, smallest_ms: i64) -> bool {
        let batches = self.batches();
        let near = batches
            .iter()
            .filter(|lag| lag.saturating_sub(smallest_ms) <= 3 * HOUR_MS)
            .count();
        batches.len() >= LEAST_BATCHES && near * 2 >= batches.len() && smallest_ms <= MOST_SLOW_MS
    }
}
