//! `/audit`: who saw or did what, when, from where.

use super::failed::Failed;
use crate::components::{Commands, Page, also_xlsx};
use crate::request::{self, Answer};
use crate::texts::{Text, audit, common};
use api::ApiError;
use api::audit::{AuditLine, AuditQuery, AuditView, KINDS, kind_code};
use api::query::decoded_pairs;
use domain::audit::Action;
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;

const VERIFY: &[&str] = &["fieldwatch audit verify"];

/// The page. `?who=…&action=…&kind=…&subject=…&area=…&address=…&from=…&to=…` chooses, `&before=N` turns it.
#[component]
pub fn Audit() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let pairs = decoded_pairs(&request::raw_query());
    let told = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()));
    let (query, problems) = AuditQuery::parse(told);
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        match backend.audit(&session, query, problems).await {
            Ok(view) => page(&view).into_any(),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &AuditView) -> impl IntoView + use<> {
    let lang = request::lang();
    let say = move |text: Text| text.say(lang);
    let content = match view.lines.is_empty() {
        true => view! { <p class="notice" id="no-entries">{say(audit::NONE)}</p> }.into_any(),
        false => entries(lang, view),
    };
    let filter = filter(lang, view);
    let number = grouped(u64::try_from(view.head.0).unwrap_or(0));
    let head = audit::HEAD.fill(lang, &[("number", &number), ("hash", &view.head.1)]);
    view! {
        <Page title=say(audit::AUDIT).to_owned()>
            <div class="page-title">
                <h1>{say(audit::AUDIT)}</h1>
            </div>
            <p class="lead">{say(audit::LEAD)}</p>
            {filter}
            {content}
            <p id="audit-head" class="hint breakable">{head}</p>
            <Commands lines=VERIFY />
        </Page>
    }
}

