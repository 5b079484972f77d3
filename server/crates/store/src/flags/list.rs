//! Reading flags: lists, counts, one.

use super::judge::FindingRow;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use domain::area::AreaId;
use domain::flag::Status;
use domain::permission::HeldName;
use domain::time::SurveyDay;
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};
use std::collections::HashMap;

/// Which flags are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagFilter {
    /// Filed under this area or one below it: never wider than what the caller may see.
    pub area: AreaId,
    /// Of one check, by its number.
    pub check: Option<i16>,
    /// Of one severity, by its rank.
    pub severity: Option<i16>,
    /// Of one status.
    pub status: Option<Status>,
    /// About one enumerator's work.
    pub enumerator: Option<i32>,
    /// Of one day.
    pub day: Option<SurveyDay>,
    /// Assigned to one user.
    pub assignee: Option<i32>,
}

impl FlagFilter {
    /// Every flag of an area.
    pub fn of_area(area: AreaId) -> FlagFilter {
        FlagFilter {
            area,
            check: None,
            severity: None,
            status: None,
            enumerator: None,
            day: None,
            assignee: None,
        }
    }
}

/// The last flag of a page: the next one begins behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    /// Its severity.
    pub severity: i16,
    /// Its day.
    pub day: SurveyDay,
    /// Its enumerator.
    pub enumerator_id: i32,
    /// Its identity.
    pub identity: i64,
}

/// A flag.
#[derive(Clone, Debug, PartialEq)]
pub struct FlagRow {
    /// What was found.
    pub finding: FindingRow,
    /// The enumerator's code.
    pub enumerator_code: String,
    /// The enumerator's name, if the roster tells it.
    pub enumerator_name: HeldName,
    /// The device's id.
    pub device_code: Option<String>,
    /// The code of the area it is filed under.
    pub area_code: String,
    /// Where it stands.
    pub status: Status,
    /// Who is to look at it.
    pub assignee: Option<(i32, String)>,
    /// The reason of the last step, by its code.
    pub reason: Option<String>,
}

impl FlagRow {
    /// Where the next page begins if this is the last of one.
    pub fn place(&self) -> After {
        After {
            severity: self.finding.severity,
            day: self.finding.survey_day,
            enumerator_id: self.finding.enumerator_id,
            identity: self.finding.identity,
        }
    }
}

/// How many flags of a check there are, by severity and status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlagCount {
    /// The check's number.
    pub check: i16,
    /// The severity's rank.
    pub severity: i16,
    /// Where they stand.
    pub status: Status,
    /// How many.
    pub flags: u64,
}

/// The areas that `$1` holds, itself among them.
macro_rules! within {
    () => {
        "(WITH RECURSIVE down (area_id) AS (SELECT area_id FROM area WHERE area_id = $1 UNION ALL \
         SELECT a.area_id FROM area a JOIN down d ON a.parent_id = d.area_id) SELECT area_id FROM down)"
    };
}

/// Where a flag stands: 5 is "changed", that is, decided about other facts.
macro_rules! status {
    () => {
        "CASE WHEN s.status IS NULL THEN 0 WHEN s.status IN (3, 4) AND s.facts_hash <> f.facts_hash THEN 5 \
         ELSE s.status END"
    };
}

/// The flags that a filter means. Unset parts are -1, the unset day is the least number, which no finding is asked for by.
macro_rules! filtered {
    () => {
        concat!(
            " FROM finding f LEFT JOIN flag_state s ON s.enumerator_id = f.enumerator_id AND s.identity = f.identity \
             WHERE f.area_id IN ",
            within!(),
            " AND ($2 < 0 OR f.check_number = $2) AND ($3 < 0 OR f.severity = $3) AND ($4 < 0 OR $4 = ",
            status!(),
            ") AND ($5 < 0 OR f.enumerator_id = $5) AND ($6 = -2147483648 OR f.survey_day = $6) \
             AND ($7 < 0 OR s.assignee_id = $7)"
        )
    };
}
pub(super) use {filtered, status, within};

/// What a query for findings selects first, in the order of [`FromRow`] below.
macro_rules! finding_columns {
    () => {
        "SELECT f.enumerator_id, f.identity, f.check_number, f.check_version, f.severity, f.survey_day, f.area_id, \
         f.wave_id, f.device_id, f.subject, f.evidence, f.facts_hash"
    };
}

macro_rules! flag_columns {
    () => {
        concat!(
            finding_columns!(),
            ", e.code, e.name, d.code, a.code, ",
            status!(),
            ", s.assignee_id, u.display_name, s.reason, CASE WHEN e.in_roster THEN e.tehsil_id END"
        )
    };
}

