//! What can be seen and done, as the audit trail names it.

/// Whether something was looked at, done, or refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Looked at: nothing was changed by it.
    Seen,
    /// Done.
    Done,
    /// Tried, and refused.
    Refused,
}

/// What was seen or done. Its code is stored, so that a code never changes its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// A page about single enumerators, interviews or rows was opened.
    PageSeen,
    /// A file was taken away.
    FileTaken,
    /// A machine read.
    ApiRead,
    /// Something was asked for that may not be seen or done, or that does not exist: the answer is the same.
    Refused,
    /// Signed in.
    SignIn,
    /// Tried to sign in, in vain.
    SignInFailed,
    /// Signed out.
    SignOut,
    /// Sessions were ended, by their holder or by somebody else.
    SessionsEnded,
    /// Chose the grant to stand on.
    StandingChosen,
    /// A user was added.
    UserAdded,
    /// A user was changed: name, passphrase, second factor, disabled or enabled.
    UserChanged,
    /// A link to a new account or a new passphrase was made, used or withdrawn.
    Invitation,
    /// A grant was given.
    GrantGiven,
    /// A grant was taken away.
    GrantRevoked,
    /// A machine's token was made.
    TokenMade,
    /// A machine's token was revoked.
    TokenRevoked,
    /// A step with a flag: explained, confirmed, dismissed, reopened, assigned.
    FlagStep,
    /// Thresholds were changed.
    ThresholdsChanged,
    /// A preview of thresholds was asked for or given up.
    Preview,
    /// Dates of a district's stages were set.
    StagesSet,
    /// A case was opened.
    CaseOpened,
    /// A step was taken with a case.
    CaseStep,
    /// Cases came in by a file.
    CasesImported,
    /// Interviews were drawn for spot checks.
    SpotChecksDrawn,
    /// A step was taken with a spot check: given to a monitor, replaced, withdrawn, decided, closed.
    SpotCheckStep,
    /// What was found at a door was recorded.
    SpotCheckVisit,
    /// A proposal to make interviews again was accepted or declined, or an acceptance taken back.
    ResurveyDecided,
    /// A setting of spot checks was changed: questions, holidays, days away, where walks begin.
    SpotChecksSet,
    /// Areas and their boundaries came in.
    AreasImported,
    /// Targets came in.
    TargetsImported,
    /// The roster came in.
    RosterImported,
    /// Submissions came in: a batch was recorded.
    SubmissionsRecorded,
    /// Submissions were pushed, and acknowledged.
    SubmissionsPushed,
    /// Trails came in.
    TrailsRecorded,
    /// An import ended.
    ImportEnded,
    /// A form of a collection system was pulled from, or what is deleted there was noted.
    Pull,
    /// Everything, or a part, was derived again from raw rows.
    Reprocessed,
    /// The schema was brought up to date.
    Migrated,
    /// The trail was looked through for changes.
    AuditVerified,
    /// Data were archived or deleted by policy.
    Retention,
    /// One household's data were found, exported, corrected or deleted.
    DataSubject,
    /// A key was changed for another.
    KeyRotated,
    /// A backup was made or restored.
    Backup,
    /// A household listing came in.
    ListingImported,
    /// A household listing was removed.
    ListingRemoved,
}