fn filter(lang: Lang, view: &AuditView) -> AnyView {
    let query = &view.query;
    let problems = (!view.problems.is_empty()).then(|| {
        let lines = view
            .problems
            .iter()
            .map(|name| view! { <li>{field(name).say(lang)}</li> })
            .collect_view();
        view! {
            <div id="filter-problems" class="notice notice-error" role="alert">
                <p>{audit::PROBLEMS.say(lang)}</p>
                <ul>{lines}</ul>
            </div>
        }
    });
    let actions = Action::ALL
        .into_iter()
        .map(|action| {
            let words = audit::action(action).say(lang);
            let chosen = query.action == Some(action);
            view! { <option value=action.code() selected=chosen>{words}</option> }
        })
        .collect_view();
    let kinds = KINDS
        .into_iter()
        .map(|kind| {
            let words = audit::kind(kind).say(lang);
            let chosen = query.kind == Some(kind);
            view! { <option value=kind_code(kind) selected=chosen>{words}</option> }
        })
        .collect_view();
    let text = |name: &'static str, value: &Option<String>| {
        let value = value.clone().unwrap_or_default();
        view! {
            <div class="field">
                <label for=name>{field(name).say(lang)}</label>
                <input id=name name=name type="text" dir="ltr" autocomplete="off" value=value />
            </div>
        }
    };
    let day = |name: &'static str, value: Option<domain::time::SurveyDay>| {
        let value = value.map(|day| day.to_string()).unwrap_or_default();
        view! {
            <div class="field">
                <label for=name>{field(name).say(lang)}</label>
                <input id=name name=name type="date" value=value />
            </div>
        }
    };
    view! {
        <section class="filter no-print" aria-labelledby="filter-title">
            <h2 id="filter-title">{audit::FILTER.say(lang)}</h2>
            {problems}
            <form id="filters" method="get" action="/audit">
                {text("who", &query.who)}
                <div class="field">
                    <label for="action">{audit::ACTION.say(lang)}</label>
                    <select id="action" name="action">
                        <option value="">{audit::ANY.say(lang)}</option>
                        {actions}
                    </select>
                </div>
                <div class="field">
                    <label for="kind">{audit::KIND.say(lang)}</label>
                    <select id="kind" name="kind">
                        <option value="">{audit::ANY.say(lang)}</option>
                        {kinds}
                    </select>
                </div>
                {text("subject", &query.subject)}
                {text("area", &query.area)}
                {text("address", &query.address)}
                {day("from", query.from)}
                {day("to", query.to)}
                <div class="field field-actions">
                    <button type="submit" class="button">{audit::APPLY.say(lang)}</button>
                    <a id="filter-reset" href=AuditQuery::default().href()>{audit::RESET.say(lang)}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// The words of a field, by its name in the address.
fn field(name: &str) -> Text {
    match name {
        "who" => audit::WHO,
        "kind" => audit::KIND,
        "subject" => audit::SUBJECT,
        "area" => audit::AREA,
        "address" => audit::ADDRESS,
        "from" => audit::FROM,
        "to" => audit::TO,
        _ => audit::ACTION,
    }
}

fn entries(lang: Lang, view: &AuditView) -> AnyView {
    let say = move |text: Text| text.say(lang);
    let lines = view
        .lines
        .iter()
        .map(|line| entry(lang, line))
        .collect_view();
    let older = view.older.as_ref().map(|older| {
        view! { <a rel="next" href=older.href()>{say(audit::OLDER)}</a> }
    });
    let newest = view.query.before.map(|_| {
        let href = AuditQuery {
            before: None,
            ..view.query.clone()
        }
        .href();
        view! { <a href=href>{say(audit::NEWEST)}</a> " " }
    });
    view! {
        <p class="downloads no-print">
            <a href=view.query.csv_href() download="audit.csv">{say(audit::DOWNLOAD)}</a>
            {also_xlsx(lang, &view.query.csv_href())}
        </p>
        <div class="scroll" role="region" aria-labelledby="entries-title" tabindex="0">
            <table id="entries-table">
                <caption id="entries-title">
                    {audit::CAPTION.fill(lang, &[("zone", &view.zone)])}
                </caption>
                <thead>
                    <tr>
                        <th scope="col" class="num">{say(audit::NUMBER)}</th>
                        <th scope="col">{say(audit::TIME)}</th>
                        <th scope="col">{say(audit::WHO)}</th>
                        <th scope="col">{say(audit::ACTION)}</th>
                        <th scope="col">{say(audit::SUBJECT)}</th>
                        <th scope="col">{say(audit::AREA)}</th>
                        <th scope="col">{say(audit::DETAIL)}</th>
                        <th scope="col">{say(audit::ADDRESS)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        <p class="under-table no-print">{newest} {older}</p>
    }
    .into_any()
}

fn entry(lang: Lang, line: &AuditLine) -> AnyView {
    let kind = line.who_kind.and_then(audit::who_kind);
    let role = line.role.map(common::role);
    let more = kind.or(role).map(|text| {
        view! { <span class="hint">{text.say(lang)}</span> }
    });
    let name = (!line.who.is_empty()).then(|| view! { <bdi>{line.who.clone()}</bdi> " " });
    let action = match &line.action {
        Ok(action) => audit::action(*action).say(lang).to_owned(),
        Err(code) => code.clone(),
    };
    let cell =
        |text: &Option<String>| view! { <bdi dir="ltr">{text.clone().unwrap_or_default()}</bdi> };
    view! {
        <tr>
            <td class="num">{grouped(u64::try_from(line.seq).unwrap_or(0))}</td>
            <td class="at-minute"><bdi>{line.at_local.clone()}</bdi></td>
            <td>{name} {more}</td>
            <th scope="row">{action}</th>
            <td class="breakable">{cell(&line.subject)}</td>
            <td>{cell(&line.area)}</td>
            <td class="breakable">{cell(&line.detail)}</td>
            <td>{cell(&line.address)}</td>
        </tr>
    }
    .into_any()
}
