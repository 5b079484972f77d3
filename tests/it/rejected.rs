//! Submissions rejected or deleted in the collection system: they count in no coverage, and a line says how many there are.

use crate::support::Place;
use crate::support::web::Web;

const HEADER: &str = "submission_id,enumerator_code,area_code,outcome,wave_code,started_at,review_state,household_ref";

fn row(id: &str, day: u32, wave: &str, review: &str, household: &str) -> String {
    format!("{id},E1,PB-NEW,complete,{wave},2026-11-{day:02}T09:00:00+05:00,{review},{household}\n")
}

/// The line on a coverage page, if there is one.
async fn line(web: &Web, cookie: &str, address: &str) -> Option<String> {
    let page = web.get(address, cookie).await.text;
    let notes = page
        .split("<ul class=\"notes\">")
        .nth(1)
        .and_then(|rest| rest.split("</ul>").next());
    let notes = notes.unwrap_or_else(|| panic!("no notes on {address}: {page}"));
    notes
        .split("<li>")
        .find(|note| note.contains("rejected or deleted"))
        .and_then(|note| note.split("</li>").next())
        .map(str::to_owned)
}

/// A column of a page's CSV, summed over its rows, and the page's complete households likewise.
async fn sums(web: &Web, cookie: &str, address: &str) -> (u64, u64) {
    let csv = web.get(address, cookie).await.text;
    let mut rows = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = rows.next().expect("a header");
    let at = |name| {
        header
            .iter()
            .position(|column| *column == name)
            .expect("a column")
    };
    let (rejected, complete) = (at("rejected"), at("complete"));
    rows.fold((0, 0), |sum, row| {
        let number = |at: usize| row[at].parse::<u64>().expect("a number");
        (sum.0 + number(rejected), sum.1 + number(complete))
    })
}

#[tokio::test]
async fn rejected_and_deleted_submissions_are_left_out_of_coverage_and_said_for_the_area_and_filter_shown()
 {
    for place in Place::both().await {
        let web = Web::new(place).await;
        web.place
            .add_areas("uc", "code,name,parent\nPB-NEW,New,PB0101\n");
        let rows = [
            row("a", 2, "W1", "approved", "h1"),
            row("b", 2, "W1", "rejected", "h2"),
            row("c", 3, "W1", "rejected", "h3"),
            row("d", 3, "W2", "rejected", "h4"),
            row("e", 4, "W2", "", "h5"),
        ];
        let file = web
            .place
            .file("reviewed.csv", format!("{HEADER}\n{}", rows.concat()));
        assert_eq!(web.place.import(&file).code, 0);
        // Deleted in ODK Central, though it was approved there.
        let odk = concat!(
            r#"{"@odata.context":"https://central.example/$metadata#Submissions","value":["#,
            r#"{"__id":"uuid:gone","start":"2026-11-03T09:00:00.000+05:00","uc":"PB-NEW","enumerator":"E1","#,
            r#""__system":{"submissionDate":"2026-11-03T05:00:00Z","submitterId":"1","status":null,"#,
            r#""reviewState":"approved","deviceId":"d","formVersion":"7","deletedAt":"2026-11-04T05:00:00Z"}}]}"#
        );
        let mapping = "[fields]\nenumerator_code = \"enumerator\"\narea_code = \"uc\"\nstarted_at = \"start\"\n[constants]\nwave_code = \"W1\"\noutcome = \"complete\"\n";
        let mapping = web.place.file("odk.toml", mapping).display().to_string();
        let odk = web.place.file("odk.json", odk).display().to_string();
        web.place
            .must(&["import", "submissions", "--mapping", &mapping, &odk]);
        assert!(web.site.refresh().await.expect("the survey is read"));

        let qa = web.sign_in("qa").await;
        let many = |count: u32| {
            Some(format!(
                "{count} submissions rejected or deleted in the collection system are not counted."
            ))
        };
        let one = Some(
            "1 submission rejected or deleted in the collection system is not counted.".to_owned(),
        );
        for (filter, expected) in [
            ("", many(4)),
            ("?wave=W1", many(3)),
            ("?wave=W2", one.clone()),
            ("?from=2026-11-03", many(3)),
            ("?to=2026-11-02", one),
            ("?from=2026-11-04", None),
            ("?wave=W2&to=2026-11-02", None),
        ] {
            let said = line(&web, &qa, &format!("/coverage/PB-NEW{filter}")).await;
            assert_eq!(said, expected, "{filter}");
        }
        // The line above a table is the sum of the table's column; and the four are in no number of complete households.
        for filter in ["", "?wave=W1", "?from=2026-11-03"] {
            let (rejected, _) =
                sums(&web, &qa, &format!("/coverage/PB0101/coverage.csv{filter}")).await;
            let said = line(&web, &qa, &format!("/coverage/PB0101{filter}"))
                .await
                .expect("a line");
            assert!(
                rejected >= 3 && said.starts_with(&format!("{rejected} ")),
                "{rejected}: {said}"
            );
        }
        let db = crate::support::open(web.place.url())
            .await
            .expect("the database opens");
        let cube = db.load_cube().await.expect("the cube loads");
        db.close().await;
        let new = cube
            .areas
            .iter()
            .find(|area| area.code == "PB-NEW")
            .expect("the area")
            .id;
        let of_area = cube.cells.iter().filter(|cell| cell.0 == new);
        let sum = of_area.fold(domain::coverage::Counts::default(), |sum, cell| {
            sum.plus(cell.3)
        });
        assert_eq!((sum.complete, sum.rejected, sum.submissions()), (2, 4, 6));
        let urdu = format!("{qa}; fieldwatch_lang=ur");
        let page = web.get("/coverage/PB-NEW", &urdu).await.text;
        assert!(page.contains("مسترد یا حذف شدہ"), "{page}");
    }
}