impl<'r, R> FromRow<'r, R> for FindingRow
where
    R: Row,
    usize: ColumnIndex<R>,
    i16: Decode<'r, R::Database> + Type<R::Database>,
    i32: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<FindingRow, sqlx::Error> {
        Ok(FindingRow {
            enumerator_id: row.try_get(0)?,
            identity: row.try_get(1)?,
            check_number: row.try_get(2)?,
            check_version: row.try_get(3)?,
            severity: row.try_get(4)?,
            survey_day: SurveyDay(row.try_get(5)?),
            area_id: row.try_get(6)?,
            wave_id: row.try_get(7)?,
            device_id: row.try_get(8)?,
            subject: row.try_get(9)?,
            evidence: row.try_get(10)?,
            facts_hash: row.try_get(11)?,
        })
    }
}

struct Columns(FlagRow);

impl<'r, R> FromRow<'r, R> for Columns
where
    R: Row,
    usize: ColumnIndex<R>,
    i16: Decode<'r, R::Database> + Type<R::Database>,
    i32: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Columns, sqlx::Error> {
        let assignee: (Option<i32>, Option<String>) = (row.try_get(17)?, row.try_get(18)?);
        let status: i32 = row.try_get(16)?;
        Ok(Columns(FlagRow {
            finding: FindingRow::from_row(row)?,
            enumerator_code: row.try_get(12)?,
            enumerator_name: HeldName::of(row.try_get(13)?, row.try_get(20)?),
            device_code: row.try_get(14)?,
            area_code: row.try_get(15)?,
            status: status_of(status),
            assignee: assignee.0.zip(assignee.1),
            reason: row.try_get(19)?,
        }))
    }
}

/// The statement's own numbers, which are all statuses.
fn status_of(rank: i32) -> Status {
    i16::try_from(rank)
        .ok()
        .and_then(Status::from_rank)
        .unwrap_or(Status::Open)
}

/// Binds `$1` to `$7`.
macro_rules! bind_filter {
    ($query:expr, $filter:expr) => {
        $query
            .bind($filter.area)
            .bind($filter.check.map_or(-1, i32::from))
            .bind($filter.severity.map_or(-1, i32::from))
            .bind($filter.status.map_or(-1, |status| i32::from(status.rank())))
            .bind($filter.enumerator.unwrap_or(-1))
            .bind($filter.day.map_or(i32::MIN, |day| day.0))
            .bind($filter.assignee.unwrap_or(-1))
    };
}
pub(super) use bind_filter;

impl Db {
    /// Flags, the most severe first, then the newest; those behind `after`, at most `limit`.
    pub async fn list_flags(
        &self,
        filter: &FlagFilter,
        after: Option<After>,
        limit: u32,
    ) -> Result<Vec<FlagRow>, StoreError> {
        const QUERY: &str = concat!(
            flag_columns!(),
            " FROM (SELECT f.*",
            filtered!(),
            " AND (f.severity < $8 OR (f.severity = $8 AND (f.survey_day < $9 OR (f.survey_day = $9 \
             AND (f.enumerator_id > $10 OR (f.enumerator_id = $10 AND f.identity > $11)))))) \
             ORDER BY f.severity DESC, f.survey_day DESC, f.enumerator_id, f.identity LIMIT $12) f \
             LEFT JOIN flag_state s ON s.enumerator_id = f.enumerator_id AND s.identity = f.identity \
             JOIN enumerator e ON e.enumerator_id = f.enumerator_id JOIN area a ON a.area_id = f.area_id \
             LEFT JOIN device d ON d.device_id = f.device_id LEFT JOIN app_user u ON u.user_id = s.assignee_id \
             ORDER BY f.severity DESC, f.survey_day DESC, f.enumerator_id, f.identity"
        );
        let after = after.unwrap_or(After {
            severity: i16::MAX,
            day: SurveyDay(i32::MAX),
            enumerator_id: i32::MIN,
            identity: i64::MIN,
        });
        let rows: Vec<Columns> = each_db!(self, pool => bind_filter!(sqlx::query_as(QUERY), filter)
            .bind(i32::from(after.severity))
            .bind(after.day.0)
            .bind(after.enumerator_id)
            .bind(after.identity)
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await?);
        Ok(rows.into_iter().map(|row| row.0).collect())
    }

