//! What a machine asks for. A page tells what it does not understand and goes on; a machine is refused, for it would take the wrong
//! numbers for the right ones.

use super::refused::{ParameterProblem, Refused};
use crate::export::Form;
use crate::site::Survey;
use api::query::SortKey;
use axum::http::{HeaderMap, header};
use domain::checks::Severity;
use domain::flag::Status;
use domain::time::SurveyDay;

/// Rows of an answer where nothing is said.
const USUAL_LIMIT: u32 = 500;
/// The most rows of an answer.
pub const LARGEST_LIMIT: u32 = 2_000;

/// Parameters that every address takes.
const OF_ALL: [&str; 3] = ["limit", "after", "format"];

/// A request's parameters, and what is wrong with them.
pub struct Asked {
    pairs: Vec<(String, String)>,
    problems: Vec<ParameterProblem>,
    /// JSON, or CSV.
    pub as_csv: bool,
    /// The most rows.
    pub limit: u32,
}

impl Asked {
    /// Reads the parameters; `known` are those of this address. Blank ones count as absent.
    pub fn of(raw: Option<&str>, headers: &HeaderMap, known: &[&str]) -> Asked {
        let mut pairs = api::query::decoded_pairs(raw.unwrap_or(""));
        pairs.retain_mut(|(_, value)| {
            *value = value.trim().to_owned();
            !value.is_empty()
        });
        let accept = headers.get(header::ACCEPT);
        let accept = accept.and_then(|value| value.to_str().ok());
        let mut asked = Asked {
            pairs,
            problems: Vec::new(),
            as_csv: prefers_csv(accept.unwrap_or("")),
            limit: USUAL_LIMIT,
        };
        asked.look_at_names(known);
        match asked.value("format").map(Form::of) {
            Some(Some(Form::Csv)) => asked.as_csv = true,
            None => {}
            Some(_) if asked.value("format") == Some("json") => asked.as_csv = false,
            Some(_) => asked.not_understood("format"),
        }
        if let Some(value) = asked.value("limit") {
            match value.parse() {
                Ok(limit) if (1..=LARGEST_LIMIT).contains(&limit) => asked.limit = limit,
                _ => {
                    let told = format!("send a whole number from 1 to {LARGEST_LIMIT}");
                    asked.problem("limit", "out_of_range", &told);
                }
            }
        }
        let day = |name| asked.value(name).and_then(SurveyDay::parse);
        if day("from")
            .zip(day("to"))
            .is_some_and(|(from, to)| from > to)
        {
            asked.problem(
                "from",
                "reversed_period",
                "send a first day that is not after the last",
            );
        }
        asked
    }

    fn look_at_names(&mut self, known: &[&str]) {
        let names: Vec<String> = self.pairs.iter().map(|(name, _)| name.clone()).collect();
        for (at, name) in names.iter().enumerate() {
            let is_known = known.contains(&name.as_str()) || OF_ALL.contains(&name.as_str());
            if names[..at].contains(name) {
                self.problem(name, "repeated", "send it once");
            } else if !is_known {
                let all: Vec<&str> = known.iter().chain(&OF_ALL).copied().collect();
                let told = format!("this address takes {}", all.join(", "));
                self.problem(name, "unknown_parameter", &told);
            }
        }
    }

    /// The parameters, to be parsed as those of a page.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.pairs.iter();
        pairs.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A parameter's value.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.pairs()
            .find(|(other, _)| *other == name)
            .map(|(_, value)| value)
    }

    /// Where to begin, in lists that go on by number.
    pub fn offset(&mut self) -> u32 {
        match self.value("after").map(str::parse) {
            None => 0,
            Some(Ok(offset)) => offset,
            Some(Err(_)) => {
                self.not_understood("after");
                0
            }
        }
    }

    /// Notes that a parameter is not understood.
    pub fn not_understood(&mut self, name: &str) {
        let told = expected(name);
        self.problem(name, "not_understood", &told);
    }

    /// The same, with what to send instead where that is not what other addresses take.
    pub fn not_one_of(&mut self, name: &str, codes: &[&str]) {
        let told = format!("send one of {}", codes.join(", "));
        self.problem(name, "not_understood", &told);
    }

    /// A wave that there is not shows nothing; to a machine that would look like a survey without interviews.
    pub fn look_at_wave(&mut self, survey: &Survey) {
        let waves = survey.cube.waves();
        let Some(wave) = self.value("wave") else {
            return;
        };
        if !waves.iter().any(|(_, code)| code == wave) {
            let codes: Vec<&str> = waves.iter().map(|(_, code)| code.as_str()).collect();
            let told = format!("send the code of a wave, one of {}", codes.join(", "));
            self.problem("wave", "not_understood", &told);
        }
    }

    fn problem(&mut self, name: &str, code: &'static str, told: &str) {
        let value = self.value(name).unwrap_or("").to_owned();
        let says = match code {
            "unknown_parameter" => "is not known here",
            "repeated" => "comes more than once",
            "out_of_range" => "is out of range",
            "reversed_period" => "is after the last day",
            _ => "is not understood",
        };
        let problem = ParameterProblem {
            message: format!("{name}={value} {says}: {told}."),
            parameter: name.to_owned(),
            value,
            code,
        };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// Refuses the request if anything is wrong with it.
    pub fn check(&self) -> Result<(), Refused> {
        match self.problems.is_empty() {
            true => Ok(()),
            false => Err(Refused::parameters(self.problems.clone())),
        }
    }

    /// The address of the rows that come after these.
    pub fn next_address(&self, path: &str, after: &str) -> String {
        let pairs = self.pairs().filter(|(name, _)| *name != "after");
        let mut out = format!("{path}?");
        for (name, value) in pairs.chain([("after", after)]) {
            if !out.ends_with('?') {
                out.push('&');
            }
            out.push_str(&format!("{name}={}", api::query::percent_encoded(value)));
        }
        out
    }
}

