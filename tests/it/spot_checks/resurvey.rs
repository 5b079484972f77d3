//! Fabrications that were confirmed: the enumerator's risk rises, and their work is proposed to be surveyed again.

use super::{Checks, TEHSIL, area, value_of};
use crate::support::{Place, by};
use axum::http::{StatusCode, header};
use domain::spot_check::{Action, Right, State, Verdict};
use server::judging::risks;
use store::spot_checks::{NewSpotStep, SpotCheckRow};

const PAGE: &str = "/re-surveys";

/// Takes a step with a check by somebody who may do everything.
async fn step(checks: &Checks, check: i32, user_id: i32, action: Action, words: &str) {
    let step = NewSpotStep {
        user_id,
        rights: Right::ALL.to_vec(),
        at: super::now(),
        action,
        monitor: None,
        due_on: None,
        outcome: (action == Action::Decide).then_some(Verdict::Fabricated),
        comment: words.to_owned(),
        seen: None,
    };
    let taken = checks
        .web
        .site
        .db()
        .take_spot_step(check, &step, &by())
        .await;
    taken
        .expect("steps")
        .expect("the check")
        .expect("it is taken");
}

/// Finds a check to be fabricated at the door and closes it: the second monitor escalates, another person closes.
async fn fabricated(checks: &Checks, check: i32) {
    let id = checks.visit_id(check, "first").await;
    let form = format!("visit_id={id}&found=found&came=no&household_size=5&answer_roof=girder");
    let sent = checks
        .post(&format!("/today/{check}"), "first", &form)
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    step(checks, check, checks.first, Action::Decide, "").await;
    step(checks, check, checks.first, Action::Escalate, "").await;
    step(checks, check, checks.second, Action::Close, "Seen to.").await;
}

/// Facts and sums of everything, as the database holds them.
async fn content(checks: &Checks) -> Vec<String> {
    let content = checks.web.place.content().await;
    let is_sum = |line: &String| {
        ["fact|", "enumerator_day|", "area_day|"]
            .iter()
            .any(|kind| line.starts_with(kind))
    };
    content.into_iter().filter(is_sum).collect()
}

/// Households complete of an area, as its page has it.
fn complete(checks: &Checks, code: &str) -> u32 {
    let survey = checks.web.site.survey();
    let period = domain::cube::Period {
        wave: None,
        from: None,
        to: checks.web.site.clock().today(),
    };
    let area = area(&checks.web, code);
    survey.cube.summary(area, &period).counts.complete
}

/// Sums are those that a recount of all facts gives.
async fn same_as_recounted(checks: &Checks) {
    let before = content(checks).await;
    let db = checks.web.site.db();
    db.roll_up_all().await.expect("sums");
    assert_eq!(content(checks).await, before);
}

#[tokio::test]
async fn confirmed_fabrication_raises_the_risk_and_is_surveyed_again_on_both_databases() {
    for place in Place::both().await {
        let checks = Checks::new(place).await;
        let empty = checks.get(PAGE, "bureau").await;
        assert!(
            empty.text.contains("Nothing is proposed here"),
            "{}",
            empty.text
        );
        assert!(empty.text.contains("Nothing was decided here yet"));
        let drawn = checks.given().await;
        let one = &drawn[0];
        fabricated(&checks, one.check_id).await;
        the_risk_rises(&checks, one).await;
        one_puts_a_union_council_in_doubt(&checks, one).await;
        declined_nothing_changes(&checks, one).await;
        accepted_the_listed_count_no_longer(&checks, one).await;
    }
}

async fn score(checks: &Checks, enumerator: i32) -> (f64, f64, i32) {
    let db = checks.web.site.db();
    risks::refresh(db).await.expect("risks");
    let risks = db.risks_of(enumerator).await.expect("risks");
    let risk = risks.first().expect("a risk");
    (risk.flags_score, risk.score, risk.fabricated)
}

