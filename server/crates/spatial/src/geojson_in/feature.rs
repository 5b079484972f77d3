//! One feature: its properties, then its geometry.

use domain::setting::Setting;
use geo::{Coord, MultiPolygon};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::cleaning::{self, Cleaned};
use super::document::{byte_at, kind_of_json, present, shortened, words_of};
use super::validity;
use super::{
    AreaProperties, FeatureName, OutOfRangeGuess, PropertyRole, ReadArea, RefusalReason, RepairKind,
};

const MOST_CODE_CHARS: usize = 64;
const MOST_NAME_CHARS: usize = 200;
/// Above this, consecutive integers are no longer different floats: such a code cannot be trusted.
const LARGEST_EXACT_FLOAT: f64 = 9_007_199_254_740_992.0;

pub(super) enum Stop {
    Refused(RefusalReason),
    TooManyVertices,
}

impl From<RefusalReason> for Stop {
    fn from(reason: RefusalReason) -> Self {
        Stop::Refused(reason)
    }
}

/// What is known of a feature while it is read.
pub(super) struct Reading {
    pub name: FeatureName,
    pub repairs: Vec<RepairKind>,
    byte: usize,
}

#[derive(Deserialize)]
struct RawMembers<'a> {
    #[serde(rename = "type", borrow, default, deserialize_with = "present")]
    kind: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    properties: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    geometry: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct RawGeometry<'a> {
    #[serde(rename = "type", borrow, default, deserialize_with = "present")]
    kind: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    coordinates: Option<&'a RawValue>,
}

type Properties = serde_json::Map<String, Value>;

impl Reading {
    pub(super) fn start(position: usize, byte: usize) -> Self {
        let name = FeatureName {
            position,
            code: None,
            name: None,
        };
        Self {
            name,
            repairs: Vec::new(),
            byte,
        }
    }

    pub(super) fn area(
        &mut self,
        text: &str,
        wanted: &AreaProperties,
        vertices_left: &mut usize,
    ) -> Result<ReadArea, Stop> {
        let members = feature_members(text)?;
        let properties = properties(members.properties)?;

        // The name first, so that whatever is refused later is refused by name.
        self.name.name = text_of(&properties, &wanted.name, PropertyRole::Name)
            .ok()
            .flatten();
        let code = text_of(&properties, &wanted.code, PropertyRole::Code)?;
        self.name.code.clone_from(&code);
        let code = code.ok_or_else(|| blank(PropertyRole::Code, &wanted.code))?;
        let name = text_of(&properties, &wanted.name, PropertyRole::Name)?
            .ok_or_else(|| blank(PropertyRole::Name, &wanted.name))?;
        let optional = |property: &Option<String>, role| match property {
            Some(property) => text_of(&properties, property, role),
            None => Ok(None),
        };
        let name_ur = optional(&wanted.name_ur, PropertyRole::UrduName)?;
        let parent_code = optional(&wanted.parent, PropertyRole::Parent)?;
        let setting = optional(&wanted.setting, PropertyRole::Setting)?;
        let setting = setting
            .map(|text| setting_of(&text, wanted.setting.as_deref().unwrap_or_default()))
            .transpose()?;

        let geometry = members.geometry.ok_or(RefusalReason::NoGeometryMember)?;
        let boundary = if geometry.get() == "null" {
            None
        } else {
            Some(self.boundary(text, geometry, vertices_left)?)
        };
        Ok(ReadArea {
            code,
            name,
            name_ur,
            parent_code,
            setting,
            boundary,
        })
    }

