//! Pages whose query fails or takes too long: the last good one with its time, or that there is none.

use crate::support::Place;
use crate::support::web::Web;
use axum::http::{StatusCode, header};
use std::time::Duration;

const BOARD: &str = "/coordination";
const CASES: &str = "/coordination/cases";
const DISPATCH: &str = "/coordination/cases?kind=dispatch";
const NOTICE: &str = "id=\"kept-since\"";

#[tokio::test]
async fn a_query_that_takes_too_long_leaves_the_last_good_page_with_its_time() {
    let web = Web::answering_within(Place::postgres().await, Duration::from_secs(1)).await;
    // What `serve` does behind the pages.
    server::disclosure::prepare(&web.site);
    let csu = web.sign_in("csu").await;
    let good = web.get(CASES, &csu).await;
    assert_eq!(good.status, StatusCode::OK);
    assert!(!good.text.contains(NOTICE));
    let pool = sqlx::PgPool::connect(web.place.url())
        .await
        .expect("a pool");
    let mut lock = pool.begin().await.expect("a transaction");
    sqlx::query("LOCK TABLE coordination_case, stage_change IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *lock)
        .await
        .expect("locked");

    let kept = web.get(CASES, &csu).await;
    assert_eq!(kept.status, StatusCode::OK);
    let now = web.site.clock().now();
    let time = now.to_minute_in(web.site.clock().zone());
    let words =
        format!("not answered within 1 seconds. What you see is this page as it was at {time}.");
    assert!(kept.text.contains(&words), "{}", kept.text);
    // The page itself, not a picture of nothing.
    assert!(kept.text.contains("<h1"));

    let none = web.get(DISPATCH, &csu).await;
    assert_eq!(none.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(none.header(header::RETRY_AFTER), "60");
    assert!(none.text.contains("id=\"too-slow\""), "{}", none.text);
    let file = web.get("/coordination/cases.csv", &csu).await;
    assert_eq!(file.status, StatusCode::SERVICE_UNAVAILABLE);
    // What somebody else saw is theirs.
    let qa = web.sign_in("qa").await;
    let others = web.get(CASES, &qa).await;
    assert_eq!(others.status, StatusCode::SERVICE_UNAVAILABLE);
    // Pages from memory wait for nothing.
    for path in ["/coverage", BOARD] {
        let memory = web.get(path, &csu).await;
        assert_eq!(memory.status, StatusCode::OK, "{path}");
        assert!(!memory.text.contains(NOTICE), "{path}");
    }

    lock.rollback().await.expect("unlocked");
    let fresh = web.get(CASES, &csu).await;
    assert_eq!(fresh.status, StatusCode::OK);
    assert!(!fresh.text.contains(NOTICE));
}

#[tokio::test]
async fn a_query_that_fails_leaves_the_last_good_page_with_its_time() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        let csu = web.sign_in("csu").await;
        assert_eq!(web.get(CASES, &csu).await.status, StatusCode::OK);
        web.place
            .execute("ALTER TABLE coordination_case RENAME TO put_away")
            .await;
        let kept = web.get(CASES, &csu).await;
        assert_eq!(kept.status, StatusCode::OK);
        assert!(kept.text.contains(NOTICE));
        assert!(
            kept.text.contains("could not be made anew"),
            "{}",
            kept.text
        );
        let other = format!("{CASES}?kind=dispatch");
        let none = web.get(&other, &csu).await;
        assert_eq!(none.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(none.text.contains("id=\"reference\""));
        web.place
            .execute("ALTER TABLE put_away RENAME TO coordination_case")
            .await;
        assert!(!web.get(CASES, &csu).await.text.contains(NOTICE));
    }
}
