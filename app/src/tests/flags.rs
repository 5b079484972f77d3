//! The flag pages, from made views: what is said, what is escaped, what an empty or a failed one looks like.

use super::fixture::{get, province, words};
use api::ApiError;
use api::day::{DayArea, DayView, DayVisit, UsualDay};
use api::flags::{
    AlikeItem, CalendarDay, CheckCount, CheckView, ClockLine, Compared, DeviceLine, EnumeratorView,
    FlagItem, FlagKey, FlagQuery, FlagView, FlagsView, RiskItem, RiskQuery, RisksView, StepItem,
};
use axum::http::StatusCode;
use domain::checks::{Check, Evidence, Severity, gps_missing};
use domain::clock::Certainty;
use domain::flag::{Action, Reason, Status};
use domain::lang::Lang;
use domain::outcome::Outcome;
use domain::peers::Basis;
use domain::time::SurveyDay;

const DAY: SurveyDay = SurveyDay(20_777);

fn count() -> CheckCount {
    CheckCount {
        check: Check::GpsMissing,
        waiting: 1_200,
        severe: 0,
        confirmed: 3,
        dismissed: 9,
    }
}

fn item() -> FlagItem {
    FlagItem {
        key: FlagKey {
            enumerator_id: 7,
            identity: 255,
        },
        check: Some(Check::GpsMissing),
        severity: Severity::Review,
        status: Status::Changed,
        day: DAY,
        enumerator_code: "E-<7>".to_owned(),
        enumerator_name: Some("Bilal & <b>sons</b>".to_owned()),
        area_code: "U1".to_owned(),
        area_name: "Chak <1>".to_owned(),
        device_code: None,
        evidence: Some(Evidence::GpsMissing(gps_missing::Evidence::Interview {})),
        assignee: None,
    }
}

/// An area "EMPTY" has no flags.
pub fn flags(query: FlagQuery, problems: Vec<&'static str>) -> FlagsView {
    let is_empty = query.area.as_deref() == Some("EMPTY");
    FlagsView {
        counts: if is_empty { Vec::new() } else { vec![count()] },
        total: if is_empty { 0 } else { 1_200 },
        flags: if is_empty { Vec::new() } else { vec![item()] },
        next: (!is_empty).then(|| FlagQuery {
            after: Some("1.2.3.4".to_owned()),
            ..query.clone()
        }),
        actions: Action::ALL.to_vec(),
        unjudged: 4,
        areas: vec![("D1".to_owned(), "Attock".to_owned())],
        query,
        problems,
    }
}

fn visit(number: u32, from_min: f64, metres: Option<(f64, f64)>) -> DayVisit {
    DayVisit {
        number,
        is_subject: number == 2,
        minutes: Some((from_min, from_min + 30.0)),
        minutes_recorded: Some((from_min - 720.0, from_min - 690.0)),
        metres,
        accuracy_m: Some(8.0),
        outcome: Outcome::Complete,
        submission_id: format!("uuid:<{number}>"),
    }
}

/// Flag 7-ff; others are not there.
pub fn flag(key: FlagKey) -> Result<FlagView, ApiError> {
    if key.identity != 255 {
        return Err(ApiError::NotFound);
    }
    Ok(FlagView {
        flag: item(),
        steps: vec![StepItem {
            at_local: "2026-11-20 10:00".to_owned(),
            by: "Ayesha".to_owned(),
            action: Some(Action::Dismiss),
            reason: Some(Reason::VisitedAndFound),
            note: Some("<script>seen</script>".to_owned()),
            assignee: None,
            saw: item().evidence,
        }],
        actions: Action::ALL.to_vec(),
        assignable: vec![("qa".to_owned(), "Quality".to_owned())],
        pairs: vec![AlikeItem {
            submissions: [Compared::Id("uuid:<1>".to_owned()), Compared::Outside],
            alike: 23,
            of: 24,
        }],
        outside: 2,
        day: DayView {
            is_rounded: false,
            visits: vec![
                visit(1, 540.0, Some((0.0, 0.0))),
                visit(2, 555.0, Some((120.0, 40.0))),
                visit(3, 640.0, None),
            ],
            areas: vec![
                DayArea {
                    code: "U1".to_owned(),
                    name: "Kamra <1>".to_owned(),
                    rings: vec![vec![(-500.0, -500.0), (500.0, -500.0), (0.0, 700.0)]],
                    has_boundary: true,
                    tolerance_m: Some(300),
                },
                DayArea {
                    code: "U2".to_owned(),
                    name: "Haji Shah".to_owned(),
                    rings: Vec::new(),
                    has_boundary: false,
                    tolerance_m: Some(300),
                },
            ],
            usual: Some(UsualDay {
                tehsil_name: "Attock".to_owned(),
                enumerators: 12,
                interviews: (2, Some(14.4)),
                minutes: Some((Basis::Elapsed, 19.6, 24.2)),
                hours: Some(((9.0, 10.7), (8, 17))),
            }),
        },
        zone: "Asia/Karachi".to_owned(),
    })
}

