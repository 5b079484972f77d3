//! Others that a flag names: submissions, enumerators and tablets outside of somebody's areas count and are not named, on pages, in
//! files and to machines.

use super::{surveys, texts};
use crate::support::web::Web;
use axum::http::StatusCode;

/// Somebody of the monitor's tehsil who shares a tablet with somebody of another one, was in both at once, and answers alike.
const ROWS: &str = "submission_id,enumerator_code,area_code,outcome,started_at,ended_at,device_id\n\
    zz-here-1,E-HERE,PB0101-002,complete,2026-11-20T09:00:00+05:00,2026-11-20T09:30:00+05:00,T-SHARED\n\
    zz-here-2,E-HERE,PB0101-002,complete,2026-11-20T10:00:00+05:00,2026-11-20T10:40:00+05:00,T-SHARED\n\
    zz-there-1,E-HERE,PB0102-001,complete,2026-11-20T09:50:00+05:00,2026-11-20T10:30:00+05:00,T-THERE\n\
    zz-there-2,E-HERE,PB0102-001,complete,2026-11-19T09:00:00+05:00,2026-11-19T09:40:00+05:00,T-THERE\n\
    zz-there-3,E-HERE,PB0102-001,complete,2026-11-19T10:00:00+05:00,2026-11-19T10:40:00+05:00,T-THERE\n\
    zz-other-1,E-THERE,PB0102-001,complete,2026-11-20T12:00:00+05:00,2026-11-20T12:40:00+05:00,T-SHARED\n";

/// A finding of answers that are alike, as judging keeps it: one of the first pair is in the tehsil, none of the second.
const ALIKE: &str = "INSERT INTO finding (enumerator_id, identity, check_number, check_version, severity, survey_day, area_id, \
    wave_id, device_id, subject, evidence, facts_hash) SELECT e.enumerator_id, 4242, 36, 1, 1, -2147483648, a.area_id, 0, NULL, \
    '{\"of\":\"wave\",\"wave\":0}', '{\"check\":\"near_duplicate\",\"compared\":{\"cases\":40,\"of\":120,\"tehsil_share\":0.02,\
    \"limit_share\":0.1,\"deviations\":6.0,\"against\":{\"version\":1,\"tehsil\":null,\"enumerators\":9,\"interviews\":900}},\
    \"alike_pct\":85.0,\"pairs\":[{\"first\":' || h.id_hash || ',\"second\":' || t1.id_hash || ',\"alike\":24,\"of\":24},{\"first\":' || \
    t2.id_hash || ',\"second\":' || t3.id_hash || ',\"alike\":23,\"of\":24}]}', 0 \
    FROM enumerator e, area a, raw_submission h, raw_submission t1, raw_submission t2, raw_submission t3 \
    WHERE e.code = 'E-HERE' AND a.code = 'PB0101-002' AND h.submission_id = 'zz-here-1' AND t1.submission_id = 'zz-there-1' \
    AND t2.submission_id = 'zz-there-2' AND t3.submission_id = 'zz-there-3'";

async fn prepared(web: Web) -> Web {
    let said = web.place.import(&web.place.file("others.csv", ROWS));
    assert_eq!(said.code, 0, "{}", said.all());
    web.place.execute(ALIKE).await;
    web.reopened().await
}

/// The lines of flags.csv about somebody's flags of a rule.
fn lines<'t>(csv: &'t str, rule: &str) -> Vec<&'t str> {
    let about = |line: &&str| line.contains(&format!(",{rule},")) && line.contains(",E-HERE,");
    csv.lines().filter(about).collect()
}

#[tokio::test]
async fn what_lies_outside_of_ones_areas_counts_and_is_not_named() {
    for web in surveys().await {
        let web = prepared(web).await;
        let db = web.site.db();
        let there = db.enumerator("E-THERE").await.expect("enumerators");
        let there = there.expect("somebody").enumerator_id;
        // The number of an enumerator that evidence holds; a bracket ends the object or a comma the member.
        let number = format!("\"other\":{there}");
        let in_csv = number.replace('"', "\"\"");
        let ids = ["zz-there-1", "zz-there-2", "zz-there-3"];
        let monitor = web.sign_in("monitor").await;
        let attock = web.sign_in("attock").await;

        // Who sees both tehsils is told all of it.
        let all = web.get("/flags.csv", &attock).await.text;
        let alike = lines(&all, "near_duplicate");
        let key = alike[0].split(',').next().expect("a flag's key").to_owned();
        assert!(alike[0].contains("\"\"first\"\""), "{alike:?}");
        assert!(!all.contains("outside_your_area"), "{all}");
        assert!(lines(&all, "device_shared")[0].contains(&in_csv), "{all}");
        assert!(lines(&all, "overlap")[0].contains("zz-there-1"), "{all}");
        let page = web.get(&format!("/flags/{key}"), &attock).await.text;
        for id in ids {
            assert!(page.contains(id), "{id}");
        }
        assert!(!page.contains("id=\"outside\""));
        let answer = web.get("/api/v1/flags?enumerator=E-HERE", &attock).await;
        assert!(answer.text.contains("zz-there-1") && answer.text.contains(&number));

        // Of another tehsil's monitor's flags the rest is counted.
        let own = web.get("/flags.csv", &monitor).await.text;
        let alike = lines(&own, "near_duplicate");
        assert!(
            alike[0].contains("\"\"outside_your_area\"\":3"),
            "{alike:?}"
        );
        let pairs = alike[0].split("\"\"pairs\"\":").nth(1).expect("pairs");
        assert_eq!(pairs.matches("first").count(), 1, "{pairs}");
        assert_eq!(pairs.matches("second").count(), 0, "{pairs}");
        let shared = lines(&own, "device_shared");
        assert!(shared[0].contains("\"\"others\"\":1"), "{shared:?}");
        assert!(
            shared[0].contains("\"\"outside_your_area\"\":1"),
            "{shared:?}"
        );
        assert!(!lines(&own, "overlap").is_empty(), "counted: {own}");
        let page = web.get(&format!("/flags/{key}"), &monitor).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("zz-here-1"));
        assert!(page.text.contains("And 3 others outside your area"));
        let urdu = format!("{monitor}; fieldwatch_lang=ur");
        let urdu = web.get(&format!("/flags/{key}"), &urdu).await.text;
        assert!(
            urdu.contains("اور \u{2068}3\u{2069} دیگر آپ کے علاقے سے باہر"),
            "{urdu}"
        );

        // And nothing that they are sent names it.
        let keys = own
            .lines()
            .skip(1)
            .filter_map(|line| Some(format!("/flags/{}", line.split(',').next()?)));
        let mut paths: Vec<String> = keys.collect();
        assert!(paths.len() > 3);
        paths.extend(
            [
                "/flags",
                "/flags?enumerator=E-HERE",
                "/flags.csv",
                "/flags.xlsx",
                "/api/v1/flags",
                "/api/v1/flags?format=csv",
                "/api/v1/flags?enumerator=E-HERE",
                "/enumerators/E-HERE",
                "/enumerators/E-HERE?day=2026-11-19",
                "/enumerators/E-HERE?day=2026-11-20",
            ]
            .map(str::to_owned),
        );
        for path in paths {
            let answer = web.get(&path, &monitor).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            let text = texts(&answer);
            for name in [
                "zz-there",
                "zz-other",
                "E-THERE",
                "T-THERE",
                &format!("{number},"),
                &format!("{number}}}"),
                &format!("{in_csv},"),
                &format!("{in_csv}}}"),
            ] {
                assert!(!text.contains(name), "{path} names {name}: {text}");
            }
        }
    }
}
