//! Everything that is held of one submission, read at once: for an archive, and for whoever asks about a household.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use crate::sealing::{Column, Sealer};
use domain::time::{EpochMs, SurveyDay};

/// Where a fact stands: its primary key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FactKey {
    /// Whose work.
    pub enumerator_id: i32,
    /// On which day.
    pub survey_day: i32,
    /// Of which revision.
    pub raw_id: i64,
}

impl FactKey {
    /// Before every fact.
    pub const FIRST: FactKey = FactKey {
        enumerator_id: i32::MIN,
        survey_day: i32::MIN,
        raw_id: i64::MIN,
    };
}

/// A submission on file: the key of its fact, the hash of its id, its id.
pub type OnFile = (FactKey, i64, String);

/// What a fact says, in codes.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldFact {
    /// Where it stands.
    pub key: FactKey,
    /// The enumerator's code.
    pub enumerator: String,
    /// The claimed area's code.
    pub area: String,
    /// The wave's code; empty: none.
    pub wave: String,
    /// The tablet's id.
    pub device: Option<String>,
    /// The code of the area in which the fix lies.
    pub located: Option<String>,
    /// The day.
    pub survey_day: SurveyDay,
    /// Ranks of outcome, verdict and place.
    pub ranks: [i16; 3],
    /// Whether it counts towards coverage.
    pub counted: bool,
    /// Start by the device's clock.
    pub started_at: Option<EpochMs>,
    /// End by the device's clock.
    pub ended_at: Option<EpochMs>,
    /// When it was received.
    pub received_at: EpochMs,
    /// Degrees.
    pub latitude: Option<f64>,
    /// Degrees.
    pub longitude: Option<f64>,
    /// Metres.
    pub accuracy_m: Option<f64>,
    /// Satellite time of the fix.
    pub fix_at: Option<EpochMs>,
    /// Seconds of interview, persons, items required, answered, "don't know", refused.
    pub counts: [Option<i32>; 6],
    /// Where the household was listed, degrees.
    pub listing: Option<(f64, f64)>,
}

/// A revision, verbatim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRevision {
    /// Its number.
    pub raw_id: i64,
    /// When it was received.
    pub received_at: EpochMs,
    /// Whether it is the one that counts.
    pub is_current: bool,
    /// The caller's number for the format of `body`.
    pub format: i16,
    /// The run that brought it.
    pub run_id: i32,
    /// Its number in that run's file.
    pub row_number: i64,
    /// The row.
    pub body: Vec<u8>,
}

/// A part of a trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldTrail {
    /// Its number.
    pub trail_id: i64,
    /// The rank of its source.
    pub source: i16,
    /// The run that brought it.
    pub run_id: i32,
    /// Header and lines, compressed (raw deflate).
    pub body: Vec<u8>,
}

/// A correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldCorrection {
    /// The column's name.
    pub field: String,
    /// What it should read; `None`: the one before is taken back.
    pub value: Option<String>,
    /// Why.
    pub reason: String,
    /// Who, as shown.
    pub actor: String,
    /// When.
    pub at: EpochMs,
}

/// Everything that is held of a submission.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldSubmission {
    /// A hash of its id.
    pub id_hash: i64,
    /// Its id.
    pub submission_id: String,
    /// What its current revision says.
    pub fact: Option<HeldFact>,
    /// Every revision, in order of arrival.
    pub revisions: Vec<HeldRevision>,
    /// Its trail, in order of arrival.
    pub trails: Vec<HeldTrail>,
    /// What was corrected, oldest first.
    pub corrections: Vec<HeldCorrection>,
}

impl Db {
    /// Submissions of a wave whose contents are here, in the order of their facts, those after `after`, at most `limit`.
    pub async fn submissions_of_wave(
        &self,
        wave_id: i32,
        after: FactKey,
        limit: u32,
    ) -> Result<Vec<OnFile>, StoreError> {
        let rows: Vec<(i32, i32, i64, i64, String)> = each_db!(self, pool => sqlx::query_as(
            "SELECT f.enumerator_id, f.survey_day, f.raw_id, r.id_hash, r.submission_id FROM fact f \
             JOIN raw_submission r ON r.raw_id = f.raw_id \
             WHERE (f.enumerator_id, f.survey_day, f.raw_id) > ($1, $2, $3) AND f.wave_id = $4 AND f.kept \
             ORDER BY f.enumerator_id, f.survey_day, f.raw_id LIMIT $5"
        )
        .bind(after.enumerator_id)
        .bind(after.survey_day)
        .bind(after.raw_id)
        .bind(wave_id)
        .bind(i64::from(limit))
        .fetch_all(pool)
        .await?);
        Ok(rows.into_iter().map(on_file).collect())
    }

