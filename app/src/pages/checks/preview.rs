//! `/checks/CODE/previews/N`: what a change of a threshold would do, before it is saved.

use super::values::{wave, written};
use crate::components::Page;
use crate::pages::failed::Failed;
use crate::request::{self, Answer};
use crate::texts::thresholds;
use api::ApiError;
use api::thresholds::{
    EffectView, FlagsChanged, Outdated, PreviewStage, PreviewView, again_href, check_href,
    preview_href,
};
use domain::checks::Check;
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn OnePreview() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let (check, preview) = use_params_map().with(|params| {
        let check = params.get("code").as_deref().and_then(Check::from_code);
        (check, params.get("preview").and_then(|id| id.parse().ok()))
    });
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        let found = match check.zip(preview) {
            Some((check, preview)) => backend.threshold_preview(&session, check, preview).await,
            None => Err(ApiError::NotFound),
        };
        match found {
            Ok(view) => page(&view).into_any(),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &PreviewView) -> impl IntoView + use<> {
    let lang = request::lang();
    let check = view.id.check();
    let threshold = view.id.threshold();
    let to = match view.value {
        Some(value) => written(threshold, value),
        None => thresholds::BACK_TO.say(lang).to_owned(),
    };
    let change = thresholds::PREVIEW_OF.fill(
        lang,
        &[
            ("threshold", threshold.about.say(lang)),
            ("from", &written(threshold, view.holds)),
            ("to", &to),
            ("wave", &wave(lang, &view.place)),
            ("setting", thresholds::setting(view.place.setting).say(lang)),
        ],
    );
    let period = thresholds::PERIOD.fill(
        lang,
        &[
            ("from", &view.days.0.to_string()),
            ("to", &view.days.1.to_string()),
            ("asked", &view.asked_local),
        ],
    );
    // Once saved, what holds is the new value: "from" would be it too.
    let change = (!matches!(view.stage, PreviewStage::Saved(_)))
        .then(|| view! { <p id="preview-change" class="lead">{change}</p> });
    let (stage, reason) = (stage(lang, view), view.reason.clone());
    view! {
        <Page title=thresholds::PREVIEW_TITLE.say(lang).to_owned()>
            <p class="no-print"><a href=check_href(check)>{check.about().title.say(lang)}</a></p>
            <div class="page-title">
                <h1>{thresholds::PREVIEW_TITLE.say(lang)}</h1>
            </div>
            {change}
            <p><bdi>{reason}</bdi></p>
            <p class="hint">{period}</p>
            {stage}
        </Page>
    }
}

fn stage(lang: Lang, view: &PreviewView) -> AnyView {
    let notice =
        |text: String| view! { <p id="preview-stage" class="notice" role="status">{text}</p> };
    let say = |text: domain::text::Text| text.say(lang).to_owned();
    match &view.stage {
        PreviewStage::Waits => {
            view! { {notice(say(thresholds::WAITS))} {under_way(lang, view)} }.into_any()
        }
        PreviewStage::Runs(judged, of) => {
            let (judged, of) = (grouped(*judged), grouped(*of));
            let words = thresholds::RUNS.fill(lang, &[("judged", &judged), ("count", &of)]);
            view! { {notice(words)} {under_way(lang, view)} }.into_any()
        }
        PreviewStage::Failed => {
            view! { {notice(say(thresholds::FAILED))} {again(lang, view)} }.into_any()
        }
        PreviewStage::Discarded => {
            view! { {notice(say(thresholds::IS_DISCARDED))} {again(lang, view)} }.into_any()
        }
        PreviewStage::Saved(result) => {
            view! { {notice(say(thresholds::IS_SAVED))} {totals(lang, result)} {tables(lang, result)} }
                .into_any()
        }
        PreviewStage::Done(result, outdated) => view! {
            {totals(lang, result)}
            {decision(lang, view, *outdated)}
            {tables(lang, result)}
        }
        .into_any(),
    }
}

/// A link that looks again: it works everywhere, and nothing moves by itself while somebody reads.
fn under_way(lang: Lang, view: &PreviewView) -> AnyView {
    let href = preview_href(view.id.check(), view.preview_id);
    view! {
        <p class="no-print"><a class="button" href=href>{thresholds::LOOK_AGAIN.say(lang)}</a></p>
        {decide(lang, view, false)}
    }
    .into_any()
}

