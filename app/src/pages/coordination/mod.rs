//! `/coordination`: what needs action first, then every district with its stage.

pub mod cases;
mod cases_table;
pub mod district;
pub mod import;
pub mod new;
pub mod one;
mod parts;
pub mod refusals;
pub mod silent;

use super::failed::Failed;
use crate::components::{Page, also_xlsx};
use crate::request::{self, Answer};
use crate::texts::{coordination as words, isolated};
use api::ApiError;
use api::coordination::{
    BoardQuery, BoardRow, BoardView, CaseQuery, RefusalsQuery, Silent, SilentQuery, district_href,
};
use api::query::decoded_pairs;
use domain::coordination::{Agency, CaseKind, Stage};
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;
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
            of: of(words::OF_COUNCILS, counts.silent_councils.1),
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
        .map(|(stage, number)| {
            let query = BoardQuery {
                stage: Some(*stage),
                ..BoardQuery::default()
            };
            let count = grouped(*number);
            let name = words::stage(*stage).say(lang);
            let said = format!("{} {name}", isolated(lang, &count));
            view! { <li><a class=parts::stage_style(*stage) href=query.href()>{said}</a></li> }
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
    let stages = std::iter::once(None)
        .chain(Stage::ALL.map(Some))
        .map(|stage| {
            let code = stage.map_or("none", Stage::code);
            let chosen = query.stage == Some(stage);
            view! { <option value=code selected=chosen>{words::stage(stage).say(lang)}</option> }
        })
        .collect_view();
    let agencies = parts::agencies(lang, query.agency);
    let problems = parts::problems(lang, &view.problems);
    view! {
        <section class="filter no-print" aria-labelledby="filter-title">
            <h2 id="filter-title">{words::FILTER.say(lang)}</h2>
            {problems}
            <form id="filters" method="get" action="/coordination">
                <div class="field">
                    <label for="stage">{words::STAGE.say(lang)}</label>
                    <select id="stage" name="stage">
                        <option value="">{words::ANY.say(lang)}</option>
                        {stages}
                    </select>
                </div>
                <div class="field">
                    <label for="agency">{words::OPEN_CASES.say(lang)}</label>
                    <select id="agency" name="agency">
                        <option value="">{words::ANY.say(lang)}</option>
                        {agencies}
                    </select>
                </div>
                {parts::tick("late", words::LATE_ONLY.say(lang), query.late)}
                <div class="field field-actions">
                    <button type="submit" class="button">{words::APPLY.say(lang)}</button>
                    <a id="filter-reset" href=BoardQuery::default().href()>{words::RESET.say(lang)}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
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
    view! {
        <p class="downloads no-print">
            <a href=view.query.csv_href() download="districts.csv">{words::DOWNLOAD.say(lang)}</a>
            <span class="no-print">{also_xlsx(lang, &view.query.csv_href())}</span>
        </p>
        <div class="scroll" role="region" aria-labelledby="board-title" tabindex="0">
            <table id="board">
                <caption id="board-title">{words::BOARD_CAPTION.say(lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words::DISTRICT.say(lang)}</th>
                        <th scope="col">{words::STAGE.say(lang)}</th>
                        <th scope="col">{words::PRESENT_DATES.say(lang)}</th>
                        <th scope="col">{words::NEXT.say(lang)}</th>
                        <th scope="col" class="num">{words::LATE.say(lang)}</th>
                        <th scope="col">{words::OPEN_CASES.say(lang)}</th>
                        <th scope="col" class="num">{words::SILENT_OF.say(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
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
            // The list can be asked for an agency, not for nobody.
            let said = match open.agency {
                Some(agency) => {
                    view! { <a href=open_of(&row.area.code, agency)>{said}</a> }.into_any()
                }
                None => view! { {said} }.into_any(),
            };
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

fn open_of(district: &str, agency: Agency) -> String {
    CaseQuery {
        agency: Some(agency),
        status: Some(api::coordination::Standing::Waiting),
        area: Some(district.to_owned()),
        ..CaseQuery::default()
    }
    .href()
}
