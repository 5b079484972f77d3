//! The fields of a foreign row by name, whether they came as CSV cells or as nested JSON.

use super::point::is_geojson;
use crate::ingest::cells::{Header, as_text};
use domain::problem::Problem;
use domain::time::{InstantError, parse_instant};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Objects deeper than this stay the JSON text they came as: a hostile row must not exhaust the stack.
const DEEPEST: usize = 16;

/// One spelling for a field's name: lower case, groups parted by `/`. ODK's CSV writes `group-field`, its JSON nests, Kobo
/// writes `group/field`; a mapping may write either.
pub fn normal(name: &str) -> String {
    name.trim_start_matches('\u{feff}')
        .trim()
        .to_lowercase()
        .replace('-', "/")
}

/// Texts that tools write for "no answer" (Survey Solutions' exports, and forms modelled on them).
fn is_sentinel(text: &str) -> bool {
    matches!(text, "-999999999" | "-999999999.0" | "##N/A##")
}

/// A time of which the tool says elsewhere that it is in UTC: where it names no zone, it now does. Anything else stays.
pub fn in_utc(text: &str) -> Cow<'_, str> {
    match parse_instant(text, None) {
        Err(InstantError::NoZone) => Cow::Owned(format!("{text}Z")),
        _ => Cow::Borrowed(text),
    }
}

/// A row's fields in the order of their names, which are in their [`normal`] spelling.
#[derive(Clone, Debug, Default)]
pub struct Fields<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Fields<'a> {
    /// The text of a field, trimmed; blank if it is absent or a sentinel for "missing". Any spelling of the name.
    pub fn get(&self, name: &str) -> &'a str {
        let name = normal(name);
        match self.0.binary_search_by(|(own, _)| (*own).cmp(&name)) {
            Ok(at) => {
                let text = self.0[at].1.trim();
                if is_sentinel(text) { "" } else { text }
            }
            Err(_) => "",
        }
    }

    /// The first of several fields that is not blank.
    pub fn first(&self, names: &[&str]) -> &'a str {
        names
            .iter()
            .map(|name| self.get(name))
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    /// All of them, in the order of the names.
    pub fn all(&self) -> impl Iterator<Item = (&'a str, &'a str)> + '_ {
        self.0.iter().copied()
    }

    /// The fields of a row that was flattened by [`flatten`].
    pub fn of(members: &'a [(String, String)]) -> Fields<'a> {
        Fields(
            members
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str()))
                .collect(),
        )
    }
}

/// Which cell of a CSV row is which field.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Names in order.
    pub names: Vec<String>,
    at: Vec<usize>,
}

impl Layout {
    /// Reads a header.
    pub fn of(header: &Header) -> Layout {
        let mut named: Vec<(String, usize)> = header
            .names()
            .iter()
            .enumerate()
            .filter(|(_, name)| !name.is_empty())
            .map(|(at, name)| (normal(name), at))
            .collect();
        named.sort_unstable();
        let (names, at) = named.into_iter().unzip();
        Layout { names, at }
    }

    /// Names a row's cells.
    pub fn fields<'a>(&'a self, cells: &[&'a str]) -> Fields<'a> {
        Fields(
            self.names
                .iter()
                .zip(&self.at)
                .map(|(name, at)| (name.as_str(), cells.get(*at).map_or("", |cell| cell.trim())))
                .collect(),
        )
    }
}

/// A JSON object's members by their paths, `group/field`, in order: strings as they are, numbers as written, `null` as
/// blank. Points and arrays stay JSON.
pub fn flatten(element: &[u8]) -> Result<Vec<(String, String)>, Problem> {
    let mut out = Vec::new();
    walk(as_text(element)?, "", 0, &mut out)
        .map_err(|error| Problem::Malformed(format!("it is not a JSON object: {error}")))?;
    out.sort_unstable();
    Ok(out)
}

fn walk(
    text: &str,
    prefix: &str,
    depth: usize,
    out: &mut Vec<(String, String)>,
) -> Result<(), serde_json::Error> {
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(text)?;
    for (name, value) in members {
        let (name, raw) = (normal(&name), value.get());
        let path = if prefix.is_empty() {
            name
        } else {
            format!("{prefix}/{name}")
        };
        match raw.as_bytes().first() {
            Some(b'"') => out.push((path, serde_json::from_str::<String>(raw)?)),
            Some(b'{') if depth < DEEPEST && !is_geojson(raw) => {
                walk(raw, &path, depth + 1, out)?;
            }
            _ if raw == "null" => out.push((path, String::new())),
            _ => out.push((path, raw.to_owned())),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_json_and_flat_csv_answer_to_the_same_names() {
        let members = flatten(br#"{"__id":"uuid:1","visit":{"Outcome":"1","gps":{"type":"Point","coordinates":[74,31]},"n":null}}"#).unwrap();
        let fields = Fields::of(&members);
        assert_eq!(fields.get("visit-outcome"), "1");
        assert_eq!(fields.get("visit/OUTCOME"), "1");
        assert!(fields.get("visit/gps").starts_with("{\"type\":\"Point\""));
        assert_eq!(fields.get("visit/n"), "");

        let header = Header::read(b"KEY,visit-Outcome", b',', &[]).unwrap();
        let layout = Layout::of(&header);
        assert_eq!(layout.fields(&["uuid:1", " 1 "]).get("visit/outcome"), "1");
    }

    #[test]
    fn sentinels_for_missing_are_blank() {
        for text in ["-999999999", "##N/A##", "  ", ""] {
            let members = [("hh/size".to_owned(), text.to_owned())];
            assert_eq!(Fields::of(&members).get("hh-size"), "", "{text}");
        }
    }

    #[test]
    fn an_object_nested_without_end_costs_no_stack() {
        let deep = format!("{}1{}", "{\"a\":".repeat(50_000), "}".repeat(50_000));
        assert_eq!(flatten(deep.as_bytes()).map(|members| members.len()), Ok(1));
    }

    #[test]
    fn what_is_no_object_is_said() {
        assert!(
            flatten(b"[1]")
                .unwrap_err()
                .to_string()
                .contains("not a JSON object")
        );
    }
}
