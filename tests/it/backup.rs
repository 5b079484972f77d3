//! `fieldwatch backup` and `restore`: whole at one moment while others write, and never anything half.

use crate::support::Place;
use crate::support::served::{push, rows, serve, stop};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Rows a push.
const PUSH_ROWS: u64 = 40;
/// Clients that push at the same time; each sends its next rows when the last were acknowledged.
const CLIENTS: u64 = 2;
/// Each client's ids begin here times its number.
const APART: u64 = 1_000_000;
/// How long a client rests between two pushes: what is backed up three times and compared must not grow without bound while a slow
/// machine dumps it.
const REST: Duration = Duration::from_millis(20);
/// Rows of the file that is imported meanwhile: one batch.
const FILE_ROWS: u64 = 3_000;
/// Backups during the load.
const BACKUPS: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_holds_a_prefix_of_the_story_on_sqlite() {
    a_prefix_of_the_story(Place::sqlite(), [Place::sqlite(), Place::sqlite()], true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_holds_a_prefix_of_the_story_on_postgresql() {
    let others = [Place::postgres().await, Place::postgres().await];
    a_prefix_of_the_story(Place::postgres().await, others, false).await;
}

/// How many batches of each client were acknowledged.
type Acknowledged = [u64; CLIENTS as usize];

async fn a_prefix_of_the_story(place: Place, others: [Place; 2], is_sqlite: bool) {
    place.small_survey().await;
    let secret = place.must(&["token", "add", "tablets", "--scope", "P"]).out;
    let (server, address) = serve(&place, &place.site());
    let acknowledged = Mutex::new(Acknowledged::default());
    let stopped = AtomicBool::new(false);
    let so_far = || *acknowledged.lock().expect("no client panics");
    let mut backups = Vec::new();
    std::thread::scope(|threads| {
        let (address, secret, stopped, acknowledged) =
            (&address, secret.trim(), &stopped, &acknowledged);
        for client in 0..CLIENTS {
            threads.spawn(move || {
                let mut batch = 0;
                while !stopped.load(Ordering::Relaxed) {
                    let from = client * APART + batch * PUSH_ROWS;
                    push(address, secret, from..from + PUSH_ROWS).expect("the server is there");
                    batch += 1;
                    acknowledged.lock().expect("no client panics")[client as usize] = batch;
                    std::thread::sleep(REST);
                }
            });
        }
        let mut import = place
            .command(&["import", "submissions", &file(&place).display().to_string()])
            .stdout(Stdio::null())
            .spawn()
            .expect("the program starts");
        for number in 0..BACKUPS {
            let before = so_far();
            // The load goes on: every backup has something new to take.
            while so_far()
                .iter()
                .zip(before)
                .any(|(now, then)| *now < then + 2)
            {
                std::thread::sleep(Duration::from_millis(5));
            }
            let before = so_far();
            let backup = place.path(&format!("backup-{number}"));
            place.must(&["backup", &backup.display().to_string()]);
            backups.push((backup, before, so_far()));
        }
        assert!(import.wait().expect("the import ends").success());
        stopped.store(true, Ordering::Relaxed);
    });
    stop(server);
    let [restored, rebuilt] = others;
    for (backup, before, after) in &backups[..BACKUPS - 1] {
        // Into a database that is not there (SQLite), and then in the place of the one before.
        if is_sqlite {
            restored.must(&["restore", "--replace", &backup.display().to_string()]);
        } else {
            restored.must(&["restore", &backup.display().to_string(), "--replace"]);
        }
        // What had been acknowledged and not recorded is recorded.
        restored.must(&["reprocess"]);
        holds_a_prefix(&restored, before, after).await;
    }
    let (backup, before, after) = &backups[BACKUPS - 1];
    restored.must(&["restore", "--replace", &backup.display().to_string()]);
    restored.must(&["reprocess"]);
    let whole = holds_a_prefix(&restored, before, after).await;
    // The same rows, taken undisturbed, are the same database.
    rebuilt.small_survey().await;
    for (client, batches) in (0..).zip(whole.batches) {
        let from = client * APART;
        let ndjson = rebuilt.file("same.ndjson", rows(from..from + batches * PUSH_ROWS));
        assert_eq!(rebuilt.import(&ndjson).code, 0);
    }
    if whole.has_file {
        assert_eq!(rebuilt.import(&file(&rebuilt)).code, 0);
    }
    let (restored, rebuilt) = (restored.content().await, rebuilt.content().await);
    assert!(
        restored == rebuilt,
        "the content differs from that of the same rows"
    );
}

struct Whole {
    batches: Acknowledged,
    has_file: bool,
}

/// All that was acknowledged `before` the backup began, nothing that came `after` it, no batch in part, and no gap.
async fn holds_a_prefix(place: &Place, before: &Acknowledged, after: &Acknowledged) -> Whole {
    let content = place.content().await;
    let ids: BTreeSet<&str> = content
        .iter()
        .filter_map(|line| line.strip_prefix("fact|")?.split('|').next())
        .collect();
    let mut batches = Acknowledged::default();
    let mut expected = 0;
    for client in 0..CLIENTS as usize {
        let from = client as u64 * APART;
        let is_there = |id: u64| ids.contains(format!("p{id}").as_str());
        let whole = (0..)
            .take_while(|batch| is_there(from + batch * PUSH_ROWS))
            .count() as u64;
        let all = (from..from + whole * PUSH_ROWS).all(is_there);
        assert!(all, "client {client}: a batch is there in part");
        // One more may have been on its way.
        assert!(
            (before[client]..=after[client] + 1).contains(&whole),
            "client {client}: {whole} batches; {} before, {} after",
            before[client],
            after[client]
        );
        batches[client] = whole;
        expected += whole * PUSH_ROWS;
    }
    let of_file = ids.iter().filter(|id| id.starts_with('f')).count() as u64;
    assert!(
        of_file == 0 || of_file == FILE_ROWS,
        "{of_file} of the file"
    );
    assert_eq!(ids.len() as u64, expected + of_file, "a batch after a gap");
    Whole {
        batches,
        has_file: of_file > 0,
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

#[tokio::test]
async fn a_damaged_backup_is_refused_before_anything_is_touched() {
    for place in Place::both().await {
        place.small_survey().await;
        let backup = place.path("sound").display().to_string();
        place.must(&["backup", &backup]);
        let again = place.run(&["backup", &backup]);
        assert!(
            again.code == 1 && again.err.contains("never overwrites"),
            "{}",
            again.all()
        );
        let sound = std::fs::read(&backup).expect("the backup can be read");
        let manifest = std::fs::read_to_string(format!("{backup}.manifest.json"))
            .expect("the manifest can be read");
        let mut flipped = sound.clone();
        flipped[sound.len() / 2] ^= 1;
        let damaged = [
            ("flipped", &flipped[..], &manifest[..], "its hash is not"),
            (
                "short",
                &sound[..sound.len() - 1],
                &manifest,
                "bytes, and its manifest says",
            ),
            (
                "cut",
                &sound,
                &manifest[..manifest.len() / 2],
                "it is no manifest",
            ),
        ];
        let content = place.content().await;
        let mut names = vec![place.path("alone").display().to_string()];
        std::fs::write(&names[0], &sound).expect("it can be written");
        let mut words = vec!["without its manifest"];
        for (name, bytes, manifest, said) in damaged {
            let path = place.file(name, bytes).display().to_string();
            place.file(&format!("{name}.manifest.json"), manifest);
            names.push(path);
            words.push(said);
        }
        names.push(place.path("nowhere").display().to_string());
        words.push("No such file");
        let files = place.files();
        for (name, words) in names.iter().zip(words) {
            let said = place.run(&["restore", "--replace", name]);
            assert!(
                said.code == 1 && said.err.contains(words),
                "{name}: {}",
                said.all()
            );
            assert_eq!(place.files(), files, "{name}");
            assert!(place.content().await == content, "{name}");
        }
    }
}

#[tokio::test]
async fn a_restore_never_writes_over_a_database_and_moves_it_aside_when_told() {
    for place in Place::both().await {
        place.small_survey().await;
        let backup = place.path("backup").display().to_string();
        place.must(&["backup", &backup]);
        let at_backup = place.content().await;
        place.add_areas("uc", "code,name,parent\nU3,Later,T1\n");
        let later = place.content().await;
        let said = place.run(&["restore", &backup]);
        assert!(
            said.code == 1 && said.err.contains("add --replace"),
            "{}",
            said.all()
        );
        let (server, _) = serve(&place, &place.site());
        let said = place.run(&["restore", "--replace", &backup]);
        assert!(
            said.code == 1 && said.err.contains("stop the server"),
            "{}",
            said.all()
        );
        stop(server);
        assert!(place.content().await == later);
        let said = place.must(&["restore", "--replace", &backup]);
        assert!(place.content().await == at_backup);
        let aside = said.out.lines().next().expect("where the old one is");
        // The same again, in the same second as often as not: another name, and nothing of the first is touched.
        let again = place.must(&["restore", "--replace", &backup]);
        assert!(place.content().await == at_backup);
        assert_ne!(again.out.lines().next(), Some(aside));
        if place.url().starts_with("sqlite:") {
            let (_, aside) = aside.split_once(" is now ").expect("where the old one is");
            let old = crate::support::open(&format!("sqlite:{}", aside.trim_end_matches('.')))
                .await
                .expect("the old one opens");
            assert!(old.dump_content().await.expect("it can be read") == later);
        } else {
            assert!(aside.contains("is now schema before_restore_"), "{aside}");
            // What was moved aside is no part of the next backup, and does not get into its way.
            let next = place.path("next").display().to_string();
            place.must(&["backup", &next]);
            let other = Place::postgres().await;
            other.must(&["restore", &next]);
            assert!(other.content().await == at_backup);
        }
    }
}

#[tokio::test]
async fn a_backup_of_one_kind_of_database_is_not_restored_into_the_other() {
    let [sqlite, postgres] = Place::both().await;
    for (from, to, example) in [
        (&sqlite, &postgres, "--database sqlite:FILE"),
        (&postgres, &sqlite, "--database postgres://"),
    ] {
        from.must(&["migrate"]);
        let backup = from.path("backup").display().to_string();
        from.must(&["backup", &backup]);
        let said = to.run(&["restore", &backup]);
        assert!(
            said.code == 1 && said.err.contains(example),
            "{}",
            said.all()
        );
    }
}
