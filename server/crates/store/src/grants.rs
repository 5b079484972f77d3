//! What people have been given: roles in areas, for a time or for good.

use crate::accounts::username_of;
use crate::audit;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::people::{Changing, is_run};
use domain::area::AreaId;
use domain::audit::{Action, By, Entry};
use domain::people::Role;
use domain::permission::{Grant, Grants};
use domain::time::EpochMs;
use std::collections::HashMap;

/// A grant to be.
#[derive(Clone, Debug)]
pub struct NewGrant {
    /// Who gets it.
    pub user_id: i32,
    /// What they are there.
    pub role: Role,
    /// The root of the subtree.
    pub area: AreaId,
    /// Whether they also act there.
    pub acts: bool,
    /// When it begins; absent: at once.
    pub from: Option<EpochMs>,
    /// When it ends; absent: it does not.
    pub until: Option<EpochMs>,
    /// When it is given.
    pub given_at: EpochMs,
    /// Why.
    pub reason: Option<String>,
}

/// A grant with how it came about and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantRow {
    /// Whose it is.
    pub user_id: i32,
    /// What it gives.
    pub grant: Grant,
    /// When it was given and by whom; absent: before that was kept.
    pub given: Option<(EpochMs, String)>,
    /// Why it was given.
    pub reason: Option<String>,
    /// When it was taken away before its time, and by whom.
    pub revoked: Option<(EpochMs, String)>,
    /// Why it was taken away.
    pub revoked_reason: Option<String>,
}

type Columns = (
    i32,
    i32,
    String,
    i32,
    bool,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    Option<String>,
    Option<String>,
    Option<i64>,
    Option<String>,
    Option<String>,
);

fn read(row: Columns) -> Result<GrantRow, StoreError> {
    Ok(GrantRow {
        grant: Grant {
            grant_id: row.0,
            role: Role::from_code(&row.2)
                .ok_or_else(|| StoreError::other(format!("a grant of the role {}", row.2)))?,
            area: row.3,
            acts: row.4,
            from: row.5.map(EpochMs),
            until: row.6.map(EpochMs),
        },
        user_id: row.1,
        given: row.7.map(EpochMs).zip(row.8),
        reason: row.9,
        revoked: row.10.map(EpochMs).zip(row.11),
        revoked_reason: row.12,
    })
}

/// Writes a grant; answers its number and what is to be noted.
pub(crate) async fn write_grant(
    tx: &mut WriteTx,
    grant: &NewGrant,
    by: &By,
) -> Result<(i32, Entry), StoreError> {
    let grant_id: i32 = each_tx!(&mut *tx, conn => sqlx::query_scalar(
        "SELECT COALESCE(MAX(grant_id), 0) + 1 FROM access_grant"
    ).fetch_one(&mut *conn).await?);
    each_tx!(&mut *tx, conn => {
        sqlx::query(
            "INSERT INTO access_grant (grant_id, user_id, role, area_id, acts, begins_at_ms, ends_at_ms, given_at_ms, given_by, reason) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(grant_id)
        .bind(grant.user_id)
        .bind(grant.role.code())
        .bind(grant.area)
        .bind(grant.acts)
        .bind(grant.from.map(|at| at.0))
        .bind(grant.until.map(|at| at.0))
        .bind(grant.given_at.0)
        .bind(by.word())
        .bind(&grant.reason)
        .execute(&mut *conn)
        .await?;
    });
    let username = username_of(tx, grant.user_id).await?;
    let area = audit::area_code(tx, grant.area).await?;
    let mut said = format!("grant={grant_id} role={}", grant.role.code());
    said += if grant.acts { " acts" } else { " sees" };
    for (what, at) in [("from", grant.from), ("until", grant.until)] {
        if let Some(at) = at.and_then(EpochMs::to_rfc3339) {
            said += &format!(" {what}={at}");
        }
    }
    if let Some(reason) = &grant.reason {
        said += &format!(" reason={reason}");
    }
    let entry = Entry::new(grant.given_at, by, Action::GrantGiven)
        .about(username)
        .in_area(area)
        .saying(said);
    Ok((grant_id, entry))
}

impl Db {
    /// Gives a grant; answers its number.
    pub async fn give_grant(&self, grant: &NewGrant, by: &By) -> Result<i32, StoreError> {
        let _raises_the_version_last = Changing;
        let mut tx = self.begin_write().await?;
        let (grant_id, entry) = write_grant(&mut tx, grant, by).await?;
        tx.commit_noted(&[entry]).await?;
        Ok(grant_id)
    }

    /// Ends a grant now. Answers whether there was one of that number that had not ended. Error: [`StoreError::LastAdministrator`].
    pub async fn revoke_grant(
        &self,
        grant_id: i32,
        now: EpochMs,
        by: &By,
        reason: Option<&str>,
    ) -> Result<bool, StoreError> {
        let _raises_the_version_last = Changing;
        let mut tx = self.begin_write().await?;
        let was_run = is_run(&mut tx, now).await?;
        let ended = each_tx!(&mut tx, conn => sqlx::query(
            "UPDATE access_grant SET ends_at_ms = $1, revoked_at_ms = $1, revoked_by = $2, revoked_reason = $3 \
             WHERE grant_id = $4 AND (ends_at_ms IS NULL OR ends_at_ms > $1)"
        ).bind(now.0).bind(by.word()).bind(reason).bind(grant_id).execute(&mut *conn).await?.rows_affected());
        if ended == 0 {
            return Ok(false);
        }
        if was_run && !is_run(&mut tx, now).await? {
            return Err(StoreError::LastAdministrator);
        }
        let (user_id, area, role): (i32, AreaId, String) = each_tx!(&mut tx, conn => sqlx::query_as(
            "SELECT user_id, area_id, role FROM access_grant WHERE grant_id = $1"
        ).bind(grant_id).fetch_one(&mut *conn).await?);
        let username = username_of(&mut tx, user_id).await?;
        let area = audit::area_code(&mut tx, area).await?;
        let mut said = format!("grant={grant_id} role={role}");
        if let Some(reason) = reason {
            said += &format!(" reason={reason}");
        }
        let entry = Entry::new(now, by, Action::GrantRevoked)
            .about(username)
            .in_area(area)
            .saying(said);
        tx.commit_noted(&[entry]).await?;
        Ok(true)
    }

    /// Every grant there is or was, oldest first; of one user, or of all.
    pub async fn list_grants(&self, user_id: Option<i32>) -> Result<Vec<GrantRow>, StoreError> {
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT grant_id, user_id, role, area_id, acts, begins_at_ms, ends_at_ms, given_at_ms, given_by, reason, \
             revoked_at_ms, revoked_by, revoked_reason FROM access_grant \
             WHERE CAST($1 AS INTEGER) IS NULL OR user_id = $1 ORDER BY grant_id"
        ).bind(user_id).fetch_all(pool).await?);
        rows.into_iter().map(read).collect()
    }

    /// The grants of one user, or of all, by user.
    pub(crate) async fn grants_by_user(
        &self,
        user_id: Option<i32>,
    ) -> Result<HashMap<i32, Grants>, StoreError> {
        let mut by_user: HashMap<i32, Grants> = HashMap::new();
        for row in self.list_grants(user_id).await? {
            by_user.entry(row.user_id).or_default().0.push(row.grant);
        }
        Ok(by_user)
    }
}
