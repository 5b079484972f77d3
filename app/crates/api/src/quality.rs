//! Quality: the measures of an area beside those of another area or period, and each measure by area and by enumerator.

use crate::coverage::AreaRef;
use crate::figure::Figure;
use crate::flags::CheckCount;
use crate::query::{keep, percent_encoded, read};
use domain::disclosure::Disclosed;
use domain::measures::{Measure, Value};
use domain::spot_check::Figures as SpotFigures;
use domain::time::SurveyDay;

/// People a page lists.
pub const PEOPLE_A_PAGE: usize = 50;

/// Which part of the survey a page of quality is about. The whole state is in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QualityQuery {
    /// An area's code; `None` is the top of the caller's scope.
    pub area: Option<String>,
    /// One wave's code, or all.
    pub wave: Option<String>,
    /// First day that counts; `None` is from the beginning.
    pub from: Option<SurveyDay>,
    /// Last day that counts; `None` is today.
    pub to: Option<SurveyDay>,
    /// To be compared with: another area's code.
    pub with_area: Option<String>,
    /// To be compared with: another period's first day.
    pub with_from: Option<SurveyDay>,
    /// To be compared with: another period's last day.
    pub with_to: Option<SurveyDay>,
    /// Enumerators before those shown.
    pub after: usize,
}

impl QualityQuery {
    /// Reads an address's parameters. Answers also the names of those that were given and cannot be understood; they are left out.
    pub fn parse<'a>(
        pairs: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> (QualityQuery, Vec<&'static str>) {
        let mut query = QualityQuery::default();
        let mut problems = read(pairs, |name, value| {
            let text = || Some(value.to_owned());
            let day = || SurveyDay::parse(value);
            match name {
                "area" => keep(&mut query.area, text(), "area"),
                "wave" => keep(&mut query.wave, text(), "wave"),
                "with_area" => keep(&mut query.with_area, text(), "with_area"),
                "from" => keep(&mut query.from, day(), "from"),
                "to" => keep(&mut query.to, day(), "to"),
                "with_from" => keep(&mut query.with_from, day(), "with_from"),
                "with_to" => keep(&mut query.with_to, day(), "with_to"),
                "after" => {
                    query.after = value.parse().unwrap_or(0);
                    None
                }
                _ => None,
            }
        });
        if query.from.zip(query.to).is_some_and(|(from, to)| from > to) {
            problems.push("period");
            (query.from, query.to) = (query.to, query.from);
        }
        (query, problems)
    }

    /// Whether a second column is asked for.
    pub fn compares(&self) -> bool {
        self.with_area.is_some() || self.with_from.is_some() || self.with_to.is_some()
    }

    /// The address of a page, or of a file, of the same part of the survey. `path` is `/quality` or begins with it.
    pub fn href(&self, path: &str) -> String {
        let day = |day: Option<SurveyDay>| day.map(|day| day.to_string());
        let after = (self.after > 0).then(|| self.after.to_string());
        let pairs = [
            ("area", self.area.clone()),
            ("wave", self.wave.clone()),
            ("from", day(self.from)),
            ("to", day(self.to)),
            ("with_area", self.with_area.clone()),
            ("with_from", day(self.with_from)),
            ("with_to", day(self.with_to)),
            ("after", after),
        ];
        let mut out = path.to_owned();
        let given = pairs
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        for (at, (name, value)) in given.enumerate() {
            out.push(if at == 0 { '?' } else { '&' });
            out.push_str(&format!("{name}={}", percent_encoded(&value)));
        }
        out
    }

    /// The address of a measure's own page.
    pub fn measure_href(&self, measure: Measure) -> String {
        let query = QualityQuery {
            with_area: None,
            with_from: None,
            with_to: None,
            after: 0,
            ..self.clone()
        };
        query.href(&format!("/quality/{}", measure.code()))
    }
}

