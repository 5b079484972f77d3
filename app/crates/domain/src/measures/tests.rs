//! Each measure against an example worked out by hand, and sums over areas and days against the whole.

use super::*;
use crate::area::{Area, AreaId, Level};
use crate::checks::{AreaFacts, Check, Field, LimitsBook, Severity, Work};
use crate::clock::{Certainty, Reading};
use crate::coverage::{Counts, Summary};
use crate::cube::{Cube, CubeRows, Period};
use crate::flag::Status;
use crate::outcome::{Outcome, ReviewState};
use crate::peers::SizeClass;
use crate::place::{Fix, Place};
use crate::testing::plain_visit;
use crate::time::{EpochMs, SurveyDay};
use crate::visit::{FormVersion, Timed, Visit};
use jiff::tz::TimeZone;
use proptest::prelude::*;

const HOUR_MS: i64 = 3_600_000;
/// 2026-11-02, a Monday.
const DAY: i32 = 20_759;

fn at(day: i32, hour: f64) -> Option<EpochMs> {
    Some(EpochMs(
        i64::from(day) * 24 * HOUR_MS + (hour * HOUR_MS as f64) as i64,
    ))
}

/// An interview of half an hour from 10:00 on, received four hours later, with everything answered.
fn interview(key: i64) -> Visit {
    Visit {
        area: 10,
        started_at: at(DAY, 10.0),
        ended_at: at(DAY, 10.5),
        received_at: at(DAY, 14.5),
        fix: Some(Fix {
            latitude: 31.5,
            longitude: 74.3,
            accuracy_m: Some(6.5),
        }),
        place: Place::InsideClaimed,
        household_size: Some(5),
        items_required: Some(40),
        items_answered: Some(40),
        items_dont_know: Some(0),
        items_refused: Some(0),
        ..plain_visit(key)
    }
}

fn cells_by(visits: &[Visit], clock: Reading) -> Vec<DayCell> {
    let timed: Vec<Timed> = visits
        .iter()
        .map(|visit| Timed {
            visit: *visit,
            clock,
        })
        .collect();
    let limits = LimitsBook::default().in_wave(1);
    let field = Field {
        limits: &limits,
        zone: &TimeZone::UTC,
        areas: &|_| AreaFacts::default(),
        in_survey: &|_| true,
    };
    day_cells(&Work::of(1, 1, &timed), &field)
}

fn figures(visits: &[Visit]) -> Figures {
    let mut figures = Figures::default();
    for cell in cells_by(visits, Reading::default()) {
        figures.sums.add(&cell.sums);
    }
    figures
}

fn share(part: u64, whole: u64) -> Option<Value> {
    Some(Value::Share { part, whole })
}

#[test]
fn durations_are_told_by_the_version_of_the_form() {
    let on = |version: i32, minutes: f64, visit: Visit| Visit {
        form: Some(FormVersion { form: 1, version }),
        ended_at: at(DAY, 10.0 + minutes / 60.0),
        ..visit
    };
    let visits = [
        on(3, 20.0, interview(1)),
        on(3, 24.0, interview(2)),
        on(4, 40.0, interview(3)),
        // Of no form that is known, without an end, and not an interview: in none.
        interview(4),
        Visit {
            ended_at: None,
            ..on(4, 9.0, interview(5))
        },
        Visit {
            outcome: Outcome::Refused,
            ..on(4, 9.0, interview(6))
        },
    ];
    let quality = Quality::build(
        QualityRows {
            people: vec![(1, cells_by(&visits, Reading::default()))],
            ..QualityRows::default()
        },
        &cube(),
    );
    let told = |period: &Period| -> Vec<(i32, u64)> {
        let forms = quality.by_form(10, period).into_iter();
        forms
            .map(|(form, sums)| {
                let figures = Figures {
                    sums,
                    ..Figures::default()
                };
                let (_, bins) = figures.durations(&SizeClass::ALL);
                (form.version, bins.iter().sum())
            })
            .collect()
    };
    let until = |day: i32| Period {
        wave: None,
        from: None,
        to: SurveyDay(day),
    };
    assert_eq!(told(&until(DAY)), [(3, 2), (4, 1)]);
    assert_eq!(told(&until(DAY - 1)), []);
}

