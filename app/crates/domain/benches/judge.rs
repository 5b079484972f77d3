//! How many visits one core corrects and judges in a second: honest work, everything recorded. Prints one row of a Markdown
//! table for each stage.
//!
//! ```text
//! cargo bench -p domain --bench judge
//! ```

#![allow(clippy::disallowed_methods, reason = "a bench reads a clock")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot run should stop")]

use domain::checks::{
    AreaFacts, Deployment, Field, Limits, Roster, Work, clock_offset, in_order_of_work, judge,
};
use domain::clock::{UsualHours, correct};
use domain::outcome::{Outcome, ReviewState};
use domain::place::{Fix, Place};
use domain::time::{EpochMs, SurveyDay};
use domain::visit::{Timed, Visit};
use jiff::tz::TimeZone;
use std::hint::black_box;
use std::time::Instant;

const HOUR: i64 = 3_600_000;
const ENUMERATORS: i32 = 2_000;

/// An honest enumerator's wave: 40 days of 12 interviews, each with everything that a form can record.
fn honest(enumerator: i32) -> Vec<Visit> {
    (0..480)
        .map(|n: i64| {
            let start = 1_772_391_600_000 + n / 12 * 24 * HOUR + (8 * 60 + n % 12 * 50) * 60_000;
            let key = i64::from(enumerator) * 1_000 + n;
            let step = key as f64 * 0.000_613_7;
            Visit {
                key,
                enumerator,
                device: Some(enumerator),
                area: 1,
                wave: 1,
                outcome: Outcome::Complete,
                review_state: ReviewState::Received,
                place: Place::InsideClaimed,
                edge_distance_m: Some(300.0),
                household: Some(key),
                counted: true,
                started_at: Some(EpochMs(start)),
                ended_at: Some(EpochMs(start + 25 * 60_000)),
                received_at: Some(EpochMs(start + 3 * HOUR)),
                fix: Some(Fix {
                    latitude: 31.504_321 + (step % 0.01),
                    longitude: 74.351_237 + (step % 0.013),
                    accuracy_m: Some(8.5),
                }),
                fix_at: Some(EpochMs(start + 60_000)),
                mock_location: Some(false),
                active_s: Some(1_400),
                household_size: Some(6),
                items_required: Some(40),
                items_answered: Some(39),
                items_dont_know: Some(1),
                items_refused: Some(0),
                listing_point: None,
            }
        })
        .collect()
}

fn main() {
    let limits = Limits::default();
    let zone = TimeZone::posix("PKT-5").unwrap();
    let areas = |_| AreaFacts {
        tehsil: 1,
        tolerance_m: 100.0,
        opens: Some(SurveyDay(20_000)),
        closes: Some(SurveyDay(21_000)),
    };
    let field = Field {
        limits: &limits,
        zone: &zone,
        areas: &areas,
        in_survey: &|_| true,
    };
    let roster = Roster::On(Deployment {
        tehsil: Some(1),
        ..Deployment::default()
    });
    let rules = clock_offset::rules(&limits, &zone, UsualHours::default());
    let all: Vec<Vec<Visit>> = (0..ENUMERATORS).map(honest).collect();
    let count = all.iter().map(Vec::len).sum::<usize>() as f64;
    let row = |stage: &str, began: Instant| {
        let rate = count / began.elapsed().as_secs_f64() / 1e6;
        println!("| {stage} | {rate:.2} M visits/s |");
    };

    let began = Instant::now();
    let corrected: Vec<_> = (0..)
        .zip(&all)
        .map(|(device, visits)| correct(device, visits, &rules))
        .collect();
    row("correct", began);

    let works: Vec<Vec<Timed>> = all
        .iter()
        .zip(&corrected)
        .map(|(visits, clock)| {
            let timed = |visit: &Visit| Timed {
                visit: *visit,
                clock: clock.reading(visit.key),
            };
            let mut timed: Vec<Timed> = visits.iter().map(timed).collect();
            in_order_of_work(&mut timed);
            timed
        })
        .collect();
    let began = Instant::now();
    for (enumerator, (visits, clock)) in (0..).zip(works.iter().zip(&corrected)) {
        let work = Work {
            roster,
            runs: &clock.runs,
            ..Work::of(enumerator, 1, visits)
        };
        black_box(judge(&work, &field));
    }
    row("judge", began);
}
