//! Figures and consequences worked by hand.

use super::*;
use crate::checks::Check;
use crate::evaluate::Part;
use std::collections::BTreeMap;

fn row(key: i64, enumerator: i32, verdict: Option<Verdict>) -> Checked {
    Checked {
        key,
        enumerator,
        union_council: 10 + enumerator,
        tehsil: 7,
        stratum: StratumKey {
            draw: 1,
            stratum: 0,
        },
        layer: Layer::Random,
        stratum_interviews: 40,
        fired: Some(Vec::new()),
        found: verdict.map(|_| Found::Found),
        errors: [Part::default(); 3],
        verdict,
    }
}

/// Ten drawn of forty: enumerator 1 has six, 2 has four.
fn ten() -> Vec<Checked> {
    use Verdict::{CannotTell, Concordant, Fabricated, Minor, Serious};
    let mut rows = vec![
        row(1, 1, Some(Concordant)),
        row(2, 1, Some(Concordant)),
        row(3, 1, Some(Minor)),
        row(4, 1, Some(CannotTell)),
        row(5, 1, None),
        row(6, 1, Some(Concordant)),
        row(7, 2, Some(Fabricated)),
        row(8, 2, Some(Fabricated)),
        row(9, 2, Some(Serious)),
        row(10, 2, Some(Concordant)),
    ];
    rows[3].found = Some(Found::NotAtHome);
    rows[6].found = Some(Found::NotFound);
    for at in [0, 6, 7, 8] {
        rows[at].fired = Some(vec![Check::DurationShort]);
    }
    rows[4].fired = Some(vec![Check::DurationShort, Check::DontKnow]);
    rows[0].errors = [
        Part { part: 0, of: 3 },
        Part { part: 1, of: 2 },
        Part::default(),
    ];
    rows[8].errors = [
        Part { part: 2, of: 3 },
        Part { part: 1, of: 1 },
        Part::default(),
    ];
    rows
}

fn rate(found: Option<WeightedRate>) -> f64 {
    (found.unwrap().rate * 1e9).round() / 1e9
}

#[test]
fn the_figures_of_everything_and_of_one_enumerator() {
    let rows = ten();
    let all = figures(&rows, 40, |_| true);
    assert_eq!(all.checked, Part { part: 9, of: 40 });
    assert_eq!((all.drawn, all.visited), (10, 9));
    assert_eq!(all.verdicts, [4, 1, 1, 2, 1]);
    assert_eq!(rate(all.concordant), 0.5);
    assert_eq!(rate(all.grave), 0.375);
    assert_eq!(rate(all.fabricated), 0.25);
    assert_eq!(rate(all.found), 0.875);
    assert_eq!(all.found.unwrap().cannot_tell, 1);
    assert_eq!(all.fabricated.unwrap().cannot_tell, 1);
    assert_eq!(rate(all.errors[0]), (2.0 / 6.0 * 1e9_f64).round() / 1e9);
    assert_eq!(rate(all.errors[1]), (2.0 / 3.0 * 1e9_f64).round() / 1e9);
    assert_eq!(all.errors[2], None);

    let completed = BTreeMap::from([(1, 22), (2, 18), (3, 5)]);
    let by = figures_by(&rows, &completed, |row| Some(row.enumerator));
    assert_eq!(rate(by[&1].fabricated), 0.0);
    assert_eq!(rate(by[&2].fabricated), 0.5);
    let second = by[&2].fabricated.unwrap();
    assert_eq!((second.answered, second.cannot_tell), (4, 0));
    assert!(second.low > 0.05 && second.high < 0.95, "{second:?}");
    assert_eq!((by[&3].drawn, by[&3].fabricated), (0, None));
    assert_eq!(by[&3].checked, Part { part: 0, of: 5 });
    let tehsils = figures_by(&rows, &BTreeMap::from([(7, 40)]), |row| Some(row.tehsil));
    assert_eq!(tehsils[&7], all);
}

