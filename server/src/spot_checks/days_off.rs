//! Days without field work and days away, as the pages of spot checks go by them.

use super::failed;
use crate::site::Site;
use api::{ApiError, Session};
use domain::area::AreaId;
use domain::cube::Cube;
use domain::permission::Permission;
use domain::spot_check::{Absence, FieldCalendar, Holiday, away_when_due};
use domain::time::SurveyDay;

/// What was entered of days off, read once for an answer.
pub(super) struct DaysOff {
    /// The present day.
    pub today: SurveyDay,
    /// Every holiday, by day.
    pub holidays: Vec<Holiday>,
    /// The days away that the caller may know of.
    pub absences: Vec<Absence>,
}

impl DaysOff {
    /// Reads them. When somebody is away is for whoever gives them checks, and for themselves.
    pub(super) async fn load(site: &Site, session: &Session) -> Result<DaysOff, ApiError> {
        let db = site.db();
        let mut absences = db.spot_absences().await.map_err(failed)?;
        if !session.may(Permission::AssignSpotChecks) {
            absences.retain(|one| one.monitor == session.caller.user_id);
        }
        Ok(DaysOff {
            today: site.clock().today(),
            holidays: db.spot_holidays().await.map_err(failed)?,
            absences,
        })
    }

    /// The field days of an area.
    pub(super) fn calendar(&self, cube: &Cube, area: AreaId) -> FieldCalendar {
        FieldCalendar::of_area(&self.holidays, &way_to(cube, area))
    }

    /// Today's holiday in an area.
    pub(super) fn today_in(&self, cube: &Cube, area: AreaId) -> Option<&Holiday> {
        let way = way_to(cube, area);
        let mut todays = self.holidays.iter().filter(|one| one.day == self.today);
        todays.find(|one| one.holds_in(&way))
    }

    /// Holidays from today on for so many days that hold in an area, or somewhere within it.
    pub(super) fn next(&self, cube: &Cube, area: AreaId, days: i32) -> Vec<Holiday> {
        let way = way_to(cube, area);
        let until = self.today.plus(days);
        let soon = self
            .holidays
            .iter()
            .filter(|one| self.today <= one.day && one.day < until);
        let within = |one: &Holiday| one.area.is_some_and(|of| cube.is_within(of, area));
        soon.filter(|one| one.holds_in(&way) || within(one))
            .cloned()
            .collect()
    }

    /// What keeps a monitor from a visit that is due on a day, or at once.
    pub(super) fn away_when_due(&self, monitor: i32, due: Option<SurveyDay>) -> Option<Absence> {
        away_when_due(&self.absences, monitor, due, self.today)
    }

    /// A monitor's next days away that are not over.
    pub(super) fn next_away(&self, monitor: i32) -> Option<(SurveyDay, SurveyDay)> {
        let theirs = self.absences.iter().filter(|one| one.monitor == monitor);
        let mut to_come = theirs.filter(|one| one.to >= self.today);
        to_come.next().map(|one| (one.from, one.to))
    }
}

/// The way from the top to an area.
fn way_to(cube: &Cube, area: AreaId) -> Vec<AreaId> {
    cube.path(area).iter().map(|area| area.id).collect()
}