#[test]
fn shares_of_interviews_are_those_worked_out_by_hand() {
    let visits = [
        interview(1),
        // Without a position, ten items unanswered, four "don't know", two refused.
        Visit {
            fix: None,
            place: Place::NoFix,
            items_answered: Some(30),
            items_dont_know: Some(4),
            items_refused: Some(2),
            ..interview(2)
        },
        // Outside; a household that another interview counts for; says nothing of its items.
        Visit {
            place: Place::OutsideClaimed,
            counted: false,
            items_required: None,
            ..interview(3)
        },
        // In an area without a boundary: whether it is inside cannot be told.
        Visit {
            place: Place::NoBoundary,
            ..interview(4)
        },
        // Rejected: in nothing.
        Visit {
            review_state: ReviewState::Rejected,
            fix: None,
            ..interview(5)
        },
        Visit {
            outcome: Outcome::Refused,
            ..interview(6)
        },
        Visit {
            outcome: Outcome::NotAtHome,
            ..interview(7)
        },
        Visit {
            outcome: Outcome::Vacant,
            ..interview(8)
        },
    ];
    let of = |measure| figures(&visits).value(measure);
    assert_eq!(of(Measure::ValidGps), share(3, 4));
    assert_eq!(of(Measure::InsideClaimed), share(1, 2));
    assert_eq!(of(Measure::Completeness), share(110, 120));
    assert_eq!(of(Measure::DontKnow), share(4, 120));
    assert_eq!(of(Measure::ItemRefusal), share(2, 120));
    assert_eq!(of(Measure::Nonresponse), share(2, 6));
    assert_eq!(of(Measure::Declined), share(1, 6));
    assert_eq!(of(Measure::Repeated), share(1, 4));
    assert_eq!(of(Measure::ClockCorrected), share(0, 4));
    assert_eq!(
        of(Measure::InterviewsADay),
        Some(Value::Mean { part: 4, whole: 1 })
    );
}

#[test]
fn sizes_are_those_worked_out_by_hand() {
    let minutes = |key: i64, minutes: f64| Visit {
        ended_at: at(DAY, 10.0 + minutes / 60.0),
        received_at: at(DAY, 10.0 + minutes / 60.0 + 3.0),
        ..interview(key)
    };
    // Minute by minute up to thirty: 12, 18, 18, 24 lie in bins 12–13, 18–19, 24–25.
    let visits = [
        minutes(1, 12.2),
        minutes(2, 18.2),
        minutes(3, 18.7),
        minutes(4, 24.2),
    ];
    let of = |measure| figures(&visits).value(measure);
    let amount = |value| {
        Some(Value::Amount {
            value,
            at_least: false,
            of: 4,
        })
    };
    // Half of four is two: one below 18, the first of two in 18–19.
    assert_eq!(of(Measure::DurationMedian), amount(18.5));
    // Quartiles at one (the end of bin 12–13) and at three (the end of 18–19).
    assert_eq!(of(Measure::DurationIqr), amount(19.0 - 13.0));
    // All four in 6–7 m: half of the way, and nine tenths.
    assert_eq!(of(Measure::AccuracyMedian), amount(6.5));
    assert_eq!(of(Measure::AccuracyP90), amount(6.9));
    // All four in 3–4 h.
    assert_eq!(of(Measure::LagMedian), amount(3.5));
    assert_eq!(of(Measure::LagP90), amount(3.9));
}

#[test]
fn active_and_elapsed_time_are_never_mixed() {
    let active = |key| Visit {
        active_s: Some(12 * 60 + 30),
        ..interview(key)
    };
    // Three by active time, two by elapsed: the three alone are told.
    let visits = [active(1), active(2), active(3), interview(4), interview(5)];
    let median = figures(&visits).value(Measure::DurationMedian);
    assert_eq!(
        median,
        Some(Value::Amount {
            value: 12.5,
            at_least: false,
            of: 3
        })
    );
}

