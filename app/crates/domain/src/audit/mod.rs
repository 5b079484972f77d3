//! The audit trail: who saw or did what, when, from where.
//!
//! Entries are made by whoever decides or shows, and kept by the store in the same transaction as what they tell of.

mod action;

pub use action::{Action, Kind};

use crate::people::Role;
use crate::time::EpochMs;
use serde::{Deserialize, Serialize};

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Who {
    /// Somebody who has signed in, by their username, with what they are on the grant that they stand on.
    Person {
        /// What they sign in with.
        username: String,
        /// What they are there; `None` where they act for their own account alone.
        role: Option<Role>,
    },
    /// A machine, by the name of its token.
    Machine {
        /// The token's name.
        token: String,
    },
    /// Somebody at the machine's command line, by the name of the system's account.
    Command {
        /// The account.
        account: String,
    },
    /// The program by itself.
    Program,
    /// Somebody who has not signed in.
    Stranger,
}

/// Kinds of those who act, as they are stored: `rank` is the place. Append, never reorder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WhoKind {
    /// [`Who::Person`].
    Person,
    /// [`Who::Machine`].
    Machine,
    /// [`Who::Command`].
    Command,
    /// [`Who::Program`].
    Program,
    /// [`Who::Stranger`].
    Stranger,
}

impl WhoKind {
    /// Every kind.
    pub const ALL: [WhoKind; 5] = [
        WhoKind::Person,
        WhoKind::Machine,
        WhoKind::Command,
        WhoKind::Program,
        WhoKind::Stranger,
    ];

    /// The number in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// The name in files and addresses.
    pub fn code(self) -> &'static str {
        match self {
            WhoKind::Person => "person",
            WhoKind::Machine => "machine",
            WhoKind::Command => "command",
            WhoKind::Program => "program",
            WhoKind::Stranger => "stranger",
        }
    }

    /// Reads [`WhoKind::rank`] back.
    pub fn from_rank(rank: i16) -> Option<WhoKind> {
        WhoKind::ALL.into_iter().find(|kind| kind.rank() == rank)
    }
}

impl Who {
    /// Which kind.
    pub fn kind(&self) -> WhoKind {
        match self {
            Who::Person { .. } => WhoKind::Person,
            Who::Machine { .. } => WhoKind::Machine,
            Who::Command { .. } => WhoKind::Command,
            Who::Program => WhoKind::Program,
            Who::Stranger => WhoKind::Stranger,
        }
    }

    /// The name, which is unique within its kind; empty for the program and for strangers.
    pub fn name(&self) -> &str {
        match self {
            Who::Person { username, .. } => username,
            Who::Machine { token } => token,
            Who::Command { account } => account,
            Who::Program | Who::Stranger => "",
        }
    }

    /// What a person is where they act.
    pub fn role(&self) -> Option<Role> {
        match self {
            Who::Person { role, .. } => *role,
            _ => None,
        }
    }

    /// Reads kind, name and role back.
    pub fn of(kind: WhoKind, name: String, role: Option<Role>) -> Who {
        match kind {
            WhoKind::Person => Who::Person {
                username: name,
                role,
            },
            WhoKind::Machine => Who::Machine { token: name },
            WhoKind::Command => Who::Command { account: name },
            WhoKind::Program => Who::Program,
            WhoKind::Stranger => Who::Stranger,
        }
    }
}

/// Who acts, and from where. Every write that somebody decides takes one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct By {
    /// Who.
    pub who: Who,
    /// The network address that they act from; `None` on the command line, for the program, and where it is not known.
    pub address: Option<String>,
}

impl By {
    /// The program by itself.
    pub fn program() -> By {
        By {
            who: Who::Program,
            address: None,
        }
    }

    /// Somebody at the command line.
    pub fn command(account: impl Into<String>) -> By {
        By {
            who: Who::Command {
                account: account.into(),
            },
            address: None,
        }
    }

    /// A machine, by its token.
    pub fn machine(token: impl Into<String>) -> By {
        By {
            who: Who::Machine {
                token: token.into(),
            },
            address: None,
        }
    }

    /// Somebody who has signed in.
    pub fn person(username: impl Into<String>, role: Option<Role>) -> By {
        By {
            who: Who::Person {
                username: username.into(),
                role,
            },
            address: None,
        }
    }

    /// The same, from this address.
    pub fn from(self, address: Option<String>) -> By {
        By { address, ..self }
    }

    /// In a word, where only one is kept: the name of a person or a machine, else where it comes from.
    pub fn word(&self) -> &str {
        match &self.who {
            Who::Person { username, .. } => username,
            Who::Machine { token } => token,
            Who::Command { .. } => "command line",
            Who::Program => "program",
            Who::Stranger => "stranger",
        }
    }
}

/// Who acts, and when: what an import is stamped with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Who, and from where.
    pub by: By,
    /// When.
    pub at: EpochMs,
}

/// One line of the trail, before it gets its place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: EpochMs,
    /// Who, and from where.
    pub by: By,
    /// What was done or seen.
    pub action: Action,
    /// What it was done to: a username, a number, a code, an address of the server. Never a name, a coordinate or an answer.
    pub subject: Option<String>,
    /// The code of the area that it belongs to.
    pub area: Option<String>,
    /// More about it, in a line: `key=value` pairs or words. The same holds as for the subject.
    pub detail: Option<String>,
}

/// The longest subject and detail that are kept, in characters. What is longer is cut, and ends in `…`.
pub const LONGEST_TEXT: usize = 500;

impl Entry {
    /// An entry about nothing in particular.
    pub fn new(at: EpochMs, by: &By, action: Action) -> Entry {
        Entry {
            at,
            by: by.clone(),
            action,
            subject: None,
            area: None,
            detail: None,
        }
    }

    /// The same, about this.
    pub fn about(self, subject: impl ToString) -> Entry {
        Entry {
            subject: Some(cut(subject.to_string())),
            ..self
        }
    }

    /// The same, in the area of this code.
    pub fn in_area(self, area: Option<String>) -> Entry {
        Entry { area, ..self }
    }

    /// The same, with more about it.
    pub fn saying(self, detail: impl Into<String>) -> Entry {
        Entry {
            detail: Some(cut(detail.into())),
            ..self
        }
    }
}

fn cut(text: String) -> String {
    // A text that cannot be stored on one of the databases would make them differ.
    let text = text.replace('\0', "");
    match text.char_indices().nth(LONGEST_TEXT) {
        None => text,
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_acts_is_read_back_from_kind_name_and_role() {
        for who in [
            Who::Person {
                username: "qa".to_owned(),
                role: Some(Role::BosQa),
            },
            Who::Machine {
                token: "pitb".to_owned(),
            },
            Who::Command {
                account: "root".to_owned(),
            },
            Who::Program,
            Who::Stranger,
        ] {
            let read = Who::of(who.kind(), who.name().to_owned(), who.role());
            assert_eq!(read, who);
            assert_eq!(WhoKind::from_rank(who.kind().rank()), Some(who.kind()));
        }
    }

    #[test]
    fn a_long_detail_is_cut_at_a_whole_character() {
        let entry =
            Entry::new(EpochMs(0), &By::program(), Action::FlagStep).saying("ض".repeat(501));
        let kept = entry.detail.unwrap();
        assert_eq!(kept.chars().count(), 501);
        assert!(kept.ends_with('…'), "{kept}");
        let short = Entry::new(EpochMs(0), &By::program(), Action::FlagStep).about("a\0b");
        assert_eq!(short.subject.as_deref(), Some("ab"));
    }
}
