//! Areas and their boundaries.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::meta;
use domain::area::{Area, AreaId, BoundarySource, Level};
use domain::audit::{Action, Entry, Stamp};
use domain::setting::Setting;
use std::collections::{BTreeSet, HashMap};

/// What an import does to one area's boundary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BoundaryChange {
    /// Leave it as it is.
    Keep,
    /// Replace it. The bytes are the caller's own encoding; they are compared, not understood.
    Set(Vec<u8>),
    /// The area has no boundary.
    None,
}

/// An area as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaInput {
    /// Its code, unique over all levels.
    pub code: String,
    /// Its name in English.
    pub name: String,
    /// Its name in Urdu; `None` keeps the one on file.
    pub name_ur: Option<String>,
    /// The code of the area it lies in. `None` keeps the parent on file; a new area then lies in the province, if
    /// there is exactly one.
    pub parent_code: Option<String>,
    /// Whether it is urban or rural; `None` keeps what is on file.
    pub setting: Option<Setting>,
    /// Its boundary.
    pub boundary: BoundaryChange,
}

/// What became of a file of areas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AreaImport {
    /// New areas.
    pub added: u64,
    /// Areas of which something changed.
    pub updated: u64,
    /// Areas that were as the file says.
    pub unchanged: u64,
}

/// Why a file of areas was refused. Nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum AreaImportError {
    /// Parents that do not exist.
    #[error("No area has the code {}, named as the parent of others in the file. Import the higher level first, or correct the codes.", .codes.join(", "))]
    UnknownParents {
        /// The codes, sorted.
        codes: Vec<String>,
    },
    /// Parents that are not above the file's level.
    #[error("The areas {} are named as parents in the file but do not stand above its level.", .codes.join(", "))]
    ParentsNotAbove {
        /// The codes, sorted.
        codes: Vec<String>,
    },
    /// A code that occurs more than once.
    #[error("The codes {} occur more than once in the file; every area needs a code of its own.", .codes.join(", "))]
    RepeatedCodes {
        /// The codes, sorted.
        codes: Vec<String>,
    },
    /// A code that an area of another level has.
    #[error("The codes {} belong to areas of another level; codes are unique over all levels.", .codes.join(", "))]
    CodesOfOtherLevels {
        /// The codes, sorted.
        codes: Vec<String>,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for AreaImportError {
    fn from(error: sqlx::Error) -> AreaImportError {
        AreaImportError::Store(error.into())
    }
}

type AreaColumns = (i32, String, i16, String, Option<String>, Option<i32>, bool);

impl Db {
    /// Takes the areas of one level, all or none, in one transaction. The same file twice changes nothing.
    /// Areas on file that the input does not name stay as they are.
    pub async fn import_areas(
        &self,
        level: Level,
        areas: &[AreaInput],
        source: Option<&BoundarySource>,
        stamp: &Stamp,
    ) -> Result<AreaImport, AreaImportError> {
        refuse_repeated(areas)?;
        let mut tx = self.begin_write().await?;
        let on_file = read_areas(&mut tx).await?;
        let settings = read_settings(&mut tx).await?;
        let boundaries: HashMap<AreaId, Vec<u8>> = read_boundaries(&mut tx, level).await?;
        let by_code: HashMap<&str, &Area> = on_file
            .iter()
            .map(|area| (area.code.as_str(), area))
            .collect();
        let parents = find_parents(level, areas, &on_file, &by_code)?;

        let mut next_id = on_file.iter().map(|area| area.id).max().unwrap_or(0);
        let mut result = AreaImport::default();
        // Whether areas lie elsewhere now, and whether any is town that was country.
        let (mut moved, mut resettled) = (false, false);
        for (input, parent) in areas.iter().zip(parents) {
            let Some(known) = by_code.get(input.code.as_str()) else {
                next_id += 1;
                insert_area(&mut tx, next_id, level, input, parent).await?;
                result.added += 1;
                continue;
            };
            let name_ur = input.name_ur.clone().or_else(|| known.name_ur.clone());
            let setting = settings.get(&known.id).copied();
            let settled_differently = input.setting.is_some() && input.setting != setting;
            let boundary = boundaries.get(&known.id);
            let boundary_differs = match &input.boundary {
                BoundaryChange::Keep => false,
                BoundaryChange::Set(bytes) => boundary != Some(bytes),
                BoundaryChange::None => boundary.is_some(),
            };
            let named_differently =
                known.name != input.name || known.name_ur != name_ur || known.parent != parent;
            if !boundary_differs && !named_differently && !settled_differently {
                result.unchanged += 1;
                continue;
            }
            moved |= known.parent != parent;
            resettled |= settled_differently;
            result.updated += 1;
            each_tx!(&mut tx, conn => {
                sqlx::query("UPDATE area SET name = $1, name_ur = $2, parent_id = $3, setting = $4 WHERE area_id = $5")
                    .bind(&input.name)
                    .bind(&name_ur)
                    .bind(parent)
                    .bind(input.setting.or(setting).map(Setting::rank))
                    .bind(known.id)
                    .execute(&mut *conn)
                    .await?;
            });
            if boundary_differs {
                let bytes = match &input.boundary {
                    BoundaryChange::Set(bytes) => Some(bytes),
                    _ => None,
                };
                each_tx!(&mut tx, conn => {
                    sqlx::query("UPDATE area SET boundary = $1 WHERE area_id = $2")
                        .bind(bytes)
                        .bind(known.id)
                        .execute(&mut *conn)
                        .await?;
                });
            }
        }
        let source_differs = match source {
            Some(source) => write_source(&mut tx, source).await?,
            None => false,
        };
        if moved {
            // Rollups by area carry the district.
            crate::rollup::rebuild_area_days(&mut tx).await?;
        }
        if resettled {
            // Other thresholds may hold in it.
            crate::flags::everybody_waits(&mut tx).await?;
        }
        if result.added + result.updated > 0 || source_differs {
            meta::bump_data_version(&mut tx).await?;
            meta::bump_areas_version(&mut tx).await?;
            let AreaImport {
                added,
                updated,
                unchanged,
            } = result;
            let entry = Entry::new(stamp.at, &stamp.by, Action::AreasImported)
                .about(level.code())
                .saying(format!(
                    "added={added} updated={updated} unchanged={unchanged}"
                ));
            tx.commit_noted(&[entry]).await?;
        }
        Ok(result)
    }

    /// Every area, without boundaries, by level and code.
    pub async fn load_areas(&self) -> Result<Vec<Area>, StoreError> {
        let rows: Vec<AreaColumns> =
            each_db!(self, pool => sqlx::query_as(AREAS).fetch_all(pool).await?);
        rows.into_iter().map(read_area).collect()
    }

    /// The areas of which it is on file whether they are urban or rural. Those that lie in them and say nothing are the same.
    pub async fn area_settings(&self) -> Result<Vec<(AreaId, Setting)>, StoreError> {
        let rows: Vec<(AreaId, i16)> =
            each_db!(self, pool => sqlx::query_as(SETTINGS).fetch_all(pool).await?);
        rows.into_iter().map(read_setting).collect()
    }

    /// The boundaries on file of one level, as they were set, by area.
    pub async fn load_boundaries(
        &self,
        level: Level,
    ) -> Result<Vec<(AreaId, Vec<u8>)>, StoreError> {
        Ok(
            each_db!(self, pool => sqlx::query_as(BOUNDARIES).bind(level.rank()).fetch_all(pool).await?),
        )
    }

    /// The boundary of one area, if it has one.
    pub async fn load_boundary(&self, area: AreaId) -> Result<Option<Vec<u8>>, StoreError> {
        let boundary: Option<Option<Vec<u8>>> = each_db!(self, pool => sqlx::query_scalar(
            "SELECT boundary FROM area WHERE area_id = $1"
        ).bind(area).fetch_optional(pool).await?);
        Ok(boundary.flatten())
    }

    /// Where each level's boundaries come from, from the top level down.
    pub async fn boundary_sources(&self) -> Result<Vec<BoundarySource>, StoreError> {
        let rows: Vec<SourceColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT level, source, dated, tolerance_m, licence, approximate FROM boundary_source ORDER BY level"
        ).fetch_all(pool).await?);
        rows.into_iter().map(read_source).collect()
    }
}

