//! Flags: the list, one flag, one check.

use crate::day::DayView;
use crate::query::{keep, percent_encoded, read};
use crate::spot_checks::SpotChecksOf;
use crate::thresholds::{ChangeForm, ChangeItem, SetValue};
use domain::checks::{Check, Evidence, Severity};
use domain::flag::{Action, Reason, Status, StepProblem};
use domain::spot_check::Precision;
use domain::time::SurveyDay;

/// Flags a page of the list shows.
pub const FLAGS_A_PAGE: u32 = 50;

/// The word in addresses for "assigned to whoever asks".
pub const ME: &str = "me";

/// Which flags a page shows. The whole state of the list is in its address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlagQuery {
    /// Of one check.
    pub check: Option<Check>,
    /// Of one severity.
    pub severity: Option<Severity>,
    /// Of one status.
    pub status: Option<Status>,
    /// Filed under one area, by its code.
    pub area: Option<String>,
    /// About one enumerator's work, by their code.
    pub enumerator: Option<String>,
    /// Of one day.
    pub day: Option<SurveyDay>,
    /// Assigned to one user, by name, or [`ME`].
    pub assignee: Option<String>,
    /// Behind this flag: see [`FlagItem::place`].
    pub after: Option<String>,
}

impl FlagQuery {
    /// Reads an address's or a form's parameters. Answers also the names of those that were given and cannot be understood;
    /// they are left out.
    pub fn parse<'a>(
        pairs: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> (FlagQuery, Vec<&'static str>) {
        let mut query = FlagQuery::default();
        let problems = read(pairs, |name, value| {
            let text = || Some(value.to_owned());
            match name {
                "check" => keep(&mut query.check, Check::from_code(value), "check"),
                "severity" => keep(&mut query.severity, Severity::from_code(value), "severity"),
                "status" => keep(&mut query.status, Status::from_code(value), "status"),
                "day" => keep(&mut query.day, SurveyDay::parse(value), "day"),
                "area" => keep(&mut query.area, text(), "area"),
                "enumerator" => keep(&mut query.enumerator, text(), "enumerator"),
                "assignee" => keep(&mut query.assignee, text(), "assignee"),
                "after" => keep(&mut query.after, text(), "after"),
                _ => None,
            }
        });
        (query, problems)
    }

    /// The parameters, without the page.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut add = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
        add("check", self.check.map(|check| check.code().to_owned()));
        add("severity", self.severity.map(|s| s.code().to_owned()));
        add("status", self.status.map(|status| status.code().to_owned()));
        add("area", self.area.clone());
        add("enumerator", self.enumerator.clone());
        add("day", self.day.map(|day| day.to_string()));
        add("assignee", self.assignee.clone());
        pairs
    }

    /// The address of the list.
    pub fn href(&self) -> String {
        let mut pairs = self.pairs();
        pairs.extend(self.after.clone().map(|after| ("after", after)));
        address("/flags", &pairs)
    }

    /// The address of the list after a bulk step.
    pub fn href_after(&self, notice: StepNotice) -> String {
        let mut pairs = self.pairs();
        pairs.push(notice.pair());
        address("/flags", &pairs)
    }

    /// The address of the same flags, all of them, as a file.
    pub fn csv_href(&self) -> String {
        address("/flags.csv", &self.pairs())
    }

    /// Whether it asks for some flags and not for all.
    pub fn is_chosen(&self) -> bool {
        !self.pairs().is_empty()
    }
}

fn address(path: &str, pairs: &[(&str, String)]) -> String {
    if pairs.is_empty() {
        return path.to_owned();
    }
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", percent_encoded(value)))
        .collect();
    format!("{path}?{}", pairs.join("&"))
}

/// What became of a step, for the page after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepNotice {
    /// Taken with so many flags.
    Done(u64),
    /// Not taken: they were no longer as many as the page had said.
    OtherNumber,
    /// Not taken.
    Problem(StepProblem),
}

