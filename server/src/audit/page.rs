//! The use case behind the audit trail's page, and the trail as a file.

use crate::csv_pieces::{Piece, lines};
use crate::site::Site;
use crate::spreadsheet::for_spreadsheet;
use api::audit::{AuditLine, AuditQuery, AuditView, ENTRIES_A_PAGE};
use api::{ApiError, Session};
use domain::audit::{Action, WhoKind};
use domain::hex::hex;
use domain::people::Role;
use domain::permission::Permission;
use domain::time::{EpochMs, SurveyDay, day_ends_at};
use store::{AuditFilter, AuditRow, Db, StoreError};

/// See [`api::Backend::audit`].
pub async fn audit(
    site: &Site,
    session: &Session,
    query: AuditQuery,
    problems: Vec<&'static str>,
) -> Result<AuditView, ApiError> {
    session.require(Permission::SeeAudit)?;
    let failed = |error: StoreError| crate::coverage::internal(&error);
    let before = query.before.unwrap_or(i64::MAX);
    // One more than is shown tells whether there are older ones.
    let mut rows = site
        .db()
        .list_audit(&filter(site, &query), before, ENTRIES_A_PAGE + 1)
        .await
        .map_err(failed)?;
    let has_older = rows.len() > ENTRIES_A_PAGE as usize;
    rows.truncate(ENTRIES_A_PAGE as usize);
    let older = rows.last().filter(|_| has_older).map(|last| AuditQuery {
        before: Some(last.seq),
        ..query.clone()
    });
    let (seq, hash) = site.db().audit_head().await.map_err(failed)?;
    Ok(AuditView {
        problems,
        older,
        lines: rows.into_iter().map(|row| line(site, row)).collect(),
        head: (seq, hex(&hash)),
        zone: site.clock().zone_name().to_owned(),
        query,
    })
}

/// The entries that are asked for.
pub fn filter(site: &Site, query: &AuditQuery) -> AuditFilter {
    let ends = |day: SurveyDay| day_ends_at(day, site.clock().zone());
    AuditFilter {
        who: query.who.clone(),
        actions: query.actions(),
        subject: query.subject.clone(),
        area: query.area.clone(),
        address: query.address.clone(),
        from: query.from.and_then(|day| ends(day.plus(-1))),
        until: query.to.and_then(ends),
    }
}

fn line(site: &Site, row: AuditRow) -> AuditLine {
    AuditLine {
        seq: row.seq,
        at_local: row.at.to_second_in(site.clock().zone()),
        who_kind: WhoKind::from_rank(row.who_kind),
        who: row.who,
        role: row.role.as_deref().and_then(Role::from_code),
        address: row.address,
        action: Action::from_code(&row.action).ok_or(row.action),
        subject: row.subject,
        area: row.area,
        detail: row.detail,
    }
}

/// Entries a piece of the file.
const PIECE_ENTRIES: u32 = 2_000;

/// The file's header line. Times are UTC.
pub const HEADER: &str =
    "entry,at,who_kind,who,role,address,action,subject,area,detail,previous_hash,hash\n";

/// The lines of the entries before `before`, newest first, and the `before` of the next piece; `None` at the end.
pub async fn piece(db: &Db, filter: &AuditFilter, before: i64) -> Piece<i64> {
    let rows = db.list_audit(filter, before, PIECE_ENTRIES).await?;
    let Some(last) = rows.last() else {
        return Ok(None);
    };
    Ok(Some((lines(rows.iter().map(record))?, last.seq)))
}

fn record(row: &AuditRow) -> [String; 12] {
    let text = |text: &Option<String>| for_spreadsheet(text.as_deref().unwrap_or(""));
    let kind = WhoKind::from_rank(row.who_kind);
    [
        row.seq.to_string(),
        EpochMs::to_rfc3339(row.at).unwrap_or_default(),
        kind.map_or_else(|| row.who_kind.to_string(), |kind| kind.code().to_owned()),
        for_spreadsheet(&row.who),
        text(&row.role),
        text(&row.address),
        row.action.clone(),
        text(&row.subject),
        text(&row.area),
        text(&row.detail),
        hex(&row.previous),
        hex(&row.hash),
    ]
}
