//! The score over people made up by chance.

use super::*;
use crate::checks::Severity;
use crate::evaluate::{Known, evaluate};
use crate::lang::Lang;
use crate::outcome::Outcome;
use crate::peers::dice::Dice;
use crate::peers::{LEAST_ENUMERATORS, Tally, Variety};
use crate::time::SurveyDay;

/// An honest enumerator of a tehsil, with a few findings as chance has it.
fn honest(dice: &mut Dice, enumerator: i32, tehsil: AreaId) -> Person {
    let interviews = 60 + dice.below(120);
    let mut tally = Tally {
        enumerator,
        wave: 1,
        tehsil,
        without_fix: dice.binomial(interviews, 0.04) as u32,
        days_placed: interviews as u32 / 8,
        days_on_one_spot: dice.binomial(interviews / 8, 0.03) as u32,
        days: (0..interviews as i32 / 8)
            .map(|day| (SurveyDay(20_000 + day), 8))
            .collect(),
        ..Tally::default()
    };
    tally.outcomes[Outcome::Complete as usize] = interviews as u32;
    tally.outcomes[Outcome::NotAtHome as usize] = dice.binomial(interviews, 0.18) as u32;
    for _ in 0..interviews {
        tally.household_size.count(1 + dice.poisson(5.0));
    }
    let short = dice.binomial(interviews, 0.01) as u32;
    let fast = dice.binomial(interviews, 0.01) as u32;
    let fired = [(Check::DurationShort, short), (Check::TravelSpeed, fast)];
    Person {
        tally,
        fired: fired
            .into_iter()
            .filter(|(_, number)| *number > 0)
            .map(|(check, review)| (check, Fired { review, severe: 0 }))
            .collect(),
        busiest_day_sd: None,
    }
}

fn tehsil(seed: u64, tehsil: AreaId, number: i32) -> Vec<Person> {
    let mut dice = Dice(seed);
    (0..number)
        .map(|i| honest(&mut dice, tehsil * 1_000 + i, tehsil))
        .collect()
}

fn risks_of(people: &[Person]) -> Vec<Risk> {
    let tallies: Vec<Tally> = people.iter().map(|person| person.tally.clone()).collect();
    risks(people, &Peers::of(3, &tallies))
}

/// Invents at home: short, on one spot, nobody ever out.
fn invent(person: &mut Person) {
    let interviews = person.tally.interviews() as u32;
    person.tally.days_on_one_spot = person.tally.days_placed;
    person.tally.outcomes[Outcome::NotAtHome as usize] = 0;
    let fired = Fired {
        review: interviews * 2 / 3,
        severe: 0,
    };
    person.fired.insert(Check::DurationShort, fired);
}

#[test]
fn inventions_come_first_and_the_score_is_the_sum_of_what_is_said() {
    let mut people = tehsil(1, 5, 30);
    invent(&mut people[17]);
    let risks = risks_of(&people);
    let first = &risks[0];
    assert_eq!((first.enumerator, first.rank, first.ranked), (5_017, 1, 30));
    assert!(
        first.score > 3.0 * risks[1].score,
        "{} {}",
        first.score,
        risks[1].score
    );
    for risk in &risks {
        let sum: f64 = risk.contributions.iter().map(|c| c.points).sum();
        assert!((risk.score - sum).abs() < 1e-9 && (0.0..=100.0).contains(&risk.score));
    }
    let short = first
        .contributions
        .iter()
        .find(|c| c.check == Check::DurationShort);
    let short = short.unwrap();
    let Measure::Interviews(portions) = short.measure else {
        panic!("{short:?}");
    };
    assert_eq!(
        short.say(Lang::En),
        format!(
            "Too short: in {} of {} interviews; among the others of this tehsil {} of {}. {:.1} points.",
            portions.cases,
            portions.of,
            portions.others_cases,
            crate::number::grouped(portions.others_of),
            short.points
        )
    );
    for contribution in risks.iter().flat_map(|risk| &risk.contributions) {
        for lang in [Lang::En, Lang::Ur] {
            let said = contribution.say(lang);
            assert!(!said.contains(['{', '}']), "{said}");
        }
    }
}

