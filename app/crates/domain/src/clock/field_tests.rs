//! Many tablets as the field has them: honest ones have to stay as they are, and wrong clocks have to be found.

use super::*;
use crate::place::Fix;
use crate::testing::plain_visit;

const MIN: i64 = 60_000;
const HOUR: i64 = 60 * MIN;
const DAY: i64 = 24 * HOUR;
const MIDNIGHT: i64 = 1_772_391_600_000;

/// SplitMix64: the same tablets in every run.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: i64) -> i64 {
        (self.next() % n.unsigned_abs()) as i64
    }
    fn one_in(&mut self, n: i64) -> bool {
        self.below(n) == 0
    }
}

/// When forms reach the server.
#[derive(Clone, Copy, Debug)]
enum Sending {
    AtOnce,
    Evening,
    Never,
    WhenItCan,
    Weekly,
}

/// When in the interview the position is taken.
#[derive(Clone, Copy, Debug)]
enum Positions {
    None,
    AtStart,
    Anywhere,
    AtEnd,
    MostlyOld,
}

/// A wave of an honest enumerator, by a clock that is off by `offset_of` the day: each visit with its day.
fn wave(
    chance: &mut Chance,
    days: i64,
    sending: Sending,
    positions: Positions,
    offset_of: impl Fn(i64) -> i64,
) -> Vec<(Visit, i64)> {
    let mut visits = Vec::new();
    let mut old_fix = None;
    let weekly = 20 + chance.below(4);
    for day in 0..days {
        let midnight = MIDNIGHT + day * DAY;
        let mut at = midnight + 8 * HOUR + chance.below(90) * MIN;
        if chance.one_in(12) {
            at -= 3 * HOUR;
        }
        let evening = midnight + 19 * HOUR + chance.below(120) * MIN;
        let night = midnight + DAY * (1 + chance.below(3)) + 12 * HOUR + chance.below(600) * MIN;
        let off = offset_of(day);
        while at < midnight + 17 * HOUR {
            let minutes = if chance.one_in(3) {
                1 + chance.below(4)
            } else {
                12 + chance.below(35)
            };
            let end = at + minutes * MIN;
            let received = match sending {
                Sending::AtOnce => end + chance.below(240) * 1_000,
                Sending::Evening => evening.max(end) + visits.len() as i64 * 700,
                Sending::Never => night + visits.len() as i64 * 700,
                Sending::WhenItCan => {
                    if chance.one_in(4) {
                        end + chance.below(20) * MIN
                    } else {
                        end + chance.below(30 * 60) * MIN
                    }
                }
                Sending::Weekly => {
                    MIDNIGHT + (day / 7 + 1) * 7 * DAY + weekly * HOUR + visits.len() as i64 * 700
                }
            };
            let fix_at = match positions {
                Positions::None => None,
                Positions::AtStart => Some(at + chance.below(40) * 1_000),
                Positions::Anywhere => Some(at + chance.below(minutes * 60) * 1_000),
                Positions::AtEnd => Some(end - chance.below(40) * 1_000),
                Positions::MostlyOld => {
                    if chance.one_in(3) {
                        Some(at + 30_000)
                    } else {
                        Some(at - chance.below(240) * MIN)
                    }
                }
            };
            let fix_at = if chance.one_in(8) { old_fix } else { fix_at };
            old_fix = fix_at;
            let key = visits.len() as i64 + 1;
            let visit = Visit {
                started_at: Some(EpochMs(at + off)),
                ended_at: Some(EpochMs(end + off)),
                received_at: Some(EpochMs(received)),
                fix_at: fix_at.map(EpochMs),
                fix: Some(Fix {
                    latitude: 31.5 + key as f64 * 1e-4,
                    longitude: 74.3 + chance.below(1 << 30) as f64 * 1e-12,
                    accuracy_m: Some(8.0),
                }),
                ..plain_visit(key)
            };
            visits.push((visit, day));
            at = end + (2 + chance.below(25)) * MIN;
        }
    }
    visits
}

const SENDING: [Sending; 5] = [
    Sending::AtOnce,
    Sending::Evening,
    Sending::Never,
    Sending::WhenItCan,
    Sending::Weekly,
];
const POSITIONS: [Positions; 5] = [
    Positions::None,
    Positions::AtStart,
    Positions::Anywhere,
    Positions::AtEnd,
    Positions::MostlyOld,
];
/// Tablets of each kind.
const TABLETS: i64 = 8;

