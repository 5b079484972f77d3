//! Plans, draws, days and replacements.

use super::made_up::{SMALL, Tehsil, Week, week};
use super::*;
use crate::peers::dice::Dice;
use crate::time::SurveyDay;
use std::collections::{BTreeMap, BTreeSet};

fn roomy() -> Design {
    Design::usual(Capacity::usual(20, 6))
}

fn tight(monitors: u32, days: u32) -> Design {
    Design::usual(Capacity::usual(monitors, days))
}

fn small(seed: u64, number: u32) -> Week {
    let confirmed = BTreeSet::from([6]);
    week(SMALL, number, &confirmed, &confirmed, &mut Dice(seed))
}

/// Ten interviews of one old enumerator and four of a new one, of falling risk.
fn by_hand() -> Frame {
    let interview = |key: i64, enumerator| FrameInterview {
        key,
        enumerator,
        union_council: 1,
        day: SurveyDay(20_000),
        risk: 100.0 - key as f64,
        point: None,
    };
    let one = |enumerator, weeks_in_field| FrameEnumerator {
        enumerator,
        weeks_in_field,
        was_checked: false,
        was_confirmed: false,
    };
    Frame {
        tehsil: 7,
        wave: 1,
        starts_on: SurveyDay(20_000),
        interviews: (1..=10)
            .map(|key| interview(key, 1))
            .chain((11..=14).map(|key| interview(key, 2)))
            .collect(),
        enumerators: vec![one(1, 5), one(2, 1)],
    }
}

#[test]
fn a_plan_worked_by_hand() {
    let plan = Plan::of(&by_hand(), &roomy()).unwrap();
    let strata: Vec<(Layer, Option<i32>, u32, u32)> = plan
        .summary()
        .strata
        .iter()
        .map(|s| (s.layer, s.enumerator, s.interviews, s.size))
        .collect();
    // A tenth of 14 is two for certain; one of four of the new enumerator; of the other eight two, though one in twenty is one.
    let expected = [
        (Layer::Risk, None, 2, 2),
        (Layer::New, Some(2), 4, 1),
        (Layer::Random, None, 8, 2),
    ];
    assert_eq!(strata, expected);
    let probabilities = plan.probabilities();
    assert_eq!(probabilities[0], (1, 1.0));
    assert_eq!(probabilities[2], (3, 0.25));
    assert_eq!(probabilities[13], (14, 0.25));
    let summary = plan.summary();
    assert_eq!((summary.visits(), summary.cut()), (5, 0));
    assert_eq!((summary.new_enumerators, summary.new_covered), (1, 1));
    let expected: Vec<(i32, u32, f64)> = plan
        .expected_by_enumerator()
        .iter()
        .map(|e| (e.of, e.interviews, e.visits))
        .collect();
    assert_eq!(expected, [(1, 10, 4.0), (2, 4, 1.0)]);
    assert_eq!(plan.expected_by_union_council()[0].visits, 5.0);
}

#[test]
fn what_other_layers_have_taken_is_not_cut_by_capacity() {
    // Everybody is new: nothing is left to chance's own layer, and there is room enough.
    let mut frame = by_hand();
    for one in &mut frame.enumerators {
        one.weeks_in_field = 1;
    }
    let mut design = roomy();
    design.risk_share = 0.0;
    let plan = Plan::of(&frame, &design).unwrap();
    let layers = &plan.summary().layers;
    assert!(layers[3].wanted > layers[3].size);
    assert_eq!(plan.summary().cut(), 0);
}

