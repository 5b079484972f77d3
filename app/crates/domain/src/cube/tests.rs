//! The cube against sums by hand.

use super::*;
use proptest::prelude::*;

const WAVE: WaveId = 1;

fn area(id: AreaId, level: Level, parent: Option<AreaId>) -> Area {
    Area {
        id,
        code: format!("A{id:03}"),
        level,
        name: format!("Area {id}"),
        name_ur: None,
        parent,
        has_boundary: true,
    }
}

/// Province 1 → division 2 → districts 3, 4 → tehsils 5, 6 (in 3), 7 (in 4) → UCs 10–12 (in 5), 13 (6), 14 (7).
fn areas() -> Vec<Area> {
    use Level::*;
    let mut areas = vec![area(1, Province, None), area(2, Division, Some(1))];
    areas.extend([3, 4].map(|id| area(id, District, Some(2))));
    areas.extend([(5, 3), (6, 3), (7, 4)].map(|(id, parent)| area(id, Tehsil, Some(parent))));
    areas.extend(
        [(10, 5), (11, 5), (12, 5), (13, 6), (14, 7)]
            .map(|(id, p)| area(id, UnionCouncil, Some(p))),
    );
    areas
}

fn complete(number: u32) -> Counts {
    Counts {
        complete: number,
        with_fix: number,
        ..Counts::default()
    }
}

fn until(day: i32) -> Period {
    Period {
        wave: None,
        from: None,
        to: SurveyDay(day),
    }
}

