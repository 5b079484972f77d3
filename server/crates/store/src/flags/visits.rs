//! Facts as the checks take them.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::sqlite::off_the_executor;
use crate::forks::{WriteTx, each_db};
use crate::sealing::{Column, Sealer};
use domain::answers::{Sheet, Sheets};
use domain::outcome::{Outcome, ReviewState};
use domain::place::{Fix, ListingPoint, Place};
use domain::time::EpochMs;
use domain::visit::{FormVersion, Visit};
use rusqlite::Connection;
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};

/// What a query for visits selects, in the order of [`visit_of_row`] below. Work is judged as it was done: what stands aside because it is made again
/// is no repeat of what is made instead.
macro_rules! visit_columns {
    () => {
        "f.id_hash, f.enumerator_id, f.device_id, f.area_id, f.wave_id, f.outcome, f.review_state, f.place, \
         f.edge_distance_m, f.household_key, (f.counted OR f.resurvey_id IS NOT NULL) AS counted, f.started_at_ms, f.ended_at_ms, \
         CASE WHEN f.received_assumed THEN NULL ELSE f.received_at_ms END AS received_at_ms, f.latitude, f.longitude, \
         f.accuracy_m, f.fix_at_ms, COALESCE(f.mock_location, t.mock_location) AS mock_location, \
         COALESCE(f.active_s, t.active_s) AS active_s, f.household_size, \
         f.items_required, f.items_answered, f.items_dont_know, f.items_refused, f.listing_latitude, f.listing_longitude, \
         f.form_id, f.form_version_id"
    };
}

/// What the trails add to facts. Hardly any two submissions share a hash, so that the raw row, which lies far off, is asked only for
/// facts that have a trail: hence no index for the id.
macro_rules! trail_of_fact {
    () => {
        " LEFT JOIN trail_fact t ON t.id_hash = f.id_hash AND t.submission_id || '' = \
         (SELECT o.submission_id FROM raw_submission o WHERE o.raw_id = f.raw_id)"
    };
}

/// A visit from a row that [`visit_columns`] selected, by the method that reads a column; an unknown rank is told.
macro_rules! visit_of_row {
    ($row:ident . $get:ident) => {{
        let count = |value: Option<i32>| value.and_then(|value| u32::try_from(value).ok());
        let instant = |value: Option<i64>| value.map(EpochMs);
        let (latitude, longitude): (Option<f64>, Option<f64>) = ($row.$get(14)?, $row.$get(15)?);
        let listing: (Option<f64>, Option<f64>) = ($row.$get(25)?, $row.$get(26)?);
        let (form, version): (Option<i32>, Option<i32>) = ($row.$get(27)?, $row.$get(28)?);
        let accuracy_m = $row.$get(16)?;
        let ranks = (
            Outcome::from_rank($row.$get(5)?),
            ReviewState::from_rank($row.$get(6)?),
            Place::from_rank($row.$get(7)?),
        );
        match ranks {
            (Some(outcome), Some(review_state), Some(place)) => Ok(Visit {
                key: $row.$get(0)?,
                enumerator: $row.$get(1)?,
                device: $row.$get(2)?,
                area: $row.$get(3)?,
                wave: $row.$get(4)?,
                outcome,
                review_state,
                place,
                edge_distance_m: $row.$get(8)?,
                household: $row.$get(9)?,
                counted: $row.$get(10)?,
                started_at: instant($row.$get(11)?),
                ended_at: instant($row.$get(12)?),
                received_at: instant($row.$get(13)?),
                fix: latitude.zip(longitude).map(|(latitude, longitude)| Fix {
                    latitude,
                    longitude,
                    accuracy_m,
                }),
                fix_at: instant($row.$get(17)?),
                mock_location: $row.$get(18)?,
                active_s: count($row.$get(19)?),
                household_size: count($row.$get(20)?),
                items_required: count($row.$get(21)?),
                items_answered: count($row.$get(22)?),
                items_dont_know: count($row.$get(23)?),
                items_refused: count($row.$get(24)?),
                listing_point: listing
                    .0
                    .zip(listing.1)
                    .and_then(|(latitude, longitude)| ListingPoint::at(latitude, longitude)),
                form: version.map(|version| FormVersion {
                    form: form.unwrap_or(0),
                    version,
                }),
            }),
            _ => Err("a fact with an unknown outcome, review state or place"),
        }
    }};
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
        Ok(VisitRow(visit_of_row!(row.try_get)))
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

/// Everything that an enumerator has sent, with more columns from more tables.
macro_rules! of_enumerator_with {
    ($more:literal, $from:literal) => {
        concat!(
            "SELECT ",
            visit_columns!(),
            ", ",
            $more,
            " FROM fact f",
            $from,
            trail_of_fact!(),
            // Of the others only that they were is left: what was found of them stands (docs/decisions/0107).
            " WHERE f.enumerator_id = $1 AND f.kept"
        )
    };
}

/// What was answered, as it is kept, and in which row of facts.
struct Kept(Option<Vec<u8>>, i64);

/// A visit with what was answered.
struct AnsweredVisit(VisitRow, Kept);

impl<'r, R> FromRow<'r, R> for AnsweredVisit
where
    R: Row,
    VisitRow: FromRow<'r, R>,
    usize: ColumnIndex<R>,
    Vec<u8>: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<AnsweredVisit, sqlx::Error> {
        let kept = Kept(row.try_get(29)?, row.try_get(30)?);
        Ok(AnsweredVisit(VisitRow::from_row(row)?, kept))
    }
}

