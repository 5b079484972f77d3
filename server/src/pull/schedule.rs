//! Pulls again and again, inside `fieldwatch serve`. Several servers may have the same schedule: one of them pulls.

use super::central::Account;
use super::patience::Patience;
use super::run::{Pull, Pulled, pull, source_name};
use crate::ingest::formats::mapping::Mapping;
use crate::site::Site;
use domain::audit::By;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::{PullEnd, PullForm};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Rows a page, where nothing else is told.
pub const PAGE_ROWS: u32 = 500;
/// The variable with the password, where no file is told.
pub const PASSWORD_VARIABLE: &str = "FIELDWATCH_ODK_PASSWORD";
/// How often a schedule that is not due is looked at again: somebody else may have been pulling.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    odk: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    url: String,
    project: i32,
    form: String,
    mapping: PathBuf,
    every_minutes: u32,
    email: String,
    password_file: Option<PathBuf>,
    zone: Option<String>,
    page_rows: Option<u32>,
}

/// Reads a file of schedules. Paths in it are relative to its folder. Answers a sentence if something in it cannot be used.
pub fn read(path: &Path) -> Result<Vec<Pull>, String> {
    let wrong = |reason: String| format!("{}: {reason}", path.display());
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("{} cannot be read: {error}.", path.display()))?;
    let document: Document = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    document
        .odk
        .into_iter()
        .map(|entry| {
            let file = entry.password_file.map(|file| folder.join(file));
            if !(1..=7 * 24 * 60).contains(&entry.every_minutes) {
                return Err(wrong(
                    "every_minutes must be from 1 to 10080 (a week)".to_owned(),
                ));
            }
            Ok(Pull {
                form: PullForm::new(&entry.url, entry.project, entry.form),
                account: Arc::new(Account {
                    email: entry.email,
                    password: password(file.as_deref())?,
                }),
                mapping: Arc::new(Mapping::from_file(&folder.join(entry.mapping))?),
                zone: entry.zone,
                page_rows: entry.page_rows.unwrap_or(PAGE_ROWS).max(1),
                from_start: false,
                patience: Patience::default(),
                every_ms: Some(i64::from(entry.every_minutes) * 60_000),
                by: By::machine("schedule"),
            })
        })
        .collect()
}

/// The password in a file, or else in the environment. Never an argument: those are seen by everyone on a machine.
pub fn password(file: Option<&Path>) -> Result<String, String> {
    let text = match file {
        Some(file) => std::fs::read_to_string(file)
            .map_err(|error| format!("{} cannot be read: {error}.", file.display()))?,
        None => std::env::var(PASSWORD_VARIABLE).unwrap_or_default(),
    };
    let password = text.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        return Err(format!(
            "There is no password for the collection system: put it into a file and name that, or into {PASSWORD_VARIABLE}."
        ));
    }
    Ok(password.to_owned())
}

/// The schedules at work.
pub struct Pulling {
    stop: watch::Sender<bool>,
    at_work: JoinSet<()>,
}

impl Pulling {
    /// Begins; each form by itself.
    pub fn begin(site: &Arc<Site>, pulls: Vec<Pull>) -> Pulling {
        let (stop, stopped) = watch::channel(false);
        let mut at_work = JoinSet::new();
        for pull in pulls {
            at_work.spawn(keep_pulling(site.clone(), pull, stopped.clone()));
        }
        Pulling { stop, at_work }
    }

    /// Ends all of them in order: what runs notes that it was stopped, and gives its right back.
    pub async fn end(mut self) {
        let _ = self.stop.send(true);
        while self.at_work.join_next().await.is_some() {}
    }
}

async fn keep_pulling(site: Arc<Site>, what: Pull, mut stopped: watch::Receiver<bool>) {
    let every = Duration::from_millis(u64::try_from(what.every_ms.unwrap_or(0)).unwrap_or(0));
    while !*stopped.borrow() {
        once(&site, &what, stopped.clone()).await;
        tokio::select! {
            () = tokio::time::sleep(every.min(LOOK_AGAIN)) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn once(site: &Site, what: &Pull, mut stopped: watch::Receiver<bool>) {
    let name = source_name(&what.form);
    let reading = match site.reading().await {
        Ok(Some(reading)) => reading,
        Ok(None) => {
            tracing::error!(%name, "nothing is pulled before `fieldwatch reprocess --all` has run");
            return;
        }
        Err(error) => {
            tracing::error!(%name, %error, "the areas could not be read; nothing was pulled");
            return;
        }
    };
    // Rows of a survey without areas would all be set aside.
    if reading.context.areas.is_empty() {
        tracing::warn!(%name, "nothing is pulled before areas have been imported");
        return;
    }
    let stop = async move {
        // An error says that nobody is left to stop it, which is the end as well.
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    match pull(site.db(), reading, site.clock(), what, stop).await {
        Ok(None) => {}
        Ok(Some(Pulled { summary, end })) => match end {
            PullEnd::Complete { .. } => {
                tracing::info!(%name, read = summary.read, accepted = summary.accepted, updated = summary.updated,
                    quarantined = summary.quarantined, "pulled");
            }
            PullEnd::Failed(said) => {
                tracing::warn!(%name, read = summary.read, %said, "the pull did not reach the end");
            }
        },
        Err(error) => tracing::error!(%name, %error, "the pull failed"),
    }
}
