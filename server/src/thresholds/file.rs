//! Thresholds as a small CSV file: `check,threshold,value,wave,setting`. A value has its unit behind it (`120 km/h`) or is `default`, which
//! takes back what is set there; an empty wave means all waves, an empty setting all areas.

use crate::ingest::cells::{Header, as_text};
use crate::ingest::file::{Form, recognise};
use crate::ingest::interpret::fit;
use crate::ingest::records::Records;
use domain::checks::{Check, Extent, LimitsBook, ThresholdId, read_value, write_value};
use domain::setting::Setting;
use std::collections::HashMap;
use std::fmt::Write;
use store::thresholds::Proposed;

/// The columns, in this order.
pub const COLUMNS: [&str; 5] = ["check", "threshold", "value", "wave", "setting"];
/// The word for "what the catalogue says".
const DEFAULT: &str = "default";

/// A line that makes sense by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FileLine {
    /// Its number in the file.
    pub line: u64,
    /// What it wants.
    pub proposed: Proposed,
}

/// Reads a file. `waves` are all waves by code. Answers its lines, or every line that is wrong: what is wrong with it and what is allowed.
pub fn read(bytes: &[u8], waves: &HashMap<String, i32>) -> Result<Vec<FileLine>, Vec<String>> {
    let one = |sentence: String| vec![sentence];
    let separator = match recognise(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) {
        Ok(Form::Csv { separator }) => separator,
        Ok(_) => return Err(one(format!("Not CSV. {}", expected()))),
        Err(wrong) => return Err(one(wrong.to_string())),
    };
    let mut records = Records::new(bytes);
    let read = |error: std::io::Error| one(error.to_string());
    let Some(first) = records.next_record().map_err(read)? else {
        return Err(one(format!("The file is empty. {}", expected())));
    };
    let header = Header::read(first.bytes, separator, &COLUMNS)
        .map_err(|error| one(format!("{error} {}", expected())))?;
    let mut splitter = header.splitter();
    let (mut lines, mut wrong) = (Vec::new(), Vec::new());
    let mut seen: HashMap<(ThresholdId, Extent), u64> = HashMap::new();
    while let Some(record) = records.next_record().map_err(read)? {
        let mut say = |problem: String| wrong.push(format!("Line {}: {problem}", record.line));
        let text = match as_text(record.bytes) {
            Ok(text) => text,
            Err(problem) => {
                say(problem.to_string());
                continue;
            }
        };
        let mut cells: Vec<&str> = splitter.split(text).collect();
        if let Err(problem) = fit(&mut cells, &header) {
            say(problem.to_string());
            continue;
        }
        let cell = |name: &str| header.position(name).map_or("", |at| cells[at].trim());
        match line(COLUMNS.map(cell), waves) {
            Err(problem) => say(problem),
            Ok(proposed) => {
                let key = (proposed.id, proposed.extent);
                match seen.insert(key, record.line) {
                    Some(before) => say(format!(
                        "It says again what line {before} says: each threshold once for a wave and setting."
                    )),
                    None => lines.push(FileLine {
                        line: record.line,
                        proposed,
                    }),
                }
            }
        }
    }
    if wrong.is_empty() {
        Ok(lines)
    } else {
        Err(wrong)
    }
}

fn expected() -> String {
    format!(
        "Expected is a CSV file with the columns {}.",
        COLUMNS.join(", ")
    )
}

fn line(cells: [&str; 5], waves: &HashMap<String, i32>) -> Result<Proposed, String> {
    let [check, threshold, value, wave, setting] = cells;
    let id = ThresholdId::find(check, threshold).map_err(|problem| problem.to_string())?;
    let extent = Extent {
        wave: wave_of(wave, waves)?,
        setting: match setting {
            "" => None,
            text => Some(Setting::from_code(text).ok_or_else(|| {
                format!(
                    "There is no setting \"{text}\". Allowed are urban, rural, or nothing for both."
                )
            })?),
        },
    };
    let value = if value.eq_ignore_ascii_case(DEFAULT) {
        None
    } else {
        let read = read_value(id.check(), id.threshold(), value, false);
        Some(read.map_err(|problem| problem.to_string())?)
    };
    // Asked of an empty book: what is taken back may be set in the real one.
    let mut book = LimitsBook::default();
    book.set(id, extent, value.or(Some(id.threshold().default)))
        .map_err(|problem| problem.to_string())?;
    Ok(Proposed { id, extent, value })
}

/// The key of a wave that somebody wrote; `None` for an empty text, which means all.
pub fn wave_of(text: &str, waves: &HashMap<String, i32>) -> Result<Option<i32>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(wave) = waves.get(text) {
        return Ok(Some(*wave));
    }
    let mut known: Vec<&str> = waves.keys().map(String::as_str).collect();
    known.retain(|code| !code.is_empty());
    known.sort_unstable();
    Err(match known.as_slice() {
        [] => format!("There is no wave \"{text}\": no wave is on file yet."),
        known => format!(
            "There is no wave \"{text}\". Known are: {}, or nothing for all.",
            known.join(", ")
        ),
    })
}

