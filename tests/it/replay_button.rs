//! The button of the quarantine page: for whom, what it does, what the page that follows says.

use crate::support::Place;
use crate::support::web::{Answer, Web};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

/// The page a form leads to.
fn led_to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.header(header::LOCATION).to_owned()
}

#[tokio::test]
async fn the_button_replays_what_the_page_shows_and_says_what_became_of_it() {
    for place in Place::both().await {
        let rows = "n1,E1,PB-NEW,complete\nn2,E1,PB-NEW,refused\nx2,E1,PB0101-001,maybe\n";
        let header = "submission_id,enumerator_code,area_code,outcome\n";
        let file = place.file("new-area.csv", format!("{header}{rows}"));
        let web = Web::new(place).await;
        assert_eq!(web.place.import(&file).code, 3);
        let qa = web.sign_in("qa").await;
        let replay = "/quarantine/replay";
        // Not for everybody, not from elsewhere, and not by looking.
        for username in ["attock", "leadership"] {
            let cookie = web.sign_in(username).await;
            let answer = web.post(replay, &cookie, "").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{username}");
        }
        let foreign = Request::post(replay)
            .header(header::COOKIE, &qa)
            .header("sec-fetch-site", "cross-site");
        let answer = web
            .ask(foreign.body(Body::empty()).expect("a request"))
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert_eq!(led_to(&web.get(replay, &qa).await), "/quarantine");
        let nobody = web.post(replay, "", "").await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);

        let chosen = "kind=submissions&reason=unknown_area";
        let answer = web.post(replay, &qa, chosen).await;
        assert_eq!(
            led_to(&answer),
            format!("/quarantine?{chosen}&replayed=0-0-2-0")
        );
        web.place
            .add_areas("uc", "code,name,parent\nPB-NEW,New,PB0101\n");
        let answer = web.post(replay, &qa, chosen).await;
        let next = led_to(&answer);
        assert_eq!(next, format!("/quarantine?{chosen}&replayed=2-0-0-0"));
        let page = web.get(&next, &qa).await.text;
        assert!(
            page.contains("2 rows replayed: 2 accepted, 0 unchanged, 0 still quarantined."),
            "{page}"
        );
        assert!(
            page.contains("x2,E1") || page.contains("No rows here any more"),
            "{page}"
        );
        // On the pages at once, under the name of who pressed the button.
        let coverage = web.get("/coverage/PB-NEW", &qa).await;
        assert_eq!(coverage.status, StatusCode::OK);
        let imports = web.get("/imports", &qa).await.text;
        assert!(
            imports.contains("replay of new-area.csv") && imports.contains("<bdi>qa</bdi>"),
            "{imports}"
        );
        // Once more changes nothing.
        let version = web.site.version();
        assert_eq!(
            led_to(&web.post(replay, &qa, "").await),
            "/quarantine?replayed=0-0-1-0"
        );
        assert_eq!(web.site.version(), version);
        // How the file was read is not on record any more: said, and the row left as it is.
        web.place
            .execute("UPDATE import_run SET header = 'lost' WHERE source_name = 'new-area.csv'")
            .await;
        let next = led_to(&web.post(replay, &qa, "").await);
        assert_eq!(next, "/quarantine?replayed=0-0-1-1");
        let page = web.get(&next, &qa).await.text;
        assert!(page.contains("could not be tried: 1."), "{page}");
        // While another is under way, nothing is done.
        let turn = web.site.replaying().lock().await;
        assert_eq!(
            led_to(&web.post(replay, &qa, "").await),
            "/quarantine?replayed=busy"
        );
        drop(turn);
    }
}
