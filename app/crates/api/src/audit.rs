//! The audit trail's page.

use crate::query::percent_encoded;
use domain::audit::{Action, Kind, WhoKind};
use domain::people::Role;
use domain::time::SurveyDay;

/// Entries a page shows.
pub const ENTRIES_A_PAGE: u32 = 100;

/// Which entries are asked for: all that holds together. Blank fields of a form ask for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Of who has this name: a username, a token's, an account's.
    pub who: Option<String>,
    /// Of this action.
    pub action: Option<Action>,
    /// Of actions of this kind.
    pub kind: Option<Kind>,
    /// About exactly this.
    pub subject: Option<String>,
    /// In the area of this code.
    pub area: Option<String>,
    /// From this address.
    pub address: Option<String>,
    /// From this day on, in the survey's zone.
    pub from: Option<SurveyDay>,
    /// To the end of this day.
    pub to: Option<SurveyDay>,
    /// Entries before this number.
    pub before: Option<i64>,
}

/// The names of kinds in addresses.
pub fn kind_code(kind: Kind) -> &'static str {
    match kind {
        Kind::Seen => "seen",
        Kind::Done => "done",
        Kind::Refused => "refused",
    }
}

/// Every kind.
pub const KINDS: [Kind; 3] = [Kind::Seen, Kind::Done, Kind::Refused];

impl AuditQuery {
    /// Reads an address's parameters. What cannot be understood is named, and asks for nothing.
    pub fn parse<'a>(
        pairs: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> (AuditQuery, Vec<&'static str>) {
        let (mut query, mut problems) = (AuditQuery::default(), Vec::new());
        for (name, value) in pairs {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            let text = || Some(value.to_owned());
            let mut or_problem = |found: bool, name| {
                if !found {
                    problems.push(name);
                }
            };
            match name {
                "who" => query.who = text(),
                "subject" => query.subject = text(),
                "area" => query.area = text(),
                "address" => query.address = text(),
                "action" => {
                    query.action = Action::from_code(value);
                    or_problem(query.action.is_some(), "action");
                }
                "kind" => {
                    query.kind = KINDS.into_iter().find(|kind| kind_code(*kind) == value);
                    or_problem(query.kind.is_some(), "kind");
                }
                "from" => {
                    query.from = SurveyDay::parse(value);
                    or_problem(query.from.is_some(), "from");
                }
                "to" => {
                    query.to = SurveyDay::parse(value);
                    or_problem(query.to.is_some(), "to");
                }
                "before" => query.before = value.parse().ok().filter(|before| *before > 0),
                _ => {}
            }
        }
        if query.from.zip(query.to).is_some_and(|(from, to)| to < from) {
            query.to = None;
            problems.push("to");
        }
        (query, problems)
    }

    /// The actions that are meant; none are all.
    pub fn actions(&self) -> Vec<Action> {
        if let Some(action) = self.action {
            return vec![action];
        }
        let of_kind = |kind| {
            Action::ALL
                .into_iter()
                .filter(move |one| one.kind() == kind)
        };
        self.kind
            .map(|kind| of_kind(kind).collect())
            .unwrap_or_default()
    }

    /// Whether it asks for some entries and not for all.
    pub fn is_chosen(&self) -> bool {
        AuditQuery {
            before: None,
            ..self.clone()
        } != AuditQuery::default()
    }

    /// The address of the page.
    pub fn href(&self) -> String {
        self.address_of("/audit")
    }

    /// The address of all these entries as a file.
    pub fn csv_href(&self) -> String {
        AuditQuery {
            before: None,
            ..self.clone()
        }
        .address_of("/audit.csv")
    }

    fn address_of(&self, path: &str) -> String {
        let day = |day: Option<SurveyDay>| day.map(|day| day.to_string());
        let pairs: Vec<String> = [
            ("who", self.who.clone()),
            ("action", self.action.map(|action| action.code().to_owned())),
            ("kind", self.kind.map(|kind| kind_code(kind).to_owned())),
            ("subject", self.subject.clone()),
            ("area", self.area.clone()),
            ("address", self.address.clone()),
            ("from", day(self.from)),
            ("to", day(self.to)),
            ("before", self.before.map(|before| before.to_string())),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", percent_encoded(&value?))))
        .collect();
        match pairs.is_empty() {
            true => path.to_owned(),
            false => format!("{path}?{}", pairs.join("&")),
        }
    }
}

/// An entry as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// Its number.
    pub seq: i64,
    /// When, to the second in the survey's zone.
    pub at_local: String,
    /// What kind of actor; `None` if a later program wrote it.
    pub who_kind: Option<WhoKind>,
    /// Their name; empty for the program and for strangers.
    pub who: String,
    /// What a person is where they acted.
    pub role: Option<Role>,
    /// Where they acted from.
    pub address: Option<String>,
    /// What was seen or done; the code alone if a later program wrote it.
    pub action: Result<Action, String>,
    /// What it was done to.
    pub subject: Option<String>,
    /// The code of the area.
    pub area: Option<String>,
    /// More about it.
    pub detail: Option<String>,
}

/// The page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditView {
    /// What is asked for.
    pub query: AuditQuery,
    /// Parameters that could not be understood.
    pub problems: Vec<&'static str>,
    /// Newest first.
    pub lines: Vec<AuditLine>,
    /// The page of older ones, if there are any.
    pub older: Option<AuditQuery>,
    /// The number and the hash, in hexadecimal digits, of the newest entry of all.
    pub head: (i64, String),
    /// The survey's zone.
    pub zone: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::decoded_pairs;

    fn parse(raw: &str) -> (AuditQuery, Vec<&'static str>) {
        let pairs = decoded_pairs(raw);
        AuditQuery::parse(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())))
    }

    #[test]
    fn an_address_comes_back_as_it_was_and_blank_fields_ask_for_nothing() {
        let raw = "who=ali%20khan&action=flag.step&subject=%2Fflags%2F1&area=PB18&address=10.0.0.1&from=2026-11-01&to=2026-11-02&before=77";
        let (query, problems) = parse(raw);
        assert_eq!(problems, [""; 0]);
        assert_eq!(query.href(), format!("/audit?{raw}"));
        assert_eq!(
            query.csv_href(),
            format!("/audit.csv?{}", raw.replace("&before=77", ""))
        );
        assert_eq!(parse("who=&action=&from=+").0, AuditQuery::default());
        assert_eq!(parse("").0.href(), "/audit");
    }

    #[test]
    fn what_cannot_be_understood_is_named() {
        let (query, problems) = parse("action=flag.stolen&kind=x&from=tomorrow&before=-1");
        assert_eq!(query, AuditQuery::default());
        assert_eq!(problems, ["action", "kind", "from"]);
        let (query, problems) = parse("from=2026-11-02&to=2026-11-01");
        assert_eq!((query.to, problems), (None, vec!["to"]));
    }

    #[test]
    fn a_kind_means_every_action_of_it_and_an_action_itself_alone() {
        let seen = parse("kind=seen").0.actions();
        assert_eq!(seen, [Action::PageSeen, Action::FileTaken, Action::ApiRead]);
        assert_eq!(
            parse("kind=seen&action=user.added").0.actions(),
            [Action::UserAdded]
        );
        assert_eq!(parse("").0.actions(), []);
    }
}
