//! Where one offset ends and the next begins: the cheapest way through the proposed offsets.

use super::Rules;
use super::signal::Signal;

/// A satellite time outside its interview, or an interview received before it ended.
const CONTRADICTED: u32 = 20;
/// A start outside the usual hours.
const UNUSUAL_HOUR: u32 = 10;
/// Calling a clock off for a visit that says nothing of the kind.
const WITHOUT_NEED: u32 = 3;

/// The price of a change for so many visits in a row that have to contradict what went before: fewer are noise.
fn price_of_change(rules: &Rules<'_>) -> u32 {
    let visits = u32::try_from(rules.least_visits.max(2)).unwrap_or(u32::MAX);
    CONTRADICTED.saturating_mul(visits - 1)
}

/// What speaks against an offset.
fn against(signal: &Signal, offset_ms: i64, rules: &Rules<'_>) -> u32 {
    let by_fix = signal.fix_fits(offset_ms) == Some(false);
    let by_hour = signal.starts_usual(offset_ms, rules) == Some(false);
    CONTRADICTED * (u32::from(by_fix) + u32::from(signal.received_too_early(offset_ms)))
        + UNUSUAL_HOUR * u32::from(by_hour)
}

/// The price of an offset, of which `uncorrected` speaks against none.
fn price(signal: &Signal, offset_ms: i64, uncorrected: u32, rules: &Rules<'_>) -> u32 {
    if offset_ms == 0 {
        return uncorrected;
    }
    let paid = against(signal, offset_ms, rules);
    paid + WITHOUT_NEED * u32::from(paid >= uncorrected)
}

/// The visits cut into stretches of one offset each, as the positions of their visits in order. Among equally good ways the
/// one with the earlier proposals, so that a clock is left as it stands where nothing speaks against it.
pub(super) fn stretches(signals: &[Signal], levels: &[i64], rules: &Rules<'_>) -> Vec<Vec<usize>> {
    // Most clocks: nothing speaks for any offset.
    if levels.len() == 1 && !signals.is_empty() {
        return vec![(0..signals.len()).collect()];
    }
    let labels = cheapest(signals, levels, rules);
    let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
    for (at, label) in labels.into_iter().enumerate() {
        match groups.last_mut() {
            Some((last, members)) if *last == label => members.push(at),
            _ => groups.push((label, vec![at])),
        }
    }
    exchange_strays(signals, levels, rules, &mut groups);
    groups.into_iter().map(|(_, members)| members).collect()
}

/// The cheapest label for each visit (Viterbi 1967, over costs).
fn cheapest(signals: &[Signal], levels: &[i64], rules: &Rules<'_>) -> Vec<usize> {
    let change = price_of_change(rules);
    let mut total: Vec<u32> = vec![0; levels.len()];
    let mut came_from: Vec<u8> = Vec::with_capacity(signals.len() * levels.len());
    for (index, signal) in signals.iter().enumerate() {
        let (best, best_total) = least(&total);
        let uncorrected = against(signal, 0, rules);
        for (level, offset_ms) in levels.iter().enumerate() {
            let stay = total[level];
            let switch = best_total.saturating_add(if index == 0 { 0 } else { change });
            let from = if stay <= switch { level } else { best };
            came_from.push(u8::try_from(from).unwrap_or(0));
            total[level] =
                stay.min(switch)
                    .saturating_add(price(signal, *offset_ms, uncorrected, rules));
        }
    }
    let mut label = least(&total).0;
    let mut labels = vec![0; signals.len()];
    for index in (0..signals.len()).rev() {
        labels[index] = label;
        label = usize::from(came_from[index * levels.len() + label]);
    }
    labels
}

fn least(totals: &[u32]) -> (usize, u32) {
    let mut best = (0, u32::MAX);
    for (level, total) in totals.iter().enumerate() {
        if *total < best.1 {
            best = (level, *total);
        }
    }
    best
}

/// How far from a change of the clock a visit may have strayed to the wrong side of it: about a day's batch.
const STRAY_WITHIN: usize = 30;

/// Forms sent around a change of the clock may come in any order. One that the other side's clock explains, and its own side's
/// does not, was recorded on the other side and is put there.
fn exchange_strays(
    signals: &[Signal],
    levels: &[i64],
    rules: &Rules<'_>,
    groups: &mut Vec<(usize, Vec<usize>)>,
) {
    for right in 1..groups.len() {
        let (a, b) = (groups[right - 1].0, groups[right].0);
        let (Some(&a), Some(&b)) = (levels.get(a), levels.get(b)) else {
            continue;
        };
        let explained = |signal: &Signal, by: i64| {
            price(signal, by, against(signal, 0, rules), rules) < UNUSUAL_HOUR
        };
        let strayed = |at: &usize, own: i64, other: i64| {
            signals
                .get(*at)
                .is_some_and(|signal| !explained(signal, own) && explained(signal, other))
        };
        let boundary = groups[right].1.first().copied().unwrap_or_default();
        let near = |at: &usize| at.abs_diff(boundary) <= STRAY_WITHIN;
        let (to_right, left): (Vec<usize>, Vec<usize>) = groups[right - 1]
            .1
            .iter()
            .partition(|at| near(at) && strayed(at, a, b));
        let (to_left, kept): (Vec<usize>, Vec<usize>) = groups[right]
            .1
            .iter()
            .partition(|at| near(at) && strayed(at, b, a));
        groups[right - 1].1 = merged(left, to_left);
        groups[right].1 = merged(to_right, kept);
    }
    groups.retain(|(_, members)| !members.is_empty());
}

fn merged(mut a: Vec<usize>, b: Vec<usize>) -> Vec<usize> {
    a.extend(b);
    a.sort_unstable();
    a
}
