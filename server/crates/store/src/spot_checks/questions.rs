//! The questions that a wave's spot checks ask: every list that was set, of which the last holds; and the one that each draw keeps.

use super::rows::json;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use domain::audit::{Action, By, Entry};
use domain::spot_check::{AskedQuestion, usual_questions};
use domain::time::EpochMs;

/// A list that was set.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionSetRow {
    /// Its number: they rise.
    pub set_id: i32,
    /// The wave.
    pub wave_id: i32,
    /// The questions in their order; `None`: the usual ones were taken again.
    pub questions: Option<Vec<AskedQuestion>>,
    /// When.
    pub at: EpochMs,
    /// By whom.
    pub actor: String,
    /// Why.
    pub reason: String,
}

/// A list to be set. It was checked before ([`domain::spot_check::list_problems`]).
#[derive(Clone, Debug, PartialEq)]
pub struct NewQuestionSet {
    /// The wave.
    pub wave_id: i32,
    /// The questions in their order; `None`: the usual ones again.
    pub questions: Option<Vec<AskedQuestion>>,
    /// When.
    pub at: EpochMs,
    /// Who, as the history shows it.
    pub actor: String,
    /// Why, in their words.
    pub reason: String,
    /// The number of the list that they had seen to hold, 0 for none; `None` does not ask.
    pub seen: Option<i32>,
}

/// What became of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionsSet {
    /// It holds from now on.
    Set {
        /// Its number.
        set_id: i32,
    },
    /// It is what holds already: nothing was written.
    Unchanged,
    /// Somebody has set another one meanwhile: nothing was written.
    ChangedSince,
}

/// Questions with the number of the list that they are of; `None`: the usual ones.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldQuestions {
    /// The list's number.
    pub set_id: Option<i32>,
    /// The questions in their order.
    pub questions: Vec<AskedQuestion>,
}

impl HeldQuestions {
    fn usual() -> HeldQuestions {
        HeldQuestions {
            set_id: None,
            questions: usual_questions(),
        }
    }
}

type Columns = (i32, i32, Option<String>, i64, String, String);

const SETS: &str = "SELECT set_id, wave_id, questions, at_ms, actor, reason FROM spot_question_set WHERE wave_id = $1 ORDER BY set_id";

fn read_list(set_id: i32, text: &str) -> Result<Vec<AskedQuestion>, StoreError> {
    serde_json::from_str(text).map_err(|error| {
        StoreError::other(format!(
            "the questions of list {set_id} are not read: {error}"
        ))
    })
}

fn read(row: Columns) -> Result<QuestionSetRow, StoreError> {
    Ok(QuestionSetRow {
        set_id: row.0,
        wave_id: row.1,
        questions: row.2.map(|text| read_list(row.0, &text)).transpose()?,
        at: EpochMs(row.3),
        actor: row.4,
        reason: row.5,
    })
}

/// The questions that hold in a wave of which these lists were set, oldest first.
fn held(sets: Vec<QuestionSetRow>) -> HeldQuestions {
    let last = sets.into_iter().next_back();
    let own = last.and_then(|last| Some((last.set_id, last.questions?)));
    own.map_or_else(HeldQuestions::usual, |(set_id, questions)| HeldQuestions {
        set_id: Some(set_id),
        questions,
    })
}

async fn sets_in(tx: &mut WriteTx, wave_id: i32) -> Result<Vec<QuestionSetRow>, StoreError> {
    let rows: Vec<Columns> = each_tx!(tx, conn => sqlx::query_as(SETS)
        .bind(wave_id)
        .fetch_all(&mut *conn)
        .await?);
    rows.into_iter().map(read).collect()
}

/// The questions that hold in a wave, inside the transaction that draws by them.
pub(super) async fn questions_in(
    tx: &mut WriteTx,
    wave_id: i32,
) -> Result<HeldQuestions, StoreError> {
    Ok(held(sets_in(tx, wave_id).await?))
}

impl Db {
    /// Every list of questions that was set for a wave, oldest first.
    pub async fn spot_question_sets(
        &self,
        wave_id: i32,
    ) -> Result<Vec<QuestionSetRow>, StoreError> {
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(SETS)
            .bind(wave_id)
            .fetch_all(pool)
            .await?);
        rows.into_iter().map(read).collect()
    }

    /// The questions that hold in a wave: what its next draw asks.
    pub async fn spot_questions(&self, wave_id: i32) -> Result<HeldQuestions, StoreError> {
        Ok(held(self.spot_question_sets(wave_id).await?))
    }

    /// The questions that a draw's visits are asked: those that held when it was drawn. `None` if there is no such draw.
    pub async fn spot_questions_of_draw(
        &self,
        draw_id: i32,
    ) -> Result<Option<HeldQuestions>, StoreError> {
        let row: Option<(Option<i32>, Option<String>)> = each_db!(self, pool => sqlx::query_as(
            "SELECT question_set, questions FROM spot_draw WHERE draw_id = $1"
        ).bind(draw_id).fetch_optional(pool).await?);
        let Some((set_id, questions)) = row else {
            return Ok(None);
        };
        let questions = match questions {
            Some(text) => read_list(set_id.unwrap_or(0), &text)?,
            // It was drawn before they were kept.
            None => usual_questions(),
        };
        Ok(Some(HeldQuestions { set_id, questions }))
    }

    /// Sets the questions of a wave. Draws that were made keep theirs.
    pub async fn set_spot_questions(
        &self,
        new: &NewQuestionSet,
        by: &By,
    ) -> Result<QuestionsSet, StoreError> {
        let mut tx = self.begin_write().await?;
        let sets = sets_in(&mut tx, new.wave_id).await?;
        let last = sets.last();
        if new
            .seen
            .is_some_and(|seen| last.map_or(0, |last| last.set_id) != seen)
        {
            return Ok(QuestionsSet::ChangedSince);
        }
        if last.and_then(|last| last.questions.as_ref()) == new.questions.as_ref() {
            return Ok(QuestionsSet::Unchanged);
        }
        let set_id: i32 = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT COALESCE(MAX(set_id), 0) + 1 FROM spot_question_set"
        ).fetch_one(&mut *conn).await?);
        let questions = new.questions.as_ref().map(json).transpose()?;
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "INSERT INTO spot_question_set (set_id, wave_id, questions, at_ms, actor, reason) VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(set_id)
            .bind(new.wave_id)
            .bind(&questions)
            .bind(new.at.0)
            .bind(&new.actor)
            .bind(&new.reason)
            .execute(&mut *conn)
            .await?;
        });
        let what = match &new.questions {
            Some(questions) => format!("{} questions", questions.len()),
            None => "the usual questions".to_owned(),
        };
        let entry = Entry::new(new.at, by, Action::SpotChecksSet).saying(format!(
            "wave={} list={set_id}: {what}; reason={}",
            new.wave_id, new.reason
        ));
        tx.commit_noted(&[entry]).await?;
        Ok(QuestionsSet::Set { set_id })
    }
}