impl Action {
    /// Every action.
    pub const ALL: [Action; 45] = [
        Action::PageSeen,
        Action::FileTaken,
        Action::ApiRead,
        Action::Refused,
        Action::SignIn,
        Action::SignInFailed,
        Action::SignOut,
        Action::SessionsEnded,
        Action::StandingChosen,
        Action::UserAdded,
        Action::UserChanged,
        Action::Invitation,
        Action::GrantGiven,
        Action::GrantRevoked,
        Action::TokenMade,
        Action::TokenRevoked,
        Action::FlagStep,
        Action::ThresholdsChanged,
        Action::Preview,
        Action::StagesSet,
        Action::CaseOpened,
        Action::CaseStep,
        Action::CasesImported,
        Action::SpotChecksDrawn,
        Action::SpotCheckStep,
        Action::SpotCheckVisit,
        Action::ResurveyDecided,
        Action::SpotChecksSet,
        Action::AreasImported,
        Action::TargetsImported,
        Action::RosterImported,
        Action::SubmissionsRecorded,
        Action::SubmissionsPushed,
        Action::TrailsRecorded,
        Action::ImportEnded,
        Action::Pull,
        Action::Reprocessed,
        Action::Migrated,
        Action::AuditVerified,
        Action::Retention,
        Action::DataSubject,
        Action::KeyRotated,
        Action::Backup,
        Action::ListingImported,
        Action::ListingRemoved,
    ];

    /// The name in the database, in files and in addresses: `noun.verb`.
    pub fn code(self) -> &'static str {
        match self {
            Action::PageSeen => "page.seen",
            Action::FileTaken => "file.taken",
            Action::ApiRead => "api.read",
            Action::Refused => "access.refused",
            Action::SignIn => "session.begun",
            Action::SignInFailed => "session.refused",
            Action::SignOut => "session.left",
            Action::SessionsEnded => "session.ended",
            Action::StandingChosen => "session.standing",
            Action::UserAdded => "user.added",
            Action::UserChanged => "user.changed",
            Action::Invitation => "user.invitation",
            Action::GrantGiven => "grant.given",
            Action::GrantRevoked => "grant.revoked",
            Action::TokenMade => "token.made",
            Action::TokenRevoked => "token.revoked",
            Action::FlagStep => "flag.step",
            Action::ThresholdsChanged => "thresholds.changed",
            Action::Preview => "thresholds.preview",
            Action::StagesSet => "stages.set",
            Action::CaseOpened => "case.opened",
            Action::CaseStep => "case.step",
            Action::CasesImported => "cases.imported",
            Action::SpotChecksDrawn => "spot_checks.drawn",
            Action::SpotCheckStep => "spot_check.step",
            Action::SpotCheckVisit => "spot_check.visit",
            Action::ResurveyDecided => "resurvey.decided",
            Action::SpotChecksSet => "spot_checks.set",
            Action::AreasImported => "areas.imported",
            Action::TargetsImported => "targets.imported",
            Action::RosterImported => "roster.imported",
            Action::SubmissionsRecorded => "submissions.recorded",
            Action::SubmissionsPushed => "submissions.pushed",
            Action::TrailsRecorded => "trails.recorded",
            Action::ImportEnded => "import.ended",
            Action::Pull => "forms.pulled",
            Action::Reprocessed => "facts.derived",
            Action::Migrated => "schema.migrated",
            Action::AuditVerified => "audit.verified",
            Action::Retention => "retention.run",
            Action::DataSubject => "household.request",
            Action::KeyRotated => "key.rotated",
            Action::Backup => "backup.made",
            Action::ListingImported => "listing.imported",
            Action::ListingRemoved => "listing.removed",
        }
    }

    /// Reads [`Action::code`] back.
    pub fn from_code(code: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|action| action.code() == code)
    }

    /// Whether it was looked at, done, or refused.
    pub fn kind(self) -> Kind {
        match self {
            Action::PageSeen | Action::FileTaken | Action::ApiRead => Kind::Seen,
            Action::Refused | Action::SignInFailed => Kind::Refused,
            _ => Kind::Done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_action_has_a_code_of_its_own_that_is_read_back() {
        let codes: BTreeSet<_> = Action::ALL.map(Action::code).into_iter().collect();
        assert_eq!(codes.len(), Action::ALL.len());
        for (place, action) in Action::ALL.into_iter().enumerate() {
            assert_eq!(Action::from_code(action.code()), Some(action));
            assert_eq!(action as usize, place);
        }
        assert_eq!(Action::from_code("nothing"), None);
    }
}
