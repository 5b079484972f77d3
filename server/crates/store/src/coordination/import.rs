//! Cases from a file: all or none, each by its reference once.

use super::case_steps::{NewCase, Note, insert, note_step, of_reference};
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_tx};
use crate::meta::bump_coordination_version;
use domain::area::AreaId;
use domain::audit::{Action, By, Entry};
use domain::coordination::{CaseAction, CaseStatus, Stepped};
use domain::time::EpochMs;
use std::collections::HashSet;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineOutcome {
    /// A new case.
    Accepted,
    /// It says what it, or the form, had said before.
    Unchanged,
    /// It says something else, and nobody had begun: the case says so now too.
    Updated,
    /// It says something else, but somebody is at it: nothing was changed.
    InWork,
    /// Its reference belongs to a case outside of the areas that the file may speak of. Nothing of the file was taken.
    Taken,
}

impl Db {
    /// Takes the lines of a file, all or none: none if one of them is [`LineOutcome::Taken`]. `within` are the areas that whoever brings
    /// it may write about.
    pub async fn import_cases(
        &self,
        lines: &[NewCase],
        within: &HashSet<AreaId>,
        user_id: i32,
        at: EpochMs,
        by: &By,
    ) -> Result<Vec<LineOutcome>, StoreError> {
        let mut tx = self.begin_write().await?;
        let mut outcomes = Vec::with_capacity(lines.len());
        for line in lines {
            outcomes.push(take(&mut tx, line, within, user_id, at).await?);
        }
        let has_changed =
            |outcome| matches!(outcome, &LineOutcome::Accepted | &LineOutcome::Updated);
        if !outcomes.contains(&LineOutcome::Taken) && outcomes.iter().any(has_changed) {
            let changed = outcomes
                .iter()
                .filter(|outcome| has_changed(outcome))
                .count();
            let entry = Entry::new(at, by, Action::CasesImported)
                .saying(format!("{changed} of {} lines", lines.len()));
            bump_coordination_version(&mut tx).await?;
            tx.commit_noted(&[entry]).await?;
        }
        Ok(outcomes)
    }
}

async fn take(
    tx: &mut WriteTx,
    case: &NewCase,
    within: &HashSet<AreaId>,
    user_id: i32,
    at: EpochMs,
) -> Result<LineOutcome, StoreError> {
    let on_file = match &case.reference {
        Some(reference) => of_reference(tx, case.kind, reference).await?,
        None => None,
    };
    let Some(on_file) = on_file else {
        insert(tx, case, CaseAction::Imported, user_id, at).await?;
        return Ok(LineOutcome::Accepted);
    };
    if !within.contains(&on_file.area_id) {
        return Ok(LineOutcome::Taken);
    }
    if is_said(tx, on_file.case_id, case).await? {
        return Ok(LineOutcome::Unchanged);
    }
    if on_file.status != CaseStatus::Created {
        return Ok(LineOutcome::InWork);
    }
    let after = Stepped {
        action: CaseAction::Updated,
        status: on_file.status,
        agency: case.agency,
        due_on: case.due_on,
    };
    let note = Note {
        user_id,
        at,
        comment: None,
        said: Some(case),
    };
    note_step(tx, on_file.case_id, on_file.steps + 1, &after, &note).await?;
    Ok(LineOutcome::Updated)
}

/// Whether the last step that said what the case is about said the same: what people did with it since is none of the file's business.
async fn is_said(tx: &mut WriteTx, case_id: i32, case: &NewCase) -> Result<bool, StoreError> {
    type Columns = (String, Option<String>, i32, i32, Option<i16>, Option<i32>);
    let said: Option<Columns> = each_tx!(tx, conn => sqlx::query_as(
        "SELECT title, detail, area_id, opened_on, agency, due_on FROM case_step WHERE case_id = $1 AND title IS NOT NULL \
         ORDER BY step DESC LIMIT 1"
    ).bind(case_id).fetch_optional(&mut *conn).await?);
    Ok(said.is_some_and(|said| {
        said == (
            case.title.clone(),
            case.detail.clone(),
            case.area_id,
            case.opened_on.0,
            case.agency.map(|agency| agency.rank()),
            case.due_on.map(|day| day.0),
        )
    }))
}
