//! What addresses ask for. The whole state of a list is in its address.

use super::address;
use crate::query::{keep, read};
use domain::coordination::{
    Agency, CaseKind, CaseStatus, SILENT_DAYS, SilenceState, Stage, Stages, Subject, SubjectKind,
};

/// Lines a page of a list shows.
pub const CASES_A_PAGE: u32 = 50;

/// The most days that somebody can be asked to have been silent for.
const MOST_SILENT_DAYS: i32 = 365;

/// Which districts the board shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BoardQuery {
    /// Where their stages stand.
    pub stage: Option<StageIs>,
    /// With open cases of one agency; `Some(None)`: with open cases that nobody was given.
    pub agency: Option<Option<Agency>>,
    /// Only those that are late.
    pub late: bool,
}

/// Where a district's stages stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageIs {
    /// Nobody has set a date yet, neither a planned nor an actual one.
    Unset,
    /// None has begun, whether dates are planned or not.
    NotBegun,
    /// In this one.
    At(Stage),
}

impl StageIs {
    /// All that can be asked for, in order.
    pub fn all() -> impl Iterator<Item = StageIs> {
        let first = [StageIs::Unset, StageIs::NotBegun];
        first.into_iter().chain(Stage::ALL.map(StageIs::At))
    }

    /// In a stage; `None`: in none yet.
    pub fn of(stage: Option<Stage>) -> StageIs {
        stage.map_or(StageIs::NotBegun, StageIs::At)
    }

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            StageIs::Unset => "unset",
            StageIs::NotBegun => "none",
            StageIs::At(stage) => stage.code(),
        }
    }

    /// Reads [`StageIs::code`] back.
    pub fn from_code(code: &str) -> Option<StageIs> {
        StageIs::all().find(|is| is.code() == code)
    }

    /// Whether a district's stages stand so.
    pub fn fits(self, stages: &Stages) -> bool {
        match self {
            StageIs::Unset => stages.is_unset(),
            StageIs::NotBegun => stages.present().is_none(),
            StageIs::At(stage) => stages.present() == Some(stage),
        }
    }
}

/// The word in addresses for no agency.
pub const NOBODY: &str = "nobody";

/// The word in addresses for an agency, or for none.
pub fn agency_code(agency: Option<Agency>) -> &'static str {
    agency.map_or(NOBODY, Agency::code)
}

/// Reads [`agency_code`] back.
fn agency_of(code: &str) -> Option<Option<Agency>> {
    match code {
        NOBODY => Some(None),
        code => Agency::from_code(code).map(Some),
    }
}

impl BoardQuery {
    /// Reads an address's parameters, and names those that cannot be understood.
    pub fn parse<'a>(
        pairs: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> (BoardQuery, Vec<&'static str>) {
        let mut query = BoardQuery::default();
        let problems = read(pairs, |name, value| match name {
            "stage" => keep(&mut query.stage, StageIs::from_code(value), "stage"),
            "agency" => keep(&mut query.agency, agency_of(value), "agency"),
            "late" => {
                query.late = value == "1";
                None
            }
            _ => None,
        });
        (query, problems)
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if let Some(stage) = self.stage {
            pairs.push(("stage", stage.code().to_owned()));
        }
        if let Some(agency) = self.agency {
            pairs.push(("agency", agency_code(agency).to_owned()));
        }
        if self.late {
            pairs.push(("late", "1".to_owned()));
        }
        pairs
    }

    /// The address of the board.
    pub fn href(&self) -> String {
        address("/coordination", &self.pairs())
    }

    /// The address of the same table as a file.
    pub fn csv_href(&self) -> String {
        address("/coordination.csv", &self.pairs())
    }

    /// Whether it asks for some districts and not for all.
    pub fn is_chosen(&self) -> bool {
        *self != BoardQuery::default()
    }
}

/// Where cases are to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Anywhere but closed.
    Waiting,
    /// There.
    At(CaseStatus),
}

impl Standing {
    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Standing::Waiting => "waiting",
            Standing::At(status) => status.code(),
        }
    }

    /// Reads [`Standing::code`] back.
    pub fn from_code(code: &str) -> Option<Standing> {
        match code {
            "waiting" => Some(Standing::Waiting),
            code => CaseStatus::from_code(code).map(Standing::At),
        }
    }
}

/// Which cases a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseQuery {
    /// Of one kind.
    pub kind: Option<CaseKind>,
    /// Of one agency; `Some(None)`: those that nobody was given.
    pub agency: Option<Option<Agency>>,
    /// Where they stand.
    pub status: Option<Standing>,
    /// In one area, by its code.
    pub area: Option<String>,
    /// Only those that are overdue.
    pub overdue: bool,
    /// So many are left out before the first.
    pub from: u32,
}

impl CaseQuery {
    /// The cases of a kind that wait.
    pub fn waiting(kind: CaseKind) -> CaseQuery {
        CaseQuery {
            kind: Some(kind),
            status: Some(Standing::Waiting),
            ..CaseQuery::default()
        }
    }

    /// Reads an address's parameters, and names those that cannot be understood.
    pub fn parse<'a>(
        pairs: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> (CaseQuery, Vec<&'static str>) {
        let mut query = CaseQuery::default();
        let problems = read(pairs, |name, value| match name {
            "kind" => keep(&mut query.kind, CaseKind::from_code(value), "kind"),
            "agency" => keep(&mut query.agency, agency_of(value), "agency"),
            "status" => keep(&mut query.status, Standing::from_code(value), "status"),
            "area" => keep(&mut query.area, Some(value.to_owned()), "area"),
            "overdue" => {
                query.overdue = value == "1";
                None
            }
            "from" => {
                query.from = value.parse().unwrap_or(0);
                None
            }
            _ => None,
        });
        (query, problems)
    }

