//! `/coordination`: what needs action first, then every district with its stage.

pub mod cases;
mod cases_table;
pub mod district;
pub mod import;
pub(crate) mod listing;
pub mod new;
pub mod one;
pub(crate) mod parts;
pub mod refusals;
pub mod silent;

use super::failed::Failed;
use crate::components::Page;
use crate::request::{self, Answer};
use crate::texts::{coordination as words, isolated};
use api::ApiError;
use api::coordination::{
    BoardQuery, BoardRow, BoardView, CaseQuery, RefusalsQuery, Silent, SilentQuery, StageIs,
    district_href,
};
use api::query::decoded_pairs;
use domain::coordination::{Agency, CaseKind};
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;
use listing::{Filter, Head, Listing};
use parts::Part;

/// The page.
#[component]
pub fn Board() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let pairs = decoded_pairs(&request::raw_query());
    let (query, problems) = BoardQuery::parse(parts::told(&pairs));
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        match backend.board(&session, query, problems).await {
            Ok(view) => page(&view),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &BoardView) -> AnyView {
    let lang = request::lang();
    let part = parts::nav(lang, Part::Board);
    let fresh = parts::freshness(lang, &view.freshness);
    let first = first(lang, view);
    let filter = filter(lang, view);
    let (in_stages, table) = (in_stages(lang, view), table(lang, view));
    view! {
        <Page title=words::COORDINATION.say(lang).to_owned()>
            <div class="coordination">
                <div class="page-title"><h1>{words::COORDINATION.say(lang)}</h1></div>
                <p class="lead">{words::LEAD.say(lang)}</p>
                {part}
                {fresh}
                {first}
                {in_stages}
                {filter}
                {table}
            </div>
        </Page>
    }
    .into_any()
}

/// A count that needs action: its name, how many, of what, and the way there.
struct First {
    id: &'static str,
    name: &'static str,
    count: Option<u64>,
    of: String,
    href: Option<String>,
}

fn first(lang: Lang, view: &BoardView) -> AnyView {
    let counts = &view.counts;
    let of = |text: crate::texts::Text, count: u64| text.fill(lang, &[("count", &grouped(count))]);
    let people = SilentQuery {
        what: Silent::Enumerators,
        ..SilentQuery::default()
    };
    let overdue = CaseQuery {
        overdue: true,
        ..CaseQuery::waiting(CaseKind::Escalation)
    };
    let unowned = RefusalsQuery {
        unowned: true,
        ..RefusalsQuery::default()
    };
    let cards = [
        First {
            id: "overdue",
            name: words::OVERDUE_ESCALATIONS.say(lang),
            count: Some(counts.overdue.0),
            of: of(words::OF_OPEN, counts.overdue.1),
            href: Some(overdue.href()),
        },
        First {
            id: "dispatch",
            name: words::DISPATCH_WAITING.say(lang),
            count: Some(counts.dispatch.0),
            of: of(words::OF_THEM_CREATED, counts.dispatch.1),
            href: Some(CaseQuery::waiting(CaseKind::Dispatch).href()),
        },
        First {
            id: "silent-ucs",
            name: words::SILENT_COUNCILS.say(lang),
            count: Some(counts.silent_councils.0),
            of: words::OF_COUNCILS.fill(
                lang,
                &[
                    ("count", &grouped(counts.silent_councils.1)),
                    ("never", &grouped(counts.never_began)),
                ],
            ),
            href: Some(SilentQuery::default().href()),
        },
        First {
            id: "silent-enumerators",
            name: words::SILENT_PEOPLE.say(lang),
            count: counts.silent_people.map(|(silent, _)| silent),
            of: counts
                .silent_people
                .map_or_else(String::new, |(_, deployed)| of(words::OF_PEOPLE, deployed)),
            // Who sees sums only gets no list of people.
            href: view.sees_details.then(|| people.href()),
        },
        First {
            id: "refusals",
            name: words::UNOWNED_REFUSALS.say(lang),
            count: Some(counts.unowned_refusals.0),
            of: of(words::OF_REFUSALS, counts.unowned_refusals.1),
            href: Some(unowned.href()),
        },
    ];
    let cards = cards.map(|card| {
        let figure = match card.count {
            Some(count) => grouped(count),
            None => words::NO_ROSTER.say(lang).to_owned(),
        };
        let style = match card.count {
            Some(_) => "figure",
            None => "figure figure-words",
        };
        let figure = match card.href.filter(|_| card.count.is_some()) {
            Some(href) => view! { <a href=href><bdi>{figure}</bdi></a> }.into_any(),
            None => view! { <bdi>{figure}</bdi> }.into_any(),
        };
        view! {
            <div class="card" id=format!("first-{}", card.id)>
                <dt>{card.name}</dt>
                <dd><span class=style>{figure}</span> " " <span class="unit">{card.of}</span></dd>
            </div>
        }
        .into_any()
    });
    view! {
        <section class="headline" aria-labelledby="first-title">
            <h2 id="first-title" class="visually-hidden">{words::FIRST.say(lang)}</h2>
            <dl id="first" class="cards">{cards.into_iter().collect_view()}</dl>
        </section>
    }
    .into_any()
}

