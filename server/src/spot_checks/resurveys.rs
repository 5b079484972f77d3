//! What is proposed to be surveyed again, deciding about it, and the lists to act by (docs/decisions/0114).

use super::{area_ref, failed};
use crate::coverage::visible_area;
use crate::export::{Cell, Table};
use crate::flags::list::districts;
use crate::permission::may_in;
use crate::site::Site;
use api::spot_checks::{
    DecisionItem, DrawsQuery, Fall, ProposalItem, ResurveyAction, ResurveyForm, ResurveyProblem,
    ResurveysView,
};
use api::{ApiError, Session};
use domain::area::{AreaId, Level};
use domain::cube::{Cube, Period};
use domain::permission::Permission;
use domain::spot_check::{Resurvey, Verdict, resurvey};
use std::collections::{BTreeSet, HashMap};
use store::resurveys::{NewResurvey, ResurveyInterview, ResurveyRefusal, ResurveyRow, ToldCheck};

/// A proposal that waits for a decision.
struct Pending {
    wave_id: i32,
    proposed: Resurvey,
    /// The checks that found its enumerator's fabrications in the wave, and where.
    checks: Vec<(i32, AreaId)>,
}

/// What waits for a decision, everywhere. What was decided comes up again once more fabrications of the enumerator are found in the wave, or an
/// acceptance was taken back.
async fn pending(site: &Site, decided: &[ResurveyRow]) -> Result<Vec<Pending>, ApiError> {
    let db = site.db();
    let told = db.told_checks(None).await.map_err(failed)?;
    let waves: BTreeSet<i32> = told.iter().map(|check| check.wave_id).collect();
    let mut pending = Vec::new();
    for wave_id in waves {
        let of_wave: Vec<ToldCheck> = told
            .iter()
            .filter(|check| check.wave_id == wave_id)
            .copied()
            .collect();
        let is_fabricated = |check: &&ToldCheck| check.told.verdict == Verdict::Fabricated;
        let enumerators: BTreeSet<i32> = of_wave
            .iter()
            .filter(is_fabricated)
            .map(|check| check.told.enumerator)
            .collect();
        let mut works = Vec::new();
        for enumerator in enumerators {
            works.extend(db.work_of(wave_id, enumerator).await.map_err(failed)?);
        }
        for proposed in resurvey(&of_wave, &works) {
            // The newest comes first.
            let last = decided.iter().find(|row| {
                let key = (row.wave_id, row.enumerator_id, row.area_id);
                key == (wave_id, proposed.enumerator, proposed.union_council)
            });
            let is_settled = last.is_some_and(|row| {
                row.taken_back.is_none() && u64::from(row.fabricated) >= proposed.fabricated.part
            });
            if is_settled {
                continue;
            }
            let found = of_wave.iter().filter(is_fabricated);
            let checks = found
                .filter(|check| check.told.enumerator == proposed.enumerator)
                .map(|check| (check.check_id, check.told.union_council));
            pending.push(Pending {
                wave_id,
                checks: checks.collect(),
                proposed,
            });
        }
    }
    Ok(pending)
}

fn wave_code(cube: &Cube, wave: i32) -> String {
    let found = cube.waves().iter().find(|(id, _)| *id == wave);
    found.map_or_else(String::new, |(_, code)| code.clone())
}

/// Coverage of an area in a wave up to today, and by how much it would fall. Of the wave that submissions without one are in, of all waves: targets
/// are of waves that have a name.
fn fall(site: &Site, cube: &Cube, area: AreaId, wave: i32, falls: u32) -> Fall {
    let period = Period {
        wave: (wave != 0).then_some(wave),
        from: None,
        to: site.clock().today(),
    };
    let summary = cube.summary(area, &period);
    Fall {
        area: area_ref(cube, area),
        complete: u64::from(summary.counts.complete),
        target: summary.target,
        falls: u64::from(falls),
    }
}

fn may_decide(site: &Site, session: &Session, area: AreaId) -> bool {
    may_in(site, session, Permission::DecideResurveys, area)
}