    fn boundary(
        &mut self,
        feature: &str,
        geometry: &RawValue,
        vertices_left: &mut usize,
    ) -> Result<MultiPolygon<f64>, Stop> {
        let wrong = |what: String| RefusalReason::WrongGeometry(what);
        if !geometry.get().starts_with('{') {
            return Err(wrong(kind_of_json(geometry.get()).to_owned()).into());
        }
        let members: RawGeometry<'_> =
            serde_json::from_str(geometry.get()).map_err(|error| wrong(words_of(&error)))?;
        let kind = members
            .kind
            .and_then(|raw| serde_json::from_str::<String>(raw.get()).ok())
            .ok_or_else(|| wrong("an object without a “type”".to_owned()))?;
        if kind != "Polygon" && kind != "MultiPolygon" {
            return Err(wrong(format!("a {}", shortened(&kind))).into());
        }
        let coordinates = members
            .coordinates
            .ok_or_else(|| RefusalReason::BadCoordinates {
                problem: "there are none".to_owned(),
                byte: self.byte_of(feature, geometry.get()),
            })?;

        *vertices_left = vertices_left
            .checked_sub(count_positions(coordinates.get()))
            .ok_or(Stop::TooManyVertices)?;
        let polygons: Result<Vec<Vec<Vec<Position>>>, _> = if kind == "Polygon" {
            serde_json::from_str(coordinates.get()).map(|polygon| vec![polygon])
        } else {
            serde_json::from_str(coordinates.get())
        };
        let polygons = polygons.map_err(|error| RefusalReason::BadCoordinates {
            problem: words_of(&error),
            byte: self.byte_of(feature, coordinates.get())
                + byte_at(coordinates.get(), error.line(), error.column()),
        })?;
        let polygons = self.positions_in_range(polygons)?;

        let Cleaned { boundary, repairs } = cleaning::clean(polygons);
        self.repairs.extend(repairs);
        if boundary.0.is_empty() {
            return Err(RefusalReason::NothingLeft.into());
        }
        validity::check(&boundary)?;
        let (boundary, rewound) = cleaning::rewind(boundary);
        if rewound > 0 {
            self.repairs.push(RepairKind::RingsRewound(rewound));
        }
        Ok(boundary)
    }

    fn positions_in_range(
        &mut self,
        polygons: Vec<Vec<Vec<Position>>>,
    ) -> Result<Vec<Vec<Vec<Coord<f64>>>>, RefusalReason> {
        let mut heights = 0;
        let mut outside = None;
        let polygons = polygons
            .into_iter()
            .map(|rings| {
                rings
                    .into_iter()
                    .map(|ring| {
                        ring.into_iter()
                            .map(|position| {
                                heights += usize::from(position.has_height);
                                let at = position.at;
                                if at.x.abs() > 180.0 || at.y.abs() > 90.0 {
                                    outside.get_or_insert(at);
                                }
                                at
                            })
                            .collect()
                    })
                    .collect()
            })
            .collect();
        if let Some(position) = outside {
            return Err(RefusalReason::OutOfRange {
                position,
                guess: guess_for(position),
            });
        }
        if heights > 0 {
            self.repairs.push(RepairKind::HeightsDropped(heights));
        }
        Ok(polygons)
    }

    fn byte_of(&self, feature: &str, part: &str) -> usize {
        self.byte + (part.as_ptr() as usize - feature.as_ptr() as usize)
    }
}

fn feature_members(text: &str) -> Result<RawMembers<'_>, RefusalReason> {
    if !text.starts_with('{') {
        return Err(RefusalReason::NotAFeature(kind_of_json(text).to_owned()));
    }
    let members: RawMembers<'_> =
        serde_json::from_str(text).map_err(|error| RefusalReason::NotAFeature(words_of(&error)))?;
    match members
        .kind
        .map(|raw| serde_json::from_str::<String>(raw.get()))
    {
        Some(Ok(kind)) if kind == "Feature" => Ok(members),
        Some(Ok(kind)) => Err(RefusalReason::NotAFeature(format!(
            "of “type” “{}”",
            shortened(&kind)
        ))),
        _ => Err(RefusalReason::NotAFeature(
            "an object without a “type”".to_owned(),
        )),
    }
}

fn properties(member: Option<&RawValue>) -> Result<Properties, RefusalReason> {
    let Some(raw) = member else {
        return Ok(Properties::new());
    };
    match serde_json::from_str(raw.get()) {
        Ok(Value::Object(properties)) => Ok(properties),
        Ok(Value::Null) => Ok(Properties::new()),
        Ok(_) => Err(RefusalReason::NotAFeature(format!(
            "an object whose “properties” is {}",
            kind_of_json(raw.get())
        ))),
        Err(error) => Err(RefusalReason::NotAFeature(format!(
            "an object whose “properties” cannot be read ({})",
            words_of(&error)
        ))),
    }
}

