//! Pages of accounts, as the server hands them over.

use super::fixture::{area, get_with, part, session_of, words};
use crate::instead::Instead;
use api::accounts::{
    AccountPage, GrantChoices, GrantForm, GrantItem, GrantState, LinkMadeView, LinkView, OwnDone,
    OwnProblem, OwnView, PeopleProblem, PeopleQuery, PeopleView, PersonDone, PersonItem,
    PersonState, PersonView, SessionItem,
};
use axum::http::StatusCode;
use domain::account::{Browser, Device, PassphraseProblem, System};
use domain::area::Level;
use domain::lang::Lang;
use domain::people::Role;
use leptos::prelude::provide_context;

async fn shown_in(lang: Lang, page: AccountPage) -> (StatusCode, String) {
    let session = session_of(Role::Administrator, lang);
    get_with(Some(session), "/people", move || {
        provide_context(Instead::Account(Box::new(page.clone())));
    })
    .await
}

async fn shown(page: AccountPage) -> String {
    let (status, page) = shown_in(Lang::En, page).await;
    assert_eq!(status, StatusCode::OK);
    page
}

fn grant(grant_id: i32, state: GrantState, can_revoke: bool) -> GrantItem {
    GrantItem {
        grant_id,
        role: Role::TehsilMonitor,
        area: area("PB0101", Level::Tehsil, "Attock <i>"),
        acts: false,
        from_local: Some("2026-12-01 00:00".to_owned()),
        until_local: Some("2026-12-31 23:59".to_owned()),
        state,
        given: Some(("2026-11-20 10:00".to_owned(), "head".to_owned())),
        reason: Some("<b>on leave</b>".to_owned()),
        revoked: (state == GrantState::Over)
            .then(|| ("2026-11-21 10:00".to_owned(), "qa".to_owned())),
        revoked_reason: None,
        can_revoke,
    }
}

fn person(state: PersonState) -> PersonItem {
    PersonItem {
        username: "sana/k".to_owned(),
        display_name: "Sana <script>Khan".to_owned(),
        grants: vec![grant(7, GrantState::ToCome, true)],
        signed_in_local: None,
        second_factor: false,
        lacks_factor: true,
        state,
    }
}

fn session(mark: &str, is_this: bool) -> SessionItem {
    SessionItem {
        mark: mark.to_owned(),
        device: Device {
            browser: Browser::Firefox,
            system: System::Android,
        },
        since_local: "2026-11-20 09:00".to_owned(),
        seen_local: "2026-11-20 09:05".to_owned(),
        address: (!is_this).then(|| "203.0.113.9".to_owned()),
        is_this,
    }
}

fn people(people: Vec<PersonItem>, page: usize) -> AccountPage {
    AccountPage::People(PeopleView {
        query: PeopleQuery {
            text: "sa\"na".to_owned(),
            role: Some(Role::Csu),
            state: None,
            page,
        },
        count: 120,
        pages: 3,
        people,
        zone: "Asia/Karachi".to_owned(),
    })
}

