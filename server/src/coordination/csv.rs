//! The tables of coordination as CSV files.

use super::cases::{filter_of, item};
use super::{failed, freshness, refusals, sees_details, silent};
use crate::site::Site;
use crate::spreadsheet::for_spreadsheet;
use api::coordination::{
    BoardQuery, CaseItem, CaseQuery, CoordinationBackend, RefusalsQuery, SilentQuery,
};
use api::coverage::AreaRef;
use api::{ApiError, Session};
use domain::coordination::{Agency, Stage};
use domain::time::SurveyDay;

/// A file: its columns and its lines.
pub struct Table {
    header: Vec<String>,
    lines: Vec<Vec<String>>,
}

impl Table {
    fn new(header: &[&str]) -> Table {
        Table {
            header: header.iter().map(|name| (*name).to_owned()).collect(),
            lines: Vec::new(),
        }
    }

    /// The file's bytes.
    pub fn write(&self) -> Result<Vec<u8>, csv::Error> {
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(&self.header)?;
        for line in &self.lines {
            out.write_record(line.iter().map(|cell| for_spreadsheet(cell)))?;
        }
        out.into_inner()
            .map_err(|error| csv::Error::from(error.into_error()))
    }
}

fn day(day: Option<SurveyDay>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn number<N: ToString>(number: Option<N>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn agency(agency: Option<Agency>) -> String {
    agency.map_or("", Agency::code).to_owned()
}

fn district(area: Option<&AreaRef>) -> String {
    area.map(|area| area.code.clone()).unwrap_or_default()
}

fn as_of(site: &Site) -> String {
    freshness(site).as_of_local.unwrap_or_default()
}

/// The board: a line a district.
pub async fn board(site: &Site, session: &Session, query: BoardQuery) -> Result<Table, ApiError> {
    let view = site.board(session, query, Vec::new()).await?;
    let mut table = Table::new(&[
        "district_code",
        "district",
        "stage",
        "next_stage",
        "late_days",
    ]);
    for stage in Stage::ALL {
        let of = |what| format!("{}_{what}", stage.code());
        table.header.extend([of("planned_on"), of("actual_on")]);
    }
    let agencies = Agency::ALL.map(|agency| format!("open_{}", agency.code()));
    table.header.extend(agencies);
    let rest = [
        "open_without_agency",
        "silent_enumerators",
        "deployed_enumerators",
        "as_of",
    ];
    table.header.extend(rest.map(str::to_owned));
    let as_of = as_of(site);
    for row in &view.rows {
        let stages = &row.stages;
        let mut line = vec![
            row.area.code.clone(),
            row.area.name.clone(),
            stages.present().map_or("", Stage::code).to_owned(),
            stages.next().map_or("", Stage::code).to_owned(),
            number(row.late_days),
        ];
        for stage in Stage::ALL {
            let dates = stages.of(stage);
            line.extend([day(dates.planned_on), day(dates.actual_on)]);
        }
        for agency in Agency::ALL.map(Some).into_iter().chain([None]) {
            let open = row.open.iter().find(|open| open.agency == agency);
            line.push(open.map_or(0, |open| open.open).to_string());
        }
        line.push(number(row.silent.map(|(silent, _)| silent)));
        line.push(number(row.silent.map(|(_, deployed)| deployed)));
        line.push(as_of.clone());
        table.lines.push(line);
    }
    Ok(table)
}

/// The history of a district's stages, newest first.
pub async fn stages(site: &Site, session: &Session, code: &str) -> Result<Table, ApiError> {
    let view = site.district(session, code, None).await?;
    let mut table = Table::new(&[
        "district_code",
        "changed_at",
        "changed_by",
        "stage",
        "planned_on_before",
        "actual_on_before",
        "planned_on",
        "actual_on",
        "note",
    ]);
    for change in view.changes {
        table.lines.push(vec![
            view.area.code.clone(),
            change.set.at_local,
            change.set.by,
            change.stage.code().to_owned(),
            day(change.before.planned_on),
            day(change.before.actual_on),
            day(change.dates.planned_on),
            day(change.dates.actual_on),
            change.note.unwrap_or_default(),
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
    let mut table = Table::new(&[
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
    ]);
    let details = sees_details(session);
    if details {
        table.header.push("detail".to_owned());
    }
    let as_of = site.clock().survey_now().to_minute_in(site.clock().zone());
    let mut from = 0;
    loop {
        let rows = site.db().list_cases(&filter, from, AT_ONCE).await;
        let rows = rows.map_err(failed)?;
        let number_read = rows.len();
        for row in rows {
            let detail = row.detail.clone();
            let mut line = case_line(item(&survey.cube, row, today), &as_of);
            if details {
                line.push(detail.unwrap_or_default());
            }
            table.lines.push(line);
        }
        if number_read < AT_ONCE as usize {
            return Ok(table);
        }
        from += AT_ONCE;
    }
}

fn case_line(case: CaseItem, as_of: &str) -> Vec<String> {
    vec![
        case.case_id.to_string(),
        case.kind.code().to_owned(),
        case.reference.unwrap_or_default(),
        case.area.code,
        case.area.name,
        district(case.district.as_ref()),
        case.title,
        agency(case.agency),
        case.status.code().to_owned(),
        case.opened_on.to_string(),
        case.age_days.to_string(),
        day(case.due_on),
        number(case.overdue_days),
        as_of.to_owned(),
    ]
}

/// The history of a case, oldest first.
pub async fn history(site: &Site, session: &Session, case_id: i32) -> Result<Table, ApiError> {
    let view = site.case(session, case_id).await?;
    let mut table = Table::new(&[
        "case", "at", "by", "action", "status", "agency", "due_on", "comment", "title", "detail",
    ]);
    for step in view.steps {
        let (title, detail) = step.said.unwrap_or_default();
        table.lines.push(vec![
            case_id.to_string(),
            step.set.at_local,
            step.set.by,
            step.action.map_or("", |action| action.code()).to_owned(),
            step.status.map_or("", |status| status.code()).to_owned(),
            agency(step.agency),
            day(step.due_on),
            step.comment.unwrap_or_default(),
            title,
            detail.unwrap_or_default(),
        ]);
    }
    Ok(table)
}

/// Everybody, or everything, that is silent.
pub async fn silent(site: &Site, session: &Session, query: SilentQuery) -> Result<Table, ApiError> {
    let items = silent::all(site, session, &query).await?.items;
    let today = site.clock().today();
    let mut table = Table::new(&[
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
    ]);
    let as_of = as_of(site);
    for item in items {
        table.lines.push(vec![
            query.what.code().to_owned(),
            item.code,
            item.name.unwrap_or_default(),
            item.area.code,
            item.area.name,
            district(item.district.as_ref()),
            item.user.unwrap_or_default(),
            item.silence.state().code().to_owned(),
            day(item.silence.planned_on()),
            number(item.silence.overdue_days(today)),
            day(item.silence.last_on()),
            day(item.since),
            number(item.days),
            item.owner.unwrap_or_default(),
            number(item.escalated),
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
    let (items, _) = refusals::chosen(site, session, &query).await?;
    let mut table = Table::new(&[
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
    ]);
    let as_of = as_of(site);
    for item in items {
        let owner = item.owner.as_ref();
        table.lines.push(vec![
            item.area.code,
            item.area.name,
            district(item.district.as_ref()),
            item.declined.to_string(),
            item.homes.to_string(),
            number(owner.map(|case| case.case_id)),
            agency(owner.and_then(|case| case.agency)),
            day(owner.and_then(|case| case.due_on)),
            number(owner.map(|case| case.age_days)),
            as_of.clone(),
        ]);
    }
    Ok(table)
}
