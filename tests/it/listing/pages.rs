//! Who is shown what of listings: scope, and addresses only for those who see households or go to the door.

use crate::permissions::add_a_listing;
use crate::spot_checks::{Checks, TEHSIL};
use crate::support::Place;
use crate::support::web::Answer;
use axum::http::StatusCode;
use std::io::Read;

/// Stand in the listing alone.
const MARKS: [&str; 3] = ["ZZ-LISTED-", "zz-behind-the-old-mill", "zz-second-lane"];
const COUNCIL: &str = "PB0101-002";

fn tells(answer: &Answer) -> bool {
    let mut text = answer.text.clone();
    if answer.bytes.starts_with(b"PK\x03\x04") {
        let reader = std::io::Cursor::new(&answer.bytes);
        let mut archive = zip::ZipArchive::new(reader).expect("a workbook");
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).expect("a part");
            part.read_to_string(&mut text).expect("text");
        }
    }
    MARKS.iter().any(|mark| text.contains(mark))
}

/// The numbers of a row of a table, by the text of its first cell.
fn cells(page: &str, first: &str) -> Vec<String> {
    let row = page
        .split("<tr")
        .find(|row| row.contains(first))
        .unwrap_or_else(|| panic!("no row {first} in {page}"));
    let cells = row.split("<td class=\"num\">").skip(1);
    cells
        .map(|cell| {
            let text = cell.split("</td>").next().expect("a cell");
            let text: String = text
                .split('<')
                .map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text))
                .collect();
            text.trim().to_owned()
        })
        .collect()
}

#[tokio::test]
async fn counts_are_shown_within_the_scope_and_households_to_those_who_may_see_them() {
    for place in Place::both().await {
        let checks = Checks::new(place).await;
        // The demonstration's own.
        let remove = [
            "listing",
            "remove",
            "Attock 2026",
            "--reason",
            "another one",
        ];
        checks.web.place.must(&remove);
        let empty = checks.get("/listing", "bureau").await;
        assert!(empty.text.contains("id=\"no-listing\""), "{}", empty.text);
        add_a_listing(&checks.web);
        let page = checks
            .get(&format!("/listing?area={TEHSIL}"), "bureau")
            .await;
        assert_eq!(page.status, StatusCode::OK);
        let all = cells(&page.text, "class=\"total\"");
        assert_eq!(all[0], "2", "{all:?}");
        assert!(!tells(&page), "households stand on their own page");
        let council = format!("/listing/{COUNCIL}");
        for who in ["bureau", "first", "coordinator"] {
            let page = checks.get(&council, who).await;
            assert_eq!(page.status, StatusCode::OK, "{who}");
            for mark in MARKS {
                assert!(page.text.contains(mark), "{who} {mark}: {}", page.text);
            }
            assert!(
                page.text.contains("geo:33.770100,72.360200"),
                "{}",
                page.text
            );
            let file = checks.get(&format!("{council}/households.csv"), who).await;
            assert!(
                tells(&file) && file.text.contains("nobody_visited"),
                "{}",
                file.text
            );
            assert!(tells(
                &checks.get(&format!("{council}/households.xlsx"), who).await
            ));
        }
        // Leadership: sums, without what says how doors were answered.
        let page = checks
            .get(&format!("/listing?area={TEHSIL}"), "leader")
            .await;
        let all = cells(&page.text, "class=\"total\"");
        assert_eq!(
            (all[0].as_str(), all[2].as_str(), all[3].as_str()),
            ("2", "not told", "not told")
        );
        let file = checks
            .get(&format!("/listing.csv?area={TEHSIL}"), "leader")
            .await;
        assert!(file.text.contains(",withheld,withheld,"), "{}", file.text);
        for path in [
            "/listing".to_owned(),
            format!("/listing?area={COUNCIL}"),
            format!("/listing.xlsx?area={TEHSIL}"),
            council.clone(),
            format!("{council}/households.csv"),
            "/today".to_owned(),
        ] {
            let answer = checks.get(&path, "leader").await;
            assert!(!tells(&answer), "{path}: {}", answer.text);
        }
        assert_eq!(
            checks.get(&council, "leader").await.status,
            StatusCode::NOT_FOUND
        );
        // Another district's monitor.
        for path in [
            council.clone(),
            format!("/listing?area={TEHSIL}"),
            format!("{council}/households.csv"),
        ] {
            let answer = checks.get(&path, "elsewhere").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

#[tokio::test]
async fn the_monitor_at_the_door_is_told_how_the_household_is_listed() {
    for place in Place::both().await {
        let checks = Checks::new(place).await;
        let given = checks.given().await;
        let rows = "submission_id,enumerator_code,area_code,household_ref,outcome,started_at,ended_at,latitude,longitude\n";
        // The interviews of the story have no reference: those that were drawn are sent again with one.
        let mut again = rows.to_owned();
        let mut listed = "household_ref,area_code,latitude,longitude,address\n".to_owned();
        for check in given.iter().take(2) {
            let number = check.check_id;
            let n: u32 = check
                .submission_id
                .trim_start_matches("spot-")
                .parse()
                .expect("a number");
            let (area, day) = (format!("PB0101-00{}", 1 + n % 2), 5 + n % 5);
            again += &format!(
                "{},E-SPOT-{},{area},DOOR-{number},complete,2026-10-0{day}T09:00:00+05:00,2026-10-0{day}T09:30:00+05:00,31.{},74.3{n:02}\n",
                check.submission_id,
                n % 4,
                5_000 + n
            );
            listed += &format!("DOOR-{number},{area},31.6001,74.4001,zz-door-{number}\n");
        }
        let said = checks
            .web
            .place
            .import(&checks.web.place.file("again.csv", again));
        assert_eq!(said.code, 0, "{}", said.all());
        let file = checks
            .web
            .place
            .file("doors.csv", listed)
            .display()
            .to_string();
        checks
            .web
            .place
            .must(&["listing", "import", "--name", "doors", "--wave", "", &file]);
        let mark = format!("zz-door-{}", given[0].check_id);
        let place = given[0].point;
        let today = checks.get("/today", "first").await;
        assert!(today.text.contains(&mark), "{}", today.text);
        let page = format!("/today/{}", given[0].check_id);
        for (who, is_told) in [("first", true), ("coordinator", true), ("bureau", true)] {
            let answer = checks.get(&page, who).await;
            assert_eq!(answer.text.contains(&mark), is_told, "{who}");
        }
        assert!(
            !checks
                .get("/today", "second")
                .await
                .text
                .contains("zz-door-")
        );
        // What was drawn keeps its place.
        assert_eq!(checks.one(given[0].check_id).await.point, place);
        for who in ["leader", "elsewhere"] {
            let answer = checks.get(&page, who).await;
            assert!(!answer.text.contains("zz-door-"), "{who}");
        }
    }
}