    /// Everything that is held of one submission.
    pub async fn held(&self, id_hash: i64, id: &str) -> Result<HeldSubmission, StoreError> {
        type Raw = (i64, i64, bool, i16, i32, i64, Vec<u8>);
        let raw: Vec<Raw> = each_db!(self, pool => sqlx::query_as(
            "SELECT raw_id, received_at_ms, is_current, format, run_id, row_number, body FROM raw_submission \
             WHERE id_hash = $1 AND submission_id = $2 ORDER BY raw_id"
        ).bind(id_hash).bind(id).fetch_all(pool).await?);
        let parts: Vec<(i64, i16, i32, Vec<u8>)> = each_db!(self, pool => sqlx::query_as(
            "SELECT trail_id, source, run_id, body FROM raw_trail WHERE id_hash = $1 AND submission_id = $2 ORDER BY trail_id"
        ).bind(id_hash).bind(id).fetch_all(pool).await?);
        let sealer = Sealer::reading(self).await?;
        let mut revisions = Vec::with_capacity(raw.len());
        for row in raw {
            revisions.push(HeldRevision {
                raw_id: row.0,
                received_at: EpochMs(row.1),
                is_current: row.2,
                format: row.3,
                run_id: row.4,
                row_number: row.5,
                body: sealer.open(Column::RawBody, row.0, row.6)?,
            });
        }
        let current = revisions.iter().find(|one| one.is_current);
        let fact = match current {
            Some(current) => self.held_fact(current.raw_id).await?,
            None => None,
        };
        let mut trails = Vec::with_capacity(parts.len());
        for (trail_id, source, run_id, body) in parts {
            trails.push(HeldTrail {
                trail_id,
                source,
                run_id,
                body: sealer.open(Column::TrailBody, trail_id, body)?,
            });
        }
        Ok(HeldSubmission {
            id_hash,
            submission_id: id.to_owned(),
            fact,
            revisions,
            trails,
            corrections: self.corrections_of(id_hash, id).await?,
        })
    }

    async fn held_fact(&self, raw_id: i64) -> Result<Option<HeldFact>, StoreError> {
        type Told = (
            i32,
            i32,
            String,
            String,
            String,
            Option<String>,
            Option<String>,
            i16,
            i16,
            i16,
            bool,
            Option<i64>,
            Option<i64>,
            i64,
        );
        type Measured = (
            Option<f64>,
            Option<f64>,
            Option<f64>,
            Option<i64>,
            Option<i32>,
            Option<i32>,
            Option<i32>,
            Option<i32>,
            Option<i32>,
            Option<i32>,
            Option<f64>,
            Option<f64>,
        );
        let told: Option<Told> = each_db!(self, pool => sqlx::query_as(
            "SELECT f.enumerator_id, f.survey_day, e.code, a.code, w.code, d.code, l.code, f.outcome, f.review_state, f.place, f.counted, \
             f.started_at_ms, f.ended_at_ms, f.received_at_ms FROM raw_submission r JOIN fact f ON f.enumerator_id = r.enumerator_id \
             AND f.survey_day = r.survey_day AND f.raw_id = r.raw_id JOIN enumerator e ON e.enumerator_id = f.enumerator_id \
             JOIN area a ON a.area_id = f.area_id JOIN wave w ON w.wave_id = f.wave_id LEFT JOIN device d ON d.device_id = f.device_id \
             LEFT JOIN area l ON l.area_id = f.located_area_id WHERE r.raw_id = $1"
        ).bind(raw_id).fetch_optional(pool).await?);
        let Some(told) = told else { return Ok(None) };
        let key = FactKey {
            enumerator_id: told.0,
            survey_day: told.1,
            raw_id,
        };
        let measured: Measured = each_db!(self, pool => sqlx::query_as(
            "SELECT latitude, longitude, accuracy_m, fix_at_ms, active_s, household_size, items_required, items_answered, items_dont_know, \
             items_refused, listing_latitude, listing_longitude FROM fact WHERE enumerator_id = $1 AND survey_day = $2 AND raw_id = $3"
        ).bind(key.enumerator_id).bind(key.survey_day).bind(raw_id).fetch_one(pool).await?);
        Ok(Some(HeldFact {
            key,
            enumerator: told.2,
            area: told.3,
            wave: told.4,
            device: told.5,
            located: told.6,
            survey_day: SurveyDay(told.1),
            ranks: [told.7, told.8, told.9],
            counted: told.10,
            started_at: told.11.map(EpochMs),
            ended_at: told.12.map(EpochMs),
            received_at: EpochMs(told.13),
            latitude: measured.0,
            longitude: measured.1,
            accuracy_m: measured.2,
            fix_at: measured.3.map(EpochMs),
            counts: [
                measured.4, measured.5, measured.6, measured.7, measured.8, measured.9,
            ],
            listing: measured.10.zip(measured.11),
        }))
    }
}

/// A row of a query for submissions.
pub(crate) fn on_file(row: (i32, i32, i64, i64, String)) -> OnFile {
    let key = FactKey {
        enumerator_id: row.0,
        survey_day: row.1,
        raw_id: row.2,
    };
    (key, row.3, row.4)
}
