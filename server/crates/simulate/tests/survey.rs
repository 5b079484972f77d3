//! The simulated survey as a reader of its files sees it.

#![allow(clippy::unwrap_used)] // A failed unwrap here is a failed test.

use domain::coverage::{Class, Measure};
use domain::outcome::Outcome;
use domain::parse::{parse_roster, parse_submission, parse_target};
use domain::submission::{Cells, Column};
use domain::time::SurveyDay;
use jiff::tz::{TimeZone, offset};
use proptest::prelude::*;
use simulate::{Answers, Behaviour, Scenario, Survey, bundle};
use std::collections::{HashMap, HashSet};

fn zone() -> TimeZone {
    offset(5).to_time_zone()
}

fn today() -> SurveyDay {
    SurveyDay::parse("2026-11-20").unwrap()
}

fn survey(seed: u64, interviews: u64) -> Survey {
    Survey::new(&Scenario::new(seed, interviews, today(), zone()))
}

/// Submissions that a planted behaviour explains.
fn planted(survey: &Survey) -> HashMap<String, Behaviour> {
    survey
        .truth()
        .flat_map(|truth| {
            truth
                .submission_ids
                .into_iter()
                .map(move |id| (id, truth.behaviour))
        })
        .collect()
}

fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    })
}

fn csv_of(survey: &Survey) -> Vec<u8> {
    let mut file = Vec::new();
    survey.write_targets_csv(&mut file).unwrap();
    survey.write_roster_csv(&mut file).unwrap();
    survey.write_submissions_csv(&mut file).unwrap();
    survey.write_truth_csv(&mut file).unwrap();
    file
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    // Changing what a seed means changes every demonstration and published evaluation: do it on purpose,
    // say so in the change log, and pin the new number here.
    assert_eq!(
        format!("{:016x}", fnv(&csv_of(&survey(1, 30_000)))),
        "d7c6ee916d335909"
    );
    let first = csv_of(&survey(1, 500));
    assert_eq!(first, csv_of(&survey(1, 500)));
    assert_ne!(first, csv_of(&survey(2, 500)));
}

#[test]
fn every_row_of_every_file_is_accepted() {
    let mut scenario = Scenario::new(3, 5_000, today(), zone());
    scenario.answers = Answers::Small;
    let survey = Survey::new(&scenario);
    let read = |file: &[u8]| -> Vec<Vec<String>> {
        csv::Reader::from_reader(file)
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect()
    };
    let areas: HashSet<String> =
        read(bundle::areas_csv(domain::area::Level::UnionCouncil).as_bytes())
            .into_iter()
            .map(|row| row[0].clone())
            .collect();

    let mut file = Vec::new();
    survey.write_targets_csv(&mut file).unwrap();
    for row in read(&file) {
        let row = parse_target(&std::array::from_fn(|i| row[i].as_str())).unwrap();
        assert!(areas.contains(&row.area_code));
    }
    file.clear();
    survey.write_roster_csv(&mut file).unwrap();
    let roster: HashSet<String> = read(&file)
        .iter()
        .map(|row| {
            parse_roster(&std::array::from_fn(|i| row[i].as_str()))
                .unwrap()
                .enumerator_code
        })
        .collect();
    assert_eq!(roster.len(), read(&file).len(), "a code stands twice");

    file.clear();
    survey.write_submissions_csv(&mut file).unwrap();
    let rows = read(&file);
    assert_eq!(rows.len(), 5_000);
    let mut with_answers = 0;
    for row in &rows {
        // What the simulator has no values for stands last and is left out of the file.
        let cells = Cells(std::array::from_fn(|i| {
            row.get(i).map_or("", String::as_str)
        }));
        let (submission, problems) = parse_submission(&cells, None);
        assert_eq!(problems, [], "{row:?}");
        let submission = submission.unwrap();
        assert!(areas.contains(submission.area_code));
        assert!(roster.contains(submission.enumerator_code));
        if let Some(answers) = submission.answers {
            let read: serde_json::Value = serde_json::from_str(answers).unwrap();
            assert_eq!(read.as_object().unwrap().len(), 7);
            with_answers += 1;
        }
    }
    assert!(with_answers > 3_500);
}

