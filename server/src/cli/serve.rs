//! `fieldwatch serve`

use super::{Database, Failure, Outcome};
use crate::accounts::Accounts;
use crate::clock::Clock;
use crate::disclosure;
use crate::ingest::left_over::record_left_over;
use crate::listener::redirect::{self, Redirecting};
use crate::listener::tls::Tls;
use crate::listener::{self, HEADER_WITHIN, Limits};
use crate::pull::run::Pull;
use crate::pull::schedule::{self, Pulling};
use crate::site::Site;
use crate::web;
use crate::web::assets::Assets;
use crate::web::client::{Block, TrustedProxies};
use crate::web::front::{Front, SecurityContact};
use crate::web::patience::ANSWER_WITHIN;
use crate::web::rates::Rates;
use domain::account::SecondFactor;
use domain::time::{EpochMs, SurveyDay};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::Db;
use tokio::net::TcpListener;

#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// Where to listen. Anything but this machine needs --tls-cert and --tls-key, or a proxy with TLS in front and --trusted-proxy.
    #[arg(long, env = "FIELDWATCH_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// The server's certificate with those that lead to its authority (PEM). Read again when it changes.
    #[arg(
        long,
        env = "FIELDWATCH_TLS_CERT",
        value_name = "FILE",
        requires = "tls_key"
    )]
    pub tls_cert: Option<PathBuf>,
    /// The certificate's private key (PEM). Read again when it changes.
    #[arg(
        long,
        env = "FIELDWATCH_TLS_KEY",
        value_name = "FILE",
        requires = "tls_cert"
    )]
    pub tls_key: Option<PathBuf>,
    /// Addresses of proxies in front of this server, such as 10.0.0.7 or 10.0.0.0/8; repeat it, or separate them by commas. Only
    /// what they say in X-Forwarded-For and X-Forwarded-Proto is believed: they must set both.
    #[arg(
        long,
        env = "FIELDWATCH_TRUSTED_PROXY",
        value_name = "CIDR",
        value_delimiter = ','
    )]
    pub trusted_proxy: Vec<Block>,
    /// Listen without TLS where others may listen in. Passwords and everything about households can be read on the way.
    #[arg(long)]
    pub insecure_http: bool,
    /// Connections at a time. Stay below the number of files that the process may open (`ulimit -n`).
    #[arg(long, env = "FIELDWATCH_CONNECTIONS", default_value_t = 800, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub connections: u32,
    /// Connections at a time from one address (of IPv6: one network of 64 bits). Trusted proxies may have any number.
    #[arg(long, env = "FIELDWATCH_CONNECTIONS_BY_ADDRESS", default_value_t = 200, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub connections_by_address: u32,
    /// Seconds within which a client must have said what it wants; so long a connection may also stand idle.
    #[arg(long, env = "FIELDWATCH_HEADER_WITHIN", default_value_t = HEADER_WITHIN.as_secs(), value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=600))]
    pub header_within: u64,
    /// Requests a second from one address in the long run; 0 for no limit. Many people of one carrier share an address.
    #[arg(long, env = "FIELDWATCH_REQUESTS_BY_ADDRESS", default_value_t = Rates::default().address.per_second, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    pub requests_by_address: u32,
    /// Requests a second by one account in the long run; 0 for no limit.
    #[arg(long, env = "FIELDWATCH_REQUESTS_BY_ACCOUNT", default_value_t = Rates::default().account.per_second, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    pub requests_by_account: u32,
    /// Seconds that requests and work in the background may still take once the server is asked to stop.
    #[arg(long, env = "FIELDWATCH_SHUTDOWN_WITHIN", default_value_t = 30, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(0..=3_600))]
    pub shutdown_within: u64,
    /// Whom to tell about a weakness, in /.well-known/security.txt: mailto:security@example.org, or an address that begins with https:// or
    /// tel:. Repeat it for more.
    #[arg(long, env = "FIELDWATCH_SECURITY_CONTACT", value_name = "CONTACT", value_parser = contact, requires = "security_until")]
    pub security_contact: Vec<String>,
    /// The last day on which the contact holds, YYYY-MM-DD, at most a year ahead. Then the file is no longer shown.
    #[arg(long, env = "FIELDWATCH_SECURITY_UNTIL", value_name = "DAY", value_parser = super::demo::day)]
    pub security_until: Option<SurveyDay>,
    /// The folder with the pages' style and the islands' code, made by `cargo xtask build`.
    #[arg(long, env = "FIELDWATCH_SITE", default_value = "target/site")]
    pub site: PathBuf,
    /// Seconds that a page may take. Then the last good one is shown with its time, or that there is none.
    #[arg(long, env = "FIELDWATCH_ANSWER_WITHIN", value_name = "SECONDS", default_value_t = ANSWER_WITHIN.as_secs(), value_parser = clap::value_parser!(u64).range(1..=600))]
    pub answer_within: u64,
    /// Forms of ODK Central to pull from, again and again (TOML): see the README.
    #[arg(long, env = "FIELDWATCH_PULLS")]
    pub pulls: Option<PathBuf>,
    #[command(flatten)]
    pub redirect: redirect::Arguments,
    #[command(flatten)]
    pub accounts: super::accounts::Arguments,
    #[command(flatten)]
    pub metrics: crate::metrics::listen::Arguments,
}

