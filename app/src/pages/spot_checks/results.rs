//! `/spot-checks/results`: what the spot checks say of an area, and by tehsil, enumerator or check.

use super::{fields, parts, rates};
use crate::components::{Page, downloads};
use crate::pages::coordination::listing::{Filter, Head, Listing, choice, next};
use crate::pages::coordination::parts::area_field;
use crate::request;
use crate::texts::{Text, quality, spot_results as words};
use api::coverage::AreaRef;
use api::flags::enumerator_href;
use api::spot_checks::{RESULTS, ResultLines, ResultsBy, ResultsQuery, ResultsView};
use domain::lang::Lang;
use domain::number::grouped;
use domain::spot_check::{Figures, Precision};
use leptos::prelude::*;

/// The page.
pub fn page(view: ResultsView) -> AnyView {
    let lang = request::lang();
    let title = words::RESULTS.say(lang);
    let area = view.area.name_in(lang).to_owned();
    let found = match rates::nothing(lang, &view.figures) {
        Some(said) => view! { <p id="no-results" class="notice">{said}</p> }.into_any(),
        None => known(lang, &view),
    };
    let as_of = match &view.as_of {
        Some(time) => words::AS_OF.fill(lang, &[("time", time), ("zone", &view.zone)]),
        None => words::AS_OF_NOTHING.say(lang).to_owned(),
    };
    view! {
        <Page title=title.to_owned()>
            <div class="page-title">
                <h1>{title}</h1>
                <p class="level"><bdi>{area}</bdi></p>
            </div>
            <p class="lead">{words::LEAD.say(lang)}</p>
            {parts::nav(lang, RESULTS)}
            <p id="as-of" class="as-of">{as_of}</p>
            {filter(lang, &view)}
            {found}
        </Page>
    }
    .into_any()
}

fn by_words(by: ResultsBy) -> Text {
    match by {
        ResultsBy::Tehsil => words::TEHSIL,
        ResultsBy::Enumerator => words::ENUMERATOR,
        ResultsBy::Check => words::CHECK,
    }
}

fn filter(lang: Lang, view: &ResultsView) -> AnyView {
    let query = &view.query;
    let waves = view.waves.iter().map(|code| {
        let is_chosen = query.wave.as_ref() == Some(code);
        (code.clone(), code.clone(), is_chosen)
    });
    let wave = fields::select(
        ("wave", "wave"),
        words::WAVE.say(lang).to_owned(),
        Some(words::ALL_WAVES.say(lang)),
        waves.collect(),
        false,
    );
    let offered = ResultsBy::ALL
        .into_iter()
        .filter(|by| view.sees_people || *by != ResultsBy::Enumerator)
        .map(|by| (by.code(), by_words(by).say(lang), by == query.by));
    let by = choice("by", words::BY.say(lang), None, offered);
    let fields = view! {
        {area_field(lang, &view.areas, query.area.as_deref())}
        {wave}
        {by}
    };
    let problems = (!view.problems.is_empty()).then(|| {
        let lines = view
            .problems
            .iter()
            .map(|name| {
                let name = match *name {
                    "wave" => words::WAVE,
                    "by" => words::BY,
                    _ => quality::AREA,
                };
                view! { <li>{name.say(lang)}</li> }
            })
            .collect_view();
        view! {
            <div id="filter-problems" class="notice notice-error" role="alert">
                <p>{quality::PROBLEMS.say(lang)}</p>
                <ul>{lines}</ul>
            </div>
        }
        .into_any()
    });
    let filter = Filter {
        action: RESULTS,
        reset: RESULTS.to_owned(),
        problems,
        fields: fields.into_any(),
    };
    filter.view(lang)
}

fn known(lang: Lang, view: &ResultsView) -> AnyView {
    let caption = words::SUMMARY.fill(lang, &[("area", view.area.name_in(lang))]);
    let summary = rates::summary(lang, "spot-summary", caption, &view.figures);
    let table = match view.lines.is_empty() {
        true => {
            view! { <p id="no-lines" class="notice">{words::NO_LINES.say(lang)}</p> }.into_any()
        }
        false => lines(lang, view),
    };
    view! { {summary} {table} }.into_any()
}

