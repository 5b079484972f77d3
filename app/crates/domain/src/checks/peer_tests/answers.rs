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

    fn found_by(&self, check: Check, limits: &WaveLimits) -> Option<Finding> {
        about_wave(
            &found_with(&self.everybody, &self.sheets(), limits, 0),
            check,
        )
    }

    fn found(&self, check: Check) -> Option<Finding> {
        self.found_by(check, &WaveLimits::default())
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
        let found = found_with(
            &alike.everybody,
            &alike.sheets(),
            &WaveLimits::default(),
            index,
        );
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
        let limits = limits_with("near_duplicate", "high_sd", limit_sd);
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
        let limits = limits_with("near_duplicate", name, value);
        survey.found_by(Check::NearDuplicate, &limits).is_some()
    };
    // 23 of 24 answers are 95.8 per cent.
    assert!(with("alike_pct", 95.0) && !with("alike_pct", 96.0));
    assert!(with("least_answers", 24.0) && !with("least_answers", 25.0));
    let id = ThresholdId::find("near_duplicate", "least_answers").unwrap();
    let fewer = LimitsBook::default().set(id, Extent::EVERYWHERE, Some(11.0));
    assert!(fewer.is_err(), "no sheet has fewer");
}

fn low_variety(finding: &Finding) -> low_variety::Evidence {
    match finding.evidence {
        Evidence::LowVariety(evidence) => evidence,
        _ => panic!("{finding:?}"),
    }
}

/// A tehsil in which the first enumerator's households nearly all answer as usual, by so much.
fn with_an_inventor(seed: u64, along: f64) -> Survey {
    Survey::new(&mut Dice(seed), 60, |enumerator, dice| {
        let honest = 0.2 + 0.5 * dice.uniform();
        if enumerator == 0 { along } else { honest }
    })
}

#[test]
fn invented_households_that_are_all_alike_are_found() {
    // One family in mind, and a change here and there.
    let mut survey = with_an_inventor(11, 0.0);
    let mut dice = Dice(12);
    for chosen in &mut survey.chosen[0] {
        for (answer, options) in chosen.iter_mut().zip(OPTIONS) {
            let other = dice.below(options);
            *answer = if dice.happens(0.8) { 0 } else { other };
        }
    }
    let finding = survey.found(Check::LowVariety).unwrap();
    let evidence = low_variety(&finding);
    assert_eq!((evidence.interviews, evidence.questions), (60, 24));
    assert!(evidence.bits < evidence.limit && evidence.limit < evidence.usual);
    let said = finding.evidence.say(Lang::En);
    assert!(
        said.starts_with("The answers of 60 interviews hardly vary: "),
        "{said}"
    );
}

#[test]
fn a_village_that_is_a_little_more_alike_than_others_is_not_odd() {
    // Every household goes along as much as in the most alike villages of the others.
    assert_eq!(with_an_inventor(13, 0.7).found(Check::LowVariety), None);
}

#[test]
fn a_tehsil_of_villages_alike_has_nobody_whose_answers_hardly_vary() {
    let alike = Survey::new(&mut Dice(14), 60, |_, _| 0.9);
    for index in 0..20 {
        let found = found_with(
            &alike.everybody,
            &alike.sheets(),
            &WaveLimits::default(),
            index,
        );
        assert_eq!(of_check(&found, Check::LowVariety), []);
    }
}

#[test]
fn answers_more_varied_than_usual_are_not_odd() {
    let mut survey = Survey::new(
        &mut Dice(15),
        60,
        |enumerator, _| {
            if enumerator == 0 { 0.0 } else { 0.9 }
        },
    );
    assert_eq!(survey.found(Check::LowVariety), None);
    survey.chosen[0] = vec![vec![0; 24]; 60];
    assert!(survey.found(Check::LowVariety).is_some());
}

/// Sixty interviews each, in which every question has two answers: of so many the rarer one. All peers are nearly alike.
fn of_two_answers(rarer: [usize; 2]) -> Survey {
    let mut survey = Survey::honest(&mut Dice(16), 60);
    for (enumerator, own) in survey.chosen.iter_mut().enumerate() {
        let rarer = rarer[usize::from(enumerator > 0)];
        for (number, chosen) in own.iter_mut().enumerate() {
            *chosen = (0..24)
                .map(|q| u64::from((number + 5 * q) % 60 < rarer))
                .collect();
        }
    }
    survey
}

