//! The settings of spot checks: what their pages show, and what is typed there.

use super::forms::trimmed;
use domain::area::AreaId;
use domain::place::Fix;
use domain::spot_check::{AskedQuestion, DayOffProblem, LineProblem, Words};
use domain::time::SurveyDay;

/// The address of the settings of a wave.
pub fn settings_href(wave: &str) -> String {
    format!("{SETTINGS}?wave={}", crate::query::percent_encoded(wave))
}

/// The address of the settings of all of the survey.
pub const SETTINGS: &str = "/spot-checks/settings";
/// The address of what whoever gives checks to monitors sets.
pub const MONITORS: &str = "/spot-checks/monitors";

/// The settings of the whole survey.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingsView {
    /// Every wave's code; the empty one is that of submissions which name none.
    pub waves: Vec<String>,
    /// The chosen wave's.
    pub wave: String,
    /// What its next draw asks, in order.
    pub questions: Vec<AskedQuestion>,
    /// The number of the list that these are of; `None`: the usual ones.
    pub set_id: Option<i32>,
    /// The number of the last list that was set; 0: none was.
    pub last: i32,
    /// Codes that none of the submissions which were looked at answers.
    pub unanswered: Vec<String>,
    /// How many submissions were looked at: the newest.
    pub looked_at: u32,
    /// Every list that was set, the newest first.
    pub history: Vec<SetItem>,
    /// Days without field work, by day.
    pub holidays: Vec<HolidayItem>,
    /// Districts that a holiday can be of: codes and names.
    pub districts: Vec<(String, String)>,
    /// The form of a holiday, with what was typed.
    pub holiday: HolidayForm,
    /// Whether something was done.
    pub is_done: bool,
    /// Why a form was not taken.
    pub problem: Option<SettingsProblem>,
}

/// A list of questions that was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetItem {
    /// Its number.
    pub set_id: i32,
    /// When, in the survey's zone.
    pub at_local: String,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
    /// How many questions; `None`: the usual ones were taken again.
    pub questions: Option<u32>,
}

/// A day without field work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolidayItem {
    /// Its number.
    pub id: i32,
    /// The day.
    pub day: SurveyDay,
    /// What it is called.
    pub words: Words,
    /// The district's name; `None`: everywhere.
    pub district: Option<String>,
}

/// Why a setting was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsProblem {
    /// What is wrong with a file of questions, by line; how many more there are.
    File(Vec<LineProblem>, u32),
    /// The reason is missing or too long.
    Reason,
    /// Somebody has set other questions since the page was opened.
    ChangedSince,
    /// These hold already.
    Unchanged,
    /// A day off that cannot be.
    DayOff(DayOffProblem),
    /// There is a holiday of that day there already.
    HolidayThere,
    /// The district is none.
    District,
    /// Nobody, or not a monitor of theirs.
    Monitor,
    /// No place on earth.
    Place,
    /// It is no longer there.
    Gone,
}

/// A holiday as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HolidayForm {
    /// The one that is taken out, if one is.
    pub remove: Option<i32>,
    /// The day.
    pub day: String,
    /// What it is called.
    pub words: Words,
    /// The district's code; empty: everywhere.
    pub district: String,
}

impl HolidayForm {
    /// Reads a form's fields.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> HolidayForm {
        let mut form = HolidayForm::default();
        for (name, value) in pairs {
            match name {
                "remove" => form.remove = value.trim().parse().ok(),
                "day" => form.day = trimmed(value),
                "name" => form.words.en = trimmed(value),
                "name_ur" => form.words.ur = trimmed(value),
                "district" => form.district = trimmed(value),
                _ => {}
            }
        }
        form
    }
}

/// Days away as they are typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AbsenceForm {
    /// Those that are taken out, if they are.
    pub remove: Option<i32>,
    /// Whose.
    pub monitor: Option<i32>,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
}

impl AbsenceForm {
    /// Reads a form's fields.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> AbsenceForm {
        let mut form = AbsenceForm::default();
        for (name, value) in pairs {
            match name {
                "remove" => form.remove = value.trim().parse().ok(),
                "monitor" => form.monitor = value.trim().parse().ok(),
                "from" => form.from = trimmed(value),
                "to" => form.to = trimmed(value),
                _ => {}
            }
        }
        form
    }
}

/// Where walks begin, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StartForm {
    /// The tehsil's code.
    pub tehsil: String,
    /// Degrees north; with `longitude` empty: it is not said.
    pub latitude: String,
    /// Degrees east.
    pub longitude: String,
}

impl StartForm {
    /// Reads a form's fields.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> StartForm {
        let mut form = StartForm::default();
        for (name, value) in pairs {
            match name {
                "tehsil" => form.tehsil = trimmed(value),
                "latitude" => form.latitude = trimmed(value),
                "longitude" => form.longitude = trimmed(value),
                _ => {}
            }
        }
        form
    }
}

/// A monitor with what keeps them from going to doors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonitorItem {
    /// Their key.
    pub user_id: i32,
    /// Their name.
    pub name: String,
    /// Their days away that are not over: number, first and last day.
    pub away: Vec<(i32, SurveyDay, SurveyDay)>,
    /// Their checks that are due while they are away.
    pub to_reassign: Vec<i32>,
}

/// A tehsil with where its walks begin.
#[derive(Clone, Debug, PartialEq)]
pub struct StartItem {
    /// The tehsil's key.
    pub tehsil: AreaId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Where its walks begin; `None`: at the first door.
    pub start: Option<Fix>,
}

/// Those who go to doors, and where they begin.
#[derive(Clone, Debug, PartialEq)]
pub struct MonitorsView {
    /// Those whom checks can be given to, by name.
    pub monitors: Vec<MonitorItem>,
    /// The tehsils that checks can be given in.
    pub starts: Vec<StartItem>,
    /// Days without field work that are not over.
    pub holidays: Vec<HolidayItem>,
    /// The form of days away, with what was typed.
    pub absence: AbsenceForm,
    /// The form of where walks begin, with what was typed.
    pub start: StartForm,
    /// Whether something was done.
    pub is_done: bool,
    /// Why a form was not taken.
    pub problem: Option<SettingsProblem>,
    /// The present day.
    pub today: SurveyDay,
}
