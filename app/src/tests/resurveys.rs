//! The page of what is surveyed again, in both languages.

use super::fixture::{area, get_with, part, session_of, words};
use crate::instead::Instead;
use api::spot_checks::{
    DecisionItem, DrawsQuery, Fall, ProposalItem, ResurveyForm, ResurveyProblem, ResurveysView,
    SpotPage,
};
use domain::area::Level;
use domain::evaluate::Part;
use domain::lang::Lang;
use domain::people::Role;
use domain::spot_check::Scope;
use leptos::prelude::provide_context;

fn proposal(target: Option<u64>, can_decide: bool) -> ProposalItem {
    let fall = |code: &str, level, complete, target| Fall {
        area: area(code, level, code),
        complete,
        target,
        falls: 21,
    };
    ProposalItem {
        wave: "W1".to_owned(),
        enumerator: "E 7&8".to_owned(),
        scope: Scope::Everything,
        interviews: 24,
        counted: 21,
        fabricated_here: Part { part: 1, of: 2 },
        fabricated: Part { part: 2, of: 5 },
        checks: vec![4, 9],
        council: fall("UC-1", Level::UnionCouncil, 60, target),
        tehsil: Some(fall("T-1", Level::Tehsil, 1_200, Some(2_000))),
        can_decide,
    }
}

fn decision(taken_back: bool) -> DecisionItem {
    DecisionItem {
        resurvey_id: 3,
        wave: String::new(),
        enumerator: "E9".to_owned(),
        area: area("UC-2", Level::UnionCouncil, "UC-2"),
        is_accepted: true,
        scope: Scope::UnionCouncil,
        interviews: 8,
        counted: 8,
        fabricated_here: Part { part: 1, of: 6 },
        at_local: "2026-11-20 10:00".to_owned(),
        by: "Somebody".to_owned(),
        reason: "Seen <b>there</b>".to_owned(),
        taken_back: taken_back.then(|| {
            let at = "2026-11-21 10:00".to_owned();
            (at, "Another".to_owned(), "A mistake".to_owned())
        }),
        gone: u32::from(taken_back),
        can_take_back: !taken_back,
    }
}

fn view() -> ResurveysView {
    ResurveysView {
        query: DrawsQuery::default(),
        areas: Vec::new(),
        proposals: vec![proposal(Some(84), true), proposal(None, false)],
        decisions: vec![decision(false), decision(true)],
        done: None,
        problem: None,
    }
}

async fn page(lang: Lang, view: ResurveysView) -> String {
    let session = session_of(Role::BosQa, lang);
    let (_, page) = get_with(Some(session), "/re-surveys", move || {
        provide_context(lang);
        provide_context(Instead::SpotChecks(SpotPage::Resurveys(Box::new(
            view.clone(),
        ))));
    })
    .await;
    page
}

#[tokio::test]
async fn a_proposal_says_what_why_and_what_it_costs() {
    let html = page(Lang::En, view()).await;
    let first = part(&html, "<article id=\"proposal-1\"", "</article>");
    let said = words(first);
    for expected in [
        "24, of them 21 counted for coverage",
        "falls by at most 21 of 60 households, 25.0 percentage points of a target of 84",
        "falls by at most 21 of 1,200 households, 1.1 percentage points of a target of 2,000",
        "2 of 5 checked interviews were found to be fabricated",
        "In this union council 1 of 2.",
        "check 4",
    ] {
        assert!(said.contains(expected), "{expected} in {said}");
    }
    assert!(first.contains("href=\"/today/9\""), "{first}");
    assert!(
        first.contains("interviews.csv?wave=W1&amp;enumerator=E%207%268&amp;council=UC-1"),
        "{first}"
    );
    assert!(first.contains("id=\"proposal-1-decision\""), "{first}");
    let second = part(&html, "<article id=\"proposal-2\"", "</article>");
    assert!(words(second).contains("there is no target"), "{second}");
    assert!(!second.contains("<form"), "who may not decide has no form");
    assert!(html.contains("id=\"take-back-3\""));
    assert_eq!(html.matches("id=\"take-back-3\"").count(), 1);
    assert!(!html.contains("<b>there</b>"), "words are escaped");
    assert!(words(&html).contains("1 of its interviews were deleted since"));
}

#[tokio::test]
async fn what_was_typed_stays_and_the_problem_says_what_to_do() {
    let mut refused = view();
    let form = ResurveyForm {
        wave: "W1".to_owned(),
        enumerator: "E 7&8".to_owned(),
        council: "UC-1".to_owned(),
        reason: "Two at the door".to_owned(),
        ..ResurveyForm::default()
    };
    refused.problem = Some((form, ResurveyProblem::Changed));
    let html = page(Lang::En, refused).await;
    assert!(html.contains("value=\"Two at the door\""), "{html}");
    assert!(words(&html).contains("decide again"));
    assert!(html.contains("role=\"alert\""));
}

#[tokio::test]
async fn nothing_proposed_is_said_in_both_languages() {
    for (lang, said) in [
        (Lang::En, "Nothing is proposed here"),
        (Lang::Ur, "یہاں کوئی تجویز نہیں"),
    ] {
        let mut empty = view();
        empty.proposals.clear();
        empty.decisions.clear();
        let html = page(lang, empty).await;
        assert!(words(&html).contains(said), "{html}");
        assert!(html.contains("id=\"no-decisions\""));
        assert!(!html.contains("re-surveys.csv"), "no file of nothing");
    }
    let html = page(Lang::Ur, view()).await;
    assert!(html.contains("دوبارہ سروے"), "{html}");
}
