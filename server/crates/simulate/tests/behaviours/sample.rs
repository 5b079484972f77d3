//! One evaluation, read once, and how the tests look at it.

use domain::outcome::Outcome;
use domain::parse::parse_submission;
use domain::submission::Column;
use domain::time::SurveyDay;
use jiff::tz::offset;
use simulate::{Answers, Behaviour, Mix, Scenario, Survey, Truth};
use std::collections::HashMap;
use std::sync::OnceLock;

pub const HOUR_S: i64 = 3_600;

/// What the tests look at of a submission. Times are seconds.
#[derive(Clone, Debug)]
pub struct Row {
    pub enumerator: String,
    pub device: String,
    pub uc: String,
    pub household: String,
    pub outcome: Outcome,
    pub started: i64,
    pub ended: i64,
    pub received: i64,
    /// Latitude, longitude, accuracy in metres.
    pub fix: Option<(f64, f64, f64)>,
    pub written: [String; 3],
    pub fix_at: Option<i64>,
    pub mock: Option<bool>,
    pub active: Option<i64>,
    pub size: Option<u8>,
    pub items: [u32; 4],
    pub answers: Vec<String>,
}

impl Row {
    pub fn day(&self) -> i64 {
        (self.started + 5 * HOUR_S).div_euclid(86_400)
    }

    pub fn duration(&self) -> i64 {
        self.ended - self.started
    }

    pub fn complete(&self) -> bool {
        self.outcome == Outcome::Complete
    }
}

pub struct Sample {
    pub rows: HashMap<String, Row>,
    pub truths: Vec<Truth>,
    pub planted: HashMap<String, Behaviour>,
}

impl Sample {
    pub fn rows_of(&self, truth: &Truth) -> Vec<&Row> {
        truth
            .submission_ids
            .iter()
            .map(|id| &self.rows[id])
            .collect()
    }

    pub fn truths_of(&self, kind: Behaviour) -> impl Iterator<Item = (&Truth, Vec<&Row>)> {
        self.truths
            .iter()
            .filter(move |truth| truth.behaviour == kind)
            .map(|truth| (truth, self.rows_of(truth)))
    }

    /// Everything that nobody planted, in order of enumerator and start.
    pub fn honest(&self) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self
            .rows
            .iter()
            .filter(|(id, _)| !self.planted.contains_key(*id))
            .map(|(_, row)| row)
            .collect();
        rows.sort_by_key(|row| (&row.enumerator, row.started));
        rows
    }
}

pub fn scenario(seed: u64, interviews: u64) -> Scenario {
    let today = SurveyDay::parse("2026-11-20").unwrap();
    let mut scenario = Scenario::new(seed, interviews, today, offset(5).to_time_zone());
    scenario.mix = Mix::evaluation();
    scenario.answers = Answers::Full;
    scenario
}

/// An evaluation of some 400 working enumerators, made once.
pub fn sample() -> &'static Sample {
    static SAMPLE: OnceLock<Sample> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let survey = Survey::new(&scenario(21, 150_000));
        let truths: Vec<Truth> = survey.truth().collect();
        let planted = truths
            .iter()
            .flat_map(|t| t.submission_ids.iter().map(|id| (id.clone(), t.behaviour)))
            .collect();
        let mut rows = HashMap::new();
        for row in survey.submissions() {
            let cells = row.cells();
            let (submission, problems) = parse_submission(&cells, None);
            assert_eq!(problems, []);
            let s = submission.unwrap();
            let number = |column: Column| row.get(column).parse().unwrap_or(0);
            rows.insert(
                s.submission_id.to_owned(),
                Row {
                    enumerator: s.enumerator_code.to_owned(),
                    device: s.device_id.unwrap().to_owned(),
                    uc: s.area_code.to_owned(),
                    household: s.household_ref.unwrap().to_owned(),
                    outcome: s.outcome,
                    started: s.started_at.unwrap().0 / 1_000,
                    ended: s.ended_at.unwrap().0 / 1_000,
                    received: s.received_at.unwrap().0 / 1_000,
                    fix: s
                        .fix
                        .map(|fix| (fix.latitude, fix.longitude, fix.accuracy_m.unwrap())),
                    written: [Column::Latitude, Column::Longitude, Column::FixAt]
                        .map(|column| row.get(column).to_owned()),
                    fix_at: s.fix_at.map(|at| at.0 / 1_000),
                    mock: s.mock_location,
                    active: row.get(Column::ActiveS).parse().ok(),
                    size: row.get(Column::HouseholdSize).parse().ok(),
                    items: [
                        Column::ItemsRequired,
                        Column::ItemsAnswered,
                        Column::ItemsDontKnow,
                        Column::ItemsRefused,
                    ]
                    .map(number),
                    answers: s.answers.map_or(Vec::new(), |answers| {
                        let read: serde_json::Value = serde_json::from_str(answers).unwrap();
                        let object = read.as_object().unwrap();
                        object.values().map(ToString::to_string).collect()
                    }),
                },
            );
        }
        Sample {
            rows,
            truths,
            planted,
        }
    })
}

pub fn metres(a: (f64, f64, f64), b: (f64, f64, f64)) -> f64 {
    let (north, east) = (
        (a.0 - b.0) * 110_862.0,
        (a.1 - b.1) * 110_862.0 * a.0.to_radians().cos(),
    );
    north.hypot(east)
}

/// The widest distance from the first of the fixes.
pub fn spread(rows: &[&Row]) -> f64 {
    let fixes: Vec<_> = rows.iter().filter_map(|row| row.fix).collect();
    fixes
        .iter()
        .map(|fix| metres(fixes[0], *fix))
        .fold(0.0, f64::max)
}

pub fn by_day<'a>(rows: &[&'a Row]) -> HashMap<i64, Vec<&'a Row>> {
    let mut days: HashMap<i64, Vec<&Row>> = HashMap::new();
    for &row in rows {
        days.entry(row.day()).or_default().push(row);
    }
    days
}

pub fn median(mut values: Vec<i64>) -> i64 {
    values.sort_unstable();
    values[values.len() / 2]
}

pub fn complete_durations(rows: &[&Row]) -> Vec<i64> {
    rows.iter()
        .filter(|row| row.complete())
        .map(|row| row.duration())
        .collect()
}

/// How far the tablet's clock is ahead, by its fixes.
pub fn ahead(row: &Row) -> Option<i64> {
    row.fix_at.map(|fix_at| row.started - fix_at)
}
