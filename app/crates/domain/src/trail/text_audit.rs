//! SurveyCTO's text audits: by field when it first appeared and for how long it was looked at, or every visit (`eventlog`).
//! Source: <https://docs.surveycto.com/02-designing-forms/01-core-concepts/03zd.field-types-text-audit.html>.

use super::line::length_ms;
use super::{Event, LineProblem, Mark, TrailFacts, facts};

/// The unit of a row's two times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// `Total duration (seconds)`, `First appeared (seconds into survey)`.
    Seconds,
    /// `Duration (ms)`, `Form time (ms)`.
    Milliseconds,
}

/// The event of a row; `None` if it has no duration, as the app's own events in an event log have none.
pub fn event<'a>(
    field: &'a str,
    begins: &str,
    lasts: &str,
    unit: Unit,
) -> Result<Option<Event<'a>>, LineProblem> {
    let (ms_each, begin_column, last_column) = match unit {
        Unit::Seconds => (
            1_000.0,
            "First appeared (seconds into survey)",
            "Total duration (seconds)",
        ),
        Unit::Milliseconds => (1.0, "Form time (ms)", "Duration (ms)"),
    };
    if lasts.is_empty() || begins.is_empty() {
        return Ok(None);
    }
    let read = |column, text: &str| {
        length_ms(text, ms_each).ok_or_else(|| LineProblem::NotANumber(column, text.to_owned()))
    };
    let start_ms = read(begin_column, begins)?;
    Ok(Some(Event {
        start_ms,
        end_ms: Some(start_ms.saturating_add(read(last_column, lasts)?)),
        node: field,
        mark: Mark::None,
    }))
}

/// The facts of a text audit: times into the form, which no clock that is set can move. A field that was looked at twice counts
/// from its first appearance, so that of a form that was gone through more than once the active time is a lower bound.
pub fn text_audit_facts<'a>(events: impl IntoIterator<Item = Event<'a>>) -> TrailFacts {
    TrailFacts {
        clock_back_s: None,
        ..facts(events)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_one_screen_are_active_time_once() {
        let rows = [
            ["g[1]/a", "0", "20"],
            ["g[1]/b", "0", "20"],
            ["c", "20", "30"],
            ["d", "2000", "2400"],
            ["never", "", ""],
        ];
        let events = rows.iter().filter_map(|[field, begins, lasts]| {
            event(field, begins, lasts, Unit::Seconds).unwrap()
        });
        let facts = text_audit_facts(events);
        assert_eq!(facts.active_s, Some(50));
        // Between c and d nothing was looked at for 1,950 s, and d stood there for 2,400 s.
        assert_eq!((facts.pauses, facts.paused_s), (Some(2), Some(4_350)));
        assert_eq!(facts.clock_back_s, None);
        assert_eq!(facts.question_ms["g[1]/a"], 20_000);
        assert_eq!(facts.question_ms["d"], 0);
    }

    #[test]
    fn an_event_log_is_read_in_milliseconds_and_nonsense_is_said() {
        let one = event("a", "1500", "250", Unit::Milliseconds)
            .unwrap()
            .unwrap();
        assert_eq!((one.start_ms, one.end_ms), (1_500, Some(1_750)));
        let said = event("a", "0", "long", Unit::Seconds)
            .unwrap_err()
            .to_string();
        assert_eq!(
            said,
            "Total duration (seconds) is “long”, which is not a length of time."
        );
    }
}
