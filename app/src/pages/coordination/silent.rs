//! `/coordination/silent`: union councils, enumerators and tablets that nothing was heard of.

use super::listing::{self, Filter, Head, Listing};
use super::parts::{self, Part};
use crate::components::Page;
use crate::pages::failed::Failed;
use crate::request::{self, Answer};
use crate::texts::{Text, coordination as words, isolated, silent as own};
use api::ApiError;
use api::coordination::{CaseForm, Silent, SilentItem, SilentQuery, SilentView, case_href};
use api::flags::enumerator_href;
use api::query::decoded_pairs;
use domain::coordination::{Agency, CaseKind, Silence, SilenceState};
use domain::lang::Lang;
use domain::number::grouped;
use domain::time::SurveyDay;
use leptos::prelude::*;

/// The page.
#[component]
pub fn SilentPage() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let pairs = decoded_pairs(&request::raw_query());
    let (query, problems) = SilentQuery::parse(parts::told(&pairs));
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        match backend.silent(&session, query, problems).await {
            Ok(view) => page(&view),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &SilentView) -> AnyView {
    let lang = request::lang();
    let nav = parts::nav(lang, Part::Silent);
    let fresh = parts::freshness(lang, &view.freshness);
    let (states, list) = (in_states(lang, view), list(lang, view));
    let filter = filter(lang, view);
    let title = format!(
        "{}: {}",
        words::SILENT.say(lang),
        own::silent(view.query.what).say(lang)
    );
    view! {
        <Page title=title.clone()>
            <div class="coordination">
                <div class="page-title"><h1>{title}</h1></div>
                <p class="lead">{own::SILENT_LEAD.say(lang)}</p>
                {nav}
                {fresh}
                {filter}
                {states}
                {list}
            </div>
        </Page>
    }
    .into_any()
}

fn filter(lang: Lang, view: &SilentView) -> AnyView {
    let query = &view.query;
    let whats = Silent::ALL
        .into_iter()
        .filter(|what| view.sees_details || *what == Silent::UnionCouncils)
        .map(|what| (what.code(), own::silent(what).say(lang), query.what == what));
    let what = listing::choice("what", own::WHAT_FIELD.say(lang), None, whats);
    let states = SilenceState::ALL.map(|state| {
        let said = own::silence(query.what, state).say(lang);
        (state.code(), said, query.state == Some(state))
    });
    let any = Some(words::ANY.say(lang));
    let state = listing::choice("state", own::STATE_FIELD.say(lang), any, states);
    let areas = parts::area_field(lang, &view.areas, query.area.as_deref());
    let bad_days = view.problems.contains(&"days");
    let fields = view! {
        {what}
        {state}
        <div class="field">
            <label for="days">{own::DAYS_FIELD.say(lang)}</label>
            <input
                id="days" name="days" type="number" min="1" max="365" value=query.days.to_string()
                aria-invalid=bad_days.then_some("true")
                aria-describedby=bad_days.then_some("filter-problems")
            />
        </div>
        {areas}
    };
    let filter = Filter {
        action: "/coordination/silent",
        reset: SilentQuery::default().href(),
        problems: parts::problems(lang, &view.problems),
        fields: fields.into_any(),
    };
    filter.view(lang)
}

/// How many are silent in which way, each a way to its own.
fn in_states(lang: Lang, view: &SilentView) -> Option<AnyView> {
    let lines: Vec<AnyView> = view
        .by_state
        .iter()
        .filter(|(_, number)| *number > 0)
        .map(|(state, number)| {
            let query = SilentQuery {
                state: Some(*state),
                from: 0,
                ..view.query.clone()
            };
            let count = grouped(*number);
            let said = own::silence(view.query.what, *state).say(lang);
            let said = format!("{} {said}", isolated(lang, &count));
            let current = (view.query.state == Some(*state)).then_some("true");
            let style = silence_style(*state);
            view! { <li><a class=style href=query.href() aria-current=current>{said}</a></li> }
                .into_any()
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! { <section id="in-states" class="standings"><ul>{lines}</ul></section> }.into_any()
    })
}

