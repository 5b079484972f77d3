//! Accounts: what their pages show, and what their forms say.

use crate::coverage::AreaRef;
use domain::account::{CodeProblem, Device, PassphraseProblem};
use domain::people::Role;

/// A page of accounts. The server hands it over whole: some are shown to people without a session, and some show a secret once, in answer
/// to the form that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountPage {
    /// Signing in asks for a code.
    Code(CodeView),
    /// A second factor is being set up.
    SetUp(SetUpView),
    /// Recovery codes, shown once.
    Codes(CodesView),
    /// A link to a new passphrase.
    Link(LinkView),
    /// A link that opens nothing: used, withdrawn, over, or never made.
    LinkClosed,
    /// Somebody's own account.
    Own(OwnView),
    /// The people who may sign in.
    People(PeopleView),
    /// One of them.
    Person(Box<PersonView>),
    /// Inviting somebody.
    Invite(InviteView),
    /// A link that was made, shown once.
    LinkMade(LinkMadeView),
}

/// Signing in asks for a code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeView {
    /// Where to go afterwards; a local path.
    pub next: String,
    /// What was wrong with the last one.
    pub problem: Option<CodeProblem>,
    /// Seconds to wait before the next.
    pub wait_s: Option<u32>,
}

/// A second factor is being set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetUpView {
    /// Where the code is sent.
    pub action: &'static str,
    /// Where to go afterwards; a local path.
    pub next: String,
    /// Whether they can do nothing else before.
    pub must: bool,
    /// The secret, in groups of four.
    pub secret: String,
    /// The same for a camera.
    pub picture: QrView,
    /// What was wrong with the last code.
    pub problem: Option<CodeProblem>,
}

/// A QR code: dark modules as an SVG path over a square of `side` modules, the quiet zone included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrView {
    /// Modules a side.
    pub side: u32,
    /// The path.
    pub path: String,
}

/// Recovery codes, shown once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodesView {
    /// The codes.
    pub codes: Vec<String>,
    /// Where to go afterwards; a local path.
    pub next: String,
}

/// A link to a new passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkView {
    /// The address of the form, which is the link's own.
    pub action: String,
    /// What they sign in with.
    pub username: String,
    /// Their name.
    pub display_name: String,
    /// Whether the account is new.
    pub is_new: bool,
    /// What was wrong with the passphrase.
    pub problem: Option<PassphraseProblem>,
}

/// A session in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionItem {
    /// By which it is named in forms.
    pub mark: String,
    /// With what.
    pub device: Device,
    /// Since when.
    pub since_local: String,
    /// When it was last used, to five minutes.
    pub seen_local: String,
    /// From where it was begun.
    pub address: Option<String>,
    /// Whether it is the reader's own.
    pub is_this: bool,
}

/// Something was done with the reader's own account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnDone {
    /// The passphrase was changed.
    Passphrase,
    /// Sessions were ended.
    Sessions,
    /// The second factor was taken away.
    FactorRemoved,
}

impl OwnDone {
    /// The word in the address.
    pub fn code(self) -> &'static str {
        match self {
            OwnDone::Passphrase => "passphrase",
            OwnDone::Sessions => "sessions",
            OwnDone::FactorRemoved => "removed",
        }
    }

    /// Reads [`OwnDone::code`] back.
    pub fn from_code(code: &str) -> Option<OwnDone> {
        [
            OwnDone::Passphrase,
            OwnDone::Sessions,
            OwnDone::FactorRemoved,
        ]
        .into_iter()
        .find(|done| done.code() == code)
    }
}

/// What was wrong with a form of one's own account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnProblem {
    /// The new passphrase, or the present one beside it.
    Passphrase(PassphraseProblem),
    /// The present passphrase beside the second factor.
    Factor,
    /// Too many wrong passphrases: seconds to wait.
    Wait(u32),
}

/// Somebody's own account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnView {
    /// What they sign in with.
    pub username: String,
    /// Their sessions.
    pub sessions: Vec<SessionItem>,
    /// Since when they have a second factor.
    pub second_factor: Option<String>,
    /// Recovery codes that are left.
    pub codes_left: u32,
    /// Whether this server can keep second factors.
    pub can_have: bool,
    /// Whether they must have one.
    pub must_have: bool,
    /// What was done.
    pub done: Option<OwnDone>,
    /// What was wrong.
    pub problem: Option<OwnProblem>,
    /// The zone of the times.
    pub zone: String,
}

/// How an account stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonState {
    /// They may sign in.
    Active,
    /// They have not chosen a passphrase; their link holds until then.
    Invited(String),
    /// They have not chosen a passphrase and have no link.
    NoPassphrase,
    /// They may not sign in.
    Disabled,
}

/// How an account stands, to filter by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateFilter {
    /// [`PersonState::Active`].
    Active,
    /// Without a passphrase yet.
    Invited,
    /// [`PersonState::Disabled`].
    Disabled,
}

impl StateFilter {
    /// Each.
    pub const ALL: [StateFilter; 3] = [
        StateFilter::Active,
        StateFilter::Invited,
        StateFilter::Disabled,
    ];

