//! The rows of checks, their steps and their visits, as they are read.

use crate::error::StoreError;
use domain::area::AreaId;
use domain::place::Fix;
use domain::spot_check::{Action, Layer, SideBySide, SpotVisit, State, Verdict};
use domain::time::{EpochMs, SurveyDay};
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};

/// A check as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct SpotCheckRow {
    /// Surrogate key.
    pub check_id: i32,
    /// Its draw.
    pub draw_id: i32,
    /// The tehsil of its draw.
    pub tehsil_id: AreaId,
    /// The wave of its draw.
    pub wave_id: i32,
    /// The key of the revision that was drawn.
    pub raw_id: i64,
    /// The submission's id.
    pub submission_id: String,
    /// Whose interview.
    pub enumerator_id: i32,
    /// Their code.
    pub enumerator_code: String,
    /// The union council.
    pub area_id: AreaId,
    /// The interview's survey day.
    pub survey_day: SurveyDay,
    /// Where the household is, if that is known.
    pub point: Option<Fix>,
    /// Everything that speaks for it.
    pub reasons: Vec<Layer>,
    /// The layer it was drawn from.
    pub layer: Layer,
    /// Its stratum in the plan.
    pub stratum: u32,
    /// Its place in the stratum's order, from 0.
    pub place: u32,
    /// The day's walk it belongs to, from 1; 0: it is visited instead of another.
    pub walk: u32,
    /// Its probability to be drawn; of a replacement, to have been approached by then.
    pub probability: f64,
    /// The check it is visited instead of.
    pub replaces: Option<i32>,
    /// The check that is visited instead of it.
    pub replaced_by: Option<i32>,
    /// Where it stands.
    pub state: State,
    /// Whom it was given to: their key and name.
    pub monitor: Option<(i32, String)>,
    /// The day by which it is to be visited.
    pub due_on: Option<SurveyDay>,
    /// Days on which nobody was at home, since it was last given back.
    pub attempts: u32,
    /// The last of all of them; `None`: there is none, or it was not kept.
    pub last_attempt_on: Option<SurveyDay>,
    /// The decision that stands.
    pub outcome: Option<Verdict>,
    /// Who made it.
    pub decided_by: Option<i32>,
    /// Steps of its history.
    pub steps: i32,
}

/// What a query for checks selects, in the order of [`FromRow`] below.
macro_rules! check_columns {
    () => {
        "SELECT c.check_id, c.draw_id, d.tehsil_id, d.wave_id, c.raw_id, c.submission_id, c.enumerator_id, e.code, c.area_id, \
         c.survey_day, c.latitude, c.longitude, c.accuracy_m, c.reasons, c.layer, c.stratum, c.place, c.walk, c.probability, c.replaces, \
         (SELECT n.check_id FROM spot_check n WHERE n.replaces = c.check_id), c.state, c.monitor_id, u.display_name, c.due_on, \
         c.attempts, c.outcome, c.decided_by, c.steps, \
         (SELECT MAX(s.attempt_on) FROM spot_step s WHERE s.check_id = c.check_id) FROM spot_check c JOIN spot_draw d ON d.draw_id = c.draw_id \
         JOIN enumerator e ON e.enumerator_id = c.enumerator_id LEFT JOIN app_user u ON u.user_id = c.monitor_id "
    };
}
pub(super) use check_columns;

