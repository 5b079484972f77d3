//! The coverage page: headline, filter, table, chart, and its designed states.

use super::fixture::{area, day, get, part, province, summary, union_council, words};
use axum::http::StatusCode;
use domain::area::Level;
use domain::lang::Lang;

#[tokio::test]
async fn the_page_is_complete_without_javascript() {
    let (status, page) = get("/coverage", Lang::En, Ok(province())).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
    assert!(
        page.contains("<title>Coverage: Punjab · FieldWatch</title>"),
        "{page}"
    );
    for id in [
        "as-of",
        "filters",
        "coverage-table",
        "download-csv",
        "map",
        "chart",
        "language",
        "sign-out",
    ] {
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
    }
    let at = |text: &str| page.find(text).unwrap();
    assert!(at("id=\"as-of\"") < at("class=\"cards\""));
    assert!(at("class=\"cards\"") < at("id=\"filters\""));
    assert!(at("id=\"filters\"") < at("id=\"coverage-table\""));
    assert!(
        at("id=\"coverage-table\"") < at("id=\"map\""),
        "table first, then picture"
    );
    assert!(at("id=\"map\"") < at("id=\"chart\""));
    assert!(!page.contains("<textarea"));
}

#[tokio::test]
async fn the_data_are_in_the_page_once_and_not_again_as_json() {
    let mut view = province();
    view.rows[0].area.name = "Onlyhere".to_owned();
    let (_, page) = get("/coverage", Lang::En, Ok(view)).await;
    // In the table, and on the map as a name and in its title.
    assert_eq!(page.matches("Onlyhere").count(), 3, "{page}");
    assert!(page.contains("__RESOLVED_RESOURCES=[];"), "{page}");
    assert!(
        !page.contains("\"judged_fix\"") && !page.contains("judged_fix&quot;"),
        "{page}"
    );
}

#[tokio::test]
async fn hostile_names_are_shown_as_text() {
    let evil = "</title><script>alert(1)</script>\"'&";
    let mut view = province();
    view.area.name = evil.to_owned();
    view.path[0].name = evil.to_owned();
    view.rows[0].area.name = evil.to_owned();
    view.waves.push(evil.to_owned());
    view.zone = evil.to_owned();
    view.boundary_source.as_mut().unwrap().source = evil.to_owned();
    let (_, page) = get("/coverage", Lang::En, Ok(view)).await;
    assert!(!page.contains("<script>alert"), "{page}");
    assert!(!page.contains("</title><script"), "{page}");
    assert!(!page.contains("<b>Khan"), "{page}");
    assert!(
        page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
        "{page}"
    );
    let head = part(&page, "<head>", "</head>");
    assert_eq!(head.matches("<title>").count(), 1, "{head}");
}

#[tokio::test]
async fn a_title_is_escaped_exactly_once() {
    let mut view = province();
    view.area.name = "A & B <C>".to_owned();
    let (_, page) = get("/coverage", Lang::En, Ok(view)).await;
    let title = "<title>Coverage: A &amp; B &lt;C&gt; · FieldWatch</title>";
    assert!(page.contains(title), "{page}");
}

#[tokio::test]
async fn headline_numbers_carry_their_denominators_and_what_does_not_count() {
    let (_, page) = get("/coverage", Lang::En, Ok(province())).await;
    let cards = words(part(&page, "<dl class=\"cards\">", "</dl>"));
    for told in [
        "Target 3,500 households",
        "Complete 2,507 households",
        "71.6\u{a0}% 2,507 of 3,500",
        "Expected by today 1,750 households",
        "+757 757 households ahead ahead",
        "Enumerators active today 3 of 5 deployed",
    ] {
        let told = told.replace('\u{a0}', " ");
        assert!(
            cards.replace('\u{a0}', " ").contains(&told),
            "{told} in {cards}"
        );
    }
    let notes = words(part(&page, "<ul class=\"notes\">", "</ul>"));
    assert!(
        notes.contains(
            "12 submissions rejected or deleted in the collection system are not counted."
        ),
        "{notes}"
    );
    assert!(notes.contains("1 interview repeats a household"), "{notes}");
    assert!(
        notes.contains("Areas without a boundary on file: 1."),
        "{notes}"
    );
    assert!(
        notes.contains("Over 105 % is more than can be right"),
        "{notes}"
    );
}

