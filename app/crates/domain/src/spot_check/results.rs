//! What the spot checks say: rates with intervals, of any part of the survey.

use super::Layer;
use super::consequences::Tells;
use super::estimate::{Answer, StratumKey, Unit, WeightedRate, weighted_rate, weighted_ratio};
use super::proposal::Verdict;
use super::question::QuestionType;
use super::visit::Found;
use crate::area::AreaId;
use crate::checks::Check;
use crate::evaluate::Part;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One drawn interview, or one that was visited instead, and what is known of it by now. Those replaced stay in, with nothing found.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The submission's key.
    pub key: i64,
    /// Whose.
    pub enumerator: i32,
    /// The union council.
    pub union_council: AreaId,
    /// The tehsil.
    pub tehsil: AreaId,
    /// Its stratum; the draw by a number of the caller's.
    pub stratum: StratumKey,
    /// The stratum's layer.
    pub layer: Layer,
    /// Interviews of the frame in the stratum (N).
    pub stratum_interviews: u32,
    /// Checks that had fired on it (review or severe) when it was drawn: later ones may be the visit's own doing. `None`: it is not known.
    pub fired: Option<Vec<Check>>,
    /// What was at the door; `None`: not visited yet.
    pub found: Option<Found>,
    /// Answers beyond their tolerance, of those compared, by type.
    pub errors: [Part; 3],
    /// What was decided and stands; `None`: nothing yet.
    pub verdict: Option<Verdict>,
}

/// The figures of a part of the survey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Spot checks decided, of completed interviews: the spot-check rate.
    pub checked: Part,
    /// Drawn, those visited instead included.
    pub drawn: u32,
    /// Visited.
    pub visited: u32,
    /// Decided, by verdict in the order of [`Verdict::ALL`].
    pub verdicts: [u32; 5],
    /// Households of the completed interviews that are where they should be. Refused is found; not at home cannot be told.
    pub found: Option<WeightedRate>,
    /// Completed interviews that are concordant.
    pub concordant: Option<WeightedRate>,
    /// … serious or fabricated.
    pub grave: Option<WeightedRate>,
    /// … fabricated.
    pub fabricated: Option<WeightedRate>,
    /// Answers that differ beyond their tolerance, of all that could be compared, by type.
    pub errors: [Option<WeightedRate>; 3],
}

/// How good a check is, by the spot checks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Precision {
    /// The check.
    pub check: Check,
    /// Serious or fabricated, of the interviews on which it fired that were drawn and decided (cannot tell is left out). They are mostly those
    /// of the highest risk.
    pub of_drawn: Part,
    /// Drawn interviews on which it fired, those not decided yet included.
    pub drawn: u32,
    /// Serious or fabricated of all interviews on which it fired: weighted.
    pub of_all: Option<WeightedRate>,
}

/// One of the questions that rates are asked of.
#[derive(Clone, Copy, Debug)]
enum Asked {
    Found,
    Verdict(fn(Verdict) -> bool),
    Errors(QuestionType),
}

fn answer(row: &Checked, asked: Asked) -> Answer {
    match asked {
        Asked::Found => match row.found {
            None => Answer::Open,
            Some(Found::NotAtHome) => Answer::CannotTell,
            Some(found) => Answer::yes_no(matches!(found, Found::Found | Found::Refused)),
        },
        Asked::Verdict(is_so) => match row.verdict {
            None => Answer::Open,
            Some(Verdict::CannotTell) => Answer::CannotTell,
            Some(verdict) => Answer::yes_no(is_so(verdict)),
        },
        Asked::Errors(kind) => match (row.found, row.errors[kind as usize]) {
            (None, _) => Answer::Open,
            // Nobody to compare with: how they would have answered is not known, and no bound of it is shown.
            (Some(_), Part { of: 0, .. }) => Answer::Open,
            (Some(_), part) => Answer::Known {
                part: part.part as f64,
                of: part.of as f64,
            },
        },
    }
}

/// Rows as units of one question about the part of them that `is_inside` names. A row outside counts as such once it was answered,
/// so that both sides are weighted alike.
fn units(rows: &[&Checked], asked: Asked, is_inside: &impl Fn(&Checked) -> bool) -> Vec<Unit> {
    let unit = |row: &&Checked| Unit {
        stratum: row.stratum,
        layer: row.layer,
        stratum_interviews: row.stratum_interviews,
        answer: match answer(row, asked) {
            Answer::CannotTell if !is_inside(row) => Answer::Open,
            Answer::Known { .. } if !is_inside(row) => Answer::Outside,
            answer => answer,
        },
    };
    rows.iter().map(unit).collect()
}

/// The rows of the strata that hold one that is meant. All others are of nothing that is asked: they add neither to a total nor to its variance, and
/// their degrees of freedom are not those of the part (Korn and Graubard 1999, *Analysis of Health Surveys*, 5.4).
fn of_strata_with(rows: &[Checked], is_meant: impl Fn(&Checked) -> bool) -> Vec<&Checked> {
    let meant = rows.iter().filter(|row| is_meant(row));
    let strata: BTreeSet<StratumKey> = meant.map(|row| row.stratum).collect();
    rows.iter()
        .filter(|row| strata.contains(&row.stratum))
        .collect()
}

