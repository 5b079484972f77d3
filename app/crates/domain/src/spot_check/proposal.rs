//! The second interview beside the first: what differs, and what outcome is proposed. The proposal never decides.

use super::question::{Comparison, Question, QuestionType};
use super::visit::{Came, Found, Interviewed, SpotVisit};
use crate::evaluate::Part;
use crate::geo::certain_distance_m;
use crate::place::Fix;
use serde::{Deserialize, Serialize};

/// What a spot check comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The interview is what it says.
    Concordant,
    /// Small differences.
    Minor,
    /// Differences that make the interview of no use, or careless work.
    Serious,
    /// The interview was not made.
    Fabricated,
    /// It cannot be told.
    CannotTell,
}

impl Verdict {
    /// Every verdict, in the order of the database's numbers.
    pub const ALL: [Verdict; 5] = [
        Verdict::Concordant,
        Verdict::Minor,
        Verdict::Serious,
        Verdict::Fabricated,
        Verdict::CannotTell,
    ];

    /// The word in forms and files.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Concordant => "concordant",
            Verdict::Minor => "minor",
            Verdict::Serious => "serious",
            Verdict::Fabricated => "fabricated",
            Verdict::CannotTell => "cannot_tell",
        }
    }

    /// Reads [`Verdict::code`] back.
    pub fn from_code(code: &str) -> Option<Verdict> {
        Verdict::ALL
            .into_iter()
            .find(|verdict| verdict.code() == code)
    }

    /// The number in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`Verdict::rank`] back.
    pub fn from_rank(rank: i16) -> Option<Verdict> {
        let at = usize::try_from(rank).ok()?;
        Verdict::ALL.get(at).copied()
    }

    /// Whether somebody above has to act on it.
    pub fn is_grave(self) -> bool {
        matches!(self, Verdict::Serious | Verdict::Fabricated)
    }
}

/// One question's two answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// The question.
    pub code: String,
    /// Its type.
    pub kind: QuestionType,
    /// The interview's answer.
    pub enumerator: Option<String>,
    /// The monitor's answer.
    pub monitor: Option<String>,
    /// How they compare.
    pub comparison: Comparison,
}

/// Every question of the wave with both answers. Shown after the monitor has entered theirs.
pub fn compare(
    questions: &[Question],
    interview: &Interviewed,
    visit: &SpotVisit,
) -> Vec<Compared> {
    let of = |answers: &[(String, String)], code: &str| {
        let answer = answers.iter().find(|(other, _)| other == code);
        answer.map(|(_, text)| text.clone())
    };
    let compared = questions.iter().map(|question| {
        let enumerator = of(&interview.answers, &question.code);
        let monitor = of(&visit.answers, &question.code);
        Compared {
            comparison: question.compare(enumerator.as_deref(), monitor.as_deref()),
            code: question.code.clone(),
            kind: question.kind,
            enumerator,
            monitor,
        }
    });
    compared.collect()
}

/// Answers beyond their tolerance, of those compared, of a type: the error rate of one visit.
pub fn errors(compared: &[Compared], kind: QuestionType) -> Part {
    let of_type = compared.iter().filter(|one| one.kind == kind);
    let both = of_type.filter(|one| one.comparison.is_compared());
    both.fold(Part::default(), |sum, one| Part {
        part: sum.part + u64::from(one.comparison == Comparison::Differs),
        of: sum.of + 1,
    })
}

/// Why an outcome is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Because {
    /// The household says that nobody came.
    NobodyCame,
    /// The household says that nobody came, and its answers of type 1 are those of the interview: who was at home then?
    NobodyCameButAlike,
    /// Answers of a type differ.
    Differ {
        /// The type.
        kind: QuestionType,
        /// How many.
        differ: u32,
        /// Of how many.
        of: u32,
    },
    /// The household's size differs.
    Size {
        /// The interview's.
        interview: u32,
        /// The monitor's.
        visit: u32,
    },
    /// Nobody was spoken with.
    NotSpoken {
        /// What was at the door.
        found: Found,
    },
    /// There is no such household where the interview was made: the monitor stood there.
    NotFoundThere {
        /// Metres between the two positions.
        metres: u32,
    },
    /// There is no such household, and nothing shows that the monitor stood where the interview was made.
    NotFoundElsewhere,
    /// Nobody could say whether an enumerator came, and nothing was compared.
    NothingCompared,
    /// Nothing differs that may not.
    NothingDiffers,
}