pub fn checks() -> Vec<CheckCount> {
    vec![count()]
}

pub fn check(check: Check) -> CheckView {
    CheckView {
        spot_checks: None,
        check,
        count: CheckCount { check, ..count() },
        values: check.about().thresholds.iter().map(|t| t.default).collect(),
        set: Vec::new(),
        changes: Vec::new(),
        form: None,
    }
}

fn risk() -> RiskItem {
    RiskItem {
        enumerator_code: "E-<7>".to_owned(),
        enumerator_name: None,
        tehsil_code: "T1".to_owned(),
        tehsil_name: "Attock".to_owned(),
        interviews: 120,
        place: (1, 9),
        score: None,
        flags_score: None,
        fabricated: (0, 0),
        reasons: Vec::new(),
    }
}

pub fn risks(query: RiskQuery) -> RisksView {
    let is_empty = query.area.as_deref() == Some("EMPTY");
    RisksView {
        items: if is_empty { Vec::new() } else { vec![risk()] },
        next: None,
        areas: Vec::new(),
        query,
    }
}

/// Enumerator E7; others are not there.
pub fn enumerator(code: &str, day: Option<SurveyDay>) -> Result<EnumeratorView, ApiError> {
    if code != "E7" {
        return Err(ApiError::NotFound);
    }
    Ok(EnumeratorView {
        spot_checks: None,
        code: code.to_owned(),
        name: Some("Bilal <i>".to_owned()),
        agency: None,
        supervisor_code: Some("S1".to_owned()),
        calendar: vec![CalendarDay {
            day: DAY,
            visits: 17,
            complete: 12,
            flags: 2,
            severe: 1,
        }],
        day: day.or(Some(DAY)),
        shown: DayView {
            visits: vec![visit(1, 540.0, Some((0.0, 0.0)))],
            ..DayView::default()
        },
        flags: vec![item()],
        all_flags: 1,
        devices: vec![DeviceLine {
            code: "TAB-1".to_owned(),
            visits: 17,
            clock: vec![ClockLine {
                visits: 17,
                offset_ms: -43_200_000,
                certainty: Certainty::Measured,
            }],
        }],
        risks: vec![risk()],
    })
}

async fn page(path: &str) -> String {
    let (status, page) = get(path, Lang::En, Ok(province())).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    for raw in [
        "<b>sons",
        "E-<7>",
        "Chak <1>",
        "uuid:<",
        "<script>seen",
        "Bilal <i>",
    ] {
        assert!(!page.contains(raw), "{path} holds {raw}");
    }
    page
}

#[tokio::test]
async fn the_list_says_what_stood_out_and_where_each_flag_stands() {
    let page = page("/flags?severity=review").await;
    let said = words(&page);
    assert!(said.contains("1,200 flags"), "{said}");
    assert!(
        said.contains("The complete interview carries no GPS fix"),
        "{said}"
    );
    assert!(said.contains("Facts changed"), "{said}");
    assert!(said.contains("25.0 % of 12 decided"), "{said}");
    assert!(said.contains("4 enumerators waits to be judged"), "{said}");
    assert!(page.contains("href=\"/flags/7-00000000000000ff\""));
    assert!(
        page.contains("/flags?severity=review&amp;after=1.2.3.4"),
        "{page}"
    );
    assert!(page.contains("/flags.csv?severity=review"), "{page}");
    // A bulk step carries the filter, and the number that was shown.
    assert!(page.contains("name=\"expected\" value=\"1200\""), "{page}");
    assert!(
        page.contains("name=\"severity\" value=\"review\""),
        "{page}"
    );
}

