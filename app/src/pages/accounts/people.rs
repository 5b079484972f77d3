//! `/people`: who may sign in, with what they were given.

use crate::components::Page;
use crate::pages::coordination::listing::{Filter, Head, Listing, choice};
use crate::request;
use crate::texts::{common, people as words};
use api::accounts::{
    GrantItem, GrantState, PeopleView, PersonItem, PersonState, StateFilter, person_href,
};
use domain::lang::Lang;
use domain::people::Role;
use leptos::prelude::*;

/// The page.
pub fn page(view: PeopleView) -> AnyView {
    let lang = request::lang();
    let title = words::PEOPLE.say(lang);
    let lead = words::LEAD.fill(lang, &[("zone", &view.zone)]);
    let counts = [
        ("count", view.count.to_string()),
        ("page", view.query.page.to_string()),
        ("pages", view.pages.to_string()),
    ];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let count = words::COUNT.fill(lang, &counts);
    let list = match view.people.is_empty() {
        true => view! { <p id="nobody" class="notice">{words::NOBODY.say(lang)}</p> }.into_any(),
        false => table(lang, &view.people),
    };
    let (filter, turn) = (filter(lang, &view), turn(lang, &view));
    view! {
        <Page title=title.to_owned()>
            <div class="page-title"><h1>{title}</h1></div>
            <p class="lead">{lead}</p>
            <p class="no-print"><a id="invite-link" href="/people/invite">{words::INVITE.say(lang)}</a></p>
            {filter}
            <p id="total">{count}</p>
            {list}
            {turn}
        </Page>
    }
    .into_any()
}

fn filter(lang: Lang, view: &PeopleView) -> AnyView {
    let query = &view.query;
    let any = Some(words::ANY.say(lang));
    let roles = Role::ALL.map(|role| {
        let said = common::role(role).say(lang);
        (role.code(), said, query.role == Some(role))
    });
    let states = StateFilter::ALL.map(|state| {
        let said = words::state(state).say(lang);
        (state.code(), said, query.state == Some(state))
    });
    let fields = view! {
        <div class="field">
            <label for="q">{words::TEXT.say(lang)}</label>
            <input id="q" name="q" type="search" dir="auto" autocomplete="off" maxlength="100" value=query.text.clone() />
        </div>
        {choice("role", words::ROLE.say(lang), any, roles)}
        {choice("state", words::STATE.say(lang), any, states)}
    };
    let filter = Filter {
        action: "/people",
        reset: "/people".to_owned(),
        problems: None,
        fields: fields.into_any(),
    };
    filter.of_words(lang)
}

fn turn(lang: Lang, view: &PeopleView) -> Option<AnyView> {
    let (page, query) = (view.query.page, &view.query);
    let to = |rel: &'static str, page: usize, said: &'static str| {
        match query.text.is_empty() {
        true => view! { <a rel=rel href=query.href(page)>{said}</a> " " }.into_any(),
        // What was searched for stands in no address: the form is sent again.
        false => view! {
            <button type="submit" class="button button-second" data-rel=rel name="page" value=page.to_string()>{said}</button> " "
        }
        .into_any(),
    }
    };
    let previous = (page > 1).then(|| to("prev", page - 1, words::PREVIOUS.say(lang)));
    let next = (page < view.pages).then(|| to("next", page + 1, words::NEXT.say(lang)));
    let links = view! { <p>{previous} {next}</p> };
    let links = match query.text.is_empty() {
        true => links.into_any(),
        false => view! {
            <form method="post" action="/people">
                <input type="hidden" name="q" value=query.text.clone() />
                {query.role.map(|role| view! { <input type="hidden" name="role" value=role.code() /> })}
                {query.state.map(|state| view! { <input type="hidden" name="state" value=state.code() /> })}
                {links}
            </form>
        }
        .into_any(),
    };
    (view.pages > 1).then(|| {
        view! { <nav class="under-table no-print" aria-label=words::PAGES.say(lang)>{links}</nav> }
            .into_any()
    })
}

fn table(lang: Lang, people: &[PersonItem]) -> AnyView {
    let rows = people.iter().map(|person| row(lang, person));
    let table = Listing {
        id: "people",
        caption: words::PEOPLE,
        heads: vec![
            Head::words(words::PERSON),
            Head::words(words::GIVEN),
            Head::words(words::SIGNED_IN),
            Head::words(words::FACTOR),
            Head::words(words::STATE),
        ],
        rows: rows.collect_view().into_any(),
    };
    table.view(lang)
}

fn row(lang: Lang, person: &PersonItem) -> AnyView {
    view! {
        <tr>
            <th scope="row">
                <a href=person_href(&person.username)><bdi>{person.display_name.clone()}</bdi></a>
                <p class="hint"><bdi>{person.username.clone()}</bdi></p>
            </th>
            <td>{given(lang, &person.grants)}</td>
            <td class="at-minute">{signed_in(lang, person)}</td>
            <td>{factor(lang, person)}</td>
            <td>{state(lang, &person.state)}</td>
        </tr>
    }
    .into_any()
}

fn given(lang: Lang, grants: &[GrantItem]) -> AnyView {
    if grants.is_empty() {
        return view! { <span class="hint">{words::NOTHING.say(lang)}</span> }.into_any();
    }
    let lines = grants
        .iter()
        .map(|grant| view! { <li>{line(lang, grant)}</li> });
    view! { <ul class="plain-list">{lines.collect_view()}</ul> }.into_any()
}

/// A grant in a line.
pub fn line(lang: Lang, grant: &GrantItem) -> String {
    let mut parts = vec![
        common::role(grant.role).say(lang).to_owned(),
        grant.area.name_in(lang).to_owned(),
    ];
    if !grant.acts {
        parts.push(words::ONLY_SEES.say(lang).to_owned());
    }
    if grant.state == GrantState::ToCome {
        let from = grant.from_local.as_deref().unwrap_or_default();
        parts.push(words::FROM_AT.fill(lang, &[("at", from)]));
    }
    if let Some(until) = &grant.until_local {
        parts.push(words::UNTIL_AT.fill(lang, &[("at", until)]));
    }
    parts.join(" · ")
}

/// When they signed in last.
pub fn signed_in(lang: Lang, person: &PersonItem) -> AnyView {
    match &person.signed_in_local {
        Some(at) => view! { <bdi>{at.clone()}</bdi> }.into_any(),
        None => view! { <span class="hint">{words::NEVER.say(lang)}</span> }.into_any(),
    }
}

/// Whether they have a second factor.
pub fn factor(lang: Lang, person: &PersonItem) -> &'static str {
    let text = match (person.second_factor, person.lacks_factor) {
        (true, _) => words::YES,
        (false, true) => words::LACKS,
        (false, false) => words::NO,
    };
    text.say(lang)
}

/// How the account stands.
pub fn state(lang: Lang, state: &PersonState) -> AnyView {
    let (said, style) = match state {
        PersonState::Active => (words::ACTIVE.say(lang).to_owned(), "tag tag-plain"),
        PersonState::Invited(until) => {
            let said = words::INVITED_UNTIL.fill(lang, &[("until", until)]);
            (said, "tag tag-plain")
        }
        PersonState::NoPassphrase => (words::INVITED.say(lang).to_owned(), "tag tag-plain"),
        PersonState::Disabled => (words::DISABLED.say(lang).to_owned(), "tag tag-late"),
    };
    view! { <span class=style>{said}</span> }.into_any()
}
