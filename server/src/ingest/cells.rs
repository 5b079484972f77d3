//! Names the cells of a row, whether it came as CSV or as JSON.

use domain::problem::Problem;
use domain::submission::{Cells, Column};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

/// A CSV header: which cell is which column, and in which order cells enter the fingerprint.
#[derive(Clone, Debug)]
pub struct Header {
    separator: u8,
    /// Lower-case names as they stand in the file.
    names: Vec<String>,
    columns: Vec<Option<Column>>,
    by_name: Vec<usize>,
}

/// Why a header is not usable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// A column that every row needs is not there.
    #[error("The header has no column {}. It has: {}. Is this a submissions file in the canonical format?", .missing.join(" and no column "), .found.join(", "))]
    Missing {
        /// Names that are missing.
        missing: Vec<String>,
        /// Names that are there.
        found: Vec<String>,
    },
    /// Two columns have one name: which one holds would be a guess.
    #[error("The header names the column {0} twice. Remove one of the two.")]
    Twice(String),
    /// The header is not UTF-8.
    #[error("The header is not UTF-8 text. Save the file as UTF-8.")]
    NotUtf8,
}

impl Header {
    /// Reads a header line; `required` are the columns without which it is refused.
    pub fn read(record: &[u8], separator: u8, required: &[&str]) -> Result<Header, HeaderError> {
        let text = std::str::from_utf8(record).map_err(|_| HeaderError::NotUtf8)?;
        let mut splitter = Splitter::new(separator);
        let names: Vec<String> = splitter
            .split(text)
            .map(|cell| cell.trim_start_matches('\u{feff}').trim().to_lowercase())
            .collect();
        let missing: Vec<String> = required
            .iter()
            .filter(|name| !names.iter().any(|n| n == *name))
            .map(|name| (*name).to_owned())
            .collect();
        if !missing.is_empty() {
            return Err(HeaderError::Missing {
                missing,
                found: names,
            });
        }
        let mut by_name: Vec<usize> = (0..names.len())
            .filter(|index| !names[*index].is_empty())
            .collect();
        by_name.sort_unstable_by(|a, b| names[*a].cmp(&names[*b]));
        if let Some(pair) = by_name
            .windows(2)
            .find(|pair| names[pair[0]] == names[pair[1]])
        {
            return Err(HeaderError::Twice(names[pair[0]].clone()));
        }
        let columns = names.iter().map(|name| Column::from_header(name)).collect();
        Ok(Header {
            separator,
            names,
            columns,
            by_name,
        })
    }

    /// A splitter for the rows under this header.
    pub fn splitter(&self) -> Splitter {
        Splitter::new(self.separator)
    }

    /// What parts the cells of a row.
    pub fn separator(&self) -> u8 {
        self.separator
    }

    /// The number of cells a row must have.
    pub fn width(&self) -> usize {
        self.names.len()
    }

    /// The names, lower case, as they stand in the file.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The place of a column that is not one of the submissions format.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| n == name)
    }

    /// Names a row's cells.
    pub fn cells<'a>(&self, row: &[&'a str]) -> Cells<'a> {
        let mut cells = Cells::blank();
        for (column, cell) in self.columns.iter().zip(row) {
            if let Some(column) = column {
                cells.set(*column, cell);
            }
        }
        cells
    }

    /// A row's cells by name, in the order of the names: what the fingerprint is taken of.
    pub fn named<'h, 'a>(
        &'h self,
        row: &'h [&'a str],
    ) -> impl Iterator<Item = (&'h str, &'a str)> + 'h {
        self.by_name.iter().map(|index| {
            (
                self.names[*index].as_str(),
                row.get(*index).map_or("", |cell| cell.trim()),
            )
        })
    }
}

/// Whether a record is one line, and not several that stray quotes have joined: a quote opens a cell only where the cell begins,
/// and some tools write one inside a cell as it is (`5" pipe`). `cells` are those of the record's `text`.
pub fn is_one_line(cells: &[&str], text: &str, header: &Header) -> bool {
    !text.contains('\n')
        || (cells.len() <= header.width() && cells.iter().any(|cell| cell.contains('\n')))
}

/// Splits a record into cells.
pub struct Splitter {
    separator: u8,
    /// Made for the first record with a quote: its tables take longer to work out than many records to split, and most files have
    /// none, nor has a row that is read again by itself.
    core: Option<Box<csv_core::Reader>>,
    unescaped: Vec<u8>,
    ends: Vec<usize>,
    text: String,
}

impl Splitter {
    fn new(separator: u8) -> Splitter {
        Splitter {
            separator,
            core: None,
            unescaped: Vec::new(),
            ends: Vec::new(),
            text: String::new(),
        }
    }

    /// The cells of a record, unquoted. Valid until the next call.
    pub fn split<'s>(&'s mut self, record: &'s str) -> impl Iterator<Item = &'s str> {
        let quoted = memchr::memchr(b'"', record.as_bytes()).is_some();
        let plain = (!quoted).then(|| record.split(char::from(self.separator)));
        let unquoted = if quoted {
            self.unquote(record)
        } else {
            (&*self.text, &self.ends[..0])
        };
        let (text, ends) = unquoted;
        let mut from = 0;
        let cells = ends.iter().map(move |end| {
            let cell = &text[from..*end];
            from = *end;
            cell
        });
        plain.into_iter().flatten().chain(cells)
    }

