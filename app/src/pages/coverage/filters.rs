//! The filter: a plain form, so that the address holds the whole state.

use crate::request;
use crate::texts::{Text, coverage, map};
use api::coverage::CoverageView;
use api::query::{CoverageQuery, SortKey, percent_encoded};
use domain::coverage::Measure;
use domain::lang::Lang;
use leptos::prelude::*;

/// The filter, with what was wrong in it beside it.
#[component]
pub fn Filters<'a>(
    /// The page's view.
    view: &'a CoverageView,
) -> impl IntoView + use<> {
    let lang = request::lang();
    let say = move |text: Text| text.say(lang);
    let query = &view.query;
    let action = format!("/coverage/{}", percent_encoded(&view.area.code));
    let problems = problems(lang, view);
    let wrong = |parameter: &str| {
        problems
            .iter()
            .any(|(p, _)| *p == parameter)
            .then_some("true")
    };
    let described = (!problems.is_empty()).then_some("filter-problems");
    let day =
        |day: Option<domain::time::SurveyDay>| day.map(|day| day.to_string()).unwrap_or_default();
    let waves = view
        .waves
        .iter()
        .map(|wave| {
            let chosen = query.wave.as_ref() == Some(wave);
            view! { <option value=wave.clone() selected=chosen>{wave.clone()}</option> }
        })
        .collect_view();
    let measures = Measure::ALL.map(|measure| {
        let chosen = query.measure == measure;
        view! { <option value=measure.code() selected=chosen>{map::measure(measure).say(lang)}</option> }
    });
    let sort = (query.sort != SortKey::default())
        .then(|| view! { <input type="hidden" name="sort" value=query.sort.code() /> });
    let dir = query
        .descending
        .then(|| view! { <input type="hidden" name="dir" value="desc" /> });
    let reset = view.href_query(&CoverageQuery::default());
    let (wrong_wave, wrong_from, wrong_to) = (wrong("wave"), wrong("from"), wrong("to"));
    let summary = (!problems.is_empty()).then(|| {
        let lines = problems
            .into_iter()
            .map(|(_, text)| view! { <li>{text}</li> })
            .collect_view();
        view! {
            <div id="filter-problems" class="notice notice-error" role="alert">
                <h3>{say(coverage::PROBLEMS)}</h3>
                <ul>{lines}</ul>
            </div>
        }
    });
    view! {
        <section class="filter" aria-labelledby="filter-title">
            <h2 id="filter-title">{say(coverage::FILTER)}</h2>
            {summary}
            <form id="filters" method="get" action=action>
                <div class="field">
                    <label for="wave">{say(coverage::WAVE)}</label>
                    <select id="wave" name="wave" aria-describedby=described aria-invalid=wrong_wave>
                        <option value="">{say(coverage::ALL_WAVES)}</option>
                        {waves}
                    </select>
                </div>
                <div class="field">
                    <label for="from">{say(coverage::FROM)}</label>
                    <input
                        id="from" name="from" type="date" value=day(query.from)
                        aria-describedby=described aria-invalid=wrong_from
                    />
                </div>
                <div class="field">
                    <label for="to">{say(coverage::TO)}</label>
                    <input
                        id="to" name="to" type="date" value=day(query.to)
                        aria-describedby=described aria-invalid=wrong_to
                    />
                </div>
                <div class="field">
                    <label for="measure">{say(coverage::MEASURE)}</label>
                    <select id="measure" name="measure">{measures}</select>
                </div>
                {sort}
                {dir}
                <div class="field field-actions">
                    <button type="submit" class="button">{say(coverage::APPLY)}</button>
                    <a id="filter-reset" href=reset>{say(coverage::RESET)}</a>
                </div>
            </form>
        </section>
    }
}

/// What is wrong with the filter: the parameter, and what to tell. Never the text from the address.
fn problems(lang: Lang, view: &CoverageView) -> Vec<(&'static str, String)> {
    let query = &view.query;
    let mut out: Vec<(&'static str, String)> = view
        .query_problems
        .iter()
        .map(|problem| {
            let text = match problem.parameter {
                "from" => coverage::PROBLEM_FROM,
                "to" => coverage::PROBLEM_TO,
                "measure" => coverage::PROBLEM_MEASURE,
                "wave" => coverage::PROBLEM_WAVE,
                _ => coverage::PROBLEM_SORT,
            };
            (problem.parameter, text.say(lang).to_owned())
        })
        .collect();
    let mut add = |parameter: &'static str, text: String| {
        if !out.iter().any(|(p, t)| *p == parameter && *t == text) {
            out.push((parameter, text));
        }
    };
    if query
        .wave
        .as_ref()
        .is_some_and(|wave| !view.waves.contains(wave))
    {
        add("wave", coverage::PROBLEM_WAVE.say(lang).to_owned());
    }
    if query.from.is_some_and(|from| from > view.to) {
        add("from", coverage::PROBLEM_ORDER.say(lang).to_owned());
    } else if let Some((first, last)) = view.days {
        if view.to < first {
            let day = first.to_string();
            add("to", coverage::BEFORE_DATA.fill(lang, &[("day", &day)]));
        } else if query.from.is_some_and(|from| from > last) {
            let day = last.to_string();
            add("from", coverage::AFTER_DATA.fill(lang, &[("day", &day)]));
        }
    }
    out
}
