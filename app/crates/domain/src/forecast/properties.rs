//! What holds for every survey.

use super::*;
use proptest::prelude::*;

const TODAY: SurveyDay = SurveyDay(20_500);

/// Areas at work, not begun, stopped or reached, on a calendar with Sundays.
fn an_area() -> impl Strategy<Value = AreaWork> {
    let days = proptest::collection::vec(5_u32..40, WINDOW_DAYS);
    (
        500_u64..4_000,
        0_u64..1_000,
        -60_i32..40,
        20_i32..80,
        days,
        0..10,
    )
        .prop_map(|(target, done_permille, starts, length, days, kind)| {
            let starts_on = TODAY.plus(starts);
            let daily: [u32; WINDOW_DAYS] = std::array::from_fn(|at| match (kind, at % 7) {
                (0 | 1, _) | (_, 6) => 0,
                _ => days[at],
            });
            let recent = daily.iter().map(|n| u64::from(*n)).sum::<u64>();
            let begun = kind != 0;
            AreaWork {
                target,
                complete: if begun {
                    recent + target * done_permille / 1_000
                } else {
                    0
                },
                starts_on,
                ends_on: starts_on.plus(length),
                begun_on: begun.then(|| starts_on.plus(3).min(TODAY.plus(-15))),
                daily,
            }
        })
}

fn a_survey() -> impl Strategy<Value = Vec<AreaWork>> {
    proptest::collection::vec(an_area(), 1..12)
}

fn any_area() -> impl Strategy<Value = AreaWork> {
    let day = || {
        prop_oneof![any::<i32>(), -30..30_i32, Just(i32::MIN), Just(i32::MAX)].prop_map(SurveyDay)
    };
    let count = || prop_oneof![any::<u64>(), 0..100_u64, Just(u64::MAX)];
    let daily = prop_oneof![
        any::<[u32; WINDOW_DAYS]>(),
        Just([0; WINDOW_DAYS]),
        Just([40; WINDOW_DAYS])
    ];
    (
        count(),
        count(),
        day(),
        day(),
        proptest::option::of(day()),
        daily,
    )
        .prop_map(
            |(target, complete, starts_on, ends_on, begun_on, daily)| AreaWork {
                target,
                complete,
                starts_on,
                ends_on,
                begun_on,
                daily,
            },
        )
}

fn finishes(areas: &[AreaWork]) -> Option<Finishes> {
    match forecast(areas, TODAY) {
        Forecast::Finishes(finishes) => Some(finishes),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn the_likely_day_lies_within_and_none_before_today(areas in a_survey()) {
        if let Some(f) = finishes(&areas) {
            prop_assert!(TODAY <= f.earliest && f.earliest <= f.likely && f.likely <= f.latest);
            prop_assert!(f.latest <= TODAY.plus(MOST_DAYS as i32));
        }
    }

    #[test]
    fn areas_in_any_order_give_the_same_days(areas in a_survey(), by in 0..12_usize) {
        let mut turned = areas.clone();
        let by = by % areas.len();
        turned.rotate_left(by);
        prop_assert_eq!(forecast(&turned, TODAY), forecast(&areas, TODAY));
        turned.reverse();
        prop_assert_eq!(forecast(&turned, TODAY), forecast(&areas, TODAY));
    }

    #[test]
    fn the_same_survey_of_more_households_has_the_same_days(areas in a_survey(), k in 2_u32..3_000) {
        let larger: Vec<AreaWork> = areas
            .iter()
            .map(|a| AreaWork {
                target: a.target * u64::from(k),
                complete: a.complete * u64::from(k),
                daily: a.daily.map(|n| n * k),
                ..*a
            })
            .collect();
        if let Some(f) = finishes(&areas) {
            let of_larger = finishes(&larger).map(|f| (f.earliest, f.likely, f.latest));
            prop_assert_eq!(of_larger, Some((f.earliest, f.likely, f.latest)));
        }
    }

    #[test]
    fn more_households_done_never_make_it_later(areas in a_survey(), at in 0..12_usize, more in 1_u64..800) {
        let mut further = areas.clone();
        let at = at % areas.len();
        further[at].complete += more;
        if let (Some(before), Some(after)) = (finishes(&areas), finishes(&further)) {
            prop_assert!(after.earliest <= before.earliest, "{before:?} {after:?}");
            prop_assert!(after.likely <= before.likely, "{before:?} {after:?}");
            prop_assert!(after.latest <= before.latest, "{before:?} {after:?}");
        }
    }

    #[test]
    fn no_numbers_make_it_panic(areas in proptest::collection::vec(any_area(), 0..6), today in any::<i32>()) {
        forecast(&areas, SurveyDay(today));
        forecast(&areas, TODAY);
    }
}