/// How often the data are looked at for changes made by other processes.
const REFRESH: Duration = Duration::from_secs(2);
/// How often SQLite's log is folded into the file.
const FOLD_EVERY: Duration = Duration::from_secs(5);
/// How long pushed rows may wait for the server that took them. It records them within a second or two.
const GIVEN_UP_MS: i64 = 60_000;

pub async fn run(database: &Database, clock: Clock, arguments: Arguments) -> Outcome {
    let db = super::open(database).await?;
    let pulls = arguments.pulls()?;
    let keys = database.keys()?;
    let accounts = arguments.accounts.open(keys, SecondFactor::Required)?;
    let listening = listen(&arguments).await?;
    let address = listening.address()?;
    let site = open(db, clock, &arguments, accounts).await?;
    // From when its address is known, it may be asked to stop.
    let asked = stop_asked();
    println!("FieldWatch serves {address}");
    until_stopped(site, listening, pulls, asked).await
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
        let default = Rates::default();
        let rates = Rates {
            account: default.account.with(self.requests_by_account),
            address: default.address.with(self.requests_by_address),
            ..default
        };
        let contacts = self.security_contact.clone();
        Front {
            trusted_proxies: self.trusted_proxies(),
            only_by_proxy: self.tls_cert.is_none()
                && !self.insecure_http
                && !self.trusted_proxy.is_empty(),
            rates: Some(rates),
            security: self
                .security_until
                .filter(|_| !contacts.is_empty())
                .map(|until| SecurityContact { contacts, until }),
        }
    }

    fn trusted_proxies(&self) -> TrustedProxies {
        self.trusted_proxy.iter().copied().collect()
    }

    fn limits(&self) -> Limits {
        Limits {
            connections: self.connections as usize,
            connections_by_address: self.connections_by_address as usize,
            header_within: Duration::from_secs(self.header_within),
            shutdown_within: Duration::from_secs(self.shutdown_within),
        }
    }

    /// The certificate and its key; or a refusal to let passwords travel where others can read them.
    fn tls(&self) -> Result<Option<Tls>, Failure> {
        if let (Some(certificate), Some(key)) = (&self.tls_cert, &self.tls_key) {
            return Tls::read(certificate, key).map(Some).map_err(Failure::new);
        }
        let is_here = self.listen.ip().to_canonical().is_loopback();
        if is_here || !self.trusted_proxy.is_empty() || self.insecure_http {
            return Ok(None);
        }
        Err(Failure::new(format!(
            "{} can be reached from other machines, and passwords would travel unencrypted. Give a certificate with --tls-cert and \
             --tls-key, or put a proxy with TLS in front and name its address with --trusted-proxy. If nobody can listen in on that \
             network, say so with --insecure-http.",
            self.listen
        )))
    }
}