    fn unquote(&mut self, record: &str) -> (&str, &[usize]) {
        let core = self.core.get_or_insert_with(|| {
            self.unescaped.resize(4096, 0);
            self.ends.resize(64, 0);
            let mut builder = csv_core::ReaderBuilder::new();
            Box::new(builder.delimiter(self.separator).build())
        });
        core.reset();
        let (mut input, mut written, mut ended) = (record.as_bytes(), 0, 0);
        loop {
            let (result, read, wrote, ends) = core.read_record(
                input,
                &mut self.unescaped[written..],
                &mut self.ends[ended..],
            );
            input = &input[read..];
            written += wrote;
            ended += ends;
            match result {
                csv_core::ReadRecordResult::OutputFull => {
                    self.unescaped.resize(self.unescaped.len() * 2, 0)
                }
                csv_core::ReadRecordResult::OutputEndsFull => {
                    self.ends.resize(self.ends.len() * 2, 0)
                }
                csv_core::ReadRecordResult::InputEmpty if input.is_empty() => {
                    // An empty input tells csv-core that the record is over.
                    input = &[];
                }
                csv_core::ReadRecordResult::InputEmpty => {}
                csv_core::ReadRecordResult::Record | csv_core::ReadRecordResult::End => break,
            }
        }
        self.text.clear();
        // The record was UTF-8 and only ASCII was removed.
        self.text
            .push_str(&String::from_utf8_lossy(&self.unescaped[..written]));
        (&self.text, &self.ends[..ended])
    }
}

/// Name and text of a member.
pub type Member<'a> = (Cow<'a, str>, Cow<'a, str>);

/// A JSON object's members as text, by lower-case name in the order of the names. Strings as they are, numbers and
/// truth values as written (`31.50` stays `31.50`), `null` as blank, objects and arrays as the JSON they came as. Of members
/// with the same name the last one holds.
pub fn json_members(element: &[u8]) -> Result<Vec<Member<'_>>, Problem> {
    let text = as_text(element)?;
    let malformed =
        |error: serde_json::Error| Problem::Malformed(format!("it is not a JSON object: {error}"));
    let Object(mut members) = serde_json::from_str(text).map_err(malformed)?;
    // The sort is stable, so that of one name the last comes first.
    members.reverse();
    members.sort_by(|a, b| a.0.cmp(&b.0));
    members.dedup_by(|later, first| later.0 == first.0);
    let mut out = Vec::with_capacity(members.len());
    for (name, value) in members {
        let raw = value.get();
        let text = match raw.as_bytes() {
            // Without escapes it is what stands between the quotes.
            [b'"', within @ .., b'"'] if memchr::memchr(b'\\', within).is_none() => {
                Cow::Borrowed(raw[1..raw.len() - 1].trim())
            }
            [b'"', ..] => {
                let text: String = serde_json::from_str(raw).map_err(malformed)?;
                Cow::Owned(text.trim().to_owned())
            }
            b"null" => Cow::Borrowed(""),
            _ => Cow::Borrowed(raw),
        };
        out.push((lower_case(name), text));
    }
    out.sort_unstable();
    Ok(out)
}

fn lower_case(name: Cow<'_, str>) -> Cow<'_, str> {
    match name {
        Cow::Borrowed(name)
            if name
                .bytes()
                .all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) =>
        {
            Cow::Borrowed(name.trim())
        }
        other => Cow::Owned(other.trim().to_lowercase()),
    }
}

