//! `/people/invite`: inviting somebody, and the link that comes of it.

use super::grant_fields::{PROBLEM, fields};
use super::wrong;
use crate::components::Page;
use crate::request;
use crate::texts::people as words;
use api::accounts::{InviteView, LONGEST_NAME, LinkMadeView, PeopleProblem, person_href};
use domain::account::LONGEST_USERNAME;
use leptos::prelude::*;

/// The form.
pub fn page(view: InviteView) -> AnyView {
    let lang = request::lang();
    let title = words::INVITE.say(lang);
    let problem = view.problem.map(|problem| {
        let said = words::problem(problem).say(lang).to_owned();
        wrong(lang, PROBLEM, said)
    });
    let is = |problems: &[PeopleProblem]| {
        let is_wrong = view
            .problem
            .is_some_and(|problem| problems.contains(&problem));
        is_wrong.then_some("true")
    };
    let bad_username = is(&[PeopleProblem::BadUsername, PeopleProblem::Taken]);
    let bad_name = is(&[PeopleProblem::NoName]);
    let grant = fields(lang, &view.form.grant, view.problem, &view.choices);
    view! {
        <Page title=title.to_owned()>
            <div class="page-title"><h1>{title}</h1></div>
            <p class="lead">{words::INVITE_LEAD.say(lang)}</p>
            {problem}
            <form id="invite" class="step wide" method="post" action="/people/invite">
                <div class="field">
                    <label for="username">{words::USERNAME.say(lang)}</label>
                    <input
                        id="username" name="username" type="text" dir="ltr" autocomplete="off" autocapitalize="none"
                        spellcheck="false" required=true maxlength=LONGEST_USERNAME.to_string()
                        value=view.form.username.clone() aria-invalid=bad_username
                        aria-describedby=bad_username.map_or("username-rule", |_| PROBLEM)
                    />
                    <p id="username-rule" class="hint">{words::USERNAME_RULE.say(lang)}</p>
                </div>
                <div class="field">
                    <label for="display-name">{words::NAME.say(lang)}</label>
                    <input
                        id="display-name" name="display_name" type="text" dir="auto" autocomplete="off" required=true
                        maxlength=LONGEST_NAME.to_string() value=view.form.display_name.clone()
                        aria-invalid=bad_name aria-describedby=bad_name.map(|_| PROBLEM)
                    />
                </div>
                {grant}
                <p><button type="submit" class="button">{words::INVITE_SUBMIT.say(lang)}</button></p>
            </form>
        </Page>
    }
    .into_any()
}

/// The link, in answer to the form that made it.
pub fn made(view: LinkMadeView) -> AnyView {
    let lang = request::lang();
    let title = words::MADE_TITLE.fill(lang, &[("name", &view.display_name)]);
    let lead = words::MADE_LEAD.fill(lang, &[("username", &view.username)]);
    let until = words::MADE_UNTIL.fill(lang, &[("until", &view.until_local), ("zone", &view.zone)]);
    view! {
        <Page title=title.clone()>
            <div class="message-page">
                <h1>{title}</h1>
                <p class="lead">{lead}</p>
                <p>{until}</p>
                <h2 id="link-title">{words::MADE_LINK.say(lang)}</h2>
                <p id="link" class="secret breakable" dir="ltr" aria-labelledby="link-title">{view.address.clone()}</p>
                <p><a href=person_href(&view.username)>{words::MADE_BACK.say(lang)}</a></p>
            </div>
        </Page>
    }
    .into_any()
}