async fn the_risk_rises(checks: &Checks, found: &SpotCheckRow) {
    let db = checks.web.site.db();
    let waiting = db.count_unjudged().await.expect("a count");
    assert!(waiting > 0, "closing has the enumerator judged again");
    checks.web.site.judge().await.expect("judged");
    let (before, after, fabricated) = score(checks, found.enumerator_id).await;
    assert_eq!(fabricated, 1);
    assert!((after - (100.0 - (100.0 - before) / 2.0)).abs() < 1e-9);
    let page = checks.get("/risk", "coordinator").await;
    let said = format!("The score rose from {before:.1} by the flags to {after:.1}.");
    assert!(page.text.contains(&said), "{said} in {}", page.text);
    let monitor = checks.get("/risk", "first").await;
    assert!(monitor.text.contains("was found to be fabricated"));
    assert!(
        !monitor.text.contains("The score rose"),
        "a formula that is known is a formula to be got round"
    );
    let person = checks
        .get(&format!("/enumerators/{}", found.enumerator_code), "bureau")
        .await;
    assert!(person.text.contains(&said), "{}", person.text);
    let file = checks.get("/risk.csv", "bureau").await;
    assert!(file.text.contains("spot_check_fabricated"), "{}", file.text);

    // Reopened it counts no longer, at the next judging; and again once it is closed again.
    let check = found.check_id;
    step(checks, check, checks.second, Action::Reopen, "Once more.").await;
    assert_eq!(db.count_unjudged().await.expect("a count"), 1);
    checks.web.site.judge().await.expect("judged");
    assert_eq!(
        score(checks, found.enumerator_id).await,
        (before, before, 0)
    );
    step(checks, check, checks.first, Action::Escalate, "").await;
    step(checks, check, checks.second, Action::Close, "It was so.").await;
    checks.web.site.judge().await.expect("judged");
    assert_eq!(score(checks, found.enumerator_id).await, (before, after, 1));
    assert_eq!(checks.one(check).await.state, State::Closed);
}

/// The form of the first proposal on the page, without an action.
async fn form(checks: &Checks, council: &str) -> String {
    let page = checks.get(PAGE, "bureau").await;
    let mark = format!("name=\"council\" value=\"{council}\"");
    let (before, after) = page
        .text
        .split_once(&mark)
        .unwrap_or_else(|| panic!("no proposal for {council} in {}", page.text));
    let before = &before[before.rfind("<form").expect("its form")..];
    let fields = format!("{before}{mark}{after}");
    let value = |name| value_of(&fields, name);
    format!(
        "wave={}&enumerator={}&council={council}&interviews={}&counted={}",
        value("wave"),
        value("enumerator"),
        value("interviews"),
        value("counted")
    )
}

fn council(checks: &Checks, row: &SpotCheckRow) -> String {
    let survey = checks.web.site.survey();
    let area = survey.cube.by_id(row.area_id).expect("an area");
    area.code.clone()
}

async fn one_puts_a_union_council_in_doubt(checks: &Checks, found: &SpotCheckRow) {
    let page = checks.get(PAGE, "bureau").await;
    // 12 interviews each, all in one union council: one of one is more than a fifth for certain.
    for said in [
        "12, of them 12 counted for coverage",
        "falls by at most 12 of ",
        "1 of 1 checked interviews were found to be fabricated",
        &format!("href=\"/today/{}\"", found.check_id),
        &found.enumerator_code,
    ] {
        assert!(page.text.contains(said), "{said} in {}", page.text);
    }
    for who in ["first", "coordinator"] {
        let page = checks.get(PAGE, who).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("12, of them 12 counted"), "{who}");
        assert!(
            !page.text.contains("name=\"reason\""),
            "{who} may not decide"
        );
    }
    let elsewhere = checks.get(PAGE, "elsewhere").await;
    assert!(elsewhere.text.contains("Nothing is proposed here"));
    assert!(!elsewhere.text.contains(&found.enumerator_code));
    let leader = checks.get(PAGE, "leader").await;
    assert_eq!(leader.status, StatusCode::NOT_FOUND);
    let form = format!(
        "{}&reason=No&action=accept",
        form(checks, &council(checks, found)).await
    );
    for who in ["first", "coordinator", "elsewhere", "leader"] {
        let refused = checks.post(PAGE, who, &form).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{who}");
    }
}

async fn declined_nothing_changes(checks: &Checks, found: &SpotCheckRow) {
    let before = content(checks).await;
    let code = council(checks, found);
    let form = form(checks, &code).await;
    let mute = checks
        .post(PAGE, "bureau", &format!("{form}&action=decline&reason="))
        .await;
    assert!(mute.text.contains("say why"), "{}", mute.text);
    let stale = form.replace("counted=12", "counted=11");
    let stale = checks
        .post(
            PAGE,
            "bureau",
            &format!("{stale}&action=accept&reason=Kept"),
        )
        .await;
    assert!(stale.text.contains("since you looked"), "{}", stale.text);
    assert!(
        stale.text.contains("value=\"Kept\""),
        "what was typed stays"
    );
    let declined = checks
        .post(
            PAGE,
            "bureau",
            &format!("{form}&action=decline&reason=One+is+not+enough"),
        )
        .await;
    assert_eq!(
        declined.header(header::LOCATION),
        format!("{PAGE}?done=decline"),
        "{}",
        declined.text
    );
    assert_eq!(content(checks).await, before);
    let page = checks.get(&format!("{PAGE}?done=decline"), "bureau").await;
    assert!(page.text.contains("nothing has changed"));
    assert!(page.text.contains("Nothing is proposed here"));
    assert!(page.text.contains("One is not enough"));
    let again = checks
        .post(PAGE, "bureau", &format!("{form}&action=accept&reason=Yes"))
        .await;
    assert!(
        again.text.contains("not proposed any more"),
        "{}",
        again.text
    );
}