#[test]
fn times_are_corrected_before_anything_is_counted() {
    // Twelve hours slow: recorded at 22:00 of the day before.
    let slow = Visit {
        started_at: at(DAY - 1, 22.0),
        ended_at: at(DAY - 1, 22.5),
        ..interview(1)
    };
    let clock = Reading {
        offset_ms: -12 * HOUR_MS,
        certainty: Certainty::Measured,
    };
    let cells = cells_by(&[slow], clock);
    assert_eq!(
        cells.iter().map(|cell| cell.day).collect::<Vec<_>>(),
        [SurveyDay(DAY)]
    );
    let mut sums = Sums::default();
    sums.add(&cells[0].sums);
    assert_eq!(sums.bins(Binned::Hour)[10], 1);
    assert_eq!(sums.count(Count::ClockCorrected), 1);
    let lag = Figures {
        sums,
        ..Figures::default()
    }
    .value(Measure::LagMedian);
    assert_eq!(
        lag,
        Some(Value::Amount {
            value: 4.5,
            at_least: false,
            of: 1
        })
    );
}

#[test]
fn a_day_in_two_areas_is_one_day_where_most_of_it_was() {
    let there = |key, area| Visit {
        area,
        ..interview(key)
    };
    let cells = cells_by(
        &[there(1, 10), there(2, 11), there(3, 11)],
        Reading::default(),
    );
    let days = |cell: &DayCell| {
        let mut sums = Sums::default();
        sums.add(&cell.sums);
        sums.bins(Binned::DaySize).to_vec()
    };
    assert_eq!(
        cells.iter().map(|cell| cell.area).collect::<Vec<_>>(),
        [10, 11]
    );
    assert_eq!(days(&cells[0]).iter().sum::<u64>(), 0);
    // One day of three interviews.
    assert_eq!(days(&cells[1])[2], 1);
}

#[test]
fn flags_are_counted_by_where_they_stand() {
    let mut figures = figures(&[interview(1), interview(2), interview(3), interview(4)]);
    let mut flag = |check, severity, status, number| {
        figures
            .sums
            .add_slot(flag_slot(check, severity, status).unwrap(), number);
    };
    use Severity::{Info, Review, Severe};
    flag(Check::TravelSpeed, Severe, Status::Open, 2);
    flag(Check::TravelSpeed, Severe, Status::Changed, 1);
    flag(Check::TravelSpeed, Severe, Status::Confirmed, 3);
    flag(Check::TravelSpeed, Review, Status::Dismissed, 1);
    flag(Check::GpsOutsideArea, Severe, Status::Assigned, 1);
    flag(Check::GpsOutsideArea, Review, Status::Explained, 1);
    flag(Check::GpsOutsideArea, Review, Status::Dismissed, 4);
    flag(Check::GpsMissing, Info, Status::Open, 9);
    flag(Check::NearDuplicate, Review, Status::Open, 1);
    figures.sums.add_slot(Binned::TimeToClose.slot(1.5), 8);
    let of = |measure| figures.value(measure);
    assert_eq!(of(Measure::SevereOpen), Some(Value::Count(2 + 1 + 1)));
    assert_eq!(of(Measure::GpsExceptions), Some(Value::Count(2)));
    assert_eq!(of(Measure::FlagRate), share(2 + 1 + 3 + 1 + 1 + 1, 4));
    assert_eq!(of(Measure::ConfirmRate), share(3, 3 + 1 + 4));
    assert_eq!(of(Measure::NearDuplicates), share(1, 4));
    assert_eq!(
        of(Measure::TimeToClose),
        Some(Value::Amount {
            value: 1.5,
            at_least: false,
            of: 8
        })
    );
    assert_eq!(figures.decided(Some(Check::GpsOutsideArea)), (0, 4));
}

