//! The document around every page: nothing in it is inline, so that the strictest Content-Security-Policy holds.

use super::fixture::get;
use domain::lang::Lang;
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

#[tokio::test]
async fn a_page_has_no_script_no_style_and_no_handler_in_itself() {
    let (_, page) = get("/coverage", Lang::En, Err(api::ApiError::NotFound)).await;
    // The server cuts off what leptos sends behind the document.
    let (page, _) = page.split_once("</html>").expect("a document");
    assert!(page.contains("<script type=\"module\" src=\"/islands.js\"></script>"));
    assert_eq!(page.matches("<script").count(), 1, "{page}");
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
