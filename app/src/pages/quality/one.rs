//! `/quality/MEASURE`: one measure by area and by enumerator, with who stands out.

use super::{query, top};
use crate::components::{Page, downloads, figure};
use crate::not_found::NotFound;
use crate::pages::failed::Failed;
use crate::request::{self, Answer};
use crate::texts::{coverage, levels, measures, quality};
use api::ApiError;
use api::flags::enumerator_href;
use api::quality::{MeasureView, PersonLine, QualityQuery};
use domain::disclosure::Disclosed;
use domain::lang::Lang;
use domain::measures::{Measure, Value};
use domain::number::grouped;
use domain::peers::{DEVIATIONS_95, DEVIATIONS_998};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page of the measure in the address.
#[component]
pub fn OneMeasure() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let code = use_params_map().with_untracked(|params| params.get("measure"));
    let measure = code.and_then(|code| Measure::from_code(&code));
    let (query, problems) = query();
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        let Some(measure) = measure else {
            answer.not_found();
            return view! { <NotFound /> }.into_any();
        };
        match backend.measure(&session, measure, query, problems).await {
            Ok(view) => page(&view),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &MeasureView) -> AnyView {
    let lang = request::lang();
    let about = view.measure.about();
    let path = format!("/quality/{}", about.code);
    let number = measures::shown(lang, view.measure, view.value);
    let of = measures::shown_of(lang, view.measure, view.value);
    let back = QualityQuery {
        after: 0,
        ..view.chosen.query.clone()
    };
    let area = view.chosen.area.name_in(lang).to_owned();
    let back = back.href("/quality");
    let top = top(lang, &view.chosen, &path);
    let figures = view
        .figures
        .iter()
        .map(|of| figure(lang, of))
        .collect_view();
    let areas = areas(lang, view);
    let people = people(lang, view);
    view! {
        <Page title=about.name.say(lang).to_owned()>
            <nav class="breadcrumb" aria-label=crate::texts::common::BREADCRUMB.say(lang)>
                <ol><li><a href=back>{quality::QUALITY.say(lang)}</a></li></ol>
            </nav>
            <div class="page-title">
                <h1>{about.name.say(lang)}</h1>
                <p class="level"><bdi>{area}</bdi></p>
            </div>
            <p id="value" class="measure-value">
                <span class="figure"><bdi>{number}</bdi></span> " " <span class="unit">{of}</span>
            </p>
            <details class="formula">
                <summary>{quality::FORMULA.say(lang)}</summary>
                <p>{about.formula.say(lang)}</p>
                <p>{about.help.say(lang)}</p>
                <p class="hint">{about.adds.say().say(lang)}</p>
            </details>
            {top}
            <div class="figures">{figures}</div>
            {areas}
            {people}
        </Page>
    }
    .into_any()
}

