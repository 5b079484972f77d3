//! Drafts a mapping file from the names in an export. Every guess is marked as one: a person decides.

use super::Format;
use super::fields::{flatten, normal};
use super::point::{is_position, points};
use super::recognise;
use crate::ingest::cells::Header;
use crate::ingest::file::{Form, recognise as recognise_form};
use crate::ingest::json_elements::JsonElements;
use crate::ingest::records::Records;
use std::fmt::Write;

/// Common names of a form's field, by the key it would stand under; the most telling first.
const COMMON: &[(&str, &[&str])] = &[
    (
        "enumerator_code",
        &[
            "enumeratorcode",
            "enumeratorid",
            "enumerator",
            "enumid",
            "interviewercode",
            "interviewerid",
            "interviewer",
            "surveyorid",
            "surveyor",
            "username",
            "submitterid",
            "submittedby",
        ],
    ),
    (
        "area_code",
        &[
            "uccode",
            "areacode",
            "ucid",
            "unioncouncilcode",
            "unioncouncil",
            "ucname",
            "uc",
            "areaname",
            "area",
        ],
    ),
    (
        "area_parent",
        &["tehsilcode", "tehsilid", "tehsilname", "tehsil"],
    ),
    (
        "outcome",
        &[
            "outcome",
            "visitoutcome",
            "visitresult",
            "interviewresult",
            "interviewstatus",
            "hhoutcome",
            "hhstatus",
            "result",
        ],
    ),
    (
        "household_ref",
        &[
            "householdref",
            "householdid",
            "hhid",
            "hhcode",
            "hhref",
            "caseid",
            "formno",
            "household",
        ],
    ),
    (
        "household_size",
        &[
            "householdsize",
            "hhsize",
            "familysize",
            "hhmembers",
            "members",
        ],
    ),
    ("wave_code", &["wavecode", "wave", "round", "cycle"]),
    ("block_code", &["blockcode", "censusblock", "block"]),
];

/// The draft, or a sentence on why there is none.
pub fn suggest(start: &[u8]) -> Result<String, String> {
    let form = recognise_form(start).map_err(|wrong| wrong.to_string())?;
    let (recognised, names, positions) = match form {
        Form::Csv { separator } => {
            let mut records = Records::new(start);
            let first = records
                .next_record()
                .map_err(|error| error.to_string())?
                .ok_or("The file is empty.")?;
            let header =
                Header::read(first.bytes, separator, &[]).map_err(|error| error.to_string())?;
            let mut names: Vec<String> = header.names().iter().map(|name| normal(name)).collect();
            let recognised = recognise::csv(&names);
            let in_order = names.clone();
            names.sort_unstable();
            let mut positions = points(&names);
            if let Ok(Some(row)) = records.next_record() {
                let text = String::from_utf8_lossy(row.bytes);
                let in_one_cell = header
                    .splitter()
                    .split(&text)
                    .zip(&in_order)
                    .filter(|(cell, _)| is_position(cell))
                    .map(|(_, name)| name.clone())
                    .collect::<Vec<_>>();
                positions.extend(in_one_cell);
                positions.dedup();
            }
            (recognised, in_order, positions)
        }
        Form::NdJson | Form::JsonArray => {
            let (recognised, envelope) = recognise::json_file(start);
            let rows_at = envelope.map_or(0, |envelope| envelope.rows_at);
            let members = JsonElements::new(&start[rows_at..])
                .next_element()
                .map_err(|error| error.to_string())?
                .map(flatten)
                .transpose()
                .map_err(|problem| problem.to_string())?
                .ok_or("The file holds no row.")?;
            let positions = members
                .iter()
                .filter(|(name, text)| !name.starts_with('_') && is_position(text))
                .map(|(name, _)| name.clone())
                .collect();
            let names = members.into_iter().map(|(name, _)| name).collect();
            (recognised, names, positions)
        }
    };
    if recognised.format == Format::Canonical {
        return Err(format!(
            "It was taken for a canonical file ({}), which needs no mapping. Drafts are made for exports of ODK Central, \
             SurveyCTO, KoboToolbox and Survey Solutions.",
            recognised.because
        ));
    }
    Ok(draft(recognised, &names, &positions))
}

