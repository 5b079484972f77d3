//! The thresholds that hold where a flag stands.

use crate::judging::setting_of;
use domain::area::{Area, AreaId};
use domain::checks::{Limits, LimitsBook, WaveLimits};
use domain::setting::Setting;
use std::collections::HashMap;
use store::{Db, StoreError};

/// Everything that is set, and which areas are urban or rural.
pub struct Holding {
    book: LimitsBook,
    /// Made from the book when a wave is first asked for: a file names few waves in many lines.
    waves: HashMap<i32, WaveLimits>,
    settings: HashMap<AreaId, Setting>,
}

impl Holding {
    /// Reads what holds now.
    pub async fn load(db: &Db) -> Result<Holding, StoreError> {
        let (book, _) = db.limits().await?;
        let by_setting = book.all().any(|(_, extent, _)| extent.setting.is_some());
        // Mostly nothing differs between town and country, and then no area needs to be known.
        let settings = if by_setting {
            settings(db).await?
        } else {
            HashMap::new()
        };
        Ok(Holding {
            book,
            waves: HashMap::new(),
            settings,
        })
    }

    /// The thresholds of a wave in an area.
    pub fn at(&mut self, wave: i32, area: AreaId) -> &Limits {
        let setting = self.settings.get(&area).copied();
        let of_wave = self.waves.entry(wave);
        of_wave
            .or_insert_with(|| self.book.in_wave(wave))
            .at(setting)
    }
}

async fn settings(db: &Db) -> Result<HashMap<AreaId, Setting>, StoreError> {
    let areas = db.load_areas().await?;
    let own: HashMap<AreaId, Setting> = db.area_settings().await?.into_iter().collect();
    let by_id: HashMap<AreaId, &Area> = areas.iter().map(|area| (area.id, area)).collect();
    let all = areas.iter().filter_map(|area| {
        let setting = setting_of(area, &by_id, &own)?;
        Some((area.id, setting))
    });
    Ok(all.collect())
}
