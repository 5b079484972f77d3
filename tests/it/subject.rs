//! What one household asks about its data: found, exported, corrected, deleted; on both databases, through the real program.

use crate::support::web::Web;
use crate::support::{Place, Said, spot};
use axum::http::{StatusCode, header};

const HEADER: &str = "submission_id,wave_code,enumerator_code,device_id,household_ref,area_code,outcome,started_at,ended_at,received_at,latitude,longitude,household_size\n";
const SUBJECT: &str = "H-secret-1";

fn row(id: &str, wave: &str, household: &str, outcome: &str, minute: u32) -> String {
    format!(
        "{id},{wave},E1,T1,{household},U1,{outcome},2026-01-10T05:{minute:02}:00Z,2026-01-10T05:{:02}:30Z,2026-01-10T18:00:00Z,31.05,74.05,6\n",
        minute + 1
    )
}

fn import(place: &Place, name: &str, rows: &str) -> Said {
    place.import(&place.file(name, format!("{HEADER}{rows}")))
}

/// A household that was visited in two waves, twice in one; others beside it; rows that cannot be taken.
async fn survey(place: &Place) -> String {
    place.small_survey().await;
    let rows = [
        row("s1", "w1", SUBJECT, "complete", 1),
        row("s2", "w1", SUBJECT, "complete", 4),
        row("s3", "w1", "H-secret-12", "complete", 8),
        row("s4", "w2", SUBJECT, "refused", 12),
        row("s5", "w1", SUBJECT, "complete", 20).replace("U1", "U2"),
    ]
    .concat();
    assert_eq!(import(place, "first.csv", &rows).code, 0);
    let revised = row("s1", "w1", SUBJECT, "complete", 2).replace("T18:00:00Z", "T19:00:00Z");
    let bad = row("s8", "w1", SUBJECT, "maybe", 30);
    let elsewhere = row("s9", "w1", SUBJECT, "maybe", 33).replace("U1", "U9");
    let said = import(place, "second.csv", &format!("{revised}{bad}{elsewhere}"));
    assert_eq!(said.code, 3, "{}", said.all());
    let audit = place.file(
        "audit.csv",
        "instance ID,event,node,start,end\ns2,question,/data/roof,1768021440000,1768021450000\n",
    );
    let audit = audit.display().to_string();
    place.must(&["import", "submissions", "--format", "odk-audit", &audit]);
    place.must(&["reprocess"]);
    rows
}

fn ask(place: &Place, verb: &str, more: &[&str]) -> Said {
    let asked = ["subject", verb, SUBJECT, "--area", "U1"];
    place.run(&[&asked[..], more].concat())
}

fn export(place: &Place) -> serde_json::Value {
    let said = ask(place, "export", &[]);
    assert_eq!(said.code, 0, "{}", said.all());
    serde_json::from_str(&said.out).expect("JSON")
}

/// A submission of an export.
fn submission<'a>(handed: &'a serde_json::Value, id: &str) -> &'a serde_json::Value {
    let all = handed["submissions"].as_array().expect("submissions");
    let one = all.iter().find(|one| one["submission_id"] == id);
    one.expect("it is held")
}

fn sums(content: &[String]) -> Vec<&String> {
    let sums = ["area_day|", "enumerator_day|"];
    let is_sum = |line: &&String| sums.iter().any(|table| line.starts_with(table));
    content.iter().filter(is_sum).collect()
}

/// The program's trail as a file: everything that it says.
async fn trail(place: &Place) -> String {
    let db = store::Db::open(place.url()).await.expect("it opens");
    let filter = store::AuditFilter::default();
    let rows = db
        .list_audit(&filter, i64::MAX, 1_000)
        .await
        .expect("entries");
    db.close().await;
    format!("{rows:?}")
}

