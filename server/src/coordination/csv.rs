//! The tables of coordination as files.

use super::cases::{filter_of, item};
use super::{failed, freshness, refusals, sees_details, silent};
use crate::export::{Cell, Table};
use crate::site::Site;
use api::coordination::{
    BoardQuery, CaseItem, CaseQuery, CoordinationBackend, RefusalsQuery, SilentQuery,
};
use api::coverage::AreaRef;
use api::{ApiError, Session};
use domain::coordination::{Agency, Stage};
use domain::time::SurveyDay;

fn day(day: Option<SurveyDay>) -> Cell {
    Cell::text(day.map(|day| day.to_string()).as_deref())
}

/// The number of a case: a name that looks like a number.
fn case_number(case_id: Option<i32>) -> Cell {
    Cell::text(case_id.map(|case_id| case_id.to_string()).as_deref())
}

fn agency(agency: Option<Agency>) -> Cell {
    Cell::text(agency.map(Agency::code))
}

fn district(area: Option<&AreaRef>) -> Cell {
    Cell::text(area.map(|area| area.code.as_str()))
}

fn as_of(site: &Site) -> Cell {
    Cell::text(freshness(site).as_of_local.as_deref())
}

/// The board: a line a district.
pub async fn board(site: &Site, session: &Session, query: BoardQuery) -> Result<Table, ApiError> {
    let view = site.board(session, query, Vec::new()).await?;
    let mut table = Table::of(
        "districts",
        [
            "district_code",
            "district",
            "stage",
            "next_stage",
            "late_days",
        ],
        Vec::new(),
    );
    for stage in Stage::ALL {
        let of = |what| format!("{}_{what}", stage.code());
        table.columns.extend([of("planned_on"), of("actual_on")]);
    }
    let agencies = Agency::ALL.map(|agency| format!("open_{}", agency.code()));
    table.columns.extend(agencies);
    let rest = [
        "open_without_agency",
        "silent_enumerators",
        "deployed_enumerators",
        "as_of",
    ];
    table.columns.extend(rest.map(str::to_owned));
    let as_of = as_of(site);
    for row in &view.rows {
        let stages = &row.stages;
        let mut line = vec![
            Cell::filled(&row.area.code),
            Cell::filled(&row.area.name),
            Cell::text(stages.present().map(Stage::code)),
            Cell::text(stages.next().map(Stage::code)),
            Cell::counted(row.late_days),
        ];
        for stage in Stage::ALL {
            let dates = stages.of(stage);
            line.extend([day(dates.planned_on), day(dates.actual_on)]);
        }
        for agency in Agency::ALL.map(Some).into_iter().chain([None]) {
            let open = row.open.iter().find(|open| open.agency == agency);
            line.push(Cell::count(open.map_or(0, |open| open.open)));
        }
        line.push(Cell::counted(row.silent.map(|(silent, _)| silent)));
        line.push(Cell::counted(row.silent.map(|(_, deployed)| deployed)));
        line.push(as_of.clone());
        table.rows.push(line);
    }
    Ok(table)
}

/// The history of a district's stages, newest first.
pub async fn stages(site: &Site, session: &Session, code: &str) -> Result<Table, ApiError> {
    let view = site.district(session, code, None).await?;
    let mut table = Table::of(
        "stages",
        [
            "district_code",
            "changed_at",
            "changed_by",
            "stage",
            "planned_on_before",
            "actual_on_before",
            "planned_on",
            "actual_on",
            "note",
        ],
        Vec::new(),
    );
    for change in view.changes {
        table.rows.push(vec![
            Cell::filled(&view.area.code),
            Cell::filled(change.set.at_local),
            Cell::filled(change.set.by),
            Cell::filled(change.stage.code()),
            day(change.before.planned_on),
            day(change.before.actual_on),
            day(change.dates.planned_on),
            day(change.dates.actual_on),
            Cell::text(change.note.as_deref()),
        ]);
    }
    Ok(table)
}

/// Cases a time that are read from the database.
const AT_ONCE: u32 = 1_000;

