//! Finding everything that is held about one household.

use super::{Refusal, SubjectError};
use crate::ingest::hash::household_key;
use crate::retention::fresh_key;
use domain::area::AreaId;
use domain::audit::{Action, Entry, Stamp};
use domain::time::EpochMs;
use memchr::memmem;
use std::collections::BTreeSet;
use store::listing::ListedSubject;
use store::retention::HeldSubmission;
use store::subject::{HeldFlag, HeldSpotCheck};
use store::{AuditFilter, AuditRow, Db, QuarantineRow};

/// Rows of the quarantine, or parcels of the inbox, read at a time.
const PAGE: u32 = 500;
/// Entries of the trail that are shown.
const MOST_ENTRIES: u32 = 200;

/// Which household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household {
    /// The code of its union council.
    pub area_code: String,
    /// Its reference there.
    pub reference: String,
}

impl Household {
    /// From what somebody typed.
    pub fn of(area_code: &str, reference: &str) -> Result<Household, SubjectError> {
        let (area_code, reference) = (area_code.trim(), reference.trim());
        if area_code.is_empty() || reference.is_empty() {
            return Err(Refusal::Missing.into());
        }
        Ok(Household {
            area_code: area_code.to_owned(),
            reference: reference.to_owned(),
        })
    }
}

/// For what it is looked at, as the trail says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// To be looked at.
    Found,
    /// To be handed over.
    Exported,
    /// On the way to a change, which has an entry of its own.
    Within,
}

/// Everything that is held about a household.
#[derive(Clone, Debug)]
pub struct Found {
    /// Which.
    pub household: Household,
    /// What stands for it in the audit trail.
    pub mark: String,
    /// Its submissions, in order of arrival, each with the flags about it.
    pub submissions: Vec<(HeldSubmission, Vec<HeldFlag>)>,
    /// What listings say of it.
    pub listed: Vec<ListedSubject>,
    /// Spot checks of them.
    pub spot_checks: Vec<HeldSpotCheck>,
    /// How often one of them is held ready to be visited instead of another.
    pub held_ready: u64,
    /// Rows of the quarantine that name it and its area, or one of its submissions.
    pub quarantined: Vec<QuarantineRow>,
    /// Rows of the quarantine that hold the reference and not the area: perhaps of another household.
    pub perhaps: u64,
    /// Pushed rows that name it and wait to be recorded.
    pub waiting: u64,
    /// Entries of the audit trail about requests for it, newest first.
    pub entries: Vec<AuditRow>,
}

impl Found {
    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.submissions.is_empty()
            && self.listed.is_empty()
            && self.quarantined.is_empty()
            && self.waiting == 0
    }
}

/// Finds it, and notes that somebody looked.
pub async fn find(
    db: &Db,
    household: &Household,
    seen: Seen,
    by: &Stamp,
) -> Result<Found, SubjectError> {
    let areas = db.load_areas().await?;
    let area = areas.iter().find(|area| area.code == household.area_code);
    let area = area.ok_or(Refusal::UnknownArea)?;
    let fresh = fresh_key().map_err(|_| SubjectError::NoRandomness)?;
    let mark = db
        .household_mark(&household.area_code, &household.reference, &fresh)
        .await?;
    let submissions = submissions(db, area.id, household).await?;
    let listed = listed(db, household).await?;
    let ids: BTreeSet<&str> = submissions
        .iter()
        .map(|(held, _)| held.submission_id.as_str())
        .collect();
    let (mut spot_checks, mut held_ready) = (Vec::new(), 0);
    for id in &ids {
        let (held, ready) = db.spot_checks_about(id).await?;
        spot_checks.extend(held);
        held_ready += ready;
    }
    let names = Names { household, ids };
    let (quarantined, perhaps) = quarantined(db, &names).await?;
    let waiting = waiting(db, &names).await?;
    let what = match seen {
        Seen::Found => Some("found"),
        Seen::Exported => Some("exported"),
        Seen::Within => None,
    };
    if let Some(what) = what {
        let entry = entry(by, &mark, area.code.clone()).saying(format!(
            "{what}: submissions={} listed={} quarantined={} waiting={waiting}",
            submissions.len(),
            listed.len(),
            quarantined.len()
        ));
        db.note(&[entry]).await?;
    }
    let filter = AuditFilter {
        subject: Some(subject_of(&mark)),
        ..AuditFilter::default()
    };
    let entries = db.list_audit(&filter, i64::MAX, MOST_ENTRIES).await?;
    Ok(Found {
        household: household.clone(),
        mark,
        submissions,
        listed,
        spot_checks,
        held_ready,
        quarantined,
        perhaps,
        waiting,
        entries,
    })
}