fn lines(lang: Lang, view: &ResultsView) -> AnyView {
    let whole = ResultsQuery {
        after: 0,
        ..view.query.clone()
    };
    let files = downloads(
        lang,
        &whole.href(&format!("{RESULTS}.csv")),
        &whole.href(&format!("{RESULTS}.xlsx")),
    );
    let listing = match &view.lines {
        ResultLines::Tehsils(lines) => Listing {
            id: "by-tehsil",
            caption: words::BY_TEHSIL,
            heads: figures_heads(words::TEHSIL),
            rows: lines
                .iter()
                .map(|(area, figures)| figures_row(lang, tehsil(lang, view, area), figures))
                .collect_view()
                .into_any(),
        },
        ResultLines::Enumerators(lines) => Listing {
            id: "by-enumerator",
            caption: words::BY_ENUMERATOR,
            heads: figures_heads(words::ENUMERATOR),
            rows: lines
                .iter()
                .map(|(code, figures)| figures_row(lang, enumerator(code), figures))
                .collect_view()
                .into_any(),
        },
        ResultLines::Checks(lines) => Listing {
            id: "by-check",
            caption: words::BY_CHECK,
            heads: vec![
                Head::words(words::CHECK),
                Head::numbers(words::DRAWN_FIRED),
                Head::numbers(words::OF_DRAWN),
                Head::numbers(words::OF_ALL),
            ],
            rows: lines
                .iter()
                .map(|line| check_row(lang, view, line))
                .collect_view()
                .into_any(),
        },
    };
    let hint = matches!(view.lines, ResultLines::Checks(_))
        .then(|| view! { <p class="hint">{words::CHECKS_HINT.say(lang)}</p> });
    let count = grouped(view.line_count as u64);
    let total = match view.line_count {
        1 => words::ONE_LINE.say(lang).to_owned(),
        _ => words::LINES.fill(lang, &[("count", &count)]),
    };
    let next = next(lang, view.next.as_ref().map(|query| query.href(RESULTS)));
    view! {
        <p id="total"><strong>{total}</strong></p>
        {files}
        {listing.view(lang)}
        {hint}
        {next}
    }
    .into_any()
}

fn figures_heads(first: Text) -> Vec<Head> {
    let mut heads = vec![
        Head::words(first),
        Head::numbers(words::DRAWN),
        Head::numbers(words::DECIDED),
    ];
    heads.extend(
        [
            words::FOUND_SHORT,
            words::CONCORDANT_SHORT,
            words::GRAVE_SHORT,
            words::FABRICATED_SHORT,
            words::ERRORS_ONE_SHORT,
            words::ERRORS_TWO_SHORT,
            words::ERRORS_THREE_SHORT,
        ]
        .map(Head::numbers),
    );
    heads
}

fn figures_row(lang: Lang, name: AnyView, figures: &Figures) -> AnyView {
    let rates = match figures.drawn {
        0 => {
            view! { <td class="words" colspan="7">{words::NONE_OF_LINE.say(lang)}</td> }.into_any()
        }
        _ => rates::rates_of(figures)
            .into_iter()
            .map(|(_, rate, none)| rates::cell(lang, rate, none))
            .collect_view()
            .into_any(),
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="num">{grouped(u64::from(figures.drawn))}</td>
            {rates::checked(lang, words::PART_OF, figures)}
            {rates}
        </tr>
    }
    .into_any()
}

/// A tehsil, with the way to its enumerators; to its checks for whoever may not see enumerators.
fn tehsil(lang: Lang, view: &ResultsView, area: &AreaRef) -> AnyView {
    let by = match view.sees_people {
        true => ResultsBy::Enumerator,
        false => ResultsBy::Check,
    };
    let query = ResultsQuery {
        area: Some(area.code.clone()),
        by,
        after: 0,
        ..view.query.clone()
    };
    let name = area.name_in(lang).to_owned();
    view! { <a href=query.href(RESULTS)><bdi>{name}</bdi></a> }.into_any()
}

fn enumerator(code: &str) -> AnyView {
    view! { <a href=enumerator_href(code, None)><bdi>{code.to_owned()}</bdi></a> }.into_any()
}

fn check_row(lang: Lang, view: &ResultsView, line: &Precision) -> AnyView {
    let title = line.check.about().title.say(lang);
    let name = match view.sees_checks {
        true => {
            let href = format!("/checks/{}", line.check.code());
            view! { <a href=href>{title}</a> }.into_any()
        }
        false => title.into_any(),
    };
    let of = [
        ("part", grouped(line.of_drawn.part)),
        ("whole", grouped(line.of_drawn.of)),
    ];
    let of = words::PART_OF.fill(lang, &of.each_ref().map(|(n, v)| (*n, v.as_str())));
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="num">{grouped(u64::from(line.drawn))}</td>
            <td class="num">{of}</td>
            {rates::cell(lang, line.of_all.as_ref(), words::NOT_TOLD)}
        </tr>
    }
    .into_any()
}
