//! Thresholds: a preview says exactly what saving does; a bad file is refused whole, with the line; every change is on record.

use crate::support::Place;
use crate::support::web::Web;
use axum::http::{StatusCode, header};
use domain::area::Level;
use domain::time::SurveyDay;
use server::judging::preview::Effect;
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;
use store::flags::{FlagFilter, FlagRow};

/// A day of the seeded survey on which all of it is over, and one before it began.
const TODAY: &str = "2026-11-20";
const BEFORE: &str = "2026-09-01";

/// The number of a preview, from where its asking led.
fn preview_of(location: &str) -> i32 {
    let (_, number) = location
        .split_once("/previews/")
        .unwrap_or_else(|| panic!("no preview at {location}"));
    number.parse().expect("a number")
}

struct Asked<'a> {
    check: &'a str,
    threshold: &'a str,
    value: &'a str,
    setting: &'a str,
    from: &'a str,
}

impl Asked<'_> {
    fn form(&self) -> String {
        format!(
            "threshold={}&value={}&wave=&setting={}&reason=Because+of+the+test&from={}&to={TODAY}",
            self.threshold,
            self.value.replace(':', "%3A"),
            self.setting,
            self.from
        )
    }
}

type Key = (i32, i64);

async fn flags(web: &Web) -> HashMap<Key, FlagRow> {
    let areas = web.site.db().load_areas().await.expect("areas");
    let root = areas.iter().find(|area| area.parent.is_none());
    let root = root.expect("a province").id;
    let rows = web
        .site
        .db()
        .list_flags(&FlagFilter::of_area(root), None, 1_000_000)
        .await
        .expect("flags");
    rows.into_iter()
        .map(|row| ((row.finding.enumerator_id, row.finding.identity), row))
        .collect()
}

/// By check and tehsil: flags now, added, removed, with another severity. Of days from `from` on, or of no one day.
fn compare(
    web: &Web,
    from: SurveyDay,
    before: &HashMap<Key, FlagRow>,
    after: &HashMap<Key, FlagRow>,
) -> BTreeMap<(i16, i32), [u64; 4]> {
    let survey = web.site.survey();
    let tehsil = |mut area: i32| {
        loop {
            match survey.cube.by_id(area) {
                Some(found) if found.level == Level::Tehsil => return area,
                Some(found) => match found.parent {
                    Some(parent) => area = parent,
                    None => return 0,
                },
                None => return 0,
            }
        }
    };
    let mut counts: BTreeMap<(i16, i32), [u64; 4]> = BTreeMap::new();
    let mut count = |row: &FlagRow, which: usize| {
        let day = row.finding.survey_day;
        if day == SurveyDay::UNKNOWN || day >= from {
            let key = (row.finding.check_number, tehsil(row.finding.area_id));
            counts.entry(key).or_default()[which] += 1;
        }
    };
    for (key, row) in before {
        count(row, 0);
        match after.get(key) {
            None => count(row, 2),
            Some(other) if other.finding.severity != row.finding.severity => count(row, 3),
            Some(_) => {}
        }
    }
    for (key, row) in after {
        if !before.contains_key(key) {
            count(row, 1);
        }
    }
    counts
}

