//! What a draw is made from: the completed interviews of one tehsil and week.

use crate::area::AreaId;
use crate::place::Fix;
use crate::time::SurveyDay;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One completed interview that can be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrameInterview {
    /// The submission's key.
    pub key: i64,
    /// Who made it.
    pub enumerator: i32,
    /// The union council it claims.
    pub union_council: AreaId,
    /// Its survey day.
    pub day: SurveyDay,
    /// How likely a visit is worth it, 0 to 100: the enumerator's score, or the interview's own. Not above 0, or no number: not risky.
    pub risk: f64,
    /// Where the household is, if that is known.
    pub point: Option<Fix>,
}

/// One enumerator of the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameEnumerator {
    /// Who.
    pub enumerator: i32,
    /// Weeks since their first interview, the present one included: 1 in the first.
    pub weeks_in_field: u32,
    /// Whether a spot check of their work has been made before.
    pub was_checked: bool,
    /// Whether a check of their work was confirmed as serious or fabricated before.
    pub was_confirmed: bool,
}

/// The completed interviews of one tehsil, wave and week, and who made them. In any order: a draw does not depend on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// The tehsil.
    pub tehsil: AreaId,
    /// The wave.
    pub wave: i32,
    /// The first day of the week.
    pub starts_on: SurveyDay,
    /// The interviews; each once.
    pub interviews: Vec<FrameInterview>,
    /// Their enumerators; each once. Others do no harm.
    pub enumerators: Vec<FrameEnumerator>,
}

/// Why nothing can be drawn from a frame. These are faults of whoever made it, not of what a person typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum FrameProblem {
    /// An interview stands in it twice: it would be drawn with another probability than is stated.
    TwiceInterview {
        /// Which.
        key: i64,
    },
    /// An enumerator stands in it twice.
    TwiceEnumerator {
        /// Who.
        enumerator: i32,
    },
    /// Of the enumerator of an interview nothing is known.
    UnknownEnumerator {
        /// Which interview.
        key: i64,
        /// Whose.
        enumerator: i32,
    },
}

impl Frame {
    /// The enumerators by their keys, if everything fits together.
    pub(super) fn enumerators(&self) -> Result<BTreeMap<i32, FrameEnumerator>, FrameProblem> {
        let mut by_key = BTreeMap::new();
        for one in &self.enumerators {
            let enumerator = one.enumerator;
            if by_key.insert(enumerator, *one).is_some() {
                return Err(FrameProblem::TwiceEnumerator { enumerator });
            }
        }
        let mut seen = BTreeSet::new();
        for interview in &self.interviews {
            let (key, enumerator) = (interview.key, interview.enumerator);
            if !seen.insert(key) {
                return Err(FrameProblem::TwiceInterview { key });
            }
            if !by_key.contains_key(&enumerator) {
                return Err(FrameProblem::UnknownEnumerator { key, enumerator });
            }
        }
        Ok(by_key)
    }
}