#[test]
fn copies_and_answers_that_hardly_vary_count_and_more_variety_than_usual_does_not() {
    let mut people = tehsil(2, 5, 30);
    for (index, person) in (0_u32..).zip(&mut people) {
        let tally = &mut person.tally;
        tally.interviews_compared = 60;
        tally.near_duplicates = index % 4;
        tally.variety = Variety {
            interviews: 60,
            questions: 24,
            microbits: 24 * 1_500_000 + u64::from(index % 5) * 600_000,
        };
    }
    people[17].tally.near_duplicates = 40;
    people[17].tally.variety.microbits = 24 * 800_000;
    people[18].tally.variety.microbits = 24 * 2_200_000;
    let risks = risks_of(&people);
    let said_of = |enumerator: i32, check: Check| {
        let risk = risks.iter().find(|risk| risk.enumerator == enumerator);
        let mut contributions = risk.into_iter().flat_map(|risk| &risk.contributions);
        let own = contributions.find(|contribution| contribution.check == check);
        own.map(|own| {
            assert!(own.points > 3.0, "{own:?}");
            assert!(!own.say(Lang::Ur).contains(['{', '}']));
            own.say_without_points(Lang::En)
        })
    };
    assert_eq!(
        said_of(5_017, Check::LowVariety).as_deref(),
        Some(
            "Answers that hardly vary: 0.80 bits a question in 60 interviews; in this tehsil 1.55 are usual."
        )
    );
    assert_eq!(
        said_of(5_017, Check::NearDuplicate).as_deref(),
        Some(
            "Nearly the same answers: 40 of 60 interviews; among the others of this tehsil 42 of 1,740."
        )
    );
    assert_eq!(said_of(5_018, Check::LowVariety), None);
}

#[test]
fn the_order_of_people_changes_no_bit_of_anybodys_score() {
    let mut people: Vec<Person> = (1..4).flat_map(|t| tehsil(t as u64, t, 20)).collect();
    let before = risks_of(&people);
    for seed in 0..10 {
        Dice(seed).shuffle(&mut people);
        assert_eq!(risks_of(&people), before);
    }
}

#[test]
fn one_family_alone_stays_below_a_third_and_one_check_below_six_tenths_of_it() {
    let mut people = tehsil(2, 5, 60);
    let interviews = people[0].tally.interviews() as u32;
    let everywhere = Fired {
        review: interviews,
        severe: interviews,
    };
    people[0].fired.insert(Check::TravelSpeed, everywhere);
    let points = |people: &[Person], family| {
        let risks = risks_of(people);
        let risk = risks.iter().find(|risk| risk.enumerator == 5_000).unwrap();
        let of_it = risk.contributions.iter().filter(|c| c.family == family);
        of_it.map(|c| c.points).sum::<f64>()
    };
    let one_check = points(&people, Family::Pace);
    let most = most_of_family(Family::Pace);
    // The weights of review and severe add up to 13.
    assert!(one_check > 9.0 && one_check <= 0.6 * most, "{one_check}");
    people[0].fired.insert(Check::DurationShort, everywhere);
    let too_many = Fired {
        review: people[0].days() as u32,
        severe: 0,
    };
    people[0].fired.insert(Check::TooManyADay, too_many);
    let all = points(&people, Family::Pace);
    assert!(all > one_check && all <= most + 1e-9, "{all}");
}

#[test]
fn what_fires_on_everybody_counts_against_nobody() {
    let mut people = tehsil(3, 5, 30);
    for person in &mut people {
        let review = person.tally.interviews() as u32 / 2;
        person
            .fired
            .insert(Check::TravelSpeed, Fired { review, severe: 0 });
    }
    let of_speed = |c: &&Contribution| c.check == Check::TravelSpeed;
    let risks = risks_of(&people);
    let most = risks
        .iter()
        .flat_map(|risk| &risk.contributions)
        .filter(of_speed);
    let most = most.map(|c| c.points).fold(0.0, f64::max);
    assert!(most < 3.0, "{most}");
}

