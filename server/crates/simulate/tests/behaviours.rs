//! What is planted, as a reader of the files sees it: each kind in the rows that the truth names and in no others.

#![allow(clippy::unwrap_used)] // A failed unwrap here is a failed test.

use domain::outcome::Outcome;
use domain::parse::parse_submission;
use domain::submission::Column;
use domain::time::SurveyDay;
use jiff::tz::offset;
use simulate::{Answers, Behaviour, Mix, Scenario, Survey, Truth};
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

const HOUR_S: i64 = 3_600;

/// What the tests look at of a submission. Times are seconds.
#[derive(Clone, Debug)]
struct Row {
    enumerator: String,
    device: String,
    uc: String,
    household: String,
    outcome: Outcome,
    started: i64,
    ended: i64,
    received: i64,
    /// Latitude, longitude, accuracy in metres.
    fix: Option<(f64, f64, f64)>,
    written: [String; 3],
    fix_at: Option<i64>,
    mock: Option<bool>,
    active: Option<i64>,
    size: Option<u8>,
    items: [u32; 4],
    answers: Vec<String>,
}

impl Row {
    fn day(&self) -> i64 {
        (self.started + 5 * HOUR_S).div_euclid(86_400)
    }

    fn duration(&self) -> i64 {
        self.ended - self.started
    }

    fn complete(&self) -> bool {
        self.outcome == Outcome::Complete
    }
}

struct Sample {
    rows: HashMap<String, Row>,
    truths: Vec<Truth>,
    planted: HashMap<String, Behaviour>,
}

impl Sample {
    fn rows_of(&self, truth: &Truth) -> Vec<&Row> {
        truth
            .submission_ids
            .iter()
            .map(|id| &self.rows[id])
            .collect()
    }

    fn truths_of(&self, kind: Behaviour) -> impl Iterator<Item = (&Truth, Vec<&Row>)> {
        self.truths
            .iter()
            .filter(move |truth| truth.behaviour == kind)
            .map(|truth| (truth, self.rows_of(truth)))
    }

    /// Everything that nobody planted, in order of enumerator and start.
    fn honest(&self) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self
            .rows
            .iter()
            .filter(|(id, _)| !self.planted.contains_key(*id))
            .map(|(_, row)| row)
            .collect();
        rows.sort_by_key(|row| (&row.enumerator, row.started));
        rows
    }
}

fn scenario(seed: u64, interviews: u64) -> Scenario {
    let today = SurveyDay::parse("2026-11-20").unwrap();
    let mut scenario = Scenario::new(seed, interviews, today, offset(5).to_time_zone());
    scenario.mix = Mix::evaluation();
    scenario.answers = Answers::Full;
    scenario
}

/// An evaluation of some 400 working enumerators, made once.
fn sample() -> &'static Sample {
    static SAMPLE: OnceLock<Sample> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let survey = Survey::new(&scenario(21, 150_000));
        let truths: Vec<Truth> = survey.truth().collect();
        let planted = truths
            .iter()
            .flat_map(|t| t.submission_ids.iter().map(|id| (id.clone(), t.behaviour)))
            .collect();
        let mut rows = HashMap::new();
        for row in survey.submissions() {
            let cells = row.cells();
            let (submission, problems) = parse_submission(&cells, None);
            assert_eq!(problems, []);
            let s = submission.unwrap();
            let number = |column: Column| row.get(column).parse().unwrap_or(0);
            rows.insert(
                s.submission_id.to_owned(),
                Row {
                    enumerator: s.enumerator_code.to_owned(),
                    device: s.device_id.unwrap().to_owned(),
                    uc: s.area_code.to_owned(),
                    household: s.household_ref.unwrap().to_owned(),
                    outcome: s.outcome,
                    started: s.started_at.unwrap().0 / 1_000,
                    ended: s.ended_at.unwrap().0 / 1_000,
                    received: s.received_at.unwrap().0 / 1_000,
                    fix: s
                        .fix
                        .map(|fix| (fix.latitude, fix.longitude, fix.accuracy_m.unwrap())),
                    written: [Column::Latitude, Column::Longitude, Column::FixAt]
                        .map(|column| row.get(column).to_owned()),
                    fix_at: s.fix_at.map(|at| at.0 / 1_000),
                    mock: s.mock_location,
                    active: row.get(Column::ActiveS).parse().ok(),
                    size: row.get(Column::HouseholdSize).parse().ok(),
                    items: [
                        Column::ItemsRequired,
                        Column::ItemsAnswered,
                        Column::ItemsDontKnow,
                        Column::ItemsRefused,
                    ]
                    .map(number),
                    answers: s.answers.map_or(Vec::new(), |answers| {
                        let read: serde_json::Value = serde_json::from_str(answers).unwrap();
                        let object = read.as_object().unwrap();
                        object.values().map(ToString::to_string).collect()
                    }),
                },
            );
        }
        Sample {
            rows,
            truths,
            planted,
        }
    })
}