fn silence_style(state: SilenceState) -> String {
    format!("tag tag-silence-{}", state.code())
}

fn list(lang: Lang, view: &SilentView) -> AnyView {
    if view.items.is_empty() {
        let said = match (view.query.state, view.of) {
            (Some(_), _) if view.by_state.iter().any(|(_, number)| *number > 0) => {
                own::NONE_SILENT_CHOSEN
            }
            (_, 0) => own::NOBODY_EXPECTED,
            _ => own::NONE_SILENT,
        };
        return view! { <p id="none-silent" class="notice">{said.say(lang)}</p> }.into_any();
    }
    let days = words::days(lang, view.query.days.unsigned_abs());
    let total = own::SILENT_TOTAL.fill(
        lang,
        &[
            ("part", &grouped(view.silent)),
            ("whole", &grouped(view.of)),
            ("days", &days),
        ],
    );
    let mut heads: Vec<Head> = match view.query.what {
        Silent::UnionCouncils => vec![words::UNION_COUNCIL],
        Silent::Enumerators => vec![words::ENUMERATOR, words::TEHSIL],
        Silent::Devices => vec![words::DEVICE, words::LAST_USER, words::TEHSIL],
    }
    .into_iter()
    .chain([own::STATE_FIELD, own::SILENT_FOR, words::OWNER])
    .map(Head::words)
    .collect();
    if view.can_write {
        heads.push(Head::action(words::ESCALATE));
    }
    let rows = view
        .items
        .iter()
        .map(|item| row(lang, view, item))
        .collect_view();
    let table = Listing {
        id: "silent-table",
        caption: own::SILENT_CAPTION,
        heads,
        rows: rows.into_any(),
    };
    let next = view.next.as_ref().map(SilentQuery::href);
    view! {
        {listing::total(lang, Some(total), &view.query.csv_href(), "silent.csv")}
        {table.view(lang)}
        {listing::next(lang, next)}
    }
    .into_any()
}

fn row(lang: Lang, view: &SilentView, item: &SilentItem) -> AnyView {
    let area = parts::area(lang, &item.area, item.district.as_ref());
    let person = |code: &str| {
        let href = enumerator_href(code, None);
        view! { <a href=href><bdi>{code.to_owned()}</bdi></a> }.into_any()
    };
    let first = match view.query.what {
        Silent::UnionCouncils => view! { <th scope="row">{area}</th> }.into_any(),
        Silent::Enumerators => {
            let name = item.name.clone().map(|name| {
                view! { " " <span class="hint"><bdi>{name}</bdi></span> }
            });
            view! { <th scope="row">{person(&item.code)} {name}</th> <td>{area}</td> }.into_any()
        }
        Silent::Devices => {
            let user = item.user.as_deref().map(person);
            view! {
                <th scope="row"><bdi>{item.code.clone()}</bdi></th>
                <td>{user}</td>
                <td>{area}</td>
            }
            .into_any()
        }
    };
    let days = item.days.map(|days| words::days(lang, days));
    // Where the silence began another day than the state tells, it is said.
    let told = item.silence.last_on().or(item.silence.planned_on());
    let since = item.since.filter(|since| told != Some(*since));
    let since = since.map(|day| {
        let said = own::SINCE.fill(lang, &[("day", &day.to_string())]);
        view! { " " <span class="hint">{said}</span> }
    });
    let known = item.owner.as_deref().and_then(Agency::from_code);
    let owner = match (known, &item.owner) {
        (Some(agency), _) => words::agency(Some(agency)).say(lang).to_owned(),
        (None, Some(owner)) => owner.clone(),
        (None, None) => words::NO_AGENCY.say(lang).to_owned(),
    };
    let escalate = escalate(lang, view, item, known);
    view! {
        <tr>
            {first}
            <td class="dates">{state(lang, view, item)}</td>
            <td class="dates">{days} {since}</td>
            <td><bdi>{owner}</bdi></td>
            {escalate}
        </tr>
    }
    .into_any()
}

