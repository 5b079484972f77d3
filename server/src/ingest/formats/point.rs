//! GPS positions, in all the ways that tools write them.

use super::fields::{Fields, in_utc};
use domain::problem::Problem;
use std::borrow::Cow;

/// A position as text, for the canonical cells. Blank is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position<'a> {
    /// Degrees north.
    pub latitude: Cow<'a, str>,
    /// Degrees east.
    pub longitude: Cow<'a, str>,
    /// Metres; 0 was made blank.
    pub accuracy_m: Cow<'a, str>,
    /// Metres.
    pub altitude_m: Cow<'a, str>,
    /// Satellite time of the fix, with its offset.
    pub fix_at: Cow<'a, str>,
}

/// What a position's reading comes to: a position, none, or what is wrong.
pub type Found<'a> = Result<Option<Position<'a>>, Problem>;

/// An accuracy of 0 is written for a mocked position and for a pin that was set by hand. Neither is a perfect fix: the
/// accuracy is unknown.
pub fn accuracy(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.parse::<f64>() == Ok(0.0) {
        Cow::Borrowed("")
    } else {
        text
    }
}

/// Reads the position in the field `name`: one cell `lat lon alt accuracy`, GeoJSON, `POINT (lon lat)`, or cells of
/// their own for its parts (`gps-Latitude`, `gpslatitude`, `_gps_latitude`).
pub fn position<'a>(fields: &Fields<'a>, name: &str) -> Found<'a> {
    let text = fields.get(name);
    if text.starts_with('{') {
        geojson(name, text)
    } else if text
        .get(..5)
        .is_some_and(|start| start.eq_ignore_ascii_case("point"))
    {
        well_known(name, text)
    } else if text.is_empty() {
        Ok(parts(fields, name))
    } else {
        spaced(name, text)
    }
}

fn unreadable<T>(field: &str, value: &str) -> Result<T, Problem> {
    Err(Problem::NotAPosition {
        field: field.to_owned(),
        value: value.to_owned(),
    })
}

/// `lat lon alt accuracy`, of which the last two may be missing.
fn spaced<'a>(name: &str, text: &'a str) -> Found<'a> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let part = |at: usize| Cow::Borrowed(parts.get(at).copied().unwrap_or_default());
    if !(2..=4).contains(&parts.len()) || parts.iter().any(|part| part.parse::<f64>().is_err()) {
        return unreadable(name, text);
    }
    Ok(Some(Position {
        latitude: part(0),
        longitude: part(1),
        altitude_m: part(2),
        accuracy_m: accuracy(part(3)),
        fix_at: Cow::Borrowed(""),
    }))
}

/// `POINT (lon lat alt)`: longitude first, and the accuracy is lost, so it is unknown.
fn well_known<'a>(name: &str, text: &'a str) -> Found<'a> {
    let inner = text
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(inner, _)| inner.split_whitespace().collect::<Vec<_>>());
    match inner.as_deref() {
        Some([longitude, latitude, rest @ ..]) if rest.len() <= 1 => Ok(Some(Position {
            latitude: Cow::Borrowed(latitude),
            longitude: Cow::Borrowed(longitude),
            altitude_m: Cow::Borrowed(rest.first().copied().unwrap_or_default()),
            accuracy_m: Cow::Borrowed(""),
            fix_at: Cow::Borrowed(""),
        })),
        _ => unreadable(name, text),
    }
}

#[derive(serde::Deserialize)]
struct GeoJson {
    #[serde(rename = "type")]
    kind: String,
    coordinates: Option<Vec<Option<f64>>>,
    properties: Option<Properties>,
}

#[derive(serde::Deserialize)]
struct Properties {
    accuracy: Option<f64>,
}

/// Whether a JSON object is a GeoJSON point and no group of fields.
pub fn is_geojson(raw: &str) -> bool {
    // The search for the word spares nearly every object the reading.
    raw.contains("\"coordinates\"")
        && serde_json::from_str::<GeoJson>(raw).is_ok_and(|geometry| geometry.kind == "Point")
}

