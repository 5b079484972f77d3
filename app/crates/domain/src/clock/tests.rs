//! Clocks that are off, and clocks that only look so.

use super::*;
use crate::testing::plain_visit;
use proptest::prelude::*;

const MIN: i64 = 60_000;
const HOUR: i64 = 60 * MIN;
/// Midnight of 2 March 2026 in Karachi.
const MIDNIGHT: i64 = 1_772_391_600_000;

fn karachi() -> TimeZone {
    jiff::tz::offset(5).to_time_zone()
}

/// How a tablet does its work: six visits of 30 minutes a day, on the hour from 09:00.
#[derive(Clone, Copy)]
struct Tablet {
    days: i64,
    /// Whether every form asks for the position, three minutes after it was opened.
    satellites: bool,
    /// When the day's forms are sent, in hours after midnight; `None` sends each at once.
    sent_at_h: Option<i64>,
}

impl Tablet {
    const PLAIN: Tablet = Tablet {
        days: 4,
        satellites: false,
        sent_at_h: None,
    };

    /// Its visits, if its clock is off by `offset_of` at the visit with that number.
    fn visits(self, offset_of: impl Fn(i64) -> i64) -> Vec<Visit> {
        (0..self.days * 6)
            .map(|n| {
                let midnight = MIDNIGHT + n / 6 * 24 * HOUR;
                let start = midnight + (9 + n % 6) * HOUR;
                let end = start + 30 * MIN;
                let off = offset_of(n);
                Visit {
                    started_at: Some(EpochMs(start + off)),
                    ended_at: Some(EpochMs(end + off)),
                    received_at: Some(EpochMs(
                        self.sent_at_h
                            .map_or(end + 2 * MIN, |hour| midnight + hour * HOUR + n * 1_000),
                    )),
                    fix_at: self.satellites.then_some(EpochMs(start + 3 * MIN)),
                    ..plain_visit(n + 1)
                }
            })
            .collect()
    }
}

/// Each run as `first key +visits offset in minutes certainty`.
fn told(visits: &[Visit]) -> Vec<String> {
    let zone = karachi();
    let corrected = correct(1, visits, &Rules::in_zone(&zone));
    let told = |run: &Run| {
        let minutes = run.offset_ms / MIN;
        format!(
            "{} +{} {minutes} min {:?}",
            run.first, run.visits, run.certainty
        )
    };
    corrected.runs.iter().map(told).collect()
}

#[test]
fn satellite_times_measure_a_clock_that_is_right() {
    let tablet = Tablet {
        satellites: true,
        ..Tablet::PLAIN
    };
    assert_eq!(told(&tablet.visits(|_| 0)), ["1 +24 0 min Measured"]);
}

#[test]
fn satellite_times_measure_a_clock_that_is_off_to_the_minute_in_either_direction() {
    let tablet = Tablet {
        satellites: true,
        ..Tablet::PLAIN
    };
    // The fix is taken three minutes into the form; how long the form had been open by then cannot be known.
    assert_eq!(
        told(&tablet.visits(|_| -7 * HOUR - 13 * MIN)),
        ["1 +24 -436 min Measured"]
    );
    assert_eq!(
        told(&tablet.visits(|_| 83 * MIN)),
        ["1 +24 80 min Measured"]
    );
}

#[test]
fn a_clock_set_wrong_in_mid_wave_and_right_again_has_three_runs() {
    let tablet = Tablet {
        days: 6,
        satellites: true,
        sent_at_h: Some(19),
    };
    let off = |n: i64| if (15..28).contains(&n) { -12 * HOUR } else { 0 };
    assert_eq!(
        told(&tablet.visits(off)),
        [
            "1 +15 0 min Measured",
            "16 +13 -723 min Measured",
            "29 +8 0 min Measured"
        ]
    );
}

#[test]
fn a_fast_clock_is_told_by_interviews_received_before_they_ended() {
    assert_eq!(
        told(&Tablet::PLAIN.visits(|_| 3 * HOUR)),
        ["1 +24 178 min Likely"]
    );
}

#[test]
fn a_clock_that_is_twelve_hours_slow_is_told_by_lateness_and_odd_hours_together() {
    assert_eq!(
        told(&Tablet::PLAIN.visits(|_| -12 * HOUR)),
        ["1 +24 -722 min Likely"]
    );
}