const OF_ENUMERATOR: &str = of_enumerator_with!("f.answers, f.raw_id", "");

/// Reads facts while they cannot change, because the write lock is held: in PostgreSQL in the transaction that holds it, in
/// SQLite on a connection of its own, because a row costs several times as much through the pool (decision 0031).
#[derive(Default)]
pub(super) struct Reader {
    /// While nobody reads by it.
    connection: Option<Connection>,
}

impl Reader {
    /// Opens what is needed.
    pub(super) async fn open(db: &Db) -> Result<Reader, StoreError> {
        Ok(match db {
            Db::Sqlite(file) => {
                let file = file.clone();
                let connection = off_the_executor(move || file.connect()).await?;
                Reader {
                    connection: Some(connection),
                }
            }
            Db::Postgres(_) => Reader::default(),
        })
    }

    /// Everything that one enumerator has sent, in no order, and the answers.
    pub(super) async fn of_enumerator(
        &mut self,
        tx: &mut WriteTx,
        sealer: &Sealer,
        enumerator_id: i32,
    ) -> Result<(Vec<Visit>, Sheets), StoreError> {
        let queries = (OF_ENUMERATOR, OF_ENUMERATOR);
        let rows = self.rows(tx, queries, enumerator_id).await?;
        let (visits, answers): (Vec<VisitRow>, Vec<Kept>) =
            rows.into_iter().map(|row| (row.0, row.1)).unzip();
        let visits = VisitRow::read(visits)?;
        let sheets = sheets_of(sealer, &visits, answers)?;
        Ok((visits, sheets))
    }

    /// The same without the answers.
    pub(super) async fn visits_alone(
        &mut self,
        tx: &mut WriteTx,
        enumerator_id: i32,
    ) -> Result<Vec<Visit>, StoreError> {
        let queries = (OF_ENUMERATOR, OF_ENUMERATOR);
        let rows = self.rows(tx, queries, enumerator_id).await?;
        VisitRow::read(rows.into_iter().map(|row| row.0).collect())
    }

