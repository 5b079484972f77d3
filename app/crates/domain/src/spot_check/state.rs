//! Where a spot check stands, and one table of what can be done from there and by whom.

use super::ATTEMPTS_BEFORE_REPLACEMENT;
use serde::{Deserialize, Serialize};

/// Where a spot check stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It was drawn, or is a replacement; nobody has it.
    Drawn,
    /// A monitor is to go there.
    Assigned,
    /// A monitor was there and what they found is on file.
    Visited,
    /// It is decided what it means.
    Decided,
    /// Somebody above has to act on it.
    Escalated,
    /// Nothing is left to do.
    Closed,
    /// Another household is visited instead.
    Replaced,
    /// It is not visited, for a reason that has nothing to do with the household.
    Withdrawn,
}

/// What is done about a spot check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A monitor is given it.
    Assign,
    /// Another monitor is given it.
    Reassign,
    /// Nobody was at home; it is tried again.
    NotAtHome,
    /// What was found is recorded.
    Visit,
    /// Another household is visited instead.
    Replace,
    /// It is not visited.
    Withdraw,
    /// What was recorded was wrong: it is visited again.
    VisitAgain,
    /// The outcome is decided.
    Decide,
    /// The outcome is decided otherwise.
    DecideAgain,
    /// It is brought before somebody above.
    Escalate,
    /// It is closed.
    Close,
    /// It is opened again.
    Reopen,
}

/// What somebody may do with the spot checks of an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Seeing them.
    See,
    /// Drawing them.
    Draw,
    /// Giving them to monitors, replacing and withdrawing them.
    Assign,
    /// Recording what was found.
    Visit,
    /// Deciding what it means.
    Decide,
    /// Closing what was escalated, and opening it again.
    Close,
}

/// What else must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    Nothing,
    /// Whoever does it has it, or assigns.
    Mine,
    /// It was tried on [`ATTEMPTS_BEFORE_REPLACEMENT`] days in vain.
    Attempts,
    /// The reason is said.
    Words,
    /// The outcome is neither serious nor fabricated: that is closed by way of an escalation.
    Harmless,
    /// Whoever closes it has not decided it, and the reason is said.
    OtherAndWords,
}

/// A way: from where, by what, to where, by which right, and what else it needs.
struct Way(State, Action, State, Right, Needs);

use Needs::{Attempts, Harmless, Mine, Nothing, OtherAndWords, Words};
use State as S;

/// The one table.
#[rustfmt::skip]
const TABLE: [Way; 18] = [
    Way(S::Drawn,     Action::Assign,      S::Assigned,  Right::Assign, Nothing),
    Way(S::Drawn,     Action::Withdraw,    S::Withdrawn, Right::Assign, Words),
    Way(S::Assigned,  Action::Reassign,    S::Assigned,  Right::Assign, Nothing),
    Way(S::Assigned,  Action::NotAtHome,   S::Assigned,  Right::Visit,  Mine),
    Way(S::Assigned,  Action::Visit,       S::Visited,   Right::Visit,  Mine),
    Way(S::Assigned,  Action::Replace,     S::Replaced,  Right::Assign, Attempts),
    Way(S::Assigned,  Action::Withdraw,    S::Withdrawn, Right::Assign, Words),
    Way(S::Visited,   Action::VisitAgain,  S::Assigned,  Right::Assign, Words),
    Way(S::Visited,   Action::Decide,      S::Decided,   Right::Decide, Nothing),
    Way(S::Decided,   Action::DecideAgain, S::Decided,   Right::Decide, Words),
    Way(S::Decided,   Action::VisitAgain,  S::Assigned,  Right::Assign, Words),
    Way(S::Decided,   Action::Escalate,    S::Escalated, Right::Decide, Nothing),
    Way(S::Decided,   Action::Close,       S::Closed,    Right::Decide, Harmless),
    Way(S::Escalated, Action::DecideAgain, S::Decided,   Right::Close,  Words),
    Way(S::Escalated, Action::VisitAgain,  S::Assigned,  Right::Close,  Words),
    Way(S::Escalated, Action::Close,       S::Closed,    Right::Close,  OtherAndWords),
    Way(S::Closed,    Action::Reopen,      S::Decided,   Right::Close,  Words),
    Way(S::Withdrawn, Action::Reopen,      S::Drawn,     Right::Assign, Words),
];

/// Who does something, and what is known that the table asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Who<'a> {
    /// What they may do in the household's area.
    pub rights: &'a [Right],
    /// Whether the spot check was given to them.
    pub is_theirs: bool,
    /// Whether they made the decision that stands.
    pub has_decided: bool,
    /// Whether the decision that stands, or is made, says serious or fabricated.
    pub is_grave: bool,
    /// Days on which nobody was at home ([`attempts_that_count`](super::attempts_that_count)).
    pub attempts: u32,
    /// Why they do it.
    pub words: &'a str,
}

/// Why something cannot be done about a spot check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum StateProblem {
    /// There is no such way from where it stands.
    NotFromHere {
        /// Where it stands.
        state: State,
    },
    /// They may not.
    NoRight {
        /// What it takes.
        right: Right,
    },
    /// It was given to somebody else.
    NotTheirs,
    /// Nobody at home has not been recorded on enough days.
    TooFewAttempts {
        /// On how many.
        attempts: u32,
    },
    /// The reason has to be said.
    NoWords,
    /// Serious and fabricated interviews are escalated before they are closed.
    EscalateFirst,
    /// Whoever decided does not close what was escalated.
    SamePerson,
}

