//! The page of a check with its thresholds, and the page of a preview.

use super::fixture::{get, part, province, words};
use api::ApiError;
use api::flags::CheckView;
use api::thresholds::{
    ChangeForm, ChangeItem, DraftProblem, EffectView, FlagsChanged, Outdated, Place, PreviewStage,
    PreviewView, SetValue, ThresholdDraft,
};
use axum::http::StatusCode;
use domain::checks::{Check, LimitProblem, ReasonProblem, ThresholdId};
use domain::lang::Lang;
use domain::setting::Setting;
use domain::time::SurveyDay;

fn speed() -> ThresholdId {
    ThresholdId::find("travel_speed", "fastest_kmh").unwrap()
}

fn urban() -> Place {
    Place {
        wave: Some("W<1>".to_owned()),
        setting: Some(Setting::Urban),
    }
}

/// `travel_speed` may be changed and was. A draft without a reason is refused for that, any other for its value.
pub fn check(check: Check, draft: Option<ThresholdDraft>) -> CheckView {
    let view = super::flags::check(check);
    if check != Check::TravelSpeed {
        return view;
    }
    let problem = draft.as_ref().map(|draft| {
        if draft.reason.is_empty() {
            DraftProblem::Reason(ReasonProblem::Missing)
        } else {
            DraftProblem::Limit(LimitProblem::OutOfRange(check, speed().threshold()))
        }
    });
    CheckView {
        set: vec![SetValue {
            id: speed(),
            place: urban(),
            value: 60.0,
        }],
        changes: vec![ChangeItem {
            at_local: "2026-11-20 10:00".to_owned(),
            by: "Ayesha <b>".to_owned(),
            reason: "Buses <script>are slow".to_owned(),
            id: speed(),
            place: urban(),
            before: None,
            value: Some(60.0),
        }],
        form: Some(ChangeForm {
            waves: vec!["W<1>".to_owned()],
            draft: draft.unwrap_or_default(),
            problem,
        }),
        ..view
    }
}

/// 1 runs, 2 is done, 3 is outdated, 4 saved; others are not there.
pub fn preview(check: Check, preview_id: i32) -> Result<PreviewView, ApiError> {
    let changed = FlagsChanged {
        now: 1_200,
        added: 7,
        removed: 1_000,
        removed_decided: 3,
        reweighed: 2,
    };
    let effect = EffectView {
        tehsils: vec![
            (Some("Hazro <i>".to_owned()), changed),
            (None, FlagsChanged::default()),
        ],
        total: changed,
        of_others: vec![(Check::GapShort, changed)],
        enumerators: 40,
    };
    let stage = match (check, preview_id) {
        (Check::TravelSpeed, 1) => PreviewStage::Runs(30, 4_000),
        (Check::TravelSpeed, 2) => PreviewStage::Done(effect, None),
        (Check::TravelSpeed, 3) => PreviewStage::Done(effect, Some(Outdated::Thresholds)),
        (Check::TravelSpeed, 4) => PreviewStage::Saved(effect),
        _ => return Err(ApiError::NotFound),
    };
    Ok(PreviewView {
        preview_id,
        id: speed(),
        place: urban(),
        before: Some(60.0),
        holds: 60.0,
        value: Some(90.0),
        reason: "New <b>roads".to_owned(),
        asked_local: "2026-11-21 09:00".to_owned(),
        days: (SurveyDay(20_600), SurveyDay(20_613)),
        stage,
    })
}

async fn page(path: &str, lang: Lang) -> String {
    let (status, page) = get(path, lang, Ok(province())).await;
    assert_eq!(status, StatusCode::OK);
    for hostile in ["<script>are", "Ayesha <b>", "Hazro <i>", "New <b>", "W<1>"] {
        assert!(!page.contains(hostile), "{hostile} stands unescaped");
    }
    page
}

#[tokio::test]
async fn a_check_shows_what_holds_where_and_what_was_changed() {
    let page = page("/checks/travel_speed", Lang::En).await;
    let values = words(part(&page, "<table id=\"thresholds\"", "</table>"));
    assert!(
        values.contains(
            "fastest_kmh all waves urban and rural 120 km/h 120 km/h W&lt;1&gt; urban 60 km/h"
        ),
        "{values}"
    );
    let history = words(part(&page, "<table id=\"threshold-history\"", "</table>"));
    assert!(
        history.contains(
            "2026-11-20 10:00 Ayesha &lt;b&gt; fastest_kmh W&lt;1&gt; urban not set → 60 km/h"
        ),
        "{history}"
    );
    assert!(history.contains("are slow"));
}

