//! Urdu pages.

use super::fixture::{get, part, province, words};
use domain::lang::Lang;

#[tokio::test]
async fn an_urdu_page_runs_from_right_to_left_and_speaks_urdu() {
    let (_, page) = get("/coverage", Lang::Ur, Ok(province())).await;
    assert!(page.contains("<html lang=\"ur\" dir=\"rtl\">"), "{page}");
    assert!(page.contains("<h1><bdi>پنجاب</bdi></h1>"), "{page}");
    assert!(words(part(&page, "id=\"as-of\"", "</p>")).contains("ڈیٹا کا وقت"));
    // What is put into a sentence keeps its own direction.
    assert!(page.contains("\u{2068}2026-11-21 18:05\u{2069}"), "{page}");
}

#[tokio::test]
async fn the_language_form_offers_the_other_language_in_its_own_words() {
    let (_, page) = get("/coverage/P?wave=W1", Lang::Ur, Ok(province())).await;
    let form = part(&page, "<form id=\"language\"", "</form>");
    assert!(form.contains("name=\"lang\" value=\"en\""), "{form}");
    assert!(
        form.contains("name=\"next\" value=\"/coverage/P?wave=W1\""),
        "{form}"
    );
    assert!(form.contains("lang=\"en\" dir=\"ltr\""), "{form}");
    assert!(words(form).contains("English"));
}