const AREAS: &str = "SELECT area_id, code, level, name, name_ur, parent_id, boundary IS NOT NULL FROM area \
                     ORDER BY level, code";
const SETTINGS: &str =
    "SELECT area_id, setting FROM area WHERE setting IS NOT NULL ORDER BY area_id";
const BOUNDARIES: &str =
    "SELECT area_id, boundary FROM area WHERE level = $1 AND boundary IS NOT NULL ORDER BY area_id";

fn read_area(row: AreaColumns) -> Result<Area, StoreError> {
    Ok(Area {
        id: row.0,
        code: row.1,
        level: read_level(row.2)?,
        name: row.3,
        name_ur: row.4,
        parent: row.5,
        has_boundary: row.6,
    })
}

fn read_level(rank: i16) -> Result<Level, StoreError> {
    Level::from_rank(rank).ok_or_else(|| StoreError::other(format!("an area of level {rank}")))
}

fn read_setting((area, rank): (AreaId, i16)) -> Result<(AreaId, Setting), StoreError> {
    match Setting::from_rank(rank) {
        Some(setting) => Ok((area, setting)),
        None => Err(StoreError::other(format!("an area of setting {rank}"))),
    }
}

async fn read_settings(tx: &mut WriteTx) -> Result<HashMap<AreaId, Setting>, StoreError> {
    let rows: Vec<(AreaId, i16)> =
        each_tx!(tx, conn => sqlx::query_as(SETTINGS).fetch_all(&mut *conn).await?);
    rows.into_iter().map(read_setting).collect()
}

async fn read_areas(tx: &mut WriteTx) -> Result<Vec<Area>, StoreError> {
    let rows: Vec<AreaColumns> =
        each_tx!(tx, conn => sqlx::query_as(AREAS).fetch_all(&mut *conn).await?);
    rows.into_iter().map(read_area).collect()
}