impl StepNotice {
    /// Reads it from an address. Only numbers and known words: nothing of the address is ever shown.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Option<StepNotice> {
        for (name, value) in pairs {
            match (name, value) {
                ("done", count) => return count.parse().ok().map(StepNotice::Done),
                ("problem", "other_number") => return Some(StepNotice::OtherNumber),
                ("problem", code) => return StepProblem::from_code(code).map(StepNotice::Problem),
                _ => {}
            }
        }
        None
    }

    fn pair(self) -> (&'static str, String) {
        match self {
            StepNotice::Done(flags) => ("done", flags.to_string()),
            StepNotice::OtherNumber => ("problem", "other_number".to_owned()),
            StepNotice::Problem(problem) => ("problem", problem.code().to_owned()),
        }
    }
}

/// A flag's key in addresses: the enumerator's number and the flag's identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlagKey {
    /// The enumerator.
    pub enumerator_id: i32,
    /// The identity.
    pub identity: i64,
}

impl FlagKey {
    /// Reads `ENUMERATOR-IDENTITY`, the latter in hexadecimal digits.
    pub fn parse(text: &str) -> Option<FlagKey> {
        let (enumerator, identity) = text.split_once('-')?;
        Some(FlagKey {
            enumerator_id: enumerator.parse().ok()?,
            identity: i64::from_str_radix(identity, 16).ok()?,
        })
    }

    /// The address of its page.
    pub fn href(&self) -> String {
        format!("/flags/{self}")
    }

    /// The address of its page after a step.
    pub fn href_after(&self, notice: StepNotice) -> String {
        address(&self.href(), &[notice.pair()])
    }
}

impl std::fmt::Display for FlagKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{:016x}", self.enumerator_id, self.identity)
    }
}

/// A flag in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct FlagItem {
    /// Its key.
    pub key: FlagKey,
    /// The check, unless a later program wrote it.
    pub check: Option<Check>,
    /// How much it weighs.
    pub severity: Severity,
    /// Where it stands.
    pub status: Status,
    /// The day, by corrected time; unknown where it is about no one day.
    pub day: SurveyDay,
    /// The enumerator's code.
    pub enumerator_code: String,
    /// The enumerator's name.
    pub enumerator_name: Option<String>,
    /// The area's code.
    pub area_code: String,
    /// The area's name in the reader's language.
    pub area_name: String,
    /// The device's id.
    pub device_code: Option<String>,
    /// Why; `None` if another version of the program wrote it in a form that this one does not read.
    pub evidence: Option<Evidence>,
    /// Who is to look at it.
    pub assignee: Option<String>,
}

/// How many flags of a check there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckCount {
    /// The check.
    pub check: Check,
    /// Flags that wait for somebody.
    pub waiting: u64,
    /// … of them severe.
    pub severe: u64,
    /// Flags that were confirmed.
    pub confirmed: u64,
    /// Flags that were dismissed.
    pub dismissed: u64,
}

/// The list.
#[derive(Clone, Debug, PartialEq)]
pub struct FlagsView {
    /// What was asked for.
    pub query: FlagQuery,
    /// The parameters that could not be understood.
    pub problems: Vec<&'static str>,
    /// Counts by check, of what was asked for but for the check itself.
    pub counts: Vec<CheckCount>,
    /// How many flags were asked for.
    pub total: u64,
    /// One page of them.
    pub flags: Vec<FlagItem>,
    /// The next page.
    pub next: Option<FlagQuery>,
    /// What the reader may do with all of them at once.
    pub actions: Vec<Action>,
    /// Enumerators whose work waits to be judged: their flags may change.
    pub unjudged: u64,
    /// Districts, by code and name, for the filter.
    pub areas: Vec<(String, String)>,
}

/// A step in a flag's history.
#[derive(Clone, Debug, PartialEq)]
pub struct StepItem {
    /// When, to the minute in the survey's zone.
    pub at_local: String,
    /// By whom.
    pub by: String,
    /// What.
    pub action: Option<Action>,
    /// Why.
    pub reason: Option<Reason>,
    /// In their words.
    pub note: Option<String>,
    /// Who was to look at it.
    pub assignee: Option<String>,
    /// The evidence they saw, where it was another than now.
    pub saw: Option<Evidence>,
}

/// A submission that a flag compares with another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// Its id.
    Id(String),
    /// It is no longer on file.
    Gone,
    /// It lies outside of the reader's area: it counts and is not named.
    Outside,
}

