//! What holds whatever is recorded.

use super::*;
use crate::answers::{Sheet, Sheets};
use crate::clock::{Certainty, Reading};
use crate::outcome::{Outcome, ReviewState};
use crate::peers::dice::Dice;
use crate::peers::{Peers, Tally, tallies_of};
use crate::place::{Fix, Place};
use crate::testing::plain_visit;
use crate::time::{EpochMs, SurveyDay};
use crate::visit::{FormVersion, Visit};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// 2 March 2026, 05:00 in Karachi.
const MORNING: i64 = 1_772_409_600_000;

/// Mostly times of three days, sometimes none, sometimes one that no calendar reaches.
fn any_time() -> impl Strategy<Value = Option<EpochMs>> {
    prop_oneof![
        8 => (0_i64..3 * 24 * 60).prop_map(|minute| Some(EpochMs(MORNING + minute * 60_000))),
        1 => Just(None),
        1 => prop_oneof![Just(i64::MIN), Just(i64::MAX), any::<i64>()].prop_map(|ms| Some(EpochMs(ms))),
    ]
}

/// Mostly a position of a few kilometres, on a grid so that some repeat, sometimes none or an impossible one.
fn any_fix() -> impl Strategy<Value = Option<Fix>> {
    let degrees = |around: f64| {
        prop_oneof![
            12 => (0_i32..40).prop_map(move |step| around + f64::from(step) * 0.001_3),
            1 => prop_oneof![Just(0.0), Just(f64::NAN), Just(-999_999_999.0), Just(f64::INFINITY)],
        ]
    };
    let accuracy = prop_oneof![
        Just(None),
        Just(Some(0.0)),
        Just(Some(f64::NAN)),
        (0.0..200.0).prop_map(Some)
    ];
    let fix =
        (degrees(31.5), degrees(74.3), accuracy).prop_map(|(latitude, longitude, accuracy_m)| {
            Fix {
                latitude,
                longitude,
                accuracy_m,
            }
        });
    prop_oneof![6 => fix.prop_map(Some), 1 => Just(None)]
}

fn any_reading() -> impl Strategy<Value = Reading> {
    let certainty = prop_oneof![
        Just(Certainty::Unknown),
        Just(Certainty::Uncertain),
        Just(Certainty::Likely),
        Just(Certainty::Measured)
    ];
    (certainty, -800_i64..800).prop_map(|(certainty, minutes)| Reading {
        offset_ms: match certainty {
            Certainty::Unknown | Certainty::Uncertain => 0,
            Certainty::Likely | Certainty::Measured => minutes * 60_000,
        },
        certainty,
    })
}

prop_compose! {
    fn any_visit()(
        times in (any_time(), any_time(), any_time(), any_time()),
        fix in any_fix(),
        place in prop::sample::select(Place::ALL.to_vec()),
        edge in prop::option::of(0.0..9_000.0),
        outcome in prop::sample::select(Outcome::ALL.to_vec()),
        review_state in prop::sample::select(ReviewState::ALL.to_vec()),
        who in (prop::option::of(0..4), prop::option::of(0_i64..12), any::<bool>(), 0..3),
        active_s in prop::option::of(any::<u32>()),
        clock in any_reading(),
    ) -> Timed {
        let (device, household, counted, area) = who;
        let visit = Visit {
            device, household, counted, area, fix, place, outcome, review_state, active_s,
            edge_distance_m: edge,
            started_at: times.0,
            ended_at: times.1,
            received_at: times.2,
            fix_at: times.3,
            ..plain_visit(0)
        };
        Timed { visit, clock }
    }
}

