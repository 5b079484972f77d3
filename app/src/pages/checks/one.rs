//! `/checks/CODE`: one check: its rule, its thresholds, its innocent causes, how often it was right.

use crate::components::Page;
use crate::pages::failed::Failed;
use crate::request::{self, Answer};
use crate::texts::flags;
use api::ApiError;
use api::flags::{CheckView, FlagQuery};
use domain::checks::{Check, Threshold};
use domain::lang::Lang;
use domain::number::{grouped, percent, permille};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn OneCheck() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let check =
        use_params_map().with(|params| params.get("code").as_deref().and_then(Check::from_code));
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        let found = match check {
            Some(check) => backend.check(&session, check).await,
            None => Err(ApiError::NotFound),
        };
        match found {
            Ok(view) => page(&view).into_any(),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &CheckView) -> impl IntoView + use<> {
    let lang = request::lang();
    let about = view.check.about();
    let waiting = FlagQuery {
        check: Some(view.check),
        ..FlagQuery::default()
    };
    let causes = about
        .innocent
        .iter()
        .map(|cause| view! { <li>{cause.say(lang)}</li> })
        .collect_view();
    let version = about.version.to_string();
    let code = view.check.code();
    let see = flags::SEE_FLAGS.fill(lang, &[("count", &grouped(view.count.waiting))]);
    let (thresholds, precision) = (thresholds(lang, view), precision(lang, view));
    view! {
        <Page title=about.title.say(lang).to_owned()>
            <p class="no-print"><a href="/checks">{flags::CHECKS.say(lang)}</a></p>
            <div class="page-title">
                <h1>{about.title.say(lang)}</h1>
                <span class="tag tag-plain">{flags::family(about.family).say(lang)}</span>
            </div>
            <p class="hint">
                <code dir="ltr">{code}</code>
                " · "
                {flags::VERSION.fill(lang, &[("count", &version)])}
            </p>
            <section aria-labelledby="rule-title">
                <h2 id="rule-title">{flags::RULE.say(lang)}</h2>
                <p>{about.rule.say(lang)}</p>
            </section>
            <section aria-labelledby="innocent-title">
                <h2 id="innocent-title">{flags::INNOCENT.say(lang)}</h2>
                <ul>{causes}</ul>
            </section>
            {thresholds}
            <section aria-labelledby="precision-title">
                <h2 id="precision-title">{flags::PRECISION.say(lang)}</h2>
                <p id="precision">{precision}</p>
                <p>
                    <a href=waiting.href()>{see}</a>
                </p>
            </section>
        </Page>
    }
}

fn precision(lang: Lang, view: &CheckView) -> String {
    let count = &view.count;
    let decided = count.confirmed + count.dismissed;
    match permille(count.confirmed, decided) {
        Some(rate) => flags::PRECISION_SAID.fill(
            lang,
            &[
                ("count", &grouped(decided)),
                ("confirmed", &grouped(count.confirmed)),
                ("rate", &percent(rate)),
            ],
        ),
        None => flags::PRECISION_NONE.say(lang).to_owned(),
    }
}

fn thresholds(lang: Lang, view: &CheckView) -> AnyView {
    let content = if view.values.is_empty() {
        view! { <p>{flags::NO_THRESHOLDS.say(lang)}</p> }.into_any()
    } else {
        let written = |threshold: &Threshold, value: f64| {
            format!("{value} {}", threshold.unit.symbol())
                .trim_end()
                .to_owned()
        };
        let lines = view
            .check
            .about()
            .thresholds
            .iter()
            .zip(&view.values)
            .map(|(threshold, value)| {
                view! {
                    <tr>
                        <th scope="row">
                            {threshold.about.say(lang)} " " <code dir="ltr">{threshold.name}</code>
                        </th>
                        <td class="num"><bdi dir="ltr">{written(threshold, *value)}</bdi></td>
                        <td class="num"><bdi dir="ltr">{written(threshold, threshold.default)}</bdi></td>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <div class="scroll" role="region" aria-labelledby="thresholds-title" tabindex="0">
                <table id="thresholds">
                    <thead>
                        <tr>
                            <th scope="col">{flags::THRESHOLDS.say(lang)}</th>
                            <th scope="col" class="num">{flags::VALUE.say(lang)}</th>
                            <th scope="col" class="num">{flags::DEFAULT.say(lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <section>
            <h2 id="thresholds-title">{flags::THRESHOLDS.say(lang)}</h2>
            {content}
        </section>
    }
    .into_any()
}
