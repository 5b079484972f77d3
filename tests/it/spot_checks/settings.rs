//! What the Bureau and whoever gives checks set, by plain forms, on both databases.

use super::{Checks, TEHSIL, cookie, value_of};
use crate::support::Place;
use crate::support::web::Answer;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::time::SurveyDay;

const SETTINGS: &str = "/spot-checks/settings?wave=";
const FILE: &str = "question,type,tolerance,question_en,question_ur,choice,choice_en,choice_ur\n\
    roof,1,none,\"The roof, please?\",چھت؟,rcc,slab,چھت\n\
    roof,,,,,girder,beams,گارڈر\n\
    cattle,3,20 %,How many cattle?,مویشی کتنے؟,,,\n\
    rooms,2,1,Rooms?,,,,\n";

async fn hand_in(checks: &Checks, who: &str, fields: &[(&str, &str)]) -> Answer {
    let mut body = String::new();
    for (name, value) in fields {
        let file = match *name {
            "file" => "; filename=\"questions.csv\"",
            _ => "",
        };
        body += &format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
        );
    }
    body += "--edge--\r\n";
    let request = Request::post("/spot-checks/settings/questions")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookie(who))
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
    let request = request.body(Body::from(body)).expect("a request");
    checks.web.ask(request).await
}

async fn set(checks: &Checks, seen: &str, file: &str) -> Answer {
    let fields = [
        ("wave", ""),
        ("seen", seen),
        ("reason", "The form of this wave"),
        ("file", file),
    ];
    hand_in(checks, "bureau", &fields).await
}

#[tokio::test]
async fn a_wave_asks_its_own_questions_and_a_draw_keeps_those_it_was_drawn_with() {
    for place in Place::both().await {
        let checks = Checks::new(place).await;
        let page = checks.get(SETTINGS, "bureau").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("The usual questions hold"));
        assert!(page.text.contains("What is the roof made of?"));
        // The interviews answer roof, rooms and land.
        assert!(
            page.text.contains("none answers: toilet, water, fuel."),
            "{}",
            page.text
        );
        let usual = "/spot-checks/settings/questions.csv?usual=1";
        let usual = checks.get(usual, "bureau").await;
        assert!(usual.text.starts_with("question,type,tolerance,"));
        let refused = set(
            &checks,
            "0",
            &FILE
                .replace("20 %", "some")
                .replace("\nroof,,", "\nroof,9,"),
        )
        .await;
        assert_eq!(refused.status, StatusCode::OK);
        for said in [
            "Nothing was changed:",
            "Line 3: This line says another",
            "Line 4: \"some\" is no tolerance",
        ] {
            assert!(refused.text.contains(said), "{said} in {}", refused.text);
        }
        let mute = [("wave", ""), ("seen", "0"), ("reason", " "), ("file", FILE)];
        let mute = hand_in(&checks, "bureau", &mute).await;
        assert!(mute.text.contains("Say why"), "{}", mute.text);
        let large = set(&checks, "0", &"x".repeat(300_000)).await;
        assert!(large.text.contains("no CSV file"), "{}", large.text);

        let done = set(&checks, "0", FILE).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        assert_eq!(
            done.header(header::LOCATION),
            "/spot-checks/settings?wave=&done=1"
        );
        let late = set(&checks, "0", &usual.text).await;
        assert!(
            late.text.contains("since you opened the page"),
            "{}",
            late.text
        );
        let again = set(&checks, "1", FILE).await;
        assert!(again.text.contains("hold already"), "{}", again.text);
        let page = checks.get(SETTINGS, "bureau").await;
        for said in [
            "List 1 of this wave",
            "The roof, please?",
            "slab · beams",
            "20 % of the larger",
            "none answers: cattle.",
            "The form of this wave",
            "Name of bureau",
        ] {
            assert!(page.text.contains(said), "{said} in {}", page.text);
        }
        let own = checks
            .get("/spot-checks/settings/questions.csv?wave=", "bureau")
            .await;
        assert_eq!(own.text, FILE, "what was handed in comes out again");

        let check = checks.given().await[0].check_id;
        let path = format!("/today/{check}");
        let form = checks.get(&path, "first").await;
        let asks = |page: &str| {
            let roof = page.find("The roof, please?").expect("the roof");
            let cattle = page.find("How many cattle?").expect("the cattle");
            assert!(roof < cattle && !page.contains("What kind of toilet?"));
        };
        asks(&form.text);
        assert!(form.text.contains("value=\"girder\"") && form.text.contains(">beams<"));
        // A later list changes nothing for the draw.
        let other = set(&checks, "1", &usual.text).await;
        assert_eq!(other.status, StatusCode::SEE_OTHER, "{}", other.text);
        asks(&checks.get(&path, "first").await.text);
        let id = checks.visit_id(check, "first").await;
        let visit = |answers: &str| {
            format!(
                "visit_id={id}&found=found&came=yes&household_size=43&at=2026-11-10T10:00{answers}"
            )
        };
        let stranger = checks
            .post(&path, "first", &visit("&answer_toilet=pit"))
            .await;
        assert!(
            stranger.text.contains("toilet is not asked"),
            "{}",
            stranger.text
        );
        let sent = checks
            .post(
                &path,
                "first",
                &visit("&answer_roof=girder&answer_cattle=4&answer_rooms=4"),
            )
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        let page = checks.get(&path, "first").await;
        for said in [
            "The roof, please?",
            "beams",
            "within what is tolerated",
            "of 1 answers of type 1 1 differ",
        ] {
            assert!(page.text.contains(said), "{said} in {}", page.text);
        }
        let draw = checks.get("/spot-checks/1", "coordinator").await;
        asks(&draw.text);
        let urdu = format!("{}; fieldwatch_lang=ur", cookie("bureau"));
        let urdu = checks.web.get("/spot-checks/1", &urdu).await;
        assert!(urdu.text.contains("مویشی کتنے؟") && urdu.text.contains(">Rooms?<"));
        // Whoever does not stand over the whole survey does not know of the page.
        for who in ["coordinator", "first", "leader"] {
            assert_eq!(
                checks.get(SETTINGS, who).await.status,
                StatusCode::NOT_FOUND,
                "{who}"
            );
            let tried = hand_in(
                &checks,
                who,
                &[("wave", ""), ("usual", "1"), ("reason", "x")],
            )
            .await;
            assert_eq!(tried.status, StatusCode::NOT_FOUND, "{who}");
        }
        let trail = checks.get("/audit.csv", "bureau").await;
        assert!(trail.text.contains("spot_checks.set"), "{}", trail.text);
    }
}