#[test]
fn progress_is_what_coverage_and_the_roster_say() {
    let figures = Figures {
        summary: Summary {
            counts: Counts {
                complete: 380,
                rejected: 9,
                repeated: 4,
                ..Counts::default()
            },
            target: Some(1_000),
            expected: Some(400),
            active_enumerators: 9,
            deployed: Some(12),
            ..Summary::default()
        },
        days_ahead: Some(-2),
        weeks: Some((70, 90)),
        silent: Some((3, 12)),
        ..Figures::default()
    };
    let of = |measure| figures.value(measure);
    assert_eq!(of(Measure::Target), Some(Value::Count(1_000)));
    assert_eq!(of(Measure::Complete), Some(Value::Count(380)));
    assert_eq!(of(Measure::Coverage), share(380, 1_000));
    assert_eq!(of(Measure::Expected), Some(Value::Count(400)));
    assert_eq!(of(Measure::Schedule), share(380, 400));
    assert_eq!(of(Measure::Ahead), Some(Value::Difference(-20)));
    assert_eq!(of(Measure::DaysAhead), Some(Value::Difference(-2)));
    assert_eq!(of(Measure::Week), Some(Value::Count(70)));
    assert_eq!(of(Measure::WeekChange), Some(Value::Difference(-20)));
    assert_eq!(of(Measure::Active), share(9, 12));
    assert_eq!(of(Measure::Silent), share(3, 12));
}

#[test]
fn nothing_to_measure_of_is_no_value_and_never_0() {
    let nothing = Figures::default();
    let told: Vec<&str> = Measure::ALL
        .iter()
        .filter(|measure| nothing.value(**measure).is_some())
        .map(|measure| measure.code())
        .collect();
    assert_eq!(told, ["complete", "severe_open", "gps_exceptions"]);
    let none_expected = Figures {
        summary: Summary {
            target: Some(10),
            expected: Some(0),
            deployed: Some(0),
            ..Summary::default()
        },
        ..Figures::default()
    };
    assert_eq!(none_expected.value(Measure::Schedule), None);
    assert_eq!(none_expected.value(Measure::Active), None);
}

#[test]
fn every_measure_has_a_code_of_its_own_and_reads_it_back() {
    for measure in Measure::ALL {
        assert_eq!(Measure::from_code(measure.code()), Some(*measure));
        let about = measure.about();
        let is_share = matches!(about.adds, Adds::Shares | Adds::Sizes);
        assert!(
            !is_share || !about.of.en.is_empty(),
            "{} says nothing of its denominator",
            about.code
        );
    }
    assert_eq!(Measure::from_code("no_such_measure"), None);
}

fn area(id: AreaId, level: Level, parent: Option<AreaId>) -> Area {
    Area {
        id,
        code: format!("A{id:03}"),
        level,
        name: String::new(),
        name_ur: None,
        parent,
        has_boundary: true,
    }
}

/// Province 1 → districts 2, 3 → tehsils 4 (in 2), 5 (in 3) → UCs 10, 11 (in 4), 12 (in 5).
fn cube() -> Cube {
    use Level::*;
    let mut areas = vec![area(1, Province, None)];
    areas.extend([2, 3].map(|id| area(id, District, Some(1))));
    areas.extend([(4, 2), (5, 3)].map(|(id, parent)| area(id, Tehsil, Some(parent))));
    areas.extend(
        [(10, 4), (11, 4), (12, 5)].map(|(id, parent)| area(id, UnionCouncil, Some(parent))),
    );
    Cube::build(CubeRows {
        areas,
        ..CubeRows::default()
    })
}

const EVER: Period = Period {
    wave: None,
    from: None,
    to: SurveyDay(i32::MAX),
};

fn added(parts: impl IntoIterator<Item = Sums>) -> Sums {
    let mut sum = Sums::default();
    for part in parts {
        for slot in 0..SLOTS as u16 {
            sum.add_slot(slot, part.slot(slot));
        }
    }
    sum
}

type Drawn = (i32, i32, i32, i32, u16, u32);

