//! Survey Solutions' paradata: instants by the tablet's clock, in UTC, numbered by `order`.
//! Sources: <https://docs.mysurvey.solutions/headquarters/export/paradata_file_format/>.

use super::{Event, LineProblem, Mark};
use crate::time::{EpochMs, parse_instant};
use jiff::tz::TimeZone;

/// One row, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// Rises within an interview. Rows stand in any order.
    pub order: i64,
    /// When.
    pub at: EpochMs,
    kind: Kind,
    node: &'a str,
    gps: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Opens,
    Closes,
    Answer,
    Other,
}

/// Reads a row; `None` for what others than the interviewer did, at another clock and not at the door. A time with no zone is UTC,
/// as the column's name says.
pub fn row<'a>(
    order: &str,
    event: &str,
    role: &str,
    timestamp_utc: &str,
    parameters: &'a str,
) -> Result<Option<Row<'a>>, LineProblem> {
    if event.is_empty() {
        return Err(LineProblem::Missing("event"));
    }
    let order = order
        .parse()
        .map_err(|_| LineProblem::NotANumber("order", order.to_owned()))?;
    let at = parse_instant(timestamp_utc, Some(&TimeZone::UTC))
        .map_err(|_| LineProblem::NotATime("timestamp_utc", timestamp_utc.to_owned()))?;
    if !matches!(role.to_lowercase().as_str(), "1" | "interviewer" | "") {
        return Ok(None);
    }
    let kind = match event {
        "Resumed" | "Restarted" => Kind::Opens,
        "Paused" | "Completed" => Kind::Closes,
        "AnswerSet" | "AnswerRemoved" => Kind::Answer,
        _ => Kind::Other,
    };
    let mut parts = parameters.split("||").map(str::trim);
    let node = parts.next().unwrap_or_default();
    let answer = parts.next().unwrap_or_default();
    Ok(Some(Row {
        order,
        at,
        kind,
        node: if kind == Kind::Answer { node } else { "" },
        gps: (event == "AnswerSet" && is_gps(answer))
            .then(|| whence(parts))
            .flatten(),
    }))
}

/// `31.05,74.05[4.5]210`.
fn is_gps(answer: &str) -> bool {
    let Some((position, accuracy)) = answer.split_once('[') else {
        return false;
    };
    let Some((latitude, longitude)) = position.split_once(',') else {
        return false;
    };
    [latitude, longitude]
        .iter()
        .all(|degrees| degrees.trim().parse::<f64>().is_ok())
        && accuracy.contains(']')
}

/// Whether a position was made up; `None` if the row does not say whence it is, as those of older tablets.
fn whence<'a>(parts: impl Iterator<Item = &'a str>) -> Option<bool> {
    parts.fold(None, |found, part| match part {
        "mock" => Some(true),
        "device" => found.or(Some(false)),
        _ => found,
    })
}

