//! Draws: written once with everything that was drawn and held ready, and read back as the domain knows them.

use super::fired::fired_on;
use super::frame::SpotFrame;
use super::rows::{json, point, read_reasons, write_reasons};
use crate::audit::area_code;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::meta::bump_quality_version;
use domain::area::AreaId;
use domain::audit::{self, By, Entry};
use domain::spot_check::{Draw, Drawn, Layer, Placed, PlanSummary, Seed, State};
use domain::time::{EpochMs, SurveyDay};

/// A draw as it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct SpotDrawRow {
    /// Its number.
    pub draw_id: i32,
    /// Where chance began.
    pub seed: Seed,
    /// What it was drawn from: the tehsil, the wave, the week, the strata.
    pub plan: PlanSummary,
    /// When.
    pub at: EpochMs,
    /// By whom.
    pub by: String,
}

type DrawColumns = (i32, i64, String, i64, String);

fn read(row: DrawColumns) -> Result<SpotDrawRow, StoreError> {
    Ok(SpotDrawRow {
        draw_id: row.0,
        seed: Seed(row.1),
        plan: serde_json::from_str(&row.2).map_err(|error| {
            StoreError::other(format!("the plan of draw {} is not read: {error}", row.0))
        })?,
        at: EpochMs(row.3),
        by: row.4,
    })
}

macro_rules! draw_columns {
    () => {
        "SELECT d.draw_id, d.seed, d.plan, d.at_ms, u.display_name FROM spot_draw d JOIN app_user u ON u.user_id = d.user_id "
    };
}

/// The draw of a tehsil ($1) and wave ($2) whose week overlaps with the seven days from $3 on.
const OVERLAPPING: &str = concat!(
    draw_columns!(),
    "WHERE d.tehsil_id = $1 AND d.wave_id = $2 AND d.starts_on > $3 - 7 AND d.starts_on < $3 + 7 ORDER BY d.draw_id LIMIT 1"
);

impl Db {
    /// Keeps a draw of a frame, all of it or nothing; answers its number. The draw must have been made from the frame. Where the tehsil's week,
    /// or one that overlaps with it, was drawn for this wave already, the draw there is: a second would change every probability.
    pub async fn keep_spot_draw(
        &self,
        draw: &Draw,
        of: &SpotFrame,
        user_id: i32,
        at: EpochMs,
        by: &By,
    ) -> Result<Result<i32, SpotDrawRow>, StoreError> {
        let mut tx = self.begin_write().await?;
        let plan = &draw.plan;
        let before: Option<DrawColumns> = each_tx!(&mut tx, conn => sqlx::query_as(OVERLAPPING)
            .bind(plan.tehsil)
            .bind(plan.wave)
            .bind(plan.starts_on.0)
            .fetch_optional(&mut *conn)
            .await?);
        if let Some(before) = before {
            return Ok(Err(read(before)?));
        }
        let draw_id: i32 = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT COALESCE(MAX(draw_id), 0) + 1 FROM spot_draw"
        ).fetch_one(&mut *conn).await?);
        let kept = json(plan)?;
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "INSERT INTO spot_draw (draw_id, tehsil_id, wave_id, starts_on, seed, fingerprint, plan, at_ms, user_id) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(draw_id)
            .bind(plan.tehsil)
            .bind(plan.wave)
            .bind(plan.starts_on.0)
            .bind(draw.seed.0)
            .bind(plan.fingerprint)
            .bind(&kept)
            .bind(at.0)
            .bind(user_id)
            .execute(&mut *conn)
            .await?;
        });
        let interviews = of.frame.interviews.iter().map(|one| (one.key, one.day));
        let days: std::collections::HashMap<i64, SurveyDay> = interviews.collect();
        let placed = draw.drawn.iter().map(|one| &one.interview);
        let placed = placed.chain(&draw.reserve);
        let placed = placed.map(|one| (one.key, one.enumerator));
        let fired = fired_on(&mut tx, plan.starts_on, placed).await?;
        let interview = |key: i64| -> Result<Interview<'_>, StoreError> {
            let (id, day) = of
                .submissions
                .get(&key)
                .zip(days.get(&key))
                .ok_or_else(|| StoreError::other(format!("interview {key} is not of the frame")))?;
            Ok(Interview {
                id,
                day: *day,
                fired: fired.get(&key).map(String::as_str),
            })
        };
        for one in &draw.drawn {
            write_drawn(&mut tx, draw_id, one, &interview(one.interview.key)?).await?;
        }
        for one in &draw.reserve {
            write_reserve(&mut tx, draw_id, one, &interview(one.key)?).await?;
        }
        let said = format!(
            "starts_on={} seed={} fingerprint={} visits={} of {}",
            plan.starts_on,
            draw.seed.0,
            plan.fingerprint,
            draw.drawn.len(),
            plan.interviews
        );
        let entry = Entry::new(at, by, audit::Action::SpotChecksDrawn)
            .about(draw_id)
            .in_area(area_code(&mut tx, plan.tehsil).await?)
            .saying(said);
        bump_quality_version(&mut tx).await?;
        tx.commit_noted(&[entry]).await?;
        Ok(Ok(draw_id))
    }

    /// The draws of an area, the newest first, at most `most` from `from` on.
    pub async fn list_spot_draws(
        &self,
        area: AreaId,
        from: u32,
        most: u32,
    ) -> Result<Vec<SpotDrawRow>, StoreError> {
        const QUERY: &str = concat!(
            draw_columns!(),
            "WHERE d.tehsil_id IN (WITH RECURSIVE down (area_id) AS (SELECT area_id FROM area WHERE area_id = $1 UNION ALL \
             SELECT a.area_id FROM area a JOIN down x ON a.parent_id = x.area_id) SELECT area_id FROM down) \
             ORDER BY d.starts_on DESC, d.draw_id DESC LIMIT $2 OFFSET $3"
        );
        let rows: Vec<DrawColumns> = each_db!(self, pool => sqlx::query_as(QUERY)
            .bind(area)
            .bind(i64::from(most))
            .bind(i64::from(from))
            .fetch_all(pool)
            .await?);
        rows.into_iter().map(read).collect()
    }

    /// A draw, wherever it is.
    pub async fn find_spot_draw(&self, draw_id: i32) -> Result<Option<SpotDrawRow>, StoreError> {
        const QUERY: &str = concat!(draw_columns!(), "WHERE d.draw_id = $1");
        let row: Option<DrawColumns> = each_db!(self, pool => sqlx::query_as(QUERY)
            .bind(draw_id)
            .fetch_optional(pool)
            .await?);
        row.map(read).transpose()
    }

    /// The draw of a tehsil and wave whose week overlaps with the seven days from `starts_on` on.
    pub async fn find_spot_draw_of(
        &self,
        tehsil: AreaId,
        wave: i32,
        starts_on: SurveyDay,
    ) -> Result<Option<SpotDrawRow>, StoreError> {
        let row: Option<DrawColumns> = each_db!(self, pool => sqlx::query_as(OVERLAPPING)
            .bind(tehsil)
            .bind(wave)
            .bind(starts_on.0)
            .fetch_optional(pool)
            .await?);
        row.map(read).transpose()
    }
}

