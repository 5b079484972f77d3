//! What monitors enter at doors: each visit once, however often it is sent.

use super::lists::Body;
use super::replacing::replace;
use super::rows::json;
use super::steps::{NewSpotStep, SpotRefusal, entry, last_step, locked, step_with};
use crate::audit::area_code;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_tx};
use crate::meta::bump_quality_version;
use crate::sealing::{Column, Sealer};
use domain::audit::{self, By, Entry};
use domain::spot_check::{
    ATTEMPTS_BEFORE_REPLACEMENT, Action, Found, QuestionType, ReplaceProblem, Right, SideBySide,
    SpotVisit, StateProblem, errors,
};
use domain::time::{EpochMs, SurveyDay};

/// A visit to be recorded. It was checked before ([`SpotVisit::check`]).
#[derive(Clone, Debug, PartialEq)]
pub struct NewSpotVisit {
    /// The number that was made where the form was filled in.
    pub visit_id: String,
    /// Who was there.
    pub user_id: i32,
    /// What they may do in the household's area.
    pub rights: Vec<Right>,
    /// When it is received.
    pub received_at: EpochMs,
    /// Whether the visit's time is the phone's; otherwise it is that of the receipt.
    pub has_phone_time: bool,
    /// What was entered.
    pub visit: SpotVisit,
    /// The interview beside it.
    pub side_by_side: SideBySide,
    /// By when a replacement is to be visited, if this makes one due.
    pub replacement_due_on: Option<SurveyDay>,
}

/// What became of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpotVisited {
    /// It is recorded.
    Recorded,
    /// It was recorded before: it counts once.
    Before,
    /// Nobody was at home for the last time: this check is visited instead.
    Replaced {
        /// Its number.
        by: i32,
    },
    /// Nobody was at home for the last time, and nothing is left in the stratum's order.
    NothingLeft,
}

impl Db {
    /// Records a visit. `None` if there is no such check. Nobody at home is an attempt; the third one has the next of the stratum visited instead, in the
    /// same transaction. Whoever comes after somebody else is told what happened.
    pub async fn record_spot_visit(
        &self,
        check_id: i32,
        new: &NewSpotVisit,
        by: &By,
    ) -> Result<Option<Result<SpotVisited, SpotRefusal>>, StoreError> {
        let mut tx = self.begin_write().await?;
        let Some(mut check) = locked(&mut tx, check_id).await? else {
            return Ok(None);
        };
        let before: Option<(i32, i32)> = each_tx!(&mut tx, conn => sqlx::query_as(
            "SELECT check_id, user_id FROM spot_visit WHERE visit_id = $1"
        ).bind(&new.visit_id).fetch_optional(&mut *conn).await?);
        if let Some(before) = before {
            return Ok(Some(match before == (check_id, new.user_id) {
                true => Ok(SpotVisited::Before),
                false => Err(SpotRefusal::VisitTaken),
            }));
        }
        let nobody = new.visit.found == Found::NotAtHome;
        let step = NewSpotStep {
            user_id: new.user_id,
            rights: new.rights.clone(),
            at: new.received_at,
            action: if nobody {
                Action::NotAtHome
            } else {
                Action::Visit
            },
            monitor: None,
            due_on: None,
            outcome: None,
            comment: String::new(),
            seen: None,
        };
        match step_with(&mut tx, &mut check, &step).await? {
            Ok(()) => {}
            Err(SpotRefusal::State(StateProblem::NotFromHere { .. })) => {
                let last = last_step(&mut tx, check_id).await?.map(Box::new);
                return Ok(Some(Err(SpotRefusal::ChangedSince { last })));
            }
            Err(refusal) => return Ok(Some(Err(refusal))),
        }
        let sealer = Sealer::in_tx(&mut tx, self.keys()).await?;
        write(&mut tx, &sealer, (check_id, check.steps), new).await?;
        let mut entries = vec![
            Entry::new(new.received_at, by, audit::Action::SpotCheckVisit)
                .about(check_id)
                .in_area(area_code(&mut tx, check.area_id).await?)
                .saying(new.visit.found.code()),
        ];
        let mut became = SpotVisited::Recorded;
        if nobody && check.attempts >= ATTEMPTS_BEFORE_REPLACEMENT {
            // It follows from the rule, whoever was at the door.
            let rule = NewSpotStep {
                action: Action::Replace,
                rights: vec![Right::Assign],
                due_on: new.replacement_due_on,
                ..step
            };
            match replace(&mut tx, &check, &rule).await? {
                Ok(by_check) => {
                    if let Err(refusal) = step_with(&mut tx, &mut check, &rule).await? {
                        return Err(StoreError::other(format!(
                            "a check could not be replaced: {refusal:?}"
                        )));
                    }
                    entries.push(entry(&mut tx, &check, &rule, by).await?);
                    became = SpotVisited::Replaced { by: by_check };
                }
                Err(ReplaceProblem::NothingLeft) => became = SpotVisited::NothingLeft,
                Err(problem) => return Ok(Some(Err(SpotRefusal::Replace(problem)))),
            }
        }
        bump_quality_version(&mut tx).await?;
        tx.commit_noted(&entries).await?;
        Ok(Some(Ok(became)))
    }
}