#[tokio::test]
async fn holidays_days_away_and_starts_are_set_and_lists_go_by_them() {
    for place in Place::both().await {
        let checks = Checks::new(place).await;
        let today = checks.web.site.clock().today();
        let drawn = checks.given().await;
        let post = async |path: &str, who: &str, form: String| {
            let answer = checks.post(path, who, &form).await;
            (answer.status, answer.text)
        };
        // Every day is a holiday where the tehsil lies: nothing is late there.
        let path = "/spot-checks/settings/holidays";
        let (status, said) = post(path, "bureau", "day=soon&name=Eid".to_owned()).await;
        assert!(status == StatusCode::OK && said.contains("Enter days like"));
        assert!(said.contains("value=\"Eid\""), "what was typed stays");
        let (_, said) = post(path, "bureau", format!("day={today}&name=")).await;
        assert!(
            said.contains("the holiday&#x27;s name") || said.contains("holiday's name"),
            "{said}"
        );
        let (status, _) = post(path, "coordinator", format!("day={today}&name=Eid")).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        for district in ["", "PB18"] {
            let form = format!("day={today}&name=Eid+al-Fitr&name_ur=عید&district={district}");
            let (status, said) = post(path, "bureau", form.clone()).await;
            assert_eq!(status, StatusCode::SEE_OTHER, "{said}");
            let (_, said) = post(path, "bureau", form).await;
            assert!(said.contains("is a holiday there already"), "{said}");
        }
        let list = checks.get("/today", "first").await;
        assert!(
            list.text.contains("Holiday today: Eid al-Fitr"),
            "{}",
            list.text
        );
        let urdu = format!("{}; fieldwatch_lang=ur", cookie("first"));
        let urdu = checks.web.get("/today", &urdu).await;
        assert!(urdu.text.contains("عید") && urdu.text.contains("آج چھٹی"));
        let page = checks.get("/spot-checks", "coordinator").await;
        assert!(page.text.contains("holiday: Eid al-Fitr"), "{}", page.text);
        let first = checks
            .web
            .site
            .db()
            .spot_holidays()
            .await
            .expect("holidays")[0]
            .id;
        let (status, _) = post(path, "bureau", format!("remove={first}")).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        // The other one is of another district.
        let list = checks.get("/today", "first").await;
        assert!(!list.text.contains("Holiday today"));

        // Who is away: their checks are to be given to another.
        let path = "/spot-checks/monitors/away";
        let days = |from: SurveyDay, to: SurveyDay| {
            format!("monitor={}&from={from}&to={to}", checks.first)
        };
        let (_, said) = post(path, "coordinator", days(today, today.plus(-1))).await;
        assert!(said.contains("lies before the first"), "{said}");
        let (_, said) = post(
            path,
            "coordinator",
            "monitor=9999&from=2026-01-01&to=2026-01-01".to_owned(),
        )
        .await;
        assert!(said.contains("Choose a monitor"), "{said}");
        let (status, _) = post(path, "first", days(today, today)).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let (status, said) = post(path, "coordinator", days(today, today.plus(3))).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{said}");
        let page = checks.get("/spot-checks/monitors", "coordinator").await;
        let check = drawn[0].check_id;
        for said in [
            format!("{today} to {}", today.plus(3)),
            format!("href=\"/today/{check}\""),
        ] {
            assert!(page.text.contains(&said), "{said} in {}", page.text);
        }
        let draw = checks.get("/spot-checks/1", "coordinator").await;
        assert_eq!(
            draw.text.matches("away then: give it to another").count(),
            4
        );
        let supervised = checks.get("/spot-checks", "coordinator").await;
        assert!(
            supervised.text.contains(&format!("away {today} to")),
            "{}",
            supervised.text
        );
        // Whoever gives something to them is warned, and may.
        let path = format!("/today/{check}/assignment");
        let seen = checks.one(check).await.steps;
        let form = format!(
            "action=reassign&monitor={}&comment=Nearer&seen={seen}",
            checks.first
        );
        let (status, said) = post(&path, "coordinator", form.clone()).await;
        assert_eq!(status, StatusCode::OK);
        assert!(
            said.contains("Name of first is away from") && said.contains("name=\"anyway\""),
            "{said}"
        );
        assert_eq!(checks.one(check).await.steps, seen);
        let after = format!("{form}&due_on={}", today.plus(4));
        let (status, said) = post(&path, "coordinator", after).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{said}");
        let anyway = form.replace(
            &format!("seen={seen}"),
            &format!("seen={}&anyway=1&due_on={today}", seen + 1),
        );
        let (status, said) = post(&path, "coordinator", anyway).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{said}");

        // Where walks begin: the first door is the nearest to it.
        let path = "/spot-checks/monitors/start";
        let (_, said) = post(
            path,
            "coordinator",
            format!("tehsil={TEHSIL}&latitude=91&longitude=74"),
        )
        .await;
        assert!(said.contains("numbers like 31.5204"), "{said}");
        let (status, _) = post(
            path,
            "coordinator",
            "tehsil=PB1801&latitude=31.5&longitude=74.3".to_owned(),
        )
        .await;
        assert_eq!(status, StatusCode::NOT_FOUND, "not theirs");
        let doors = |page: &str| -> Vec<String> {
            let parts = page.split("href=\"geo:").skip(1);
            parts
                .map(|part| part.split('?').next().expect("a place").to_owned())
                .collect()
        };
        let without = doors(&checks.get("/today", "first").await.text);
        let last = without.last().expect("a door").clone();
        let (latitude, longitude) = last.split_once(',').expect("two numbers");
        let form = format!("tehsil={TEHSIL}&latitude={latitude}&longitude={longitude}");
        let (status, said) = post(path, "coordinator", form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{said}");
        let with = doors(&checks.get("/today", "first").await.text);
        assert_eq!(with[0], last, "{without:?}");
        let trail = checks.get("/audit.csv", "bureau").await;
        assert!(
            !trail.text.contains(latitude),
            "no place stands in the trail"
        );
        let page = checks.get("/spot-checks/monitors", "coordinator").await;
        assert_eq!(value_of(&page.text, "remove").len(), 1);
    }
}
