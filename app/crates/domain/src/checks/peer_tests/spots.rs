//! Days on one spot.

use super::*;

/// Households of the first enumerator, all within a few steps of each other: the tablet stays where it is.
fn on_one_spot(index: usize, visit: &mut Visit) {
    visit.fix = Some(Fix {
        latitude: 31.5 + index as f64 * 1e-6,
        longitude: 74.0,
        accuracy_m: Some(5.0),
    });
}

/// Households of one block of flats, twelve metres long, each position taken at its own door: it scatters as its accuracy says.
fn in_a_block_of_flats(dice: &mut Dice, visit: &mut Visit) {
    let accuracy_m = 4.0 + 8.0 * dice.uniform();
    // 68 % within the accuracy: 1.51 times the deviation along each axis; a metre is about a hundred-thousandth of a degree.
    let mut metres =
        |door_m: f64| door_m * (dice.uniform() - 0.5) + accuracy_m / 1.51 * dice.normal();
    visit.fix = Some(Fix {
        latitude: 31.5 + metres(8.0) * 0.9e-5,
        longitude: 74.0 + metres(12.0) * 1.05e-5,
        accuracy_m: Some(accuracy_m),
    });
}

#[test]
fn days_on_one_spot_are_found_and_those_in_a_block_of_flats_are_not() {
    let finding = about_wave(&found_after(on_one_spot), Check::GpsClustered).unwrap();
    let said = finding.evidence.say(Lang::En);
    assert!(
        said.contains("closer together than their positions are accurate"),
        "{said}"
    );
    for seed in 0..20 {
        let mut everybody = honest_tehsil(&mut Dice(seed));
        let mut dice = Dice(100 + seed);
        for timed in &mut everybody[0] {
            in_a_block_of_flats(&mut dice, &mut timed.visit);
        }
        assert_eq!(
            about_wave(&found_in(&everybody, 0), Check::GpsClustered),
            None
        );
    }
}

#[test]
fn half_of_the_days_on_one_spot_are_far_above_peers_and_a_spot_that_all_work_at_is_usual() {
    let half = found_after(|index, visit| {
        if index / 8 % 2 == 0 {
            on_one_spot(index, visit);
        }
    });
    assert!(about_wave(&half, Check::GpsClustered).is_some());
    let mut everybody = honest_tehsil(&mut Dice(4));
    for visits in &mut everybody {
        for (index, timed) in visits.iter_mut().enumerate() {
            on_one_spot(index, &mut timed.visit);
        }
    }
    assert_eq!(
        about_wave(&found_in(&everybody, 0), Check::GpsClustered),
        None
    );
}

#[test]
fn a_fix_that_the_tablet_repeated_is_no_day_on_one_spot() {
    let repeated = found_after(|index, visit| {
        if index % 3 > 0 {
            on_one_spot(0, visit);
            visit.fix_at = Some(EpochMs(5));
        }
    });
    assert_eq!(about_wave(&repeated, Check::GpsClustered), None);
}
