//! Measures, the pages and files that tell them, and what happens when they cannot be read.

use crate::support::Place;
use crate::support::web::Web;
use axum::http::{StatusCode, header};
use domain::cube::Period;
use domain::measures::{Binned, Count};
use domain::time::SurveyDay;
use std::io::Read as _;

const EVER: Period = Period {
    wave: None,
    from: None,
    to: SurveyDay(i32::MAX),
};

/// The first number of a query, in whichever database.
async fn number(url: &str, query: &'static str) -> u64 {
    let number: i64 = if url.starts_with("sqlite:") {
        let pool = sqlx::SqlitePool::connect(url).await.expect("a pool");
        sqlx::query_scalar(query).fetch_one(&pool).await
    } else {
        let pool = sqlx::PgPool::connect(url).await.expect("a pool");
        sqlx::query_scalar(query).fetch_one(&pool).await
    }
    .expect("a number");
    number.unsigned_abs()
}

#[tokio::test]
async fn sums_of_judging_are_those_of_the_facts_on_both_databases() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        let shown = web.site.quality_now();
        let root = web.site.survey().cube.root().expect("a province").id;
        let sums = shown.now.quality.area(root, &EVER);
        let db = web.place.url();
        let valid = "SELECT COUNT(*) FROM fact WHERE review_state <> 3";
        assert_eq!(sums.count(Count::Visits), number(db, valid).await);
        let complete = "SELECT COUNT(*) FROM fact WHERE outcome = 0 AND review_state <> 3";
        let interviews = sums.count(Count::Interviews);
        assert_eq!(interviews, number(db, complete).await);
        assert!(interviews > 1_000, "{interviews}");
        let items = "SELECT CAST(SUM(items_required) AS BIGINT) FROM fact WHERE outcome = 0 AND review_state <> 3 \
                     AND items_dont_know IS NOT NULL";
        assert_eq!(sums.count(Count::DontKnowOf), number(db, items).await);
        let flags: u64 = number(db, "SELECT COUNT(*) FROM finding").await;
        let figures = domain::measures::Figures {
            sums,
            ..Default::default()
        };
        assert_eq!(figures.flags(|_, _, _| true), flags);
        // Every interview of a day that is known is in one day of its enumerator.
        let days: u64 = figures.sums.bins(Binned::DaySize).iter().sum();
        assert!(days > 0 && days <= interviews, "{days}");
    }
}

#[tokio::test]
async fn figures_that_cannot_be_read_are_the_last_good_ones_with_their_time() {
    let web = Web::new(Place::sqlite()).await;
    let qa = web.sign_in("qa").await;
    let good = web.get("/quality", &qa).await;
    assert_eq!(good.status, StatusCode::OK);
    assert!(!good.text.contains("quality-failing"));
    let pool = sqlx::SqlitePool::connect(web.place.url())
        .await
        .expect("a pool");
    let away = "ALTER TABLE enumerator_work RENAME TO put_away";
    sqlx::query(away).execute(&pool).await.expect("renamed");
    let risen = "UPDATE meta SET value = value + 1 WHERE key = 'quality_version'";
    sqlx::query(risen).execute(&pool).await.expect("newer");
    assert!(web.site.refresh_quality(true).await.is_err());
    for path in ["/", "/quality", "/quality/valid_gps"] {
        let page = web.get(path, &qa).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text.contains("quality-failing"), "{path}");
        assert!(
            page.text.contains("What you see are the last good ones"),
            "{path}"
        );
    }
    let still = web.get("/quality", &qa).await;
    let value = |page: &str| {
        let row = page
            .split("data-measure=\"valid_gps\"")
            .nth(1)
            .expect("a row");
        row.split("</tr>").next().unwrap_or("").to_owned()
    };
    assert_eq!(
        value(&still.text),
        value(&good.text),
        "not 0, and not nothing"
    );
    let back = "ALTER TABLE put_away RENAME TO enumerator_work";
    sqlx::query(back).execute(&pool).await.expect("renamed");
    assert!(web.site.refresh_quality(true).await.expect("read again"));
    let page = web.get("/quality", &qa).await;
    assert!(!page.text.contains("quality-failing"));
}

#[tokio::test]
async fn who_may_not_see_people_gets_no_file_of_them_and_nobody_what_lies_outside_their_scope() {
    let web = Web::new(Place::sqlite()).await;
    // Address, and what leadership, quality assurance and a monitor of PB0101 are answered.
    let table = [
        ("/", [200, 200, 303]),
        ("/overview.csv", [200, 200, 200]),
        ("/quality", [200, 200, 200]),
        ("/quality.xlsx", [200, 200, 200]),
        ("/quality?area=PB40", [200, 200, 404]),
        ("/quality.csv?area=PB40", [200, 200, 404]),
        ("/quality/dont_know", [200, 200, 200]),
        ("/quality/dont_know?area=PB40", [200, 200, 404]),
        ("/quality/dont_know/areas.csv", [200, 200, 200]),
        ("/quality/dont_know/areas.xlsx?area=PB40", [200, 200, 404]),
        ("/quality/dont_know/enumerators.csv", [404, 200, 200]),
        (
            "/quality/dont_know/enumerators.xlsx?area=PB40",
            [404, 200, 404],
        ),
        ("/quality/dont_know/secrets.csv", [404, 404, 404]),
        ("/quality/dont_know/areas.pdf", [404, 404, 404]),
        ("/quality/no_such_measure", [404, 404, 404]),
        ("/coverage/PB40/coverage.xlsx", [200, 200, 404]),
        ("/coverage/PB40/coverage.geojson", [200, 200, 404]),
        ("/flags.xlsx", [404, 200, 200]),
        ("/flags.geojson", [404, 200, 200]),
        ("/flags.geojson?area=PB40", [404, 200, 404]),
        ("/risk.xlsx", [404, 200, 404]),
        ("/imports.xlsx", [404, 200, 404]),
        ("/quarantine.xlsx", [404, 200, 404]),
    ];
    for (at, username) in ["leadership", "qa", "monitor"].into_iter().enumerate() {
        let cookie = web.sign_in(username).await;
        for (path, wanted) in table {
            let answer = web.get(path, &cookie).await;
            assert_eq!(answer.status.as_u16(), wanted[at], "{username} {path}");
        }
    }
}

