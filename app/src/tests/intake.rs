//! The imports page and the quarantine page.

use super::fixture::{get, part, words};
use api::ApiError;
use api::intake::{
    ImportRun, ImportsView, QuarantineGroup, QuarantineItem, QuarantineQuery, QuarantineView,
};
use api::pulls::{PullLine, PullState};
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
        file_hash: Some("0123456789abcdef".repeat(4)),
    };
    let running = ImportRun {
        run_id: 8,
        kind: RunKind::Targets,
        duration_s: None,
        file_hash: None,
        ..run.clone()
    };
    let pull = |form: &str, state| PullLine {
        url: "https://central.example.org".to_owned(),
        project: 7,
        form_id: form.to_owned(),
        every_minutes: Some(15),
        state,
        complete_local: Some("2026-11-21 09:15".to_owned()),
        is_overdue: false,
    };
    let complete = PullState::Complete {
        read: 1_300,
        accepted: 12,
        updated: 3,
        quarantined: 1,
        remark: None,
    };
    let failed = PullState::Failed {
        since_local: "2026-11-21 08:00".to_owned(),
        said: "<i>Central</i> answers 503.".to_owned(),
    };
    ImportsView {
        pulls: if before.is_some() {
            Vec::new()
        } else {
            vec![pull("visit", complete), pull("listing", failed)]
        },
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

/// A row for a known reason, one for a reason of a later program; with the reason `none`, an empty quarantine.
pub fn quarantine(query: QuarantineQuery) -> QuarantineView {
    let empty = query.reason.as_deref() == Some("none");
    let item = QuarantineItem {
        kind: RunKind::Submissions,
        source_name: "monday.csv".to_owned(),
        row_number: 1_017,
        reason_code: "unknown_area".to_owned(),
        reason: Some("No area has the code “U9”.".to_owned()),
        text: Some("s1,<script>alert(1)</script>,U9".to_owned()),
        is_cut: true,
        first_seen_local: "2026-11-21 09:30".to_owned(),
        last_seen_local: "2026-11-24 08:15".to_owned(),
    };
    let later = QuarantineItem {
        reason_code: "from_the_future".to_owned(),
        reason: Some("It is early.".to_owned()),
        ..item.clone()
    };
    let group = |code: &str, rows| QuarantineGroup {
        kind: RunKind::Submissions,
        reason_code: code.to_owned(),
        rows,
    };
    QuarantineView {
        import_name: query.import.map(|_| "monday.csv".to_owned()),
        groups: if empty {
            Vec::new()
        } else {
            vec![group("unknown_area", 2), group("from_the_future", 1)]
        },
        rows: if empty { Vec::new() } else { vec![item, later] },
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
    assert!(page.contains("href=\"/imports/7\""), "{page}");
    assert!(page.contains("href=\"/imports.csv\" download"), "{page}");
    assert_eq!(said.matches("0123456789ab…").count(), 1, "{said}");
    assert!(!said.contains("0123456789abc"), "{said}");
    assert!(!page.contains("<b>monday"), "{page}");
    let nav = part(&page, "class=\"page-nav\"", "</nav>");
    assert!(nav.contains("href=\"/quarantine\""), "{nav}");
}

#[tokio::test]
async fn each_form_that_is_pulled_has_a_line_that_says_how_it_stands() {
    let (_, page) = get("/imports", Lang::En, UNUSED).await;
    let lines = part(&page, "id=\"pulls\"", "</ul>");
    let said = words(lines);
    for part in [
        "project 7, form visit",
        "Up to date",
        "Read to the end at 2026-11-21 09:15: 1,300 rows, of them 12 new, 3 changed, 1 set aside.",
        "form listing",
        "Failing",
        "since 2026-11-21 08:00",
        "Last read to the end at 2026-11-21 09:15.",
        "Every 15 minutes.",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!page.contains("<i>Central"), "{page}");
    let (_, urdu) = get("/imports", Lang::Ur, UNUSED).await;
    let lines = part(&urdu, "id=\"pulls\"", "</ul>");
    let general = lines.find("اگلی بار وہیں سے شروع ہو گا").unwrap();
    let stored = lines.find("lang=\"en\" dir=\"ltr\"").unwrap();
    assert!(general < stored, "{lines}");
}

#[tokio::test]
async fn without_imports_the_page_says_how_to_make_one() {
    let (_, page) = get("/imports?before=1", Lang::En, UNUSED).await;
    let said = words(&page);
    assert!(said.contains("Nothing has been imported yet"), "{said}");
    assert!(said.contains("fieldwatch import submissions"), "{said}");
    assert!(!page.contains("/imports.csv"), "{page}");
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
    assert!(
        page.contains("href=\"/quarantine.csv?kind=submissions&amp;reason=unknown_area\""),
        "{page}"
    );
}

#[tokio::test]
async fn an_urdu_page_says_in_urdu_what_a_row_waits_for_and_keeps_the_details() {
    let (_, page) = get("/quarantine", Lang::Ur, UNUSED).await;
    let table = part(&page, "id=\"rows-table\"", "</table>");
    let general = table.find("محفوظ علاقوں میں سے کسی کا یہ کوڈ نہیں").unwrap();
    let after = part(&table[general..], "<p", "</p>");
    assert!(after.contains("lang=\"en\" dir=\"ltr\""), "{after}");
    assert!(after.contains("No area has the code “U9”."), "{after}");
    // A reason that this program does not know has its sentence all the same.
    assert!(words(table).contains("It is early."), "{table}");

    let (_, page) = get("/quarantine", Lang::En, UNUSED).await;
    let table = words(part(&page, "id=\"rows-table\"", "</table>"));
    assert!(!table.contains("No area on file"), "said once: {table}");
}

#[tokio::test]
async fn an_empty_quarantine_says_so_in_both_languages() {
    let (_, page) = get("/quarantine?reason=none", Lang::En, UNUSED).await;
    assert!(words(&page).contains("Nothing stands in the quarantine"));
    let (_, page) = get("/quarantine?reason=none", Lang::Ur, UNUSED).await;
    assert!(words(&page).contains("قرنطینہ خالی ہے"));
    // Empty of one import's rows is not empty.
    let (_, page) = get("/quarantine?reason=none&import=7", Lang::En, UNUSED).await;
    let said = words(&page);
    assert!(
        said.contains("No row of this import stands in the quarantine."),
        "{said}"
    );
    assert!(!said.contains("Nothing stands in the quarantine"), "{said}");
}

#[tokio::test]
async fn rows_are_replayed_by_a_plain_form_that_keeps_what_was_chosen() {
    let (_, page) = get("/quarantine", Lang::En, UNUSED).await;
    let form = part(&page, "<form id=\"replay\"", "</form>");
    assert!(
        form.contains("method=\"post\" action=\"/quarantine/replay\""),
        "{form}"
    );
    assert!(words(form).contains("Replay all rows"), "{form}");
    assert!(!form.contains("type=\"hidden\""), "{form}");
    let path = "/quarantine?kind=submissions&reason=unknown_area&import=7&after=9";
    let (_, page) = get(path, Lang::En, UNUSED).await;
    let form = part(&page, "<form id=\"replay\"", "</form>");
    for (name, value) in [
        ("kind", "submissions"),
        ("reason", "unknown_area"),
        ("import", "7"),
    ] {
        let hidden = format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
        assert!(form.contains(&hidden), "{hidden}: {form}");
    }
    assert!(
        words(form).contains("Replay the rows chosen here"),
        "{form}"
    );
    assert!(words(&page).contains("Rows of import 7: monday.csv"));
    assert!(
        page.contains("kind=submissions&amp;reason=from_the_future&amp;import=7"),
        "other reasons of the same import: {page}"
    );
}

#[tokio::test]
async fn what_a_replay_did_is_said_in_numbers_only() {
    let said = async |value: &str, lang| {
        let (_, page) = get(
            &format!("/quarantine?reason=none&replayed={value}"),
            lang,
            UNUSED,
        )
        .await;
        page.contains("id=\"replayed\"")
            .then(|| words(part(&page, "id=\"replayed\"", "</div>")))
    };
    let done = said("1200-30-4-0", Lang::En).await.unwrap();
    assert!(
        done.contains("1,234 rows replayed: 1,200 accepted, 30 unchanged, 4 still quarantined."),
        "{done}"
    );
    let one = said("1-0-0-0", Lang::En).await.unwrap();
    assert!(one.contains("1 row replayed: 1 accepted"), "{one}");
    assert!(!one.contains("could not be tried"), "{one}");
    let untried = said("1-0-5-3", Lang::En).await.unwrap();
    assert!(untried.contains("could not be tried: 3."), "{untried}");
    assert!(
        said("0-0-2-0", Lang::Ur)
            .await
            .unwrap()
            .contains("اب بھی قرنطینہ میں")
    );
    assert!(
        said("busy", Lang::En)
            .await
            .unwrap()
            .contains("A replay is under way")
    );
    let older = said("older-facts", Lang::En).await.unwrap();
    assert!(older.contains("fieldwatch reprocess --all"), "{older}");
    assert_eq!(said("Call+0300", Lang::En).await, None);
}