    /// The counted completes, by whomever, of the households of which the enumerator has completes that are not counted.
    pub(super) async fn counted_of_repeats(
        &mut self,
        tx: &mut WriteTx,
        enumerator_id: i32,
    ) -> Result<Vec<Visit>, StoreError> {
        macro_rules! query {
            ($counted:literal) => {
                concat!(
                    "SELECT ",
                    visit_columns!(),
                    ", f.answers, f.raw_id FROM (SELECT DISTINCT household_key FROM fact WHERE enumerator_id = $1 AND NOT counted \
                     AND resurvey_id IS NULL AND household_key IS NOT NULL AND outcome = 0 AND review_state <> 3) mine \
                     JOIN fact f ON f.household_key = mine.household_key AND f.household_key IS NOT NULL AND ",
                    $counted,
                    trail_of_fact!()
                )
            };
        }
        // As the partial index says it: each database knows its own words again only.
        let queries = (query!("f.counted = 1"), query!("f.counted"));
        let rows = self.rows(tx, queries, enumerator_id).await?;
        VisitRow::read(rows.into_iter().map(|row| row.0).collect())
    }

    /// Rows by SQLite's query or PostgreSQL's.
    async fn rows(
        &mut self,
        tx: &mut WriteTx,
        (sqlite, postgres): (&'static str, &'static str),
        enumerator_id: i32,
    ) -> Result<Vec<AnsweredVisit>, StoreError> {
        match tx {
            WriteTx::Postgres(tx) => Ok(sqlx::query_as(postgres)
                .bind(enumerator_id)
                .fetch_all(&mut **tx)
                .await?),
            WriteTx::Sqlite(_) => {
                let lent = self.connection.take();
                let (connection, rows) = off_the_executor(move || {
                    let connection =
                        lent.ok_or_else(|| StoreError::other("facts are being read already"))?;
                    let rows = sqlite_rows(&connection, sqlite, enumerator_id)?;
                    Ok((connection, rows))
                })
                .await?;
                self.connection = Some(connection);
                Ok(rows)
            }
        }
    }
}

fn sqlite_rows(
    connection: &Connection,
    query: &str,
    enumerator_id: i32,
) -> Result<Vec<AnsweredVisit>, rusqlite::Error> {
    connection
        .prepare_cached(query)?
        .query_map([enumerator_id], |row| {
            let visit = visit_of_row!(row.get);
            Ok(AnsweredVisit(
                VisitRow(visit),
                Kept(row.get(29)?, row.get(30)?),
            ))
        })?
        .collect()
}

/// The answers of visits, both in the same order.
fn sheets_of(sealer: &Sealer, visits: &[Visit], answers: Vec<Kept>) -> Result<Sheets, StoreError> {
    let mut sheets = Vec::new();
    for (visit, Kept(answers, raw_id)) in visits.iter().zip(answers) {
        let Some(answers) = answers else {
            continue;
        };
        let bytes = sealer.open(Column::Answers, raw_id, answers)?;
        if let Some(sheet) = Sheet::from_bytes(&bytes) {
            sheets.push((visit.key, sheet));
        }
    }
    Ok(sheets.into_iter().collect())
}

/// A visit with its submission's id and what was answered.
struct NamedVisit(VisitRow, String, Kept);

impl<'r, R> FromRow<'r, R> for NamedVisit
where
    R: Row,
    VisitRow: FromRow<'r, R>,
    usize: ColumnIndex<R>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    Vec<u8>: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<NamedVisit, sqlx::Error> {
        Ok(NamedVisit(
            VisitRow::from_row(row)?,
            row.try_get(29)?,
            Kept(row.try_get(30)?, row.try_get(31)?),
        ))
    }
}

impl Db {
    /// Everything that an enumerator has sent, in no order, the ids of the submissions in the same order, and the answers.
    pub(super) async fn visits_of(
        &self,
        enumerator_id: i32,
    ) -> Result<(Vec<Visit>, Vec<String>, Sheets), StoreError> {
        let rows: Vec<NamedVisit> = each_db!(self, pool => sqlx::query_as(of_enumerator_with!(
            "r.submission_id, f.answers, f.raw_id",
            " JOIN raw_submission r ON r.raw_id = f.raw_id"
        ))
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
        let sealer = Sealer::reading(self).await?;
        let sheets = sheets_of(&sealer, &visits, answers)?;
        Ok((visits, ids, sheets))
    }
}
