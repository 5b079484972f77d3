//! The pages of quality as they are sent.

use super::fixture::{area, get, part, province, words};
use api::ApiError;
use api::figure::Figure;
use api::flags::CheckCount;
use api::quality::{
    AreaLine, Chosen, Column, MeasureLine, MeasureView, PersonLine, QualityQuery, QualityView,
};
use axum::http::StatusCode;
use domain::area::Level;
use domain::checks::Check;
use domain::disclosure::Disclosed::Told;
use domain::lang::Lang;
use domain::measures::{Measure, Reader, Value};
use domain::time::SurveyDay;

fn chosen(query: QualityQuery, problems: Vec<&'static str>) -> Chosen {
    Chosen {
        query,
        problems,
        area: area("P", Level::Province, "Punjab"),
        path: vec![area("P", Level::Province, "Punjab")],
        areas: vec![area("A", Level::District, "Attock")],
        waves: vec!["W1".to_owned()],
        to: SurveyDay::parse("2026-11-21").unwrap(),
        as_of: Some("2026-11-21 18:05".to_owned()),
        failing_since: None,
        zone: "Asia/Karachi".to_owned(),
        sees_people: true,
        holds_back: false,
    }
}

fn figure(id: &'static str) -> Figure {
    Figure {
        id,
        title: "A made chart".to_owned(),
        description: "Half are below 7.".to_owned(),
        svg: Some("<svg class=\"made\"></svg>".to_owned()),
        columns: vec!["metres".to_owned(), "number".to_owned()],
        rows: vec![vec!["0–5".to_owned(), "12".to_owned()]],
        links: Vec::new(),
        runs_as_read: false,
    }
}

/// Quality of a made province.
pub fn quality(query: QualityQuery, problems: Vec<&'static str>) -> QualityView {
    let other = query.compares().then(|| Column {
        area: area("A", Level::District, "Attock"),
        from: None,
        to: SurveyDay::parse("2026-11-21").unwrap(),
    });
    QualityView {
        spot_checks: api::quality::SpotRates::NotSeen,
        measures: Measure::of(Reader::Quality)
            .map(|measure| MeasureLine {
                measure,
                value: (measure != Measure::ConfirmRate).then_some(Told(Value::Share {
                    part: 42,
                    whole: 1_000,
                })),
                other: Some(Told(Value::Share {
                    part: 50,
                    whole: 1_000,
                })),
            })
            .collect(),
        checks: Some(vec![CheckCount {
            check: Check::TravelSpeed,
            waiting: 9,
            severe: 4,
            confirmed: 3,
            dismissed: 1,
        }]),
        figures: vec![figure("accuracy")],
        other,
        chosen: chosen(query, problems),
    }
}

/// One made measure.
pub fn measure(measure: Measure, query: QualityQuery) -> Result<MeasureView, ApiError> {
    let line = |code: &str, part, deviations| PersonLine {
        code: code.to_owned(),
        name: Some("Hassan <b>".to_owned()),
        agency: None,
        value: Value::Share { part, whole: 500 },
        deviations,
    };
    Ok(MeasureView {
        measure,
        value: Some(Told(Value::Share {
            part: 42,
            whole: 1_000,
        })),
        areas: vec![
            AreaLine {
                area: area("A", Level::District, "Attock"),
                value: Some(Told(Value::Share { part: 9, whole: 60 })),
            },
            AreaLine {
                area: area("B", Level::District, "Bahawalnagar"),
                value: None,
            },
        ],
        people: vec![
            line("E-1", 90, Some(6.5)),
            line("E-2", 40, Some(2.5)),
            line("E-3", 20, Some(0.1)),
            line("E-4", 1, None),
        ],
        people_count: 70,
        next: Some(QualityQuery {
            after: 50,
            ..query.clone()
        }),
        figures: vec![figure("funnel")],
        chosen: chosen(query, Vec::new()),
    })
}

async fn page(path: &str) -> String {
    let (status, page) = get(path, Lang::En, Ok(province())).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    page
}

#[tokio::test]
async fn every_measure_stands_with_its_denominator_and_leads_to_its_own_page() {
    let page = page("/quality?wave=W1").await;
    let table = part(&page, "id=\"measures\"", "</table>");
    for measure in Measure::of(Reader::Quality) {
        let href = format!("href=\"/quality/{}?wave=W1\"", measure.code());
        assert!(table.contains(&href), "{href}");
    }
    let said = words(table);
    assert!(
        said.contains("Don't know 4.2 % of 1,000 required items of complete interviews"),
        "{said}"
    );
    assert!(
        said.contains("Confirmed of decided nothing counted yet"),
        "{said}"
    );
    let checks = words(part(&page, "id=\"flags-by-check\"", "</table>"));
    assert!(checks.contains("9 4 3 1 75.0 % 3 of 4"), "{checks}");
    assert!(page.contains("id=\"spot-rates-held\""), "{page}");
}

#[tokio::test]
async fn two_columns_stand_beside_each_other_with_their_difference() {
    let page = page("/quality?with_area=A").await;
    let said = words(part(&page, "id=\"measures\"", "</table>"));
    assert!(
        said.contains("Punjab to 2026-11-21 Attock to 2026-11-21 Difference"),
        "{said}"
    );
    assert!(
        said.contains("4.2 % of 1,000 complete interviews 5.0 % of 1,000 complete interviews −0.8"),
        "{said}"
    );
}

#[tokio::test]
async fn a_chart_has_its_picture_its_words_and_its_table() {
    let page = page("/quality").await;
    let chart = part(&page, "id=\"accuracy-heading\"", "</section>");
    assert!(chart.contains("<svg class=\"made\">"), "{chart}");
    let said = words(chart);
    assert!(
        said.contains("Half are below 7.") && said.contains("metres number 0–5 12"),
        "{said}"
    );
}

#[tokio::test]
async fn what_of_a_filter_cannot_be_understood_is_named() {
    let page = page("/quality?from=yesterday&to=2026-11-20").await;
    let said = words(part(&page, "id=\"filter-problems\"", "</div>"));
    assert!(said.contains("From"), "{said}");
    assert!(page.contains("value=\"2026-11-20\""));
}

#[tokio::test]
async fn a_measure_is_told_by_area_and_by_enumerator_with_who_stands_out() {
    let page = page("/quality/dont_know").await;
    let areas = words(part(&page, "id=\"by-area\"", "</table>"));
    assert!(
        areas.contains("Attock 15.0 % 60 Bahawalnagar nothing counted yet"),
        "{areas}"
    );
    let people = part(&page, "id=\"by-enumerator\"", "</table>");
    assert!(people.contains("Hassan &lt;b&gt;"), "{people}");
    let said = words(people);
    for (code, stands) in [
        ("E-1", "clearly"),
        ("E-2", "a little"),
        ("E-3", "no"),
        ("E-4", "too few to compare"),
    ] {
        let row = words(part(people, &format!(">{code}<"), "</tr>"));
        assert!(row.ends_with(stands), "{code}: {row}");
    }
    assert!(said.contains("70 enumerators"), "{said}");
    assert!(page.contains("rel=\"next\" href=\"/quality/dont_know?after=50\""));
    for file in [
        "areas.csv",
        "areas.xlsx",
        "enumerators.csv",
        "enumerators.xlsx",
    ] {
        assert!(
            page.contains(&format!("/quality/dont_know/{file}")),
            "{file}"
        );
    }
}

#[tokio::test]
async fn a_measure_that_does_not_exist_is_not_found() {
    let (status, _) = get("/quality/no_such_measure", Lang::En, Ok(province())).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
