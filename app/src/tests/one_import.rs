//! The page of one import.

use super::fixture::{get, part, words};
use api::ApiError;
use api::intake::QuarantineGroup;
use api::one_import::{Counting, ImportView, Later, OtherImport, Since};
use axum::http::StatusCode;
use domain::intake::RunKind;
use domain::lang::Lang;

fn counting(submissions: u64, rejected: u64) -> Counting {
    Counting {
        submissions,
        rejected,
    }
}

/// 7: a file of another tool, replaced in part. 8: targets, nothing since. 9: submissions, none taken, of before what it set
/// aside was kept. Others are not there.
pub fn import(run_id: i32) -> Result<ImportView, ApiError> {
    let run = super::intake::imports(None).runs.swap_remove(1);
    let whole = ImportView {
        run,
        is_pushed: false,
        format: Some("KoboToolbox".to_owned()),
        told_zone: Some("Asia/Karachi".to_owned()),
        mapping: Some("# <script>alert(1)</script>\n[fields]\n".to_owned()),
        waiting: vec![QuarantineGroup {
            kind: RunKind::Submissions,
            reason_code: "unknown_area".to_owned(),
            rows: 1_001,
        }],
        set_aside: Some(1_500),
        since: Some(Since {
            own: counting(1_100, 4),
            others: vec![OtherImport {
                run_id: 12,
                source_name: "<i>tuesday</i>.csv".to_owned(),
                counting: counting(50, 3),
            }],
            further: (counting(8, 1), 2),
        }),
        later: Later {
            imports: 5,
            accepted: 2_000,
            updated: 58,
            quarantined: 6,
        },
        zone: "Asia/Karachi".to_owned(),
    };
    match run_id {
        7 => Ok(whole),
        8 => Ok(ImportView {
            run: api::intake::ImportRun {
                kind: RunKind::Targets,
                duration_s: None,
                file_hash: None,
                quarantined: 0,
                ..whole.run
            },
            format: None,
            told_zone: None,
            mapping: None,
            waiting: Vec::new(),
            set_aside: Some(0),
            since: None,
            later: Later::default(),
            ..whole
        }),
        9 => Ok(ImportView {
            is_pushed: true,
            format: Some("canonical".to_owned()),
            told_zone: None,
            mapping: None,
            set_aside: None,
            since: Some(Since::default()),
            ..whole
        }),
        _ => Err(ApiError::NotFound),
    }
}

async fn page(run_id: &str, lang: Lang) -> String {
    let unused = Err(ApiError::NotFound);
    let (status, page) = get(&format!("/imports/{run_id}"), lang, unused).await;
    assert_eq!(status, StatusCode::OK);
    page
}

#[tokio::test]
async fn an_import_tells_what_it_was_and_what_became_of_it() {
    let page = page("7", Lang::En).await;
    let facts = words(part(&page, "id=\"import-facts\"", "</table>"));
    for told in [
        "By command line",
        "Started 2026-11-21 09:30",
        "Took 12 s",
        &"0123456789abcdef".repeat(4),
        "sha256sum FILE",
        "Recognised as KoboToolbox",
        "Zone of times without one Asia/Karachi",
        "Read 1,200 New 1,150 Unchanged 40 Changed 8 Set aside 2",
    ] {
        assert!(facts.contains(told), "{told}: {facts}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)"), "{page}");
    assert!(!page.contains("<script>alert") && !page.contains("<i>tuesday"));
    let said = words(&page);
    assert!(
        said.contains("Rows that this import put into the quarantine: 1,500. Left since: 499. Still waiting: 1,001."),
        "{said}"
    );
    let problems = part(&page, "id=\"waiting-table\"", "</section>");
    let reason = "/quarantine?kind=submissions&amp;reason=unknown_area&amp;import=7";
    assert!(problems.contains(reason), "{problems}");
    assert!(
        problems.contains("href=\"/quarantine.csv?import=7\""),
        "{problems}"
    );
    let since = part(&page, "<table id=\"since\">", "</table>");
    assert!(since.contains("href=\"/imports/12\""), "{since}");
    assert!(
        words(since).ends_with(
            "Current revision from this import 1,100 4 Current revision from import 12 &lt;i&gt;tuesday&lt;/i&gt;.csv 50 3 \
             Current revision from further imports (2) 8 1 All that this import brought 1,158 8"
        ),
        "{}",
        words(since)
    );
    assert!(
        said.contains(
            "Later imports of the same kind: 5. New rows: 2,000. Changed: 58. Set aside: 6."
        ),
        "{said}"
    );
}

#[tokio::test]
async fn what_is_not_known_and_what_is_not_there_is_said() {
    let targets = words(&page("8", Lang::En).await);
    for told in [
        "Running or interrupted",
        "Not on record: there was no file",
        "put no row into the quarantine",
        "Of targets and rosters it is not kept",
        "No import of the same kind has changed anything since.",
    ] {
        assert!(targets.contains(told), "{told}: {targets}");
    }
    assert!(!targets.contains("Recognised as"), "{targets}");
    let pushed = words(&page("9", Lang::En).await);
    for told in [
        "canonical, pushed over HTTP",
        "none was told",
        "Rows of this import that wait in the quarantine: 1,001. How many have left is not on record.",
        "This import brought no submissions.",
    ] {
        assert!(pushed.contains(told), "{told}: {pushed}");
    }
    let urdu = page("7", Lang::Ur).await;
    assert!(words(&urdu).contains("اس کے بعد کیا بدلا"));
}

#[tokio::test]
async fn an_import_that_is_not_there_is_not_found() {
    for path in ["/imports/404", "/imports/x", "/imports/99999999999"] {
        let (status, _) = get(path, Lang::En, Err(ApiError::NotFound)).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
}