#[test]
fn csv_and_ndjson_hold_the_same_rows() {
    let mut scenario = Scenario::new(4, 400, today(), zone());
    scenario.answers = Answers::Small;
    let survey = Survey::new(&scenario);
    let mut file = Vec::new();
    survey.write_submissions_ndjson(&mut file).unwrap();
    let lines: Vec<&str> = std::str::from_utf8(&file).unwrap().lines().collect();
    assert_eq!(lines.len(), 400);
    for (line, row) in lines.into_iter().zip(survey.submissions()) {
        let object: serde_json::Value = serde_json::from_str(line).unwrap();
        for column in Column::ALL {
            let text = match (&object[column.name()], column) {
                (serde_json::Value::Null, _) => String::new(),
                (serde_json::Value::String(text), _) => text.clone(),
                (answers, Column::Answers) => {
                    let own: serde_json::Value = serde_json::from_str(row.get(column)).unwrap();
                    assert_eq!(&own, answers);
                    continue;
                }
                (number @ serde_json::Value::Number(_), _) => {
                    let own: f64 = row.get(column).parse().unwrap();
                    assert_eq!(number.as_f64(), Some(own));
                    continue;
                }
                (other, _) => other.to_string(),
            };
            assert_eq!(text, row.get(column));
        }
    }
}

#[test]
fn a_demonstration_has_districts_in_every_stage_and_two_thirds_of_all_households() {
    let survey = survey(1, 60_000);
    let mut complete: HashMap<String, HashSet<String>> = HashMap::new();
    for row in survey.submissions() {
        let cells = row.cells();
        let submission = parse_submission(&cells, None).0.unwrap();
        if submission.is_valid_complete() {
            complete
                .entry(submission.area_code.to_owned())
                .or_default()
                .insert(submission.household_ref.unwrap().to_owned());
        }
    }
    let done = |uc: &str| {
        complete
            .get(uc)
            .map_or(0, |households| households.len() as u64)
    };
    let mut districts: HashMap<String, (u64, u64, u64)> = HashMap::new();
    let mut with_target = HashSet::new();
    for row in survey.targets() {
        let sums = districts.entry(row.area_code[..4].to_owned()).or_default();
        sums.0 += u64::from(row.plan.target_households);
        sums.1 += done(&row.area_code);
        sums.2 += u64::from(row.plan.expected_by(today()));
        with_target.insert(row.area_code);
    }
    let class = |code: &str| Measure::Coverage.class(districts[code].1, Some(districts[code].0));
    let pace = |code: &str| districts[code].1 as f64 / districts[code].2 as f64;
    assert_eq!(class("PB18"), Class::Full, "Lahore is done");
    assert_eq!(class("PB10"), Class::Over, "Gujrat has too many");
    assert_eq!(class("PB31"), Class::None, "Rajanpur has not begun");
    assert_eq!(class("PB23"), Class::High, "Multan lags");
    assert_eq!(class("PB12"), Class::Middle, "Jhang is behind");
    assert!(
        (0.9..1.1).contains(&pace("PB30")),
        "Rahim Yar Khan is on schedule"
    );
    assert!(pace("PB12") < 0.85 && pace("PB25") < 0.5 && pace("PB28") > 1.03);

    let sum = |pick: fn(&(u64, u64, u64)) -> u64| districts.values().map(pick).sum::<u64>() as f64;
    let share = sum(|d| d.1) / sum(|d| d.0);
    assert!((0.62..0.72).contains(&share), "{share}");

    assert_eq!(with_target.len(), 4_015 - 13);
    let untargeted = complete
        .keys()
        .filter(|uc| !with_target.contains(*uc))
        .count();
    assert!(untargeted >= 5, "interviews exist where no target does");
    let drawn = String::from_utf8(bundle::union_councils_geojson().to_vec()).unwrap();
    let undrawn = complete
        .keys()
        .filter(|uc| !drawn.contains(uc.as_str()))
        .count();
    assert!(undrawn > 100, "interviews exist where no boundary does");
}