async fn read_boundaries(
    tx: &mut WriteTx,
    level: Level,
) -> Result<HashMap<AreaId, Vec<u8>>, StoreError> {
    let rows: Vec<(AreaId, Vec<u8>)> = each_tx!(tx, conn => sqlx::query_as(BOUNDARIES)
        .bind(level.rank()).fetch_all(&mut *conn).await?);
    Ok(rows.into_iter().collect())
}

fn refuse_repeated(areas: &[AreaInput]) -> Result<(), AreaImportError> {
    let mut seen = BTreeSet::new();
    let repeated: BTreeSet<&str> = areas
        .iter()
        .map(|area| area.code.as_str())
        .filter(|code| !seen.insert(*code))
        .collect();
    if repeated.is_empty() {
        return Ok(());
    }
    Err(AreaImportError::RepeatedCodes {
        codes: owned(repeated),
    })
}

fn owned(codes: BTreeSet<&str>) -> Vec<String> {
    codes.into_iter().map(str::to_owned).collect()
}

/// The parent of each input, in order.
fn find_parents(
    level: Level,
    areas: &[AreaInput],
    on_file: &[Area],
    by_code: &HashMap<&str, &Area>,
) -> Result<Vec<Option<AreaId>>, AreaImportError> {
    let mut provinces = on_file.iter().filter(|area| area.level == Level::Province);
    let only_province = match (provinces.next(), provinces.next()) {
        (Some(province), None) if level != Level::Province => Some(province.id),
        _ => None,
    };
    let (mut unknown, mut not_above, mut elsewhere) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut parents = Vec::with_capacity(areas.len());
    for input in areas {
        let known = by_code.get(input.code.as_str());
        if known.is_some_and(|known| known.level != level) {
            elsewhere.insert(input.code.as_str());
        }
        parents.push(match input.parent_code.as_deref() {
            None => match known {
                Some(known) => known.parent,
                None => only_province,
            },
            Some(code) => match by_code.get(code) {
                None => {
                    unknown.insert(code);
                    None
                }
                Some(parent) if parent.level >= level => {
                    not_above.insert(code);
                    None
                }
                Some(parent) => Some(parent.id),
            },
        });
    }
    if !unknown.is_empty() {
        return Err(AreaImportError::UnknownParents {
            codes: owned(unknown),
        });
    }
    if !not_above.is_empty() {
        return Err(AreaImportError::ParentsNotAbove {
            codes: owned(not_above),
        });
    }
    if !elsewhere.is_empty() {
        return Err(AreaImportError::CodesOfOtherLevels {
            codes: owned(elsewhere),
        });
    }
    Ok(parents)
}

async fn insert_area(
    tx: &mut WriteTx,
    area_id: AreaId,
    level: Level,
    input: &AreaInput,
    parent: Option<AreaId>,
) -> Result<(), StoreError> {
    let boundary = match &input.boundary {
        BoundaryChange::Set(bytes) => Some(bytes),
        BoundaryChange::Keep | BoundaryChange::None => None,
    };
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO area (area_id, code, level, name, name_ur, parent_id, boundary, setting) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(area_id)
        .bind(&input.code)
        .bind(level.rank())
        .bind(&input.name)
        .bind(&input.name_ur)
        .bind(parent)
        .bind(boundary)
        .bind(input.setting.map(Setting::rank))
        .execute(&mut *conn)
        .await?;
    });
    Ok(())
}

type SourceColumns = (
    i16,
    String,
    Option<String>,
    Option<i64>,
    Option<String>,
    bool,
);

fn read_source(row: SourceColumns) -> Result<BoundarySource, StoreError> {
    Ok(BoundarySource {
        level: read_level(row.0)?,
        source: row.1,
        dated: row.2,
        tolerance_m: row.3.and_then(|metres| u32::try_from(metres).ok()),
        licence: row.4,
        approximate: row.5,
    })
}

/// Writes the source if it differs from the one on file; answers whether it did.
async fn write_source(tx: &mut WriteTx, source: &BoundarySource) -> Result<bool, StoreError> {
    let on_file: Option<SourceColumns> = each_tx!(tx, conn => sqlx::query_as(
        "SELECT level, source, dated, tolerance_m, licence, approximate FROM boundary_source WHERE level = $1"
    ).bind(source.level.rank()).fetch_optional(&mut *conn).await?);
    if let Some(row) = on_file
        && read_source(row)? == *source
    {
        return Ok(false);
    }
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO boundary_source (level, source, dated, tolerance_m, licence, approximate) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (level) DO UPDATE SET source = excluded.source, \
             dated = excluded.dated, tolerance_m = excluded.tolerance_m, licence = excluded.licence, \
             approximate = excluded.approximate",
        )
        .bind(source.level.rank())
        .bind(&source.source)
        .bind(&source.dated)
        .bind(source.tolerance_m.map(i64::from))
        .bind(&source.licence)
        .bind(source.approximate)
        .execute(&mut *conn)
        .await?;
    });
    Ok(true)
}
