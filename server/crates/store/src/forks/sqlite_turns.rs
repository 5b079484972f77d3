//! SQLite: whose turn it is to write (decision 0120).
//!
//! One writes at a time, and there is no queue: whoever finds the file taken asks again a little later, and whoever is the first to ask when it
//! is free has it. An import that begins the next transaction as soon as it has committed the last would keep everybody else out to its end, in
//! this process and in others. So there are two kinds of turns. Short ones (a decision, a note of what was seen, rows that were pushed) ask
//! every few milliseconds. Long ones (a batch of a file, facts, sums, findings) ask more rarely, stand back after each turn until whoever waits for a
//! short one has asked, and are told how long they had others wait ([`crate::turns::Share`]).

use super::sqlite::SqliteFile;
use super::sqlite_door::BUSY_TIMEOUT;
use crate::error::StoreError;
use rusqlite::{Connection, TransactionBehavior};
use sqlx::{Sqlite, Transaction};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often a short turn asks.
const SHORT_ASKS_EVERY: Duration = Duration::from_millis(4);

/// How often a long turn asks.
const LONG_ASKS_EVERY: Duration = Duration::from_millis(40);

/// For how long a long turn stands back after the one before: those who wait for a short one have asked by then.
const STANDS_BACK: Duration = Duration::from_millis(10);

/// How long a connection of the pool waits by itself: the asking is done here, where it costs no thread.
pub(crate) const POOL_WAITS: Duration = Duration::from_millis(1);

/// A turn that was waited for or held longer than this is told to the log.
const WORTH_TELLING: Duration = Duration::from_secs(1);

/// When the last long turn of this process ended.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turns(Arc<Mutex<Option<Instant>>>);

impl Turns {
    /// How much longer a long turn has to stand back.
    fn stands_back(&self) -> Duration {
        let ended = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ended.map_or(Duration::ZERO, |ended| {
            STANDS_BACK.saturating_sub(ended.elapsed())
        })
    }

    fn ended(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }
}

/// A long turn that runs. It ends when this is dropped, which is to be after its transaction.
#[derive(Debug)]
pub(crate) struct LongTurn {
    turns: Turns,
    begun: Instant,
}

impl LongTurn {
    fn begun(file: &SqliteFile, asked: Instant) -> LongTurn {
        tell_if_long("waited for", asked.elapsed());
        LongTurn {
            turns: file.turns.clone(),
            begun: Instant::now(),
        }
    }

    /// For how long others have waited for its end by now.
    pub(crate) fn held(&self) -> Duration {
        self.begun.elapsed()
    }
}

impl Drop for LongTurn {
    fn drop(&mut self) {
        tell_if_long("held", self.held());
        self.turns.ended();
    }
}

fn tell_if_long(what: &'static str, time: Duration) {
    if time >= WORTH_TELLING {
        tracing::debug!(ms = time.as_millis(), "a turn to write was {what} long");
    }
}

/// Begins a short turn on a connection of the pool.
pub(crate) async fn begin_short(
    file: &SqliteFile,
) -> Result<Transaction<'static, Sqlite>, StoreError> {
    let asked = Instant::now();
    let tx = begin(file, SHORT_ASKS_EVERY).await?;
    tell_if_long("waited for", asked.elapsed());
    Ok(tx)
}

/// Begins a long turn on a connection of the pool.
pub(crate) async fn begin_long(
    file: &SqliteFile,
) -> Result<(Transaction<'static, Sqlite>, LongTurn), StoreError> {
    let asked = Instant::now();
    tokio::time::sleep(file.turns.stands_back()).await;
    let tx = begin(file, LONG_ASKS_EVERY).await?;
    Ok((tx, LongTurn::begun(file, asked)))
}