#[tokio::test]
async fn saving_does_exactly_what_the_preview_said() {
    let web = Web::new(Place::sqlite()).await;
    let worker = web.site.clone();
    let working = tokio::spawn(async move {
        loop {
            worker
                .work_on_previews(Duration::from_millis(50))
                .await
                .expect("previews are worked out");
        }
    });
    let qa = web.sign_in("qa").await;
    let two_weeks = "2026-11-07";
    let asked = |check, threshold, value, setting, from| Asked {
        check,
        threshold,
        value,
        setting,
        from,
    };
    let mut changed = [0; 3];
    for asked in [
        asked("odd_hours", "from_min", "09:30", "rural", two_weeks),
        asked("odd_hours", "from_min", "08:15", "urban", BEFORE),
        asked("duration_short", "of_median_pct", "70", "", two_weeks),
        asked("gps_poor_accuracy", "review_m", "50", "rural", BEFORE),
        asked("gps_outside_area", "severe_m", "10", "", BEFORE),
        asked("overlap", "least_s", "600", "", BEFORE),
        asked("sync_lag", "late_h", "4 h", "", two_weeks),
        asked("gps_missing", "high_sd", "2", "rural", BEFORE),
        asked("odd_hours", "from_min", "05:30", "rural", two_weeks),
        asked("sync_lag", "late_h", "20", "urban", BEFORE),
        // These change what everything else is judged by, the statistics of peers and the clocks, or read the answers.
        asked("gps_clustered", "of_accuracy_pct", "80", "", BEFORE),
        asked("near_duplicate", "alike_pct", "75", "", BEFORE),
        asked("low_variety", "low_sd", "2", "", BEFORE),
        asked("clock_offset", "least_visits", "3", "", BEFORE),
    ] {
        let named = format!("{}.{}", asked.check, asked.threshold);
        let before = flags(&web).await;
        let answer = web
            .post(
                &format!("/checks/{}/thresholds", asked.check),
                &qa,
                &asked.form(),
            )
            .await;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{named}: {}",
            answer.text
        );
        let location = answer.header(header::LOCATION).to_owned();
        let id = preview_of(&location);
        let row = loop {
            let row = web.site.db().preview(id).await.expect("it is there");
            let row = row.expect("it is there");
            if row.result.is_some() {
                break row;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        let page = web.get(&location, &qa).await.text;
        assert!(page.contains("value=\"save\""), "{named}: {page}");
        assert_eq!(flags(&web).await, before, "nothing changes by looking");

        let saved = web.post(&location, &qa, "decision=save").await;
        assert_eq!(
            saved.header(header::LOCATION),
            format!("/checks/{}?saved=1", asked.check),
            "{named}"
        );
        web.site.judge().await.expect("everybody is judged");
        let after = flags(&web).await;
        let from = SurveyDay::parse(asked.from).expect("a day");
        let really = compare(&web, from, &before, &after);

        let effect: Effect =
            serde_json::from_str(row.result.as_deref().unwrap_or("")).expect("JSON");
        let check = domain::checks::Check::from_code(asked.check)
            .expect("a check")
            .rank();
        let said: BTreeMap<(i16, i32), [u64; 4]> = effect
            .by_tehsil
            .iter()
            .map(|(tehsil, of)| {
                (
                    (check, *tehsil),
                    [of.now, of.added, of.removed, of.reweighed],
                )
            })
            .collect();
        let of_check: BTreeMap<_, _> = really
            .iter()
            .filter(|((number, _), _)| *number == check)
            .map(|(key, counts)| (*key, *counts))
            .collect();
        assert_eq!(said, of_check, "{named}");
        let mut others: BTreeMap<i16, [u64; 4]> = BTreeMap::new();
        for ((number, _), counts) in really.iter().filter(|((number, _), _)| *number != check) {
            for (sum, count) in others.entry(*number).or_default().iter_mut().zip(counts) {
                *sum += count;
            }
        }
        others.retain(|_, [_, added, removed, reweighed]| *added + *removed + *reweighed > 0);
        let said_of_others: BTreeMap<i16, [u64; 4]> = effect
            .of_others
            .iter()
            .map(|(number, of)| (*number, [of.now, of.added, of.removed, of.reweighed]))
            .collect();
        assert_eq!(said_of_others, others, "{named}");
        for counts in of_check.values().chain(others.values()) {
            for (sum, count) in changed.iter_mut().zip(&counts[1..]) {
                *sum += count;
            }
        }
    }
    working.abort();
    assert!(
        changed.iter().all(|count| *count > 5),
        "there was something to be right about: {changed:?}"
    );
    let page = web.get("/checks/odd_hours", &qa).await.text;
    assert!(page.contains("Because of the test"), "the history says why");
}

/// A server that is asked to stop gives what it works on back: the next one takes it up at once, not after a minute of silence.
#[tokio::test]
async fn a_preview_that_is_being_worked_out_when_the_server_stops_waits_again() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        let qa = web.sign_in("qa").await;
        let asked = Asked {
            check: "odd_hours",
            threshold: "from_min",
            value: "09:30",
            setting: "rural",
            from: BEFORE,
        };
        let answer = web
            .post("/checks/odd_hours/thresholds", &qa, &asked.form())
            .await;
        let id = preview_of(answer.header(header::LOCATION));
        let silent_since = domain::time::EpochMs(i64::MIN);
        web.site.stop();
        let stopped = web.site.work_on_previews(Duration::from_secs(3_600));
        stopped.await.expect("it gives back what it took");
        let db = web.site.db();
        let row = db.preview(id).await.expect("it can be read");
        assert!(row.expect("it is there").result.is_none());
        let now = web.site.clock().now();
        let next = db
            .claim_preview(now, silent_since)
            .await
            .expect("it can be asked");
        assert_eq!(next.map(|row| row.preview_id), Some(id));
        // And one that somebody works on is not taken by another.
        let another = db.claim_preview(now, silent_since).await;
        assert!(another.expect("it can be asked").is_none());
    }
}