fn in_stages(lang: Lang, view: &BoardView) -> Option<AnyView> {
    if view.districts == 0 {
        return None;
    }
    let lines = view
        .in_stage
        .iter()
        .filter(|(_, number)| *number > 0)
        .map(|(is, number)| {
            let query = BoardQuery {
                stage: Some(*is),
                ..BoardQuery::default()
            };
            let count = grouped(*number);
            let name = words::stage_is(*is).say(lang);
            let said = format!("{} {name}", isolated(lang, &count));
            let stage = match is {
                StageIs::At(stage) => Some(*stage),
                StageIs::NotBegun | StageIs::Unset => None,
            };
            view! { <li><a class=parts::stage_style(stage) href=query.href()>{said}</a></li> }
        })
        .collect_view();
    let lead = words::IN_STAGES.fill(lang, &[("count", &grouped(view.districts))]);
    Some(
        view! {
            <section id="in-stages" class="standings"><p>{lead}</p><ul>{lines}</ul></section>
        }
        .into_any(),
    )
}

fn filter(lang: Lang, view: &BoardView) -> AnyView {
    let query = &view.query;
    let stages = StageIs::all().map(|is| {
        let said = words::stage_is(is).say(lang);
        (is.code(), said, query.stage == Some(is))
    });
    let any = Some(words::ANY.say(lang));
    let stage = listing::choice("stage", words::STAGE.say(lang), any, stages);
    let agency = parts::agency_choice(lang, words::OPEN_CASES, query.agency);
    let late = parts::tick("late", words::LATE_ONLY.say(lang), query.late);
    let filter = Filter {
        action: "/coordination",
        reset: BoardQuery::default().href(),
        problems: parts::problems(lang, &view.problems),
        fields: view! { {stage} {agency} {late} }.into_any(),
    };
    filter.view(lang)
}

fn table(lang: Lang, view: &BoardView) -> AnyView {
    if view.rows.is_empty() {
        let said = match view.query.is_chosen() {
            true => words::NO_DISTRICTS_CHOSEN,
            false => words::NO_DISTRICTS,
        };
        return view! { <p id="no-districts" class="notice">{said.say(lang)}</p> }.into_any();
    }
    let rows = view.rows.iter().map(|one| row(lang, one)).collect_view();
    let table = Listing {
        id: "board",
        caption: words::BOARD_CAPTION,
        heads: vec![
            Head::words(words::DISTRICT),
            Head::words(words::STAGE),
            Head::words(words::PRESENT_DATES),
            Head::words(words::NEXT),
            Head::numbers(words::LATE),
            Head::words(words::OPEN_CASES),
            Head::numbers(words::SILENT_OF),
        ],
        rows: rows.into_any(),
    };
    view! {
        {listing::total(lang, None, &view.query.csv_href(), "districts.csv")}
        {table.view(lang)}
    }
    .into_any()
}

fn row(lang: Lang, row: &BoardRow) -> AnyView {
    let stages = &row.stages;
    let (present, next) = (stages.present(), stages.next());
    let began = present.map(|stage| {
        let dates = stages.of(stage);
        let planned = dates.planned_on.map(|day| {
            let said = words::PLANNED_ON.fill(lang, &[("day", &day.to_string())]);
            view! { " " <span class="hint">{said}</span> }
        });
        view! { {parts::day(lang, dates.actual_on)} {planned} }.into_any()
    });
    let coming = match next {
        Some(stage) => {
            let planned = match stages.of(stage).planned_on {
                Some(day) => words::PLANNED_ON.fill(lang, &[("day", &day.to_string())]),
                None => words::NOT_PLANNED.say(lang).to_owned(),
            };
            view! {
                {words::stage(Some(stage)).say(lang)} " " <span class="hint">{planned}</span>
            }
            .into_any()
        }
        None => view! { <span class="hint">{words::NOTHING_LEFT.say(lang)}</span> }.into_any(),
    };
    let late = row.late_days.map(|days| {
        view! { <span class="tag tag-late">{words::days(lang, days)}</span> }
    });
    let open = open_cases(lang, row);
    let silent = row.silent.map(|(silent, deployed)| {
        let pairs = [("part", grouped(silent)), ("whole", grouped(deployed))];
        words::OF_NUMBER.fill(
            lang,
            &[(pairs[0].0, &pairs[0].1), (pairs[1].0, &pairs[1].1)],
        )
    });
    let name = row.area.name_in(lang).to_owned();
    view! {
        <tr>
            <th scope="row"><a href=district_href(&row.area.code)><bdi>{name}</bdi></a></th>
            <td>{parts::stage_tag(lang, present)}</td>
            <td class="dates">{began}</td>
            <td class="dates">{coming}</td>
            <td class="num">{late}</td>
            <td>{open}</td>
            <td class="num">{silent}</td>
        </tr>
    }
    .into_any()
}

/// Open cases by agency, each a way to the list.
fn open_cases(lang: Lang, row: &BoardRow) -> Option<AnyView> {
    if row.open.is_empty() {
        return None;
    }
    let lines = row
        .open
        .iter()
        .map(|open| {
            let name = words::agency(open.agency).say(lang);
            let said = format!("{}: {}", name, grouped(open.open));
            let href = open_of(&row.area.code, open.agency);
            let said = view! { <a href=href>{said}</a> };
            let overdue = (open.overdue > 0).then(|| {
                let count = grouped(open.overdue);
                view! {
                    " " <span class="tag tag-late">{format!("{} {count}", words::OVERDUE_NUMBER.say(lang))}</span>
                }
            });
            view! { <li>{said} {overdue}</li> }
        })
        .collect_view();
    Some(view! { <ul class="open-of">{lines}</ul> }.into_any())
}

fn open_of(district: &str, agency: Option<Agency>) -> String {
    CaseQuery {
        agency: Some(agency),
        status: Some(api::coordination::Standing::Waiting),
        area: Some(district.to_owned()),
        ..CaseQuery::default()
    }
    .href()
}