async fn write(
    tx: &mut WriteTx,
    sealer: &Sealer,
    (check_id, step): (i32, i32),
    new: &NewSpotVisit,
) -> Result<(), StoreError> {
    let visit = &new.visit;
    let body = json(&Body {
        came: visit.came,
        came_on: visit.came_on,
        household_size: visit.household_size,
        answers: visit.answers.clone(),
        note: visit.note.clone(),
        // Whoever goes there again has to be as blind as before.
        side_by_side: (visit.found != Found::NotAtHome).then(|| new.side_by_side.clone()),
    })?;
    let number: i32 = each_tx!(&mut *tx, conn => sqlx::query_scalar(
        "SELECT COALESCE(MAX(visit_number), 0) + 1 FROM spot_visit"
    ).fetch_one(&mut *conn).await?);
    let body = sealer.close(Column::SpotVisitBody, number, body.as_bytes())?;
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO spot_visit (visit_number, visit_id, check_id, step, user_id, received_at_ms, found, phone_at_ms, latitude, \
             longitude, accuracy_m, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(number)
        .bind(&new.visit_id)
        .bind(check_id)
        .bind(step)
        .bind(new.user_id)
        .bind(new.received_at.0)
        .bind(visit.found.rank())
        .bind(new.has_phone_time.then_some(visit.at.0))
        .bind(visit.fix.map(|fix| fix.latitude))
        .bind(visit.fix.map(|fix| fix.longitude))
        .bind(visit.fix.and_then(|fix| fix.accuracy_m))
        .bind(&body[..])
        .execute(&mut *conn)
        .await?;
    });
    count(tx, check_id, new).await
}

/// Keeps of a visit what rates are made of. Nobody at home says less than any other visit, and never takes its place.
async fn count(tx: &mut WriteTx, check_id: i32, new: &NewSpotVisit) -> Result<(), StoreError> {
    let found = new.visit.found;
    if found == Found::NotAtHome {
        each_tx!(tx, conn => {
            sqlx::query("UPDATE spot_check SET found = COALESCE(found, $2) WHERE check_id = $1")
                .bind(check_id)
                .bind(found.rank())
                .execute(&mut *conn)
                .await?;
        });
        return Ok(());
    }
    let [one, two, three] = QuestionType::ALL.map(|kind| {
        let part = errors(&new.side_by_side.compared, kind);
        // Neither can be more than there are questions.
        [part.of, part.part].map(|count| i32::try_from(count).unwrap_or(i32::MAX))
    });
    each_tx!(tx, conn => {
        sqlx::query(
            "UPDATE spot_check SET found = $2, compared_1 = $3, differ_1 = $4, compared_2 = $5, differ_2 = $6, compared_3 = $7, \
             differ_3 = $8 WHERE check_id = $1",
        )
        .bind(check_id)
        .bind(found.rank())
        .bind(one[0])
        .bind(one[1])
        .bind(two[0])
        .bind(two[1])
        .bind(three[0])
        .bind(three[1])
        .execute(&mut *conn)
        .await?;
    });
    Ok(())
}
