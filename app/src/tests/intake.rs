//! The imports page and the quarantine page.

use super::fixture::{get, part, words};
use api::ApiError;
use api::intake::{
    ImportRun, ImportsView, QuarantineGroup, QuarantineItem, QuarantineQuery, QuarantineView,
};
use domain::intake::RunKind;
use domain::lang::Lang;

/// One import that ended and one that did not; with `before`, none.
pub fn imports(before: Option<i32>) -> ImportsView {
    let run = ImportRun {
        run_id: 7,
        kind: RunKind::Submissions,
        source_name: "<b>monday</b>.csv".to_owned(),
        actor: "command line".to_owned(),
        started_local: "2026-11-21 09:30".to_owned(),
        duration_s: Some(12),
        read: 1_200,
        accepted: 1_150,
        unchanged: 40,
        updated: 8,
        quarantined: 2,
    };
    let running = ImportRun {
        run_id: 8,
        kind: RunKind::Targets,
        duration_s: None,
        ..run.clone()
    };
    ImportsView {
        runs: if before.is_some() {
            Vec::new()
        } else {
            vec![running, run]
        },
        older: before.is_none().then_some(7),
        in_quarantine: if before.is_some() { 0 } else { 2 },
        zone: "Asia/Karachi".to_owned(),
    }
}

/// Two rows for one reason, one of an unknown reason; with the reason `none`, an empty quarantine.
pub fn quarantine(query: QuarantineQuery) -> QuarantineView {
    let empty = query.reason.as_deref() == Some("none");
    let item = QuarantineItem {
        kind: RunKind::Submissions,
        source_name: "monday.csv".to_owned(),
        row_number: 1_017,
        reason: "No area has the code “U9”.".to_owned(),
        text: "s1,<script>alert(1)</script>,U9".to_owned(),
        is_cut: true,
        first_seen_local: "2026-11-21 09:30".to_owned(),
        last_seen_local: "2026-11-24 08:15".to_owned(),
    };
    let group = |code: &str, rows| QuarantineGroup {
        kind: RunKind::Submissions,
        reason_code: code.to_owned(),
        rows,
    };
    QuarantineView {
        groups: if empty {
            Vec::new()
        } else {
            vec![group("unknown_area", 2), group("from_the_future", 1)]
        },
        rows: if empty { Vec::new() } else { vec![item] },
        next: (!empty).then(|| QuarantineQuery {
            after: 51,
            ..query.clone()
        }),
        zone: "Asia/Karachi".to_owned(),
        query,
    }
}

const UNUSED: Result<api::coverage::CoverageView, ApiError> = Err(ApiError::NotFound);

#[tokio::test]
async fn imports_are_listed_with_who_when_and_how_many_and_lead_on() {
    let (_, page) = get("/imports", Lang::En, UNUSED).await;
    let said = words(&page);
    for part in [
        "2026-11-21 09:30",
        "1,200",
        "1,150",
        "command line",
        "12 s",
        "Running or interrupted",
        "2 rows could not be taken",
        "Asia/Karachi",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(page.contains("href=\"/imports?before=7\""), "{page}");
    assert!(!page.contains("<b>monday"), "{page}");
    let nav = part(&page, "class=\"page-nav\"", "</nav>");
    assert!(nav.contains("href=\"/quarantine\""), "{nav}");
}

#[tokio::test]
async fn without_imports_the_page_says_how_to_make_one() {
    let (_, page) = get("/imports?before=1", Lang::En, UNUSED).await;
    let said = words(&page);
    assert!(said.contains("Nothing has been imported yet"), "{said}");
    assert!(said.contains("fieldwatch import submissions"), "{said}");
    assert!(page.contains("href=\"/imports\""), "the way back: {page}");
}

#[tokio::test]
async fn quarantined_rows_stand_as_they_came_under_reasons_that_can_be_chosen() {
    let (_, page) = get(
        "/quarantine?kind=submissions&reason=unknown_area",
        Lang::En,
        UNUSED,
    )
    .await;
    let said = words(&page);
    for part in [
        "Unknown area",
        "from_the_future",
        "1,017",
        "No area has the code",
        "The row is longer",
        "2026-11-21 09:30 2026-11-24 08:15",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!page.contains("<script>alert"), "{page}");
    assert!(
        page.contains(
            "href=\"/quarantine?kind=submissions&amp;reason=unknown_area\" aria-current=\"true\""
        ),
        "{page}"
    );
    assert!(
        page.contains("href=\"/quarantine?kind=submissions&amp;reason=unknown_area&amp;after=51\""),
        "{page}"
    );
    assert!(page.contains("href=\"/quarantine.csv\""), "{page}");
}

#[tokio::test]
async fn an_empty_quarantine_says_so_in_both_languages() {
    let (_, page) = get("/quarantine?reason=none", Lang::En, UNUSED).await;
    assert!(words(&page).contains("Nothing stands in the quarantine"));
    let (_, page) = get("/quarantine?reason=none", Lang::Ur, UNUSED).await;
    assert!(words(&page).contains("قرنطینہ خالی ہے"));
}
