//! The checks of what was answered, over interviews with two dozen answers each.

use super::*;
use crate::answers::Sheet;

/// Answers of one interview: the number of the option, by question.
type Chosen = Vec<u64>;

/// How many options each question has.
const OPTIONS: [u64; 24] = [
    4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5, 7, 5, 4, 10, 8, 4,
];

/// Households to a village.
const VILLAGE: usize = 20;

/// Twenty enumerators with so many interviews each, and the answers to them.
struct Survey {
    everybody: Vec<Vec<Timed>>,
    /// By enumerator and interview.
    chosen: Vec<Vec<Chosen>>,
}

impl Survey {
    /// `along` says how many of a village's households answer as is usual there, 0 to 1.
    fn new(dice: &mut Dice, interviews: usize, along: impl Fn(usize, &mut Dice) -> f64) -> Survey {
        let mut survey = Survey {
            everybody: Vec::new(),
            chosen: Vec::new(),
        };
        for enumerator in 0..20 {
            let visits = (0..interviews).map(|n| interview(enumerator as i32 + 1, n as i64));
            survey.everybody.push(visits.collect());
            let mut own = Vec::new();
            let (mut usual, mut share) = (Vec::new(), 0.0);
            for number in 0..interviews {
                if number % VILLAGE == 0 {
                    usual = OPTIONS.map(|options| dice.below(options)).to_vec();
                    share = along(enumerator, dice);
                }
                let answers = usual.iter().zip(OPTIONS);
                own.push(
                    answers
                        .map(|(usual, options)| {
                            let goes = dice.happens(share);
                            let other = dice.below(options);
                            if goes { *usual } else { other }
                        })
                        .collect(),
                );
            }
            survey.chosen.push(own);
        }
        survey
    }

    /// Villages some of which are more alike than others.
    fn honest(dice: &mut Dice, interviews: usize) -> Survey {
        Survey::new(dice, interviews, |_, dice| 0.2 + 0.5 * dice.uniform())
    }

    fn sheets(&self) -> Sheets {
        let visits = self.everybody.iter().flatten();
        let chosen = self.chosen.iter().flatten();
        let keyed = visits.zip(chosen).filter_map(|(timed, chosen)| {
            let answers: Vec<(String, String)> = (0..)
                .zip(chosen)
                .map(|(question, option): (u32, &u64)| {
                    (format!("q{question}"), format!("o{option}"))
                })
                .collect();
            let answers = answers.iter().map(|(q, o)| (q.as_str(), o.as_str()));
            Some((timed.visit.key, Sheet::of(answers)?))
        });
        keyed.collect()
    }

    fn found_by(&self, check: Check, limits: &Limits) -> Option<Finding> {
        about_wave(
            &found_with(&self.everybody, &self.sheets(), limits, 0),
            check,
        )
    }

    fn found(&self, check: Check) -> Option<Finding> {
        self.found_by(check, &Limits::default())
    }

    /// The first enumerator copies: each of so many interviews is another of theirs, with one answer changed.
    fn copy(&mut self, copies: usize) {
        let own = &mut self.chosen[0];
        for number in 0..copies {
            let mut copy = own[own.len() - 1 - number].clone();
            copy[number % 17] = (copy[number % 17] + 1) % 4;
            own[number] = copy;
        }
    }
}

fn near_duplicate(finding: &Finding) -> near_duplicate::Evidence {
    match finding.evidence {
        Evidence::NearDuplicate(evidence) => evidence,
        _ => panic!("{finding:?}"),
    }
}

#[test]
fn copied_interviews_are_found_with_the_pairs_to_open() {
    let mut survey = Survey::honest(&mut Dice(1), 60);
    assert_eq!(survey.found(Check::NearDuplicate), None);
    survey.copy(20);
    let finding = survey.found(Check::NearDuplicate).unwrap();
    let evidence = near_duplicate(&finding);
    assert!(evidence.compared.cases >= 40 && evidence.compared.of == 60);
    let pairs: Vec<_> = evidence.pairs.iter().collect();
    assert_eq!(pairs.len(), 5);
    for pair in pairs {
        assert_eq!((pair.alike, pair.of), (23, 24));
        let [first, second] = [pair.first, pair.second].map(|key| key % 100_000);
        assert_eq!(first + second, 59, "the copy and what it was made from");
    }
    let said = finding.evidence.say(Lang::En);
    assert!(
        said.ends_with(
            " Nearly the same means 85\u{a0}% of the answers and more; of the most alike two, 23 of 24 are equal."
        ),
        "{said}"
    );
}

