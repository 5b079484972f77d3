//! GeoJSON bytes → areas. What can be mended without doubt is mended and reported; what cannot is
//! refused by the feature's name, with the place and what to do. The caller decides what a refusal
//! means (FieldWatch imports nothing of a file with a refusal).
//!
//! The file is read feature by feature, so that one bad feature does not hide the others and the
//! memory beyond the file itself is that of the boundaries.

mod cleaning;
mod crs;
mod document;
mod feature;
mod sentences;
mod validity;

use std::collections::HashMap;

use domain::setting::Setting;
use geo::{Coord, Intersects, MultiPolygon, Rect};

/// Names of the feature properties that carry each thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AreaProperties {
    /// The area's code: required in every feature, unique in the file.
    pub code: String,
    /// The area's name: required in every feature.
    pub name: String,
    /// The Urdu name. If named here, every feature must have the property; it may be null.
    pub name_ur: Option<String>,
    /// The parent area's code. If named here, every feature must have the property; it may be null.
    pub parent: Option<String>,
    /// Whether the area is urban or rural. If named here, every feature must have the property; it may be null.
    pub setting: Option<String>,
}

/// What a file said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AreaFile {
    /// The areas that could be read, in file order.
    pub areas: Vec<ReadArea>,
    /// What was mended, in file order.
    pub repairs: Vec<Repair>,
    /// What could not be read, in file order.
    pub refusals: Vec<Refusal>,
}

/// One area, as read and mended.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadArea {
    /// Trimmed; a float without a fraction is written without it (`20229015.0` → `20229015`).
    pub code: String,
    /// Trimmed.
    pub name: String,
    /// Trimmed; absent when null or blank.
    pub name_ur: Option<String>,
    /// Like a code; absent when null or blank.
    pub parent_code: Option<String>,
    /// Absent when null or blank.
    pub setting: Option<Setting>,
    /// Longitude and latitude in degrees. Rings closed, shells counter-clockwise, holes clockwise,
    /// no repeated points, no crossings. `None`: the area has no boundary (`"geometry": null`).
    pub boundary: Option<MultiPolygon<f64>>,
}

/// Something mended in one feature. Its `Display` is a whole sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// Where.
    pub feature: FeatureName,
    /// What.
    pub kind: RepairKind,
}

/// What was mended. Each is reported once a feature, with how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepairKind {
    /// So many positions had a third number (a height), which was dropped.
    HeightsDropped(usize),
    /// So many rings did not end where they began and were closed.
    RingsClosed(usize),
    /// So many points repeated the point before them and were dropped.
    RepeatedPointsDropped(usize),
    /// So many points were tips of spikes (out and back on one line) and were dropped.
    SpikesDropped(usize),
    /// So many rings without area were dropped.
    EmptyRingsDropped(usize),
    /// So many rings ran the wrong way round and were turned.
    RingsRewound(usize),
}

/// A feature that cannot be read. Its `Display` is a whole sentence or three: what, where, what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Where.
    pub feature: FeatureName,
    /// Why.
    pub reason: RefusalReason,
}

/// How a feature is called in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureName {
    /// 1 for the first feature of the file.
    pub position: usize,
    /// Its code, if that could be read.
    pub code: Option<String>,
    /// Its name, if that could be read.
    pub name: Option<String>,
}

