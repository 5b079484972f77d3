//! `/flags`: what asks for a second look, filtered by the address.

mod filters;
mod forms;
pub mod one;

use super::failed::Failed;
use crate::components::{Page, PlainTag, SeverityTag, also_xlsx};
use crate::request::{self, Answer};
use crate::texts::{Text, flags};
use api::ApiError;
use api::flags::{CheckCount, FlagItem, FlagQuery, FlagsView, StepNotice, enumerator_href};
use api::query::{decoded_pairs, percent_encoded};
use domain::lang::Lang;
use domain::number::grouped;
use domain::time::SurveyDay;
use leptos::prelude::*;

/// The page.
#[component]
pub fn Flags() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let pairs = decoded_pairs(&request::raw_query());
    let told = || pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()));
    let ((query, problems), notice) = (FlagQuery::parse(told()), StepNotice::parse(told()));
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        match backend.flags(&session, query, problems).await {
            Ok(view) => page(&view, notice).into_any(),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &FlagsView, notice: Option<StepNotice>) -> impl IntoView + use<> {
    let lang = request::lang();
    let say = move |text: Text| text.say(lang);
    let list = if view.flags.is_empty() {
        let words = match view.query.is_chosen() {
            true => flags::NONE_CHOSEN,
            false => flags::NONE,
        };
        view! { <p class="notice" id="no-flags">{say(words)}</p> }.into_any()
    } else {
        view! {
            {total(lang, view)}
            {table(lang, view)}
            {forms::triage(lang, view)}
        }
        .into_any()
    };
    let unjudged = (view.unjudged > 0).then(|| {
        let words = flags::UNJUDGED.fill(lang, &[("count", &grouped(view.unjudged))]);
        view! { <p id="unjudged" class="notice">{words}</p> }
    });
    let (filters, counts) = (filters::filters(lang, view), counts(lang, view));
    view! {
        <Page title=say(flags::FLAGS).to_owned()>
            <div class="page-title">
                <h1>{say(flags::FLAGS)}</h1>
            </div>
            <p class="lead">{say(flags::LEAD)}</p>
            {notice.map(|notice| forms::notice(lang, notice))}
            {unjudged}
            {filters}
            {counts}
            {list}
        </Page>
    }
}

fn total(lang: Lang, view: &FlagsView) -> AnyView {
    let words = match view.total {
        1 => flags::TOTAL_ONE.say(lang).to_owned(),
        total => flags::TOTAL.fill(lang, &[("count", &grouped(total))]),
    };
    view! {
        <p id="total">
            <strong>{words}</strong>
            " "
            <a class="no-print" href=view.query.csv_href() download="flags.csv">
                {flags::DOWNLOAD.say(lang)}
            </a>
            <span class="no-print">{also_xlsx(lang, &view.query.csv_href())}</span>
        </p>
    }
    .into_any()
}

fn counts(lang: Lang, view: &FlagsView) -> Option<AnyView> {
    if view.counts.is_empty() {
        return None;
    }
    let lines = view
        .counts
        .iter()
        .map(|count| {
            let query = FlagQuery {
                check: Some(count.check),
                after: None,
                ..view.query.clone()
            };
            let current = (view.query.check == Some(count.check)).then_some("true");
            view! {
                <tr>
                    <th scope="row">
                        <a href=query.href() aria-current=current>
                            {count.check.about().title.say(lang)}
                        </a>
                    </th>
                    {count_cells(count)}
                    <td class="num">{confirm_rate(lang, count)}</td>
                </tr>
            }
        })
        .collect_view();
    Some(
        view! {
            <details class="counts" open=view.query.check.is_none()>
                <summary>{flags::COUNTS.say(lang)}</summary>
                <div class="scroll" role="region" aria-labelledby="counts-title" tabindex="0">
                    <table id="counts-table">
                        <caption id="counts-title" class="visually-hidden">{flags::COUNTS.say(lang)}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{flags::CHECK.say(lang)}</th>
                                {count_heads(lang)}
                                <th scope="col" class="num">{flags::CONFIRM_RATE.say(lang)}</th>
                            </tr>
                        </thead>
                        <tbody>{lines}</tbody>
                    </table>
                </div>
            </details>
        }
        .into_any(),
    )
}

