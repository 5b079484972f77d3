//! Funnels against sums by hand, and against honest enumerators made up by chance.

use super::dice::Dice;
use super::*;
use proptest::prelude::*;

/// A share of one's own around `share`, spread by `sd` in log odds.
fn own_share(dice: &mut Dice, share: f64, sd: f64) -> f64 {
    let odds = (share / (1.0 - share)).ln() + sd * dice.normal();
    1.0 / (1.0 + (-odds).exp())
}

/// Visits and cases of honest enumerators.
fn honest(dice: &mut Dice, enumerators: u64, share: f64, sd: f64) -> Vec<(u64, u64)> {
    let one = |_| {
        let of = 30 + dice.below(200);
        let own = own_share(dice, share, sd);
        (dice.binomial(of, own), of)
    };
    (0..enumerators).map(one).collect()
}

#[test]
fn enumerators_who_differ_by_chance_alone_have_no_variance_of_their_own() {
    // Deviations −1, −1, 0, 0, 1, 1 of six: drawn in by one a side they stay, Q = 4 before and 4 / 0.4955 after dividing by what
    // drawing in a sixth leaves of chance: 8.07, more than five. All variances 0.01, so that τ² = (8.07 − 5) / (600 − 100).
    let at = |deviation: f64| (0.5 + deviation * 0.1, 0.01);
    let figures = [-1.0, 1.0, 0.0, -1.0, 0.0, 1.0].map(at);
    let between = Between::of(&figures, 0.5);
    assert!((between.variance - 0.006_15).abs() < 2e-5, "{between:?}");
    let alike = [0.5, -0.5, 0.5, -0.5, 0.0, 0.0].map(at);
    assert_eq!(Between::of(&alike, 0.5).variance, 0.0);
}

#[test]
fn one_fabricator_among_many_does_not_widen_the_limits_much() {
    let mut figures: Vec<(f64, f64)> = (0..19).map(|i| (0.01 * f64::from(i % 5), 0.01)).collect();
    let without = Between::of(&figures, 0.02).variance;
    figures.push((5.0, 0.01));
    let with = Between::of(&figures, 0.02).variance;
    assert!(with - without < 0.01, "{without} {with}");
}

#[test]
fn a_share_stands_as_far_from_the_tehsils_as_sums_by_hand_say() {
    // 200 of 2,000 in 20 enumerators of 100, all alike: no variance between them.
    let mut portions = vec![(10, 100); 20];
    let funnel = ShareFunnel::of(&portions, 1.0);
    assert_eq!(funnel.share, 0.1);
    assert_eq!(funnel.between.variance, 0.0);
    // (asin√(25.375/100.75) − asin√0.1) / √(1/402) = (0.5259 − 0.3218) · 20.05 = 4.09. As of a t with 0.7 · 19 = 13.3
    // degrees of freedom: √(13.3 ln(1 + 4.09²/13.3)) · 107.4/109.4 = 3.23.
    let standing = funnel.standing(25, 100).unwrap();
    assert!((standing.deviations - 3.23).abs() < 0.02, "{standing:?}");
    assert_eq!(
        (standing.own, standing.peers, standing.shrunk),
        (0.25, 0.1, 0.1)
    );
    // Who lies beyond a limit lies beyond it in deviations too, and the other way round.
    let limit = (funnel.limit(2.0, 100) * 100.0) as u64;
    assert!(funnel.standing(limit, 100).unwrap().deviations <= 2.0);
    assert!(funnel.standing(limit + 1, 100).unwrap().deviations > 2.0);
    portions.truncate(LEAST_ENUMERATORS as usize - 1);
    assert_eq!(ShareFunnel::of(&portions, 1.0).standing(25, 100), None);
    portions.push((10, 100));
    assert!(ShareFunnel::of(&portions, 1.0).standing(25, 100).is_some());
}

#[test]
fn small_numbers_are_never_odder_than_their_exact_probability() {
    let funnel = ShareFunnel::of(&[(3, 30); 40], 1.0);
    // 0.9^30 = 0.042, that is 1.72 deviations; the arcsine alone says 2.3.
    let standing = funnel.standing(0, 30).unwrap();
    assert!((standing.deviations + 1.72).abs() < 0.02, "{standing:?}");
}

