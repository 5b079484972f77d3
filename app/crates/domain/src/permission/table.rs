//! The table: every permission, what kind it is, how far it reaches, and the roles that have it.

use crate::people::Role;
use serde::{Deserialize, Serialize};

/// Whether something is seen or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Looking changes nothing.
    Seeing,
    /// Something is decided or written.
    Acting,
}

impl Kind {
    /// The word in the documents.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Seeing => "see",
            Kind::Acting => "act",
        }
    }
}

/// Where a permission can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// In the subtree of the grant's area.
    Subtree,
    /// Only in the whole survey: what it is about belongs to no area, or to all of them.
    WholeSurvey,
}

impl Reach {
    /// The words in the documents.
    pub fn words(self) -> &'static str {
        match self {
            Reach::Subtree => "subtree",
            Reach::WholeSurvey => "whole survey",
        }
    }
}

/// Something that one can see or do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Permission {
    /// Coverage, the overview and the map.
    SeeCoverage,
    /// Measures of quality of areas, counts of flags among them.
    SeeQuality,
    /// Measures by enumerator.
    SeePeopleOfMeasures,
    /// Flags, one by one, and the day that each is about.
    SeeFlags,
    /// The risk list.
    SeeRisks,
    /// How risks are summed.
    SeeRiskScores,
    /// An enumerator's page: days, visits, tablets.
    SeeEnumerators,
    /// Checks and the thresholds that hold.
    SeeChecks,
    /// Stages of districts, cases, silent union councils, refusals.
    SeeCoordination,
    /// Details of cases, and silent enumerators and devices one by one.
    SeeCoordinationDetails,
    /// Imports, pulls, and rows that could not be taken.
    SeeIntake,
    /// The audit trail.
    SeeAudit,
    /// Names of enumerators; who has not sees their codes.
    SeeNames,
    /// Single households: where exactly an interview was, and counts of fewer than five that split households.
    SeeHouseholds,
    /// Spot checks: what was drawn, whose they are, where they stand.
    SeeSpotChecks,
    /// Explaining a flag.
    ExplainFlags,
    /// Confirming, dismissing, reopening and assigning flags.
    DecideFlags,
    /// Previewing and changing thresholds.
    ChangeThresholds,
    /// Setting dates of a district's stages.
    SetStages,
    /// Opening cases and taking steps with them: escalations, owners of refusals, requests of the helpline and their files.
    WriteCases,
    /// Previewing and drawing interviews for spot checks.
    DrawSpotChecks,
    /// Giving spot checks to monitors, replacing and withdrawing them.
    AssignSpotChecks,
    /// Going to doors, and recording what is found there.
    VisitSpotChecks,
    /// Deciding what a spot check means.
    DecideSpotChecks,
    /// Closing what was escalated of spot checks, and opening it again.
    CloseSpotChecks,
    /// Accepting and declining proposals to survey work again, and taking acceptances back.
    DecideResurveys,
    /// Setting what spot checks ask, and the days without field work.
    SetSpotChecks,
    /// Reading quarantined rows again.
    ReplayQuarantine,
    /// Answering what one household asks about its data: finding, exporting, correcting and deleting them.
    AnswerSubjects,
    /// Seeing the people who may sign in, inviting them, giving and taking grants, ending sessions.
    ManagePeople,
}

/// A line of the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) permission: Permission,
    pub(super) code: &'static str,
    pub(super) kind: Kind,
    pub(super) reach: Reach,
    /// Who has it.
    pub(super) roles: &'static [Role],
    /// What it is, for the document.
    pub(super) what: &'static str,
}

use Kind::{Acting, Seeing};
use Permission as P;
use Reach::{Subtree, WholeSurvey};
use Role::{Administrator, BosQa, Csu, DistrictCoordinator, Leadership, TehsilMonitor};

