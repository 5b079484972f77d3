//! What people do with cases: every step kept, and the case as it is after it.

use super::cases::{CaseColumns, CaseRow, case_columns, read};
use crate::audit::area_code;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::meta::bump_coordination_version;
use domain::area::AreaId;
use domain::audit::{Action, By, Entry};
use domain::coordination::{
    Agency, CaseAction, CaseKind, CaseProblem, CaseStatus, Step, Stepped, Subject, check_step,
};
use domain::time::{EpochMs, SurveyDay};

/// A case to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCase {
    /// What it is about.
    pub kind: CaseKind,
    /// Where.
    pub area_id: AreaId,
    /// Whom or what it is about there; `None`: the area itself.
    pub subject: Option<Subject>,
    /// In a line.
    pub title: String,
    /// More about it.
    pub detail: Option<String>,
    /// Its number elsewhere.
    pub reference: Option<String>,
    /// The day it came in.
    pub opened_on: SurveyDay,
    /// Who is to act.
    pub agency: Option<Agency>,
    /// By when.
    pub due_on: Option<SurveyDay>,
}

/// A step to be taken with a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCaseStep {
    /// Who takes it.
    pub user_id: i32,
    /// When.
    pub at: EpochMs,
    /// What they do.
    pub step: Step,
    /// In their words.
    pub comment: Option<String>,
    /// How many steps of its history they had seen; `None` does not ask.
    pub seen: Option<i32>,
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseStepRow {
    /// When.
    pub at: EpochMs,
    /// By whom.
    pub by: String,
    /// What they did; `None` if a later program wrote it.
    pub action: Option<CaseAction>,
    /// Where the case stood after it.
    pub status: Option<CaseStatus>,
    /// Who was to act after it.
    pub agency: Option<Agency>,
    /// By when, after it.
    pub due_on: Option<SurveyDay>,
    /// In their words.
    pub comment: Option<String>,
    /// Of a step that said what the case is about: its title.
    pub title: Option<String>,
    /// … and more about it.
    pub detail: Option<String>,
}

impl Db {
    /// Opens a case; answers its number. Refused are a reference that another case of the kind has, and a second owner of a union council's
    /// refusals.
    pub async fn open_case(
        &self,
        case: &NewCase,
        user_id: i32,
        at: EpochMs,
        by: &By,
    ) -> Result<Result<i32, CaseProblem>, StoreError> {
        let mut tx = self.begin_write().await?;
        if case.kind == CaseKind::Refusals {
            let owned: bool = each_tx!(&mut tx, conn => sqlx::query_scalar(
                "SELECT EXISTS (SELECT 1 FROM coordination_case WHERE kind = $1 AND area_id = $2 AND status <> 5)"
            ).bind(case.kind.rank()).bind(case.area_id).fetch_one(&mut *conn).await?);
            if owned {
                return Ok(Err(CaseProblem::OwnedAlready));
            }
        }
        if let Some(reference) = &case.reference
            && of_reference(&mut tx, case.kind, reference).await?.is_some()
        {
            return Ok(Err(CaseProblem::BadReference));
        }
        let case_id = insert(&mut tx, case, CaseAction::Opened, user_id, at).await?;
        let entry = Entry::new(at, by, Action::CaseOpened)
            .about(case_id)
            .in_area(area_code(&mut tx, case.area_id).await?)
            .saying(case.kind.code());
        bump_coordination_version(&mut tx).await?;
        tx.commit_noted(&[entry]).await?;
        Ok(Ok(case_id))
    }

    /// Takes a step with a case, if its kind allows it from where the case stands now. `None` if there is no such case.
    pub async fn take_case_step(
        &self,
        case_id: i32,
        step: &NewCaseStep,
        by: &By,
    ) -> Result<Option<Result<(), CaseProblem>>, StoreError> {
        let mut tx = self.begin_write().await?;
        const QUERY: &str = concat!(
            case_columns!(),
            " FROM coordination_case c WHERE c.case_id = $1"
        );
        let row: Option<CaseColumns> = each_tx!(&mut tx, conn => sqlx::query_as(QUERY)
            .bind(case_id)
            .fetch_optional(&mut *conn)
            .await?);
        let Some(case) = row.map(read).transpose()? else {
            return Ok(None);
        };
        if step.seen.is_some_and(|seen| seen != case.steps) {
            return Ok(Some(Err(CaseProblem::ChangedSince)));
        }
        let before = (case.status, case.agency, case.due_on);
        let comment = step.comment.as_deref().unwrap_or("");
        let after = match check_step(case.kind, before, step.step, comment) {
            Ok(after) => after,
            Err(problem) => return Ok(Some(Err(problem))),
        };
        if reopens(&case, &after) && is_owned(&mut tx, &case).await? {
            return Ok(Some(Err(CaseProblem::OwnedAlready)));
        }
        let note = Note {
            user_id: step.user_id,
            at: step.at,
            comment: step.comment.as_deref(),
            said: None,
        };
        note_step(&mut tx, case_id, case.steps + 1, &after, &note).await?;
        let entry = Entry::new(step.at, by, Action::CaseStep)
            .about(case_id)
            .in_area(area_code(&mut tx, case.area_id).await?)
            .saying(after.action.code());
        bump_coordination_version(&mut tx).await?;
        tx.commit_noted(&[entry]).await?;
        Ok(Some(Ok(())))
    }

