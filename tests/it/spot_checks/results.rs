//! What was drawn, visited and decided comes back as rates, which are those that are worked out by hand.

use super::{Checks, ROOF, SIZE, TEHSIL, cookie};
use crate::support::Place;
use axum::http::{StatusCode, header};
use serde_json::Value;
use std::collections::BTreeMap;

const RESULTS: &str = "/spot-checks/results";

#[tokio::test]
async fn rates_are_those_worked_out_by_hand_on_both_databases() {
    for place in Place::both().await {
        let checks = Checks::new(place).await;
        judged(&checks).await;
        let none = checks.get(RESULTS, "bureau").await;
        assert!(
            none.text.contains("Nothing was drawn here yet"),
            "{}",
            none.text
        );
        let drawn = checks.given().await;
        // One of twelve interviews of each of four enumerators: every weight is the same.
        assert_eq!(drawn.len(), 4);
        let said = "No spot check was decided here yet: there is no rate to show. 4 were drawn, 0 of them visited.";
        let none = checks.get(RESULTS, "bureau").await;
        assert!(none.text.contains(said), "{}", none.text);
        let quality = checks.quality().await;
        assert!(quality.contains(said), "{quality}");

        checks.decided().await;
        the_page_says_what_is_known_and_what_is_not(&checks).await;
        files_and_machines_say_the_same(&checks).await;
        checks_are_told_how_good_they_are(&checks).await;
        enumerators_have_their_own(&checks).await;
        nothing_is_told_of_elsewhere(&checks).await;
        the_wave_that_is_chosen_counts(&checks).await;
    }
}

/// The work is judged, so that checks have fired when it is drawn.
async fn judged(checks: &Checks) {
    let site = &checks.web.site;
    while site.judge().await.expect("judged").enumerators > 0 {}
}

impl Checks {
    /// Three visits and what was decided: the first is as it should be, the second was never made, of the third nothing can be told.
    async fn decided(&self) {
        let drawn = self.all().await;
        let answers = [
            format!(
                "found=found&came=yes&household_size={SIZE}&answer_roof={ROOF}&answer_land=own&answer_rooms=3"
            ),
            "found=found&came=no&household_size=5&answer_roof=girder&answer_land=rent&answer_rooms=3"
                .to_owned(),
            "found=not_found".to_owned(),
        ];
        let outcomes = ["concordant", "fabricated", "cannot_tell"];
        for ((check, answers), outcome) in drawn.iter().zip(answers).zip(outcomes) {
            let path = format!("/today/{}", check.check_id);
            let id = self.visit_id(check.check_id, "first").await;
            let form = format!("visit_id={id}&{answers}");
            let visited = self.post(&path, "first", &form).await;
            assert_eq!(visited.status, StatusCode::SEE_OTHER, "{}", visited.text);
            let seen = self.one(check.check_id).await.steps;
            let form = format!("action=decide&outcome={outcome}&seen={seen}");
            let decided = self.post(&format!("{path}/decision"), "first", &form).await;
            assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text);
        }
    }

    /// The page of quality of the tehsil, as it is once what changed has been read.
    async fn quality(&self) -> String {
        let site = &self.web.site;
        site.refresh_quality(true).await.expect("quality");
        let path = format!("/quality?area={TEHSIL}");
        self.get(&path, "bureau").await.text
    }

    /// The rows of a file, as maps by column.
    async fn rows(&self, search: &str, who: &str) -> Vec<BTreeMap<String, String>> {
        let file = self.get(&format!("{RESULTS}.csv{search}"), who).await;
        assert_eq!(file.status, StatusCode::OK, "{}", file.text);
        let mut lines = file.text.lines();
        let columns: Vec<&str> = lines.next().expect("columns").split(',').collect();
        lines
            .map(|line| {
                let cells = line.split(',').map(str::to_owned);
                columns
                    .iter()
                    .map(|name| (*name).to_owned())
                    .zip(cells)
                    .collect()
            })
            .collect()
    }
}

/// Two of the four could be told, each for twelve: of the other half nothing is known.
async fn the_page_says_what_is_known_and_what_is_not(checks: &Checks) {
    let page = checks
        .get(&format!("{RESULTS}?area={TEHSIL}"), "first")
        .await;
    assert_eq!(page.status, StatusCode::OK);
    let completed = completed(checks);
    for said in [
        &format!("3 of {completed} completed interviews"),
        "4 were drawn, 3 visited.",
        // Found: two of three doors. Concordant, grave and fabricated: one of two.
        "66.7\u{a0}% (",
        "50.0\u{a0}% (",
        "from 3",
        "from 2",
        "nothing compared yet",
        "Told from 2 alone.",
        "Of 1 it cannot be told: 33.3\u{a0}% if none of them were so, 66.7\u{a0}% if all were.",
        "Stands for 24 of 48 interviews of the drawn weeks: of the others none was told.",
        "Decided so far, unweighted: concordant 1, fabricated 1, cannot be told 1.",
        "id=\"by-tehsil\"",
    ] {
        assert!(page.text.contains(said), "{said} in {}", page.text);
    }
    // Everybody who may see it is led there.
    let draws = checks.get("/spot-checks", "first").await;
    assert!(draws.text.contains(&format!("href=\"{RESULTS}\"")));
    let quality = checks.quality().await;
    for said in ["id=\"spot-rates\"", "66.7\u{a0}% (", "whatever the period"] {
        assert!(quality.contains(said), "{said} in {quality}");
    }
    assert!(quality.contains(&format!("{RESULTS}?area={TEHSIL}")));
}