#[test]
fn what_nobody_else_ever_has_is_odd_from_a_few_cases_on() {
    let mut portions = vec![(0, 100); 24];
    portions.push((5, 100));
    let funnel = ShareFunnel::of(&portions, 1.0);
    // The one is drawn in to the others, who have none and do not differ.
    assert_eq!((funnel.share, funnel.between.variance), (0.0, 0.0));
    let deviations = |cases| funnel.standing(cases, 100).unwrap().deviations;
    assert!(
        deviations(5) > 3.0 && deviations(0) == 0.0,
        "{}",
        deviations(5)
    );
    assert!(deviations(1) < 2.5, "{}", deviations(1));
}

#[test]
fn answers_that_clump_in_interviews_count_for_fewer() {
    let portions = [(10, 100); 20];
    let plain = ShareFunnel::of(&portions, 1.0).standing(30, 100).unwrap();
    let clumped = ShareFunnel::of(&portions, 4.0).standing(30, 100).unwrap();
    assert!(clumped.deviations < plain.deviations / 1.5);
}

#[test]
fn shrinking_keeps_more_of_a_figure_the_more_is_known_of_it() {
    let mut dice = Dice(3);
    let funnel = ShareFunnel::of(&honest(&mut dice, 60, 0.2, 0.5), 1.0);
    let few = funnel.standing(6, 12).unwrap().shrunk;
    let many = funnel.standing(500, 1_000).unwrap().shrunk;
    assert!(0.2 < few && few < many && many < 0.5, "{few} {many}");
}

#[test]
fn a_mean_stands_as_far_from_the_tehsils_as_sums_by_hand_say() {
    // Sizes 4 and 8 by turns: within variance 10·4/9 = 4.444, no enumerator differs.
    let mut sums = Sums::default();
    for size in [4, 8, 4, 8, 4, 8, 4, 8, 4, 8] {
        sums.count(size);
    }
    let funnel = MeanFunnel::of(&[sums; 12]);
    assert!((funnel.within_variance - 40.0 / 9.0).abs() < 1e-9);
    assert_eq!((funnel.mean, funnel.between.variance), (6.0, 0.0));
    let own = Sums {
        n: 40,
        sum: 160,
        squares: 700,
    };
    // −2 / √(4.444 / 40) = −6.0; as of a t with 0.7 · 11 = 7.7 degrees of freedom −3.54.
    let standing = funnel.standing(&own).unwrap();
    assert!((standing.deviations + 3.54).abs() < 0.02, "{standing:?}");
    assert!((funnel.limit(standing.deviations, 40) - 4.0).abs() < 1e-6);
}

/// Of every thousand honest enumerators, how many are beyond three deviations on either side.
fn false_alarms_per_mille(seed: u64, enumerators: u64, share: f64, sd: f64) -> f64 {
    let mut dice = Dice(seed);
    let (mut flagged, mut judged) = (0_u32, 0_u32);
    for _ in 0..6_000 / enumerators {
        let portions = honest(&mut dice, enumerators, share, sd);
        let funnel = ShareFunnel::of(&portions, 1.0);
        for (cases, of) in portions {
            let standing = funnel.standing(cases, of).unwrap();
            judged += 1;
            flagged += u32::from(standing.deviations.abs() > 3.0);
        }
    }
    f64::from(flagged) * 1_000.0 / f64::from(judged)
}

#[test]
fn about_one_in_a_thousand_honest_enumerators_lies_beyond_three_deviations() {
    let mut all = Vec::new();
    for share in [0.01, 0.05, 0.15, 0.4, 0.8] {
        for sd in [0.0, 0.2, 0.5] {
            for enumerators in [6, 20, 60, 200] {
                let found = false_alarms_per_mille(11, enumerators, share, sd);
                assert!(found <= 4.0, "{share} {sd} {enumerators}: {found}");
                all.push(found);
            }
        }
    }
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    assert!(mean <= 1.0, "{mean}");
}

#[test]
fn inventions_without_a_closed_door_are_found_among_peers_who_differ() {
    let mut dice = Dice(5);
    let mut portions = honest(&mut dice, 25, 1.0 / 6.0, 0.25);
    portions.push((2, 150));
    let standing = ShareFunnel::of(&portions, 1.0).standing(2, 150).unwrap();
    assert!(standing.deviations < -3.0, "{standing:?}");
}