/// What holds, as such a file: for every threshold the value everywhere, then what is set for waves and settings.
pub fn write(book: &LimitsBook, waves: &HashMap<String, i32>) -> String {
    let codes: HashMap<i32, &str> = waves
        .iter()
        .map(|(code, key)| (*key, code.as_str()))
        .collect();
    let mut text = COLUMNS.join(",");
    text.push('\n');
    for id in Check::ALL
        .iter()
        .flat_map(|check| ThresholdId::all_of(*check))
    {
        let mut held = vec![(Extent::EVERYWHERE, book.holds_at(id, Extent::EVERYWHERE))];
        let set = book
            .all()
            .filter(|(other, extent, _)| *other == id && *extent != Extent::EVERYWHERE);
        held.extend(set.map(|(_, extent, value)| (extent, value)));
        for (extent, value) in held {
            let (check, threshold) = (id.check().code(), id.threshold());
            let value = write_value(value, threshold.unit);
            let wave = extent
                .wave
                .map_or("", |wave| codes.get(&wave).copied().unwrap_or("?"));
            let setting = extent.setting.map_or("", Setting::code);
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "{check},{},{value},{},{setting}",
                threshold.name,
                quoted(wave)
            );
        }
    }
    text
}

/// A wave's code may hold anything.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', ';', '\t']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waves() -> HashMap<String, i32> {
        HashMap::from([
            (String::new(), 0),
            ("W1".to_owned(), 1),
            ("W,2".to_owned(), 2),
        ])
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut book = LimitsBook::default();
        let speed = ThresholdId::find("travel_speed", "fastest_kmh").unwrap();
        for (wave, setting, value) in [
            (None, None, 100.0),
            (Some(1), Some(Setting::Urban), 60.5),
            (Some(2), None, 90.0),
        ] {
            let extent = Extent { wave, setting };
            book.set(speed, extent, Some(value)).unwrap();
        }
        let text = write(&book, &waves());
        assert!(
            text.contains("\ntravel_speed,fastest_kmh,100 km/h,,\n"),
            "{text}"
        );
        assert!(text.contains("\ntravel_speed,fastest_kmh,60.5 km/h,W1,urban\n"));
        let mut again = LimitsBook::default();
        for line in read(text.as_bytes(), &waves()).unwrap() {
            let Proposed { id, extent, value } = line.proposed;
            again.set(id, extent, value).unwrap();
        }
        assert_eq!(write(&again, &waves()), text);
    }

    #[test]
    fn every_wrong_line_is_named_with_what_is_allowed() {
        let file = "check,threshold,value,wave,setting\n\
                    travel_speed,fastest_kmh,-5 km/h,,\n\
                    travel_sped,fastest_kmh,90 km/h,,\n\
                    travel_speed,fastest_kmh,90 m,,\n\
                    travel_speed,fastest_kmh,90 km/h,W9,\n\
                    travel_speed,fastest_kmh,90 km/h,,town\n\
                    clock_offset,review_min,30 min,W1,\n\
                    travel_speed,fastest_kmh,80 km/h,,urban\n\
                    travel_speed,fastest_kmh,90 km/h,,URBAN\n\
                    travel_speed,fastest_kmh\n\
                    odd_hours,from_min,default,,rural\n";
        let wrong = read(file.as_bytes(), &waves()).unwrap_err();
        let expected = [
            "Line 2: travel_speed.fastest_kmh must be a number from 20 to 1000 km/h.",
            "Line 3: There is no check \"travel_sped\". Known are: ",
            "Line 4: travel_speed.fastest_kmh is measured in km/h, not in m.",
            "Line 5: There is no wave \"W9\". Known are: W,2, W1, or nothing for all.",
            "Line 6: There is no setting \"town\". Allowed are urban, rural, or nothing for both.",
            "Line 7: The thresholds of clock_offset hold everywhere",
            "Line 9: It says again what line 8 says: each threshold once for a wave and setting.",
            "Line 10: The row has 2 cells where the header has 5",
        ];
        assert_eq!(wrong.len(), expected.len(), "{wrong:#?}");
        for (wrong, expected) in wrong.iter().zip(expected) {
            assert!(wrong.starts_with(expected), "{wrong}");
        }
        assert!(read(b"", &waves()).is_err());
        let other = read(b"name,value\nx,1\n", &waves()).unwrap_err();
        assert!(
            other[0].contains("check, threshold, value, wave, setting"),
            "{other:?}"
        );
    }
}
