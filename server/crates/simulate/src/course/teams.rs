//! A week's review: who has left, who is hired, and who is sent where work lags.

use super::Traits;
use super::field::Field;
use crate::draw::Draw;

/// Behind its plan by this much, an area asks for help; ahead by this much, it can give.
const BEHIND: f64 = 0.10;

/// Reviews all areas at the end of a day.
pub(crate) fn review(fields: &mut [Field], day: usize, traits: &Traits, draw: &mut Draw) {
    for field in fields.iter_mut().filter(|field| field.begins <= day) {
        come_and_go(field, day, traits, draw);
    }
    let needy: Vec<usize> = (0..fields.len())
        .filter(|at| {
            let field = &fields[*at];
            !field.closed && field.begins <= day && field.expected(day) - field.covered() > BEHIND
        })
        .collect();
    for at in needy {
        if !draw.chance(traits.helped) {
            continue;
        }
        let near = |other: &&usize| fields[**other].district == fields[at].district;
        let able: Vec<usize> = (0..fields.len())
            .filter(|o| *o != at && can_give(&fields[*o], day))
            .collect();
        let helper = able
            .iter()
            .find(near)
            .or_else(|| able.first().filter(|_| draw.chance(0.2)));
        let Some(helper) = helper.copied() else {
            continue;
        };
        // No area takes in more than a quarter of its planned people at once.
        let most = (fields[at].planned / 4.0).ceil() as u32;
        let given = if fields[helper].closed {
            (fields[helper].people / 2).min(most)
        } else {
            (fields[helper].people / 5).min(most)
        };
        fields[helper].people -= given;
        let arrives = day + draw.between(1, 4) as usize;
        fields[at].coming.push((arrives, given));
    }
}

fn can_give(field: &Field, day: usize) -> bool {
    let ahead = field.covered() - field.expected(day) > BEHIND / 2.0;
    field.people > 0 && (field.closed || (ahead && field.people >= 5))
}

fn come_and_go(field: &mut Field, day: usize, traits: &Traits, draw: &mut Draw) {
    if field.closed {
        return;
    }
    let leaving = (0..field.people)
        .filter(|_| draw.chance(traits.leaving))
        .count() as u32;
    let leaving = leaving.min(field.people.saturating_sub(1));
    field.people -= leaving;
    let replaced = (0..leaving)
        .filter(|_| draw.chance(traits.replaced))
        .count() as u32;
    if replaced > 0 {
        field
            .coming
            .push((day + draw.between(5, 14) as usize, replaced));
    }
    // The team is filled up in its first weeks, where it began smaller than planned.
    let missing = (field.planned - f64::from(field.people)).max(0.0);
    if day < field.begins + 28 && draw.chance(0.3) {
        field
            .coming
            .push((day + 3, (missing / 2.0 + draw.unit()) as u32));
    }
    let overdue = day > field.ends && field.covered() < 0.9;
    if traits.surge && overdue && draw.chance(0.25) {
        let hired = (f64::from(field.people) * (0.2 + 0.3 * draw.unit())).ceil() as u32;
        field
            .coming
            .push((day + draw.between(3, 10) as usize, hired));
    }
}
