//! Who sits at the desk: takes what waits, answers, and records it when there is a pause, or enough of it. On PostgreSQL he goes on taking
//! while a recording runs beside him.

use super::{DeskError, Waiting, Wish};
use crate::clock::Clock;
use domain::audit::By;
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};
use store::{
    Db, Delivery, Inbox, Leaving, Recorder, RowOutcome, RunInfo, RunKind, StoreError, TokenRow,
};
use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinError, JoinHandle};

/// Rows taken in one transaction at most.
const MOST_TOGETHER: usize = 20_000;
/// Without another request for so long, what was taken is recorded.
const PAUSE: Duration = Duration::from_millis(20);
/// What was taken is recorded after so long, whoever else comes.
const LATEST: Duration = Duration::from_secs(1);
/// … or when it holds so many bytes: about 120,000 rows. Half as many where others wait beside those that are recorded.
const ENOUGH_BYTES: usize = 128 << 20;
/// While recording fails no more is taken in than this: it all stands in memory.
const MOST_BYTES: usize = ENOUGH_BYTES / 2 * 3;
/// How long a failed recording is not tried again.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(2);
/// A run without rows for so long has ended.
const ENDS_AFTER: Duration = Duration::from_secs(600);

/// How requests come, as runs name their source.
const SOURCE_NAME: &str = "POST /api/v1/submissions";

/// The run of a token's rows.
pub(crate) fn run_of(token: &TokenRow, clock: &Clock) -> RunInfo {
    RunInfo {
        kind: RunKind::Submissions,
        source_name: SOURCE_NAME.to_owned(),
        header: None,
        started_at: clock.now(),
        by: By::machine(&token.name),
    }
}

struct Sender {
    /// Away while it records.
    recorder: Option<Recorder>,
    last_came: Instant,
}

/// What comes back from recording.
type Recorded = (Leaving, Recorder, Result<(), StoreError>);

/// The clerk.
pub(super) struct Clerk {
    db: Db,
    clock: Clock,
    inbox: Inbox,
    /// By token.
    senders: HashMap<i32, Sender>,
    /// What is being recorded.
    recording: Option<JoinHandle<Recorded>>,
    /// Whose rows are recorded next.
    next: VecDeque<i32>,
    /// When the first of what waits was taken.
    first_taken: Option<Instant>,
    failed_at: Option<Instant>,
}

type Answer = oneshot::Sender<Result<Vec<RowOutcome>, DeskError>>;

impl Clerk {
    pub(super) fn new(db: &Db, clock: Clock) -> Clerk {
        Clerk {
            db: db.clone(),
            clock,
            inbox: db.inbox(),
            senders: HashMap::new(),
            recording: None,
            next: VecDeque::new(),
            first_taken: None,
            failed_at: None,
        }
    }

    /// Serves until the desk is closed, and then records what is left.
    pub(super) async fn serve(mut self, mut receive: mpsc::Receiver<Wish>) {
        loop {
            let patience = self.patience();
            let wish = tokio::select! {
                recorded = ended(&mut self.recording) => {
                    // Told of there; it is tried again.
                    let _ = self.take_back(recorded);
                    self.go_on_recording().await;
                    continue;
                }
                wish = tokio::time::timeout(patience, receive.recv()) => wish,
            };
            match wish {
                Ok(Some(Wish::Take(first))) => {
                    let (together, settle) = gather(first, &mut receive);
                    self.take(together).await;
                    if let Some(answer) = settle {
                        // Who asked may have gone.
                        let _ = answer.send(self.record().await);
                    } else if self.is_due() {
                        self.begin_recording().await;
                    }
                }
                Ok(Some(Wish::Settle(answer))) => {
                    let _ = answer.send(self.record().await);
                }
                Ok(None) => break,
                Err(_) => {
                    self.begin_recording().await;
                    self.end_quiet_runs().await;
                }
            }
        }
        let _ = self.record().await;
        for recorder in self.senders.drain().filter_map(|(_, one)| one.recorder) {
            finish(recorder, &self.clock).await;
        }
    }

