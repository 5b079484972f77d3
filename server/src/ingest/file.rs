//! What kind of file is this? Decided from its first bytes, and said in a sentence when it is the wrong kind.

use std::fmt;
use std::io::{self, Read};

/// A form in which canonical rows come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Comma-separated values with a header.
    Csv {
        /// `,`, `;` or a tab.
        separator: u8,
    },
    /// One JSON object a line.
    NdJson,
    /// One JSON array of objects.
    JsonArray,
}

/// Why a file is none of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongFile {
    /// No bytes, or only blank ones.
    Empty,
    /// A ZIP archive, which is also what XLSX is.
    Zip,
    /// UTF-16 text.
    Utf16,
    /// An HTML or XML page, often an error page saved under a file's name.
    Markup,
    /// A SQLite database.
    Sqlite,
    /// Something with zero bytes in its first line, or a great many further on.
    Binary,
}

impl fmt::Display for WrongFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            WrongFile::Empty => "The file is empty. Export it again from the collection system.",
            WrongFile::Zip => "The file is a ZIP archive or an Excel workbook. Unpack it, or save the sheet as CSV (UTF-8).",
            WrongFile::Utf16 => "The file is UTF-16 text. Save it as CSV (UTF-8).",
            WrongFile::Markup => {
                "The file is an HTML or XML page, perhaps an error page saved as a download. Export the data again as CSV or NDJSON."
            }
            WrongFile::Sqlite => "The file is a SQLite database. Give it with --database, or export a CSV from it.",
            WrongFile::Binary => "The file is binary. Expected CSV, NDJSON or a JSON array.",
        })
    }
}

/// The first bytes of a source, enough for a header of any sane length, and the source behind them.
pub fn peek<R: Read>(mut source: R) -> io::Result<(Vec<u8>, R)> {
    let mut start = Vec::new();
    source.by_ref().take(64 << 10).read_to_end(&mut start)?;
    Ok((start, source))
}

/// Recognises the form from the first bytes of the file (a few kilobytes; at least the whole header line of a CSV).
pub fn recognise(start: &[u8]) -> Result<Form, WrongFile> {
    if start.starts_with(b"PK\x03\x04") {
        return Err(WrongFile::Zip);
    }
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
        return Err(WrongFile::Utf16);
    }
    if start.starts_with(b"SQLite format 3\0") {
        return Err(WrongFile::Sqlite);
    }
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let text = text.trim_ascii_start();
    match text.first() {
        None => Err(WrongFile::Empty),
        Some(b'{') => Ok(Form::NdJson),
        Some(b'[') => Ok(Form::JsonArray),
        Some(b'<') => Err(WrongFile::Markup),
        Some(_) => {
            let header = text.split(|byte| *byte == b'\n').next().unwrap_or(text);
            // A damaged row may hold zero bytes and is set aside alone. A header that is text holds none.
            let zeros = text.iter().filter(|byte| **byte == 0).count();
            let header_is_text = !header.contains(&0) && std::str::from_utf8(header).is_ok();
            if zeros > text.len() / 8 || (zeros > 0 && !header_is_text) {
                return Err(WrongFile::Binary);
            }
            let count = |separator: u8| header.iter().filter(|byte| **byte == separator).count();
            // The last of equals wins: a comma decides where nothing else does.
            let separator = [b'\t', b';', b',']
                .into_iter()
                .max_by_key(|separator| count(*separator))
                .unwrap_or(b',');
            Ok(Form::Csv { separator })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_file_is_told_by_its_first_bytes() {
        let long = [b"a,b\n\0,", &[b'x'; 64][..]].concat();
        let cases: [(&[u8], Result<Form, WrongFile>); 14] = [
            (b"", Err(WrongFile::Empty)),
            (b"\xef\xbb\xbf \r\n", Err(WrongFile::Empty)),
            (
                b"submission_id,outcome\n",
                Ok(Form::Csv { separator: b',' }),
            ),
            (
                b"\xef\xbb\xbfsubmission_id;outcome\n1;a,b,c\n",
                Ok(Form::Csv { separator: b';' }),
            ),
            (
                b"\xef\xbb\xbfinterview__id\tq, or r\tgps__Latitude\r\n1\ta;b\t2\r\n",
                Ok(Form::Csv { separator: b'\t' }),
            ),
            (b" {\"submission_id\":1}\n", Ok(Form::NdJson)),
            (b"[\n{}]", Ok(Form::JsonArray)),
            (&long, Ok(Form::Csv { separator: b',' })),
            (b"a,\0b\n1,2\n", Err(WrongFile::Binary)),
            (b"PK\x03\x04...", Err(WrongFile::Zip)),
            (b"\xff\xfes\0u\0", Err(WrongFile::Utf16)),
            (b"<!doctype html>", Err(WrongFile::Markup)),
            (b"SQLite format 3\0", Err(WrongFile::Sqlite)),
            (b"\x89PNG\r\n\x1a\n\0\0", Err(WrongFile::Binary)),
        ];
        for (bytes, form) in cases {
            assert_eq!(recognise(bytes), form, "{bytes:?}");
        }
    }
}