/// What was said about the clocks of some visits, by how far it is from the truth.
#[derive(Debug, Default)]
struct Told {
    visits: usize,
    /// To a quarter of an hour.
    right: usize,
    uncertain: usize,
    /// Corrected, and further from the truth than before.
    worse: usize,
    /// Honest starts that would be called odd by a check that allows for what a likely correction may be off by.
    accused: usize,
}

impl Told {
    fn share_pct(&self, part: usize) -> f64 {
        part as f64 * 100.0 / self.visits.max(1) as f64
    }

    fn add(&mut self, visit: &Visit, truth_ms: i64, reading: Reading) {
        let Some(start) = visit.started_at else {
            return;
        };
        let usual = |offset_ms: i64, off_min: i64| {
            let minute = (start.0 - offset_ms + 5 * HOUR).rem_euclid(DAY) / MIN;
            (420 - off_min..=1_200 + off_min).contains(&minute)
        };
        let error = (reading.offset_ms - truth_ms).abs();
        let off_min = if reading.tells_minutes() { 0 } else { 120 };
        let uncertain = !reading.tells_hours();
        self.visits += 1;
        self.uncertain += usize::from(uncertain);
        self.right += usize::from(!uncertain && error <= 15 * MIN);
        self.worse += usize::from(reading.corrects() && error > truth_ms.abs());
        self.accused +=
            usize::from(!uncertain && usual(truth_ms, 0) && !usual(reading.offset_ms, off_min));
    }
}

/// What is said of tablets whose clock is off from the first day on, or from the middle of the wave on.
fn told(seed: u64, sending: Sending, positions: Positions, off: i64, in_mid_wave: bool) -> Told {
    let zone = jiff::tz::offset(5).to_time_zone();
    let rules = Rules::in_zone(&zone);
    let mut chance = Chance(seed);
    let mut told = Told::default();
    for _ in 0..TABLETS {
        let days = 4 + chance.below(20);
        let change = if in_mid_wave { days / 2 } else { 0 };
        let offset_of = |day| if day >= change { off } else { 0 };
        let visits = wave(&mut chance, days, sending, positions, offset_of);
        let given: Vec<Visit> = visits.iter().map(|(visit, _)| *visit).collect();
        let corrected = correct(1, &given, &rules);
        for (visit, day) in &visits {
            told.add(visit, offset_of(*day), corrected.reading(visit.key));
        }
    }
    told
}

#[test]
fn honest_tablets_stay_as_they_are_however_they_send_and_whatever_their_positions_are() {
    for sending in SENDING {
        for positions in POSITIONS {
            // A minute or two is how clocks differ that nobody has touched.
            for off in [-2 * MIN, 0, 2 * MIN] {
                let told = told(11, sending, positions, off, false);
                let all = told.right == told.visits && told.uncertain == 0;
                assert!(all, "{sending:?} {positions:?} {off}: {told:?}");
            }
        }
    }
}

#[test]
fn satellite_times_find_wrong_clocks_in_mid_wave_too() {
    for sending in SENDING {
        for positions in [Positions::AtStart, Positions::Anywhere, Positions::AtEnd] {
            for off in [-3 * DAY, -12 * HOUR, -5 * HOUR, 2 * HOUR, 12 * HOUR] {
                for in_mid_wave in [false, true] {
                    let told = told(23, sending, positions, off, in_mid_wave);
                    assert!(
                        told.share_pct(told.right) > 97.0 && told.share_pct(told.accused) < 0.5,
                        "{sending:?} {positions:?} {off} {in_mid_wave}: {told:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn without_satellite_times_twelve_hours_are_found_where_tablets_send_at_once_and_accuse_nobody_elsewhere()
 {
    for off in [-12 * HOUR, 12 * HOUR] {
        let at_once = told(31, Sending::AtOnce, Positions::None, off, false);
        assert!(
            at_once.share_pct(at_once.right) > 99.0,
            "{off}: {at_once:?}"
        );
        for sending in SENDING {
            let told = told(37, sending, Positions::None, off, false);
            assert!(
                told.share_pct(told.accused) < 0.5,
                "{sending:?} {off}: {told:?}"
            );
        }
    }
}

#[test]
fn no_correction_makes_it_worse_where_tablets_send_within_the_day() {
    for sending in [Sending::AtOnce, Sending::Evening, Sending::WhenItCan] {
        for positions in POSITIONS {
            for off in [
                -12 * HOUR,
                -5 * HOUR,
                -20 * MIN,
                20 * MIN,
                2 * HOUR,
                12 * HOUR,
            ] {
                let told = told(41, sending, positions, off, false);
                assert_eq!(told.worse, 0, "{sending:?} {positions:?} {off}: {told:?}");
            }
        }
    }
}
