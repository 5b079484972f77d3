//! What an enumerator has sent, and the day that a flag is about.

use super::picture::picture;
use crate::coverage::internal;
use crate::judging::{Clocks, subject_of};
use crate::site::Site;
use api::day::DayView;
use api::{ApiError, Session};
use domain::checks::Subject;
use domain::time::SurveyDay;
use domain::visit::Timed;
use std::collections::HashMap;
use store::StoreError;
use store::flags::FlagRow;

/// The flag's day in the caller's scope; without visits where it is about no one day.
pub async fn of_flag(site: &Site, session: &Session, flag: &FlagRow) -> Result<DayView, ApiError> {
    if flag.finding.survey_day == SurveyDay::UNKNOWN {
        return Ok(DayView::default());
    }
    let subjects: Vec<i64> = match subject_of(&flag.finding.subject) {
        Some(Subject::Visit { key } | Subject::Spot { first: key }) => vec![key],
        Some(Subject::Visits { first, second }) => vec![first, second],
        _ => Vec::new(),
    };
    let sent = sent(site, flag.finding.enumerator_id).await;
    let sent = sent.map_err(|error| internal(&error))?;
    picture(site, session, &sent, flag.finding.survey_day, &subjects).await
}

/// An enumerator's visits with their clocks corrected.
pub struct Sent {
    /// The visits, wave by wave in the order of work.
    pub timed: Vec<Timed>,
    /// The submissions' ids by the visits' keys.
    pub ids: HashMap<i64, String>,
}

/// Reads everything that an enumerator has sent.
pub async fn sent(site: &Site, enumerator_id: i32) -> Result<Sent, StoreError> {
    let (facts, ids) = site.db().sent_by(enumerator_id).await?;
    let keys = facts.visits.iter().map(|visit| visit.key);
    let ids: HashMap<i64, String> = keys.zip(ids).collect();
    let limits = site.db().limits().await?.0.everywhere();
    let clocks = Clocks::of(&facts, &limits, site.clock().zone());
    Ok(Sent {
        timed: clocks.timed(&facts.visits),
        ids,
    })
}