#[test]
fn a_clock_that_becomes_slow_in_mid_wave_has_two_runs_without_satellite_times() {
    let tablet = Tablet {
        days: 10,
        ..Tablet::PLAIN
    };
    let off = |n: i64| if n >= 30 { -12 * HOUR } else { 0 };
    assert_eq!(
        told(&tablet.visits(off)),
        ["1 +30 0 min Unknown", "31 +30 -722 min Likely"]
    );
}

#[test]
fn a_tablet_that_is_never_online_promptly_keeps_its_hours() {
    for sent_at_h in [30, 40, 60, 90] {
        let tablet = Tablet {
            sent_at_h: Some(sent_at_h),
            ..Tablet::PLAIN
        };
        assert_eq!(
            told(&tablet.visits(|_| 0)),
            ["1 +24 0 min Unknown"],
            "sent at {sent_at_h} h"
        );
    }
}

#[test]
fn a_few_early_starts_do_not_make_a_clock_slow() {
    let tablet = Tablet {
        sent_at_h: Some(26),
        ..Tablet::PLAIN
    };
    let early = |n: i64| if n % 6 == 0 { -4 * HOUR } else { 0 };
    assert_eq!(told(&tablet.visits(early)), ["1 +24 0 min Unknown"]);
}

#[test]
fn one_odd_satellite_time_and_one_odd_receipt_change_nothing() {
    let mut visits = Tablet::PLAIN.visits(|_| 0);
    visits[7].fix_at = Some(EpochMs(MIDNIGHT));
    visits[9].received_at = Some(EpochMs(MIDNIGHT));
    // By its receipt, the odd one is the first.
    assert_eq!(told(&visits), ["10 +24 0 min Unknown"]);

    let satellites = Tablet {
        satellites: true,
        ..Tablet::PLAIN
    };
    let mut visits = satellites.visits(|_| 0);
    for odd in [3, 4, 5, 12] {
        visits[odd].fix_at = visits[odd].fix_at.map(|at| EpochMs(at.0 - 9 * HOUR));
    }
    assert_eq!(told(&visits), ["1 +24 0 min Measured"]);
}

#[test]
fn a_fix_that_the_tablet_repeats_from_memory_is_no_evidence() {
    let mut visits = Tablet::PLAIN.visits(|_| 0);
    for visit in &mut visits {
        visit.fix_at = Some(EpochMs(MIDNIGHT + 2 * HOUR));
    }
    assert_eq!(told(&visits), ["1 +24 0 min Unknown"]);
}

#[test]
fn satellite_times_of_a_mocked_position_are_no_evidence() {
    let satellites = Tablet {
        satellites: true,
        ..Tablet::PLAIN
    };
    let mut visits = satellites.visits(|_| 5 * HOUR);
    for visit in &mut visits {
        visit.mock_location = Some(true);
        visit.received_at = None;
    }
    assert_eq!(told(&visits), ["1 +24 0 min Unknown"]);
}

#[test]
fn satellite_times_that_are_the_tablets_own_are_not_believed_against_receipts() {
    let mut visits = Tablet::PLAIN.visits(|_| 3 * HOUR);
    for visit in &mut visits {
        visit.fix_at = visit.started_at.map(|at| EpochMs(at.0 + 3 * MIN));
    }
    assert_eq!(told(&visits), ["1 +24 178 min Likely"]);
}

#[test]
fn odd_hours_with_nothing_to_hold_the_clock_against_are_uncertain_and_accuse_nobody() {
    let mut visits = Tablet::PLAIN.visits(|_| -8 * HOUR);
    for visit in &mut visits {
        visit.received_at = None;
    }
    let zone = karachi();
    let corrected = correct(1, &visits, &Rules::in_zone(&zone));
    assert_eq!(corrected.runs.len(), 1);
    assert_eq!(corrected.reading(1).certainty, Certainty::Uncertain);
    assert_eq!(corrected.reading(1).offset_ms, 0);
    assert!(!corrected.reading(1).tells_hours());
}

#[test]
fn night_work_that_is_received_at_once_stays_night_work() {
    assert_eq!(told(&night_work()), ["1 +24 0 min Unknown"]);
}

