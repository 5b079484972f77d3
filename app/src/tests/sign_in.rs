//! The sign-in page.

use super::fixture::{get_after_failure, get_signed_out, words};
use axum::http::StatusCode;
use domain::lang::Lang;

#[tokio::test]
async fn the_form_is_plain_html_and_carries_a_local_next_only() {
    let (status, page) =
        get_signed_out("/sign-in?next=%2Fcoverage%2FA%3Fwave%3DW1", Lang::En).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        page.contains("<form id=\"sign-in\" method=\"post\" action=\"/sign-in\">"),
        "{page}"
    );
    let next = "<input type=\"hidden\" name=\"next\" value=\"/coverage/A?wave=W1\">";
    assert!(page.contains(next), "{page}");
    for elsewhere in ["https://evil.example", "//evil.example", "/%5Cevil.example"] {
        let (_, page) = get_signed_out(&format!("/sign-in?next={elsewhere}"), Lang::En).await;
        let form = super::fixture::part(&page, "<form id=\"sign-in\"", "</form>");
        assert!(!form.contains("name=\"next\""), "{elsewhere}: {form}");
    }
}

#[tokio::test]
async fn an_error_is_a_fixed_text_and_never_text_from_the_address() {
    let (_, page) = get_signed_out(
        "/sign-in?failed=1&__err=SecretText&error=SecretText&__path=SecretText",
        Lang::En,
    )
    .await;
    let said = words(&page);
    assert!(
        said.contains("The user name or the password is not right."),
        "{said}"
    );
    assert!(!said.contains("SecretText"), "{said}");
    let (_, page) = get_signed_out("/sign-in?failed=SecretText", Lang::En).await;
    assert!(!words(&page).contains("There is a problem"));
}

#[tokio::test]
async fn after_a_failure_the_name_that_was_typed_stands_in_its_field_and_nowhere_else() {
    let page = get_after_failure("/sign-in?failed=1&next=%2F", "ami\"na<b>").await;
    let form = super::fixture::part(&page, "<form id=\"sign-in\"", "</form>");
    assert!(form.contains("value=\"ami&quot;na"), "{form}");
    assert_eq!(page.matches("ami").count(), 1, "{page}");
    assert!(!page.contains("<b>"), "{page}");
    let page = get_after_failure("/sign-in", "amina").await;
    assert!(!page.contains("amina"), "no failure, no name: {page}");
}

#[tokio::test]
async fn a_name_in_the_address_is_not_the_name_that_was_typed() {
    for path in [
        "/sign-in?failed=1&username=amina",
        "/sign-in?username=amina",
    ] {
        let (_, page) = get_signed_out(path, Lang::En).await;
        let form = super::fixture::part(&page, "<form id=\"sign-in\"", "</form>");
        assert!(!form.contains("amina"), "{form}");
    }
}

#[tokio::test]
async fn nobody_who_is_signed_out_sees_a_name_or_a_sign_out_button() {
    let (_, page) = get_signed_out("/sign-in", Lang::Ur).await;
    assert!(page.contains("<html lang=\"ur\" dir=\"rtl\">"), "{page}");
    assert!(!page.contains("id=\"sign-out\""), "{page}");
    assert!(page.contains("id=\"language\""), "{page}");
}