#[test]
fn what_capacity_cuts_is_shared_and_nothing_is_without_a_chance() {
    // Three visits. Two by risk, one of the new enumerator and one by chance are wanted.
    let mut design = roomy();
    design.capacity = Capacity {
        visits_a_day: 3,
        monitors: 1,
        days: 1,
        visits_lost_by_moving: 1,
    };
    let plan = Plan::of(&by_hand(), &design).unwrap();
    let layers: Vec<(Layer, u32, u32)> = plan
        .summary()
        .layers
        .iter()
        .map(|layer| (layer.layer, layer.wanted, layer.size))
        .collect();
    let expected = [
        (Layer::Risk, 2, 1),
        (Layer::New, 1, 1),
        (Layer::Confirmed, 0, 0),
        (Layer::Random, 1, 1),
    ];
    assert_eq!(layers, expected);
    assert_eq!(plan.summary().cut(), 1);
    // The second riskiest falls to chance: nine of them, one drawn.
    assert_eq!(plan.probabilities()[1], (2, 1.0 / 9.0));
    for visits in 1..20 {
        design.capacity.visits_a_day = visits;
        let plan = Plan::of(&small(3, 1).frame, &design).unwrap();
        assert!(
            plan.probabilities().iter().all(|(_, p)| *p > 0.0),
            "{visits}"
        );
        assert!(plan.summary().visits() <= visits.max(1));
    }
}

#[test]
fn probabilities_sum_to_the_size_for_every_tehsil_and_capacity() {
    for seed in 0..60 {
        let week = small(seed, 1 + (seed % 4) as u32);
        let design = tight(1 + (seed % 3) as u32, 1 + (seed % 6) as u32);
        let plan = Plan::of(&week.frame, &design).unwrap();
        let sum: f64 = plan.probabilities().iter().map(|(_, p)| p).sum();
        let draw = plan.draw(Seed(seed as i64));
        assert!((sum - f64::from(plan.summary().visits())).abs() < 1e-9);
        assert_eq!(draw.drawn.len() as u32, plan.summary().visits());
        let keys: BTreeSet<i64> = draw.drawn.iter().map(|one| one.interview.key).collect();
        assert_eq!(keys.len(), draw.drawn.len(), "each once");
        let stated: BTreeMap<i64, f64> = plan.probabilities().into_iter().collect();
        assert_eq!(stated.len(), week.frame.interviews.len());
        assert!(
            draw.drawn
                .iter()
                .all(|one| stated[&one.interview.key] == one.probability)
        );
        assert!(draw.reserve.iter().all(|one| !keys.contains(&one.key)));
    }
}

#[test]
fn the_draw_does_what_the_probabilities_say() {
    let week = small(5, 1);
    let plan = Plan::of(&week.frame, &tight(2, 3)).unwrap();
    let draws = 2_000;
    let mut counts: BTreeMap<i64, u32> = BTreeMap::new();
    for seed in 0..draws {
        for one in plan.draw(Seed(seed)).drawn {
            *counts.entry(one.interview.key).or_default() += 1;
        }
    }
    let n = draws as f64;
    let mut squares = 0.0;
    let mut uncertain = 0;
    for (key, p) in plan.probabilities() {
        let count = f64::from(counts.get(&key).copied().unwrap_or(0));
        let spread = (n * p * (1.0 - p)).sqrt();
        // Of two hundred counts one lies beyond four and a half deviations in seven hundred such tests.
        assert!(
            (count - n * p).abs() <= 4.5 * spread + 1e-9,
            "{key}: {count} of {n} at {p}"
        );
        if spread > 0.0 {
            squares += ((count - n * p) / spread).powi(2);
            uncertain += 1;
        }
    }
    let per_interview = squares / f64::from(uncertain);
    assert!(
        (0.7..1.3).contains(&per_interview),
        "{per_interview} of {uncertain}"
    );
}

#[test]
fn pairs_are_drawn_as_often_as_in_a_simple_random_sample() {
    let plan = Plan::of(&by_hand(), &roomy()).unwrap();
    let draws = 5_600;
    let both = (0..draws)
        .filter(|seed| {
            let draw = plan.draw(Seed(*seed));
            [3, 4]
                .iter()
                .all(|key| draw.drawn.iter().any(|one| one.interview.key == *key))
        })
        .count() as f64;
    // n(n − 1) / N(N − 1) = 2 / 56: 200 expected, with a deviation of 14.
    assert!((both - 200.0).abs() < 56.0, "{both}");
}

