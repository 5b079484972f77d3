//! The document around every page: nothing in it is inline, so that the strictest Content-Security-Policy holds.

use super::fixture::{get_as, province};
use api::ApiError;
use domain::lang::Lang;
use domain::people::Role;
use leptos::prelude::*;

/// What wakes the islands is leptos' own script, kept in a file. When leptos changes, the file has to follow.
#[test]
fn the_file_that_wakes_the_islands_is_what_leptos_would_put_into_the_page() {
    let html = Owner::new().with(|| {
        let options = LeptosOptions::builder()
            .output_name("fieldwatch")
            .site_pkg_dir("pkg")
            .build();
        view! { <HydrationScripts options islands=true /> }.to_html()
    });
    let (_, script) = html
        .split_once("<script type=\"module\">")
        .expect("a script");
    let (script, _) = script.split_once("</script>").expect("its end");
    let file = include_str!("../../../public/islands.js");
    assert_eq!(file.trim_end(), script.trim_end());
}

const ISLANDS: &str = "src=\"/islands.js\"";
const PHONE: &str = "src=\"/phone/page.js\"";

#[tokio::test]
async fn a_page_has_no_script_no_style_and_no_handler_in_itself() {
    for (role, answer, files) in [
        (Role::Leadership, Err(ApiError::NotFound), &[][..]),
        // The islands' code comes with an island, what a phone keeps with whoever visits doors.
        (Role::Leadership, Ok(province()), &[ISLANDS][..]),
        (Role::TehsilMonitor, Err(ApiError::NotFound), &[PHONE][..]),
        (Role::TehsilMonitor, Ok(province()), &[PHONE, ISLANDS][..]),
    ] {
        let (_, page) = get_as(role, "/coverage", Lang::En, answer).await;
        // The server cuts off what leptos sends behind the document.
        let (page, _) = page.split_once("</html>").expect("a document");
        for file in files {
            let script = format!("<script type=\"module\" {file}></script>");
            assert!(page.contains(&script), "{file}: {page}");
        }
        assert_eq!(page.matches("<script").count(), files.len(), "{page}");
        for inline in [
            "<style",
            " style=",
            " onclick=",
            " onload=",
            "javascript:",
            " nonce=",
        ] {
            assert!(!page.contains(inline), "{inline}: {page}");
        }
    }
}
