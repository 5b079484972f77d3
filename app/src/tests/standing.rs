//! Several grants: the form that chooses, and the pages in place of others.

use super::fixture::{area, get_with, part, session_of, words};
use crate::instead::Instead;
use api::{ApiError, Seat};
use axum::http::StatusCode;
use domain::area::Level;
use domain::lang::Lang;
use domain::people::Role;
use leptos::prelude::provide_context;

fn seats() -> Vec<Seat> {
    let seat = |grant_id, role, name: &str, acts| Seat {
        grant_id,
        role,
        area: area(name, Level::District, name),
        acts,
        until_local: None,
    };
    vec![
        seat(1, Role::DistrictCoordinator, "Attock", true),
        Seat {
            until_local: Some("2026-12-01 00:00".to_owned()),
            ..seat(2, Role::Csu, "Lahore <b>City</b>", false)
        },
    ]
}

#[tokio::test]
async fn who_has_several_grants_chooses_in_the_header_by_a_plain_form() {
    let mut session = session_of(Role::DistrictCoordinator, Lang::En);
    session.seats = seats();
    let (_, page) = get_with(Some(session.clone()), "/nothing", || {}).await;
    let form = part(&page, "<form id=\"standing\"", "</form>");
    assert!(
        form.contains("method=\"post\" action=\"/standing\""),
        "{form}"
    );
    assert!(form.contains("<option value=\"1\" selected"), "{form}");
    let said = words(form);
    assert!(said.contains("Attock · District coordinator"), "{said}");
    assert!(
        said.contains("Coordination Support Unit · only sees · until 2026-12-01 00:00"),
        "{said}"
    );
    assert!(!page.contains("<b>City</b>"), "names are escaped");
    session.seats.truncate(1);
    let (_, page) = get_with(Some(session), "/nothing", || {}).await;
    assert!(!page.contains("id=\"standing\""), "nothing to choose");
}

#[tokio::test]
async fn a_page_in_place_of_another_has_the_status_that_fits_it() {
    let session = session_of(Role::Leadership, Lang::En);
    let (status, page) = get_with(Some(session), "/flags", || {
        provide_context(Instead::Failed(ApiError::NotFound));
    })
    .await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("page-nav"), "the way back is offered");
    for (lang, title) in [
        (Lang::En, "Nothing is granted to you"),
        (Lang::Ur, "کوئی اختیار حاصل نہیں"),
    ] {
        let (status, page) = get_with(None, "/coverage", move || {
            provide_context(lang);
            provide_context(Instead::NothingGranted);
        })
        .await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        assert!(words(&page).contains(title), "{page}");
        let form = part(&page, "<form id=\"sign-out\"", "</form>");
        assert!(form.contains("action=\"/sign-out\""), "{form}");
    }
}