    /// The history of a case, oldest first.
    pub async fn case_steps(&self, case_id: i32) -> Result<Vec<CaseStepRow>, StoreError> {
        type Columns = (
            i64,
            String,
            i16,
            i16,
            Option<i16>,
            Option<i32>,
            Option<String>,
            Option<String>,
            Option<String>,
        );
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT s.at_ms, u.display_name, s.action, s.status, s.agency, s.due_on, s.comment, s.title, s.detail FROM case_step s \
             JOIN app_user u ON u.user_id = s.user_id WHERE s.case_id = $1 ORDER BY s.step"
        ).bind(case_id).fetch_all(pool).await?);
        Ok(rows
            .into_iter()
            .map(|row| CaseStepRow {
                at: EpochMs(row.0),
                by: row.1,
                action: CaseAction::from_rank(row.2),
                status: CaseStatus::from_rank(row.3),
                agency: row.4.and_then(Agency::from_rank),
                due_on: row.5.map(SurveyDay),
                comment: row.6,
                title: row.7,
                detail: row.8,
            })
            .collect())
    }
}

fn reopens(case: &CaseRow, after: &Stepped) -> bool {
    case.kind == CaseKind::Refusals
        && case.status == CaseStatus::Closed
        && after.status != CaseStatus::Closed
}

async fn is_owned(tx: &mut WriteTx, case: &CaseRow) -> Result<bool, StoreError> {
    Ok(each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM coordination_case WHERE kind = $1 AND area_id = $2 AND status <> 5)"
    ).bind(case.kind.rank()).bind(case.area_id).fetch_one(&mut *conn).await?))
}

/// The case of a kind that has this reference.
pub(super) async fn of_reference(
    tx: &mut WriteTx,
    kind: CaseKind,
    reference: &str,
) -> Result<Option<CaseRow>, StoreError> {
    const QUERY: &str = concat!(
        case_columns!(),
        " FROM coordination_case c WHERE c.kind = $1 AND c.reference = $2"
    );
    let row: Option<CaseColumns> = each_tx!(tx, conn => sqlx::query_as(QUERY)
        .bind(kind.rank())
        .bind(reference)
        .fetch_optional(&mut *conn)
        .await?);
    row.map(read).transpose()
}

/// Writes a new case with the first step of its history; answers its number.
pub(super) async fn insert(
    tx: &mut WriteTx,
    case: &NewCase,
    action: CaseAction,
    user_id: i32,
    at: EpochMs,
) -> Result<i32, StoreError> {
    let case_id: i32 = each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT COALESCE(MAX(case_id), 0) + 1 FROM coordination_case"
    ).fetch_one(&mut *conn).await?);
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO coordination_case (case_id, kind, area_id, title, detail, reference, opened_on, status, steps, \
             subject_kind, subject_code) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10)",
        )
        .bind(case_id)
        .bind(case.kind.rank())
        .bind(case.area_id)
        .bind(&case.title)
        .bind(&case.detail)
        .bind(&case.reference)
        .bind(case.opened_on.0)
        .bind(case.kind.first_status().rank())
        .bind(case.subject.as_ref().map(|subject| subject.kind.rank()))
        .bind(case.subject.as_ref().map(|subject| subject.code.as_str()))
        .execute(&mut *conn)
        .await?;
    });
    let after = Stepped {
        action,
        status: case.kind.first_status(),
        agency: case.agency,
        due_on: case.due_on,
    };
    let note = Note {
        user_id,
        at,
        comment: None,
        said: Some(case),
    };
    note_step(tx, case_id, 1, &after, &note).await?;
    Ok(case_id)
}

/// Who takes a step, and what they say.
pub(super) struct Note<'a> {
    pub user_id: i32,
    pub at: EpochMs,
    pub comment: Option<&'a str>,
    /// What the case is about from now on, if the step says so.
    pub said: Option<&'a NewCase>,
}

/// Writes a step, and the case as it is after it.
pub(super) async fn note_step(
    tx: &mut WriteTx,
    case_id: i32,
    step: i32,
    after: &Stepped,
    note: &Note<'_>,
) -> Result<(), StoreError> {
    let (agency, due_on) = (
        after.agency.map(Agency::rank),
        after.due_on.map(|day| day.0),
    );
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO case_step (case_id, step, at_ms, user_id, action, status, agency, due_on, comment, title, detail, area_id, \
             opened_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(case_id)
        .bind(step)
        .bind(note.at.0)
        .bind(note.user_id)
        .bind(after.action.rank())
        .bind(after.status.rank())
        .bind(agency)
        .bind(due_on)
        .bind(note.comment)
        .bind(note.said.map(|said| said.title.as_str()))
        .bind(note.said.and_then(|said| said.detail.as_deref()))
        .bind(note.said.map(|said| said.area_id))
        .bind(note.said.map(|said| said.opened_on.0))
        .execute(&mut *conn)
        .await?;
        sqlx::query(
            "UPDATE coordination_case SET status = $2, agency = $3, due_on = $4, steps = $5 WHERE case_id = $1",
        )
        .bind(case_id)
        .bind(after.status.rank())
        .bind(agency)
        .bind(due_on)
        .bind(step)
        .execute(&mut *conn)
        .await?;
    });
    if let Some(said) = note.said {
        each_tx!(tx, conn => {
            sqlx::query(
                "UPDATE coordination_case SET area_id = $2, title = $3, detail = $4, opened_on = $5 WHERE case_id = $1",
            )
            .bind(case_id)
            .bind(said.area_id)
            .bind(&said.title)
            .bind(&said.detail)
            .bind(said.opened_on.0)
            .execute(&mut *conn)
            .await?;
        });
    }
    Ok(())
}
