//! Quality in memory: read from the sums that judging leaves, kept until newer ones can be read.

mod durations;
pub mod overview;
pub mod page;
mod people;
pub(crate) mod pictures;
mod roster;

pub use roster::is_deployed;

use crate::kept::Kept;
use crate::site::Survey;
use domain::area::{AreaId, ByArea, Level};
use domain::checks::{Check, Severity};
use domain::cube::{Cube, Period};
use domain::flag::Status;
use domain::measures::{
    Binned, Count, Figures, FlagCell, Quality, QualityRows, flag_slot, read_cells,
};
use domain::standing::{LOOK_BACK_DAYS, Recent};
use domain::time::{EpochMs, MS_PER_DAY, SurveyDay, day_ends_at};
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::sync::Arc;
use store::flags::{DeviceHeard, FlagsOfDay, Heard};
use store::{Db, FormNames, StoreError};

/// Quality at one version. Never changed, only replaced.
#[derive(Debug, Default)]
pub struct QualityNow {
    /// What was counted.
    pub quality: Quality,
    /// Who was heard of on which day, by code.
    pub people: Vec<Contact<Arc<Heard>>>,
    /// Which device was heard of on which day, by its id.
    pub devices: Vec<Contact<DeviceHeard>>,
    /// What forms and their versions are called.
    pub forms: FormNames,
    /// The version of the areas it was summed by.
    areas_version: i64,
    /// What was asked of it.
    kept: people::PeopleKept,
    declined: Kept<Period, HashMap<AreaId, (u64, u64)>>,
    silences: Kept<SurveyDay, ByArea<(u64, u64)>>,
    agencies: Kept<SurveyDay, ByArea<String>>,
}

/// Somebody, or a device, with the survey day they were last heard of; `None` if never.
#[derive(Debug)]
pub struct Contact<T> {
    /// Who.
    pub who: T,
    /// When.
    pub day: Option<SurveyDay>,
}

impl QualityNow {
    /// Reads it from the database. `zone` is that of survey days.
    pub async fn load(db: &Db, cube: &Cube, zone: &TimeZone) -> Result<QualityNow, StoreError> {
        let areas_version = db.areas_version().await?;
        let rows = db.quality_rows().await?;
        // What another version of the program wrote is counted anew when its enumerator is judged.
        let people = rows
            .days
            .into_iter()
            .filter_map(|(enumerator, bytes)| Some((enumerator, read_cells(&bytes)?)));
        let rows = QualityRows {
            people: people.collect(),
            flags: rows
                .flags
                .iter()
                .flat_map(|flags| flag_cells(flags, zone))
                .collect(),
            as_of: rows.as_of,
            version: rows.version,
        };
        Ok(QualityNow {
            quality: Quality::build(rows, cube),
            people: contacts(db.heard().await?.into_iter().map(Arc::new), zone, |heard| {
                heard.last_heard
            }),
            devices: contacts(db.devices_heard().await?, zone, |heard| {
                Some(heard.last_heard)
            }),
            forms: db.form_names().await?,
            areas_version,
            kept: people::none_kept(),
            declined: Kept::default(),
            silences: Kept::default(),
            agencies: Kept::default(),
        })
    }

    /// Whether there is something newer to read.
    pub async fn is_old(&self, db: &Db) -> Result<bool, StoreError> {
        Ok(db.quality_version().await? != self.quality.version()
            || db.areas_version().await? != self.areas_version)
    }

    /// Declined visits and visits to homes in a period, by union council; those without either are not among them.
    pub fn declined(&self, cube: &Cube, period: &Period) -> Arc<HashMap<AreaId, (u64, u64)>> {
        self.declined.or_make(*period, || {
            let all = cube.root().into_iter().flat_map(|root| cube.below(root.id));
            all.filter_map(|id| cube.by_id(id))
                .filter(|area| area.level == Level::UnionCouncil)
                .map(|council| (council.id, declined_in(&self.quality, council.id, period)))
                .filter(|(_, counted)| *counted != (0, 0))
                .collect()
        })
    }
}

