//! What stands in place of a page whose use case did not succeed.

use crate::components::Page;
use crate::not_found::NotFound;
use crate::request::{self, Answer};
use crate::texts::{errors, sign_in};
use api::ApiError;
use leptos::prelude::*;

/// The page for an error, with its HTTP status.
#[component]
pub fn Failed(
    /// What went wrong.
    error: ApiError,
    /// How the server shall answer.
    answer: Answer,
) -> impl IntoView {
    let lang = request::lang();
    match error {
        ApiError::NotFound => {
            answer.not_found();
            view! { <NotFound /> }.into_any()
        }
        ApiError::SignInNeeded => {
            answer.sign_in_needed();
            view! {
                <Page title=errors::SIGN_IN_NEEDED.say(lang).to_owned()>
                    <div class="message-page">
                        <h1>{errors::SIGN_IN_NEEDED.say(lang)}</h1>
                        <p>{errors::SIGN_IN_NEEDED_WHY.say(lang)}</p>
                        <p><a class="button" href="/sign-in">{sign_in::TITLE.say(lang)}</a></p>
                    </div>
                </Page>
            }
            .into_any()
        }
        ApiError::TooSlow { seconds } => {
            answer.too_slow();
            let why = errors::TOO_SLOW_WHY.fill(lang, &[("seconds", &seconds.to_string())]);
            view! {
                <Page title=errors::TOO_SLOW.say(lang).to_owned()>
                    <div class="message-page">
                        <h1>{errors::TOO_SLOW.say(lang)}</h1>
                        <p id="too-slow">{why}</p>
                        <p>{errors::TOO_SLOW_NEXT.say(lang)}</p>
                        <p><a class="button" href=request::here()>{errors::AGAIN.say(lang)}</a></p>
                    </div>
                </Page>
            }
            .into_any()
        }
        ApiError::NotNoted => {
            answer.too_slow();
            view! {
                <Page title=errors::NOT_NOTED.say(lang).to_owned()>
                    <div class="message-page">
                        <h1>{errors::NOT_NOTED.say(lang)}</h1>
                        <p id="not-noted">{errors::NOT_NOTED_WHY.say(lang)}</p>
                        <p>{errors::NOT_NOTED_NEXT.say(lang)}</p>
                        <p><a class="button" href=request::here()>{errors::AGAIN.say(lang)}</a></p>
                    </div>
                </Page>
            }
            .into_any()
        }
        ApiError::TooMany => {
            answer.too_many();
            view! {
                <Page title=errors::TOO_MANY.say(lang).to_owned()>
                    <div class="message-page">
                        <h1>{errors::TOO_MANY.say(lang)}</h1>
                        <p id="too-many">{errors::TOO_MANY_WHY.say(lang)}</p>
                        <p>{errors::TOO_MANY_NEXT.say(lang)}</p>
                    </div>
                </Page>
            }
            .into_any()
        }
        ApiError::Internal { reference } => {
            answer.failed();
            view! {
                <Page title=errors::FAILED.say(lang).to_owned()>
                    <div class="message-page">
                        <h1>{errors::FAILED.say(lang)}</h1>
                        <p>{errors::FAILED_WHY.say(lang)}</p>
                        <p id="reference" class="reference" dir="ltr">{reference}</p>
                        <p>{errors::FAILED_NEXT.say(lang)}</p>
                    </div>
                </Page>
            }
            .into_any()
        }
    }
}
