//! What would be drawn is looked at, drawn once, and can be drawn again by anybody.

use super::{Checks, SEED, TEHSIL, WEEK, area};
use crate::support::Place;
use axum::http::StatusCode;
use domain::spot_check::{Capacity, Design, Plan};
use domain::time::SurveyDay;

#[tokio::test]
async fn a_preview_changes_nothing_and_what_is_drawn_can_be_drawn_again_on_both_databases() {
    for place in Place::both().await {
        let checks = Checks::new(place).await;
        let db = checks.web.site.db();
        let asked =
            format!("area={TEHSIL}&week=2026-10-08&wave=&monitors=1&days=6&visits_a_day=8&seed=77");
        let preview = checks
            .get(&format!("/spot-checks/draw?{asked}"), "bureau")
            .await;
        assert_eq!(preview.status, StatusCode::OK, "{}", preview.text);
        let said = "4 visits are drawn from 48 completed interviews in 2 union councils.";
        assert!(preview.text.contains(said), "{}", preview.text);
        assert!(preview.text.contains("Capacity suffices"));
        assert!(preview.text.contains("8.3 %"), "one of twelve");
        assert!(preview.text.contains("E-SPOT-3"));
        let cut = checks
            .get(
                &format!("/spot-checks/draw?area={TEHSIL}&week={WEEK}&wave=&monitors=1&days=1&visits_a_day=3"),
                "bureau",
            )
            .await;
        assert!(
            cut.text.contains("Capacity allows 2 visits"),
            "{}",
            cut.text
        );
        for (wrong, says) in [
            ("monitors=0", "Enter whole numbers"),
            ("seed=x", "The seed is a whole number"),
            ("week=soon", "Enter a day like"),
            ("week=2020-01-01", "no completed interview"),
        ] {
            let page = checks
                .get(
                    &format!("/spot-checks/draw?area={TEHSIL}&week={WEEK}&wave=&{wrong}"),
                    "bureau",
                )
                .await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.text.contains(says), "{wrong}: {}", page.text);
        }
        // What nobody has looked at is not drawn.
        let unseen = checks.post("/spot-checks/draw", "bureau", &asked).await;
        assert_eq!(unseen.status, StatusCode::OK);
        assert!(unseen.text.contains("Nothing was drawn"), "{}", unseen.text);
        assert_eq!(checks.all().await, []);
        let trail = checks.get("/audit.csv", "bureau").await;
        assert!(!trail.text.contains("spot_checks.drawn"));

        let draw = checks.draw().await;
        let again = checks
            .get(&format!("/spot-checks/draw?{asked}"), "bureau")
            .await;
        assert!(
            again.text.contains("A second draw would change"),
            "{}",
            again.text
        );
        assert!(again.text.contains(&format!("href=\"{draw}\"")));
        let trail = checks.get("/audit.csv", "bureau").await;
        assert!(trail.text.contains("spot_checks.drawn"), "{}", trail.text);

        // Anybody draws the same from what is on file.
        let monday = SurveyDay::parse(WEEK).expect("a day");
        let frame = db.spot_frame(area(&checks.web, TEHSIL), 0, monday).await;
        let design = Design::usual(Capacity::usual(1, 6));
        let plan = Plan::of(&frame.expect("a frame").frame, &design).expect("a plan");
        let same = plan.draw(SEED);
        let drawn = checks.all().await;
        let on_file: Vec<_> = drawn
            .iter()
            .map(|check| (check.raw_id, check.walk, check.probability))
            .collect();
        let anew: Vec<_> = same
            .drawn
            .iter()
            .map(|one| (one.interview.key, one.group, one.probability))
            .collect();
        assert_eq!(on_file, anew);
        let page = checks.get(&draw, "coordinator").await;
        assert_eq!(page.status, StatusCode::OK);
        let print = plan.summary().fingerprint.to_string();
        assert!(page.text.contains(&print) && page.text.contains("seed 77"));
        assert!(page.text.contains("its enumerator is new"), "{}", page.text);
    }
}