#[test]
fn honest_work_looks_like_work() {
    let survey = survey(5, 40_000);
    let planted = planted(&survey);
    let (mut a_day, mut sizes, mut lengths_s) = (HashMap::new(), Vec::new(), Vec::new());
    let (mut rows, mut late, mut missing, mut repeated, mut returned) = (0, 0, 0, 0, 0);
    let mut households: HashMap<(String, String), Outcome> = HashMap::new();
    for row in survey.submissions() {
        let cells = row.cells();
        let submission = parse_submission(&cells, None).0.unwrap();
        if planted.contains_key(submission.submission_id) {
            continue;
        }
        rows += 1;
        let (started, ended) = (submission.started_at.unwrap(), submission.ended_at.unwrap());
        let minute = (started.0 / 60_000 + 300).rem_euclid(1_440);
        assert!(
            (7 * 60..20 * 60).contains(&minute),
            "starts at minute {minute} of the day"
        );
        let day = submission.survey_day(&zone());
        assert_ne!((day.0 + 4).rem_euclid(7), 0, "works on a Sunday");
        *a_day
            .entry((submission.enumerator_code.to_owned(), day))
            .or_insert(0) += 1;
        late += u32::from(SurveyDay::of(submission.received_at.unwrap(), &zone()) > day);
        missing += u32::from(submission.fix.is_none());
        assert_eq!(submission.mock_location.is_none(), submission.fix.is_none());
        if let Some(size) = submission.household_size {
            sizes.push(f64::from(size));
        }
        if submission.outcome == Outcome::Complete {
            lengths_s.push((ended.0 - started.0) / 1_000);
        }
        let key = (
            submission.area_code.to_owned(),
            submission.household_ref.unwrap().to_owned(),
        );
        if let Some(before) = households.insert(key, submission.outcome) {
            match before {
                Outcome::NotAtHome => returned += 1,
                _ => repeated += 1,
            }
        }
    }
    let rate = |n: u32| f64::from(n) / f64::from(rows);
    assert!((0.08..0.25).contains(&rate(late)), "late {}", rate(late));
    assert!(
        (0.01..0.04).contains(&rate(missing)),
        "without a fix {}",
        rate(missing)
    );
    // A union council has some 15 visits at this size, so most of those who were away are still to be seen again.
    assert!(
        (0.015..0.05).contains(&rate(returned)),
        "returns {}",
        rate(returned)
    );
    assert!(
        (0.002..0.012).contains(&rate(repeated)),
        "repeats {}",
        rate(repeated)
    );
    let mean_size = sizes.iter().sum::<f64>() / sizes.len() as f64;
    assert!((6.1..6.7).contains(&mean_size), "{mean_size}");
    lengths_s.sort_unstable();
    let median_s = lengths_s[lengths_s.len() / 2];
    assert!((1_200..1_440).contains(&median_s), "{median_s}");
    assert!(
        lengths_s[0] >= 240,
        "an honest interview of {} s",
        lengths_s[0]
    );
    let mut counts: Vec<i32> = a_day.into_values().collect();
    counts.sort_unstable();
    let at = |share: f64| counts[(counts.len() as f64 * share) as usize];
    assert!(
        (10..=15).contains(&at(0.5)) && at(0.98) <= 20,
        "{} {}",
        at(0.5),
        at(0.98)
    );
}

/// Start and end in milliseconds, latitude, longitude, accuracy in metres.
type Stop = (i64, i64, f64, f64, f64);

#[test]
fn honest_enumerators_neither_fly_nor_knock_on_two_doors_at_once() {
    let survey = survey(9, 30_000);
    let planted = planted(&survey);
    let mut tracks: HashMap<String, Vec<Stop>> = HashMap::new();
    for row in survey.submissions() {
        let cells = row.cells();
        let submission = parse_submission(&cells, None).0.unwrap();
        if planted.contains_key(submission.submission_id) {
            continue;
        }
        if let Some(fix) = submission.fix {
            tracks
                .entry(submission.enumerator_code.to_owned())
                .or_default()
                .push((
                    submission.started_at.unwrap().0,
                    submission.ended_at.unwrap().0,
                    fix.latitude,
                    fix.longitude,
                    fix.accuracy_m.unwrap(),
                ));
        }
    }
    for (enumerator, mut track) in tracks {
        track.sort_by_key(|stop| stop.0);
        for pair in track.windows(2) {
            let ((_, ended, lat1, lon1, acc1), (started, _, lat2, lon2, acc2)) = (pair[0], pair[1]);
            let gap_s = (started - ended) as f64 / 1_000.0;
            assert!(gap_s > 0.0, "{enumerator} overlaps");
            let north_m = (lat2 - lat1) * 111_000.0;
            let east_m = (lon2 - lon1) * 111_000.0 * lat1.to_radians().cos();
            let certain_m = (north_m.hypot(east_m) - 2.0 * (acc1 + acc2)).max(0.0);
            let speed_kmh = certain_m / gap_s * 3.6;
            assert!(speed_kmh <= 120.0, "{enumerator} at {speed_kmh} km/h");
        }
    }
}