#[test]
fn a_page_lists_the_next_level_through_divisions() {
    let cube = Cube::build(CubeRows {
        areas: areas(),
        ..CubeRows::default()
    });
    let listed = |id| {
        cube.listed_below(id)
            .iter()
            .map(|a| a.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(1), [3, 4]);
    assert_eq!(listed(2), [3, 4]);
    assert_eq!(listed(3), [5, 6]);
    assert_eq!(listed(5), [10, 11, 12]);
    assert_eq!(listed(10), [0; 0]);
    assert_eq!(
        cube.path(13).iter().map(|a| a.id).collect::<Vec<_>>(),
        [1, 2, 3, 6, 13]
    );
    assert!(
        cube.is_within(13, 3)
            && cube.is_within(3, 3)
            && !cube.is_within(14, 3)
            && !cube.is_within(3, 13)
    );
}

#[test]
fn the_first_and_the_last_day_of_a_period_both_count() {
    let cells = [1, 2, 3, 4]
        .map(|day| (10, WAVE, SurveyDay(day), complete(1)))
        .to_vec();
    let cube = Cube::build(CubeRows {
        areas: areas(),
        cells,
        ..CubeRows::default()
    });
    let period = Period {
        wave: None,
        from: Some(SurveyDay(2)),
        to: SurveyDay(3),
    };
    assert_eq!(cube.summary(1, &period).counts.complete, 2);
    assert_eq!(cube.summary(10, &until(4)).counts.complete, 4);
}

#[test]
fn a_record_without_a_time_counts_only_in_an_open_period() {
    let cells = vec![
        (10, WAVE, SurveyDay::UNKNOWN, complete(1)),
        (10, WAVE, SurveyDay(5), complete(1)),
    ];
    let cube = Cube::build(CubeRows {
        areas: areas(),
        cells,
        ..CubeRows::default()
    });
    assert_eq!(cube.summary(1, &until(9)).counts.complete, 2);
    let period = Period {
        wave: None,
        from: Some(SurveyDay(0)),
        to: SurveyDay(9),
    };
    assert_eq!(cube.summary(1, &period).counts.complete, 1);
    assert_eq!(cube.days(1), Some((SurveyDay(5), SurveyDay(5))));
}

#[test]
fn a_target_of_a_larger_area_counts_only_where_nothing_below_has_one() {
    let plan = |n| Plan {
        target_households: n,
        starts_on: SurveyDay(0),
        ends_on: SurveyDay(9),
    };
    let plans = vec![
        (3, WAVE, plan(1_000)),
        (10, WAVE, plan(10)),
        (4, WAVE, plan(50)),
        (14, 2, plan(7)),
    ];
    let cube = Cube::build(CubeRows {
        areas: areas(),
        plans,
        ..CubeRows::default()
    });
    assert_eq!(cube.summary(3, &until(9)).target, Some(10));
    assert_eq!(cube.summary(4, &until(9)).target, Some(57));
    assert_eq!(cube.summary(1, &until(9)).target, Some(67));
    assert_eq!(cube.summary(13, &until(9)).target, None);
    assert_eq!(cube.summary(3, &until(9)).without_target, 3);
    assert_eq!(cube.summary(3, &until(4)).expected, Some(5));
}

#[test]
fn an_enumerator_in_two_union_councils_is_one_person() {
    let presence = vec![
        (SurveyDay(3), 10, WAVE, 77),
        (SurveyDay(3), 13, WAVE, 77),
        (SurveyDay(3), 14, WAVE, 78),
    ];
    let deployments = vec![(5, None, None), (6, Some(SurveyDay(4)), None)];
    let cube = Cube::build(CubeRows {
        areas: areas(),
        presence,
        deployments,
        ..CubeRows::default()
    });
    let active = |id| cube.summary(id, &until(3)).active_enumerators;
    assert_eq!([active(10), active(3), active(1)], [1, 1, 2]);
    assert_eq!(cube.summary(3, &until(3)).deployed, Some(1));
    assert_eq!(cube.summary(3, &until(4)).deployed, Some(2));
    assert_eq!(cube.summary(4, &until(4)).deployed, None);
}

#[test]
fn progress_ends_at_the_summary() {
    let cells = (0..5)
        .map(|day| (10, WAVE, SurveyDay(day), complete(2)))
        .collect();
    let plans = vec![(
        10,
        WAVE,
        Plan {
            target_households: 20,
            starts_on: SurveyDay(0),
            ends_on: SurveyDay(9),
        },
    )];
    let cube = Cube::build(CubeRows {
        areas: areas(),
        cells,
        plans,
        ..CubeRows::default()
    });
    let progress = cube.progress(1, &until(4), SurveyDay(0), SurveyDay(4));
    assert_eq!(progress.len(), 5);
    assert_eq!(
        progress[4],
        Progress {
            day: SurveyDay(4),
            complete: 10,
            expected: Some(10)
        }
    );
}

fn planned(target_households: u32, starts_on: i32, ends_on: i32) -> Plan {
    Plan {
        target_households,
        starts_on: SurveyDay(starts_on),
        ends_on: SurveyDay(ends_on),
    }
}

#[test]
fn days_ahead_are_told_from_the_plan_and_not_before_it_nor_after_all_is_complete() {
    let cells = [(0, 4), (1, 4), (2, 1)].map(|(day, n)| (10, WAVE, SurveyDay(day), complete(n)));
    let cube = Cube::build(CubeRows {
        areas: areas(),
        cells: cells.to_vec(),
        // Two households a day.
        plans: vec![(10, WAVE, planned(20, 0, 9))],
        ..CubeRows::default()
    });
    let ahead = |day| cube.days_ahead(1, &until(day));
    // Four on the first day are what the second expects; nine on the fifth day are one short of it.
    assert_eq!(
        [0, 1, 2, 3, 4, 20].map(ahead),
        [1, 2, 1, 0, -1, -17].map(Some)
    );
    assert_eq!(ahead(-1), None);
    assert_eq!(cube.days_ahead(14, &until(4)), None);
}

#[test]
fn works_are_those_of_tehsils_and_waves_as_they_were_before_the_day_began() {
    let other = WAVE + 1;
    let cells = [
        (10, WAVE, 0, 1),
        (10, WAVE, 5, 3),
        (11, WAVE, 18, 4),
        (11, WAVE, 20, 9),
        (13, other, 19, 2),
    ];
    let cube = Cube::build(CubeRows {
        areas: areas(),
        cells: cells
            .map(|(id, wave, day, n)| (id, wave, SurveyDay(day), complete(n)))
            .to_vec(),
        plans: vec![
            (10, WAVE, planned(300, 0, 9)),
            (11, WAVE, planned(100, 2, 19)),
            (13, other, planned(50, 30, 40)),
            // A whole district's: none of its areas has a plan of its own.
            (4, WAVE, planned(70, 0, 9)),
        ],
        waves: vec![(WAVE, "W1".to_owned()), (other, "W2".to_owned())],
        ..CubeRows::default()
    });
    let works = cube.works(1, SurveyDay(20));
    let targets: Vec<u64> = works.iter().map(|work| work.target).collect();
    assert_eq!(targets, [400, 50, 70]);
    let first = works[0];
    assert_eq!(
        (first.starts_on, first.ends_on),
        (SurveyDay(0), SurveyDay(19))
    );
    // What the twentieth day brings is not whole yet.
    assert_eq!(first.complete, 8);
    // One per cent of 400 is reached with the fourth household; the window begins on day 6.
    assert_eq!(first.begun_on, Some(SurveyDay(5)));
    let mut daily = [0; 14];
    daily[12] = 4;
    assert_eq!(first.daily, daily);
    assert_eq!(works[1].daily[13], 2);
    assert_eq!(works[2].begun_on, None);
    // Asked about a union council, its own plan is its work.
    assert_eq!(cube.works(10, SurveyDay(20)).len(), 1);
}

#[test]
fn a_survey_without_a_province_has_no_pages_and_does_not_fail() {
    let cube = Cube::build(CubeRows::default());
    assert_eq!(cube.root(), None);
    assert_eq!(cube.summary(1, &until(1)), Summary::default());
}

proptest! {
    #[test]
    fn rows_and_the_rest_sum_to_the_total_at_every_level(
        cells in prop::collection::vec((1i32..15, 0i32..3, -3i32..12, 0u32..50), 0..60),
        from in prop::option::of(-4i32..12), to in -4i32..12, wave in prop::option::of(0i32..3),
    ) {
        let known: Vec<AreaId> = areas().iter().map(|a| a.id).collect();
        let cells: Vec<_> = cells.into_iter().filter(|(id, ..)| known.contains(id))
            .map(|(id, wave, day, n)| (id, wave, SurveyDay(day), complete(n))).collect();
        let period = Period { wave, from: from.map(SurveyDay), to: SurveyDay(to) };
        let by_hand = |root: AreaId, cube: &Cube| -> u32 {
            cells.iter().filter(|(id, w, day, _)| cube.is_within(*id, root) && wave.is_none_or(|x| x == *w)
                && period.from.is_none_or(|f| f <= *day) && *day <= period.to).map(|c| c.3.complete).sum()
        };
        let cube = Cube::build(CubeRows { areas: areas(), cells: cells.clone(), ..CubeRows::default() });
        for id in known {
            let total = cube.summary(id, &period).counts;
            prop_assert_eq!(total.complete, by_hand(id, &cube));
            let listed = cube.listed_below(id);
            if !listed.is_empty() {
                let sum = listed.iter().map(|a| cube.summary(a.id, &period).counts)
                    .fold(cube.elsewhere(id, &period), Counts::plus);
                prop_assert_eq!(sum, total);
            }
        }
    }
}

#[test]
fn an_area_was_last_seen_on_a_day_with_a_submission_and_is_planned_between_two_days() {
    let plan = |starts_on: i32, ends_on: i32| Plan {
        target_households: 10,
        starts_on: SurveyDay(starts_on),
        ends_on: SurveyDay(ends_on),
    };
    let cube = Cube::build(CubeRows {
        areas: areas(),
        waves: vec![(WAVE, "W1".to_owned()), (2, "W2".to_owned())],
        plans: vec![(10, WAVE, plan(100, 110)), (10, 2, plan(120, 130))],
        cells: vec![
            (10, WAVE, SurveyDay::UNKNOWN, complete(1)),
            (10, WAVE, SurveyDay(103), complete(1)),
            (11, WAVE, SurveyDay(108), complete(1)),
            (10, 2, SurveyDay(900), complete(1)),
        ],
        ..CubeRows::default()
    });
    let last = |area, until| cube.last_day(area, SurveyDay(until)).map(|day| day.0);
    assert_eq!(last(10, 110), Some(103));
    assert_eq!(last(5, 110), Some(108), "of those below");
    assert_eq!(last(10, 102), None, "a record without a time is of no day");
    assert_eq!(last(12, 110), None);
    let since = |day| cube.plan_since(10, SurveyDay(day)).map(|day| day.0);
    let planned = [99, 100, 110, 111, 119, 120].map(since);
    assert_eq!(planned, [None, Some(100), Some(100), None, None, Some(120)]);
    assert_eq!(cube.plan_since(11, SurveyDay(105)), None);
}
