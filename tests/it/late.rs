//! Late data: whatever order submissions arrive in, and however they are judged in between, the flags are those of judging
//! everything from nothing.

use crate::support::{Place, simulated};
use domain::area::Level;
use domain::audit::{By, Stamp};
use domain::checks::Check;
use domain::risk::Contribution;
use domain::time::EpochMs;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use server::clock::Clock;
use server::ingest::interpret::Context;
use server::judging::{evidence_of, judge_waiting, subject_of};
use store::Db;
use store::flags::{FlagFilter, FlagRow};

const VISITS: u64 = 3_000;

async fn flags(db: &Db) -> Vec<FlagRow> {
    let areas = db.load_areas().await.expect("areas");
    let root = areas
        .iter()
        .find(|area| area.level == Level::Province)
        .expect("a province");
    db.list_flags(&FlagFilter::of_area(root.id), None, 1_000_000)
        .await
        .expect("flags")
}

/// The rows of a simulated survey, with a tablet here and there that several enumerators share. Some of those recorded on such a
/// tablet come in an earlier revision as well: on another tablet, at another place, on another day, or thrown out. What is said last
/// counts, whenever it arrives.
fn rows(file: &str) -> (String, Vec<String>) {
    let mut lines = file.lines();
    let header = lines.next().expect("a header").to_owned();
    let column = |name| {
        header
            .split(',')
            .position(|cell| cell == name)
            .expect("a column")
    };
    let (device, enumerator) = (column("device_id"), column("enumerator_code"));
    let (received, review) = (column("received_at"), column("review_state"));
    let (latitude, started) = (column("latitude"), column("started_at"));
    let mut rows = Vec::new();
    for (number, line) in lines.enumerate() {
        assert!(!line.contains('"'), "cells without commas");
        let mut cells: Vec<&str> = line.split(',').collect();
        // The first two of each tehsil.
        let (tehsil, who) = cells[enumerator].rsplit_once('-').expect("E-TEHSIL-NUMBER");
        let shared = format!("SHARED-{tehsil}");
        if !["001", "002"].contains(&who) {
            rows.push(cells.join(","));
            continue;
        }
        cells[device] = &shared;
        rows.push(cells.join(","));
        let day_before = "2026-10-01T09:00:00+05:00";
        // A second before the row above: what a clock is told by stays nearly the same.
        let last = domain::time::parse_instant(cells[received], None).expect("a receipt");
        let earlier = domain::time::EpochMs(last.0 - 1_000).to_rfc3339();
        cells[received] = earlier.as_deref().expect("a date");
        match number % 8 {
            0 => cells[device] = "ANOTHER",
            1 if !cells[latitude].is_empty() => cells[latitude] = "31.5",
            2 => cells[review] = "rejected",
            3 => cells[started] = day_before,
            _ => continue,
        }
        rows.push(cells.join(","));
    }
    (header, rows)
}

#[tokio::test]
async fn flags_do_not_depend_on_the_order_of_arrival() {
    let clock = Clock::running("Asia/Karachi").expect("a zone");
    for (seed, place) in (0..).zip(Place::both().await) {
        let file = simulated(&place, VISITS).join("submissions.csv");
        let (header, mut rows) = rows(&std::fs::read_to_string(file).expect("a file"));
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        rows.shuffle(&mut chance);
        let db = crate::support::open_or_create(place.url())
            .await
            .expect("opens");
        db.migrate().await.expect("migrates");
        server::ingest::bundled::import(
            &db,
            &Stamp {
                by: By::program(),
                at: EpochMs(0),
            },
        )
        .await
        .expect("areas");
        db.close().await;
        let mut rest = rows.as_slice();
        while !rest.is_empty() {
            let some = chance.random_range(1..=1_200).min(rest.len());
            let batch = format!("{header}\n{}\n", rest[..some].join("\n"));
            let said = place.import(&place.file("batch.csv", batch));
            assert_eq!(said.code, 0, "{}", said.all());
            rest = &rest[some..];
        }
        let db = crate::support::open(place.url()).await.expect("opens");
        let arrived = flags(&db).await;
        assert!(arrived.len() > 30, "there is something to compare");
        what_is_kept_reads_back(&db, &arrived).await;
        let sums = db.quality_rows().await.expect("sums");
        let context = Context::load(&db, clock.zone()).await.expect("areas");
        db.judge_everybody_again().await.expect("all wait");
        let done = judge_waiting(&db, &context, clock.now(), |_| {})
            .await
            .expect("all are judged");
        assert_eq!(done.visits, VISITS);
        let anew = flags(&db).await;
        let sums_anew = db.quality_rows().await.expect("sums");
        assert_eq!(
            sums.days, sums_anew.days,
            "seed {seed}: what measures are built from"
        );
        assert_eq!(arrived.len(), anew.len(), "seed {seed}");
        for (arrived, anew) in arrived.iter().zip(&anew) {
            assert_eq!(arrived, anew, "seed {seed}");
        }
        db.close().await;
    }
}