fn proposal(
    site: &Site,
    session: &Session,
    codes: &HashMap<i32, String>,
    pending: Pending,
) -> ProposalItem {
    let survey = site.survey();
    let cube = &survey.cube;
    let (wave, proposed) = (pending.wave_id, pending.proposed);
    let council = proposed.union_council;
    let path = cube.path(council);
    let tehsil = path
        .iter()
        .find(|area| area.level == Level::Tehsil)
        .filter(|area| cube.is_within(area.id, session.caller.scope));
    ProposalItem {
        wave: wave_code(cube, wave),
        enumerator: codes
            .get(&proposed.enumerator)
            .cloned()
            .unwrap_or_else(|| proposed.enumerator.to_string()),
        scope: proposed.scope,
        interviews: proposed.interviews,
        counted: proposed.counted,
        fabricated_here: proposed.fabricated_here,
        fabricated: proposed.fabricated,
        // Those of elsewhere are not for them; that there are some is part of why it is proposed.
        checks: pending
            .checks
            .into_iter()
            .filter(|(_, council)| cube.is_within(*council, session.caller.scope))
            .map(|(check, _)| check)
            .collect(),
        council: fall(site, cube, council, wave, proposed.counted),
        tehsil: tehsil.map(|tehsil| fall(site, cube, tehsil.id, wave, proposed.counted)),
        can_decide: may_decide(site, session, council),
    }
}

fn decision(site: &Site, session: &Session, row: ResurveyRow) -> DecisionItem {
    let survey = site.survey();
    let zone = site.clock().zone();
    let stands = row.stands();
    DecisionItem {
        resurvey_id: row.resurvey_id,
        wave: wave_code(&survey.cube, row.wave_id),
        enumerator: row.enumerator_code,
        area: area_ref(&survey.cube, row.area_id),
        is_accepted: row.is_accepted,
        scope: row.scope,
        interviews: row.interviews,
        counted: row.counted,
        fabricated_here: row.fabricated_here,
        at_local: row.at.to_minute_in(zone),
        by: row.by,
        reason: row.reason,
        taken_back: row
            .taken_back
            .map(|(at, by, reason)| (at.to_minute_in(zone), by, reason)),
        gone: row.gone,
        can_take_back: stands && may_decide(site, session, row.area_id),
    }
}

/// See [`api::spot_checks::SpotPage::Resurveys`].
pub async fn page(
    site: &Site,
    session: &Session,
    query: DrawsQuery,
    done: Option<ResurveyAction>,
    problem: Option<(ResurveyForm, ResurveyProblem)>,
) -> Result<ResurveysView, ApiError> {
    session.require(Permission::SeeSpotChecks)?;
    let survey = site.survey();
    let cube = &survey.cube;
    let area = visible_area(cube, session, query.area.as_deref())?.id;
    let db = site.db();
    let decided = db.list_resurveys().await.map_err(failed)?;
    let codes = db.enumerator_codes().await.map_err(failed)?;
    let codes: HashMap<i32, String> = codes.into_iter().collect();
    let waiting = pending(site, &decided).await?;
    let proposals = waiting
        .into_iter()
        .filter(|one| cube.is_within(one.proposed.union_council, area))
        .map(|one| proposal(site, session, &codes, one))
        .collect();
    let decisions = decided
        .into_iter()
        .filter(|row| cube.is_within(row.area_id, area))
        .map(|row| decision(site, session, row))
        .collect();
    Ok(ResurveysView {
        query,
        areas: districts(site, session),
        proposals,
        decisions,
        done,
        problem,
    })
}

/// Decides about a proposal, or takes an acceptance back; sums are right when this answers. What they may not decide about does not exist for them.
pub async fn decide(
    site: &Site,
    session: &Session,
    form: &ResurveyForm,
) -> Result<Result<ResurveyAction, ResurveyProblem>, ApiError> {
    session.require(Permission::DecideResurveys)?;
    let action = form.action.ok_or(ApiError::NotFound)?;
    let done = match action {
        ResurveyAction::TakeBack => take_back(site, session, form).await?,
        ResurveyAction::Accept | ResurveyAction::Decline => settle(site, session, form).await?,
    };
    if let Err(problem) = done {
        return Ok(Err(problem));
    }
    site.refresh().await.map_err(failed)?;
    Ok(Ok(action))
}

