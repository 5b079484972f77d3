//! What would be drawn, and drawing it.

use super::lists::enumerators_of;
use super::{failed, giving};
use crate::coverage::visible_area;
use crate::permission::require_in;
use crate::site::Site;
use api::coverage::AreaRef;
use api::spot_checks::{DrawForm, DrawProblem, PreviewView};
use api::{ApiError, Session};
use domain::area::{Area, Level};
use domain::permission::Permission;
use domain::spot_check::{Capacity, Design, Plan, Seed};
use domain::time::SurveyDay;
use store::spot_checks::{SpotDrawRow, SpotFrame, SpotWave};

/// Monitors, days and visits a day at most: more is a slip of the finger.
const MOST: [u32; 3] = [200, 7, 100];

/// What a form asks for, read and made.
struct Asked {
    area: AreaRef,
    form: DrawForm,
    waves: Vec<SpotWave>,
    /// What it would be drawn from, and the plan; or what stands in the way.
    made: Result<(SpotFrame, Plan, Seed), DrawProblem>,
}

/// The first day of the week of a day: Monday.
fn week_of(day: SurveyDay) -> SurveyDay {
    day.plus(-(day.weekday() as i32))
}

/// A whole number from 1 on.
fn count(text: &str, most: u32) -> Option<u32> {
    let number = text.parse().ok()?;
    (1..=most).contains(&number).then_some(number)
}

/// The tehsil, if they may draw there.
fn tehsil<'c>(
    site: &Site,
    session: &Session,
    cube: &'c domain::cube::Cube,
    code: &str,
) -> Result<&'c Area, ApiError> {
    session.require(Permission::DrawSpotChecks)?;
    let area = visible_area(cube, session, Some(code))?;
    require_in(site, session, Permission::DrawSpotChecks, area.id)?;
    match area.level == Level::Tehsil {
        true => Ok(area),
        false => Err(ApiError::NotFound),
    }
}

async fn asked(site: &Site, session: &Session, mut form: DrawForm) -> Result<Asked, ApiError> {
    let survey = site.survey();
    let area = tehsil(site, session, &survey.cube, &form.area)?;
    // Without a week it is the one before the present.
    let typed = match form.week.as_str() {
        "" => Some(site.clock().today().plus(-7)),
        text => SurveyDay::parse(text),
    };
    let mut asked = Asked {
        area: AreaRef::from(area),
        waves: Vec::new(),
        made: Err(DrawProblem::BadWeek),
        form: DrawForm::default(),
    };
    let Some(starts_on) = typed.map(week_of) else {
        asked.form = form;
        return Ok(asked);
    };
    form.week = starts_on.to_string();
    let waves = site.db().spot_waves(area.id, starts_on).await;
    asked.waves = waves.map_err(failed)?;
    if form.monitors.is_empty() {
        let monitors = giving::monitors_of(site, area.id).await?;
        form.monitors = monitors.clamp(1, MOST[0] as usize).to_string();
    }
    if form.days.is_empty() {
        form.days = "6".to_owned();
    }
    if form.visits_a_day.is_empty() {
        form.visits_a_day = Capacity::usual(1, 1).visits_a_day.to_string();
    }
    if form.seed.is_empty() {
        form.seed = drawn_seed()?.to_string();
    }
    asked.made = made(site, &form, &asked.waves, area.id, starts_on).await?;
    asked.form = form;
    Ok(asked)
}

/// A seed that nobody has chosen: of so many digits as can be read out.
fn drawn_seed() -> Result<i64, ApiError> {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes)
        .map_err(|error| crate::coverage::internal(&std::io::Error::other(error.to_string())))?;
    Ok(i64::from(u32::from_le_bytes(bytes)))
}

