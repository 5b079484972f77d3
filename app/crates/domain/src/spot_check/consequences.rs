//! What follows from confirmed fabrication: a higher risk, and a proposal to survey again. Nothing of it happens by itself.

use super::proposal::Verdict;
use super::results::{Checked, History};
use crate::area::AreaId;
use crate::evaluate::Part;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The score of an enumerator, 0 to 100, after their spot checks: each fabricated interview halves what is missing to 100, so that it never
/// falls, and can be said in a sentence. Without one it stays what it is, to the last bit.
pub fn risk_after(score: f64, history: &History) -> f64 {
    if history.fabricated == 0 {
        return score;
    }
    let missing = 100.0 - score.clamp(0.0, 100.0);
    100.0 - missing * 0.5_f64.powi(history.fabricated.min(1_000) as i32)
}

/// What was decided and told of one interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// Whose it is.
    pub enumerator: i32,
    /// Where.
    pub union_council: AreaId,
    /// What was decided; never [`Verdict::CannotTell`].
    pub verdict: Verdict,
}

/// What can say what was decided of an interview.
pub trait Tells {
    /// What was decided; `None`: nothing yet, or that it cannot be told.
    fn told(&self) -> Option<Told>;
}

impl Tells for Told {
    fn told(&self) -> Option<Told> {
        Some(*self)
    }
}

impl Tells for Checked {
    fn told(&self) -> Option<Told> {
        let verdict = self.verdict?;
        (verdict != Verdict::CannotTell).then_some(Told {
            enumerator: self.enumerator,
            union_council: self.union_council,
            verdict,
        })
    }
}

/// What an enumerator has done in a union council.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// Who.
    pub enumerator: i32,
    /// Where.
    pub union_council: AreaId,
    /// Complete interviews there.
    pub interviews: u32,
    /// … of them counted for coverage: what coverage falls by if the proposal is accepted.
    pub counted: u32,
}

/// How much of an enumerator's work is to be surveyed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Where the one fabricated interview was found.
    UnionCouncil,
    /// Everything: fabrications were found more than once, or in more than a fifth for certain.
    Everything,
}

impl Scope {
    /// Every scope, in the order of [`Scope::rank`].
    pub const ALL: [Scope; 2] = [Scope::UnionCouncil, Scope::Everything];

    /// The number in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`Scope::rank`] back.
    pub fn from_rank(rank: i16) -> Option<Scope> {
        Scope::ALL.into_iter().find(|scope| scope.rank() == rank)
    }

    /// The word in files.
    pub fn code(self) -> &'static str {
        match self {
            Scope::UnionCouncil => "union_council",
            Scope::Everything => "everything",
        }
    }
}

/// A proposal to survey an enumerator's work in a union council again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resurvey {
    /// Whose work.
    pub enumerator: i32,
    /// Where.
    pub union_council: AreaId,
    /// Why so much of it.
    pub scope: Scope,
    /// Complete interviews to make again.
    pub interviews: u32,
    /// … of them counted for coverage now.
    pub counted: u32,
    /// Fabricated, of the interviews there that were checked and told.
    pub fabricated_here: Part,
    /// Fabricated, of all of theirs that were checked and told.
    pub fabricated: Part,
}

/// Fabrications of one enumerator from which on all of their work is in doubt.
const FABRICATED_OF_EVERYTHING: u64 = 2;

/// … or the lower end of Wilson's interval of their share.
const SHARE_OF_EVERYTHING: f64 = 0.2;

/// What is proposed to be surveyed again, by enumerator and union council. `works` is all work of the enumerators in the wave; those
/// without a fabricated interview are left out.
pub fn resurvey<T: Tells>(rows: &[T], works: &[Work]) -> Vec<Resurvey> {
    let mut of_all: BTreeMap<i32, Part> = BTreeMap::new();
    let mut of_council: BTreeMap<(i32, AreaId), Part> = BTreeMap::new();
    for told in rows.iter().filter_map(Tells::told) {
        let council = of_council
            .entry((told.enumerator, told.union_council))
            .or_default();
        for part in [council, of_all.entry(told.enumerator).or_default()] {
            part.part += u64::from(told.verdict == Verdict::Fabricated);
            part.of += 1;
        }
    }
    let scope = |part: &Part| {
        let is_often = part
            .interval()
            .is_some_and(|(low, _)| low > SHARE_OF_EVERYTHING);
        match part.part >= FABRICATED_OF_EVERYTHING || (part.part > 0 && is_often) {
            true => Scope::Everything,
            false => Scope::UnionCouncil,
        }
    };
    let mut works = works.to_vec();
    works.sort_by_key(|work| (work.enumerator, work.union_council));
    let proposed = works.iter().filter_map(|work| {
        let fabricated = *of_all.get(&work.enumerator).filter(|part| part.part > 0)?;
        let scope = scope(&fabricated);
        let here = of_council.get(&(work.enumerator, work.union_council));
        let fabricated_here = here.copied().unwrap_or_default();
        (scope == Scope::Everything || fabricated_here.part > 0).then_some(Resurvey {
            enumerator: work.enumerator,
            union_council: work.union_council,
            scope,
            interviews: work.interviews,
            counted: work.counted,
            fabricated_here,
            fabricated,
        })
    });
    proposed.collect()
}
