//! What is usual among peers, and how much speaks for a second look at somebody's work.

use super::judge::{TallyRow, everybody_waits};
use super::list::within;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{each_db, each_tx};
use domain::area::AreaId;
use domain::permission::HeldName;
use domain::time::EpochMs;

/// Versions of the statistics that are kept: a finding's is among them unless it has not been judged for as many refreshes.
const KEPT_VERSIONS: i64 = 60;

/// One version of the statistics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeersRow {
    /// Their version: 1, then one more each time.
    pub version: i64,
    /// When they were made.
    pub made_at: EpochMs,
    /// The complete interviews that they were made from.
    pub interviews: i64,
    /// The last change of thresholds that the sums they were made from know of.
    pub last_change: i32,
    /// By which checks the work was summed, as 63 bits that stand for them and their versions.
    pub checks: i64,
    /// The statistics, as JSON.
    pub peers: String,
}

/// How much speaks for a second look at an enumerator's work in one tehsil and wave.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskRow {
    /// Whose work.
    pub enumerator_id: i32,
    /// The wave.
    pub wave_id: i32,
    /// The tehsil.
    pub tehsil_id: AreaId,
    /// Complete interviews.
    pub interviews: i64,
    /// The score.
    pub score: f64,
    /// What it would be by the flags alone.
    pub flags_score: f64,
    /// Interviews of theirs in the wave of which a closed spot check told.
    pub told: i32,
    /// … that it was fabricated.
    pub fabricated: i32,
    /// The place among those of the tehsil and wave, from 1.
    pub place: i32,
    /// Of how many.
    pub among: i32,
    /// The reasons, as JSON.
    pub reasons: String,
}

/// A line of the risk list.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskLine {
    /// The figures.
    pub risk: RiskRow,
    /// The enumerator's code.
    pub enumerator_code: String,
    /// Their name.
    pub enumerator_name: HeldName,
}

impl Db {
    /// The newest statistics.
    pub async fn newest_peers(&self) -> Result<Option<PeersRow>, StoreError> {
        let row: Option<(i64, i64, i64, i32, i64, String)> = each_db!(self, pool => sqlx::query_as(
            "SELECT version, made_at_ms, interviews, last_change_id, checks, peers FROM peer_statistics \
             ORDER BY version DESC LIMIT 1"
        ).fetch_optional(pool).await?);
        Ok(row.map(
            |(version, made_at_ms, interviews, last_change, checks, peers)| PeersRow {
                version,
                made_at: EpochMs(made_at_ms),
                interviews,
                last_change,
                checks,
                peers,
            },
        ))
    }

    /// The complete interviews in all tallies.
    pub async fn tallied_interviews(&self) -> Result<i64, StoreError> {
        Ok(each_db!(self, pool => sqlx::query_scalar(
            "SELECT CAST(COALESCE(SUM(interviews), 0) AS BIGINT) FROM tally"
        ).fetch_one(pool).await?))
    }

    /// All tallies, in the order of their keys.
    pub async fn all_tallies(&self) -> Result<Vec<TallyRow>, StoreError> {
        let rows: Vec<(i32, i32, i32, i64, String)> = each_db!(self, pool => sqlx::query_as(
            "SELECT enumerator_id, wave_id, tehsil_id, interviews, sums FROM tally \
             ORDER BY enumerator_id, wave_id, tehsil_id"
        ).fetch_all(pool).await?);
        Ok(rows
            .into_iter()
            .map(
                |(enumerator_id, wave_id, tehsil_id, interviews, sums)| TallyRow {
                    enumerator_id,
                    wave_id,
                    tehsil_id,
                    interviews,
                    sums,
                },
            )
            .collect())
    }