#[test]
fn three_odd_interviews_of_a_first_morning_bring_nobody_to_the_top() {
    let mut people = tehsil(4, 5, 30);
    invent(&mut people[3]);
    people[4].tally.outcomes = [3, 0, 0, 0, 0, 0, 0];
    let all = Fired {
        review: 3,
        severe: 0,
    };
    people[4].fired.insert(Check::DurationShort, all);
    let risks = risks_of(&people);
    let score = |enumerator| {
        risks
            .iter()
            .find(|r| r.enumerator == enumerator)
            .unwrap()
            .score
    };
    assert!(
        score(5_004) < 0.2 * score(5_003),
        "{} {}",
        score(5_004),
        score(5_003)
    );
}

#[test]
fn padded_days_count_in_the_first_week_already() {
    let mut people = tehsil(9, 5, 30);
    for person in &mut people {
        person.tally.days.truncate(5);
    }
    let padded = Fired {
        review: 3,
        severe: 0,
    };
    people[8].fired.insert(Check::TooManyADay, padded);
    let first = &risks_of(&people)[0];
    assert_eq!(first.enumerator, 5_008);
    let said = first.contributions[0].say(Lang::En);
    assert!(
        said.starts_with(
            "Too many on one day: on 3 of 5 days; among the others of this tehsil 0 of 145."
        ),
        "{said}"
    );
}

#[test]
fn one_day_of_far_too_many_counts_as_far_as_it_lies_out_and_one_just_beyond_the_limit_for_less() {
    let mut people = tehsil(9, 5, 30);
    let once = Fired {
        review: 1,
        severe: 0,
    };
    people[8].fired.insert(Check::TooManyADay, once);
    let mut points = |single_day| {
        people[8].busiest_day_sd = single_day;
        let risks = risks_of(&people);
        let own = risks.iter().find(|risk| risk.enumerator == 5_008);
        let of_it = own.unwrap().contributions.iter();
        of_it
            .filter(|c| c.check == Check::TooManyADay)
            .map(|c| c.points)
            .sum::<f64>()
    };
    let (seldom, limit, far) = (points(None), points(Some(3.5)), points(Some(6.0)));
    assert!(
        seldom < limit && limit < 0.5 * far,
        "{seldom} {limit} {far}"
    );
}

#[test]
fn a_tehsil_with_too_few_enumerators_is_ordered_by_what_is_usual_in_the_wave() {
    let mut people = tehsil(5, 5, 30);
    let mut few = tehsil(6, 6, LEAST_ENUMERATORS as i32 - 1);
    invent(&mut few[2]);
    people.extend(few);
    let risks = risks_of(&people);
    let first = risks.iter().find(|risk| risk.tehsil == 6).unwrap();
    assert_eq!((first.enumerator, first.rank), (6_002, 1));
    assert!(first.contributions[0].say(Lang::En).contains("whole wave"));
}

#[test]
fn the_top_tenth_is_one_of_seven_and_three_of_thirty_and_nobody_without_points() {
    let mut people = tehsil(7, 5, 30);
    people.extend(tehsil(8, 6, 7));
    for at in [1, 2, 3, 4, 31, 32] {
        invent(&mut people[at]);
    }
    let risks = risks_of(&people);
    let top = |tehsil| {
        let top = top_share(&risks, 0.1);
        top.iter().filter(|risk| risk.tehsil == tehsil).count()
    };
    assert_eq!([top(5), top(6)], [3, 1]);
    let mut nothing = risks.clone();
    for risk in &mut nothing {
        risk.score = 0.0;
    }
    assert!(top_share(&nothing, 0.1).is_empty());
}