async fn begin(
    file: &SqliteFile,
    asks_every: Duration,
) -> Result<Transaction<'static, Sqlite>, StoreError> {
    let asked = Instant::now();
    loop {
        // A deferred transaction that reads first cannot become a writer once another has written.
        match file.pool.begin_with("BEGIN IMMEDIATE").await {
            Ok(tx) => return Ok(tx),
            Err(error) => match StoreError::from(error) {
                StoreError::Busy if asked.elapsed() < BUSY_TIMEOUT => {}
                error => return Err(error),
            },
        }
        tokio::time::sleep(asks_every).await;
    }
}

/// Begins a short turn on a connection outside the pool, from a thread that may wait.
pub(crate) fn begin_short_here(
    connection: &mut Connection,
) -> Result<rusqlite::Transaction<'_>, StoreError> {
    connection.busy_handler(Some(|asked| {
        std::thread::sleep(SHORT_ASKS_EVERY);
        let asked = u32::try_from(asked).unwrap_or(u32::MAX);
        SHORT_ASKS_EVERY.saturating_mul(asked) < BUSY_TIMEOUT
    }))?;
    Ok(connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

/// Begins a long turn on a connection outside the pool, from a thread that may wait.
pub(crate) fn begin_long_here<'c>(
    file: &SqliteFile,
    connection: &'c mut Connection,
) -> Result<(rusqlite::Transaction<'c>, LongTurn), StoreError> {
    let asked = Instant::now();
    std::thread::sleep(file.turns.stands_back());
    // It asks in SQLite's own way, less and less often. The connection may have had short turns.
    connection.busy_timeout(BUSY_TIMEOUT)?;
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    Ok((tx, LongTurn::begun(file, asked)))
}

#[cfg(test)]
mod tests {
    use super::super::sqlite::opened_in;
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    /// More than enough for a short turn to have been let in between.
    const MOST_TURNS: usize = 200;
    const A_TURN: Duration = Duration::from_millis(20);

    /// Takes one long turn after the other until `enough` says so. Answers whether it did before the last.
    fn hold_on(file: &SqliteFile, enough: &AtomicBool) -> bool {
        let mut connection = file.connect().unwrap();
        for _ in 0..MOST_TURNS {
            if enough.load(Ordering::SeqCst) {
                return true;
            }
            let (tx, turn) = begin_long_here(file, &mut connection).unwrap();
            std::thread::sleep(A_TURN);
            tx.rollback().unwrap();
            assert!(turn.held() >= A_TURN);
        }
        false
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_short_turn_is_let_in_between_long_ones_of_another_program() {
        let folder = tempfile::tempdir().unwrap();
        // As two programs have it, each with turns of its own.
        let (here, there) = (opened_in(&folder).await, opened_in(&folder).await);
        for by_pool in [true, false] {
            let enough = Arc::new(AtomicBool::new(false));
            let importing = tokio::task::spawn_blocking({
                let (there, enough) = (there.clone(), enough.clone());
                move || hold_on(&there, &enough)
            });
            if by_pool {
                let tx = begin_short(&here).await.unwrap();
                tx.rollback().await.unwrap();
            } else {
                let mut connection = here.connect().unwrap();
                begin_short_here(&mut connection)
                    .unwrap()
                    .rollback()
                    .unwrap();
            }
            enough.store(true, Ordering::SeqCst);
            assert!(
                importing.await.unwrap(),
                "the short turn had to wait for the end of all"
            );
        }
    }

    #[tokio::test]
    async fn long_turns_of_one_program_take_turns_and_tell_how_long_they_held() {
        let folder = tempfile::tempdir().unwrap();
        let file = opened_in(&folder).await;
        let (tx, turn) = begin_long(&file).await.unwrap();
        let second = tokio::spawn({
            let file = file.clone();
            async move { begin_long(&file).await.map(|(_, turn)| turn.held()) }
        });
        tokio::time::sleep(A_TURN).await;
        assert!(!second.is_finished(), "one at a time");
        tx.rollback().await.unwrap();
        assert!(turn.held() >= A_TURN);
        drop(turn);
        second.await.unwrap().unwrap();
    }
}
