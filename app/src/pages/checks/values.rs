//! A check's thresholds: what holds where, and what was changed.

use crate::texts::{flags, thresholds};
use api::flags::CheckView;
use api::thresholds::{ChangeItem, Place, SetValue};
use domain::checks::{Threshold, write_value};
use domain::lang::Lang;
use leptos::prelude::*;

/// A value with its unit.
pub fn written(threshold: &Threshold, value: f64) -> String {
    write_value(value, threshold.unit)
}

/// A wave by its code.
pub fn wave(lang: Lang, place: &Place) -> String {
    match &place.wave {
        Some(code) => code.clone(),
        None => thresholds::ALL_WAVES.say(lang).to_owned(),
    }
}

/// What holds: everywhere, then for waves and settings.
pub fn values(lang: Lang, view: &CheckView) -> AnyView {
    let content = if view.values.is_empty() {
        view! { <p>{flags::NO_THRESHOLDS.say(lang)}</p> }.into_any()
    } else {
        table(lang, view)
    };
    view! {
        <section>
            <h2 id="thresholds-title">{flags::THRESHOLDS.say(lang)}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn table(lang: Lang, view: &CheckView) -> AnyView {
    let lines = view
        .check
        .about()
        .thresholds
        .iter()
        .zip(&view.values)
        .map(|(threshold, value)| {
            let own = view.set.iter();
            let own: Vec<&SetValue> = own
                .filter(|set| set.id.threshold().name == threshold.name)
                .collect();
            let rows = (own.len() + 1).to_string();
            let further = own
                .into_iter()
                .map(|set| {
                    let value = written(threshold, set.value);
                    view! { <tr>{place_cells(lang, &set.place)}<td class="num"><bdi dir="ltr">{value}</bdi></td></tr> }
                })
                .collect_view();
            view! {
                <tr>
                    <th scope="rowgroup" rowspan=rows.clone()>
                        {threshold.about.say(lang)} " " <code dir="ltr">{threshold.name}</code>
                    </th>
                    {place_cells(lang, &Place::default())}
                    <td class="num"><bdi dir="ltr">{written(threshold, *value)}</bdi></td>
                    <td class="num" rowspan=rows><bdi dir="ltr">{written(threshold, threshold.default)}</bdi></td>
                </tr>
                {further}
            }
        })
        .collect_view();
    let precedence = (!view.set.is_empty()).then(|| {
        view! { <p class="hint">{thresholds::PRECEDENCE.say(lang)}</p> }
    });
    view! {
        <div class="scroll" role="region" aria-labelledby="thresholds-title" tabindex="0">
            <table id="thresholds">
                <thead>
                    <tr>
                        <th scope="col">{flags::THRESHOLDS.say(lang)}</th>
                        <th scope="col">{thresholds::WAVE.say(lang)}</th>
                        <th scope="col">{thresholds::SETTING.say(lang)}</th>
                        <th scope="col" class="num">{flags::VALUE.say(lang)}</th>
                        <th scope="col" class="num">{flags::DEFAULT.say(lang)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        {precedence}
    }
    .into_any()
}

fn place_cells(lang: Lang, place: &Place) -> AnyView {
    view! {
        <td><bdi>{wave(lang, place)}</bdi></td>
        <td>{thresholds::setting(place.setting).say(lang)}</td>
    }
    .into_any()
}

/// What was changed, newest first.
pub fn history(lang: Lang, view: &CheckView) -> Option<AnyView> {
    if view.values.is_empty() {
        return None;
    }
    let content = if view.changes.is_empty() {
        view! { <p>{thresholds::NO_HISTORY.say(lang)}</p> }.into_any()
    } else {
        changes(lang, &view.changes)
    };
    Some(
        view! {
            <section>
                <h2 id="history-title">{thresholds::HISTORY.say(lang)}</h2>
                {content}
            </section>
        }
        .into_any(),
    )
}

fn changes(lang: Lang, changes: &[ChangeItem]) -> AnyView {
    let lines = changes
        .iter()
        .map(|change| {
            let threshold = change.id.threshold();
            let value = |value: Option<f64>| match value {
                Some(value) => {
                    view! { <bdi dir="ltr">{written(threshold, value)}</bdi> }.into_any()
                }
                None => thresholds::NOT_SET.say(lang).into_any(),
            };
            view! {
                <tr>
                    <td><bdi dir="ltr">{change.at_local.clone()}</bdi></td>
                    <td><bdi>{change.by.clone()}</bdi></td>
                    <td><code dir="ltr">{threshold.name}</code></td>
                    {place_cells(lang, &change.place)}
                    <td>{value(change.before)} " → " {value(change.value)}</td>
                    <td dir="auto">{change.reason.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="scroll" role="region" aria-labelledby="history-title" tabindex="0">
            <table id="threshold-history">
                <thead>
                    <tr>
                        <th scope="col">{thresholds::WHEN.say(lang)}</th>
                        <th scope="col">{thresholds::WHO.say(lang)}</th>
                        <th scope="col">{thresholds::THRESHOLD.say(lang)}</th>
                        <th scope="col">{thresholds::WAVE.say(lang)}</th>
                        <th scope="col">{thresholds::SETTING.say(lang)}</th>
                        <th scope="col">{thresholds::FROM_TO.say(lang)}</th>
                        <th scope="col">{thresholds::WHY.say(lang)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}
