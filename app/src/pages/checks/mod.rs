//! `/checks`: what is looked at, and how often it was right.

mod change;
pub mod one;
pub mod preview;
mod values;

use super::failed::Failed;
use super::flags::{confirm_rate, count_cells, count_heads};
use crate::components::Page;
use crate::request::{self, Answer};
use crate::texts::flags;
use api::ApiError;
use api::flags::CheckCount;
use leptos::prelude::*;

/// The page.
#[component]
pub fn Checks() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        match backend.checks(&session).await {
            Ok(counts) => page(&counts).into_any(),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(counts: &[CheckCount]) -> impl IntoView + use<> {
    let lang = request::lang();
    let lines = counts
        .iter()
        .map(|count| {
            let about = count.check.about();
            let href = format!("/checks/{}", count.check.code());
            view! {
                <tr>
                    <th scope="row"><a href=href>{about.title.say(lang)}</a></th>
                    <td>{flags::family(about.family).say(lang)}</td>
                    {count_cells(count)}
                    <td class="num">{confirm_rate(lang, count)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Page title=flags::CHECKS.say(lang).to_owned()>
            <div class="page-title">
                <h1>{flags::CHECKS.say(lang)}</h1>
            </div>
            <p class="lead">{flags::CHECKS_LEAD.say(lang)}</p>
            <div class="scroll" role="region" aria-labelledby="checks-title" tabindex="0">
                <table id="checks-table">
                    <caption id="checks-title" class="visually-hidden">{flags::CHECKS.say(lang)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{flags::CHECK.say(lang)}</th>
                            <th scope="col">{flags::FAMILY.say(lang)}</th>
                            {count_heads(lang)}
                            <th scope="col" class="num">{flags::CONFIRM_RATE.say(lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        </Page>
    }
}