/// The text of a property, trimmed. Null and blank are `None`.
fn text_of(
    properties: &Properties,
    property: &str,
    role: PropertyRole,
) -> Result<Option<String>, RefusalReason> {
    let Some(value) = properties.get(property) else {
        return Err(RefusalReason::MissingProperty {
            role,
            property: property.to_owned(),
            present: properties.keys().map(|key| shortened(key)).collect(),
        });
    };
    let bad = |problem: String| RefusalReason::BadValue {
        role,
        property: property.to_owned(),
        problem,
    };
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => whole_number(number).map_err(bad)?,
        Value::Bool(_) => return Err(bad("true or false, not text or a number".to_owned())),
        Value::Array(_) => return Err(bad("a list, not text or a number".to_owned())),
        Value::Object(_) => return Err(bad("an object, not text or a number".to_owned())),
    };
    if text.is_empty() {
        return Ok(None);
    }
    let most = match role {
        PropertyRole::Code | PropertyRole::Parent => MOST_CODE_CHARS,
        PropertyRole::Name | PropertyRole::UrduName | PropertyRole::Setting => MOST_NAME_CHARS,
    };
    if text.chars().count() > most {
        return Err(bad(format!(
            "longer than {most} characters (“{}”)",
            shortened(&text)
        )));
    }
    if text.chars().any(char::is_control) {
        return Err(bad(format!(
            "text with a control character (“{}”)",
            shortened(&text)
        )));
    }
    Ok(Some(text))
}

fn setting_of(text: &str, property: &str) -> Result<Setting, RefusalReason> {
    Setting::from_code(text).ok_or_else(|| RefusalReason::BadValue {
        role: PropertyRole::Setting,
        property: property.to_owned(),
        problem: format!("“{}”, and allowed are urban and rural", shortened(text)),
    })
}

/// Spreadsheets and pandas turn codes into floats: `20229015.0` is `20229015`.
fn whole_number(number: &serde_json::Number) -> Result<String, String> {
    if number.is_i64() || number.is_u64() {
        return Ok(number.to_string());
    }
    match number.as_f64() {
        Some(float) if float.fract() == 0.0 && float.abs() < LARGEST_EXACT_FLOAT => {
            Ok(format!("{}", float as i64))
        }
        Some(float) if float.fract() != 0.0 => Err(format!(
            "{number}, a number with a fraction, which cannot be a code"
        )),
        _ => Err(format!("{number}, a number too large to be exact")),
    }
}

fn blank(role: PropertyRole, property: &str) -> RefusalReason {
    RefusalReason::BadValue {
        role,
        property: property.to_owned(),
        problem: "null or blank".to_owned(),
    }
}

fn guess_for(position: Coord<f64>) -> OutOfRangeGuess {
    // No degree reaches 1,000; metres of UTM or Web Mercator nearly always do.
    if position.x.abs() > 1_000.0 || position.y.abs() > 1_000.0 {
        OutOfRangeGuess::Projected
    } else if position.x.abs() <= 90.0 && position.y.abs() <= 180.0 {
        OutOfRangeGuess::Swapped
    } else {
        OutOfRangeGuess::Unknown
    }
}

/// Positions in the text of coordinates: opening brackets that another does not follow.
fn count_positions(text: &str) -> usize {
    let mut count = 0;
    let mut opened = false;
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        count += usize::from(opened && byte != b'[');
        opened = byte == b'[';
    }
    count
}

/// Longitude, latitude, and whether anything follows.
struct Position {
    at: Coord<f64>,
    has_height: bool,
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PositionVisitor;
        impl<'de> Visitor<'de> for PositionVisitor {
            type Value = Position;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a position [longitude, latitude]")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Position, A::Error> {
                let few = |n| serde::de::Error::invalid_length(n, &self);
                let x: f64 = list.next_element()?.ok_or_else(|| few(0))?;
                let y: f64 = list.next_element()?.ok_or_else(|| few(1))?;
                let mut has_height = false;
                while list.next_element::<IgnoredAny>()?.is_some() {
                    has_height = true;
                }
                // Adding zero turns −0 into 0, so that equal places have equal bits.
                Ok(Position {
                    at: Coord {
                        x: x + 0.0,
                        y: y + 0.0,
                    },
                    has_height,
                })
            }
        }
        deserializer.deserialize_seq(PositionVisitor)
    }
}