const EVERYBODY: &[Role] = &Role::ALL;
/// Leadership sees sums of areas, and nothing of single people or households.
const NOT_LEADERSHIP: &[Role] = &[
    TehsilMonitor,
    DistrictCoordinator,
    BosQa,
    Csu,
    Administrator,
];
/// Whoever walks to doors is told why somebody stands on the list, not how it is summed: a formula that is known is a formula to be got
/// round.
const OFFICES: &[Role] = &[DistrictCoordinator, BosQa, Csu, Administrator];
const NOT_MONITORS: &[Role] = &[DistrictCoordinator, BosQa, Csu, Leadership, Administrator];
const COORDINATORS: &[Role] = &[DistrictCoordinator, Csu, Administrator];
const JUDGES: &[Role] = &[DistrictCoordinator, BosQa, Administrator];
/// Those who go to doors a second time; and those who give access, who can give no more than they have.
const VISITORS: &[Role] = &[TehsilMonitor, BosQa, Administrator];
/// Those who answer for the data, and those who run the server.
const KEEPERS: &[Role] = &[BosQa, Administrator];
/// Those who give access: within their grant's area, and never more than they have.
const GATEKEEPERS: &[Role] = &[Administrator];
/// Who stands at the door beside an enumerator, and who answers for the data. Everybody else needs no more than a code.
const WHO_MEETS_THEM: &[Role] = &[TehsilMonitor, BosQa];
/// Those who go back to a door, or send somebody. The offices above decide on sums.
const WHO_KNOCKS: &[Role] = &[TehsilMonitor, DistrictCoordinator, BosQa, Administrator];

const fn line(
    permission: Permission,
    code: &'static str,
    (kind, reach): (Kind, Reach),
    roles: &'static [Role],
    what: &'static str,
) -> Line {
    Line {
        permission,
        code,
        kind,
        reach,
        roles,
        what,
    }
}

/// The one table. A line's place is the permission's number.
#[rustfmt::skip]
pub(super) const TABLE: [Line; 30] = [
    line(P::SeeCoverage,            "coverage.see",             (Seeing, Subtree),     EVERYBODY,      "coverage, the overview and the map, with their files"),
    line(P::SeeQuality,             "quality.see",              (Seeing, Subtree),     EVERYBODY,      "measures of quality by area; of flags their numbers alone"),
    line(P::SeePeopleOfMeasures,    "quality.see_people",       (Seeing, Subtree),     NOT_LEADERSHIP, "measures by enumerator"),
    line(P::SeeFlags,               "flags.see",                (Seeing, Subtree),     NOT_LEADERSHIP, "flags one by one, and the day that each is about"),
    line(P::SeeRisks,               "risk.see",                 (Seeing, Subtree),     NOT_LEADERSHIP, "the risk list, with its reasons"),
    line(P::SeeRiskScores,          "risk.see_scores",          (Seeing, Subtree),     OFFICES,        "how risks are summed, and their file"),
    line(P::SeeEnumerators,         "enumerators.see",          (Seeing, Subtree),     NOT_LEADERSHIP, "an enumerator's page: days, visits, tablets"),
    line(P::SeeChecks,              "checks.see",               (Seeing, Subtree),     NOT_LEADERSHIP, "checks, and the thresholds that hold"),
    line(P::SeeCoordination,        "coordination.see",         (Seeing, Subtree),     NOT_MONITORS,   "stages of districts, cases, silent union councils, refusals"),
    line(P::SeeCoordinationDetails, "coordination.see_details", (Seeing, Subtree),     OFFICES,        "details of cases; silent enumerators and devices one by one"),
    // A row that cannot be read tells no area, and may hold whatever a tablet wrote.
    line(P::SeeIntake,              "intake.see",               (Seeing, WholeSurvey), KEEPERS,        "imports, pulls, and rows that could not be taken, as they came"),
    // It tells what everybody did, wherever they are.
    line(P::SeeAudit,               "audit.see",                (Seeing, WholeSurvey), KEEPERS,        "the audit trail: who saw or did what, when, from where"),
    line(P::SeeNames,               "names.see",                (Seeing, Subtree),     WHO_MEETS_THEM, "names of the enumerators who are deployed there; whoever has it not sees codes"),
    line(P::SeeHouseholds,          "households.see",           (Seeing, Subtree),     WHO_KNOCKS,     "single households: where exactly an interview was, visits without one, counts of fewer than five that split households"),
    line(P::SeeSpotChecks,          "spot_checks.see",          (Seeing, Subtree),     NOT_LEADERSHIP, "spot checks: what was drawn and why, whose they are, what was found"),
    line(P::ExplainFlags,           "flags.explain",            (Acting, Subtree),     NOT_LEADERSHIP, "explaining flags"),
    line(P::DecideFlags,            "flags.decide",             (Acting, Subtree),     JUDGES,         "confirming, dismissing, reopening and assigning flags"),
    // They hold for the whole survey.
    line(P::ChangeThresholds,       "thresholds.change",        (Acting, WholeSurvey), KEEPERS,        "previewing and changing thresholds"),
    line(P::SetStages,              "stages.set",               (Acting, Subtree),     COORDINATORS,   "setting dates of a district's stages"),
    line(P::WriteCases,             "cases.write",              (Acting, Subtree),     COORDINATORS,   "opening cases and taking steps with them: escalations, owners of refusals, requests of the helpline and their files"),
    line(P::DrawSpotChecks,         "spot_checks.draw",         (Acting, Subtree),     KEEPERS,        "previewing and drawing a tehsil's spot checks of a week"),
    line(P::AssignSpotChecks,       "spot_checks.assign",       (Acting, Subtree),     JUDGES,         "giving spot checks to monitors, replacing and withdrawing them, having one visited again"),
    line(P::VisitSpotChecks,        "spot_checks.visit",        (Acting, Subtree),     VISITORS,       "the day's list, and recording what was found at a door"),
    line(P::DecideSpotChecks,       "spot_checks.decide",       (Acting, Subtree),     VISITORS,       "deciding what a spot check means"),
    line(P::CloseSpotChecks,        "spot_checks.close",        (Acting, Subtree),     KEEPERS,        "closing spot checks that were escalated, and opening them again"),
    // Coverage follows from it.
    line(P::DecideResurveys,        "resurveys.decide",         (Acting, Subtree),     KEEPERS,        "accepting and declining proposals to survey work again, and taking acceptances back"),
    // They hold for the whole survey.
    line(P::SetSpotChecks,          "spot_checks.set",          (Acting, WholeSurvey), KEEPERS,        "setting the questions that spot checks of a wave ask, and the days without field work"),
    line(P::ReplayQuarantine,       "quarantine.replay",        (Acting, WholeSurvey), KEEPERS,        "reading quarantined rows again"),
    // It may stand anywhere, and is a household's whole data.
    line(P::AnswerSubjects,         "subjects.answer",          (Acting, WholeSurvey), KEEPERS,        "what one household asks about its data: finding, exporting, correcting, deleting them"),
    line(P::ManagePeople,           "people.manage",            (Acting, Subtree),     GATEKEEPERS,    "the people who may sign in: inviting them, what they are given, links to new passphrases, their sessions"),
];