#[tokio::test]
async fn a_change_is_refused_with_what_was_typed_and_nobody_without_the_right_makes_one() {
    let web = Web::new(Place::sqlite()).await;
    let qa = web.sign_in("qa").await;
    let address = "/checks/travel_speed/thresholds";
    let form = "threshold=fastest_kmh&value=-5&wave=&setting=urban&reason=Why+not%3F&from=2026-11-01&to=2026-11-14";
    let refused = web.post(address, &qa, form).await;
    // As the answer itself: the reason stands in no address.
    assert_eq!(refused.status, StatusCode::OK);
    assert_eq!(refused.header(header::LOCATION), "");
    let shown = refused.header(header::CONTENT_LOCATION);
    assert!(
        shown.starts_with("/checks/travel_speed?") && !shown.contains("Why"),
        "{shown}"
    );
    let page = refused.text;
    assert!(
        page.contains("The value must be a number from 20 to 1000 km/h."),
        "{page}"
    );
    assert!(!page.contains("Why%20not"), "{page}");
    assert!(page.contains("value=\"Why not?\""));

    let good = form.replace("value=-5", "value=60");
    for who in ["monitor", "leadership"] {
        let cookie = web.sign_in(who).await;
        let answer = web.post(address, &cookie, &good).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{who}");
        let page = web.get("/checks/travel_speed", &cookie).await.text;
        assert!(!page.contains("id=\"change\""), "{who}");
    }
    // Nobody works on previews here: it waits, and cannot be saved.
    let location = web.post(address, &qa, &good).await;
    let location = location.header(header::LOCATION).to_owned();
    let page = web.get(&location, &qa).await.text;
    assert!(page.contains("It waits to be worked out."), "{page}");
    // Its change can be asked for again, by its number.
    let (_, number) = location.rsplit_once('/').expect("a number");
    let again = format!("/checks/travel_speed?again={number}");
    let page = web.get(&again, &qa).await.text;
    assert!(page.contains("value=\"Why not?\"") && page.contains("value=\"60\""));
    let monitor = web.sign_in("monitor").await;
    assert_eq!(
        web.get(&location, &monitor).await.status,
        StatusCode::NOT_FOUND
    );
    let saved = web.post(&location, &qa, "decision=save").await;
    assert_eq!(saved.header(header::LOCATION), location);
    // By the address of another check it is not there.
    let elsewhere = location.replace("travel_speed", "gap_short");
    assert_eq!(web.get(&elsewhere, &qa).await.status, StatusCode::NOT_FOUND);
    let discarded = web.post(&location, &qa, "decision=discard").await;
    assert_eq!(
        discarded.header(header::LOCATION),
        "/checks/travel_speed?discarded=1"
    );
    assert_eq!(
        web.site.db().threshold_changes(None).await.expect("none"),
        []
    );
}