    /// How long to wait for the next request before something else is to do.
    fn patience(&self) -> Duration {
        match (self.inbox.is_empty(), self.failed_at) {
            (true, _) => ENDS_AFTER,
            (false, None) => PAUSE,
            (false, Some(_)) => TRY_AGAIN_AFTER,
        }
    }

    /// Whether recording is due though requests go on coming.
    fn is_due(&self) -> bool {
        let late =
            |since: Option<Instant>, by: Duration| since.is_some_and(|at| at.elapsed() >= by);
        match self.failed_at {
            Some(_) => late(self.failed_at, TRY_AGAIN_AFTER),
            None => late(self.first_taken, LATEST) || self.is_enough(),
        }
    }

    /// Whether as much waits as should be recorded at once.
    fn is_enough(&self) -> bool {
        let enough = match self.inbox.takes_beside_recording() {
            true => ENOUGH_BYTES / 2,
            false => ENOUGH_BYTES,
        };
        self.inbox.bytes() >= enough
    }

    /// Takes batches, in as few transactions as can be, and answers each.
    async fn take(&mut self, together: Vec<Waiting>) {
        if self.inbox.bytes_held() >= MOST_BYTES {
            answer_all(together.into_iter().map(|one| one.answer), &DeskError::Busy);
            return;
        }
        let mut answers = Vec::with_capacity(together.len());
        let mut deliveries = Vec::with_capacity(together.len());
        for waiting in together {
            self.open_run(&waiting.token);
            answers.push(waiting.answer);
            deliveries.push(Delivery {
                token_id: waiting.token.token_id,
                by: waiting.by,
                rows: waiting.arrivals,
            });
        }
        let mut answers = answers.into_iter();
        loop {
            let now = self.inbox.can_take(&deliveries);
            let rest = deliveries.split_off(now);
            if !deliveries.is_empty() {
                let own: Vec<Answer> = answers.by_ref().take(now).collect();
                match self.inbox.take(deliveries, self.clock.now()).await {
                    Ok(outcomes) => {
                        self.first_taken.get_or_insert_with(Instant::now);
                        for (answer, outcomes) in own.into_iter().zip(outcomes) {
                            // A client that has gone away asks again and hears "unchanged".
                            let _ = answer.send(Ok(outcomes));
                        }
                    }
                    Err(error) => answer_all(own.into_iter(), &error.into()),
                }
            }
            if rest.is_empty() {
                return;
            }
            deliveries = rest;
            if let Err(error) = self.record().await {
                answer_all(answers, &error);
                return;
            }
        }
    }

    fn open_run(&mut self, token: &TokenRow) {
        let (db, clock) = (&self.db, &self.clock);
        let sender = self
            .senders
            .entry(token.token_id)
            .or_insert_with(|| Sender {
                recorder: Some(db.recorder(run_of(token, clock))),
                last_came: Instant::now(),
            });
        sender.last_came = Instant::now();
    }

    /// Has all that waits recorded, sender by sender. Where rows can be taken meanwhile this waits for an earlier recording only, and for that
    /// only if more has come since than one should hold.
    async fn begin_recording(&mut self) {
        if self.recording.is_some()
            && (!self.is_enough() || self.wait_for_recording().await.is_err())
        {
            return;
        }
        if self.next.is_empty() {
            self.next = self.inbox.senders().into();
            self.first_taken = None;
        }
        self.go_on_recording().await;
    }

    /// Has the next sender's rows recorded, if nothing is being recorded.
    async fn go_on_recording(&mut self) {
        while self.recording.is_none()
            && let Some(token_id) = self.next.pop_front()
        {
            self.hand_out(token_id);
            if !self.inbox.takes_beside_recording() {
                let _ = self.wait_for_recording().await;
            }
        }
    }

