//! Enumerators' names: for whoever may see them where the enumerator is deployed, and codes for everybody else.

use super::{PEOPLE, surveys, texts};
use crate::support::web::Web;
use axum::http::StatusCode;

const OWN: &str = "PB0101";
const BESIDE: &str = "PB0102";

/// Gives everybody on the roster a name that says where they are deployed, and answers somebody of each of two tehsils.
async fn named(web: Web) -> (Web, [String; 2]) {
    web.place
        .execute("UPDATE enumerator SET name = 'Zarghona of ' || tehsil_id || '.' WHERE in_roster")
        .await;
    let heard = web.site.db().heard().await.expect("the roster");
    let survey = web.site.survey();
    let somebody = |code: &str, which: usize| {
        let tehsil = survey.cube.by_code(code).expect("a tehsil").id;
        let mut there = heard
            .iter()
            .filter(|who| who.tehsil_id == Some(tehsil) && who.last_heard.is_some());
        there.nth(which).expect("somebody works there").code.clone()
    };
    let people = [somebody(OWN, 0), somebody(BESIDE, 0)];
    // Each of them also visited the other's tehsil, where their tablet found no position.
    let rows = format!(
        "submission_id,enumerator_code,area_code,outcome,started_at,ended_at\n\
         n-1,{},PB0101-002,complete,2026-11-20T09:00:00+05:00,2026-11-20T09:30:00+05:00\n\
         n-2,{},PB0101-002,complete,2026-11-20T09:00:00+05:00,2026-11-20T09:30:00+05:00\n",
        people[0], people[1]
    );
    let said = web.place.import(&web.place.file("named.csv", rows));
    assert_eq!(said.code, 0, "{}", said.all());
    (web.reopened().await, people)
}

fn addresses([own, other]: &[String; 2]) -> Vec<String> {
    let mut all: Vec<String> = [
        "/",
        "/overview.csv",
        "/quality",
        "/quality/interviews_a_day",
        "/quality/lag_median?after=0",
        "/quality/interviews_a_day/enumerators.csv",
        "/quality/interviews_a_day/enumerators.xlsx",
        "/flags",
        "/flags.csv",
        "/flags.xlsx",
        "/flags.geojson",
        "/risk",
        "/risk.csv",
        "/coordination/silent?what=enumerators&days=1",
        "/coordination/silent.csv?what=enumerators&days=1",
        "/coordination/silent.xlsx?what=enumerators&days=1",
        "/coordination/silent?what=devices&days=1",
        "/coordination/silent.csv?what=devices&days=1",
        "/coordination/cases",
        "/audit",
        "/audit.csv",
        "/imports",
        "/quarantine.csv",
        "/api/v1/measures/interviews_a_day?by=enumerator",
        "/api/v1/measures/interviews_a_day?by=enumerator&format=csv",
        "/api/v1/flags",
        "/api/v1/risk",
    ]
    .map(str::to_owned)
    .to_vec();
    for code in [own, other] {
        all.push(format!("/enumerators/{code}"));
        all.push(format!("/flags?enumerator={code}"));
    }
    all
}

#[tokio::test]
async fn names_are_told_where_they_may_be_seen_and_nowhere_else() {
    for web in surveys().await {
        let (web, people) = named(web).await;
        let survey = web.site.survey();
        let own = survey.cube.by_code(OWN).expect("a tehsil").id;
        let of_own = format!("Zarghona of {own}.");
        for (who, sees_names, _) in PEOPLE {
            let cookie = web.sign_in(who).await;
            let (mut looked_at, mut named) = (0, 0);
            for path in addresses(&people) {
                let answer = web.get(&path, &cookie).await;
                assert!(!answer.status.is_server_error(), "{who} {path}");
                looked_at += u32::from(answer.status == StatusCode::OK);
                let text = texts(&answer);
                if text.contains("Zarghona") {
                    named += 1;
                    assert!(sees_names, "{who} {path} tells a name");
                }
                if who == "monitor" {
                    let of_others = text.replace(&of_own, "");
                    assert!(!of_others.contains("Zarghona"), "{path} of another tehsil");
                }
            }
            assert!(looked_at >= 5, "{who}: {looked_at}");
            assert_eq!(named > 3, sees_names, "{who}: {named}");
        }
    }
}

#[tokio::test]
async fn whose_name_is_not_told_is_told_by_code_and_a_name_finds_nobody() {
    let Some(web) = surveys().await.into_iter().next() else {
        panic!("a survey");
    };
    let (web, [own, other]) = named(web).await;
    let monitor = web.sign_in("monitor").await;
    let page = web.get(&format!("/enumerators/{own}"), &monitor).await;
    assert!(page.text.contains("Zarghona") && page.text.contains(&own));
    let page = web.get(&format!("/enumerators/{other}"), &monitor).await;
    assert_eq!(page.status, StatusCode::OK, "they worked in the tehsil");
    assert!(!page.text.contains("Zarghona") && page.text.contains(&other));
    for who in ["monitor", "qa", "csu"] {
        let cookie = web.sign_in(who).await;
        for path in [
            "/flags.csv?enumerator=NAME",
            "/flags?enumerator=NAME",
            "/enumerators/NAME",
            "/api/v1/flags?enumerator=NAME",
        ] {
            let survey = web.site.survey();
            let tehsil = survey.cube.by_code(OWN).expect("a tehsil").id;
            let real = format!("Zarghona%20of%20{tehsil}.");
            let made_up = "Nobody%20of%20this.";
            let found = web.get(&path.replace("NAME", &real), &cookie).await;
            let none = web.get(&path.replace("NAME", made_up), &cookie).await;
            assert_eq!(found.status, none.status, "{who} {path}");
            let plain = |text: &str, name: &str| {
                let name = name.replace("%20", " ");
                text.replace(&name, "NAME")
                    .replace(&name.replace(' ', "%20"), "NAME")
                    .replace(&name.replace(' ', "+"), "NAME")
                    .lines()
                    .filter(|line| !line.contains("nonce") && !line.contains("reference"))
                    .collect::<Vec<_>>()
                    .join("\n")
            };
            if !path.starts_with("/flags?") && !path.starts_with("/enum") {
                assert_eq!(
                    plain(&found.text, &real),
                    plain(&none.text, made_up),
                    "{who} {path}"
                );
            }
        }
    }
}

#[tokio::test]
async fn rows_that_could_not_be_read_are_shown_to_those_alone_who_may_see_all_that_they_may_hold() {
    for web in surveys().await {
        let rows = "enumerator_code,name,tehsil_code\n,Zarghona Unread,PB0101\nE-X,Zarghona Lost,NOWHERE\n";
        let roster = web.place.file("unread.csv", rows).display().to_string();
        web.place.run(&["import", "roster", &roster]);
        let qa = web.sign_in("qa").await;
        let admin = web.sign_in("admin").await;
        for path in ["/quarantine", "/quarantine.csv", "/quarantine.xlsx"] {
            let seen = texts(&web.get(path, &qa).await);
            assert!(seen.contains("Zarghona"), "{path}: {seen}");
            let answer = web.get(path, &admin).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            let held = texts(&answer);
            assert!(!held.contains("Zarghona"), "{path}: {held}");
            assert!(
                held.contains("unread.csv"),
                "{path} says where it is: {held}"
            );
        }
    }
}
