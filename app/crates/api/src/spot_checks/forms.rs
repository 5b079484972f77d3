//! What people type.

use domain::spot_check::{Action, Came, Found, VisitProblem};
use domain::time::SurveyDay;

/// The address of a draw.
pub fn draw_href(draw_id: i32) -> String {
    format!("/spot-checks/{draw_id}")
}

/// The address of a check.
pub fn check_href(check_id: i32) -> String {
    format!("/today/{check_id}")
}

pub(super) fn trimmed(value: &str) -> String {
    value.trim().to_owned()
}

/// What was done, as an address tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// A visit is recorded.
    Visited,
    /// It was recorded before, and counts once.
    Before,
    /// Another household is visited instead.
    Replaced,
    /// Nobody was at home for the last time, and nobody is left to be visited instead.
    NothingLeft,
    /// Nobody was at home: it is to be tried on another day.
    AnotherDay,
    /// The same, and it had been tried on that day before: the day counts once.
    SameDay,
    /// A step was taken.
    Step,
}

impl Done {
    /// Every one.
    pub const ALL: [Done; 7] = [
        Done::Visited,
        Done::Before,
        Done::Replaced,
        Done::NothingLeft,
        Done::AnotherDay,
        Done::SameDay,
        Done::Step,
    ];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Done::Visited => "visited",
            Done::Before => "before",
            Done::Replaced => "replaced",
            Done::NothingLeft => "nothing_left",
            Done::AnotherDay => "another_day",
            Done::SameDay => "same_day",
            Done::Step => "step",
        }
    }

    /// Reads [`Done::code`] back.
    pub fn from_code(code: &str) -> Option<Done> {
        Done::ALL.into_iter().find(|done| done.code() == code)
    }
}

/// Which draws are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DrawsQuery {
    /// The area's code.
    pub area: Option<String>,
    /// Only those with a visit that is late.
    pub overdue: bool,
}

impl DrawsQuery {
    /// Reads an address's parameters.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> DrawsQuery {
        let mut query = DrawsQuery::default();
        for (name, value) in pairs {
            match name {
                "area" if !value.is_empty() => query.area = Some(value.to_owned()),
                "overdue" => query.overdue = value == "1",
                _ => {}
            }
        }
        query
    }

    /// The parameters as they stand in an address, with the question mark; nothing if there are none.
    pub fn search(&self) -> String {
        let area = self.area.as_deref().map(|area| {
            let area = crate::query::percent_encoded(area);
            format!("area={area}")
        });
        let overdue = self.overdue.then(|| "overdue=1".to_owned());
        let pairs: Vec<String> = area.into_iter().chain(overdue).collect();
        match pairs.is_empty() {
            true => String::new(),
            false => format!("?{}", pairs.join("&")),
        }
    }
}

/// What is to be drawn, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DrawForm {
    /// The tehsil's code.
    pub area: String,
    /// A day of the week.
    pub week: String,
    /// The wave's code; absent: the one with the most interviews.
    pub wave: Option<String>,
    /// Monitors.
    pub monitors: String,
    /// Field days.
    pub days: String,
    /// Visits of a monitor on a day.
    pub visits_a_day: String,
    /// Where chance begins.
    pub seed: String,
    /// The fingerprint of the plan that was looked at.
    pub fingerprint: Option<i64>,
}

impl DrawForm {
    /// Reads a form's or an address's fields.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> DrawForm {
        let mut form = DrawForm::default();
        for (name, value) in pairs {
            match name {
                "area" => form.area = trimmed(value),
                "week" => form.week = trimmed(value),
                "wave" => form.wave = Some(trimmed(value)),
                "monitors" => form.monitors = trimmed(value),
                "days" => form.days = trimmed(value),
                "visits_a_day" => form.visits_a_day = trimmed(value),
                "seed" => form.seed = trimmed(value),
                "fingerprint" => form.fingerprint = value.trim().parse().ok(),
                _ => {}
            }
        }
        form
    }
}

