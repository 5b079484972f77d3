//! The mapping file: which of a form's fields are the canonical columns.

use super::fields::{Fields, normal};
use super::point::has_point;
use super::row::ForeignRow;
use domain::outcome::Outcome;
use domain::problem::Problem;
use domain::submission::Column;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// A mapping file that was read. What a tool gives for every form (id, times, device) needs no line in it.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The file as it came; kept with the run, so that a row is read again by the very same mapping.
    pub text: String,
    /// The form's fields.
    pub fields: FormFields,
    constants: Constants,
    outcome: BTreeMap<String, Outcome>,
    items: Items,
    answers: Compared,
}

/// Names of the form's fields. A field inside groups is written with them, `group-field` or `group/field`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The names are those of the canonical columns; the others say themselves.
pub struct FormFields {
    pub enumerator_code: String,
    pub area_code: String,
    /// The field that names the area above; with it, areas may be given by name.
    pub area_parent: Option<String>,
    pub outcome: Option<String>,
    pub household_ref: Option<String>,
    pub household_size: Option<String>,
    /// The field with the interview's position; `""` for none.
    pub location: Option<String>,
    /// The field with the position where the household listing recorded the household.
    pub listing_point: Option<String>,
    pub wave_code: Option<String>,
    pub block_code: Option<String>,
    pub device_id: Option<String>,
    pub started_at: Option<String>,
    pub ended_at: Option<String>,
    pub active_s: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Constants {
    wave_code: Option<String>,
    outcome: Option<Outcome>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Items {
    required: Vec<String>,
    #[serde(default)]
    dont_know: Vec<String>,
    #[serde(default)]
    refused: Vec<String>,
}

/// Which answers interviews are compared by.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Compared {
    /// Fields, or whole groups as `group/*`.
    fields: Vec<String>,
}

impl Compared {
    /// Whether one of the named fields or groups is, or holds, the field of this [`normal`] name.
    fn names(&self, field: &str) -> bool {
        self.fields.iter().any(|named| is_of(named, field))
    }
}

/// Whether a line names a field, in its [`normal`] spelling, itself or by its group.
fn is_of(named: &str, field: &str) -> bool {
    let named = normal(named);
    match named.strip_suffix("/*") {
        Some(group) => field
            .strip_prefix(group)
            .is_some_and(|rest| rest.starts_with('/')),
        None => named == field,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    fields: FormFields,
    #[serde(default)]
    constants: Constants,
    #[serde(default)]
    outcome: BTreeMap<String, Outcome>,
    #[serde(default)]
    items: Items,
    #[serde(default)]
    answers: Compared,
}

impl Mapping {
    /// Reads the mapping file at a path, or says in a sentence what is wrong, with its name.
    pub fn from_file(path: &Path) -> Result<Mapping, String> {
        let wrong = |reason: String| format!("{}: {reason}", path.display());
        let text = std::fs::read_to_string(path).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData => wrong("it is not UTF-8 text.".to_owned()),
            _ => format!("{} cannot be read: {error}.", path.display()),
        })?;
        Mapping::parse(&text).map_err(wrong)
    }

    /// Reads a mapping file, or says in a sentence what is wrong with it and where.
    pub fn parse(text: &str) -> Result<Mapping, String> {
        let document: Document = toml::from_str(text).map_err(|error| error.to_string())?;
        let mapping = Mapping {
            text: text.to_owned(),
            fields: document.fields,
            constants: document.constants,
            outcome: document
                .outcome
                .into_iter()
                .map(|(value, outcome)| (value.trim().to_lowercase(), outcome))
                .collect(),
            items: document.items,
            answers: document.answers,
        };
        for (what, name) in mapping.named_fields() {
            if name.trim().is_empty() && what != "location" {
                return Err(format!(
                    "{what} is blank: write the name of the form's field, or remove the line if the form has none (enumerator_code \
                     and area_code are needed)"
                ));
            }
        }
        let point = |name: &Option<String>| name.as_deref().map(normal);
        if let Some(listing_point) = point(&mapping.fields.listing_point)
            && point(&mapping.fields.location) == Some(listing_point)
        {
            return Err(
                "location and listing_point name the same field: an interview would always have been made where the household \
                 was listed"
                    .to_owned(),
            );
        }
        if mapping.fields.outcome.is_none() && mapping.constants.outcome.is_none() {
            return Err(
                "it names no outcome: write outcome = \"FIELD\" under [fields], or, if the form is filled in for completed \
                 interviews only, outcome = \"complete\" under [constants]"
                    .to_owned(),
            );
        }
        Ok(mapping)
    }

    /// Column (or key) and field of every line under `[fields]`.
    fn named_fields(&self) -> Vec<(&'static str, &str)> {
        let fields = &self.fields;
        let mut named = vec![
            ("enumerator_code", fields.enumerator_code.as_str()),
            ("area_code", fields.area_code.as_str()),
        ];
        let optional = [
            ("area_parent", &fields.area_parent),
            ("location", &fields.location),
            ("listing_point", &fields.listing_point),
        ];
        named.extend(
            self.columns()
                .into_iter()
                .skip(2)
                .map(|(column, name)| (column.name(), name))
                .chain(
                    optional
                        .into_iter()
                        .filter_map(|(key, name)| Some((key, name.as_deref()?))),
                ),
        );
        named
    }