#[tokio::test]
async fn everything_about_a_household_is_found_and_handed_over_and_nothing_of_others() {
    for place in Place::both().await {
        survey(&place).await;
        let content = place.content().await;
        let found = ask(&place, "find", &[]);
        let expected = "submissions 3 · revisions 4 · parts of trails 1 · flags ";
        assert!(found.out.contains(expected), "{}", found.all());
        assert!(
            found.out.contains(" · quarantined 1 · waiting 0 · "),
            "{}",
            found.all()
        );
        assert!(
            found
                .out
                .contains("1 rows of the quarantine hold the reference and not the area's code"),
            "{}",
            found.all()
        );

        let handed = export(&place);
        let mut ids: Vec<&str> = handed["submissions"]
            .as_array()
            .expect("submissions")
            .iter()
            .filter_map(|one| one["submission_id"].as_str())
            .collect();
        ids.sort_unstable();
        assert_eq!(ids, ["s1", "s2", "s4"]);
        let text = handed.to_string();
        for whole in [
            "05:01:00Z",
            "05:02:00Z",
            "/data/roof",
            "s8,w1",
            "\"household_size\":6",
            "\"outcome\":\"refused\"",
        ] {
            assert!(text.contains(whole), "{whole}: {text}");
        }
        for other in ["H-secret-12", "\"s5\"", "s9,w1"] {
            assert!(!text.contains(other), "{other}: {text}");
        }
        // To a file of its owner's, by standard input.
        let file = place.path("handed.json").display().to_string();
        let mut command =
            place.command(&["subject", "export", "-", "--area", "U1", "--output", &file]);
        let given = place.file("reference", format!("{SUBJECT}\n"));
        let given = std::fs::File::open(given).expect("the reference");
        let said: Said = command.stdin(given).output().expect("it runs").into();
        assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.all());
        let kept = std::fs::read_to_string(&file).expect("it is there");
        assert!(kept.contains("/data/roof"), "{kept}");

        // Each look is noted, by what stands for the household, and changes nothing.
        assert_eq!(place.content().await, content);
        let trail = trail(&place).await;
        assert_eq!(trail.matches("household.request").count(), 3, "{trail}");
        assert!(
            trail.contains("exported: submissions=3 listed=0 quarantined=1"),
            "{trail}"
        );
        assert!(!trail.contains("secret"), "{trail}");
        assert_eq!(
            handed["audit"].as_array().map(Vec::len),
            Some(2),
            "found, and this"
        );
        // Another household, no household, no area.
        let none = place.run(&["subject", "find", "H-secret", "--area", "U1"]);
        assert!(none.out.contains("submissions 0"), "{}", none.all());
        let area = place.run(&["subject", "find", SUBJECT, "--area", "U7"]);
        assert_eq!(area.code, 1, "{}", area.all());
        assert!(
            area.err.contains("No area has that code") && !area.err.contains("secret"),
            "{}",
            area.all()
        );
    }
}