#[test]
fn strata_where_somebody_has_nothing_make_nothing_known_of_them() {
    let mut rows = ten();
    for one in ten().into_iter().filter(|row| row.enumerator == 1) {
        let stratum = StratumKey {
            draw: 2,
            stratum: 0,
        };
        rows.push(Checked {
            key: one.key + 100,
            stratum,
            ..one
        });
    }
    let of_second = |rows: &[Checked]| figures(rows, 18, |row| row.enumerator == 2);
    assert_eq!(of_second(&rows), of_second(&ten()));
    let by = figures_by(&rows, &BTreeMap::from([(2, 18)]), |row| {
        (row.enumerator == 2).then_some(2)
    });
    assert_eq!(by, BTreeMap::from([(2, of_second(&ten()))]));
}

#[test]
fn a_checks_precision_is_of_what_was_decided_and_told() {
    let found = precision(&ten());
    let of_drawn: Vec<(Check, Part)> = found.iter().map(|p| (p.check, p.of_drawn)).collect();
    let mut expected = vec![
        (Check::DurationShort, Part { part: 3, of: 4 }),
        (Check::DontKnow, Part { part: 0, of: 0 }),
    ];
    expected.sort_by_key(|(check, _)| *check);
    assert_eq!(of_drawn, expected);
    let short = found
        .iter()
        .find(|p| p.check == Check::DurationShort)
        .unwrap();
    assert_eq!(rate(short.of_all), 0.75);
    let silent = found.iter().find(|p| p.check == Check::DontKnow).unwrap();
    assert_eq!((silent.of_all, silent.drawn), (None, 1));
    assert_eq!(short.drawn, 5);
    let never = precision_of(&ten(), Check::Overlap);
    assert_eq!(
        (never.drawn, never.of_drawn, never.of_all),
        (0, Part::default(), None)
    );
}

#[test]
fn where_it_is_not_known_whether_a_check_fired_nothing_is_said() {
    let mut rows = ten();
    for mut row in ten() {
        row.key += 100;
        row.stratum.stratum = 1;
        row.fired = None;
        rows.push(row);
    }
    let known = precision_of(&ten(), Check::DurationShort);
    let half = precision_of(&rows, Check::DurationShort);
    assert_eq!((half.drawn, half.of_drawn), (5, known.of_drawn));
    let (known, half) = (known.of_all.unwrap(), half.of_all.unwrap());
    assert_eq!((half.rate, half.low), (known.rate, known.low));
    assert_eq!((half.stands_for, half.of_frame), (40, 80));
}

#[test]
fn each_fabrication_halves_what_is_missing_to_a_hundred() {
    let histories = histories(&ten());
    let second = History {
        told: 4,
        grave: 3,
        fabricated: 2,
    };
    assert_eq!(histories[&2], second);
    assert_eq!(histories[&1].told, 4);
    assert_eq!(risk_after(20.0, &second), 80.0);
    assert_eq!(risk_after(20.0, &histories[&1]), 20.0);
    assert_eq!(risk_after(140.0, &second), 100.0);
    let many = History {
        fabricated: u32::MAX,
        ..second
    };
    assert_eq!(risk_after(0.0, &many), 100.0);
}

#[test]
fn one_fabrication_puts_a_union_council_in_doubt_and_two_everything() {
    let work = |enumerator, union_council, interviews| Work {
        enumerator,
        union_council,
        interviews,
        counted: interviews - 1,
    };
    let works = [work(2, 20, 30), work(2, 12, 50), work(1, 11, 60)];
    let found = resurvey(&ten(), &works);
    let here = |part, of| Part { part, of };
    let everything = |union_council, interviews, fabricated_here| Resurvey {
        enumerator: 2,
        union_council,
        scope: Scope::Everything,
        interviews,
        counted: interviews - 1,
        fabricated_here,
        fabricated: here(2, 4),
    };
    let expected = [
        everything(12, 50, here(2, 4)),
        everything(20, 30, here(0, 0)),
    ];
    assert_eq!(found, expected);

    let mut rows = ten();
    rows[7].verdict = Some(Verdict::Concordant);
    let found = resurvey(&rows, &works);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].scope, found[0].union_council),
        (Scope::UnionCouncil, 12)
    );
    rows[6].verdict = Some(Verdict::Serious);
    assert_eq!(resurvey(&rows, &works), []);
    // One of one is 20.7 % at least.
    let one = [row(7, 2, Some(Verdict::Fabricated))];
    assert_eq!(resurvey(&one, &works).len(), 2);
}
