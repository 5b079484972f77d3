//! flags.csv (FORMATS.md): one line a flag, for the export and for the page's download, made piece by piece.

use crate::csv_pieces::{Piece, lines};
use crate::judging::{evidence_of, subject_of};
use crate::spreadsheet::for_spreadsheet;
use crate::thresholds::Holding;
use domain::checks::{Check, Limits, Severity, Subject};
use domain::time::SurveyDay;
use std::collections::HashMap;
use store::Db;
use store::flags::{After, FindingRow, FlagFilter, FlagRow};

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
    let mut holding = Holding::load(db).await?;
    let lines_of = rows.iter().map(|row| {
        let limits = holding.at(row.finding.wave_id, row.finding.area_id);
        line(row, &ids, limits)
    });
    Ok(Some((lines(lines_of)?, Some(last))))
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

/// What was measured, its unit, and the limit; blank where the check compares with nothing.
fn figure(finding: &FindingRow, limits: &Limits) -> [String; 3] {
    let evidence = evidence_of(&finding.evidence);
    let measured = evidence.and_then(|evidence| evidence.measured(limits));
    measured.map_or_else(Default::default, |measured| {
        [
            number(measured.value),
            measured.unit.symbol().to_owned(),
            number(measured.threshold),
        ]
    })
}

/// Three decimals at most, without trailing zeros.
fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn line(row: &FlagRow, ids: &HashMap<i64, String>, limits: &Limits) -> [String; 17] {
    let check = Check::from_rank(row.finding.check_number);
    let [one, other] = keys_of(row).map(|key| {
        key.and_then(|key| ids.get(&key))
            .map_or_else(String::new, |id| for_spreadsheet(id))
    });
    let day = row.finding.survey_day;
    let [value, unit, threshold] = figure(&row.finding, limits);
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
        value,
        unit,
        threshold,
        row.status.code().to_owned(),
        row.reason.clone().unwrap_or_default(),
        row.finding.evidence.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::checks::{Evidence, gps_mock, sync_lag};

    fn figure_of(evidence: &Evidence) -> [String; 3] {
        let finding = FindingRow {
            enumerator_id: 1,
            identity: 1,
            check_number: evidence.check().rank(),
            check_version: 1,
            severity: 0,
            survey_day: SurveyDay::UNKNOWN,
            area_id: 1,
            wave_id: 1,
            device_id: None,
            subject: String::new(),
            evidence: serde_json::to_string(evidence).unwrap_or_default(),
            facts_hash: 0,
        };
        figure(&finding, &Limits::default())
    }

    #[test]
    fn a_figure_stands_beside_its_limit_in_one_unit_and_is_blank_where_nothing_is_compared() {
        let late = Evidence::SyncLag(sync_lag::Evidence {
            lag_ms: 49 * 3_600_000 + 15 * 60_000,
            offset_ms: 0,
        });
        assert_eq!(figure_of(&late), ["49.25", "h", "48"]);
        let mock = Evidence::GpsMock(gps_mock::Evidence {
            flagged: true,
            accuracy_zero: false,
        });
        assert_eq!(figure_of(&mock), ["", "", ""]);
    }

    #[test]
    fn numbers_have_three_decimals_at_most_and_no_trailing_zeros() {
        let shown = [120.0, 1_500.25, 1.0 / 3.0, 0.000_4].map(number);
        assert_eq!(shown, ["120", "1500.25", "0.333", "0"]);
    }
}
