//! Offsets that could explain a device's visits.

use super::signal::Signal;
use super::{Rules, SLACK_MS};

/// Satellite times propose so many offsets at most: clocks are changed a few times in a survey.
const MOST_BY_SATELLITE: usize = 5;
/// Late receipts propose for so many stretches at most.
const MOST_BY_LATENESS: usize = 3;
/// Proposals nearer to each other than this are one.
const APART_MS: i64 = 5 * 60_000;
/// Lags that support each other lie within this of each other.
const TOGETHER_MS: i64 = 12 * 3_600_000;

/// The offsets that most of some intervals have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Peak {
    /// The least of them.
    pub least: i64,
    /// The most.
    pub most: i64,
    /// Of how many intervals they are part.
    pub support: usize,
}

/// Offsets worth trying, in milliseconds; the first is 0, and no two are near each other.
pub(super) fn propose(signals: &[Signal], rules: &Rules<'_>) -> Vec<i64> {
    let mut levels = vec![0];
    let mut add = |offset_ms: i64| {
        if levels
            .iter()
            .all(|l: &i64| l.abs_diff(offset_ms) > APART_MS.unsigned_abs())
        {
            levels.push(offset_ms);
        }
    };
    by_satellite(signals, rules).into_iter().for_each(&mut add);
    by_early_receipt(signals).into_iter().for_each(&mut add);
    by_lateness(signals, rules).into_iter().for_each(&mut add);
    levels
}

/// Offsets that several satellite times agree on, while no offset at all would not do.
fn by_satellite(signals: &[Signal], rules: &Rules<'_>) -> Vec<i64> {
    let mut rest: Vec<(i64, i64)> = signals
        .iter()
        .filter(|signal| signal.fix_fits(0) == Some(false))
        .filter_map(|signal| signal.fix)
        .collect();
    let mut found = Vec::new();
    while found.len() < MOST_BY_SATELLITE {
        let Some(peak) = peak(&rest).filter(|peak| peak.support >= rules.least_visits) else {
            break;
        };
        found.push(within(&rest, peak));
        rest.retain(|interval| !meets(*interval, peak));
    }
    found
}

/// The least offset with which nothing was received before it ended.
fn by_early_receipt(signals: &[Signal]) -> Option<i64> {
    let mut lags: Vec<i64> = signals.iter().filter_map(|signal| signal.lag_ms).collect();
    lags.sort_unstable();
    smallest_supported(&lags)
        .filter(|lag| *lag < -SLACK_MS)
        .map(|lag| -lag)
}

/// Stretches of visits all of which came late may be a slow clock's: then the least late was sent at once.
fn by_lateness(signals: &[Signal], rules: &Rules<'_>) -> Vec<i64> {
    let lags: Vec<i64> = signals.iter().filter_map(|signal| signal.lag_ms).collect();
    let window = 2 * rules.least_visits.max(1);
    let is_late = |lag: &i64| *lag > rules.slow_lag_ms;
    let mut stretches: Vec<&[i64]> = lags
        .chunk_by(|a, b| is_late(a) == is_late(b))
        .filter(|stretch| stretch.len() >= window && stretch.first().is_some_and(is_late))
        .collect();
    stretches.sort_by_key(|stretch| std::cmp::Reverse(stretch.len()));
    stretches.truncate(MOST_BY_LATENESS);
    let mut found = Vec::new();
    for stretch in stretches {
        // A stretch may begin with an honest late batch: the usual least lag of a few visits in a row is tried as well.
        let mut least: Vec<i64> = stretch
            .chunks_exact(window)
            .filter_map(|chunk| chunk.iter().copied().min())
            .collect();
        least.sort_unstable();
        found.extend(least.get(least.len() / 2).map(|lag| -lag));
        found.extend(least.first().map(|lag| -lag));
    }
    found
}

/// The smallest of sorted lags that two others come near, so that one odd record decides nothing.
pub(super) fn smallest_supported(sorted_lags: &[i64]) -> Option<i64> {
    sorted_lags
        .windows(3)
        .find(|three| three[2] - three[0] <= TOGETHER_MS)
        .map(|three| three[0])
}

/// What the most intervals have in common, give or take the slack; the lowest where several do equally well.
pub(super) fn peak(intervals: &[(i64, i64)]) -> Option<Peak> {
    // At the same offset an interval begins before another ends.
    let mut edges: Vec<(i64, u8)> = Vec::with_capacity(intervals.len() * 2);
    for (least, most) in intervals {
        edges.push((least - SLACK_MS, 0));
        edges.push((most + SLACK_MS, 1));
    }
    edges.sort_unstable();
    let (mut open, mut best): (usize, Option<Peak>) = (0, None);
    for pair in edges.windows(2) {
        let [(at, kind), (next, _)] = pair else {
            continue;
        };
        open = if *kind == 0 {
            open + 1
        } else {
            open.saturating_sub(1)
        };
        if open > best.map_or(0, |peak| peak.support) {
            best = Some(Peak {
                least: *at,
                most: *next,
                support: open,
            });
        }
    }
    best
}

/// Whether an interval is one of those that a peak rests on.
pub(super) fn meets((least, most): (i64, i64), peak: Peak) -> bool {
    least - SLACK_MS <= peak.least && peak.most <= most + SLACK_MS
}

/// The offset that a peak stands for. Most forms ask for the position at the same place, at their beginning or at their end:
/// the end of the interview that the satellite times keep to tells the offset to the second.
pub(super) fn within(intervals: &[(i64, i64)], peak: Peak) -> i64 {
    let part = |side: fn(&(i64, i64)) -> i64| -> Vec<i64> {
        let mut values: Vec<i64> = intervals
            .iter()
            .filter(|interval| meets(**interval, peak))
            .map(side)
            .collect();
        values.sort_unstable();
        values
    };
    let by_start = part(|interval| interval.0);
    let by_end = part(|interval| interval.1);
    let (start_ms, start_spread) = middle_and_spread(&by_start);
    let (end_ms, end_spread) = middle_and_spread(&by_end);
    let chosen = if start_spread <= end_spread {
        start_ms
    } else {
        end_ms
    };
    chosen.clamp(peak.least.min(peak.most), peak.most)
}

/// The median and the median distance from it, of sorted values; 0 of none.
fn middle_and_spread(sorted: &[i64]) -> (i64, u64) {
    let middle = median(sorted).unwrap_or_default();
    let mut away: Vec<u64> = sorted.iter().map(|value| value.abs_diff(middle)).collect();
    away.sort_unstable();
    (
        middle,
        away.get(away.len() / 2).copied().unwrap_or_default(),
    )
}

/// The lower median of sorted values.
pub(super) fn median(sorted: &[i64]) -> Option<i64> {
    sorted.get(sorted.len().saturating_sub(1) / 2).copied()
}