#[tokio::test]
async fn a_correction_stands_beside_the_row_and_holds_whenever_the_fact_is_derived() {
    for place in Place::both().await {
        let rows = survey(&place).await;
        let before = place.content().await;
        let correct = |more: &[&str]| {
            let asked = [
                "--submission",
                "s2",
                "--field",
                "household_size",
                "--reason",
                "Letter 7/2026",
            ];
            ask(&place, "correct", &[&asked[..], more].concat())
        };
        let said = correct(&["--value", "9"]);
        assert_eq!(said.code, 0, "{}", said.all());
        let corrected = place.content().await;
        let changed = |table: &str| {
            let of = |lines: &[String]| -> Vec<String> {
                let is_of = |line: &&String| line.starts_with(table);
                lines.iter().filter(is_of).cloned().collect()
            };
            of(&before) != of(&corrected)
        };
        assert!(changed("fact|") && !changed("raw|"), "raw stays raw");
        assert_eq!(sums(&corrected), sums(&before));
        let handed = export(&place);
        let s2 = submission(&handed, "s2");
        assert_eq!(s2["fact"]["household_size"], 9);
        assert_eq!(s2["corrections"][0]["value"], "9");
        assert_eq!(s2["corrections"][0]["reason"], "Letter 7/2026");
        assert!(
            s2["revisions"][0]["text"]
                .as_str()
                .is_some_and(|row| row.contains(",6"))
        );

        // Derived again, imported again: the same bytes.
        place.must(&["reprocess", "--all"]);
        assert_eq!(place.content().await, corrected);
        let said = import(&place, "again.csv", &rows);
        assert!(
            said.summary().contains(" · accepted 0 · "),
            "{}",
            said.all()
        );
        assert_eq!(place.content().await, corrected);
        // A later revision is read with the correction over it.
        let later = row("s2", "w1", SUBJECT, "complete", 5).replace("T18:00:00Z", "T20:00:00Z");
        assert_eq!(import(&place, "later.csv", &later).code, 0);
        let handed = export(&place);
        let s2 = submission(&handed, "s2");
        assert_eq!(
            (
                &s2["fact"]["household_size"],
                &s2["revisions"][1]["is_current"]
            ),
            (&9.into(), &true.into())
        );

        // What cannot be read is refused before anything is written; so is what is not the household's.
        let content = place.content().await;
        for (more, why) in [
            (&["--value", "many"][..], "cannot be read"),
            (
                &["--value", "7", "--field", "received_at"],
                "cannot be used multiple times",
            ),
            (
                &["--value", "7", "--submission", "s3"],
                "cannot be used multiple times",
            ),
        ] {
            let said = correct(more);
            assert_ne!(said.code, 0, "{}", said.all());
            assert!(said.err.contains(why), "{}", said.all());
        }
        for (submission, field, why) in [
            ("s2", "received_at", "cannot be corrected here"),
            ("s3", "household_size", "none of this household's"),
        ] {
            let more = [
                "--submission",
                submission,
                "--field",
                field,
                "--value",
                "7",
                "--reason",
                "x",
            ];
            let said = ask(&place, "correct", &more);
            assert_eq!(said.code, 1, "{}", said.all());
            assert!(said.err.contains(why), "{}", said.all());
        }
        let no_reason = ask(
            &place,
            "correct",
            &[
                "--submission",
                "s2",
                "--field",
                "household_size",
                "--value",
                "7",
                "--reason",
                " ",
            ],
        );
        assert!(
            no_reason.err.contains("A reason is needed"),
            "{}",
            no_reason.all()
        );
        assert_eq!(place.content().await, content);

        // Taken back, the row holds again.
        assert_eq!(correct(&["--take-back"]).code, 0);
        let handed = export(&place);
        let s2 = submission(&handed, "s2");
        assert_eq!(s2["fact"]["household_size"], 6);
        assert_eq!(s2["corrections"].as_array().map(Vec::len), Some(2));
        let trail = trail(&place).await;
        assert!(
            trail.contains("corrected: field=household_size")
                && trail.contains("correction taken back"),
            "{trail}"
        );
        assert!(
            !trail.contains("secret") && !trail.contains("Letter"),
            "{trail}"
        );
        place.must(&["audit", "verify"]);
    }
}

#[tokio::test]
async fn a_household_that_is_deleted_is_gone_stays_counted_and_does_not_come_back() {
    for place in Place::both().await {
        let rows = survey(&place).await;
        let said = ask(
            &place,
            "correct",
            &[
                "--submission",
                "s2",
                "--field",
                "household_size",
                "--value",
                "8",
                "--reason",
                "Letter 7/2026",
            ],
        );
        assert_eq!(said.code, 0, "{}", said.all());
        let before = place.content().await;
        let delete = |confirm: &str, reason: &str| {
            ask(
                &place,
                "delete",
                &["--reason", reason, "--confirm", confirm],
            )
        };
        for (confirm, reason, why) in [
            ("H-secret-12", "Letter", "is another reference"),
            (SUBJECT, "  ", "A reason is needed"),
        ] {
            let said = delete(confirm, reason);
            assert_eq!(said.code, 1, "{}", said.all());
            assert!(
                said.err.contains(why) && !said.err.contains("secret"),
                "{}",
                said.all()
            );
        }
        assert_eq!(place.content().await, before);

        let said = delete(SUBJECT, &format!("Letter 8/2026 about {SUBJECT}"));
        assert_eq!(said.code, 0, "{}", said.all());
        assert!(
            said.out.contains(
                "deleted: submissions 3 · revisions 4 · parts of trails 1 · listed 0 · quarantined 1"
            ),
            "{}",
            said.all()
        );
        let after = place.content().await;
        assert_eq!(sums(&after), sums(&before));
        let of = |table: &str| after.iter().filter(|line| line.starts_with(table)).count();
        assert_eq!(
            (
                of("raw|"),
                of("raw_trail|"),
                of("trail_fact|"),
                of("quarantine|")
            ),
            (2, 0, 0, 1)
        );
        let found = ask(&place, "find", &[]);
        assert!(
            found.out.contains("submissions 0 · revisions 0"),
            "{}",
            found.all()
        );
        let again = delete(SUBJECT, "Letter 8/2026");
        assert!(again.err.contains("Nothing is held"), "{}", again.all());

        // Whatever is sent again stays away; whatever is derived again stays as it is.
        let late = row("s1", "w1", SUBJECT, "complete", 40).replace("T18:00:00Z", "T23:00:00Z");
        let said = import(&place, "again.csv", &format!("{rows}{late}"));
        assert!(
            said.summary().contains(" · accepted 0 · "),
            "{}",
            said.all()
        );
        assert!(said.summary().contains(" · updated 0 · "), "{}", said.all());
        place.must(&["reprocess", "--all"]);
        assert_eq!(place.content().await, after);
        let trail = trail(&place).await;
        assert!(trail.contains("deleted: submissions=3 revisions=4 trails=1 listed=0 quarantined=1 spot_visits=0 reason=Letter 8/2026 about …"), "{trail}");
        assert!(!trail.contains("secret"), "{trail}");
        let verified = place.must(&["audit", "verify"]);
        assert!(
            verified.out.contains("The trail is whole."),
            "{}",
            verified.all()
        );
    }
}

