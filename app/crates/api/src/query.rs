//! The state of a coverage page, all of it in the URL.

use domain::coverage::Measure;
use domain::time::SurveyDay;
use std::fmt::Write as _;

/// A column a table can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SortKey {
    /// By name, the default.
    #[default]
    Name,
    /// By target; areas without one last.
    Target,
    /// By completed households.
    Complete,
    /// By complete ÷ target.
    Coverage,
    /// By what is expected.
    Expected,
    /// By complete − expected: the furthest behind first when ascending.
    Ahead,
    /// By active enumerators.
    Active,
    /// By the share of fixes inside the claimed area.
    Inside,
}

impl SortKey {
    /// Every key, in the order of the columns.
    pub const ALL: [SortKey; 8] = [
        SortKey::Name,
        SortKey::Target,
        SortKey::Complete,
        SortKey::Coverage,
        SortKey::Expected,
        SortKey::Ahead,
        SortKey::Active,
        SortKey::Inside,
    ];

    /// The word in URLs.
    pub fn code(self) -> &'static str {
        match self {
            SortKey::Name => "name",
            SortKey::Target => "target",
            SortKey::Complete => "complete",
            SortKey::Coverage => "coverage",
            SortKey::Expected => "expected",
            SortKey::Ahead => "ahead",
            SortKey::Active => "active",
            SortKey::Inside => "inside",
        }
    }

    /// Reads [`SortKey::code`] back.
    pub fn from_code(code: &str) -> Option<SortKey> {
        SortKey::ALL.into_iter().find(|key| key.code() == code)
    }
}

/// What a coverage page was asked for. The default is everything, to today, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CoverageQuery {
    /// One wave's code, or all waves.
    pub wave: Option<String>,
    /// First day that counts; `None` is from the beginning.
    pub from: Option<SurveyDay>,
    /// Last day that counts; `None` is today.
    pub to: Option<SurveyDay>,
    /// What the map shows.
    pub measure: Measure,
    /// The sorted column.
    pub sort: SortKey,
    /// From the largest down.
    pub descending: bool,
}

/// A part of the query that could not be understood: shown beside the filter, the rest is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryProblem {
    /// The parameter's name.
    pub parameter: &'static str,
    /// What it held.
    pub value: String,
}

impl CoverageQuery {
    /// Reads the parameters of a URL, in any order. Blank ones count as absent; what cannot be understood is
    /// reported and left out; unknown parameters are ignored; of repeated ones the last counts.
    pub fn parse<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> (CoverageQuery, Vec<QueryProblem>) {
        let mut query = CoverageQuery::default();
        let mut problems = Vec::new();
        for (name, value) in pairs {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            let understood = match name {
                "wave" => {
                    query.wave = Some(value.to_owned());
                    true
                }
                "from" => set(&mut query.from, SurveyDay::parse(value).map(Some)),
                "to" => set(&mut query.to, SurveyDay::parse(value).map(Some)),
                "measure" => set(&mut query.measure, Measure::from_code(value)),
                "sort" => set(&mut query.sort, SortKey::from_code(value)),
                "dir" => set(
                    &mut query.descending,
                    match value {
                        "asc" => Some(false),
                        "desc" => Some(true),
                        _ => None,
                    },
                ),
                _ => continue,
            };
            if !understood {
                let parameter = ["from", "to", "measure", "sort", "dir"]
                    .into_iter()
                    .find(|p| *p == name);
                problems.push(QueryProblem {
                    parameter: parameter.unwrap_or("wave"),
                    value: value.to_owned(),
                });
            }
        }
        (query, problems)
    }

    /// The query as the part of a URL after the path: `""`, or `?wave=W1&…`; defaults are left out, so that one
    /// state has one URL.
    pub fn to_url_query(&self) -> String {
        let mut out = String::new();
        let mut add = |name: &str, value: &str| {
            out.push(if out.is_empty() { '?' } else { '&' });
            let _ = write!(out, "{name}={}", percent_encoded(value));
        };
        if let Some(wave) = &self.wave {
            add("wave", wave);
        }
        if let Some(from) = self.from {
            add("from", &from.to_string());
        }
        if let Some(to) = self.to {
            add("to", &to.to_string());
        }
        if self.measure != Measure::default() {
            add("measure", self.measure.code());
        }
        if self.sort != SortKey::default() {
            add("sort", self.sort.code());
        }
        if self.descending {
            add("dir", "desc");
        }
        out
    }

    /// The same page sorted by `key`: a second choice of the same column turns the order round. Numbers start from
    /// the largest, names and schedules from the smallest (the furthest behind first).
    pub fn sorted_by(&self, key: SortKey) -> CoverageQuery {
        let descending = if self.sort == key {
            !self.descending
        } else {
            !matches!(key, SortKey::Name | SortKey::Ahead)
        };
        CoverageQuery {
            sort: key,
            descending,
            ..self.clone()
        }
    }
}

fn set<T>(field: &mut T, value: Option<T>) -> bool {
    match value {
        Some(value) => {
            *field = value;
            true
        }
        None => false,
    }
}

