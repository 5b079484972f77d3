//! Numbers that could point to a household: held back from whoever may not see households, in a page, a file and an answer alike, and not to
//! be had from another.

use super::{surveys, texts};
use crate::support::Place;
use crate::support::web::Web;
use axum::http::StatusCode;
use serde_json::Value;
use std::collections::BTreeMap;

/// The columns of a coverage file that split households by how their door was answered.
const OUTCOMES: [&str; 8] = [
    "refused",
    "not_at_home",
    "other",
    "partial",
    "vacant",
    "not_found",
    "repeated",
    "rejected",
];

/// A CSV by its first column.
fn table(csv: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns = reader.headers().expect("a header").clone();
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| {
        let cells = columns.iter().zip(row.iter());
        let cells = cells.map(|(name, cell)| (name.to_owned(), cell.to_owned()));
        (row[0].to_owned(), cells.collect())
    })
    .collect()
}

async fn coverage(
    web: &Web,
    cookie: &str,
    area: &str,
    query: &str,
) -> BTreeMap<String, BTreeMap<String, String>> {
    let path = format!("/coverage/{area}/coverage.csv{query}");
    let answer = web.get(&path, cookie).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    table(&answer.text)
}

fn is_held(cell: &str) -> bool {
    matches!(cell, "<5" | "withheld")
}

#[tokio::test]
async fn small_numbers_are_held_from_leadership_and_csu_and_told_to_those_who_knock_on_doors() {
    for web in surveys().await {
        let qa = web.sign_in("qa").await;
        let admin = web.sign_in("admin").await;
        let truth = coverage(&web, &qa, "PB", "").await;
        assert_eq!(coverage(&web, &admin, "PB", "").await, truth);
        let is_small = |cell: &str| matches!(cell, "1" | "2" | "3" | "4");
        let small = truth
            .values()
            .flat_map(|row| OUTCOMES.map(|column| row[column].clone()));
        assert!(small.filter(|cell| is_small(cell)).count() > 3, "{truth:?}");
        for who in ["leadership", "csu"] {
            let cookie = web.sign_in(who).await;
            let seen = coverage(&web, &cookie, "PB", "").await;
            for (code, row) in &truth {
                for column in OUTCOMES {
                    let (own, told) = (&row[column], &seen[code][column]);
                    assert!(
                        told == own || is_held(told),
                        "{who} {code} {column}: {told}"
                    );
                    assert!(
                        !is_small(own) || is_held(told),
                        "{who} {code} {column}: {own}"
                    );
                    // Never said of five or more.
                    assert!(told != "<5" || own.parse::<u32>().is_ok_and(|own| own < 5));
                }
                // What is planned and complete points to nobody.
                for column in ["target", "complete", "expected_by_today", "coverage_pct"] {
                    assert_eq!(seen[code][column], row[column], "{who} {code} {column}");
                }
            }
            // The page says what that means, and so does the one of measures.
            for path in ["/coverage/PB", "/quality?area=PB01", "/"] {
                let page = web.get(path, &cookie).await.text;
                assert!(page.contains("id=\"held-help\""), "{who} {path}");
            }
        }
        let page = web.get("/coverage/PB", &qa).await.text;
        assert!(!page.contains("id=\"held-help\""));
    }
}