/// `{"type":"Point","coordinates":[lon,lat,alt],"properties":{"accuracy":4.459}}`: longitude first.
fn geojson(name: &str, text: &str) -> Found<'static> {
    let point: GeoJson = match serde_json::from_str(text) {
        Ok(point) => point,
        Err(_) => return unreadable(name, text),
    };
    let coordinates = point.coordinates.unwrap_or_default();
    let number =
        |value: Option<f64>| Cow::Owned(value.map(|value| value.to_string()).unwrap_or_default());
    match coordinates.as_slice() {
        _ if point.kind != "Point" => unreadable(name, text),
        [] | [None, None, ..] => Ok(None),
        [longitude, latitude, rest @ ..] => Ok(Some(Position {
            latitude: number(*latitude),
            longitude: number(*longitude),
            altitude_m: number(rest.first().copied().flatten()),
            accuracy_m: accuracy(number(point.properties.and_then(|p| p.accuracy))),
            fix_at: Cow::Borrowed(""),
        })),
        [_] => unreadable(name, text),
    }
}

/// The name of a part of a position, in the ways of ODK, SurveyCTO, Kobo and Survey Solutions.
fn part_names(name: &str, part: &str) -> [String; 5] {
    let (group, leaf) = match name.rsplit_once('/') {
        Some((group, leaf)) => (format!("{group}/"), leaf),
        None => (String::new(), name),
    };
    [
        format!("{name}/{part}"),
        format!("{name}{part}"),
        format!("{group}_{leaf}_{part}"),
        format!("_{name}_{part}"),
        format!("{name}__{part}"),
    ]
}

fn parts<'a>(fields: &Fields<'a>, name: &str) -> Option<Position<'a>> {
    let part = |part: &str| {
        let names = part_names(name, part);
        fields.first(&names.each_ref().map(String::as_str))
    };
    let (latitude, longitude) = (part("latitude"), part("longitude"));
    if latitude.is_empty() && longitude.is_empty() {
        return None;
    }
    let stated = match part("accuracy") {
        "" => part("precision"),
        stated => stated,
    };
    Some(Position {
        latitude: latitude.into(),
        longitude: longitude.into(),
        accuracy_m: accuracy(stated.into()),
        altitude_m: part("altitude").into(),
        // Survey Solutions writes the time of a fix in UTC and does not say so, unlike its other times, which are in the
        // tablet's zone: <https://docs.mysurvey.solutions/faq/date-and-time-formats/>.
        fix_at: in_utc(fields.get(&format!("{name}__timestamp"))),
    })
}

/// Whether a CSV file has a position under this name, in one cell or in several.
pub fn has_point(names: &[String], name: &str) -> bool {
    let there = |name: &String| names.binary_search(name).is_ok();
    there(&name.to_owned()) || part_names(name, "latitude").iter().any(there)
}

/// The names under which a CSV header holds positions in parts.
pub fn points(names: &[String]) -> Vec<String> {
    let mut found: Vec<String> = names
        .iter()
        .filter_map(|name| name.strip_suffix("latitude"))
        .filter(|stem| names.binary_search(&format!("{stem}longitude")).is_ok() && !stem.is_empty())
        .map(|stem| match stem.strip_suffix('/') {
            Some(name) => name.to_owned(),
            None => {
                let stem = stem.trim_end_matches('_');
                match stem.rsplit_once('/') {
                    Some((group, leaf)) => format!("{group}/{}", leaf.trim_start_matches('_')),
                    None => stem.trim_start_matches('_').to_owned(),
                }
            }
        })
        .collect();
    found.dedup();
    found
}

/// The one position a CSV header holds beside the listing's. Several are a sentence: which is the interview's would be a guess.
pub fn only_point(names: &[String], listing: Option<&str>) -> Result<Option<String>, String> {
    let mut points = points(names);
    points.retain(|name| Some(name.as_str()) != listing);
    match points.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(only.clone())),
        several => Err(format!(
            "The file has several GPS positions ({}). Say in the mapping, under [fields], which is the interview's: location = \
             \"{}\"",
            several.join(", "),
            several[0]
        )),
    }
}

/// Whether a text is plainly a position. `1 2 3 4` is not: answers to a question with several choices look so.
pub fn is_position(text: &str) -> bool {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let is_spaced = (3..=4).contains(&parts.len())
        && parts.iter().all(|part| part.parse::<f64>().is_ok())
        && parts[..2].iter().all(|degrees| degrees.contains('.'));
    is_spaced || text.starts_with("POINT (") || (text.starts_with('{') && is_geojson(text))
}

/// The first field of a row that is plainly a position, where nobody said whether it is the interview's or the listing's.
pub fn unmapped_point<'a>(fields: &Fields<'a>, listing: Option<&str>) -> Option<&'a str> {
    fields
        .all()
        .find(|(name, text)| Some(*name) != listing && is_position(text))
        .map(|(name, _)| name)
}

#[cfg(test)]
mod tests;