/// Whether a reason can be kept.
fn reason(form: &ResurveyForm) -> Result<(), ResurveyProblem> {
    if form.reason.is_empty() {
        return Err(ResurveyProblem::NoReason);
    }
    match form.reason.chars().count() <= ResurveyForm::LONGEST_REASON {
        true => Ok(()),
        false => Err(ResurveyProblem::LongReason),
    }
}

async fn settle(
    site: &Site,
    session: &Session,
    form: &ResurveyForm,
) -> Result<Result<(), ResurveyProblem>, ApiError> {
    let survey = site.survey();
    let council = visible_area(&survey.cube, session, Some(&form.council))?.id;
    if !may_decide(site, session, council) {
        return Err(ApiError::NotFound);
    }
    let Some(waiting) = find(site, &survey.cube, form, council).await? else {
        return Ok(Err(ResurveyProblem::NotProposed));
    };
    if let Err(problem) = reason(form) {
        return Ok(Err(problem));
    }
    let proposed = waiting.proposed;
    let seen = (form.interviews, form.counted);
    if seen != (Some(proposed.interviews), Some(proposed.counted)) {
        return Ok(Err(ResurveyProblem::Changed));
    }
    let new = NewResurvey {
        wave_id: waiting.wave_id,
        proposed,
        accepts: form.action == Some(ResurveyAction::Accept),
        reason: form.reason.clone(),
        user_id: session.caller.user_id,
        at: site.clock().now(),
    };
    let decided = site.db().decide_resurvey(&new, &session.by).await;
    Ok(decided.map_err(failed)?.map(|_| ()).map_err(refused))
}

fn refused(refusal: ResurveyRefusal) -> ResurveyProblem {
    match refusal {
        ResurveyRefusal::Changed => ResurveyProblem::Changed,
        ResurveyRefusal::NotStanding => ResurveyProblem::NotStanding,
    }
}

/// The proposal that a form or an address names.
async fn find(
    site: &Site,
    cube: &Cube,
    form: &ResurveyForm,
    council: AreaId,
) -> Result<Option<Pending>, ApiError> {
    let db = site.db();
    let decided = db.list_resurveys().await.map_err(failed)?;
    let codes = db.enumerator_codes().await.map_err(failed)?;
    let of_code = codes.iter().find(|(_, code)| *code == form.enumerator);
    let Some((enumerator, _)) = of_code else {
        return Ok(None);
    };
    let waiting = pending(site, &decided).await?;
    Ok(waiting.into_iter().find(|one| {
        let proposed = &one.proposed;
        (proposed.enumerator, proposed.union_council) == (*enumerator, council)
            && wave_code(cube, one.wave_id) == form.wave
    }))
}

async fn take_back(
    site: &Site,
    session: &Session,
    form: &ResurveyForm,
) -> Result<Result<(), ResurveyProblem>, ApiError> {
    let row = visible_decision(site, session, form.resurvey).await?;
    if !may_decide(site, session, row.area_id) {
        return Err(ApiError::NotFound);
    }
    if let Err(problem) = reason(form) {
        return Ok(Err(problem));
    }
    let who = (session.caller.user_id, site.clock().now());
    let db = site.db();
    let taken = db
        .take_resurvey_back(row.resurvey_id, &form.reason, who, &session.by)
        .await
        .map_err(failed)?;
    Ok(taken.ok_or(ApiError::NotFound)?.map_err(refused))
}

async fn visible_decision(
    site: &Site,
    session: &Session,
    resurvey_id: Option<i32>,
) -> Result<ResurveyRow, ApiError> {
    session.require(Permission::SeeSpotChecks)?;
    let resurvey_id = resurvey_id.ok_or(ApiError::NotFound)?;
    let row = site.db().find_resurvey(resurvey_id).await.map_err(failed)?;
    row.filter(|row| {
        let survey = site.survey();
        survey.cube.is_within(row.area_id, session.caller.scope)
    })
    .ok_or(ApiError::NotFound)
}

