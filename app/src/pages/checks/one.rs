//! `/checks/CODE`: one check: its rule, its thresholds, its innocent causes, how often it was right.

use super::{change, values};
use crate::components::Page;
use crate::pages::failed::Failed;
use crate::pages::spot_checks::rates;
use crate::request::{self, Answer};
use crate::texts::{flags, spot_results, thresholds};
use api::ApiError;
use api::flags::{CheckView, FlagQuery};
use api::query::decoded_pairs;
use api::spot_checks::{RESULTS, ResultsBy, ResultsQuery};
use api::thresholds::ThresholdDraft;
use domain::checks::Check;
use domain::lang::Lang;
use domain::number::{grouped, percent, permille};
use domain::text::Text;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn OneCheck() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let check =
        use_params_map().with(|params| params.get("code").as_deref().and_then(Check::from_code));
    let pairs = decoded_pairs(&request::raw_query());
    let told = || pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()));
    let draft = ThresholdDraft::parse(told());
    let notice = told().find_map(|pair| match pair {
        ("saved", "1") => Some(thresholds::SAVED),
        ("discarded", "1") => Some(thresholds::DISCARDED),
        _ => None,
    });
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        let found = match check {
            Some(check) => backend.check(&session, check, draft).await,
            None => Err(ApiError::NotFound),
        };
        match found {
            Ok(view) => page(&view, notice).into_any(),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &CheckView, notice: Option<Text>) -> impl IntoView + use<> {
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
    let notice = notice.map(|text| {
        view! { <p id="threshold-notice" class="notice" role="status">{text.say(lang)}</p> }
    });
    let (values, precision) = (values::values(lang, view), precision(lang, view));
    let spot_checks = view.spot_checks.as_ref().map(|of| {
        let query = ResultsQuery {
            by: ResultsBy::Check,
            ..ResultsQuery::default()
        };
        view! {
            <p id="spot-precision">
                {rates::precision(lang, of)}
                " "
                <a class="no-print" href=query.href(RESULTS)>{spot_results::SEE_RESULTS.say(lang)}</a>
            </p>
        }
    });
    let (form, history) = (change::form(lang, view), values::history(lang, view));
    view! {
        <Page title=about.title.say(lang).to_owned()>
            <p class="no-print"><a href="/checks">{flags::CHECKS.say(lang)}</a></p>
            <div class="page-title">
                <h1>{about.title.say(lang)}</h1>
                <span class="tag tag-plain">{flags::family(about.family).say(lang)}</span>
            </div>
            {notice}
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
            {values}
            {form}
            {history}
            <section aria-labelledby="precision-title">
                <h2 id="precision-title">{flags::PRECISION.say(lang)}</h2>
                <p id="precision">{precision}</p>
                {spot_checks}
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
