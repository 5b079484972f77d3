//! Noting what people see: those who look at the same time are noted in one commit.

use domain::audit::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::Db;
use tokio::sync::oneshot;

type Told = oneshot::Sender<Result<(), NotNoted>>;

/// The trail cannot be written to; why is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the audit trail cannot be written to")]
pub struct NotNoted;

/// What waits to be noted.
#[derive(Default)]
pub struct Noting {
    waiting: Arc<Waiting>,
    turn: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Default)]
struct Waiting(Mutex<Vec<(Entry, Told)>>);

impl Waiting {
    fn list(&self) -> MutexGuard<'_, Vec<(Entry, Told)>> {
        // A list of entries is never half written.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> (Vec<Entry>, Vec<Told>) {
        std::mem::take(&mut *self.list()).into_iter().unzip()
    }
}

impl Noting {
    /// Notes an entry. When this answers `Ok`, it is on disk.
    pub async fn note(&self, db: &Db, entry: Entry) -> Result<(), NotNoted> {
        let (tell, told) = oneshot::channel();
        self.waiting.list().push((entry, tell));
        let turn = self.turn.clone().lock_owned().await;
        // Whoever has the turn notes for all who wait; the others find it done.
        if !self.waiting.list().is_empty() {
            let (db, waiting) = (db.clone(), self.waiting.clone());
            // On a task of its own: whoever asked may go away, the others wait for it all the same.
            tokio::spawn(async move {
                let _turn = turn;
                note_all(&db, &waiting).await;
            });
        }
        told.await.unwrap_or(Err(NotNoted))
    }
}

/// Notes whoever waits when the database lets in, and tells them.
async fn note_all(db: &Db, waiting: &Waiting) {
    let mut those = None;
    let noted = db.note_who_waits(|| {
        let (entries, tells) = waiting.take();
        those = Some(tells);
        entries
    });
    let noted = noted.await;
    // Where nobody was let in, they still wait.
    let those = those.unwrap_or_else(|| waiting.take().1);
    if let Err(error) = &noted {
        tracing::error!(%error, entries = those.len(), "the audit trail cannot be written to");
    }
    let noted = noted.map(|_| ()).map_err(|_| NotNoted);
    for tell in those {
        // Whoever has gone away is told nothing.
        let _ = tell.send(noted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::audit::{Action, By};
    use domain::time::EpochMs;
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
