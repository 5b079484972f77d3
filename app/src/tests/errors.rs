//! Pages that say what went wrong.

use super::fixture::{get, province, words};
use api::ApiError;
use axum::http::StatusCode;
use domain::lang::Lang;

#[tokio::test]
async fn an_area_that_is_not_there_answers_404_with_a_way_on() {
    let (status, page) = get("/coverage/X", Lang::En, Err(ApiError::NotFound)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("<h1>Page not found</h1>"), "{page}");
    assert!(page.contains("href=\"/coverage\""), "{page}");
}

#[tokio::test]
async fn an_address_that_shows_nothing_answers_404() {
    let (status, page) = get("/nowhere", Lang::Ur, Ok(province())).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("صفحہ نہیں ملا"), "{page}");
}

#[tokio::test]
async fn a_failure_answers_500_with_its_reference_number_and_nothing_else() {
    let error = ApiError::Internal {
        reference: "7F3A-<i>".to_owned(),
    };
    let (status, page) = get("/coverage", Lang::En, Err(error)).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.contains("7F3A-&lt;i&gt;"), "{page}");
    assert!(words(&page).contains("give the number to your administrator"));
}

#[tokio::test]
async fn what_takes_too_long_answers_503_and_says_what_to_do() {
    for (lang, words_of) in [
        (Lang::En, "has not answered within 10 seconds"),
        (Lang::Ur, "سیکنڈ میں جواب نہیں دیا"),
    ] {
        let error = ApiError::TooSlow { seconds: 10 };
        let (status, page) = get("/coverage", lang, Err(error)).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(words(&page).contains(words_of), "{page}");
        assert!(
            page.contains("<a href=\"/coverage\" class=\"button\">"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn who_asks_too_often_is_answered_429_and_told_to_wait() {
    for (lang, words_of) in [
        (Lang::En, "Wait a minute"),
        (Lang::Ur, "ایک منٹ انتظار کریں"),
    ] {
        let (status, page) = get("/coverage", lang, Err(ApiError::TooMany)).await;
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
        assert!(words(&page).contains(words_of), "{page}");
    }
}

#[tokio::test]
async fn an_ended_session_answers_401_and_offers_to_sign_in() {
    let (status, page) = get("/coverage", Lang::En, Err(ApiError::SignInNeeded)).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(page.contains("href=\"/sign-in\""), "{page}");
}

#[tokio::test]
async fn a_survey_without_areas_is_told_which_commands_to_run() {
    let (status, page) = get("/coverage", Lang::En, Err(ApiError::NotFound)).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        page.contains("fieldwatch import areas --level district"),
        "{page}"
    );
}
