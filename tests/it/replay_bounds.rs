//! Replay of the quarantine: what it must not do, whatever was mended and whoever interrupts it.

use crate::push::{NDJSON, Pushed, request, row, token};
use crate::replay::{HEADER, add_area, codes, replay, waiting};
use crate::support::Place;
use std::process::Stdio;

#[tokio::test]
async fn what_a_token_may_not_speak_for_does_not_come_in_by_a_replay() {
    for place in Place::both().await {
        let pushed = Pushed::new(place).await;
        let narrow = token(&pushed.place, "narrow", "U2");
        let rows = [
            row("in", "U2", "complete"),
            row("out", "U1", "complete"),
            row("new", "U9", "complete"),
        ];
        pushed
            .send(request(&narrow, NDJSON, None, rows.concat()))
            .await;
        let (_, answer) = pushed.push(row("wide", "U9", "complete")).await;
        assert_eq!(answer["quarantined"], 1, "{answer}");
        pushed.site.desk().close().await;
        pushed.place.must(&["token", "revoke", "narrow"]);
        assert_eq!(
            codes(&pushed.place).await,
            ["outside_scope", "unknown_area", "unknown_area"]
        );

        add_area(&pushed.place, "U9", "T1");
        let said = replay(&pushed.place, &[]);
        assert!(
            said.out.contains(
                "replayed 3 · accepted 1 · unchanged 0 · updated 0 · still quarantined 2"
            ),
            "{}",
            said.all()
        );
        // The area is known now, and still not the token's.
        let after = waiting(&pushed.place).await;
        assert_eq!(codes(&pushed.place).await, ["outside_scope"; 2]);
        assert!(
            after.iter().any(|row| row
                .reason
                .contains("U2 and what lies below it; U9 does not")),
            "{after:#?}"
        );
        // The same row from somebody who may speak for it.
        let file = pushed
            .place
            .file("by-hand.ndjson", row("out", "U1", "complete"));
        assert_eq!(pushed.place.import(&file).code, 0);
        assert_eq!(waiting(&pushed.place).await.len(), 1);
    }
}

#[tokio::test]
async fn what_a_token_may_speak_for_by_now_comes_in() {
    let pushed = Pushed::new(Place::sqlite()).await;
    pushed
        .place
        .add_areas("tehsil", "code,name,parent\nT2,Other,D1\n");
    let other = token(&pushed.place, "other", "T2");
    pushed
        .send(request(&other, NDJSON, None, row("a", "U2", "complete")))
        .await;
    pushed.site.settle().await;
    assert_eq!(codes(&pushed.place).await, ["outside_scope"]);
    // The union council was filed under the wrong tehsil.
    add_area(&pushed.place, "U2", "T2");
    let said = replay(&pushed.place, &[]);
    assert!(
        said.out.contains("replayed 1 · accepted 1"),
        "{}",
        said.all()
    );
}

#[tokio::test]
async fn a_target_that_waited_never_changes_one_that_is_on_file() {
    for place in Place::both().await {
        place.small_survey().await;
        let header = "area_code,wave_code,target_households,starts_on,ends_on";
        let target =
            |area: &str, households: u32| format!("{area},W1,{households},2026-11-01,2026-11-30\n");
        let import = |name: &str, rows: String| {
            let file = place
                .file(name, format!("{header}\n{rows}"))
                .display()
                .to_string();
            place.run(&["import", "targets", &file])
        };
        import(
            "old.csv",
            target("U8", 100) + &target("U9", 100) + &target("U1", 5),
        );
        import(
            "new.csv",
            target("U9", 200) + &target("U1", 7) + &target("U1", 6),
        );
        let roster = place.file(
            "roster.csv",
            "enumerator_code;name;tehsil_code\nE1;Ali;T9\n",
        );
        let roster = roster.display().to_string();
        place.run(&["import", "roster", &roster]);
        for code in ["U8", "U9"] {
            add_area(&place, code, "T1");
        }
        import("newest.csv", target("U8", 300));
        let said = replay(&place, &[]);
        assert!(
            said.out.contains(
                "replayed 5 · accepted 1 · unchanged 0 · updated 0 · still quarantined 4"
            ),
            "{}",
            said.all()
        );
        let targets: Vec<String> = place
            .content()
            .await
            .into_iter()
            .filter(|line| line.starts_with("target|"))
            .collect();
        for expected in ["U8|W1|300", "U9|W1|200", "U1|W1|6"] {
            assert!(
                targets.iter().any(|line| line.contains(expected)),
                "{expected} in {targets:#?}"
            );
        }
        assert_eq!(
            codes(&place).await,
            ["overruled", "overruled", "overruled", "unknown_area"]
        );
        let content = place.content().await;
        replay(&place, &[]);
        assert_eq!(place.content().await, content);
        // The tehsil is mended: the line of the roster comes in, and the file is then known.
        place.add_areas("tehsil", "code,name,parent\nT9,Ninth,D1\n");
        let said = replay(&place, &["--kind", "roster"]);
        assert!(
            said.out.contains("replayed 1 · accepted 1"),
            "{}",
            said.all()
        );
        let said = place.run(&["import", "roster", &roster]);
        assert!(
            said.summary()
                .starts_with("read 1 · accepted 0 · unchanged 1"),
            "{}",
            said.all()
        );
    }
}