#[test]
fn findings_that_are_only_good_to_know_count_for_nothing_and_one_interview_counts_once() {
    use crate::checks::{Evidence, Finding, Subject, gps_missing, travel_speed};
    let finding = |severity, subject, evidence| Finding {
        severity,
        enumerator: 1,
        day: SurveyDay(20_000),
        area: 51,
        wave: 1,
        device: None,
        subject,
        evidence,
    };
    let speed = Evidence::TravelSpeed(travel_speed::Evidence {
        distance_m: 900.0,
        gap_s: -5,
        speed_kmh: None,
    });
    let missing = Evidence::GpsMissing(gps_missing::Evidence::Interview {});
    let between = |first| Subject::Visits { first, second: 9 };
    let findings = [
        finding(Severity::Info, Subject::Visit { key: 4 }, missing),
        finding(Severity::Review, between(1), speed),
        finding(Severity::Severe, between(2), speed),
    ];
    let tallies = [Tally {
        enumerator: 1,
        wave: 1,
        tehsil: 5,
        ..Tally::default()
    }];
    let person = Person::of(&tallies, &findings).unwrap();
    assert_eq!(person.fired(Check::GpsMissing), Fired::default());
    let once = Fired {
        review: 1,
        severe: 1,
    };
    assert_eq!(person.fired(Check::TravelSpeed), once);
}

#[test]
fn a_clock_that_was_corrected_counts_for_nothing_and_one_that_satellites_saw_go_back_counts() {
    use crate::checks::{Evidence, Finding, Subject, clock_moved_back};
    let moved = |first, by_correction| Finding {
        severity: Severity::Review,
        enumerator: 1,
        day: SurveyDay(20_000),
        area: 51,
        wave: 1,
        device: Some(1),
        subject: Subject::Visits {
            first,
            second: first + 1,
        },
        evidence: Evidence::ClockMovedBack(clock_moved_back::Evidence {
            back_ms: 900_000,
            by_correction,
        }),
    };
    let fired = |finding| {
        let person = Person::of(&[Tally::default()], &[finding]).unwrap();
        person.fired(Check::ClockMovedBack).review
    };
    assert_eq!([fired(moved(1, true)), fired(moved(1, false))], [0, 1]);
}

/// One enumerator in twenty does one of four things; by enumerator, what.
fn misconduct(people: &mut [Person], dice: &mut Dice) -> BTreeMap<i32, &'static str> {
    let mut conduct = BTreeMap::new();
    for (index, twenty) in people.chunks_mut(20).enumerate() {
        let person = &mut twenty[dice.below(20) as usize];
        let interviews = person.tally.interviews() as u32;
        let fired = |review, severe| Fired { review, severe };
        let (name, planted) = match index % 4 {
            0 => {
                invent(person);
                ("invents", vec![])
            }
            1 => (
                "half-fakes",
                vec![(Check::DurationShort, fired(interviews / 3, 0))],
            ),
            2 => (
                "tours",
                vec![(Check::TravelSpeed, fired(interviews / 8, interviews / 16))],
            ),
            _ => (
                "pads",
                vec![
                    (Check::TooManyADay, fired(3, 0)),
                    (Check::DurationShort, fired(interviews / 8, 0)),
                ],
            ),
        };
        person.fired.extend(planted);
        conduct.insert(person.enumerator(), name);
    }
    conduct
}

#[test]
fn of_a_twentieth_who_are_dishonest_nearly_all_come_first() {
    let mut people: Vec<Person> = (1..=40).flat_map(|t| tehsil(t as u64, t, 25)).collect();
    let conduct = misconduct(&mut people, &mut Dice(99));
    let known: Vec<Known> = risks_of(&people)
        .iter()
        .map(|risk| Known {
            enumerator: risk.enumerator,
            is_dishonest: conduct.contains_key(&risk.enumerator),
            behaviour: (*conduct.get(&risk.enumerator).unwrap_or(&"honest")).to_owned(),
            risk: risk.score,
            fired: BTreeMap::new(),
            has_severe: false,
        })
        .collect();
    let found = evaluate(&known);
    assert_eq!((found.prevalence.part, found.prevalence.of), (50, 1_000));
    let table = found.to_markdown();
    assert!(
        found.dishonest_of_top_5_percent.share() >= Some(0.95),
        "{table}"
    );
    assert!(
        found.top_10_percent_of_dishonest.share() >= Some(0.95),
        "{table}"
    );
}
