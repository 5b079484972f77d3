//! Judging again whoever waits for it: facts out, findings in, in one transaction.

use super::stands::{FORGET_FINDINGS, FORGET_TALLIES, Stands};
use super::visits::Reader;
use super::work::{WorkRow, write_work};
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::meta;
use crate::retention::waves::frozen;
use crate::sealing::Sealer;
use domain::answers::Sheets;
use domain::area::AreaId;
use domain::time::SurveyDay;
use domain::visit::Visit;
use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

/// What is known of one enumerator when their work is judged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToJudge {
    /// Whose work.
    pub enumerator_id: i32,
    /// Everything they have sent, in no order.
    pub visits: Vec<Visit>,
    /// Everything that other enumerators have sent from the same devices, in no order.
    pub beside: Vec<Visit>,
    /// The counted completes of the households of which they have completes that are not counted.
    pub counted: Vec<Visit>,
    /// The answers of their own visits.
    pub sheets: Sheets,
}

/// What the checks found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged {
    /// The findings: they replace all findings of the enumerator.
    pub findings: Vec<FindingRow>,
    /// How the clocks of the enumerator's devices ran: they replace the runs of these devices.
    pub runs: Vec<ClockRunRow>,
    /// Their work summed by wave and tehsil: it replaces all sums of the enumerator.
    pub tallies: Vec<TallyRow>,
    /// Their work summed day by day.
    pub work: WorkRow,
}

/// An enumerator's work in one tehsil and wave, summed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyRow {
    /// Whose.
    pub enumerator_id: i32,
    /// The wave.
    pub wave_id: i32,
    /// The tehsil; 0 where it is not known.
    pub tehsil_id: AreaId,
    /// Complete interviews in it.
    pub interviews: i64,
    /// The sums, as JSON.
    pub sums: String,
}

/// A finding as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct FindingRow {
    /// Whose work it is about.
    pub enumerator_id: i32,
    /// The same whenever the same thing is found again.
    pub identity: i64,
    /// The check's number.
    pub check_number: i16,
    /// Its version.
    pub check_version: i16,
    /// How much it weighs.
    pub severity: i16,
    /// The day, by corrected time.
    pub survey_day: SurveyDay,
    /// The union council it is filed under.
    pub area_id: AreaId,
    /// The wave.
    pub wave_id: i32,
    /// The device.
    pub device_id: Option<i32>,
    /// What it is about, as JSON.
    pub subject: String,
    /// Why, as JSON.
    pub evidence: String,
    /// Of severity and evidence.
    pub facts_hash: i64,
}

/// A run of a device's clock as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct ClockRunRow {
    /// The device.
    pub device_id: i32,
    /// Its place among the device's runs, from 0.
    pub run: i32,
    /// Visits in it.
    pub visits: i32,
    /// The device's clock less the true time; what was corrected by.
    pub offset_ms: i64,
    /// The rank of its certainty.
    pub certainty: i16,
    /// Why, as JSON.
    pub evidence: String,
    /// Of everything else in the device's visits that its other users are judged by; the same in all of its runs.
    pub digest: i64,
}

/// What one round of judging did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JudgedSome {
    /// Enumerators judged.
    pub enumerators: u64,
    /// Their visits.
    pub visits: u64,
    /// Findings they have now.
    pub findings: u64,
    /// For how long this had other writers wait; `None` where nobody has to wait.
    pub held: Option<Duration>,
}

/// Judges some enumerators; answers in their order.
type JudgeFn<'a> = dyn Fn(&[ToJudge]) -> Vec<Judged> + Send + Sync + 'a;

impl Db {
    /// How many enumerators wait to be judged.
    pub async fn count_unjudged(&self) -> Result<u64, StoreError> {
        let waiting: i64 = each_db!(self, pool => sqlx::query_scalar(
            "SELECT COUNT(*) FROM unjudged"
        ).fetch_one(pool).await?);
        Ok(u64::try_from(waiting).unwrap_or(0))
    }

