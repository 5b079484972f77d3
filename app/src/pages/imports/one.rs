//! `/imports/N`: one import, what became of its rows, and what has changed since.

use crate::components::Page;
use crate::pages::failed::Failed;
use crate::pages::quarantine::words;
use crate::request::{self, Answer};
use crate::texts::{Text, intake, one_import};
use api::ApiError;
use api::intake::{QuarantineGroup, QuarantineQuery, import_href};
use api::one_import::{Counting, ImportView, Since};
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page of the import whose number is in the address.
#[component]
pub fn OneImport() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let run_id = use_params_map().with_untracked(|params| params.get("run"));
    let run_id: Option<i32> = run_id.and_then(|text| text.parse().ok());
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        let view = match run_id {
            Some(run_id) => backend.import(&session, run_id).await,
            None => Err(ApiError::NotFound),
        };
        match view {
            Ok(view) => page(&view).into_any(),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &ImportView) -> impl IntoView + use<> {
    let lang = request::lang();
    let number = view.run.run_id.to_string();
    let source = view.run.source_name.clone();
    let title = one_import::TITLE.fill(lang, &[("number", &number), ("source", &source)]);
    let (facts, mapping) = (facts(lang, view), mapping(lang, view));
    let (problems, since) = (problems(lang, view), changed_since(lang, view));
    view! {
        <Page title=title>
            <p class="no-print"><a href="/imports">{one_import::ALL_IMPORTS.say(lang)}</a></p>
            <div class="page-title">
                <h1 class="breakable"><bdi>{source}</bdi></h1>
                <p class="level">{one_import::NUMBER.fill(lang, &[("number", &number)])}</p>
            </div>
            {facts}
            {mapping}
            <section class="import-part" aria-labelledby="problems-title">
                <h2 id="problems-title">{one_import::PROBLEMS.say(lang)}</h2>
                {problems}
            </section>
            <section class="import-part" aria-labelledby="since-title">
                <h2 id="since-title">{one_import::SINCE.say(lang)}</h2>
                {since}
            </section>
        </Page>
    }
}

