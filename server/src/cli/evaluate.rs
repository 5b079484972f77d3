//! `fieldwatch evaluate`: how good the checks are, on surveys whose truth is known.
//!
//! Each seed is a survey of its own, simulated, imported and judged as any other, in a database that is thrown away. The checks
//! do not know the simulator's parameters; the truth is compared with what they found afterwards.

use super::{Failure, Outcome};
use crate::clock::Clock;
use crate::ingest::bundled;
use crate::ingest::interpret::Context;
use crate::ingest::submissions::Job;
use crate::ingest::{opening, small, submissions};
use crate::judging::risks::finding_of;
use crate::judging::{judge_waiting, risks};
use domain::audit::By;
use domain::checks::{Severity, Subject};
use domain::evaluate::{FiredOn, Known, evaluate};
use domain::time::SurveyDay;
use simulate::{Answers, Mix, Scenario, Survey, Truth};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use store::Db;

/// What those are called who do nothing out of the ordinary.
const PLAIN: &str = "plain";

#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// Seeds, a survey each.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 2, 3])]
    seeds: Vec<u64>,
    /// Visits a survey.
    #[arg(long, default_value_t = 300_000)]
    interviews: u64,
    /// The last day of the simulated field work.
    #[arg(long, value_parser = super::demo::day, default_value = "2026-11-20")]
    today: SurveyDay,
}

/// A folder of its own, gone when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn make() -> io::Result<Folder> {
        let name = format!("fieldwatch-evaluate-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path)?;
        Ok(Folder(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is the temporary folder's to clear.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub async fn run(clock: &Clock, arguments: &Arguments) -> Outcome {
    let folder = Folder::make()?;
    let mut known = Vec::new();
    for seed in &arguments.seeds {
        let of_seed = of_seed(clock, &folder, *seed, arguments).await?;
        eprintln!("seed {seed}: {} enumerators judged", of_seed.len());
        // Keys are of one survey; here they must be of all.
        let offset = i32::try_from(known.len()).unwrap_or(i32::MAX);
        known.extend(of_seed.into_iter().zip(0..).map(|(known, number)| Known {
            enumerator: offset + number,
            ..known
        }));
    }
    print!("{}", evaluate(&known).to_markdown());
    Ok(0)
}

async fn of_seed(
    clock: &Clock,
    folder: &Folder,
    seed: u64,
    arguments: &Arguments,
) -> Result<Vec<Known>, Failure> {
    let mut scenario = Scenario::new(
        seed,
        arguments.interviews,
        arguments.today,
        clock.zone().clone(),
    );
    scenario.mix = Mix::evaluation();
    scenario.answers = Answers::Full;
    let survey = Arc::new(Survey::new(&scenario));
    let url = format!("sqlite:{}", folder.0.join(format!("{seed}.db")).display());
    let db = Db::open_or_create(&url).await?;
    db.migrate().await?;
    bundled::import(&db, &super::stamp(clock))
        .await
        .map_err(Failure::new)?;
    let job = |name: &str| Job {
        source_name: name.to_owned(),
        by: By::machine("evaluation"),
        imported_at: survey.now(),
    };
    let (mut targets, mut roster) = (Vec::new(), Vec::new());
    survey.write_targets_csv(&mut targets)?;
    survey.write_roster_csv(&mut roster)?;
    small::import_targets(&db, targets.as_slice(), job("targets.csv")).await?;
    small::import_roster(&db, roster.as_slice(), job("roster.csv")).await?;
    let context = Arc::new(Context::load(&db, clock.zone()).await?);
    let (read, write) = io::pipe()?;
    let simulated = survey.clone();
    let simulator =
        std::thread::spawn(move || simulated.write_submissions_csv(io::BufWriter::new(write)));
    let opened = opening::open(read, None)?;
    submissions::import(
        &db,
        context.clone(),
        opened,
        job("submissions.csv"),
        Arc::default(),
    )
    .await?;
    simulator
        .join()
        .map_err(|_| Failure::new("the simulator stopped unexpectedly"))??;
    judge_waiting(&db, &context, survey.now(), |_| {}).await?;
    let truth: Vec<Truth> = survey.truth().collect();
    let known = compare(&db, &truth).await?;
    db.close().await;
    Ok(known)
}

/// What was found beside what is true.
async fn compare(db: &Db, truth: &[Truth]) -> Result<Vec<Known>, Failure> {
    let risks = risks::refresh(db).await?;
    let codes: HashMap<i32, String> = db.enumerator_codes().await?.into_iter().collect();
    let truth: HashMap<&str, &Truth> = truth
        .iter()
        .map(|truth| (truth.enumerator_code.as_str(), truth))
        .collect();
    let planted: HashSet<i64> = truth
        .values()
        .flat_map(|truth| &truth.submission_ids)
        .map(|id| crate::ingest::hash::id_hash(id))
        .collect();
    let mut known: BTreeMap<i32, Known> = BTreeMap::new();
    for risk in &risks {
        let code = codes.get(&risk.enumerator).map_or("", String::as_str);
        let behaviour = truth.get(code).map(|truth| truth.behaviour);
        let person = known.entry(risk.enumerator).or_insert_with(|| Known {
            enumerator: risk.enumerator,
            is_dishonest: behaviour.is_some_and(|behaviour| behaviour.is_dishonest()),
            behaviour: behaviour
                .map_or(PLAIN, |behaviour| behaviour.code())
                .to_owned(),
            risk: 0.0,
            fired: BTreeMap::new(),
            has_severe: false,
        });
        person.risk = person.risk.max(risk.score);
    }
    let mut from = i32::MIN;
    loop {
        let rows = db.findings_from(from, 500).await?;
        let Some(last) = rows.last() else { break };
        from = last.enumerator_id.saturating_add(1);
        for finding in rows.iter().filter_map(finding_of) {
            let Some(person) = known.get_mut(&finding.enumerator) else {
                continue;
            };
            person.has_severe |= finding.severity == Severity::Severe;
            if finding.severity == Severity::Info {
                continue;
            }
            let on: &mut FiredOn = person.fired.entry(finding.check()).or_default();
            for key in keys(&finding.subject) {
                match planted.contains(&key) {
                    true => on.planted += 1,
                    false => on.unplanted += 1,
                }
            }
        }
    }
    Ok(known.into_values().collect())
}

/// The submissions that a finding names.
fn keys(subject: &Subject) -> Vec<i64> {
    match *subject {
        Subject::Visit { key } => vec![key],
        Subject::Visits { first, second } => vec![first, second],
        Subject::Spot { first } | Subject::DeviceRun { first, .. } => vec![first],
        Subject::Day { .. } | Subject::Wave { .. } => Vec::new(),
    }
}