    /// Keeps new statistics, and makes everybody wait to be judged by them. Nothing is done, and `false` answered, if somebody else
    /// has made their version meanwhile.
    pub async fn keep_peers(&self, row: &PeersRow) -> Result<bool, StoreError> {
        let mut tx = self.begin_write().await?;
        let newest: i64 = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT COALESCE(MAX(version), 0) FROM peer_statistics"
        ).fetch_one(&mut *conn).await?);
        if newest != row.version - 1 {
            return Ok(false);
        }
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "INSERT INTO peer_statistics (version, made_at_ms, interviews, last_change_id, checks, peers) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(row.version)
            .bind(row.made_at.0)
            .bind(row.interviews)
            .bind(row.last_change)
            .bind(row.checks)
            .bind(row.peers.as_str())
            .execute(&mut *conn)
            .await?;
            sqlx::query("DELETE FROM peer_statistics WHERE version <= $1")
                .bind(row.version - KEPT_VERSIONS)
                .execute(&mut *conn)
                .await?;
        });
        everybody_waits(&mut tx).await?;
        tx.commit_derived().await?;
        Ok(true)
    }

    /// Replaces all risks.
    pub async fn keep_risks(&self, risks: &[RiskRow]) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            sqlx::query("DELETE FROM risk").execute(&mut *conn).await?;
        });
        for some in risks.chunks(500) {
            each_tx!(&mut tx, conn => {
                let mut insert = sqlx::QueryBuilder::new(
                    "INSERT INTO risk (enumerator_id, wave_id, tehsil_id, interviews, score, place, among, reasons, flags_score, told, fabricated) ",
                );
                insert.push_values(some, |mut row, risk| {
                    row.push_bind(risk.enumerator_id)
                        .push_bind(risk.wave_id)
                        .push_bind(risk.tehsil_id)
                        .push_bind(risk.interviews)
                        .push_bind(risk.score)
                        .push_bind(risk.place)
                        .push_bind(risk.among)
                        .push_bind(&risk.reasons)
                        .push_bind(risk.flags_score)
                        .push_bind(risk.told)
                        .push_bind(risk.fabricated);
                });
                insert.build().execute(&mut *conn).await?;
            });
        }
        tx.commit_derived().await
    }

    /// Risks of the tehsils in an area, the first places first; `offset` are left out, at most `limit` answered.
    pub async fn list_risks(
        &self,
        area: AreaId,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<RiskLine>, StoreError> {
        type Columns = (
            i32,
            i32,
            i32,
            i64,
            f64,
            i32,
            i32,
            String,
            String,
            Option<String>,
            Option<i32>,
            f64,
            i32,
            i32,
        );
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            concat!(
                "SELECT r.enumerator_id, r.wave_id, r.tehsil_id, r.interviews, r.score, r.place, r.among, r.reasons, e.code, \
                 e.name, CASE WHEN e.in_roster THEN e.tehsil_id END, r.flags_score, r.told, r.fabricated FROM risk r JOIN enumerator e ON e.enumerator_id = r.enumerator_id WHERE r.tehsil_id IN ",
                within!(),
                " ORDER BY r.score DESC, r.enumerator_id, r.wave_id, r.tehsil_id LIMIT $2 OFFSET $3"
            )
        ).bind(area).bind(i64::from(limit)).bind(i64::from(offset)).fetch_all(pool).await?);
        Ok(rows
            .into_iter()
            .map(|row| RiskLine {
                risk: RiskRow {
                    enumerator_id: row.0,
                    wave_id: row.1,
                    tehsil_id: row.2,
                    interviews: row.3,
                    score: row.4,
                    flags_score: row.11,
                    told: row.12,
                    fabricated: row.13,
                    place: row.5,
                    among: row.6,
                    reasons: row.7,
                },
                enumerator_code: row.8,
                enumerator_name: HeldName::of(row.9, row.10),
            })
            .collect())
    }

    /// The risks of one enumerator, the highest first.
    pub async fn risks_of(&self, enumerator_id: i32) -> Result<Vec<RiskRow>, StoreError> {
        type Columns = (i32, i32, i64, f64, i32, i32, String, f64, i32, i32);
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT wave_id, tehsil_id, interviews, score, place, among, reasons, flags_score, told, fabricated FROM risk WHERE enumerator_id = $1 \
             ORDER BY score DESC, wave_id, tehsil_id"
        ).bind(enumerator_id).fetch_all(pool).await?);
        Ok(rows
            .into_iter()
            .map(|row| RiskRow {
                enumerator_id,
                wave_id: row.0,
                tehsil_id: row.1,
                interviews: row.2,
                score: row.3,
                flags_score: row.7,
                told: row.8,
                fabricated: row.9,
                place: row.4,
                among: row.5,
                reasons: row.6,
            })
            .collect())
    }
}