/// The heads of [`count_cells`].
pub fn count_heads(lang: Lang) -> impl IntoView {
    [
        flags::WAITING,
        flags::SEVERE,
        flags::CONFIRMED,
        flags::DISMISSED,
    ]
    .map(|text| view! { <th scope="col" class="num">{text.say(lang)}</th> })
}

/// A check's counts, a cell each.
pub fn count_cells(count: &CheckCount) -> impl IntoView + use<> {
    [
        count.waiting,
        count.severe,
        count.confirmed,
        count.dismissed,
    ]
    .map(|number| view! { <td class="num">{grouped(number)}</td> })
}

/// A check's confirm rate with the number it is of.
pub fn confirm_rate(lang: Lang, count: &CheckCount) -> String {
    let decided = count.confirmed + count.dismissed;
    match domain::number::permille(count.confirmed, decided) {
        Some(permille) => flags::RATE.fill(
            lang,
            &[
                ("rate", &domain::number::percent(permille)),
                ("count", &grouped(decided)),
            ],
        ),
        None => flags::NONE_DECIDED.say(lang).to_owned(),
    }
}

fn table(lang: Lang, view: &FlagsView) -> AnyView {
    let lines = view.flags.iter().map(|flag| row(lang, flag)).collect_view();
    let next = view.next.as_ref().map(|next| {
        view! {
            <p class="under-table no-print">
                <a rel="next" href=next.href()>{flags::MORE.say(lang)}</a>
            </p>
        }
    });
    view! {
        <div class="scroll" role="region" aria-labelledby="flags-title" tabindex="0">
            <table id="flags-table">
                <caption id="flags-title">{flags::CAPTION.say(lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{flags::WHAT.say(lang)}</th>
                        <th scope="col">{flags::SEVERITY.say(lang)}</th>
                        <th scope="col">{flags::STATUS.say(lang)}</th>
                        <th scope="col">{flags::DAY.say(lang)}</th>
                        <th scope="col">{flags::ENUMERATOR.say(lang)}</th>
                        <th scope="col">{flags::AREA.say(lang)}</th>
                        <th scope="col">{flags::ASSIGNEE.say(lang)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        {next}
    }
    .into_any()
}

fn row(lang: Lang, flag: &FlagItem) -> AnyView {
    let known_day = (flag.day != SurveyDay::UNKNOWN).then_some(flag.day);
    let enumerator = enumerator_href(&flag.enumerator_code, known_day);
    let area = format!("/coverage/{}", percent_encoded(&flag.area_code));
    view! {
        <tr>
            <th scope="row" class="flag-what">
                <a href=flag.key.href()>{title(lang, flag)}</a>
                <p class="flag-said">{said(lang, flag)}</p>
            </th>
            <td><SeverityTag severity=flag.severity /></td>
            <td><PlainTag text=flags::status(flag.status) /></td>
            <td class="at-minute">{day(lang, flag.day)}</td>
            <td class="breakable">
                <a href=enumerator><bdi>{flag.enumerator_code.clone()}</bdi></a>
            </td>
            <td><a href=area><bdi>{flag.area_name.clone()}</bdi></a></td>
            <td><bdi>{flag.assignee.clone().unwrap_or_else(|| "–".to_owned())}</bdi></td>
        </tr>
    }
    .into_any()
}

/// The check's name.
pub fn title(lang: Lang, flag: &FlagItem) -> &'static str {
    flag.check
        .map_or(flags::CHECK, |check| check.about().title)
        .say(lang)
}

/// What happened.
pub fn said(lang: Lang, flag: &FlagItem) -> String {
    flag.evidence.as_ref().map_or_else(
        || flags::UNREADABLE.say(lang).to_owned(),
        |evidence| evidence.say(lang),
    )
}

/// A day, or that it is about none.
fn day(lang: Lang, day: SurveyDay) -> AnyView {
    if day == SurveyDay::UNKNOWN {
        return view! { <span class="hint">{flags::NO_DAY.say(lang)}</span> }.into_any();
    }
    view! { <bdi>{day.to_string()}</bdi> }.into_any()
}
