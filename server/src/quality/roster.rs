//! The roster in memory: who is deployed where, who of them is silent, and whose people they are.

use super::{Contact, QualityNow};
use domain::area::{AreaId, ByArea};
use domain::coordination::SILENT_DAYS;
use domain::cube::Cube;
use domain::time::SurveyDay;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::flags::Heard;

impl QualityNow {
    /// The deployed enumerators of an area nobody has heard of, and all that are deployed there today; `None` where the roster
    /// names nobody.
    pub fn silent(&self, cube: &Cube, area: AreaId, today: SurveyDay) -> Option<(u64, u64)> {
        let all = self
            .silences
            .or_make(today, || self.silences_on(cube, today));
        all.get(&area).copied()
    }

    fn silences_on(&self, cube: &Cube, today: SurveyDay) -> ByArea<(u64, u64)> {
        let mut tehsils: ByArea<(u64, u64)> = ByArea::default();
        for contact in &self.people {
            let Some(tehsil) = contact.who.tehsil_id else {
                continue;
            };
            let (silent, deployed) = tehsils.entry(tehsil).or_default();
            if is_deployed(&contact.who, today) {
                *deployed += 1;
                *silent += u64::from(is_silent(contact, today));
            }
        }
        let mut all: ByArea<(u64, u64)> = ByArea::default();
        for (tehsil, of_tehsil) in tehsils {
            for area in cube.path(tehsil) {
                let (silent, deployed) = all.entry(area.id).or_default();
                *silent += of_tehsil.0;
                *deployed += of_tehsil.1;
            }
        }
        all
    }

    /// The agency that sends most of those who are deployed to a tehsil, by tehsil.
    pub fn agencies_by_tehsil(&self, today: SurveyDay) -> Arc<ByArea<String>> {
        self.agencies.or_make(today, || self.agencies_on(today))
    }

    fn agencies_on(&self, today: SurveyDay) -> ByArea<String> {
        let mut number: ByArea<BTreeMap<&str, u32>> = ByArea::default();
        for contact in &self.people {
            let who = &contact.who;
            if let (Some(tehsil), Some(agency)) = (who.tehsil_id, &who.agency)
                && is_deployed(who, today)
            {
                *number.entry(tehsil).or_default().entry(agency).or_default() += 1;
            }
        }
        number
            .into_iter()
            .filter_map(|(tehsil, agencies)| {
                let most = agencies
                    .into_iter()
                    .max_by_key(|(agency, number)| (*number, std::cmp::Reverse(*agency)))?;
                Some((tehsil, most.0.to_owned()))
            })
            .collect()
    }
}

/// Whether the roster has somebody at work on a day.
pub fn is_deployed(heard: &Heard, day: SurveyDay) -> bool {
    heard.tehsil_id.is_some()
        && heard.active_from.is_none_or(|from| from <= day)
        && heard.active_to.is_none_or(|to| day <= to)
}

/// Whether the last day that somebody was heard of lies more than [`SILENT_DAYS`] back. Who never sent anything is silent from so many
/// days after the first of their deployment. By whole days, so that a page says the same all day.
pub fn is_silent(contact: &Contact<Arc<Heard>>, today: SurveyDay) -> bool {
    let since = contact.day.or(contact.who.active_from);
    since.is_none_or(|day| today.0.saturating_sub(day.0) > SILENT_DAYS)
}
