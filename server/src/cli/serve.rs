//! `fieldwatch serve`

use super::{Failure, Outcome};
use crate::clock::Clock;
use crate::ingest::left_over::record_left_over;
use crate::pull::run::Pull;
use crate::pull::schedule::{self, Pulling};
use crate::site::Site;
use crate::web;
use crate::web::assets::Assets;
use crate::web::client::{Block, Peer};
use crate::web::front::Front;
use crate::web::patience::ANSWER_WITHIN;
use domain::time::EpochMs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use store::Db;
use tokio::net::TcpListener;

#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// Where to listen. Put a proxy with TLS in front of anything but this machine.
    #[arg(long, default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// The folder with the pages' style and the islands' code, made by `cargo xtask build`.
    #[arg(long, env = "FIELDWATCH_SITE", default_value = "target/site")]
    pub site: PathBuf,
    /// Seconds that a page may take. Then the last good one is shown with its time, or that there is none.
    #[arg(long, env = "FIELDWATCH_ANSWER_WITHIN", value_name = "SECONDS", default_value_t = ANSWER_WITHIN.as_secs(), value_parser = clap::value_parser!(u64).range(1..=600))]
    pub answer_within: u64,
    /// Addresses of proxies in front of this server, such as 10.0.0.7 or 10.0.0.0/8; repeat it, or separate them by commas. Only
    /// what they say in X-Forwarded-For and X-Forwarded-Proto is believed: they must set both.
    #[arg(
        long,
        env = "FIELDWATCH_TRUSTED_PROXY",
        value_name = "CIDR",
        value_delimiter = ','
    )]
    pub trusted_proxy: Vec<Block>,
    /// Forms of ODK Central to pull from, again and again (TOML): see the README.
    #[arg(long, env = "FIELDWATCH_PULLS")]
    pub pulls: Option<PathBuf>,
}

/// How often the data are looked at for changes made by other processes.
const REFRESH: Duration = Duration::from_secs(2);
/// How long pushed rows may wait for the server that took them. It records them within a second or two.
const GIVEN_UP_MS: i64 = 60_000;

pub async fn run(db: Db, clock: Clock, arguments: Arguments) -> Outcome {
    let pulls = arguments.pulls()?;
    let listener = listen(arguments.listen).await?;
    let address = listener.local_addr()?;
    let site = open(db, clock, &arguments).await?;
    println!("FieldWatch serves http://{address}/");
    until_stopped(site, listener, pulls).await
}

impl Arguments {
    /// Reads the file of schedules, if one is named: before anything is served, so that a mistake in it is seen.
    pub fn pulls(&self) -> Result<Vec<Pull>, Failure> {
        let pulls = self.pulls.as_deref().map(schedule::read).transpose();
        Ok(pulls.map_err(Failure::new)?.unwrap_or_default())
    }
}

impl Arguments {
    fn front(&self) -> Front {
        Front {
            trusted_proxies: self.trusted_proxy.iter().copied().collect(),
        }
    }
}

/// Takes the address, or says who is in the way.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Failure::new(format!(
            "{address} is in use by another program, perhaps another FieldWatch. Stop it, or choose another address with --listen 127.0.0.1:{}.",
            address.port().wrapping_add(1).max(1024)
        )),
        _ => Failure::new(format!("cannot listen on {address}: {error}.")),
    })
}

/// Reads the static files and the survey.
pub async fn open(db: Db, clock: Clock, arguments: &Arguments) -> Result<Arc<Site>, Failure> {
    let folder = &arguments.site;
    let hint = "Build it with: cargo xtask build — or name the folder with --site.";
    let assets = Assets::read(folder).map_err(|error| {
        Failure::new(format!(
            "the site folder {} cannot be read: {error}. {hint}",
            folder.display()
        ))
    })?;
    if !assets.is_complete() {
        return Err(Failure::new(format!(
            "the site folder {} is incomplete. {hint}",
            folder.display()
        )));
    }
    // A process that was killed may have left rows that it had acknowledged, and cells to be rolled up.
    super::record_left_over(&db, &clock).await?;
    super::derive(&db, &clock).await?;
    let site = Site::open(db, clock, assets).await?;
    let limit = Duration::from_secs(arguments.answer_within);
    Ok(Arc::new(
        site.answering_within(limit).behind(arguments.front()),
    ))
}

/// Answers requests and pulls until the process is asked to stop, then lets what runs end.
pub async fn until_stopped(site: Arc<Site>, listener: TcpListener, pulls: Vec<Pull>) -> Outcome {
    let pulling = Pulling::begin(&site, pulls);
    let refreshed = site.clone();
    let refresher = tokio::spawn(async move {
        loop {
            tokio::time::sleep(REFRESH).await;
            // What another server took, and has not recorded for so long, it will not record any more.
            let now = refreshed.clock().now();
            let long_ago = EpochMs(now.0.saturating_sub(GIVEN_UP_MS));
            if let Err(error) = record_left_over(refreshed.db(), refreshed.clock(), long_ago).await
            {
                tracing::error!(%error, "pushed rows that another server left could not be recorded");
            }
            if let Err(error) = refreshed.refresh().await {
                tracing::error!(%error, "the survey could not be read again; pages show the last good figures");
            }
            if let Err(error) = refreshed.judge().await {
                tracing::error!(%error, "work could not be judged; flags are those of the last judging");
            }
            if let Err(error) = refreshed.refresh_quality(false).await {
                tracing::error!(%error, "quality could not be read again; pages show the last good figures and say so");
            }
        }
    });
    let previewed = site.clone();
    let previewer = tokio::spawn(async move {
        loop {
            if let Err(error) = previewed.work_on_previews(REFRESH).await {
                tracing::error!(%error, "previews of thresholds could not be worked on; they wait");
                tokio::time::sleep(REFRESH).await;
            }
        }
    });
    let service = web::router(site.clone()).into_make_service_with_connect_info::<Peer>();
    axum::serve(listener, service)
        .with_graceful_shutdown(stop_asked())
        .await?;
    pulling.end().await;
    site.desk().close().await;
    refresher.abort();
    previewer.abort();
    Ok(0)
}

/// Answers when the process is asked to stop.
pub async fn stop_asked() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
