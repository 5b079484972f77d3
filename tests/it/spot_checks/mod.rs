//! Spot checks over HTTP, without JavaScript, on both databases.

mod access;
mod drawing;
mod life;
mod results;
mod resurvey;

use crate::support::web::{Answer, Web};
use crate::support::{Place, by};
use axum::http::{StatusCode, header};
use domain::area::AreaId;
use domain::people::Role;
use domain::spot_check::{Seed, State};
use domain::time::EpochMs;
use server::secret::token_hash;
use store::spot_checks::{SpotCheckRow, SpotFilter};
use store::{FirstGrant, NewSession, NewUser};

pub const TEHSIL: &str = "PB0101";
/// A Monday whose week has no other interviews of the wave that names none.
pub const WEEK: &str = "2026-10-05";
/// What the interviews say, and nothing else does: nobody may read it before they were at the door.
pub const ROOF: &str = "zz-roof-of-the-interview";
pub const SIZE: &str = "43";

/// A survey with 48 interviews of four new enumerators in one week, and everybody who is needed.
pub struct Checks {
    pub web: Web,
    pub first: i32,
    pub second: i32,
}

pub fn cookie(name: &str) -> String {
    format!("fieldwatch_session={name}")
}

pub fn now() -> EpochMs {
    server::clock::now()
}

pub fn area(web: &Web, code: &str) -> AreaId {
    let survey = web.site.survey();
    survey.cube.by_code(code).expect("an area").id
}

impl Checks {
    pub async fn new(place: Place) -> Checks {
        let web = Web::new(place).await;
        let mut rows = "submission_id,enumerator_code,area_code,outcome,started_at,ended_at,latitude,longitude,household_size,household_ref,answers\n"
            .to_owned();
        for n in 0..48 {
            rows += &format!(
                "spot-{n},E-SPOT-{},PB0101-00{},complete,2026-10-0{day}T09:00:00+05:00,2026-10-0{day}T09:30:00+05:00,\
                 31.{:04},74.3{n:02},{SIZE},HH-{n},\"{{\"\"roof\"\":\"\"{ROOF}\"\",\"\"rooms\"\":3,\"\"land\"\":\"\"own\"\"}}\"\n",
                n % 4,
                1 + n % 2,
                5_000 + n,
                day = 5 + n % 5,
            );
        }
        let said = web.place.import(&web.place.file("spot.csv", rows));
        assert_eq!(said.code, 0, "{}", said.all());
        let mut checks = Checks {
            web,
            first: 0,
            second: 0,
        };
        checks.first = checks.seat("first", Role::TehsilMonitor, TEHSIL).await;
        checks.second = checks.seat("second", Role::TehsilMonitor, TEHSIL).await;
        checks.seat("bureau", Role::BosQa, "PB").await;
        checks.seat("other-bureau", Role::BosQa, "PB").await;
        checks
            .seat("coordinator", Role::DistrictCoordinator, "PB01")
            .await;
        checks.seat("elsewhere", Role::TehsilMonitor, "PB18").await;
        checks.seat("leader", Role::Leadership, "PB").await;
        checks
    }

    /// Somebody with one grant, who has signed in: their name is their session's token.
    async fn seat(&self, name: &str, role: Role, code: &str) -> i32 {
        let db = self.web.site.db();
        let user = NewUser {
            username: format!("spot-{name}"),
            display_name: format!("Name of {name}"),
            first: FirstGrant::whole(role, area(&self.web, code)),
            password_hash: "x".to_owned(),
        };
        let user_id = db.create_user(&user, now(), &by()).await.expect("a user");
        let (begun, ends) = (EpochMs(now().0 - 1_000), EpochMs(now().0 + 3_600_000));
        let session = NewSession::new(&token_hash(name), user_id, begun, ends);
        db.create_session(&session, &by()).await.expect("a session");
        user_id
    }

    pub async fn get(&self, path: &str, who: &str) -> Answer {
        self.web.get(path, &cookie(who)).await
    }

    pub async fn post(&self, path: &str, who: &str, form: &str) -> Answer {
        self.web.post(path, &cookie(who), form).await
    }

    /// Looks at a plan and draws it; answers the draw's address.
    pub async fn draw(&self) -> String {
        let asked =
            format!("area={TEHSIL}&week={WEEK}&wave=&monitors=1&days=6&visits_a_day=8&seed=77");
        let page = self
            .get(&format!("/spot-checks/draw?{asked}"), "bureau")
            .await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let print = value_of(&page.text, "fingerprint");
        let form = format!("{asked}&fingerprint={print}");
        let drawn = self.post("/spot-checks/draw", "bureau", &form).await;
        assert_eq!(drawn.status, StatusCode::SEE_OTHER, "{}", drawn.text);
        let to = drawn.header(header::LOCATION);
        to.strip_suffix("?done=1").expect("done").to_owned()
    }

    /// The checks on file, in the order of their numbers.
    pub async fn all(&self) -> Vec<SpotCheckRow> {
        let filter = SpotFilter::default();
        let checks = self.web.site.db().list_spot_checks(&filter, 999).await;
        let mut checks = checks.expect("checks");
        checks.sort_by_key(|check| check.check_id);
        checks
    }

    pub async fn one(&self, check_id: i32) -> SpotCheckRow {
        let row = self.web.site.db().find_spot_check(check_id).await;
        row.expect("checks").expect("the check")
    }

    /// Draws, and gives every walk to the first monitor.
    pub async fn given(&self) -> Vec<SpotCheckRow> {
        let draw = self.draw().await;
        let mut walks: Vec<u32> = self.all().await.iter().map(|check| check.walk).collect();
        walks.dedup();
        for walk in walks {
            let form = format!("walk={walk}&monitor={}&due_on=", self.first);
            let given = self.post(&draw, "coordinator", &form).await;
            assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
        }
        let checks = self.all().await;
        assert!(checks.iter().all(|check| check.state == State::Assigned));
        checks
    }

    /// Opens the form of a check and answers the id of the visit in it.
    pub async fn visit_id(&self, check_id: i32, who: &str) -> String {
        let page = self.get(&format!("/today/{check_id}"), who).await;
        assert_eq!(page.status, StatusCode::OK);
        value_of(&page.text, "visit_id")
    }
}

/// The value of a hidden field of a page.
pub fn value_of(html: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let (_, rest) = html
        .split_once(&mark)
        .unwrap_or_else(|| panic!("no field {name} in {html}"));
    rest.split('"').next().expect("a value").to_owned()
}

/// Whether a page tells what an interview says.
pub fn tells(answer: &Answer) -> bool {
    let text = &answer.text;
    text.contains(ROOF) || text.contains(&format!(">{SIZE}<")) || text.contains("2026-10-0")
}

pub const SEED: Seed = Seed(77);
