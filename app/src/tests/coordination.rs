//! The pages of coordination, from made views: what is said, what is escaped, who gets which form.

use super::fixture::{get_as, part, province, words};
use axum::http::StatusCode;
use domain::lang::Lang;
use domain::people::Role;

async fn page_for(role: Role, path: &str) -> String {
    let (status, page) = get_as(role, path, Lang::En, Ok(province())).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    for raw in [
        "<u>came",
        "<b>Khan",
        "Attock <1>",
        "Chak <7>",
        "H-<1>",
        "<b>rain",
        "<i>called",
        "E-<7>",
        "<script>words",
        "Hazro <2>",
        "Bilal <b>x",
    ] {
        assert!(!page.contains(raw), "{path} holds {raw}");
    }
    page
}

#[tokio::test]
async fn the_board_begins_with_what_needs_action_and_leads_there() {
    let page = page_for(Role::Csu, "/coordination").await;
    for (id, figure, href) in [
        (
            "overdue",
            "3",
            "kind=escalation&amp;status=waiting&amp;overdue=1",
        ),
        ("dispatch", "1,234", "kind=dispatch&amp;status=waiting"),
        ("silent-ucs", "9", "/coordination/silent?what=ucs"),
        (
            "silent-enumerators",
            "5",
            "/coordination/silent?what=enumerators",
        ),
        ("refusals", "2", "/coordination/refusals?unowned=1"),
    ] {
        let card = part(&page, &format!("id=\"first-{id}\""), "</div>");
        assert!(card.contains(href), "{card}");
        assert!(card.contains(&format!(">{figure}<")), "{card}");
    }
    let table = part(&page, "<table id=\"board\"", "</table>");
    assert!(table.contains("agency=nobody&amp;"), "{table}");
    assert!(page.contains("<option value=\"unset\""), "{page}");
    let said = words(table);
    for words in [
        "Attock &lt;1&gt; training 2026-11-05 planned 2026-11-01 deployment planned 2026-11-11 10 days",
        "PSPA: 2 Overdue 1",
        "nobody: 3",
        "5 of 90",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let said = words(&page);
    assert!(
        said.contains("Of 41 districts: 1 nobody has set a date yet 1 not begun 40 training"),
        "{said}"
    );
    assert!(said.contains("2026-11-18 18:05"), "{said}");
    let empty = words(&page_for(Role::Csu, "/coordination?late=1").await);
    assert!(empty.contains("No district fits this filter."), "{empty}");
    let wrong = page_for(Role::Csu, "/coordination?stage=%3Cu%3Elunch").await;
    assert!(wrong.contains("id=\"filter-problems\"") && !words(&wrong).contains("lunch"));
}

#[tokio::test]
async fn leadership_sees_sums_and_no_list_of_people() {
    let page = page_for(Role::Leadership, "/coordination").await;
    let card = part(&page, "id=\"first-silent-enumerators\"", "</div>");
    assert!(card.contains(">5<") && !card.contains("<a"), "{card}");
    let silent = page_for(Role::Leadership, "/coordination/silent").await;
    assert!(!silent.contains("value=\"enumerators\""));
    let case = page_for(Role::Leadership, "/coordination/cases/7").await;
    assert!(!case.contains("called") && !case.contains("script&gt;words"));
    assert!(words(&case).contains("shown to those who work on it"));
    assert!(!case.contains("<form class=\"step\""));
}

#[tokio::test]
async fn a_district_shows_its_stages_what_looks_wrong_and_what_was_typed() {
    let page = page_for(Role::Csu, "/coordination/districts/D1").await;
    let said = words(&page);
    for words in [
        "What comes next is late by 10 days.",
        "notification campaign has no actual day, although a later stage has begun.",
        "training 2026-11-01 2026-11-05 Ayesha",
        "&lt;b&gt;rain&lt;/b&gt;",
        "overdue by 3 days",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // It begins with the stage that comes next, and says what it has seen.
    let form = part(&page, "id=\"set-stage\"", "</form>");
    assert!(form.contains("name=\"seen\" value=\"17\""), "{form}");
    assert!(
        form.contains("name=\"stage\" value=\"deployment\""),
        "{form}"
    );
    assert!(
        form.contains("name=\"planned\" type=\"date\" value=\"2026-11-11\""),
        "{form}"
    );
    let typed = "/coordination/districts/D1?problem=future_actual&stage=mop_up&planned=&actual=2027-01-01&note=soon";
    let page = page_for(Role::Csu, typed).await;
    assert!(words(&page).contains("the actual day lies in the future"));
    let form = part(&page, "id=\"set-stage\"", "</form>");
    for kept in [
        "name=\"stage\" value=\"mop_up\"",
        "value=\"2027-01-01\"",
        "value=\"soon\"",
        "aria-invalid=\"true\"",
    ] {
        assert!(form.contains(kept), "{kept}: {form}");
    }
    // Another stage is chosen by a link, and comes with its own dates.
    assert!(page.contains("/coordination/districts/D1?stage=training#set-stage"));
    let other = page_for(Role::Csu, "/coordination/districts/D1?stage=training").await;
    let form = part(&other, "id=\"set-stage\"", "</form>");
    assert!(
        form.contains("type=\"date\" value=\"2026-11-01\""),
        "{form}"
    );
    let read = page_for(Role::BosQa, "/coordination/districts/D1").await;
    assert!(!read.contains("id=\"set-stage\""), "who reads gets no form");
    for path in [
        "/coordination/districts/D2",
        "/coordination/cases/9",
        "/coordination/cases/x",
    ] {
        let (status, _) = get_as(Role::Csu, path, Lang::En, Ok(province())).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_list_counts_by_agency_and_a_case_offers_what_can_be_done() {
    let page = page_for(Role::Csu, "/coordination/cases?kind=dispatch").await;
    let said = words(&page);
    for words in [
        "51 cases",
        "PITB 4 1",
        "Nobody &lt;u&gt;came",
        "overdue by 3 days",
        "11 days",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(page.contains("/coordination/cases?kind=dispatch&amp;from=50"));
    assert!(page.contains("/coordination/cases.csv?kind=dispatch"));
    assert!(page.contains("href=\"/coordination/dispatch/import\""));
    let empty = words(&page_for(Role::BosQa, "/coordination/cases?area=EMPTY").await);
    assert!(empty.contains("No case fits this filter."), "{empty}");

    let created = page_for(Role::Csu, "/coordination/cases/7").await;
    let forms = |page: &str| {
        [
            "assign",
            "assigned",
            "visited",
            "closed",
            "open",
            "in_progress",
            "comment",
        ]
        .into_iter()
        .filter(|id| page.contains(&format!("id=\"step-{id}\"")))
        .collect::<Vec<_>>()
        .join(" ")
    };
    assert_eq!(forms(&created), "assign closed comment");
    let closed = page_for(Role::Csu, "/coordination/cases/8").await;
    assert_eq!(forms(&closed), "open comment");
    let said = words(&closed);
    assert!(
        said.contains("Given to Urban Unit due 2026-11-18"),
        "{said}"
    );
    assert!(said.contains("Now closed &lt;script&gt;words"), "{said}");
    let refused = "/coordination/cases/7?problem=no_comment&step=move&to=closed&comment=";
    let refused = page_for(Role::Csu, refused).await;
    let form = part(&refused, "id=\"step-closed\"", "</form>");
    assert!(form.contains("aria-invalid=\"true\""), "{form}");
    assert!(words(&refused).contains("say why in a comment"));
}

#[tokio::test]
async fn a_new_case_is_filled_in_from_where_it_was_escalated() {
    let list = page_for(Role::Csu, "/coordination/silent?what=enumerators&days=5").await;
    let said = words(&list);
    assert!(
        said.contains("1 of 90 have been silent for more than 5 days."),
        "{said}"
    );
    assert!(
        said.contains("never synced planned 2026-11-10, overdue by 11 days 11 days BoS"),
        "{said}"
    );
    let link = part(&list, "/coordination/cases/new?", "\"").replace("&amp;", "&");
    assert!(
        link.contains("agency=bos")
            && link.contains("area=T1")
            && link.contains("subject=enumerator%3AE-%3C7%3E"),
        "{link}"
    );
    let form = page_for(Role::Csu, &link).await;
    assert!(form.contains("An enumerator has not synced since 2026-11-10"));
    assert!(form.contains("value=\"bos\" selected"));
    assert!(form.contains("Enumerator E-&lt;7&gt;."));
    assert!(form.contains("name=\"subject\" value=\"enumerator:E-&lt;7&gt;\""));
    assert!(
        words(&form).contains("About : Enumerator E-&lt;7&gt;"),
        "{}",
        words(&form)
    );
    // What is escalated is not escalated twice.
    for what in ["ucs", "devices"] {
        let page = page_for(Role::Csu, &format!("/coordination/silent?what={what}")).await;
        assert!(page.contains("href=\"/coordination/cases/7\""), "{what}");
        assert!(!page.contains("cases/new"), "{what}");
    }
    // Each way of being silent is counted and leads to its own; one that is not there is not offered.
    let councils = page_for(Role::Csu, "/coordination/silent?state=never_began").await;
    let states = part(&councils, "id=\"in-states\"", "</section>");
    let told = words(states);
    assert!(
        told.contains("1 never began 5 never began, no start planned"),
        "{told}"
    );
    assert_eq!(states.matches("aria-current=\"true\"").count(), 1);
    assert!(states.contains("state=not_planned") && !states.contains("fell_silent"));
    let empty = words(&page_for(Role::Csu, "/coordination/silent?area=EMPTY").await);
    assert!(
        empty.contains("Nobody has been silent for so long."),
        "{empty}"
    );
    let wrong = "/coordination/cases/new?kind=refusals&area=U1&problem=not_union_council";
    let wrong = page_for(Role::Csu, wrong).await;
    assert!(words(&wrong).contains("Name a union council."));
    let (status, _) = get_as(
        Role::BosQa,
        "/coordination/cases/new",
        Lang::En,
        Ok(province()),
    )
    .await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn refusals_without_owner_lead_to_the_form_that_gives_them_one() {
    let page = page_for(Role::Csu, "/coordination/refusals").await;
    let said = words(&page);
    assert!(
        said.contains("1 of 2 union councils with refusals have no owner."),
        "{said}"
    );
    assert!(said.contains("25 100 25.0 % no owner"), "{said}");
    assert!(said.contains("from 2026-11-08 to 2026-11-21"), "{said}");
    assert_eq!(page.matches("cases/new?kind=refusals").count(), 1);
    let read = page_for(Role::BosQa, "/coordination/refusals").await;
    assert!(!read.contains("cases/new"));
}

#[tokio::test]
async fn what_became_of_a_file_is_said_line_by_line() {
    let path = "/coordination/dispatch/import";
    let taken = words(
        &page_for(
            Role::Csu,
            &format!("{path}?accepted=12&unchanged=3&updated=1&line=4-in_work"),
        )
        .await,
    );
    assert!(taken.contains("12 new, 3 unchanged, 1 updated"), "{taken}");
    assert!(
        taken.contains("Line 4: somebody is already at this request."),
        "{taken}"
    );
    let refused = words(
        &page_for(
            Role::Csu,
            &format!("{path}?line=7-agency&line=9-no_area&more=2"),
        )
        .await,
    );
    for words in [
        "Nothing of the file was taken",
        "Line 7: agency must be",
        "Line 9: area_code",
        "and 2 more lines",
    ] {
        assert!(refused.contains(words), "{words}: {refused}");
    }
    let wrong = words(&page_for(Role::Csu, &format!("{path}?file=columns")).await);
    assert!(wrong.contains("the first line must name"), "{wrong}");
    let (status, _) = get_as(Role::BosQa, path, Lang::En, Ok(province())).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_page_is_there_in_urdu() {
    for path in [
        "/coordination",
        "/coordination/districts/D1",
        "/coordination/cases",
        "/coordination/cases/7",
        "/coordination/cases/new",
        "/coordination/silent?what=devices",
        "/coordination/refusals",
        "/coordination/dispatch/import",
    ] {
        let (status, page) = get_as(Role::Csu, path, Lang::Ur, Ok(province())).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(
            page.contains("dir=\"rtl\"") && page.contains("رابطہ کاری"),
            "{path}"
        );
        // A link that fills a form in carries no marks of direction.
        for link in page.split("href=\"/coordination/cases/new?").skip(1) {
            let link = link.split('"').next().unwrap();
            assert!(!link.contains("%E2%81%A8"), "{link}");
        }
    }
}
