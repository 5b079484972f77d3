//! KoboToolbox, JSON from its API or the CSV export: what it gives for every form.

use super::fields::{Fields, in_utc};
use super::odk_csv::form_times;
use super::point::{Found, Position};
use super::row::ForeignRow;
use domain::problem::Problem;
use domain::submission::Column;

/// Fills in id, receipt, times, device, form, version and review.
pub fn read<'a>(fields: &Fields<'a>, row: &mut ForeignRow<'a>) {
    // An edit gives a submission a new `_uuid`; `meta/rootUuid` stays. Without it an interview that was edited would be two.
    let id = fields.first(&["meta/rootuuid", "_uuid", "meta/instanceid"]);
    row.set(Column::SubmissionId, id.strip_prefix("uuid:").unwrap_or(id));
    // The server's clock; where it names no zone it is UTC, whatever zone the survey has.
    row.set(Column::ReceivedAt, in_utc(fields.get("_submission_time")));
    row.set(Column::FormId, fields.get("_xform_id_string"));
    row.set(Column::FormVersion, fields.get("__version__"));
    row.set(Column::DeviceId, fields.get("deviceid"));
    form_times(fields, row);
    row.set(
        Column::ReviewState,
        review(fields.first(&["_validation_status/uid", "_validation_status"])),
    );
}

/// Kobo's validation in our words: JSON has uids, the CSV labels.
fn review(word: &str) -> &str {
    match word
        .trim_start_matches("validation_status_")
        .to_lowercase()
        .replace(' ', "_")
        .as_str()
    {
        "approved" => "approved",
        "not_approved" => "rejected",
        "on_hold" => "has_issues",
        "{}" => "",
        _ => word,
    }
}

/// Why `_geolocation` is not taken where the form has the listing's position: it is the first that the form asks for, and that
/// one comes first where it is shown to find the household by.
pub const WHICH_POSITION: &str = "The mapping names a listing_point and no location, and KoboToolbox's _geolocation is the first \
     position of the form, whichever that is. Write under [fields] which is the interview's: location = \"FIELD\", or location = \
     \"\" if there is none.";

/// Whether the row says where Kobo takes it to be. The CSV export does not.
pub fn has_geolocation(fields: &Fields<'_>) -> bool {
    !fields.get("_geolocation").is_empty()
}

/// `_geolocation` is `[lat, lon]`, the reverse of GeoJSON, of numbers or strings; `[null, null]` is no fix. It has no
/// accuracy, so that is unknown; a mapping that names the form's own geopoint gives it.
pub fn geolocation<'a>(fields: &Fields<'a>) -> Found<'a> {
    let text = fields.get("_geolocation");
    if text.is_empty() {
        return Ok(None);
    }
    let unreadable = || Problem::NotAPosition {
        field: "_geolocation".to_owned(),
        value: text.to_owned(),
    };
    let pair: Vec<serde_json::Value> = serde_json::from_str(text).map_err(|_| unreadable())?;
    let number = |value: &serde_json::Value| match value {
        serde_json::Value::Null => Some(String::new()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::String(text) => Some(text.trim().to_owned()),
        _ => None,
    };
    match pair.as_slice() {
        [] => Ok(None),
        [latitude, longitude] => {
            let latitude = number(latitude).ok_or_else(unreadable)?;
            let longitude = number(longitude).ok_or_else(unreadable)?;
            Ok(
                (!latitude.is_empty() || !longitude.is_empty()).then(|| Position {
                    latitude: latitude.into(),
                    longitude: longitude.into(),
                    ..Position::default()
                }),
            )
        }
        _ => Err(unreadable()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::flatten;
    use super::super::row::tests::check_json;
    use super::*;
    use domain::time::parse_instant;

    fn json(text: &str) -> Vec<(String, String)> {
        flatten(text.as_bytes()).unwrap()
    }

    fn cells_of(json: &str, expected: &[&str]) {
        check_json(read, json, expected);
    }

    #[test]
    fn what_kobo_gives_for_every_form_is_taken_and_its_receipt_is_utc() {
        cells_of(
            r#"{"_id":7,"_uuid":"b","meta/instanceID":"uuid:b","meta/rootUuid":"uuid:a","start":"2026-11-20T09:00:00.000+05",
                "end":"2026-11-20T09:31:10.000+05:00","_submission_time":"2026-11-20T04:40:00","deviceid":"d1",
                "_xform_id_string":"f","__version__":"v1","_validation_status":{"uid":"validation_status_not_approved"}}"#,
            &[
                "submission_id=a",
                "form_id=f",
                "form_version=v1",
                "device_id=d1",
                "started_at=2026-11-20T09:00:00.000+05",
                "ended_at=2026-11-20T09:31:10.000+05:00",
                "received_at=2026-11-20T04:40:00Z",
                "review_state=rejected",
            ],
        );
    }

    #[test]
    fn an_offset_without_minutes_is_an_offset() {
        assert_eq!(
            parse_instant("2026-11-20T09:00:00.000+06", None),
            parse_instant("2026-11-20T03:00:00Z", None)
        );
        assert_eq!(in_utc("2026-11-20T09:00:00+06"), "2026-11-20T09:00:00+06");
    }

    #[test]
    fn validation_is_read_from_uids_and_labels() {
        let cases = [
            ("", ""),
            ("{}", ""),
            ("validation_status_approved", "approved"),
            ("Not approved", "rejected"),
            ("On hold", "has_issues"),
            ("new word", "new word"),
        ];
        for (word, ours) in cases {
            assert_eq!(review(word), ours, "{word}");
        }
    }

    #[test]
    fn geolocation_has_latitude_first_and_may_be_null_text_or_absent() {
        let at = |text: &str| {
            geolocation(&Fields::of(&json(text)))
                .map(|found| found.map(|p| (p.latitude.into_owned(), p.longitude.into_owned())))
                .map_err(|problem| problem.to_string())
        };
        let lahore = Ok(Some(("31.5".to_owned(), "74.3".to_owned())));
        assert_eq!(at(r#"{"_geolocation":[31.5,74.3]}"#), lahore);
        assert_eq!(at(r#"{"_geolocation":["31.5","74.3"]}"#), lahore);
        for none in [
            r#"{"_geolocation":[null,null]}"#,
            r#"{"_geolocation":null}"#,
            r#"{"a":1}"#,
        ] {
            assert_eq!(at(none), Ok(None), "{none}");
        }
        assert!(at(r#"{"_geolocation":[1]}"#).is_err());
    }
}
