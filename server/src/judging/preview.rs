//! What a change of a threshold would do, worked out before it is saved: the work of a period is judged twice in memory, as it is and as
//! it would be, and the two are compared flag by flag.
//!
//! Both sides go by the same statistics of peers. Only a threshold by which the statistics themselves are made
//! ([`ThresholdId::shapes_peers`]) has them made anew for the other side, from everybody's work, as saving it would.

use super::{By, Found, Judging};
use crate::clock::Clock;
use crate::ingest::interpret::Context;
use crate::site::AnyError;
use api::thresholds::FlagsChanged;
use domain::area::AreaId;
use domain::checks::{Check, Finding};
use domain::peers::Peers;
use domain::time::SurveyDay;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};
use store::thresholds::{PreviewRow, Proposed};
use store::{Db, StoreError};

/// A clock may be off by days, and a flag's day is the corrected one: whoever worked so many days around the period is looked at.
const AROUND_DAYS: i32 = 7;
/// How often it is said how far the work is.
const SAY_EVERY: Duration = Duration::from_secs(1);
/// After so long without a word a preview is taken up by somebody else.
const LEFT_MS: i64 = 60_000;

/// What a change would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// Flags of the check, by tehsil; 0 where that is not known. Tehsils without any are left out.
    pub by_tehsil: BTreeMap<AreaId, FlagsChanged>,
    /// Flags of other checks that go by the same threshold, by the check's number. Checks that stay as they are are left out.
    pub of_others: BTreeMap<i16, FlagsChanged>,
    /// Enumerators whose work was judged.
    pub enumerators: u32,
}

/// Works out one preview, if any waits. Says whether one did.
///
/// When `stopped` is done first, the preview waits again as if nobody had taken it up.
pub async fn work(
    db: &Db,
    context: &Context,
    clock: &Clock,
    stopped: impl Future<Output = ()>,
) -> Result<bool, StoreError> {
    let now = clock.now();
    let long_ago = domain::time::EpochMs(now.0.saturating_sub(LEFT_MS));
    let Some(row) = db.claim_preview(now, long_ago).await? else {
        return Ok(false);
    };
    let preview_id = row.preview_id;
    let ended = tokio::select! {
        ended = run(db, context, clock, &row) => ended,
        () = stopped => {
            db.release_preview(preview_id).await?;
            return Ok(false);
        }
    };
    match ended {
        Ok(Some((last_change, version, effect))) => {
            let result = super::kept::json(&effect);
            db.end_preview(preview_id, last_change, version, Some(&result))
                .await?;
        }
        // Nobody wants it any more.
        Ok(None) => {}
        Err(error) => {
            tracing::error!(preview = preview_id, %error, "what a threshold would do could not be worked out");
            db.end_preview(preview_id, 0, 0, None).await?;
        }
    }
    Ok(true)
}

async fn run(
    db: &Db,
    context: &Context,
    clock: &Clock,
    row: &PreviewRow,
) -> Result<Option<(i32, i64, Effect)>, AnyError> {
    let proposed = row
        .proposed()
        .ok_or("a preview of a threshold that there is not")?;
    let (limits, last_change) = db.limits().await?;
    let judging = Judging::load(db, context, limits).await?;
    let version = judging.by().peers.as_ref().map_or(0, |peers| peers.version);
    let mut progress = Progress {
        db,
        clock,
        preview_id: row.preview_id,
        judged: 0,
        of: 0,
        said: None,
    };
    let people = db.enumerators_of_days(row.days, AROUND_DAYS).await?;
    progress.expect(people.len());
    let Some(changed) = changed(db, &judging, &proposed, &mut progress).await? else {
        return Ok(None);
    };
    let mut effect = Effect::default();
    for enumerator_id in people {
        if !progress.step().await? {
            return Ok(None);
        }
        let (facts, _) = db.sent_by(enumerator_id).await?;
        let before = judging.find(&facts, judging.by());
        let after = judging.find(&facts, &changed);
        let decided = db.decided_flags(enumerator_id).await?;
        let compare = Compare {
            check: proposed.id.check(),
            days: row.days,
            decided: decided.into_iter().collect(),
            tehsil: &|area| judging.tehsil(area),
        };
        compare.count(&before, &after, &mut effect);
        tokio::task::yield_now().await;
    }
    effect.of_others.retain(|_, of| !of.is_nothing());
    Ok(Some((last_change, version, effect)))
}

