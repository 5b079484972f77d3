//! ODK's client audit log: <https://getodk.github.io/xforms-spec/client-audit-logs>.

use super::line::epoch_ms;
use super::{Event, LineProblem, Mark};

/// The event of a row. `start` and `end` are milliseconds since 1970; an end that is blank, no number or before the start
/// makes it an instant: other columns of the row are still true.
///
/// Example: `question,/data/age,1550151189000,1550151193250` is 4.25 seconds of the question `/data/age`.
pub fn event<'a>(
    event: &str,
    node: &'a str,
    start: &str,
    end: &str,
) -> Result<Event<'a>, LineProblem> {
    if event.is_empty() {
        return Err(LineProblem::Missing("event"));
    }
    if start.is_empty() {
        return Err(LineProblem::Missing("start"));
    }
    let start_ms =
        epoch_ms(start).ok_or_else(|| LineProblem::NotATime("start", start.to_owned()))?;
    let name = event.to_lowercase();
    Ok(Event {
        start_ms,
        end_ms: epoch_ms(end).filter(|end_ms| *end_ms >= start_ms),
        node: if matches!(name.as_str(), "question" | "group questions") {
            node
        } else {
            ""
        },
        mark: mark(&name),
    })
}

fn mark(name: &str) -> Mark {
    match name {
        "form start" | "form resume" => Mark::Opens,
        "form exit" | "form finalize" => Mark::Closes,
        "location permissions not granted" | "location providers disabled" => Mark::LocationRefused,
        "location permissions granted"
        | "location providers enabled"
        | "location tracking enabled" => Mark::LocationGranted,
        _ => Mark::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::facts;

    #[test]
    fn an_audit_adds_up() {
        let rows = [
            ["question", "/data/a", "1000500", "1004500"],
            ["form start", "", "1000000", ""],
            ["location permissions not granted", "", "1000100", ""],
            ["group questions", "/data/g", "1004500", "1010500"],
            ["jump", "/data/x", "1010500", "1011500"],
            ["constraint error", "/data/a", "1011500", "1"],
            ["form exit", "", "1012000", ""],
            ["form resume", "", "812000", ""],
            ["end screen", "", "812000", "813000"],
            ["form finalize", "", "813000", ""],
        ];
        let events = rows.map(|[name, node, start, end]| event(name, node, start, end).unwrap());
        let facts = facts(events);
        assert_eq!(facts.active_s, Some(12));
        assert_eq!(facts.clock_back_s, Some(200));
        assert_eq!(facts.location_refused, Some(true));
        assert_eq!(facts.mock_location, None, "an audit cannot tell");
        let questions: Vec<_> = facts.question_ms.into_iter().collect();
        assert_eq!(
            questions,
            [("/data/a".to_owned(), 4_000), ("/data/g".to_owned(), 6_000)]
        );
    }

    #[test]
    fn a_row_without_event_or_start_is_said() {
        let said = |name: &str, start: &str| event(name, "", start, "").unwrap_err().to_string();
        assert_eq!(
            said("", "1"),
            "event is blank; every line of a trail needs it."
        );
        assert_eq!(
            said("question", "soon"),
            "start is “soon”, which is not a time."
        );
        assert_eq!(
            event("form start", "", "", "").unwrap_err().reason().code(),
            "missing"
        );
    }
}
