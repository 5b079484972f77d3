//! Reading the file: TOML with one option a line.

use super::{Arguments, EITHER_OR, Setting, Written};
use clap::CommandFactory;
use clap::error::ErrorKind;
use std::ffi::OsString;
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// An option that the file sets.
pub struct Set<'a> {
    /// Which.
    pub setting: &'a Setting,
    values: Vec<String>,
}

impl Set<'_> {
    /// As it would stand on the command line.
    pub fn as_arguments(&self) -> Vec<OsString> {
        let name = &self.setting.name;
        if !self.setting.arg.get_action().takes_values() {
            let is_set = self.values.iter().any(|value| value == "true");
            return is_set
                .then(|| format!("--{name}").into())
                .into_iter()
                .collect();
        }
        let values = self.values.iter();
        values
            .map(|value| format!("--{name}={value}").into())
            .collect()
    }
}

/// Reads the file, or says what is wrong with it: file, line, what to do.
pub fn read<'a>(path: &Path, settings: &'a [Setting]) -> Result<Vec<Set<'a>>, String> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("The configuration file {shown} cannot be read: {error}."))?;
    let at = |from: usize, what: String| {
        let line = text[..from.min(text.len())].matches('\n').count() + 1;
        format!("{shown}, line {line}: {what}")
    };
    let table = DeTable::parse(&text).map_err(|error| {
        let from = error.span().map_or(0, |span| span.start);
        at(
            from,
            format!("{}. The file is TOML: name = value.", error.message()),
        )
    })?;
    let mut set = Vec::new();
    let mut lines = Vec::new();
    for (key, value) in table.get_ref() {
        let name = key.get_ref().as_ref();
        let from = key.span().start;
        let Some(setting) = settings.iter().find(|setting| setting.name == name) else {
            let near = nearest(name, settings)
                .map_or(String::new(), |near| format!("; did you mean “{near}”?"));
            return Err(at(
                from,
                format!(
                    "there is no option “{name}”{near} All of them are shown by: fieldwatch config example"
                ),
            ));
        };
        let values = values(setting, value.get_ref()).map_err(|what| at(from, what))?;
        let one = Set { setting, values };
        understood(&one).map_err(|what| at(from, what))?;
        set.push(one);
        lines.push(from);
    }
    for (a, b) in EITHER_OR {
        let has = |name: &str| set.iter().position(|one| one.setting.name == name);
        if let (Some(_), Some(index)) = (has(a), has(b)) {
            return Err(at(
                lines[index],
                format!("“{a}” and “{b}” say the same thing; keep one of them."),
            ));
        }
    }
    Ok(set)
}

/// The texts that would stand on the command line.
fn values(setting: &Setting, value: &DeValue<'_>) -> Result<Vec<String>, String> {
    if let DeValue::Array(list) = value
        && setting.is_list()
    {
        let each = list.iter().map(|one| text(setting, one.get_ref()));
        return each.collect();
    }
    Ok(vec![text(setting, value)?])
}

fn text(setting: &Setting, value: &DeValue<'_>) -> Result<String, String> {
    let name = &setting.name;
    let wrong = |what: &str| Err(format!("“{name}” is {what}."));
    match (setting.written(), value) {
        (Written::Text, DeValue::String(text)) => Ok(text.as_ref().to_owned()),
        (Written::Number, DeValue::Integer(number)) if number.radix() == 10 => {
            Ok(number.as_str().to_owned())
        }
        (Written::Number, DeValue::Float(number)) => Ok(number.as_str().to_owned()),
        (Written::YesNo, DeValue::Boolean(yes)) => Ok(yes.to_string()),
        (Written::Text, _) if setting.is_list() => {
            wrong("a list of texts; write them in quotes between [ and ]")
        }
        (Written::Text, _) => wrong("a text; write it in quotes"),
        (Written::Number, _) => wrong("a number; write it without quotes, in digits"),
        (Written::YesNo, _) => wrong("true or false, without quotes"),
    }
}

/// Whether the option takes its value, said as on the command line.
fn understood(set: &Set<'_>) -> Result<(), String> {
    let before = ["fieldwatch", "serve"].map(OsString::from);
    let line = before.into_iter().chain(set.as_arguments());
    match Arguments::command().try_get_matches_from(line) {
        // What is missing beside it may come from elsewhere, and is asked for when everything is together.
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::ValueValidation | ErrorKind::InvalidValue
            ) =>
        {
            let said = error.to_string();
            let first = said.lines().next().unwrap_or_default();
            let why = first.split_once("': ").map_or(first, |(_, why)| why);
            let values = said
                .lines()
                .find_map(|line| line.trim().strip_prefix("[possible values: "))
                .map_or(String::new(), |values| {
                    format!(" (one of: {})", values.trim_end_matches(']'))
                });
            Err(format!("“{}”: {why}{values}.", set.setting.name))
        }
        _ => Ok(()),
    }
}

/// The option whose name differs by the fewest letters, if by few.
fn nearest<'a>(name: &str, settings: &'a [Setting]) -> Option<&'a str> {
    let near = settings
        .iter()
        .map(|setting| (distance(name, &setting.name), setting.name.as_str()))
        .min()?;
    (near.0 <= 2).then_some(near.1)
}

/// Levenshtein's distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let changed = before + usize::from(from != *to);
            before = row[j + 1];
            row[j + 1] = changed.min(before + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
