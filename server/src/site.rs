//! The running survey: the database, the cube in memory, and the use cases behind the pages.

use crate::accounts::Accounts;
use crate::audit::noting::Noting;
use crate::clock::Clock;
use crate::coordination::silent::Councils;
use crate::desk::Desk;
use crate::disclosure::HeldAreas;
use crate::ingest::interpret::FACTS_VERSION;
use crate::ingest::push::Reading;
use crate::judging::{judge_waiting, preview, risks};
use crate::kept::Kept;
use crate::metrics::Metrics;
use crate::present::Present;
use crate::quality::QualityNow;
use crate::secret;
use crate::sessions::{Asking, Sessions};
use crate::shapes::Shapes;
use crate::web::assets::Assets;
use crate::web::front::Front;
use crate::web::pages::PageCache;
use crate::web::patience::{ANSWER_WITHIN, LastGood};
use crate::web::rates::Counter;
use domain::area::AreaId;
use domain::area::BoundarySource;
use domain::audit::By;
use domain::cube::{Cube, CubeRows};
use domain::time::EpochMs;
use domain::time::SurveyDay;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::coordination::CoordinationNow;
use store::flags::JudgedSome;
use store::resurveys::MadeAgain;
use store::{Db, StoreError, TokenRow};

/// Everything a request needs. Cheap to share; the survey inside is exchanged whole when the data change.
pub struct Site {
    db: Db,
    clock: Clock,
    assets: Assets,
    survey: Present<Arc<Survey>>,
    quality: Present<QualityShown>,
    coordination: Present<Arc<CoordinationNow>>,
    pages: PageCache,
    desk: Desk,
    sessions: Sessions,
    accounts: Accounts,
    reading: tokio::sync::Mutex<Option<Arc<Reading>>>,
    replaying: tokio::sync::Mutex<()>,
    risks_wait: tokio::sync::Mutex<RisksWait>,
    previews_wait: tokio::sync::Notify,
    answer_within: Duration,
    last_good: LastGood,
    noting: Noting,
    metrics: Metrics,
    front: Front,
    counter: Option<Counter>,
    stopping: tokio::sync::watch::Sender<bool>,
}

/// Quality as pages show it: the last that could be read.
#[derive(Clone)]
pub struct QualityShown {
    /// What was read.
    pub now: Arc<QualityNow>,
    /// Since when newer figures cannot be read, if they cannot.
    pub failing_since: Option<EpochMs>,
    /// When it was tried last.
    tried: Instant,
}

/// Quality is read anew at most this often while people are judged: it reads all sums.
const QUALITY_EVERY: Duration = Duration::from_secs(20);

/// Risks are made anew at most this often: they read all sums and findings, and nobody walks to a door within minutes of them.
const RISKS_EVERY: Duration = Duration::from_secs(300);

/// When risks were made last, and whether somebody's work was judged since.
#[derive(Default)]
struct RisksWait {
    judged: bool,
    since: Option<Instant>,
}

/// The survey at one version of the data. Never changed, only replaced: a page shows one version throughout.
pub struct Survey {
    /// Numbers.
    pub cube: Cube,
    /// Outlines, drawn when first asked for.
    pub shapes: Shapes,
    /// Where boundaries come from.
    pub sources: Vec<BoundarySource>,
    /// Silent union councils, as they were asked for: of which area, for how many days, on which day.
    pub councils: Kept<(AreaId, i32, SurveyDay), Councils>,
    /// Interviews that do not count because they are made again.
    pub made_again: Vec<MadeAgain>,
    /// Where numbers are held back that could point to a household: by version of quality and day.
    pub held: Kept<(i64, SurveyDay), HeldAreas>,
}

impl Survey {
    /// Reads the survey from the database.
    pub async fn load(db: &Db) -> Result<Survey, StoreError> {
        let cube = load_cube(db).await?;
        Ok(Survey {
            cube,
            shapes: Shapes::new(db.clone()),
            sources: db.boundary_sources().await?,
            made_again: db.made_again().await?,
            councils: Kept::most(64),
            held: Kept::most(2),
        })
    }
}

