//! A disk that fills up in the middle of an import: said in a sentence, and nothing that was acknowledged is lost.

use crate::support::cluster::Cluster;
use crate::support::databases::Databases;
use crate::support::{KEY, Place, Said, program};

/// 20,000 rows of about 500 bytes.
fn many_rows() -> String {
    let remark = "x".repeat(400);
    let mut rows = String::from(
        "submission_id,enumerator_code,area_code,outcome,started_at,household_ref,remarks",
    );
    for number in 0..20_000 {
        rows.push_str(&format!(
            "\nfull-{number},E{},U1,complete,2026-11-20T09:00:00+05:00,h{number},{remark}",
            number % 50
        ));
    }
    rows
}

/// With room again, the same command ends where an undisturbed import ends.
async fn ends_as_an_undisturbed_one(place: &Place) {
    let said = place.import(&place.path("many.csv"));
    assert_eq!(said.code, 0, "{}", said.all());
    assert!(
        said.summary().starts_with("read 20,000 · accepted"),
        "{}",
        said.all()
    );
    let undisturbed = Place::sqlite();
    undisturbed.small_survey().await;
    undisturbed.import(&undisturbed.file("first.csv", FIRST));
    undisturbed.import(&undisturbed.file("many.csv", many_rows()));
    assert!(
        place.content().await == undisturbed.content().await,
        "the content differs from that of an undisturbed import"
    );
}

const FIRST: &str =
    "submission_id,enumerator_code,area_code,outcome\nacknowledged,E1,U1,complete\n";

fn is_told(said: &Said) {
    assert_eq!(said.code, 1, "{}", said.all());
    assert!(
        said.err.contains(
            "The disk is full; nothing of this batch was written; free space and run the same command again."
        ),
        "{}",
        said.all()
    );
}

/// Full by SQLite's own count of pages, and by `ulimit -f`, which makes writing fail at a size as a failing disk does.
#[tokio::test]
async fn a_disk_that_fills_up_under_sqlite_loses_nothing_that_was_acknowledged() {
    let place = Place::sqlite();
    place.small_survey().await;
    assert_eq!(place.import(&place.file("first.csv", FIRST)).code, 0);
    let file = place.file("many.csv", many_rows());
    let import = |limit: &str, parameters: &str| -> Said {
        let line = format!(
            "{limit} exec {} --database {}{parameters} import submissions {}",
            program().display(),
            place.url(),
            file.display()
        );
        let mut bash = std::process::Command::new("bash");
        bash.args(["-c", &line])
            .env("FIELDWATCH_SECRETS_KEY", KEY)
            .output()
            .expect("bash starts")
            .into()
    };
    is_told(&import("", "?max_page_count=1000"));
    let said = import("ulimit -f 8000; trap '' XFSZ;", "");
    assert!(
        said.code == 1 && said.err.contains("disk"),
        "{}",
        said.all()
    );
    ends_as_an_undisturbed_one(&place).await;
}

/// The limit is no multiple of a page: the last page is written in part, which PostgreSQL takes for a full disk.
#[tokio::test]
async fn a_disk_that_fills_up_under_postgresql_loses_nothing_that_was_acknowledged() {
    const FULL_AT_KB: u32 = 4_001;
    let cluster = Cluster::make();
    let running = cluster.start(None).await;
    let mut place = Place::on_postgres(Databases::at(&running.url())).await;
    place.small_survey().await;
    assert_eq!(place.import(&place.file("first.csv", FIRST)).code, 0);
    let before = place.content().await;
    drop(running);

    let full = cluster.start(Some(FULL_AT_KB)).await;
    place.moved_to(Databases::at(&full.url()));
    is_told(&place.import(&place.file("many.csv", many_rows())));
    let after = place.content().await;
    let lost = before
        .iter()
        .find(|line| line.contains("acknowledged") && !after.contains(line));
    assert_eq!(lost, None);
    drop(full);

    let roomy = cluster.start(None).await;
    place.moved_to(Databases::at(&roomy.url()));
    ends_as_an_undisturbed_one(&place).await;
}
