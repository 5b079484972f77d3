//! `fieldwatch import areas`

use super::{Failure, Outcome};
use crate::clock::Clock;
use crate::ingest::areas::{AreaSource, read_file};
use crate::ingest::exchanged::exchanged;
use domain::area::{BoundarySource, Level};
use domain::audit::Stamp;
use std::path::PathBuf;
use store::{AreaInput, BoundaryChange, Db};

#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// The level of the file's areas: province, division, district, tehsil or uc.
    #[arg(long, value_parser = level)]
    level: Level,
    /// The property (or CSV column) that holds the code.
    #[arg(long)]
    code: String,
    /// The property that holds the name.
    #[arg(long)]
    name: String,
    /// The property that holds the Urdu name.
    #[arg(long)]
    name_ur: Option<String>,
    /// The property that holds the code of the area above.
    #[arg(long)]
    parent: Option<String>,
    /// The property that says whether the area is urban or rural. An area of which it is not said is as the one it lies in.
    #[arg(long)]
    setting_property: Option<String>,
    /// Who made the boundaries: shown wherever they are drawn.
    #[arg(long, default_value = "not stated")]
    source: String,
    /// The date of the boundaries, YYYY-MM-DD.
    #[arg(long)]
    dated: Option<String>,
    /// How far a line may be from the truth, in metres.
    #[arg(long)]
    tolerance_m: Option<u32>,
    /// The licence of the boundaries.
    #[arg(long)]
    licence: Option<String>,
    /// The lines are schematic or approximate, and are labelled so.
    #[arg(long)]
    approximate: bool,
    /// Take coordinates as the file gives them where the boundaries on file say that longitude and latitude are exchanged:
    /// for when those on file are the wrong ones.
    #[arg(long)]
    as_given: bool,
    /// GeoJSON (boundaries and names), or CSV (areas without boundaries; boundaries on file stay).
    file: PathBuf,
}

fn level(text: &str) -> Result<Level, String> {
    Level::from_code(text)
        .ok_or_else(|| "use province, division, district, tehsil or uc".to_owned())
}

pub async fn run(db: &Db, clock: &Clock, arguments: Arguments) -> Outcome {
    let bytes = super::import::read_whole(&arguments.file)?;
    let properties = spatial::AreaProperties {
        code: arguments.code,
        name: arguments.name,
        name_ur: arguments.name_ur,
        parent: arguments.parent,
        setting: arguments.setting_property,
    };
    let refused = |why: String| Failure::new(format!("{}: {why}", arguments.file.display()));
    let source = read_file(&bytes, &properties).map_err(|refusal| refused(refusal.to_string()))?;
    if !arguments.as_given
        && let Some(sentence) = exchanged(db, &source).await?
    {
        return Err(refused(sentence));
    }
    let AreaSource {
        areas,
        repairs,
        has_boundaries,
        boxes: _,
    } = source;
    for repair in &repairs {
        println!("repaired: {repair}");
    }
    let source = has_boundaries.then_some(BoundarySource {
        level: arguments.level,
        source: arguments.source,
        dated: arguments.dated,
        tolerance_m: arguments.tolerance_m,
        licence: arguments.licence,
        approximate: arguments.approximate,
    });
    let stamp = super::stamp(clock);
    let import = db
        .import_areas(arguments.level, &areas, source.as_ref(), &stamp)
        .await?;
    ensure_province(db, &stamp).await?;
    println!(
        "read {} · added {} · updated {} · unchanged {} · repaired {}",
        areas.len(),
        import.added,
        import.updated,
        import.unchanged,
        repairs.len()
    );
    Ok(0)
}

/// Pages start at the province. Where a file of a lower level came first, a province is made to hang it under.
async fn ensure_province(db: &Db, stamp: &Stamp) -> Result<(), Failure> {
    let areas = db.load_areas().await?;
    if areas.is_empty() || areas.iter().any(|area| area.level == Level::Province) {
        return Ok(());
    }
    let province = AreaInput {
        code: "SURVEY".to_owned(),
        name: "Whole survey".to_owned(),
        name_ur: Some("پورا سروے".to_owned()),
        parent_code: None,
        setting: None,
        boundary: BoundaryChange::None,
    };
    db.import_areas(Level::Province, &[province], None, stamp)
        .await?;
    println!(
        "There was no province on file; one was made with the code SURVEY. To name it, import a CSV with that code: \
         fieldwatch import areas --level province --code code --name name FILE.csv"
    );
    Ok(())
}
