//! What households answer: the same household answers alike, and neighbours somewhat, more in some villages than in others.

use crate::acts::template;
use crate::behaviour::Behaviour;
use crate::draw::{Draw, Purpose};
use crate::row::number;
use crate::scenario::Answers;
use crate::survey::Survey;
use crate::visits::BLOCK_HOUSEHOLDS;
use crate::workday::Visit;

/// Questions with four options, such as a poverty score card asks.
const SMALL: [(&str, [&str; 4]); 6] = [
    ("roof", ["rcc", "girder", "wood", "other"]),
    ("water", ["pump", "motor", "piped", "canal"]),
    ("fuel", ["wood", "gas", "dung", "lpg"]),
    ("toilet", ["flush", "pit", "shared", "none"]),
    ("land", ["none", "own", "rent", "share"]),
    ("school", ["none", "some", "all", "na"]),
];

/// The further ones of a whole form.
const MORE: [(&str, [&str; 4]); 11] = [
    ("walls", ["brick", "mud", "block", "wood"]),
    ("floor", ["earth", "cement", "tile", "brick"]),
    ("light", ["grid", "solar", "lamp", "none"]),
    ("cooking", ["kitchen", "veranda", "yard", "room"]),
    ("tenure", ["owned", "rented", "free", "other"]),
    ("income", ["labour", "farm", "salary", "trade"]),
    ("head_school", ["none", "primary", "matric", "higher"]),
    ("phone", ["none", "simple", "smart", "both"]),
    ("transport", ["none", "bicycle", "motorbike", "car"]),
    ("savings", ["none", "home", "bank", "committee"]),
    ("debt", ["none", "shop", "family", "bank"]),
];

/// Numbers that a whole form asks for, and the highest of each.
const NUMBERS: [(&str, u32); 6] = [
    ("children", 6),
    ("in_school", 4),
    ("earners", 3),
    ("animals", 9),
    ("acres", 7),
    ("meals", 3),
];

/// Writes the answers of a complete interview, as far as the scenario wants them.
pub(crate) fn answers(survey: &Survey, visit: &Visit, text: &mut String) {
    if survey.scenario.answers == Answers::Blank {
        return;
    }
    let seed = survey.scenario.seed;
    let copied = visit.behaviour == Some(Behaviour::CopiedAnswers);
    let (uc, household) = copied
        .then(|| template(survey, visit.enumerator as usize, visit.number))
        .flatten()
        .map_or((visit.uc, visit.household), |(_, stop)| {
            (stop.uc, stop.household)
        });
    let mut draw = Draw::keyed(
        seed,
        Purpose::Household,
        1 << 32 | u64::from(uc),
        u64::from(household),
    );
    // Who copies changes an answer here and there.
    let mut change = copied.then(|| {
        let copier = survey.enumerators[visit.enumerator as usize].planted;
        let share = copier.map_or(0.0, |planted| 0.10 - 0.09 * planted.strength);
        let key = u64::from(visit.enumerator);
        let draw = Draw::keyed(seed, Purpose::Answers, key, u64::from(visit.number));
        (share, draw)
    });
    let mut changed = |own: u32, options: u32| {
        if let Some((share, draw)) = &mut change
            && draw.chance(*share)
        {
            return (own + draw.between(1, options - 1)) % options;
        }
        own
    };
    let full = survey.scenario.answers == Answers::Full;
    // Some villages are all alike, others not: what most of its households answer, and how many go along.
    let block = u64::from(household / BLOCK_HOUSEHOLDS);
    let mut usual = Draw::keyed(seed, Purpose::Answers, 1 << 32 | u64::from(uc), block);
    let along = 0.2 + 0.5 * usual.unit();
    let mut goes = Draw::keyed(
        seed,
        Purpose::Answers,
        1 << 33 | u64::from(uc),
        u64::from(household),
    );
    let mut chosen = |draw: &mut Draw| {
        let (own, common) = (draw.below(4), usual.below(4));
        if full && goes.chance(along) {
            common
        } else {
            own
        }
    };
    text.push_str("{\"rooms\":");
    number(u64::from(1 + changed(draw.between(1, 5) - 1, 5)), text);
    for (question, options) in &SMALL {
        let option = changed(chosen(&mut draw), 4);
        choice(question, options[option as usize], text);
    }
    if full {
        for (question, options) in &MORE {
            let option = changed(chosen(&mut draw), 4);
            choice(question, options[option as usize], text);
        }
        for (question, most) in NUMBERS {
            text.push_str(",\"");
            text.push_str(question);
            text.push_str("\":");
            number(u64::from(changed(draw.between(0, most), most + 1)), text);
        }
    }
    text.push('}');
}

fn choice(question: &str, answer: &str, text: &mut String) {
    text.push_str(",\"");
    text.push_str(question);
    text.push_str("\":\"");
    text.push_str(answer);
    text.push('"');
}