/// A row without a time of receipt was received when it came, not when it was replayed.
#[tokio::test]
async fn a_row_that_waited_does_not_pass_for_newer_than_what_came_meanwhile() {
    for place in Place::both().await {
        place.small_survey().await;
        let row = |area: &str, outcome: &str| {
            format!("{HEADER}\nr1,E1,{area},{outcome},2026-11-20T09:00:00+05:00,h1\n")
        };
        place.import(&place.file("first.csv", row("U9", "partial")));
        place
            .execute("UPDATE quarantine SET first_seen_at_ms = first_seen_at_ms - 1000")
            .await;
        assert_eq!(
            place
                .import(&place.file("second.csv", row("U1", "complete")))
                .code,
            0
        );
        add_area(&place, "U9", "T1");
        let said = replay(&place, &[]);
        assert!(
            said.out
                .contains("accepted 0 · unchanged 0 · updated 1 · still quarantined 0"),
            "{}",
            said.all()
        );
        let content = place.content().await;
        let facts: Vec<&String> = content
            .iter()
            .filter(|line| line.starts_with("fact|"))
            .collect();
        assert!(facts.len() == 1 && facts[0].contains("|U1|"), "{facts:#?}");
    }
}

#[tokio::test]
async fn a_replay_killed_half_way_or_twice_at_once_loses_nothing_and_takes_nothing_twice() {
    for place in Place::both().await {
        place.small_survey().await;
        let mut rows = HEADER.to_owned();
        for number in 0..20_000 {
            rows.push_str(&format!(
                "\nk{number},E1,U9,complete,2026-11-20T09:00:00+05:00,h{number}"
            ));
        }
        place.import(&place.file("many.csv", rows));
        add_area(&place, "U9", "T1");
        let start = || {
            place
                .command(&["quarantine", "replay"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the program starts")
        };
        // Of one moment: nothing was taken between the first look at the quarantine and the second.
        let counts = async || {
            let db = crate::support::open(place.url())
                .await
                .expect("the database opens");
            let waiting = async || {
                let counts = db.count_quarantine().await.expect("counts");
                counts.iter().map(|count| count.rows).sum::<u64>()
            };
            let mut before = waiting().await;
            loop {
                let facts = db.raw_current(0, 30_000).await.expect("facts").len() as u64;
                let after = waiting().await;
                if before == after {
                    db.close().await;
                    return (facts, after);
                }
                before = after;
            }
        };
        let db = crate::support::open(place.url())
            .await
            .expect("the database opens");
        let mut first = start();
        while db.raw_current(0, 1).await.expect("facts").is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        first.kill().expect("it can be killed");
        first.wait().expect("it has ended");
        let (facts, waiting) = counts().await;
        assert_eq!(facts + waiting, 20_000);
        assert!(waiting > 0, "it was killed too late to show anything");
        let mut both = [start(), start()];
        for process in &mut both {
            assert_eq!(process.wait().expect("it has ended").code(), Some(0));
        }
        assert_eq!(counts().await, (20_000, 0));
    }
}