/// Reads parameters: `read` answers the name of the parameter if it is one and could not be understood. Blank ones are left out.
pub(crate) fn read<'a>(
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
    mut read: impl FnMut(&str, &str) -> Option<&'static str>,
) -> Vec<&'static str> {
    let mut problems = Vec::new();
    for (name, value) in pairs {
        let value = value.trim();
        if value.is_empty() {
            continue;
        }
        let problem = read(name, value);
        problems.extend(problem.filter(|problem| !problems.contains(problem)));
    }
    problems
}

/// Keeps what was understood; else the parameter's name.
pub(crate) fn keep<T>(
    kept: &mut Option<T>,
    understood: Option<T>,
    name: &'static str,
) -> Option<&'static str> {
    let problem = understood.is_none().then_some(name);
    *kept = understood;
    problem
}

/// Percent-encodes what may not stand in a URL's path segment or query value (RFC 3986, unreserved characters stay).
pub fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte))
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// Splits the raw query of a URL (without the question mark) into names and values, each decoded exactly once
/// (`application/x-www-form-urlencoded`: `+` is a space). Bytes that are not UTF-8 become U+FFFD; a broken escape
/// stays as it is.
pub fn decoded_pairs(raw_query: &str) -> Vec<(String, String)> {
    raw_query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (form_decoded(name), form_decoded(value))
        })
        .collect()
}

/// A text of a form or a query, decoded exactly once, as in [`decoded_pairs`].
pub fn form_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let hex = |at: usize| {
        bytes
            .get(at)
            .and_then(|byte| char::from(*byte).to_digit(16))
    };
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (b'+', _, _) => {
                out.push(b' ');
                at += 1;
            }
            (byte, _, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The text if it is a path of this site, fit to be gone to after a form; anything that could lead elsewhere
/// (`//host`, `/\\host`, a scheme, control characters) is `None`.
pub fn local_path(text: &str) -> Option<&str> {
    let mut chars = text.chars();
    let local = chars.next() == Some('/')
        && !matches!(chars.next(), Some('/' | '\\'))
        && !text.contains('\\')
        && !text.chars().any(char::is_control)
        && text.len() <= 2_000;
    local.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_reads_its_own_url_back() {
        let query = CoverageQuery {
            wave: Some("W 1&x".to_owned()),
            from: SurveyDay::parse("2026-10-01"),
            to: SurveyDay::parse("2026-11-20"),
            measure: Measure::Schedule,
            sort: SortKey::Ahead,
            descending: true,
        };
        let url = query.to_url_query();
        assert_eq!(
            url,
            "?wave=W%201%26x&from=2026-10-01&to=2026-11-20&measure=schedule&sort=ahead&dir=desc"
        );
        let pairs = [
            ("wave", "W 1&x"),
            ("from", "2026-10-01"),
            ("to", "2026-11-20"),
            ("measure", "schedule"),
            ("sort", "ahead"),
            ("dir", "desc"),
            ("utm", "x"),
        ];
        assert_eq!(CoverageQuery::parse(pairs), (query, vec![]));
        assert_eq!(CoverageQuery::default().to_url_query(), "");
    }

    #[test]
    fn what_cannot_be_understood_is_reported_and_the_rest_is_used() {
        let (query, problems) =
            CoverageQuery::parse([("from", "tomorrow"), ("measure", "inside"), ("to", " ")]);
        assert_eq!(
            query,
            CoverageQuery {
                measure: Measure::Inside,
                ..CoverageQuery::default()
            }
        );
        assert_eq!(
            problems,
            [QueryProblem {
                parameter: "from",
                value: "tomorrow".to_owned()
            }]
        );
    }

    #[test]
    fn choosing_the_sorted_column_again_turns_the_order_round() {
        let once = CoverageQuery::default().sorted_by(SortKey::Complete);
        assert!(once.descending);
        assert!(!once.sorted_by(SortKey::Complete).descending);
        assert!(
            !CoverageQuery::default()
                .sorted_by(SortKey::Ahead)
                .descending
        );
    }

    #[test]
    fn a_raw_query_is_decoded_once() {
        let pairs = decoded_pairs("wave=W%2525+1&from=&&flag&a=b=c&bad=%zz%4&ur=%D8%A7");
        let expected = [
            ("wave", "W%25 1"),
            ("from", ""),
            ("flag", ""),
            ("a", "b=c"),
            ("bad", "%zz%4"),
            ("ur", "ا"),
        ];
        assert_eq!(pairs, expected.map(|(n, v)| (n.to_owned(), v.to_owned())));
        assert_eq!(decoded_pairs(""), []);
        assert_eq!(decoded_pairs("x=%ff")[0].1, "\u{fffd}");
    }

    #[test]
    fn only_paths_of_this_site_are_gone_to() {
        for good in ["/", "/coverage/3501?wave=W1#t", "/a/../b"] {
            assert_eq!(local_path(good), Some(good));
        }
        for bad in [
            "",
            "coverage",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x",
            "/x\\y",
            " /coverage",
        ] {
            assert_eq!(local_path(bad), None, "{bad}");
        }
        assert_eq!(local_path(&format!("/{}", "a".repeat(2_000))), None);
    }
}
