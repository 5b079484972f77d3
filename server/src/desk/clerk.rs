//! Who sits at the desk: takes what waits, answers, and records it when there is a pause, or enough of it.

use super::{DeskError, Waiting, Wish};
use crate::clock::Clock;
use domain::audit::By;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use store::{Db, Delivery, Inbox, Recorder, RowOutcome, RunInfo, RunKind, StoreError, TokenRow};
use tokio::sync::{mpsc, oneshot};

/// Rows taken in one transaction at most.
const MOST_TOGETHER: usize = 20_000;
/// Without another request for so long, what was taken is recorded.
const PAUSE: Duration = Duration::from_millis(20);
/// What was taken is recorded after so long, whoever else comes.
const LATEST: Duration = Duration::from_secs(1);
/// … or when it holds so many bytes: about 120,000 rows.
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
    recorder: Recorder,
    last_came: Instant,
}

/// The clerk.
pub(super) struct Clerk {
    db: Db,
    clock: Clock,
    inbox: Inbox,
    /// By token.
    senders: HashMap<i32, Sender>,
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
            first_taken: None,
            failed_at: None,
        }
    }

    /// Serves until the desk is closed, and then records what is left.
    pub(super) async fn serve(mut self, mut receive: mpsc::Receiver<Wish>) {
        loop {
            match tokio::time::timeout(self.patience(), receive.recv()).await {
                Ok(Some(Wish::Take(first))) => {
                    let (together, settle) = gather(first, &mut receive);
                    self.take(together).await;
                    if self.is_due() || settle.is_some() {
                        let recorded = self.record().await;
                        if let Some(answer) = settle {
                            // Who asked may have gone.
                            let _ = answer.send(recorded);
                        }
                    }
                }
                Ok(Some(Wish::Settle(answer))) => {
                    let _ = answer.send(self.record().await);
                }
                Ok(None) => break,
                Err(_) => {
                    let _ = self.record().await;
                    self.end_quiet_runs().await;
                }
            }
        }
        let _ = self.record().await;
        for (_, sender) in self.senders.drain() {
            finish(sender.recorder, &self.clock).await;
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
            None => late(self.first_taken, LATEST) || self.inbox.bytes() >= ENOUGH_BYTES,
        }
    }

    /// Takes batches, in as few transactions as can be, and answers each.
    async fn take(&mut self, together: Vec<Waiting>) {
        if self.inbox.bytes() >= MOST_BYTES {
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
                recorder: db.recorder(run_of(token, clock)),
                last_came: Instant::now(),
            });
        sender.last_came = Instant::now();
    }

    /// Records all that waits, sender by sender. What cannot be recorded goes on waiting.
    async fn record(&mut self) -> Result<(), DeskError> {
        for token_id in self.inbox.senders() {
            // Every delivery has opened its sender's run.
            let Some(sender) = self.senders.get_mut(&token_id) else {
                continue;
            };
            if let Err(error) = self.inbox.record(token_id, &mut sender.recorder).await {
                tracing::error!(%error, "pushed rows were taken and are not recorded yet; it is tried again");
                self.failed_at = Some(Instant::now());
                return Err(error.into());
            }
        }
        self.first_taken = None;
        self.failed_at = None;
        Ok(())
    }

    async fn end_quiet_runs(&mut self) {
        let quiet: Vec<i32> = self
            .senders
            .iter()
            .filter(|(_, sender)| sender.last_came.elapsed() >= ENDS_AFTER)
            .map(|(token_id, _)| *token_id)
            .collect();
        for token_id in quiet {
            if let Some(sender) = self.senders.remove(&token_id) {
                finish(sender.recorder, &self.clock).await;
            }
        }
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