/// Reads the cube from the database.
pub async fn load_cube(db: &Db) -> Result<Cube, StoreError> {
    let rows = db.load_cube().await?;
    // Wave 0 holds submissions that name no wave; it can be seen in the totals and not be chosen.
    let mut waves: Vec<_> = rows
        .waves
        .into_iter()
        .filter(|(_, code)| !code.is_empty())
        .collect();
    waves.sort_unstable_by(|a, b| a.1.cmp(&b.1));
    Ok(Cube::build(CubeRows {
        areas: rows.areas,
        waves,
        plans: rows.plans,
        cells: rows.cells,
        presence: rows.presence,
        deployments: rows.deployments,
        as_of: rows.as_of,
        version: rows.data_version,
    }))
}

/// An error of any kind on its way to the log.
pub type AnyError = Box<dyn std::error::Error + Send + Sync>;

impl Site {
    /// Reads the survey and is ready to serve.
    pub async fn open(db: Db, clock: Clock, assets: Assets) -> Result<Site, StoreError> {
        let survey = Survey::load(&db).await?;
        let quality = QualityNow::load(&db, &survey.cube, clock.zone()).await?;
        let survey = Present::new(Arc::new(survey));
        let coordination = Present::new(Arc::new(db.load_coordination().await?));
        let quality = Present::new(QualityShown {
            now: Arc::new(quality),
            failing_since: None,
            tried: Instant::now(),
        });
        Ok(Site {
            quality,
            coordination,
            desk: Desk::new(db.clone(), clock.clone()),
            db,
            clock,
            assets,
            survey,
            pages: PageCache::default(),
            sessions: Sessions::default(),
            accounts: Accounts::default(),
            reading: tokio::sync::Mutex::default(),
            replaying: tokio::sync::Mutex::default(),
            risks_wait: tokio::sync::Mutex::default(),
            previews_wait: tokio::sync::Notify::new(),
            answer_within: ANSWER_WITHIN,
            last_good: LastGood::default(),
            noting: Noting::default(),
            metrics: Metrics::default(),
            front: Front::default(),
            counter: None,
            stopping: tokio::sync::watch::Sender::new(false),
        })
    }

    /// Where it is noted who sees what.
    pub fn noting(&self) -> &Noting {
        &self.noting
    }

    /// The survey at its present version.
    pub fn survey(&self) -> Arc<Survey> {
        self.survey.get()
    }

    /// The present version of the data.
    pub fn version(&self) -> i64 {
        self.survey().cube.version()
    }

    /// Quality as it was read last.
    pub fn quality_now(&self) -> QualityShown {
        self.quality.get()
    }

    /// What waits in coordination and where the districts stand, as it is on file now: it is read again after every change, from whichever
    /// server.
    pub async fn coordination(&self) -> Result<Arc<CoordinationNow>, StoreError> {
        let version = self.db.coordination_version().await?;
        let present = self.coordination.get();
        if present.version == version {
            return Ok(present);
        }
        let read = Arc::new(self.db.load_coordination().await?);
        let is_older = |present: &Arc<CoordinationNow>| present.version < read.version;
        self.coordination.replace_if(read.clone(), is_older);
        Ok(read)
    }

    /// The version of everything that pages from memory show: of the survey, of quality, and whether newer figures cannot be read.
    pub fn shown_version(&self) -> (i64, i64, bool) {
        let quality = self.quality_now();
        (
            self.version(),
            quality.now.quality.version(),
            quality.failing_since.is_some(),
        )
    }

    /// Reads quality anew if somebody was judged or decided since, or areas changed, and the last reading is not too fresh. What cannot be
    /// read leaves the last good figures where they are, and pages say so. Says whether there is something new to show.
    pub async fn refresh_quality(&self, at_once: bool) -> Result<bool, StoreError> {
        let shown = self.quality_now();
        if !at_once && shown.tried.elapsed() < QUALITY_EVERY {
            return Ok(false);
        }
        let read = self.read_quality(&shown).await;
        let (shown, result) = match read {
            Ok(None) if shown.failing_since.is_none() => return Ok(false),
            Ok(now) => {
                let now = now.map_or(shown.now, Arc::new);
                let shown = QualityShown {
                    now,
                    failing_since: None,
                    tried: Instant::now(),
                };
                (shown, Ok(true))
            }
            Err(error) => {
                let failing_since = shown.failing_since.or(Some(self.clock.now()));
                let shown = QualityShown {
                    failing_since,
                    tried: Instant::now(),
                    ..shown
                };
                (shown, Err(error))
            }
        };
        self.quality.replace(shown);
        result
    }