/// What is kept of an interview beside what the domain draws by.
struct Interview<'a> {
    id: &'a str,
    day: SurveyDay,
    /// Checks that have fired on it; `None`: it is not known.
    fired: Option<&'a str>,
}

/// What both tables keep of an interview: $2 to $14.
macro_rules! bind_interview {
    ($query:expr, $one:expr, $interview:expr) => {
        $query
            .bind($one.key)
            .bind($interview.id)
            .bind($one.enumerator)
            .bind($one.union_council)
            .bind($interview.day.0)
            .bind($one.point.map(|point| point.latitude))
            .bind($one.point.map(|point| point.longitude))
            .bind($one.point.and_then(|point| point.accuracy_m))
            .bind(write_reasons(&$one.reasons))
            .bind($one.layer.code())
            .bind(i64::from($one.stratum))
            .bind(i64::from($one.place))
            .bind($interview.fired)
    };
}

async fn write_drawn(
    tx: &mut WriteTx,
    draw_id: i32,
    drawn: &Drawn,
    interview: &Interview<'_>,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO spot_check (check_id, draw_id, raw_id, submission_id, enumerator_id, area_id, survey_day, \
         latitude, longitude, accuracy_m, reasons, layer, stratum, place, fired, walk, probability, state, attempts, steps) \
         VALUES ((SELECT COALESCE(MAX(check_id), 0) + 1 FROM spot_check), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, \
         $14, $15, $16, $17, 0, 0)";
    each_tx!(tx, conn => {
        bind_interview!(sqlx::query(INSERT).bind(draw_id), drawn.interview, interview)
            .bind(i64::from(drawn.group))
            .bind(drawn.probability)
            .bind(State::Drawn.rank())
            .execute(&mut *conn)
            .await?;
    });
    Ok(())
}

async fn write_reserve(
    tx: &mut WriteTx,
    draw_id: i32,
    one: &Placed,
    interview: &Interview<'_>,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO spot_reserve (draw_id, raw_id, submission_id, enumerator_id, area_id, survey_day, latitude, \
         longitude, accuracy_m, reasons, layer, stratum, place, fired) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    each_tx!(tx, conn => {
        bind_interview!(sqlx::query(INSERT).bind(draw_id), one, interview)
            .execute(&mut *conn)
            .await?;
    });
    Ok(())
}

type ReserveColumns = (
    i32,
    i32,
    i64,
    i32,
    i32,
    Option<f64>,
    Option<f64>,
    Option<f64>,
    String,
    String,
);

/// What is held ready of a draw, by stratum and place.
pub(super) async fn reserve_of(tx: &mut WriteTx, draw_id: i32) -> Result<Vec<Placed>, StoreError> {
    let rows: Vec<ReserveColumns> = each_tx!(tx, conn => sqlx::query_as(
        "SELECT stratum, place, raw_id, enumerator_id, area_id, latitude, longitude, accuracy_m, reasons, layer \
         FROM spot_reserve WHERE draw_id = $1 ORDER BY stratum, place"
    ).bind(draw_id).fetch_all(&mut *conn).await?);
    let reserves = rows.into_iter().map(|row| {
        Ok(Placed {
            stratum: row.0.max(0).unsigned_abs(),
            place: row.1.max(0).unsigned_abs(),
            key: row.2,
            enumerator: row.3,
            union_council: row.4,
            point: point(row.5, row.6, row.7),
            reasons: read_reasons(&row.8),
            layer: Layer::from_code(&row.9)
                .ok_or_else(|| StoreError::other("a reserve of a later program: its layer"))?,
        })
    });
    reserves.collect()
}

/// The seed and plan of a draw, inside a transaction.
pub(super) async fn plan_of(tx: &mut WriteTx, draw_id: i32) -> Result<SpotDrawRow, StoreError> {
    const QUERY: &str = concat!(draw_columns!(), "WHERE d.draw_id = $1");
    let row: DrawColumns = each_tx!(tx, conn => sqlx::query_as(QUERY)
        .bind(draw_id)
        .fetch_one(&mut *conn)
        .await?);
    read(row)
}