#[test]
fn honest_means_are_seldom_far_below_the_tehsils() {
    let mut dice = Dice(23);
    let (mut flagged, mut judged) = (0, 0);
    for _ in 0..250 {
        let sums: Vec<Sums> = (0..40)
            .map(|_| {
                let mean = 5.0 + 0.5 * dice.normal();
                let mut sums = Sums::default();
                for _ in 0..30 + dice.below(60) {
                    sums.count(1 + dice.poisson(mean));
                }
                sums
            })
            .collect();
        let funnel = MeanFunnel::of(&sums);
        for own in &sums {
            judged += 1;
            flagged += u32::from(funnel.standing(own).unwrap().deviations < -3.0);
        }
    }
    assert!(flagged * 1_000 <= judged, "{flagged} of {judged}");
}

fn tally(enumerator: i32, tehsil: AreaId, seed: u64) -> Tally {
    let mut dice = Dice(seed);
    let mut tally = Tally {
        enumerator,
        wave: 1,
        tehsil,
        starts_by_hour: (0..24).map(|_| dice.below(9) as u32).collect(),
        ..Tally::default()
    };
    for number in &mut tally.outcomes {
        *number = dice.below(60) as u32;
    }
    tally.days = vec![(crate::time::SurveyDay(20_000), dice.below(20) as u32)];
    for _ in 0..12 + dice.below(30) {
        tally.household_size.count(1 + dice.below(9) as u32);
    }
    tally
}

proptest! {
    #[test]
    fn the_order_of_tallies_changes_no_bit_of_the_statistics(seed in 0_u64..1_000) {
        let mut tallies: Vec<Tally> =
            (0..40).map(|i| tally(i, 10 + i % 3, seed * 100 + i as u64)).collect();
        let peers = Peers::of(4, &tallies);
        Dice(seed).shuffle(&mut tallies);
        prop_assert_eq!(Peers::of(4, &tallies), peers);
    }
}

#[test]
fn statistics_kept_by_an_earlier_program_know_nobody_in_a_share_of_which_it_did_not_know() {
    let kept = vec![ShareFunnel::of(&[(10, 100); 20], 1.0); 5];
    let read = as_many_as_there_are(kept.clone());
    assert_eq!(read[..5], kept[..]);
    assert_eq!(
        read[ShareKind::NearDuplicate as usize].standing(30, 60),
        None
    );
    let later = as_many_as_there_are(vec![kept[0]; 9]);
    assert_eq!(later.len(), ShareKind::ALL.len());
}

#[test]
fn starts_by_a_clock_twelve_hours_slow_fit_the_usual_hours_worse() {
    let mut tallies = [tally(1, 10, 1), tally(2, 10, 2)];
    for tally in &mut tallies {
        tally.starts_by_hour = vec![0; 24];
        tally.starts_by_hour[9..17].fill(20);
    }
    let peers = Peers::of(1, &tallies);
    let group = peers.group(1, Some(10)).unwrap();
    let starting_at = |first: usize| {
        let mut starts = [0; 24];
        for hour in first..first + 6 {
            starts[hour % 24] = 3;
        }
        group.hours_fit(&starts).unwrap()
    };
    // Every usual hour has an eighth: ln(40.5/332) = −2.10; every other half a start: ln(0.5/332) = −6.50.
    assert!((starting_at(10) + 2.10).abs() < 0.01 && (starting_at(22) + 6.50).abs() < 0.01);
    assert_eq!(group.hours_fit(&[0; 24]), None);
    tallies[1].starts_by_hour = vec![0; 24];
    let few = Peers::of(1, &tallies);
    assert_eq!(few.group(1, None).unwrap().hours_fit(&[1; 24]), None);
}

#[test]
fn peers_are_those_of_the_tehsil_and_wave_and_an_unknown_tehsil_has_none() {
    let tallies = [
        tally(1, 10, 1),
        tally(2, 10, 2),
        tally(3, 20, 3),
        tally(4, 0, 4),
    ];
    let peers = Peers::of(9, &tallies);
    let enumerators = |tehsil| peers.group(1, tehsil).map(|group| group.enumerators);
    assert_eq!(
        [None, Some(10), Some(20), Some(0)].map(enumerators),
        [Some(4), Some(2), Some(1), None]
    );
    assert_eq!(peers.group(2, None), None);
    let group = peers.group(1, Some(10)).unwrap();
    assert_eq!(peers.against(group).version, 9);
    assert!(!group.is_enough());
    let starts: u64 = group.starts_by_hour.iter().sum();
    let share: f64 = (0..24).filter_map(|hour| group.share_of_starts(hour)).sum();
    assert_eq!(starts >= LEAST_STARTS, (share - 1.0).abs() < 1e-9);
}