fn draft(found: recognise::Recognised, names: &[String], positions: &[String]) -> String {
    let mut out = format!(
        "# A draft for {} ({}). Lines marked “guess” are guessed from the names: look through every one.\n\
         # Names of fields may be written with - or / between groups; case does not matter.\n\n[fields]\n",
        found.format.title(),
        found.because
    );
    // Writing into a String cannot fail.
    let mut line = |text: String| {
        let _ = writeln!(out, "{text}");
    };
    let mut outcome_found = false;
    for (key, common) in COMMON {
        match guess(names, common) {
            Some(name) => {
                outcome_found |= *key == "outcome";
                line(format!("{key} = {} # guess", quoted(name)));
            }
            None if matches!(*key, "enumerator_code" | "area_code") => {
                line(format!("{key} = \"\" # nothing like it was found: fill in"));
            }
            None => line(format!("# {key} = \"…\"")),
        }
    }
    let (listed, visited): (Vec<&String>, Vec<&String>) =
        positions.iter().partition(|name| is_of_a_listing(name));
    for (key, what, found) in [
        ("location", "the GPS position", visited),
        (
            "listing_point",
            "where the household listing recorded the household",
            listed,
        ),
    ] {
        match found.as_slice() {
            [] => line(format!("# {key} = \"…\" # {what}")),
            [first, rest @ ..] => {
                line(format!("{key} = {} # guess", quoted(first)));
                for other in rest {
                    line(format!("# {key} = {}", quoted(other)));
                }
            }
        }
    }
    line(
        "\n# Areas are found by their code; with area_parent also by name within that parent."
            .to_owned(),
    );
    line("# Fields whose values hold for the whole file may be constants instead.".to_owned());
    line("[constants]\n# wave_code = \"W1\"".to_owned());
    let constant = "outcome = \"complete\"";
    line(if outcome_found {
        format!("# {constant}")
    } else {
        format!("{constant} # guess: no field for the outcome was found")
    });
    line("\n# What the form's values for the outcome mean: complete, partial, refused, not_at_home, vacant, not_found, other.".to_owned());
    line("[outcome]\n# \"1\" = \"complete\"\n# \"2\" = \"refused\"".to_owned());
    line("\n# For counting answered items: the form's required fields, and the values for don't know and refused.".to_owned());
    line(
        "# [items]\n# required = [\"…\"]\n# dont_know = [\"-98\"]\n# refused = [\"-99\"]"
            .to_owned(),
    );
    line("\n# The file's fields:".to_owned());
    for name in names {
        line(format!("#   {}", name.replace(['\n', '\r'], " ")));
    }
    out
}

/// The field whose last name is one of the common ones; of several, the first in the file.
fn guess<'a>(names: &'a [String], common: &[&str]) -> Option<&'a str> {
    let leaf = |name: &str| -> String {
        let last = name.rsplit('/').next().unwrap_or(name);
        last.chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect()
    };
    common
        .iter()
        .find_map(|word| names.iter().find(|name| leaf(name) == *word))
        .map(String::as_str)
}

/// Whether a position's name says that it is the listing's.
fn is_of_a_listing(name: &str) -> bool {
    name.contains("listing") || name.contains("listed")
}

/// A TOML string, which is written like JSON's: a name is another tool's text and may hold anything.
fn quoted(name: &str) -> String {
    serde_json::Value::from(name).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::mapping::Mapping;
    use super::*;

    #[test]
    fn a_draft_reads_as_a_mapping_and_says_what_is_guessed() {
        let header = b"SubmissionDate,start,end,place-tehsil,place-uc,who-enumerator_id,visit-outcome,hh-size,gps-Latitude,gps-Longitude,KEY,SubmitterID\n";
        let text = suggest(header).unwrap();
        for line in [
            "enumerator_code = \"who/enumerator_id\" # guess",
            "area_code = \"place/uc\" # guess",
            "area_parent = \"place/tehsil\" # guess",
            "outcome = \"visit/outcome\" # guess",
            "location = \"gps\" # guess",
            "# household_ref = \"…\"",
        ] {
            assert!(text.lines().any(|own| own == line), "{line}\n{text}");
        }
        let mapping = Mapping::parse(&text).unwrap();
        assert_eq!(mapping.fields.location.as_deref(), Some("gps"));
    }

    #[test]
    fn json_is_drafted_from_its_first_row_and_strange_names_stay_text() {
        let text = suggest(
            br#"{"count":1,"next":null,"results":[{"_uuid":"1","_submission_time":"x","g/uc":"U1","g/gps":"31.5 74.3 0 5","a\"\nb = 1":"2"}]}"#,
        )
        .unwrap();
        assert!(text.contains("area_code = \"g/uc\" # guess"), "{text}");
        assert!(text.contains("location = \"g/gps\" # guess"), "{text}");
        assert!(text.contains("enumerator_code = \"\""), "{text}");
        assert!(
            Mapping::parse(&text)
                .unwrap_err()
                .contains("enumerator_code is blank")
        );
    }

    #[test]
    fn a_position_in_one_cell_is_seen_in_the_first_row() {
        let file = b"gps,choices,KEY,formdef_version\n31.5 74.3 210 4.5,1 2 3 4,uuid:1,7\n";
        let text = suggest(file).unwrap();
        assert!(text.contains("location = \"gps\" # guess\n"), "{text}");
        assert!(!text.contains("location = \"choices\""), "{text}");
    }

    #[test]
    fn a_position_that_is_called_the_listings_is_not_taken_for_the_interviews() {
        let header = b"listing-gps-Latitude,listing-gps-Longitude,visit-gps-Latitude,visit-gps-Longitude,KEY,SubmitterID\n";
        let text = suggest(header).unwrap();
        for line in [
            "location = \"visit/gps\" # guess",
            "listing_point = \"listing/gps\" # guess",
        ] {
            assert!(text.lines().any(|own| own == line), "{line}\n{text}");
        }
        let without = suggest(b"gps-Latitude,gps-Longitude,KEY,SubmitterID\n").unwrap();
        assert!(
            without.contains("# listing_point = \"…\" # where"),
            "{without}"
        );
    }

    #[test]
    fn a_canonical_file_needs_no_mapping_and_is_told_so() {
        let said = suggest(b"submission_id,outcome\n").unwrap_err();
        assert!(said.contains("needs no mapping"), "{said}");
    }
}
