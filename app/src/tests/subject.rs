//! The page that answers a household's request, as the server hands it over.

use super::fixture::{get_with, part, session_of, words};
use crate::instead::Instead;
use api::subject::{
    SubjectDone, SubjectForm, SubjectFound, SubjectProblem, SubjectSubmission, SubjectView,
};
use axum::http::StatusCode;
use domain::lang::Lang;
use domain::people::Role;
use leptos::prelude::provide_context;

async fn shown_in(lang: Lang, view: SubjectView) -> String {
    let session = session_of(Role::BosQa, lang);
    let (status, page) = get_with(Some(session), "/subject", move || {
        provide_context(Instead::Subject(Box::new(view.clone())));
    })
    .await;
    assert_eq!(status, StatusCode::OK);
    page
}

async fn shown(view: SubjectView) -> String {
    shown_in(Lang::En, view).await
}

fn typed() -> SubjectForm {
    SubjectForm {
        area: "PB0101-002".to_owned(),
        reference: "HH \"7\"".to_owned(),
        reason: "letter of 3 November".to_owned(),
        confirm: "HH \"7\"".to_owned(),
        submission: "uuid:2".to_owned(),
        field: "household_size".to_owned(),
        value: "six".to_owned(),
        take_back: false,
    }
}

fn submission(id: &str) -> SubjectSubmission {
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    SubjectSubmission {
        id: id.to_owned(),
        fact: vec![pair("household_size", "5")],
        revisions: vec![pair("2026-11-20 18:00", "uuid,<b>raw</b>")],
        trails: vec!["question,/data/roof".to_owned()],
        corrections: vec![(
            "household_size".to_owned(),
            None,
            "asked again".to_owned(),
            "qa, 2026-11-21".to_owned(),
        )],
        flags: vec!["travel_speed".to_owned(), "gps_mock".to_owned()],
        spot_checks: vec![(9, vec![pair("answer", "nobody came")])],
    }
}

fn found() -> SubjectFound {
    let text = |text: &str| text.to_owned();
    SubjectFound {
        submissions: vec![submission("uuid:1"), submission("uuid:2")],
        listed: vec![(
            text("households"),
            vec![(text("address"), text("2nd lane"))],
        )],
        quarantined: vec![(text("no outcome"), text("<i>row</i>"))],
        perhaps: 3,
        waiting: 1,
        entries: vec![(text("2026-11-21 10:00"), text("qa"), text("find"))],
    }
}

#[tokio::test]
async fn everything_that_is_held_is_shown_as_text() {
    let page = shown(SubjectView {
        form: typed(),
        found: Some(found()),
        ..SubjectView::default()
    })
    .await;
    let said = words(&page);
    for words in [
        "2 interviews, 1 rows of listings, 1 rows that could not be taken, 1 rows that wait",
        "3 rows that could not be taken hold the reference and not the area",
        "Interview uuid:1",
        "Interview uuid:2",
        "Flags: travel_speed, gps_mock",
        "household_size: taken back (asked again; qa, 2026-11-21)",
        "Received 2026-11-20 18:00, as it came",
        "question,/data/roof",
        "Spot check 9",
        "nobody came",
        "In the listing households",
        "2nd lane",
        "no outcome",
        "In the audit trail",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!page.contains("<b>raw") && !page.contains("<i>row"));
    let urdu = shown_in(
        Lang::Ur,
        SubjectView {
            found: Some(found()),
            ..SubjectView::default()
        },
    )
    .await;
    assert!(urdu.contains("dir=\"rtl\"") && words(&urdu).contains("کیا محفوظ ہے"));
}

#[tokio::test]
async fn what_the_forms_are_about_travels_in_the_form_and_in_no_address() {
    let page = shown(SubjectView {
        form: typed(),
        found: Some(found()),
        ..SubjectView::default()
    })
    .await;
    for (form, action) in [
        ("find", "find"),
        ("export", "export"),
        ("correct", "correct"),
        ("delete", "delete"),
    ] {
        let form = part(&page, &format!("<form id=\"{form}\""), "</form>");
        assert!(
            form.contains("method=\"post\" action=\"/subject\""),
            "{form}"
        );
        let named = format!("name=\"action\" value=\"{action}\"");
        assert!(form.contains(&named), "{form}");
        assert!(form.contains("value=\"HH &quot;7&quot;\""), "{form}");
    }
    for (at, _) in page.match_indices("href=\"") {
        let address = page[at + 6..].split('"').next().unwrap_or_default();
        assert!(!address.contains("HH"), "{address}");
    }
    // What makes sure is typed anew each time; what is to be corrected stays.
    let correct = part(&page, "<form id=\"correct\"", "</form>");
    assert!(correct.contains("value=\"six\""), "{correct}");
    assert!(
        correct.contains("value=\"uuid:2\" selected")
            && correct.contains("value=\"household_size\" selected"),
        "{correct}"
    );
    for form in ["correct", "delete"] {
        let form = part(&page, &format!("<form id=\"{form}\""), "</form>");
        for field in ["reason", "confirm"] {
            let field = part(form, &format!("name=\"{field}\""), ">");
            assert!(
                !field.contains("value=") && field.contains("required"),
                "{field}"
            );
        }
    }
}

#[tokio::test]
async fn nothing_can_be_done_about_nothing_and_every_problem_is_a_sentence() {
    let page = shown(SubjectView::default()).await;
    assert!(page.contains("<form id=\"find\""));
    for form in ["export", "correct", "delete"] {
        assert!(!page.contains(&format!("<form id=\"{form}\"")), "{form}");
    }
    // A row that could not be taken can be deleted, and not be corrected.
    let page = shown(SubjectView {
        found: Some(SubjectFound {
            submissions: Vec::new(),
            ..found()
        }),
        ..SubjectView::default()
    })
    .await;
    assert!(page.contains("<form id=\"delete\"") && !page.contains("<form id=\"correct\""));
    let page = shown(SubjectView {
        found: Some(SubjectFound::default()),
        ..SubjectView::default()
    })
    .await;
    assert!(!page.contains("<form id=\"delete\""), "nothing is held");

    let mut sentences = std::collections::BTreeSet::new();
    for problem in SubjectProblem::ALL {
        let page = shown(SubjectView {
            form: typed(),
            problem: Some(problem),
            unreadable: (problem == SubjectProblem::Unreadable)
                .then(|| "household_size is no number".to_owned()),
            ..SubjectView::default()
        })
        .await;
        let alert = part(&page, "role=\"alert\"", "</div>");
        let why = words(alert).contains("household_size is no number");
        assert_eq!(why, problem == SubjectProblem::Unreadable, "{problem:?}");
        sentences.insert(words(part(alert, "id=\"problem\"", "</p>")));
    }
    assert_eq!(sentences.len(), SubjectProblem::ALL.len());
    let deleted = SubjectDone::Deleted {
        submissions: 2,
        quarantined: 1,
        listed: 4,
    };
    for (done, said) in [
        (SubjectDone::Corrected, "The correction is recorded"),
        (deleted, "Deleted: 2 interviews, 4 rows of listings and 1"),
    ] {
        let page = shown(SubjectView {
            done: Some(done),
            ..SubjectView::default()
        })
        .await;
        let status = part(&page, "id=\"done\"", "</p>");
        assert!(words(status).contains(said), "{status}");
    }
}
