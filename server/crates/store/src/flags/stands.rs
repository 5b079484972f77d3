//! What stands whatever is judged: findings and sums of waves whose contents went (docs/decisions/0107). What can be judged no more is not
//! judged to be nothing.

use super::judge::Judged;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_tx};
use domain::measures::{read_cells, write_cells};
use domain::time::{EpochMs, SurveyDay};

/// Findings of an enumerator that make room for new ones.
pub(super) const FORGET_FINDINGS: &str = "DELETE FROM finding WHERE enumerator_id = $1 AND NOT EXISTS \
     (SELECT 1 FROM wave w WHERE w.wave_id = finding.wave_id AND w.judged_until IS NOT NULL AND finding.survey_day <= w.judged_until)";

/// Sums of an enumerator that make room for new ones.
pub(super) const FORGET_TALLIES: &str = "DELETE FROM tally WHERE enumerator_id = $1 AND NOT EXISTS \
     (SELECT 1 FROM wave w WHERE w.wave_id = tally.wave_id AND w.judged_until IS NOT NULL)";

/// Waves with the day up to which what was found in them stands.
pub(super) struct Stands(pub(super) Vec<(i32, SurveyDay)>);

impl Stands {
    fn holds(&self, wave_id: i32, day: SurveyDay) -> bool {
        let until = self.0.iter().find(|(wave, _)| *wave == wave_id);
        until.is_some_and(|(_, until)| day <= *until)
    }

    fn holds_of(&self, wave_id: i32) -> bool {
        self.0.iter().any(|(wave, _)| *wave == wave_id)
    }

    /// Takes from what was found now what would stand in the place of what stands, and adds the days that stand.
    pub(super) async fn keep(
        &self,
        tx: &mut WriteTx,
        enumerator_id: i32,
        judged: &mut Judged,
    ) -> Result<(), StoreError> {
        if self.0.is_empty() {
            return Ok(());
        }
        judged
            .findings
            .retain(|one| !self.holds(one.wave_id, one.survey_day));
        judged.tallies.retain(|one| !self.holds_of(one.wave_id));
        let before: Option<(Option<i64>, Vec<u8>)> = each_tx!(tx, conn => sqlx::query_as(
            "SELECT last_heard_ms, days FROM enumerator_work WHERE enumerator_id = $1"
        ).bind(enumerator_id).fetch_optional(&mut *conn).await?);
        let Some((last_heard_ms, days)) = before else {
            return Ok(());
        };
        let work = &mut judged.work;
        work.last_heard = work.last_heard.max(last_heard_ms.map(EpochMs));
        // Sums in a form that this program does not know: they are made again of what can be judged.
        let (Some(standing), Some(new)) = (read_cells(&days), read_cells(&work.days)) else {
            return Ok(());
        };
        let standing = standing
            .into_iter()
            .filter(|cell| self.holds(cell.wave, cell.day));
        let new = new
            .into_iter()
            .filter(|cell| !self.holds(cell.wave, cell.day));
        let mut cells: Vec<_> = standing.chain(new).collect();
        cells.sort_by_key(|cell| (cell.wave, cell.day, cell.area));
        work.days = write_cells(&cells);
        Ok(())
    }
}
