//! `/account`: one's own sessions, passphrase and second factor.

use super::link::new_passphrase;
use super::{done, passphrase, sessions, wrong};
use crate::components::Page;
use crate::request;
use crate::texts::accounts as words;
use api::accounts::{OwnDone, OwnProblem, OwnView};
use domain::account::PassphraseProblem;
use domain::lang::Lang;
use leptos::prelude::*;

/// The page.
pub fn page(view: OwnView) -> AnyView {
    let lang = request::lang();
    let title = words::OWN.say(lang);
    let said = view.done.map(|what| {
        let said = match what {
            OwnDone::Passphrase => words::DONE_PASSPHRASE,
            OwnDone::Sessions => words::DONE_SESSIONS,
            OwnDone::FactorRemoved => words::DONE_REMOVED,
        };
        done(said.say(lang))
    });
    let problem = view.problem.map(|problem| {
        let said = match problem {
            OwnProblem::Passphrase(problem) => {
                words::passphrase_problem(problem).say(lang).to_owned()
            }
            OwnProblem::Factor => words::NOT_YOURS.say(lang).to_owned(),
            OwnProblem::Wait(seconds) => words::wait(lang, seconds),
        };
        wrong(lang, "own-problem", said)
    });
    let (sessions, change, factor) = (
        sessions(lang, &view),
        change(lang, &view),
        factor(lang, &view),
    );
    view! {
        <Page title=title.to_owned()>
            <div class="page-title"><h1>{title}</h1></div>
            <p class="lead"><bdi>{view.username.clone()}</bdi></p>
            {said}
            {problem}
            {sessions}
            <div class="steps">{change} {factor}</div>
        </Page>
    }
    .into_any()
}

fn sessions(lang: Lang, view: &OwnView) -> AnyView {
    let table = sessions::table(lang, words::SESSIONS, &view.sessions, Some("/account"));
    let others = (view.sessions.len() > 1).then(|| {
        view! {
            <form id="end-others" method="post" action="/account" class="no-print">
                <input type="hidden" name="action" value="end_others" />
                <p><button type="submit" class="button">{words::END_OTHERS.say(lang)}</button></p>
            </form>
        }
    });
    let lead = words::SESSIONS_LEAD.fill(lang, &[("zone", &view.zone)]);
    view! {
        <p>{lead}</p>
        {table}
        {others}
    }
    .into_any()
}

fn change(lang: Lang, view: &OwnView) -> AnyView {
    let problem = match view.problem {
        Some(OwnProblem::Passphrase(problem)) => Some(problem),
        _ => None,
    };
    let is_present = problem == Some(PassphraseProblem::NotYours);
    let is_new = problem.is_some() && !is_present;
    let described = is_present.then_some("own-problem");
    let present = passphrase(
        "password",
        words::PRESENT.say(lang),
        false,
        is_present,
        described,
    );
    let fields = new_passphrase(lang, is_new, "own-problem");
    view! {
        <form id="change" class="step" method="post" action="/account">
            <h2>{words::CHANGE.say(lang)}</h2>
            <p>{words::CHANGE_LEAD.say(lang)}</p>
            <input type="hidden" name="action" value="passphrase" />
            <input type="text" name="username" autocomplete="username" value=view.username.clone() readonly=true hidden=true />
            {present}
            {fields}
            <p><button type="submit" class="button">{words::CHANGE.say(lang)}</button></p>
        </form>
    }
    .into_any()
}

fn factor(lang: Lang, view: &OwnView) -> AnyView {
    let heading = words::FACTOR.say(lang);
    if !view.can_have && view.second_factor.is_none() {
        return view! {
            <section id="factor" class="step">
                <h2>{heading}</h2>
                <p>{words::FACTOR_CANNOT.say(lang)}</p>
            </section>
        }
        .into_any();
    }
    let (state, first) = match &view.second_factor {
        Some(since) => {
            let left = view.codes_left.to_string();
            let said = words::FACTOR_SINCE.fill(lang, &[("since", since), ("count", &left)]);
            (said, words::FACTOR_RENEW)
        }
        None => (words::FACTOR_NONE.say(lang).to_owned(), words::FACTOR_BEGIN),
    };
    let has = view.second_factor.is_some();
    let mut choices = Vec::new();
    if has {
        choices.push(("codes", words::FACTOR_CODES));
    }
    if view.can_have {
        choices.push(("set_up", first));
    }
    if has && !view.must_have {
        choices.push(("remove", words::FACTOR_REMOVE));
    }
    let options = choices
        .into_iter()
        .map(|(code, said)| view! { <option value=code>{said.say(lang)}</option> })
        .collect_view();
    let is_wrong = view.problem == Some(OwnProblem::Factor);
    let described = is_wrong.then_some("own-problem");
    view! {
        <form id="factor" class="step" method="post" action="/account">
            <h2>{heading}</h2>
            <p>{state}</p>
            <div class="field">
                <label for="factor-action">{words::FACTOR_WHAT.say(lang)}</label>
                <select id="factor-action" name="action">{options}</select>
            </div>
            <div class="field">
                <label for="factor-password">{words::PRESENT.say(lang)}</label>
                <input
                    id="factor-password" name="password" type="password" dir="auto" autocomplete="current-password"
                    required=true maxlength="1000" aria-invalid=is_wrong.then_some("true") aria-describedby=described
                />
            </div>
            <p><button type="submit" class="button">{words::CODE_SUBMIT.say(lang)}</button></p>
        </form>
    }
    .into_any()
}