/// A step with a check or with a walk, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepForm {
    /// What is done.
    pub action: Option<Action>,
    /// The walk that is given, of a draw's page.
    pub walk: Option<u32>,
    /// Whom it is given to.
    pub monitor: Option<i32>,
    /// By when.
    pub due_on: String,
    /// What is decided.
    pub outcome: Option<domain::spot_check::Verdict>,
    /// Why.
    pub comment: String,
    /// How many steps the page had shown.
    pub seen: Option<i32>,
    /// Whether it is given also to a monitor who is away when it is due.
    pub anyway: bool,
}

impl StepForm {
    /// Reads a form's fields.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> StepForm {
        let mut form = StepForm::default();
        for (name, value) in pairs {
            let value = value.trim();
            match name {
                "action" => form.action = Action::from_code(value),
                "walk" => form.walk = value.parse().ok(),
                "monitor" => form.monitor = value.parse().ok(),
                "due_on" => form.due_on = value.to_owned(),
                "outcome" => form.outcome = domain::spot_check::Verdict::from_code(value),
                "comment" => form.comment = value.to_owned(),
                "seen" => form.seen = value.parse().ok(),
                "anyway" => form.anyway = value == "1",
                _ => {}
            }
        }
        form
    }
}

/// A visit as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VisitForm {
    /// Made by the server when the form is opened: the same visit sent twice counts once.
    pub visit_id: String,
    /// What was at the door.
    pub found: Option<Found>,
    /// Whether an enumerator was there.
    pub came: Option<Came>,
    /// When.
    pub came_on: String,
    /// Persons in the household.
    pub household_size: String,
    /// Answers by the question's code.
    pub answers: Vec<(String, String)>,
    /// Degrees north.
    pub latitude: String,
    /// Degrees east.
    pub longitude: String,
    /// Metres within which the place is right, as the phone says.
    pub accuracy_m: String,
    /// By the phone's clock, in the survey's zone: `2026-11-21T10:30`.
    pub at: String,
    /// What else there is to say.
    pub note: String,
}

/// Fields of answers begin with this.
const ANSWER: &str = "answer_";

impl VisitForm {
    /// Reads a form's fields.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> VisitForm {
        let mut form = VisitForm::default();
        for (name, value) in pairs {
            let text = trimmed(value);
            match name {
                "visit_id" => form.visit_id = text,
                "found" => form.found = Found::from_code(&text),
                "came" => form.came = Came::from_code(&text),
                "came_on" => form.came_on = text,
                "household_size" => form.household_size = text,
                "latitude" => form.latitude = text,
                "longitude" => form.longitude = text,
                "accuracy_m" => form.accuracy_m = text,
                "at" => form.at = text,
                "note" => form.note = text,
                _ => {
                    if let Some(code) = name.strip_prefix(ANSWER).filter(|_| !text.is_empty()) {
                        form.answers.push((code.to_owned(), text));
                    }
                }
            }
        }
        form
    }

    /// The name of the field of a question.
    pub fn field(code: &str) -> String {
        format!("{ANSWER}{code}")
    }

    /// What was typed as the answer to a question.
    pub fn answer(&self, code: &str) -> &str {
        let found = self.answers.iter().find(|(other, _)| other == code);
        found.map_or("", |(_, text)| text)
    }

    /// The day of a field.
    pub fn day(text: &str) -> Result<Option<SurveyDay>, VisitFormProblem> {
        match text.is_empty() {
            true => Ok(None),
            false => SurveyDay::parse(text)
                .map(Some)
                .ok_or(VisitFormProblem::Day),
        }
    }
}

/// Why a visit was not taken as it was typed.
#[derive(Clone, Debug, PartialEq)]
pub enum VisitFormProblem {
    /// It is not said what was at the door.
    NoFound,
    /// The size is no number.
    Size,
    /// The enumerator's day is no day.
    Day,
    /// The time is no time.
    Time,
    /// The position is no position.
    Position,
    /// What the domain refuses.
    Visit(VisitProblem),
}
