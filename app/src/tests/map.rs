//! The map in the page.

use super::fixture::{get, part, province, words};
use domain::lang::Lang;

#[tokio::test]
async fn every_area_with_a_boundary_is_a_link_with_its_name_value_and_class() {
    let (_, page) = get("/coverage?wave=W1", Lang::En, Ok(province())).await;
    let map = part(&page, "<g class=\"map-areas\">", "</g>");
    assert_eq!(map.matches("<path").count(), 3, "{map}");
    assert!(map.contains("href=\"/coverage/A?wave=W1\""), "{map}");
    assert!(
        map.contains("<title>Attock: 30.0\u{a0}% (300 of 1,000), 20 to 75\u{a0}%</title>"),
        "{map}"
    );
    assert!(
        map.contains("data-code=\"A\" d=\"M0 0h10v10h-10z\" class=\"c-middle\""),
        "{map}"
    );
    assert!(
        map.contains("data-code=\"B\" d=\"M10 0h10v10h-10z\" class=\"c-over\""),
        "{map}"
    );
    assert!(map.contains("<title>Chakwal: no target</title>"), "{map}");
    assert!(
        page.contains("<path d=\"M10 0v10\" aria-hidden=\"true\" class=\"map-outlines\""),
        "{page}"
    );
}

#[tokio::test]
async fn the_legend_tells_in_words_how_many_areas_of_each_class_the_map_shows() {
    let (_, page) = get("/coverage", Lang::En, Ok(province())).await;
    let legend = words(part(&page, "<div data-measure=\"coverage\"", "</div>"));
    assert!(legend.contains("not started 0"), "{legend}");
    assert!(legend.contains("20 to 75 % 1"), "{legend}");
    assert!(legend.contains("over 105 %: suspicious 1"), "{legend}");
    assert!(legend.contains("no target 1"), "{legend}");
    assert!(words(&page).contains("Areas on the map by 2026-11-21: 3"));
}

#[tokio::test]
async fn the_source_of_the_boundaries_is_told_with_its_doubts() {
    let (_, page) = get("/coverage", Lang::En, Ok(province())).await;
    let source = words(part(&page, "id=\"boundary-source\"", "</p>"));
    for told in [
        "schematic boundaries",
        "Made squares",
        "2026-01-01",
        "5,000 m",
        "CC0",
    ] {
        assert!(source.contains(told), "{told} in {source}");
    }
}

#[tokio::test]
async fn without_any_boundary_the_page_says_so_and_keeps_the_table() {
    let mut view = province();
    view.map = None;
    let (_, page) = get("/coverage", Lang::En, Ok(view)).await;
    assert!(words(&page).contains("No area here has a boundary on file"));
    assert!(page.contains("id=\"coverage-table\""));
    assert!(!page.contains("<leptos-island"), "{page}");
}

#[tokio::test]
async fn the_island_is_handed_its_words_and_address_and_no_values() {
    let (_, page) = get("/coverage", Lang::En, Ok(province())).await;
    let island = part(&page, "<leptos-island", ">");
    assert!(island.contains("/coverage/P/days"), "{island}");
    assert!(!island.contains("Attock"), "{island}");
    assert!(island.len() < 1_500, "{} bytes", island.len());
    for control in [
        "zoom-in",
        "zoom-out",
        "reset",
        "tooltip",
        "measure",
        "day",
        "day-label",
        "play",
    ] {
        assert!(
            page.contains(&format!("data-map=\"{control}\"")),
            "{control}"
        );
    }
}