/// The figures of the part of the survey that `is_inside` names, where `completed` interviews were completed. `rows` are all that were drawn,
/// whether inside or not.
pub fn figures(rows: &[Checked], completed: u64, is_inside: impl Fn(&Checked) -> bool) -> Figures {
    figures_of(&of_strata_with(rows, &is_inside), completed, is_inside)
}

fn figures_of(rows: &[&Checked], completed: u64, is_inside: impl Fn(&Checked) -> bool) -> Figures {
    let rate = |asked| weighted_rate(&units(rows, asked, &is_inside));
    let mut verdicts = [0; 5];
    let (mut drawn, mut visited, mut decided) = (0, 0, 0);
    for row in rows.iter().filter(|row| is_inside(row)) {
        drawn += 1;
        visited += u32::from(row.found.is_some());
        if let Some(verdict) = row.verdict {
            verdicts[verdict as usize] += 1;
            decided += 1;
        }
    }
    Figures {
        checked: Part {
            part: decided,
            of: completed,
        },
        drawn,
        visited,
        verdicts,
        found: rate(Asked::Found),
        concordant: rate(Asked::Verdict(|verdict| verdict == Verdict::Concordant)),
        grave: rate(Asked::Verdict(Verdict::is_grave)),
        fabricated: rate(Asked::Verdict(|verdict| verdict == Verdict::Fabricated)),
        errors: QuestionType::ALL
            .map(|kind| weighted_ratio(&units(rows, Asked::Errors(kind), &is_inside))),
    }
}

/// The figures of each part, by what names it: an enumerator, a tehsil. `completed` has the interviews of each part, those without a spot check
/// included. Rows of which `of` answers `None` are of no part.
pub fn figures_by<K: Ord + Copy>(
    rows: &[Checked],
    completed: &BTreeMap<K, u64>,
    of: impl Fn(&Checked) -> Option<K>,
) -> BTreeMap<K, Figures> {
    let mut parts = completed.clone();
    let mut strata_of: BTreeMap<K, BTreeSet<StratumKey>> = BTreeMap::new();
    let mut in_stratum: BTreeMap<StratumKey, Vec<&Checked>> = BTreeMap::new();
    for row in rows {
        in_stratum.entry(row.stratum).or_default().push(row);
        if let Some(part) = of(row) {
            parts.entry(part).or_default();
            strata_of.entry(part).or_default().insert(row.stratum);
        }
    }
    let figures = |(part, completed)| {
        let strata = strata_of.get(&part).into_iter().flatten();
        let rows: Vec<&Checked> = strata
            .filter_map(|stratum| in_stratum.get(stratum))
            .flatten()
            .copied()
            .collect();
        let figures = figures_of(&rows, completed, |row| of(row) == Some(part));
        (part, figures)
    };
    parts.into_iter().map(figures).collect()
}

/// How good each check is that fired on a drawn interview.
pub fn precision(rows: &[Checked]) -> Vec<Precision> {
    let fired = rows.iter().filter_map(|row| row.fired.as_ref());
    let checks: BTreeSet<Check> = fired.flatten().copied().collect();
    checks
        .into_iter()
        .map(|check| precision_of(rows, check))
        .collect()
}

/// How good a check is, whether it fired on a drawn interview or not.
pub fn precision_of(rows: &[Checked], check: Check) -> Precision {
    let has_fired = |row: &Checked| {
        let fired = row.fired.as_ref();
        fired.is_some_and(|fired| fired.contains(&check))
    };
    let mut of_drawn = Part::default();
    let mut drawn = 0;
    for row in rows.iter().filter(|row| has_fired(row)) {
        drawn += 1;
        if let Some(verdict) = row
            .verdict
            .filter(|verdict| *verdict != Verdict::CannotTell)
        {
            of_drawn.part += u64::from(verdict.is_grave());
            of_drawn.of += 1;
        }
    }
    let rows = of_strata_with(rows, |row| has_fired(row) || row.fired.is_none());
    let mut units = units(&rows, Asked::Verdict(Verdict::is_grave), &has_fired);
    // Whether it fired there is not known: it stands for nothing.
    for (unit, row) in units.iter_mut().zip(&rows) {
        if row.fired.is_none() {
            unit.answer = Answer::Open;
        }
    }
    Precision {
        check,
        of_drawn,
        drawn,
        of_all: weighted_rate(&units),
    }
}

/// The verdicts of an enumerator that count for what follows: decided, and told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// Told: cannot tell is left out.
    pub told: u32,
    /// … of them serious or fabricated.
    pub grave: u32,
    /// … fabricated.
    pub fabricated: u32,
}

/// By enumerator: of those of whom something was told.
pub fn histories<T: Tells>(rows: &[T]) -> BTreeMap<i32, History> {
    let mut by: BTreeMap<i32, History> = BTreeMap::new();
    for told in rows.iter().filter_map(Tells::told) {
        let history = by.entry(told.enumerator).or_default();
        history.told += 1;
        history.grave += u32::from(told.verdict.is_grave());
        history.fabricated += u32::from(told.verdict == Verdict::Fabricated);
    }
    by
}
