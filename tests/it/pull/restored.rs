//! Deletions, and deletions that are taken back: Central says little about the one and nothing about the other.

use super::{Here, counts, is_complete, seven};
use crate::support::Place;
use crate::support::central::row;
use serde_json::json;
use server::pull::run::Pull;

#[tokio::test]
async fn what_was_deleted_and_is_restored_counts_again() {
    for place in Place::both().await {
        let here = Here::new(place, seven()).await;
        here.pull().await;
        let facts = async |here: &Here| {
            let mut content = here.place.content().await;
            content.retain(|line| line.starts_with("fact|"));
            content
        };
        let before = facts(&here).await;
        // `deletedAt` is blank again, and no other time changes.
        let deleted = |here: &Here, at: Option<&'static str>| {
            here.central
                .change(move |rows| rows[4]["__system"]["deletedAt"] = json!(at));
        };
        deleted(&here, Some("2026-11-22T01:02:00.000Z"));
        assert_eq!(
            counts(&here.pull().await),
            [7, 0, 6, 1, 0],
            "the overlap brings all"
        );
        assert_eq!(here.reviews().await[2], "uuid:3 rejected");
        assert_eq!(counts(&here.pull().await), [1, 0, 1, 0, 0], "still deleted");
        deleted(&here, None);
        let restored = here.pull().await;
        assert!(is_complete(&restored), "{restored:?}");
        assert_eq!(counts(&restored), [1, 0, 0, 1, 0]);
        assert_eq!(facts(&here).await, before);
        let asked = here.central.asked().len();
        assert_eq!(counts(&here.pull().await), [0; 5]);
        assert_eq!(here.central.asked().len(), asked + 1, "it is known now");

        // The same once more, and this time everything is read again.
        deleted(&here, Some("2026-11-23T01:02:00.000Z"));
        here.pull().await;
        assert_eq!(here.reviews().await[2], "uuid:3 rejected");
        deleted(&here, None);
        let what = Pull {
            from_start: true,
            ..here.what.clone()
        };
        let here = Here { what, ..here };
        assert_eq!(counts(&here.pull().await), [7, 0, 6, 1, 0]);
        assert_eq!(facts(&here).await, before);
        assert_eq!(counts(&here.pull().await), [7, 0, 7, 0, 0]);

        // Reviewed after it was restored, it is another row by itself, and known from then on.
        deleted(&here, Some("2026-11-24T01:02:00.000Z"));
        let what = Pull {
            from_start: false,
            ..here.what.clone()
        };
        let here = Here { what, ..here };
        here.pull().await;
        deleted(&here, None);
        here.central.change(|rows| {
            rows[4]["__system"]["reviewState"] = json!("approved");
            rows[4]["__system"]["updatedAt"] = json!("2026-11-24T02:00:00.000Z");
        });
        assert_eq!(counts(&here.pull().await), [1, 0, 0, 1, 0]);
        assert_eq!(here.reviews().await[2], "uuid:3 approved");
        assert_eq!(counts(&here.pull().await), [1, 0, 1, 0, 0]);
    }
}

#[tokio::test]
async fn a_pull_from_the_start_hides_no_deletion_from_the_next_one() {
    let here = Here::new(Place::sqlite(), seven()).await;
    here.pull().await;
    here.central.change(|rows| {
        rows[4]["__system"]["deletedAt"] = json!("2026-11-22T01:02:00.000Z");
        rows.insert(0, row("8", "E2", "Square", "1", "2026-11-23T01:03:00.000Z"));
    });
    let what = Pull {
        from_start: true,
        ..here.what.clone()
    };
    let here = Here { what, ..here };
    assert_eq!(counts(&here.pull().await), [7, 1, 6, 0, 0]);
    assert_eq!(
        here.reviews().await[2],
        "uuid:3 received",
        "it was not given"
    );
    let what = Pull {
        from_start: false,
        ..here.what.clone()
    };
    let here = Here { what, ..here };
    here.pull().await;
    assert_eq!(here.reviews().await[2], "uuid:3 rejected");
}