/// Every case that an address asks for.
pub async fn cases(site: &Site, session: &Session, query: CaseQuery) -> Result<Table, ApiError> {
    let filter = filter_of(site, session, &query)?;
    let (survey, today) = (site.survey(), site.clock().today());
    let mut table = Table::of(
        "cases",
        [
            "case",
            "kind",
            "reference",
            "area_code",
            "area",
            "district_code",
            "title",
            "agency",
            "status",
            "opened_on",
            "age_days",
            "due_on",
            "overdue_days",
            "as_of",
        ],
        Vec::new(),
    );
    let details = sees_details(session);
    if details {
        table.columns.push("detail".to_owned());
    }
    let as_of = Cell::filled(site.clock().survey_now().to_minute_in(site.clock().zone()));
    let mut from = 0;
    loop {
        let rows = site.db().list_cases(&filter, from, AT_ONCE).await;
        let rows = rows.map_err(failed)?;
        let number_read = rows.len();
        for row in rows {
            let detail = row.detail.clone();
            let mut line = case_line(item(&survey.cube, row, today), &as_of);
            if details {
                line.push(Cell::text(detail.as_deref()));
            }
            table.rows.push(line);
        }
        if number_read < AT_ONCE as usize {
            return Ok(table);
        }
        from += AT_ONCE;
    }
}

fn case_line(case: CaseItem, as_of: &Cell) -> Vec<Cell> {
    vec![
        case_number(Some(case.case_id)),
        Cell::filled(case.kind.code()),
        Cell::text(case.reference.as_deref()),
        Cell::filled(case.area.code),
        Cell::filled(case.area.name),
        district(case.district.as_ref()),
        Cell::filled(case.title),
        agency(case.agency),
        Cell::filled(case.status.code()),
        day(Some(case.opened_on)),
        Cell::count(case.age_days),
        day(case.due_on),
        Cell::counted(case.overdue_days),
        as_of.clone(),
    ]
}

/// The history of a case, oldest first.
pub async fn history(site: &Site, session: &Session, case_id: i32) -> Result<Table, ApiError> {
    let view = site.case(session, case_id).await?;
    let mut table = Table::of(
        "history",
        [
            "case", "at", "by", "action", "status", "agency", "due_on", "comment", "title",
            "detail",
        ],
        Vec::new(),
    );
    for step in view.steps {
        let (title, detail) = step.said.unwrap_or_default();
        table.rows.push(vec![
            case_number(Some(case_id)),
            Cell::filled(step.set.at_local),
            Cell::filled(step.set.by),
            Cell::text(step.action.map(|action| action.code())),
            Cell::text(step.status.map(|status| status.code())),
            agency(step.agency),
            day(step.due_on),
            Cell::text(step.comment.as_deref()),
            Cell::filled(title),
            Cell::text(detail.as_deref()),
        ]);
    }
    Ok(table)
}

/// Everybody, or everything, that is silent.
pub async fn silent(site: &Site, session: &Session, query: SilentQuery) -> Result<Table, ApiError> {
    let items = silent::all(site, session, &query).await?;
    let today = site.clock().today();
    let mut table = Table::of(
        "silent",
        [
            "what",
            "code",
            "name",
            "area_code",
            "area",
            "district_code",
            "last_user",
            "state",
            "planned_on",
            "start_overdue_days",
            "last_heard_on",
            "silent_since",
            "silent_days",
            "agency",
            "escalated_as_case",
            "as_of",
        ],
        Vec::new(),
    );
    let as_of = as_of(site);
    for item in items {
        table.rows.push(vec![
            Cell::filled(query.what.code()),
            Cell::filled(item.code),
            Cell::text(item.name.as_deref()),
            Cell::filled(item.area.code),
            Cell::filled(item.area.name),
            district(item.district.as_ref()),
            Cell::text(item.user.as_deref()),
            Cell::filled(item.silence.state().code()),
            day(item.silence.planned_on()),
            Cell::counted(item.silence.overdue_days(today)),
            day(item.silence.last_on()),
            day(item.since),
            Cell::counted(item.days),
            Cell::text(item.owner.as_deref()),
            case_number(item.escalated),
            as_of.clone(),
        ]);
    }
    Ok(table)
}

/// Every union council with refusals.
pub async fn refusals(
    site: &Site,
    session: &Session,
    query: RefusalsQuery,
) -> Result<Table, ApiError> {
    let items = refusals::all(site, session, &query).await?;
    let mut table = Table::of(
        "refusals",
        [
            "area_code",
            "area",
            "district_code",
            "declined",
            "visits_to_homes",
            "case",
            "agency",
            "due_on",
            "age_days",
            "as_of",
        ],
        Vec::new(),
    );
    let as_of = as_of(site);
    for item in items {
        let owner = item.owner.as_ref();
        table.rows.push(vec![
            Cell::filled(item.area.code),
            Cell::filled(item.area.name),
            district(item.district.as_ref()),
            Cell::disclosed(item.declined),
            Cell::disclosed(item.homes),
            case_number(owner.map(|case| case.case_id)),
            agency(owner.and_then(|case| case.agency)),
            day(owner.and_then(|case| case.due_on)),
            Cell::counted(owner.map(|case| case.age_days)),
            as_of.clone(),
        ]);
    }
    Ok(table)
}
