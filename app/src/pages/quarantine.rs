//! `/quarantine`: rows that could not be taken, by reason, as they came.

use super::failed::Failed;
use crate::components::{Commands, Page, also_xlsx};
use crate::request::{self, Answer};
use crate::texts::{Text, intake, reasons};
use api::ApiError;
use api::intake::{QuarantineGroup, QuarantineItem, QuarantineQuery, QuarantineView, ReplayNotice};
use api::query::decoded_pairs;
use domain::lang::Lang;
use domain::number::grouped;
use domain::permission::Permission;
use domain::reason::Reason;
use leptos::prelude::*;

const REPLAY: &[&str] = &["fieldwatch quarantine replay --mapping FILE.toml"];
const REPROCESS: &[&str] = &["fieldwatch reprocess --all"];

/// The page. `?kind=…&reason=…&import=…` chooses, `&after=N` turns the page, `&replayed=…` follows a replay.
#[component]
pub fn Quarantine() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let pairs = decoded_pairs(&request::raw_query());
    let told = || pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()));
    let (query, replayed) = (QuarantineQuery::parse(told()), ReplayNotice::parse(told()));
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        match backend.quarantine(&session, query).await {
            Ok(view) => {
                let may_replay = session.may(Permission::ReplayQuarantine);
                page(&view, replayed, may_replay).into_any()
            }
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(
    view: &QuarantineView,
    replayed: Option<ReplayNotice>,
    may_replay: bool,
) -> impl IntoView + use<> {
    let lang = request::lang();
    let say = move |text: Text| text.say(lang);
    let content = if view.groups.is_empty() {
        let words = match view.query.import {
            Some(_) => intake::NO_ROWS_OF_IMPORT,
            None => intake::QUARANTINE_EMPTY,
        };
        view! { <p class="notice" id="quarantine-empty">{say(words)}</p> }.into_any()
    } else {
        let download = match view.query.is_chosen() {
            true => intake::DOWNLOAD_CHOSEN,
            false => intake::DOWNLOAD,
        };
        view! {
            <p class="no-print">
                <a href=view.query.csv_href() download="quarantine.csv">{say(download)}</a>
                {also_xlsx(lang, &view.query.csv_href())}
            </p>
            {reasons_table(lang, view)}
            {may_replay.then(|| button(lang, view))}
            {rows(lang, view)}
        }
        .into_any()
    };
    let notice = replayed.map(|replayed| notice(lang, replayed));
    let import = import(lang, view);
    view! {
        <Page title=say(intake::QUARANTINE).to_owned()>
            <div class="page-title">
                <h1>{say(intake::QUARANTINE)}</h1>
            </div>
            <p class="lead">{say(intake::QUARANTINE_LEAD)}</p>
            {notice}
            {import}
            {content}
        </Page>
    }
}

/// What a replay did.
fn notice(lang: Lang, replayed: ReplayNotice) -> AnyView {
    let words = match replayed {
        ReplayNotice::Busy => intake::REPLAY_BUSY.say(lang).to_owned(),
        ReplayNotice::OlderFacts => intake::REPLAY_OLDER_FACTS.say(lang).to_owned(),
        ReplayNotice::Done {
            accepted,
            unchanged,
            still,
            ..
        } => {
            let rows = accepted.saturating_add(unchanged).saturating_add(still);
            let text = if rows == 1 {
                intake::REPLAYED_ONE
            } else {
                intake::REPLAYED
            };
            text.fill(
                lang,
                &[
                    ("count", &grouped(rows)),
                    ("accepted", &grouped(accepted)),
                    ("unchanged", &grouped(unchanged)),
                    ("still", &grouped(still)),
                ],
            )
        }
    };
    let command =
        (replayed == ReplayNotice::OlderFacts).then(|| view! { <Commands lines=REPROCESS /> });
    let untried = match replayed {
        ReplayNotice::Done { untried, .. } if untried > 0 => {
            let count = grouped(untried);
            let words = intake::REPLAY_UNTRIED.fill(lang, &[("count", &count)]);
            Some(view! { <p>{words}</p> })
        }
        _ => None,
    };
    view! {
        <div id="replayed" class="notice" role="status">
            <p>{words}</p>
            {untried}
            {command}
        </div>
    }
    .into_any()
}

/// Which import the rows are of.
fn import(lang: Lang, view: &QuarantineView) -> Option<AnyView> {
    let number = view.query.import?;
    let source = view.import_name.clone().unwrap_or_else(|| "?".to_owned());
    let words = intake::OF_IMPORT.fill(
        lang,
        &[("number", &number.to_string()), ("source", &source)],
    );
    Some(
        view! {
            <p id="of-import">
                {words} " "
                <a class="no-print" href="/quarantine">{intake::ALL_IMPORTS.say(lang)}</a>
            </p>
        }
        .into_any(),
    )
}

/// The button that replays what the page is about.
fn button(lang: Lang, view: &QuarantineView) -> AnyView {
    let query = &view.query;
    let words = match query.is_chosen() {
        true => intake::REPLAY_CHOSEN,
        false => intake::REPLAY_ALL,
    };
    let hidden = [
        ("kind", query.kind.map(|kind| kind.code().to_owned())),
        ("reason", query.reason.clone()),
        ("import", query.import.map(|import| import.to_string())),
    ]
    .map(|(name, value)| {
        value.map(|value| view! { <input type="hidden" name=name value=value /> })
    });
    view! {
        <form id="replay" class="under-table no-print" method="post" action="/quarantine/replay">
            {hidden}
            <p>
                <button type="submit" class="button" aria-describedby="replay-hint">
                    {words.say(lang)}
                </button>
            </p>
            <p id="replay-hint" class="hint">{intake::REPLAY_HINT.say(lang)}</p>
            <Commands lines=REPLAY />
        </form>
    }
    .into_any()
}

/// A reason in words, or the code that a later program wrote.
pub fn words(lang: Lang, code: &str) -> String {
    Reason::from_code(code).map_or_else(
        || code.to_owned(),
        |reason| reasons::name(reason).say(lang).to_owned(),
    )
}

/// What is wrong with a row. The sentence on file names columns and values and is English: an Urdu page says before it what
/// it comes to.
fn said(lang: Lang, item: &QuarantineItem) -> AnyView {
    let general = Reason::from_code(&item.reason_code)
        .filter(|_| lang != Lang::En || item.reason.is_none())
        .map(|reason| view! { <p>{reasons::sentence(reason).say(lang)}</p> });
    let stored = item.reason.clone().map(|reason| {
        view! { <p class="as-stored" lang="en" dir="ltr">{reason}</p> }
    });
    view! {
        {general}
        {stored}
    }
    .into_any()
}

fn reasons_table(lang: Lang, view: &QuarantineView) -> AnyView {
    let chosen = (view.query.kind, view.query.reason.as_deref());
    let lines = view
        .groups
        .iter()
        .map(|group| {
            let is_chosen = chosen == (Some(group.kind), Some(group.reason_code.as_str()));
            reason(lang, view, group, is_chosen)
        })
        .collect_view();
    let all = (chosen != (None, None)).then(|| {
        let href = QuarantineQuery {
            import: view.query.import,
            ..QuarantineQuery::default()
        }
        .href();
        view! {
            <p class="under-table no-print">
                <a href=href>{intake::ALL_REASONS.say(lang)}</a>
            </p>
        }
    });
    view! {
        <div class="scroll" role="region" aria-labelledby="reasons-title" tabindex="0">
            <table id="reasons-table">
                <caption id="reasons-title">{intake::REASONS_CAPTION.say(lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{intake::REASON.say(lang)}</th>
                        <th scope="col">{intake::WHAT.say(lang)}</th>
                        <th scope="col" class="num">{intake::ROWS.say(lang)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        {all}
    }
    .into_any()
}

fn reason(lang: Lang, view: &QuarantineView, group: &QuarantineGroup, is_chosen: bool) -> AnyView {
    let href = QuarantineQuery {
        kind: Some(group.kind),
        reason: Some(group.reason_code.clone()),
        import: view.query.import,
        after: 0,
    }
    .href();
    let current = is_chosen.then_some("true");
    view! {
        <tr>
            <th scope="row">
                <a href=href aria-current=current>{words(lang, &group.reason_code)}</a>
            </th>
            <td>{intake::kind(group.kind).say(lang)}</td>
            <td class="num">{grouped(group.rows)}</td>
        </tr>
    }
    .into_any()
}

fn rows(lang: Lang, view: &QuarantineView) -> AnyView {
    if view.rows.is_empty() {
        return view! { <p id="no-rows">{intake::NO_ROWS.say(lang)}</p> }.into_any();
    }
    let lines = view.rows.iter().map(|item| row(lang, item)).collect_view();
    let next = view.next.as_ref().map(|next| {
        view! {
            <p class="no-print"><a rel="next" href=next.href()>{intake::MORE_ROWS.say(lang)}</a></p>
        }
    });
    view! {
        <div class="scroll" role="region" aria-labelledby="rows-title" tabindex="0">
            <table id="rows-table">
                <caption id="rows-title">
                    {intake::ROWS_CAPTION.fill(lang, &[("zone", &view.zone)])}
                </caption>
                <thead>
                    <tr>
                        <th scope="col">{intake::PROBLEM.say(lang)}</th>
                        <th scope="col">{intake::ROW_TEXT.say(lang)}</th>
                        <th scope="col">{intake::SOURCE.say(lang)}</th>
                        <th scope="col" class="num">{intake::ROW_NUMBER.say(lang)}</th>
                        <th scope="col">{intake::FIRST_SEEN.say(lang)}</th>
                        <th scope="col">{intake::LAST_SEEN.say(lang)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        {next}
    }
    .into_any()
}

fn row(lang: Lang, item: &QuarantineItem) -> AnyView {
    let cut = item
        .is_cut
        .then(|| view! { <span class="hint">{intake::ROW_CUT.say(lang)}</span> });
    let raw = match item.text.clone() {
        Some(text) => {
            view! { <td class="raw-row"><code dir="ltr">{text}</code> {cut}</td> }.into_any()
        }
        None => {
            view! { <td><span class="hint">{intake::ROW_HELD.say(lang)}</span></td> }.into_any()
        }
    };
    view! {
        <tr>
            <th scope="row" class="reason">{said(lang, item)}</th>
            {raw}
            <td class="breakable"><bdi>{item.source_name.clone()}</bdi></td>
            <td class="num">{grouped(item.row_number)}</td>
            <td class="at-minute"><bdi>{item.first_seen_local.clone()}</bdi></td>
            <td class="at-minute"><bdi>{item.last_seen_local.clone()}</bdi></td>
        </tr>
    }
    .into_any()
}
