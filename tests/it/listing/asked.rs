//! What is done for one household, and when the time is over: rows of listings are found, handed over and deleted like the rest.

use super::{HEADER, ROWS, far, listing, survey};
use crate::support::{Place, Said};

fn ask(place: &Place, verb: &str, reference: &str, more: &[&str]) -> Said {
    let asked = ["subject", verb, reference, "--area", "U1"];
    place.run(&[&asked[..], more].concat())
}

#[tokio::test]
async fn a_household_finds_its_rows_of_listings_and_has_them_deleted_for_good() {
    for place in Place::both().await {
        survey(&place).await;
        assert_eq!(listing(&place, "first", ROWS, &[]).code, 0);
        let found = ask(&place, "find", "H-1", &[]);
        assert!(found.out.contains(" · listed 1 · "), "{}", found.all());
        let handed = ask(&place, "export", "H-1", &[]);
        let handed: serde_json::Value = serde_json::from_str(&handed.out).expect("JSON");
        let listed = handed["listed"].as_array().expect("listed");
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0]["address"], "House 1, Street 4");
        assert_eq!(listed[0]["listing"], "households");
        assert_eq!(listed[0]["reached"], "interviewed");
        // One that nobody visited is held by the listing alone.
        let found = ask(&place, "find", "H-3", &[]);
        assert!(found.out.starts_with("submissions 0 "), "{}", found.all());
        for reference in ["H-1", "H-3"] {
            let more = ["--confirm", reference, "--reason", "letter 7"];
            let deleted = ask(&place, "delete", reference, &more);
            assert!(deleted.out.contains(" · listed 1 · "), "{}", deleted.all());
        }
        let content = place.content().await;
        let names = |mark: &str| content.iter().any(|line| line.contains(mark));
        assert!(!names("House 1, Street 4") && !names("House 3"));
        let so_far = "2 · interviewed 0 · attempted 1 · nobody visited 1 · not on the list 1";
        assert_eq!(far(&place), so_far);
        // The same households in another file do not come back.
        let said = listing(&place, "again", &format!("{ROWS}H-11,U2,,,,\n"), &[]);
        assert!(
            said.out.contains("2 households had been deleted"),
            "{}",
            said.all()
        );
        assert!(far(&place).starts_with("3 · "), "{}", far(&place));
    }
}

#[tokio::test]
async fn when_the_time_of_a_wave_is_over_its_listed_households_go_and_the_counts_stay() {
    for place in Place::both().await {
        survey(&place).await;
        assert_eq!(listing(&place, "first", ROWS, &[]).code, 0);
        let counts = far(&place);
        place.must(&["retention", "wave", "", "--enrolled-until", "2010-01-01"]);
        let folder = place.path("archive").display().to_string();
        let dry = place.must(&["retention", "run", "--dry-run"]);
        assert!(dry.out.contains("listing_household"), "{}", dry.all());
        place.must(&["retention", "run", "--archive", &folder]);
        let content = place.content().await;
        assert!(!content.iter().any(|line| line.starts_with("listed|")));
        // Another visit there does not have the counts made anew from nothing.
        let later = "submission_id,enumerator_code,household_ref,area_code,outcome,started_at\n\
            s7,E1,H-3,U1,complete,2026-01-12T05:00:00Z\n";
        assert_eq!(place.import(&place.file("later.csv", later)).code, 0);
        assert_eq!(far(&place), counts);
    }
}

/// A key is changed for another: rows of listings are sealed anew like the rest.
#[tokio::test]
async fn rows_of_listings_are_sealed_when_a_plain_database_is() {
    let mut place = Place::sqlite().kept_plain();
    survey(&place).await;
    let rows = format!("{HEADER}H-1,U1,,,zz-behind-the-mill,\n");
    let file = place.file("first.csv", rows).display().to_string();
    place.must(&["listing", "import", "--name", "households", &file]);
    let content = place.content().await;
    place.has_key(crate::support::KEY);
    place.must(&["key", "seal"]);
    assert_eq!(place.content().await, content);
    let bytes = std::fs::read(place.path("test.db")).expect("the database");
    let mark = b"zz-behind-the-mill";
    assert!(!bytes.windows(mark.len()).any(|part| part == mark));
}
