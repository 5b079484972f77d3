//! The page of one import: exact numbers of what became of its rows, on both databases.

use crate::support::Place;
use crate::support::web::Web;
use axum::http::StatusCode;
use std::path::Path;
use std::process::Command;

const HEADER: &str =
    "submission_id,enumerator_code,area_code,outcome,started_at,received_at,review_state";

/// A row of a submission, received at an hour of the day.
fn row(id: &str, area: &str, hour: u32, review: &str) -> String {
    format!(
        "{id},E1,{area},complete,2026-11-20T09:00:00+05:00,2026-11-20T{hour:02}:00:00+05:00,{review}\n"
    )
}

/// The words of a page from an id to the end of its element, with one blank between them.
fn words(page: &str, id: &str, end: &str) -> String {
    let from = page
        .find(&format!("id=\"{id}\""))
        .unwrap_or_else(|| panic!("no {id} in {page}"));
    let part = &page[from..];
    let part = &part[part.find('>').expect("a tag") + 1..part.find(end).expect("an end")];
    let mut out = String::new();
    let mut rest = part;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let end = if after.starts_with('!') { "" } else { " " };
        out.push_str(end);
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sha256sum(file: &Path) -> String {
    let said = Command::new("sha256sum")
        .arg(file)
        .output()
        .expect("sha256sum runs");
    let text = String::from_utf8_lossy(&said.stdout).into_owned();
    text.split(' ').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_page_of_an_import_tells_what_became_of_each_of_its_submissions() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        let place = &web.place;
        let file =
            |name: &str, rows: &[String]| place.file(name, format!("{HEADER}\n{}", rows.concat()));
        let area = "PB0101-001";
        // Of more rows than PostgreSQL takes one by one: they go in two steps.
        let bulk: Vec<String> = (0..900)
            .map(|n| row(&format!("bulk{n}"), area, 10, ""))
            .collect();
        let mut first: Vec<String> = ["a", "b", "c", "d", "e"]
            .map(|id| row(id, area, 10, ""))
            .into();
        first.push(row("came-rejected", area, 10, "rejected"));
        // Twice in the same file: the later one counts, the submission once.
        first.push(row("twice", area, 10, ""));
        first.push(row("twice", area, 11, ""));
        first.push(row("bad", "NOWHERE", 10, ""));
        first.push(row("bad-2", "NOWHERE", 10, ""));
        first.extend(bulk);
        // One that an earlier import brought in a later revision.
        let earlier = file("earlier.csv", &[row("old", area, 15, "")]);
        first.push(row("old", area, 12, "approved"));
        let monday = file("monday.csv", &first);
        assert_eq!(place.import(&earlier).code, 0);
        assert_eq!(place.import(&monday).code, 3);

        let qa = web.sign_in("qa").await;
        let list = web.get("/imports", &qa).await.text;
        let number = list
            .split("monday.csv")
            .next()
            .expect("a list")
            .rsplit("/imports/")
            .next();
        let number: u32 = number
            .and_then(|text| text.split('"').next())
            .and_then(|n| n.parse().ok())
            .expect("a number");
        let path = format!("/imports/{number}");
        let hash = sha256sum(&monday);
        assert!(list.contains(&format!("{}…", &hash[..12])), "{list}");
        let page = web.get(&path, &qa).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert_eq!(words(&page.text, "file-hash", "</code>"), hash);
        let facts = words(&page.text, "import-facts", "</table>");
        // One of the two revisions of "twice" is a change, and so is the one of "old".
        for told in [
            "What Submissions By command line",
            "Recognised as canonical",
            "Read 911 New 907 Unchanged 0 Changed 2 Set aside 2",
        ] {
            assert!(facts.contains(told), "{told}: {facts}");
        }
        assert_eq!(
            words(&page.text, "problems", "</p>"),
            "Rows that this import put into the quarantine: 2. Left since: 0. Still waiting: 2."
        );
        let since = words(&page.text, "since", "</table>");
        let (before, own) = (number - 1, "Current revision from this import");
        assert!(
            since.ends_with(&format!(
                "{own} 907 1 Current revision from import {before} earlier.csv 1 0 All that this import brought 908 1"
            )),
            "{since}"
        );
        assert_eq!(
            words(&page.text, "later", "</p>"),
            "No import of the same kind has changed anything since."
        );

        // Edited, rejected, deleted; one of them twice; one revision that is older than what is on file.
        let tuesday = file(
            "tuesday.csv",
            &[
                row("a", area, 13, "rejected"),
                row("b", area, 13, "edited"),
                row("c", area, 13, ""),
                row("d", area, 9, "rejected"),
                row("new", area, 13, ""),
            ],
        );
        let wednesday = file("wednesday.csv", &[row("c", area, 14, "rejected")]);
        assert_eq!(place.import(&tuesday).code, 0);
        assert_eq!(place.import(&wednesday).code, 0);
        place.add_areas("uc", "code,name,parent\nNOWHERE,Found,PB0101\n");
        let one = "submission_id,enumerator_code,area_code,outcome\nbad-3,E1,NOWHERE-2,complete\n";
        assert_eq!(place.import(&place.file("thursday.csv", one)).code, 3);
        place.run(&["quarantine", "replay", "--import", &number.to_string()]);
        let page = web.get(&path, &qa).await.text;
        let since = words(&page, "since", "</table>");
        let (tuesday, wednesday) = (number + 1, number + 2);
        assert!(
            since.ends_with(&format!(
                "{own} 904 1 Current revision from import {tuesday} tuesday.csv 2 1 Current revision from import {before} \
                 earlier.csv 1 0 Current revision from import {wednesday} wednesday.csv 1 1 All that this import brought 908 3"
            )),
            "{since}"
        );
        assert_eq!(
            words(&page, "problems", "</p>"),
            "Rows that this import put into the quarantine: 2. Left since: 2. Still waiting: 0."
        );
        assert_eq!(
            words(&page, "later", "</p>"),
            "Later imports of the same kind: 4. New rows: 3. Changed: 5. Set aside: 1."
        );
        // The page of the import that the others replaced, and of those.
        let page = web.get(&format!("/imports/{tuesday}"), &qa).await.text;
        let since = words(&page, "since", "</table>");
        assert!(
            since.ends_with(&format!(
                "{own} 3 1 Current revision from import {number} monday.csv 1 0 Current revision from import {wednesday} \
                 wednesday.csv 1 1 All that this import brought 5 2"
            )),
            "{since}"
        );
        // Targets and the roster: no such account, but the rest.
        let roster = place.file("roster.csv", "enumerator_code,name\nE-9,Nine\n");
        place.must(&["import", "roster", &roster.display().to_string()]);
        let page = web.get(&format!("/imports/{}", number + 5), &qa).await.text;
        assert!(words(&page, "since", "</p>").starts_with("Of targets and rosters it is not kept"));
        assert_eq!(words(&page, "file-hash", "</code>"), sha256sum(&roster));
        // Its rows that wait, as a file.
        let csv = web
            .get(&format!("/quarantine.csv?import={}", number + 3), &qa)
            .await
            .text;
        assert!(csv.lines().count() == 2 && csv.contains("bad-3"), "{csv}");
        let none = web.get("/quarantine.csv?reason=no_zone", &qa).await.text;
        assert_eq!(none.lines().count(), 1, "{none}");

        for (username, path, status) in [
            ("leadership", path.as_str(), StatusCode::NOT_FOUND),
            ("attock", path.as_str(), StatusCode::NOT_FOUND),
            ("qa", "/imports/999999", StatusCode::NOT_FOUND),
            ("qa", "/imports/0", StatusCode::NOT_FOUND),
            ("qa", "/imports/x", StatusCode::NOT_FOUND),
        ] {
            let cookie = web.sign_in(username).await;
            let answer = web.get(path, &cookie).await;
            assert_eq!(answer.status, status, "{username} {path}");
            assert!(!answer.text.contains("monday"), "{username}");
        }
        assert_eq!(web.get(&path, "").await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn the_hash_is_of_the_whole_file_whatever_its_form() {
    let place = Place::sqlite();
    place.small_survey().await;
    let kobo = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats/kobo.json"),
    )
    .expect("the fixture");
    // What stands behind the rows belongs to the file, however long it is.
    let padded = kobo.trim_end().trim_end_matches('}').to_owned() + &" ".repeat(3 << 20) + "}\n";
    let mapping = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats/kobo.toml");
    let mapping = mapping.display().to_string();
    let bom = format!("\u{feff}{HEADER}\r\n{}", row("x", "U1", 10, ""));
    for (name, text) in [("kobo.json", padded), ("bom.csv", bom)] {
        let file = place.file(name, text);
        place.run(&[
            "import",
            "submissions",
            "--mapping",
            &mapping,
            &file.display().to_string(),
        ]);
        let db = crate::support::open(place.url())
            .await
            .expect("the database opens");
        let run = db.list_runs(1).await.expect("runs").swap_remove(0);
        db.close().await;
        assert_eq!(run.source_name, name);
        let hash = run
            .file_hash
            .expect("a hash")
            .map(|byte| format!("{byte:02x}"))
            .concat();
        assert_eq!(hash, sha256sum(&file), "{name}");
    }
}