#[tokio::test]
async fn an_empty_list_and_a_wrong_filter_say_so() {
    let empty = words(&page("/flags?area=EMPTY").await);
    assert!(empty.contains("No flag fits this filter."), "{empty}");
    let wrong = page("/flags?check=nonsense&day=x").await;
    assert!(wrong.contains("id=\"filter-problems\""));
    assert!(
        !words(&wrong).contains("nonsense"),
        "nothing of the address is shown"
    );
}

#[tokio::test]
async fn a_flag_shows_its_innocent_causes_its_day_and_its_history() {
    let page = page("/flags/7-00000000000000ff?problem=no_reason").await;
    let said = words(&page);
    assert!(said.contains("What else could explain it"), "{said}");
    assert!(
        said.contains("choose a reason that fits the action"),
        "{said}"
    );
    assert!(
        said.contains("Visited again: the household confirms"),
        "{said}"
    );
    assert!(said.contains("They saw:"), "{said}");
    // Two of the three visits overlap and stand in two lanes; one has no position.
    assert_eq!(page.matches("class=\"bar bar-subject\"").count(), 1);
    assert_eq!(page.matches("class=\"stop\"").count(), 1);
    assert!(said.contains("09:00 – 09:30"), "{said}");
    assert!(
        said.contains("Time bar of 3 visits from 09:00 to 11:10"),
        "{said}"
    );
    assert!(
        said.contains("Track of 2 positions within 120 by 40 metres"),
        "{said}"
    );
    let (status, _) = get("/flags/7-1", Lang::En, Ok(province())).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, _) = get("/flags/nonsense", Lang::En, Ok(province())).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_day_shows_gaps_and_overlaps_outlines_and_what_is_usual() {
    let page = page("/flags/7-ff").await;
    let said = words(&page);
    for words in [
        "1 and 2 overlap by 15 min, 09:15 to 09:30.",
        "55 min without a visit between 2 and 3, 09:45 to 10:40.",
        "As the tablet recorded it",
        "The most alike interviews",
        "uuid:&lt;1&gt; outside your area 23 of 24",
        "And 2 others outside your area: they count and are not named.",
        "Where in Kamra &lt;1&gt;",
        "The boundary on file may be off by 300 metres: Kamra &lt;1&gt;.",
        "No boundary is on file, so none is drawn: Haji Shah.",
        "Beside what is usual for the 12 enumerators in Attock",
        "Complete interviews 2 14",
        "start to end 20 24",
        "09:00 – 10:42 08:00 – 17:00",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(
        page.matches("class=\"day-area\"").count(),
        2,
        "large and small"
    );
}

#[tokio::test]
async fn every_check_has_a_page_in_both_languages() {
    for check in Check::ALL {
        for lang in [Lang::En, Lang::Ur] {
            let path = format!("/checks/{}", check.code());
            let (status, page) = get(&path, lang, Ok(province())).await;
            assert_eq!(status, StatusCode::OK, "{path}");
            assert!(
                words(&page).contains(check.about().rule.say(lang)),
                "{path}"
            );
        }
    }
    assert!(words(&page("/checks").await).contains("25.0 % of 12 decided"));
    let (status, _) = get("/checks/nonsense", Lang::En, Ok(province())).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_risk_list_and_an_enumerator_explain_themselves() {
    let list = words(&page("/risk").await);
    assert!(list.contains("1 of 9"), "{list}");
    assert!(
        !list.contains("Score"),
        "who gets no score gets no column for it"
    );
    assert!(words(&page("/risk?area=EMPTY").await).contains("Nothing to rank yet"));
    let enumerator = page("/enumerators/E7").await;
    let said = words(&enumerator);
    assert!(
        said.contains("720 min slow, corrected (17 visits)"),
        "{said}"
    );
    assert!(said.contains("12 complete"), "{said}");
    assert!(
        enumerator.contains("href=\"/enumerators/E7?day=2026-11-20\""),
        "{enumerator}"
    );
    let (status, _) = get("/enumerators/E8", Lang::En, Ok(province())).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
