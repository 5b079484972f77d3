//! Opens a file of submissions: which form, which tool, which header, which mapping; what is needed to read a row again.

use super::cells::{Header, Splitter};
use super::file::{Form, WrongFile, peek, recognise};
use super::file_hash::{FileHash, Hashed};
use super::formats::mapping::Mapping;
use super::formats::recognise::{self, Recognised};
use super::formats::{Foreign, Format};
use super::interpret::RowFormat;
use super::json_elements::JsonElements;
use super::records::Records;
use super::submissions::ImportError;
use domain::submission::Column;
use jiff::tz::TimeZone;
use std::io::{self, Read};
use std::sync::Arc;

/// A file that was recognised and whose header was read.
pub struct Opened<R> {
    pub(super) rows: Rows<R>,
    pub(super) zone: Option<TimeZone>,
    pub(super) foreign: Option<Foreign>,
    pub(super) names_next_page: bool,
    recognised: Recognised,
    /// What is needed to read single rows again; kept with the run.
    pub(super) read_as: ReadAs,
    /// The hash of the file's bytes; kept with the run.
    pub(super) hash: FileHash,
}

impl<R> Opened<R> {
    /// What the file was recognised as, and by what.
    pub fn recognised(&self) -> Recognised {
        self.recognised
    }
}

/// What a person says about a file.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// The zone of times that name none; without it such times are a problem.
    pub zone: Option<String>,
    /// The tool's format; without it the file is looked at.
    pub format: Option<Format>,
    /// What a form's fields are.
    pub mapping: Option<Arc<Mapping>>,
}

/// What is needed to read a single row of a file again.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReadAs {
    /// A CSV file's header line.
    pub header: Option<String>,
    /// The zone that was told for times that name none.
    pub zone: Option<String>,
    /// The tool's format; absent for canonical files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// The text of the mapping file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<String>,
}

pub(super) enum Rows<R> {
    Csv(Box<CsvRows<R>>),
    Json { elements: JsonElements<R>, row: u64 },
}

pub(super) struct CsvRows<R> {
    pub(super) records: Records<R>,
    pub(super) header: Header,
    pub(super) splitter: Splitter,
    pub(super) format: RowFormat,
}

/// A source whose first bytes were looked at and put back, and whose bytes are hashed as they are read.
pub type PutBack<R> = io::Chain<io::Cursor<Vec<u8>>, Hashed<R>>;

/// Opens a file in whatever format it is recognised as, without a mapping. `zone_name` is as in [`Told`].
pub fn open<R: Read>(
    source: R,
    zone_name: Option<String>,
) -> Result<Opened<PutBack<R>>, ImportError> {
    let told = Told {
        zone: zone_name,
        ..Told::default()
    };
    open_as(source, &told)
}

/// Recognises a file and reads its header. Nothing is recorded yet.
pub fn open_as<R: Read>(source: R, told: &Told) -> Result<Opened<PutBack<R>>, ImportError> {
    let zone = told
        .zone
        .as_deref()
        .map(crate::clock::zone)
        .transpose()
        .map_err(ImportError::Zone)?;
    let source = Hashed::new(source);
    let hash = source.hash();
    let (start, source) = peek(source)?;
    let opened = match recognise(&start).map_err(ImportError::WrongFile)? {
        Form::NdJson | Form::JsonArray => open_json(start, source, zone, told)?,
        Form::Csv { separator } => open_csv(start, source, separator, zone, told)?,
    };
    Ok(Opened { hash, ..opened })
}

fn open_json<R: Read>(
    start: Vec<u8>,
    source: Hashed<R>,
    zone: Option<TimeZone>,
    told: &Told,
) -> Result<Opened<PutBack<R>>, ImportError> {
    let (recognised, envelope) = recognise::json_file(&start);
    let recognised = told_or(told, recognised);
    let foreign = foreign(recognised, told, None)?;
    let envelope = envelope.filter(|_| foreign.is_some());
    let mut cursor = io::Cursor::new(start);
    cursor.set_position(envelope.map_or(0, |envelope| envelope.rows_at as u64));
    let whole = cursor.chain(source);
    let elements = if envelope.is_some() {
        JsonElements::inside_array(whole)
    } else {
        JsonElements::new(whole)
    };
    Ok(Opened {
        rows: Rows::Json { elements, row: 0 },
        zone,
        names_next_page: envelope.is_some_and(|envelope| envelope.names_next_page),
        read_as: read_as(None, told, foreign.is_some(), recognised),
        foreign,
        recognised,
        hash: FileHash::default(),
    })
}

fn open_csv<R: Read>(
    start: Vec<u8>,
    source: Hashed<R>,
    separator: u8,
    zone: Option<TimeZone>,
    told: &Told,
) -> Result<Opened<PutBack<R>>, ImportError> {
    let mut records = Records::new(io::Cursor::new(start).chain(source));
    let Some(first) = records.next_record()? else {
        return Err(ImportError::WrongFile(WrongFile::Empty));
    };
    let line = String::from_utf8_lossy(first.bytes).into_owned();
    let header = Header::read(first.bytes, separator, &[])?;
    let recognised = told_or(told, recognise::csv(header.names()));
    let foreign = foreign(recognised, told, Some(&header))?;
    if foreign.is_none() {
        Header::read(first.bytes, separator, &Column::REQUIRED.map(Column::name))?;
    }
    let format = RowFormat::of_separator(separator);
    let splitter = header.splitter();
    Ok(Opened {
        rows: Rows::Csv(Box::new(CsvRows {
            records,
            header,
            splitter,
            format,
        })),
        zone,
        names_next_page: false,
        read_as: read_as(Some(line), told, foreign.is_some(), recognised),
        foreign,
        recognised,
        hash: FileHash::default(),
    })
}

fn told_or(told: &Told, found: Recognised) -> Recognised {
    match told.format {
        Some(format) => Recognised {
            format,
            because: "as told by --format",
        },
        None => found,
    }
}

fn foreign(
    recognised: Recognised,
    told: &Told,
    header: Option<&Header>,
) -> Result<Option<Foreign>, ImportError> {
    let is_csv = header.is_some();
    match (recognised.format, &told.mapping) {
        (Format::Canonical, _) => Ok(None),
        (format @ (Format::OdkCsv | Format::SurveyCto | Format::SurveySolutions), _) if !is_csv => {
            Err(wrong_form(format, "JSON"))
        }
        (format @ Format::OdkJson, _) if is_csv => Err(wrong_form(format, "CSV")),
        (format, None) => Err(ImportError::NoMapping {
            format,
            because: recognised.because,
        }),
        (format, Some(mapping)) => Foreign::new(format, mapping.clone(), header)
            .map(Some)
            .map_err(ImportError::Mapping),
    }
}

/// Only `--format` can bring this about.
fn wrong_form(format: Format, form: &str) -> ImportError {
    ImportError::Mapping(format!(
        "--format says {}, and the file is {form}. Leave --format out, or name another.",
        format.title()
    ))
}

fn read_as(
    header: Option<String>,
    told: &Told,
    is_foreign: bool,
    recognised: Recognised,
) -> ReadAs {
    ReadAs {
        header,
        zone: told.zone.clone(),
        format: is_foreign.then_some(recognised.format),
        mapping: told
            .mapping
            .as_ref()
            .filter(|_| is_foreign)
            .map(|mapping| mapping.text.clone()),
    }
}