fn found_in(mut visits: Vec<Timed>) -> Vec<Finding> {
    in_order_of_work(&mut visits);
    let zone = jiff::tz::offset(5).to_time_zone();
    let limits = WaveLimits::default();
    let day = SurveyDay::of(EpochMs(MORNING), &zone);
    let areas = |id| AreaFacts {
        tehsil: id,
        setting: None,
        tolerance_m: 100.0,
        opens: Some(day),
        closes: Some(day.plus(1)),
    };
    let field = Field {
        limits: &limits,
        zone: &zone,
        areas: &areas,
        in_survey: &Fix::is_possible,
    };
    let roster = Roster::On(Deployment {
        certified: Some(false),
        tehsil: Some(1),
        active_from: Some(day),
        active_to: Some(day),
    });
    let work = Work {
        roster,
        ..Work::of(1, 1, &visits)
    };
    judge(&work, &field)
}

/// Answers to a form of a dozen questions and more: the same seed, the same answers.
fn sheet(seed: u8) -> Option<Sheet> {
    let mut dice = Dice(u64::from(seed));
    let answers: Vec<(String, String)> = (0..12 + seed % 8)
        .map(|question| (format!("q{question}"), dice.below(3).to_string()))
        .collect();
    Sheet::of(answers.iter().map(|(q, a)| (q.as_str(), a.as_str())))
}