/// What it was: who, when, which file, how it was read, how many rows.
fn facts(lang: Lang, view: &ImportView) -> AnyView {
    let run = &view.run;
    let plain = |text: String| view! { <bdi>{text}</bdi> }.into_any();
    let hash = match &run.file_hash {
        Some(hash) => {
            let hint = one_import::FILE_HASH_HINT.say(lang);
            view! {
                <code id="file-hash" dir="ltr">{hash.clone()}</code>
                <span class="hint">" " {hint}</span>
            }
            .into_any()
        }
        None => one_import::NO_FILE_HASH.say(lang).into_any(),
    };
    let format = view.format.clone().map(|format| {
        let text = match view.is_pushed {
            true => one_import::PUSHED.fill(lang, &[("format", &format)]),
            false => format,
        };
        (one_import::RECOGNISED, plain(text))
    });
    let zone = format.is_some().then(|| {
        let text = match &view.told_zone {
            Some(zone) => plain(zone.clone()),
            None => one_import::NO_TOLD_ZONE.say(lang).into_any(),
        };
        (one_import::TOLD_ZONE, text)
    });
    let took = super::took(lang, run.duration_s).into_any();
    let lines = [
        Some((intake::WHAT, intake::kind(run.kind).say(lang).into_any())),
        Some((intake::WHO, plain(run.actor.clone()))),
        Some((intake::STARTED, plain(run.started_local.clone()))),
        Some((intake::TOOK, took)),
        Some((one_import::FILE_HASH, hash)),
        format,
        zone,
        Some((intake::READ, plain(grouped(run.read)))),
        Some((intake::ACCEPTED, plain(grouped(run.accepted)))),
        Some((intake::UNCHANGED, plain(grouped(run.unchanged)))),
        Some((intake::UPDATED, plain(grouped(run.updated)))),
        Some((intake::SET_ASIDE, plain(grouped(run.quarantined)))),
    ];
    let lines = lines
        .into_iter()
        .flatten()
        .map(|(name, value)| {
            view! {
                <tr>
                    <th scope="row">{name.say(lang)}</th>
                    <td class="breakable">{value}</td>
                </tr>
            }
        })
        .collect_view();
    let caption = one_import::FACTS.fill(lang, &[("zone", &view.zone)]);
    view! {
        <div class="scroll" role="region" aria-labelledby="facts-title" tabindex="0">
            <table id="import-facts">
                <caption id="facts-title">{caption}</caption>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn mapping(lang: Lang, view: &ImportView) -> Option<AnyView> {
    let text = view.mapping.clone()?;
    Some(
        view! {
            <details id="mapping">
                <summary>{one_import::MAPPING.say(lang)}</summary>
                <pre class="commands" dir="ltr" tabindex="0"><code>{text}</code></pre>
            </details>
        }
        .into_any(),
    )
}

/// Its rows in the quarantine, and how many have left.
fn problems(lang: Lang, view: &ImportView) -> AnyView {
    let still = view.still_waiting();
    let words = match (view.set_aside, view.left()) {
        (Some(0), _) => one_import::NO_PROBLEMS.say(lang).to_owned(),
        (Some(count), Some(left)) => one_import::SET_ASIDE.fill(
            lang,
            &[
                ("count", &grouped(count)),
                ("left", &grouped(left)),
                ("still", &grouped(still)),
            ],
        ),
        _ if still == 0 && view.run.quarantined == 0 => {
            one_import::NO_PROBLEMS.say(lang).to_owned()
        }
        _ => one_import::STILL.fill(lang, &[("still", &grouped(still))]),
    };
    let known_bad = view
        .set_aside
        .map(|set_aside| view.run.quarantined.saturating_sub(set_aside))
        .filter(|known| *known > 0)
        .map(|known| {
            let words = one_import::KNOWN_BAD.fill(lang, &[("count", &grouped(known))]);
            view! { <p>{words}</p> }
        });
    let table = (still > 0).then(|| waiting(lang, view));
    view! {
        <p id="problems">{words}</p>
        {known_bad}
        {table}
    }
    .into_any()
}

fn waiting(lang: Lang, view: &ImportView) -> AnyView {
    let of_import = |group: Option<&QuarantineGroup>| QuarantineQuery {
        kind: group.map(|group| group.kind),
        reason: group.map(|group| group.reason_code.clone()),
        import: Some(view.run.run_id),
        after: 0,
    };
    let lines = view
        .waiting
        .iter()
        .map(|group| {
            let href = of_import(Some(group)).href();
            view! {
                <tr>
                    <th scope="row"><a href=href>{words(lang, &group.reason_code)}</a></th>
                    <td class="num">{grouped(group.rows)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="scroll" role="region" aria-labelledby="waiting-title" tabindex="0">
            <table id="waiting-table">
                <caption id="waiting-title">{one_import::WAITING.say(lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{intake::REASON.say(lang)}</th>
                        <th scope="col" class="num">{intake::ROWS.say(lang)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        <p class="under-table no-print">
            <a href=of_import(None).csv_href() download="quarantine.csv">
                {one_import::DOWNLOAD.say(lang)}
            </a>
        </p>
    }
    .into_any()
}

/// What has become of its submissions, and what came after it.
fn changed_since(lang: Lang, view: &ImportView) -> AnyView {
    let say = move |text: Text| text.say(lang);
    let submissions = match &view.since {
        None => view! { <p id="since">{say(one_import::NOT_KEPT)}</p> }.into_any(),
        Some(since) if since.all().submissions == 0 => {
            view! { <p id="since">{say(one_import::NO_SUBMISSIONS)}</p> }.into_any()
        }
        Some(since) => counting(lang, since),
    };
    let later = view.later;
    let words = match later.imports {
        0 => say(one_import::NO_LATER).to_owned(),
        imports => one_import::LATER.fill(
            lang,
            &[
                ("imports", &grouped(imports)),
                ("accepted", &grouped(later.accepted)),
                ("updated", &grouped(later.updated)),
                ("quarantined", &grouped(later.quarantined)),
            ],
        ),
    };
    view! {
        {submissions}
        <p id="later">{words}</p>
    }
    .into_any()
}

fn counting(lang: Lang, since: &Since) -> AnyView {
    let line = |name: AnyView, counting: Counting| {
        view! {
            <tr>
                <th scope="row" class="breakable">{name}</th>
                <td class="num">{grouped(counting.submissions)}</td>
                <td class="num">{grouped(counting.rejected)}</td>
            </tr>
        }
        .into_any()
    };
    let own = line(one_import::AS_BROUGHT.say(lang).into_any(), since.own);
    let others = since
        .others
        .iter()
        .map(|other| {
            let number = other.run_id.to_string();
            let words = one_import::BY_OTHER.fill(lang, &[("number", &number)]);
            let name = view! {
                <a href=import_href(other.run_id)>{words}</a> " "
                <bdi>{other.source_name.clone()}</bdi>
            };
            line(name.into_any(), other.counting)
        })
        .collect_view();
    let further = (since.further.1 > 0).then(|| {
        let count = grouped(since.further.1);
        let words = one_import::BY_FURTHER.fill(lang, &[("count", &count)]);
        line(words.into_any(), since.further.0)
    });
    let all = line(
        one_import::EVERY_SUBMISSION.say(lang).into_any(),
        since.all(),
    );
    view! {
        <div class="scroll" role="region" aria-labelledby="counting-title" tabindex="0">
            <table id="since">
                <caption id="counting-title">{one_import::SINCE_CAPTION.say(lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{one_import::STATE.say(lang)}</th>
                        <th scope="col" class="num">{one_import::SUBMISSIONS.say(lang)}</th>
                        <th scope="col" class="num">{one_import::REJECTED.say(lang)}</th>
                    </tr>
                </thead>
                <tbody>{own} {others} {further}</tbody>
                <tfoot>{all}</tfoot>
            </table>
        </div>
        <p class="hint under-table">{one_import::REJECTED_HINT.say(lang)}</p>
    }
    .into_any()
}