#[tokio::test]
async fn what_was_rejected_or_deleted_is_said_in_one_line_and_only_where_there_is_any() {
    let notes = async |rejected, lang| {
        let mut view = province();
        view.summary.counts.rejected = rejected;
        let (_, page) = get("/coverage", lang, Ok(view)).await;
        words(part(&page, "<ul class=\"notes\">", "</ul>"))
    };
    let none = notes(0, Lang::En).await;
    assert!(!none.contains("rejected"), "{none}");
    let one = notes(1, Lang::En).await;
    assert!(
        one.contains("1 submission rejected or deleted in the collection system is not counted."),
        "{one}"
    );
    let many = notes(1_234, Lang::Ur).await;
    assert!(
        many.contains("مسترد یا حذف شدہ \u{2068}1,234\u{2069} اندراجات"),
        "{many}"
    );
}

#[tokio::test]
async fn no_target_is_told_in_words_and_never_as_zero() {
    let mut view = province();
    view.summary = summary(7, None);
    view.rows.truncate(3);
    view.rows.drain(..2);
    let (_, page) = get("/coverage", Lang::En, Ok(view)).await;
    let cards = words(part(&page, "<dl class=\"cards\">", "</dl>"));
    assert!(cards.contains("Target no target"), "{cards}");
    assert!(cards.contains("Complete of target no target"), "{cards}");
    assert!(cards.contains("Expected by today no plan"), "{cards}");
    assert!(
        !cards.contains('%') || cards.contains("not at 0 %"),
        "{cards}"
    );
    let body = words(part(&page, "<tbody>", "</tbody>"));
    assert!(
        body.contains("Chakwal no target no target no target 7 no plan no plan 3 of 5"),
        "{body}"
    );
}

#[tokio::test]
async fn what_only_the_larger_area_names_has_a_row_of_its_own_before_the_total() {
    let (_, page) = get("/coverage", Lang::En, Ok(province())).await;
    assert!(!page.contains("class=\"elsewhere\""));
    let mut view = province();
    view.elsewhere = Some((summary(3, None), api::coverage::Splits::default()));
    let (_, page) = get("/coverage", Lang::En, Ok(view)).await;
    let foot = words(part(&page, "<tfoot>", "</tfoot>"));
    let elsewhere = foot.find("Named only by the larger area").unwrap();
    assert!(elsewhere < foot.find("Total").unwrap(), "{foot}");
}

#[tokio::test]
async fn every_cell_stands_under_its_heading() {
    let (_, page) = get("/coverage", Lang::En, Ok(province())).await;
    let heads = part(&page, "<thead>", "</thead>").matches("<th ").count();
    let first_row = part(&page, "<tbody>", "</tr>");
    assert_eq!(first_row.matches("<t").count() - 2, heads, "{first_row}");
    assert_eq!(
        words(first_row).replace('\u{a0}', " "),
        "Attock 20 to 75 % 30.0 % 300 of 1,000 1,000 300 500 −200 3 of 5 50.0 % 150 of 300"
    );
    let told = words(part(&page, "<thead>", "</thead>"));
    let order = [
        "District",
        "Status",
        "Complete ÷ target",
        "Target",
        "Expected",
        "Ahead",
        "Active",
        "Inside",
    ];
    let places = order.map(|head| told.rfind(head).unwrap());
    assert!(places.is_sorted(), "{told}");
}

