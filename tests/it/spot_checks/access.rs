//! Who may see and do what with spot checks, and that looking is noted.

use super::{Checks, TEHSIL, cookie};
use crate::support::Place;
use axum::http::StatusCode;

#[tokio::test]
async fn a_check_of_another_tehsil_does_not_exist_and_each_role_has_its_own_doors() {
    let checks = Checks::new(Place::sqlite()).await;
    let drawn = checks.given().await;
    let check = drawn[0].check_id;
    let one = format!("/today/{check}");
    for (path, who, expected) in [
        (one.as_str(), "first", StatusCode::OK),
        (&one, "second", StatusCode::OK),
        (&one, "coordinator", StatusCode::OK),
        (&one, "bureau", StatusCode::OK),
        (&one, "elsewhere", StatusCode::NOT_FOUND),
        (&one, "leader", StatusCode::NOT_FOUND),
        ("/spot-checks/1", "elsewhere", StatusCode::NOT_FOUND),
        ("/spot-checks/1", "first", StatusCode::OK),
        ("/spot-checks/9", "bureau", StatusCode::NOT_FOUND),
        ("/spot-checks/1/checks.csv", "first", StatusCode::OK),
        (
            "/spot-checks/1/checks.csv",
            "elsewhere",
            StatusCode::NOT_FOUND,
        ),
        (
            "/spot-checks/9/checks.xlsx",
            "bureau",
            StatusCode::NOT_FOUND,
        ),
        ("/today/x", "bureau", StatusCode::NOT_FOUND),
        ("/today", "coordinator", StatusCode::NOT_FOUND),
        ("/today", "elsewhere", StatusCode::OK),
        ("/spot-checks", "leader", StatusCode::NOT_FOUND),
        ("/spot-checks", "elsewhere", StatusCode::OK),
    ] {
        let answer = checks.get(path, who).await;
        assert_eq!(answer.status, expected, "{who} {path}");
    }
    let preview = format!("/spot-checks/draw?area={TEHSIL}");
    for (who, expected) in [
        ("bureau", StatusCode::OK),
        ("coordinator", StatusCode::NOT_FOUND),
        ("first", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(checks.get(&preview, who).await.status, expected, "{who}");
    }
    let district = checks.get("/spot-checks/draw?area=PB01", "bureau").await;
    assert_eq!(
        district.status,
        StatusCode::NOT_FOUND,
        "a district is not drawn"
    );
    // Nothing of a check elsewhere is written, whatever is sent.
    let id = checks.visit_id(check, "first").await;
    let form = format!("visit_id={id}&found=moved");
    let sent = checks.post(&one, "elsewhere", &form).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
    for (address, who) in [
        ("decision", "coordinator"),
        ("assignment", "first"),
        ("closing", "coordinator"),
    ] {
        let path = format!("{one}/{address}");
        let form = "action=withdraw&comment=x&seen=1";
        let answer = checks.post(&path, who, form).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{who} {address}");
    }
    assert_eq!(checks.one(check).await.steps, 1);
    // Looking at a household is noted, and the navigation leads there.
    let trail = checks.get("/audit.csv", "bureau").await;
    let noted = trail.text.lines().any(|line| {
        line.contains("page.seen") && line.contains(&one) && line.contains("spot-first")
    });
    assert!(noted, "{one} in {}", trail.text);
    let page = checks.get("/coverage", "first").await;
    assert!(page.text.contains("href=\"/today\"") && page.text.contains("href=\"/spot-checks\""));
    let leader = checks.get("/coverage", "leader").await;
    assert!(!leader.text.contains("/spot-checks"));
}

#[tokio::test]
async fn the_pages_speak_urdu_from_right_to_left() {
    let checks = Checks::new(Place::sqlite()).await;
    let check = checks.given().await[0].check_id;
    let urdu = format!("{}; fieldwatch_lang=ur", cookie("first"));
    for (path, said) in [
        ("/today".to_owned(), "میرے دورے"),
        (format!("/today/{check}"), "آپ نے کیا پایا"),
        ("/spot-checks".to_owned(), "موقع کی جانچ"),
        ("/spot-checks/1".to_owned(), "طبقات"),
    ] {
        let page = checks.web.get(&path, &urdu).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text.contains("dir=\"rtl\""), "{path}");
        assert!(page.text.contains(said), "{path}: {}", page.text);
    }
    let bureau = format!("{}; fieldwatch_lang=ur", cookie("bureau"));
    let path = format!("/spot-checks/draw?area={TEHSIL}&week=2026-10-05&wave=");
    let page = checks.web.get(&path, &bureau).await;
    assert!(page.text.contains("دوسرا قرعہ ہر امکان"), "{}", page.text);
}

#[tokio::test]
async fn a_draw_is_taken_as_a_file_in_words_and_as_blind_as_its_page() {
    let checks = Checks::new(Place::sqlite()).await;
    let drawn = checks.given().await;
    let path = "/spot-checks/1/checks.csv";
    let file = checks.get(path, "first").await;
    assert_eq!(file.status, StatusCode::OK);
    let mut lines = file.text.lines();
    let head = lines.next().expect("a head");
    assert!(head.starts_with("check,walk,uc_code,uc,enumerator,layer,reasons,probability,"));
    let lines: Vec<&str> = lines.collect();
    assert_eq!(lines.len(), drawn.len());
    let first = &drawn[0];
    let line = lines
        .iter()
        .find(|line| line.starts_with(&format!("{},", first.check_id)));
    let line = line.expect("the first check");
    for said in [
        "its enumerator is new and was not checked yet",
        &format!("{:.6}", first.probability),
        "Name of first",
        ",assigned,0,",
        &first.enumerator_code,
    ] {
        assert!(line.contains(said), "{said} in {line}");
    }
    assert!(!super::tells(&file), "{}", file.text);
    let urdu = format!("{}; fieldwatch_lang=ur", cookie("first"));
    let urdu = checks.web.get(path, &urdu).await;
    assert!(urdu.text.contains("شمار کنندہ نیا ہے"), "{}", urdu.text);
    let sheet = checks.get("/spot-checks/1/checks.xlsx", "bureau").await;
    assert!(sheet.status == StatusCode::OK && sheet.bytes.starts_with(b"PK"));
    // A list for paper stands in the monitor's page, for the printer alone.
    let today = checks.get("/today", "first").await;
    assert_eq!(today.text.matches("class=\"paper print-only\"").count(), 4);
    assert!(today.text.contains("2 nobody at home"), "{}", today.text);
    let page = checks.get("/spot-checks/1", "first").await;
    assert!(page.text.contains(path));
}