    /// The word in the address.
    pub fn code(self) -> &'static str {
        match self {
            StateFilter::Active => "active",
            StateFilter::Invited => "invited",
            StateFilter::Disabled => "disabled",
        }
    }

    /// Whether an account stands so.
    pub fn takes(self, state: &PersonState) -> bool {
        match state {
            PersonState::Active => self == StateFilter::Active,
            PersonState::Invited(_) | PersonState::NoPassphrase => self == StateFilter::Invited,
            PersonState::Disabled => self == StateFilter::Disabled,
        }
    }
}

/// Which people are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleQuery {
    /// A part of the name or the username.
    pub text: String,
    /// Who has this role now.
    pub role: Option<Role>,
    /// Whose account stands so.
    pub state: Option<StateFilter>,
    /// Which page, from 1.
    pub page: usize,
}

impl PeopleQuery {
    /// Reads what an address or a form says; what cannot be understood counts as not said.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> PeopleQuery {
        let mut query = PeopleQuery {
            page: 1,
            ..PeopleQuery::default()
        };
        for (name, value) in pairs {
            match name {
                "q" => query.text = value.trim().chars().take(100).collect(),
                "role" => query.role = Role::from_code(value),
                "state" => {
                    let mut all = StateFilter::ALL.into_iter();
                    query.state = all.find(|state| state.code() == value);
                }
                "page" => query.page = value.parse().unwrap_or(1).max(1),
                _ => {}
            }
        }
        query
    }

    /// The address of a page of the same list, of everybody whatever their names: what was searched for stands in no address.
    pub fn href(&self, page: usize) -> String {
        let mut pairs = Vec::new();
        pairs.extend(self.role.map(|role| format!("role={}", role.code())));
        pairs.extend(self.state.map(|state| format!("state={}", state.code())));
        if page > 1 {
            pairs.push(format!("page={page}"));
        }
        match pairs.is_empty() {
            true => "/people".to_owned(),
            false => format!("/people?{}", pairs.join("&")),
        }
    }
}

/// How a grant stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrantState {
    /// In force.
    InForce,
    /// It has yet to begin.
    ToCome,
    /// It has ended.
    Over,
}

/// A grant in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantItem {
    /// Its number.
    pub grant_id: i32,
    /// What they are.
    pub role: Role,
    /// Where.
    pub area: AreaRef,
    /// Whether they also act there.
    pub acts: bool,
    /// When it begins, if it is not always.
    pub from_local: Option<String>,
    /// When it ends, if it does.
    pub until_local: Option<String>,
    /// How it stands.
    pub state: GrantState,
    /// When and by whom it was given.
    pub given: Option<(String, String)>,
    /// Why.
    pub reason: Option<String>,
    /// When and by whom it was taken away, if it was.
    pub revoked: Option<(String, String)>,
    /// Why.
    pub revoked_reason: Option<String>,
    /// Whether the reader may take it away.
    pub can_revoke: bool,
}

/// A person in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonItem {
    /// What they sign in with.
    pub username: String,
    /// Their name.
    pub display_name: String,
    /// What they have, or will have, in what the reader may manage.
    pub grants: Vec<GrantItem>,
    /// When they signed in last.
    pub signed_in_local: Option<String>,
    /// Whether they have a second factor.
    pub second_factor: bool,
    /// Whether they lack one and should have it.
    pub lacks_factor: bool,
    /// How the account stands.
    pub state: PersonState,
}

/// The people who may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeopleView {
    /// What was asked for.
    pub query: PeopleQuery,
    /// This page of them.
    pub people: Vec<PersonItem>,
    /// How many there are that fit.
    pub count: usize,
    /// How many pages.
    pub pages: usize,
    /// The zone of the times.
    pub zone: String,
}

/// What was wrong with a form about people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeopleProblem {
    /// No username, or one that cannot be.
    BadUsername,
    /// Somebody has that username.
    Taken,
    /// No name.
    NoName,
    /// No role.
    NoRole,
    /// No area of that code or name there.
    NoArea,
    /// More than the giver has, or for longer.
    TooMuch,
    /// A day that is none.
    BadDay,
    /// It would end before it begins.
    EndsBefore,
    /// It would have ended already.
    Over,
    /// No reason.
    NoReason,
    /// A reason that is too long.
    LongReason,
    /// Nobody would be left who runs the whole survey.
    LastAdministrator,
    /// The grant has ended already.
    EndedAlready,
}

/// The longest reason, in characters.
pub const LONGEST_REASON: usize = 300;
/// The longest name, in characters.
pub const LONGEST_NAME: usize = 100;

/// What is to be given, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GrantForm {
    /// The role.
    pub role: Option<Role>,
    /// The code or name of an area.
    pub area: String,
    /// Only to see.
    pub sees_only: bool,
    /// The first day.
    pub from: String,
    /// The last day.
    pub until: String,
    /// Why.
    pub reason: String,
}

/// An invitation, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InviteForm {
    /// What they will sign in with.
    pub username: String,
    /// Their name.
    pub display_name: String,
    /// What they get.
    pub grant: GrantForm,
}