#[tokio::test]
async fn headings_are_links_that_sort_and_keep_the_filter() {
    let path = "/coverage/P?wave=W1&from=2026-11-02&measure=inside&sort=complete&dir=desc";
    let (_, page) = get(path, Lang::En, Ok(province())).await;
    let head = part(&page, "<thead>", "</thead>");
    assert_eq!(head.matches("<a href").count(), 8, "{head}");
    assert_eq!(head.matches("aria-sort").count(), 1, "{head}");
    let complete = "aria-sort=\"descending\" class=\"num\"><a href=\"/coverage/P?wave=W1&amp;from=2026-11-02&amp;measure=inside&amp;sort=complete#coverage-table\">";
    assert!(head.contains(complete), "{head}");
    assert!(head.contains("sort=ahead#coverage-table"), "{head}");
    let form = part(&page, "<form id=\"filters\"", "</form>");
    assert!(
        form.contains("method=\"get\" action=\"/coverage/P\""),
        "{form}"
    );
    assert!(
        form.contains("<input type=\"hidden\" name=\"sort\" value=\"complete\">"),
        "{form}"
    );
    assert!(
        form.contains("<input type=\"hidden\" name=\"dir\" value=\"desc\">"),
        "{form}"
    );
    assert!(form.contains("<option value=\"W1\" selected>"), "{form}");
    assert!(
        form.contains("<option value=\"inside\" selected>"),
        "{form}"
    );
    assert!(
        form.contains("name=\"from\" type=\"date\" value=\"2026-11-02\""),
        "{form}"
    );
    assert!(
        page.contains("id=\"download-csv\" href=\"/coverage/P/coverage.csv?wave=W1&amp;from="),
        "{page}"
    );
}

#[tokio::test]
async fn a_query_that_was_not_understood_is_told_beside_the_filter_without_its_text() {
    let path = "/coverage?from=SecretText&wave=SecretText&to=2026-10-01";
    let (status, page) = get(path, Lang::En, Ok(province())).await;
    assert_eq!(status, StatusCode::OK);
    let told = words(part(&page, "id=\"filter-problems\"", "</div>"));
    assert!(told.contains("The first day was not understood"), "{told}");
    assert!(told.contains("no wave of that name"), "{told}");
    assert!(
        told.contains("ends before the first interview (2026-11-01)"),
        "{told}"
    );
    assert!(!words(&page).contains("SecretText"));
    let (_, page) = get(
        "/coverage?from=2026-11-20&to=2026-11-10",
        Lang::En,
        Ok(province()),
    )
    .await;
    assert!(words(&page).contains("The first day lies after the last day"));
    assert!(words(&page).contains("Expected by 2026-11-10"));
}

#[tokio::test]
async fn late_data_look_late_and_no_data_say_what_to_do() {
    let mut view = province();
    view.as_of_local = Some("2026-11-18 14:05".to_owned());
    let (_, page) = get("/coverage", Lang::En, Ok(view.clone())).await;
    let told = words(part(&page, "id=\"as-of\"", "</div>"));
    assert!(
        told.contains("nothing has arrived since 2026-11-18 14:05 (Asia/Karachi), 3 days ago"),
        "{told}"
    );
    view.as_of = None;
    view.as_of_local = None;
    view.days = None;
    let (_, page) = get("/coverage", Lang::En, Ok(view)).await;
    let told = words(part(&page, "id=\"as-of\"", "</section>"));
    assert!(told.contains("No interview has arrived yet"), "{told}");
    assert!(told.contains("fieldwatch import submissions"), "{told}");
}

#[tokio::test]
async fn an_area_without_a_boundary_is_marked_so_in_its_row_and_on_its_page() {
    for (lang, tag) in [(Lang::En, "no boundary"), (Lang::Ur, "حدود نہیں")] {
        let (_, page) = get("/coverage", lang, Ok(province())).await;
        let rows: Vec<&str> = part(&page, "<tbody", "</tbody>").split("<tr").collect();
        let marked = |code: &str| {
            let link = format!("href=\"/coverage/{code}\"");
            let row = rows.iter().find(|row| row.contains(&link));
            words(row.unwrap_or_else(|| panic!("no row of {code}"))).contains(tag)
        };
        assert!(marked("D") && !marked("A"), "{rows:#?}");
        let mut alone = union_council();
        alone.area.has_boundary = false;
        let (_, page) = get("/coverage/A1-7", lang, Ok(alone)).await;
        assert!(words(&page).contains(tag));
    }
}