async fn accepted_the_listed_count_no_longer(checks: &Checks, found: &SpotCheckRow) {
    let code = council(checks, found);
    // More fabrications than the decision knew of bring the proposal up again.
    let place = &checks.web.place;
    place.execute("UPDATE resurvey SET fabricated = 0").await;
    let form = form(checks, &code).await;
    let before = content(checks).await;
    let (in_council, in_tehsil) = (complete(checks, &code), complete(checks, TEHSIL));
    let query = form
        .split("&interviews")
        .next()
        .expect("what names it")
        .to_owned();
    let listed = checks
        .get(&format!("{PAGE}/interviews.csv?{query}"), "first")
        .await;
    let ids: Vec<String> = listed
        .text
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().expect("an id").to_owned())
        .collect();
    assert_eq!(ids.len(), 12, "{}", listed.text);

    let accept = format!("{form}&action=accept&reason=Two+at+the+door");
    let accepted = checks.post(PAGE, "bureau", &accept).await;
    assert_eq!(
        accepted.header(header::LOCATION),
        format!("{PAGE}?done=accept"),
        "{}",
        accepted.text
    );
    let after = content(checks).await;
    assert_ne!(after, before);
    let fallen = |checks: &Checks, by: u32| {
        assert_eq!(complete(checks, &code), in_council - by);
        assert_eq!(complete(checks, TEHSIL), in_tehsil - by);
    };
    fallen(checks, 12);
    same_as_recounted(checks).await;
    let page = checks
        .get(&format!("/coverage/{code}"), "coordinator")
        .await;
    let said = "12 interviews do not count because their re-survey was accepted";
    assert!(page.text.contains(said), "{}", page.text);
    assert!(!page.text.contains("12 submissions rejected"));
    let decided = checks
        .get(&format!("{PAGE}/interviews.csv?resurvey=2"), "first")
        .await;
    for id in &ids {
        assert!(decided.text.contains(id.as_str()), "{}", decided.text);
    }
    let sheet = checks.get(&format!("{PAGE}.csv"), "bureau").await;
    assert!(sheet.text.contains("accepted,2,"), "{}", sheet.text);
    let hidden = checks
        .get(&format!("{PAGE}/interviews.csv?resurvey=2"), "elsewhere")
        .await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);

    imported_and_derived_again_it_is_the_same(checks, &after).await;
    fallen(checks, 12);

    // One of the households is interviewed again, under an id of its own, and by the same enumerator: it counts.
    let household = ids[0].strip_prefix("spot-").expect("its number");
    let row = format!(
        "submission_id,enumerator_code,area_code,outcome,started_at,ended_at,household_ref\n\
         anew-1,{},{code},complete,2026-11-02T09:00:00+05:00,2026-11-02T09:30:00+05:00,HH-{household}\n",
        found.enumerator_code
    );
    let said = checks
        .web
        .place
        .import(&checks.web.place.file("anew.csv", row));
    assert_eq!(said.code, 0, "{}", said.all());
    checks.web.site.refresh().await.expect("read again");
    fallen(checks, 11);
    same_as_recounted(checks).await;

    // Taken back: as before, with what has come meanwhile.
    let form = "action=take_back&resurvey=2";
    let refused = checks
        .post(PAGE, "coordinator", &format!("{form}&reason=No"))
        .await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let back = checks
        .post(PAGE, "bureau", &format!("{form}&reason=They+were+honest"))
        .await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text);
    fallen(checks, 0);
    let restored: Vec<String> = content(checks)
        .await
        .into_iter()
        .filter(|line| !line.contains("anew-1") && !line.contains("_day|"))
        .collect();
    let expected: Vec<String> = before
        .into_iter()
        .filter(|line| !line.contains("_day|"))
        .collect();
    assert_eq!(restored, expected);
    same_as_recounted(checks).await;
    let twice = checks
        .post(PAGE, "bureau", &format!("{form}&reason=Again"))
        .await;
    assert!(twice.text.contains("taken back already"), "{}", twice.text);
    let page = checks.get(PAGE, "bureau").await;
    assert!(page.text.contains("They were honest"));
    assert!(
        page.text.contains("13, of them 12 counted"),
        "it is proposed again: {}",
        page.text
    );
    let trail = checks.get("/audit.csv", "bureau").await;
    assert!(trail.text.contains("resurvey.decided"));
}

async fn imported_and_derived_again_it_is_the_same(checks: &Checks, after: &[String]) {
    let place = &checks.web.place;
    let said = place.import(&place.path("spot.csv"));
    assert_eq!(said.code, 0, "{}", said.all());
    let said = place.run(&["reprocess", "--all"]);
    assert_eq!(said.code, 0, "{}", said.all());
    checks.web.site.refresh().await.expect("read again");
    assert_eq!(content(checks).await, after);
}
