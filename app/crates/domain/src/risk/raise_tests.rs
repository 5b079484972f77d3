//! What was found at doors raises scores, and ranks anew.

use super::{Risk, raise};
use crate::spot_check::History;
use std::collections::BTreeMap;

fn risk(wave: i32, tehsil: i32, enumerator: i32, score: f64) -> Risk {
    Risk {
        enumerator,
        wave,
        tehsil,
        interviews: 30,
        score,
        flags_score: score,
        history: History::default(),
        rank: 0,
        ranked: 0,
        contributions: Vec::new(),
    }
}

fn found(told: u32, fabricated: u32) -> History {
    History {
        told,
        grave: fabricated,
        fabricated,
    }
}

fn told(risks: &[Risk]) -> Vec<(i32, i32, f64, f64, u32)> {
    let line = |risk: &Risk| {
        let Risk {
            wave,
            enumerator,
            flags_score,
            score,
            rank,
            ..
        } = *risk;
        (wave, enumerator, flags_score, score, rank)
    };
    risks.iter().map(line).collect()
}

#[test]
fn each_fabrication_of_the_wave_halves_what_is_missing_and_the_tehsil_is_ranked_anew() {
    let mut risks = [
        risk(1, 10, 1, 60.0),
        risk(1, 10, 2, 20.0),
        risk(1, 20, 3, 0.0),
        risk(2, 10, 2, 20.0),
    ];
    let histories = BTreeMap::from([((1, 2), found(5, 2)), ((1, 3), found(4, 0))]);
    raise(&mut risks, &histories);
    let expected = [
        (1, 2, 20.0, 80.0, 1),
        (1, 1, 60.0, 60.0, 2),
        (1, 3, 0.0, 0.0, 1),
        (2, 2, 20.0, 20.0, 1),
    ];
    assert_eq!(told(&risks), expected);
    assert_eq!(risks[0].history, found(5, 2));
    assert_eq!((risks[0].ranked, risks[2].ranked), (2, 1));
    // From the score by the flags each time, so that nothing adds up; without what was found it is that score again.
    raise(&mut risks, &histories);
    assert_eq!(told(&risks), expected);
    raise(&mut risks, &BTreeMap::new());
    assert_eq!(risks[0].score, 60.0);
    assert!(risks.iter().all(|risk| risk.score == risk.flags_score));
}