    async fn read_quality(&self, shown: &QualityShown) -> Result<Option<QualityNow>, StoreError> {
        if !shown.now.is_old(&self.db).await? {
            return Ok(None);
        }
        let survey = self.survey();
        let now = QualityNow::load(&self.db, &survey.cube, self.clock.zone());
        Ok(Some(now.await?))
    }

    /// Rolls up what is dirty and reads the survey again if the data have changed. Says whether they had.
    pub async fn refresh(&self) -> Result<bool, StoreError> {
        self.settle().await;
        if self.db.has_dirty_cells().await? {
            self.db.roll_up().await?;
        }
        // So many that newer figures never wait long for them; the others come with the next look.
        self.db.count_listings(64).await?;
        if self.db.data_version().await? == self.version() {
            return Ok(false);
        }
        let survey = Arc::new(Survey::load(&self.db).await?);
        self.survey.replace(survey);
        Ok(true)
    }

    /// Judges whoever waits for it, and now and then says anew how much speaks for a second look at whose work.
    /// While the facts on file follow an older program's rules nothing is judged.
    pub async fn judge(&self) -> Result<JudgedSome, AnyError> {
        let Some(reading) = self.reading().await? else {
            return Ok(JudgedSome::default());
        };
        let now = self.clock.now();
        let done = judge_waiting(&self.db, &reading.context, now, |_| {}).await?;
        let mut waits = self.risks_wait.lock().await;
        waits.judged |= done.enumerators > 0;
        if waits.judged
            && waits
                .since
                .is_none_or(|since| since.elapsed() >= RISKS_EVERY)
        {
            risks::refresh(&self.db).await?;
            waits.judged = false;
            waits.since = Some(Instant::now());
        }
        Ok(done)
    }

    /// Says that a preview of a threshold has been asked for.
    pub fn previews_wait(&self) {
        self.previews_wait.notify_one();
    }