#[test]
fn the_same_seed_draws_the_same_whatever_the_frames_order_and_another_draws_another() {
    let mut week = small(9, 2);
    let plan = Plan::of(&week.frame, &roomy()).unwrap();
    Dice(1).shuffle(&mut week.frame.interviews);
    Dice(2).shuffle(&mut week.frame.enumerators);
    let again = Plan::of(&week.frame, &roomy()).unwrap();
    assert_eq!(plan.summary().fingerprint, again.summary().fingerprint);
    assert_eq!(plan.draw(Seed(4)), again.draw(Seed(4)));
    assert_ne!(plan.draw(Seed(4)).drawn, plan.draw(Seed(5)).drawn);
    week.frame.interviews.pop();
    let other = Plan::of(&week.frame, &roomy()).unwrap();
    assert_ne!(plan.summary().fingerprint, other.summary().fingerprint);
}

/// It is kept with every draw that was made: a draw of last year must come out again.
#[test]
fn what_a_seed_draws_stays_what_it_is() {
    let draw = Plan::of(&by_hand(), &roomy()).unwrap().draw(Seed(1));
    let mut keys: Vec<i64> = draw.drawn.iter().map(|one| one.interview.key).collect();
    keys.sort_unstable();
    assert_eq!(keys, PINNED);
}
const PINNED: [i64; 5] = [1, 2, 8, 10, 12];

#[test]
fn everybody_new_is_visited_and_those_found_out_before_more_often() {
    let week = small(11, 1);
    let plan = Plan::of(&week.frame, &roomy()).unwrap();
    assert_eq!(plan.summary().new_enumerators, 11);
    assert_eq!(plan.summary().new_covered, 11);
    for seed in 0..40 {
        let draw = plan.draw(Seed(seed));
        let of = |enumerator| {
            draw.drawn
                .iter()
                .filter(|one| one.interview.enumerator == enumerator)
                .count()
        };
        assert!((1..=12).all(|enumerator| of(enumerator) >= 1));
        assert!(of(6) >= 4, "three more than one in twenty");
    }
    let drawn = plan.draw(Seed(1)).drawn;
    for one in &drawn {
        assert!(one.interview.reasons.contains(&one.interview.layer));
        assert_eq!(
            one.interview.reasons.contains(&Layer::Confirmed),
            one.interview.enumerator == 6
        );
        assert_eq!(
            one.interview.reasons.contains(&Layer::New),
            one.interview.enumerator != 6
        );
    }
}

#[test]
fn a_risk_of_nothing_and_no_number_are_no_risk() {
    let mut frame = by_hand();
    for (interview, risk) in frame
        .interviews
        .iter_mut()
        .zip([0.0, f64::NAN, -3.0, f64::INFINITY])
    {
        interview.risk = risk;
    }
    for interview in frame.interviews.iter_mut().skip(4) {
        interview.risk = 0.0;
    }
    let plan = Plan::of(&frame, &roomy()).unwrap();
    assert!(
        plan.summary()
            .strata
            .iter()
            .all(|stratum| stratum.layer != Layer::Risk)
    );
    assert_eq!(plan.probabilities().len(), 14);
}

