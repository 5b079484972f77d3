//! Where pushed rows are taken in (decision 0061). Requests that wait together are taken in one transaction, so that the disk
//! is asked once for all of them, and each is answered after it. What was taken is recorded a moment later, many rows at once.

mod clerk;

pub(crate) use clerk::run_of;

use crate::clock::Clock;
use clerk::Clerk;
use domain::audit::By;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Arrival, Db, RowOutcome, StoreError, TokenRow};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// Requests that may wait; whoever comes then is asked to come again later.
const MOST_WAITING: usize = 64;

/// Why a batch was not taken; nothing of it is on file.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DeskError {
    /// Too much waits.
    #[error("more rows are waiting to be recorded than can be held")]
    Busy,
    /// The database failed.
    #[error(transparent)]
    Store(Arc<StoreError>),
    /// The server is being stopped.
    #[error("the server is being stopped")]
    Stopping,
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> DeskError {
        DeskError::Store(Arc::new(error))
    }
}

/// What the clerk is asked for.
enum Wish {
    /// To take rows in.
    Take(Waiting),
    /// To record what was taken, now.
    Settle(oneshot::Sender<Result<(), DeskError>>),
}

/// A batch that waits, and where its answer goes.
struct Waiting {
    token: TokenRow,
    by: By,
    arrivals: Vec<Arrival>,
    answer: oneshot::Sender<Result<Vec<RowOutcome>, DeskError>>,
}

/// The desk, and who sits there.
enum State {
    /// Nobody has come yet.
    Empty,
    Open {
        send: mpsc::Sender<Wish>,
        clerk: JoinHandle<()>,
    },
    /// For good.
    Closed,
}

/// The desk of a process.
pub struct Desk {
    db: Db,
    clock: Clock,
    state: Mutex<State>,
}

impl Desk {
    /// Opened by whoever comes first.
    pub fn new(db: Db, clock: Clock) -> Desk {
        Desk {
            db,
            clock,
            state: Mutex::new(State::Empty),
        }
    }

    /// Takes a batch that was sent from an address. When this answers `Ok`, its rows are on disk; one outcome a row, in order.
    pub async fn take(
        &self,
        token: &TokenRow,
        address: Option<String>,
        arrivals: Vec<Arrival>,
    ) -> Result<Vec<RowOutcome>, DeskError> {
        let (answer, answered) = oneshot::channel();
        let wish = Wish::Take(Waiting {
            token: token.clone(),
            by: By::machine(&token.name).from(address),
            arrivals,
            answer,
        });
        let send = self.open()?;
        match send.try_send(wish) {
            Ok(()) => answered.await.unwrap_or(Err(DeskError::Stopping)),
            Err(mpsc::error::TrySendError::Full(_)) => Err(DeskError::Busy),
            Err(mpsc::error::TrySendError::Closed(_)) => Err(DeskError::Stopping),
        }
    }

    /// Records what was taken so far, for whoever wants to see it at once.
    pub async fn settle(&self) -> Result<(), DeskError> {
        let send = match &*self.state.lock().unwrap_or_else(PoisonError::into_inner) {
            State::Open { send, .. } => send.clone(),
            State::Empty | State::Closed => return Ok(()),
        };
        let (answer, answered) = oneshot::channel();
        if send.send(Wish::Settle(answer)).await.is_err() {
            return Ok(());
        }
        answered.await.unwrap_or(Ok(()))
    }

    fn open(&self) -> Result<mpsc::Sender<Wish>, DeskError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let State::Empty = *state {
            let (send, receive) = mpsc::channel(MOST_WAITING);
            let clerk = Clerk::new(&self.db, self.clock.clone());
            *state = State::Open {
                send,
                clerk: tokio::spawn(clerk.serve(receive)),
            };
        }
        match &*state {
            State::Open { send, .. } => Ok(send.clone()),
            State::Empty | State::Closed => Err(DeskError::Stopping),
        }
    }

    /// Takes no more batches, and waits until those that were taken are recorded.
    pub async fn close(&self) {
        let state = std::mem::replace(
            &mut *self.state.lock().unwrap_or_else(PoisonError::into_inner),
            State::Closed,
        );
        if let State::Open { send, clerk } = state {
            drop(send);
            if let Err(error) = clerk.await {
                tracing::error!(%error, "the desk for pushed rows ended early; what was taken is recorded at the next start");
            }
        }
    }
}
