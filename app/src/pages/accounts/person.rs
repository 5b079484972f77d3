//! `/people/{username}`: one person's account, grants and sessions.

use super::grant_fields::{PROBLEM, fields};
use super::people::{factor, line, signed_in, state};
use super::{done, sessions, wrong};
use crate::components::Page;
use crate::pages::coordination::listing::{Head, Listing};
use crate::request;
use crate::texts::{Text, people as words};
use api::accounts::{GrantItem, LONGEST_REASON, PersonState, PersonView, person_href};
use domain::lang::Lang;
use leptos::prelude::*;

/// The page.
pub fn page(view: PersonView) -> AnyView {
    let lang = request::lang();

    let said = view.done.map(|what| done(words::done(what).say(lang)));
    let problem = view.problem.map(|problem| {
        let said = words::problem(problem).say(lang).to_owned();
        wrong(lang, PROBLEM, said)
    });
    let (grants, give) = (grants(lang, &view), give(lang, &view));
    let (account, sessions) = (account(lang, &view), their_sessions(lang, &view));
    view! {
        <Page title=view.person.display_name.clone()>
            <div class="page-title"><h1><bdi>{view.person.display_name.clone()}</bdi></h1></div>
            <p><a href="/people">{words::PEOPLE.say(lang)}</a></p>
            {said}
            {problem}
            <dl class="facts" id="person-facts">
                <div><dt>{words::USERNAME.say(lang)}</dt><dd><bdi>{view.person.username.clone()}</bdi></dd></div>
                <div><dt>{words::STATE.say(lang)}</dt><dd>{state(lang, &view.person.state)}</dd></div>
                <div><dt>{words::SIGNED_IN.say(lang)}</dt><dd>{signed_in(lang, &view.person)}</dd></div>
                <div><dt>{words::FACTOR.say(lang)}</dt><dd>{factor(lang, &view.person)}</dd></div>
            </dl>
            {grants}
            {give}
            {account}
            {sessions}
        </Page>
    }
    .into_any()
}

fn grants(lang: Lang, view: &PersonView) -> AnyView {
    let action = person_href(&view.person.username);
    let rows = view
        .grants
        .iter()
        .rev()
        .map(|grant| row(lang, grant, &action));
    let table = Listing {
        id: "grants",
        caption: words::GRANTS,
        heads: vec![
            Head::words(words::GRANT),
            Head::words(words::STATE),
            Head::words(words::CAME),
            Head::action(words::ACTION),
        ],
        rows: rows.collect_view().into_any(),
    };
    table.view(lang)
}

fn row(lang: Lang, grant: &GrantItem, action: &str) -> AnyView {
    let number = grant.grant_id.to_string();
    let told = |text: Text, told: &Option<(String, String)>, why: &Option<String>| {
        let (at, by) = told.as_ref()?;
        let said = text.fill(lang, &[("at", at), ("by", by)]);
        let why = why.clone().map(|why| view! { ": " <bdi>{why}</bdi> });
        Some(view! { <p>{said} {why}</p> })
    };
    let given = told(words::GIVEN_BY, &grant.given, &grant.reason);
    let revoked = told(words::REVOKED_BY, &grant.revoked, &grant.revoked_reason);
    let revoke = grant.can_revoke.then(|| {
        let id = format!("why-{number}");
        let which = words::REVOKE_WHICH.fill(lang, &[("number", &number)]);
        view! {
            <form class="revoke" method="post" action=action.to_owned()>
                <input type="hidden" name="action" value="revoke" />
                <input type="hidden" name="grant" value=number.clone() />
                <div class="field">
                    <label for=id.clone()>{words::REASON.say(lang)}</label>
                    <input
                        id=id name="reason" type="text" dir="auto" autocomplete="off" required=true
                        maxlength=LONGEST_REASON.to_string()
                    />
                </div>
                <button type="submit" class="button button-second">
                    {words::REVOKE.say(lang)} <span class="visually-hidden">" " {which}</span>
                </button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row">{line(lang, grant)}</th>
            <td>{words::grant_state(grant.state).say(lang)}</td>
            <td class="breakable">{given} {revoked}</td>
            <td class="no-print">{revoke}</td>
        </tr>
    }
    .into_any()
}

fn give(lang: Lang, view: &PersonView) -> AnyView {
    let fields = fields(lang, &view.form, view.problem, &view.choices);
    view! {
        <section class="no-print" aria-labelledby="give-title">
            <h2 id="give-title">{words::GIVE.say(lang)}</h2>
            <form id="give" class="step wide" method="post" action=person_href(&view.person.username)>
                <input type="hidden" name="action" value="give" />
                {fields}
                <p><button type="submit" class="button">{words::GIVE.say(lang)}</button></p>
            </form>
        </section>
    }
    .into_any()
}

fn account(lang: Lang, view: &PersonView) -> AnyView {
    let heading = words::ACCOUNT.say(lang);
    let content = match (view.is_own, view.is_covered) {
        (true, _) => view! {
            <p>{words::IS_OWN.say(lang)} " " <a href="/account">{crate::texts::accounts::OWN.say(lang)}</a></p>
        }
        .into_any(),
        (false, false) => view! { <p id="not-covered">{words::NOT_COVERED.say(lang)}</p> }.into_any(),
        (false, true) => acts(lang, view),
    };
    view! {
        <section class="no-print" aria-labelledby="account-title">
            <h2 id="account-title">{heading}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn acts(lang: Lang, view: &PersonView) -> AnyView {
    let act = |code: &'static str, text: Text, hint: Option<String>| {
        let hint = hint.map(|hint| view! { <p class="hint">{hint}</p> });
        view! {
            <form id=format!("act-{code}") class="step" method="post" action=person_href(&view.person.username)>
                <input type="hidden" name="action" value=code />
                {hint}
                <p><button type="submit" class="button">{text.say(lang)}</button></p>
            </form>
        }
        .into_any()
    };
    let is_disabled = view.person.state == PersonState::Disabled;
    let mut acts = Vec::new();
    if !is_disabled {
        let hint = words::LINK_HINT.say(lang).to_owned();
        acts.push(act("link", words::LINK, Some(hint)));
    }
    if let Some((by, until)) = &view.link {
        let open = words::LINK_OPEN.fill(lang, &[("by", by), ("until", until)]);
        acts.push(act("withdraw", words::WITHDRAW, Some(open)));
    }
    if view.person.second_factor {
        acts.push(act("remove_factor", words::REMOVE_FACTOR, None));
    }
    if !view.sessions.is_empty() {
        acts.push(act("end", words::END_SESSIONS, None));
    }
    acts.push(match is_disabled {
        true => act("enable", words::ENABLE, None),
        false => act("disable", words::DISABLE, None),
    });
    view! { <div class="steps">{acts}</div> }.into_any()
}

fn their_sessions(lang: Lang, view: &PersonView) -> Option<AnyView> {
    view.is_covered.then(|| match view.sessions.is_empty() {
        true => view! { <p id="no-sessions">{words::NO_SESSIONS.say(lang)}</p> }.into_any(),
        false => sessions::table(lang, words::SESSIONS, &view.sessions, None),
    })
}
