use super::*;
use proptest::prelude::*;

const MINUTE: i64 = 60_000;

fn opens(start: i64) -> Event<'static> {
    marked(start, Mark::Opens)
}

fn marked(start: i64, mark: Mark) -> Event<'static> {
    Event {
        start_ms: start * MINUTE,
        end_ms: None,
        node: "",
        mark,
    }
}

/// A question from minute to minute.
fn question(node: &'static str, from: i64, to: i64) -> Event<'static> {
    Event {
        start_ms: from * MINUTE,
        end_ms: Some(to * MINUTE),
        node,
        mark: Mark::None,
    }
}

fn of(events: &[Event<'static>]) -> TrailFacts {
    facts(events.iter().copied())
}

fn minutes(facts: &TrailFacts) -> [Option<u32>; 4] {
    [
        facts.active_s.map(|s| s / 60),
        facts.pauses,
        facts.paused_s.map(|s| s / 60),
        facts.clock_back_s.map(|s| s / 60),
    ]
}

#[test]
fn questions_of_one_screen_are_active_time_once_and_the_screens_time_each() {
    let facts = of(&[
        opens(0),
        question("a", 0, 5),
        question("b", 0, 5),
        question("c", 5, 8),
    ]);
    assert_eq!(minutes(&facts), [Some(8), Some(0), Some(0), Some(0)]);
    let per_question: Vec<(&str, u64)> = facts
        .question_ms
        .iter()
        .map(|(node, ms)| (node.as_str(), *ms / 60_000))
        .collect();
    assert_eq!(per_question, [("a", 5), ("b", 5), ("c", 3)]);
}

#[test]
fn thirty_minutes_are_work_and_a_minute_more_is_a_pause() {
    let at = |to: i64| minutes(&of(&[opens(0), question("a", 0, to)]));
    assert_eq!(at(29), [Some(29), Some(0), Some(0), Some(0)]);
    assert_eq!(at(30), [Some(30), Some(0), Some(0), Some(0)]);
    assert_eq!(at(31), [Some(0), Some(1), Some(31), Some(0)]);
}

#[test]
fn a_form_that_was_left_is_no_active_time_and_a_long_absence_is_a_pause() {
    let left = |again: i64| {
        minutes(&of(&[
            opens(0),
            question("a", 0, 10),
            marked(10, Mark::Closes),
            opens(again),
            question("b", again, again + 5),
        ]))
    };
    assert_eq!(left(30), [Some(15), Some(0), Some(0), Some(0)]);
    assert_eq!(left(50), [Some(15), Some(1), Some(40), Some(0)]);
}

#[test]
fn a_missing_resume_begins_a_sitting_all_the_same() {
    let facts = of(&[
        opens(0),
        question("a", 0, 10),
        marked(10, Mark::Closes),
        question("b", 5, 9),
    ]);
    assert_eq!(minutes(&facts), [Some(14), Some(0), Some(0), Some(5)]);
}

#[test]
fn a_clock_that_was_moved_back_loses_no_active_time_and_its_largest_step_is_told() {
    let facts = of(&[
        opens(100),
        question("a", 100, 110),
        opens(20),
        question("b", 20, 30),
        opens(25),
        question("c", 25, 27),
    ]);
    assert_eq!(minutes(&facts), [Some(22), Some(0), Some(0), Some(90)]);
}

#[test]
fn a_question_before_the_forms_start_is_no_step_of_the_clock() {
    let facts = of(&[question("a", 2, 7), opens(0), question("b", 7, 9)]);
    assert_eq!(minutes(&facts), [Some(7), Some(0), Some(0), Some(0)]);
}

#[test]
fn what_a_trail_cannot_tell_stays_unknown() {
    assert_eq!(of(&[]), TrailFacts::default());
    let only_opened = of(&[opens(0)]);
    assert_eq!(only_opened.active_s, None);
    assert_eq!(only_opened.location_refused, None);
    assert_eq!(
        of(&[opens(0), marked(1, Mark::LocationGranted)]).location_refused,
        Some(false)
    );
    let refused = of(&[
        marked(1, Mark::LocationRefused),
        marked(2, Mark::LocationGranted),
        marked(2, Mark::NotMocked),
        marked(2, Mark::Mocked),
        marked(2, Mark::NotMocked),
    ]);
    assert_eq!(refused.location_refused, Some(true));
    assert_eq!(refused.mock_location, Some(true));
}

#[test]
fn the_ends_of_time_do_no_harm() {
    let far = Event {
        start_ms: i64::MIN,
        end_ms: Some(i64::MAX),
        node: "a",
        mark: Mark::Opens,
    };
    let facts = facts([far, far]);
    assert_eq!((facts.pauses, facts.active_s), (Some(2), Some(0)));
}

proptest! {
    /// Within a sitting the order of the rows makes no difference, and no moment counts twice.
    #[test]
    fn active_time_and_pauses_fill_the_covered_time(
        mut spans in prop::collection::vec((0_i64..6_000_000, 0_i64..4_000_000), 1..30),
        rotate in 0_usize..30,
    ) {
        let events = |spans: &[(i64, i64)]| -> Vec<Event<'static>> {
            spans.iter().map(|(start, length)| Event {
                start_ms: *start,
                end_ms: Some(start + length),
                node: "q",
                mark: Mark::None,
            }).collect()
        };
        let one = facts(events(&spans));
        let whole_ms = spans.iter().map(|(s, l)| s + l).max().unwrap_or(0) - spans.iter().map(|(s, _)| *s).min().unwrap_or(0);
        let told_s = i64::from(one.active_s.unwrap_or(0)) + i64::from(one.paused_s.unwrap_or(0));
        prop_assert!(told_s * 1_000 <= whole_ms + 1_000, "{told_s} s of {whole_ms} ms");
        prop_assert_eq!(one.clock_back_s, Some(0));
        let turns = rotate % spans.len();
        spans.rotate_left(turns);
        prop_assert_eq!(facts(events(&spans)), one);
    }
}
