//! The rows of a listing's file, one after another in bounded memory: CSV, or the features of a GeoJSON FeatureCollection.

use crate::ingest::cells::{Header, HeaderError, as_text, json_members};
use crate::ingest::file::{Form, WrongFile, peek, recognise};
use crate::ingest::interpret::fit;
use crate::ingest::json_elements::JsonElements;
use crate::ingest::records::Records;
use domain::listing::LISTING_COLUMNS;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::io::{self, Cursor, Read};

/// A row's cells in the order of [`LISTING_COLUMNS`], trimmed.
pub type ListedCells = [String; 6];

/// A row: where it stands, and its cells or why there are none.
pub struct ListedLine {
    /// Its line, or the number of the feature.
    pub number: u64,
    /// The cells.
    pub cells: Result<ListedCells, String>,
    /// The bytes, where there are no cells.
    pub raw: Vec<u8>,
}

/// Why a file is no listing.
#[derive(Debug, thiserror::Error)]
pub enum NoListing {
    /// It is another kind of file.
    #[error("{0}")]
    WrongFile(WrongFile),
    /// It is JSON, and no collection of features.
    #[error(
        "The file is JSON and no GeoJSON FeatureCollection: it has no \"features\": [ … ] in its first 64 kB. A listing is CSV with the \
         columns household_ref, area_code, latitude, longitude, address and enumerator_code, or GeoJSON whose features are points with \
         these as properties."
    )]
    NoFeatures,
    /// The header lacks something.
    #[error(
        "{0} A listing needs the columns household_ref and area_code; latitude, longitude, address and enumerator_code are read where \
         they are there. Rename the columns of the file."
    )]
    Header(HeaderError),
    /// It cannot be read.
    #[error(
        "The file cannot be read to its end: {0}. What was taken before stays; import it again when it can be read."
    )]
    Read(#[from] io::Error),
}

/// What a file is cut into.
pub enum ListedRows<R> {
    /// CSV.
    Csv {
        /// Its records.
        records: Records<io::Chain<Cursor<Vec<u8>>, R>>,
        /// Its header.
        header: Box<Header>,
    },
    /// Features.
    Features {
        /// One after another.
        elements: JsonElements<io::Chain<Cursor<Vec<u8>>, R>>,
        /// Read so far.
        number: u64,
    },
}

impl<R: Read> ListedRows<R> {
    /// Opens a file: says what it is by its first bytes.
    pub fn open(source: R) -> Result<ListedRows<R>, NoListing> {
        let (start, source) = peek(source)?;
        match recognise(&start).map_err(NoListing::WrongFile)? {
            Form::Csv { separator } => {
                let mut records = Records::new(Cursor::new(start).chain(source));
                let header = match records.next_record()? {
                    Some(record) => Header::read(record.bytes, separator, &LISTING_COLUMNS[..2]),
                    None => return Err(NoListing::WrongFile(WrongFile::Empty)),
                };
                Ok(ListedRows::Csv {
                    records,
                    header: Box::new(header.map_err(NoListing::Header)?),
                })
            }
            Form::NdJson | Form::JsonArray => {
                let begins = features_begin(&start).ok_or(NoListing::NoFeatures)?;
                let rest = start.get(begins..).unwrap_or_default().to_vec();
                Ok(ListedRows::Features {
                    elements: JsonElements::inside_array(Cursor::new(rest).chain(source)),
                    number: 0,
                })
            }
        }
    }

    /// The next row.
    pub fn next_line(&mut self) -> io::Result<Option<ListedLine>> {
        match self {
            ListedRows::Csv { records, header } => {
                let Some(record) = records.next_record()? else {
                    return Ok(None);
                };
                let cells = of_record(record.bytes, header);
                Ok(Some(ListedLine {
                    number: record.line,
                    raw: kept(&cells, record.bytes),
                    cells,
                }))
            }
            ListedRows::Features { elements, number } => {
                let Some(element) = elements.next_element()? else {
                    return Ok(None);
                };
                *number += 1;
                let cells = of_feature(element);
                Ok(Some(ListedLine {
                    number: *number,
                    raw: kept(&cells, element),
                    cells,
                }))
            }
        }
    }

    /// What the number of a row counts.
    pub fn counts(&self) -> &'static str {
        match self {
            ListedRows::Csv { .. } => "line",
            ListedRows::Features { .. } => "feature",
        }
    }

    /// Reads what stands behind the rows, so that whoever hashes the file has seen all of it.
    pub fn drain(&mut self) -> io::Result<()> {
        match self {
            ListedRows::Csv { .. } => Ok(()),
            ListedRows::Features { elements, .. } => elements.drain(),
        }
    }
}

/// A row that has cells is kept by them.
fn kept(cells: &Result<ListedCells, String>, bytes: &[u8]) -> Vec<u8> {
    match cells {
        Ok(_) => Vec::new(),
        Err(_) => bytes.to_vec(),
    }
}

