//! The sign-in page: a plain form to `POST /sign-in`.

use crate::components::Page;
use crate::request;
use crate::texts::{accounts, sign_in};
use api::query::{decoded_pairs, local_path};
use leptos::prelude::*;

/// The longest wait that the page tells of, in seconds.
const MOST_WAIT_S: u32 = 3_600;

/// The sign-in page. `?wait=SECONDS`, `?again=1` and `?chosen=1` show fixed texts as well; `?failed=1` shows a fixed text and puts the name that was typed back into its field; nothing from the
/// address is ever shown.
#[component]
pub fn SignIn() -> impl IntoView {
    let lang = request::lang();
    let pairs = decoded_pairs(&request::raw_query());
    let value = |name: &str| {
        pairs
            .iter()
            .rev()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.clone())
    };
    let is_set = |name: &str| value(name).as_deref() == Some("1");
    // A number, and no more than anybody is made to wait.
    let wait = value("wait").and_then(|seconds| seconds.parse::<u32>().ok());
    let wait = wait.map(|seconds| seconds.min(MOST_WAIT_S));
    let problem = match wait {
        Some(seconds) => Some(accounts::wait(lang, seconds)),
        None if is_set("again") => Some(accounts::AGAIN.say(lang).to_owned()),
        None if is_set("failed") => Some(sign_in::FAILED.say(lang).to_owned()),
        None => None,
    };
    let failed = problem.is_some();
    let chosen = is_set("chosen").then(|| {
        view! { <p id="chosen" class="notice" role="status">{accounts::CHOSEN.say(lang)}</p> }
    });
    let next = value("next").filter(|next| local_path(next).is_some());
    let username = request::typed_name().filter(|_| failed);
    let title = sign_in::TITLE.say(lang);
    let described = failed.then_some("sign-in-problem");
    let invalid = failed.then_some("true");
    view! {
        <Page title=title.to_owned()>
            <div class="sign-in">
                <h1>{title}</h1>
                <p class="lead">{sign_in::LEAD.say(lang)}</p>
                {chosen}
                {problem
                    .map(|said| {
                        view! {
                            <div class="notice notice-error" role="alert">
                                <h2>{sign_in::PROBLEM.say(lang)}</h2>
                                <p id="sign-in-problem">{said}</p>
                            </div>
                        }
                    })}
                <form id="sign-in" method="post" action="/sign-in">
                    {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
                    <div class="field">
                        <label for="username">{sign_in::USERNAME.say(lang)}</label>
                        <input
                            id="username"
                            name="username"
                            type="text"
                            dir="ltr"
                            autocomplete="username"
                            autocapitalize="none"
                            spellcheck="false"
                            required=true
                            maxlength="200"
                            value=username
                            aria-describedby=described
                            aria-invalid=invalid
                        />
                    </div>
                    <div class="field">
                        <label for="password">{sign_in::PASSWORD.say(lang)}</label>
                        <input
                            id="password"
                            name="password"
                            type="password"
                            dir="ltr"
                            autocomplete="current-password"
                            required=true
                            maxlength="1000"
                            aria-describedby=described
                            aria-invalid=invalid
                        />
                    </div>
                    <button type="submit" class="button">{sign_in::SUBMIT.say(lang)}</button>
                </form>
                <p class="hint">{sign_in::HELP.say(lang)}</p>
            </div>
        </Page>
    }
}