/// Why a feature was refused. Places are longitude and latitude in degrees.
#[derive(Clone, Debug, PartialEq)]
pub enum RefusalReason {
    /// Not a GeoJSON Feature; what it is instead.
    NotAFeature(String),
    /// The property asked for is not there; these are.
    MissingProperty {
        /// What the property was to carry.
        role: PropertyRole,
        /// The name that was asked for.
        property: String,
        /// The names that the feature has, in alphabetical order.
        present: Vec<String>,
    },
    /// The property is there, and its value cannot be used; what is wrong with it.
    BadValue {
        /// What the property was to carry.
        role: PropertyRole,
        /// Its name.
        property: String,
        /// What is wrong, to follow "is".
        problem: String,
    },
    /// Another feature has the same code.
    DuplicateCode(Box<FeatureName>),
    /// There is no `geometry` member (null would be allowed).
    NoGeometryMember,
    /// A geometry that is not an area's.
    WrongGeometry(String),
    /// Coordinates that are not lists of positions; the JSON reader's words and the byte in the file.
    BadCoordinates {
        /// What was found.
        problem: String,
        /// Offset in the file, in bytes from 0.
        byte: usize,
    },
    /// A position that is not a longitude and latitude.
    OutOfRange {
        /// The first such position.
        position: Coord<f64>,
        /// What would explain it.
        guess: OutOfRangeGuess,
    },
    /// No ring has an area.
    NothingLeft,
    /// A ring crosses itself here.
    CrossesItself(Coord<f64>),
    /// Two rings of the feature cross here.
    RingsCross(Coord<f64>),
    /// The outline runs twice along the same line here.
    RunsTwice(Coord<f64>),
    /// A hole lies outside its polygon; one of its points.
    HoleOutside(Coord<f64>),
    /// A part lies inside another part; one of its points.
    PartInsidePart(Coord<f64>),
    /// So many long lines side by side that it cannot be checked in reasonable time.
    TooIntricate,
}

/// What a property carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PropertyRole {
    /// [`AreaProperties::code`]
    Code,
    /// [`AreaProperties::name`]
    Name,
    /// [`AreaProperties::name_ur`]
    UrduName,
    /// [`AreaProperties::parent`]
    Parent,
    /// [`AreaProperties::setting`]
    Setting,
}

/// What would explain a position that is out of range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutOfRangeGuess {
    /// Read as latitude, longitude it would be on Earth.
    Swapped,
    /// Sizes like these are metres of a projected system.
    Projected,
    /// Nothing known.
    Unknown,
}

/// Why nothing of a file can be read. Its `Display` says what, where, and what to do.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AreaFileError {
    /// No bytes, or only white space.
    #[error("The file is empty. Export the areas again as GeoJSON.")]
    Empty,
    /// More than [`Limits::max_bytes`].
    #[error(
        "The file has {bytes} bytes, and at most {limit} are read. Simplify the boundaries or import them in several files."
    )]
    TooManyBytes {
        /// Size of the file.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// More than [`Limits::max_features`].
    #[error(
        "The file has {features} features, and at most {limit} are read. Import them in several files."
    )]
    TooManyFeatures {
        /// Number of features.
        features: usize,
        /// The limit.
        limit: usize,
    },
    /// More than [`Limits::max_vertices`].
    #[error(
        "The file has more than {limit} points, the most that are read. Simplify the boundaries (10 metres is enough for a survey) or import them in several files."
    )]
    TooManyVertices {
        /// The limit.
        limit: usize,
    },
    /// Some other format, recognised by its first bytes.
    #[error(
        "The file is {what}, not GeoJSON. Convert it (QGIS: Export, Save Features As, GeoJSON, EPSG:4326) and import that file."
    )]
    OtherFormat {
        /// The format, to follow "is".
        what: &'static str,
    },
    /// Bytes that are not UTF-8.
    #[error(
        "The file is not UTF-8 text: byte {byte} cannot be read. Export it again with the encoding UTF-8."
    )]
    NotUtf8 {
        /// Offset of the first bad byte, from 0.
        byte: usize,
    },
    /// Broken JSON.
    #[error(
        "The file is not valid JSON: {problem} at line {line}, column {column} (byte {byte}). It may have been cut while it was copied: export it again."
    )]
    NotJson {
        /// The JSON reader's words.
        problem: String,
        /// From 1.
        line: usize,
        /// From 1, in bytes.
        column: usize,
        /// Offset from 0.
        byte: usize,
    },
    /// JSON, and not a collection of features.
    #[error(
        "The file is JSON, and not a GeoJSON FeatureCollection: {problem}. Export the areas as a GeoJSON FeatureCollection."
    )]
    NotACollection {
        /// What it is instead.
        problem: String,
    },
    /// A collection without features.
    #[error("The file is a FeatureCollection without features. Export the areas again.")]
    NoFeatures,
    /// A `crs` member that names another system.
    #[error(
        "The file says that its coordinates are in “{declared}”, and areas are read in WGS 84 longitude and latitude only. Export them again in EPSG:4326 (WGS 84)."
    )]
    OtherCrs {
        /// What the file declares.
        declared: String,
    },
}

