//! The router in this process over a database of its own.

use super::Place;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use domain::time::SurveyDay;
use server::accounts::Accounts;
use server::clock::Clock;
use server::site::Site;
use server::web::assets::Assets;
use server::web::front::{Front, SecurityContact};
use server::web::patience::ANSWER_WITHIN;
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceExt;

/// A seeded survey behind a router.
pub struct Web {
    pub site: Arc<Site>,
    pub place: Place,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub text: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Where it leads: where one is sent to, or which page the answer is.
    pub fn leads_to(&self) -> &str {
        match self.header(header::LOCATION) {
            "" => self.header(header::CONTENT_LOCATION),
            to => to,
        }
    }

    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("")
    }
}

impl Web {
    pub async fn new(place: Place) -> Web {
        Web::answering_within(place, ANSWER_WITHIN).await
    }

    /// … where a page may take so long.
    pub async fn answering_within(place: Place, limit: Duration) -> Web {
        let front = Front {
            security: Some(SecurityContact {
                contacts: vec!["mailto:security@example.org".to_owned()],
                until: SurveyDay::parse("2027-06-30").expect("a day"),
            }),
            ..Front::default()
        };
        Web::made(place, limit, front, Accounts::default()).await
    }

    /// … with these for accounts.
    pub async fn with(place: Place, accounts: Accounts) -> Web {
        Web::made(place, ANSWER_WITHIN, Front::default(), accounts).await
    }

    /// … reached in such a way.
    pub async fn behind(place: Place, front: Front) -> Web {
        Web::made(place, ANSWER_WITHIN, front, Accounts::default()).await
    }

    async fn made(place: Place, limit: Duration, front: Front, accounts: Accounts) -> Web {
        place.demonstration(3_000).await;
        let db = crate::support::open(place.url())
            .await
            .expect("the database opens");
        let as_of = db.load_cube().await.expect("the cube loads").as_of;
        let clock = Clock::running("Asia/Karachi")
            .expect("a zone")
            .standing_at(as_of);
        let site = Site::open(db, clock, Assets::default())
            .await
            .expect("the site opens");
        Web {
            site: Arc::new(
                site.answering_within(limit)
                    .behind(front)
                    .with_accounts(accounts),
            ),
            place,
        }
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let response = server::web::router(self.site.clone())
            .oneshot(request)
            .await
            .expect("the router answers");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 32 << 20)
            .await
            .expect("the body can be read");
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
        }
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path)
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT, "text/html");
        self.ask(request.body(Body::empty()).expect("a request"))
            .await
    }

    pub async fn post(&self, path: &str, cookie: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(
            request
                .body(Body::from(form.to_owned()))
                .expect("a request"),
        )
        .await
    }

    /// Signs in and answers the cookie.
    pub async fn sign_in(&self, username: &str) -> String {
        let answer = self
            .post(
                "/sign-in",
                "",
                &format!("username={username}&password=a+demo+password&next=%2Fcoverage"),
            )
            .await;
        assert_eq!(
            (answer.status, answer.header(header::LOCATION)),
            (StatusCode::SEE_OTHER, "/coverage")
        );
        let cookie = answer.header(header::SET_COOKIE);
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
            "{cookie}"
        );
        cookie.split(';').next().unwrap_or("").to_owned()
    }
}

impl Web {
    /// The same survey read anew: after the database was changed behind the server's back.
    pub async fn reopened(self) -> Web {
        let db = crate::support::open(self.place.url())
            .await
            .expect("the database opens");
        let as_of = db.load_cube().await.expect("the cube loads").as_of;
        let clock = Clock::running("Asia/Karachi")
            .expect("a zone")
            .standing_at(as_of);
        let site = Site::open(db, clock, Assets::default())
            .await
            .expect("the site opens");
        Web {
            site: Arc::new(site),
            place: self.place,
        }
    }
}