fn completed(checks: &Checks) -> u64 {
    let survey = checks.web.site.survey();
    let period = domain::cube::Period {
        wave: None,
        from: None,
        to: checks.web.site.clock().today(),
    };
    let area = super::area(&checks.web, TEHSIL);
    survey.cube.summary(area, &period).counts.complete.into()
}

async fn files_and_machines_say_the_same(checks: &Checks) {
    let search = format!("?area={TEHSIL}");
    let rows = checks.rows(&search, "bureau").await;
    let row = &rows[0];
    assert_eq!((rows.len(), row["area_code"].as_str()), (1, TEHSIL));
    let counts = ["drawn", "visited", "decided"].map(|name| row[name].as_str());
    assert_eq!(counts, ["4", "3", "3"]);
    assert_eq!(row["completed"], completed(checks).to_string());
    let rates = [
        "found",
        "concordant",
        "grave",
        "errors_type_1",
        "errors_type_2",
    ];
    assert_eq!(
        rates.map(|name| row[name].as_str()),
        ["66.6667", "50", "50", "50", "0"]
    );
    assert_eq!(row["errors_type_3"], "");
    assert_eq!(
        (row["stands_for"].as_str(), row["of_frame"].as_str()),
        ("24", "48")
    );
    // V = 2 · 12 · 11 · ¼ / 24², n = ¼ / V = 24 / 11; Wilson's interval with Student's t of three degrees, 3.18: 4.6 to 95.4.
    let near = |name: &str, value: f64| {
        let told: f64 = row[name].parse().expect("a number");
        assert!((told - value).abs() < 1.0, "{name}: {told} for {value}");
    };
    near("grave_low", 4.6);
    near("grave_high", 95.4);

    let xlsx = checks
        .get(&format!("{RESULTS}.xlsx{search}&by=enumerator"), "bureau")
        .await;
    assert_eq!(xlsx.status, StatusCode::OK);
    assert!(
        xlsx.header(header::CONTENT_DISPOSITION)
            .contains("spot-checks-by-enumerator.xlsx")
    );
    let answer = checks
        .get(&format!("/api/v1{RESULTS}{search}&by=enumerator"), "bureau")
        .await;
    let answer: Value = serde_json::from_str(&answer.text).expect("JSON");
    let people = answer["rows"].as_array().expect("rows");
    assert_eq!(people.len(), 4);
    let sum: f64 = people
        .iter()
        .map(|row| row["decided"].as_f64().expect("a count"))
        .sum();
    assert_eq!(sum, 3.0);
    let odd = checks
        .get(&format!("/api/v1{RESULTS}?by=village"), "bureau")
        .await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
    assert!(
        odd.text.contains("send one of tehsil, enumerator, check"),
        "{}",
        odd.text
    );
}

/// Each of the four lay at the same time as another interview of its enumerator.
async fn checks_are_told_how_good_they_are(checks: &Checks) {
    let rows = checks.rows("?by=check", "bureau").await;
    let overlap = rows.iter().find(|row| row["check"] == "overlap");
    let overlap = overlap.expect("two interviews at the same time");
    let told = [
        "drawn_fired",
        "told",
        "grave",
        "grave_of_told",
        "grave_of_fired",
    ];
    assert_eq!(
        told.map(|name| overlap[name].as_str()),
        ["4", "2", "1", "50", "50"]
    );
    let page = checks.get("/checks/overlap", "bureau").await;
    for said in [
        "of 2 drawn interviews on which it had fired and that could be told, 1 were serious or fabricated",
        "on which it had fired that is 50.0\u{a0}% (",
    ] {
        assert!(page.text.contains(said), "{said} in {}", page.text);
    }
    let by_check = checks.get(&format!("{RESULTS}?by=check"), "bureau").await;
    assert!(
        by_check.text.contains("href=\"/checks/overlap\""),
        "{}",
        by_check.text
    );
    let elsewhere = checks.get("/checks/overlap", "elsewhere").await;
    assert!(
        elsewhere
            .text
            .contains("it had fired on 0 drawn interviews"),
        "{}",
        elsewhere.text
    );
}