/// An address as `security.txt` wants it.
fn contact(text: &str) -> Result<String, String> {
    let is_one = ["mailto:", "https://", "tel:"]
        .iter()
        .any(|scheme| text.len() > scheme.len() && text.starts_with(scheme));
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    match is_one && is_plain {
        true => Ok(text.to_owned()),
        false => Err("write it like mailto:security@example.org, https://example.org/security or tel:+92-42-1234567".to_owned()),
    }
}

/// An address that is taken, and how it is listened at.
pub struct Listening {
    listener: TcpListener,
    tls: Option<Tls>,
    redirecting: Option<Redirecting>,
    trusted: TrustedProxies,
    limits: Limits,
}

impl Listening {
    /// Where it is, for people.
    pub fn address(&self) -> std::io::Result<String> {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        Ok(format!("{scheme}://{}/", self.listener.local_addr()?))
    }
}

/// Takes the address, or says who is in the way.
pub async fn listen(arguments: &Arguments) -> Result<Listening, Failure> {
    let tls = arguments.tls()?;
    let address = arguments.listen;
    let listener = TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Failure::new(format!(
            "{address} is in use by another program, perhaps another FieldWatch. Stop it, or choose another address with --listen 127.0.0.1:{}.",
            address.port().wrapping_add(1).max(1024)
        )),
        _ => Failure::new(format!("cannot listen on {address}: {error}.")),
    })?;
    Ok(Listening {
        listener,
        tls,
        redirecting: arguments.redirect.listen().await.map_err(Failure::new)?,
        trusted: arguments.trusted_proxies(),
        limits: arguments.limits(),
    })
}

/// Reads the static files of a folder, or says what is wrong with it.
pub fn assets(folder: &Path) -> Result<Assets, Failure> {
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
    Ok(assets)
}

/// Reads the static files and the survey.
pub async fn open(
    db: Db,
    clock: Clock,
    arguments: &Arguments,
    accounts: Accounts,
) -> Result<Arc<Site>, Failure> {
    let assets = assets(&arguments.site)?;
    // A process that was killed may have left rows that it had acknowledged, and cells to be rolled up.
    super::record_left_over(&db, &clock).await?;
    super::derive(&db, &clock).await?;
    let site = Site::open(db, clock, assets).await?.with_accounts(accounts);
    let limit = Duration::from_secs(arguments.answer_within);
    let site = Arc::new(site.answering_within(limit).behind(arguments.front()));
    arguments.metrics.begin(&site).await.map_err(Failure::new)?;
    Ok(site)
}

/// Answers requests and pulls until `asked` says that the process is asked to stop, then lets what runs end, for a while. What is cut off then is done
/// again: rows that were acknowledged are on disk, and work in the background is marked as waiting until it is done.
pub async fn until_stopped(
    site: Arc<Site>,
    listening: Listening,
    pulls: Vec<Pull>,
    asked: impl Future<Output = ()> + Send + 'static,
) -> Outcome {
    let pulling = Pulling::begin(&site, pulls);
    let refresher = tokio::spawn(keep_fresh(site.clone()));
    let previewer = tokio::spawn(keep_previewing(site.clone()));
    let folder = tokio::spawn(keep_folding(site.clone()));
    let within = listening.limits.shutdown_within;
    if let Some(tls) = &listening.tls {
        site.metrics().watch_certificate(tls.expiry());
    }
    if let Some(redirecting) = listening.redirecting {
        let (site, limits) = (site.clone(), listening.limits);
        tokio::spawn(async move { redirecting.answer(limits, site.stopped()).await });
    }
    let asked = {
        let site = site.clone();
        async move {
            asked.await;
            tracing::info!("asked to stop: no more connections, what runs may end");
            site.stop();
            tokio::spawn(at_once_when_asked_again());
        }
    };
    let cut = listener::serve(
        listening.listener,
        listening.tls,
        web::router(site.clone()),
        listening.trusted,
        listening.limits,
        asked,
    )
    .await;
    if cut > 0 {
        tracing::warn!(
            connections = cut,
            "requests had not ended in time and were cut off"
        );
    }
    let rest = async {
        pulling.end().await;
        // A replay goes on when its reader has left.
        let _none = site.replaying().lock().await;
        let _ = refresher.await;
        let _ = previewer.await;
        let _ = folder.await;
    };
    if tokio::time::timeout(within, rest).await.is_err() {
        tracing::warn!(
            "work in the background had not ended in time; it goes on with the next start"
        );
    }
    site.desk().close().await;
    Ok(0)
}