impl Permission {
    /// Every permission, in the table's order.
    pub fn all() -> impl Iterator<Item = Permission> {
        TABLE.iter().map(|line| line.permission)
    }

    pub(super) fn line(self) -> &'static Line {
        &TABLE[self as usize]
    }

    /// The name in documents: `noun.verb`.
    pub fn code(self) -> &'static str {
        self.line().code
    }

    /// Whether it is to see or to act.
    pub fn kind(self) -> Kind {
        self.line().kind
    }

    /// Whether what is seen by it is noted in the audit trail: it shows single enumerators, interviews, households or rows.
    pub fn is_noted(self) -> bool {
        match self {
            Permission::SeePeopleOfMeasures
            | Permission::SeeFlags
            | Permission::SeeRisks
            | Permission::SeeRiskScores
            | Permission::SeeEnumerators
            | Permission::SeeCoordinationDetails
            | Permission::SeeSpotChecks
            // Their addresses also show: households to go to, and enumerators of a plan.
            | Permission::VisitSpotChecks
            | Permission::DrawSpotChecks
            | Permission::SeeIntake
            | Permission::SeeAudit => true,
            Permission::SeeCoverage
            | Permission::SeeQuality
            | Permission::SeeChecks
            | Permission::SeeCoordination => false,
            // They open no page of their own: what they show more of is noted with the page.
            Permission::SeeNames | Permission::SeeHouseholds => false,
            // What is done has entries of its own.
            Permission::ExplainFlags
            | Permission::DecideFlags
            | Permission::ChangeThresholds
            | Permission::SetStages
            | Permission::WriteCases
            | Permission::AssignSpotChecks
            | Permission::DecideSpotChecks
            | Permission::CloseSpotChecks
            | Permission::DecideResurveys
            | Permission::SetSpotChecks
            | Permission::ReplayQuarantine
            | Permission::AnswerSubjects
            | Permission::ManagePeople => false,
        }
    }

    /// Where it can hold.
    pub fn reach(self) -> Reach {
        self.line().reach
    }

    /// Whether people of a role have it, where a grant gives them that role.
    pub fn is_of(self, role: Role) -> bool {
        self.line().roles.contains(&role)
    }
}

/// Permissions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PermissionSet(u32);

impl PermissionSet {
    /// All that a role has, seeing and acting.
    pub fn of_role(role: Role) -> PermissionSet {
        Permission::all()
            .filter(|permission| permission.is_of(role))
            .collect()
    }

    /// Whether one is among them.
    pub fn has(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u32) != 0
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> PermissionSet {
        let bits = permissions.into_iter();
        PermissionSet(bits.fold(0, |set, permission| set | 1 << permission as u32))
    }
}