impl<'r, R> FromRow<'r, R> for SpotCheckRow
where
    R: Row,
    usize: ColumnIndex<R>,
    i16: Decode<'r, R::Database> + Type<R::Database>,
    i32: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    f64: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<SpotCheckRow, sqlx::Error> {
        let later =
            |what: &str| sqlx::Error::Decode(format!("a check of a later program: {what}").into());
        let reasons: String = row.try_get(13)?;
        let layer: String = row.try_get(14)?;
        let state: i16 = row.try_get(21)?;
        let outcome: Option<i16> = row.try_get(26)?;
        let monitor: (Option<i32>, Option<String>) = (row.try_get(22)?, row.try_get(23)?);
        let unsigned = |number: i32| number.max(0).unsigned_abs();
        Ok(SpotCheckRow {
            check_id: row.try_get(0)?,
            draw_id: row.try_get(1)?,
            tehsil_id: row.try_get(2)?,
            wave_id: row.try_get(3)?,
            raw_id: row.try_get(4)?,
            submission_id: row.try_get(5)?,
            enumerator_id: row.try_get(6)?,
            enumerator_code: row.try_get(7)?,
            area_id: row.try_get(8)?,
            survey_day: SurveyDay(row.try_get(9)?),
            point: point(row.try_get(10)?, row.try_get(11)?, row.try_get(12)?),
            reasons: read_reasons(&reasons),
            layer: Layer::from_code(&layer).ok_or_else(|| later("its layer"))?,
            stratum: unsigned(row.try_get(15)?),
            place: unsigned(row.try_get(16)?),
            walk: unsigned(row.try_get(17)?),
            probability: row.try_get(18)?,
            replaces: row.try_get(19)?,
            replaced_by: row.try_get(20)?,
            state: State::from_rank(state).ok_or_else(|| later("its state"))?,
            monitor: monitor.0.zip(monitor.1),
            due_on: row.try_get::<Option<i32>, _>(24)?.map(SurveyDay),
            attempts: unsigned(row.try_get(25)?),
            last_attempt_on: row.try_get::<Option<i32>, _>(29)?.map(SurveyDay),
            outcome: outcome.and_then(Verdict::from_rank),
            decided_by: row.try_get(27)?,
            steps: row.try_get(28)?,
        })
    }
}

pub(super) fn point(
    latitude: Option<f64>,
    longitude: Option<f64>,
    accuracy_m: Option<f64>,
) -> Option<Fix> {
    latitude.zip(longitude).map(|(latitude, longitude)| Fix {
        latitude,
        longitude,
        accuracy_m,
    })
}

/// Reasons as they are kept: codes with spaces between.
pub(super) fn write_reasons(reasons: &[Layer]) -> String {
    let codes: Vec<&str> = reasons.iter().map(|layer| layer.code()).collect();
    codes.join(" ")
}

/// Reads [`write_reasons`] back; those of a later program are passed over.
pub(super) fn read_reasons(text: &str) -> Vec<Layer> {
    text.split(' ').filter_map(Layer::from_code).collect()
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpotStepRow {
    /// Its number, from 1.
    pub step: i32,
    /// When.
    pub at: EpochMs,
    /// Who took it: their key.
    pub user_id: i32,
    /// … and name.
    pub by: String,
    /// What they did; `None` if a later program wrote it.
    pub action: Option<Action>,
    /// Where the check stood after it.
    pub state: Option<State>,
    /// Whom it was given to after it.
    pub monitor: Option<String>,
    /// By when it was to be visited after it.
    pub due_on: Option<SurveyDay>,
    /// What was decided, of a step that decided.
    pub outcome: Option<Verdict>,
    /// In their words.
    pub comment: Option<String>,
}

pub(super) type StepColumns = (
    i32,
    i64,
    i32,
    String,
    i16,
    i16,
    Option<String>,
    Option<i32>,
    Option<i16>,
    Option<String>,
);

/// What a query for the steps of a check ($1) selects, in the order of [`StepColumns`].
macro_rules! step_columns {
    () => {
        "SELECT s.step, s.at_ms, s.user_id, u.display_name, s.action, s.state, m.display_name, s.due_on, s.outcome, s.comment \
         FROM spot_step s JOIN app_user u ON u.user_id = s.user_id LEFT JOIN app_user m ON m.user_id = s.monitor_id \
         WHERE s.check_id = $1 "
    };
}
pub(super) use step_columns;

pub(super) fn read_step(row: StepColumns) -> SpotStepRow {
    SpotStepRow {
        step: row.0,
        at: EpochMs(row.1),
        user_id: row.2,
        by: row.3,
        action: Action::from_rank(row.4),
        state: State::from_rank(row.5),
        monitor: row.6,
        due_on: row.7.map(SurveyDay),
        outcome: row.8.and_then(Verdict::from_rank),
        comment: row.9,
    }
}

/// A visit as it was entered.
#[derive(Clone, Debug, PartialEq)]
pub struct SpotVisitRow {
    /// The number that was made where the form was filled in.
    pub visit_id: String,
    /// The check.
    pub check_id: i32,
    /// The step of its history that it is.
    pub step: i32,
    /// Who entered it.
    pub by: String,
    /// When it was received.
    pub received_at: EpochMs,
    /// What was entered. Where no time was given, it is that of the receipt.
    pub visit: SpotVisit,
    /// The interview beside it; `None`: nobody was at home.
    pub comparison: Option<SideBySide>,
}

/// JSON as it is kept. These values have no maps with odd keys and no numbers that JSON lacks; a failure is a bug here.
pub(super) fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::other)
}
