//! `/spot-checks/settings`: what a wave's next draw asks, and days without field work. They hold for the whole survey.

use super::{failed, question_file};
use crate::ingest::reprocess::interviewed;
use crate::site::Site;
use api::coverage::AreaRef;
use api::spot_checks::{HolidayForm, HolidayItem, SetItem, SettingsProblem, SettingsView};
use api::{ApiError, Session};
use domain::area::Level;
use domain::checks::read_reason;
use domain::cube::Cube;
use domain::lang::Lang;
use domain::permission::Permission;
use domain::spot_check::{AskedQuestion, DayOffProblem, Holiday, LineProblem, check_holiday};
use domain::time::SurveyDay;
use std::collections::BTreeSet;
use store::spot_checks::{NewHoliday, NewQuestionSet, QuestionSetRow, QuestionsSet};

/// Submissions that are looked at to say which questions none answers: the newest.
const LOOKED_AT: u32 = 200;
/// Wrong lines of a file that are shown.
const SHOWN: usize = 20;
/// Lists of a wave's history that are shown.
const MOST_SETS: usize = 50;

/// What a page of settings says beside what is on file.
#[derive(Default)]
pub struct Says {
    /// Something was done.
    pub is_done: bool,
    /// A form that was not taken, and why.
    pub problem: Option<SettingsProblem>,
    /// What was typed of a holiday.
    pub holiday: HolidayForm,
}

/// The key of a wave of a code.
async fn wave_of(site: &Site, code: &str) -> Result<(i32, Vec<String>), ApiError> {
    let waves = site.db().waves().await.map_err(failed)?;
    let found = waves.iter().find(|(_, known)| known == code);
    let wave_id = found.ok_or(ApiError::NotFound)?.0;
    Ok((wave_id, waves.into_iter().map(|(_, code)| code).collect()))
}

/// See [`api::spot_checks::SpotPage::Settings`]. Without a wave it is the last by its code.
pub async fn settings(
    site: &Site,
    session: &Session,
    wave: Option<&str>,
    says: Says,
) -> Result<SettingsView, ApiError> {
    session.require(Permission::SetSpotChecks)?;
    let code = match wave {
        Some(code) => code.to_owned(),
        None => {
            let waves = site.db().waves().await.map_err(failed)?;
            let last = waves.into_iter().next_back();
            last.map_or_else(String::new, |(_, code)| code)
        }
    };
    let (wave_id, waves) = wave_of(site, &code).await?;
    let db = site.db();
    let held = db.spot_questions(wave_id).await.map_err(failed)?;
    let sets = db.spot_question_sets(wave_id).await.map_err(failed)?;
    let holidays = db.spot_holidays().await.map_err(failed)?;
    let (unanswered, looked_at) = unanswered(site, wave_id, &held.questions).await?;
    let survey = site.survey();
    let last = sets.last().map_or(0, |set| set.set_id);
    let newest = sets.into_iter().rev().take(MOST_SETS);
    let cube = &survey.cube;
    let below = cube.below(session.caller.scope);
    let districts = below
        .filter_map(|id| cube.by_id(id))
        .filter(|area| area.level == Level::District)
        .map(|area| {
            let name = AreaRef::from(area).name_in(session.lang).to_owned();
            (area.code.clone(), name)
        });
    Ok(SettingsView {
        waves,
        wave: code,
        questions: held.questions,
        set_id: held.set_id,
        last,
        unanswered,
        looked_at,
        history: newest.map(|set| set_item(site, set)).collect(),
        holidays: holiday_items(&survey.cube, &holidays, session.lang),
        districts: districts.collect(),
        holiday: says.holiday,
        is_done: says.is_done,
        problem: says.problem,
    })
}

fn set_item(site: &Site, set: QuestionSetRow) -> SetItem {
    let count = set.questions.as_ref().map(Vec::len);
    SetItem {
        set_id: set.set_id,
        at_local: set.at.to_minute_in(site.clock().zone()),
        by: set.actor,
        reason: set.reason,
        questions: count.map(|count| u32::try_from(count).unwrap_or(u32::MAX)),
    }
}

/// Holidays as pages show them.
pub(super) fn holiday_items(cube: &Cube, holidays: &[Holiday], lang: Lang) -> Vec<HolidayItem> {
    let items = holidays.iter().map(|one| HolidayItem {
        id: one.id,
        day: one.day,
        words: one.words.clone(),
        district: one.area.map(|area| {
            let area = super::area_ref(cube, area);
            area.name_in(lang).to_owned()
        }),
    });
    items.collect()
}