/// What is told of every area below one, column by column, must leave two ways at least to fill in what is small.
#[tokio::test]
async fn a_total_less_what_is_told_gives_no_small_number_back() {
    for web in surveys().await {
        let qa = web.sign_in("qa").await;
        let cookie = web.sign_in("leadership").await;
        let whole =
            |seen: &Value, column: &str| -> Option<u64> { seen["rows"][0][column].as_u64() };
        for area in ["PB", "PB01", "PB0101", "PB18"] {
            let truth = coverage(&web, &qa, area, "").await;
            let seen = coverage(&web, &cookie, area, "").await;
            let path = format!("/api/v1/areas/{area}");
            let own: Value =
                serde_json::from_str(&web.get(&path, &cookie).await.text).expect("JSON");
            for column in OUTCOMES {
                let held: Vec<&String> = seen
                    .keys()
                    .filter(|code| is_held(&seen[*code][column]))
                    .collect();
                let small = held.iter().filter(|code| {
                    let own = truth[**code][column].parse::<u64>().expect("a number");
                    (1..5).contains(&own)
                });
                if small.count() == 0 || whole(&own, column).is_none() {
                    continue;
                }
                assert!(
                    held.len() > 1,
                    "{area} {column}: {held:?} alone is held below a total"
                );
                let sum = |codes: &[&String]| -> u64 {
                    codes
                        .iter()
                        .map(|code| truth[*code][column].parse::<u64>().expect("a number"))
                        .sum()
                };
                let are_few = held.iter().all(|code| seen[*code][column] == "<5");
                assert!(
                    !are_few || sum(&held) < 4 * held.len() as u64,
                    "{area} {column}: each can only be four"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_period_is_no_way_round_it() {
    for web in surveys().await {
        let cookie = web.sign_in("leadership").await;
        for query in [
            "?to=2026-11-18",
            "?from=2026-11-18",
            "?from=2026-11-18&to=2026-11-18",
            "?wave=W1",
        ] {
            for row in coverage(&web, &cookie, "PB", query).await.values() {
                for column in OUTCOMES
                    .into_iter()
                    .chain(["inside_claimed_area", "judged_fixes"])
                {
                    assert_eq!(row[column], "withheld", "{query} {column}");
                }
                assert!(row["complete"].parse::<u32>().is_ok(), "{query}");
            }
            let measures = web.get(&format!("/quality.csv{query}"), &cookie).await.text;
            for (measure, row) in table(&measures) {
                let splits = !measure.starts_with("lag")
                    && !measure.starts_with("duration")
                    && !measure.starts_with("accuracy")
                    && measure != "interviews_a_day";
                assert_eq!(
                    splits && !row["value"].is_empty(),
                    row["value"] == "withheld",
                    "{query} {measure}: {row:?}"
                );
            }
            let days = web
                .get(&format!("/coverage/PB/days{query}&measure=inside"), &cookie)
                .await;
            let head = days
                .bytes
                .iter()
                .position(|byte| *byte == b'\n')
                .expect("a head");
            let unknown = &days.bytes[head + 1..];
            let first = &unknown[..2];
            assert!(
                unknown.chunks(2).all(|value| value == first),
                "{query}: every value is unknown"
            );
        }
    }
}

/// Every way that somebody without the sight of households has to one union council's refusals says the same.
#[tokio::test]
async fn what_is_held_on_one_page_is_held_in_every_file_and_answer() {
    for web in surveys().await {
        let qa = web.sign_in("qa").await;
        let csu = web.sign_in("csu").await;
        let truth: Value = serde_json::from_str(
            &web.get("/api/v1/measures/declined?area=PB&limit=2000", &qa)
                .await
                .text,
        )
        .expect("JSON");
        let small = truth["rows"].as_array().expect("rows").iter().find(|row| {
            row["part"]
                .as_u64()
                .is_some_and(|part| (1..5).contains(&part))
        });
        let code = small.expect("a district with few refusals")["area_code"]
            .as_str()
            .expect("a code")
            .to_owned();
        let answers = [
            format!("/api/v1/measures/declined?area=PB&limit=2000"),
            format!("/api/v1/areas/{code}"),
            format!("/api/v1/coverage?area=PB&limit=2000"),
        ];
        for path in answers {
            let answer: Value =
                serde_json::from_str(&web.get(&path, &csu).await.text).expect("JSON");
            let rows = answer["rows"].as_array().expect("rows").iter();
            let row = rows
                .clone()
                .find(|row| row["area_code"] == code.as_str())
                .expect("the district");
            let cell = row
                .get("declined")
                .or(row.get("refused"))
                .expect("a number");
            assert!(cell.as_str().is_some_and(is_held), "{path}: {row}");
            if let Some(quality) = answer["quality"].as_array() {
                let declined = quality
                    .iter()
                    .find(|row| row["measure"] == "declined")
                    .expect("the measure");
                assert!(
                    declined["value"].as_str().is_some_and(is_held),
                    "{declined}"
                );
                assert_eq!(declined["of"], "withheld");
            }
        }
        for path in [
            format!("/quality/declined?area=PB"),
            format!("/quality?area={code}"),
            format!("/quality/declined/areas.xlsx?area=PB"),
            format!("/coverage/PB/coverage.xlsx"),
            format!("/coverage/PB/coverage.geojson"),
            format!("/quality.xlsx?area={code}"),
        ] {
            let answer = web.get(&path, &csu).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            let told = texts(&answer);
            assert!(
                ["&lt;5", "<5", "\"&lt;5", "not told", "withheld"]
                    .iter()
                    .any(|word| told.contains(word)),
                "{path}"
            );
        }
        // By enumerator, who is often the only one there.
        for path in [
            "/quality/declined/enumerators.csv?area=PB01",
            "/quality/declined/enumerators.xlsx?area=PB01",
            "/api/v1/measures/declined?area=PB01&by=enumerator",
        ] {
            assert_eq!(
                web.get(path, &csu).await.status,
                StatusCode::NOT_FOUND,
                "{path}"
            );
            assert_eq!(web.get(path, &qa).await.status, StatusCode::OK, "{path}");
        }
        let page = web.get("/quality/declined?area=PB01", &csu).await.text;
        assert!(
            !page.contains("by-enumerator") && !page.contains("E-PB01"),
            "{page}"
        );
        // Work itself is told by enumerator as before.
        let work = web
            .get("/quality/interviews_a_day/enumerators.csv?area=PB01", &csu)
            .await;
        assert!(work.text.contains("E-PB01"), "{}", work.text);
    }
}

#[tokio::test]
async fn of_the_refusals_of_the_last_days_it_is_told_whether_they_are_few() {
    for web in surveys().await {
        let qa = web.sign_in("qa").await;
        let truth = table(&web.get("/coordination/refusals.csv", &qa).await.text);
        assert!(
            truth
                .values()
                .any(|row| row["declined"].parse::<u32>().is_ok_and(|n| n < 5))
        );
        for who in ["csu", "leadership"] {
            let cookie = web.sign_in(who).await;
            let seen = table(&web.get("/coordination/refusals.csv", &cookie).await.text);
            assert_eq!(seen.len(), truth.len(), "they are all there");
            for (code, row) in &seen {
                let own = truth[code]["declined"].parse::<u32>().expect("a number");
                let told = if own < 5 { "<5" } else { ">=5" };
                assert_eq!(
                    (row["declined"].as_str(), row["visits_to_homes"].as_str()),
                    (told, "withheld"),
                    "{code}"
                );
            }
            let page = web.get("/coordination/refusals", &cookie).await.text;
            assert!(page.contains("id=\"held-lately\""), "{who}");
        }
    }
}

#[tokio::test]
async fn who_may_not_see_households_sees_rounded_positions_and_interviews_alone() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        // A complete interview, a refusal, and a position that was garbled.
        let rows = "submission_id,enumerator_code,area_code,outcome,started_at,ended_at,latitude,longitude,accuracy_m\n\
            door-done,E-DOOR,PB0101-002,complete,2026-11-20T09:00:00+05:00,2026-11-20T09:30:00+05:00,33.7612345,72.3612345,4\n\
            door-shut,E-DOOR,PB0101-002,refused,2026-11-20T10:00:00+05:00,2026-11-20T10:05:00+05:00,33.7712345,72.3712345,4\n\
            door-bad,E-DOOR,PB0101-002,complete,2026-11-20T11:00:00+05:00,2026-11-20T11:30:00+05:00,33.7812345,-199.1234567,4\n";
        let said = web.place.import(&web.place.file("doors.csv", rows));
        assert_eq!(said.code, 0, "{}", said.all());
        let web = web.reopened().await;
        for (who, _, sees_households) in super::PEOPLE {
            if who == "leadership" {
                continue;
            }
            let cookie = web.sign_in(who).await;
            let page = web.get("/enumerators/E-DOOR", &cookie).await;
            assert_eq!(page.status, StatusCode::OK, "{who}");
            let page = page.text;
            assert!(page.contains("door-done"), "{who}");
            assert_eq!(page.contains("door-shut"), sees_households, "{who}");
            assert_eq!(page.contains("id=\"rounded\""), !sees_households, "{who}");
            for path in [
                "/flags?enumerator=E-DOOR",
                "/flags.csv?enumerator=E-DOOR",
                "/flags.xlsx?enumerator=E-DOOR",
                "/api/v1/flags?enumerator=E-DOOR",
            ] {
                let text = texts(&web.get(path, &cookie).await);
                assert!(
                    text.contains("gps_invalid") || text.contains("E-DOOR"),
                    "{who} {path}"
                );
                assert_eq!(
                    text.contains("199.1234567"),
                    sees_households,
                    "{who} {path}: {text}"
                );
            }
        }
    }
}