/// The events of an interview's rows, in whatever order they came.
///
/// An answer's time is that since the event before it, because an answer is recorded when it is given. A clock that goes back
/// begins a new sitting: nothing else shows it here, where every row has the tablet's time.
pub fn events<'a>(rows: &mut [Row<'a>]) -> Vec<Event<'a>> {
    rows.sort_by_key(|row| (row.order, row.at));
    let mut events = Vec::with_capacity(rows.len());
    let mut before: Option<i64> = None;
    for row in rows.iter() {
        let at = row.at.0;
        let since = before.filter(|before| *before <= at && row.kind != Kind::Opens);
        let went_back = before.is_some_and(|before| before > at);
        let mut push = |start_ms, end_ms, node, mark| {
            events.push(Event {
                start_ms,
                end_ms,
                node,
                mark,
            });
        };
        let mark = match row.kind {
            Kind::Closes => Mark::Closes,
            Kind::Opens => Mark::Opens,
            _ => Mark::None,
        };
        if went_back && mark != Mark::Opens {
            push(at, None, "", Mark::Opens);
        }
        match since {
            Some(since) => push(since, Some(at), row.node, mark),
            None => push(at, None, row.node, mark),
        }
        if let Some(mocked) = row.gps {
            let mark = if mocked {
                Mark::Mocked
            } else {
                Mark::NotMocked
            };
            push(at, None, "", mark);
        }
        // After the interview was left, the next row's time is no work.
        before = (row.kind != Kind::Closes).then_some(at);
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::facts;

    fn read(rows: &[[&'static str; 5]]) -> Vec<Row<'static>> {
        rows.iter()
            .filter_map(|[order, event, role, at, parameters]| {
                row(order, event, role, at, parameters).unwrap()
            })
            .collect()
    }

    #[test]
    fn paradata_adds_up_whatever_the_order_of_its_rows() {
        let rows = [
            ["5", "Paused", "1", "2026-11-20T04:01:10", ""],
            ["1", "SupervisorAssigned", "3", "2026-11-19T00:00:00", "x"],
            ["2", "Resumed", "Interviewer", "2026-11-20T04:00:00.000", ""],
            [
                "4",
                "AnswerSet",
                "1",
                "2026-11-20T04:01:00.500",
                "age||31||",
            ],
            ["3", "AnswerSet", "1", "2026-11-20T04:00:20", "name||x||"],
            ["6", "Resumed", "1", "2026-11-20T05:01:10", ""],
            [
                "7",
                "AnswerSet",
                "1",
                "2026-11-20T05:01:20",
                "gps||31.05,74.05[4.5]210||||fused||device",
            ],
            ["8", "AnswerSet", "1", "2026-11-20T05:00:20", "age||32||"],
            ["9", "Completed", "1", "2026-11-20T05:00:30", ""],
        ];
        let mut read = read(&rows);
        let one = facts(events(&mut read));
        assert_eq!(one.active_s, Some(70 + 10 + 10));
        assert_eq!((one.pauses, one.paused_s), (Some(1), Some(3_600)));
        assert_eq!(one.clock_back_s, Some(60));
        assert_eq!(one.mock_location, Some(false));
        let questions: Vec<_> = one.question_ms.clone().into_iter().collect();
        let ms = |name: &str, ms: u64| (name.to_owned(), ms);
        assert_eq!(
            questions,
            [ms("age", 40_500), ms("gps", 10_000), ms("name", 20_000)]
        );
        read.reverse();
        assert_eq!(facts(events(&mut read)), one);
    }

    #[test]
    fn a_clock_that_goes_back_at_the_very_end_is_noticed() {
        let mut rows = read(&[
            ["1", "Resumed", "1", "2026-11-20T04:00:00", ""],
            ["2", "AnswerSet", "1", "2026-11-20T04:01:00", "a||1||"],
            ["3", "Completed", "1", "2026-11-20T03:56:00", ""],
        ]);
        let facts = facts(events(&mut rows));
        assert_eq!((facts.active_s, facts.clock_back_s), (Some(60), Some(300)));
    }

    #[test]
    fn a_position_that_was_made_up_is_noticed_and_an_older_tablets_is_unknown() {
        let mocked = |parameters: &'static str| {
            let mut rows = read(&[["1", "AnswerSet", "1", "2026-11-20T04:00:00", parameters]]);
            facts(events(&mut rows)).mock_location
        };
        assert_eq!(mocked("gps||31.05,74.05[4.5]210||||gps||mock"), Some(true));
        assert_eq!(
            mocked("gps||31.05,74.05[4.5]210||||gps||device"),
            Some(false)
        );
        assert_eq!(mocked("gps||31.05,74.05[4.5]210||2.0"), None);
        assert_eq!(mocked("note||a mock||mock"), None, "an answer in words");
    }

    #[test]
    fn a_row_that_cannot_be_read_is_said() {
        let code = |order: &str, event: &str, at: &str| {
            row(order, event, "1", at, "").unwrap_err().reason().code()
        };
        assert_eq!(code("1", "", "2026-11-20T04:00:00"), "missing");
        assert_eq!(code("x", "Paused", "2026-11-20T04:00:00"), "not_a_number");
        assert_eq!(code("1", "Paused", "today"), "not_a_time");
    }
}