/// Whoever asks twice does not want to wait. Nothing is lost by it, as by any other end of the process.
async fn at_once_when_asked_again() {
    stop_asked().await;
    eprintln!("fieldwatch: asked to stop again: at once.");
    std::process::exit(1);
}

/// Does the same again and again. What runs when the process is asked to stop is dropped.
async fn again_until_stopped<F: Future<Output = ()>>(site: &Site, round: impl Fn() -> F) {
    loop {
        tokio::select! {
            () = site.stopped() => return,
            () = round() => {}
        }
    }
}

async fn keep_fresh(site: Arc<Site>) {
    let round = || async {
        tokio::time::sleep(REFRESH).await;
        // What another server took, and has not recorded for so long, it will not record any more.
        let now = site.clock().now();
        let long_ago = EpochMs(now.0.saturating_sub(GIVEN_UP_MS));
        let metrics = site.metrics();
        let left_over = record_left_over(site.db(), site.clock(), long_ago);
        if let Err(error) = metrics.job("left_over", left_over).await {
            tracing::error!(%error, "pushed rows that another server left could not be recorded");
        }
        if let Err(error) = metrics.job("refresh", site.refresh()).await {
            tracing::error!(%error, "the survey could not be read again; pages show the last good figures");
        }
        if let Err(error) = metrics.job("judge", site.judge()).await {
            tracing::error!(%error, "work could not be judged; flags are those of the last judging");
        }
        let quality = site.refresh_quality(false);
        if let Err(error) = metrics.job("quality", quality).await {
            tracing::error!(%error, "quality could not be read again; pages show the last good figures and say so");
        }
        disclosure::prepare(&site);
    };
    // Each step is a transaction, or many: dropped half-way, the last is rolled back and its work stays marked as waiting.
    again_until_stopped(&site, round).await;
}

async fn keep_previewing(site: Arc<Site>) {
    while !site.is_stopping() {
        if let Err(error) = site.work_on_previews(REFRESH).await {
            tracing::error!(%error, "previews of thresholds could not be worked on; they wait");
            tokio::time::sleep(REFRESH).await;
        }
    }
}

/// Folds SQLite's log where nobody waits for it. Else it would fall to somebody's commit.
async fn keep_folding(site: Arc<Site>) {
    let round = || async {
        tokio::time::sleep(FOLD_EVERY).await;
        if let Err(error) = site.db().fold_log().await {
            tracing::warn!(%error, "the database's log could not be folded into its file; it is tried again");
        }
    };
    again_until_stopped(&site, round).await;
}

/// Answers when the process is asked to stop. From this call on, and not only from when the answer is waited for, being asked is no sudden
/// end.
pub fn stop_asked() -> impl Future<Output = ()> + Send + 'static {
    #[cfg(unix)]
    let (interrupt, terminate) = {
        use tokio::signal::unix::SignalKind;
        (
            asked_by(SignalKind::interrupt()),
            asked_by(SignalKind::terminate()),
        )
    };
    #[cfg(not(unix))]
    let (interrupt, terminate) = (
        async {
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        },
        std::future::pending::<()>(),
    );
    async move {
        tokio::select! {
            () = interrupt => {}
            () = terminate => {}
        }
    }
}

/// A signal that cannot be listened for is never heard.
#[cfg(unix)]
fn asked_by(kind: tokio::signal::unix::SignalKind) -> impl Future<Output = ()> + Send + 'static {
    let signal = tokio::signal::unix::signal(kind);
    async move {
        match signal {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    }
}
