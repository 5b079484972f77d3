use super::late::Delays;
use super::mop_up::{effort, effort_left, effort_per_share};
use super::*;
use crate::peers::dice::Dice;

/// A Monday.
const TODAY: SurveyDay = SurveyDay(20_500);

/// One household in a hundred on each working day, nothing on Sundays; Monday two weeks ago comes first.
const STEADY: [u32; WINDOW_DAYS] = [
    100, 100, 100, 100, 100, 100, 0, 100, 100, 100, 100, 100, 100, 0,
];

/// 4,000 of 10,000 households, planned for a hundred days and begun six weeks ago.
fn steady() -> AreaWork {
    AreaWork {
        target: 10_000,
        complete: 4_000,
        starts_on: TODAY.plus(-42),
        ends_on: TODAY.plus(58),
        begun_on: Some(TODAY.plus(-41)),
        daily: STEADY,
    }
}

fn scaled(mut area: AreaWork, k: u32) -> AreaWork {
    area.target *= u64::from(k);
    area.complete *= u64::from(k);
    area.daily = area.daily.map(|n| n * k);
    area
}

fn days(areas: &[AreaWork]) -> [i32; 3] {
    match forecast(areas, TODAY) {
        Forecast::Finishes(f) => [f.earliest, f.likely, f.latest].map(|day| day.0 - TODAY.0),
        other => panic!("{other:?}"),
    }
}