#[test]
fn variety_is_low_beyond_the_limit_in_deviations_and_not_at_it() {
    // 30 of 60: 1.012 bits; 8 of 60: 0.579 bits. Half a tenth of a bit stands in for a deviation: −8.7.
    let survey = of_two_answers([8, 30]);
    let deviations = low_variety(&survey.found(Check::LowVariety).unwrap()).deviations;
    assert!((deviations + 8.66).abs() < 0.05, "{deviations}");
    let with_limit = |limit_sd: f64| {
        let limits = limits_with("low_variety", "low_sd", limit_sd);
        survey.found_by(Check::LowVariety, &limits)
    };
    assert_eq!(with_limit(-deviations), None);
    assert_eq!(with_limit(-deviations + 0.001), None);
    assert!(with_limit(-deviations - 0.001).is_some());
}

#[test]
fn variety_is_low_from_twenty_per_cent_below_on() {
    // Eight tenths of 1.012 bits are 0.810: 14 of 60 are 0.796 bits, 15 of 60 are 0.823.
    let found = |rarer| {
        let limits = limits_with("low_variety", "low_sd", 2.0);
        of_two_answers([rarer, 30]).found_by(Check::LowVariety, &limits)
    };
    assert!(found(14).is_some());
    assert_eq!(found(15), None);
    let survey = of_two_answers([8, 30]);
    let evidence = low_variety(&survey.found(Check::LowVariety).unwrap());
    let below_pct = (1.0 - evidence.bits / evidence.usual) * 100.0;
    let with_limit = |pct: f64| {
        let limits = limits_with("low_variety", "below_pct", pct);
        survey.found_by(Check::LowVariety, &limits)
    };
    assert!(with_limit(below_pct - 0.01).is_some());
    assert_eq!(with_limit(below_pct + 0.01), None);
}

#[test]
fn fewer_interviews_or_enumerators_than_enough_say_nothing_of_variety() {
    let mut survey = of_two_answers([8, 30]);
    let throw_out = |visits: &mut [Timed], from: usize| {
        for timed in &mut visits[from..] {
            timed.visit.review_state = ReviewState::Rejected;
        }
    };
    throw_out(&mut survey.everybody[0], 30);
    assert!(survey.found(Check::LowVariety).is_some());
    throw_out(&mut survey.everybody[0], 29);
    assert_eq!(survey.found(Check::LowVariety), None);
    let found_among = |enumerators: usize| {
        let mut survey = of_two_answers([8, 30]);
        let sheets = survey.sheets();
        survey.everybody.truncate(enumerators);
        let found = found_with(&survey.everybody, &sheets, &WaveLimits::default(), 0);
        of_check(&found, Check::LowVariety).len()
    };
    assert_eq!([found_among(9), found_among(10)], [0, 1]);
}

#[test]
fn few_interviews_among_peers_with_many_do_not_look_invented() {
    for seed in 0..10 {
        let mut survey = Survey::honest(&mut Dice(300 + seed), 150);
        survey.everybody[0].truncate(40);
        survey.chosen[0].truncate(40);
        assert_eq!(survey.found(Check::LowVariety), None);
    }
}

#[test]
fn sums_of_answers_and_forms_do_not_depend_on_order_and_those_of_two_tehsils_add_up() {
    let mut survey = Survey::honest(&mut Dice(17), 60);
    survey.copy(10);
    let sheets = survey.sheets();
    let mut visits = survey.everybody[0].clone();
    for (number, timed) in (0..).zip(&mut visits) {
        timed.visit.area = if number % 2 == 0 { 11 } else { 21 };
        let version = number / 40;
        timed.visit.form = Some(crate::visit::FormVersion { form: 1, version });
    }
    with_field(&WaveLimits::default(), |field| {
        let tallies = tallies_of(&work_of(&visits, &sheets), field);
        let mut shuffled = visits.clone();
        Dice(18).shuffle(&mut shuffled);
        assert_eq!(tallies_of(&work_of(&shuffled, &sheets), field), tallies);
        let mut both = tallies[0].clone();
        both.add(&tallies[1]);
        assert_eq!((both.interviews_compared, both.variety.questions), (60, 48));
        let near: u32 = tallies.iter().map(|tally| tally.near_duplicates).sum();
        assert_eq!(both.near_duplicates, near);
        let first_uses: Vec<_> = both.forms.iter().map(|(_, at)| Some(*at)).collect();
        assert_eq!(first_uses, [visits[0].start(), visits[40].start()]);
    });
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
        with_field(&WaveLimits::default(), |field| {
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
