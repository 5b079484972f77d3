//! `/flags/KEY`: one flag, with all that a person needs to agree or disagree.

use super::{forms, said, title};
use crate::components::{Page, PlainTag, SeverityTag};
use crate::pages::day;
use crate::pages::failed::Failed;
use crate::request::{self, Answer};
use crate::texts::flags;
use api::ApiError;
use api::flags::{AlikeItem, Compared, FlagKey, FlagView, StepItem, StepNotice, enumerator_href};
use api::query::{decoded_pairs, percent_encoded};
use domain::lang::Lang;
use domain::number::grouped;
use domain::time::SurveyDay;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn OneFlag() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let key = use_params_map().with(|params| params.get("key").as_deref().and_then(FlagKey::parse));
    let pairs = decoded_pairs(&request::raw_query());
    let notice = StepNotice::parse(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        let found = match key {
            Some(key) => backend.flag(&session, key).await,
            None => Err(ApiError::NotFound),
        };
        match found {
            Ok(view) => page(&view, notice).into_any(),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &FlagView, notice: Option<StepNotice>) -> impl IntoView + use<> {
    let lang = request::lang();
    let flag = &view.flag;
    let title = title(lang, flag);
    let (severity, status, said) = (flag.severity, flag.status, said(lang, flag));
    let (facts, innocent) = (facts(lang, view), innocent(lang, view));
    let pairs = (alike(lang, &view.pairs), outside(lang, view.outside));
    let (actions, day) = (forms::actions(lang, view), the_day(lang, view));
    let history = history(lang, view);
    view! {
        <Page title=title.to_owned()>
            <p class="no-print"><a href="/flags">{flags::FLAGS.say(lang)}</a></p>
            <div class="page-title">
                <h1>{title}</h1>
                <SeverityTag severity=severity />
                <PlainTag text=flags::status(status) />
            </div>
            {notice.map(|notice| forms::notice(lang, notice))}
            <p class="lead" id="said">{said}</p>
            {facts}
            {innocent}
            {pairs}
            {day}
            {actions}
            {history}
        </Page>
    }
}

fn facts(lang: Lang, view: &FlagView) -> AnyView {
    let flag = &view.flag;
    let known_day = (flag.day != SurveyDay::UNKNOWN).then_some(flag.day);
    let of_enumerator = enumerator_href(&flag.enumerator_code, known_day);
    let area = format!("/coverage/{}", percent_encoded(&flag.area_code));
    let name = flag
        .enumerator_name
        .clone()
        .map(|name| view! { " " <bdi>{name}</bdi> });
    let device = flag.device_code.clone().map(|device| {
        view! {
            <div><dt>{flags::DEVICE.say(lang)}</dt>
            <dd><bdi>{device}</bdi></dd></div>
        }
    });
    let assignee = flag.assignee.clone().map(|assignee| {
        view! {
            <div><dt>{flags::ASSIGNEE.say(lang)}</dt>
            <dd><bdi>{assignee}</bdi></dd></div>
        }
    });
    let check = flag.check.map(|check| {
        let href = format!("/checks/{}", check.code());
        view! {
            <div><dt>{flags::CHECK.say(lang)}</dt>
            <dd>
                <a href=href>{check.about().title.say(lang)}</a>
                ": "
                {check.about().rule.say(lang)}
            </dd></div>
        }
    });
    view! {
        <dl class="facts">
            <div><dt>{flags::ENUMERATOR.say(lang)}</dt>
            <dd>
                <a href=of_enumerator><bdi>{flag.enumerator_code.clone()}</bdi></a>
                {name}
            </dd></div>
            <div><dt>{flags::DAY.say(lang)}</dt>
            <dd>{super::day(lang, flag.day)}</dd></div>
            <div><dt>{flags::AREA.say(lang)}</dt>
            <dd><a href=area><bdi>{flag.area_name.clone()}</bdi></a></dd></div>
            {device}
            {check}
            {assignee}
        </dl>
    }
    .into_any()
}

fn innocent(lang: Lang, view: &FlagView) -> Option<AnyView> {
    let check = view.flag.check?;
    let causes = check
        .about()
        .innocent
        .iter()
        .map(|cause| view! { <li>{cause.say(lang)}</li> })
        .collect_view();
    Some(
        view! {
            <section class="notice" id="innocent" aria-labelledby="innocent-title">
                <h2 id="innocent-title">{flags::INNOCENT.say(lang)}</h2>
                <ul>{causes}</ul>
            </section>
        }
        .into_any(),
    )
}

/// The most alike interviews, side by side.
fn alike(lang: Lang, pairs: &[AlikeItem]) -> Option<AnyView> {
    if pairs.is_empty() {
        return None;
    }
    let lines = pairs
        .iter()
        .map(|pair| {
            let [first, second] = pair.submissions.each_ref().map(|one| compared(lang, one));
            let share = flags::ALIKE_OF.fill(
                lang,
                &[
                    ("alike", &grouped(u64::from(pair.alike))),
                    ("of", &grouped(u64::from(pair.of))),
                ],
            );
            view! {
                <tr>
                    <td class="breakable">{first}</td>
                    <td class="breakable">{second}</td>
                    <td class="num">{share}</td>
                </tr>
            }
        })
        .collect_view();
    Some(
        view! {
            <section>
                <h2 id="alike-title">{flags::ALIKE.say(lang)}</h2>
                <div class="scroll" role="region" aria-labelledby="alike-title" tabindex="0">
                    <table id="alike">
                        <thead>
                            <tr>
                                <th scope="col">{flags::SUBMISSION.say(lang)}</th>
                                <th scope="col">{flags::OTHER_SUBMISSION.say(lang)}</th>
                                <th scope="col" class="num">{flags::SAME_ANSWERS.say(lang)}</th>
                            </tr>
                        </thead>
                        <tbody>{lines}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any(),
    )
}

fn compared(lang: Lang, one: &Compared) -> AnyView {
    match one {
        Compared::Id(id) => view! { <bdi>{id.clone()}</bdi> }.into_any(),
        Compared::Gone => flags::GONE.say(lang).into_any(),
        Compared::Outside => flags::OUTSIDE.say(lang).into_any(),
    }
}

/// How many others the flag is about that the reader may not see.
fn outside(lang: Lang, count: u32) -> Option<AnyView> {
    let text = match count {
        0 => return None,
        1 => flags::AND_OUTSIDE_ONE.say(lang).to_owned(),
        _ => flags::AND_OUTSIDE.fill(lang, &[("count", &grouped(u64::from(count)))]),
    };
    Some(view! { <p class="hint" id="outside">{text}</p> }.into_any())
}

fn history(lang: Lang, view: &FlagView) -> AnyView {
    let content = if view.steps.is_empty() {
        view! { <p id="no-history">{flags::NO_HISTORY.say(lang)}</p> }.into_any()
    } else {
        let lines = view
            .steps
            .iter()
            .map(|step| line(lang, step))
            .collect_view();
        view! {
            <div class="scroll" role="region" aria-labelledby="history-title" tabindex="0">
                <table id="history">
                    <thead>
                        <tr>
                            <th scope="col">{flags::AT.fill(lang, &[("zone", &view.zone)])}</th>
                            <th scope="col">{flags::BY.say(lang)}</th>
                            <th scope="col">{flags::STEP.say(lang)}</th>
                            <th scope="col">{flags::REASON.say(lang)}</th>
                            <th scope="col">{flags::NOTE.say(lang)}</th>
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
            <h2 id="history-title">{flags::HISTORY.say(lang)}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn line(lang: Lang, step: &StepItem) -> AnyView {
    let to = step
        .assignee
        .clone()
        .map(|name| view! { ": " <bdi>{name}</bdi> });
    let saw = step.saw.as_ref().map(|evidence| {
        let said = evidence.say(lang);
        view! { <p class="hint">{flags::SAW.fill(lang, &[("said", &said)])}</p> }
    });
    view! {
        <tr>
            <td class="at-minute"><bdi>{step.at_local.clone()}</bdi></td>
            <td><bdi>{step.by.clone()}</bdi></td>
            <th scope="row">{step.action.map(|action| flags::took(action).say(lang))} {to}</th>
            <td>{step.reason.map(|reason| flags::reason(reason).say(lang))}</td>
            <td><p dir="auto">{step.note.clone()}</p> {saw}</td>
        </tr>
    }
    .into_any()
}

/// The day that the flag is about; nothing where it is about no one day.
fn the_day(lang: Lang, view: &FlagView) -> Option<AnyView> {
    let lead = view! { <p class="hint">{flags::DAY_LEAD.say(lang)}</p> }.into_any();
    day::section(lang, view.flag.day, &view.day, lead)
}