#[test]
fn days_hold_what_a_monitor_can_walk_and_never_more_days_than_there_are() {
    let wide = Tehsil {
        enumerators: 40,
        interviews_each: 12,
        one_inventor_in: 9,
        others: 0.01,
        councils: 27,
    };
    for seed in 0..40 {
        let none = BTreeSet::new();
        let week = week(wide, 1, &none, &none, &mut Dice(seed));
        let (monitors, days) = (1 + (seed % 3) as u32, 1 + (seed % 6) as u32);
        let design = tight(monitors, days);
        let draw = Plan::of(&week.frame, &design)
            .unwrap()
            .draw(Seed(seed as i64));
        let mut by_group: BTreeMap<u32, Vec<&Drawn>> = BTreeMap::new();
        for one in &draw.drawn {
            by_group.entry(one.group).or_default().push(one);
        }
        assert!(
            by_group.len() as u32 <= monitors * days,
            "{} days of {}",
            by_group.len(),
            monitors * days
        );
        assert!(by_group.len() as u64 <= draw.plan.monitor_days());
        for visits in by_group.values() {
            let councils: BTreeSet<i32> = visits
                .iter()
                .map(|one| one.interview.union_council)
                .collect();
            assert!(visits.len() + councils.len() - 1 <= 8);
        }
    }
}

#[test]
fn a_replacement_is_the_next_of_the_stratum_and_states_its_probability() {
    let draw = Plan::of(&by_hand(), &roomy()).unwrap().draw(Seed(1));
    let random: Vec<&Drawn> = draw
        .drawn
        .iter()
        .filter(|one| one.interview.layer == Layer::Random)
        .collect();
    let gone = random[0].interview.key;
    assert_eq!(draw.replace(999, 3, &[]), Err(ReplaceProblem::NotDrawn));
    assert_eq!(
        draw.replace(gone, 2, &[]),
        Err(ReplaceProblem::TooFewAttempts)
    );
    let first = draw.replace(gone, 3, &[]).unwrap();
    assert_eq!(
        (first.by.place, first.by.layer, first.replacements),
        (2, Layer::Random, 1)
    );
    assert_eq!(first.probability, 3.0 / 8.0);
    let mut taken = vec![first];
    assert_eq!(
        draw.replace(gone, 3, &taken),
        Err(ReplaceProblem::AlreadyReplaced)
    );
    // The replacement of the replacement, until nothing is left: five are held ready.
    for k in 2..=5 {
        let key = taken.last().unwrap().by.key;
        let next = draw.replace(key, 4, &taken).unwrap();
        assert_eq!((next.by.place, next.replacements), (k + 1, k));
        taken.push(next);
    }
    assert_eq!(taken.last().unwrap().probability, 7.0 / 8.0);
    let last = taken.last().unwrap().by.key;
    assert_eq!(
        draw.replace(last, 3, &taken),
        Err(ReplaceProblem::NothingLeft)
    );
    let certain = draw
        .drawn
        .iter()
        .find(|one| one.interview.layer == Layer::Risk)
        .unwrap();
    assert_eq!(
        draw.replace(certain.interview.key, 3, &[]),
        Err(ReplaceProblem::NothingLeft)
    );
}

#[test]
fn frames_that_do_not_fit_together_are_refused_and_an_empty_one_is_not() {
    let frame = by_hand();
    let refused = |frame: &Frame| match Plan::of(frame, &roomy()) {
        Err(PlanProblem::Frame(problem)) => problem,
        other => panic!("{other:?}"),
    };
    let mut twice = frame.clone();
    twice.interviews.push(twice.interviews[0]);
    assert_eq!(refused(&twice), FrameProblem::TwiceInterview { key: 1 });
    let mut twice = frame.clone();
    twice.enumerators.push(twice.enumerators[0]);
    assert_eq!(
        refused(&twice),
        FrameProblem::TwiceEnumerator { enumerator: 1 }
    );
    let mut unknown = frame.clone();
    unknown.enumerators.pop();
    let problem = FrameProblem::UnknownEnumerator {
        key: 11,
        enumerator: 2,
    };
    assert_eq!(refused(&unknown), problem);
    let mut empty = frame;
    empty.interviews.clear();
    let draw = Plan::of(&empty, &roomy()).unwrap().draw(Seed(0));
    assert_eq!((draw.drawn.len(), draw.reserve.len()), (0, 0));
}
