//! flags.csv (FORMATS.md): one line a flag, for the export, for the page's download and for machines, made piece by piece.

use super::told::{Eyes, Told, submissions_of};
use crate::csv_pieces::{Piece, lines};
use crate::export::Cell;
use crate::judging::{evidence_of, subject_of};
use crate::thresholds::Holding;
use api::flags::FlagKey;
use domain::checks::{Check, Limits, Severity};
use domain::time::SurveyDay;
use store::flags::{After, FindingRow, FlagFilter, FlagRow};
use store::{Db, StoreError};

/// Flags a piece.
const PIECE_FLAGS: u32 = 500;

/// The header line.
pub const HEADER: &str = "flag_id,rule,rule_version,severity,subject_kind,submission_id,other_submission_id,enumerator_code,\
                          device_id,area_code,day,value,unit,threshold,status,reason,evidence\n";

/// The lines of the flags that are meant, behind `after`, and where the next piece begins; `None` at the end.
pub async fn piece(
    db: &Db,
    filter: &FlagFilter,
    after: Option<After>,
    eyes: &Eyes,
) -> Piece<Option<After>> {
    let rows = rows(db, filter, after, PIECE_FLAGS, eyes).await?;
    let Some((_, last)) = rows.last() else {
        return Ok(None);
    };
    let cells = rows.iter().map(|(row, _)| row.each_ref().map(Cell::csv));
    Ok(Some((lines(cells)?, Some(*last))))
}

/// At most `limit` flags behind `after`, in the columns of [`HEADER`], each with its place.
pub async fn rows(
    db: &Db,
    filter: &FlagFilter,
    after: Option<After>,
    limit: u32,
    eyes: &Eyes,
) -> Result<Vec<([Cell; 17], After)>, StoreError> {
    let rows = db.list_flags(filter, after, limit).await?;
    let told = eyes.told(db, rows.iter().map(|row| &row.finding)).await?;
    let mut holding = Holding::load(db).await?;
    let all = rows.iter().map(|row| {
        let limits = holding.at(row.finding.wave_id, row.finding.area_id);
        (line(row, &told, limits), row.place())
    });
    Ok(all.collect())
}

/// What was measured, its unit, and the limit; blank where the check compares with nothing.
fn figure(finding: &FindingRow, limits: &Limits) -> [Cell; 3] {
    let evidence = evidence_of(&finding.evidence);
    let measured = evidence.and_then(|evidence| evidence.measured(limits));
    measured.map_or([Cell::Blank, Cell::Blank, Cell::Blank], |measured| {
        [
            number(measured.value),
            Cell::filled(measured.unit.symbol()),
            number(measured.threshold),
        ]
    })
}

/// Three decimals at most.
fn number(value: f64) -> Cell {
    Cell::number(format!("{value:.3}").parse().ok())
}

fn line(row: &FlagRow, told: &Told, limits: &Limits) -> [Cell; 17] {
    let check = Check::from_rank(row.finding.check_number);
    let [one, other] =
        submissions_of(&row.finding).map(|key| Cell::text(key.and_then(|key| told.id(key))));
    let day = row.finding.survey_day;
    let [value, unit, threshold] = figure(&row.finding, limits);
    let text = |text: &str| Cell::text(Some(text));
    let flag_id = FlagKey {
        enumerator_id: row.finding.enumerator_id,
        identity: row.finding.identity,
    };
    let severity = Severity::from_rank(row.finding.severity).unwrap_or(Severity::Info);
    [
        text(&flag_id.to_string()),
        check.map_or_else(
            || text(&row.finding.check_number.to_string()),
            |check| text(check.code()),
        ),
        Cell::number(Some(f64::from(row.finding.check_version))),
        text(severity.code()),
        Cell::text(subject_of(&row.finding.subject).map(|subject| subject.kind())),
        one,
        other,
        text(&row.enumerator_code),
        Cell::text(row.device_code.as_deref()),
        text(&row.area_code),
        match day {
            SurveyDay::UNKNOWN => Cell::Blank,
            day => text(&day.to_string()),
        },
        value,
        unit,
        threshold,
        text(row.status.code()),
        Cell::text(row.reason.as_deref()),
        told.evidence(&row.finding.evidence)
            .map_or(Cell::Blank, Cell::Json),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::checks::{Evidence, gps_mock, sync_lag};

    fn figure_of(evidence: &Evidence) -> [Cell; 3] {
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
        let csv = figure_of(&late).map(|cell| cell.csv());
        assert_eq!(csv, ["49.25", "h", "48"]);
        let mock = Evidence::GpsMock(gps_mock::Evidence {
            flagged: true,
            accuracy_zero: false,
        });
        assert_eq!(figure_of(&mock), [Cell::Blank, Cell::Blank, Cell::Blank]);
    }

    #[test]
    fn numbers_have_three_decimals_at_most_and_no_trailing_zeros() {
        let shown = [120.0, 1_500.25, 1.0 / 3.0, 0.000_4].map(|value| number(value).csv());
        assert_eq!(shown, ["120", "1500.25", "0.333", "0"]);
    }
}