/// Two interviews with nearly the same answers, at least one of them in the reader's area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlikeItem {
    /// The submissions.
    pub submissions: [Compared; 2],
    /// Answers that are the same.
    pub alike: u32,
    /// Questions answered in either.
    pub of: u32,
}

/// One flag.
#[derive(Clone, Debug, PartialEq)]
pub struct FlagView {
    /// The flag.
    pub flag: FlagItem,
    /// What was done about it, oldest first.
    pub steps: Vec<StepItem>,
    /// What the reader may do.
    pub actions: Vec<Action>,
    /// Whom it can be given to: user name and name.
    pub assignable: Vec<(String, String)>,
    /// The most alike interviews, where the flag is about their answers.
    pub pairs: Vec<AlikeItem>,
    /// How many submissions that the flag is about lie outside of the reader's area.
    pub outside: u32,
    /// That day of the enumerator's; without visits where it is about no one day.
    pub day: DayView,
    /// The survey's zone.
    pub zone: String,
}

/// One check, with how it fares.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckView {
    /// The check.
    pub check: Check,
    /// Its counts in the reader's scope.
    pub count: CheckCount,
    /// The values of its thresholds that hold where nothing else is set, in the order of its file.
    pub values: Vec<f64>,
    /// What is set for waves and settings, by threshold.
    pub set: Vec<SetValue>,
    /// What was changed, newest first.
    pub changes: Vec<ChangeItem>,
    /// The form, if the reader may change thresholds and there are any.
    pub form: Option<ChangeForm>,
    /// How good it is by the spot checks of the reader's area; `None`: they may not see spot checks.
    pub spot_checks: Option<Precision>,
}

/// Enumerators a page of the risk list shows.
pub const RISKS_A_PAGE: u32 = 50;

/// What of the risk list a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RiskQuery {
    /// Tehsils of one area, by its code.
    pub area: Option<String>,
    /// So many are left out before the first.
    pub from: u32,
}

impl RiskQuery {
    /// Reads an address's parameters; what cannot be read is left out.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> RiskQuery {
        let mut query = RiskQuery::default();
        for (name, value) in pairs {
            match name {
                "area" => query.area = Some(value.to_owned()).filter(|code| !code.is_empty()),
                "from" => query.from = value.parse().unwrap_or(0),
                _ => {}
            }
        }
        query
    }

    /// The address of the page.
    pub fn href(&self) -> String {
        let mut pairs = self.pairs();
        if self.from > 0 {
            pairs.push(("from", self.from.to_string()));
        }
        address("/risk", &pairs)
    }

    /// The address of the same list, whole, as a file.
    pub fn csv_href(&self) -> String {
        address("/risk.csv", &self.pairs())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        self.area
            .clone()
            .map(|area| ("area", area))
            .into_iter()
            .collect()
    }
}

/// An enumerator in the risk list.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskItem {
    /// The enumerator's code.
    pub enumerator_code: String,
    /// The enumerator's name.
    pub enumerator_name: Option<String>,
    /// The tehsil's code.
    pub tehsil_code: String,
    /// The tehsil's name in the reader's language.
    pub tehsil_name: String,
    /// Complete interviews.
    pub interviews: u64,
    /// The place among those of the tehsil and wave, from 1, and of how many.
    pub place: (u32, u32),
    /// The score; `None` for those who see the reasons and not the formula.
    pub score: Option<f64>,
    /// What the score is by the flags alone; `None` as with the score.
    pub flags_score: Option<f64>,
    /// Interviews of theirs in the wave that were found to be fabricated at the door, of those told.
    pub fabricated: (u32, u32),
    /// The reasons, the most first.
    pub reasons: Vec<domain::risk::Contribution>,
}

/// The risk list.
#[derive(Clone, Debug, PartialEq)]
pub struct RisksView {
    /// What was asked for.
    pub query: RiskQuery,
    /// One page, the highest first.
    pub items: Vec<RiskItem>,
    /// The next page.
    pub next: Option<RiskQuery>,
    /// Areas, by code and name, for the filter.
    pub areas: Vec<(String, String)>,
}

