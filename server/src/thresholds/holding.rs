//! The thresholds that hold where a flag stands.

use crate::judging::setting_of;
use domain::area::{Area, AreaId};
use domain::checks::{Limits, LimitsBook};
use domain::setting::Setting;
use std::collections::HashMap;
use store::{Db, StoreError};

/// Everything that is set, and which areas are urban or rural.
pub struct Holding {
    book: LimitsBook,
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
        Ok(Holding { book, settings })
    }

    /// The thresholds of a wave in an area.
    pub fn at(&self, wave: i32, area: AreaId) -> Limits {
        let setting = self.settings.get(&area).copied();
        self.book.in_wave(wave).at(setting).clone()
    }

    /// The thresholds of checks that cannot differ by wave and place.
    pub fn everywhere(&self) -> Limits {
        self.book.everywhere()
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