impl GrantForm {
    /// Reads a form.
    pub fn parse(pairs: &[(String, String)]) -> GrantForm {
        let mut form = GrantForm::default();
        for (name, value) in pairs {
            let value = value.trim();
            match name.as_str() {
                "role" => form.role = Role::from_code(value),
                "area" => form.area = value.to_owned(),
                "sees_only" => form.sees_only = true,
                "from" => form.from = value.to_owned(),
                "until" => form.until = value.to_owned(),
                "reason" => form.reason = value.to_owned(),
                _ => {}
            }
        }
        form
    }
}

impl InviteForm {
    /// Reads a form.
    pub fn parse(pairs: &[(String, String)]) -> InviteForm {
        let value = |wanted: &str| {
            let found = pairs.iter().find(|(name, _)| name == wanted);
            found.map_or(String::new(), |(_, value)| value.trim().to_owned())
        };
        InviteForm {
            username: value("username"),
            display_name: value("display_name"),
            grant: GrantForm::parse(pairs),
        }
    }
}

/// What forms about a grant offer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GrantChoices {
    /// Codes and names of areas.
    pub areas: Vec<(String, String)>,
    /// The survey's day, as the earliest.
    pub today: String,
}

/// Inviting somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InviteView {
    /// What was typed.
    pub form: InviteForm,
    /// What was wrong.
    pub problem: Option<PeopleProblem>,
    /// What is offered.
    pub choices: GrantChoices,
}

/// Something was done with a person's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonDone {
    /// A grant was given.
    Given,
    /// A grant was taken away.
    Revoked,
    /// They may not sign in any more.
    Disabled,
    /// They may again.
    Enabled,
    /// Their link was withdrawn.
    Withdrawn,
    /// Their sessions were ended.
    Ended,
    /// Their second factor was taken away.
    FactorRemoved,
}

impl PersonDone {
    const ALL: [PersonDone; 7] = [
        PersonDone::Given,
        PersonDone::Revoked,
        PersonDone::Disabled,
        PersonDone::Enabled,
        PersonDone::Withdrawn,
        PersonDone::Ended,
        PersonDone::FactorRemoved,
    ];

    /// The word in the address.
    pub fn code(self) -> &'static str {
        match self {
            PersonDone::Given => "given",
            PersonDone::Revoked => "revoked",
            PersonDone::Disabled => "disabled",
            PersonDone::Enabled => "enabled",
            PersonDone::Withdrawn => "withdrawn",
            PersonDone::Ended => "ended",
            PersonDone::FactorRemoved => "factor",
        }
    }

    /// Reads [`PersonDone::code`] back.
    pub fn from_code(code: &str) -> Option<PersonDone> {
        PersonDone::ALL.into_iter().find(|done| done.code() == code)
    }
}

/// One of the people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonView {
    /// Who.
    pub person: PersonItem,
    /// Everything they were ever given in what the reader may manage.
    pub grants: Vec<GrantItem>,
    /// Whether the reader may act on the whole account: everything that it has could be given by them.
    pub is_covered: bool,
    /// Whether it is the reader's own account, on which they act at `/account`.
    pub is_own: bool,
    /// Their sessions, where the reader may act on the account.
    pub sessions: Vec<SessionItem>,
    /// Who made the link that is open, and until when it holds.
    pub link: Option<(String, String)>,
    /// What was typed into the form for a grant.
    pub form: GrantForm,
    /// What was wrong.
    pub problem: Option<PeopleProblem>,
    /// What was done.
    pub done: Option<PersonDone>,
    /// What the form offers.
    pub choices: GrantChoices,
    /// The zone of the times.
    pub zone: String,
}

/// A link that was made, shown once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkMadeView {
    /// Whose.
    pub username: String,
    /// Their name.
    pub display_name: String,
    /// The whole address.
    pub address: String,
    /// Until when it holds.
    pub until_local: String,
    /// The zone of that time.
    pub zone: String,
    /// Whether the account is new.
    pub is_new: bool,
}

/// The address of a person's page.
pub fn person_href(username: &str) -> String {
    format!("/people/{}", crate::query::percent_encoded(username))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_people_is_found_again_by_its_address_which_holds_no_names() {
        let searched = PeopleQuery {
            text: "a&b آمنہ".to_owned(),
            role: Some(Role::Csu),
            ..PeopleQuery::default()
        };
        assert_eq!(searched.href(2), "/people?role=csu&page=2");
        let query = PeopleQuery {
            text: String::new(),
            role: Some(Role::Csu),
            state: Some(StateFilter::Invited),
            page: 3,
        };
        let href = query.href(3);
        let (_, raw) = href.split_once('?').unwrap();
        let pairs = crate::query::decoded_pairs(raw);
        let told = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()));
        assert_eq!(PeopleQuery::parse(told), query);
        assert_eq!(PeopleQuery::parse([].into_iter()).href(1), "/people");
        let odd = [("role", "king"), ("state", "x"), ("page", "-1")];
        assert_eq!(PeopleQuery::parse(odd.into_iter()).href(1), "/people");
    }
}