/// A part of a workbook.
pub fn part(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).expect("a workbook");
    let mut text = String::new();
    archive
        .by_name(name)
        .expect("the part")
        .read_to_string(&mut text)
        .expect("text");
    text
}

#[tokio::test]
async fn a_table_is_the_same_as_csv_and_as_a_workbook_and_says_what_it_was_chosen_by() {
    let web = Web::new(Place::sqlite()).await;
    let qa = web.sign_in("qa").await;
    let csv = web.get("/quality.csv?wave=W1", &qa).await;
    assert!(
        csv.header(header::CONTENT_DISPOSITION)
            .contains("quality-PB.csv")
    );
    let mut lines = csv.text.lines();
    assert_eq!(
        lines.next(),
        Some("measure,name,unit,value,part,of,area,wave,from,to,as_of")
    );
    let gps = lines
        .find(|line| line.starts_with("valid_gps,"))
        .expect("a row");
    assert!(gps.contains(",PB,W1,,"), "{gps}");
    let book = web.get("/quality.xlsx?wave=W1", &qa).await;
    let texts = part(&book.bytes, "xl/sharedStrings.xml");
    for text in ["valid_gps", "as_of", "W1"] {
        assert!(texts.contains(&format!("<t>{text}</t>")), "{text}");
    }
    let value = gps.split(',').nth(4).expect("the part");
    let sheet = part(&book.bytes, "xl/worksheets/sheet1.xml");
    assert!(
        sheet.contains(&format!("<v>{value}</v>")),
        "{value} is a number in the sheet"
    );

    // Codes of areas stay texts, counts become numbers.
    let csv = web.get("/coverage/PB/coverage.csv", &qa).await;
    let first = csv.text.lines().nth(1).expect("a district");
    let complete = first.split(',').nth(5).expect("complete");
    let book = web.get("/coverage/PB/coverage.xlsx", &qa).await;
    let texts = part(&book.bytes, "xl/sharedStrings.xml");
    let sheet = part(&book.bytes, "xl/worksheets/sheet1.xml");
    assert!(texts.contains("<t>PB01</t>"));
    assert!(sheet.contains(&format!("<v>{complete}</v>")));
}

#[tokio::test]
async fn areas_come_as_geojson_with_their_figures_and_without_a_place_for_what_has_no_boundary() {
    let web = Web::new(Place::sqlite()).await;
    let qa = web.sign_in("qa").await;
    let read = async |path: &str| -> serde_json::Value {
        let answer = web.get(path, &qa).await;
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/geo+json");
        serde_json::from_str(&answer.text).expect("GeoJSON")
    };
    let coverage = read("/coverage/PB/coverage.geojson").await;
    let features = coverage["features"].as_array().expect("features");
    assert_eq!(features.len(), 41);
    assert_eq!(features[0]["geometry"]["type"], "MultiPolygon");
    assert!(features[0]["properties"]["complete"].is_u64());
    assert!(coverage["about"]["as_of"].is_string());
    let councils = read("/coverage/PB0101/coverage.geojson").await;
    let councils = councils["features"].as_array().expect("features").clone();
    assert!(!councils.is_empty());
    let flags = read("/flags.geojson").await;
    let open: u64 = flags["features"]
        .as_array()
        .expect("features")
        .iter()
        .map(|feature| feature["properties"]["open"].as_u64().expect("a number"))
        .sum();
    let db = web.place.url();
    assert_eq!(
        open,
        number(db, "SELECT COUNT(*) FROM finding").await,
        "none is decided"
    );
    assert!(
        !flags.to_string().contains("latitude"),
        "where a household is stands in no file"
    );
}

#[tokio::test]
async fn a_coverage_page_shows_the_areas_below_against_their_plans_and_the_overview_stays_short() {
    let web = Web::new(Place::sqlite()).await;
    let leadership = web.sign_in("leadership").await;
    let page = web.get("/coverage", &leadership).await.text;
    let figure = page
        .split("<figure id=\"below\"")
        .nth(1)
        .expect("the figure");
    let figure = figure.split("</figure>").next().expect("its end");
    // Once for a phone and once for the rest, both with title and description of their own.
    for id in ["below-title", "below-narrow-title", "below-description"] {
        assert_eq!(figure.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
    }
    assert!(figure.contains("The 12 furthest behind are drawn; the table has all "));
    let table = figure.split("<tbody>").nth(1).expect("the table");
    assert!(table.matches("<tr>").count() > 12);
    assert!(table.contains("href=\"/coverage/PB"), "{table}");
    let page = web.get("/coverage?wave=W1", &leadership).await.text;
    let figure = page
        .split("<figure id=\"below\"")
        .nth(1)
        .expect("of a wave");
    let figure = figure.split("</figure>").next().expect("its end");
    assert!(figure.contains("?wave=W1\""), "the filter is kept");
    // A union council has no areas below it; the overview ranks them already.
    for path in ["/", "/coverage/PB0101-001"] {
        let page = web.get(path, &leadership).await.text;
        assert!(!page.contains("id=\"below\""), "{path}");
        assert!(page.contains("class=\"chart chart-narrow\""), "{path}");
    }
}
