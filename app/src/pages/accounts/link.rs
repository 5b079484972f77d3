//! `/invitation/{secret}`: choosing a passphrase by a link.

use super::{passphrase, wrong};
use crate::components::Page;
use crate::request;
use crate::texts::accounts as words;
use api::accounts::LinkView;
use domain::account::SHORTEST;
use domain::lang::Lang;
use leptos::prelude::*;

/// The two fields of a new passphrase, with its rules.
pub fn new_passphrase(lang: Lang, is_wrong: bool, problem_id: &'static str) -> AnyView {
    let rules = words::RULES.fill(lang, &[("shortest", &SHORTEST.to_string())]);
    let described = if is_wrong { problem_id } else { "rules" };
    let first = passphrase("new", words::NEW.say(lang), true, is_wrong, Some(described));
    let again = passphrase("again", words::NEW_AGAIN.say(lang), true, is_wrong, None);
    view! {
        {first}
        <p id="rules" class="hint">{rules}</p>
        {again}
    }
    .into_any()
}

/// A link that opens.
pub fn open(view: LinkView) -> AnyView {
    let lang = request::lang();
    let title = match view.is_new {
        true => words::LINK_NEW,
        false => words::LINK_RESET,
    };
    let title = title.say(lang);
    let values = [
        ("name", view.display_name.as_str()),
        ("username", &view.username),
    ];
    let whose = words::LINK_FOR.fill(lang, &values);
    let ends = (!view.is_new).then(|| view! { <p>{words::LINK_ENDS.say(lang)}</p> });
    let problem = view.problem.map(|problem| {
        let said = words::passphrase_problem(problem).say(lang).to_owned();
        wrong(lang, "passphrase-problem", said)
    });
    let fields = new_passphrase(lang, view.problem.is_some(), "passphrase-problem");
    view! {
        <Page title=title.to_owned()>
            <div class="sign-in">
                <h1>{title}</h1>
                <p class="lead">{whose}</p>
                {ends}
                {problem}
                <form id="choose" method="post" action=view.action.clone()>
                    // For programs that keep passphrases: whose it is.
                    <input type="text" name="username" autocomplete="username" value=view.username.clone() readonly=true hidden=true />
                    {fields}
                    <button type="submit" class="button">{words::CHOOSE.say(lang)}</button>
                </form>
            </div>
        </Page>
    }
    .into_any()
}

/// A link that opens nothing.
pub fn closed() -> AnyView {
    let lang = request::lang();
    request::Answer::current().not_found();
    let title = words::CLOSED_TITLE.say(lang);
    view! {
        <Page title=title.to_owned()>
            <div class="message-page">
                <h1>{title}</h1>
                <p>{words::CLOSED_WHY.say(lang)}</p>
                <p>{words::CLOSED_NEXT.say(lang)}</p>
            </div>
        </Page>
    }
    .into_any()
}
