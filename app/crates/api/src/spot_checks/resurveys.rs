//! What is proposed to be surveyed again, and what was decided about it: `/re-surveys` (docs/decisions/0114).

use super::forms::DrawsQuery;
use crate::coverage::AreaRef;
use crate::query::percent_encoded;
use domain::evaluate::Part;
use domain::spot_check::Scope;

/// The address of the page.
pub const RESURVEYS: &str = "/re-surveys";

/// The page.
#[derive(Clone, Debug, PartialEq)]
pub struct ResurveysView {
    /// What was asked for.
    pub query: DrawsQuery,
    /// Areas to choose from.
    pub areas: Vec<(String, String)>,
    /// What is proposed and not decided.
    pub proposals: Vec<ProposalItem>,
    /// What was decided, the newest first.
    pub decisions: Vec<DecisionItem>,
    /// What was done last.
    pub done: Option<ResurveyAction>,
    /// Why nothing was done, with what was typed.
    pub problem: Option<(ResurveyForm, ResurveyProblem)>,
}

/// Coverage of an area, and by how much it would fall.
#[derive(Clone, Debug, PartialEq)]
pub struct Fall {
    /// The area.
    pub area: AreaRef,
    /// Households complete now.
    pub complete: u64,
    /// Households to reach; `None`: there is no target.
    pub target: Option<u64>,
    /// Complete ones that would count no longer, at most.
    pub falls: u64,
}

impl Fall {
    /// Percentage points by which coverage falls; `None` without a target.
    pub fn points(&self) -> Option<f64> {
        let target = self.target.filter(|target| *target > 0)?;
        Some(self.falls as f64 * 100.0 / target as f64)
    }
}

/// A proposal.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposalItem {
    /// The wave's code; empty: none.
    pub wave: String,
    /// The enumerator's code.
    pub enumerator: String,
    /// Why so much.
    pub scope: Scope,
    /// Complete interviews there.
    pub interviews: u32,
    /// … of them counted for coverage now.
    pub counted: u32,
    /// Fabricated of those checked and told there.
    pub fabricated_here: Part,
    /// … of all of theirs in the wave.
    pub fabricated: Part,
    /// The checks that found them.
    pub checks: Vec<i32>,
    /// Coverage of the union council.
    pub council: Fall,
    /// Coverage of the tehsil, where one is known.
    pub tehsil: Option<Fall>,
    /// Whether they may decide about it.
    pub can_decide: bool,
}

impl ProposalItem {
    /// What names it in addresses of files and in ids.
    pub fn key(&self) -> String {
        format!(
            "wave={}&enumerator={}&council={}",
            percent_encoded(&self.wave),
            percent_encoded(&self.enumerator),
            percent_encoded(&self.council.area.code)
        )
    }
}

/// A decision.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionItem {
    /// Its number.
    pub resurvey_id: i32,
    /// The wave's code; empty: none.
    pub wave: String,
    /// The enumerator's code.
    pub enumerator: String,
    /// The union council.
    pub area: AreaRef,
    /// Whether it was accepted.
    pub is_accepted: bool,
    /// Why so much.
    pub scope: Scope,
    /// Complete interviews.
    pub interviews: u32,
    /// … of them counted until then.
    pub counted: u32,
    /// Fabricated of those checked and told there.
    pub fabricated_here: Part,
    /// When, in the survey's zone.
    pub at_local: String,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When, by whom and why it was taken back.
    pub taken_back: Option<(String, String, String)>,
    /// Interviews whose rows were deleted since: they stay out.
    pub gone: u32,
    /// Whether they may take it back.
    pub can_take_back: bool,
}

/// What is done about a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResurveyAction {
    /// Its interviews are made again.
    Accept,
    /// They are not.
    Decline,
    /// An acceptance is taken back.
    TakeBack,
}

impl ResurveyAction {
    /// Every one.
    pub const ALL: [ResurveyAction; 3] = [
        ResurveyAction::Accept,
        ResurveyAction::Decline,
        ResurveyAction::TakeBack,
    ];

    /// The word in forms and addresses.
    pub fn code(self) -> &'static str {
        match self {
            ResurveyAction::Accept => "accept",
            ResurveyAction::Decline => "decline",
            ResurveyAction::TakeBack => "take_back",
        }
    }

    /// Reads [`ResurveyAction::code`] back.
    pub fn from_code(code: &str) -> Option<ResurveyAction> {
        let mut all = ResurveyAction::ALL.into_iter();
        all.find(|action| action.code() == code)
    }
}

/// A decision, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResurveyForm {
    /// What is done.
    pub action: Option<ResurveyAction>,
    /// The wave's code.
    pub wave: String,
    /// The enumerator's code.
    pub enumerator: String,
    /// The union council's code.
    pub council: String,
    /// The interviews that were seen.
    pub interviews: Option<u32>,
    /// … and those of them that counted.
    pub counted: Option<u32>,
    /// The decision that is taken back.
    pub resurvey: Option<i32>,
    /// Why.
    pub reason: String,
}

impl ResurveyForm {
    /// The most characters of a reason.
    pub const LONGEST_REASON: usize = 1_000;

    /// Reads a form's or an address's fields.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> ResurveyForm {
        let mut form = ResurveyForm::default();
        for (name, value) in pairs {
            let value = value.trim();
            match name {
                "action" => form.action = ResurveyAction::from_code(value),
                "wave" => form.wave = value.to_owned(),
                "enumerator" => form.enumerator = value.to_owned(),
                "council" => form.council = value.to_owned(),
                "interviews" => form.interviews = value.parse().ok(),
                "counted" => form.counted = value.parse().ok(),
                "resurvey" => form.resurvey = value.parse().ok(),
                "reason" => form.reason = value.to_owned(),
                _ => {}
            }
        }
        form
    }
}

/// Why nothing was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResurveyProblem {
    /// No reason is said.
    NoReason,
    /// The reason is too long.
    LongReason,
    /// It is proposed no longer, or was decided meanwhile.
    NotProposed,
    /// There are other interviews than were seen.
    Changed,
    /// It does not stand: it was declined, or taken back already.
    NotStanding,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_and_what_is_no_number_is_none() {
        let pairs = [
            ("action", "take_back"),
            ("resurvey", " 7 "),
            ("counted", "-1"),
            ("reason", " seen "),
        ];
        let form = ResurveyForm::parse(pairs.into_iter());
        assert_eq!(form.action, Some(ResurveyAction::TakeBack));
        assert_eq!((form.resurvey, form.counted), (Some(7), None));
        assert_eq!(form.reason, "seen");
        for action in ResurveyAction::ALL {
            assert_eq!(ResurveyAction::from_code(action.code()), Some(action));
        }
    }

    #[test]
    fn points_are_of_the_target_and_need_one() {
        let fall = |target| Fall {
            area: AreaRef {
                code: "A".to_owned(),
                level: domain::area::Level::UnionCouncil,
                name: "A".to_owned(),
                name_ur: None,
                has_boundary: false,
            },
            complete: 50,
            target,
            falls: 5,
        };
        assert_eq!(fall(Some(200)).points(), Some(2.5));
        assert_eq!(fall(Some(0)).points(), None);
        assert_eq!(fall(None).points(), None);
    }
}