fn metres(a: (f64, f64, f64), b: (f64, f64, f64)) -> f64 {
    let (north, east) = (
        (a.0 - b.0) * 110_862.0,
        (a.1 - b.1) * 110_862.0 * a.0.to_radians().cos(),
    );
    north.hypot(east)
}

/// The widest distance from the first of the fixes.
fn spread(rows: &[&Row]) -> f64 {
    let fixes: Vec<_> = rows.iter().filter_map(|row| row.fix).collect();
    fixes
        .iter()
        .map(|fix| metres(fixes[0], *fix))
        .fold(0.0, f64::max)
}

fn by_day<'a>(rows: &[&'a Row]) -> HashMap<i64, Vec<&'a Row>> {
    let mut days: HashMap<i64, Vec<&Row>> = HashMap::new();
    for &row in rows {
        days.entry(row.day()).or_default().push(row);
    }
    days
}

fn median(mut values: Vec<i64>) -> i64 {
    values.sort_unstable();
    values[values.len() / 2]
}

#[test]
fn an_evaluation_has_one_dishonest_enumerator_in_twenty_and_a_few_of_every_look_alike() {
    let sample = sample();
    let working: HashSet<&String> = sample.rows.values().map(|row| &row.enumerator).collect();
    let mut by_kind: HashMap<Behaviour, usize> = HashMap::new();
    let mut enumerators = HashSet::new();
    for truth in &sample.truths {
        *by_kind.entry(truth.behaviour).or_default() += 1;
        assert!(enumerators.insert(&truth.enumerator_code), "nobody has two");
    }
    let share = |count: usize| count as f64 / working.len() as f64;
    let dishonest: usize = by_kind
        .iter()
        .filter(|(kind, _)| kind.is_dishonest())
        .map(|(_, count)| count)
        .sum();
    assert!(
        (0.045..0.055).contains(&share(dishonest)),
        "{}",
        share(dishonest)
    );
    for kind in Behaviour::ALL {
        let share = share(by_kind.get(&kind).copied().unwrap_or(0));
        let wanted = if kind.is_dishonest() {
            0.003..0.012
        } else {
            0.007..0.025
        };
        assert!(wanted.contains(&share), "{kind:?} {share}");
    }
}

#[test]
fn nothing_is_planted_where_nothing_is_asked_for() {
    let mut scenario = scenario(3, 3_000);
    scenario.mix = Mix::none();
    assert_eq!(Survey::new(&scenario).truth().count(), 0);
    scenario.mix = Mix::none().with(Behaviour::OneSpot, 0.2);
    let survey = Survey::new(&scenario);
    assert!(survey.truth().count() > 10);
    assert!(survey.truth().all(|t| t.behaviour == Behaviour::OneSpot));
}