/// An outcome that is proposed, with why. A person decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The outcome.
    pub verdict: Verdict,
    /// What speaks for it, the gravest first.
    pub because: Vec<Because>,
}

/// A monitor within so many metres of the interview's position, accuracies taken off, stood where it was made.
const SAME_PLACE_M: f64 = 50.0;

/// Of so few compared answers of type 1 the half says nothing.
const LEAST_COMPARED: u64 = 2;

/// The outcome that follows from a visit. The rules stand in docs/decisions/0110.
pub fn propose(interview: &Interviewed, visit: &SpotVisit, compared: &[Compared]) -> Proposal {
    if visit.found != Found::Found {
        return not_spoken(interview, visit);
    }
    let [one, two, three] = QuestionType::ALL.map(|kind| errors(compared, kind));
    let half_of_one = one.of >= LEAST_COMPARED && 2 * one.part >= one.of;
    let size = interview.household_size.zip(visit.household_size);
    let size = size.filter(|(a, b)| a != b);

    let mut because = Vec::new();
    let mut verdict = Verdict::Concordant;
    if visit.came == Some(Came::No) {
        let is_alike = one.of >= LEAST_COMPARED && one.part == 0;
        because.push(match is_alike {
            true => Because::NobodyCameButAlike,
            false => Because::NobodyCame,
        });
        verdict = match is_alike {
            true => Verdict::CannotTell,
            false => Verdict::Fabricated,
        };
    } else if visit.came != Some(Came::Yes) && half_of_one {
        verdict = Verdict::Fabricated;
    } else if half_of_one || one.part >= 2 {
        verdict = Verdict::Serious;
    } else if one.part > 0 || (two.of >= LEAST_COMPARED && 2 * two.part > two.of) {
        verdict = Verdict::Minor;
    }
    let differ = [one, two, three].into_iter().zip(QuestionType::ALL);
    because.extend(
        differ
            .filter(|(part, _)| part.part > 0)
            .map(|(part, kind)| Because::Differ {
                kind,
                differ: part.part as u32,
                of: part.of as u32,
            }),
    );
    if let Some((interview, visit)) = size {
        because.push(Because::Size { interview, visit });
        // Half as many or fewer: who was not there is left out to be done sooner. A birth or a guest is no more than that.
        let is_large =
            interview.abs_diff(visit) > 1 && 2 * interview.min(visit) <= interview.max(visit);
        let of_size = match is_large {
            true => Verdict::Serious,
            false => Verdict::Minor,
        };
        if !matches!(verdict, Verdict::Fabricated | Verdict::CannotTell) {
            verdict = verdict.max(of_size);
        }
    }
    let nothing_compared = one.of + two.of + three.of == 0 && visit.household_size.is_none();
    if because.is_empty() && visit.came != Some(Came::Yes) && nothing_compared {
        verdict = Verdict::CannotTell;
        because.push(Because::NothingCompared);
    }
    if because.is_empty() {
        because.push(Because::NothingDiffers);
    }
    Proposal { verdict, because }
}

fn not_spoken(interview: &Interviewed, visit: &SpotVisit) -> Proposal {
    if visit.found != Found::NotFound {
        return Proposal {
            verdict: Verdict::CannotTell,
            because: vec![Because::NotSpoken { found: visit.found }],
        };
    }
    let place = |fix: Option<Fix>| fix.filter(Fix::is_possible);
    let apart = place(interview.fix).zip(place(visit.fix));
    let apart = apart.map(|(there, here)| certain_distance_m(&there, &here));
    match apart.filter(|metres| *metres <= SAME_PLACE_M) {
        Some(metres) => Proposal {
            verdict: Verdict::Serious,
            because: vec![Because::NotFoundThere {
                metres: metres.round() as u32,
            }],
        },
        None => Proposal {
            verdict: Verdict::CannotTell,
            because: vec![Because::NotFoundElsewhere],
        },
    }
}