/// Only these two of all that is counted: there are thousands of union councils.
fn declined_in(quality: &Quality, council: AreaId, period: &Period) -> (u64, u64) {
    let (declined, homes) = (Count::Declined.slot(), Count::VisitsToHomes.slot());
    quality
        .days_of(council, period)
        .flat_map(|day| day.sums.slots())
        .fold((0, 0), |sum, (slot, number)| {
            let number = u64::from(number);
            match slot {
                slot if slot == declined => (sum.0 + number, sum.1),
                slot if slot == homes => (sum.0, sum.1 + number),
                _ => sum,
            }
        })
}

fn contacts<T>(
    all: impl IntoIterator<Item = T>,
    zone: &TimeZone,
    at: impl Fn(&T) -> Option<EpochMs>,
) -> Vec<Contact<T>> {
    all.into_iter()
        .map(|who| Contact {
            day: at(&who).map(|at| SurveyDay::of(at, zone)),
            who,
        })
        .collect()
}

/// Flags in their slots; decided ones also by how long it took.
fn flag_cells(flags: &FlagsOfDay, zone: &TimeZone) -> Vec<FlagCell> {
    let of_check = Check::from_rank(flags.check);
    let (Some(check), Some(severity)) = (of_check, Severity::from_rank(flags.severity)) else {
        return Vec::new();
    };
    let cell = |slot: u16| FlagCell {
        enumerator: flags.enumerator_id,
        area: flags.area_id,
        wave: flags.wave_id,
        day: flags.survey_day,
        slot,
        number: flags.flags,
    };
    let mut cells: Vec<FlagCell> = flag_slot(check, severity, flags.status)
        .map(cell)
        .into_iter()
        .collect();
    let is_decided = matches!(flags.status, Status::Confirmed | Status::Dismissed);
    let ended = day_ends_at(flags.survey_day, zone);
    if let (true, Some(decided), Some(ended)) = (is_decided, flags.changed_at, ended) {
        let days = decided.0.saturating_sub(ended.0) as f64 / MS_PER_DAY as f64;
        cells.push(cell(Binned::TimeToClose.slot(days)));
    }
    cells
}

/// Everything that measures of an area are worked out from.
pub fn figures(survey: &Survey, now: &QualityNow, area: AreaId, period: &Period) -> Figures {
    let cube = &survey.cube;
    let week = |to: SurveyDay| {
        let of = Period {
            from: Some(to.plus(-6)),
            to,
            ..*period
        };
        u64::from(cube.summary(area, &of).counts.complete)
    };
    Figures {
        summary: cube.summary(area, period),
        sums: now.quality.area(area, period),
        days_ahead: cube.days_ahead(area, period),
        weeks: Some((week(period.to), week(period.to.plus(-7)))),
        silent: now.silent(cube, area, period.to),
    }
}

/// What the reasons of a lag are told from. `silent` are the area's, as its figures have them.
pub fn recent(
    survey: &Survey,
    now: &QualityNow,
    area: AreaId,
    period: &Period,
    silent: Option<(u64, u64)>,
) -> Recent {
    use domain::measures::Count;
    let cube = &survey.cube;
    let last = Period {
        from: Some(period.to.plus(1 - LOOK_BACK_DAYS)),
        ..*period
    };
    let sums = now.quality.area(area, &last);
    Recent {
        active: u64::from(cube.active_between(area, period.wave, period.to.plus(-6), period.to)),
        deployed: silent.map(|(_, deployed)| deployed),
        silent: silent.map_or(0, |(silent, _)| silent),
        declined: sums.count(Count::Declined),
        homes: sums.count(Count::VisitsToHomes),
        interviews: sums.count(Count::Interviews),
        person_days: sums.bins(Binned::DaySize).iter().sum(),
        planned_from: cube.planned_days(area, period.wave).map(|(first, _)| first),
    }
}