#[test]
fn the_truth_is_the_enumerators_own_and_every_kind_is_there() {
    let sample = sample();
    let mut kinds = HashSet::new();
    for truth in &sample.truths {
        kinds.insert(truth.behaviour);
        assert!(truth.first_day <= truth.last_day && !truth.submission_ids.is_empty());
        for row in sample.rows_of(truth) {
            assert_eq!(row.enumerator, truth.enumerator_code);
            assert_eq!(row.device, truth.device_id);
        }
    }
    assert_eq!(kinds.len(), Behaviour::COUNT);
}

#[test]
fn an_evaluation_is_the_same_every_time() {
    let files = |seed| {
        let survey = Survey::new(&scenario(seed, 4_000));
        let mut file = Vec::new();
        survey.write_submissions_csv(&mut file).unwrap();
        survey.write_truth_csv(&mut file).unwrap();
        file
    };
    assert_eq!(files(1), files(1));
    assert_ne!(files(1), files(2));
}

/// How far the tablet's clock is ahead, by its fixes.
fn ahead(row: &Row) -> Option<i64> {
    row.fix_at.map(|fix_at| row.started - fix_at)
}

#[test]
fn a_wrong_clock_is_wrong_by_the_same_in_all_its_interviews_and_right_in_all_others() {
    let sample = sample();
    for (kind, offsets) in [
        (Behaviour::SlowClock, -12 * HOUR_S..=-2_400),
        (Behaviour::FastClock, 2_400..=4 * HOUR_S),
        (Behaviour::ChangedClock, -12 * HOUR_S..=4 * HOUR_S),
    ] {
        let (mut early, mut all) = (0, 0);
        for (truth, rows) in sample.truths_of(kind) {
            all += 1;
            let offset = median(rows.iter().filter_map(|row| ahead(row)).collect());
            assert!(offsets.contains(&(offset + 20)), "{kind:?} {offset}");
            assert!(offset.abs() > 2_300, "{kind:?} {offset}");
            for row in &rows {
                assert!(ahead(row).is_none_or(|by| (by - offset).abs() < 90));
            }
            early += usize::from(rows.iter().any(|row| row.received < row.ended));
            if kind == Behaviour::ChangedClock {
                let others = sample.rows.iter().filter(|(id, row)| {
                    row.enumerator == truth.enumerator_code && !sample.planted.contains_key(*id)
                });
                assert!(others.count() > 0, "the clock was right before");
            }
        }
        if kind == Behaviour::FastClock {
            assert!(2 * early >= all, "received before ended: {early} of {all}");
        }
    }
    for row in sample.rows.iter().filter_map(|(id, row)| {
        let clock = matches!(
            sample.planted.get(id),
            Some(
                Behaviour::SlowClock
                    | Behaviour::FastClock
                    | Behaviour::ChangedClock
                    | Behaviour::CachedFix
            )
        );
        (!clock).then_some(row)
    }) {
        assert!(ahead(row).is_none_or(|by| by.abs() <= 60));
        assert!(row.received >= row.ended);
    }
}

#[test]
fn a_cached_fix_does_not_change_all_day() {
    for (_, rows) in sample().truths_of(Behaviour::CachedFix) {
        for a_day in by_day(&rows).values() {
            let fixes: HashSet<_> = a_day.iter().map(|row| &row.written).collect();
            assert_eq!(fixes.len(), 1);
        }
    }
}