    /// How many enumerators with work in an area or one below it wait to be judged.
    pub async fn count_unjudged_in(&self, area: AreaId) -> Result<u64, StoreError> {
        let waiting: i64 = each_db!(self, pool => sqlx::query_scalar(
            "WITH RECURSIVE down (area_id) AS (SELECT area_id FROM area WHERE area_id = $1 UNION ALL \
             SELECT a.area_id FROM area a JOIN down d ON a.parent_id = d.area_id) \
             SELECT COUNT(*) FROM unjudged u WHERE EXISTS (SELECT 1 FROM rollup_enumerator_day r \
             WHERE r.enumerator_id = u.enumerator_id AND r.area_id IN (SELECT area_id FROM down))"
        ).bind(area).fetch_one(pool).await?);
        Ok(u64::try_from(waiting).unwrap_or(0))
    }

    /// Makes everybody wait: a check, a threshold or a boundary has changed.
    pub async fn judge_everybody_again(&self) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        everybody_waits(&mut tx).await?;
        tx.commit_derived().await
    }

    /// Has everybody judged again if they were judged by other checks than `checks`, a number that stands for the checks and
    /// their versions. Says whether they were.
    pub async fn judged_by(&self, checks: i64) -> Result<bool, StoreError> {
        let before: i64 = each_db!(self, pool => sqlx::query_scalar(
            "SELECT value FROM meta WHERE key = $1"
        ).bind(meta::JUDGED_BY).fetch_one(pool).await?);
        if before == checks {
            return Ok(false);
        }
        let mut tx = self.begin_write().await?;
        everybody_waits(&mut tx).await?;
        each_tx!(&mut tx, conn => {
            sqlx::query("UPDATE meta SET value = $1 WHERE key = $2")
                .bind(checks)
                .bind(meta::JUDGED_BY)
                .execute(&mut *conn)
                .await?;
        });
        tx.commit_derived().await?;
        Ok(true)
    }

    /// What is known of an enumerator's times and answers, as it is when they are judged: their visits, those of others from the same devices,
    /// and the ids of their submissions in the order of the visits. Without what households they repeat.
    pub async fn sent_by(&self, enumerator_id: i32) -> Result<(ToJudge, Vec<String>), StoreError> {
        let (mut visits, ids, sheets) = self.visits_of(enumerator_id).await?;
        let users: Vec<(i32, i32)> = each_db!(self, pool => sqlx::query_as(
            "SELECT m.device_id, o.enumerator_id FROM device_user m JOIN device_user o ON o.device_id = m.device_id \
             WHERE m.enumerator_id = $1 AND o.enumerator_id <> $1 ORDER BY m.device_id, o.enumerator_id"
        ).bind(enumerator_id).fetch_all(pool).await?);
        let (mut others, mut crowded) = (BTreeSet::new(), Vec::new());
        for of_device in users.chunk_by(|a, b| a.0 == b.0) {
            if of_device.len() >= MOST_USERS {
                crowded.push(of_device[0].0);
            } else {
                others.extend(of_device.iter().map(|(_, user)| *user));
            }
        }
        forget_devices(&mut visits, &crowded);
        let mut beside = Vec::new();
        for other in others {
            beside.extend(self.visits_of(other).await?.0);
        }
        keep_shared(&mut beside, &visits);
        let facts = ToJudge {
            enumerator_id,
            visits,
            beside,
            counted: Vec::new(),
            sheets,
        };
        Ok((facts, ids))
    }

    /// Judges some of those who wait, at most `limit`, in one transaction. The same facts and the same `judge` leave the same
    /// findings, whatever order they came in: whoever shares a device with them is made to wait if its clock reads otherwise
    /// now. `last_change` is the last change of thresholds that `judge` knows of: after another one nobody is judged, and `None`
    /// answered, or else those whom that change made wait would no longer wait and still be judged by the old ones.
    pub async fn judge_waiting(
        &self,
        limit: usize,
        last_change: i32,
        judge: &JudgeFn<'_>,
    ) -> Result<Option<JudgedSome>, StoreError> {
        if self.count_unjudged().await? == 0 {
            return Ok(Some(JudgedSome::default()));
        }
        let mut reader = Reader::open(self).await?;
        let (mut tx, turn) = self.begin_long_write().await?;
        let sealer = Sealer::in_tx(&mut tx, self.keys()).await?;
        if crate::thresholds::last_change(&mut tx).await? != last_change {
            return Ok(None);
        }
        let waiting: Vec<i32> = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT enumerator_id FROM unjudged ORDER BY enumerator_id LIMIT $1"
        ).bind(i64::try_from(limit).unwrap_or(i64::MAX)).fetch_all(&mut *conn).await?);
        // First, so that whoever is made to wait on the way, by what is found of another, waits again.
        for enumerator_id in &waiting {
            each_tx!(&mut tx, conn => {
                sqlx::query("DELETE FROM unjudged WHERE enumerator_id = $1")
                    .bind(enumerator_id)
                    .execute(&mut *conn)
                    .await?;
            });
        }
        let mut some = Vec::with_capacity(waiting.len());
        for enumerator_id in waiting {
            some.push(read(&mut reader, &mut tx, &sealer, enumerator_id).await?);
        }
        let mut done = JudgedSome::default();
        let stands = Stands(frozen(&mut tx).await?);
        for (facts, mut judged) in some.iter().zip(judge(&some)) {
            let enumerator_id = facts.enumerator_id;
            stands.keep(&mut tx, enumerator_id, &mut judged).await?;
            write_runs(&mut tx, enumerator_id, &judged.runs).await?;
            write_findings(&mut tx, enumerator_id, &judged.findings).await?;
            write_tallies(&mut tx, enumerator_id, &judged.tallies).await?;
            write_work(&mut tx, enumerator_id, &judged.work).await?;
            done.enumerators += 1;
            done.visits += facts.visits.len() as u64;
            done.findings += judged.findings.len() as u64;
        }
        if done.enumerators > 0 {
            meta::bump_quality_version(&mut tx).await?;
        }
        tx.commit_derived().await?;
        done.held = turn.map(|turn| turn.held());
        Ok(Some(done))
    }
}