    /// Works out previews that wait, here or left by another server, and then waits for the next, for a while.
    pub async fn work_on_previews(&self, most: Duration) -> Result<(), AnyError> {
        if let Some(reading) = self.reading().await? {
            while preview::work(&self.db, &reading.context, &self.clock, self.stopped()).await? {}
        }
        // Whether one was asked for or it is time to look: both are reasons to look.
        tokio::select! {
            () = self.stopped() => {}
            _ = tokio::time::timeout(most, self.previews_wait.notified()) => {}
        }
        Ok(())
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Static files.
    pub fn assets(&self) -> &Assets {
        &self.assets
    }

    /// Rendered pages.
    pub fn pages(&self) -> &PageCache {
        &self.pages
    }

    /// Where pushed rows are taken in.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Records pushed rows that were taken and still wait. A failure is in the log and tried again: what is on file can be
    /// shown without them.
    pub async fn settle(&self) {
        if let Err(error) = self.desk.settle().await {
            tracing::warn!(%error, "pushed rows that were taken are not shown yet");
        }
    }

    /// Held by whoever replays the quarantine.
    pub fn replaying(&self) -> &tokio::sync::Mutex<()> {
        &self.replaying
    }

    /// What pushed rows are read by, as the areas are now. `None` while the facts on file follow an older program's rules:
    /// nothing may be added until `fieldwatch reprocess --all` has run.
    pub async fn reading(&self) -> Result<Option<Arc<Reading>>, AnyError> {
        let version = self.db.areas_version().await?;
        let mut present = self.reading.lock().await;
        if let Some(reading) = present.as_ref()
            && reading.areas_version == version
        {
            return Ok(Some(reading.clone()));
        }
        if !self.db.agrees_on_facts(FACTS_VERSION).await? {
            return Ok(None);
        }
        let reading = Arc::new(Reading::load(&self.db, self.clock.zone()).await?);
        *present = Some(reading.clone());
        Ok(Some(reading))
    }

    /// The token of a secret, if it may be used.
    pub async fn use_token(&self, secret: &str) -> Result<Option<TokenRow>, AnyError> {
        let hash = secret::token_hash(secret);
        Ok(self.db.use_token(&hash, self.clock.now()).await?)
    }

    /// The user as whom a token reads, as they are now, standing on their first grant in force.
    pub async fn reader(&self, user_id: i32) -> Result<Asking, AnyError> {
        let user = self.db.user(user_id).await?;
        let Some(user) = user.filter(|user| !user.disabled) else {
            return Ok(Asking::Nobody);
        };
        Ok(user
            .caller(self.clock.now())
            .map_or(Asking::Nothing, Asking::Caller))
    }

    /// Whether the database answers.
    pub async fn is_ready(&self) -> Result<(), StoreError> {
        self.db.data_version().await.map(|_| ())
    }

    /// Who asks by a session, as of at most two seconds ago: see [`Sessions`]. Who only `reads` is known for longer while the database
    /// does not answer.
    pub async fn caller_of(&self, token_hash: &[u8], reads: bool) -> Result<Asking, AnyError> {
        let now = self.clock.now();
        let asked = self.sessions.caller(&self.db, token_hash, now);
        let error = match tokio::time::timeout(self.answer_within, asked).await {
            Ok(Ok(asking)) => return Ok(asking),
            Ok(Err(error)) => AnyError::from(error),
            Err(late) => AnyError::from(late),
        };
        match self.sessions.last_known(token_hash, now).filter(|_| reads) {
            Some(asking) => {
                tracing::warn!(%error, "a session could not be looked up; what was known of it holds for reading");
                Ok(asking)
            }
            None => Err(error),
        }
    }

    /// The same site with another patience than [`ANSWER_WITHIN`].
    pub fn answering_within(self, limit: Duration) -> Site {
        Site {
            answer_within: limit,
            ..self
        }
    }

    /// The same site behind another front.
    pub fn behind(self, front: Front) -> Site {
        let counter = front.rates.map(Counter::new);
        Site {
            front,
            counter,
            ..self
        }
    }

    /// Counts who asks how often; `None` where that does not matter.
    pub fn counter(&self) -> Option<&Counter> {
        self.counter.as_ref()
    }

    /// Asks everything that works in the background to stop.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Whether the server is asked to stop.
    pub fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Waits until the server is asked to stop.
    pub async fn stopped(&self) {
        // The sender lives as long as the site.
        let _ = self.stopping.subscribe().wait_for(|stop| *stop).await;
    }

    /// How the server is reached from outside.
    pub fn front(&self) -> &Front {
        &self.front
    }

    /// How long a page may take.
    pub fn answer_within(&self) -> Duration {
        self.answer_within
    }

    /// What is counted.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The last good pages.
    pub fn last_good(&self) -> &LastGood {
        &self.last_good
    }

    /// Stands a session on one of its user's grants, if that is in force; says whether it does now.
    pub async fn stand_on(
        &self,
        token_hash: &[u8],
        grant_id: i32,
        address: Option<String>,
    ) -> Result<bool, AnyError> {
        let Asking::Caller(caller) = self.caller_of(token_hash, false).await? else {
            return Ok(false);
        };
        let now = self.clock.now();
        let Some(grant) = caller
            .grants
            .in_force(now)
            .find(|grant| grant.grant_id == grant_id)
        else {
            return Ok(false);
        };
        let by = By::person(&caller.username, Some(grant.role)).from(address);
        Ok(self.db.stand_on(token_hash, grant_id, now, &by).await?)
    }

    /// Ends a session.
    pub async fn sign_out(
        &self,
        token_hash: &[u8],
        address: Option<String>,
    ) -> Result<(), AnyError> {
        let now = self.clock.now();
        self.db.delete_session(token_hash, now, address).await?;
        Ok(())
    }

    /// The same site with what accounts need.
    pub fn with_accounts(self, accounts: Accounts) -> Site {
        Site {
            sessions: Sessions::demanding(accounts.second_factor()),
            accounts,
            ..self
        }
    }

    /// What accounts need.
    pub fn accounts(&self) -> &Accounts {
        &self.accounts
    }
}