#[tokio::test]
async fn a_bad_file_changes_nothing_and_names_the_line_and_a_good_one_is_on_record() {
    for place in Place::both().await {
        place.small_survey().await;
        let thresholds = |rows: &str| {
            place.file(
                "thresholds.csv",
                format!("check,threshold,value,wave,setting\n{rows}"),
            )
        };
        let import = |rows: &str, reason: &str| {
            let file = thresholds(rows);
            let file = file.to_str().expect("a path");
            place.run(&["thresholds", "import", "--reason", reason, file])
        };
        let before = place.must(&["thresholds"]).out;
        assert!(
            before.contains("\ntravel_speed,fastest_kmh,120 km/h,,\n"),
            "{before}"
        );
        let good = "travel_speed,fastest_kmh,90 km/h,,urban\n";
        for (bad, said) in [
            (
                "travel_speed,fastest_kmh,-1 km/h,,\n",
                "Line 3: travel_speed.fastest_kmh must be a number from 20 to 1000 km/h.",
            ),
            (
                "travel_spede,fastest_kmh,90 km/h,,\n",
                "Line 3: There is no check \"travel_spede\". Known are: gps_missing,",
            ),
            (
                "travel_speed,fastest_kmh,90 m,,\n",
                "Line 3: travel_speed.fastest_kmh is measured in km/h, not in m.",
            ),
            (
                "travel_speed,fastest_kmh,90,,\n",
                "Line 3: travel_speed.fastest_kmh needs its unit behind the number",
            ),
            (
                "travel_speed,fastest_kmh,90 km/h,no such,\n",
                "Line 3: There is no wave \"no such\": no wave is on file yet.",
            ),
        ] {
            let refused = import(&format!("{good}{bad}"), "A test");
            assert_eq!(refused.code, 1, "{}", refused.all());
            assert!(refused.all().contains(said), "{}", refused.all());
            assert!(
                refused.all().contains("nothing was changed"),
                "{}",
                refused.all()
            );
            assert_eq!(place.must(&["thresholds"]).out, before);
        }
        assert!(import(good, " ").all().contains("Say why"));
        let taken = import(good, "Buses are slow in town");
        assert_eq!(taken.code, 0, "{}", taken.all());
        assert!(
            taken.all().contains("read 1 · changed 1 · unchanged 0"),
            "{}",
            taken.all()
        );
        let after = place.must(&["thresholds"]).out;
        assert!(
            after.contains("\ntravel_speed,fastest_kmh,90 km/h,,urban\n"),
            "{after}"
        );
        // What is listed is read back, and changes nothing.
        let file = place.file("listed.csv", &after);
        let again = place.must(&[
            "thresholds",
            "import",
            "--reason",
            "again",
            file.to_str().expect("a path"),
        ]);
        assert!(again.all().contains(" · changed 0 · "), "{}", again.all());
        let back = import(
            "travel_speed,fastest_kmh,default,,urban\n",
            "They are fast again",
        );
        assert_eq!(back.code, 0, "{}", back.all());
        assert_eq!(place.must(&["thresholds"]).out, before);

        let db = crate::support::open(place.url()).await.expect("opens");
        let changes = db.threshold_changes(None).await.expect("changes");
        let told: Vec<_> = changes
            .iter()
            .map(|change| {
                (
                    change.actor.as_str(),
                    change.reason.as_str(),
                    change.before,
                    change.value,
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("command line", "Buses are slow in town", None, Some(90.0)),
                ("command line", "They are fast again", Some(90.0), None),
            ]
        );
        db.close().await;
    }
}