async fn enumerators_have_their_own(checks: &Checks) {
    let drawn = checks.all().await;
    let page = checks
        .get(&format!("{RESULTS}?area={TEHSIL}&by=enumerator"), "first")
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("1 of 12"), "{}", page.text);
    // Whoever fabricated one stands first.
    let place = |code: &str| {
        let href = format!("href=\"/enumerators/{code}\"");
        page.text
            .find(&href)
            .unwrap_or_else(|| panic!("{href} in {}", page.text))
    };
    let first = place(&drawn[1].enumerator_code);
    for check in [&drawn[0], &drawn[2], &drawn[3]] {
        assert!(first < place(&check.enumerator_code));
    }
    let own = format!("/enumerators/{}", drawn[1].enumerator_code);
    let own = checks.get(&own, "first").await;
    assert_eq!(own.status, StatusCode::OK);
    for said in [
        "id=\"spot-rates\"",
        "1 of 12 completed interviews",
        "100.0\u{a0}% (",
        "Told from 1 alone.",
        "Decided so far, unweighted: fabricated 1.",
        &format!("href=\"/today/{}\"", drawn[1].check_id),
    ] {
        assert!(own.text.contains(said), "{said} in {}", own.text);
    }
    // All twelve are theirs, and the one stands for them.
    assert!(!own.text.contains("Stands for"), "{}", own.text);
    let open = format!("/enumerators/{}", drawn[3].enumerator_code);
    let open = checks.get(&open, "first").await;
    assert!(
        open.text.contains("1 were drawn, 0 of them visited."),
        "{}",
        open.text
    );
}

async fn nothing_is_told_of_elsewhere(checks: &Checks) {
    for path in [RESULTS.to_owned(), format!("{RESULTS}?by=enumerator")] {
        let page = checks.get(&path, "elsewhere").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.text.contains("Nothing was drawn here yet"),
            "{}",
            page.text
        );
    }
    let rows = checks.rows("", "elsewhere").await;
    assert!(rows.iter().all(|row| row["area_code"].starts_with("PB18")));
    assert!(!rows.is_empty());
    for search in [
        format!("?area={TEHSIL}"),
        "?area=PB".to_owned(),
        "?area=nowhere".to_owned(),
    ] {
        for path in [
            format!("{RESULTS}{search}"),
            format!("{RESULTS}.csv{search}"),
            format!("/api/v1{RESULTS}{search}"),
        ] {
            let answer = checks.get(&path, "elsewhere").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    // A part of a tehsil is told of itself alone, though its weights are those of the tehsil.
    let mut sum = 0;
    for council in ["PB0101-001", "PB0101-002"] {
        let rows = checks.rows(&format!("?area={council}"), "bureau").await;
        assert_eq!((rows.len(), rows[0]["area_code"].as_str()), (1, council));
        sum += rows[0]["drawn"].parse::<u32>().expect("a count");
        let people = checks
            .rows(&format!("?area={council}&by=enumerator"), "bureau")
            .await;
        let theirs = checks.all().await;
        let survey = checks.web.site.survey();
        for row in people {
            let own = theirs
                .iter()
                .find(|check| check.enumerator_code == row["enumerator_code"]);
            let of = survey.cube.by_id(own.expect("theirs").area_id);
            assert_eq!(of.expect("an area").code, council);
        }
    }
    assert_eq!(sum, 4);
    // Leadership is told nothing of it, and no enumerator.
    for path in [
        RESULTS,
        "/spot-checks/results.csv",
        "/api/v1/spot-checks/results",
    ] {
        let answer = checks.get(path, "leader").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let quality = checks.get("/quality", "leader").await;
    assert!(
        quality.text.contains("shown to those who see spot checks"),
        "{}",
        quality.text
    );
    assert!(!quality.text.contains("E-SPOT") && !quality.text.contains("id=\"spot-rates\""));
}

async fn the_wave_that_is_chosen_counts(checks: &Checks) {
    // The draw is of the wave that names none.
    let other = checks.get(&format!("{RESULTS}?wave=W1"), "bureau").await;
    assert!(
        other.text.contains("Nothing was drawn here yet"),
        "{}",
        other.text
    );
    let unknown = checks.get(&format!("{RESULTS}?wave=W99"), "bureau").await;
    assert!(unknown.text.contains("id=\"filter-problems\""));
    assert!(
        unknown.text.contains("Nothing was drawn here yet"),
        "an unknown wave shows nothing rather than everything"
    );
    let quality = checks
        .get(&format!("/quality?area={TEHSIL}&wave=W99"), "bureau")
        .await;
    assert!(!quality.text.contains("id=\"spot-rates\""));
}

#[tokio::test]
async fn results_speak_urdu_from_right_to_left() {
    let checks = Checks::new(Place::sqlite()).await;
    judged(&checks).await;
    checks.given().await;
    checks.decided().await;
    let urdu = format!("{}; fieldwatch_lang=ur", cookie("bureau"));
    for (path, said) in [
        (RESULTS, "موقع کی جانچ کے نتائج"),
        (
            "/spot-checks/results?by=enumerator",
            "شمار کنندہ کے لحاظ سے",
        ),
        ("/spot-checks/results?by=check", "نشان والے تمام میں سے"),
        ("/checks/overlap", "سنگین یا من گھڑت نکلے"),
        ("/quality", "اوپر کی مدت سے قطع نظر"),
    ] {
        let page = checks.web.get(path, &urdu).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text.contains("dir=\"rtl\""), "{path}");
        assert!(page.text.contains(said), "{path}: {}", page.text);
    }
}
