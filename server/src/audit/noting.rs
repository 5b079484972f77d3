//! Noting what people see: those who look at the same time are noted in one commit.

use domain::audit::Entry;
use std::sync::{Mutex, PoisonError};
use store::{Db, StoreError};
use tokio::sync::oneshot;

type Told = oneshot::Sender<Result<(), NotNoted>>;

/// The trail cannot be written to; why is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the audit trail cannot be written to")]
pub struct NotNoted;

/// What waits to be noted.
#[derive(Default)]
pub struct Noting {
    waiting: Mutex<Vec<(Entry, Told)>>,
    turn: std::sync::Arc<tokio::sync::Mutex<()>>,
}

impl Noting {
    /// Notes an entry. When this answers `Ok`, it is on disk.
    pub async fn note(&self, db: &Db, entry: Entry) -> Result<(), NotNoted> {
        let (tell, told) = oneshot::channel();
        self.waiting().push((entry, tell));
        let turn = self.turn.clone().lock_owned().await;
        // Whoever has the turn notes for all who wait; the others find it done.
        let together = std::mem::take(&mut *self.waiting());
        if !together.is_empty() {
            let db = db.clone();
            // On a task of its own: whoever asked may go away, the others wait for it all the same.
            tokio::spawn(async move {
                let _turn = turn;
                let (entries, those): (Vec<Entry>, Vec<Told>) = together.into_iter().unzip();
                let noted = db.note(&entries).await;
                if let Err(error) = &noted {
                    tracing::error!(%error, entries = entries.len(), "the audit trail cannot be written to");
                }
                for tell in those {
                    // Whoever has gone away is told nothing.
                    let _ = tell.send(
                        noted
                            .as_ref()
                            .map(|_| ())
                            .map_err(|_: &StoreError| NotNoted),
                    );
                }
            });
        }
        told.await.unwrap_or(Err(NotNoted))
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<(Entry, Told)>> {
        // A list of entries is never half written.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::audit::{Action, By};
    use domain::time::EpochMs;
    use std::sync::Arc;
    use store::AuditFilter;

    fn entry(number: i64) -> Entry {
        Entry::new(EpochMs(number), &By::program(), Action::PageSeen).about(number)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn many_who_look_at_once_are_each_noted_once_and_one_who_goes_away_holds_nobody_up() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("a.db").display());
        let db = Db::open_or_create(&url).await.unwrap();
        db.migrate().await.unwrap();
        let noting = Arc::new(Noting::default());
        let mut tasks = Vec::new();
        for number in 0..200 {
            let (noting, db) = (noting.clone(), db.clone());
            tasks.push(tokio::spawn(async move {
                noting.note(&db, entry(number)).await
            }));
        }
        let gone = tasks.pop().unwrap();
        gone.abort();
        for task in tasks {
            assert_eq!(task.await.unwrap(), Ok(()));
        }
        let rows = db
            .list_audit(&AuditFilter::default(), i64::MAX, 999)
            .await
            .unwrap();
        let mut seen: Vec<i64> = rows
            .iter()
            .map(|row| row.at.0)
            .filter(|at| *at < 199)
            .collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..199).collect::<Vec<_>>());
        assert_eq!(db.verify_audit(&[]).await.unwrap().faults, []);
    }

    #[tokio::test]
    async fn what_cannot_be_noted_is_said_to_be_so() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("a.db").display());
        let db = Db::open_or_create(&url).await.unwrap();
        // Without its tables.
        assert_eq!(Noting::default().note(&db, entry(1)).await, Err(NotNoted));
    }
}