/// What is proposed and what was decided, as a file: a line each.
pub async fn table(site: &Site, session: &Session, query: DrawsQuery) -> Result<Table, ApiError> {
    let view = page(site, session, query, None, None).await?;
    let proposals = view.proposals.iter().map(|one| {
        let mut line = vec![
            Cell::Text("proposed".to_owned()),
            Cell::Blank,
            Cell::filled(&one.wave),
            Cell::Text(one.enumerator.clone()),
            Cell::Text(one.council.area.code.clone()),
            Cell::Text(one.scope.code().to_owned()),
            Cell::count(one.interviews),
            Cell::count(one.counted),
            Cell::count(one.fabricated_here.part),
            Cell::count(one.fabricated_here.of),
            points(&one.council),
            one.tehsil.as_ref().map_or(Cell::Blank, points),
        ];
        line.extend([Cell::Blank, Cell::Blank, Cell::Blank]);
        line
    });
    let decisions = view.decisions.iter().map(|one| {
        let state = match (one.is_accepted, &one.taken_back) {
            (true, None) => "accepted",
            (true, Some(_)) => "taken_back",
            (false, _) => "declined",
        };
        vec![
            Cell::Text(state.to_owned()),
            Cell::Text(one.resurvey_id.to_string()),
            Cell::filled(&one.wave),
            Cell::Text(one.enumerator.clone()),
            Cell::Text(one.area.code.clone()),
            Cell::Text(one.scope.code().to_owned()),
            Cell::count(one.interviews),
            Cell::count(one.counted),
            Cell::count(one.fabricated_here.part),
            Cell::count(one.fabricated_here.of),
            Cell::Blank,
            Cell::Blank,
            Cell::Text(one.at_local.clone()),
            Cell::Text(one.by.clone()),
            Cell::Text(one.reason.clone()),
        ]
    });
    Ok(Table::of(
        "re-surveys",
        [
            "state",
            "decision",
            "wave",
            "enumerator_code",
            "union_council_code",
            "scope",
            "interviews",
            "counted",
            "fabricated_here",
            "told_here",
            "union_council_falls_by_points",
            "tehsil_falls_by_points",
            "decided_at",
            "decided_by",
            "reason",
        ],
        proposals.chain(decisions).collect(),
    ))
}

fn points(fall: &Fall) -> Cell {
    fall.points()
        .map_or(Cell::Blank, |points| Cell::Fixed(points, 2))
}

/// The interviews of a proposal or of a decision, as a file to act by.
pub async fn interviews(
    site: &Site,
    session: &Session,
    form: &ResurveyForm,
) -> Result<Table, ApiError> {
    session.require(Permission::SeeSpotChecks)?;
    let survey = site.survey();
    let cube = &survey.cube;
    let db = site.db();
    let (wave, enumerator, area, listed) = if form.resurvey.is_some() {
        let row = visible_decision(site, session, form.resurvey).await?;
        let listed = match row.is_accepted {
            true => db.resurvey_interviews(row.resurvey_id).await,
            false => Ok(Vec::new()),
        };
        let wave = wave_code(cube, row.wave_id);
        (wave, row.enumerator_code, row.area_id, listed)
    } else {
        let council = visible_area(cube, session, Some(&form.council))?.id;
        let waiting = find(site, cube, form, council).await?;
        let waiting = waiting.ok_or(ApiError::NotFound)?;
        let enumerator = waiting.proposed.enumerator;
        let listed = db.interviews_of_work(waiting.wave_id, enumerator, council);
        (
            form.wave.clone(),
            form.enumerator.clone(),
            council,
            listed.await,
        )
    };
    let area = area_ref(cube, area);
    let line = |one: ResurveyInterview| {
        vec![
            Cell::filled(&one.submission_id),
            Cell::filled(&wave),
            Cell::Text(enumerator.clone()),
            Cell::Text(area.code.clone()),
            Cell::Text(area.name.clone()),
            one.day
                .map_or(Cell::Blank, |day| Cell::Text(day.to_string())),
            Cell::Text(if one.counted { "yes" } else { "no" }.to_owned()),
        ]
    };
    let rows = listed.map_err(failed)?.into_iter().map(line);
    Ok(Table::of(
        "re-survey-interviews",
        [
            "submission_id",
            "wave",
            "enumerator_code",
            "union_council_code",
            "union_council",
            "survey_day",
            "counted",
        ],
        rows.collect(),
    ))
}
