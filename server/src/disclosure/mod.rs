//! What of households is told to whom: the one place that every number passes through that could point to one.
//!
//! Whoever may see single households is told everything. Others are told numbers that split households — by how their door was answered, by
//! where and how they were interviewed, by what they answered, by flags — only of the whole survey to date, and only where neither the number nor
//! what it leaves is from one to four, nor could be worked out from what else is told.

mod blocks;

pub use blocks::{Block, HeldAreas};

use crate::quality::QualityNow;
use crate::site::{Site, Survey};
use api::Session;
use api::coverage::Splits;
use domain::area::AreaId;
use domain::coverage::{Counts, Summary};
use domain::cube::Period;
use domain::disclosure::{Disclosed, Held, is_small};
use domain::measures::{Figures, Measure, Value};
use domain::permission::Permission;
use domain::standing::LagReason;
use domain::time::SurveyDay;
use domain::visit::Timed;
use std::sync::Arc;

/// Whether a visit is shown by itself. Who may not see households sees interviews alone: every other visit says how a door was answered.
pub fn shows_visit(session: &Session, visit: &Timed) -> bool {
    session.may(Permission::SeeHouseholds) || visit.visit.is_valid_complete()
}

/// Declined visits and visits to homes of the last days in one union council. The days move on, and with exact numbers every day's own
/// could be worked out: who may not see households is told whether there are fewer than five.
pub fn declined_lately(
    session: &Session,
    declined: u64,
    homes: u64,
) -> (Disclosed<u64>, Disclosed<u64>) {
    if session.may(Permission::SeeHouseholds) {
        return (Disclosed::Told(declined), Disclosed::Told(homes));
    }
    let held = match Held::of(declined) {
        Held::Few => Held::Few,
        Held::Many | Held::Withheld => Held::Many,
    };
    (Disclosed::Held(held), Disclosed::Held(Held::Withheld))
}

/// What of households is told to somebody in a period.
pub struct Disclosure {
    sees_households: bool,
    sees_flags: bool,
    /// Areas by what is held back there; `None` where all of it is, because the period is not the whole survey to date: the difference of
    /// two periods would be the number of a day.
    held: Option<Arc<HeldAreas>>,
}

/// How a number is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// It is said whether it is below five.
    Marked,
    /// Nothing is said.
    Blank,
}

impl Disclosure {
    /// What somebody is told of a period.
    pub fn of(
        site: &Site,
        session: &Session,
        survey: &Survey,
        now: &QualityNow,
        period: &Period,
    ) -> Disclosure {
        let today = site.clock().today();
        let sees_households = session.may(Permission::SeeHouseholds);
        let is_to_date = *period == to_date(today);
        let held = (!sees_households && is_to_date).then(|| held_now(survey, now, today));
        Disclosure {
            sees_households,
            // Whoever sees flags one by one can count them.
            sees_flags: session.may(Permission::SeeFlags),
            held,
        }
    }

    /// Whether everything is told.
    pub fn is_open(&self) -> bool {
        self.sees_households
    }

    fn holds(&self, block: Block, area: AreaId) -> Option<How> {
        self.how(block, |held| held.holds(block, area))
    }

    fn how(&self, block: Block, is_held: impl Fn(&HeldAreas) -> bool) -> Option<How> {
        if self.sees_households || (self.sees_flags && block.is_of_flags()) {
            return None;
        }
        match &self.held {
            None => Some(How::Blank),
            Some(held) => is_held(held).then_some(How::Marked),
        }
    }

    /// Whether something is held back in an area.
    pub fn withholds(&self, block: Block, area: AreaId) -> bool {
        self.holds(block, area).is_some()
    }

    /// Whether so many interviews are too few to say anything of them.
    pub fn are_few(&self, interviews: u64) -> bool {
        !self.sees_households && is_small(interviews)
    }

    /// Whether a measure is told by enumerator. One that splits households is not: an enumerator is often the only one in a union council.
    pub fn tells_people(&self, measure: Measure) -> bool {
        match Block::of(measure) {
            Some(block) => self.sees_households || (self.sees_flags && block.is_of_flags()),
            None => true,
        }
    }

    /// The value of a measure in an area.
    pub fn value(
        &self,
        measure: Measure,
        area: AreaId,
        figures: &Figures,
    ) -> Option<Disclosed<Value>> {
        let value = figures.value(measure)?;
        let few = matches!(value, Value::Amount { of, .. } if self.are_few(of));
        let how = Block::of(measure).and_then(|block| self.holds(block, area));
        Some(match (how, value) {
            (None, _) if few => Disclosed::Held(Held::Withheld),
            (None, value) => Disclosed::Told(value),
            (
                Some(How::Marked),
                Value::Count(part) | Value::Share { part, .. } | Value::Mean { part, .. },
            ) => Disclosed::Held(Held::of(part)),
            (Some(_), _) => Disclosed::Held(Held::Withheld),
        })
    }

    /// Coverage of an area: what is held back is nowhere in the summary.
    pub fn coverage(&self, area: AreaId, summary: Summary) -> (Summary, Splits) {
        self.split(
            summary,
            self.holds(Block::Outcomes, area),
            self.holds(Block::Fixes, area),
        )
    }

    /// The same of what was claimed for an area and for none of those below it.
    pub fn elsewhere(&self, area: AreaId, summary: Summary) -> (Summary, Splits) {
        let how = |block| self.how(block, |held| held.holds_rest(block, area));
        self.split(summary, how(Block::Outcomes), how(Block::Fixes))
    }

    fn split(
        &self,
        mut summary: Summary,
        outcomes: Option<How>,
        fixes: Option<How>,
    ) -> (Summary, Splits) {
        let counts = summary.counts;
        let splits = Splits::of(
            &counts,
            |number| told(number, outcomes),
            |number| told(number, fixes),
        );
        if outcomes.is_some() {
            summary.counts = Counts {
                complete: counts.complete,
                with_fix: counts.with_fix,
                judged_fix: counts.judged_fix,
                inside_claimed: counts.inside_claimed,
                ..Counts::default()
            };
        }
        if fixes.is_some() {
            let counts = &mut summary.counts;
            (counts.with_fix, counts.judged_fix, counts.inside_claimed) = (0, 0, 0);
        }
        (summary, splits)
    }

    /// A reason of a lag: that of closed doors without its numbers, which are of a few days.
    pub fn reason(&self, reason: LagReason) -> LagReason {
        match reason {
            LagReason::Refusals { .. } if !self.sees_households => LagReason::ManyRefusals,
            reason => reason,
        }
    }
}

fn told(number: u32, how: Option<How>) -> Disclosed<u32> {
    match how {
        None => Disclosed::Told(number),
        Some(How::Marked) => Disclosed::Held(Held::of(u64::from(number))),
        Some(How::Blank) => Disclosed::Held(Held::Withheld),
    }
}

/// Works out what is held back of the figures as they are now, so that nobody's page waits for it.
pub fn prepare(site: &Site) {
    held_now(
        &site.survey(),
        &site.quality_now().now,
        site.clock().today(),
    );
}

/// Areas by what is held back there, worked out once for a version of the figures and a day.
fn held_now(survey: &Survey, now: &QualityNow, today: SurveyDay) -> Arc<HeldAreas> {
    survey.held.or_make((now.quality.version(), today), || {
        HeldAreas::of(&survey.cube, &now.quality, &to_date(today))
    })
}

/// The whole survey to a day.
fn to_date(today: SurveyDay) -> Period {
    Period {
        wave: None,
        from: None,
        to: today,
    }
}
