//! The checks against peers, over work that is made up visit by visit.

mod answers;
mod forms;
mod spots;

use super::*;
use crate::answers::Sheets;
use crate::area::AreaId;
use crate::clock::{Certainty, Reading};
use crate::lang::Lang;
use crate::outcome::{Outcome, ReviewState};
use crate::peers::dice::Dice;
use crate::peers::{Basis, Peers, SizeClass, Tally, tallies_of};
use crate::place::{Fix, Place};
use crate::time::{EpochMs, SurveyDay};
use crate::visit::{Timed, Visit};
use jiff::tz::{TimeZone, offset};

/// Union councils 10 to 19 lie in tehsil 1, 20 to 29 in tehsil 2; what lies below 10 lies nowhere.
fn facts(area: AreaId) -> AreaFacts {
    AreaFacts {
        tehsil: area / 10,
        ..AreaFacts::default()
    }
}

fn with_field<T>(limits: &WaveLimits, look: impl FnOnce(&Field<'_>) -> T) -> T {
    let zone: TimeZone = offset(5).to_time_zone();
    look(&Field {
        limits,
        zone: &zone,
        areas: &facts,
        in_survey: &|_| true,
    })
}

const MIDNIGHT_MS: i64 = 1_790_000_000_000 - 1_790_000_000_000 % 86_400_000 - 5 * 3_600_000;

/// A complete interview of half an hour with five people, on a street where doors are a hundred metres apart.
fn interview(enumerator: i32, number: i64) -> Timed {
    let day = number / 8;
    let start_ms = MIDNIGHT_MS + day * 86_400_000 + (9 * 60 + number % 8 * 45) * 60_000;
    let fix = Fix {
        latitude: 31.5 + number as f64 * 0.001,
        longitude: 74.0 + f64::from(enumerator) * 0.01,
        accuracy_m: Some(5.0),
    };
    Timed {
        visit: Visit {
            key: i64::from(enumerator) * 100_000 + number,
            enumerator,
            device: Some(enumerator),
            area: 11,
            wave: 1,
            outcome: Outcome::Complete,
            review_state: ReviewState::Received,
            place: Place::InsideClaimed,
            edge_distance_m: None,
            household: Some(i64::from(enumerator) * 100_000 + number),
            counted: true,
            started_at: Some(EpochMs(start_ms)),
            ended_at: Some(EpochMs(start_ms + 40 * 60_000)),
            received_at: None,
            fix: Some(fix),
            fix_at: Some(EpochMs(start_ms)),
            mock_location: None,
            active_s: Some(30 * 60),
            household_size: Some(5),
            items_required: Some(50),
            items_answered: Some(50),
            items_dont_know: Some(0),
            items_refused: Some(0),
            listing_point: None,
            form: None,
        },
        clock: Reading::default(),
    }
}

/// Sixty interviews of each of twenty enumerators, numbered from 1, with what chance makes of honest work.
fn honest_tehsil(dice: &mut Dice) -> Vec<Vec<Timed>> {
    (1..=20)
        .map(|enumerator| {
            let (missing, unanswered) = (
                0.04 * (0.3 * dice.normal()).exp(),
                0.15 * (0.2 * dice.normal()).exp(),
            );
            let (unknown, refused) = (
                0.05 * (0.3 * dice.normal()).exp(),
                0.02 * (0.3 * dice.normal()).exp(),
            );
            (0..60)
                .map(|number| {
                    let mut timed = honest_visit(dice, enumerator, number, missing, unanswered);
                    // A respondent who knows one answer less knows many less.
                    let unknown = (unknown * (0.8 * dice.normal()).exp()).min(0.9);
                    timed.visit.items_dont_know = Some(dice.binomial(50, unknown) as u32);
                    timed.visit.items_refused = Some(dice.binomial(50, refused) as u32);
                    timed
                })
                .collect()
        })
        .collect()
}

fn honest_visit(
    dice: &mut Dice,
    enumerator: i32,
    number: i64,
    missing: f64,
    unanswered: f64,
) -> Timed {
    let mut timed = interview(enumerator, number);
    let visit = &mut timed.visit;
    visit.household_size = Some(1 + dice.poisson(4.5));
    let minutes =
        (18.0 + 2.5 * f64::from(visit.household_size.unwrap())) * (0.25 * dice.normal()).exp();
    visit.active_s = Some((minutes * 60.0) as u32);
    if dice.happens(missing) {
        visit.fix = None;
        visit.fix_at = None;
    }
    if dice.happens(0.2) {
        // The house next door.
        visit.fix = visit.fix.map(|fix| Fix {
            latitude: fix.latitude - 0.0009,
            ..fix
        });
    }
    if dice.happens(unanswered) {
        visit.outcome = Outcome::NotAtHome;
    }
    timed
}

fn peers_of(everybody: &[Vec<Timed>], sheets: &Sheets, field: &Field<'_>) -> Peers {
    let tallies: Vec<Tally> = everybody
        .iter()
        .flat_map(|visits| tallies_of(&work_of(visits, sheets), field))
        .collect();
    Peers::of(7, &tallies)
}

fn work_of<'a>(visits: &'a [Timed], sheets: &'a Sheets) -> Work<'a> {
    Work {
        sheets,
        ..Work::of(visits[0].visit.enumerator, 1, visits)
    }
}

/// What is found in the work of the first enumerator after `change` among honest peers.
fn found_after(change: impl Fn(usize, &mut Visit)) -> Vec<Finding> {
    let mut everybody = honest_tehsil(&mut Dice(1));
    for (index, timed) in everybody[0].iter_mut().enumerate() {
        change(index, &mut timed.visit);
    }
    found_in(&everybody, 0)
}

/// Thresholds of which one is another.
fn limits_with(check: &str, name: &str, value: f64) -> WaveLimits {
    let mut book = LimitsBook::default();
    let id = ThresholdId::find(check, name).unwrap();
    book.set(id, Extent::EVERYWHERE, Some(value)).unwrap();
    book.in_wave(1)
}

fn found_in(everybody: &[Vec<Timed>], index: usize) -> Vec<Finding> {
    found_with(everybody, Sheets::NONE, &WaveLimits::default(), index)
}

/// What is found in one enumerator's work, where visits have answers and thresholds are others.
fn found_with(
    everybody: &[Vec<Timed>],
    sheets: &Sheets,
    limits: &WaveLimits,
    index: usize,
) -> Vec<Finding> {
    with_field(limits, |field| {
        let peers = peers_of(everybody, sheets, field);
        let mut visits = everybody[index].clone();
        in_order_of_work(&mut visits);
        let work = work_of(&visits, sheets);
        let found = judge_among_peers(&work, &tallies_of(&work, field), field, &peers);
        for finding in &found {
            measured_tests::is_beyond_its_limit(finding, field.limits_at(finding.area));
        }
        found
    })
}

fn of_check(found: &[Finding], check: Check) -> Vec<Finding> {
    let of_it = found.iter().filter(|finding| finding.check() == check);
    of_it.copied().collect()
}

/// The one finding about the wave by this check; `None` if there is none.
fn about_wave(found: &[Finding], check: Check) -> Option<Finding> {
    let found = of_check(found, check);
    assert!(found.len() <= 1, "{found:?}");
    let first = found.first().copied()?;
    assert_eq!(first.subject, Subject::Wave { wave: 1 });
    assert_eq!((first.severity, first.area), (Severity::Review, 11));
    for lang in [Lang::En, Lang::Ur] {
        let said = first.evidence.say(lang);
        assert!(!said.contains(['{', '}']), "{said}");
        assert!(said.contains("20"), "says how many peers: {said}");
    }
    Some(first)
}

#[test]
fn honest_enumerators_are_left_alone() {
    let mut waves = 0;
    let mut interviews = 0;
    let mut found_about = std::collections::BTreeMap::new();
    for seed in 100..125 {
        let everybody = honest_tehsil(&mut Dice(seed));
        with_field(&WaveLimits::default(), |field| {
            let peers = peers_of(&everybody, Sheets::NONE, field);
            for visits in &everybody {
                let work = Work::of(visits[0].visit.enumerator, 1, visits);
                waves += 1;
                interviews += visits.len();
                for finding in judge_among_peers(&work, &tallies_of(&work, field), field, &peers) {
                    *found_about.entry(finding.check()).or_insert(0) += 1;
                }
            }
        });
    }
    let short = found_about.remove(&Check::DurationShort).unwrap_or(0);
    assert!(short * 1_000 <= interviews, "{short} of {interviews}");
    for (check, number) in found_about {
        assert!(
            number * 500 <= waves,
            "{}: {number} of {waves}",
            check.code()
        );
    }
}

#[test]
fn half_of_the_interviews_without_a_fix_are_far_above_peers_and_a_tenth_is_not() {
    let without = |share: usize| {
        found_after(move |index, visit| {
            if index % share == 0 {
                visit.fix = None;
            }
        })
    };
    let finding = about_wave(&without(2), Check::GpsMissing).unwrap();
    let Evidence::GpsMissing(gps_missing::Evidence::Wave { compared }) = finding.evidence else {
        panic!("{finding:?}");
    };
    assert_eq!(compared.against.version, 7);
    assert_eq!(compared.against.tehsil, Some(1));
    assert_eq!(compared.against.enumerators, 20);
    assert!(compared.cases as f64 / compared.of as f64 > compared.limit_share);
    assert_eq!(about_wave(&without(10), Check::GpsMissing), None);
}

#[test]
fn a_tehsil_of_concrete_houses_has_nobody_far_above_peers() {
    let mut everybody = honest_tehsil(&mut Dice(2));
    for visits in &mut everybody {
        for (index, timed) in visits.iter_mut().enumerate() {
            if index % 2 == 0 {
                timed.visit.fix = None;
            }
        }
    }
    assert_eq!(
        about_wave(&found_in(&everybody, 0), Check::GpsMissing),
        None
    );
}

#[test]
fn fewer_interviews_or_peers_than_enough_say_nothing() {
    let mut everybody = honest_tehsil(&mut Dice(3));
    for timed in &mut everybody[0] {
        timed.visit.fix = None;
    }
    let complete = |visits: &[Timed]| {
        visits
            .iter()
            .filter(|v| v.visit.is_valid_complete())
            .count()
    };
    while complete(&everybody[0]) > 30 {
        everybody[0].pop();
    }
    assert!(about_wave(&found_in(&everybody, 0), Check::GpsMissing).is_some());
    while complete(&everybody[0]) > 29 {
        everybody[0].pop();
    }
    assert_eq!(
        about_wave(&found_in(&everybody, 0), Check::GpsMissing),
        None
    );
    let mut few = honest_tehsil(&mut Dice(3));
    few.truncate(5);
    for timed in &mut few[0] {
        timed.visit.fix = None;
        timed.visit.items_dont_know = Some(50);
    }
    assert!(
        of_check(&found_in(&few, 0), Check::DontKnow).is_empty()
            && of_check(&found_in(&few, 0), Check::GpsMissing).is_empty()
    );
}

#[test]
fn an_interview_is_short_just_below_four_tenths_of_the_median_for_its_size() {
    let everybody: Vec<Vec<Timed>> = (1..=6)
        .map(|e| (0..10).map(|n| interview(e, n)).collect())
        .collect();
    // All at 30 minutes: the median of the minute from 30 to 31 is 30.5, four tenths of it 732 s.
    let short = |seconds| {
        let mut everybody = everybody.clone();
        everybody[0][0].visit.active_s = Some(seconds);
        of_check(&found_in(&everybody, 0), Check::DurationShort)
    };
    assert!(short(732).is_empty());
    let found = short(731);
    let Evidence::DurationShort(evidence) = found[0].evidence else {
        panic!("{found:?}");
    };
    let usual = evidence.usual.unwrap();
    assert_eq!(usual.class, Some(SizeClass::FourToSix));
    assert_eq!(
        (evidence.basis, usual.against.enumerators),
        (Basis::Active, 6)
    );
    assert!(
        found[0].evidence.say(Lang::En).starts_with(
            "12.2 min with a household of 5, less than 12.2 min. The median with households of about that size is 30.5 min"
        ),
        "{}",
        found[0].evidence.say(Lang::En)
    );
    assert_eq!(found[0].severity, Severity::Review);
}

#[test]
fn a_quick_interview_with_somebody_who_lives_alone_is_compared_with_others_who_do() {
    let mut everybody: Vec<Vec<Timed>> = (1..=6)
        .map(|e| (0..20).map(|n| interview(e, n)).collect())
        .collect();
    for visits in &mut everybody {
        for timed in &mut visits[..5] {
            timed.visit.household_size = Some(1);
            timed.visit.active_s = Some(11 * 60);
        }
    }
    assert!(of_check(&found_in(&everybody, 0), Check::DurationShort).is_empty());
    everybody[0][9].visit.active_s = Some(11 * 60);
    assert_eq!(
        of_check(&found_in(&everybody, 0), Check::DurationShort).len(),
        1
    );
}

#[test]
fn without_enough_interviews_the_floor_of_five_minutes_alone_holds_and_elapsed_time_has_no_median_of_active_time()
 {
    let everybody: Vec<Vec<Timed>> = (1..=6)
        .map(|e| (0..10).map(|n| interview(e, n)).collect())
        .collect();
    let lasting = |seconds: i64| {
        let mut everybody = everybody.clone();
        let visit = &mut everybody[0][0].visit;
        visit.active_s = None;
        visit.ended_at = visit.started_at.map(|at| EpochMs(at.0 + seconds * 1_000));
        of_check(&found_in(&everybody, 0), Check::DurationShort)
    };
    assert!(lasting(300).is_empty());
    let found = lasting(299);
    let Evidence::DurationShort(evidence) = found[0].evidence else {
        panic!("{found:?}");
    };
    assert_eq!((evidence.basis, evidence.usual), (Basis::Elapsed, None));
    // An end before the start is another check's matter.
    assert!(lasting(-60).is_empty());
}

/// Twenty enumerators with eight interviews on each of four days, but the first with `padded` on the first of them.
fn padded(padded: i64, clock: Reading) -> Vec<Finding> {
    let mut everybody: Vec<Vec<Timed>> = (1..=20)
        .map(|e| (0..32).map(|n| interview(e, n)).collect())
        .collect();
    for number in 8..padded {
        let mut extra = interview(1, number % 8);
        extra.visit.key = 900_000 + number;
        extra.visit.household = Some(900_000 + number);
        everybody[0].push(extra);
    }
    for timed in &mut everybody[0] {
        timed.clock = clock;
    }
    of_check(&found_in(&everybody, 0), Check::TooManyADay)
}

#[test]
fn fifteen_on_a_day_among_peers_with_eight_are_too_many_and_fourteen_are_not() {
    // Peers are nearly all alike, so that half a deviation stands in. Of four days, √(3.5² + 2 ln 4) = 3.88 deviations:
    // 2√8.375 + 3.88 · 0.5 = 7.73, that is 14.6 interviews.
    let clock = Reading::default();
    assert!(padded(14, clock).is_empty());
    let found = padded(15, clock);
    assert_eq!(found.len(), 1);
    assert!(matches!(found[0].subject, Subject::Day { day } if day != SurveyDay::UNKNOWN));
    assert_eq!(
        found[0].evidence.say(Lang::En),
        "15 complete interviews on one day; in this tehsil 8 are usual on an enumerator's day (80 days). Up to 14 would not be \
         odd. Compared with 20 enumerators and 647 interviews in the tehsil."
    );
}

#[test]
fn a_day_by_a_clock_that_cannot_be_trusted_is_not_counted() {
    let uncertain = Reading {
        offset_ms: 0,
        certainty: Certainty::Uncertain,
    };
    assert!(padded(30, uncertain).is_empty());
    assert_eq!(padded(30, Reading::default()).len(), 1);
}

#[test]
fn visits_that_never_meet_a_closed_door_are_far_below_peers() {
    let found = found_after(|_, visit| visit.outcome = Outcome::Complete);
    // None of 60 where one in seven is usual: at most what chance makes of it, 3.0 deviations, and no finding.
    assert_eq!(about_wave(&found, Check::Nonresponse), None);
    let mut everybody = honest_tehsil(&mut Dice(1));
    everybody[0] = (0..240).map(|number| interview(1, number)).collect();
    let finding = about_wave(&found_in(&everybody, 0), Check::Nonresponse).unwrap();
    assert!(finding.evidence.say(Lang::En).starts_with("Only 0 of 240"));
    let closed = found_after(|index, visit| {
        if index % 3 > 0 {
            visit.outcome = Outcome::NotAtHome;
        }
    });
    let finding = about_wave(&closed, Check::Nonresponse).unwrap();
    assert!(
        finding
            .evidence
            .say(Lang::En)
            .contains("ended without an interview")
    );
}

#[test]
fn vacant_homes_are_no_nonresponse() {
    let vacant = found_after(|index, visit| {
        if index % 3 == 0 {
            visit.outcome = Outcome::Vacant;
        }
    });
    assert_eq!(about_wave(&vacant, Check::Nonresponse), None);
}

#[test]
fn forms_clicked_through_with_dont_know_are_found_and_so_are_refused_answers() {
    let clicked = found_after(|_, visit| visit.items_dont_know = Some(20));
    assert!(about_wave(&clicked, Check::DontKnow).is_some());
    assert_eq!(about_wave(&clicked, Check::Refusal), None);
    let refused = found_after(|_, visit| visit.items_refused = Some(20));
    assert!(about_wave(&refused, Check::Refusal).is_some());
    // One household that knows nothing is not the enumerator's doing.
    let one = found_after(|index, visit| {
        if index == 0 {
            visit.items_dont_know = Some(50);
        }
    });
    assert_eq!(about_wave(&one, Check::DontKnow), None);
}

#[test]
fn households_half_as_large_as_the_tehsils_are_found_and_slightly_smaller_ones_are_not() {
    let halved = found_after(|_, visit| {
        visit.household_size = visit.household_size.map(|size| size.div_ceil(2));
    });
    let finding = about_wave(&halved, Check::HouseholdSizeLow).unwrap();
    assert!(
        finding
            .evidence
            .say(Lang::En)
            .contains("persons a household")
    );
    let smaller = found_after(|index, visit| {
        if index % 4 == 0 {
            visit.household_size = visit.household_size.map(|size| (size - 1).max(1));
        }
    });
    assert_eq!(about_wave(&smaller, Check::HouseholdSizeLow), None);
}

#[test]
fn a_mean_size_is_far_below_from_fifteen_per_cent_on() {
    // Sixes on average everywhere, from fives and sevens by turns; fifteen per cent below is 5.1, in 40 households 204 persons.
    let of_persons = |persons: usize| {
        let mut everybody: Vec<Vec<Timed>> = (1..=20)
            .map(|e| (0..40).map(|n| interview(e, n)).collect())
            .collect();
        for visits in &mut everybody {
            for (index, timed) in visits.iter_mut().enumerate() {
                timed.visit.household_size = Some(5 + index as u32 % 2 * 2);
            }
        }
        for (index, timed) in everybody[0].iter_mut().enumerate() {
            let one_more = u32::from(index < persons - 200);
            timed.visit.household_size = Some(5 + one_more);
        }
        about_wave(&found_in(&everybody, 0), Check::HouseholdSizeLow)
    };
    assert!(of_persons(203).is_some());
    assert!(of_persons(205).is_none());
}

#[test]
fn work_in_two_tehsils_is_one_finding_a_check() {
    let mut everybody = honest_tehsil(&mut Dice(1));
    let mut elsewhere = honest_tehsil(&mut Dice(9));
    for timed in elsewhere.iter_mut().flatten() {
        timed.visit.area = 21;
        timed.visit.enumerator += 500;
        timed.visit.key += 50_000_000;
    }
    let mut both: Vec<Timed> = Vec::new();
    for (index, mut timed) in everybody[0]
        .drain(..)
        .chain(elsewhere[0].drain(..))
        .enumerate()
    {
        timed.visit.enumerator = 1;
        timed.visit.household = Some(index as i64);
        timed.visit.fix = None;
        both.push(timed);
    }
    everybody[0] = both;
    everybody.extend(elsewhere.into_iter().skip(1));
    let found = of_check(&found_in(&everybody, 0), Check::GpsMissing);
    assert_eq!(found.len(), 1);
}

#[test]
fn the_order_of_visits_changes_no_tally() {
    let everybody = honest_tehsil(&mut Dice(6));
    with_field(&WaveLimits::default(), |field| {
        for seed in 0..20 {
            let mut visits: Vec<Timed> = everybody[..3].concat();
            let before = tallies_of(&Work::of(1, 1, &visits), field);
            Dice(seed).shuffle(&mut visits);
            assert_eq!(tallies_of(&Work::of(1, 1, &visits), field), before);
        }
    });
}

#[test]
fn tallies_of_two_tehsils_add_up_to_that_of_both() {
    let visits = honest_tehsil(&mut Dice(8)).swap_remove(0);
    with_field(&WaveLimits::default(), |field| {
        let mut elsewhere = visits.clone();
        for timed in &mut elsewhere {
            timed.visit.area = 21;
        }
        let both = [visits.clone(), elsewhere].concat();
        let tallies = tallies_of(&Work::of(1, 1, &both), field);
        assert_eq!(tallies.len(), 2);
        let mut sum = tallies[0].clone();
        sum.add(&tallies[1]);
        assert_eq!(sum.interviews(), 2 * tallies[0].interviews());
        assert_eq!(sum.household_size.n, 2 * tallies[0].household_size.n);
        assert_eq!(sum.days.len(), tallies[0].days.len());
        assert_eq!(sum.days[0].1, 2 * tallies[0].days[0].1);
    });
}
