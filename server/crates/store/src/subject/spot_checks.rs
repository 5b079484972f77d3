//! What spot checks hold of one submission.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use crate::spot_checks::{SpotCheckRow, SpotStepRow, SpotVisitRow};

/// A spot check of a submission, with everything that was entered about it.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldSpotCheck {
    /// The check as it stands.
    pub check: SpotCheckRow,
    /// Its history, oldest first.
    pub steps: Vec<SpotStepRow>,
    /// What was entered at the door, oldest first.
    pub visits: Vec<SpotVisitRow>,
}

impl Db {
    /// The spot checks of a submission, and how often it is held ready to be visited instead of another.
    pub async fn spot_checks_about(
        &self,
        submission_id: &str,
    ) -> Result<(Vec<HeldSpotCheck>, u64), StoreError> {
        let ids: Vec<i32> = each_db!(self, pool => sqlx::query_scalar(
            "SELECT check_id FROM spot_check WHERE submission_id = $1 ORDER BY check_id"
        ).bind(submission_id).fetch_all(pool).await?);
        let mut held = Vec::with_capacity(ids.len());
        for check_id in ids {
            let Some(check) = self.find_spot_check(check_id).await? else {
                continue;
            };
            held.push(HeldSpotCheck {
                check,
                steps: self.spot_steps(check_id).await?,
                visits: self.spot_visits(check_id).await?,
            });
        }
        let ready: i64 = each_db!(self, pool => sqlx::query_scalar(
            "SELECT COUNT(*) FROM spot_reserve WHERE submission_id = $1"
        ).bind(submission_id).fetch_one(pool).await?);
        Ok((held, ready.unsigned_abs()))
    }
}
