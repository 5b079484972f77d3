//! Reading the trail.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use domain::audit::Action;
use domain::time::EpochMs;

/// An entry as it stands in the database. Kinds and codes are kept as they are: a later program may have written others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number, from 1.
    pub seq: i64,
    /// When.
    pub at: EpochMs,
    /// The rank of who acted ([`domain::audit::WhoKind`]).
    pub who_kind: i16,
    /// Their name.
    pub who: String,
    /// The code of what they are where they acted.
    pub role: Option<String>,
    /// Where they acted from.
    pub address: Option<String>,
    /// The code of what was seen or done ([`Action`]).
    pub action: String,
    /// What it was done to.
    pub subject: Option<String>,
    /// The code of the area.
    pub area: Option<String>,
    /// More about it.
    pub detail: Option<String>,
    /// The hash of the entry before.
    pub previous: Vec<u8>,
    /// Its own hash.
    pub hash: Vec<u8>,
}

/// Which entries are meant: all that hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Of who has this name.
    pub who: Option<String>,
    /// Of these actions; none names all.
    pub actions: Vec<Action>,
    /// About this, exactly.
    pub subject: Option<String>,
    /// In the area of this code.
    pub area: Option<String>,
    /// From this address.
    pub address: Option<String>,
    /// Not before this instant.
    pub from: Option<EpochMs>,
    /// Before this instant.
    pub until: Option<EpochMs>,
}

type Columns = (
    i64,
    i64,
    i16,
    String,
    Option<String>,
    Option<String>,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Vec<u8>,
    Vec<u8>,
);

const SELECT: &str = "SELECT seq, at_ms, who_kind, who, role, address, action, subject, area, detail, previous, hash FROM audit_entry";

fn read(row: Columns) -> AuditRow {
    AuditRow {
        seq: row.0,
        at: EpochMs(row.1),
        who_kind: row.2,
        who: row.3,
        role: row.4,
        address: row.5,
        action: row.6,
        subject: row.7,
        area: row.8,
        detail: row.9,
        previous: row.10,
        hash: row.11,
    }
}

impl Db {
    /// Entries before number `before`, newest first, at most `limit`.
    pub async fn list_audit(
        &self,
        filter: &AuditFilter,
        before: i64,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError> {
        // Built as it is asked, so that each question finds its index.
        let rows: Vec<Columns> = each_db!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(SELECT);
            query.push(" WHERE seq < ").push_bind(before);
            for (column, value) in [
                (" AND who = ", &filter.who),
                (" AND subject = ", &filter.subject),
                (" AND area = ", &filter.area),
                (" AND address = ", &filter.address),
            ] {
                if let Some(value) = value {
                    query.push(column).push_bind(value.as_str());
                }
            }
            if !filter.actions.is_empty() {
                query.push(" AND action IN (");
                let mut codes = query.separated(", ");
                for action in &filter.actions {
                    codes.push_bind(action.code());
                }
                query.push(")");
            }
            if let Some(from) = filter.from {
                query.push(" AND at_ms >= ").push_bind(from.0);
            }
            if let Some(until) = filter.until {
                query.push(" AND at_ms < ").push_bind(until.0);
            }
            query.push(" ORDER BY seq DESC LIMIT ").push_bind(i64::from(limit));
            query.build_query_as().fetch_all(pool).await?
        });
        Ok(rows.into_iter().map(read).collect())
    }

    /// Entries after number `after`, oldest first, at most `limit`.
    pub(crate) async fn audit_after(
        &self,
        after: i64,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError> {
        let rows: Vec<Columns> = each_db!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(SELECT);
            query.push(" WHERE seq > ").push_bind(after);
            query.push(" ORDER BY seq LIMIT ").push_bind(i64::from(limit));
            query.build_query_as().fetch_all(pool).await?
        });
        Ok(rows.into_iter().map(read).collect())
    }

    /// The number and the hash of the last entry; 0 and zeros while there is none.
    pub async fn audit_head(&self) -> Result<(i64, Vec<u8>), StoreError> {
        Ok(each_db!(self, pool => sqlx::query_as(
            "SELECT seq, hash FROM audit_head WHERE only_row = 1"
        ).fetch_one(pool).await?))
    }
}
