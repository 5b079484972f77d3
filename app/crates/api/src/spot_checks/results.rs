//! What the spot checks say: rates with intervals, by tehsil, by enumerator and by check.

use super::CheckItem;
use crate::coverage::AreaRef;
use crate::query::{keep, percent_encoded, read};
use domain::spot_check::{Figures, Precision};

/// Lines of the table on a page.
pub const RESULTS_A_PAGE: usize = 50;

/// What the table has a line of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResultsBy {
    /// A tehsil.
    #[default]
    Tehsil,
    /// An enumerator.
    Enumerator,
    /// A check.
    Check,
}

impl ResultsBy {
    /// Every one.
    pub const ALL: [ResultsBy; 3] = [ResultsBy::Tehsil, ResultsBy::Enumerator, ResultsBy::Check];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            ResultsBy::Tehsil => "tehsil",
            ResultsBy::Enumerator => "enumerator",
            ResultsBy::Check => "check",
        }
    }

    /// Reads [`ResultsBy::code`] back.
    pub fn from_code(code: &str) -> Option<ResultsBy> {
        ResultsBy::ALL.into_iter().find(|by| by.code() == code)
    }
}

/// Which results are asked for. The whole state is in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResultsQuery {
    /// The area's code; `None` is the top of the caller's scope.
    pub area: Option<String>,
    /// One wave's code, or all.
    pub wave: Option<String>,
    /// What the table has a line of.
    pub by: ResultsBy,
    /// Lines before those shown.
    pub after: usize,
}

impl ResultsQuery {
    /// Reads an address's parameters. Answers also the names of those that were given and cannot be understood; they are left out.
    pub fn parse<'a>(
        pairs: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> (ResultsQuery, Vec<&'static str>) {
        let mut query = ResultsQuery::default();
        let mut by = None;
        let problems = read(pairs, |name, value| match name {
            "area" => keep(&mut query.area, Some(value.to_owned()), "area"),
            "wave" => keep(&mut query.wave, Some(value.to_owned()), "wave"),
            "by" => keep(&mut by, ResultsBy::from_code(value), "by"),
            "after" => {
                query.after = value.parse().unwrap_or(0);
                None
            }
            _ => None,
        });
        query.by = by.unwrap_or_default();
        (query, problems)
    }

    /// The address of a page or file. `path` is without a question mark.
    pub fn href(&self, path: &str) -> String {
        let by = (self.by != ResultsBy::default()).then(|| self.by.code().to_owned());
        let after = (self.after > 0).then(|| self.after.to_string());
        let pairs = [
            ("area", self.area.clone()),
            ("wave", self.wave.clone()),
            ("by", by),
            ("after", after),
        ];
        let given: Vec<String> = pairs
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", percent_encoded(&value?))))
            .collect();
        match given.is_empty() {
            true => path.to_owned(),
            false => format!("{path}?{}", given.join("&")),
        }
    }
}

/// The address of the page.
pub const RESULTS: &str = "/spot-checks/results";

/// What the spot checks of an area say.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultsView {
    /// What was asked for, as understood.
    pub query: ResultsQuery,
    /// Parameters that could not be understood.
    pub problems: Vec<&'static str>,
    /// The area.
    pub area: AreaRef,
    /// Areas to choose from: codes and names.
    pub areas: Vec<(String, String)>,
    /// Codes of the waves to choose from.
    pub waves: Vec<String>,
    /// The figures of all of it.
    pub figures: Figures,
    /// The lines of this page.
    pub lines: ResultLines,
    /// How many lines there are in all.
    pub line_count: usize,
    /// The next page.
    pub next: Option<ResultsQuery>,
    /// Whether they may see enumerators.
    pub sees_people: bool,
    /// Whether they may see checks' pages.
    pub sees_checks: bool,
    /// The latest receipt among the completed interviews, in the survey's zone. Visits and decisions are those of the moment.
    pub as_of: Option<String>,
    /// The survey's zone.
    pub zone: String,
}

/// The lines of the table.
#[derive(Clone, Debug, PartialEq)]
pub enum ResultLines {
    /// Tehsils, those of which the gravest is known first.
    Tehsils(Vec<(AreaRef, Figures)>),
    /// Enumerators of whom something was drawn, by their codes; those of whom the gravest is known first.
    Enumerators(Vec<(String, Figures)>),
    /// Checks that had fired on something that was drawn, the most precise first.
    Checks(Vec<Precision>),
}

impl ResultLines {
    /// How many.
    pub fn len(&self) -> usize {
        match self {
            ResultLines::Tehsils(lines) => lines.len(),
            ResultLines::Enumerators(lines) => lines.len(),
            ResultLines::Checks(lines) => lines.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Those from one place on, at most so many.
    pub fn cut(self, from: usize, most: usize) -> ResultLines {
        fn some<T>(lines: Vec<T>, from: usize, most: usize) -> Vec<T> {
            lines.into_iter().skip(from).take(most).collect()
        }
        match self {
            ResultLines::Tehsils(lines) => ResultLines::Tehsils(some(lines, from, most)),
            ResultLines::Enumerators(lines) => ResultLines::Enumerators(some(lines, from, most)),
            ResultLines::Checks(lines) => ResultLines::Checks(some(lines, from, most)),
        }
    }
}

/// What the spot checks say of one enumerator, in the reader's area.
#[derive(Clone, Debug, PartialEq)]
pub struct SpotChecksOf {
    /// Their figures.
    pub figures: Figures,
    /// What was drawn of them, the last first.
    pub checks: Vec<CheckItem>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_what_is_asked_and_names_what_it_cannot_understand() {
        let query = ResultsQuery {
            area: Some("PB 01".to_owned()),
            wave: Some("W1".to_owned()),
            by: ResultsBy::Enumerator,
            after: 50,
        };
        let href = query.href(RESULTS);
        assert_eq!(
            href,
            "/spot-checks/results?area=PB%2001&wave=W1&by=enumerator&after=50"
        );
        let read = crate::query::decoded_pairs(href.split_once('?').unwrap().1);
        let pairs = || read.iter().map(|(n, v)| (n.as_str(), v.as_str()));
        assert_eq!(ResultsQuery::parse(pairs()), (query, vec![]));
        let odd =
            ResultsQuery::parse([("by", "village"), ("wave", ""), ("after", "x")].into_iter());
        assert_eq!(odd, (ResultsQuery::default(), vec!["by"]));
        assert_eq!(ResultsQuery::default().href(RESULTS), RESULTS);
        for by in ResultsBy::ALL {
            assert_eq!(ResultsBy::from_code(by.code()), Some(by));
        }
    }
}