/// What is chosen, and what can be.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// The query as understood.
    pub query: QualityQuery,
    /// Parameters that could not be understood.
    pub problems: Vec<&'static str>,
    /// The area.
    pub area: AreaRef,
    /// From the top of what the caller may see down to the area, itself last.
    pub path: Vec<AreaRef>,
    /// Areas that can be chosen: those of the next level.
    pub areas: Vec<AreaRef>,
    /// Codes of the waves that can be chosen.
    pub waves: Vec<String>,
    /// The last day that counts.
    pub to: SurveyDay,
    /// The latest receipt in the figures, in the survey's zone.
    pub as_of: Option<String>,
    /// Since when newer figures cannot be read, if they cannot.
    pub failing_since: Option<String>,
    /// The survey's zone.
    pub zone: String,
    /// Whether the caller may see enumerators.
    pub sees_people: bool,
    /// Whether small numbers are held back from the caller.
    pub holds_back: bool,
}

/// A column of a comparison: what it is of.
#[derive(Clone, Debug)]
pub struct Column {
    /// The area.
    pub area: AreaRef,
    /// First day that counts.
    pub from: Option<SurveyDay>,
    /// Last day that counts.
    pub to: SurveyDay,
}

/// A measure with its value, and the value it is compared with.
#[derive(Clone, Copy, Debug)]
pub struct MeasureLine {
    /// The measure.
    pub measure: Measure,
    /// Here; `None` where there is nothing to measure it of.
    pub value: Option<Disclosed<Value>>,
    /// There, if there is a second column.
    pub other: Option<Disclosed<Value>>,
}

/// Quality of an area.
#[derive(Clone, Debug)]
pub struct QualityView {
    /// What was chosen.
    pub chosen: Chosen,
    /// The second column, if one is asked for and can be shown.
    pub other: Option<Column>,
    /// Every measure of quality.
    pub measures: Vec<MeasureLine>,
    /// Flags by check; `None` where they are held back.
    pub checks: Option<Vec<CheckCount>>,
    /// Distributions.
    pub figures: Vec<Figure>,
    /// What spot checks say of the area and wave, whatever the period.
    pub spot_checks: SpotRates,
}

/// What the page of quality says of spot checks.
#[derive(Clone, Debug, PartialEq)]
pub enum SpotRates {
    /// Nothing: the reader may not see spot checks.
    NotSeen,
    /// Nothing: they cannot be read now.
    Failed,
    /// The figures of the area and wave.
    Known(Box<SpotFigures>),
}

/// An area's value of a measure.
#[derive(Clone, Debug)]
pub struct AreaLine {
    /// The area.
    pub area: AreaRef,
    /// Its value.
    pub value: Option<Disclosed<Value>>,
}

/// An enumerator's value of a measure.
#[derive(Clone, Debug)]
pub struct PersonLine {
    /// Their code.
    pub code: String,
    /// Their name.
    pub name: Option<String>,
    /// The agency that sends them.
    pub agency: Option<String>,
    /// Their value.
    pub value: Value,
    /// How many standard deviations from the rest, chance and usual differences allowed for; `None` of measures without funnel
    /// limits and where there are too few to compare.
    pub deviations: Option<f64>,
}

/// One measure of an area, by the areas below and by enumerator.
#[derive(Clone, Debug)]
pub struct MeasureView {
    /// What was chosen.
    pub chosen: Chosen,
    /// The measure.
    pub measure: Measure,
    /// Its value.
    pub value: Option<Disclosed<Value>>,
    /// The areas below, the one that stands out most first.
    pub areas: Vec<AreaLine>,
    /// Enumerators of this page, the one that stands out most first; empty where the caller may not see any.
    pub people: Vec<PersonLine>,
    /// How many enumerators have a value.
    pub people_count: usize,
    /// The next page of enumerators.
    pub next: Option<QualityQuery>,
    /// Charts.
    pub figures: Vec<Figure>,
}