/// The most that is read of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub max_bytes: usize,
    /// Features in the collection.
    pub max_features: usize,
    /// Positions in all features together.
    pub max_vertices: usize,
}

impl Default for Limits {
    /// 512 MiB, 1 million features, 5 million positions: many times a province's blocks.
    fn default() -> Self {
        Self {
            max_bytes: 512 << 20,
            max_features: 1_000_000,
            max_vertices: 5_000_000,
        }
    }
}

/// Whether `found` lies apart from every box of `expected`, and would meet one of them if its longitudes and latitudes
/// were exchanged. Pakistan's coordinates exchanged are still on Earth (in the Arctic Ocean), so only a comparison with
/// what is already known can tell.
pub fn exchanged_would_fit(found: Rect<f64>, expected: &[Rect<f64>]) -> bool {
    let exchanged = Rect::new(
        (found.min().y, found.min().x),
        (found.max().y, found.max().x),
    );
    let meets_one = |area: Rect<f64>| expected.iter().any(|known| area.intersects(known));
    !meets_one(found) && meets_one(exchanged)
}

/// Reads areas from a GeoJSON file, within the default [`Limits`].
///
/// # Errors
/// [`AreaFileError`] when nothing of the file can be read. A feature that cannot be read is a
/// [`Refusal`] in the result instead.
pub fn read_areas(bytes: &[u8], properties: &AreaProperties) -> Result<AreaFile, AreaFileError> {
    read_areas_within(bytes, properties, Limits::default())
}

/// Reads areas from a GeoJSON file, within limits of the caller's choice.
///
/// # Errors
/// As [`read_areas`].
pub fn read_areas_within(
    bytes: &[u8],
    properties: &AreaProperties,
    limits: Limits,
) -> Result<AreaFile, AreaFileError> {
    let features = document::features(bytes, limits)?;
    let mut file = AreaFile::default();
    let mut first_with_code: HashMap<String, FeatureName> = HashMap::new();
    let mut vertices_left = limits.max_vertices;
    for (index, raw) in features.iter().enumerate() {
        let mut read = feature::Reading::start(index + 1, raw.byte);
        let area = match read.area(raw.text, properties, &mut vertices_left) {
            Ok(area) => area,
            Err(feature::Stop::TooManyVertices) => {
                return Err(AreaFileError::TooManyVertices {
                    limit: limits.max_vertices,
                });
            }
            Err(feature::Stop::Refused(reason)) => {
                let feature = read.name;
                if let Some(code) = &feature.code {
                    first_with_code
                        .entry(code.clone())
                        .or_insert_with(|| feature.clone());
                }
                file.refusals.push(Refusal { feature, reason });
                continue;
            }
        };
        let name = read.name;
        file.repairs
            .extend(read.repairs.into_iter().map(|kind| Repair {
                feature: name.clone(),
                kind,
            }));
        if let Some(first) = first_with_code.get(&area.code) {
            file.refusals.push(Refusal {
                feature: name,
                reason: RefusalReason::DuplicateCode(Box::new(first.clone())),
            });
            continue;
        }
        first_with_code.insert(area.code.clone(), name);
        file.areas.push(area);
    }
    Ok(file)
}