    /// Has a sender's rows recorded, if any wait.
    fn hand_out(&mut self, token_id: i32) {
        // Every delivery has opened its sender's run.
        let sender = self.senders.get_mut(&token_id);
        let Some(mut recorder) = sender.and_then(|sender| sender.recorder.take()) else {
            return;
        };
        let Some(mut leaving) = self.inbox.hand_out(token_id) else {
            self.give_back(token_id, recorder);
            return;
        };
        self.recording = Some(tokio::spawn(async move {
            let recorded = leaving.record(&mut recorder).await;
            (leaving, recorder, recorded)
        }));
    }

    fn give_back(&mut self, token_id: i32, recorder: Recorder) {
        if let Some(sender) = self.senders.get_mut(&token_id) {
            sender.recorder = Some(recorder);
        }
    }

    /// Records all that waits, and waits until it is. What cannot be recorded goes on waiting.
    async fn record(&mut self) -> Result<(), DeskError> {
        // What failed is tried again with the rest.
        let _ = self.wait_for_recording().await;
        self.next.clear();
        for token_id in self.inbox.senders() {
            self.hand_out(token_id);
            self.wait_for_recording().await?;
        }
        self.first_taken = None;
        self.failed_at = None;
        Ok(())
    }

    async fn wait_for_recording(&mut self) -> Result<(), DeskError> {
        if self.recording.is_none() {
            return Ok(());
        }
        let recorded = ended(&mut self.recording).await;
        self.take_back(recorded)
    }

    fn take_back(&mut self, recorded: Result<Recorded, JoinError>) -> Result<(), DeskError> {
        self.recording = None;
        let (leaving, recorder, recorded) = match recorded.map_err(JoinError::try_into_panic) {
            Ok(recorded) => recorded,
            // What was handed out stands on disk and nowhere else: the desk ends as if this had happened here.
            Err(Ok(panic)) => std::panic::resume_unwind(panic),
            Err(Err(_)) => return Err(DeskError::Stopping),
        };
        self.give_back(leaving.token_id(), recorder);
        self.inbox.take_back(leaving);
        match recorded {
            Ok(()) => {
                self.failed_at = None;
                Ok(())
            }
            Err(error) => {
                tracing::error!(%error, "pushed rows were taken and are not recorded yet; it is tried again");
                self.failed_at = Some(Instant::now());
                self.next.clear();
                Err(error.into())
            }
        }
    }

    async fn end_quiet_runs(&mut self) {
        let quiet: Vec<i32> = self
            .senders
            .iter()
            .filter(|(_, sender)| sender.last_came.elapsed() >= ENDS_AFTER)
            .filter(|(_, sender)| sender.recorder.is_some())
            .map(|(token_id, _)| *token_id)
            .collect();
        for token_id in quiet {
            let sender = self.senders.remove(&token_id);
            if let Some(recorder) = sender.and_then(|sender| sender.recorder) {
                finish(recorder, &self.clock).await;
            }
        }
    }
}

/// What was recorded, once it is; never, if nothing is being recorded.
async fn ended(recording: &mut Option<JoinHandle<Recorded>>) -> Result<Recorded, JoinError> {
    match recording {
        Some(recording) => recording.await,
        None => std::future::pending().await,
    }
}

/// The batches that wait beside the first one, up to whoever wants all to be recorded.
fn gather(
    first: Waiting,
    receive: &mut mpsc::Receiver<Wish>,
) -> (Vec<Waiting>, Option<oneshot::Sender<Result<(), DeskError>>>) {
    let mut rows = first.arrivals.len();
    let mut together = vec![first];
    while rows < MOST_TOGETHER
        && let Ok(next) = receive.try_recv()
    {
        match next {
            Wish::Take(next) => {
                rows += next.arrivals.len();
                together.push(next);
            }
            Wish::Settle(answer) => return (together, Some(answer)),
        }
    }
    (together, None)
}

fn answer_all(answers: impl Iterator<Item = Answer>, error: &DeskError) {
    for answer in answers {
        let _ = answer.send(Err(error.clone()));
    }
}

async fn finish(recorder: Recorder, clock: &Clock) {
    let ended: Result<_, StoreError> = recorder.finish(clock.now()).await;
    if let Err(error) = ended {
        tracing::error!(%error, "the end of a run of pushed rows could not be noted");
    }
}
