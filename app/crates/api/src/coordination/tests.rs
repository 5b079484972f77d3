//! Addresses read back what they say, and nothing else.

use super::*;
use crate::query::decoded_pairs;
use domain::coordination::{
    Agency, CaseKind, CaseProblem, CaseStatus, SilenceState, Stage, StageDates, Stages, Step,
};

/// The parameters of an address.
fn pairs(href: &str) -> Vec<(String, String)> {
    let query = href.split_once('?').map_or("", |(_, query)| query);
    decoded_pairs(query.split('#').next().unwrap_or(""))
}

fn told(pairs: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()))
}

#[test]
fn queries_read_their_own_addresses_back() {
    let board = BoardQuery {
        stage: Some(StageIs::NotBegun),
        agency: Some(Some(Agency::PAndD)),
        late: true,
    };
    let read = BoardQuery::parse(told(&pairs(&board.href())));
    assert_eq!(read, (board, vec![]));
    assert_eq!(BoardQuery::default().href(), "/coordination");
    let cases = CaseQuery {
        kind: Some(CaseKind::Dispatch),
        agency: Some(Some(Agency::Bos)),
        status: Some(Standing::At(CaseStatus::InProgress)),
        area: Some("A & B".to_owned()),
        overdue: true,
        from: 50,
    };
    assert_eq!(
        CaseQuery::parse(told(&pairs(&cases.href()))),
        (cases, vec![])
    );
    let silent = SilentQuery {
        what: Silent::Devices,
        days: 7,
        state: Some(SilenceState::NotPlanned),
        area: Some("PB01".to_owned()),
        from: 50,
    };
    let read = SilentQuery::parse(told(&pairs(&silent.href())));
    assert_eq!(read, (silent, vec![]));
    let refusals = RefusalsQuery {
        area: Some("PB01".to_owned()),
        unowned: true,
        from: 100,
    };
    assert_eq!(
        RefusalsQuery::parse(told(&pairs(&refusals.href()))),
        refusals
    );
}

#[test]
fn nobody_and_no_date_can_be_asked_for() {
    for is in StageIs::all() {
        assert_eq!(StageIs::from_code(is.code()), Some(is));
    }
    let read = BoardQuery::parse(told(&pairs("?stage=unset&agency=nobody")));
    let asked = BoardQuery {
        stage: Some(StageIs::Unset),
        agency: Some(None),
        late: false,
    };
    assert_eq!(read, (asked, vec![]));
    let nobody = CaseQuery {
        agency: Some(None),
        ..CaseQuery::default()
    };
    assert_eq!(nobody.href(), "/coordination/cases?agency=nobody");
    assert_eq!(
        CaseQuery::parse(told(&pairs(&nobody.href()))),
        (nobody, vec![])
    );
    // A district with a planned day only has not begun, and somebody has set a date.
    let mut stages = Stages::default();
    let fits = |stages: &Stages| {
        [
            StageIs::Unset,
            StageIs::NotBegun,
            StageIs::At(Stage::Training),
        ]
        .map(|is| is.fits(stages))
    };
    assert_eq!(fits(&stages), [true, true, false]);
    let day = domain::time::SurveyDay::parse("2026-11-21");
    let mut dates = StageDates {
        planned_on: day,
        actual_on: None,
    };
    stages.set(Stage::Training, dates);
    assert_eq!(fits(&stages), [false, true, false]);
    dates.actual_on = day;
    stages.set(Stage::Training, dates);
    assert_eq!(fits(&stages), [false, false, true]);
}

#[test]
fn what_cannot_be_understood_is_named_and_left_out() {
    let wrong = pairs("?kind=x&kind=y&agency=police&status=gone&from=-1");
    let (query, problems) = CaseQuery::parse(told(&wrong));
    assert_eq!(query, CaseQuery::default());
    assert_eq!(problems, ["kind", "agency", "status"]);
    for days in ["0", "366", "three"] {
        let wrong = pairs(&format!("?days={days}&what=ucs"));
        let (query, problems) = SilentQuery::parse(told(&wrong));
        assert_eq!((query.days, problems), (3, vec!["days"]), "{days}");
    }
    let wrong = pairs("?what=ucs&state=asleep");
    assert_eq!(SilentQuery::parse(told(&wrong)).1, ["state"]);
    let wrong = pairs("?stage=lunch&late=yes");
    assert_eq!(BoardQuery::parse(told(&wrong)).1, ["stage"]);
}

#[test]
fn what_was_typed_comes_back_with_why_it_was_not_taken() {
    let stage = StageForm {
        stage: Some(Stage::MopUp),
        planned: "soon".to_owned(),
        actual: String::new(),
        note: "a & b".to_owned(),
        seen: None,
    };
    let href = stage.href("D 1", domain::coordination::StageProblem::BadDay);
    assert!(href.starts_with("/coordination/districts/D%201?"), "{href}");
    let back = pairs(&href);
    assert_eq!(StageForm::parse(told(&back)), stage);
    assert!(StageForm::problem(told(&back)).is_some());

    let mut form = CaseForm::new(CaseKind::Refusals);
    form.area = "PB01".to_owned();
    form.subject = "device:T & 1".to_owned();
    form.draft.title = "Ünïcode 100 % + more".to_owned();
    form.draft.agency = Some(Agency::UrbanUnit);
    form.problem = Some(CaseProblem::NotUnionCouncil);
    assert_eq!(CaseForm::parse(told(&pairs(&form.href()))), form);

    let step = StepForm {
        step: "move".to_owned(),
        to: Some(CaseStatus::Closed),
        comment: "done".to_owned(),
        ..StepForm::default()
    };
    assert_eq!(step.wanted(None), Some(Step::Move(CaseStatus::Closed)));
    let back = pairs(&step.href(7, CaseProblem::NoComment));
    assert_eq!(StepForm::parse(told(&back)), step);
    assert_eq!(
        CaseNotice::parse(told(&back)),
        Some(CaseNotice::Problem(CaseProblem::NoComment))
    );
    assert_eq!(StepForm::default().wanted(None), None);
}

#[test]
fn a_file_is_reported_by_numbers_and_known_words_only() {
    let report = FileReport {
        accepted: 3,
        unchanged: 2,
        updated: 1,
        ..FileReport::default()
    };
    let many = (2..50)
        .map(|line| (line, LineProblem::InWork))
        .collect::<Vec<_>>();
    let taken = report.clone().with_lines(many);
    assert_eq!((taken.lines.len(), taken.more), (30, 18));
    assert!(taken.is_taken());
    assert_eq!(FileReport::parse(told(&pairs(&taken.href()))), Some(taken));
    let refused = FileReport::default().with_lines(vec![
        (2, LineProblem::Case(CaseProblem::NoTitle)),
        (3, LineProblem::Repeated),
    ]);
    assert!(!refused.is_taken());
    assert_eq!(
        FileReport::parse(told(&pairs(&refused.href()))),
        Some(refused)
    );
    let made_up = pairs("?line=5-<b>&line=x-cells&line=9-cells");
    let read = FileReport::parse(told(&made_up)).unwrap();
    assert_eq!(read.lines, [(9, LineProblem::Cells)]);
    assert_eq!(FileReport::parse(std::iter::empty()), None);
}