fn areas(lang: Lang, view: &MeasureView) -> Option<AnyView> {
    let level = view.areas.first()?.area.level;
    let caption = quality::AREAS.fill(
        lang,
        &[
            ("areas", levels::many(level).say(lang)),
            ("area", view.chosen.area.name_in(lang)),
        ],
    );
    let rows = view
        .areas
        .iter()
        .map(|line| {
            let query = QualityQuery {
                area: Some(line.area.code.clone()),
                after: 0,
                ..view.chosen.query.clone()
            };
            let number = measures::shown(lang, view.measure, line.value);
            let told = line.value.and_then(Disclosed::told);
            let of = told.and_then(|value| value.of()).map(grouped);
            view! {
                <tr>
                    <th scope="row">
                        <a href=query.measure_href(view.measure)><bdi>{line.area.name_in(lang).to_owned()}</bdi></a>
                    </th>
                    <td class="num"><bdi>{number}</bdi></td>
                    <td class="num">{of}</td>
                </tr>
            }
        })
        .collect_view();
    let file = |name: &str| {
        view.chosen
            .query
            .href(&format!("/quality/{}/{name}", view.measure.code()))
    };
    Some(
        view! {
            <section>
                <h2>{quality::BY_AREA.say(lang)}</h2>
                <div class="scroll" role="region" aria-labelledby="areas-title" tabindex="0">
                    <table id="by-area">
                        <caption id="areas-title">{caption}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{levels::one(level).say(lang)}</th>
                                <th scope="col" class="num">{quality::VALUE.say(lang)}</th>
                                <th scope="col" class="num">{quality::OF.say(lang)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                {downloads(lang, &file("areas.csv"), &file("areas.xlsx"))}
            </section>
        }
        .into_any(),
    )
}

fn people(lang: Lang, view: &MeasureView) -> AnyView {
    let content = if !view.chosen.sees_people {
        view! { <p class="hint">{quality::PEOPLE_HIDDEN.say(lang)}</p> }.into_any()
    } else if view.people.is_empty() {
        view! { <p id="no-people">{quality::NO_PEOPLE.say(lang)}</p> }.into_any()
    } else {
        people_table(lang, view)
    };
    view! {
        <section>
            <h2>{quality::BY_ENUMERATOR.say(lang)}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn people_table(lang: Lang, view: &MeasureView) -> AnyView {
    let with_limits = view.people.iter().any(|line| line.deviations.is_some());
    let head = with_limits.then(|| view! { <th scope="col">{quality::STANDS.say(lang)}</th> });
    let count = grouped(view.people_count as u64);
    let rows = view
        .people
        .iter()
        .map(|line| person(lang, view.measure, line, with_limits))
        .collect_view();
    let next = view.next.as_ref().map(|next| {
        let href = next.href(&format!("/quality/{}", view.measure.code()));
        view! { <p class="under-table no-print"><a rel="next" href=href>{quality::MORE.say(lang)}</a></p> }
    });
    let file = |name: &str| {
        view.chosen
            .query
            .href(&format!("/quality/{}/{name}", view.measure.code()))
    };
    view! {
        <div class="scroll" role="region" aria-labelledby="people-caption" tabindex="0">
            <table id="by-enumerator">
                <caption>
                    <span id="people-caption">{quality::PEOPLE.fill(lang, &[("count", &count)])}</span>
                    <span class="hint">{quality::PEOPLE_HINT.say(lang)}</span>
                </caption>
                <thead>
                    <tr>
                        <th scope="col">{quality::ENUMERATOR.say(lang)}</th>
                        <th scope="col">{quality::AGENCY.say(lang)}</th>
                        <th scope="col" class="num">{quality::VALUE.say(lang)}</th>
                        <th scope="col" class="num">{quality::OF.say(lang)}</th>
                        {head}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {next}
        {downloads(lang, &file("enumerators.csv"), &file("enumerators.xlsx"))}
    }
    .into_any()
}

fn person(lang: Lang, measure: Measure, line: &PersonLine, with_limits: bool) -> AnyView {
    let name = line
        .name
        .clone()
        .map(|name| view! { <br /> <bdi>{name}</bdi> });
    let part = match line.value {
        Value::Share { part, whole } => Some(coverage::of(lang, part, whole)),
        value => value.of().map(grouped),
    };
    let stands = with_limits.then(|| {
        let (words, style) = match line.deviations.map(f64::abs) {
            Some(far) if far > DEVIATIONS_998 => (quality::BEYOND_998, "tag tag-severe"),
            Some(far) if far > DEVIATIONS_95 => (quality::BEYOND_95, "tag tag-review"),
            Some(_) => (quality::WITHIN, "tag tag-plain"),
            None => (quality::NOT_COMPARED, "hint"),
        };
        view! { <td><span class=style>{words.say(lang)}</span></td> }
    });
    view! {
        <tr>
            <th scope="row" class="breakable">
                <a href=enumerator_href(&line.code, None)><bdi>{line.code.clone()}</bdi></a>
                {name}
            </th>
            <td dir="auto">{line.agency.clone()}</td>
            <td class="num"><bdi>{measures::written(lang, measure, Some(line.value))}</bdi></td>
            <td class="num">{part}</td>
            {stands}
        </tr>
    }
    .into_any()
}
