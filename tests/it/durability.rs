//! Killed again and again under load: what was acknowledged is there, once, and the sums are those of a recomputation.

use crate::support::Place;
use crate::support::served::{push, serve};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// Kills a database.
const KILLS: u32 = 50;
/// Rows a push.
const PUSH_ROWS: u64 = 40;
/// Clients that push at the same time.
const CLIENTS: u32 = 2;
/// Rows of the file whose import is killed too.
const FILE_ROWS: u64 = 12_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_kills_under_load_lose_nothing_acknowledged_and_count_nothing_twice_on_sqlite() {
    killed_again_and_again(Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_kills_under_load_lose_nothing_acknowledged_and_count_nothing_twice_on_postgresql() {
    killed_again_and_again(Place::postgres().await).await;
}

async fn killed_again_and_again(place: Place) {
    place.small_survey().await;
    let secret = place.must(&["token", "add", "tablets", "--scope", "P"]).out;
    let secret = secret.trim();
    let site = place.site();
    let file = file(&place);
    let acknowledged = Mutex::new(BTreeSet::new());
    let next = AtomicU64::new(0);
    let mut chance = Chance(7);
    for kill in 1..=KILLS {
        let (mut server, address) = serve(&place, &site);
        // Every other time a file is being imported by another process.
        let mut import = (kill % 2 == 0).then(|| import(&place, &file));
        let stopped = AtomicBool::new(false);
        let wait = Duration::from_millis(20 + chance.below(180));
        std::thread::scope(|threads| {
            for _ in 0..CLIENTS {
                threads.spawn(|| {
                    while !stopped.load(Ordering::Relaxed) {
                        let from = next.fetch_add(PUSH_ROWS / 2, Ordering::Relaxed);
                        if let Some(ids) = push(&address, secret, from..from + PUSH_ROWS) {
                            acknowledged.lock().expect("no client panics").extend(ids);
                        }
                    }
                });
            }
            std::thread::sleep(wait);
            server.kill().expect("the server can be killed");
            if let Some(import) = &mut import {
                // It may have ended by itself.
                let _ = import.kill();
            }
            stopped.store(true, Ordering::Relaxed);
        });
        server.wait().expect("the server has ended");
        if let Some(mut import) = import {
            import.wait().expect("the import has ended");
        }
        let so_far = acknowledged.lock().expect("no client panics").clone();
        check(&place, &so_far, kill % 10 == 0).await;
    }
    let acknowledged = acknowledged.into_inner().expect("no client panics");
    assert!(
        acknowledged.len() > 1_000,
        "only {} rows were acknowledged: the load was no load",
        acknowledged.len()
    );
    // Undisturbed at last, the file is taken whole.
    assert_eq!(place.import(&file).code, 0);
    let mut all = acknowledged;
    all.extend((0..FILE_ROWS).map(|id| format!("f{id}")));
    check(&place, &all, true).await;
}

/// Every acknowledged id is current with one fact; with `sums`, the sums are those of a recomputation.
async fn check(place: &Place, acknowledged: &BTreeSet<String>, sums: bool) {
    // Whoever opens the database next records what the server had acknowledged and not recorded.
    place.must(&["reprocess"]);
    let content = place.content().await;
    let ids: Vec<&str> = content
        .iter()
        .filter_map(|line| line.strip_prefix("fact|")?.split('|').next())
        .collect();
    let on_file: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(
        ids.len(),
        on_file.len(),
        "a submission has more than one fact"
    );
    let lost: Vec<&String> = acknowledged
        .iter()
        .filter(|id| !on_file.contains(id.as_str()))
        .take(5)
        .collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?} …");
    if sums {
        let db = crate::support::open(place.url())
            .await
            .expect("the database opens");
        db.roll_up().await.expect("what waits is rolled up");
        let rolled_up = db.dump_content().await.expect("it can be read");
        db.roll_up_all().await.expect("all is rolled up again");
        assert!(
            db.dump_content().await.expect("it can be read") == rolled_up,
            "the sums differ from a recomputation"
        );
        db.close().await;
    }
}

fn file(place: &Place) -> PathBuf {
    let rows: String = (0..FILE_ROWS)
        .map(|id| format!("f{id},E{},U1,complete,2026-11-20T09:00:00+05:00\n", id % 50))
        .collect();
    place.file(
        "file.csv",
        format!("submission_id,enumerator_code,area_code,outcome,started_at\n{rows}"),
    )
}

fn import(place: &Place, file: &Path) -> Child {
    place
        .command(&["import", "submissions", &file.display().to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

/// The same random numbers in every run (a linear congruential generator; Knuth's MMIX constants).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}
