//! flags.csv (FORMATS.md): one line a flag, for the export and for the page's download, made piece by piece.

use crate::csv_pieces::{Piece, lines};
use crate::judging::subject_of;
use crate::spreadsheet::for_spreadsheet;
use domain::checks::{Check, Severity, Subject};
use domain::time::SurveyDay;
use std::collections::HashMap;
use store::Db;
use store::flags::{After, FlagFilter, FlagRow};

/// Flags a piece.
const PIECE_FLAGS: u32 = 500;

/// The header line.
pub const HEADER: &str = "flag_id,rule,rule_version,severity,subject_kind,submission_id,other_submission_id,enumerator_code,\
                          device_id,area_code,day,value,unit,threshold,status,reason,evidence\n";

/// The lines of the flags that are meant, behind `after`, and where the next piece begins; `None` at the end.
pub async fn piece(db: &Db, filter: &FlagFilter, after: Option<After>) -> Piece<Option<After>> {
    let rows = db.list_flags(filter, after, PIECE_FLAGS).await?;
    let Some(last) = rows.last() else {
        return Ok(None);
    };
    let keys: Vec<i64> = rows.iter().flat_map(keys_of).flatten().collect();
    let ids = db.submission_ids(&keys).await?;
    let last = last.place();
    Ok(Some((
        lines(rows.iter().map(|row| line(row, &ids)))?,
        Some(last),
    )))
}

/// The submissions that a flag is about: the one, and the other.
fn keys_of(row: &FlagRow) -> [Option<i64>; 2] {
    match subject_of(&row.finding.subject) {
        Some(Subject::Visit { key } | Subject::Spot { first: key }) => [Some(key), None],
        Some(Subject::DeviceRun { first, .. }) => [Some(first), None],
        Some(Subject::Visits { first, second }) => [Some(second), Some(first)],
        _ => [None, None],
    }
}

fn line(row: &FlagRow, ids: &HashMap<i64, String>) -> [String; 17] {
    let check = Check::from_rank(row.finding.check_number);
    let [one, other] = keys_of(row).map(|key| {
        key.and_then(|key| ids.get(&key))
            .map_or_else(String::new, |id| for_spreadsheet(id))
    });
    let day = row.finding.survey_day;
    [
        format!(
            "{}-{:016x}",
            row.finding.enumerator_id, row.finding.identity
        ),
        check.map_or_else(
            || row.finding.check_number.to_string(),
            |check| check.code().to_owned(),
        ),
        row.finding.check_version.to_string(),
        Severity::from_rank(row.finding.severity)
            .unwrap_or(Severity::Info)
            .code()
            .to_owned(),
        subject_of(&row.finding.subject)
            .map_or("", |subject| subject.kind())
            .to_owned(),
        one,
        other,
        for_spreadsheet(&row.enumerator_code),
        for_spreadsheet(row.device_code.as_deref().unwrap_or("")),
        for_spreadsheet(&row.area_code),
        if day == SurveyDay::UNKNOWN {
            String::new()
        } else {
            day.to_string()
        },
        // Value, unit and threshold stand in the evidence, each by its own name.
        String::new(),
        String::new(),
        String::new(),
        row.status.code().to_owned(),
        row.reason.clone().unwrap_or_default(),
        row.finding.evidence.clone(),
    ]
}