#[tokio::test]
async fn the_page_answers_a_household_by_plain_forms_and_shows_its_reference_in_no_address() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        let rows = "submission_id,enumerator_code,household_ref,area_code,outcome,household_size\n\
            web-1,E-WEB,H-secret-77,PB0101-002,complete,5\nweb-2,E-WEB,H-secret-78,PB0101-002,complete,4\n";
        let file = web.place.file("asked.csv", rows);
        assert_eq!(web.place.import(&file).code, 0);
        web.site.refresh().await.expect("it is read again");
        let qa = web.sign_in("qa").await;
        let about = "area=PB0101-002&reference=H-secret-77";
        for username in ["attock", "leadership", "monitor"] {
            let cookie = web.sign_in(username).await;
            let answer = web.get("/subject", &cookie).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{username}");
            let answer = web.post("/subject", &cookie, about).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{username}");
            assert!(!answer.text.contains("secret"), "{}", answer.text);
        }
        let empty = web.get("/subject", &qa).await;
        assert_eq!(empty.status, StatusCode::OK);
        assert!(empty.text.contains("id=\"find\"") && !empty.text.contains("id=\"delete\""));

        let ask = async |more: &str| {
            let form = format!("{about}&{more}");
            let answer = web.post("/subject", &qa, &form).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
            assert!(answer.header(header::CACHE_CONTROL).contains("no-"));
            answer
        };
        let found = ask("action=find").await.text;
        assert!(found.contains("web-1,E-WEB,H-secret-77"), "{found}");
        assert!(!found.contains("H-secret-78"), "{found}");
        for form in ["id=\"export\"", "id=\"correct\"", "id=\"delete\""] {
            assert!(found.contains(form), "{form}");
        }
        // A form never asks by an address.
        assert!(
            !found.contains("?reference") && !found.contains("method=\"get\" action=\"/subject")
        );
        let copy = ask("action=export").await;
        assert!(
            copy.header(header::CONTENT_DISPOSITION)
                .starts_with("attachment")
        );
        let handed: serde_json::Value = serde_json::from_str(&copy.text).expect("JSON");
        assert_eq!(submission(&handed, "web-1")["fact"]["household_size"], 5);

        // A slip changes nothing, and the page says which.
        let content = web.place.content().await;
        let change = "submission=web-1&field=household_size&value=7";
        for (more, why) in [
            (format!("action=correct&{change}&reason=Letter&confirm=H-secret-78"), "another reference"),
            (format!("action=correct&{change}&reason=&confirm=H-secret-77"), "A reason is needed"),
            ("action=correct&submission=web-1&field=household_size&value=many&reason=L&confirm=H-secret-77".to_owned(), "cannot be read"),
            ("action=correct&submission=web-2&field=household_size&value=7&reason=L&confirm=H-secret-77".to_owned(), "none of this household"),
            ("action=delete&reason=Letter&confirm=h-secret-77".to_owned(), "another reference"),
        ] {
            let answer = ask(&more).await.text;
            assert!(answer.contains("id=\"problem\"") && answer.contains(why), "{why}: {answer}");
            assert!(answer.contains("id=\"delete\""), "the forms are still there: {why}");
        }
        assert_eq!(web.place.content().await, content);

        let corrected = ask(&format!(
            "action=correct&{change}&reason=Letter&confirm=H-secret-77"
        ))
        .await
        .text;
        assert!(corrected.contains("id=\"done\""), "{corrected}");
        let copy = ask("action=export").await.text;
        let handed: serde_json::Value = serde_json::from_str(&copy).expect("JSON");
        assert_eq!(submission(&handed, "web-1")["fact"]["household_size"], 7);
        assert_eq!(submission(&handed, "web-1")["corrections"][0]["by"], "qa");

        let before = web.place.content().await;
        let deleted = ask("action=delete&reason=Letter&confirm=H-secret-77")
            .await
            .text;
        assert!(deleted.contains("Deleted: 1 interviews"), "{deleted}");
        assert_eq!(sums(&web.place.content().await), sums(&before));
        let gone = ask("action=find").await.text;
        assert!(gone.contains("Nothing is held"), "{gone}");
        let (cookie, form) = (
            format!("{qa}; fieldwatch_lang=ur"),
            format!("{about}&action=find"),
        );
        let urdu = web.post("/subject", &cookie, &form).await;
        assert!(urdu.text.contains("گھرانے کا ڈیٹا"), "{}", urdu.text);
        let trail = trail(&web.place).await;
        assert!(
            !trail.contains("secret") && trail.contains("household.request"),
            "{trail}"
        );
        web.place.must(&["audit", "verify"]);
    }
}