    /// The parameters, without the page.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut add = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
        add("kind", self.kind.map(|kind| kind.code().to_owned()));
        add("agency", self.agency.map(|a| agency_code(a).to_owned()));
        add("status", self.status.map(|s| s.code().to_owned()));
        add("area", self.area.clone());
        add("overdue", self.overdue.then(|| "1".to_owned()));
        pairs
    }

    /// The address of the list.
    pub fn href(&self) -> String {
        let mut pairs = self.pairs();
        if self.from > 0 {
            pairs.push(("from", self.from.to_string()));
        }
        address("/coordination/cases", &pairs)
    }

    /// The address of the same cases, all of them, as a file.
    pub fn csv_href(&self) -> String {
        address("/coordination/cases.csv", &self.pairs())
    }

    /// Whether it asks for some cases and not for all.
    pub fn is_chosen(&self) -> bool {
        !self.pairs().is_empty()
    }
}

/// Who or what can be silent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Silent {
    /// Union councils without a submission.
    #[default]
    UnionCouncils,
    /// Enumerators who have not synced.
    Enumerators,
    /// Devices that have not.
    Devices,
}

impl Silent {
    /// All three.
    pub const ALL: [Silent; 3] = [Silent::UnionCouncils, Silent::Enumerators, Silent::Devices];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Silent::UnionCouncils => "ucs",
            Silent::Enumerators => "enumerators",
            Silent::Devices => "devices",
        }
    }

    /// Whom or what a case about one of them is about; `None` of union councils, which are areas.
    pub fn subject(self, code: &str) -> Option<Subject> {
        let kind = match self {
            Silent::UnionCouncils => return None,
            Silent::Enumerators => SubjectKind::Enumerator,
            Silent::Devices => SubjectKind::Device,
        };
        Some(Subject {
            kind,
            code: code.to_owned(),
        })
    }

    /// Reads [`Silent::code`] back.
    pub fn from_code(code: &str) -> Option<Silent> {
        Silent::ALL.into_iter().find(|silent| silent.code() == code)
    }
}

/// Who of the silent a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SilentQuery {
    /// Who or what.
    pub what: Silent,
    /// For more than so many days.
    pub days: i32,
    /// Silent in which way; `None`: in any, of union councils only where a start is planned.
    pub state: Option<SilenceState>,
    /// In one area, by its code.
    pub area: Option<String>,
    /// So many are left out before the first.
    pub from: u32,
}

impl Default for SilentQuery {
    fn default() -> SilentQuery {
        SilentQuery {
            what: Silent::default(),
            days: SILENT_DAYS,
            state: None,
            area: None,
            from: 0,
        }
    }
}

impl SilentQuery {
    /// Reads an address's parameters, and names those that cannot be understood.
    pub fn parse<'a>(
        pairs: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> (SilentQuery, Vec<&'static str>) {
        let mut query = SilentQuery::default();
        let (mut what, mut days) = (None, None);
        let problems = read(pairs, |name, value| match name {
            "what" => keep(&mut what, Silent::from_code(value), "what"),
            "days" => {
                let number = value.parse().ok();
                let allowed = number.filter(|days| (1..=MOST_SILENT_DAYS).contains(days));
                keep(&mut days, allowed, "days")
            }
            "state" => keep(&mut query.state, SilenceState::from_code(value), "state"),
            "area" => keep(&mut query.area, Some(value.to_owned()), "area"),
            "from" => {
                query.from = value.parse().unwrap_or(0);
                None
            }
            _ => None,
        });
        query.what = what.unwrap_or_default();
        query.days = days.unwrap_or(SILENT_DAYS);
        (query, problems)
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![("what", self.what.code().to_owned())];
        if self.days != SILENT_DAYS {
            pairs.push(("days", self.days.to_string()));
        }
        pairs.extend(self.state.map(|state| ("state", state.code().to_owned())));
        pairs.extend(self.area.clone().map(|area| ("area", area)));
        pairs
    }

    /// The address of the page.
    pub fn href(&self) -> String {
        let mut pairs = self.pairs();
        if self.from > 0 {
            pairs.push(("from", self.from.to_string()));
        }
        address("/coordination/silent", &pairs)
    }

    /// The address of the same list, whole, as a file.
    pub fn csv_href(&self) -> String {
        address("/coordination/silent.csv", &self.pairs())
    }
}

/// Which refusals a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefusalsQuery {
    /// In one area, by its code.
    pub area: Option<String>,
    /// Only those that nobody sees to.
    pub unowned: bool,
    /// So many are left out before the first.
    pub from: u32,
}

impl RefusalsQuery {
    /// Reads an address's parameters; what cannot be read is left out.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> RefusalsQuery {
        let mut query = RefusalsQuery::default();
        read(pairs, |name, value| {
            match name {
                "area" => query.area = Some(value.to_owned()),
                "unowned" => query.unowned = value == "1",
                "from" => query.from = value.parse().unwrap_or(0),
                _ => {}
            }
            None
        });
        query
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs: Vec<(&'static str, String)> = Vec::new();
        pairs.extend(self.area.clone().map(|area| ("area", area)));
        if self.unowned {
            pairs.push(("unowned", "1".to_owned()));
        }
        pairs
    }

    /// The address of the page.
    pub fn href(&self) -> String {
        let mut pairs = self.pairs();
        if self.from > 0 {
            pairs.push(("from", self.from.to_string()));
        }
        address("/coordination/refusals", &pairs)
    }

    /// The address of the same list, whole, as a file.
    pub fn csv_href(&self) -> String {
        address("/coordination/refusals.csv", &self.pairs())
    }
}