/// Makes everybody who has sent anything wait to be judged.
pub(crate) async fn everybody_waits(tx: &mut WriteTx) -> Result<(), StoreError> {
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO unjudged (enumerator_id) SELECT DISTINCT enumerator_id FROM fact \
             WHERE TRUE ON CONFLICT DO NOTHING",
        )
        .execute(&mut *conn)
        .await?;
    });
    Ok(())
}

async fn read(
    reader: &mut Reader,
    tx: &mut WriteTx,
    sealer: &Sealer,
    enumerator_id: i32,
) -> Result<ToJudge, StoreError> {
    let (mut visits, sheets) = reader.of_enumerator(tx, sealer, enumerator_id).await?;
    let mut devices: Vec<i32> = visits.iter().filter_map(|visit| visit.device).collect();
    devices.sort_unstable();
    devices.dedup();
    let users = users_beside(tx, enumerator_id, &devices).await?;
    forget_devices(&mut visits, &users.crowded);
    let mut beside = Vec::new();
    for other in &users.others {
        beside.extend(reader.visits_alone(tx, *other).await?);
    }
    keep_shared(&mut beside, &visits);
    Ok(ToJudge {
        enumerator_id,
        counted: reader.counted_of_repeats(tx, enumerator_id).await?,
        visits,
        beside,
        sheets,
    })
}

/// Takes devices that are none off visits.
fn forget_devices(visits: &mut [Visit], crowded: &[i32]) {
    for visit in visits {
        visit.device = visit.device.filter(|device| !crowded.contains(device));
    }
}

/// Of other people's visits, keeps those from the devices of `visits`.
fn keep_shared(beside: &mut Vec<Visit>, visits: &[Visit]) {
    let devices: HashSet<i32> = visits.iter().filter_map(|visit| visit.device).collect();
    beside.retain(|visit| visit.device.is_some_and(|device| devices.contains(&device)));
}

