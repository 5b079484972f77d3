//! Whoever is never at home is replaced by the next of their stratum's order.

use super::draws::{plan_of, reserve_of};
use super::rows::{SpotCheckRow, check_columns, write_reasons};
use super::steps::{NewSpotStep, locked, step_with};
use crate::error::StoreError;
use crate::forks::{WriteTx, each_tx};
use domain::spot_check::{Action, Draw, Drawn, Placed, ReplaceProblem, Replacement, Right, State};

/// Makes the check that is visited instead of `check`, given to the same monitor; answers its number. The draw is read back as the domain knows
/// it, so that the domain alone says who is next.
pub(super) async fn replace(
    tx: &mut WriteTx,
    check: &SpotCheckRow,
    step: &NewSpotStep,
) -> Result<Result<i32, ReplaceProblem>, StoreError> {
    let (draw, taken) = as_drawn(tx, check.draw_id).await?;
    let replacement = match draw.replace(check.raw_id, check.attempts, &taken) {
        Ok(replacement) => replacement,
        Err(problem) => return Ok(Err(problem)),
    };
    let number = write(tx, check, &replacement).await?;
    let Some((monitor, _)) = &check.monitor else {
        return Ok(Ok(number));
    };
    let mut new = locked(tx, number)
        .await?
        .ok_or_else(|| StoreError::other("the replacement was not written"))?;
    // It follows from the rule, whoever was at the door: whose it is goes with what it replaces.
    let give = NewSpotStep {
        action: Action::Assign,
        rights: vec![Right::Assign],
        monitor: Some(*monitor),
        outcome: None,
        comment: String::new(),
        seen: None,
        ..step.clone()
    };
    match step_with(tx, &mut new, &give).await? {
        Ok(()) => Ok(Ok(number)),
        Err(refusal) => Err(StoreError::other(format!(
            "a new check could not be given: {refusal:?}"
        ))),
    }
}

/// The draw and the replacements that were taken, as the domain knows them.
async fn as_drawn(tx: &mut WriteTx, draw_id: i32) -> Result<(Draw, Vec<Replacement>), StoreError> {
    const QUERY: &str = concat!(
        check_columns!(),
        "WHERE c.draw_id = $1 ORDER BY c.walk, c.check_id"
    );
    let checks: Vec<SpotCheckRow> = each_tx!(&mut *tx, conn => sqlx::query_as(QUERY)
        .bind(draw_id)
        .fetch_all(&mut *conn)
        .await?);
    let row = plan_of(tx, draw_id).await?;
    let mut drawn = Vec::new();
    let mut taken: Vec<Replacement> = Vec::new();
    for one in &checks {
        let replaced = one
            .replaces
            .and_then(|id| checks.iter().find(|other| other.check_id == id));
        let interview = Placed {
            key: one.raw_id,
            enumerator: one.enumerator_id,
            union_council: one.area_id,
            point: one.point,
            reasons: one.reasons.clone(),
            layer: one.layer,
            stratum: one.stratum,
            place: one.place,
        };
        match replaced {
            None => drawn.push(Drawn {
                interview,
                probability: one.probability,
                group: one.walk,
            }),
            Some(replaced) => {
                let before = taken.iter().filter(|t| t.by.stratum == one.stratum);
                taken.push(Replacement {
                    replaced: replaced.raw_id,
                    probability: one.probability,
                    replacements: before.count() as u32 + 1,
                    by: interview,
                });
            }
        }
    }
    let draw = Draw {
        seed: row.seed,
        plan: row.plan,
        drawn,
        reserve: reserve_of(tx, draw_id).await?,
    };
    Ok((draw, taken))
}

async fn write(
    tx: &mut WriteTx,
    check: &SpotCheckRow,
    replacement: &Replacement,
) -> Result<i32, StoreError> {
    let by = &replacement.by;
    let number: i32 = each_tx!(&mut *tx, conn => sqlx::query_scalar(
        "SELECT COALESCE(MAX(check_id), 0) + 1 FROM spot_check"
    ).fetch_one(&mut *conn).await?);
    let reasons = write_reasons(&by.reasons);
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO spot_check (check_id, draw_id, raw_id, submission_id, enumerator_id, area_id, survey_day, latitude, \
             longitude, accuracy_m, reasons, layer, stratum, place, fired, walk, probability, replaces, state, attempts, steps) \
             SELECT $1, r.draw_id, r.raw_id, r.submission_id, r.enumerator_id, r.area_id, r.survey_day, r.latitude, r.longitude, \
             r.accuracy_m, $5, r.layer, r.stratum, r.place, r.fired, 0, $6, $7, $8, 0, 0 FROM spot_reserve r \
             WHERE r.draw_id = $2 AND r.stratum = $3 AND r.place = $4",
        )
        .bind(number)
        .bind(check.draw_id)
        .bind(i64::from(by.stratum))
        .bind(i64::from(by.place))
        .bind(&reasons)
        .bind(replacement.probability)
        .bind(check.check_id)
        .bind(State::Drawn.rank())
        .execute(&mut *conn)
        .await?;
    });
    Ok(number)
}
