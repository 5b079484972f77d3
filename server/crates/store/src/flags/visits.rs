//! Facts as the checks take them.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use domain::answers::{Sheet, Sheets};
use domain::outcome::{Outcome, ReviewState};
use domain::place::{Fix, ListingPoint, Place};
use domain::time::EpochMs;
use domain::visit::{FormVersion, Visit};
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};

/// What a query for visits selects, in the order of [`FromRow`] below.
macro_rules! visit_columns {
    () => {
        "r.id_hash, f.enumerator_id, f.device_id, f.area_id, f.wave_id, f.outcome, f.review_state, f.place, \
         f.edge_distance_m, f.household_key, f.counted, f.started_at_ms, f.ended_at_ms, \
         CASE WHEN r.received_assumed THEN NULL ELSE f.received_at_ms END AS received_at_ms, f.latitude, f.longitude, \
         f.accuracy_m, f.fix_at_ms, COALESCE(f.mock_location, t.mock_location) AS mock_location, \
         COALESCE(f.active_s, t.active_s) AS active_s, f.household_size, \
         f.items_required, f.items_answered, f.items_dont_know, f.items_refused, f.listing_latitude, f.listing_longitude, \
         f.form_id, f.form_version_id"
    };
}

/// A row of facts, of either database.
pub(crate) struct VisitRow(pub(crate) Result<Visit, &'static str>);

impl<'r, R> FromRow<'r, R> for VisitRow
where
    R: Row,
    usize: ColumnIndex<R>,
    i16: Decode<'r, R::Database> + Type<R::Database>,
    i32: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    f64: Decode<'r, R::Database> + Type<R::Database>,
    bool: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<VisitRow, sqlx::Error> {
        let count = |index: usize| -> Result<Option<u32>, sqlx::Error> {
            let value: Option<i32> = row.try_get(index)?;
            Ok(value.and_then(|value| u32::try_from(value).ok()))
        };
        let instant = |index: usize| -> Result<Option<EpochMs>, sqlx::Error> {
            Ok(row.try_get::<Option<i64>, _>(index)?.map(EpochMs))
        };
        let (latitude, longitude): (Option<f64>, Option<f64>) =
            (row.try_get(14)?, row.try_get(15)?);
        let accuracy_m: Option<f64> = row.try_get(16)?;
        let fix = latitude.zip(longitude).map(|(latitude, longitude)| Fix {
            latitude,
            longitude,
            accuracy_m,
        });
        let listing: (Option<f64>, Option<f64>) = (row.try_get(25)?, row.try_get(26)?);
        let ranks = (
            Outcome::from_rank(row.try_get(5)?),
            ReviewState::from_rank(row.try_get(6)?),
            Place::from_rank(row.try_get(7)?),
        );
        let (Some(outcome), Some(review_state), Some(place)) = ranks else {
            return Ok(VisitRow(Err(
                "a fact with an unknown outcome, review state or place",
            )));
        };
        Ok(VisitRow(Ok(Visit {
            key: row.try_get(0)?,
            enumerator: row.try_get(1)?,
            device: row.try_get(2)?,
            area: row.try_get(3)?,
            wave: row.try_get(4)?,
            outcome,
            review_state,
            place,
            edge_distance_m: row.try_get(8)?,
            household: row.try_get(9)?,
            counted: row.try_get(10)?,
            started_at: instant(11)?,
            ended_at: instant(12)?,
            received_at: instant(13)?,
            fix,
            fix_at: instant(17)?,
            mock_location: row.try_get(18)?,
            active_s: count(19)?,
            household_size: count(20)?,
            items_required: count(21)?,
            items_answered: count(22)?,
            items_dont_know: count(23)?,
            items_refused: count(24)?,
            listing_point: listing
                .0
                .zip(listing.1)
                .and_then(|(latitude, longitude)| ListingPoint::at(latitude, longitude)),
            form: row
                .try_get::<Option<i32>, _>(28)?
                .zip(Some(row.try_get::<Option<i32>, _>(27)?.unwrap_or(0)))
                .map(|(version, form)| FormVersion { form, version }),
        })))
    }
}

impl VisitRow {
    pub(crate) fn read(rows: Vec<VisitRow>) -> Result<Vec<Visit>, StoreError> {
        rows.into_iter()
            .map(|row| {
                row.0.map_err(|detail| StoreError::Corrupt {
                    detail: detail.to_owned(),
                })
            })
            .collect()
    }
}

