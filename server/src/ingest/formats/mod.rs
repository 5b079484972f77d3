//! Other tools' files: recognised by the names in them, and turned row by row into the canonical cells.
//!
//! Everything after the cells (parsing, quarantine, location, recording, reading again) is the one path that canonical
//! rows take. An adapter knows what its tool always gives (id, times, device, review); the mapping file knows the form.

pub mod area_names;
pub mod fields;
mod kobo;
pub mod mapping;
mod odk_csv;
mod odk_json;
pub mod point;
pub mod recognise;
pub mod row;
pub mod suggest;
mod survey_solutions;
mod surveycto;

use super::cells::Header;
use crate::ingest::interpret::Context;
use domain::problem::Problem;
use domain::submission::Column;
use fields::{Fields, Layout, normal};
use mapping::Mapping;
use row::ForeignRow;
use std::sync::Arc;

/// A tool's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Our own: FORMATS.md, section 1.
    Canonical,
    /// ODK Central's CSV export.
    OdkCsv,
    /// ODK Central's OData answer.
    OdkJson,
    /// SurveyCTO's wide CSV export.
    #[serde(rename = "surveycto")]
    SurveyCto,
    /// KoboToolbox, JSON or CSV.
    Kobo,
    /// The main file of a Survey Solutions export, tab-separated.
    SurveySolutions,
}

impl Format {
    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Format::Canonical => "canonical",
            Format::OdkCsv => "ODK Central CSV",
            Format::OdkJson => "ODK Central OData JSON",
            Format::SurveyCto => "SurveyCTO CSV",
            Format::Kobo => "KoboToolbox",
            Format::SurveySolutions => "Survey Solutions tab",
        }
    }
}

/// How the rows of one foreign file become canonical cells.
#[derive(Clone, Debug)]
pub struct Foreign {
    format: Format,
    mapping: Arc<Mapping>,
    /// Of a CSV file.
    layout: Option<Layout>,
    /// The field with the interview's position; `None` if neither the mapping nor the header names one.
    location: Option<String>,
    /// The field with the listing's position of the household.
    listing_point: Option<String>,
}

impl Foreign {
    /// Prepares reading. A CSV file's header is held against the mapping, so that a misspelt field is said once and
    /// for the file, and not once a row or never.
    pub fn new(
        format: Format,
        mapping: Arc<Mapping>,
        header: Option<&Header>,
    ) -> Result<Foreign, String> {
        let layout = header.map(Layout::of);
        let mut location = mapping.fields.location.as_deref().map(normal);
        let listing_point = mapping.fields.listing_point.as_deref().map(normal);
        if let Some(layout) = &layout {
            mapping.check(&layout.names)?;
            if location.is_none() {
                location = point::only_point(&layout.names, listing_point.as_deref())?;
            }
        }
        if format == Format::Kobo && location.is_none() && listing_point.is_some() {
            return Err(kobo::WHICH_POSITION.to_owned());
        }
        Ok(Foreign {
            format,
            mapping,
            layout,
            location,
            listing_point,
        })
    }

    /// A CSV row's cells by the names of the form's fields.
    pub fn csv_fields<'a>(&'a self, cells: &[&'a str]) -> Fields<'a> {
        self.layout
            .as_ref()
            .map(|layout| layout.fields(cells))
            .unwrap_or_default()
    }

    /// The canonical cells of a row, before the claimed area is looked up: what the fingerprint is taken of.
    pub fn read<'a>(&'a self, fields: &Fields<'a>) -> ForeignRow<'a> {
        let mut row = ForeignRow::default();
        match self.format {
            Format::Canonical => {}
            Format::OdkCsv => odk_csv::read(fields, &mut row),
            Format::OdkJson => odk_json::read(fields, &mut row),
            Format::SurveyCto => surveycto::read(fields, &mut row),
            Format::Kobo => kobo::read(fields, &mut row),
            Format::SurveySolutions => survey_solutions::read(fields, &mut row),
        }
        self.mapping.read(fields, &mut row);
        self.locate(fields, &mut row);
        self.find_listing_point(fields, &mut row);
        row
    }

    fn locate<'a>(&'a self, fields: &Fields<'a>, row: &mut ForeignRow<'a>) {
        let position = match &self.location {
            Some(name) if name.is_empty() => return,
            Some(name) => point::position(fields, name),
            None if self.format == Format::Kobo && kobo::has_geolocation(fields) => {
                kobo::geolocation(fields)
            }
            None => {
                if let Some(name) = point::unmapped_point(fields, self.listing_point.as_deref()) {
                    row.problems
                        .push(Problem::PositionNotMapped(name.to_owned()));
                }
                return;
            }
        };
        match position {
            Ok(Some(position)) => {
                row.set(Column::Latitude, position.latitude);
                row.set(Column::Longitude, position.longitude);
                row.set(Column::AccuracyM, position.accuracy_m);
                row.set(Column::AltitudeM, position.altitude_m);
                row.set(Column::FixAt, position.fix_at);
            }
            Ok(None) => {}
            Err(problem) => row.problems.push(problem),
        }
    }

    fn find_listing_point<'a>(&self, fields: &Fields<'a>, row: &mut ForeignRow<'a>) {
        let Some(name) = &self.listing_point else {
            return;
        };
        match point::position(fields, name) {
            Ok(Some(position)) => {
                row.set(Column::ListingLatitude, position.latitude);
                row.set(Column::ListingLongitude, position.longitude);
            }
            Ok(None) => {}
            Err(problem) => row.problems.push(problem),
        }
    }

    /// Puts the code of the claimed area in place of its name, if it is given by name; or says why not.
    pub fn place(&self, fields: &Fields<'_>, row: &mut ForeignRow<'_>, context: &Context) {
        let Some(parent_field) = &self.mapping.fields.area_parent else {
            return;
        };
        let (claimed, parent) = (row.get(Column::AreaCode), fields.get(parent_field));
        // A name without its parent decides nothing: it is then judged as a code, and refused as one.
        if claimed.is_empty() || parent.is_empty() || context.areas.contains_key(claimed) {
            return;
        }
        match context.names.find(claimed, parent) {
            Ok(code) => row.set(Column::AreaCode, code.to_owned()),
            Err(problem) => row.problems.push(problem),
        }
    }
}