async fn made(
    site: &Site,
    form: &DrawForm,
    waves: &[SpotWave],
    tehsil: i32,
    starts_on: SurveyDay,
) -> Result<Result<(SpotFrame, Plan, Seed), DrawProblem>, ApiError> {
    let numbers = [&form.monitors, &form.days, &form.visits_a_day];
    let mut counts = numbers
        .into_iter()
        .zip(MOST)
        .map(|(text, most)| count(text, most));
    let (Some(Some(monitors)), Some(Some(days)), Some(Some(visits_a_day))) =
        (counts.next(), counts.next(), counts.next())
    else {
        return Ok(Err(DrawProblem::BadCapacity));
    };
    let Ok(seed) = form.seed.parse() else {
        return Ok(Err(DrawProblem::BadSeed));
    };
    let wave = match &form.wave {
        Some(code) => waves.iter().find(|wave| wave.code == *code),
        None => waves.first(),
    };
    let Some(wave) = wave else {
        return Ok(Err(DrawProblem::NoInterviews));
    };
    let db = site.db();
    let before = db.find_spot_draw_of(tehsil, wave.wave_id, starts_on).await;
    if let Some(before) = before.map_err(failed)? {
        return Ok(Err(drawn(site, before)));
    }
    let frame = db.spot_frame(tehsil, wave.wave_id, starts_on).await;
    let frame = frame.map_err(failed)?;
    let design = Design::usual(Capacity {
        visits_a_day,
        ..Capacity::usual(monitors, days)
    });
    match Plan::of(&frame.frame, &design) {
        Ok(plan) => Ok(Ok((frame, plan, Seed(seed)))),
        Err(problem) => {
            let problem = std::io::Error::other(format!("a plan of a frame: {problem:?}"));
            Err(crate::coverage::internal(&problem))
        }
    }
}

/// The week was drawn already.
fn drawn(site: &Site, before: SpotDrawRow) -> DrawProblem {
    DrawProblem::Drawn {
        draw_id: before.draw_id,
        at_local: before.at.to_minute_in(site.clock().zone()),
        by: before.by,
    }
}

async fn view(
    site: &Site,
    asked: Asked,
    problem: Option<DrawProblem>,
) -> Result<PreviewView, ApiError> {
    let (plan, stands_in_the_way) = match asked.made {
        Ok((_, plan, _)) => (Some(plan.summary().clone()), None),
        Err(problem) => (None, Some(problem)),
    };
    let enumerators = match &plan {
        Some(plan) => enumerators_of(site, plan).await?,
        None => Vec::new(),
    };
    Ok(PreviewView {
        area: asked.area,
        waves: asked
            .waves
            .into_iter()
            .map(|wave| (wave.code, wave.interviews))
            .collect(),
        enumerators,
        problem: problem.or(stands_in_the_way),
        form: DrawForm {
            fingerprint: plan.as_ref().map(|plan| plan.fingerprint),
            ..asked.form
        },
        plan,
    })
}

/// See [`api::spot_checks::SpotPage::Preview`]. Nothing is written.
pub async fn preview(
    site: &Site,
    session: &Session,
    form: DrawForm,
) -> Result<PreviewView, ApiError> {
    let asked = asked(site, session, form).await?;
    view(site, asked, None).await
}

/// Draws what was looked at; answers the draw's number, or the page that says what stands in the way. What has changed since it was looked at is
/// looked at again.
pub async fn draw(
    site: &Site,
    session: &Session,
    form: DrawForm,
) -> Result<Result<i32, PreviewView>, ApiError> {
    let seen = form.fingerprint;
    let asked = asked(site, session, form).await?;
    let problem = match &asked.made {
        Err(_) => None,
        Ok((_, plan, _)) if Some(plan.summary().fingerprint) != seen => Some(DrawProblem::Changed),
        Ok((frame, plan, seed)) => {
            let draw = plan.draw(*seed);
            let (user_id, now) = (session.caller.user_id, site.clock().now());
            let kept = site
                .db()
                .keep_spot_draw(&draw, frame, user_id, now, &session.by)
                .await
                .map_err(failed)?;
            match kept {
                Ok(draw_id) => return Ok(Ok(draw_id)),
                Err(before) => Some(drawn(site, before)),
            }
        }
    };
    Ok(Err(view(site, asked, problem).await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        // 2026-11-20, a Friday.
        let friday = SurveyDay(20_777);
        assert_eq!(week_of(friday).to_string(), "2026-11-16");
        assert_eq!(week_of(friday.plus(2)).to_string(), "2026-11-16");
        assert_eq!(week_of(friday.plus(3)).to_string(), "2026-11-23");
    }

    #[test]
    fn capacities_are_whole_numbers_that_can_be() {
        assert_eq!(count("7", 7), Some(7));
        for text in ["0", "8", "-1", "two", "", "1.5"] {
            assert_eq!(count(text, 7), None, "{text}");
        }
    }
}