    /// How many flags there are, by check, severity and status.
    pub async fn count_flags(&self, filter: &FlagFilter) -> Result<Vec<FlagCount>, StoreError> {
        const QUERY: &str = concat!(
            "SELECT check_number, severity, stands, COUNT(*) FROM (SELECT f.check_number, f.severity, ",
            status!(),
            " AS stands",
            filtered!(),
            ") counted GROUP BY check_number, severity, stands ORDER BY check_number, severity, stands"
        );
        let rows: Vec<(i16, i16, i32, i64)> = each_db!(self, pool =>
            bind_filter!(sqlx::query_as(QUERY), filter).fetch_all(pool).await?);
        Ok(rows
            .into_iter()
            .map(|(check, severity, status, flags)| FlagCount {
                check,
                severity,
                status: status_of(status),
                flags: u64::try_from(flags).unwrap_or(0),
            })
            .collect())
    }

    /// One flag, if it is filed under `area` or one below it.
    pub async fn find_flag(
        &self,
        area: AreaId,
        enumerator_id: i32,
        identity: i64,
    ) -> Result<Option<FlagRow>, StoreError> {
        const QUERY: &str = concat!(
            flag_columns!(),
            " FROM finding f LEFT JOIN flag_state s ON s.enumerator_id = f.enumerator_id AND s.identity = f.identity \
             JOIN enumerator e ON e.enumerator_id = f.enumerator_id JOIN area a ON a.area_id = f.area_id \
             LEFT JOIN device d ON d.device_id = f.device_id LEFT JOIN app_user u ON u.user_id = s.assignee_id \
             WHERE f.enumerator_id = $2 AND f.identity = $3 \
             AND f.area_id IN ",
            within!()
        );
        let row: Option<Columns> = each_db!(self, pool => sqlx::query_as(QUERY)
            .bind(area)
            .bind(enumerator_id)
            .bind(identity)
            .fetch_optional(pool)
            .await?);
        Ok(row.map(|row| row.0))
    }

    /// Every enumerator's key and code.
    pub async fn enumerator_codes(&self) -> Result<Vec<(i32, String)>, StoreError> {
        Ok(each_db!(self, pool => sqlx::query_as(
            "SELECT enumerator_id, code FROM enumerator ORDER BY enumerator_id"
        ).fetch_all(pool).await?))
    }

    /// Submissions by their keys: the id, and the area that the current revision claims, `None` where it has no fact.
    pub async fn submissions_by_key(
        &self,
        keys: &[i64],
    ) -> Result<HashMap<i64, (String, Option<AreaId>)>, StoreError> {
        let mut found = HashMap::new();
        for some in keys.chunks(500) {
            let rows: Vec<(i64, String, Option<AreaId>)> = each_db!(self, pool => {
                let mut query = sqlx::QueryBuilder::new(
                    "SELECT r.id_hash, r.submission_id, f.area_id FROM raw_submission r \
                     LEFT JOIN fact f ON f.enumerator_id = r.enumerator_id AND f.survey_day = r.survey_day AND f.raw_id = r.raw_id \
                     WHERE r.is_current AND r.id_hash IN (",
                );
                let mut list = query.separated(", ");
                for key in some {
                    list.push_bind(key);
                }
                query.push(") ORDER BY r.submission_id");
                query.build_query_as().fetch_all(pool).await?
            });
            let rows = rows.into_iter();
            found.extend(rows.map(|(key, id, area)| (key, (id, area))));
        }
        Ok(found)
    }

    /// The areas that some enumerators have worked in.
    pub async fn areas_of_enumerators(
        &self,
        enumerators: &[i32],
    ) -> Result<Vec<(i32, AreaId)>, StoreError> {
        let mut found = Vec::new();
        for some in enumerators.chunks(500) {
            let rows: Vec<(i32, AreaId)> = each_db!(self, pool => {
                let mut query = sqlx::QueryBuilder::new(
                    "SELECT DISTINCT enumerator_id, area_id FROM rollup_enumerator_day WHERE enumerator_id IN (",
                );
                let mut list = query.separated(", ");
                for enumerator in some {
                    list.push_bind(enumerator);
                }
                query.push(") ORDER BY enumerator_id, area_id");
                query.build_query_as().fetch_all(pool).await?
            });
            found.extend(rows);
        }
        Ok(found)
    }

    /// Every finding of some enumerators, from `from` on, at most `enumerators` of them, in the order of enumerators: for sums over
    /// all. Empty at the end.
    pub async fn findings_from(
        &self,
        from: i32,
        enumerators: u32,
    ) -> Result<Vec<FindingRow>, StoreError> {
        const QUERY: &str = concat!(
            finding_columns!(),
            " FROM finding f WHERE f.enumerator_id IN (SELECT DISTINCT enumerator_id FROM finding \
             WHERE enumerator_id >= $1 ORDER BY enumerator_id LIMIT $2) ORDER BY f.enumerator_id, f.identity"
        );
        Ok(each_db!(self, pool => sqlx::query_as(QUERY)
            .bind(from)
            .bind(i64::from(enumerators))
            .fetch_all(pool)
            .await?))
    }
}
