//! What a coverage page shows.

use crate::figure::Figure;
use crate::query::{CoverageQuery, QueryProblem};
use domain::area::{Area, BoundarySource, Level};
use domain::coverage::{Counts, Summary};
use domain::cube::Progress;
use domain::disclosure::Disclosed;
use domain::lang::Lang;
use domain::time::{EpochMs, SurveyDay};
use std::sync::Arc;

/// An area as pages name and link it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaRef {
    /// The code, also in the URL.
    pub code: String,
    /// Where it stands.
    pub level: Level,
    /// English name.
    pub name: String,
    /// Urdu name, where known.
    pub name_ur: Option<String>,
    /// Whether a boundary is on file.
    pub has_boundary: bool,
}

impl AreaRef {
    /// The name in a language; English stands in where the Urdu name is not known.
    pub fn name_in(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.name,
            Lang::Ur => self.name_ur.as_deref().unwrap_or(&self.name),
        }
    }
}

impl From<&Area> for AreaRef {
    fn from(area: &Area) -> AreaRef {
        AreaRef {
            code: area.code.clone(),
            level: area.level,
            name: area.name.clone(),
            name_ur: area.name_ur.clone(),
            has_boundary: area.has_boundary,
        }
    }
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageRow {
    /// The area.
    pub area: AreaRef,
    /// Its numbers, without those that are held back.
    pub summary: Summary,
    /// How households are split.
    pub splits: Splits,
}

/// Numbers of submissions that split households, each told or held back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Splits {
    /// Declined.
    pub refused: Disclosed<u32>,
    /// Nobody at home.
    pub not_at_home: Disclosed<u32>,
    /// Begun and not finished.
    pub partial: Disclosed<u32>,
    /// Nobody lives there.
    pub vacant: Disclosed<u32>,
    /// Not found.
    pub not_found: Disclosed<u32>,
    /// Other outcomes.
    pub other: Disclosed<u32>,
    /// Partial, vacant, not found and other together.
    pub rest: Disclosed<u32>,
    /// Of a household that another submission already counted.
    pub repeated: Disclosed<u32>,
    /// Thrown out by the collection system, or to be made again by an accepted re-survey.
    pub rejected: Disclosed<u32>,
    /// With a fix that can be judged.
    pub judged_fix: Disclosed<u32>,
    /// … of them inside the claimed area.
    pub inside_claimed: Disclosed<u32>,
}

impl Splits {
    /// Of counts; how outcomes and fixes are told says the caller.
    pub fn of(
        counts: &Counts,
        outcome: impl Fn(u32) -> Disclosed<u32>,
        fix: impl Fn(u32) -> Disclosed<u32>,
    ) -> Splits {
        let c = counts;
        Splits {
            refused: outcome(c.refused),
            not_at_home: outcome(c.not_at_home),
            partial: outcome(c.partial),
            vacant: outcome(c.vacant),
            not_found: outcome(c.not_found),
            other: outcome(c.other),
            rest: outcome(c.partial + c.vacant + c.not_found + c.other),
            repeated: outcome(c.repeated),
            rejected: outcome(c.rejected),
            judged_fix: fix(c.judged_fix),
            inside_claimed: fix(c.inside_claimed),
        }
    }

    /// All of them told.
    pub fn told(counts: &Counts) -> Splits {
        Splits::of(counts, Disclosed::Told, Disclosed::Told)
    }

    /// Whether any is held back.
    pub fn is_held(&self) -> bool {
        self.refused.held().is_some() || self.judged_fix.held().is_some()
    }
}

/// One area's outline on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapPath {
    /// The area's code.
    pub code: String,
    /// SVG path data in the map's units.
    pub d: String,
    /// A point well inside, for a label or a pattern, in the map's units.
    pub label_at: (f64, f64),
}

/// The outlines of the areas a page lists: geometry only, the same for every filter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapShapes {
    /// Width of the view box in its own units (the height follows from the land).
    pub width: u32,
    /// Height of the view box.
    pub height: u32,
    /// One path an area that has a boundary.
    pub paths: Vec<MapPath>,
    /// The lines of the parents above the children's fill, drawn from the children's own arcs.
    pub outlines: String,
}

/// Everything on a coverage page.
#[derive(Clone, Debug)]
pub struct CoverageView {
    /// The page's area.
    pub area: AreaRef,
    /// From the top of what the caller may see down to the page's area, itself last.
    pub path: Vec<AreaRef>,
    /// The query as understood.
    pub query: CoverageQuery,
    /// What of the query was not understood.
    pub query_problems: Vec<QueryProblem>,
    /// Codes of the waves that can be chosen.
    pub waves: Vec<String>,
    /// Today in the survey's zone.
    pub today: SurveyDay,
    /// The last day that counts on this page.
    pub to: SurveyDay,
    /// First and last day with any submission.
    pub days: Option<(SurveyDay, SurveyDay)>,
    /// The headline, without what is held back.
    pub summary: Summary,
    /// How its households are split.
    pub splits: Splits,
    /// Interviews that do not count because their re-survey was accepted; they are among those rejected. 0 where those are held back.
    pub made_again: u32,
    /// The level of the rows; `None` on a union council's page.
    pub rows_level: Option<Level>,
    /// The table, sorted as asked.
    pub rows: Vec<CoverageRow>,
    /// What was claimed for the page's area itself and not for one of its rows. Shown when it is not nothing.
    pub elsewhere: Option<(Summary, Splits)>,
    /// The map; `None` where no row has a boundary.
    pub map: Option<Arc<MapShapes>>,
    /// The source of the map's boundaries.
    pub boundary_source: Option<BoundarySource>,
    /// Complete against expected, day by day.
    pub progress: Vec<Progress>,
    /// The progress chart as SVG, titled and described in the reader's language. Made by the server, safe to embed.
    pub chart_svg: String,
    /// The rows' areas, each against its own plan day by day. On pages of coverage only; `None` elsewhere and where there is nothing to
    /// compare.
    pub below: Option<Figure>,
    /// The latest receipt on file: what came later is not in these numbers.
    pub as_of: Option<EpochMs>,
    /// The latest receipt as people read it, in the survey's zone: `2026-11-20 18:05`.
    pub as_of_local: Option<String>,
    /// The name of the survey's zone.
    pub zone: String,
}

impl CoverageView {
    /// The page's address for another area, with the same filter.
    pub fn href(&self, code: &str) -> String {
        format!(
            "/coverage/{}{}",
            crate::query::percent_encoded(code),
            self.query.to_url_query()
        )
    }

    /// The page's own address with another query.
    pub fn href_query(&self, query: &CoverageQuery) -> String {
        format!(
            "/coverage/{}{}",
            crate::query::percent_encoded(&self.area.code),
            query.to_url_query()
        )
    }

    /// The address of exactly what is shown, as CSV.
    pub fn csv_href(&self) -> String {
        let code = crate::query::percent_encoded(&self.area.code);
        format!("/coverage/{code}/coverage.csv{}", self.query.to_url_query())
    }

    /// The address of the map's values day by day ([`crate::days`]).
    pub fn days_href(&self) -> String {
        let code = crate::query::percent_encoded(&self.area.code);
        format!("/coverage/{code}/days{}", self.query.to_url_query())
    }
}
