//! What the demonstration's Coordination Support Unit has written down: stages that follow from the plans, requests, escalations and owners
//! of refusals, the same for the same seed and day.

use super::Failure;
use crate::site::load_cube;
use domain::area::{AreaId, Level};
use domain::audit::By;
use domain::coordination::{Agency, CaseKind, CaseStatus, REFUSAL_DAYS, Stage, StageDates, Step};
use domain::cube::{Cube, Period};
use domain::mix::mixed;
use domain::time::{EpochMs, MS_PER_DAY, SurveyDay};
use store::Db;
use store::coordination::{CaseFilter, NewCase, NewCaseStep, NewStageDates};

/// Who has written it.
const WRITER: &str = "csu";

const REQUESTS: [&str; 6] = [
    "Household not visited",
    "Interview broken off",
    "Wrong number of members recorded",
    "Moved here after the visit",
    "Asks when somebody will come",
    "Visited twice",
];

const ESCALATIONS: [(Agency, &str); 12] = [
    (Agency::Pitb, "Synchronisation fails for a whole team"),
    (Agency::DistrictAdministration, "No escort in the evening"),
    (Agency::Bos, "Block maps do not match the ground"),
    (Agency::Pspa, "Leaflets of the campaign have not arrived"),
    (
        Agency::UrbanUnit,
        "Boundaries of new housing schemes are missing",
    ),
    (Agency::PAndD, "Funds for the extension are not released"),
    (Agency::Pitb, "Tablets with swollen batteries"),
    (Agency::DistrictAdministration, "School closed to training"),
    (Agency::Bos, "Supervisors of two tehsils are vacant"),
    (Agency::Pspa, "Helpline script lacks Saraiki"),
    (Agency::UrbanUnit, "Basemap of the cantonment is outdated"),
    (Agency::Pitb, "Access for the new coordinator"),
];

/// Numbers of a seed, one after another.
struct Draw {
    seed: i64,
    drawn: i64,
}

impl Draw {
    fn below(&mut self, number: u64) -> u64 {
        self.drawn += 1;
        mixed([self.seed, self.drawn]) % number
    }

    fn days(&mut self, from: i32, to: i32) -> i32 {
        let span = u64::try_from(to - from + 1).unwrap_or(1);
        from + i32::try_from(self.below(span)).unwrap_or(0)
    }
}

struct Writer<'a> {
    db: &'a Db,
    cube: Cube,
    today: SurveyDay,
    user_id: i32,
    draw: Draw,
}

/// Writes it into a database that has none of it.
pub async fn seed(db: &Db, seed: u64, today: SurveyDay) -> Result<(), Failure> {
    let cube = load_cube(db).await?;
    let (Some(writer), Some(root)) = (db.find_user(WRITER).await?, cube.root().map(|area| area.id))
    else {
        return Ok(());
    };
    let everything = CaseFilter::of_area(root);
    if !db.all_stages().await?.is_empty() || !db.list_cases(&everything, 0, 1).await?.is_empty() {
        return Ok(());
    }
    let mut writer = Writer {
        db,
        cube,
        today,
        user_id: writer.user_id,
        draw: Draw {
            seed: seed.cast_signed(),
            drawn: 0,
        },
    };
    let stages = writer.stages(root).await?;
    let cases = writer.requests(root).await?
        + writer.escalations(root).await?
        + writer.refusals(root).await?;
    println!("coordination: {stages} dates of stages · {cases} cases");
    Ok(())
}

/// Ten in the morning in Punjab.
fn morning(day: SurveyDay) -> EpochMs {
    EpochMs(i64::from(day.0) * MS_PER_DAY + 5 * 3_600_000)
}

