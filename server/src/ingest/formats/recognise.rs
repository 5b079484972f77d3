//! Which tool wrote this? Told by names that only that tool writes, and said with the reason.

use super::Format;
use super::fields::{flatten, normal};
use crate::ingest::json_elements::JsonElements;

/// What a file was recognised as, and by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// The format.
    pub format: Format,
    /// The reason in words, for the person at the terminal.
    pub because: &'static str,
}

/// Recognises a CSV header by its names.
pub fn csv(names: &[String]) -> Recognised {
    let names: Vec<String> = names.iter().map(|name| normal(name)).collect();
    let has = |name: &str| names.iter().any(|own| own == name);
    if has("submission_id") {
        found(Format::Canonical, "column submission_id")
    } else if has("key") && has("submitterid") {
        found(Format::OdkCsv, "columns KEY and SubmitterID")
    } else if has("key") && has("formdef_version") {
        found(Format::SurveyCto, "columns KEY and formdef_version")
    } else if has("key") && has("completiondate") {
        found(Format::SurveyCto, "columns KEY and CompletionDate")
    } else if has("_uuid") && has("_submission_time") {
        found(Format::Kobo, "columns _uuid and _submission_time")
    } else if has("interview__id") && has("interview__status") && !has("interview__duration") {
        found(
            Format::SurveySolutions,
            "columns interview__id and interview__status",
        )
    } else if has("interview__id") && has("sssys_irnd") {
        found(
            Format::SurveySolutions,
            "columns interview__id and ssSys_IRnd",
        )
    } else {
        found(Format::Canonical, "no other tool's columns")
    }
}

/// Recognises a JSON row by the paths of its members.
pub fn json(members: &[(String, String)]) -> Recognised {
    let has = |name: &str| members.iter().any(|(own, _)| own == name);
    if has("submission_id") {
        found(Format::Canonical, "member submission_id")
    } else if has("__id") && members.iter().any(|(name, _)| name.starts_with("__system")) {
        found(Format::OdkJson, "members __id and __system")
    } else if has("_uuid") && has("_submission_time") {
        found(Format::Kobo, "members _uuid and _submission_time")
    } else {
        found(Format::Canonical, "no other tool's members")
    }
}

fn found(format: Format, because: &'static str) -> Recognised {
    Recognised { format, because }
}

/// An answer of an interface: the rows stand in an array inside an object, which may be one page of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Where the array's first element may begin.
    pub rows_at: usize,
    /// Whether what stands before the array names a next page.
    pub names_next_page: bool,
}

/// Recognises a JSON file by its first bytes: by its first row, and by the answer around the rows, if there is one.
pub fn json_file(start: &[u8]) -> (Recognised, Option<Envelope>) {
    let envelope = envelope(start);
    let rows_at = envelope.map_or(0, |envelope| envelope.rows_at);
    let first = JsonElements::new(&start[rows_at..])
        .next_element()
        .ok()
        .flatten()
        .and_then(|element| flatten(element.trim_ascii()).ok());
    (json(first.as_deref().unwrap_or_default()), envelope)
}

/// Finds the array of rows in the first bytes of an answer of OData (`value`) or Kobo (`results`). A row of its own, in
/// a file of one object a line, is no answer.
pub fn envelope(start: &[u8]) -> Option<Envelope> {
    let text = String::from_utf8_lossy(start);
    let (member, mark) = if text.contains("\"@odata.context\"") {
        ("\"value\"", "@odata.context")
    } else {
        ("\"results\"", "\"count\"")
    };
    let at = text.find(member)?;
    let before = &text[..at];
    // Inside a row, the braces before it would not be those of the answer alone.
    if before.matches('{').count() != 1 || !before.contains(mark) {
        return None;
    }
    let rest = text[at + member.len()..].trim_start().strip_prefix(':')?;
    let rest = rest.trim_start().strip_prefix('[')?;
    // Nothing but ASCII stands before the rows, or the lengths would not be those of the bytes.
    let before_ascii = before.trim_start_matches('\u{feff}').is_ascii();
    before_ascii.then(|| Envelope {
        rows_at: text.len() - rest.len(),
        names_next_page: names_next_page(before),
    })
}

/// Whether a piece of an answer, outside its rows, names a next page.
pub fn names_next_page(piece: &str) -> bool {
    let compact: String = piece.split_whitespace().collect();
    compact.contains("\"@odata.nextLink\":\"") || compact.contains("\"next\":\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(header: &str) -> Format {
        let names: Vec<String> = header.split(',').map(str::to_lowercase).collect();
        csv(&names).format
    }

    #[test]
    fn each_tool_is_told_by_names_that_only_it_writes() {
        assert_eq!(
            of("SubmissionDate,start,KEY,SubmitterID,SubmitterName"),
            Format::OdkCsv
        );
        assert_eq!(
            of("CompletionDate,SubmissionDate,starttime,KEY"),
            Format::SurveyCto
        );
        assert_eq!(
            of("SubmissionDate,duration,formdef_version,KEY"),
            Format::SurveyCto
        );
        assert_eq!(of("start,end,_id,_uuid,_submission_time"), Format::Kobo);
        assert_eq!(
            of("interview__key,interview__id,ssSys_IRnd,has__errors"),
            Format::SurveySolutions
        );
        // The interviews' diagnostics have these two columns as well, and no answers.
        assert_eq!(
            of("interview__id,interview__status,interview__duration"),
            Format::Canonical
        );
        assert_eq!(of("submission_id,outcome"), Format::Canonical);
        assert_eq!(of("a,b"), Format::Canonical);
    }

    #[test]
    fn an_answer_is_told_from_a_row_and_a_next_page_is_noticed() {
        let odk =
            br#"{"@odata.context":"x","@odata.nextLink":"https://x","value": [ {"__id":"1"}]}"#;
        let found = envelope(odk).unwrap();
        assert!(odk[found.rows_at..].starts_with(b" {\"__id\""));
        assert!(found.names_next_page);
        let kobo = br#"{"count":1,"next":null,"previous":null,"results":[{"_id":1}]}"#;
        let found = envelope(kobo).unwrap();
        assert!(kobo[found.rows_at..].starts_with(b"{\"_id\""));
        assert!(!found.names_next_page);
        let marked = [b"\xef\xbb\xbf", &kobo[..]].concat();
        let found = envelope(&marked).unwrap();
        assert!(marked[found.rows_at..].starts_with(b"{\"_id\""));
        for row in [
            &br#"{"submission_id":"1","results":[1]}"#[..],
            br#"{"count":1,"a":{"results":[1]}}"#,
            br#"{"_uuid":"1"}"#,
        ] {
            assert_eq!(envelope(row), None);
        }
    }
}
