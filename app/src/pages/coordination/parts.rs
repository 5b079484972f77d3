//! What the pages of coordination share.

use crate::texts::coordination as words;
use crate::texts::{Text, coverage, flags, overview, silent};
use api::coordination::{Freshness, agency_code};
use api::coverage::AreaRef;
use api::flags::enumerator_href;
use api::query::percent_encoded;
use domain::coordination::{Agency, CaseStatus, Stage, Subject, SubjectKind};
use domain::lang::Lang;
use domain::time::SurveyDay;
use leptos::prelude::*;

/// Name and value of parameters.
pub fn told(pairs: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()))
}

/// A page of coordination.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The districts.
    Board,
    /// The cases.
    Cases,
    /// Who is silent.
    Silent,
    /// The refusals.
    Refusals,
}

/// The way between the pages; `current` is the one that is shown or that the page lies under.
pub fn nav(lang: Lang, current: Part) -> AnyView {
    let links = [
        (Part::Board, "/coordination", words::BOARD),
        (Part::Cases, "/coordination/cases", words::CASES),
        (Part::Silent, "/coordination/silent", words::SILENT),
        (Part::Refusals, "/coordination/refusals", words::REFUSALS),
    ]
    .map(|(part, href, text)| {
        let current = (part == current).then_some("true");
        view! { <li><a href=href aria-current=current>{text.say(lang)}</a></li> }
    });
    view! {
        <nav class="parts no-print" aria-label=words::PARTS.say(lang)>
            <ul>{links.into_iter().collect_view()}</ul>
        </nav>
    }
    .into_any()
}

/// How old the figures are, and whether newer ones cannot be read.
pub fn freshness(lang: Lang, fresh: &Freshness) -> AnyView {
    let as_of = match fresh.as_of_local.as_deref() {
        Some(time) => {
            let values = [("time", time), ("zone", fresh.zone.as_str())];
            let days = fresh.late_days.to_string();
            let (words, style) = match fresh.late_days {
                0 => (coverage::AS_OF.fill(lang, &values), "as-of"),
                1 => (coverage::LATE_ONE.fill(lang, &values), "notice notice-late"),
                _ => {
                    let values = [values[0], values[1], ("days", days.as_str())];
                    (coverage::LATE.fill(lang, &values), "notice notice-late")
                }
            };
            view! { <p id="as-of" class=style>{words}</p> }
        }
        None => {
            let words = coverage::NO_SUBMISSIONS.say(lang).to_owned();
            view! { <p id="as-of" class="notice notice-late">{words}</p> }
        }
    };
    let failing = fresh.failing_since.as_deref().map(|since| {
        let words = match fresh.as_of_local.as_deref() {
            Some(time) => overview::FAILING.fill(lang, &[("since", since), ("time", time)]),
            None => overview::FAILING_EVER.fill(lang, &[("since", since)]),
        };
        view! { <p id="quality-failing" class="notice notice-late">{words}</p> }
    });
    view! { {as_of} {failing} }.into_any()
}

