//! Areas from a file: GeoJSON with boundaries, or CSV without.

use super::cells::{Header, as_text};
use super::interpret::fit;
use super::records::Records;
use domain::setting::Setting;
use geo::{BoundingRect, Rect};
use spatial::{AreaProperties, encode_boundary, read_areas};
use std::fmt;
use store::{AreaInput, BoundaryChange};

/// A file's areas, ready for the store.
#[derive(Debug)]
pub struct AreaSource {
    /// The areas.
    pub areas: Vec<AreaInput>,
    /// What was mended, in sentences.
    pub repairs: Vec<String>,
    /// Whether the file speaks of boundaries at all: a CSV leaves those on file as they are.
    pub has_boundaries: bool,
    /// The codes of the areas that have a boundary, each with the box around it, in degrees.
    pub boxes: Vec<(String, Rect<f64>)>,
}

/// Why a file was refused as a whole; nothing of it is used.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused(Vec<String>);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 20;
        match self.0.as_slice() {
            [only] => f.write_str(only),
            many => {
                write!(
                    f,
                    "{} things cannot be used; nothing was imported.",
                    many.len()
                )?;
                for reason in &many[..many.len().min(SHOWN)] {
                    write!(f, "\n  {reason}")?;
                }
                if many.len() > SHOWN {
                    write!(f, "\n  … and {} more.", many.len() - SHOWN)?;
                }
                Ok(())
            }
        }
    }
}

/// Reads a file: GeoJSON if it begins like JSON, else CSV with the properties as columns.
pub fn read_file(bytes: &[u8], properties: &AreaProperties) -> Result<AreaSource, Refused> {
    let text = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    match super::file::recognise(text) {
        Ok(super::file::Form::Csv { separator }) => read_csv(bytes, separator, properties),
        Ok(_) => read_geojson(bytes, properties),
        Err(wrong) => Err(Refused(vec![wrong.to_string()])),
    }
}

fn read_geojson(bytes: &[u8], properties: &AreaProperties) -> Result<AreaSource, Refused> {
    let file = read_areas(bytes, properties).map_err(|error| Refused(vec![error.to_string()]))?;
    if !file.refusals.is_empty() {
        return Err(Refused(
            file.refusals.iter().map(ToString::to_string).collect(),
        ));
    }
    let boxes = file
        .areas
        .iter()
        .filter_map(|area| {
            let around = area.boundary.as_ref()?.bounding_rect()?;
            Some((area.code.clone(), around))
        })
        .collect();
    let areas = file
        .areas
        .into_iter()
        .map(|area| AreaInput {
            code: area.code,
            name: area.name,
            name_ur: area.name_ur,
            parent_code: area.parent_code,
            setting: area.setting,
            boundary: area.boundary.map_or(BoundaryChange::None, |boundary| {
                BoundaryChange::Set(encode_boundary(&boundary))
            }),
        })
        .collect();
    Ok(AreaSource {
        areas,
        repairs: file.repairs.iter().map(ToString::to_string).collect(),
        has_boundaries: true,
        boxes,
    })
}

fn read_csv(
    bytes: &[u8],
    separator: u8,
    properties: &AreaProperties,
) -> Result<AreaSource, Refused> {
    let one = |sentence: String| Refused(vec![sentence]);
    let lower = |name: &String| name.trim().to_lowercase();
    let mut names = vec![lower(&properties.code), lower(&properties.name)];
    names.extend(
        properties
            .name_ur
            .iter()
            .chain(&properties.parent)
            .chain(&properties.setting)
            .map(lower),
    );
    let required: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut records = Records::new(bytes);
    let read = |error: std::io::Error| one(error.to_string());
    let Some(first) = records.next_record().map_err(read)? else {
        return Err(one("The file is empty.".to_owned()));
    };
    let header =
        Header::read(first.bytes, separator, &required).map_err(|error| one(error.to_string()))?;
    let mut splitter = header.splitter();
    let (mut areas, mut reasons) = (Vec::new(), Vec::new());
    while let Some(record) = records.next_record().map_err(read)? {
        let area = as_text(record.bytes).and_then(|text| {
            let mut cells: Vec<&str> = splitter.split(text).collect();
            fit(&mut cells, &header)?;
            let cell = |name: &str| {
                header
                    .position(name)
                    .map_or("", |at| cells[at].trim())
                    .to_owned()
            };
            let optional = |name: Option<&String>| {
                name.map(|name| cell(&lower(name)))
                    .filter(|text| !text.is_empty())
            };
            let setting = optional(properties.setting.as_ref()).map(|text| setting(&text));
            let area = AreaInput {
                code: cell(&names[0]),
                name: cell(&names[1]),
                name_ur: optional(properties.name_ur.as_ref()),
                parent_code: optional(properties.parent.as_ref()),
                setting: None,
                boundary: BoundaryChange::Keep,
            };
            Ok((area, setting.transpose()))
        });
        match area {
            Ok((area, _)) if area.code.is_empty() || area.name.is_empty() => {
                reasons.push(format!("Line {}: code or name is blank.", record.line));
            }
            Ok((area, Ok(setting))) => areas.push(AreaInput { setting, ..area }),
            Ok((area, Err(problem))) => {
                reasons.push(format!("Line {}: {}: {problem}", record.line, area.code));
            }
            Err(problem) => reasons.push(format!("Line {}: {problem}", record.line)),
        }
    }
    if reasons.is_empty() {
        Ok(AreaSource {
            areas,
            repairs: Vec::new(),
            has_boundaries: false,
            boxes: Vec::new(),
        })
    } else {
        Err(Refused(reasons))
    }
}