/// A JSON object's members as they stand there, names unescaped, values not read yet.
struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Object<'de>, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some((Name(name), value)) = map.next_entry()? {
                    members.push((name, value));
                }
                Ok(Object(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// A member's name, copied only if it has escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// Every column by its name, in the order of the names.
static BY_NAME: LazyLock<[(&str, Column); Column::COUNT]> = LazyLock::new(|| {
    let mut by_name = Column::ALL.map(|column| (column.name(), column));
    by_name.sort_unstable_by_key(|(name, _)| *name);
    by_name
});

/// Names the members of [`json_members`]. Both stand in the order of their names, so that each is looked at once; a name that is not met there
/// is asked for as that of a header cell, which may have a byte-order mark.
pub fn json_cells<'a>(members: &'a [Member<'_>]) -> Cells<'a> {
    let mut cells = Cells::blank();
    let mut columns = BY_NAME.iter().peekable();
    for (name, text) in members {
        while columns
            .next_if(|(column, _)| *column < name.as_ref())
            .is_some()
        {}
        // It stays for another member of that name: of several the last holds.
        let column = match columns.peek() {
            Some((column, found)) if column == name => Some(*found),
            _ => Column::from_header(name),
        };
        if let Some(column) = column {
            cells.set(column, text);
        }
    }
    cells
}

/// A row's bytes as text, or where they stop being UTF-8.
pub fn as_text(bytes: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(bytes).map_err(|error| Problem::NotUtf8 {
        at_byte: error.valid_up_to(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(record: &str) -> Vec<String> {
        Splitter::new(b',')
            .split(record)
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn cells_are_split_and_unquoted() {
        let cases: [(&str, &[&str]); 7] = [
            ("a,b,,c", &["a", "b", "", "c"]),
            ("a,", &["a", ""]),
            (r#""x, y",2"#, &["x, y", "2"]),
            (r#"1,"{""q"":""5 """"}","#, &["1", r#"{"q":"5 ""}"#, ""]),
            (r#""""#, &[""]),
            ("\"لاہور\",ب", &["لاہور", "ب"]),
            (r#"1,"cut"#, &["1", "cut"]),
        ];
        for (record, cells) in cases {
            assert_eq!(split(record), cells, "{record}");
        }
        let long = format!("\"{}\",{}", "x".repeat(10_000), vec!["y"; 200].join(","));
        assert_eq!(split(&long).len(), 201);
        assert_eq!(split(&long)[0].len(), 10_000);
    }

    #[test]
    fn a_header_is_read_whatever_its_case_order_and_byte_order_mark() {
        let required = ["submission_id", "outcome"];
        let header = Header::read(
            "\u{feff} Outcome ;SUBMISSION_ID;remarks".as_bytes(),
            b';',
            &required,
        )
        .unwrap();
        let cells = header.cells(&["complete ", " u1", "x"]);
        assert_eq!(
            (cells.get(Column::SubmissionId), cells.get(Column::Outcome)),
            ("u1", "complete")
        );
        let names: Vec<&str> = header
            .named(&["complete", "u1", "x"])
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, ["outcome", "remarks", "submission_id"]);
    }

    #[test]
    fn a_header_without_a_required_column_says_what_is_missing_and_what_is_there() {
        let error =
            Header::read(b"uuid,outcome", b',', &["submission_id", "area_code"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "The header has no column submission_id and no column area_code. It has: uuid, outcome. Is this a submissions file in the canonical format?"
        );
        assert_eq!(
            Header::read(b"a,b,A", b',', &[]).unwrap_err(),
            HeaderError::Twice("a".to_owned())
        );
    }

    #[test]
    fn csv_and_json_of_the_same_content_have_the_same_fingerprint() {
        let header =
            Header::read(b"outcome,submission_id,household_size,form_id", b',', &[]).unwrap();
        let csv = crate::ingest::hash::content_hash(
            header.named(&["complete", "u1", "6.50", ""]),
            &mut Vec::new(),
        );
        let members = json_members(
            br#"{"submission_id":"u1","form_id":null,"household_size":6.50,"Outcome":"complete"}"#,
        )
        .unwrap();
        let pairs = members
            .iter()
            .map(|(name, text)| (name.as_ref(), text.as_ref()));
        assert_eq!(
            crate::ingest::hash::content_hash(pairs, &mut Vec::new()),
            csv
        );
    }

    #[test]
    fn members_of_any_order_and_case_find_their_columns_and_others_find_none() {
        let row = "{\"zone\":\"x\",\"Wave_Code\":\" W1 \",\"\u{feff}submission_id\":\"u1\",\"a\":1,\
                   \"outcome\":\"refused\",\"Outcome\":\"vacant\"}";
        let members = json_members(row.as_bytes()).unwrap();
        let mut cells = json_cells(&members);
        let expected = [
            (Column::SubmissionId, "u1"),
            (Column::WaveCode, "W1"),
            (Column::Outcome, "vacant"),
        ];
        for (column, text) in expected {
            assert_eq!(cells.get(column), text);
            cells.set(column, "");
        }
        assert_eq!(cells.0, Cells::blank().0);
        let of_all: String = Column::ALL
            .map(|column| format!("\"{0}\":\"of {0}\"", column.name()))
            .join(",");
        let all = format!("{{{of_all}}}");
        let members = json_members(all.as_bytes()).unwrap();
        let cells = json_cells(&members);
        for column in Column::ALL {
            assert_eq!(cells.get(column), format!("of {}", column.name()));
        }
    }

    #[test]
    fn what_is_no_object_is_said() {
        let problem = json_members(b"{\"a\":").unwrap_err().to_string();
        assert!(
            problem.starts_with("The row cannot be read: it is not a JSON object: EOF"),
            "{problem}"
        );
        assert_eq!(
            json_members(b"{\"a\":\"\xff\"}").unwrap_err(),
            Problem::NotUtf8 { at_byte: 6 }
        );
    }

    #[test]
    fn of_members_with_one_name_the_last_holds_and_escapes_are_read() {
        let row =
            "{\"a\":\"first\",\"B \\u0643\":\" x\\ty \",\"a\":\"last\",\"n\":null,\"o\":{\"p\":1}}";
        let members = json_members(row.as_bytes()).unwrap();
        let found: Vec<(&str, &str)> = members
            .iter()
            .map(|(name, text)| (name.as_ref(), text.as_ref()))
            .collect();
        assert_eq!(
            found,
            [
                ("a", "last"),
                ("b ك", "x\ty"),
                ("n", ""),
                ("o", "{\"p\":1}")
            ]
        );
    }
}