/// What was wrong with a filter.
pub fn problems(lang: Lang, problems: &[&'static str]) -> Option<AnyView> {
    if problems.is_empty() {
        return None;
    }
    let lines = problems
        .iter()
        .map(|parameter| view! { <li>{parameter_name(parameter).say(lang)}</li> })
        .collect_view();
    Some(
        view! {
            <div id="filter-problems" class="notice notice-error" role="alert">
                <p>{words::PROBLEMS.say(lang)}</p>
                <ul>{lines}</ul>
            </div>
        }
        .into_any(),
    )
}

fn parameter_name(parameter: &str) -> Text {
    match parameter {
        "stage" => words::STAGE,
        "agency" => words::AGENCY,
        "kind" => words::KIND,
        "status" => words::STATUS,
        "what" => silent::WHAT_FIELD,
        "state" => silent::STATE_FIELD,
        "days" => silent::DAYS_FIELD,
        _ => flags::AREA_FIELD,
    }
}

/// An option for each agency.
pub fn agencies(lang: Lang, chosen: Option<Agency>) -> AnyView {
    Agency::ALL
        .into_iter()
        .map(|agency| {
            let name = words::agency(Some(agency)).say(lang);
            view! { <option value=agency.code() selected=chosen == Some(agency)>{name}</option> }
        })
        .collect_view()
        .into_any()
}

/// The field that chooses an agency to filter by, or those that nobody was given.
pub fn agency_choice(lang: Lang, label: Text, chosen: Option<Option<Agency>>) -> AnyView {
    let agencies = Agency::ALL.map(Some).into_iter().chain([None]);
    let options = agencies.map(|agency| {
        let said = words::agency(agency).say(lang);
        (agency_code(agency), said, chosen == Some(agency))
    });
    let any = Some(words::ANY.say(lang));
    super::listing::choice("agency", label.say(lang), any, options)
}

/// The field that chooses an area to filter by. One that a link has chosen is kept, although the list is of the next level only.
pub fn area_field(lang: Lang, areas: &[(String, String)], chosen: Option<&str>) -> AnyView {
    let other = chosen
        .filter(|code| !areas.iter().any(|(known, _)| known == code))
        .map(|code| (code.to_owned(), code.to_owned()));
    let options = areas
        .iter()
        .cloned()
        .chain(other)
        .map(|(code, name)| {
            let is_chosen = chosen == Some(code.as_str());
            view! { <option value=code selected=is_chosen>{name}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for="area">{words::AREA.say(lang)}</label>
            <select id="area" name="area">
                <option value="">{words::ANY.say(lang)}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// A box to tick in a filter.
pub fn tick(name: &'static str, label: &'static str, is_ticked: bool) -> AnyView {
    view! {
        <div class="field field-tick">
            <label for=name>
                <input id=name name=name type="checkbox" value="1" checked=is_ticked />
                " "
                {label}
            </label>
        </div>
    }
    .into_any()
}

/// How a stage looks: colour only helps, the words are beside it.
pub fn stage_style(stage: Option<Stage>) -> String {
    format!("tag tag-stage-{}", stage.map_or("none", Stage::code))
}

/// A stage as a tag.
pub fn stage_tag(lang: Lang, stage: Option<Stage>) -> AnyView {
    view! { <span class=stage_style(stage)>{words::stage(stage).say(lang)}</span> }.into_any()
}

/// A status as a tag.
pub fn status_tag(lang: Lang, status: CaseStatus) -> AnyView {
    let style = format!("tag tag-case-{}", status.code());
    view! { <span class=style>{words::status(status).say(lang)}</span> }.into_any()
}

/// A day, or that none is set.
pub fn day(lang: Lang, day: Option<SurveyDay>) -> AnyView {
    match day {
        Some(day) => view! { <bdi class="day">{day.to_string()}</bdi> }.into_any(),
        None => view! { <span class="hint">{words::NOT_SET.say(lang)}</span> }.into_any(),
    }
}

/// An area with the way to its coverage, and the district that it lies in.
pub fn area(lang: Lang, area: &AreaRef, district: Option<&AreaRef>) -> AnyView {
    let href = format!("/coverage/{}", percent_encoded(&area.code));
    let name = area.name_in(lang).to_owned();
    let district = district.map(|district| {
        let name = district.name_in(lang).to_owned();
        view! { " " <span class="hint"><bdi>{name}</bdi></span> }
    });
    view! { <a href=href><bdi>{name}</bdi></a> {district} }.into_any()
}

/// Whom or what a case is about, with the way to their days.
pub fn subject(lang: Lang, subject: &Subject) -> AnyView {
    let code = view! { <bdi>{subject.code.clone()}</bdi> };
    match subject.kind {
        SubjectKind::Enumerator => {
            let href = enumerator_href(&subject.code, None);
            view! { {words::ENUMERATOR.say(lang)} " " <a href=href>{code}</a> }.into_any()
        }
        SubjectKind::Device => view! { {words::DEVICE.say(lang)} " " {code} }.into_any(),
    }
}

/// What was done or not done, as a notice.
pub fn notice(lang: Lang, id: &'static str, said: Text, is_error: bool) -> AnyView {
    let (style, role) = match is_error {
        true => ("notice notice-error", "alert"),
        false => ("notice", "status"),
    };
    view! { <p id=id class=style role=role>{said.say(lang)}</p> }.into_any()
}