/// The most enumerators who share a device. What more of them name is no tablet but a word that a tool writes for all, and
/// tells nothing of a clock; it would also have everybody's work read again for everybody.
const MOST_USERS: usize = 20;

/// Who else uses an enumerator's devices.
#[derive(Default)]
struct Beside {
    /// Sorted, each once.
    others: Vec<i32>,
    /// Devices of more than [`MOST_USERS`], sorted.
    crowded: Vec<i32>,
}

/// Notes that the enumerator uses the devices, and no others. Those who did not know of it wait to be judged.
async fn users_beside(
    tx: &mut WriteTx,
    enumerator_id: i32,
    devices: &[i32],
) -> Result<Beside, StoreError> {
    let known: Vec<i32> = each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT device_id FROM device_user WHERE enumerator_id = $1 ORDER BY device_id"
    ).bind(enumerator_id).fetch_all(&mut *conn).await?);
    for device_id in known.iter().filter(|id| devices.binary_search(id).is_err()) {
        each_tx!(tx, conn => {
            sqlx::query("DELETE FROM device_user WHERE device_id = $1 AND enumerator_id = $2")
                .bind(device_id)
                .bind(enumerator_id)
                .execute(&mut *conn)
                .await?;
        });
        // One fewer may make a crowd a device again.
        let users = others_of(tx, *device_id, enumerator_id).await?;
        wait(tx, &users).await?;
    }
    let mut beside = Beside::default();
    for device_id in devices {
        let mut users = others_of(tx, *device_id, enumerator_id).await?;
        if known.binary_search(device_id).is_err() {
            each_tx!(tx, conn => {
                sqlx::query("INSERT INTO device_user (device_id, enumerator_id) VALUES ($1, $2)")
                    .bind(device_id)
                    .bind(enumerator_id)
                    .execute(&mut *conn)
                    .await?;
            });
            // Beyond a crowd nothing changes for the others.
            if users.len() <= MOST_USERS {
                wait(tx, &users).await?;
            }
        }
        if users.len() >= MOST_USERS {
            beside.crowded.push(*device_id);
        } else {
            beside.others.append(&mut users);
        }
    }
    beside.others.sort_unstable();
    beside.others.dedup();
    Ok(beside)
}

/// Who else uses a device: one more than make a crowd at most, so that a crowd is known from the first beyond it.
async fn others_of(
    tx: &mut WriteTx,
    device_id: i32,
    enumerator_id: i32,
) -> Result<Vec<i32>, StoreError> {
    Ok(each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT enumerator_id FROM device_user WHERE device_id = $1 AND enumerator_id <> $2 \
         ORDER BY enumerator_id LIMIT $3"
    ).bind(device_id).bind(enumerator_id).bind(MOST_USERS as i64 + 1).fetch_all(&mut *conn).await?))
}

/// Makes enumerators wait to be judged.
pub(crate) async fn wait(tx: &mut WriteTx, enumerators: &[i32]) -> Result<(), StoreError> {
    for enumerator_id in enumerators {
        each_tx!(tx, conn => {
            sqlx::query("INSERT INTO unjudged (enumerator_id) VALUES ($1) ON CONFLICT DO NOTHING")
                .bind(enumerator_id)
                .execute(&mut *conn)
                .await?;
        });
    }
    Ok(())
}

type RunColumns = (i32, i32, i64, i16, String, i64);