fn night_work() -> Vec<Visit> {
    let mut visits = Tablet::PLAIN.visits(|_| 0);
    for visit in &mut visits {
        let later = |at: Option<EpochMs>| at.map(|at| EpochMs(at.0 + 12 * HOUR));
        visit.started_at = later(visit.started_at);
        visit.ended_at = later(visit.ended_at);
        visit.received_at = later(visit.received_at);
    }
    visits
}

#[test]
fn two_satellite_times_are_the_second_sign_of_a_fast_clock() {
    let mut visits = Tablet::PLAIN.visits(|_| 3 * HOUR);
    visits.truncate(4);
    for visit in &mut visits[..2] {
        visit.fix_at = visit.started_at.map(|at| EpochMs(at.0 - 3 * HOUR));
    }
    assert_eq!(told(&visits), ["1 +4 180 min Likely"]);
}

#[test]
fn forms_sent_in_one_go_around_a_change_are_put_on_their_own_side() {
    let tablet = Tablet {
        days: 4,
        satellites: true,
        sent_at_h: Some(19),
    };
    let mut visits = tablet.visits(|n| if n >= 9 { -12 * HOUR } else { 0 });
    // The second day's forms, three before the change and three after it, are sent the wrong way round.
    for (n, visit) in visits.iter_mut().enumerate().take(12).skip(6) {
        visit.received_at = Some(EpochMs(MIDNIGHT + (24 + 19) * HOUR - n as i64 * 1_000));
    }
    let zone = karachi();
    let corrected = correct(1, &visits, &Rules::in_zone(&zone));
    for key in 1..=24 {
        let slow = corrected.reading(key).offset_ms < 0;
        assert_eq!(slow, key >= 10, "visit {key}");
    }
}

#[test]
fn times_beyond_any_calendar_and_a_device_without_visits_are_no_trouble() {
    assert!(told(&[]).is_empty());
    let mut visits = Tablet::PLAIN.visits(|_| 0);
    visits[0].started_at = Some(EpochMs(i64::MIN));
    visits[1].ended_at = Some(EpochMs(i64::MAX));
    visits[2].received_at = Some(EpochMs(i64::MIN));
    visits[3].fix_at = Some(EpochMs(i64::MIN));
    visits[4].started_at = None;
    visits[5].ended_at = None;
    assert_eq!(
        told(&visits),
        ["1 +24 0 min Unknown"].map(|told| {
            told.replace(
                "1 +",
                &format!(
                    "{} +",
                    correct(1, &visits, &Rules::in_zone(&karachi())).runs[0].first
                ),
            )
        })
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn runs_do_not_depend_on_the_order_in_which_visits_are_given(
        seed in prop::collection::vec((0_i64..96, -14_i64..14, any::<bool>(), any::<bool>(), 0_i64..30, any::<u32>()), 0..60),
    ) {
        let mut visits: Vec<(u32, Visit)> = seed
            .iter()
            .enumerate()
            .map(|(n, (hour, off, satellite, received, lag, shuffle))| {
                let start = MIDNIGHT + hour * HOUR;
                let visit = Visit {
                    started_at: Some(EpochMs(start + off * HOUR)),
                    ended_at: Some(EpochMs(start + off * HOUR + 20 * MIN)),
                    received_at: received.then_some(EpochMs(start + lag * HOUR)),
                    fix_at: satellite.then_some(EpochMs(start + n as i64 * 1_000)),
                    ..plain_visit(n as i64)
                };
                (*shuffle, visit)
            })
            .collect();
        let zone = karachi();
        let given: Vec<Visit> = visits.iter().map(|(_, visit)| *visit).collect();
        visits.sort_by_key(|(shuffle, _)| *shuffle);
        let shuffled: Vec<Visit> = visits.iter().map(|(_, visit)| *visit).collect();
        let rules = Rules::in_zone(&zone);
        let corrected = correct(1, &given, &rules);
        prop_assert_eq!(&corrected, &correct(1, &shuffled, &rules));
        let visits: u32 = corrected.runs.iter().map(|run| run.visits).sum();
        prop_assert_eq!(visits as usize, given.len());
        for (_, reading) in corrected.readings() {
            prop_assert!(reading.certainty != Certainty::Uncertain || reading.offset_ms == 0);
        }
    }
}