#[tokio::test]
async fn an_area_without_smaller_areas_says_how_to_import_them() {
    let mut view = province();
    view.rows.clear();
    view.map = None;
    let (_, page) = get("/coverage", Lang::En, Ok(view)).await;
    let told = words(part(&page, "id=\"no-areas\"", "</section>"));
    assert!(told.contains("fieldwatch import areas"), "{told}");
    assert!(!page.contains("id=\"coverage-table\""));
}

#[tokio::test]
async fn a_union_councils_page_names_its_parents_and_links_them() {
    let (_, page) = get("/coverage/A1-7?wave=W1", Lang::En, Ok(union_council())).await;
    let parents = part(&page, "id=\"parents\"", "</section>");
    assert!(
        parents.contains("href=\"/coverage/A1?wave=W1\""),
        "{parents}"
    );
    assert!(words(parents).contains("Tehsil Hazro"), "{parents}");
    assert!(!page.contains("id=\"coverage-table\""));
    let breadcrumb = part(&page, "class=\"breadcrumb\"", "</nav>");
    assert_eq!(breadcrumb.matches("<li").count(), 4, "{breadcrumb}");
    assert_eq!(
        breadcrumb.matches("aria-current=\"page\"").count(),
        1,
        "{breadcrumb}"
    );
}

#[tokio::test]
async fn codes_are_encoded_in_every_address() {
    let mut view = province();
    view.area.code = "P 1/x?y".to_owned();
    view.rows[0].area = area("A#2&b", Level::District, "Odd");
    let (_, page) = get("/coverage", Lang::En, Ok(view)).await;
    assert!(
        page.contains("action=\"/coverage/P%201%2Fx%3Fy\""),
        "{page}"
    );
    assert!(page.contains("href=\"/coverage/A%232%26b\""), "{page}");
}

#[tokio::test]
async fn the_chart_has_its_words_and_its_figures_as_a_table() {
    let (_, page) = get("/coverage", Lang::En, Ok(province())).await;
    assert!(page.contains("<svg class=\"made-chart\"></svg>"), "{page}");
    let caption = words(part(&page, "<figure id=\"chart\">", "</figure>"));
    assert!(
        caption.contains(
            "Households completed from 2026-11-20 to 2026-11-21: 2,507. The plan expected 1,750"
        ),
        "{caption}"
    );
    assert!(caption.contains("2026-11-20 2,000 1,500"), "{caption}");
    let mut view = province();
    view.progress.clear();
    let (_, page) = get("/coverage", Lang::En, Ok(view)).await;
    assert!(words(&page).contains("There is nothing to draw yet"));
}

#[tokio::test]
async fn a_period_that_ends_earlier_is_named_by_its_day() {
    let mut view = province();
    view.days = Some((day("2026-11-01"), day("2026-11-21")));
    let (_, page) = get("/coverage?to=2026-11-15", Lang::En, Ok(view)).await;
    let cards = words(part(&page, "<dl class=\"cards\">", "</dl>"));
    assert!(cards.contains("Expected by 2026-11-15"), "{cards}");
    assert!(
        cards.contains("Enumerators active on 2026-11-15"),
        "{cards}"
    );
}

#[tokio::test]
async fn the_areas_below_stand_against_their_plans_each_with_the_way_to_its_page() {
    let (_, page) = get("/coverage", Lang::En, Ok(province())).await;
    let figure = part(&page, "<figure id=\"below\"", "</figure>");
    assert!(
        figure.contains("<svg class=\"made-below\"></svg>"),
        "{figure}"
    );
    assert!(
        figure.contains("<a href=\"/coverage/A?wave=W1\"><bdi>Attock &lt;1&gt;</bdi></a>"),
        "{figure}"
    );
    let (_, council) = get("/coverage/A1-7", Lang::En, Ok(union_council())).await;
    assert!(!council.contains("id=\"below\""));
}
