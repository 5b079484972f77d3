//! What spot checks hold of a household, as JSON and in words: what it said, where it is, what was written about it. Who went there is not the
//! household's, and is left out.

use crate::retention::json::instant;
use domain::place::Fix;
use domain::spot_check::SideBySide;
use serde_json::{Value, json};
use store::spot_checks::SpotVisitRow;
use store::subject::HeldSpotCheck;

fn place(fix: Option<Fix>) -> Option<Value> {
    fix.map(|fix| {
        json!({"latitude": fix.latitude, "longitude": fix.longitude, "accuracy_m": fix.accuracy_m})
    })
}

/// A check with everything that was entered about it.
pub(super) fn check(held: &HeldSpotCheck) -> Value {
    let steps = held.steps.iter().map(|step| {
        json!({
            "at": instant(step.at),
            "action": step.action.map(|action| action.code()),
            "state": step.state.map(|state| state.code()),
            "decided": step.outcome.map(|outcome| outcome.code()),
            "comment": step.comment,
        })
    });
    let reasons = held.check.reasons.iter().map(|reason| reason.code());
    json!({
        "check": held.check.check_id,
        "submission_id": held.check.submission_id,
        "place": place(held.check.point),
        "drawn_because": reasons.collect::<Vec<_>>(),
        "state": held.check.state.code(),
        "decided": held.check.outcome.map(|outcome| outcome.code()),
        "steps": steps.collect::<Vec<_>>(),
        "visits": held.visits.iter().map(visit).collect::<Vec<_>>(),
    })
}

fn visit(row: &SpotVisitRow) -> Value {
    let visit = &row.visit;
    let answers = visit.answers.iter();
    json!({
        "received_at": instant(row.received_at),
        "at": instant(visit.at),
        "found": visit.found.code(),
        "enumerator_came": visit.came.map(|came| came.code()),
        "enumerator_came_on": visit.came_on.map(|day| day.to_string()),
        "household_size": visit.household_size,
        "answers": answers
            .map(|(code, answer)| (code.clone(), Value::from(answer.as_str())))
            .collect::<serde_json::Map<_, _>>(),
        "note": visit.note,
        "place_of_the_phone": place(visit.fix),
        "interview_beside_it": row.comparison.as_ref().map(beside),
    })
}

fn beside(beside: &SideBySide) -> Value {
    let compared = beside.compared.iter().map(|one| {
        json!({
            "question": one.code,
            "interview": one.enumerator,
            "visit": one.monitor,
        })
    });
    json!({
        "survey_day": beside.interview_day.to_string(),
        "household_size": beside.interview_size,
        "answers": compared.collect::<Vec<_>>(),
        "proposed": beside.proposal.verdict.code(),
    })
}

/// The same as lines of a name and a value, for a page: what is nested has its names joined by dots, what is not there is left out.
pub(super) fn lines(held: &HeldSpotCheck) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    flatten("", &check(held), &mut lines);
    lines
}

fn flatten(name: &str, value: &Value, lines: &mut Vec<(String, String)>) {
    let below = |member: &str| match name {
        "" => member.to_owned(),
        name => format!("{name}.{member}"),
    };
    match value {
        Value::Null => {}
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => lines.push((name.to_owned(), text.clone())),
        Value::Array(all) => {
            for (at, one) in all.iter().enumerate() {
                flatten(&below(&(at + 1).to_string()), one, lines);
            }
        }
        Value::Object(members) => {
            for (member, one) in members {
                flatten(&below(member), one, lines);
            }
        }
        Value::Bool(_) | Value::Number(_) => lines.push((name.to_owned(), value.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nested_becomes_lines_and_what_is_not_there_none() {
        let value = json!({"a": {"b": [1, {"c": "x"}], "d": null}, "e": "", "f": true});
        let mut lines = Vec::new();
        flatten("", &value, &mut lines);
        let lines: Vec<_> = lines
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        assert_eq!(lines, [("a.b.1", "1"), ("a.b.2.c", "x"), ("f", "true")]);
    }
}
