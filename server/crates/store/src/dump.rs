//! A database's content as text, by natural keys: equal text is equal content, whatever the order of arrival, the
//! surrogate keys or the kind of database.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use crate::sealing::{Column, Sealer, quarantine_row};
use domain::hex::hex;

/// Each query answers one column of text per row. Assumed times of receipt are times of import, and left out; so is the
/// time at which a grant was given, which is that of the command that made its user.
/// `$`-free and in the portable subset: `||` and `CAST` read alike on both databases.
const QUERIES: [(&str, &str); 20] = [
    (
        "area",
        "SELECT a.code || '|' || CAST(a.level AS TEXT) || '|' || a.name || '|' || COALESCE(a.name_ur, '-') || '|' || \
         COALESCE(p.code, '-') || '|' || CASE WHEN a.boundary IS NULL THEN 'no boundary' ELSE 'boundary' END || \
         CASE a.setting WHEN 1 THEN '|urban' WHEN 2 THEN '|rural' ELSE '' END FROM area a LEFT JOIN area p ON p.area_id = a.parent_id",
    ),
    (
        "threshold",
        "SELECT CAST(c.change_id AS TEXT) || '|' || c.actor || '|' || c.reason || '|' || CAST(c.check_number AS TEXT) || '|' || \
         c.threshold || '|' || COALESCE(w.code, '-') || '|' || COALESCE(CAST(c.setting AS TEXT), '-') || '|' || \
         COALESCE(CAST(CAST(ROUND(c.value * 1000) AS BIGINT) AS TEXT), '-') \
         FROM threshold_change c LEFT JOIN wave w ON w.wave_id = c.wave_id",
    ),
    (
        "target",
        "SELECT a.code || '|' || w.code || '|' || CAST(t.target_households AS TEXT) || '|' || \
         CAST(t.starts_on AS TEXT) || '|' || CAST(t.ends_on AS TEXT) \
         FROM target t JOIN area a ON a.area_id = t.area_id JOIN wave w ON w.wave_id = t.wave_id",
    ),
    (
        "roster",
        "SELECT e.code || '|' || COALESCE(e.name, '-') || '|' || COALESCE(e.supervisor_code, '-') || '|' || \
         COALESCE(e.team, '-') || '|' || COALESCE(e.agency, '-') || '|' || COALESCE(a.code, '-') || '|' || \
         COALESCE(CAST(e.trained_on AS TEXT), '-') || '|' || \
         CASE WHEN e.certified THEN 'yes' WHEN NOT e.certified THEN 'no' ELSE '-' END || '|' || \
         COALESCE(CAST(e.active_from AS TEXT), '-') || '|' || COALESCE(CAST(e.active_to AS TEXT), '-') \
         FROM enumerator e LEFT JOIN area a ON a.area_id = e.tehsil_id WHERE e.in_roster",
    ),
    (
        "dirty",
        "SELECT e.code || '|' || CAST(d.survey_day AS TEXT) || '|' || a.code || '|' || w.code \
         FROM dirty_cell d JOIN enumerator e ON e.enumerator_id = d.enumerator_id \
         JOIN area a ON a.area_id = d.area_id JOIN wave w ON w.wave_id = d.wave_id",
    ),
    (
        "fact",
        "SELECT COALESCE(r.submission_id, 'gone') || '|' || e.code || '|' || CAST(f.survey_day AS TEXT) || '|' || a.code || '|' || \
         COALESCE(l.code, '-') || '|' || w.code || '|' || COALESCE(d.code, '-') || '|' || \
         CAST(f.outcome AS TEXT) || '|' || CAST(f.review_state AS TEXT) || '|' || CAST(f.place AS TEXT) || '|' || \
         COALESCE(CAST(f.household_key AS TEXT), '-') || '|' || \
         CASE WHEN f.counted THEN 'counted' WHEN f.resurvey_id IS NOT NULL THEN 'made again' ELSE 'not counted' END || '|' || \
         COALESCE(CAST(CAST(ROUND(f.edge_distance_m * 1000) AS BIGINT) AS TEXT), '-') || '|' || \
         COALESCE(CAST(f.started_at_ms AS TEXT), '-') || '|' || COALESCE(CAST(f.ended_at_ms AS TEXT), '-') || '|' || \
         CASE WHEN f.id_hash <> r.id_hash OR f.received_assumed <> r.received_assumed THEN 'not of its raw row' \
         WHEN f.received_assumed THEN 'assumed' ELSE CAST(f.received_at_ms AS TEXT) || '|' || \
         CAST(f.completed_at_ms AS TEXT) END || '|' || \
         COALESCE(CAST(CAST(ROUND(f.latitude * 10000000) AS BIGINT) AS TEXT), '-') || '|' || \
         COALESCE(CAST(CAST(ROUND(f.longitude * 10000000) AS BIGINT) AS TEXT), '-') || '|' || \
         COALESCE(CAST(CAST(ROUND(f.accuracy_m * 1000) AS BIGINT) AS TEXT), '-') || '|' || \
         COALESCE(CAST(f.fix_at_ms AS TEXT), '-') || '|' || \
         CASE WHEN f.mock_location THEN 'mock' WHEN NOT f.mock_location THEN 'real' ELSE '-' END || '|' || \
         COALESCE(CAST(f.active_s AS TEXT), '-') || '|' || COALESCE(CAST(f.household_size AS TEXT), '-') || '|' || \
         COALESCE(CAST(f.items_required AS TEXT), '-') || '|' || COALESCE(CAST(f.items_answered AS TEXT), '-') || '|' || \
         COALESCE(CAST(f.items_dont_know AS TEXT), '-') || '|' || COALESCE(CAST(f.items_refused AS TEXT), '-') || '|' || \
         COALESCE(CAST(CAST(ROUND(f.listing_latitude * 10000000) AS BIGINT) AS TEXT), '-') || '|' || \
         COALESCE(CAST(CAST(ROUND(f.listing_longitude * 10000000) AS BIGINT) AS TEXT), '-') || '|' || \
         COALESCE(m.code, '-') || '|' || COALESCE(v.code, '-') \
         FROM fact f LEFT JOIN raw_submission r ON r.raw_id = f.raw_id \
         JOIN enumerator e ON e.enumerator_id = f.enumerator_id JOIN area a ON a.area_id = f.area_id \
         JOIN wave w ON w.wave_id = f.wave_id LEFT JOIN area l ON l.area_id = f.located_area_id \
         LEFT JOIN device d ON d.device_id = f.device_id LEFT JOIN form m ON m.form_id = f.form_id \
         LEFT JOIN form_version v ON v.form_version_id = f.form_version_id",
    ),
    (
        "enumerator_day",
        "SELECT e.code || '|' || CAST(u.survey_day AS TEXT) || '|' || a.code || '|' || w.code || '|' || \
         CAST(u.complete AS TEXT) || '|' || CAST(u.repeated AS TEXT) || '|' || CAST(u.partial AS TEXT) || '|' || \
         CAST(u.refused AS TEXT) || '|' || CAST(u.not_at_home AS TEXT) || '|' || CAST(u.vacant AS TEXT) || '|' || \
         CAST(u.not_found AS TEXT) || '|' || CAST(u.other AS TEXT) || '|' || CAST(u.rejected AS TEXT) || '|' || \
         CAST(u.with_fix AS TEXT) || '|' || CAST(u.judged_fix AS TEXT) || '|' || CAST(u.inside_claimed AS TEXT) || '|' || \
         COALESCE(CAST(u.first_start_ms AS TEXT), '-') || '|' || COALESCE(CAST(u.last_end_ms AS TEXT), '-') \
         FROM rollup_enumerator_day u JOIN enumerator e ON e.enumerator_id = u.enumerator_id \
         JOIN area a ON a.area_id = u.area_id JOIN wave w ON w.wave_id = u.wave_id",
    ),
    (
        "area_day",
        "SELECT COALESCE(d.code, '-') || '|' || a.code || '|' || w.code || '|' || CAST(u.survey_day AS TEXT) || '|' || \
         CAST(u.complete AS TEXT) || '|' || CAST(u.repeated AS TEXT) || '|' || CAST(u.partial AS TEXT) || '|' || \
         CAST(u.refused AS TEXT) || '|' || CAST(u.not_at_home AS TEXT) || '|' || CAST(u.vacant AS TEXT) || '|' || \
         CAST(u.not_found AS TEXT) || '|' || CAST(u.other AS TEXT) || '|' || CAST(u.rejected AS TEXT) || '|' || \
         CAST(u.with_fix AS TEXT) || '|' || CAST(u.judged_fix AS TEXT) || '|' || CAST(u.inside_claimed AS TEXT) \
         FROM rollup_area_day u JOIN area a ON a.area_id = u.area_id JOIN wave w ON w.wave_id = u.wave_id \
         LEFT JOIN area d ON d.area_id = u.district_id",
    ),
    (
        "trail_fact",
        "SELECT submission_id || '|' || COALESCE(CAST(active_s AS TEXT), '-') || '|' || \
         COALESCE(CAST(pauses AS TEXT), '-') || '|' || COALESCE(CAST(paused_s AS TEXT), '-') || '|' || \
         COALESCE(CAST(clock_back_s AS TEXT), '-') || '|' || \
         CASE WHEN location_refused THEN 'refused' WHEN NOT location_refused THEN 'given' ELSE '-' END || '|' || \
         CASE WHEN mock_location THEN 'mock' WHEN NOT mock_location THEN 'real' ELSE '-' END || '|' || question_ms \
         FROM trail_fact",
    ),
    (
        "user",
        "SELECT u.username || '|' || u.display_name || '|' || CASE WHEN u.disabled THEN 'disabled' ELSE 'enabled' END \
         FROM app_user u",
    ),
    (
        "grant",
        "SELECT CAST(g.grant_id AS TEXT) || '|' || u.username || '|' || g.role || '|' || a.code || '|' || \
         CASE WHEN g.acts THEN 'acts' ELSE 'sees' END || '|' || COALESCE(CAST(g.begins_at_ms AS TEXT), '-') || '|' || \
         COALESCE(CAST(g.ends_at_ms AS TEXT), '-') || '|' || CASE WHEN g.given_at_ms IS NULL THEN '-' ELSE 'given' END || '|' || \
         COALESCE(g.given_by, '-') || '|' || COALESCE(g.reason, '-') || '|' || \
         COALESCE(CAST(g.revoked_at_ms AS TEXT), '-') || '|' || COALESCE(g.revoked_by, '-') || '|' || \
         COALESCE(g.revoked_reason, '-') \
         FROM access_grant g JOIN app_user u ON u.user_id = g.user_id JOIN area a ON a.area_id = g.area_id",
    ),
    (
        "stage",
        "SELECT CAST(c.change_id AS TEXT) || '|' || u.username || '|' || a.code || '|' || CAST(c.stage AS TEXT) || '|' || \
         COALESCE(CAST(c.planned_on AS TEXT), '-') || '|' || COALESCE(CAST(c.actual_on AS TEXT), '-') || '|' || COALESCE(c.note, '-') \
         FROM stage_change c JOIN app_user u ON u.user_id = c.user_id JOIN area a ON a.area_id = c.district_id",
    ),
    (
        "case",
        "SELECT CAST(c.case_id AS TEXT) || '|' || CAST(c.kind AS TEXT) || '|' || a.code || '|' || c.title || '|' || \
         COALESCE(c.detail, '-') || '|' || COALESCE(c.reference, '-') || '|' || CAST(c.opened_on AS TEXT) || '|' || \
         COALESCE(CAST(c.agency AS TEXT), '-') || '|' || COALESCE(CAST(c.due_on AS TEXT), '-') || '|' || \
         CAST(c.status AS TEXT) || '|' || CAST(c.steps AS TEXT) || '|' || COALESCE(CAST(c.subject_kind AS TEXT), '-') || '|' || \
         COALESCE(c.subject_code, '-') \
         FROM coordination_case c JOIN area a ON a.area_id = c.area_id",
    ),
    (
        "case_step",
        "SELECT CAST(s.case_id AS TEXT) || '|' || CAST(s.step AS TEXT) || '|' || u.username || '|' || CAST(s.action AS TEXT) || '|' || \
         CAST(s.status AS TEXT) || '|' || COALESCE(CAST(s.agency AS TEXT), '-') || '|' || COALESCE(CAST(s.due_on AS TEXT), '-') || '|' || \
         COALESCE(s.comment, '-') || '|' || COALESCE(s.title, '-') \
         FROM case_step s JOIN app_user u ON u.user_id = s.user_id",
    ),
    (
        "spot_draw",
        "SELECT a.code || '|' || w.code || '|' || CAST(d.starts_on AS TEXT) || '|' || CAST(d.seed AS TEXT) || '|' || \
         CAST(d.fingerprint AS TEXT) || '|' || d.plan || '|' || u.username FROM spot_draw d JOIN area a ON a.area_id = d.tehsil_id \
         JOIN wave w ON w.wave_id = d.wave_id JOIN app_user u ON u.user_id = d.user_id",
    ),
    (
        "spot_check",
        "SELECT CAST(c.check_id AS TEXT) || '|' || CAST(c.draw_id AS TEXT) || '|' || c.submission_id || '|' || e.code || '|' || \
         a.code || '|' || CAST(c.survey_day AS TEXT) || '|' || \
         COALESCE(CAST(CAST(ROUND(c.latitude * 10000000) AS BIGINT) AS TEXT), '-') || '|' || \
         COALESCE(CAST(CAST(ROUND(c.longitude * 10000000) AS BIGINT) AS TEXT), '-') || '|' || c.reasons || '|' || c.layer || '|' || \
         CAST(c.stratum AS TEXT) || '|' || CAST(c.place AS TEXT) || '|' || CAST(c.walk AS TEXT) || '|' || \
         CAST(CAST(ROUND(c.probability * 1000000000) AS BIGINT) AS TEXT) || '|' || COALESCE(CAST(c.replaces AS TEXT), '-') || '|' || \
         CAST(c.state AS TEXT) || '|' || COALESCE(u.username, '-') || '|' || COALESCE(CAST(c.due_on AS TEXT), '-') || '|' || \
         CAST(c.attempts AS TEXT) || '|' || COALESCE(CAST(c.outcome AS TEXT), '-') || '|' || CAST(c.steps AS TEXT) || '|' || \
         COALESCE(c.fired, '-') || '|' || COALESCE(CAST(c.found AS TEXT), '-') || '|' || COALESCE(CAST(c.compared_1 AS TEXT), '-') || '|' || \
         COALESCE(CAST(c.differ_1 AS TEXT), '-') || '|' || COALESCE(CAST(c.compared_2 AS TEXT), '-') || '|' || \
         COALESCE(CAST(c.differ_2 AS TEXT), '-') || '|' || COALESCE(CAST(c.compared_3 AS TEXT), '-') || '|' || \
         COALESCE(CAST(c.differ_3 AS TEXT), '-') \
         FROM spot_check c JOIN enumerator e ON e.enumerator_id = c.enumerator_id JOIN area a ON a.area_id = c.area_id \
         LEFT JOIN app_user u ON u.user_id = c.monitor_id",
    ),
    (
        "spot_step",
        "SELECT CAST(s.check_id AS TEXT) || '|' || CAST(s.step AS TEXT) || '|' || u.username || '|' || CAST(s.action AS TEXT) || '|' || \
         CAST(s.state AS TEXT) || '|' || COALESCE(CAST(s.due_on AS TEXT), '-') || '|' || COALESCE(CAST(s.outcome AS TEXT), '-') || '|' || \
         COALESCE(s.comment, '-') FROM spot_step s JOIN app_user u ON u.user_id = s.user_id",
    ),
    (
        "spot_visit",
        "SELECT v.visit_id || '|' || CAST(v.check_id AS TEXT) || '|' || CAST(v.step AS TEXT) || '|' || u.username || '|' || \
         CAST(v.found AS TEXT) || '|' || COALESCE(CAST(v.phone_at_ms AS TEXT), '-') FROM spot_visit v JOIN app_user u ON u.user_id = v.user_id",
    ),
    (
        "resurvey",
        "SELECT CAST(r.resurvey_id AS TEXT) || '|' || w.code || '|' || e.code || '|' || a.code || '|' || \
         CASE WHEN r.accepted THEN 'accepted' ELSE 'declined' END || '|' || CAST(r.scope AS TEXT) || '|' || \
         CAST(r.interviews AS TEXT) || '|' || CAST(r.counted AS TEXT) || '|' || CAST(r.fabricated_here AS TEXT) || '|' || \
         CAST(r.told_here AS TEXT) || '|' || CAST(r.fabricated AS TEXT) || '|' || u.username || '|' || r.reason || '|' || \
         COALESCE(r.taken_back_reason, '-') FROM resurvey r JOIN wave w ON w.wave_id = r.wave_id \
         JOIN enumerator e ON e.enumerator_id = r.enumerator_id JOIN area a ON a.area_id = r.area_id \
         JOIN app_user u ON u.user_id = r.user_id",
    ),
    (
        "resurvey_interview",
        "SELECT CAST(i.resurvey_id AS TEXT) || '|' || i.submission_id || '|' || CASE WHEN i.counted THEN 'counted' ELSE 'not counted' END \
         FROM resurvey_interview i",
    ),
];

