//! `GET /api/v1/measures`: the catalogue of measures, and one measure by area or by enumerator.

use super::answer::{Rows, RowsAnswer, cut};
use super::asked::Asked;
use super::params;
use super::refused::{Refusals, Refused};
use crate::export::{self, Cell, Table};
use crate::site::Site;
use api::quality::QualityQuery;
use api::{ApiError, Backend, Session};
use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::measures::{Measure, Worse};
use std::sync::Arc;

const PATH: &str = "/api/v1/measures";

/// The columns of the catalogue.
const COLUMNS: [&str; 17] = [
    "code",
    "name_en",
    "name_ur",
    "reader",
    "unit",
    "unit_en",
    "unit_ur",
    "formula_en",
    "formula_ur",
    "of_en",
    "of_ur",
    "adds",
    "adds_en",
    "adds_ur",
    "worse",
    "help_en",
    "help_ur",
];

fn described(measure: Measure) -> Vec<Cell> {
    let about = measure.about();
    let unit = about.unit.name();
    let adds = about.adds.say();
    let worse = match measure.worse() {
        Worse::High => "high",
        Worse::Low => "low",
    };
    let texts = [
        about.code,
        about.name.en,
        about.name.ur,
        about.reader.code(),
        about.unit.code(),
        unit.en,
        unit.ur,
        about.formula.en,
        about.formula.ur,
        about.of.en,
        about.of.ur,
        about.adds.code(),
        adds.en,
        adds.ur,
        worse,
        about.help.en,
        about.help.ur,
    ];
    texts.map(Cell::filled).to_vec()
}

/// The catalogue of measures.
///
/// What each is called, how it is worked out, what it is measured of (null for counts), how it is summed, and which way is worse. `docs/measures.md`
/// is made from the same.
#[utoipa::path(
    get,
    path = "/api/v1/measures",
    operation_id = "readMeasures",
    tag = "reading",
    params(params::Rows),
    responses(
        (status = 200, description = "The measures.", content(
            (RowsAnswer = "application/json", example = json!({
                "as_of": null, "zone": "Asia/Karachi", "filter": {},
                "rows": [{
                    "code": "coverage", "name_en": "Coverage", "name_ur": "کوریج", "reader": "progress", "unit": "percent",
                    "unit_en": "%", "unit_ur": "%", "formula_en": "complete ÷ target", "formula_ur": "مکمل ÷ ہدف",
                    "of_en": "households of the target", "of_ur": "ہدف کے گھرانوں", "adds": "shares",
                    "adds_en": "Numerators and denominators are added over areas and days, and divided last.",
                    "adds_ur": "شمار کنندہ اور نسب نما علاقوں اور دنوں پر الگ الگ جمع ہوتے ہیں، اور آخر میں تقسیم ہوتے ہیں۔",
                    "worse": "low",
                    "help_en": "Above 105 % either the target is too low or households were counted twice.",
                    "help_ur": "105 فیصد سے زیادہ کا مطلب ہے کہ ہدف کم ہے یا گھرانے دو بار گنے گئے۔"
                }],
                "next": "/api/v1/measures?limit=1&after=1"
            })),
            (String = "text/csv")
        )),
        Refusals
    ),
    security(("token" = []), ("session" = []))
)]
pub async fn catalogue(
    State(site): State<Arc<Site>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let mut asked = Asked::of(raw.as_deref(), &headers, &[]);
    let offset = asked.offset();
    asked.check()?;
    let rows = Measure::ALL.iter().map(|measure| described(*measure));
    let mut table = Table::of("measures", COLUMNS, rows.collect());
    let next = cut(&mut table, &asked, PATH, offset);
    let rows = Rows {
        as_of: None,
        filter: Vec::new(),
        table,
        next,
    };
    Ok(rows.answer(&asked, &site))
}