/// The address of an enumerator's page, with a day chosen or not.
pub fn enumerator_href(code: &str, day: Option<SurveyDay>) -> String {
    let path = format!("/enumerators/{}", percent_encoded(code));
    let day: Vec<(&str, String)> = day
        .map(|day| ("day", day.to_string()))
        .into_iter()
        .collect();
    address(&path, &day)
}

/// A day in an enumerator's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarDay {
    /// The day, by corrected time.
    pub day: SurveyDay,
    /// Visits.
    pub visits: u32,
    /// … of them complete interviews.
    pub complete: u32,
    /// Flags about the day.
    pub flags: u32,
    /// … of them severe.
    pub severe: u32,
}

/// How a tablet's clock ran for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockLine {
    /// Visits in the run, by whomever.
    pub visits: u32,
    /// The clock less the true time, in milliseconds: what times were corrected by.
    pub offset_ms: i64,
    /// How sure that is.
    pub certainty: domain::clock::Certainty,
}

/// A tablet that an enumerator has used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceLine {
    /// Its id.
    pub code: String,
    /// The enumerator's visits on it.
    pub visits: u32,
    /// Its clock, run by run.
    pub clock: Vec<ClockLine>,
}

/// An enumerator's page.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumeratorView {
    /// The code.
    pub code: String,
    /// The name.
    pub name: Option<String>,
    /// Who employs them.
    pub agency: Option<String>,
    /// The supervisor's code.
    pub supervisor_code: Option<String>,
    /// Days with work in the reader's scope, oldest first.
    pub calendar: Vec<CalendarDay>,
    /// The day that is shown; `None` if there is none with a known time.
    pub day: Option<SurveyDay>,
    /// How it went.
    pub shown: DayView,
    /// Its flags.
    pub flags: Vec<FlagItem>,
    /// How many flags there are in all.
    pub all_flags: u64,
    /// Tablets.
    pub devices: Vec<DeviceLine>,
    /// How much speaks for a second look, by tehsil and wave.
    pub risks: Vec<RiskItem>,
    /// What spot checks say of them; `None`: the reader may not see spot checks.
    pub spot_checks: Option<SpotChecksOf>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_the_whole_filter_and_names_what_it_cannot_understand() {
        let pairs = [
            ("check", "travel_speed"),
            ("severity", "severe"),
            ("status", "open"),
            ("area", "352-1"),
            ("enumerator", "E 1"),
            ("day", "2026-11-03"),
            ("assignee", "me"),
            ("nonsense", "x"),
        ];
        let (query, problems) = FlagQuery::parse(pairs.into_iter());
        assert_eq!(problems, Vec::<&str>::new());
        let href = query.href();
        assert_eq!(
            href,
            "/flags?check=travel_speed&severity=severe&status=open&area=352-1&enumerator=E%201&day=2026-11-03&assignee=me"
        );
        let read = crate::query::decoded_pairs(href.split_once('?').unwrap().1);
        let (again, _) = FlagQuery::parse(read.iter().map(|(n, v)| (n.as_str(), v.as_str())));
        assert_eq!(again, query);

        let wrong = [("check", "no_such"), ("day", "tomorrow"), ("severity", "")];
        let (query, problems) = FlagQuery::parse(wrong.into_iter());
        assert_eq!(
            (query, problems),
            (FlagQuery::default(), vec!["check", "day"])
        );
    }

    #[test]
    fn a_flags_key_and_a_notice_read_back_and_nothing_else_does() {
        let key = FlagKey {
            enumerator_id: 7,
            identity: 255,
        };
        assert_eq!(key.to_string(), "7-00000000000000ff");
        assert_eq!(FlagKey::parse(&key.to_string()), Some(key));
        assert_eq!(FlagKey::parse("7"), None);
        assert_eq!(FlagKey::parse("x-ff"), None);
        for notice in [
            StepNotice::Done(12),
            StepNotice::OtherNumber,
            StepNotice::Problem(StepProblem::NoReason),
        ] {
            let (name, value) = notice.pair();
            assert_eq!(
                StepNotice::parse([(name, value.as_str())].into_iter()),
                Some(notice)
            );
        }
        assert_eq!(StepNotice::parse([("problem", "<b>")].into_iter()), None);
    }
}