fn why_not(areas: &[AreaWork]) -> WhyNot {
    match forecast(areas, TODAY) {
        Forecast::CannotBeTold(why_not) => why_not,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_steady_area_is_finished_when_its_days_add_up() {
    // 45 % to go until mop-up and 10 % at 0.8 of the pace: 57.5 working days, of which a week has six: 67 days. The drifts of 19 and 17 %
    // make one of 25.5 %, of which one in ten lies beyond 1.28 times as much: a pace of 1.387 or of 1 ÷ 1.387.
    // 41.5 working days are 48 days, 79.7 are 93.
    let [earliest, likely, latest] = days(&[steady()]);
    assert!((66..=68).contains(&likely), "{likely}");
    assert!((46..=50).contains(&earliest), "{earliest}");
    assert!((90..=96).contains(&latest), "{latest}");
}

#[test]
fn the_same_question_has_the_same_answer() {
    let areas = [steady(), scaled(steady(), 3)];
    assert_eq!(forecast(&areas, TODAY), forecast(&areas, TODAY));
}

#[test]
fn an_area_is_reached_where_the_map_says_so() {
    assert_eq!(
        REACHED_PERMILLE,
        u64::from(Measure::Coverage.bounds_permille().0[2])
    );
    let at = |complete| {
        forecast(
            &[AreaWork {
                complete,
                ..steady()
            }],
            TODAY,
        )
    };
    assert!(matches!(at(9_499), Forecast::Finishes(_)));
    assert_eq!(at(9_500), Forecast::Finished);
    assert_eq!(at(20_000), Forecast::Finished);
}

#[test]
fn a_survey_is_finished_when_areas_with_98_percent_of_the_target_have_reached_theirs() {
    let two = |rest: u64| {
        let done = AreaWork {
            target: 100_000 - rest,
            complete: 100_000,
            ..steady()
        };
        let open = AreaWork {
            target: rest,
            complete: rest / 2,
            ..steady()
        };
        forecast(&[done, open], TODAY)
    };
    assert_eq!(two(1_999), Forecast::Finished);
    assert_eq!(two(2_000), Forecast::Finished);
    assert!(matches!(two(2_001), Forecast::Finishes(_)));
}

#[test]
fn what_one_area_does_too_much_does_not_hide_what_another_lacks() {
    let over = AreaWork {
        complete: 20_000,
        ..steady()
    };
    assert_eq!(days(&[over, steady()])[1], days(&[steady(), over])[1]);
    assert!(days(&[over, steady()])[1] > 50);
}

#[test]
fn without_a_target_there_is_no_day() {
    assert_eq!(why_not(&[]), WhyNot::NoTarget);
    let without = AreaWork {
        target: 0,
        ..steady()
    };
    assert_eq!(why_not(&[without]), WhyNot::NoTarget);
    assert_eq!(
        forecast(&[without, steady()], TODAY),
        forecast(&[steady()], TODAY)
    );
}

#[test]
fn four_days_of_work_are_too_few_and_five_are_enough() {
    // The late two days are not among them.
    let begun = |days: usize| {
        let mut area = steady();
        (area.complete, area.begun_on) = (700, None);
        area.daily = std::array::from_fn(|at| if at + days >= 12 { 100 } else { 0 });
        area
    };
    assert_eq!(
        why_not(&[begun(4)]),
        WhyNot::TooFewDays { have: 4, need: 5 }
    );
    assert!(days(&[begun(5)])[1] > 0);
    let never = AreaWork {
        complete: 0,
        begun_on: None,
        daily: [0; 14],
        ..steady()
    };
    assert_eq!(why_not(&[never]), WhyNot::TooFewDays { have: 0, need: 5 });
}

#[test]
fn households_199_are_too_few_and_200_are_enough() {
    // Eleven of the twelve days that count are working days.
    let of = |first: u32| {
        let mut area = AreaWork {
            target: 600,
            complete: 240,
            ..steady()
        };
        area.daily = STEADY.map(|n| n / 100 * 18);
        area.daily[0] = first;
        area
    };
    let (have, need) = (199, 200);
    assert_eq!(why_not(&[of(19)]), WhyNot::TooFewHouseholds { have, need });
    assert!(days(&[of(20)])[1] > 0);
}

#[test]
fn what_has_stopped_is_counted_while_it_may_be_missing_and_else_there_is_no_day() {
    let stopped = |target| AreaWork {
        target,
        complete: target / 2,
        daily: [0; 14],
        ..steady()
    };
    let at_work = |target| AreaWork {
        target,
        ..scaled(steady(), 10)
    };
    match forecast(&[at_work(98_000), stopped(2_000)], TODAY) {
        Forecast::Finishes(finishes) => {
            // 95 % of 2,000 are 1,900, half of 2,000 are there.
            assert_eq!(
                finishes.stopped,
                Standing {
                    areas: 1,
                    missing_households: 900
                }
            );
            assert_eq!(finishes.not_begun, Standing::default());
        }
        other => panic!("{other:?}"),
    }
    assert!(stopped(2_000).has_stopped() && !at_work(98_000).has_stopped());
    let two = [stopped(1_001), stopped(1_000)];
    assert_eq!(
        why_not(&[at_work(97_999), two[0], two[1]]),
        WhyNot::Stopped(Standing {
            areas: 2,
            missing_households: 451 + 450
        })
    );
}

#[test]
fn one_household_in_two_weeks_is_work_that_goes_on() {
    let mut crawling = AreaWork {
        daily: [0; 14],
        ..steady()
    };
    crawling.daily[13] = 1;
    assert!(days(&[crawling, steady()])[1] > days(&[steady(), steady()])[1]);
}

#[test]
fn a_pace_that_would_take_more_than_a_year_gives_no_day() {
    let slow = AreaWork {
        target: 100_000,
        complete: 10_000,
        ..steady()
    };
    assert_eq!(why_not(&[slow]), WhyNot::NotWithin { days: 365 });
}

#[test]
fn what_is_still_on_tablets_does_not_make_the_survey_slower() {
    let all_there = days(&[steady()])[1];
    let mut late = steady();
    // Saturday's 100 and, were it no day off, Sunday's.
    late.complete -= 100;
    late.daily[12] = 0;
    assert!((days(&[late])[1] - all_there).abs() <= 1);
}

#[test]
fn days_off_are_learnt_and_a_holiday_is_not_taken_for_one() {
    let window = window::read(&[steady()], TODAY).unwrap();
    let week: Vec<f64> = (0..7).map(|day| window.factor(TODAY.plus(day))).collect();
    assert_eq!(week[6], 0.0, "{week:?}");
    assert!(
        week[..6].iter().all(|factor| (factor - 1.0).abs() < 1e-9),
        "{week:?}"
    );
    assert!((window.usual_days(TODAY, TODAY.plus(13)) - 12.0).abs() < 1e-9);

    let mut holiday = steady();
    holiday.daily[2] = 0;
    let window = window::read(&[holiday], TODAY).unwrap();
    assert!(window.factor(TODAY.plus(2)) > 0.9);
    assert_eq!(window.days.len(), 10);

    let mut fridays = steady();
    (fridays.daily[4], fridays.daily[11]) = (50, 50);
    let window = window::read(&[fridays], TODAY).unwrap();
    // The mean working day has 1,000/11 households. A Friday is 0.55 of that, seen twice and supposed to be 1 twice.
    assert!((window.factor(TODAY.plus(4)) - (2.0 * 0.55 + 2.0) / 4.0).abs() < 1e-9);
}

#[test]
fn what_has_not_begun_is_taken_from_its_plan() {
    // At work: a hundred planned days, 86 of them working days; 100 a day complete 8,600 of 10,000 planned: behind.
    let waiting = |starts: i32| AreaWork {
        complete: 0,
        begun_on: None,
        daily: [0; 14],
        starts_on: TODAY.plus(starts),
        ends_on: TODAY.plus(starts + 100),
        ..steady()
    };
    let soon = days(&[steady(), waiting(10)]);
    let later = days(&[steady(), waiting(40)]);
    // 97.5 hundredths of the target at 1 % a day are 114 days from the first.
    assert!((118..=140).contains(&soon[1]), "{soon:?}");
    assert!(
        (27..=33).contains(&(later[1] - soon[1])),
        "{soon:?} {later:?}"
    );
    match forecast(&[steady(), waiting(-1), waiting(0)], TODAY) {
        Forecast::Finishes(finishes) => {
            let missing_households = 9_500;
            assert_eq!(
                finishes.overdue,
                Standing {
                    areas: 1,
                    missing_households
                }
            );
            assert_eq!(finishes.not_begun.areas, 2);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn areas_begin_as_late_as_others_did_and_never_before_today() {
    let late = AreaWork {
        begun_on: Some(TODAY.plus(-22)),
        ..steady()
    };
    let delays = Delays::of(&[late; 20]);
    let mut dice = Dice(1);
    let mut on = |starts: i32| -> Vec<i32> {
        let begins = (0..400).map(|_| delays.begins_on(TODAY.plus(starts), TODAY, &mut dice));
        begins.map(|day| day.0 - TODAY.0).collect()
    };
    let twenty = on(5).iter().filter(|day| **day == 25).count();
    assert!((280..=360).contains(&twenty), "20 of 25 delays: {twenty}");
    assert!(on(-10).iter().all(|day| *day == 10 || *day == 0));
    // Later than any before it: within as many days again.
    let beyond = on(-40);
    assert!(beyond.iter().all(|day| (0..40).contains(day)));
    assert!(beyond.iter().any(|day| *day > 30));
}

#[test]
fn the_end_takes_more_effort_and_is_not_slowed_twice() {
    assert_eq!(effort(0.5), 0.5);
    assert!((effort(0.95) - 0.975).abs() < 1e-12);
    assert!((effort_left(0.85) - 0.125).abs() < 1e-12);
    assert_eq!(effort_left(0.97), 0.0);
    // All of the last weeks' work was mop-up: what it did stands for a quarter more of usual work.
    assert!((effort_per_share(0.93, 0.05) - 1.25).abs() < 1e-12);
    assert_eq!(effort_per_share(0.6, 0.2), 1.0);
    assert_eq!(effort_per_share(0.6, 0.0), 1.0);
}

#[test]
fn days_that_hit_all_areas_are_drawn_together() {
    // The same ups and downs, once on the same days and once by turns: together they add up, apart they even out.
    let ups = |odd: usize| {
        let mut area = steady();
        area.daily = std::array::from_fn(|at| STEADY[at] / 10 * if at % 2 == odd { 19 } else { 1 });
        area
    };
    let width = |areas: &[AreaWork]| {
        let days = days(areas);
        days[2] - days[0]
    };
    let (together, apart) = (width(&[ups(0), ups(0)]), width(&[ups(0), ups(1)]));
    assert!(together > apart, "{together} {apart}");
}