fn quality(drawn: &[Drawn]) -> Quality {
    let cell = |(_, area, wave, day, slot, number): &Drawn| DayCell {
        area: *area,
        wave: *wave,
        day: SurveyDay(*day),
        sums: Packed::of([(*slot, *number)]),
        by_form: Vec::new(),
    };
    let people = drawn
        .iter()
        .map(|drawn| (drawn.0, vec![cell(drawn)]))
        .collect();
    Quality::build(
        QualityRows {
            people,
            ..QualityRows::default()
        },
        &cube(),
    )
}

proptest! {
    // Every measure in every case: a few cases are many.
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn a_measure_asks_for_no_slot_behind_its_last(
        drawn in proptest::collection::vec(
            (1..5_i32, 10..13_i32, 1..3_i32, 0..6_i32, 0..SLOTS as u16, 1..50_u32), 0..40),
    ) {
        let (quality, cube) = (quality(&drawn), cube());
        for measure in Measure::ALL {
            let of_all = |last: u16| {
                let mut values = Vec::new();
                quality.each_person(&cube, 1, &EVER, last, |who, figures| {
                    values.push((who, figures.value(*measure)));
                });
                values
            };
            prop_assert_eq!(of_all(measure.last_slot()), of_all(u16::MAX));
            let of_area = |last: u16| {
                let sums = quality.area_up_to(1, &EVER, last);
                Figures { sums, ..Figures::default() }.value(*measure)
            };
            prop_assert_eq!(of_area(measure.last_slot()), of_area(u16::MAX));
        }
    }
}

proptest! {
    #[test]
    fn sums_over_areas_over_days_and_over_people_are_the_whole(
        drawn in proptest::collection::vec(
            (1..5_i32, 10..13_i32, 1..3_i32, 0..6_i32, 0..SLOTS as u16, 1..50_u32), 0..40),
        cut in 0..7_i32,
    ) {
        let (quality, cube) = (quality(&drawn), cube());
        let whole = quality.area(1, &EVER);
        let expected = added(drawn.iter().map(|drawn| {
            let mut sums = Sums::default();
            sums.add_slot(drawn.4, u64::from(drawn.5));
            sums
        }));
        prop_assert_eq!(&whole, &expected);
        prop_assert_eq!(&added([2, 3].map(|id| quality.area(id, &EVER))), &whole);
        prop_assert_eq!(&added([10, 11, 12].map(|id| quality.area(id, &EVER))), &whole);
        let before = Period { to: SurveyDay(cut - 1), ..EVER };
        let after = Period { from: Some(SurveyDay(cut)), ..EVER };
        prop_assert_eq!(&added([quality.area(1, &before), quality.area(1, &after)]), &whole);
        let waves = [1, 2].map(|wave| quality.area(1, &Period { wave: Some(wave), ..EVER }));
        prop_assert_eq!(&added(waves), &whole);
        for within in [1, 2, 11] {
            for period in [EVER, before, after] {
                let mut everybody = Vec::new();
                quality.each_person(&cube, within, &period, u16::MAX, |_, figures| {
                    everybody.push(figures.sums.clone());
                });
                prop_assert_eq!(&added(everybody), &quality.area(within, &period));
            }
        }
    }

    #[test]
    fn days_written_are_days_read(drawn in proptest::collection::vec(
        (1..900_i32, 0..9_i32, any::<i32>(), 0..SLOTS as u16, 1..u32::MAX), 0..30)) {
        let cells: Vec<DayCell> = drawn.into_iter().map(|(area, wave, day, slot, number)| DayCell {
            area, wave, day: SurveyDay(day), sums: Packed::of([(slot, number)]),
            by_form: vec![(FormVersion { form: wave, version: day }, Packed::of([(slot, 1)]))],
        }).collect();
        let bytes = write_cells(&cells);
        // Bytes of before began with an area's key.
        prop_assert_eq!(read_cells(&bytes[2..]), None);
        prop_assert_eq!(read_cells(&bytes), Some(cells));
    }
}