/// What the checks against peers find in everybody's work, with thresholds so low that much is odd.
fn found_among_peers(mut visits: Vec<Timed>, sheets: &Sheets) -> Vec<Finding> {
    in_order_of_work(&mut visits);
    let mut book = LimitsBook::default();
    for id in Check::ALL
        .iter()
        .flat_map(|check| ThresholdId::all_of(*check))
    {
        let threshold = id.threshold();
        let is_low = matches!(threshold.unit, Unit::Count | Unit::Deviations | Unit::Hours);
        if is_low && let Err(problem) = book.set(id, Extent::EVERYWHERE, Some(threshold.least)) {
            panic!("{problem}");
        }
    }
    let limits = book.in_wave(1);
    let zone = jiff::tz::offset(5).to_time_zone();
    let field = Field {
        limits: &limits,
        zone: &zone,
        areas: &|id| AreaFacts {
            tehsil: id.min(1),
            ..AreaFacts::default()
        },
        in_survey: &Fix::is_possible,
    };
    let enumerators: BTreeSet<i32> = visits.iter().map(|timed| timed.visit.enumerator).collect();
    let everybody: Vec<(i32, Vec<Timed>)> = enumerators
        .into_iter()
        .map(|enumerator| {
            let own = visits
                .iter()
                .filter(|timed| timed.visit.enumerator == enumerator);
            (enumerator, own.copied().collect())
        })
        .collect();
    let works = everybody.iter().map(|(enumerator, visits)| Work {
        sheets,
        ..Work::of(*enumerator, 1, visits)
    });
    let works: Vec<(Work<'_>, Vec<Tally>)> = works
        .map(|work| (work, tallies_of(&work, &field)))
        .collect();
    let tallies: Vec<Tally> = works
        .iter()
        .flat_map(|(_, tallies)| tallies.clone())
        .collect();
    let peers = Peers::of(1, &tallies);
    works
        .iter()
        .flat_map(|(work, tallies)| judge_among_peers(work, tallies, &field, &peers))
        .collect()
}

/// Whether figure and limit, where there are any, are numbers.
fn has_no_odd_figure(finding: &Finding) -> bool {
    let measured = finding.evidence.measured(&Limits::default());
    measured.is_none_or(|m| m.value.is_finite() && m.threshold.is_finite())
}

/// Findings as text: NaN is not equal to itself.
fn told(findings: &[Finding]) -> String {
    format!("{findings:?}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_is_recorded_gives_the_same_findings_in_any_order_and_never_one_about_a_rejected_visit(
        visits in prop::collection::vec((any_visit(), any::<u32>()), 0..40),
    ) {
        let mut keyed: Vec<(u32, Timed)> = visits
            .into_iter()
            .enumerate()
            .map(|(n, (mut visit, shuffle))| {
                visit.visit.key = n as i64;
                (shuffle, visit)
            })
            .collect();
        let given: Vec<Timed> = keyed.iter().map(|(_, visit)| *visit).collect();
        keyed.sort_by_key(|(shuffle, _)| *shuffle);
        let found = found_in(given.clone());
        let shuffled = found_in(keyed.into_iter().map(|(_, visit)| visit).collect());
        prop_assert_eq!(told(&found), told(&shuffled));
        for finding in &found {
            let keys = match finding.subject {
                Subject::Visit { key: first } | Subject::Spot { first } => [first, first],
                Subject::Visits { first, second } => [first, second],
                _ => continue,
            };
            for visit in given.iter().filter(|visit| keys.contains(&visit.visit.key)) {
                prop_assert!(!visit.visit.is_rejected(), "{:?}", finding);
            }
            for lang in [crate::lang::Lang::En, crate::lang::Lang::Ur] {
                prop_assert!(!finding.evidence.say(lang).is_empty());
            }
            prop_assert!(has_no_odd_figure(finding), "{:?}", finding);
        }
    }

    #[test]
    fn whatever_is_recorded_gives_the_same_findings_against_peers_in_any_order(
        visits in prop::collection::vec(
            (any_visit(), any::<u32>(), 0..11, (0..2, 0..4), any::<u8>()),
            0..400,
        ),
    ) {
        let mut sheets = Vec::new();
        let mut keyed = Vec::new();
        for (key, (mut timed, shuffle, enumerator, (form, version), answers)) in (0_i64..).zip(visits) {
            timed.visit.key = key;
            timed.visit.enumerator = enumerator;
            if shuffle % 8 > 0 {
                timed.visit.outcome = Outcome::Complete;
                timed.visit.review_state = ReviewState::Received;
            }
            timed.visit.form = (version > 0).then_some(FormVersion { form, version });
            timed.visit.household = timed.visit.household.map(|household| household * 400 + key);
            // One of them copies.
            let answers = if enumerator == 0 { answers % 3 } else { answers };
            sheets.extend(sheet(answers).map(|sheet| (key, sheet)));
            keyed.push((shuffle, timed));
        }
        let sheets: Sheets = sheets.into_iter().collect();
        let given: Vec<Timed> = keyed.iter().map(|(_, timed)| *timed).collect();
        keyed.sort_by_key(|(shuffle, _)| *shuffle);
        let shuffled = keyed.into_iter().map(|(_, timed)| timed).collect();
        let found = found_among_peers(given, &sheets);
        prop_assert_eq!(told(&found), told(&found_among_peers(shuffled, &sheets)));
        for finding in &found {
            for lang in [crate::lang::Lang::En, crate::lang::Lang::Ur] {
                let said = finding.evidence.say(lang);
                prop_assert!(!said.is_empty() && !said.contains(['{', '}']), "{}", said);
            }
            prop_assert!(has_no_odd_figure(finding), "{:?}", finding);
        }
    }

    #[test]
    fn where_no_clock_is_certain_no_hour_and_no_order_between_visits_accuses_anybody(
        visits in prop::collection::vec(any_visit(), 0..40),
    ) {
        let uncertain = Reading { offset_ms: 0, certainty: Certainty::Uncertain };
        let visits = visits.into_iter().zip(0_i64..).map(|(mut timed, key)| {
            timed.visit.key = key;
            Timed { clock: uncertain, ..timed }
        });
        for finding in found_in(visits.collect()) {
            let silent = [
                Check::TravelSpeed, Check::Overlap, Check::GapShort, Check::OddHours, Check::FutureTime,
                Check::ClockMovedBack, Check::OutsideWave, Check::SyncLag, Check::SpansDays,
                Check::FixTimeMismatch, Check::DeviceShared, Check::EnumeratorDevices,
                Check::OutsideDeployment,
            ];
            prop_assert!(!silent.contains(&finding.check()), "{:?}", finding);
        }
    }
}
