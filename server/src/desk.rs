//! Where pushed rows are recorded: one desk a token. Requests that wait at a desk together are recorded in one
//! transaction, so that the disk is asked once for all of them, and each is answered after it.

use crate::clock::Clock;
use domain::time::EpochMs;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::{Arrival, Db, Recorder, RowOutcome, RunInfo, RunKind, StoreError, TokenRow};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// Batches that may wait at a desk; whoever comes then is asked to come again later.
const MOST_WAITING: usize = 64;
/// Rows recorded together at most.
const MOST_TOGETHER: usize = 20_000;
/// A desk without rows for so long closes, and its run has ended.
const CLOSES_AFTER: Duration = Duration::from_secs(600);

/// Why a batch was not recorded; nothing of it is on file.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DeskError {
    /// Too many batches wait.
    #[error("more rows are waiting to be recorded than can be held")]
    Busy,
    /// The database failed.
    #[error(transparent)]
    Store(Arc<StoreError>),
    /// The server is being stopped.
    #[error("the server is being stopped")]
    Stopping,
}

/// A batch that waits, and where its answer goes.
struct Waiting {
    arrivals: Vec<Arrival>,
    answer: oneshot::Sender<Result<Vec<RowOutcome>, DeskError>>,
}

struct Desk {
    send: mpsc::Sender<Waiting>,
    clerk: JoinHandle<()>,
}

/// The desks that are open.
pub struct Desks {
    db: Db,
    clock: Clock,
    /// By token; `None` once they are closed for good.
    open: Mutex<Option<HashMap<i32, Desk>>>,
}

impl Desks {
    /// None is open yet.
    pub fn new(db: Db, clock: Clock) -> Desks {
        Desks {
            db,
            clock,
            open: Mutex::new(Some(HashMap::new())),
        }
    }

    /// Records a batch. When this answers `Ok`, its rows are on disk; one outcome a row, in order.
    pub async fn record(
        &self,
        token: &TokenRow,
        arrivals: Vec<Arrival>,
    ) -> Result<Vec<RowOutcome>, DeskError> {
        let (answer, answered) = oneshot::channel();
        self.put(token, Waiting { arrivals, answer })?;
        answered.await.unwrap_or(Err(DeskError::Stopping))
    }

    fn put(&self, token: &TokenRow, waiting: Waiting) -> Result<(), DeskError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let desks = open.as_mut().ok_or(DeskError::Stopping)?;
        let desk = desks
            .entry(token.token_id)
            .or_insert_with(|| self.open_desk(token));
        match desk.send.try_send(waiting) {
            Ok(()) => Ok(()),
            Err(mpsc::error::TrySendError::Full(_)) => Err(DeskError::Busy),
            Err(mpsc::error::TrySendError::Closed(waiting)) => {
                // It closed for want of rows.
                *desk = self.open_desk(token);
                desk.send.try_send(waiting).map_err(|_| DeskError::Busy)
            }
        }
    }

    fn open_desk(&self, token: &TokenRow) -> Desk {
        let (send, receive) = mpsc::channel(MOST_WAITING);
        let recorder = self.db.recorder(RunInfo {
            kind: RunKind::Submissions,
            source_name: "POST /api/v1/submissions".to_owned(),
            header: None,
            started_at: self.clock.now(),
            actor: token.name.clone(),
        });
        let clock = self.clock.clone();
        let clerk = tokio::spawn(serve(receive, recorder, move || clock.now()));
        Desk { send, clerk }
    }

    /// Takes no more batches, and waits until those that wait are recorded.
    pub async fn close(&self) {
        let desks = self
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        for desk in desks.into_iter().flat_map(HashMap::into_values) {
            drop(desk.send);
            if let Err(error) = desk.clerk.await {
                tracing::error!(%error, "a desk ended early");
            }
        }
    }
}

async fn serve(
    mut receive: mpsc::Receiver<Waiting>,
    mut recorder: Recorder,
    now: impl Fn() -> EpochMs + Send,
) {
    while let Ok(Some(first)) = tokio::time::timeout(CLOSES_AFTER, receive.recv()).await {
        let mut rows = first.arrivals.len();
        let mut together = vec![first];
        while rows < MOST_TOGETHER
            && let Ok(next) = receive.try_recv()
        {
            rows += next.arrivals.len();
            together.push(next);
        }
        recorder.arriving_at(now());
        record(&mut recorder, together, rows).await;
    }
    // Whoever comes now finds the desk closed and opens another.
    receive.close();
    while let Ok(late) = receive.try_recv() {
        let rows = late.arrivals.len();
        recorder.arriving_at(now());
        record(&mut recorder, vec![late], rows).await;
    }
    if let Err(error) = recorder.finish(now()).await {
        tracing::error!(%error, "the end of a run of pushed rows could not be noted");
    }
}

async fn record(recorder: &mut Recorder, together: Vec<Waiting>, rows: usize) {
    let mut all = Vec::with_capacity(rows);
    let mut answers = Vec::with_capacity(together.len());
    for waiting in together {
        answers.push((waiting.arrivals.len(), waiting.answer));
        all.extend(waiting.arrivals);
    }
    let result = recorder
        .record(all)
        .await
        .map_err(|error| DeskError::Store(Arc::new(error)));
    let mut outcomes = result.as_ref().map(|result| result.outcomes.iter());
    for (rows, answer) in answers {
        let part = match &mut outcomes {
            Ok(outcomes) => Ok(outcomes.by_ref().take(rows).copied().collect()),
            Err(error) => Err(DeskError::clone(error)),
        };
        // A client that has gone away asks again and hears "unchanged".
        let _ = answer.send(part);
    }
}
