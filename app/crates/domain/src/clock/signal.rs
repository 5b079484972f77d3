//! What one visit says about its device's clock, and the order of the visits.

use super::{Rules, SLACK_MS};
use crate::time::{MS_PER_DAY, local_ms};
use crate::visit::Visit;
use std::borrow::Borrow;

/// Differences beyond this are no clock's, and are left aside: 200 years. A clock that starts at 1970 is within it.
const MOST_MS: i64 = 200 * 366 * MS_PER_DAY;

/// What one visit says about its device's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Signal {
    /// The visit's key.
    pub key: i64,
    /// The offsets that would put its satellite time inside the interview, least and most, in milliseconds.
    pub fix: Option<(i64, i64)>,
    /// From the end by the device's clock to the receipt by the server's, in milliseconds.
    pub lag_ms: Option<i64>,
    /// When it came in, by the server's clock.
    pub received_ms: Option<i64>,
    /// The start on the wall's clock, as recorded.
    pub local_start_ms: Option<i64>,
}

impl Signal {
    /// Whether the satellite time lies inside the interview if the clock is off by `offset_ms`, give or take the slack.
    pub fn fix_fits(&self, offset_ms: i64) -> Option<bool> {
        let (least, most) = self.fix?;
        Some((least - SLACK_MS..=most + SLACK_MS).contains(&offset_ms))
    }

    /// Whether the interview would have ended after it was received.
    pub fn received_too_early(&self, offset_ms: i64) -> bool {
        self.lag_ms.is_some_and(|lag| lag + offset_ms < -SLACK_MS)
    }

    /// Whether the interview would have started in the usual hours.
    pub fn starts_usual(&self, offset_ms: i64, rules: &Rules<'_>) -> Option<bool> {
        self.local_start_ms
            .map(|at| rules.usual.hold(at.saturating_sub(offset_ms)))
    }
}

/// What each visit says, in the order in which the server got them.
///
/// The device's own times are no order where its clock jumped back: the forms from after the jump would mix with those from
/// before. Receipts are, for tablets send in the order of work. Within one receipt, and where none is known, satellite
/// time decides, then the device's, then the key.
pub(super) fn in_order<V: Borrow<Visit>>(visits: &[V], rules: &Rules<'_>) -> Vec<Signal> {
    let (shared_times, shared_points) = shared(visits);
    let mut ordered: Vec<((i64, i64), Signal)> = visits
        .iter()
        .map(V::borrow)
        .map(|visit| {
            let own = visit.ended_at.or(visit.started_at).or(visit.fix_at);
            let main = visit.received_at.or(own).map_or(i64::MIN, |at| at.0);
            let within = visit.fix_at.or(own).map_or(i64::MIN, |at| at.0);
            let independent = is_independent(visit, &shared_times, &shared_points);
            ((main, within), signal(visit, independent, rules))
        })
        .collect();
    ordered.sort_unstable_by_key(|(order, signal)| (*order, signal.key));
    let mut signals: Vec<Signal> = ordered.into_iter().map(|(_, signal)| signal).collect();
    drop_borrowed_times(&mut signals);
    signals
}

fn signal(visit: &Visit, independent: bool, rules: &Rules<'_>) -> Signal {
    let start = visit.started_at.or(visit.ended_at);
    let end = visit.ended_at.or(visit.started_at);
    // A form that ends before it starts was open while its clock was changed: it says nothing about either side.
    let span = start
        .zip(end)
        .filter(|(start, end)| start <= end)
        .map(|(start, end)| (start.0, end.0));
    let fix = span
        .zip(visit.fix_at.filter(|_| independent))
        .map(|((start, end), fix)| (start.saturating_sub(fix.0), end.saturating_sub(fix.0)))
        .filter(|(least, most)| can_be(*least) && can_be(*most));
    let lag_ms = span
        .zip(visit.received_at)
        .filter(|_| visit.ended_at.is_some())
        .map(|((_, end), received)| received.0.saturating_sub(end))
        .filter(|lag| can_be(*lag));
    Signal {
        key: visit.key,
        fix,
        lag_ms,
        received_ms: visit.received_at.map(|at| at.0),
        local_start_ms: visit.started_at.and_then(|at| local_ms(at, rules.zone)),
    }
}

fn can_be(difference_ms: i64) -> bool {
    (-MOST_MS..=MOST_MS).contains(&difference_ms)
}

/// A fix that several visits share was taken once and repeated from memory: it says nothing about when they were.
fn is_independent(visit: &Visit, shared_times: &[i64], shared_points: &[(u64, u64)]) -> bool {
    let Some(fix_at) = visit.fix_at else {
        return false;
    };
    visit.mock_location != Some(true)
        && shared_times.binary_search(&fix_at.0).is_err()
        && point(visit).is_none_or(|point| shared_points.binary_search(&point).is_err())
}

fn point(visit: &Visit) -> Option<(u64, u64)> {
    visit
        .fix
        .map(|fix| (fix.latitude.to_bits(), fix.longitude.to_bits()))
}

/// Satellite times and positions that more than one visit has, sorted.
fn shared<V: Borrow<Visit>>(visits: &[V]) -> (Vec<i64>, Vec<(u64, u64)>) {
    let visits = visits.iter().map(V::borrow);
    let times = visits.clone().filter_map(|v| v.fix_at).map(|at| at.0);
    (
        repeated(times.collect()),
        repeated(visits.filter_map(point).collect()),
    )
}

fn repeated<T: Ord + Copy>(mut values: Vec<T>) -> Vec<T> {
    values.sort_unstable();
    let mut repeated: Vec<T> = values
        .windows(2)
        .filter(|pair| pair[0] == pair[1])
        .map(|pair| pair[0])
        .collect();
    repeated.dedup();
    repeated
}

/// Some tablets stamp a fix with their own clock. Then it lies inside interviews that were received before they ended, which
/// a satellite's time cannot; and none of the device's satellite times is one.
fn drop_borrowed_times(signals: &mut [Signal]) {
    let too_early = |signal: &&Signal| signal.received_too_early(0);
    let proofs = signals
        .iter()
        .filter(too_early)
        .filter(|signal| signal.fix_fits(0) == Some(true))
        .count();
    let others = signals
        .iter()
        .filter(too_early)
        .filter(|signal| signal.fix_fits(0) == Some(false))
        .count();
    if proofs >= 3 && proofs > others {
        for signal in signals {
            signal.fix = None;
        }
    }
}