#[tokio::test]
async fn what_spot_checks_hold_of_a_household_is_handed_over_and_goes_with_it() {
    for place in Place::both().await {
        survey(&place).await;
        let checks = spot::visited(&place, "T1", "w1", "2026-01-05").await;
        // Of the two visits one counts for the household; the others are others'.
        assert!(checks.len() >= 2, "{checks:?}");
        let is_theirs = |id: &str| matches!(id, "s1" | "s2");
        let theirs = checks.iter().find(|one| is_theirs(&one.submission_id));
        let theirs = theirs.expect("their check").check_id;

        let found = ask(&place, "find", &[]);
        assert!(found.out.contains(" · spot checks 1 · "), "{}", found.all());
        let handed = export(&place);
        let of_export = handed["spot_checks"].as_array().expect("spot checks");
        assert_eq!(of_export.len(), 1);
        let one = &of_export[0];
        assert_eq!(one["check"], theirs);
        assert_eq!(one["steps"][0]["comment"], spot::COMMENT);
        let visit = &one["visits"][0];
        assert_eq!(visit["note"], spot::NOTE);
        assert_eq!(visit["household_size"], 4);
        assert_eq!(visit["answers"]["roof"], "girder");
        assert_eq!(visit["interview_beside_it"]["household_size"], 6);
        assert!(
            one["place"]["latitude"]
                .as_f64()
                .is_some_and(|at| at > 31.0)
        );
        // Who went there is not the household's.
        assert!(!handed["spot_checks"].to_string().contains("onitor"));

        let delete = ["--reason", "Letter 8/2026", "--confirm", SUBJECT];
        let said = ask(&place, "delete", &delete);
        assert_eq!(said.code, 0, "{}", said.all());
        assert!(
            said.out.contains("visits of spot checks 1"),
            "{}",
            said.all()
        );
        for held in spot::on_file(&place).await {
            let is_theirs = held.check.check_id == theirs;
            assert_eq!(spot::is_bare(&held), is_theirs, "{held:?}");
            // What rates are made of stays.
            assert_eq!(held.check.state, domain::spot_check::State::Visited);
        }
        let db = crate::support::open(place.url()).await.expect("it opens");
        for id in ["s1", "s2", "s4"] {
            let (held, ready) = db.spot_checks_about(id).await.expect("the store");
            assert_eq!((held.len(), ready), (0, 0), "{id}");
        }
        db.close().await;
        let content = place.content().await;
        let of_checks = content.iter().filter(|line| line.starts_with("spot_"));
        for line in of_checks {
            for gone in ["|s1|", "|s2|", SUBJECT] {
                assert!(!line.contains(gone), "{line}");
            }
        }
    }
}