/// Replaces the runs of devices whose clocks or visits read otherwise now, and makes the devices' other users wait.
async fn write_runs(
    tx: &mut WriteTx,
    enumerator_id: i32,
    runs: &[ClockRunRow],
) -> Result<(), StoreError> {
    for of_device in runs.chunk_by(|a, b| a.device_id == b.device_id) {
        let device_id = of_device[0].device_id;
        let on_file: Vec<RunColumns> = each_tx!(tx, conn => sqlx::query_as(
            "SELECT run, visits, offset_ms, certainty, evidence, digest FROM clock_run WHERE device_id = $1 ORDER BY run"
        ).bind(device_id).fetch_all(&mut *conn).await?);
        let same = on_file.len() == of_device.len()
            && on_file.iter().zip(of_device).all(|(old, new)| {
                (old.0, old.1, old.2, old.3, old.4.as_str(), old.5)
                    == (
                        new.run,
                        new.visits,
                        new.offset_ms,
                        new.certainty,
                        new.evidence.as_str(),
                        new.digest,
                    )
            });
        if same {
            continue;
        }
        each_tx!(tx, conn => {
            sqlx::query("DELETE FROM clock_run WHERE device_id = $1")
                .bind(device_id)
                .execute(&mut *conn)
                .await?;
        });
        for run in of_device {
            each_tx!(tx, conn => {
                sqlx::query(
                    "INSERT INTO clock_run (device_id, run, visits, offset_ms, certainty, evidence, digest) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7)",
                )
                .bind(device_id)
                .bind(run.run)
                .bind(run.visits)
                .bind(run.offset_ms)
                .bind(run.certainty)
                .bind(&run.evidence)
                .bind(run.digest)
                .execute(&mut *conn)
                .await?;
            });
        }
        let users: Vec<i32> = each_tx!(tx, conn => sqlx::query_scalar(
            "SELECT enumerator_id FROM device_user WHERE device_id = $1 AND enumerator_id <> $2"
        ).bind(device_id).bind(enumerator_id).fetch_all(&mut *conn).await?);
        wait(tx, &users).await?;
    }
    Ok(())
}

/// Findings a statement. Twelve values each, and SQLite takes 32,766 at most.
const FINDINGS_A_STATEMENT: usize = 200;

async fn write_findings(
    tx: &mut WriteTx,
    enumerator_id: i32,
    findings: &[FindingRow],
) -> Result<(), StoreError> {
    each_tx!(tx, conn => {
        sqlx::query(FORGET_FINDINGS)
            .bind(enumerator_id)
            .execute(&mut *conn)
            .await?;
    });
    for some in findings.chunks(FINDINGS_A_STATEMENT) {
        each_tx!(tx, conn => {
            let mut insert = sqlx::QueryBuilder::new(
                "INSERT INTO finding (enumerator_id, identity, check_number, check_version, severity, survey_day, area_id, \
                 wave_id, device_id, subject, evidence, facts_hash) ",
            );
            insert.push_values(some, |mut row, finding| {
                row.push_bind(finding.enumerator_id)
                    .push_bind(finding.identity)
                    .push_bind(finding.check_number)
                    .push_bind(finding.check_version)
                    .push_bind(finding.severity)
                    .push_bind(finding.survey_day.0)
                    .push_bind(finding.area_id)
                    .push_bind(finding.wave_id)
                    .push_bind(finding.device_id)
                    .push_bind(&finding.subject)
                    .push_bind(&finding.evidence)
                    .push_bind(finding.facts_hash);
            });
            // Two flags of one identity are one flag: ids that share a 64-bit hash must not hold up judging.
            insert.push(" ON CONFLICT DO NOTHING");
            insert.build().execute(&mut *conn).await?;
        });
    }
    Ok(())
}

async fn write_tallies(
    tx: &mut WriteTx,
    enumerator_id: i32,
    tallies: &[TallyRow],
) -> Result<(), StoreError> {
    each_tx!(tx, conn => {
        sqlx::query(FORGET_TALLIES)
            .bind(enumerator_id)
            .execute(&mut *conn)
            .await?;
    });
    for tally in tallies {
        each_tx!(tx, conn => {
            sqlx::query(
                "INSERT INTO tally (enumerator_id, wave_id, tehsil_id, interviews, sums) VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(tally.enumerator_id)
            .bind(tally.wave_id)
            .bind(tally.tehsil_id)
            .bind(tally.interviews)
            .bind(&tally.sums)
            .execute(&mut *conn)
            .await?;
        });
    }
    Ok(())
}