fn again(lang: Lang, view: &PreviewView) -> AnyView {
    let href = again_href(view.id.check(), view.preview_id);
    view! { <p class="no-print"><a href=href>{thresholds::PREVIEW_AGAIN.say(lang)}</a></p> }
        .into_any()
}

fn decision(lang: Lang, view: &PreviewView, outdated: Option<Outdated>) -> AnyView {
    match outdated {
        Some(outdated) => view! {
            <p id="preview-outdated" class="notice notice-error" role="alert">
                {thresholds::outdated(outdated).say(lang)}
            </p>
            {again(lang, view)}
        }
        .into_any(),
        None => decide(lang, view, true),
    }
}

fn decide(lang: Lang, view: &PreviewView, may_save: bool) -> AnyView {
    let save = may_save.then(|| {
        view! {
            <button type="submit" class="button" name="decision" value="save">
                {thresholds::SAVE.say(lang)}
            </button>
            " "
        }
    });
    view! {
        <form id="preview-decision" class="no-print" method="post" action=preview_href(view.id.check(), view.preview_id)>
            <p>
                {save}
                <button type="submit" class="button button-second" name="decision" value="discard">
                    {thresholds::DISCARD.say(lang)}
                </button>
            </p>
        </form>
    }
    .into_any()
}

fn totals(lang: Lang, effect: &EffectView) -> AnyView {
    let total = &effect.total;
    let said = thresholds::TOTAL.fill(
        lang,
        &[
            ("now", &grouped(total.now)),
            ("added", &grouped(total.added)),
            ("removed", &grouped(total.removed)),
            ("reweighed", &grouped(total.reweighed)),
        ],
    );
    let decided = (total.removed_decided > 0).then(|| {
        let count = grouped(total.removed_decided);
        let words = thresholds::TOTAL_DECIDED.fill(lang, &[("count", &count)]);
        view! { <p>{words}</p> }
    });
    let judged = thresholds::JUDGED.fill(lang, &[("count", &grouped(effect.enumerators))]);
    view! {
        <p id="preview-total">{said}</p>
        {decided}
        <p class="hint">{judged}</p>
    }
    .into_any()
}

fn tables(lang: Lang, effect: &EffectView) -> AnyView {
    let tehsils = if effect.tehsils.is_empty() {
        view! { <p id="no-flags">{thresholds::NO_FLAGS.say(lang)}</p> }.into_any()
    } else {
        let lines = effect.tehsils.iter().map(|(name, changed)| {
            let name = name
                .clone()
                .unwrap_or_else(|| thresholds::NO_TEHSIL.say(lang).to_owned());
            (name, *changed)
        });
        table(
            lang,
            "preview-tehsils",
            thresholds::BY_TEHSIL.say(lang),
            thresholds::TEHSIL.say(lang),
            lines,
        )
    };
    let others = (!effect.of_others.is_empty()).then(|| {
        let lines = effect
            .of_others
            .iter()
            .map(|(check, changed)| (check.about().title.say(lang).to_owned(), *changed));
        table(
            lang,
            "preview-others",
            thresholds::OF_OTHERS.say(lang),
            crate::texts::flags::CHECK.say(lang),
            lines,
        )
    });
    view! { {tehsils} {others} }.into_any()
}

fn table(
    lang: Lang,
    id: &str,
    title: &str,
    first: &str,
    lines: impl Iterator<Item = (String, FlagsChanged)>,
) -> AnyView {
    let lines = lines
        .map(|(name, changed)| {
            let number = |count: u64| view! { <td class="num">{grouped(count)}</td> };
            view! {
                <tr>
                    <th scope="row"><bdi>{name}</bdi></th>
                    {number(changed.now)}
                    {number(changed.added)}
                    {number(changed.removed)}
                    {number(changed.removed_decided)}
                    {number(changed.reweighed)}
                </tr>
            }
        })
        .collect_view();
    let heads = [
        thresholds::NOW,
        thresholds::ADDED,
        thresholds::REMOVED,
        thresholds::DECIDED,
        thresholds::REWEIGHED,
    ]
    .map(|head| view! { <th scope="col" class="num">{head.say(lang)}</th> })
    .collect_view();
    let title_id = format!("{id}-title");
    view! {
        <h2 id=title_id.clone()>{title.to_owned()}</h2>
        <div class="scroll" role="region" aria-labelledby=title_id tabindex="0">
            <table id=id.to_owned()>
                <thead>
                    <tr>
                        <th scope="col">{first.to_owned()}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}
