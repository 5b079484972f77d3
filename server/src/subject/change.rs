//! Correcting and deleting what is held about one household.

use super::find::{Found, Household, Seen, entry, find};
use super::{Refusal, SubjectError};
use crate::ingest::interpret::Context;
use crate::ingest::reprocess::read_one;
use crate::retention::fresh_key;
use domain::audit::Stamp;
use domain::submission::Column;
use jiff::tz::TimeZone;
use store::Db;
use store::listing::ListedToErase;
use store::retention::ToErase;
use store::subject::{Deleted, NewCorrection, ToDelete};

/// How often a deletion begins anew because something came in meanwhile.
const TRIES: u32 = 3;

/// A correction that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The household.
    pub household: Household,
    /// What was typed to confirm it.
    pub confirmed: String,
    /// In which of its submissions.
    pub submission_id: String,
    /// The column's name.
    pub field: String,
    /// What it should read; `None` takes the correction before it back.
    pub value: Option<String>,
    /// Why.
    pub reason: String,
}

/// A deletion that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deletion {
    /// The household.
    pub household: Household,
    /// What was typed to confirm it.
    pub confirmed: String,
    /// Why.
    pub reason: String,
}

fn confirmed(household: &Household, typed: &str, reason: &str) -> Result<(), SubjectError> {
    if typed.trim() != household.reference {
        return Err(Refusal::NotConfirmed.into());
    }
    match reason.trim() {
        "" => Err(Refusal::NoReason.into()),
        _ => Ok(()),
    }
}

/// Records a correction beside the row and derives the fact again. A row that could not be read with it is refused before.
pub async fn correct(
    db: &Db,
    zone: &TimeZone,
    asked: &Correction,
    by: &Stamp,
) -> Result<(), SubjectError> {
    confirmed(&asked.household, &asked.confirmed, &asked.reason)?;
    let column = Column::CORRECTABLE
        .into_iter()
        .find(|column| column.name() == asked.field)
        .ok_or(Refusal::UnknownField)?;
    let found = find(db, &asked.household, Seen::Within, by).await?;
    let held = found
        .submissions
        .iter()
        .map(|(held, _)| held)
        .find(|held| held.submission_id == asked.submission_id)
        .ok_or(Refusal::OtherSubmission)?;
    let current = held.revisions.iter().find(|revision| revision.is_current);
    let raw_id = current.ok_or(Refusal::OtherSubmission)?.raw_id;
    let mut context = Context::load(db, zone).await?;
    context
        .corrections
        .set(&held.submission_id, column, asked.value.clone());
    let fact = match read_one(db, &context, raw_id).await? {
        None => return Err(Refusal::Changing.into()),
        Some(Err(why)) => return Err(Refusal::Unreadable(why).into()),
        Some(Ok(fact)) => fact,
    };
    let new = NewCorrection {
        id_hash: held.id_hash,
        submission_id: held.submission_id.clone(),
        field: column.name().to_owned(),
        value: asked.value.clone(),
        reason: asked.reason.trim().to_owned(),
    };
    let what = match new.value {
        Some(_) => "corrected",
        None => "correction taken back",
    };
    let area_code = asked.household.area_code.clone();
    let entry =
        entry(by, &found.mark, area_code).saying(format!("{what}: field={}", column.name()));
    db.add_correction(&new, by, entry).await?;
    // Killed here, the fact follows at the next `reprocess --all`, or when the correction is recorded again.
    db.replace_facts(vec![(raw_id, fact)]).await?;
    Ok(())
}

/// Deletes everything that is held about the household, and answers what went.
pub async fn delete(db: &Db, asked: &Deletion, by: &Stamp) -> Result<Deleted, SubjectError> {
    confirmed(&asked.household, &asked.confirmed, &asked.reason)?;
    let mut all = Deleted::default();
    for _ in 0..TRIES {
        let found = find(db, &asked.household, Seen::Within, by).await?;
        if found.waiting > 0 {
            // It would be recorded a moment after, and be there again.
            return Err(Refusal::Changing.into());
        }
        if found.is_empty() {
            break;
        }
        let deleted = delete_found(db, &found, asked.reason.trim(), by).await?;
        all.erased.submissions += deleted.erased.submissions;
        all.erased.revisions += deleted.erased.revisions;
        all.erased.trails += deleted.erased.trails;
        all.erased.spot_visits += deleted.erased.spot_visits;
        all.quarantined += deleted.quarantined;
        all.flags += deleted.flags;
        all.listed += deleted.listed;
        if deleted.erased.changed == 0 {
            break;
        }
        all.erased.changed = deleted.erased.changed;
    }
    let others = all.quarantined + all.listed;
    match (all.erased.submissions, others, all.erased.changed) {
        (0, 0, 0) => Err(Refusal::NothingHeld.into()),
        (0, 0, _) => Err(Refusal::Changing.into()),
        _ => Ok(all),
    }
}

async fn delete_found(
    db: &Db,
    found: &Found,
    reason: &str,
    by: &Stamp,
) -> Result<Deleted, SubjectError> {
    let mut what = ToDelete::default();
    for (held, flags) in &found.submissions {
        what.submissions.push(ToErase {
            id_hash: held.id_hash,
            submission_id: held.submission_id.clone(),
            revisions: held.revisions.iter().map(|one| one.raw_id).collect(),
        });
        what.flags.extend(flags.iter().cloned());
    }
    let rows = found.quarantined.iter();
    what.household = (
        found.household.area_code.clone(),
        found.household.reference.clone(),
    );
    what.listed = found
        .listed
        .iter()
        .map(|one| ListedToErase {
            listing_id: one.listing_id,
            wave: one.wave.clone(),
            area_id: one.area_id,
            household_id: one.row.household_id,
        })
        .collect();
    what.quarantined = rows.map(|row| (row.quarantine_id, row.body_hash)).collect();
    let fresh = fresh_key().map_err(|_| SubjectError::NoRandomness)?;
    // Whoever writes a reason may write the reference into it.
    let reason = reason.replace(&found.household.reference, "…");
    let area_code = found.household.area_code.clone();
    let deleted = db
        .delete_household(&what, &fresh, by.at, |deleted| {
            entry(by, &found.mark, area_code).saying(format!(
                "deleted: submissions={} revisions={} trails={} listed={} quarantined={} spot_visits={} reason={reason}",
                deleted.erased.submissions,
                deleted.erased.revisions,
                deleted.erased.trails,
                deleted.listed,
                deleted.quarantined,
                deleted.erased.spot_visits
            ))
        })
        .await?;
    Ok(deleted)
}