impl Db {
    /// Everything that an import leaves behind, as sorted lines of text by natural keys. For tests of equality: it holds
    /// the whole database in memory. Times of import and numbers of runs are not part of it.
    pub async fn dump_content(&self) -> Result<Vec<String>, StoreError> {
        let mut lines = Vec::new();
        for (table, query) in QUERIES {
            let rows: Vec<String> =
                each_db!(self, pool => sqlx::query_scalar(query).fetch_all(pool).await?);
            lines.extend(rows.into_iter().map(|row| format!("{table}|{row}")));
        }
        lines.extend(self.dump_sealed().await?);
        lines.sort_unstable();
        Ok(lines)
    }
}

type RawColumns = (i64, String, Vec<u8>, i64, bool, bool, i16, Vec<u8>);
type TrailColumns = (i64, String, i16, Vec<u8>, i64, Vec<u8>);
type QuarantineColumns = (i16, String, String, Vec<u8>, Vec<u8>);

impl Db {
    /// What stands in tables with sealed columns, opened.
    async fn dump_sealed(&self) -> Result<Vec<String>, StoreError> {
        let mut lines = Vec::new();
        let raw: Vec<RawColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT raw_id, submission_id, content_hash, received_at_ms, received_assumed, is_current, format, body \
             FROM raw_submission WHERE raw_id <= (SELECT value FROM meta WHERE key = 'last_raw_id')"
        ).fetch_all(pool).await?);
        let sealer = Sealer::reading(self).await?;
        for (raw_id, id, hash, received_at_ms, assumed, is_current, format, body) in raw {
            let received = match assumed {
                true => "assumed".to_owned(),
                false => received_at_ms.to_string(),
            };
            let current = if is_current { "current" } else { "superseded" };
            let body = sealer.open(Column::RawBody, raw_id, body)?;
            lines.push(format!(
                "raw|{id}|{}|{received}|{current}|{format}|{}",
                hex(&hash),
                body.escape_ascii()
            ));
        }
        let answers: Vec<(i64, String, Vec<u8>)> = each_db!(self, pool => sqlx::query_as(
            "SELECT f.raw_id, r.submission_id, f.answers FROM fact f JOIN raw_submission r ON r.raw_id = f.raw_id \
             WHERE f.answers IS NOT NULL"
        ).fetch_all(pool).await?);
        for (raw_id, id, answers) in answers {
            let answers = sealer.open(Column::Answers, raw_id, answers)?;
            lines.push(format!("answers|{id}|{}", hex(&answers)));
        }
        let trails: Vec<TrailColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT trail_id, submission_id, source, content_hash, length_bytes, body FROM raw_trail"
        ).fetch_all(pool).await?);
        for (trail_id, id, source, hash, length_bytes, body) in trails {
            // How well it was compressed is no part of the content; that it can be read is.
            sealer.open(Column::TrailBody, trail_id, body)?;
            lines.push(format!(
                "raw_trail|{id}|{source}|{}|{length_bytes}",
                hex(&hash)
            ));
        }
        let quarantine: Vec<QuarantineColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT kind, reason_code, reason, body_hash, body FROM quarantine"
        ).fetch_all(pool).await?);
        for (kind, code, reason, hash, body) in quarantine {
            let hash: [u8; 16] = hash
                .try_into()
                .map_err(|_| StoreError::other("a row's hash that is not 16 bytes"))?;
            let row = quarantine_row(kind, &hash);
            let reason = sealer.open_text(Column::QuarantineReason, &row, reason)?;
            let body = sealer.open(Column::QuarantineBody, &row, body)?;
            lines.push(format!(
                "quarantine|{kind}|{code}|{reason}|{}|{}",
                hex(&hash),
                body.escape_ascii()
            ));
        }
        Ok(lines)
    }
}