    /// The columns that a field stands for as it is.
    fn columns(&self) -> Vec<(Column, &str)> {
        let fields = &self.fields;
        let optional = [
            (Column::Outcome, &fields.outcome),
            (Column::HouseholdRef, &fields.household_ref),
            (Column::HouseholdSize, &fields.household_size),
            (Column::WaveCode, &fields.wave_code),
            (Column::BlockCode, &fields.block_code),
            (Column::DeviceId, &fields.device_id),
            (Column::StartedAt, &fields.started_at),
            (Column::EndedAt, &fields.ended_at),
            (Column::ActiveS, &fields.active_s),
        ];
        [
            (Column::EnumeratorCode, fields.enumerator_code.as_str()),
            (Column::AreaCode, fields.area_code.as_str()),
        ]
        .into_iter()
        .chain(
            optional
                .into_iter()
                .filter_map(|(column, name)| Some((column, name.as_deref()?))),
        )
        .collect()
    }

    /// Holds the mapping against a CSV header (names in order): a field that is not there is a misspelling.
    pub fn check(&self, names: &[String]) -> Result<(), String> {
        let there = |name: &str| names.binary_search(&normal(name)).is_ok();
        let missing = self
            .named_fields()
            .into_iter()
            .filter(|(what, name)| match *what {
                "location" | "listing_point" => {
                    !name.is_empty() && !has_point(names, &normal(name))
                }
                _ => !there(name),
            })
            .chain(
                self.items
                    .required
                    .iter()
                    .filter(|name| !there(name))
                    .map(|name| ("items.required", name.as_str())),
            )
            .chain(
                self.answers
                    .fields
                    .iter()
                    .filter(|named| !names.iter().any(|name| is_of(named, name)))
                    .map(|name| ("answers.fields", name.as_str())),
            )
            .map(|(what, name)| format!("{what} = “{name}”"))
            .collect::<Vec<_>>();
        if missing.is_empty() {
            return Ok(());
        }
        Err(format!(
            "The mapping names fields that the file does not have: {}. The file has: {}.",
            missing.join(", "),
            names.join(", ")
        ))
    }

    /// Puts the form's fields into the canonical columns.
    pub fn read<'a>(&'a self, fields: &Fields<'a>, row: &mut ForeignRow<'a>) {
        for (column, name) in self.columns() {
            let text = fields.get(name);
            if column == Column::Outcome {
                self.read_outcome(text, row);
            } else {
                row.set(column, text);
            }
        }
        if row.get(Column::Outcome).is_empty()
            && let Some(outcome) = self.constants.outcome
        {
            row.set(Column::Outcome, outcome.code());
        }
        if row.get(Column::WaveCode).is_empty()
            && let Some(wave) = &self.constants.wave_code
        {
            row.set(Column::WaveCode, wave.as_str());
        }
        self.count_items(fields, row);
        self.gather_answers(fields, row);
    }

    /// The answers that interviews are compared by, as the canonical format has them.
    fn gather_answers<'a>(&self, fields: &Fields<'a>, row: &mut ForeignRow<'a>) {
        if self.answers.fields.is_empty() {
            return;
        }
        let given: BTreeMap<&str, &str> = fields
            .all()
            .filter(|(name, _)| self.answers.names(name))
            .map(|(name, _)| (name, fields.get(name)))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        // Text to text: nothing in it can fail to be written.
        if let Ok(answers) = serde_json::to_string(&given) {
            row.set(Column::Answers, answers);
        }
    }

    fn read_outcome<'a>(&self, text: &'a str, row: &mut ForeignRow<'a>) {
        match self.outcome.get(&text.to_lowercase()) {
            Some(outcome) => row.set(Column::Outcome, outcome.code()),
            None => {
                row.set(Column::Outcome, text);
                if !text.is_empty() && Outcome::from_code(text).is_none() {
                    row.problems
                        .push(Problem::OutcomeNotMapped(text.to_owned()));
                }
            }
        }
    }

    /// Answered, "don't know" and refused each count on their own, as in the canonical format.
    fn count_items<'a>(&self, fields: &Fields<'a>, row: &mut ForeignRow<'a>) {
        if self.items.required.is_empty() {
            return;
        }
        let is = |among: &[String], text: &str| among.iter().any(|value| value.trim() == text);
        let (mut answered, mut dont_know, mut refused) = (0_u32, 0_u32, 0_u32);
        for name in &self.items.required {
            match fields.get(name) {
                "" => {}
                text if is(&self.items.dont_know, text) => dont_know += 1,
                text if is(&self.items.refused, text) => refused += 1,
                _ => answered += 1,
            }
        }
        row.set(Column::ItemsRequired, self.items.required.len().to_string());
        row.set(Column::ItemsAnswered, answered.to_string());
        row.set(Column::ItemsDontKnow, dont_know.to_string());
        row.set(Column::ItemsRefused, refused.to_string());
    }
}

#[cfg(test)]
mod tests;
