//! The overview as it is sent.

use super::fixture::{Fake, area, get_from, part, province, words};
use api::overview::{CARD, OverviewView, RANKED_MEASURES, Ranked};
use axum::http::StatusCode;
use domain::area::Level;
use domain::coverage::{Counts, Summary};
use domain::disclosure::Disclosed::Told;
use domain::forecast::{Finishes, Forecast, Standing as Part, WhyNot};
use domain::lang::Lang;
use domain::measures::{Measure, Value};
use domain::people::Role;
use domain::standing::{LagReason, Standing};
use domain::time::SurveyDay;

fn ranked(code: &str, standing: Standing, reasons: Vec<LagReason>) -> Ranked {
    Ranked {
        area: area(code, Level::District, &format!("District {code}")),
        summary: Summary {
            counts: Counts {
                complete: 120,
                ..Counts::default()
            },
            target: Some(1_000),
            expected: Some(400),
            ..Summary::default()
        },
        standing,
        days_ahead: Some(-9),
        reasons,
        measured: vec![
            Some(Told(Value::Difference(-12))),
            Some(Told(Value::Share { part: 3, whole: 12 })),
            Some(Told(Value::Count(2))),
        ],
    }
}

fn value(measure: Measure) -> Option<Value> {
    match measure {
        Measure::Active => Some(Value::Share {
            part: 31,
            whole: 40,
        }),
        Measure::Schedule => Some(Value::Share {
            part: 2_507,
            whole: 2_700,
        }),
        Measure::Silent => None,
        _ => Some(Value::Count(7)),
    }
}

/// An overview of a made province.
pub fn overview() -> OverviewView {
    OverviewView {
        coverage: province(),
        card: CARD
            .map(|measure| (measure, value(measure).map(Told)))
            .to_vec(),
        holds_back: false,
        days_ahead: Some(-3),
        forecast: Forecast::Finishes(Finishes {
            likely: SurveyDay::parse("2027-01-14").unwrap(),
            earliest: SurveyDay::parse("2027-01-02").unwrap(),
            latest: SurveyDay::parse("2027-02-20").unwrap(),
            stopped: Part {
                areas: 2,
                missing_households: 1_240,
            },
            not_begun: Part::default(),
            overdue: Part::default(),
        }),
        forecast_of_rest: None,
        standings: vec![(Standing::Behind, 1), (Standing::OnSchedule, 1)],
        ranked: vec![
            ranked(
                "A",
                Standing::Behind,
                vec![
                    LagReason::Sync { silent: 3, of: 12 },
                    LagReason::FewEnumerators { active: 5, of: 12 },
                ],
            ),
            ranked("B", Standing::OnSchedule, Vec::new()),
        ],
        failing_since: None,
        quality_as_of: Some("2026-11-21 18:05".to_owned()),
    }
}

async fn sent(overview: OverviewView, lang: Lang) -> String {
    let fake = Fake {
        coverage: Ok(province()),
        overview,
    };
    let (status, page) = get_from(Role::Leadership, "/", lang, fake).await;
    assert_eq!(status, StatusCode::OK);
    page
}

async fn page(view: OverviewView) -> String {
    sent(view, Lang::En).await
}

#[tokio::test]
async fn each_figure_of_the_card_stands_with_its_denominator_or_says_why_there_is_none() {
    let page = page(overview()).await;
    let card = part(&page, "id=\"card\"", "</dl>");
    for measure in CARD {
        assert!(
            card.contains(&format!("data-measure=\"{}\"", measure.code())),
            "{measure:?}"
        );
    }
    let said = words(card);
    assert!(
        said.contains("Active of deployed 77.5 % of 40 enumerators deployed by the roster"),
        "{said}"
    );
    assert!(
        said.contains("Against plan 92.8 % of 2,700 households expected by today 3 days behind"),
        "{said}"
    );
    assert!(
        said.contains("Not synced for 3 days nobody deployed by a roster"),
        "{said}"
    );
}

#[tokio::test]
async fn the_forecast_is_told_with_its_interval_and_what_it_does_not_wait_for() {
    let forecast = |page: &str| words(part(page, "id=\"forecast\"", "</section>"));
    let said = forecast(&page(overview()).await);
    assert!(said.contains("2027-01-14 Likely on 2027-01-14; in eight of ten cases between 2027-01-02 and 2027-02-20."), "{said}");
    assert!(
        said.contains("Work has stopped in 2 areas, where 1,240 households are missing"),
        "{said}"
    );
    let cannot = OverviewView {
        forecast: Forecast::CannotBeTold(WhyNot::TooFewDays { have: 3, need: 5 }),
        ..overview()
    };
    let said = forecast(&page(cannot).await);
    assert!(
        said.contains(
            "cannot be told yet There are 3 days with work in the last two weeks; it takes 5."
        ),
        "{said}"
    );
}

#[tokio::test]
async fn districts_are_ranked_with_the_reasons_of_their_lag() {
    let page = page(overview()).await;
    let said = words(part(&page, "id=\"ranked\"", "</table>"));
    assert!(
        said.contains(
            "District A behind 9 days behind 12.0 % 120 of 1,000 120 of 400 −12 25.0 % 3 of 12 2"
        ),
        "{said}"
    );
    assert!(
        said.contains("3 of 12 deployed enumerators have not synced for 3 days"),
        "{said}"
    );
    assert!(said.contains("Few at work: 5 of 12"), "{said}");
    for measure in RANKED_MEASURES {
        assert!(said.contains(measure.about().name.en), "{measure:?}");
    }
    let standings = words(part(&page, "id=\"standings\"", "</section>"));
    assert!(
        standings.contains("Of 2 districts:") || standings.contains("Of 2 Districts:"),
        "{standings}"
    );
    assert!(standings.contains("1 behind 1 on schedule"), "{standings}");
}

#[tokio::test]
async fn figures_that_cannot_be_read_again_are_the_last_good_ones_and_say_so() {
    let failing = OverviewView {
        failing_since: Some("2026-11-21 19:00".to_owned()),
        ..overview()
    };
    let said = words(&page(failing).await);
    assert!(said.contains("cannot be read since 2026-11-21 19:00. What you see are the last good ones, as of 2026-11-21 18:05."), "{said}");
    let older = OverviewView {
        quality_as_of: Some("2026-11-21 17:00".to_owned()),
        ..overview()
    };
    let said = words(&page(older).await);
    assert!(
        said.contains("Figures of flags and quality are those of 2026-11-21 17:00."),
        "{said}"
    );
}

#[tokio::test]
async fn in_urdu_the_page_runs_from_right_to_left_with_the_same_figures() {
    let page = sent(overview(), Lang::Ur).await;
    assert!(page.contains("dir=\"rtl\""));
    let said = words(part(&page, "id=\"card\"", "</dl>"));
    assert!(
        said.contains("77.5") && said.contains("تعینات میں سے سرگرم"),
        "{said}"
    );
}