#[test]
fn an_apartment_block_holds_many_true_households_within_a_few_metres() {
    let sample = sample();
    let honest_median = median(complete_durations(&sample.honest()));
    for (_, rows) in sample.truths_of(Behaviour::ApartmentBlock) {
        let mut blocks: HashMap<&String, Vec<&Row>> = HashMap::new();
        for &row in rows
            .iter()
            .filter(|row| row.fix.is_some_and(|fix| fix.2 < 13.0))
        {
            blocks.entry(&row.uc).or_default().push(row);
        }
        for block in blocks.values().filter(|block| block.len() >= 10) {
            let households: HashSet<_> = block.iter().map(|row| &row.household).collect();
            assert!(households.len() * 10 >= block.len() * 8);
            // Several blocks of one union council may be far apart, so each household is compared with its nearest; the
            // fixes of two neighbours are a few metres of noise apart.
            let neighbours = |row: &Row| {
                block
                    .iter()
                    .filter(|other| other.household != row.household)
                    .filter(|other| metres(row.fix.unwrap(), other.fix.unwrap()) < 40.0)
                    .count()
            };
            let close = block.iter().filter(|row| neighbours(row) >= 3).count();
            assert!(close * 10 >= block.len() * 8, "{close} of {}", block.len());
        }
        let durations = complete_durations(&rows);
        if durations.len() > 30 {
            let ratio = median(durations) as f64 / honest_median as f64;
            assert!(
                (0.65..1.5).contains(&ratio),
                "interviews are good ones: {ratio}"
            );
        }
    }
}

fn complete_durations(rows: &[&Row]) -> Vec<i64> {
    rows.iter()
        .filter(|row| row.complete())
        .map(|row| row.duration())
        .collect()
}

#[test]
fn a_batch_of_three_to_six_days_arrives_at_once() {
    let sample = sample();
    let mut longest_days = HashSet::new();
    for (_, rows) in sample.truths_of(Behaviour::BatchSync) {
        let mut batches: HashMap<i64, Vec<&Row>> = HashMap::new();
        for row in rows {
            assert!(
                ahead(row).is_none_or(|by| by.abs() <= 60),
                "the clock is right"
            );
            let day = (row.received + 5 * HOUR_S).div_euclid(86_400);
            batches.entry(day).or_default().push(row);
        }
        let mut longest = 0;
        for batch in batches.values() {
            let received = batch.iter().map(|row| row.received);
            assert!(received.clone().max().unwrap() - received.clone().min().unwrap() < HOUR_S);
            let oldest = batch
                .iter()
                .map(|row| row.received - row.ended)
                .max()
                .unwrap();
            longest = longest.max(oldest / 86_400);
        }
        assert!((2..=6).contains(&longest), "offline for {longest} days");
        longest_days.insert(longest);
    }
    assert!(longest_days.len() > 1, "tablets differ");
}

#[test]
fn a_form_left_open_ends_hours_later_with_others_in_between_and_was_worked_on_as_long_as_any() {
    let sample = sample();
    let mut next_morning = 0;
    for (truth, rows) in sample.truths_of(Behaviour::FormLeftOpen) {
        for row in rows {
            assert!(row.complete() && row.received >= row.ended);
            assert!(row.active.unwrap() < row.duration());
            assert!((300..9_001).contains(&row.active.unwrap()));
            let between = sample.rows.values().filter(|other| {
                other.enumerator == truth.enumerator_code
                    && other.started > row.started
                    && other.ended < row.ended
            });
            assert!(between.count() > 0);
            next_morning += u32::from((row.ended + 5 * HOUR_S).div_euclid(86_400) > row.day());
        }
    }
    assert!(next_morning > 10);
}

#[test]
fn an_inventor_sits_at_home_and_is_quick() {
    for (_, rows) in sample().truths_of(Behaviour::InventorAtHome) {
        assert!(rows.iter().all(|row| row.duration() <= 900));
        let at_home: Vec<&Row> = rows
            .iter()
            .copied()
            .filter(|row| row.fix.is_some_and(|fix| fix.2 < 13.0))
            .collect();
        assert!(spread(&at_home) < 100.0, "{}", spread(&at_home));
    }
}

#[test]
fn a_half_faked_form_is_short_small_and_full_of_holes() {
    let sample = sample();
    for (_, rows) in sample.truths_of(Behaviour::HalfFaked) {
        for row in &rows {
            assert!(row.complete() && row.size.unwrap() <= 3);
            let holes = row.items[2] + row.items[3];
            assert!(holes * 100 >= row.items[0] * 10, "{:?}", row.items);
            assert_eq!(row.items[1] + holes, row.items[0]);
            assert!(row.active.unwrap() < row.duration());
        }
        assert!(median(complete_durations(&rows)) < 480);
    }
}