/// What work would be judged by; `None` if the preview is not wanted any more.
async fn changed(
    db: &Db,
    judging: &Judging<'_>,
    proposed: &Proposed,
    progress: &mut Progress<'_>,
) -> Result<Option<By>, AnyError> {
    let mut changed = judging.by().clone();
    changed
        .limits
        .set(proposed.id, proposed.extent, proposed.value)
        .map_err(|problem| problem.to_string())?;
    if !proposed.id.shapes_peers() || changed.peers.is_none() {
        return Ok(Some(changed));
    }
    let everybody = db.enumerators_with_work().await?;
    progress.expect(everybody.len());
    let alone = By {
        peers: None,
        ..changed.clone()
    };
    let mut tallies = Vec::new();
    for enumerator_id in everybody {
        if !progress.step().await? {
            return Ok(None);
        }
        let (facts, _) = db.sent_by(enumerator_id).await?;
        tallies.extend(judging.find(&facts, &alone).tallies);
        tokio::task::yield_now().await;
    }
    let version = changed.peers.map_or(0, |peers| peers.version);
    changed.peers = Some(Peers::of(version + 1, &tallies));
    Ok(Some(changed))
}

/// Says now and then how far the work is, and hears whether it is still wanted.
struct Progress<'a> {
    db: &'a Db,
    clock: &'a Clock,
    preview_id: i32,
    judged: usize,
    of: usize,
    said: Option<Instant>,
}

impl Progress<'_> {
    fn expect(&mut self, more: usize) {
        self.of += more;
    }

    async fn step(&mut self) -> Result<bool, StoreError> {
        self.judged += 1;
        if self.said.is_some_and(|said| said.elapsed() < SAY_EVERY) {
            return Ok(true);
        }
        self.said = Some(Instant::now());
        let [judged, of] = [self.judged - 1, self.of].map(|n| i32::try_from(n).unwrap_or(i32::MAX));
        self.db
            .note_preview(self.preview_id, self.clock.now(), judged, of)
            .await
    }
}

/// Compares one enumerator's flags.
struct Compare<'a> {
    check: Check,
    days: (SurveyDay, SurveyDay),
    decided: HashSet<i64>,
    tehsil: &'a (dyn Fn(AreaId) -> AreaId + Sync),
}

impl Compare<'_> {
    fn count(&self, before: &Found, after: &Found, effect: &mut Effect) {
        effect.enumerators += 1;
        let (old, new) = (self.of_period(before), self.of_period(after));
        for (identity, finding) in &old {
            let is_decided = self.decided.contains(identity);
            self.at(effect, finding, |of| {
                of.now += 1;
                match new.get(identity) {
                    None => {
                        of.removed += 1;
                        of.removed_decided += u64::from(is_decided);
                    }
                    Some(other) => {
                        of.reweighed += u64::from(other.severity != finding.severity);
                    }
                }
            });
        }
        for (identity, finding) in &new {
            if !old.contains_key(identity) {
                self.at(effect, finding, |of| of.added += 1);
            }
        }
    }

    fn at(&self, effect: &mut Effect, finding: &Finding, count: impl FnOnce(&mut FlagsChanged)) {
        let of = if finding.check() == self.check {
            let tehsil = (self.tehsil)(finding.area);
            effect.by_tehsil.entry(tehsil).or_default()
        } else {
            effect.of_others.entry(finding.check().rank()).or_default()
        };
        count(of);
    }

    /// Flags of the days; those about a whole wave where an interview of the wave was completed on one of them.
    fn of_period<'f>(&self, found: &'f Found) -> HashMap<i64, &'f Finding> {
        let within = |day: SurveyDay| (self.days.0..=self.days.1).contains(&day);
        let worked = |wave: i32| {
            let mut tallies = found.tallies.iter().filter(|tally| tally.wave == wave);
            tallies.any(|tally| tally.days.iter().any(|(day, _)| within(*day)))
        };
        let mut flags: HashMap<i64, &Finding> = HashMap::new();
        for finding in &found.findings {
            let is_of_wave = finding.day == SurveyDay::UNKNOWN;
            if within(finding.day) || (is_of_wave && worked(finding.wave)) {
                // As the store keeps them: of one identity the first.
                flags.entry(finding.identity()).or_insert(finding);
            }
        }
        flags
    }
}
