//! `fieldwatch pull odk`

use super::{Failure, Outcome, import, serve};
use crate::clock::Clock;
use crate::ingest::formats::mapping::Mapping;
use crate::ingest::push::Reading;
use crate::ingest::summary::ImportSummary;
use crate::pull::central::Account;
use crate::pull::patience::Patience;
use crate::pull::run::{Pull, pull};
use crate::pull::schedule::{PAGE_ROWS, password};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;
use store::{Db, PullEnd, PullForm};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Pulls what is new of a form of ODK Central: new submissions, edits, reviews, deletions.
    Odk(Odk),
}

#[derive(clap::Args)]
#[group(skip)]
pub struct Odk {
    /// The address of the server, such as https://central.example.org
    #[arg(long)]
    url: String,
    /// The number of the project; it stands in the address of the project's page.
    #[arg(long)]
    project: i32,
    /// The form's id.
    #[arg(long)]
    form: String,
    /// What the form's fields are (TOML). `fieldwatch mapping suggest FILE` drafts one from an export.
    #[arg(long)]
    mapping: PathBuf,
    /// The zone of times that name none, such as Asia/Karachi.
    #[arg(long)]
    zone: Option<String>,
    /// The email address of the user who pulls; a project viewer is enough.
    #[arg(long, env = "FIELDWATCH_ODK_EMAIL")]
    email: String,
    /// A file with the user's password; without it, FIELDWATCH_ODK_PASSWORD.
    #[arg(long)]
    password_file: Option<PathBuf>,
    /// Rows a page.
    #[arg(long, default_value_t = PAGE_ROWS, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    page_rows: u32,
    /// Reads everything again, not only what is new.
    #[arg(long)]
    from_start: bool,
}

pub async fn odk(db: &Db, clock: &Clock, arguments: Odk) -> Outcome {
    let mapping = Mapping::from_file(&arguments.mapping).map_err(Failure::new)?;
    let what = Pull {
        form: PullForm::new(&arguments.url, arguments.project, arguments.form),
        account: Arc::new(Account {
            email: arguments.email,
            password: password(arguments.password_file.as_deref()).map_err(Failure::new)?,
        }),
        mapping: Arc::new(mapping),
        zone: arguments.zone,
        page_rows: arguments.page_rows,
        from_start: arguments.from_start,
        patience: Patience::default(),
        every_ms: None,
        by: super::by(),
    };
    let reading = Arc::new(Reading::load(db, clock.zone()).await?);
    import::need_areas(&reading.context)?;
    let begun = Instant::now();
    let pulled = pull(db, reading, clock, &what, serve::stop_asked()).await?;
    let Some(pulled) = pulled else {
        return Err(Failure::new(
            "Another process is pulling this form now. Look at the imports page, or try again in a few minutes.",
        ));
    };
    super::derive(db, clock).await?;
    let mut summary: ImportSummary = pulled.summary.into();
    summary.seconds = begun.elapsed().as_secs_f64();
    let code = import::say(&summary);
    match pulled.end {
        PullEnd::Complete { remark, .. } => {
            if let Some(remark) = remark {
                println!("{remark}");
            }
            Ok(code)
        }
        PullEnd::Failed(said) => Err(Failure::new(format!(
            "{said} What came before is on file; pull again to go on."
        ))),
    }
}
