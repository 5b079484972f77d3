//! The file as a whole: from bytes to the text of each feature.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{AreaFileError, Limits, crs};

/// The text of one feature, and where it begins in the file.
pub(super) struct RawFeature<'a> {
    pub text: &'a str,
    /// Offset in the file, in bytes from 0.
    pub byte: usize,
}

/// The members of the outermost object that matter. `None`: not there; null is a value.
#[derive(Deserialize)]
struct Document<'a> {
    #[serde(rename = "type", borrow, default, deserialize_with = "present")]
    kind: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    features: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    crs: Option<&'a RawValue>,
}

/// A member that is there, whatever its value.
pub(super) fn present<'de: 'a, 'a, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<&'a RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

/// The features of a FeatureCollection, or the one Feature that the file is.
pub(super) fn features(bytes: &[u8], limits: Limits) -> Result<Vec<RawFeature<'_>>, AreaFileError> {
    if bytes.len() > limits.max_bytes {
        return Err(AreaFileError::TooManyBytes {
            bytes: bytes.len(),
            limit: limits.max_bytes,
        });
    }
    if let Some(what) = other_format(bytes) {
        return Err(AreaFileError::OtherFormat { what });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| AreaFileError::NotUtf8 {
        byte: error.valid_up_to(),
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(AreaFileError::Empty);
    }
    let byte_of = |part: &str| part.as_ptr() as usize - bytes.as_ptr() as usize;

    let whole: &RawValue = serde_json::from_str(text).map_err(|error| not_json(text, &error))?;
    if !whole.get().starts_with('{') {
        return Err(AreaFileError::NotACollection {
            problem: format!("it is {}", kind_of_json(whole.get())),
        });
    }
    let document: Document<'_> =
        serde_json::from_str(whole.get()).map_err(|error| AreaFileError::NotACollection {
            problem: words_of(&error),
        })?;
    if let Some(declared) = document
        .crs
        .and_then(|raw| crs::other_than_wgs84(raw.get()))
    {
        return Err(AreaFileError::OtherCrs { declared });
    }
    let kind = document
        .kind
        .map(|raw| serde_json::from_str::<String>(raw.get()));
    match kind {
        Some(Ok(kind)) if kind == "FeatureCollection" => {}
        Some(Ok(kind)) if kind == "Feature" => {
            return Ok(vec![RawFeature {
                text: whole.get(),
                byte: byte_of(whole.get()),
            }]);
        }
        Some(Ok(kind)) if kind == "Topology" => {
            return Err(AreaFileError::OtherFormat { what: "TopoJSON" });
        }
        Some(Ok(kind)) => {
            return Err(AreaFileError::NotACollection {
                problem: format!("its “type” is “{}”", shortened(&kind)),
            });
        }
        Some(Err(_)) => {
            return Err(AreaFileError::NotACollection {
                problem: "its “type” is not text".to_owned(),
            });
        }
        None => {
            return Err(AreaFileError::NotACollection {
                problem: "it has no “type”".to_owned(),
            });
        }
    }
    let Some(list) = document.features else {
        return Err(AreaFileError::NotACollection {
            problem: "it has no “features”".to_owned(),
        });
    };
    let features: Vec<&RawValue> =
        serde_json::from_str(list.get()).map_err(|_| AreaFileError::NotACollection {
            problem: format!("its “features” is {}", kind_of_json(list.get())),
        })?;
    if features.is_empty() {
        return Err(AreaFileError::NoFeatures);
    }
    if features.len() > limits.max_features {
        return Err(AreaFileError::TooManyFeatures {
            features: features.len(),
            limit: limits.max_features,
        });
    }
    Ok(features
        .into_iter()
        .map(|raw| RawFeature {
            text: raw.get(),
            byte: byte_of(raw.get()),
        })
        .collect())
}

/// Formats that people try to import instead, by their first bytes.
fn other_format(bytes: &[u8]) -> Option<&'static str> {
    let start = bytes.trim_ascii_start();
    let known: [(&[u8], &'static str); 7] = [
        (
            b"PK\x03\x04",
            "a ZIP archive (a zipped shapefile, KMZ or spreadsheet?)",
        ),
        (b"\x00\x00\x27\x0a", "a shapefile (.shp)"),
        (b"SQLite format 3", "a SQLite database (a GeoPackage?)"),
        (b"\x1f\x8b", "compressed with gzip"),
        (b"%PDF", "a PDF"),
        (b"\xff\xfe", "text in UTF-16"),
        (
            b"<",
            "XML or HTML (KML? a web page instead of the download?)",
        ),
    ];
    known
        .iter()
        .find(|(magic, _)| start.starts_with(magic))
        .map(|(_, what)| *what)
}

fn not_json(text: &str, error: &serde_json::Error) -> AreaFileError {
    AreaFileError::NotJson {
        problem: words_of(error),
        line: error.line(),
        column: error.column(),
        byte: byte_at(text, error.line(), error.column()),
    }
}

/// The reader's words without its own "at line 1 column 2".
pub(super) fn words_of(error: &serde_json::Error) -> String {
    let words = error.to_string();
    match words.rfind(" at line ") {
        Some(end) => words[..end].to_owned(),
        None => words,
    }
}

/// Offset of a line and column (both from 1; 0 is before the first).
pub(super) fn byte_at(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    (before + column.saturating_sub(1)).min(text.len())
}

/// What a JSON value is, to follow "is".
pub(super) fn kind_of_json(text: &str) -> &'static str {
    match text.as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b'"') => "text",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// Text from the file as it may stand in a message.
pub(super) fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    let clean: String = text
        .chars()
        .take(MOST)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(MOST).is_some() {
        format!("{clean}…")
    } else {
        clean
    }
}