/// In which way it is silent, and the day that belongs to it: when it was heard of last, or when it should have begun.
fn state(lang: Lang, view: &SilentView, item: &SilentItem) -> AnyView {
    let state = item.silence.state();
    let tag = own::silence(view.query.what, state).say(lang);
    let day = |text: Text, day: SurveyDay| text.fill(lang, &[("day", &day.to_string())]);
    let today = view.freshness.today;
    let overdue = today.and_then(|today| item.silence.overdue_days(today));
    let said = match (item.silence, overdue) {
        (Silence::FellSilent { last_on: Some(on) }, _) => Some(day(own::LAST_ON, on)),
        (Silence::FellSilent { last_on: None }, _) => Some(own::LAST_UNKNOWN.say(lang).to_owned()),
        (Silence::NeverBegan { planned_on }, Some(days)) => planned_on.map(|on| {
            let (on, days) = (on.to_string(), words::days(lang, days));
            own::START_OVERDUE.fill(lang, &[("day", &on), ("days", &days)])
        }),
        (Silence::NeverBegan { planned_on }, None) => {
            planned_on.map(|on| day(words::PLANNED_ON, on))
        }
    };
    view! {
        <span class=silence_style(state)>{tag}</span>
        {said.map(|said| view! { " " <span class="hint">{said}</span> })}
    }
    .into_any()
}

/// The way to a new case about it that is filled in, or to the one there is. Who is named stands only where details are seen.
fn escalate(
    lang: Lang,
    view: &SilentView,
    item: &SilentItem,
    agency: Option<Agency>,
) -> Option<AnyView> {
    let cell = |inner: AnyView| view! { <td class="no-print">{inner}</td> }.into_any();
    if !view.can_write {
        return None;
    }
    if let Some(case_id) = item.escalated {
        let said = words::ESCALATED.fill(lang, &[("number", &case_id.to_string())]);
        return Some(cell(
            view! { <a href=case_href(case_id)>{said}</a> }.into_any(),
        ));
    }
    let day = item
        .since
        .map_or_else(|| own::NEVER.say(lang).to_owned(), |day| day.to_string());
    let user = item.user.clone().unwrap_or_default();
    let values = [("code", item.code.as_str()), ("day", &day), ("user", &user)];
    let (title, detail) = match view.query.what {
        Silent::UnionCouncils => (own::TITLE_COUNCIL, None),
        Silent::Enumerators => (own::TITLE_ENUMERATOR, Some(own::DETAIL_ENUMERATOR)),
        Silent::Devices => (own::TITLE_DEVICE, Some(own::DETAIL_DEVICE)),
    };
    let mut form = CaseForm::new(CaseKind::Escalation);
    form.area = item.area.code.clone();
    let subject = view.query.what.subject(&item.code);
    form.subject = subject.map_or_else(String::new, |subject| subject.written());
    form.draft.title = plain(&title.fill(lang, &values));
    form.draft.detail = detail
        .map(|text| plain(&text.fill(lang, &values)))
        .unwrap_or_default();
    form.draft.agency = agency;
    let name = match view.query.what {
        Silent::UnionCouncils => item.area.name_in(lang).to_owned(),
        _ => item.code.clone(),
    };
    let label = words::ESCALATE_NAMED.fill(lang, &[("name", &name)]);
    Some(cell(
        view! { <a href=form.href() aria-label=label>{words::ESCALATE.say(lang)}</a> }.into_any(),
    ))
}

/// A sentence as somebody would type it: without the marks that keep numbers in their order on a page.
pub(super) fn plain(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}
