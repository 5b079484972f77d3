//! Cuts a JSON array, or objects one after another, into elements, each kept as the bytes it came in, in constant memory.

use super::chunks::Chunks;
use std::io::{self, Read};

/// The longest element, in bytes. Longer ones end the reading with an error: memory is bounded.
pub const LONGEST_ELEMENT: usize = 8 << 20;

/// Reads objects that stand one after another, with white space or commas between them, inside brackets or not.
pub struct JsonElements<R> {
    chunks: Chunks<R>,
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
    /// Whether the source began inside an array, whose bracket then ends the elements.
    inside: bool,
}

impl<R: Read> JsonElements<R> {
    /// Starts at the beginning of `source`.
    pub fn new(source: R) -> JsonElements<R> {
        JsonElements {
            chunks: Chunks::new(source),
            buffer: Vec::new(),
            start: 0,
            ended: false,
            inside: false,
        }
    }

    /// Starts behind the opening bracket of an array that stands inside something else; its closing bracket is the end.
    pub fn inside_array(source: R) -> JsonElements<R> {
        JsonElements {
            inside: true,
            ..JsonElements::new(source)
        }
    }

    /// What stands behind the elements, at most some kilobytes of it; for [`JsonElements::inside_array`].
    pub fn rest(&mut self) -> io::Result<String> {
        let mut rest = self.buffer.split_off(self.start.min(self.buffer.len()));
        self.chunks.source().take(64 << 10).read_to_end(&mut rest)?;
        Ok(String::from_utf8_lossy(&rest).into_owned())
    }

    /// Reads to the end of the source and forgets it: whoever hashes the bytes has then seen them all.
    pub fn drain(&mut self) -> io::Result<()> {
        io::copy(self.chunks.source(), &mut io::sink())?;
        Ok(())
    }

    /// The bytes of the next element, or `None` at the end. A last element that was cut is delivered as it is.
    pub fn next_element(&mut self) -> io::Result<Option<&[u8]>> {
        let mut scan = Scan::default();
        let mut scanned = 0;
        loop {
            if scanned == 0 {
                let waiting = &self.buffer[self.start..];
                let inside = self.inside;
                let separators = |byte: &&u8| match **byte {
                    b',' | 0xef | 0xbb | 0xbf => true,
                    b'[' | b']' => !inside,
                    other => other.is_ascii_whitespace(),
                };
                self.start += waiting.iter().take_while(separators).count();
            }
            let waiting = &self.buffer[self.start..];
            if self.inside && waiting.first() == Some(&b']') {
                return Ok(None);
            }
            if let Some(length) = scan.end_of_element(waiting, &mut scanned) {
                let from = self.start;
                self.start += length;
                return Ok(Some(&self.buffer[from..from + length]));
            }
            if self.ended {
                let from = self.start;
                self.start = self.buffer.len();
                let rest = self.buffer[from..].trim_ascii();
                return Ok((!rest.is_empty()).then_some(rest));
            }
            if waiting.len() > LONGEST_ELEMENT {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "an element is longer than 8 MB",
                ));
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.start);
        self.start = 0;
        self.ended = self.chunks.read_behind(&mut self.buffer)?;
        Ok(())
    }
}

#[derive(Default)]
struct Scan {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Scan {
    /// Goes on from `scanned`; the length of the element once it is known. An element that is no object ends at its line.
    fn end_of_element(&mut self, waiting: &[u8], scanned: &mut usize) -> Option<usize> {
        while let Some(byte) = waiting.get(*scanned) {
            if self.escaped {
                self.escaped = false;
                // A line feed counts here too: see below.
                if *byte != b'\n' {
                    *scanned += 1;
                    continue;
                }
            }
            if self.in_string {
                let rest = &waiting[*scanned..];
                let Some(at) = memchr::memchr3(b'"', b'\\', b'\n', rest) else {
                    *scanned = waiting.len();
                    return None;
                };
                *scanned += at + 1;
                match rest[at] {
                    b'"' => self.in_string = false,
                    b'\\' => self.escaped = true,
                    // No string of ours holds a raw line feed; a row that was cut inside one ends with its line.
                    _ => return Some(*scanned),
                }
                continue;
            }
            *scanned += 1;
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(*scanned);
                    }
                }
                b'\n' if self.depth == 0 => return Some(*scanned),
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elements(text: &str) -> Vec<String> {
        let mut reader = JsonElements::new(text.as_bytes());
        let mut out = Vec::new();
        while let Some(element) = reader.next_element().unwrap() {
            out.push(String::from_utf8_lossy(element.trim_ascii()).into_owned());
        }
        out
    }

    #[test]
    fn objects_are_found_in_arrays_and_in_lines() {
        let expected = [r#"{"a":"x]}\"{"}"#, r#"{"b":{"c":[1,2]}}"#];
        assert_eq!(
            elements("{\"a\":\"x]}\\\"{\"}\n{\"b\":{\"c\":[1,2]}}\n"),
            expected
        );
        assert_eq!(
            elements("[ {\"a\":\"x]}\\\"{\"},\n {\"b\":{\"c\":[1,2]}} ]"),
            expected
        );
        assert_eq!(elements("[]"), [""; 0]);
    }

    #[test]
    fn an_array_inside_an_answer_ends_at_its_bracket_and_the_rest_can_be_read() {
        let mut reader =
            JsonElements::inside_array(" {\"a\":[1]} ,\n{\"b\":2} ],\"next\":null}".as_bytes());
        assert_eq!(reader.next_element().unwrap(), Some(&b"{\"a\":[1]}"[..]));
        assert_eq!(reader.next_element().unwrap(), Some(&b"{\"b\":2}"[..]));
        assert_eq!(reader.next_element().unwrap(), None);
        assert_eq!(reader.rest().unwrap(), "],\"next\":null}");
    }

    #[test]
    fn a_line_that_is_no_object_and_a_cut_end_are_delivered_as_they_are() {
        assert_eq!(
            elements("{\"a\":1}\nnonsense\n{\"b\":2"),
            ["{\"a\":1}", "nonsense", "{\"b\":2"]
        );
        for end in ["", "\\"] {
            assert_eq!(
                elements(&format!("{{\"a\":\"cut{end}\n{{\"b\":2}}\n")),
                [format!("{{\"a\":\"cut{end}").as_str(), "{\"b\":2}"]
            );
        }
    }
}