#[tokio::test]
async fn only_who_may_change_thresholds_has_the_form_with_the_unit_beside_the_field() {
    let with = page("/checks/travel_speed", Lang::En).await;
    let form = part(&with, "id=\"fastest_kmh-change\"", "</form>");
    assert!(form.contains("action=\"/checks/travel_speed/thresholds\""));
    assert!(form.contains("method=\"post\""));
    assert!(words(form).contains("New value, in km/h"));
    assert!(words(form).contains("Allowed: from 20 to 1000 km/h. Now 120 km/h holds everywhere."));
    assert!(!form.contains("role=\"alert\""));
    let without = page("/checks/sync_lag", Lang::En).await;
    assert!(!without.contains("id=\"change\""));
    assert!(without.contains("None of its thresholds has been changed."));
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_typed_stays() {
    let typed = "threshold=fastest_kmh&wave=W%3C1%3E&setting=urban&value=-5%22%3E&from=2026-11-01&to=2026-11-14";
    let page_of =
        async |more: &str| page(&format!("/checks/travel_speed?{typed}{more}"), Lang::En).await;
    let refused = page_of("&reason=New+roads").await;
    let form = part(&refused, "id=\"fastest_kmh-change\"", "</form>");
    assert!(words(form).contains("The value must be a number from 20 to 1000 km/h."));
    assert!(
        form.contains("value=\"-5&quot;&gt;\"") || form.contains("value=\"-5&quot;>\""),
        "{form}"
    );
    assert!(form.contains("value=\"New roads\""));
    assert!(form.contains("value=\"2026-11-14\""));
    assert!(form.contains("aria-invalid=\"true\""));
    assert!(form.contains("selected"));
    let other = part(&refused, "id=\"apart_m-change\"", "</form>");
    assert!(!other.contains("role=\"alert\"") && !other.contains("New roads"));
    let refused = page_of("&reason=").await;
    assert!(refused.contains("a change without a reason is refused"));
}

#[tokio::test]
async fn a_preview_under_way_says_how_far_it_is_and_can_be_looked_at_again() {
    let page = page("/checks/travel_speed/previews/1", Lang::En).await;
    assert!(words(&page).contains("30 of 4,000 enumerators are judged."));
    assert!(page.contains("href=\"/checks/travel_speed/previews/1\""));
    assert!(!page.contains("value=\"save\""), "not before it is done");
    assert!(page.contains("value=\"discard\""));
}

#[tokio::test]
async fn a_preview_says_what_would_come_and_go_by_tehsil() {
    let done = page("/checks/travel_speed/previews/2", Lang::En).await;
    let said = words(&done);
    assert!(
        said.contains("from 60 km/h to 90 km/h, in W&lt;1&gt;, urban areas."),
        "{said}"
    );
    assert!(said.contains("Of 1,200 flags now: 7 more, 1,000 fewer, 2 with another severity."));
    assert!(said.contains("3 of those that would go have been decided by people"));
    let tehsils = words(part(&done, "<table id=\"preview-tehsils\"", "</table>"));
    assert!(
        tehsils.contains("Hazro &lt;i&gt; 1,200 7 1,000 3 2 not known 0 0 0 0 0"),
        "{tehsils}"
    );
    assert!(done.contains("id=\"preview-others\""));
    assert!(done.contains("value=\"save\"") && done.contains("value=\"discard\""));

    let late = page("/checks/travel_speed/previews/3", Lang::En).await;
    assert!(late.contains("A threshold has been changed since"));
    assert!(!late.contains("value=\"save\""));
    assert!(
        late.contains("href=\"/checks/travel_speed?again=3#change\""),
        "to preview it again, with the reason in no address"
    );
    let saved = page("/checks/travel_speed/previews/4", Lang::En).await;
    assert!(saved.contains("This change was saved.") && !saved.contains("value=\"save\""));
    let (status, _) = get("/checks/travel_speed/previews/9", Lang::En, Ok(province())).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_pages_are_there_in_urdu() {
    let check = page("/checks/travel_speed?saved=1", Lang::Ur).await;
    assert!(check.contains("محفوظ ہو گیا"));
    assert!(check.contains("حد تبدیل کریں"));
    let preview = page("/checks/travel_speed/previews/2", Lang::Ur).await;
    assert!(preview.contains("تحصیل کے لحاظ سے نشان"));
}