/// What a parameter should hold.
fn expected(name: &str) -> String {
    let one_of = |codes: &[&str]| format!("send one of {}", codes.join(", "));
    match name {
        "from" | "to" | "day" => "send a day as YYYY-MM-DD".to_owned(),
        "sort" => one_of(&SortKey::ALL.map(SortKey::code)),
        "dir" => one_of(&["asc", "desc"]),
        "severity" => one_of(&Severity::ALL.map(Severity::code)),
        "status" => one_of(&Status::ALL.map(Status::code)),
        "check" => "send the code of a check, as docs/checks.md has it".to_owned(),
        "format" => one_of(&["json", "csv"]),
        "by" => one_of(&["area", "enumerator"]),
        "after" => "send what stood in next of the answer before".to_owned(),
        _ => "leave it out, or see /api/v1/openapi.json".to_owned(),
    }
}

/// Whether `Accept` prefers CSV to JSON: by quality, of equals the one named first. Whatever else it names counts as JSON.
fn prefers_csv(accept: &str) -> bool {
    let mut best = (0.0, false);
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let is_csv = match parts.next().unwrap_or("").to_ascii_lowercase().as_str() {
            "text/csv" => true,
            "application/json" | "application/*" | "*/*" => false,
            _ => continue,
        };
        let quality = parts.find_map(|part| part.strip_prefix("q="));
        let quality = quality.map_or(1.0, |text| text.parse().unwrap_or(0.0));
        if quality > best.0 {
            best = (quality, is_csv);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_says_which_form_is_preferred() {
        for (accept, csv) in [
            ("", false),
            ("*/*", false),
            ("text/csv", true),
            ("Text/CSV; header=present", true),
            ("application/json, text/csv", false),
            ("text/csv, application/json", true),
            ("application/json;q=0.5, text/csv;q=0.9", true),
            ("text/csv;q=0", false),
            ("text/html,application/xhtml+xml,*/*;q=0.8", false),
        ] {
            assert_eq!(prefers_csv(accept), csv, "{accept}");
        }
    }

    fn asked(raw: &str) -> Asked {
        Asked::of(Some(raw), &HeaderMap::new(), &["area", "from", "to"])
    }

    #[test]
    fn what_cannot_be_taken_is_named_with_what_to_send_instead() {
        for (raw, sentence) in [
            (
                "frm=2026-11-01",
                "frm=2026-11-01 is not known here: this address takes area, from, to, limit, after, format.",
            ),
            (
                "area=A&area=B",
                "area=A comes more than once: send it once.",
            ),
            (
                "limit=0",
                "limit=0 is out of range: send a whole number from 1 to 2000.",
            ),
            (
                "limit=2001",
                "limit=2001 is out of range: send a whole number from 1 to 2000.",
            ),
            (
                "format=pdf",
                "format=pdf is not understood: send one of json, csv.",
            ),
            (
                "format=xlsx",
                "format=xlsx is not understood: send one of json, csv.",
            ),
            (
                "from=2026-11-02&to=2026-11-01",
                "from=2026-11-02 is after the last day: send a first day that is not after the last.",
            ),
        ] {
            let said: Vec<String> = asked(raw)
                .problems
                .into_iter()
                .map(|one| one.message)
                .collect();
            assert_eq!(said, [sentence], "{raw}");
        }
        for raw in [
            "",
            "area=&from=",
            "limit=1&format=csv",
            "limit=2000&format=json",
        ] {
            assert!(asked(raw).check().is_ok(), "{raw}");
        }
        assert!(asked("format=csv").as_csv && !asked("format=json").as_csv);
    }

    #[test]
    fn the_next_address_is_the_same_with_another_place() {
        let next = asked("area=P%201&after=3&limit=5").next_address("/api/v1/flags", "8");
        assert_eq!(next, "/api/v1/flags?area=P%201&limit=5&after=8");
        assert_eq!(asked("").next_address("/x", "8"), "/x?after=8");
    }
}