fn of_record(bytes: &[u8], header: &Header) -> Result<ListedCells, String> {
    let said = |problem: domain::problem::Problem| problem.to_string();
    let text = as_text(bytes).map_err(said)?;
    let mut splitter = header.splitter();
    let mut cells: Vec<&str> = splitter.split(text).collect();
    fit(&mut cells, header).map_err(said)?;
    Ok(LISTING_COLUMNS.map(|name| {
        let cell = header.position(name).and_then(|at| cells.get(at));
        cell.map_or(String::new(), |cell| cell.trim().to_owned())
    }))
}

/// Where the elements of `"features": [` begin.
fn features_begin(start: &[u8]) -> Option<usize> {
    const NAME: &[u8] = b"\"features\"";
    memchr::memmem::find_iter(start, NAME).find_map(|at| {
        let mut behind = at + NAME.len();
        for sign in [b':', b'['] {
            behind += start
                .get(behind..)?
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace())
                .count();
            if start.get(behind) != Some(&sign) {
                return None;
            }
            behind += 1;
        }
        Some(behind)
    })
}

#[derive(Deserialize)]
struct Feature<'a> {
    #[serde(borrow)]
    properties: Option<&'a RawValue>,
    #[serde(borrow)]
    geometry: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Geometry<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(borrow)]
    coordinates: Option<&'a RawValue>,
}

/// The cells of a feature: its properties by the names of the columns, its point for latitude and longitude.
fn of_feature(element: &[u8]) -> Result<ListedCells, String> {
    let unreadable = "It is no GeoJSON feature with properties. Export the layer again.";
    let text = as_text(element).map_err(|problem| problem.to_string())?;
    let feature: Feature<'_> = serde_json::from_str(text).map_err(|_| unreadable.to_owned())?;
    let properties = feature.properties.map_or("{}", RawValue::get);
    let members = json_members(properties.as_bytes()).map_err(|_| unreadable.to_owned())?;
    let mut cells = LISTING_COLUMNS.map(|name| {
        let member = members.iter().find(|(of, _)| of.as_ref() == name);
        member.map_or(String::new(), |(_, value)| value.trim().to_owned())
    });
    let geometry = feature.geometry.map_or("null", RawValue::get);
    if geometry != "null" {
        let no_point =
            "Its geometry is no point. A household is listed at a point, or without a geometry.";
        let geometry: Geometry<'_> =
            serde_json::from_str(geometry).map_err(|_| no_point.to_owned())?;
        let coordinates = geometry.coordinates.map_or("[]", RawValue::get);
        let pair: Vec<serde_json::Number> = match geometry.kind {
            "Point" => serde_json::from_str(coordinates).map_err(|_| no_point.to_owned())?,
            _ => return Err(no_point.to_owned()),
        };
        let [longitude, latitude, ..] = &pair[..] else {
            return Err(no_point.to_owned());
        };
        cells[2] = latitude.to_string();
        cells[3] = longitude.to_string();
    }
    Ok(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u64, Result<ListedCells, String>)> {
        let mut rows = ListedRows::open(text.as_bytes())
            .map_err(|error| error.to_string())
            .unwrap();
        let mut all = Vec::new();
        while let Some(line) = rows.next_line().unwrap() {
            all.push((line.number, line.cells));
        }
        all
    }

    #[test]
    fn columns_are_found_by_name_in_any_order_and_others_are_passed_over() {
        let read =
            rows("Area_Code;remarks;HOUSEHOLD_REF;address\nU1;x;\" H 1 \";\"Street; 4\"\nU1;x\n");
        let expected = ["H 1", "U1", "", "", "Street; 4", ""].map(str::to_owned);
        assert_eq!(read[0], (2, Ok(expected)));
        assert!(read[1].1.is_err());
    }

    #[test]
    fn features_are_points_with_properties() {
        let read = rows(
            "{\"type\":\"FeatureCollection\",\"name\":\"x\",\"features\" : [\n\
             {\"type\":\"Feature\",\"properties\":{\"household_ref\":7,\"area_code\":\"U1\",\"address\":\"a \\\"b\\\"\"},\
             \"geometry\":{\"type\":\"Point\",\"coordinates\":[72.5,33.25,0]}},\n\
             {\"type\":\"Feature\",\"properties\":{\"household_ref\":\"8\"},\"geometry\":null},\
             {\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}}]}",
        );
        let first = ["7", "U1", "33.25", "72.5", "a \"b\"", ""].map(str::to_owned);
        assert_eq!(read[0], (1, Ok(first)));
        assert_eq!(
            read[1],
            (2, Ok(["8", "", "", "", "", ""].map(str::to_owned)))
        );
        assert!(
            read[2]
                .1
                .as_ref()
                .is_err_and(|said| said.contains("no point"))
        );
    }

    #[test]
    fn what_is_no_listing_is_said_with_what_a_listing_has() {
        let said = |text: &str| match ListedRows::open(text.as_bytes()) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        };
        assert!(said("a,b\n1,2\n").contains("household_ref"));
        assert!(said("{\"a\":1}").contains("FeatureCollection"));
        assert!(said("").contains("empty"));
    }
}