#[test]
fn copied_answers_are_nearly_those_of_an_earlier_interview_of_theirs_and_honest_ones_never() {
    let sample = sample();
    let alike = |a: &Row, b: &Row| {
        let equal = a.answers.iter().zip(&b.answers).filter(|(a, b)| a == b);
        equal.count() as f64 / 24.0
    };
    for (truth, rows) in sample.truths_of(Behaviour::CopiedAnswers) {
        let own: Vec<&Row> = sample
            .rows
            .iter()
            .filter(|(id, row)| {
                row.enumerator == truth.enumerator_code
                    && row.complete()
                    && !sample.planted.contains_key(*id)
            })
            .map(|(_, row)| row)
            .collect();
        let mut likeness = 0.0;
        for row in &rows {
            let source = own
                .iter()
                .max_by(|a, b| alike(row, a).total_cmp(&alike(row, b)))
                .unwrap();
            assert!(alike(row, source) > 0.6);
            likeness += alike(row, source);
            assert_eq!((row.size, row.items), (source.size, source.items));
            assert_ne!(row.household, source.household);
        }
        assert!(likeness / rows.len() as f64 > 0.85);
    }
    let honest = sample.honest();
    let complete: Vec<&&Row> = honest.iter().filter(|row| row.complete()).collect();
    let (mut pairs, mut twins) = (0, 0);
    for a_few in complete.windows(40).step_by(20) {
        for (i, a) in a_few.iter().enumerate() {
            for b in &a_few[i + 1..] {
                if a.household != b.household {
                    pairs += 1;
                    twins += u32::from(alike(a, b) >= 0.85);
                }
            }
        }
    }
    assert!(pairs > 1_000_000 && twins == 0, "{twins} of {pairs}");
}

#[test]
fn one_spot_is_a_point_for_a_whole_day_that_lasts_hours() {
    let mut long_days = 0;
    for (_, rows) in sample().truths_of(Behaviour::OneSpot) {
        for a_day in by_day(&rows).values() {
            assert!(spread(a_day) < 20.0, "{}", spread(a_day));
            let households: HashSet<_> = a_day.iter().map(|row| &row.household).collect();
            assert!(a_day.len() < 4 || households.len() > a_day.len() / 2);
            let first = a_day.iter().map(|row| row.started).min().unwrap();
            let last = a_day.iter().map(|row| row.ended).max().unwrap();
            long_days += i64::from(a_day.len() >= 8 && last - first > 4 * HOUR_S);
        }
    }
    assert!(long_days > 10);
}

#[test]
fn a_mock_location_says_so_or_is_impossibly_accurate() {
    let sample = sample();
    let mocked = |row: &Row| row.mock == Some(true) || row.fix.is_some_and(|fix| fix.2 == 0.0);
    for (id, row) in &sample.rows {
        let planted = sample.planted.get(id) == Some(&Behaviour::MockLocation);
        assert_eq!(mocked(row), planted);
    }
}

#[test]
fn an_impossible_tour_jumps_tens_of_kilometres_within_minutes() {
    for (_, rows) in sample().truths_of(Behaviour::ImpossibleTour) {
        for a_day in by_day(&rows).into_values().filter(|day| day.len() >= 10) {
            let mut a_day: Vec<&Row> = a_day.into_iter().filter(|row| row.fix.is_some()).collect();
            a_day.sort_by_key(|row| row.started);
            let jumps = a_day.windows(2).filter(|pair| {
                let far = metres(pair[0].fix.unwrap(), pair[1].fix.unwrap());
                far > 10_000.0 && pair[1].started - pair[0].ended < 5_400
            });
            assert!(jumps.count() >= 1);
        }
    }
}