/// One measure by area or by enumerator.
///
/// The rows of the measure's page and of its CSV files, the one that stands out most first. The value stands under the measure's code, in
/// its unit, with its numerator in `part` and what it was measured of in `of`; by enumerator also how many standard deviations it lies
/// from the rest, chance and usual differences allowed for. By enumerator for users who may see measures by enumerator, and
/// for measures that split households also households; `name` is null for who may not see names.
#[utoipa::path(
    get,
    path = "/api/v1/measures/{code}",
    operation_id = "readMeasure",
    tag = "reading",
    params(
        ("code" = String, Path, description = "The measure's code, as the catalogue has it.", example = "valid_gps"),
        ("by" = Option<String>, Query, description = "`area` (without it): the areas below; `enumerator`: everybody who worked there."),
        params::Part,
        params::Rows
    ),
    responses(
        (status = 200, description = "The rows.", content(
            (RowsAnswer = "application/json", examples(
                ("by_area" = (summary = "By area", value = json!({
                    "as_of": "2026-11-21T13:05:00Z", "zone": "Asia/Karachi",
                    "filter": {"measure": "valid_gps", "by": "area", "area": "PB", "wave": null, "from": null, "to": "2026-11-21"},
                    "rows": [
                        {"area_code": "PB01", "level": "district", "name": "Attock", "valid_gps": 97.3187, "part": 2431, "of": 2498}
                    ],
                    "next": null
                }))),
                ("by_enumerator" = (summary = "By enumerator", value = json!({
                    "as_of": "2026-11-21T13:05:00Z", "zone": "Asia/Karachi",
                    "filter": {"measure": "valid_gps", "by": "enumerator", "area": "PB01", "wave": null, "from": null, "to": "2026-11-21"},
                    "rows": [{
                        "enumerator_code": "E0017", "name": "Sana Malik", "agency": "BoS", "valid_gps": 61.5385, "part": 80, "of": 130,
                        "deviations": -6.4
                    }],
                    "next": "/api/v1/measures/valid_gps?by=enumerator&area=PB01&limit=1&after=1"
                })))
            )),
            (String = "text/csv")
        )),
        Refusals
    ),
    security(("token" = []), ("session" = []))
)]
pub async fn values(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let measure = Measure::from_code(&code).ok_or(ApiError::NotFound)?;
    let mut asked = Asked::of(
        raw.as_deref(),
        &headers,
        &["by", "area", "wave", "from", "to"],
    );
    asked.look_at_wave(&site.survey());
    let (query, problems) = QualityQuery::parse(asked.pairs());
    for name in problems.into_iter().filter(|name| *name != "period") {
        asked.not_understood(name);
    }
    let by_enumerator = match asked.value("by") {
        None | Some("area") => false,
        Some("enumerator") => true,
        Some(_) => {
            asked.not_understood("by");
            false
        }
    };
    let offset = asked.offset();
    asked.check()?;
    // Before the values are read: they can only be newer than this says.
    let as_of = site.quality_now().now.quality.as_of();
    // Everybody is asked for, and cut below: `after` of a page is not that of an answer.
    let query = QualityQuery { after: 0, ..query };
    let mut table = match by_enumerator {
        true => export::enumerators(&site, &session, measure, query)?,
        false => {
            let view = site.measure(&session, measure, query, Vec::new());
            export::areas(&view.await?)
        }
    };
    let path = format!("{PATH}/{code}");
    let next = cut(&mut table, &asked, &path, offset);
    let by = if by_enumerator { "enumerator" } else { "area" };
    let mut filter = vec![("measure", Some(code)), ("by", Some(by.to_owned()))];
    // As the file says it.
    let about = table.about.iter().filter(|(name, _)| *name != "as_of");
    filter.extend(about.map(|(name, value)| {
        let value = Some(value.clone()).filter(|value| !value.is_empty());
        (*name, value)
    }));
    let rows = Rows {
        as_of,
        filter,
        table,
        next,
    };
    Ok(rows.answer(&asked, &site))
}