/// Evidence, subjects and reasons are kept as JSON: what cannot be read again cannot be shown.
async fn what_is_kept_reads_back(db: &Db, flags: &[FlagRow]) {
    for flag in flags {
        let evidence = &flag.finding.evidence;
        assert!(evidence_of(evidence).is_some(), "{evidence}");
        let subject = &flag.finding.subject;
        assert!(subject_of(subject).is_some(), "{subject}");
    }
    let root = db.load_areas().await.expect("areas")[0].id;
    let risks = db.list_risks(root, 0, 1_000).await.expect("risks");
    assert!(risks.iter().any(|line| line.risk.score > 1.0));
    for line in &risks {
        let reasons: Vec<Contribution> =
            serde_json::from_str(&line.risk.reasons).expect("reasons that can be read");
        let points: f64 = reasons.iter().map(|reason| reason.points).sum();
        assert!((points - line.risk.score).abs() < 0.01, "{line:?}");
    }
}

/// Which checks flag whom, sorted.
async fn flagged(place: &Place) -> Vec<(String, String)> {
    let db = crate::support::open(place.url()).await.expect("opens");
    let mut flagged = Vec::new();
    for flag in flags(&db).await {
        let check = Check::from_rank(flag.finding.check_number).expect("a check");
        flagged.push((flag.enumerator_code, check.code().to_owned()));
    }
    db.close().await;
    flagged.sort();
    flagged
}

/// What happened on a tablet is told to everybody who used it, when it shows in no clock.
#[tokio::test]
async fn whoever_shares_a_tablet_is_judged_again_by_what_the_other_revised() {
    for place in Place::both().await {
        place.small_survey().await;
        let header = "submission_id,enumerator_code,device_id,household_ref,area_code,outcome,started_at,ended_at,\
                      received_at,latitude,longitude,accuracy_m,review_state";
        let row = |id: &str, who: &str, tablet: &str, point: &str, received: u32, review: &str| {
            let hour = 9 + id.bytes().last().map_or(0, |byte| u32::from(byte - b'0'));
            format!(
                "{id},{who},{tablet},h-{id},U1,complete,2026-11-02T{hour:02}:00:00+05:00,2026-11-02T{hour:02}:40:00+05:00,\
                 2026-11-02T20:00:{received:02}+05:00,{point},8,{review}\n"
            )
        };
        // The first of the day: neither the smallest nor the middle lag is its, so that no clock reads otherwise.
        let (here, there) = ("31.0501234,74.0501234", "31.0503456,74.0507891");
        let import = |rows: &str| {
            let file = place.file("rows.csv", format!("{header}\n{rows}"));
            let said = place.import(&file);
            assert_eq!(said.code, 0, "{}", said.all());
        };
        let has = |flagged: &[(String, String)], who: &str, check: &str| {
            flagged.contains(&(who.to_owned(), check.to_owned()))
        };
        import(
            &[
                row("a5", "E1", "T", here, 0, ""),
                row("a6", "E1", "T", here, 0, ""),
                row("b1", "E2", "T", there, 0, "rejected"),
            ]
            .concat(),
        );
        let before = flagged(&place).await;
        assert!(!has(&before, "E1", "device_shared"), "{before:?}");
        assert!(!has(&before, "E1", "gps_repeated_point"), "{before:?}");
        // Not thrown out any more.
        import(&row("b1", "E2", "T", there, 1, "approved"));
        let shared = flagged(&place).await;
        assert!(has(&shared, "E1", "device_shared"), "{shared:?}");
        // Moved to where the others are.
        import(&row("b1", "E2", "T", here, 2, "approved"));
        let moved = flagged(&place).await;
        for who in ["E1", "E2"] {
            assert!(has(&moved, who, "gps_repeated_point"), "{moved:?}");
        }
        // It was another tablet after all.
        import(&row("b1", "E2", "T2", here, 3, "approved"));
        let left = flagged(&place).await;
        assert!(!has(&left, "E1", "device_shared"), "{left:?}");
        assert!(!has(&left, "E1", "gps_repeated_point"), "{left:?}");
    }
}