#[test]
fn a_padded_day_has_far_more_and_shorter_interviews_than_any_honest_one() {
    let sample = sample();
    let honest = sample.honest();
    let mut per_day: HashMap<(&String, i64), usize> = HashMap::new();
    for row in &honest {
        *per_day.entry((&row.enumerator, row.day())).or_default() += 1;
    }
    let mut counts: Vec<usize> = per_day.into_values().collect();
    counts.sort_unstable();
    let most = counts[counts.len() * 99 / 100];
    let usual = median(complete_durations(&honest));
    for (truth, rows) in sample.truths_of(Behaviour::PaddedDays) {
        let days = by_day(&rows);
        let mean = rows.len() / days.len();
        assert!(
            mean > most,
            "{mean} a day, honest people up to {most}: {}",
            truth.enumerator_code
        );
        assert!(median(complete_durations(&rows)) * 10 < usual * 8);
    }
}

#[test]
fn plain_work_has_no_overlaps_no_flights_no_nights_no_haste_and_no_repeated_points() {
    let sample = sample();
    let honest = sample.honest();
    for pair in honest.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if a.enumerator != b.enumerator || a.day() != b.day() {
            continue;
        }
        assert!(b.started > a.ended, "{a:?} overlaps {b:?}");
        if let (Some(from), Some(to)) = (a.fix, b.fix) {
            let certain_m = (metres(from, to) - from.2 - to.2).max(0.0);
            let speed_kmh = certain_m / (b.started - a.ended) as f64 * 3.6;
            assert!(speed_kmh <= 100.0, "{speed_kmh} km/h: {a:?} {b:?}");
        }
    }
    let mut points: HashMap<&[String; 3], &String> = HashMap::new();
    let mut repeated = 0;
    for row in &honest {
        let minute = ((row.started + 5 * HOUR_S) / 60).rem_euclid(1_440);
        assert!(
            (7 * 60..20 * 60).contains(&minute),
            "starts at minute {minute}"
        );
        assert!(!row.complete() || row.duration() >= 300, "{row:?}");
        if row.fix.is_some()
            && let Some(before) = points.insert(&row.written, &row.household)
        {
            repeated += u32::from(*before != row.household);
        }
    }
    assert!(repeated as usize * 1_000 < honest.len(), "{repeated}");
}

#[test]
fn peers_differ_by_tehsil_in_refusals_and_in_what_respondents_know() {
    let sample = sample();
    let mut tehsils: HashMap<&str, [u32; 4]> = HashMap::new();
    for row in sample.honest() {
        let sums = tehsils.entry(&row.uc[..6]).or_default();
        sums[0] += 1;
        sums[1] += u32::from(row.outcome == Outcome::Refused);
        if row.complete() {
            sums[2] += row.items[0];
            sums[3] += row.items[2];
        }
    }
    let rates = |over: usize, part: usize| {
        let mut rates: Vec<f64> = tehsils
            .values()
            .filter(|sums| sums[0] > 600)
            .map(|sums| f64::from(sums[part]) / f64::from(sums[over]))
            .collect();
        rates.sort_by(f64::total_cmp);
        (rates[rates.len() / 10], rates[rates.len() * 9 / 10])
    };
    let (few, many) = rates(0, 1);
    assert!(
        few > 0.005 && many < 0.12 && many > 1.5 * few,
        "{few} {many}"
    );
    let (few, many) = rates(2, 3);
    assert!(
        few > 0.008 && many < 0.05 && many > 1.4 * few,
        "{few} {many}"
    );
}

#[test]
fn longer_households_take_longer() {
    let honest = sample().honest();
    let of_size = |sizes: std::ops::RangeInclusive<u8>| {
        median(
            honest
                .iter()
                .filter(|row| row.complete() && sizes.contains(&row.size.unwrap()))
                .map(|row| row.duration())
                .collect(),
        )
    };
    assert!(of_size(1..=2) < of_size(5..=6) && of_size(5..=6) < of_size(10..=12));
}