#[test]
fn a_tehsil_in_which_everybody_lives_alike_has_nobody_with_too_many_near_duplicates() {
    let alike = Survey::new(&mut Dice(2), 60, |_, _| 0.9);
    for index in 0..20 {
        let found = found_with(&alike.everybody, &alike.sheets(), &Limits::default(), index);
        assert_eq!(of_check(&found, Check::NearDuplicate), []);
    }
}

#[test]
fn one_family_that_answers_alike_is_no_copying() {
    let mut survey = Survey::honest(&mut Dice(3), 60);
    survey.copy(2);
    assert_eq!(survey.found(Check::NearDuplicate), None);
}

#[test]
fn a_household_that_was_visited_again_is_no_near_duplicate_of_itself() {
    let mut survey = Survey::honest(&mut Dice(4), 60);
    survey.copy(20);
    for number in 0..20 {
        let household = survey.everybody[0][59 - number].visit.household;
        survey.everybody[0][number].visit.household = household;
    }
    assert_eq!(survey.found(Check::NearDuplicate), None);
}

#[test]
fn near_duplicates_are_too_many_beyond_the_limit_and_not_at_it() {
    let mut survey = Survey::honest(&mut Dice(5), 60);
    survey.copy(20);
    let finding = survey.found(Check::NearDuplicate).unwrap();
    let deviations = near_duplicate(&finding).compared.deviations;
    let with_limit = |limit_sd: f64| {
        let mut limits = Limits::default();
        limits.set("near_duplicate", "high_sd", limit_sd).unwrap();
        survey.found_by(Check::NearDuplicate, &limits)
    };
    assert!((3.0..9.9).contains(&deviations), "{deviations}");
    assert_eq!(with_limit(deviations), None);
    assert_eq!(with_limit(deviations + 0.001), None);
    assert!(with_limit(deviations - 0.001).is_some());
}

#[test]
fn fewer_interviews_than_enough_have_no_share_of_near_duplicates() {
    let mut survey = Survey::honest(&mut Dice(6), 30);
    survey.copy(15);
    assert!(survey.found(Check::NearDuplicate).is_some());
    let last = survey.everybody[0].len() - 1;
    survey.everybody[0][last].visit.outcome = Outcome::Partial;
    assert_eq!(survey.found(Check::NearDuplicate), None);
}

#[test]
fn the_least_answers_and_the_share_that_is_alike_are_thresholds() {
    let mut survey = Survey::honest(&mut Dice(7), 60);
    survey.copy(20);
    let with = |name: &str, value: f64| {
        let mut limits = Limits::default();
        limits.set("near_duplicate", name, value).unwrap();
        survey.found_by(Check::NearDuplicate, &limits).is_some()
    };
    // 23 of 24 answers are 95.8 per cent.
    assert!(with("alike_pct", 95.0) && !with("alike_pct", 96.0));
    assert!(with("least_answers", 24.0) && !with("least_answers", 25.0));
    assert!(
        Limits::default()
            .set("near_duplicate", "least_answers", 11.0)
            .is_err()
    );
}

#[test]
fn honest_enumerators_in_villages_alike_and_not_are_seldom_odd() {
    let mut found_about = std::collections::BTreeMap::new();
    let mut waves = 0;
    for seed in 200..225 {
        let mut dice = Dice(seed);
        let interviews = 40 + dice.below(100) as usize;
        let survey = Survey::honest(&mut dice, interviews);
        let sheets = survey.sheets();
        with_field(&Limits::default(), |field| {
            let peers = peers_of(&survey.everybody, &sheets, field);
            for visits in &survey.everybody {
                let work = work_of(visits, &sheets);
                waves += 1;
                for finding in judge_among_peers(&work, &tallies_of(&work, field), field, &peers) {
                    *found_about.entry(finding.check()).or_insert(0) += 1;
                }
            }
        });
    }
    for (check, number) in found_about {
        assert!(
            number * 400 <= waves,
            "{}: {number} of {waves}",
            check.code()
        );
    }
}