#[test]
fn honest_fixes_lie_in_the_claimed_union_council() {
    let survey = survey(6, 20_000);
    let planted = planted(&survey);
    let shapes = shapes();
    let (mut judged, mut inside) = (0, 0);
    for row in survey.submissions() {
        let cells = row.cells();
        let submission = parse_submission(&cells, None).0.unwrap();
        let (Some(fix), Some(shape)) = (submission.fix, shapes.get(submission.area_code)) else {
            continue;
        };
        if !planted.contains_key(submission.submission_id) {
            judged += 1;
            inside += u32::from(
                shape
                    .iter()
                    .any(|rings| in_rings(rings, fix.longitude, fix.latitude)),
            );
        }
    }
    assert!(judged > 15_000);
    assert!(inside * 100 >= judged * 97, "{inside} of {judged}");
}

type Rings = Vec<Vec<(f64, f64)>>;

fn shapes() -> HashMap<String, Vec<Rings>> {
    let file: serde_json::Value = serde_json::from_slice(bundle::union_councils_geojson()).unwrap();
    let ring = |ring: &serde_json::Value| -> Vec<(f64, f64)> {
        let pair = |p: &serde_json::Value| (p[0].as_f64().unwrap(), p[1].as_f64().unwrap());
        ring.as_array().unwrap().iter().map(pair).collect()
    };
    let polygon = |rings: &serde_json::Value| -> Rings {
        rings.as_array().unwrap().iter().map(ring).collect()
    };
    let mut shapes = HashMap::new();
    for feature in file["features"].as_array().unwrap() {
        let coordinates = &feature["geometry"]["coordinates"];
        let polygons = match feature["geometry"]["type"].as_str().unwrap() {
            "Polygon" => vec![polygon(coordinates)],
            _ => coordinates
                .as_array()
                .unwrap()
                .iter()
                .map(polygon)
                .collect(),
        };
        let code = feature["properties"][bundle::UNION_COUNCIL_CODE]
            .as_str()
            .unwrap();
        shapes.insert(code.to_owned(), polygons);
    }
    shapes
}

/// By winding number: another way than the simulator's own.
fn in_rings(rings: &[Vec<(f64, f64)>], x: f64, y: f64) -> bool {
    let winding: i32 = rings
        .iter()
        .flat_map(|ring| ring.windows(2))
        .map(|edge| {
            let ((x1, y1), (x2, y2)) = (edge[0], edge[1]);
            let left = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1);
            match (y1 <= y, y2 <= y) {
                (true, false) if left > 0.0 => 1,
                (false, true) if left < 0.0 => -1,
                _ => 0,
            }
        })
        .sum();
    winding != 0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn any_scenario_yields_exactly_what_was_asked_for_in_order_of_receipt(
        seed in any::<u64>(),
        interviews in 0_u64..3_000,
        day in 10_000_i32..40_000,
        hours in -11_i8..=13,
    ) {
        let zone = offset(hours).to_time_zone();
        let survey = Survey::new(&Scenario::new(seed, interviews, SurveyDay(day), zone));
        let planted = planted(&survey);
        let mut ids = HashSet::new();
        let mut before = i64::MIN;
        for row in survey.submissions() {
            let cells = row.cells();
            let (submission, problems) = parse_submission(&cells, None);
            prop_assert_eq!(problems, []);
            let submission = submission.unwrap();
            prop_assert!(ids.insert(submission.submission_id.to_owned()));
            let [started, ended, received] =
                [submission.started_at, submission.ended_at, submission.received_at].map(|at| at.unwrap().0);
            // A clock that is fast ends an interview after its receipt.
            let fast = matches!(
                planted.get(submission.submission_id),
                Some(Behaviour::FastClock | Behaviour::ChangedClock)
            );
            prop_assert!(ended >= started && (received >= ended || fast));
            prop_assert!(received >= before && received <= survey.now().0);
            before = received;
        }
        prop_assert_eq!(ids.len() as u64, interviews);
        prop_assert!(planted.keys().all(|id| ids.contains(id)));
        // Forms are faked, copied or left open only where a complete interview follows others: not for certain in a survey
        // in which an enumerator has a dozen.
        if interviews >= 1_000 {
            let kinds: HashSet<Behaviour> = planted.values().copied().collect();
            for kind in Behaviour::ALL {
                let rare = matches!(
                    kind,
                    Behaviour::HalfFaked | Behaviour::CopiedAnswers | Behaviour::FormLeftOpen
                );
                prop_assert!(rare || kinds.contains(&kind), "{:?}", kind);
            }
        }
    }
}
