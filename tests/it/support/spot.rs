//! Spot checks that were drawn, given and visited, straight in the store: what somebody has to find, to export and to delete.

use super::{Place, by, open};
use domain::people::Role;
use domain::spot_check::{
    Action, Came, Capacity, Design, Found, Interviewed, Plan, Right, Seed, SideBySide, SpotVisit,
    questions_of, usual_questions,
};
use domain::time::{EpochMs, SurveyDay};
use store::spot_checks::{NewSpotStep, NewSpotVisit, SpotCheckRow, SpotFilter};
use store::subject::HeldSpotCheck;
use store::{FirstGrant, NewUser};

/// What a monitor noted at every door.
pub const NOTE: &str = "zz-noted-at-the-door";
/// Why every check was given to its monitor.
pub const COMMENT: &str = "zz-why-it-was-given";

/// Draws every completed interview of a tehsil's wave and week, gives all to one monitor, and visits them.
pub async fn visited(place: &Place, tehsil: &str, wave: &str, monday: &str) -> Vec<SpotCheckRow> {
    let db = open(place.url()).await.expect("it opens");
    let areas = db.load_areas().await.expect("areas");
    let tehsil = areas.iter().find(|area| area.code == tehsil);
    let tehsil = tehsil.expect("the tehsil").id;
    let waves = db.waves().await.expect("waves");
    let wave = waves.iter().find(|(_, code)| code == wave);
    let wave = wave.expect("the wave").0;
    let monday = SurveyDay::parse(monday).expect("a day");
    let user = NewUser {
        username: "spot-monitor".to_owned(),
        display_name: "Monitor".to_owned(),
        first: FirstGrant::whole(Role::TehsilMonitor, tehsil),
        password_hash: "x".to_owned(),
    };
    let now = server::clock::now();
    let user_id = db.create_user(&user, now, &by()).await.expect("a user");
    let frame = db.spot_frame(tehsil, wave, monday).await.expect("a frame");
    let design = Design {
        random_share: 1.0,
        ..Design::usual(Capacity::usual(1, 6))
    };
    let plan = Plan::of(&frame.frame, &design).expect("a plan");
    let kept = db
        .keep_spot_draw(&plan.draw(Seed(1)), &frame, user_id, now, &by())
        .await;
    kept.expect("it is kept").expect("it is the first");
    let checks = all(&db).await;
    let give = NewSpotStep {
        user_id,
        rights: Right::ALL.to_vec(),
        at: now,
        action: Action::Assign,
        monitor: Some(user_id),
        due_on: None,
        outcome: None,
        comment: COMMENT.to_owned(),
        seen: None,
    };
    for check in &checks {
        let given = db.take_spot_step(check.check_id, &give, &by()).await;
        given.expect("the store").expect("a check").expect("a way");
        let recorded = db
            .record_spot_visit(check.check_id, &visit(check, user_id, now), &by())
            .await;
        let recorded = recorded.expect("the store").expect("a check");
        recorded.expect("it is recorded");
    }
    let checks = all(&db).await;
    db.close().await;
    checks
}

fn visit(check: &SpotCheckRow, user_id: i32, now: EpochMs) -> NewSpotVisit {
    let visit = SpotVisit {
        found: Found::Found,
        came: Some(Came::Yes),
        came_on: None,
        household_size: Some(4),
        answers: vec![("roof".to_owned(), "girder".to_owned())],
        fix: check.point,
        at: now,
        note: NOTE.to_owned(),
    };
    let interview = Interviewed {
        day: check.survey_day,
        household_size: Some(6),
        answers: Vec::new(),
        fix: check.point,
    };
    NewSpotVisit {
        visit_id: format!("visit-of-check-{}", check.check_id),
        user_id,
        rights: vec![Right::See, Right::Visit],
        received_at: now,
        day: check.survey_day.plus(9),
        has_phone_time: false,
        side_by_side: SideBySide::of(&questions_of(&usual_questions()), &interview, &visit),
        visit,
        replacement_due_on: None,
    }
}

async fn all(db: &store::Db) -> Vec<SpotCheckRow> {
    let checks = db.list_spot_checks(&SpotFilter::default(), 999).await;
    checks.expect("checks")
}

/// Every check that is on file now, and what stands in it.
pub async fn on_file(place: &Place) -> Vec<HeldSpotCheck> {
    let db = open(place.url()).await.expect("it opens");
    let mut held = Vec::new();
    for check in all(&db).await {
        let id = check.check_id;
        held.push(HeldSpotCheck {
            steps: db.spot_steps(id).await.expect("steps"),
            visits: db.spot_visits(id).await.expect("visits"),
            check,
        });
    }
    db.close().await;
    held
}

/// Whether nothing of the household is left in a check: neither which interview it was, nor where, nor what anybody said or wrote.
pub fn is_bare(held: &HeldSpotCheck) -> bool {
    held.check.submission_id.is_empty()
        && held.check.point.is_none()
        && held.visits.is_empty()
        && held.steps.iter().all(|step| step.comment.is_none())
}
