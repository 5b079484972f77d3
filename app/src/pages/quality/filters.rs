//! The filter of quality: a plain form, so that the address holds the whole state.

use crate::texts::{Text, quality};
use api::quality::{Chosen, QualityQuery};
use domain::lang::Lang;
use domain::time::SurveyDay;
use leptos::prelude::*;

/// The filter, with the way up above it and what was wrong in it. The comparison is offered where `path` shows one.
pub fn filter(lang: Lang, chosen: &Chosen, path: &str) -> AnyView {
    let query = &chosen.query;
    let up = chosen
        .path
        .iter()
        .rev()
        .skip(1)
        .rev()
        .map(|area| {
            let query = QualityQuery {
                area: Some(area.code.clone()),
                after: 0,
                ..query.clone()
            };
            view! { <li><a href=query.href(path)><bdi>{area.name_in(lang).to_owned()}</bdi></a></li> }
        })
        .collect_view();
    let up = (chosen.path.len() > 1).then(|| {
        view! { <nav class="breadcrumb" aria-label=crate::texts::common::BREADCRUMB.say(lang)><ol>{up}</ol></nav> }
    });
    let here = quality::ALL_OF.fill(lang, &[("area", chosen.area.name_in(lang))]);
    let areas = chosen
        .areas
        .iter()
        .map(|area| {
            view! { <option value=area.code.clone()>{area.name_in(lang).to_owned()}</option> }
        })
        .collect_view();
    let waves = chosen
        .waves
        .iter()
        .map(|code| {
            let is_chosen = query.wave.as_ref() == Some(code);
            view! { <option value=code.clone() selected=is_chosen>{code.clone()}</option> }
        })
        .collect_view();
    let compare = (path == "/quality").then(|| compare(lang, query));
    let reset = QualityQuery::default().href(path);
    view! {
        {up}
        <section class="filter" aria-labelledby="filter-title">
            <h2 id="filter-title">{quality::FILTER.say(lang)}</h2>
            {problems(lang, chosen)}
            <form id="filters" method="get" action=path.to_owned()>
                <div class="field">
                    <label for="area">{quality::AREA.say(lang)}</label>
                    <select id="area" name="area">
                        <option value=chosen.area.code.clone() selected=true>{here}</option>
                        {areas}
                    </select>
                </div>
                <div class="field">
                    <label for="wave">{quality::WAVE.say(lang)}</label>
                    <select id="wave" name="wave">
                        <option value="">{quality::ALL_WAVES.say(lang)}</option>
                        {waves}
                    </select>
                </div>
                {day(lang, quality::FROM, "from", query.from)}
                {day(lang, quality::TO, "to", query.to)}
                {compare}
                <div class="field field-actions">
                    <button type="submit" class="button">{quality::SHOW.say(lang)}</button>
                    <a id="filter-reset" href=reset>{quality::RESET.say(lang)}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn day(lang: Lang, label: Text, name: &'static str, value: Option<SurveyDay>) -> AnyView {
    let value = value.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <div class="field">
            <label for=name>{label.say(lang)}</label>
            <input id=name name=name type="date" value=value />
        </div>
    }
    .into_any()
}

fn compare(lang: Lang, query: &QualityQuery) -> AnyView {
    view! {
        <details class="compare" open=query.compares()>
            <summary>{quality::COMPARE.say(lang)}</summary>
            <div class="compare-fields">
                <div class="field">
                    <label for="with_area">{quality::WITH_AREA.say(lang)}</label>
                    <input
                        id="with_area" name="with_area" type="text" dir="ltr" autocomplete="off"
                        value=query.with_area.clone().unwrap_or_default()
                    />
                </div>
                {day(lang, quality::WITH_FROM, "with_from", query.with_from)}
                {day(lang, quality::WITH_TO, "with_to", query.with_to)}
            </div>
        </details>
    }
    .into_any()
}

fn problems(lang: Lang, chosen: &Chosen) -> Option<AnyView> {
    if chosen.problems.is_empty() {
        return None;
    }
    let lines = chosen
        .problems
        .iter()
        .map(|parameter| view! { <li>{name(parameter).say(lang)}</li> })
        .collect_view();
    Some(
        view! {
            <div id="filter-problems" class="notice notice-error" role="alert">
                <p>{quality::PROBLEMS.say(lang)}</p>
                <ul>{lines}</ul>
            </div>
        }
        .into_any(),
    )
}

fn name(parameter: &str) -> Text {
    match parameter {
        "wave" => quality::WAVE,
        "from" => quality::FROM,
        "to" => quality::TO,
        "with_area" => quality::WITH_AREA,
        "with_from" => quality::WITH_FROM,
        "with_to" => quality::WITH_TO,
        _ => quality::PERIOD_TURNED,
    }
}