/// Where a spot check stands after an action, if it can be taken.
pub fn take(state: State, action: Action, who: &Who<'_>) -> Result<State, StateProblem> {
    let Way(_, _, to, right, needs) = TABLE
        .iter()
        .find(|way| way.0 == state && way.1 == action)
        .ok_or(StateProblem::NotFromHere { state })?;
    let may = |right| who.rights.contains(&right);
    if !may(*right) {
        return Err(StateProblem::NoRight { right: *right });
    }
    let has_words = !who.words.trim().is_empty();
    let problem = match needs {
        Nothing => None,
        Mine => (!who.is_theirs && !may(Right::Assign)).then_some(StateProblem::NotTheirs),
        Attempts => {
            let attempts = who.attempts;
            (attempts < ATTEMPTS_BEFORE_REPLACEMENT)
                .then_some(StateProblem::TooFewAttempts { attempts })
        }
        Words => (!has_words).then_some(StateProblem::NoWords),
        Harmless => who.is_grave.then_some(StateProblem::EscalateFirst),
        OtherAndWords if who.has_decided => Some(StateProblem::SamePerson),
        OtherAndWords => (!has_words).then_some(StateProblem::NoWords),
    };
    problem.map_or(Ok(*to), Err)
}

/// What can be done from a state by somebody with these rights, in the table's order: the buttons of a page. What else is needed is asked
/// when it is done.
pub fn ways(state: State, rights: &[Right]) -> Vec<Action> {
    let open = TABLE.iter().filter(|way| way.0 == state);
    open.filter(|way| rights.contains(&way.3))
        .map(|way| way.1)
        .collect()
}

/// The table as text, one way a line: for documents and for a test that shows what changed.
pub fn table() -> String {
    let lines = TABLE.iter().map(|Way(from, action, to, right, needs)| {
        let needs = match needs {
            Nothing => "",
            Mine => "given to them, or they assign",
            Attempts => "attempts in vain on three days",
            Words => "a reason",
            Harmless => "neither serious nor fabricated",
            OtherAndWords => "not by who decided; a reason",
        };
        let line = format!(
            "{:<9} {:<12} {:<9} {:<6} {needs}",
            from.code(),
            action.code(),
            to.code(),
            right.code()
        );
        format!("{}\n", line.trim_end())
    });
    lines.collect()
}

impl State {
    /// Every state, in the order of the database's numbers.
    pub const ALL: [State; 8] = [
        State::Drawn,
        State::Assigned,
        State::Visited,
        State::Decided,
        State::Escalated,
        State::Closed,
        State::Replaced,
        State::Withdrawn,
    ];

    /// The word in addresses and files.
    pub fn code(self) -> &'static str {
        match self {
            State::Drawn => "drawn",
            State::Assigned => "assigned",
            State::Visited => "visited",
            State::Decided => "decided",
            State::Escalated => "escalated",
            State::Closed => "closed",
            State::Replaced => "replaced",
            State::Withdrawn => "withdrawn",
        }
    }

    /// Reads [`State::code`] back.
    pub fn from_code(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The number in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`State::rank`] back.
    pub fn from_rank(rank: i16) -> Option<State> {
        let at = usize::try_from(rank).ok()?;
        State::ALL.get(at).copied()
    }
}

impl Action {
    /// Every action, in the order of the database's numbers.
    pub const ALL: [Action; 12] = [
        Action::Assign,
        Action::Reassign,
        Action::NotAtHome,
        Action::Visit,
        Action::Replace,
        Action::Withdraw,
        Action::VisitAgain,
        Action::Decide,
        Action::DecideAgain,
        Action::Escalate,
        Action::Close,
        Action::Reopen,
    ];

    /// The word in forms and files.
    pub fn code(self) -> &'static str {
        match self {
            Action::Assign => "assign",
            Action::Reassign => "reassign",
            Action::NotAtHome => "not_at_home",
            Action::Visit => "visit",
            Action::Replace => "replace",
            Action::Withdraw => "withdraw",
            Action::VisitAgain => "visit_again",
            Action::Decide => "decide",
            Action::DecideAgain => "decide_again",
            Action::Escalate => "escalate",
            Action::Close => "close",
            Action::Reopen => "reopen",
        }
    }

    /// Reads [`Action::code`] back.
    pub fn from_code(code: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|action| action.code() == code)
    }

    /// The number in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`Action::rank`] back.
    pub fn from_rank(rank: i16) -> Option<Action> {
        let at = usize::try_from(rank).ok()?;
        Action::ALL.get(at).copied()
    }
}

impl Right {
    /// Every right.
    pub const ALL: [Right; 6] = [
        Right::See,
        Right::Draw,
        Right::Assign,
        Right::Visit,
        Right::Decide,
        Right::Close,
    ];

    /// The word in documents.
    pub fn code(self) -> &'static str {
        match self {
            Right::See => "see",
            Right::Draw => "draw",
            Right::Assign => "assign",
            Right::Visit => "visit",
            Right::Decide => "decide",
            Right::Close => "close",
        }
    }
}