fn subject_of(mark: &str) -> String {
    format!("household {mark}")
}

/// An entry about a household.
pub(super) fn entry(by: &Stamp, mark: &str, area_code: String) -> Entry {
    Entry::new(by.at, &by.by, Action::DataSubject)
        .about(subject_of(mark))
        .in_area(Some(area_code))
}

async fn submissions(
    db: &Db,
    area: AreaId,
    household: &Household,
) -> Result<Vec<(HeldSubmission, Vec<HeldFlag>)>, SubjectError> {
    let mut found = Vec::new();
    for wave in db.waves_of_retention().await? {
        let code = Some(wave.code.as_str()).filter(|code| !code.is_empty());
        let key = household_key(code, &household.area_code, &household.reference);
        for (_, hash, id) in db.submissions_of_household(area, key).await? {
            let held = db.held(hash, &id).await?;
            let flags = db.flags_about(hash).await?;
            found.push((held, flags));
        }
    }
    found.sort_by_key(|(held, _)| held.revisions.first().map(|revision| revision.raw_id));
    Ok(found)
}

/// What listings of every wave say of it.
async fn listed(db: &Db, household: &Household) -> Result<Vec<ListedSubject>, SubjectError> {
    let waves = db.waves_of_retention().await?;
    let keys: Vec<i64> = waves
        .iter()
        .map(|wave| {
            let code = Some(wave.code.as_str()).filter(|code| !code.is_empty());
            household_key(code, &household.area_code, &household.reference)
        })
        .collect();
    let mut listed = db.listed_subject(&keys).await?;
    // Keys are hashes: two references may have one.
    listed.retain(|one| one.row.reference == household.reference);
    Ok(listed)
}

/// What tells that bytes are about the household.
struct Names<'a> {
    household: &'a Household,
    ids: BTreeSet<&'a str>,
}

/// How sure it is.
#[derive(PartialEq, Eq)]
enum About {
    It,
    Perhaps,
    Nothing,
}

impl Names<'_> {
    fn about(&self, body: &[u8]) -> About {
        if self.ids.iter().any(|id| holds_word(body, id)) {
            return About::It;
        }
        let named = holds_word(body, &self.household.reference);
        match named && holds_word(body, &self.household.area_code) {
            true => About::It,
            false if named => About::Perhaps,
            false => About::Nothing,
        }
    }
}

async fn quarantined(
    db: &Db,
    names: &Names<'_>,
) -> Result<(Vec<QuarantineRow>, u64), SubjectError> {
    let (mut found, mut perhaps, mut after) = (Vec::new(), 0, 0);
    loop {
        let page = db.list_quarantine(None, after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok((found, perhaps));
        };
        after = last.quarantine_id;
        for row in page {
            match names.about(&row.body) {
                About::It => found.push(row),
                About::Perhaps => perhaps += 1,
                About::Nothing => {}
            }
        }
    }
}

async fn waiting(db: &Db, names: &Names<'_>) -> Result<u64, SubjectError> {
    let (mut rows, mut after) = (0, 0);
    loop {
        let page = db.list_parcels(after, EpochMs(i64::MAX), PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(rows);
        };
        after = last.inbox_id;
        let bodies = page.iter().flat_map(|parcel| &parcel.rows);
        rows += bodies
            .filter(|(_, body)| names.about(body) == About::It)
            .count() as u64;
    }
}

/// Whether bytes hold a word of its own: no letter, digit, `-` or `_` stands beside it.
fn holds_word(body: &[u8], word: &str) -> bool {
    let joins = |byte: Option<&u8>| {
        byte.is_some_and(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || !byte.is_ascii()
        })
    };
    memmem::find_iter(body, word.as_bytes()).any(|at| {
        let before = at.checked_sub(1).and_then(|before| body.get(before));
        !joins(before) && !joins(body.get(at + word.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_only_where_it_stands_alone() {
        for with in ["a,H-1,b", "H-1", "\"H-1\"", "x H-12 H-1"] {
            assert!(holds_word(with.as_bytes(), "H-1"), "{with}");
        }
        for without in ["H-12", "AH-1", "H-1-2", "H_1", "", "H-1ب"] {
            assert!(!holds_word(without.as_bytes(), "H-1"), "{without}");
        }
    }
}