/// The codes that none of the newest submissions answers, and how many were looked at.
async fn unanswered(
    site: &Site,
    wave_id: i32,
    questions: &[AskedQuestion],
) -> Result<(Vec<String>, u32), ApiError> {
    let newest = site.db().newest_interviews(wave_id, LOOKED_AT).await;
    let newest = newest.map_err(failed)?;
    let mut left: BTreeSet<&str> = questions.iter().map(AskedQuestion::code).collect();
    let mut looked_at = 0;
    for raw_id in newest {
        if left.is_empty() {
            break;
        }
        let read = interviewed(site.db(), raw_id).await.map_err(failed)?;
        let Some(interview) = read else {
            continue;
        };
        looked_at += 1;
        for (code, answer) in &interview.answers {
            if !answer.trim().is_empty() {
                left.remove(code.as_str());
            }
        }
    }
    let codes = questions.iter().map(AskedQuestion::code);
    let unanswered = codes.filter(|code| left.contains(code)).map(str::to_owned);
    Ok((unanswered.collect(), looked_at))
}

/// Questions as somebody hands them in.
#[derive(Default)]
pub struct SetForm {
    /// The wave's code.
    pub wave: String,
    /// The number of the list that they had seen.
    pub seen: Option<i32>,
    /// Why.
    pub reason: String,
    /// Whether the usual ones are taken again.
    pub usual: bool,
    /// The file with the questions.
    pub file: Vec<u8>,
}

/// Sets the questions of a wave, or says why not.
pub async fn set_questions(
    site: &Site,
    session: &Session,
    form: &SetForm,
) -> Result<Result<(), SettingsProblem>, ApiError> {
    session.require(Permission::SetSpotChecks)?;
    let (wave_id, _) = wave_of(site, &form.wave).await?;
    let questions = match form.usual {
        true => None,
        false => match question_file::read(&form.file) {
            Ok(questions) => Some(questions),
            Err(wrong) => return Ok(Err(shown(wrong))),
        },
    };
    let Ok(reason) = read_reason(&form.reason) else {
        return Ok(Err(SettingsProblem::Reason));
    };
    let new = NewQuestionSet {
        wave_id,
        questions,
        at: site.clock().now(),
        actor: session.caller.display_name.clone(),
        reason,
        // Without it nobody has seen what they change.
        seen: Some(form.seen.unwrap_or(-1)),
    };
    let set = site.db().set_spot_questions(&new, &session.by).await;
    Ok(match set.map_err(failed)? {
        QuestionsSet::Set { .. } => Ok(()),
        QuestionsSet::Unchanged => Err(SettingsProblem::Unchanged),
        QuestionsSet::ChangedSince => Err(SettingsProblem::ChangedSince),
    })
}

fn shown(mut wrong: Vec<LineProblem>) -> SettingsProblem {
    let more = wrong.len().saturating_sub(SHOWN);
    wrong.truncate(SHOWN);
    SettingsProblem::File(wrong, u32::try_from(more).unwrap_or(u32::MAX))
}

/// The questions of a wave's next draw, or the usual ones, as a file.
pub async fn questions_file(
    site: &Site,
    session: &Session,
    wave: &str,
    usual: bool,
) -> Result<crate::export::Table, ApiError> {
    session.require(Permission::SetSpotChecks)?;
    if usual {
        let usual = domain::spot_check::usual_questions();
        return Ok(question_file::table("spot-check-questions-usual", &usual));
    }
    let (wave_id, _) = wave_of(site, wave).await?;
    let held = site.db().spot_questions(wave_id).await.map_err(failed)?;
    let name = match wave {
        "" => "spot-check-questions".to_owned(),
        wave => format!("spot-check-questions-{wave}"),
    };
    Ok(question_file::table(&name, &held.questions))
}

/// Enters a holiday or takes one out, or says why not.
pub async fn set_holiday(
    site: &Site,
    session: &Session,
    form: &HolidayForm,
) -> Result<Result<(), SettingsProblem>, ApiError> {
    session.require(Permission::SetSpotChecks)?;
    let (db, now) = (site.db(), site.clock().now());
    if let Some(id) = form.remove {
        let removed = db.remove_spot_holiday(id, now, &session.by).await;
        let removed = removed.map_err(failed)?;
        return Ok(removed.then_some(()).ok_or(SettingsProblem::Gone));
    }
    let Some(day) = SurveyDay::parse(&form.day) else {
        return Ok(Err(SettingsProblem::DayOff(DayOffProblem::BadDay)));
    };
    if let Err(problem) = check_holiday(&form.words) {
        return Ok(Err(SettingsProblem::DayOff(problem)));
    }
    let survey = site.survey();
    let area = match form.district.as_str() {
        "" => None,
        code => {
            let area = survey.cube.by_code(code);
            match area.filter(|area| area.level == Level::District) {
                Some(area) => Some(area.id),
                None => return Ok(Err(SettingsProblem::District)),
            }
        }
    };
    let new = NewHoliday {
        area,
        day,
        words: form.words.clone(),
        at: now,
        actor: session.caller.display_name.clone(),
    };
    let added = db.add_spot_holiday(&new, &session.by).await;
    let added = added.map_err(failed)?;
    Ok(added.then_some(()).ok_or(SettingsProblem::HolidayThere))
}