fn setting(text: &str) -> Result<Setting, String> {
    Setting::from_code(text)
        .ok_or_else(|| format!("The setting is “{text}”; allowed are urban and rural."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn properties() -> AreaProperties {
        AreaProperties {
            code: "UC_Code".to_owned(),
            name: "uc".to_owned(),
            name_ur: Some("uc_ur".to_owned()),
            parent: Some("tehsil_code".to_owned()),
            setting: None,
        }
    }

    #[test]
    fn areas_without_boundaries_come_from_csv_and_leave_boundaries_alone() {
        let file =
            "uc_code,uc,uc_ur,tehsil_code\nPB0101-001,Haji Shah,حاجی شاہ,PB0101\n".as_bytes();
        let source = read_file(file, &properties()).unwrap();
        assert!(!source.has_boundaries);
        assert_eq!(source.areas[0].boundary, BoundaryChange::Keep);
        assert_eq!(source.areas[0].name_ur.as_deref(), Some("حاجی شاہ"));
        assert_eq!(source.areas[0].parent_code.as_deref(), Some("PB0101"));
    }

    #[test]
    fn a_setting_is_urban_or_rural_or_blank_and_nothing_else() {
        let properties = AreaProperties {
            setting: Some("kind".to_owned()),
            ..properties()
        };
        let read = |kind: &str| {
            let file = format!("uc_code,uc,uc_ur,tehsil_code,kind\nU1,One,,T,{kind}\n");
            read_file(file.as_bytes(), &properties)
        };
        for (kind, setting) in [
            ("URBAN", Some(Setting::Urban)),
            (" rural ", Some(Setting::Rural)),
            ("", None),
        ] {
            assert_eq!(read(kind).unwrap().areas[0].setting, setting);
        }
        assert_eq!(
            read("semi-urban").unwrap_err().to_string(),
            "Line 2: U1: The setting is “semi-urban”; allowed are urban and rural."
        );
        let geojson = |kind: &str| {
            let feature = format!(
                "{{\"type\":\"Feature\",\"geometry\":null,\"properties\":{{\"UC_Code\":\"U1\",\"uc\":\"One\",\"uc_ur\":null,\
                 \"tehsil_code\":\"T\",\"kind\":{kind}}}}}"
            );
            let file = format!("{{\"type\":\"FeatureCollection\",\"features\":[{feature}]}}");
            read_file(file.as_bytes(), &properties)
        };
        let urban = geojson("\"Urban\"").unwrap();
        assert_eq!(urban.areas[0].setting, Some(Setting::Urban));
        assert_eq!(geojson("null").unwrap().areas[0].setting, None);
        let refused = geojson("\"town\"").unwrap_err().to_string();
        assert!(
            refused.contains("U1") && refused.contains("“town”, and allowed are urban and rural"),
            "{refused}"
        );
    }

    #[test]
    fn one_bad_line_refuses_the_file_and_is_named() {
        let file = b"uc_code,uc,uc_ur,tehsil_code\n,Nameless,,PB0101\nPB2,cut\n";
        let refused = read_file(file, &properties()).unwrap_err().to_string();
        assert!(
            refused.contains("Line 2: code or name is blank."),
            "{refused}"
        );
        assert!(
            refused.contains("Line 3: The row has 2 cells where the header has 4"),
            "{refused}"
        );
        let refused = read_file(b"", &properties()).unwrap_err().to_string();
        assert!(refused.starts_with("The file is empty."), "{refused}");
    }
}