impl Writer<'_> {
    fn of_level(&self, area: AreaId, level: Level) -> Vec<AreaId> {
        let below = self.cube.below(area).filter_map(|id| self.cube.by_id(id));
        below
            .filter(|area| area.level == level)
            .map(|area| area.id)
            .collect()
    }

    async fn stages(&mut self, root: AreaId) -> Result<usize, Failure> {
        let mut changes = Vec::new();
        for district in self.of_level(root, Level::District) {
            let Some((first, last)) = self.cube.planned_days(district, None) else {
                continue;
            };
            let planned = |stage: Stage| match stage {
                Stage::AreaMapping => first.plus(-60),
                Stage::Notification => first.plus(-25),
                Stage::Training => first.plus(-14),
                Stage::Deployment => first.plus(-4),
                Stage::Enumeration => first,
                Stage::MopUp => last.plus(2),
                Stage::Closed => last.plus(14),
            };
            // Some districts lose days on the way, and do not make them up.
            let mut lost = 0;
            let mut before = SurveyDay(i32::MIN + 1);
            for stage in Stage::ALL {
                let planned_on = Some(planned(stage));
                changes.push(self.change(district, stage, first.plus(-75), planned_on, None));
                lost += match self.draw.below(10) {
                    0 => self.draw.days(3, 9),
                    1..=3 => 1,
                    _ => 0,
                };
                let seen = self.cube.days(district).map(|(first, _)| first);
                let actual_on = match (stage, seen) {
                    (Stage::Enumeration, Some(seen)) => seen,
                    _ => planned(stage).plus(lost),
                }
                .max(before);
                // What has not begun by today has no day, and nothing after it has.
                if actual_on > self.today || (stage == Stage::Enumeration && seen.is_none()) {
                    before = SurveyDay(i32::MAX);
                    continue;
                }
                before = actual_on;
                let change = self.change(district, stage, actual_on, planned_on, Some(actual_on));
                changes.push(change);
            }
        }
        changes.sort_by_key(|change| (change.at.0, change.district, change.stage));
        let number = changes.len();
        // Each date is another than the one before it: nothing of it is refused.
        let set = self.db.set_stages(&changes, &by()).await?;
        set.map_err(|problem| Failure::new(format!("stages: {problem:?}")))?;
        Ok(number)
    }

    fn change(
        &mut self,
        district: AreaId,
        stage: Stage,
        on: SurveyDay,
        planned_on: Option<SurveyDay>,
        actual_on: Option<SurveyDay>,
    ) -> NewStageDates {
        let is_late = actual_on
            .zip(planned_on)
            .is_some_and(|(actual, planned)| actual.0.saturating_sub(planned.0) > 4);
        NewStageDates {
            at: morning(on),
            user_id: self.user_id,
            district,
            stage,
            dates: StageDates {
                planned_on,
                actual_on,
            },
            note: is_late.then(|| "Later than planned; see the escalations.".to_owned()),
            seen: None,
        }
    }

    async fn requests(&mut self, root: AreaId) -> Result<usize, Failure> {
        let councils = self.at_work(root);
        let number = if councils.is_empty() { 0 } else { 30 };
        for at in 0..number {
            let area_id = councils[self.draw.below(councils.len() as u64) as usize];
            let opened_on = self.today.plus(-self.draw.days(0, 12));
            let title = REQUESTS[self.draw.below(REQUESTS.len() as u64) as usize];
            let case = NewCase {
                kind: CaseKind::Dispatch,
                area_id,
                subject: None,
                title: title.to_owned(),
                detail: None,
                reference: Some(format!("H-{}", 1_001 + at)),
                opened_on,
                agency: None,
                due_on: Some(opened_on.plus(5)),
            };
            let agency = [Agency::DistrictAdministration, Agency::Bos][at % 2];
            let assign = Step::Assign {
                agency: Some(agency),
                due_on: Some(opened_on.plus(7)),
            };
            let visited = Step::Move(CaseStatus::Visited);
            let closed = Step::Move(CaseStatus::Closed);
            let steps: &[(Step, Option<&str>)] = match self.draw.below(10) {
                0..=2 => &[],
                3..=5 => &[(assign, None)],
                6..=7 => &[(assign, None), (visited, None)],
                _ => &[
                    (assign, None),
                    (visited, None),
                    (closed, Some("Interviewed; the caller was told.")),
                ],
            };
            self.write(case, steps).await?;
        }
        Ok(number)
    }

    async fn escalations(&mut self, root: AreaId) -> Result<usize, Failure> {
        let districts = self.of_level(root, Level::District);
        if districts.is_empty() {
            return Ok(0);
        }
        for (at, (agency, title)) in ESCALATIONS.into_iter().enumerate() {
            let area_id = districts[self.draw.below(districts.len() as u64) as usize];
            let opened_on = self.today.plus(-self.draw.days(1, 16));
            let case = NewCase {
                kind: CaseKind::Escalation,
                area_id,
                subject: None,
                title: title.to_owned(),
                detail: None,
                reference: None,
                opened_on,
                agency: Some(agency),
                due_on: Some(opened_on.plus(7)),
            };
            let begun = (Step::Move(CaseStatus::InProgress), None);
            let said = (
                Step::Comment,
                Some("Called the focal person; an answer is promised."),
            );
            let closed = (
                Step::Move(CaseStatus::Closed),
                Some("Done, and checked in the field."),
            );
            let steps: &[(Step, Option<&str>)] = match at % 4 {
                0 => &[],
                1 => &[said],
                2 => &[begun, said],
                _ => &[begun, closed],
            };
            self.write(case, steps).await?;
        }
        Ok(ESCALATIONS.len())
    }

    /// Where most visits were declined lately, somebody sees to it, in some.
    async fn refusals(&mut self, root: AreaId) -> Result<usize, Failure> {
        let period = Period {
            wave: None,
            from: Some(self.today.plus(1 - REFUSAL_DAYS)),
            to: self.today,
        };
        let mut refused: Vec<(u32, AreaId)> = self
            .of_level(root, Level::UnionCouncil)
            .into_iter()
            .map(|council| (self.cube.summary(council, &period).counts.refused, council))
            .filter(|(refused, _)| *refused > 0)
            .collect();
        refused.sort_by_key(|(refused, council)| (std::cmp::Reverse(*refused), *council));
        let owned: Vec<AreaId> = refused.iter().step_by(2).take(6).map(|of| of.1).collect();
        for area_id in &owned {
            let opened_on = self.today.plus(-self.draw.days(1, 6));
            let code = self.cube.by_id(*area_id).map(|area| area.code.clone());
            let case = NewCase {
                kind: CaseKind::Refusals,
                area_id: *area_id,
                subject: None,
                title: format!("Refusals in union council {}", code.unwrap_or_default()),
                detail: None,
                reference: None,
                opened_on,
                agency: Some(Agency::DistrictAdministration),
                due_on: Some(opened_on.plus(4)),
            };
            self.write(case, &[]).await?;
        }
        Ok(owned.len())
    }

    /// Union councils from which something has come.
    fn at_work(&self, root: AreaId) -> Vec<AreaId> {
        self.of_level(root, Level::UnionCouncil)
            .into_iter()
            .filter(|council| self.cube.last_day(*council, self.today).is_some())
            .collect()
    }

    /// Opens a case on its day, and takes the steps on the days after it.
    async fn write(
        &mut self,
        case: NewCase,
        steps: &[(Step, Option<&str>)],
    ) -> Result<(), Failure> {
        let mut on = case.opened_on;
        let opened = self
            .db
            .open_case(&case, self.user_id, morning(on), &by())
            .await?;
        let problem = |problem| Failure::new(format!("a case: {problem:?}"));
        let case_id = opened.map_err(problem)?;
        for (step, comment) in steps {
            on = on.plus(self.draw.days(0, 2)).min(self.today);
            let step = NewCaseStep {
                user_id: self.user_id,
                at: EpochMs(morning(on).0 + 1_800_000),
                step: *step,
                comment: comment.map(str::to_owned),
                seen: None,
            };
            let taken = self.db.take_case_step(case_id, &step, &by()).await?;
            taken.unwrap_or(Ok(())).map_err(problem)?;
        }
        Ok(())
    }
}

/// The simulated people's hands.
fn by() -> By {
    By::machine(super::demo::SIMULATOR)
}