#[tokio::test]
async fn the_people_stand_in_a_table_with_what_they_have_and_how_their_account_stands() {
    let invited = PersonState::Invited("2026-11-23 09:00".to_owned());
    let page = shown(people(
        vec![person(invited), person(PersonState::Disabled)],
        2,
    ))
    .await;
    let table = part(&page, "<table id=\"people\"", "</table>");
    let said = words(table);
    for words in [
        "Attock",
        "only sees · from 2026-12-01 00:00 · until 2026-12-31 23:59",
        "never",
        "no, and the role demands it",
        "invited, link until 2026-11-23 09:00",
        "disabled",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(table.contains("href=\"/people/sana%2Fk\""), "{table}");
    assert!(
        !page.contains("<script>Khan") && !page.contains("Attock <i>"),
        "names are escaped"
    );
    assert!(words(&page).contains("People: 120; page 2 of 3"));
    // What was searched for goes on in a form, and stands in no address.
    assert!(!page.contains("q=sa"), "{page}");
    let turn = part(&page, "Pages of the list", "</nav>");
    for sent in [
        "method=\"post\"",
        "name=\"q\" value=\"sa&quot;na\"",
        "name=\"role\" value=\"csu\"",
        "data-rel=\"prev\" name=\"page\" value=\"1\"",
        "data-rel=\"next\" name=\"page\" value=\"3\"",
    ] {
        assert!(turn.contains(sent), "{sent}: {turn}");
    }
    let filter = part(&page, "id=\"filters\"", "</form>");
    assert!(filter.contains("method=\"post\""), "{filter}");
    assert!(
        filter.contains("value=\"sa&quot;na\"") && filter.contains("type=\"search\""),
        "{filter}"
    );
    let nobody = shown(people(Vec::new(), 1)).await;
    assert!(words(&nobody).contains("Nobody fits this filter."));
    assert!(!nobody.contains("<table id=\"people\""));
    let (_, urdu) = shown_in(Lang::Ur, people(vec![person(PersonState::Active)], 1)).await;
    let page_of = "صفحہ \u{2068}1\u{2069} از \u{2068}3\u{2069}";
    assert!(urdu.contains("dir=\"rtl\"") && words(&urdu).contains(page_of));
}

fn one(change: impl FnOnce(&mut PersonView)) -> AccountPage {
    let mut view = PersonView {
        person: person(PersonState::Active),
        grants: vec![
            grant(6, GrantState::Over, false),
            grant(7, GrantState::InForce, true),
        ],
        is_covered: true,
        is_own: false,
        sessions: vec![session("m1", false)],
        link: None,
        form: GrantForm::default(),
        problem: None,
        done: None,
        choices: GrantChoices {
            areas: vec![("PB0101".to_owned(), "Attock".to_owned())],
            today: "2026-11-20".to_owned(),
        },
        zone: "Asia/Karachi".to_owned(),
    };
    change(&mut view);
    AccountPage::Person(Box::new(view))
}

#[tokio::test]
async fn a_persons_page_shows_grants_with_their_story_and_offers_what_the_reader_may_do() {
    let page = shown(one(|_| {})).await;
    let grants = part(&page, "<table id=\"grants\"", "</table>");
    assert_eq!(grants.matches("name=\"grant\"").count(), 1, "one can go");
    assert!(grants.contains("name=\"grant\" value=\"7\""), "{grants}");
    let first = grants.find("in force").expect("the one in force");
    assert!(first < grants.find("ended").expect("the one that ended"));
    assert!(!grants.contains("<b>on leave"), "reasons are escaped");
    for form in ["act-link", "act-end", "act-disable", "give"] {
        let form = part(&page, &format!("id=\"{form}\""), "</form>");
        assert!(form.contains("method=\"post\""), "{form}");
        assert!(form.contains("action=\"/people/sana%2Fk\""), "{form}");
    }
    for form in ["act-withdraw", "act-enable", "act-remove_factor"] {
        assert!(!page.contains(&format!("id=\"{form}\"")), "{form}");
    }
    let sessions = part(&page, "<table id=\"sessions\"", "</table>");
    assert!(words(sessions).contains("Firefox on Android"));
    assert!(!sessions.contains("name=\"session\""), "ended all at once");

    let page = shown(one(|view| {
        view.person.state = PersonState::Disabled;
        view.person.second_factor = true;
        view.link = Some(("head".to_owned(), "2026-11-23 09:00".to_owned()));
        view.sessions.clear();
        view.done = Some(PersonDone::Disabled);
    }))
    .await;
    for form in ["act-withdraw", "act-enable", "act-remove_factor"] {
        assert!(page.contains(&format!("id=\"{form}\"")), "{form}");
    }
    for form in ["act-link", "act-disable", "act-end"] {
        assert!(!page.contains(&format!("id=\"{form}\"")), "{form}");
    }
    let said = words(&page);
    assert!(said.contains("Not signed in anywhere."));
    assert!(said.contains("A link made by head is open until 2026-11-23 09:00."));
    assert!(said.contains("The account is disabled. All its sessions were ended."));
}

#[tokio::test]
async fn who_may_not_act_on_a_person_is_told_so_and_what_was_typed_wrongly_stays() {
    let beyond = shown(one(|view| view.is_covered = false)).await;
    assert!(beyond.contains("id=\"not-covered\""));
    assert!(!beyond.contains("id=\"act-") && !beyond.contains("id=\"sessions\""));
    let own = shown(one(|view| view.is_own = true)).await;
    assert!(own.contains("href=\"/account\"") && !own.contains("id=\"act-"));

    let page = shown(one(|view| {
        view.problem = Some(PeopleProblem::NoArea);
        view.form = GrantForm {
            role: Some(Role::Csu),
            area: "Nowhere \"x\"".to_owned(),
            sees_only: true,
            reason: "<i>for a month".to_owned(),
            ..GrantForm::default()
        };
    }))
    .await;
    let alert = part(&page, "role=\"alert\"", "</div>");
    assert!(words(alert).contains("There is no such area"), "{alert}");
    let give = part(&page, "id=\"give\"", "</form>");
    let field = part(give, "id=\"area\"", ">");
    assert!(field.contains("aria-invalid=\"true\""), "{field}");
    assert!(
        field.contains("aria-describedby=\"people-problem\""),
        "{field}"
    );
    assert!(field.contains("Nowhere &quot;x&quot;"), "{field}");
    let role = part(give, "id=\"role\"", "</select>");
    assert!(role.contains("value=\"csu\" selected"), "{role}");
    assert!(!part(give, "id=\"reason\"", ">").contains("aria-invalid"));
    assert!(give.contains("&lt;i&gt;for a month") || give.contains("&lt;i>for a month"));
}

fn own(change: impl FnOnce(&mut OwnView)) -> AccountPage {
    let mut view = OwnView {
        username: "ayesha".to_owned(),
        sessions: vec![session("m1", true), session("m2", false)],
        second_factor: None,
        codes_left: 0,
        can_have: true,
        must_have: false,
        done: None,
        problem: None,
        zone: "Asia/Karachi".to_owned(),
    };
    change(&mut view);
    AccountPage::Own(view)
}

#[tokio::test]
async fn ones_own_account_lists_sessions_and_changes_the_passphrase() {
    let page = shown(own(|_| {})).await;
    let table = part(&page, "<table id=\"sessions\"", "</table>");
    assert_eq!(table.matches("name=\"session\"").count(), 2);
    assert_eq!(words(table).matches("this one").count(), 1);
    assert!(table.contains("203.0.113.9") && words(table).contains("not known"));
    assert!(page.contains("id=\"end-others\""));
    let form = part(&page, "id=\"change\"", "</form>");
    assert!(form.contains("autocomplete=\"current-password\""), "{form}");
    assert_eq!(form.matches("autocomplete=\"new-password\"").count(), 2);
    // No passphrase is ever sent back.
    assert!(!part(form, "id=\"password\"", ">").contains("value="));

    let alone = shown(own(|view| view.sessions.truncate(1))).await;
    assert!(!alone.contains("id=\"end-others\""));
    let said = words(&shown(own(|view| view.done = Some(OwnDone::Passphrase))).await);
    assert!(said.contains("Your passphrase is changed."));
    let wait = words(&shown(own(|view| view.problem = Some(OwnProblem::Wait(120)))).await);
    assert!(wait.contains("Wait 2 minutes"), "{wait}");
}

#[tokio::test]
async fn a_wrong_passphrase_is_pointed_out_at_the_field_that_it_is_about() {
    for (problem, wrong, right) in [
        (PassphraseProblem::NotYours, "password", "new"),
        (PassphraseProblem::TooShort, "new", "password"),
    ] {
        let page = shown(own(|view| {
            view.problem = Some(OwnProblem::Passphrase(problem));
        }))
        .await;
        let form = part(&page, "id=\"change\"", "</form>");
        let field = part(form, &format!("id=\"{wrong}\""), ">");
        assert!(field.contains("aria-invalid=\"true\""), "{field}");
        assert!(
            field.contains("aria-describedby=\"own-problem\""),
            "{field}"
        );
        let field = part(form, &format!("id=\"{right}\""), ">");
        assert!(!field.contains("aria-invalid"), "{field}");
        assert!(page.contains("id=\"own-problem\""));
    }
}

#[tokio::test]
async fn a_second_factor_is_offered_renewed_or_taken_away_as_the_role_and_the_server_have_it() {
    let choices = async |change: fn(&mut OwnView)| {
        let page = shown(own(change)).await;
        let form = part(&page, "id=\"factor\"", "</form>").to_owned();
        let choices = ["codes", "set_up", "remove"]
            .map(|code| form.contains(&format!("<option value=\"{code}\"")));
        (choices, words(&form))
    };
    let (none, said) = choices(|_| {}).await;
    assert_eq!(none, [false, true, false]);
    assert!(said.contains("Set one up"), "{said}");
    let (may, said) = choices(|view| {
        view.second_factor = Some("2026-11-01 08:00".to_owned());
        view.codes_left = 3;
    })
    .await;
    assert_eq!(may, [true, true, true]);
    assert!(said.contains("Recovery codes left: 3."), "{said}");
    let (must, _) = choices(|view| {
        view.second_factor = Some("2026-11-01 08:00".to_owned());
        view.must_have = true;
    })
    .await;
    assert_eq!(must, [true, true, false]);
    let cannot = shown(own(|view| view.can_have = false)).await;
    let section = part(&cannot, "id=\"factor\"", "</section>");
    assert!(words(section).contains("started without a key"));
    assert!(!section.contains("<select"), "{section}");
}

#[tokio::test]
async fn a_link_chooses_a_passphrase_for_an_account_that_it_names() {
    let link = |is_new, problem| {
        AccountPage::Link(LinkView {
            action: "/invitation/abc".to_owned(),
            username: "sana".to_owned(),
            display_name: "Sana <b>".to_owned(),
            is_new,
            problem,
        })
    };
    // Whoever opens one has no session.
    let open = async |page: AccountPage| {
        get_with(None, "/invitation/abc", move || {
            provide_context(Instead::Account(Box::new(page.clone())));
        })
        .await
    };
    let (status, page) = open(link(true, None)).await;
    assert_eq!(status, StatusCode::OK);
    let said = words(&page);
    assert!(said.contains("You sign in with the user name sana."));
    assert!(!said.contains("signed out by it") && !page.contains("Sana <b>"));
    let form = part(&page, "id=\"choose\"", "</form>");
    assert!(form.contains("action=\"/invitation/abc\""), "{form}");
    assert_eq!(form.matches("autocomplete=\"new-password\"").count(), 2);
    let (_, page) = open(link(false, Some(PassphraseProblem::Breached))).await;
    assert!(words(&page).contains("signed out by it"));
    assert!(words(part(&page, "role=\"alert\"", "</div>")).contains("on a list of those"));
    let field = part(&page, "id=\"new\"", ">");
    assert!(
        field.contains("aria-describedby=\"passphrase-problem\""),
        "{field}"
    );

    let (status, closed) = open(AccountPage::LinkClosed).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(words(&closed).contains("This link opens nothing"));
    assert!(!closed.contains("id=\"choose\""));

    let made = shown(AccountPage::LinkMade(LinkMadeView {
        username: "sana".to_owned(),
        display_name: "Sana".to_owned(),
        address: "https://fw.example.org/invitation/abc".to_owned(),
        until_local: "2026-11-23 09:00".to_owned(),
        zone: "Asia/Karachi".to_owned(),
        is_new: true,
    }))
    .await;
    let shown = part(&made, "id=\"link\"", "</p>");
    assert!(shown.contains("https://fw.example.org/invitation/abc"));
    assert!(
        !made.contains("href=\"https://fw.example.org"),
        "it is copied, not followed"
    );
    assert!(words(&made).contains("2026-11-23 09:00"));
}