/// Everything that an enumerator has sent, with more columns.
macro_rules! of_enumerator_with {
    ($more:literal) => {
        concat!(
            "SELECT ",
            visit_columns!(),
            ", ",
            $more,
            " FROM fact f JOIN raw_submission r ON r.raw_id = f.raw_id \
             LEFT JOIN trail_fact t ON t.id_hash = r.id_hash AND t.submission_id = r.submission_id WHERE f.enumerator_id = $1"
        )
    };
}

/// A visit with what was answered.
struct AnsweredVisit(VisitRow, Option<Vec<u8>>);

impl<'r, R> FromRow<'r, R> for AnsweredVisit
where
    R: Row,
    VisitRow: FromRow<'r, R>,
    usize: ColumnIndex<R>,
    Vec<u8>: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<AnsweredVisit, sqlx::Error> {
        Ok(AnsweredVisit(VisitRow::from_row(row)?, row.try_get(29)?))
    }
}

/// Everything that one enumerator has sent, in no order, and the answers.
pub(super) async fn of_enumerator(
    tx: &mut WriteTx,
    enumerator_id: i32,
) -> Result<(Vec<Visit>, Sheets), StoreError> {
    let rows: Vec<AnsweredVisit> = each_tx!(tx, conn => sqlx::query_as(of_enumerator_with!("f.answers"))
        .bind(enumerator_id)
        .fetch_all(&mut *conn)
        .await?);
    let (visits, answers): (Vec<VisitRow>, Vec<Option<Vec<u8>>>) =
        rows.into_iter().map(|row| (row.0, row.1)).unzip();
    let visits = VisitRow::read(visits)?;
    let sheets = sheets_of(&visits, answers);
    Ok((visits, sheets))
}

/// The answers of visits, both in the same order.
fn sheets_of(visits: &[Visit], answers: Vec<Option<Vec<u8>>>) -> Sheets {
    let sheets = visits.iter().zip(answers).filter_map(|(visit, bytes)| {
        let sheet = Sheet::from_bytes(&bytes?)?;
        Some((visit.key, sheet))
    });
    sheets.collect()
}

/// A visit with its submission's id and what was answered.
struct NamedVisit(VisitRow, String, Option<Vec<u8>>);

impl<'r, R> FromRow<'r, R> for NamedVisit
where
    R: Row,
    VisitRow: FromRow<'r, R>,
    usize: ColumnIndex<R>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    Vec<u8>: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<NamedVisit, sqlx::Error> {
        Ok(NamedVisit(
            VisitRow::from_row(row)?,
            row.try_get(29)?,
            row.try_get(30)?,
        ))
    }
}

impl Db {
    /// Everything that an enumerator has sent, in no order, the ids of the submissions in the same order, and the answers.
    pub(super) async fn visits_of(
        &self,
        enumerator_id: i32,
    ) -> Result<(Vec<Visit>, Vec<String>, Sheets), StoreError> {
        let rows: Vec<NamedVisit> = each_db!(self, pool => sqlx::query_as(of_enumerator_with!("r.submission_id, f.answers"))
            .bind(enumerator_id)
            .fetch_all(pool)
            .await?);
        let (mut visits, mut ids, mut answers) = (Vec::new(), Vec::new(), Vec::new());
        for NamedVisit(visit, id, given) in rows {
            visits.push(visit);
            ids.push(id);
            answers.push(given);
        }
        let visits = VisitRow::read(visits)?;
        let sheets = sheets_of(&visits, answers);
        Ok((visits, ids, sheets))
    }
}

/// The counted completes, by whomever, of the households of which the enumerator has completes that are not counted.
pub(super) async fn counted_of_repeats(
    tx: &mut WriteTx,
    enumerator_id: i32,
) -> Result<Vec<Visit>, StoreError> {
    macro_rules! query {
        ($counted:literal) => {
            concat!(
                "SELECT ",
                visit_columns!(),
                " FROM (SELECT DISTINCT household_key FROM fact WHERE enumerator_id = $1 AND NOT counted \
                 AND household_key IS NOT NULL AND outcome = 0 AND review_state <> 3) mine \
                 JOIN fact f ON f.household_key = mine.household_key AND f.household_key IS NOT NULL AND ",
                $counted,
                " JOIN raw_submission r ON r.raw_id = f.raw_id \
                 LEFT JOIN trail_fact t ON t.id_hash = r.id_hash AND t.submission_id = r.submission_id"
            )
        };
    }
    // As the partial index says it: each database knows its own words again only.
    let query = match tx {
        WriteTx::Sqlite(_) => query!("f.counted = 1"),
        WriteTx::Postgres(_) => query!("f.counted"),
    };
    let rows: Vec<VisitRow> = each_tx!(tx, conn => sqlx::query_as(query)
        .bind(enumerator_id)
        .fetch_all(&mut *conn)
        .await?);
    VisitRow::read(rows)
}
